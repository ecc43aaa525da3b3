"""Right-to-left text: which stretches of a line run which way, and the order in which they stand.

Lines are broken in the order in which one reads; only then is each line put into the order in which it is drawn
(Unicode Standard Annex 9, rules L1 to L4). Letters are joined and brackets mirrored where a stretch is shaped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bidi import algorithm

from syndicate.model.base import Direction

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


class Stretch(NamedTuple):
    """Characters of a line that stand side by side and run one way."""

    start: int
    end: int
    rtl: bool


def has_rtl(text: str) -> bool:
    """Whether anything in `text` runs from right to left."""
    return _RTL.search(text) is not None


def levels(text: str, base: Direction) -> list[int]:
    """The embedding level of each character of one line (rules P2 to I2)."""
    storage = algorithm.get_empty_storage()
    storage["base_level"] = 1 if base == "rtl" else 0
    storage["base_dir"] = "R" if base == "rtl" else "L"
    algorithm.get_embedding_levels(text, storage)
    found = [storage["base_level"]] * len(text)
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    for entry in storage["chars"]:
        found[entry["index"]] = entry["level"]
    return found


def visual_order(text: str, base: Direction, cuts: frozenset[int] = frozenset()) -> list[Stretch]:
    """The stretches of one line from left to right; they are cut where the level changes, and before each of `cuts`."""
    known = levels(text, base)
    runs: list[tuple[int, int, int]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or known[at] != known[start] or at in cuts:
            runs.append((start, at, known[start]))
            start = at
    # L2: from the highest level down, what stands at it or above is turned round.
    for level in range(max(known, default=0), 0, -1):
        at = 0
        while at < len(runs):
            end = at
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[at:end] = runs[at:end][::-1]
            at = end + 1
    return [Stretch(first, last, level % 2 == 1) for first, last, level in runs]
