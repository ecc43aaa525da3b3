"""What a feed item says, read from an article or a notice once for both dialects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec

from syndicate.contracts import Job, Notice, Release
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.exporters.feed.about import Category, Link, categories, links, notice_terms, point, terms
from syndicate.exporters.feed.media import Attachment, Files
from syndicate.formats.addresses import absolute, is_plain, is_web
from syndicate.formats.datelines import lead_in
from syndicate.formats.languages import direction
from syndicate.formats.xhtml import Style, View, render
from syndicate.formats.xml import attribute, escape, one_line
from syndicate.model import body
from syndicate.model.article import Article, Byline, Contributor, Edition, Media, Rendition
from syndicate.model.base import Direction

_TITLE, _EXCERPT = 80, 600
"""Characters of the first paragraph that stand in for a missing headline, and for a missing summary."""
_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|[xXiI](-[A-Za-z0-9]{1,8})+"


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One item, ready to be written: plain text unescaped, HTML as HTML, addresses absolute."""

    id: str
    title: str
    html: str
    link: str = ""
    language: str = ""
    summary: str = ""
    excerpt: str = ""
    """What stands for the story where there is no summary, and for a headline: its first paragraph."""
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    keywords: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    rights: str = ""
    license: str = ""
    """Address of the licence."""
    terms: tuple[tuple[str, str], ...] = ()
    """Dublin Core elements beyond what the dialects have: qualified name and text."""
    links: tuple[Link, ...] = ()
    point: str = ""
    """Where it was, for GeoRSS."""
    attachments: tuple[Attachment, ...] = ()
    """Every medium."""
    withdrawn: str = ""
    """Of a killed story: what to say of it."""
    added: tuple[str, ...] = ()
    """Elements for one aggregator, as markup."""


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """Under which codes a dialect reports what happens to single items."""

    address: str
    headline: str
    enclosure: str
    language: str


class Teller:
    """Reads items of one job; accidents go to its report under the dialect's `codes`."""

    def __init__(self, job: Job, codes: Codes, *, modules: bool = True) -> None:
        """`modules` tells whether the dialect has modules for places and for every rendition of a medium."""
        self.job = job
        self.codes = codes
        self._modules = modules
        self._files = Files(job, self._web, self._kindless)
        self._unreachable: list[str] = []
        """Addresses of the item at hand that could not be made absolute."""

    def tell(self, item: Article | Notice) -> Story:
        """`item` as a feed says it."""
        self._unreachable = []
        story = self._notice(item) if isinstance(item, Notice) else self._article(item)
        if self._unreachable:
            count, shown = len(self._unreachable), ", ".join(self._unreachable[:3])
            more = ", ..." if count > 3 else ""
            way = "" if self.job.base_url else "give --base-url, which relative addresses are resolved against"
            self.report(
                self.codes.address,
                Severity.LOSS,
                f"{count} address(es) left out, not absolute or not fit for a feed: {shown}{more}",
                item.id,
                way,
            )
        return story

    def report(self, code: str, severity: Severity, message: str, article: str = "", hint: str = "") -> None:
        """Add a finding on this export."""
        self.job.report.add(
            Diagnostic(
                code=code,
                severity=severity,
                message=message,
                location=Location(article=article),
                hint=hint,
                format=self.job.row.name,
            )
        )

    def language(self, tag: str, article: str = "") -> str:
        """`tag` where it is known and has the form of BCP 47, without which no reader finds the language; else ''."""
        if tag in ("", "und") or _is_language(tag):
            return "" if tag == "und" else tag
        self.report(
            self.codes.language,
            Severity.LOSS,
            f"{tag!r} is no language tag and was left out",
            article,
            "BCP 47, as in pt-BR",
        )
        return ""

    def feed_language(self, release: Release, *, guess: bool = True) -> str:
        """The edition's language, else the one that all items share, unless that may change with the next item."""
        own = self.language(release.edition.language)
        if own or not guess:
            return own
        shared = {item.language for item in release.items} - {"und"}
        return self.language(shared.pop()) if len(shared) == 1 else ""

    def hubs(self, edition: Edition) -> tuple[tuple[str, str], ...]:
        """The links by which a feed names its WebSub hubs."""
        addresses = dict.fromkeys(map(self.head_address, edition.hubs))
        return tuple(("hub", address) for address in addresses if address)

    def head_address(self, href: str) -> str:
        """An address of the feed's head on the web; '' when there is none, which is said where one was given."""
        address = absolute(href, self.job.base_url) if href else None
        if address and is_web(address):
            return address
        if href:
            way = "" if self.job.base_url else "give --base-url, which relative addresses are resolved against"
            self.report(self.codes.address, Severity.LOSS, f"an address of the feed left out: {href}", hint=way)
        return ""

    def _notice(self, notice: Notice) -> Story:
        """A canceled story, told in its place under its own id, so that readers replace what they kept of it."""
        words = [notice.show] + ([notice.reason] if notice.reason else [])
        return Story(
            id=notice.id,
            title=one_line(notice.show),
            html=_wrap("\n".join(f"<p>{escape(text)}</p>" for text in words), notice.language, notice.dir),
            link=self._web(notice.canonical_url),
            language=self.language(notice.language, notice.id),
            summary=one_line(" ".join(words)),
            authors=(notice.provider,) if notice.provider else (),
            published=notice.published,
            modified=notice.modified,
            terms=tuple(notice_terms(notice)),
            withdrawn=one_line(notice.reason or notice.show),
        )

    def _article(self, article: Article) -> Story:
        link = self._web(article.canonical_url)
        if not article.canonical_url:
            self.report(
                self.codes.address, Severity.INFO, "no address of its own: readers can open its text alone", article.id
            )
        summary = one_line(article.summary or article.standfirst)
        excerpt = "" if summary and article.headline.strip() else one_line(_first_words(article))
        return Story(
            id=article.id,
            title=self._title(article, excerpt),
            html=self._html(article, link),
            link=link,
            language=self.language(article.language, article.id),
            summary=summary,
            excerpt=cut(excerpt, _EXCERPT),
            authors=_names(article.bylines),
            contributors=_names(article.contributors),
            categories=categories(article),
            keywords=article.keywords,
            published=article.published,
            modified=article.modified,
            rights=one_line(article.copyright_notice),
            license=self._web(article.rights.license_url) if article.rights else "",
            terms=tuple(terms(article)),
            links=links(article, self._web),
            point=point(article) if self._modules else "",
            attachments=tuple(self._files.attachments(article, every=self._modules)) if article.media else (),
        )

    def _title(self, article: Article, excerpt: str) -> str:
        if article.headline.strip():
            return one_line(article.headline)
        self.report(
            self.codes.headline, Severity.WARNING, "no headline: the first words stand in its place", article.id
        )
        return cut(excerpt, _TITLE) or article.id

    def _web(self, href: str) -> str:
        """A page's address, absolute; '' when there is none that a reader can open."""
        if not href or is_plain(href):
            return href
        address = self._address(href)
        return address if address and is_web(address) else ""

    def _address(self, href: str, page: str = "") -> str | None:
        base = page if href.startswith("#") else self.job.base_url
        address = absolute(href, base)
        if address is None and href not in self._unreachable:
            self._unreachable.append(href)
        return address

    def _html(self, article: Article, link: str) -> str:
        """The whole story: what stands above the text, the text, what stands below."""
        style = Style(
            href=lambda href: self._address(href, link),
            view=lambda media: self._view(article, media),
            file=lambda media: self._address(media.renditions[0].href) if media.renditions else None,
        )
        parts = []
        if article.subheadline:
            parts.append(f'<p class="subheadline">{escape(article.subheadline)}</p>')
        if article.standfirst:
            parts.append(f'<p class="standfirst">{escape(article.standfirst)}</p>')
        parts.append(render(_with_dateline(article), style))
        for correction in article.corrections:
            day = f"<strong>{correction.at.date().isoformat()}:</strong> " if correction.at else ""
            parts.append(f'<p class="correction">{day}{escape(correction.text)}</p>')
        parts += [
            f'<p class="editor-note"><em>{escape(note.text)}</em></p>' for note in article.ed_notes if note.public
        ]
        if article.credit is not None:
            parts.append(f'<p class="credit">{escape(article.credit.raw)}</p>')
        html = "\n".join(filter(None, parts))
        if not html:
            html = f"<p>{escape(article.summary or article.headline or article.id)}</p>"
        return _wrap(html, article.language, _direction(article))

    def _view(self, article: Article, media: Media) -> View | None:
        rendition = self._files.best(article, media)
        if rendition is None or self._files.is_broken(article, rendition):
            return None
        address = self._address(rendition.href)
        return View(address, rendition.width, rendition.height) if address else None

    def _kindless(self, article: Article, rendition: Rendition) -> None:
        self.report(
            self.codes.enclosure,
            Severity.LOSS,
            f"left out: {rendition.href} is no picture, or nothing tells what kind of file it is",
            article.id,
        )


