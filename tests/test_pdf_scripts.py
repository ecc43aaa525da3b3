"""Scripts in PDFs: where their lines break, which fonts set them, and that every letter can be copied."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pdfs
from syndicate.errors import DependencyError
from syndicate.exporters.pdf import faces, linebreaks, style
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.fonts import FontBook, script_family
from syndicate.exporters.pdf.linebreaks import line_breaks
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.shaping import clusters, shaped
from syndicate.exporters.pdf.style import for_script
from syndicate.exporters.pdf.traits import Voice

SAMPLES = {
    "el": "Η κυβέρνηση ανακοίνωσε ότι η γραμμή του λιμανιού ανοίγει ξανά.",
    "ru": "Правительство объявило, что портовая железная дорога снова откроется.",
    "zh-Hans": "政府宣布，港口铁路将重新开放（自一九九八年起关闭）。",
    "zh-Hant": "政府宣布，港口鐵路將重新開放（自一九九八年起關閉）。",
    "ja": "政府は、「港湾鉄道」を再開すると発表した。ちょっとした変化だ。",
    "ko": "정부는 화요일 항구 철도를 다시 연다고 밝혔다.",
    "ar": "أعلنت الحكومة أن خط السكك الحديدية سيعود إلى العمل، وقال الوزير ذلك.",
    "fa": "دولت اعلام کرد که راه‌آهن بندر باز می‌شود.",
    "he": "הממשלה הודיעה כי קו הרכבת ייפתח מחדש.",
    "hi": "श्रीमती प्रिया शर्मा ने कहा कि क्षेत्र के विद्यार्थियों ने निर्णय का स्वागत किया।",
    "bn": "কোনো শিক্ষার্থী বলেছেন, বন্দর রেলপথ আবার চালু হবে।",
    "ta": "கொழும்பு துறைமுக ரயில் பாதை மீண்டும் திறக்கப்படும்.",
    "te": "ప్రభుత్వం రైలు మార్గాన్ని మళ్ళీ తెరుస్తుంది.",
    "th": "นายกรัฐมนตรีกล่าวว่าโครงการนี้จะช่วยลดการจราจรติดขัดและขนส่งน้ำมันได้เร็วขึ้น",
    "lo": "ລັດຖະບານປະກາດວ່າເສັ້ນທາງລົດໄຟຈະເປີດອີກ",
    "km": "រដ្ឋាភិបាលបានប្រកាសថា ផ្លូវរថភ្លើងនឹងបើកឡើងវិញ។",
    "my": "အစိုးရက ဆိပ်ကမ်းရထားလမ်းကို ပြန်လည်ဖွင့်လှစ်မည်။",
}


def lines(text: str, lang: str, width: float) -> list[str]:
    text_style = for_script(style.load("").text.body, script_family(lang))
    passage = Setter(FontBook()).set(text, text_style, width, Voice(lang))
    return ["".join(part for _, part in line.segments) for line in passage.lines]


def broken(text: str, lang: str) -> list[str]:
    """`text` in what stays together."""
    ends = [*sorted(line_breaks(text, lang)), len(text)]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize("template", ["article", "edition"])
@pytest.mark.parametrize("lang", SAMPLES)
def test_every_script_is_set_and_read_out_as_it_was_written(lang: str, template: str, tmp_path: Path) -> None:
    text = SAMPLES[lang]
    made = pdfs.make(pdfs.story(pdfs.paragraph(text), language=lang, headline=text.split()[0]), template=template)
    assert made.codes == []
    assert made.findings(tmp_path) == []
    mirrored = str.maketrans("()", ")(") if lang in ("ar", "he", "fa") else {}
    said, wanted = (unicodedata.normalize("NFKC", word).translate(mirrored) for word in (made.text, text))
    assert "".join(wanted.split()) in "".join(said.split())


@pytest.mark.parametrize("lang", SAMPLES)
def test_no_glyph_stands_for_nothing(lang: str) -> None:
    family = script_family(lang) or "serif"
    for word in SAMPLES[lang].split():
        for glyph in shaped(faces.FAMILIES[family].regular, word, lang, None):
            assert glyph.number != 0
            assert glyph.text


# --- where lines break -----------------------------------------------------------------------------------------------


def test_thai_breaks_between_words() -> None:
    words = broken("คณะรัฐมนตรีมีมติเมื่อวันอังคารให้เปิดเส้นทางรถไฟ", "th")
    assert words == ["คณะ", "รัฐมนตรี", "มี", "มติ", "เมื่อ", "วัน", "อังคาร", "ให้", "เปิด", "เส้น", "ทาง", "รถไฟ"]
    made = lines(SAMPLES["th"], "th", 120)
    assert len(made) > 2
    assert "".join(made) == SAMPLES["th"]
    starts = {at - len(line) for line, at in zip(made, _ends(made), strict=True)}
    assert starts - {0} <= line_breaks(SAMPLES["th"], "th")


def _ends(made: list[str]) -> list[int]:
    return [sum(map(len, made[: number + 1])) for number in range(len(made))]


def test_korean_breaks_between_words_and_hindi_behind_a_danda() -> None:
    assert broken("정부는 (오늘) 韓國政府는 50% 다.", "ko") == ["정부는 ", "(오늘) ", "韓國政府는 ", "50% ", "다."]
    assert broken("यह है।वह है॥", "hi") == ["यह ", "है।", "वह ", "है॥"]


def test_offsets_count_characters_and_not_utf16() -> None:
    assert broken("𠜎𠜱 a bc", "zh") == ["𠜎", "𠜱 ", "a ", "bc"]


_NO_START = "、。，．・：；？！ーぁっゃゅょァッャュョ」』）〕］｝〉》】々〻゛゜％"
_NO_END = "「『（〔［｛〈《【"


@settings(max_examples=60)
@given(st.text("東京港湾鉄道がのを" + _NO_START + _NO_END, min_size=1, max_size=60), st.floats(60, 160))
def test_no_line_begins_or_ends_with_what_must_not(text: str, width: float) -> None:
    """Kinsoku, wherever a line could have been ended in another place at all."""
    made = lines(text, "ja", width)
    assert "".join(made) == text
    breaks = line_breaks(text, "ja")
    for end in _ends(made)[:-1]:
        if end in breaks:
            assert text[end] not in _NO_START
            assert text[end - 1] not in _NO_END


def test_small_kana_stay_with_the_kana_before() -> None:
    assert broken("ちょっとファッション", "ja") == ["ちょっ", "と", "ファッ", "ショ", "ン"]


@given(st.sampled_from(["กขคำน้ีเแา", "क्षकिमेंर्"]).flatmap(lambda letters: st.text(letters, min_size=1, max_size=40)))
@settings(max_examples=40)
def test_a_word_that_is_cut_keeps_its_marks(text: str) -> None:
    """However narrow the measure, no line begins with a mark, except of text that itself does."""
    made = lines(text, "th", 8)
    assert "".join(made) == text
    for line in made[1:]:
        assert unicodedata.category(line[0])[0] != "M", ascii(made)


def test_clusters() -> None:
    assert list(clusters("क्षि\u200da\u0301")) == ["क्षि\u200d", "a\u0301"]
    assert list(clusters("")) == []


def test_plain_text_does_not_load_icu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "icu4py.breakers", None)
    assert pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY))).codes == []
    assert not linebreaks.needs_rules(SAMPLES["ar"] + SAMPLES["ru"] + SAMPLES["ko"])
    with pytest.raises(DependencyError, match=r"needs the package icu4py"):
        line_breaks(SAMPLES["th"], "th")


# --- fonts -----------------------------------------------------------------------------------------------------------


def test_without_the_extra_cjk_each_character_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    there = faces.is_there
    monkeypatch.setattr(faces, "is_there", lambda name: name not in ("ja", "ko", "zh-Hans", "zh-Hant") and there(name))
    faces.anywhere.cache_clear()
    fonts_order = __import__("syndicate.exporters.pdf.fonts", fromlist=["_order"])._order
    fonts_order.cache_clear()
    try:
        made = pdfs.make(pdfs.story(pdfs.paragraph("東。"), language="ja"))
    finally:
        faces.anywhere.cache_clear()
        fonts_order.cache_clear()
    (finding,) = made.report
    assert finding.message == "no font has U+6771 CJK UNIFIED IDEOGRAPH-6771: set as □" or "U+3002" in finding.message
    assert "pip install 'syndicate[cjk]'" in finding.hint
    assert "東。" in made.text


def test_a_cut_that_is_not_installed_is_not_there() -> None:
    missing = faces.Face("no_such_package", "no-such", "a.ttf", extra="cjk")
    faces.FAMILIES["nonesuch"] = faces.Family(missing, missing, missing, missing)
    try:
        assert not faces.is_there("nonesuch")
    finally:
        del faces.FAMILIES["nonesuch"]
        faces.is_there.cache_clear()


def test_scripts_are_named() -> None:
    from syndicate.exporters.pdf.findings import _script

    assert [_script(c) for c in "ཀ東あ한😀\ue000ᚠ𓀀A"] == [
        "Tibetan", "CJK", "Hiragana", "Hangul", "symbols", "", "Runic", "Egyptian", "Latin"
    ]  # fmt: skip
    assert Findings.__name__ == "Findings"
