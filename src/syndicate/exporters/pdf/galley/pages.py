"""Galleys on pages: side by side, numbered in the margin, with white for marks; on each page what it is a proof of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from syndicate.contracts import Notice
from syndicate.errors import UsageError
from syndicate.exporters.pdf import figures
from syndicate.exporters.pdf.article import notice
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.breaking import Line
from syndicate.exporters.pdf.columns import high
from syndicate.exporters.pdf.edition import EditionSetter
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.flow import Anchor, Element, Rule, Stack, gap, paginate, take
from syndicate.exporters.pdf.galley.column import Column, set_column, type_lines
from syndicate.exporters.pdf.galley.copyfit import Copyfit, PictureFit
from syndicate.exporters.pdf.galley.head import HeadSetter
from syndicate.exporters.pdf.galley.labels import Labels, labels
from syndicate.exporters.pdf.galley.measuring import measured
from syndicate.exporters.pdf.metadata import Properties, Source
from syndicate.exporters.pdf.pen import PAGINATION, Pen
from syndicate.exporters.pdf.style import GalleyStyle, TextStyle, replace_style
from syndicate.exporters.pdf.tags import Tag
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.formats.lengths import MM
from syndicate.formats.xml import one_line
from syndicate.model import body
from syndicate.model.article import Article

GUTTER = 8.0
"""Millimetres beside a galley that its numbers stand in."""

_MARK = 7.0
"""Points: the size of numbers beside the text."""

_OFF = 7.0
"""Points between them and the text."""

_LISTED = 12
"""Places to save a line that are listed below the text; all of them are in the margin and in the copyfit."""

_FEWEST = 8
"""Lines that a galley has at least below the head of its story; else it begins on the next page."""


@dataclass(slots=True)
class End(Stack):
    """The end of what is counted."""


@dataclass(slots=True)
class Page:
    """One page: what stands over its whole width, and the galleys below that."""

    proof: Proofed
    head: list[Element]
    top: float
    """Where the galleys begin."""
    galleys: list[list[Element]]
    first: int = 0
    """Lines of the story on the pages before; below 0 where all of them are."""


@dataclass(frozen=True, slots=True)
class Proofed:
    """What pages are a proof of."""

    id: str
    name: str
    """Slug and version, for the margins."""
    embargo: str = ""
    rtl: bool = False
    cuts: Mapping[int, int] = field(default_factory=dict)
    """By the number of a line, how many characters must go to save it."""


@dataclass(slots=True)
class GalleySetter(EditionSetter):
    """Sets one release as galleys, each story from a new page on."""

    fits: list[Copyfit] = field(init=False, default_factory=list)  # type: ignore[assignment]
    words: Labels = field(init=False)
    house: Voice = field(init=False)

    @property
    def galley(self) -> GalleyStyle:
        """How galleys are set."""
        assert self.sheet.galley is not None
        return self.sheet.galley

    def write(self) -> bytes:
        """The file.

        Raises:
            UsageError: the page is narrower than the measure.
        """
        edition = self.release.edition
        slot = self.galley.measure + GUTTER
        if slot * MM > self.sheet.measure + 0.01:
            raise UsageError(
                f"a galley of {self.galley.measure:g} mm and its numbers are wider than the page, "
                f"which has {self.sheet.measure / MM:g} mm",
                hint="give a smaller measure, or larger paper",
            )
        self.words, spoken = labels(edition.language)
        self.house = Voice(spoken, None, lambda href: href if href.startswith("#") else "")
        properties = self._properties()
        self.tree.root.lang = properties.language
        listed = Tag("Sect", self.tree.root) if not self.alone else None
        pages = [page for item in self.release.items for page in self._pages(item)]
        if listed is not None or not pages:
            pages = [*self._summary(pages, listed or Tag("Sect", self.tree.root)), *pages]
        pen = Pen(self.sheet.width, self.sheet.height, properties, self.tree)
        for number, page in enumerate(pages, 1):
            self._draw(pen, page)
            self._margins(pen, page, number, len(pages))
            pen.next_page()
        return pen.finish(self.book.fonts, outline=len(self.release.items) > 1, sources=self._sources(properties))

    def _sources(self, properties: Properties) -> Iterator[Source]:
        """The copyfit as data, for files that may hold any."""
        if properties.profile == "archive" and self.press is None:
            data = msgspec.json.format(msgspec.json.encode(self.fits), indent=2)
            yield Source("copyfit.json", "application/json", "How long each story is", data, "Data")

    # --- one story -------------------------------------------------------------------------------------------

    def _pages(self, item: Article | Notice) -> Iterator[Page]:
        findings = Findings(self.job.report, self.job.row.name, item.id)
        voice = Voice(item.language, item.dir, lambda href: self._address(href, findings))
        rtl = languages.direction(item.language, item.dir) == "rtl"
        if isinstance(item, Notice):
            proof = Proofed(item.id, f"{item.id} · {self.words.version % item.version}", rtl=rtl)
            yield from self._laid(self._withdrawn(item, findings, voice), [], proof)
        else:
            if not item.headline.strip():
                findings.untitled()
            parts = self._body(self._titled(item), findings, voice.lang)
            # How long the story is stands above it, and is known when it is set.
            head = HeadSetter(replace(parts, tag=Tag("Sect", parts.tag)), voice, self.house, self.words)
            column = set_column(replace(parts, tag=Tag("Sect", parts.tag)), voice)
            fit = measured(column)
            self.fits.append(fit)
            embargo = self.words.embargo % head.moment(item.embargo_until) if item.embargo_until is not None else ""
            name = f"{item.slug or item.id} · {self.words.version % item.version}"
            proof = Proofed(item.id, name, embargo, rtl, {cut.line: cut.characters for cut in fit.cuts})
            yield from self._laid(list(head.elements(fit)), [*column.parts, *self._below(column, fit)], proof)
        if self.setter.missing:
            findings.characters(self.setter.missing)
            self.setter.missing.clear()

    def _withdrawn(self, item: Notice, findings: Findings, voice: Voice) -> list[Element]:
        parts = self._body(Article(id=item.id), findings, voice.lang)
        head = HeadSetter(parts, voice, self.house, self.words)
        anchor = Anchor(item.id, one_line(item.show) or item.id, 0)
        return [head.proof(), anchor, notice(parts, item, voice)]

    def _below(self, column: Column, fit: Copyfit) -> Iterator[Element]:
        """What is not counted: where little must go to save a line, and the pictures."""
        parts, words = column.tools, self.words
        note = replace_style(parts.sheet.text.note, family="sans", size=7.4, leading=9.8, before=0.0, after=0.0)
        strong = replace_style(note, bold=True, before=5.0, keep=True)
        yield End([Rule(parts.width, 0.8, 1.0, after=2.0, keep=True), parts.para(words.ends, strong, self.house)], 8.0)
        if fit.cuts:
            yield parts.para(words.cuts, strong, self.house)
        for cut in fit.cuts[:_LISTED]:
            yield parts.para(words.cut % (cut.characters, cut.line, cut.last), note, self.house)
        for number, (placed, size) in enumerate(zip(column.pictures, fit.pictures, strict=True), 1):
            if not size.counted:
                yield parts.para(" · ".join(self._about(number, size)), strong, self.house)
                yield from figures.words(parts, placed.figure, column.voice.of(placed.figure))
                if placed.group:
                    yield parts.para(placed.group, parts.sheet.text.caption, column.voice)

    def _about(self, number: int, picture: PictureFit) -> Iterator[str]:
        """Which picture it is, where it stands and how large it would be."""
        words = self.words
        yield words.picture % number + f": {picture.media}"
        yield words.behind % picture.after_paragraph if picture.after_paragraph else words.above
        if picture.pixels is not None and picture.depth is not None:
            yield words.pixels % picture.pixels
            yield words.in_measure % (f"{self.galley.measure:g}", f"{picture.depth.mm:g}", f"{picture.depth.lines:.1f}")

    # --- pages -----------------------------------------------------------------------------------------------

    @property
    def _count(self) -> int:
        """Galleys side by side."""
        slot = (self.galley.measure + GUTTER + self.galley.margin) * MM
        return max(1, int((self.sheet.measure + 0.01) // slot))

    def _laid(self, head: list[Element], parts: list[Element], proof: Proofed) -> Iterator[Page]:
        """The head of a story over its first page, the galleys below it and on as many pages as it takes."""
        sheet, first = self.sheet, 0
        *full, last = list(paginate(head, sheet.top - sheet.bottom)) or [[]]
        for page in full:
            yield Page(proof, page, sheet.bottom, [])
        top = sheet.top - high(last) - (last[-1].after if last else 0.0)
        if parts and top - sheet.bottom < _FEWEST * sheet.grid:
            yield Page(proof, last, sheet.bottom, [])
            last, top = [], sheet.top
        while parts or last:
            galleys: list[list[Element]] = []
            while parts and len(galleys) < self._count:
                taken, parts = take(parts, top - sheet.bottom)
                galleys.append(taken)
            yield Page(proof, last, top, galleys, first)
            for element in (element for galley in galleys for element in galley):
                first = -1 if isinstance(element, End) or first < 0 else first + sum(1 for _ in type_lines(element))
            last, top = [], sheet.top

    def _summary(self, pages: Sequence[Page], tag: Tag) -> list[Page]:
        """The stories with their lengths and pages, before the galleys of several."""
        edition = self.release.edition
        findings = Findings(self.job.report, self.job.row.name, edition.id)
        parts = replace(self._body(Article(id=edition.id), findings, edition.language), tag=Tag("Sect"))
        title = one_line(edition.title) or self.words.galleys
        proof = Proofed(edition.id, title)

        def made(tools: BodySetter, before: int) -> list[Page]:
            bar = HeadSetter(tools, self.house, self.house, self.words).proof()
            text = replace_style(tools.sheet.text.headline, before=8.0)
            heading = tools.para(title, text, Voice(edition.language, edition.dir), role="H1")
            table = tools.elements((self._listed(pages, before),), self.house)
            return list(self._laid([bar, heading, *table], [], proof))

        return made(replace(parts, tag=tag), len(made(parts, 0)))

    def _listed(self, pages: Sequence[Page], before: int) -> body.Table:
        words, fits = self.words, {fit.article: fit for fit in self.fits}
        begins = {page.proof.id: number for number, page in reversed(list(enumerate(pages, before + 1)))}
        rows = []
        for item in self.release.items:
            link, said = (body.Link(href=f"#{item.id}"),), [str(begins[item.id])]
            if isinstance(item, Notice):
                name = body.text(body.Run(text=item.id, marks=link), f": {item.show}")
            else:
                fit = fits[item.id]
                name = (body.Run(text=fit.slug or one_line(fit.headline) or fit.article, marks=link),)
                deep = fit.depth
                lengths = (f"{deep.lines:g}", f"{deep.mm:.1f}", f"{deep.column_inches:.2f}")
                said = [str(fit.words), str(fit.characters), *lengths, *said]
            first = body.Cell(text=name, colspan=len(words.listed) + 1 - len(said))
            rows.append((first, *(body.Cell(text=body.text(each), align="right") for each in said)))
        heads = enumerate((words.story, *words.listed))
        header = tuple(body.Cell(text=body.text(head), align="right" if at else None) for at, head in heads)
        return body.Table(bid="copyfit", header=(header,), rows=tuple(rows))

    # --- drawing ---------------------------------------------------------------------------------------------

    def _draw(self, pen: Pen, page: Page) -> None:
        sheet, width = self.sheet, self.galley.measure * MM
        Stack(page.head).draw(pen, sheet.left, sheet.top)
        slot = sheet.measure / self._count
        line = page.first
        for number, galley in enumerate(page.galleys):
            x = sheet.left + number * slot + GUTTER * MM
            if page.proof.rtl:
                x = 2 * sheet.left + sheet.measure - x - width
            Stack(galley).draw(pen, x, page.top)
            top, upper = page.top, None
            for element in galley:
                top -= gap(upper, element)
                line = -1 if isinstance(element, End) else line
                for baseline, _ in type_lines(element) if line >= 0 else ():
                    line += 1
                    self._numbered(pen, page.proof, line, x, top - baseline)
                top, upper = top - element.height, element

    def _numbered(self, pen: Pen, proof: Proofed, line: int, x: float, y: float) -> None:
        """The number of a line on the one side, what to cut for it on the other, as shapes: copied text has neither."""
        width = self.galley.measure * MM
        if line % self.galley.numbers == 0:
            self._mark(pen, str(line), x, x + width, y, before=not proof.rtl, bold=False)
        if line in proof.cuts:
            self._mark(pen, f"−{proof.cuts[line]}", x, x + width, y, before=proof.rtl, bold=True)

    def _mark(self, pen: Pen, said: str, left: float, right: float, y: float, *, before: bool, bold: bool) -> None:
        shape = self.setter.shape(said, "sans", bold=bold, voice=self.house)
        if shape is not None:
            scale = _MARK / 1000
            pen.shape(shape, left - _OFF - shape.width * scale if before else right + _OFF, y, scale, None)

    def _margins(self, pen: Pen, page: Page, number: int, total: int) -> None:
        """What the page is a proof of, above and below; where the story has no head on it, above as loudly as there."""
        sheet, words = self.sheet, self.words
        bold = replace_style(sheet.text.folio, bold=True)
        said = " · ".join(part for part in (words.proof, page.proof.name, page.proof.embargo) if part)
        rtl = languages.direction(self.house.lang) == "rtl"
        sides = ("right", "left") if rtl else ("left", "right")
        if not page.head:
            pen.line(self._across(said, bold), sheet.left, sheet.top + 14, sides[0], PAGINATION)
            pen.rule(sheet.left, sheet.top + 8, sheet.measure, 0.8, 1.0)
        folio = self._across(words.page % (number, total), sheet.text.folio)
        pen.line(folio, sheet.left, sheet.bottom - 26, sides[1], PAGINATION)
        pen.line(self._across(said, bold, folio.width + 12), sheet.left, sheet.bottom - 26, sides[0], PAGINATION)

    def _across(self, words: str, style: TextStyle, less: float = 0.0) -> Line:
        line = self._fitting(words, self.sheet.measure - less, style, languages.direction(self.house.lang))
        line.room = self.sheet.measure
        return line
