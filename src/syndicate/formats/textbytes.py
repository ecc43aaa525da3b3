"""Bytes of unknown origin to text: which encoding they are in, and what was broken on the way and was put right.

Decided by what the bytes are, never by frequency tables: a byte order mark, the zero bytes of UTF-16, well-formed
UTF-8, then double-byte sequences that only Chinese or Japanese text has, words of high bytes alone (Arabic,
Russian), and windows-1252 for the rest. No character is ever replaced by U+FFFD or a question mark.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ISO646 = r"#$@[\]^`{|}~"
NATIONAL = {
    "iso646-de": "#$§ÄÖÜ^`äöüß",
    "iso646-se": "#¤ÉÄÖÅÜéäöåü",
    "iso646-no": "#$@ÆØÅ^`æøå~",
    "iso646-fr": "£$à°ç§^µéùè¨",
    "iso646-it": "£$§°çé^ùàòèì",
    "iso646-es": "#$§¡Ñ¿^`°ñç~",
    "iso646-gb": "£$@[\\]^`{|}‾",
}
"""7-bit national variants of ISO 646: what stands in the places of ``#$@[\\]^`{|}~``."""

_HIGH_PAIR = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_HALFWIDTH = re.compile(r"[\uff61-\uff9f]")
_C1 = re.compile(r"[\x80-\x84\x86-\x9f]")
_PLAIN = bytes((0x0A, *range(0x20, 0x7F)))
_SHORTEST = 4
"""So many bytes of a script are needed before it is named."""

_OLD = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
"""What the C1 controls were meant to be, where windows-1252 has something there."""

_BACK = {ord(char): code for code, char in _OLD.items()} | {code: code for code in range(0x80, 0x100)}
_DOUBLE = re.compile("[" + "".join(map(re.escape, sorted(map(chr, _BACK)))) + "]{2,}")
_LEADS = b"\xc3"
"""In UTF-8, the first byte of U+00C0 to U+00FF: with one of them every character that was encoded twice begins."""
_SURE = re.compile("â(?:€|\x80)|ã(?:€|\x80)")
"""How the quotes, dashes and full stops of U+2000 and U+3000 come out; no language writes so."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the name of its encoding, whether that had to be found out, and what was put right on which lines."""

    text: str
    encoding: str
    told: bool
    """Whether the bytes themselves say it: UTF-8, a byte order mark, an option."""
    dropped: int = 0
    """Bytes that mean nothing in the encoding."""
    repairs: tuple[tuple[str, tuple[int, ...]], ...] = field(default=())


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text of `data`, in `encoding` where that is given.

    Raises:
        LookupError: there is no such encoding.
        UnicodeError: the bytes are not in the encoding that was asked for, or are no text.
    """
    if encoding:
        return Decoded(_asked(data, encoding), encoding.casefold(), told=True)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _mended(data[len(mark) :].decode(name), name, told=True)
    if b"\0" in data:
        return _mended(*_bare_utf16(data), told=False)
    try:
        return _mended(data.decode("utf-8"), "utf-8", told=True)
    except UnicodeDecodeError:
        name = _legacy(data)
    if name != "windows-1252":
        return _mended(data.decode(name), name, told=False)
    text = data.decode("cp1252", "_syndicate_c1")
    dropped = sum(byte in b"\x81\x8d\x8f\x90\x9d" for byte in data)
    return Decoded(text, name, told=False, dropped=dropped)


def odd(text: str) -> str:
    """The characters of `text` that are neither printable ASCII nor line feeds; far quicker than asking each of all."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def _asked(data: bytes, encoding: str) -> str:
    name = encoding.casefold()
    if name in NATIONAL:
        return data.decode("ascii").translate(str.maketrans(_ISO646, NATIONAL[name]))
    codec = codecs.lookup(name)
    if not codec._is_text_encoding:
        raise LookupError(f"unknown encoding: {encoding}")
    for mark, _ in _MARKS:
        if name.startswith("utf") and data.startswith(mark):
            data = data[len(mark) :] if name not in ("utf-16", "utf-8-sig") else data
    return data.decode(name)


def _bare_utf16(data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark: the zero bytes of its ASCII stand all on one side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 or min(even, odd) * 20 > max(even, odd):
        raise UnicodeError("zero bytes that are not those of UTF-16")
    text = data.decode(name)
    odd_characters = sum(not (char.isprintable() or char in "\t\r\n\x07") for char in text)
    if odd_characters * 20 > len(text):
        raise UnicodeError("no text in UTF-16")
    return text, name


def _legacy(data: bytes) -> str:
    high = len(_HIGH.findall(data))
    if high >= _SHORTEST * 2:
        if _is_japanese(data):
            return "shift_jis"
        if len(_HIGH_PAIR.findall(data)) * 2 >= high * 0.9 and _decodes(data, "gb18030"):
            return "gb18030"
        if high > len(_ASCII_LETTER.findall(data)):
            lower = sum(byte >= 0xE0 for byte in data)
            name = "windows-1251" if lower > high * 0.75 else "windows-1256"
            return name if _decodes(data, name) else "windows-1252"
    return "windows-1252"


def _is_japanese(data: bytes) -> bool:
    if not _decodes(data, "shift_jis"):
        return False
    text = data.decode("shift_jis")
    hiragana = len(_HIRAGANA.findall(text))
    return hiragana >= _SHORTEST and hiragana > 2 * len(_HALFWIDTH.findall(text))


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _mended(text: str, encoding: str, *, told: bool) -> Decoded:
    repairs: list[tuple[str, tuple[int, ...]]] = []
    if not text.isascii():
        for _ in range(2):  # some text went through the mill twice
            mended = _undouble(text)
            if mended == text:
                break
            repairs.append(("text that was encoded twice", _changed(text, mended)))
            text = mended
        if not odd(text).isprintable() and _C1.search(text):
            mended = re.sub(r"[\x80-\x9f]", lambda match: _OLD[ord(match[0])], text)
            if mended != text:
                repairs.append(("quotation marks and dashes of windows-1252", _changed(text, mended)))
            text = mended
    return Decoded(text, encoding, told, repairs=tuple(repairs))


def _undouble(text: str) -> str:
    """`text` with what was read as windows-1252 read as UTF-8 again, if nearly all that is not ASCII was.

    A pair such as ``Ã©`` may be meant; a text that has such pairs and no other accents was encoded twice.
    """
    if _LEADS not in text.encode("utf-8", "surrogatepass"):
        return text
    runs = _DOUBLE.findall(text)
    good = [run for run in runs if _again(run) != run]
    if not good or not (len(good) * 5 >= len(runs) * 4 or any(_SURE.search(run) for run in good)):
        return text
    alone = sum(ord(char) > 0x7F for char in _DOUBLE.sub("", text))
    sure = alone <= len(good)
    return _DOUBLE.sub(lambda match: _again(match[0]) if sure or _SURE.search(match[0]) else match[0], text)


def _again(run: str) -> str:
    try:
        again = bytes(_BACK[ord(char)] for char in run).decode("utf-8")
    except UnicodeDecodeError:
        return run
    return run if "\ufffd" in again else again


def _changed(before: str, after: str) -> tuple[int, ...]:
    """Numbers of the lines that differ; a repair makes and takes no line feed."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return tuple(number for number, (old, new) in enumerate(pairs, start=1) if old != new)


def _as_c1(error: UnicodeError) -> tuple[str, int]:
    """A byte that windows-1252 does not have becomes the control of its number; whoever cleans takes it out aloud."""
    assert isinstance(error, UnicodeDecodeError)
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("_syndicate_c1", _as_c1)
