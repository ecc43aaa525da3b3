"""Glyphs composed of others, added to an embedded TrueType program (OpenType 1.9, glyf: composite glyph description).

A code of a PDF stands for characters, and a letter with its signs is often several glyphs (a split vowel, a letter and
its dots), of which all but one would stand for nothing. As one glyph they have one meaning.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import NamedTuple

from syndicate.exporters.pdf.shaping import Part

_WORDS, _OFFSETS, _MORE, _SCALED, _OVERLAP = 0x0001, 0x0002, 0x0020, 0x0040, 0x0400
_FLAT = b"\x40\0\0\1"
"""The scales of what is pressed flat: 1 across, 1/16384 upward."""


class Compound(NamedTuple):
    """What a glyph is composed of and how far it moves the pen, in the units of the face."""

    parts: tuple[Part, ...]
    advance: int


def with_compounds(program: bytes, compounds: list[Compound]) -> tuple[bytes, int]:
    """`program` with `compounds` as its last glyphs, and the number of the first of them."""
    tables = dict(_tables(program))
    head, maxp, hhea = (bytearray(tables[tag]) for tag in (b"head", b"maxp", b"hhea"))
    count = int.from_bytes(maxp[4:6], "big")
    long = head[50:52] != b"\0\0"
    places = [place if long else place * 2 for (place,) in struct.iter_unpack(">I" if long else ">H", tables[b"loca"])]
    glyphs = bytearray(tables[b"glyf"][: places[count]])
    metrics = list(_metrics(tables[b"hmtx"], int.from_bytes(hhea[34:36], "big"), count))
    for compound in compounds:
        glyphs += bytes(-len(glyphs) % 4)
        places[-1] = len(glyphs)
        box = _box(compound.parts, glyphs, places)
        glyphs += struct.pack(">5h", -1, *box) + b"".join(_components(compound.parts))
        places.append(len(glyphs))
        metrics.append((compound.advance, box[0]))
    head[50:52] = b"\0\1"
    total = count + len(compounds)
    maxp[4:6] = hhea[34:36] = total.to_bytes(2, "big")
    hhea[10:12] = max(advance for advance, _ in metrics).to_bytes(2, "big")
    most = max(len(compound.parts) for compound in compounds)
    for at, value in (
        (10, _number(maxp, 6, 10) * most),
        (12, _number(maxp, 8, 12) * most),
        (28, max(_number(maxp, 28), most)),
        (30, _number(maxp, 30) + 1),
    ):
        maxp[at : at + 2] = min(value, 0xFFFF).to_bytes(2, "big")
    tables |= {
        b"head": bytes(head),
        b"maxp": bytes(maxp),
        b"hhea": bytes(hhea),
        b"glyf": bytes(glyphs),
        b"loca": struct.pack(f">{len(places)}I", *places),
        b"hmtx": b"".join(struct.pack(">Hh", *metric) for metric in metrics),
    }
    return _written(program[:4], tables), count


def _number(table: bytearray, *at: int) -> int:
    return max(int.from_bytes(table[place : place + 2], "big") for place in at)


def _tables(program: bytes) -> Iterable[tuple[bytes, bytes]]:
    for number in range(int.from_bytes(program[4:6], "big")):
        tag, _, offset, length = struct.unpack_from(">4sIII", program, 12 + 16 * number)
        yield tag, program[offset : offset + length]


def _metrics(table: bytes, whole: int, count: int) -> Iterable[tuple[int, int]]:
    """Advance and left bearing of each glyph; those behind the last of the `whole` ones share its advance."""
    advance = 0
    for number in range(count):
        if number < whole:
            advance, bearing = struct.unpack_from(">Hh", table, 4 * number)
        else:
            (bearing,) = struct.unpack_from(">h", table, 4 * whole + 2 * (number - whole))
        yield advance, bearing


def _box(parts: tuple[Part, ...], glyphs: bytearray, places: list[int]) -> tuple[int, int, int, int]:
    boxes = []
    for part in parts:
        start = places[part.number]
        if places[part.number + 1] > start:
            left, bottom, right, top = struct.unpack_from(">4h", glyphs, start + 2)
            bottom, top = (0, 0) if part.flat else (bottom, top)
            boxes.append((left + part.x, bottom + part.y, right + part.x, top + part.y))
    if not boxes:
        return (0, 0, 0, 0)
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _components(parts: tuple[Part, ...]) -> Iterable[bytes]:
    for number, part in enumerate(parts, 1):
        flags = _WORDS | _OFFSETS | (_OVERLAP if number == 1 else 0) | (_MORE if number < len(parts) else 0)
        flags |= _SCALED if part.flat else 0
        yield struct.pack(">HHhh", flags, *part[:3]) + (_FLAT if part.flat else b"")


def _written(kind: bytes, tables: dict[bytes, bytes]) -> bytes:
    """A font file of `tables`, with their checksums."""
    count = len(tables)
    power = count.bit_length() - 1
    start = struct.pack(">4sHHHH", kind, count, 16 << power, power, 16 * count - (16 << power))
    offset = len(start) + 16 * count
    directory, body, head = bytearray(), bytearray(), 0
    tables[b"head"] = tables[b"head"][:8] + bytes(4) + tables[b"head"][12:]
    for tag, table in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag, _sum(table), offset + len(body), len(table))
        head = offset + len(body) if tag == b"head" else head
        body += table + bytes(-len(table) % 4)
    whole = bytearray(start + directory + body)
    whole[head + 8 : head + 12] = ((0xB1B0AFBA - _sum(bytes(whole))) % (1 << 32)).to_bytes(4, "big")
    return bytes(whole)


def _sum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) % (1 << 32)
