"""What the first page has besides stories: the nameplate, and at its foot the teasers and the index; the imprint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from syndicate.exporters.pdf.columns import Snapped
from syndicate.exporters.pdf.flow import Element, Rule, Stack
from syndicate.exporters.pdf.newspaper.pages import PANEL
from syndicate.exporters.pdf.newspaper.placing import MadePage, Placed
from syndicate.exporters.pdf.newspaper.stories import Story
from syndicate.exporters.pdf.pen import Pen
from syndicate.exporters.pdf.style import replace_style
from syndicate.exporters.pdf.tags import Tag
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats.xml import one_line
from syndicate.model import body

if TYPE_CHECKING:
    from syndicate.exporters.pdf.blocks import BodySetter
    from syndicate.exporters.pdf.newspaper.edition import NewspaperSetter

_STRIP = 11
"""Lines of the strip at the foot of the first page."""

_PANEL_GAP = 1
"""Lines of white above the imprint on the last page."""

_INDEX = 2
"""Lines of the index in it, and of the rule over it."""


def nameplate(paper: NewspaperSetter, frame: Tag) -> Element:
    """The name as wide as the page allows, and below it date, number and place between rules."""
    edition, sheet = paper.release.edition, paper.sheet
    parts, voice = paper.plain(frame), Voice(edition.language, edition.dir)
    wide = replace(parts, width=sheet.measure)
    title = one_line(edition.title) or edition.id
    style = replace_style(sheet.text.nameplate, balance=False)
    line = paper.setter.label(title, style)
    step = min(1.0, sheet.measure * 0.96 / line.width) if line.width else 1.0
    style = replace_style(style, size=style.size * step, leading=style.size * step * 1.08)
    made: list[Element] = [wide.para(title, style, voice)]
    if edition.subtitle:
        made.append(wide.para(edition.subtitle, sheet.text.nameplate_line, voice))
    made.append(Rule(sheet.measure, 1.2, 1.0, before=5, after=2))
    if said := paper.issue():
        made.append(wide.para(said, sheet.text.nameplate_line, voice))
        made.append(Rule(sheet.measure, 0.5, 1.0, before=2))
    return Snapped.of(Stack(made, after=paper.grid * 0.8), paper.grid)


@dataclass(slots=True)
class Teasers:
    """The strip at the foot of the first page: what is inside, with the pages, and where each section begins."""

    paper: NewspaperSetter
    frame: Tag
    lines: int = _STRIP
    _page: MadePage | None = field(default=None)
    _top: float = 0.0

    def place(self, page: MadePage, top: float) -> None:
        """Remember where the strip goes; what stands in it is known when all pages are made."""
        self._page, self._top = page, top

    def finish(self, stories: Sequence[Story]) -> None:
        """Fill the strip with what stands behind the first page."""
        page, paper, sheet = self._page, self.paper, self.paper.sheet
        if page is None:
            return
        span = 1 if sheet.columns <= 6 else 2
        count = sheet.columns // span
        top = self._top - paper.grid
        room = (self.lines - 1 - _INDEX) * paper.grid
        page.placed.append(Placed(Rule(sheet.measure, 1.2, 1.0), sheet.left, top + 2))
        chosen = list(self._chosen(stories, count, span, room))
        for number, cell in enumerate(chosen):
            place = sheet.columns - (number + 1) * span if paper.rtl else number * span
            x = sheet.left + place * (sheet.column + sheet.gutter)
            page.placed.append(Placed(cell, x, top - 4))
            if number:
                edge = x + (sheet.over(span) + sheet.gutter / 2 if paper.rtl else -sheet.gutter / 2)
                page.rules.append((edge, top - room + 2, room - 6))
        self._index(page, top - room)

    def _chosen(self, stories: Sequence[Story], count: int, span: int, room: float) -> Iterator[Element]:
        """The most important story of each section that is inside, then others, as far as their words fit."""
        inside = [story for story in stories if story.kind == "story" and self.paper.page_of(story.key) > 1]
        first: list[Story] = []
        for story in sorted(inside, key=lambda story: story.weight):
            if story.section not in [other.section for other in first]:
                first.append(story)
        ranked = [*first, *(story for story in sorted(inside, key=lambda s: s.weight) if story not in first)]
        found = 0
        for story in ranked:
            cell = self._cell(story, span)
            if cell.height <= room - 4 and found < count:
                found += 1
                yield cell

    def _cell(self, story: Story, span: int) -> Stack:
        paper, text = self.paper, self.paper.sheet.text
        parts = replace(paper.plain(self.frame), width=paper.sheet.over(span))
        voice = Voice(story.lang, address=lambda href: href)
        house = Voice(paper.release.edition.language, paper.release.edition.dir, lambda href: href)
        link = (body.Link(href=f"#{story.key}"),)
        page = paper.words.page % paper.page_of(story.key)
        made: list[Element] = [parts.para(story.section, text.section, house)] if story.section else []
        made.append(parts.para(one_line(story.title), replace_style(text.contents, before=0.0), voice))
        made.append(parts.para((body.Run(text=page, marks=link),), text.pointer, house))
        return Stack(made)

    def _index(self, page: MadePage, top: float) -> None:
        """Where each section begins, in one line."""
        paper = self.paper
        where: dict[str, int] = {}
        for number, made in enumerate(paper.pages, 1):
            for name in made.sections:
                where.setdefault(name, number)
        runs: list[body.Run] = [body.Run(text=f"{paper.words.inside}:\u2002", marks=(body.Strong(),))]
        for name, number in where.items():
            gap = "\u2002" if len(runs) > 1 else ""
            runs.append(body.Run(text=gap + name + "\u00a0"))
            runs.append(body.Run(text=str(number), marks=(body.Link(href=f"#page-{number}"),)))
        if len(runs) < 2:
            return
        edition = paper.release.edition
        parts = replace(paper.plain(self.frame), width=paper.sheet.measure)
        voice = Voice(edition.language, edition.dir, lambda href: href)
        line = parts.para(tuple(runs), replace_style(paper.sheet.text.pointer, hyphenate=False), voice)
        page.placed.append(Placed(Rule(paper.sheet.measure, 0.4, 0.7), paper.sheet.left, top - 3))
        page.placed.append(Placed(line, paper.sheet.left, top - 6))


def imprint(paper: NewspaperSetter, frame: Tag) -> None:
    """Publisher, rights and what the edition says of itself: on the last page, below its stories or in the margin."""
    edition, sheet = paper.release.edition, paper.sheet
    said = [edition.description, edition.publisher, edition.contact, edition.copyright_notice]
    for article in paper.release.articles:
        holder = article.copyright_holder
        said += [article.copyright_notice, f"© {holder}" if holder not in article.copyright_notice else ""]
        said += [article.provider, article.usage_terms, article.rights.license_url if article.rights else ""]
    words = " · ".join(dict.fromkeys(part.strip() for part in said if part.strip()))
    page = paper.pages[-1]
    room = page.short - _PANEL_GAP
    parts: BodySetter = replace(paper.plain(frame), width=sheet.measure)
    voice = Voice(edition.language, edition.dir)
    if room >= PANEL:
        page.placed.append(Placed(_panel(paper, parts, words, room * paper.grid), sheet.left, page.foot))
        return
    style = sheet.text.small
    while words:
        line = parts.para(words, style, voice)
        if line.height <= sheet.bottom - 8 or style.size < 3:
            page.placed.append(Placed(line, sheet.left, sheet.bottom - 4))
            return
        style = replace_style(style, size=style.size * 0.85, leading=style.leading * 0.85)


def _panel(paper: NewspaperSetter, parts: BodySetter, words: str, height: float) -> Element:
    """What fills the foot of the last page: the name of the paper and its imprint between rules."""
    edition, sheet = paper.release.edition, paper.sheet
    voice = Voice(edition.language, edition.dir)
    title = replace_style(sheet.text.nameplate, size=26, leading=30, before=0.0, after=4.0)
    line = replace_style(sheet.text.nameplate_line, leading=sheet.text.nameplate_line.size * 1.4)
    said = [parts.para(one_line(edition.title) or edition.id, title, voice)]
    said += [parts.para(text, line, voice) for text in (paper.issue(), words) if text]
    return Panel(Stack(said), sheet.measure, height)


@dataclass(slots=True)
class Panel(Element):
    """A stack in the middle of a tinted rectangle."""

    inner: Stack
    width: float
    height: float

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """As `Element.draw`."""
        pen.tint(x, top - self.height, self.width, self.height, 0.06)
        pen.rule(x, top, self.width, 1.2, 1.0)
        pen.rule(x, top - self.height, self.width, 1.2, 1.0)
        self.inner.draw(pen, x, top - (self.height - self.inner.height) / 2)
