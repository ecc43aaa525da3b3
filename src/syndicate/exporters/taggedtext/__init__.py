"""InDesign Tagged Text: a file for each story, which a desk places in a frame of its own page.

Placing is what the format is for, and InDesign places a file into one story that runs through one chain of frames: all
stories in one file would have to be cut apart again. The text is written by `writer`, in the order of
`formats.deskcopy`; the looks that the head defines are those of `styles`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from syndicate.contracts import Artifact, Fidelity, Job, Notice, Release
from syndicate.exporters.taggedtext.fidelity import FIDELITY
from syndicate.exporters.taggedtext.styles import definitions
from syndicate.exporters.taggedtext.writer import Writer
from syndicate.formats.deskcopy import Codes, write_story
from syndicate.formats.filenames import file_names
from syndicate.formats.options import choice
from syndicate.formats.taggedtext import LINE_ENDS, Start
from syndicate.model.article import Article

STARTS = {
    start.tag.strip("<>").lower(): start
    for start in (Start("UNICODE", "WIN"), Start("UNICODE", "MAC"), Start("ASCII", "WIN"), Start("ASCII", "MAC"))
}
"""What can be written, the default first: UTF-16 holds every character and shows in any editor."""
VERSION = "7"
"""Of CS5, which the guide is of; every later InDesign reads the files of an earlier one."""


class TaggedTextExporter:
    """Writes each item of a release as a file of Tagged Text."""

    @property
    def fidelity(self) -> Fidelity:
        """What Tagged Text carries of each feature."""
        return FIDELITY

    def export(self, release: Release, job: Job) -> Iterator[Artifact]:
        """An artifact for each item; its bytes are made while it is read.

        Raises:
            UsageError: the encoding is none that is written here, or an option is neither yes nor no.
        """
        start = STARTS[choice(job, "encoding", STARTS)]
        addresses = job.flag("addresses", default=True)
        for item, name in zip(release.items, file_names(release, job), strict=True):
            chunks = _chunks(item, job, start, addresses=addresses)
            yield Artifact(name=name, media_type=job.row.media_type, chunks=chunks)


def _chunks(item: Article | Notice, job: Job, start: Start, *, addresses: bool) -> Iterator[bytes]:
    writer = Writer(unicode=start.encoding == "UNICODE", rtl=item.dir == "rtl")
    write_story(item, writer, job, Codes("SYN-TAGGED-091", "SYN-TAGGED-092"))
    if addresses:
        writer.addresses()
    lines = [*_head(item, start), *definitions(writer.characters, writer.used), *writer.paragraphs]
    # No line end after the last paragraph: it would be one more, and empty.
    text = LINE_ENDS[start.platform].join(lines)
    yield codecs.BOM_UTF16_LE + text.encode("utf-16-le") if start.encoding == "UNICODE" else text.encode("ascii")


def _head(item: Article | Notice, start: Start) -> tuple[str, str]:
    features = "InDesign-Japanese" if item.language.partition("-")[0].lower() == "ja" else "InDesign-Roman"
    features = "Indesign-R2L" if item.dir == "rtl" else features
    colours = "<ColorTable:=<Black:COLOR:CMYK:Process:0,0,0,1>>"
    return start.tag, f"<Version:{VERSION}><FeatureSet:{features}>{colours}"
