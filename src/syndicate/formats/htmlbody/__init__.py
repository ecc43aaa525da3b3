"""HTML and XHTML of others to blocks, for every importer that meets them, whatever it came in.

The rooms: `apart` (what is done before the sanitiser), `inline`, `blocks`, `tables`, `media` (what becomes of the
elements), `dom` and `tree` (small steps). Everything goes through `syndicate.formats.sanitise` once, against the one
allow-list, and only what comes out of it becomes a body. What each element becomes is told in ``docs/formats/html.md``.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from syndicate.formats import sanitise
from syndicate.formats.htmlbody import dom
from syndicate.formats.htmlbody.apart import Apart
from syndicate.formats.htmlbody.dom import Element
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.htmlbody.numbering import numbered

__all__ = ["local", "numbered", "sanitised"]


def sanitised(
    root: Element, findings: Findings, resolve: Callable[[str], str], deepest: int, *, ids: bool = False
) -> Element:
    """The story at `root` (which is changed) under one div, with nothing in it but the allow-list.

    `resolve` makes a relative address what it is to be; `ids` keeps the ids of elements, for the ids of blocks.

    Raises:
        InputError: there is neither an element nor text in it.
        ModelError: elements are nested deeper than `deepest`.
        DependencyError: the sanitiser is not installed.
    """
    root.tail = None
    Apart(findings, resolve, ids=ids).prepare(root)
    root.tag = "div"
    clean = sanitise.clean(etree.tostring(root, encoding="unicode", method="html", with_tail=False))
    if "\ufffd" in clean:  # what the parser puts for references to no character; readers take it for a broken file
        findings.characters(clean.count("\ufffd"))
    return dom.fragment(clean.replace("\ufffd", ""), findings.file, deepest)


def local(root: Element) -> None:
    """Take the namespaces off a tree of XHTML: names in lower case, as the readers of HTML know them."""
    for node in root.iter(etree.Element):
        node.tag = etree.QName(node).localname.lower()
    etree.cleanup_namespaces(root)
