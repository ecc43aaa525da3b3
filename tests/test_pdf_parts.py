"""The parts of a page beyond running text: notes and what calls them, drop caps, ruby, pictures over columns."""

from __future__ import annotations

import itertools
import re
import unicodedata
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pdfs
from syndicate.exporters.pdf import style
from syndicate.exporters.pdf.columns import Columns, Snapped
from syndicate.exporters.pdf.dropcap import initial
from syndicate.exporters.pdf.flow import Para, Rule
from syndicate.exporters.pdf.fonts import FontBook
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body
from syndicate.model.article import Article, Media, Rendition
from test_pdf_profiles import structure

T = body.text
SUP = body.Sup()


def run(text: str, *marks: body.Mark) -> body.Run:
    return body.Run(text=text, marks=marks)


def tags(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    """The tags of this role, in no order."""
    return [it for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and it.get("/S") == f"/{role}"]


# --- notes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", ["article", "edition"])
def test_notes_stand_at_the_end_and_are_called_by_links(template: str, tmp_path: Path) -> None:
    first = body.Footnote(bid="n1", label="1", text=T("Said in the minutes."))
    second = body.Footnote(bid="n2", label="b", text=T("Said elsewhere."))
    cell = body.Cell(text=T("eight", run("b", SUP)))
    story = pdfs.story(
        pdfs.paragraph("Voted", run("1", SUP), " by nine", run(" [b] ", SUP), "; ten", run("2", SUP), " or so."),
        first,
        pdfs.paragraph("The end."),
        body.Table(bid="t", rows=((cell,),)),
        second,
    )
    made = pdfs.make(pdfs.edition(story, pdfs.story(pdfs.paragraph("Other."), id="urn:x-test:b")), template=template)
    assert "The end. eightb 1 Said in the minutes. b Said elsewhere." in made.text
    with made.open() as pdf:
        links = [a for page in list(pdf.pages)[1:] for a in page.obj.get("/Annots", ())]
        assert [str(a.Contents) for a in links] == ["1", "[b]", "b"]
        heights = [float(a.Dest[3]) if str(a.Dest[1]) == "/XYZ" else float(a.Dest[2]) for a in links]
        assert heights[0] != heights[1] == heights[2]
        assert [str(it.P.S) for it in tags(pdf, "Link") if str(it.P.S) == "/Reference" and it.P.P.S != "/TOCI"] == [
            "/Reference"
        ] * 3
        assert len({bytes(note.ID) for note in tags(pdf, "Note")}) == 2
    assert [said for role, said in structure(made.data) if role in ("Lbl", "Note")] == [
        "Said in the minutes.", "1", "Said elsewhere.", "b"
    ]  # fmt: skip
    assert made.codes == []
    assert made.findings(tmp_path) == []


def test_a_note_in_a_box_stays_there_and_what_is_no_call_is_no_link() -> None:
    note = body.Footnote(bid="n", label="1", text=T("Boxed note."))
    box = body.Box(bid="b", title="Facts", blocks=(pdfs.paragraph("m", run("2", SUP)), note))
    linked = run("1", SUP, body.Link(href="https://news.example/one"))
    own = body.Footnote(bid="o", label="1", text=T("Own note."))
    made = pdfs.make(pdfs.story(box, pdfs.paragraph("Text", linked, " 1."), own))
    assert "Facts m2 1 Boxed note. Text1 1. 1 Own note." in made.text
    with made.open() as pdf:
        (link,) = pdf.pages[0].obj.Annots
        assert str(link.A.URI) == "https://news.example/one"
    stranger = pdfs.paragraph(run("x", body.Link(href="#note:0:urn:x-test:other")))
    with pdfs.make(pdfs.story(stranger, own)).open() as pdf:
        assert "/Annots" not in pdf.pages[0].obj


def test_notes_without_words_or_labels() -> None:
    made = pdfs.make(pdfs.story(body.Footnote(bid="a", text=()), body.Footnote(bid="b", text=T("Plain."))))
    assert "Plain." in made.text
    with made.open() as pdf:
        assert len(tags(pdf, "Note")) == 2


# --- drop caps -------------------------------------------------------------------------------------------------------

CAPS = {"set": "text.dropcap.lines=3"}


def paths(pdf: pikepdf.Pdf) -> int:
    """How many shapes of letters are drawn."""
    count = 0
    for page in pdf.pages:
        operators = [str(it.operator) for it in pikepdf.parse_content_stream(page, "h f")]
        count += sum(a == "h" and b == "f" for a, b in itertools.pairwise(operators))
    return count


@pytest.mark.parametrize("template", ["article", "edition"])
@pytest.mark.parametrize(
    "words",
    ["The council. ", "“Once more,” he said. ", "A dog came. ", "Østbanen. ", "Ωδή. ", "Жизнь. ", "E\u0301tat. "],
)
def test_a_drop_cap_is_one_word_with_its_rest(words: str, template: str, tmp_path: Path) -> None:
    story = pdfs.story(pdfs.paragraph(words + pdfs.COPY * 3), pdfs.paragraph(pdfs.COPY))
    made = pdfs.make(story, template=template, options=CAPS)
    said = unicodedata.normalize("NFC", words).strip()
    assert f"A story {said} The council voted" in unicodedata.normalize("NFC", made.text)
    tagged = next(text for role, text in structure(made.data) if role == "P")
    assert unicodedata.normalize("NFC", tagged).startswith(said)
    with made.open() as pdf:
        assert paths(pdf) == 1
    assert made.findings(tmp_path) == []


def test_a_lead_takes_the_drop_cap_and_a_note_is_still_called() -> None:
    lead = body.Lead(bid="l", text=T("Once", run("1", SUP), " more. " + pdfs.COPY * 2))
    note = body.Footnote(bid="n", label="1", text=T("Noted."))
    made = pdfs.make(pdfs.story(lead, pdfs.paragraph(pdfs.COPY), note), template="edition", options=CAPS)
    assert "Once1 more. The council" in made.text
    with made.open() as pdf:
        assert paths(pdf) == 1
        assert len(list(pdf.pages[0].obj.Annots)) == 1


@pytest.mark.parametrize(
    "story",
    [
        pdfs.story(pdfs.paragraph("Short.")),
        pdfs.story(pdfs.paragraph("Lines\n" * 9)),
        pdfs.story(pdfs.paragraph("9 " + pdfs.COPY * 3)),
        pdfs.story(pdfs.paragraph("— " + pdfs.COPY * 3)),
        pdfs.story(pdfs.paragraph(pdfs.COPY * 3), kind="brief"),
        pdfs.story(pdfs.paragraph("قالت الوزيرة " * 40), language="ar"),
        pdfs.story(pdfs.paragraph("港湾鉄道の再開を求める議案が可決された。" * 9), language="ja"),
        pdfs.story(body.Box(bid="b", blocks=(pdfs.paragraph(pdfs.COPY * 3),))),
        pdfs.story(pdfs.paragraph("")),
    ],
    ids=["short", "broken lines", "figure", "dash", "brief", "Arabic", "Japanese", "box", "empty"],
)
def test_what_can_have_no_drop_cap_has_none_and_keeps_its_words(story: Article, tmp_path: Path) -> None:
    made, plain = pdfs.make(story, options=CAPS), pdfs.make(story)
    with made.open() as pdf:
        assert paths(pdf) == 0
    assert made.text == plain.text
    assert made.findings(tmp_path) == []


def test_the_lines_beside_a_drop_cap_stay_with_it() -> None:
    """Beside the letter lines begin behind it, below it at the edge; on a page it stands with all of them."""
    sheet = style.load("", {"text.dropcap.lines": "3"})
    setter = Setter(FontBook())
    text = body.text("The quick end. " + pdfs.COPY * 2)
    both = initial(text, sheet.text.body, sheet.text.dropcap, 200, Voice("en"), setter)
    assert both is not None
    made = Para(both[1], initial=both[0])
    offsets = [line.offset for line in made.passage.lines]
    assert offsets[0] == offsets[1] == offsets[2] > 20
    assert set(offsets[3:]) == {0.0}
    assert made.split(2.5 * made.passage.style.leading) is None
    divided = made.split(4 * made.passage.style.leading)
    assert divided is not None
    head, tail = divided
    assert isinstance(head, Para)
    assert head.initial is both[0]
    assert head.height == 4 * made.passage.style.leading
    assert tail.height == made.height - head.height


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäß-’", min_size=1, max_size=16), min_size=60, max_size=90))
def test_beside_a_drop_cap_no_letter_is_lost(chosen: list[str]) -> None:
    text = "T" + " ".join(chosen)
    sheet = style.load("edition", {"text.dropcap.lines": "3"})
    made = initial(T(text), sheet.text.body, sheet.text.dropcap, sheet.column, Voice("en"), Setter(FontBook()))
    assert made is not None
    said = "".join(part for line in made[1].lines for _, part in line.segments)
    assert re.sub("[ \u00a0\u00ad]", "", said) == text[1:].replace(" ", "")


# --- ruby ------------------------------------------------------------------------------------------------------------


def read(base: str, *readings: str) -> body.Run:
    """A base with its readings."""
    return body.Run(text=base, marks=tuple(body.Ruby(text=reading) for reading in readings))


@pytest.mark.parametrize("template", ["article", "edition"])
def test_a_reading_stands_above_its_base(template: str, tmp_path: Path) -> None:
    words = pdfs.paragraph(
        read("港湾", "こうわん"), read("鉄道", "てつどう"), "の再開を求める", read("私", "わたくし"), "。"
    )
    made = pdfs.make(pdfs.story(words, language="ja", headline="駅"), template=template)
    assert "港湾鉄道の再開を求める私。" in made.text
    found = structure(made.data)
    assert ("P", "港湾鉄道の再開を求める私。") in found
    assert [text for role, text in found if role == "RT"] == ["こうわん", "てつどう", "わたくし"]
    document = pypdfium2.PdfDocument(made.data)
    page = document[0].get_textpage()
    said = page.get_text_range()
    for base, reading in (("港湾", "こうわん"), ("鉄道", "てつどう"), ("私", "わたくし")):
        left, low, _, _ = page.get_charbox(said.index(base), loose=True)
        right = page.get_charbox(said.index(base) + len(base) - 1, loose=True)[2]
        start, above, _, _ = page.get_charbox(said.index(reading))
        end = page.get_charbox(said.index(reading) + len(reading) - 1)[2]
        assert above > low + 6
        assert (start + end) / 2 == pytest.approx((left + right) / 2, abs=1.5)
    document.close()
    assert made.findings(tmp_path) == []


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (read("志", "とてもながいよみかた"), "志(とてもながいよみかた)"),
        (read("港 湾", "こうわん"), "港 湾(こうわん)"),
        (read("港", "こう わん"), "港(こう わん)"),
        (read("港", "みなと", "こう"), "港(みなと)(こう)"),
        (read("港" * 13, "みなと"), "港" * 13 + "(みなと)"),
        (read("", "みなと"), "(みなと)"),
    ],
)
def test_a_reading_without_room_stands_in_brackets(run: body.Run, said: str, tmp_path: Path) -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph("前", run, "後"), language="ja"))
    assert said in made.text
    assert made.findings(tmp_path) == []


