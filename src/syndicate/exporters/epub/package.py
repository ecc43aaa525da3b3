"""The package document, the navigation document and the NCX, by ebooklib.

ebooklib (AGPL-3.0) sits in the extra `epub` and is imported here alone, when a book is written. It makes a book of
empty documents in memory; what it says about them is taken out, completed (language, direction, landmarks for screen
readers, depth of the NCX: ebooklib knows no option for these) and put into the real book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FunctionType
from typing import Any

from lxml import etree

from syndicate.errors import DependencyError
from syndicate.exporters.epub.metadata import Statement, identifier
from syndicate.exporters.epub.pictures import Resource
from syndicate.exporters.epub.plan import Page, Part, Plan, Story, page_anchor

PACKAGE = "content.opf"
NCX = "toc.ncx"
COVER = "cover-image"
"""Manifest id of the cover's picture."""
XHTML_TYPE = "application/xhtml+xml"

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_OPTIONS = {
    "epub2_guide": False,  # superseded by the landmarks
    "epub3_pages": False,  # else every element with an id becomes a page of the page list
    "play_order": {"enabled": True, "start_from": 1},  # which older readers go by
}


@dataclass(frozen=True, slots=True)
class Navigation:
    """The three files that ebooklib makes, ready for the archive."""

    package: bytes
    nav: bytes
    ncx: bytes


def ebooklib() -> Any:
    """The library, or the way to get it."""
    try:
        from ebooklib import epub
    except ImportError as problem:
        raise DependencyError.missing("EPUB", "epub", "EbookLib") from problem
    return epub


def navigation(
    plan: Plan, resources: Iterable[Resource], statements: Iterable[Statement], modified: datetime
) -> Navigation:
    """Write the package document, nav and NCX of a book whose other files are `resources`."""
    epub = ebooklib()
    book = epub.EpubBook()
    book.metadata.clear()  # a generator with its version, and a random identifier
    book.set_identifier(identifier(plan))
    book.title, book.language = plan.title, plan.language
    book.set_direction(plan.dir if plan.dir == "rtl" else None)
    _add_statements(book, statements)
    _add_items(epub, book, plan, resources)
    # The library looks for each document of the spine through all of them, which is quadratic.
    book.get_item_with_id = {item.get_id(): item for item in book.get_items()}.get
    book.spine = [page.id for page in reading_order(plan)]
    book.guide = [{"type": "toc", "href": plan.nav.path, "title": plan.nav.title}]
    if plan.cover is not None:
        book.guide.append({"type": "cover", "href": plan.cover.path, "title": plan.cover.title})
    if plan.start is not None:
        book.guide.append({"type": "bodymatter", "href": plan.start.path, "title": plan.start.title})
    return _written(epub, book, plan, modified)


def _written(epub: Any, book: Any, plan: Plan, modified: datetime) -> Navigation:
    """What the library makes of the book, completed. Its archive, and the pages it parses for it, are left out."""
    package: list[etree._Element] = []

    class Writer(epub.EpubWriter):  # type: ignore[misc]  # the library has no types
        def _write_opf_file(self, root: etree._Element) -> None:
            package.append(root)

    writer = Writer(None, book, {**_OPTIONS, "mtime": modified.astimezone(UTC)})
    writer.process()
    writer._write_opf()
    completed = _complete_package(package.pop(), plan)

    def group(page: Page, lines: list[Any]) -> Any:
        return epub.Section(page.title, page.path), lines

    book.toc = _toc(plan, lambda page: epub.Link(page.path, page.title, page.id), group)
    nav = _complete_nav(_nav(epub, writer, book.get_item_with_id(plan.nav.id)), plan)
    # Below each link of the NCX the library looks through all that stand beside it, which is quadratic.
    book.toc = _toc(plan, lambda page: group(page, []), group)
    return Navigation(completed, nav, _complete_ncx(writer._get_ncx(), plan))


class _Beside:
    """Stands in for `posixpath` where the library writes links: the nav lies beside the package document."""

    @staticmethod
    def relpath(path: str, start: str) -> str:
        return path


def _nav(epub: Any, writer: Any, item: Any) -> bytes:
    """The library's own nav, but that `relpath` asks for the working directory, which may be gone, twice a line."""
    names = {**vars(epub), "zip_path": _Beside}
    written: bytes = FunctionType(epub.EpubWriter._get_nav.__code__, names)(writer, item)
    return written


def reading_order(plan: Plan) -> tuple[Page, ...]:
    """Every document in the one order of the book."""

    def of_part(part: Part) -> tuple[Page, ...]:
        own = (part.page, *(story.page for story in part.placed))
        return own + tuple(page for inner in part.parts for page in of_part(inner))

    before = (*((plan.cover,) if plan.cover else ()), plan.title_page, plan.nav)
    opening = (*before, *((plan.front,) if plan.front else ()))
    parts = tuple(page for part in plan.parts for page in of_part(part))
    return opening + parts + tuple(story.page for story in plan.loose)


def _add_statements(book: Any, statements: Iterable[Statement]) -> None:
    for statement in statements:
        others = {"id": statement.id} if statement.id else {}
        prefix, _, local = statement.name.partition(":")
        if prefix == "dc":
            book.add_metadata("DC", local, statement.value, others)
            continue
        others["property"] = statement.name
        if statement.refines:
            others["refines"] = f"#{statement.refines}"
        if statement.name == "role":
            others["scheme"] = "marc:relators"
        book.add_metadata(None, "meta", statement.value, others)


