"""What ``syndicate import`` does, once the command line is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from syndicate.cli import reading
from syndicate.cli.options import ReportAs
from syndicate.cli.output import tell
from syndicate.cli.reporting import Summary, exit_code
from syndicate.cli.terminal import Progress
from syndicate.context import Context
from syndicate.contracts import Artifact, Destination
from syndicate.destinations import FolderDestination, StandardOutput, safe_name
from syndicate.diagnostics import Severity
from syndicate.errors import UsageError
from syndicate.model.article import Edition
from syndicate.model.codec import decode_edition, decode_lines, encode_article, encode_edition
from syndicate.pipeline import Outcome

LINES = (".jsonl", ".ndjson")


def write(wanted: reading.Wanted, output: str, report: ReportAs, *, fail_on: str, verbose: bool) -> int:
    """Read the inputs and write them whole to the file `output` (or ``-``); the exit code comes back.

    Raises:
        SyndicateError: whatever stops the command.
    """
    target = _target(output)
    found = reading.settings()
    context = Context.from_environment(fetch=wanted.fetch)
    with Progress() as progress:
        progress("reading ...")
        collected = reading.read(wanted, found, context)
    destination: Destination = FolderDestination(target.parent) if target else StandardOutput(sys.stdout.buffer)
    outcome = _deliver(collected.edition, target, destination)
    findings = tuple(collected.report)
    code = exit_code(findings, Severity(fail_on or found.config.export.fail_on))
    summary = Summary(
        command="import", exit_code=code, sources=collected.sources, outcomes=(outcome,), findings=findings
    )
    return tell(summary, report, sys.stderr, verbose=verbose)


def _target(output: str) -> Path | None:
    """The file to write; None is standard output."""
    if not output:
        raise UsageError("no output is named", hint="-o edition.json, -o articles.jsonl, or -o - for standard output")
    if output == "-":
        return None
    path = Path(output)
    if path.suffix not in (".json", *LINES):
        raise UsageError(f"-o {output}: neither .json nor .jsonl", hint="the ending chooses: one edition, or lines")
    if path.name != safe_name(path.name):
        raise UsageError(f"-o {output}: not a name for a file", hint=f"{safe_name(path.name)} would be")
    return path


def _deliver(edition: Edition, target: Path | None, destination: Destination) -> Outcome:
    lines = target is not None and target.suffix in LINES
    size = 0

    def judge(path: Path) -> bool:
        nonlocal size
        size = path.stat().st_size
        if lines:
            with path.open("rb") as file:
                return tuple(decode_lines(file)) == edition.articles
        return decode_edition(path.read_bytes()) == edition

    name = target.name if target else "edition.json"
    chunks = _lines(edition) if lines else (encode_edition(edition),)
    path = destination.deliver(Artifact(name=name, media_type="application/json", chunks=chunks), judge)
    return Outcome("jsonl" if lines else "json", name, path, path is not None, size, ("read back, equal",), ())


def _lines(edition: Edition) -> Iterator[bytes]:
    for article in edition.articles:
        yield encode_article(article) + b"\n"
