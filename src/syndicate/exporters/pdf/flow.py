"""What is placed down a column: elements with a height, that draw themselves and divide over pages.

The white between two elements is the larger of what the upper wants after it and the lower before it. Nothing here can
fail for want of room: text divides between lines, rows between lines of their cells, boxes between their parts; what
is left over on an empty page is placed all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from syndicate.exporters.pdf.breaking import Line
from syndicate.exporters.pdf.dropcap import Initial
from syndicate.exporters.pdf.setting import Passage
from syndicate.exporters.pdf.tags import Tag

if TYPE_CHECKING:
    # Copy is measured by the same elements, and nothing is drawn then.
    from reportlab.lib.utils import ImageReader

    from syndicate.exporters.pdf.pen import Pen

TOGETHER = 2
"""Lines of a paragraph that stay together at the foot and at the head of a page."""


class Element:
    """Something with a height. `keep` ties it to what follows."""

    height: float
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    wide: bool = False
    """Stands over all columns."""

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        """Two elements, the first no higher than `room`; None when it does not divide so."""
        return None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw at the left edge `x`, below `top`."""

    def anchors(self) -> Iterator[str]:
        """The keys of the bookmarks in it."""
        yield from ()


@dataclass(slots=True)
class Para(Element):
    """A paragraph, set in from the left, with a label in front of its first line where it is a list item."""

    passage: Passage
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    inset: float = 0.0
    label: Line | None = None
    first: int = 0
    last: int | None = None
    tag: Tag | None = None
    label_tag: Tag | None = None
    initial: Initial | None = None
    bid: str = ""
    """The block of the story that it is, where it is a paragraph of running text."""

    @property
    def together(self) -> int:
        """How many of its first lines stay together."""
        return TOGETHER if self.initial is None or self.first else max(TOGETHER, self.initial.deep)

    @property
    def _lines(self) -> list[Line]:
        return self.passage.lines[self.first : self.last]

    @property
    def height(self) -> float:  # type: ignore[override]
        end = len(self.passage.lines) if self.last is None else self.last
        return (end - self.first) * self.passage.style.leading

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        end = len(self.passage.lines) if self.last is None else self.last
        total, fitting = end - self.first, int((room + 0.01) // self.passage.style.leading)
        if fitting >= total:
            return None
        at = fitting if force else min(fitting, total - TOGETHER)
        if at < (1 if force else self.together):
            return None
        cut = self.first + at
        head = Para(self.passage, self.before, 0.0, False, self.inset, self.label, self.first, cut, self.tag)
        head.label_tag, head.initial = self.label_tag, self.initial
        return head, Para(self.passage, 0.0, self.after, self.keep, self.inset, None, cut, end, self.tag)

    @property
    def alterable(self) -> bool:
        """Whether it may be asked for a line more: it is whole, and has lines to share the white among."""
        return self.last is None and not self.first and self.passage.again is not None and len(self.passage.lines) > 2

    def longer(self) -> Para | None:
        """The same paragraph in one line more; None where that would show."""
        again = self.passage.again
        lines = again(len(self.passage.lines) + 1) if again is not None else None
        return replace(self, passage=replace(self.passage, lines=lines)) if lines is not None else None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        rtl = self.passage.direction == "rtl"
        if self.label is not None:
            style = self.passage.style
            baseline = top - style.leading * 0.5 - style.size * 0.31
            gap = 0.55 * style.size
            at = x + self.passage.width + gap if rtl else x + self.inset - gap - self.label.width
            self.label.room = self.label.width
            pen.line(self.label, at, baseline, tag=self.label_tag)
        if self.initial is not None and not self.first:
            self.initial.draw(pen, self.passage, x + self.inset, top, self.tag)
        pen.passage(self.passage, x if rtl else x + self.inset, top, self.tag, self._lines)


@dataclass(slots=True)
class Rule(Element):
    """A rule over the measure, or a part of it."""

    width: float
    weight: float = 0.4
    grey: float = 1.0
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    inset: float = 0.0

    @property
    def height(self) -> float:  # type: ignore[override]
        return self.weight

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.rule(x + self.inset, top - self.weight / 2, self.width, self.weight, self.grey)


@dataclass(slots=True)
class Picture(Element):
    """A picture at its size on the page."""

    image: ImageReader
    width: float
    height: float
    before: float = 0.0
    after: float = 0.0
    keep: bool = True
    tag: Tag | None = None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.picture(self.image, x, top - self.height, self.width, self.height, self.tag)


@dataclass(slots=True)
class Anchor(Element):
    """A place without height that links and the outline lead to."""

    key: str
    title: str = ""
    level: int = 0
    height: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep: bool = True

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.bookmark(self.key, top + 12, self.title, self.level)

    def anchors(self) -> Iterator[str]:
        yield self.key


@dataclass(slots=True)
class StoryBreak(Element):
    """White and a rule between two stories, none at the head of a page; a story wants `need` points to begin."""

    width: float
    need: float
    height: float = 38.0
    before: float = 0.0
    after: float = 0.0
    keep: bool = True

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top - 26, self.width, 1.2, 1.0)


