"""What formats of InDesign are held against: the model's words in their order, and SimpleIDML's reading of IDML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from syndicate.model import body
from syndicate.model.article import Article


class Range(NamedTuple):
    """A paragraph as IDML has it: its style, and its runs as character style, reading and words."""

    style: str
    runs: list[tuple[str, str, str]]

    @property
    def text(self) -> str:
        """The words; a forced line break is a line feed."""
        return "".join(words for *_, words in self.runs)


def read_idml(data: bytes, path: Path) -> list[list[Range]]:
    """Every paragraph of every story, in the order of the pages, as SimpleIDML reads them; `path` is a file to use."""
    from simple_idml.idml import IDMLPackage  # type: ignore[import-untyped]

    path.write_bytes(data)
    found = []
    with IDMLPackage(str(path)) as package:
        stories = {name.removeprefix("Stories/Story_").removesuffix(".xml"): name for name in package.stories}
        assert sorted(stories) == sorted(set(package.story_ids)), "stories of the package and of the map"
        for spread in package.spreads_objects:
            (frame,) = spread.node.iter("TextFrame")
            root = zipfile.ZipFile.open(package, stories.pop(frame.get("ParentStory"))).read()
            found.append(list(_paragraphs(root)))
        assert not stories, "stories without a frame"
    return found


def _paragraphs(story: bytes) -> Iterator[Range]:
    from lxml import etree

    for node in etree.parse(io.BytesIO(story)).iter("ParagraphStyleRange"):
        runs = []
        for content in node.iter("Content"):
            run = next(content.iterancestors("CharacterStyleRange"))
            style = str(run.get("AppliedCharacterStyle")).removeprefix("CharacterStyle/")
            words = (content.text or "").replace("\u2028", "\n")
            runs.append(("" if style.startswith("$") else style, run.get("RubyString", ""), words))
        yield Range(str(node.get("AppliedParagraphStyle")).removeprefix("ParagraphStyle/"), runs)


def expected(article: Article) -> Iterator[str]:
    """Every text of a story in reading order, as the model has it."""
    yield article.headline
    yield article.subheadline
    yield article.standfirst
    yield article.summary
    yield from (byline.name for byline in article.bylines)
    for block in body.walk(article.body):
        texts = list(body.texts(block))
        if isinstance(block, body.Gallery):
            texts = [*texts[1:], texts[0]]  # the caption of all stands after the pictures
        yield from (body.plain(text) for text in texts)
        if isinstance(block, body.Unsupported):
            yield block.source
    yield from (one.name for one in article.contributors)
    yield from (correction.text for correction in article.corrections)
    yield from (note.text for note in article.ed_notes if note.public)
    yield article.copyright_notice


def find_all(wanted: list[str], text: str, whose: str) -> int:
    """How many of `wanted` have words; each has to stand in `text` after the one before it."""
    at = 0
    for words in (one.replace("\u2028", "\n") for one in wanted):  # both are a forced line break
        found = text.find(words, at)
        assert found >= 0, f"{words[:60]!r} of {whose} is not there, or not in its place"
        at = found + len(words)
    return sum(map(bool, wanted))
