"""OPML lists of feeds, and the page of feed links that goes with one.

Sources: OPML 2.0 ("Subscription lists") and what HTML says of `link rel=alternate`. Each code is described in
``docs/formats/opml.md`` and ``docs/formats/discovery.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.formats import safexml
from syndicate.validators.feed.document import Form, check_grammar, local, parse, words
from syndicate.validators.feed.findings import Findings
from syndicate.validators.feed.values import ill_character, is_language, is_media_type, is_web, rfc822

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPML = Form(form="SYN-OPML-001", encoding="SYN-OPML-003", doctype="SYN-OPML-004")
_ADDRESSES = ("xmlUrl", "htmlUrl", "url")
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_ACTIVE = ("script", "iframe", "object", "embed", "form", "base")


class OpmlValidator:
    """OPML by our grammar and rules; there is no official schema."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the list at `path`."""
        proof.judges.append("syndicate opml.rng")
        return check_opml(path.read_bytes(), proof.name)


class DiscoveryValidator:
    """The page of feed links: HTML that is XML as well, so that it can be read without a browser."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the page at `path`."""
        proof.judges.append("syndicate feed links")
        return check_discovery(path.read_bytes(), proof.name)


def check_opml(data: bytes, file: str = "") -> tuple[Diagnostic, ...]:
    """Everything that is wrong with an OPML document."""
    found = Findings(file)
    root = parse(data, found, _OPML)
    if root is None:
        return found.result()
    check_grammar(root, "opml.rng", found, "SYN-OPML-002")
    if root.tag != "opml":
        return found.result()
    if root.get("version") in ("1.0", "1.1"):
        found.warning("SYN-OPML-012", f"version {root.get('version')}: what a feed's outline holds came with 2.0", root)
    for name in ("dateCreated", "dateModified"):
        for node in root.iterfind(f"head/{name}"):
            wrong = rfc822(words(node))[1]
            if wrong:
                found.error("SYN-OPML-008", f"{name} {words(node)!r} {wrong}", node)
    _check_outlines(root, found)
    _check_characters(root, found, "SYN-OPML-011")
    return found.result()


def _check_outlines(root: _Element, found: Findings) -> None:
    seen: set[str] = set()
    for node in root.iter("outline"):
        feed = node.get("xmlUrl", "")
        if node.get("type", "").lower() == "rss" and not feed:
            found.error("SYN-OPML-005", "a feed without xmlUrl, which no reader can subscribe to", node)
        elif feed and not node.get("type"):
            found.error("SYN-OPML-005", "a feed without type, which readers pass over", node, hint='type="rss"')
        for name in _ADDRESSES:
            address = node.get(name)
            if address is not None and not is_web(address):
                found.error("SYN-OPML-006", f"{name} is no absolute web address: {address[:60]!r}", node)
        if feed and feed in seen:
            found.warning("SYN-OPML-007", f"the feed {feed} stands twice", node)
        seen.add(feed)
        language = node.get("language")
        if language is not None and language != "unknown" and not is_language(language):
            found.error("SYN-OPML-009", f"{language!r} is no language tag (BCP 47)", node)
    if not seen - {""}:
        found.warning("SYN-OPML-010", "a list without a feed", line=1)


def _check_characters(root: _Element, found: Findings, code: str) -> None:
    for node in root.iter("*"):
        for text in (node.text or "", *map(str, node.attrib.values())):
            char = ill_character(text)
            if char:
                found.error(code, f"{local(node)} contains {char}", node)


# --- the page --------------------------------------------------------------------------------------------------------


def check_discovery(data: bytes, file: str = "") -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a page of feed links."""
    from lxml import etree

    found = Findings(file)
    try:
        root = etree.fromstring(data, safexml.parser(comments=True))
    except etree.XMLSyntaxError as error:
        problem = safexml.problem(error)
        found.error("SYN-DISCOVERY-001", f"not well-formed: {problem.message}", line=problem.line)
        return found.result()
    if root.tag != "html" or not re.match(rb"\s*<!DOCTYPE html>", data, re.IGNORECASE):
        found.error("SYN-DISCOVERY-001", "no HTML: it begins with <!DOCTYPE html> and the element html", line=1)
        return found.result()
    charset = root.find("head/meta[@charset]")
    if charset is None or charset.get("charset", "").lower() != "utf-8":
        found.error("SYN-DISCOVERY-002", 'no <meta charset="utf-8"/> in the head', line=1)
    if not words(root.find("head/title")):
        found.error("SYN-DISCOVERY-002", "no title in the head", line=1)
    _check_active(root, found)
    _check_links(root, found)
    _check_characters(root, found, "SYN-DISCOVERY-007")
    return found.result()


def _check_active(root: _Element, found: Findings) -> None:
    """Nothing in the page runs or loads: it is to be looked at and copied from."""
    for node in root.iter("*"):
        if local(node).lower() in _ACTIVE:
            found.error("SYN-DISCOVERY-004", f"a page of links needs no {local(node)}", node)
        for name, value in ((str(name), str(value)) for name, value in node.attrib.items()):
            scheme = re.match(r"\s*(javascript|data|vbscript)\s*:", value, re.IGNORECASE)
            if name.lower().startswith("on") or scheme:
                found.error("SYN-DISCOVERY-004", f"{name} of {local(node)} runs a script", node)


def _check_links(root: _Element, found: Findings) -> None:
    """Each feed once in the head, with type, title and address, and once in what people see."""
    shown = {a.get("href", "") for a in root.iterfind("body//a")}
    seen: set[str] = set()
    for link in root.iterfind("head/link[@rel='alternate']"):
        kind, address = link.get("type", ""), link.get("href", "")
        if not is_media_type(kind) or kind not in _FEEDS:
            found.error("SYN-DISCOVERY-003", f"the type {kind!r} is not that of a feed", link)
        if not link.get("title", "").strip():
            found.error("SYN-DISCOVERY-003", "a link without title: browsers show it", link)
        if not is_web(address):
            found.error("SYN-DISCOVERY-003", f"the address is not absolute: {address[:60]!r}", link)
        if address in seen:
            found.error("SYN-DISCOVERY-006", f"{address} stands twice in the head", link)
        elif address not in shown:
            found.error("SYN-DISCOVERY-006", f"{address} is in the head and not on the page", link)
        seen.add(address)
    if not seen:
        found.warning("SYN-DISCOVERY-005", "no feed link in the head", line=1)
