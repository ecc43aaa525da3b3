"""An article's body made ready for a book: what a document must hold even where the copy does not.

The words are not touched. Headings go down one level at a time and are never empty (WCAG 1.3.1), every picture has a
text alternative, language tags are ones that readers take, and pointers to stories of this book lead into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import is_not
from typing import assert_never

import msgspec

from syndicate.formats.grids import whole
from syndicate.formats.languages import language_tag, plain_tag
from syndicate.formats.xhtml import alternative
from syndicate.formats.xml import one_line
from syndicate.model import body
from syndicate.model.article import Article

_DEEPEST = 5
"""Crossheads of level 5 are `h6`, the last that there is."""


@dataclass(slots=True)
class Prepared:
    """The body to render, and whether every picture in it came with a text alternative of its own."""

    article: Article
    described: bool = True
    unknown: tuple[str, ...] = ()
    """Ids of media that figures point to and the article does not have."""


class Preparer:
    """Goes through one article; `fallback` is the alternative text of a picture of which nothing is known."""

    def __init__(self, article: Article, targets: Mapping[str, str], fallback: str) -> None:
        self.article = article
        self.targets = targets
        self.fallback = fallback
        self.described = True
        self.unknown: dict[str, None] = {}
        self._level = 0

    def prepare(self) -> Prepared:
        """The article with its body made ready."""
        before = self.article.body
        after = self._blocks(before)
        changed = len(after) != len(before) or any(map(is_not, after, before))
        ready = msgspec.structs.replace(self.article, body=after) if changed else self.article
        return Prepared(ready, self.described, tuple(self.unknown))

    def figure(self, figure: body.Figure) -> body.Figure:
        """A figure with a text alternative: its own, else its caption, else the word for a picture."""
        media = self.article.media_by_id(figure.media)
        if media is None:
            self.unknown[figure.media] = None
        caption = figure.caption or (media.caption if media else ())
        alt = one_line(alternative(figure, media))
        if not alt:
            self.described = False
            alt = one_line(body.plain(caption)) or self.fallback
        return msgspec.structs.replace(figure, alt=alt, lang=_tag(figure.lang), caption=_text(caption))

    def _blocks(self, blocks: tuple[body.Block, ...]) -> tuple[body.Block, ...]:
        return tuple([ready for block in blocks if (ready := self._block(block)) is not None])

    def _block(self, block: body.Block) -> body.Block | None:
        if type(block) is body.Paragraph and not block.lang and len(block.text) == 1 and not block.text[0].marks:
            return block  # most of a book
        changes: dict[str, object] = {"lang": _tag(block.lang)} if block.lang else {}
        match block:
            case body.Figure():
                return self.figure(block)
            case body.Gallery():
                changes["figures"] = tuple(self.figure(figure) for figure in block.figures)
                changes["caption"] = _text(block.caption)
            case body.Video() | body.Audio():
                changes["caption"] = _text(block.caption)
            case body.Embed():
                changes["fallback"] = _text(block.fallback)
            case body.Crosshead():
                if not one_line(body.plain(block.text)):
                    return None
                self._level = min(max(1, block.level), self._level + 1, _DEEPEST)
                changes |= {"level": self._level, "text": _text(block.text)}
            case body.Box():
                changes["blocks"] = self._blocks(block.blocks)
            case body.InterstitialLink():
                href = block.ref if block.ref in self.targets else block.href
                said = _text(block.text) if one_line(body.plain(block.text)) else body.text(block.href)
                changes |= {"text": said, "href": href if said else ""}
            case body.Paragraph() | body.Lead() | body.Footnote() | body.CorrectionNotice() | body.EditorNote():
                changes["text"] = _text(block.text)
            case body.Quote() | body.PullQuote():
                changes |= {"text": _text(block.text), "attribution": _text(block.attribution)}
            case body.List():
                changes["items"] = tuple(_item(item) for item in block.items)
            case body.Table():
                changes["caption"] = _text(block.caption)
                grid = whole(block)
                changes["header"] = tuple(_row(row) for row in grid.header)
                changes["rows"] = tuple(_row(row) for row in grid.rows)
            case body.Preformatted() | body.Divider() | body.Unsupported():
                pass
            case _:
                assert_never(block)
        return msgspec.structs.replace(block, **changes) if changes else block


def _tag(language: str) -> str:
    tag = plain_tag(language_tag(language)) if language else ""
    return "" if tag == "und" else tag


def _text(content: body.Text) -> body.Text:
    """The text with its language marks well-formed, and without links that have no words to be read out."""
    if not any(isinstance(mark, body.Lang | body.Link) for run in content for mark in run.marks):
        return content
    return tuple(body.Run(text=run.text, marks=tuple(_marks(run))) for run in content)


def _marks(run: body.Run) -> Iterator[body.Mark]:
    blank = not run.text.strip()
    for mark in run.marks:
        if isinstance(mark, body.Lang):
            yield body.Lang(tag=_tag(mark.tag), dir=mark.dir)
        elif not (blank and isinstance(mark, body.Link)):
            yield mark


def _item(item: body.ListItem) -> body.ListItem:
    children = tuple(
        msgspec.structs.replace(child, items=tuple(_item(inner) for inner in child.items), lang=_tag(child.lang))
        for child in item.children
    )
    return body.ListItem(text=_text(item.text), children=children)


def _row(row: tuple[body.Cell, ...]) -> tuple[body.Cell, ...]:
    return tuple(msgspec.structs.replace(cell, text=_text(cell.text)) for cell in row)
