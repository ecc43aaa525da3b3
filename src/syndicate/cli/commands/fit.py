"""``syndicate fit``: how long copy is in a column, and whether it fills its space."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from syndicate.cli import options as o
from syndicate.cli.names import import_sections
from syndicate.cli.output import errors_in
from syndicate.cli.page import page

EXAMPLES = """\
syndicate fit story.txt
syndicate fit story.md --measure 48mm --depth 120
syndicate fit story.txt --measure 11p4 --depth 12in --size 9.2 --leading 11
syndicate fit 'wire/*.txt' --depth 40 --report json
syndicate fit story.txt --depth 40 --fail-on warning && echo it fills the hole"""

Measure = Annotated[
    str,
    typer.Option(
        "--measure", metavar="LENGTH", help="Width of the column: 48mm, 4.8cm, 1.9in, 136pt, 11p4.  [default: 48mm]"
    ),
]
Depth = Annotated[
    str,
    typer.Option("--depth", metavar="DEPTH", help="The space to fill: 120 (lines), or a length such as 300mm or 12in."),
]
Size = Annotated[str, typer.Option("--size", metavar="POINTS", help="Size of the type.  [default: 9]")]
Leading = Annotated[
    str, typer.Option("--leading", metavar="POINTS", help="Distance from line to line.  [default: 10.8]")
]
Font = Annotated[
    str,
    typer.Option("--font", metavar="FAMILY", help="serif, sans, or a family of --fonts.  [default: serif]"),
]


@page(examples=EXAMPLES, sections=import_sections)
def run(
    inputs: o.Inputs = None,
    measure: Measure = "",
    depth: Depth = "",
    size: Size = "",
    leading: Leading = "",
    font: Font = "",
    fonts: o.Fonts = None,
    importer: o.From = "",
    language: o.Language = "",
    fetch: o.Fetch = False,
    option: o.FormatOption = None,
    report: o.Report = o.ReportAs.TEXT,
    fail_on: o.FailFrom = None,
    verbose: o.Verbose = False,
    debug: o.Debug = False,
) -> int:
    """Tell how long stories are in a column, and whether they fit.

    Each story is set as `--format galley` sets it, and no page is made: words, lines, depth in lines, millimetres and
    column-inches, and the paragraphs where a few characters less save a line. With --depth it says how many lines the
    story is over or under: over is an error (exit code 1), under a warning. What may not leave yet is measured, too.
    """
    with errors_in(report, "fit", sys.stdout, debug=debug):
        from syndicate.cli import fitting, reading

        given = {"measure": measure, "size": size, "leading": leading, "font": font}
        return fitting.fit(
            reading.Wanted(tuple(inputs or ()), importer, language, tuple(option or ()), fetch),
            report,
            options={key: value for key, value in given.items() if value},
            depth=depth,
            fonts=tuple(fonts or ()),
            fail_on=fail_on.value if fail_on else "error",
            verbose=verbose,
        )
