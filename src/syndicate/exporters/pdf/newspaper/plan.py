"""Which stories stand on a page, and as what: a search over pages of bands one above the other.

A band has one story over all columns, or two or three side by side, one of which may be two stories one above the
other, or a column of briefs. Each has a least and a greatest height, for pictures may be cut and some white may be
given; a page is made up where those of its bands can add up to it. Of the pages found, the cheapest is taken: short or
long columns, headlines side by side, pictures that are too small, stories left for later all cost something. Nothing
here depends on chance or on time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import combinations, permutations

from syndicate.exporters.pdf.newspaper.briefs import Briefs
from syndicate.exporters.pdf.newspaper.fits import Fitter
from syndicate.exporters.pdf.newspaper.judgement import Judge
from syndicate.exporters.pdf.newspaper.modules import GAP, Band, Cell, Module, beside, lone, modules
from syndicate.exporters.pdf.newspaper.pages import Page, Settled
from syndicate.exporters.pdf.newspaper.stories import Story

_WINDOW = 6
_WIDEST = 14
"""How many of the stories that wait are looked at for a page, at least and at most."""

_NEXT = 5
"""How many of them, in their order, for a place on it."""

_BEAM = 12
"""Unfinished pages that are followed at a time, of each height a few."""

_KEPT = 4
"""Ways that are kept to put the same stories into one band."""

_MOST_BANDS = 7

_SETTLED = 12
"""How many of the pages that cost least are looked at with their text in its columns."""

_WORTH = 12
"""Lines that a page may be short to be judged at all."""

_SQUEEZED = 0.25
"""Share of a page by which stories may be squeezed to save it."""

_DENSE = 0.8
_TRUST = 3
"""What stories want by themselves of a page that they fill, and how many pages it takes to believe otherwise."""


@dataclass(slots=True)
class MakeUp:
    """Makes up one page after the other of an edition on a grid of so many columns."""

    columns: int
    briefs: Briefs
    fitter: Fitter
    _known: dict[tuple[object, ...], list[Band]] = field(default_factory=dict)
    _aim: int = 0
    _made: int = 0
    _filled: float = 0.0
    """Pages made up so far, and what their stories wanted, in pages."""
    _set: dict[tuple[object, ...], list[Module]] = field(default_factory=dict)

    def begin(self, aim: int = 0) -> None:
        """Begin an edition, on `aim` pages where that is known."""
        self._made, self._filled, self._aim = 0, 0.0, aim
        self.briefs.begun = 0

    def page(self, pool: Sequence[Story], lines: int, *, front: bool, pins: dict[str, int] | None = None) -> Settled:
        """The best page of `lines` for the stories that wait, of which the first is to lead it."""
        pins = pins or {}
        window = self._window(pool, lines * self.columns, len(pins))
        judge = Judge(pool, self.briefs, lines, self.columns, pins)
        dense = (_DENSE * _TRUST + self._filled) / (_TRUST + self._made)
        wanted = math.ceil(judge.total / (judge.whole * dense) - _SQUEEZED)
        judge.share = judge.total / max(1, self._aim - self._made if self._aim else wanted)
        judged = self._found(window, lines, front, judge)
        for number in range(1, len(window)):
            if judged:
                break
            # No band has room for the first, so another leads.
            others = [story for story in window if story is not window[number]]
            judged = self._found([window[number], *others], lines, front, judge)
        if not judged and window:
            judged = [(0.0, 0, self._piled(window, lines))]
        found = self._settled(judged, lines)
        self._made += 1
        self._filled += judge.used(found.page) / judge.whole
        return found

    def _found(self, window: list[Story], lines: int, front: bool, judge: Judge) -> list[tuple[float, int, Page]]:
        """Pages with what they cost, in the order in which they were found, that the first of these stories leads."""
        judged: list[tuple[float, int, Page]] = []
        partial = [Page()]
        for _ in range(_MOST_BANDS):
            grown: list[Page] = []
            for page in partial:
                for made in self._next(page, window, front, lines):
                    if made.low > lines:
                        continue
                    grown.append(made)
                    if not judged or made.high >= lines - _WORTH or made.briefs == self.briefs.left:
                        judged.append((judge.cost(made), len(judged), made))
            partial = _spread(grown, lines)
            if not partial:
                break
        return judged

    def _piled(self, window: list[Story], lines: int) -> Page:
        """Stories over all columns, one below the other, where nothing better was found."""
        page = Page()
        for story in window:
            band = lone(story, self.columns, lines)
            if page.bands and page.low + GAP + band.low > lines:
                break
            page = self._grown(page, band)
        return page

    def _settled(self, judged: list[tuple[float, int, Page]], lines: int) -> Settled:
        """Of the pages that cost least, the one whose columns end best at their feet."""
        best: tuple[float, Settled] | None = None
        for cost, _, page in nsmallest(_SETTLED, judged):
            if best is not None and best[0] <= cost:
                break
            made = self.fitter.settled(page, lines)
            if best is None or cost + made.cost < best[0]:
                best = (cost + made.cost, made)
        return best[1] if best is not None else Settled(Page())

    def _window(self, pool: Sequence[Story], whole: int, pinned: int) -> list[Story]:
        """The stories that are looked at for a page: more than it holds."""
        area, count = 0, 0
        while count < len(pool) and (count < _WINDOW + pinned or area < 1.3 * whole) and count < _WIDEST + pinned:
            area += pool[count].area
            count += 1
        return list(pool[:count])

    # --- bands -----------------------------------------------------------------------------------------------

    def _next(self, page: Page, window: list[Story], front: bool, lines: int) -> Iterator[Page]:
        left = [story for story in window if story.key not in page.used]
        room = lines - page.low - (GAP if page.bands else 0)
        if not page.bands:
            if left:
                for band in self._leading(left, front):
                    yield self._grown(page, band)
            elif self.briefs.left:
                yield from self._strips(page, room)
            return
        left = left[:_NEXT]
        for first, story in enumerate(left[:4]):
            for band in self._single(story, front):
                yield self._grown(page, band)
            for other in left:
                if other is not story:
                    for band in self._pair(story, other, front):
                        yield self._grown(page, band)
            if self.briefs.left > page.briefs:
                for band in self._with_briefs(story, page.briefs, front, lead=False):
                    yield self._grown(page, band)
            if self.columns >= 6:
                for two in combinations(left[first + 1 :], 2):
                    for band in self._three(story, *two, front):
                        yield self._grown(page, band)
        yield from self._strips(page, room)

    def _grown(self, page: Page, band: Band) -> Page:
        held = sum(len(module.story.held) for module in band.modules)
        used = frozenset(module.story.key for module in band.modules if not module.story.held)
        return page.with_band(band, used, held)

    def _ways(self, story: Story, span: int, front: bool, lead: bool) -> list[Module]:
        turns = (1.0 if lead else 3.0) if front else 14.0
        key = (story, span, front, lead)
        if key not in self._set:
            made = modules(story, span, _ranks(span, front, lead), turns=turns, lead=lead)
            for side in _sides(story, span) if not lead else ():
                photo = side if story.photo is not None else 0
                made += beside(story, span, side, _ranks(span - side, front, lead)[-1], photo)
            self._set[key] = made
        return self._set[key]

    def _kept(self, key: tuple[object, ...], bands: Iterator[Band | None]) -> list[Band]:
        if key not in self._known:
            made = sorted((band for band in bands if band is not None), key=lambda band: (band.cost, band.wanted))
            kept: list[Band] = []
            for band in made:
                near = sum(abs(band.wanted - other.wanted) < 3 and _turns(band) == _turns(other) for other in kept)
                if not near and len(kept) < _KEPT:
                    kept.append(band)
            self._known[key] = kept
        return self._known[key]

    def _single(self, story: Story, front: bool, lead: bool = False) -> list[Band]:
        ways = (Band.of(Cell.of(module)) for module in self._ways(story, self.columns, front, lead))
        return self._kept((story, front, lead), ways)

    def _pair(self, left: Story, right: Story, front: bool, lead: bool = False) -> list[Band]:
        return self._kept((left, right, front, lead), self._pairs(left, right, front, lead))

    def _pairs(self, left: Story, right: Story, front: bool, lead: bool) -> Iterator[Band | None]:
        least = (self.columns + 1) // 2 if lead else 2
        for span in range(least, self.columns):
            for one in self._ways(left, span, front, lead):
                for other in self._ways(right, self.columns - span, front, lead=False):
                    if one.low <= other.high and other.low <= one.high:
                        yield Band.of(Cell.of(one), Cell.of(other))

    def _three(self, one: Story, two: Story, three: Story, front: bool) -> list[Band]:
        return self._kept((one, two, three, front), self._threes(one, two, three, front))

    def _threes(self, one: Story, two: Story, three: Story, front: bool) -> Iterator[Band | None]:
        span = self.columns // 3
        for a in self._ways(one, self.columns - 2 * span, front, lead=False)[:4]:
            for b in self._ways(two, span, front, lead=False)[:3]:
                for c in self._ways(three, span, front, lead=False)[:3]:
                    yield Band.of(Cell.of(a), Cell.of(b), Cell.of(c))

    def _with_briefs(self, story: Story, done: int, front: bool, *, lead: bool) -> list[Band]:
        return self._kept((story, done, self.briefs.begun, front, lead), self._beside(story, done, front, lead))

    def _beside(self, story: Story, done: int, front: bool, lead: bool) -> Iterator[Band | None]:
        for side in (1, 2) if self.columns >= 6 else (1,):
            for module in self._ways(story, self.columns - side, front, lead):
                for briefs in self.briefs.ways(done, side):
                    if module.low <= briefs.high and briefs.low <= module.high:
                        yield Band.of(Cell.of(module), Cell.of(briefs))

    def _strips(self, page: Page, room: int) -> Iterator[Page]:
        for module in self.briefs.ways(page.briefs, self.columns):
            if module.low <= room:
                band = Band.of(Cell.of(module))
                assert band is not None
                yield self._grown(page, band)

    def _leading(self, left: list[Story], front: bool) -> Iterator[Band]:
        lead, others = left[0], left[1 : _NEXT + 1]
        yield from self._single(lead, front, lead=True)
        for other in others:
            yield from self._pair(lead, other, front, lead=True)
        for upper, lower in permutations(others[:4], 2):
            yield from self._stacked(lead, upper, lower, front)
        if self.briefs.left and not front:
            yield from self._with_briefs(lead, 0, front, lead=True)

    def _stacked(self, lead: Story, upper: Story, lower: Story, front: bool) -> list[Band]:
        return self._kept((lead, upper, lower, front, "stack"), self._stacks(lead, upper, lower, front))

    def _stacks(self, lead: Story, upper: Story, lower: Story, front: bool) -> Iterator[Band | None]:
        for side in range(1, self.columns // 2):
            for one in self._ways(lead, self.columns - side, front, lead=True):
                for two in self._ways(upper, side, front, lead=False):
                    for three in self._ways(lower, side, front, lead=False):
                        yield Band.of(Cell.of(one), Cell.of(two, three))


def _ranks(span: int, front: bool, lead: bool) -> tuple[int, ...]:
    """Ranks in the scale of headlines that one over so many columns may have."""
    if lead:
        return (0, 1) if front else (1, 2) if span > 2 else (2,)
    return (2, 3) if span > 2 else (3,) if span == 2 else (4,)


def _sides(story: Story, span: int) -> Sequence[int]:
    """Over how many columns text or picture may stand beside the headline."""
    if story.photo is None:
        return (span // 2,) if span > 1 else ()
    return range(1, min(story.photo.most, (span + 1) // 2, span - 1) + 1)


def _turns(band: Band) -> bool:
    return any(module.turns for module in band.modules)


def _spread(pages: list[Page], lines: int) -> list[Page]:
    """The cheapest pages that have room for more, of each height a few."""
    kept: list[Page] = []
    heights: dict[tuple[int, frozenset[str]], int] = {}
    levels: dict[int, int] = {}
    for page in sorted(pages, key=lambda page: (page.cost / max(1, page.wanted), page.wanted)):
        if page.low + GAP + 8 > lines:
            continue
        level, same = page.wanted // 8, (page.wanted // 4, page.used)
        if heights.get(same, 0) >= 1 or levels.get(level, 0) >= 4 or len(kept) >= _BEAM:
            continue
        heights[same], levels[level] = heights.get(same, 0) + 1, levels.get(level, 0) + 1
        kept.append(page)
    return kept
