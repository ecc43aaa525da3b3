"""Which part of a page is the story, where no element says so: told by readability, carried out on our own tree.

The library scores the elements of a page by their words and links (Arc90's readability). Its own output is of no use
here, because it takes out tables, captions and whatever else it doubts; so every element carries a number on its way
in, and only which of them come out is looked at. What is left out is a finding, whoever decided it.
"""

from __future__ import annotations

import logging
import re

from lxml import etree

from syndicate.errors import DependencyError
from syndicate.formats.htmlbody.apart import SILENT
from syndicate.formats.htmlbody.dom import Element, name_of, words

_NUMBER = "data-syndicate-number"
_FOUND = re.compile(rf'{_NUMBER}="(\d+)"')
_LINKED = 0.3
"""From this share of linked words on, what stands around a story is the furniture of a page."""
_FEWEST = 40
"""Words that a page has at least when something is to be found in it."""
_FURNITURE = frozenset({"nav", "aside", "footer", "header", "menu"})


def find(whole: Element) -> Element:
    """The element with the story, or `whole` where all of it may be the story.

    Raises:
        DependencyError: readability is not installed.
    """
    if len(words(whole, SILENT).split()) < _FEWEST or next(whole.iter("a", *_FURNITURE), None) is None:
        return whole
    found = _chosen(whole)
    if found is None or found is whole:
        return whole
    return found if _is_furniture(whole, found) else whole


def _chosen(whole: Element) -> Element | None:
    try:
        from readability import Document
    except ImportError:
        raise DependencyError.missing("finding the story of a page", "html", "readability-lxml") from None
    elements = [element for element in whole.iter() if name_of(element)]
    for number, element in enumerate(elements):
        element.set(_NUMBER, str(number))
    source = etree.tostring(whole, encoding="unicode", method="html", with_tail=False)
    for element in elements:
        del element.attrib[_NUMBER]
    logging.getLogger("readability.readability").disabled = True  # it tells of every page what it found odd
    try:
        summary = Document(f"<html>{source}</html>").summary(html_partial=True)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the page is read whole
        return None
    kept = [elements[int(number)] for number in _FOUND.findall(summary) if int(number) < len(elements)]
    return _around(kept) if kept else None


def _around(kept: list[Element]) -> Element | None:
    """The nearest element that has all of these in it, or is the only one of them at the top."""
    ways = [[*reversed(list(element.iterancestors())), element] for element in kept]
    shared = ways[0]
    for way in ways[1:]:
        common = 0
        while common < min(len(shared), len(way)) and shared[common] is way[common]:
            common += 1
        shared = shared[:common]
    return shared[-1] if shared else None


def _is_furniture(whole: Element, found: Element) -> bool:
    """Whether what stands around the story is what pages have around stories, and no part of it."""
    around = words(whole, SILENT, (found, *whole.iter("h1"))).split()
    if not around:
        return False
    if any(True for element in whole.iter(*_FURNITURE) if not any(a is found for a in element.iterancestors())):
        return True
    inside = {id(link) for link in found.iter("a")}
    linked = sum(len(words(link, SILENT).split()) for link in whole.iter("a") if id(link) not in inside)
    return linked / len(around) >= _LINKED
