"""Rules about what an item carries and what points outside: remote content, links, hashes, measures and addresses."""

from __future__ import annotations

import re

from lxml import etree

from syndicate.validators.newsmlg2.bodies import body_rules
from syndicate.validators.newsmlg2.findings import Findings, local, short
from syndicate.validators.newsmlg2.grammar import Bodies
from syndicate.validators.newsmlg2.survey import Survey

_BLANK = re.compile(r"\s")
_NOTHING = re.compile(r"\s*[+-]?0+(?:\.0*)?\s*", re.ASCII)


def content_rules(survey: Survey, find: Findings, bodies: Bodies) -> None:
    """What the rules say of the content of the item and of everything that points outside."""
    for node in survey.all("inlineXML"):
        body_rules(node, find, bodies)
    for node in survey.all("remoteContent"):
        _remote(node, find)
    for node in survey.all("link", "itemRef", "remoteInfo", "deliverableOf"):
        if not (node.get("href") or node.get("residref")):
            find("SYN-G2-076", f"{local(node)} has no target", node)
    for node in survey.all("hash"):
        if not (node.get("hashtype") or node.get("hashtypeuri")):
            find("SYN-G2-074", "the hash says not by which function it was made", node)
    for node, name, address in survey.addresses:
        if not address or _BLANK.search(address):
            trimmed = address.strip()
            if not trimmed or _BLANK.search(trimmed):
                find("SYN-G2-075", f"{name}={short(address)!r} is no usable address", node)
    for node, name, value in survey.measures:
        if value[:1] in " 0+-" and _NOTHING.fullmatch(value):
            find("SYN-G2-066", f"{name}={short(value)!r} of {local(node)}", node)


def _remote(node: etree._Element, find: Findings) -> None:
    if not (node.get("href") or node.get("residref")):
        find("SYN-G2-073", "remoteContent says not where the content lies", node)
    absent = [name for name in ("contenttype", "rendition") if not (node.get(name) or node.get(f"{name}uri"))]
    if absent:
        find("SYN-G2-078", f"remoteContent without {' and '.join(absent)}", node)
    if node.find("{*}hash") is None:
        find("SYN-G2-067", "remoteContent without a hash", node)
