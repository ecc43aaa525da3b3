"""Fonts into the file: composite fonts with just the glyphs that are shown, their widths, and a map to Unicode.

PDF 1.7 9.7: a Type 0 font whose codes are two bytes; the codes are given out in the order of first use, and a map
leads from each to the glyph of the embedded TrueType program, which HarfBuzz cuts down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFStream, PDFString

from syndicate.exporters.pdf import cff, cmaps, faces
from syndicate.exporters.pdf.compounds import Compound, with_compounds
from syndicate.exporters.pdf.shaping import Font, Glyph

_UNUSED_TABLES = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "HVAR", "MVAR", "STAT", "VORG", "cmap", "kern", "meta",
                  "name", "post", "vhea", "vmtx", "OS/2")  # fmt: skip
"""What a viewer does not read of an embedded program whose glyphs are named by number."""

_INVISIBLE = "\u200b"
"""What a glyph stands for whose characters another glyph of its cluster has taken."""


@lru_cache(maxsize=32)
def _program(face: faces.Face, glyphs: tuple[int, ...]) -> tuple[bytes, dict[int, int]]:
    """The program with `glyphs` alone, and where each of them went."""
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(int.from_bytes(tag.ljust(4).encode(), "big") for tag in _UNUSED_TABLES)
    wanted.glyph_set.update([0, *glyphs])
    opened = faces.opened(face)
    if opened.has_var_data:
        # The axes that are not the weight (Hebrew has a width) stay where the design puts them.
        wanted.pin_all_axes_to_default(opened)
    if face.weight is not None:
        wanted.pin_axis_location(opened, "wght", face.weight)
    plan = hb.SubsetPlan(opened, wanted)
    moved = dict(plan.old_to_new_glyph_mapping)
    return bytes(plan.execute().blob.data), {old: moved[old] for old in glyphs}


def embed(document: Any, font: Font) -> None:
    """Write `font` with the codes that it has given out into the library's `document`."""
    codes = font.codes
    named = f"{_tag(codes)}+{font.fontName}"

    def put(name: str, thing: Any) -> Any:
        return document.Reference(thing, f"{font.resource}-{name}")

    descendant, encoding = (_truetype if faces.has_outlines(font.face) else _compact)(font.face, codes, named, put)
    descendant |= {
        "Type": PDFName("Font"),
        "BaseFont": PDFName(named),
        "CIDSystemInfo": _SYSTEM,
        "DW": 1000,
    }
    whole = PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": PDFName(named),
            "Encoding": encoding,
            "DescendantFonts": PDFArray([put("descendant", PDFDictionary(descendant))]),
            "ToUnicode": put("meaning", _packed(to_unicode([glyph.text for glyph in codes]))),
        }
    )
    put("font", whole)
    document.idToObject["BasicFonts"].dict[font.resource] = PDFObjectReference(f"{font.resource}-font")


