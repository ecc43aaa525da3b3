"""Small steps on the tree of a sanitised story."""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.formats.htmlbody.dom import Element, words
from syndicate.formats.htmlbody.inline import INLINE, STANDING


def has(element: Element, name: str) -> bool:
    """Whether an element has the class `name`."""
    return name in element.get("class", "").split()


def only_text(element: Element) -> Element:
    """An element of the same kind with nothing but the text before the first child."""
    copy = element.makeelement(element.tag)
    copy.text = element.text
    return copy


def only_tail(element: Element) -> Element:
    """An element with nothing but the text after `element`."""
    copy = element.makeelement("span")
    copy.text = element.tail
    return copy


def take_out(element: Element) -> None:
    """Take an element out of its tree; the words after it stay."""
    parent = element.getparent()
    if parent is None:
        return
    tail, element.tail = element.tail or "", None
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def replace_by_break(element: Element) -> None:
    """Take an element out and let the words around it stand on lines of their own."""
    stand_in = element.makeelement("div")
    stand_in.tail, element.tail = element.tail, None
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, stand_in)


def apart_above(element: Element, root: Element) -> bool:
    """Whether an element is part of a carrier inside `root`."""
    for above in element.iterancestors():
        if above is root:
            return False
        if above.get("data-apart"):
            return True
    return False


def entries(element: Element) -> Iterator[Element]:
    """The items of a list, and whatever else stands in it as if it were one."""
    if element.text and element.text.strip():
        yield only_text(element)
    for child in list(element):
        tail, child.tail = child.tail, None
        if child.tag in ("li", "dt", "dd"):
            yield child
        elif child.tag in ("ul", "ol", "dl", "div", *INLINE, *STANDING) or words(child):
            around = child.makeelement("li")
            around.append(child)
            yield around
        if tail and tail.strip():
            loose = child.makeelement("li")
            loose.text = tail
            yield loose


def own(inner: Element, item: Element) -> bool:
    """Whether a list in an item is the item's own, not one of a list or a standing element in it."""
    for above in inner.iterancestors():
        if above is item:
            return True
        if above.tag in ("ul", "ol", "dl", "table", "figure") or above.get("data-apart"):
            return False
    return False


def attribution_of(element: Element) -> Element | None:
    """Who is quoted: what says so, or a closing line that is nothing but a `cite`."""
    marked = [e for e in element.iter() if e is not element and (has(e, "attribution") or e.tag == "footer")]
    cites = [e for e in element if e.tag == "cite"]
    if marked or cites:
        return (marked or cites)[-1]
    last = next(iter(element.iterchildren(reversed=True)), None)
    if last is None or last.tag != "p" or len(last) != 1 or last[0].tag != "cite" or last[0].tail:
        return None
    return last if not (last.text or "").strip(" \n—–-") else None
