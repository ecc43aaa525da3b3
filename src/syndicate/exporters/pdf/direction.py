"""Right-to-left text: which stretches of a line run which way, and the order in which they stand.

Lines are broken in the order in which one reads; only then is each line put into the order in which it is drawn
(Unicode Standard Annex 9, rules L1 to L4), by levels that are those of the whole paragraph. Letters are joined and
brackets mirrored where a stretch is shaped.

python-bidi resolves a level run. Its Python half, the only one that gives levels, knows neither bracket pairs (N0) nor
isolates (X5a to X6a); both are added here. An isolate counts as one neutral character in the text around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from bidi import algorithm
from bidi.mirror import MIRRORED

from syndicate.exporters.pdf.breaking import Drawn, Line, Look
from syndicate.formats import languages
from syndicate.model import body
from syndicate.model.base import Direction

ISOLATES: dict[Direction, str] = {"ltr": "\u2066", "rtl": "\u2067"}
"""What begins a stretch that runs one way and does not sway the text around it."""
ENDS_ISOLATE = "\u2069"

_RTL = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NEUTRAL = "\ufffc"
_ISOLATING = re.compile("[\u2066-\u2069]")
_MOST_OPEN = 63
"""Open brackets beyond which pairs are looked for no more (BD16)."""


class Stretch(NamedTuple):
    """Characters of a line that stand side by side and run one way."""

    start: int
    end: int
    rtl: bool


def has_rtl(text: str) -> bool:
    """Whether anything in `text` runs from right to left."""
    return _RTL.search(text) is not None


def levels(text: str, base: Direction) -> list[int]:
    """The embedding level of each character of a paragraph (rules P2 to I2); a line end begins another."""
    found: list[int] = []
    for part in text.split("\n"):
        found += _resolved(part, 1 if base == "rtl" else 0)
        found.append(1 if base == "rtl" else 0)
    return found[:-1]


def _resolved(text: str, base: int) -> list[int]:
    """The levels of a paragraph, or of what an isolate holds."""
    if _ISOLATING.search(text) is None:
        return _without_isolates(text, base)
    inner = list(_isolates(text))
    outer, at = "", 0
    kept: list[int] = []
    for start, end in inner:
        outer += text[at : start + 1]
        kept += range(at, start + 1)
        at = end
    outer += text[at:]
    kept += range(at, len(text))
    found = [base] * len(text)
    for place, level in zip(kept, _without_isolates(outer.translate(_AS_NEUTRAL), base), strict=True):
        found[place] = level
    for start, end in inner:
        held = text[start + 1 : end]
        rtl = text[start] == "\u2067" or (text[start] == "\u2068" and _first_strong(held) == "R")
        around = found[start]
        level = (around + 1) | 1 if rtl else (around + 2) & ~1
        found[start + 1 : end] = _resolved(held, level)
    return found


_AS_NEUTRAL = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"), _NEUTRAL)


def _isolates(text: str) -> Iterator[tuple[int, int]]:
    """Where each outermost isolate begins and where the character stands that ends it (BD9)."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        if character in "\u2066\u2067\u2068":
            if not depth:
                start = at
            depth += 1
        elif character == ENDS_ISOLATE and depth:
            depth -= 1
            if not depth:
                yield start, at
    if depth:
        yield start, len(text)


def _first_strong(text: str) -> str:
    """L or R by the first character that is one of them outside isolates (P2, P3)."""
    at = 0
    for start, end in [*_isolates(text), (len(text), len(text))]:
        for character in text[at:start]:
            strong = unicodedata.bidirectional(character)
            if strong in ("L", "R", "AL"):
                return "L" if strong == "L" else "R"
        at = end
    return "L"


