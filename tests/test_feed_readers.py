"""Real readers show what the story says: the article's address, all its words, its writers, dates and pictures.

Each program fetches our feed over loopback into a folder of its own. What a program cannot show is stated in `SHOWS`,
which is also the table in the documentation; what it can show must be right for every story.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from readers.programs import PROGRAMS, Program, Seen
from readers.serving import Site, serving
from syndicate import pipeline
from syndicate.context import Context
from syndicate.destinations import FolderDestination
from syndicate.model import body
from syndicate.model.article import Article, Byline, Correction, Edition, Media, Rendition, Subject
from syndicate.model.body import plain, text
from syndicate.rows import exporters

DOCS = Path(__file__).parent.parent / "docs" / "formats"
NAMES = {"rss": "RSS", "atom": "Atom", "jsonfeed": "JSON Feed"}
KINDS = [kind for kind in NAMES if kind in exporters()]
PUBLISHED = datetime(2025, 2, 28, 18, 30, tzinfo=UTC)
MODIFIED = datetime(2025, 3, 1, 7, 15, tzinfo=UTC)
LATER = datetime(2025, 3, 1, 9, 45, tzinfo=UTC)
WRITERS = ("Ann Berg", "Carl & Söhne")
CATEGORIES = ("harbours", "R&D", "salt water")
TITLES = (
    "AT&T",
    "<b>",
    "Tides & <em>ebbs</em>",
    "&amp;",
    "</p>",
    "a < b > c & d",
    "&lt;i&gt; is how one writes <i>",
    "Tea ☕ and 🧑‍🚒 in 🇳🇵",
    "مرحبا بالعالم: AT&T",
    "שלום “עולם”",
    "台北のニュース",
    "]]> and <![CDATA[",
    "\"Quotes\" and 'more' ‘of’ “them”",
    "100 % of &nbsp; and &#x26;",
    "The longest headline of the harbour " + "and its quays & cranes " * 20 + "ends here",
)


class Shows(msgspec.Struct, frozen=True):
    """What a reader can show; an empty word is what it keeps to itself, whatever the feed says."""

    titles: str = "as they are"
    writers: str = "all"
    dates: str = "published, updated"
    categories: str = "all"
    picture: str = "address, type, length"


_DECODES = "references are decoded, tags may be taken out"
SHOWS: dict[str, dict[str, Shows]] = {
    "feedparser": {"rss": Shows(), "atom": Shows()},
    "reader": dict.fromkeys(NAMES, Shows(writers="one", categories="")),
    "newsboat": {
        "rss": Shows(writers="one", dates="published", categories="", picture=""),
        "atom": Shows(writers="all, in one line", dates="published", categories="", picture=""),
    },
    "rss2email": dict.fromkeys(
        ("rss", "atom"), Shows(titles=_DECODES, writers="one", dates="updated", picture="address")
    ),
    "sfeed": dict.fromkeys(("rss", "atom"), Shows(writers="one", dates="published", picture="address")),
    "rss-parser": {
        "rss": Shows(writers="one", dates="published"),
        "atom": Shows(writers="one", dates="published", categories="", picture=""),
    },
    "feedsmith": dict.fromkeys(NAMES, Shows()),
}
READINGS = [
    pytest.param(program, kind, id=f"{program.name}-{kind}")
    for program in PROGRAMS
    for kind in SHOWS[program.name]
    if kind in KINDS
]


def words(number: int) -> tuple[body.Block, ...]:
    """A body with a bit of everything; its words tell which story they are of."""
    rows = (("Pier & quay", "12 < 13"), ("Lock", f"{number}"))
    return (
        body.Lead(bid="b1", text=text(f"Story {number} begins here: AT&T said <b>no</b> &amp; meant it.")),
        body.Crosshead(bid="b2", text=text("What came first")),
        body.Paragraph(
            bid="b3",
            text=text("The ", body.Run(text="harbour", marks=(body.Strong(),)), " lay \\n still; 🚢 lay in it, مرحبا."),
        ),
        body.Figure(bid="b4", media="m1", caption=text(f"Quay {number} in the morning."), credit="Photo: D. Lens"),
        body.Quote(bid="b5", text=text("We never said so."), attribution=text("the harbour master")),
        body.List(bid="b6", items=(body.ListItem(text=text("first ]]> thing")), body.ListItem(text=text("second")))),
        body.Table(bid="b7", rows=tuple(tuple(body.Cell(text=text(cell)) for cell in row) for row in rows)),
        *(body.Paragraph(bid=f"p{n}", text=text(f"Sentence {n} of story {number}. " * 12)) for n in range(12)),
        body.Paragraph(bid="b9", text=text(f"Here ends story {number}.")),
    )


def story(number: int) -> Article:
    picture = Rendition(href=f"media/quay-{number}.jpg", media_type="image/jpeg", size=4000 + number)
    return Article(
        id=f"urn:example:story-{number}",
        headline=TITLES[number],
        summary=f"What story {number} says in short: 1 < 2 & so on.",
        language="en",
        canonical_url=f"https://gazette.example.org/story-{number}?from=feed&n={number}",
        bylines=tuple(Byline(name=name) for name in WRITERS),
        subjects=(Subject(name="harbours", scheme="https://gazette.example.org/subjects/", code="harbours"),),
        keywords=CATEGORIES[1:],
        published=PUBLISHED + timedelta(minutes=number),
        modified=MODIFIED + timedelta(minutes=number),
        media=(Media(id="m1", type="picture", renditions=(picture,), alt="ships at a quay"),),
        body=words(number),
    )


def edition() -> Edition:
    return Edition(
        id="urn:example:edition",
        title="The Harbour Gazette",
        description="News of the harbour & the sea.",
        language="en",
        url="https://gazette.example.org/",
        publisher="Gazette Press",
        articles=tuple(story(number) for number in range(len(TITLES))),
    )


def publish(site: Site, kind: str, content: Edition, folder: Path) -> str:
    """Put the feed of `content` on the site as the whole line makes it, and give its address."""
    context = Context(now=LATER + timedelta(days=1))
    plan = pipeline.Plan(formats=(kind,), base_url=site.url)
    outcomes = list(pipeline.export(pipeline.clear(content, context), plan, context, FolderDestination(folder)))
    assert all(outcome.delivered for outcome in outcomes), outcomes
    media_type = exporters()[kind].media_type
    site.files = {o.name: (media_type, o.path.read_bytes()) for o in outcomes if o.path is not None}
    return site.url + outcomes[0].name


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def require(program: Program) -> None:
    """Skip without the reader, and under CI fail: what is promised of it would go unproven."""
    if (reason := program.missing()) and os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must have it")
    if reason:
        pytest.skip(reason)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def letters(text: str) -> str:
    """A text without blanks, which HTML does not keep."""
    return re.sub(r"\s", "", text)


def shown_letters(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return letters("".join(parser.found))


def assert_whole(html: str, article: Article) -> None:
    """Every text of the story, in the story's order."""
    shown, at = shown_letters(html), 0
    for block in article.body:
        for part in body.texts(block):
            found = shown.find(letters(plain(part)), at)
            assert found >= 0, f"{plain(part)!r} is missing, or not in its place, in {html}"
            at = found + len(letters(plain(part)))


