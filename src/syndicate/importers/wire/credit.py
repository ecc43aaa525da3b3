"""Whose copy it is and who helped: credit lines, "contributed to this report", sign-offs."""

from __future__ import annotations

import re

from syndicate.importers.wire import agencies
from syndicate.importers.wire.bylines import is_name
from syndicate.model.article import Contributor, Credit

_STOP = re.compile(r"[;.]\s*")
_AND = re.compile(r",?\s+(?:and|AND|&)\s+|,\s+")
_SOURCE = re.compile(r"(?:Source|SOURCE|Credit|CREDIT)\s*:\s*(?P<name>\S.{0,60})")
_VIA = re.compile(r"(?P<agencies>.{2,60}?)\s+(?:Via|via|VIA)\s+(?P<via>\S.{1,40})")
_CONTRIBUTED = re.compile(
    r"\(?(?P<who>.{3,300}?)\s+(?:also\s+)?contributed\s+(?:reporting\s+)?(?:to|for)\s+th(?:is|e)\s+(?:report|story|article)"
    r"(?:\s+from\s+(?P<place>[^.;()]{2,60}))?\s*\.?\)?"
)
_ROLE = re.compile(
    r"(?P<role>(?:(?:The )?[A-Z][\w-]*(?: [A-Z][\w-]*)? )?(?:writer|reporter|correspondent|journalist|editor)s?)"
    r"\s+(?P<rest>[A-Z].*)"
)
_REPORTING = re.compile(r"\(?\s*(?:Additional |Writing |Editing )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) by .+\)?")
_TASK = re.compile(r"(?P<task>[A-Z]?[a-z]+(?: [a-z]+)*) by (?P<who>.+)")
_COPYRIGHT = re.compile(
    r"(?:\(c\)|\(C\)|©|Copyright)\s*(?:\(c\)|\(C\)|©)?\s*(?:\d{4}(?:-\d{4})?,?\s+)?(?:by )?[A-Z][\w .,&'’/-]{1,80}\.?"
    r"(?:\s*All rights reserved\b.*)?|All rights reserved\b.*|This material may not be published\b.*"
)
_SIGN_OFF = re.compile(r"dpa(?: [a-z]{2,4}){1,6}|[a-z]{2,4}(?:/[a-z]{2,4}){1,4}")


def credit(text: str) -> Credit | None:
    """The credit that the whole line is, or None."""
    if len(text) > 80:
        return None
    if source := _SOURCE.fullmatch(text):
        name = source["name"].split("|")[0].strip().rstrip(".")
        return Credit(raw=text, agencies=agencies.split(name) or (name,)) if name[:1].isupper() else None
    line = text.strip("()—–- ").rstrip(".")
    if "via" in line.casefold() and (via := _VIA.fullmatch(line)):
        senders = agencies.split(via["agencies"])
        return (
            Credit(raw=text, agencies=senders, via=via["via"]) if senders and agencies.is_agency(via["via"]) else None
        )
    names = agencies.split(line)
    return Credit(raw=text, agencies=names) if names else None


def contributors(text: str) -> tuple[Contributor, ...]:
    """The helpers that the whole line names; empty when it is something else, prose included."""
    if "contributed" in text and (match := _CONTRIBUTED.fullmatch(text)):
        return _people(match["who"], match["place"] or "")
    if _REPORTING.fullmatch(text):
        return _tasks(text.strip("() ").rstrip("."))
    return ()


def is_sign_off(text: str) -> bool:
    """Whether the line is the initials of those who handled the copy (`dpa abc def`, `abc/def`)."""
    return _SIGN_OFF.fullmatch(text) is not None


def _people(who: str, everywhere: str, role: str = "") -> tuple[Contributor, ...]:
    if agencies.is_agency(who):
        return (Contributor(name=who, role=role, place=everywhere),)
    if match := _ROLE.fullmatch(who):
        role, who = match["role"], match["rest"]
    found = []
    for person in _AND.split(who):
        name, _, place = person.partition(" in ")
        if not (is_name(name) or agencies.is_agency(name)):
            return ()
        found.append(Contributor(name=name, role=role, place=place or everywhere))
    return tuple(found)


def _tasks(text: str) -> tuple[Contributor, ...]:
    found: list[Contributor] = []
    for part in _STOP.split(text):
        match = _TASK.fullmatch(part.strip())
        people = _people(match["who"], "", match["task"]) if match else ()
        if not people:
            return ()
        found.extend(people)
    return tuple(found)


def copyright_line(text: str) -> bool:
    """Whether the line tells whose the rights are."""
    return len(text) <= 300 and _COPYRIGHT.fullmatch(text) is not None
