"""What a picture file is and how large, from its first bytes; nothing is decoded."""

from __future__ import annotations

import struct
from typing import NamedTuple


class Picture(NamedTuple):
    """Kind and size of a picture, in pixels (0 when the file does not say)."""

    media_type: str
    width: int
    height: int


def probe(data: bytes) -> Picture | None:
    """What `data` is, or None when it is no picture that the formats can hold. Magic numbers, not file names."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and len(data) >= 24:
        return Picture("image/png", *struct.unpack(">II", data[16:24]))
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        return Picture("image/gif", *struct.unpack("<HH", data[6:10]))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Picture("image/webp", 0, 0)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<svg", b"<?xml")) and b"<svg" in data[:4096]:
        return Picture("image/svg+xml", 0, 0)
    return None


def _jpeg(data: bytes) -> Picture | None:
    """Walk the segments to the frame header (ISO/IEC 10918-1 B.2.2)."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Picture("image/jpeg", width, height)
        if marker == 0x01 or marker in range(0xD0, 0xD9):
            at += 2
            continue
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
"""The usual file name ending of each kind."""

_ENDINGS = {"image/png": b"IEND\xaeB`\x82", "image/jpeg": b"\xff\xd9", "image/gif": b"\x3b"}
_TAIL = 64


def is_whole(data: bytes, media_type: str) -> bool:
    """Whether the file has the end that its kind wants: a download that broke off has not.

    Some cameras and tools leave padding behind the end, so a little is allowed.
    """
    if media_type == "image/webp":
        return len(data) >= 8 + int.from_bytes(data[4:8], "little")
    return _ENDINGS.get(media_type, b"") in data[-_TAIL:]
