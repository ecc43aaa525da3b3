"""InDesign Tagged Text: start tags, escapes and names of tags, for what is written and what is judged.

The reference is Adobe's guide (Using InDesign CS5 Tagged Text, 2010) where it was to be had, and files that InDesign
itself had written: escapes inside tags, places that a span covers and the order of a table stand in no guide.
"""

from __future__ import annotations

import re
from typing import NamedTuple

START = re.compile(r"<([A-Za-z0-9]+)-(MAC|WIN)>", re.IGNORECASE)
"""The start tag: how the file is encoded, and whose line ends it has."""
ENCODINGS = {"ASCII", "ANSI", "UNICODE", "SJIS", "GB18030", "CGB18030", "BIG5", "KSC5601"}
LINE_ENDS = {"WIN": "\r\n", "MAC": "\r"}
"""What ends a paragraph; a line feed alone is a forced line break in files of the older systems of Apple."""

_CODECS = {
    "SJIS": "cp932",
    "GB18030": "gb18030",
    "CGB18030": "gb18030",
    "BIG5": "cp950",
    "KSC5601": "cp949",
    "ASCII": "ascii",
}
_ANSI = {"WIN": "cp1252", "MAC": "mac_roman"}


class Start(NamedTuple):
    """A start tag: `UNICODE` and `WIN`."""

    encoding: str
    platform: str

    @property
    def tag(self) -> str:
        """As it stands in the file."""
        return f"<{self.encoding}-{self.platform}>"

    @property
    def codec(self) -> str:
        """Python's name of the encoding; of UNICODE the mark at its head tells which."""
        return _CODECS.get(self.encoding) or (_ANSI[self.platform] if self.encoding == "ANSI" else "utf-16")


LINE_BREAK = "<0x000A>"
"""A forced line break; InDesign does not know a tag of U+2028."""
_BREAKS = re.compile("[\n\x85\u2028\u2029]")
_MARKUP = re.compile(r"[\\<>]")
_PUNCTUATION = re.compile(r"[!-,/:-@\[-`{-~]")
_BEYOND = re.compile(r"[^\x00-\x7f]")


def escape(text: str) -> str:
    r"""Text outside of tags: `\<`, `\>` and `\\`, and every line break as a forced one."""
    return _BREAKS.sub(LINE_BREAK, _MARKUP.sub(r"\\\g<0>", text))


def value(text: str) -> str:
    r"""Text of one line inside of a tag: punctuation is escaped as InDesign does it, `New\_Body\: first`."""
    return _PUNCTUATION.sub(r"\\\g<0>", text)


def ascii_only(tagged: str) -> str:
    """Tagged text with what is beyond ASCII as `<0x2019>`; characters beyond U+FFFF as two units of UTF-16."""
    return _BEYOND.sub(_units, tagged)


def _units(match: re.Match[str]) -> str:
    data = match[0].encode("utf-16-be")
    return "".join([f"<0x{data[n : n + 2].hex().upper()}>" for n in range(0, len(data), 2)])
