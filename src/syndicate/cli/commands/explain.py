"""``syndicate explain``: how each line of a source was read, and why."""

from __future__ import annotations

import sys

from syndicate.cli import options as o
from syndicate.cli.names import import_sections
from syndicate.cli.output import errors_in
from syndicate.cli.page import page

EXAMPLES = """\
syndicate explain story.txt
syndicate explain --report json wire/*.txt
syndicate explain story.txt --option wire.encoding=windows-1256"""


@page(examples=EXAMPLES, sections=import_sections)
def run(
    inputs: o.Inputs,
    importer: o.From = "",
    language: o.Language = "",
    fetch: o.Fetch = False,
    option: o.FormatOption = None,
    report: o.Report = o.ReportAs.TEXT,
    fail_on: o.FailFrom = None,
    verbose: o.Verbose = False,
    debug: o.Debug = False,
) -> int:
    """Show how each line of a source was read, and why.

    Which importer its content asked for, which encoding it is in; then each line with what it was taken for and how
    sure that is. Nothing is written but this, to standard output.
    """
    with errors_in(report, "explain", sys.stdout, debug=debug):
        from syndicate.cli import explaining, reading

        return explaining.explain(
            reading.Wanted(tuple(inputs or ()), importer, language, tuple(option or ()), fetch),
            report,
            fail_on=fail_on.value if fail_on else "error",
            verbose=verbose,
        )
