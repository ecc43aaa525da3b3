"""NITF 3.6: a file for each story, named by its slug, and one for each notice of a kill.

A NITF document is one story and nothing else, and receivers take files as they come, so an edition is as many files as
it has stories. The rooms: `head` (what is said of the story), `named` (people, places and the like), `furniture` (what
stands before and after the text); the text itself is written by `syndicate.formats.nitf`.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.contracts import Artifact, Fidelity, Job, Notice, Release
from syndicate.exporters.nitf.desk import Desk
from syndicate.exporters.nitf.fidelity import FIDELITY
from syndicate.exporters.nitf.furniture import body_end, body_head
from syndicate.exporters.nitf.head import head, notice_head
from syndicate.exporters.nitf.named import ids
from syndicate.formats import nitf
from syndicate.formats.elements import Lines, Value, element, nest
from syndicate.formats.filenames import file_names
from syndicate.formats.languages import language_tag
from syndicate.model.article import Article


class NitfExporter:
    """Writes each item of a release as a NITF document."""

    @property
    def fidelity(self) -> Fidelity:
        """What NITF carries of each feature."""
        return FIDELITY

    def export(self, release: Release, job: Job) -> Iterator[Artifact]:
        """An artifact for each item; its bytes are made while it is read."""
        desk = Desk(job, release.edition.publisher)
        for item, name in zip(release.items, file_names(release, job), strict=True):
            yield Artifact(name=name, media_type=job.row.media_type, chunks=_chunks(item, desk))


def _chunks(item: Article | Notice, desk: Desk) -> Iterator[bytes]:
    lines = _notice(item, desk) if isinstance(item, Notice) else _story(item, desk)
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield "".join([f"{line}\n" for line in lines]).encode()


def _story(article: Article, desk: Desk) -> Lines:
    tag = language_tag(article.language, article.script)
    style = nitf.Style(
        href=lambda href: desk.address(href, article.id, "the link"),
        source=lambda one: desk.address(one.href, article.id, "the file of a medium"),
        ids=True,
        taken=frozenset(ids(article).values()),
    )
    parts = [
        *body_head(article, nitf.Body(article, nitf.Style())),
        *nitf.body_content(article, style),
        *body_end(article),
    ]
    return _document(tag, [*head(article, desk), *nest("body", parts, nitf.language(tag, article.dir))])


def _notice(notice: Notice, desk: Desk) -> Lines:
    """What is left of a killed story: a document that says so and has no content."""
    tag = language_tag(notice.language)
    words = nest("body.head", nest("hedline", [element("hl1", notice.show)]))
    return _document(tag, [*notice_head(notice, desk), *nest("body", words, nitf.language(tag, notice.dir))])


def _document(tag: str, lines: Lines) -> Lines:
    values: dict[str, Value] = {**nitf.DECLARATIONS, "version": nitf.VERSION, "baselang": tag}
    return nest("nitf", lines, values)
