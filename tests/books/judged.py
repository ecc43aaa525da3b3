"""The books that others judge: which they are, and what words of the model each must show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import epubs
import laws
from syndicate import gate
from syndicate.contracts import Notice
from syndicate.exporters.epub.plan import Story, make_plan
from syndicate.model import body
from syndicate.model.article import Edition

JUDGED = ("minimal", "photos", "rtl", "cjk", "packages", "hostile", "full")
"""One article, pictures, right to left, Chinese and Japanese, no pictures, hostile text, everything at once."""


@cache
def made(name: str) -> Edition:
    """An edition of the fixtures, or one in one script alone, of those stories of `multilingual` that are in it."""
    scripts = {"rtl": ("ar", "he"), "cjk": ("ja", "zh", "ko")}
    if name not in scripts:
        return laws.edition(name)
    source = laws.edition("multilingual")
    kept = tuple(a for a in source.articles if a.language.split("-")[0] in scripts[name])
    assert len(kept) >= 2
    title = {"rtl": "قطار واحد", "cjk": "山と海の新聞"}[name]
    return epubs.edition(*kept, title=title, language=scripts[name][0], date=source.date)


@cache
def written(name: str) -> bytes:
    folder = laws.ROOT / "fixtures" / "editions" / {"rtl": "multilingual", "cjk": "multilingual"}.get(name, name)
    return epubs.build(made(name), epubs.job(folder))


def stories_of(name: str) -> list[Story]:
    """The stories of the book that were not withdrawn, in its order."""
    release = gate.clear(made(name), epubs.NOW).release
    return [story for story in make_plan(release).stories() if not isinstance(story.item, Notice)]


def words_of(story: Story, *, captions_last: bool) -> Iterator[str]:
    """Headline (or what stands for it), byline, paragraphs, captions and cells of a story, as letters, in its order."""
    item = story.item
    assert not isinstance(item, Notice)
    said = [story.page.title, *(byline.name for byline in item.bylines), *_words_of_body(item.body, captions_last)]
    return filter(None, map(letters, said))


def _words_of_body(blocks: tuple[body.Block, ...], captions_last: bool) -> Iterator[str]:
    for block in body.walk(blocks):
        # Their words are the book's own where the copy gives none, or stand below the figures.
        if not isinstance(block, body.Embed | body.Gallery | body.InterstitialLink | body.Unsupported):
            texts = [body.plain(text) for text in body.texts(block) if not _has_ruby(text)]
            # Programs set the caption of a table below it.
            yield from texts[1:] + texts[:1] if captions_last and isinstance(block, body.Table) else texts


def _has_ruby(text: body.Text) -> bool:
    """Programs show the reading of a word beside it, above it or in brackets."""
    return any(isinstance(mark, body.Ruby) for run in text for mark in run.marks)


def letters(text: str) -> str:
    """Letters and digits alone: programs differ in white space, marks and the shapes of letters, not in these."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum()).casefold()
