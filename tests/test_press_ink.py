"""Ink as we read it and as ghostscript lays it down: pages of every paint, made by chance, come to the same."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageMath

from books.programs import need, run
from syndicate.diagnostics import Diagnostic
from syndicate.formats.press import find
from syndicate.validators.pdf import press
from syndicate.validators.pdf.findings import Findings

SIDE, CELL = 240, 60
"""Points of a page, and of the square that each thing on it has to itself."""

CMYK = Name.DeviceCMYK


class Sheet:
    """A page in the making: its content, its resources, and chance."""

    def __init__(self, seed: int) -> None:
        self.pdf, self.chance = Pdf.new(), random.Random(seed)
        self.content: list[str] = []
        self.resources = Dictionary()

    def put(self, kind: str, thing: Any) -> str:
        """The name of `thing` among the resources."""
        held = self.resources.get(f"/{kind}", Dictionary())
        name = f"/{kind[0]}{len(held)}"
        held[name] = self.pdf.make_indirect(thing)
        self.resources[f"/{kind}"] = held
        return name

    def ink(self) -> list[float]:
        return [round(self.chance.random(), 3) for _ in range(4)]

    def function(self) -> Any:
        """One input, four inks."""
        kind = self.chance.choice((0, 2, 3, 4))
        domain, ranges = Array([0, 1]), Array([0, 1] * 4)
        if kind == 0:
            bits, size = self.chance.choice((4, 8, 16)), 5
            data = self.chance.randbytes(size * 4 * bits // 8)
            entries = {"BitsPerSample": bits, "Size": Array([size]), "Range": ranges}
            return self.pdf.make_stream(data, FunctionType=0, Domain=domain, **entries)
        if kind == 4:
            a, b, c, d = self.ink()
            code = f"{{ dup {a} mul exch dup {b} mul exch dup {c} gt {{ pop {c} }} if dup {d} exch sub abs }}"
            return self.pdf.make_stream(code.encode(), FunctionType=4, Domain=domain, Range=ranges)
        pieces = [
            Dictionary(FunctionType=2, N=self.chance.choice((1, 2)), Domain=domain, C0=Array(a), C1=Array(b))
            for a, b in ((self.ink(), self.ink()), (self.ink(), self.ink()))
        ]
        encode = Array([0, 1, 1, 0])
        stitched = Dictionary(
            FunctionType=3, Domain=domain, Functions=Array(pieces), Bounds=Array([0.4]), Encode=encode
        )
        return stitched if kind == 3 else pieces[0]

    def spot(self) -> Array:
        """A colour that is one ink, for which as much or more stands."""
        most = Array([1, *(round(self.chance.random(), 2) for _ in range(3))])
        tint = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([0] * 4), C1=most)
        return Array([Name.Separation, Name.Gold, CMYK, tint])

    def judged(self) -> float:
        """The most ink of any one thing, in percent, as the validator has it."""
        told = self.found(0)
        assert not [found.message for found in told if found.code == "SYN-PDF-229"]
        inks = [re.search(r"(\d+) % of ink", found.message) for found in told]
        return max(float(ink[1]) for ink in inks if ink is not None)

    def found(self, ink: int) -> tuple[Diagnostic, ...]:
        """What the validator says of the page where the press takes `ink` percent."""
        findings = Findings("ink.pdf")
        wanted = find("press-newspaper", {})
        assert wanted is not None
        self._page()
        press.check(self.pdf, replace(wanted, ink=ink, density=1.0), findings)
        return findings.all()

    def separated(self, folder: Path) -> float:
        """The most ink of any pixel, in percent, as ghostscript has it."""
        self.pdf.save(folder / "ink.pdf")
        run(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiff32nc", "-r144", "-o", "ink.tif", "ink.pdf"], folder)
        with Image.open(folder / "ink.tif") as page:
            bands = dict(zip("cmyk", page.split(), strict=True))
        summed = ImageMath.lambda_eval(lambda args: args["c"] + args["m"] + args["y"] + args["k"], **bands)
        return float(summed.getextrema()[1]) / 2.55

    def _page(self) -> None:
        box = Array([0, 0, SIDE, SIDE])
        page = Dictionary(Type=Name.Page, MediaBox=box, TrimBox=box, Resources=self.resources)
        page.Contents = self.pdf.make_stream("\n".join(self.content).encode())
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))


def said(values: list[float]) -> str:
    return " ".join(map(str, values))


# --- what is painted into the unit square ----------------------------------------------------------------------------


def rectangle(sheet: Sheet) -> str:
    return f"{said(sheet.ink())} k 0 0 1 1 re f"


def grey(sheet: Sheet) -> str:
    return f"{sheet.ink()[0]} g 0 0 1 1 re f"


def spot(sheet: Sheet) -> str:
    return f"{sheet.put('ColorSpace', sheet.spot())} cs {sheet.ink()[0]} scn 0 0 1 1 re f"


def form(sheet: Sheet) -> str:
    """A form in a form, each with a matrix and resources of its own."""
    inner = sheet.pdf.make_stream(f"{said(sheet.ink())} k 0 0 9 9 re f".encode())
    inner.Subtype, inner.BBox, inner.Matrix = Name.Form, Array([0, 0, 9, 9]), Array([0.1, 0, 0, 0.1, 0, 0])
    outer = sheet.pdf.make_stream(b"2 0 0 2 0 0 cm /In Do", Resources=Dictionary(XObject=Dictionary({"/In": inner})))
    outer.Subtype, outer.BBox, outer.Matrix = Name.Form, Array([0, 0, 1, 1]), Array([0.5, 0, 0, 0.5, 0, 0])
    return f"{sheet.put('XObject', outer)} Do"


def tile(sheet: Sheet) -> str:
    made = sheet.pdf.make_stream(f"{said(sheet.ink())} k 0 0 5 5 re f".encode(), PatternType=1, PaintType=1)
    made.TilingType, made.BBox, made.XStep, made.YStep = 1, Array([0, 0, 9, 9]), 9, 9
    made.Resources = Dictionary()
    return f"/Pattern cs {sheet.put('Pattern', made)} scn 0 0 1 1 re f"


def glyph(sheet: Sheet) -> str:
    drawn = sheet.pdf.make_stream(f"1 0 d0 {said(sheet.ink())} k 0 0 1 1 re f".encode())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1, 1]), FontMatrix=Array([1, 0, 0, 1, 0, 0]),
        CharProcs=Dictionary({"/a": drawn}), Encoding=Dictionary(Differences=Array([97, Name("/a")])),
        FirstChar=97, LastChar=97, Widths=Array([1]), Resources=Dictionary(),
    )  # fmt: skip
    return f"0 0 0 0.1 k BT {sheet.put('Font', font)} 1 Tf (a) Tj ET"


def axial(sheet: Sheet) -> str:
    ends = Array([0, 0, 1, 0]) if sheet.chance.random() < 0.5 else Array([0.5, 0.5, 0, 0.5, 0.5, 0.7])
    shading = Dictionary(ShadingType=len(ends) // 2 if len(ends) == 4 else 3, ColorSpace=CMYK, Coords=ends)
    shading.Function, shading.Extend = sheet.function(), Array([True, True])
    return f"0 0 1 1 re W n {sheet.put('Shading', shading)} sh"


def mesh(sheet: Sheet) -> str:
    """Two triangles, or a patch, over the square."""
    kind = sheet.chance.choice((4, 5, 6, 7))
    corners = [(0, 0), (0, 255), (255, 255), (255, 0)]
    colours = [sheet.chance.randbytes(4) for _ in corners]
    if kind in (4, 5):
        order = (0, 1, 2, 0, 2, 3) if kind == 4 else (0, 3, 1, 2)
        data = b"".join((b"\0" if kind == 4 else b"") + bytes(corners[n]) + colours[n] for n in order)
    else:
        edge = [(0, 0), (0, 85), (0, 170), (0, 255), (85, 255), (170, 255), (255, 255), (255, 170), (255, 85),
                (255, 0), (170, 0), (85, 0)]  # fmt: skip
        inside = [(85, 85), (85, 170), (170, 170), (170, 85)] if kind == 7 else []
        data = b"\0" + b"".join(bytes(point) for point in [*edge, *inside]) + b"".join(colours)
    made = sheet.pdf.make_stream(data, ShadingType=kind, BitsPerCoordinate=8, BitsPerComponent=8, ColorSpace=CMYK)
    made.Decode = Array([0, 1] * 6)
    if kind == 5:
        made.VerticesPerRow = 2
    else:
        made.BitsPerFlag = 8
    return f"0 0 1 1 re W n {sheet.put('Shading', made)} sh"


def picture(sheet: Sheet) -> str:
    """Eight by eight samples of any depth, by any Decode, in inks, a palette of them or a spot colour."""
    bits = sheet.chance.choice((1, 2, 4, 8, 16))
    space = sheet.chance.choice(("inks", "palette", "spot"))
    parts = 4 if space == "inks" else 1
    if bits == 16 and space != "inks":
        bits = 8  # there are no palettes of 16 bits, and on spot colours of 16 bits ghostscript crashes
    image = sheet.pdf.make_stream(sheet.chance.randbytes(8 * parts * bits), Subtype=Name.Image, Width=8, Height=8)
    image.BitsPerComponent = bits
    if space == "palette":
        last = (1 << bits) - 1
        image.ColorSpace = Array([Name.Indexed, CMYK, last, String(sheet.chance.randbytes(4 * last + 4))])
    else:
        image.ColorSpace = CMYK if space == "inks" else sheet.spot()
    if space != "palette" and bits < 16:  # of 16 bits ghostscript takes no Decode, which mutool does
        image.Decode = Array([sheet.chance.choice((0, 0.25, 1)), sheet.chance.choice((0.5, 0.75, 0))] * parts)
    return f"{sheet.put('XObject', image)} Do"


def jpeg(sheet: Sheet) -> str:
    written = BytesIO()
    Image.new("CMYK", (8, 8), tuple(sheet.chance.randbytes(4))).save(written, "JPEG", quality=100)
    image = sheet.pdf.make_stream(b"", Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8, ColorSpace=CMYK)
    image.write(written.getvalue(), filter=Name.DCTDecode)
    if sheet.chance.random() < 0.5:
        image.Decode = Array([1, 0] * 4)
    return f"{sheet.put('XObject', image)} Do"


def inline(sheet: Sheet) -> str:
    data = sheet.chance.randbytes(32).hex()
    return f"BI /W 4 /H 4 /BPC 4 /CS /CMYK /F /AHx ID {data}> EI"


KINDS: tuple[Callable[[Sheet], str], ...] = (
    rectangle, grey, spot, form, tile, glyph, axial, mesh, picture, jpeg, inline,
)  # fmt: skip


def page(seed: int, kinds: tuple[Callable[[Sheet], str], ...], count: int = 16) -> Sheet:
    """Things of `kinds` by chance, each in its square."""
    sheet = Sheet(seed)
    for number in range(count):
        down, across = divmod(number, SIDE // CELL)
        thing = sheet.chance.choice(kinds)(sheet)
        sheet.content.append(f"q {CELL - 10} 0 0 {CELL - 10} {across * CELL + 5} {down * CELL + 5} cm {thing} Q")
    return sheet


@pytest.mark.external
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", range(4))
def test_each_kind_of_paint_has_the_ink_that_ghostscript_lays_down(
    kind: Callable[[Sheet], str], seed: int, tmp_path: Path
) -> None:
    need("gs")
    sheet = page(seed, (kind,), 4)
    assert sheet.judged() == pytest.approx(sheet.separated(tmp_path), abs=3)


@pytest.mark.external
@pytest.mark.parametrize("seed", range(100, 108))
def test_pages_by_chance_have_the_ink_that_ghostscript_lays_down(seed: int, tmp_path: Path) -> None:
    need("gs")
    sheet = page(seed, KINDS)
    assert sheet.judged() == pytest.approx(sheet.separated(tmp_path), abs=3)


# --- what overprints ------------------------------------------------------------------------------------------------


@pytest.mark.external
@pytest.mark.parametrize("seed", range(200, 208))
def test_what_overprints_has_no_more_ink_than_we_say(seed: int, tmp_path: Path) -> None:
    """Areas upon each other, some of which leave inks below: ghostscript finds no more, and adds up for some."""
    need("gs")
    sheet = Sheet(seed)
    modes = [
        sheet.put("ExtGState", Dictionary(OP=over, op=over, OPM=mode))
        for over, mode in ((False, 0), (True, 0), (True, 1))
    ]
    for _ in range(12):
        x, y = (sheet.chance.randrange(0, SIDE - CELL) for _ in range(2))
        inks = [amount if sheet.chance.random() < 0.5 else 0 for amount in sheet.ink()]
        sheet.content.append(f"q {sheet.chance.choice(modes)} gs {said(inks)} k {x} {y} {CELL} {CELL} re f Q")
    assert sheet.judged() >= sheet.separated(tmp_path) - 3


def test_many_layers_are_taken_together() -> None:
    """Five hundred things below: the first is remembered still."""
    sheet = Sheet(0)
    over = sheet.put("ExtGState", Dictionary(op=True, OPM=1))
    sheet.content += ["1 1 0 0 k 0 0 9 9 re f", "0.1 0 0 0 k 100 100 9 9 re f " * 500]
    sheet.content.append(f"{over} gs 0 0 1 0 k 0 0 9 9 re f")
    assert sheet.judged() == 300


# --- hostile files --------------------------------------------------------------------------------------------------


def _nested(sheet: Sheet) -> None:
    """Forms each of which draws the next one ten times."""
    held = sheet.pdf.make_stream(b"0 0 0 1 k 0 0 9 9 re f", Subtype=Name.Form)
    for _ in range(14):
        held = sheet.pdf.make_stream(b"/F Do " * 10, Subtype=Name.Form, Resources=Dictionary(XObject={"/F": held}))
    sheet.content.append(f"{sheet.put('XObject', held)} Do")


def _tiled(sheet: Sheet) -> None:
    """A pattern whose tile is filled with the pattern."""
    tile = sheet.pdf.make_stream(b"/Pattern cs /P scn 0 0 5 5 re f 0 0 5 5 re f", PatternType=1, PaintType=1)
    tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 5, 5]), 5, 5
    tile.Resources = Dictionary(Pattern=Dictionary({"/P": tile}))
    sheet.content.append(f"/Pattern cs {sheet.put('Pattern', tile)} scn 0 0 9 9 re f")


def _huge(sheet: Sheet) -> None:
    """A picture of a million by a million samples, in ten bytes."""
    image = sheet.pdf.make_stream(b"\0" * 10, Subtype=Name.Image, Width=1000000, Height=1000000)
    image.BitsPerComponent, image.ColorSpace = 8, CMYK
    sheet.content.append(f"100 0 0 100 0 0 cm {sheet.put('XObject', image)} Do")


def _endless(sheet: Sheet) -> None:
    """A mesh of a million corners and more."""
    made = sheet.pdf.make_stream(b"\0" * 7_000_000, ShadingType=4, BitsPerCoordinate=8, BitsPerComponent=8)
    made.BitsPerFlag, made.ColorSpace, made.Decode = 8, CMYK, Array([0, 1] * 6)
    sheet.content.append(f"{sheet.put('Shading', made)} sh")


HOSTILE = {_nested: "SYN-PDF-229", _tiled: "", _huge: "SYN-PDF-229", _endless: "SYN-PDF-229"}


@pytest.mark.parametrize(("change", "code"), HOSTILE.items(), ids=[change.__name__ for change in HOSTILE])
def test_hostile_pages_come_to_an_end(change: Callable[[Sheet], None], code: str) -> None:
    """In seconds, without filling the memory, and what was not read to its end is said."""
    sheet = Sheet(0)
    change(sheet)
    began = time.process_time()
    codes = {found.code for found in sheet.found(240)}
    assert time.process_time() - began < 20
    assert not code or code in codes
