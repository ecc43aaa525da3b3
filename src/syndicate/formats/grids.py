"""Tables whose rows are all as wide as the table: what HTML calls the table model without its errors (HTML 4.9.12).

Copy has rows that are too short, and cells that claim more rows or columns than there are. No word of it is changed:
short rows get empty cells, spans end where the table does, and columns in which no cell begins are none.
"""

from __future__ import annotations

from bisect import bisect_left

from msgspec.structs import replace

from syndicate.model import body

Rows = tuple[tuple[body.Cell, ...], ...]
_WIDEST = 1000
"""A span of more columns is an error of its own in HTML."""


def whole(table: body.Table) -> body.Table:
    """The table with every row as wide as it is."""
    header, rows = placed(table.header), placed(table.rows)
    starts = sorted({at for row in (*header, *rows) for at, _ in row}) or [0]
    return replace(table, header=_filled(header, starts), rows=_filled(rows, starts))


Placed = list[list[tuple[int, body.Cell]]]


def placed(rows: Rows) -> Placed:
    """Each cell with the column that it begins in, row by row; spans end with the rows at the latest."""
    found: Placed = []
    taken: dict[int, int] = {}  # column -> first row in which it is free again
    for number, row in enumerate(rows):
        column, line = 0, []
        for cell in row:
            while taken.get(column, 0) > number:
                column += 1
            across = min(max(1, cell.colspan), _WIDEST)
            # Never over a cell that hangs down from above.
            across = next((n for n in range(1, across) if taken.get(column + n, 0) > number), across)
            down = min(max(1, cell.rowspan), len(rows) - number)
            line.append((column, replace(cell, colspan=across, rowspan=down)))
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), number + down))
            column += across
        found.append(line)
    return found


def _filled(rows: Placed, starts: list[int]) -> Rows:
    """The rows over the columns that begin at `starts`, with empty cells where one ends too early."""
    found = []
    taken = [0] * len(starts)
    for number, row in enumerate(rows):
        cells = []
        for at, cell in row:
            first = bisect_left(starts, at)
            across = bisect_left(starts, at + cell.colspan) - first
            cells.append(replace(cell, colspan=across))
            taken[first : first + across] = [number + cell.rowspan] * across
        lacking = sum(free <= number for free in taken)
        found.append((*cells, *[body.Cell(text=())] * lacking))
    return tuple(found)
