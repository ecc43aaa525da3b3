"""A book read back: from the copy in canonical form that our exporter puts into it."""

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
    """Reads an EPUB that carries its edition."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The edition of the book.

        Raises:
            InputError: the file is no archive, carries no copy, or holds more than the limit.
            ModelError: the head of the copy is damaged.
        """
        try:
            with source.open() as stream, zipfile.ZipFile(stream) as archive:
                _refuse(archive, source, job)
                yield _edition(archive, source, job)
        except _DAMAGED as problem:
            raise InputError(f"{source.name}: the book cannot be read: {problem}", hint="get it again") from problem


def _refuse(archive: zipfile.ZipFile, source: Source, job: ImportJob) -> None:
    if not copies.has_copy(archive):
        raise InputError(
            f"{source.name}: the book carries no edition in canonical form",
            hint="only books that syndicate wrote, without --option epub.copy=no, can be read",
        )
    size = sum(archive.getinfo(name).file_size for name in (copies.HEAD, copies.ITEMS))
    if size > job.context.limits.input_size:
        raise InputError(f"{source.name}: the edition in it is larger than {job.context.limits.input_size} bytes")


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
