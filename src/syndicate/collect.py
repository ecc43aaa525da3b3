"""From what the user names to one edition: files, folders, globs, JSON Lines and standard input.

Each source goes to the importer that its content asks for. A source that cannot be read is set aside with an error
finding and the rest goes on; only when nothing at all could be read does the first error stop the command.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from syndicate import registry
from syndicate.context import Context, MediaStore
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Location, Report, Severity
from syndicate.errors import InputError, ModelError, UsageError
from syndicate.formats.sniff import HEAD, sniff
from syndicate.model import identity
from syndicate.model.article import Article, Edition, Section

_STDIN = "-"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
_CERTAIN = frozenset({"newsml-g2", "ninjs", "nitf", "rss", "atom", "jsonfeed", "wxr"})
"""Formats that a file shows so plainly that its name does not count."""


_PLAIN = frozenset({"tagged-text"})
"""Formats of plain text that nothing reads, and whose marks wire copy would take for words."""


class Reading(msgspec.Struct, frozen=True):
    """How sources are to be read: `--from`, the fallback language, options by importer and key (`wire.encoding`)."""

    importer: str = ""
    language: str = ""
    options: tuple[tuple[str, str], ...] = ()


class Chosen(msgspec.Struct, frozen=True):
    """Which importer read a source, and why."""

    file: str
    importer: str
    why: str


class Collected(msgspec.Struct, frozen=True):
    """What was read: the edition, a context that finds its media, the findings, and who read what."""

    edition: Edition
    context: Context
    report: Report
    sources: tuple[Chosen, ...] = ()


class _Gathered(msgspec.Struct):
    """Articles and editions as they come in, with the folder that each article's media lie in."""

    articles: dict[str, Article]
    editions: list[Edition]
    roots: dict[str, Path]
    loose: bool = False
    """Whether an article came by itself, outside an edition."""


def collect(
    inputs: Sequence[str],
    context: Context,
    *,
    head: Edition | None = None,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    stdin: BinaryIO | None = None,
) -> Collected:
    """Read `inputs` into one edition; `head` gives title, language and addresses where the inputs are loose stories.

    Raises:
        InputError: an input does not exist, nothing in it can be read, or there is no story in it.
        ModelError: the only input does not fit the model.
    """
    report = Report()
    gathered = _Gathered({}, [], {})
    errors: list[InputError] = []
    read: list[Chosen] = []
    for source in sources(inputs, context, stdin):
        try:
            chosen = choose(source, reading)
            read.append(chosen)
            _take(source, _read(source, chosen.importer, context, reading, report), gathered, report)
        except InputError as error:
            errors.append(error)
            report.add(unread(error, source))
    if not gathered.articles and not gathered.editions:
        if errors:
            raise errors[0]
        raise InputError(f"no story in {', '.join(inputs)}", hint="syndicate formats lists what can be read")
    edition = _assemble(gathered, head, inputs)
    media = MediaStore(roots=gathered.roots, max_size=context.limits.media_size)
    return Collected(edition, replace(context, media=media), report, tuple(read))


def sources(inputs: Sequence[str], context: Context, stdin: BinaryIO | None = None) -> Iterator[Source]:
    """The single sources that `inputs` name: a folder means the stories below it, in the order of their names."""
    for name in inputs:
        if name == _STDIN:
            if stdin is None:
                raise InputError("standard input is not at hand", hint="name a file")
            yield Source(name="<stdin>", data=stdin.read(context.limits.input_size + 1))
            continue
        if _ADDRESS.match(name):
            yield _fetched(name, context)
            continue
        path = Path(name)
        if path.is_dir():
            yield from _in_folder(path)
        elif path.exists():
            yield Source(name=name, path=path)
        elif glob.has_magic(name):
            found = sorted(p for p in glob.glob(name, recursive=True) if Path(p).is_file())
            if not found:
                raise InputError(f"{name}: no file matches", hint="quote the pattern so that the shell leaves it alone")
            yield from (Source(name=p, path=Path(p)) for p in found)
        else:
            raise InputError(f"{name}: no such file or folder", hint="check the name, or use - for standard input")


