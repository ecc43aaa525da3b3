"""The front page of an edition: what leads on it, what its contents say, and where its links go."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import pdfs
from syndicate.exporters.pdf import style
from syndicate.model import body
from syndicate.model.article import Article, Edition, Media, Rendition, Section
from test_pdf_profiles import structure

EDITION = style.load("edition")
LETTERS = "abcdefgh"


def story(letter: str, **fields: object) -> Article:
    given: dict[str, object] = {"headline": f"Story {letter} of many", "standfirst": f"What story {letter} says."}
    return pdfs.story(pdfs.paragraph(pdfs.COPY * 4), id=f"urn:x-test:{letter}", **(given | fields))


def whole(*articles: Article, **fields: object) -> Edition:
    halves = (("one", articles[:3]), ("two", articles[3:]))
    sections = tuple(Section(id=n, title=n.title(), articles=tuple(a.id for a in part)) for n, part in halves)
    return pdfs.edition(*articles, **({"sections": sections} | fields))


def pictured(folder: Path) -> Article:
    (folder / "a.png").write_bytes(pdfs.picture("L", (900, 500)))
    media = Media(id="m", type="picture", renditions=(Rendition(href="a.png"),), caption=body.text("At dusk"))
    return story("a", media=(media,))


def test_the_first_story_leads_with_its_picture(tmp_path: Path) -> None:
    made = pdfs.make(whole(pictured(tmp_path), *map(story, LETTERS[1:])), media=tmp_path, template="edition")
    front = made.pages[0]
    assert front.startswith("The Test Story a of many 2 What story a says. At dusk One Story b of many")
    for letter in LETTERS:
        (number,) = re.findall(f"Story {letter} of many (\\d+)", front)
        assert f"Story {letter} of many" in made.pages[int(number) - 1]
    document = pypdfium2.PdfDocument(made.data)
    page = document[0]
    text = page.get_textpage()
    said = text.get_text_range()
    sizes = {letter: text.get_charbox(said.index(f"Story {letter}")) for letter in "ab"}
    (image,) = (it for it in page.get_objects() if it.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)
    left, _, right, _ = image.get_bounds()
    beside = [n for n in LETTERS[1:] if text.get_charbox(said.index(f"Story {n}"))[0] > right]
    document.close()
    assert sizes["a"][3] - sizes["a"][1] > 2 * (sizes["b"][3] - sizes["b"][1])
    assert right - left == pytest.approx(EDITION.over(2), abs=0.1)
    assert beside, "the contents go on beside the picture"
    with made.open() as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        links = {str(a.Contents): pages[a.Dest[0].objgen] for a in pdf.pages[0].obj.Annots}
        assert [links[f"Story {n} of many"] for n in LETTERS] == sorted(links.values())
        entries = [it for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and it.get("/S") == "/TOCI"]
        assert len(entries) == len(LETTERS)
    assert made.codes == []
    assert made.findings(tmp_path) == []


def test_what_is_wrong_with_the_picture_is_told_once(tmp_path: Path) -> None:
    lead = pictured(tmp_path)
    (tmp_path / "a.png").write_bytes(b"no picture")
    made = pdfs.make(whole(lead, story("b")), media=tmp_path, template="edition")
    assert made.codes == ["SYN-PDF-001"]
    assert made.pages[0].startswith("The Test Story a of many 2 What story a says. One Story b")


@pytest.mark.parametrize(
    ("articles", "first"),
    [
        ((story("a", kind="brief"), story("b")), "Story b of many 2"),
        ((story("a", headline=" "), story("b")), "Story b of many 2"),
        ((story("a", kind="brief"), story("b", kind="alert")), "One Story a of many 2"),
    ],
    ids=["no brief", "nothing without a headline", "briefs alone"],
)
def test_what_does_not_lead(articles: tuple[Article, ...], first: str, tmp_path: Path) -> None:
    made = pdfs.make(whole(*articles), template="edition")
    assert made.pages[0].startswith(f"The Test {first}")
    assert made.findings(tmp_path) == []


@pytest.mark.parametrize("options", [{"set": "front.lead=false;front.columns=false"}, {"set": "front.lead=false"}])
def test_contents_alone(options: dict[str, str], tmp_path: Path) -> None:
    made = pdfs.make(whole(*map(story, LETTERS)), template="edition", options=options)
    assert made.pages[0].startswith("The Test One Story a of many 2 What story a says. Story b of many 2")
    assert made.findings(tmp_path) == []


def test_a_lead_in_one_column_stands_over_the_contents(tmp_path: Path) -> None:
    lead = pictured(tmp_path)
    made = pdfs.make(whole(lead, story("b")), media=tmp_path, options={"set": "front.lead=true"})
    assert made.pages[0].startswith("The Test Story a of many 2 What story a says. At dusk One Story b of many 3")
    assert made.findings(tmp_path) == []


def test_contents_of_many_pages_keep_every_line(tmp_path: Path) -> None:
    stories = [story(f"n{n}x") for n in range(240)]
    made = pdfs.make(whole(*stories), template="edition")
    for number in range(240):
        assert f"Story n{number}x of many" in " ".join(made.pages[:9])
    assert made.findings(tmp_path) == []


# --- sections and what is withdrawn ----------------------------------------------------------------------------------


def short(letter: str) -> Article:
    return pdfs.story(pdfs.paragraph("Few words."), id=f"urn:x-test:{letter}", headline=f"Short {letter}", kind="brief")


def outline(made: pdfs.Made) -> list[tuple[int, str, int]]:
    document = pypdfium2.PdfDocument(made.data)
    found = [(item.level, item.get_title(), item.get_dest().get_index() + 1) for item in document.get_toc()]
    document.close()
    return found


@pytest.mark.parametrize(
    ("template", "options", "pages"),
    [
        ("article", {}, (2, 3)),
        ("edition", {}, (2, 2)),
        ("edition", {"set": "page.sections=page"}, (2, 3)),
        ("article", {"set": "page.sections=run"}, (2, 2)),
    ],
)
def test_sections_begin_pages_or_run_on(
    template: str, options: dict[str, str], pages: tuple[int, int], tmp_path: Path
) -> None:
    made = pdfs.make(whole(*map(short, "abcd")), template=template, options=options)
    assert [(level, page) for level, title, page in outline(made) if title in ("One", "Two")] == [
        (0, pages[0]), (0, pages[1])
    ]  # fmt: skip
    assert outline(made)[-1] == (1, "Short d", pages[1])
    assert made.findings(tmp_path) == []


def test_sections_in_sections_and_without_stories_of_their_own_are_in_the_outline(tmp_path: Path) -> None:
    stories = tuple(map(short, "ab"))
    inner = Section(id="in", title="Inner", articles=("urn:x-test:a",))
    parts = (
        Section(id="out", title="Outer", sections=(inner,)),
        Section(id="again", title="Again", articles=("urn:x-test:a",)),
    )
    made = pdfs.make(pdfs.edition(*stories, sections=parts), template="edition")
    titles = [(level, title) for level, title, _ in outline(made)]
    assert titles[:3] == [(0, "Outer"), (1, "Inner"), (2, "Short a")]
    assert (0, "Again") in titles
    assert made.findings(tmp_path) == []


def test_a_notice_stands_on_one_page(tmp_path: Path) -> None:
    for length in range(20, 34):
        first = story("a", body=(pdfs.paragraph(pdfs.COPY * length),))
        killed = pdfs.story(id="urn:x-test:killed", status="canceled", modified=pdfs.BUILT)
        made = pdfs.make(pdfs.edition(first, killed))
        (page,) = (page for page in made.pages[1:] if "withdrawn" in page)
        assert "urn:x-test:killed" in page


def test_who_said_it_stands_with_what_was_said() -> None:
    quote = body.Quote(bid="q", text=body.text("We shall see what becomes of it."), attribution=body.text("A. Reader"))
    for before in range(1, 12):
        blocks = (
            *(pdfs.paragraph(pdfs.COPY, bid=f"p{n}") for n in range(before)),
            quote,
            pdfs.paragraph(pdfs.COPY * 3),
        )
        document = pypdfium2.PdfDocument(pdfs.make(pdfs.story(*blocks), template="edition").data)
        text = document[0].get_textpage()
        said = text.get_text_range()
        end, name = (text.get_charbox(said.index(words)) for words in ("of it.", "A. Reader"))
        document.close()
        assert 0 < end[1] - name[1] < 1.5 * EDITION.grid, before


@pytest.mark.parametrize("template", ["article", "letter", "edition"])
def test_the_imprint_stands_at_the_foot_of_the_front_page(template: str, tmp_path: Path) -> None:
    """Tagged, and never on a page of its own; only a long one stands behind the contents."""
    for notice, foot in (("© 2025 The Courier", True), ("All rights of every kind are reserved. " * 9, False)):
        made = pdfs.make(whole(*map(story, LETTERS), copyright_notice=notice), template=template)
        words = notice.split(".")[0].strip()
        document = pypdfium2.PdfDocument(made.data)
        text = document[0].get_textpage()
        said = text.get_text_range()
        folio = text.get_charbox(said.index("Page 1 of"))
        place = text.get_charbox(said.index(words))
        document.close()
        assert (abs(place[1] - folio[1]) < 3) is foot
        assert ("P", words) in structure(made.data) or not foot
        assert made.findings(tmp_path) == []
