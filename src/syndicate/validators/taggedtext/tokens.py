"""Tagged text taken apart: tags with what stands in them, characters by number, words; and what is none of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPECIAL = re.compile(r"[\\<>\n]")
_NAME = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)\s*:")
_CHARACTER = re.compile(r"0x([0-9A-Fa-f]{1,6})|([0-9A-Fa-f]{4})")
_OVER_LINES = ("define", "colortable", "ctable", "table:")
"""Tags of the head may go over several lines."""
_SHOWN = 40
_HIGH, _LOW, _LAST = range(0xD800, 0xDC00), range(0xDC00, 0xE000), 0x10FFFF


class Found(NamedTuple):
    """A finding: its code, what is wrong, and the line."""

    code: str
    message: str
    line: int | None


class Token(NamedTuple):
    """A tag, or words where `name` is `WORDS`. `value` is what follows the colon, tags within it left out."""

    name: str
    value: str
    inner: tuple[tuple[str, str], ...]
    """Name and value of the tags that stand in this one."""
    line: int


WORDS = ""
"""Name of the token that is words, or one character by number."""


class _Tag:
    """A tag whose end may not have come yet: where it begins, what stands in it, and the tags in it."""

    def __init__(self, at: int, line: int) -> None:
        self.at = at
        self.line = line
        self.since = at + 1
        self.content = ""
        self.inner: list[tuple[str, str]] = []

    def take(self, text: str, at: int) -> None:
        """Take in what stands before `at`."""
        self.content += text[self.since : at]
        self.since = at + 1


class _Half(NamedTuple):
    """The first of the two numbers of a character beyond U+FFFF."""

    line: int
    end: int


class _Scanner:
    """Goes through a text once; `line` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line = 1
        self.since = 0
        self.stack: list[_Tag] = []
        self.half: _Half | None = None

    def tokens(self) -> Iterator[Token | Found]:
        """All of it."""
        skip = 0
        for match in _SPECIAL.finditer(self.text):
            at = match.start()
            if at < skip:
                continue
            if match[0] == "\\":
                sign = self.text[at + 1 : at + 2]
                yield from self._escape(sign)
                skip = at + 1 if sign == "\n" else at + 2
                continue
            if not self.stack:
                yield from self._words(at)
            yield from {"\n": self._line_end, "<": self._begin, ">": self._end}[match[0]](at)
        yield from self._finish()

    def _words(self, at: int) -> Iterator[Token]:
        if self.text[self.since : at].strip():
            yield Token(WORDS, "", (), self.line)
        self.since = at

    def _escape(self, sign: str) -> Iterator[Found]:
        if sign in ("", "\n"):
            yield Found("SYN-TAGGED-006", r"a backslash that escapes nothing; in the words it is written \\", self.line)
        elif not self.stack and sign not in "\\<>":
            message = rf"`\{sign}` is no escape: a backslash in the words is written \\"
            yield Found("SYN-TAGGED-007", message, self.line)

    def _line_end(self, at: int) -> Iterator[Found]:
        if self.stack and not self._may_go_on(self.stack[0]):
            yield from self._unclosed()
        if not self.stack:
            self.since = at + 1
        self.line += 1

    def _may_go_on(self, tag: _Tag) -> bool:
        return self.text[tag.at + 1 : tag.at + 16].lstrip().lower().startswith(_OVER_LINES)

    def _unclosed(self) -> Iterator[Found]:
        tag = self.stack[0]
        shown = self.text[tag.at : tag.at + _SHOWN].split("\n")[0]
        yield Found("SYN-TAGGED-005", rf"`{shown}` is not closed; a `<` in the words is written \<", tag.line)
        self.stack.clear()

    def _begin(self, at: int) -> Iterator[Found]:
        if self.stack:
            self.stack[-1].take(self.text, at)
        self.stack.append(_Tag(at, self.line))
        yield from ()

    def _end(self, at: int) -> Iterator[Token | Found]:
        if not self.stack:
            yield Found("SYN-TAGGED-007", r"a `>` that closes nothing: as \> it is sure to be one", self.line)
            return
        tag = self.stack.pop()
        tag.take(self.text, at)
        if self.stack:
            name, _, value = tag.content.partition(":")
            self.stack[-1].inner.append((name.strip(), value))
            self.stack[-1].since = at + 1
            return
        self.since = at + 1
        whole = self.text[tag.at + 1 : at]
        character = _CHARACTER.fullmatch(whole)
        yield from self._halves(int(character[1] or character[2], 16) if character else 0, tag)
        yield from _judged(tag, whole, is_character=character is not None)

    def _halves(self, number: int, tag: _Tag) -> Iterator[Found]:
        """Characters beyond U+FFFF are two numbers next to each other."""
        before, self.half = self.half, _Half(tag.line, self.since) if number in _HIGH else None
        joined = before is not None and before.end == tag.at and number in _LOW
        if before is not None and not joined:
            yield _half(before.line)
        elif number in _LOW and not joined:
            yield _half(tag.line)
        if number > _LAST:
            yield Found("SYN-TAGGED-006", f"`<{tag.content}>` is beyond the last character", tag.line)

    def _finish(self) -> Iterator[Token | Found]:
        if self.stack:
            yield from self._unclosed()
        else:
            yield from self._words(len(self.text))
        if self.half is not None:
            yield _half(self.half.line)


def tokens(text: str) -> Iterator[Token | Found]:
    """The tokens of a decoded file, and findings of the codes 005 to 007 among them, in order."""
    return _Scanner(text).tokens()


def _judged(tag: _Tag, whole: str, *, is_character: bool) -> Iterator[Token | Found]:
    name = _NAME.match(tag.content)
    if is_character:
        yield Token(WORDS, "", (), tag.line)
    elif name is not None:
        yield Token(name[1], tag.content[name.end() :], tuple(tag.inner), tag.line)
    elif whole[:2].lower() == "0x":
        yield Found("SYN-TAGGED-006", f"`<{whole[:_SHOWN]}>` is no character by number", tag.line)
    else:
        yield Found("SYN-TAGGED-005", rf"`<{whole[:_SHOWN]}>` is no tag; a `<` in the words is written \<", tag.line)


def _half(line: int) -> Found:
    return Found("SYN-TAGGED-006", "half a character: of two numbers one is missing", line)
