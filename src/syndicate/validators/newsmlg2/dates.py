"""When: zones, and the order of the moments of an item."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from lxml import etree

from syndicate.validators.newsmlg2.findings import Findings, local, short
from syndicate.validators.newsmlg2.survey import Survey

MOMENTS = ("versionCreated", "firstCreated", "embargoed", "expires", "contentCreated", "contentModified", "timestamp")
"""Elements of an item that hold a moment; `sent` is the header's."""
_WITHOUT_ZONE = re.compile(r"\s*-?\d{4,9}-\d\d-\d\dT[\d:.]+\s*", re.ASCII)
_LONG_OVER = timedelta(days=1)
"""An embargo that ended so long before a version was made is a leftover."""


def date_rules(survey: Survey, find: Findings) -> None:
    """Every moment of the item, and what comes before what."""
    for node in survey.all(*MOMENTS):
        zone_rule(node, find)
    version, first = _first(survey, "versionCreated"), _first(survey, "firstCreated")
    made = moment(version)
    _not_after(first, made, "SYN-G2-040", "firstCreated is later than versionCreated", find)
    for expires in survey.all("expires"):
        end = moment(expires)
        if made and end and end <= made:
            find("SYN-G2-043", "expires is not after versionCreated", expires)
    for embargo in survey.all("embargoed"):
        if not (embargo.text or "").strip():
            find("SYN-G2-042", "the embargo has no end: receivers must hold the item until told", embargo)
            continue
        end = moment(embargo)
        if made and end and made - end > _LONG_OVER:
            find("SYN-G2-045", "the embargo had long ended when this version was made", embargo)
    created, modified = _first(survey, "contentCreated"), _first(survey, "contentModified")
    _not_after(created, moment(modified), "SYN-G2-041", "contentCreated is later than contentModified", find)
    _not_after(modified, made, "SYN-G2-041", "contentModified is later than versionCreated", find)


def zone_rule(node: etree._Element, find: Findings) -> None:
    """A date with a time names its zone."""
    text = node.text
    if text and _WITHOUT_ZONE.fullmatch(text):
        find("SYN-G2-044", f"{local(node)} {short(text.strip())} names no zone", node)


def moment(node: etree._Element | None) -> datetime | None:
    """The instant that `node` holds, or None when it holds none with date, time and zone."""
    if node is None or not node.text:
        return None
    try:
        instant = datetime.fromisoformat(node.text.strip())
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _first(survey: Survey, name: str) -> etree._Element | None:
    found = survey.all(name)
    return found[0] if found else None


def _not_after(node: etree._Element | None, limit: datetime | None, code: str, message: str, find: Findings) -> None:
    instant = moment(node)
    if instant and limit and instant > limit:
        find(code, message, node)
