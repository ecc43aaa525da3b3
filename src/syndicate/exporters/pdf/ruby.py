"""Ruby: the reading of characters in small type above them, where there is room for it (PDF 1.7 14.8.4.4.2).

A reading is narrowed before it may stick out, and sticks out only where no other reading stands beside it. Where it
still does not fit it stands in brackets behind its base.
"""

from __future__ import annotations

import dataclasses
from itertools import count

from syndicate.exporters.pdf.breaking import Reading, Segment
from syndicate.exporters.pdf.direction import has_rtl

SIZE = 0.5
"""Size of a reading, in ems of its base."""

_NARROWEST = 0.6
"""How far a reading may be narrowed."""

_OVERHANG = 0.25
"""How far it may stick out on each side, in ems of its base."""

_LONGEST = 12
"""Characters of a base, which stays on one line with its reading."""

_WIDE = (0.93, 1.4)
_NARROW = (0.77, 1.35)
"""For Chinese and Japanese bases, and for others: the height of the reading's baseline, and the leading that it needs,
both in ems of the base."""

_numbers = count()


def over(
    base: list[Segment], above: list[Segment], leading: float, *, wide: bool, crowded: bool
) -> list[Segment] | None:
    """`base` with the reading `above` it, or None where it has no room.

    `wide` says that it is Chinese or Japanese, `crowded` that another reading stands before it.
    """
    if len(base) != 1 or len(above) != 1:
        return None
    (look, text), (small, said) = base[0], above[0]
    height, needed = _WIDE if wide else _NARROW
    if leading < needed * look.size or len(text) > _LONGEST or has_rtl(text + said):
        return None
    if any(character.isspace() for character in text + said):
        return None
    width, own = look.width(text), small.width(said)
    room = width if crowded else width + 2 * _OVERHANG * look.size
    if own * _NARROWEST > room:
        return None
    reading = Reading(small, said, height * look.size, min(1.0, room / own), next(_numbers))
    # The second part, which is empty, keeps the word from being divided.
    return [(dataclasses.replace(look, ruby=reading), text), (look, "")]
