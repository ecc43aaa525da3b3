"""Pages as they are drawn: every module in its rectangle, its text in columns that reach its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from syndicate.exporters.pdf.flow import Element, Stack
from syndicate.exporters.pdf.newspaper.fits import Fit, Fitter
from syndicate.exporters.pdf.newspaper.modules import GAP, LOOSE, Band, Module
from syndicate.exporters.pdf.newspaper.pages import Settled
from syndicate.exporters.pdf.newspaper.stories import Story
from syndicate.exporters.pdf.style import Sheet
from syndicate.exporters.pdf.tags import Tag


@dataclass(slots=True)
class Placed:
    """An element at its place: left edge and top in points."""

    element: Element
    x: float
    top: float


@dataclass(slots=True)
class MadePage:
    """A page ready to be drawn."""

    placed: list[Placed] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    """Vertical hairlines: x, bottom and height."""
    section: str = ""
    sections: list[str] = field(default_factory=list)
    short: int = 0
    foot: float = 0.0
    """How many lines its bands are short of the foot, and where they end but for a line of white, in points."""
    keys: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Placer:
    """Puts modules into their rectangles. `onward` makes the line that leads to the rest of a story."""

    sheet: Sheet
    grid: float
    rtl: bool
    fitter: Fitter
    onward: Callable[[Story], Element]
    rests: dict[str, Story]
    """What is left of stories, by the key of the part before."""

    def page(self, settled: Settled, top: float, lines: int) -> MadePage:
        """The bands of a page below `top`, as high as they were settled to be."""
        made = MadePage()
        bands, heights = settled.page.bands, settled.heights
        spare = lines - sum(heights) - GAP * max(0, len(heights) - 1)
        at = 0
        for number, (band, height) in enumerate(zip(bands, heights, strict=True)):
            if number:
                white = min(LOOSE, max(0, spare))
                spare -= white
                at += GAP + white
                y = top - (at - GAP / 2 - white / 2) * self.grid - 0.2 * self.grid
                made.placed.append(Placed(_Hairline(self.sheet.measure), self.sheet.left, y))
            self._band(made, band, settled.cells[number], top - at * self.grid)
            at += height
        made.short = max(0, lines - at)
        made.foot = top - (at + 1) * self.grid
        made.section = settled.page.modules[0].story.section if bands else ""
        return made

    def _band(self, made: MadePage, band: Band, cells: Sequence[Sequence[int]], top: float) -> None:
        column = 0
        for number, (cell, heights) in enumerate(zip(band.cells, cells, strict=True)):
            if number:
                height = sum(heights) + GAP * (len(heights) - 1)
                made.rules.append((self._between(column), top - height * self.grid, height * self.grid))
            at = 0
            for place, (module, own) in enumerate(zip(cell.modules, heights, strict=True)):
                x = self._x(column, cell.span)
                if place:
                    y = top - (at - GAP / 2) * self.grid - 0.2 * self.grid
                    made.placed.append(Placed(_Hairline(self.sheet.over(cell.span)), x, y))
                self._module(made, module, x, top - at * self.grid, own)
                at += own + GAP
            column += cell.span

    def _x(self, column: int, span: int) -> float:
        """The left edge of `span` columns from `column` on."""
        place = self.sheet.columns - column - span if self.rtl else column
        return self.sheet.left + place * (self.sheet.column + self.sheet.gutter)

    def _between(self, column: int) -> float:
        """The middle of the gutter before `column`."""
        place = self.sheet.columns - column if self.rtl else column
        return self.sheet.left + place * (self.sheet.column + self.sheet.gutter) - self.sheet.gutter / 2

    # --- one module ------------------------------------------------------------------------------------------

    def _module(self, made: MadePage, module: Module, x: float, top: float, height: int) -> None:
        story, fit = module.story, self.fitter.fit(module, height)
        head = story.head(module.heading, module.rank)
        picture = story.photo.over(module.photo, fit.picture) if story.photo is not None else []
        order = [*_tags(head), *(tag for part in picture for tag in _tags(part))]

        def at(first: int, span: int) -> float:
            place = module.span - first - span if self.rtl else first
            return x + place * (self.sheet.column + self.sheet.gutter)

        title = top - (fit.picture if module.top else 0) * self.grid
        made.placed.append(Placed(head, at(0, module.heading), title))
        if picture:
            below = 0 if module.top or module.side else module.head + fit.white
            left = at(module.span - module.photo, module.photo)
            made.placed.append(Placed(Stack(picture), left, top - below * self.grid))
        columns = self._turned(story, fit) if fit.rest else fit.columns
        for number, (column, begin) in enumerate(zip(columns, module.begins(fit.picture, fit.white), strict=True)):
            made.placed.append(Placed(Stack(column), at(number, 1), top - begin * self.grid))
        _ahead(story, order)
        made.keys += [story.key, *(brief.key for brief in story.held)]
        made.sections += [each.section for each in story.held or (story,) if each.section]

    def _turned(self, story: Story, fit: Fit) -> list[list[Element]]:
        """The columns with the line that says where the story goes on."""
        onward = self.onward(story)
        onward.before = fit.short * self.grid
        *columns, last = fit.columns
        columns.append([*last, onward])
        (tag,) = _tags(onward)
        _behind(story.tag, tag, columns)
        self.rests[story.key].behind = tag
        return columns


@dataclass(slots=True)
class _Hairline(Element):
    width: float
    height: float = 0.0

    def draw(self, pen: object, x: float, top: float) -> None:
        """As `Element.draw`."""
        pen.rule(x, top, self.width, 0.4, 0.7)  # type: ignore[attr-defined]


def _tags(element: Element) -> list[Tag]:
    """The tags of an element and of what is in it."""
    own = getattr(element, "tag", None)
    if isinstance(own, Tag):
        return [own]
    inner = getattr(element, "parts", None) or [getattr(element, "inner", None)]
    return [tag for part in inner if isinstance(part, Element) for tag in _tags(part)]


def _ahead(story: Story, tags: Sequence[Tag]) -> None:
    """Let what was made last, because its width was not known, be read first."""
    first = story.held[0].tag if story.held else story.tag
    parent = first.parent if story.held and first is not None else first
    if parent is None:
        return
    own = [tag for tag in tags if tag.parent is parent]
    others = [kid for kid in parent.kids if kid not in own]
    before = first if story.held else story.behind
    at = others.index(before) + (not story.held) if before is not None else 0
    parent.kids = [*others[:at], *own, *others[at:]]


def _behind(story: Tag | None, tag: Tag, columns: Sequence[Sequence[Element]]) -> None:
    """Let `tag` be read behind the last paragraph of these columns."""
    drawn = [found for column in columns for part in column for found in _tags(part) if found.parent is story]
    last = next((found for found in reversed(drawn) if found is not tag), None)
    if story is None or last is None:
        return
    story.kids = [kid for kid in story.kids if kid is not tag]
    story.kids.insert(story.kids.index(last) + 1, tag)
