"""Our grammar of NITF, and which element of a document breaks it.

libxml2 tells of a breach where its search ended, which may be far from where it is. So a document that does not fit is
looked at once more, element by element: each with its attributes and the names of its children, against the part of
the grammar that speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import islice
from pathlib import Path

from lxml import etree

from syndicate.formats.nitf import NAMESPACE

_GRAMMAR = Path(__file__).parent.parent / "grammars" / "nitf.rng"
_RNG = "{http://relaxng.org/ns/structure/1.0}"
_MOST = 20
"""How many elements at fault are told: a file that is all wrong says enough with them."""
_LOOKED_AT = 20_000
"""How many elements are looked at one by one: a long story has a thousand."""
_CHILDREN = 200
"""Elements with more children are not tried child by child, which takes the square of their number."""
_VAGUE = ("failed to validate content", "has extra content", "Invalid sequence", "Did not expect text")


def breaches(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each element at fault, with what is wrong with it."""
    if _whole().validate(root):
        return
    count = 0
    for node in islice(root.iter(f"{{{NAMESPACE}}}*"), _LOOKED_AT):
        name = etree.QName(node).localname
        if name not in _names():
            continue  # its parent is told for it
        alone = _alone(node)
        part = _part(name)
        if not part.validate(alone):
            said = _message(name, part.error_log)
            yield _culprit(node, alone, part) or (node, said)
            count += 1
            if count == _MOST:
                return
    if not count:
        yield root, f"the document does not fit: {_message('nitf', _whole().error_log)}"


def _culprit(node: etree._Element, alone: etree._Element, part: etree.RelaxNG) -> tuple[etree._Element, str] | None:
    """The one attribute or child without which the element would fit; None where it lacks something."""
    name = etree.QName(node).localname
    for key, value in list(alone.attrib.items()):
        del alone.attrib[key]
        if part.validate(alone):
            return node, f"{name}: {key!s}={str(value)[:40]!r} does not fit"
        alone.set(key, value)
    children = list(node.iterchildren(etree.Element))
    if len(children) > _CHILDREN:
        return None
    for number, (child, copy) in enumerate(zip(children, list(alone), strict=True)):
        alone.remove(copy)
        if part.validate(alone):
            return child, f"{etree.QName(child).localname} cannot stand here in {name}"
        alone.insert(number, copy)
    return None


def _message(name: str, log: etree._ListErrorLog) -> str:
    entries = list(log)
    telling = [e.message for e in entries if not any(vague in e.message for vague in _VAGUE)]
    said = (telling or [e.message for e in entries])[-1].replace(f"{{{NAMESPACE}}}", "").strip()
    return f"{name}: {said}"


def _alone(node: etree._Element) -> etree._Element:
    """An element with its attributes and text, and its children by their names alone."""
    alone = etree.Element(node.tag, {str(key): str(value) for key, value in node.items()})
    alone.text = node.text
    for child in node.iterchildren(etree.Element):
        etree.SubElement(alone, child.tag).tail = child.tail
    return alone


@cache
def _tree() -> etree._ElementTree:
    return etree.parse(_GRAMMAR)


@cache
def _whole() -> etree.RelaxNG:
    return etree.RelaxNG(_tree())


@cache
def _names() -> frozenset[str]:
    return frozenset(str(one.get("name")) for one in _tree().iterfind(f"{_RNG}define/{_RNG}element[@name]"))


@cache
def _part(name: str) -> etree.RelaxNG:
    """The grammar of one element: of its children only the names count."""
    grammar = deepcopy(_tree().getroot())
    for define in list(grammar.iterfind(f"{_RNG}define")):
        element = define.find(f"{_RNG}element[@name]")
        if element is None:
            continue
        if define.get("name") == name:
            top = deepcopy(define)
            top.set("name", "the-element")
            grammar.append(top)
        for inner in list(element):
            element.remove(inner)
        etree.SubElement(element, f"{_RNG}ref", name="anything")
    start = grammar.find(f"{_RNG}start/{_RNG}ref")
    if start is not None:
        start.set("name", "the-element")
    return etree.RelaxNG(grammar)
