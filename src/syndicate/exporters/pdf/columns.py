"""Columns side by side: filled to the foot of the page, balanced where a story ends, on one baseline grid.

Columns that end a story are as even as their keeps allow: the least height that holds everything, and of the columns
at that height as few as possible, the rest a line shorter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from syndicate.exporters.pdf.balance import balanced, spare
from syndicate.exporters.pdf.flow import Element, Para, Stack, fill, gap

if TYPE_CHECKING:
    from syndicate.exporters.pdf.pen import Pen

_TOO_HIGH = 6000.0
"""Points that no page has: whatever is higher is not balanced, for it will be divided."""

_MOST_LESS = 3
"""Lines by which a page may be short so that the end of a story on the next one is even."""

_FEW = 8
"""Lines in each column up to which the end of a story is looked at so."""

_FEWEST = 4
"""Lines that must stand in each column for a story to begin above a page's foot."""


@dataclass(slots=True)
class Snapped(Element):
    """What has no height in whole lines, with white above and below it so that the lines after it stand on the grid."""

    inner: Element
    grid: float
    above: float = 0.0
    height: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep: bool = False

    @classmethod
    def of(cls, inner: Element, grid: float) -> Snapped:
        """`inner` with the white that it wants, rounded up to whole lines."""
        bare = inner.before + inner.height + inner.after
        height = math.ceil(bare / grid - 1e-6) * grid
        spare = height - bare
        share = inner.before / (inner.before + inner.after) if inner.before + inner.after else 0.5
        return cls(inner, grid, inner.before + spare * share, height, keep=inner.keep)

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        """As `Element.split`."""
        divided = self.inner.split(room - self.above, force=force)
        if divided is None:
            return None
        head, tail = divided
        return Snapped.of(head, self.grid), Snapped.of(tail, self.grid)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """As `Element.draw`."""
        self.inner.draw(pen, x, top - self.above)

    def anchors(self) -> Iterator[str]:
        """As `Element.anchors`."""
        yield from self.inner.anchors()


def on_grid(element: Element, grid: float) -> Element:
    """`element` with a height, and white before and after it, in whole lines of `grid` points."""
    whole = abs(element.height / grid - round(element.height / grid)) < 1e-6
    if isinstance(element, Para) and whole and abs(element.passage.style.leading - grid) < 1e-6:
        element.before = round(element.before / grid) * grid
        element.after = round(element.after / grid) * grid
        return element
    return Snapped.of(element, grid)


