"""The plan of a book: which documents it has, what they are called, and the one order that all of it follows.

Spine, table of contents, NCX and the links between the stories are all read off this plan, so they cannot disagree.
A story that stands in two sections has one document, at its first place. File names come from the story's slug and id,
so that a story keeps its name when others come or go.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from syndicate.contracts import Notice, Release
from syndicate.exporters.epub.labels import Labels, labels
from syndicate.formats.languages import direction, language_tag, plain_tag
from syndicate.formats.names import slugify
from syndicate.formats.xml import one_line
from syndicate.model import body
from syndicate.model.article import Article, Edition, Section
from syndicate.model.base import Direction

_TITLE_LENGTH = 80


class Page(msgspec.Struct, frozen=True):
    """One document: its manifest id, its path below the package document, its line in the table of contents."""

    id: str
    path: str
    title: str


class Story(msgspec.Struct, frozen=True):
    """The document of one item."""

    page: Page
    item: Article | Notice
    section: Page | None
    language: str
    dir: Direction


class Part(msgspec.Struct, frozen=True):
    """A section: its page, the stories it lists, those of them that have their document here, the parts within."""

    page: Page
    listed: tuple[Story, ...]
    placed: tuple[Story, ...]
    parts: tuple[Part, ...]


class Plan(msgspec.Struct, frozen=True):
    """The whole book.

    `cover` is None until there is a picture for it, `front` is None for a story on its own, `loose` are the stories in
    no section.
    """

    edition: Edition
    title: str
    language: str
    dir: Direction
    labels: Labels
    cover: Page | None
    title_page: Page
    nav: Page
    front: Page | None
    parts: tuple[Part, ...]
    loose: tuple[Story, ...]
    printed: Mapping[str, Story]
    """The pages of the printed edition by their number, each with the first story that stands on it."""

    def stories(self) -> Iterator[Story]:
        """Every story once, in reading order."""
        for part in self.parts:
            yield from _placed(part)
        yield from self.loose

    def with_cover(self) -> Plan:
        """The same book with a page for a picture before all others."""
        return msgspec.structs.replace(self, cover=Page("cover", "text/cover.xhtml", self.labels["cover"]))

    @property
    def opening(self) -> tuple[Page, ...]:
        """What stands before the stories and is listed in the contents."""
        return tuple(page for page in (self.cover, self.title_page, self.front) if page is not None)

    @property
    def start(self) -> Page | None:
        """Where reading begins: the front page, or the story on its own."""
        return self.front or next((story.page for story in self.loose), None)


def make_plan(release: Release) -> Plan:
    """Lay out the book of a release."""
    edition = release.edition
    items = release.items
    alone = len(items) == 1 and not edition.sections
    language = plain_tag(language_tag(edition.language))
    if language == "und" and alone:
        language = _language(items[0], language)
    words = labels(language)
    planner = _Planner({item.id: item for item in items}, language, direction(language, edition.dir), words)
    parts = tuple(planner.part(section) for section in edition.sections)
    loose = tuple(planner.story(item, None) for item in items if item.id not in planner.stories)
    title = one_line(edition.title) or (
        loose[0].page.title if alone else one_line(edition.publisher) or words["untitled"]
    )
    return Plan(
        edition=edition,
        title=title,
        language=language,
        dir=direction(language, edition.dir),
        labels=words,
        cover=None,
        title_page=Page("title-page", "text/title.xhtml", words["title_page"]),
        nav=Page("nav", "nav.xhtml", words["contents"]),
        front=None if alone else Page("front", "text/front.xhtml", words["front"]),
        parts=parts,
        loose=loose,
        printed=_printed((*(story for part in parts for story in _placed(part)), *loose)),
    )


def _printed(stories: Iterable[Story]) -> dict[str, Story]:
    found: dict[str, Story] = {}
    for story in stories:
        number = page_number(story.item)
        if number:
            found.setdefault(number, story)
    return found


def page_number(item: Article | Notice) -> str:
    """The page of print that an item begins on; '' when there is none."""
    return one_line(item.print.page) if isinstance(item, Article) and item.print is not None else ""


def page_anchor(number: str) -> str:
    """The id of the mark where a page of print begins."""
    return "page-" + re.sub(r"[^A-Za-z0-9]", lambda match: f"-{ord(match.group()):x}-", number)


class _Planner:
    """Gives every item its document, at the first place that names it."""

    def __init__(
        self, items: dict[str, Article | Notice], language: str, default_dir: Direction, words: Labels
    ) -> None:
        self.items = items
        self.language = language
        self.dir = default_dir
        self.labels = words
        self.stories: dict[str, Story] = {}
        self._section_ids: set[str] = set()

    def part(self, section: Section) -> Part:
        """The part for a section of the edition."""
        name = self._section_name(section)
        page = Page(name, f"text/{name}.xhtml", one_line(section.title) or section.id)
        new = [i for i in dict.fromkeys(section.articles) if i in self.items and i not in self.stories]
        placed = tuple(self.story(self.items[i], page) for i in new)
        listed = tuple(self.stories[i] for i in dict.fromkeys(section.articles) if i in self.stories)
        return Part(page, listed, placed, tuple(self.part(inner) for inner in section.sections))

    def story(self, item: Article | Notice, section: Page | None) -> Story:
        """The document of `item`."""
        digest = hashlib.sha256(item.id.encode("utf-8")).hexdigest()[:12]
        slug = slugify(item.slug or item.headline) if isinstance(item, Article) else ""
        name = "-".join(filter(None, ("story", slug[:40].strip("-"), digest)))
        language = _language(item, self.language)
        given = item.dir or (self.dir if language == self.language else None)
        words = labels(language)
        story = Story(
            Page(name, f"text/{name}.xhtml", _title(item, words)), item, section, language, direction(language, given)
        )
        self.stories[item.id] = story
        return story

    def _section_name(self, section: Section) -> str:
        digest = hashlib.sha256(section.id.encode("utf-8")).hexdigest()[:8]
        name = "-".join(filter(None, ("section", slugify(section.title)[:40].strip("-"), digest)))
        number = 1
        while name in self._section_ids:
            number += 1
            name = f"{name}-{number}"
        self._section_ids.add(name)
        return name


def _language(item: Article | Notice, default: str) -> str:
    """The item's language, the edition's where the item does not tell."""
    own = plain_tag(language_tag(item.language, item.script if isinstance(item, Article) else ""))
    return default if own == "und" else own


def _title(item: Article | Notice, words: Labels) -> str:
    """What to call an item in lists: its headline, else its slug, else how it begins; nothing is made up."""
    if isinstance(item, Notice):
        return words["withdrawn"]
    opening = (one_line(body.plain(text)) for block in item.body for text in body.texts(block))
    title = one_line(item.headline) or one_line(item.slug) or next(filter(None, opening), "")
    if len(title) > _TITLE_LENGTH and not one_line(item.headline):
        title = title[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
    return title or words["untitled"]


def _placed(part: Part) -> Iterator[Story]:
    yield from part.placed
    for inner in part.parts:
        yield from _placed(inner)
