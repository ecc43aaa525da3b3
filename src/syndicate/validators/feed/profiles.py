"""Does an aggregator take this feed? The limits and parts of a profile, looked for in any producer's RSS or Atom.

`_rss` and `_atom` read a document into what the rules speak of; the rules are the same for both. What the aggregator
refuses is an error, what it passes over or only asks for is a warning. Each code is described in ``docs/profiles.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.diagnostics import Diagnostic
from syndicate.formats import feedprofile, safexml
from syndicate.formats.feedprofile import Profile
from syndicate.validators.feed.document import ATOM, CONTENT, DC, MEDIA, XML, words
from syndicate.validators.feed.findings import Findings
from syndicate.validators.feed.values import rfc822, rfc3339

if TYPE_CHECKING:
    from lxml.etree import _Element

_A = f"{{{ATOM}}}"
_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One item as the rules see it: the parts that it has, each with its text ('' when it is missing)."""

    node: _Element
    parts: dict[str, str]
    published: datetime | None
    html: str
    pictures: tuple[_Element, ...]
    """The elements that name a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """The head of the feed as the rules see it."""

    node: _Element
    parts: dict[str, str]
    date: datetime | None
    items: tuple[_Item, ...]


def check_profile(data: bytes, file: str, name: str, dialect: str) -> tuple[Diagnostic, ...]:
    """What keeps the aggregator of profile `name` from taking this document.

    Raises:
        UsageError: there is no such profile, or it is not for this dialect.
    """
    from lxml import etree

    profile = feedprofile.find(name, dialect)
    found = Findings(file)
    try:
        root = etree.fromstring(data, safexml.parser(comments=True))
    except etree.XMLSyntaxError:
        return ()  # which the rules of the dialect have said
    feed = _rss(root) if dialect == "rss" else _atom(root)
    if feed is None:
        return ()
    judge = _Judge(profile, found)
    judge.feed(feed, len(data))
    for item in feed.items:
        judge.item(item, feed)
    return found.result()


class _Judge:
    """The rules of one profile."""

    def __init__(self, profile: Profile, found: Findings) -> None:
        self._profile = profile
        self._found = found
        self._takes = profile.title

    def feed(self, feed: _Feed, size: int) -> None:
        """The feed as a whole."""
        limits, node = self._profile.feed, feed.node
        if limits.items and len(feed.items) > limits.items:
            self._found.error(
                "SYN-PROFILE-001", f"{len(feed.items)} items, and {self._takes} takes {limits.items}", node
            )
        if limits.bytes and size > limits.bytes:
            self._found.error("SYN-PROFILE-004", f"{size:,} bytes, and {self._takes} takes {limits.bytes:,}", node)
        for part in limits.required:
            if not feed.parts.get(part):
                self._found.error(
                    "SYN-PROFILE-006", f"the feed has no {part}, without which {self._takes} refuses it", node
                )
        for part in limits.wanted:
            if not feed.parts.get(part):
                self._found.warning("SYN-PROFILE-007", f"the feed has no {part}, which {self._takes} asks for", node)
        length = len(feed.parts.get("description", ""))
        if limits.description and length > limits.description:
            self._found.warning(
                "SYN-PROFILE-009",
                f"a description of {length} characters, and {self._takes} takes {limits.description}",
                node,
            )
        self._added("feed", node)

    def item(self, item: _Item, feed: _Feed) -> None:
        """One item."""
        limits, node = self._profile.item, item.node
        size = len(item.html.encode("utf-8", "replace"))
        if limits.bytes and size > limits.bytes:
            self._found.error(
                "SYN-PROFILE-003", f"a text of {size:,} bytes, and {self._takes} takes {limits.bytes:,}", node
            )
        if limits.hours and item.published and feed.date:
            age = feed.date - item.published
            if age > timedelta(hours=limits.hours):
                self._found.error(
                    "SYN-PROFILE-002",
                    f"published {_span(age)} before the feed, {self._takes} takes {limits.hours} h",
                    node,
                )
        for part in limits.required:
            if not item.parts.get(part):
                self._found.error(
                    "SYN-PROFILE-005", f"an item without {part}, without which {self._takes} refuses it", node
                )
        for part in limits.wanted:
            if not item.parts.get(part):
                self._found.warning("SYN-PROFILE-007", f"an item without {part}, which {self._takes} asks for", node)
        self._texts(item, node)
        for picture in item.pictures:
            self._picture(picture)
        self._added("item", node)

    def _texts(self, item: _Item, node: _Element) -> None:
        limits = self._profile.item
        title = len(item.parts.get("title", ""))
        if limits.title.longest and title > limits.title.longest:
            self._found.error(
                "SYN-PROFILE-008", f"a title of {title} characters, {self._takes} takes {limits.title.longest}", node
            )
        elif 0 < title < limits.title.shortest:
            self._found.error(
                "SYN-PROFILE-008", f"a title of {title} characters, {self._takes} wants {limits.title.shortest}", node
            )
        summary = len(item.parts.get("summary", ""))
        if 0 < summary < limits.summary:
            self._found.warning(
                "SYN-PROFILE-010", f"a summary of {summary} characters, {self._takes} wants {limits.summary}", node
            )
        allowed = self._profile.html.elements
        if allowed:
            names = {name.lower() for name in re.findall(r"<([A-Za-z][A-Za-z0-9:-]*)", item.html)}
            other = sorted(names - set(allowed))
            if other:
                shown = ", ".join(f"<{name}>" for name in other[:_SHOWN])
                self._found.warning("SYN-PROFILE-012", f"{self._takes} does not take {shown} in the text", node)

    def _picture(self, node: _Element) -> None:
        limits = self._profile.image
        sides = [int(side) for name in ("width", "height") if (side := node.get(name, "")).isdigit()]
        if limits.side and sides and min(sides) < limits.side:
            self._found.warning(
                "SYN-PROFILE-011", f"a picture of {min(sides)} pixels, {self._takes} wants {limits.side}", node
            )
        kind = node.get("type", "")
        if limits.types and kind and kind not in limits.types:
            self._found.warning("SYN-PROFILE-011", f"a picture of type {kind}, which {self._takes} does not take", node)
        if node.tag == f"{{{MEDIA}}}content":
            self._added("image", node)

    def _added(self, where: str, node: _Element) -> None:
        """The elements of the aggregator's own that it must have."""
        for added in self._profile.add:
            if added.on != where or not added.required:
                continue
            first = added.element.partition("/")[0]
            prefix, _, name = first.rpartition(":")
            if node.find(f"{{{self._profile.namespaces.get(prefix, '')}}}{name}") is None:
                self._found.warning("SYN-PROFILE-013", f"no {first}, which {self._takes} asks for", node)


