"""The whole line once: edition, gate, exporter, artifact, validator, report, destination.

Each artifact is judged under a temporary name before it takes its place, and one bad item never takes down the rest:
when an export fails or its artifact is invalid, the items that cannot stand alone are found and set aside, each with an
error finding, and the others go on.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Artifact, Destination, ExporterRow, Job, Proof
from syndicate.diagnostics import Diagnostic, Location, Report, Severity
from syndicate.errors import DependencyError, InputError, SyndicateError, UsageError
from syndicate.formats.names import slugify
from syndicate.formats.sniff import HEAD, sniff
from syndicate.model.article import Article, Edition
from syndicate.rows import PROFILE_FILE

ALL = "all"
"""The format that means every one that can be written here."""


class Plan(msgspec.Struct, frozen=True):
    """What to write of an edition, and how. `options` are keyed by format, then by name."""

    formats: tuple[str, ...]
    base_url: str = ""
    template: str = ""
    profile: str = ""
    options: Mapping[str, Mapping[str, str]] = {}
    validate: bool = True
    single: bool = False
    """Leave out what goes beside an artifact: the destination takes one file."""
    external: bool = False
    """Ask external checkers too (slow)."""
    lenient: bool = False
    """Pass over formats whose extra is not installed, with a warning: for `all`."""
    debug: bool = False
    """Let an unexpected exception of an exporter through, for its author."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one artifact. `path` is None when nothing was put in place (or it went to standard output)."""

    format: str
    name: str
    path: Path | None
    delivered: bool
    size: int
    judges: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    measures: Mapping[str, Sequence[msgspec.Struct]] = {}


class Verdict(msgspec.Struct, frozen=True):
    """The judgement on one file; `format` is empty when it is none that is known."""

    file: str
    format: str
    judges: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def resolve_formats(wanted: Sequence[str]) -> tuple[str, ...]:
    """The formats that `wanted` names (`rss,atom`, `all`), each once, in order.

    Raises:
        UsageError: one is unknown, or none is named.
    """
    names: dict[str, None] = {}
    rows = registry.exporters()
    for part in (p.strip() for value in wanted for p in value.split(",")):
        if part == ALL:
            names.update(dict.fromkeys(rows))
        elif part:
            names[registry.find(part, {**rows, ALL: rows["rss"]}, "format").name] = None
    if not names:
        raise UsageError("no format is named", hint=f"--format {','.join(list(rows)[:2])}, or --format {ALL}")
    return tuple(names)


def clear(edition: Edition, context: Context, *, advance: bool = False) -> gate.Clearance:
    """What may leave of `edition` now: one call for all formats of a run, and for telling what was held.

    With `advance` it may leave to clients, before its embargo ends; `export` then takes their formats alone.
    """
    return gate.clear(edition, context.gate_clock, advance=advance)


