"""Headlines: the largest size of the scale at which the words fill no more than so many lines, divided by sense.

No word is divided, no line ends with an article or a preposition where it can be helped, and no short word stands alone
in the last line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from syndicate.exporters.pdf.fonts import script_family
from syndicate.exporters.pdf.setting import Passage, Setter
from syndicate.exporters.pdf.style import TextStyle, for_script, replace_style
from syndicate.exporters.pdf.traits import Voice

_LEADING = 1.06
_TALL = {"arabic": 1.26, "devanagari": 1.2, "bengali": 1.2, "tamil": 1.2, "telugu": 1.25, "thai": 1.2, "burmese": 1.3}
"""Distance of the lines of a headline, in its sizes: by itself, and in scripts that reach far above and below."""

_DEEP = 0.18
"""White below a headline in such a script, in its size, besides what any other has."""

_SHORT = 5
"""Letters below which a word does not stand alone in the last line."""

_HANGING = frozenset((
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "as", "is", "are",
    "was", "be", "its", "his", "her", "their", "that", "than", "into", "over", "not", "no", "der", "die", "das", "ein",
    "eine", "von", "zu", "im", "am", "und", "oder", "mit", "für", "auf", "le", "la", "les", "un", "une", "de", "du",
    "des", "et", "à", "en", "au", "aux", "el", "los", "las", "una", "y", "o", "con", "por", "para", "del", "al",
))  # fmt: skip
"""Words that belong to what follows them."""

_ALONE = 40.0
_HANGS = 1.2


@cache
def _lines(
    widths: tuple[float, ...], blank: float, hangs: tuple[bool, ...], short: bool, room: float, count: int
) -> tuple[float, tuple[int, ...]] | None:
    """Where `count` lines end and what that costs; None where a line does not hold its words."""
    size = len(widths)
    best: list[list[tuple[float, tuple[int, ...]] | None]] = [[None] * (size + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, ())
    for line in range(1, count + 1):
        for end in range(line, size + 1):
            wide = -blank
            for start in range(end - 1, line - 2, -1):
                wide += widths[start] + blank
                if wide > room:
                    break
                before = best[line - 1][start]
                if before is None:
                    continue
                cost = before[0] + ((room - wide) / room) ** 2
                if end < size and hangs[end - 1]:
                    cost += _HANGS
                if end == size and short and end - start == 1 and count > 1:
                    cost += _ALONE
                known = best[line][end]
                if known is None or cost < known[0]:
                    best[line][end] = (cost, (*before[1], end))
    return best[count][size]


def fitted(
    text: str, style: TextStyle, sizes: Sequence[float], width: float, most: int, voice: Voice, setter: Setter
) -> Passage:
    """`text` in the first of `sizes` that takes at most `most` lines of `width` points; else in the last of them."""
    words = text.split()
    family = script_family(voice.lang)
    plain = for_script(replace_style(style, size=10.0, leading=10.0, align="left"), family)
    known = tuple(setter.set(word, plain, 1e6, Voice(voice.lang, voice.dir)).lines[0].width / 10 for word in words)
    hangs = tuple(word.lower() in _HANGING for word in words)
    short = bool(words) and len(words[-1]) < _SHORT
    for size in sizes:
        room = width / size * 0.99
        found = [_lines(known, 0.25, hangs, short, room, count) for count in range(1, most + 1)]
        good = [made for made in found if made is not None and made[0] < _ALONE]
        if good:
            # Of those that hold it, the one with the fewest lines, unless one more is much better divided.
            made = min(good[:2], key=lambda one: one[0] + 0.5 * len(one[1]))
            starts = (0, *made[1])
            divided = "\n".join(" ".join(words[a:b]) for a, b in zip(starts, made[1], strict=False))
            return setter.set(divided, _at(style, size, family), width, voice)
    passage = None
    for size in (*sizes, *(sizes[-1] * step for step in (0.85, 0.72))):
        passage = setter.set(text, replace_style(_at(style, size, family), balance=True), width, voice)
        if len(passage.lines) <= most and not any(word > width / size for word in known):
            break
    assert passage is not None
    return passage


def below(passage: Passage, lang: str) -> float:
    """White in points that a headline wants below it for what hangs down from its last line."""
    return _DEEP * passage.style.size if script_family(lang) in _TALL else 0.0


def _at(style: TextStyle, size: float, family: str) -> TextStyle:
    leading = math.ceil(size * _TALL.get(family, _LEADING))
    return for_script(replace_style(style, size=size, leading=leading, balance=False), family)
