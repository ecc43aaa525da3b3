"""From bytes to units: decoding, lines with their numbers, and the paragraphs that hard-wrapped lines belong to.

Wires and scrapers disagree on what a line is: a paragraph (most scrapers) or 60 to 80 columns of one (printers' wires).
The copy itself tells, see `_is_wrapped`; nothing depends on who sent it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from syndicate.diagnostics import Location, Report
from syndicate.errors import InputError
from syndicate.formats import textbytes
from syndicate.importers.wire import findings, transmission
from syndicate.importers.wire.prose import goes_on, is_prose, is_western, is_worded
from syndicate.importers.wire.transmission import Header
from syndicate.model import legal

_HINT = "wire copy is text: UTF-8, UTF-16, windows-1252 or another encoding that --option wire.encoding=NAME names"
_CONTROLS = dict.fromkeys(code for code in (*range(32), 0x7F) if chr(code) not in "\t\n\r\x0b\x0c")
_TRANSMISSION = dict.fromkeys(b"\x01\x02\x03\x04\x07\x08\x11\x12\x13\x14\x16\x1f")
"""What ANPA 1312 and IPTC 7901 wrap a story in; bells too. They are copy's own, so no sign of a binary file."""
_BINARY_RATIO = 0.05
_ODD_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", " "))
_WIDEST_WRAP = 100
_STOPS = ".!?:;\"”'’)。！？」』"
_MARKER = re.compile(r"(?:[-•*–]\s+|\d{1,2}[.)]\s+)(?=\S)")


class Line(NamedTuple):
    """One line of the source that says something. `number` counts from 1; `indent` is in columns."""

    number: int
    text: str
    indent: int
    after_blank: bool
    header: Header | None = None
    """What the line says as the header of a transmission."""


class Unit:
    """One or more lines that are one thing: a paragraph, a heading, a header line."""

    __slots__ = ("end", "header", "lines", "prose", "start", "text")

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self.lines = lines
        self.text = lines[0].text if len(lines) == 1 else _joined(lines)
        """The words on one line. A hyphen at a line's end stays: which ones are the printer's cannot be known."""
        self.prose = is_prose(self.text)
        """Whether that is running text for certain."""
        self.header = lines[0].header
        """What the unit says as the header of a transmission, where it is one."""
        self.start = lines[0].number
        self.end = lines[-1].number
        """Numbers of the first line and the last."""


def _joined(lines: tuple[Line, ...]) -> str:
    joined = lines[0].text
    for line in lines[1:]:
        hyphen = len(joined) > 1 and joined[-1] == "-" and joined[-2].isalpha()
        joined += line.text if hyphen else f" {line.text}"
    return joined


class Copy(NamedTuple):
    """What a file says: its text in legal characters, its encoding, its transmission headers by their first line."""

    text: str
    encoding: str
    headers: Mapping[int, tuple[int, Header]]
    plain: bool = False
    """Whether it has printable characters of windows-1252 alone, as most copy has: then much need not be asked."""


def decode(data: bytes, name: str, report: Report, encoding: str = "") -> Copy:
    """The text of `data`, cleaned, the name of its encoding, and the transmission headers in it.

    Raises:
        InputError: empty, or no text at all.
    """
    try:
        found = textbytes.decode(data, encoding)
    except LookupError:
        known = ", ".join(textbytes.NATIONAL)
        raise InputError(f"{name}: unknown encoding {encoding}", hint=f"a name that Python knows, or {known}") from None
    except UnicodeError as error:
        asked = f"it is not in {encoding}" if encoding else "it has control bytes"
        raise InputError(f"{name}: no text, {asked}", hint=_HINT) from error
    text = found.text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in found.text else found.text
    odd = textbytes.odd(text)
    printable = odd.isprintable()
    if not printable:
        _refuse_binary(text, name)
    if not found.told:
        line = next((n for n, text in enumerate(found.text.split("\n"), start=1) if not text.isascii()), 1)
        report.add(findings.not_utf8(Location(file=name, line=line), found.encoding, found.dropped))
    for what, numbers in found.repairs:
        report.add(findings.repaired(name, what, numbers))
    if printable and is_western(odd):
        return Copy(text, found.encoding, {}, plain=True)
    if printable:
        return Copy(unicodedata.normalize("NFC", text), found.encoding, {})
    return Copy(_clean(text, name, report), found.encoding, transmission.find(text))


