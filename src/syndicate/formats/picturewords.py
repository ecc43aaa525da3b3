"""What a picture file says of itself: caption, credit, alternative text, copyright notice.

Desks and cameras write in three places: IPTC's record (IIM 4.2), XMP (dc, photoshop, Iptc4xmpCore) and Exif. Where
several say a thing, XMP counts before IPTC and IPTC before Exif, as the later place is the better kept one. Only the
head of the file is looked at, and no pixel is decoded.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from syndicate.formats import safexml
from syndicate.formats.traces import exif_words, iptc_datasets, png_chunks
from syndicate.model import legal

if TYPE_CHECKING:
    from lxml.etree import _Element

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXIF = b"Exif\0\0"
_UTF8 = b"\x1b%G"
"""IIM's announcement of UTF-8 (record 1, dataset 90); without it the record is mostly windows-1252."""
_LARGEST = 1024 * 1024
"""Bytes of one XMP packet."""
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CAPTION, _BYLINE, _CREDIT, _NOTICE = 120, 80, 110, 116


class Words(NamedTuple):
    """What is told; empty where nothing is."""

    caption: str = ""
    credit: str = ""
    alt: str = ""
    notice: str = ""


def read(data: bytes, media_type: str) -> Words:
    """The words in a picture; a file that is not built as its kind should be says nothing more than was found."""
    told: list[Words] = []
    try:
        for kind, content in _packets(data, media_type):
            told.append(_WAYS[kind](content))
    except (struct.error, IndexError, ValueError):
        pass
    order = sorted(told, key=lambda words: bool(words.alt), reverse=True)
    return Words(*(next((value for words in order if (value := words[n])), "") for n in range(4)))


def _packets(data: bytes, media_type: str) -> Iterator[tuple[str, bytes]]:
    """The packets of metadata in a file, the one that tells best first."""
    found: dict[str, bytes] = {}
    match media_type:
        case "image/jpeg":
            for marker, content in _segments(data):
                if marker == 0xE1 and content.startswith(_XMP):
                    found.setdefault("xmp", content[len(_XMP) :])
                elif marker == 0xE1 and content.startswith(_EXIF):
                    found.setdefault("exif", content[len(_EXIF) :])
                elif marker == 0xED:
                    found.setdefault("iptc", content)
        case "image/png":
            for name, chunk in png_chunks(data):
                content = chunk[8:-4]
                if name == b"iTXt" and content.startswith(b"XML:com.adobe.xmp\0\0"):
                    found.setdefault("xmp", content.split(b"\0", 5)[5])
                elif name == b"eXIf":
                    found.setdefault("exif", content)
        case "image/webp":
            for name, content in _riff(data):
                if name == b"XMP ":
                    found.setdefault("xmp", content)
                elif name == b"EXIF":
                    found.setdefault("exif", content.removeprefix(_EXIF))
        case _:
            pass
    for kind in ("xmp", "iptc", "exif"):
        if kind in found:
            yield kind, found[kind]


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG before its first scan (ISO/IEC 10918-1 B.1.1)."""
    at = 2
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        size = 2 + struct.unpack_from(">H", data, at + 2)[0]
        yield data[at + 1], data[at + 4 : at + size]
        at += size


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a WebP file (RFC 9649 2.3)."""
    at = 12
    while at + 8 <= len(data):
        size = struct.unpack_from("<I", data, at + 4)[0]
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


# --- the three places ------------------------------------------------------------------------------------------------


def _xmp(packet: bytes) -> Words:
    if len(packet) > _LARGEST:
        return Words()
    try:
        root = safexml.parse(packet.strip(b"\0 \n"), most=_LARGEST)
    except safexml.XmlProblem:
        return Words()
    creator = _value(root, f"{{{_DC}}}creator")
    return Words(
        caption=_value(root, f"{{{_DC}}}description"),
        credit=_value(root, f"{{{_PHOTOSHOP}}}Credit") or creator,
        alt=_value(root, f"{{{_CORE}}}AltTextAccessibility"),
        notice=_value(root, f"{{{_DC}}}rights"),
    )


def _value(root: _Element, name: str) -> str:
    """A property of XMP: an attribute, text, the default of its languages, or the names of a list."""
    for described in root.iter(f"{{{_RDF}}}Description"):
        if (plain := described.get(name)) is not None:
            return _tidy(plain)
        for holder in described.iterchildren(name):
            items = list(holder.iter(f"{{{_RDF}}}li"))
            default = [item for item in items if item.get(_LANG) == "x-default"]
            taken = default or (items[:1] if items and items[0].get(_LANG) else items)
            if taken:
                return _tidy(", ".join(item.text or "" for item in taken))
            return _tidy(holder.text or "")
    return ""


def _iptc(content: bytes) -> Words:
    found = iptc_datasets(content)
    encoding = "utf-8" if found.get((1, 90)) == _UTF8 else "windows-1252"

    def said(number: int) -> str:
        raw = found.get((2, number), b"")
        try:
            return _tidy(raw.decode("utf-8"))  # most write UTF-8 and do not announce it
        except UnicodeDecodeError:
            return _tidy(raw.decode(encoding, "ignore"))

    return Words(caption=said(_CAPTION), credit=said(_CREDIT) or said(_BYLINE), notice=said(_NOTICE))


def _exif(content: bytes) -> Words:
    caption, artist, notice = (_tidy(raw.decode("utf-8", "ignore")) for raw in exif_words(content))
    if re.fullmatch(r"(?:OLYMPUS|SONY|KONICA|MINOLTA|SAMSUNG|DCIM|DSC)?[\W\d]*(?:DIGITAL CAMERA)?", caption, re.I):
        caption = ""  # what cameras write by themselves
    return Words(caption=caption, credit=artist, notice=notice)


_WAYS = {"xmp": _xmp, "iptc": _iptc, "exif": _exif}


def _tidy(words: str) -> str:
    return " ".join(legal.clean(words).replace("\0", " ").split())
