"""``syndicate explain``: every reading has a meaning, spans are right, colour and JSON say the same."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from syndicate import cli
from syndicate.cli import explaining
from syndicate.cli.terminal import Paint
from syndicate.context import Context
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report
from syndicate.formats import evidence
from syndicate.importers.html import HtmlImporter
from syndicate.importers.wire import WireImporter
from syndicate.model.article import Article
from test_importer_wire import NOW

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures" / "wire").glob("*.txt"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.stem)
def test_every_reading_has_a_meaning(path: Path) -> None:
    """Each rule of each fixture is in the table; spans lie in the file, confidence is a share."""
    count = path.read_bytes().count(b"\n") + 1
    job = ImportJob(context=Context(now=NOW), report=Report())
    for article in WireImporter().read(Source(name=path.name, path=path), job):
        readings = evidence.of(article)
        assert article.source_doc is not None and len(readings) >= len(article.source_doc.rules)
        for one in readings:
            assert 1 <= one.start <= one.end <= count
            assert one.confidence is not None and 0.5 <= one.confidence < 1 and one.why, one.name
        if article.dateline:
            found = next(one for one in readings if one.name == "dateline")
            assert found.columns == (1, len(article.dateline.raw))


FILLED = (
    "headline", "subheadline", "slug", "take_key", "keywords", "genre", "urgency", "priority", "alt_ids", "dateline",
    "bylines", "contributors", "credit", "copyright_notice", "embargo_until", "date_candidates", "signals", "ed_notes",
    "declared_word_count",
)  # fmt: skip


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.stem)
def test_every_field_of_wire_copy_has_its_evidence(path: Path) -> None:
    """Whatever field was filled, a reading says by which lines, by which rule and how surely."""
    job = ImportJob(context=Context(now=NOW), report=Report())
    for article in WireImporter().read(Source(name=path.name, path=path), job):
        filled = {name for one in evidence.of(article) for name in one.fills.split(", ")}
        assert {name for name in FILLED if getattr(article, name)} <= filled
        kinds = {f"body.{block.__struct_config__.tag}" for block in article.body}
        assert kinds <= filled


PAGES = sorted((Path(__file__).parent.parent / "fixtures" / "html").glob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_every_reading_of_a_page_says_by_what(path: Path) -> None:
    """Each field that the head or the page gave has its line, its source and how sure that is."""
    job = ImportJob(context=Context(now=NOW), report=Report())
    (article,) = HtmlImporter().read(Source(name=path.name, path=path), job)
    count = path.read_bytes().count(b"\n") + 1
    readings = evidence.of(article)
    fields = {*Article.__struct_fields__, "story"}
    for one in readings:
        field, _, source = one.name.partition(" by ")
        assert field in fields and source and one.why and 1 <= one.start <= count
        assert one.confidence is not None and 0.5 <= one.confidence < 1
    if article.published is not None:
        assert any(one.fills == "published" for one in readings) or "time" in path.read_text(errors="replace")


def test_precedence_of_what_a_page_says() -> None:
    """JSON-LD before meta, meta before what is shown."""
    page = (Path(__file__).parent.parent / "fixtures" / "html" / "html-linked.html").read_bytes()
    (article,) = HtmlImporter().read(Source(name="p", data=page), ImportJob(context=Context(now=NOW), report=Report()))
    by = {one.fills: one.name.partition(" by ")[2] for one in evidence.of(article)}
    assert by["published"] == by["summary"] == by["bylines"] == "JSON-LD"
    assert (by["canonical_url"], by["headline"]) == ("link canonical", "h1")


def test_the_table_names_nothing_that_is_never_read() -> None:
    """Every row is used by some fixture, save those named here."""
    used = set()
    for path in FIXTURES:
        for article in WireImporter().read(
            Source(name=path.name, path=path), ImportJob(context=Context(now=NOW), report=Report())
        ):
            used |= {one.name for one in evidence.of(article)}
    rare = {"dateline without agency", "date of the page", "release line"}
    assert set(evidence.MEANINGS) - used <= rare
    assert used <= set(evidence.MEANINGS)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """One document with each reading, its span, what it fills, and what is in no story."""
    path = FIXTURES[0].parent / "two-stories.txt"
    assert cli.main(["explain", str(path), "--report", "json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["importer"], file["encoding"], len(file["stories"])) == ("wire", "utf-8", 2)
    dateline = next(one for one in file["readings"] if one["reading"] == "dateline")
    assert dateline["text"].startswith("BERGEN, Norway, March 4 (Reuters) -")
    assert (dateline["lines"], dateline["fills"], dateline["columns"][0]) == ([3, 3], ["dateline"], 1)
    assert [line["text"] for line in file["not_in_a_story"]] == ["Page 1 of 1"]
    assert [one["code"] for one in file["diagnostics"]] == ["SYN-WIRE-007"]


def test_colours_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A doubtful reading is yellow, a field green; the page has no escapes elsewhere."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    paint = Paint(Terminal())
    row = explaining._row("1", "subheadline", "70 %", "words", "yellow", paint)
    assert "\x1b[33m" in row
    plain = explaining._row("1", "subheadline", "70 %", "海" * 90, "yellow", Paint(io.StringIO()))
    assert "\x1b" not in plain and explaining.columns(plain) <= 80


def test_one_bad_file_among_several_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are explained all the same; alone it stops the command."""
    (tmp_path / "bad.txt").write_bytes(b"te\0xt")
    (tmp_path / "good.txt").write_text("A headline\n\nHULL, England (AP) — Nobody came.\n", encoding="utf-8")
    assert cli.main(["explain", str(tmp_path / "bad.txt"), str(tmp_path / "good.txt")]) == 1
    page = capsys.readouterr().out
    assert "SYN-INPUT-001" in page and "HULL, England (AP)" in page
    assert cli.main(["explain", str(tmp_path / "bad.txt")]) == 3
    assert "control bytes" in capsys.readouterr().err
