"""Pictures of a book: as they came, without traces; smaller where that is asked for; drawings whole or not at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image

import epubs
from syndicate.contracts import Job
from syndicate.diagnostics import Severity
from syndicate.errors import UsageError
from syndicate.exporters.epub.drawings import danger
from syndicate.exporters.epub.fitting import PIXELS, SIZE
from syndicate.model.article import Article, Media, Rendition

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
PLAIN = SVG.format('<linearGradient id="g"/><rect fill="url(#g)" style="fill:url(\'#g\')"/><use xlink:href="#g"/>')


def shown(name: str) -> Article:
    media = Media(id="m", type="picture", renditions=(Rendition(href=name),), alt="A picture")
    return epubs.story("one", media=(media,))


def book(folder: Path, name: str, data: bytes, **options: str) -> tuple[dict[str, bytes], Job]:
    """A book with the picture `data`, and the job that it was made in."""
    (folder / name).write_bytes(data)
    work = epubs.job(folder, options={"cover": "no", **options})
    made = epubs.build(epubs.edition(shown(name)), work)
    assert epubs.findings(made, folder) == []
    return epubs.unpack(made), work


def the_picture(entries: dict[str, bytes]) -> bytes:
    (name,) = [name for name in entries if name.startswith("EPUB/images/")]
    return entries[name]


def encoded(kind: str, width: int, height: int, *, noise: bool = True, mode: str = "RGB") -> bytes:
    """A picture that packs badly."""
    image = Image.effect_noise((width, height), 90).convert(mode) if noise else Image.new(mode, (width, height), 7)
    exif = Image.Exif()
    exif[ExifTags.Base.Copyright] = "(c) Halvern Press"
    exif[ExifTags.Base.Model] = "Secret Camera 9"
    file = BytesIO()
    image.save(file, kind, exif=exif)
    return file.getvalue()


def test_a_camera_leaves_no_trace(tmp_path: Path) -> None:
    entries, work = book(tmp_path, "a.jpg", encoded("JPEG", 60, 40))
    picture = the_picture(entries)
    assert b"Secret Camera" not in picture
    assert Image.open(BytesIO(picture)).getexif()[ExifTags.Base.Copyright] == "(c) Halvern Press"
    assert not list(work.report)


@pytest.mark.parametrize(
    ("name", "kind", "mode"), [("a.jpg", "JPEG", "RGB"), ("a.png", "PNG", "L"), ("a.webp", "WEBP", "RGB")]
)
def test_a_large_picture_is_made_to_fit(tmp_path: Path, name: str, kind: str, mode: str) -> None:
    data = encoded(kind, 2600, 2000, mode=mode)
    entries, work = book(tmp_path, name, data, pictures="fit")
    made = the_picture(entries)
    image = Image.open(BytesIO(made))
    assert image.width * image.height <= PIXELS
    assert len(made) <= SIZE
    assert abs(image.width / image.height - 1.3) < 0.01
    assert image.getexif()[ExifTags.Base.Copyright] == "(c) Halvern Press"
    (told,) = work.report
    assert (told.code, told.severity) == ("SYN-EPUB-003", Severity.INFO)
    assert "2600 x 2000" in told.message
    assert len(the_picture(book(tmp_path, name, data)[0])) > len(made)


def test_a_turned_picture_stands_upright_when_it_is_fitted(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    file = BytesIO()
    Image.new("RGB", (3000, 2000)).save(file, "JPEG", exif=exif)
    image = Image.open(BytesIO(the_picture(book(tmp_path, "a.jpg", file.getvalue(), pictures="fit")[0])))
    assert image.width < image.height
    assert ExifTags.Base.Orientation not in image.getexif()


def test_what_can_be_seen_through_stays_so(tmp_path: Path) -> None:
    file = BytesIO()
    Image.new("RGBA", (2600, 2000), (9, 9, 9, 0)).save(file, "PNG")
    made = the_picture(book(tmp_path, "a.png", file.getvalue(), pictures="fit")[0])
    image = Image.open(BytesIO(made)).convert("RGBA")
    assert image.getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("pictures", ["as-is", "fit"])
def test_a_small_picture_stays_as_it_is(tmp_path: Path, pictures: str) -> None:
    data = epubs.png(40, 30)
    assert the_picture(book(tmp_path, "a.png", data, pictures=pictures)[0]) == data


def test_another_value_is_refused() -> None:
    with pytest.raises(UsageError, match=r"epub\.pictures=small"):
        epubs.build(epubs.edition(epubs.story("one")), epubs.job(options={"pictures": "small"}))


def test_a_drawing_goes_in_letter_for_letter(tmp_path: Path) -> None:
    entries, work = book(tmp_path, "a.svg", PLAIN.encode())
    assert the_picture(entries) == PLAIN.encode()
    assert not list(work.report)


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        ("<script>1</script>", "holds <script>"),
        ("<foreignObject/>", "holds <foreignObject>"),
        ('<rect onload="x()"/>', "runs a script"),
        ('<a xlink:href=" javascript:x()"/>', "runs a script"),
        ('<image href="https://x.example/a.png"/>', "fetches what is outside it"),
        ('<use xlink:href="other.svg#a"/>', "fetches what is outside it"),
        ('<rect style="fill:URL( https://x.example/a )"/>', "fetches what is outside it"),
        ("<style>@import 'a.css';</style>", "fetches what is outside it"),
        ("<rect>", "is no well-formed drawing"),
    ],
)
def test_a_dangerous_drawing_stays_out(tmp_path: Path, inner: str, why: str) -> None:
    drawing = SVG.format(inner).encode()
    assert danger(drawing) == why
    entries, work = book(tmp_path, "a.svg", drawing)
    assert not [name for name in entries if name.startswith("EPUB/images/")]
    (told,) = work.report
    assert (told.code, why in told.message) == ("SYN-EPUB-001", True)


@pytest.mark.parametrize(
    ("drawing", "why"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "leans on what is outside it"),
        (b"<svg/>", "is no drawing in the namespace of SVG"),
        (b"<svg>" + b" " * 8_000_001, "is larger than 8 MB"),
    ],
)
def test_a_drawing_that_is_none(drawing: bytes, why: str) -> None:
    assert danger(drawing) == why
