"""What a plugin author reads: the four protocols and the few types that pass between them.

A format is an `Exporter`, most often with a `Validator`; a source is an `Importer`; a place to deliver to is a
`Destination`. Each is found through a row (`ExporterRow`, ...) that a distribution offers as an entry point in the
group ``syndicate.exporters``, ``syndicate.importers`` or ``syndicate.validators``; the row names the class by dotted
path, so that listing formats imports none of them. See ``docs/plugins.md`` for a whole plugin.

An exporter never sees an `Edition`, only a `Release`: what the gate let through. There is no other way to make one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, runtime_checkable

import msgspec

from syndicate.context import Context
from syndicate.diagnostics import Diagnostic, Location, Report, Severity
from syndicate.errors import UsageError
from syndicate.model.article import AltId, Article, Edition, EdNote, Kind
from syndicate.model.base import AwareDatetime, Direction, Node
from syndicate.rows import API_VERSION, ExporterRow, ImporterRow, ValidatorRow

__all__ = [
    "API_VERSION",
    "Artifact",
    "Carriage",
    "Degree",
    "Destination",
    "Exporter",
    "ExporterRow",
    "Fidelity",
    "ImportJob",
    "Importer",
    "ImporterRow",
    "Job",
    "Judge",
    "Notice",
    "Proof",
    "Release",
    "Renderer",
    "Source",
    "Validator",
    "ValidatorRow",
    "degraded",
    "kept",
    "lost",
]

# --- what may leave --------------------------------------------------------------------------------------------------


class Notice(Node, kw_only=True):
    """All that is left of a canceled story: who it was, which version killed it, why, and what to show instead.

    For receivers who had the story in advance there are notices of withheld ones too (`status`).
    """

    id: str
    version: int
    kind: Kind = "story"
    language: str = "und"
    dir: Direction | None = None
    alt_ids: tuple[AltId, ...] = ()
    canonical_url: str = ""
    created: AwareDatetime | None = None
    """When the story was made; that stays through all its versions."""
    published: AwareDatetime | None = None
    """When the killed story had been published, so that a feed can keep its place."""
    modified: AwareDatetime | None = None
    """When it was killed, where that is known."""
    provider: str = ""
    status: Literal["canceled", "withheld"] = "canceled"
    reason: str = ""
    """The editors' public word on it; empty when they gave none."""
    show: str = "This story has been withdrawn."
    """The sentence that stands where the story stood."""

    def as_article(self) -> Article:
        """The notice in canonical form, for formats that are the canonical form."""
        return Article(
            id=self.id,
            version=self.version,
            kind=self.kind,
            language=self.language,
            dir=self.dir,
            alt_ids=self.alt_ids,
            canonical_url=self.canonical_url,
            created=self.created,
            published=self.published,
            modified=self.modified,
            provider=self.provider,
            status=self.status,
            signals=("kill",) if self.status == "canceled" else ("hold",),
            ed_notes=(EdNote(text=self.reason or self.show, public=True),),
        )


_SEAL = object()
"""Known to `syndicate.gate` alone (the tests see to it)."""


class Release(msgspec.Struct, frozen=True):
    """What the gate let through: the only thing that an exporter gets.

    `edition` is the head (title, language, sections) without articles; `items` are the articles and notices in edition
    order. The sections name only ids that are among the items.
    """

    edition: Edition
    items: tuple[Article | Notice, ...]
    seal: object

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("a Release is made by syndicate.gate.clear and nowhere else")

    @property
    def articles(self) -> Iterator[Article]:
        """The stories, without the notices."""
        return (item for item in self.items if isinstance(item, Article))

    @property
    def notices(self) -> Iterator[Notice]:
        """What is left of the canceled stories."""
        return (item for item in self.items if isinstance(item, Notice))

    def canonical(self) -> Iterator[Article]:
        """The items in canonical form, a notice as the canceled story that it is left of."""
        return (item.as_article() if isinstance(item, Notice) else item for item in self.items)

    def as_edition(self) -> Edition:
        """The whole release in canonical form: what a copy of it inside a file of another format holds."""
        return msgspec.structs.replace(self.edition, articles=tuple(self.canonical()))

    def item(self, item_id: str) -> Article | Notice | None:
        """The item with this id, or None."""
        return next((item for item in self.items if item.id == item_id), None)


