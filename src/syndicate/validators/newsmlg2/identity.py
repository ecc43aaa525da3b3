"""Who an item is: guid, version, the standard that it follows, and its place in the sequence of its versions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from syndicate.formats import g2
from syndicate.validators.newsmlg2.dates import moment
from syndicate.validators.newsmlg2.findings import Findings, short
from syndicate.validators.newsmlg2.survey import Survey

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_URN_NEWSML = re.compile(r"urn:newsml:[^:\s]+:\d{8}:\S+")
_BLANKS = re.compile(r"\s")
_VERSION = re.compile(r"\s*0{0,18}([1-9]\d{0,17})\s*", re.ASCII)
_STANDARD_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})", re.ASCII)
_STANDARDS = frozenset({"NewsML-G2", "EventsML-G2", "SportsML-G2"})
"""What `standard` has said since version 2.0; the other two are of the same family."""
_CORE_ENDED = (2, 24)


@dataclass(slots=True)
class Seen:
    """What earlier items leave behind, of the same message or of files before it that are judged as a sequence."""

    versions: dict[str, tuple[int, datetime | None]] = field(default_factory=dict)
    """By guid: the last version, and when it was made."""
    transmissions: set[tuple[str, str]] = field(default_factory=set)
    """Channels with the transmitIds that came on them."""
    ids: set[str] = field(default_factory=set)
    """Ids of the elements of this file."""
    guids: set[str] = field(default_factory=set)
    """Guids of the items of this file."""

    def of_a_new_file(self) -> None:
        """Forget what is of one file only."""
        self.ids, self.guids = set(), set()


def identity_rules(survey: Survey, find: Findings, seen: Seen) -> None:
    """The guid, the version, and the standard's name and version."""
    item = survey.item
    guid, version = item.get("guid", ""), item.get("version")
    if not guid.strip() or _BLANKS.search(guid):
        find("SYN-G2-036", f"the guid {short(guid)!r} is {'no word' if guid.strip() else 'empty'}", item)
    elif guid.startswith("urn:newsml:") and not _URN_NEWSML.fullmatch(guid):
        find("SYN-G2-030", f"{short(guid)!r} is not urn:newsml:provider:date:id (RFC 3085)", item)
    elif not _URI.fullmatch(guid):
        find("SYN-G2-030", f"the guid {short(guid)!r} is no URI", item)
    match = _VERSION.fullmatch(version or "")
    if version is None:
        find("SYN-G2-031", "the item has no version", item)
    elif match is None:
        find("SYN-G2-031", f"the version {short(version)!r} is no number from 1 on", item)
    if item.get("standard") not in _STANDARDS:
        find("SYN-G2-037", f"standard={short(item.get('standard', ''))!r}", item)
    _standard_version(item, find)
    if guid:
        seen.guids.add(guid)
        _sequence(survey, guid, int(match[1]) if match else 1, find, seen)


def _sequence(survey: Survey, guid: str, version: int, find: Findings, seen: Seen) -> None:
    created = moment(survey.child("itemMeta", "versionCreated"))
    before = seen.versions.get(guid)
    seen.versions[guid] = (version, created)
    if before is None:
        return
    last, last_created = before
    if version == last:
        find("SYN-G2-032", f"version {version} of {short(guid)} comes twice", survey.item)
    elif version < last:
        find("SYN-G2-032", f"version {version} of {short(guid)} comes after version {last}", survey.item)
        seen.versions[guid] = before
    else:
        if created and last_created and created <= last_created:
            find("SYN-G2-032", f"version {version} of {short(guid)} was not made after version {last}", survey.item)
        if version > last + 1:
            find("SYN-G2-038", f"version {version} of {short(guid)} follows version {last}", survey.item)


def _standard_version(item: etree._Element, find: Findings) -> None:
    given = standard_version(item)
    if given is None:
        return
    known = tuple(int(part) for part in g2.STANDARD_VERSION.split("."))
    shown = item.get("standardversion")
    if given > known:
        find("SYN-G2-033", f"version {shown} is newer than {g2.STANDARD_VERSION}, judged by that", item)
    if given > _CORE_ENDED and item.get("conformance", "core") == "core":
        find("SYN-G2-034", f"conformance is core in version {shown}", item)


def standard_version(item: etree._Element) -> tuple[int, int] | None:
    """The version of the standard that the item names, or None when that is no version."""
    match = _STANDARD_VERSION.fullmatch(item.get("standardversion", "").strip())
    return (int(match[1]), int(match[2])) if match else None