class PageBreak(Element):
    """What follows begins on a new page."""

    height = 0.0


@dataclass(slots=True)
class Contents(Element):
    """A line of the contents: it leads to a bookmark and shows the page on which that came to stand."""

    passage: Passage
    key: str
    pages: dict[str, Line]
    tag: Tag
    before: float = 0.0
    after: float = 0.0
    keep: bool = True

    @property
    def height(self) -> float:  # type: ignore[override]
        return self.passage.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.passage(self.passage, x, top, self.tag)
        number = self.pages.get(self.key)
        if number is not None:
            style = self.passage.style
            number.room = 24
            at = x + self.passage.width + 6
            pen.line(number, at, top - style.leading * 0.5 - style.size * 0.31, "right", self.tag)
        words = "".join(text for line in self.passage.lines for _, text in line.segments)
        pen.link(f"#{self.key}", x, top - self.height, self.passage.width + 30, self.height, self.tag, words)


def gap(upper: Element | None, lower: Element) -> float:
    """The white between two elements."""
    return max(upper.after, lower.before) if upper is not None else 0.0


@dataclass(slots=True)
class Stack(Element):
    """Elements one below the other."""

    parts: Sequence[Element]
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    whole: bool = False
    """Stays on one page where it can."""
    wide: bool = False
    _height: float | None = field(default=None, repr=False)

    @property
    def height(self) -> float:  # type: ignore[override]
        if self._height is None:
            total, upper = 0.0, None
            for part in self.parts:
                total += gap(upper, part) + part.height
                upper = part
            self._height = total
        return self._height

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        if self.whole and not force:
            return None
        head, tail = fill(self.parts, room, force=force)
        if not head or not tail:
            return None
        return Stack(head, self.before, 0.0, wide=self.wide), Stack(tail, 0.0, self.after, self.keep, wide=self.wide)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        upper = None
        for part in self.parts:
            top -= gap(upper, part)
            part.draw(pen, x, top)
            top -= part.height
            upper = part

    def anchors(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.anchors()


def fill(
    parts: Sequence[Element], room: float, *, force: bool = False, start: int = 0
) -> tuple[list[Element], list[Element]]:
    """The elements from `start` that fit in `room`, and the rest; `force` gives up keeping things together."""
    used, upper = 0.0, None
    index = start
    head: list[Element] = []
    while index < len(parts):
        part = parts[index]
        if isinstance(part, PageBreak | StoryBreak) and not head:
            index += 1
            continue
        if isinstance(part, PageBreak):
            return head, list(parts[index + 1 :])
        white = gap(upper, part)
        need = part.need if isinstance(part, StoryBreak) else 0.0
        if used + white + max(part.height, need) > room + 0.01:
            break
        used += white + part.height
        head.append(part)
        upper = part
        index += 1
    rest = list(parts[index:])
    if not rest:
        return head, rest
    divided = None if isinstance(rest[0], StoryBreak) else rest[0].split(room - used - gap(upper, rest[0]), force=force)
    if divided is not None:
        return [*head, divided[0]], [divided[1], *rest[1:]]
    if not force:
        while head and head[-1].keep:
            rest.insert(0, head.pop())
    return head, rest


@dataclass(slots=True)
class Framed(Element):
    """A stack in a tinted box with a rule above it, or in a frame of rules."""

    inner: Stack
    width: float
    pad: float
    tint: float = 0.06
    rule: float = 0.8
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    framed: bool = False

    @property
    def height(self) -> float:  # type: ignore[override]
        return self.inner.height + 2 * self.pad

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        divided = self.inner.split(room - 2 * self.pad, force=force)
        if divided is None:
            return None
        head, tail = (Stack([part]) if not isinstance(part, Stack) else part for part in divided)
        return (
            replace(self, inner=head, after=0.0, keep=False),
            replace(self, inner=tail, before=0.0),
        )

    def draw(self, pen: Pen, x: float, top: float) -> None:
        bottom = top - self.height
        pen.tint(x, bottom, self.width, self.height, self.tint)
        pen.rule(x, top, self.width, self.rule, 1.0)
        if self.framed:
            pen.rule(x, bottom, self.width, self.rule, 1.0)
            for side in (x, x + self.width - self.rule):
                pen.tint(side, bottom, self.rule, self.height, 1.0)
        self.inner.draw(pen, x + self.pad, top - self.pad)


def take(parts: Sequence[Element], room: float) -> tuple[list[Element], list[Element]]:
    """What comes next in `room`, at least something, and the rest."""
    head, tail = fill(parts, room)
    if not head and tail:
        head, tail = fill(parts, room, force=True)
    return (head, tail) if head or not tail else (tail[:1], tail[1:])


def paginate(parts: Sequence[Element], room: float) -> Iterator[list[Element]]:
    """The elements of one page after the other. Each page holds at least something, so this ends."""
    rest = list(parts)
    while rest:
        head, rest = take(rest, room)
        if head:
            yield head
