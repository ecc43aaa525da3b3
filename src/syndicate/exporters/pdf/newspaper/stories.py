"""A story as the make-up handles it: its text in lines of one column, its headline for any width, its picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from syndicate.contracts import Notice
from syndicate.exporters.pdf import figures
from syndicate.exporters.pdf.article import ArticleSetter, byline, dateline, over
from syndicate.exporters.pdf.balance import balanced
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.columns import Snapped, high, on_grid
from syndicate.exporters.pdf.flow import Anchor, Element, Para, Stack, fill
from syndicate.exporters.pdf.newspaper.feet import Feet
from syndicate.exporters.pdf.newspaper.headlines import below, fitted
from syndicate.exporters.pdf.newspaper.photos import Photo
from syndicate.exporters.pdf.notes import Notes
from syndicate.exporters.pdf.style import replace_style
from syndicate.exporters.pdf.tags import Tag, tagged_language
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body

_LONG = 400
"""Letters of a standfirst up to which it stands below the headline; a longer one begins the text."""

Taken = tuple[int, ...]
"""Lines at the head of each column that something else has."""


@dataclass(slots=True, eq=False)
class Story:
    """One story, the rest of one, or several briefs under one label. Heights in lines of the grid."""

    key: str
    parts: list[Element]
    grid: float
    heading: Callable[[int, int], Sequence[Element]]
    """The headline and what belongs to it, over so many columns in that rank of the scale."""
    kind: str = "story"
    """`story`, `brief`, `rest` of a story that began elsewhere, or `briefs` together."""
    weight: int = 5
    """1 is the most important."""
    section: str = ""
    photo: Photo | None = None
    tag: Tag | None = None
    title: str = ""
    lang: str = "und"
    held: tuple[Story, ...] = ()
    """The briefs in it."""
    behind: Tag | None = None
    """What is read before the rest of a story: the line that leads to it."""
    _heads: dict[tuple[int, int], Snapped] = field(default_factory=dict, repr=False)
    _sizes: dict[tuple[int, int], float] = field(default_factory=dict, repr=False)
    _laid: dict[Taken, list[list[Element]]] = field(default_factory=dict, repr=False)
    _ranges: dict[Taken, tuple[int, int]] = field(default_factory=dict, repr=False)
    _feet: Feet | None = field(default=None, repr=False)
    lines: int = 0
    area: int = 0
    """About how many lines of a column it wants, its headline and picture included."""

    def __post_init__(self) -> None:
        self.lines = round(high(self.parts) / self.grid)
        self.area = self.lines + 16

    def with_photo(self, photo: Photo | None) -> None:
        """Give it a picture, over two columns where it has the pixels."""
        self.photo = photo
        if photo is not None:
            span = min(2, photo.most)
            self.area += photo.lines(span)[1] * span

    def head(self, span: int, rank: int) -> Snapped:
        """What stands above the text, in whole lines."""
        if (span, rank) not in self._heads:
            made = self.heading(span, rank)
            self._sizes[span, rank] = max(
                (part.passage.style.size for part in made if isinstance(part, Para)), default=0
            )
            self._heads[span, rank] = Snapped.of(Stack(made), self.grid)
        return self._heads[span, rank]

    def head_lines(self, span: int, rank: int) -> int:
        """Its height in lines."""
        return round(self.head(span, rank).height / self.grid)

    def head_size(self, span: int, rank: int) -> float:
        """The size of its type in points."""
        self.head(span, rank)
        return self._sizes[span, rank]

    def laid(self, taken: Taken) -> list[list[Element]]:
        """The text in columns that end as evenly as they can."""
        if taken not in self._laid:
            count = len(taken)
            made = balanced(self.parts, count, self.grid, taken, change=False) if self.parts else [[] for _ in taken]
            lines = max(1, math.ceil((self.lines + sum(taken)) / count))
            while made is None:
                columns, rest = filled(self.parts, [(lines - top) * self.grid for top in taken])
                made = columns if not rest else None
                lines += 1
            self._laid[taken] = made
        return self._laid[taken]

    @property
    def feet(self) -> Feet:
        """Where its text may be divided."""
        if self._feet is None:
            self._feet = Feet(self.parts, self.grid)
        return self._feet

    def depth(self, taken: Taken) -> int:
        """Lines of the highest of these columns."""
        return self._range(taken)[1]

    def uneven(self, taken: Taken) -> int:
        """Lines by which the lowest of these columns is lower than the highest."""
        low, high = self._range(taken)
        return high - low

    def _range(self, taken: Taken) -> tuple[int, int]:
        if taken not in self._ranges:
            columns = zip(taken, self.laid(taken), strict=True)
            heights = [top + round(high(column) / self.grid) for top, column in columns] or [0]
            self._ranges[taken] = min(heights), max(heights)
        return self._ranges[taken]


def filled(parts: Sequence[Element], rooms: Sequence[float]) -> tuple[list[list[Element]], list[Element]]:
    """Columns filled one after the other to their rooms in points, and what is left over: never all of it."""
    rest = list(parts)
    columns = []
    for room in rooms:
        column: list[Element] = []
        if room > 0:
            column, rest = fill(rest, room)
        columns.append(column)
    if rest and not any(columns):
        # What has no room in any column would be continued for ever.
        columns[0], rest = fill(rest, max(rooms), force=True)
        if not columns[0]:
            columns[0], rest = rest[:1], rest[1:]
    return columns, rest


@dataclass(frozen=True, slots=True)
class StorySetter:
    """Sets one story for the make-up with the tools of `parts`, which is as wide as a column."""

    parts: BodySetter
    voice: Voice
    grid: float
    scale: Sequence[float]
    section: str
    house: str
    """Language of the edition, which its section titles are in."""

    def story(self) -> Story:
        """The story of an article."""
        article = self.parts.article
        notes = Notes.of(article)
        parts, voice = replace(self.parts, notes=notes), notes.heard(self.voice)
        self = replace(self, parts=parts, voice=voice)
        small = article.kind in ("brief", "alert")
        lead = None if small else figures.opening(article)
        photo = self._photo(lead) if lead is not None else None
        shown = lead.media if lead is not None and photo is not None else ""
        blocks = tuple(block for block in article.body if photo is None or block is not lead)
        parts.outline.titled = bool(article.headline.strip())
        top: list[Element] = list(self._title()) if small else []
        if not small and len(standfirst := self._standfirst()) > _LONG:
            top.append(parts.para(standfirst, replace_style(parts.sheet.text.body, indent=0.0, bold=True), voice))
        line = byline(article.bylines)
        if line:
            top.append(parts.para(line, parts.sheet.text.byline, voice))
        said = [*top, *figures.unplaced(parts, voice, shown)]
        said += parts.elements(blocks, voice, dateline(article.dateline))
        said += [*parts.footnotes(voice), *ArticleSetter(parts, voice).foot(parts)]
        weight = article.priority or article.urgency or 5
        made = [on_grid(element, self.grid) for element in said]
        story = Story(article.id, made, self.grid, self._heading, "brief" if small else "story", weight, self.section)
        story.tag, story.title, story.lang = parts.tag, article.headline, voice.lang
        story.with_photo(photo)
        return story

    def notice(self, item: Notice) -> Story:
        """What is left of a canceled story, as a brief."""
        text = self.parts.sheet.text
        said: list[Element] = [Anchor(item.id, item.show.strip() or item.id, 1)]
        said.append(
            self.parts.para(item.show, text.headline_brief, self.voice, role="H1" if item.show.strip() else "P")
        )
        if item.reason:
            said.append(self.parts.para(item.reason, replace_style(text.body, indent=0.0), self.voice))
        made = [on_grid(element, self.grid) for element in said]
        story = Story(item.id, made, self.grid, self._heading, "brief", 9, self.section)
        story.tag, story.title, story.lang = self.parts.tag, item.show, self.voice.lang
        return story

    def _title(self) -> Iterator[Element]:
        """Headline and standfirst of a brief, in the column."""
        article, text = self.parts.article, self.parts.sheet.text
        yield Anchor(article.id, article.headline.strip() or article.id, 1)
        said = " · ".join(over(article))
        if said:
            yield self.parts.para(said, text.kicker, self.voice)
        if article.headline:
            role = "H1" if article.headline.strip() else "P"
            title = self.parts.para(article.headline, text.headline_brief, self.voice, role=role)
            yield Stack([title], keep=True, whole=True)
        for more in (article.subheadline, article.standfirst or article.summary):
            if more:
                yield self.parts.para(more, replace_style(text.body, indent=0.0, bold=True), self.voice)

    def _heading(self, span: int, rank: int) -> Sequence[Element]:
        article, sheet, text = self.parts.article, self.parts.sheet, self.parts.sheet.text
        parts = replace(self.parts, width=sheet.over(span))
        made: list[Element] = [Anchor(article.id, article.headline.strip() or article.id, 1)]
        said = over(article)
        if said:
            made.append(parts.para(" · ".join(said), text.kicker, Voice(self.house, self.voice.dir)))
        if article.headline:
            # What leads a page may have a line more, and so be larger.
            most = {1: 5, 2: 4, 3: 3}.get(span, 2) + (rank <= 1)
            passage = fitted(
                article.headline, text.headline, self.scale[rank:], parts.width, most, self.voice, parts.setter
            )
            role = "H1" if article.headline.strip() else "P"
            tag = Tag(role, parts.tag, tagged_language(self.voice.lang, parts.tag))
            after = text.headline.after + below(passage, self.voice.lang)
            made.append(Para(passage, 0.0, after, True, tag=tag))
        if article.subheadline:
            made.append(parts.para(article.subheadline, text.subheadline, self.voice))
        if 0 < len(standfirst := self._standfirst()) <= _LONG:
            made.append(parts.para(standfirst, text.standfirst if rank <= 1 else text.subheadline, self.voice))
        return made

    def _standfirst(self) -> str:
        return self.parts.article.standfirst or self.parts.article.summary

    def _photo(self, block: body.Figure) -> Photo | None:
        parts = self.parts
        media = parts.article.media_by_id(block.media)
        found = figures.loaded(parts, media) if media is not None and media.type in ("picture", "graphic") else ""
        if isinstance(found, str):
            return None
        image, width, height = found
        focus = (media.focus.x, media.focus.y) if media is not None and media.focus is not None else (0.5, 0.4)

        def made(span: int) -> Sequence[Element]:
            wide = replace(parts, width=parts.sheet.over(span))
            (stack,) = figures.figure(wide, block, self.voice.of(block))
            assert isinstance(stack, Stack)
            return stack.parts

        return Photo(image, width, height, parts.sheet, self.grid, focus, made)
