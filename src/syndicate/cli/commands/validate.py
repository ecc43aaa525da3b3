"""``syndicate validate``: files in, a judgement out."""

from __future__ import annotations

import sys

from syndicate.cli import options as o
from syndicate.cli.output import errors_in, tell
from syndicate.cli.page import page

EXAMPLES = """\
syndicate validate out/feed.rss out/feed.atom
syndicate validate --report json out/*.epub
syndicate validate --schemas ~/schemas out/*.newsml.xml"""


@page(examples=EXAMPLES)
def run(
    files: o.Files,
    format_name: o.JudgedAs = "",
    report: o.Report = o.ReportAs.TEXT,
    fail_on: o.FailFrom = None,
    schemas: o.Schemas = None,
    external: o.External = True,
    verbose: o.Verbose = False,
    debug: o.Debug = False,
) -> int:
    """Judge files by what they are, and say who judged.

    Their content tells the format: RSS, Atom, JSON Feed, NewsML-G2, EPUB, PDF, canonical JSON. The report is what this
    command makes, so it goes to standard output; the exit code is 1 when there are errors.
    """
    with errors_in(report, "validate", sys.stdout, debug=debug):
        from syndicate import pipeline, rows
        from syndicate.cli.reporting import Summary, exit_code
        from syndicate.cli.terminal import Progress
        from syndicate.context import Context
        from syndicate.diagnostics import Severity

        if format_name:
            rows.find(format_name, rows.validators(), "format to judge")
        context = Context.from_environment(schemas=schemas)
        with Progress() as progress:
            progress("judging ...")
            verdicts = tuple(pipeline.validate(files, context, format_name=format_name, external=external))
        findings = tuple(finding for verdict in verdicts for finding in verdict.diagnostics)
        code = exit_code(findings, Severity(fail_on.value if fail_on else "error"))
        summary = Summary(command="validate", exit_code=code, verdicts=verdicts, findings=findings)
        return tell(summary, report, sys.stdout, verbose=verbose)