def test_readings_need_leading_and_no_neighbour_that_sticks_out() -> None:
    tight = pdfs.make(pdfs.story(pdfs.paragraph(read("Beijing", "běi")), language="en"), template="edition")
    assert "Beijing (běi)" in tight.text
    wide = pdfs.make(pdfs.story(pdfs.paragraph(read("Beijing", "běijīng")), language="en"))
    assert "Beijing (" not in wide.text
    crowded = pdfs.make(pdfs.story(pdfs.paragraph(read("志", "こころ"), read("志", "こころざし")), language="ja"))
    assert "志(こころざし)" in crowded.text
    assert "志(こころ)" not in crowded.text


def test_a_base_is_never_divided() -> None:
    text = pdfs.paragraph("A ", *(part for _ in range(40) for part in (read("telephones", "tele"), " or ")))
    made = pdfs.make(pdfs.story(text))
    assert made.text.count("telephones") == 40
    assert len([text for role, text in structure(made.data) if role == "RT"]) == 40


# --- pictures over columns -------------------------------------------------------------------------------------------

EDITION = style.load("edition")


def placed(made: pdfs.Made) -> list[tuple[int, float, float, float]]:
    """Page, left edge, upper edge and width of each picture, in points."""
    found = []
    document = pypdfium2.PdfDocument(made.data)
    for number, page in enumerate(document):
        for thing in page.get_objects():
            if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
                left, _, right, top = thing.get_bounds()
                found.append((number, left, top, right - left))
    document.close()
    return found


