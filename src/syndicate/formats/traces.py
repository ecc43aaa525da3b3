"""What a camera and a desk leave in a picture file, taken out: places, serial numbers, thumbnails, editing histories.

What stays: the picture bit for bit, its colour profile, which way is up, and whose it is (Exif's Artist and Copyright;
where they are empty, the by-line and copyright notice of IPTC). Nothing is decoded, so this costs microseconds; a file
that is not built as its kind should be stays as it is.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

_EXIF = b"Exif\0\0"
_DESCRIPTION, _ORIENTATION, _ARTIST, _COPYRIGHT = 0x010E, 0x0112, 0x013B, 0x8298
_ASCII, _SHORT = 2, 3
_BY_LINE, _NOTICE = 80, 116
"""Datasets of record 2 of IPTC IIM 4.2."""
_WORDS = (b"tEXt", b"iTXt", b"zTXt")
_KEPT_WORDS = (b"Author", b"Copyright")
"""Keywords of text in PNG (11.3.4.2) that say whose it is."""


class Rights(NamedTuple):
    """What is kept of a picture's metadata; `upright` is Exif's orientation, 1 when it is as it should be."""

    upright: int = 1
    artist: bytes = b""
    notice: bytes = b""


def without_traces(data: bytes, media_type: str) -> bytes:
    """The same picture with nothing but its rights and its orientation."""
    cleaners = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
    cleaner = cleaners.get(media_type)
    if cleaner is None:
        return data
    try:
        return cleaner(data)
    except (struct.error, IndexError, ValueError, zlib.error):
        return data


# --- JPEG (ISO/IEC 10918-1 B.1.1) ------------------------------------------------------------------------------------


def _jpeg(data: bytes) -> bytes:
    kept: list[bytes] = []
    rights, caption = Rights(), Rights()
    at = 2
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        size = 2 + struct.unpack_from(">H", data, at + 2)[0]
        marker, segment = data[at + 1], data[at : at + size]
        if len(segment) < size or size < 4:
            return data
        content = segment[4:]
        if marker == 0xE1 and content.startswith(_EXIF):
            rights = _tiff(content[len(_EXIF) :])
        elif marker == 0xED:
            caption = _photoshop(content)
        elif _is_kept(marker, content):
            kept.append(segment)
        at += size
    if data[at] != 0xFF:
        return data
    told = Rights(rights.upright, rights.artist or caption.artist, rights.notice or caption.notice)
    exif = _EXIF + _as_tiff(told)
    head = b"\xff\xe1" + struct.pack(">H", 2 + len(exif)) + exif if told != Rights() and len(exif) < 65000 else b""
    # JFIF's segment stays the first where there is one.
    first = kept[:1] if kept and kept[0][1] == 0xE0 else []
    return b"".join([data[:2], *first, head, *kept[len(first) :], data[at:]])


def _is_kept(marker: int, content: bytes) -> bool:
    """Tables and frames, JFIF, the colour profile, Adobe's note of the colour transform."""
    if marker == 0xE2:
        return content.startswith(b"ICC_PROFILE\0")
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _photoshop(content: bytes) -> Rights:
    """Rights from the IPTC record that Photoshop's resource 0x0404 holds."""
    found = iptc_datasets(content)
    return Rights(1, found.get((2, _BY_LINE), b""), found.get((2, _NOTICE), b""))


def iptc_datasets(content: bytes) -> dict[tuple[int, int], bytes]:
    """The first value of each dataset, by record and number, of the IPTC record in Photoshop's resource 0x0404.

    Raises:
        struct.error, IndexError: the resource is cut short.
    """
    start = content.find(b"8BIM\x04\x04")
    if start < 0:
        return {}
    at = start + 6
    at += 1 + content[at] + (content[at] + 1) % 2
    size = struct.unpack_from(">I", content, at)[0]
    found: dict[tuple[int, int], bytes] = {}
    record, end = at + 4, min(len(content), at + 4 + size)
    while record + 5 <= end and content[record] == 0x1C:
        number, length = content[record + 2], struct.unpack_from(">H", content, record + 3)[0]
        if length < 0x8000:
            found.setdefault((content[record + 1], number), content[record + 5 : record + 5 + length])
        record += 5 + length
    return found


# --- Exif (2.32, 4.6) ------------------------------------------------------------------------------------------------


