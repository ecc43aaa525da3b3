"""Values that feeds are made of: dates, addresses, plain text.

Patterns are strings on purpose: `re` compiles each at its first use, and most exports never meet most of them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC822 = (
    r"(?:(?P<day>[A-Z][a-z]{2}), )?(?P<d>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{2}|\d{4}) "
    r"(?P<h>\d\d):(?P<m>\d\d)(?::(?P<s>\d\d))? (?P<zone>[+-]\d{4}|[A-Z]{1,3})\Z"
)
_RFC3339 = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)\Z"
_W3CDTF = r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?\Z"
_US_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_ABSOLUTE = r"""([A-Za-z][A-Za-z0-9+.\-]*):(?:(//[^/?#:@\s<>"][^\s<>"]*)|[^\s<>"]+)\Z"""
_WITH_HOST = ("http", "https", "ftp")
_MEDIA_TYPE = r"[A-Za-z0-9][\w!#$&^.+\-]*/[A-Za-z0-9][\w!#$&^.+\-]*(?:\s*;.*)?\Z"
_LANGUAGE = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z|[xi]-[A-Za-z0-9\-]+\Z"
_ILL_CHARS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
_DOUBLE = r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"

LOST = "U+FFFD"
"""REPLACEMENT CHARACTER: strict validators warn of it, no reader fails at it."""

TOLERANCE = timedelta(days=1)
"""How far ahead of its feed an item may be dated: clocks and zones differ, calendars do not."""


def rfc822(text: str) -> tuple[datetime | None, str]:
    """The instant that an RFC 822 date names, and what is wrong with it ('' when nothing is).

    RSS 2.0 asks for RFC 822 with two or, preferably, four digits of the year; two digits are ambiguous and refused.
    """
    match = re.match(_RFC822, text)
    if match is None:
        return None, "is no RFC 822 date with a zone, as in 'Thu, 01 Jan 2026 09:30:00 +0000'"
    part = match.groupdict()
    if len(part["year"]) == 2:
        return None, "has a year of two digits"
    zone = _zone(part["zone"])
    if zone is None or part["month"] not in _MONTHS:
        return None, f"has the unknown {'zone ' + part['zone'] if zone is None else 'month ' + part['month']}"
    try:
        moment = datetime(
            int(part["year"]),
            _MONTHS.index(part["month"]) + 1,
            int(part["d"]),
            int(part["h"]),
            int(part["m"]),
            int(part["s"] or 0),
            tzinfo=zone,
        )
    except ValueError:
        return None, "names a day or a time that does not exist"
    weekday = _DAYS[moment.weekday()]
    if part["day"] not in (None, weekday):
        return moment, f"says {part['day']}, but that day was a {weekday}"
    return moment, ""


def _zone(name: str) -> timezone | None:
    if name in ("GMT", "UT", "UTC", "Z"):
        return UTC
    if name in _US_ZONES:
        return timezone(timedelta(hours=_US_ZONES[name]))
    if name[0] in "+-" and int(name[1:3]) < 24 and int(name[3:]) < 60:
        offset = timedelta(hours=int(name[1:3]), minutes=int(name[3:]))
        return timezone(-offset if name[0] == "-" else offset)
    return None


def rfc3339(text: str) -> tuple[datetime | None, str]:
    """The instant that an RFC 3339 date-time names, and what is wrong with it ('' when nothing is)."""
    if not re.match(_RFC3339, text):
        return None, "is no RFC 3339 date-time with a zone, as in '2026-01-01T09:30:00Z'"
    try:
        return datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", text.upper())), ""
    except ValueError:
        return None, "names a day or a time that does not exist"


def is_w3cdtf(text: str) -> bool:
    """Whether `text` is a W3C date or date-time (the profile of ISO 8601 that Dublin Core names)."""
    if not re.match(_W3CDTF, text):
        return False
    try:
        if "T" in text:
            datetime.fromisoformat(text)
        elif len(text) == 10:
            date.fromisoformat(text)
    except ValueError:
        return False
    return True


def has_scheme(address: str) -> bool:
    """Whether `address` is absolute: a scheme, and for the web a host."""
    match = re.match(_ABSOLUTE, address)
    return match is not None and (match.group(1).lower() not in _WITH_HOST or match.group(2) is not None)


def is_web(address: str) -> bool:
    """Whether `address` is one that a reader can open: absolute http or https."""
    return address[:8].lower().startswith(("http://", "https://")) and has_scheme(address)


def is_media_type(text: str) -> bool:
    """Whether `text` is a media type (RFC 6838): type, slash, subtype, parameters."""
    return re.match(_MEDIA_TYPE, text) is not None


def is_language(text: str) -> bool:
    """Whether `text` has the form of a BCP 47 tag."""
    return re.match(_LANGUAGE, text) is not None


def ill_character(text: str) -> str:
    """The first character that crashes or disturbs readers, as U+XXXX; '' when there is none.

    U+FFFD (`LOST`) is among them: it is legal, and what a wrong decoding leaves behind.
    """
    # Nearly all text passes here, at the speed of scans in C: what is ill is not printable, but for U+FFFD.
    if not text.replace("\n", "").isprintable() and (match := re.search(_ILL_CHARS, text)):
        return f"U+{ord(match.group()):04X}"
    return LOST if "\ufffd" in text else ""


def twice_escaped(text: str) -> str:
    """The first character reference in text that has been unescaped already; '' when there is none."""
    match = re.search(_DOUBLE, text)
    return match.group() if match else ""


def markup_in(text: str) -> str:
    """The first thing in plain text that looks like a tag; '' when there is none."""
    match = re.search(r"</?[A-Za-z][^<>]{0,60}>", text)
    return match.group() if match else ""
