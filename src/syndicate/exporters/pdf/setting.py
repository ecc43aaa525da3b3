"""Text into lines: words in their fonts, broken to a measure, in the order in which they are drawn.

One breaker for every script. Latin text breaks at blanks, after hyphens and dashes, and by hyphenation; Chinese and
Japanese between any two characters but those that may not end or begin a line; what is wider than the measure (an
address, a word of five thousand letters) is cut where it must. Lines are filled greedily.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

import pyphen

from syndicate.exporters.pdf.direction import base_direction, has_rtl, joined, visual_order
from syndicate.exporters.pdf.fonts import Font, FontBook, script_family
from syndicate.exporters.pdf.style import TextStyle
from syndicate.model import body
from syndicate.model.base import Direction

_CJK = (
    "\u2e80-\u2fdf\u2ff0-\u30ff\u3100-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uff64\uffe0-\uffe6\U00020000-\U0003ffff"
)
_TOKEN = re.compile(f"\n|[ \t\u1680\u2000-\u2006\u2008-\u200a\u205f]+|\u200b|[{_CJK}]|[^\\s\u200b{_CJK}]+|[^\\S\n]")
_AFTER_HYPHEN = re.compile(r"(?<=\w[-‐–—/])(?=\w)")
_LETTERS = re.compile(r"[^\W\d_]{6,}")
_NO_START = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗〟ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％‐…‥\u3000"
)
_NO_END = frozenset("‘“（〔［｛〈《「『【〘〖〝")

_HYPHEN = "\u00ad"
"""Drawn where a word is divided: it looks like a hyphen, and whoever extracts the text knows that it is none."""

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

    def width(self, text: str) -> float:
        """Width of `text` in points."""
        return self.font.width(text) * self.size


Segment = tuple[Look, str]


@dataclass(slots=True)
class _Word:
    """What stays on one line. `open_end` allows a break behind it although no blank follows."""

    parts: list[Segment]
    width: float
    wide: bool = False
    open_end: bool = False


@dataclass(slots=True)
class _Blank:
    look: Look
    width: float


class _NewLine:
    pass


_Token = _Word | _Blank | _NewLine


@dataclass(slots=True)
class Line:
    """One line, its segments from left to right. `offset` is its indent at the side where reading begins."""

    segments: list[Segment]
    width: float
    blanks: int
    room: float
    offset: float = 0.0
    last: bool = False
    wide: bool = False
    """Chinese or Japanese: justified between the characters."""


@dataclass(slots=True)
class Passage:
    """A paragraph that is set: its lines, and how they stand."""

    lines: list[Line]
    style: TextStyle
    direction: Direction
    width: float

    @property
    def height(self) -> float:
        """Height of all lines in points."""
        return len(self.lines) * self.style.leading


@dataclass(slots=True)
class Voice:
    """Whose text is set: language and direction, and how the addresses of its links become absolute."""

    lang: str
    dir: Direction | None = None
    address: Callable[[str], str] = field(default=lambda href: href)

    def of(self, block: body.Block) -> Voice:
        """The voice of a block: its own language and direction where it has them."""
        if not block.lang and block.dir is None:
            return self
        return Voice(block.lang or self.lang, block.dir or (None if block.lang else self.dir), self.address)


class Setter:
    """Sets text with the fonts of one document."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._words: dict[tuple[object, ...], tuple[list[Segment], float]] = {}
        self.missing: set[str] = set()
        """Characters that no font has, since someone last emptied it."""

    def set(self, text: body.Text | str, style: TextStyle, width: float, voice: Voice) -> Passage:
        """`text` in lines of at most `width` points."""
        runs = body.text(text) if isinstance(text, str) else text
        direction = base_direction(voice.lang, voice.dir)
        tokens = self._tokens(runs, style, voice)
        indent = style.indent * style.size
        lines = self._break(tokens, width, indent, style, voice.lang)
        if style.balance and 2 <= len(lines) <= 6:
            lines = self._by_sense(runs, style, width, voice, len(lines)) or self._balanced(
                tokens, width, indent, style, voice.lang, len(lines)
            )
        if any(has_rtl(run.text) for run in runs) or direction == "rtl":
            for line in lines:
                _reorder(line, direction)
        return Passage(lines, style, direction, width)

    def verbatim(self, text: str, style: TextStyle, width: float, voice: Voice) -> Passage:
        """`text` with its blanks and line ends as they are; a line that is too long is cut."""
        kept = text.expandtabs(4).replace(" ", "\u00a0")
        passage = self.set(kept, style, width, Voice(voice.lang, "ltr"))
        return passage

    def label(self, text: str, style: TextStyle, direction: Direction = "ltr") -> Line:
        """`text` on one line, however wide (folios, numbers of list items)."""
        passage = self.set(text.replace("\n", " "), style, 1e6, Voice("und", direction))
        return passage.lines[0] if passage.lines else Line([], 0.0, 0, 0.0)

    # --- words -------------------------------------------------------------------------------------------------

    def _tokens(self, runs: body.Text, style: TextStyle, voice: Voice) -> list[_Token]:
        tokens: list[_Token] = []
        for run in runs:
            trait = _Trait.of(run, style, voice)
            self._add(tokens, run.text, trait)
            for reading in trait.readings:
                small = trait.smaller()
                self._add(tokens, f"（{reading}）" if script_family(trait.lang) else f" ({reading})", small)
        return tokens

    def _add(self, tokens: list[_Token], text: str, trait: _Trait) -> None:
        breakable = False
        for match in _TOKEN.finditer(text):
            token = match.group()
            if token == "\n":
                tokens.append(_NewLine())
            elif token == "\u200b":
                breakable = True
                continue
            elif token[0] in " \t\u1680\u205f" or ("\u2000" <= token[0] <= "\u200a" and token[0] != "\u2007"):
                look = self._look(" ", trait)
                if look is not None and tokens and not isinstance(tokens[-1], _Blank | _NewLine):
                    tokens.append(_Blank(look, look.width(" ")))
            else:
                for part in _AFTER_HYPHEN.split(token) if len(token) > 3 else (token,):
                    self._add_word(tokens, part, trait, breakable)
                    breakable = True
            breakable = False

    def _add_word(self, tokens: list[_Token], word: str, trait: _Trait, breakable: bool) -> None:
        parts, width = self._word(word, trait)
        if not parts:
            return
        previous = tokens[-1] if tokens else None
        wide = len(word) == 1 and _TOKEN.match(word) is not None and re.match(f"[{_CJK}]", word) is not None
        if isinstance(previous, _Word) and not self._may_break(previous, word, wide, breakable):
            previous.parts = [*previous.parts, *parts]
            previous.width += width
            previous.wide = wide
            previous.open_end = False
        else:
            tokens.append(_Word(list(parts), width, wide))

    @staticmethod
    def _may_break(previous: _Word, word: str, wide: bool, breakable: bool) -> bool:
        last = previous.parts[-1][1][-1:]
        if word[0] in _NO_START or last in _NO_END:
            return False
        return breakable or previous.open_end or wide or previous.wide

    def _look(self, text: str, trait: _Trait) -> Look | None:
        parts, _ = self._word(text, trait)
        return parts[0][0] if parts else None

    def _word(self, word: str, trait: _Trait) -> tuple[list[Segment], float]:
        key = (word, *trait.key)
        known = self._words.get(key)
        if known is None:
            pieces, missing = self._book.pieces(
                joined(word), trait.family, bold=trait.bold, italic=trait.italic, lang=trait.lang
            )
            self.missing |= missing
            parts = [
                (Look(font, trait.size, trait.grey, trait.rise, trait.underline, trait.strike, trait.href), text)
                for font, text in pieces
            ]
            known = (parts, sum(look.width(text) for look, text in parts))
            if not missing and len(word) < 40:  # a word with a replacement is told of for each story
                self._words[key] = known
        return known

    # --- lines -------------------------------------------------------------------------------------------------

    def _by_sense(self, runs: body.Text, style: TextStyle, width: float, voice: Voice, count: int) -> list[Line] | None:
        """A headline divided at its ideographic space, where its sense divides; None where that takes more lines."""
        if not any("\u3000" in run.text for run in runs):
            return None
        divided = tuple(body.Run(text=run.text.replace("\u3000", "\n"), marks=run.marks) for run in runs)
        lines = self._break(self._tokens(divided, style, voice), width, style.indent * style.size, style, voice.lang)
        return lines if len(lines) <= count else None

    def _balanced(
        self, tokens: list[_Token], width: float, indent: float, style: TextStyle, lang: str, count: int
    ) -> list[Line]:
        """The same number of lines in the narrowest measure, so that none is left with a short word."""
        low, high = width / 2, width
        for _ in range(7):
            middle = (low + high) / 2
            if len(self._break(tokens, middle, indent, style, lang)) > count:
                low = middle
            else:
                high = middle
        return [_with_room(line, width) for line in self._break(tokens, high, indent, style, lang)]

    def _break(self, tokens: Iterable[_Token], width: float, indent: float, style: TextStyle, lang: str) -> list[Line]:
        filler = _Filler(width, min(indent, width / 3), style.align == "justify")
        divide = _dictionary(lang) if style.hyphenate else None
        for token in tokens:
            match token:
                case _NewLine():
                    filler.end(last=True)
                case _Blank():
                    filler.blank(token)
                case _Word():
                    filler.word(token, divide)
        filler.end(last=True, only_if_filled=True)
        return filler.lines


