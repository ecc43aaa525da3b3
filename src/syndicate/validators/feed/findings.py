"""The collector that every rule of a feed validator speaks to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from syndicate.diagnostics import Diagnostic, Location, Severity

if TYPE_CHECKING:
    from lxml.etree import _Element

LIMIT = 20
"""Findings of one code that are told in full; the rest are counted, since a feed repeats its mistakes in every item."""


def line_number(node: _Element) -> int:
    """The line where an element begins, from 1 (its type stubs do not know that it is a number)."""
    line: object = node.sourceline
    return line if isinstance(line, int) else 1


Line = int | Callable[[], int | None] | None
Place = str | Callable[[], str]
"""Lines and paths that take a search are given as functions: of thousands of findings of a kind only `LIMIT` are told,
and a search for each of the others would take time that grows with the square of the feed."""


class Findings:
    """Turns what the rules see into diagnostics of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Diagnostic] = []
        self._counts: dict[tuple[str, Severity], int] = {}

    def error(
        self,
        code: str,
        message: str,
        node: _Element | None = None,
        *,
        line: Line = None,
        path: Place = "",
        hint: str = "",
    ) -> None:
        """What keeps the feed from being delivered."""
        self._add(Severity.ERROR, code, message, node, line, path, hint)

    def warning(
        self,
        code: str,
        message: str,
        node: _Element | None = None,
        *,
        line: Line = None,
        path: Place = "",
        hint: str = "",
    ) -> None:
        """What readers get through, but not all in the same way."""
        self._add(Severity.WARNING, code, message, node, line, path, hint)

    def info(
        self,
        code: str,
        message: str,
        node: _Element | None = None,
        *,
        line: Line = None,
        path: Place = "",
        hint: str = "",
    ) -> None:
        """What is good to know, and no fault."""
        self._add(Severity.INFO, code, message, node, line, path, hint)

    def _add(
        self, severity: Severity, code: str, message: str, node: _Element | None, line: Line, path: Place, hint: str
    ) -> None:
        count = self._counts[code, severity] = self._counts.get((code, severity), 0) + 1
        if count > LIMIT:
            return
        line = line() if callable(line) else line
        path = path() if callable(path) else path
        if node is not None:
            line = line if line is not None else line_number(node)
            path = path or node.getroottree().getpath(node)
        location = Location(file=self._file, line=line, path=path)
        self._found.append(Diagnostic(code=code, severity=severity, message=message, location=location, hint=hint))

    def result(self) -> tuple[Diagnostic, ...]:
        """Every finding, in document order as far as lines tell, with a count of those not told in full."""
        found = sorted(self._found, key=lambda d: d.location.line or 0)
        for (code, severity), count in self._counts.items():
            if count > LIMIT:
                message = f"{count - LIMIT} more findings of this kind"
                found.append(
                    Diagnostic(code=code, severity=severity, message=message, location=Location(file=self._file))
                )
        return tuple(found)
