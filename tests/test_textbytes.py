"""Bytes to text: the encoding that the bytes show, and what is put right; nothing becomes a question mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.formats.textbytes import NATIONAL, decode, odd

ENGLISH = "Harbor café meets “again” – for €9, said Zoë."
CHINESE = "海港委员会星期二开会九个小时，决定春天再次开会。"
JAPANESE = "港湾評議会は四日、九時間にわたって会議を開き、春に再び集まることを決めた。"
ARABIC = "اجتمع مجلس الميناء يوم الثلاثاء تسع ساعات وقرر أن يجتمع مرة أخرى في الربيع."
RUSSIAN = "Совет порта заседал во вторник девять часов и решил собраться весной."
MIXED = "Le café à côté — « déjà vu » à l’été. Ärger über größere Öfen. El niño está aquí: ¿qué pasó?"


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (ENGLISH, "utf-8", True),
        (ENGLISH, "windows-1252", False),
        (MIXED, "windows-1252", False),
        (CHINESE, "gb18030", False),
        (CHINESE + ENGLISH, "utf-8", True),
        (JAPANESE, "shift_jis", False),
        (ARABIC, "windows-1256", False),
        (RUSSIAN, "windows-1251", False),
        (ENGLISH, "utf-16-le", False),
        (ENGLISH, "utf-16-be", False),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str, told: bool) -> None:
    """And the text is what was written."""
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding, found.told, found.repairs, found.dropped) == (text, encoding, told, (), 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    """And is no part of the text."""
    found = decode(("\ufeff" + CHINESE).encode(encoding))
    assert (found.text, found.encoding, found.told) == (CHINESE, encoding, True)


@pytest.mark.parametrize("text", [ENGLISH.replace("”", "’"), MIXED, CHINESE, RUSSIAN, ARABIC, JAPANESE])
@pytest.mark.parametrize("wrong", ["latin-1", "windows-1252"])
def test_text_that_was_encoded_twice_is_put_right(text: str, wrong: str) -> None:
    """Read as latin-1 or windows-1252 once, or twice."""
    broken = text
    for times in (1, 2):
        try:
            broken = broken.encode().decode(wrong)
        except UnicodeDecodeError:
            return  # windows-1252 has no character for some byte: such text never came to be
        found = decode(broken.encode())
        assert found.text == text
        assert len(found.repairs) == times


@pytest.mark.parametrize(
    "text", [ENGLISH, MIXED, CHINESE, "Ã© is how é looks when café is read wrongly", "À »", "Â", "naïve Ñandú"]
)
def test_good_text_is_left_alone(text: str) -> None:
    """A pair that could be the leaving of a wrong reading may be meant."""
    assert decode(text.encode()).text == text
    assert decode(text.encode()).repairs == ()


def test_controls_become_the_quotes_that_they_were() -> None:
    """Those of windows-1252, on the lines that are told; a next line (U+0085) is left."""
    found = decode("one\n\x93two\x94 \x96 three\n".encode())
    assert (found.text, found.repairs) == (
        "one\n“two” – three\n",
        (("quotation marks and dashes of windows-1252", (2,)),),
    )
    assert decode("a\x85b".encode()).text == "a\x85b"


@pytest.mark.parametrize("name", sorted(NATIONAL))
def test_national_variants_by_option(name: str) -> None:
    """Seven bits, twelve places."""
    assert len(NATIONAL[name]) == 12
    assert decode(rb"abc #$@[\]^`{|}~", name).text == f"abc {NATIONAL[name]}"
    assert decode(b"Gr}~e aus K|ln", "iso646-de").text == "Grüße aus Köln"


def test_an_encoding_that_is_asked_for_is_taken_or_refused() -> None:
    """Never with replacements."""
    assert decode(CHINESE.encode("big5", "ignore"), "big5").encoding == "big5"
    assert decode(("\ufeff" + ENGLISH).encode("utf-8"), "UTF-8").text == ENGLISH
    with pytest.raises(UnicodeError):
        decode(b"caf\xe9", "utf-8")
    with pytest.raises(UnicodeError):
        decode(b"caf\xe9", "iso646-de")
    for unknown in ("klingon", "rot13", "base64"):
        with pytest.raises(LookupError):
            decode(b"abc", unknown)


def test_zero_bytes_are_utf_16_or_no_text() -> None:
    """What is neither is refused."""
    for data in (b"te\0xt", b"\0\1\2\3text!", bytes(range(256))):
        with pytest.raises(UnicodeError):
            decode(data)


@given(st.binary(max_size=300))
def test_no_replacement_is_ever_put_in(data: bytes) -> None:
    """Whatever the bytes, there are no more U+FFFD and question marks in the text than in the bytes."""
    try:
        found = decode(data)
    except UnicodeError:
        return
    assert found.text.count("\ufffd") <= max(
        data.count(b"\xef\xbf\xbd"), data.decode(found.encoding, "ignore").count("\ufffd")
    )
    assert found.text.count("?") <= max(data.count(b"?"), 0)


@given(st.text(max_size=200))
def test_utf_8_that_is_no_mojibake_comes_back(text: str) -> None:
    """ASCII and what has no pairs of high Latin characters is never changed."""
    plain = "".join(char for char in text if ord(char) < 0x80 or ord(char) > 0x2200).replace("\0", "")
    if plain.encode("utf-8", "ignore").decode() == plain and plain[:1] != "\ufeff":
        assert decode(plain.encode()).text == plain


@given(st.text(st.characters() | st.sampled_from("aé \n\t\x7f\x85\u00a0\u2028\ud800")))
def test_odd_characters_are_what_is_left_without_plain_ones(content: str) -> None:
    """In their order, lone surrogates too."""
    assert odd(content) == "".join(each for each in content if each != "\n" and not " " <= each <= "~")
