"""One document of a book as one story: what stands in its head and foot, and its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec
from lxml import etree

from syndicate.formats import htmlbody, languages, lenient
from syndicate.formats.htmlbody.apart import SILENT
from syndicate.formats.htmlbody.dom import Element, said_in, words
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.htmlbody.inline import direction
from syndicate.formats.htmlbody.tree import has, take_out
from syndicate.formats.languages import language_tag
from syndicate.importers.epub.package import EPUB_TYPE, resolved
from syndicate.model import body, legal
from syndicate.model.article import Article, Byline, Dateline
from syndicate.model.base import Direction
from syndicate.model.identity import mint

_FRONT_MATTER = frozenset(
    {"cover", "titlepage", "halftitlepage", "copyright-page", "colophon", "imprint", "toc", "landmarks", "loi", "lot"}
)
"""Parts of a book that are no stories (EPUB Structural Semantics Vocabulary)."""
_HEADINGS = ("h1", "h2", "h3")
_BYLINES = ("byline", "author", "calibre_author", "byl")
_BY = re.compile(r"\A(?:by|von|par|por|di|door)[\s:]+", re.IGNORECASE)
_MARK = re.compile(r"\A\s*([-–—:_]*)\s*")
_LINKED = 0.6
"""From this share of linked letters on, a document without a picture is a list of links, not a story."""


class Page(msgspec.Struct):
    """A document as it was read: its tree without namespaces, and what its head says."""

    path: str
    root: Element
    body: Element
    id: str = ""
    """Whose document it is, where the book is ours."""
    version: int = 1
    address: str = ""
    """The story's address on the web, in a book of ours."""


def page(path: str, root: Element) -> Page:
    """The document at `path`, whose tree is changed."""
    htmlbody.local(root)
    content = next(root.iter("body"), root)
    found = Page(path, root, content)
    metas = {meta.get("name", ""): meta.get("content", "") for meta in root.iter("meta")}
    found.id = metas.get("dcterms.identifier", "")
    version = metas.get("dcterms.hasVersion", "")
    found.version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 1
    if found.id:
        links = (a for line in content.iter("p") if has(line, "original") for a in line.iter("a"))
        found.address = next((a.get("href", "") for a in links), "")
    return found


def is_story(document: Page) -> bool:
    """Whether a document is a story: no front matter, no list of links, not empty; in a book of ours, not withdrawn."""
    kinds = {kind for e in (document.body, *document.body) for kind in (e.get(EPUB_TYPE) or "").split()}
    if kinds & _FRONT_MATTER:
        return False
    if document.id:
        return not has(document.body, "notice")
    said = len(words(document.body, SILENT))
    pictures = next(document.body.iter("img", "video", "audio"), None) is not None
    if not said:
        return pictures
    linked = sum(len(words(a)) for a in document.body.iter("a") if a.get("href"))
    return pictures or linked < said * _LINKED


def article(document: Page, title: str, language: str, findings: Findings, deepest: int) -> Article:
    """The story of a document; `title` is what the contents call it, `language` the book's.

    Raises:
        InputError: there is neither an element nor text in it.
        ModelError: elements are nested deeper than `deepest`.
        DependencyError: the sanitiser is not installed.
    """
    root = document.root
    own = language_tag(root.get("lang") or document.body.get("lang") or "")
    told = own if own != "und" else language
    for nav in list(document.body.iter("nav")):
        take_out(nav)
    foot = _foot(document) if document.id else ()
    content = _content(document.body)
    fields = _head(content, ours=bool(document.id))
    dateline = _dateline(content) if document.id else None
    blocks, media = htmlbody.read(content, told, findings, deepest) if _anything(content) else ((), ())
    headline = str(fields.pop("headline", "")) or title
    said = [body.plain(text) for block in body.walk(blocks) for text in body.texts(block)]
    found = Article(
        id=document.id or mint("article", headline, *said),
        version=document.version,
        canonical_url=document.address,
        language=told,
        dir=_direction(document, told),
        headline=headline,
        dateline=dateline,
        media=media,
        body=blocks,
        **fields,  # type: ignore[arg-type]
    )
    for line in foot:
        findings.outside("a line at the story's end was", line)
    return legal.clean_node(found)[0]


