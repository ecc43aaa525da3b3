"""Modules set into rectangles of a given height, and pages of which every column ends at its foot.

The search for a page knows of each module only between which heights it can be made up. Here its text is really put
into columns: by height of the picture, white below the headline and the places where the text may be divided. What
that gives is kept, so that the page is drawn as it was judged. All heights are in lines of the grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from syndicate.exporters.pdf.flow import Element
from syndicate.exporters.pdf.newspaper.feet import FOOT, depth, lengthened
from syndicate.exporters.pdf.newspaper.modules import GAP, LOOSE, Band, Cell, Module
from syndicate.exporters.pdf.newspaper.pages import Page, Settled
from syndicate.exporters.pdf.newspaper.stories import filled

_TRIES = 6
"""Pictures and whites that are tried for one height."""

_GOOD = 1.0
"""What a module may cost at most to be taken as it is."""

_AROUND = 3
"""Lines by which a band may be higher or lower than was planned."""

_SHORT = 3.0
_HOLE = 10.0
"""What a line costs that a column is short, and that one is short by more than two."""

_OVER = 6.0
_UNPLANNED = 40.0
"""What it costs to take a line from the white below a module, and to continue it elsewhere against the plan."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A module at one height: its columns, the lines of its picture, the white below its headline."""

    columns: list[list[Element]]
    picture: int
    white: int
    cost: float
    rest: list[Element] = field(default_factory=list)
    """What goes on elsewhere."""
    short: int = 0
    """Lines that the last column leaves above its foot, for the line that says where the story goes on."""


