"""Pictures without the traces of their making: the same pixels, the same way up, the same owner, nothing more."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from syndicate.formats.traces import without_traces

SECRET = "52.0907 5.1214 body-serial-00417"
KINDS = ("JPEG", "PNG", "WEBP")


def taken(kind: str, *, orientation: int = 6) -> bytes:
    """A picture as a camera and a desk leave it."""
    image = Image.new("RGB", (40, 30), "#2040c0")
    image.paste("#c04020", (0, 0, 20, 15))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "Ana Diaz"
    exif[ExifTags.Base.Copyright] = "(c) 2025 Halvern Press"
    exif[ExifTags.Base.ImageDescription] = SECRET
    exif.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    exif.get_ifd(ExifTags.IFD.Exif)[0xA431] = SECRET
    file = BytesIO()
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", SECRET)
        words.add_text("Copyright", "(c) 2025 Halvern Press")
        image.save(file, kind, exif=exif, pnginfo=words)
    elif kind == "JPEG":
        image.save(file, kind, exif=exif, comment=SECRET.encode(), icc_profile=b"\0" * 200, xmp=SECRET.encode())
    else:
        image.save(file, kind, exif=exif, xmp=SECRET.encode(), lossless=True)
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_stays_and_the_traces_go(kind: str) -> None:
    before = taken(kind)
    assert SECRET.encode() in before
    after = without_traces(before, f"image/{kind.lower()}")
    assert SECRET.encode() not in after
    assert len(after) < len(before)
    old, new = Image.open(BytesIO(before)), Image.open(BytesIO(after))
    assert new.tobytes() == old.tobytes()
    assert not new.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert not new.getexif().get_ifd(ExifTags.IFD.Exif)
    assert without_traces(after, f"image/{kind.lower()}") == after


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 3, 8])
def test_the_owner_and_the_way_up_stay(kind: str, orientation: int) -> None:
    after = without_traces(taken(kind, orientation=orientation), f"image/{kind.lower()}")
    exif = Image.open(BytesIO(after)).getexif()
    assert exif.get(ExifTags.Base.Orientation, 1) == orientation
    assert exif[ExifTags.Base.Copyright] == "(c) 2025 Halvern Press"
    assert exif[ExifTags.Base.Artist] == "Ana Diaz"


def test_png_keeps_the_words_that_name_the_owner() -> None:
    after = Image.open(BytesIO(without_traces(taken("PNG"), "image/png")))
    assert isinstance(after, PngImagePlugin.PngImageFile)
    assert after.text == {"Copyright": "(c) 2025 Halvern Press"}


def test_the_colour_profile_stays() -> None:
    assert Image.open(BytesIO(without_traces(taken("JPEG"), "image/jpeg"))).info["icc_profile"] == b"\0" * 200


def test_iptc_names_the_owner_where_exif_does_not() -> None:
    plain = BytesIO()
    Image.new("RGB", (8, 8)).save(plain, "JPEG")
    records = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text
        for number, text in ((80, b"Tomas Reiner"), (90, b"Secret City"), (116, b"(c) Reiner"))
    )
    resource = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    segment = b"\xff\xed" + struct.pack(">H", 2 + len(resource)) + resource
    data = plain.getvalue()
    after = without_traces(data[:2] + segment + data[2:], "image/jpeg")
    assert b"Secret City" not in after
    exif = Image.open(BytesIO(after)).getexif()
    assert (exif[ExifTags.Base.Artist], exif[ExifTags.Base.Copyright]) == ("Tomas Reiner", "(c) Reiner")


def test_a_picture_without_traces_is_the_same_file() -> None:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    assert without_traces(file.getvalue(), "image/jpeg") == file.getvalue()


@given(kind=st.sampled_from(KINDS), data=st.data())
def test_no_damage_stops_it(kind: str, data: st.DataObject) -> None:
    good = taken(kind)
    cut = data.draw(st.integers(0, len(good)))
    place = data.draw(st.integers(0, len(good) - 1))
    broken = bytearray(good[:cut] if data.draw(st.booleans()) else good)
    if place < len(broken):
        broken[place] = data.draw(st.integers(0, 255))
    assert isinstance(without_traces(bytes(broken), f"image/{kind.lower()}"), bytes)
