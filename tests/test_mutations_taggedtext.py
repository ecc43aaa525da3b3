"""Tagged Text broken in every way that is judged; and what other producers write, in which nothing is an error."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import laws
from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.formats.sniff import sniff
from syndicate.validators.taggedtext import TaggedTextValidator

HEAD = "<UNICODE-WIN>\r\n<Version:7><FeatureSet:InDesign-Roman><ColorTable:=<Black:COLOR:CMYK:Process:0,0,0,1>>\r\n"
STYLES = (
    r"<DefineCharStyle:Strong\+Em=<Nextstyle:Strong\+Em><cTypeface:Bold Italic>>" + "\r\n"
    "<DefineParaStyle:Body=<Nextstyle:Body><cSize:9.000000><cFont:Minion Pro>>\r\n"
)
TABLE = (
    "<ParaStyle:Body><TableStart:2,3:1:0<tCellDefaultCellType:Text>><ColStart:<tColAttrWidth:80>><ColStart:><ColStart:>"
    "<RowStart:><CellStart:1,2><ParaStyle:Body>over two<CellEnd:><CellStart:1,1><CellEnd:><CellStart:2,1>down<CellEnd:>"
    "<RowEnd:><RowStart:><CellStart:1,1>a<CellEnd:><CellStart:1,1>b<CellEnd:><CellStart:1,1><CellEnd:><RowEnd:><TableEnd:>"
)
WORDS = (
    r"<ParaStyle:Body>Of \<words\> and \\ and <CharStyle:Strong\+Em>marks<CharStyle:>"
    "<FootnoteStart:>A note<FootnoteEnd:><0x000A><0xD83D><0xDE00> end"
)
GOOD = HEAD + STYLES + TABLE + "\r\n" + WORDS


def utf16(text: str) -> bytes:
    """As InDesign for Windows writes it."""
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le")


def put(old: str, new: str) -> Callable[[], bytes]:
    """The good file with `new` for the first `old`."""

    def change() -> bytes:
        assert old in GOOD
        return utf16(GOOD.replace(old, new, 1))

    return change


BROKEN: dict[str, list[tuple[Callable[[], bytes], int | None]]] = {
    "SYN-TAGGED-001": [
        (lambda: utf16("words" + GOOD), 1),
        (put("UNICODE-WIN", "UNICODE-UNIX"), 1),
        (put("UNICODE-WIN", "EBCDIC-WIN"), 1),
        (lambda: b"", 1),
    ],
    "SYN-TAGGED-002": [
        (lambda: GOOD.encode(), 1),
        (lambda: GOOD.encode("utf-8-sig"), 1),
        (put("UNICODE", "ASCII"), 1),
        (lambda: utf16(GOOD)[:-1], 6),
        (lambda: utf16(GOOD) + b"\0\xd8", 6),
        (lambda: "<ASCII-WIN>\r\n<ParaStyle:>caf\xe9".encode("cp1252"), 2),
        (lambda: b"<SJIS-MAC>\r<ParaStyle:>\x81", 2),
        (lambda: b"\xef\xbb\xbf<ANSI-WIN>\r\nwords", 1),
    ],
    "SYN-TAGGED-003": [(lambda: GOOD.encode("utf-16-le"), 1), (lambda: GOOD.encode("utf-16-be"), 1)],
    "SYN-TAGGED-004": [
        (put("\r\n", "\n"), None),
        (put("\r\n", "\r"), None),
        (put("UNICODE-WIN", "UNICODE-MAC"), None),
    ],
    "SYN-TAGGED-005": [
        (put(r"\<words", "<words"), 6),
        (put("<ParaStyle:Body>Of", "<ParaStyle:Body Of"), 6),
        (put("<FootnoteEnd:>", "<FootnoteEnd>"), 6),
        (put("<Version:7>", "<Version:7"), 2),
        (put(" end", " end <CharStyle:"), 6),
        (put(" end", " 1 < 2"), 6),
        (put(" end", " <> "), 6),
    ],
    "SYN-TAGGED-006": [
        (put(" end", " end\\"), 6),
        (put("<TableEnd:>", "<TableEnd:>\\"), 5),
        (put("<0xD83D>", ""), 6),
        (put("<0xDE00>", ""), 6),
        (put("<0xDE00> end", "<0xD83D>"), 6),
        (put("<0xDE00>", "a<0xDE00>"), 6),
        (put("<0x000A>", "<0xZZ>"), 6),
        (put("<0x000A>", "<0x110000>"), 6),
    ],
    "SYN-TAGGED-007": [(put(r"words\>", "words>"), 6), (put(r"\\ and", r"\n and"), 6)],
    "SYN-TAGGED-008": [(put("<cTypeface:", "<cTypefaec:"), 3), (put(" end", "<cUnderlined:1>"), 6)],
    "SYN-TAGGED-009": [
        (put("<ParaStyle:Body>Of", "<ParaStyle:Gone>Of"), 6),
        (put(r"<CharStyle:Strong\+Em>", "<CharStyle:Strong>"), 6),
        (put("<Nextstyle:Body>", "<BasedOn:Gone>"), 4),
    ],
    "SYN-TAGGED-010": [
        (put("<TableEnd:>", ""), 6),
        (put("<RowEnd:>", ""), 5),
        (put("<CellEnd:>", ""), 5),
        (put("<FootnoteEnd:>", ""), 6),
        (put("<FootnoteStart:>", ""), 6),
        (put("A note", "A <TableStart:1,1:0:0>note"), 6),
        (put("A note", "A <FootnoteStart:>note<FootnoteEnd:>"), 6),
        (put("<CellStart:1,1>a", "a<CellStart:1,1>"), 5),
        (put("<RowStart:><CellStart:1,2>", "<CellStart:1,2>"), 5),
        (put("<TableStart:2,3:1:0<tCellDefaultCellType:Text>>", ""), 5),
        (put(" end", "<TableEnd:>"), 6),
        (put("over two", "over <RowStart:>two"), 5),
    ],
    "SYN-TAGGED-011": [
        (put("TableStart:2,3", "TableStart:3,3"), 5),
        (put("TableStart:2,3", "TableStart:2,4"), 5),
        (put("TableStart:2,3:1", "TableStart:2,3:3"), 5),
        (put("TableStart:2,3:1:0", "TableStart:"), 5),
        (put("TableStart:2,3", "TableStart:0,3"), 5),
        (put("<ColStart:>", ""), 5),
        (put("CellStart:1,2", "CellStart:one"), 5),
        (put("CellStart:1,2", "CellStart:1,4"), 5),
        (put("CellStart:1,2", "CellStart:3,1"), 5),
        (put("CellStart:1,2", "CellStart:0,1"), 5),
        (put("<CellStart:1,1>b", "<CellStart:1,2>b"), 5),
        (put("<CellStart:1,1>a<CellEnd:>", ""), 5),
    ],
    "SYN-TAGGED-012": [
        (put("<CellStart:1,1><CellEnd:><CellStart:2", "<CellStart:1,1>lost<CellEnd:><CellStart:2"), 5),
        (put("<CellStart:1,1><CellEnd:><RowEnd:><TableEnd:>", "<CellStart:1,1>c<CellEnd:><RowEnd:><TableEnd:>"), 5),
    ],
}
CASES = [(code, number) for code, all_ in BROKEN.items() for number in range(len(all_))]
REFUSED = {"001", "002", "005", "006", "010", "011", "012"}


def judged(data: bytes, path: Path) -> list[Diagnostic]:
    """What the validator finds."""
    path.write_bytes(data)
    return list(TaggedTextValidator().check(path, Proof(name="a.txt", context=laws.context())))


@pytest.mark.parametrize("data", [utf16(GOOD), codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be")])
def test_the_whole_file_is_valid(data: bytes, tmp_path: Path) -> None:
    """What the broken ones are made from has no finding, in either order of bytes."""
    assert judged(data, tmp_path / "a.txt") == []
    assert sniff(data) == "tagged-text"


@pytest.mark.parametrize(("code", "number"), CASES)
def test_a_broken_one_has_its_code(code: str, number: int, tmp_path: Path) -> None:
    """Each way to break a file has its code, its severity, and the line."""
    change, line = BROKEN[code][number]
    found = [one for one in judged(change(), tmp_path / "a.txt") if one.code == code]
    assert found, [one.code for one in judged(change(), tmp_path / "a.txt")]
    assert line in [one.location.line for one in found]
    assert {one.severity is Severity.ERROR for one in found} == {code[-3:] in REFUSED}


def test_there_are_ways_enough() -> None:
    """All codes of the validator are provoked, and more ways than codes."""
    assert len(BROKEN) == 12 and len(CASES) > 50


@pytest.mark.parametrize("edition", laws.NAMES)
def test_what_is_written_has_no_finding_at_all(edition: str, tmp_path: Path) -> None:
    """Not even a warning: every tag that is written is known, and every style defined."""
    for artifact in laws.exported("tagged-text", edition).artifacts:
        assert judged(b"".join(artifact.chunks), tmp_path / "a.txt") == []


# --- of others -------------------------------------------------------------------------------------------------------

OTHERS = {
    "short names": b"<ANSI-WIN>\r\n<vsn:8><fset:InDesign-Roman><dcs:Film=<Nextstyle:Film>>\r\n"
    b"<dps:Date=<Nextstyle:Date>>\r\n<pstyle:Date>caf\xe9 <ct:Italic>x<ct:> <cstyle:Film>y<cstyle:>",
    "no definitions": b"<ASCII-MAC>\r<ParaStyle:News Head>Of\r<ParaStyle:Body>word<0x2019>s <CharStyle:B>x<CharStyle:>",
    "line feeds of a Mac": b"<ASCII-MAC>\n<Version:5>\n<ParaStyle:>words\n",
    "soft returns of a Mac": b"<ASCII-MAC>\r<ParaStyle:A>words\nand more\r<ParaStyle:A>words",
    "numbers without 0x": b"<ASCII-WIN>\r\n<ParaStyle:A>thin<2009>space",
    "Japanese": "<SJIS-WIN>\r\n<ParaStyle:本文>日本語表示\r\n".encode("cp932"),
    "Chinese": "<GB18030-WIN>\r\n<ParaStyle:正文>周日上午\r\n".encode("gb18030"),
    "attributes that nobody lists": b"<ASCII-WIN>\r\n<ParaStyle:A><cSomethingNew:1>words<cSomethingNew:>",
    "values with brackets": rb"<ASCII-WIN>"
    b"\r\n"
    rb"<DefineParaStyle:A=<BasedOn:NormalParagraphStyle><Nextstyle:A><KeyboardShortcut:Shift\+Num 1>"
    rb"<pTabRuler:20\,Left\,.\,0\,-\;><bulFont:\<TextFont\>><cFont:Minion \(T1\)>>"
    b"\r\n<ParaStyle:A>words",
    "tables with styles": rb"<ASCII-WIN>"
    b"\r\n"
    rb"<ParaStyle:><TableStyle:\[Basic Table\]><TableStart:1,2,0,0<tCellDefaultCellType:Text>>"
    rb"<RowStart:<tRowAttrHeight:15>><CellStyle:\[None\]><StylePriority:0><CellStart:1.000000,1.000000>a"
    b"\r\n<ParaStyle:>b<CellEnd:><CellStart:1,1<tCellFillColor:Blue>>c<CellEnd:><RowEnd:><TableEnd:>",
    "tables from right to left": b"<ASCII-MAC>\n<FeatureSet:Indesign-R2L>\n<ParaStyle:><TableStart:1,2:0:0:RTL>"
    b"<RowStart:><CellStart:1,2>a<CellEnd:><CellStart:><CellEnd:><RowEnd:><TableEnd:>",
    "hyperlinks": rb"<ASCII-WIN>"
    b"\r\n"
    rb"<ParaStyle:A><Hyperlink:=<HyperlinkName:a><HyperlinkDest:http\:\/\/a><HyperlinkLength:3><Hidden:0>>abc",
    "a head over lines": b"<ASCII-WIN>\r\n<ColorTable:= <Black:COLOR:CMYK:Process:0,0,0,1>\r\n<B:TINT:B;20>>\r\nwords",
    "a table in a table": b"<ASCII-WIN>\r\n<ParaStyle:><TableStart:1,1:0:0><RowStart:><CellStart:1,1>a"
    b"<TableStart:1,1:0:0><RowStart:><CellStart:1,1>b<CellEnd:><RowEnd:><TableEnd:><CellEnd:><RowEnd:><TableEnd:>",
}
"""Habits of InDesign's own exports and of tools that feed desks; the words are ours."""