class _Failed(Source, frozen=True, kw_only=True):
    """What could not be fetched: it is set aside when it is to be read, like any other that cannot be."""

    error: InputError

    def read(self) -> bytes:
        """Raise what went wrong."""
        raise self.error

    def open(self) -> BinaryIO:
        """Raise what went wrong."""
        raise self.error


def _fetched(address: str, context: Context) -> Source:
    """What lies at an address, when that may be asked at all.

    Raises:
        UsageError: nobody allowed it.
    """
    if context.fetching is None:
        hint = "give --fetch to have it fetched, or save it and name the file"
        raise UsageError(f"{address}: is an address, and nothing is fetched unless --fetch is given", hint=hint)
    from syndicate.fetching import fetch  # only here: it imports what speaks HTTP

    try:
        return fetch(address, context.fetching)
    except InputError as error:
        return _Failed(name=address, error=error)


def _in_folder(folder: Path) -> Iterator[Source]:
    endings = tuple(suffix for row in registry.importers().values() for suffix in row.suffixes)
    found = sorted(p for p in folder.rglob("*") if p.is_file() and p.name.lower().endswith(endings))
    if not found:
        raise InputError(f"{folder}: no story in this folder", hint=f"looked for files ending in {', '.join(endings)}")
    yield from (Source(name=str(path), path=path) for path in found)


def _read(
    source: Source, importer_name: str, context: Context, reading: Reading, report: Report
) -> Iterable[Article | Edition]:
    importer = registry.importer(importer_name)
    job = ImportJob(context=context, report=report, language=reading.language, options=_options(importer_name, reading))
    return importer.read(source, job)


def unpack(source: Source, context: Context, reading: Reading) -> tuple[tuple[Article, ...], tuple[Diagnostic, ...]]:
    """The stories of one source as it has them, doubles included, and what there is to say.

    Raises:
        InputError: it cannot be read.
    """
    report = Report()
    stories: list[Article] = []
    for item in _read(source, choose(source, reading).importer, context, reading, report):
        stories += item.articles if isinstance(item, Edition) else [item]
    return tuple(stories), tuple(report)


def _options(importer: str, reading: Reading) -> dict[str, str]:
    """The options of one importer: each option is named for its importer (`wire.encoding`)."""
    return {key.removeprefix(f"{importer}."): value for key, value in reading.options if key.startswith(f"{importer}.")}


def choose(source: Source, reading: Reading = Reading()) -> Chosen:  # noqa: B008 - frozen
    """The importer that `--from` names, else the one that the content asks for; else the ending of the name decides.

    Raises:
        InputError: the source cannot be read, is empty, or is of a kind that nothing reads.
    """
    if reading.importer:
        return Chosen(source.name, reading.importer, "--from says so")
    name, why = _importer_for(source.name, _kind(source))
    return Chosen(source.name, name, why)


def _kind(source: Source) -> str:
    """What the content of a source is; "" where it does not show."""
    try:
        with source.open() as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise InputError(f"{source.name}: cannot be read: {error.strerror or error}") from error
    if not head.strip():
        raise InputError(f"{source.name}: the file is empty", hint="there is no story in it")
    return sniff(head)


def _importer_for(name: str, kind: str) -> tuple[str, str]:
    """Who reads a source of this name and kind, and why."""
    content = f"its content is {kind}"
    if kind in _CERTAIN:  # their names end in .xml or .json, as all do
        return kind, content
    ending = name.lower()
    row = next((row for row in registry.importers().values() if ending.endswith(row.suffixes or ("\0",))), None)
    by_name = row.name if row else ""
    suffix = next((s for s in row.suffixes if ending.endswith(s)), "") if row else ""
    if kind in ("json", "jsonl"):
        own = by_name in ("", "wire")
        return ("canonical", content) if own else (by_name, f"{content}, and its name ends in {suffix}")
    if kind in ("html", "markdown") and by_name in ("", "wire"):
        return kind, content
    if kind and kind not in registry.importers() and (not by_name or ending.endswith(".xml") or kind in _PLAIN):
        raise InputError(f"{name}: is {kind}, which cannot be read", hint="syndicate formats lists what can")
    if by_name:
        return by_name, f"its name ends in {suffix}"
    return (kind, content) if kind in registry.importers() else ("wire", "it is text, and nothing else in particular")


