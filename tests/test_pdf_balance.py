"""Columns that end evenly: what compositors do to a story so that its last columns differ by at most a line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pdfs
from syndicate.exporters.pdf import style
from syndicate.exporters.pdf.columns import Columns, Snapped, on_grid
from syndicate.exporters.pdf.flow import Element, Para, Rule, Stack
from syndicate.exporters.pdf.fonts import FontBook
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.style import replace_style
from syndicate.exporters.pdf.traits import Voice

SHEET = style.load("edition")
WORDS = (pdfs.COPY * 8).split()
SETTER = Setter(FontBook())


def paragraph(start: int, count: int) -> Para:
    """Running text of `count` words."""
    text = " ".join((WORDS * 2)[start : start + count])
    return Para(SETTER.set(text, SHEET.text.body, SHEET.column, Voice("en")))


def crosshead() -> Para:
    """One line with white above it, tied to what follows."""
    made = SETTER.set("What happens next", replace_style(SHEET.text.crosshead, indent=0.0), SHEET.column, Voice("en"))
    return Para(made, before=SHEET.grid, keep=True)


def story(counts: list[int], *, crossheads: bool = True, colophon: bool = True) -> Columns:
    """Paragraphs of so many words, a crosshead before the third, a colophon of three lines at the end."""
    parts: list[Element] = [paragraph(17 * at, count) for at, count in enumerate(counts)]
    if crossheads:
        parts.insert(2, crosshead())
    if colophon:
        parts.append(on_grid(Stack([Rule(SHEET.column)], before=28.0, whole=True), SHEET.grid))
    return Columns(parts, 3, SHEET.column, SHEET.gutter, SHEET.grid)


def laid(columns: Columns) -> list[list[Element]]:
    """The columns, made."""
    assert columns.height > 0
    return columns._laid or []


def lines(columns: Columns) -> list[int]:
    """How many lines high each column is."""
    return [round(Stack(column).height / SHEET.grid) for column in laid(columns)]


def said(elements: list[Element]) -> str:
    """The words of paragraphs, divided words put together."""
    pieces = [
        "".join(text for _, text in line.segments) + ("" if line.last or line.spaced else "\u00ad")
        for element in elements
        if isinstance(element, Para)
        for line in element.passage.lines[element.first : element.last]
    ]
    return (
        " ".join(pieces)
        .replace("\u00ad\u00ad ", "")
        .replace("-\u00ad ", "-")
        .replace("\u00ad ", " ")
        .replace("\u00a0", " ")
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=14), st.booleans(), st.booleans())
def test_no_word_is_lost_and_no_line_stands_alone(counts: list[int], crossheads: bool, colophon: bool) -> None:
    made = story(counts, crossheads=crossheads, colophon=colophon)
    columns = laid(made)
    assert said([part for column in columns for part in column]).split() == said(list(made.parts)).split()
    for column in columns:
        for part in column:
            if isinstance(part, Para) and (part.first or part.last is not None):
                assert round(part.height / SHEET.grid) >= 2
    for column, after in pairwise(columns):
        assert not column or not column[-1].keep or not after


@pytest.mark.parametrize("number", range(40))
def test_stories_end_in_columns_that_differ_by_a_line_at_most(number: int) -> None:
    counts = [23 + (number * 13 + at * (7 + number % 5)) % 43 for at in range(6 + number % 9)]
    heights = lines(story(counts))
    assert max(heights) - min(heights) <= 1, heights


def test_a_paragraph_takes_a_line_more_before_columns_end_unevenly() -> None:
    """With neither crosshead nor colophon, what is short of dividing evenly is helped by a looser paragraph."""
    changed = uneven = 0
    for number in range(140, 200):
        counts = [23 + (number * 13 + at * (7 + number % 5)) % 43 for at in range(5 + number % 5)]
        made = story(counts, crossheads=False, colophon=False)
        heights = lines(made)
        uneven += max(heights) - min(heights) > 1
        changed += sum(heights) - sum(round(part.height / SHEET.grid) for part in made.parts)
    assert changed >= 5
    assert not uneven


def test_white_goes_above_what_has_white_anyway() -> None:
    """A column that is short gets it above its colophon or crosshead, never between two paragraphs."""
    widened = 0
    for number in range(30):
        columns = laid(story([30 + (number * 7 + at * 5) % 31 for at in range(6)]))
        for column in columns:
            for part in column[1:]:
                if isinstance(part, Snapped):
                    widened += part.above > 28.0 + SHEET.grid
                else:
                    assert isinstance(part, Para)
                    assert part.before in (0.0, SHEET.grid, 2 * SHEET.grid)
                    assert not part.before or part.keep
    assert widened
