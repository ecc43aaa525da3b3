"""JSON Feed 1.1: head and items as msgspec encodes them, one item at a time.

Titles, summaries and names are plain text and are written letter for letter; `content_html` is the whole story. A date
that is not known is not written. What the specification has no member for stands in `_syndicate`, an object of our own
as it allows ("Extensions"): version and kind of the story, what was corrected, whose it is, and for a killed story that
it was canceled and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from syndicate.contracts import Artifact, Fidelity, Job, Notice, Release
from syndicate.diagnostics import Severity
from syndicate.exporters.feed.about import on_earth, resolved
from syndicate.exporters.feed.archive import Document, Items, plan
from syndicate.exporters.feed.carries import JSONFEED
from syndicate.exporters.feed.media import Attachment
from syndicate.exporters.feed.rendering import Item
from syndicate.exporters.feed.story import Codes, Story, Teller
from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.dates import rfc3339
from syndicate.formats.xml import one_line
from syndicate.model import body
from syndicate.model.article import Article, Byline, Named

VERSION = "https://jsonfeed.org/version/1.1"
CODES = Codes(
    address="SYN-JSONFEED-032",
    headline="SYN-JSONFEED-033",
    enclosure="SYN-JSONFEED-034",
    language="SYN-JSONFEED-035",
)
_BANNER_WIDTH = 1200
"""Pixels from which a landscape picture fills a banner on most screens."""


class _Object(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A JSON object that leaves out what is not known."""


class _Author(_Object, frozen=True, kw_only=True):
    name: str
    url: str = ""


class _Hub(_Object, frozen=True, kw_only=True):
    url: str
    type: str


class _Correction(_Object, frozen=True, kw_only=True):
    text: str
    at: str = ""


class _Rights(_Object, frozen=True, kw_only=True):
    notice: str = ""
    holder: str = ""
    terms: str = ""
    license: str = ""


class _Subject(_Object, frozen=True, kw_only=True):
    name: str = ""
    code: str = ""
    scheme: str = ""


class _Place(_Object, frozen=True, kw_only=True):
    name: str
    lat: float | None = None
    lon: float | None = None


class _Link(_Object, frozen=True, kw_only=True):
    rel: str
    url: str
    title: str = ""


class _Extension(_Object, frozen=True, kw_only=True):
    """`_syndicate` of an item."""

    version: int
    kind: str
    status: str = ""
    reason: str = ""
    signals: tuple[str, ...] = ()
    corrections: tuple[_Correction, ...] = ()
    contributors: tuple[str, ...] = ()
    provider: str = ""
    rights: _Rights | None = None
    subjects: tuple[_Subject, ...] = ()
    """Those of a vocabulary."""
    places: tuple[_Place, ...] = ()
    links: tuple[_Link, ...] = ()
    created: str = ""
    expires: str = ""


class _Medium(_Object, frozen=True, kw_only=True):
    """`_syndicate` of an attachment."""

    type: str
    credit: str = ""
    alt: str = ""


class _File(_Object, frozen=True, kw_only=True, rename={"syndicate": "_syndicate"}):
    url: str
    mime_type: str
    title: str = ""
    size_in_bytes: int = 0
    duration_in_seconds: float = 0.0
    syndicate: _Medium