def _span(age: timedelta) -> str:
    """In words: hours up to three days, then days."""
    hours = round(age.total_seconds() / 3600)
    return f"{hours // 24} days" if hours >= 72 else f"{hours} h"


# --- reading ---------------------------------------------------------------------------------------------------------


def _rss(root: _Element) -> _Feed | None:
    channel = root.find("channel")
    if channel is None:
        return None
    links = {link.get("rel"): link.get("href", "") for link in channel.iterfind(f"{_A}link")}
    image = channel.find("image")
    language = words(channel.find("language"))
    items = tuple(_rss_item(item, language) for item in channel.iterfind("item"))
    dates = [rfc822(words(channel.find(name)))[0] for name in ("lastBuildDate", "pubDate")]
    return _Feed(
        node=channel,
        parts={
            "link": words(channel.find("link")),
            "description": _plain(words(channel.find("description"))),
            "language": language,
            "date": words(channel.find("pubDate")) or words(channel.find("lastBuildDate")),
            "self": links.get("self", ""),
            "hub": links.get("hub", ""),
            "ttl": words(channel.find("ttl")),
            "image": words(image.find("url")) if image is not None else "",
            "copyright": words(channel.find("copyright")),
        },
        date=_newest(dates, items),
        items=items,
    )


def _rss_item(item: _Element, language: str) -> _Item:
    content, description = words(item.find(f"{{{CONTENT}}}encoded")), words(item.find("description"))
    pictures = (
        *_pictures(item.iter(f"{{{MEDIA}}}content")),
        *_pictures(item.iterfind("enclosure")),
    )
    html = content or description
    return _Item(
        node=item,
        parts={
            "link": words(item.find("link")),
            "title": words(item.find("title")),
            "published": words(item.find("pubDate")),
            "language": words(item.find(f"{{{DC}}}language")) or language,
            "summary": _plain(description),
            "content": html,
            "author": words(item.find("author")) or words(item.find(f"{{{DC}}}creator")),
            "image": "yes" if pictures or "<img" in html else "",
        },
        published=rfc822(words(item.find("pubDate")))[0],
        html=html,
        pictures=pictures,
    )


