"""Overprint (PDF 1.7 8.6.7): how much ink there may be where one thing leaves what lies below it.

Only boxes are known of what was painted, so all of it is an upper bound: what a box holds may lie anywhere in it, and
what was covered since still counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from syndicate.validators.pdf import geometry
from syndicate.validators.pdf.geometry import Box
from syndicate.validators.pdf.press.content import Painted
from syndicate.validators.pdf.press.spaces import PROCESS, Space

_MOST = 400
"""Layers that are kept apart; older ones are taken together, as one that has the most of each."""

_BY_ZERO = ("fill", "stroke", "text")
"""What `OPM 1` counts for: colours that were set, not samples."""


@dataclass(frozen=True, slots=True)
class _Layer:
    area: Box
    inks: Mapping[str, float]
    """The most of each ink."""
    total: float

    def left(self, taken: frozenset[str]) -> float:
        """What may remain of it under something that prints the inks `taken`."""
        return min(self.total, sum(amount for ink, amount in self.inks.items() if ink not in taken))


class Layers:
    """What one page has been painted with so far."""

    def __init__(self) -> None:
        self._layers: list[_Layer] = []

    def add(self, thing: Painted, space: Space, area: Box, inks: Mapping[str, float], total: float) -> float:
        """Lay `thing` upon what is there, and give the most ink that there may be together, 1 for one full ink.

        `area` is what is seen of it, `inks` the most that it has of each ink, `total` the most that it has of all.
        """
        held, most = dict(inks), total
        if thing.state.overprint[0 if thing.what == "stroke" else 1]:
            taken = _taken(thing, space, inks)
            for layer in self._layers:
                if geometry.common(layer.area, area) is not None:
                    most = max(most, total + layer.left(taken))
                    for ink, amount in layer.inks.items():
                        if ink not in taken:
                            held[ink] = max(held.get(ink, 0.0), amount)
        self._layers.append(_Layer(area, held, most))
        if len(self._layers) > _MOST:
            half = self._layers[: _MOST // 2]
            self._layers[: _MOST // 2] = [_together(half)]
        return most


def _taken(thing: Painted, space: Space, inks: Mapping[str, float]) -> frozenset[str]:
    """The inks that `thing` prints, with what lies below out of the way (8.6.7, table 148)."""
    if space.base is None and space.name == "DeviceCMYK" and thing.state.by_zero and thing.what in _BY_ZERO:
        return frozenset(ink for ink, amount in inks.items() if amount > 0)
    inner = space.base or space
    if inner.name in ("DeviceCMYK", "DeviceGray"):
        return frozenset(PROCESS)
    return frozenset(inks)


def _together(layers: list[_Layer]) -> _Layer:
    inks: dict[str, float] = {}
    for layer in layers:
        for ink, amount in layer.inks.items():
            inks[ink] = max(inks.get(ink, 0.0), amount)
    sides = list(zip(*(layer.area for layer in layers), strict=True))
    area = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    return _Layer(area, inks, max(layer.total for layer in layers))
