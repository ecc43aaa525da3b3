"""Lines by which the desk decides about the story: hold, kill, advisory, and the labels of versions.

A kill must not be read too eagerly: it takes a story away, so only the fixed forms count. Embargoes have a room of
their own (`embargo`).
"""

from __future__ import annotations

import re

from syndicate.model.article import Kind, Signal

_HOLD = re.compile(
    r"\W*(?:(?:Eds|EDS|Editors|EDITORS)\s*:\s*)?(?:HOLD(?:\W+HOLD)*\W*|HOLD(?:\W+HOLD)+\b.*"
    r"|(?:PREP\W+)?(?:DO NOT (?:PUBLISH|USE|RUN|RELEASE)|NOT FOR PUBLICATION|Not for publication)\b.*)"
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
    r"|URGENT|EXTRA|FLASH|BULLETIN|(?:NEWS)?ALERT|AP News ?Alert|SNAP|EILMELDUNG|KORREKTUR"
    r"|\d\. (?:ZUSAMMENFASSUNG|Zusammenfassung)"
    r"|(?:[A-Z]+ )?ADVISORY(?: TO (?:CLIENTS|EDITORS|MEMBERS|SUBSCRIBERS))?"
)
_LEAD = r"\d+(?:st|nd|rd|th|ST|ND|RD|TH) (?:Ld|LD|LEAD|Lead|Add|ADD|Sub|SUB|Take|TAKE)(?:-Writethru|-WRITETHRU)?|LEAD"
_GENRE = r"FACTBOX|ANALYSIS|INTERVIEW|TIMELINE|EXCLUSIVE|PREVIEW|FEATURE"
_TITLED = re.compile(
    r"(?P<label>Roundup|Feature|News Analysis|Backgrounder|Spotlight|Factbox|Xinhua (?:Insight|Headlines|Commentary))"
    r"\s*:\s+(?=\S)"
)
"""Xinhua's genres, in small letters; `Interview:` and `Profile:` open headlines of others too."""
_LEAD_FIRST = re.compile(r"(?P<label>\d{1,2}(?:ST|ND|RD|TH) LEAD)\s+(?=\S)")
"""dpa's form, without a sign between label and headline."""
_LABEL = re.compile(rf"(?P<label>{_VERSION}|{_LEAD}|{_GENRE})\s*(?:--|-|:|–|—)\s*(?=\S)")
_LABEL_LINE = re.compile(rf"\W*(?P<label>{_VERSION}|{_LEAD}|{_GENRE})(?:\W+(?P=label))*\W*")
_SIGNALS: dict[str, Signal] = {
    "UPDATE": "update", "WRAPUP": "update", "CORRECTED": "correction", "CORRECTION": "correction",
    "OFFICIAL": "correction", "CORRECTED-(OFFICIAL)": "correction", "KORREKTUR": "correction", "REFILE": "refile",
    "FLASH": "flash", "EILMELDUNG": "flash",
}  # fmt: skip

_KINDS: dict[str, Kind] = {
    "FLASH": "alert",
    "ALERT": "alert",
    "NEWSALERT": "alert",
    "AP NewsAlert": "alert",
    "AP News Alert": "alert",
    "SNAP": "alert",
    "BRIEF": "brief",
}
_ORDER = re.compile(
    r"(?:Please (?:hold|disregard|kill|ignore|delete|note|do not|withdraw)|(?:Editors|Eds|Clients"
    r"|Members)[,:]|A substitute)\b"
)


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
    match = _LABEL.match(text) or _TITLED.match(text) or _LEAD_FIRST.match(text)
    return (match["label"], text[match.end() :]) if match else ("", text)


def label_line(text: str) -> str:
    """The label that is all of a line (`1ST LEAD`, `URGENT`), or nothing."""
    match = _LABEL_LINE.fullmatch(text)
    return match["label"] if match else ""


def is_genre(name: str) -> bool:
    """Whether a label tells what kind of story it is, not which version."""
    return re.fullmatch(_GENRE, name) is not None or _TITLED.match(f"{name}: x") is not None


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
