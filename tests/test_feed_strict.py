"""Feeds of ours hold to every rule of a strict feed validator, and our validators know each of these rules.

The rules are those by which feed validators give errors and warnings, and those of the Best Practices Profile of the
RSS Advisory Board. Each stands here with one way to break a feed of ours, and the code that must be found. What no
exporter can keep, because the story itself is so, is at most a note, and stands with its reason in `docs/formats/`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

import laws
import strategies
from syndicate import registry
from syndicate.context import Context, MediaStore
from syndicate.contracts import Job, Proof, Validator
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.model import body
from syndicate.model.article import (
    Article,
    Byline,
    Correction,
    Edition,
    Geo,
    Media,
    Named,
    Relation,
    Rendition,
    Rights,
    Subject,
)
from syndicate.validators.feed import AtomValidator, JsonFeedValidator, RssValidator

SITE = "https://harbour.example/"
AT = datetime(2025, 3, 2, 6, 0, tzinfo=UTC)
VALIDATORS: dict[str, type[Validator]] = {"rss": RssValidator, "atom": AtomValidator, "jsonfeed": JsonFeedValidator}
FORMATS = tuple(VALIDATORS)
_NONE: Mapping[str, str] = {}


# --- a feed of ours with everything that a rule is about -------------------------------------------------------------


def story(number: int) -> Article:
    """A story of the harbour."""
    at = AT - timedelta(hours=number)
    return Article(
        id=f"urn:example:harbour:{number}",
        headline=f"Fish & chips, part {number}",
        summary="The price of <b>fish</b> & of chips.",
        language="en-GB",
        canonical_url=f"{SITE}{number}.html",
        published=at,
        modified=at,
        bylines=(Byline(name="Mona Field"),),
        subjects=(Subject(code="04000000", name="Economy", scheme="medtop"), Subject(code="fish", name="Fishing")),
        body=(
            body.Lead(bid="a", text=body.text("Fish is dear & chips are cheap.")),
            body.Paragraph(bid="b", text=(body.Run(text="More", marks=(body.Link(href=f"{SITE}more"),)),)),
        ),
    )


def edition() -> Edition:
    """Three stories, one of them with everything."""
    small = Rendition(href=f"{SITE}fish-400.jpg", media_type="image/jpeg", size=4000, width=400, height=300)
    large = Rendition(href=f"{SITE}fish.jpg", media_type="image/jpeg", size=48000, width=1600, height=1200)
    picture = Media(id="m", type="picture", alt="Fish", credit="Mona Field", renditions=(large, small))
    rich = replace(
        story(1),
        media=(picture,),
        places=(Named(id="p", name="Quay", geo=Geo(lat=59.1, lon=10.2)),),
        rights=Rights(license_url="https://licence.example/by"),
        copyright_notice="© Harbour & Sons",
        usage_terms="Not for sale & not for free",
        links=(Relation(rel="replaces", href=f"{SITE}old.html"), Relation(rel="previous", href=f"{SITE}0.html")),
        corrections=(Correction(text="The price was wrong.", at=AT),),
    )
    return Edition(
        id="urn:example:harbour",
        title="The Harbour & Tides",
        description="News of fish & chips",
        language="en-GB",
        url=SITE,
        publisher="Harbour News",
        image=f"{SITE}logo.png",
        icon=f"{SITE}icon.png",
        hubs=("https://hub.example/",),
        ttl=15,
        articles=(rich, story(2), replace(story(3), bylines=())),
    )


class Written(NamedTuple):
    """One file of an export, where it would be fetched from, and the findings of the validator on it."""

    name: str
    text: str
    found: tuple[Diagnostic, ...]


def judged(name: str, text: str, address: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What the validator of the format says of a feed that is fetched from `address`."""
    path = folder / "judged"
    path.write_bytes(text.encode())
    context = Context(now=AT, schemas=laws.official_schemas())
    proof = Proof(name=address.rpartition("/")[2], context=context, address=address)
    return tuple(VALIDATORS[name]().check(path, proof))


def written(
    name: str,
    what: Edition,
    folder: Path,
    *,
    media: Path | None = None,
    at: datetime = AT,
    options: Mapping[str, str] = _NONE,
) -> list[Written]:
    """Every feed document of an export of `what` to the public, made at `at` and judged."""
    context = Context(now=at, built_at=at, base_url=SITE, media=MediaStore(default=media))
    exporter = registry.exporter(name)
    job = Job(
        row=exporter.row,
        context=context,
        report=Report(),
        stem="feed",
        built_at=at,
        base_url=SITE,
        options=options,
    )
    documents = []
    for artifact in exporter.export(what, job):
        if artifact.format in ("", name):
            text = b"".join(artifact.chunks).decode("utf-8")
            documents.append(Written(artifact.name, text, judged(name, text, SITE + artifact.name, folder)))
    return documents


