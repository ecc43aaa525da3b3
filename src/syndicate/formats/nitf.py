"""An article's body as NITF 3.6, for files of its own and for the inlineXML of NewsML-G2.

`body_content` gives the lines of a `body.content`; names carry no prefix, so what stands around them declares
`DECLARATIONS`. The running text stands in `block` elements: receivers look for it there and nowhere
else (Superdesk finds no text without). How a mark or block is written that NITF has no element for is told in
``docs/formats/nitf.md``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never

import msgspec

from syndicate.formats import g2
from syndicate.formats.elements import Lines, Value, element, marked, nest
from syndicate.formats.languages import language_tag
from syndicate.formats.xml import escape
from syndicate.model import body
from syndicate.model.article import Article, Media, Rendition

NAMESPACE = g2.NITF
ITS = "http://www.w3.org/2005/11/its"
"""Namespace of the direction of text, which NITF has no attribute of its own for (W3C ITS 1.0, 6.5)."""
DECLARATIONS: dict[str, Value] = {"xmlns": NAMESPACE, "xmlns:its": ITS}
"""The attributes that the root of a NITF document needs for what is written here."""
VERSION = "-//IPTC//DTD NITF 3.6//EN"
MEDIA_TYPE = "application/nitf+xml"

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_KINDS = {"picture": "image", "graphic": "image", "video": "video", "audio": "audio"}
_THINGS = (("people", "person"), ("orgs", "org"), ("places", "location"), ("events", "event"))


def _as_is(href: str) -> str | None:
    return href


def _its_address(rendition: Rendition) -> str | None:
    return rendition.href


class Style(msgspec.Struct, frozen=True):
    """What a file wants of the markup."""

    href: Callable[[str], str | None] = _as_is
    """The address to write for a link; None leaves the words without a link."""
    source: Callable[[Rendition], str | None] = _its_address
    """The address of a file of a medium; None leaves the file out."""
    ids: bool = False
    """Write each block's `bid` as `id`. Ids count for the whole document: not where several bodies share one."""
    taken: frozenset[str] = frozenset()
    """Ids that stand elsewhere in the document."""


def body_content(article: Article, style: Style) -> Lines:
    """The whole `body.content`: the text in blocks, then the media that no block shows; empty without either."""
    writer = Body(article, style)
    children = writer.content(article.body)
    shown = {medium for block in body.walk(article.body) for medium in _media_of(block)}
    for medium in article.media:
        if medium.id not in shown:
            children += writer.medium(medium, body.Figure(bid="", media=medium.id), css="loose")
    return nest("body.content", children) if children else []


def _media_of(block: body.Block) -> tuple[str, ...]:
    match block:
        case body.Figure() | body.Video() | body.Audio():
            return (block.media,)
        case body.Gallery():
            return tuple(figure.media for figure in block.figures)
        case _:
            return ()


def moment(instant: datetime) -> str:
    """`instant` as NITF writes it: ISO 8601 in its basic form, in UTC (`20250301T060000Z`)."""
    at = instant.astimezone(UTC)
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}Z"


def is_id(text: str) -> bool:
    """Whether `text` can be an id in XML (xs:ID; the ASCII ones, which every tool takes)."""
    return _NAME.fullmatch(text) is not None


def things(article: Article) -> dict[str, tuple[str, dict[str, Value]]]:
    """What the story names, by id: the element for it and the attributes that say which one is meant."""
    found: dict[str, tuple[str, dict[str, Value]]] = {}
    for field, name in _THINGS:
        for thing in getattr(article, field):
            value = (g2.address(thing.uri) or thing.id) if thing.uri else thing.id
            found.setdefault(thing.id, (name, _meaning(name, value)))
    return found


def _meaning(name: str, value: str) -> dict[str, Value]:
    return {"location-code": value} if name == "location" else {"value": value}


def language(tag: str, direction: str | None) -> dict[str, Value]:
    """Attributes for a language and a direction."""
    known = language_tag(tag) if tag else ""
    return {"xml:lang": known if known != "und" or tag == "und" else "", "its:dir": direction}


