"""Glyphs from text: HarfBuzz chooses and places them, and each one knows the characters that it stands for.

A word is shaped on its own (kerning and ligatures end at a blank, so that a line can be justified at its blanks). A
glyph is written to the file by a code of its own for each meaning that it has: the hyphen of a divided word is another
code than the hyphen that its author wrote, and a ligature is read out as its letters (PDF 1.7 9.10.3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz as hb

from syndicate.exporters.pdf import faces

HYPHEN = "\u00ad"
"""Drawn where a word is divided: it looks like a hyphen, and whoever extracts the text knows that it is none."""

_PART = re.compile("[ \u00a0]|[^ \u00a0]+")
_FEATURES = {"kern": True, "liga": True, "clig": True, "mark": True, "mkmk": True}
_PLAIN = {"kern": False, "liga": False, "clig": False, "mark": True, "mkmk": True}
"""Code is set without ligatures, which would change what one sees."""


_GAP = 25.0
"""White before a letter, in thousandths of the size, that some readers take for a blank where they go by place."""

CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that steer the direction of text: by the time when glyphs are chosen, they have done so."""
_UNDRAWN = dict.fromkeys(map(ord, CONTROLS))


def clusters(text: str) -> Iterator[str]:
    """`text` in characters with the marks that go with each: what is never set in two fonts nor on two lines."""
    start = 0
    for at in range(1, len(text)):
        if not (_clings(text[at]) or (text[at - 1] > "\u08ff" and _joins(text[at - 1]) and text[at].isalpha())):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


@lru_cache(maxsize=1 << 14)
def _clings(character: str) -> bool:
    """Whether `character` goes with the one before it (a mark, a joiner)."""
    return character > "\u02ff" and (character in "\u200c\u200d" or unicodedata.category(character)[0] == "M")


@lru_cache(maxsize=1 << 12)
def _joins(character: str) -> bool:
    """Whether `character` is a virama, which makes one cluster of two consonants (UAX 29 GB9c)."""
    return unicodedata.combining(character) == 9


class Glyph(NamedTuple):
    """A glyph of a face and where it stands, in thousandths of the size; `text` is what it stands for."""

    number: int
    advance: float
    x: float
    y: float
    text: str
    natural: float
    """Its advance in the face."""
    parts: tuple[Part, ...] = ()
    """Where several glyphs together stand for `text`, or one stands farther from the next than the face has it: they
    are one glyph in the file, so that it has a meaning of its own."""


class Part(NamedTuple):
    """A glyph of a face inside a compound, in the units of the face."""

    number: int
    x: int
    y: int
    flat: bool = False
    """Pressed to nothing: it is not seen, but has a place."""


@lru_cache(maxsize=128)
def _font(face: faces.Face) -> hb.Font:
    font = hb.Font(faces.opened(face))
    if face.weight is not None:
        font.set_variations({"wght": float(face.weight)})
    return font


@lru_cache(maxsize=1 << 16)
def natural(face: faces.Face, number: int) -> float:
    """The advance of a glyph on its own, in thousandths of the size."""
    advance: float = _font(face).get_glyph_h_advance(number)
    return advance * 1000 / float(faces.opened(face).upem)


@lru_cache(maxsize=1 << 16)
def shaped(face: faces.Face, word: str, lang: str, rtl: bool | None) -> tuple[Glyph, ...]:
    """The glyphs of one word from left to right; `rtl` is None where its letters decide on its direction."""
    font = _font(face)
    word = word.translate(_UNDRAWN)
    if not word:
        return ()
    buffer = hb.Buffer()
    buffer.add_str(word.replace(HYPHEN, "-"))
    buffer.guess_segment_properties()
    if lang and lang != "und":
        buffer.language = lang
    if rtl is not None:
        buffer.direction = "rtl" if rtl else "ltr"
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(font, buffer, _PLAIN if face.package == "fontpkg_source_code_pro" else _FEATURES)
    scale = 1000 / faces.opened(face).upem
    # A blank is read out as one, whether or not a line may break at it.
    said = word.replace("\u00a0", " ")
    backward = str(buffer.direction).endswith("rtl")
    found: list[tuple[list[Glyph], int]] = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = Glyph(
            info.codepoint, place.x_advance * scale, place.x_offset * scale, place.y_offset * scale, "",
            natural(face, info.codepoint),
        )  # fmt: skip
        if found and info.cluster == found[-1][1]:
            found[-1][0].append(glyph)
        else:
            found.append(([glyph], info.cluster))
    made: list[Glyph] = []
    for glyphs, text in _with_marks(face, found, said, backward):
        made += _meaning(face, glyphs, text, backward)
    return tuple(made)


