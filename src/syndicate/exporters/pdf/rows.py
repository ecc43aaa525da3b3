"""The rows of a table as elements of the flow: they divide between rows, and say the table's heads again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syndicate.exporters.pdf.flow import Element, Para, Stack, fill

if TYPE_CHECKING:
    from syndicate.exporters.pdf.pen import Pen

Placed = tuple[float, Stack]
"""What stands in a cell, and how far from the left edge of the table."""


@dataclass(slots=True)
class Rows(Stack):
    """A table's rows; where it divides, the first `heads` of them are drawn again, as no part of the text."""

    heads: int = 0

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        """As `Element.split`."""
        head, tail = fill(self.parts, room, force=force)
        if len(head) <= self.heads or not tail:
            return None
        again = [part.again() if isinstance(part, Row) else part for part in self.parts[: self.heads]]
        if force and sum(part.height for part in again) > room / 3:
            again = []
        rest = Rows([*again, *tail], 0.0, self.after, self.keep, wide=self.wide, heads=len(again))
        return Rows(head, self.before, 0.0, wide=self.wide, heads=self.heads), rest


@dataclass(slots=True)
class Row(Element):
    """A table row: stacks side by side, each at its place from the left."""

    cells: list[Placed]
    width: float
    rule: float = 0.3
    pad: float = 2.4
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    reaching: Sequence[Placed] = ()
    """Cells that reach down into the rows below, which make the room for them."""
    least: float = 0.0
    """Height that a cell from above needs at least."""
    ruled: Sequence[tuple[float, float]] = ()
    """Where the rule below stands, from the left and how wide, when not all the way across."""

    @property
    def height(self) -> float:  # type: ignore[override]
        """As high as its highest cell."""
        highest = max((cell.height for _, cell in self.cells), default=0.0)
        return max(highest + 2 * self.pad, self.least)

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        """As `Element.split`; a row divides only where it would not stand on a page of its own."""
        if not force:
            return None
        inside = room - 2 * self.pad
        heads: list[Placed] = []
        tails: list[Placed] = []
        for x, cell in (*self.cells, *self.reaching):
            head, tail = fill(cell.parts, inside, force=True)
            heads.append((x, Stack(head)))
            tails.append((x, Stack(tail)))
        if all(not head.parts for _, head in heads) or all(not tail.parts for _, tail in tails):
            return None
        return (
            Row(heads, self.width, 0.0, self.pad, self.before, 0.0),
            Row(tails, self.width, self.rule, self.pad, 0.0, self.after, self.keep, ruled=self.ruled),
        )

    def again(self) -> Row:
        """The same row as furniture: it has been read."""
        return replace(self, cells=_untagged(self.cells), reaching=_untagged(self.reaching))

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """As `Element.draw`."""
        for offset, cell in (*self.cells, *self.reaching):
            cell.draw(pen, x + offset, top - self.pad)
        for left, width in self.ruled or ((0.0, self.width),):
            pen.rule(x + left, top - self.height, width, self.rule, 0.75)


def _untagged(cells: Sequence[Placed]) -> list[Placed]:
    return [
        (at, Stack([replace(part, tag=None) if isinstance(part, Para) else part for part in cell.parts]))
        for at, cell in cells
    ]
