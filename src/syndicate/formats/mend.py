"""An item that is not well-formed, mended where there is no doubt about what it means."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import NamedTuple

from lxml import etree

from syndicate.formats import safexml
from syndicate.formats.safexml import XmlProblem

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(rb"&(?!#[0-9]{1,8};|#x[0-9A-Fa-f]{1,8};|[A-Za-z_:][\w:.\-]{0,63};)")
_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}));")
_CONTROLS = bytes(b for b in range(32) if b not in (9, 10, 13))
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


class Mended(NamedTuple):
    """The root of an item and what was done to its bytes before it could be parsed."""

    root: etree._Element
    done: tuple[str, ...] = ()


def parse(data: bytes, parser: etree.XMLParser) -> Mended:
    """The root of an item; mended when it is not well-formed as it is.

    Raises:
        XmlProblem: it is refused, or cannot be mended.
    """
    try:
        return Mended(safexml.parse(data, with_parser=parser))
    except XmlProblem as problem:
        if problem.refused:
            raise
        better, done = _mended(data)
        if not done:
            raise
        return Mended(safexml.parse(better, with_parser=parser), done)


def _mended(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    done: list[str] = []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = data.decode("windows-1252", "replace").encode("utf-8")
        done.append("it is not UTF-8, read as windows-1252")
    for what, mend in (
        ("control characters", _legal),
        ("entities of HTML", _entities),
        ("bare ampersands", _ampersands),
    ):
        better = mend(data)
        if better != data:
            done.append(what)
            data = better
    return data, tuple(done)


def _legal(data: bytes) -> bytes:
    """Without control characters, and references to characters that XML does not have."""

    def kept(match: re.Match[bytes]) -> bytes:
        number = int(match[1], 16) if match[1] else int(match[2])
        legal = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
        return match[0] if legal or 0x10000 <= number < 0x110000 else b""

    return _REFERENCE.sub(kept, data.translate(None, _CONTROLS))


def _entities(data: bytes) -> bytes:
    """HTML's named characters as references by number."""

    def spelled(match: re.Match[bytes]) -> bytes:
        name = match[1].decode("ascii")
        if name in _XML:
            return match[0]
        return f"&#{name2codepoint[name]};".encode() if name in name2codepoint else b"&amp;" + match[0][1:]

    return _ENTITY.sub(spelled, data)


def _ampersands(data: bytes) -> bytes:
    return _BARE.sub(b"&amp;", data)
