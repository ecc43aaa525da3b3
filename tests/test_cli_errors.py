"""How a command line ends when something is wrong: one message, one exit code, each kind of exception."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from syndicate.cli import extras, main
from syndicate.errors import (
    ConfigError,
    DependencyError,
    ExportError,
    InputError,
    ModelError,
    OutputError,
    PluginError,
    SyndicateError,
    UsageError,
)

ROOT = Path(__file__).resolve().parent.parent
EDITION = str(ROOT / "fixtures" / "editions" / "minimal" / "edition.json")
TREE = (
    (SyndicateError, 10),
    (UsageError, 2),
    (InputError, 3),
    (ModelError, 4),
    (ConfigError, 5),
    (DependencyError, 6),
    (OutputError, 7),
    (PluginError, 8),
    (ExportError, 9),
)


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the first step of an export raise `error`."""

    def load(_start: Path) -> NoReturn:
        raise error

    monkeypatch.setattr("syndicate.config.load", load)


@pytest.mark.parametrize(("kind", "code"), TREE, ids=lambda value: getattr(value, "__name__", None))
def test_each_class_has_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: type[SyndicateError], code: int
) -> None:
    """Message and hint on a line each; with --debug a traceback before them."""
    failing(monkeypatch, kind("the matter", hint="the way out"))
    assert main(["export", EDITION, "-f", "json"]) == code
    assert capsys.readouterr() == ("", "error: the matter\n hint: the way out\n")
    assert main(["export", EDITION, "-f", "json", "--debug"]) == code
    said = capsys.readouterr().err
    assert said.startswith("Traceback")
    assert said.endswith("error: the matter\n hint: the way out\n")


def test_every_class_is_listed_here() -> None:
    """A new class needs a line in this table and in docs/cli.md."""

    def below(kind: type[SyndicateError]) -> set[type[SyndicateError]]:
        return {kind}.union(*(below(child) for child in kind.__subclasses__()))

    listed = {kind for kind, _ in TREE}
    assert {kind.__name__ for kind in below(SyndicateError) - listed} == {"Interrupted"}
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert all(f"\n| {code} |" in page for _, code in (*TREE, (None, 130), (None, 141), (None, 0), (None, 1)))


def test_an_unexpected_exception(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It is called what it is."""
    failing(monkeypatch, LookupError("no such drawer"))
    assert main(["export", EDITION, "-f", "json"]) == 10
    assert capsys.readouterr().err.startswith("error: this is a fault of syndicate: LookupError: no such drawer\n")
    assert main(["export", EDITION, "-f", "json", "--debug"]) == 10
    assert capsys.readouterr().err.startswith("Traceback")


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """130, in a command and before there is one."""
    failing(monkeypatch, KeyboardInterrupt())
    assert main(["export", EDITION, "-f", "json"]) == 130
    assert capsys.readouterr().err.startswith("error: interrupted\n")
    monkeypatch.setattr("typer.main.get_command", lambda _app: failing_now())
    assert main([]) == 130
    assert capsys.readouterr().err == "error: interrupted\n"


def failing_now() -> NoReturn:
    """What Ctrl-C does anywhere."""
    raise KeyboardInterrupt


class Closed(io.StringIO):
    """A pipe that nobody reads any more."""

    def write(self, text: str) -> int:
        """Fail as the system does."""
        raise BrokenPipeError(32, "Broken pipe")

    def flush(self) -> None:
        """Fail as the system does."""
        raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize("arguments", [["schema"], ["formats"], ["--version"]], ids=" ".join)
def test_a_closed_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """Quiet, whether it shows while writing or while flushing."""
    monkeypatch.setattr(sys, "stdout", Closed())
    assert main(arguments) == 141
    assert capsys.readouterr().err == ""


def test_a_missing_package_is_noticed_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """By looking for it, without importing it."""
    monkeypatch.setitem(extras.EXTRAS, "pdf", ("a_module_that_is_not_there",))
    monkeypatch.chdir(tmp_path)
    assert main(["export", "nothing.txt", "-f", "pdf"]) == 6
    assert "needs the package a_module_that_is_not_there" in capsys.readouterr().err


def test_options_meet_those_of_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The command line wins key by key; a base address gets its slash."""
    seen = {}

    def export(_clearance: object, plan: object, *_: object) -> tuple[()]:
        seen["plan"] = plan
        return ()

    monkeypatch.setattr("syndicate.pipeline.export", export)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "syndicate.toml").write_text(
        '[export]\nbase_url = "https://a.example/"\ntemplate = "x"\noptions.newsml-g2 = { text = true }\n'
    )
    arguments = ["export", EDITION, "-f", "newsml-g2", "--base-url", "https://b.example/feeds"]
    assert main(arguments) == 0
    plan = seen["plan"]
    assert (plan.base_url, plan.template) == ("https://b.example/feeds/", "x")  # type: ignore[attr-defined]
    assert plan.options == {"newsml-g2": {"text": "true"}}  # type: ignore[attr-defined]
    assert main([*arguments, "--option", "newsml-g2.text=no"]) == 0
    assert seen["plan"].options == {"newsml-g2": {"text": "no"}}  # type: ignore[attr-defined]


def test_import_refuses_a_name_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that would be changed on the way is not written under another one."""
    assert main(["import", EDITION, "-o", ".hidden.json"]) == 2
    assert "hidden.json would be" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(64), "no text, it has control bytes"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "no text, it has control bytes"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is pdf, which cannot be read"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "the book cannot be read"),
    ],
    ids=["program", "picture", "pdf", "epub"],
)
def test_a_binary_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: bytes, words: str
) -> None:
    """It is named, nothing is written, and the message says what could be read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.dat").write_bytes(data)
    assert main(["export", "story.dat", "--format", "rss"]) == 3
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("error: story.dat: ") and words in first
    assert second.startswith(" hint: ")
    assert not (tmp_path / "out").exists()
