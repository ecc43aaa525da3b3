"""Every word of the model once and in order, as programs that know nothing of us read the book.

A mark is put before and after the words of each story, so that what a program gives of the whole book can be told
apart: headlines and openings stand on the front page and the sections' pages too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import epubs
from books import programs
from books.judged import JUDGED, letters, stories_of, words_of, written

pytestmark = pytest.mark.external

ELSEWISE = {
    # Words without a break are cut where the page ends.
    "mutool": ("Long headline", "Odd addresses"),
    # The words of a link are written as its address, with escapes, where both are the same.
    "pandoc": ("Odd addresses",),
}
"""Beginnings of headlines of hostile stories that a program shows otherwise than they are written."""

SURE = 12
"""So many letters do not come about by chance in what the book says for itself: dates, credits, topics."""


def marked(name: str) -> bytes:
    """The book with a mark before and after the words of each story."""
    entries = epubs.unpack(written(name))
    for number, story in enumerate(stories_of(name)):
        path = f"EPUB/{story.page.path}"
        text = entries[path].decode("utf-8")
        end = "<footer>" if "<footer>" in text else "</article>"
        text, times = re.subn("(<article[^>]*>)", rf"\1<p>{opening(number)}</p>", text)
        assert times == 1
        place = text.rindex(end)
        entries[path] = f"{text[:place]}<p>{closing(number)}</p>{text[place:]}".encode()
    return epubs.repack(entries)


def opening(number: int) -> str:
    return f"qzx{number}qopenszq"


def closing(number: int) -> str:
    return f"qzx{number}qclosesq"


def assert_once(shown: str, expected: list[str]) -> None:
    """Each text of `expected` stands in `shown` in its turn, and what is left holds none of them again."""
    at, gaps = 0, []
    for words in expected:
        place = shown.find(words, at)
        assert place >= 0, f"{words!r} is missing, or not where it should be"
        gaps.append(shown[at:place])
        at = place + len(words)
    gaps.append(shown[at:])
    for words in expected:
        again = [gap for gap in gaps if len(words) >= SURE and words in gap]
        assert not again, f"{words!r} stands there once more"


def assert_whole(name: str, shown: str, elsewise: tuple[str, ...]) -> None:
    """The text that a program gives of the whole book holds each story once, whole."""
    letters_of = letters(shown)
    stories = stories_of(name)
    assert any(any(words_of(story, captions_last=True)) for story in stories)
    for number, story in enumerate(stories):
        assert letters_of.count(opening(number)) == letters_of.count(closing(number)) == 1, story.page.path
        said = letters_of.split(opening(number))[1].split(closing(number))[0]
        if not story.page.title.startswith(elsewise):
            assert_once(said, list(words_of(story, captions_last=True)))


@pytest.mark.parametrize("extract", [programs.mutool, programs.pandoc], ids=["mutool", "pandoc"])
@pytest.mark.parametrize("name", JUDGED)
def test_every_word_is_shown_once_and_in_order(extract: Callable[[Path, Path], str], name: str, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(marked(name))
    assert_whole(name, extract(path, tmp_path), ELSEWISE[extract.__name__])


def test_reading_systems_show_every_word_once_and_in_order(tmp_path: Path) -> None:
    """epub.js and foliate-js give the text of each document by itself."""
    paths = [tmp_path / f"{name}.epub" for name in JUDGED]
    for name, path in zip(JUDGED, paths, strict=True):
        path.write_bytes(written(name))
    for name, shown in zip(JUDGED, programs.opened(paths, tmp_path), strict=True):
        for view in shown.values():
            texts = {path.removeprefix("EPUB/"): text for path, text in view.texts.items()}
            for story in stories_of(name):
                assert_once(letters(texts[story.page.path]), list(words_of(story, captions_last=False)))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: re.sub('<p class="lead">.*?</p>', "", text), "missing"),
        (lambda text: re.sub('(<p class="lead">.*?</p>)', r"\1\1", text), "once more"),
        (lambda text: re.sub("(<td>Single</td>)(.*?)(<td>[^<]+</td>)", r"\3\2\1", text), "not where it should be"),
    ],
    ids=["lost", "doubled", "moved"],
)
def test_the_comparison_bites(change: Callable[[str], str], why: str) -> None:
    def said(text: str) -> str:
        return letters(re.sub("<[^>]+>", " ", text.partition("<article")[2].partition("<footer>")[0]))

    text = epubs.document(epubs.unpack(epubs.build(epubs.paper(), epubs.job())), "story-harbour")
    paragraphs = [letters(re.sub("<[^>]+>", " ", p)) for p in re.findall("<p.*?</p>|<td.*?</td>", said_in(text))]
    assert_once(said(text), paragraphs)
    with pytest.raises(AssertionError, match=why):
        assert_once(said(change(text)), paragraphs)


def said_in(text: str) -> str:
    return text.partition('<div class="body">')[2].partition("</div>")[0]
