"""Tables: column widths from what stands in them, rows that divide over pages, and a way out for too many columns."""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.exporters.pdf.flow import Element, Para, Rule, Stack
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.rows import Row
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.style import TextStyle, for_script, replace_style
from syndicate.exporters.pdf.tags import Tag
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.model import body

_GUTTER = 8.0
_NARROWEST = 34.0
"""Points that a column needs to hold a word or a figure."""

_SQUEEZED = 1.12
"""How much wider than its measure a table may want to be before it is set over all columns."""

_SPARE = 0.25
"""Share of the measure that the first column may have beyond what it wants."""

_TIED = 240.0
"""Points up to which rows that a cell reaches over stay on one page."""

_Cell = tuple[int, int, body.Cell]
"""First column, columns spanned, cell."""


def is_squeezed(block: body.Table, setter: Setter, style: TextStyle, width: float, voice: Voice) -> bool:
    """Whether the table wants to be a good deal wider than `width`."""
    lines = [*_grid(block.header), *_grid(block.rows)]
    style = for_script(style, script_family(voice.lang))
    wanted = _wanted(lines, _count(lines), setter, style, width)
    return sum(wanted) + (len(wanted) - 1) * _GUTTER > _SQUEEZED * width


def rows(
    block: body.Table, setter: Setter, style: TextStyle, width: float, voice: Voice, parent: Tag
) -> list[Element] | int:
    """The table's rows with rules between them, or the number of its columns when they are too many for `width`."""
    header, lines = _grid(block.header), _grid(block.rows)
    columns = _count([*header, *lines])
    if columns == 0:
        return []
    if columns * _NARROWEST + (columns - 1) * _GUTTER > width:
        return columns
    style = for_script(style, script_family(voice.lang))
    widths = _widths([*header, *lines], columns, setter, style, width)
    made: list[Element] = [Rule(width, 0.8, before=2, keep=True)]
    bold = replace_style(style, bold=True)
    tag = Tag("Table", parent)
    for rows_, group, cut in ((header, "THead", bold), (lines, "TBody", style)):
        # Without a body, a head of its own would be one too many (ISO 14289-1 7.5).
        inside = Tag(group, tag) if header and lines else tag
        spans = _spans(rows_, columns)
        set_: list[Row] = []
        for number, row in enumerate(rows_):
            tags = _cells(inside, row, spans[number], "TH" if group == "THead" else "TD")
            set_.append(_row(row, tags, widths, setter, cut, width, voice, keep=group == "THead"))
        _tie(set_, rows_, spans, widths, rtl=languages.direction(voice.lang, voice.dir) == "rtl")
        made += set_
    made[-1].keep = False
    made[-1].after = 10
    return made


def _grid(lines: tuple[tuple[body.Cell, ...], ...]) -> list[list[_Cell]]:
    """Each cell at its column; cells that reach down from above keep their places free."""
    taken: dict[int, int] = {}
    placed: list[list[_Cell]] = []
    for line in lines:
        row: list[_Cell] = []
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


def _count(lines: list[list[_Cell]]) -> int:
    """How many columns there are."""
    return max((at + span for row in lines for at, span, _ in row), default=0)


def _wanted(lines: list[list[_Cell]], columns: int, setter: Setter, style: TextStyle, width: float) -> list[float]:
    """How wide each column would be if none of its text had to break."""
    wanted = [_NARROWEST] * columns
    for row in lines:
        for at, span, cell in row:
            if span == 1:
                # One long cell shall not starve the others: beyond this, text breaks.
                text = body.plain(cell.text)[:80]
                natural = setter.label(text, style).width * 1.08 if text else 0.0
                wanted[at] = max(wanted[at], min(natural, width * 0.6))
    return wanted


def _widths(lines: list[list[_Cell]], columns: int, setter: Setter, style: TextStyle, width: float) -> list[float]:
    """Each column as wide as its text wants, all of them together as wide as the measure."""
    wanted = _wanted(lines, columns, setter, style, width)
    room = width - (columns - 1) * _GUTTER
    spare = room - sum(wanted)
    if spare >= 0:
        # Figures stand together at the right; what is left over goes to the names in the first column, up to a point.
        first = min(spare, _SPARE * width) if columns > 1 else spare
        return [wanted[0] + first, *(w + (spare - first) / (columns - 1) for w in wanted[1:])]
    over = sum(wanted) - columns * _NARROWEST
    return [_NARROWEST + (w - _NARROWEST) * (room - columns * _NARROWEST) / over for w in wanted]


