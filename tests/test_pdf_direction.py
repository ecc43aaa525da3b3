"""Right-to-left text in PDFs: the bidirectional algorithm against a second one, and what readers take out."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import unicodedata
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import uharfbuzz as hb
from bidi import get_display
from bidi.mirror import MIRRORED
from fontTools import ttLib
from hypothesis import given
from hypothesis import strategies as st

import pdfs
from syndicate.exporters.pdf import embedding, faces, style
from syndicate.exporters.pdf.direction import levels, visual_order
from syndicate.exporters.pdf.fonts import FontBook
from syndicate.exporters.pdf.setting import Passage, Setter
from syndicate.exporters.pdf.shaping import Font, compound, shaped, side_by_side
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats import languages
from syndicate.model import body
from syndicate.model.base import Direction

ARABIC = (
    "أعلنت الحكومة يوم 12 مارس 2025 أن خط السكك الحديدية (المغلق منذ 1998) سيعود إلى العمل، وفق ما ذكرته وكالة "
    "Reuters للأنباء في بيان نشر على موقعها. وبلغت التكلفة 3.5 مليون يورو [حتى الآن]."
)
HEBREW = (
    "הממשלה הודיעה ביום 12 במרץ 2025 כי קו הרכבת (שנסגר ב־1998) ייפתח מחדש, כך דיווחה סוכנות Reuters בהודעה. "
    "העלות: 3.5 מיליון אירו."
)


def drawn(text: str, base: Direction) -> str:
    """The characters of a line from left to right, without mirroring."""
    stretches = visual_order(levels(text, base))
    return "".join(text[start:end][::-1] if rtl else text[start:end] for start, end, rtl in stretches)


@pytest.mark.parametrize(
    ("text", "base", "wanted"),
    [
        ("אב (ג) 12 ab", "rtl", "ab 12 )ג( בא"),
        ("ab אב cd", "ltr", "ab בא cd"),
        ("ab (אב) cd", "ltr", "ab (בא) cd"),
        ("ab (אב cd) ef", "ltr", "ab (בא cd) ef"),
        ("אב (ab) גד", "rtl", "דג )ab( בא"),
        ("אב (12) גד", "rtl", "דג )12( בא"),
        ("קוד a(b) סוף", "rtl", "ףוס a(b) דוק"),
        ("א \u2066ab!\u2069 ב", "rtl", "ב \u2069ab!\u2066 א"),
        ("a \u2067אב!\u2069 12", "ltr", "a \u2067!בא\u2069 12"),
        ("a \u2068אב\u2069, 12", "ltr", "a \u2068בא\u2069, 12"),
        ("א\u200f! ב", "rtl", "ב !\u200fא"),
    ],
)
def test_visual_order(text: str, base: Direction, wanted: str) -> None:
    assert drawn(text, base) == wanted


def test_stretches_are_cut_where_the_look_changes() -> None:
    assert visual_order([1, 1]) == [(0, 2, True)]
    assert visual_order([1, 1], frozenset({1})) == [(1, 2, True), (0, 1, True)]
    assert visual_order([]) == []


_ALPHABET = "abאבاب12٣+,.%$ ()[]{}!/:\u0301\u200d\u2329\u3009\u2066\u2067\u2068\u2069"


@given(st.text(_ALPHABET, min_size=1, max_size=24).filter(lambda text: text == text.rstrip()), st.booleans())
def test_the_order_is_that_of_the_rust_library(text: str, rtl: bool) -> None:
    """The library's other half gives no levels, but it orders a line by brackets and isolates."""

    def kept(line: str) -> str:
        return "".join(c for c in line if unicodedata.bidirectional(c) not in ("BN", "LRI", "RLI", "FSI", "PDI"))

    text = text.rstrip("\u2066\u2067\u2068\u2069\u200d ") + "!"
    ours = drawn(text, "rtl" if rtl else "ltr")
    assert kept(ours) == kept(get_display(text, base_dir="R" if rtl else "L"))


