"""Files for a press as other programs see them, and what the separation does to colours.

ghostscript separates the pages into inks, poppler reads boxes, fonts and pictures. Without them the tests are skipped;
under CI that is a failure.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageMath

import laws
import pdfs
import presses
import projections
from books.programs import need, run
from golden import Goldens
from presses import MAGAZINE, NEWSPAPER, PROFILES
from syndicate.context import template
from syndicate.errors import ConfigError, UsageError
from syndicate.exporters.pdf.press import limiting
from syndicate.exporters.pdf.press.separation import Separation, fitted

MM = 72 / 25.4
LIMITS = [(NEWSPAPER, 240), (NEWSPAPER, 220), (NEWSPAPER, 300), (MAGAZINE, 300), (MAGAZINE, 240)]
ROUNDING = 100 * 4 * 0.5 / 255
"""Percent that four samples of eight bits may be off by."""
PAPERS = {NEWSPAPER: "newsprint", MAGAZINE: "coated"}


def profile(name: str) -> bytes:
    return template(f"pdf/icc/{name}.icc")


def total(image: Image.Image) -> float:
    """Most ink of any pixel, in percent."""
    bands = dict(zip("cmyk", image.split(), strict=True))
    summed = ImageMath.lambda_eval(lambda args: args["c"] + args["m"] + args["y"] + args["k"], **bands)
    return float(summed.getextrema()[1]) / 2.55


def separated(data: bytes, folder: Path, density: int = 144) -> list[Image.Image]:
    """Each page as ghostscript lays its inks down, at `density` pixels per inch."""
    need("gs")
    (folder / "page.pdf").write_bytes(data)
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiff32nc", f"-r{density}", "-o", "p%03d.tif", "page.pdf"]
    run(command, folder)
    pages = []
    for path in sorted(folder.glob("p*.tif")):
        with Image.open(path) as page:
            pages.append(page.copy())
    return pages


# --- as other programs see it ----------------------------------------------------------------------------------------


@pytest.mark.external
@pytest.mark.parametrize(("press", "ink"), LIMITS)
def test_ghostscript_finds_no_more_ink_than_the_press_takes(press: str, ink: int, tmp_path: Path) -> None:
    """Inside the trim: every colour there is, a tint, type."""
    made = presses.make(presses.colours(), profile=press, ink=str(ink))
    pages = separated(made.data, tmp_path)
    with made.open() as pdf:
        boxes = [[float(side) for side in page.obj.TrimBox] for page in pdf.pages]
    assert len(pages) == len(boxes)
    found = []
    for page, (left, bottom, right, top) in zip(pages, boxes, strict=True):
        inside = page.crop(
            (round(left * 2), page.height - round(top * 2), round(right * 2), page.height - round(bottom * 2))
        )
        found.append(total(inside))
    assert max(found) <= ink + ROUNDING
    # A separation that lays down next to nothing would pass as well.
    assert max(found) > min(ink, 240) - 25


@pytest.mark.external
def test_ghostscript_finds_type_on_the_black_plate_alone(tmp_path: Path) -> None:
    """What is no picture leaves nothing on the plates of the colours."""
    for page in separated(presses.make(lines=30).data, tmp_path):
        *colours, black = page.split()
        assert [band.getextrema() for band in colours] == [(0, 0)] * 3
        assert black.getextrema()[1] == 255


@pytest.mark.external
@pytest.mark.parametrize(
    ("press", "options", "room", "bleed"),
    [
        (NEWSPAPER, {}, 0.0, 0.0),
        (NEWSPAPER, {"paper": "tabloid"}, 0.0, 0.0),
        (MAGAZINE, {}, 30.0, 3 * MM),
        (MAGAZINE, {"paper": "210x280"}, 30.0, 3 * MM),
        (MAGAZINE, {"marks": "no"}, 3 * MM, 3 * MM),
    ],
)
def test_pdfinfo_finds_the_boxes(
    press: str, options: dict[str, str], room: float, bleed: float, tmp_path: Path
) -> None:
    """Trim and bleed lie where they should, to a tenth of a millimetre."""
    need("pdfinfo")
    (tmp_path / "page.pdf").write_bytes(presses.make(profile=press, **options).data)
    said = run(["pdfinfo", "-box", "page.pdf"], tmp_path).decode()
    found = {name: [float(n) for n in sides.split()] for name, sides in re.findall(r"(\w+)Box: +(.*)", said)}
    width, height = {"tabloid": (280, 430), "210x280": (210, 280)}.get(options.get("paper", ""), (210, 297))
    trim = [room, room, room + width * MM, room + height * MM]
    beyond = [-bleed, -bleed, bleed, bleed]
    assert found["Trim"] == pytest.approx(trim, abs=0.1 * MM)
    assert found["Bleed"] == pytest.approx([side + more for side, more in zip(trim, beyond, strict=True)], abs=0.1 * MM)
    assert found["Media"] == pytest.approx([0, 0, 2 * room + width * MM, 2 * room + height * MM], abs=0.1 * MM)
    assert "PDF version:     1.6" in said
    assert re.search(r"Encrypted: +no", said) and re.search(r"JavaScript: +no", said)


@pytest.mark.external
@pytest.mark.parametrize("press", PROFILES)
def test_poppler_finds_fonts_inside_and_pictures_sharp(press: str, tmp_path: Path) -> None:
    need("pdffonts", "pdfimages")
    grey = presses.colours((900, 600), mode="L")
    (tmp_path / "page.pdf").write_bytes(presses.make(presses.colours(), grey, profile=press).data)
    fonts = [line.split() for line in run(["pdffonts", "page.pdf"], tmp_path).decode().splitlines()[2:]]
    assert fonts
    assert all(row[-5:-3] == ["yes", "yes"] for row in fonts), "embedded and subset"
    rows = [line.split() for line in run(["pdfimages", "-list", "page.pdf"], tmp_path).decode().splitlines()[2:]]
    assert [(row[2], row[5]) for row in rows] == [("image", "cmyk"), ("image", "gray")]
    least = 200 if press == NEWSPAPER else 300
    assert all(least - 1 <= int(number) <= least * 1.5 + 1 for row in rows for number in row[12:14])


@pytest.mark.external
def test_qpdf_and_ghostscript_take_x1a(tmp_path: Path) -> None:
    """PDF/X-1a is PDF 1.4, which knows neither packed objects nor streams of cross-references."""
    need("gs", "pdfinfo")
    made = presses.make(presses.colours(), standard="x-1a")
    assert made.data.startswith(b"%PDF-1.4")
    assert b"/ObjStm" not in made.data and b"/XRef" not in made.data
    with made.open() as pdf:
        assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
        assert b"GTS_PDFXVersion" not in pdf.Root.Metadata.read_bytes()
    assert presses.judge(made.data, tmp_path) == []
    assert len(separated(made.data, tmp_path, 36)) == 1


# --- what stands in the file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("press", PROFILES)
def test_the_file_says_what_it_is(press: str, tmp_path: Path) -> None:
    made = presses.make(presses.colours(), profile=press)
    with made.open() as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFX" and str(intent.RegistryName) == "http://www.color.org"
        assert str(intent.OutputConditionIdentifier) == {NEWSPAPER: "CGATS TR 002", MAGAZINE: "CGATS TR 006"}[press]
        assert intent.DestOutputProfile.read_bytes() == profile(PAPERS[press])
        assert pdf.docinfo["/Trapped"] == "/False"
        packet = pdf.Root.Metadata.read_bytes()
        for said in (
            b"PDF/X-4<",
            b"xmpMM:DocumentID",
            b"xmpMM:VersionID",
            b"xmpMM:RenditionClass",
            b"pdf:Trapped>False",
        ):
            assert said in packet
        for said in (b"<pdfaid:", b"<pdfuaid:"):
            assert said not in packet
        for key in ("/Outlines", "/Names", "/AF", "/AcroForm", "/OpenAction"):
            assert key not in pdf.Root
        assert all(not {"/Annots", "/Group", "/Trans"} & set(page.obj.keys()) for page in pdf.pages)
    assert presses.judge(made.data, tmp_path, press) == []


def test_links_are_words() -> None:
    """Nothing leads anywhere on paper: no underline, no tag, no finding about an address."""
    made = presses.make()
    assert "the plan" in made.text
    assert "SYN-PDF-002" not in made.codes
    with made.open() as pdf:
        roles = projections.pdf_text(made.data).decode()
        assert re.search(r"^tags: .*\bP \d", roles, re.MULTILINE)
        assert not re.search(r"^tags: .*\bLink\b", roles, re.MULTILINE)
        assert "/Annots" not in pdf.pages[0].obj


@pytest.mark.parametrize("press", PROFILES)
def test_same_bytes(press: str) -> None:
    assert presses.make(presses.colours(), profile=press).data == presses.make(presses.colours(), profile=press).data


def test_marks_stand_beyond_the_bleed() -> None:
    """Eight strokes to cut by, four crosses, and patches when they are wanted; nothing of it on the page."""
    with presses.make(profile=MAGAZINE, bars="yes").open() as pdf:
        content = pdf.pages[0].obj.Contents.read_bytes()
        assert content.count(b" l S") == 8 + 4 * 2
        assert len(re.findall(rb"k [\d.-]+ -24\.173 14\.173 14\.173 re f", content)) == 11
    with presses.make(profile=MAGAZINE, marks="no").open() as pdf:
        assert b" l S" not in pdf.pages[0].obj.Contents.read_bytes()


def test_a_time_is_taken_from_the_clock_at_last() -> None:
    """PDF/X has no file without a date."""
    made = pdfs.make(presses.illustrated(), profile=NEWSPAPER, built_at=None)
    assert "SYN-TIME-001" in made.codes
    with made.open() as pdf:
        assert "/CreationDate" in pdf.docinfo


@pytest.mark.parametrize(
    ("press", "options", "said"),
    [
        (NEWSPAPER, {"ink": "much"}, "pdf.ink=much: is no limit of ink"),
        (NEWSPAPER, {"ink": "20"}, "pdf.ink=20: is no limit of ink"),
        (NEWSPAPER, {"standard": "x-3"}, "pdf.standard=x-3: there is no such standard"),
        (NEWSPAPER, {"marks": "yes"}, "press-newspaper has no marks"),
        (MAGAZINE, {"bars": "maybe"}, "is neither yes nor no"),
    ],
)
def test_options_that_mean_nothing(press: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        presses.make(profile=press, **options)


# --- the printer's own profile ---------------------------------------------------------------------------------------


def test_the_printers_profile(tmp_path: Path) -> None:
    """It is embedded and used, and its pictures keep the limit of the press, which is lower than its own."""
    named = tmp_path / "printer.icc"
    named.write_bytes(profile("coated"))
    made = presses.make(presses.colours(), icc=str(named), ink="220")
    with made.open() as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "Custom"
        assert str(intent.Info) == "Coated paper grade 1, CGATS TR 006, 300 %"
        assert intent.DestOutputProfile.read_bytes() == profile("coated")
    assert presses.judge(made.data, tmp_path, ink="220") == []


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"no profile",
        profile("coated")[:4000],
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    ],
)
def test_profiles_that_are_none(data: bytes | None, tmp_path: Path) -> None:
    named = tmp_path / "printer.icc"
    if data is not None:
        named.write_bytes(data)
    with pytest.raises(ConfigError, match=r"printer\.icc"):
        presses.make(icc=str(named))


def test_a_profile_that_is_too_new_for_the_standard(tmp_path: Path) -> None:
    """PDF 1.4 does not know version 4 of ICC profiles."""
    data = bytearray(profile("newsprint"))
    data[8] = 4
    named = tmp_path / "printer.icc"
    named.write_bytes(bytes(data))
    with pytest.raises(ConfigError, match="version 4, and PDF/X-1a takes version 2"):
        presses.make(icc=str(named), standard="x-1a")


# --- separation ------------------------------------------------------------------------------------------------------


def cube() -> Image.Image:
    """Colours all over sRGB."""
    levels = [step * 255 // 40 for step in range(41)]
    data = bytes(v for red in levels for green in levels for blue in levels for v in (red, green, blue))
    return Image.frombytes("RGB", (41, 41 * 41), data)


def looks(image: Image.Image, icc: bytes) -> bytes:
    """Lab of eight bits, a and b from 0 on."""
    seen = ImageCms.profileToProfile(
        image, BytesIO(icc), ImageCms.createProfile("LAB"), renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="LAB",
    )  # fmt: skip
    assert seen is not None
    return bytes(v if at % 3 == 0 else (v + 128) % 256 for at, v in enumerate(seen.tobytes()))


def differences(one: bytes, two: bytes) -> list[float]:
    """Delta E of 1976, in order of size."""
    found = []
    for at in range(0, len(one), 3):
        steps = ((one[at] - two[at]) * 100 / 255, one[at + 1] - two[at + 1], one[at + 2] - two[at + 2])
        found.append(sum(step * step for step in steps) ** 0.5)
    return sorted(found)


@pytest.mark.parametrize(("paper", "ink"), [("newsprint", 240), ("newsprint", 220), ("coated", 300), ("coated", 240)])
def test_less_ink_looks_the_same(paper: str, ink: int) -> None:
    """No colour has more than the limit, and none changes beyond what interpolation costs."""
    icc = profile(paper)
    made = Separation(icc, ink).of(cube())
    plain = ImageCms.profileToProfile(
        cube(), ImageCms.createProfile("sRGB"), BytesIO(icc), renderingIntent=ImageCms.Intent.PERCEPTUAL,
        outputMode="CMYK",
    )  # fmt: skip
    assert plain is not None
    assert total(made) <= ink
    apart = differences(looks(made, icc), looks(plain, icc))
    assert sum(apart) / len(apart) < 0.5
    assert apart[-1] < 3


def test_a_clamp_would_change_more() -> None:
    """What the exchange of grey for black is for: cutting colours down alone moves them much further."""
    icc, most = profile("coated"), limiting.units(200)
    most_look = Separation(icc, 400)._seen
    inks = bytes(v for n in range(32) for v in (255, 200 - n, 180 + n, 100 + 2 * n))
    cut = bytearray()
    for at in range(0, len(inks), 4):
        factor = most / sum(inks[at : at + 4])
        cut += bytes(int(v * factor) for v in inks[at : at + 4])
    limited = limiting.limited(inks, most, most_look)
    assert all(sum(limited[at : at + 4]) <= most for at in range(0, len(limited), 4))

    def apart(samples: bytes) -> float:
        image = Image.frombytes("CMYK", (32, 1), samples)
        return sum(differences(looks(image, icc), looks(Image.frombytes("CMYK", (32, 1), inks), icc)))

    assert apart(limited) < apart(bytes(cut)) / 3


def test_a_limit_below_one_ink_leaves_black() -> None:
    samples = bytes((255, 255, 255, 255, 0, 0, 0, 90))
    assert limiting.limited(samples, 100, lambda inks: bytes(len(inks) // 4 * 3))[4:] == samples[4:]
    assert sum(limiting.limited(samples, 100, lambda inks: bytes(len(inks) // 4 * 3))[:4]) <= 100


def test_grey_pictures_are_black_ink() -> None:
    """Paper stays paper, black is full black, and between them nothing turns lighter towards the dark."""
    separation = Separation(profile("newsprint"), 240)
    ramp = Image.linear_gradient("L")
    for image in (ramp, ramp.convert("RGB")):
        made = separation.of(image)
        tones = [int(made.getpixel((0, y))) for y in range(256)]  # type: ignore[arg-type]
        assert made.mode == "L"
        assert tones[0] == 0 and tones[255] == 255
        assert tones == sorted(tones)
    assert tones[128] > 140, "newsprint gains dots: a middle grey wants less ink than half"


def test_cmyk_pictures_stay_as_they_are_up_to_the_limit() -> None:
    """A desk has separated them: only what the press cannot print is separated anew."""
    separation = Separation(profile("newsprint"), 240)
    light = Image.new("CMYK", (8, 8), (100, 50, 20, 10))
    assert separation.of(light).tobytes() == light.tobytes()
    mixed = Image.new("CMYK", (8, 8), (100, 50, 20, 10))
    mixed.paste((250, 240, 230, 200), (0, 0, 4, 8))
    made = separation.of(mixed)
    assert total(made) <= 240
    assert made.crop((4, 0, 8, 8)).tobytes() == mixed.crop((4, 0, 8, 8)).tobytes()


def test_a_cmyk_picture_of_another_press_is_separated_for_this_one() -> None:
    foreign = Image.new("CMYK", (8, 8), (100, 50, 20, 10))
    foreign.info["icc_profile"] = profile("coated")
    here = Separation(profile("newsprint"), 240).of(foreign)
    assert here.tobytes() != foreign.tobytes()
    (apart, *_) = differences(looks(here, profile("newsprint")), looks(foreign, profile("coated")))
    assert apart < 25, "about the same colour, as far as newsprint goes"


def test_the_profile_inside_a_picture_counts() -> None:
    """The same numbers in a wider space are a stronger colour."""
    wide = Image.new("RGB", (4, 4), (60, 180, 90))
    plain = Separation(profile("coated"), 300).of(wide)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wide.info["icc_profile"] = lab
    assert Separation(profile("coated"), 300).of(wide).tobytes() == plain.tobytes()
    wide.info["icc_profile"] = b"broken" + lab[6:40]
    assert Separation(profile("coated"), 300).of(wide).tobytes() == plain.tobytes()


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "I", "F", "I;16", "LAB"]
)
def test_pictures_of_every_kind_become_opaque(mode: str) -> None:
    made = fitted(Image.new(mode, (40, 40)), 100, 100, 200)
    assert made.mode in ("L", "RGB", "CMYK")
    assert Separation(profile("newsprint"), 240).of(made).mode in ("L", "CMYK")


def test_what_shines_through_is_paper() -> None:
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert fitted(clear, 100, 100, 200).getextrema() == ((255, 255),) * 3
    palette = Image.new("P", (10, 10), 0)
    palette.info["transparency"] = 0
    assert fitted(palette, 100, 100, 200).getextrema() == ((255, 255),) * 3


def test_more_pixels_than_show_are_left_out() -> None:
    assert fitted(Image.new("RGB", (3000, 2000)), 144, 96, 200).size == (600, 400)
    assert fitted(Image.new("RGB", (500, 400)), 144, 96, 200).size == (500, 400)


# --- whole editions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("press", PROFILES)
@pytest.mark.parametrize("name", ["full", "multilingual", "photos", "packages"])
def test_every_edition_is_right_for_the_press(name: str, press: str, tmp_path: Path, golden: Goldens) -> None:
    """Our validator finds nothing; for one of them the pages are as was agreed on."""
    data = edition(name, press)
    assert presses.judge(data, tmp_path, press) == []
    if name == "full":
        golden.bytes(f"exporters/full/pdf-{press}.txt", projections.pdf_text(data))


def edition(name: str, press: str) -> bytes:
    """An edition of the fixtures, in columns, for a press."""
    context = laws.context(name)
    made = pdfs.make(laws.edition(name), media=context.media.default, profile=press, template="edition")
    return made.data


def test_a_picture_that_is_too_coarse_is_set_smaller_and_named() -> None:
    """Wherever it stands: on the front page it is told as well, where there is room for more of it."""
    context = laws.context("demo")
    made = pdfs.make(laws.edition("demo"), media=context.media.default, profile=MAGAZINE, template="edition")
    (told,) = [finding for finding in made.report if finding.code == "SYN-PDF-020"]
    factor = re.search(r"the picture harbour would have (\d+) pixels per inch.* at (0\.\d\d) of", told.message)
    assert factor is not None
    assert float(factor[2]) == pytest.approx(int(factor[1]) / 300, abs=0.01)


def test_the_profiles_are_those_of_the_tool() -> None:
    """What the tool says of each is in it: who made it, from what, and that it may be passed on."""
    for name, said in (("newsprint", "SNAP TR 002-2007"), ("coated", "GRACoL TR 006-2007")):
        opened: Any = ImageCms.getOpenProfile(BytesIO(profile(name)))
        assert said in ImageCms.getProfileCopyright(opened)
        assert profile(name)[24:36] == bytes((7, 215, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))


def test_the_library_is_not_asked_for_a_colour() -> None:
    """No operator of greys or of screens in the content of any page."""
    with pikepdf.open(BytesIO(presses.good())) as pdf:
        for page in pdf.pages:
            used = {str(i.operator) for i in pikepdf.parse_content_stream(page)}
            assert "k" in used
            assert not used & {"g", "G", "rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN"}
