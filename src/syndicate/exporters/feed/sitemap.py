"""The Google News sitemap: addresses of the stories of the last two days, 1,000 a file, with an index of the files.

Rules: the sitemap protocol 0.9 and its news extension. The two days end at the instant of the build, else at the
newest time that a story tells, and not at the clock's, so that the same stories give the same bytes. A story without
address or date cannot be listed; a killed one is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from syndicate.contracts import Artifact, Fidelity, Job, Release, kept, lost
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.dates import rfc3339
from syndicate.formats.languages import language_tag
from syndicate.formats.xml import escape, hex_escape, one_line
from syndicate.model import features
from syndicate.model.article import Article

WINDOW = timedelta(days=2)
"""How old a story may be, to the second (news sitemaps, "only include recent URLs")."""
LIMIT = 1000
"""Stories a file (news sitemaps)."""
_LONGEST = 2047
"""Characters of an address: "less than 2,048" (sitemap protocol, `loc`)."""

_ADDRESS, _INCOMPLETE, _PERIOD = "SYN-SITEMAP-032", "SYN-SITEMAP-033", "SYN-SITEMAP-034"
_NAME, _LANGUAGE, _INDEX = "SYN-SITEMAP-035", "SYN-SITEMAP-036", "SYN-SITEMAP-037"
_KEPT = {
    "field.canonical_url": kept("loc"),
    "field.headline": kept("news:title"),
    "field.language": kept("news:language"),
    "field.published": kept("news:publication_date"),
    "field.modified": kept("lastmod"),
    "field.status": kept("a canceled story is not listed"),
}
_FIDELITY: Fidelity = {name: _KEPT.get(name, lost()) for name in features.vocabulary()}

_HEAD = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"\n'
    b'        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
)
_INDEX_HEAD = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


class _Entry(msgspec.Struct, frozen=True):
    """One story of the list: its address and the element that says the rest."""

    address: str
    data: bytes


class SitemapExporter:
    """Writes one sitemap, or an index and the sitemaps that it names."""

    fidelity = _FIDELITY

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """`news-sitemap.xml`; with more than 1,000 stories it is the index of `news-sitemap-1.xml` and so on."""
        entries = list(_Lister(release, job).entries())
        parts = [entries[at : at + LIMIT] for at in range(0, len(entries), LIMIT)] or [[]]
        if len(parts) == 1:
            yield _artifact(job, job.file_name, _urlset(parts[0]))
            return
        names = [_part_name(job, number) for number in range(1, len(parts) + 1)]
        if is_web(job.base_url):
            yield _artifact(job, job.file_name, _index([job.base_url + name for name in names]))
        else:
            _report(
                job,
                _INDEX,
                Severity.WARNING,
                f"{len(parts)} sitemaps without an index: nothing tells at which addresses they will be",
                hint="give --base-url, or make all of them known to the search engine",
            )
            names[0] = job.file_name
        for name, part in zip(names, parts, strict=True):
            yield _artifact(job, name, _urlset(part), beside=name != job.file_name)


def _artifact(job: Job, name: str, chunks: Iterable[bytes], *, beside: bool = False) -> Artifact:
    return Artifact(name=name, media_type=job.row.media_type, chunks=chunks, beside=beside)


def _part_name(job: Job, number: int) -> str:
    return f"{job.file_name.removesuffix(job.row.suffix)}-{number}{job.row.suffix}"


def _urlset(entries: Sequence[_Entry]) -> Iterator[bytes]:
    yield _HEAD
    for entry in entries:
        yield entry.data
    yield b"</urlset>\n"


def _index(addresses: Sequence[str]) -> Iterator[bytes]:
    yield _INDEX_HEAD
    for address in addresses:
        yield f"  <sitemap><loc>{escape(address)}</loc></sitemap>\n".encode()
    yield b"</sitemapindex>\n"


def _report(job: Job, code: str, severity: Severity, message: str, article: str = "", hint: str = "") -> None:
    location = Location(article=article)
    job.report.add(
        Diagnostic(code=code, severity=severity, message=message, location=location, hint=hint, format=job.row.name)
    )


class _Lister:
    """Reads the release once; what cannot be listed goes to the report."""

    def __init__(self, release: Release, job: Job) -> None:
        self._release = release
        self._job = job
        self._now = job.context.built_at or _newest(release, job.context.now)
        self._seen: set[str] = set()
        self._outside: Counter[str] = Counter()

    def entries(self) -> Iterator[_Entry]:
        """The stories of the last two days, in edition order."""
        name = self._publication()
        for article in self._release.articles:
            address = self._address(article)
            if address and self._is_complete(article) and self._is_recent(article):
                self._seen.add(address)
                yield _Entry(address, self._url(article, address, name))
        for which, count in sorted(self._outside.items()):
            _report(
                self._job,
                _PERIOD,
                Severity.INFO,
                f"{count} stories not listed: {which} of the two days before {rfc3339(self._now)}",
            )

    def _publication(self) -> str:
        edition = self._release.edition
        name = one_line(self._job.options.get("publication", "") or edition.title or edition.publisher)
        if not name:
            _report(
                self._job,
                _NAME,
                Severity.WARNING,
                "nothing tells the name of the publication: the edition's id stands in its place",
                hint="give the edition a title, or --option sitemap.publication=NAME as the search engine knows it",
            )
        return name or edition.id

    def _address(self, article: Article) -> str:
        """The story's own address, absolute; '' when it has none that can be listed."""
        address = absolute(article.canonical_url, self._job.base_url) or ""
        why = ""
        if not is_web(address):
            why = f"no web address: {article.canonical_url}" if article.canonical_url else "no address"
        elif len(address) > _LONGEST:
            why = f"an address of {len(address)} characters"
        elif address in self._seen:
            why = f"the address of another story: {address}"
        if why:
            hint = "" if self._job.base_url else "give --base-url, which relative addresses are resolved against"
            _report(self._job, _ADDRESS, Severity.LOSS, f"not listed: {why}", article.id, hint)
        return "" if why else address

    def _is_complete(self, article: Article) -> bool:
        missing = [
            what
            for what, there in (("publication date", article.published), ("headline", article.headline.strip()))
            if not there
        ]
        if missing:
            _report(self._job, _INCOMPLETE, Severity.LOSS, f"not listed: no {' and no '.join(missing)}", article.id)
        return not missing

    def _is_recent(self, article: Article) -> bool:
        """Published within the two days; a story of exactly that age still is, one of the future is not yet."""
        age = self._now - article.published if article.published else WINDOW * 2
        if timedelta(0) <= age <= WINDOW:
            return True
        self._outside["after the end" if age < timedelta(0) else "before the beginning"] += 1
        return False

    def _language(self, article: Article) -> str:
        """ISO 639, or the two tags of Chinese that news sitemaps have."""
        for tag in (article.language, self._release.edition.language):
            code = _iso_639(tag)
            if code:
                return code
        _report(
            self._job,
            _LANGUAGE,
            Severity.WARNING,
            f"the language is not known ({article.language!r}): und, undetermined, stands in its place",
            article.id,
        )
        return "und"

    def _url(self, article: Article, address: str, name: str) -> bytes:
        modified = f"    <lastmod>{rfc3339(article.modified)}</lastmod>\n" if article.modified else ""
        published = rfc3339(article.published) if article.published else ""
        return (
            f"  <url>\n    <loc>{escape(address)}</loc>\n{modified}    <news:news>\n      <news:publication>\n"
            f"        <news:name>{hex_escape(name)}</news:name>\n"
            f"        <news:language>{self._language(article)}</news:language>\n      </news:publication>\n"
            f"      <news:publication_date>{published}</news:publication_date>\n"
            f"      <news:title>{hex_escape(one_line(article.headline))}</news:title>\n    </news:news>\n  </url>\n"
        ).encode()


def _newest(release: Release, now: datetime) -> datetime:
    """The newest time of the stories; one of the future must not make all others old.

    Without any time no story can be listed, and any instant will do.
    """
    times = (time for article in release.articles for time in (article.modified, article.published))
    return max((time for time in times if time is not None and time <= now), default=now)


def _iso_639(tag: str) -> str:
    parts = language_tag(tag).lower().split("-")
    if parts[0] == "zh":
        return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(parts[1:]) else "zh-cn"
    return parts[0] if re.fullmatch(r"[a-z]{2,3}", parts[0]) and parts[0] not in ("und", "mul") else ""