def html_bytes(html: str) -> bytes:
    """HTML as a CDATA section; a `]]>` inside, which no section can hold, is divided between two."""
    data = html.encode()
    if b"]" in data and b"]]>" in data:  # a single byte is found twenty times faster, and most HTML has none
        data = data.replace(b"]]>", b"]]]]><![CDATA[>")
    return b"".join((b"<![CDATA[", data, b"]]>"))


@lru_cache
def _is_language(tag: str) -> bool:
    return re.fullmatch(_LANGUAGE, tag) is not None


def _names(people: Sequence[Byline | Contributor]) -> tuple[str, ...]:
    """Each name once, in order."""
    if not people:
        return ()
    if len(people) == 1:
        name = one_line(people[0].name)
        return (name,) if name else ()
    return tuple(dict.fromkeys(filter(None, [one_line(person.name) for person in people])))


def cut(text: str, size: int) -> str:
    """`text` when it is no longer than `size`, else as many whole words as fit, and an ellipsis."""
    return text if len(text) <= size else (text[:size].rpartition(" ")[0] or text[:size]) + "…"


def _first_words(article: Article) -> str:
    kinds = (body.Lead, body.Paragraph)
    return next((body.plain(b.text) for b in body.walk(article.body) if isinstance(b, kinds) and b.text), "")


def _with_dateline(article: Article) -> Article:
    """The dateline before the first words of the story, as copy has it."""
    words = lead_in(article.dateline)
    if words is None:
        return article
    first = article.body[0] if article.body else None
    if isinstance(first, body.Paragraph | body.Lead):
        opening: body.Block = msgspec.structs.replace(first, text=(body.Run(text=str(words)), *first.text))
        rest = article.body[1:]
    else:
        opening, rest = body.Paragraph(bid="", text=body.text(str(words).strip())), article.body
    return msgspec.structs.replace(article, body=(opening, *rest))


def _direction(article: Article) -> Direction | None:
    """`rtl` where the story runs so: the HTML stands alone in a reader and must say it itself."""
    runs = direction(article.language, article.dir, article.script)
    return runs if runs == "rtl" or article.dir else None


def _wrap(html: str, language: str, runs: Direction | None) -> str:
    """Language and direction on the HTML itself: readers show it away from the feed that would tell."""
    if not runs:
        return html
    lang = f" lang={attribute(language)}" if language not in ("", "und") else ""
    return f'<div{lang} dir="{runs}">\n{html}\n</div>'
