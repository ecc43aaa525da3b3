"""Broken plugins for the cases of `fixtures/invalid`.

An exporter and a validator that fail when a headline says so; a format without a validator, one that keeps nothing, one
whose extra is not installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from unittest import mock

from syndicate.contracts import Artifact, ExporterRow, Fidelity, Job, Proof, Release, ValidatorRow, kept
from syndicate.diagnostics import Diagnostic
from syndicate.model import features
from syndicate.model.article import Article


class FaultyExporter:
    """Writes a headline a line and fails at one that says `crash`."""

    @property
    def fidelity(self) -> Fidelity:
        """Everything is kept, so that no loss stands among the findings."""
        return {name: kept() for name in features.vocabulary()}

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One artifact."""
        yield Artifact(job.file_name, job.row.media_type, self._lines(release))

    def _lines(self, release: Release) -> Iterator[bytes]:
        for item in release.items:
            if isinstance(item, Article):
                if "crash" in item.headline:
                    raise RuntimeError("the headline says crash")
                yield f"{item.headline}\n".encode()


class PoorExporter(FaultyExporter):
    """Declares nothing, so that every feature counts as lost."""

    @property
    def fidelity(self) -> Fidelity:
        """Nothing is kept."""
        return {}


class FaultyValidator:
    """Fails at a file that says `confuse`."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """No finding, or an exception."""
        proof.judges.append("faulty")
        if b"confuse" in path.read_bytes():
            raise RuntimeError("the file says confuse")
        return ()


@contextmanager
def plugins(rows: ModuleType) -> Iterator[None]:
    """The broken plugins among the registered ones."""
    exporter = f"{__name__}:FaultyExporter"
    exporters = (
        ExporterRow("faulty", "text/plain", ".faulty", exporter, "fails when told to"),
        ExporterRow("faulty-unjudged", "text/plain", ".unjudged", exporter, "has no validator"),
        ExporterRow("faulty-poor", "text/plain", ".poor", f"{__name__}:PoorExporter", "keeps nothing"),
        ExporterRow("faulty-absent", "text/plain", ".absent", "no_such_module:X", "needs an extra", extra="pdf"),
    )
    validator = ValidatorRow("faulty", f"{__name__}:FaultyValidator", "fails when told to")
    with (
        mock.patch.object(rows, "EXPORTERS", (*rows.EXPORTERS, *exporters)),
        mock.patch.object(rows, "VALIDATORS", (*rows.VALIDATORS, validator)),
    ):
        rows._table.cache_clear()
        try:
            yield
        finally:
            rows._table.cache_clear()
