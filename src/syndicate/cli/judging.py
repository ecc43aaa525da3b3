"""What ``syndicate validate`` does, once the command line is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from syndicate import pipeline, rows
from syndicate.cli.options import ReportAs
from syndicate.cli.output import tell
from syndicate.cli.reading import parse_options
from syndicate.cli.reporting import Summary, exit_code
from syndicate.cli.terminal import Progress
from syndicate.context import Context
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.errors import InputError
from syndicate.pipeline import Verdict


def judge(
    files: Sequence[str],
    context: Context,
    report: ReportAs,
    *,
    format_name: str,
    profile: str,
    options: Sequence[str],
    sequence: bool,
    external: bool,
    fail_on: Severity,
    verbose: bool,
) -> int:
    """Judge every file and tell; the exit code comes back.

    Raises:
        UsageError: nothing here can judge `format_name`, or there is no such profile or option.
        InputError: the only file cannot be read; of several, such a one is a finding.
    """
    if format_name:
        rows.find(format_name, rows.validators(), "format to judge")
    given = parse_options(options)
    verdicts: list[Verdict] = []
    series: dict[str, object] | None = {} if sequence else None
    with Progress() as progress:
        for name in files:
            progress(f"judging {name} ...")
            try:
                verdicts += _judge(name, context, format_name, profile, given, external, series)
            except InputError as error:
                if len(files) == 1:
                    raise
                verdicts.append(Verdict(name, "", (), (_unread(name, error),)))
    findings = tuple(finding for verdict in verdicts for finding in verdict.diagnostics)
    code = exit_code(findings, fail_on)
    summary = Summary(command="validate", exit_code=code, verdicts=tuple(verdicts), findings=findings)
    return tell(summary, report, sys.stdout, verbose=verbose)


def _judge(
    name: str,
    context: Context,
    format_name: str,
    profile: str,
    options: Mapping[str, Mapping[str, str]],
    external: bool,
    series: dict[str, object] | None,
) -> Iterator[Verdict]:
    path = Path(name)
    if not path.exists():
        raise InputError(f"{name}: no such file", hint="check the name")
    if path.is_dir():
        raise InputError(f"{name}: is a folder", hint=f"name the files in it: {name.rstrip('/')}/*")
    return pipeline.validate(
        [name], context, format_name=format_name, profile=profile, options=options, external=external, series=series
    )


def _unread(name: str, error: InputError) -> Diagnostic:
    return Diagnostic(
        code="SYN-INPUT-001",
        severity=Severity.ERROR,
        message=f"not read: {error.message}",
        location=Location(file=name),
        hint=error.hint,
    )