def _refuse_binary(text: str, name: str) -> None:
    controls = len(text) - len(text.translate(_CONTROLS))
    telegraphic = len(text) - len(text.translate(_TRANSMISSION))
    if controls - telegraphic > len(text) * _BINARY_RATIO:
        raise InputError(f"{name}: no text, it has control bytes", hint=_HINT)


def _clean(text: str, name: str, report: Report) -> str:
    """`text` in legal characters, each odd line break a space; what is taken out is told by line."""
    raw = text.translate(_ODD_BREAKS)
    removed = 0
    numbers: list[int] = []
    for number, line in enumerate(raw.split("\n"), start=1):
        if not legal.is_legal(line):
            removed += sum(not legal.is_legal(character) for character in line)
            numbers.append(number)
    if removed:
        report.add(findings.characters_removed(name, removed, numbers))
    return legal.clean(raw)


def lines(text: str, headers: Mapping[int, tuple[int, Header]] = MappingProxyType({})) -> tuple[Line, ...]:
    """The lines of `text` that are not blank; where there are headers, without the marks of ANPA's header lines."""
    found: list[Line] = []
    blank = False
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw:
            blank = True
            continue
        stripped = raw.strip()
        if headers and stripped[:1] == "^" and stripped[1:].strip("<= "):
            stripped = stripped[1:].removesuffix("<").strip()
        if stripped:
            indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip()) if raw[0].isspace() else 0
            found.append(Line(number, stripped, indent, blank, headers[number][1] if number in headers else None))
        blank = not stripped
    return tuple(found)


def units(content: tuple[Line, ...], opens: Callable[[str], bool], alone: Callable[[str], bool]) -> tuple[Unit, ...]:
    """The lines put together again. `opens` knows lines that begin a unit, `alone` lines that are one."""
    width = _width(content)
    wrapped = _is_wrapped(content, width)
    if not (wrapped or any(line.header for line in content)):
        return tuple([Unit((line,)) for line in content])
    groups: list[list[Line]] = []
    for line in content:
        if groups and groups[-1][0].header and len(groups[-1]) < groups[-1][0].header.size:
            groups[-1].append(line)
        elif groups and groups[-1][0].header:
            groups.append([line])
        elif groups and not line.header and wrapped and _continues(groups[-1], line, width, opens, alone):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(Unit(tuple(group)) for group in groups)


def has_marker(text: str) -> bool:
    """Whether `text` opens like an item of a list."""
    return _MARKER.match(text) is not None


def _width(content: tuple[Line, ...]) -> int:
    """The column at which the copy breaks: nine lines of ten are shorter, so one long address does not count."""
    lengths = sorted([line.indent + len(line.text) for line in content])
    return lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)] if lengths else 0


def _pairs(content: tuple[Line, ...]) -> Iterator[tuple[Line, Line]]:
    return ((a, b) for a, b in pairwise(content) if not b.after_blank)


def _is_wrapped(content: tuple[Line, ...], width: int) -> bool:
    """Whether lines end because the column did: a full line stops in mid-sentence and the next goes on small."""
    return width <= _WIDEST_WRAP and any(
        before.text[-1] not in _STOPS and after.text[0].islower() and _is_full(before, after, width)
        for before, after in _pairs(content)
    )


def _is_full(before: Line, after: Line, width: int) -> bool:
    """Whether the first word of the next line had no place on this one, with some slack for careless printers."""
    first = len(after.text.split(maxsplit=1)[0])
    return before.indent + len(before.text) + 1 + first > width * 0.85


def _continues(
    group: list[Line], line: Line, width: int, opens: Callable[[str], bool], alone: Callable[[str], bool]
) -> bool:
    before = group[-1]
    if line.after_blank or "\t" in before.text or "\t" in line.text or not _is_full(before, line, width):
        return False
    runs = goes_on(line.text)
    if len(group) == 1 and not (runs and is_worded(before.text)) and alone(before.text):
        return False
    if not runs and (alone(line.text) or opens(line.text)):
        return False
    if has_marker(line.text) and (before.text[-1] in _STOPS + "," or has_marker(group[0].text)):
        return False  # in mid-sentence a dash or a number at the start of a line is the sentence's own
    return line.indent <= before.indent or (has_marker(group[0].text) and line.indent > group[0].indent)
