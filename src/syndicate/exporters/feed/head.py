"""The head of a feed, built by feedgen without items, and cut open where the items go.

feedgen knows the order and the rules of the channel; what it gets wrong is put right here through its public extension
interface, which hands out the real tree: dates that default to the wall clock, its own name and version, namespaces
that only our items use.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from syndicate.formats.dates import rfc822, rfc3339

if TYPE_CHECKING:
    from lxml.etree import _Element

GENERATOR = "syndicate"
"""Without a version: an upgrade must not change every feed."""

_NAMESPACES = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}
_ANY_INSTANT = datetime(2000, 1, 1, tzinfo=UTC)
"""Given to feedgen so that it does not take the wall clock, and replaced before the tree is written."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the channel says of itself. Addresses are absolute; `itself` and `home` may be empty for Atom."""

    id: str
    title: str
    home: str = ""
    itself: str = ""
    media_type: str = ""
    description: str = ""
    language: str = ""
    rights: str = ""
    author: str = ""
    updated: datetime | None = None
    """When the feed was built; None leaves it out of RSS."""


class Frame(msgspec.Struct, frozen=True):
    """The bytes before the first item and after the last."""

    before: bytes
    after: bytes


def rss_frame(head: Head) -> Frame:
    """An RSS 2.0 channel without items."""
    generator = _generator(head)
    # feedgen sets the whole process's locale to write this date; ours is put in by `_Repair`.
    vars(generator).pop("_FeedGenerator__rss_lastBuildDate", None)
    generator._FeedGenerator__rss_lastBuildDate = None
    return _cut(_hex_plain(generator.rss_str(pretty=True)), b"  </channel>")


def atom_frame(head: Head) -> Frame:
    """An Atom 1.0 feed without entries."""
    return _cut(_hex_plain(_generator(head).atom_str(pretty=True)), b"</feed>")


def _cut(document: bytes, end: bytes) -> Frame:
    # Double quotes in the declaration, as most tools write it and some strict readers want it.
    document = document.replace(b"<?xml version='1.0' encoding='UTF-8'?>", b'<?xml version="1.0" encoding="UTF-8"?>', 1)
    at = document.rindex(end)
    return Frame(document[:at], document[at:].rstrip() + b"\n")


def _hex_plain(document: bytes) -> bytes:
    """The head's plain text with the references that no reader takes for HTML (see `xml.hex_escape`)."""
    lines = document.split(b"\n")
    for number, line in enumerate(lines):
        if line.lstrip().startswith((b"<title>", b"<copyright>", b"<subtitle>", b"<rights>", b"<name>")):
            lines[number] = line.replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;").replace(b"&gt;", b"&#x3E;")
    return b"\n".join(lines)


def _generator(head: Head) -> Any:
    from feedgen.feed import FeedGenerator

    generator = FeedGenerator()
    generator.id(head.id)
    generator.title(head.title)
    generator.description(head.description or head.title)
    generator.updated(_ANY_INSTANT)
    generator.generator(GENERATOR)
    if head.itself:
        generator.link(href=head.itself, rel="self", type=head.media_type)
    # Last, because feedgen takes the last link of all for the channel's own.
    generator.link(href=head.home or head.id, rel="alternate")
    if head.language:
        generator.language(head.language)
    if head.rights:
        generator.rights(head.rights)
    if head.author:
        generator.author({"name": head.author})
    generator.register_extension("syndicate", lambda: _Repair(head), None)
    return generator


class _Repair:
    """A feedgen extension: it is given the finished tree before it is written."""

    def __init__(self, head: Head) -> None:
        self._head = head

    def extend_ns(self) -> dict[str, str]:
        """Namespaces that our items use."""
        return _NAMESPACES

    def extend_rss(self, root: _Element) -> _Element:
        """The build date as given, or none at all; the description as HTML, which RSS readers take it for."""
        from lxml import etree

        channel = root[0]
        for date in channel.findall("lastBuildDate"):
            channel.remove(date)
        for docs in channel.findall("docs"):
            channel.remove(docs)
        if self._head.updated is not None:
            etree.SubElement(channel, "lastBuildDate").text = rfc822(self._head.updated)
        return root

    def extend_atom(self, root: _Element) -> _Element:
        """`updated` as given; an alternate link only when there is a home page (feedgen's tree has no namespace)."""
        updated = root.find("updated")
        if updated is not None and self._head.updated is not None:
            updated.text = rfc3339(self._head.updated)
        if not self._head.home:
            for link in root.findall("link"):
                if link.get("rel") == "alternate":
                    root.remove(link)
        return root
