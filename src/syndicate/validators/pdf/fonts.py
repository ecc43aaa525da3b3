"""Fonts: all inside the file, cut down to what is used, and readable back into text."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from syndicate.validators.pdf.findings import Findings

_SUBSET = re.compile(r"/[A-Z]{6}\+.+")
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_LIST = re.compile(rb"<([0-9A-Fa-f]+)>\s*<[0-9A-Fa-f]+>\s*\[([^\]]*)\]")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})


@dataclass(slots=True)
class _Font:
    """A font as the pages use it: the codes that are shown in it, and what they mean."""

    where: str
    resource: Any
    meaning: dict[int, str] = field(default_factory=dict)
    wide: bool = False
    used: set[int] = field(default_factory=set)
    widths: frozenset[int] | None = None
    """The codes of a composite font that have a width of their own; None where that is not asked."""


def check(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """Every font that a page or a form on it names, and the text shown in them."""
    known: dict[tuple[int, int], _Font] = {}
    for number, page in enumerate(pdf.pages, 1):
        for place, content, resources in _contents(page.obj, f"page {number}"):
            fonts = _named(resources, place, known, findings)
            _show(content, fonts, place, findings)
    text = False
    for font in known.values():
        bare = sorted(font.used - font.widths) if font.widths is not None else []
        if bare:
            findings.error("SYN-PDF-127", f"the glyph {bare[0]} is shown and has no width", font.where)
        for code in sorted(font.used):
            meant = font.meaning.get(code, "")
            text = text or bool(meant.strip())
            if not meant and font.meaning:
                findings.error(
                    "SYN-PDF-125", f"the glyph {code} has no character, so the text cannot be read out", font.where
                )
    if not text and not any(font.used for font in known.values()):
        findings.error("SYN-PDF-126", "the file has no text at all: nobody can search it or have it read out")


def _contents(holder: Any, place: str, depth: int = 0) -> Iterator[tuple[str, Any, Any]]:
    """The content of a page and of the forms that it draws (8.10), each with its resources."""
    resources = holder.get("/Resources")
    if resources is None and depth == 0:
        resources = pikepdf.Page(holder).resources
    resources = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
    yield place, holder, resources
    if depth < 8:
        for name, thing in resources.get("/XObject", pikepdf.Dictionary()).items():
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
                yield from _contents(thing, f"{place} {name}", depth + 1)


def _named(resources: Any, place: str, known: dict[tuple[int, int], _Font], findings: Findings) -> dict[str, _Font]:
    fonts: dict[str, _Font] = {}
    for name, resource in resources.get("/Font", pikepdf.Dictionary()).items():
        if not isinstance(resource, pikepdf.Dictionary):
            findings.error("SYN-PDF-121", "a font resource is no font", f"{place} {name}")
            continue
        key = resource.objgen if resource.objgen != (0, 0) else (-len(known) - 1, 0)
        if key not in known:
            known[key] = _Font(f"{place} {name} {resource.get('/BaseFont', '')}", resource)
            _font(known[key], findings)
        fonts[name] = known[key]
    return fonts


def _font(font: _Font, findings: Findings) -> None:
    """9.6 to 9.10: embedded, cut down, with widths for its codes and a map to Unicode."""
    resource = font.resource
    font.wide = resource.get("/Subtype") == "/Type0"
    inner = resource
    if font.wide:
        inner = next(iter(resource.get("/DescendantFonts", [])), None)
        inner = inner if isinstance(inner, pikepdf.Dictionary) else pikepdf.Dictionary()
    if resource.get("/Subtype") != "/Type3":
        descriptor = inner.get("/FontDescriptor")
        program = _program(descriptor)
        if program is None:
            findings.error(
                "SYN-PDF-121", "the font is not embedded: it looks as the viewer's machine pleases", font.where
            )
        else:
            _check_program(program, descriptor, font, findings)
        if not _SUBSET.fullmatch(str(resource.get("/BaseFont", ""))):
            findings.error("SYN-PDF-122", "the font is not a subset (no tag of six letters)", font.where)
    if font.wide:
        widths = _composite_widths(inner, font, findings)
        # By an encoding of its own, codes are no CIDs, and it is CIDs that have widths.
        font.widths = None if isinstance(resource.get("/Encoding"), pikepdf.Stream) else widths
    else:
        _widths(font, findings)
    mapping = resource.get("/ToUnicode")
    if not isinstance(mapping, pikepdf.Stream):
        findings.error("SYN-PDF-124", "the font has no map to Unicode: its text cannot be searched", font.where)
        return
    font.meaning = _meanings(mapping.read_bytes(), font, findings)


def _program(descriptor: Any) -> Any:
    if not isinstance(descriptor, pikepdf.Dictionary):
        return None
    streams = (descriptor.get(key) for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return next((stream for stream in streams if isinstance(stream, pikepdf.Stream)), None)


def _check_program(program: Any, descriptor: Any, font: _Font, findings: Findings) -> None:
    """A TrueType program is whole: its table directory points into it (9.9)."""
    try:
        data = program.read_bytes()
    except pikepdf.PdfError as fault:
        findings.error("SYN-PDF-123", f"the font program cannot be unpacked: {fault}", font.where)
        return
    if "/FontFile2" not in descriptor:
        return
    if program.get("/Length1") != len(data):
        findings.error(
            "SYN-PDF-123", f"the font program is {len(data)} bytes long and not {program.get('/Length1')}", font.where
        )
    if len(data) < 12 or data[:4] not in (b"\0\1\0\0", b"true"):
        findings.error("SYN-PDF-123", "the font program is no TrueType font", font.where)
        return
    (count,) = struct.unpack(">H", data[4:6])
    tables = set()
    for at in range(12, 12 + 16 * count, 16):
        if at + 16 > len(data):
            findings.error("SYN-PDF-123", "the font program is cut off", font.where)
            return
        tag, _, offset, length = struct.unpack(">4sLLL", data[at : at + 16])
        tables.add(tag)
        if offset + length > len(data):
            findings.error("SYN-PDF-123", f"the font's table {tag.decode('latin-1')} lies outside it", font.where)
    if not {b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"} <= tables:
        findings.error("SYN-PDF-123", "the font program lacks tables that glyphs need", font.where)


def _widths(font: _Font, findings: Findings) -> None:
    """9.6.2.1: one width for each code from the first to the last."""
    resource = font.resource
    first, last, widths = (resource.get(key) for key in ("/FirstChar", "/LastChar", "/Widths"))
    if not isinstance(widths, pikepdf.Array) or first is None or last is None or len(widths) != last - first + 1:
        findings.error("SYN-PDF-127", "the font has not one width for each of its codes", font.where)


def _composite_widths(inner: Any, font: _Font, findings: Findings) -> frozenset[int] | None:
    """9.7.4.3: which codes have a width; groups are `first [w w w]` or `first last w`."""
    known: set[int] = set()
    if "/W" not in inner:
        return None
    entries = list(inner.W)
    at = 0
    while at + 1 < len(entries):
        if isinstance(entries[at + 1], pikepdf.Array):
            known.update(range(int(entries[at]), int(entries[at]) + len(entries[at + 1])))
            at += 2
        elif at + 2 < len(entries):
            known.update(range(int(entries[at]), min(int(entries[at + 1]), 65535) + 1))
            at += 3
        else:
            break
    if at != len(entries):
        findings.error("SYN-PDF-127", "the widths of the font are no list of groups", font.where)
    return frozenset(known)


def _meanings(data: bytes, font: _Font, findings: Findings) -> dict[int, str]:
    """What each code means by a ToUnicode CMap (9.10.3); a character that stands for nothing is an error."""
    meanings: dict[int, str] = {}
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL):
        rows = _CHAR.findall(section)
        if len(rows) > 100:
            findings.warning("SYN-PDF-125", f"a section of {len(rows)} characters where 100 is the limit", font.where)
        for code, meant in rows:
            meanings[int(code, 16)] = _decoded(meant, font, findings)
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.DOTALL):
        for low, meant in _LIST.findall(section):
            for offset, digits in enumerate(_HEX.findall(meant)):
                meanings[int(low, 16) + offset] = _decoded(digits, font, findings)
        for low, high, meant in _RANGE.findall(section):
            start = _decoded(meant, font, findings)
            for offset in range(min(int(high, 16) - int(low, 16) + 1, 65536) if start else 0):
                meanings[int(low, 16) + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    if not meanings:
        findings.error("SYN-PDF-125", "the font's map to Unicode is empty", font.where)
    for code, meant in meanings.items():
        if any(_means_nothing(character) for character in meant):
            findings.error("SYN-PDF-125", f"the glyph {code} stands for {meant!a}, which is no character", font.where)
    return meanings


def _decoded(digits: bytes, font: _Font, findings: Findings) -> str:
    try:
        return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be")
    except (ValueError, UnicodeDecodeError):
        findings.error("SYN-PDF-125", f"<{digits.decode('ascii')}> in the map to Unicode is no UTF-16BE", font.where)
        return ""


def _means_nothing(character: str) -> bool:
    return character in "\0\ufffd\ufffe\uffff" or unicodedata.category(character) == "Co"


def _show(content: Any, fonts: dict[str, _Font], place: str, findings: Findings) -> None:
    """Follow the text operators (9.4.3) and note which codes are shown in which font."""
    try:
        instructions = pikepdf.parse_content_stream(content, "Tf Tj TJ ' \" q Q")
    except pikepdf.PdfError as fault:
        findings.error("SYN-PDF-107", f"the content cannot be read: {fault}", place)
        return
    current: _Font | None = None
    saved: list[_Font | None] = []
    for instruction in instructions:
        operands, name = instruction.operands, str(instruction.operator)
        if name == "q":
            saved.append(current)
        elif name == "Q":
            if not saved:
                findings.error("SYN-PDF-107", "the content restores a state that it did not save", place)
                return
            current = saved.pop()
        elif name == "Tf":
            current = fonts.get(str(operands[0]))
            if current is None:
                findings.error(
                    "SYN-PDF-128", f"the content names the font {operands[0]}, which the page has not", place
                )
        elif name in _SHOWING and current is not None:
            current.used.update(_codes(operands[-1], wide=current.wide))
        elif name in _SHOWING:
            findings.error("SYN-PDF-128", "text without a font", place)
            return
    if saved:
        findings.error("SYN-PDF-107", "the content saves a state that it does not restore", place)


def _codes(shown: Any, *, wide: bool) -> Iterator[int]:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    for part in parts:
        if isinstance(part, pikepdf.String):
            data = bytes(part)
            yield from (int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)) if wide else data
