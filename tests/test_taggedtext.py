"""Tagged Text: read back by a reader of the tests' own, and held against the model and against what IDML says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

import indesign
import laws
import taggedreader
from syndicate import gate
from syndicate.cli import main
from syndicate.contracts import Release
from syndicate.errors import UsageError
from syndicate.formats.deskcopy.styles import MARKS, PARAGRAPHS, combined, worn
from syndicate.model import body
from syndicate.model.article import Article, Edition, Media, Rendition
from taggedreader import Paragraph, Run, Story

ENCODINGS = ("unicode-win", "unicode-mac", "ascii-win", "ascii-mac")
NOT_WORDS = ("Picture", "Table")
"""Paragraphs that hold something else: in IDML a picture or table, here an address or table."""
ELSEWHERE = {"Alternative Text", "Link Address"}
"""Paragraphs of what an InDesign document has in other places than the text."""


def stories(edition: Edition, encoding: str = "unicode-win", folder: str = "") -> list[Story]:
    """Every file of the edition, read back."""
    result = laws.export("tagged-text", edition, laws.context(folder), {"encoding": encoding})
    return [taggedreader.read(b"".join(artifact.chunks)) for artifact in result.artifacts]


def written(edition: str) -> list[Story]:
    """Every file of an edition of the fixtures, read back."""
    made = laws.exported("tagged-text", edition).artifacts
    return [taggedreader.read(b"".join(artifact.chunks)) for artifact in made]


def cleared(edition: Edition) -> Release:
    """What an exporter gets of it."""
    return gate.clear(edition, laws.context().gate_clock).release


def alone(*blocks: body.Block, **values: object) -> Edition:
    """One story of these blocks."""
    return laws.alone(replace(Article(id="urn:x:story", headline="A headline", body=blocks), **values))  # type: ignore[arg-type]


# --- nothing lost ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", laws.NAMES)
def test_every_word_is_read_back_in_order(edition: str) -> None:
    """A file for each item, and in it every text of the model after the one before it."""
    release = cleared(laws.edition(edition))
    files = written(edition)
    assert len(files) == len(release.items) > 0
    sought = 0
    for item, story in zip(release.items, files, strict=True):
        wanted = list(indesign.expected(item)) if isinstance(item, Article) else [item.show]
        text = "\n".join(paragraph.text for paragraph in taggedreader.flat(story))
        sought += indesign.find_all([re.sub("[\x85\u2029]", "\n", one) for one in wanted], text, item.id)
    assert sought >= len(release.items)


@pytest.mark.parametrize("edition", laws.NAMES)
def test_it_says_what_idml_says(edition: str, tmp_path: Path) -> None:
    """Paragraph for paragraph the same style, and run for run the same style, reading and words: no more, no less."""
    there = indesign.read_idml(laws.exported("idml", edition).bytes, tmp_path / "a.idml")
    here = written(edition)
    assert len(there) == len(here) > 0
    for ranges, story in zip(there, here, strict=True):
        told = [p for p in taggedreader.flat(story) if p.style not in ELSEWHERE]
        ours = [(p.style, _merged(_without_number(p))) for p in told if p.style not in NOT_WORDS]
        theirs = [(r.style, _merged(Run(*run) for run in r.runs)) for r in ranges if r.style not in NOT_WORDS]
        assert ours == theirs
        assert [p.style for p in told] == [r.style for r in ranges], "pictures and tables too"


@pytest.mark.parametrize("edition", laws.NAMES)
def test_where_links_lead_and_what_pictures_show_is_there(edition: str) -> None:
    """Each address and each alternative text, in a paragraph of its own or as the words themselves."""
    release = cleared(laws.edition(edition))
    for item, story in zip(release.items, written(edition), strict=True):
        if not isinstance(item, Article):
            continue
        said = [(p.style, p.text) for p in taggedreader.flat(story)]
        texts = [text for block in body.walk(item.body) for text in body.texts(block)]
        # Of links within each other the first one leads, in InDesign documents too.
        hrefs = {worn(run).href for text in texts for run in text} - {""}
        hrefs |= {block.href for block in body.walk(item.body) if isinstance(block, body.InterstitialLink)}
        for href in hrefs:
            assert any(href in text for _, text in said), href
        figures = [block for block in body.walk(item.body) if isinstance(block, body.Figure)]
        galleries = [block for block in body.walk(item.body) if isinstance(block, body.Gallery)]
        figures += [figure for gallery in galleries for figure in gallery.figures]
        shown = {figure.alt for figure in figures} | {medium.alt for medium in item.media}
        wanted = {" ".join(alt.split()) for alt in shown}
        assert {text for style, text in said if style == "Alternative Text"} <= wanted
        styles = [style for style, _ in said]
        told = [after for style, after in pairwise([*styles, ""]) if style == "Picture"]
        assert "" in wanted or set(told) <= {"Alternative Text"}


def test_addresses_stand_behind_the_text_once_each() -> None:
    """By the words that led there first; not where the words are the address, nor where the option says no."""
    there = body.Link(href="https://port.example/times")
    text = (
        body.Run(text="The "), body.Run(text="new ", marks=(there,)), body.Run(text="times", marks=(there, body.Em())),
        body.Run(text=" and "), body.Run(text="https://port.example/", marks=(body.Link(href="https://port.example/"),)),
    )  # fmt: skip
    again = (body.Run(text="here", marks=(there,)),)
    edition = alone(body.Paragraph(bid="b1", text=text), body.Paragraph(bid="b2", text=again))
    (made,) = laws.export("tagged-text", edition).artifacts
    told = [(p.style, p.text) for p in taggedreader.flat(taggedreader.read(b"".join(made.chunks)))]
    assert told[-1] == ("Link Address", "new times: https://port.example/times")
    assert [style for style, _ in told].count("Link Address") == 1
    (made,) = laws.export("tagged-text", edition, None, {"addresses": "no"}).artifacts
    assert "Link Address" not in {p.style for p in taggedreader.flat(taggedreader.read(b"".join(made.chunks)))}


def _merged(runs: Iterator[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        run = Run(run.style, run.ruby, re.sub("[\x85\u2029]", "\n", run.text))
        if merged and (merged[-1].style, merged[-1].ruby) == (run.style, run.ruby):
            run = Run(run.style, run.ruby, merged.pop().text + run.text)
        if run.text:
            merged.append(run)
    return merged


def _without_number(paragraph: Paragraph) -> Iterator[Run]:
    first, *rest = paragraph.runs or [Run("", "", "")]
    if paragraph.style == "List Number":
        number, tab, words = first.text.partition("\t")
        assert re.fullmatch(r"\d+\.", number) and tab and not first.style
        first = Run(first.style, first.ruby, words)
    yield first
    yield from rest


@pytest.mark.parametrize("edition", laws.NAMES)
def test_cells_have_the_places_that_idml_gives_them(edition: str) -> None:
    """Rows, columns, head, spans and alignment of every table are those of the InDesign document."""
    assert [_tables(story) for story in written(edition)] == list(_idml_tables(laws.exported("idml", edition).bytes))


_Places = tuple[int, int, dict[str, tuple[str, str, str, str]]]


def _tables(story: Story) -> list[_Places]:
    found = []
    for paragraph in story.paragraphs:
        cells = {
            f"{x}:{y}": (str(down), str(across), held.align, held.style)
            for y, row in enumerate(paragraph.rows)
            for x, (down, across, held) in enumerate(row)
            if held is not None
        }
        if paragraph.rows:
            found.append((paragraph.heads, paragraph.columns, cells))
    return found


def _idml_tables(data: bytes) -> Iterator[list[_Places]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("Stories/")]
        for name in names:
            yield [_idml_table(node) for node in etree.fromstring(package.read(name)).iter("Table")]


def _idml_table(table: etree._Element) -> _Places:
    cells = {}
    for cell in table.iter("Cell"):
        held = cell.find("ParagraphStyleRange")
        assert held is not None
        words = "".join(content.text or "" for content in cell.iter("Content"))
        align = str(held.get("Justification", "")).removesuffix("Align") if words else ""
        style = str(held.get("AppliedParagraphStyle")).removeprefix("ParagraphStyle/")
        cells[str(cell.get("Name"))] = (str(cell.get("RowSpan")), str(cell.get("ColumnSpan")), align, style)
    return int(table.get("HeaderRowCount", "")), int(table.get("ColumnCount", "")), cells


@pytest.mark.parametrize("encoding", ENCODINGS[1:])
@pytest.mark.parametrize("edition", ["full", "hostile", "multilingual"])
def test_every_encoding_says_the_same(edition: str, encoding: str) -> None:
    """The other encodings and line ends are read back as the default is; ASCII has readings as words in brackets."""
    other = stories(laws.edition(edition), encoding, edition)
    for one, two in zip(written(edition), other, strict=True):
        assert two.start == encoding.upper() and one.styles == two.styles
        texts = [[_bracketed(p, encoding) for p in taggedreader.flat(story)] for story in (one, two)]
        assert texts[0] == texts[1]
        assert encoding.startswith("unicode") or not any(r.ruby for p in taggedreader.flat(two) for r in p.runs)


def _bracketed(paragraph: Paragraph, encoding: str) -> tuple[str, str]:
    told = encoding.startswith("ascii")
    words = [f"{run.text}({run.ruby})" if run.ruby and told else run.text for run in paragraph.runs]
    return paragraph.style, "".join(words)


_WORDS = st.text(
    "<>\\:=;,_+[]()x0A19{}\n\t\u2028\u2029\x85\xa0\xad\u200b\ufeff\ufffcéж漢שם😀\U0010fffd &'\"", max_size=20
)
_MARKS = st.lists(st.sampled_from([body.Strong(), body.Em(), body.Code(), body.Link(href="/")]), max_size=3).map(tuple)
_READINGS = st.builds(body.Ruby, text=_WORDS)
_RUNS = st.builds(
    lambda text, marks, ruby: body.Run(text=text, marks=(*marks, *ruby)),
    _WORDS,
    _MARKS,
    st.lists(_READINGS, max_size=1),
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(runs=st.lists(_RUNS, max_size=4).map(tuple), href=_WORDS, encoding=st.sampled_from(ENCODINGS))
def test_no_text_is_taken_for_a_tag(runs: body.Text, href: str, encoding: str) -> None:
    """Brackets, backslashes, numbers in brackets, all line breaks and both halves of Unicode arrive as they left."""
    table = body.Table(bid="b2", rows=((body.Cell(text=runs, align="right"),),))
    listed = body.List(bid="b3", ordered=True, items=(body.ListItem(text=runs),))
    picture = Media(id="m1", type="picture", renditions=(Rendition(href=href),))
    edition = alone(body.Paragraph(bid="b1", text=runs), table, listed, media=(picture,))
    ((item,), (story,)) = cleared(edition).items, stories(edition, encoding)
    assert isinstance(item, Article) and isinstance(item.body[0], body.Paragraph)
    wanted = [(run.text, "".join([m.text for m in run.marks if isinstance(m, body.Ruby)])) for run in item.body[0].text]
    words = "".join(_seen(text, ruby) for text, ruby in wanted if text)
    found = {p.style: "".join(_seen(r.text, r.ruby) for r in p.runs) for p in taggedreader.flat(story)}
    assert found.get("Body First", "") == found.get("Table Cell") == words
    assert found.get("List Number", "1.\t") == "1.\t" + words
    address = item.media[0].renditions[0].href
    assert found.get("Picture", "") == (_broken(address) if address.strip() else "")
    laws.prove("tagged-text", laws.export("tagged-text", edition, None, {"encoding": encoding}), "hostile text")


def _broken(text: str) -> str:
    return re.sub("[\x85\u2028\u2029]", "\n", text)


def _seen(text: str, ruby: str) -> str:
    reading = " ".join(ruby.split())
    return _broken(text) + (f"({reading})" if reading else "")


# --- as a desk wants it ----------------------------------------------------------------------------------------------


def test_bytes_of_a_file() -> None:
    """The default is UTF-16 with its mark and CR LF; a line end after the last paragraph would be one more of them."""
    (artifact,) = laws.export("tagged-text", alone(body.Paragraph(bid="b1", text=body.text("“Words”")))).artifacts
    data = b"".join(artifact.chunks)
    assert artifact.name == "a-headline.tagged.txt" and artifact.media_type == "text/plain"
    assert data.startswith("\ufeff<UNICODE-WIN>\r\n<Version:7><FeatureSet:InDesign-Roman>".encode("utf-16-le"))
    assert data.endswith("\r\n<ParaStyle:Body First>“Words”".encode("utf-16-le"))


def test_ascii_has_numbers_for_the_rest() -> None:
    """What is beyond ASCII is a number of four digits, two where it is beyond U+FFFF; a Mac has CR alone."""
    text = body.text("“a” 😀 <\\>")
    result = laws.export("tagged-text", alone(body.Paragraph(bid="b1", text=text)), None, {"encoding": "ascii-mac"})
    assert result.bytes.startswith(b"<ASCII-MAC>\r<Version:7>") and b"\n" not in result.bytes
    assert result.bytes.endswith(rb"<ParaStyle:Body First><0x201C>a<0x201D> <0xD83D><0xDE00> \<\\\>")


def test_another_encoding_is_a_usage_error() -> None:
    """An encoding that is not written is named with those that are."""
    with pytest.raises(UsageError, match="unicode-win, unicode-mac, ascii-win, ascii-mac"):
        laws.export("tagged-text", alone(), None, {"encoding": "utf-8"})


def test_styles_are_defined_where_they_are_used_and_nowhere_else() -> None:
    """A desk's list of styles gets no more names than the story needs, and they are those of IDML."""
    for edition in laws.NAMES:
        for story in written(edition):
            used = {p.style for p in taggedreader.flat(story)}
            assert set(story.styles["Para"]) == used <= set(PARAGRAPHS) | ELSEWHERE
            marked = {run.style for p in taggedreader.flat(story) for run in p.runs} - {""}
            assert set(story.styles["Char"]) == marked
            assert all(combined(name.split("+")) == name and set(name.split("+")) <= set(MARKS) for name in marked)
            for kind in story.styles.values():
                assert all(look["Nextstyle"] == name for name, look in kind.items())


