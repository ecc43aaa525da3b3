"""What the Markdown importer has to say; ``docs/formats/markdown.md`` lists the codes with their ways out."""

from __future__ import annotations

from collections import Counter

import msgspec

from syndicate.diagnostics import Diagnostic, Location, Report, Severity


class Findings(msgspec.Struct):
    """The findings on one post: said at once, or counted and said together at the end."""

    file: str
    report: Report
    expressions: Counter[str] = msgspec.field(default_factory=Counter)
    """Template expressions whose address was taken."""
    styling: Counter[str] = msgspec.field(default_factory=Counter)
    """What says how a thing looks, and nothing else."""
    flattened: Counter[str] = msgspec.field(default_factory=Counter)

    def add(self, code: str, severity: Severity, message: str, line: int | None = None, hint: str = "") -> None:
        """Report one finding."""
        place = Location(file=self.file, line=line)
        self.report.add(Diagnostic(code=code, severity=severity, message=message, location=place, hint=hint))

    def encoding(self, name: str) -> None:
        """The bytes are no UTF-8."""
        hint = "save the post as UTF-8 when accents and quotation marks come out wrong"
        self.add("SYN-MD-001", Severity.WARNING, f"not UTF-8: read as {name}", hint=hint)

    def repaired(self, what: str, line: int | None) -> None:
        """Text that was broken before it came here was put right."""
        hint = "mend it at the source; --option markdown.encoding=utf-8 leaves everything as it is"
        self.add("SYN-MD-015", Severity.WARNING, f"put right: {what}", line, hint)

    def date(self, key: str, value: str, why: str) -> None:
        """A date that is no instant."""
        hint = "write the offset, or say where the clock stood: --option markdown.zone=Europe/Berlin"
        message = f"{key}: {value} is {why}, so it is kept as a candidate and not as a date"
        self.add("SYN-MD-002", Severity.WARNING, message, hint=hint if "zone" in why else "write date, time and offset")

    def no_headline(self) -> None:
        """There is no headline, and none is made up."""
        message = "no headline: there is no title in the front matter and no heading of the first level"
        self.add("SYN-MD-003", Severity.WARNING, message, hint="write title: in the front matter")

    def withheld(self, key: str, value: str) -> None:
        """The front matter keeps the post from readers."""
        message = f"the post is withheld: {key}: {value}"
        self.add("SYN-MD-004", Severity.INFO, message, hint="take the line away when the post is to leave")

    def embargo_unknown(self, key: str, value: str) -> None:
        """The post is not for now, and it is not told until when."""
        message = f"{key}: {value} does not tell the instant, so the post is put on hold"
        self.add("SYN-MD-005", Severity.ERROR, message, hint="write date, time and offset: 2025-03-01T06:00:00+01:00")

    def left_out(self, what: str, words: str, line: int | None) -> None:
        """Words of the source that no reader was to see."""
        self.add("SYN-MD-006", Severity.INFO, f"{what} left out: {words}", line)

    def shortcode(self, name: str, line: int | None) -> None:
        """A shortcode or template tag is kept as it stands."""
        message = f"{name} is carried out by the site's generator alone: its source is kept as text"
        self.add("SYN-MD-007", Severity.WARNING, message, line, "write what it shows in Markdown")

    def address(self, source: str, line: int | None = None) -> None:
        """An address that only the site's generator knows."""
        hint = "write the address itself"
        self.add("SYN-MD-008", Severity.WARNING, f"the address {source} cannot be told here: left out", line, hint)

    def double(self, key: str, value: str) -> None:
        """A key stands twice in the front matter."""
        hint = "remove one of the two"
        self.add("SYN-MD-009", Severity.WARNING, f"{key} stands twice: the last counts, not {value!r}", hint=hint)

    def not_understood(self, key: str, value: str) -> None:
        """A field says what its kind cannot hold."""
        message = f"{key}: {value!r} is not what this field holds, so it is kept in extra"
        self.add("SYN-MD-010", Severity.WARNING, message, hint="see the table of fields in docs/formats/markdown.md")

    def characters(self, removed: int) -> None:
        """Characters were taken out that no format can hold."""
        self.add("SYN-MD-011", Severity.WARNING, f"{removed} control character(s) were taken out")

    def counted(self) -> None:
        """Say together what was counted."""
        if self.flattened:
            message = f"put as plain lines into the text around it: {_list(self.flattened)}"
            hint = "let it stand on its own to keep what it is"
            self.add("SYN-MD-012", Severity.INFO, message, hint=hint)
        if self.expressions:
            message = f"addresses were taken out of template expressions: {_list(self.expressions)}"
            self.add("SYN-MD-013", Severity.INFO, message, hint="--option markdown.site=ADDRESS makes them absolute")
        if self.styling:
            message = f"left out, as it only says how things look: {_list(self.styling)}"
            self.add("SYN-MD-014", Severity.INFO, message)


def _list(counted: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))