@dataclass(frozen=True, slots=True)
class _Trait:
    """What the marks of a run make of its style."""

    family: str
    size: float
    grey: float
    bold: bool
    italic: bool
    lang: str
    rise: float = 0.0
    underline: bool = False
    strike: bool = False
    href: str = ""
    readings: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        return (
            self.family, self.size, self.grey, self.bold, self.italic, self.lang, self.rise, self.underline,
            self.strike, self.href,
        )  # fmt: skip

    def smaller(self) -> _Trait:
        """For a ruby reading that stands behind its base."""
        return _Trait(self.family, self.size * 0.8, self.grey, self.bold, False, self.lang, self.rise)

    @classmethod
    def of(cls, run: body.Run, style: TextStyle, voice: Voice) -> _Trait:
        """The traits of `run`; a mark inside a mark of its kind turns the slope back (emphasis in an italic line)."""
        family: str = style.family
        bold, italic, size, rise, lang = style.bold, style.italic, style.size, 0.0, voice.lang
        underline = strike = False
        href = ""
        readings: list[str] = []
        for mark in run.marks:
            match mark:
                case body.Strong():
                    bold = True
                case body.Em():
                    italic = not style.italic
                case body.Underline():
                    underline = True
                case body.Strike():
                    strike = True
                case body.Sub():
                    rise, size = rise - 0.14 * size, size * 0.68
                case body.Sup():
                    rise, size = rise + 0.34 * size, size * 0.68
                case body.Code():
                    family, size = "mono", size * 0.88
                case body.Link():
                    href = voice.address(mark.href)
                case body.Lang():
                    lang = mark.tag
                case body.Ruby():
                    readings.append(mark.text)
                case body.InlineQuote() | body.Entity():
                    pass
        return cls(
            family, max(size, 3.0), style.grey, bold, italic, lang, rise, underline, strike, href, tuple(readings)
        )