def _atom(root: _Element) -> _Feed | None:
    if root.tag != f"{_A}feed":
        return None
    links = {link.get("rel", "alternate"): link.get("href", "") for link in root.iterfind(f"{_A}link")}
    language = root.get(f"{{{XML}}}lang", "")
    author = words(root.find(f"{_A}author/{_A}name"))
    items = tuple(_atom_item(entry, language, author) for entry in root.iterfind(f"{_A}entry"))
    return _Feed(
        node=root,
        parts={
            "link": links.get("alternate", ""),
            "description": words(root.find(f"{_A}subtitle")),
            "language": language,
            "date": words(root.find(f"{_A}updated")),
            "self": links.get("self", ""),
            "hub": links.get("hub", ""),
            "ttl": "a feed says it over HTTP",
            "image": words(root.find(f"{_A}logo")),
            "copyright": words(root.find(f"{_A}rights")),
        },
        date=_newest([rfc3339(words(root.find(f"{_A}updated")))[0]], items),
        items=items,
    )


def _atom_item(entry: _Element, language: str, author: str) -> _Item:
    links: dict[str, list[_Element]] = {}
    for link in entry.iterfind(f"{_A}link"):
        links.setdefault(link.get("rel", "alternate"), []).append(link)
    content = _text(entry.find(f"{_A}content"))
    pictures = (
        *_pictures(entry.iter(f"{{{MEDIA}}}content")),
        *_pictures(iter(links.get("enclosure", ()))),
    )
    summary = _text(entry.find(f"{_A}summary"))
    return _Item(
        node=entry,
        parts={
            "link": next((link.get("href", "") for link in links.get("alternate", ())), ""),
            "title": words(entry.find(f"{_A}title")),
            "published": words(entry.find(f"{_A}published")),
            "language": entry.get(f"{{{XML}}}lang", language),
            "summary": _plain(summary),
            "content": content,
            "author": words(entry.find(f"{_A}author/{_A}name")) or author,
            "image": "yes" if pictures or "<img" in content else "",
        },
        published=rfc3339(words(entry.find(f"{_A}published")))[0],
        html=content or summary,
        pictures=pictures,
    )


def _text(node: _Element | None) -> str:
    """A text construct of Atom as HTML."""
    if node is None:
        return ""
    if node.get("type") != "xhtml":
        return words(node)
    from lxml import etree

    return "".join(etree.tostring(child, encoding="unicode", method="html", with_tail=False) for child in node)


def _pictures(nodes: Iterator[_Element]) -> Iterator[_Element]:
    """Those that name a picture: by medium, by type, or by having neither."""
    for node in nodes:
        kind, medium = node.get("type", ""), node.get("medium", "")
        if medium == "image" or kind.startswith("image/") or not (kind or medium):
            yield node


def _plain(html: str) -> str:
    """The words of a piece of HTML, blanks as one, to be counted."""
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", html)).split()) if html else ""


def _newest(dates: Sequence[datetime | None], items: Sequence[_Item]) -> datetime | None:
    """The date of the feed, else that of its newest item."""
    own = [date for date in dates if date is not None]
    return max(own or [item.published for item in items if item.published is not None], default=None)
