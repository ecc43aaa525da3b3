"""RSS 2.0: the rules of the specification and of the readers that a grammar cannot state.

Sources: the RSS 2.0 specification and Best Practices Profile of the RSS Advisory Board, the content, Dublin Core,
DCMI terms and Media RSS modules. Each code is described in ``docs/formats/rss.md``.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.diagnostics import Diagnostic
from syndicate.validators.feed.document import (
    ATOM,
    CONTENT,
    DC,
    DCTERMS,
    Codes,
    check_address,
    check_html,
    check_own_address,
    check_relation,
    check_text,
    local,
    parse,
    words,
)
from syndicate.validators.feed.escaping import check_escaping
from syndicate.validators.feed.findings import Findings, line_number
from syndicate.validators.feed.history import check_history
from syndicate.validators.feed.modules import check_modules
from syndicate.validators.feed.namespaces import check_namespaces
from syndicate.validators.feed.pieces import check_pieces
from syndicate.validators.feed.values import TOLERANCE, has_scheme, is_media_type, is_w3cdtf, is_web, rfc822, rfc3339

if TYPE_CHECKING:
    from lxml.etree import _Element

    _Parts = dict[str, list[_Element]]

CODES = Codes(
    form="SYN-RSS-001",
    grammar="SYN-RSS-002",
    encoding="SYN-RSS-003",
    doctype="SYN-RSS-004",
    character="SYN-RSS-023",
    prefix="SYN-RSS-024",
    relative="SYN-RSS-017",
    unsafe="SYN-RSS-018",
    inner_relative="SYN-RSS-019",
    html="SYN-RSS-020",
    media="SYN-RSS-027",
    address="SYN-RSS-028",
    vendor="SYN-RSS-029",
    history="SYN-RSS-030",
)

_PLAIN = (
    *("title", "category", "dc:creator", "managingEditor", "webMaster", "author", "copyright"),
    *("dc:rights", "media:title", "media:description"),
)
_ONE_OF_TWO = (
    ("pubDate", f"{{{DC}}}date"),
    ("category", f"{{{DC}}}subject"),
    ("guid", f"{{{ATOM}}}id"),
    ("pubDate", f"{{{ATOM}}}published"),
)
_ONCE = (
    *(f"{{{DC}}}{name}" for name in ("title", "description", "date", "source", "language", "rights")),
    *(f"{{{DCTERMS}}}{name}" for name in ("created", "issued", "modified", "abstract")),
)
"""Elements of modules that say something once; strict validators refuse a second one."""
_MAILBOX = r"[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+(?:\s+\([^()]+\))?\Z"
_NO_IMAGE = (".svg", ".webp", ".avif", ".ico", ".bmp", ".tif", ".tiff", ".heic", ".jxl")
_UNIQUE = 10
"""Digits from which a bare number may be thought to be used by nobody else."""


def check_rss(data: bytes, file: str = "", *, address: str = "", public: bool = True) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with an RSS 2.0 document.

    `address` is where it will be fetched from, where that is known; `public` means that it is for every reader.
    """
    found = Findings(file)
    root = parse(data, found, CODES)
    if root is None:
        return found.result()
    check_namespaces(root, data, found, CODES, public=public)
    if root.tag != "rss":
        found.error(CODES.grammar, f"the root element is {local(root)}, not rss", root)
        return found.result()
    channel = root.find("channel")
    check_pieces(root, channel, "item", "rss.rng", found, CODES.grammar)
    check_escaping(root, data, _PLAIN, found, "SYN-RSS-021", hexadecimal=True)
    if channel is not None:
        built = _check_channel(channel, address, found)
        guids: dict[str, int] = {}
        for item in channel.iterfind("item"):
            parts = _parts(item)
            _check_item(item, parts, built, found)
            _check_guid(item, parts, guids, found)
    return found.result()