def is_clean(found: tuple[Diagnostic, ...]) -> bool:
    """Neither an error nor a warning."""
    return all(d.severity is Severity.INFO for d in found)


# --- the rules -------------------------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """A rule, a piece of a feed of ours with what it becomes when the rule is broken, and the code to be found."""

    rule: str
    old: str | re.Pattern[str]
    new: str
    code: int
    document: str = "feed"
    """Which of our documents is broken: the `feed`, an `archive` of it, or a `complete` one."""


_FH = "http://purl.org/syndication/history/1.0"
_SNF = "http://www.smartnews.be/snf"

BOTH = (
    Rule("UTF-8 is declared", 'encoding="UTF-8"', 'encoding="iso-8859-1"', -1),
    Rule("HTML has no script", '<p class="lead">', "<script>x()</script><p>", 18),
    Rule("HTML has no frames", '<p class="lead">', '<iframe src="https://a.example/"></iframe><p>', 18),
    Rule("HTML has no objects", '<p class="lead">', '<object data="https://a.example/"></object><p>', 18),
    Rule("HTML has no embeds", '<p class="lead">', '<embed src="https://a.example/"/><p>', 18),
    Rule("HTML has no event handlers", '<p class="lead">', '<p onclick="x()">', 18),
    Rule("HTML has no script addresses", f'<a href="{SITE}more"', '<a href="javascript:x()"', 18),
    Rule("styles are of a few properties", '<p class="lead">', '<p style="position:fixed">', 18),
    Rule("styles fetch nothing", '<p class="lead">', '<p style="color:url(https://a.example/)">', 18),
    Rule("attributes are those that readers keep", '<p class="lead">', '<p wonder="1">', 18),
    Rule("elements are those of HTML", '<p class="lead">Fish', "<price>1</price><p>Fish", 20),
    Rule("elements are no custom ones", '<p class="lead">Fish', "<fish-price>1</fish-price><p>Fish", 20),
    Rule("HTML is whole", '<p class="lead">Fish', '<p class="lead"><em>Fish', 20),
    Rule("text in HTML is escaped", "dear &amp; chips", "dear & chips", 20),
    Rule("addresses in HTML are absolute", f'<a href="{SITE}more"', '<a href="more"', 19),
    Rule("links are absolute", f"{SITE}2.html", "2.html", 17),
    Rule("files are absolute", f'<media:content url="{SITE}fish.jpg"', '<media:content url="fish.jpg"', 17),
    Rule("thumbnails are absolute", f'<media:thumbnail url="{SITE}', '<media:thumbnail url="', 17),
    Rule("no control characters", "Fish is dear", "Fish is\x85\x96 dear", 23),
    Rule("no lost characters", "Fish is dear", "Fish is \ufffd", 23),
    Rule("no double escaping", "part 2", "part &amp;amp; 2", 21),
    Rule("no markup in a title", "part 2", "&lt;b&gt;part&lt;/b&gt; 2", 21),
    Rule("ids are unique", "urn:example:harbour:2", "urn:example:harbour:3", 9),
    Rule("usual prefixes", 'xmlns:dcterms="http://purl.org/dc/terms/"', 'xmlns:dcterms="http://dc.example/"', 24),
    Rule("media without its slash", 'mrss/"', 'mrss"', 24),
)
"""Rules that both dialects have, with the number of their code in each (-1 where it differs)."""

