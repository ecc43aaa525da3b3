"""Tables of wire copy: lines of tabs, of semicolons, of aligned columns, or what stands between guards (`<#>`).

Lines that have the same number of cells are a table; any others keep their form as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from syndicate.importers.wire.lines import Unit
from syndicate.model import body
from syndicate.model.body import Cell, Span, text

_GUARD = re.compile(r"<#+>")

_COLUMNS = re.compile(r"\s{2,}")
_FIGURE = re.compile(r"[\d½¼¾]")
_LONGEST_GUARDED = 200
_WIDEST_CELL = 40


def size(units: Sequence[Unit], position: int) -> tuple[int, str]:
    """How many units from `position` on are a table, and by which rule; 0 when none is."""
    if guarded := _guarded(units, position):
        return guarded, "table between guards"
    for rule, cells in (("tabular lines", _tabs), ("table of semicolons", _semicolons), ("aligned columns", _columns)):
        count = _run(units, position, rule, len(cells(units[position].text)))
        if count > 1:
            return count, rule
    return 0, ""


def may_open(line: str) -> bool:
    """Whether a line has a sign of a table: most have none. No blank but U+0020 is printable."""
    if "  " in line or ";" in line or "<#" in line or "\t" in line:
        return True
    return not (line.isascii() or line.isprintable())


def block(units: Sequence[Unit], rule: str, where: Span) -> body.Table | body.Preformatted:
    """The table that `units` are."""
    lines = [unit.text for unit in units if not _GUARD.fullmatch(unit.text)]
    split = {"tabular lines": _tabs, "table of semicolons": _semicolons}.get(rule, _columns)
    if lines and all("\t" in line for line in lines):
        split = _tabs
    rows = [split(line) for line in lines]
    if not rows or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return body.Preformatted(bid="", text="\n".join(lines), span=where)
    cells = [tuple(Cell(text=text(cell)) for cell in row) for row in rows]
    headed = len(rows) > 1 and not _has_figures(rows[0]) and all(_has_figures(row) for row in rows[1:])
    return body.Table(bid="", header=tuple(cells[:headed]), rows=tuple(cells[headed:]), span=where)


def _guarded(units: Sequence[Unit], position: int) -> int:
    if not _GUARD.fullmatch(units[position].text):
        return 0
    for end in range(position + 2, min(len(units), position + _LONGEST_GUARDED)):
        if _GUARD.fullmatch(units[end].text):
            return end - position + 1
    return 0


def _run(units: Sequence[Unit], position: int, rule: str, width: int) -> int:
    """How many units belong together: any with tabs, else those with as many short cells as the first one."""
    count = 0
    while position + count < len(units):
        line = units[position + count].text
        if rule == "tabular lines":
            belongs = "\t" in line
        else:
            cells = _semicolons(line) if rule == "table of semicolons" else _columns(line)
            belongs = len(cells) == width >= 3 and all(len(cell) <= _WIDEST_CELL for cell in cells)
            belongs = belongs and line[-1] not in ".?!" and "\t" not in line
        if not belongs:
            break
        count += 1
    return count


def _tabs(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]


def _semicolons(line: str) -> list[str]:
    """The cells of a line of semicolons, in which `{` is a half and `_` a dash."""
    return ["—" if cell.strip() == "_" else cell.strip().replace("{", "½") for cell in line.split(";")]


def _columns(line: str) -> list[str]:
    return _COLUMNS.split(line)


def _has_figures(row: Sequence[str]) -> bool:
    return any(_FIGURE.search(cell) for cell in row[1:])
