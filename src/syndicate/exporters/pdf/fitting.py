"""Words into justified lines, all lines of a paragraph at once.

The method is that of Knuth and Plass: of all ways to break a paragraph, the one whose lines are least stretched or
shrunk, seen together. A line gives up to two percent in the width of its glyphs before its blanks give, which the eye
does not see and which spares most of the holes of a narrow column.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from syndicate.exporters.pdf.breaking import Blank, Line, Look, Segment, Word
from syndicate.exporters.pdf.hyphenation import Hyphenator
from syndicate.exporters.pdf.shaping import HYPHEN

GLYPHS = 0.02
"""Share of its width by which a line's glyphs may be widened or narrowed."""

_STRETCH = 0.9 + 25 * GLYPHS
_SHRINK = 0.2 + 12 * GLYPHS
"""What a blank gives, in its own widths, where badness is 100; the glyphs of a word between two blanks included."""

LOOSER = (0.3, 0.55, 0.8, 1.1)
"""Moods in which a paragraph is set to make it a line longer, the least first. To make one shorter, blanks would have
to give more than they can."""

_HYPHEN_PENALTY = 22.0
_RUN_DEMERITS = 4000.0
_JUMP_DEMERITS = 3000.0
_LOOSEST = 2.4
"""Beyond this a line is considered only where a paragraph has no other way."""
_MOST_HYPHENS = 2
"""Divided words in lines that follow one another."""


_Place = tuple[float, float, float, float, int, int]
"""Where a line may end, behind a word or inside one: the width of all words up to there (with the hyphen) and of all
blanks; the width of all words and blanks that the next line does not have; the token; the character before which it
is divided, 0 behind it."""

_Way = tuple[float, float, float, float, int, int, "_Way | None"]
"""The best way to a place: the widths of words and blanks before the next line, demerits, ratio of the last line,
divided words running, the number of the place, the way before. Tuples, because the innermost loop unpacks them."""


def fit(
    tokens: Sequence[Word | Blank], width: float, indent: float, divide: Hyphenator | None, mood: float = 0.0
) -> list[Line] | None:
    """The lines of one paragraph without wanted breaks; None where a word is wider than the measure.

    `mood` is the ratio that a good line has: above 0 all lines are a little looser than they need be.
    """
    places = _places(tokens, divide)
    if not places:
        return []
    indent = min(indent, width / 3)
    way = _best(places, width, indent, mood, _LOOSEST) or _best(places, width, indent, mood, math.inf)
    if way is None:
        return None
    ends: list[_Place] = []
    while way[6] is not None:
        ends.append(places[way[5]])
        way = way[6]
    return list(_lines(tokens, ends[::-1], width, indent))


def _places(tokens: Sequence[Word | Blank], divide: Hyphenator | None) -> list[_Place]:
    made: list[_Place] = []
    width = white = 0.0
    # The last word is not divided; a blank may follow it.
    last = len(tokens) - 1 - isinstance(tokens[-1], Blank) if tokens else 0
    beyond = (*tokens[1:], None)
    for number, token in enumerate(tokens):
        if isinstance(token, Blank):
            continue
        if divide is not None and number != last:
            for at, head, tail in token.cuts(divide):
                made.append((width + head, white, width + token.width - tail, white, number, at))
        width += token.width
        follows = beyond[number]
        after = white + follows.width if isinstance(follows, Blank) else white
        made.append((width, white, width, after, number, 0))
        white = after
    return made