class _Filler:
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
        self._pending: _Blank | None = None
        self._wide = 0

    @property
    def _room(self) -> float:
        return self._full - self._offset

    def _fits(self, width: float) -> bool:
        pending = self._pending.width if self._pending else 0.0
        give = _SHRINK * (self._blank_width + pending) if self._justify else 0.0
        return self._width + pending + width <= self._room + give + 1e-6

    def blank(self, blank: _Blank) -> None:
        """A blank: it counts only when a word follows on the same line."""
        if self._parts:
            self._pending = blank

    def word(self, word: _Word, divide: pyphen.Pyphen | None) -> None:
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

    def _take(self, word: _Word) -> None:
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

    def end(self, *, last: bool = False, only_if_filled: bool = False) -> None:
        """Close the line; `last` when nothing or a wanted break follows."""
        if only_if_filled and not self._parts:
            if self.lines:
                self.lines[-1].last = True
            return
        wide = self._wide > 3
        self.lines.append(Line(self._parts, self._width, self._blanks, self._room, self._offset, last, wide))
        self._offset = 0.0
        self._clear()


@cache
def _dictionary(lang: str) -> pyphen.Pyphen | None:
    """The hyphenation patterns for a language, None where there are none; an unknown language is never divided."""
    found = pyphen.language_fallback(lang.replace("-", "_")) if lang and lang != "und" else None
    return pyphen.Pyphen(lang=found, left=2, right=3) if found else None


def _hyphenated(word: _Word, fits: Callable[[float], bool], divide: pyphen.Pyphen) -> tuple[_Word, _Word] | None:
    """`word` in two, the first with a hyphen and as long as fits; None when no division does."""
    look, text = word.parts[0]
    hyphen = look.width(_HYPHEN)
    for match in reversed(list(_LETTERS.finditer(text))):
        letters = match.group()
        if letters.isupper() or len(letters) > 60:
            continue
        for position in reversed(divide.positions(letters)):
            at = match.start() + position
            head = look.width(text[:at])
            if fits(head + hyphen):
                tail = text[at:]
                return _Word([(look, text[:at] + _HYPHEN)], head + hyphen), _Word([(look, tail)], look.width(tail))
    return None


def _cut(word: _Word, room: float) -> tuple[_Word, _Word | None]:
    """As much of `word` as fits in `room`, at least one character, and the rest."""
    used = 0.0
    head: list[Segment] = []
    for number, (look, text) in enumerate(word.parts):
        for index, character in enumerate(text):
            width = look.width(character)
            if used + width > room and (head or index):
                if index:
                    head.append((look, text[:index]))
                rest = [(look, text[index:]), *word.parts[number + 1 :]]
                return _Word(head, used, word.wide), _Word(rest, word.width - used, word.wide)
            used += width
        head.append((look, text))
    return _Word(head, used, word.wide), None


def _with_room(line: Line, width: float) -> Line:
    line.room = width - line.offset
    return line


def _reorder(line: Line, direction: Direction) -> None:
    """Put the segments of `line` in the order from left to right."""
    text = "".join(part for _, part in line.segments)
    if direction == "ltr" and not has_rtl(text):
        return
    looks = [look for look, part in line.segments for _ in part]
    segments: list[Segment] = []
    start: list[str] = []
    current: Look | None = None
    for index, character in visual_order(text, direction):
        if looks[index] is not current:
            if current is not None:
                segments.append((current, "".join(start)))
            current, start = looks[index], []
        start.append(character)
    if current is not None:
        segments.append((current, "".join(start)))
    line.segments = segments
