"""Whose copy it is and who helped: credit lines, bylines, "contributed to this report", sign-offs."""

from __future__ import annotations

import re

from syndicate.importers.wire import agencies
from syndicate.model.article import Byline, Contributor, Credit

_PARTICLES = frozenset((
    "al", "bin", "da", "de", "del", "den", "der", "di",
    "dos", "du", "el", "ibn", "la", "le", "ten", "ter", "van", "vom", "von", "zu",
))  # fmt: skip
_NAME_WORD = re.compile(r"(?:[^\W\d_]['’.]?)+(?:-(?:[^\W\d_]['’.]?)+)*")
_BYLINE = re.compile(r"(?:By|BY)[: ]\s*(?P<names>[^\d!?;\"“”]{3,120}?)(?:\s*=)?")
_AND = re.compile(r",?\s+(?:and|AND|&)\s+|,\s+")
_ORGANISATION_WORDS = re.compile(
    r"\b(?:Writer|Correspondent|Reporter|Editor|Staff|Press|News|Agency|Service|Media|Journalist)s?\b"
)
_SOURCE = re.compile(r"(?:Source|SOURCE|Credit|CREDIT)\s*:\s*(?P<name>\S.{0,60})")
_VIA = re.compile(r"(?P<agencies>.{2,60}?)\s+(?:Via|via|VIA)\s+(?P<via>\S.{1,40})")
_CONTRIBUTED = re.compile(
    r"\(?(?P<who>.{3,300}?)\s+(?:also\s+)?contributed\s+(?:reporting\s+)?(?:to|for)\s+this\s+(?:report|story|article)"
    r"(?:\s+from\s+(?P<place>[^.;()]{2,60}))?\s*\.?\)?"
)
_ROLE = re.compile(
    r"(?P<role>(?:(?:The )?[A-Z][\w-]*(?: [A-Z][\w-]*)? )?(?:writer|reporter|correspondent|journalist|editor)s?)"
    r"\s+(?P<rest>[A-Z].*)"
)
_REPORTING = re.compile(r"\(?\s*(?:Additional |Writing |Editing )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) by .+\)?")
_TASK = re.compile(r"(?P<task>[A-Z]?[a-z]+(?: [a-z]+)*) by (?P<who>.+)")
_SIGN_OFF = re.compile(r"dpa(?: [a-z]{2,4}){1,6}|[a-z]{2,4}(?:/[a-z]{2,4}){1,4}")


def is_name(words: str) -> bool:
    """Whether `words` can be the name of one person: two to five words, each with a capital, particles aside."""
    parts = words.split()
    if not 2 <= len(parts) <= 5 or not all(_NAME_WORD.fullmatch(part) for part in parts):
        return False
    return parts[-1][0].isupper() and all(part[0].isupper() or part in _PARTICLES for part in parts)


def byline(text: str) -> tuple[Byline, ...]:
    """The bylines in "By Jane Doe and John Roe, Example Press"; empty when the line is something else."""
    match = _BYLINE.fullmatch(text)
    if match is None or text.endswith("."):
        return ()
    *names, last = _AND.split(match["names"].strip())
    organisation = last if names and (agencies.is_agency(last) or _ORGANISATION_WORDS.search(last)) else ""
    if not organisation:
        names.append(last)
    if not names or not all(is_name(name) for name in names):
        return ()
    return tuple(Byline(name=name, organisation=organisation) for name in names)


def organisation(text: str) -> bool:
    """Whether the line under a byline says who the writer works for."""
    known = agencies.is_agency(text.rstrip(" ="))
    return known or (len(text) <= 50 and text[-1] not in ".:?!" and _ORGANISATION_WORDS.search(text) is not None)


def credit(text: str) -> Credit | None:
    """The credit that the whole line is, or None."""
    if len(text) > 80:
        return None
    if source := _SOURCE.fullmatch(text):
        name = source["name"].split("|")[0].strip().rstrip(".")
        return Credit(raw=text, agencies=agencies.split(name) or (name,)) if name[:1].isupper() else None
    line = text.strip("()—–- ").rstrip(".")
    if via := _VIA.fullmatch(line):
        senders = agencies.split(via["agencies"])
        return (
            Credit(raw=text, agencies=senders, via=via["via"]) if senders and agencies.is_agency(via["via"]) else None
        )
    names = agencies.split(line)
    return Credit(raw=text, agencies=names) if names else None


def contributors(text: str) -> tuple[Contributor, ...]:
    """The helpers that the whole line names; empty when it is something else, prose included."""
    if match := _CONTRIBUTED.fullmatch(text):
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
    for part in re.split(r"[;.]\s*", text):
        match = _TASK.fullmatch(part.strip())
        people = _people(match["who"], "", match["task"]) if match else ()
        if not people:
            return ()
        found.extend(people)
    return tuple(found)
