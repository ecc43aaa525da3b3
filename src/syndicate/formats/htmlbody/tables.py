"""Tables: header rows, rows, cells that span, and a caption."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from syndicate.formats.htmlbody.dom import Element
from syndicate.model import body
from syndicate.model.body import Block, Cell, Run, Text

_WIDEST = 100
"""Columns that a cell may span; more is a mistake or an attack, as no format could show it."""

Whole = Callable[[Element], tuple[Text, list[Block]]]
Row = tuple[Cell, ...]


def table(element: Element, whole: Whole) -> tuple[body.Table, list[Block]]:
    """A table, and the blocks out of its cells that must stand after it. Tables in cells become lines of text."""
    header: list[Row] = []
    rows: list[Row] = []
    foot: list[Row] = []
    after: list[Block] = []
    caption: list[Run] = []
    for part in element:
        if part.tag == "caption":
            said, more = whole(part)
            caption += [Run(text="\n"), *said] if caption and said else list(said)
            after += more
        elif part.tag in ("thead", "tbody", "tfoot", "tr"):
            lines = [part] if part.tag == "tr" else [line for line in part if line.tag == "tr"]
            read = [_row(line, len(lines) - place, whole, after) for place, line in enumerate(lines)]
            goes = {"thead": header, "tfoot": foot}.get(part.tag, rows)
            goes += [row for row in read if row]
    if not header:
        heads = [line for line in element.iter("tr") if _is_head(line)][:1]
        first = next(element.iter("tr"), None)
        if heads and heads[0] is first and len(rows) > 1:
            header, rows = rows[:1], rows[1:]
    return body.Table(bid="", header=tuple(header), rows=(*rows, *foot), caption=tuple(caption)), after


def _is_head(line: Element) -> bool:
    return len(line) > 0 and all(cell.tag == "th" for cell in line)


def _row(line: Element, left: int, whole: Whole, after: list[Block]) -> Row:
    cells: list[Cell] = []
    for cell in line:
        if cell.tag not in ("td", "th"):
            continue
        said, more = whole(cell)
        after += more
        spans = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", left)
        cells.append(Cell(text=said, align=_align(cell), colspan=spans[0], rowspan=spans[1]))
    return tuple(cells)


def _span(cell: Element, name: str, most: int) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _align(cell: Element) -> Literal["left", "center", "right"] | None:
    match cell.get("align"):
        case "left":
            return "left"
        case "center":
            return "center"
        case "right":
            return "right"
        case _:
            return None
