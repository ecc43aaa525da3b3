"""Help pages, completion, lists: they teach, fit the screen, and agree with the code."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from syndicate import rows
from syndicate.cli import extras, main
from syndicate.cli.app import RootCommands, SchemaCommands
from syndicate.cli.names import complete_formats, complete_importers, complete_judged

ROOT = Path(__file__).resolve().parent.parent
SYNDICATE = Path(sys.executable).parent / "syndicate"
COMMANDS = [*((name,) for name in RootCommands.table), *(("schemas", name) for name in SchemaCommands.table)]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_there_are_commands() -> None:
    """An empty list would make the tests below pass."""
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_help_page_fits_and_shows_examples(
    command: tuple[str, ...], flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """80 columns, on standard output, no markup of any library."""
    assert main([*command, flag]) == 0
    page = capsys.readouterr().out
    assert page.startswith(f"Usage: {' '.join(('syndicate', *command))} ")
    assert max(map(len, page.splitlines())) <= 80
    assert "\x1b" not in page and "[bold]" not in page
    if command != ("schemas",):
        assert "\nExamples:\n  " in page


@pytest.mark.parametrize("group", [RootCommands, SchemaCommands])
def test_the_list_of_commands_says_what_the_pages_say(group: type[RootCommands]) -> None:
    """The one-line help is written twice, so that no command is loaded for it: the two must agree."""
    for name, (place, summary) in group.table.items():
        module, _, attribute = place.partition(":")
        found = getattr(import_module(module), attribute)
        if inspect.isfunction(found):
            assert (inspect.getdoc(found) or "").splitlines()[0] == summary, name


def test_the_export_page_lists_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """With the registry's line of help."""
    main(["export", "--help"])
    page = " ".join(capsys.readouterr().out.split())
    for row in rows.exporters().values():
        assert f"{row.name} {row.help}" in page


@pytest.mark.parametrize(
    ("incomplete", "offered"),
    [
        ("r", ["rss"]),
        ("js", ["jsonfeed", "json", "jsonl"]),
        ("al", ["all"]),
        ("rss,at", ["rss,atom"]),
        ("rss,r", []),
        ("x", []),
    ],
)
def test_completion_of_formats(incomplete: str, offered: list[str]) -> None:
    """By name, and after a comma the next one, none twice."""
    assert complete_formats(incomplete) == offered


def test_completion_of_other_names() -> None:
    """Importers and validators."""
    assert complete_importers("w") == ["wire", "wxr"]
    assert complete_judged("news") == ["newsml-g2"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("syndicate ex", {"export", "explain"}),
        ("syndicate schemas in", {"install"}),
        ("syndicate export --format a", {"atom", "all"}),
        ("syndicate export --format rss,ne", {"rss,newsml-g2"}),
        ("syndicate validate --format ep", {"epub"}),
        ("syndicate export --rep", {"--report"}),
    ],
)
def test_the_shell_completes(words: str, offered: set[str]) -> None:
    """What bash asks, in its own process."""
    result = subprocess.run(
        [SYNDICATE],
        env={
            **os.environ,
            "_SYNDICATE_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert set(result.stdout.split()) == offered, result.stderr


def test_formats_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything of each row that a program may want."""
    assert main(["formats", "--report", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    epub = next(row for row in found["exporters"] if row["name"] == "epub")
    assert epub["media_type"] == "application/epub+zip"
    assert epub["extra"] == "epub"
    assert epub["installed"] is (not epub["missing"])
    assert {row["name"] for row in found["importers"]} >= {"canonical", "wire"}
    assert {row["name"] for row in found["validators"]} >= {"rss", "atom", "jsonfeed", "epub", "pdf"}


def test_formats_tells_of_a_missing_extra(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to bring it."""
    monkeypatch.setitem(extras.EXTRAS, "epub", ("a_module_that_is_not_there",))
    assert main(["formats"]) == 0
    said = capsys.readouterr().out
    assert "not installed: a_module_that_is_not_there" in said
    assert "pip install 'syndicate[epub]'" in said


def test_the_extras_are_those_of_the_project() -> None:
    """One module for each requirement of each extra that every machine can have."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = ("all", "bench", "dev")
    declared = {name: reqs for name, reqs in project["optional-dependencies"].items() if name not in ours}
    assert extras.EXTRAS.keys() == declared.keys()
    assert {name: len(modules) for name, modules in extras.EXTRAS.items()} == {
        name: sum(";" not in requirement for requirement in requirements) for name, requirements in declared.items()
    }


def test_schema_prints_a_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the whole model."""
    assert main(["schema"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"Article", "Edition", "Paragraph"} <= found["$defs"].keys()


def test_doctor_tells_what_is_here_and_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a machine without Java, schemas or an extra, each with its way out."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("SYNDICATE_SCHEMAS", raising=False)
    monkeypatch.setitem(extras.EXTRAS, "pdf", ("a_module_that_is_not_there",))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "syndicate.toml").write_text("[exprot]")
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    for words in (
        "missing: a_module_that_is_not_there",
        "pip install 'syndicate[pdf]'",
        "install a JDK",
        "pip install 'syndicate[check]'",
        "put verapdf on the path",
        "syndicate schemas install",
        "unknown key exprot",
    ):
        assert words in said
    assert main(["doctor", "--report", "json"]) == 0
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert {name for name, check in checks.items() if not check["ok"]} == {
        "extra pdf",
        "java",
        "epubcheck",
        "veraPDF",
        "schemas",
        "config",
    }


def test_doctor_asks_java_for_its_version(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And says so when it does not answer."""
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"21.0.1\" 2026-01-01' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["doctor"]) == 0
    assert f"21.0.1 at {java}" in capsys.readouterr().out
    java.write_text("#!/nowhere/to/be/found\n")
    assert main(["doctor"]) == 0
    assert f"{java} does not answer" in capsys.readouterr().out