def _best(places: list[_Place], width: float, indent: float, mood: float, loosest: float) -> _Way | None:
    """The way to the last place with the fewest demerits and no line above the ratio `loosest`; None without one."""
    active: list[_Way] = [(-indent, 0.0, 0.0, 0.0, 0, -1, None)]
    for number in range(len(places) - 1):
        end, here, start, after, _, cut = places[number]
        reached: dict[int, _Way] = {}
        room = width - end
        base = 10 + _HYPHEN_PENALTY if cut else 10.0
        gone, tight = 0, True
        for way in active:
            # Nothing of a PDF is done as often as this: no call, no name of another room.
            way_start, way_white, cost, way_ratio, hyphens, _, _ = way
            white = here - way_white
            slack = room + way_start - white
            ratio = slack / (white * (_STRETCH if slack >= 0 else _SHRINK)) if white > 0 else _bare(slack, width)
            if ratio < -1.0:
                # The longest lines come first: when they do not fit any more, they never will.
                gone += tight
                continue
            tight = False
            if ratio > loosest:
                # What began later is looser still.
                break
            hyphens = hyphens + 1 if cut else 0
            if hyphens > _MOST_HYPHENS:
                continue
            off = ratio - mood if ratio >= mood else mood - ratio
            badness = base + 100 * off * off * off
            cost += badness * badness
            if hyphens > 1:
                cost += _RUN_DEMERITS
            if not -1 <= ratio - way_ratio <= 1:
                cost += _JUMP_DEMERITS
            known = reached.get(hyphens)
            if known is None or cost < known[2]:
                reached[hyphens] = (start, after, cost, ratio, hyphens, number, way)
        del active[:gone]
        if not active:
            return None
        active += reached.values()
    return _ended(active, places, width)


def _ended(active: list[_Way], places: list[_Place], width: float) -> _Way | None:
    """The best way to the end of the paragraph: the last line may be short; shrunk, it counts as any other."""
    end, here, start, after, _, _ = places[-1]
    best: _Way | None = None
    for way in active:
        white = here - way[1]
        slack = width - end + way[0] - white
        ratio = slack / (white * (_STRETCH if slack >= 0 else _SHRINK)) if white > 0 else _bare(slack, width)
        cost = way[2] + (10 - 100 * min(0.0, ratio) ** 3) ** 2
        if ratio >= -1.0 and (best is None or cost < best[2]):
            best = (start, after, cost, ratio, 0, len(places) - 1, way)
    return best


def _bare(slack: float, width: float) -> float:
    """The ratio of a line without blanks: it gives nothing but the width of its glyphs."""
    return 12 * slack / width if slack >= 0 else (-2.0 if slack < -GLYPHS * width else -0.9)


def _lines(tokens: Sequence[Word | Blank], ends: list[_Place], width: float, indent: float) -> Iterator[Line]:
    first, cut, before, white = 0, 0, 0.0, 0.0
    offset = indent
    for number, (end, here, start, after, last, stop) in enumerate(ends, 1):
        if isinstance(tokens[first], Blank):
            first += 1
        segments, blanks = _segments(tokens[first : last + 1], cut, stop)
        line = Line(segments, end - before + here - white, blanks, width - offset, offset, number == len(ends))
        beyond = last + 1
        line.spaced = not stop and beyond < len(tokens) and isinstance(tokens[beyond], Blank)
        _widen(line)
        yield line
        first, cut, before, white, offset = (last if stop else beyond), stop, start, after, 0.0


def _segments(tokens: Sequence[Word | Blank], cut: int, stop: int) -> tuple[list[Segment], int]:
    """The text of one line by its looks, and how many blanks are in it; `cut` and `stop` divide its outer words."""
    segments: list[Segment] = []
    said: list[str] = []
    look: Look | None = None
    blanks = 0
    for token in tokens:
        blanks += isinstance(token, Blank)
        for its, text in token.parts:
            if its is not look:
                if look is not None:
                    segments.append((look, "".join(said)))
                look, said = its, []
            said.append(text)
    if look is not None:
        segments.append((look, "".join(said)))
    if stop:
        # A word that may be divided has one part, so what is cut off stands in the outermost segments.
        ending, text = segments[-1]
        whole = tokens[-1].parts[0][1]
        segments[-1] = (ending, text[: stop - len(whole)] + HYPHEN)
    if cut:
        opening, text = segments[0]
        segments[0] = (opening, text[cut:])
    return segments, blanks


def _widen(line: Line) -> None:
    """Let the glyphs give what they may, so that the blanks have less to give."""
    slack = line.room - line.width
    if line.width <= 0 or not line.blanks or (line.last and slack >= 0):
        return
    most = GLYPHS * line.width
    line.scale = 1 + max(-most, min(most, slack)) / line.width
