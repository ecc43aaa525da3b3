"""The table of formats: rows, the built-in ones, and those that other distributions add by entry point.

A row is all that is known of a format before its code is imported. This package imports next to nothing, so that
`syndicate --help` and completion can name every format, plugins included, within a few milliseconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from typing import Literal, TypeVar, cast

from syndicate.errors import PluginError, UsageError
from syndicate.rows.judged import VALIDATORS
from syndicate.rows.kinds import API_VERSION, PROFILE_FILE, ExporterRow, ImporterRow, ValidatorRow
from syndicate.rows.read import IMPORTERS
from syndicate.rows.written import EXPORTERS

__all__ = [
    "API_VERSION",
    "PROFILE_FILE",
    "ExporterRow",
    "Group",
    "ImporterRow",
    "Row",
    "ValidatorRow",
    "exporters",
    "find",
    "importers",
    "validators",
]

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


def find(name: str, table: Mapping[str, R], what: str) -> R:
    """The row called `name`, or a `UsageError` that teaches the names."""
    if name in table:
        return table[name]
    import difflib

    close = difflib.get_close_matches(name.lower(), table, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    raise UsageError(f"unknown {what} {name!r}", hint=f"{meant}there is: {', '.join(table)}")


# --- entry points ----------------------------------------------------------------------------------------------------


@cache
def _table(group: Group) -> Mapping[str, Row]:
    built_in: Mapping[Group, tuple[Row, ...]] = {
        "exporters": EXPORTERS,
        "importers": IMPORTERS,
        "validators": VALIDATORS,
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
    if group not in _offered():
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


@cache
def _offered() -> frozenset[Group]:
    """The groups that any distribution on the path offers: one look into their files, for 2 ms.

    `importlib.metadata` costs 15 ms to import, a fifth of what `syndicate --help` may take; it is asked only when
    there is something to find, or when the path holds what only it can read.
    """
    found: set[Group] = set()
    for entry in dict.fromkeys(sys.path):
        try:
            with os.scandir(entry or ".") as entries:
                names = [e.path for e in entries if e.name.endswith((".dist-info", ".egg-info", ".egg-link"))]
        except NotADirectoryError:
            return frozenset(_ROW_TYPES)  # an archive
        except OSError:
            continue
        for path in names:
            try:
                with open(os.path.join(path, "entry_points.txt"), "rb") as stream:
                    told = stream.read()
            except OSError:
                continue
            if b"[syndicate." in told:
                found |= {group for group in _ROW_TYPES if f"[syndicate.{group}]".encode() in told}
    return frozenset(found)


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
    return row._replace(distribution=distribution)
