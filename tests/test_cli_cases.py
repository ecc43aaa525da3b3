"""The cases in tests/cli, each run in a folder of its own."""

from __future__ import annotations

import io
import shlex
import sys
from pathlib import Path

import pytest

from cases import Case, agree, block, cases, rewrite
from syndicate.cli import main

FOLDER = Path(__file__).with_name("cli")
CASES = list(cases(FOLDER))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, with an environment that says nothing."""
    for name in ("SOURCE_DATE_EPOCH", "SYNDICATE_SCHEMAS", "EPUBCHECK_JAR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(arguments: list[str], stdin: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """One command line in this process: exit code, standard output, standard error."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for name in ("out", "err")}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
    monkeypatch.setattr(sys, "stdout", streams["out"])
    monkeypatch.setattr(sys, "stderr", streams["err"])
    code = main(arguments)
    texts = {name: stream.buffer.getvalue().decode() for name, stream in streams.items()}  # type: ignore[attr-defined]
    return code, texts["out"], texts["err"]


def test_there_are_cases() -> None:
    """An empty list would make the test below pass, and so would a page whose blocks are not found."""
    assert len(CASES) >= 25
    assert {case.page for case in CASES} == set(FOLDER.glob("*.md"))
    headings = [
        f"{p.name} {line}" for p in FOLDER.glob("*.md") for line in p.read_text().splitlines() if line[:3] == "## "
    ]
    assert len({(case.page, case.title) for case in CASES}) == len(headings)


@pytest.mark.parametrize("case", CASES, ids=[f"{c.page.stem}: {c.title}" for c in CASES])
def test_case(case: Case, place: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The command says what the page says, ends as it says, and shows no traceback."""
    for name, text in case.files:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    program, *arguments = shlex.split(case.command)
    assert program == "syndicate"
    code, stdout, stderr = run(arguments, case.stdin, monkeypatch)
    assert "Traceback" not in stderr
    if request.config.getoption("--update-golden") and not case.loose:
        rewrite(case, stdout, stderr, code)
        return
    said = block(case, stdout, stderr, code)
    assert code == case.exit_code, said
    assert agree(case.stdout, stdout.splitlines()), said
    assert agree(case.stderr, [line.rstrip() for line in stderr.splitlines()]), said


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        (["a"], ["a"], True),
        (["a"], ["b"], False),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["...", "c"], ["a", "b"], False),
        (["took ... s (once)"], ["took 3 s (once)"], True),
        ([], ["a"], False),
        (["a.c"], ["abc"], False),
    ],
)
def test_the_comparison_can_fail(expected: list[str], actual: list[str], same: bool) -> None:
    """Dots stand for anything, and nothing else does."""
    assert agree(expected, actual) is same