class _Item(_Object, frozen=True, kw_only=True, rename={"syndicate": "_syndicate"}):
    id: str
    url: str = ""
    title: str
    content_html: str
    summary: str = ""
    image: str = ""
    banner_image: str = ""
    date_published: str = ""
    date_modified: str = ""
    authors: tuple[_Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    attachments: tuple[_File, ...] = ()
    syndicate: _Extension


class _Head(_Object, frozen=True, kw_only=True):
    version: str
    title: str
    home_page_url: str = ""
    feed_url: str = ""
    next_url: str = ""
    description: str = ""
    icon: str = ""
    favicon: str = ""
    authors: tuple[_Author, ...] = ()
    language: str = ""
    hubs: tuple[_Hub, ...] = ()


class JsonFeedExporter:
    """Writes a release as one JSON Feed 1.1."""

    @property
    def fidelity(self) -> Fidelity:
        """What JSON Feed carries of each feature."""
        return JSONFEED

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One feed, or the first page and those that follow it."""
        teller = Teller(job, CODES, modules=False)
        planned = plan(resolved(release.items), job, archives=False)
        head = _head(release, job, teller)
        encoder = msgspec.json.Encoder()

        def render(item: Item) -> bytes:
            story = teller.tell(item)
            return encoder.encode(_item(item, story, teller, head.language))

        items = Items(planned, job, render, settings=(release.edition.id, head.language))
        for number, document in enumerate(planned.documents):
            own = job.base_url + document.name if job.base_url else ""
            page = msgspec.structs.replace(head, feed_url=own, next_url=dict(document.links).get("next", ""))
            chunks = _write(encoder.encode(page), document, items)
            yield Artifact(name=document.name, media_type=job.row.media_type, chunks=chunks, beside=number > 0)


def _write(head: bytes, document: Document, items: Items) -> Iterator[bytes]:
    yield head[:-1] + b',"items":['
    separator = b"\n"
    for data in items.of(document):
        yield separator + data
        separator = b",\n"
    yield b"\n]}\n"


def _head(release: Release, job: Job, teller: Teller) -> _Head:
    edition = release.edition
    title = one_line(edition.title or edition.publisher) or edition.id
    publisher = one_line(edition.publisher)
    home = _page(teller, edition.url) or (job.base_url if is_web(job.base_url) else "")
    return _Head(
        version=VERSION,
        title=title,
        home_page_url=home,
        description=one_line(edition.description or edition.subtitle),
        icon=_page(teller, edition.image),
        favicon=_page(teller, edition.icon),
        authors=(_Author(name=publisher, url=home),) if publisher else (),
        language=_tag(teller, teller.feed_language(release)),
        hubs=tuple(_Hub(type="WebSub", url=url) for url in (_page(teller, hub) for hub in edition.hubs) if url),
    )


def _page(teller: Teller, href: str) -> str:
    """An address of the feed's head, absolute; '' when there is none, which is said where one was given."""
    address = absolute(href, teller.job.base_url) or ""
    if href and not is_web(address):
        teller.report(
            CODES.address,
            Severity.LOSS,
            f"an address of the feed left out, not absolute or not fit for a feed: {href}",
            hint="" if teller.job.base_url else "give --base-url, which relative addresses are resolved against",
        )
    return address if is_web(address) else ""


def _tag(teller: Teller, tag: str, article: str = "") -> str:
    """`tag` where its first part is a language of ISO 639, as JSON Feed's readers expect."""
    if not tag or re.match(r"[A-Za-z]{2,3}(-|\Z)", tag):
        return tag
    teller.report(CODES.language, Severity.LOSS, f"{tag!r} is no language tag and was left out", article)
    return ""


def _item(item: Article | Notice, story: Story, teller: Teller, language: str) -> _Item:
    tag = _tag(teller, story.language, item.id)
    pictures = [f for f in story.attachments if f.media.type in ("picture", "graphic")]
    banner = next((f.url for f in pictures if _fills_a_banner(f)), "")
    return _Item(
        id=story.id,
        url=story.link,
        title=story.title,
        content_html=story.html,
        summary=story.summary,
        image=pictures[0].url if pictures else "",
        banner_image=banner,
        date_published=rfc3339(story.published) if story.published else "",
        date_modified=rfc3339(story.modified) if story.modified else "",
        authors=_authors(item, story),
        tags=tuple(category.name for category in story.categories),
        language=tag if tag != language else "",
        attachments=tuple(_file(attachment) for attachment in story.attachments),
        syndicate=_tombstone(item) if isinstance(item, Notice) else _extension(item, story),
    )


def _fills_a_banner(attachment: Attachment) -> bool:
    width, height = attachment.rendition.width or 0, attachment.rendition.height or 0
    return width >= _BANNER_WIDTH and width > height > 0


def _authors(item: Article | Notice, story: Story) -> tuple[_Author, ...]:
    """Each name once, with the address that the byline gives for it."""
    if isinstance(item, Notice):
        return tuple(_Author(name=name) for name in story.authors)
    found: dict[str, _Author] = {}
    for byline in item.bylines:
        name = one_line(byline.name)
        if name and name not in found:
            found[name] = _Author(name=name, url=_contact(byline))
    return tuple(found.values())


def _contact(byline: Byline) -> str:
    """Page or mailbox of a writer as an address ("It's okay to use a mailto link", JSON Feed 1.1, authors)."""
    contact = byline.contact.strip()
    if re.fullmatch(r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", contact, re.ASCII):
        return f"mailto:{contact}"
    address = absolute(contact) or ""
    return address if is_web(address) else ""


def _file(attachment: Attachment) -> _File:
    media, seconds = attachment.media, attachment.rendition.duration or 0.0
    return _File(
        url=attachment.url,
        mime_type=attachment.media_type,
        title=one_line(body.plain(media.caption) or media.alt),
        size_in_bytes=attachment.length,
        duration_in_seconds=seconds if 0 < seconds < float("inf") else 0.0,
        syndicate=_Medium(type=media.type, credit=one_line(media.credit), alt=one_line(media.alt)),
    )


def _extension(article: Article, story: Story) -> _Extension:
    rights = _Rights(
        notice=story.rights,
        holder=article.copyright_holder,
        terms=article.usage_terms,
        license=story.license,
    )
    return _Extension(
        version=article.version,
        kind=article.kind,
        signals=article.signals,
        corrections=tuple(_Correction(text=c.text, at=rfc3339(c.at) if c.at else "") for c in article.corrections),
        contributors=story.contributors,
        provider=article.provider,
        rights=rights if rights != _Rights() else None,
        subjects=tuple(
            _Subject(name=one_line(s.name), code=s.code, scheme=s.scheme) for s in article.subjects if s.scheme
        ),
        places=tuple(_place(place) for place in article.places if place.name),
        links=tuple(_Link(rel=link.relation, url=link.href, title=link.title) for link in story.links),
        created=rfc3339(article.created) if article.created else "",
        expires=rfc3339(article.expires) if article.expires else "",
    )


def _place(place: Named) -> _Place:
    name, geo = one_line(place.name), place.geo
    return _Place(name=name, lat=geo.lat, lon=geo.lon) if geo is not None and on_earth(geo) else _Place(name=name)


def _tombstone(notice: Notice) -> _Extension:
    """A killed story keeps its place and its id; a program reads here what a person reads in the notice."""
    return _Extension(
        version=notice.version, kind=notice.kind, status="canceled", reason=notice.reason, provider=notice.provider
    )
