"""The places of one table: what its start promises, and what its rows and cells fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicate.validators.taggedtext.tokens import Found, Token

_SIZE = re.compile(
    r"(\d+)(?:\.0*)?,(\d+)(?:\.0*)?(?:[:,](\d+)(?:\.0*)?)?(?:[:,](\d+)(?:\.0*)?)?(?:[:,](?:LTR|RTL))?", re.I
)
"""Rows, columns, rows of the head and of the foot, direction."""
_SPAN = re.compile(r"(\d+)(?:\.0*)?,(\d+)(?:\.0*)?")


class Table:
    """Counts rows and columns of one table; every place has a cell, also one that another cell's span covers."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._rows: int | None = None
        self._columns: int | None = None
        self._declared = 0
        self._row = -1
        self._column = 0
        self._free: dict[int, int] = {}  # column -> first row in which no span covers it
        self._covered = False

    def take(self, name: str, token: Token) -> Iterator[Found]:
        """A tag that begins the table or a part of it."""
        if name == "tablestart":
            yield from self._start(token)
        elif name == "colstart":
            self._declared += 1
        elif name == "rowstart":
            self._row, self._column = self._row + 1, 0
        elif name == "cellstart":
            yield from self._cell(token)

    def words(self, line: int) -> Iterator[Found]:
        """Words in the last cell."""
        if self._covered:
            self._covered = False  # told once
            yield Found("SYN-TAGGED-012", "words in a place that another cell's span covers: they are lost", line)

    def row_end(self, line: int) -> Iterator[Found]:
        """The end of a row."""
        if self._columns is not None and self._column != self._columns:
            yield _wrong(f"a row of {self._column} cells in a table of {self._columns} columns", line)

    def end(self, line: int) -> Iterator[Found]:
        """The end of the table."""
        if self._rows is None or self._columns is None:
            return
        if self._row + 1 != self._rows:
            yield _wrong(f"{self._row + 1} rows in a table of {self._rows}", line)
        if self._declared not in (0, self._columns):
            yield _wrong(f"ColStart stands {self._declared} times in a table of {self._columns} columns", line)

    def _start(self, token: Token) -> Iterator[Found]:
        match = _SIZE.fullmatch(token.value.strip())
        if match is None:
            yield _wrong(f"TableStart does not tell rows and columns: {token.value[:40]!r}", token.line)
            return
        self._rows, self._columns = int(match[1]), int(match[2])
        heads = int(match[3] or 0) + int(match[4] or 0)
        if not self._rows or not self._columns or heads > self._rows:
            yield _wrong(f"{self._rows} rows, {self._columns} columns, {heads} rows of head and foot", token.line)

    def _cell(self, token: Token) -> Iterator[Found]:
        match = _SPAN.fullmatch(token.value.strip() or "1,1")
        if match is None:
            yield _wrong(f"CellStart does not tell its spans: {token.value[:40]!r}", token.line)
        down, across = (int(match[1]), int(match[2])) if match else (1, 1)
        column, self._column = self._column, self._column + 1
        self._covered = self._free.get(column, 0) > self._row
        # A covered place says nothing of its own.
        if self._rows is not None and self._columns is not None and not self._covered:
            if min(down, across) < 1 or self._row + down > self._rows or column + across > self._columns:
                yield _wrong(f"a cell over {down} rows and {across} columns leaves the table", token.line)
                return
            places = range(column, column + across)
            if any(self._free.get(place, 0) > self._row for place in places):
                yield _wrong("a cell lies over another one", token.line)
            self._free.update(dict.fromkeys(places, self._row + down))


def _wrong(message: str, line: int) -> Found:
    return Found("SYN-TAGGED-011", message, line)
