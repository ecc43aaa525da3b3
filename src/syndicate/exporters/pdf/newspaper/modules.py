"""Modules: what a story needs as a rectangle of so many columns, and how far that may be stretched.

All heights are in lines of the grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from syndicate.exporters.pdf.newspaper.feet import FOOT
from syndicate.exporters.pdf.newspaper.stories import Story, Taken

GAP = 2
"""Lines between two modules one above the other; a rule stands in them."""

LOOSE = 1
"""Lines of white that may be put between headline and text, and between two bands."""

_TURNED = 8
"""Lines that a column has at least before a story is continued elsewhere, and after that."""

_TOMBSTONE = 9.0
"""What it costs that two headlines stand side by side."""

_IMPORTANT = 3
"""Weight up to which a story has the larger of the headlines that it may have."""

_BESIDE = 2.0
"""What it costs that text stands beside a headline."""

_UNDER = 3
"""Lines of text that stand at least below a picture that has columns beside it."""


@dataclass(frozen=True, slots=True)
class Module:
    """A story in a rectangle of `span` columns; its picture over `photo` of them, 0 for none."""

    story: Story
    span: int
    rank: int
    photo: int
    low: int
    wanted: int
    high: int
    turns: bool = False
    cost: float = 0.0
    side: int = 0
    """Columns beside the headline, in which text or picture begins at the upper edge."""

    @property
    def top(self) -> bool:
        """Whether the picture stands above the headline."""
        return self.photo == self.span

    @property
    def begins_titled(self) -> bool:
        """Whether a headline stands at its upper edge where reading begins; beside another one it is a tombstone."""
        return not self.top and self.story.kind == "story"

    @property
    def ends_titled(self) -> bool:
        """Whether one stands at its upper edge where reading ends."""
        return self.begins_titled and not self.side

    @property
    def heading(self) -> int:
        """The columns of the headline."""
        return self.span - self.side

    @property
    def head(self) -> int:
        """The lines of the headline and what belongs to it."""
        return self.story.head_lines(self.heading, self.rank)

    @property
    def size(self) -> float:
        """The size of the headline in points; 0 where it has none of its own."""
        return self.story.head_size(self.heading, self.rank) if self.story.kind == "story" else 0.0

    def begins(self, lines: int, white: int) -> Taken:
        """Lines from the upper edge to the text of each column, with a picture of so many and white below the head."""
        head = self.head + white
        above = 0 if self.side else head + lines * self.top
        under = lines if not self.top else 0
        plain = self.span - max(self.photo if not self.top else 0, self.side)
        left = (above if not self.side else head,) * plain
        return (*left, *(above + under,) * (self.span - plain))


@dataclass(frozen=True, slots=True)
class Cell:
    """Modules one above the other in the same columns."""

    modules: tuple[Module, ...]
    low: int
    """The least height."""
    wanted: int
    """The height at which nothing is cut or stretched."""
    high: int
    """The greatest height."""

    @classmethod
    def of(cls, *modules: Module) -> Cell:
        """The cell of these modules."""
        if len(modules) == 1:
            (one,) = modules
            return cls(modules, one.low, one.wanted, one.high)
        gaps = GAP * (len(modules) - 1)
        heights = zip(*((module.low, module.wanted, module.high) for module in modules), strict=True)
        low, wanted, high = (sum(each) + gaps for each in heights)
        return cls(modules, low, wanted, high)

    @property
    def span(self) -> int:
        """Its columns."""
        return self.modules[0].span


@dataclass(frozen=True, slots=True)
class Band:
    """Cells side by side over the whole width."""

    cells: tuple[Cell, ...]
    low: int
    wanted: int
    high: int
    cost: float

    @classmethod
    def of(cls, *cells: Cell) -> Band | None:
        """The band of these cells; None where they cannot be equally high."""
        low, high = max(cell.low for cell in cells), min(cell.high for cell in cells)
        if low > high:
            return None
        wanted = min(max(low, *(cell.wanted for cell in cells)), high) if len(cells) > 1 else cells[0].wanted
        cost = sum(module.cost for cell in cells for module in cell.modules)
        for left, right in pairwise(cells):
            cost += _TOMBSTONE * (left.modules[0].ends_titled and right.modules[0].begins_titled)
        cost += sum(abs(cell.wanted - wanted) * 0.15 for cell in cells)
        return cls(cells, low, wanted, high, cost)

    @property
    def modules(self) -> Iterator[Module]:
        """All its modules in the order of reading."""
        for cell in self.cells:
            yield from cell.modules


def modules(
    story: Story, span: int, ranks: tuple[int, ...], *, turns: float = -1.0, lead: bool = False
) -> list[Module]:
    """The ways to set a story over `span` columns; with `turns` of 0 or more it may be continued at that cost."""
    made: list[Module] = []
    most = min(span, story.photo.most) if story.photo is not None else 0
    spans = range(1, most + 1) if most else (0,)
    for rank in ranks:
        head = story.head_lines(span, rank)
        fitting = lead or len(ranks) < 2 or (rank == ranks[0]) == (story.weight <= _IMPORTANT)
        for photo in spans:
            for module in _set(story, span, rank, head, photo, turns, lead):
                made.append(module if fitting else replace(module, cost=module.cost + 1.0))
    return made


def lone(story: Story, span: int, lines: int) -> Band:
    """A story over all columns of a page of so many lines that no other way was found for, whatever it looks like."""
    photo = min(story.photo.most, span) if story.photo is not None else 0
    head, picture = story.head_lines(span, 2), story.photo.lines(photo)[1] if story.photo is not None else 0
    high = min(lines, head + picture + math.ceil(story.lines / span) + _UNDER)
    return Band((Cell.of(Module(story, span, 2, photo, high, high, high)),), high, high, high, 0.0)


def _set(story: Story, span: int, rank: int, head: int, photo: int, turns: float, lead: bool) -> Iterator[Module]:
    low = mid = top = 0
    if story.photo is not None:
        low, mid, top = story.photo.lines(photo)
    above = photo == span
    bare = story.depth((0,) * span) if not photo or above else 0

    def deep(lines: int) -> int:
        if above or not photo:
            return lines + bare
        return math.ceil((story.lines + photo * lines) / span)

    cost = _photo_cost(span, photo, lead)
    if photo and not above:
        # Text stands below the picture, too: else its columns end where the picture does.
        while top > low and deep(top) < top + _UNDER:
            top -= 1
        mid = min(mid, top)
    fits = not photo or above or deep(top) >= top + _UNDER
    whole = deep(mid)
    if fits:
        spare = FOOT + LOOSE
        text = whole - (mid if photo else 0)
        if not photo or above:
            cost += 2.0 * max(0, story.uneven((0,) * span) - FOOT - 1)
        yield Module(
            story, span, rank, photo, head + deep(low), head + whole, head + deep(top) + spare, False,
            cost + _text_cost(text, span),
        )  # fmt: skip
    if turns >= 0 and story.kind != "briefs":
        least = (mid if photo else 0) + _TURNED
        most = (story.lines - _TURNED * 2) // span if above else (story.lines - _TURNED * 2 + photo * mid) // span
        most = most + (mid if above else 0)
        if most >= least:
            wanted = min(most, least + 14)
            yield Module(story, span, rank, photo, head + least, head + wanted, head + most, True, cost + turns)


def _photo_cost(span: int, photo: int, lead: bool) -> float:
    """How far a picture is from the width that it should have: the lead's dominates the page."""
    if not photo:
        return 0.0
    wanted = max(2, round(span * 0.62)) if lead else max(1, round(span * 0.5))
    return abs(wanted - photo) * (2.0 if lead else 1.0)


def _text_cost(depth: int, span: int) -> float:
    """Columns that are very short, above all many of them, or very long read badly."""
    short, long = (7 if span < 3 else 9 if span < 5 else 14), 50
    return max(0, short - depth) * 0.8 + max(0, depth - long) * 0.12


def beside(story: Story, span: int, side: int, rank: int, photo: int) -> Iterator[Module]:
    """The story with its headline over the first columns only, beside which its picture or its text begins."""
    width = span - side
    head = story.head_lines(width, rank)
    low, mid, top = story.photo.lines(photo) if photo and story.photo is not None else (0, 0, 0)

    def deep(lines: int) -> int:
        return math.ceil((story.lines + head * width + lines * side) / span)

    while top > low and deep(top) < top + _UNDER:
        top -= 1
    mid = min(mid, top)
    least = max(top, head) + _UNDER
    if story.kind != "story" or deep(low) < least or deep(top) < least:
        return
    cost = _photo_cost(span, photo, False) + _text_cost(deep(mid) - head, width) + (0.5 if photo else _BESIDE)
    yield Module(story, span, rank, photo, deep(low), deep(mid), deep(top) + FOOT, False, cost, side)
