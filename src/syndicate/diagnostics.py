"""Findings are data: a stable code, a severity, a place and a way out.

An importer, the gate, an exporter or a validator adds `Diagnostic`s to a `Report`; reporters turn the report into text
or JSON at the edge. Loss is a finding like any other: what a format cannot carry is said here and nowhere else.
Codes are listed in ``docs/diagnostics.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How bad a finding is, and what the command does about it.

    `ERROR` keeps an artifact from being delivered, `WARNING` wants a look, `LOSS` says that the format could not carry
    something of the article, `INFO` tells what was decided.
    """

    ERROR = "error"
    WARNING = "warning"
    LOSS = "loss"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Order for `--fail-on`: the higher, the worse."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.LOSS: 1, Severity.WARNING: 2, Severity.ERROR: 3}


class Location(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a finding is. Every part may be unknown; `line` and `column` count from 1."""

    file: str = ""
    line: int | None = None
    column: int | None = None
    article: str = ""
    """Id of the article."""
    block: str = ""
    """`bid` of the block in the article."""
    path: str = ""
    """JSON path (`$.body[3]`) or XPath, as the kind of file wants it."""

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        return " ".join(part for part in (place, self.article, self.block and f"#{self.block}", self.path) if part)


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One finding. `code` is stable (`SYN-GATE-001`); `message` is a sentence; `hint` is the way out."""

    code: str
    severity: Severity
    message: str
    location: Location = Location()
    hint: str = ""
    format: str = ""
    """The output format concerned, when there is one."""
    feature: str = ""
    """For a loss: what could not be carried, as in `block.table` (see `syndicate.model.features`)."""


class Report:
    """Collects findings in the order in which they were made."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found: list[Diagnostic] = list(found)

    def add(self, diagnostic: Diagnostic) -> None:
        """Take one finding."""
        self._found.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take many findings, in their order."""
        self._found.extend(diagnostics)

    def since(self, count: int) -> tuple[Diagnostic, ...]:
        """The findings after the first `count`, in their order."""
        return tuple(self._found[count:])

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def worst(self) -> Severity | None:
        """The worst severity found, or None when nothing was found."""
        return max((d.severity for d in self._found), key=lambda s: s.rank, default=None)

    def at_least(self, severity: Severity) -> tuple[Diagnostic, ...]:
        """The findings that are as bad as `severity` or worse."""
        return tuple(d for d in self._found if d.severity.rank >= severity.rank)
