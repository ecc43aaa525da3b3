"""Good feeds, broken one way at a time: the validators must find each break without any official schema.

A mutation is a piece of the good file, what it becomes, and the code that must be among the findings. What no check
can see stands in `UNSEEN` with the reason, and is tested to be unseen, so that the list stays true.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

import laws
from syndicate import gate
from syndicate.context import Context
from syndicate.contracts import Exporter, Job, Proof
from syndicate.diagnostics import Diagnostic, Report
from syndicate.exporters.feed.atom import AtomExporter
from syndicate.exporters.feed.jsonfeed import JsonFeedExporter
from syndicate.exporters.feed.rss import RssExporter
from syndicate.model import codec
from syndicate.rows import exporters
from syndicate.validators.feed import AtomValidator, JsonFeedValidator, RssValidator
from syndicate.validators.feed.document import GRAMMARS

FEEDS = Path(__file__).parent.parent / "fixtures" / "feeds"
NOW = datetime(2025, 3, 2, tzinfo=UTC)
EXPORTERS: dict[str, type[Exporter]] = {"rss": RssExporter, "atom": AtomExporter, "jsonfeed": JsonFeedExporter}
VALIDATORS = {"rss": RssValidator, "atom": AtomValidator, "json": JsonFeedValidator}


class Mutation(NamedTuple):
    """One way to break a good file."""

    name: str
    old: str
    new: str
    code: str


def _rows(prefix: str, *rows: tuple[str, str, str, int]) -> list[Mutation]:
    return [Mutation(name, old, new, f"SYN-{prefix}-{code:03d}") for name, old, new, code in rows]


_URN = "urn:example:gazette:ferry-returns"
_DIV = '<div xmlns="http://www.w3.org/1999/xhtml">'
_SITE = "https://gazette.example.org"

RSS = _rows(
    "RSS",
    ("tag never closed", "<language>en-GB</language>", "<language>en-GB", 1),
    ("control character", "Ferry returns after", "Ferry\x02 returns after", 1),
    ("HTML entity of no DTD", "News of the harbour,", "News of the&nbsp;harbour,", 1),
    ("channel without title", "    <title>The Harbour Gazette &#x26; Tide Tables</title>\n    <link>", "    <link>", 2),
    ("element that RSS does not have", "<ttl>15</ttl>", "<ttl>15</ttl><summary>x</summary>", 2),
    ("description twice", "<description>A price", "<description>Double</description><description>A price", 2),
    ("isPermaLink=no", 'isPermaLink="false"', 'isPermaLink="no"', 2),
    ("time to live of no time", "<ttl>15</ttl>", "<ttl>soon</ttl>", 2),
    ("hour 24", "<hour>2</hour>", "<hour>24</hour>", 2),
    ("version 0.92", 'rss version="2.0"', 'rss version="0.92"', 2),
    ("elements in content:encoded", "<content:encoded><![CDATA[", "<content:encoded><p/><![CDATA[", 2),
    ("update period in capitals", "<sy:updatePeriod>hourly", "<sy:updatePeriod>Hourly", 2),
    ("declared Latin-1", 'encoding="UTF-8"', 'encoding="ISO-8859-1"', 3),
    ("no XML declaration", '<?xml version="1.0" encoding="UTF-8"?>\n', "", 3),
    ("document type declaration", '"UTF-8"?>\n', '"UTF-8"?>\n<!DOCTYPE rss>\n', 4),
    ("no self link", 'rel="self"', 'rel="via"', 5),
    ("two self links", 'rel="hub"', 'rel="self" type="application/rss+xml"', 5),
    ("self link of a wrong type", 'type="application/rss+xml"', 'type="text/xml"', 6),
    (
        "the hub twice",
        '<atom:link href="https://hub.example.org/" rel="hub"/>',
        '<atom:link href="https://hub.example.org/" rel="hub"/><atom:link href="https://hub.example.org/" rel="hub"/>',
        6,
    ),
    ("no language", "    <language>en-GB</language>\n", "", 7),
    ("no guid", f'      <guid isPermaLink="false">{_URN}</guid>\n', "", 8),
    ("guid twice", f"<guid>{_SITE}/fish</guid>", f'<guid isPermaLink="false">{_URN}</guid>', 9),
    ("guid that is no address", ' isPermaLink="false"', "", 10),
    ("wrong weekday", "Sat, 01 Mar 2025 06:30", "Sun, 01 Mar 2025 06:30", 11),
    ("year of two digits", "Sat, 01 Mar 2025 06:30", "Sat, 01 Mar 25 06:30", 11),
    ("date without zone", "06:30:00 +0000", "06:30:00", 11),
    ("ISO date in pubDate", "Sat, 01 Mar 2025 06:30:00 +0000", "2025-03-01T06:30:00Z", 11),
    ("31 February", "Fri, 28 Feb 2025", "Mon, 31 Feb 2025", 11),
    ("date of the future", "Sat, 01 Mar 2025 06:30", "Sun, 01 Mar 2026 06:30", 12),
    ("author and dc:creator", "<author>", "<dc:creator>The desk</dc:creator><author>", 13),
    ("author without e-mail", "<author>desk@gazette.example.org (The desk)", "<author>The desk", 13),
    ("pubDate and dc:date", "<dc:creator>Mona", "<dc:date>2025-03-01</dc:date><dc:creator>Mona", 14),
    ("category and dc:subject", "<dc:creator>Mona", "<dc:subject>Ships</dc:subject><dc:creator>Mona", 14),
    (
        "description after content",
        "<description>A price list with an opinion.</description>",
        "<content:encoded>x</content:encoded><description>A price list with an opinion.</description>",
        15,
    ),
    (
        "two enclosures",
        "      <media:group>",
        f'      <enclosure url="{_SITE}/b.jpg" length="1" type="image/jpeg"/>\n      <media:group>',
        16,
    ),
    ("enclosure without length", ' length="48211"', "", 16),
    (
        "enclosure of a suffix for a type",
        'type="image/jpeg"/>\n      <media:group>',
        'type="jpg"/>\n      <media:group>',
        16,
    ),
    ("relative link", f"<link>{_SITE}/ferry-returns", "<link>/ferry-returns", 17),
    ("relative enclosure", f'<enclosure url="{_SITE}', '<enclosure url="', 17),
    ("link without host", f"<link>{_SITE}/ferry-returns", "<link>https:///ferry-returns", 17),
    ("blank in a link", "/ferry-returns</link>", "/ferry returns</link>", 17),
    ("script", "<h2>Full boats</h2>", "<script>alert(1)</script>", 18),
    ("event handler", '<p class="lead">', '<p onclick="go()" class="lead">', 18),
    ("javascript address", f'href="{_SITE}/timetable?day=1&amp;boat=2"', 'href="java&#x73;cript:go()"', 18),
    ("iframe", "<h2>Full boats</h2>", f'<iframe src="{_SITE}/"></iframe>', 18),
    ("object in the description", "<description>A price", "<description>&lt;object&gt;&lt;/object&gt;A price", 18),
    ("relative picture", f'<img src="{_SITE}/media', '<img src="/media', 19),
    ("picture without address", f'<img src="{_SITE}/media/ferry.jpg"', '<img src=""', 19),
    ("bare ampersand in the summary", "&amp;amp; was full", "&amp; was full", 20),
    ("bare less-than in the summary", "A price list with", "A price &lt; list with", 20),
    ("element never closed", "<em>Elin</em> sails again after", "<em>Elin sails again after", 20),
    ("custom element", "<h2>Full boats</h2>", "<x-boat>Full</x-boat>", 20),
    ("title escaped twice", "Fish &#x26; chips", "Fish &amp;amp; chips", 21),
    ("title with markup", "<title>Ferry returns", "<title>&lt;b&gt;Ferry&lt;/b&gt; returns", 21),
    ("title with markup in CDATA", "<title>Ferry returns after the storm", "<title><![CDATA[<b>Ferry</b>]]>", 21),
    (
        "item of nothing",
        "  </channel>",
        '<item><guid isPermaLink="false">urn:example:void</guid></item>\n  </channel>',
        22,
    ),
    ("replacement character", "Ferry returns after", "Ferry retur\ufffds after", 23),
    ("C1 control", "Mona Field</dc:creator>", "Mona\x85\x96 Field</dc:creator>", 23),
    ("namespace with https", 'xmlns:dcterms="http://', 'xmlns:dcterms="https://', 24),
    ("Media RSS without its slash", "/mrss/", "/mrss", 24),
    (
        "image with another title",
        "      <title>The Harbour Gazette &#x26; Tide Tables</title>",
        "      <title>Logo</title>",
        25,
    ),
    ("modified of no date", "2025-03-01T07:15:00Z", "yesterday", 26),
    ("modified without zone", "2025-03-01T07:15:00Z", "2025-03-01T07:15:00", 26),
    (
        "group of one",
        f'        <media:content url="{_SITE}/media/ferry-1600.jpg" type="image/jpeg" width="1600" height="900"/>\n',
        "",
        27,
    ),
)

ATOM = _rows(
    "ATOM",
    ("tag never closed", "<name>Mona Field</name>", "<name>Mona Field", 1),
    ("control character", "Ferry returns after", "Ferry\x0b returns after", 1),
    ("entry without id", f"    <id>{_URN}</id>\n", "", 2),
    ("entry without updated", "    <updated>2025-03-01T07:15:00Z</updated>\n", "", 2),
    ("title twice", '<title type="text">Tides', '<title type="text">Double</title><title type="text">Tides', 2),
    ("element that Atom does not have", "<icon>", "<pubDate>2025</pubDate><icon>", 2),
    ("category without term", 'term="transport" ', "", 2),
    ("person without name", "<name>Coast Wire</name>", "<uri>https://wire.example.org/</uri>", 2),
    ("xhtml without its div", '<div xmlns="http://www.w3.org/1999/xhtml"><p>', "<p><p>", 1),
    ("xhtml of no namespace", '<div xmlns="http://www.w3.org/1999/xhtml">', '<div xmlns="">', 2),
    ("elements in html content", '<content type="html"><![CDATA[', '<content type="html"><p/><![CDATA[', 2),
    ("link without address", '<link rel="hub" href="https://hub.example.org/"/>', '<link rel="hub"/>', 2),
    ("declared Latin-1", 'encoding="UTF-8"', 'encoding="ISO-8859-1"', 4),
    ("document type declaration", '"UTF-8"?>\n', '"UTF-8"?>\n<!DOCTYPE feed>\n', 5),
    ("no self link", 'rel="self"', 'rel="via"', 6),
    (
        "the enclosure twice",
        '    <category term="transport"',
        f'    <link rel="enclosure" type="image/jpeg" href="{_SITE}/media/ferry.jpg" length="1"/>\n'
        '    <category term="transport"',
        7,
    ),
    ("enclosure that lost its rel", '<link rel="enclosure" type', "<link type", 7),
    (
        "no language",
        '2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="en-GB">',
        '2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        8,
    ),
    ("id twice", "urn:example:gazette:fisch", _URN, 9),
    ("id that is no IRI", "<id>urn:example:gazette:tides", "<id>tides", 10),
    ("updated without zone", "2025-03-01T07:15:00Z", "2025-03-01T07:15:00", 11),
    ("RFC 822 date", "<updated>2025-03-01T07:15:00Z", "<updated>Sat, 01 Mar 2025 07:15:00 GMT", 11),
    ("a date alone", "<updated>2025-03-01T07:15:00Z", "<updated>2025-03-01", 11),
    ("31 February", "2025-02-27T12:00:00Z", "2025-02-31T12:00:00Z", 11),
    ("date of the future", "2025-03-01T07:15:00Z", "2026-03-01T07:15:00Z", 12),
    ("published long after updated", "<published>2025-03-01", "<published>2025-04-01", 12),
    (
        "no author anywhere",
        "  <author>\n    <name>The Harbour Gazette</name>\n    <email>desk@gazette.example.org</email>\n  </author>\n",
        "",
        13,
    ),
    ("two alternates", ' hreflang="de" href', " href", 14),
    ("every link lost its rel", 'rel="alternate" type="text/html" hreflang="de"', 'type="text/html"', 14),
    (
        "nothing to open",
        '    <content type="application/pdf" src="https://gazette.example.org/tides.pdf"/>\n'
        f'    <link rel="alternate" type="text/html" href="{_SITE}/tides"/>\n',
        "",
        15,
    ),
    ("content of type CDATA", '<content type="html">', '<content type="CDATA">', 16),
    ("html content elsewhere", 'type="application/pdf" src', 'type="html" src', 16),
    (
        "relative link",
        f'<link rel="alternate" type="text/html" href="{_SITE}/ferry',
        '<link rel="alternate" type="text/html" href="/ferry',
        17,
    ),
    ("relative icon", f"<icon>{_SITE}/", "<icon>/", 17),
    ("script", '<p class="lead">', '<script>x()</script><p class="lead">', 18),
    ("event handler in xhtml", "<p>Eine", '<p onmouseover="x()">Eine', 18),
    ("relative picture", f'<img src="{_SITE}/media', '<img src="media', 19),
    ("bare ampersand in the content", "&amp; one crew", "& one crew", 20),
    ("html summary that was not escaped twice", "water &amp;amp; low", "water &amp; low", 20),
    ("title escaped twice", "Fisch &#x26; Brot", "Fisch &amp;amp; Brot", 21),
    ("title with markup", "Tides for March", "&lt;i&gt;Tides&lt;/i&gt; for March", 21),
    ("title as xhtml", '<title type="text">Tides for March', f'<title type="xhtml">{_DIV}Tides for March</div>', 22),
    (
        "script in an xhtml title",
        '<title type="text">Tides',
        f'<title type="xhtml">{_DIV}<script>x()</script></div>',
        18,
    ),
    ("title as html", '<title type="text">Tides', '<title type="html">Tides', 22),
    (
        "content elsewhere and no summary",
        '    <summary type="html">&lt;p&gt;High water &amp;amp; low.&lt;/p&gt;</summary>\n',
        "",
        22,
    ),
    ("replacement character", "Mona Field", "Mona Fi\ufffdld", 23),
    ("dc with https", 'xmlns:dc="http://', 'xmlns:dc="https://', 24),
    ("enclosure without type", '<link rel="enclosure" type="image/jpeg" href', '<link rel="enclosure" href', 25),
)

JSON = _rows(
    "JSONFEED",
    ("comma at the end", '"language": "en-GB",\n  "expired"', '"language": "en-GB",,\n  "expired"', 1),
    ("byte order mark", '{\n  "version"', '\ufeff{\n  "version"', 1),
    ("NaN", "4.5", "NaN", 1),
    ("member twice", '"icon":', '"icon": "https://gazette.example.org/x.png",\n  "icon":', 2),
    ("no title", '  "title": "The Harbour Gazette & Tide Tables",\n', "", 3),
    ("id that is a number", '"id": "urn:example:gazette:fish"', '"id": 42', 3),
    ("no id", '      "id": "urn:example:gazette:fish",\n', "", 3),
    (
        "authors that is no list",
        '"authors": [{"name": "Mona Field"}, {"name": "Ansgar Holt"}]',
        '"authors": {"name": "Mona Field"}',
        3,
    ),
    ("author of nothing", '{"name": "Mona Field"}', "{}", 3),
    ("attachment without type", '          "mime_type": "image/jpeg",\n', "", 3),
    ("no author in authors", '[{"name": "Mona Field"}, {"name": "Ansgar Holt"}]', "[]", 3),
    ("empty id", '"id": "urn:example:gazette:fish"', '"id": ""', 3),
    ("expired as text", '"expired": false', '"expired": "no"', 3),
    ("size that is a truth", '"size_in_bytes": 48211', '"size_in_bytes": true', 3),
    ("size as text", '"size_in_bytes": 48211', '"size_in_bytes": "48211"', 3),
    ("negative duration", "4.5", "-4.5", 3),
    ("tag that is a number", '"weather"', "7", 3),
    ("hub without address", '"type": "WebSub", "url": "https://hub.example.org/"', '"type": "WebSub"', 3),
    ("unknown version", "/version/1.1", "/version/2", 3),
    ("null for a title", '"title": "Ferry returns after the storm"', '"title": null', 3),
    (
        "extension that is no object",
        '"_gazette": {"about": "https://gazette.example.org/json", "edition": "morning"}',
        '"_gazette": "morning"',
        3,
    ),
    ("version 1", "/version/1.1", "/version/1", 4),
    ("no feed_url", '  "feed_url": "https://gazette.example.org/feed.json",\n', "", 5),
    ("id twice", "urn:example:gazette:fish", _URN, 6),
    ("next page is this page", "feed-2.json", "feed.json", 7),
    ("empty content", "A price list with an opinion.", "", 8),
    ("no content at all", '      "content_text": "A price list with an opinion.",\n', "", 8),
    ("date without zone", "2025-03-01T07:15:00Z", "2025-03-01T07:15:00", 9),
    ("RFC 822 date", "2025-03-01T07:15:00Z", "Sat, 01 Mar 2025 07:15:00 GMT", 9),
    ("25 o'clock", "2025-03-01T07:15:00Z", "2025-03-01T25:15:00Z", 9),
    ("modified before published", "2025-03-01T07:15:00Z", "2024-03-01T07:15:00Z", 10),
    ("relative url", f'"url": "{_SITE}/ferry-returns"', '"url": "/ferry-returns"', 11),
    ("relative avatar", '{"name": "Mona Field"}', '{"name": "Mona Field", "avatar": "mona.png"}', 11),
    ("script", '<p class=\\"lead\\">', "<script>x()</script><p>", 12),
    ("event handler", '<p class=\\"lead\\">', '<p onload=\\"x()\\">', 12),
    ("relative address in the HTML", f'href=\\"{_SITE}/', 'href=\\"/', 13),
    ("element never closed", "<em>Elin</em>", "<em>Elin", 14),
    ("bare ampersand", "&amp; one crew", "& one crew", 14),
    ("author of version 1", '"tags":', '"author": {"name": "Mona Field"},\n      "tags":', 15),
    ("title escaped like HTML", "Fish & chips, 2", "Fish &amp; chips, 2", 16),
    ("summary with markup", 'The ferry Elin sails again."', 'The ferry <em>Elin</em> sails again."', 16),
    ("escaped control character", "Fish & chips, 2", "Fish \\u0007 chips, 2", 17),
    ("lone surrogate", "Fish & chips, 2", "Fish \\ud83d chips, 2", 17),
    ("tag twice", '"weather"', '"transport"', 18),
    ("unknown member", '"icon":', '"subtitle": "Tides",\n  "icon":', 19),
    ("misspelt member", '"date_modified"', '"date_updated"', 19),
    ("no language", '  "language": "en-GB",\n  "expired"', '  "expired"', 20),
    ("language by name", '"language": "en-GB",\n  "expired"', '"language": "english-british-isles",\n  "expired"', 20),
    ("relative attachment", f'"url": "{_SITE}/media/ferry.jpg"', '"url": "media/ferry.jpg"', 21),
)

MUTATIONS = {"rss": RSS, "atom": ATOM, "json": JSON}

UNSEEN = [
    (
        "rss",
        "link to another story",
        "/ferry-returns</link>",
        "/fish</link>",
        "no file says which page is the right one",
    ),
    (
        "rss",
        "publication date of another day",
        "Fri, 28 Feb 2025",
        "Thu, 27 Feb 2025",
        "a wrong date can be a good date",
    ),
    ("rss", "summary taken for plain text", "list with an", "list &amp;amp; an", "it may be that text that was meant"),
    ("rss", "length of another file", 'length="48211"', 'length="5"', "the file is elsewhere and is not fetched"),
    (
        "atom",
        "xml:lang of another language",
        '<entry xml:lang="de">',
        '<entry xml:lang="fr">',
        "languages are not guessed",
    ),
    ("atom", "changed text, same updated", "after three days", "after five days", "it takes the feed of before"),
    ("json", "type of another kind of file", '"image/jpeg"', '"image/png"', "the file is elsewhere and is not fetched"),
    ("json", "wrong writer", '"Mona Field"', '"Ansgar Holt"', "no file says who wrote it"),
]


def findings(kind: str, data: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What the validator of `kind` says of `data`, with no official schema at hand."""
    path = folder / f"feed.{kind}"
    path.write_bytes(data.encode("utf-8"))
    proof = Proof(name=path.name, context=Context(now=NOW))
    found = tuple(VALIDATORS[kind]().check(path, proof))
    assert len(proof.judges) == 1
    return found


