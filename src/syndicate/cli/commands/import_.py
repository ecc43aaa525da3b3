"""``syndicate import``: stories in, the whole model out, in canonical form."""

from __future__ import annotations

import sys

from syndicate.cli import options as o
from syndicate.cli.names import import_sections
from syndicate.cli.output import errors_in
from syndicate.cli.page import page

EXAMPLES = """\
syndicate import story.txt -o edition.json     one edition
syndicate import wire/ -o articles.jsonl       one story a line
syndicate import story.txt -o - | less"""


@page(examples=EXAMPLES, sections=import_sections)
def run(
    inputs: o.Inputs = None,
    output: o.OutputFile = "",
    importer: o.From = "",
    language: o.Language = "",
    fetch: o.Fetch = False,
    option: o.FormatOption = None,
    report: o.Report = o.ReportAs.TEXT,
    fail_on: o.FailFrom = None,
    verbose: o.Verbose = False,
    debug: o.Debug = False,
) -> int:
    """Write stories in the canonical form, nothing left out.

    This is the whole model, private notes and items under embargo included: it is for the newsroom, not for outside.
    What may leave is written by `syndicate export --format json`.
    """
    with errors_in(report, "import", sys.stderr, debug=debug):
        from syndicate.cli import importing, reading

        return importing.write(
            reading.Wanted(tuple(inputs or ()), importer, language, tuple(option or ()), fetch),
            output,
            report,
            fail_on=fail_on.value if fail_on else "",
            verbose=verbose,
        )