def pictured(
    folder: Path, *, size: tuple[int, int] = (900, 500), at: int = 1, paragraphs: int = 30, **fields: object
) -> Article:
    """A story with a picture behind `at` paragraphs; none shows it where that is negative."""
    (folder / "a.png").write_bytes(pdfs.picture("L", size))
    blocks: list[body.Block] = [pdfs.paragraph(pdfs.COPY + f" End of {n}.", bid=f"p{n}") for n in range(paragraphs)]
    if at >= 0:
        blocks.insert(at, body.Figure(bid="f", media="m"))
    caption = T("The caption of it")
    media = Media(id="m", type="picture", renditions=(Rendition(href="a.png"),), caption=caption, credit="Hand")
    return pdfs.story(*blocks, media=(media,), **fields)


@pytest.mark.parametrize("at", [-1, 0, 2])
def test_the_picture_that_opens_a_story_has_two_of_three_columns(at: int, tmp_path: Path) -> None:
    made = pdfs.make(pictured(tmp_path, at=at), media=tmp_path, template="edition")
    ((page, left, top, width),) = placed(made)
    assert (page, left) == (0, pytest.approx(EDITION.left, abs=0.1))
    assert width == pytest.approx(EDITION.over(2), abs=0.1)
    document = pypdfium2.PdfDocument(made.data)
    text = document[0].get_textpage()
    said = text.get_text_range()
    first = text.get_charbox(said.index("The council"))
    caption = text.get_charbox(said.index("The caption"))
    beside = [text.get_charbox(i) for i in range(text.count_chars()) if text.get_charbox(i)[0] > EDITION.left + width]
    document.close()
    assert caption[3] < top - width * 500 / 900 + 0.1, "its words stand below it"
    assert first[3] < caption[1], "the story begins below the picture"
    assert sum(box[3] > first[3] + 20 for box in beside) > 100, "and goes on beside it"
    assert [role for role, _ in structure(made.data)][:4] == ["H1", "P", "P", "P"]
    assert all(f"End of {n}." in made.text for n in range(30))
    assert made.codes == []
    assert made.findings(tmp_path) == []


