"""Paragraphs, runs and tables of one story as tagged text."""

from __future__ import annotations

from itertools import groupby

from syndicate.exporters.taggedtext.styles import points
from syndicate.formats.deskcopy import LEVEL, WIDTH
from syndicate.formats.deskcopy.styles import combined, worn
from syndicate.formats.grids import Placed, Rows, placed
from syndicate.formats.taggedtext import ascii_only, escape, value
from syndicate.model import body
from syndicate.model.article import Rendition

_COVERED = "<CellStart:1,1><CellEnd:>"
"""A place that another cell's span covers: it is written all the same, and empty."""
_ALIGNMENTS = {"left": "Left", "center": "Center", "right": "Right"}


class Writer:
    """The paragraphs of one story, a line each, and the styles that they use.

    With `unicode` every character stands as it is; otherwise what is beyond ASCII is written as a tag, and readings of
    ruby as words in brackets: how a tag stands inside of a tag is not known.
    """

    def __init__(self, *, unicode: bool, rtl: bool) -> None:
        self.paragraphs: list[str] = []
        self.used: set[str] = set()
        self.characters: set[str] = set()
        self._links: dict[str, str] = {}
        """Addresses by the order of the words that lead to them, which are those of the first place."""
        self._unicode = unicode
        self._rtl = rtl
        self._ended = ""

    def words(self, style: str, words: str) -> None:
        """A paragraph of plain words, or nothing."""
        self.text(style, body.text(words))

    def text(self, style: str, text: body.Text) -> None:
        """A paragraph of `text`, or nothing when it is empty."""
        if body.plain(text):
            self._paragraph(style, self._runs(text))

    def item(self, style: str, text: body.Text, level: int, number: int) -> None:
        """An item of a list, with its number as words; what lies deeper than the style says is indented."""
        if not body.plain(text):
            return
        runs = f"{number}.\t{self._runs(text)}" if number else self._runs(text)
        if level == 1:
            self._paragraph(style, runs)
            return
        self._paragraph(style, f"<pLeftIndent:{points(LEVEL * level)}><pFirstLineIndent:{points(-LEVEL)}>{runs}")
        # An attribute of a paragraph ends at the head of the next one, where InDesign itself ends it.
        self._ended = "<pLeftIndent:><pFirstLineIndent:>"

    def picture(self, file: Rendition, href: str, alt: str) -> None:
        """The address of the picture, for whoever places it, and what it shows: Tagged Text holds no pictures."""
        self.words("Picture", href)
        self.words("Alternative Text", " ".join(alt.split()))

    def addresses(self) -> None:
        """Where links lead, a paragraph for each: no source tells by which tags a link has its address."""
        for href, words in self._links.items():
            if words != href:
                self.words("Link Address", f"{words}: {href}" if words else href)

    def _paragraph(self, style: str, runs: str) -> None:
        self.paragraphs.append(self._ended + self._styled(style, runs))
        self._ended = ""

    def _styled(self, style: str, runs: str) -> str:
        self.used.add(style)
        return f"<ParaStyle:{style}>{runs}"

    # --- runs --------------------------------------------------------------------------------------------------------

    def _runs(self, text: body.Text) -> str:
        for href, runs in groupby(text, key=lambda run: worn(run).href):
            if href:
                self._links.setdefault(href, " ".join("".join([run.text for run in runs]).split()))
        return "".join([self._run(run) for run in text if run.text])

    def _run(self, run: body.Run) -> str:
        marks, ruby, _ = worn(run)
        words = self._escaped(run.text)
        reading = " ".join((ruby or "").split())
        if reading and self._unicode:
            words = f"<cMojiRuby:0><cRuby:1><cRubyString:{value(reading)}>{words}<cMojiRuby:><cRuby:><cRubyString:>"
        elif reading:
            words += f"({self._escaped(reading)})"
        name = combined(marks)
        if not name:
            return words
        self.characters.add(name)
        return f"<CharStyle:{value(name)}>{words}<CharStyle:>"

    def _escaped(self, text: str) -> str:
        escaped = escape(text)
        return escaped if self._unicode else ascii_only(escaped)

    # --- tables ------------------------------------------------------------------------------------------------------

    def table(self, rows: Rows, heads: int) -> None:
        """A table in a paragraph of its own."""
        columns = sum(cell.colspan for cell in rows[0])
        side = ":RTL" if self._rtl else ""
        start = f"<TableStart:{len(rows)},{columns}:{heads}:0{side}<tCellDefaultCellType:Text>>"
        width = f"<ColStart:<tColAttrWidth:{points(WIDTH / columns)}>>" * columns
        cells = self._rows(placed(rows), columns, heads)
        self._paragraph("Table", f"{start}{width}{cells}<TableEnd:>")

    def _rows(self, rows: Placed, columns: int, heads: int) -> str:
        lines = []
        for number, row in enumerate(rows):
            cells = dict(row)
            style = "Table Head" if number < heads else "Table Cell"
            places = [self._cell(cells[at], style) if at in cells else _COVERED for at in range(columns)]
            lines.append(f"<RowStart:>{''.join(places)}<RowEnd:>")
        return "".join(lines)

    def _cell(self, cell: body.Cell, style: str) -> str:
        runs = self._runs(cell.text)
        if cell.align and runs:
            runs = f"<pTextAlignment:{_ALIGNMENTS[cell.align]}>{runs}<pTextAlignment:>"
        return f"<CellStart:{cell.rowspan},{cell.colspan}>{self._styled(style, runs)}<CellEnd:>"
