"""The frame of a newsMessage: its header, and what an atomic message must bring along."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from syndicate.validators.newsmlg2.catalogs import catalog_rules
from syndicate.validators.newsmlg2.dates import zone_rule
from syndicate.validators.newsmlg2.findings import Findings, line_of, short
from syndicate.validators.newsmlg2.identity import Seen
from syndicate.validators.newsmlg2.properties import property_rules
from syndicate.validators.newsmlg2.survey import N, Survey

_ATOMIC = "nmsig:atomic"
_MOST = 20_000
"""References that are kept of a message until its end."""


class Reference(NamedTuple):
    """An itemRef: what it refers to, and where it stands."""

    target: str
    line: int | None
    path: str
    article: str


def item_references(survey: Survey, find: Findings, references: list[Reference]) -> None:
    """Note what the groups of a package refer to."""
    for node in survey.all("itemRef"):
        target = node.get("residref")
        if target and len(references) < _MOST:
            references.append(Reference(target, line_of(node), find.path(node), find.article))


def message_rules(root: etree._Element, find: Findings, seen: Seen, references: list[Reference]) -> None:
    """Judge the header, now that all items have been seen."""
    for header in root.iterchildren(f"{N}header"):
        survey = Survey(header)
        catalog_rules(survey, find)
        property_rules(survey, find)
        for node in survey.all("sent", "timestamp"):
            zone_rule(node, find)
        _transmissions(survey, find, seen)
        if any(node.get("qcode") == _ATOMIC for node in survey.all("signal")):
            _atomic(find, seen, references)


def _transmissions(survey: Survey, find: Findings, seen: Seen) -> None:
    sender = "".join(node.text or "" for node in survey.all("sender")).strip()
    channels = [(node.text or "").strip() for node in survey.all("channel")] or [""]
    for node in survey.all("transmitId"):
        word = (node.text or "").strip()
        for channel in channels:
            key = (f"{sender} {channel}", word)
            if word and key in seen.transmissions:
                find("SYN-G2-100", f"the transmitId {short(word)} was used before on {channel or 'this channel'}", node)
            seen.transmissions.add(key)


def _atomic(find: Findings, seen: Seen, references: list[Reference]) -> None:
    for reference in references:
        if reference.target not in seen.guids:
            find.article = reference.article
            message = f"the message is atomic and {short(reference.target)} is not in it"
            find("SYN-G2-063", message, reference.line, absolute=reference.path)
    find.article = ""
