"""Every format by name: a table of rows, and the entry points that add rows to it.

Rows cost nothing; the code of a format is imported when it is asked for by name. Built-in and third-party rows take
the same path from here on: `exporter` wraps each exporter in the gate, so that there is no way to one around it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import cast

import msgspec
from msgspec.structs import replace

from syndicate import gate
from syndicate.contracts import (
    Artifact,
    Exporter,
    ExporterRow,
    Fidelity,
    Importer,
    Job,
    Proof,
    Renderer,
    Templated,
    Validator,
)
from syndicate.diagnostics import Report, Severity
from syndicate.errors import DependencyError, PluginError, SyndicateError, UsageError
from syndicate.formats.fidelity import losses
from syndicate.model.article import Edition
from syndicate.rows import Row, exporters, find, importers, validators

__all__ = [
    "GatedExporter",
    "exporter",
    "exporters",
    "find",
    "importer",
    "importers",
    "newest",
    "validator",
    "validators",
]


class GatedExporter(msgspec.Struct, frozen=True):
    """An exporter behind the gate: it takes editions, and what it writes has passed `gate.clear`."""

    row: ExporterRow
    _exporter: Exporter

    @property
    def fidelity(self) -> Fidelity:
        """What the format carries of each feature."""
        return self._exporter.fidelity

    def export(self, edition: Edition, job: Job) -> Iterable[Artifact]:
        """Clear `edition` at the gate, say what was held and what the format loses, and export the rest."""
        clearance = gate.clear(edition, job.context.gate_clock)
        job.report.extend(held.diagnostic() for held in clearance.held)
        job.report.extend(clearance.findings)
        return self.export_cleared(clearance, job)

    def export_cleared(self, clearance: gate.Clearance, job: Job) -> Iterable[Artifact]:
        """Export what an earlier call of the gate let through, for several formats of one edition.

        Raises:
            UsageError: it was let through for clients only, and the format is for everyone.
        """
        if clearance.advance and not self.row.clients:
            raise not_in_advance(self.row.name)
        if job.built_at is None:
            job = replace(job, built_at=job.context.built_at or newest(clearance))
        if job.render is None:
            job = replace(job, render=_renderer(clearance, job))
        made = self._exporter
        fidelity = made.fidelity_of(job.template) if isinstance(made, Templated) else made.fidelity
        for article in clearance.release.articles:
            if self.row.stories:
                job.report.extend(losses(article, fidelity, self.row.name))
        return self._exporter.export(clearance.release, job)


def _renderer(clearance: gate.Clearance, job: Job) -> Renderer:
    """What makes copies of this release in other formats for `job`, for files that hold them."""

    def render(name: str) -> tuple[Artifact, ...] | str:
        report = Report()
        try:
            other = exporter(name)
            plain = replace(job, row=other.row, report=report, template="", profile="", options={}, render=_copyless)
            made = tuple(replace(part, chunks=tuple(part.chunks)) for part in other.export_cleared(clearance, plain))
            fault = next((fault for artifact in made if (fault := _fault(artifact, plain))), "")
        except SyndicateError as error:
            return error.message
        except Exception as error:  # noqa: BLE001 - whatever the other exporter does, it costs the copy and no more
            return f"{type(error).__name__}: {error}"
        found = (finding.message for finding in report if finding.severity is Severity.ERROR)
        return fault or next(found, "") or made

    return render


def _copyless(name: str) -> str:
    return "a copy of a copy"


def _fault(artifact: Artifact, job: Job) -> str:
    """What the validator of its format has against `artifact`, or nothing."""
    judge = validator(artifact.format or job.row.name)
    if judge is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "copy")
        with path.open("wb") as stream:
            stream.writelines(artifact.chunks)
        found = tuple(judge.check(path, Proof(name=artifact.name, context=job.context)))
    return next((finding.message for finding in found if finding.severity is Severity.ERROR), "")


def not_in_advance(name: str) -> UsageError:
    """Why a format for everyone gets nothing that is under embargo."""
    able = ", ".join(row.name for row in exporters().values() if row.clients)
    return UsageError(
        f"--advance: {name} is for everyone, and stories under embargo are for clients",
        hint=f"formats for clients: {able}; export {name} in a run of its own",
    )


def newest(clearance: gate.Clearance) -> datetime | None:
    """The newest `modified` of what may leave, in UTC, or None; held items have no say in it."""
    times = [item.modified for item in clearance.release.items if item.modified is not None]
    return max(times).astimezone(UTC) if times else None


def exporter(name: str) -> GatedExporter:
    """The exporter called `name`, behind the gate.

    Raises:
        UsageError: no such format; the message says what it may have meant.
        DependencyError: the format's extra is not installed.
        PluginError: the plugin cannot be used.
    """
    row = find(name, exporters(), "format")
    return GatedExporter(row, cast(Exporter, _load(row, row.extra)))


def importer(name: str) -> Importer:
    """The importer called `name`; raises as `exporter` does."""
    row = find(name, importers(), "input format")
    return cast(Importer, _load(row, row.extra))


def validator(name: str) -> Validator | None:
    """The validator of the format called `name`, or None when the format has none."""
    row = validators().get(name)
    return cast(Validator, _load(row, row.extra)) if row else None


def _load(row: Row, extra: str) -> object:
    module_name, _, class_name = row.path.partition(":")
    try:
        return getattr(import_module(module_name), class_name)()
    except SyndicateError:
        raise
    except ModuleNotFoundError as error:
        if extra and error.name and not error.name.startswith("syndicate"):
            raise DependencyError.missing(f"the format {row.name}", extra, error.name) from error
        raise PluginError(f"{row.name} of {row.distribution} cannot be loaded: {error}") from error
    except Exception as error:
        raise PluginError(f"{row.name} of {row.distribution} cannot be loaded: {error}") from error
