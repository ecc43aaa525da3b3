"""A book of anyone, read from its documents: a story for each of them, in sections as the contents have them."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.errors import InputError, ModelError
from syndicate.formats import htmlbody, jsontext, pictures, safexml
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.names import slugify, unique
from syndicate.importers.epub import package, story
from syndicate.importers.epub.package import Entry, Package
from syndicate.importers.epub.story import Page
from syndicate.model.article import Article, Edition, Media, Rendition, Section
from syndicate.model.identity import mint

_DEPTH = 3
"""Elements may be nested so many times deeper than blocks."""
_LARGEST_PICTURE = 64 * 1024 * 1024


class _Told(msgspec.Struct):
    """What there is to tell of the book as a whole."""

    left_out: list[str] = []
    links: int = 0
    pictures: int = 0


def edition(archive: zipfile.ZipFile, source: Source, job: ImportJob) -> Edition:
    """The edition that the documents of the book make.

    Raises:
        InputError: there is no package document, or no story in the book.
        DependencyError: the sanitiser is not installed.
    """
    book = package.read(archive, source.name)
    told = _Told()
    pages = list(_stories(archive, book, source, job, told))
    targets = {page.path: page.address for page in pages if page.address}
    titles = {entry.path: entry.title for entry in _flat(book.contents)}
    articles: dict[str, Article] = {}
    language = job.language if book.language == "und" and job.language else book.language
    for page in pages:
        told.links += story.rewritten(page, targets)
        read = _article(page, titles.get(page.path, ""), language, source, job)
        if read is not None:
            found = replace(read, media=tuple(_medium(m, archive, told) for m in read.media))
            articles[page.path] = found
    if not articles:
        raise InputError(f"{source.name}: there is no story in the book", hint="its documents hold no words")
    _report(told, source, job)
    distinct = {article.id: article for article in reversed(articles.values())}
    ordered = tuple(distinct[i] for i in dict.fromkeys(article.id for article in articles.values()))
    return _edition(book, language, ordered, tuple(_sections(book, articles)))


def _edition(book: Package, language: str, articles: tuple[Article, ...], sections: tuple[Section, ...]) -> Edition:
    identifier = book.identifier if book.identifier and not any(c.isspace() for c in book.identifier) else ""
    return Edition(
        id=identifier or mint("edition", book.title, *(article.id for article in articles)),
        title=book.title,
        description=book.description,
        language=language,
        dir=book.dir,
        publisher=book.publisher or ", ".join(book.creators),
        copyright_notice=book.rights,
        date=book.day,
        series=book.series,
        number=book.number,
        issn=book.issn,
        sections=sections,
        articles=articles,
    )


def _stories(archive: zipfile.ZipFile, book: Package, source: Source, job: ImportJob, told: _Told) -> Iterator[Page]:
    """The documents that are stories, in reading order. In a book of ours each says so; in others it shows."""
    names = set(archive.namelist())
    found: list[Page] = []
    for path in book.documents:
        if path == book.nav or path not in names:
            continue
        page = _page(archive, path, source, job)
        if page is not None:
            found.append(page)
    ours = any(page.id for page in found)
    for page in found:
        if (page.id or not ours) and story.is_story(page):
            yield page
        else:
            told.left_out.append(page.path)


def _page(archive: zipfile.ZipFile, path: str, source: Source, job: ImportJob) -> Page | None:
    data = archive.read(path)
    try:
        root = safexml.parse(data)
        safexml.spell_out(root)
        return story.page(path, root)
    except safexml.XmlProblem as problem:
        body = None if problem.refused else htmlbody.parsed(data.decode("utf-8", "replace"))
        severity, what = (
            (Severity.ERROR, "set aside") if body is None else (Severity.WARNING, "read as a browser would")
        )
        place = Location(file=f"{source.name}!{path}", line=problem.line)
        message = f"{what}: the document is no XHTML: {problem.message}"
        job.report.add(_finding("SYN-EPUB-004", severity, message, place, "check the book with syndicate validate"))
        return story.page(path, body) if body is not None else None


def _article(page: Page, title: str, language: str, source: Source, job: ImportJob) -> Article | None:
    findings = Findings(file=f"{source.name}!{page.path}", report=job.report, article=page.id)
    limit = job.context.limits.nesting
    try:
        read = story.article(page, title, language, findings, limit * _DEPTH)
        if jsontext.depth(read) > limit:
            raise ModelError(f"blocks are nested more than {limit} deep")
    except (InputError, ModelError) as problem:
        message = f"set aside: {problem.message}"
        place = Location(file=findings.file)
        job.report.add(_finding("SYN-EPUB-004", Severity.ERROR, message, place, "flatten the lists and boxes"))
        return None
    return read


def _medium(medium: Media, archive: zipfile.ZipFile, told: _Told) -> Media:
    """The medium with what its file in the archive shows of it."""
    return replace(medium, renditions=tuple(_rendition(rendition, archive, told) for rendition in medium.renditions))


def _rendition(rendition: Rendition, archive: zipfile.ZipFile, told: _Told) -> Rendition:
    try:
        if archive.getinfo(rendition.href).file_size > _LARGEST_PICTURE:
            return rendition
        data = archive.read(rendition.href)
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, ValueError):
        return rendition
    told.pictures += 1
    picture = pictures.probe(data)
    shown = (
        {} if picture is None else {"media_type": picture.media_type, "width": picture.width, "height": picture.height}
    )
    return replace(rendition, size=len(data), sha256=hashlib.sha256(data).hexdigest(), **shown)


def _sections(book: Package, articles: Mapping[str, Article]) -> Iterator[Section]:
    """The lines of the contents with stories below them, as sections."""
    names = iter(unique(slugify(entry.title) or "section" for entry in _flat(book.contents) if entry.entries))

    def section(entry: Entry) -> Section | None:
        name = next(names)
        own = [articles[e.path].id for e in entry.entries if e.path in articles and e.path != entry.path]
        within = tuple(found for e in entry.entries if e.entries and (found := section(e)) is not None)
        if not own and not within:
            return None
        return Section(id=name, title=entry.title, articles=tuple(dict.fromkeys(own)), sections=within)

    for entry in book.contents:
        if entry.entries and (found := section(entry)) is not None:
            yield found


def _flat(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Every line of the contents, in its order."""
    for entry in entries:
        yield entry
        yield from _flat(entry.entries)


def _report(told: _Told, source: Source, job: ImportJob) -> None:
    place = Location(file=source.name)
    said = "read from its documents: what the pages do not show is not there"
    if told.left_out:
        said += f"; no stories: {', '.join(told.left_out[:8])}{' and others' if len(told.left_out) > 8 else ''}"
    if told.links:
        said += f"; {told.links} link(s) within the book lead to no story and are words alone"
    hint = "books of syndicate carry a copy with everything, unless --option epub.copy=no left it out"
    job.report.add(_finding("SYN-EPUB-005", Severity.INFO, said, place, hint))
    if told.pictures:
        message = f"{told.pictures} picture(s) stay in the book; the stories name them by their place in it"
        hint = "unpack the book where the stories are written to, to export them with their pictures"
        job.report.add(_finding("SYN-EPUB-006", Severity.INFO, message, place, hint))


def _finding(code: str, severity: Severity, message: str, place: Location, hint: str) -> Diagnostic:
    return Diagnostic(code=code, severity=severity, message=message, location=place, hint=hint, format="epub")
