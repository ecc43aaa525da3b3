"""What the HTML importer has to say; ``docs/formats/html.md`` lists the codes with their ways out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from syndicate.diagnostics import Diagnostic, Location, Report, Severity


class Findings(msgspec.Struct):
    """The findings on one document: said at once, or counted and said together at the end."""

    file: str
    report: Report
    offset: int = 0
    """Lines of the file before the first that is counted: those before an item of a message."""
    article: str = ""
    removed: Counter[str] = msgspec.field(default_factory=Counter)
    unwrapped: Counter[str] = msgspec.field(default_factory=Counter)
    flattened: Counter[str] = msgspec.field(default_factory=Counter)

    def add(self, code: str, severity: Severity, message: str, line: int | None = None, hint: str = "") -> None:
        """Report one finding."""
        place = Location(file=self.file, line=line + self.offset if line else None, article=self.article)
        self.report.add(Diagnostic(code=code, severity=severity, message=message, location=place, hint=hint))

    def encoding(self, why: str) -> None:
        """The bytes are not in the encoding that was to be expected."""
        hint = "save the page as UTF-8 when accents and quotation marks come out wrong"
        self.add("SYN-HTML-001", Severity.WARNING, f"{why}: read as windows-1252", hint=hint)

    def date(self, where: str, value: str) -> None:
        """A date that is no instant."""
        message = f"{where} is no date with time and zone, so it is left unknown: {value}"
        self.add("SYN-HTML-002", Severity.WARNING, message, hint="write the offset: 2025-03-01T06:00:00+01:00")

    def no_headline(self) -> None:
        """There is no headline, and none is made up."""
        self.add("SYN-HTML-003", Severity.WARNING, "no headline: there is no h1 and no title", hint="give it an h1")

    def address(self, element: str, value: str, line: int | None) -> None:
        """An address that is not followed and not passed on."""
        shown = value if len(value) <= 80 else f"{value[:77]}..."
        hint = "addresses may be relative, or begin with http:, https:, mailto: or tel:"
        self.add("SYN-HTML-005", Severity.WARNING, f"the address of {element} was left out: {shown!r}", line, hint)

    def unsupported(self, kind: str, line: int | None) -> None:
        """An element that no block can hold was kept as its source."""
        message = f"{kind} is nothing that a story can hold: its source is kept as text"
        self.add("SYN-HTML-006", Severity.WARNING, message, line, "put what it says into paragraphs")

    def outside(self, what: str, words: str, line: int | None = None) -> None:
        """Words of the page that are not the story's."""
        hint = "nothing to do, unless it belongs to the story: then move it into the article element"
        self.add("SYN-HTML-007", Severity.WARNING, f"{what} left out: {words}", line, hint)

    def hidden(self, element: str, words: str, line: int | None) -> None:
        """Words that no reader of the page saw."""
        message = f"hidden {element} left out: {words}"
        self.add("SYN-HTML-008", Severity.WARNING, message, line, "take `hidden` away if it is to be read")

    def linked(self, why: str, line: int | None) -> None:
        """What the page says to search engines is broken."""
        hint = "mend the script; what meta and the page say was taken"
        self.add("SYN-HTML-012", Severity.WARNING, f"JSON-LD is no JSON: {why}", line, hint)

    def characters(self, removed: int) -> None:
        """Characters were taken out that no format can hold."""
        self.add("SYN-HTML-011", Severity.WARNING, f"{removed} control or unreadable character(s) were taken out")

    def counted(self) -> None:
        """Say together what was counted."""
        if self.removed:
            self.add("SYN-HTML-004", Severity.INFO, f"left out, as nothing of it is to be read: {_list(self.removed)}")
        if self.flattened:
            message = f"put as plain lines into the text around it: {_list(self.flattened)}"
            self.add("SYN-HTML-009", Severity.INFO, message, hint="let it stand on its own to keep what it is")
        if self.unwrapped:
            message = f"unknown elements whose words were kept in place: {_list(self.unwrapped)}"
            self.add("SYN-HTML-010", Severity.INFO, message)


def _list(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))
