"""What ``syndicate export`` does, once the command line is read."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from syndicate import pipeline, rows
from syndicate.cli import extras, reading
from syndicate.cli.options import ReportAs
from syndicate.cli.output import tell
from syndicate.cli.reporting import Summary, exit_code
from syndicate.cli.terminal import Progress
from syndicate.config import Settings
from syndicate.context import Context
from syndicate.contracts import Destination
from syndicate.destinations import FolderDestination, StandardOutput
from syndicate.diagnostics import Severity
from syndicate.errors import UsageError

STDOUT = "-"


class Look(msgspec.Struct, frozen=True):
    """How the formats are to look: `options` are the texts of ``--option``."""

    template: str = ""
    profile: str = ""
    options: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """The command line as it was typed; empty where nothing was said."""

    source: reading.Wanted
    formats: tuple[str, ...] = ()
    output: str = ""
    look: Look = Look()
    built_at: str = ""
    base_url: str = ""
    fail_on: str = ""
    schemas: Path | None = None
    cache: Path | None = None
    advance: bool = False
    validate: bool = True
    debug: bool = False


def export(wishes: Wishes, report: ReportAs, *, verbose: bool) -> int:
    """Read, clear, write, tell; the exit code comes back.

    Raises:
        SyndicateError: whatever stops the command.
    """
    found = reading.settings()
    plan = _plan(wishes, found)
    context = Context.from_environment(
        built_at=wishes.built_at,
        base_url=plan.base_url,
        schemas=wishes.schemas,
        cache=wishes.cache or found.cache,
        fonts=wishes.look.fonts or found.fonts,
        fetch=wishes.source.fetch,
    )
    destination = _destination(wishes, found, plan)
    with Progress() as progress:
        progress("reading ...")
        collected = reading.read(wishes.source, found, context)
        clearance = pipeline.clear(collected.edition, collected.context, advance=wishes.advance)
        outcomes = tuple(
            pipeline.export(
                clearance, plan, collected.context, destination, lambda name: progress(f"writing {name} ...")
            )
        )
    findings = (
        *collected.report,
        *clearance.findings,
        *(finding for outcome in outcomes for finding in outcome.diagnostics),
    )
    fail_on = Severity(wishes.fail_on or found.config.export.fail_on)
    summary = Summary(
        command="export",
        exit_code=exit_code(findings, fail_on),
        sources=collected.sources,
        outcomes=outcomes,
        held=clearance.held,
        findings=findings,
    )
    return tell(summary, report, sys.stderr, verbose=verbose)


def _plan(wishes: Wishes, found: Settings) -> pipeline.Plan:
    """What to write: the command line first, syndicate.toml for what it leaves open."""
    export = found.config.export
    wanted = wishes.formats or export.formats
    options = export.option_texts()
    reading.check_options(options)
    if unwritten := next((name for name in options if name in rows.importers() and name not in rows.exporters()), ""):
        hint = f"options of what is read stand under [source.options.{unwritten}]"
        raise UsageError(f"[export.options.{unwritten}]: nothing is written as {unwritten}", hint=hint)
    for name, given in reading.parse_options(wishes.look.options).items():
        options[name] = {**options.get(name, {}), **given}
    formats = pipeline.resolve_formats(wanted)
    lenient = any(pipeline.ALL in (name.strip() for name in text.split(",")) for text in wanted)
    if not lenient:
        extras.demand(formats)
    return pipeline.Plan(
        formats=formats,
        base_url=_address(wishes.base_url or export.base_url),
        template=wishes.look.template or export.template,
        profile=wishes.look.profile or found.profile,
        options=options,
        validate=wishes.validate,
        single=wishes.output == STDOUT,
        lenient=lenient,
        debug=wishes.debug,
    )


def _address(base_url: str) -> str:
    """The address of the outputs with its slash at the end, so that a file's name can follow."""
    if not base_url:
        return ""
    if not base_url.startswith(("http://", "https://")):
        raise UsageError(f"--base-url: {base_url!r} is no web address", hint="as in https://news.example/feeds/")
    return base_url if base_url.endswith("/") else base_url + "/"


def _destination(wishes: Wishes, found: Settings, plan: pipeline.Plan) -> Destination:
    if wishes.output != STDOUT:
        return FolderDestination(Path(wishes.output) if wishes.output else found.output)
    if len(plan.formats) != 1:
        raise UsageError(
            f"-o - writes one file to standard output, and {len(plan.formats)} formats are asked for",
            hint="name one format, or a folder with -o",
        )
    if sys.stdout.isatty() and plan.formats[0] in ("pdf", "epub"):
        raise UsageError(f"{plan.formats[0]} is not for a terminal", hint="redirect it: -o - > file, or name a folder")
    return StandardOutput(sys.stdout.buffer)
