"""The headers by which stories are sent: ANPA 1312 and IPTC 7901, frozen since 1995 and still in use.

ANPA 1312: SYN SYN SOH, service letter and number, US, selector; a second line with priority, category, form (DC1 or
DC2), version, keyword slug, take, date (month-day) and words; STX text ETX. IPTC 7901: SOH, source and number, priority
(1 to 9), category, words, optional information; STX text ETX, then day, hour and minute, zone, month and year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from syndicate.model.article import AltId, DateCandidate

_SOH = "\x01"
_ANPA = re.compile(r"\x01\s*(?P<service>[a-z])(?P<number>\d{4})(?:\x1f\s*(?P<selector>[\w-]*))?\s*")
_ANPA_SECOND = re.compile(
    r"\s*(?P<priority>[a-z])\s+(?P<category>[a-z])[\s\x11-\x14]*(?P<version>(?:am|pm|bc|ap|AM|PM|BC|AP)s?-?)\s*"
    r"(?P<slug>[^\x00-\x1f,]{1,60}?)(?:,\s*(?P<take>[^\x00-\x1f,]{1,40}?))?"
    r"\s+(?P<month>\d{1,2})-(?P<day>\d{1,2})\s+(?P<words>\d{2,5})\s*"
)
_IPTC = re.compile(
    r"\x01\s*(?P<source>[A-Za-z]{1,6})(?P<number>\d{3,5})\s+(?P<priority>[1-9])\s+(?P<category>[A-Za-z]{1,3})"
    r"(?:\s+(?P<words>\d{1,5}))?(?:\s+(?P<more>[\w ./-]{1,40}))?\s*"
)
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 6, "s": 8, "w": 8}
"""ANPA's letters (flash, bulletin, urgent, regular or rush, deferred, ...) on the scale of 1 to 9."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says of its story."""

    alt_id: AltId
    priority: int | None
    category: tuple[str, str]
    """Scheme of the category (`anpa` or `iptc7901`), and its code."""
    slug: str = ""
    take: str = ""
    words: int | None = None
    candidate: DateCandidate | None = None
    size: int = 1
    """How many lines it has."""


def find(raw: str) -> dict[int, tuple[int, Header]]:
    """The headers of a transmission: number of their first line -> number of their last line, and what they say."""
    if _SOH not in raw:
        return {}
    found: dict[int, tuple[int, Header]] = {}
    lines = raw.split("\n")
    for number, line in enumerate(lines, start=1):
        if _SOH not in line:
            continue
        line = line[line.index(_SOH) :]
        following = lines[number] if number < len(lines) else ""
        if (first := _ANPA.fullmatch(line)) and (second := _ANPA_SECOND.fullmatch(following)):
            found[number] = number + 1, _anpa(first, second)
        elif match := _IPTC.fullmatch(line):
            found[number] = number, _iptc(match)
    return found


def _anpa(first: re.Match[str], second: re.Match[str]) -> Header:
    sent = f"{second['month']}-{second['day']}"
    return Header(
        alt_id=AltId(value=f"{first['service']}{first['number']}", kind="anpa1312"),
        priority=_PRIORITIES.get(second["priority"]),
        category=("anpa", second["category"]),
        slug=second["version"] + second["slug"],
        take=second["take"] or "",
        words=int(second["words"]),
        size=2,
        candidate=DateCandidate(value=sent, reason="month and day of the ANPA 1312 header", confidence=0.5),
    )


def _iptc(match: re.Match[str]) -> Header:
    return Header(
        alt_id=AltId(value=f"{match['source']}{match['number']}", kind="iptc7901"),
        priority=int(match["priority"]),
        category=("iptc7901", match["category"]),
        words=int(match["words"]) if match["words"] else None,
    )
