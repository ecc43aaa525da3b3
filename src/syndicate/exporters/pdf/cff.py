"""What a composite font of PDF has to know of an embedded CFF program: the CID of each of its glyphs.

A CID names a glyph by its number where the program is keyed by names, and by its charset where it is keyed by CIDs
(PDF 1.7 9.7.4.2), as those for Chinese, Japanese and Korean are (Adobe Technical Note 5176).
"""

from __future__ import annotations

from itertools import pairwise

from syndicate.exporters.pdf import cmaps

_ROS, _CHARSET = 1230, 15
"""Operators of a Top DICT: the first makes a font one that is keyed by CIDs."""


def cids(program: bytes, count: int) -> list[int]:
    """The CID of each of the `count` glyphs of a CFF table."""
    after_names, _ = _index(program, program[2])
    _, tops = _index(program, after_names)
    top = _dictionary(tops[0])
    at = int(top.get(_CHARSET, 0))
    return _charset(program, at, count) if _ROS in top and at > 2 else list(range(count))


def _index(program: bytes, at: int) -> tuple[int, list[bytes]]:
    """Where an INDEX at `at` ends, and what is in it (section 5)."""
    count = int.from_bytes(program[at : at + 2], "big")
    if not count:
        return at + 2, []
    size = program[at + 2]
    starts = at + 3
    offsets = [
        int.from_bytes(program[place : place + size], "big")
        for place in range(starts, starts + (count + 1) * size, size)
    ]
    data = starts + (count + 1) * size - 1
    parts = [program[data + one : data + two] for one, two in pairwise(offsets)]
    return data + offsets[-1], parts


def _dictionary(data: bytes) -> dict[int, float]:
    """Operators of a DICT with the last of their operands (section 4); those of two bytes are 1200 and more."""
    found: dict[int, float] = {}
    last, at = 0, 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte <= 21:
            if byte == 12:
                byte, at = 1200 + data[at], at + 1
            found[byte], last = last, 0
        elif byte == 28:
            last, at = int.from_bytes(data[at : at + 2], "big", signed=True), at + 2
        elif byte == 29:
            last, at = int.from_bytes(data[at : at + 4], "big", signed=True), at + 4
        elif byte == 30:
            # A real number ends with a nibble of ones; none that is looked for here is one.
            while data[at] & 0x0F != 0x0F:
                at += 1
            at += 1
        elif byte <= 246:
            last = byte - 139
        elif byte <= 250:
            last, at = (byte - 247) * 256 + data[at] + 108, at + 1
        else:
            last, at = -(byte - 251) * 256 - data[at] - 108, at + 1
    return found


def _charset(program: bytes, at: int, count: int) -> list[int]:
    """Section 13; the first glyph is not in it and has the CID 0."""
    found = [0]
    form, at = program[at], at + 1
    while len(found) < count:
        first, at = int.from_bytes(program[at : at + 2], "big"), at + 2
        more = 0
        if form:
            more, at = int.from_bytes(program[at : at + form], "big"), at + form
        found += range(first, first + more + 1)
    return found[:count]


def encoding(name: str, known: list[int]) -> str:
    """The CMap that leads from the codes from 1 on to their CIDs (PDF 1.7 9.7.5.3)."""
    rows = [f"<{code:04X}> {cid}" for code, cid in enumerate(known, 1)]
    head = (f"/CMapName /{name} def", "/CMapType 1 def", "/WMode 0 def")
    return cmaps.written("Identity", head, "cidchar", rows)
