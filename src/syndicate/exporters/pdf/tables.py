"""Tables: column widths from what stands in them, rows that divide over pages, and a way out for too many columns."""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.exporters.pdf.flow import Element, Para, Row, Rule, Stack
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.setting import Setter, Voice
from syndicate.exporters.pdf.style import TextStyle, for_script, replace_style
from syndicate.formats import languages
from syndicate.model import body

_GUTTER = 8.0
_NARROWEST = 34.0
"""Points that a column needs to hold a word or a figure."""

_Placed = tuple[int, int, body.Cell]
"""First column, columns spanned, cell."""


def rows(block: body.Table, setter: Setter, style: TextStyle, width: float, voice: Voice) -> list[Element] | int:
    """The table's rows with rules between them, or the number of its columns when they are too many for `width`."""
    header, lines = _grid(block.header), _grid(block.rows)
    columns = max((at + span for row in (*header, *lines) for at, span, _ in row), default=0)
    if columns == 0:
        return []
    if columns * _NARROWEST + (columns - 1) * _GUTTER > width:
        return columns
    style = for_script(style, script_family(voice.lang))
    widths = _widths([*header, *lines], columns, setter, style, width, voice)
    made: list[Element] = [Rule(width, 0.8, before=2, keep=True)]
    bold = replace_style(style, bold=True)
    for row in header:
        made.append(_row(row, widths, setter, bold, width, voice, keep=True))
    for row in lines:
        made.append(_row(row, widths, setter, style, width, voice, keep=False))
    made[-1].keep = False
    made[-1].after = 10
    return made


def _grid(lines: tuple[tuple[body.Cell, ...], ...]) -> list[list[_Placed]]:
    """Each cell at its column; cells that reach down from above keep their places free."""
    taken: dict[int, int] = {}
    placed: list[list[_Placed]] = []
    for line in lines:
        row: list[_Placed] = []
        below: dict[int, int] = {column: left - 1 for column, left in taken.items() if left > 1}
        column = 0
        for cell in line:
            while column in taken:
                column += 1
            span = min(max(1, cell.colspan), 1000)
            row.append((column, span, cell))
            if cell.rowspan > 1:
                below |= dict.fromkeys(range(column, column + span), cell.rowspan - 1)
            column += span
        placed.append(row)
        taken = below
    return placed


def _widths(
    lines: list[list[_Placed]], columns: int, setter: Setter, style: TextStyle, width: float, voice: Voice
) -> list[float]:
    """Each column as wide as its text wants, all of them together as wide as the measure."""
    wanted = [_NARROWEST] * columns
    for row in lines:
        for at, span, cell in row:
            if span == 1:
                # One long cell shall not starve the others: beyond this, text breaks.
                text = body.plain(cell.text)[:80]
                natural = setter.label(text, style).width * 1.08 if text else 0.0
                wanted[at] = max(wanted[at], min(natural, width * 0.6))
    room = width - (columns - 1) * _GUTTER
    spare = room - sum(wanted)
    if spare >= 0:
        # Figures stand together at the right; what is left over goes to the names in the first column.
        return [wanted[0] + spare, *wanted[1:]]
    over = sum(wanted) - columns * _NARROWEST
    return [_NARROWEST + (w - _NARROWEST) * (room - columns * _NARROWEST) / over for w in wanted]


def _row(
    row: list[_Placed], widths: list[float], setter: Setter, style: TextStyle, width: float, voice: Voice, *, keep: bool
) -> Row:
    cells: list[tuple[float, Stack]] = []
    rtl = languages.direction(voice.lang, voice.dir) == "rtl"
    for at, span, cell in row:
        left = sum(widths[:at]) + at * _GUTTER
        room = sum(widths[at : at + span]) + (min(span, len(widths) - at) - 1) * _GUTTER
        cut = replace_style(style, align=cell.align) if cell.align else style
        passage = setter.set(cell.text, cut, room, voice)
        # The first column stands where reading begins.
        cells.append((width - left - room if rtl else left, Stack([Para(passage)])))
    return Row(cells, width, 0.6 if keep else 0.3, keep=keep)


def sentences(block: body.Table) -> Iterator[body.Text]:
    """Each row as text: every value behind the head of its column where there is one."""
    heads = {at: cell.text for row in _grid(block.header) for at, _, cell in row}
    if not block.rows:
        yield tuple(_joined([cell.text for row in block.header for cell in row]))
    for row in _grid(block.rows):
        values = []
        for at, _, cell in row:
            head = heads.get(at, ())
            values.append((*head, body.Run(text=": "), *cell.text) if head and cell.text else cell.text)
        yield tuple(_joined([value for value in values if value]))


def _joined(values: list[body.Text]) -> Iterator[body.Run]:
    for number, value in enumerate(values):
        if number:
            yield body.Run(text=" · ")
        yield from value
