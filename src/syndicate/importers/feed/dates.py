"""Dates of feeds: RFC 822 with its zones, and what RFC 3339 and W3C-DTF have; an instant, or why it is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from syndicate.formats.lenient import Moment, moment

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s-]+(\d{4}|\d{2})"
    r"(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?(?:\s*\([^)]*\))?)?"
)
_ZONES = {
    **dict.fromkeys(("GMT", "UT", "UTC", "Z"), 0),
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
"""The zones that RFC 822 5.1 names; letters of the military say too little (RFC 1123 5.2.14)."""
_MOST = 14 * 60


def instant(written: str) -> Moment:
    """The instant that `written` is; where it is none, why."""
    found = _MAIL.fullmatch(written.strip())
    if found is None:
        return moment(written)
    day, month, year, hour, minute, second, zone = found.groups()
    if not hour:
        return Moment(None, "is a day without a time")
    if not zone:
        return Moment(None, "has no time zone")
    offset = _offset(zone)
    if offset is None:
        return Moment(None, f"names a zone that stands for none in RFC 822 ({zone})")
    full = int(year) + ((2000 if int(year) < 50 else 1900) if len(year) == 2 else 0)  # RFC 5322 4.3
    try:
        number = _MONTHS.index(month.lower()) + 1
        value = datetime(full, number, int(day), int(hour), int(minute), int(second or 0), tzinfo=offset)
        value.astimezone(UTC)
    except (ValueError, OverflowError):
        return Moment(None, "is no date and time that exists")
    return Moment(value)


def utc(written: str) -> Moment:
    """A moment of a clock that is known to show UTC, written without a zone: `2025-03-01 06:30:00`."""
    return (
        moment(f"{written.strip()}Z")
        if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d", written.strip())
        else (Moment(None, "is no date and time"))
    )


def _offset(zone: str) -> timezone | None:
    if zone[0] not in "+-":
        hours = _ZONES.get(zone.upper())
        return None if hours is None else UTC if hours == 0 else timezone(timedelta(hours=hours))
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > _MOST or int(digits[2:]) > 59:
        return None
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes)) if minutes else UTC
