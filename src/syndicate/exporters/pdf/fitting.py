"""Words into justified lines, all lines of a paragraph at once.

The method is that of Knuth and Plass: of all ways to break a paragraph, the one whose lines are least stretched or
shrunk, seen together. A line gives up to two percent in the width of its glyphs before its blanks give, which the eye
does not see and which spares most of the holes of a narrow column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyphen

from syndicate.exporters.pdf.breaking import Blank, Line, Segment, Word, divisions
from syndicate.exporters.pdf.shaping import HYPHEN

GLYPHS = 0.02
"""Share of its width by which a line's glyphs may be widened or narrowed."""

_STRETCH = 0.9 + 25 * GLYPHS
_SHRINK = 0.2 + 12 * GLYPHS
"""What a blank gives, in its own widths, where badness is 100; the glyphs of a word between two blanks included."""

_HYPHEN_PENALTY = 22.0
_RUN_DEMERITS = 4000.0
_JUMP_DEMERITS = 3000.0
_LOOSEST = 3.0
"""Beyond this a line is considered only where there is no other."""
_MOST_HYPHENS = 2
"""Divided words in lines that follow one another."""


class _Place(NamedTuple):
    """Where a line may end: behind a word, or inside one at the character `cut`."""

    width: float
    """Of all words up to here."""
    white: float
    """Of all blanks up to here, and how many they are."""
    blanks: int
    hyphen: float
    next_white: float
    next_blanks: int
    word: int
    cut: int


class _Way(NamedTuple):
    """The best way to end a line at a place."""

    width: float
    white: float
    blanks: int
    cost: float
    ratio: float
    hyphens: int
    place: int
    before: _Way | None


def fit(tokens: Sequence[Word | Blank], width: float, indent: float, divide: pyphen.Pyphen | None) -> list[Line] | None:
    """The lines of one paragraph without wanted breaks; None where a word is wider than the measure."""
    places = list(_places(tokens, divide))
    if not places:
        return []
    end = _best(places, width, indent)
    if end is None:
        return None
    ends: list[int] = []
    while end.before is not None:
        ends.append(end.place)
        end = end.before
    return list(_lines(tokens, [places[number] for number in reversed(ends)], width, indent))


def _places(tokens: Sequence[Word | Blank], divide: pyphen.Pyphen | None) -> Iterator[_Place]:
    width = white = 0.0
    blanks = 0
    last = max((number for number, token in enumerate(tokens) if isinstance(token, Word)), default=-1)
    for number, token in enumerate(tokens):
        if isinstance(token, Blank):
            continue
        if divide is not None and number != last and len(token.parts) == 1:
            look, text = token.parts[0]
            for cut in divisions(text, divide):
                head = width + look.width(text[:cut])
                yield _Place(head, white, blanks, look.width(HYPHEN), white, blanks, number, cut)
        width += token.width
        follows = tokens[number + 1] if number + 1 < len(tokens) else None
        blank = follows.width if isinstance(follows, Blank) else 0.0
        yield _Place(width, white, blanks, 0.0, white + blank, blanks + (blank > 0), number, 0)
        white, blanks = white + blank, blanks + (blank > 0)


def _best(places: list[_Place], width: float, indent: float) -> _Way | None:
    active = [_Way(-min(indent, width / 3), 0.0, 0, 0.0, 0.0, 0, -1, None)]
    final = len(places) - 1
    for number, place in enumerate(places):
        reached: dict[int, _Way] = {}
        room = width - place.width - place.hyphen
        kept: list[_Way] = []
        for at, way in enumerate(active):
            white = place.white - way.white
            slack = room + way.width - white
            ratio = slack / (white * (_STRETCH if slack >= 0 else _SHRINK)) if white > 0 else _bare(slack, width)
            if ratio < -1.0:
                continue
            if ratio > _LOOSEST and reached and number != final:
                # What began later is looser still.
                kept += active[at:]
                break
            kept.append(way)
            hyphens = way.hyphens + 1 if place.hyphen else 0
            if hyphens > _MOST_HYPHENS:
                continue
            cost = way.cost + _demerits(ratio, way, hyphens, last=number == final)
            best = reached.get(hyphens)
            if best is None or cost < best.cost:
                reached[hyphens] = _Way(
                    place.width, place.next_white, place.next_blanks, cost, ratio, hyphens, number, way
                )
        if not kept:
            return None
        active = [*kept, *reached.values()]
        if number == final:
            return min(reached.values(), key=lambda way: way.cost) if reached else None
    return None


def _bare(slack: float, width: float) -> float:
    """The ratio of a line without blanks: it gives nothing but the width of its glyphs."""
    return 12 * slack / width if slack >= 0 else (-2.0 if slack < -GLYPHS * width else -0.9)


def _demerits(ratio: float, way: _Way, hyphens: int, *, last: bool) -> float:
    if last:
        badness = 0.0 if ratio >= 0 else 100 * -(ratio**3)
        return (10 + badness) ** 2
    badness = 100 * abs(ratio) ** 3
    cost = (10 + badness + (_HYPHEN_PENALTY if hyphens else 0.0)) ** 2
    if hyphens > 1:
        cost += _RUN_DEMERITS
    if abs(ratio - way.ratio) > 1:
        cost += _JUMP_DEMERITS
    return cost


def _lines(tokens: Sequence[Word | Blank], ends: list[_Place], width: float, indent: float) -> Iterator[Line]:
    start, cut = 0, 0
    for number, end in enumerate(ends):
        offset = min(indent, width / 3) if number == 0 else 0.0
        segments: list[Segment] = []
        blanks = 0
        while start <= end.word:
            token = tokens[start]
            if isinstance(token, Blank):
                if segments:
                    _push(segments, (token.look, " "))
                    blanks += 1
                start += 1
                continue
            stop = end.cut if start == end.word and end.cut else None
            for look, text in token.parts:
                piece = text[cut:stop] + (HYPHEN if stop else "")
                _push(segments, (look, piece))
                cut = 0
            if stop:
                cut = stop
                break
            start += 1
        final = number == len(ends) - 1
        line = Line(segments, sum(look.width(text) for look, text in segments), blanks, width - offset, offset, final)
        line.spaced = not end.cut and start < len(tokens) and isinstance(tokens[start], Blank)
        _widen(line)
        yield line


def _push(segments: list[Segment], piece: Segment) -> None:
    if segments and (segments[-1][0] is piece[0] or segments[-1][0] == piece[0]):
        segments[-1] = (segments[-1][0], segments[-1][1] + piece[1])
    else:
        segments.append(piece)


def _widen(line: Line) -> None:
    """Let the glyphs give what they may, so that the blanks have less to give."""
    slack = line.room - line.width
    if line.width <= 0 or not line.blanks or (line.last and slack >= 0):
        return
    most = GLYPHS * line.width
    line.scale = 1 + max(-most, min(most, slack)) / line.width
