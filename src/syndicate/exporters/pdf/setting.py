"""Text into lines: words in their fonts, broken to a measure, in the order in which they are drawn.

Text breaks at blanks and behind hyphens and dashes, and where its script has other rules, by those (`linebreaks`);
`breaking` and `fitting` fill the lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import cast

from syndicate.exporters.pdf import ruby
from syndicate.exporters.pdf.beside import after
from syndicate.exporters.pdf.breaking import (
    Blank,
    Filler,
    Line,
    Look,
    NewLine,
    Segment,
    Token,
    Word,
    is_loose,
    without_runt,
)
from syndicate.exporters.pdf.direction import arrange, has_rtl, isolated
from syndicate.exporters.pdf.fitting import LOOSER, fit
from syndicate.exporters.pdf.fonts import FontBook, script_family
from syndicate.exporters.pdf.hyphenation import Hyphenator, hyphenator
from syndicate.exporters.pdf.linebreaks import is_wide, line_breaks, needs_rules
from syndicate.exporters.pdf.shaping import Font, Shape, shape
from syndicate.exporters.pdf.style import TextStyle
from syndicate.exporters.pdf.traits import Trait, Voice
from syndicate.formats import languages
from syndicate.model import body
from syndicate.model.base import Direction

_BLANKS = " \t\u1680\u2000-\u2006\u2008-\u200a\u205f"
_TOKEN = re.compile(f"\n|(?P<blank>[{_BLANKS}]+)|\u200b|[^\n\u200b{_BLANKS}]+")
_SPECIAL = re.compile("\u200b|[^\\S ]")
"""What text that only breaks at its blanks and hyphens does not have."""
_AFTER_HYPHEN = re.compile(r"(?<=\w[-‐–—/])(?=\w)")
_WIDE = attrgetter("wide")


@dataclass(slots=True)
class Passage:
    """A paragraph that is set: its lines, and how they stand."""

    lines: list[Line]
    style: TextStyle
    direction: Direction
    width: float
    lang: str = ""
    again: Callable[[int], list[Line] | None] | None = None
    """Sets it in so many lines; None where it is not justified."""
    text: body.Text = ()
    """What is set; empty where its first lines stand beside something."""

    @property
    def height(self) -> float:
        """Height of all lines in points."""
        return len(self.lines) * self.style.leading


class Setter:
    """Sets text with the fonts of one document."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._words: dict[tuple[object, ...], tuple[list[Segment], float]] = {}
        self._shelves: dict[tuple[object, ...], dict[str, list[Token]]] = {}
        """By the traits of a run, the tokens of each word that stood in such a run."""
        self._looks: dict[tuple[object, ...], Look] = {}
        self.missing: set[str] = set()
        """Characters that no font has, since someone last emptied it."""

    def set(self, text: body.Text | str, style: TextStyle, width: float, voice: Voice) -> Passage:
        """`text` in lines of at most `width` points."""
        runs = body.text(text) if isinstance(text, str) else text
        direction = languages.direction(voice.lang, voice.dir)
        given, runs = runs, isolated(runs, direction)
        tokens = self._tokens(runs, style, voice)
        indent = style.indent * style.size
        lines = self._break(tokens, width, indent, style, voice.lang)
        if style.balance and 2 <= len(lines) <= 6:
            lines = self._by_sense(runs, style, width, voice, len(lines)) or self._balanced(
                tokens, width, indent, style, voice.lang, len(lines)
            )
        mixed = direction == "rtl" or any(has_rtl(run.text) for run in runs)
        if mixed:
            arrange(lines, direction)
        made = Passage(lines, style, direction, width, voice.lang, text=given)
        if style.align == "justify" and not mixed:
            made.again = lambda count: self._in_lines(tokens, width, indent, style, voice.lang, count)
        return made

    def set_beside(
        self, text: body.Text, style: TextStyle, width: float, voice: Voice, beside: float, count: int
    ) -> Passage | None:
        """`text` with its first `count` lines beside something `beside` points wide; None when it has fewer lines."""
        tokens = self._tokens(text, style, voice)
        first = self._break(tokens, width - beside, 0.0, style, voice.lang)[:count]
        if len(first) < count:
            return None
        for line in first:
            line.offset = beside
        rest = after(tokens, first)
        lines = [*first, *(self._break(rest, width, 0.0, style, voice.lang) if rest else ())]
        return Passage(lines, style, "ltr", width, voice.lang)

    def shape(self, letter: str, family: str, *, bold: bool, voice: Voice) -> Shape | None:
        """`letter` as a shape, in the cut of a family; None where no font has it whole."""
        pieces, missing = self._book.pieces(letter, family, bold=bold, italic=False, lang=voice.lang)
        return shape(pieces[0][0].face, letter) if len(pieces) == 1 and not missing else None

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

    def _tokens(self, runs: body.Text, style: TextStyle, voice: Voice) -> list[Token]:
        tokens: list[Token] = []
        whole = "".join(run.text for run in runs)
        breaks = line_breaks(whole, voice.lang) if needs_rules(whole) else None
        at, read = 0, False
        for run in runs:
            trait = Trait.of(run, style, voice)
            rules = None if breaks is None else frozenset(place - at for place in breaks)
            at += len(run.text)
            if not trait.readings:
                self._add(tokens, run.text, trait, rules)
                read = False
                continue
            read = self._add_ruby(tokens, run.text, trait, style.leading, rules, crowded=read)
            for reading in () if read else trait.readings:
                said = f"（{reading}）" if script_family(trait.lang) else f" ({reading})"
                own = line_breaks(said, voice.lang) if needs_rules(said) else None
                self._add(tokens, said, trait.smaller(), own)
        return tokens

    def _add_ruby(
        self,
        tokens: list[Token],
        text: str,
        trait: Trait,
        leading: float,
        breaks: frozenset[int] | None,
        *,
        crowded: bool,
    ) -> bool:
        """Add a base with its reading above it; False where it was added alone, for want of room."""
        base, _ = self._word(text, trait)
        (said, *more) = trait.readings
        above, _ = self._word(said, trait.smaller(ruby.SIZE))
        wide = is_wide(text[:1])
        made = None if more else ruby.over(base, above, leading, wide=wide, crowded=crowded)
        if made is None:
            self._add(tokens, text, trait, breaks)
            return False
        starts = breaks is not None and 0 in breaks
        self._join(tokens, made, sum(look.width(part) for look, part in made), wide, breakable=starts)
        return True

    def _add(self, tokens: list[Token], text: str, trait: Trait, breaks: frozenset[int] | None = None) -> None:
        """Add the words and blanks of `text`; those of plain text are looked up whole."""
        if breaks is not None or _SPECIAL.search(text) is not None:
            self._add_each(tokens, text, trait, breaks)
            return
        first, *words = text.split(" ")
        # What stands before it may belong to the same word.
        self._add_each(tokens, first, trait)
        if not words:
            return
        shelf = self._shelves.setdefault(trait.key, {})
        look = self._look(" ", trait)
        blank = Blank(look, look.width(" ")) if look is not None else None
        for word in words:
            if blank is not None and tokens and type(tokens[-1]) is Word:
                tokens.append(blank)
            if word:
                tokens += shelf.get(word) or self._shelved(word, trait, shelf)

    def _shelved(self, word: str, trait: Trait, shelf: dict[str, list[Token]]) -> list[Token]:
        """The tokens of a word that follows on a blank, kept for the next time."""
        made: list[Token] = []
        self._add_each(made, word, trait)
        # A word with a replacement is told of for each story, so each story looks for it.
        if len(word) < 40 and not self.missing:
            shelf[word] = made
        return made

    def _add_each(self, tokens: list[Token], text: str, trait: Trait, breaks: frozenset[int] | None = None) -> None:
        """Add the words and blanks of `text`, which breaks before its characters `breaks`, else behind hyphens."""
        breakable = False
        for match in _TOKEN.finditer(text):
            token = match.group()
            if token == "\n":
                tokens.append(NewLine())
            elif token == "\u200b":
                breakable = True
                continue
            elif match.lastgroup:
                look = self._look(" ", trait)
                if look is not None and tokens and not isinstance(tokens[-1], Blank | NewLine):
                    tokens.append(Blank(look, look.width(" ")))
            else:
                for at, part in _parts(token, match.start(), breaks):
                    self._add_word(tokens, part, trait, breakable or (breaks is not None and at in breaks))
                    breakable = breaks is None
            breakable = False

    def _add_word(self, tokens: list[Token], word: str, trait: Trait, breakable: bool) -> None:
        parts, width = self._word(word, trait)
        if not parts:
            return
        self._join(tokens, parts, width, is_wide(word), breakable=breakable)

    def _join(self, tokens: list[Token], parts: list[Segment], width: float, wide: bool, *, breakable: bool) -> None:
        """Add what stays together, to the word before it where no line may break between them."""
        previous = tokens[-1] if tokens else None
        if isinstance(previous, Word) and not breakable:
            tokens[-1] = Word([*previous.parts, *parts], previous.width + width, wide or previous.wide)
        else:
            tokens.append(Word(list(parts), width, wide))

    def _look(self, text: str, trait: Trait) -> Look | None:
        parts, _ = self._word(text, trait)
        return parts[0][0] if parts else None

    def _word(self, word: str, trait: Trait) -> tuple[list[Segment], float]:
        key = (word, *trait.key)
        known = self._words.get(key)
        if known is None:
            pieces, missing = self._book.pieces(
                word, trait.family, bold=trait.bold, italic=trait.italic, lang=trait.lang
            )
            self.missing |= missing
            parts = [(self._dressed(font, trait), text) for font, text in pieces]
            known = (parts, sum(look.width(text) for look, text in parts))
            if not missing and len(word) < 40:  # a word with a replacement is told of for each story
                self._words[key] = known
        return known

    def _dressed(self, font: Font, trait: Trait) -> Look:
        """The look of a run in one font, the same object each time, so that stretches of it are soon told equal."""
        key = (font.resource, *trait.key)
        if key not in self._looks:
            lang = languages.language_tag(trait.lang)
            self._looks[key] = Look(
                font, trait.size, trait.grey, trait.rise, trait.underline, trait.strike, trait.href, lang
            )
        return self._looks[key]

    # --- lines -------------------------------------------------------------------------------------------------

    def _by_sense(self, runs: body.Text, style: TextStyle, width: float, voice: Voice, count: int) -> list[Line] | None:
        """A headline divided at its ideographic space, where its sense divides; None where that takes more lines."""
        if not any("\u3000" in run.text for run in runs):
            return None
        divided = tuple(body.Run(text=run.text.replace("\u3000", "\n"), marks=run.marks) for run in runs)
        lines = self._break(self._tokens(divided, style, voice), width, style.indent * style.size, style, voice.lang)
        return lines if len(lines) <= count else None

    def _balanced(
        self, tokens: list[Token], width: float, indent: float, style: TextStyle, lang: str, count: int
    ) -> list[Line]:
        """The same number of lines in the narrowest measure, so that none is left with a short word."""
        # A word that the measure holds is never cut for evenness.
        widest = max((token.width for token in tokens if isinstance(token, Word)), default=0.0)
        low, high = min(width, max(width / 2, widest)), width
        for _ in range(7):
            middle = (low + high) / 2
            if len(self._break(tokens, middle, indent, style, lang)) > count:
                low = middle
            else:
                high = middle
        return [_with_room(line, width) for line in self._break(tokens, high, indent, style, lang)]

    def _break(self, tokens: list[Token], width: float, indent: float, style: TextStyle, lang: str) -> list[Line]:
        tied = without_runt(tokens) if style.align == "justify" else tokens
        lines = self._fill(tied, width, indent, style, lang)
        # A short last line is the smaller evil where the line above it would fall apart.
        return lines if tied is tokens or not is_loose(lines[-2:-1]) else self._fill(tokens, width, indent, style, lang)

    def _in_lines(
        self, tokens: list[Token], width: float, indent: float, style: TextStyle, lang: str, count: int
    ) -> list[Line] | None:
        """The paragraph in `count` lines, all of them a little looser; None where that would show."""
        if any(map(_WIDE, tokens)):
            return None
        divide = hyphenator(lang) if style.hyphenate else None
        for mood in LOOSER:
            lines = self._fit(without_runt(tokens), width, indent, divide, mood)
            if lines is not None and len(lines) == count:
                return lines
        return None

    def _fill(self, tokens: list[Token], width: float, indent: float, style: TextStyle, lang: str) -> list[Line]:
        """Lines of a paragraph: all at once where it is justified and its words allow it, else one after the other."""
        if style.align == "justify" and not any(map(_WIDE, tokens)):
            fitted = self._fit(tokens, width, indent, hyphenator(lang) if style.hyphenate else None)
            if fitted is not None:
                return fitted
        filler = Filler(width, min(indent, width / 3), style.align == "justify")
        divide = hyphenator(lang) if style.hyphenate else None
        for number, token in enumerate(tokens, 1):
            match token:
                case NewLine():
                    filler.end(last=True, spaced=True)
                case Blank():
                    filler.blank(token)
                case Word():
                    filler.word(token, divide if number < len(tokens) else None)
        filler.end(last=True, only_if_filled=True)
        return filler.lines

    @staticmethod
    def _fit(
        tokens: list[Token], width: float, indent: float, divide: Hyphenator | None, mood: float = 0.0
    ) -> list[Line] | None:
        lines: list[Line] = []
        for part in _paragraphs(tokens):
            made = fit(part, width, indent if not lines else 0.0, divide, mood)
            if made is None or (not made and lines):
                return None
            for line in made[-1:]:
                line.spaced = True
            lines += made
        for line in lines[-1:]:
            line.spaced = False
        return lines


def _parts(token: str, start: int, breaks: frozenset[int] | None) -> Iterator[tuple[int, str]]:
    """`token` in what stays on a line, each with its place in the text that it stands in at `start`."""
    if breaks is None:
        for part in _AFTER_HYPHEN.split(token) if len(token) > 3 else (token,):
            yield 0, part
        return
    at = 0
    for end in (*(n for n in range(1, len(token)) if start + n in breaks), len(token)):
        yield start + at, token[at:end]
        at = end


def _paragraphs(tokens: list[Token]) -> list[list[Word | Blank]]:
    """`tokens` between the breaks that the author wants."""
    if NewLine not in set(map(type, tokens)):
        return [cast("list[Word | Blank]", tokens)]
    parts: list[list[Word | Blank]] = [[]]
    for token in tokens:
        if isinstance(token, NewLine):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _with_room(line: Line, width: float) -> Line:
    line.room = width - line.offset
    return line
