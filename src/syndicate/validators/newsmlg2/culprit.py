"""Which node breaks the grammar: found by trying, because libxml2 names a RELAX NG breach far from where it is.

The smallest thing without which the tree is valid is the culprit: first an attribute, then an element, innermost
first. A trial costs a tenth of a millisecond and is made only for items that failed. Where nothing that is there is
too much (something is missing, or there are two breaches), the caller falls back on libxml2's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from syndicate.formats.g2 import NAR

_TRIALS = 600
_LARGEST = 500
"""Elements of the largest item that is searched: in one trial their number counts by its square."""
_SHOWN = 60
_USUAL = {"guid": "urn:x:y", "standard": "NewsML-G2", "standardversion": "2.35", "href": "urn:x:y", "tag": "en"}
_USUAL |= {"latitude": "0", "longitude": "0"}
"""Attributes that cannot be left out where they stand: a good value shows whether the one given was at fault."""
_XML = "{http://www.w3.org/XML/1998/namespace}"


class Search:
    """The search in one tree; `work` counts the elements that its trials look at, and is kept below `most`."""

    def __init__(self, tree: etree._Element, is_valid: Callable[[etree._Element], bool], most: int) -> None:
        self._size = 1 + sum(1 for _ in tree.iterdescendants("*"))
        self._most = min(most, _TRIALS * self._size) if self._size <= _LARGEST else 0
        self._tree = tree
        self._is_valid = is_valid
        self.work = 0

    def culprit(self) -> tuple[etree._Element, str] | None:
        """The node that keeps the tree from being valid (in a copy), with words on it; None where it is not one."""
        if self.work >= self._most:
            return None
        copy = deepcopy(self._tree)
        for node in _innermost_first(copy):
            for name, value in list(attributes(node)):
                if _without_attribute(node, name, value, lambda: self._try(copy)):
                    shown = name.replace(_XML, "xml:")
                    return node, f"{_name(node)}: {shown}={_short(value)!r} does not fit"
            parent = node.getparent()
            if parent is not None and _without(node, parent, lambda: self._try(copy)):
                words = (node.text or "").strip() if len(node) == 0 else ""
                what = f" with the value {_short(words)!r}" if words else ""
                return node, f"{_name(node)}{what} does not fit here"
            if self.work >= self._most:
                return None
        return None

    def _try(self, tree: etree._Element) -> bool:
        self.work += self._size
        return self.work <= self._most and self._is_valid(tree)


def attributes(node: etree._Element) -> Iterator[tuple[str, str]]:
    """Names and values of the attributes of `node` as text, which lxml's types do not promise."""
    for name, value in node.items():
        yield str(name), str(value)


def _innermost_first(node: etree._Element) -> Iterator[etree._Element]:
    """`node` and what is in it, children before parents; the content of inlineXML is open and never at fault."""
    if node.tag != f"{{{NAR}}}inlineXML":
        for child in list(node.iterchildren("*")):
            yield from _innermost_first(child)
    else:
        yield from list(node.iterchildren("*"))
    yield node


def _without_attribute(node: etree._Element, name: str, value: str, valid: Callable[[], bool]) -> bool:
    del node.attrib[name]
    found = valid()
    if not found and name in _USUAL:
        node.set(name, _USUAL[name])
        found = valid()
    node.set(name, value)
    return found


def _without(node: etree._Element, parent: etree._Element, valid: Callable[[], bool]) -> bool:
    place = parent.index(node)
    parent.remove(node)
    found = valid()
    parent.insert(place, node)
    return found


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