def broken(kind: str, old: str, new: str) -> str:
    """The good file of `kind` with the first `old` made `new`."""
    good = (FEEDS / f"good.{kind}").read_text("utf-8")
    assert old in good, f"the good file has no {old!r}"
    return good.replace(old, new, 1)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_good_feed_has_no_findings(kind: str, tmp_path: Path) -> None:
    assert findings(kind, (FEEDS / f"good.{kind}").read_text("utf-8"), tmp_path) == ()


@pytest.mark.parametrize(
    ("kind", "mutation"),
    [pytest.param(kind, m, id=f"{kind}: {m.name}") for kind, rows in MUTATIONS.items() for m in rows],
)
def test_mutation_is_caught(kind: str, mutation: Mutation, tmp_path: Path) -> None:
    found = findings(kind, broken(kind, mutation.old, mutation.new), tmp_path)
    assert mutation.code in {d.code for d in found}, found
    first = next(d for d in found if d.code == mutation.code)
    assert first.message
    assert first.location.file == f"feed.{kind}"


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("rss", "script", "<h2>Full boats"),
        ("rss", "wrong weekday", "<pubDate>Sat"),
        ("rss", "title escaped twice", "<title>Fish"),
        ("rss", "two enclosures", "<media:group>"),
        ("atom", "two alternates", "hreflang"),
        ("atom", "bare ampersand in the content", "one crew"),
        ("atom", "31 February", "2025-02-27T12:00:00Z"),
        ("json", "date without zone", "2025-03-01T07:15:00Z"),
        ("json", "relative attachment", '"attachments"'),
        ("json", "tag twice", '"weather"'),
        ("json", "comma at the end", '"language": "en-GB",\n  "expired"'),
    ],
)
def test_finding_names_its_line(kind: str, name: str, text: str, tmp_path: Path) -> None:
    mutation = next(m for m in MUTATIONS[kind] if m.name == name)
    found = findings(kind, broken(kind, mutation.old, mutation.new), tmp_path)
    good = (FEEDS / f"good.{kind}").read_text("utf-8")
    line = good.count("\n", 0, good.index(text)) + 1
    where = next(d.location.line for d in found if d.code == mutation.code)
    assert where is not None
    assert abs(where - line) <= 1 + (name == "relative attachment")


