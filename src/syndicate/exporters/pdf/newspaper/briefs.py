"""Briefs: stories of a few lines that stand together under one label and fill what others leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from syndicate.exporters.pdf.columns import Snapped
from syndicate.exporters.pdf.flow import Element, Para
from syndicate.exporters.pdf.newspaper.feet import FOOT
from syndicate.exporters.pdf.newspaper.modules import LOOSE, Module
from syndicate.exporters.pdf.newspaper.stories import Story

_MOST = 12
"""Briefs that stand together at most."""

_RAGGED = 30.0
"""What it costs that the last of them stand in columns that end as they come."""


@dataclass(slots=True)
class Briefs:
    """The briefs of an edition in their order, of which some were used already."""

    stories: list[Story]
    label: Callable[[int, int], Sequence[Element]]
    """What stands above them, over so many columns."""
    begun: int = 0
    _joined: dict[tuple[int, int], Story] = field(default_factory=dict)
    _ways: dict[tuple[int, int], list[Module]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many wait."""
        return len(self.stories) - self.begun

    def area(self, done: int) -> int:
        """Lines of all that wait but the first `done`."""
        return sum(story.lines + 1 for story in self.stories[self.begun + done :])

    def ways(self, done: int, span: int) -> list[Module]:
        """Modules of one, two, and more briefs behind the first `done` of those that wait."""
        first = self.begun + done
        key = (first, span)
        if key not in self._ways:
            made = []
            for count in range(1, min(_MOST, len(self.stories) - first) + 1):
                story = self._together(first, count)
                taken = (0,) * span
                if story.uneven(taken) > FOOT + 1:
                    continue
                high = story.head_lines(span, 0) + story.depth(taken)
                made.append(Module(story, span, 0, 0, high, high, high + FOOT + LOOSE, cost=0.6 if span > 2 else 0.0))
            if not made and first < len(self.stories):
                made.append(self._last(first, span))
            self._ways[key] = made
        return self._ways[key]

    def _last(self, first: int, span: int) -> Module:
        """All that are left, however they end."""
        story = self._together(first, min(_MOST, len(self.stories) - first))
        high = story.head_lines(span, 0) + story.depth((0,) * span)
        return Module(story, span, 0, 0, high, high, high + FOOT + LOOSE, cost=_RAGGED)

    def _together(self, first: int, count: int) -> Story:
        key = (first, count)
        if key not in self._joined:
            held = self.stories[first : first + count]
            parts: list[Element] = []
            for number, story in enumerate(held):
                begin = list(story.parts)
                if number and begin:
                    begin[0] = _below(begin[0], story.grid)
                parts += begin
            self._joined[key] = Story(
                f"briefs-{first}-{count}", parts, held[0].grid, self.label, "briefs", 9, held=tuple(held)
            )
        return self._joined[key]


def _below(element: Element, grid: float) -> Element:
    """`element` with a line of white above it."""
    assert isinstance(element, Para | Snapped)
    return replace(element, before=max(element.before, grid))
