"""Pages as they are planned: bands one above the other, and how high each of them is to be.

All heights are in lines of the grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from syndicate.exporters.pdf.newspaper.modules import GAP, LOOSE, Band, Module

PANEL = 7
"""Lines that the imprint has at least in a box of its own at the foot of the last page."""


_STRETCHED = 0.6
"""Share of its stretch that the most elastic band has left when the white between bands gives way before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is made up: its bands, whether whole or not."""

    bands: tuple[Band, ...] = ()
    used: frozenset[str] = frozenset()
    briefs: int = 0
    cost: float = 0.0
    low: int = -GAP
    wanted: int = -GAP
    high: int = -GAP - LOOSE

    def with_band(self, band: Band, used: frozenset[str], briefs: int) -> Page:
        """This page with another band at its foot."""
        cost = self.cost + band.cost
        if self.bands and len(band.cells) == 1 == len(self.bands[-1].cells):
            cost += 1.5
        return Page(
            (*self.bands, band),
            self.used | used,
            self.briefs + briefs,
            cost,
            self.low + GAP + band.low,
            self.wanted + GAP + band.wanted,
            self.high + GAP + LOOSE + band.high,
        )

    @property
    def modules(self) -> list[Module]:
        """Its modules in the order of reading; the first is the lead."""
        return [module for band in self.bands for module in band.modules]

    def heights(self, lines: int) -> list[int]:
        """The height of each band, so that all of them and the gaps fill `lines` where that can be."""
        made = [band.wanted for band in self.bands]
        if lines - self.high > PANEL:
            # Something else stands below them.
            return made
        spare = lines - GAP * (len(made) - 1) - sum(made)
        gaps = LOOSE * (len(made) - 1)
        while spare:
            step = 1 if spare > 0 else -1
            able = [
                number
                for number, band in enumerate(self.bands)
                if (made[number] < band.high if spare > 0 else made[number] > band.low)
            ]
            if not able:
                break
            # Those that can give most give first, so that nothing is stretched as far as it goes.
            give = max(able, key=lambda n: self._give(n, made[n], spare > 0))
            spare -= step
            if step > 0 and gaps and self._give(give, made[give], True) < _STRETCHED:
                gaps -= 1
            else:
                made[give] += step
        return made

    def _give(self, number: int, height: int, up: bool) -> float:
        band = self.bands[number]
        whole = band.high - band.wanted if up else band.wanted - band.low
        left = band.high - height if up else height - band.low
        return left / max(1, whole) + 0.001 * whole


@dataclass(frozen=True, slots=True)
class Settled:
    """A page with the height of each band, and of each module in the cells of it."""

    page: Page
    heights: tuple[int, ...] = ()
    cells: tuple[tuple[tuple[int, ...], ...], ...] = ()
    cost: float = 0.0

    @property
    def modules(self) -> Iterator[tuple[Module, int]]:
        """Its modules in the order of reading, each with its height."""
        for band, cells in zip(self.page.bands, self.cells, strict=True):
            for cell, heights in zip(band.cells, cells, strict=True):
                yield from zip(cell.modules, heights, strict=True)

    def short(self, lines: int) -> int:
        """How many lines its bands are short of `lines`, with all the white between them that may be."""
        gaps = max(0, len(self.heights) - 1)
        return max(0, lines - sum(self.heights) - (GAP + LOOSE) * gaps)
