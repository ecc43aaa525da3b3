"""Running text in lines and columns: what a paragraph gives, how columns end, and what a template may be told."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pdfs
from syndicate.errors import ConfigError, UsageError
from syndicate.exporters.pdf import fitting, style
from syndicate.exporters.pdf.breaking import Line
from syndicate.exporters.pdf.columns import Columns, Snapped, on_grid
from syndicate.exporters.pdf.flow import Element, Para, Rule
from syndicate.exporters.pdf.fonts import FontBook
from syndicate.exporters.pdf.metadata import Properties
from syndicate.exporters.pdf.pen import Pen
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.tags import Tree
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body

SHEET = style.load("edition")
SETTER = Setter(FontBook())
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


def setting(text: str, width: float = SHEET.column) -> list[Line]:
    return Setter(FontBook()).set(text, SHEET.text.body, width, Voice("en")).lines


def words(lines: list[Line]) -> str:
    """The text of lines, divided words put together."""
    said = ""
    for line in lines:
        said += "".join(text for _, text in line.segments)
        said = said[:-1] if said.endswith("\u00ad") else said + " "
    return " ".join(said.replace("\u00a0", " ").split())


@settings(max_examples=60, deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=80))
def test_no_word_is_lost_and_no_line_is_too_wide(chosen: list[str]) -> None:
    lines = setting(" ".join(chosen))
    assert words(lines) == " ".join(chosen)
    blank = lines[0].segments[0][0].width(" ")
    for line in lines:
        assert line.width * line.scale <= line.room + 0.45 * blank * line.blanks + 0.01
        assert abs(line.scale - 1) <= fitting.GLYPHS + 1e-9


def test_a_paragraph_is_set_as_a_whole() -> None:
    """Three lines in a row never end in a divided word, and no gap is four blanks wide where words can be divided."""
    lines = setting(pdfs.COPY * 40)
    divided = ["".join(text for _, text in line.segments).endswith("\u00ad") for line in lines]
    assert any(divided)
    assert max(len(list(run)) for ends, run in itertools.groupby(divided) if ends) <= 2
    for line in lines[:-1]:
        blank = line.segments[0][0].width(" ")
        assert (line.room - line.width * line.scale) / line.blanks < 3 * blank


def test_wanted_breaks_are_kept_in_justified_text() -> None:
    lines = setting("One line.\nAnother line.\n\nA last one.")
    assert [line.last for line in lines if line.segments] == [True, True, True]
    assert words(lines) == "One line. Another line. A last one."


# --- columns ---------------------------------------------------------------------------------------------------------


def paragraph(lines: int) -> Para:
    """A paragraph of so many lines."""
    made = Setter(FontBook()).set("\n".join("word" for _ in range(lines)), SHEET.text.body, SHEET.column, Voice("en"))
    assert len(made.lines) == lines
    return Para(made)


def columns(*parts: Element) -> Columns:
    return Columns(list(parts), 3, SHEET.column, SHEET.gutter, SHEET.grid)


@pytest.mark.parametrize("count", range(6, 60))
def test_columns_that_end_a_story_are_even(count: int) -> None:
    made = columns(paragraph(count))
    assert made.height in {SHEET.grid * -(-count // 3), SHEET.grid * (-(-count // 3) + 1)}
    heights = [sum(part.height for part in column) for column in made._laid or []]
    assert sum(heights) == pytest.approx(count * SHEET.grid)
    assert max(heights) - min(heights) <= SHEET.grid + 0.01


def test_no_line_stands_alone_and_no_crosshead_at_the_foot() -> None:
    for lengths in itertools.product((2, 3, 5, 8), repeat=3):
        head = paragraph(1)
        head.keep, head.before = True, SHEET.grid
        made = columns(paragraph(lengths[0]), head, paragraph(lengths[1]), paragraph(lengths[2]))
        assert made.height > 0
        for column in made._laid or []:
            assert not column or not column[-1].keep
            for edge in (part for part in column if isinstance(part, Para)):
                shown = (len(edge.passage.lines) if edge.last is None else edge.last) - edge.first
                assert shown > 1 or len(edge.passage.lines) == 1


def test_a_story_flows_over_pages_in_full_columns() -> None:
    made = columns(paragraph(100), paragraph(40))
    divided = made.split(20 * SHEET.grid)
    assert divided is not None
    head, tail = divided
    assert isinstance(head, Columns)
    assert [sum(part.height for part in column) for column in head._laid or []] == [20 * SHEET.grid] * 3
    assert tail.height == pytest.approx(27 * SHEET.grid, abs=SHEET.grid)
    assert made.split(SHEET.grid) is None, "a story does not begin with a line at the foot"


def test_what_has_no_height_in_lines_leaves_the_grid_whole() -> None:
    snapped = on_grid(Rule(100, 0.5, before=7, after=9), SHEET.grid)
    assert isinstance(snapped, Snapped)
    assert snapped.height == 2 * SHEET.grid
    assert on_grid(paragraph(3), SHEET.grid).height == 3 * SHEET.grid


def baselines(page: pypdfium2.PdfPage) -> dict[int, set[float]]:
    """Where the letters of running text stand, by column."""
    found: dict[int, set[float]] = {0: set(), 1: set(), 2: set()}
    text = page.get_textpage()
    for index in range(text.count_chars()):
        box = text.get_charbox(index, loose=True)
        if 11.5 < box[3] - box[1] < 12.5:
            found[int((box[0] - SHEET.left + 2) // (SHEET.column + SHEET.gutter))].add(round(box[1], 1))
    return found


def test_columns_stand_on_one_grid(tmp_path: Path) -> None:
    blocks: list[body.Block] = [pdfs.paragraph(pdfs.COPY, bid=f"p{n}") for n in range(60)]
    blocks.insert(9, body.Crosshead(bid="c", text=body.text("A crosshead")))
    blocks.insert(20, body.List(bid="l", items=tuple(body.ListItem(text=body.text("item")) for _ in range(5))))
    blocks.insert(30, body.PullQuote(bid="q", text=body.text("Said large, and over several lines of the column")))
    made = pdfs.make(pdfs.story(*blocks), template="edition")
    document = pypdfium2.PdfDocument(made.data)
    found = baselines(document[0])
    document.close()
    assert len(found[0]) > 30
    everywhere = found[0] | found[1] | found[2]
    low = min(everywhere)
    steps = [abs((base - low) / SHEET.grid - round((base - low) / SHEET.grid)) < 0.03 for base in everywhere]
    assert sum(steps) / len(steps) > 0.95
    assert made.findings(tmp_path) == []


def test_a_table_too_wide_for_a_column_stands_over_all() -> None:
    row = tuple(body.Cell(text=body.text(f"cell{n}")) for n in range(9))
    made = pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY), body.Table(bid="t", rows=(row,))), template="edition")
    assert made.codes == []
    document = pypdfium2.PdfDocument(made.data)
    text = document[0].get_textpage()
    said = text.get_text_range()
    first, last = (text.get_charbox(said.index(word)) for word in ("cell0", "cell8"))
    document.close()
    assert first[1] == pytest.approx(last[1], abs=0.5)
    assert last[0] - first[0] > 2 * SHEET.column


@pytest.mark.parametrize("template", ["article", "edition"])
def test_a_table_that_divides_says_its_heads_again_and_tags_them_once(template: str, tmp_path: Path) -> None:
    rows = tuple(tuple(body.Cell(text=body.text(f"{word}{n}x")) for word in ("row", "sum")) for n in range(200))
    heads = (tuple(body.Cell(text=body.text(word)) for word in ("Station", "Depth")),)
    made = pdfs.make(pdfs.story(body.Table(bid="t", header=heads, rows=rows)), template=template)
    places = 3 if template == "edition" else 1
    assert len(made.pages) > 1
    assert made.text.count("Station") > len(made.pages) * places - places
    assert all(f"row{n}x" in made.text for n in range(200))
    with made.open() as pdf:
        tags = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"]
        assert [len(tag.K) for tag in tags] == [1, 1]
    assert made.findings(tmp_path) == []


def test_a_table_that_would_be_squeezed_stands_over_all(tmp_path: Path) -> None:
    """Its caption goes with it, and a table that fits stays in its column."""
    said = "A name of a place with several words"
    rows = tuple((*(body.Cell(text=body.text(said)) for _ in "ab"), body.Cell(text=body.text(f"{n}th"))) for n in "123")
    wide = body.Table(bid="t", rows=rows, caption=body.text("Titled"))
    small = body.Table(bid="s", rows=((body.Cell(text=body.text("aa")), body.Cell(text=body.text("zz"))),))
    text = pdfs.paragraph(pdfs.COPY * 4)
    for table, words, over in ((wide, ("Titled", "1th"), True), (small, ("aa", "zz"), False)):
        made = pdfs.make(pdfs.story(text, table, text), template="edition")
        document = pypdfium2.PdfDocument(made.data)
        page = document[0].get_textpage()
        content = page.get_text_range()
        first, last = (page.get_charbox(content.index(word))[0] for word in words)
        assert (last - first > SHEET.column) is over
        assert content.count(said) == (6 if over else 0)
        document.close()
        assert made.findings(tmp_path) == []


def test_right_to_left_columns_begin_on_the_right() -> None:
    texts = [pdfs.paragraph(f"מילה{n} " * 60, bid=f"p{n}") for n in range(6)]
    made = pdfs.make(pdfs.story(*texts, language="he", headline="חדשות"), template="edition")
    document = pypdfium2.PdfDocument(made.data)
    text = document[0].get_textpage()
    said = text.get_text_range()
    first, last = (text.get_charbox(said.index(f"מילה{n}"))[0] for n in (0, 5))
    document.close()
    assert first > last + SHEET.column


# --- what a template may be told -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({"paper": "tabloid"}, (280, 430)),
        ({"paper": "Letter"}, (215.9, 279.4)),
        ({"paper": "200x300.5"}, (200, 300.5)),
        ({"set": "page.size=broadsheet;page.columns=6"}, (375, 597)),
    ],
)
def test_paper_by_name_or_measure(options: dict[str, str], size: tuple[float, float]) -> None:
    with pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY)), template="edition", options=options).open() as pdf:
        assert [float(side) / style.MM for side in pdf.pages[0].mediabox[2:]] == pytest.approx(size, abs=0.1)


def test_values_of_a_template_are_overridden() -> None:
    sheet = style.load("article", {"page.columns": "2", "text.body.size": "9.5", "text.body.bold": "true"})
    assert (sheet.columns, sheet.text.body.size, sheet.text.body.bold) == (2, 9.5, True)
    assert pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY * 9)), options={"columns": "4"}).codes == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"paper": "napkin"}, "no paper called 'napkin'"),
        ({"columns": "0"}, "columns"),
        ({"columns": "8"}, "the columns leave no room"),
        ({"columns": "many"}, "columns"),
        ({"set": "text.body.colour=red"}, "colour"),
        ({"set": "nonsense"}, "sets nothing"),
    ],
)
def test_what_cannot_be_overridden_says_why(options: dict[str, str], message: str) -> None:
    with pytest.raises((ConfigError, UsageError), match=message):
        pdfs.make(pdfs.story(), options=options)


def test_letters_move_apart_before_a_hole_is_four_blanks_wide() -> None:
    """Just as far as the hole is too wide, and no further than the eye forgives; both edges stay where they are."""
    look = SETTER.set("word", SHEET.text.body, SHEET.column, Voice("en")).lines[0].segments[0][0]
    blank, text = look.width(" "), "The long line that has holes"
    for hole, moved in ((2.0, False), (3.2, True), (3.6, True)):
        line = Line([(look, text)], look.width(text), 5, look.width(text) + 5 * hole * blank)
        pen = Pen(400, 400, Properties("", "", "", "", "en", None), Tree())
        pen.line(line, 20, 100, "justify")
        code = " ".join(pen._canvas._code)
        spread = float(re.search(r"([\d.]+) Tc", code)[1]) if " Tc" in code else 0.0  # type: ignore[index]
        gap = -float(re.findall(r">\s*(-[\d.]+)\s*<", code)[0]) * look.size / 1000
        assert (spread > 0) is moved
        assert spread <= 0.018 * look.size + 1e-4
        assert abs(5 * gap + spread * (len(text) - 1) - 5 * hole * blank) < 0.1
        assert gap <= hole * blank + 0.01
