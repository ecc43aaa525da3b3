"""Profiles of feeds: what each aggregator takes, shaped by the exporters and judged by the validators from one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

import laws
import strategies
from golden import Goldens
from syndicate import gate, pipeline, registry, rows
from syndicate.config import Config, Export, Settings
from syndicate.context import Context, template
from syndicate.contracts import Job, Notice, Proof
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.errors import ConfigError, UsageError
from syndicate.formats import feedprofile
from syndicate.formats.allowlist import allowed
from syndicate.model.article import AltHeadline, Article, Byline, Edition, EdNote, Focus, Media, Rendition
from syndicate.model.body import Em, Paragraph, Run, Underline

PAGE = laws.ROOT / "docs" / "profiles.md"
NOW = datetime(2025, 3, 3, 6, tzinfo=UTC)
BASE = "https://gazette.example.org/feeds/"
FORMATS = ("rss", "atom")
NAMES = tuple(name for name in feedprofile.NAMES if name != feedprofile.PUBLIC)
SOURCES = ("full", "photos")
CASES = [(name, kind) for name in NAMES for kind in FORMATS]
WORDS = "Many words of the harbour, the ferry and the tide. "
PICTURE = Media(
    id="m",
    type="picture",
    renditions=(Rendition(href="https://gazette.example.org/a.jpg", media_type="image/jpeg", width=1200, height=800),),
    alt="The ferry",
    rights="The Gazette",
    focus=Focus(x=0.25, y=0.5),
)


def story(number: int = 1, published: datetime | None = NOW, **fields: Any) -> Article:
    """A story that every aggregator takes."""
    known: dict[str, Any] = {
        "id": f"urn:x:{number}",
        "headline": f"The ferry returns after storm {number}",
        "summary": WORDS * 7,
        "language": "en",
        "canonical_url": f"https://gazette.example.org/{number}",
        "published": published,
        "modified": published,
        "copyright_holder": "The Gazette",
        "media": (PICTURE,),
        "bylines": (Byline(name="M. Field"),),
        "body": (Paragraph(bid="b1", text=(Run(text=WORDS),)),),
        "alt_headlines": (AltHeadline(role="social", text="Ferry is back"),),
        "content_created": NOW - timedelta(days=1),
    }
    return Article(**{**known, **fields})


def edition(*articles: Article, **fields: Any) -> Edition:
    """An edition whose head every aggregator takes."""
    known: dict[str, Any] = {
        "id": "urn:x:edition",
        "title": "The Gazette",
        "description": "News of the harbour",
        "publisher": "The Gazette",
        "copyright_notice": "The Gazette",
        "language": "en",
        "url": "https://gazette.example.org/",
        "image": "https://gazette.example.org/logo.png",
        "hubs": ("https://hub.example.org/",),
        "ttl": 30,
    }
    return Edition(**{**known, **fields}, articles=articles)


@dataclass(frozen=True)
class Written:
    """One export: the feed, and what was said of it."""

    kind: str
    data: bytes
    said: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        """The profile's codes, in order."""
        return [d.code[-3:] for d in self.said if d.code.startswith("SYN-PROFILE")]

    @property
    def root(self) -> Any:
        """The root element."""
        return etree.fromstring(self.data)

    @property
    def ids(self) -> list[str]:
        """Ids of the items, in order."""
        path = "channel/item/guid" if self.kind == "rss" else "{*}entry/{*}id"
        return [node.text for node in self.root.iterfind(path)]

    def words(self, name: str) -> list[str]:
        """The text of every element of that name, in any namespace."""
        return [node.text or "" for node in self.root.iter(f"{{*}}{name}")]


def export(kind: str, what: Edition, profile: str, *, base: str = BASE, **wishes: Any) -> Written:
    """`what` as a feed of the profile."""
    row = registry.exporter(kind).row
    context = Context(now=datetime(2026, 1, 1, tzinfo=UTC), built_at=NOW)
    report = Report()
    clearance = gate.clear(what, context.now)
    job = Job(row, context, report, "stem", built_at=NOW, base_url=base, profile=profile, **wishes)
    feed = next(iter(registry.exporter(kind).export_cleared(clearance, job)))
    return Written(kind, b"".join(feed.chunks), tuple(report))


