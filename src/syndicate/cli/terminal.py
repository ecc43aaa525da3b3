"""What the screen can do: its width, its colours, and a line of progress that goes away again."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO
from unicodedata import east_asian_width

from syndicate.context import colour_wanted

WIDTH = 80
"""No report is wider, so that it can be read anywhere and mailed."""

_COLOURS = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}


def width() -> int:
    """Columns to fill: those of the terminal, at most 80."""
    return max(40, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))


def columns(line: str) -> int:
    """Columns that `line` takes; Chinese, Japanese and Korean characters take two."""
    return sum(1 + (east_asian_width(char) in "WF") for char in line)


def cut_to(line: str, room: int) -> str:
    """As much of `line` as fits into `room` columns."""
    while columns(line[:room]) > room:
        line = line[: min(len(line), room) - 1]
    return line[:room]


class Paint:
    """Colours for one stream: none unless it is a terminal and the user wants them (NO_COLOR, TERM=dumb)."""

    def __init__(self, stream: TextIO) -> None:
        self.on = stream.isatty() and colour_wanted()

    def __call__(self, colour: str, text: str) -> str:
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self.on else text


class Progress:
    """One line on standard error that says what is being done; nothing when that is not a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._on = self._stream.isatty()
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def __call__(self, text: str) -> None:
        """Show `text` in the place of what was shown before."""
        if self._on:
            self._stream.write(f"\r\x1b[K{text[: width() - 1]}")
            self._stream.flush()
            self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
