"""Where words may be divided, by the patterns that pyphen brings for some seventy languages.

The method is Liang's, as is the library's. It is written here once more for one reason: the library reads all patterns
of a language before it divides the first word, which takes as long as setting three pages; here a pattern is read when
a word first has it. Patterns that spell a word anew where it is divided are left to the library.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyphen

_LETTERS = re.compile(r"[^\W\d_]{6,}")
_LEFT, _RIGHT = 2, 3
"""Letters that stay on the line, and that go to the next one, at least."""

_LONGEST = 60
"""Letters beyond which a word is no word, and not looked at."""

_NO_DIGITS = str.maketrans("", "", "0123456789")
_NO_PATTERN = ("%", "#", "LEFTHYPHENMIN", "RIGHTHYPHENMIN", "COMPOUNDLEFTHYPHENMIN", "COMPOUNDRIGHTHYPHENMIN")


class Hyphenator:
    """The patterns of one language, read from a dictionary of LibreOffice (``hyph_*.dic``)."""

    def __init__(self, path: Path) -> None:
        self._library: pyphen.Pyphen | None = None
        self._patterns: dict[str, str | list[int]] = {}
        self._known: dict[str, list[int]] = {}
        head, _, lines = path.read_bytes().partition(b"\n")
        encoding = head.decode("ascii").strip().lower().replace("microsoft-cp1251", "cp1251")
        text = lines.decode(encoding)
        if "/" in text or "^^" in text:
            self._library = pyphen.Pyphen(filename=path, left=_LEFT, right=_RIGHT)
            return
        for line in text.split("\n"):
            pattern = line.strip()
            letters = pattern.translate(_NO_DIGITS)
            if letters != pattern and not pattern.startswith(_NO_PATTERN):
                self._patterns[letters] = pattern
        self._longest = max(map(len, self._patterns), default=0)

    def divisions(self, text: str) -> list[int]:
        """Where a word with what stands around it may be divided, from the left."""
        known = self._known.get(text)
        if known is None:
            known = [
                match.start() + position
                for match in _LETTERS.finditer(text)
                if not match.group().isupper() and len(match.group()) <= _LONGEST
                for position in self.positions(match.group())
            ]
            if len(self._known) < 1 << 16:
                self._known[text] = known
        return known

    def positions(self, word: str) -> list[int]:
        """Where a word of letters alone may be divided without being spelled anew."""
        if self._library is not None:
            return [int(position) for position in self._library.positions(word) if not position.data]
        dotted = f".{word.lower()}."
        patterns, longest = self._patterns, self._longest
        points = [0] * (len(dotted) + 1)
        for start in range(len(dotted) - 1):
            for end in range(start + 1, min(start + longest, len(dotted)) + 1):
                pattern = patterns.get(dotted[start:end])
                if pattern is None:
                    continue
                if isinstance(pattern, str):
                    pattern = patterns[dotted[start:end]] = _values(pattern)
                for at, value in enumerate(pattern, start):
                    if value > points[at]:
                        points[at] = value
        return [at - 1 for at in range(1 + _LEFT, len(word) + 2 - _RIGHT) if points[at] % 2]


def _values(pattern: str) -> list[int]:
    """The value before each letter of a pattern, and behind the last."""
    values = [0]
    for character in pattern:
        if character.isdigit():
            values[-1] = int(character)
        else:
            values.append(0)
    return values


@cache
def hyphenator(lang: str) -> Hyphenator | None:
    """The patterns for a language, None where there are none; an unknown language is never divided."""
    found = pyphen.language_fallback(lang.replace("-", "_")) if lang and lang != "und" else None
    return Hyphenator(pyphen.LANGUAGES[found]) if found else None
