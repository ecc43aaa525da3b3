"""Changes to trees of lxml, where the words after an element hang on the element itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def take_out(element: _Element, words: str = "") -> None:
    """Take an element out, but for the root; `words` stand in its place, and the words after it stay."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    words += element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    element.tail = None
    parent.remove(element)
