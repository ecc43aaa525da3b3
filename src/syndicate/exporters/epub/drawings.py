"""Drawings (SVG): they go into the book letter for letter, or not at all.

A drawing is a program in the making: it can run scripts, fetch addresses and hold HTML. One that does is left out with
the reason; nothing is taken out of one, because what is left would be another drawing.
"""

from __future__ import annotations

import re

from lxml import etree

from syndicate.formats import safexml

SVG = "image/svg+xml"

_NAMESPACE = "http://www.w3.org/2000/svg"
_RUNS = frozenset({"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler", "listener"})
_LINKS = frozenset({"href", "{http://www.w3.org/1999/xlink}href", "src"})
_INSIDE = ("#", "data:image/png;", "data:image/jpeg;")
_OUTSIDE = re.compile(r"""url\(\s*['"]?(?![#'"])|@import""", re.IGNORECASE)
"""An address in a style that leads out of the drawing."""
_LARGEST = 8_000_000
"""Bytes; a drawing that is larger is a picture in disguise."""


def danger(data: bytes) -> str:
    """Why the drawing cannot stand in a book; '' when it can."""
    if len(data) > _LARGEST:
        return f"is larger than {_LARGEST // 1_000_000} MB"
    if b"<!ENTITY" in data or b"<?xml-stylesheet" in data:
        return "leans on what is outside it"
    try:
        root = etree.fromstring(data, safexml.parser())
    except (etree.XMLSyntaxError, ValueError):
        return "is no well-formed drawing"
    if root.tag != f"{{{_NAMESPACE}}}svg":
        return "is no drawing in the namespace of SVG"
    return next(filter(None, map(_element, root.iter(etree.Element))), "")


def _element(element: etree._Element) -> str:
    """What is wrong with one element; '' when nothing is."""
    name = etree.QName(element).localname
    if name in _RUNS:
        return f"holds <{name}>"
    for key, value in element.attrib.items():
        text = str(value).strip()
        if etree.QName(str(key)).localname.lower().startswith("on") or text.lower().startswith("javascript:"):
            return "runs a script"
        if (key in _LINKS and name != "a" and not text.startswith(_INSIDE)) or _OUTSIDE.search(text):
            return "fetches what is outside it"
    return "fetches what is outside it" if name == "style" and _OUTSIDE.search(element.text or "") else ""
