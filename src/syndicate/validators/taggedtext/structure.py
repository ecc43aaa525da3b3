"""What tags say to each other: styles and their definitions, starts and ends, and the places of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicate.validators.taggedtext.known import SHORT, is_known
from syndicate.validators.taggedtext.tables import Table
from syndicate.validators.taggedtext.tokens import WORDS, Found, Token

_KINDS = ("para", "char", "table", "cell")
_ENDS = {"tableend": "tablestart", "rowend": "rowstart", "cellend": "cellstart", "footnoteend": "footnotestart"}
_INSIDE = {"rowstart": "tablestart", "colstart": "tablestart", "cellstart": "rowstart"}
"""In what each part of a table stands."""
_NAMES = {
    "tablestart": "TableStart",
    "rowstart": "RowStart",
    "cellstart": "CellStart",
    "colstart": "ColStart",
    "footnotestart": "FootnoteStart",
}
_BUILT_IN = frozenset({"", "NormalParagraphStyle"})
_TO_NAME = re.compile(r"((?:[^\\=]|\\.)*)=")


class Structure:
    """Follows the tokens of one file."""

    def __init__(self) -> None:
        self._defined: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        self._applied: dict[tuple[str, str], int] = {}
        self._unknown: dict[str, int] = {}
        self._open: list[tuple[str, int]] = []
        self._tables: list[Table] = []
        self._stray = False

    def take(self, token: Token) -> Iterator[Found]:
        """The next token, and what is wrong with it."""
        if token.name == WORDS:
            yield from self._words(token.line)
            return
        name = token.name.lower()
        name = SHORT.get(name, name)
        inner = [one for one, _ in token.inner] if name.startswith("define") else []
        for one in (token.name, *inner):
            if not is_known(one):
                self._unknown.setdefault(one, token.line)
        if name.endswith("style"):
            self._style(name, token)
        elif name in _ENDS:
            yield from self._close(name, token.line)
        elif name in _NAMES:
            yield from self._start(name, token)

    def end(self) -> Iterator[Found]:
        """What only the whole file tells."""
        for name, line in self._open:
            yield Found("SYN-TAGGED-010", f"{_NAMES[name]} has no end", line)
        for name, line in self._unknown.items():
            yield Found("SYN-TAGGED-008", f"the tag {name} is not known here: if it is no slip, nothing is wrong", line)
        for (kind, style), line in self._applied.items():
            defined = self._defined[kind]
            # Files that define nothing of a kind leave it all to the document that they are placed in.
            if defined and style not in defined and style not in _BUILT_IN and not style.startswith("["):
                yield Found("SYN-TAGGED-009", f"the {kind} style {style[:80]!r} is applied and not defined", line)

    def _style(self, name: str, token: Token) -> None:
        defines = name.startswith("define")
        kind = name.removeprefix("define").removesuffix("style")
        if kind not in _KINDS:
            return
        if not defines:
            self._applied.setdefault((kind, _plain(token.value)), token.line)
            return
        match = _TO_NAME.match(token.value)
        self._defined[kind].add(_plain(match[1] if match else token.value))
        for inner, value in token.inner:
            if inner.lower() in ("basedon", "nextstyle"):
                self._applied.setdefault((kind, _plain(value)), token.line)

    def _words(self, line: int) -> Iterator[Found]:
        if self._open and self._open[-1][0] in ("tablestart", "rowstart"):
            if not self._stray:
                yield Found("SYN-TAGGED-010", "words in a table that stand in no cell", line)
            self._stray = True  # told once at a place
        elif self._tables and any(name == "cellstart" for name, _ in self._open):
            yield from self._tables[-1].words(line)

    def _start(self, name: str, token: Token) -> Iterator[Found]:
        inside = self._open[-1][0] if self._open else ""
        if inside != _INSIDE.get(name, inside):
            yield Found("SYN-TAGGED-010", f"{_NAMES[name]} stands in no {_NAMES[_INSIDE[name]]}", token.line)
            return
        if name == "footnotestart" and any(one == name for one, _ in self._open):
            yield Found("SYN-TAGGED-010", "a footnote in a footnote", token.line)
        if name == "tablestart":
            self._tables.append(Table(token.line))
        if self._tables:
            yield from self._tables[-1].take(name, token)
        if name != "colstart":
            self._open.append((name, token.line))
            self._stray = False

    def _close(self, name: str, line: int) -> Iterator[Found]:
        start = _ENDS[name]
        if start not in (one for one, _ in self._open):
            yield Found("SYN-TAGGED-010", f"an end of {_NAMES[start]} that nothing began", line)
            return
        while self._open[-1][0] != start:
            inner, at = self._open.pop()
            yield Found("SYN-TAGGED-010", f"{_NAMES[inner]} of line {at} is not closed here", line)
            if inner == "tablestart":
                self._tables.pop()
        self._open.pop()
        if start == "rowstart":
            yield from self._tables[-1].row_end(line)
        elif start == "tablestart":
            yield from self._tables.pop().end(line)


def _plain(value: str) -> str:
    """A name without its escapes."""
    return re.sub(r"\\(.)", r"\1", value).strip()