RSS = (
    Rule("one self link", 'rel="self"', 'rel="via"', 5),
    Rule("the self link is of RSS's type (SelfNotAtom)", 'type="application/rss+xml"', 'type="text/xml"', 6),
    Rule("the self link is where the feed is fetched from", 'feed.rss" rel="self"', 'rss.xml" rel="self"', 28),
    Rule("a link's relation is known", 'rel="hub"', 'rel="predecessor-version"', 6),
    Rule("the channel has a title", "    <title>The Harbour &#x26; Tides</title>\n    <link>", "    <link>", 2),
    Rule("the channel has a link", f"    <link>{SITE}</link>\n    <description>", "    <description>", 2),
    Rule("the channel has a description", "<description>News", "<about>News", 1),
    Rule("the channel says its language", "<language>en-GB</language>", "", 7),
    Rule("a language is a tag", "<language>en-GB", "<language>english", 2),
    Rule("every item has a guid", '<guid isPermaLink="false">urn:example:harbour:2</guid>', "", 8),
    Rule("a guid that is no address says so", 'isPermaLink="false"', 'isPermaLink="true"', 10),
    Rule("a tag is no permalink", 'isPermaLink="false">urn', ">tag", 10),
    Rule("a guid is more than a short number", "urn:example:harbour:2<", "4711<", 31),
    Rule("creator or author, not both", "<dc:creator>", "<author>m@a.example (M)</author><dc:creator>", 13),
    Rule("author is a mailbox with a name", re.compile("<dc:creator>.*</dc:creator>"), "<author>Mona</author>", 13),
    Rule("managing editor is a mailbox", "<generator>", "<managingEditor>Mona</managingEditor><generator>", 13),
    Rule("web master is a mailbox", "<generator>", "<webMaster>Mona</webMaster><generator>", 13),
    Rule("category or dc:subject", "<dc:creator>", "<dc:subject>Fish</dc:subject><dc:creator>", 14),
    Rule("pubDate or dc:date", "<dc:creator>", "<dc:date>2025-03-02</dc:date><dc:creator>", 14),
    Rule(
        "pubDate or atom:published",
        "<dc:creator>",
        "<atom:published>2025-03-02T06:00:00Z</atom:published><dc:creator>",
        14,
    ),
    Rule("guid or atom:id", "<dc:creator>", "<atom:id>urn:x:1</atom:id><dc:creator>", 14),
    Rule("dc:rights once", "<dc:creator>", "<dc:rights>a</dc:rights><dc:creator>", 14),
    Rule("dcterms:modified once", "<dc:creator>", "<dcterms:modified>2025</dcterms:modified><dc:creator>", 14),
    Rule(
        "description before content",
        "      <description>",
        "      <content:encoded>x</content:encoded><description>",
        15,
    ),
    Rule("description beside content", re.compile(" *<description>The price.*</description>\n"), "", 15),
    Rule("a summary is escaped as HTML", "fish&amp;lt;/b&amp;gt; &amp;amp; of", "fish&amp;lt;/b&amp;gt; &amp; of", 20),
    Rule("& by a hexadecimal reference", "Fish &#x26; chips, part 2", "Fish &amp; chips, part 2", 21),
    Rule("& in CDATA is no such reference", "Fish &#x26; chips, part 2", "<![CDATA[Fish & chips]]>", 21),
    Rule("< in a category by a hexadecimal reference", "Fishing<", "Fishing &lt; 3<", 21),
    Rule("one enclosure", "      <enclosure", f'      <enclosure url="{SITE}a" length="1" type="a/b"/><enclosure', 16),
    Rule("an enclosure has a length", ' length="48000"', "", 16),
    Rule("the length is not below 0", ' length="48000"', ' length="-1"', 16),
    Rule("an enclosure has a media type", 'type="image/jpeg"/>', 'type="jpeg"/>', 16),
    Rule("a choice has two", re.compile("<media:content[^>]*fish-400[^>]*/>"), "", 27),
    Rule("a medium is one of five", 'medium="image"', 'medium="photo"', 27),
    Rule("sizes are numbers from 1", 'width="1600"', 'width="0"', 27),
    Rule("a point is on the map", "<georss:point>59.1 10.2", "<georss:point>159.1 10.2", 27),
    Rule(
        "the image has the channel's title",
        "<title>The Harbour &#x26; Tides</title>\n      <link>",
        "<title>Logo</title><link>",
        25,
    ),
    Rule("the image has the channel's link", f"<link>{SITE}</link>\n    </image>", f"<link>{SITE}x</link></image>", 25),
    Rule("the image is GIF, JPEG or PNG", "logo.png", "logo.webp", 25),
    Rule("the image is at most 144 wide", "    </image>", "<width>200</width></image>", 2),
    Rule("the image is at most 400 high", "    </image>", "<height>500</height></image>", 2),
    Rule("four digits of the year", "Sun, 02 Mar 2025 05", "Sun, 02 Mar 25 05", 11),
    Rule("the right weekday", "<pubDate>Sun", "<pubDate>Sat", 11),
    Rule("no date of the future", "Sun, 02 Mar 2025 05", "Tue, 02 Mar 2027 05", 12),
    Rule("no change in the future", "modified>2025", "modified>2026", 12),
    Rule("dates are W3C dates in modules", "modified>2025-03-02T05:00:00Z", "modified>2 March", 26),
    Rule("time to live is from 1", "<ttl>15", "<ttl>0", 2),
    Rule("no vendor's namespace", "<channel>", f'<channel><snf:x xmlns:snf="{_SNF}"/>', 29),
    Rule("no vendor's namespace, used or not", "<rss ", f'<rss xmlns:snf="{_SNF}" ', 29),
    Rule("a document type declaration is none of XML's", '"UTF-8"?>', '"UTF-8"?><!DOCTYPE rss>', 4),
    Rule("an archive links to the current feed", 'rel="current"', 'rel="related"', 30, "archive"),
    Rule("an archive has another one before it", "feed-archive-1.rss", "feed-archive-2.rss", 30, "archive"),
    Rule("a complete feed has no other part", 'rel="hub"', 'rel="next"', 30, "complete"),
    Rule("an archive is not complete", "<fh:complete/>", "<fh:complete/><fh:archive/>", 30, "complete"),
)

