"""Media RSS and GeoRSS inside an item, in RSS and Atom alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.validators.feed.document import MEDIA, Codes, check_address, local, words
from syndicate.validators.feed.findings import Findings
from syndicate.validators.feed.values import is_media_type

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MEDIA}}}"
_POINT = "{http://www.georss.org/georss}point"
_MEDIUMS = ("image", "audio", "video", "document", "executable")
_COUNTS = ("width", "height", "fileSize")
_STATES = ("active", "blocked", "deleted")


def check_modules(item: _Element, found: Findings, codes: Codes) -> None:
    """What Media RSS 1.5.1 and GeoRSS Simple ask of the values in an item."""
    for group in item.iterfind(f"{_M}group"):
        if len(group.findall(f"{_M}content")) < 2:
            found.error(codes.media, "media:group with one content: a group is a choice", group)
        _check_files(group, found, codes)
    _check_files(item, found, codes)
    for status in item.iterfind(f"{_M}status"):
        if status.get("state") not in _STATES:
            found.error(codes.media, f"media:status is none of {', '.join(_STATES)}: {status.get('state')!r}", status)
    for point in item.iterfind(_POINT):
        if not _is_point(words(point)):
            found.error(codes.media, f"georss:point is no latitude and longitude: {words(point)[:60]!r}", point)


def _check_files(parent: _Element, found: Findings, codes: Codes) -> None:
    """media:content and media:thumbnail: address, type, medium, sizes."""
    for node in parent.iterfind(f"{_M}content"):
        if node.get("url") is not None:
            check_address(node, node.get("url", ""), found, codes)
        elif node.find(f"{_M}player") is None:
            found.error(codes.media, "media:content with neither url nor media:player", node)
        for message in _content_faults(node):
            found.error(codes.media, f"media:content: {message}", node)
        _check_thumbnails(node, found, codes)
    _check_thumbnails(parent, found, codes)


def _check_thumbnails(parent: _Element, found: Findings, codes: Codes) -> None:
    for node in parent.iterfind(f"{_M}thumbnail"):
        check_address(node, node.get("url", ""), found, codes)
        for name in ("width", "height"):
            if not _is_count(node.get(name, "1")):
                found.error(codes.media, f"{local(node)}: {name} is no number of pixels: {node.get(name)!r}", node)


def _content_faults(node: _Element) -> Iterator[str]:
    kind = node.get("type")
    if kind is not None and not is_media_type(kind):
        yield f"{kind!r} is no media type"
    medium = node.get("medium")
    if medium is not None and medium not in _MEDIUMS:
        yield f"{medium!r} is no medium"
    for name in _COUNTS:
        if not _is_count(node.get(name, "1")):
            yield f"{name} is no whole number from 1: {node.get(name)!r}"
    if not re.match(r"\d+(?:\.\d+)?\Z", node.get("duration", "1")):
        yield f"duration is no number of seconds: {node.get('duration')!r}"
    if node.get("isDefault", "true") not in ("true", "false"):
        yield f"isDefault is neither true nor false: {node.get('isDefault')!r}"


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0


def _is_point(text: str) -> bool:
    match = re.match(r"([+-]?\d{1,2}(?:\.\d+)?)\s+([+-]?\d{1,3}(?:\.\d+)?)\Z", text)
    return match is not None and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180
