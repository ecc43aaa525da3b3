"""The whole line for a press: what is exported is judged by what that press takes, with the options that made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import pdfs
import presses
from syndicate import pipeline
from syndicate.cli import main
from syndicate.context import Context, MediaStore, templates_folder
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Severity
from syndicate.errors import UsageError
from syndicate.exporters.pdf.press.separation import Separation

COATED = str(templates_folder() / "pdf" / "icc" / "coated.icc")


def export(folder: Path, **options: str) -> pipeline.Outcome:
    """A story with a picture, for newsprint, by the line."""
    (folder / "0.png").write_bytes(presses.colours())
    context = Context(now=pdfs.BUILT, built_at=pdfs.BUILT, media=MediaStore(default=folder))
    clearance = pipeline.clear(pdfs.edition(presses.illustrated("0.png")), context)
    plan = pipeline.Plan(formats=("pdf",), profile=presses.NEWSPAPER, options={"pdf": options})
    (outcome,) = pipeline.export(clearance, plan, context, FolderDestination(folder / "out"))
    return outcome


def errors(outcome: pipeline.Outcome | pipeline.Verdict) -> set[str]:
    return {d.code for d in outcome.diagnostics if d.severity is Severity.ERROR}


def test_what_is_right_is_delivered(tmp_path: Path) -> None:
    outcome = export(tmp_path)
    assert outcome.delivered and errors(outcome) == set()
    assert outcome.path is not None and outcome.path.read_bytes().startswith(b"%PDF-1.6")


def test_what_is_wrong_does_not_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A separation that forgets to separate is found out by the judge, and nothing is put in place."""
    monkeypatch.setattr(Separation, "of", lambda self, image: image)
    outcome = export(tmp_path)
    assert not outcome.delivered
    assert errors(outcome) == {"SYN-PDF-221"}
    assert not list((tmp_path / "out").glob("*.pdf"))


def test_too_much_ink_does_not_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Separation, "of", lambda self, image: Image.new("CMYK", image.size, (250, 200, 180, 90)))
    assert errors(export(tmp_path)) == {"SYN-PDF-224"}


def test_the_judge_knows_the_options(tmp_path: Path) -> None:
    """More ink than the profile allows by itself is right where it was asked for, and wrong where it was not."""
    outcome = export(tmp_path, ink="300", icc=COATED)
    assert outcome.delivered and outcome.path is not None
    context = Context(now=pdfs.BUILT)

    def judged(**options: str) -> set[str]:
        given = {"pdf": options}
        (verdict,) = pipeline.validate([str(outcome.path)], context, profile=presses.NEWSPAPER, options=given)
        return errors(verdict)

    assert judged(ink="300") == set()
    assert judged() == {"SYN-PDF-224"}
    with pytest.raises(UsageError, match=r"pdf\.ink=lots: is no limit of ink"):
        judged(ink="lots")


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(presses.good())

    def judged(*words: str) -> tuple[int, str]:
        code = main(["validate", "--profile", presses.NEWSPAPER, *words, str(path)])
        out, err = capsys.readouterr()
        return code, out + err

    assert judged()[0] == 0
    code, said = judged("--option", "pdf.ink=200")
    assert code == 1 and "SYN-PDF-224" in said and "the press takes 200 %" in " ".join(said.split())
    assert judged("--option", "pdf.ink=none")[0] == 2
    assert judged("--option", "pdf.tint=1")[0] == 2
    code, said = judged("--profile", presses.MAGAZINE)
    assert code == 1 and "SYN-PDF-211" in said