ATOM = (
    Rule("one self link", 'rel="self"', 'rel="via"', 6),
    Rule("the self link is of Atom's type (SelfNotAtom)", 'type="application/atom+xml"', 'type="text/xml"', 6),
    Rule("the self link is where the feed is fetched from", 'feed.atom" rel="self"', 'atom.xml" rel="self"', 26),
    Rule("a link's relation is known", 'rel="related"', 'rel="predecessor-version"', 7),
    Rule("no link of the feed in an entry", 'rel="related"', 'rel="previous"', 28),
    Rule(
        "no link twice",
        re.compile('( *<link [^>]*rel="license"[^>]*/>)'),
        '<link rel="related" href="https://harbour.example/old.html"/>',
        7,
    ),
    Rule("the feed has an id", "  <id>urn:example:harbour</id>\n", "", 2),
    Rule("the feed has a title", "<title>The Harbour &#x26; Tides</title>", "", 2),
    Rule("the feed is dated", "  <updated>2025-03-02T06:00:00Z</updated>\n", "", 2),
    Rule("the feed says its language", ' xml:lang="en-GB"', "", 8),
    Rule("a language is a tag", 'hreflang="en-GB"', 'hreflang="english"', 2),
    Rule("every entry has an author, or the feed", "  <author>\n    <name>Harbour News</name>\n  </author>\n", "", 13),
    Rule("every entry has an id", "    <id>urn:example:harbour:2</id>\n", "", 2),
    Rule("every entry is dated", "    <updated>2025-03-02T04:00:00Z</updated>\n", "", 2),
    Rule("an id is an IRI", "urn:example:harbour:2", "two", 10),
    Rule(
        "one alternate for each type and language",
        'rel="enclosure" type="image/jpeg"',
        'hreflang="en-GB" type="text/html"',
        14,
    ),
    Rule("an enclosure keeps its relation", 'rel="enclosure" ', "", 7),
    Rule("an enclosure has a media type", 'rel="enclosure" type="image/jpeg"', 'rel="enclosure"', 25),
    Rule(
        "content elsewhere has a summary", '<content type="html">', '<content type="a/b" src="https://a.example/">', 2
    ),
    Rule("content has a type of RFC 4287", '<content type="html">', '<content type="CDATA">', 16),
    Rule("dates have a zone", "updated>2025-03-02T04:00:00Z", "updated>2025-03-02T04:00:00", 11),
    Rule("no date of the future", "updated>2025-03-02T04:00:00Z", "updated>2027-03-02T04:00:00Z", 12),
    Rule("titles are plain text", 'title type="text">Fish', 'title type="html">Fish', 22),
    Rule("Atom has no prefix of its own", "<feed ", '<feed xmlns:atom="http://www.w3.org/2005/Atom" ', 24),
    Rule("a choice has two", re.compile("<media:content[^>]*fish-400[^>]*/>"), "", 29),
    Rule("a medium is one of five", 'medium="image"', 'medium="photo"', 29),
    Rule("sizes are numbers from 1", 'width="1600"', 'width="0"', 29),
    Rule("a point is on the map", "<georss:point>59.1 10.2", "<georss:point>59.1 190.2", 29),
    Rule("no vendor's namespace", "<feed ", f'<feed xmlns:snf="{_SNF}" ', 27),
    Rule("no Creative Commons in Atom", "<feed ", '<feed xmlns:cc="http://web.resource.org/cc/" ', 27),
    Rule("a tombstone is noted", "<feed ", '<feed xmlns:at="http://purl.org/atompub/tombstones/1.0" ', 27),
    Rule("an archive links to the current feed", 'rel="current"', 'rel="related"', 28, "archive"),
    Rule("an archive has another one before it", "feed-archive-1.atom", "feed-archive-2.atom", 28, "archive"),
    Rule("a complete feed has no other part", 'rel="hub"', 'rel="next"', 28, "complete"),
    Rule("an archive is not complete", "<fh:complete/>", "<fh:complete/><fh:archive/>", 28, "complete"),
)
_OTHER_NUMBER = {
    ("rss", "UTF-8 is declared"): 3,
    ("atom", "UTF-8 is declared"): 4,
}
RULES = [("rss", rule) for rule in (*BOTH, *RSS)] + [("atom", rule) for rule in (*BOTH, *ATOM)]


