"""Stories and their media put together as they come, in the order of the stories, with a bound on what waits."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from syndicate.importers.newsmlg2.findings import Findings
from syndicate.importers.newsmlg2.media import Medium, joined, may_join
from syndicate.importers.newsmlg2.package import Package
from syndicate.model.article import Article, Edition, Section

_STORIES = 64
"""How many stories wait for media that they name; then the first goes without."""
_MEDIA = 256
"""How many media wait for a story that they name; then the first goes alone."""


class Waiting(msgspec.Struct):
    """A story with the guids of the media that it names, and those that have come."""

    story: Article
    wanted: tuple[str, ...]
    come: dict[str, Medium] = {}

    @property
    def ready(self) -> bool:
        """Whether nothing more is waited for."""
        return all(guid in self.come for guid in self.wanted)


class Assembly:
    """What has come of one file, and what still waits."""

    def __init__(self, findings: Findings) -> None:
        self.packages: list[Package] = []
        self._findings = findings
        self._queue: list[Waiting] = []
        self._loose: dict[str, Medium] = {}
        self._partners: dict[str, str] = {}
        self._beside: dict[str, list[str]] = {}
        self._yielded: dict[str, None] = {}

    def package(self, package: Package) -> None:
        """Take a package: it tells which media stand beside which story."""
        self.packages.append(package)
        self._partners |= package.partners
        for guid, story in package.partners.items():
            self._beside.setdefault(story, []).append(guid)

    def story(self, story: Article, wanted: tuple[str, ...]) -> Iterator[Article]:
        """Take a story; yield what is whole now."""
        beside = [guid for guid in self._beside.get(story.id, ()) if guid not in wanted and guid in self._partners]
        waiting = Waiting(story=story, wanted=(*wanted, *beside))
        for guid, medium in list(self._loose.items()):
            if guid in waiting.wanted or story.id in self._stories(medium):
                self._join(waiting, self._loose.pop(guid))
        self._queue.append(waiting)
        yield from self._release()

    def medium(self, medium: Medium) -> Iterator[Article]:
        """Take a medium; yield what is whole now."""
        targets = self._stories(medium)
        for waiting in reversed(self._queue):
            if medium.guid in waiting.wanted or waiting.story.id in targets:
                self._join(waiting, medium)
                break
        else:
            self._loose[medium.guid] = medium
            if len(self._loose) > _MEDIA:
                yield self._alone(self._loose.pop(next(iter(self._loose))))
        yield from self._release()

    def end(self) -> Iterator[Article | Edition]:
        """Yield what still waits, media that no story took, and the head of the edition."""
        for waiting in self._queue:
            yield self._whole(waiting)
        self._queue.clear()
        for medium in self._loose.values():
            yield self._alone(medium)
        self._loose.clear()
        for package in self.packages:
            yield self._edition(package)

    def _stories(self, medium: Medium) -> tuple[str, ...]:
        partner = self._partners.get(medium.guid)
        return (*medium.stories, partner) if partner else medium.stories

    def _join(self, waiting: Waiting, medium: Medium) -> None:
        """Give a story its medium, unless that may not go where the story goes."""
        if may_join(medium, waiting.story):
            waiting.come[medium.guid] = medium
            return
        waiting.wanted = tuple(guid for guid in waiting.wanted if guid != medium.guid)
        self._loose[medium.guid] = msgspec.structs.replace(medium, stories=())
        self._partners.pop(medium.guid, None)
        told = self._findings.of_item(0, medium.guid)
        told.medium(f"the {medium.media.type} is held, and its story {waiting.story.id} is not: it stays by itself")

    def _release(self) -> Iterator[Article]:
        while self._queue and (self._queue[0].ready or len(self._queue) > _STORIES):
            yield self._whole(self._queue.pop(0))

    def _whole(self, waiting: Waiting) -> Article:
        self._yielded.setdefault(waiting.story.id)
        media = [waiting.come[guid] for guid in waiting.wanted if guid in waiting.come]
        media += [medium for guid, medium in waiting.come.items() if guid not in waiting.wanted]
        return joined(waiting.story, media) if media else waiting.story

    def _alone(self, medium: Medium) -> Article:
        self._yielded.setdefault(medium.guid)
        if medium.stories:
            told = self._findings.of_item(0, medium.guid)
            told.medium(f"the {medium.media.type} belongs to {medium.stories[0]}, which is not here: it stands alone")
        return medium.alone

    def _edition(self, package: Package) -> Edition:
        """The head, with sections of what was read; what was not is told."""
        known = self._yielded
        joined_media = set(self._partners)
        absent = [ref for ref in package.refs if ref not in known and ref not in joined_media]
        if absent:
            self._findings.of_item(0, package.edition.id).absent(absent)
        return msgspec.structs.replace(package.edition, sections=_present(package.edition.sections, known))


def _present(sections: tuple[Section, ...], known: dict[str, None]) -> tuple[Section, ...]:
    """The sections with the stories that are there; one of nothing but media or absent items is none."""
    kept = []
    for section in sections:
        articles = tuple(ref for ref in section.articles if ref in known)
        inner = _present(section.sections, known)
        if articles or inner or not section.articles:
            kept.append(msgspec.structs.replace(section, articles=articles, sections=inner))
    return tuple(kept)
