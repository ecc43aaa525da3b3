"""The font files: which package has them, which cut is which, and what each of them covers.

Every face comes from a package of the extra ``pdf`` under the SIL Open Font License; no font of the machine is ever
looked up, because the same input must give the same bytes everywhere. The packages are located and not imported:
some of them would start a font scan of their own.

A variable font is one face for each weight that is used; `embedding` cuts it down to static outlines.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import uharfbuzz as hb

from syndicate.errors import DependencyError


@dataclass(frozen=True, slots=True)
class Face:
    """One cut of a family: its file in its package and, in a variable font, its weight."""

    package: str
    distribution: str
    path: str
    weight: int | None = None

    @property
    def name(self) -> str:
        """A name that no other face has."""
        stem = Path(self.path).stem.partition("[")[0]
        return f"{stem}-{'Bold' if self.weight > 500 else 'Regular'}" if self.weight else stem


@dataclass(frozen=True, slots=True)
class Family:
    """The four cuts of a family; where it has no italic, the upright stands in."""

    regular: Face
    italic: Face
    bold: Face
    bold_italic: Face

    def cut(self, *, bold: bool, italic: bool) -> Face:
        """The face for this weight and slope."""
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular


def _source(kind: str, heavy: str) -> Family:
    package, stem = f"font_source_{kind}_pro", f"files/Source{kind.title()}Pro"
    distribution = f"font-source-{kind}-pro"
    cuts = ("Regular", "It", heavy, f"{heavy}It")
    return Family(*(Face(package, distribution, f"{stem}-{cut}.ttf") for cut in cuts))


def _mono() -> Family:
    package, distribution = "fontpkg_source_code_pro", "fontpkg-source-code-pro"
    files = [f"files/SourceCodePro{cut}[wght].ttf" for cut in ("", "-Italic")]
    return Family(*(Face(package, distribution, file, weight) for weight in (400, 700) for file in files))


def _upright(package: str, distribution: str, regular: str, bold: str, *, variable: bool = False) -> Family:
    light = Face(package, distribution, regular, 400 if variable else None)
    heavy = Face(package, distribution, bold, 700 if variable else None)
    return Family(light, light, heavy, heavy)


def _noto(pack: str, folder: str, stem: str) -> Family:
    path = f"fonts/ofl/{folder}/{stem}.ttf"
    return _upright(f"justmytype_intl_{pack}", f"justmytype-intl-{pack}", path, path, variable=True)


FAMILIES = {
    "serif": _source("serif", "Bold"),
    "sans": _source("sans", "Semibold"),
    "mono": _mono(),
    "arabic": _upright("fontpkg_amiri", "fontpkg-amiri", "files/Amiri-Regular.ttf", "files/Amiri-Bold.ttf"),
    "hebrew": _noto("rtl", "notosanshebrew", "NotoSansHebrew[wdth,wght]"),
    "ja": _noto("cjk", "notosansjp", "NotoSansJP[wght]"),
    "ko": _noto("cjk", "notosanskr", "NotoSansKR[wght]"),
    "zh-Hans": _noto("cjk", "notosanssc", "NotoSansSC[wght]"),
    "zh-Hant": _noto("cjk", "notosanstc", "NotoSansTC[wght]"),
}
"""Every family there is, by the name that templates and languages use."""


@cache
def _file(face: Face) -> Path:
    try:
        found = importlib.util.find_spec(face.package)
    except (ImportError, ValueError):
        found = None
    folder = next(iter(found.submodule_search_locations or ()), None) if found else None
    if folder is None or not (Path(folder) / face.path).is_file():
        raise DependencyError.missing("pdf", "pdf", face.distribution)
    return Path(folder) / face.path


@cache
def opened(face: Face) -> hb.Face:
    """The face as HarfBuzz has it.

    Raises:
        DependencyError: the package of the face is not installed.
    """
    return hb.Face(hb.Blob.from_file_path(str(_file(face))))


@cache
def has_outlines(face: Face) -> bool:
    """Whether its glyphs are TrueType outlines, of which others can be composed."""
    return "glyf" in opened(face).table_tags


@cache
def coverage(face: Face) -> frozenset[int]:
    """The code points that `face` has a glyph for.

    Raises:
        DependencyError: the package of the face is not installed.
    """
    return frozenset(opened(face).unicodes)


@cache
def anywhere() -> frozenset[int]:
    """The code points that any face has a glyph for."""
    return frozenset().union(*(coverage(family.regular) for family in FAMILIES.values()))
