"""The formats that are read: one row each, in the order in which they are shown."""

from __future__ import annotations

from syndicate.rows.kinds import ImporterRow

IMPORTERS = (
    ImporterRow(
        name="canonical",
        path="syndicate.importers.canonical:CanonicalImporter",
        help="canonical JSON of an edition or an article, and JSON Lines",
        suffixes=(".json", ".jsonl", ".ndjson"),
    ),
    ImporterRow(
        name="wire",
        path="syndicate.importers.wire:WireImporter",
        help="plain text as wires and scrapers leave it",
        suffixes=(".txt", ".wire", ".text"),
        options={
            "encoding": "what the bytes are in: gb18030, windows-1256, iso646-de, ...",
            "furniture": "keep or remove other stories' headlines, picture lines, lines of the page",
            "zone": "where the clock of embargoes without a zone stood: Europe/London, or +01:00",
        },
    ),
    ImporterRow(
        name="html",
        path="syndicate.importers.html:HtmlImporter",
        help="one story from an HTML page or fragment, sanitised",
        suffixes=(".html", ".htm", ".xhtml"),
        extra="html",
    ),
    ImporterRow(
        name="markdown",
        path="syndicate.importers.markdown:MarkdownImporter",
        help="a Markdown post with front matter, as Hugo, Jekyll, Eleventy and Pelican have them",
        suffixes=(".md", ".markdown", ".mkd", ".mdown"),
        options={
            "encoding": "what the bytes are in: gb18030, windows-1252, ...",
            "zone": "where the clock of times without an offset stood: Europe/Berlin, or +01:00",
            "site": "address of the site, for addresses that begin with a slash",
        },
        extra="markdown",
    ),
    ImporterRow(
        name="rss",
        path="syndicate.importers.feed:RssImporter",
        help="RSS 0.9x, 1.0 and 2.0 feeds of anyone, each item a story",
        suffixes=(".rss", ".rdf", ".xml"),
        extra="html",
    ),
    ImporterRow(
        name="atom",
        path="syndicate.importers.feed:AtomImporter",
        help="Atom 1.0 and 0.3 feeds of anyone, each entry a story",
        suffixes=(".atom",),
        extra="html",
    ),
    ImporterRow(
        name="jsonfeed",
        path="syndicate.importers.feed:JsonFeedImporter",
        help="JSON Feed 1.0 and 1.1 of anyone, each item a story",
        extra="html",
    ),
    ImporterRow(
        name="wxr",
        path="syndicate.importers.feed:WxrImporter",
        help="posts and pages in an export file of WordPress",
        suffixes=(".wxr", ".xml"),
        extra="html",
    ),
    ImporterRow(
        name="epub",
        path="syndicate.importers.epub:EpubImporter",
        help="a book: the edition inside one of ours, the documents of any other",
        suffixes=(".epub",),
    ),
    ImporterRow(
        name="newsml-g2",
        path="syndicate.importers.newsmlg2:NewsmlG2Importer",
        help="NewsML-G2 messages, packages and items of any agency",
        suffixes=(".xml", ".newsml"),
        extra="html",
    ),
    ImporterRow(
        name="ninjs",
        path="syndicate.importers.ninjs:NinjsImporter",
        help="ninjs 1.x, 2.x and 3.x: an item, a list of items, or items a line",
        suffixes=(".ninjs",),
        extra="html",
    ),
    ImporterRow("nitf", "syndicate.importers.nitf:NitfImporter", "a story in NITF 3.x", (".nitf",), extra="html"),
)
