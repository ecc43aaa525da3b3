"""Pages of newspapers as pdfium sees them: feet of columns, words, turns, over editions made by rule."""

from __future__ import annotations

from ctypes import c_float
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pypdfium2.raw as pdfium

import newspapers
import pdfs
from syndicate.exporters.pdf import style
from syndicate.model.article import Edition

PAPERS = ("tabloid", "berliner", "broadsheet")
MANNERS: tuple[newspapers.Manner, ...] = ("full", "sparse", "pictures", "full")
EDITIONS = 20
FOOT = 2
"""Lines by which the foot of a column may be short."""


@dataclass(frozen=True)
class Paper:
    """A newspaper that was made, and what it was made from."""

    edition: Edition
    data: bytes
    sheet: style.Sheet


@cache
def paper(seed: int) -> Paper:
    """The edition of this number on the paper of this number."""
    size = PAPERS[seed % 3]
    with TemporaryDirectory() as folder:
        say = newspapers.ARABIC if seed % 7 == 6 else newspapers.ENGLISH
        manner = MANNERS[seed % 4]
        whole = newspapers.edition(seed, manner, Path(folder), stories=(18, 32, 48)[seed % 3], say=say, scale=0.9)
        made = pdfs.make(whole, media=Path(folder), template="newspaper", profile="screen", options={"paper": size})
    return Paper(whole, made.data, style.load("newspaper", {"page.size": size}))


Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points."""


def inked(page: pypdfium2.PdfPage) -> tuple[list[Box], list[Box]]:
    """Lines of text and pictures; and the horizontal rules."""
    text = page.get_textpage()
    found = [text.get_rect(number) for number in range(text.count_rects())]
    found += [each.get_bounds() for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    paths = [each.get_bounds() for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])]
    # The imprint stands in a tinted box.
    found += [path for path in paths if path[3] - path[1] > 40 and path[2] - path[0] > 300]
    return found, [path for path in paths if path[3] - path[1] < 2]


def short_feet(made: Paper) -> list[list[float]]:
    """By page and column, by how many lines a foot is short at most: that of the page, or one above a rule."""
    sheet, pages = made.sheet, []
    grid = sheet.grid * (1.16 if made.edition.language == "ar" else 1)
    foot = sheet.top - int((sheet.top - sheet.bottom + 0.01) / grid) * grid
    with pypdfium2.PdfDocument(BytesIO(made.data)) as document:
        for number, page in enumerate(document):
            boxes, rules = inked(page)
            columns = []
            for column in range(sheet.columns):
                left = sheet.left + column * (sheet.column + sheet.gutter)
                own = [box for box in boxes if box[0] < left + sheet.column - 4 and box[2] > left + 4]
                # A rule stands one line below a foot, and half a line more where white was given.
                edges = [
                    rule[3] + 1.5 * grid for rule in rules if rule[0] < left + 4 and rule[2] > left + sheet.column - 4
                ]
                short = [0.0]
                edges = [edge for edge in edges if edge < sheet.top - 10 * grid]
                # The strip of teasers at the foot of the first page has no columns of text.
                edges = [edge for edge in edges if edge > foot + 10.5 * grid] if not number else [*edges, foot]
                for edge in edges:
                    above = [
                        box[1]
                        for box in own
                        if box[3] > edge - 2 * grid and box[1] > edge - 2.2 * grid and box[1] < sheet.top
                    ]
                    short.append((min(above, default=sheet.top) - edge) / grid - 0.4)
                columns.append(max(short))
            pages.append(columns)
    return pages


def test_columns_end_at_their_feet() -> None:
    """Of all pages of twenty editions, nineteen in twenty have no column that is short by more than two lines.

    A foot is the end of the page, or a rule over a column under which another module begins; the first page ends at
    its strip of teasers. A column is short by the lines between the foot and the lowest ink above it, be it a line of
    text, a picture or the box of the imprint, as pdfium finds them in the file. A page is as short as its worst column.
    """
    pages = [max(0.0, *columns) for seed in range(EDITIONS) for columns in short_feet(paper(seed))]
    assert len(pages) > 100
    good = sum(short <= FOOT for short in pages)
    assert good >= 0.95 * len(pages), sorted(pages)[-20:]
    assert sum(short > 12 for short in pages) <= 0.05 * len(pages), sorted(pages)[-20:]


def headlines_beside(made: Paper) -> tuple[int, int]:
    """How many vertical rules stand between modules, and beside how many of them two headlines are at one height."""
    rules = tombstones = 0
    sizes = made.sheet.newspaper.scale if made.sheet.newspaper is not None else ()
    with pypdfium2.PdfDocument(BytesIO(made.data)) as document:
        for page in document:
            text = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
            titles = [each.get_bounds() for each in text if font_size(each) in sizes]
            paths = [each.get_bounds() for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])]
            for x, bottom, right, top in paths:
                if right - x > 2 or top - bottom < 60:
                    continue
                rules += 1
                beside = [box for box in titles if top + 6 > box[3] > top - 2 * made.sheet.grid]
                left = [box for box in beside if x - made.sheet.column < box[2] < x or x - 40 < box[0] < x]
                tombstones += bool(left) and any(x < box[0] < x + made.sheet.column for box in beside)
    return rules, tombstones


def font_size(text: pypdfium2.PdfObject) -> float:
    """The size of the type of an object, in points."""
    found = c_float()
    assert pdfium.FPDFTextObj_GetFontSize(text, found)
    return round(found.value * text.get_matrix().d, 1)


def test_headlines_seldom_stand_side_by_side() -> None:
    """Of the vertical rules between two modules, no more than one in twenty has a headline at its head on each side."""
    counted = [headlines_beside(paper(seed)) for seed in range(EDITIONS)]
    rules, tombstones = (sum(each) for each in zip(*counted, strict=True))
    assert rules > 120
    assert tombstones <= 0.05 * rules, (tombstones, rules)
