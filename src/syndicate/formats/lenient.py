"""Values as real feeds write them: read where the meaning is certain, and told how they had to be read.

Nothing is guessed: a moment without a zone is no instant, whatever the sender's clock may have shown.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*"
    r"(Z|z|UTC|GMT|[+-]\d{2}:?\d{0,2})?"
)
_STRICT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
_DAY = re.compile(r"\d{4}(?:-?\d{2}(?:-?\d{2})?)?(?:Z|[+-]\d{2}:?\d{2})?")
_MOST_OFFSET = 14 * 60


class Moment(NamedTuple):
    """A moment that was read, or None; `quirk` says what is unusual about it, or why it is none."""

    value: datetime | None
    quirk: str = ""


def moment(written: str) -> Moment:
    """The instant that `written` is: xs:dateTime, ISO 8601 in its basic form, with or without a colon in the offset."""
    bare = written.strip()
    if not bare:
        return Moment(None, "is empty")
    found = _MOMENT.fullmatch(bare)
    if found is None:
        return Moment(None, "is a day without a time" if _DAY.fullmatch(bare) else "is no date and time")
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    if not zone:
        return Moment(None, "has no time zone")
    try:
        written_out = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}.{(fraction or '0')[:6]:0<6}"
        value = datetime.fromisoformat(f"{written_out}+00:00").replace(tzinfo=_zone(zone))
        value.astimezone(UTC)  # the first day of the year 1 has hours that are none in UTC
    except (ValueError, OverflowError):
        return Moment(None, "is no date and time that exists")
    if bare != written:
        return Moment(value, "has blanks around it")
    return Moment(value, "" if _STRICT.fullmatch(bare) else "is not written as xs:dateTime")


def _zone(zone: str) -> timezone:
    if zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > _MOST_OFFSET or int(digits[2:]) > 59:
        raise ValueError(zone)
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes)) if minutes else UTC


def whole(written: str) -> int | None:
    """A number without a sign and a fraction, blanks around it left out; None when it is none."""
    bare = written.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 16 else None


def number(written: str) -> float | None:
    """A finite number; None when it is none."""
    try:
        value = float(written)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def seconds(written: str) -> float | None:
    """A duration in seconds: a number, `hh:mm:ss`, or ISO 8601 (`PT1M30S`)."""
    if (plain := number(written)) is not None:
        return plain if plain >= 0 else None
    clock = re.fullmatch(r"\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)\s*", written)
    iso = re.fullmatch(r"\s*PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,5}(?:\.\d+)?)S)?\s*", written)
    found = clock or iso
    if found is None or not any(found.groups()):
        return None
    hours, minutes, rest = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest or 0)