def judged(kind: str, data: bytes, profile: str, folder: Path, name: str = "feed") -> tuple[Diagnostic, ...]:
    """What the validator of `kind` says of `data`, for the profile."""
    path = folder / name
    path.write_bytes(data)
    validator = registry.validator(kind)
    assert validator is not None
    return tuple(validator.check(path, Proof(name=name, context=Context(now=NOW), profile=profile)))


def errors(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """Those that keep a feed from leaving."""
    return [d for d in found if d.severity is Severity.ERROR]


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], str]:
    """Writes a profile of one's own and gives its path."""

    def write(text: str) -> str:
        path = tmp_path / "own.toml"
        path.write_text(f'title = "Partner"\n{text}', encoding="utf-8")
        return str(path)

    return write


# --- the feeds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "kind"), CASES)
@pytest.mark.parametrize("source", SOURCES)
def test_golden(name: str, kind: str, source: str, golden: Goldens, tmp_path: Path) -> None:
    """Two rich editions for every aggregator; each feed passes its own profile without an error."""
    context = replace(laws.context(source), built_at=None)
    report = Report()
    exporter = registry.exporter(kind)
    clearance = gate.clear(laws.edition(source), context.gate_clock)
    built_at = registry.newest(clearance)
    job = Job(exporter.row, context, report, "x", built_at=built_at, base_url=laws.BASE_URL, profile=name)
    data = b"".join(next(iter(exporter.export_cleared(clearance, job))).chunks)
    golden.bytes(f"profiles/{source}/{name}.{kind}", data)
    assert errors(judged(kind, data, name, tmp_path)) == []


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_a_whole_story_has_no_finding_at_all(name: str, kind: str, tmp_path: Path) -> None:
    """Nothing is left out or cut, and the validator does not even warn."""
    written = export(kind, edition(story(1), story(2)), name)
    assert written.codes == []
    assert written.ids == ["urn:x:1", "urn:x:2"]
    assert judged(kind, written.data, name, tmp_path) == ()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("source", laws.NAMES)
def test_public_is_the_feed_for_everyone_byte_for_byte(kind: str, source: str) -> None:
    """The same as without a profile, and without a namespace of any aggregator."""
    what = laws.edition(source)
    plain = export(kind, what, "")
    assert export(kind, what, "public") == plain
    vendors = [address for name in NAMES for address in feedprofile.find(name).namespaces.values()]
    assert len(vendors) >= 2
    assert not [address for address in vendors if address.encode() in plain.data]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_an_aggregator_adds(kind: str) -> None:
    """Short title, time of writing, rights and focus for Microsoft; the logo for SmartNews; in no other feed."""
    what = edition(story(1))
    msn = export(kind, what, "msn")
    assert msn.words("alternative") == ["Ferry is back"]
    assert msn.words("dateTimeWritten") == ["2025-03-02T06:00:00Z"]
    assert msn.words("hasSyndicationRights") == ["1"]
    assert msn.words("shortTitle") == ["The ferry"]
    assert [msn.words(side) for side in ("x1", "x2", "y1", "y2")] == [["300"], ["300"], ["400"], ["400"]]
    (region,) = msn.root.iter("{*}focalRegion")
    assert region.getparent().tag == "{http://search.yahoo.com/mrss/}content"
    smart = export(kind, what, "smartnews")
    (logo,) = smart.root.iter("{http://www.smartnews.be/snf}logo")
    assert [child.text for child in logo] == ["https://gazette.example.org/logo.png"]
    for name in NAMES:
        data = export(kind, what, name).data
        assert (b"schemas.ingestion.microsoft.com" in data) is (name == "msn")
        assert (b"smartnews.be" in data) is (name == "smartnews")


@pytest.mark.parametrize(
    ("rights", "said"), [("The Gazette / M. Field", ["1"]), ("Another House", ["0"]), ("", []), (" ", [])]
)
def test_rights_of_a_picture_are_not_made_up(rights: str, said: list[str]) -> None:
    """Ours may be passed on, those of others not, and what is not known is not said."""
    written = export("rss", edition(story(1, media=(replace(PICTURE, rights=rights),))), "msn")
    assert written.words("hasSyndicationRights") == said


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_a_killed_story_stays_as_its_notice(name: str, kind: str, tmp_path: Path) -> None:
    """In its place, within the same limits, without a word of the story."""
    killed = story(1, status="canceled", ed_notes=(EdNote(text="It was wrong, and we are sorry.", public=True),))
    written = export(kind, edition(killed, story(2)), name)
    assert written.ids == ["urn:x:1", "urn:x:2"]
    assert b"storm 1" not in written.data
    assert b"It was wrong" in written.data
    assert errors(judged(kind, written.data, name, tmp_path)) == []


