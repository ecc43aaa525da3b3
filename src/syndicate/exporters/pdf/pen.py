"""Drawing on pages: lines of text, rules, pictures, links, bookmarks.

The library's canvas keeps pages and objects; text is written here, operator by operator, in the glyphs that HarfBuzz
chose. Everything that is drawn belongs to a tag or is an artifact (PDF 1.7 14.8.2.2): each drawing names its tag, and
the marked content on the page opens and closes as that changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

from syndicate.exporters.pdf import ink
from syndicate.exporters.pdf.breaking import Drawn, Line, Look, Reading
from syndicate.exporters.pdf.file import Canvas, PdfFile
from syndicate.exporters.pdf.ink import Ink
from syndicate.exporters.pdf.metadata import Properties, Source
from syndicate.exporters.pdf.notes import PLACE
from syndicate.exporters.pdf.setting import Passage
from syndicate.exporters.pdf.shaping import Font, Shape
from syndicate.exporters.pdf.showing import plain, stretch
from syndicate.exporters.pdf.tags import Tag, Tree

LAYOUT = "/Artifact <</Type /Layout>> BDC"
_NOTE = f"#{PLACE}"
PAGINATION = "/Artifact <</Type /Pagination>> BDC"

_HOLE = 2.6
"""Natural blanks that a gap may have besides its own before the letters of its line move apart."""

_TRACKING = 0.018
"""By how much of an em they move at the most: the eye sees it later than the hole."""


class Pen:
    """Draws on one page after the other. Lengths in points, from the lower left."""

    def __init__(self, width: float, height: float, properties: Properties, tree: Tree) -> None:
        self._file = PdfFile(width, height, properties)
        self._press = properties.press
        self._ink: Ink = ink.light if self._press is None else ink.black
        self._canvas: Canvas = self._file.canvas
        self._tree = tree
        self._level = -1
        self._open: Tag | str | None = None
        self._links = 0
        self._readings: list[tuple[Reading, float, float, float, Tag | str]] = []
        self._key = tree.new_page()

    def finish(self, fonts: list[Font], *, outline: bool, sources: Iterable[Source]) -> bytes:
        """The whole file, with those of `fonts` that something was drawn in, and with its sources."""
        return self._file.finish(self._tree, fonts, outline=outline, sources=sources)

    def next_page(self) -> None:
        """Close this page."""
        for reading in self._readings:
            self._reading(*reading)
        self._readings.clear()
        self._mark(None)
        self._file.close_page(self._key)
        self._key = self._tree.new_page()

    # --- marked content ----------------------------------------------------------------------------------------

    def _mark(self, wanted: Tag | str | None) -> None:
        """From here on, what is drawn belongs to `wanted`: a tag, or a kind of artifact."""
        if wanted is self._open:
            return
        if self._open is not None:
            self._write("EMC")
        if isinstance(wanted, Tag):
            if self._press is not None and wanted.role == "Link":
                # There are no links on paper.
                wanted.role = "Span"
            number = self._tree.piece(wanted, self._file.page)
            self._write(f"/{wanted.role} <</MCID {number}>> BDC")
        elif wanted is not None:
            self._write(wanted)
        self._open = wanted

    def _write(self, code: str) -> None:
        self._canvas._code.append(code)

    # --- text --------------------------------------------------------------------------------------------------

    def passage(self, passage: Passage, x: float, top: float, tag: Tag | None, lines: list[Line] | None = None) -> None:
        """Draw the lines of `passage`, or those given, below `top`."""
        style = passage.style
        # The baseline stands so that ascenders and descenders share the leading as the eye expects.
        baseline = top - style.leading * 0.5 - style.size * 0.31
        for line in passage.lines if lines is None else lines:
            self.line(line, x, baseline, style.align, tag, rtl=passage.direction == "rtl", lang=passage.lang)
            baseline -= style.leading

    def line(
        self,
        line: Line,
        x: float,
        y: float,
        align: str = "left",
        tag: Tag | str | None = None,
        *,
        rtl: bool = False,
        lang: str = "",
    ) -> None:
        """Draw one line on the baseline `y`."""
        if not line.segments:
            return
        width = line.width * line.scale
        slack = line.room - width
        word_space = character_space = 0.0
        letters = max(1, sum(len(text) for _, text in line.segments) - 1)
        first = line.segments[0][0]
        if align == "justify" and line.blanks and (slack < 0 or not line.last):
            share = slack / line.blanks
            hole = share - _HOLE * first.width(" ")
            if hole > 0:
                character_space = min(_TRACKING * first.size, hole * line.blanks / letters)
                share -= character_space * letters / line.blanks
            # A gap wider than that is uglier than a ragged edge.
            word_space, character_space = (share, character_space) if share < first.size else (0.0, 0.0)
        elif align == "justify" and not line.last and line.wide and 0 < slack < 2.2 * first.size:
            character_space = slack / letters
        used = width + word_space * line.blanks + character_space * letters
        if align == "center":
            x += line.offset + (line.room - used) / 2
        elif rtl or align == "right":
            x += line.room - used
        else:
            x += line.offset
        self._draw(line, x, y, word_space, character_space, tag or LAYOUT, lang)

    def _draw(
        self, line: Line, x: float, y: float, word_space: float, character_space: float, tag: Tag | str, lang: str
    ) -> None:
        if len(line.segments) == 1 and not line.drawn and not character_space:
            look, text = line.segments[0]
            if not look.href and not look.underline and not look.strike and not look.rise and look.ruby is None:
                self._mark(_inside(tag, look, lang))
                self._write(plain(line, look, text, x, y, word_space, self._ink))
                return
        self._draw_each(line, x, y, word_space, character_space, tag, lang)

    def _draw_each(
        self, line: Line, x: float, y: float, word_space: float, character_space: float, tag: Tag | str, lang: str
    ) -> None:
        """A line of several looks or directions, or with something drawn beside its glyphs."""
        placed: list[tuple[Drawn, float, float]] = []
        for drawn in (each for each in line.stretches() if each.text):
            blanks = drawn.text.count(" ") + drawn.text.count("\u00a0")
            width = drawn.look.width(drawn.text) * line.scale + word_space * blanks + character_space * len(drawn.text)
            placed.append((drawn, x, width))
            x += width
        mixed = any(drawn.rtl for drawn, _, _ in placed)
        if mixed:
            placed.sort(key=lambda one: one[0].start)
        inside: list[Tag | str] = []
        code: list[str] = []
        for drawn, left, width in placed:
            owner = _inside(tag, drawn.look, lang)
            if mixed or not inside or owner is not inside[-1]:
                self._end(code)
                self._mark(owner)
                code = [f"BT 1 0 0 1 {left + width if drawn.rtl else left:.3f} {y:.3f} Tm"]
                code += [f"{character_space:.4f} Tc"] if character_space else []
                code += [f"{line.scale * 100:.3f} Tz"] if line.scale != 1.0 else []
            code.append(
                stretch(drawn, word_space / line.scale, self._ink, blank=line.spaced and drawn is placed[-1][0])
            )
            inside.append(owner)
        if character_space:
            code.append("0 Tc")
        if line.scale != 1.0:
            code.append("100 Tz")
        self._end(code)
        for (drawn, left, width), owner in zip(placed, inside, strict=True):
            self._decorate(drawn, left, y, width, owner)

    def _end(self, code: list[str]) -> None:
        if code:
            self._write(" ".join([*code, "ET"]))

    def _decorate(self, drawn: Drawn, x: float, y: float, width: float, tag: Tag | str) -> None:
        look = drawn.look
        if not width:
            return
        called = look.href.startswith(_NOTE)
        if look.underline or (look.href and not called):
            self.rule(x, y - 0.14 * look.size, width, 0.55 if look.underline else 0.35, look.grey)
        if look.strike:
            self.rule(x, y + 0.26 * look.size + look.rise, width, 0.6, look.grey)
        if look.href and isinstance(tag, Tag):
            # A call is small and raised: it wants an area that a finger finds.
            low, high = (y, 2.2 * look.size) if called else (y - 0.25 * look.size, look.size)
            self.link(look.href, x, low, width, high, tag, drawn.text)
        if look.ruby is not None:
            # Behind all other text of the page: whoever searches or copies shall not find it between two words.
            self._readings.append((look.ruby, x, y, width, tag))

    def _reading(self, ruby: Reading, x: float, y: float, width: float, base: Tag | str) -> None:
        """What stands above a base of this width, in the middle."""
        line = Line([(ruby.look, ruby.text)], ruby.look.width(ruby.text), 0, 0.0, scale=ruby.scale)
        above = base.parent.within(ruby, "RT") if isinstance(base, Tag) and base.parent is not None else base
        self.line(line, x + (width - line.width * line.scale) / 2, y + ruby.rise, tag=above, lang=ruby.look.lang)

    def unseen(self, line: Line, x: float, y: float, tag: Tag | None) -> None:
        """A line that is read out and not seen (9.3.6, mode 3): what it says is drawn as something else."""
        self._mark(tag or LAYOUT)
        self._write("3 Tr")
        self.line(line, x, y, tag=tag)
        self._write("0 Tr")

    def shape(self, shape: Shape, x: float, y: float, scale: float, tag: Tag | None) -> None:
        """Letters as an outline on the baseline `y`, `scale` points for a capital's thousandth."""
        self._mark(tag or LAYOUT)
        self._write(f"q {self._ink(1.0)} {scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f} cm {shape.path} f Q")

    # --- the rest ----------------------------------------------------------------------------------------------

    def rule(self, x: float, y: float, width: float, weight: float, grey: float) -> None:
        """A horizontal rule centred on `y`; none without weight."""
        if not weight:
            return
        self._mark(LAYOUT)
        self._write(f"{self._ink(grey)} {x:.3f} {y - weight / 2:.3f} {width:.3f} {weight:.3f} re f")

    def tint(self, x: float, bottom: float, width: float, height: float, grey: float) -> None:
        """A filled rectangle."""
        self._mark(LAYOUT)
        self._write(f"{self._ink(grey)} {x:.3f} {bottom:.3f} {width:.3f} {height:.3f} re f")

    def picture(
        self, image: ImageReader, x: float, bottom: float, width: float, height: float, tag: Tag | None
    ) -> None:
        """A picture, scaled to the given size."""
        self._mark(tag or LAYOUT)
        if self._press is not None:
            image = self._press.picture(image, width, height)
        self._canvas.drawImage(image, x, bottom, width, height, mask="auto")

    def cropped(
        self,
        image: ImageReader,
        whole: tuple[float, float, float, float],
        frame: tuple[float, float, float, float],
        tag: Tag | None,
    ) -> None:
        """What of a picture is seen through `frame`; left, bottom, width and height of both (8.5.4)."""
        self._mark(tag or LAYOUT)
        if self._press is not None:
            image = self._press.picture(image, whole[2], whole[3])
        self._write(f"q {frame[0]:.3f} {frame[1]:.3f} {frame[2]:.3f} {frame[3]:.3f} re W n")
        self._canvas.drawImage(image, *whole, mask="auto")
        self._write("Q")

    def link(self, href: str, x: float, bottom: float, width: float, height: float, tag: Tag, words: str) -> None:
        """An area that leads to an address, or with a leading ``#`` to a bookmark of this file (12.5.6.5)."""
        if self._press is not None:
            return
        self._links += 1
        name = f"link{self._links}"
        entries: dict[str, Any] = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Link"),
            "Rect": PDFArray([round(side, 2) for side in (x, bottom, x + width, bottom + height)]),
            "Border": PDFArray([0, 0, 0]),
            "F": 4,
            "Contents": PDFString(
                words.strip() or href if href.startswith("#") else f"{words.strip()} ({href})".strip()
            ),
            "StructParent": self._tree.annotated(tag, self._file.page, self._canvas._doc.annotationName(name)),
        }
        if href.startswith("#"):
            entries["Dest"] = self._canvas._bookmarkReference(href[1:])
        else:
            entries["A"] = PDFDictionary({"S": PDFName("URI"), "URI": PDFString(href)})
        self._canvas._addAnnotation(PDFDictionary(entries), name)

    def bookmark(self, key: str, y: float, title: str = "", level: int = 0) -> None:
        """A place that links lead to; with a title it stands in the outline as well."""
        if self._press is not None:
            return
        self._canvas.bookmarkHorizontal(key, 0, y)
        if title:
            # A level may be at most one below the entry before it.
            level = min(level, self._level + 1)
            self._level = level
            self._canvas.addOutlineEntry(title, key, level, closed=level > 0)


def _inside(tag: Tag | str, look: Look, lang: str) -> Tag | str:
    """The tag for text of this look: a link, a span in another language, or the paragraph itself."""
    if isinstance(tag, str):
        return tag
    if look.href.startswith(_NOTE):
        return tag.within(look.href, "Reference").within(look.href, "Link")
    if look.ruby is not None:
        return tag.within(look.ruby.number, "Ruby", look.lang if look.lang not in (lang, "und") else "").within(
            "", "RB"
        )
    if look.href:
        return tag.within(look.href, "Link")
    if look.lang != lang and look.lang not in ("", "und"):
        return tag.within(("lang", look.lang), "Span", look.lang)
    tag.inside = None
    return tag
