"""The ways through the book: the navigation document (EPUB 3.3 section 7) and the NCX that older readers need."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from syndicate.validators.epub.book import (
    EPUB,
    NCX,
    NCX_TYPE,
    UNREADABLE,
    XHTML,
    Book,
    Findings,
    line_of,
    resolve,
    words,
)
from syndicate.validators.epub.package import identifier

_TYPE = f"{{{EPUB}}}type"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table of contents."""

    label: str
    path: str
    depth: int
    line: int | None


def check_navigation(book: Book, findings: Findings) -> None:
    """Check that nav and NCX lead to every document, in reading order, and say the same."""
    nav = _check_nav(book, findings)
    ncx = _check_ncx(book, findings)
    if nav and ncx and [(e.label, e.path) for e in nav] != [(e.label, e.path) for e in ncx]:
        findings.error("SYN-EPUB-308", "the NCX and the navigation document list different entries", book.package_path)


def _root(book: Book, path: str) -> etree._Element | None:
    """The parsed entry; what cannot be read or parsed has been reported where the entry itself is checked."""
    try:
        return book.parsed(path)
    except UNREADABLE:
        return None


def _check_nav(book: Book, findings: Findings) -> list[Entry]:
    item = next((item for item in book.items if "nav" in item.properties), None)
    root = None if item is None else _root(book, item.path)
    if item is None or root is None:
        return []
    navs = {kind: nav for nav in root.iter(f"{{{XHTML}}}nav") for kind in nav.get(_TYPE, "").split()}
    toc = navs.get("toc")
    entries = [] if toc is None else _nav_entries(toc, item.path)
    if not entries:
        findings.error("SYN-EPUB-301", "there is no `nav` of type `toc` with entries", item.path)
        return []
    _check_entries(book, entries, item.path, findings)
    _check_order(book, entries, item.path, findings)
    _check_landmarks(book, navs.get("landmarks"), item.path, findings)
    return entries


def _nav_entries(toc: etree._Element, base: str) -> list[Entry]:
    found = []
    for anchor in toc.iter(f"{{{XHTML}}}a"):
        depth = sum(1 for parent in anchor.iterancestors(f"{{{XHTML}}}ol"))
        path, _ = resolve(base, anchor.get("href", ""))
        found.append(Entry(words(anchor), path, depth, line_of(anchor)))
    return found


def _check_entries(book: Book, entries: list[Entry], where: str, findings: Findings) -> None:
    for entry in entries:
        if not entry.label:
            findings.error("SYN-EPUB-302", "an entry has no words", where, line=entry.line)
        if entry.path not in book.names:
            what = f"the entry {entry.label[:60]!r} leads to nothing ({entry.path})"
            findings.error("SYN-EPUB-303", what, where, line=entry.line)


def _check_order(book: Book, entries: list[Entry], where: str, findings: Findings) -> None:
    """Every document with a heading is listed (one without, a plain cover, need not be), in the order of reading."""
    order = {item.path: place for place, item in enumerate(book.spine)}
    listed = dict.fromkeys(entry.path for entry in entries)
    for path in order:
        document = book.documents.get(path)
        if path not in listed and path != where and document is not None and document.headed:
            findings.error("SYN-EPUB-304", "the document is missing from the table of contents", path)
    places = [order[path] for path in listed if path in order]
    if places != sorted(places):
        findings.error("SYN-EPUB-305", "the table of contents and the spine go in different orders", where)


def _check_landmarks(book: Book, landmarks: etree._Element | None, where: str, findings: Findings) -> None:
    anchors = [] if landmarks is None else list(landmarks.iter(f"{{{XHTML}}}a"))
    kinds = [anchor.get(_TYPE, "") for anchor in anchors]
    if "toc" not in kinds or "bodymatter" not in kinds:
        findings.error("SYN-EPUB-306", "the landmarks lack `toc` or `bodymatter`", where)
    for anchor in anchors:
        path, _ = resolve(where, anchor.get("href", ""))
        if path not in book.names:
            findings.error("SYN-EPUB-303", f"the landmark leads to nothing ({path})", where, line=line_of(anchor))


def _check_ncx(book: Book, findings: Findings) -> list[Entry]:
    item = next((item for item in book.items if item.media_type == NCX_TYPE), None)
    if item is None:
        return []
    root = _root(book, item.path)
    if root is None or root.tag != f"{{{NCX}}}ncx":
        findings.error("SYN-EPUB-307", "the NCX is not well-formed or not an NCX", item.path)
        return []
    heads = {meta.get("name"): meta.get("content") for meta in root.iter(f"{{{NCX}}}meta")}
    if book.package is not None and heads.get("dtb:uid") != identifier(book.package):
        findings.error("SYN-EPUB-307", f"`dtb:uid` {heads.get('dtb:uid')!r} is not the book's identifier", item.path)
    entries = [
        Entry(
            words(label) if (label := point.find(f"{{{NCX}}}navLabel")) is not None else "",
            resolve(item.path, content.get("src", ""))[0]
            if (content := point.find(f"{{{NCX}}}content")) is not None
            else "",
            1 + sum(1 for _ in point.iterancestors(f"{{{NCX}}}navPoint")),
            line_of(point),
        )
        for point in root.iter(f"{{{NCX}}}navPoint")
    ]
    _check_entries(book, entries, item.path, findings)
    deepest = max((entry.depth for entry in entries), default=0)
    if heads.get("dtb:depth") != str(deepest):
        what = f"`dtb:depth` says {heads.get('dtb:depth')!r}, the deepest entry is at {deepest}"
        findings.warning("SYN-EPUB-307", what, item.path)
    return entries