# --- every limit from both sides -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_items_to_the_last(name: str, kind: str, tmp_path: Path) -> None:
    """As many as it takes are in; one more, and the oldest is out and named."""
    most = feedprofile.find(name).feed.items or 70
    limited = feedprofile.find(name).feed.items > 0
    articles = tuple(story(n, NOW - timedelta(minutes=n)) for n in range(most + 1))
    inside = export(kind, edition(*articles[:most]), name)
    assert (len(inside.ids), inside.codes) == (most, [])
    outside = export(kind, edition(*reversed(articles)), name)
    assert outside.codes == (["031"] if limited else [])
    assert errors(judged(kind, outside.data, name, tmp_path)) == []
    if limited:
        assert f"urn:x:{most}" not in outside.ids
        (said,) = [d for d in outside.said if d.code == "SYN-PROFILE-031"]
        assert said.location.article == f"urn:x:{most}"
        assert str(most) in said.message and feedprofile.find(name).title in said.message


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("name", "hours"), [("google-news", 48), ("msn", 8760)])
def test_age_to_the_second(name: str, hours: int, kind: str, tmp_path: Path) -> None:
    """Exactly that old is in, a second more is out."""
    age = timedelta(hours=hours)
    articles = (story(1), story(2, NOW - age), story(3, NOW - age - timedelta(seconds=1)))
    written = export(kind, edition(*articles), name)
    assert (written.ids, written.codes) == (["urn:x:1", "urn:x:2"], ["032"])
    assert errors(judged(kind, written.data, name, tmp_path)) == []
    more = edition(*articles, story(4, NOW - 2 * age))
    assert len({d.message for d in export(kind, more, name).said if d.code == "SYN-PROFILE-032"}) == 1
    late = export(kind, edition(*articles), "").data
    assert [d.code for d in errors(judged(kind, late, name, tmp_path))] == ["SYN-PROFILE-002"]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("length", "codes"), [(19, ["036"]), (20, []), (150, []), (151, ["037"])])
def test_titles_to_the_letter(length: int, codes: list[str], kind: str, tmp_path: Path) -> None:
    """Microsoft takes 20 to 150 characters: shorter ones are left out, longer ones cut at a word."""
    title = ("Ferry " * 30)[:length].rstrip().ljust(length, "!")
    written = export(kind, edition(story(1, headline=title), story(2)), "msn")
    assert written.codes == codes
    assert len(written.ids) == (1 if codes == ["036"] else 2)
    assert all(20 <= len(title) <= 150 for title in written.words("title") if title.startswith("Ferry"))
    assert errors(judged(kind, written.data, "msn", tmp_path)) == []
    if length == 151:
        assert [t for t in written.words("title") if t.endswith("Ferry…")]


@pytest.mark.parametrize("kind", FORMATS)
def test_bytes_of_a_text(kind: str, own: Callable[[str], str], tmp_path: Path) -> None:
    """Counted in UTF-8, to the byte."""
    text = (Paragraph(bid="b1", text=(Run(text="ä" * 100),)),)
    what = edition(story(1, body=text, media=()))
    html = len("<p>" + "ä" * 100 + "</p>") + 100
    for size, codes in ((html, []), (html - 1, ["033"])):
        profile = own(f"[item]\nbytes = {size}\n")
        written = export(kind, what, profile)
        assert (written.codes, len(written.ids)) == (codes, 1 - len(codes))
        assert errors(judged(kind, written.data, profile, tmp_path)) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_bytes_of_the_file(kind: str, own: Callable[[str], str], tmp_path: Path) -> None:
    """To the byte: the oldest item has no room in one byte less."""
    what = edition(*(story(n, NOW - timedelta(minutes=n)) for n in range(3)))
    whole = len(export(kind, what, own("")).data)
    inside = export(kind, what, own(f"[feed]\nbytes = {whole}\n"))
    assert (inside.codes, len(inside.data)) == ([], whole)
    profile = own(f"[feed]\nbytes = {whole - 1}\n")
    outside = export(kind, what, profile)
    assert (outside.ids, outside.codes) == (["urn:x:0", "urn:x:1"], ["034"])
    assert errors(judged(kind, outside.data, profile, tmp_path)) == []
    loose = own(f"[feed]\nbytes = {whole - 1}\n")
    assert [d.code for d in errors(judged(kind, inside.data, loose, tmp_path))] == ["SYN-PROFILE-004"]