_SYSTEM = PDFDictionary({"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0})

Put = Callable[[str, Any], Any]
"""Adds an object of the font to the document, and gives the reference to it."""


def _packed(content: bytes | str, **entries: Any) -> PDFStream:
    return PDFStream(PDFDictionary(entries), content, [pdfdoc.PDFZCompress])


def _truetype(face: faces.Face, codes: list[Glyph], named: str, put: Put) -> tuple[dict[str, Any], Any]:
    """A CIDFont whose codes lead to glyphs by a map (9.7.4.2), and its encoding."""
    data, places = _with_codes(face, codes)
    descriptor = _metrics(face, named) | {"FontFile2": put("program", _packed(data, Length1=len(data)))}
    made = {
        "Subtype": PDFName("CIDFontType2"),
        "FontDescriptor": put("descriptor", PDFDictionary(descriptor)),
        "W": PDFArray([1, PDFArray([round(glyph.natural, 2) for glyph in codes])]),
        "CIDToGIDMap": put("places", _packed(places)),
    }
    return made, PDFName("Identity-H")


def _compact(face: faces.Face, codes: list[Glyph], named: str, put: Put) -> tuple[dict[str, Any], Any]:
    """The same for a CFF program, which knows no such map: the codes lead to its glyphs by the encoding."""
    data, moved = _program(face, tuple(sorted({glyph.number for glyph in codes})))
    table = bytes(hb.Face(data).reference_table("CFF ").data)
    known = cff.cids(table, hb.Face(data).glyph_count)
    places = [known[moved[glyph.number]] for glyph in codes]
    program = _packed(table, Subtype=PDFName("CIDFontType0C"))
    widths = {place: round(glyph.natural, 2) for place, glyph in zip(places, codes, strict=True)}
    made = {
        "Subtype": PDFName("CIDFontType0"),
        "FontDescriptor": put(
            "descriptor", PDFDictionary(_metrics(face, named) | {"FontFile3": put("program", program)})
        ),
        "W": PDFArray([part for place, width in sorted(widths.items()) for part in (place, PDFArray([width]))]),
    }
    name = f"Codes-{named}"
    mapping = _packed(
        cff.encoding(name, places), Type=PDFName("CMap"), CMapName=PDFName(name), CIDSystemInfo=_SYSTEM, WMode=0
    )
    return made, put("encoding", mapping)


def _with_codes(face: faces.Face, codes: list[Glyph]) -> tuple[bytes, bytes]:
    """The program with what `codes` show, and the glyph of each code in it, as a CIDToGIDMap has them."""
    data, moved = _program(face, tuple(sorted({part for glyph in codes for part in _numbers(glyph)})))
    places = [moved[glyph.number] for glyph in codes]
    composed = [number for number, glyph in enumerate(codes) if glyph.parts]
    if composed:
        units = faces.opened(face).upem / 1000
        compounds = [
            Compound(
                tuple(part._replace(number=moved[part.number]) for part in codes[number].parts),
                round(codes[number].advance * units),
            )
            for number in composed
        ]
        data, first = with_compounds(data, compounds)
        for place, number in enumerate(composed, first):
            places[number] = place
    return data, b"".join(place.to_bytes(2, "big") for place in (0, *places))


def _numbers(glyph: Glyph) -> tuple[int, ...]:
    return tuple(part.number for part in glyph.parts) or (glyph.number,)


def _tag(codes: list[Glyph]) -> str:
    """Six letters that tell one subset from another (PDF 1.7 9.6.4)."""
    shown = [(glyph.number, glyph.text, *glyph.parts) for glyph in codes]
    digest = hashlib.sha256(repr(shown).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _metrics(face: faces.Face, named: str) -> dict[str, Any]:
    """PDF 1.7 9.8.1, from the tables of the face."""
    opened = faces.opened(face)
    scale = 1000.0 / float(opened.upem)
    head = bytes(opened.reference_table("head").data)
    hhea = bytes(opened.reference_table("hhea").data)

    def number(table: bytes, at: int) -> int:
        return round(int.from_bytes(table[at : at + 2], "big", signed=True) * scale)

    italic = "It" in face.name.rpartition("-")[2]
    bold = any(word in face.name for word in ("Bold", "Semibold"))
    return {
        "Type": PDFName("FontDescriptor"),
        "FontName": PDFName(named),
        "Flags": 4 | (64 if italic else 0),
        "FontBBox": PDFArray([number(head, at) for at in (36, 38, 40, 42)]),
        "ItalicAngle": -11 if italic else 0,
        "Ascent": number(hhea, 4),
        "Descent": number(hhea, 6),
        "CapHeight": 670,
        "StemV": 140 if bold else 80,
    }


def to_unicode(meanings: list[str]) -> str:
    """The ToUnicode CMap (PDF 1.7 9.10.3) of codes from 1 on: at most 100 entries a section, UTF-16BE."""
    rows = [
        f"<{code:04X}> <{(meant or _INVISIBLE).encode('utf-16-be').hex().upper()}>"
        for code, meant in enumerate(meanings, 1)
    ]
    head = ("/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def")
    return cmaps.written("UCS", head, "bfchar", rows)
