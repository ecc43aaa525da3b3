"""Where a few characters less save a line: paragraphs with a short last line, set again without some of their words.

Nothing is estimated: a cut is told of when the paragraph was set without these words and came out a line shorter. The
words are an example of how much must go; which ones do go is the sub-editor's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from syndicate.exporters.pdf.flow import Para
from syndicate.exporters.pdf.galley.copyfit import Cut
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body

_SHORT = 0.5
"""Share of the measure up to which a last line is short."""

_WORDS = re.compile(r"(?<=\s)[^\W_]+(?:[-'’][^\W_]+)*(?:[ ][^\W_]+(?:[-'’][^\W_]+)*){0,3}[ ]")
"""Up to four words with the blank behind them and no punctuation, so that what is left is a sentence's punctuation
still."""

_GIVEN = 2
"""Characters by which the other lines can make room for what stood on the last one, each of them."""

_MOST = 80
"""Lines up to which a paragraph is looked into: beyond that it is no paragraph, and each trial takes long."""

_ALIKE = 4
"""Trials with the same number of characters: where in a paragraph they go makes a difference."""


def cut(para: Para, setter: Setter, paragraph: int, line: int, opening: int) -> Cut | None:
    """The smallest cut that was found to save a line of `para`; None where its last line is long, or nothing did.

    `line` is the number of its last line; `opening` is how many characters stand before the paragraph's own (the
    dateline), which are not cut.
    """
    passage = para.passage
    lines = passage.lines
    if not 2 <= len(lines) <= _MOST or not passage.text or lines[-1].width > _SHORT * lines[-1].room:
        return None
    last = " ".join("".join(text for _, text in lines[-1].segments).split())
    whole = body.plain(passage.text)
    voice = Voice(passage.lang, passage.direction)

    def saves(stretch: tuple[int, int]) -> bool:
        left = _without(passage.text, *stretch)
        return len(setter.set(left, passage.style, passage.width, voice).lines) < len(lines)

    fewest = max(1, len(last) - _GIVEN * len(lines))
    found = _shortest(_by_length(whole, opening, fewest, len(last) + 2 * _GIVEN), saves)
    if found is None:
        return None
    start, end = found
    return Cut(
        block=para.bid,
        paragraph=paragraph,
        line=line,
        last=last,
        characters=end - start,
        words=whole[start:end].strip(),
        at=start - opening,
    )


def _by_length(whole: str, opening: int, fewest: int, most: int) -> list[list[tuple[int, int]]]:
    """Stretches of whole words, some from all over the paragraph for each length, the shortest first."""
    known: dict[int, list[tuple[int, int]]] = {}
    for start, end in _stretches(whole):
        if start > opening and fewest <= end - start <= most:
            known.setdefault(end - start, []).append((start, end))
    return [known[length][:: max(1, len(known[length]) // _ALIKE)][:_ALIKE] for length in sorted(known)]


def _shortest(
    by_length: list[list[tuple[int, int]]], saves: Callable[[tuple[int, int]], bool]
) -> tuple[int, int] | None:
    """The shortest stretch that does. Each trial is a setting, so the longest come first: often not even they do."""
    if not by_length or not any(map(saves, by_length[-1])):
        return None
    return next(filter(saves, chain.from_iterable(by_length)), None)


def _stretches(whole: str) -> Iterator[tuple[int, int]]:
    """Where one to four words that stand together begin and end."""
    at = 0
    while (found := _WORDS.search(whole, at)) is not None:
        ends = [place.end() for place in re.finditer(" ", found.group())]
        yield from ((found.start(), found.start() + end) for end in ends)
        at = found.start() + ends[0]


def _without(runs: body.Text, start: int, end: int) -> body.Text:
    """`runs` without their characters from `start` to `end`."""
    made, at = [], 0
    for run in runs:
        first, stop = max(start - at, 0), max(end - at, 0)
        text = run.text[:first] + run.text[stop:]
        at += len(run.text)
        if text:
            made.append(body.Run(text=text, marks=run.marks))
    return tuple(made)
