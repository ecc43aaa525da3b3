"""What the NewsML-G2 importer has to say; ``docs/formats/newsml-g2.md`` lists the codes with their ways out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from syndicate.diagnostics import Diagnostic, Location, Report, Severity

_SHOWN = 8


class Findings(msgspec.Struct):
    """The findings on one file, or on one item of it: `offset` is the line before the item's first."""

    file: str
    report: Report
    offset: int = 0
    article: str = ""
    told: dict[str, None] = {}
    """What is said once for a file, shared by its items."""

    def of_item(self, offset: int, article: str = "") -> Findings:
        """The same for the item after line `offset`."""
        return Findings(self.file, self.report, offset, article, self.told)

    def add(self, code: str, severity: Severity, message: str, line: int | None = None, hint: str = "") -> None:
        """Report one finding; `line` counts in the item."""
        place = Location(file=self.file, line=line + self.offset if line else None, article=self.article)
        self.report.add(Diagnostic(code=code, severity=severity, message=message, location=place, hint=hint))

    def set_aside(self, why: str, line: int | None = 1) -> None:
        """One item could not be read."""
        hint = "ask the sender for the item again; all others were read"
        self.add("SYN-G2IN-001", Severity.ERROR, f"an item was set aside: {why}", line, hint)

    def frame(self, why: str, line: int | None) -> None:
        """The message around the items is broken."""
        hint = "look whether the file arrived whole"
        self.add("SYN-G2IN-002", Severity.ERROR, f"the message around the items is broken: {why}", line, hint)

    def mended(self, what: Iterable[str]) -> None:
        """An item was not well-formed, and could be read all the same."""
        message = f"not well-formed, and read after mending: {', '.join(what)}"
        self.add("SYN-G2IN-003", Severity.WARNING, message, 1, "tell the sender: strict receivers refuse the file")

    def odd_date(self, where: str, value: str, quirk: str, line: int | None) -> None:
        """A moment was read that is not written as the standard wants it."""
        self.add("SYN-G2IN-004", Severity.INFO, f"{where} {quirk}: {value!r}", line, "nothing to do: it was read")

    def date(self, where: str, value: str, why: str, line: int | None) -> None:
        """A moment was left unknown."""
        message = f"{where} {why}, so it is left unknown: {value!r}"
        self.add(
            "SYN-G2IN-005", Severity.WARNING, message, line, "write date, time and zone: 2025-03-01T06:00:00+01:00"
        )

    def embargo(self, value: str, why: str, line: int | None) -> None:
        """The item is under an embargo whose end is not told."""
        message = f"embargoed {why}, so the story is put on hold: {value!r}"
        self.add("SYN-G2IN-006", Severity.WARNING, message, line, "set `embargo_until` and take the signal `hold` away")

    def status(self, message: str, line: int | None, hint: str = "") -> None:
        """The status is not one of the standard's, or another property says more than it."""
        self.add("SYN-G2IN-007", Severity.WARNING, message, line, hint)

    def order(self, message: str, line: int | None) -> None:
        """A property stands where the standard has no place for it."""
        self.add("SYN-G2IN-008", Severity.INFO, message, line, "nothing to do: order carries no meaning here")

    def body(self, message: str, line: int | None, severity: Severity = Severity.INFO) -> None:
        """The content is not what it says it is."""
        self.add("SYN-G2IN-009", severity, message, line)

    def version(self, message: str) -> None:
        """The version of the standard is another one; said once for each."""
        if message not in self.told:
            self.told[message] = None
            self.add("SYN-G2IN-011", Severity.INFO, message, 1)

    def several(self, message: str, line: int | None) -> None:
        """The content is there in several forms, of which one was read."""
        self.add("SYN-G2IN-010", Severity.INFO, message, line)

    def value(self, message: str, line: int | None) -> None:
        """A number or code says nothing."""
        self.add("SYN-G2IN-011", Severity.INFO, message, line)

    def identity(self, message: str, line: int | None, hint: str = "") -> None:
        """Guid, version or standard version are not as they should be."""
        self.add("SYN-G2IN-012", Severity.WARNING, message, line, hint)

    def codes(self, aliases: Iterable[str]) -> None:
        """Codes of schemes that nothing here knows."""
        shown = _list(aliases)
        message = f"schemes of remote catalogs, which are not fetched; their codes were taken as they stand: {shown}"
        self.add("SYN-G2IN-013", Severity.INFO, message, hint="declare them in an inline catalog")

    def kept_aside(self, names: Iterable[str]) -> None:
        """Properties without a field of the model."""
        self.add("SYN-G2IN-014", Severity.INFO, f"no field for it, kept in `extra`: {_list(names)}")

    def left_out(self, names: Iterable[str]) -> None:
        """Parts of an item that nothing holds."""
        self.add("SYN-G2IN-015", Severity.WARNING, f"left out, as the model has no place for it: {_list(names)}")

    def medium(self, message: str, line: int | None = None) -> None:
        """A picture, video or sound stands by itself."""
        hint = "send it with the story, under no stricter terms"
        self.add("SYN-G2IN-016", Severity.WARNING, message, line, hint)

    def absent(self, refs: Iterable[str], line: int | None = None) -> None:
        """A package names items that are not in the message."""
        message = f"the package names items that are not in this file: {_list(refs)}"
        self.add("SYN-G2IN-017", Severity.INFO, message, line, "read them in the same run, or before")

    def no_news(self, kind: str, line: int | None) -> None:
        """An item that is no news."""
        self.add("SYN-G2IN-018", Severity.WARNING, f"a {kind} is no story and was left out", line)


def _list(names: Iterable[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - _SHOWN} more" if len(unique) > _SHOWN else ""
    return ", ".join(unique[:_SHOWN]) + more
