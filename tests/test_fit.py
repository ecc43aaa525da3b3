"""`syndicate fit`: cuts that hold when they are made, rooms that are missed by so much, reports, exit codes, speed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import laws
from galleys import context, copy, fitted
from syndicate import gate
from syndicate.cli.app import main
from syndicate.collect import collect
from syndicate.diagnostics import Report
from syndicate.exporters.pdf.galley.copyfit import Copyfit, Cut
from syndicate.exporters.pdf.galley.fitter import Fitter
from syndicate.formats.lengths import Room
from syndicate.model import body, codec
from syndicate.model.article import Article, Dateline, Edition

MANY = [copy(12, seed=seed) for seed in range(1, 9)]


def without(article: Article, *cuts: Cut) -> Article:
    """The story with these cuts made, in all runs of their paragraphs and in boxes."""

    def cleared(blocks: tuple[body.Block, ...]) -> tuple[body.Block, ...]:
        made: list[body.Block] = []
        for block in blocks:
            if isinstance(block, body.Box):
                block = msgspec.structs.replace(block, blocks=cleared(block.blocks))
            for cut in cuts:
                if isinstance(block, body.Paragraph | body.Lead) and block.bid == cut.block:
                    block = msgspec.structs.replace(block, text=shortened(block.text, cut))
            made.append(block)
        return tuple(made)

    return msgspec.structs.replace(article, body=cleared(article.body))


def shortened(text: body.Text, cut: Cut) -> body.Text:
    gone = range(cut.at, cut.at + cut.characters)
    assert body.plain(text)[gone.start : gone.stop].strip() == cut.words
    runs, at = [], 0
    for run in text:
        left = "".join(letter for place, letter in enumerate(run.text, at) if place not in gone)
        at += len(run.text)
        runs.append(msgspec.structs.replace(run, text=left))
    return tuple(run for run in runs if run.text)


# --- cuts ------------------------------------------------------------------------------------------------------------


def test_each_cut_saves_a_line() -> None:
    """Made in the story, and the story measured again."""
    told = 0
    for article in MANY:
        fit = fitted(article)
        for cut in fit.cuts:
            shorter = fitted(without(article, cut))
            assert shorter.lines == fit.lines - 1
            assert shorter.characters == fit.characters - cut.characters
            told += 1
    assert told >= 20


@pytest.mark.parametrize("source", ["wire", "editions/demo/edition.json", "editions/multilingual/edition.json"])
def test_cuts_hold_in_real_copy(source: str) -> None:
    """In every story of the fixtures, whatever its marks, datelines, boxes and languages."""
    collected = collect([str(laws.ROOT / "fixtures" / source)], context())
    fitter, told = Fitter(collected.context, {}, Report()), 0
    stories = {article.id: article for article in gate.as_if_leaving(collected.edition)}
    for article in stories.values():
        fit = fitter.fit(article, stories)
        for cut in fit.cuts:
            assert fitter.fit(without(article, cut), stories).lines == fit.lines - 1
            told += 1
    assert told >= 4


def test_all_cuts_together_save_as_many_lines() -> None:
    for article in MANY[:4]:
        fit = fitted(article)
        assert fitted(without(article, *fit.cuts)).lines == fit.lines - len(fit.cuts) < fit.lines


def test_cuts_say_where_they_are() -> None:
    """Paragraph and line as on the galley, the fewest characters first; the last line holds what is told."""
    fit = fitted(MANY[0])
    assert [cut.characters for cut in fit.cuts] == sorted(cut.characters for cut in fit.cuts)
    for cut in fit.cuts:
        assert cut.block == f"p{cut.paragraph}"
        upto = msgspec.structs.replace(MANY[0], body=MANY[0].body[: cut.paragraph])
        assert fitted(upto).lines == cut.line
        assert body.plain(MANY[0].body[cut.paragraph - 1].text).endswith(cut.last)  # type: ignore[union-attr]


def test_a_cut_leaves_the_dateline_alone() -> None:
    """Places are counted from the paragraph's own first character."""
    for seed in range(1, 12):
        article = copy(2, seed=seed, dateline=Dateline(places=("PORT ELLERY",), raw="PORT ELLERY"))
        fit = fitted(article)
        for cut in fit.cuts:
            assert cut.at > 0
            assert fitted(without(article, cut)).lines == fit.lines - 1


