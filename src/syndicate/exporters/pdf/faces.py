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
    extra: str = "pdf"
    """The extra that brings the package; what no other than ``pdf`` brings may be missing."""
    index: int = 0
    """Which of a collection's fonts it is."""
    label: str = ""
    """Its own name, for a file of the user's (which is of no package)."""

    @property
    def name(self) -> str:
        """A name that no other face has."""
        if self.label:
            return self.label
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


def _upright(package: str, distribution: str, regular: str, bold: str) -> Family:
    light, heavy = (Face(package, distribution, path) for path in (regular, bold))
    return Family(light, light, heavy, heavy)


def _noto(pack: str, script: str, axes: str = "wdth,wght", extra: str = "pdf") -> Family:
    package, path = f"justmytype_intl_{pack}", f"fonts/ofl/{script.lower()}/{script}[{axes}].ttf"
    light, heavy = (Face(package, package.replace("_", "-"), path, weight, extra) for weight in (400, 700))
    return Family(light, light, heavy, heavy)


FAMILIES = {
    "serif": _source("serif", "Bold"),
    "sans": _source("sans", "Semibold"),
    "mono": _mono(),
    "arabic": _upright("fontpkg_amiri", "fontpkg-amiri", "files/Amiri-Regular.ttf", "files/Amiri-Bold.ttf"),
    "hebrew": _noto("rtl", "NotoSansHebrew"),
    "ja": _noto("cjk", "NotoSansJP", "wght", "cjk"),
    "ko": _noto("cjk", "NotoSansKR", "wght", "cjk"),
    "zh-Hans": _noto("cjk", "NotoSansSC", "wght", "cjk"),
    "zh-Hant": _noto("cjk", "NotoSansTC", "wght", "cjk"),
    "devanagari": _noto("south_asia", "NotoSansDevanagari"),
    "bengali": _noto("south_asia", "NotoSansBengali"),
    "tamil": _noto("south_asia", "NotoSansTamil"),
    "telugu": _noto("south_asia", "NotoSansTelugu"),
    "thai": _noto("sea", "NotoSansThai"),
    "lao": _noto("sea", "NotoSansLao"),
    "khmer": _noto("sea", "NotoSansKhmer"),
    "burmese": _noto("sea", "NotoSansMyanmar"),
}
"""Every family there is, by the name that templates and languages use."""


@cache
def is_there(family: str) -> bool:
    """Whether a family can be used: one that comes with ``pdf`` must be there, others may be."""
    face = FAMILIES[family].regular
    if face.extra == "pdf":
        return True
    try:
        _file(face)
    except DependencyError:
        return False
    return True


@cache
def _file(face: Face) -> Path:
    if not face.package:
        return Path(face.path)
    try:
        found = importlib.util.find_spec(face.package)
    except (ImportError, ValueError):
        found = None
    folder = next(iter(found.submodule_search_locations or ()), None) if found else None
    if folder is None or not (Path(folder) / face.path).is_file():
        raise DependencyError.missing("pdf", face.extra, face.distribution)
    return Path(folder) / face.path


@cache
def opened(face: Face) -> hb.Face:
    """The face as HarfBuzz has it.

    Raises:
        DependencyError: the package of the face is not installed.
    """
    return hb.Face(hb.Blob.from_file_path(str(_file(face))), face.index)


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
    return frozenset().union(*(coverage(family.regular) for name, family in FAMILIES.items() if is_there(name)))
