"""The newspaper: pins, turns, words, tags; what it looks like is measured in `test_pdf_newspaper_pages`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest

import laws
import newspapers
import pdfs
from syndicate import gate
from syndicate.errors import ConfigError
from syndicate.exporters.pdf import style
from syndicate.exporters.pdf.fonts import FontBook
from syndicate.exporters.pdf.newspaper.feet import Feet
from syndicate.exporters.pdf.newspaper.headlines import fitted
from syndicate.exporters.pdf.newspaper.labels import labels
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body
from syndicate.model.article import Edition, PrintPosition
from test_pdf_profiles import PROFILES, judged, structure


def made(edition: Edition, folder: Path, **options: str) -> pdfs.Made:
    return pdfs.make(edition, media=folder, template="newspaper", profile="screen", options=options)


def pinned(edition: Edition, *places: tuple[int, str, str]) -> Edition:
    """`edition` with some of its stories, by number, pinned to a page and a module."""
    articles = list(edition.articles)
    for number, page, module in places:
        articles[number] = msgspec.structs.replace(articles[number], print=PrintPosition(page=page, column=module))
    return msgspec.structs.replace(edition, articles=tuple(articles))


def codes(made: pdfs.Made) -> list[str]:
    return [found.code for found in made.report if found.code.startswith("SYN-PDF-04")]


@pytest.mark.parametrize("manner", ["sparse", "full", "pictures"])
@pytest.mark.parametrize("say", [newspapers.ENGLISH, newspapers.ARABIC], ids=["ltr", "rtl"])
def test_verapdf_passes_and_no_word_is_lost(
    manner: newspapers.Manner, say: newspapers.Language, tmp_path: Path
) -> None:
    whole = newspapers.edition(40, manner, tmp_path, stories=15, say=say, scale=0.3)
    paper = made(whole, tmp_path)
    assert paper.findings(tmp_path) == []
    said = [text for role, text in structure(paper.data) if role in ("P", "H1", "H2")]
    told = [block.text for article in whole.articles for block in article.body]
    found = Counter(word for text in said for word in text.split())
    wanted = Counter(word for text in told for word in body.plain(text).split())
    wanted += Counter(word for a in whole.articles for word in f"{a.headline} {a.standfirst}".split())
    assert not wanted - found
    prose = [text for role, text in structure(paper.data) if role == "P"]
    for article in whole.articles:
        # A story is read in its order, over a turn too; the dateline runs into the first paragraph.
        paragraphs = [block.text for block in article.body if isinstance(block, body.Paragraph)]
        blocks = [" ".join(body.plain(text).split()) for text in paragraphs][1:]
        assert [text for text in prose if text in blocks] == blocks
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper.data)
    assert [line for line in judged(PROFILES["screen"], [path]) if not line.startswith("PASS")] == []


def test_the_same_edition_gives_the_same_pages(tmp_path: Path) -> None:
    whole = newspapers.edition(41, "full", tmp_path, stories=12, scale=0.3)
    assert made(whole, tmp_path).data == made(whole, tmp_path).data


@pytest.mark.parametrize(
    ("paper", "columns"), [("tabloid", 5), ("berliner", 6), ("broadsheet", 7), ("nordic", 8), ("swiss", 6)]
)
def test_the_grid_follows_the_paper(paper: str, columns: int) -> None:
    assert style.load("newspaper", {"page.size": paper}).columns == columns
    assert style.load("newspaper", {"page.size": paper, "page.columns": "4"}).columns == 4


def long_story(folder: Path) -> Edition:
    """A story that no page holds, and some others."""
    whole = newspapers.edition(42, "sparse", folder, stories=9, scale=0.3)
    first = whole.articles[0]
    blocks = tuple(
        body.Paragraph(bid=f"p{n}", text=body.text(f"Sentence {n} of the long story says what the others do not. " * 6))
        for n in range(160)
    )
    first = msgspec.structs.replace(first, body=blocks, priority=1)
    return msgspec.structs.replace(whole, articles=(first, *whole.articles[1:]))


def test_turns_name_the_page_and_lead_to_it(tmp_path: Path) -> None:
    paper = made(long_story(tmp_path), tmp_path)
    onward = [
        (n, int(p)) for n, text in enumerate(paper.pages, 1) for p in re.findall(r"Continued on Page (\d+)", text)
    ]
    back = [(int(p), n) for n, text in enumerate(paper.pages, 1) for p in re.findall(r"From Page (\d+)", text)]
    assert onward and sorted(onward) == sorted(back)
    assert all(there > here for here, there in onward)
    with pikepdf.open(BytesIO(paper.data)) as pdf:
        places_of = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        led = []
        places = dict(pdf.Root.get("/Dests", {}))
        for number, page in enumerate(pdf.pages, 1):
            for link in page.get("/Annots", ()):
                words_ = str(link.Contents)
                if words_.startswith("Continued on Page"):
                    aim = link.Dest if isinstance(link.Dest, pikepdf.Array) else places[str(link.Dest)]
                    led.append((number, places_of[aim[0].objgen], int(words_.split()[-1])))
    assert [(here, told) for here, _, told in led] == onward
    assert all(there == told for _, there, told in led)


def test_an_editor_pins_stories(tmp_path: Path) -> None:
    whole = newspapers.edition(43, "full", tmp_path, stories=24, scale=0.3)
    (first,) = [a.headline for a in whole.articles[9:10]]
    paper = made(pinned(whole, (9, "2", "1")), tmp_path)
    assert codes(paper) == []
    assert pdfs._plain(first) in paper.pages[1]
    assert pdfs._plain(first) not in paper.pages[2]


def test_conflicts_of_pins_are_told(tmp_path: Path) -> None:
    whole = newspapers.edition(44, "full", tmp_path, stories=18, scale=0.3)
    assert codes(made(pinned(whole, (0, "1", "1"), (1, "1", "1")), tmp_path)) == ["SYN-PDF-040"]
    assert codes(made(pinned(whole, (0, "90", "")), tmp_path)) == ["SYN-PDF-041"]
    assert codes(made(pinned(whole, (0, "A12", "")), tmp_path)) == ["SYN-PDF-041"]
    assert codes(made(pinned(whole, (0, "1", "40")), tmp_path)) == ["SYN-PDF-042"]
    assert codes(made(pinned(whole, (2, "1", "")), tmp_path)) == ["SYN-PDF-042"]


def test_a_pin_of_another_edition_is_none(tmp_path: Path) -> None:
    whole = newspapers.edition(44, "full", tmp_path, stories=9, scale=0.3)
    elsewhere = PrintPosition(edition="1998-04-02", page="A12")
    articles = tuple(msgspec.structs.replace(article, print=elsewhere) for article in whole.articles)
    assert codes(made(msgspec.structs.replace(whole, articles=articles), tmp_path)) == []


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Council votes to rebuild the old bridge", 300, ("Council votes", "to rebuild the old bridge")),
        ("Ferries stop at six", 200, ("Ferries stop at six",)),
    ],
)
def test_headlines_break_by_sense(text: str, width: float, lines: tuple[str, ...]) -> None:
    sheet = style.load("newspaper")
    passage = fitted(text, sheet.text.headline, (30, 24, 18), width, 3, Voice("en", "ltr"), Setter(FontBook()))
    found = tuple("".join(part for _, part in line.segments).strip() for line in passage.lines)
    assert " ".join(found) == text
    assert len(found) <= 3
    assert not any(line.rsplit(" ", 1)[-1] in ("to", "the", "at") for line in found[:-1])
    assert len(found[-1]) > 4 or len(found) == 1


@pytest.mark.parametrize("words", [12, 60, 150])
def test_a_story_that_fits_nowhere_well_stands_all_the_same(words: int, tmp_path: Path) -> None:
    """A lead of few words with a picture, on so wide a page that its text would end beside the picture."""
    whole = newspapers.edition(45, "pictures", tmp_path, stories=4, scale=0.4)
    few = body.Paragraph(bid="p", text=body.text("word " * words))
    articles = tuple(msgspec.structs.replace(article, kind="story", body=(few,)) for article in whole.articles)
    paper = made(msgspec.structs.replace(whole, articles=articles), tmp_path, paper="nordic")
    assert len(paper.pages) < 4
    assert sum(text.split().count("word") for text in paper.pages) == words * len(articles)


@pytest.mark.parametrize("paper", ["tabloid", "broadsheet", "180x240", "1000x700"])
@pytest.mark.parametrize("name", ["hostile", "photos", "multilingual", "packages"])
def test_any_edition_is_made_up_on_any_paper(name: str, paper: str, tmp_path: Path) -> None:
    """Stories without text, headlines without end, pictures that are none: a valid file, and all headlines in it."""
    whole = laws.edition(name)
    made_up = pdfs.make(
        whole, media=laws.EDITIONS / name, template="newspaper", profile="screen", options={"paper": paper}
    )
    assert made_up.findings(tmp_path) == []
    release = gate.clear(whole, laws.context().gate_clock).release
    wanted = Counter(visible(article.headline) for article in release.articles if article.headline.strip())
    said = Counter(visible(text) for role, text in structure(made_up.data) if role == "H1")
    assert wanted and not wanted - said


def test_a_page_may_be_too_small() -> None:
    with pytest.raises(ConfigError, match="too small for a newspaper"):
        style.load("newspaper", {"page.size": (100, 150)})


def test_long_briefs_and_standfirsts_find_room(tmp_path: Path) -> None:
    """A brief that no page holds is a story that is continued; a standfirst of a page begins the text."""
    whole = newspapers.edition(46, "sparse", tmp_path, stories=6, scale=0.3)
    articles = list(whole.articles)
    blocks = tuple(
        body.Paragraph(bid=f"p{n}", text=body.text(f"Brief {n} goes on and on and says more. " * 9)) for n in range(70)
    )
    articles[2] = msgspec.structs.replace(articles[2], body=blocks)
    articles[0] = msgspec.structs.replace(articles[0], standfirst="A standfirst that is none. " * 90)
    paper = made(msgspec.structs.replace(whole, articles=tuple(articles)), tmp_path)
    assert paper.findings(tmp_path) == []
    said = " ".join(text for role, text in structure(paper.data) if role == "P").split()
    assert said.count("Brief") == 70 * 9 and said.count("standfirst") == 90
    assert any("Continued on Page" in page for page in paper.pages)


def test_where_no_foot_is_reached_all_is_set_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Columns are filled one after the other, and briefs stay together, when nothing better is found."""
    monkeypatch.setattr(Feet, "columns", lambda *_, **__: None)
    whole = newspapers.edition(47, "full", tmp_path, stories=9, scale=0.3)
    paper = made(whole, tmp_path)
    assert paper.findings(tmp_path) == []
    said = Counter(word for role, text in structure(paper.data) if role in ("P", "H1", "H2") for word in text.split())
    told = [body.plain(block.text) for article in whole.articles for block in article.body]
    assert not Counter(word for text in told for word in text.split()) - said


def visible(text: str) -> str:
    """The letters of `text`, without what has no form of its own, such as the tags in the emoji of a flag."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def test_an_edition_of_nothing_but_a_brief_is_a_page(tmp_path: Path) -> None:
    whole = pdfs.edition(pdfs.story(pdfs.paragraph(pdfs.COPY), kind="brief"))
    assert len(made(whole, tmp_path).pages) == 1


def test_labels_of_an_unknown_language_are_arrows() -> None:
    assert labels("xx").continued % 4 == "→ 4"
    assert labels("fa").continued % 4 == "← 4"
