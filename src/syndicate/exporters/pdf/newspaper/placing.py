"""Pages as they are drawn: every module in its rectangle, its text in columns that reach its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from syndicate.exporters.pdf.columns import Snapped, high
from syndicate.exporters.pdf.flow import Element, Para, Stack
from syndicate.exporters.pdf.newspaper.modules import FOOT, GAP, LOOSE, Band, Module
from syndicate.exporters.pdf.newspaper.plan import Page
from syndicate.exporters.pdf.newspaper.stories import Story, filled
from syndicate.exporters.pdf.style import Sheet
from syndicate.exporters.pdf.tags import Tag

_MOST_TRIED = 8
"""Paragraphs of a column that are tried to be set longer."""


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
class Turn:
    """The rest of a story that is continued on another page."""

    story: Story
    parts: list[Element]
    behind: Tag | None
    """What is read before it."""


@dataclass(slots=True)
class Placer:
    """Puts modules into their rectangles. `onward` makes the line that leads to the rest of a story."""

    sheet: Sheet
    grid: float
    rtl: bool
    onward: Callable[[Story], Element]
    turns: list[Turn] = field(default_factory=list)

    def page(self, page: Page, top: float, lines: int) -> MadePage:
        """The bands of `page` below `top`, stretched to fill `lines`."""
        made = MadePage()
        heights = page.heights(lines)
        gaps = max(0, len(heights) - 1)
        spare = lines - sum(heights) - GAP * gaps
        at = 0
        for number, (band, height) in enumerate(zip(page.bands, heights, strict=True)):
            if number:
                white = min(LOOSE, max(0, spare)) if gaps else 0
                spare -= white
                at += GAP + white
                y = top - (at - GAP / 2 - white / 2) * self.grid - 0.2 * self.grid
                made.placed.append(Placed(_Hairline(self.sheet.measure), self.sheet.left, y))
            self._band(made, band, top - at * self.grid, height)
            at += height
        made.short = max(0, lines - at)
        made.foot = top - (at + 1) * self.grid
        made.section = page.modules[0].story.section if page.bands else ""
        return made

    def _band(self, made: MadePage, band: Band, top: float, height: int) -> None:
        column = 0
        for number, cell in enumerate(band.cells):
            if number:
                made.rules.append((self._between(column), top - height * self.grid, height * self.grid))
            at = 0
            rest = height
            for place, module in enumerate(cell.modules):
                last = place == len(cell.modules) - 1
                below = sum(GAP + other.wanted for other in cell.modules[place + 1 :])
                least = sum(GAP + other.low for other in cell.modules[place + 1 :])
                own = rest if last else max(module.low, min(module.high, rest - below, rest - least))
                if place:
                    y = top - (at - GAP / 2) * self.grid - 0.2 * self.grid
                    x = self._x(column, cell.span)
                    made.placed.append(Placed(_Hairline(self.sheet.over(cell.span)), x, y))
                self._module(made, module, self._x(column, cell.span), top - at * self.grid, own)
                at += own + GAP
                rest -= own + GAP
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
        story, grid = module.story, self.grid
        head = story.head(module.span, module.rank)
        deep = height - story.head_lines(module.span, module.rank)
        columns, lines, used = self._columns(module, deep)
        picture = story.photo.over(module.photo, lines) if story.photo is not None else []
        order = [*_tags(head), *(tag for part in picture for tag in _tags(part))]
        if module.top and picture:
            made.placed.append(Placed(Stack(picture), x, top))
            top -= lines * grid
        made.placed.append(Placed(head, x, top))
        top -= head.height
        white = min(2 * LOOSE, max(0, deep - used + 1) // 2) if story.kind != "briefs" else 0
        top -= white * grid
        rtl = self.rtl
        if picture and not module.top:
            first = 0 if rtl else module.span - module.photo
            made.placed.append(Placed(Stack(picture), x + first * (self.sheet.column + self.sheet.gutter), top))
        taken = module.taken(lines)
        for number, column in enumerate(columns):
            place = module.span - 1 - number if rtl else number
            at = top - taken[number] * grid
            short = deep - white - (lines if module.top else 0) - taken[number] - round(high(column) / grid)
            column = _topped(column, short, grid) if short > FOOT else column
            made.placed.append(Placed(Stack(column), x + place * (self.sheet.column + self.sheet.gutter), at))
        _ahead(story, order)
        made.keys += [story.key, *(brief.key for brief in story.held)]
        made.sections += [each.section for each in story.held or (story,) if each.section]

    def _columns(self, module: Module, deep: int) -> tuple[list[list[Element]], int, int]:
        """The text in columns no deeper than that, the lines that the picture has, and the depth of all."""
        story = module.story
        tries = self._pictures(module, deep)
        best: tuple[list[list[Element]], int, int] | None = None
        for lines in tries if not module.turns else ():
            taken = module.taken(lines)
            above = lines if module.top else 0
            used = above + story.depth(taken)
            if used <= deep and (best is None or used > best[2]):
                best = (story.laid(taken), lines, used)
            if best is not None and best[2] >= deep - FOOT:
                break
        if best is not None:
            return best
        if not module.turns:
            # Short by a line or two, it takes them from the white below; else the rest would be shorter than its head.
            taken = module.taken(tries[0])
            used = (tries[0] if module.top else 0) + story.depth(taken)
            if used <= deep + 1:
                return story.laid(taken), tries[0], used
        return self._turned(module, deep, tries[0])

    def _pictures(self, module: Module, deep: int) -> list[int]:
        """Heights of the picture, the one that should fill the module first."""
        if module.story.photo is None:
            return [0]
        low, mid, top = module.story.photo.lines(module.photo)
        if module.turns:
            return [mid]
        text = module.story.lines
        wanted = deep + -text // module.span if module.top else (deep * module.span - text) // module.photo
        wanted = min(max(wanted, low), top)
        return sorted(range(low, top + 1), key=lambda lines: (abs(lines - wanted), lines))[:7]

    def _turned(self, module: Module, deep: int, lines: int) -> tuple[list[list[Element]], int, int]:
        """Columns full to their feet, the last of them with the line that says where the story goes on."""
        story = module.story
        taken = module.taken(lines)
        rooms = [deep - top - (lines if module.top else 0) for top in taken]
        rooms[-1] -= 1
        columns, rest = filled(story.parts, [room * self.grid for room in rooms])
        if not rest:
            return columns, lines, deep
        onward = self.onward(story)
        white = rooms[-1] * self.grid - high(columns[-1])
        onward.before = white if white > 0.5 else 0.0
        columns[-1] = [*columns[-1], onward]
        (tag,) = _tags(onward)
        _behind(story.tag, tag, columns)
        self.turns.append(Turn(story, rest, tag))
        return columns, lines, deep


def _topped(column: list[Element], short: int, grid: float) -> list[Element]:
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
