"""The text report: what was written, what was held back, what was lost, what was found; 80 columns wide.

One line an artifact comes first, because that is what everybody looks for; the findings come last, because the end of
the text is what stays on the screen.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from syndicate.cli.reporting import Summary, copyfit
from syndicate.cli.terminal import Paint, width
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.gate import Held
from syndicate.pipeline import Outcome, Verdict

if TYPE_CHECKING:
    from syndicate.collect import Chosen
    from syndicate.exporters.pdf.galley.copyfit import Copyfit

_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.LOSS: "dim", Severity.INFO: "dim"}
_WORD = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.LOSS: "loss", Severity.INFO: "note"}
_PARTLY = ("SYN-LOSS-002", "SYN-LOSS-004", "SYN-LOSS-006")
_ALIKE = 4
"""So many findings with the same code of the same format are shown; the rest is counted."""

_ROW = "{:<10} {:<{file}} {:>9} {:>5}  {}"
_VERDICT_ROW = "{:<10} {:<{file}} {:>9}{}  {}"
_JUDGES = 20
"""Columns that the last column of the table has at least."""


def render(summary: Summary, paint: Paint, *, verbose: bool = False) -> str:
    """`summary` for people."""
    lines: list[str] = []
    if verbose and summary.sources:
        lines += [paint("bold", "Read"), *_sources(summary.sources), ""]
    if summary.outcomes:
        lines += _artifacts(summary.outcomes, paint)
        lines += _lengths(summary.outcomes, paint)
    if summary.verdicts:
        lines += _verdicts(summary.verdicts, paint)
    if summary.held:
        lines += ["", paint("bold", f"Held back: {len(summary.held)}"), *_held(summary.held)]
    losses = [finding for finding in summary.findings if finding.severity is Severity.LOSS]
    if losses:
        lines += ["", paint("bold", "What the formats do not carry (how many stories)"), *_losses(losses)]
    rest = [f for f in summary.findings if verbose or f.severity is not Severity.LOSS]
    if rest:
        lines += ["", paint("bold", "Findings"), *_findings(rest, paint, verbose)]
    lines += ["", _closing(summary, paint)]
    return "\n".join(line.rstrip() for line in lines).lstrip("\n") + "\n"


def size(count: int) -> str:
    """`count` bytes for people: `512 B`, `14.2 KB`."""
    if count < 1000:
        return f"{count} B"
    value, unit = count / 1000, "KB"
    for larger in ("MB", "GB"):
        if value >= 999.95:
            value, unit = value / 1000, larger
    return f"{value:.1f} {unit}"


# --- tables ----------------------------------------------------------------------------------------------------------


def _artifacts(outcomes: Iterable[Outcome], paint: Paint) -> Iterator[str]:
    rows = [_artifact(outcome) for outcome in outcomes]
    yield from _table(_ROW, ("format", "file", "size", "lost", "judged by"), rows, paint)


def _artifact(outcome: Outcome) -> tuple[str, str, str, str, str]:
    lost = sum(finding.severity is Severity.LOSS for finding in outcome.diagnostics)
    if outcome.delivered:
        place = str(outcome.path or outcome.name)
        return outcome.format, place, size(outcome.size), str(lost or "-"), ", ".join(outcome.judges) or "nobody"
    return outcome.format, outcome.name or "-", "-", str(lost or "-"), "not written, see below"


def _lengths(outcomes: Iterable[Outcome], paint: Paint) -> Iterator[str]:
    """How long the stories of galleys are."""
    for outcome in outcomes:
        if made := cast("Sequence[Copyfit]", outcome.measures.get("copyfit", ())):
            yield from ("", *copyfit.head(made, paint), *(copyfit.row(one, paint) for one in made))
            yield from copyfit.total(made, paint)


def _verdicts(verdicts: Iterable[Verdict], paint: Paint) -> Iterator[str]:
    rows = []
    for verdict in verdicts:
        bad = sum(finding.severity is Severity.ERROR for finding in verdict.diagnostics)
        result = f"{bad} bad" if bad else "good"
        rows.append((verdict.format or "?", verdict.file, result, "", ", ".join(verdict.judges) or "nobody"))
    yield from _table(_VERDICT_ROW, ("format", "file", "result", "", "judged by"), rows, paint)


def _table(
    template: str, head: tuple[str, ...], rows: list[tuple[str, str, str, str, str]], paint: Paint
) -> Iterator[str]:
    """The rows in columns; a long file name stands on a line of its own, and the last column is wrapped."""
    spent = len(template.format("", "", "", "", "", file=0))
    room = width() - spent - _JUDGES
    file = min(max(len(row[1]) for row in [*rows, head]), room)
    yield paint("bold", template.format(*head, file=file))
    indent = " " * (spent + file)
    for name, place, measure, lost, judges in rows:
        if len(place) > file:
            yield f"{name:<10} {place}"
            name, place = "", ""
        first, *others = textwrap.wrap(judges, width() - spent - file) or [""]
        yield template.format(name, place, measure, lost, first, file=file)
        yield from (indent + other for other in others)


# --- lists -----------------------------------------------------------------------------------------------------------


def _sources(sources: Iterable[Chosen]) -> Iterator[str]:
    for one in sources:
        yield from _wrap(f"{one.file}: as {one.importer}, because {one.why}", "  ")


def _held(held: Iterable[Held]) -> Iterator[str]:
    for item in held:
        yield from _wrap(f"{item.id}: {item.reason} [{item.code}]", "  ")


def _losses(losses: Iterable[Diagnostic]) -> Iterator[str]:
    """For each format, what is lost and what arrives only in part, with the number of stories concerned."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for loss in losses:
        kinds = counts.setdefault(loss.format, {"not": Counter(), "in part": Counter()})
        kinds["in part" if loss.code in _PARTLY else "not"][_feature(loss)] += 1
    for name, kinds in counts.items():
        for kind, features in kinds.items():
            words = ", ".join(f"{feature} ({count})" for feature, count in sorted(features.items()))
            if words:
                yield from _wrap(f"{name:<10} {kind:<8} {words}", "  ", " " * 22)