def _direction(document: Page, language: str) -> Direction | None:
    """The direction that the document gives, where it is not that of its language anyway."""
    given = direction(document.root) or direction(document.body)
    return given if given != languages.direction(language) else None


def _anything(element: Element) -> bool:
    return bool(len(element) or (element.text or "").strip())


def _content(whole: Element) -> Element:
    articles = [e for e in whole.iter("article") if not any(a.tag == "article" for a in e.iterancestors())]
    return articles[0] if len(articles) == 1 else whole


def _head(content: Element, *, ours: bool) -> dict[str, object]:
    """Take headline, standfirst, byline and dates out of the document; what is left is the body."""
    found: dict[str, object] = {}
    heading = next((e for name in _HEADINGS for e in content.iter(name)), None)
    if heading is not None:
        found["headline"] = words(heading)
        take_out(heading)
    for line in list(content.iter("p", "div", "h2", "h3", "address")):
        for name in ("subheadline", "standfirst"):
            if has(line, name) and name not in found:
                found[name] = words(line)
                take_out(line)
        if any(has(line, name) for name in _BYLINES) and "bylines" not in found and len(line) < 4:
            found["bylines"] = tuple(_names(words(line)))
            take_out(line)
        if ours and has(line, "kicker"):
            take_out(line)
        if has(line, "dates"):
            found |= _dates(line)
            take_out(line)
    return found


def _dates(line: Element) -> dict[str, object]:
    moments = {"published": "published", "updated": "modified"}
    found: dict[str, object] = {}
    for element in line.iter("time"):
        at = lenient.moment(element.get("datetime", "")).value
        for name, field in moments.items():
            if at is not None and has(element, name):
                found[field] = at
    return found


def _names(said: str) -> Iterator[Byline]:
    """The names of a byline; what stands in brackets behind one tells who that is."""
    for part in re.split(r"\s*,\s*(?![^(]*\))|\s+and\s+(?![^(]*\))", _BY.sub("", said)):
        name, _, known = part.partition(" (")
        if name.strip():
            yield Byline(name=name.strip(), title=known.rstrip(") ").strip())


def _dateline(content: Element) -> Dateline | None:
    for span in content.iter("span"):
        if has(span, "dateline"):
            mark = _MARK.match(span.tail or "")
            said = words(span)
            span.tail = (span.tail or "")[mark.end() :] if mark else span.tail
            line = span.getparent()
            take_out(span)
            if line is not None and not said_in(line).strip():
                take_out(line)
            return Dateline(raw=said, separator=mark[1] if mark else "")
    return None


def _foot(document: Page) -> tuple[str, ...]:
    """Take out the lines at the end of a story of ours; their words are told, but for the story's own address."""
    told: list[str] = []
    for footer in list(document.body.iter("footer")):
        told += [words(line) for line in footer if not has(line, "original")]
        take_out(footer)
    return tuple(filter(None, told))


def rewritten(document: Page, targets: Mapping[str, str]) -> int:
    """Make links and pictures independent of the book's folders; the number of links that lead to no known address.

    `targets` has the addresses on the web of the stories of this book, by the paths of their documents.
    """
    lost = 0
    for element in document.body.iter(etree.Element):
        for name in ("src", "poster"):
            place = resolved(document.path, element.get(name, "")) if element.get(name) else ""
            if place:
                element.set(name, place)
        href = element.get("href", "") if element.tag == "a" else ""
        path = resolved(document.path, href) if href else ""
        if not path:
            continue
        if path in targets and not href.startswith("#"):
            element.set("href", targets[path])
        else:
            del element.attrib["href"]
            lost += not href.startswith("#")
    return lost
