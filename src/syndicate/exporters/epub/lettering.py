"""Words as pictures, for the cover: which face sets them, how large they may be, where their lines break.

The faces are those of the extras, under the SIL Open Font License; no font of the machine is looked up, because the
same edition must give the same cover everywhere.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from syndicate.model.base import Direction

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_SERIF = ("font_source_serif_pro", "files/SourceSerifPro-Regular.ttf", "files/SourceSerifPro-Bold.ttf")
_ARABIC = ("fontpkg_amiri", "files/Amiri-Regular.ttf", "files/Amiri-Bold.ttf")
_HEBREW = ("justmytype_intl_rtl", *("fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf",) * 2)
_CJK = {
    "ja": "notosansjp/NotoSansJP",
    "ko": "notosanskr/NotoSansKR",
    "zh-hant": "notosanstc/NotoSansTC",
    "zh-tw": "notosanstc/NotoSansTC",
    "zh": "notosanssc/NotoSansSC",
}
_UNASSIGNED = "\uffff"
_SAMPLE = 20
"""Pixels at which letters are looked for."""


class Shaping(TypedDict, total=False):
    """What Pillow is told of a line."""

    direction: str
    language: str


class Lettering:
    """Sets the words of one language; `runs` is the direction of its lines."""

    def __init__(self, language: str, runs: Direction) -> None:
        self.language = language
        self.runs: Direction = runs

    def font(self, words: str, size: int, *, bold: bool = False) -> FreeTypeFont | None:
        """The face that has every letter of `words`, or None when no face at hand has."""
        for face in self._faces(size, bold):
            if all(_has(face, letter) for letter in set(words)):
                return face
        return None

    def _faces(self, size: int, bold: bool) -> Iterator[FreeTypeFont]:
        if self.runs == "rtl" and not _shapes():
            return
        for package, regular, heavy in (_SERIF, _ARABIC, _HEBREW, self._cjk()):
            font = _font(package, heavy if bold else regular, size, bold)
            if font is not None:
                yield font

    def _cjk(self) -> tuple[str, str, str]:
        tag = self.language.lower()
        stem = next((stem for key, stem in _CJK.items() if tag.startswith(key)), _CJK["zh"])
        return ("justmytype_intl_cjk", *(f"fonts/ofl/{stem}[wght].ttf",) * 2)

    def settable(self, words: str) -> str:
        """`words` without the letters that their face lacks (a smiling face, say); '' when too few would be left."""
        best = ""
        for face in self._faces(_SAMPLE, bold=False):
            left = ""
            for letter in words:
                # What joins or stands above a letter that was left out goes with it.
                if _has(face, letter) and not (_is_attached(letter) and left[-1:].strip() == ""):
                    left += letter
            left = " ".join(left.split())
            best = left if len(left) > len(best) else best
        return best if len(best) * 10 >= len(" ".join(words.split())) * 8 else ""

    def fitted(self, words: str, width: int, sizes: range) -> FreeTypeFont | None:
        """The face at the largest of `sizes`, which go down, at which `words` fit on one line of `width` pixels."""
        for size in sizes:
            font = self.font(words, size, bold=True)
            if font is None or self.length(words, font) <= width:
                return font
        return None

    def lines(self, words: str, font: FreeTypeFont, width: int, most: int) -> list[str]:
        """`words` broken into lines of at most `width` pixels; what does not fit into `most` lines is elided."""
        pieces = words.split(" ") if _has_spaces(words) else list(words)
        glue = " " if _has_spaces(words) else ""
        found: list[str] = [""]
        for piece in pieces:
            longer = f"{found[-1]}{glue}{piece}" if found[-1] else piece
            if self.length(longer, font) <= width or not found[-1]:
                found[-1] = longer
            else:
                found.append(piece)
        if len(found) > most:
            found = found[:most]
            found[-1] = _elided(found[-1], lambda line: self.length(line, font) <= width)
        return found

    def draw(
        self, canvas: ImageDraw, at: tuple[int, int], words: str, font: FreeTypeFont, ink: str, anchor: str
    ) -> None:
        """One line of words; `anchor` as Pillow names it: `ls` is the left end of the baseline."""
        canvas.text(at, words, font=font, fill=ink, anchor=anchor, **self._shaping())

    def length(self, words: str, font: FreeTypeFont) -> float:
        """How long `words` are on one line, in pixels."""
        return font.getlength(words, **self._shaping())

    def _shaping(self) -> Shaping:
        """Direction and language, without which the letters would be shaped by the locale of the machine."""
        if not _shapes():
            return {}
        return {"direction": self.runs, "language": self.language if self.language != "und" else "en"}


def _elided(line: str, fits: Callable[[str], bool]) -> str:
    while line and not fits(f"{line}…"):
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return f"{line.rstrip(' ,.;:–—-')}…"


def _has_spaces(words: str) -> bool:
    """Whether lines break at blanks; Chinese and Japanese break between any two characters."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in words)
    return wide * 2 < len(words)


@cache
def _file(package: str, path: str) -> Path | None:
    try:
        found = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    folder = next(iter(found.submodule_search_locations or ()), None) if found else None
    file = Path(folder) / path if folder else None
    return file if file is not None and file.is_file() else None


@cache
def _shapes() -> bool:
    """Whether Pillow was built with what Arabic and Hebrew need."""
    from PIL import features

    return bool(features.check("raqm"))


@cache
def _font(package: str, path: str, size: int, bold: bool) -> FreeTypeFont | None:
    from PIL import ImageFont

    file = _file(package, path)
    if file is None:
        return None
    layout = ImageFont.Layout.RAQM if _shapes() else ImageFont.Layout.BASIC
    font = ImageFont.truetype(file, size, layout_engine=layout)
    if "[" in path:
        # The axes that are not the weight (Hebrew has a width) stay where the design puts them.
        weight = 700 if bold else 400
        axes = font.get_variation_axes()
        font.set_variation_by_axes([weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])
    return font


@cache
def _has(font: FreeTypeFont, letter: str) -> bool:
    """Whether `font` has a glyph of its own for the letter: a missing one looks as that of no character at all."""
    if letter.isspace() or _is_attached(letter):
        return True
    return _shape(font, letter) != _shape(font, _UNASSIGNED)


def _is_attached(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Cf")


@cache
def _shape(font: FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)
