"""Dates of front matter: an instant with its zone, or a candidate and the reason why it is none."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone, tzinfo

from syndicate.formats import clocks

_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d?:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d?)?)?",
    re.IGNORECASE,
)

NO_TIME = "a day without a time"
NO_ZONE = "a time without a zone"
NO_DATE = "no date and time"
TWICE = "a time that the clock of the zone showed twice, or never"


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
        if (fixed := clocks.OFFSET.fullmatch(offset)) is None:
            return naive.replace(tzinfo=timezone.utc)  # noqa: UP017 - the name says what the letters do
        known = clocks.fixed(fixed)
        return naive.replace(tzinfo=known) if known is not None else NO_DATE
    return NO_ZONE if local is None else clocks.instant(naive, local) or TWICE


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
