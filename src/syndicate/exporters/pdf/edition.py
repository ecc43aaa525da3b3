"""A whole release as one file: front page with contents, the stories in their sections, folios, outline, properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from msgspec import Struct

from syndicate.contracts import Job, Notice, Release
from syndicate.exporters.pdf import fontfiles
from syndicate.exporters.pdf.article import ArticleSetter, day, is_english, notice, titled
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.breaking import Line
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.flow import Anchor, Element, PageBreak, StoryBreak, paginate
from syndicate.exporters.pdf.fonts import FontBook
from syndicate.exporters.pdf.front import FrontSetter, sections
from syndicate.exporters.pdf.metadata import Properties, Source
from syndicate.exporters.pdf.pen import PAGINATION, Pen
from syndicate.exporters.pdf.press.plan import Plan
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.style import Sheet, TextStyle
from syndicate.exporters.pdf.tags import Outline, Tag, Tree, tagged_language
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.formats.addresses import absolute
from syndicate.formats.xml import one_line
from syndicate.model import codec
from syndicate.model.article import Article
from syndicate.model.base import Direction

_ROOM_TO_BEGIN = 0.34
"""Share of a page that must be left for a story to begin there."""


@dataclass(slots=True)
class EditionSetter:
    """Sets one release. A single story has neither front page nor section titles."""

    release: Release
    job: Job
    sheet: Sheet
    press: Plan | None = None
    book: FontBook = field(init=False)
    setter: Setter = field(init=False)
    tree: Tree = field(init=False, default_factory=Tree)
    numbers: dict[str, Line] = field(init=False, default_factory=dict)
    """The page number of each story, known once all is placed."""
    imprint: tuple[Line, Tag] | None = field(init=False, default=None)
    """The copyright notice at the foot of the front page, and its tag."""
    fits: list[Struct] = field(init=False, default_factory=list)
    """How long each story is, where they are measured."""

    def __post_init__(self) -> None:
        found = fontfiles.shelf(self.job.context.fonts, self.job.context.system_fonts)
        for problem in found.problems:
            Findings(self.job.report, self.job.row.name, "").font(problem.name, problem.why)
        self.book = FontBook(found.families)
        self.sheet = replace(self.sheet, text=fontfiles.with_families(self.sheet.text, found.families))
        self.setter = Setter(self.book)

    @property
    def alone(self) -> bool:
        """Whether this is one story rather than an edition."""
        return len(self.release.items) == 1

    def write(self) -> bytes:
        """The file."""
        properties = self._properties()
        self.tree.root.lang = properties.language
        pages = list(paginate(list(self._elements()), self.sheet.top - self.sheet.bottom)) or [[]]
        for number, page in enumerate(pages, 1):
            for key in (key for element in page for key in element.anchors()):
                self.numbers[key] = self.setter.label(str(number), self.sheet.text.contents)
        pen = Pen(self.sheet.width, self.sheet.height, properties, self.tree)
        for number, page in enumerate(pages, 1):
            top, upper = self.sheet.top, None
            for element in page:
                top -= max(upper.after, element.before) if upper is not None else 0.0
                element.draw(pen, self.sheet.left, top)
                top -= element.height
                upper = element
            self._furniture(pen, number, len(pages))
            pen.next_page()
        return pen.finish(self.book.fonts, outline=len(self.release.items) > 1, sources=self._sources(properties))

    def _sources(self, properties: Properties) -> Iterator[Source]:
        """The release in canonical form and as NewsML-G2, for files that are kept: what may leave, and no more."""
        if not self.job.flag("copy", default=True) or self.press is not None or properties.profile != "archive":
            return
        data = codec.encode_edition(self.release.as_edition())
        yield Source("edition.json", "application/json", "The edition in the canonical form of syndicate", data)
        if self.job.render is None:
            return
        # Without a time of its own an item of NewsML-G2 takes the clock's, and the file would change with it.
        made = self.job.render("newsml-g2") if self.job.built_at else "nothing tells when it was made"
        if isinstance(made, str):
            Findings(self.job.report, self.job.row.name, "").copy(made)
            return
        for item in made[:1]:
            about = "The edition as NewsML-G2"
            yield Source("edition.newsml.xml", item.media_type, about, b"".join(item.chunks), "Data")

    # --- what stands in it -----------------------------------------------------------------------------------

    def _elements(self) -> Iterator[Element]:
        if not self.alone:
            yield from self._front()
        placed: set[str] = set()
        above: list[Anchor] = []
        for section, level in sections(self.release.edition.sections):
            new_page = self.sheet.sections == "page" or not placed
            items = [item for i in section.articles if i not in placed and (item := self.release.item(i)) is not None]
            placed.update(section.articles)
            if not self.alone:
                above.append(Anchor(f"section-{section.id}", one_line(section.title) or section.id, level))
            if new_page and not self.alone:
                yield PageBreak()
            for number, item in enumerate(items):
                yield from self._item(item, level + 1, section.title, above, first=new_page and number == 0)
                above = []
            if self.sheet.sections == "page":
                yield from above
                above = []
        yield from above
        rest = [item for item in self.release.items if item.id not in placed]
        if rest and not self.alone:
            yield PageBreak()
        for number, item in enumerate(rest):
            yield from self._item(item, 0, "", first=number == 0)

    def _item(
        self, item: Article | Notice, level: int, kicker: str, above: Sequence[Anchor] = (), *, first: bool
    ) -> Iterator[Element]:
        """A story or a notice; `above` are the places of the sections that begin with it."""
        if not first:
            small = isinstance(item, Notice) or item.kind in ("brief", "alert")
            # In columns a story of few lines is low and wide: it wants less of a page, a notice next to nothing.
            share = _ROOM_TO_BEGIN / (2 if small or self.sheet.columns > 1 else 1)
            share = 0.0 if isinstance(item, Notice) else share
            yield StoryBreak(self.sheet.measure, (self.sheet.top - self.sheet.bottom) * share)
        yield from above
        findings = Findings(self.job.report, self.job.row.name, item.id)
        voice = Voice(item.language, item.dir, lambda href: self._address(href, findings))
        if isinstance(item, Notice):
            yield Anchor(item.id, one_line(item.show) or item.id, level)
            yield notice(self._body(Article(id=item.id), findings, voice.lang), item, voice)
        else:
            if not item.headline.strip():
                findings.untitled()
            yield Anchor(item.id, one_line(item.headline) or item.id, level)
            yield from ArticleSetter(
                self._body(self._titled(item), findings, voice.lang), voice, kicker, self.release.edition.language
            ).elements()
        if self.setter.missing:
            findings.characters(self.setter.missing)
            self.setter.missing.clear()

    def _body(self, article: Article, findings: Findings, lang: str, role: str = "Art") -> BodySetter:
        tag = Tag(role, self.tree.root, tagged_language(lang, self.tree.root))
        outline = Outline(article.id)
        media = self.job.context.media
        return BodySetter(article, self.setter, self.sheet, media, findings, self.sheet.measure, tag, outline)

    def _titled(self, article: Article) -> Article:
        """`article` with the headlines of the stories of this file that its links lead to."""
        return titled(article, self.release.item)

    def _address(self, href: str, findings: Findings) -> str:
        """Where a link leads: a story of this file, an absolute address, or nowhere; nothing leads off paper."""
        if self.press is not None:
            return ""
        if href.startswith("#"):
            return href if self.release.item(href[1:]) is not None else ""
        found = absolute(href, self.job.base_url)
        if found is None:
            findings.address(href)
        return found or ""

    # --- front page ------------------------------------------------------------------------------------------

    def _front(self) -> Iterator[Element]:
        edition = self.release.edition
        findings = Findings(self.job.report, self.job.row.name, edition.id)
        parts = self._body(Article(id=edition.id), findings, edition.language, "Sect")
        front = FrontSetter(self.release, parts, self.numbers, self.issue())
        yield from front.elements()
        line = front.imprint()
        self.imprint = (line, Tag("P", parts.tag)) if line is not None else None

    def issue(self) -> str:
        """The line under the nameplate: which issue of which series, by whom."""
        edition = self.release.edition
        parts = (
            day(edition.date, is_english(edition.language)) if edition.date else "",
            edition.series if edition.series != edition.title else "",
            edition.number,
            edition.publisher if edition.publisher != edition.title else "",
            f"ISSN {edition.issn}" if edition.issn else "",
        )
        return " · ".join(part for part in parts if part)

    # --- furniture and properties ----------------------------------------------------------------------------

    def _furniture(self, pen: Pen, number: int, total: int) -> None:
        sheet, style = self.sheet, self.sheet.text.folio
        edition = self.release.edition
        english = is_english(edition.language)
        folio = self.setter.label(f"Page {number} of {total}" if english else f"{number} / {total}", style)
        foot = sheet.bottom - 26
        folio.room = sheet.measure
        pen.line(folio, sheet.left, foot, "right", PAGINATION)
        if number == 1 and self.imprint is not None:
            pen.line(self.imprint[0], sheet.left, foot, tag=self.imprint[1])
        if number > 1:
            name = edition.title if not self.alone else self._title()
            date = day(edition.date, english) if edition.date and not self.alone else ""
            head = sheet.top + 20
            left = self._fitting(name, sheet.measure - 70)
            pen.line(left, sheet.left, head, tag=PAGINATION)
            right = self.setter.label(date, style)
            right.room = sheet.measure
            pen.line(right, sheet.left, head, "right", PAGINATION)
            pen.rule(sheet.left, head - 6, sheet.measure, 0.4, 0.6)

    def _fitting(self, words: str, room: float, style: TextStyle | None = None, way: Direction = "ltr") -> Line:
        """`words` on one line, as furniture unless a style is given, with an ellipsis where they are too long."""
        style = style or self.sheet.text.folio
        line = self.setter.label(words, style, way)
        while line.width > room and len(words) > 1:
            words = words[: max(1, int(len(words) * min(0.95, room / line.width)))]
            line = self.setter.label(words.rstrip() + "…", style, way)
        self.setter.missing.clear()
        return line

    def _title(self) -> str:
        item = self.release.items[0]
        title = one_line(item.show if isinstance(item, Notice) else item.headline)
        return title or one_line(self.release.edition.title) or item.id

    def _properties(self) -> Properties:
        edition = self.release.edition
        articles = list(self.release.articles)
        alone = articles[0] if self.alone and articles else None
        people = alone.bylines if alone else ()
        spoken = {item.language for item in self.release.items}
        language = spoken.pop() if len(spoken) == 1 else edition.language
        return Properties(
            title=self._title() if self.alone else one_line(edition.title) or edition.id,
            author=", ".join(p.name for p in people if p.name) or edition.publisher,
            subject=(alone.summary or alone.standfirst) if alone else edition.description,
            keywords=", ".join(dict.fromkeys(word for article in articles for word in article.keywords)),
            language=languages.language_tag(language),
            made=self.job.built_at if self.press is None else self.job.processing_time(),
            right_to_left=languages.direction(language, edition.dir) == "rtl",
            profile="screen" if self.job.profile == "screen" else "archive",
            press=self.press,
        )
