"""Sanitised elements to blocks. Order is the page's; no word of it is dropped on the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeVar

import msgspec

from syndicate.formats.htmlbody import house
from syndicate.formats.htmlbody.dom import Element, said_in, words
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.htmlbody.inline import INLINE, STANDING, Inline, Item, direction, standing, text, without_dash
from syndicate.formats.htmlbody.media import Shelf
from syndicate.formats.htmlbody.tables import table
from syndicate.formats.htmlbody.tree import (
    apart_above,
    attribution_of,
    entries,
    has,
    only_tail,
    only_text,
    own,
    replace_by_break,
    take_out,
)
from syndicate.formats.languages import language_tag
from syndicate.model import body, legal
from syndicate.model.body import Block, Run, Text

_HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
_ROOMS = frozenset({"address", "article", "div", "footer", "header", "hgroup", "main", "section"})


B = TypeVar("B", bound=msgspec.Struct)


class Reader(msgspec.Struct):
    """Reads the blocks of one story."""

    language: str
    findings: Findings
    shelf: Shelf
    house: bool = False
    """Whether the class names of `syndicate.formats.xhtml` count, where HTML has no element for a block."""

    def room(self, element: Element) -> list[Block]:
        """The blocks of an element that holds blocks; loose text in it becomes paragraphs."""
        blocks: list[Block] = []
        loose: list[Item] = []
        inline = self._inline(element)
        if element.text:
            loose += inline.items(only_text(element))
        for child in element:
            if child.tag in INLINE and not child.get("data-apart"):
                loose += inline.around(child)
            else:
                blocks += self._paragraphs(loose, element)
                loose = []
                blocks += self.block(child)
            if child.tail:
                loose += inline.items(only_tail(child))
        blocks += self._paragraphs(loose, element)
        return blocks

    def block(self, element: Element) -> list[Block]:
        """The blocks that one element becomes."""
        name = element.tag
        if element.get("data-apart"):
            return self._apart(element)
        if self.house and (known := house.read(self, element)) is not None:
            return [self._placed(known, element)]
        if name in STANDING:
            return self._figure(element)
        if name in _ROOMS:
            return self._gallery(element) if has(element, "gallery") else self.room(element)
        if name in _HEADINGS:
            return self._heading(element)
        match name:
            case "blockquote":
                return self._quote(element)
            case "aside":
                return self._quote(element) if has(element, "pullquote") else self._box(element)
            case "ul" | "ol" | "dl":
                return self._list(element)
            case "table":
                return self._table(element)
            case "pre":
                said = legal.clean(said_in(element))
                found = standing(self._inline(element).items(element))
                block = [self._placed(body.Preformatted(bid="", text=said), element)] if said.strip() else []
                return [*block, *self._after(found)]
            case "hr":
                return [self._placed(body.Divider(bid=""), element)]
            case _:
                return self._paragraphs(self._inline(element).items(element), element)

    # --- text --------------------------------------------------------------------------------------------------------

    def _inline(self, element: Element, divides: bool = True) -> Inline:
        return Inline(language=self._language(element), divides=divides)

    def _language(self, element: Element) -> str:
        for above in (element, *element.iterancestors()):
            if (lang := above.get("lang")) and (tag := language_tag(lang)) != "und":
                return tag
        return self.language

    def _placed(self, block: B, element: Element) -> B:
        """The block with the id of its element, in its language and direction where they are not the article's."""
        language = self._language(element)
        turned = next((d for above in (element, *element.iterancestors()) if (d := direction(above))), None)
        lang = "" if language == self.language else language
        bid = element.get("data-bid", "")
        return msgspec.structs.replace(block, bid=bid, lang=lang, dir=turned) if bid or lang or turned else block

    def whole(self, element: Element) -> tuple[Text, list[Block]]:
        """All text of an element that cannot be divided, and the blocks that must stand after it."""
        inline = self._inline(element, divides=False)
        items = inline.items(element)
        self.findings.flattened.update(inline.flattened)
        return text(items), self._after(standing(items))

    def _after(self, elements: Iterable[Element]) -> list[Block]:
        return [block for element in elements for block in self.block(element)]

    def _paragraphs(self, items: list[Item], element: Element) -> list[Block]:
        """Running text, divided where something stands that is none."""
        blocks: list[Block] = []
        part: list[Item] = []
        for item in [*items, None]:
            if isinstance(item, Run):
                part.append(item)
                continue
            if said := text(part):
                blocks.append(self._paragraph(said, element))
            part = []
            if item is not None:
                blocks += self.block(item)
        return blocks

    def _paragraph(self, said: Text, element: Element) -> Block:
        if element.tag == "p" and element.get("class"):
            for name, kind in (
                ("lead", body.Lead),
                ("correction", body.CorrectionNotice),
                ("editor-note", body.EditorNote),
            ):
                if has(element, name):
                    return self._placed(kind(bid="", text=said), element)
        return self._placed(body.Paragraph(bid="", text=said), element)

    def _heading(self, element: Element) -> list[Block]:
        said, after = self.whole(element)
        head = body.Crosshead(bid="", text=said, level=_HEADINGS[element.tag])
        return [*([self._placed(head, element)] if said else []), *after]

    # --- quotes, boxes, lists, tables --------------------------------------------------------------------------------

    def _quote(self, element: Element) -> list[Block]:
        attribution: Text = ()
        after: list[Block] = []
        if (who := attribution_of(element)) is not None:
            for name in list(who.iter("cite")):
                name.tag = "span"  # a person, not the title of a work
            attribution, after = self.whole(who)
            attribution = without_dash(attribution)
            take_out(who)
        said, more = self.whole(element)
        if not said:
            said, attribution = attribution, ()
        kind = body.Quote if element.tag == "blockquote" else body.PullQuote
        quote = self._placed(kind(bid="", text=said, attribution=attribution), element)
        return [*([quote] if said else []), *more, *after]

    def _box(self, element: Element) -> list[Block]:
        first = next(iter(element), None)
        title = ""
        if (
            first is not None
            and not (element.text or "").strip()
            and (first.tag in _HEADINGS or has(first, "box-title"))
        ):
            title = "" if standing(self._inline(first).items(first)) else legal.clean(words(first))
            if title:
                take_out(first)
        blocks = self.room(element)
        if not blocks and not title:
            return []
        kind: Literal["sidebar", "factbox"] = "sidebar" if has(element, "sidebar") else "factbox"
        return [self._placed(body.Box(bid="", blocks=tuple(blocks), title=title, kind=kind), element)]

    def _list(self, element: Element) -> list[Block]:
        found, after = self.list_of(element)
        return [*([found] if found.items else []), *after]

    def list_of(self, element: Element) -> tuple[body.List, list[Block]]:
        """A list with the lists in it, and what must stand after it."""
        items: list[body.ListItem] = []
        after: list[Block] = []
        for child in entries(element):
            nested: list[body.List] = []
            for inner in [e for e in child.iter("ul", "ol", "dl") if e is not child and own(e, child)]:
                deeper, more = self.list_of(inner)
                nested += [deeper] if deeper.items else []
                after += more
                replace_by_break(inner)
            said, more = self.whole(child)
            after += more
            if child.tag == "dt":
                said = tuple(msgspec.structs.replace(run, marks=(body.Strong(), *run.marks)) for run in said)
            if said or nested:
                items.append(body.ListItem(text=said, children=tuple(nested)))
        return self._placed(body.List(bid="", items=tuple(items), ordered=element.tag == "ol"), element), after

    def _table(self, element: Element) -> list[Block]:
        found, after = table(element, self.whole)
        rows = bool(found.rows or found.header or found.caption)
        return [*([self._placed(found, element)] if rows else []), *after]

    # --- media -------------------------------------------------------------------------------------------------------

    def _apart(self, element: Element) -> list[Block]:
        kind = element.get("data-kind", "")
        pictures = list(element.iter("img"))
        match element.get("data-apart"):
            case "embed" if pictures and pictures[0].get("src"):
                alt = legal.clean(pictures[0].get("alt", ""))
                fallback = (Run(text=alt),) if alt else ()
                return [self._placed(body.Embed(bid="", url=pictures[0].get("src", ""), fallback=fallback), element)]
            case "video":
                media = self.shelf.recording("video", pictures, kind)
                return [self._placed(body.Video(bid="", media=media), element)]
            case "audio":
                media = self.shelf.recording("audio", pictures, kind)
                return [self._placed(body.Audio(bid="", media=media), element)]
            case _:
                source = legal.clean(said_in(element))
                kept = body.Unsupported(bid="", source=source, kind=kind, media_type="text/html")
                return [self._placed(kept, element)] if source else []

    def _figure(self, element: Element) -> list[Block]:
        """A picture, pictures or whatever else stands in a figure, with its caption."""
        if element.tag == "img":
            return [self._placed(body.Figure(bid="", media=self.shelf.picture(element)), element)]
        caption, credit, after = self._caption(element)
        pictures = [e for e in element.iter("img") if not apart_above(e, element)]
        for picture in pictures:
            take_out(picture)
        others = self.room(element)
        if len(pictures) > 1:
            figures = tuple(self._placed(body.Figure(bid="", media=self.shelf.picture(e)), e) for e in pictures)
            text_ = caption + ((Run(text=f"{' ' if caption else ''}{credit}"),) if credit else ())
            return [self._placed(body.Gallery(bid="", figures=figures, caption=text_), element), *others, *after]
        if pictures:
            media = self.shelf.picture(pictures[0], caption, credit)
            known = self.shelf.media[media]
            figure = body.Figure(
                bid="",
                media=media,
                caption=caption if caption != known.caption else (),
                credit=credit if credit != known.credit else "",
                alt=alt if (alt := self.shelf.alt(pictures[0])) != known.alt else "",
            )
            return [self._placed(figure, element), *others, *after]
        if self.house and len(others) == 1 and isinstance(others[0], body.Video | body.Audio) and credit:
            self.shelf.credited(others[0].media, credit)
            credit = ""
        if self.house and len(others) == 1 and not others[0].bid:
            others = [self._placed(others[0], element)]
        return [*self._captioned(others, caption, credit, element), *after]

    def _captioned(self, blocks: list[Block], caption: Text, credit: str, element: Element) -> list[Block]:
        """Blocks of a figure without a picture, with its caption where they have room for one."""
        if credit:
            caption = (*caption, Run(text=f"{' ' if caption else ''}{credit}"))
        if not caption:
            return blocks
        if len(blocks) == 1:
            match blocks[0]:
                case body.Table(caption=()) | body.Video(caption=()) | body.Audio(caption=()):
                    return [msgspec.structs.replace(blocks[0], caption=caption)]
                case body.Quote(attribution=()) | body.PullQuote(attribution=()):
                    return [msgspec.structs.replace(blocks[0], attribution=without_dash(caption))]
                case body.Embed(fallback=()):
                    return [msgspec.structs.replace(blocks[0], fallback=caption)]
                case _:
                    pass
        return [*blocks, self._placed(body.Paragraph(bid="", text=caption), element)]

    def _caption(self, element: Element) -> tuple[Text, str, list[Block]]:
        """Caption and credit of a figure, taken out of it."""
        credits_: list[str] = []
        captions: list[Text] = []
        after: list[Block] = []
        for found in [e for e in element.iter() if e is not element and has(e, "credit")]:
            if standing(self._inline(found).items(found)):
                continue
            credits_.append(legal.clean(words(found)))
            take_out(found)
        for found in list(element.iter("figcaption")):
            said, more = self.whole(found)
            captions += [said] if said else []
            after += more
            take_out(found)
        joined: list[Run] = []
        for said in captions:
            joined += ([Run(text="\n")] if joined else []) + list(said)
        return tuple(joined), " ".join(c for c in credits_ if c), after

    def _gallery(self, element: Element) -> list[Block]:
        """Figures that the page shows together; anything else in the room stands after them."""
        others: list[Block]
        caption: Text
        blocks = self.room(element)
        figures = tuple(block for block in blocks if isinstance(block, body.Figure))
        others = [block for block in blocks if not isinstance(block, body.Figure)]
        if not figures:
            return others
        caption, others = house.gallery_caption(others) if self.house else ((), others)
        return [self._placed(body.Gallery(bid="", figures=figures, caption=caption), element), *others]