def _with_marks(
    face: faces.Face, found: list[tuple[list[Glyph], int]], said: str, backward: bool
) -> list[tuple[list[Glyph], str]]:
    """The clusters of glyphs from left to right and what they stand for, a letter and its marks as one of them.

    Not so in text that runs to the left: programs that go by place turn what one code stands for round.
    """
    merged: list[tuple[list[Glyph], int]] = []
    for glyphs, start in found[::-1] if backward else found:
        if merged and not backward and _clings(said[start]) and faces.has_outlines(face):
            merged[-1] = (merged[-1][0] + glyphs, merged[-1][1])
        else:
            merged.append((glyphs, start))
    ends = [start for _, start in merged[1:]] + [len(said)]
    made = [(glyphs, said[start:end]) for (glyphs, start), end in zip(merged, ends, strict=True)]
    return made[::-1] if backward else made


def _meaning(face: faces.Face, glyphs: list[Glyph], text: str, backward: bool) -> list[Glyph]:
    """The glyphs of one cluster with what they stand for, as one glyph where the face allows that."""
    if len(glyphs) == 1:
        return [glyphs[0]._replace(text=text)]
    if faces.has_outlines(face):
        return [compound(face, glyphs, text)]
    # The first in reading order say a character each, and the last of them the rest.
    said = [text[at : at + 1] for at in range(len(glyphs) - 1)] + [text[len(glyphs) - 1 :]]
    return [glyph._replace(text=part) for glyph, part in zip(glyphs, said[::-1] if backward else said, strict=True)]


def compound(face: faces.Face, glyphs: list[Glyph], text: str) -> Glyph:
    """Several glyphs, or one that stands apart, as one."""
    units = faces.opened(face).upem / 1000
    at = 0.0
    parts: list[Part] = []
    for glyph in glyphs:
        parts.append(Part(glyph.number, round((at + glyph.x) * units), round(glyph.y * units)))
        at += glyph.advance
    return Glyph(glyphs[0].number, at, 0.0, 0.0, text, at, tuple(parts))


def side_by_side(face: faces.Face, glyphs: tuple[Glyph, ...]) -> list[Glyph]:
    """The glyphs of a word that runs to the left, from left to right, so that no two of them have the same place.

    Programs that go by place cannot tell in which order a letter and its marks are read, and take white inside a word
    for a blank. So a letter shares its width with its marks and joiners, and its kerning belongs to it.
    """
    if not faces.has_outlines(face):
        return list(glyphs)
    made: list[Glyph] = []
    marks: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.advance and _clings(glyph.text[:1]):
            marks.append(glyph)
            continue
        # Of a ligature only the first letter is seen.
        marks += [glyph._replace(text=letter, parts=()) for letter in glyph.text[:0:-1]]
        glyph = glyph._replace(text=glyph.text[:1])
        if marks or glyph.advance - glyph.natural > _GAP:
            made += _shared(face, glyph, marks)
            marks = []
        else:
            made.append(glyph)
    return [*made, *marks]


def _shared(face: faces.Face, letter: Glyph, marks: list[Glyph]) -> list[Glyph]:
    """A letter and the marks before it, which stand at its left edge, as glyphs that share its width."""
    units = faces.opened(face).upem / 1000
    width = letter.advance / (1 + len(marks))
    made: list[Glyph] = []
    for number, glyph in enumerate((*marks, letter)):
        parts = glyph.parts or compound(face, [glyph], glyph.text).parts
        if number < len(marks) and (glyph.advance or glyph.text in "\u200c\u200d"):
            parts = (Part(_font(face).get_nominal_glyph(0x2E) or 0, 0, 0, flat=True),)
        moved = tuple(part._replace(x=part.x - round(number * width * units)) for part in parts)
        made.append(Glyph(glyph.number, width, 0.0, 0.0, glyph.text, width, moved))
    return made


class Placed(NamedTuple):
    """A glyph by its code in the document, and where it stands in its word, in thousandths of the size."""

    code: int
    x: float
    rise: float
    natural: float


class Shape(NamedTuple):
    """Letters as an outline: its operators (PDF 1.7 8.5.2) in thousandths of the size, from its left edge."""

    path: str
    width: float
    high: float
    """Height of a capital of the face."""

    def high_of(self, size: float) -> float:
        """Height of a capital in points where the face is set at `size`."""
        return self.high * size / 1000


@lru_cache(maxsize=128)
def shape(face: faces.Face, letters: str) -> Shape | None:
    """`letters` as an outline; None where nothing of them is to be seen."""
    font, scale = _font(face), 1000 / faces.opened(face).upem
    at, left, right = 0.0, 0.0, 0.0
    pen = _Outline(scale)
    for number, glyph in enumerate(shaped(face, letters, "", False)):
        inked = font.get_glyph_extents(glyph.number)
        if number == 0:
            left = inked.x_bearing * scale
        for part in glyph.parts or (Part(glyph.number, 0, 0),):
            pen.x, pen.y = at - left + glyph.x + part.x * scale, glyph.y + part.y * scale
            font.draw_glyph_with_pen(part.number, pen)
        right = max(right, at - left + (inked.x_bearing + inked.width) * scale)
        at += glyph.advance
    high = font.get_glyph_extents(shaped(face, "H", "", False)[0].number).height
    return Shape(" ".join(pen.path), right, abs(high) * scale) if pen.path and high else None


