"""The front page of an edition: nameplate, the story that leads with its picture, and the contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from syndicate.contracts import Notice, Release
from syndicate.exporters.pdf import figures
from syndicate.exporters.pdf.article import byline
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.breaking import Line
from syndicate.exporters.pdf.columns import Columns, Snapped, on_grid
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.flow import Contents, Element, Para, Rule, Stack
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.style import TextStyle, for_script, replace_style
from syndicate.exporters.pdf.tags import Tag, tagged_language
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.formats.xml import one_line
from syndicate.model.article import Article, Section

_NUMBER = 30.0
"""Points beside a line of the contents for its page number."""


_FOLIO = 90.0
"""Points that the page number takes at the foot."""

_GRID = 1.0
"""Points: the lines of contents have many heights, and stand on no grid."""


@dataclass(frozen=True, slots=True)
class FrontSetter:
    """Sets the front page of `release` with the tools of `parts`, whose tag is that of the page."""

    release: Release
    parts: BodySetter
    numbers: dict[str, Line]
    """The page of each story, known once all is placed."""
    issue: str
    """Which issue of which series, by whom."""

    def elements(self) -> Iterator[Element]:
        """Everything from the nameplate to the copyright notice."""
        edition, sheet, text = self.release.edition, self.parts.sheet, self.parts.sheet.text
        voice = Voice(edition.language, edition.dir)
        yield from self._plate(voice)
        if edition.description:
            style = replace_style(text.standfirst, keep=False, before=8.0)
            yield self.parts.para(edition.description, style, voice)
        lead = self._lead() if sheet.front.lead else None
        columns = sheet.columns if sheet.front.columns else 1
        parts = replace(self.parts, width=sheet.column if columns > 1 else sheet.measure)
        above = list(self._leading(lead, replace(self.parts, width=sheet.over(2)))) if lead and columns > 2 else []
        if lead and not above:
            yield from self._leading(lead, self.parts)
        listed = list(self._contents(parts, voice, lead))
        if columns > 1:
            rtl = languages.direction(edition.language, edition.dir) == "rtl"
            placed = [on_grid(element, _GRID) for element in listed]
            made = Columns(placed, sheet.columns, sheet.column, sheet.gutter, _GRID, rtl, before=8.0)
            made.over, made.span = (Snapped.of(Stack(above, 0.0, 8.0), _GRID), 2) if above else (None, 0)
            yield made
        else:
            yield from listed
        if edition.copyright_notice and self.imprint() is None:
            yield self.parts.para(edition.copyright_notice, replace_style(text.small, before=16.0), voice)

    def imprint(self) -> Line | None:
        """The copyright notice as it stands at the foot of the page; None where it is too long for that."""
        sheet, edition = self.parts.sheet, self.release.edition
        if not edition.copyright_notice.strip():
            return None
        line = self.parts.setter.label(
            edition.copyright_notice, sheet.text.folio, languages.direction(edition.language, edition.dir)
        )
        return line if line.width < sheet.measure - _FOLIO else None

    def _plate(self, voice: Voice) -> Iterator[Element]:
        edition, text, measure = self.release.edition, self.parts.sheet.text, self.parts.width
        yield Rule(measure, 1.6, 1.0, after=10, keep=True)
        yield self._nameplate(voice)
        if edition.subtitle:
            yield self.parts.para(edition.subtitle, text.nameplate_line, voice)
        yield Rule(measure, 0.5, 1.0, before=8, after=3, keep=True)
        if self.issue:
            yield self.parts.para(self.issue, text.nameplate_line, voice)
            yield Rule(measure, 0.5, 1.0, before=3, after=12, keep=True)

    def _nameplate(self, voice: Voice) -> Para:
        """The title as large as it can be without taking more lines than it needs when it is small."""
        title = one_line(self.release.edition.title) or self.release.edition.id
        plate = replace_style(self.parts.sheet.text.nameplate, balance=True)
        sizes = [
            self.parts.para(title, replace_style(plate, size=plate.size * step, leading=plate.leading * step), voice)
            for step in (1.0, 0.92, 0.85, 0.78, 0.7, 0.64)
        ]
        fewest = min(len(made.passage.lines) for made in sizes)
        return next(made for made in sizes if len(made.passage.lines) == fewest)

    # --- the story that leads ------------------------------------------------------------------------------------

    def _lead(self) -> Article | None:
        """The first story of the first section that has a headline; none in an edition of briefs."""
        first = [item_id for section, _ in sections(self.release.edition.sections) for item_id in section.articles]
        items = [*map(self.release.item, first), *self.release.items]
        stories = (item for item in items if isinstance(item, Article) and item.headline.strip())
        return next((story for story in stories if story.kind in ("story", "package")), None)

    def _leading(self, item: Article, front: BodySetter) -> Iterator[Element]:
        """Headline with its page, standfirst and picture of the story that leads."""
        voice, text = Voice(item.language, item.dir), self.parts.sheet.text
        toc = replace(front, tag=Tag("TOC", front.tag))
        yield from self._entry(item, toc, text.front_headline, text.standfirst)
        findings = Findings(front.findings.report, front.findings.format, item.id)
        parts = replace(front, article=item, findings=findings, loaded={}, full=0.0)
        block = figures.opening(item)
        # A picture that cannot be shown is told of where the story stands.
        if block is not None and not isinstance(figures.loaded(parts, item.media_by_id(block.media)), str):
            yield from figures.figure(parts, block, voice)

    # --- contents ------------------------------------------------------------------------------------------------

    def _contents(self, front: BodySetter, voice: Voice, lead: Article | None) -> Iterator[Element]:
        edition, text = self.release.edition, self.parts.sheet.text
        placed = {lead.id} if lead is not None else set()
        for section, _ in sections(edition.sections):
            items = [self.release.item(i) for i in section.articles if i not in placed]
            placed.update(section.articles)
            if not items and lead is not None:
                continue
            yield front.para(section.title or section.id, text.section, voice)
            yield Rule(front.width, 0.6, 1.0, after=4, keep=True)
            yield from self._entries([item for item in items if item is not None], front)
        rest = [item for item in self.release.items if item.id not in placed]
        if rest and edition.sections:
            yield Rule(front.width, 0.6, 1.0, before=16, after=4, keep=True)
        yield from self._entries(rest, front)

    def _entries(self, items: list[Article | Notice], front: BodySetter) -> Iterator[Element]:
        text = self.parts.sheet.text
        toc = replace(front, tag=Tag("TOC", front.tag))
        for item in items:
            yield from self._entry(item, toc, text.contents, text.teaser)

    def _entry(
        self, item: Article | Notice, front: BodySetter, title_style: TextStyle, teaser_style: TextStyle
    ) -> Iterator[Element]:
        voice = Voice(item.language, item.dir)
        title = item.show if isinstance(item, Notice) else item.headline.strip() or item.id
        style = for_script(title_style, script_family(voice.lang))
        passage = front.setter.set(title, style, front.width - _NUMBER, voice)
        for line in passage.lines[-1:]:
            line.spaced = True
        part = Tag("TOCI", front.tag, tagged_language(voice.lang, front.tag))
        link = Tag("Link", Tag("Reference", part))
        yield Contents(passage, item.id, self.numbers, link, style.before, style.after, keep=True)
        teaser = "" if isinstance(item, Notice) else item.standfirst or item.summary or byline(item.bylines)
        small = for_script(replace_style(teaser_style, align="left"), script_family(voice.lang))
        said = front.setter.set(teaser, small, front.width - _NUMBER, voice)
        yield Para(said, max(1.0, small.before), small.after, tag=Tag("P", part))


def sections(parts: tuple[Section, ...], level: int = 0) -> Iterator[tuple[Section, int]]:
    """All sections in order, with their depth."""
    for section in parts:
        yield section, level
        yield from sections(section.sections, level + 1)
