"""ninjs 3.1, 2.2 and 1.6: an object for each item, and one for the edition that lists them.

A ninjs document is one object by every version of its schema, and clients post or poll items one by one, so each item
is a file named by its slug. The rooms: `item` (what is said of a story), `named` (subjects, people and the like),
`media`, `dialect` (how versions differ). Items are made in the shape of 3.1, the richest; the others follow by table.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from syndicate.contracts import Artifact, Fidelity, Job, Notice, Release
from syndicate.exporters.ninjs.desk import Desk, Node
from syndicate.exporters.ninjs.dialect import VERSIONS, in_version
from syndicate.exporters.ninjs.fidelity import FIDELITY
from syndicate.exporters.ninjs.item import notice, package, story
from syndicate.formats.filenames import file_names
from syndicate.formats.options import choice


class NinjsExporter:
    """Writes each item of a release as a ninjs object."""

    @property
    def fidelity(self) -> Fidelity:
        """What ninjs carries of each feature, in any of its versions."""
        return FIDELITY

    def export(self, release: Release, job: Job) -> Iterator[Artifact]:
        """An artifact for each item, that of the edition first.

        Raises:
            UsageError: the version is none that is written here, or an option is neither yes nor no.
        """
        version = choice(job, "version", VERSIONS)
        desk = Desk(job=job, publisher=release.edition.publisher, with_text=job.flag("text", default=False))
        whole = job.flag("package", default=True) and len(release.items) > 1
        names = iter(file_names(release, job, whole=whole))
        if whole:
            yield _artifact(next(names), package(release, desk), version, job)
        for item, name in zip(release.items, names, strict=True):
            made = notice(item, desk) if isinstance(item, Notice) else story(item, desk)
            yield _artifact(name, made, version, job)


def _artifact(name: str, node: Node, version: str, job: Job) -> Artifact:
    data = msgspec.json.format(msgspec.json.encode(in_version(node, version)), indent=2) + b"\n"
    return Artifact(name=name, media_type=job.row.media_type, chunks=(data,))