def test_directions_of_languages() -> None:
    assert languages.direction("ar-EG", None) == languages.direction("en", "rtl") == "rtl"
    assert languages.direction("ar", "ltr") == languages.direction("en", None) == "ltr"


# --- paragraphs ------------------------------------------------------------------------------------------------------


def passage(text: str | body.Text, lang: str, width: float = 200.0) -> Passage:
    return Setter(FontBook()).set(text, style.load("").text.body, width, Voice(lang))


def test_levels_are_those_of_the_paragraph_and_not_of_a_line() -> None:
    """English words that go on in the next line stay English there, with the full stop that ends the sentence."""
    made = passage("وقالت (New York Times and The Guardian and Others) أمس", "ar", 120)
    assert len(made.lines) > 2
    for line in made.lines[1:-1]:
        assert [piece.rtl for piece in line.stretches() if piece.text.strip(" ")] == [False]


def test_a_line_is_as_wide_as_what_is_drawn_of_it() -> None:
    """Also where a bracket stands apart from the Latin word that it was kerned with."""
    for text in ("مم (11p4) ·", ARABIC, "وقال (Marrow Lass) إن «Halvern» بعيدة"):
        for line in passage(text, "ar").lines:
            assert line.drawn
            drawn = sum(part.look.width(part.text) for part in line.drawn)
            assert line.width == pytest.approx(drawn, abs=0.01)


def test_a_lang_mark_is_an_isolate() -> None:
    """The question mark belongs to the English words, which do not draw the numbers around them to them."""
    quote = (
        body.Run(text="Who ", marks=(body.Lang(tag="en"),)),
        body.Run(text="pays?", marks=(body.Lang(tag="en"), body.Strong())),
    )
    made = passage((body.Run(text="سأل 1 "), *quote, body.Run(text=" 2 ثم")), "ar", 400)
    text = "".join(piece.text for piece in made.lines[0].stretches())
    assert text.index("2") < text.index("Who pays?") < text.index("1")


# --- what comes out of the file --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two stories that run to the left, in narrow columns."""
    arabic = pdfs.story(pdfs.paragraph(ARABIC), language="ar", headline="عودة سكة حديد الميناء", id="urn:x-test:a")
    hebrew = pdfs.story(pdfs.paragraph(HEBREW), language="he", headline="רכבת הנמל חוזרת", id="urn:x-test:h")
    path = tmp_path_factory.mktemp("rtl") / "mixed.pdf"
    path.write_bytes(pdfs.make(pdfs.edition(arabic, hebrew), template="edition").data)
    return path


def _output(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"no {command[0]} here")
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True)
    return done.stdout


def _words(text: str) -> str:
    """`text` with its blanks and line ends as one blank."""
    return " ".join(text.split())


def test_structure_text_is_in_the_order_of_reading(mixed: Path) -> None:
    said = _words(_output("pdfinfo", "-struct-text", str(mixed)))
    assert f'"{ARABIC}"' in said
    assert f'"{HEBREW}"' in said


def test_mutool_text_is_in_the_order_of_reading(mixed: Path) -> None:
    said = _words(_output("mutool", "draw", "-q", "-F", "text", str(mixed)))
    assert ARABIC in said
    assert HEBREW in said


def test_pdfium_text_is_in_the_order_of_reading(mixed: Path) -> None:
    """PDFium takes what a glyph stands for as the shape that one sees, and mirrors it once more."""
    document = pypdfium2.PdfDocument(mixed)
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    mirrored = {ord(one): other for one, other in MIRRORED.items() if one in "()[]"}
    assert ARABIC.translate(mirrored) in _words(said)
    assert HEBREW.translate(mirrored) in _words(said)


