"""The content documents: well-formed, in a language, with one headline, pictures that are told, links that lead.

What epubcheck lets pass is checked here too: a missing `alt`, a missing `lang`, a second `h1`, a skipped heading level.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lxml import etree

from syndicate.formats.safexml import XmlProblem
from syndicate.model.legal import is_legal
from syndicate.validators.epub.book import (
    MATHML,
    SVG,
    UNREADABLE,
    XHTML,
    XHTML_TYPE,
    XML_LANG,
    Book,
    Document,
    Findings,
    Reference,
    elements,
    line_of,
    resolve,
    words,
)

_HEADINGS = {f"{{{XHTML}}}h{level}": level for level in range(1, 7)}
_SHOWN = {f"{{{XHTML}}}{name}" for name in ("img", "audio", "video", "table", "hr")}
_EMBEDDING = {
    "img": "src",
    "link": "href",
    "script": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "track": "src",
    "iframe": "src",
    "embed": "src",
    "object": "data",
    "input": "src",
}
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "ftp", "ftps", "sms", "geo", "urn", "news"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SVG_NAMES = frozenset({"viewbox", "preserveaspectratio", "lineargradient", "radialgradient", "clippath"})


def check_documents(book: Book, findings: Findings) -> None:
    """Parse every XHTML document of the manifest once and fill `book.documents`."""
    for item in book.items:
        if item.media_type != XHTML_TYPE or item.path not in book.names:
            continue
        try:
            root = book.parsed(item.path)
        except XmlProblem as problem:
            findings.broken("SYN-EPUB-401", problem, item.path)
            continue
        except UNREADABLE:
            continue
        document = Document(item.path, story=_story(root))
        book.documents[item.path] = document
        _check_frame(root, item.path, findings)
        document.headed = _check_headings(root, item.path, findings)
        for element in elements(root):
            _read_element(element, document, findings)
        _check_text(root, item.path, findings)
        if document.images_without_alt:
            what = f"{document.images_without_alt} of {document.images} pictures have no text alternative"
            findings.error("SYN-EPUB-404", what, item.path)


def _story(root: etree._Element) -> str:
    metas = root.iterfind(f"{{{XHTML}}}head/{{{XHTML}}}meta")
    return next((meta.get("content", "") for meta in metas if meta.get("name") == "dcterms.identifier"), "")


def _check_frame(root: etree._Element, path: str, findings: Findings) -> None:
    if root.tag != f"{{{XHTML}}}html":
        findings.error("SYN-EPUB-401", "the root is not XHTML's `html`", path)
    language, xml_language = root.get("lang"), root.get(XML_LANG)
    if not language or language != xml_language:
        what = f"`lang` ({language!r}) and `xml:lang` ({xml_language!r}) must be there and agree"
        findings.error("SYN-EPUB-402", what, path)
    title = root.find(f"{{{XHTML}}}head/{{{XHTML}}}title")
    if title is None or not words(title):
        findings.error("SYN-EPUB-403", "the document has no `title`", path)
    body = root.find(f"{{{XHTML}}}body")
    if body is None or not (words(body) or any(element.tag in _SHOWN for element in elements(body))):
        findings.error("SYN-EPUB-407", "the document shows nothing", path)


def _check_headings(root: etree._Element, path: str, findings: Findings) -> bool:
    """One `h1`, first; no level skipped on the way down (WCAG 1.3.1, 2.4.6); none empty. True when there are any."""
    levels = []
    for element in elements(root):
        level = _HEADINGS.get(str(element.tag))
        if level is None:
            continue
        levels.append(level)
        if not words(element) and next(element.iter(f"{{{XHTML}}}img"), None) is None:
            findings.error("SYN-EPUB-406", f"an empty h{level}", path, line=line_of(element))
    if levels.count(1) > 1:
        findings.error("SYN-EPUB-405", f"{levels.count(1)} `h1`; a document has one", path)
    if not levels or levels[0] != 1:
        findings.warning("SYN-EPUB-405", "the document does not begin with an `h1`", path)
    for before, after in pairwise(levels):
        if after > before + 1:
            findings.error("SYN-EPUB-406", f"h{before} is followed by h{after}", path)
    return bool(levels)


def _read_element(element: etree._Element, document: Document, findings: Findings) -> None:
    name = etree.QName(element)
    own = element.get("id")
    if own is not None:
        if own in document.ids:
            what = f"the id {own!r} is used twice"
            findings.error("SYN-EPUB-408", what, document.path, line=line_of(element))
        document.ids.add(own)
    if name.namespace == SVG:
        document.svg = True
        _check_svg_names(element, document.path, findings)
    document.mathml = document.mathml or name.namespace == MATHML
    document.scripted = document.scripted or _is_scripted(element, name)
    if name.namespace == XHTML and name.localname == "img":
        document.images += 1
        if not (element.get("alt") or "").strip() and element.get("role") != "presentation":
            document.images_without_alt += 1
    _read_references(element, name, document, findings)


def _is_scripted(element: etree._Element, name: etree.QName) -> bool:
    """EPUB 3.3 5.6.3: scripts and forms; an `on...` attribute is a script too."""
    handlers = any(str(key).startswith("on") for key in element.attrib)
    data = element.get("type", "").endswith("json")
    return (
        handlers or (name.localname == "script" and not data) or (name.namespace == XHTML and name.localname == "form")
    )


def _check_svg_names(element: etree._Element, path: str, findings: Findings) -> None:
    """SVG is case-sensitive: a picture that went through an HTML parser loses its `viewBox` and its gradients."""
    names = {str(key) for key in element.attrib} | {etree.QName(element).localname}
    for wrong in sorted(names & _SVG_NAMES):
        findings.error("SYN-EPUB-409", f"SVG knows no {wrong!r} (case counts)", path, line=line_of(element))


def _read_references(element: etree._Element, name: etree.QName, document: Document, findings: Findings) -> None:
    embedding = _EMBEDDING.get(name.localname) if name.namespace == XHTML else None
    keys = [embedding] if embedding else []
    if name.localname in {"a", "area"}:
        keys.append("href")
    if name.namespace == SVG:
        keys += ["href", "{http://www.w3.org/1999/xlink}href"]
    for key in keys:
        href = element.get(key)
        if href is not None:
            _add_reference(
                href.strip(), embedding is not None or name.localname == "image", element, document, findings
            )
    if element.get("poster"):
        _add_reference(element.get("poster", ""), True, element, document, findings)


def _add_reference(href: str, embedded: bool, element: etree._Element, document: Document, findings: Findings) -> None:
    scheme = match[1].lower() if (match := _SCHEME.match(href)) else ""
    line = line_of(element)
    if scheme not in _SCHEMES:
        findings.error("SYN-EPUB-412", f"a link of the kind {scheme}: has no place in a book", document.path, line=line)
        return
    if scheme and not embedded:
        return  # where the web leads is not the book's to check
    path, fragment = resolve(document.path, href)
    document.remote = document.remote or (embedded and not path)
    document.references.append(Reference(href, path, fragment, embedded, line))


def _check_text(root: etree._Element, path: str, findings: Findings) -> None:
    """Characters that XML allows but readers stumble over: C1 controls and noncharacters."""
    for element in root.iter():
        for string in (element.text, element.tail, *element.attrib.values()):
            if string and not is_legal(str(string)):
                findings.error("SYN-EPUB-413", "a control character or noncharacter", path, line=line_of(element))
                return
