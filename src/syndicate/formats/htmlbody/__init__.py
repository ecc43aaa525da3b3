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
from syndicate.formats.htmlbody.blocks import Reader
from syndicate.formats.htmlbody.dom import Element
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.htmlbody.media import Shelf
from syndicate.formats.htmlbody.numbering import numbered
from syndicate.model.article import Media
from syndicate.model.body import Block

__all__ = ["local", "numbered", "parsed", "read", "sanitised"]


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


def read(root: Element, language: str, findings: Findings, deepest: int) -> tuple[tuple[Block, ...], tuple[Media, ...]]:
    """The blocks of a body in a news format, with the media that it shows: `root` is changed.

    Class names of ours and ids count: who sends news in XHTML means what he writes.

    Raises:
        InputError: there is neither an element nor text in it.
        ModelError: elements are nested deeper than `deepest`.
        DependencyError: the sanitiser is not installed.
    """
    dom.refuse_deep(root, findings.file, deepest)
    shelf = Shelf()
    clean = sanitised(root, findings, str.strip, deepest, ids=True)
    blocks = Reader(language, findings, shelf, house=True).room(clean)
    findings.counted()
    return numbered(blocks), tuple(shelf.media.values())


def parsed(html: str) -> Element | None:
    """The body of HTML as text, in whatever state; None where there is nothing in it."""
    root = dom.parsed(html, dom.html_parser())
    return next(root.iter("body"), root) if root is not None else None


def local(root: Element) -> None:
    """Take the namespaces off a tree of XHTML: names in lower case, as the readers of HTML know them."""
    for node in root.iter(etree.Element):
        node.tag = etree.QName(node).localname.lower()
    etree.cleanup_namespaces(root)
