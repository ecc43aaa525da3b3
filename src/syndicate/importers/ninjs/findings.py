"""What the ninjs importer has to say; ``docs/formats/ninjs.md`` lists the codes with their ways out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from syndicate.diagnostics import Diagnostic, Location, Report, Severity


class Findings(msgspec.Struct):
    """The findings on one file, or on one item of it."""

    file: str
    report: Report
    article: str = ""
    path: str = "$"

    def add(self, code: str, severity: Severity, message: str, key: str = "", hint: str = "") -> None:
        """Report one finding; `key` is the member concerned."""
        place = Location(file=self.file, article=self.article, path=f"{self.path}.{key}" if key else self.path)
        self.report.add(Diagnostic(code=code, severity=severity, message=message, location=place, hint=hint))

    def set_aside(self, why: str) -> None:
        """One item could not be read."""
        hint = "ask the sender for the item again; all others were read"
        self.add("SYN-NINJSIN-001", Severity.ERROR, f"an item was set aside: {why}", hint=hint)

    def odd_date(self, key: str, value: str, quirk: str) -> None:
        """A moment was read that is not written as RFC 3339 has it."""
        self.add("SYN-NINJSIN-002", Severity.INFO, f"{key} {quirk}: {value!r}", key)

    def date(self, key: str, value: str, why: str) -> None:
        """A moment was left unknown."""
        message = f"{key} {why}, so it is left unknown: {value!r}"
        self.add("SYN-NINJSIN-003", Severity.WARNING, message, key, "write date, time and zone: 2025-03-01T06:00:00Z")

    def held(self, key: str, message: str) -> None:
        """The item does not let the story go, or does not say until when."""
        self.add("SYN-NINJSIN-004", Severity.WARNING, message, key, "set the status when it may be used")

    def identity(self, message: str) -> None:
        """There is no uri, or no version that counts."""
        self.add("SYN-NINJSIN-005", Severity.WARNING, message, hint="give it a uri and a version: updates need them")

    def kept_aside(self, names: Iterable[str]) -> None:
        """Members without a field of the model."""
        message = f"no field for it, kept in `extra`: {', '.join(dict.fromkeys(names))}"
        self.add("SYN-NINJSIN-006", Severity.INFO, message)

    def value(self, key: str, message: str) -> None:
        """A member is not of the type that it should be."""
        self.add("SYN-NINJSIN-007", Severity.INFO, message, key)

    def medium(self, message: str) -> None:
        """A picture or recording is held, and its story is not."""
        self.add("SYN-NINJSIN-008", Severity.WARNING, message, "associations", "send it under the terms of the story")