def assert_shows(item: Seen, article: Article, shows: Shows, site: Site) -> None:
    """Whatever the reader can show is what the story says."""
    assert item.link == article.canonical_url
    assert_whole(item.html, article)
    if shows.titles == Shows().titles or not re.search(r"[<&]", article.headline):
        assert item.title == article.headline
    match shows.writers:
        case "all":
            assert item.authors == WRITERS
        case "all, in one line":
            assert item.authors == (", ".join(WRITERS),)
        case _:
            assert len(item.authors) == 1 and item.authors[0] in (*WRITERS, ", ".join(WRITERS))
    if "published" in shows.dates:
        assert item.published == article.published
    if "updated" in shows.dates:
        assert item.updated == article.modified
    if shows.categories:
        assert sorted(item.categories) == sorted(CATEGORIES)
    if shows.picture:
        assert len(item.enclosures) == 1
        file = item.enclosures[0]
        rendition = article.media[0].renditions[0]
        assert file.url == site.url + rendition.href
        if "length" in shows.picture:
            assert (file.type, file.length) == ("image/jpeg", rendition.size)


@pytest.mark.parametrize(("program", "kind"), READINGS)
def test_reader_shows_the_story(program: Program, kind: str, site: Site, tmp_path: Path) -> None:
    """Every story once, with its own address and not that of its picture, whole and letter for letter."""
    require(program)
    content = edition()
    shown = program.read(publish(site, kind, content, tmp_path / "out"), tmp_path)
    assert shown.keys() == {article.id for article in content.articles}
    for article in content.articles:
        [item] = shown[article.id]
        assert_shows(item, article, SHOWS[program.name][kind], site)


