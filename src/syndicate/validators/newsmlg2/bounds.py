"""Bounds on one item, so that judging it takes no longer than a second whoever wrote it.

libxml2's RELAX NG takes time by the square of how many elements stand in one, and by the square of attributes. The
bounds are far above what any newsroom sends: a package of 10,000 references stays below them.
"""

from __future__ import annotations

from typing import cast

from lxml import etree

ELEMENTS = 150_000
"""Elements of one item."""
ATTRIBUTES = 200
"""Attributes of one element; the standard has some thirty."""
SQUARES = 15_000**2
"""Sum over the elements of the squares of how many each holds."""
_FEW = 10_000
"""Elements that cannot break the last bound by enough to matter."""

_count = etree.XPath("count(descendant::*)")
_crowded = etree.XPath(f"descendant-or-self::*[@*[{ATTRIBUTES + 1}]][1]")


def refusal(tree: etree._Element) -> tuple[str, etree._Element] | None:
    """Why `tree` is not judged, and where that is; None when it is within the bounds."""
    crowded = cast("list[etree._Element]", _crowded(tree))
    if crowded:
        return f"an element has more than {ATTRIBUTES} attributes", crowded[0]
    elements = int(cast(float, _count(tree)))
    if elements <= _FEW:
        return None
    if elements > ELEMENTS:
        return f"it holds {elements} elements, more than {ELEMENTS}", tree
    squares = 0
    for node in tree.iter("*"):
        squares += len(node) ** 2
        if squares > SQUARES:
            return f"too many elements stand in one ({len(node)})", node
    return None