@pytest.mark.parametrize(
    ("why", "story", "options"),
    [
        ("high", {"size": (500, 900)}, {}),
        ("small", {"size": (200, 100)}, {}),
        ("late", {"at": 4}, {}),
        ("short", {"paragraphs": 3}, {}),
        ("asked", {}, {"set": "figure.lead=1"}),
    ],
)
def test_other_pictures_have_one_column(
    why: str, story: dict[str, Any], options: dict[str, str], tmp_path: Path
) -> None:
    made = pdfs.make(pictured(tmp_path, **story), media=tmp_path, template="edition", options=options)
    ((_, _, _, width),) = placed(made)
    assert width <= EDITION.column + 0.1, why
    assert made.text.count("The caption of it") == 1
    assert made.findings(tmp_path) == []


def test_a_picture_over_all_columns(tmp_path: Path) -> None:
    lead = pdfs.make(pictured(tmp_path), media=tmp_path, template="edition", options={"set": "figure.lead=3"})
    inside = pdfs.make(
        pictured(tmp_path, at=9), media=tmp_path, template="edition", options={"set": "figure.inside=all"}
    )
    for made in (lead, inside):
        ((_, _, _, width),) = placed(made)
        assert width == pytest.approx(EDITION.measure, abs=0.1)
        assert made.findings(tmp_path) == []
    assert lead.text.index("The caption") < lead.text.index("End of 0") < inside.text.index("The caption")


