"""Columns that end at a foot that is given: where to divide a story for it, and what a short column is given.

All depths are in lines of the grid.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from syndicate.exporters.pdf.balance import Divisible, Place
from syndicate.exporters.pdf.columns import Snapped, high
from syndicate.exporters.pdf.flow import Element, Para

FOOT = 1
"""Lines by which a column may be short without a remedy."""

_MOST_SHORT = 6
"""Lines by which a column may be short before it is lengthened."""

_MOST_TRIED = 8
"""Paragraphs of a column that are tried to be set longer."""

_LEFT = 8.0
"""What it costs that a column stays short, by the square of the lines that are too many."""

_Ends = tuple[float, tuple[Place, ...]]


class Feet:
    """A story of which the columns are to end at feet that are given."""

    def __init__(self, parts: Sequence[Element], grid: float) -> None:
        self._parts, self._grid = parts, grid
        self._text = Divisible(parts, 1, grid, (0,))
        *self._places, self._bottom = self._text.places(self._text.lines)
        self._feet = [place.foot for place in self._places]
        able = (
            number > 0 and isinstance(part, Para | Snapped) and not parts[number - 1].keep
            for number, part in enumerate(parts)
        )  # fmt: skip
        gives = list(accumulate(able, initial=0))
        self._gives = [*gives, gives[-1]]

    def columns(self, rooms: Sequence[int], *, whole: bool = True) -> list[list[Element]] | None:
        """The story in columns that are as little short of `rooms` as can be; None where they do not hold it.

        Unless it is to be held whole, another column has what is left of it.
        """
        known: dict[tuple[int, int], _Ends | None] = {}

        def ends(column: int, begin: int) -> _Ends | None:
            key = (column, begin)
            if key not in known:
                known[key] = found(column, self._places[begin] if begin >= 0 else Place(0, 0, 0, 0), begin)
            return known[key]

        def found(column: int, start: Place, begin: int) -> _Ends | None:
            room, last = rooms[column], column == len(rooms) - 1
            if whole:
                held = self._bottom.foot - start.head
                if last:
                    return (self._cost(start, self._bottom, room), ()) if held <= room else None
                if sum(rooms[column:]) < held:
                    return None
            best: _Ends | None = None
            for at in range(bisect_right(self._feet, start.head + room) - 1, begin, -1):
                end = self._places[at]
                if end.foot <= start.head or (best is not None and end.foot - start.head + _MOST_SHORT < room):
                    break
                rest = (0.0, ()) if last else ends(column + 1, at)
                if rest is not None:
                    cost = self._cost(start, end, room) + rest[0]
                    if best is None or cost < best[0]:
                        best = (cost, (end, *rest[1]))
            return best

        made = ends(0, -1) if rooms else None
        return self._text.laid(self._parts, list(made[1])) if made is not None else None

    def _cost(self, start: Place, end: Place, room: int) -> float:
        """What it costs that a column from `start` to `end` is to be as high as `room`."""
        short = room - end.foot + start.head
        able = self._gives[max(start.part + 1, end.part + bool(end.room))] - self._gives[start.part + 1]
        given = min(max(0, short - FOOT), able)
        return 0.1 * short + given * given + _LEFT * max(0, short - given - FOOT) ** 2


def lengthened(column: Sequence[Element], short: int, grid: float) -> list[Element]:
    """A column made up to `short` lines longer: by paragraphs that are set a line longer, and white over crossheads."""
    made = list(column)
    paragraphs = [n for n, part in enumerate(made) if isinstance(part, Para) and part.alterable]
    for number in sorted(paragraphs, key=lambda n: -made[n].height)[:_MOST_TRIED]:
        part = made[number]
        longer = part.longer() if short > 0 and isinstance(part, Para) else None
        if longer is not None:
            made[number] = longer
            short -= 1
    for number, part in enumerate(made[1:], 1):
        if short > 0 and part.before > 0 and isinstance(part, Para | Snapped):
            made[number] = replace(part, before=part.before + grid)
            short -= 1
    # What is still shorter than the eye lets pass is carded: a line of white before its last paragraphs.
    for number in range(len(made) - 1, 0, -1):
        part = made[number]
        if short > FOOT and isinstance(part, Para) and not part.first and not made[number - 1].keep:
            made[number] = replace(part, before=part.before + grid)
            short -= 1
    return made


def depth(column: Sequence[Element], grid: float) -> int:
    """The lines of a column."""
    return round(high(column) / grid)
