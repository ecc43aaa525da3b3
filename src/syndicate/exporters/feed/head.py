"""The head of a feed, built by feedgen without items, and cut open where the items go.

feedgen knows the order and the rules of the channel; what it gets wrong is put right here through its public extension
interface, which hands out the real tree: dates that default to the wall clock, its own name and version, namespaces
that only our items use.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from syndicate.formats.dates import rfc822, rfc3339
from syndicate.formats.xml import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element

GENERATOR = "syndicate"
"""Without a version: an upgrade must not change every feed."""

ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "georss": "http://www.georss.org/georss",
}
_HISTORY = "http://purl.org/syndication/history/1.0"
_SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_PERIODS = (("hourly", 60), ("daily", 1440), ("weekly", 10080), ("monthly", 43200), ("yearly", 525600))
"""The periods of the syndication module, in minutes."""
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
    image: str = ""
    icon: str = ""
    ttl: int | None = None
    """Minutes."""
    links: tuple[tuple[str, str], ...] = ()
    """Further links of the feed, relation and address: its hubs, and the documents around it (RFC 5005)."""
    history: Literal["", "archive", "complete"] = ""
    """What RFC 5005 has to say of the document."""
    tombstones: bool = False
    stylesheet: str = ""
    """Address of the CSS that a browser shows the feed by."""
    namespaces: tuple[tuple[str, str], ...] = ()
    """Prefix and address of those of one aggregator."""
    added: tuple[tuple[str, str], ...] = ()
    """Elements for one aggregator: path (`snf:logo/url`) and text."""


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
    return _cut(_hex_plain(generator.rss_str(pretty=True)), b"  </channel>", head.stylesheet)


def atom_frame(head: Head) -> Frame:
    """An Atom 1.0 feed without entries."""
    return _cut(_hex_plain(_generator(head).atom_str(pretty=True)), b"</feed>", head.stylesheet)


def _cut(document: bytes, end: bytes, stylesheet: str) -> Frame:
    # Double quotes in the declaration, as most tools write it and some strict readers want it.
    opening = b'<?xml version="1.0" encoding="UTF-8"?>'
    if stylesheet:
        opening += f'\n<?xml-stylesheet type="text/css" href={attribute(stylesheet)}?>'.encode()
    document = document.replace(b"<?xml version='1.0' encoding='UTF-8'?>", opening, 1)
    at = document.rindex(end)
    return Frame(document[:at], document[at:].rstrip() + b"\n")


_PLAIN = (b"<title>", b"<description>", b"<copyright>", b"<subtitle>", b"<rights>", b"<name>")


def _hex_plain(document: bytes) -> bytes:
    """The head's plain text with the references that no reader takes for HTML (see `xml.hex_escape`)."""
    lines = document.split(b"\n")
    for number, line in enumerate(lines):
        if line.lstrip().startswith(_PLAIN):
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
        """Namespaces that our items use, and those that only some feeds do."""
        head, names = self._head, dict(_NAMESPACES)
        if head.ttl:
            names["sy"] = _SYNDICATION
        if head.history:
            names["fh"] = _HISTORY
        if head.tombstones:
            names["at"] = _TOMBSTONES
        names.update(head.namespaces)
        return names

    def extend_rss(self, root: _Element) -> _Element:
        """The build date as given, or none at all; the description as HTML, which RSS readers take it for."""
        from lxml import etree

        channel = root[0]
        for date in channel.findall("lastBuildDate"):
            channel.remove(date)
        for docs in channel.findall("docs"):
            channel.remove(docs)
        head = self._head
        if head.updated is not None:
            etree.SubElement(channel, "lastBuildDate").text = rfc822(head.updated)
        for rel, href in head.links:
            etree.SubElement(channel, f"{{{ATOM}}}link", {"href": href, "rel": rel})
        if head.image:
            # Title and link are those of the channel (RSS 2.0, image).
            image = etree.SubElement(channel, "image")
            for name, text in (("url", head.image), ("title", head.title), ("link", channel.findtext("link") or "")):
                etree.SubElement(image, name).text = text
        if head.ttl:
            etree.SubElement(channel, "ttl").text = str(head.ttl)
        self._modules(channel)
        return root

    def extend_atom(self, root: _Element) -> _Element:
        """`updated` as given; an alternate link only when there is a home page (feedgen's tree has no namespace)."""
        from lxml import etree

        head = self._head
        updated = root.find("updated")
        if updated is not None and self._head.updated is not None:
            updated.text = rfc3339(self._head.updated)
        if not self._head.home:
            for link in root.findall("link"):
                if link.get("rel") == "alternate":
                    root.remove(link)
        for rel, href in head.links:
            etree.SubElement(root, "link", {"rel": rel, "href": href})
        for name, address in (("icon", head.icon), ("logo", head.image)):
            if address:
                etree.SubElement(root, name).text = address
        self._modules(root)
        return root

    def _modules(self, parent: _Element) -> None:
        """How often to ask (syndication module), and what the document is (RFC 5005 2 and 4)."""
        from lxml import etree

        if self._head.ttl:
            period, times = frequency(self._head.ttl)
            etree.SubElement(parent, f"{{{_SYNDICATION}}}updatePeriod").text = period
            etree.SubElement(parent, f"{{{_SYNDICATION}}}updateFrequency").text = str(times)
        if self._head.history:
            etree.SubElement(parent, f"{{{_HISTORY}}}{self._head.history}")
        names = {**_NAMESPACES, **dict(self._head.namespaces)}
        for path, text in self._head.added:
            node = parent
            for step in path.split("/"):
                prefix, _, name = step.rpartition(":")
                node = etree.SubElement(node, f"{{{names[prefix]}}}{name}" if prefix else name)
            node.text = text


def frequency(minutes: int) -> tuple[str, int]:
    """The shortest period that is at least `minutes` long, and how often in it the feed may be asked for."""
    period, length = next((p for p in _PERIODS if p[1] >= minutes), _PERIODS[-1])
    return period, max(1, length // minutes)