@pytest.mark.parametrize(("kind", "name", "old", "new", "why"), UNSEEN, ids=[f"{row[0]}: {row[1]}" for row in UNSEEN])
def test_what_no_check_can_see(kind: str, name: str, old: str, new: str, why: str, tmp_path: Path) -> None:
    assert why
    assert findings(kind, broken(kind, old, new), tmp_path) == ()


@pytest.mark.parametrize("kind", MUTATIONS)
def test_there_are_mutations_enough(kind: str) -> None:
    rows = MUTATIONS[kind]
    assert len(rows) >= 20
    assert len({m.name for m in rows}) == len(rows)


def test_our_atom_grammar_is_no_laxer_than_the_official_one() -> None:
    schemas = laws.official_schemas()
    if schemas is None or not (schemas / "feeds" / "atom.rng").is_file():
        pytest.skip("no official schemas here")
    official = etree.RelaxNG(etree.parse(schemas / "feeds" / "atom.rng"))
    ours = etree.RelaxNG(etree.parse(GRAMMARS / "atom.rng"))
    judged = 0
    for mutation in ATOM:
        try:
            root = etree.fromstring(broken("atom", mutation.old, mutation.new).encode())
        except etree.XMLSyntaxError:
            continue
        judged += 1
        assert official.validate(root) or not ours.validate(root), mutation.name
    assert judged > 30


