"""Fonts of the user's: files of every kind, families by name, and each fault told with the name of its file."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from fontTools import ttLib
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

import pdfs
from syndicate import config, gate
from syndicate.context import Context
from syndicate.contracts import Job
from syndicate.diagnostics import Report
from syndicate.errors import ConfigError, UsageError
from syndicate.exporters.pdf import PdfExporter, cff, fontfiles
from syndicate.model.article import Article

GUJARATI = "કખગ"
"""Letters that no font of ours has."""


def font(name: str, letters: str, *, compact: bool = False, rights: int = 0, weight: int = 400) -> bytes:
    """A font with a box for each of `letters`."""
    built = FontBuilder(1000, isTTF=not compact)
    order = [".notdef", *(f"g{number}" for number in range(len(letters)))]
    built.setupGlyphOrder(order)
    built.setupCharacterMap({ord(letter): f"g{number}" for number, letter in enumerate(letters)})
    pens = {glyph: T2CharStringPen(600, None) if compact else TTGlyphPen(None) for glyph in order}
    for number, pen in enumerate(pens.values()):
        pen.moveTo((50, 0))
        for corner in ((50, 500 + 10 * number), (550, 500), (550, 0)):
            pen.lineTo(corner)
        pen.closePath()
    if compact:
        built.setupCFF(f"{name}-Regular", {}, {glyph: pen.getCharString() for glyph, pen in pens.items()}, {})
    else:
        built.setupGlyf({glyph: pen.glyph() for glyph, pen in pens.items()})
    built.setupHorizontalMetrics(dict.fromkeys(order, (600, 50)))
    built.setupHorizontalHeader(ascent=800, descent=-200)
    style = "Bold" if weight > 500 else "Regular"
    built.setupNameTable({"familyName": name, "styleName": style, "psName": f"{name}-{style}"})
    built.setupOS2(sTypoAscender=800, fsType=rights, usWeightClass=weight)
    built.setupPost()
    written = BytesIO()
    built.save(written)
    return written.getvalue()


def collection(*fonts: bytes) -> bytes:
    whole = ttLib.TTCollection()
    whole.fonts = [ttLib.TTFont(BytesIO(data)) for data in fonts]
    written = BytesIO()
    whole.save(written)
    return written.getvalue()


def make(item: Article, *folders: Path, **options: str) -> pdfs.Made:
    """A PDF with the fonts in `folders`."""
    report = Report()
    context = Context(now=pdfs.BUILT, fonts=folders)
    job = Job(row=pdfs.ROW, context=context, report=report, stem="t", built_at=pdfs.BUILT, options=options)
    (artifact,) = PdfExporter().export(gate.clear(pdfs.edition(item), context.now).release, job)
    return pdfs.Made(b"".join(artifact.chunks), tuple(report))


def names(made: pdfs.Made) -> set[str]:
    with made.open() as pdf:
        return {str(font.BaseFont)[8:] for font in pdf.pages[0].obj.Resources.Font.values()}


@pytest.mark.parametrize("kind", ["ttf", "otf", "ttc", "otc"])
def test_a_character_that_ours_lack_is_set_in_a_font_of_the_users(kind: str, tmp_path: Path) -> None:
    made = font("Boxes", GUJARATI, compact=kind[0] == "o")
    if kind in ("ttc", "otc"):
        made = collection(font("Other", "x", compact=kind[0] == "o"), made)
    (tmp_path / "fonts" / "deep").mkdir(parents=True)
    (tmp_path / "fonts" / "deep" / f"boxes.{kind}").write_bytes(made)
    (tmp_path / "fonts" / "README.txt").write_text("no font")
    story = pdfs.story(pdfs.paragraph(f"Seen: {GUJARATI} and plain."))
    pdf = make(story, tmp_path / "fonts")
    assert pdf.codes == []
    assert "Boxes-Regular" in names(pdf)
    assert f"Seen: {GUJARATI} and plain." in pdf.text
    assert pdf.findings(tmp_path) == []
    assert make(story, tmp_path / "fonts").data == pdf.data, "the same bytes"
    if shutil.which("pdftotext"):
        (tmp_path / "a.pdf").write_bytes(pdf.data)
        done = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True, timeout=60)
        assert (GUJARATI in done.stdout.decode(), done.stderr) == (True, b"")


@pytest.mark.parametrize("compact", [False, True])
def test_a_template_names_a_family_in_any_case(compact: bool, tmp_path: Path) -> None:
    letters = "".join(sorted({*pdfs.COPY, *"Astoryhdline "}))
    for weight in (400, 700):
        (tmp_path / f"{weight}.ttf").write_bytes(font("Boxes", letters, compact=compact, weight=weight))
    chosen = "text.body.family=bOxEs;text.headline.family=Boxes;text.headline.bold=true"
    made = make(pdfs.story(pdfs.paragraph(pdfs.COPY)), tmp_path, set=chosen)
    assert {"Boxes-Regular", "Boxes-Bold"} <= names(made)
    assert pdfs.COPY in made.text
    with pytest.raises(ConfigError, match=r"text\.body\.family: there is no font family 'Nonesuch'"):
        make(pdfs.story(), tmp_path, set="text.body.family=Nonesuch")


def test_a_variable_font_gives_both_weights(tmp_path: Path) -> None:
    from syndicate.exporters.pdf import faces

    source = faces._file(faces.FAMILIES["tamil"].regular)
    shutil.copy(source, tmp_path / "tamil.ttf")
    (family,) = fontfiles.shelf((tmp_path,)).families.values()
    assert (family.regular.weight, family.bold.weight) == (400, 700)
    chosen = "text.body.family=Noto Sans Tamil;text.headline.family=Noto Sans Tamil"
    made = make(pdfs.story(pdfs.paragraph("Words.")), tmp_path, set=chosen)
    assert {"NotoSansTamil-Regular-400", "NotoSansTamil-Regular-700"} <= names(made)


def _damaged() -> dict[str, tuple[bytes, str]]:
    good = font("Boxes", GUJARATI)
    return {
        "garbage.ttf": (b"not a font at all", "it is damaged, or no TrueType or OpenType font"),
        "empty.otf": (b"", "it is damaged, or no TrueType or OpenType font"),
        "short.ttf": (good[: len(good) // 2], "it is damaged: it has been cut off"),
        "web.ttf": (b"wOFF" + good[4:], "it is a font for the web (WOFF): unpack it"),
        "restricted.ttf": (font("R", GUJARATI, rights=2), "its maker does not allow embedding (OS/2 fsType)"),
        "whole.ttf": (
            font("W", GUJARATI, rights=0x100),
            "its maker does not allow a part of its outlines to be embedded (OS/2 fsType)",
        ),
        "collection.ttc": (b"ttcf\0\1\0\0\0\0\0\1\0\0\0\x10" + b"x" * 20, "it is damaged, or no TrueType"),
        "nocmap.ttf": (good.replace(b"cmap", b"xmap"), "it is damaged: it has no table cmap"),
        "pictures.ttf": (good.replace(b"glyf", b"CBDT"), "it has no outlines (pictures of glyphs alone)"),
        "cff2.otf": (good.replace(b"glyf", b"CFF2"), "PDF has no room for its kind of outlines (CFF2)"),
        "nothing.ttf": (font("N", ""), "it is damaged: it has no glyphs for characters"),
    }


@pytest.mark.parametrize("name", _damaged())
def test_a_font_that_cannot_be_used_is_told_by_its_name(name: str, tmp_path: Path) -> None:
    data, why = _damaged()[name]
    (tmp_path / name).write_bytes(data)
    made = make(pdfs.story(pdfs.paragraph("Plain.")), tmp_path)
    (finding,) = made.report
    assert finding.code == "SYN-PDF-030"
    assert finding.message.startswith(f"the font file {name}")
    assert why in finding.message
    assert "Plain." in made.text


def test_right_of_editing_is_right_enough(tmp_path: Path) -> None:
    for rights in (0, 4, 8):
        (tmp_path / f"{rights}.ttf").write_bytes(font(f"F{rights}", GUJARATI, rights=rights))
    assert not fontfiles.shelf((tmp_path,)).problems


def test_a_folder_that_is_not_there_stops_the_command(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        make(pdfs.story(), tmp_path / "nowhere")
    assert fontfiles.shelf((), (tmp_path / "nowhere",)).families == {}


def test_system_fonts_are_looked_for_only_when_asked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".fonts").mkdir(parents=True)
    (home / ".fonts" / "boxes.ttf").write_bytes(font("Boxes", GUJARATI))
    (home / ".fonts" / "broken.ttf").write_bytes(b"broken")
    environ = {"HOME": str(home)}
    assert Context.from_environment(environ=environ).system_fonts == ()
    asked = Context.from_environment(environ=environ, fonts=("system",))
    assert home / ".fonts" in asked.system_fonts
    assert asked.fonts == ()
    found = fontfiles.shelf((), (home / ".fonts",))
    assert (list(found.families), found.problems) == (["Boxes"], ()), "its faults are nobody's concern"


def test_the_shapes_of_a_language_come_first() -> None:
    every = dict.fromkeys(["Noto Sans CJK HK", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK TC", "A"])
    order = [fontfiles.preferred(every, script)[0] for script in ("ja", "zh-Hans", "zh-Hant", "ko", "")]  # type: ignore[arg-type]
    assert order == ["Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK TC", "A", "A"]


# --- CFF -------------------------------------------------------------------------------------------------------------


def _index(*parts: bytes) -> bytes:
    offsets = [1]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return len(parts).to_bytes(2, "big") + b"\2" + b"".join(at.to_bytes(2, "big") for at in offsets) + b"".join(parts)


@pytest.mark.parametrize(
    ("charset", "wanted"),
    [
        (b"\0" + b"\0\7" + b"\1\0" + b"\0\2", [0, 7, 256, 2]),
        (b"\1" + b"\0\x0a\1" + b"\0\x63\0", [0, 10, 11, 99]),
        (b"\2" + b"\0\x0a\0\2", [0, 10, 11, 12]),
    ],
)
def test_a_program_that_is_keyed_by_cids_tells_them(charset: bytes, wanted: list[int]) -> None:
    """Adobe Technical Note 5176, section 13: the three formats of a charset; numbers of every form in the Top DICT."""
    numbers = b"\x8c\x1e\xe1\xa1\x5f\x0c\x07" + b"\xf7\0\xfb\0\x1d\0\0\1\0\x05"
    ros = b"\x8b\x8b\x8b\x0c\x1e"
    size = 4 + len(_index(b"name")) + len(_index(numbers + ros + b"\x1c\0\0\x0f"))
    top = numbers + ros + b"\x1c" + size.to_bytes(2, "big") + b"\x0f"
    program = b"\1\0\4\2" + _index(b"name") + _index(top) + charset
    assert cff.cids(program, 4) == wanted


def test_a_program_that_is_keyed_by_names_has_the_numbers_of_its_glyphs() -> None:
    data = ttLib.TTFont(BytesIO(font("Boxes", GUJARATI, compact=True))).reader["CFF "]
    assert cff.cids(data, 4) == [0, 1, 2, 3]


def test_syndicate_toml_names_folders_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "syndicate.toml").write_text('[export]\nfonts = ["fonts", "system"]\n')
    settings = config.load(tmp_path)
    assert settings.fonts == (str(tmp_path / "fonts"), "system")
    assert config.Settings(config.Config(), None).fonts == ()
