"""The options of the commands, each written once, with its help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from syndicate.cli.names import complete_formats, complete_importers, complete_judged, complete_profiles


class ReportAs(StrEnum):
    """Who reads the report."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """From which severity on a finding makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    LOSS = "loss"


Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[INPUT]...", help="Files, folders, patterns, or - for standard input."),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "-f",
        "--format",
        metavar="NAME,...",
        help="Formats to write; may be given again.",
        autocompletion=complete_formats,
    ),
]
OutputFolder = Annotated[
    str,
    typer.Option("-o", "--output", metavar="DIR", help="Folder to write to, or - for standard output.  [default: out]"),
]
OutputFile = Annotated[
    str, typer.Option("-o", "--output", metavar="FILE", help="File to write (.json or .jsonl), or - for stdout.")
]
From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="NAME",
        help="Read the inputs as this format instead of what their content shows.",
        autocompletion=complete_importers,
    ),
]
Language = Annotated[
    str, typer.Option("--language", metavar="TAG", help="Language (BCP 47) of stories that do not tell theirs.")
]
Fetch = Annotated[
    bool, typer.Option("--fetch", help="Fetch inputs that are addresses (http, https), from public hosts alone.")
]
Template = Annotated[str, typer.Option("--template", metavar="NAME", help="Template of the format.")]
Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="Profile of the format: for whom it is, as `syndicate formats` lists them.",
        autocompletion=complete_profiles,
    ),
]
JudgedFor = Annotated[
    str,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="Judge by what its receivers take, too: msn, superdesk, press-newspaper, "
        "or the path of a feed profile of yours.",
        autocompletion=complete_profiles,
    ),
]
Sequence = Annotated[
    bool,
    typer.Option("--sequence", help="Judge NewsML-G2 files as one sequence in the order given: versions must rise."),
]
BuiltAt = Annotated[
    str,
    typer.Option(
        "--built-at",
        metavar="TIME",
        help="Time of this build, with its zone, where a format must have one.  "
        "[default: SOURCE_DATE_EPOCH, or the newest change of a story]",
    ),
]
BaseUrl = Annotated[
    str, typer.Option("--base-url", metavar="URL", help="Address of the folder that the files are published in.")
]
FormatOption = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="NAME.KEY=VALUE", help="Option of one format; may be given again."),
]
FailFrom = Annotated[
    FailOn | None,
    typer.Option("--fail-on", help="Findings from this severity on make the exit code 1.  [default: error]"),
]
Advance = Annotated[
    bool,
    typer.Option("--advance", help="For clients: stories under embargo too, and notices of withheld ones."),
]
NoValidate = Annotated[bool, typer.Option("--no-validate", help="Put files in place that nobody has judged.")]
Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files to judge.")]
JudgedAs = Annotated[
    str,
    typer.Option(
        "-f",
        "--format",
        metavar="NAME",
        help="Judge the files as this format instead of what their content shows.",
        autocompletion=complete_judged,
    ),
]
External = Annotated[
    bool, typer.Option("--external/--no-external", help="Ask installed checkers too, such as epubcheck.")
]
Mirror = Annotated[
    str,
    typer.Option("--from", metavar="DIR|URL", help="Take the files from this folder or address instead."),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show tracebacks, for whoever mends syndicate or a plugin.")]
Report = Annotated[ReportAs, typer.Option("--report", help="The report for people, or as one JSON document.")]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        file_okay=False,
        help="Folder to keep rendered items in, so that the next run renders only what changed; safe to delete.",
    ),
]
Fonts = Annotated[
    list[str] | None,
    typer.Option(
        "--fonts",
        metavar="DIR",
        help="Folder of fonts for PDFs besides ours, or `system` for those of this machine; may be given again.",
    ),
]
Schemas = Annotated[
    Path | None,
    typer.Option(
        "--schemas",
        metavar="DIR",
        file_okay=False,
        exists=True,
        help="Folder of official schemas to judge by as well.  [default: SYNDICATE_SCHEMAS, or the user's cache]",
    ),
]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Tell every single finding, every loss included.")]