def _spans(lines: list[list[_Cell]], columns: int) -> list[list[tuple[int, int, int]]]:
    """For each row its cells and the empty places between them: column, columns and rows spanned.

    A reader counts cells (ISO 14289-1 7.5): what reaches below the table is cut off, what is missing is an empty cell.
    """
    reach = [0] * columns
    made: list[list[tuple[int, int, int]]] = []
    for number, row in enumerate(lines):
        cells = {at: (span, cell.rowspan) for at, span, cell in row}
        said: list[tuple[int, int, int]] = []
        column = 0
        while column < columns:
            span, rowspan = cells.get(column, (1, 1))
            if column not in cells and reach[column] > number:
                column += 1
                continue
            rowspan = max(1, min(rowspan, len(lines) - number))
            span = min(span, columns - column)
            said.append((column, span, rowspan))
            for covered in range(column, column + span):
                reach[covered] = number + rowspan
            column += span
        made.append(said)
    return made


def _cells(parent: Tag, row: list[_Cell], spans: list[tuple[int, int, int]], role: str) -> dict[int, Tag]:
    """The tags of a row's cells, by column."""
    line = Tag("TR", parent)
    made: dict[int, Tag] = {}
    for column, span, rowspan in spans:
        attributes: dict[str, int | str] = {"Scope": "Column"} if role == "TH" else {}
        if span > 1:
            attributes["ColSpan"] = span
        if rowspan > 1:
            attributes["RowSpan"] = rowspan
        made[column] = Tag(role, line, attributes={"Table": attributes} if attributes else {})
    return made


def _tie(
    made: list[Row],
    lines: list[list[_Cell]],
    spans: list[list[tuple[int, int, int]]],
    widths: list[float],
    *,
    rtl: bool,
) -> None:
    """Let cells that span rows reach over them: the rows stay together, the last is as high as that takes."""
    through: list[set[int]] = [set() for _ in made]
    # From below, so that the rows that a cell reaches over have their heights already.
    for number in reversed(range(len(made))):
        rowspans = {at: rowspan for at, _, rowspan in spans[number]}
        for index, (at, span, _) in reversed(list(enumerate(lines[number]))):
            below = made[number : number + rowspans.get(at, 1)]
            if len(below) < 2 or sum(part.height for part in below) > _TIED:
                continue
            place = made[number].cells.pop(index)
            made[number].reaching = [place, *made[number].reaching]
            missing = place[1].height + 2 * below[-1].pad - sum(part.height for part in below)
            below[-1].least = below[-1].height + max(0.0, missing)
            for offset, part in enumerate(below[:-1], number):
                part.keep = True
                through[offset] |= set(range(at, at + span))
    for part, columns in zip(made, through, strict=True):
        if columns:
            part.ruled = _ruled([column in columns for column in range(len(widths))], widths, rtl=rtl)


def _ruled(open_: list[bool], widths: list[float], *, rtl: bool) -> list[tuple[float, float]]:
    """Where a rule stands that leaves out the columns that are `open_`: from the left, and how wide."""
    whole = sum(widths) + (len(widths) - 1) * _GUTTER
    found: list[tuple[float, float]] = []
    for column, width in enumerate(widths):
        if open_[column]:
            continue
        left = sum(widths[:column]) + column * _GUTTER
        to_next = _GUTTER if column + 1 < len(widths) and not open_[column + 1] else 0.0
        found.append((whole - left - width - to_next if rtl else left, width + to_next))
    return found


def _row(
    row: list[_Cell],
    tags: dict[int, Tag],
    widths: list[float],
    setter: Setter,
    style: TextStyle,
    width: float,
    voice: Voice,
    *,
    keep: bool,
) -> Row:
    cells: list[tuple[float, Stack]] = []
    rtl = languages.direction(voice.lang, voice.dir) == "rtl"
    for at, span, cell in row:
        left = sum(widths[:at]) + at * _GUTTER
        room = sum(widths[at : at + span]) + (min(span, len(widths) - at) - 1) * _GUTTER
        cut = replace_style(style, align=cell.align) if cell.align else style
        passage = setter.set(cell.text, cut, room, voice)
        # The first column stands where reading begins.
        cells.append((width - left - room if rtl else left, Stack([Para(passage, tag=tags.get(at))])))
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
