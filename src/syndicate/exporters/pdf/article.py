"""An article from kicker to colophon: what stands above its body and below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

import msgspec

from syndicate.contracts import Notice
from syndicate.exporters.pdf import figures
from syndicate.exporters.pdf.blocks import BodySetter, pointing
from syndicate.exporters.pdf.columns import Columns, Snapped, on_grid
from syndicate.exporters.pdf.direction import has_rtl
from syndicate.exporters.pdf.flow import Element, Rule, Stack
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.notes import Notes
from syndicate.exporters.pdf.style import for_script, replace_style
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.formats.datelines import lead_in
from syndicate.model import body
from syndicate.model.article import Article, Byline, Contributor, Dateline, Relation

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_FEWEST = 4
"""Lines in each column that text has before something stands over all of them."""

_SMALL = 80.0
"""Points up to which the end of a story goes with its colophon."""


@dataclass(frozen=True, slots=True)
class ArticleSetter:
    """Sets one article with the tools of `parts`; `voice` speaks its language."""

    parts: BodySetter
    voice: Voice
    kicker: str = ""
    house: str = "und"
    """Language of the edition, which its section titles are in."""

    def elements(self) -> Iterator[Element]:
        """Head, body, foot."""
        notes = Notes.of(self.parts.article)
        yield from replace(self, parts=replace(self.parts, notes=notes), voice=notes.heard(self.voice))._elements()

    def _elements(self) -> Iterator[Element]:
        article, sheet = self.parts.article, self.parts.sheet
        yield from self._head(self.parts)
        parts = replace(self.parts, width=sheet.column, full=self.parts.width)
        found = figures.leading(parts) if sheet.columns > 1 else None
        lead, span = found or (None, 0)
        above = [*self._leading(parts, lead, span)] if lead is not None else []
        said = list(figures.unplaced(parts, self.voice, lead.media if lead is not None else ""))
        blocks = tuple(block for block in article.body if block is not lead)
        said += parts.elements(blocks, self.voice, dateline(article.dateline))
        said += [*parts.footnotes(self.voice), *self.foot(parts)]
        for last in said[-1:]:
            # The colophon shall not stand on a page alone, nor draw much with it.
            last.keep = last.height < _SMALL
        said += self._colophon(parts)
        if sheet.columns == 1:
            yield from said
        elif span == sheet.columns:
            yield from above
            yield from self._columns(said)
        else:
            yield from self._columns(said, above, span)

    def _leading(self, parts: BodySetter, block: body.Figure, span: int) -> Iterator[Element]:
        """The picture over `span` columns at the head of the story."""
        for made in figures.figure(replace(parts, width=parts.sheet.over(span)), block, self.voice.of(block)):
            made.before = 0.0
            yield made

    def _columns(self, said: list[Element], above: Sequence[Element] = (), span: int = 0) -> Iterator[Element]:
        """What was said in columns, between what stands over all of them; `above` over the first `span` columns."""
        sheet = self.parts.sheet
        # Lines of a script with other proportions stand on a grid of their own.
        style = sheet.text.body
        grid = sheet.grid * for_script(style, script_family(self.voice.lang)).leading / style.leading
        rtl = languages.direction(self.voice.lang, self.voice.dir) == "rtl"
        over = [Snapped.of(element, grid) for element in above]
        for wide, group in _grouped(said, _FEWEST * sheet.columns * grid):
            if wide:
                yield from group
                continue
            parts = [on_grid(element, grid) for element in group]
            columns = Columns(parts, sheet.columns, sheet.column, sheet.gutter, grid, rtl)
            columns.over, columns.span = (over.pop(), span) if over else (None, 0)
            yield columns

    def _head(self, parts: BodySetter) -> Iterator[Element]:
        article, text = parts.article, parts.sheet.text
        brief = article.kind in ("brief", "alert")
        kicker = [part for part in (self.kicker, *over(article)) if part]
        if kicker:
            line = " · ".join(dict.fromkeys(kicker))
            yield self.parts.para(
                line, text.kicker, Voice(self.house, languages.direction(self.voice.lang, self.voice.dir))
            )
        if article.headline:
            style = text.headline_brief if brief else text.headline
            self.parts.outline.titled = bool(article.headline.strip())
            yield self.parts.para(article.headline, style, self.voice, role="H1" if article.headline.strip() else "P")
        if article.subheadline:
            yield self.parts.para(article.subheadline, text.subheadline, self.voice)
        standfirst = article.standfirst or article.summary
        if standfirst:
            yield self.parts.para(standfirst, text.standfirst, self.voice)
        line = byline(article.bylines)
        if line:
            yield self.parts.para(line, text.byline, self.voice)
        dates = self._dates(article)
        if dates:
            yield self.parts.latin(dates, text.dateline, self.voice)
        yield Rule(self.parts.width, 0.5, 0.5, before=7, after=9, keep=True)

    def _dates(self, article: Article) -> str:
        english = self._english
        found = []
        if article.published is not None:
            found.append(moment(article.published, english))
        if article.modified is not None and article.modified != article.published:
            found.append(("Updated " if english else "↻ ") + moment(article.modified, english))
        return " · ".join(found)

    @property
    def _english(self) -> bool:
        return is_english(self.voice.lang)

    def foot(self, parts: BodySetter) -> Iterator[Element]:
        """What stands below the text: who helped, credit, corrections, notes, links."""
        article, text = parts.article, parts.sheet.text
        lines: list[body.Text] = []
        if article.contributors:
            lines.append(body.text(_contributors(article.contributors)))
        if article.credit is not None and article.credit.raw:
            lines.append(body.text(article.credit.raw))
        for correction in article.corrections:
            day = f"{correction.at.date().isoformat()}: " if correction.at else ""
            lines.append(body.text(day + correction.text))
        for note in article.ed_notes:
            lines.append(body.text(note.text))
        for link in article.links:
            href = link.href or f"#{link.ref}"
            words = link.title or link.href or link.ref
            lines.append(body.text(pointing(self.voice), body.Run(text=words, marks=(body.Link(href=href),))))
        for number, line in enumerate(lines):
            made = parts.para(line, text.note, self.voice)
            made.before = made.before if number == 0 else min(made.before, 2.0)
            yield made

    def _colophon(self, parts: BodySetter) -> Iterator[Element]:
        """Rights, address and identity, small and below a rule."""
        article, small = parts.article, parts.sheet.text.small
        lines: list[Element] = [Rule(parts.width, 0.4, 0.4, after=5)]
        if said := rights(article):
            lines.append((parts.para if has_rtl(said) else parts.latin)(said, small, self.voice))
        if article.canonical_url:
            run = body.Run(text=article.canonical_url, marks=(body.Link(href=article.canonical_url),))
            lines.append(parts.latin((run,), small, self.voice))
        lines.append(parts.latin(f"{article.id} · {article.version}", small, self.voice))
        yield Stack(lines, before=12, whole=True)


def rights(article: Article) -> str:
    """Who holds the rights in the story, who provides it, what may be done with it: on one line."""
    holder, notice = article.copyright_holder, article.copyright_notice
    held = f"© {holder}" if holder and holder not in notice else ""
    licence = article.rights.license_url if article.rights else ""
    said = (notice, held, article.provider, article.usage_terms, licence)
    return " · ".join(dict.fromkeys(part for part in said if part))


def _grouped(said: list[Element], short: float) -> list[tuple[bool, list[Element]]]:
    """What stands over all columns and what in them by turns; the former before a few lines rather than after them."""
    groups = [(wide, list(group)) for wide, group in groupby(said, lambda element: element.wide)]
    made: list[tuple[bool, list[Element]]] = []
    text: list[Element] = []
    for wide, group in groups:
        if not wide:
            text += group
        elif text and (text[-1].keep or sum(element.height for element in text) >= short):
            made += [(False, text), (True, group)]
            text = []
        else:
            made.append((True, group))
    return [*made, (False, text)] if text else made


def notice(parts: BodySetter, item: Notice, voice: Voice) -> Element:
    """What is left of a canceled story: that it was withdrawn, why, and which one it was."""
    text = parts.sheet.text
    made: list[Element] = [parts.para(item.show, text.headline_brief, voice, role="H1" if item.show.strip() else "P")]
    if item.reason:
        made.append(parts.para(item.reason, replace_style(text.body, indent=0.0), voice))
    if item.modified is not None:
        made.append(parts.latin(moment(item.modified, english=True), text.dateline, voice))
    made.append(Rule(parts.width, 0.4, 0.4, before=8, after=5, keep=True))
    made.append(parts.latin(f"{item.id} · {item.version}", text.small, voice))
    return Stack(made, whole=True)


def titled(article: Article, item: Callable[[str], object]) -> Article:
    """`article` with the headlines of the stories that its links lead to without a title; `item` finds them by id."""

    def named(link: Relation) -> Relation:
        target = None if link.title or link.href else item(link.ref)
        return msgspec.structs.replace(link, title=target.headline) if isinstance(target, Article) else link

    return msgspec.structs.replace(article, links=tuple(map(named, article.links))) if article.links else article


def dateline(line: Dateline | None) -> body.Text:
    """The dateline as it runs into the first paragraph: the words set apart, then the mark."""
    said = lead_in(line)
    if said is None:
        return ()
    return (body.Run(text=said.words, marks=(body.Strong(),)), body.Run(text=f" {said.mark} "))


def byline(lines: tuple[Byline, ...]) -> str:
    """The writers as one line: names, with role, title and organisation where they are known."""
    said = []
    for line in lines:
        about = [part for part in (line.title, line.role, line.organisation) if part]
        said.append(", ".join([line.name, *about]))
    return " · ".join(part for part in said if part)


def _contributors(people: tuple[Contributor, ...]) -> str:
    said = []
    for person in people:
        about = ", ".join(part for part in (person.role, person.place) if part)
        said.append(f"{person.name} ({about})" if about else person.name)
    return " · ".join(said)


def over(article: Article) -> list[str]:
    """What stands above the headline besides the section: genres, and the signals for readers."""
    return [part for part in (*article.genre, *map(_signal, article.signals)) if part]


def _signal(signal: str) -> str:
    """The signals that a reader should see; the others are for desks."""
    return {"sponsored": "Sponsored", "correction": "Correction", "update": "Update", "flash": "Flash"}.get(signal, "")


def moment(instant: datetime, english: bool) -> str:
    """An instant with its zone, in words in English, else as numbers that all languages read."""
    offset = instant.strftime("%z")
    zone = "UTC" if offset in ("+0000", "") else f"UTC{offset[:3]}:{offset[3:5]}"
    clock = f"{instant.hour:02d}:{instant.minute:02d} {zone}"
    return f"{day(instant.date(), english)}{',' if english else ''} {clock}"


def day(date: date, english: bool) -> str:
    """A date in words in English, else as ISO 8601 writes it."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}" if english else date.isoformat()


def is_english(lang: str) -> bool:
    """Whether furniture may speak English: it does where the language is unknown, too."""
    return lang.lower().partition("-")[0] in ("en", "und", "")