def test_marks_and_punctuation_stay() -> None:
    """A cut through bold words is made in all runs; none takes a full stop with it."""
    for article in MANY[:3]:
        bold = []
        for block in article.body:
            assert isinstance(block, body.Paragraph)
            words = body.plain(block.text).split(" ")
            runs = [body.Run(text=f"{w} ", marks=(body.Strong(),) if n % 3 else ()) for n, w in enumerate(words)]
            bold.append(msgspec.structs.replace(block, text=tuple(runs)))
        fit = fitted(msgspec.structs.replace(article, body=tuple(bold)))
        assert all(not set(cut.words) & set(".,;:!?–") for cut in fit.cuts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=5), st.sampled_from(["en", "ar", "ja", "th", "und"]))
def test_any_text_is_measured(texts: list[str], lang: str) -> None:
    """Depth, lines and words go together; whatever cut is told of holds."""
    blocks = tuple(body.Paragraph(bid=f"p{n}", text=body.text(text)) for n, text in enumerate(texts))
    article = Article(id="urn:x:1", language=lang, body=blocks)
    fit = fitted(article)
    assert fit.depth.lines >= fit.lines >= 0
    assert fit.depth.lines == pytest.approx(fit.depth.points / fit.setting.leading_pt, abs=0.05)
    json.loads(msgspec.json.encode(fit))


