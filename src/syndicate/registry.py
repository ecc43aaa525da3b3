"""Every format by name: a table of rows, and the entry points that add rows to it.

Rows cost nothing; the code of a format is imported when it is asked for by name. Built-in and third-party rows take
the same path from here on: `exporter` wraps each exporter in the gate, so that there is no way to one around it.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Literal, TypeVar, cast

from syndicate import gate
from syndicate.contracts import (
    API_VERSION,
    Artifact,
    Exporter,
    ExporterRow,
    Fidelity,
    Importer,
    ImporterRow,
    Job,
    Validator,
    ValidatorRow,
)
from syndicate.errors import DependencyError, PluginError, SyndicateError, UsageError
from syndicate.formats.fidelity import losses
from syndicate.model.article import Edition

_EXPORTERS = (
    ExporterRow(
        name="rss",
        media_type="application/rss+xml",
        suffix=".rss",
        path="syndicate.exporters.feed.rss:RssExporter",
        help="RSS 2.0 feed with full text, for feed readers",
        file_name="feed{suffix}",
    ),
    ExporterRow(
        name="atom",
        media_type="application/atom+xml",
        suffix=".atom",
        path="syndicate.exporters.feed.atom:AtomExporter",
        help="Atom 1.0 feed with full text, for feed readers",
        file_name="feed{suffix}",
    ),
    ExporterRow(
        name="newsml-g2",
        media_type="application/vnd.iptc.g2.newsmessage+xml",
        suffix=".newsml.xml",
        path="syndicate.exporters.newsmlg2:NewsmlG2Exporter",
        help="NewsML-G2 2.35 news message, for agencies and clients",
    ),
    ExporterRow(
        name="pdf",
        media_type="application/pdf",
        suffix=".pdf",
        path="syndicate.exporters.pdf:PdfExporter",
        help="PDF pages with embedded fonts, for print desks",
        extra="pdf",
    ),
    ExporterRow(
        name="epub",
        media_type="application/epub+zip",
        suffix=".epub",
        path="syndicate.exporters.epub:EpubExporter",
        help="EPUB 3 book of the edition, for readers on a phone",
        extra="epub",
    ),
    ExporterRow(
        name="json",
        media_type="application/json",
        suffix=".json",
        path="syndicate.exporters.canonical:JsonExporter",
        help="canonical JSON of the edition, as much as may leave",
        file_name="{stem}.edition{suffix}",
    ),
    ExporterRow(
        name="jsonl",
        media_type="application/jsonl",
        suffix=".jsonl",
        path="syndicate.exporters.canonical:JsonLinesExporter",
        help="canonical JSON Lines, one article a line, as much as may leave",
    ),
)

_IMPORTERS = (
    ImporterRow(
        name="canonical",
        path="syndicate.importers.canonical:CanonicalImporter",
        help="canonical JSON of an edition or an article, and JSON Lines",
        suffixes=(".json", ".jsonl", ".ndjson"),
    ),
    ImporterRow(
        name="wire",
        path="syndicate.importers.wire:WireImporter",
        help="plain text as wires and scrapers leave it",
        suffixes=(".txt", ".wire", ".text"),
    ),
)

_VALIDATORS = (
    ValidatorRow(name="rss", path="syndicate.validators.feed:RssValidator", help="RSS 2.0 feeds"),
    ValidatorRow(name="atom", path="syndicate.validators.feed:AtomValidator", help="Atom 1.0 feeds"),
    ValidatorRow(name="jsonfeed", path="syndicate.validators.feed:JsonFeedValidator", help="JSON Feed 1.1"),
    ValidatorRow(name="newsml-g2", path="syndicate.validators.newsmlg2:NewsmlG2Validator", help="NewsML-G2 items"),
    ValidatorRow(name="pdf", path="syndicate.validators.pdf:PdfValidator", help="PDF files", extra="pdf"),
    ValidatorRow(name="epub", path="syndicate.validators.epub:EpubValidator", help="EPUB 3 publications"),
    ValidatorRow(name="json", path="syndicate.validators.canonical:JsonValidator", help="canonical JSON"),
    ValidatorRow(name="jsonl", path="syndicate.validators.canonical:JsonLinesValidator", help="canonical JSON Lines"),
)

Group = Literal["exporters", "importers", "validators"]
Row = ExporterRow | ImporterRow | ValidatorRow
_ROW_TYPES: Mapping[Group, type[Row]] = {
    "exporters": ExporterRow,
    "importers": ImporterRow,
    "validators": ValidatorRow,
}
R = TypeVar("R", ExporterRow, ImporterRow, ValidatorRow)


def exporters() -> Mapping[str, ExporterRow]:
    """Every format that can be written, by name, built-in ones first."""
    return cast(Mapping[str, ExporterRow], _table("exporters"))


def importers() -> Mapping[str, ImporterRow]:
    """Every format that can be read, by name, built-in ones first."""
    return cast(Mapping[str, ImporterRow], _table("importers"))


def validators() -> Mapping[str, ValidatorRow]:
    """Every format that can be judged, by name, built-in ones first."""
    return cast(Mapping[str, ValidatorRow], _table("validators"))


@dataclass(frozen=True, slots=True)
class GatedExporter:
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
        """Export what an earlier call of the gate let through, for several formats of one edition."""
        if job.built_at is None:
            job = replace(job, built_at=job.context.built_at or newest(clearance))
        for article in clearance.release.articles:
            job.report.extend(losses(article, self.fidelity, self.row.name))
        return self._exporter.export(clearance.release, job)


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


def find(name: str, rows: Mapping[str, R], what: str) -> R:
    """The row called `name`, or a `UsageError` that teaches the names."""
    if name in rows:
        return rows[name]
    close = difflib.get_close_matches(name.lower(), rows, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    raise UsageError(f"unknown {what} {name!r}", hint=f"{meant}there is: {', '.join(rows)}")


# --- entry points ----------------------------------------------------------------------------------------------------


@cache
def _table(group: Group) -> Mapping[str, Row]:
    built_in: Mapping[Group, tuple[Row, ...]] = {
        "exporters": _EXPORTERS,
        "importers": _IMPORTERS,
        "validators": _VALIDATORS,
    }
    table: dict[str, Row] = {row.name: row for row in built_in[group]}
    for row in _plugin_rows(group):
        if row.name in table:
            first = table[row.name].distribution
            raise PluginError(
                f"two distributions offer a {group[:-1]} called {row.name!r}: {first} and {row.distribution}",
                hint="uninstall one of them",
            )
        table[row.name] = row
    return table


def _plugin_rows(group: Group) -> list[Row]:
    """The rows that other distributions offer, in the order of their names."""
    if not _offered(group):
        return []
    from importlib.metadata import entry_points

    rows: list[Row] = []
    for point in sorted(entry_points(group=f"syndicate.{group}"), key=lambda p: (p.name, p.value)):
        distribution = point.dist.name if point.dist is not None else point.value
        try:
            row = point.load()
        except Exception as error:
            raise PluginError(
                f"the plugin {distribution} cannot be loaded: {error}", hint=f"pip uninstall {distribution}, or mend it"
            ) from error
        rows.append(_accept(row, group, distribution))
    return rows


def _offered(group: Group) -> bool:
    """Whether any distribution on the path offers the group: a look into its file, for 1 ms.

    `importlib.metadata` costs 15 ms to import, a fifth of what `syndicate --help` may take; it is asked only when
    there is something to find, or when the path holds what only it can read.
    """
    header = f"[syndicate.{group}]"
    for entry in dict.fromkeys(sys.path):
        try:
            with os.scandir(entry or ".") as found:
                names = [e.path for e in found if e.name.endswith((".dist-info", ".egg-info", ".egg-link"))]
        except NotADirectoryError:
            return True  # an archive
        except OSError:
            continue
        for path in names:
            try:
                with open(os.path.join(path, "entry_points.txt"), encoding="utf-8") as stream:
                    if header in stream.read():
                        return True
            except OSError:
                continue
    return False


def _accept(row: object, group: Group, distribution: str) -> Row:
    wanted = _ROW_TYPES[group]
    if not isinstance(row, wanted):
        raise PluginError(
            f"the plugin {distribution} offers a {type(row).__name__} where a {wanted.__name__} is wanted",
            hint="the entry point must name a row, see docs/plugins.md",
        )
    if row.api_version != API_VERSION:
        raise PluginError(
            f"the plugin {distribution} was built for API version {row.api_version}, this is version {API_VERSION}",
            hint=f"install a version of {distribution} for this syndicate",
        )
    return replace(row, distribution=distribution)


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
