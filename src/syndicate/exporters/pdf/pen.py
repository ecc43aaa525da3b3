"""Drawing on pages: lines of text, rules, pictures, links, bookmarks, and the file around them.

The library's canvas keeps pages, objects and fonts; text is written here, operator by operator, because its own text
objects look fonts up in a registry of the whole process, which two exports at a time would share.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from syndicate.exporters.pdf.breaking import Line, Look
from syndicate.exporters.pdf.setting import Passage


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself (PDF 1.7 14.3.3)."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    made: datetime | None
    right_to_left: bool = False


class _Canvas(Canvas):
    """A canvas that names no font on its own: the library would list an unembedded Helvetica in every file."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


class _Info(pdfdoc.PDFInfo):
    """The information dictionary without what is not known, and with the time of the build rather than the clock's."""

    def __init__(self, properties: Properties) -> None:
        super().__init__()
        self._properties = properties

    def digest(self, md5object: Any) -> None:
        md5object.update(repr(self._properties).encode())

    def format(self, document: Any) -> Any:
        known = self._properties
        entries: dict[str, Any] = {
            name: pdfdoc.PDFString(value)
            for name, value in (
                ("Title", known.title),
                ("Author", known.author),
                ("Subject", known.subject),
                ("Keywords", known.keywords),
                ("Creator", "syndicate"),
                ("Producer", "syndicate"),
            )
            if value
        }
        if known.made is not None:
            stamp = pdfdoc.PDFString(known.made.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'"))
            entries |= {"CreationDate": stamp, "ModDate": stamp}
        return pdfdoc.PDFDictionary(entries).format(document)


class Pen:
    """Draws on one page after the other. Lengths in points, from the lower left."""

    def __init__(self, width: float, height: float, properties: Properties) -> None:
        self._file = BytesIO()
        # Untyped: what is needed of the canvas is partly outside its public face.
        canvas: Any = _Canvas(
            self._file,
            pagesize=(width, height),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=properties.language or None,
        )
        canvas._doc.info = _Info(properties)
        # The library begins the identifier with a time, which SOURCE_DATE_EPOCH would reach behind our back.
        canvas._doc.signature = hashlib.sha256()
        canvas.setViewerPreference("DisplayDocTitle", "true")
        if properties.right_to_left:
            canvas.setViewerPreference("Direction", "R2L")
        canvas.setTrimBox((0, 0, width, height))
        self._canvas = canvas
        self._grey = 1.0
        self._level = -1

    def finish(self, *, outline: bool) -> bytes:
        """The whole file."""
        if outline:
            self._canvas.showOutline()
        self._canvas.save()
        return self._file.getvalue()

    def next_page(self) -> None:
        """Close this page. Its content goes into the file's identifier (PDF 1.7 14.4)."""
        self._canvas._doc.updateSignature("\n".join(self._canvas._code))
        self._canvas.showPage()
        self._grey = 1.0

    # --- text --------------------------------------------------------------------------------------------------

    def passage(self, passage: Passage, x: float, top: float, lines: list[Line] | None = None) -> None:
        """Draw the lines of `passage`, or those given, below `top`."""
        style = passage.style
        # The baseline stands so that ascenders and descenders share the leading as the eye expects.
        baseline = top - style.leading * 0.5 - style.size * 0.31
        for line in passage.lines if lines is None else lines:
            self.line(line, x, baseline, style.align, rtl=passage.direction == "rtl")
            baseline -= style.leading

    def line(self, line: Line, x: float, y: float, align: str = "left", *, rtl: bool = False) -> None:
        """Draw one line on the baseline `y`."""
        if not line.segments:
            return
        slack = line.room - line.width
        word_space = character_space = 0.0
        if align == "justify" and line.blanks and (slack < 0 or not line.last):
            share = slack / line.blanks
            # A gap wider than that is uglier than a ragged edge.
            word_space = share if share < line.segments[0][0].size else 0.0
        elif align == "justify" and not line.last and line.wide and 0 < slack < 2.2 * line.segments[0][0].size:
            character_space = slack / max(1, sum(len(text) for _, text in line.segments) - 1)
        used = line.width + word_space * line.blanks + (slack if character_space else 0.0)
        if align == "center":
            x += line.offset + (line.room - used) / 2
        elif rtl or align == "right":
            x += line.room - used
        else:
            x += line.offset
        self._write(line, x, y, word_space, character_space)

    def _write(self, line: Line, x: float, y: float, word_space: float, character_space: float) -> None:
        document = self._canvas._doc
        code = [f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm"]
        if word_space:
            code.append(f"{word_space:.4f} Tw")
        if character_space:
            code.append(f"{character_space:.4f} Tc")
        rise, grey = 0.0, None
        at = x
        marks: list[tuple[Look, float, float]] = []
        for look, text in line.segments:
            if look.grey != grey:
                grey = look.grey
                code.append(f"{1 - grey:.3f} g")
            if look.rise != rise:
                rise = look.rise
                code.append(f"{rise:.3f} Ts")
            for number, data in look.font.splitString(text, document):
                name = look.font.getSubsetInternalName(number, document)
                code.append(f"{name} {look.size:.3f} Tf ({self._canvas._escape(data)}) Tj")
            width = look.width(text) + word_space * (text.count(" ") + text.count("\u00a0"))
            width += character_space * len(text)
            if look.href or look.underline or look.strike:
                marks.append((look, at, width))
            at += width
        if word_space:
            code.append("0 Tw")
        if character_space:
            code.append("0 Tc")
        if rise:
            code.append("0 Ts")
        code.append("ET")
        self._canvas._code.append(" ".join(code))
        for look, start, width in marks:
            self._decorate(look, start, y, width)

    def _decorate(self, look: Look, x: float, y: float, width: float) -> None:
        if look.underline or look.href:
            self.rule(x, y - 0.14 * look.size, width, 0.55 if look.underline else 0.35, look.grey)
        if look.strike:
            self.rule(x, y + 0.26 * look.size + look.rise, width, 0.6, look.grey)
        if look.href:
            self.link(look.href, x, y - 0.25 * look.size, width, look.size)

    # --- the rest ----------------------------------------------------------------------------------------------

    def rule(self, x: float, y: float, width: float, weight: float, grey: float) -> None:
        """A horizontal rule centred on `y`; none without weight."""
        if not weight:
            return
        self._canvas._code.append(f"{1 - grey:.3f} g {x:.3f} {y - weight / 2:.3f} {width:.3f} {weight:.3f} re f")

    def tint(self, x: float, bottom: float, width: float, height: float, grey: float) -> None:
        """A filled rectangle."""
        self._canvas._code.append(f"{1 - grey:.3f} g {x:.3f} {bottom:.3f} {width:.3f} {height:.3f} re f")

    def picture(self, image: ImageReader, x: float, bottom: float, width: float, height: float) -> None:
        """A picture, scaled to the given size."""
        self._canvas.drawImage(image, x, bottom, width, height, mask="auto")

    def link(self, href: str, x: float, bottom: float, width: float, height: float) -> None:
        """An area that leads to an address, or with a leading ``#`` to a bookmark of this file."""
        area = (x, bottom, x + width, bottom + height)
        if href.startswith("#"):
            self._canvas.linkRect("", href[1:], area, thickness=0)
        else:
            self._canvas.linkURL(href, area, thickness=0)

    def bookmark(self, key: str, y: float, title: str = "", level: int = 0) -> None:
        """A place that links lead to; with a title it stands in the outline as well."""
        self._canvas.bookmarkHorizontal(key, 0, y)
        if title:
            # A level may be at most one below the entry before it.
            level = min(level, self._level + 1)
            self._level = level
            self._canvas.addOutlineEntry(title, key, level, closed=level > 0)
