"""Media and links of a story as associations, and how they look in the HTML of its body."""

from __future__ import annotations

import math
from urllib.parse import quote

from syndicate.exporters.ninjs.desk import Desk, Node, identifier, stated
from syndicate.formats import g2, xhtml
from syndicate.formats.addresses import absolute
from syndicate.formats.names import unique
from syndicate.model import body
from syndicate.model.article import Article, Media, Rendition


def associations(article: Article, desk: Desk) -> list[Node]:
    """Each medium with its files, then each link; names are unique and safe as member names."""
    names = unique([*(medium.id or "media" for medium in article.media), *(link.rel for link in article.links)])
    found = [_medium(one, name, article, desk) for one, name in zip(article.media, names, strict=False)]
    for link, name in zip(article.links, names[len(article.media) :], strict=True):
        uri = identifier(link.ref) if link.ref else desk.address(link.href, article.id, "the link")
        if uri:
            version = str(link.version) if link.version is not None else ""
            node: Node = {
                "name": name,
                "rel": link.rel,
                "uri": uri,
                "version": version,
                "headlines": _texts(link.title),
            }
            found.append(stated(node))
    return found


def _texts(said: str, role: str = "main") -> list[Node]:
    return [{"role": role, "contentType": "text/plain", "value": said}] if said else []


def _medium(medium: Media, name: str, article: Article, desk: Desk) -> Node:
    """A medium as an item of its own: the story's uri with a fragment (RFC 8141 2.3.3)."""
    return stated(
        {
            "name": name,
            "rel": "media",
            "uri": f"{identifier(article.id)}#{quote(name, safe='')}",
            "type": medium.type,
            "embargoedUntil": g2.moment(article.embargo_until) if article.embargo_until is not None else None,
            "headlines": _texts(medium.alt),
            "descriptions": _texts(body.plain(medium.caption), "caption"),
            "by": medium.credit,
            "usageTerms": medium.rights,
            "pubStatus": "usable",
            "renditions": _renditions(medium, article, desk),
        }
    )


def _renditions(medium: Media, article: Article, desk: Desk) -> list[Node]:
    names = unique(one.role or "file" for one in medium.renditions)
    found = [_rendition(one, name, medium, article, desk) for one, name in zip(medium.renditions, names, strict=True)]
    return [one for one in found if one]


def _rendition(one: Rendition, name: str, medium: Media, article: Article, desk: Desk) -> Node:
    href = desk.address(one.href, article.id, "the file of a medium")
    if href is None:
        return {}
    width, height = _positive(one.width), _positive(one.height)
    poi: Node = {}
    if medium.focus is not None and width and height:
        at = medium.focus
        if 0 <= at.x <= 1 and 0 <= at.y <= 1:
            poi = {"x": round(at.x * width), "y": round(at.y * height)}
    timed = one.duration is not None and math.isfinite(one.duration) and one.duration >= 0
    return stated(
        {
            "name": name,
            "href": href,
            "contentType": one.media_type,
            "width": width,
            "height": height,
            "sizeInBytes": _positive(one.size),
            "duration": one.duration if timed else None,
            "poi": poi,
        }
    )


def _positive(value: int | None) -> int | None:
    return value if value is not None and value > 0 else None


def style(article: Article, desk: Desk) -> xhtml.Style:
    """How addresses and media stand in the HTML: absolute, for it is shown away from where it was made."""
    base = desk.job.base_url

    def href(target: str) -> str | None:
        return desk.address(target, article.id, "the link")

    def view(medium: Media) -> xhtml.View | None:
        for one in medium.renditions:
            source = absolute(one.href, base)
            if source is not None:
                return xhtml.View(source, _positive(one.width), _positive(one.height))
        return None

    def file(medium: Media) -> str | None:
        shown = view(medium)
        return shown.src if shown is not None else None

    return xhtml.Style(href=href, view=view, file=file, ids=True)
