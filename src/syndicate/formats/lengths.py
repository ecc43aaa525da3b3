"""Lengths as printers write them: `48mm`, `4.8cm`, `1.9in`, `136pt`, `11p4` (picas and points)."""

from __future__ import annotations

import re
from typing import NamedTuple

from syndicate.errors import UsageError

MM = 72 / 25.4
"""Points in a millimetre; a point is 1/72 of an inch, as PDF has it."""

INCH = 72.0
"""Points in an inch."""

PICA = 12.0
"""Points in a pica."""

_UNITS = {"mm": MM, "cm": 10 * MM, "in": INCH, '"': INCH, "pt": 1.0, "pc": PICA}
_NUMBER = r"\d{1,6}(?:\.\d{1,20})?"
_LENGTH = re.compile(rf'({_NUMBER})\s*(mm|cm|in|"|pt|pc)', re.ASCII)
_PICAS = re.compile(rf"(\d{{1,5}})p({_NUMBER})?", re.ASCII)
_LINES = re.compile(rf"({_NUMBER})\s*(?:lines?|l)?", re.ASCII)

_HINT = "as in 48mm, 4.8cm, 1.9in, 136pt or 11p4 (picas and points)"


class Room(NamedTuple):
    """How deep a space is: in lines of the text that is to fill it, or in points. One of the two is 0."""

    lines: float = 0.0
    points: float = 0.0


def points(text: str, what: str) -> float:
    """The length `text` in points; a bare number is millimetres. `what` is measured, for the message.

    Raises:
        UsageError: it is no length, or nothing.
    """
    said = text.strip().lower()
    if (found := _LENGTH.fullmatch(said)) is not None:
        length = float(found[1]) * _UNITS[found[2]]
    elif (found := _PICAS.fullmatch(said)) is not None:
        length = float(found[1]) * PICA + float(found[2] or 0)
    else:
        length = float(said) * MM if re.fullmatch(_NUMBER, said, re.ASCII) else 0.0
    if length <= 0:
        raise UsageError(f"{what} {text!r} is no length", hint=_HINT)
    return length


def room(text: str, what: str) -> Room:
    """The depth `text`: a number is lines, with a unit it is a length.

    Raises:
        UsageError: it is neither, or nothing.
    """
    found = _LINES.fullmatch(text.strip().lower())
    if found is None:
        return Room(points=points(text, what))
    if float(found[1]) <= 0:
        raise UsageError(f"{what} {text!r} is no depth", hint=f"a number of lines, or a length {_HINT}")
    return Room(lines=float(found[1]))


def picas(length: float) -> str:
    """Points as picas and points, to half a point: `11p4`, `11p4.5`."""
    whole, rest = divmod(round(length * 2) / 2, PICA)
    return f"{whole:.0f}p{rest:g}"