def export(
    clearance: gate.Clearance,
    plan: Plan,
    context: Context,
    destination: Destination,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Write each format of `plan`, judged and delivered, one outcome for each artifact.

    Raises:
        UsageError: an option is not known to its format, no format knows what to do with a template or profile, or
            a format is not for clients and the clearance is for them alone.
        DependencyError: a format that was named needs an extra that is not installed.
        OutputError: the destination cannot be written.
    """
    stem = stem_of(clearance)
    ready: list[registry.GatedExporter] = []
    for name in plan.formats:
        try:
            ready.append(registry.exporter(name))
        except DependencyError as error:
            if not plan.lenient:
                raise
            yield _unavailable(name, error)
    _refuse_unused(plan, ready)
    for exporter in ready:
        if clearance.advance and not exporter.row.clients:
            raise registry.not_in_advance(exporter.row.name)
    for exporter in ready:
        progress(exporter.row.name)
        job = _job(exporter.row, clearance, plan, context, stem)
        try:
            yield from _produce(exporter, clearance, job, plan, destination)
        except DependencyError as error:  # of an exporter that looks for its packages when it starts to write
            if not plan.lenient:
                raise
            yield _unavailable(exporter.row.name, error)


def stem_of(clearance: gate.Clearance) -> str:
    """Stem of the file names: the story's slug when it is alone, else the edition's."""
    release = clearance.release
    if len(release.items) == 1 and isinstance(story := release.items[0], Article):
        words = story.slug or release.edition.slug or story.headline
    else:
        words = release.edition.slug or release.edition.title
    return slugify(words) or "edition"


def validate(
    files: Sequence[str],
    context: Context,
    *,
    format_name: str = "",
    profile: str = "",
    options: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    external: bool = True,
    series: dict[str, object] | None = None,
) -> Iterator[Verdict]:
    """Judge files, each by the format that its content shows (or by `format_name`), and by `profile` if it has any.

    `options` are those that the files were or shall be made with, by format, where a profile depends on them.
    With a `series` the files are judged as one sequence: what validators remember of those before goes in there.
    With a base URL in `context`, a feed must also call itself by the address that it will be fetched from.

    Raises:
        InputError: a file does not exist or cannot be read.
        UsageError: there is no such profile, or it is not for the format of a file.
    """
    for name in files:
        path = Path(name)
        kind = format_name or _kind_of(path, name)
        row, judge = registry.exporters().get(kind), registry.validators().get(kind)
        asks = judge is not None and "profile" in judge.accepts
        if profile and not asks and (row is None or profile not in row.profiles):
            from syndicate.formats import feedprofile

            feedprofile.find(profile, kind)  # a file of one's own, or an error that teaches the names
        address = context.base_url + path.name if context.base_url else ""
        proof = Proof(
            name=name,
            context=context,
            external=external,
            profile=profile,
            options=options.get(kind, {}),
            address=address,
            series=series,
        )
        if kind not in registry.validators():
            yield Verdict(name, "", (), (_unknown_kind(name, kind),))
            continue
        report = Report()
        _judge(kind, path, proof, report)
        yield Verdict(name, kind, tuple(proof.judges), tuple(report))


# --- one format ------------------------------------------------------------------------------------------------------


def _refuse_unused(plan: Plan, ready: Sequence[registry.GatedExporter]) -> None:
    """A template or profile that nothing would look at is a mistake, not a preference."""
    for setting in ("template", "profile"):
        value = getattr(plan, setting)
        if value and not any(setting in exporter.row.accepts for exporter in ready):
            able = ", ".join(row.name for row in registry.exporters().values() if setting in row.accepts)
            asked = ", ".join(plan.formats)
            raise UsageError(f"--{setting} {value}: {asked} has no {setting}s", hint=f"formats that have: {able}")


def _job(row: ExporterRow, clearance: gate.Clearance, plan: Plan, context: Context, stem: str) -> Job:
    options = plan.options.get(row.name, {})
    for key in options:
        registry.find(key, dict.fromkeys(row.options, row), f"option of {row.name}")
    base_url = plan.base_url or context.base_url or clearance.release.edition.base_url
    return Job(
        row=row,
        context=context,
        report=Report(),
        stem=stem,
        built_at=context.built_at or registry.newest(clearance),
        base_url=base_url if not base_url or base_url.endswith("/") else base_url + "/",
        template=plan.template if "template" in row.accepts else "",
        profile=_profile(row, plan),
        options=options,
    )


def _profile(row: ExporterRow, plan: Plan) -> str:
    """The profile for this format: none where only other formats of the run know it."""
    if "profile" not in row.accepts:
        return ""
    kind = PROFILE_FILE if plan.profile.endswith(".toml") else plan.profile
    others = (other for name in plan.formats if (other := registry.exporters().get(name)) is not None)
    elsewhere = any(kind in other.profiles for other in others)
    return "" if elsewhere and kind not in row.profiles else plan.profile


def _produce(
    exporter: registry.GatedExporter, clearance: gate.Clearance, job: Job, plan: Plan, destination: Destination
) -> Iterator[Outcome]:
    outcomes = _attempt(exporter, clearance, job, plan, destination)
    if all(outcome.delivered for outcome in outcomes):
        yield from outcomes
        return
    culprits = _culprits(exporter, clearance, job, plan)
    if not culprits or len(culprits) == len(clearance.release.items):
        yield from outcomes
        return
    again = replace(job, report=Report(_set_aside(job.row.name, item_id) for item_id in culprits))
    yield from _attempt(exporter, gate.set_aside(clearance, frozenset(culprits)), again, plan, destination)


def _attempt(
    exporter: registry.GatedExporter, clearance: gate.Clearance, job: Job, plan: Plan, destination: Destination
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    try:
        for artifact in exporter.export_cleared(clearance, job):
            if artifact.beside and plan.single:
                continue
            outcomes.append(_deliver(artifact, job, plan, destination))
    except (SyndicateError, BrokenPipeError):  # the place failed, or the reader went away: not the exporter
        raise
    except Exception as error:
        if plan.debug:
            raise
        job.report.add(_failed(job.row.name, error))
        outcomes.append(Outcome(job.row.name, job.file_name, None, False, 0, (), ()))
    if outcomes:
        # With the artifact that the others go beside.
        outcomes[0] = replace(outcomes[0], diagnostics=tuple(job.report))
    return outcomes


def _deliver(artifact: Artifact, job: Job, plan: Plan, destination: Destination) -> Outcome:
    proof = _proof(artifact, job, external=plan.external)
    size = 0

    def judge(path: Path) -> bool:
        nonlocal size
        size = path.stat().st_size
        return not plan.validate or _judge(artifact.format or job.row.name, path, proof, job.report)

    path = destination.deliver(artifact, judge)
    delivered = path is not None
    return Outcome(job.row.name, artifact.name, path, delivered, size, tuple(proof.judges), (), artifact.measures)


def _proof(artifact: Artifact, job: Job, *, external: bool = False) -> Proof:
    address = job.base_url + artifact.name if job.base_url else ""
    own = artifact.format in ("", job.row.name)
    return Proof(
        name=artifact.name,
        context=job.context,
        external=external,
        profile=job.profile if own else "",
        options=job.options if own else {},
        address=address,
    )


def _judge(kind: str, path: Path, proof: Proof, report: Report) -> bool:
    """Let the validator of `kind` look at `path`; its findings go to `report`. True when none is an error."""
    validator = registry.validator(kind)
    if validator is None:
        report.add(_unproven(kind))
        return True
    try:
        found = tuple(validator.check(path, proof))
    except SyndicateError:
        raise
    except Exception as error:  # noqa: BLE001 - a validator that fails has not proven anything
        found = (_failed(kind, error, "validator"),)
    report.extend(found)
    return not any(d.severity is Severity.ERROR for d in found)


def _culprits(exporter: registry.GatedExporter, clearance: gate.Clearance, job: Job, plan: Plan) -> list[str]:
    """The items that cannot be exported, or not validly, even alone."""
    ids = [item.id for item in clearance.release.items]
    guilty = []
    for item_id in ids if len(ids) > 1 else ():
        alone = gate.set_aside(clearance, frozenset(ids) - {item_id})
        # Without the cache: the trials of single items would throw out what the whole feed keeps there.
        trial = replace(job, report=Report(), context=replace(job.context, cache=None))
        try:
            with tempfile.TemporaryDirectory() as folder:
                for artifact in exporter.export_cleared(alone, trial):
                    path = Path(folder) / "trial"
                    with path.open("wb") as stream:
                        stream.writelines(artifact.chunks)
                    proof = _proof(artifact, job)
                    if plan.validate and not _judge(artifact.format or job.row.name, path, proof, trial.report):
                        guilty.append(item_id)
                        break
        except SyndicateError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, this item cannot stand alone
            guilty.append(item_id)
    return guilty


# --- findings of the line itself -------------------------------------------------------------------------------------


def _kind_of(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            return sniff(stream.read(HEAD))
    except FileNotFoundError:
        raise InputError(f"{name}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{name}: is a folder", hint="name the files in it") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error


def _unknown_kind(name: str, kind: str) -> Diagnostic:
    return Diagnostic(
        code="SYN-INPUT-003",
        severity=Severity.ERROR,
        message=f"nothing here can judge {kind}" if kind else "this is no format that can be judged here",
        location=Location(file=name),
        hint=f"formats: {', '.join(registry.validators())}",
    )


def _unavailable(name: str, error: DependencyError) -> Outcome:
    finding = Diagnostic(
        code="SYN-EXPORT-004", severity=Severity.WARNING, message=error.message, hint=error.hint, format=name
    )
    return Outcome(name, "", None, False, 0, (), (finding,))


def _failed(name: str, error: Exception, what: str = "exporter") -> Diagnostic:
    return Diagnostic(
        code="SYN-EXPORT-001" if what == "exporter" else "SYN-EXPORT-002",
        severity=Severity.ERROR,
        message=f"the {what} of {name} failed: {type(error).__name__}: {error}",
        hint="this is a fault of the program: --debug shows where",
        format=name,
    )


def _set_aside(name: str, item_id: str) -> Diagnostic:
    return Diagnostic(
        code="SYN-EXPORT-003",
        severity=Severity.ERROR,
        message="set aside: the story cannot be written in this format; the others go on without it",
        location=Location(article=item_id),
        format=name,
    )


def _unproven(name: str) -> Diagnostic:
    return Diagnostic(
        code="SYN-EXPORT-005",
        severity=Severity.WARNING,
        message=f"there is no validator for {name}: the file was not judged",
        hint="a plugin can bring one, see docs/plugins.md",
        format=name,
    )
