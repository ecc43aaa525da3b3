"""A book as the checks see it: the ZIP entries, the package document and what each content document holds.

Every document is parsed once and only its facts are kept (ids, links, headings, pictures), so that the memory needed
follows the number of links and not the size of the texts and pictures.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.formats.safexml import MOST, XmlProblem, parse

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
NCX = "http://www.daisy.org/z3986/2005/ncx/"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
OCF = "urn:oasis:names:tc:opendocument:xmlns:container"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

XHTML_TYPE = "application/xhtml+xml"
NCX_TYPE = "application/x-dtbncx+xml"
OPF_TYPE = "application/oebps-package+xml"
MIMETYPE = b"application/epub+zip"

UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, OSError, ValueError, KeyError)
"""What `zipfile` raises for entries that cannot be read: damaged, encrypted, of an unknown method, cut short, with a
name that is no UTF-8, or with a place that is outside the file."""


class Findings:
    """Collects diagnostics about one book, each placed at `book!entry`."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[Diagnostic] = []

    def error(self, code: str, message: str, entry: str = "", *, line: int | None = None, hint: str = "") -> None:
        """Add an error: the book must not leave like this."""
        self._add(Severity.ERROR, code, message, entry, line, hint)

    def warning(self, code: str, message: str, entry: str = "", *, line: int | None = None, hint: str = "") -> None:
        """Add a warning: readers exist that stumble over it."""
        self._add(Severity.WARNING, code, message, entry, line, hint)

    def broken(self, code: str, problem: XmlProblem, entry: str) -> None:
        """Add an error: the entry is no XML, or XML that no reader should be given."""
        what = problem.message if problem.refused else f"not well-formed: {problem.message}"
        self.error(code, what, entry, line=problem.line)

    def _add(self, severity: Severity, code: str, message: str, entry: str, line: int | None, hint: str) -> None:
        place = Location(file=f"{self.source}!{entry}" if entry else self.source, line=line)
        self.found.append(
            Diagnostic(code=code, severity=severity, message=message, location=place, hint=hint, format="epub")
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One `item` of the manifest; `path` is its place in the ZIP, empty for a remote resource."""

    id: str
    href: str
    path: str
    media_type: str
    properties: frozenset[str]
    line: int | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or an embedded resource of a document, as written and as resolved."""

    href: str
    path: str
    fragment: str
    embedded: bool
    """Whether the reading system loads it with the page (a picture, a stylesheet) rather than on a click."""
    line: int | None


@dataclass(slots=True)
class Document:
    """The facts of one content document."""

    path: str
    references: list[Reference] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    headed: bool = False
    """Whether it has a heading."""
    images: int = 0
    images_without_alt: int = 0
    scripted: bool = False
    svg: bool = False
    mathml: bool = False
    remote: bool = False
    story: str = ""
    """The id of the story that it is the document of, where it says so."""


def resolve(base: str, href: str) -> tuple[str, str]:
    """Give the ZIP path and the fragment that `href` in `base` means; a remote address gives an empty path.

    What is no address at all is given back as it is: there is no such file either.
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return href, ""
    if parts.scheme or parts.netloc:
        return "", parts.fragment
    if not parts.path:
        return base, unquote(parts.fragment)
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))), unquote(parts.fragment)


def line_of(element: etree._Element) -> int | None:
    """The line that the element starts on, from 1."""
    return cast("int | None", element.sourceline)


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Walk over the elements alone: comments and processing instructions have no name to match."""
    return root.iter(etree.Element)


def words(element: etree._Element) -> str:
    """The text of an element with its white space collapsed."""
    return " ".join("".join(map(str, element.itertext())).split())


@dataclass(slots=True)
class Book:
    """The opened book: what the container gave, then what the package document gave."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    package_path: str = ""
    package: etree._Element | None = None
    items: list[Item] = field(default_factory=list)
    spine: list[Item] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """The bytes of an entry; raises one of `UNREADABLE`, also when they would fill the memory."""
        if self.archive.getinfo(name).file_size > MOST:
            raise XmlProblem(f"larger than {MOST} bytes", refused=True)
        return self.archive.read(name)

    def parsed(self, name: str) -> etree._Element:
        """The root of an entry that is XML; raises `XmlProblem` or another of `UNREADABLE`."""
        return parse(self.read(name))
