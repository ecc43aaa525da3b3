"""Names of formats on the command line: listed on help pages, completed in the shell; no format is imported for it."""

from __future__ import annotations

from collections.abc import Iterable

ALL = "all"


def export_sections() -> list[tuple[str, list[tuple[str, str]]]]:
    """The formats that can be written, plugins included, for the page of ``syndicate export``."""
    from syndicate import rows

    known = [(row.name, row.help) for row in rows.exporters().values()]
    return [("Formats", [*known, (ALL, "every one of them that can be written here")])]


def import_sections() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of input that can be read, plugins included."""
    from syndicate import rows

    return [("Input formats", [(row.name, row.help) for row in rows.importers().values()])]


def complete_formats(incomplete: str) -> list[str]:
    """Names for ``--format``; after a comma the next name of the list."""
    from syndicate import rows

    before, comma, last = incomplete.rpartition(",")
    taken = set(before.split(","))
    return [f"{before}{comma}{name}" for name in _starting((*rows.exporters(), ALL), last) if name not in taken]


def complete_importers(incomplete: str) -> list[str]:
    """Names for ``--from``."""
    from syndicate import rows

    return _starting(rows.importers(), incomplete)


def complete_judged(incomplete: str) -> list[str]:
    """Names for ``validate --format``."""
    from syndicate import rows

    return _starting(rows.validators(), incomplete)


def complete_profiles(incomplete: str) -> list[str]:
    """Names for ``--profile``."""
    from syndicate import rows

    names = dict.fromkeys(name for row in rows.exporters().values() for name in row.profiles)
    return _starting((name for name in names if name != rows.PROFILE_FILE), incomplete)


def _starting(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
