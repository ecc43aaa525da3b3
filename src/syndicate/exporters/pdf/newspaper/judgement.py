"""What a page costs: how it looks, what it leaves for later, and whether it is as full as it should be."""

from __future__ import annotations

from collections.abc import Sequence

from syndicate.exporters.pdf.newspaper.briefs import Briefs
from syndicate.exporters.pdf.newspaper.pages import Page
from syndicate.exporters.pdf.newspaper.stories import Story

_LITTLE = 0.4
"""Share of a page that is too little for a last page."""

_UNEQUAL = 60.0
"""What it costs to use a page's worth more or less of what is left than each of the pages to come should."""

_OUTSHONE = 3.0
"""What it costs that another headline is as large as that of the lead."""

_DWARFED = 12.0
"""What it costs that another module takes twice the area of the lead's; as much again for each further time."""

_PICTURED = 8.0
_UNLED = 4.0
"""What it costs that another picture is as wide as the lead's, and that another story has one and the lead none."""

_PIN = 200.0
"""What it costs that a pin is not followed."""

_SHORT = 2.5
"""What a line costs that a page is short."""


class Judge:
    """Judges pages of so many lines and columns for the stories that wait."""

    def __init__(self, pool: Sequence[Story], briefs: Briefs, lines: int, columns: int, pins: dict[str, int]) -> None:
        self._places = {story.key: (number, story.area) for number, story in enumerate(pool)}
        self._briefs = [briefs.area(done) for done in range(briefs.left + 1)]
        self._lines, self._pins = lines, pins
        self.whole = lines * columns
        """A page, in lines of a column."""
        self.total = sum(story.area for story in pool) + self._briefs[0]
        """What all stories want."""
        self.share = float(self.total)
        """What those of this page should want."""

    def used(self, page: Page) -> float:
        """About how many lines of a column the stories of a page wanted."""
        used = sum(self._places[key][1] for key in page.used) + self._briefs[0] - self._briefs[page.briefs]
        return used - sum(module.story.lines / 2 for module in page.modules if module.turns)

    def cost(self, page: Page) -> float:
        """What a page costs."""
        found = page.modules
        short = max(0, self._lines - page.high)
        cost = page.cost + abs(self._lines - page.wanted) * 0.12 + short * _SHORT + (20.0 if short else 0.0)
        if page.used:
            passed = max(self._places[key][0] for key in page.used) + 1 - len(page.used)
            cost += 0.8 * passed
        lead = found[0]
        for module in found[1:]:
            cost += _OUTSHONE * (module.size >= lead.size)
            cost += _DWARFED * max(0.0, module.span * module.wanted / (lead.span * max(1, lead.wanted)) - 1)
            # One picture dominates the page.
            cost += _PICTURED * (module.photo >= lead.photo > 0) + _UNLED * (module.photo > 0 == lead.photo)
        cost += 2.5 * max(0, 3 - len(found))
        return cost + self._missed(page) + self._left(page)

    def _missed(self, page: Page) -> float:
        """What the pins cost that are not followed."""
        if not self._pins:
            return 0.0
        where = {module.story.key: number for number, module in enumerate(page.modules, 1)}
        return sum(_PIN for key, wanted in self._pins.items() if key not in where or (wanted and where[key] != wanted))

    def _left(self, page: Page) -> float:
        """What is left shall fill whole pages."""
        done = self.used(page)
        rest, little = self.total - done, _LITTLE * self.whole
        alone = 40.0 + 80.0 * (1.0 - rest / little) if 0 < rest < little else 0.0
        return alone + _UNEQUAL * abs(done - self.share) / self.whole
