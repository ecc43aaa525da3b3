"""Good lists (OPML, feed links, sitemap) broken in one way each: the right code is found, and no good list has any."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from syndicate.context import Context
from syndicate.contracts import Proof, Validator
from syndicate.diagnostics import Diagnostic
from syndicate.validators.feed.opml import DiscoveryValidator, OpmlValidator
from syndicate.validators.feed.sitemap import SitemapValidator

FEEDS = Path(__file__).parent.parent / "fixtures" / "feeds"
NOW = datetime(2025, 3, 2, tzinfo=UTC)
GOOD = {"opml": "good.opml", "discovery": "good-links.html", "sitemap": "good-sitemap.xml"}
VALIDATORS: dict[str, Callable[[], Validator]] = {
    "opml": OpmlValidator,
    "discovery": DiscoveryValidator,
    "sitemap": SitemapValidator,
}
LEAST = {"opml": 10, "discovery": 10, "sitemap": 15}


class Mutation(NamedTuple):
    """One way to break a good file: the first `old` becomes `new`."""

    name: str
    old: str
    new: str
    code: str


def _rows(prefix: str, *rows: tuple[str, str, str, int]) -> list[Mutation]:
    return [Mutation(name, old, new, f"SYN-{prefix}-{code:03d}") for name, old, new, code in rows]


_SITE = "https://gazette.example.org"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URL = f"""  <url>
    <loc>{_SITE}/fish</loc>"""
_STORY = (
    "<url><loc>https://gazette.example.org/{}</loc><news:news><news:publication><news:name>G</news:name>"
    "<news:language>en</news:language></news:publication><news:publication_date>2025-03-01</news:publication_date>"
    "<news:title>T</news:title></news:news></url>"
)

OPML = _rows(
    "OPML",
    ("outline never closed", '<outline text="A line between"/>', '<outline text="A line between">', 1),
    ("bare ampersand", "Gazette &amp; Tide", "Gazette & Tide", 1),
    ("no head", "head>", "header>", 1),
    ("outline without text", 'text="A line between"', 'title="A line between"', 2),
    ("empty text", 'text="A line between"', 'text=" "', 2),
    ("version 3", 'version="2.0"', 'version="3.0"', 2),
    ("no version", ' version="2.0"', "", 2),
    ("unknown element in the head", "<ownerName>The Harbour Gazette</ownerName>", "<owner>x</owner>", 2),
    ("title twice", "    <ownerName>", "    <title>x</title><ownerName>", 2),
    ("text in the body", "<body>", "<body>words", 2),
    ("declared Latin-1", 'encoding="UTF-8"', 'encoding="ISO-8859-1"', 3),
    ("no declaration", _DECLARATION, "", 3),
    ("document type declaration", _DECLARATION, _DECLARATION + "<!DOCTYPE opml>\n", 4),
    ("feed without address", f' xmlUrl="{_SITE}/feed.rss"', "", 5),
    ("feed without type", 'type="rss" version="RSS2" ', "", 5),
    ("relative feed", f'xmlUrl="{_SITE}/feed.rss"', 'xmlUrl="feed.rss"', 6),
    ("script for a home page", f'htmlUrl="{_SITE}/"', 'htmlUrl="javascript:x()"', 6),
    ("feed twice", f"{_SITE}/tides.atom", f"{_SITE}/feed.rss", 7),
    ("ISO date", "Sat, 01 Mar 2025 07:15:00 +0000", "2025-03-01T07:15:00Z", 8),
    ("wrong weekday", "Sat, 01 Mar", "Sun, 01 Mar", 8),
    ("language by name", 'language="en-GB"', 'language="British"', 9),
    ("replacement character", "All stories", "All \ufffdstories", 11),
    ("version 1.1", 'version="2.0"', 'version="1.1"', 12),
)

DISCOVERY = _rows(
    "DISCOVERY",
    ("item never closed", "RSS 2.0</a></li>", "RSS 2.0</a>", 1),
    ("bare ampersand", "<h1>The Harbour", "<h1>The & Harbour", 1),
    ("no document type", "<!DOCTYPE html>\n", "", 1),
    ("another document type", "<!DOCTYPE html>", "<!DOCTYPE svg>", 1),
    ("no charset", '<meta charset="utf-8"/>\n', "", 2),
    ("Latin-1", 'charset="utf-8"', 'charset="iso-8859-1"', 2),
    ("no title", "<title>The Harbour Gazette</title>", "<title></title>", 2),
    ("type of no feed", 'type="application/rss+xml"', 'type="text/html"', 3),
    ("link without title", ' title="Gazette (RSS 2.0)"', "", 3),
    ("relative address", f'href="{_SITE}/feed.rss"/>', 'href="/feed.rss"/>', 3),
    ("script", "</head>", "<script>x()</script></head>", 4),
    ("event handler", "<ul>", '<ul onclick="x()">', 4),
    ("script address", f'<a href="{_SITE}/feed.json">', '<a href="javascript:x()">', 4),
    ("frame", "<ul>", f'<iframe src="{_SITE}/"></iframe><ul>', 4),
    ("feed that is not shown", f'<a href="{_SITE}/feed.rss">', f'<a href="{_SITE}/other.rss">', 6),
    ("feed twice", f"{_SITE}/feed.json", f"{_SITE}/feed.rss", 6),
    ("noncharacter", "<h1>The", "<h1>\ufdd0The", 7),
)

SITEMAP = _rows(
    "SITEMAP",
    ("address never closed", "/fish</loc>", "/fish", 1),
    ("bare ampersand", "&amp;boat", "&boat", 1),
    ("control character", "<news:title>Fish", "<news:title>\x02Fish", 1),
    ("address without loc", f"<loc>{_SITE}/fish</loc>", "", 2),
    ("empty loc", f"{_SITE}/fish", " ", 2),
    ("no publication date", "<news:publication_date>2025-02-28</news:publication_date>", "", 2),
    ("no title", "<news:title>Fish</news:title>", "", 2),
    ("empty title", "<news:title>Fish", "<news:title>", 2),
    ("no language", "<news:language>zh-tw</news:language>", "", 2),
    ("no publication name", "<news:name>The Harbour Gazette</news:name>", "", 2),
    ("title twice", "<news:title>Fish", "<news:title>x</news:title><news:title>Fish", 2),
    ("namespace with https", "http://www.sitemaps.org", "https://www.sitemaps.org", 2),
    ("namespace of another news", "sitemap-news/0.9", "sitemap-news/1.0", 2),
    ("changed now and then", "hourly", "sometimes", 2),
    ("priority of two", "0.8", "2", 2),
    ("element of no sitemap", "<lastmod>", "<author>x</author><lastmod>", 2),
    ("declared Latin-1", 'encoding="UTF-8"', 'encoding="ISO-8859-1"', 3),
    ("document type declaration", _DECLARATION, _DECLARATION + "<!DOCTYPE urlset>\n", 4),
    ("a thousand and one stories", _URL, "".join(_STORY.format(n) for n in range(999)) + _URL, 5),
    ("relative address", f"<loc>{_SITE}/fish", "<loc>/fish", 6),
    ("mailbox for an address", f"<loc>{_SITE}/fish", "<loc>mailto:desk@gazette.example.org", 6),
    ("endless address", "/fish</loc>", f"/{'fish' * 600}</loc>", 6),
    ("address twice", f"{_SITE}/fish", f"{_SITE}/ferry-returns?day=1&amp;boat=2", 7),
    ("date without zone", "2025-03-01T06:30:00+00:00", "2025-03-01T06:30:00", 8),
    ("RFC 822 date", "2025-03-01T06:30:00+00:00", "Sat, 01 Mar 2025 06:30:00 +0000", 8),
    ("31 February", "2025-02-28<", "2025-02-31<", 8),
    ("lastmod of no date", "2025-03-01T07:15:00Z", "yesterday", 8),
    ("story of last week", "2025-02-28<", "2025-02-22T06:00:00Z<", 9),
    ("language with a country", "<news:language>en<", "<news:language>en-GB<", 10),
    ("language by name", "<news:language>en<", "<news:language>English<", 10),
    ("replacement character", "<news:title>Fish", "<news:title>Fi\ufffdsh", 11),
    ("two hosts", f"{_SITE}/fish", "https://other.example.org/fish", 13),
    ("title escaped twice", "<news:title>Fish", "<news:title>Fish &amp;amp; chips", 14),
)

MUTATIONS = {"opml": OPML, "discovery": DISCOVERY, "sitemap": SITEMAP}
WHOLE = [
    ("opml", '<?xml version="1.0" encoding="UTF-8"?>\n<feed/>', "SYN-OPML-002"),
    (
        "opml",
        _DECLARATION + '<opml version="2.0"><head/><body><outline text="x"/></body></opml>',
        "SYN-OPML-010",
    ),
    ("opml", "", "SYN-OPML-001"),
    ("discovery", "<!DOCTYPE html>\n<p>x</p>", "SYN-DISCOVERY-001"),
    (
        "discovery",
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"/><title>x</title></head><body/></html>',
        "SYN-DISCOVERY-005",
    ),
    ("sitemap", _DECLARATION + "<urlset/>", "SYN-SITEMAP-002"),
    (
        "sitemap",
        _DECLARATION + '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
        "SYN-SITEMAP-012",
    ),
    (
        "sitemap",
        _DECLARATION + '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
        "SYN-SITEMAP-002",
    ),
]
"""Files that are broken as a whole."""

INDEX = (
    _DECLARATION + '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    "<sitemap><loc>https://gazette.example.org/news-1.xml</loc><lastmod>2025-03-01</lastmod></sitemap>\n"
    "<sitemap><loc>https://gazette.example.org/news-2.xml</loc></sitemap>\n</sitemapindex>\n"
)
UNSEEN = [
    ("opml", "another home page", f'htmlUrl="{_SITE}/"', f'htmlUrl="{_SITE}/tides"', "no file says which is right"),
    ("sitemap", "address of another story", "/fish</loc>", "/chips</loc>", "no address is fetched"),
    ("sitemap", "another language", "<news:language>en<", "<news:language>fr<", "languages are not guessed"),
]


def findings(kind: str, data: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What the validator of `kind` says of `data`."""
    path = folder / GOOD[kind]
    path.write_bytes(data.encode("utf-8"))
    proof = Proof(name=path.name, context=Context(now=NOW))
    found = tuple(VALIDATORS[kind]().check(path, proof))
    assert len(proof.judges) == 1
    return found


