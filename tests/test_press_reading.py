"""The reader of press files by itself: colour spaces, samples, regions, operators that are rarely used."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from syndicate.validators.pdf import geometry
from syndicate.validators.pdf.geometry import IDENTITY, Box, Matrix
from syndicate.validators.pdf.press import samples, spaces
from syndicate.validators.pdf.press.content import Painted, Reader, Seen, State

NOTHING = Dictionary()


def read(content: bytes, **resources: Any) -> list[Painted]:
    """What a page of this content paints."""
    pdf = Pdf.new()
    stream = pdf.make_stream(content)
    return list(Reader(stream, Dictionary(**resources), "page 1", Seen(), State()).painted())


# --- colour spaces ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("space", "values", "ink"),
    [
        (Name.DeviceGray, (0.25,), {"Black": 0.75}),
        (Name.DeviceCMYK, (1, 0.5, 0, 0), {"Cyan": 1.0, "Magenta": 0.5, "Yellow": 0.0, "Black": 0.0}),
        (Name.DeviceCMYK, (7, -1, 0, 0), {"Cyan": 1.0, "Magenta": 0.0, "Yellow": 0.0, "Black": 0.0}),
        (Array([Name.Separation, Name.Magenta, Name.DeviceCMYK, NOTHING]), (0.5,), {"Magenta": 0.5}),
        (
            Array([Name.Separation, Name.All, Name.DeviceCMYK, NOTHING]),
            (1,),
            {"Cyan": 1.0, "Magenta": 1.0, "Yellow": 1.0, "Black": 1.0},
        ),
        (Array([Name.Separation, Name("/None"), Name.DeviceCMYK, NOTHING]), (1,), {}),
        (
            Array([Name.DeviceN, Array([Name.Black, Name.Gold]), Name.DeviceCMYK, NOTHING]),
            (0.5, 1),
            {"Black": 0.5, "Gold": 1.0},
        ),
        (
            Array([Name.Indexed, Name.DeviceCMYK, 1, String(bytes((0, 0, 0, 0, 0, 255, 0, 0)))]),
            (1,),
            {"Cyan": 0.0, "Magenta": 1.0, "Yellow": 0.0, "Black": 0.0},
        ),
        (Array([Name.Indexed, Name.DeviceCMYK, 1, String(b"")]), (1,), {}),
        (Name.DeviceRGB, (1, 0, 0), {}),
    ],
)
def test_spaces_are_inks(space: Any, values: tuple[float, ...], ink: dict[str, float]) -> None:
    assert spaces.find(space, NOTHING).coverage(values) == ink


def test_spaces_that_no_press_has() -> None:
    with Pdf.new() as pdf:
        profile = pdf.make_stream(b"", N=4)
        for space in (
            Name.DeviceRGB, Name.Nowhere, 7, Array([]), Array([Name.ICCBased, profile]), Array([Name.Lab, NOTHING]),
            Array([Name.Unheard]), Array([Name.Indexed, Name.DeviceRGB, 0, String(b"abc")]),
            Array([Name.Separation, Name.Gold, Name.DeviceRGB, NOTHING]),
        ):  # fmt: skip
            assert spaces.find(space, NOTHING).foreign is not None, str(space)


def test_a_space_in_itself_ends() -> None:
    with Pdf.new() as pdf:
        held = pdf.make_indirect(Array([Name.Indexed, Name.DeviceCMYK, 0, String(b"")]))
        held[1] = held
        assert spaces.find(held, NOTHING).foreign is not None


@pytest.mark.parametrize(
    ("space", "first"),
    [
        (Name.DeviceCMYK, (0, 0, 0, 1)), (Name.DeviceGray, (0,)), (Name.DeviceRGB, (0, 0, 0)), (Name.Pattern, ()),
        (Array([Name.Separation, Name.Gold, Name.DeviceCMYK, NOTHING]), (1,)),
    ],
)  # fmt: skip
def test_spaces_begin_with_a_colour(space: Any, first: tuple[float, ...]) -> None:
    assert spaces.find(space, NOTHING).first == first


# --- samples ---------------------------------------------------------------------------------------------------------


def image(pdf: Pdf, data: bytes, size: tuple[int, int], **entries: Any) -> Stream:
    made = pdf.make_stream(data, Width=size[0], Height=size[1])
    for key, value in {"ColorSpace": Name.DeviceCMYK, "BitsPerComponent": 8, **entries}.items():
        made[f"/{key}"] = value
    return made


def most(data: bytes, size: tuple[int, int], region: samples.Region | None = None, **entries: Any) -> float:
    with Pdf.new() as pdf:
        made = image(pdf, data, size, **entries)
        space = samples.space(made, NOTHING)
        assert space is not None
        return round(samples.ink(made, space, region), 3)


PAIR = bytes((255, 0, 0, 0, 255, 255, 255, 0))
"""One full ink, and three."""


def test_the_most_ink_of_any_sample() -> None:
    assert most(PAIR, (2, 1)) == 3.0
    assert most(PAIR, (2, 1), (0, 0, 1, 1)) == 1.0
    assert most(PAIR, (2, 1), Decode=Array([1, 0] * 4)) == 3.0
    assert most(bytes((255, 255, 255, 0)), (1, 1), Decode=Array([1, 0] * 4)) == 1.0
    assert most(bytes((64, 255)), (2, 1), ColorSpace=Name.DeviceGray) == round(191 / 255, 3)
    assert most(bytes((0x80,)), (8, 1), ColorSpace=Name.DeviceGray, BitsPerComponent=1) == 1.0
    assert most(bytes((0xFF,)), (8, 1), ColorSpace=Name.DeviceGray, BitsPerComponent=1) == 0.0
    assert most(bytes(v for byte in PAIR for v in (byte, 0)), (2, 1), BitsPerComponent=16) == 3.0
    every = Array([Name.Separation, Name.All, Name.DeviceCMYK, NOTHING])
    assert most(bytes((0, 128)), (2, 1), ColorSpace=every) == round(4 * 128 / 255, 3)


def test_the_most_ink_of_a_palette() -> None:
    palette = Array([Name.Indexed, Name.DeviceCMYK, 1, String(PAIR)])
    assert most(b"\0\0", (2, 1), ColorSpace=palette) == 1.0
    assert most(b"\0\1", (2, 1), ColorSpace=palette) == 3.0
    assert most(b"\0\1", (2, 1), (0, 0, 1, 1), ColorSpace=palette) == 1.0
    assert most(b"\0", (2, 1), ColorSpace=palette, BitsPerComponent=4) == 1.0
    assert most(b"\x01", (2, 1), ColorSpace=palette, BitsPerComponent=4) == 3.0
    assert most(b"\x80", (2, 1), ColorSpace=palette, BitsPerComponent=1) == 3.0
    assert most(b"\x00", (2, 1), ColorSpace=palette, BitsPerComponent=1, Decode=Array([1, 0])) == 3.0
    assert most(b"\xff", (2, 1), ColorSpace=palette, BitsPerComponent=2) == 3.0, "beyond its end"


@pytest.mark.parametrize(("bits", "full"), [(1, 1), (2, 3), (4, 15), (8, 255), (16, 65535)])
def test_samples_of_any_depth(bits: int, full: int) -> None:
    """Three pixels to a row, of two rows: rows begin with a byte."""
    pixels = [(full, 0, 0, 0), (0, full, 0, 0), (full, full, full, 0)]
    rows = [[(0, 0, 0, full)] * 3, pixels]
    data = b"".join(packed([value for pixel in row for value in pixel], bits) for row in rows)
    assert most(data, (3, 2), BitsPerComponent=bits) == 3.0
    assert most(data, (3, 2), (0, 0, 2, 2), BitsPerComponent=bits) == 1.0
    assert most(data, (3, 2), BitsPerComponent=bits, Decode=Array([0, 0.5] * 4)) == pytest.approx(1.5, abs=0.01)
    assert most(data, (3, 2), BitsPerComponent=bits, Decode=Array([1, 0] * 4)) == 3.0


def packed(values: list[int], bits: int) -> bytes:
    digits = "".join(f"{value:0{bits}b}" for value in values)
    digits += "0" * (-len(digits) % 8)
    return int(digits, 2).to_bytes(len(digits) // 8, "big")


def test_samples_that_are_cut_off_or_none() -> None:
    for bits, message in ((8, "cut off"), (3, "no samples of 3 bits")):
        with pytest.raises(ValueError, match=message):
            most(b"\0", (9, 9), BitsPerComponent=bits)
    with pytest.raises(samples.Unknown, match="MB of samples"):
        most(b"\0", (1 << 20, 1 << 20))


def test_spot_colours_have_the_ink_of_what_stands_for_them() -> None:
    dark = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1, 1, 1, 0]))
    gold = Array([Name.Separation, Name.Gold, Name.DeviceCMYK, dark])
    assert most(b"\x00\x80", (2, 1), ColorSpace=gold) == round(3 * 128 / 255, 3)
    with Pdf.new() as pdf:
        code = pdf.make_stream(b"{ add dup 0 0 }", FunctionType=4, Domain=Array([0, 1] * 2), Range=Array([0, 1] * 4))
        both = Array([Name.DeviceN, Array([Name.Gold, Name.Blue]), Name.DeviceCMYK, code])
        assert most(b"\x80\x00\xff\xff", (2, 1), ColorSpace=both) == 2.0
        assert most(b"\x80\x00", (1, 1), ColorSpace=both) == round(2 * 128 / 255, 3)
        many = bytes(value for number in range(40_000) for value in divmod(number, 256))
        with pytest.raises(samples.Unknown, match="40000 mixtures"):
            most(many, (200, 200), ColorSpace=both)


def test_two_tones_are_taken_to_be_there() -> None:
    """Faxes and JBIG2 are not unpacked: whatever is in them, it has two tones."""
    fax = {"BitsPerComponent": 1, "Filter": Name.CCITTFaxDecode}
    assert most(b"\0", (9, 9), ColorSpace=Name.DeviceGray, **fax) == 1.0
    palette = Array([Name.Indexed, Name.DeviceCMYK, 1, String(PAIR)])
    assert most(b"\0", (9, 9), ColorSpace=palette, **fax) == 3.0


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_jpegs_of_inks(mode: str) -> None:
    written = BytesIO()
    Image.new(mode, (8, 8), 255 if mode == "L" else (255, 255, 0, 0)).save(written, "JPEG", quality=100)
    with Pdf.new() as pdf:
        made = image(pdf, b"", (8, 8), ColorSpace=Name.DeviceGray if mode == "L" else Name.DeviceCMYK)
        made.write(written.getvalue(), filter=Name.DCTDecode)
        found = samples.space(made, NOTHING)
        assert found is not None
        # Pillow writes full ink as none, which Decode then tells (8.9.5.1).
        if mode == "CMYK":
            made.Decode = Array([1, 0] * 4)
        assert samples.ink(made, found, None) == pytest.approx(2.0 if mode == "CMYK" else 0.0, abs=0.02)
        made.ColorSpace = Array([Name.DeviceN, Array([Name.Black, Name.Gold]), Name.DeviceCMYK, NOTHING])
        other = samples.space(made, NOTHING)
        assert other is not None
        with pytest.raises(samples.Unknown, match="2 by its colour space"):
            samples.ink(made, other, None)


def test_stencils_have_the_colour_of_the_fill() -> None:
    with Pdf.new() as pdf:
        assert samples.space(image(pdf, b"", (1, 1), ImageMask=True), NOTHING) is None


def placed(matrix: Matrix, clip: Box = geometry.EVERYWHERE) -> Painted:
    state = State(matrix=matrix, clip=clip)
    return Painted("image", "page 1", geometry.moved(matrix, geometry.UNIT), state, state.fill)


@pytest.mark.parametrize(
    ("matrix", "clip", "region"),
    [
        ((100, 0, 0, 100, 0, 0), geometry.EVERYWHERE, None),
        ((100, 0, 0, 100, -50, 0), geometry.EVERYWHERE, (5, 0, 10, 10)),
        ((100, 0, 0, 100, 0, -20), geometry.EVERYWHERE, (0, 0, 10, 8)),
        ((100, 0, 0, -100, 0, 80), geometry.EVERYWHERE, (0, 2, 10, 10)),
        ((-100, 0, 0, 100, 50, 0), geometry.EVERYWHERE, (0, 0, 5, 10)),
        ((100, 0, 0, 100, 0, 0), (0, 0, 31, 100), (0, 0, 4, 10)),
        ((100, 0, 0, 100, 300, 0), geometry.EVERYWHERE, (0, 0, 0, 0)),
        ((100, 0, 0, 100, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)),
        ((70, 70, -70, 70, -50, 0), geometry.EVERYWHERE, None),
    ],
)
def test_only_what_is_seen_counts(matrix: Matrix, clip: Box, region: samples.Region | None) -> None:
    """Pixels inside the trim and the clip; of a picture that stands askew, all."""
    assert samples.region(placed(matrix, clip), (0, 0, 200, 200), 10, 10) == region


def test_density_is_that_of_the_worse_direction() -> None:
    assert samples.density(placed((72, 0, 0, 144, 0, 0)), 300, 300) == pytest.approx(150)
    assert samples.density(placed((0, 72, -72, 0, 0, 0)), 300, 400) == pytest.approx(300)


# --- operators -------------------------------------------------------------------------------------------------------


def test_paths_and_their_places() -> None:
    (curve,) = read(b"q 2 0 0 2 10 10 cm 0 0 m 5 9 9 5 9 9 c h f Q")
    assert curve.what == "fill" and curve.area == (10, 10, 28, 28)
    fill, stroke = read(b"3 w 0 0 9 9 re B")
    assert (fill.what, stroke.what, stroke.width) == ("fill", "stroke", 3.0)
    assert read(b"0 0 9 9 re n") == []
    assert read(b"f S B") == [], "no path, no ink"


def test_clips_are_remembered_and_restored() -> None:
    inside, outside = read(b"q 0 0 5 5 re W n 0 0 9 9 re f Q 0 0 9 9 re f")
    assert inside.state.clip == (0, 0, 5, 5)
    assert outside.state.clip == geometry.EVERYWHERE
    (nothing,) = read(b"W n 0 0 9 9 re f")
    assert nothing.state.clip == (0, 0, 0, 0)


def test_text_and_where_it_begins() -> None:
    found = read(b"BT /F 10 Tf 12 TL 1 0 0 1 20 700 Tm (a) Tj T* (b) Tj 0 -5 TD (c) Tj (d) ' 1 2 (e) \" ET")
    assert [round(each.area[1]) for each in found] == [700, 688, 683, 678, 673]
    assert {each.size for each in found} == {10.0}
    (large,) = read(b"2 0 0 2 0 0 cm BT /F 1 Tf 12 0 0 12 0 0 Tm (a) Tj ET")
    assert large.size == pytest.approx(24)


def test_text_that_is_not_seen_leaves_no_ink() -> None:
    assert read(b"BT /F 9 Tf 3 Tr (a) Tj 7 Tr (b) Tj ET") == []
    both = read(b"BT /F 9 Tf 2 Tr 0 0 0 1 k 1 0 0 RG (a) Tj ET")
    assert [each.colour.space.name for each in both] == ["DeviceCMYK", "DeviceRGB"]


def test_states_by_name() -> None:
    gone = Dictionary({"/G": Dictionary(OP=True, LW=0.1, Font=Array([NOTHING, 7]))})
    stroke, text = read(b"/G gs /X gs 0 0 m 9 9 l S BT (a) Tj ET", ExtGState=gone)
    assert stroke.width == pytest.approx(0.1) and stroke.state.overprint == (True, True)
    assert text.size == 7.0


def test_uncoloured_tiles_have_the_colour_of_the_fill() -> None:
    with Pdf.new() as pdf:
        tile = pdf.make_stream(b"0 0 5 5 re f", PaintType=2, PatternType=1)
        held = Dictionary({"/T": tile})
        named = Dictionary({"/P": Array([Name.Pattern, Name.DeviceCMYK])})
        (found,) = read(b"/P cs 1 0 0 0 /T scn 0 0 9 9 re f", Pattern=held, ColorSpace=named)
        assert found.colour.values == (1, 0, 0, 0) and found.colour.space.name == "DeviceCMYK"


def test_what_is_not_there_paints_nothing() -> None:
    assert read(b"/X Do /Y sh 1 cm w m 1 l Tf Td") == []


def test_forms_in_a_circle_end() -> None:
    with Pdf.new() as pdf:
        form = pdf.make_stream(b"0 0 9 9 re f /F Do", Subtype=Name.Form)
        form.Resources = Dictionary(XObject=Dictionary({"/F": form}))
        resources = Dictionary(XObject=Dictionary({"/F": form}))
        found = list(Reader(pdf.make_stream(b"/F Do"), resources, "page 1", Seen(), State()).painted())
        assert 1 < len(found) < 50


@given(st.binary(max_size=200))
def test_any_content_is_read_or_refused(data: bytes) -> None:
    """No exception but that of content which cannot be parsed."""
    try:
        found = read(data)
    except pikepdf.PdfError:
        return
    assert all(each.where == "page 1" for each in found)


OPERATORS = [
    "q", "Q", "cm", "w", "gs", "m", "l", "c", "v", "y", "re", "h", "W", "n", "f", "S", "B", "BT", "ET", "Tf",
    "Td", "TD", "Tm", "T*", "Tj", "TJ", "Tr", "TL", "g", "G", "rg", "k", "K", "cs", "scn", "sh", "Do",
]  # fmt: skip
OPERANDS = ["0", "-3.5", "1e9", "/X", "(a)", "[ (a) -9 ]", "<< /A 1 >>", "true", "null"]


@given(st.lists(st.sampled_from([*OPERATORS, *OPERANDS, *OPERANDS]), max_size=60))
def test_operators_with_any_operands(words: list[str]) -> None:
    """Whatever stands before an operator, what follows is read all the same."""
    content = " ".join([*words, "] >> ET Q 0 0 0 1 k 0 0 9 9 re f"]).encode()
    with_end = read(content)
    assert with_end and with_end[-1].what == "fill"


# --- geometry --------------------------------------------------------------------------------------------------------


def test_boxes_and_matrices_of_files() -> None:
    assert geometry.box(Array([9, 8, 1, 2])) == (1, 2, 9, 8)
    assert geometry.box(Array([1, 2, 3])) is None and geometry.box(None) is None and geometry.box(7) is None
    assert geometry.box([0, 0, float("nan"), 1]) is None
    assert geometry.matrix(Array([1, 2])) == IDENTITY
    assert geometry.around([]) is None
    assert geometry.common((0, 0, 5, 5), (5, 5, 9, 9)) is None
    assert geometry.said((72, 36, 80, 40), (0, 0, 1, 1)) == "x 25.4 mm, y 12.7 mm"


@pytest.mark.parametrize(("mode", "most"), [("CMYK", 3.0), ("L", 1.0), ("I;16", None), ("LA", None)])
def test_jpeg_2000_of_inks(mode: str, most: float | None) -> None:
    """Eight bits are read; what else there may be is said not to be known."""
    written = BytesIO()
    Image.new(mode, (8, 8), (255, 255, 255, 0) if mode == "CMYK" else 0).save(written, "JPEG2000")
    with Pdf.new() as pdf:
        made = image(pdf, b"", (8, 8), ColorSpace=Name.DeviceCMYK if mode == "CMYK" else Name.DeviceGray)
        made.write(written.getvalue(), filter=Name.JPXDecode)
        found = samples.space(made, NOTHING)
        assert found is not None
        if most is None:
            with pytest.raises(samples.Unknown, match=r"samples are (I;16|LA)"):
                samples.ink(made, found, None)
        else:
            assert samples.ink(made, found, None) == pytest.approx(most, abs=0.02)


def test_a_jpeg_whose_colours_the_file_turns_is_not_known() -> None:
    """`ColorTransform` counts where the JPEG has no marker of Adobe; Pillow does not ask for it."""
    written = BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG")
    with Pdf.new() as pdf:
        made = image(pdf, b"", (8, 8), ColorSpace=Array([Name.DeviceN, Array([Name.Cyan, Name.Black, Name.Magenta]),
                                                         Name.DeviceCMYK, NOTHING]))  # fmt: skip
        made.write(written.getvalue(), filter=Name.DCTDecode)
        made.DecodeParms = Dictionary(ColorTransform=0)
        found = samples.space(made, NOTHING)
        assert found is not None
        with pytest.raises(samples.Unknown, match="how its colours are turned"):
            samples.ink(made, found, None)


def test_a_jpeg_of_a_bomb_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow refuses what would fill the memory; that is a finding and no crash."""
    written = BytesIO()
    Image.new("CMYK", (64, 64)).save(written, "JPEG")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with Pdf.new() as pdf:
        made = image(pdf, b"", (64, 64))
        made.write(written.getvalue(), filter=Name.DCTDecode)
        with pytest.raises(ValueError, match="exceeds limit"):
            samples.ink(made, spaces.CMYK, None)
