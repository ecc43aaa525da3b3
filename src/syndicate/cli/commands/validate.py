"""``syndicate validate``: files in, a judgement out."""

from __future__ import annotations

import sys

from syndicate.cli import options as o
from syndicate.cli.output import errors_in
from syndicate.cli.page import page

EXAMPLES = """\
syndicate validate out/feed.rss out/feed.atom
syndicate validate --report json out/*.epub
syndicate validate --profile google-news feed.xml
syndicate validate --profile press-newspaper --option pdf.ink=220 page.pdf
syndicate validate --profile superdesk --sequence wire/*.xml
syndicate validate --schemas ~/schemas out/*.newsml.xml"""


@page(examples=EXAMPLES)
def run(
    files: o.Files,
    format_name: o.JudgedAs = "",
    profile: o.JudgedFor = "",
    option: o.FormatOption = None,
    sequence: o.Sequence = False,
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
        from syndicate.cli.judging import judge
        from syndicate.context import Context
        from syndicate.diagnostics import Severity

        return judge(
            files,
            Context.from_environment(schemas=schemas),
            report,
            format_name=format_name,
            profile=profile,
            options=option or [],
            sequence=sequence,
            external=external,
            fail_on=Severity(fail_on.value if fail_on else "error"),
            verbose=verbose,
        )
