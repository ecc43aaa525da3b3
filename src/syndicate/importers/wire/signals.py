"""Lines by which the desk decides about the story: embargo, hold, kill, advisory, and the labels of versions.

An embargo is the one thing that must never be read too kindly: one whose instant is not written in full (date, time and
zone) puts the story on hold, because a guess would be a leak. A kill must not be read too eagerly either: it takes a
story away, so only the fixed forms count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from syndicate.importers.wire.dateline import MONTHS
from syndicate.model.article import Kind, Signal

_WHEN = (
    r"(?=.*(?:\d[:.]\d\d|\b\d{4}\b|\bGMT|\bUTC|\d ?[ap]\.?m\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|midnight|noon"
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
)
_EMBARGO_OPENS = re.compile(r"\W*(?:strict|under|embargo|for release|hold for|not)", re.IGNORECASE)
"""How all of them begin."""
_HOLD = re.compile(
    r"\W*HOLD(?:\W+HOLD)*\W*|\W*HOLD(?:\W+HOLD)+\b.*"
    r"|\W*(?:DO NOT (?:PUBLISH|USE|RUN|RELEASE)|NOT FOR PUBLICATION|Not for publication)\b.*"
)
_KILL = re.compile(
    r"\W*KILL(?:\W+KILL)*\W*|\W*KILL(?:\W+KILL)+\b.*|\W*(?:BULLETIN|MANDATORY|STORY) KILL\b.*|\W*KILL NOTICE\b.*"
    r"|\W*(?:EDITORS|Editors|EDS|Eds)[,:]?\s+(?:KILL|Kill|please kill)\b.*|\W*STORY WITHDRAWN\b.*|\W*WITHDRAWAL\W*"
)
_ADVISORY = re.compile(
    r"\W*(?:(?:NEWS|MEDIA|PLANNING|EDITORIAL|EDITORS['’]) )?ADVISOR(?:Y|IES)(?:\W*| TO EDITORS\b.*)"
    r"|\W*(?:Advisory to|NOTE TO|ATTENTION) (?:editors|EDITORS)\b.*"
    r"|\W*(?:SERVICE|TECHNICAL|CUSTOMER) (?:MESSAGE|NOTE|NOTICE)\W*"
)

_VERSION = (
    r"UPDATE \d+|CORRECTED-?\(OFFICIAL\)|CORRECTED|CORRECTION|OFFICIAL CORRECTION|REFILE|REPEAT|RPT"
    r"|WRAPUP(?: \d+)?|BRIEF"
    r"|URGENT|EXTRA|FLASH|BULLETIN|(?:NEWS)?ALERT|SNAP|EILMELDUNG|KORREKTUR|\d\. (?:ZUSAMMENFASSUNG|Zusammenfassung)"
    r"|(?:[A-Z]+ )?ADVISORY(?: TO (?:CLIENTS|EDITORS|MEMBERS|SUBSCRIBERS))?"
)
_LEAD = r"\d+(?:st|nd|rd|th|ST|ND|RD|TH) (?:Ld|LD|LEAD|Lead|Add|ADD|Sub|SUB|Take|TAKE)(?:-Writethru|-WRITETHRU)?|LEAD"
_GENRE = r"FACTBOX|ANALYSIS|INTERVIEW|TIMELINE|EXCLUSIVE|PREVIEW|FEATURE"
_LABEL = re.compile(rf"(?P<label>{_VERSION}|{_LEAD}|{_GENRE})\s*(?:--|-|:|–|—)\s*(?=\S)")
_LABEL_LINE = re.compile(rf"\W*(?P<label>{_VERSION}|{_LEAD}|{_GENRE})(?:\W+(?P=label))*\W*")
_SIGNALS: dict[str, Signal] = {
    "UPDATE": "update", "WRAPUP": "update", "CORRECTED": "correction", "CORRECTION": "correction",
    "OFFICIAL": "correction", "CORRECTED-(OFFICIAL)": "correction", "KORREKTUR": "correction", "REFILE": "refile",
    "FLASH": "flash", "EILMELDUNG": "flash",
}  # fmt: skip

_KINDS: dict[str, Kind] = {"FLASH": "alert", "ALERT": "alert", "NEWSALERT": "alert", "SNAP": "alert", "BRIEF": "brief"}
_ORDER = re.compile(
    r"(?:Please (?:hold|disregard|kill|ignore|delete|note|do not|withdraw)|(?:Editors|Eds|Clients"
    r"|Members)[,:]|A substitute)\b"
)

_DATES = (
    re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Za-zéûä]{3,9})\.?,?\s+(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<month>[A-Za-zéûä]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
)
_TIME = re.compile(
    r"(?<![\d:.+-])(?:(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?|(?P<four>\d{4})(?!\d)"
    r"|(?P<bare>\d{1,2}))"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?\s*(?:hrs|hours|h)?\s*"
    r"(?P<zone>(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d{2})?)?|Z|CEST|CET|[+-]\d{2}:?\d{2})(?![A-Za-z\d])"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ZONES = {"GMT": 0, "UTC": 0, "Z": 0, "CET": 1, "CEST": 2}
"""Hours east of Greenwich. `EST` or `BST` are left out on purpose: each is the name of more than one zone."""


@dataclass(frozen=True, slots=True)
class Embargo:
    """What an embargo line says: the instant, or what is missing from it."""

    until: datetime | None
    missing: str = ""


def embargo(text: str) -> Embargo | None:
    """The embargo that a line states, or None when it states none."""
    if len(text) > 300 or not _EMBARGO_OPENS.match(text) or not any(pattern.match(text) for pattern in _EMBARGO):
        return None
    dates = {found for pattern in _DATES for match in pattern.finditer(text) if (found := _date(match)) is not None}
    if len(dates) != 1:
        return Embargo(None, "a full date" if not dates else "one date")
    moment = _TIME.search(re.sub(r"(?<=\d)T(?=\d\d:)", " ", text))
    instant = _instant(*dates.pop(), moment) if moment else None
    if instant is None:
        return Embargo(None, "a time with its zone (GMT, UTC or an offset)")
    named = [day for day in _WEEKDAYS if re.search(rf"\b{day}\b", text.casefold())]
    if named and _WEEKDAYS[instant.weekday()] not in named:
        return Embargo(None, "a date that falls on the weekday it names")
    return Embargo(instant)


def is_hold(text: str) -> bool:
    """Whether the line puts the story on hold."""
    return _HOLD.fullmatch(text) is not None


def is_kill(text: str) -> bool:
    """Whether the line kills the story."""
    return len(text) <= 300 and _KILL.fullmatch(text) is not None


def is_advisory(text: str) -> bool:
    """Whether the line says that this is a word to editors and no story."""
    return _ADVISORY.fullmatch(text) is not None


def label(text: str) -> tuple[str, str]:
    """The version label or genre before a headline (`UPDATE 2-`), and the headline; no label is an empty one."""
    match = _LABEL.match(text)
    return (match["label"], text[match.end() :]) if match else ("", text)


def label_line(text: str) -> str:
    """The label that is all of a line (`1ST LEAD`, `URGENT`), or nothing."""
    match = _LABEL_LINE.fullmatch(text)
    return match["label"] if match else ""


def is_genre(name: str) -> bool:
    """Whether a label tells what kind of story it is, not which version."""
    return re.fullmatch(_GENRE, name) is not None


def kind_of(name: str) -> Kind | None:
    """The kind of item that a label stands for, where it stands for one."""
    return _KINDS.get(name)


def is_service(text: str) -> bool:
    """Whether the line says that the item is about the service itself, not about news."""
    return re.fullmatch(r"\W*(?:SERVICE|TECHNICAL|CUSTOMER) (?:MESSAGE|NOTE|NOTICE)\W*", text) is not None


def is_order(text: str) -> bool:
    """Whether the line asks the desks for something; so where a kill or a hold stands above it."""
    return len(text) <= 500 and _ORDER.match(text) is not None


def signal_of(name: str) -> Signal | None:
    """The signal that a label stands for, where it stands for one."""
    return "advisory" if "ADVISORY" in name else _SIGNALS.get(name.split()[0])


def _date(match: re.Match[str]) -> tuple[int, int, int] | None:
    month = int(match["month"]) if match["month"].isdigit() else MONTHS.get(match["month"].casefold())
    return (int(match["year"]), month, int(match["day"])) if month else None


def _instant(year: int, month: int, day: int, moment: re.Match[str]) -> datetime | None:
    hour = int(moment["hour"] or moment["bare"] or (moment["four"] or "0")[:2])
    minute = int(moment["minute"] or (moment["four"] or "0000")[2:])
    if moment["bare"] and not moment["half"]:
        return None  # "6 GMT" may be a hundred things; "6 a.m. GMT" is one
    if moment["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if moment["half"][0] in "pP" else 0)
    try:
        local = datetime(year, month, day, hour, minute, int(moment["second"] or 0), tzinfo=_zone(moment["zone"]))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(written: str) -> timezone:
    if written in _ZONES:
        return timezone(timedelta(hours=_ZONES[written]))
    digits = re.sub(r"\D", "", written)
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    sign = -1 if "-" in written else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