def _take(source: Source, found: Iterable[Article | Edition], gathered: _Gathered, report: Report) -> None:
    alone = headed = False
    for item in found:
        if isinstance(item, Edition):
            gathered.editions.append(item)
            articles = item.articles
            headed = True
        else:
            alone = True
            articles = (item,)
        for article in articles:
            known = gathered.articles.get(article.id)
            if known is not None:
                report.add(_double(article, known, source))
                if not _wins(article, known):
                    continue
            gathered.articles[article.id] = article
            if source.folder is not None:
                gathered.roots[article.id] = source.folder
    # A stream gives its stories one by one and the head of their edition last (`contracts.Importer`).
    gathered.loose = gathered.loose or (alone and not headed)


def _wins(article: Article, known: Article) -> bool:
    """Whether `article` takes the place of `known`: the newer version, and among equals the one that is stopped.

    The same copy sent again with a kill or a hold has the same id and version; dropping it would let the story leave.
    """
    if article.version != known.version:
        return article.version > known.version
    return _stops(article) > _stops(known)


def _stops(article: Article) -> tuple[bool, bool, bool]:
    held = article.status == "withheld" or "hold" in article.signals
    return article.status == "canceled", held, article.embargo_until is not None


def _double(article: Article, known: Article, source: Source) -> Diagnostic:
    newer = max(article.version, known.version)
    return Diagnostic(
        code="SYN-INPUT-002",
        severity=Severity.WARNING,
        message=f"the story came in twice, versions {known.version} and {article.version}: version {newer} was taken",
        location=Location(file=source.name, article=article.id),
    )


def unread(error: InputError, source: Source) -> Diagnostic:
    """The finding that a source could not be read, and why."""
    line, path = (error.line, error.path) if isinstance(error, ModelError) else (None, "")
    return Diagnostic(
        code="SYN-INPUT-001",
        severity=Severity.ERROR,
        message=f"not read: {re.sub(rf'^{re.escape(source.name)}(:[0-9]+)?: ', '', error.message)}",
        location=Location(file=source.name, line=line, path=path),
        hint=error.hint,
    )


def _assemble(gathered: _Gathered, head: Edition | None, inputs: Sequence[str]) -> Edition:
    """One edition of everything: an edition that came alone stays as it is, anything else stands under `head`."""
    articles = tuple(gathered.articles.values())
    if len(gathered.editions) == 1 and not gathered.loose:
        return msgspec.structs.replace(gathered.editions[0], articles=articles)
    head = head or Edition(id="urn:none")
    title = head.title or (articles[0].headline if len(articles) == 1 else _title_of(inputs))
    seed = articles[0].id if len(articles) == 1 else title
    languages = {article.language for article in articles}
    return msgspec.structs.replace(
        head,
        id=identity.mint("edition", seed) if head.id == "urn:none" else head.id,
        title=title,
        slug=head.slug or (articles[0].slug if len(articles) == 1 else ""),
        language=head.language if head.language != "und" or len(languages) != 1 else languages.pop(),
        sections=_sections_of(gathered.editions),
        articles=articles,
    )


def _title_of(inputs: Sequence[str]) -> str:
    """A title where nobody gave one: the folder's name, as that is what the user calls these stories."""
    first = Path(inputs[0])
    return (first.name if first.is_dir() else first.parent.name) or "Stories"


def _sections_of(editions: list[Edition]) -> tuple[Section, ...]:
    return tuple(section for edition in editions for section in edition.sections)
