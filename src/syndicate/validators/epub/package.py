"""The package document (EPUB 3.3 section 5): metadata, manifest, spine, and their agreement with what the ZIP holds."""

from __future__ import annotations

import re

from lxml import etree

from syndicate.formats.safexml import XmlProblem
from syndicate.validators.epub.book import (
    DC,
    NCX_TYPE,
    OPF,
    UNREADABLE,
    XHTML_TYPE,
    XML_LANG,
    Book,
    Findings,
    Item,
    elements,
    line_of,
    resolve,
    words,
)

_MODIFIED = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CONFORMS = re.compile(r"EPUB Accessibility 1\.[12] - WCAG 2\.[0-2] Level (A|AA|AAA)")
_UNDECLARED = frozenset({"mimetype"})


def check_package(book: Book, findings: Findings) -> None:
    """Parse the package document and check what it says by itself; fills `book.items` and `book.spine`."""
    path = book.package_path
    try:
        book.package = book.parsed(path)
    except XmlProblem as problem:
        findings.broken("SYN-EPUB-201", problem, path)
        return
    except UNREADABLE:
        return
    _check_root(book.package, path, findings)
    _check_ids(book.package, path, findings)
    _check_metadata(book.package, path, findings)
    _check_accessibility(book.package, path, findings)
    _read_manifest(book, book.package, findings)
    _check_manifest(book, findings)
    _read_spine(book, book.package, findings)


def properties(package: etree._Element, name: str) -> list[str]:
    """The values of the primary `meta` elements of a property (those that refine nothing)."""
    metas = package.iterfind(f"{{{OPF}}}metadata/{{{OPF}}}meta")
    return [words(meta) for meta in metas if meta.get("property") == name and not meta.get("refines")]


def identifier(package: etree._Element) -> str:
    """The unique identifier: the `dc:identifier` that the root points to."""
    wanted = package.get("unique-identifier")
    for element in package.iterfind(f"{{{OPF}}}metadata/{{{DC}}}identifier"):
        if wanted and element.get("id") == wanted:
            return words(element)
    return ""


def _check_root(package: etree._Element, path: str, findings: Findings) -> None:
    if package.tag != f"{{{OPF}}}package" or package.get("version") != "3.0":
        findings.error("SYN-EPUB-201", "the root is not a `package` of version 3.0", path)
    if not identifier(package):
        findings.error("SYN-EPUB-202", "`unique-identifier` points to no `dc:identifier`", path)
    language = package.get(XML_LANG, "")
    if not _LANGUAGE.fullmatch(language):
        findings.warning("SYN-EPUB-206", f"the root has no usable `xml:lang` ({language!r})", path)
    spine = package.find(f"{{{OPF}}}spine")
    progression = "" if spine is None else spine.get("page-progression-direction", "")
    if (package.get("dir") == "rtl") != (progression == "rtl"):
        findings.error(
            "SYN-EPUB-207",
            f"the direction {package.get('dir')!r} disagrees with the page progression {progression!r}",
            path,
        )


def _check_ids(package: etree._Element, path: str, findings: Findings) -> None:
    seen: set[str] = set()
    for element in elements(package):
        own = element.get("id")
        if own is None:
            continue
        if own in seen:
            findings.error("SYN-EPUB-203", f"the id {own!r} is used twice", path, line=line_of(element))
        seen.add(own)
    for element in elements(package):
        target = element.get("refines", "")
        if target.startswith("#") and target[1:] not in seen:
            findings.error("SYN-EPUB-203", f"`refines` points to no id: {target}", path, line=line_of(element))


def _check_metadata(package: etree._Element, path: str, findings: Findings) -> None:
    """EPUB 3.3 5.5.3: identifier, title and language are needed; `dcterms:modified` exactly once, in UTC."""
    metadata = package.find(f"{{{OPF}}}metadata")
    if metadata is None:
        findings.error("SYN-EPUB-204", "there is no `metadata`", path)
        return
    for name in ("identifier", "title", "language"):
        if metadata.find(f"{{{DC}}}{name}") is None:
            findings.error("SYN-EPUB-204", f"`dc:{name}` is missing", path)
    for element in elements(metadata):
        if element is not metadata and not element.get("content") and not words(element):
            name = etree.QName(element).localname
            findings.error("SYN-EPUB-204", f"`{name}` is empty", path, line=line_of(element))
    for element in metadata.iterfind(f"{{{DC}}}language"):
        if not _LANGUAGE.fullmatch(words(element)):
            findings.error("SYN-EPUB-206", f"{words(element)!r} is no language tag", path, line=line_of(element))
    modified = properties(package, "dcterms:modified")
    if len(modified) != 1 or not _MODIFIED.fullmatch(modified[0]):
        findings.error("SYN-EPUB-205", f"`dcterms:modified` is {modified}, not one time as CCYY-MM-DDThh:mm:ssZ", path)
    _check_publisher_role(metadata, path, findings)


