"""The collector that every rule speaks to."""

from __future__ import annotations

from syndicate.diagnostics import Diagnostic, Location, Severity

_LIMIT = 20
"""Findings of one code that are told in full: a file repeats its mistakes on every page."""


class Findings:
    """Turns what the rules see into diagnostics of one file; codes in `without` are not asked for."""

    def __init__(self, file: str, without: frozenset[str] = frozenset()) -> None:
        self._file = file
        self._without = without
        self._found: list[Diagnostic] = []
        self._counts: dict[str, int] = {}

    def error(self, code: str, message: str, where: str = "", *, hint: str = "") -> None:
        """What keeps the file from being delivered; `where` is a path in the document (`page 3`, `font F1`)."""
        self._add(Severity.ERROR, code, message, where, hint)

    def warning(self, code: str, message: str, where: str = "", *, hint: str = "") -> None:
        """What wants a look."""
        self._add(Severity.WARNING, code, message, where, hint)

    def _add(self, severity: Severity, code: str, message: str, where: str, hint: str) -> None:
        if code in self._without:
            return
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= _LIMIT:
            location = Location(file=self._file, path=where)
            self._found.append(
                Diagnostic(code=code, severity=severity, message=message, location=location, hint=hint, format="pdf")
            )

    def all(self) -> tuple[Diagnostic, ...]:
        """Everything found, with a line for what was only counted."""
        for code, count in self._counts.items():
            if count > _LIMIT:
                first = next(d for d in self._found if d.code == code)
                self._found.append(
                    Diagnostic(
                        code=code,
                        severity=first.severity,
                        message=f"{count - _LIMIT} more like this",
                        location=Location(file=self._file),
                        format="pdf",
                    )
                )
        self._counts.clear()
        return tuple(self._found)
