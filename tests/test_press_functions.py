"""Functions, programs and shadings by themselves: what colours they come to, and what is said of broken ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from syndicate.validators.pdf.press import calculator, functions, shadings

NOTHING = Dictionary()


def ends(*, c0: list[float], c1: list[float]) -> Dictionary:
    return Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array(c0), C1=Array(c1))


def sampled(pdf: Pdf, data: bytes, bits: int, size: list[int], ranges: list[float], **more: Any) -> Stream:
    made = pdf.make_stream(data, FunctionType=0, BitsPerSample=bits, Size=Array(size), Range=Array(ranges))
    made.Domain = Array([0, 1] * len(size))
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


def test_interpolated_functions_come_to_their_ends() -> None:
    both = ends(c0=[0, 1], c1=[1, 0.5])
    assert functions.value(both, (0,)) == (0.0, 1.0) and functions.value(both, (1,)) == (1.0, 0.5)
    assert functions.value(Dictionary(FunctionType=2, N=2), (0.5,)) == (0.25,)
    assert functions.value(both, (7,)) == (1.0, 0.5), "no further than the domain"
    with pytest.raises(ValueError, match="no value at nought"):
        functions.value(Dictionary(FunctionType=2, N=-1), (0,))


def stitched(*pieces: Dictionary, bounds: list[float], **more: Any) -> Dictionary:
    encode = Array([0, 1] * len(pieces))
    held: dict[str, Any] = {"FunctionType": 3, "Domain": Array([0, 1]), "Functions": Array(pieces), "Encode": encode}
    return Dictionary(Bounds=Array(bounds), **{**held, **more})


def test_stitched_functions_leap_where_pieces_meet() -> None:
    """The highest value stands just before a bound, where no even step would find it."""
    leap = stitched(ends(c0=[0], c1=[0.9]), ends(c0=[0.1], c1=[0.2]), bounds=[0.3333])
    assert functions.value(leap, (0.3333,)) == (0.1,)
    assert max(functions.along(leap, 0, 1))[0] == pytest.approx(0.9, abs=1e-4)
    with pytest.raises(ValueError, match="lacks its bounds"):
        functions.value(stitched(ends(c0=[0], c1=[1]), ends(c0=[0], c1=[1]), bounds=[]), (0,))


def test_a_function_for_each_component_is_asked_for_each() -> None:
    """What rises in one ink and falls in another is not the most of both together."""
    crossing = Array([ends(c0=[1], c1=[0]), ends(c0=[0], c1=[1])])
    assert functions.value(crossing, (0.25,)) == (0.75, 0.25)
    assert max(map(sum, functions.along(crossing, 0, 1))) == pytest.approx(1)


@pytest.mark.parametrize(
    ("data", "bits"),
    [
        (bytes((0, 255, 51, 102)), 8),
        (bytes((0, 0, 255, 255, 51, 51, 102, 102)), 16),
        (bytes((0x0F, 0x36)), 4),
        (bytes((0x00, 0x0F, 0xFF, 0x33, 0x36, 0x66)), 12),
    ],
)
def test_sampled_functions_lie_between_their_samples(data: bytes, bits: int) -> None:
    with Pdf.new() as pdf:
        made = sampled(pdf, data, bits, [2], [0, 1, 0, 2])
        assert functions.value(made, (0,)) == pytest.approx((0, 2))
        assert functions.value(made, (1,)) == pytest.approx((0.2, 0.8))
        assert functions.value(made, (0.5,)) == pytest.approx((0.1, 1.4))


def test_tables_of_two_directions() -> None:
    with Pdf.new() as pdf:
        made = sampled(pdf, bytes((0, 255, 255, 0)), 8, [2, 2], [0, 1])
        assert [functions.value(made, at)[0] for at in ((0, 0), (1, 0), (0.5, 0.5))] == [0, 1, 0.5]
        assert max(functions.over(made, (0, 1, 0, 1))) == (1.0,)


@pytest.mark.parametrize("bits", [0, 3, 8])
def test_tables_that_are_broken(bits: int) -> None:
    with Pdf.new() as pdf:
        for size in ([4], [0], [99999, 99999], []):
            with pytest.raises(ValueError, match=r"cut off|no size|lacks its table|too few"):
                functions.value(sampled(pdf, b"\0", bits, size, [0, 1]), (1,))


def program(code: bytes, *inputs: float) -> tuple[float, ...]:
    return calculator.run(code, inputs)


def test_programs_are_run() -> None:
    assert program(b"{ dup 0.5 mul exch 1 exch sub }", 0.4) == pytest.approx((0.2, 0.6))
    assert program(b"{ dup 0.5 gt { pop 1 } { pop 0 } ifelse }", 0.7) == (1,)
    assert program(b"{ 1 2 3 3 1 roll 2 copy 1 index }") == (3, 1, 2, 1, 2, 1)
    assert program(b"{ % what is said beside\n 90 sin 7 2 idiv -7 3 mod 1 3 bitshift 2.5 round 1 1 atan }") == (
        pytest.approx((1, 3, -1, 8, 3, 45))
    )
    assert program(b"{ true false or not { 1 } if 5 2 exp 100 log -3 abs cvr 1 -1 atan }") == pytest.approx(
        (25, 2, 3, 135)
    )


@pytest.mark.parametrize(
    "code",
    [b"", b"1", b"{", b"} {", b"{ add }", b"{ 1 0 div }", b"{ -1 sqrt }", b"{ /x }", b"{ 9e999 }",
     b"{" * 99 + b"}" * 99, b"{ 1 9 copy }", b"{ 1 9 1 roll }", b"{ 1 -9 index }", b"{ {1} }",
     b"{" + b" 1" * 60000 + b"}"],
)  # fmt: skip
def test_programs_that_are_none(code: bytes) -> None:
    with pytest.raises(ValueError):
        program(code)


@given(st.lists(st.sampled_from(sorted([*calculator.OPERATORS, "1", "0.5", "-3", "{", "}"])), max_size=40))
def test_any_program_ends(words: list[str]) -> None:
    try:
        found = program(("{ " + " ".join(words) + " }").encode(), 0.5, 0.25)
    except ValueError:
        return
    assert all(isinstance(each, float) for each in found)


@pytest.mark.parametrize("what", [None, 7, Dictionary(FunctionType=9), Dictionary()])
def test_what_is_no_function(what: Any) -> None:
    with pytest.raises(ValueError, match="function"):
        functions.value(what, (0,))


def test_functions_in_a_circle_end() -> None:
    with Pdf.new() as pdf:
        held = pdf.make_indirect(stitched(bounds=[]))
        held.Functions, held.Encode = Array([held]), Array([0, 1])
        with pytest.raises(ValueError, match="too deep"):
            functions.value(held, (0,))


# --- shadings --------------------------------------------------------------------------------------------------------


def shaded(shading: Any) -> float:
    shading["/ColorSpace"] = Name.DeviceCMYK
    return round(shadings.ink(shading, shadings.space(shading, NOTHING)), 2)


def mesh(pdf: Pdf, kind: int, data: bytes, **more: Any) -> Stream:
    made = pdf.make_stream(data, ShadingType=kind, BitsPerCoordinate=8, BitsPerComponent=8, BitsPerFlag=8)
    made.Decode = Array([0, 1] * 6)
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


RED, DARK = bytes((0, 255, 255, 0)), bytes((255, 255, 255, 51))


def test_the_ink_of_shadings() -> None:
    turning = ends(c0=[0, 0, 0, 0], c1=[1, 1, 1, 0])
    assert shaded(Dictionary(ShadingType=2, Function=turning)) == 3
    assert shaded(Dictionary(ShadingType=3, Function=turning, Domain=Array([0, 0.5]))) == 1.5
    dark = Dictionary(ShadingType=2, Function=turning, Domain=Array([0, 0.5]), Background=Array([1, 1, 1, 1]))
    assert shaded(dark) == 4
    with Pdf.new() as pdf:
        code = pdf.make_stream(
            b"{ add dup dup 0 }", FunctionType=4, Domain=Array([0, 1, 0, 1]), Range=Array([0, 1] * 4)
        )
        assert shaded(Dictionary(ShadingType=1, Function=code)) == 3


def test_the_ink_of_meshes() -> None:
    with Pdf.new() as pdf:
        corner = b"\0\x10\x10"
        assert shaded(mesh(pdf, 4, corner + RED + corner + RED + corner + DARK)) == 3.2
        assert shaded(mesh(pdf, 5, b"\x10\x10" + RED + b"\x10\x10" + DARK, VerticesPerRow=2)) == 3.2
        first = b"\0" + b"\x10" * 24 + RED * 4
        assert shaded(mesh(pdf, 6, first)) == 2
        assert shaded(mesh(pdf, 6, first + b"\1" + b"\x10" * 16 + RED + DARK)) == 3.2
        assert shaded(mesh(pdf, 7, b"\0" + b"\x10" * 32 + RED * 3 + DARK)) == 3.2
        by_function = mesh(pdf, 4, corner + b"\0" + corner + b"\x80", Function=ends(c0=[0] * 4, c1=[1] * 4))
        assert shaded(by_function) == 2.01


def test_meshes_that_are_broken() -> None:
    with Pdf.new() as pdf:
        for wrong in (
            mesh(pdf, 4, b"\0\0"), mesh(pdf, 6, b"\0" * 9), mesh(pdf, 4, b"", BitsPerComponent=0),
            mesh(pdf, 7, b"", Decode=Array([])), Dictionary(ShadingType=4), Dictionary(ShadingType=2), Dictionary(),
        ):  # fmt: skip
            with pytest.raises(ValueError):
                shaded(wrong)