def test_two_megabytes_for_google(tmp_path: Path) -> None:
    """Sixty items of 60 kB do not all go into the 2 MB: the newest that fit do."""
    text = (Paragraph(bid="b1", text=(Run(text=WORDS * 1200),)),)
    what = edition(*(story(n, NOW - timedelta(minutes=n), body=text) for n in range(60)))
    written = export("rss", what, "google-news")
    assert len(written.data) <= 2_000_000
    assert set(written.codes) == {"034"}
    assert written.ids == [f"urn:x:{n}" for n in range(60 - len(written.codes))]
    assert len(written.data) + 62_000 > 2_000_000
    assert errors(judged("rss", written.data, "google-news", tmp_path)) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_the_description_for_smartnews(kind: str) -> None:
    """Thirty characters; more are cut at a word, and said once."""
    for length, codes in ((30, []), (31, ["040"])):
        written = export(
            kind, edition(story(1), description=("News & tides " * 9)[:length].rstrip().ljust(length, "!")), "smartnews"
        )
        assert written.codes == codes
        told = written.words("description" if kind == "rss" else "subtitle")[0]
        assert len(told.replace("&amp;", "&")) <= 30
        assert told.endswith("…") is bool(codes)


@pytest.mark.parametrize(("name", "kind"), CASES)
@pytest.mark.parametrize(
    ("fields", "codes"),
    [({"canonical_url": ""}, ["035"]), ({"published": None, "modified": None}, ["035"]), ({"summary": ""}, [])],
)
def test_parts_that_every_item_must_have(
    name: str, kind: str, fields: Mapping[str, Any], codes: list[str], tmp_path: Path
) -> None:
    """Without address or date no aggregator takes it; the first paragraph stands for a summary."""
    broken = story(2, **{"published": NOW, **fields})
    written = export(kind, edition(story(1), broken), name)
    assert written.codes == codes
    assert len(written.ids) == 2 - len(codes)
    assert errors(judged(kind, written.data, name, tmp_path)) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_html_and_pictures_that_are_not_taken(kind: str, own: Callable[[str], str], tmp_path: Path) -> None:
    """Said once for each item; the words stay; a film is no picture."""
    profile = own('[html]\nelements = ["p", "strong"]\ninstead = { em = "strong" }\n[image]\ntypes = ["image/png"]\n')
    marked = Paragraph(bid="b1", text=(Run(text="one", marks=(Em(),)), Run(text=" two ", marks=(Underline(),))))
    film = Media(id="v", type="video", renditions=(Rendition(href="https://gazette.example.org/a.mp4"),))
    written = export(kind, edition(story(1, body=(marked,), media=(PICTURE, film))), profile)
    assert sorted(written.codes) == ["038", "039"]
    assert b"a.jpg" not in written.data and b"a.mp4" in written.data
    assert b"<p><strong>one</strong> two </p>" in written.data
    assert errors(judged(kind, written.data, profile, tmp_path)) == []


@pytest.mark.parametrize(
    ("html", "result", "done"),
    [
        ("<p>a &lt;b&gt;</p>", "<p>a &lt;b&gt;</p>", ()),
        ('<aside class="x" id="y"><p>a</p></aside>', '<div class="x"><p>a</p></div>', ("<aside> as <div>",)),
        ("<p>He said <q>go</q>.</p>", "<p>He said “go”.</p>", ("<q> left out",)),
        ("<dl><dt>a</dt><dd>b</dd></dl>", " <p>a</p> b  ", ("<dl> left out", "<dt> as <p>", "<dd> left out")),
        ('<p><a href="https://a.example/?x=&quot;&gt;">a</a></p>', "<p>a</p>", ("<a> left out",)),
        ("<p>a<hr/>b<br/></p>", "<p>a b<br/></p>", ("<hr> left out",)),
        ("<P>a</P>", "<P>a</P>", ()),
    ],
)
def test_only_what_is_allowed(html: str, result: str, done: tuple[str, ...]) -> None:
    assert allowed(html, ("p", "div", "br"), {"aside": "div", "dt": "p"}) == (result, done)
    assert allowed(html, (), {}) == (html, ())


