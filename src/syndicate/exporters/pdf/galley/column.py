"""A story in one column on the grid, as a newspaper would set it, and the lines of type in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import msgspec

from syndicate.exporters.pdf import figures
from syndicate.exporters.pdf.article import ArticleSetter, byline, dateline
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.columns import Snapped, high, on_grid
from syndicate.exporters.pdf.flow import Element, Framed, Para, Stack, gap
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.notes import Notes
from syndicate.exporters.pdf.rows import Row
from syndicate.exporters.pdf.style import for_script
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats.lengths import MM
from syndicate.model import body
from syndicate.model.article import Article


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A picture of the story, and behind how many of its paragraphs it stands."""

    figure: body.Figure
    after: int
    group: body.Text = ()
    """What is said of the gallery that ends with it."""


@dataclass(slots=True)
class Column:
    """What of a story is counted: byline, text, notes and what else is printed below the text."""

    parts: list[Element]
    grid: float
    """Points from line to line."""
    tools: BodySetter
    """What it was set with, as wide as the measure."""
    voice: Voice
    pictures: list[PlacedFigure] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Depth in points."""
        return high(self.parts)


def set_column(parts: BodySetter, voice: Voice) -> Column:
    """The story of `parts` in the measure of the galley."""
    article, galley = parts.article, parts.sheet.galley
    assert galley is not None
    notes = Notes.of(article)
    parts = replace(parts, notes=notes, width=galley.measure * MM)
    voice = notes.heard(voice)
    parts.outline.titled = bool(article.headline.strip())
    style = parts.sheet.text.body
    grid = parts.sheet.grid * for_script(style, script_family(voice.lang)).leading / style.leading
    pictures = list(_pictures(article))
    inside = galley.pictures == "set"
    blocks = article.body
    bare = parts
    if not inside:
        blocks = tuple(block for block in blocks if not _is_picture(block))
        shown = {placed.figure.media for placed in pictures}
        others = tuple(medium for medium in article.media if medium.id not in shown)
        bare = replace(parts, article=msgspec.structs.replace(article, media=others))
    said: list[Element] = []
    if line := byline(article.bylines):
        said.append(parts.para(line, parts.sheet.text.byline, voice))
    said += figures.unplaced(bare, voice)
    said += parts.elements(blocks, voice, dateline(article.dateline))
    said += [*parts.footnotes(voice), *ArticleSetter(parts, voice).foot(parts)]
    return Column([on_grid(element, grid) for element in said], grid, parts, voice, pictures)


def _is_picture(block: body.Block) -> bool:
    return isinstance(block, body.Figure) or (isinstance(block, body.Gallery) and bool(block.figures))


def _pictures(article: Article) -> Iterator[PlacedFigure]:
    """The pictures between the paragraphs, then those that no block shows."""
    paragraphs = 0
    for block in article.body:
        paragraphs += isinstance(block, body.Paragraph | body.Lead)
        if isinstance(block, body.Figure):
            yield PlacedFigure(block, paragraphs)
        elif isinstance(block, body.Gallery) and block.figures:
            *others, last = block.figures
            yield from (PlacedFigure(figure, paragraphs) for figure in others)
            yield PlacedFigure(last, paragraphs, block.caption)
    for medium in figures.loose(article):
        if medium.type in ("picture", "graphic"):
            yield PlacedFigure(body.Figure(bid="", media=medium.id), 0)


def type_lines(element: Element, top: float = 0.0) -> Iterator[tuple[float, Para]]:
    """The lines of type in `element`: how far below `top` each baseline stands, and the paragraph it is of.

    Lines beside each other, in the cells of a table, are one; the heads of a table that are said again are none.
    """
    match element:
        case Para():
            style = element.passage.style
            end = len(element.passage.lines) if element.last is None else element.last
            for number in range(end - element.first if element.tag is not None else 0):
                yield top + (number + 0.5) * style.leading + style.size * 0.31, element
        case Snapped():
            yield from type_lines(element.inner, top + element.above)
        case Framed():
            yield from type_lines(element.inner, top + element.pad)
        case Row():
            beside: dict[float, tuple[float, Para]] = {}
            for _, cell in element.cells:
                for baseline, para in type_lines(cell, top + element.pad):
                    beside.setdefault(round(baseline), (baseline, para))
            yield from (beside[key] for key in sorted(beside))
        case Stack():
            upper = None
            for part in element.parts:
                top += gap(upper, part)
                yield from type_lines(part, top)
                top, upper = top + part.height, part


def paragraphs(element: Element) -> Iterator[Para]:
    """The paragraphs of running text in `element`."""
    match element:
        case Para():
            if element.bid:
                yield element
        case Snapped() | Framed():
            yield from paragraphs(element.inner)
        case Stack():
            for part in element.parts:
                yield from paragraphs(part)
