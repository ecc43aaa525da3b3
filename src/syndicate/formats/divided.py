"""A file of items as items that are parsed each by itself, so that a broken one takes no other with it.

The bytes are divided where items begin and end before any of them is parsed: an item that is not well-formed, or far
too large, is one item set aside. What stands around the items (the head of a message or of a feed) is gathered as one
small document, which is the frame. Memory holds one item and the frame. What comes out is UTF-8, whatever came in.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

from syndicate.formats.safexml import XmlProblem

ITEM_SIZE = 32 * 1024 * 1024
"""Bytes of one item; a larger one is set aside unread. A feature with its picture inline has some megabytes."""
_FRAME_SIZE = 8 * 1024 * 1024
_CHUNK = 1 << 18
_LONGEST_TAG = 1 << 16

_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?\?>")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._\-]+)""")


@cache
def _tokens(names: tuple[str, ...]) -> re.Pattern[bytes]:
    """Tags of elements with one of `names`, and the beginnings of what hides tags."""
    return re.compile(
        rb"<!--|<!\[CDATA\[|<(/?)(?:[A-Za-z_][\w.\-]*:)?("
        + "|".join(names).encode()
        + rb""")(?=[\s/>])((?:[^"'<>]|"[^"<]*"|'[^'<]*')*>)?"""
    )


class Piece(NamedTuple):
    """The bytes of one item, with the line that it begins on; `problem` where they are not to be read."""

    data: bytes
    line: int
    problem: str = ""