class _Outline:
    """Writes what HarfBuzz draws as operators of a path."""

    def __init__(self, scale: float) -> None:
        self.path: list[str] = []
        self.x = self.y = 0.0
        self._scale = scale
        self._from = (0.0, 0.0)

    def _put(self, operator: str, *points: tuple[float, float]) -> None:
        placed = [(x * self._scale + self.x, y * self._scale + self.y) for x, y in points]
        self.path.append(" ".join([*(f"{x:.1f} {y:.1f}" for x, y in placed), operator]))
        self._from = points[-1] if points else self._from

    def moveTo(self, to: tuple[float, float]) -> None:
        self._put("m", to)

    def lineTo(self, to: tuple[float, float]) -> None:
        self._put("l", to)

    def curveTo(self, first: tuple[float, float], second: tuple[float, float], to: tuple[float, float]) -> None:
        self._put("c", first, second, to)

    def qCurveTo(self, control: tuple[float, float], to: tuple[float, float]) -> None:
        """PDF has cubic curves alone: their controls lie two thirds of the way to that of the quadratic one."""
        first, second = (
            tuple(end + (mid - end) * 2 / 3 for end, mid in zip(ends, control, strict=True))
            for ends in (self._from, to)
        )
        self._put("c", (first[0], first[1]), (second[0], second[1]), to)

    def closePath(self) -> None:
        self.path.append("h")


class Font:
    """A face in one document: the codes that its glyphs have there."""

    def __init__(self, face: faces.Face, resource: str, *, box: str = "") -> None:
        self.face = face
        self._box = box
        """The character that is drawn for every other one; empty where each is drawn as itself."""
        self.resource = resource
        """The name by which pages call it."""
        self.fontName = face.name
        self._codes: dict[Glyph, int] = {}
        self._placed: dict[Glyph, int] = {}
        """The code of each glyph as it stood somewhere, kerned or raised."""
        self._backward: dict[tuple[str, str], tuple[float, tuple[Placed, ...]]] = {}
        self._written: dict[tuple[str, str, bool | None], list[str | float]] = {}

    @property
    def codes(self) -> list[Glyph]:
        """The glyph of each code that was written, from code 1, wherever it stands."""
        return list(self._codes)

    def width(self, text: str, lang: str = "") -> float:
        """Width of `text` at size 1, in points."""
        total = 0.0
        for part in _PART.findall(text):
            for glyph in self._shaped(part, lang, None):
                total += glyph.advance
        return total / 1000

    def written(self, word: str, lang: str, rtl: bool | None) -> list[str | float]:
        """A word or a blank as operands of TJ (PDF 1.7 9.4.3); a number that is no string is a rise in thousandths."""
        key = (word, lang, rtl)
        if key not in self._written:
            self._written[key] = self._write(self._shaped(word, lang, rtl))
        return self._written[key]

    def backward(self, word: str, lang: str) -> tuple[float, tuple[Placed, ...]]:
        """How wide a word is that runs from right to left, in thousandths, and its glyphs as one reads them."""
        known = self._backward.get((word, lang))
        if known is None:
            at = 0.0
            placed: list[Placed] = []
            for glyph in side_by_side(self.face, self._shaped(word, lang, True)):
                placed.append(Placed(self._code(glyph), at + glyph.x, glyph.y, glyph.natural))
                at += glyph.advance
            known = self._backward[word, lang] = (at, tuple(reversed(placed)))
        return known

    def _shaped(self, word: str, lang: str, rtl: bool | None) -> tuple[Glyph, ...]:
        if not self._box:
            return shaped(self.face, word, lang, rtl)
        (box,) = shaped(self.face, self._box, "", False)
        made = tuple(box._replace(text=character) for character in word)
        return made[::-1] if rtl else made

    def _write(self, glyphs: tuple[Glyph, ...]) -> list[str | float]:
        made: list[str | float] = []
        codes: list[str] = []
        rise = 0.0

        def flush(move: float) -> None:
            if codes:
                made.append(f"<{''.join(codes)}>")
                codes.clear()
            if abs(move) > 0.05:
                made.append(f"{-move:.4g}")

        for glyph in glyphs:
            if abs(glyph.x) > 0.05:
                flush(glyph.x)
            if abs(glyph.y - rise) > 0.05:
                flush(0.0)
                rise = glyph.y
                made.append(rise)
            codes.append(f"{self._code(glyph):04X}")
            left = glyph.advance - glyph.natural - glyph.x
            if abs(left) > 0.05:
                flush(left)
        flush(0.0)
        if rise:
            made.append(0.0)
        return made

    def _code(self, glyph: Glyph) -> int:
        known = self._placed.get(glyph)
        if known is None:
            bare = glyph._replace(advance=glyph.natural, x=0.0, y=0.0)
            known = self._placed[glyph] = self._codes.setdefault(bare, len(self._codes) + 1)
        return known
