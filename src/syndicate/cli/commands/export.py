"""``syndicate export``: stories in, files out, each judged before it takes its place."""

from __future__ import annotations

import sys

from syndicate.cli import options as o
from syndicate.cli.names import export_sections
from syndicate.cli.output import errors_in
from syndicate.cli.page import page

EXAMPLES = """\
syndicate export --format rss                  the source in syndicate.toml
syndicate export story.txt --format rss,atom   two feeds, into out/
syndicate export 'wire/*.txt' --format all -o public
syndicate export https://news.example/feed.xml --fetch --format epub
syndicate export edition.json --format epub -o - > edition.epub
cat story.txt | syndicate export - --format newsml-g2"""


@page(examples=EXAMPLES, sections=export_sections)
def run(
    inputs: o.Inputs = None,
    formats: o.Formats = None,
    output: o.OutputFolder = "",
    importer: o.From = "",
    language: o.Language = "",
    fetch: o.Fetch = False,
    template: o.Template = "",
    profile: o.Profile = "",
    built_at: o.BuiltAt = "",
    base_url: o.BaseUrl = "",
    option: o.FormatOption = None,
    report: o.Report = o.ReportAs.TEXT,
    fail_on: o.FailFrom = None,
    fonts: o.Fonts = None,
    schemas: o.Schemas = None,
    cache: o.Cache = None,
    advance: o.Advance = False,
    no_validate: o.NoValidate = False,
    verbose: o.Verbose = False,
    debug: o.Debug = False,
) -> int:
    """Write stories in the formats that readers and clients take.

    Each file is judged before it takes its place: an invalid one is reported and never replaces a good one. What is
    under embargo, withheld or on hold stays here, and the report says what and why. The report goes to standard error.
    """
    with errors_in(report, "export", sys.stderr, debug=debug):
        from syndicate.cli import exporting, reading

        wishes = exporting.Wishes(
            source=reading.Wanted(tuple(inputs or ()), importer, language, tuple(option or ()), fetch),
            formats=tuple(formats or ()),
            output=output,
            look=exporting.Look(template, profile, tuple(option or ()), tuple(fonts or ())),
            built_at=built_at,
            base_url=base_url,
            fail_on=fail_on.value if fail_on else "",
            schemas=schemas,
            cache=cache,
            advance=advance,
            validate=not no_validate,
            debug=debug,
        )
        return exporting.export(wishes, report, verbose=verbose)
