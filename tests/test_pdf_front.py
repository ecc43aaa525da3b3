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
