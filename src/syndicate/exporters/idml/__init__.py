"""IDML: the edition as one InDesign document, each story in a frame on a page of its own.

A desk opens the document, or copies a frame into its own: styles of the same name take the look of the desk's. One file
keeps the order of the edition and its styles in one place, which is what an InDesign document is; the text itself is
written by `writer`, in the order of `formats.deskcopy`, the parts around it by `package`.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.contracts import Artifact, Fidelity, Job, Release
from syndicate.exporters.idml import package
from syndicate.exporters.idml.fidelity import FIDELITY
from syndicate.exporters.idml.styles import styles
from syndicate.exporters.idml.writer import Hyperlink, Writer
from syndicate.formats import idml
from syndicate.formats.archive import pack
from syndicate.formats.deskcopy import Codes, write_story
from syndicate.formats.elements import Value, element, nest


class IdmlExporter:
    """Writes a release as one IDML package."""

    @property
    def fidelity(self) -> Fidelity:
        """What IDML carries of each feature."""
        return FIDELITY

    def export(self, release: Release, job: Job) -> Iterator[Artifact]:
        """The one artifact."""
        yield Artifact(name=job.file_name, media_type=job.row.media_type, chunks=_chunks(release, job))


def _chunks(release: Release, job: Job) -> Iterator[bytes]:
    stories: list[tuple[str, bytes]] = []
    spreads: list[tuple[str, bytes]] = []
    links: list[Hyperlink] = []
    used: set[str] = set()
    for number, item in enumerate(release.items, 1):
        name, place = f"us{number:x}", f"up{number:x}"
        writer = Writer(name)
        write_story(item, writer, job, Codes("SYN-IDML-091", "SYN-IDML-092"))
        stories.append((name, _story(name, writer, item.dir)))
        spreads.append((place, package.spread(place, number, name)))
        links += writer.links
        used |= writer.used
    names = [name for name, _ in stories]
    yield pack(
        [
            ("mimetype", idml.MIMETYPE),
            (idml.DESIGNMAP, package.designmap(release.edition.title, [n for n, _ in spreads], names, links)),
            (idml.CONTAINER, package.container()),
            ("Resources/Graphic.xml", package.graphic()),
            ("Resources/Fonts.xml", package.fonts()),
            ("Resources/Styles.xml", package.part("Styles", styles(used))),
            ("Resources/Preferences.xml", package.preferences(max(1, len(names)))),
            (f"MasterSpreads/MasterSpread_{package.MASTER}.xml", package.master()),
            *[(f"Spreads/Spread_{name}.xml", data) for name, data in spreads],
            (idml.BACKING_STORY, package.backing()),
            *[(f"Stories/Story_{name}.xml", data) for name, data in stories],
        ]
    )


def _story(name: str, writer: Writer, direction: str | None) -> bytes:
    side = "RightToLeftDirection" if direction == "rtl" else "LeftToRightDirection"
    preference = element("StoryPreference", "", {"StoryOrientation": "Horizontal", "StoryDirection": side})
    values: dict[str, Value] = {"Self": name, "TrackChanges": "false", "AppliedTOCStyle": "n"}
    return package.part("Story", nest("Story", [preference, *writer.lines], values))
