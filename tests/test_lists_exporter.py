"""The list of feeds, the page beside it, and the news sitemap: what is listed, what is not, and where it is divided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from syndicate import gate, pipeline, registry
from syndicate.context import Context
from syndicate.contracts import Artifact, Job, Proof
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Report
from syndicate.errors import UsageError
from syndicate.model.article import Article, Edition

NOW = datetime(2025, 3, 3, 6, tzinfo=UTC)
BASE = "https://gazette.example.org/feeds/"
EDITION = Edition(id="urn:x:edition", title='Fish & "Chips" <now>', language="en", url="https://gazette.example.org/")
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"


@dataclass(frozen=True)
class Written:
    """What one export gave."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of the exporter's own findings, in order."""
        return [d.code for d in self.findings if d.code.startswith(("SYN-OPML", "SYN-SITEMAP"))]

    def root(self, number: int = 0) -> Any:
        """The root element of one file."""
        return etree.fromstring(b"".join(self.artifacts[number].chunks))


def export(
    name: str,
    edition: Edition,
    *,
    base: str = BASE,
    options: Mapping[str, str] | None = None,
    at: datetime | None = NOW,
) -> Written:
    """`edition` in one format; every file of it is valid."""
    exporter = registry.exporter(name)
    context = Context(now=datetime(2026, 1, 1, tzinfo=UTC), built_at=at)
    report = Report()
    job = Job(exporter.row, context, report, "stem", built_at=at, base_url=base, options=options or {})
    clearance = gate.clear(edition, datetime(2026, 1, 1, tzinfo=UTC))
    artifacts = tuple(replace(a, chunks=(b"".join(a.chunks),)) for a in exporter.export_cleared(clearance, job))
    return Written(artifacts, tuple(report))


def errors(written: Written, name: str, folder: Path) -> list[str]:
    """The codes that the validators find in the files, warnings included."""
    found: list[str] = []
    for artifact in written.artifacts:
        path = folder / artifact.name
        path.write_bytes(b"".join(artifact.chunks))
        validator = registry.validator(artifact.format or name)
        assert validator is not None
        found += [d.code for d in validator.check(path, Proof(name=artifact.name, context=Context(now=NOW)))]
    return found


# --- feeds -----------------------------------------------------------------------------------------------------------


def test_every_feed_is_listed(tmp_path: Path) -> None:
    """With its own address, the home page, a title that says the format, and the type of a subscription."""
    written = export("opml", replace(EDITION, publisher="Press & Co", description="News < old"))
    root = written.root()
    outlines = root.findall("body/outline")
    assert [o.get("xmlUrl") for o in outlines] == [f"{BASE}feed.rss", f"{BASE}feed.atom", f"{BASE}feed.json"]
    assert {o.get("htmlUrl") for o in outlines} == {"https://gazette.example.org/"}
    assert {o.get("type") for o in outlines} == {"rss"}
    assert {o.get("language") for o in outlines} == {"en"}
    assert {o.get("description") for o in outlines} == {"News < old"}
    assert [o.get("text") for o in outlines] == [
        f"{EDITION.title} ({n})" for n in ("RSS 2.0", "Atom 1.0", "JSON Feed 1.1")
    ]
    assert root.findtext("head/title") == EDITION.title
    assert root.findtext("head/ownerName") == "Press & Co"
    assert errors(written, "opml", tmp_path) == []


def test_the_page_can_be_copied_from(tmp_path: Path) -> None:
    """What it shows to be copied is what its own head has, letter for letter."""
    page = export("opml", EDITION).artifacts[1]
    assert (page.name, page.media_type, page.format, page.beside) == ("feeds.html", "text/html", "discovery", True)
    text = b"".join(page.chunks).decode()
    root = etree.fromstring(text.encode())
    shown = root.findtext("body/pre") or "nothing"
    assert shown.strip() in text
    assert text.index(shown.strip()) < text.index("</head>")
    links = root.findall("head/link[@rel='alternate']")
    assert [(n.get("type"), n.get("href")) for n in links] == [
        ("application/rss+xml", f"{BASE}feed.rss"),
        ("application/atom+xml", f"{BASE}feed.atom"),
        ("application/feed+json", f"{BASE}feed.json"),
    ]
    assert links[0].get("title") == f"{EDITION.title} (RSS 2.0)"


def test_some_feeds_alone() -> None:
    """Those that the option names, in its order; a name that is no feed is refused."""
    root = export("opml", EDITION, options={"feeds": "atom, rss"}).root()
    assert [o.get("xmlUrl") for o in root.findall("body/outline")] == [f"{BASE}feed.atom", f"{BASE}feed.rss"]
    with pytest.raises(UsageError, match="'pdf' is no feed"):
        export("opml", EDITION, options={"feeds": "rss,pdf"})