@dataclass(slots=True)
class Fitter:
    """Sets modules at heights, each but once."""

    grid: float
    _fits: dict[tuple[Module, int], Fit] = field(default_factory=dict)
    _bands: dict[tuple[int, int], tuple[float, tuple[tuple[int, ...], ...]]] = field(default_factory=dict)
    _held: list[Band] = field(default_factory=list)

    # --- modules ---------------------------------------------------------------------------------------------

    def fit(self, module: Module, height: int) -> Fit:
        """`module` in so many lines."""
        key = (module, height)
        if key not in self._fits:
            self._fits[key] = self._turned(module, height, 0.0) if module.turns else self._whole(module, height)
        return self._fits[key]

    def _whole(self, module: Module, height: int) -> Fit:
        for over in (0, 1):
            best: Fit | None = None
            for lines, white in self._tries(module, height + over):
                made = self._set(module, height + over, lines, white, _OVER * over)
                if made is not None and (best is None or made.cost < best.cost):
                    best = made
                if best is not None and best.cost <= _GOOD:
                    break
            if best is not None:
                return best
        if module.story.kind == "briefs":
            # They are never continued elsewhere.
            return Fit(module.story.laid((0,) * module.span), 0, 0, _UNPLANNED)
        return self._turned(module, height, _UNPLANNED)

    def _tries(self, module: Module, height: int) -> Sequence[tuple[int, int]]:
        """Lines for the picture and of white, those that fill the module best first."""
        story = module.story
        whites = range(2 * LOOSE + 1) if story.kind != "briefs" else (0,)
        low, natural, top = story.photo.lines(module.photo) if story.photo is not None else (0, 0, 0)
        found = []
        for lines in range(low, top + 1):
            for white in whites:
                spare = sum(_rooms(module, height, lines, white)) - story.lines
                if spare > -module.span:
                    found.append((max(0, spare) + 0.2 * abs(lines - natural) + white, lines, white))
        return [(lines, white) for _, lines, white in sorted(found)[:_TRIES]]

    def _set(self, module: Module, height: int, lines: int, white: int, cost: float) -> Fit | None:
        rooms = _rooms(module, height, lines, white)
        columns = module.story.feet.columns(rooms)
        if columns is None:
            return None
        made, more = self._filled(columns, rooms)
        return Fit(made, lines, white, cost + more)

    def _filled(self, columns: Sequence[list[Element]], rooms: Sequence[int]) -> tuple[list[list[Element]], float]:
        """The columns made as long as their rooms where they can be, and what it costs that others cannot."""
        made, cost = [], 0.0
        for column, room in zip(columns, rooms, strict=True):
            short = room - depth(column, self.grid)
            if short > FOOT:
                cost += 0.2 * (short - FOOT)
                column = lengthened(column, short, self.grid)
                short = room - depth(column, self.grid)
            made.append(column)
            cost += _SHORT * max(0, short - FOOT) + _HOLE * (short > FOOT + 1)
        return made, cost

    def _turned(self, module: Module, height: int, cost: float) -> Fit:
        """Columns full to their feet, the last of them with room for the line that says where the story goes on."""
        story = module.story
        lines = story.photo.lines(module.photo)[1] if story.photo is not None else 0
        rooms = _rooms(module, height, lines, 0)
        rooms[-1] -= 1
        divided = story.feet.columns(rooms, whole=False)
        if divided is not None and any(divided[:-1]):
            *columns, rest = divided
        else:
            columns, rest = filled(story.parts, [room * self.grid for room in rooms])
        columns, more = self._filled(columns, rooms)
        return Fit(columns, lines, 0, cost + more, rest, rooms[-1] - depth(columns[-1], self.grid))

    # --- bands and pages -------------------------------------------------------------------------------------

    def _cell(self, cell: Cell, height: int) -> tuple[float, tuple[int, ...]]:
        """What it costs to make a cell so high, and the heights of its modules."""
        if len(cell.modules) == 1:
            return self.fit(cell.modules[0], height).cost, (height,)
        upper, lower = cell.modules
        room = height - GAP
        wanted = max(upper.low, min(upper.high, room - lower.wanted, room - lower.low))
        best: tuple[float, tuple[int, ...]] | None = None
        for step in (0, 1, -1, 2, -2):
            own = wanted + step
            if step and not (upper.low <= own <= upper.high and lower.low <= room - own <= lower.high):
                continue
            cost = self.fit(upper, own).cost + self.fit(lower, room - own).cost
            if best is None or cost < best[0]:
                best = (cost, (own, room - own))
            if cost <= 2 * _GOOD:
                break
        assert best is not None
        return best

    def _band(self, band: Band, height: int) -> tuple[float, tuple[tuple[int, ...], ...]]:
        key = (id(band), height)
        if key not in self._bands:
            self._held.append(band)
            made = [self._cell(cell, height) for cell in band.cells]
            self._bands[key] = sum(cost for cost, _ in made), tuple(heights for _, heights in made)
        return self._bands[key]

    def settled(self, page: Page, lines: int) -> Settled:
        """The heights of the bands of a page at which its columns end best; as they were planned where that is well."""
        planned = page.heights(lines)
        made = [self._band(band, height) for band, height in zip(page.bands, planned, strict=True)]
        cost = sum(each[0] for each in made)
        if cost > _GOOD * len(made) and len(made) > 1:
            planned = self._shifted(page, planned)
            made = [self._band(band, height) for band, height in zip(page.bands, planned, strict=True)]
            cost = sum(each[0] for each in made)
        return Settled(page, tuple(planned), tuple(each[1] for each in made), cost)

    def _shifted(self, page: Page, planned: Sequence[int]) -> list[int]:
        """Heights near those that were planned, of the same sum, at which the bands cost least."""
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for number, (band, height) in enumerate(zip(page.bands, planned, strict=True)):
            last = number == len(planned) - 1
            grown: dict[int, tuple[float, tuple[int, ...]]] = {}
            for moved, (cost, heights) in best.items():
                for step in _steps(moved, last=last):
                    own = height + step
                    if step and not band.low <= own <= band.high:
                        continue
                    total = cost + self._band(band, own)[0] + 0.05 * abs(step)
                    known = grown.get(moved + step)
                    if known is None or total < known[0]:
                        grown[moved + step] = (total, (*heights, own))
            best = grown
        return list(best[0][1]) if 0 in best else list(planned)


def _steps(moved: int, *, last: bool) -> Iterator[int]:
    """By how many lines the next band may be higher, where those before it are higher by `moved` together."""
    if last:
        yield -moved
        return
    yield from (step for step in range(-_AROUND, _AROUND + 1) if abs(moved + step) <= _AROUND)


def _rooms(module: Module, height: int, lines: int, white: int) -> list[int]:
    """The lines that each column has for text."""
    return [height - begin for begin in module.begins(lines, white)]
