"""The PDF exporter: every block in reading order, fonts inside, the same bytes, and nothing lost in silence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

import pdfs
from syndicate.context import template as real_template
from syndicate.contracts import Degree
from syndicate.errors import ConfigError, DependencyError, InputError, UsageError
from syndicate.exporters.pdf import PdfExporter, faces, style
from syndicate.exporters.pdf.article import byline, dateline, day, moment
from syndicate.exporters.pdf.breaking import Filler, Look, is_loose
from syndicate.exporters.pdf.fonts import REPLACEMENT, FontBook, script_family
from syndicate.exporters.pdf.hyphenation import hyphenator
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body, features
from syndicate.model.article import (
    Article,
    Byline,
    Contributor,
    Correction,
    Credit,
    Dateline,
    EdNote,
    Media,
    Relation,
    Rendition,
    Section,
)
from test_pdf_profiles import structure

T = body.text


@pytest.fixture(scope="module")
def setter() -> Setter:
    return Setter(FontBook())


@pytest.fixture(scope="module")
def sheet() -> style.Sheet:
    return style.load("")


def run(text: str, *marks: body.Mark) -> body.Run:
    return body.Run(text=text, marks=marks)


def lines(
    setter: Setter, text: str | body.Text, sheet: style.Sheet, width: float = 200.0, lang: str = "en"
) -> list[str]:
    passage = setter.set(text, sheet.text.body, width, Voice(lang))
    return ["".join(part for _, part in line.segments) for line in passage.lines]


# --- what stands in the file -----------------------------------------------------------------------------------------


def every_block() -> Article:
    """A story with every block once, each with a word of its own, in the order of the alphabet (a note stands last)."""
    item = body.ListItem(text=T("Fuchsia"), children=(body.List(bid="n", items=(body.ListItem(text=T("Gamboge")),)),))
    blocks: tuple[body.Block, ...] = (
        pdfs.paragraph("Amber."),
        body.Lead(bid="2", text=T("Beige.")),
        body.Crosshead(bid="3", text=T("Carmine"), level=2),
        body.Quote(bid="4", text=T("Denim."), attribution=T("Ebony")),
        body.List(bid="5", items=(item,), ordered=True),
        body.Table(bid="6", caption=T("Heliotrope"), header=(cells("Indigo"),), rows=(cells("Jade"),)),
        body.Preformatted(bid="7", text="khaki =  1"),
        body.PullQuote(bid="8", text=T("Lavender"), attribution=T("Magenta")),
        body.Figure(bid="9", media="m", caption=T("Navy"), credit="Ochre"),
        body.Gallery(bid="10", figures=(body.Figure(bid="11", media="none", alt="Pink"),), caption=T("Quartz")),
        body.Video(bid="12", media="v", caption=T("Rose")),
        body.Audio(bid="13", media="a", caption=T("Scarlet")),
        body.Embed(bid="14", url="https://x.example/teal", fallback=T("Umber")),
        body.Box(bid="15", title="Violet", blocks=(pdfs.paragraph("White."),)),
        body.Divider(bid="16"),
        body.Footnote(bid="17", label="1", text=T("Xanthic.")),
        body.CorrectionNotice(bid="18", text=T("Yellow."), at=datetime(2025, 2, 1, tzinfo=UTC)),
        body.EditorNote(bid="19", text=T("Zaffre.")),
        body.InterstitialLink(bid="20", text=T("Zzebra"), href="https://x.example/z"),
        body.Unsupported(bid="21", source="<blink>Unseen</blink>"),
    )  # fmt: skip
    media = (
        Media(id="m", type="picture", renditions=(Rendition(href="a.png"),)),
        Media(id="v", type="video", renditions=(Rendition(href="https://x.example/v.mp4"),), credit="Rust"),
        Media(id="a", type="audio"),
    )
    return pdfs.story(*blocks, media=media)


def test_every_block_is_set_in_reading_order(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(pdfs.picture())
    made = pdfs.make(every_block(), media=tmp_path)
    words = (
        "Amber Beige Carmine Denim Ebony Fuchsia Gamboge Heliotrope Indigo Jade khaki Lavender Magenta Navy Ochre Pink "
        "Quartz Rose Rust Scarlet Umber teal Violet White Yellow Zaffre Zzebra Xanthic"
    )
    places = [made.text.find(word) for word in words.split()]
    assert -1 not in places
    assert places == sorted(places)
    assert "Unseen" not in made.text
    assert "khaki = 1" in made.text
    assert made.findings(tmp_path) == []


def test_head_and_foot_say_what_the_fidelity_table_says() -> None:
    made = pdfs.make(
        pdfs.story(
            pdfs.paragraph("The text."),
            subheadline="Below it",
            standfirst="Before it",
            bylines=(Byline(name="Mara Lindqvist", title="Correspondent", organisation="Courier"),),
            contributors=(Contributor(name="Jon Vale", role="photography", place="Skerrin"),),
            dateline=Dateline(places=("GENEVA",), separator="-", agencies=("Wire",), date_text="Jan. 21"),
            credit=Credit(raw="Agencies Via Xinhua"),
            provider="The Courier",
            copyright_notice="All rights reserved",
            copyright_holder="Courier Press",
            usage_terms="Not for resale",
            canonical_url="https://news.example/story",
            published=datetime(2025, 1, 2, 3, 4, tzinfo=UTC),
            modified=datetime(2025, 1, 3, 3, 4, tzinfo=UTC),
            genre=("Analysis",),
            signals=("correction",),
            corrections=(Correction(text="It was nine, not eight"),),
            ed_notes=(EdNote(text="First of a series", public=True), EdNote(text="private words")),
            links=(Relation(rel="related", href="https://news.example/more", title="The bridge"),),
            keywords=("rail", "harbour"),
        )
    )
    for words in (
        "Analysis · Correction A story Below it Before it Mara Lindqvist, Correspondent, Courier",
        "2 January 2025, 03:04 UTC · Updated 3 January 2025, 03:04 UTC",
        "GENEVA, Jan. 21 (Wire) - The text. Jon Vale (photography, Skerrin) Agencies Via Xinhua It was nine, not eight",
        "First of a series → The bridge All rights reserved · © Courier Press · The Courier · Not for resale",
        "https://news.example/story urn:x-test:story · 1 Page 1 of 1",
    ):
        assert words in made.text
    assert "private words" not in made.text
    with made.open() as pdf:
        assert str(pdf.docinfo["/Keywords"]) == "rail, harbour"
        assert str(pdf.docinfo["/Author"]) == "Mara Lindqvist"


def test_a_picture_that_no_block_shows_is_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(pdfs.picture())
    media = (
        Media(id="m", type="picture", renditions=(Rendition(href="a.png"),), caption=T("Alone")),
        Media(id="v", type="video", caption=T("Moving")),
        Media(id="a", type="audio", caption=T("Sounding")),
    )
    made = pdfs.make(pdfs.story(pdfs.paragraph("Text."), media=media), media=tmp_path)
    assert re.search("Alone.*Moving.*Sounding.*Text", made.text)
    with made.open() as pdf:
        assert len(list(pdf.pages[0].get_images())) == 1


def test_a_canceled_story_is_its_notice() -> None:
    note = EdNote(text="Withdrawn by the court", public=True)
    killed = pdfs.story(pdfs.paragraph("secret"), status="canceled", ed_notes=(note,), modified=pdfs.BUILT)
    made = pdfs.make(killed)
    assert "This story has been withdrawn. Withdrawn by the court 1 March 2025, 06:00 UTC" in made.text
    assert "secret" not in made.text
    assert "A story" not in made.text


def test_the_dateline_goes_into_the_first_paragraph_wherever_it_stands() -> None:
    notice = body.CorrectionNotice(bid="c", text=T("Mended."))
    made = pdfs.make(pdfs.story(notice, pdfs.paragraph("Text."), dateline=Dateline(places=("GENEVA",))))
    assert "Mended. GENEVA – Text." in made.text
    alone = pdfs.make(pdfs.story(body.Divider(bid="d"), dateline=Dateline(places=("GENEVA",))))
    assert "GENEVA –" in alone.text


# --- an edition ------------------------------------------------------------------------------------------------------


def test_the_contents_lead_to_the_right_pages() -> None:
    stories = [
        pdfs.story(pdfs.paragraph(pdfs.COPY * 9), id=f"urn:x-test:{n}", headline=f"Story {n} of many") for n in "abcdef"
    ]
    whole = pdfs.edition(
        *stories,
        subtitle="Morning",
        description="What happened",
        number="No. 7",
        issn="1234-5679",
        sections=(
            Section(id="one", title="One", articles=("urn:x-test:a", "urn:x-test:b")),
            Section(id="two", title="Two", articles=("urn:x-test:c", "urn:x-test:a"), sections=()),
        ),
    )
    made = pdfs.make(whole)
    front, *rest = made.pages
    assert front.startswith("The Test Morning No. 7 · ISSN 1234-5679 What happened One Story a of many 2")
    for letter in "abcdef":
        (number,) = re.findall(f"Story {letter} of many (\\d+)", front)
        assert f"Story {letter} of many" in made.pages[int(number) - 1]
    assert sum("Story a of many" in page for page in rest) == 1, "a story in two sections is set once"
    document = pypdfium2.PdfDocument(made.data)
    outline = [(item.level, item.get_title()) for item in document.get_toc()]
    document.close()
    assert outline[:4] == [(0, "One"), (1, "Story a of many"), (1, "Story b of many"), (0, "Two")]
    assert outline[-3:] == [(0, f"Story {letter} of many") for letter in "def"]


def test_every_page_has_its_folio_and_the_first_no_running_head() -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY * 60), headline="The long one " * 30))
    total = len(made.pages)
    assert total > 2
    for number, page in enumerate(made.pages, 1):
        assert f"Page {number} of {total}" in page
    assert made.pages[0].count("The long one") == 30
    assert 0 < made.pages[1].count("The long one") < 30
    assert "..." in made.pages[1]


def test_furniture_speaks_no_english_where_the_edition_does_not() -> None:
    made = pdfs.make(pdfs.edition(pdfs.story(pdfs.paragraph("Texte."), language="fr"), language="fr"))
    assert "1 / 1" in made.text
    assert "Page" not in made.text


# --- properties and bytes --------------------------------------------------------------------------------------------


def test_the_file_says_what_it_is() -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph("Text."), language="de", summary="In short"))
    with made.open() as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert info == {
            "/Title": "A story",
            "/Subject": "In short",
            "/Creator": "syndicate",
            "/Producer": "syndicate",
            "/CreationDate": "D:20250301060000+00'00'",
            "/ModDate": "D:20250301060000+00'00'",
        }
        assert str(pdf.Root.Lang) == "de"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.pdf_version) == "1.7"


def test_no_date_is_invented() -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph("Text.")), built_at=None)
    with made.open() as pdf:
        assert "/CreationDate" not in pdf.docinfo
    assert not re.search(r"\d{4}", made.text.replace("urn:x-test:story", ""))


def test_every_font_is_embedded_and_named_once() -> None:
    with pikepdf.open(__import__("io").BytesIO(pdfs.good())) as pdf:
        fonts: dict[str, Any] = {}
        for page in pdf.pages:
            fonts |= {str(font.BaseFont): font for font in page.obj.Resources.Font.values()}
        names = sorted(fonts)
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts.values())
    assert any("NotoSansJP-Regular" in name for name in names)
    assert any("Amiri-Regular" in name for name in names)
    assert not any("Helvetica" in name for name in names)


def test_same_bytes_in_other_surroundings(tmp_path: Path) -> None:
    code = "import hashlib, pdfs, sys; sys.stdout.write(hashlib.sha256(pdfs.good()).hexdigest())"
    seen = set()
    for number, (zone, seed) in enumerate((("UTC", "1"), ("Asia/Kathmandu", "77"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = os.environ | {
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(Path(__file__).parent),
            "SOURCE_DATE_EPOCH": str(number),
        }
        made = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        seen.add(made.stdout)
    assert len(seen) == 1


def test_other_content_has_another_identifier() -> None:
    def identifier(words: str) -> bytes:
        with pdfs.make(pdfs.story(pdfs.paragraph(words))).open() as pdf:
            return bytes(pdf.trailer.ID[0])

    assert identifier("One thing.") == identifier("One thing.")
    assert identifier("One thing.") != identifier("Another thing.")


# --- links -----------------------------------------------------------------------------------------------------------


def test_links_lead_out_and_inside() -> None:
    linked = pdfs.paragraph(
        run("plan", body.Link(href="/plan")), " ", run("mail", body.Link(href="mailto:a@news.example"))
    )
    pointer = body.InterstitialLink(bid="i", text=T("the other"), ref="urn:x-test:b")
    stranger = body.InterstitialLink(bid="j", text=T("nobody"), ref="urn:x-test:nobody")
    whole = pdfs.edition(
        pdfs.story(linked, pointer, stranger), pdfs.story(pdfs.paragraph("x"), id="urn:x-test:b", headline="B")
    )
    made = pdfs.make(whole, base_url="https://news.example/")
    with made.open() as pdf:
        links = [a for page in list(pdf.pages)[1:] for a in page.obj.get("/Annots", ())]
        assert [str(a.A.URI) for a in links if "/A" in a] == ["https://news.example/plan", "mailto:a@news.example"]
        (inner,) = (a for a in links if "/A" not in a)
        assert inner.Dest[0].objgen == pdf.pages[1].obj.objgen
    assert made.codes == []


def test_a_link_to_nowhere_keeps_its_words_and_is_told_of() -> None:
    made = pdfs.make(
        pdfs.story(
            pdfs.paragraph(run("the plan", body.Link(href="plan")), run("run", body.Link(href="javascript:x()")))
        )
    )
    assert made.codes == ["SYN-PDF-002", "SYN-PDF-002"]
    assert "the plan" in made.text
    with made.open() as pdf:
        assert "/Annots" not in pdf.pages[0].obj


# --- pictures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rgb.png", pdfs.picture()),
        ("alpha.png", pdfs.picture("RGBA")),
        ("grey.png", pdfs.picture("L")),
        ("palette.png", pdfs.picture("P")),
        ("bits.png", pdfs.picture("1")),
        ("deep.png", pdfs.picture("I;16")),
        ("grey-alpha.png", pdfs.picture("LA")),
        ("rgb.jpg", pdfs.picture("RGB", form="JPEG")),
        ("cmyk.jpg", pdfs.picture("CMYK", form="JPEG")),
        ("tall.png", pdfs.picture("L", (3, 4000))),
    ],
)
def test_pictures_of_all_kinds(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    media = Media(id="m", type="picture", renditions=(Rendition(href=name),), rights="Only here")
    made = pdfs.make(pdfs.story(body.Figure(bid="f", media="m"), media=(media,)), media=tmp_path)
    assert made.codes == []
    assert "Only here" in made.text
    with made.open() as pdf:
        assert len(list(pdf.pages[0].get_images())) == 1
    assert made.findings(tmp_path) == []


def turned(orientation: int) -> bytes:
    """A picture twice as wide as high, black at the left, as a camera writes it that was held in another way."""
    image = Image.new("RGB", (80, 40), "white")
    image.paste("black", (0, 0, 20, 40))
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = BytesIO()
    image.save(written, "JPEG", exif=exif, quality=95)
    return written.getvalue()


@pytest.mark.parametrize(
    ("orientation", "size", "dark"),
    [(1, (80, 40), (5, 20)), (3, (80, 40), (75, 20)), (6, (40, 80), (20, 5)), (8, (40, 80), (20, 75))],
)
def test_a_turned_picture_stands_upright(
    orientation: int, size: tuple[int, int], dark: tuple[int, int], tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(turned(orientation))
    media = Media(id="m", type="picture", renditions=(Rendition(href="a.jpg"),))
    made = pdfs.make(pdfs.story(body.Figure(bid="f", media="m"), media=(media,)), media=tmp_path)
    with made.open() as pdf:
        (held,) = pdf.pages[0].get_images().values()
        shown = pikepdf.PdfImage(held).as_pil_image().convert("L")
    assert shown.size == size
    assert [xy for xy in (dark, (size[0] - 1 - dark[0], size[1] - 1 - dark[1])) if shown.getpixel(xy) < 60] == [dark]
    assert made.findings(tmp_path) == []


def test_sixteen_bits_of_grey_keep_their_tones(tmp_path: Path) -> None:
    image = Image.new("I;16", (3, 1))
    for x, value in enumerate((0, 0x8000, 0xFFFF)):
        image.putpixel((x, 0), value)
    image.save(tmp_path / "a.png")
    media = Media(id="m", type="picture", renditions=(Rendition(href="a.png"),))
    made = pdfs.make(pdfs.story(body.Figure(bid="f", media="m"), media=(media,)), media=tmp_path)
    with made.open() as pdf:
        (held,) = pdf.pages[0].get_images().values()
        shown = pikepdf.PdfImage(held).as_pil_image().convert("L")
        assert [shown.getpixel((x, 0)) for x in range(3)] == pytest.approx([0, 128, 255], abs=1)


def test_a_picture_of_36_million_pixels_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(pdfs.picture("L", (6000, 6000)))
    media = Media(id="m", type="picture", renditions=(Rendition(href="a.png"),))
    made = pdfs.make(pdfs.story(body.Figure(bid="f", media="m"), media=(media,)), media=tmp_path)
    assert made.codes == []
    assert made.findings(tmp_path) == []
    assert len(made.data) < 1_000_000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("gone.png", None),
        ("https://x.example/a.png", None),
        ("a.gif", pdfs.picture("P", form="GIF")),
        ("broken.png", pdfs.picture()[:60]),
        ("half.jpg", pdfs.picture(form="JPEG")[:200]),
        ("text.png", b"no picture"),
        ("bomb.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + (10**5).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"),
    ],
)
def test_a_picture_that_cannot_be_shown_leaves_its_words(name: str, data: bytes | None, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    media = Media(id="m", type="picture", renditions=(Rendition(href=name),), alt="A bridge", caption=T("At night"))
    made = pdfs.make(pdfs.story(body.Figure(bid="f", media="m"), media=(media,)), media=tmp_path)
    (finding,) = made.report
    assert (finding.code, finding.location.block) == ("SYN-PDF-001", "f")
    assert "[A bridge] At night" in made.text


def test_the_largest_rendition_that_works_is_taken(tmp_path: Path) -> None:
    (tmp_path / "small.png").write_bytes(pdfs.picture(size=(10, 10)))
    (tmp_path / "large.png").write_bytes(pdfs.picture(size=(90, 90)))
    renditions = (
        Rendition(href="small.png", width=10),
        Rendition(href="gone.png", width=900),
        Rendition(href="large.png", width=90),
        Rendition(href="film.mp4", width=1000, media_type="video/mp4"),
    )
    made = pdfs.make(
        pdfs.story(body.Figure(bid="f", media="m"), media=(Media(id="m", type="picture", renditions=renditions),)),
        media=tmp_path,
    )
    with made.open() as pdf:
        assert [int(image.Width) for image in pdf.pages[0].get_images().values()] == [90]


# --- characters and scripts ------------------------------------------------------------------------------------------


def test_a_character_without_a_font_is_seen_and_told_of() -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph("Smile 😀 and નમ."), pdfs.paragraph("again 😀")))
    (finding,) = made.report
    assert finding.code == "SYN-PDF-003"
    assert finding.location.article == "urn:x-test:story"
    assert "U+1F600 GRINNING FACE" in finding.message
    assert "U+0AA8 GUJARATI LETTER NA, U+0AAE GUJARATI LETTER MA" in finding.message
    assert finding.hint == "for Gujarati, symbols: --fonts DIR, a folder with a font that has them"
    assert "Smile 😀 and નમ." in made.text, "it is read out as what it is"
    assert "again 😀" in made.text
    with made.open() as pdf:
        (box,) = (font for name, font in pdf.pages[0].obj.Resources.Font.items() if name == "/B1")
        assert len(set(bytes(box.DescendantFonts[0].CIDToGIDMap.read_bytes())[2:])) <= 2, "one glyph for all of them"


def test_a_private_character_is_nobodys(tmp_path: Path) -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph("a \ue0a0 \uf8ff b")))
    assert made.codes == ["SYN-PDF-003"]
    assert f"a {REPLACEMENT} {REPLACEMENT} b" in made.text
    assert made.findings(tmp_path) == []


def test_each_story_is_told_of_its_own_characters() -> None:
    first, second = (pdfs.story(pdfs.paragraph("😀"), id=f"urn:x-test:{n}") for n in "ab")
    made = pdfs.make(pdfs.edition(first, second, pdfs.story(pdfs.paragraph("plain"))))
    assert [f.location.article for f in made.report] == ["urn:x-test:a", "urn:x-test:b"]


def test_what_only_steers_the_setting_is_no_loss() -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph("so\u00adft a\u200bb c\u200d \u2066d\u2069 e\ufe0f \ufefff")))
    assert made.codes == []
    assert "soft ab c\u200d d e f" in made.text


def test_equivalents_stand_in_before_a_replacement_does() -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph("a\u202fb\u2011c ﬁn ⒈ Ωμέγα дом")))
    assert made.codes == []
    assert "a b‐c fin 1. Ωμέγα дом" in made.text


def test_a_script_chooses_its_own_shapes() -> None:
    def fonts(lang: str) -> set[str]:
        made = pdfs.make(pdfs.story(pdfs.paragraph("直骨"), language=lang))
        with made.open() as pdf:
            return {
                str(f.BaseFont).partition("+")[2].partition("-")[0] for f in pdf.pages[0].obj.Resources.Font.values()
            }

    assert "NotoSansJP" in fonts("ja")
    assert "NotoSansKR" in fonts("ko")
    assert "NotoSansSC" in fonts("zh-CN")
    assert "NotoSansTC" in fonts("zh-Hant")
    assert "NotoSansTC" in fonts("zh-TW")


def test_families_by_language() -> None:
    assert [script_family(tag) for tag in ("en", "fa", "yi", "yue", "zh", "zh-HK", "und")] == [
        "", "arabic", "hebrew", "zh-Hant", "zh-Hans", "zh-Hant", ""
    ]  # fmt: skip


def test_arabic_is_joined_ordered_and_can_be_searched() -> None:
    words = "قالت الوزيرة الاثنين إن الأعمال ستبدأ"
    made = pdfs.make(pdfs.story(pdfs.paragraph(words + " (2026) Reuters"), language="ar", headline="سكة حديد"))
    for word in words.split():
        assert word in made.text
    assert made.codes == []
    document = pypdfium2.PdfDocument(made.data)
    page = document[0].get_textpage()
    left, _, right, _ = page.get_charbox(0)
    document.close()
    assert right > 300, f"the headline stands on the left, at {left}"


def test_hebrew_and_vowel_signs_keep_every_letter() -> None:
    made = pdfs.make(
        pdfs.story(pdfs.paragraph("שלום עולם"), pdfs.paragraph("العَرَبِيَّة", lang="ar"), language="he", headline="חדשות")
    )
    assert "שלום עולם" in made.text
    marks = [c for c in unicodedata.normalize("NFD", made.text) if unicodedata.category(c) == "Mn"]
    assert len(marks) == 5
    assert made.codes == []


def test_a_style_inside_right_to_left_text_stays_with_its_letters(setter: Setter, sheet: style.Sheet) -> None:
    passage = setter.set((run("אב "), run("גד", body.Strong())), sheet.text.body, 200, Voice("he"))
    (line,) = passage.lines
    assert ["Bold" in piece.look.font.fontName for piece in line.stretches()] == [True, False]
    assert [piece.text for piece in line.stretches()] == ["גד", "אב\u00a0"]


# --- lines -----------------------------------------------------------------------------------------------------------


def test_words_are_divided_where_the_language_allows(setter: Setter, sheet: style.Sheet) -> None:
    text = "Representatives discussing internationalization considerations unanimously."
    divided = lines(setter, text, sheet, 120)
    assert any(line.endswith("\u00ad") for line in divided)
    assert (
        "".join(line.rstrip("\u00ad") if line.endswith("\u00ad") else f"{line} " for line in divided).split()
        == text.split()
    )
    assert not any(line.endswith("\u00ad") for line in lines(setter, text, sheet, 120, "und"))
    assert hyphenator("xx") is None


def test_no_line_is_wider_than_its_measure(setter: Setter, sheet: style.Sheet) -> None:
    text = "x" * 500 + " " + pdfs.COPY + " https://news.example/" + "a/" * 200
    passage = setter.set(text, sheet.text.body, 150, Voice("en"))
    for line in passage.lines:
        give = 0.06 * line.blanks * sheet.text.body.size
        assert line.width <= line.room + give


def test_a_measure_of_nothing_still_ends(setter: Setter, sheet: style.Sheet) -> None:
    assert lines(setter, "abc", sheet, 1.0) == ["a", "b", "c"]


def test_chinese_punctuation_begins_no_line(setter: Setter, sheet: style.Sheet) -> None:
    set_ = lines(setter, "港湾、鉄道。「再開」の" * 20, sheet, 117, "ja")
    assert len(set_) > 10
    assert not any(line[0] in "、。」" or line[-1] == "「" for line in set_)


def test_a_headline_has_even_lines_and_divides_at_its_space(setter: Setter, sheet: style.Sheet) -> None:
    words = "Harbour railway will run again after council finds the money now"
    passage = setter.set(words, sheet.text.headline, sheet.measure, Voice("en"))
    widths = [line.width for line in passage.lines]
    assert len(widths) > 1
    assert min(widths) > 0.6 * max(widths)
    japanese = setter.set("港湾鉄道、再開\u3000港湾鉄道の再開、港湾", sheet.text.headline, 300, Voice("ja"))
    assert "".join(text for _, text in japanese.lines[0].segments) == "港湾鉄道、再開"


def test_evenness_cuts_no_word(setter: Setter, sheet: style.Sheet) -> None:
    words = "Die Donaudampfschifffahrtsgesellschaft und die Donaudampfschifffahrtskapitänsmütze"
    for width in range(580, 800, 20):
        passage = setter.set(words, sheet.text.headline, width, Voice("de"))
        assert " ".join("".join(text for _, text in line.segments) for line in passage.lines) == words


def test_a_short_last_word_takes_another_with_it(setter: Setter, sheet: style.Sheet) -> None:
    alone = tied = 0
    for width in range(100, 300, 2):
        passage = setter.set(pdfs.COPY + " We like it.", sheet.text.body, width, Voice("en"))
        last = "".join(text for _, text in passage.lines[-1].segments)
        alone += last == "it."
        tied += last == "like\u00a0it."
        assert last != "it." or not is_loose(passage.lines[-2:-1]), width
    assert tied > alone


def test_an_empty_edition_is_its_front_page(tmp_path: Path) -> None:
    made = pdfs.make(pdfs.edition(copyright_notice="All rights reserved"))
    assert made.text == "The Test All rights reserved Page 1 of 1"
    assert made.findings(tmp_path) == []


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("The Halvern and Isk Courier", "The Halvern and Isk Courier\r\n"),
        ("The Halvern, Skerrin and Underbarrow Courier", "The Halvern, Skerrin and \r\nUnderbarrow Courier\r\n"),
    ],
)
def test_a_nameplate_is_made_to_fit(title: str, first: str) -> None:
    document = pypdfium2.PdfDocument(pdfs.make(pdfs.edition(title=title)).data)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert text.startswith(first)


def test_marks_change_the_look(setter: Setter, sheet: style.Sheet) -> None:
    def look(*marks: body.Mark, base: style.TextStyle = sheet.text.body) -> Look:
        return setter.set((run("word", *marks),), base, 200, Voice("en")).lines[0].segments[0][0]

    plain = look()
    assert "Bold" in look(body.Strong()).font.fontName
    assert look(body.Em()).font.fontName.endswith("-It")
    assert not look(body.Em(), base=sheet.text.standfirst).font.fontName.endswith("-It")
    assert look(body.Code()).font.fontName.startswith("SourceCodePro")
    assert look(body.Sup()).rise > 0 > look(body.Sub()).rise
    assert look(body.Sup()).size < plain.size
    assert look(body.Underline()).underline
    assert look(body.Strike()).strike
    assert look(body.InlineQuote()) == look(body.Entity(ref="x")) == plain
    ruby = setter.set((run("港", body.Ruby(text="みなと")), run("!")), sheet.text.body, 200, Voice("ja")).lines[0]
    assert "".join(text for _, text in ruby.segments) == "港（みなと）!"


def test_an_empty_filler_has_no_lines() -> None:
    filler = Filler(100, 0, justify=False)
    filler.end(last=True, only_if_filled=True)
    assert filler.lines == []


# --- tables ----------------------------------------------------------------------------------------------------------


def cells(*texts: str, **options: Any) -> tuple[body.Cell, ...]:
    return tuple(body.Cell(text=T(text), **options) for text in texts)


def test_a_table_of_too_many_columns_becomes_text() -> None:
    heads = cells(*(f"H{n}" for n in range(60)))
    table = body.Table(bid="t", header=(heads,), rows=(cells(*(f"v{n}" for n in range(60))),))
    made = pdfs.make(pdfs.story(table))
    (finding,) = made.report
    assert (finding.code, finding.location.block) == ("SYN-PDF-005", "t")
    for n in range(60):
        assert f"H{n}: v{n}" in made.text
    only_heads = pdfs.make(pdfs.story(body.Table(bid="t", header=(heads,), rows=())))
    assert "H58 · H59" in only_heads.text


def test_cells_that_span_keep_the_others_in_their_columns() -> None:
    rows = (
        (body.Cell(text=T("tall"), rowspan=2), *cells("b1", "c1")),
        cells("b2", "c2"),
        (body.Cell(text=T("wide"), colspan=3),),
    )
    made = pdfs.make(pdfs.story(body.Table(bid="t", rows=rows)))
    document = pypdfium2.PdfDocument(made.data)
    page = document[0].get_textpage()
    text = page.get_text_range()
    left = {word: page.get_charbox(text.index(word))[0] for word in ("tall", "b1", "c1", "b2", "c2", "wide")}
    document.close()
    assert left["b1"] == pytest.approx(left["b2"], abs=1)
    assert left["c1"] == pytest.approx(left["c2"], abs=1)
    assert left["tall"] == pytest.approx(left["wide"], abs=1)
    assert left["tall"] < left["b1"] < left["c1"]


def test_a_cell_reaches_over_the_rows_that_it_spans(tmp_path: Path) -> None:
    """Rows below it make room for it, are ruled off beside it, and stay with it on one page."""
    tall = body.Cell(text=T("tall " * 150), rowspan=3)
    rows = ((tall, *cells("b1", "c1")), cells("b2", "c2"), cells("b3", "c3"), cells("next", "x", "y"))
    made = pdfs.make(pdfs.story(body.Table(bid="t", rows=rows)))
    document = pypdfium2.PdfDocument(made.data)
    page = document[0].get_textpage()
    text = page.get_text_range()
    top = {word: page.get_charbox(text.index(word))[3] for word in ("tall", "b1", "b2", "b3", "next")}
    bottom = min(page.get_charbox(match.start())[1] for match in re.finditer("tall", text))
    document.close()
    assert top["tall"] == pytest.approx(top["b1"], abs=3)
    assert top["b1"] > top["b2"] > top["b3"] > top["next"] and bottom > top["next"]
    assert top["b1"] - top["b2"] == pytest.approx(top["b2"] - top["b3"], abs=0.1), "rows as high as their own text"
    many = tuple(row for n in range(40) for row in ((body.Cell(text=T(f"q{n}x"), rowspan=4), *cells(f"r{n}x")),
                 *(cells(f"s{n}x{i}") for i in range(3))))  # fmt: skip
    long = pdfs.make(pdfs.story(body.Table(bid="t", rows=many)))
    assert len(long.pages) > 2
    for n in range(40):
        (held,) = (page for page in long.pages if f"q{n}x" in page)
        assert all(word in held for word in (f"r{n}x", f"s{n}x0", f"s{n}x2"))
    assert made.findings(tmp_path) == long.findings(tmp_path) == []


def test_a_cell_that_spans_pages_loses_no_word() -> None:
    rows = ((body.Cell(text=T(" ".join(f"w{n}x" for n in range(3000))), rowspan=2), *cells("b1")), cells("b2"))
    made = pdfs.make(pdfs.story(body.Table(bid="t", rows=rows)))
    assert all(f"w{n}x" in made.text for n in range(3000))
    assert "b1" in made.text
    assert "b2" in made.text


def test_a_long_table_keeps_every_row_and_a_tall_row_divides() -> None:
    table = body.Table(
        bid="t", header=(cells("Name", "Sum"),), rows=tuple(cells(f"row{n}x", str(n)) for n in range(200))
    )
    made = pdfs.make(pdfs.story(table))
    assert all(f"row{n}x" in made.text for n in range(200))
    tall = pdfs.make(pdfs.story(body.Table(bid="t", rows=(cells(" ".join(f"w{n}x" for n in range(4000)), "b"),))))
    assert all(f"w{n}x" in tall.text for n in range(4000))
    assert len(tall.pages) > 2


# --- hostile ---------------------------------------------------------------------------------------------------------


def nested(depth: int) -> body.Block:
    block: body.Block = pdfs.paragraph("innermost")
    for level in range(depth):
        block = body.Box(bid=f"b{level}", title=f"level {level}", blocks=(pdfs.paragraph("words " * 20), block))
    return block


def nested_list(depth: int) -> body.List:
    made = body.List(bid="l", items=(body.ListItem(text=T("innermost")),))
    for level in range(depth):
        made = body.List(bid=f"l{level}", ordered=True, items=(body.ListItem(text=T("item"), children=(made,)),))
    return made


HOSTILE: dict[str, tuple[tuple[body.Block, ...], str]] = {
    "empty": ((), ""),
    "blank blocks": (
        (
            pdfs.paragraph(""),
            body.Crosshead(bid="c", text=()),
            body.List(bid="l", items=()),
            body.Table(bid="t", rows=((),)),
            body.Box(bid="b", blocks=()),
            body.Preformatted(bid="p", text=""),
            body.Gallery(bid="g", figures=()),
            body.Embed(bid="e", url=""),
            body.Figure(bid="f", media=""),
        ),
        "",
    ),
    "word of 10,000 letters": ((pdfs.paragraph("x" * 10_000),), "xxx"),
    "300 paragraphs": (tuple(pdfs.paragraph(f"The {n}th of many.", bid=f"p{n}") for n in range(300)), "299th of many"),
    "controls and surrogates": ((pdfs.paragraph("a\x00b\x07c\ud800d \x1b[31mred \ufffe end"),), "red"),
    "nested boxes": ((nested(64),), "innermost"),
    "nested lists": ((nested_list(64),), "innermost"),
    "a box of many pages": ((body.Box(bid="b", blocks=(pdfs.paragraph(pdfs.COPY),) * 200),), "decade"),
    "crossheads only": (tuple(body.Crosshead(bid=f"c{n}", text=T("head")) for n in range(300)), "head"),
    "line ends": ((pdfs.paragraph("a" + "\n" * 2000 + "b"),), "b"),
    "marks on marks": ((pdfs.paragraph("e" + "\u0301" * 3000 + " end"),), "end"),
    "closing marks": ((pdfs.paragraph("。" * 3000),), "。"),
    "syntax": ((pdfs.paragraph("(\\ ] >> stream endobj <script> ]]>"),), "(\\ ] >> stream endobj <script> ]]>"),
    "preformatted": ((body.Preformatted(bid="p", text="\tdef  x\n" * 300),), "def x"),
    "astral": ((pdfs.paragraph("𝛀 𠮷 end"),), "𠮷"),
    "mixed directions": ((pdfs.paragraph("abc אבג 123 \u202e def \u202c (ד) ع ۱۲۳", lang="he"),), "אבג"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("template", ["article", "letter", "edition"])
def test_hostile_stories_are_set_and_valid(name: str, template: str, tmp_path: Path) -> None:
    blocks, words = HOSTILE[name]
    made = pdfs.make(pdfs.story(*blocks, headline="" if name == "empty" else "H" * 200), template=template)
    assert words in made.text
    assert made.findings(tmp_path) == []


@pytest.mark.parametrize("template", ["article", "edition"])
def test_fifty_thousand_words_are_all_there_and_in_order(template: str, tmp_path: Path) -> None:
    words = [f"w{n:05}" for n in range(50_000)]
    blocks = [pdfs.paragraph(" ".join(words[at : at + 125]), bid=f"p{at}") for at in range(0, 50_000, 125)]
    made = pdfs.make(pdfs.story(*blocks), template=template)
    assert re.findall(r"\bw\d{5}\b", made.text) == words
    assert [f for f in made.findings(tmp_path) if "115" not in f] == []


def test_a_word_of_ten_thousand_letters_loses_none(tmp_path: Path) -> None:
    letters = "".join(chr(ord("a") + n % 26) for n in range(10_000))
    for template in ("article", "edition"):
        made = pdfs.make(pdfs.story(pdfs.paragraph(letters)), template=template)
        with made.open() as pdf:
            assert len(pdf.pages) < 9
        (tagged,) = (text for role, text in structure(made.data) if role == "P" and len(text) > 9000)
        assert tagged.replace(" ", "") == letters
        assert made.findings(tmp_path) == []


def test_a_megabyte_of_text(tmp_path: Path) -> None:
    made = pdfs.make(
        pdfs.story(pdfs.paragraph(pdfs.COPY * 5700), pdfs.paragraph("قالت وزيرة النقل " * 3000, lang="ar"))
    )
    assert len(made.pages) > 300
    assert [f for f in made.findings(tmp_path) if "115" not in f] == []


# --- templates and surroundings --------------------------------------------------------------------------------------


def test_a_template_decides_on_the_sheet() -> None:
    with pdfs.make(pdfs.story(), template="letter").open() as pdf:
        assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, 612, 792]
    with pytest.raises(InputError, match="no template"):
        pdfs.make(pdfs.story(), template="nonesuch")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('base = "article"\n[text.body]\nsise = 9', "sise"),
        ('base = "article"\n[page]\nsize = [100, 100]', "no room"),
        ('base = "bad"', "its own base"),
        ("[page", "bad.toml"),
        ('base = "article"\n[text.body]\nsize = "large"', r"\$\.text\.body\.size"),
    ],
)
def test_a_wrong_template_says_what_is_wrong(text: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "template", lambda name: text.encode() if "bad" in name else real_template(name))
    with pytest.raises(ConfigError, match=message):
        style.load("bad")


def test_an_unknown_profile_is_refused() -> None:
    assert pdfs.make(pdfs.story(), profile="screen").data
    with pytest.raises(UsageError, match="no profile"):
        pdfs.make(pdfs.story(), profile="press")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    face = faces.Face("no_such_package", "font-nonesuch", "a.ttf")
    with pytest.raises(DependencyError, match="font-nonesuch"):
        faces.coverage(face)
    for name in [name for name in sys.modules if name.startswith(("syndicate.exporters.pdf.edition", "reportlab"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "syndicate.exporters.pdf.edition", None)
    with pytest.raises(DependencyError) as caught:
        pdfs.make(pdfs.story())
    assert "syndicate[pdf]" in caught.value.hint


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, syndicate.exporters.pdf; "
        "print([m for m in sys.modules if m.split('.')[0] in ('reportlab', 'PIL', 'uharfbuzz', 'pyphen')])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_the_fidelity_table_names_every_feature() -> None:
    table = PdfExporter.fidelity
    assert set(table) == set(features.vocabulary())
    assert all(carriage.how for carriage in table.values() if carriage.degree is Degree.DEGRADED)


def test_words_for_people_and_times() -> None:
    assert byline((Byline(name="A", role="editor"), Byline(name="B"))) == "A, editor · B"
    assert body.plain(dateline(Dateline(raw="GENEVA, Jan. 21 -"))) == "GENEVA, Jan. 21 - "
    assert dateline(None) == dateline(Dateline()) == ()
    instant = datetime.fromisoformat("2025-03-01T06:05:00+05:45")
    assert moment(instant, english=True) == "1 March 2025, 06:05 UTC+05:45"
    assert moment(instant, english=False) == "2025-03-01 06:05 UTC+05:45"
    assert day(instant.date(), english=False) == "2025-03-01"


def test_right_to_left_pages_turn_and_tables_begin_on_the_right() -> None:
    table = body.Table(bid="t", rows=(cells("ראשון", "שני"),))
    made = pdfs.make(pdfs.story(table, language="he", headline="חדשות"))
    with made.open() as pdf:
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
    document = pypdfium2.PdfDocument(made.data)
    page = document[0].get_textpage()
    text = page.get_text_range()
    first, second = (page.get_charbox(text.index(word))[0] for word in ("ראשון", "שני"))
    document.close()
    assert first > second


def test_the_colophon_stands_on_no_page_alone() -> None:
    for count in range(31, 37):
        made = pdfs.make(
            pdfs.story(pdfs.paragraph(pdfs.COPY * 4), *(pdfs.paragraph("short", bid=str(n)) for n in range(count)))
        )
        assert made.pages[-1].startswith("short ") or len(made.pages) == 1, f"{count} paragraphs"


def test_lines_under_and_through_words_are_drawn() -> None:
    def rules(*marks: body.Mark) -> int:
        made = pdfs.make(pdfs.story(pdfs.paragraph(run("word", *marks))), base_url="https://news.example/")
        with made.open() as pdf:
            return pdf.pages[0].obj.Contents.read_bytes().count(b" re f")

    plain = rules()
    assert rules(body.Strong(), body.Sup()) == plain
    for mark in (body.Underline(), body.Strike(), body.Link(href="/plan")):
        assert rules(mark) == plain + 1
    assert rules(body.Underline(), body.Strike()) == plain + 2


def test_cells_stand_where_they_are_told() -> None:
    table = body.Table(
        bid="t",
        header=(cells("A long name for the column", "Another long name for one"),),
        rows=(cells("x", "l", align="left"), cells("x", "m", align="center"), cells("x", "r", align="right")),
    )
    document = pypdfium2.PdfDocument(pdfs.make(pdfs.story(table, headline="")).data)
    page = document[0].get_textpage()
    text = page.get_text_range()
    left, middle, right = (page.get_charbox(text.index(f"x {word}") + 2)[0] for word in "lmr")
    document.close()
    assert left + 30 < middle < right - 30
