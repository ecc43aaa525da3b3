"""The fonts of a user: what lies in the folders of ``--fonts``, each file looked at before anything is set in it.

They stand behind the fonts that come with us: for characters that those lack, and for a family that a template names.
Files are taken in the order of their paths, so that the same folder gives the same bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
import uharfbuzz as hb

from syndicate.errors import ConfigError, UsageError
from syndicate.exporters.pdf import faces
from syndicate.exporters.pdf.faces import Face, Family

Texts = TypeVar("Texts", bound=msgspec.Struct)

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_NEEDED = frozenset({"cmap", "head", "hhea", "hmtx", "maxp"})
_RESTRICTED, _WHOLE_ONLY, _BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
"""Of OS/2 fsType: what its maker does not allow (OpenType 1.9, OS/2)."""


class Problem(NamedTuple):
    """A file that is not used, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The families of some folders by their names, and the files that cannot be used."""

    families: Mapping[str, Family]
    problems: tuple[Problem, ...] = ()


class _Cut(NamedTuple):
    family: str
    weight: int
    italic: bool
    face: Face


@cache
def shelf(folders: tuple[Path, ...], quiet: tuple[Path, ...] = ()) -> Shelf:
    """What lies in `folders` and in those that are asked for no faults (`quiet`), their own folders included.

    Raises:
        UsageError: one of `folders` is not there.
    """
    problems: list[Problem] = []
    cuts: dict[str, list[_Cut]] = defaultdict(list)
    for folder in (*folders, *quiet):
        if not folder.exists():
            if folder in quiet:
                continue
            raise UsageError(f"--fonts {folder}: there is no such folder", hint="a folder with fonts, or `system`")
        for path, name in _files(folder):
            for found in _read(path, name):
                if isinstance(found, _Cut):
                    cuts[found.family].append(found)
                elif folder not in quiet:
                    problems.append(found)
    return Shelf({name: _family(found) for name, found in cuts.items()}, tuple(problems))


def _files(folder: Path) -> list[tuple[Path, str]]:
    """The font files below `folder`, or the one that it is, with their names from there on."""
    if folder.is_file():
        return [(folder, folder.name)]
    found = (path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())
    return sorted(((path, path.relative_to(folder).as_posix()) for path in found), key=lambda pair: pair[1])


def _read(path: Path, name: str) -> Iterator[_Cut | Problem]:
    """The cuts in a file; a collection has several."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        yield Problem(name, f"it cannot be read: {fault.strerror}")
        return
    count = int.from_bytes(data[8:12], "big") if data[:4] == b"ttcf" else 1
    for index in range(min(count, 256)):
        called = f"{name} ({index + 1} of {count})" if count > 1 else name
        why = _fault(data, index)
        if why:
            yield Problem(called, why)
            continue
        opened = hb.Face(hb.Blob(data), index)
        why = _unusable(opened)
        if why:
            yield Problem(called, why)
        else:
            yield from _cuts(path, index, opened)


def _fault(data: bytes, index: int) -> str:
    """Why this is no whole font; empty where it is one. Every table must lie in the file (OpenType 1.9, otff)."""
    start = int.from_bytes(data[12 + 4 * index : 16 + 4 * index], "big") if data[:4] == b"ttcf" else 0
    kind = data[start : start + 4]
    if kind[:3] == b"wOF":
        return "it is a font for the web (WOFF): unpack it"
    if kind not in (b"\0\1\0\0", b"OTTO", b"true"):
        return "it is damaged, or no TrueType or OpenType font"
    count = int.from_bytes(data[start + 4 : start + 6], "big")
    tables = set()
    for at in range(start + 12, start + 12 + 16 * count, 16):
        offset, length = (int.from_bytes(data[at + 4 * n : at + 4 * n + 4], "big") for n in (2, 3))
        if at + 16 > len(data) or offset + length > len(data):
            return "it is damaged: it has been cut off"
        tables.add(data[at : at + 4].decode("latin-1").strip())
    if "CFF2" in tables:
        return "PDF has no room for its kind of outlines (CFF2): take the static fonts of the family"
    if "glyf" not in tables and "CFF" not in tables:
        return "it has no outlines (pictures of glyphs alone)"
    lacking = sorted(_NEEDED - tables)
    return f"it is damaged: it has no table {lacking[0]}" if lacking else ""


