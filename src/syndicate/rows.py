"""The table of formats: rows, the built-in ones, and those that other distributions add by entry point.

A row is all that is known of a format before its code is imported. This module imports next to nothing, so that
`syndicate --help` and completion can name every format, plugins included, within a few milliseconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar, cast

from syndicate.errors import PluginError, UsageError

API_VERSION = 1
"""Version of the plugin contract (`syndicate.contracts`); a plugin built for another one is refused."""

_NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


class ExporterRow(NamedTuple):
    """A row of the registry: all that is known of a format before its code is imported."""

    name: str
    media_type: str
    suffix: str
    """With its dot: `.epub`."""
    path: str
    """`package.module:ClassName` of the exporter, which is called without arguments."""
    help: str
    extra: str = ""
    """The optional extra of this distribution that the format needs."""
    file_name: str = "{stem}{suffix}"
    """`{stem}` is the edition's slug, or the story's when it is alone."""
    options: Mapping[str, str] = _NO_OPTIONS
    """Options of the format, with a line of help each; given as `--option NAME.KEY=VALUE`."""
    accepts: tuple[str, ...] = ()
    """Which of `template` and `profile` the format knows what to do with."""
    profiles: tuple[str, ...] = ()
    """Its profiles, the default first (`--profile NAME`); with `PROFILE_FILE` it takes the path of a file as well."""
    stories: bool = True
    """It is there to carry stories; of a list of feeds or addresses nobody wants to hear what it leaves out of them."""
    clients: bool = False
    """Its receivers are clients who keep embargoes: it may be sent in advance (`syndicate export --advance`)."""
    distribution: str = "syndicate"
    api_version: int = API_VERSION


class ImporterRow(NamedTuple):
    """A row of the registry: an importer before its code is imported."""

    name: str
    path: str
    help: str
    suffixes: tuple[str, ...] = ()
    """Endings of file names that hint at it; content decides first."""
    options: Mapping[str, str] = _NO_OPTIONS
    extra: str = ""
    distribution: str = "syndicate"
    api_version: int = API_VERSION


class ValidatorRow(NamedTuple):
    """A row of the registry: a validator before its code is imported. `name` is the name of its format."""

    name: str
    path: str
    help: str
    magic: bytes = b""
    """How files of the format begin, so that `syndicate validate` can tell them; empty when they have no such mark."""
    extra: str = ""
    accepts: tuple[str, ...] = ()
    """`profile` where the format can be judged by one."""
    distribution: str = "syndicate"
    api_version: int = API_VERSION


PROFILE_FILE = "PATH.toml"
_FEED_PROFILES = ("public", "google-news", "msn", "smartnews", "flipboard", PROFILE_FILE)

_EXPORTERS = (
    ExporterRow(
        name="rss",
        media_type="application/rss+xml",
        suffix=".rss",
        path="syndicate.exporters.feed.rss:RssExporter",
        help="RSS 2.0 feed with full text, for feed readers",
        file_name="feed{suffix}",
        options={
            "page-size": "how many items the feed has; older ones follow in archives that never change (RFC 5005)",
            "paged": "yes: pages of the newest first in place of archives",
            "complete": "yes: the feed is all there is, and what it does not have is gone",
            "stylesheet": "address of the CSS for browsers, or no; feed.css goes with the feed otherwise",
        },
        accepts=("profile",),
        profiles=_FEED_PROFILES,
    ),
    ExporterRow(
        name="atom",
        media_type="application/atom+xml",
        suffix=".atom",
        path="syndicate.exporters.feed.atom:AtomExporter",
        help="Atom 1.0 feed with full text, for feed readers",
        file_name="feed{suffix}",
        options={
            "page-size": "how many items the feed has; older ones follow in archives that never change (RFC 5005)",
            "paged": "yes: pages of the newest first in place of archives",
            "complete": "yes: the feed is all there is, and what it does not have is gone",
            "stylesheet": "address of the CSS for browsers, or no; feed.css goes with the feed otherwise",
            "tombstones": "yes: killed stories as deleted entries too (RFC 6721)",
        },
        accepts=("profile",),
        profiles=_FEED_PROFILES,
    ),
    ExporterRow(
        name="jsonfeed",
        media_type="application/feed+json",
        suffix=".json",
        path="syndicate.exporters.feed.jsonfeed:JsonFeedExporter",
        help="JSON Feed 1.1 with full text and every medium, for feed readers",
        file_name="feed{suffix}",
        options={"page-size": "how many items a page has; older ones follow in feed-2.json and so on"},
    ),
    ExporterRow(
        name="opml",
        media_type="text/x-opml",
        suffix=".opml",
        path="syndicate.exporters.feed.opml:OpmlExporter",
        help="OPML 2.0 list of the edition's feeds, and the links by which browsers find them",
        file_name="feeds{suffix}",
        stories=False,
        options={"feeds": "which feeds are listed (rss,atom); all of them otherwise"},
    ),
    ExporterRow(
        name="sitemap",
        media_type="application/xml",
        suffix=".xml",
        path="syndicate.exporters.feed.sitemap:SitemapExporter",
        help="Google News sitemap of the last two days, for search engines",
        file_name="news-sitemap{suffix}",
        stories=False,
        options={"publication": "name of the publication as the search engine knows it"},
    ),
    ExporterRow(
        name="newsml-g2",
        media_type="application/vnd.iptc.g2.newsmessage+xml",
        suffix=".newsml.xml",
        path="syndicate.exporters.newsmlg2:NewsmlG2Exporter",
        help="NewsML-G2 2.35 news message, for agencies and clients",
        options={
            "text": "yes: the body as plain text too, before the XHTML",
            "message": "no: each item as a file of its own, without a message around them",
        },
        accepts=("profile",),
        profiles=("default", "superdesk", "wordpress-apa", "strict"),
        clients=True,
    ),
    ExporterRow(
        name="nitf",
        media_type="application/nitf+xml",
        suffix=".nitf.xml",
        path="syndicate.exporters.nitf:NitfExporter",
        help="NITF 3.6, a document for each story, for archives and older receivers",
        clients=True,
    ),
    ExporterRow(
        name="ninjs",
        media_type="application/json",
        suffix=".ninjs.json",
        path="syndicate.exporters.ninjs:NinjsExporter",
        help="ninjs 3.1 (or 2.2, 1.6), an object for each story and one for the edition, for APIs",
        options={
            "version": "3.1, 2.2 or 1.6; Superdesk and most older receivers read 1.6",
            "package": "no: without the object that lists the stories of the edition",
            "text": "yes: the body as plain text too, before the HTML",
        },
        clients=True,
    ),
    ExporterRow(
        name="pdf",
        media_type="application/pdf",
        suffix=".pdf",
        path="syndicate.exporters.pdf:PdfExporter",
        help="tagged PDF pages with embedded fonts, for print desks",
        options={
            "paper": "sheet by name (A4, Letter, tabloid, berliner, broadsheet) or as WIDTHxHEIGHT in millimetres",
            "columns": "how many columns running text has",
            "set": "values of the template by their path: page.gutter=4;text.body.size=9.5",
            "copy": "no: without the edition in canonical form inside a file of the profile archive",
        },
        extra="pdf",
        accepts=("template", "profile"),
        profiles=("archive", "screen"),
    ),
    ExporterRow(
        name="epub",
        media_type="application/epub+zip",
        suffix=".epub",
        path="syndicate.exporters.epub:EpubExporter",
        help="EPUB 3 book of the edition, for readers on a phone",
        options={
            "cover": "path of a JPEG or PNG picture, or no; one is made from the edition otherwise",
            "pictures": "fit: made smaller above 4 megapixels or 1.5 MB; as-is otherwise",
            "certified-by": "who vouches for the accessibility; without a name no conformance is claimed",
            "copy": "no: without the copy in canonical form, from which syndicate reads the book back whole",
        },
        extra="epub",
    ),
    ExporterRow(
        name="json",
        media_type="application/json",
        suffix=".json",
        path="syndicate.exporters.canonical:JsonExporter",
        help="canonical JSON of the edition, as much as may leave",
        file_name="{stem}.edition{suffix}",
    ),
    ExporterRow(
        name="jsonl",
        media_type="application/jsonl",
        suffix=".jsonl",
        path="syndicate.exporters.canonical:JsonLinesExporter",
        help="canonical JSON Lines, one article a line, as much as may leave",
    ),
)

_IMPORTERS = (
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
        options={"encoding": "what the bytes are in: gb18030, windows-1256, iso646-de, ..."},
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
            "zone": "where the clock of times without an offset stood: Europe/Berlin, or +01:00",
            "site": "address of the site, for addresses that begin with a slash",
        },
        extra="markdown",
    ),
    ImporterRow(
        name="epub",
        path="syndicate.importers.epub:EpubImporter",
        help="the edition inside a book that syndicate wrote",
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

_VALIDATORS = (
    ValidatorRow(name="rss", path="syndicate.validators.feed:RssValidator", help="RSS 2.0 feeds"),
    ValidatorRow(name="atom", path="syndicate.validators.feed:AtomValidator", help="Atom 1.0 feeds"),
    ValidatorRow(name="css", path="syndicate.validators.feed.stylesheet:CssValidator", help="stylesheets of feeds"),
    ValidatorRow(name="jsonfeed", path="syndicate.validators.feed:JsonFeedValidator", help="JSON Feed 1.1"),
    ValidatorRow(name="opml", path="syndicate.validators.feed.opml:OpmlValidator", help="OPML lists of feeds"),
    ValidatorRow(
        name="discovery", path="syndicate.validators.feed.opml:DiscoveryValidator", help="pages of feed links"
    ),
    ValidatorRow(
        name="sitemap", path="syndicate.validators.feed.sitemap:SitemapValidator", help="sitemaps, of news above all"
    ),
    ValidatorRow(
        name="newsml-g2",
        path="syndicate.validators.newsmlg2:NewsmlG2Validator",
        help="NewsML-G2 items and messages",
        accepts=("profile",),
    ),
    ValidatorRow(name="nitf", path="syndicate.validators.nitf:NitfValidator", help="NITF documents"),
    ValidatorRow(name="ninjs", path="syndicate.validators.ninjs:NinjsValidator", help="ninjs 1.x, 2.x and 3.x objects"),
    ValidatorRow(name="pdf", path="syndicate.validators.pdf:PdfValidator", help="PDF files", extra="pdf"),
    ValidatorRow(name="epub", path="syndicate.validators.epub:EpubValidator", help="EPUB 3 publications"),
    ValidatorRow(name="json", path="syndicate.validators.canonical:JsonValidator", help="canonical JSON"),
    ValidatorRow(name="jsonl", path="syndicate.validators.canonical:JsonLinesValidator", help="canonical JSON Lines"),
)

Group = Literal["exporters", "importers", "validators"]
Row = ExporterRow | ImporterRow | ValidatorRow
_ROW_TYPES: Mapping[Group, type[Row]] = {
    "exporters": ExporterRow,
    "importers": ImporterRow,
    "validators": ValidatorRow,
}
R = TypeVar("R", ExporterRow, ImporterRow, ValidatorRow)


def exporters() -> Mapping[str, ExporterRow]:
    """Every format that can be written, by name, built-in ones first."""
    return cast(Mapping[str, ExporterRow], _table("exporters"))


def importers() -> Mapping[str, ImporterRow]:
    """Every format that can be read, by name, built-in ones first."""
    return cast(Mapping[str, ImporterRow], _table("importers"))


def validators() -> Mapping[str, ValidatorRow]:
    """Every format that can be judged, by name, built-in ones first."""
    return cast(Mapping[str, ValidatorRow], _table("validators"))


def find(name: str, table: Mapping[str, R], what: str) -> R:
    """The row called `name`, or a `UsageError` that teaches the names."""
    if name in table:
        return table[name]
    import difflib

    close = difflib.get_close_matches(name.lower(), table, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    raise UsageError(f"unknown {what} {name!r}", hint=f"{meant}there is: {', '.join(table)}")


# --- entry points ----------------------------------------------------------------------------------------------------


@cache
def _table(group: Group) -> Mapping[str, Row]:
    built_in: Mapping[Group, tuple[Row, ...]] = {
        "exporters": _EXPORTERS,
        "importers": _IMPORTERS,
        "validators": _VALIDATORS,
    }
    table: dict[str, Row] = {row.name: row for row in built_in[group]}
    for row in _plugin_rows(group):
        if row.name in table:
            first = table[row.name].distribution
            raise PluginError(
                f"two distributions offer a {group[:-1]} called {row.name!r}: {first} and {row.distribution}",
                hint="uninstall one of them",
            )
        table[row.name] = row
    return table


def _plugin_rows(group: Group) -> list[Row]:
    """The rows that other distributions offer, in the order of their names."""
    if not _offered(group):
        return []
    from importlib.metadata import entry_points

    rows: list[Row] = []
    for point in sorted(entry_points(group=f"syndicate.{group}"), key=lambda p: (p.name, p.value)):
        distribution = point.dist.name if point.dist is not None else point.value
        try:
            row = point.load()
        except Exception as error:
            raise PluginError(
                f"the plugin {distribution} cannot be loaded: {error}", hint=f"pip uninstall {distribution}, or mend it"
            ) from error
        rows.append(_accept(row, group, distribution))
    return rows


def _offered(group: Group) -> bool:
    """Whether any distribution on the path offers the group: a look into its file, for 1 ms.

    `importlib.metadata` costs 15 ms to import, a fifth of what `syndicate --help` may take; it is asked only when
    there is something to find, or when the path holds what only it can read.
    """
    header = f"[syndicate.{group}]"
    for entry in dict.fromkeys(sys.path):
        try:
            with os.scandir(entry or ".") as found:
                names = [e.path for e in found if e.name.endswith((".dist-info", ".egg-info", ".egg-link"))]
        except NotADirectoryError:
            return True  # an archive
        except OSError:
            continue
        for path in names:
            try:
                with open(os.path.join(path, "entry_points.txt"), encoding="utf-8") as stream:
                    if header in stream.read():
                        return True
            except OSError:
                continue
    return False


def _accept(row: object, group: Group, distribution: str) -> Row:
    wanted = _ROW_TYPES[group]
    if not isinstance(row, wanted):
        raise PluginError(
            f"the plugin {distribution} offers a {type(row).__name__} where a {wanted.__name__} is wanted",
            hint="the entry point must name a row, see docs/plugins.md",
        )
    if row.api_version != API_VERSION:
        raise PluginError(
            f"the plugin {distribution} was built for API version {row.api_version}, this is version {API_VERSION}",
            hint=f"install a version of {distribution} for this syndicate",
        )
    return row._replace(distribution=distribution)