def broken(kind: str, old: str, new: str) -> str:
    """The good file of `kind` with the first `old` made `new`."""
    good = (FEEDS / GOOD[kind]).read_text(encoding="utf-8")
    assert old in good
    return good.replace(old, new, 1)


@pytest.mark.parametrize("kind", GOOD)
def test_good_files_have_no_findings(kind: str, tmp_path: Path) -> None:
    assert findings(kind, (FEEDS / GOOD[kind]).read_text(encoding="utf-8"), tmp_path) == ()


@pytest.mark.parametrize(
    ("kind", "mutation"), [pytest.param(k, m, id=f"{k}: {m.name}") for k, rows in MUTATIONS.items() for m in rows]
)
def test_every_mutation_is_found(kind: str, mutation: Mutation, tmp_path: Path) -> None:
    """The code is there, and the finding says on which line where there is one."""
    found = findings(kind, broken(kind, mutation.old, mutation.new), tmp_path)
    named = [d for d in found if d.code == mutation.code]
    assert named, f"{sorted({d.code for d in found})} instead"
    assert all(d.location.line and d.message for d in named)


@pytest.mark.parametrize(("kind", "data", "code"), WHOLE)
def test_files_that_are_broken_as_a_whole(kind: str, data: str, code: str, tmp_path: Path) -> None:
    assert code in {d.code for d in findings(kind, data, tmp_path)}