def _unusable(opened: hb.Face) -> str:
    """Why a font that is whole may not or cannot be embedded."""
    about = bytes(opened.reference_table("OS/2").data)
    rights = int.from_bytes(about[8:10], "big")
    if rights & 0x000F == _RESTRICTED:
        return "its maker does not allow embedding (OS/2 fsType)"
    if rights & (_WHOLE_ONLY | _BITMAPS_ONLY):
        return "its maker does not allow a part of its outlines to be embedded (OS/2 fsType)"
    if not opened.glyph_count or not 16 <= opened.upem <= 16384 or not len(opened.unicodes):
        return "it is damaged: it has no glyphs for characters"
    wanted = hb.SubsetInput()
    wanted.glyph_set.update([0, opened.glyph_count - 1])
    try:
        hb.SubsetPlan(opened, wanted).execute()
    except (RuntimeError, ValueError, MemoryError):
        return "it is damaged: its glyphs cannot be read"
    return ""


def _cuts(path: Path, index: int, opened: hb.Face) -> Iterator[_Cut]:
    about = bytes(opened.reference_table("OS/2").data)
    style = int.from_bytes(about[62:64], "big")
    italic = bool(style & 0x0201)
    family = opened.get_name(16) or opened.get_name(1) or path.stem
    label = re.sub(r"[^A-Za-z0-9-]", "", opened.get_name(6) or path.stem) or "Font"
    weights = [axis for axis in opened.axis_infos if axis.tag == "wght"]
    if weights:
        for weight in (400, 700):
            at = int(min(max(weight, weights[0].min_value), weights[0].max_value))
            yield _Cut(family, weight, italic, Face("", "", str(path), at, index=index, label=f"{label}-{at}"))
    else:
        weight = int.from_bytes(about[4:6], "big") or 400
        yield _Cut(family, weight, italic, Face("", "", str(path), index=index, label=label))


def _family(cuts: Sequence[_Cut]) -> Family:
    def nearest(weight: int, italic: bool) -> Face:
        alike = [cut for cut in cuts if cut.italic is italic] or cuts
        return min(alike, key=lambda cut: abs(cut.weight - weight)).face

    return Family(nearest(400, False), nearest(400, True), nearest(700, False), nearest(700, True))


_MARKS = {
    "ja": ("JP", "Japanese"),
    "ko": ("KR", "Korean"),
    "zh-Hans": ("SC", "CN", "GB"),
    "zh-Hant": ("TC", "TW", "HK"),
}
"""Words in the names of families that have the shapes of one language for the characters of all of them."""


def preferred(families: Mapping[str, Family], script: str) -> list[str]:
    """The names of `families`, those for `script` first."""
    marks = _MARKS.get(script, ())

    def rank(name: str) -> int:
        return next((place for place, mark in enumerate(marks) if mark in name.split()), len(marks))

    return sorted(families, key=lambda name: (rank(name), name))


def with_families(texts: Texts, families: Mapping[str, Family]) -> Texts:
    """The styles of a template with their families as they are spelt.

    Raises:
        ConfigError: a style wants a family that is neither ours nor among `families`.
    """
    every = {known.casefold(): known for known in (*families, *faces.FAMILIES)}
    changed = {}
    for name in texts.__struct_fields__:
        style = getattr(texts, name)
        wanted = getattr(style, "family", "")
        if not wanted or wanted in faces.FAMILIES:
            continue
        if wanted.casefold() not in every:
            raise ConfigError(
                f"text.{name}.family: there is no font family {wanted!r}",
                hint=f"there is: {', '.join([*faces.FAMILIES, *sorted(families)][:40])}; --fonts DIR brings others",
            )
        changed[name] = msgspec.structs.replace(style, family=every[wanted.casefold()])
    return msgspec.structs.replace(texts, **changed) if changed else texts
