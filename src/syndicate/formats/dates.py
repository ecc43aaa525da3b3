"""Instants as the formats write them. All take aware datetimes and know no locale."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc822(instant: datetime) -> str:
    """RFC 822 with a four-digit year, as RSS 2.0 wants it: `Sat, 01 Mar 2025 06:00:00 +0100`."""
    iso = instant.isoformat()  # the digits are there, formatted in C
    day, month = _DAYS[instant.weekday()], _MONTHS[instant.month - 1]
    return f"{day}, {iso[8:10]} {month} {iso[:4]} {iso[11:19]} {_offset(instant, '')}"


def rfc3339(instant: datetime) -> str:
    """RFC 3339 in the instant's own offset, `Z` for UTC: `2025-03-01T06:00:00+01:00`."""
    text = instant.isoformat()[:19]
    if instant.tzinfo is UTC or not instant.utcoffset():
        return text + "Z"
    return text + _offset(instant, ":")


def rfc3339_utc(instant: datetime) -> str:
    """RFC 3339 in UTC (`2025-03-01T05:00:00Z`), for formats that allow nothing else (EPUB 3.3 5.5.3)."""
    return rfc3339(instant.astimezone(UTC))


def _offset(instant: datetime, colon: str) -> str:
    if instant.tzinfo is UTC:  # most are: the offset of any other has to be worked out
        return f"+00{colon}00"
    offset = instant.utcoffset() or timedelta(0)
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{colon}{abs(minutes) % 60:02}"
