"""What a book says of itself: metadata, reading order and contents (EPUB 3.3 sections 5 and 7, OPF 2.0.1, NCX)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote, urlsplit

import msgspec
from lxml import etree

from syndicate.errors import InputError
from syndicate.formats import safexml
from syndicate.formats.languages import language_tag
from syndicate.formats.xml import one_line
from syndicate.model import legal
from syndicate.model.base import Direction

Element = etree._Element

XHTML_TYPES = ("application/xhtml+xml", "text/html")
_CONTAINER = "META-INF/container.xml"
_OCF = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


class Entry(msgspec.Struct, frozen=True):
    """A line of the contents, with the lines below it; `path` is empty where it leads nowhere."""

    title: str
    path: str
    entries: tuple[Entry, ...] = ()


class Package(msgspec.Struct):
    """The book: its words about itself, the documents in reading order, the contents."""

    identifier: str = ""
    title: str = ""
    language: str = "und"
    dir: Direction | None = None
    publisher: str = ""
    description: str = ""
    rights: str = ""
    day: date | None = None
    series: str = ""
    number: str = ""
    issn: str = ""
    creators: tuple[str, ...] = ()
    nav: str = ""
    documents: tuple[str, ...] = ()
    contents: tuple[Entry, ...] = ()


def read(archive: zipfile.ZipFile, name: str) -> Package:
    """The package document of the book called `name`, with its contents.

    Raises:
        InputError: there is none, or it is no XML.
    """
    path = _place(archive, name)
    root = _parsed(archive, path, name)
    items = {item.get("id", ""): item for item in root.iter(f"{_OPF}item")}
    package = Package()
    _metadata(root, package)
    for item in items.values():
        if "nav" in item.get("properties", "").split():
            package.nav = resolved(path, item.get("href", ""))
    listed = [items[ref.get("idref", "")] for ref in root.iter(f"{_OPF}itemref") if ref.get("idref", "") in items]
    package.documents = tuple(
        dict.fromkeys(resolved(path, i.get("href", "")) for i in listed if i.get("media-type", "") in XHTML_TYPES)
    )
    package.contents = _contents(archive, package.nav, _ncx(root, items, path), name)
    return package


def resolved(base: str, href: str) -> str:
    """The entry that `href` in `base` means, without its fragment; empty for an address outside the book."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return ""
    if not parts.path:
        return base
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))


def _place(archive: zipfile.ZipFile, name: str) -> str:
    if _CONTAINER not in archive.namelist():
        raise InputError(f"{name}: the archive is no book", hint=f"{_CONTAINER} is missing")
    root = _parsed(archive, _CONTAINER, name)
    path = next((file.get("full-path", "") for file in root.iter(f"{_OCF}rootfile")), "")
    if path not in archive.namelist():
        raise InputError(f"{name}: the archive is no book", hint=f"{_CONTAINER} leads to no package document")
    return path


def _parsed(archive: zipfile.ZipFile, path: str, name: str) -> Element:
    try:
        return safexml.parse(archive.read(path))
    except safexml.XmlProblem as problem:
        place = f", line {problem.line}" if problem.line else ""
        raise InputError(f"{name}!{path}{place}: {problem.message}", hint="get the book again") from None


def _metadata(root: Element, package: Package) -> None:
    metadata = root.find(f"{_OPF}metadata")
    if metadata is None:
        return
    names = {"title": "title", "publisher": "publisher", "description": "description", "rights": "rights"}
    for tag, field in names.items():
        setattr(package, field, next(_said(metadata.iter(f"{_DC}{tag}")), ""))
    package.creators = tuple(_said(metadata.iter(f"{_DC}creator")))
    package.language = language_tag(next(_said(metadata.iter(f"{_DC}language")), "und"))
    package.identifier = _identifier(root, metadata)
    package.day = _day(next(_said(metadata.iter(f"{_DC}date")), ""))
    metas = list(metadata.iter(f"{_OPF}meta"))
    told = {meta.get("property", ""): meta for meta in reversed(metas)}
    series = told.get("belongs-to-collection")
    if series is not None:
        package.series = one_line(series.text or "")
        refines = {
            m.get("property", ""): one_line(m.text or "") for m in metas if m.get("refines") == f"#{series.get('id')}"
        }
        package.number = refines.get("group-position", "")
        package.issn = refines.get("dcterms:identifier", "").removeprefix("urn:issn:")
    spine = root.find(f"{_OPF}spine")
    turns = spine.get("page-progression-direction", "") if spine is not None else ""
    given = root.get("dir", "") or turns
    package.dir = "rtl" if given == "rtl" else "ltr" if given == "ltr" else None


def _said(elements: Iterator[Element]) -> Iterator[str]:
    found = (one_line(legal.clean("".join(map(str, element.itertext())))) for element in elements)
    return filter(None, found)


def _identifier(root: Element, metadata: Element) -> str:
    chosen = root.get("unique-identifier", "")
    found = [element for element in metadata.iter(f"{_DC}identifier") if one_line(element.text or "")]
    own = [element for element in found if element.get("id") == chosen] or found
    return one_line(own[0].text or "") if own else ""


def _day(said: str) -> date | None:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", said, re.ASCII)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _ncx(root: Element, items: dict[str, Element], path: str) -> str:
    spine = root.find(f"{_OPF}spine")
    item = items.get(spine.get("toc", "")) if spine is not None else None
    return resolved(path, item.get("href", "")) if item is not None else ""


def _contents(archive: zipfile.ZipFile, nav: str, ncx: str, name: str) -> tuple[Entry, ...]:
    """The contents of the navigation document, else of the NCX that older books have."""
    names = set(archive.namelist())
    if nav in names:
        root = _parsed(archive, nav, name)
        for element in root.iter(f"{_XHTML}nav"):
            rows = element.find(f"{_XHTML}ol")
            if "toc" in element.get(EPUB_TYPE, "").split() and rows is not None:
                return tuple(_nav_entries(rows, nav))
    if ncx in names:
        rows = next(_parsed(archive, ncx, name).iter(f"{_NCX}navMap"), None)
        return tuple(_ncx_entries(rows, ncx)) if rows is not None else ()
    return ()


def _nav_entries(rows: Element, base: str) -> Iterator[Entry]:
    for row in rows.iterfind(f"{_XHTML}li"):
        label = next((e for e in row if e.tag in (f"{_XHTML}a", f"{_XHTML}span")), None)
        below = row.find(f"{_XHTML}ol")
        title = next(_said(iter([label])), "") if label is not None else ""
        path = resolved(base, label.get("href", "")) if label is not None and label.get("href") else ""
        yield Entry(title, path, tuple(_nav_entries(below, base)) if below is not None else ())


def _ncx_entries(rows: Element, base: str) -> Iterator[Entry]:
    for row in rows.iterfind(f"{_NCX}navPoint"):
        title = next(_said(row.iterfind(f"{_NCX}navLabel/{_NCX}text")), "")
        content = row.find(f"{_NCX}content")
        path = resolved(base, content.get("src", "")) if content is not None and content.get("src") else ""
        yield Entry(title, path, tuple(_ncx_entries(row, base)))
