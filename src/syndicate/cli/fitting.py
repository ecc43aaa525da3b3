"""What ``syndicate fit`` does: stories measured as galleys set them, and held against the space for them."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from syndicate import gate
from syndicate.cli import extras, reading
from syndicate.cli.options import ReportAs
from syndicate.cli.reporting import Summary, copyfit, document, exit_code, text
from syndicate.cli.terminal import Paint, width
from syndicate.collect import Collected
from syndicate.context import Context
from syndicate.diagnostics import Diagnostic, Location, Report, Severity
from syndicate.errors import DependencyError
from syndicate.formats import lengths

if TYPE_CHECKING:
    from syndicate.exporters.pdf.galley.copyfit import Copyfit, Cut, Target

_FEW = 5
"""Cuts that are shown of one story; more only where it takes more to fit."""


def fit(
    wanted: reading.Wanted,
    report: ReportAs,
    *,
    options: Mapping[str, str],
    depth: str,
    fonts: Sequence[str],
    fail_on: str,
    verbose: bool,
) -> int:
    """Measure every story of the inputs, tell it on standard output; the exit code comes back.

    Raises:
        SyndicateError: an input cannot be read, or a length is none.
    """
    room = lengths.room(depth, "--depth") if depth else None
    found = reading.settings()
    given = found.config.export.option_texts().get("galley", {})
    given = {**given, **reading.parse_options(wanted.options).get("galley", {}), **options}
    extras.demand(("galley",))
    context = Context.from_environment(fonts=tuple(fonts) or found.fonts, fetch=wanted.fetch)
    collected = reading.read(wanted, found, context)
    findings = Report()
    made = measure(collected, given, room, findings)
    read = (*collected.report, *findings)
    every = (*read, *(finding for one in made for finding in missed(one)))
    summary = Summary(command="fit", exit_code=exit_code(every, Severity(fail_on)), findings=every)
    if report is ReportAs.JSON:
        sys.stdout.write(_document(summary, made))
    else:
        paint = Paint(sys.stdout)
        found_besides = text.render(Summary(command="fit", exit_code=0, findings=read), paint, verbose=verbose)
        shown = "\n".join(line.rstrip() for line in _page(made, paint, verbose=verbose))
        # Over and under stand beside each story already.
        sys.stdout.write(f"{shown}\n\n{found_besides if read else ''}{_closing(made, paint)}\n")
    sys.stdout.flush()
    return summary.exit_code


def measure(
    collected: Collected, options: Mapping[str, str], room: lengths.Room | None, findings: Report
) -> list[Copyfit]:
    """How long each story is, held against `room` where there is one; `findings` gets what went wrong with the setting.

    Raises:
        DependencyError: the extra ``pdf`` is not installed, or a font of it is missing.
        SyndicateError: an option is wrong.
    """
    try:
        # Fonts and the composer are heavy: nothing else of this command line needs them.
        from syndicate.exporters.pdf.galley.fitter import Fitter
    except ModuleNotFoundError as fault:
        raise DependencyError.missing("fit", "pdf", fault.name or "uharfbuzz") from fault
    fitter = Fitter(collected.context, options, findings)
    stories = {article.id: article for article in gate.as_if_leaving(collected.edition)}
    made = [fitter.fit(article, stories) for article in stories.values()]
    return made if room is None else [one.against(room) for one in made]


def missed(one: Copyfit) -> Iterator[Diagnostic]:
    """The finding that a story does not fill its space."""
    if one.target is None or not one.target.over_lines:
        return
    over = one.target.over_lines
    yield Diagnostic(
        code="SYN-FIT-001" if over > 0 else "SYN-FIT-002",
        severity=Severity.ERROR if over > 0 else Severity.WARNING,
        message=f"{_count(abs(over), 'line')} {'over' if over > 0 else 'under'}: the story is "
        f"{copyfit.short(one.depth.lines)} deep, the space {copyfit.short(one.target.lines)}",
        location=Location(article=one.article),
        hint=_size(one.target),
    )


def _size(target: Target) -> str:
    verb = "cut" if target.over_lines > 0 else "add"
    return f"{verb} about {_count(target.words, 'word')} ({_count(target.characters, 'character')})"


# --- for people ------------------------------------------------------------------------------------------------------


def _page(made: Sequence[Copyfit], paint: Paint, *, verbose: bool) -> Iterator[str]:
    yield from copyfit.head(made, paint)
    for one in made:
        yield copyfit.row(one, paint)
        for line in _advice(one, alone=len(made) == 1, verbose=verbose):
            yield from textwrap.wrap(line, width(), initial_indent="  ", subsequent_indent="    ")
    yield from copyfit.total(made, paint)


def _advice(one: Copyfit, *, alone: bool, verbose: bool) -> Iterator[str]:
    """How much must go, and where little of it saves a line: what makes the story fit, or the best places of one."""
    over = one.target.over_lines if one.target is not None else 0
    if one.target is not None and over:
        yield _size(one.target)
    fitting = 0 < over <= len(one.cuts)
    shown = one.cuts[:over] if fitting else one.cuts[: _FEW if alone and over >= 0 else 0]
    if one.target is not None and not over:
        shown = ()
    for cut in one.cuts if verbose else shown:
        yield _said(cut)
    if fitting:
        spent = sum(cut.characters for cut in shown)
        yield f"{f'the first {over} of these make' if over > 1 else 'this makes'} it fit: {spent} characters in all"
    if verbose:
        yield f"{one.words_per_line:g} words and {one.characters_per_line:g} characters a line"
        for picture in one.pictures:
            size = f", {picture.pixels[0]} x {picture.pixels[1]} pixels" if picture.pixels else ""
            deep = f", {copyfit.short(picture.depth.lines)} lines in this measure" if picture.depth else ""
            yield f"picture {picture.media}{size}{deep}{'' if picture.counted else ' (not counted)'}"


def _said(cut: Cut) -> str:
    return (
        f"cut {cut.characters} characters in paragraph {cut.paragraph} to save line {cut.line} "
        f"(“{cut.last}”), as without “{cut.words}”"
    )


def _closing(made: Sequence[Copyfit], paint: Paint) -> str:
    told = f"{len(made)} {'story' if len(made) == 1 else 'stories'} measured"
    targets = [one.target.over_lines for one in made if one.target is not None]
    if not targets:
        return told
    over, under = sum(lines > 0 for lines in targets), sum(lines < 0 for lines in targets)
    colour = "red" if over else "yellow" if under else "green"
    return paint(colour, f"{told}: {len(targets) - over - under} fit, {over} over, {under} under")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


# --- for programs ----------------------------------------------------------------------------------------------------


def _document(summary: Summary, made: Sequence[Copyfit]) -> str:
    content: dict[str, Any] = {
        "report": document.REPORT_VERSION,
        "command": "fit",
        "exit_code": summary.exit_code,
        "copyfit": [msgspec.to_builtins(one) for one in made],
        "diagnostics": [document.diagnostic(finding) for finding in summary.findings],
        "counts": {severity.value: summary.count(severity) for severity in Severity},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
