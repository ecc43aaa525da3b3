"""The canonical form as an output: what may leave of an edition, whole.

`syndicate import` writes everything that was read; this is what came through the gate, so it has no private notes, no
held stories, and a killed story only as its notice. Nothing else is lost, which makes these two formats the measure for
all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syndicate.contracts import Artifact, Fidelity, Job, Release, kept
from syndicate.model import codec, features

_FIDELITY: Fidelity = {name: kept() for name in features.vocabulary()}


class JsonExporter:
    """Writes an edition file: the head with its sections, then the items in their order."""

    fidelity = _FIDELITY

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One artifact; it is encoded when it is read."""
        yield Artifact(name=job.file_name, media_type=job.row.media_type, chunks=_edition(release))


class JsonLinesExporter:
    """Writes one item a line, as a stream; the head of the edition has no place in it."""

    fidelity = _FIDELITY

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One artifact, a chunk a line."""
        lines = (codec.encode_article(article) + b"\n" for article in release.canonical())
        yield Artifact(name=job.file_name, media_type=job.row.media_type, chunks=lines)


def _edition(release: Release) -> Iterator[bytes]:
    yield codec.encode_edition(release.as_edition())