def test_without_a_base_address_no_feed_is_listed(tmp_path: Path) -> None:
    """The list is valid, names none, and says why; the page is not written."""
    written = export("opml", EDITION, base="")
    assert [a.name for a in written.artifacts] == ["feeds.opml"]
    assert written.codes == ["SYN-OPML-032"]
    assert [dict(o.attrib) for o in written.root().findall("body/outline")] == [{"text": EDITION.title}]
    assert errors(written, "opml", tmp_path) == ["SYN-OPML-010"]


def test_a_story_changes_nothing() -> None:
    """The list is of feeds."""
    with_story = replace(EDITION, articles=(story(1, NOW),))
    assert export("opml", with_story).artifacts == export("opml", EDITION, at=NOW + timedelta(days=9)).artifacts


# --- news ------------------------------------------------------------------------------------------------------------


def story(number: int, published: datetime | None, **fields: Any) -> Article:
    """A story that can be listed."""
    known: dict[str, Any] = {"headline": f"Story {number}", "language": "en", "canonical_url": f"/{number}"}
    return Article(id=f"urn:x:{number}", published=published, **{**known, **fields})


def listed(written: Written, number: int = 0) -> list[str]:
    """The addresses in one file."""
    return [node.text for node in written.root(number).iter(f"{S}loc")]


TWO_DAYS = timedelta(days=2)


@pytest.mark.parametrize(
    ("published", "inside"),
    [
        (NOW, True),
        (NOW - TWO_DAYS + timedelta(minutes=1), True),
        (NOW - TWO_DAYS, True),
        (NOW - TWO_DAYS - timedelta(seconds=1), False),
        (NOW - TWO_DAYS - timedelta(minutes=1), False),
        (NOW + timedelta(seconds=1), False),
        ((NOW - TWO_DAYS).astimezone(timezone(timedelta(hours=14))), True),
        (datetime(1, 1, 1, tzinfo=UTC), False),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), False),
    ],
)
def test_two_days_to_the_second(published: datetime, inside: bool) -> None:
    """Exactly two days old is in, a second more is out, and so is what is not published yet."""
    written = export("sitemap", replace(EDITION, articles=(story(1, published),)))
    assert listed(written) == (["https://gazette.example.org/1"] if inside else [])
    assert written.codes == ([] if inside else ["SYN-SITEMAP-034"])


def test_the_clock_is_that_of_the_build() -> None:
    """Not that of the newest change: an old story that was corrected is no news."""
    old = story(1, NOW - timedelta(days=30), modified=NOW)
    assert listed(export("sitemap", replace(EDITION, articles=(old,)))) == []


def test_without_an_instant_the_newest_story_ends_the_two_days() -> None:
    """Its publication or its change, whichever is later; the wall clock, months later, has no say."""
    articles = (
        story(1, NOW),
        story(2, NOW - TWO_DAYS),
        story(3, NOW - TWO_DAYS - timedelta(seconds=1)),
        story(4, NOW - timedelta(days=9), modified=NOW - timedelta(days=1)),
    )
    written = export("sitemap", replace(EDITION, articles=articles), at=None)
    assert listed(written) == [f"https://gazette.example.org/{n}" for n in (1, 2)]
    changed = (*articles, story(5, NOW - timedelta(days=9), modified=NOW + timedelta(hours=1)))
    assert listed(export("sitemap", replace(EDITION, articles=changed), at=None)) == ["https://gazette.example.org/1"]
    assert listed(export("sitemap", replace(EDITION, articles=(story(1, None),)), at=None)) == []
    typo = (*articles, story(5, datetime(2205, 3, 3, tzinfo=UTC)))
    assert len(listed(export("sitemap", replace(EDITION, articles=typo), at=None))) == 2


def test_what_is_said_of_a_story() -> None:
    """Its address, the publication, its language, when it was published and changed, and its headline."""
    when = datetime(2025, 3, 2, 7, 30, tzinfo=timezone(timedelta(hours=1)))
    told = story(1, when, headline=' AT&T  <b> &amp; "x" ', canonical_url="/a?b=1&c=2", modified=NOW, language="de-AT")
    root = export("sitemap", replace(EDITION, articles=(told,))).root()
    assert root.findtext(f"{S}url/{S}loc") == "https://gazette.example.org/a?b=1&c=2"
    assert root.findtext(f"{S}url/{S}lastmod") == "2025-03-03T06:00:00Z"
    assert root.findtext(f".//{N}name") == EDITION.title
    assert root.findtext(f".//{N}language") == "de"
    assert root.findtext(f".//{N}publication_date") == "2025-03-02T07:30:00+01:00"
    assert root.findtext(f".//{N}title") == 'AT&T <b> &amp; "x"'


