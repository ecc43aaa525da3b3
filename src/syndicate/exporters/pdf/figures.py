"""Media of a story: pictures with their words, and what stands for moving pictures and sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.exporters.pdf import pictures
from syndicate.exporters.pdf.flow import Element, Picture, Stack
from syndicate.exporters.pdf.tags import Tag, tagged_language
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body
from syndicate.model.article import Media

if TYPE_CHECKING:
    from syndicate.exporters.pdf.blocks import BodySetter


def figure(parts: BodySetter, block: body.Figure, voice: Voice) -> Iterator[Element]:
    """A picture with caption, credit and rights below it; its words alone where it cannot be shown."""
    media = parts.article.media_by_id(block.media)
    alt = block.alt or (media.alt if media else "")
    caption = block.caption or (media.caption if media else ())
    words: list[Element] = []
    picture = _picture(parts, block.bid, block.media, media)
    inner = parts
    if picture is not None:
        # Without alternative text the caption is the best that is known (ISO 14289-1 7.3).
        picture.tag = Tag("Figure", parts.tag, alt=alt.strip() or body.plain(caption).strip() or "Picture")
        picture.tag.lang = tagged_language(voice.lang, parts.tag)
        inner = replace(parts, tag=Tag("Caption", picture.tag))
    elif alt:
        words.append(parts.para(f"[{alt}]", parts.sheet.text.caption, voice))
    if caption:
        words.append(inner.para(caption, parts.sheet.text.caption, voice))
    credit = block.credit or (media.credit if media else "")
    if credit:
        words.append(inner.para(credit, parts.sheet.text.credit, voice))
    if media is not None and media.rights:
        words.append(inner.para(media.rights, parts.sheet.text.credit, voice))
    for word in words[:-1]:
        word.keep = True
    whole = [picture, *words] if picture is not None else words
    if whole:
        whole[-1].keep = False
        yield Stack(whole, 8, 10)


def unplaced(parts: BodySetter, voice: Voice) -> Iterator[Element]:
    """The media that no block of the body shows: they belong to the story all the same."""
    placed: set[str] = set()
    for block in body.walk(parts.article.body):
        match block:
            case body.Figure() | body.Video() | body.Audio():
                placed.add(block.media)
            case body.Gallery():
                placed.update(figure.media for figure in block.figures)
    for media in parts.article.media:
        if media.id in placed:
            continue
        match media.type:
            case "picture" | "graphic":
                yield from figure(parts, body.Figure(bid="", media=media.id), voice)
            case "video":
                yield from recording(parts, body.Video(bid="", media=media.id), voice)
            case "audio":
                yield from recording(parts, body.Audio(bid="", media=media.id), voice)


def _picture(parts: BodySetter, bid: str, media_id: str, media: Media | None) -> Picture | None:
    loaded = pictures.load(parts.article, media, parts.store) if media else "the story has no such medium"
    if isinstance(loaded, str):
        parts.findings.picture(bid, media_id, loaded)
        return None
    image, width, height = loaded
    room = (parts.sheet.top - parts.sheet.bottom) * 0.56
    scale = min(parts.width / width, room / height, 72 / pictures.DENSITY)
    return Picture(image, width * scale, height * scale)


def recording(parts: BodySetter, block: body.Video | body.Audio, voice: Voice) -> Iterator[Element]:
    """What a page can have of it: caption, credit, address."""
    media = parts.article.media_by_id(block.media)
    kind = "▶" if isinstance(block, body.Video) else "♪"
    words = block.caption or (media.caption if media else ()) or body.text((media.alt if media else "") or block.media)
    href = next((r.href for r in media.renditions if "://" in r.href), "") if media else ""
    yield parts.para((body.Run(text=f"{kind}\u00a0"), *words), parts.sheet.text.pointer, voice)
    if media is not None and media.credit:
        yield parts.para(media.credit, parts.sheet.text.credit, voice)
    if href:
        yield parts.address(href, voice)
