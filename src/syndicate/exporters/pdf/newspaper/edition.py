"""A release as a newspaper: made up page by page, with nameplate, teasers, folios and turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from syndicate.contracts import Notice
from syndicate.exporters.pdf.article import day, is_english
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.edition import EditionSetter
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.flow import Anchor, Element
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.front import sections
from syndicate.exporters.pdf.newspaper import front, pins
from syndicate.exporters.pdf.newspaper.briefs import Briefs
from syndicate.exporters.pdf.newspaper.fits import Fitter
from syndicate.exporters.pdf.newspaper.issue import Issue
from syndicate.exporters.pdf.newspaper.labels import Labels, labels
from syndicate.exporters.pdf.newspaper.placing import MadePage, Placed, Placer
from syndicate.exporters.pdf.newspaper.plan import MakeUp
from syndicate.exporters.pdf.newspaper.stories import Story, StorySetter
from syndicate.exporters.pdf.pen import PAGINATION, Pen
from syndicate.exporters.pdf.style import for_script, replace_style
from syndicate.exporters.pdf.tags import Tag, tagged_language
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.formats.xml import one_line
from syndicate.model import body
from syndicate.model.article import Article

_TURN = "-turn-"
"""Between the id of a story and the number of a part of it, in the name of a place."""


@dataclass(slots=True)
class NewspaperSetter(EditionSetter):
    """Makes up and sets one release as a newspaper."""

    pages: list[MadePage] = field(default_factory=list)
    words: Labels = field(init=False)
    rtl: bool = field(init=False)
    grid: float = field(init=False)

    def write(self) -> bytes:
        """The file."""
        edition = self.release.edition
        self.words = labels(edition.language)
        self.rtl = languages.direction(edition.language, edition.dir) == "rtl"
        style = self.sheet.text.body
        self.grid = self.sheet.grid * for_script(style, script_family(edition.language)).leading / style.leading
        properties = self._properties()
        self.tree.root.lang = properties.language
        self._make_up()
        pen = Pen(self.sheet.width, self.sheet.height, properties, self.tree)
        for number, page in enumerate(self.pages, 1):
            self._draw(pen, page, number)
            pen.next_page()
        return pen.finish(self.book.fonts, outline=len(self.release.items) > 1, sources=self._sources(properties))

    # --- making up -------------------------------------------------------------------------------------------

    def _make_up(self) -> None:
        frame = Tag("Sect", self.tree.root)
        plate = front.nameplate(self, frame)
        lines = int((self.sheet.top - self.sheet.bottom + 0.01) / self.grid)
        stories = self._stories()
        for story in stories:
            if story.kind == "brief" and story.lines > lines / 2:
                # Too long to stand among others: a story with its headline in the first column.
                story.kind, story.heading = "story", _no_heading
        briefs = Briefs([story for story in stories if story.kind == "brief"], self._brief_label)
        pool = _front_first([story for story in stories if story.kind != "brief"])
        wishes = pins.wished(self.release, self._finder, stories)
        strip = front.Teasers(self, frame)
        make_up = MakeUp(self.sheet.columns, briefs, Fitter(self.grid))
        issue = Issue(make_up, lines, round(plate.height / self.grid), strip.lines, self._rest)
        layout = issue.best(pool, wishes)
        if layout.wishes is not None:
            layout.wishes.tell()
        placer = Placer(self.sheet, self.grid, self.rtl, make_up.fitter, self._onward, layout.rests)
        top = self.sheet.top
        for number, settled in enumerate(layout.pages, 1):
            room = issue.room(number, len(pool))
            above = [Placed(plate, self.sheet.left, top)] if number == 1 else []
            below = top - plate.height if number == 1 else top
            made = placer.page(settled, below, room)
            made.placed = [*above, *made.placed]
            self.pages.append(made)
            if number == 1 and issue.strip(len(pool)):
                strip.place(made, below - room * self.grid)
        strip.finish(stories)
        front.imprint(self, frame)

    def _finder(self, key: str) -> Findings:
        return Findings(self.job.report, self.job.row.name, key)

    def _stories(self) -> list[Story]:
        made: list[Story] = []
        placed: set[str] = set()
        for section, _ in sections(self.release.edition.sections):
            items = [self.release.item(key) for key in section.articles if key not in placed]
            placed.update(section.articles)
            own = [self._story(item, section.title or section.id) for item in items if item is not None]
            made += sorted(own, key=lambda story: story.weight)
        rest = [self._story(item, "") for item in self.release.items if item.id not in placed]
        return [*made, *sorted(rest, key=lambda story: story.weight)]

    def _story(self, item: Article | Notice, section: str) -> Story:
        findings = self._finder(item.id)
        voice = Voice(item.language, item.dir, lambda href: self._address(href, findings))
        article = Article(id=item.id) if isinstance(item, Notice) else self._titled(item)
        parts = replace(self._body(article, findings, voice.lang), width=self.sheet.column, full=0.0)
        assert self.sheet.newspaper is not None
        setter = StorySetter(
            parts, voice, self.grid, self.sheet.newspaper.scale, section, self.release.edition.language
        )
        if isinstance(item, Notice):
            return setter.notice(item)
        if not item.headline.strip():
            findings.untitled()
        made = setter.story()
        if self.setter.missing:
            findings.characters(self.setter.missing)
            self.setter.missing.clear()
        return made

    # --- turns -----------------------------------------------------------------------------------------------

    def _rest(self, story: Story, parts: Sequence[Element], page: int) -> Story:
        """What is left of a story that began on `page`."""
        key = _next_key(story.key)
        voice = Voice(story.lang, address=lambda href: href)
        words = labels(story.lang)

        def heading(span: int, rank: int) -> Sequence[Element]:
            setter = replace(self.plain(story.tag), width=self.sheet.over(span))
            text = self.sheet.text
            from_page = body.Run(text=words.origin % page, marks=(body.Link(href=f"#{story.key}"),))
            return [
                Anchor(key),
                setter.para((from_page,), text.pointer, voice),
                setter.para(one_line(story.title), text.headline_brief, voice),
            ]

        rest = Story(key, list(parts), self.grid, heading, "rest", story.weight, story.section)
        rest.title, rest.lang, rest.tag = story.title, story.lang, story.tag
        return rest

    def plain(self, tag: Tag | None) -> BodySetter:
        """A setter for words of the newspaper's own, a column wide, tagged inside `tag`."""
        parts = self._body(Article(id="-"), self._finder(""), "und")
        self.tree.root.kids.remove(parts.tag)
        return replace(parts, tag=tag or self.tree.root, width=self.sheet.column, full=0.0)

    def _onward(self, story: Story) -> Element:
        """The line below a story that goes on elsewhere; the page is known when it is drawn."""
        key = _next_key(story.key)
        assert story.tag is not None
        tag = Tag("P", story.tag, tagged_language(self.release.edition.language, story.tag))
        return _Onward(self, key, story.lang, tag, self.grid)

    def page_of(self, key: str) -> int:
        """The page on which a story, or a part of it, stands; 0 where it stands nowhere."""
        return next((number for number, page in enumerate(self.pages, 1) if key in page.keys), 0)

    # --- drawing ---------------------------------------------------------------------------------------------

    def _brief_label(self, span: int, _: int) -> Sequence[Element]:
        parts = replace(self.plain(None), width=self.sheet.over(span))
        edition = self.release.edition
        label = parts.para(self.words.brief, self.sheet.text.section, Voice(edition.language, edition.dir))
        return [label]

    def _draw(self, pen: Pen, page: MadePage, number: int) -> None:
        pen.bookmark(f"page-{number}", self.sheet.height, self._page_title(page, number), 0)
        for x, bottom, height in page.rules:
            pen.tint(x - 0.2, bottom, 0.4, height, 0.6)
        for placed in page.placed:
            placed.element.draw(pen, placed.x, placed.top)
        self._folio(pen, page, number)

    def _page_title(self, page: MadePage, number: int) -> str:
        return " · ".join(part for part in (self.words.page % number, page.section) if part)

    def _folio(self, pen: Pen, page: MadePage, number: int) -> None:
        """Page number, section, name and date over each page but the first, where the nameplate says so."""
        if number == 1:
            return
        sheet, style, edition = self.sheet, self.sheet.text.folio, self.release.edition
        y = sheet.top + 12
        date = day(edition.date, is_english(edition.language)) if edition.date else ""
        outer, inner = str(number), " · ".join(part for part in (one_line(edition.title), date) if part)
        left, right = (inner, outer) if (number % 2 == 1) != self.rtl else (outer, inner)
        for words, side in ((left, "left"), (page.section, "center"), (right, "right")):
            bold = replace_style(style, bold=True, size=style.size * 1.25) if words != inner else style
            line = self._fitting(words, sheet.measure / 2.4) if words == inner else self.setter.label(words, bold)
            line.room = sheet.measure
            pen.line(line, sheet.left, y, side, PAGINATION)
        pen.rule(sheet.left, y - 6, sheet.measure, 0.8, 1.0)