# --- fidelity --------------------------------------------------------------------------------------------------------


class Degree(StrEnum):
    """How much of a feature a format carries."""

    KEPT = "kept"
    DEGRADED = "degraded"
    LOST = "lost"


class Carriage(msgspec.Struct, frozen=True):
    """How a format carries one feature: the degree, and `how` in a few words for the documentation and the report."""

    degree: Degree
    how: str = ""


Fidelity = Mapping[str, Carriage]
"""One `Carriage` for each feature of `syndicate.model.features.vocabulary`; a feature not named counts as lost."""


def kept(how: str = "") -> Carriage:
    """The format carries it whole."""
    return Carriage(Degree.KEPT, how)


def degraded(how: str) -> Carriage:
    """The words arrive, what they were does not; `how` says what is left."""
    return Carriage(Degree.DEGRADED, how)


def lost(how: str = "") -> Carriage:
    """It does not arrive."""
    return Carriage(Degree.LOST, how)


# --- exporting -------------------------------------------------------------------------------------------------------


class Artifact(msgspec.Struct, frozen=True):
    """One file of output. `chunks` may be a generator: it is read once, as the file is written."""

    name: str
    media_type: str
    chunks: Iterable[bytes]
    format: str = ""
    """Name of the format whose validator judges it, where that is not the exporter's own."""
    beside: bool = False
    """It goes with the artifact before it (a stylesheet, an archive page): left out where only one file can go."""
    measures: Mapping[str, Sequence[msgspec.Struct]] = {}
    """What the exporter measured on the way, by name (`copyfit`), for the report of the run."""


Renderer = Callable[[str], tuple[Artifact, ...] | str]
"""The release of a job in the format of this name, its chunks in memory and judged by its validator; or why not."""


class Job(msgspec.Struct, frozen=True):
    """What an exporter needs besides the release."""

    row: ExporterRow
    context: Context
    report: Report
    stem: str
    """Stem of the file name: `Job.file_name` makes the name of it."""
    built_at: datetime | None = None
    """The instant of this build: given, or the newest `modified` of the release; None when nothing gives one."""
    base_url: str = ""
    """Address of the folder that the outputs are published in; ends with a slash, or is empty."""
    template: str = ""
    profile: str = ""
    options: Mapping[str, str] = {}
    render: Renderer | None = None
    """For formats that hold another one: exporters do not know each other, and ask for it by name. The registry fills
    it in; the copy is of the release that the exporter got, in the format's own defaults, and holds no copies."""

    @property
    def file_name(self) -> str:
        """Name of the artifact as the row wants it."""
        return self.row.file_name.format(stem=self.stem, suffix=self.row.suffix)

    def flag(self, key: str, *, default: bool) -> bool:
        """An option that is yes or no.

        Raises:
            UsageError: it is neither.
        """
        value = self.options.get(key)
        if value not in (None, "yes", "no"):
            raise UsageError(f"--option {self.row.name}.{key}={value}: is neither yes nor no")
        return default if value is None else value == "yes"

    def warn(self, code: str, message: str, article: str = "", *, hint: str = "") -> None:
        """Report what went wrong with one item, and what to do about it."""
        self.report.add(
            Diagnostic(
                code=code,
                severity=Severity.WARNING,
                message=message,
                location=Location(article=article),
                hint=hint,
                format=self.row.name,
            )
        )

    def processing_time(self) -> datetime:
        """`built_at`, or as a last resort the wall clock, with a warning; only for times a format cannot do without."""
        if self.built_at is not None:
            return self.built_at
        self.warn(
            "SYN-TIME-001",
            f"{self.row.name} must say when it was made and nothing tells: the wall clock was taken",
            hint="give --built-at or SOURCE_DATE_EPOCH, or `modified` in a story, to get the same bytes each time",
        )
        return self.context.now


