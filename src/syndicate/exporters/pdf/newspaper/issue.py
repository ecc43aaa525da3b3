"""All pages of an edition: planned one after the other, and again where the last page would be left with a hole.

A page is planned without knowing what will be left at the end. Where that is too little for a page, the edition is
made up anew with as many pages as it had, or one less, each of them with an equal share; the best of these is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from syndicate.exporters.pdf.flow import Element
from syndicate.exporters.pdf.newspaper.pages import PANEL, Settled
from syndicate.exporters.pdf.newspaper.pins import Wishes
from syndicate.exporters.pdf.newspaper.plan import MakeUp
from syndicate.exporters.pdf.newspaper.stories import Story

HIGHEST = 32
"""Lines that it has at most where another way can be found."""

_ONE = 1
"""Lines of white above it."""

_MANY = 5
"""Stories up to which a first page has no teasers."""


@dataclass(slots=True)
class Layout:
    """An edition as it is made up, and what is left of stories that go on elsewhere, by the key of the part before."""

    pages: list[Settled] = field(default_factory=list)
    shorts: list[int] = field(default_factory=list)
    """Lines that each page is short."""
    rests: dict[str, Story] = field(default_factory=dict)
    wishes: Wishes | None = None

    @property
    def holes(self) -> int:
        """Lines that are left white: on the last page, those that the box of the imprint does not fill."""
        *others, last = self.shorts
        room = last - _ONE
        boxed = max(0, room - HIGHEST) if room >= PANEL else last
        left = boxed if last > 1 else 0
        return left + 3 * sum(max(0, short - 2) for short in others)


@dataclass(slots=True)
class Issue:
    """Makes up an edition on pages of `lines`, of which the first has `head` for its nameplate, `foot` for teasers."""

    make_up: MakeUp
    lines: int
    head: int
    foot: int
    rest: Callable[[Story, Sequence[Element], int], Story]
    """The story that is what is left of one that began on that page."""

    def room(self, number: int, stories: int) -> int:
        """The lines that a page has for its bands, in an edition of so many stories."""
        return self.lines - (self.head + self.strip(stories) if number == 1 else 0)

    def strip(self, stories: int) -> int:
        """The lines of the strip of teasers."""
        return self.foot if stories > _MANY else 0

    def best(self, stories: Sequence[Story], wishes: Wishes) -> Layout:
        """The edition with the smallest hole in its last page, at the first try where there is none."""
        first = self._laid(stories, wishes.copy(), 0)
        made = [first]
        count = len(first.pages)
        if first.holes and count > 1:
            for aim in (count - 1, count):
                made.append(self._laid(stories, wishes.copy(), aim))
                if not made[-1].holes:
                    break
        return min(made, key=lambda layout: layout.holes)

    def _laid(self, stories: Sequence[Story], wishes: Wishes, aim: int) -> Layout:
        make_up = self.make_up
        make_up.begin(aim)
        layout = Layout(wishes=wishes)
        pool = list(stories)
        while pool or make_up.briefs.left or not layout.pages:
            number = len(layout.pages) + 1
            wanted = wishes.of(number, pool, enough=make_up.briefs.left > 0)
            waiting = [story for story in pool if not wishes.later(story.key, number)]
            order = [lead] if (lead := _lead(waiting, wanted)) is not None else []
            order += sorted((s for s in waiting if s is not lead), key=lambda story: story.key not in wanted)
            room = self.room(number, len(stories))
            found = make_up.page(order, room, front=number == 1, pins=wanted)
            wishes.judge(wanted, found.page)
            layout.pages.append(found)
            layout.shorts.append(found.short(room))
            make_up.briefs.begun += found.page.briefs
            pool = [story for story in pool if story.key not in found.page.used]
            self._turn(layout, pool, found, number)
        return layout

    def _turn(self, layout: Layout, pool: list[Story], found: Settled, number: int) -> None:
        """Let what is left of the stories of a page wait for another: behind the first, with its section."""
        for module, height in found.modules:
            fit = self.make_up.fitter.fit(module, height)
            if not fit.rest:
                continue
            rest = self.rest(module.story, fit.rest, number)
            layout.rests[module.story.key] = rest
            own = next((n for n, story in enumerate(pool) if story.section == rest.section), 0) if number == 1 else 0
            pool.insert(own, rest)


def _lead(waiting: Sequence[Story], wanted: dict[str, int]) -> Story | None:
    """What leads a page: what is pinned to, or the first that waits; of its equals rather one with a picture."""
    if not waiting:
        return None
    first = min(waiting, key=lambda story: (wanted.get(story.key, 9) != 1, story.kind == "rest"))
    if wanted.get(first.key) == 1:
        return first
    equal = (s for s in waiting if (s.kind, s.weight, s.section) == (first.kind, first.weight, first.section))
    return next((story for story in equal if story.photo is not None), first)
