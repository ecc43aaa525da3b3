"""Clocks on walls: the zone that an option names, and the instant that a time without an offset is by its clock."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo

from syndicate.errors import UsageError

OFFSET = re.compile(r"([+-])(\d\d?):?(\d\d)?")
"""An offset from UTC: sign, hours, perhaps minutes."""


def zone(value: str, option: str) -> tzinfo | None:
    """The zone that `value` of `option` names, by offset or by name of the IANA database; None where it is empty.

    Raises:
        UsageError: there is no such zone.
    """
    if not value:
        return None
    if (found := OFFSET.fullmatch(value)) is not None:
        return fixed(found)
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "a name like Europe/Berlin, or an offset like +01:00"
        raise UsageError(f"--option {option}={value}: there is no such zone", hint=hint) from None


def instant(naive: datetime, local: tzinfo) -> datetime | None:
    """A time by the clock of `local`; None for one that the clock showed twice, or jumped over."""
    first, second = naive.replace(tzinfo=local), naive.replace(tzinfo=local, fold=1)
    if first.utcoffset() != second.utcoffset():
        return None
    return first.replace(tzinfo=timezone(first.utcoffset() or timedelta()))


def fixed(found: re.Match[str]) -> timezone | None:
    """The zone of an `OFFSET`; None for more than a day."""
    sign, hours, minutes = found.group(1), int(found.group(2)), int(found.group(3) or 0)
    if hours > 23 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if sign == "-" else offset)