@pytest.mark.parametrize("name", OTHERS)
def test_other_producers_have_no_errors(name: str, tmp_path: Path) -> None:
    """Nothing that InDesign or a tool that desks use writes is refused, or even warned of."""
    assert sniff(OTHERS[name]) == "tagged-text"
    found = judged(OTHERS[name], tmp_path / "a.txt")
    assert [one for one in found if one.severity is not Severity.INFO] == []


def test_no_more_than_twenty_of_a_code_are_told(tmp_path: Path) -> None:
    """A file that is none of the format has a report that can be read."""
    found = judged(utf16("<UNICODE-WIN>\r\n" + "a < b\r\n" * 100), tmp_path / "a.txt")
    assert len(found) == 20 and [one.location.line for one in found[:3]] == [2, 3, 4]


@given(st.text("<>\\:=0xDSTaellRowStEndCP12,\r\n\t ", max_size=300).map(lambda text: "<ASCII-WIN>" + text))
def test_anything_is_a_finding_or_nothing(text: str) -> None:
    """Whatever follows the start tag, the validator ends, and without an exception."""
    from syndicate.validators.taggedtext import _findings

    assert all(found.code.startswith("SYN-TAGGED-") for found in _findings(text.encode("ascii")))


_PARTS = ("<ParaStyle:A>", "<TableStart:2,2:0:0>", "<RowStart:>", "<CellStart:1,1>", "<CellStart:2,2>", "<CellEnd:>")
_MORE = ("<RowEnd:>", "<TableEnd:>", "<ColStart:>", "<FootnoteStart:>", "<FootnoteEnd:>", "words", "\r\n", "<0xD83D>")


@given(st.lists(st.sampled_from((*_PARTS, *_MORE)), max_size=40))
def test_tags_in_any_order_are_judged(parts: list[str]) -> None:
    """Starts and ends in any order never raise, and what is left open is told."""
    from syndicate.validators.taggedtext import _findings

    found = list(_findings(("<ASCII-WIN>\r\n" + "".join(parts)).encode()))
    uneven = any(parts.count(f"<{kind}Start:>") != parts.count(f"<{kind}End:>") for kind in ("Row", "Footnote"))
    assert found or not uneven


@pytest.mark.parametrize("step", range(40))
def test_damage_never_raises(step: int, tmp_path: Path) -> None:
    """Bytes that changed on the way, and files cut short, are judged and no more."""
    data = bytearray(utf16(GOOD))
    judged(bytes(data[: len(data) * step // 40]), tmp_path / "cut.txt")
    data[len(data) * step // 40] ^= 0x55
    judged(bytes(data), tmp_path / "flipped.txt")
