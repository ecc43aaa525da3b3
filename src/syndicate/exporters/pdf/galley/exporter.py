"""The exporter of galleys that the registry names."""

from __future__ import annotations

from collections.abc import Iterable

from syndicate.contracts import Artifact, Fidelity, Job, Release
from syndicate.exporters.pdf.exporter import made
from syndicate.exporters.pdf.galley.fidelity import FIDELITY
from syndicate.exporters.pdf.galley.settings import galley_values


class GalleyExporter:
    """Sets each story of a release as a galley: the format for desks and clients, who get stories in advance."""

    fidelity: Fidelity = FIDELITY

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One PDF 1.7 file with all stories of the release, measured.

        Raises:
            DependencyError: the extra ``pdf`` is not installed, or a font of it is missing.
            ConfigError: `set` names what the template does not have.
            UsageError: an option is none of those that there are, or the page narrower than the measure.
        """
        return (made(release, job, "galley", galley_values(job.options)),)
