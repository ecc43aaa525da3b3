"""Blocks that HTML has no element for, by the class names that `syndicate.formats.xhtml` gives them.

Only files that say what they are in this way are read so (`Reader.house`): on any page of the web `video` may be the
name of anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from syndicate.formats import lenient
from syndicate.formats.htmlbody.dom import Element, said_in, words
from syndicate.formats.htmlbody.inline import Inline, standing, text
from syndicate.formats.htmlbody.tree import has, take_out
from syndicate.model import body, legal
from syndicate.model.body import Block, Mark, Text

if TYPE_CHECKING:
    from syndicate.formats.htmlbody.blocks import Reader


def read(reader: Reader, element: Element) -> Block | None:
    """The block that `element` is by its class; None when it is what HTML says that it is."""
    if not element.get("class"):
        return None
    match element.tag:
        case "p" if not standing(_inline(reader, element).items(element)):
            return _line(reader, element)
        case "aside" if has(element, "footnote"):
            return _footnote(reader, element)
        case "pre" if has(element, "unsupported"):
            return body.Unsupported(bid="", source=legal.clean(said_in(element)))
        case _:
            return None


def gallery_caption(blocks: list[Block]) -> tuple[Text, list[Block]]:
    """The caption of a gallery, where all that stands beside its figures is one paragraph."""
    match blocks:
        case [body.Paragraph(lang="", dir=None) as said]:
            return said.text, []
        case _:
            return (), blocks


def _line(reader: Reader, element: Element) -> Block | None:
    said = text(_inline(reader, element).items(element))
    href = next((a.get("href", "") for a in element.iter("a")), "")
    if has(element, "editor-note"):
        return body.EditorNote(bid="", text=_without(said, body.Em))
    if has(element, "interstitial"):
        return body.InterstitialLink(bid="", text=_without(said, body.Link), href=href)
    if has(element, "embed") and href:
        fallback = _without(said, body.Link)
        provider = legal.clean(next((a.get("title", "") for a in element.iter("a")), ""))
        return body.Embed(
            bid="", url=href, provider=provider, fallback=() if body.plain(fallback) == href else fallback
        )
    if has(element, "correction") and (at := _time(element)) is not None:
        return body.CorrectionNotice(bid="", text=text(_inline(reader, element).items(element)), at=at)
    for name in ("video", "audio"):
        if has(element, name):
            return _recording(reader, element, name, href)
    return None


def _time(element: Element) -> datetime | None:
    """The moment that a line opens with, taken out of it."""
    first = next(iter(element.iter("time")), None)
    at = lenient.moment(first.get("datetime", "")).value if first is not None else None
    if first is not None and at is not None:
        take_out(first)
    return at


def _recording(reader: Reader, element: Element, name: str, href: str) -> Block:
    credit = ""
    for line in [e for e in element.iter("span") if has(e, "credit")]:
        credit = legal.clean(words(line))
        take_out(line)
    caption = _without(text(_inline(reader, element).items(element)), body.Link)
    if name == "video":
        return body.Video(bid="", media=reader.shelf.linked("video", href, credit), caption=caption)
    return body.Audio(bid="", media=reader.shelf.linked("audio", href, credit), caption=caption)


def _footnote(reader: Reader, element: Element) -> Block:
    label = ""
    first = next(iter(element), None)
    mark = first
    if first is not None and first.tag != "sup":
        mark = next(iter(first), None) if not (first.text or "").strip() else None
    if mark is not None and mark.tag == "sup":
        label = legal.clean(words(mark))
        take_out(mark)
    said, _ = reader.whole(element)
    return body.Footnote(bid="", text=said, label=label)


def _inline(reader: Reader, element: Element) -> Inline:
    return Inline(language=reader.language)


def _without(said: Text, mark: type[Mark]) -> Text:
    """The text without a mark that all of it has: the element around it, no mark of the author."""
    if not said or not all(run.marks and isinstance(run.marks[0], mark) for run in said):
        return said
    return tuple(replace(run, marks=run.marks[1:]) for run in said)
