"""Media of a story as items of their own: a picture, graphic, video or sound with all its files."""

from __future__ import annotations

import math
from urllib.parse import quote

from syndicate.exporters.newsmlg2.description import language
from syndicate.exporters.newsmlg2.markup import Codes, Lines, count, element, nest, optional
from syndicate.exporters.newsmlg2.metadata import Desk, envelope, extensions, management, provider
from syndicate.formats import g2
from syndicate.formats.names import unique
from syndicate.model import body
from syndicate.model.article import Article, Media, Rendition

_RENDITIONS = {"highres": "rnd:highRes", "web": "rnd:web", "thumb": "rnd:thumb", "thumbnail": "rnd:thumb"}
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "svg": "image/svg+xml", "mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav",
}  # fmt: skip


def media_guids(article: Article) -> list[tuple[Media, str]]:
    """The media of a story with the guids of their items: the story's own with a fragment (RFC 8141 2.3.3)."""
    if not article.media:
        return []
    names = unique(quote(medium.id, safe="") for medium in article.media)
    return [(medium, f"{article.id}#{name}") for medium, name in zip(article.media, names, strict=True)]


def medium_item(article: Article, medium: Media, guid: str, desk: Desk) -> Lines:
    """A medium as an item: the renditions in a contentSet are those of one content."""
    codes = Codes(desk.profile)
    lines = management(
        desk,
        f"ninat:{medium.type}",
        provider(desk, article.provider, article.id, tell=False),
        article.modified,
        embargoed=article.embargo_until,
        status=article.status,
    )
    lines.append(element("link", rel="irel:associatedWith", residref=article.id, contenttype=g2.ITEM_TYPE))
    if medium.focus is not None:
        point = f"{medium.focus.x:g} {medium.focus.y:g}"
        lines += extensions("itemMetaExtProperty", [(("focus",), point)], codes)
    tag = language(article)
    shared = desk.profile.media_headlines
    content = [
        *([element("urgency", str(article.urgency))] if shared and article.urgency is not None else []),
        element("language", tag=tag),
        *optional("headline", article.headline if shared else "", role=desk.profile.headline_role),
        *optional("creditline", g2.one_line(medium.credit)),
        *optional("description", body.plain(medium.caption), role="drol:caption"),
    ]
    if medium.alt:
        content.append(element("description", medium.alt, role=codes.own("description/alt")))
    files = [line for one in medium.renditions for line in _rendition(one, article, medium, desk, codes)]
    if not files:
        desk.job.warn("SYN-G2-093", f"the {medium.type} {medium.id} has no rendition that can be reached", article.id)
    after_catalogs = [
        *_rights(article, medium),
        *nest("itemMeta", lines),
        *nest("contentMeta", content),
        *(nest("contentSet", files) if files or desk.profile.content else []),
    ]
    return envelope("newsItem", guid, article.version, tag, article.dir, desk, codes, after_catalogs)


def _rights(article: Article, medium: Media) -> Lines:
    """The terms of the medium. Whose it is its credit says: the story's owner need not own the picture."""
    return nest("rightsInfo", [element("usageTerms", medium.rights)]) if medium.rights else []


def _rendition(one: Rendition, article: Article, medium: Media, desk: Desk, codes: Codes) -> Lines:
    href = desk.address(one.href, article.id, "the rendition")
    if href is None:
        return []
    role = _RENDITIONS.get(one.role.lower()) or (codes.own("rendition", one.role) if one.role else None)
    kind = one.media_type if "/" in one.media_type else None
    if desk.profile.renditions:
        role = role or ("rnd:highRes" if one is medium.renditions[0] else "rnd:web")
        suffix = one.href.partition("?")[0].rpartition(".")[2].lower()
        kind = kind or _TYPES.get(suffix) or "application/octet-stream"
    timed = one.duration is not None and math.isfinite(one.duration)
    return nest(
        "remoteContent",
        [element("hash", one.sha256, hashtypeuri=_SHA256)] if one.sha256 else [],
        rendition=role,
        href=href,
        contenttype=kind,
        size=count(one.size),
        width=count(one.width),
        height=count(one.height),
        duration=f"{one.duration:g}" if timed else None,
        durationunit="timeunit:seconds" if timed else None,
    )