@pytest.mark.parametrize(
    ("tag", "edition", "code"),
    [
        ("en-GB", "de", "en"),
        ("und", "de", "de"),
        ("zh", "de", "zh-cn"),
        ("zh-Hans-CN", "de", "zh-cn"),
        ("zh-Hant", "de", "zh-tw"),
        ("zh-HK", "de", "zh-tw"),
        ("gsw", "de", "gsw"),
        ("not a tag", "fr-CA", "fr"),
        ("und", "mul", "und"),
    ],
)
def test_languages_as_search_engines_know_them(tag: str, edition: str, code: str) -> None:
    """ISO 639, the story's before the edition's, two tags of Chinese; one that is not known is said."""
    what = replace(EDITION, language=edition, articles=(story(1, NOW, language=tag),))
    written = export("sitemap", what)
    assert written.root().findtext(f".//{N}language") == code
    assert written.codes == (["SYN-SITEMAP-036"] if code == "und" else [])


def test_what_cannot_be_listed_is_said() -> None:
    """No address, that of another, no date, no headline; a killed story goes without a word."""
    articles = (
        story(1, NOW),
        story(2, NOW, canonical_url=""),
        story(3, NOW, canonical_url="mailto:x@y.example"),
        story(4, NOW, canonical_url="/1"),
        story(5, NOW, canonical_url="/" + "x" * 2048),
        story(6, None),
        story(7, NOW, headline=" "),
        story(8, NOW, status="canceled"),
        story(9, NOW),
    )
    written = export("sitemap", replace(EDITION, articles=articles))
    assert listed(written) == ["https://gazette.example.org/1", "https://gazette.example.org/9"]
    assert written.codes == ["SYN-SITEMAP-032"] * 4 + ["SYN-SITEMAP-033"] * 2
    told = [d.location.article for d in written.findings if d.code in ("SYN-SITEMAP-032", "SYN-SITEMAP-033")]
    assert told == [f"urn:x:{n}" for n in range(2, 8)]


def test_the_name_of_the_publication() -> None:
    """The option, else the title, else the publisher; without any the id stands there and a warning says so."""
    news = (story(1, NOW),)
    for edition, options, name in (
        (EDITION, {"publication": "The Gazette"}, "The Gazette"),
        (EDITION, {}, EDITION.title),
        (replace(EDITION, title="", publisher="Press"), {}, "Press"),
        (replace(EDITION, title=""), {}, EDITION.id),
    ):
        written = export("sitemap", replace(edition, articles=news), options=options)
        assert written.root().findtext(f".//{N}name") == name
        assert written.codes == (["SYN-SITEMAP-035"] if name == EDITION.id else [])


@pytest.mark.parametrize(("count", "parts"), [(0, []), (1000, []), (1001, [1000, 1]), (2000, [1000, 1000])])
def test_a_thousand_a_file(count: int, parts: list[int], tmp_path: Path) -> None:
    """One file up to 1,000; beyond, an index that names the parts, each story in one of them."""
    articles = tuple(story(n, NOW) for n in range(count))
    written = export("sitemap", replace(EDITION, articles=articles))
    names = [f"news-sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    assert [a.name for a in written.artifacts] == ["news-sitemap.xml", *names]
    assert [a.beside for a in written.artifacts] == [False] + [True] * len(parts)
    assert errors(written, "sitemap", tmp_path) == ([] if count else ["SYN-SITEMAP-012"])
    if parts:
        assert listed(written) == [BASE + name for name in names]
        assert [len(listed(written, n + 1)) for n in range(len(parts))] == parts
    found = [a for n in range(1 if parts else 0, len(written.artifacts)) for a in listed(written, n)]
    assert found == [f"https://gazette.example.org/{n}" for n in range(count)]


def test_no_index_without_a_base_address(tmp_path: Path) -> None:
    """The files are written all the same, and a warning says what is missing."""
    articles = tuple(story(n, NOW, canonical_url=f"https://gazette.example.org/{n}") for n in range(1001))
    written = export("sitemap", replace(EDITION, articles=articles), base="")
    assert [a.name for a in written.artifacts] == ["news-sitemap.xml", "news-sitemap-2.xml"]
    assert [len(listed(written, n)) for n in (0, 1)] == [1000, 1]
    assert written.codes == ["SYN-SITEMAP-037"]
    assert errors(written, "sitemap", tmp_path) == []


def test_all_formats_without_a_base_address(tmp_path: Path) -> None:
    """`--format all` of an edition that says no address fails at none of the lists."""
    context = Context(now=NOW, built_at=NOW)
    clearance = pipeline.clear(replace(EDITION, url="", articles=(story(1, NOW),)), context)
    plan = pipeline.Plan(formats=("jsonfeed", "opml", "sitemap"))
    outcomes = list(pipeline.export(clearance, plan, context, FolderDestination(tmp_path)))
    assert [(o.name, o.delivered) for o in outcomes] == [
        ("feed.json", True), ("feeds.opml", True), ("news-sitemap.xml", True),
    ]  # fmt: skip