def test_right_to_left_the_picture_stands_at_the_right(tmp_path: Path) -> None:
    story = pictured(tmp_path, language="he", headline="חדשות")
    ((_, left, _, width),) = placed(pdfs.make(story, media=tmp_path, template="edition"))
    assert left + width == pytest.approx(EDITION.left + EDITION.measure, abs=0.1)


def test_a_picture_that_cannot_be_shown_opens_no_story(tmp_path: Path) -> None:
    story = pictured(tmp_path)
    (tmp_path / "a.png").write_bytes(b"no picture")
    made = pdfs.make(story, media=tmp_path, template="edition")
    assert made.codes == ["SYN-PDF-001"]
    assert "The caption of it Hand" in made.text


def test_something_wide_stands_before_a_few_lines_rather_than_after_them() -> None:
    row = tuple(body.Cell(text=T(f"cell{n}")) for n in range(9))
    table = body.Table(bid="t", rows=(row,))
    first, second = (pdfs.paragraph(words) for words in ("One line.", pdfs.COPY * 9))
    made = pdfs.make(pdfs.story(first, table, second), template="edition")
    assert re.search("A story .*cell8.*One line", made.text)
    headed = body.Crosshead(bid="c", text=T("Depths"))
    kept = pdfs.make(pdfs.story(first, headed, table, second), template="edition")
    assert re.search("One line.*Depths.*cell8.*The council", kept.text)


@pytest.mark.parametrize("paragraphs", [12, 17, 23, 40, 90])
def test_columns_beside_a_picture_end_evenly(paragraphs: int, tmp_path: Path) -> None:
    """And every word is there, on however many pages."""
    made = pdfs.make(pictured(tmp_path, paragraphs=paragraphs), media=tmp_path, template="edition")
    assert all(f"End of {n}." in made.text for n in range(paragraphs))
    over = Snapped.of(Rule(EDITION.over(2), 0.5, before=40, after=57.5), EDITION.grid)
    text = Setter(FontBook()).set(pdfs.COPY * paragraphs, EDITION.text.body, EDITION.column, Voice("en"))
    columns = Columns([Para(text)], 3, EDITION.column, EDITION.gutter, EDITION.grid, over=over, span=2)
    assert columns.height > 0
    heights = columns._heights(columns._laid or [])
    assert max(heights) - min(heights) <= EDITION.grid + 0.01
    assert columns.ends_well


# --- boxes -----------------------------------------------------------------------------------------------------------


def rectangles(made: pdfs.Made) -> list[tuple[float, float, float]]:
    """Grey, width and height of each rectangle that is filled on the first page."""
    with made.open() as pdf:
        found, grey = [], 0.0
        for it in pikepdf.parse_content_stream(pdf.pages[0], "g re"):
            if str(it.operator) == "g":
                grey = float(it.operands[0])
            else:
                found.append((grey, float(it.operands[2]), float(it.operands[3])))
        return found


def test_boxes_are_tinted_or_framed(tmp_path: Path) -> None:
    box = body.Box(bid="b", title="Facts", blocks=(pdfs.paragraph(pdfs.COPY),))
    tinted = pdfs.make(pdfs.story(box))
    framed = pdfs.make(pdfs.story(box), options={"set": "page.boxes=frame"})
    assert any(0.9 < grey < 1 and height > 40 for grey, _, height in rectangles(tinted))
    assert not any(0.9 < grey < 1 for grey, _, _ in rectangles(framed))
    sides = [height for grey, width, height in rectangles(framed) if grey == 0 and width < 1]
    assert len(sides) == 2
    assert sides[0] == sides[1] > 40
    assert tinted.text == framed.text
    assert framed.findings(tmp_path) == []


@pytest.mark.parametrize("look", ["tint", "frame"])
def test_a_box_over_pages_is_a_box_on_each(look: str, tmp_path: Path) -> None:
    box = body.Box(bid="b", title="Facts", blocks=tuple(pdfs.paragraph(pdfs.COPY, bid=f"p{n}") for n in range(60)))
    made = pdfs.make(pdfs.story(box), options={"set": f"page.boxes={look}"})
    assert made.text.count("The council voted") == 60
    assert made.findings(tmp_path) == []