def _add_items(epub: Any, book: Any, plan: Plan, resources: Iterable[Resource]) -> None:
    nav = epub.EpubNav(uid=plan.nav.id, file_name=plan.nav.path, title=plan.nav.title)
    nav.add_link(href="style.css", rel="stylesheet", type="text/css")
    nav.direction = plan.dir
    for page in reading_order(plan):
        if page is plan.nav:
            book.add_item(nav)
        else:
            book.add_item(epub.EpubItem(uid=page.id, file_name=page.path, media_type=XHTML_TYPE, content=b""))
    for resource in resources:
        book.add_item(
            epub.EpubItem(uid=resource.id, file_name=resource.path, media_type=resource.media_type, content=b"")
        )
    book.add_item(epub.EpubNcx(uid="ncx", file_name=NCX))


def _toc(plan: Plan, line: Callable[[Page], Any], group: Callable[[Page, list[Any]], Any]) -> list[Any]:
    """The contents; `line` makes an entry, `group` one with entries below it."""

    def of_part(part: Part) -> Any:
        inner = [*(line(story.page) for story in part.placed), *(of_part(within) for within in part.parts)]
        return group(part.page, inner) if inner else line(part.page)

    return [*map(line, plan.opening), *map(of_part, plan.parts), *(line(story.page) for story in plan.loose)]


def _complete_package(root: etree._Element, plan: Plan) -> bytes:
    """The library's own tree, in which the namespace is an attribute and no part of the names."""
    root.attrib.pop("prefix", "")  # it declares a vocabulary that the book does not use
    root.set(_LANG, plan.language)
    root.set("dir", plan.dir)
    for item in root.iter("item"):
        if item.get("id") == COVER:
            _declare_cover(root, item)
    etree.cleanup_namespaces(root)
    etree.indent(root)
    return _bytes(root)


def _declare_cover(root: etree._Element, item: etree._Element) -> None:
    """Which picture shops and shelves show: a property in EPUB 3 (3.3 5.6.3), a `meta` for older systems."""
    item.set("properties", "cover-image")
    metadata = root.find("metadata")
    if metadata is not None:
        etree.SubElement(metadata, "meta", name="cover", content=COVER)


def _complete_nav(data: bytes, plan: Plan) -> bytes:
    root = etree.fromstring(data)
    root.set("dir", plan.dir)
    stories = {story.page.path: story for story in plan.stories()}
    for nav in root.iter(f"{_XHTML}nav"):
        kind = nav.get(_EPUB_TYPE, "")
        heading = nav.find(f"{_XHTML}h2")
        nav.set("id", kind)
        if heading is not None:
            heading.set("id", f"{kind}-title")
            nav.set("aria-labelledby", f"{kind}-title")
            heading.text = plan.labels["contents" if kind == "toc" else "landmarks"]
            _mark(heading, plan)
        if kind == "toc" and heading is not None:
            heading.tag = f"{_XHTML}h1"
        else:
            nav.set("hidden", "hidden")
        for anchor in nav.iter(f"{_XHTML}a"):
            story = stories.get(anchor.get("href", ""))
            if story is not None:
                _foreign(anchor, story, plan)
    if plan.printed:
        _add_page_list(root, plan)
    return _bytes(root)


def _add_page_list(root: etree._Element, plan: Plan) -> None:
    """The pages of the printed edition (EPUB 3.3 7.4.3), for readers who are told a page number."""
    parent = next(root.iter(f"{_XHTML}nav")).getparent()
    if parent is None:
        return
    kind = "page-list"
    nav = etree.SubElement(parent, f"{_XHTML}nav", {_EPUB_TYPE: kind, "role": "doc-pagelist", "id": kind})
    nav.set("aria-labelledby", f"{kind}-title")
    nav.set("hidden", "hidden")
    heading = etree.SubElement(nav, f"{_XHTML}h2", id=f"{kind}-title")
    heading.text = plan.labels["pages"]
    _mark(heading, plan)
    rows = etree.SubElement(nav, f"{_XHTML}ol")
    for number, story in plan.printed.items():
        line = etree.SubElement(etree.SubElement(rows, f"{_XHTML}li"), f"{_XHTML}a")
        line.set("href", f"{story.page.path}#{page_anchor(number)}")
        line.text = number


def _mark(element: etree._Element, plan: Plan) -> None:
    """Say that a label is in another language than the document, where it is."""
    if plan.labels.marked(plan.language):
        element.set("lang", plan.labels.lang)
        element.set(_LANG, plan.labels.lang)


def _foreign(element: etree._Element, story: Story, plan: Plan) -> None:
    """Say that a headline is in another language than the table of contents, where it is."""
    if (story.language, story.dir) != (plan.language, plan.dir):
        element.set("lang", story.language)
        element.set(_LANG, story.language)
        element.set("dir", story.dir)


def _complete_ncx(data: bytes, plan: Plan) -> bytes:
    """Language and depth (DAISY 2005 8.4)."""

    def depth(parts: Iterable[Part]) -> int:
        return max((1 + depth(part.parts) if part.parts or part.placed else 0 for part in parts), default=0)

    root = etree.fromstring(data)
    root.set(_LANG, plan.language)
    for meta in root.iter(f"{_NCX}meta"):
        if meta.get("name") == "dtb:depth":
            meta.set("content", str(1 + depth(plan.parts)))
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True) + b"\n"