@given(
    ages=st.lists(st.integers(-3, 60), max_size=40),
    items=st.integers(0, 12),
    hours=st.integers(0, 50),
    kind=st.sampled_from(FORMATS),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_counts_and_ages(
    own: Callable[[str], str], tmp_path: Path, ages: list[int], items: int, hours: int, kind: str
) -> None:
    """The newest that are young enough, at most so many, in edition order; every other one is named once."""
    profile = own(f"[feed]\nitems = {items}\n[item]\nhours = {hours}\n")
    articles = tuple(story(n, NOW - timedelta(hours=age)) for n, age in enumerate(ages))
    written = export(kind, edition(*articles), profile)
    young = [a for a in articles if not hours or NOW - (a.published or NOW) <= timedelta(hours=hours)]
    newest = sorted(young, key=lambda a: (a.published or NOW, a.id), reverse=True)[: items or None]
    assert written.ids == [a.id for a in articles if a in newest]
    out = [d.location.article for d in written.said if d.code.startswith("SYN-PROFILE")]
    assert sorted(out) == sorted({a.id for a in articles} - set(written.ids))
    assert errors(judged(kind, written.data, profile, tmp_path)) == []


@given(what=strategies.Model().editions(), name=st.sampled_from(NAMES), kind=st.sampled_from(FORMATS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edition_passes_its_profile(tmp_path: Path, what: Edition, name: str, kind: str) -> None:
    """Hostile text included: nothing is wrong with any item that is kept; the head may lack what the edition lacks."""
    written = export(kind, what, name)
    found = errors(judged(kind, written.data, name, tmp_path))
    assert {d.code for d in found} <= {"SYN-PROFILE-006"}, [d.message for d in found]
    out = {d.location.article for d in written.said if d.code.startswith("SYN-PROFILE") and "left out:" in d.message}
    kept = {item.id for item in gate.clear(what, datetime(2026, 1, 1, tzinfo=UTC)).release.items} - out
    assert len(written.ids) >= len(kept)


# --- the validator bites ---------------------------------------------------------------------------------------------

_LONG = "x" * 160
MUTATIONS = [
    ("google-news", "self link gone", r'<atom:link href="[^"]*" rel="self"[^>]*/>', "", "006"),
    ("google-news", "hub gone", r'<atom:link href="[^"]*" rel="hub"/>', "", "007"),
    ("google-news", "link of an item gone", r"<link>https://gazette.example.org/1</link>", "", "005"),
    ("google-news", "no date", r"(<guid.*?)<pubDate>.*?</pubDate>", r"\1", "005"),
    (
        "google-news",
        "three days old",
        r"(<guid[^\n]*\s*)<pubDate>.*?<",
        r"\1<pubDate>Fri, 28 Feb 2025 05:00:00 +0000<",
        "002",
    ),
    ("google-news", "sixty-one items", r"(    <item>.*?</item>\n)", "ITEMS:61", "001"),
    ("google-news", "no author", r"<dc:creator>.*?</dc:creator>", "", "007"),
    ("google-news", "two megabytes", r"(</channel>)", r"<!--" + "x" * 2_000_000 + r"-->\1", "004"),
    ("google-news", "a megabyte of text", r"<p>Many", "<p>" + "x" * 1_000_001, "003"),
    ("google-news", "a form", r"<p>Many", "<center>x</center><p>Many", "012"),
    ("msn", "short title", r"(<item>\s*<title>)[^<]*", r"\1Ferry", "008"),
    ("msn", "long title", r"(<item>\s*<title>)[^<]*", rf"\1{_LONG}", "008"),
    (
        "msn",
        "a year and a day",
        r"(<guid[^\n]*\s*)<pubDate>.*?<",
        r"\1<pubDate>Fri, 01 Mar 2024 05:00:00 +0000<",
        "002",
    ),
    ("msn", "rights gone", r"<mi:hasSyndicationRights>1</mi:hasSyndicationRights>", "", "013"),
    ("msn", "small picture", r'width="1200" height="800"', 'width="1200" height="80"', "011"),
    (
        "msn",
        "vector picture",
        r'<media:content url="([^"]*)" type="image/jpeg"',
        r'<media:content url="\1" type="image/svg+xml"',
        "011",
    ),
    ("msn", "a figure", r"<p>Many", "<figure></figure><p>Many", "012"),
    ("msn", "no language", r"<language>en</language>", "", "007"),
    ("msn", "no text", r"<description>Many.*?</content:encoded>", "<description></description>", "005"),
    ("smartnews", "logo gone", r"<snf:logo>.*?</snf:logo>", "", "013"),
    ("smartnews", "ttl gone", r"<ttl>30</ttl>", "", "006"),
    ("smartnews", "language gone", r"<language>en</language>", "", "006"),
    ("smartnews", "long description", r"News of the harbour", "News of the harbour and of the tides", "009"),
    ("smartnews", "twenty-one items", r"(    <item>.*?</item>\n)", "ITEMS:21", "001"),
    ("smartnews", "no copyright", r"<copyright>.*?</copyright>", "", "007"),
    ("flipboard", "thirty-one items", r"(    <item>.*?</item>\n)", "ITEMS:31", "001"),
    ("flipboard", "short summary", r"(</media:content>.*?)<description>[^<]*", r"\1<description>Short", "010"),
    ("flipboard", "no summary", r"(</media:content>.*?)<description>[^<]*", r"\1<description>", "005"),
    ("flipboard", "small picture", r'width="1200" height="800"', 'width="399" height="800"', "011"),
]


@pytest.mark.parametrize(("name", "what", "old", "new", "code"), MUTATIONS, ids=[f"{m[0]}: {m[1]}" for m in MUTATIONS])
def test_every_mutation_is_found(name: str, what: str, old: str, new: str, code: str, tmp_path: Path) -> None:
    """A feed that passed is broken in one way: the code is there, with its line, and was not before."""
    good = export("rss", edition(story(1)), name).data.decode()
    assert f"SYN-PROFILE-{code}" not in {d.code for d in judged("rss", good.encode(), name, tmp_path)}
    if new.startswith("ITEMS:"):
        (item,) = re.findall(old, good, re.DOTALL)
        count = int(new.partition(":")[2])
        broken = good.replace(item, "".join(item.replace("urn:x:1", f"urn:x:{n}") for n in range(count)))
    else:
        broken = re.sub(old, new, good, count=1, flags=re.DOTALL)
    assert broken != good, what
    found = [d for d in judged("rss", broken.encode(), name, tmp_path) if d.code == f"SYN-PROFILE-{code}"]
    assert found
    assert all(d.location.line and feedprofile.find(name).title in d.message for d in found)


def test_there_are_mutations_enough() -> None:
    """Over the profiles, and every code of the validator is the code of one of them."""
    assert len(MUTATIONS) >= 15
    assert {m[0] for m in MUTATIONS} == set(NAMES)
    assert {m[4] for m in MUTATIONS} == {f"{n:03d}" for n in range(1, 14)}


@pytest.mark.parametrize("name", NAMES)
def test_feeds_of_other_makers_are_judged(name: str, tmp_path: Path) -> None:
    """Hand-written ones: whatever is said is said of them, and no broken file raises."""
    for kind, file in (("rss", "good.rss"), ("atom", "good.atom")):
        data = (laws.ROOT / "fixtures" / "feeds" / file).read_bytes()
        found = judged(kind, data, name, tmp_path, file)
        assert all(d.location.file == file for d in found)
        for broken in (b"", b"<rss", b"<feed/>", b"<rss/>", data[: len(data) // 2]):
            assert errors(judged(kind, broken, name, tmp_path))


# --- the line and the files ------------------------------------------------------------------------------------------


def test_the_pipeline_judges_by_the_profile(tmp_path: Path) -> None:
    """Without a base URL a feed has no address of its own, and Google takes none like that: nothing leaves."""
    context = Context(now=NOW, built_at=NOW)
    clearance = pipeline.clear(edition(story(1)), context)
    plan = pipeline.Plan(formats=("rss", "jsonl"), profile="google-news")
    outcomes = {o.name: o for o in pipeline.export(clearance, plan, context, FolderDestination(tmp_path))}
    assert not outcomes["feed.rss"].delivered
    assert "SYN-PROFILE-006" in {d.code for outcome in outcomes.values() for d in outcome.diagnostics}
    plan = replace(plan, base_url=BASE)
    outcomes = {o.name: o for o in pipeline.export(clearance, plan, context, FolderDestination(tmp_path))}
    assert outcomes["feed.rss"].delivered
    assert outcomes["feed.rss"].judges == ("syndicate rss.rng", "profile google-news")
    found = list(pipeline.validate([str(tmp_path / "feed.rss")], context, profile="google-news"))
    assert found[0].diagnostics == ()
    assert found[0].judges == outcomes["feed.rss"].judges


def test_a_profile_is_for_the_formats_that_know_it(tmp_path: Path) -> None:
    """Others of the same run are written as ever; alone, a format that has none refuses it."""
    context = Context(now=NOW, built_at=NOW)
    clearance = pipeline.clear(edition(story(1)), context)
    partner = tmp_path / "partner.toml"
    partner.write_text('title = "Partner"\n', encoding="utf-8")
    for formats, profile in (
        (("rss", "pdf", "jsonfeed"), "msn"),
        (("rss", "pdf"), "screen"),
        (("rss", "pdf"), str(partner)),
    ):
        plan = pipeline.Plan(formats=formats, profile=profile, base_url=BASE)
        outcomes = list(pipeline.export(clearance, plan, context, FolderDestination(tmp_path)))
        assert all(outcome.delivered for outcome in outcomes)
        assert (b"ingestion.microsoft" in (tmp_path / "feed.rss").read_bytes()) is (profile == "msn")
    for formats, message in (
        (("jsonfeed",), "has no profiles"),
        (("pdf",), "no profile"),
        (("rss",), "unknown profile"),
    ):
        plan = pipeline.Plan(formats=formats, profile="msn" if formats != ("rss",) else "screen")
        with pytest.raises(UsageError, match=message):
            list(pipeline.export(clearance, plan, context, FolderDestination(tmp_path)))


@pytest.mark.parametrize("kind", FORMATS)
def test_no_archives_where_nobody_follows_them(kind: str) -> None:
    what = edition(*(story(n) for n in range(3)))
    with pytest.raises(UsageError, match="follows no archives"):
        export(kind, what, "msn", options={"page-size": "2"})
    assert len(export(kind, what, "msn", options={"page-size": "3"}).ids) == 3


@pytest.mark.parametrize("kind", FORMATS)
def test_the_cache_tells_profiles_apart(kind: str, own: Callable[[str], str], tmp_path: Path) -> None:
    """By their content: a file of the same name that says something else gives other items."""
    what = edition(story(1, headline="A title of many words that is to be cut somewhere"))
    context = Context(now=NOW, built_at=NOW, cache=tmp_path / "cache")
    sizes = []
    for longest in (20, 30, 20):
        job = Job(registry.exporter(kind).row, context, Report(), "x", built_at=NOW, base_url=BASE,
                  profile=own(f"[item.title]\nlongest = {longest}\n"))  # fmt: skip
        feed = next(iter(registry.exporter(kind).export_cleared(gate.clear(what, NOW), job)))
        sizes.append(b"".join(feed.chunks))
    assert sizes[0] == sizes[2] != sizes[1]


def test_names_are_taught() -> None:
    """An unknown profile, and one that is not for the format."""
    with pytest.raises(UsageError, match="unknown profile 'mns'") as caught:
        feedprofile.find("mns")
    assert "did you mean msn?" in str(caught.value.hint) and "flipboard" in str(caught.value.hint)
    with pytest.raises(UsageError, match="not for jsonfeed"):
        feedprofile.find("msn", "jsonfeed")
    with pytest.raises(UsageError, match="cannot be read"):
        feedprofile.find("nowhere.toml")
    for row in (rows.exporters()["rss"], rows.exporters()["atom"]):
        assert row.profiles == (*feedprofile.NAMES, rows.PROFILE_FILE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[feed]\nitem = 3\n", "unknown field"),
        ("[feed]\nitems = 'x'\n", "Expected `int`"),
        ('formats = ["jsonfeed"]\n', "Invalid enum"),
        ("[feed\n", "own.toml"),
        ('[[add]]\nelement = "own:x"\non = "item"\nvalue = "item.written"\n', "prefix own .* stands for nothing"),
        ('[[add]]\nelement = "x y"\non = "item"\nvalue = "item.written"\n', "no path of elements"),
        ('[[add]]\nelement = "dc:x"\non = "item"\nvalue = "item.nothing"\n', "Invalid enum"),
        ('[namespaces]\nmedia = "https://a.example/"\n', "no prefix"),
    ],
)
def test_a_wrong_profile_is_explained(text: str, message: str, own: Callable[[str], str]) -> None:
    with pytest.raises(ConfigError, match=message):
        feedprofile.find(own(text))


def test_the_path_of_a_profile_counts_from_the_configuration(tmp_path: Path) -> None:
    config = Config(export=Export(profile="partner.toml"))
    assert Settings(config, tmp_path / "syndicate.toml").profile == str(tmp_path / "partner.toml")
    assert Settings(Config(export=Export(profile="msn")), tmp_path / "syndicate.toml").profile == "msn"


def test_the_file_of_the_public_profile_is_what_is_built_in() -> None:
    assert feedprofile.load("public") == feedprofile.OPEN == feedprofile.find("") == feedprofile.find("public")
    assert {p.stem for p in (laws.ROOT / "templates" / "feed" / "profiles").glob("*.toml")} == set(feedprofile.NAMES)


# --- the page --------------------------------------------------------------------------------------------------------


def _facts(profile: feedprofile.Profile) -> Iterator[tuple[str, str]]:
    """Every limit that is set, and every element, as rows of a table."""
    limits: dict[str, Any] = msgspec.to_builtins(profile)
    namespaces, added = limits.pop("namespaces", {}), limits.pop("add", [])
    limits.pop("title")
    title = limits.get("item", {}).pop("title", {})
    tables = {"item.title": title, **{key: value for key, value in limits.items() if isinstance(value, dict)}}
    for table, values in sorted(tables.items()):
        for key, value in values.items():
            if isinstance(value, dict):
                told = ", ".join(f"`{a}` as `{b}`" for a, b in value.items())
            elif isinstance(value, list | tuple):
                told = ", ".join(f"`{word}`" for word in value)
            else:
                told = {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"{value:,}"
            if told:
                yield f"`{table}.{key}`", told
    for prefix, address in namespaces.items():
        yield f"namespace `{prefix}`", f"`{address}`"
    for element in added:
        must = ", asked for" if element.get("required") else ""
        yield f"`{element['element']}` of each {element['on']}", f"`{element['value']}`{must}"


def _tables() -> str:
    parts = []
    for name in NAMES:
        profile = feedprofile.find(name)
        table = "".join(f"| {what} | {value} |\n" for what, value in _facts(profile))
        parts.append(f"### `{name}`: {profile.title}\n\n| limit or element | value |\n|---|---|\n{table}")
    return "\n" + "\n".join(parts)


def test_the_page_says_what_the_files_say(request: pytest.FixtureRequest) -> None:
    """All limits and elements of every profile, and the model for others; written by `--update-golden`."""
    page = PAGE.read_text(encoding="utf-8")
    public = "\n```toml\n" + template("feed/profiles/public.toml").decode() + "```\n"
    wanted = page
    for marker, text in (("profiles", _tables() + "\n"), ("public", public + "\n")):
        pattern = rf"(<!-- {marker} -->\n).*?(<!-- /{marker} -->)"
        assert len(re.findall(pattern, wanted, re.DOTALL)) == 1
        wanted = re.sub(pattern, lambda m, text=text: m[1] + text + m[2], wanted, flags=re.DOTALL)  # type: ignore[misc]
    if request.config.getoption("--update-golden"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted
    assert wanted.count("| `feed.items` | ") == 3


def test_a_notice_is_an_item_as_well() -> None:
    """The strategies of this file would be blind if the gate stopped making notices."""
    released = gate.clear(edition(story(1, status="canceled")), NOW).release
    assert isinstance(released.items[0], Notice)