def _documented() -> list[str]:
    pages = Path(__file__).parent.parent / "docs" / "formats"
    text = "".join((pages / f"{name}.md").read_text("utf-8") for name in ("rss", "atom", "jsonfeed"))
    return sorted(set(re.findall(r"^\| (SYN-(?:RSS|ATOM|JSONFEED)-\d{3}) ", text, re.MULTILINE)))


def _exported(name: str, path: Path) -> Report:
    """What the exporter `name` reports on the edition at `path`."""
    source = codec.decode_edition(path.read_bytes())
    job = Job(
        row=exporters()[name],
        context=Context(now=NOW),
        report=Report(),
        stem="feed",
        built_at=NOW,
        base_url=source.base_url,
    )
    for artifact in EXPORTERS[name]().export(gate.clear(source, NOW).release, job):
        assert b"".join(artifact.chunks)
    return job.report


@pytest.mark.parametrize("code", _documented())
def test_every_code_has_its_case(code: str, tmp_path: Path) -> None:
    """`fixtures/invalid/<CODE>` holds a feed that a validator, or an edition that an exporter, gives the code for."""
    folder = FEEDS.parent / "invalid" / code
    if (folder / "edition.json").is_file():
        found = tuple(_exported(code.split("-")[1].lower(), folder / "edition.json"))
    else:
        (path,) = folder.glob("feed.*")
        schemas = folder / "schemas" if (folder / "schemas").is_dir() else None
        base = tomllib.loads((folder / "case.toml").read_text("utf-8")).get("base_url", "")
        address = base + path.name if base else ""
        proof = Proof(name=path.name, context=Context(now=NOW, schemas=schemas), address=address)
        found = tuple(VALIDATORS[path.suffix[1:]]().check(path, proof))
    assert code in {d.code for d in found}