# --- rooms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missed", [-30, -2, -1, 0, 1, 2, 30])
def test_over_and_under_in_lines(missed: int) -> None:
    fit = fitted(MANY[0])
    target = fit.against(Room(lines=fit.depth.lines - missed)).target
    assert target is not None
    assert target.over_lines == missed
    assert target.words == -(-abs(missed) * fit.words_per_line // 1)
    assert (target.words == 0) is (missed == 0)


@pytest.mark.parametrize(
    ("points", "over"), [(0.0, 0), (-0.5, 1), (-10.8, 1), (-11.3, 2), (5.0, 0), (10.8, -1), (22, -2)]
)
def test_over_and_under_in_lengths(points: float, over: int) -> None:
    """A part of a line too much does not fit; a part of a line too little is no hole."""
    fit = fitted(MANY[0])
    target = fit.against(Room(points=fit.depth.lines * 10.8 + points)).target
    assert target is not None
    assert target.over_lines == over


def test_cutting_what_is_said_makes_it_fit() -> None:
    """About so many words from the end of paragraphs: within a line or two of the room."""
    for article in MANY[:4]:
        fit = fitted(article)
        target = fit.against(Room(lines=fit.depth.lines - 6)).target
        assert target is not None
        left, blocks = target.words, []
        for block in reversed(article.body):
            assert isinstance(block, body.Paragraph)
            words = body.plain(block.text).split()
            gone = min(left, max(0, len(words) - 4))
            left -= gone
            blocks.append(msgspec.structs.replace(block, text=body.text(" ".join(words[: len(words) - gone]))))
        shorter = fitted(msgspec.structs.replace(article, body=tuple(reversed(blocks))))
        assert abs(shorter.depth.lines - target.lines) <= 2


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def story(tmp_path: Path) -> str:
    path = tmp_path / "edition.json"
    path.write_bytes(codec.encode_edition(Edition(id="urn:x:e", language="en", articles=(MANY[0],))))
    return str(path)


def reported(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["fit", *words, "--report", "json"])
    found = json.loads(capsys.readouterr().out)
    assert found["exit_code"] == code
    return code, found


def test_exit_codes(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Over is an error, under a warning, within a line is neither."""
    deep = int(fitted(MANY[0]).depth.lines)
    assert reported(capsys, story)[0] == 0
    code, found = reported(capsys, story, "--depth", str(deep - 3))
    assert (code, found["diagnostics"][0]["code"], found["counts"]["error"]) == (1, "SYN-FIT-001", 1)
    assert found["copyfit"][0]["target"]["over_lines"] == 3
    code, found = reported(capsys, story, "--depth", str(deep + 3))
    assert (code, found["diagnostics"][0]["code"]) == (0, "SYN-FIT-002")
    assert reported(capsys, story, "--depth", str(deep + 3), "--fail-on", "warning")[0] == 1
    code, found = reported(capsys, story, "--depth", f"{deep}", "--fail-on", "warning")
    assert (code, found["diagnostics"]) == (0, [])


def test_options_reach_the_setting(story: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Those of the command line before those of the house."""
    _, found = reported(capsys, story, "--measure", "12p", "--size", "8.5", "--leading", "9.5", "--font", "sans")
    setting = found["copyfit"][0]["setting"]
    assert setting == {
        "measure_mm": 50.8,
        "measure_picas": "12p0",
        "family": "sans",
        "size_pt": 8.5,
        "leading_pt": 9.5,
    }
    _, found = reported(capsys, story, "--option", "galley.measure=60", "--measure", "40")
    assert found["copyfit"][0]["setting"]["measure_mm"] == 40.0
    assert main(["fit", story, "--measure", "much"]) == 2
    assert main(["fit", story, "--depth", "much"]) == 2
    assert main(["fit", str(tmp_path / "none.txt")]) == 3


def test_the_house_sets_the_measure(
    story: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "syndicate.toml").write_text('[export.options.galley]\nmeasure = "37mm"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, found = reported(capsys, story)
    assert found["copyfit"][0]["setting"]["measure_mm"] == 37.0


def test_copy_that_may_not_leave_is_measured(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Under embargo, on hold, withheld: a sub-editor cuts it all the same. Nothing private is shown."""
    code, found = reported(capsys, str(laws.EDITIONS / "packages" / "edition.json"))
    assert code == 0
    assert len(found["copyfit"]) == len(laws.edition("packages").articles)
    assert "private" not in json.dumps(found["copyfit"]).lower()


def test_export_reports_the_copyfit(
    story: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--report json` of an export has for each galley what `fit` tells, and the text report its numbers."""
    monkeypatch.chdir(tmp_path)
    assert main(["export", story, "--format", "galley,jsonl", "-o", str(tmp_path / "out"), "--report", "json"]) == 0
    galley, other = json.loads(capsys.readouterr().err)["artifacts"]
    assert msgspec.convert(galley["copyfit"][0], Copyfit) == fitted(MANY[0])
    assert "copyfit" not in other
    main(["export", story, "--format", "galley", "-o", str(tmp_path / "out")])
    said = capsys.readouterr().err
    fit = fitted(MANY[0])
    assert f"{fit.words:>6} {fit.characters:>6} {fit.lines:>6}" in said


def test_no_page_is_made_for_it(story: str) -> None:
    """Neither the library that writes PDF nor the one that packs it is imported."""
    code = (
        "import sys; from syndicate.cli.app import main; main(sys.argv[1:]); "
        "print([m for m in ('reportlab', 'pikepdf', 'PIL', 'lxml') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, "fit", story]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_everything_is_told_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    """`-v`: every place to save a line, averages, pictures with their size in this measure."""
    assert main(["fit", str(laws.EDITIONS / "photos" / "edition.json"), "-v"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "characters a line" in said
    assert "pixels, " in said
    assert "lines in this measure (not counted)" in said
    words = sum(fitted(article).words for article in laws.edition("photos").articles)
    assert f"together {words} " in said


def test_fonts_that_cannot_be_used_are_told_of(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    fonts = laws.ROOT / "fixtures" / "invalid" / "SYN-PDF-030" / "fonts"
    _, found = reported(capsys, story, "--fonts", str(fonts))
    assert [finding["code"] for finding in found["diagnostics"]] == ["SYN-PDF-030"]


def test_without_the_extra(story: str) -> None:
    """The message has the command that installs it."""
    code = (
        "import sys; sys.modules['uharfbuzz'] = None; from syndicate.cli.app import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "fit", story]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 6
    assert "fit needs the package uharfbuzz" in done.stderr
    assert "pip install 'syndicate[pdf]'" in done.stderr
