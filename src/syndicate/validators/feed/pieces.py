"""A feed judged by a grammar piece by piece: the head without its items, then each item by itself.

The children of an RSS channel and of an Atom feed may stand in any order, which RELAX NG calls an interleave; libxml2
takes time that grows with the square of their number to see whether one matches. Items may stand there in any number
and at any place, so that nothing is lost when they are judged one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from syndicate.validators.feed.document import compiled, judge
from syndicate.validators.feed.findings import Findings, line_number

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element


def check_pieces(root: _Element, container: _Element | None, item: str, name: str, found: Findings, code: str) -> None:
    """Judge a feed by our grammar `name`; `item` is the tag of what stands repeatedly in `container`."""
    judge_pieces(root, container, item, compiled(name), found, code, "the grammar")


def judge_pieces(
    root: _Element,
    container: _Element | None,
    item: str,
    grammar: etree.RelaxNG,
    found: Findings,
    code: str,
    who: str,
) -> None:
    """Judge a feed by a compiled grammar, one of whose beginnings is an item alone; `who` names it in findings."""
    if container is None:
        judge(root, grammar, found, code, who)
        return
    judge(_without(root, container, item), grammar, found, code, who)
    for node in container.iterfind(item):
        judge(node, grammar, found, code, who)


def _without(node: _Element, container: _Element, item: str) -> _Element:
    """A copy of `node` in which `container`, itself or a child of it, has no items; the text between them stays."""
    from lxml import etree

    copy = etree.Element(node.tag, {str(name): str(value) for name, value in node.attrib.items()}, node.nsmap)  # type: ignore[arg-type]
    copy.sourceline = line_number(node)  # type: ignore[assignment]
    copy.text = node.text
    for child in _children(node, item if node is container else ""):
        if isinstance(child, str):
            if len(copy):
                copy[-1].tail = (copy[-1].tail or "") + child
            else:
                copy.text = (copy.text or "") + child
        elif child is container:
            copy.append(_without(child, container, item))
            copy[-1].tail = child.tail
        else:
            copy.append(deepcopy(child))
    return copy


def _children(node: _Element, item: str) -> Iterator[_Element | str]:
    """The children of `node`, and in place of an item the text behind it where there is some."""
    for child in node:
        if child.tag != item:
            yield child
        elif child.tail and child.tail.strip():
            yield child.tail
