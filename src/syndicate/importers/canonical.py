"""The canonical form read back: an edition file, one bare article, or JSON Lines with an article a line.

Which of them it is, the first line tells: a whole JSON object there is an edition when it says `"syndicate"`, else the
first of the lines. JSON Lines are read as a stream, so memory does not grow with the archive, and a bad line is set
aside without stopping the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.errors import InputError, ModelError
from syndicate.formats import jsontext
from syndicate.model import codec
from syndicate.model.article import Article, Edition
from syndicate.model.digests import remember

_BOM = b"\xef\xbb\xbf"
_LINES = (".jsonl", ".ndjson")


class CanonicalImporter:
    """Reads what `syndicate import` writes."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The edition or the articles of `source`.

        Raises:
            InputError: empty, or larger than the limit.
            ModelError: broken JSON (with line), or a value of a wrong type (with `$.path`).
        """
        limit = job.context.limits.input_size
        with source.open() as stream:
            first = _first_line(stream, source, limit)
            if source.name.lower().endswith(_LINES) or jsontext.is_article_line(first):
                yield from _lines(first, stream, source, job)
                return
            data = first + stream.read(limit + 1 - len(first))
        if len(data) > limit:
            raise _too_large(source, limit)
        yield _whole(data, source, job)


def _first_line(stream: BinaryIO, source: Source, limit: int) -> bytes:
    """The first line that says something; blank lines before it stay as line ends, for the line numbers."""
    before = b""
    line = stream.readline(limit + 1).removeprefix(_BOM)
    while line and not line.strip():
        before += b"\n"
        line = stream.readline(limit + 1)
    if not line:
        raise InputError(f"{source.name}: the file is empty", hint="there is no story in it")
    if len(line) > limit:
        raise _too_large(source, limit)
    return before + line


def _too_large(source: Source, limit: int) -> InputError:
    return InputError(f"{source.name}: larger than {limit} bytes", hint="JSON Lines may be longer: one story a line")


def _whole(data: bytes, source: Source, job: ImportJob) -> Article | Edition:
    found: Article | Edition
    try:
        found = codec.decode_edition(data) if jsontext.is_edition(data) else codec.decode_article(data)
    except ModelError as error:
        line = error.line or jsontext.line_of(data, error.path)
        place = f"{source.name}:{line}" if line else source.name
        raise ModelError(f"{place}: {error.message}", hint=error.hint, line=line, path=error.path) from error
    _refuse_deep(found, source, job.context.limits.nesting)
    if job.context.cache is not None:
        if isinstance(found, Article):
            remember(job.context.digests, found, data)
        else:
            codec.remember_articles(job.context.digests, found, data)
    if isinstance(found, Article):
        return _in_language(found, job)
    if found.language != "und":
        return found
    return msgspec.structs.replace(found, articles=tuple(_in_language(article, job) for article in found.articles))


def _lines(first: bytes, stream: BinaryIO, source: Source, job: ImportJob) -> Iterator[Article]:
    good = 0
    problem: ModelError | None = None
    digests = job.context.digests if job.context.cache is not None else None
    for item in codec.decode_lines(_numbered(first, stream, source, job), digests):
        if isinstance(item, Article):
            try:
                _refuse_deep(item, source, job.context.limits.nesting)
            except ModelError as error:
                item = error
        if isinstance(item, ModelError):
            problem = problem or item
            job.report.add(_set_aside(item, source))
            continue
        good += 1
        yield _in_language(item, job)
    if problem is not None and not good:
        raise ModelError(
            f"{source.name}: no line of it could be read; the first: {problem.message}",
            hint=problem.hint,
            line=problem.line,
            path=problem.path,
        )


def _numbered(first: bytes, stream: BinaryIO, source: Source, job: ImportJob) -> Iterator[bytes]:
    limit = job.context.limits.input_size
    yield from first.splitlines(keepends=True)
    while line := stream.readline(limit + 1):
        if len(line) > limit:
            raise _too_large(source, limit)
        yield line


def _refuse_deep(found: Article | Edition, source: Source, limit: int) -> None:
    """Blocks in blocks and sections in sections without end would take down whatever walks them."""
    if jsontext.depth(found) > limit:
        raise ModelError(
            f"{source.name}: blocks or sections are nested more than {limit} deep", hint="flatten the boxes", path="$"
        )


def _in_language(article: Article, job: ImportJob) -> Article:
    """The article with the fallback language, where it tells none."""
    if not job.language or article.language != "und":
        return article
    return msgspec.structs.replace(article, language=job.language)


def _set_aside(error: ModelError, source: Source) -> Diagnostic:
    return Diagnostic(
        code="SYN-JSON-001" if error.message.startswith("broken") else "SYN-JSON-002",
        severity=Severity.ERROR,
        message=f"set aside: {error.message}",
        location=Location(file=source.name, line=error.line, path=error.path),
        hint=error.hint,
    )