class Exporter(Protocol):
    """Writes a release in one format.

    Same release and job, same bytes: no clock, no randomness, no set order. The exporter changes nothing that it is
    given, and adds to `job.report` what went wrong with single items; loss of whole features it declares in `fidelity`
    and need not report itself.
    """

    @property
    def fidelity(self) -> Fidelity:
        """What the format carries of each feature."""
        ...

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """The artifacts of this release, in the order in which they are to be delivered."""
        ...


@runtime_checkable
class Templated(Exporter, Protocol):
    """An exporter whose templates do not all carry the same: `fidelity` is that of the format's own, without a name."""

    def fidelity_of(self, template: str) -> Fidelity:
        """What `template` carries of each feature."""


# --- importing -------------------------------------------------------------------------------------------------------


class Source(msgspec.Struct, frozen=True):
    """One input: its name for messages, and its bytes when asked for. `path` is None for standard input."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    address: str = ""
    """Where it was fetched from, which relative addresses in it are relative to; empty for files."""

    def read(self) -> bytes:
        """All of it."""
        return self.data if self.data is not None else self._path().read_bytes()

    def open(self) -> BinaryIO:
        """A stream of it; the caller closes."""
        return BytesIO(self.data) if self.data is not None else self._path().open("rb")

    @property
    def folder(self) -> Path | None:
        """Where relative media of this source lie."""
        return self.path.parent if self.path else None

    def _path(self) -> Path:
        if self.path is None:
            raise TypeError("a source has a path or data")
        return self.path


class ImportJob(msgspec.Struct, frozen=True):
    """What an importer needs besides the source. `language` is the fallback where the source tells none."""

    context: Context
    report: Report
    language: str = ""
    options: Mapping[str, str] = {}


class Importer(Protocol):
    """Reads a source into articles, or into a whole edition where the source is one."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """What `source` holds, in its order: an edition, or articles and then perhaps the edition that they stand in.

        An importer that reads a stream gives each article as it is read, and the edition last and without articles.

        An item that cannot be read becomes an error in `job.report` and the rest goes on; `ModelError` or
        `InputError` is raised only when nothing of the source can be read.
        """
        ...


# --- validating ------------------------------------------------------------------------------------------------------


class Proof(msgspec.Struct):
    """One check of one file: where schemas lie, and who judged in the end."""

    name: str
    """The file's name for messages (the file itself may have a temporary one)."""
    context: Context
    judges: list[str] = []
    """Who judged, for the report: `syndicate rss.rng`, `NewsML-G2 2.35 XSD`, `epubcheck 5.3.0`."""
    external: bool = False
    """Whether external programs may be asked as well, when they are installed."""
    profile: str = ""
    """The profile of the format that the file has to fit as well."""
    options: Mapping[str, str] = {}
    """The options of the format that the file was or shall be made with, as an exporter gets them."""
    address: str = ""
    """Where the file will be fetched from, where that is known: base URL and name."""
    series: dict[str, object] | None = None
    """What validators remember of the files before this one, by format, where they are judged as one sequence."""

    def schema(self, *names: str) -> Path | None:
        """The official schema file `names` below the schemas folder, or None when it is not here."""
        if self.context.schemas is None:
            return None
        path = self.context.schemas.joinpath(*names)
        return path if path.is_file() else None


class Validator(Protocol):
    """Judges one file of one format."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the file at `path`; none of severity error means that the file may leave.

        A file that is not even of the format gives an error finding, never an exception.
        """
        ...


# --- delivering ------------------------------------------------------------------------------------------------------

Judge = Callable[[Path], bool]
"""Looks at the finished file under its temporary name and says whether it may take its place."""


class Destination(Protocol):
    """A place that artifacts are delivered to, whole or not at all."""

    def deliver(self, artifact: Artifact, judge: Judge) -> Path | None:
        """Write `artifact`, let `judge` look at it, put it in place; None when the judge said no.

        Raises:
            OutputError: the place cannot be written.
        """
        ...
