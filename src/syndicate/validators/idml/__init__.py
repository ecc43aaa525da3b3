"""The IDML validator: a whole package, parts that parse, and references that lead somewhere (IDML 8.0, 6 and 10).

There is no schema that may be kept here, and InDesign opens what lacks a style by dropping it in silence: the rules
are those by which words and looks get lost.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from lxml import etree

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.formats import idml, safexml

JUDGE = "syndicate IDML rules"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, OSError, ValueError, KeyError)
_MOST = 20
"""How many findings of a code are told."""
_STYLES = ("Paragraph", "Character", "Table", "Cell", "Object")
Parts = dict[str, etree._Element]


class IdmlValidator:
    """Judges one IDML package."""

    def check(self, path: Path, proof: Proof) -> Iterator[Diagnostic]:
        """The findings on the file at `path`: package, parts, references; later rules need the earlier ones kept."""
        proof.judges.append(JUDGE)
        told: Counter[str] = Counter()
        for code, message, entry, line in _findings(path):
            told[code] += 1
            if told[code] <= _MOST:
                place = Location(file=f"{proof.name}!{entry}" if entry else proof.name, line=line)
                yield Diagnostic(code=code, severity=Severity.ERROR, message=message, location=place, format="idml")


_Found = tuple[str, str, str, int | None]


def _findings(path: Path) -> Iterator[_Found]:
    try:
        archive = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        yield "SYN-IDML-001", f"no ZIP archive: {error}", "", None
        return
    with archive:
        yield from _mimetype(archive)
        parts: Parts = {}
        broken: list[_Found] = []
        for info in archive.infolist():
            if info.filename.endswith(".xml"):
                _parse(archive, info, parts, broken)
    yield from broken
    if broken:
        return
    missing = [name for name in idml.REQUIRED if name not in parts]
    yield from (("SYN-IDML-004", f"{name} is missing", name, None) for name in missing)
    if idml.DESIGNMAP not in missing:
        yield from _map(parts)
        yield from _references(parts)
        yield from _tables(parts)


def _mimetype(archive: zipfile.ZipFile) -> Iterator[_Found]:
    """IDML 8.0, 6.1: first, stored, and of this very content."""
    infos = archive.infolist()
    first = infos[0] if infos else None
    wrong = ""
    if first is None or first.filename != "mimetype" or first.header_offset != 0:
        wrong = "the first entry is not `mimetype`"
    elif first.compress_type != zipfile.ZIP_STORED:
        wrong = "the entry `mimetype` is compressed; it must be stored"
    elif first.file_size != len(idml.MIMETYPE) or _read(archive, first) != idml.MIMETYPE:
        wrong = f"`mimetype` does not hold {idml.MIMETYPE.decode()}"
    if wrong:
        yield "SYN-IDML-002", wrong, "mimetype", None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(info)
    except _UNREADABLE:
        return b""


def _parse(archive: zipfile.ZipFile, info: zipfile.ZipInfo, parts: Parts, broken: list[_Found]) -> None:
    name = info.filename
    if name in parts:
        broken.append(("SYN-IDML-003", "the entry is there twice", name, None))
        return
    try:
        if info.file_size > safexml.MOST:
            raise ValueError(f"larger than {safexml.MOST} bytes")
        parts[name] = safexml.parse(archive.read(info))
    except safexml.XmlProblem as problem:
        broken.append(("SYN-IDML-003", f"no XML that can be read: {problem.message}", name, problem.line))
    except _UNREADABLE as error:
        broken.append(("SYN-IDML-003", f"the entry cannot be read: {error}", name, None))


def _map(parts: Parts) -> Iterator[_Found]:
    """The map names parts that are there, and every story and spread that is there is named."""
    root = parts[idml.DESIGNMAP]
    named = [node.get("src", "") for node in root if _packaged(node)]
    for src in named:
        if src not in parts:
            yield "SYN-IDML-004", f"the map names {src[:80]!r}, which is missing", idml.DESIGNMAP, None
    for name in parts:
        if name.startswith(("Stories/", "Spreads/")) and name not in named:
            yield "SYN-IDML-005", "no part of the document: the map does not name it", name, None


def _packaged(node: etree._Element) -> bool:
    return str(node.tag).startswith(f"{{{idml.PACKAGING}}}")


def _line(node: etree._Element) -> int | None:
    return cast("int | None", node.sourceline)


def _references(parts: Parts) -> Iterator[_Found]:
    ids: dict[str, str] = {}
    for name, root in parts.items():
        for node in root.iter(etree.Element):
            own = node.get("Self")
            if own is not None and own in ids:
                yield "SYN-IDML-006", f"the id {own[:80]!r} stands in {ids[own]} already", name, _line(node)
            elif own is not None:
                ids[own] = name
    for name, root in parts.items():
        for node in root.iter(etree.Element):
            for what, target, code in _targets(node):
                if target not in ids:
                    yield code, f"{what} {target[:80]!r} is not in the document", name, _line(node)
    yield from _frames(parts)


def _targets(node: etree._Element) -> Iterator[tuple[str, str, str]]:
    """What an element refers to: in which words, the id, and the code where there is none."""
    for kind in _STYLES:
        style = node.get(f"Applied{kind}Style")
        if style is not None:
            yield f"the {kind.lower()} style", style, "SYN-IDML-007"
    based = node.findtext("Properties/BasedOn") if str(node.tag).endswith("Style") else None
    if based is not None:
        yield "the style", based, "SYN-IDML-007"
    if node.tag == "TextFrame":
        yield "the story", node.get("ParentStory", ""), "SYN-IDML-008"
    if node.tag == "Page" and node.get("AppliedMaster", "n") != "n":
        yield "the master spread", node.get("AppliedMaster", ""), "SYN-IDML-008"
    if node.tag == "Document":
        for story in node.get("StoryList", "").split():
            yield "the story", story, "SYN-IDML-008"
    if node.tag == "Hyperlink":
        yield "the source of a hyperlink", node.get("Source", ""), "SYN-IDML-009"
        target = node.findtext("Properties/Destination")
        yield "the destination of a hyperlink", (target or "").strip(), "SYN-IDML-009"


def _frames(parts: Parts) -> Iterator[_Found]:
    """A story without a frame is in the file and on no page."""
    framed = {frame.get("ParentStory") for root in parts.values() for frame in root.iter("TextFrame")}
    for name, root in parts.items():
        for story in root.iter("Story"):
            if story.get("Self") not in framed:
                yield "SYN-IDML-010", "the story stands in no text frame", name, _line(story)


def _tables(parts: Parts) -> Iterator[_Found]:
    """Every place of a table belongs to one cell."""
    for name, root in parts.items():
        for table in root.iter("Table"):
            rows, columns = len(table.findall("Row")), len(table.findall("Column"))
            wrong = _misplaced(table, rows, columns)
            if wrong:
                yield "SYN-IDML-011", wrong, name, _line(table)


def _misplaced(table: etree._Element, rows: int, columns: int) -> str:
    seen: set[tuple[int, int]] = set()
    for cell in table.findall("Cell"):
        where = cell.get("Name", "")
        try:
            column, row = (int(part) for part in where.split(":"))
            across, down = int(cell.get("ColumnSpan", "1")), int(cell.get("RowSpan", "1"))
        except ValueError:
            return f"a cell has no place: {where[:40]!r}"
        inside = min(column, row) >= 0 < min(across, down) and column + across <= columns and row + down <= rows
        if not inside:
            return f"the cell {where} stands outside of {columns} columns and {rows} rows"
        taken = {(x, y) for x in range(column, column + across) for y in range(row, row + down)}
        if taken & seen:
            return f"the cell {where} lies over another one"
        seen |= taken
    lacking = rows * columns - len(seen)
    return f"{lacking} places of {rows} rows and {columns} columns have no cell" if lacking else ""
