"""From bytes to a tree: the encoding, the parser, the bounds.

A page that says it is XHTML and is well-formed is read as XML; anything else as HTML, as a browser would. Neither
parser sees the network, a DTD or an entity of the document's own.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree

from syndicate.errors import InputError
from syndicate.formats import htmlbody
from syndicate.formats.htmlbody.dom import Element, html_parser, name_of, parsed, refuse_deep, too_deep, words
from syndicate.formats.htmlbody.findings import Findings

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{1,40})|<\?xml[^>]*encoding=[\"']([\w.\-]+)"
)
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii", "l1"})
"""Labels that stand for windows-1252 (WHATWG Encoding 4.2)."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_CLOSED = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_XHTML = "http://www.w3.org/1999/xhtml"


def decode(data: bytes, findings: Findings) -> tuple[str, str]:
    """The text of a page and the name of its encoding (HTML 13.2.3, without guessing by frequency)."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    found = _CHARSET.search(data[:4096])
    label = (found.group(1) or found.group(2)).decode("ascii").lower() if found else ""
    name = "windows-1252" if label in _LATIN else label
    try:
        if name and codecs.lookup(name)._is_text_encoding and not name.startswith("utf-16"):
            return data.decode(name), name
    except (LookupError, UnicodeError):
        pass
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        findings.encoding(f"neither UTF-8 nor what it says it is ({label})" if label else "not UTF-8")
        return data.decode("windows-1252", "replace"), "windows-1252"


def parse(text: str, name: str, findings: Findings, deepest: int) -> Element:
    """The root element of a page or of a fragment, with lower-case names and no namespaces.

    Raises:
        InputError: there is no element and no text in it.
        ModelError: elements are nested deeper than `deepest`.
    """
    kept = _CONTROLS.sub("", text)
    if len(kept) < len(text):
        findings.characters(len(text) - len(kept))
    root = _as_xml(kept) if _XHTML in kept[:2048] else None
    if root is None:
        root = _as_html(kept, name, deepest)
    refuse_deep(root, name, deepest)
    return root


def _as_html(text: str, name: str, deepest: int) -> Element:
    parser = html_parser()
    # The parser drops what stands after the end of body; browsers show it.
    root = parsed(_CLOSED.sub("", text), parser)
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise too_deep(name, deepest)
    if root is None:
        raise InputError(f"{name}: no story in it", hint="there is neither an element nor text")
    _empty_head(root)
    return root


def _empty_head(root: Element) -> None:
    """Move to the body what the parser left in the head, though no head can hold it (HTML 13.2.6.4.4)."""
    head = root.find("head")
    if head is None:
        return
    strays = [e for e in head if name_of(e) not in _METADATA or (e.tag in ("noscript", "object") and words(e))]
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for element in reversed(strays):
        if name_of(element):
            tail, body.text = body.text, None
            body.insert(0, element)
            element.tail = (element.tail or "") + (tail or "")


_METADATA = frozenset(
    {"base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title"}
)


def _as_xml(text: str) -> Element | None:
    """The tree of well-formed XHTML without entities of its own, or None."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{_XHTML}}}html" or next(root.iter(etree.Entity), None) is not None:
        return None
    htmlbody.local(root)
    return root
