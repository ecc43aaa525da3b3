"""The canonical form read back: an edition file, one bare article, or JSON Lines with an article a line.

Which of them it is, the first line tells: a whole JSON object there is an edition when it says `"syndicate"`, else the
first of the lines. JSON Lines are read as a stream, so memory does not grow with the archive, and a bad line is set
aside without stopping the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.errors import InputError, ModelError
from syndicate.formats import jsontext
from syndicate.model import codec
from syndicate.model.article import Article, Edition
from syndicate.model.digests import remember

if TYPE_CHECKING:
    from syndicate.formats import salvage

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
    mended = False
    try:
        found = codec.decode_edition(data) if jsontext.is_edition(data) else codec.decode_article(data)
    except ModelError as error:
        saved = _saved(data, error, source, job)
        if saved is None:
            line = error.line or jsontext.line_of(data, error.path)
            place = f"{source.name}:{line}" if line else source.name
            raise ModelError(f"{place}: {error.message}", hint=error.hint, line=line, path=error.path) from error
        found, mended = saved, True
    _refuse_deep(found, source, job.context.limits.nesting)
    if job.context.cache is not None and not mended:
        if isinstance(found, Article):
            remember(job.context.digests, found, data)
        else:
            codec.remember_articles(job.context.digests, found, data)
    if isinstance(found, Article):
        return _in_language(found, job)
    if found.language != "und":
        return found
    return msgspec.structs.replace(found, articles=tuple(_in_language(article, job) for article in found.articles))


def _saved(data: bytes, error: ModelError, source: Source, job: ImportJob) -> Article | Edition | None:
    """What is good of a file that was refused with `error`; the rest is set aside. None when nothing is."""
    from syndicate.formats import salvage  # only here, where few files come

    whole = salvage.edition(data)
    if whole is None:
        part = salvage.article(data, error)
        if part is not None:
            job.report.add(_cleaned(part, source))
        return part.article if part else None
    head, parts = whole
    good: dict[str, Article] = {}
    found: list[Diagnostic] = []
    for part in parts:
        if part.article is not None and part.article.id in good:
            part.error = ModelError(f"an article with the id {part.id} stands before it at {part.path}", path=part.path)
        if part.error is not None:
            part.error.line = jsontext.line_of(data, part.path)
            found.append(_set_aside(part.error, source, part.id))
        elif part.article is not None:
            good[part.article.id] = part.article
            if part.lost:
                found.append(_cleaned(part, source))
    if not good:
        return None
    job.report.extend(found)
    return msgspec.structs.replace(head, articles=tuple(good.values()))


def _mended(line: bytes, error: ModelError) -> salvage.Part | None:
    """The story of a line that was refused with `error`, when its characters alone are at fault."""
    from syndicate.formats import salvage  # only here, where few files come

    return salvage.article(line, error)


def _cleaned(part: salvage.Part, source: Source) -> Diagnostic:
    return Diagnostic(
        code="SYN-TEXT-001",
        severity=Severity.WARNING,
        message="lone surrogates or bytes that are no UTF-8 were taken out, or stand as U+FFFD",
        location=Location(file=source.name, article=part.id, path=part.path),
    )


def _lines(first: bytes, stream: BinaryIO, source: Source, job: ImportJob) -> Iterator[Article]:
    good = 0
    problem: ModelError | None = None
    digests = job.context.digests if job.context.cache is not None else None
    last = [b""]

    def watched() -> Iterator[bytes]:
        for last[0] in _numbered(first, stream, source, job):
            yield last[0]

    for item in codec.decode_lines(watched(), digests):
        if isinstance(item, ModelError) and (part := _mended(last[0], item)) and part.article:
            job.report.add(_cleaned(part, source))
            item = part.article
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


def _set_aside(error: ModelError, source: Source, article: str = "") -> Diagnostic:
    return Diagnostic(
        code="SYN-JSON-001" if error.message.startswith("broken") else "SYN-JSON-002",
        severity=Severity.ERROR,
        message=f"set aside: {error.message}",
        location=Location(file=source.name, line=error.line, path=error.path, article=article),
        hint=error.hint,
    )
