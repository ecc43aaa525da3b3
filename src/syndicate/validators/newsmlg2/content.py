"""Rules about what an item carries: inline content, remote content, links, hashes and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from syndicate.diagnostics import Diagnostic
from syndicate.formats import g2
from syndicate.validators.newsmlg2.findings import Finder, attributes

_N = f"{{{g2.NAR}}}"
_ACTIVE = frozenset({"script", "object", "embed", "applet", "iframe", "frame", "form", "input", "button"})
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data")
_RUNS = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_TARGETED = (f"{_N}link", f"{_N}itemRef", f"{_N}remoteInfo", f"{_N}deliverableOf")


def content_rules(item: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    """What the rules say of the content of `item` and of everything that points outside."""
    for node in item.iter(f"{_N}inlineXML"):
        yield from _inline(node, finder)
    for node in item.iter(f"{_N}remoteContent"):
        if not (node.get("href") or node.get("residref")):
            yield finder("SYN-G2-073", "remoteContent says not where the content lies", node)
        absent = [name for name in ("contenttype", "rendition") if not (node.get(name) or node.get(f"{name}uri"))]
        if absent:
            yield finder("SYN-G2-078", f"remoteContent without {' and '.join(absent)}", node)
    for node in item.iter(*_TARGETED):
        if not (node.get("href") or node.get("residref")):
            yield finder("SYN-G2-076", f"{etree.QName(node).localname} has no target", node)
    for node in item.iter(f"{_N}hash"):
        if not (node.get("hashtype") or node.get("hashtypeuri")):
            yield finder("SYN-G2-074", "the hash says not by which function it was made", node)
    for node in item.iter(f"{_N}*"):
        for name in ("href", "residref", "uri"):
            address = node.get(name)
            if address is not None and (not address.strip() or re.search(r"\s", address.strip())):
                yield finder("SYN-G2-075", f"{name}={address!r} is no usable address", node)


def _inline(node: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    roots = list(node.iterchildren("*"))
    content_type = (node.get("contenttype") or "").lower()
    if not roots:
        yield finder("SYN-G2-071", "inlineXML is empty", node)
        return
    if len(roots) > 1:
        yield finder("SYN-G2-071", f"inlineXML holds {len(roots)} elements", node)
    if not content_type:
        yield finder("SYN-G2-071", "inlineXML does not name its contenttype", node)
    root = etree.QName(roots[0])
    expected = _namespace(content_type)
    if expected is not None and root.namespace != expected:
        yield finder(
            "SYN-G2-070", f"{root.localname} is of {root.namespace or 'no namespace'}, not {content_type}", roots[0]
        )
    elif root.namespace == g2.NAR and root.localname in {"html", "body", "nitf"}:
        yield finder("SYN-G2-070", f"{root.localname} stands in the namespace of G2 itself", roots[0])
    if root.namespace == g2.XHTML:
        yield from _active(roots[0], finder)


def _namespace(content_type: str) -> str | None:
    """The namespace that a content type promises; None where it promises none."""
    if "xhtml" in content_type or content_type.startswith("text/html"):
        return g2.XHTML
    if "nitf" in content_type:
        return g2.NITF
    return None


def _active(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname.lower()
        if name in _ACTIVE:
            yield finder("SYN-G2-072", f"the content holds {name}", node)
        for attribute, value in attributes(node):
            if attribute.lower().startswith("on") or (attribute in _ADDRESSES and _RUNS.match(value)):
                yield finder("SYN-G2-072", f"the attribute {attribute} of {name} runs code", node)