def test_looks_are_those_of_idml() -> None:
    """Sizes, faces and indents are written as InDesign writes them."""
    whole = written("full")[0].styles
    assert whole["Para"]["Headline"] == {
        "Nextstyle": "Headline",
        "cSize": "30.000000",
        "cTypeface": "Bold",
        "pSpaceAfter": "6.000000",
        "cFont": "Minion Pro",
    }
    assert whole["Para"]["Divider"]["pTextAlignment"] == "Center"
    assert whole["Para"]["Preformatted"]["pHyphenation"] == "0"
    assert whole["Para"]["List Bullet"]["bnListType"] == "Bullet"
    assert "bnListType" not in whole["Para"]["List Number"], "its numbers are words"
    assert whole["Char"]["Strong+Em"]["cTypeface"] == "Bold Italic"
    assert whole["Char"]["Code"]["cFont"] == "Courier New"
    assert (whole["Char"]["Sub"]["cPosition"], whole["Char"]["Strike"]["cStrikethru"]) == ("Subscript", "1")


def test_numbers_begin_anew_with_each_list() -> None:
    """Two lists and one inside of them: no number goes on where another list ended; deeper items are indented."""
    inner = body.List(bid="b9", ordered=True, items=(body.ListItem(text=body.text("in")),))
    items = (body.ListItem(text=body.text("one"), children=(inner,)), body.ListItem(text=body.text("two")))
    lists = [body.List(bid=f"b{n}", ordered=True, items=items) for n in (1, 2)]
    (story,) = stories(alone(*lists))
    shown = [(p.text, p.indent) for p in story.paragraphs[1:]]
    assert shown == [("1.\tone", 0), ("1.\tin", 24), ("2.\ttwo", 0)] * 2


