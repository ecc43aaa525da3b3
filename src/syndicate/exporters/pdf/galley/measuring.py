"""A column that is set, as a copyfit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicate.exporters.pdf.flow import Para
from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.galley.column import Column, paragraphs, type_lines
from syndicate.exporters.pdf.galley.copyfit import Copyfit, Cut, Depth, PictureFit, Setting
from syndicate.exporters.pdf.galley.cuts import cut
from syndicate.exporters.pdf.style import for_script
from syndicate.formats import pictures
from syndicate.formats.lengths import MM, picas
from syndicate.model import body
from syndicate.model.article import Article, Media

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_WIDE}]|[^\\s{_WIDE}]+")
"""A word between blanks; of Chinese and Japanese each character, as word processors count."""

_APART = (body.Figure, body.Gallery, body.Video, body.Audio, body.Embed, body.Unsupported)
"""Blocks whose words are not those of the story."""


def measured(column: Column) -> Copyfit:
    """How long the story of `column` is, and where a few characters less save a line of it."""
    article, sheet = column.tools.article, column.tools.sheet
    style = for_script(sheet.text.body, script_family(column.voice.lang))
    words, characters = _counted(_texts(article))
    lines = sum(1 for part in column.parts for _ in type_lines(part))
    running = [para for part in column.parts for para in paragraphs(part)]
    in_lines = sum(len(para.passage.lines) for para in running)
    said = _counted(body.plain(para.passage.text) for para in running) if in_lines else (words, characters)
    count = in_lines or lines or 1
    return Copyfit(
        article=article.id,
        slug=article.slug,
        headline=article.headline,
        version=article.version,
        language=article.language,
        words=words,
        characters=characters,
        lines=lines,
        depth=Depth.of(column.height, column.grid),
        setting=Setting(
            measure_mm=round(column.tools.width / MM, 1),
            measure_picas=picas(column.tools.width),
            family=style.family,
            size_pt=round(style.size, 2),
            leading_pt=round(column.grid, 2),
        ),
        words_per_line=round(said[0] / count, 2),
        characters_per_line=round(said[1] / count, 1),
        pictures=tuple(_pictures(column)),
        cuts=tuple(sorted(_cuts(column), key=lambda one: one.characters)),
    )


def _texts(article: Article) -> Iterator[str]:
    for block in body.walk(article.body):
        if not isinstance(block, _APART):
            yield from (body.plain(text) for text in body.texts(block))


def _counted(texts: Iterator[str]) -> tuple[int, int]:
    """Words and characters of `texts`."""
    words = characters = 0
    for text in texts:
        words += sum(any(map(str.isalnum, word)) for word in _WORD.findall(text))
        characters += len(text)
    return words, characters


def _pictures(column: Column) -> Iterator[PictureFit]:
    article, galley = column.tools.article, column.tools.sheet.galley
    for placed in column.pictures:
        media = article.media_by_id(placed.figure.media)
        size = size_of(column, media)
        depth = Depth.of(column.tools.width * size[1] / size[0], column.grid) if size else None
        yield PictureFit(
            media=placed.figure.media,
            after_paragraph=placed.after,
            pixels=size,
            depth=depth,
            counted=galley is not None and galley.pictures == "set",
        )


def size_of(column: Column, media: Media | None) -> tuple[int, int] | None:
    """Width and height of a picture in pixels: of its file, else as the story says; None where neither is known."""
    for rendition in media.renditions if media is not None else ():
        data = column.tools.store.read(column.tools.article, rendition)
        found = pictures.probe(data) if data is not None else None
        if found is not None and found.width and found.height:
            return found.width, found.height
        if rendition.width and rendition.height:
            return rendition.width, rendition.height
    return None


def _cuts(column: Column) -> Iterator[Cut]:
    running = (b for b in body.walk(column.tools.article.body) if isinstance(b, body.Paragraph | body.Lead))
    texts = {block.bid: (number, len(body.plain(block.text))) for number, block in enumerate(running, 1)}
    ends: dict[int, tuple[Para, int]] = {}
    lines = (para for part in column.parts for _, para in type_lines(part))
    for line, para in enumerate(lines, 1):
        ends[id(para)] = para, line
    for para, line in ends.values():
        if para.bid in texts:
            number, long = texts[para.bid]
            opening = len(body.plain(para.passage.text)) - long
            found = cut(para, column.tools.setter, number, line, opening)
            if found is not None:
                yield found
