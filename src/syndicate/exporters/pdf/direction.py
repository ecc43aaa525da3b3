"""Right-to-left text: Arabic letters in their joined forms, and the order of a line on the page.

Lines are broken in the order in which one reads; only then is each line put into the order in which it is drawn
(Unicode Standard Annex 9, rules L1 to L4). Arabic letters are replaced by their presentation forms before they are
measured; readers of the file map these back by compatibility normalisation (NFKC), so the text can be searched.
"""

from __future__ import annotations

import re
from functools import cache

from arabic_reshaper import ArabicReshaper
from bidi import algorithm
from bidi.mirror import MIRRORED

from syndicate.model.base import Direction

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")


def has_rtl(text: str) -> bool:
    """Whether anything in `text` runs from right to left."""
    return _RTL.search(text) is not None


@cache
def _reshaper() -> ArabicReshaper:
    # Vowel signs are words of the author: without this they would be dropped. Long ligatures do not map back.
    return ArabicReshaper({"delete_harakat": False, "delete_tatweel": False, "support_ligatures": True})


def joined(text: str) -> str:
    """`text` with Arabic letters in the forms that they take beside their neighbours."""
    return str(_reshaper().reshape(text)) if _ARABIC.search(text) else text


def visual_order(text: str, base: Direction) -> list[tuple[int, str]]:
    """The characters of one line from left to right: index in `text`, and the character, mirrored where due."""
    storage = algorithm.get_empty_storage()
    storage["base_level"] = 1 if base == "rtl" else 0
    storage["base_dir"] = "R" if base == "rtl" else "L"
    algorithm.get_embedding_levels(text, storage)
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    return [
        (entry["index"], MIRRORED.get(entry["ch"], entry["ch"]) if entry["level"] % 2 else entry["ch"])
        for entry in storage["chars"]
    ]