@cache
def good(name: str, document: str) -> tuple[str, str]:
    """Name and text of a document of ours that no rule is broken in."""
    options = {"archive": {"page-size": "1"}, "complete": {"complete": "yes"}}.get(document, {})
    with tempfile.TemporaryDirectory() as folder:
        documents = written(name, edition(), Path(folder), options=options)
    chosen = documents[1 if document == "archive" else 0]
    assert is_clean(chosen.found), chosen.found
    return chosen.name, chosen.text


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{name}: {rule.rule}" for name, rule in RULES])
def test_every_rule_of_a_strict_validator_is_known(name: str, rule: Rule, tmp_path: Path) -> None:
    """A feed of ours has no finding under the code until the rule is broken."""
    file, text = good(name, rule.document)
    pattern = re.escape(rule.old) if isinstance(rule.old, str) else rule.old
    broken, count = re.subn(pattern, lambda _: rule.new, text, count=1)
    assert count, f"{rule.old!r} is not in the feed"
    code = f"SYN-{name.upper()}-{_OTHER_NUMBER.get((name, rule.rule), rule.code):03d}"
    assert code not in {d.code for d in judged(name, text, SITE + file, tmp_path)}
    assert code in {d.code for d in judged(name, broken, SITE + file, tmp_path)}


# --- every edition ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("fixture", laws.NAMES)
def test_every_edition_is_clean(name: str, fixture: str, tmp_path: Path) -> None:
    """0 errors and 0 warnings, for the hostile edition as for the others."""
    for document in written(name, laws.edition(fixture), tmp_path, at=laws.BUILT_AT, media=laws.EDITIONS / fixture):
        assert is_clean(document.found), document.found


@pytest.mark.parametrize("name", ["rss", "atom"])
@pytest.mark.parametrize("fixture", laws.NAMES)
def test_every_archive_page_and_complete_feed_is_clean(name: str, fixture: str, tmp_path: Path) -> None:
    """RFC 5005: each document of each kind, none of which a validator warns of."""
    what = laws.edition(fixture)
    kinds: list[dict[str, str]] = [{"page-size": "1"}, {"page-size": "2", "paged": "yes"}, {"complete": "yes"}]
    for options in kinds:
        documents = written(name, what, tmp_path, at=laws.BUILT_AT, media=laws.EDITIONS / fixture, options=options)
        assert documents
        for document in documents:
            assert is_clean(document.found), (document.name, document.found)


def told_by(what: Edition) -> Edition:
    """The edition with nothing dated after it was built: such a date is the desk's, and is rightly warned of."""

    def then(date: datetime | None) -> datetime | None:
        return min(date, AT) if date is not None else None

    articles = tuple(
        replace(a, published=then(a.published), modified=then(a.modified), created=then(a.created))
        for a in strategies.visible(what).articles
    )
    return replace(what, articles=articles)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(what=strategies.Model(strategies.EVERY_CHARACTER).editions())
@pytest.mark.parametrize("name", FORMATS)
def test_any_edition_is_clean(name: str, what: Edition, tmp_path: Path) -> None:
    """Whatever a story is made of, every code point included."""
    for document in written(name, told_by(what), tmp_path):
        assert is_clean(document.found), document.found


@pytest.mark.parametrize("name", FORMATS)
def test_what_no_exporter_can_keep_is_no_finding(name: str, tmp_path: Path) -> None:
    """Two stories changed at one instant, a title that says </p>, an old story: they are so, and are written so."""
    old = replace(story(1), published=datetime(1985, 1, 1, tzinfo=UTC), modified=AT)
    tag = replace(story(2), headline="How to end a paragraph: </p>", modified=AT)
    [document] = written(name, replace(edition(), articles=(old, tag)), tmp_path)
    assert is_clean(document.found), document.found


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_the_reasons_are_told(name: str) -> None:
    """What strict validators warn of and no exporter can keep stands on the page of the format."""
    page = (laws.ROOT / "docs" / "formats" / f"{name}.md").read_text(encoding="utf-8")
    assert "## What no feed can keep" in page