def _without_isolates(text: str, base: int) -> list[int]:
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "R" if base % 2 else "L"
    algorithm.get_embedding_levels(text, storage)
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    for run in storage["runs"]:
        _resolve_brackets(storage["chars"][run["start"] : run["start"] + run["length"]], run["sor"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    resolved = {entry["index"]: entry["level"] for entry in storage["chars"]}
    found: list[int] = []
    for index in range(len(text)):
        # What the rules leave out (joiners, marks of direction) goes with what stands before it (5.2).
        found.append(resolved.get(index, found[-1] if found else base))
    return found


def _resolve_brackets(run: list[dict[str, Any]], before: str) -> None:
    """N0: a pair of brackets takes one direction, that of the text around it unless all inside runs the other way."""
    pairs = _pairs(run)
    if not pairs:
        return
    around = "R" if run[0]["level"] % 2 else "L"
    for opened, closed in pairs:
        inside = {strong for entry in run[opened + 1 : closed] if (strong := _strong(entry["type"]))}
        if not inside:
            continue
        way = around
        if around not in inside:
            context = next((s for entry in reversed(run[:opened]) if (s := _strong(entry["type"]))), before)
            way = context if context in inside else around
        for at in (opened, closed):
            run[at]["type"] = way
            for entry in run[at + 1 :]:
                if entry["orig"] != "NSM":
                    break
                entry["type"] = way


def _strong(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else kind if kind == "L" else ""


def _pairs(run: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """The bracket pairs of a level run, by where they open (BD16)."""
    found: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for at, entry in enumerate(run):
        bracket = _bracket(entry["ch"]) if entry["type"] == "ON" else None
        if bracket is None:
            continue
        opens, closing = bracket
        if opens:
            if len(waiting) == _MOST_OPEN:
                break
            waiting.append((closing, at))
            continue
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0] == closing:
                found.append((waiting[depth][1], at))
                del waiting[depth:]
                break
    return sorted(found)


@lru_cache(1024)
def _bracket(character: str) -> tuple[bool, str] | None:
    """Whether `character` opens a pair, and what closes it (BD14, BD15); None where it is no bracket."""
    category = unicodedata.category(character)
    if category not in ("Ps", "Pe") or unicodedata.bidirectional(character) != "ON" or character not in MIRRORED:
        return None
    closing = MIRRORED[character] if category == "Ps" else character
    return category == "Ps", unicodedata.normalize("NFC", closing)


def visual_order(known: list[int], cuts: frozenset[int] = frozenset()) -> list[Stretch]:
    """The stretches of one line by its levels, from left to right; cut where the level changes and before `cuts`."""
    runs: list[tuple[int, int, int]] = []
    start = 0
    for at in range(1, len(known) + 1):
        if at == len(known) or known[at] != known[start] or at in cuts:
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


def isolated(runs: body.Text, base: Direction) -> body.Text:
    """`runs` with marks of direction around words in a language that runs the other way than `base`."""
    made: list[body.Run] = []
    for language, group in groupby(runs, lambda run: next((m for m in run.marks if isinstance(m, body.Lang)), None)):
        part = list(group)
        way = languages.direction(language.tag, language.dir) if language is not None else base
        if way != base:
            part[0] = body.Run(text=ISOLATES[way] + part[0].text, marks=part[0].marks)
            part[-1] = body.Run(text=part[-1].text + ENDS_ISOLATE, marks=part[-1].marks)
        made += part
    return tuple(made)


def arrange(lines: list[Line], base: Direction) -> None:
    """Say in which order the stretches of each line of a paragraph stand from left to right (rules L1 and L2)."""
    texts = ["".join(part for _, part in line.segments) for line in lines]
    ends = ["\n" if line.last else " " if line.spaced else "" for line in lines]
    known = levels("".join(text + end for text, end in zip(texts, ends, strict=True)), base)
    at = 0
    for line, text, end in zip(lines, texts, ends, strict=True):
        own = known[at : at + len(text)]
        at += len(text) + len(end)
        if not any(own):
            continue
        looks: list[Look] = []
        starts: set[int] = set()
        for look, part in line.segments:
            starts.add(len(looks))
            looks += [look] * len(part)
        line.drawn = [
            Drawn(looks[first], text[first:last], rtl, first)
            for first, last, rtl in visual_order(own, frozenset(starts))
        ]
        # A bracket that is parted from its word by its direction has no kerning with it any more.
        line.width = sum(drawn.look.width(drawn.text) for drawn in line.drawn)