def _tiff(data: bytes) -> Rights:
    """Rights from the first directory of Exif's TIFF."""
    found, upright = _directory(data)
    upright = upright if 1 <= upright <= 8 else 1
    return Rights(upright, found.get(_ARTIST, b""), found.get(_COPYRIGHT, b""))


def exif_words(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Description, artist and copyright in Exif's TIFF; empty where there is none.

    Raises:
        struct.error: the directory is cut short.
    """
    found, _ = _directory(data)
    return found.get(_DESCRIPTION, b""), found.get(_ARTIST, b""), found.get(_COPYRIGHT, b"")


def _directory(data: bytes) -> tuple[dict[int, bytes], int]:
    """The words of the first directory by their tags, and the orientation."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    if not order:
        return {}, 1
    at = struct.unpack_from(order + "I", data, 4)[0]
    found: dict[int, bytes] = {}
    upright = 1
    for number in range(struct.unpack_from(order + "H", data, at)[0]):
        tag, kind, count, value = struct.unpack_from(order + "HHII", data, at + 2 + 12 * number)
        place = at + 2 + 12 * number + 8
        if tag == _ORIENTATION and kind == _SHORT:
            upright = struct.unpack_from(order + "H", data, place)[0]
        elif tag in (_DESCRIPTION, _ARTIST, _COPYRIGHT) and kind == _ASCII and count < 10_000:
            start = value if count > 4 else place
            found[tag] = data[start : start + count].rstrip(b"\0 ")
    return found, upright


def _as_tiff(rights: Rights) -> bytes:
    """A TIFF with one directory of the three tags."""
    words = [(tag, text + b"\0") for tag, text in ((_ARTIST, rights.artist), (_COPYRIGHT, rights.notice)) if text]
    rows: list[tuple[int, int, int, bytes]] = []
    if rights.upright != 1:
        rows.append((_ORIENTATION, _SHORT, 1, struct.pack("<HH", rights.upright, 0)))
    end = 8 + 2 + 12 * (len(rows) + len(words)) + 4
    tail = b""
    for tag, text in words:
        value = text.ljust(4, b"\0") if len(text) <= 4 else struct.pack("<I", end + len(tail))
        rows.append((tag, _ASCII, len(text), value))
        if len(text) > 4:
            tail += text + b"\0" * (len(text) % 2)
    entries = b"".join(struct.pack("<HHI", tag, kind, count) + value for tag, kind, count, value in rows)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(rows)) + entries + b"\0\0\0\0" + tail


# --- PNG (third edition, 5.3) ----------------------------------------------------------------------------------------


def _png(data: bytes) -> bytes:
    kept = [data[:8]]
    for kind, chunk in png_chunks(data):
        if kind == b"eXIf":
            rights = _tiff(chunk[8:-4])
            content = kind + _as_tiff(rights)
            chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
            kept += [chunk] if rights != Rights() else []
        elif kind == b"tIME" or (kind in _WORDS and chunk[8:].partition(b"\0")[0] not in _KEPT_WORDS):
            continue
        else:
            kept.append(chunk)
    return b"".join(kept)


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, each with its name; raises `ValueError` where one is cut short."""
    at = 8
    while at < len(data):
        size = 12 + struct.unpack_from(">I", data, at)[0]
        if at + size > len(data):
            raise ValueError("a chunk is cut short")
        kind = data[at + 4 : at + 8]
        yield kind, data[at : at + size]
        at += size
        if kind == b"IEND":
            return


# --- WebP (RFC 9649 2.7) ---------------------------------------------------------------------------------------------


def _webp(data: bytes) -> bytes:
    kept: list[tuple[bytes, bytes]] = []
    rights = Rights()
    at, end = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    while at + 8 <= min(end, len(data)):
        kind, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        content = data[at + 8 : at + 8 + size]
        if len(content) < size:
            return data
        if kind == b"EXIF":
            rights = _tiff(content.removeprefix(_EXIF))
        elif kind != b"XMP ":
            kept.append((kind, content))
        at += 8 + size + size % 2
    if not kept or kept[0][0] != b"VP8X":
        return data  # the simple form has no metadata
    flags = kept[0][1][0] & ~0x0C
    if rights != Rights():
        flags |= 0x08
        kept.append((b"EXIF", _as_tiff(rights)))
    kept[0] = (b"VP8X", bytes([flags]) + kept[0][1][1:])
    body = b"".join(kind + struct.pack("<I", len(c)) + c + b"\0" * (len(c) % 2) for kind, c in kept)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body
