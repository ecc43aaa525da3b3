"""Paragraphs, runs, links, tables and pictures of one story as elements of IDML (IDML 8.0, 10.3 Stories)."""

from __future__ import annotations

from typing import NamedTuple

from syndicate.exporters.idml.styles import character_style, paragraph_style
from syndicate.formats import idml
from syndicate.formats.deskcopy import LEVEL, WIDTH
from syndicate.formats.deskcopy.styles import worn
from syndicate.formats.elements import Lines, Value, element, marked, nest
from syndicate.formats.grids import Rows, placed
from syndicate.formats.xml import escape
from syndicate.model import body
from syndicate.model.article import Rendition

LINE_BREAK = "\N{LINE SEPARATOR}"
"""What InDesign takes for a forced line break; a line end of XML is none to it."""
_RATIO = 2 / 3
"""Height of a picture to its width where the file's size is not known."""
_ALIGNMENTS = {"left": "LeftAlign", "center": "CenterAlign", "right": "RightAlign"}


class Hyperlink(NamedTuple):
    """A link of the document: the `Self` of the words it is on, and where it leads."""

    source: str
    href: str


class Writer:
    """The lines of one story, paragraph by paragraph; `name` begins the id of everything in it.

    Ids are counted in hexadecimal: what is put after a number begins with a letter that is no digit of it.
    """

    def __init__(self, name: str) -> None:
        self.lines: Lines = []
        self.links: list[Hyperlink] = []
        self.used: set[str] = set()
        self._name = name
        self._count = 0

    def id(self) -> str:
        """The next id, unlike any other in the document."""
        self._count += 1
        return f"{self._name}i{self._count:x}"

    def words(self, style: str, words: str, values: dict[str, Value] | None = None) -> None:
        """A paragraph of plain words, or nothing."""
        self.text(style, body.text(words), values)

    def text(self, style: str, text: body.Text, values: dict[str, Value] | None = None) -> None:
        """A paragraph of `text`, or nothing when it is empty."""
        if body.plain(text):
            self._paragraph(style, self._runs(text), values)

    def item(self, style: str, text: body.Text, level: int, number: int) -> None:
        """An item of a list, numbered by itself: no list goes on where another one ended."""
        values: dict[str, Value] = {"LeftIndent": LEVEL * level, "FirstLineIndent": -LEVEL}
        own: dict[str, Value] = {"NumberingStartAt": number, "NumberingContinue": "false"} if number else {}
        self.text(style, text, {**values, **own})

    def object(self, style: str, lines: Lines) -> None:
        """A paragraph that holds a table or an anchored picture and no words."""
        self._paragraph(style, nest("CharacterStyleRange", lines, self._character(())))

    def _paragraph(self, style: str, lines: Lines, values: dict[str, Value] | None = None) -> None:
        last = nest("CharacterStyleRange", ["<Br/>"], self._character(()))
        self.lines += self._range(style, [*lines, *last], values)

    def _range(self, style: str, lines: Lines, values: dict[str, Value] | None = None) -> Lines:
        return nest("ParagraphStyleRange", lines, {"AppliedParagraphStyle": paragraph_style(style), **(values or {})})

    def _character(self, marks: tuple[str, ...]) -> dict[str, Value]:
        reference = character_style(marks)
        self.used.add(reference)
        return {"AppliedCharacterStyle": reference}

    # --- runs --------------------------------------------------------------------------------------------------------

    def _runs(self, text: body.Text) -> Lines:
        return [line for run in text if run.text for line in self._run(run)]

    def _run(self, run: body.Run) -> Lines:
        marks, reading, href = worn(run)
        ruby: dict[str, Value] = {"RubyFlag": 1, "RubyString": reading} if reading is not None else {}
        content = marked("Content", escape(run.text.replace("\n", LINE_BREAK)))
        lines = nest("CharacterStyleRange", [content], {**self._character(marks), **ruby})
        return self._linked(lines, href) if href else lines

    def _linked(self, lines: Lines, href: str) -> Lines:
        source = self.id()
        self.links.append(Hyperlink(source, href))
        return nest("HyperlinkTextSource", lines, {"Self": source, "Name": source, "Hidden": "false"})

    # --- tables ------------------------------------------------------------------------------------------------------

    def table(self, rows: Rows, heads: int) -> None:
        """A table in a paragraph of its own."""
        own, columns = self.id(), sum(cell.colspan for cell in rows[0])
        lines = [element("Row", "", {"Self": f"{own}r{n}", "Name": n}) for n in range(len(rows))]
        lines += [element("Column", "", {"Self": f"{own}k{n}", "Name": n}) for n in range(columns)]
        lines += self._cells(rows, heads, own)
        values: dict[str, Value] = {
            "Self": own,
            "HeaderRowCount": heads,
            "FooterRowCount": 0,
            "BodyRowCount": len(rows) - heads,
            "ColumnCount": columns,
            "AppliedTableStyle": idml.NO_TABLE_STYLE,
        }
        self.object("Table", nest("Table", lines, values))

    def _cells(self, rows: Rows, heads: int, own: str) -> Lines:
        lines: Lines = []
        for number, row in enumerate(placed(rows)):
            for column, cell in row:
                lines += self._cell(cell, f"{column}:{number}", "Table Head" if number < heads else "Table Cell", own)
        return lines

    def _cell(self, cell: body.Cell, name: str, style: str, own: str) -> Lines:
        runs = self._runs(cell.text) or nest("CharacterStyleRange", ["<Content/>"], self._character(()))
        aligned: dict[str, Value] = {"Justification": _ALIGNMENTS[cell.align]} if cell.align else {}
        values: dict[str, Value] = {
            "Self": f"{own}x{name.replace(':', 'y')}",
            "Name": name,
            "RowSpan": cell.rowspan,
            "ColumnSpan": cell.colspan,
            "AppliedCellStyle": idml.NO_CELL_STYLE,
        }
        return nest("Cell", self._range(style, runs, aligned), values)

    # --- pictures ----------------------------------------------------------------------------------------------------

    def picture(self, file: Rendition, href: str, alt: str) -> None:
        """A picture anchored in a line of its own, linked and not embedded, as wide as `WIDTH`."""
        wide, high = file.width or 0, file.height or 0
        known = wide > 0 and high > 0
        height = WIDTH * high / wide if known else WIDTH * _RATIO
        scale = f"{WIDTH / wide:.6f}" if known else "1"
        link = element("Link", "", {"Self": self.id(), "LinkResourceURI": _uri(href)})
        image = {"Self": self.id(), "ItemTransform": f"{scale} 0 0 {scale} 0 0"}
        option = {"AltTextSourceType": "SourceCustom", "CustomAltText": alt}
        lines = [
            *nest("Properties", outline(0, 0, WIDTH, height)),
            element("AnchoredObjectSetting", "", {"AnchoredPosition": "InlinePosition"}),
            element("FrameFittingOption", "", {"FittingOnEmptyFrame": "Proportionally"}),
            *([element("ObjectExportOption", "", dict(option))] if alt else []),
            *nest("Image", [link], dict(image)),
        ]
        values: dict[str, Value] = {
            "Self": self.id(),
            "ContentType": "GraphicType",
            "AppliedObjectStyle": idml.NO_OBJECT_STYLE,
            "ItemTransform": "1 0 0 1 0 0",
        }
        self.object("Picture", nest("Rectangle", lines, values))


def _uri(href: str) -> str:
    """A file's address as InDesign takes it: what has no scheme lies beside the document."""
    return href if "://" in href or href.startswith("file:") else f"file:{href}"


def outline(left: float, top: float, right: float, bottom: float) -> Lines:
    """A rectangle as the path of a page item, in points."""
    points = []
    for x, y in ((left, top), (left, bottom), (right, bottom), (right, top)):
        at = f"{x:.3f} {y:.3f}"
        values: dict[str, Value] = {"Anchor": at, "LeftDirection": at, "RightDirection": at}
        points.append(element("PathPointType", "", values))
    path = nest("GeometryPathType", nest("PathPointArray", points), {"PathOpen": "false"})
    return nest("PathGeometry", path)
