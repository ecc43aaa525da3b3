"""Books: from the copy in canonical form that our exporter puts into one, or else from the documents of any book.

The rooms: `package` (metadata, reading order, contents), `story` (one document becomes one article), `documents` (the
book as a whole), and here the copy. What is read is told in ``docs/formats/epub.md``.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable

import msgspec

from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.errors import InputError, ModelError
from syndicate.formats import copies
from syndicate.model.article import Article, Edition

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError)
"""What `zipfile` raises for archives and entries that cannot be read."""


class EpubImporter:
    """Reads an EPUB."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The edition of the book.

        Raises:
            InputError: the file is no book, holds no story, or more than the limit.
            ModelError: the head of the copy is damaged.
            DependencyError: the book has no copy, and the sanitiser for its documents is not installed.
        """
        try:
            with source.open() as stream, zipfile.ZipFile(stream) as archive:
                names = (copies.HEAD, copies.ITEMS) if copies.has_copy(archive) else archive.namelist()
                _refuse_large(archive, names, source, job)
                if copies.has_copy(archive):
                    yield _edition(archive, source, job)
                else:
                    from syndicate.importers.epub import documents

                    yield documents.edition(archive, source, job)
        except _DAMAGED as problem:
            raise InputError(f"{source.name}: the book cannot be read: {problem}", hint="get it again") from problem


def _refuse_large(archive: zipfile.ZipFile, names: Iterable[str], source: Source, job: ImportJob) -> None:
    """The words of the copy count together; of a book without one, each file by itself, as one is read at a time."""
    sizes = [archive.getinfo(name).file_size for name in names]
    limit = job.context.limits.input_size
    if (sum(sizes) if copies.has_copy(archive) else max(sizes, default=0)) > limit:
        raise InputError(f"{source.name}: the edition in it is larger than {limit} bytes")


def _edition(archive: zipfile.ZipFile, source: Source, job: ImportJob) -> Edition:
    articles: dict[str, Article] = {}
    for number, item in enumerate(copies.items(archive), start=1):
        if isinstance(item, ModelError):
            job.report.add(_set_aside(item, f"{source.name}!{copies.ITEMS}", number))
        else:
            articles.setdefault(item.id, item)
    return msgspec.structs.replace(copies.head(archive), articles=tuple(articles.values()))


def _set_aside(error: ModelError, place: str, number: int) -> Diagnostic:
    return Diagnostic(
        code="SYN-EPUB-002",
        severity=Severity.ERROR,
        message=f"set aside: a story of the copy is damaged: {error.message}",
        location=Location(file=place, line=error.line or number, path=error.path),
        hint="get the book again",
        format="epub",
    )
