"""Galleys: what they count is what stands on their pages, their numbers are no text, and embargoes are said aloud."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest

import laws
import pdfs
from galleys import GUTTER, LEFT, NOW, baselines, copy, fitted, galley, inside, prose
from syndicate import gate
from syndicate.cli import fitting
from syndicate.collect import collect
from syndicate.diagnostics import Report, Severity
from syndicate.errors import ConfigError, UsageError
from syndicate.exporters.pdf import style
from syndicate.exporters.pdf.article import titled
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.fonts import FontBook
from syndicate.exporters.pdf.galley.labels import _LABELS, ENGLISH, labels
from syndicate.exporters.pdf.newspaper.stories import StorySetter
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.tags import Outline, Tag
from syndicate.exporters.pdf.traits import Voice
from syndicate.formats.lengths import MM
from syndicate.model import body
from syndicate.model.article import Article, Dateline, Edition, EdNote, Media, Relation, Rendition
from test_pdf_readers import output

TALL = {"paper": "210x2000"}
"""Paper that holds a story in one galley."""


def text_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


# --- what is counted -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "measure", "count", "size", "leading"),
    [
        ({}, 48.0, 2, 9.0, 10.8),
        ({"measure": "11p4", "leading": "11"}, 136 / MM, 2, 9.0, 11.0),
        ({"measure": "38mm", "size": "8.4", "leading": "9.6pt"}, 38.0, 2, 8.4, 9.6),
        ({"measure": "100mm", "size": "12", "leading": "15", "font": "sans"}, 100.0, 1, 12.0, 15.0),
        ({"measure": "45", "paper": "tabloid"}, 45.0, 3, 9.0, 10.8),
    ],
)
def test_lines_and_depth_are_those_of_the_pages(
    options: dict[str, str], measure: float, count: int, size: float, leading: float
) -> None:
    """Counted and measured by the operators of the pages: over galleys and pages no line more and none less."""
    made = galley(copy(40), options)
    (fit,) = made.fits
    found = baselines(made.data, measure * MM, count, size)
    assert len(found) > count
    assert sum(map(len, found)) == fit.lines == fit.depth.lines
    for lines in found:
        assert all(upper - lower == pytest.approx(leading, abs=0.02) for upper, lower in pairwise(lines))
    deep = sum(lines[0] - lines[-1] + leading for lines in found)
    assert deep == pytest.approx(fit.depth.points, abs=0.1 + 0.02 * len(found))
    assert fit.depth.mm == pytest.approx(deep / MM, abs=0.1)
    assert fit.depth.column_inches == pytest.approx(deep / 72, abs=0.01)
    assert fit.setting.measure_mm == pytest.approx(measure, abs=0.05)


@pytest.mark.external
def test_another_reader_counts_as_many_lines(tmp_path: Path) -> None:
    """pdftotext, in the column alone: the text ends where the galley says so, and numbers are not in it."""
    made = galley(copy(20), TALL)
    path = tmp_path / "galley.pdf"
    path.write_bytes(made.data)
    area = [int(LEFT + GUTTER) - 1, 0, int(48 * MM) + 2, 6000]
    place = [word for flag, value in zip("xyWH", area, strict=True) for word in (f"-{flag}", str(value))]
    said = output("pdftotext", path, *place, "-r", "72", "-layout", "-nopgbrk", "-")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    first = next(n for n, line in enumerate(lines) if line.startswith(prose(101, 3)[:20]))
    assert lines.index("ends") - first == made.fits[0].lines > 100
    assert not any(re.fullmatch(r"[\d−]+", line) for line in lines)


@pytest.mark.parametrize("edition", laws.NAMES)
def test_fit_and_galley_agree(edition: str) -> None:
    """Every story of the fixtures is as long for `syndicate fit` as on its galley.

    But for those that lead to one that must stay yet: the gate takes such a link out.
    """
    folder = laws.EDITIONS / edition
    made = galley(laws.edition(edition), folder=folder)
    collected = collect([str(folder / "edition.json")], laws.context(edition))
    measured = {fit.article: fit for fit in fitting.measure(collected, {}, None, Report())}
    assert len(measured) == len(laws.edition(edition).articles) >= len(made.fits) > 0
    hidden = set(measured) - {fit.article for fit in made.fits}
    stories = {article.id: article for article in laws.edition(edition).articles}
    sure = [fit for fit in made.fits if not any(i in repr(stories[fit.article]) for i in hidden)]
    assert sure
    assert [measured[fit.article] for fit in sure] == sure


def test_a_galley_is_as_deep_as_the_story_in_the_newspaper() -> None:
    """In the measure of its columns, line for line: with crossheads, lists, boxes, a table, notes and a pull quote."""
    sheet, told = style.load("newspaper"), 0
    made = galley(laws.edition("demo"), {"measure": f"{sheet.column}pt"}, folder=laws.EDITIONS / "demo")
    fits = {fit.article: fit for fit in made.fits}
    release = gate.clear(laws.edition("demo"), NOW).release
    setter = Setter(FontBook({}))
    for article in release.articles:
        if article.kind != "story" or article.language != "en":
            continue  # briefs have their headline in the column; other scripts have the grid of the page
        findings, tag = Findings(Report(), "pdf", article.id), Tag("Art")
        media = laws.context("demo").media
        whole = titled(article, release.item)
        parts = BodySetter(whole, setter, sheet, media, findings, sheet.column, tag, Outline(article.id))
        story = StorySetter(parts, Voice("en"), sheet.grid, (60.0,) * 6, "", "en").story()
        assert story.lines == fits[article.id].depth.lines
        told += 1
    assert told >= 4


def test_white_counts_in_depth_and_not_in_lines() -> None:
    """A crosshead is one line of type and has a line of white above it."""
    plain = copy(4)
    headed = msgspec.structs.replace(
        plain,
        body=(*plain.body[:2], body.Crosshead(bid="c", text=body.text("What it costs"), level=1), *plain.body[2:]),
    )
    before, after = fitted(plain), fitted(headed)
    # The paragraph behind a crosshead stands flush, so it may be a line shorter.
    assert after.lines - before.lines in (0, 1)
    assert (after.depth.lines - after.lines) - (before.depth.lines - before.lines) == 1


def test_what_stands_in_the_column() -> None:
    """Byline, text, public notes, as the newspaper has them; neither headline nor picture nor private note."""
    bare = fitted(copy(3))
    rich = copy(
        3,
        subheadline="Below it",
        standfirst="Above it",
        ed_notes=(EdNote(text="Secret to the desk"), EdNote(text="Secret too")),
        media=(Media(id="m", type="picture", caption=body.text("A bridge in the rain")),),
    )
    assert fitted(rich).lines == bare.lines
    noted = fitted(copy(3, ed_notes=(EdNote(text="For readers", public=True),)))
    assert noted.lines == bare.lines + 1
    dated = fitted(copy(3, dateline=Dateline(places=("PORT ELLERY",), raw="PORT ELLERY")))
    assert dated.lines >= bare.lines
    assert (dated.words, dated.characters) == (bare.words, bare.characters)


def test_words_and_characters() -> None:
    """Of the body: words hold a letter or digit, a character of Chinese or Japanese is one."""
    said = (
        body.Paragraph(bid="a", text=body.text("Two words – and 3 more: well-known 港湾。")),
        body.Figure(bid="f", media="m", caption=body.text("not counted at all")),
        body.Paragraph(bid="b", text=body.text("x")),
    )
    fit = fitted(Article(id="urn:x:1", language="en", body=said))
    assert fit.words == 6 + 2 + 1
    assert fit.characters == len("Two words – and 3 more: well-known 港湾。x")


def test_links_have_the_titles_of_their_stories() -> None:
    """A link without a title shows the headline of its story, in the galley as in `fit`."""
    other = copy(1, id="urn:x-test:other", headline="A long headline that takes two lines of the measure at least")
    first = copy(2, links=(Relation(rel="related", ref=other.id),))
    made = galley(Edition(id="urn:x:e", language="en", articles=(first, other)))
    assert "A long headline that takes" in text_of(made.data)[1]
    assert made.fits[0].lines > galley(copy(2)).fits[0].lines + 1


# --- the page --------------------------------------------------------------------------------------------------------


def test_numbers_are_shapes_and_no_text() -> None:
    """Every fifth line, at the left; as text, nobody would find them."""
    shapes = {}
    for every in ("5", "1", "50"):
        made = galley(copy(14), {**TALL, "numbers": every})
        with pikepdf.open(BytesIO(made.data)) as pdf:
            content = pikepdf.parse_content_stream(pdf.pages[0])
            shapes[every] = [float(c[0][4]) for c in content if str(c[1]) == "cm" and float(c[0][0]) < 0.1]
        lines, cuts = made.fits[0].lines, made.fits[0].cuts
        left = [x for x in shapes[every] if x < LEFT + GUTTER]
        assert len(left) == lines // int(every) > 0
        assert len(shapes[every]) - len(left) == len(cuts)
        (page,) = text_of(made.data)
        assert not re.search(r"^\W*\d+\W*$", page, re.MULTILINE)


def test_what_the_head_says(tmp_path: Path) -> None:
    """Slug, version, embargo, where it stands in print, how long it is; on every page what it is a proof of."""
    until = NOW + timedelta(days=2)
    story = copy(40, version=4, embargo_until=until, desk="City", urgency=2, declared_word_count=999)
    made = galley(story, advance=True)
    fit = made.fits[0]
    first, *others = text_of(made.data)
    for said in (
        "PROOF",
        "Not for publication",
        "harbour",
        "Version 4",
        "desk City",
        "urgency 2",
        "filed as 999 words",
    ):
        assert said in first
    assert f"EMBARGO: not before {until.day} September 2025, 00:00 UTC" in first
    assert f"{fit.words:,} words" in first
    assert (
        f"{fit.depth.lines:g} lines deep = {fit.depth.mm:,} mm = {fit.depth.column_inches:.2f} column-inches" in first
    )
    assert len(others) >= 2
    assert all("PROOF · harbour · Version 4 · EMBARGO: not before" in page for page in others)
    assert "ends" in others[-1]
    assert pdfs.judge(made.data, tmp_path) == []


def test_embargoes_need_advance_and_private_notes_never_leave() -> None:
    story = copy(2, embargo_until=NOW + timedelta(days=2), ed_notes=(EdNote(text="Secretly checked"),))
    assert galley(story).fits == []
    assert "harbour council" not in " ".join(text_of(galley(story).data))
    ahead = galley(story, advance=True)
    assert len(ahead.fits) == 1
    assert "Secretly" not in " ".join(text_of(ahead.data))
    held = galley(msgspec.structs.replace(story, signals=("hold",)), advance=True)
    assert held.fits == []


def test_a_withheld_story_is_a_notice() -> None:
    stories = (copy(2), copy(2, id="urn:x-test:gone", status="withheld", slug="gone"))
    made = galley(Edition(id="urn:x:e", title="Evening", language="en", articles=stories), advance=True)
    listed, _, notice = text_of(made.data)
    assert "urn:x-test:gone: Do not use this story until further notice." in " ".join(listed.split())
    assert "Do not use this story until further notice." in notice
    assert "PROOF" in notice


def test_several_stories_are_listed_with_their_pages() -> None:
    stories = tuple(copy(24 + n, seed=n, id=f"urn:x-test:{n}", slug=f"slug-{n}") for n in range(1, 4))
    made = galley(Edition(id="urn:x:e", title="Evening", language="en", articles=stories))
    pages = text_of(made.data)
    listed = " ".join(pages[0].split())
    for fit in made.fits:
        page = next(n for n, text in enumerate(pages[1:], 2) if f"{fit.slug} Version" in " ".join(text.split()))
        deep = f"{fit.depth.lines:g} {fit.depth.mm:.1f} {fit.depth.column_inches:.2f}"
        assert f"{fit.slug} {fit.words} {fit.characters} {deep} {page}" in listed
    assert inside(made.data) == json.loads(msgspec.json.encode(made.fits))


def picture_story() -> Article:
    media = (
        Media(id="m1", type="picture", renditions=(Rendition(href="a.png"),), caption=body.text("Rain on it")),
        Media(id="m2", type="picture", renditions=(Rendition(href="far.png", width=600, height=200),), alt="Far"),
    )
    plain = copy(3)
    return copy(3, media=media, body=(*plain.body[:2], body.Figure(bid="f", media="m1"), *plain.body[2:]))


def test_pictures_are_notes_with_their_sizes(tmp_path: Path) -> None:
    """Uncounted, behind the text, with what is said of them; or in their places and counted."""
    (tmp_path / "a.png").write_bytes(pdfs.picture(size=(600, 300)))
    noted = galley(picture_story(), TALL, folder=tmp_path)
    (fit,) = noted.fits
    first, second = fit.pictures
    assert (first.media, first.after_paragraph, first.pixels, first.counted) == ("m1", 2, (600, 300), False)
    assert (second.media, second.after_paragraph, second.pixels) == ("m2", 0, (600, 200))
    assert first.depth is not None
    assert first.depth.mm == 24.0
    assert fit.lines == fitted(copy(3)).lines
    said = " ".join(text_of(noted.data)[0].split())
    assert "Picture 1: m1 · behind paragraph 2 · 600 × 300 pixels · 48 × 24 mm in this measure, 6.3" in said
    assert "Rain on it" in said
    assert "[Far]" in said
    counted = galley(picture_story(), {**TALL, "pictures": "set"}, folder=tmp_path)
    assert counted.fits[0].pictures[0].counted
    assert counted.fits[0].depth.mm > fit.depth.mm + 24
    with pikepdf.open(BytesIO(counted.data)) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


def test_a_galley_is_right_to_left() -> None:
    """Galleys begin at the right, with their numbers at the right of the lines."""
    words = "انطلق صباح الأحد أول قطار على الخط الجديد بين الجبل والبحر وسط حضور كبير من السكان "
    blocks = tuple(body.Paragraph(bid=f"p{n}", text=body.text(words * 4)) for n in range(14))
    made = galley(Edition(id="urn:x:e", language="ar", articles=(copy(1, language="ar", body=blocks),)))
    with pikepdf.open(BytesIO(made.data)) as pdf:
        width = float(pdf.pages[0].mediabox[2])
        content = pikepdf.parse_content_stream(pdf.pages[0])
        numbers = [float(c[0][4]) for c in content if str(c[1]) == "cm" and float(c[0][0]) < 0.1]
    assert any(x > width - LEFT - GUTTER for x in numbers)
    assert "بروفة" in "".join(text_of(made.data)[0])


def test_an_embargo_reads_from_year_to_minute() -> None:
    """Also where the words before it run from the right: year, day and zone stand from left to right."""
    story = copy(1, embargo_until=datetime(2031, 9, 17, tzinfo=UTC))
    made = galley(Edition(id="urn:x:e", language="ar", articles=(story,)), advance=True)
    document = pypdfium2.PdfDocument(made.data)
    page = document[0].get_textpage()
    text = page.get_text_range()
    lefts = [page.get_charbox(text.index(part))[0] for part in ("2031", "17", "UTC")]
    document.close()
    assert lefts == sorted(lefts)


def test_long_heads_and_short_pages() -> None:
    """A headline over pages, a word wider than the measure: all of it is there, and it ends."""
    story = copy(1, headline="Long " * 1500, body=(body.Paragraph(bid="p", text=body.text("x" * 3000)),))
    made = galley(story, {"paper": "a5"})
    said = "".join(text_of(made.data))
    assert said.count("Long") >= 1500
    assert said.count("x") >= 3000


def test_every_language_has_every_word() -> None:
    """And its places for what is told, as many as English has."""
    for lang, words in _LABELS.items():
        assert labels(f"{lang}-XX") == (words, lang)
        for mine, english in zip(words, ENGLISH, strict=True):
            if isinstance(mine, tuple):
                assert len(mine) == len(english)
                assert all(mine)
            else:
                assert mine.count("%s") == english.count("%s")
    assert labels("und") == labels("fi") == (ENGLISH, "en")


# --- options ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"measure": "wide"}, UsageError, "the measure 'wide' is no length"),
        ({"measure": "190mm"}, UsageError, "wider than the page"),
        ({"measure": "3mm"}, UsageError, "a measure of 3mm is none of a column"),
        ({"set": "galley.measure=3"}, ConfigError, "galley.measure"),
        ({"leading": "tight"}, UsageError, "the leading 'tight'"),
        ({"numbers": "0"}, UsageError, "galley.numbers=0: is not known"),
        ({"pictures": "some"}, UsageError, "galley.pictures=some: is not known"),
        ({"set": "galley.colour=red"}, ConfigError, "colour"),
        ({"paper": "octavo"}, ConfigError, "no paper called 'octavo'"),
    ],
)
def test_wrong_options_say_what_is_wrong(options: dict[str, str], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=re.escape(words)):
        galley(copy(1), options)


def test_the_template_of_pdf_makes_the_same_pages(tmp_path: Path) -> None:
    """`--format pdf --template galley` for what everyone may have; not for a press."""
    story = copy(6)
    made = pdfs.make(story, template="galley", profile="screen", options={"set": "galley.measure=40"})
    assert "to a measure of 40 mm" in made.text
    assert made.findings(tmp_path) == []
    assert pdfs.make(story, template="galley").text == " ".join(pdfs._plain(t) for t in text_of(galley(story).data))
    with pytest.raises(UsageError, match="not to be printed from"):
        pdfs.make(story, template="galley", profile="press-newspaper")


def test_an_edition_of_nothing_is_a_page() -> None:
    """All of it held: a proof of nothing, valid."""
    story = copy(1, embargo_until=datetime(2099, 1, 1, tzinfo=UTC))
    made = galley(story)
    assert len(text_of(made.data)) == 1
    assert [f for f in made.report if f.severity is Severity.ERROR] == []