def test_pdftotext_has_every_word_in_the_order_of_reading(mixed: Path) -> None:
    """It takes what stands beside a number for a part of it, with marks of direction around both; words stay words."""

    def words(text: str) -> list[str]:
        return re.findall(r"[^\W_]+(?:\.[^\W_]+)?", text)

    said = words(_output("pdftotext", str(mixed), "-"))
    for text in (ARABIC, HEBREW):
        wanted = words(text)
        at = said.index(wanted[0])
        assert said[at : at + len(wanted)] == wanted


# --- glyphs composed of others ---------------------------------------------------------------------------------------


def test_a_kerned_letter_is_one_glyph_as_wide_as_it_stands() -> None:
    """Amiri sets a letter off where it would touch the next; the embedded font has it so, and no gap is seen."""
    face = faces.FAMILIES["arabic"].regular
    font = Font(face, "F1")
    advance, placed = font.backward("الوزير", "ar")
    compounds = [glyph for glyph in font.codes if glyph.parts]
    assert [glyph.text for glyph in compounds] == ["ز"]
    edges = sorted((glyph.x, glyph.x + glyph.natural) for glyph in placed)
    assert all(abs(right - left) < 0.01 for (_, right), (left, _) in pairwise(edges))
    assert abs(edges[-1][1] - advance) < 0.01
    program, places = embedding._with_codes(face, font.codes)
    opened = hb.Font(hb.Face(program))
    number = int.from_bytes(places[2 * (1 + font.codes.index(compounds[0])) :][:2], "big")
    (part,) = compounds[0].parts
    assert opened.get_glyph_h_advance(number) == round(compounds[0].advance)
    drawn, alone = opened.get_glyph_extents(number), hb.Font(faces.opened(face)).get_glyph_extents(part.number)
    assert (drawn.width, drawn.height) == (alone.width, alone.height)
    assert drawn.x_bearing == alone.x_bearing + part.x


def test_marks_and_joiners_of_right_to_left_text_have_places_of_their_own() -> None:
    """In each word a code for every character, in the order of reading from right to left, none on another."""
    for word in ("العَرَبِيَّة", "راه\u200cآهن", "می\u200cشود", "שָׁלוֹם"):
        family = "hebrew" if word[0] == "ש" else "arabic"
        font = Font(faces.FAMILIES[family].regular, "F1")
        advance, placed = font.backward(word, "")
        assert "".join(font.codes[glyph.code - 1].text for glyph in placed) == word
        places = [glyph.x for glyph in placed]
        assert places == sorted(set(places), reverse=True)
        assert abs(sum(glyph.natural for glyph in placed) - advance) < 0.01


def test_a_ligature_shares_its_width_among_its_letters() -> None:
    face = faces.FAMILIES["arabic"].regular
    (glyph,) = shaped(face, "ب", "", True)
    made = side_by_side(face, (glyph._replace(text="لا"),))
    assert [(one.text, one.parts[0].flat, round(one.advance * 2)) for one in made] == [
        ("ا", True, glyph.advance),
        ("ل", False, glyph.advance),
    ]
    assert made[1].parts[0] == (glyph.number, -round(glyph.advance / 2), 0, False)


@pytest.mark.parametrize("family", ["arabic", "hebrew", "serif"])
def test_a_program_with_compounds_is_sound(family: str) -> None:
    """Checksums and tables as the specification wants them, as a second library reads them."""
    face = faces.FAMILIES[family].regular
    font = Font(face, "F1")
    for word in ("وزير", "שלום", "office"):
        for glyph in shaped(face, word, "", None):
            font._code(compound(face, [glyph, glyph], glyph.text))
    program, places = embedding._with_codes(face, font.codes)
    whole = sum(struct.unpack(f">{len(program) // 4}I", program)) % (1 << 32)
    assert whole == 0xB1B0AFBA
    with ttLib.TTFont(BytesIO(program), checkChecksums=2) as read:
        glyphs = read["glyf"]
        order = read.getGlyphOrder()
        for place in struct.iter_unpack(">H", places[2:]):
            made = glyphs[order[place[0]]]
            assert made.isComposite()
            assert len(made.components) == 2
            made.recalcBounds(glyphs)
