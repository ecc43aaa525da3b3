"""What the NITF importer has to say; ``docs/formats/nitf.md`` lists the codes with their ways out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from syndicate.diagnostics import Diagnostic, Location, Report, Severity


class Findings(msgspec.Struct):
    """The findings on one file."""

    file: str
    report: Report
    article: str = ""

    def add(self, code: str, severity: Severity, message: str, line: int | None = None, hint: str = "") -> None:
        """Report one finding."""
        place = Location(file=self.file, line=line, article=self.article)
        self.report.add(Diagnostic(code=code, severity=severity, message=message, location=place, hint=hint))

    def mended(self, what: Iterable[str]) -> None:
        """The file was not well-formed, and could be read all the same."""
        message = f"not well-formed, and read after mending: {', '.join(what)}"
        self.add("SYN-NITFIN-001", Severity.WARNING, message, hint="tell the sender: strict receivers refuse the file")

    def odd_date(self, where: str, value: str, quirk: str, line: int | None) -> None:
        """A moment was read that is not written as ISO 8601 has it."""
        self.add("SYN-NITFIN-002", Severity.INFO, f"{where} {quirk}: {value!r}", line)

    def date(self, where: str, value: str, why: str, line: int | None) -> None:
        """A moment was left unknown."""
        message = f"{where} {why}, so it is left unknown: {value!r}"
        self.add("SYN-NITFIN-003", Severity.WARNING, message, line, "write date, time and zone: 20250301T060000Z")

    def held(self, message: str, line: int | None) -> None:
        """The file does not let the story go, or does not say until when."""
        self.add("SYN-NITFIN-004", Severity.WARNING, message, line, "set the status when it may be used")

    def identity(self, message: str) -> None:
        """There is no id, or no whole version."""
        self.add("SYN-NITFIN-005", Severity.WARNING, message, hint="give it a doc-id: updates need it")

    def kept_aside(self, names: Iterable[str]) -> None:
        """Metadata without a field of the model."""
        message = f"no field for it, kept in `extra`: {', '.join(dict.fromkeys(names))}"
        self.add("SYN-NITFIN-006", Severity.INFO, message)

    def namespace(self, space: str, line: int | None) -> None:
        """The file stands in a namespace that is not NITF's."""
        self.add("SYN-NITFIN-007", Severity.INFO, f"the namespace is {space!r}: read as NITF", line)
