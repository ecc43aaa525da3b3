"""The cases of `fixtures/invalid`: one folder for each diagnostic code, and how the code is provoked.

A folder `<CODE>` holds a `case.toml` and the input::

    about = "an embargo without its date"   # what is wrong with the input, in a few words
    run = "import"                          # import | export FORMAT | validate | fit | mutation
    input = ["copy.txt"]                    # default: every file here but case.toml and schemas/

`import` and `export` read the inputs as the command line does; `validate` judges them, with `format` as its option.
`schemas/` stands for the official schemas, `cache` is the folder for rendered items. `built_at = false` leaves the
build without a time, `lenient = true` passes over formats that are not installed, `external = true` asks external
checkers, `epubcheck` names another jar of it and `verapdf` another program, `base_url` is where the file will be
published, `profile` for whom it is, `sequence = true` that the inputs follow one another, `fonts` names a folder of the
case with fonts for PDFs, `depth` is the space that a story is to fit. A `mutation` is a good PDF
(`none`) broken in the way that `tests/test_mutations_pdf.py` lists under that name (`tests/test_mutations_press.py`
where the case is for a press), so that no large file needs to be kept.
Formats called `faulty...` are the broken plugins of `faulty.py`.
"""

from __future__ import annotations

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
from syndicate.cli import fitting
from syndicate.cli.reporting import Summary, exit_code, text
from syndicate.cli.terminal import Paint
from syndicate.collect import collect
from syndicate.context import Context
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.formats import lengths
from syndicate.gate import Held

FOLDER = ROOT / "fixtures" / "invalid"
NOW = datetime(2025, 9, 16, tzinfo=UTC)
BUILT_AT = datetime(2025, 9, 15, 6, 0, tzinfo=UTC)
KEYS = {
    "about",
    "run",
    "input",
    "format",
    "built_at",
    "lenient",
    "external",
    "epubcheck",
    "verapdf",
    "mutation",
    "cache",
    "base_url",
    "options",
    "profile",
    "sequence",
    "template",
    "fonts",
    "depth",
}


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
            verapdf=str(self.folder / self.settings["verapdf"]) if "verapdf" in self.settings else "",
            cache=Path(self.settings["cache"]) if "cache" in self.settings else None,
            base_url=str(self.settings.get("base_url", "")),
            fonts=(self.folder / self.settings["fonts"],) if "fonts" in self.settings else (),
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
            case "fit":
                return _measured(case), []
            case "validate":
                series: dict[str, object] | None = {} if case.settings.get("sequence") else None
                return [finding for file in case.inputs for finding in _judged(case, file, series=series)], []
            case "mutation":
                with _inside(scratch):
                    Path("broken.pdf").write_bytes(
                        _mutated(str(case.settings["mutation"]), str(case.settings.get("profile", "")))
                    )
                    return list(_judged(case, "broken.pdf", "pdf")), []
            case _:
                raise AssertionError(f"{case.code}: run = {case.run!r} means nothing")


def render(case: Case, found: list[Diagnostic], held: list[Held]) -> bytes:
    """The findings as the command line shows them, at its full width, without colours."""
    found = [replace(finding, message=_portable(finding.message)) for finding in found]
    summary = Summary(
        command=case.run.split()[0],
        exit_code=exit_code(tuple(found), Severity.ERROR),
        held=tuple(held),
        findings=tuple(found),
    )
    return text.render(summary, Paint(io.StringIO()), verbose=True).encode()


def _portable(message: str) -> str:
    """`message` without what differs between machines: where Java lies, how well a library compresses."""
    return re.sub(r"\(offset \d+\)", "(offset N)", re.sub(r"/\S+/(?=java\b)", "", message))


def _export(case: Case, formats: tuple[str, ...], scratch: Path) -> tuple[list[Diagnostic], list[Held]]:
    collected = collect(case.inputs, case.context)
    clearance = pipeline.clear(collected.edition, collected.context)
    options = case.settings.get("options", {})
    lenient, profile = bool(case.settings.get("lenient")), str(case.settings.get("profile", ""))
    template = str(case.settings.get("template", ""))
    plan = pipeline.Plan(formats=formats, template=template, lenient=lenient, profile=profile, options=options)
    outcomes = pipeline.export(clearance, plan, collected.context, FolderDestination(scratch))
    found = [*collected.report, *clearance.findings]
    found += [finding for outcome in outcomes for finding in outcome.diagnostics]
    return found, list(clearance.held)


def _measured(case: Case) -> list[Diagnostic]:
    collected, report = collect(case.inputs, case.context), Report()
    room = lengths.room(str(case.settings["depth"]), "--depth")
    made = fitting.measure(collected, case.settings.get("options", {}), room, report)
    return [*collected.report, *report, *(finding for one in made for finding in fitting.missed(one))]


def _judged(case: Case, file: str, name: str = "", *, series: dict[str, object] | None = None) -> Iterator[Diagnostic]:
    external = bool(case.settings.get("external"))
    name = name or str(case.settings.get("format", ""))
    profile = str(case.settings.get("profile", ""))
    verdicts = pipeline.validate(
        [file], case.context, format_name=name, profile=profile, external=external, series=series
    )
    for verdict in verdicts:
        yield from verdict.diagnostics


def _mutated(name: str, profile: str) -> bytes:
    import pdfs
    import presses
    import test_mutations_pdf
    import test_mutations_press

    if profile:
        (wrong,) = [m for m in test_mutations_press.MUTATIONS if m.name == name]
        return wrong.change(presses.good(profile))
    if name == "none":
        return pdfs.good()
    (mutation,) = [m for m in test_mutations_pdf.MUTATIONS if m.name == name]
    return mutation.change(pdfs.good())


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """With `folder` as the working folder, so that no path of this machine stands in a message."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
