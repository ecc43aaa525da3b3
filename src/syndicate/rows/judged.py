"""The formats that are judged: one row each, in the order in which they are shown."""

from __future__ import annotations

from syndicate.rows.kinds import ValidatorRow

VALIDATORS = (
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
    ValidatorRow(
        name="galley", path="syndicate.validators.pdf:PdfValidator", help="galleys, as PDF files", extra="pdf"
    ),
    ValidatorRow(name="epub", path="syndicate.validators.epub:EpubValidator", help="EPUB 3 publications"),
    ValidatorRow(name="idml", path="syndicate.validators.idml:IdmlValidator", help="IDML packages of InDesign"),
    ValidatorRow(
        name="tagged-text",
        path="syndicate.validators.taggedtext:TaggedTextValidator",
        help="InDesign Tagged Text",
    ),
    ValidatorRow(name="json", path="syndicate.validators.canonical:JsonValidator", help="canonical JSON"),
    ValidatorRow(name="jsonl", path="syndicate.validators.canonical:JsonLinesValidator", help="canonical JSON Lines"),
)
