"""The EPUB 3.3 exporter: an edition as one book that reads well anywhere and is the same bytes each time.

ebooklib makes what it is good at (package document, nav, NCX); the documents and pictures are written by this package
into a deterministic archive, one after the other, so that memory does not grow with the pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from syndicate.context import template
from syndicate.contracts import Artifact, Fidelity, Job, Release
from syndicate.exporters.epub import pages
from syndicate.exporters.epub.cover import Cover, make_cover
from syndicate.exporters.epub.fidelity import FIDELITY
from syndicate.exporters.epub.metadata import Seen, describe
from syndicate.exporters.epub.package import COVER, NCX, PACKAGE, ebooklib, navigation
from syndicate.exporters.epub.pictures import Pictures, Resource
from syndicate.exporters.epub.plan import Part, Plan, make_plan
from syndicate.exporters.epub.stories import StoryWriter
from syndicate.formats import copies
from syndicate.formats.archive import Archive
from syndicate.formats.pictures import SUFFIXES
from syndicate.formats.xml import one_line

_FOLDER = "EPUB/"
_CHUNK = 256 * 1024

_CONTAINER = f"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{_FOLDER}{PACKAGE}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


class EpubExporter:
    """Writes a release as one EPUB 3.3 file."""

    fidelity: Fidelity = FIDELITY

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """The book; see `syndicate.contracts.Exporter`.

        Raises:
            DependencyError: the extra `epub` is not installed.
        """
        ebooklib()  # before anything is written
        return (Artifact(job.file_name, job.row.media_type, _chunks(release, job)),)


def _chunks(release: Release, job: Job) -> Iterator[bytes]:
    """The bytes of the book as they come about: memory holds one chunk, or one picture that is larger."""
    stream = BytesIO()
    for _ in _write(release, job, stream):
        if stream.tell() >= _CHUNK:
            yield stream.getvalue()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue()


def _write(release: Release, job: Job, stream: BinaryIO) -> Iterator[None]:
    """Write the book, with a stop after each document."""
    plan = make_plan(release)
    cover = make_cover(plan, job)
    plan = plan.with_cover() if cover else plan
    with Archive(stream) as archive:
        archive.add("mimetype", b"application/epub+zip", stored=True)
        archive.add("META-INF/container.xml", _CONTAINER.encode("utf-8"))
        if job.flag("copy", default=True):
            yield from copies.write(archive, release)
        archive.add(f"{_FOLDER}style.css", template("epub/style.css"))
        pictures = Pictures(job, lambda path, data: archive.add(_FOLDER + path, data))
        writer = StoryWriter(plan, job, pictures)
        if cover is not None:
            _write_cover(archive, plan, cover, pictures)
        _write_pages(archive, plan, writer)
        for path, document in _stories(plan, writer):
            archive.add(path, document)
            yield
        _write_navigation(archive, plan, writer, one_line(job.options.get("certified-by", "")), job.processing_time())


def _write_navigation(archive: Archive, plan: Plan, writer: StoryWriter, certifier: str, modified: datetime) -> None:
    found = tuple(writer.pictures.resources.values())
    seen = Seen(
        pictures=bool(found),
        described=writer.described,
        animated=any(resource.media_type == "image/gif" for resource in found),
        ruby=writer.ruby,
    )
    resources = (Resource("style", "style.css", "text/css"), *found)
    files = navigation(plan, resources, describe(plan, seen, certifier), modified)
    archive.add(f"{_FOLDER}{plan.nav.path}", files.nav)
    archive.add(f"{_FOLDER}{NCX}", files.ncx)
    archive.add(f"{_FOLDER}{PACKAGE}", files.package)


def _write_cover(archive: Archive, plan: Plan, cover: Cover, pictures: Pictures) -> None:
    resource = Resource(COVER, f"images/cover{SUFFIXES[cover.media_type]}", cover.media_type)
    pictures.resources[resource.path] = resource
    archive.add(_FOLDER + resource.path, cover.data)
    if plan.cover is not None:
        archive.add(_FOLDER + plan.cover.path, pages.cover(plan, resource.path, cover.alt))


def _write_pages(archive: Archive, plan: Plan, writer: StoryWriter) -> None:
    archive.add(_FOLDER + plan.title_page.path, pages.title_page(plan))
    if plan.front is not None:
        archive.add(_FOLDER + plan.front.path, pages.front(plan, writer))

    def write_part(part: Part) -> None:
        archive.add(_FOLDER + part.page.path, pages.section(plan, part))
        for inner in part.parts:
            write_part(inner)

    for part in plan.parts:
        write_part(part)


def _stories(plan: Plan, writer: StoryWriter) -> Iterator[tuple[str, bytes]]:
    """The path and the document of each story, in reading order."""
    stories = list(plan.stories())
    for place, story in enumerate(stories):
        before = stories[place - 1] if place else None
        after = stories[place + 1] if place + 1 < len(stories) else None
        yield _FOLDER + story.page.path, writer.write(story, before, after)
