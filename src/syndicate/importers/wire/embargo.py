"""Lines that hold a story back until an instant.

An embargo must never be read too kindly: one whose instant is not told in full (date, time and zone, which the line has
or the option `zone`) puts the story on hold, because a guess would be a leak.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from syndicate.formats import clocks
from syndicate.importers.wire.dateline import MONTHS

_WHEN = (
    r"(?=.*(?:\d[:.]\d\d|\b\d{4}\b|\bGMT|\bUTC|\d ?[ap]\.?m\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|midnight|noon|\bUhr\b"
    r"|release))"
)
"""Something like a time stands in the line: it keeps stories about embargoes free."""
_EMBARGO = (
    re.compile(r"\W*(?:(?:STRICT(?:LY)?|UNDER)\s+)?EMBARGO(?:ED)?\b|\W*FOR RELEASE\b|\W*(?i:hold for release)\b"),
    re.compile(r"\W*(?:(?:strict(?:ly)?|under)\s+)?embargo(?:ed)?\s+(?:strictly\s+)?(?:until|till)\b", re.IGNORECASE),
    re.compile(
        rf"\W*(?:(?:strict(?:ly)?|under)\s+)?embargo(?:ed)?(?:\s*:|\s+(?:for|to|before|lifts|ends|expires)\b){_WHEN}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\W*(?:strictly\s+)?not (?:for|to be) (?=.{0,40}(?:releas|publi|broadcast|print|use))[\w ,/]{1,60}?"
        r"\b(?:before|until|prior to)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\W*sperrfrist(?:\s*:|\s+(?:bis|endet)\b|(?=\s+\d)){_WHEN}"
        r"|\W*(?:(?:sous|bajo|sotto|sob)\s+)?embarg(?:o|ado|ada)\s+(?:jusqu|hasta|fino|até)",
        re.IGNORECASE,
    ),
    re.compile(r"\W*SPERRFRIST\b|\W*(?:SOUS|BAJO|SOTTO|SOB) EMBARGO\b"),
)
_TO_EDITORS = re.compile(r"\W*(?:Eds|EDS|Editors|EDITORS|ATTN EDITORS)\s*:\s*")
"""An embargo may stand in a note to editors, which by itself would hold nothing back."""
_OPENS = re.compile(
    r"\W*(?:strict|under|embarg|for release|hold for|not|sperrfrist|sous|bajo|sotto|sob )", re.IGNORECASE
)
"""How all of them begin."""
_DATES = (
    re.compile(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+)?(?P<month>[A-Za-zéûäç]{3,10})\.?,?\s+(?:de\s+)?(?P<year>\d{4})\b"
    ),
    re.compile(r"\b(?P<month>[A-Za-zéûä]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
)
_CLOCK = (
    r"(?<![\d:.+-])(?:(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::(?P<second>\d{2}))?|(?P<four>\d{4})(?!\d)"
    r"|(?P<bare>\d{1,2}))"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?\s*(?i:hrs|hours|h|uhr)?\s*"
)
_TIME = re.compile(
    _CLOCK + r"(?P<zone>(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d{2})?)?|Z|CEST|CET|MESZ|MEZ|[+-]\d{2}:?\d{2})(?![A-Za-z\d])"
)
_NAIVE = re.compile(
    _CLOCK + r"(?!\d)(?:(?!ON\b|MON\b|TUES?\b|WED\b|THUR?S?\b|FRI\b|SAT\b|SUN\b)(?P<name>[A-Z]{2,5})(?![A-Za-z]))?"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ZONES = {"GMT": 0, "UTC": 0, "Z": 0, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2}
"""Hours east of Greenwich. `EST` or `BST` are left out on purpose: each is the name of more than one zone."""


@dataclass(frozen=True, slots=True)
class Embargo:
    """What an embargo line says: the instant, or what is missing from it."""

    until: datetime | None
    missing: str = ""


def find(text: str, local: tzinfo | None = None) -> Embargo | None:
    """The embargo that a line states, or None when it states none. A time without a zone is by the clock of `local`."""
    if address := _TO_EDITORS.match(text):
        text = text[address.end() :]
    if len(text) > 300 or not _OPENS.match(text) or not any(pattern.match(text) for pattern in _EMBARGO):
        return None
    dates = {found for pattern in _DATES for match in pattern.finditer(text) if (found := _date(match)) is not None}
    if len(dates) != 1:
        return Embargo(None, "a full date" if not dates else "one date")
    (day,) = dates
    moment = _TIME.search(re.sub(r"(?<=\d)T(?=\d\d:)", " ", text))
    instant = _instant(day, moment) if moment else _by_the_clock(text, day, local)
    if instant is None:
        return Embargo(None, "a time with its zone (GMT, UTC or an offset)")
    named = [weekday for weekday in _WEEKDAYS if re.search(rf"\b{weekday}\b", text.casefold())]
    if named and _WEEKDAYS[day.weekday()] not in named:
        return Embargo(None, "a date that falls on the weekday it names")
    return Embargo(instant)


def _date(match: re.Match[str]) -> date | None:
    month = int(match["month"]) if match["month"].isdigit() else MONTHS.get(match["month"].casefold())
    try:
        return date(int(match["year"]), month, int(match["day"])) if month else None
    except ValueError:
        return None


def _by_the_clock(text: str, day: date, local: tzinfo | None) -> datetime | None:
    """The instant of a time without a zone, or with the name that `local` has for itself on that day (`BST`)."""
    for pattern in _DATES:
        text = pattern.sub(" ", text)
    times = list(_NAIVE.finditer(text))
    if local is None or len(times) != 1:
        return None
    naive = _naive(day, times[0])
    instant = clocks.instant(naive, local) if naive else None
    if instant is None or times[0]["name"] not in (None, instant.astimezone(local).tzname()):
        return None
    return instant.astimezone(UTC)


def _instant(day: date, moment: re.Match[str]) -> datetime | None:
    try:
        naive = _naive(day, moment)
        return naive.replace(tzinfo=_zone(moment["zone"])).astimezone(UTC) if naive else None
    except (ValueError, OverflowError):
        return None


def _naive(day: date, moment: re.Match[str]) -> datetime | None:
    hour = int(moment["hour"] or moment["bare"] or (moment["four"] or "0")[:2])
    minute = int(moment["minute"] or (moment["four"] or "0000")[2:])
    if moment["bare"] and not moment["half"]:
        return None  # "6 GMT" may be a hundred things; "6 a.m. GMT" is one
    if moment["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if moment["half"][0] in "pP" else 0)
    try:
        return datetime(day.year, day.month, day.day, hour, minute, int(moment["second"] or 0))  # noqa: DTZ001 - on purpose
    except ValueError:
        return None


def _zone(written: str) -> timezone:
    if written in _ZONES:
        return timezone(timedelta(hours=_ZONES[written]))
    digits = re.sub(r"\D", "", written)
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    sign = -1 if "-" in written else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
