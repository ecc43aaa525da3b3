"""Words into lines of a measure, filled greedily.

Latin text breaks at blanks, where the words allow it, and by hyphenation; what is wider than the measure (an address,
a word of five thousand letters) is cut where it must.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from syndicate.exporters.pdf.hyphenation import Hyphenator
from syndicate.exporters.pdf.shaping import HYPHEN, Font, clusters

_SHRINK = 0.06
"""How much of its width a blank may lose in a justified line."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of text looks."""

    font: Font
    size: float
    grey: float = 1.0
    rise: float = 0.0
    underline: bool = False
    strike: bool = False
    href: str = ""
    lang: str = ""
    ruby: Reading | None = None
    shown: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What the pen wrote for a word in it."""
    _widths: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def width(self, text: str) -> float:
        """Width of `text` in points."""
        known = self._widths.get(text)
        if known is None:
            known = self.font.width(text, self.lang) * self.size
            if len(text) < 40:
                self._widths[text] = known
        return known


class Reading(NamedTuple):
    """What stands in small type above a stretch; `number` tells it from every other reading."""

    look: Look
    text: str
    rise: float
    scale: float
    number: int


Segment = tuple[Look, str]


class Cut(NamedTuple):
    """A place at which a word may be divided, and the widths of its two parts, the first with its hyphen."""

    at: int
    head: float
    tail: float


@dataclass(slots=True)
class Word:
    """What stays on one line. The same object stands wherever the same word does, so it is never changed."""

    parts: list[Segment]
    width: float
    wide: bool = False
    _cuts: tuple[Hyphenator, list[Cut]] | None = field(default=None, repr=False, compare=False)

    def cuts(self, divide: Hyphenator) -> list[Cut]:
        """Where it may be divided, from the left; nowhere when it is set in more than one way."""
        if self._cuts is None or self._cuts[0] is not divide:
            made: list[Cut] = []
            if len(self.parts) == 1:
                look, text = self.parts[0]
                made = [Cut(at, look.width(text[:at] + HYPHEN), look.width(text[at:])) for at in divide.divisions(text)]
            self._cuts = (divide, made)
        return self._cuts[1]


@dataclass(slots=True)
class Blank:
    """White between words, where a line may break. Like a word, it stands in many places."""

    look: Look
    width: float
    wide: ClassVar[bool] = False
    parts: list[Segment] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.parts = [(self.look, " ")]


class NewLine:
    """A break that the author wants."""

    wide = False


Token = Word | Blank | NewLine


class Drawn(NamedTuple):
    """A stretch of a line as it is drawn: how it looks, its characters as one reads them, which way they run."""

    look: Look
    text: str
    rtl: bool | None
    start: int


@dataclass(slots=True)
class Line:
    """One line, its segments as one reads them. `offset` is its indent at the side where reading begins."""

    segments: list[Segment]
    width: float
    blanks: int
    room: float
    offset: float = 0.0
    last: bool = False
    wide: bool = False
    """Chinese or Japanese: justified between the characters."""
    spaced: bool = False
    """A blank of the text fell away at its end."""
    scale: float = 1.0
    """How much wider than drawn its glyphs are set."""
    drawn: list[Drawn] = field(default_factory=list)
    """Its stretches from left to right, where they are not just its segments."""

    def stretches(self) -> list[Drawn]:
        """What stands on it from left to right."""
        return self.drawn or [Drawn(look, text, None, at) for at, (look, text) in enumerate(self.segments)]


class Filler:
    """Fills lines one word after the other."""

    def __init__(self, width: float, indent: float, justify: bool) -> None:
        self.lines: list[Line] = []
        self._full = width
        self._justify = justify
        self._offset = indent
        self._clear()

    def _clear(self) -> None:
        self._parts: list[Segment] = []
        self._width = 0.0
        self._blanks = 0
        self._blank_width = 0.0
        self._pending: Blank | None = None
        self._wide = 0

    @property
    def _room(self) -> float:
        return self._full - self._offset

    def _fits(self, width: float) -> bool:
        pending = self._pending.width if self._pending else 0.0
        give = _SHRINK * (self._blank_width + pending) if self._justify else 0.0
        return self._width + pending + width <= self._room + give + 1e-6

    def blank(self, blank: Blank) -> None:
        """A blank: it counts only when a word follows on the same line."""
        if self._parts:
            self._pending = blank

    def word(self, word: Word, divide: Hyphenator | None) -> None:
        """Put `word` on this line, or divide it, or begin a new line with it."""
        while not self._fits(word.width):
            rest = _hyphenated(word, self._fits, divide) if divide and len(word.parts) == 1 else None
            if rest is not None:
                head, word = rest
                self._take(head)
                self.end()
            elif self._parts:
                self.end()
            else:
                head, tail = _cut(word, self._room)
                self._take(head)
                if tail is None:
                    return
                self.end()
                word = tail
        self._take(word)

    def _take(self, word: Word) -> None:
        if self._pending is not None:
            self._push(self._pending.look, " ")
            self._width += self._pending.width
            self._blank_width += self._pending.width
            self._blanks += 1
            self._pending = None
        for look, text in word.parts:
            self._push(look, text)
        self._width += word.width
        self._wide += word.wide

    def _push(self, look: Look, text: str) -> None:
        if self._parts and self._parts[-1][0] is look:
            self._parts[-1] = (look, self._parts[-1][1] + text)
        elif self._parts and self._parts[-1][0] == look:
            self._parts[-1] = (self._parts[-1][0], self._parts[-1][1] + text)
        else:
            self._parts.append((look, text))

    def end(self, *, last: bool = False, only_if_filled: bool = False, spaced: bool = False) -> None:
        """Close the line; `last` when nothing or a wanted break follows."""
        if only_if_filled and not self._parts:
            if self.lines:
                self.lines[-1].last = True
            return
        wide = self._wide > 3
        made = Line(self._parts, self._width, self._blanks, self._room, self._offset, last, wide)
        made.spaced = spaced or self._pending is not None
        self.lines.append(made)
        self._offset = 0.0
        self._clear()


def _hyphenated(word: Word, fits: Callable[[float], bool], divide: Hyphenator) -> tuple[Word, Word] | None:
    """`word` in two, the first with a hyphen and as long as fits; None when no division does."""
    look, text = word.parts[0]
    hyphen = look.width(HYPHEN)
    for at in reversed(divide.divisions(text)):
        head = look.width(text[:at])
        if fits(head + hyphen):
            tail = text[at:]
            return Word([(look, text[:at] + HYPHEN)], head + hyphen), Word([(look, tail)], look.width(tail))
    return None


def _cut(word: Word, room: float) -> tuple[Word, Word | None]:
    """As much of `word` as fits in `room`, at least one letter with its marks, and the rest."""
    used = 0.0
    head: list[Segment] = []
    for number, (look, text) in enumerate(word.parts):
        index = 0
        for cluster in clusters(text):
            width = look.width(cluster)
            if used + width > room and (head or index):
                if index:
                    head.append((look, text[:index]))
                rest = [(look, text[index:]), *word.parts[number + 1 :]]
                return Word(head, used, word.wide), Word(rest, word.width - used, word.wide)
            used += width
            index += len(cluster)
        head.append((look, text))
    return Word(head, used, word.wide), None


def is_loose(lines: list[Line]) -> bool:
    """Whether one of `lines`, justified, has gaps of more than half an em besides its blanks."""
    return any(
        line.blanks and (line.room - line.width) / line.blanks > 0.45 * line.segments[0][0].size for line in lines
    )


def without_runt(tokens: list[Token]) -> list[Token]:
    """`tokens` with a very short last word tied to the one before it, so that it does not make a line of its own."""
    match tokens[-3:]:
        case [Word() as before, Blank() as blank, Word() as last] if last.width < 4.2 * last.parts[-1][0].size:
            tied = [*before.parts, (blank.look, "\u00a0"), *last.parts]
            return [*tokens[:-3], Word(tied, before.width + blank.width + last.width)]
        case _:
            return tokens