def test_an_index_is_judged_as_one(tmp_path: Path) -> None:
    """A good one has no findings; its addresses and dates are looked at as those of a sitemap are."""
    assert findings("sitemap", INDEX, tmp_path) == ()
    for old, new, code in (
        ("news-2", "news-1", "007"),
        ("https://gazette.example.org/news-1", "/news-1", "006"),
        ("2025-03-01", "March", "008"),
        ("<loc>", "<url>", "001"),
    ):
        found = findings("sitemap", INDEX.replace(old, new, 1), tmp_path)
        assert f"SYN-SITEMAP-{code}" in {d.code for d in found}


@pytest.mark.parametrize(("kind", "name", "old", "new", "why"), UNSEEN)
def test_what_no_check_can_see(kind: str, name: str, old: str, new: str, why: str, tmp_path: Path) -> None:
    assert why
    assert findings(kind, broken(kind, old, new), tmp_path) == ()


@pytest.mark.parametrize("kind", MUTATIONS)
def test_there_are_mutations_enough(kind: str) -> None:
    """And every code of the validator is the code of one of them."""
    rows = MUTATIONS[kind]
    assert len(rows) >= LEAST[kind]
    assert len({m.name for m in rows}) == len(rows)
    page = (FEEDS.parent.parent / "docs" / "formats" / f"{kind}.md").read_text("utf-8")
    documented = {
        code for code in re.findall(rf"^\| (SYN-{kind.upper()}-\d+) ", page, re.MULTILINE) if code[-3:] < "030"
    }
    assert documented == {m.code for m in rows} | {code for k, _, code in WHOLE if k == kind}
