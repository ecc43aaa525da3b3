"""What no part can be judged on by itself: links against documents, types against bytes, claims against content."""

from __future__ import annotations

import re

from syndicate.validators.epub.book import NCX_TYPE, UNREADABLE, XHTML_TYPE, Book, Document, Findings, Item, resolve
from syndicate.validators.epub.package import properties

_MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
)
_ENDINGS = {
    "image/jpeg": b"\xff\xd9",
    "image/png": b"IEND\xaeB`\x82",
    "image/gif": b"\x3b",
}
_SUFFIXES = {
    ".xhtml": XHTML_TYPE,
    ".css": "text/css",
    ".ncx": NCX_TYPE,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_CSS_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)['"]""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_BREAKERS = re.compile(r"\b(calc|min|max|clamp|var)\s*\(")


def check_agreement(book: Book, findings: Findings) -> None:
    """Check the parts against each other."""
    declared = book.names & {item.path for item in book.items}
    for document in book.documents.values():
        _check_references(book, document, declared, findings)
    for item in book.items:
        _check_properties(book, item, findings)
        _check_media_type(book, item, findings)
        if item.media_type == "text/css" and item.path in book.names:
            _check_stylesheet(book, item, findings)
    _check_claims(book, findings)


def _check_references(book: Book, document: Document, declared: frozenset[str], findings: Findings) -> None:
    for reference in document.references:
        if not reference.path:
            what = f"{reference.href[:80]!r} is fetched from the network; a book carries what it shows"
            findings.error("SYN-EPUB-414", what, document.path, line=reference.line)
        elif reference.path not in declared:
            what = f"{reference.href[:80]!r} leads to nothing in the book"
            findings.error("SYN-EPUB-410", what, document.path, line=reference.line)
        elif reference.fragment and not _has_id(book, reference.path, reference.fragment):
            what = f"{reference.href[:80]!r} leads to an id that is not there"
            findings.error("SYN-EPUB-411", what, document.path, line=reference.line)


def _has_id(book: Book, path: str, fragment: str) -> bool:
    """Whether the document has the id; what is no document of ours gets the benefit of the doubt."""
    return path not in book.documents or fragment in book.documents[path].ids


def _check_properties(book: Book, item: Item, findings: Findings) -> None:
    """EPUB 3.3 5.6.3: `svg`, `mathml`, `scripted`, `remote-resources` say what is there, no more, no less."""
    document = book.documents.get(item.path)
    if document is None:
        return
    has = {
        "svg": document.svg,
        "mathml": document.mathml,
        "scripted": document.scripted,
        "remote-resources": document.remote,
    }
    for name, there in has.items():
        if there != (name in item.properties):
            verb = "has" if there else "does not have"
            what = f"{item.href} {verb} what the property `{name}` declares"
            findings.error("SYN-EPUB-218", what, book.package_path, line=item.line)


def _check_media_type(book: Book, item: Item, findings: Findings) -> None:
    """The declared type is that of the suffix and that of the bytes, and a picture has its end."""
    if item.path not in book.names:
        return
    suffix = item.path[item.path.rfind(".") :].lower()
    if _SUFFIXES.get(suffix, item.media_type) != item.media_type:
        what = f"{item.href} is declared as {item.media_type}"
        findings.error("SYN-EPUB-219", what, book.package_path, line=item.line)
    if not item.media_type.startswith("image/") or item.media_type == "image/svg+xml":
        return
    try:
        data = book.read(item.path)
    except UNREADABLE:
        return
    actual = next((kind for magic, at, kind in _MAGIC if data[at : at + len(magic)] == magic), "of no known kind")
    if actual != item.media_type:
        findings.error("SYN-EPUB-219", f"declared as {item.media_type}, the bytes are {actual}", item.path)
    elif _ENDINGS.get(actual, b"") not in data[-64:]:
        findings.error("SYN-EPUB-220", "the picture is cut short", item.path)


def _check_stylesheet(book: Book, item: Item, findings: Findings) -> None:
    """Addresses lead into the book, and nothing is used that makes older readers drop the whole sheet."""
    try:
        sheet = _CSS_COMMENT.sub("", book.read(item.path).decode("utf-8"))
    except UNREADABLE:
        findings.error("SYN-EPUB-501", "the stylesheet is not UTF-8", item.path)
        return
    if sheet.count("{") != sheet.count("}"):
        findings.error("SYN-EPUB-501", "the braces do not pair", item.path)
    for match in _CSS_ADDRESS.finditer(sheet):
        address = match[1] or match[2]
        path, _ = resolve(item.path, address)
        if path not in book.names:
            findings.error("SYN-EPUB-501", f"{address[:80]!r} leads to nothing in the book", item.path)
    if breaker := _CSS_BREAKERS.search(sheet):
        what = f"`{breaker[1]}()` makes widespread readers drop the stylesheet or the book"
        findings.warning("SYN-EPUB-502", what, item.path)


def _check_claims(book: Book, findings: Findings) -> None:
    """Accessibility metadata is derived from the content: what it says about pictures must be so."""
    if book.package is None:
        return
    pictures = any(document.images or document.svg for document in book.documents.values())
    lacking = any(document.images_without_alt for document in book.documents.values())
    modes = properties(book.package, "schema:accessMode")
    visual = "visual" in modes
    if modes and pictures != visual:
        what = "`accessMode` " + ("says visual without a picture" if visual else "does not say visual")
        findings.error("SYN-EPUB-221", what, book.package_path)
    claimed = "alternativeText" in properties(book.package, "schema:accessibilityFeature")
    if claimed and (lacking or not pictures):
        findings.error("SYN-EPUB-221", "`alternativeText` is claimed but not every picture has one", book.package_path)