def _check_channel(channel: _Element, address: str, found: Findings) -> datetime | None:
    """The head of the channel; returns the newest instant it gives for itself."""
    _check_self(channel, address, found)
    check_history(channel, found, CODES)
    if not words(channel.find("language")):
        found.info("SYN-RSS-007", "the channel says no language", channel)
    for name in ("title", "description", "copyright", "language"):
        node = channel.find(name)
        if node is not None:
            check_text(node, found, CODES)
    link = channel.find("link")
    if link is not None:
        check_address(link, link.text or "", found, CODES)
    _check_image(channel, found)
    for name in ("managingEditor", "webMaster"):
        _check_mailbox(channel.find(name), found)
    moments = [_date(channel.find(name), found) for name in ("lastBuildDate", "pubDate")]
    return max((m for m in moments if m is not None), default=None)


def _check_image(channel: _Element, found: Findings) -> None:
    """The picture of the channel: its title and link are the channel's; GIF, JPEG or PNG (RSS 2.0, image)."""
    image = channel.find("image")
    if image is None:
        return
    for name in ("title", "link"):
        if words(image.find(name)) != words(channel.find(name)):
            found.warning("SYN-RSS-025", f"the {name} of the image is not that of the channel", image)
    address = words(image.find("url"))
    check_address(image, address, found, CODES)
    if address.partition("?")[0].partition("#")[0].lower().endswith(_NO_IMAGE):
        found.warning("SYN-RSS-025", f"the image is no GIF, JPEG or PNG: {address}", image)


def _check_self(channel: _Element, address: str, found: Findings) -> None:
    """The feed's own address (Best Practices Profile, atom:link): one, absolute, of the right type."""
    links = channel.findall(f"{{{ATOM}}}link")
    own = [link for link in links if link.get("rel") == "self"]
    if len(own) != 1:
        found.warning(
            "SYN-RSS-005",
            f"{len(own) or 'no'} atom:link with rel=self: a feed names its own address once",
            channel,
            hint="" if own else "give --base-url, the address of the folder that the feed will be published in",
        )
    for link in own:
        if link.get("type") != "application/rss+xml":
            found.warning("SYN-RSS-006", "atom:link rel=self without type application/rss+xml", link)
        check_own_address(link, link.get("href", ""), address, found, CODES)
    seen: set[tuple[str | None, ...]] = set()
    for link in links:
        check_address(link, link.get("href", ""), found, CODES)
        check_relation(link, found, "SYN-RSS-006")
        key = tuple(link.get(name) for name in ("rel", "type", "hreflang", "href"))
        if key in seen:
            found.error("SYN-RSS-006", "the same atom:link twice", link)
        seen.add(key)


def _date(node: _Element | None, found: Findings) -> datetime | None:
    if node is None:
        return None
    moment, wrong = rfc822(words(node))
    if wrong:
        found.error("SYN-RSS-011", f"{node.tag} {words(node)!r} {wrong}", node)
    return moment


def _parts(item: _Element) -> _Parts:
    """The children of an item by name, in one pass: a search for each name would cost more than all the rules."""
    parts: _Parts = {}
    for child in item:
        parts.setdefault(str(child.tag), []).append(child)
    return parts


def _check_item(item: _Element, parts: _Parts, built: datetime | None, found: Findings) -> None:
    if not any(words(node) for name in ("title", "description") for node in parts.get(name, ())):
        found.error("SYN-RSS-022", "an item needs a title or a description", item)
    for name in ("title", "category", "author", f"{{{DC}}}creator"):
        for node in parts.get(name, ()):
            check_text(node, found, CODES)
    for name in ("link", "comments"):
        for node in parts.get(name, ()):
            check_address(node, node.text or "", found, CODES)
    for source in parts.get("source", ()):
        check_address(source, source.get("url", ""), found, CODES)
    _check_dates(parts, built, found)
    _check_people(parts, found)
    _check_texts(item, parts, found)
    _check_enclosures(parts, found)
    for link in parts.get(f"{{{ATOM}}}link", ()):
        check_relation(link, found, "SYN-RSS-006")
    check_modules(item, found, CODES)


