"""The elements that a profile adds to a feed, to its items and to their pictures, each from what the story says.

An element without a value is not written: nothing is made up for an aggregator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from syndicate.exporters.feed.media import Attachment
from syndicate.formats.dates import rfc3339
from syndicate.formats.feedprofile import Profile
from syndicate.formats.xml import hex_escape, one_line
from syndicate.model.article import Article

_SHORT = ("social", "mobile", "seo")
"""Roles of headlines that are short, the best first."""


def feed_elements(profile: Profile, image: str) -> Iterator[tuple[str, str]]:
    """Path and text of each element of the feed's head."""
    values = {"feed.image": image}
    for added in profile.add:
        if added.on == "feed" and (text := values.get(added.value, "")):
            yield added.element, text


def item_lines(profile: Profile, article: Article) -> Iterator[str]:
    """The elements of an item, one a line."""
    short = next((h.text for role in _SHORT for h in article.alt_headlines if h.role == role), "")
    written = article.content_created or article.created
    values = {"item.short_title": one_line(short), "item.written": rfc3339(written) if written else ""}
    yield from _lines(profile, "item", values)


def image_lines(profile: Profile, file: Attachment, article: Article, publisher: str) -> Iterator[str]:
    """The elements of a picture, one a line; none for films and sound."""
    if not file.media_type.startswith("image/"):
        return
    media, focus = file.media, file.media.focus
    width, height = file.rendition.width or 0, file.rendition.height or 0
    known = focus is not None and width > 0 and height > 0 and 0 <= focus.x <= 1 and 0 <= focus.y <= 1
    yield from _lines(
        profile,
        "image",
        {
            "image.syndication": _syndication(media.rights, (article.copyright_holder, article.provider, publisher)),
            "image.title": one_line(media.alt),
            "image.focus_x": str(round(focus.x * width)) if focus is not None and known else "",
            "image.focus_y": str(round(focus.y * height)) if focus is not None and known else "",
        },
    )


def _syndication(rights: str, owners: tuple[str, ...]) -> str:
    """Whether the picture may be passed on: one of the house may, one of others may not, else it is not known."""
    if not rights.strip():
        return ""
    return "1" if any(owner.strip() and owner.casefold() in rights.casefold() for owner in owners) else "0"


def _lines(profile: Profile, on: str, values: Mapping[str, str]) -> Iterator[str]:
    """The elements with a value, those of one parent inside it."""
    written = []
    for added in profile.add:
        text = values.get(added.value, "") if added.on == on else ""
        path, _, name = added.element.rpartition("/")
        if text:
            written.append((path, f"<{name}>{hex_escape(text)}</{name}>"))
    for path, pairs in groupby(written, key=itemgetter(0)):
        inside = [element for _, element in pairs]
        if not path:
            yield from inside
            continue
        steps = path.split("/")
        yield "".join(f"<{s}>" for s in steps) + "".join(inside) + "".join(f"</{s}>" for s in reversed(steps))