@pytest.mark.parametrize(
    ("language", "direction", "features"),
    [("en", None, "InDesign-Roman"), ("ja-JP", None, "InDesign-Japanese"), ("he", "rtl", "Indesign-R2L")],
)
def test_the_feature_set_follows_the_story(language: str, direction: str | None, features: str) -> None:
    """Japanese and what is read from right to left have features of their own; a table is turned with the text."""
    table = body.Table(bid="b1", rows=((body.Cell(text=body.text("a")),),))
    edition = alone(table, language=language, dir=direction)
    (story,) = stories(edition)
    assert story.features == features
    data = laws.export("tagged-text", edition).bytes.decode("utf-16")
    assert ("<TableStart:1,1:0:0:RTL<tCell" in data) is (direction == "rtl")


def test_a_picture_is_told_by_its_address() -> None:
    """Whoever makes the page sees which file belongs where and the words with it; a medium without one is told."""
    caption = body.text("In the rain")
    picture = Media(id="m1", type="picture", alt="Alt", credit="AB", renditions=(Rendition(href="in/a b.jpg"),))
    lost = Media(id="m2", type="picture", caption=body.text("No file"))
    edition = alone(body.Figure(bid="b1", media="m1", caption=caption), media=(picture, lost))
    result = laws.export("tagged-text", edition)
    shown = [(p.style, p.text) for p in taggedreader.read(result.bytes).paragraphs[1:]]
    said = [("Alternative Text", "Alt"), ("Caption", "In the rain"), ("Credit", "AB")]
    assert shown == [("Picture", "in/a b.jpg"), *said, ("Caption", "No file")]
    (told,) = [d for d in result.report if d.code == "SYN-TAGGED-091"]
    assert "'m2'" in told.message and told.location.article == "urn:x:story"


def test_it_is_not_read_as_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its name ends as that of wire copy does; its tags are no words of a story, in whatever encoding."""
    for encoding in ENCODINGS:
        path = tmp_path / f"{encoding}.tagged.txt"
        path.write_bytes(laws.export("tagged-text", alone(), None, {"encoding": encoding}).bytes)
        assert main(["export", str(path), "-f", "json", "-o", str(tmp_path / "out")]) == 3
        assert "is tagged-text, which cannot be read" in capsys.readouterr().err
