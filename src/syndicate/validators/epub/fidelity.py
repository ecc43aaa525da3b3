"""The words of the stories against the copy that the book carries: no checker of grammars sees a lost paragraph.

A book without such a copy is judged by what it is alone. With one, every story must have its document, and the words of
its headline and of its body must stand there, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicate.errors import ModelError
from syndicate.formats import copies
from syndicate.model import body
from syndicate.model.article import Article
from syndicate.validators.epub.book import UNREADABLE, XHTML, Book, Findings

_READINGS = (f"{{{XHTML}}}rt", f"{{{XHTML}}}rp")
"""Ruby says a word twice; the copy has its reading as a mark."""

_NOT_SET = (body.Embed, body.Unsupported, body.Preformatted, body.InterstitialLink)
"""Blocks that a book sets in words of its own, or with its own white space."""


def check_fidelity(book: Book, findings: Findings) -> None:
    """Compare the documents with the copy, story by story."""
    if not copies.has_copy(book.archive):
        return
    pages = {document.story: path for path, document in book.documents.items() if document.story}
    try:
        for article in copies.items(book.archive):
            if isinstance(article, ModelError):
                findings.error("SYN-EPUB-416", f"the copy is damaged: {article.message}", copies.ITEMS)
            elif article.id not in pages:
                findings.error("SYN-EPUB-417", f"the story {article.id} has no document", copies.ITEMS)
            elif article.status != "canceled":
                _check_story(book, article, pages[article.id], findings)
    except UNREADABLE as problem:
        findings.error("SYN-EPUB-416", f"the copy is damaged: {problem}", copies.ITEMS)


def _check_story(book: Book, article: Article, path: str, findings: Findings) -> None:
    said = _text(book.parsed(path))
    at = 0
    for words in _words(article):
        joined = _joined(words)
        place = said.find(joined, at)
        if place < 0:
            what = "are in another place" if joined in said else "are missing"
            findings.error("SYN-EPUB-415", f"words of the story {what}: {_short(words)!r}", path)
        else:
            at = place + len(joined)


def _words(article: Article) -> Iterator[str]:
    """What the document must say, in its order; the head of a story stands before its body."""
    yield article.headline
    for block in body.walk(article.body):
        if not isinstance(block, _NOT_SET):
            # A gallery's own caption stands below its figures.
            texts = (*body.texts(block),) if not isinstance(block, body.Gallery) else _gallery(block)
            yield from (body.plain(text) for text in texts)


def _gallery(block: body.Gallery) -> tuple[body.Text, ...]:
    caption, *figures = body.texts(block)
    return (*figures, caption)


def _text(root: etree._Element) -> str:
    """The words of a document as a reader sees them, without white space: line breaks are the page's own affair."""
    for reading in root.iter(*_READINGS):
        reading.text = ""
        for inner in list(reading):
            reading.remove(inner)
    content = root.find(f"{{{XHTML}}}body")
    return _joined("".join(map(str, content.itertext()))) if content is not None else ""


def _joined(words: str) -> str:
    return "".join(words.split())


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:40] + "…"
