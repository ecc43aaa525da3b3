"""Dates of front matter: an instant with its zone, or a candidate and the reason why it is none."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo

from syndicate.errors import UsageError

_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d?:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d?)?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d\d?):?(\d\d)?")

NO_TIME = "a day without a time"
NO_ZONE = "a time without a zone"
NO_DATE = "no date and time"
TWICE = "a time that the clock of the zone showed twice, or never"


def zone(option: str) -> tzinfo | None:
    """The zone that the option names, by offset or by name of the IANA database.

    Raises:
        UsageError: there is no such zone.
    """
    if not option:
        return None
    if (found := _OFFSET.fullmatch(option)) is not None:
        return _fixed(found)
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(option)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "a name like Europe/Berlin, or an offset like +01:00"
        raise UsageError(f"--option markdown.zone={option}: there is no such zone", hint=hint) from None


def instant(value: str, local: tzinfo | None) -> datetime | str:
    """The instant that `value` is, by the clock of `local` where it names no zone itself; else why it is none."""
    found = _STAMP.fullmatch(value.strip())
    if found is None:
        return _mail(value)
    day, clock, offset = found.groups()
    try:
        if not clock:
            date.fromisoformat(day)
            return NO_TIME
        hours, _, rest = clock.partition(":")
        naive = datetime.fromisoformat(f"{day}T{hours:0>2}:{rest}")
    except ValueError:
        return NO_DATE
    if offset:
        if (fixed := _OFFSET.fullmatch(offset)) is None:
            return naive.replace(tzinfo=timezone.utc)  # noqa: UP017 - the name says what the letters do
        known = _fixed(fixed)
        return naive.replace(tzinfo=known) if known is not None else NO_DATE
    return _local(naive, local) if local is not None else NO_ZONE


def _local(naive: datetime, local: tzinfo) -> datetime | str:
    """A time by a clock on the wall; one that the clock showed twice, or jumped over, is no instant."""
    first, second = naive.replace(tzinfo=local), naive.replace(tzinfo=local, fold=1)
    if first.utcoffset() != second.utcoffset():
        return TWICE
    return first.replace(tzinfo=timezone(first.utcoffset() or timedelta()))


def _fixed(found: re.Match[str]) -> timezone | None:
    sign, hours, minutes = found.group(1), int(found.group(2)), int(found.group(3) or 0)
    if hours > 23 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if sign == "-" else offset)


def _mail(value: str) -> datetime | str:
    """`Sat, 01 Mar 2025 06:00:00 +0100` (RFC 5322 3.3)."""
    if not re.match(r"(?:[A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4} ", value):
        return NO_DATE
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return NO_DATE
    return found if found.tzinfo is not None else NO_ZONE
