"""Columns that end evenly: where to divide a story so that its columns differ by at most a line.

Everything here is counted in lines of the grid. The places at which a story may be divided are known before anything
is laid: between two elements that need not stay together, inside a paragraph with two lines on each side, and where
other elements divide by themselves. Where none of them gives even columns, white is put above a picture, a colophon
or a crosshead, or a paragraph is set a line longer than it would be by itself, as compositors do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from syndicate.exporters.pdf.flow import TOGETHER, Element, Para, gap

_HIGHER = 4
"""Lines more than an equal share that the columns may have to end evenly."""

_MOST_UNEVEN = 8
"""Lines by which columns may differ before it is left to the elements how they divide."""

_MOST_CHANGED = 2
"""Paragraphs that may be set a line longer for the sake of one ending."""

MOST_WHITE = 3
"""Lines of white that may be put above a picture or a colophon; above a crosshead it is one."""

_GIVE = (2, 1)
"""Least white of a place where some may be put: first above pictures and colophons alone, then above crossheads too."""


class Place(NamedTuple):
    """Where a column may end: its foot and the head of the next column, in lines from the top of the story."""

    foot: int
    head: int
    part: int
    """The element that the next column begins with, or that is divided."""
    room: int
    """Lines that stay above of an element that is divided, 0 where none is."""


def balanced(
    parts: Sequence[Element], count: int, grid: float, taken: Sequence[int] = (), *, change: bool = True
) -> list[list[Element]] | None:
    """`parts` in `count` columns that differ by as few lines as can be; None where no place to divide serves.

    Each part has a height, and white before and after it, in whole lines of `grid` points. `taken` says how many lines
    at the head of each column something else has. Without `change`, no paragraph is set anew for the sake of an ending.
    """
    story = Divisible(parts, count, grid, taken or (0,) * count)
    for give in (0, *_GIVE):
        ends = story.divided(story.lines, 1, give)
        if ends is not None:
            return story.laid(parts, ends)
        changed = story.changed(give) if give and change else None
        if changed is not None:
            return changed
    for uneven in range(2, _MOST_UNEVEN):
        ends = story.divided(story.lines, uneven, 0)
        if ends is not None:
            return story.laid(parts, ends)
    return None


def spare(part: Element) -> int:
    """Lines of white that may be put above an element so that columns end evenly: it must have white there anyway."""
    if not isinstance(part, Para):
        return MOST_WHITE
    return 1 if part.before else 0


class Divisible:
    """One story that ends in columns."""

    def __init__(self, parts: Sequence[Element], count: int, grid: float, taken: Sequence[int]) -> None:
        self.lines = [round(part.height / grid) for part in parts]
        self._parts = parts
        self._count = count
        self._taken = taken
        self._grid = grid
        self._spare = [spare(part) for part in parts]
        self._inside = [
            [] if isinstance(part, Para) else list(self._divisions(part, high))
            for part, high in zip(parts, self.lines, strict=True)
        ]

    def _divisions(self, part: Element, high: int) -> Iterator[tuple[int, int, int]]:
        """Where an element that is no paragraph divides: the room it was given, the lines above and those below."""
        known = 0
        for room in range(1, high):
            divided = part.split(room * self._grid)
            if divided is not None:
                above, below = (round(piece.height / self._grid) for piece in divided)
                if above > known:
                    known = above
                    yield room, above, below

    def places(self, lines: Sequence[int]) -> Iterator[Place]:
        """Every place at which a column may end, from the top; the last one is the end of everything."""
        foot = 0
        upper: Element | None = None
        for number, part in enumerate(self._parts):
            head, high = foot + round(gap(upper, part) / self._grid), lines[number]
            if upper is not None and not upper.keep:
                yield Place(foot, head, number, 0)
            if isinstance(part, Para):
                for line in range(part.together, high - TOGETHER + 1):
                    yield Place(head + line, head + line, number, line)
            for room, above, below in self._inside[number]:
                yield Place(head + above, head + high - below, number, room)
            foot, upper = head + high, part
        yield Place(foot, foot, len(self._parts), 0)

    def divided(self, lines: Sequence[int], uneven: int, give: int) -> list[Place] | None:
        """Where columns end that differ by at most `uneven` lines; the lowest, and of these with the longest first.

        A column counts as higher by the white that may be put into it, where that is `give` lines or more in one place.
        """
        places = list(self.places(lines))
        bottom = places.pop()
        feet = [place.foot for place in places]

        def white(begin: Place, end: Place) -> int:
            inside = self._spare[begin.part + 1 : end.part + bool(end.room)] if give else ()
            return max((lines for lines in inside if lines >= give), default=0)

        def columns(count: int, begin: Place, high: int) -> list[Place] | None:
            taken = self._taken[-count:]
            room = high - taken[0]
            if count == 1:
                held = bottom.foot - begin.head
                return [] if held <= room <= held + white(begin, bottom) + uneven else None
            if count * high - sum(taken) < bottom.foot - begin.head:
                return None
            for at in range(bisect_right(feet, begin.head + room) - 1, -1, -1):
                end = places[at]
                held = end.foot - begin.head
                if held <= 0 or held + MOST_WHITE + uneven < room:
                    break
                if held + white(begin, end) + uneven >= room:
                    rest = columns(count - 1, end, high)
                    if rest is not None:
                        return [end, *rest]
            return None

        least = (bottom.foot + sum(self._taken)) // self._count - 1
        highs = range(max(1, least), least + _HIGHER)
        tries = (columns(self._count, Place(0, 0, 0, 0), high) for high in highs)
        return next((found for found in tries if found is not None), None)

    def changed(self, give: int) -> list[list[Element]] | None:
        """Even columns with a few paragraphs a line longer; the longest first, where it shows least."""
        able = [number for number, part in enumerate(self._parts) if isinstance(part, Para) and part.alterable]
        able.sort(key=lambda number: -self.lines[number])
        for many in range(1, _MOST_CHANGED + 1):
            for chosen in combinations(able, many):
                lines = [high + (number in chosen) for number, high in enumerate(self.lines)]
                ends = self.divided(lines, 1, give)
                parts = _longer(self._parts, chosen) if ends is not None else None
                if ends is not None and parts is not None:
                    return self.laid(parts, ends)
        return None

    def laid(self, parts: Sequence[Element], ends: list[Place]) -> list[list[Element]] | None:
        """The columns that end at `ends`; None where an element divides otherwise the second time."""
        made: list[list[Element]] = []
        begun: Element | None = None
        head = first = 0
        for end in ends:
            column = list(parts[first : end.part])
            if begun is not None and column:
                column[0] = begun
            divided = None
            if end.room:
                again = begun if end.part == first else None
                room = end.foot - head if again is not None else end.room
                divided = (again or parts[end.part]).split(room * self._grid)
                if divided is None:
                    return None
                column.append(divided[0])
            begun = divided[1] if divided is not None else None
            head, first = end.head, end.part
            made.append(column)
        rest = list(parts[first:])
        if begun is not None:
            rest[0] = begun
        return [*made, rest]


def _longer(parts: Sequence[Element], chosen: Sequence[int]) -> list[Element] | None:
    """`parts` with some paragraphs a line longer; None where one of them cannot be."""
    made = list(parts)
    for number in chosen:
        part = parts[number]
        other = part.longer() if isinstance(part, Para) else None
        if other is None:
            return None
        made[number] = other
    return made
