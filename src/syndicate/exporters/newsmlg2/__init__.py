"""NewsML-G2 2.35: a news message with the edition as a package, its stories, their media, and notices of kills.

Items are written one after the other, so that memory holds one of them however long the edition is. The order of
elements is the order of the standard's schema, element by element; see docs/formats/newsml-g2.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count

from syndicate.contracts import Artifact, Fidelity, Job, Notice, Release
from syndicate.exporters.newsmlg2.fidelity import FIDELITY
from syndicate.exporters.newsmlg2.items import notice_item, story
from syndicate.exporters.newsmlg2.markup import Lines, element, nest, optional, rendered
from syndicate.exporters.newsmlg2.media import media_guids, medium_item
from syndicate.exporters.newsmlg2.metadata import Desk
from syndicate.exporters.newsmlg2.package import is_package, package_item
from syndicate.formats import g2
from syndicate.formats.filenames import story_stem
from syndicate.formats.g2profile import BodyForm, Profile, find
from syndicate.formats.names import slugify
from syndicate.model.article import Article


class NewsmlG2Exporter:
    """Writes a release as one newsMessage, or each of its items as a file."""

    @property
    def fidelity(self) -> Fidelity:
        """What NewsML-G2 carries of each feature."""
        return FIDELITY

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One artifact, or one for each item; the bytes are made while it is read.

        Raises:
            UsageError: an option has no such value, or there is no such profile.
        """
        profile = find(job.profile)
        bodies: tuple[BodyForm, ...] = tuple(form for form in profile.bodies if form != "text")
        if job.flag("text", default="text" in profile.bodies):
            # First: receivers that keep the last content they meet then keep a richer one.
            bodies = ("text", *bodies)
        if job.flag("message", default=True):
            chunks = _message(release, job, profile, bodies)
            return [Artifact(name=job.file_name, media_type=job.row.media_type, chunks=chunks)]
        return _files(release, Desk(job, job.processing_time(), release.edition.publisher, profile, bodies, alone=True))


def _message(release: Release, job: Job, profile: Profile, bodies: tuple[BodyForm, ...]) -> Iterator[bytes]:
    # `sent` and `versionCreated` are required, so a processing time is always needed; it is asked for once.
    desk = Desk(job, job.processing_time(), release.edition.publisher, profile, bodies)
    header = [element("sent", g2.moment(desk.now)), *optional("sender", g2.one_line(desk.publisher))]
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<newsMessage xmlns="{g2.NAR}">\n'.encode()
    yield rendered(nest("header", header), 1)
    yield b"  <itemSet>\n"
    if is_package(release) or not release.items:
        for depth, lines in package_item(release, desk):
            yield rendered(lines, 2 + depth)
    for item in release.items:
        for _, lines in _items(item, desk):
            yield rendered(lines, 2)
    yield b"  </itemSet>\n</newsMessage>\n"


def _items(item: Article | Notice, desk: Desk) -> Iterator[tuple[str, Lines]]:
    """The items that a story becomes, each with what tells its file from the story's."""
    if isinstance(item, Notice):
        yield "", notice_item(item, desk)
        return
    yield "", story(item, desk)
    for medium, guid in media_guids(item):
        yield f"-{slugify(medium.id) or medium.type}", medium_item(item, medium, guid, desk)


def _files(release: Release, desk: Desk) -> Iterator[Artifact]:
    """Every item as a file of its own: the package by the edition's name, a story by its slug, media by theirs too."""
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    row = desk.job.row
    taken: set[str] = set()
    if is_package(release) or not release.items:
        chunks = (rendered(lines, depth) for depth, lines in package_item(release, desk))
        taken.add(desk.job.stem)
        yield Artifact(name=desk.job.file_name, media_type=g2.PACKAGE_TYPE, chunks=chain([head], chunks))
    for item in release.items:
        stem = _free(story_stem(item), taken)
        for more, lines in _items(item, desk):
            name = row.file_name.format(stem=_free(stem + more, taken) if more else stem, suffix=row.suffix)
            yield Artifact(name=name, media_type=g2.ITEM_TYPE, chunks=(head, rendered(lines, 0)))


def _free(stem: str, taken: set[str]) -> str:
    """`stem`, with a number where a file has it already."""
    name = next(name for number in count(1) if (name := stem if number == 1 else f"{stem}-{number}") not in taken)
    taken.add(name)
    return name
