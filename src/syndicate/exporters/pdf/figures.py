"""Media of a story: pictures with their words, and what stands for moving pictures and sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.exporters.pdf.flow import Element, Picture, Stack
from syndicate.exporters.pdf.tags import Tag, tagged_language
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body
from syndicate.model.article import Article, Media

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader

    from syndicate.exporters.pdf.blocks import BodySetter

_HIGHEST = 0.56
"""Share of the height of a page that a picture may have."""

_LANDSCAPE = 1.15
"""How much wider than high a picture must be to have more than one column."""

_ENOUGH = 0.9
"""Share of a width that the pixels of a picture must reach for it."""

_LETTER = 0.46
"""Width of a letter on average, in ems."""

_CAPTION = 44.0
"""Points below a picture for its words, where they are not yet set."""

_LINES = 5
"""Lines that stand at least in each column below a picture."""


def figure(parts: BodySetter, block: body.Figure, voice: Voice) -> Iterator[Element]:
    """A picture with caption, credit and rights below it; its words alone where it cannot be shown."""
    media = parts.article.media_by_id(block.media)
    wide = _is_wide(parts, media)
    if wide:
        parts = replace(parts, width=parts.full)
    picture = _picture(parts, block.bid, block.media, media)
    if picture is None:
        whole = list(words(parts, block, voice))
    else:
        caption = block.caption or (media.caption if media else ())
        # Without alternative text the caption is the best that is known (ISO 14289-1 7.3).
        alt = (block.alt or (media.alt if media else "")).strip() or body.plain(caption).strip() or "Picture"
        picture.tag = Tag("Figure", parts.tag, alt=alt)
        picture.tag.lang = tagged_language(voice.lang, parts.tag)
        inner = replace(parts, tag=Tag("Caption", picture.tag))
        whole = [picture, *_said(inner, block, media, voice)]
    if whole:
        whole[-1].keep = False
        yield Stack(whole, 8, 10, wide=wide)


def words(parts: BodySetter, block: body.Figure, voice: Voice) -> Iterator[Element]:
    """What is said of a picture that is not shown: what is seen on it, caption, credit, rights."""
    media = parts.article.media_by_id(block.media)
    made: list[Element] = []
    if alt := block.alt or (media.alt if media else ""):
        made.append(parts.para(f"[{alt}]", parts.sheet.text.caption, voice))
    made += _said(parts, block, media, voice)
    for each in made[:-1]:
        each.keep = True
    yield from made


def _said(parts: BodySetter, block: body.Figure, media: Media | None, voice: Voice) -> list[Element]:
    """Caption, credit and rights, which stand together."""
    text = parts.sheet.text
    made: list[Element] = []
    if caption := block.caption or (media.caption if media else ()):
        made.append(parts.para(caption, text.caption, voice))
    if credit := block.credit or (media.credit if media else ""):
        made.append(parts.para(credit, text.credit, voice))
    if media is not None and media.rights:
        made.append(parts.para(media.rights, text.credit, voice))
    for each in made[:-1]:
        each.keep = True
    return made


def unplaced(parts: BodySetter, voice: Voice, shown: str = "") -> Iterator[Element]:
    """The media that no block of the body shows, but for `shown`: they belong to the story all the same."""
    for media in loose(parts.article):
        if media.id == shown:
            continue
        match media.type:
            case "picture" | "graphic":
                yield from figure(parts, body.Figure(bid="", media=media.id), voice)
            case "video":
                yield from recording(parts, body.Video(bid="", media=media.id), voice)
            case "audio":
                yield from recording(parts, body.Audio(bid="", media=media.id), voice)


def loose(article: Article) -> Iterator[Media]:
    """The media that no block of the body shows."""
    placed: set[str] = set()
    for block in body.walk(article.body):
        match block:
            case body.Figure() | body.Video() | body.Audio():
                placed.add(block.media)
            case body.Gallery():
                placed.update(figure.media for figure in block.figures)
    yield from (media for media in article.media if media.id not in placed)


def _picture(parts: BodySetter, bid: str, media_id: str, media: Media | None) -> Picture | None:
    known = loaded(parts, media)
    if isinstance(known, str):
        parts.findings.picture(bid, media_id, known)
        return None
    image, width, height = known
    room = (parts.sheet.top - parts.sheet.bottom) * _HIGHEST
    wanted, sharp = min(parts.width / width, room / height), 72 / parts.sheet.density
    if parts.sheet.native and sharp < wanted:
        parts.findings.coarse(bid, media_id, parts.sheet.density * sharp / wanted, parts.sheet.density)
    scale = min(wanted, sharp)
    return Picture(image, width * scale, height * scale)


def loaded(parts: BodySetter, media: Media | None) -> tuple[ImageReader, int, int] | str:
    """The picture of `media`, decoded once for each story."""
    if media is None:
        return "the story has no such medium"
    if media.id not in parts.loaded:
        from syndicate.exporters.pdf import pictures

        parts.loaded[media.id] = pictures.load(parts.article, media, parts.store, native=parts.sheet.native)
    return parts.loaded[media.id]


def _is_wide(parts: BodySetter, media: Media | None) -> bool:
    """Whether a picture inside the text stands over all columns."""
    if parts.sheet.figure.inside != "all" or not parts.full > parts.width:
        return False
    known = loaded(parts, media)
    return not isinstance(known, str) and known[1] >= _LANDSCAPE * known[2] and _has_pixels(parts, known[1], parts.full)


def _has_pixels(parts: BodySetter, pixels: int, width: float) -> bool:
    return pixels * 72 / parts.sheet.density >= _ENOUGH * width


def leading(parts: BodySetter) -> tuple[body.Figure, int] | None:
    """The picture that opens the story, and how many columns it has; None where it has one, as any other.

    It stands before the third paragraph, or in no block at all; it is wider than high, has the pixels for its width,
    and the story is long enough to fill the columns beside and below it.
    """
    article, sheet = parts.article, parts.sheet
    block = opening(article)
    media = article.media_by_id(block.media) if block is not None else None
    known = loaded(parts, media) if media is not None and media.type in ("picture", "graphic") else ""
    if block is None or isinstance(known, str):
        return None
    _, width, height = known
    if width < _LANDSCAPE * height:
        return None
    letters = sum(len(body.plain(text)) for each in body.walk(article.body) for text in body.texts(each))
    style = sheet.text.body
    deep = letters * _LETTER * style.size / sheet.column * style.leading
    for columns in range(min(sheet.figure.lead, sheet.columns), 1, -1):
        over = sheet.over(columns)
        high = min(over * height / width, (sheet.top - sheet.bottom) * _HIGHEST) + _CAPTION
        enough = (sheet.columns - columns) * high + columns * _LINES * sheet.grid
        if _has_pixels(parts, width, over) and (columns == sheet.columns or deep >= enough):
            return block, columns
    return None


def opening(article: Article) -> body.Figure | None:
    """The picture that opens a story: of its first blocks, else the first one that no block shows."""
    paragraphs = 0
    for block in article.body:
        if isinstance(block, body.Figure):
            return block
        paragraphs += isinstance(block, body.Paragraph | body.Lead)
        if paragraphs > 2:
            break
    first = next(loose(article), None)
    return body.Figure(bid="", media=first.id) if first is not None else None


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