@dataclass(slots=True)
class Columns(Element):
    """Elements in columns of `width` points. Made whole, they are balanced; divided, the first part is full.

    Something may stand at the head of the first `span` columns, over all of them.
    """

    parts: Sequence[Element]
    count: int
    width: float
    gutter: float
    grid: float
    rtl: bool = False
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    over: Snapped | None = None
    span: int = 0
    _laid: list[list[Element]] | None = field(default=None, repr=False)
    _height: float = field(default=-1.0, repr=False)

    @property
    def height(self) -> float:  # type: ignore[override]
        """Height of the highest column."""
        if self._height < 0:
            self._balance()
        return self._height

    def _taken(self, number: int) -> float:
        """What stands at the head of a column besides its own parts, in points."""
        return self.over.height if self.over is not None and number < self.span else 0.0

    def _heights(self, laid: list[list[Element]]) -> list[float]:
        return [self._taken(number) + high(column) for number, column in enumerate(laid)]

    def _balance(self) -> None:
        total = high(self.parts) + self._taken(0) * self.span
        if total / self.count > _TOO_HIGH:
            self._height = total / self.count
            return
        taken = [round(self._taken(number) / self.grid) for number in range(self.count)]
        laid = balanced(self.parts, self.count, self.grid, taken)
        lines = max(1, math.ceil(total / self.count / self.grid - 1e-6))
        while laid is None:
            laid = self._lay([lines * self.grid - self._taken(number) for number in range(self.count)])
            lines += 1
        self._laid = self._padded(laid)
        self._height = max(self._heights(self._laid), default=0.0)

    def _padded(self, laid: list[list[Element]]) -> list[list[Element]]:
        """A column that is short by lines, with them as white above what has white above it anyway."""
        heights = self._heights(laid)
        made = []
        for column, height in zip(laid, heights, strict=True):
            short = round((max(heights) - height) / self.grid) - 1
            at = next((n for n in range(len(column) - 1, 0, -1) if spare(column[n]) >= short), 0)
            if short > 0 and at:
                column = [*column[:at], _lowered(column[at], short * self.grid), *column[at + 1 :]]
            made.append(column)
        return made

    def _lay(self, heights: Sequence[float]) -> list[list[Element]] | None:
        """Each column filled to its height; None where something is left over."""
        laid: list[list[Element]] = []
        rest: list[Element] = list(self.parts)
        for height in heights:
            column, rest = fill(rest, height)
            laid.append(column)
        return None if rest else laid

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        """As `Element.split`. Some lines less stand on this page where only then the few on the next end evenly."""
        height = math.floor((room + 0.01) / self.grid) * self.grid
        if not force and height < _FEWEST * self.grid:
            return None
        full = self._divided(height, force)
        if full is None or full[1].ends_well:
            return full
        shorter = (self._divided(height - less * self.grid, force) for less in range(1, _MOST_LESS + 1))
        return next((made for made in shorter if made is not None and made[1].ends_well), full)

    def _divided(self, height: float, force: bool) -> tuple[Columns, Columns] | None:
        """Columns full to `height`, and the rest."""
        laid: list[list[Element]] = []
        rest: list[Element] = list(self.parts)
        for number in range(self.count):
            room = height - self._taken(number)
            column, rest = fill(rest, room)
            if not column and rest:
                if not force:
                    # Better all of it on the next page than a hole on this one.
                    return None
                column, rest = fill(rest, room, force=True)
            if not column and rest and number == 0:
                column, rest = rest[:1], rest[1:]
            laid.append(column)
        if not any(laid) or not rest:
            return None
        head = replace(self, after=0.0, keep=False)
        head._laid, head._height = laid, max(self._heights(laid))
        tail = replace(self, parts=rest, before=0.0, over=None)
        tail._laid, tail._height = None, -1.0
        return head, tail

    @property
    def ends_well(self) -> bool:
        """Whether all columns are used and none is shorter than another by more than a line, or there is much of it."""
        if high(self.parts) > _FEW * self.count * self.grid:
            return True
        self._balance()
        heights = self._heights(self._laid or [])
        return len(heights) == self.count and min(heights) > 0 and max(heights) - min(heights) <= 1.01 * self.grid

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """As `Element.draw`."""
        if self._laid is None:
            self._laid = self._lay([math.inf] * self.count) or [list(self.parts)]
        if self.over is not None:
            first = self.count - self.span if self.rtl else 0
            self.over.draw(pen, x + first * (self.width + self.gutter), top)
        for number, column in enumerate(self._laid):
            place = self.count - 1 - number if self.rtl else number
            Stack(column).draw(pen, x + place * (self.width + self.gutter), top - self._taken(number))

    def anchors(self) -> Iterator[str]:
        """As `Element.anchors`."""
        for column in self._laid or [list(self.parts)]:
            for part in column:
                yield from part.anchors()


def _lowered(part: Element, white: float) -> Element:
    """`part` with more white above it."""
    if isinstance(part, Snapped):
        return replace(part, above=part.above + white, height=part.height + white)
    assert isinstance(part, Para)
    return replace(part, before=part.before + white)


def high(parts: Sequence[Element]) -> float:
    """Height of elements one below the other, in points, with the white between them."""
    total, upper = 0.0, None
    for part in parts:
        total += gap(upper, part) + part.height
        upper = part
    return total