class Body:
    """The blocks of one article as lines; remembers which ids are taken."""

    def __init__(self, article: Article, style: Style) -> None:
        self._article = article
        self._style = style
        self._things = things(article)
        self._taken = set(style.taken)

    def content(self, blocks: tuple[body.Block, ...]) -> Lines:
        """What stands in a `body.content`."""
        lines = self.blocks(blocks)
        return nest("block", lines) if lines else []

    def blocks(self, blocks: tuple[body.Block, ...]) -> Lines:
        """Some blocks, as they stand in a `block`."""
        return [line for block in blocks for line in self._block(block)]

    def text(self, content: body.Text) -> str:
        """Text with its marks as inline elements; a newline becomes `br`."""
        return "".join([self._run(run) for run in content])

    # --- inline ------------------------------------------------------------------------------------------------------

    def _run(self, run: body.Run) -> str:
        if not run.marks:
            return escape(run.text).replace("\n", "<br/>")
        leaf: body.Mark | None = next((m for m in run.marks if isinstance(m, body.Sub | body.Sup)), None)
        leaf = leaf or next((m for m in run.marks if isinstance(m, body.Entity) and m.ref in self._things), None)
        markup = "<br/>".join([self._leaf(part, leaf) for part in run.text.split("\n")])
        linked = False
        for mark in reversed(run.marks):
            if mark is leaf or (isinstance(mark, body.Link) and linked):
                continue
            linked = linked or isinstance(mark, body.Link)
            markup = self._mark(mark, markup)
        return markup

    def _leaf(self, text: str, leaf: body.Mark | None) -> str:
        """Words in the one mark whose element holds nothing but words."""
        words = escape(text)
        if not words:
            return ""
        match leaf:
            case body.Sub():
                return f"<num><sub>{words}</sub></num>"
            case body.Sup():
                return f"<num><sup>{words}</sup></num>"
            case body.Entity():
                name, meaning = self._things[leaf.ref]
                return marked(name, words, meaning)
            case _:
                return words

    def _mark(self, mark: body.Mark, markup: str) -> str:
        match mark:
            case body.Em():
                return f"<em>{markup}</em>"
            case body.Strong() | body.Underline() | body.Strike() | body.Sub() | body.Sup() | body.Code():
                return f'<em class="{type(mark).__struct_config__.tag}">{markup}</em>'
            case body.Link():
                return self._link(mark, markup)
            case body.Lang():
                return marked("lang", markup, language(mark.tag, mark.dir))
            case body.InlineQuote():
                return f"<q>{markup}</q>"
            case body.Entity():
                return markup
            case body.Ruby():
                return marked("pronounce", markup, {"guide": mark.text})
            case _:
                assert_never(mark)

    def _link(self, mark: body.Link, markup: str) -> str:
        href = self._style.href(mark.href)
        if href is None:
            return markup
        rel = next((word for word in mark.rel.split() if _NAME.fullmatch(word)), "")
        return marked("a", markup, {"href": href, "rel": rel, "title": mark.title})

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _values(self, block: body.Block, css: str = "") -> dict[str, Value]:
        own = ""
        if self._style.ids and is_id(block.bid) and block.bid not in self._taken:
            self._taken.add(block.bid)
            own = block.bid
        return {"id": own, "class": css, **language(block.lang, block.dir)}

    def _block(self, block: body.Block) -> Lines:
        match block:
            case body.Paragraph():
                return [marked("p", self.text(block.text), self._values(block))]
            case body.Lead():
                return [marked("p", self.text(block.text), {**self._values(block), "lede": "true"})]
            case body.Crosshead():
                css = f"level-{block.level}" if block.level > 1 else ""
                return [marked("hl2", self.text(block.text), self._values(block, css))]
            case body.Quote():
                return self._quotation(block, "")
            case body.PullQuote():
                return self._quotation(block, "pullquote")
            case body.List():
                line = self._list(block, self._values(block))
                return [line] if line else []
            case body.Table():
                return self._table(block)
            case body.Preformatted():
                return [element("pre", block.text, self._values(block))]
            case body.Unsupported():
                return [element("pre", block.source, self._values(block, "unsupported"))]
            case body.Divider():
                return [element("hr", "", self._values(block))]
            case body.Figure() | body.Gallery() | body.Video() | body.Audio() | body.Embed():
                return self._shown(block)
            case body.Box():
                title = [element("hl2", block.title, {"class": "box-title"})] if block.title else []
                return self._note([*title, *self.blocks(block.blocks)], self._values(block, block.kind))
            case body.Footnote() | body.CorrectionNotice() | body.EditorNote() | body.InterstitialLink():
                return self._aside(block)
            case _:
                assert_never(block)

    def _quotation(self, block: body.Quote | body.PullQuote, css: str) -> Lines:
        lines = nest("block", [marked("p", self.text(block.text))])
        if block.attribution:
            lines.append(marked("credit", self.text(block.attribution)))
        return nest("bq", lines, self._values(block, css))

    def _list(self, block: body.List, values: dict[str, Value]) -> str:
        items = []
        for item in block.items:
            nested = "".join([self._list(child, self._values(child)) for child in item.children])
            items.append(f"<li>{self.text(item.text)}{nested}</li>")
        return marked("ol" if block.ordered else "ul", "".join(items), values) if items else ""

    def _table(self, block: body.Table) -> Lines:
        lines = [marked("caption", self.text(block.caption))] if block.caption else []
        if block.header:
            lines += nest("thead", [self._row(row, "th") for row in block.header])
        rows = [self._row(row, "td") for row in block.rows] or ["<tr><td/></tr>"]
        return nest("table", lines + nest("tbody", rows), self._values(block))

    def _row(self, row: tuple[body.Cell, ...], name: str) -> str:
        cells = []
        for cell in row or (body.Cell(text=()),):
            values: dict[str, Value] = {
                "rowspan": cell.rowspan if cell.rowspan > 1 else None,
                "colspan": cell.colspan if cell.colspan > 1 else None,
                "align": cell.align,
            }
            cells.append(marked(name, self.text(cell.text), values))
        return f"<tr>{''.join(cells)}</tr>"

    def _note(self, lines: Lines, values: dict[str, Value]) -> Lines:
        return nest("note", nest("body.content", nest("block", lines)), values)

    def _aside(self, block: body.Footnote | body.CorrectionNotice | body.EditorNote | body.InterstitialLink) -> Lines:
        words = self.text(block.text)
        match block:
            case body.Footnote():
                label = f"<num><sup>{escape(block.label)}</sup></num> " if block.label else ""
                return nest("fn", nest("body.content", [marked("p", label + words)]), self._values(block))
            case body.CorrectionNotice():
                if block.at is not None:
                    day = element("chron", block.at.date().isoformat(), {"norm": moment(block.at)})
                    words = f"{day} {words}"
                values = {**self._values(block, "correction"), "noteclass": "editorsnote", "type": "pa"}
                return nest("note", nest("body.content", [marked("p", words)]), values)
            case body.EditorNote():
                values = {**self._values(block), "noteclass": "editorsnote", "type": "pa"}
                return nest("note", nest("body.content", [marked("p", words)]), values)
            case body.InterstitialLink():
                target = block.href or block.ref
                if target and "<a " not in words:
                    words = self._link(body.Link(href=target), words)
                return [marked("p", words, self._values(block, "interstitial"))]
            case _:
                assert_never(block)

    # --- media -------------------------------------------------------------------------------------------------------

    def _shown(self, block: body.Figure | body.Gallery | body.Video | body.Audio | body.Embed) -> Lines:
        match block:
            case body.Embed():
                words = self.text(block.fallback) or escape(block.provider or block.url)
                if "<a " not in words:
                    words = self._link(body.Link(href=block.url, title=block.provider), words)
                return [marked("p", words, self._values(block, "embed"))]
            case body.Gallery():
                lines = [line for one in block.figures for line in self._one(one, "gallery")]
                if block.caption or not lines:
                    lines.append(marked("p", self.text(block.caption), self._values(block, "gallery")))
                return lines
            case body.Figure() | body.Video() | body.Audio():
                return self._one(block, "")
            case _:
                assert_never(block)

    def _one(self, block: body.Figure | body.Video | body.Audio, css: str) -> Lines:
        medium = self._article.media_by_id(block.media)
        if medium is None:
            kind = "picture" if isinstance(block, body.Figure) else str(type(block).__struct_config__.tag)
            medium = Media(id=block.media, type=kind)  # type: ignore[arg-type]
        return self.medium(medium, block, css)

    def medium(self, medium: Media, block: body.Figure | body.Video | body.Audio, css: str = "") -> Lines:
        """A medium with its files, the best first; caption, credit and alternative text are the block's where it has.

        The schema wants a `media-reference` in each: a medium without a file that can be reached has one without.
        """
        credit, alt = medium.credit, medium.alt
        if isinstance(block, body.Figure):
            credit, alt = block.credit or credit, block.alt or alt
        facts: list[tuple[str, str]] = [("id", medium.id)]
        if medium.type == "graphic":
            facts.append(("type", medium.type))
        if medium.focus is not None:
            facts.append(("focus", f"{medium.focus.x:g} {medium.focus.y:g}"))
        files = [(one, href) for one in medium.renditions if (href := self._style.source(one)) is not None]
        for one, _ in files:
            facts += [("size", str(one.size))] if one.size is not None else []
            facts += [("sha256", one.sha256)] if one.sha256 else []
        lines = [element("media-metadata", "", {"name": key, "value": value}) for key, value in facts if value]
        lines += [self._reference(one, href, medium, alt) for one, href in files]
        if not files:
            lines.append(element("media-reference", "", {"alternate-text": alt, "copyright": medium.rights}))
        caption = self.text(block.caption or medium.caption)
        lines += [marked("media-caption", caption)] if caption else []
        lines += [element("media-producer", credit)] if credit else []
        return nest("media", lines, {**self._values(block, css), "media-type": _KINDS[medium.type]})

    def _reference(self, one: Rendition, href: str, medium: Media, alt: str) -> str:
        timed = one.duration is not None and math.isfinite(one.duration)
        sized = one.width is not None and one.height is not None and one.width > 0 and one.height > 0
        values: dict[str, Value] = {
            "source": href,
            "name": one.role,
            "mime-type": one.media_type,
            "time": f"{one.duration:g}" if timed else None,
            "time-unit-of-measure": "seconds" if timed else None,
            "copyright": medium.rights,
            "alternate-text": alt,
            "height": one.height if sized else None,
            "width": one.width if sized else None,
        }
        return element("media-reference", "", values)
