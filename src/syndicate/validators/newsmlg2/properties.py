"""Properties of a concept: how they are identified, what the standard demands beside, and what it has given up."""

from __future__ import annotations

import re

from lxml import etree

from syndicate.validators.newsmlg2.findings import Findings, local, short
from syndicate.validators.newsmlg2.survey import N, Survey

_IDENTIFIED = ("subject", "genre", "creator", "contributor", "infoSource", "located", "signal")
_PAIRS = {
    "group": "role",
    "rating": "scaleunit",
    "userInteraction": "interactiontype",
    "timeDelim": "timeunit",
    "circle": "radunit",
    **dict.fromkeys(
        (
            "conceptExtProperty", "contentMetaExtProperty", "groupExtProperty", "headerExtProperty",
            "itemMetaExtProperty", "newsCoverageExtProperty", "partMetaExtProperty", "planningExtProperty",
            "publishedExtProperty", "remoteContentExtProperty", "rightsInfoExtProperty", "schemeMetaExtProperty",
        ),
        "rel",
    ),
}  # fmt: skip
"""Attributes of which the standard demands one: this, as a QCode, or the one of this name and `uri`, as an address."""
_NORMALISED = ("slugline", "keyword", "creditline", "name", "title")
_UNTIDY = re.compile(r"\A\s|\s\Z|\s\s")
_LOST = re.compile(r"[\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters that XML lets pass and no screen shows, and noncharacters (XML 1.0 2.2)."""


def property_rules(survey: Survey, find: Findings) -> None:
    """Identifiers, demanded attributes, what is deprecated, and characters."""
    for node, name, _ in survey.addresses:
        if name == "uri" and node.get("qcode"):
            find("SYN-G2-083", f"{local(node)} has a qcode and a uri", node)
    for node in survey.all(*_IDENTIFIED):
        if not (node.get("qcode") or node.get("uri") or node.get("literal")) and node.find(f"{N}name") is None:
            find("SYN-G2-082", f"{local(node)} has neither identifier nor name", node)
    for element, attribute in _PAIRS.items():
        for node in survey.all(element):
            if not (node.get(attribute) or node.get(f"{attribute}uri")):
                find("SYN-G2-064", f"{element} has neither {attribute} nor {attribute}uri", node)
    for node in survey.all("conceptId", "published"):
        if not (node.get("qcode") or node.get("uri")):
            find("SYN-G2-064", f"{local(node)} has neither qcode nor uri", node)
    _deprecated(survey, find)
    _characters(survey, find)


def _deprecated(survey: Survey, find: Findings) -> None:
    for node in survey.all("facet", "confirmation"):
        find("SYN-G2-077", f"{local(node)} is deprecated", node)
    for node, name, _ in survey.deprecated:
        find("SYN-G2-077", f"the attribute {name} is deprecated", node)
    for scheme in survey.all("scheme"):
        for name in ("sameAs", "name", "definition", "note"):
            for node in scheme.iterchildren(N + name):
                find("SYN-G2-077", f"{name} of a scheme is deprecated", node)
    for details in survey.all("organisationDetails"):
        for node in details.iterchildren(f"{N}hasInstrument"):
            find("SYN-G2-077", "hasInstrument of organisationDetails is deprecated", node)


def _characters(survey: Survey, find: Findings) -> None:
    """Characters in any text of the item, and blanks in strings that the standard calls normalised."""
    if _LOST.search(etree.tostring(survey.item, method="text", encoding="unicode", with_tail=False)):
        for node in survey.item.iter(etree.Element):
            lost = _LOST.search(f"{node.text or ''}{node.tail or ''}")
            if lost:
                find("SYN-G2-087", f"the text holds U+{ord(lost[0]):04X}", node)
    for node in survey.all(*_NORMALISED):
        if node.text and _UNTIDY.search(node.text):
            find("SYN-G2-088", f"blanks of {local(node)}: {short(node.text, 40)!r}", node)
