"""The newspaper of `fixtures/newspaper`: what its pages say, what it keeps of stories, and its file for a press."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest

import laws
import pdfs
import presses
import projections
from books.programs import need, run
from golden import Goldens
from syndicate import gate, registry
from syndicate.contracts import Degree, Job
from syndicate.diagnostics import Report, Severity
from syndicate.exporters.pdf.newspaper.fidelity import FIDELITY
from syndicate.model import body, codec, features
from syndicate.model.article import Edition, PrintPosition
from test_pdf_profiles import PROFILES, judged, structure
from test_press_exporter import MM, ROUNDING, separated, total

FOLDER = laws.ROOT / "fixtures" / "newspaper"
PINNED = 7
"""The number of the story that leads page 3."""

SHOWN_BY_PLACE = {"field.print", "field.priority", "field.urgency"}
"""Features that no word tells: they decide where a story stands."""


@cache
def fixture() -> Edition:
    return codec.decode_edition((FOLDER / "edition.json").read_bytes())


@cache
def made(profile: str = "screen") -> pdfs.Made:
    return pdfs.make(fixture(), media=FOLDER, template="newspaper", profile=profile, options={"copy": "no"})


# --- goldens ---------------------------------------------------------------------------------------------------------


def test_golden(golden: Goldens, tmp_path: Path) -> None:
    """It says what was agreed on, is valid by ours and by veraPDF, and has the pinned story where it is to be."""
    paper = made()
    golden.bytes("exporters/newspaper/pdf.txt", projections.pdf_text(paper.data))
    assert paper.findings(tmp_path) == []
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper.data)
    assert [line for line in judged(PROFILES["screen"], [path]) if not line.startswith("PASS")] == []
    assert paper.codes == []
    headline = pdfs._plain(fixture().articles[PINNED].headline)
    assert [headline in page for page in paper.pages].index(True, 1) == 2


@pytest.mark.raster
def test_first_page(golden: Goldens) -> None:
    golden.picture("exporters/newspaper/pdf.p1.png", projections.page_picture(made().data, 0.5))


def words_of(data: bytes) -> Counter[str]:
    """The words of paragraphs and headings, by the tags of a file."""
    return Counter(word for role, text in structure(data) if role in ("P", "H1", "H2") for word in text.split())


def spoken() -> Counter[str]:
    """The words of headlines, standfirsts and text of all stories."""
    said = [body.plain(block.text) for article in fixture().articles for block in article.body]
    said += [f"{article.headline} {article.standfirst}" for article in fixture().articles]
    return Counter(word for text in said for word in text.split())


def test_every_word_is_there() -> None:
    """Each word of the sixteen stories as often as it was written."""
    assert len(fixture().articles) == 16
    assert not spoken() - words_of(made().data)


# --- what it keeps ---------------------------------------------------------------------------------------------------


def shown(what: Edition) -> tuple[laws.Exported, Report]:
    """An edition as a newspaper without the copy in it, and the losses that were told."""
    surroundings, exporter, report = laws.context("full"), registry.exporter("pdf"), Report()
    job = Job(
        row=exporter.row,
        context=surroundings,
        report=report,
        stem="paper",
        built_at=surroundings.built_at,
        base_url=surroundings.base_url,
        template="newspaper",
        options={"copy": "no"},
    )
    artifacts = tuple(
        msgspec.structs.replace(artifact, chunks=(b"".join(artifact.chunks),))
        for artifact in exporter.export(what, job)
    )
    return laws.Exported(artifacts, tuple(report)), report


def test_it_keeps_what_it_declares() -> None:
    """Words of what is kept are in the file, those of what is lost are not; what has no words gives other bytes."""
    whole, report = shown(laws.edition("full"))
    alone, _ = shown(laws.alone(laws.main_article()))
    texts = [projections.folded(exported.text) for exported in (whole, alone)]
    wrong = []
    for feature in set(features.vocabulary()) - SHOWN_BY_PLACE:
        degree, word = FIDELITY[feature].degree, projections.folded(laws.marker(feature))
        if word:
            there = [word in text for text in texts]
            right = {Degree.KEPT: all(there), Degree.DEGRADED: any(there), Degree.LOST: not any(there)}[degree]
        elif feature in laws.WORDLESS - {"field.body", "field.status", "field.script"}:
            article = laws.without(feature)
            same = shown(laws.in_full(article))[0].bytes == whole.bytes
            same = same and shown(laws.alone(article))[0].bytes == alone.bytes
            right = same is (degree is Degree.LOST)
        else:
            continue
        if not right:
            wrong.append(feature)
    assert wrong == []
    article = next(gate.clear(laws.edition("full"), laws.context().gate_clock).release.articles)
    told = {d.feature for d in report if d.severity is Severity.LOSS and d.location.article == article.id}
    assert told == {f for f in features.present(article) if FIDELITY[f].degree is not Degree.KEPT}


@pytest.mark.parametrize(
    "changes", [{"print": PrintPosition(page="2", column="1")}, {"priority": 1}, {"priority": None, "urgency": 1}]
)
def test_place_tells_what_no_word_does(changes: dict[str, object]) -> None:
    """A pin, priority and urgency each move a story."""
    articles = list(fixture().articles)
    articles[3] = msgspec.structs.replace(articles[3], **changes)
    moved = pdfs.make(
        msgspec.structs.replace(fixture(), articles=tuple(articles)),
        media=FOLDER, template="newspaper", profile="screen", options={"copy": "no"},
    )  # fmt: skip
    assert moved.pages != made().pages


def test_the_page_on_newspapers_says_what_is_kept_otherwise() -> None:
    said = (laws.ROOT / "docs" / "pdf-newspaper.md").read_text(encoding="utf-8")
    plain = registry.exporter("pdf").fidelity
    other = {feature: carriage for feature, carriage in FIDELITY.items() if carriage != plain[feature]}
    rows = dict(re.findall(r"^\| `(field\.\w+)` \| (.*?) \|$", said, re.MULTILINE))
    assert rows == {feature: f"{carriage.degree} | {carriage.how}" for feature, carriage in other.items()}


# --- for a press -----------------------------------------------------------------------------------------------------


def test_a_press_prints_it(tmp_path: Path) -> None:
    """Our own validator finds nothing in it, no page has a link, and every word is there.

    A press wants more pixels than a screen, so its pictures are over fewer columns.
    """
    paper = made(presses.NEWSPAPER)
    assert presses.judge(paper.data, tmp_path) == []
    with pikepdf.open(BytesIO(paper.data)) as pdf:
        assert len(pdf.pages) in (4, 5)
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFX"
        assert all("/Annots" not in page.obj for page in pdf.pages)
    assert not spoken() - words_of(paper.data)


@pytest.mark.external
def test_other_programs_find_boxes_inks_and_pictures(tmp_path: Path) -> None:
    """Boxes by pdfinfo, inks by ghostscript, fonts and pictures by poppler."""
    need("gs", "pdfinfo", "pdffonts", "pdfimages")
    data = made(presses.NEWSPAPER).data
    pages = separated(data, tmp_path, 72)
    assert max(total(page) for page in pages) <= 240 + ROUNDING
    assert any(page.split()[0].getextrema() != (0, 0) for page in pages), "pictures in colour"
    said = run(["pdfinfo", "-box", "page.pdf"], tmp_path).decode()
    found = {name: [float(n) for n in sides.split()] for name, sides in re.findall(r"(\w+)Box: +(.*)", said)}
    for box in ("Media", "Trim", "Bleed"):
        assert found[box] == pytest.approx([0, 0, 280 * MM, 430 * MM], abs=0.1 * MM)
    fonts = [line.split() for line in run(["pdffonts", "page.pdf"], tmp_path).decode().splitlines()[2:]]
    assert fonts and all(row[-5:-3] == ["yes", "yes"] for row in fonts)
    rows = [line.split() for line in run(["pdfimages", "-list", "page.pdf"], tmp_path).decode().splitlines()[2:]]
    assert len(rows) == 4 and {row[5] for row in rows} == {"cmyk"}


@pytest.mark.external
def test_type_is_on_the_black_plate_alone(tmp_path: Path) -> None:
    """Without its pictures, the paper leaves nothing on the plates of the colours."""
    articles = tuple(msgspec.structs.replace(article, media=()) for article in fixture().articles)
    paper = pdfs.make(
        msgspec.structs.replace(fixture(), articles=articles), template="newspaper", profile=presses.NEWSPAPER
    )
    for page in separated(paper.data, tmp_path, 72):
        *colours, black = page.split()
        assert [band.getextrema() for band in colours] == [(0, 0)] * 3
        assert black.getextrema()[1] == 255