def _no_heading(_: int, __: int) -> Sequence[Element]:
    return ()


def _next_key(key: str) -> str:
    """The key of the part of a story that follows the one of `key`."""
    base, _, part = key.partition(_TURN)
    return f"{base}{_TURN}{int(part or 1) + 1}"


def _front_first(pool: list[Story]) -> list[Story]:
    """The stories for the first page before the others: the most important of all, of each section one at first."""
    if len(pool) < 2:
        return pool
    ranked = sorted(range(len(pool)), key=lambda n: (pool[n].weight + 1.5 * (pool[n].photo is None), n))
    chosen = [ranked[0]]
    for number in ranked[1:]:
        if len(chosen) < 5 and pool[number].section not in [pool[n].section for n in chosen]:
            chosen.append(number)
    chosen += [n for n in ranked if n not in chosen][: max(0, 5 - len(chosen))]
    return [*(pool[n] for n in chosen), *(story for n, story in enumerate(pool) if n not in chosen)]


@dataclass(slots=True)
class _Onward(Element):
    """Where a story is continued."""

    paper: NewspaperSetter
    key: str
    lang: str
    tag: Tag
    height: float
    before: float = 0.0
    after: float = 0.0
    keep: bool = False

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """As `Element.draw`."""
        paper = self.paper
        said = labels(self.lang).continued % paper.page_of(self.key)
        run = body.Run(text=said, marks=(body.Link(href=f"#{self.key}"),))
        rtl = languages.direction(self.lang, None) == "rtl"
        style = replace_style(paper.sheet.text.pointer, align="left" if rtl else "right")
        passage = paper.setter.set((run,), style, paper.sheet.column, Voice(self.lang, address=lambda href: href))
        pen.passage(passage, x, top, self.tag)
