"""``syndicate formats``: what can be written, read and judged here, plugins included."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from syndicate.cli import extras
from syndicate.cli import options as o
from syndicate.cli.output import errors_in
from syndicate.cli.page import page

if TYPE_CHECKING:
    from syndicate.rows import ExporterRow, ImporterRow, ValidatorRow

EXAMPLES = """\
syndicate formats
syndicate formats --report json"""

OWN = "syndicate"


@page(examples=EXAMPLES)
def run(report: o.Report = o.ReportAs.TEXT, debug: o.Debug = False) -> None:
    """List what can be written, read and judged here.

    Formats of other distributions stand beside the built-in ones, with the name of the distribution. None of the
    formats is imported for it.
    """
    with errors_in(report, "formats", sys.stdout, debug=debug):
        from syndicate import rows

        exporters, importers, validators = rows.exporters(), rows.importers(), rows.validators()
    if report is o.ReportAs.JSON:
        document = {
            "exporters": [_exporter(row) for row in exporters.values()],
            "importers": [_importer(row) for row in importers.values()],
            "validators": [_validator(row) for row in validators.values()],
        }
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}".rstrip() + "\n" for line in _lines(exporters, importers, validators))


def _lines(
    exporters: Mapping[str, ExporterRow],
    importers: Mapping[str, ImporterRow],
    validators: Mapping[str, ValidatorRow],
) -> Iterator[str]:
    yield "Written (syndicate export --format NAME)"
    for writer in exporters.values():
        yield f"  {writer.name:<11} {writer.suffix:<12} {writer.media_type}"
        yield f"  {'':<11} {writer.help}{_from(writer.distribution)}"
        if gone := extras.missing(writer.extra):
            yield f"  {'':<11} not installed: {', '.join(gone[:3])}{' ...' if len(gone) > 3 else ''}"
            yield f"  {'':<11} {extras.command(writer.extra)}"
        for key, text in writer.options.items():
            yield f"  {'':<11} --option {writer.name}.{key}=...  {text}"
        if writer.profiles:
            yield f"  {'':<11} --profile {' | '.join(writer.profiles)}"
    yield "\nRead (syndicate export INPUT, syndicate import INPUT)"
    for reader in importers.values():
        yield f"  {reader.name:<11} {' '.join(reader.suffixes)}"
        yield f"  {'':<11} {reader.help}{_from(reader.distribution)}"
    yield "\nJudged (syndicate validate FILE)"
    for judge in validators.values():
        yield f"  {judge.name:<11} {judge.help}{_from(judge.distribution)}"


def _from(distribution: str) -> str:
    return "" if distribution == OWN else f" (from {distribution})"


def _exporter(row: ExporterRow) -> dict[str, Any]:
    gone = extras.missing(row.extra)
    return {
        "name": row.name,
        "media_type": row.media_type,
        "suffix": row.suffix,
        "help": row.help,
        "extra": row.extra or None,
        "installed": not gone,
        "missing": list(gone),
        "options": dict(row.options),
        "profiles": list(row.profiles),
        "distribution": row.distribution,
    }


def _importer(row: ImporterRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "suffixes": list(row.suffixes),
        "help": row.help,
        "installed": not extras.missing(row.extra),
        "options": dict(row.options),
        "distribution": row.distribution,
    }


def _validator(row: ValidatorRow) -> dict[str, Any]:
    return {"name": row.name, "help": row.help, "distribution": row.distribution}
