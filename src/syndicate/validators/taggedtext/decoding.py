"""The bytes of a file as text: its start tag says how, and they have to be what it says."""

from __future__ import annotations

import codecs

from syndicate.formats.taggedtext import ENCODINGS, START, Start
from syndicate.validators.taggedtext.tokens import Found

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_HEAD = 64


def decoded(data: bytes) -> tuple[str | None, list[Found]]:
    """The text after the start tag, with line feeds as its line ends, and what is wrong so far; None when all is."""
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "")
    head = data[:_HEAD].decode(codec or "latin-1", "replace")
    match = START.match(head)
    if match is None or match[1].upper() not in ENCODINGS:
        return None, [Found("SYN-TAGGED-001", "the file does not begin with a start tag such as <UNICODE-WIN>", 1)]
    start = Start(match[1].upper(), match[2].upper())
    is_wide = codec.startswith("utf-16")
    if (start.encoding == "UNICODE") is not is_wide or codec == "utf-8-sig":
        told = "UTF-16" if is_wide else "UTF-8" if codec else "not UTF-16"
        return None, [Found("SYN-TAGGED-002", f"{start.tag} stands at the head of a file that is {told}", 1)]
    found = []
    if codec in ("utf-16-le", "utf-16-be"):
        found.append(Found("SYN-TAGGED-003", "no byte order mark before the start tag", 1))
    try:
        text = data.decode(codec or start.codec)
    except UnicodeDecodeError as error:
        line = len(data[: error.start].decode(codec or start.codec, "replace").splitlines()) or 1
        return None, [*found, Found("SYN-TAGGED-002", f"bytes that {start.encoding} does not have", line)]
    text = text[len(match[0]) :]
    return _one_line_end(text, start, found), found


def _one_line_end(text: str, start: Start, found: list[Found]) -> str:
    pairs = text.count("\r\n")
    returns, feeds = text.count("\r") - pairs, text.count("\n") - pairs
    # In files of the Mac either may end a paragraph; where both stand, a feed is a forced line break.
    if (pairs and start.platform == "MAC") or (returns + feeds and start.platform == "WIN"):
        others = pairs if start.platform == "MAC" else returns + feeds
        message = f"{others} line ends are not those that {start.tag} says: paragraphs may run together"
        found.append(Found("SYN-TAGGED-004", message, None))
    return text.replace("\r\n", "\n").replace("\r", "\n")