def _check_publisher_role(metadata: etree._Element, path: str, findings: Findings) -> None:
    """A creator in the role of publisher beside `dc:publisher` stops a widespread reader from opening the book."""
    if metadata.find(f"{{{DC}}}publisher") is None:
        return
    creators = {f"#{element.get('id')}" for element in metadata.iterfind(f"{{{DC}}}creator")}
    for meta in metadata.iterfind(f"{{{OPF}}}meta"):
        if meta.get("property") == "role" and words(meta) == "pbl" and meta.get("refines") in creators:
            findings.error(
                "SYN-EPUB-208", "a creator has the role `pbl` beside `dc:publisher`", path, line=line_of(meta)
            )


def _check_accessibility(package: etree._Element, path: str, findings: Findings) -> None:
    """EPUB Accessibility 1.1 2.2 and 2.4: three properties are needed, a summary is advised; claims have a judge."""
    for name in ("accessMode", "accessibilityFeature", "accessibilityHazard"):
        if not properties(package, f"schema:{name}"):
            findings.error("SYN-EPUB-209", f"`schema:{name}` is missing", path)
    if not properties(package, "schema:accessibilitySummary"):
        findings.warning("SYN-EPUB-209", "`schema:accessibilitySummary` is missing", path)
    claims = properties(package, "dcterms:conformsTo")
    if not claims:
        return
    certified = any(meta.get("property") == "a11y:certifiedBy" for meta in package.iter(f"{{{OPF}}}meta"))
    if not certified or not all(_CONFORMS.fullmatch(claim) for claim in claims):
        findings.error("SYN-EPUB-210", f"the claim {claims} is malformed or names no certifier", path)


def _read_manifest(book: Book, package: etree._Element, findings: Findings) -> None:
    for element in package.iterfind(f"{{{OPF}}}manifest/{{{OPF}}}item"):
        href, own, media_type = element.get("href", ""), element.get("id", ""), element.get("media-type", "")
        if not href or not own or not media_type:
            findings.error("SYN-EPUB-211", "a manifest item lacks id, href or type", book.package_path)
            continue
        path, _ = resolve(book.package_path, href)
        marks = frozenset(element.get("properties", "").split())
        book.items.append(Item(own, href, path, media_type, marks, line_of(element)))


def _check_manifest(book: Book, findings: Findings) -> None:
    """The manifest is the ZIP's content: everything declared is there, everything there is declared, once."""
    seen: set[str] = set()
    for item in book.items:
        if item.path in seen:
            findings.error("SYN-EPUB-211", f"{item.href} is declared twice", book.package_path, line=item.line)
        seen.add(item.path)
        if item.path and item.path not in book.names:
            findings.error("SYN-EPUB-212", f"{item.href} is not in the book", book.package_path, line=item.line)
    for name in sorted(book.names - seen - _UNDECLARED - {book.package_path}):
        if not name.startswith("META-INF/") and not name.endswith("/"):
            findings.error("SYN-EPUB-213", "the file is not in the manifest", name)
    navs = [item for item in book.items if "nav" in item.properties]
    if len(navs) != 1:
        findings.error("SYN-EPUB-214", f"{len(navs)} items have the property `nav`; it must be one", book.package_path)


def _read_spine(book: Book, package: etree._Element, findings: Findings) -> None:
    path = book.package_path
    spine = package.find(f"{{{OPF}}}spine")
    by_id = {item.id: item for item in book.items}
    placed: set[str] = set()
    for reference in () if spine is None else spine.iterfind(f"{{{OPF}}}itemref"):
        item = by_id.get(reference.get("idref", ""))
        if item is None or item.id in placed:
            what = f"the spine's `{reference.get('idref')}` is in no manifest item or comes twice"
            findings.error("SYN-EPUB-215", what, path, line=line_of(reference))
        else:
            book.spine.append(item)
            placed.add(item.id)
    if not book.spine:
        findings.error("SYN-EPUB-215", "the spine is empty", path)
    for item in book.items:
        if item.media_type == XHTML_TYPE and item.id not in placed:
            findings.error("SYN-EPUB-216", f"{item.href} is in no place of the reading order", path, line=item.line)
    toc = None if spine is None else by_id.get(spine.get("toc", ""))
    if toc is None or toc.media_type != NCX_TYPE:
        findings.error("SYN-EPUB-217", "the spine's `toc` points to no NCX", path)