def _feature(loss: Diagnostic) -> str:
    kind, _, name = loss.feature.partition(".")
    return name if kind == "field" else f"{kind} {name}".strip() or loss.message


def _findings(findings: list[Diagnostic], paint: Paint, verbose: bool) -> Iterator[str]:
    seen: Counter[tuple[str, str]] = Counter()
    order = sorted(findings, key=lambda finding: finding.severity.rank)
    for finding in order:
        kind = (finding.code, finding.format)
        seen[kind] += 1
        if verbose or seen[kind] <= _ALIKE:
            yield from _finding(finding, paint)
        elif seen[kind] == _ALIKE + 1:
            more = sum((f.code, f.format) == kind for f in findings) - _ALIKE
            yield f"  ... and {more} more like it [{finding.code}]; -v shows them"


def _finding(finding: Diagnostic, paint: Paint) -> Iterator[str]:
    word = _WORD[finding.severity]
    place = " ".join(filter(None, (finding.format, str(finding.location))))
    first, *others = _wrap(f"{word}: {f'{place}: ' if place else ''}{finding.message} [{finding.code}]", "", "  ")
    yield paint(_COLOUR[finding.severity], word) + first.removeprefix(word)
    yield from others
    if finding.hint:
        yield from _wrap(f"hint: {finding.hint}", "  ", "    ")


def _wrap(text: str, first: str, others: str = "    ") -> list[str]:
    return textwrap.wrap(
        text, width(), initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    ) or [""]


def _closing(summary: Summary, paint: Paint) -> str:
    errors, warnings = summary.count(Severity.ERROR), summary.count(Severity.WARNING)
    parts = []
    if summary.outcomes:
        written = sum(outcome.delivered for outcome in summary.outcomes)
        parts.append(_number(written, "file") + " written")
        if missing := len(summary.outcomes) - written:
            parts.append(f"{missing} not written")
    if summary.verdicts:
        parts.append(_number(len(summary.verdicts), "file") + " judged")
    if summary.held:
        parts.append(f"{len(summary.held)} held back")
    parts += [_number(errors, "error"), _number(warnings, "warning")]
    return paint("red" if errors else "yellow" if warnings else "green", ", ".join(parts))


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