class Divided:
    """Divides a stream into items; what stands around them is gathered in `frame`."""

    def __init__(self, stream: BinaryIO, names: Iterable[str], opaque: str = "") -> None:
        """`names` are the local names of items; inside an element called `opaque` they are none."""
        self.frame = bytearray()
        self.encoding = "utf-8"
        self._stream = stream
        self._opaque = opaque.encode()
        self._tokens = _tokens((*names, *([opaque] if opaque else ())))
        self._buffer = bytearray()
        self._line = 1
        self._decoder: codecs.IncrementalDecoder | None = None
        self._end = False

    def __iter__(self) -> Iterator[Piece]:
        """The items in their order.

        Raises:
            XmlProblem: what stands around the items is larger than any head.
        """
        self._open()
        while (found := self._until_item()) is not None:
            yield from self._item(found)
        self._take_frame(len(self._buffer))

    # --- bytes -------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        head = self._stream.read(_CHUNK)
        name = _encoding_of(head)
        self.encoding = name
        if name != "utf-8":
            self._decoder = codecs.getincrementaldecoder(name)("replace")
        self._append(head)
        if self._buffer.startswith(codecs.BOM_UTF8):
            del self._buffer[: len(codecs.BOM_UTF8)]
        declaration = _DECLARATION.match(self._buffer)
        if declaration:
            self._line += self._buffer.count(b"\n", 0, declaration.end())
            del self._buffer[: declaration.end()]

    def _append(self, data: bytes) -> None:
        if not data:
            self._end = True
        if self._decoder is not None:
            data = self._decoder.decode(data, final=not data).lstrip("\ufeff").encode("utf-8", "replace")
        self._buffer += data

    def _more(self) -> bool:
        """Read on; False at the end of the stream."""
        if self._end:
            return False
        self._append(self._stream.read(_CHUNK))
        return True

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        self._line += taken.count(b"\n")
        return taken

    def _take_frame(self, count: int) -> None:
        self.frame += self._take(count)
        if len(self.frame) > _FRAME_SIZE:
            raise XmlProblem("what stands around the items is larger than any head", refused=True)

    # --- tokens ------------------------------------------------------------------------------------------------------

    def _token(self, start: int, most: int) -> re.Match[bytes] | None:
        """The next token from `start` on, as far as the stream is held; reads on until there is one or `most` bytes."""
        while True:
            found = self._tokens.search(self._buffer, start)
            if found is not None and (found.group(3) is not None or found.group(2) is None or self._end):
                return found
            if found is not None and len(self._buffer) - found.start() > _LONGEST_TAG:
                return found
            start = found.start() if found is not None else max(start, len(self._buffer) - 64)
            if len(self._buffer) > most or not self._more():
                return self._tokens.search(self._buffer, start) if self._end else None

    def _skip(self, start: int, closing: bytes, most: int) -> int:
        """The place after `closing`, looked for from `start` on."""
        while (found := self._buffer.find(closing, start)) < 0:
            start = max(start, len(self._buffer) - len(closing))
            if len(self._buffer) > most or not self._more():
                return len(self._buffer)
        return found + len(closing)

    def _until_item(self) -> re.Match[bytes] | None:
        """The beginning of the next item, at the start of what is held; what stood before it is frame."""
        place = 0
        while True:
            found = self._token(place, _FRAME_SIZE)
            if found is None:
                if self._end:
                    return None
                self._take_frame(len(self._buffer) - 64 if len(self._buffer) > 64 else 0)
                place = 0
                continue
            if found.group(2) is None:
                place = self._skip(found.end(), _CLOSING[found.group()], _FRAME_SIZE)
            elif found.group(1) or found.group(2) == self._opaque:
                place = found.end()
            else:
                self._take_frame(found.start())
                return self._tokens.match(self._buffer)

    def _item(self, found: re.Match[bytes]) -> Iterator[Piece]:
        """The item that begins where `found` is, up to its end tag, or to where the next one begins."""
        line, name = self._line, found.group(2)
        if (found.group(3) or b"").endswith(b"/>"):
            yield Piece(self._take(found.end()), line)
            return
        depth, inline, place = 1, 0, found.end()
        while True:
            token = self._token(place, ITEM_SIZE)
            if token is None or len(self._buffer) > ITEM_SIZE + 2 * _CHUNK:
                if token is None and self._end:
                    yield Piece(self._take(len(self._buffer)), line, "the file ends before the item does")
                    return
                self._drop(name)
                yield Piece(b"", line, f"larger than {ITEM_SIZE} bytes")
                return
            closes, kind, rest = token.groups()
            if kind is None:
                place = self._skip(token.end(), _CLOSING[token.group()], ITEM_SIZE)
                continue
            place = token.end()
            if kind == self._opaque:
                inline += -1 if closes else not (rest or b"").endswith(b"/>")
            elif not closes and inline <= 0:
                yield Piece(self._take(token.start()), line, "it has no end tag before the next item begins")
                return
            elif kind == name and not (rest or b"").endswith(b"/>"):
                depth += -1 if closes else 1
                if depth <= 0:
                    yield Piece(self._take(place), line)
                    return

    def _drop(self, name: bytes) -> None:
        """Let go of an item until its end tag, without holding it."""
        closing = re.compile(rb"</(?:[A-Za-z_][\w.\-]*:)?" + name + rb"\s*>")
        while (found := closing.search(self._buffer)) is None:
            self._take(max(0, len(self._buffer) - 256))
            if not self._more():
                self._take(len(self._buffer))
                return
        self._take(found.end())


_CLOSING = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}


def _encoding_of(head: bytes) -> str:
    """The encoding of a file: by its mark, by its declaration, else UTF-8 (XML 1.0 F)."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return name
    for start, name in ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be")):
        if head.startswith(start):
            return name
    found = _ENCODING.match(head.removeprefix(codecs.BOM_UTF8).lstrip()[:200])
    label = found.group(1).decode("ascii").lower() if found else "utf-8"
    try:
        known = codecs.lookup(label)
    except LookupError:
        return "utf-8"
    if not known._is_text_encoding or known.name.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode")):
        return "utf-8"
    # What agencies call Latin-1 is windows-1252 (WHATWG Encoding 4.2).
    return "windows-1252" if known.name in ("iso8859-1", "ascii") else known.name