REMEMBERING = [p for p in READINGS if p.values[0].name in ("newsboat", "reader", "rss2email")]


def after_a_day(content: Edition) -> Edition:
    """The first story corrected, the second killed, the others as they were."""
    first, second, *others = content.articles
    corrected = msgspec.structs.replace(
        first,
        headline="AT&T, corrected",
        modified=LATER,
        version=2,
        corrections=(Correction(text="An earlier version had the wrong pier.", at=LATER),),
        body=(*first.body, body.Paragraph(bid="new", text=text("It was the other pier."))),
    )
    killed = msgspec.structs.replace(second, status="canceled", modified=LATER, version=2)
    return msgspec.structs.replace(content, articles=(corrected, killed, *others))


@pytest.mark.parametrize(("program", "kind"), REMEMBERING)
def test_change_reaches_who_has_read(program: Program, kind: str, site: Site, tmp_path: Path) -> None:
    """Under the same guid a correction takes the place of the story, and so does the notice of a kill."""
    require(program)
    before, after = edition(), after_a_day(edition())
    first = program.read(publish(site, kind, before, tmp_path / "out"), tmp_path)
    again = program.read(publish(site, kind, after, tmp_path / "out"), tmp_path)
    assert {name: len(items) for name, items in again.items()} == dict.fromkeys(first, 1)
    if program.name == "rss2email":  # a mail that was sent stays as it is, and no second one is sent
        assert again == first
        return
    corrected, killed, *others = after.articles
    [item] = again[corrected.id]
    assert_shows(item, corrected, SHOWS[program.name][kind], site)
    assert letters("An earlier version had the wrong pier.") in shown_letters(item.html)
    [item] = again[killed.id]
    assert item.title == "This story has been withdrawn."
    assert item.link == killed.canonical_url
    assert letters(item.title) in shown_letters(item.html)
    assert "Story 1" not in item.html + item.title and "quay" not in item.html and not item.enclosures
    assert all(again[article.id] == first[article.id] for article in others)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("atom", b'rel="enclosure" ', b""),
        ("atom", b'hreflang="en" href="https://gazette', b'hreflang="en" href="https://paper'),
        ("rss", b"<title>AT&#x26;T<", b"<title>AT&#x26;amp;T<"),
        ("rss", b"Here ends story 3.", b""),
        ("rss", b"<category", b"<dc:type"),
    ],
)
def test_a_wrong_feed_is_seen(kind: str, right: bytes, wrong: bytes, site: Site, tmp_path: Path) -> None:
    """The faults that feeds are known for do not pass: a lost `rel`, a wrong address, double escapes, missing text."""
    content = edition()
    address = publish(site, kind, content, tmp_path / "out")
    name = f"feed.{kind}"
    media_type, data = site.files[name]
    assert right in data
    faulty = data.replace(right, wrong).replace(
        b"</category>", b"</dc:type>" if b"dc:type" in wrong else b"</category>"
    )
    site.files = {name: (media_type, faulty)}
    feedparser = next(program for program in PROGRAMS if program.name == "feedparser")
    shown = feedparser.read(address, tmp_path)
    with pytest.raises(AssertionError):
        for article in content.articles:
            [item] = shown[article.id]
            assert_shows(item, article, Shows(), site)


def table(kind: str) -> str:
    """The readers' table of a format, as its page has it."""
    lines = ["| reader | titles | writers | dates | categories | picture |", "|---|---|---|---|---|---|"]
    for program, formats in SHOWS.items():
        if kind in formats:
            lines.append(f"| {program} | " + " | ".join(part or "–" for part in msgspec.structs.astuple(formats[kind])))
            lines[-1] += " |"
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", ["rss", "atom", "jsonfeed"])
def test_pages_say_what_readers_show(kind: str) -> None:
    """The documentation has the table that the readers were held to."""
    page = (DOCS / f"{kind}.md").read_text(encoding="utf-8")
    assert table(kind) in page, f"docs/formats/{kind}.md should have\n{table(kind)}"


def test_every_reader_is_held_to_something() -> None:
    """The table and the programs are the same set, and each reads at least RSS and Atom."""
    assert SHOWS.keys() == {program.name for program in PROGRAMS}
    assert all({"rss", "atom"} <= formats.keys() for formats in SHOWS.values())


def test_missing_reader_is_a_failure_under_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """A skip at home, a failure where it counts."""
    absent = Program("absent", lambda: "absent is not installed", lambda _address, _folder: [])
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="absent is not installed"):
        require(absent)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI must have it"):
        require(absent)
