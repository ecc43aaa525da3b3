"""The cases of `fixtures/invalid`: one folder for each diagnostic code, and how the code is provoked.

A folder `<CODE>` holds a `case.toml` and the input::

    about = "an embargo without its date"   # what is wrong with the input, in a few words
    run = "import"                          # import | export FORMAT | validate | mutation
    input = ["copy.txt"]                    # default: every file here but case.toml and schemas/

`import` and `export` read the inputs as the command line does; `validate` judges them, with `format` as its option.
`schemas/` stands for the official schemas. `built_at = false` leaves the build without a time, `lenient = true` passes
over formats that are not installed, `external = true` asks external checkers, `epubcheck` names another jar of it. A
`mutation` builds its input when the test runs: `module` is the test module whose function `broken(mutation, folder)`
breaks a good file in the named way, so that no large file needs to be kept. Formats called `faulty...` are the broken
plugins of `faulty.py`.
"""

from __future__ import annotations

import importlib
import io
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

import faulty
from golden import ROOT
from syndicate import pipeline, rows
from syndicate.cli.reporting import Summary, exit_code, text
from syndicate.cli.terminal import Paint
from syndicate.collect import collect
from syndicate.context import Context
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.gate import Held

FOLDER = ROOT / "fixtures" / "invalid"
NOW = datetime(2025, 9, 16, tzinfo=UTC)
BUILT_AT = datetime(2025, 9, 15, 6, 0, tzinfo=UTC)
KEYS = {"about", "run", "input", "format", "built_at", "lenient", "external", "epubcheck", "module", "mutation"}


@dataclass(frozen=True)
class Case:
    """One folder of `fixtures/invalid`."""

    code: str
    folder: Path
    settings: dict[str, Any] = field(hash=False)

    @property
    def run(self) -> str:
        """What is done with the input."""
        return str(self.settings.get("run", ""))

    @property
    def inputs(self) -> list[str]:
        """Names of the input files, in the folder."""
        files = sorted(p.name for p in self.folder.iterdir() if p.is_file() and p.name != "case.toml")
        return list(self.settings.get("input", files))

    @property
    def context(self) -> Context:
        """Surroundings that are the same everywhere."""
        schemas = self.folder / "schemas"
        return Context(
            now=NOW,
            built_at=BUILT_AT if self.settings.get("built_at", True) else None,
            schemas=schemas if schemas.is_dir() else None,
            epubcheck=str(self.settings.get("epubcheck", "")),
        )


def cases() -> list[Case]:
    """Every case, by code."""
    found = []
    for folder in sorted(p for p in FOLDER.iterdir() if p.is_dir()):
        path = folder / "case.toml"
        settings = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        found.append(Case(folder.name, folder, settings))
    return found


def provoke(case: Case, scratch: Path) -> tuple[list[Diagnostic], list[Held]]:
    """Run the case and give every finding, and what the gate held back; `scratch` is an empty folder."""
    with _inside(case.folder), faulty.plugins(rows):
        verb, *formats = case.run.split()
        match verb:
            case "import":
                return list(collect(case.inputs, case.context).report), []
            case "export":
                return _export(case, tuple(formats), scratch)
            case "validate":
                return _validate(case, case.inputs), []
            case "mutation":
                module = importlib.import_module(case.settings["module"])
                path: Path = module.broken(case.settings["mutation"], scratch)
                with _inside(path.parent):
                    return _validate(case, [path.name]), []
            case _:
                raise AssertionError(f"{case.code}: run = {case.run!r} means nothing")


def render(case: Case, found: list[Diagnostic], held: list[Held]) -> bytes:
    """The findings as the command line shows them, at its full width, without colours."""
    found = [replace(finding, message=re.sub(r"/\S+/(?=java\b)", "", finding.message)) for finding in found]
    summary = Summary(
        command=case.run.split()[0],
        exit_code=exit_code(tuple(found), Severity.ERROR),
        held=tuple(held),
        findings=tuple(found),
    )
    return text.render(summary, Paint(io.StringIO()), verbose=True).encode()


def _export(case: Case, formats: tuple[str, ...], scratch: Path) -> tuple[list[Diagnostic], list[Held]]:
    collected = collect(case.inputs, case.context)
    clearance = pipeline.clear(collected.edition, collected.context)
    plan = pipeline.Plan(formats=formats, lenient=bool(case.settings.get("lenient")))
    outcomes = pipeline.export(clearance, plan, collected.context, FolderDestination(scratch))
    found = [*collected.report, *clearance.findings]
    found += [finding for outcome in outcomes for finding in outcome.diagnostics]
    return found, list(clearance.held)


def _validate(case: Case, files: list[str]) -> list[Diagnostic]:
    external = bool(case.settings.get("external"))
    name = str(case.settings.get("format", ""))
    verdicts = pipeline.validate(files, case.context, format_name=name, external=external)
    return [finding for verdict in verdicts for finding in verdict.diagnostics]


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """With `folder` as the working folder, so that no path of this machine stands in a message."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