def _check_guid(item: _Element, parts: _Parts, seen: dict[str, int], found: Findings) -> None:
    """guid: on every item, unique, and an address when it claims to be one (its default)."""
    guid = next(iter(parts.get("guid", ())), None)
    if guid is None:
        found.error("SYN-RSS-008", "an item without guid: readers cannot tell an update from a new story", item)
        return
    value = words(guid)
    if guid.get("isPermaLink", "true") == "true" and not is_web(value):
        found.error("SYN-RSS-010", f"guid {value!r} is no web address", guid, hint='write isPermaLink="false"')
    if value.isdigit() and len(value) < _UNIQUE:
        found.warning("SYN-RSS-031", f"guid {value!r} is a short number, which other feeds have too", guid)
    if value in seen:
        found.error("SYN-RSS-009", f"guid {value!r} stands already at line {seen[value]}", guid)
    seen.setdefault(value, line_number(guid))


def _check_dates(parts: _Parts, built: datetime | None, found: Findings) -> None:
    for node in parts.get("pubDate", ()):
        moment = _date(node, found)
        if moment and built and moment > built + TOLERANCE:
            found.warning("SYN-RSS-012", f"pubDate is later than the feed itself ({built.isoformat()})", node)
    for name in (f"{{{DCTERMS}}}modified", f"{{{DCTERMS}}}created", f"{{{DC}}}date"):
        for node in parts.get(name, ()):
            if not is_w3cdtf(words(node)):
                found.error("SYN-RSS-026", f"{local(node)} {words(node)!r} is no W3C date", node)
            moment = rfc3339(words(node))[0]
            if moment and built and moment > built + TOLERANCE:
                found.warning("SYN-RSS-012", f"{local(node)} is later than the feed itself ({built.isoformat()})", node)


def _check_people(parts: _Parts, found: Findings) -> None:
    """Who wrote it, and other things that are said once, in one vocabulary."""
    for author in parts.get("author", ()):
        if f"{{{DC}}}creator" in parts:
            found.warning("SYN-RSS-013", "both author and dc:creator: readers show the writer twice", author)
        _check_mailbox(author, found)
    for name in _ONCE:
        for node in parts.get(name, ())[1:]:
            found.warning("SYN-RSS-014", f"{local(node)} twice in one item", node)
    for plain, other in _ONE_OF_TWO:
        if other in parts and plain in parts:
            found.warning("SYN-RSS-014", f"{plain} and its double of another vocabulary in one item", parts[other][0])


def _check_mailbox(person: _Element | None, found: Findings) -> None:
    if person is not None and not re.match(_MAILBOX, words(person)):
        found.warning(
            "SYN-RSS-013",
            f"{local(person)} is no e-mail address with a name in brackets: {words(person)[:60]!r}",
            person,
            hint="a name alone belongs in dc:creator",
        )


def _check_texts(item: _Element, parts: _Parts, found: Findings) -> None:
    """description is HTML and stands before content:encoded (Best Practices Profile)."""
    descriptions, contents = parts.get("description", ()), parts.get(f"{{{CONTENT}}}encoded", ())
    if contents and not descriptions:
        found.warning("SYN-RSS-015", "content:encoded without description: some readers show nothing", contents[0])
    for node in (*descriptions, *contents):
        check_html(node, node.text or "", found, CODES)
    if descriptions and contents and item.index(descriptions[0]) > item.index(contents[0]):
        found.warning(
            "SYN-RSS-015", "description after content:encoded: some readers keep the last one", descriptions[0]
        )


def _check_enclosures(parts: _Parts, found: Findings) -> None:
    enclosures = parts.get("enclosure", [])
    if len(enclosures) > 1:
        found.warning("SYN-RSS-016", "several enclosures: readers take one of them, each another", enclosures[1])
    for node in enclosures:
        if not has_scheme(node.get("url", "")):
            found.error("SYN-RSS-017", f"enclosure: the address is not absolute: {node.get('url', '')!r}", node)
        if not node.get("length", "").isdigit() or not is_media_type(node.get("type", "")):
            found.error("SYN-RSS-016", "an enclosure needs its length in bytes and its media type", node)
