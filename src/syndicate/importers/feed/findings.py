"""What the importers of feeds have to say; ``docs/formats/rss.md`` lists the codes with their ways out."""

from __future__ import annotations

from collections import Counter

import msgspec

from syndicate.diagnostics import Diagnostic, Location, Report, Severity


class Findings(msgspec.Struct):
    """The findings on one feed, or on one item of it: said at once, or counted and said together at the end."""

    file: str
    report: Report
    line: int | None = None
    """The line that the item begins on."""
    article: str = ""
    path: str = ""
    past: Counter[str] = msgspec.field(default_factory=Counter)
    """What is no news and has no field: how often to ask, who made the file."""
    kept: Counter[str] = msgspec.field(default_factory=Counter)
    """Names that went to `extra`."""
    repeated: list[int] = msgspec.field(default_factory=lambda: [0])
    """How many summaries said no more than the text begins with."""

    def of_item(self, line: int | None, path: str = "") -> Findings:
        """The findings on one item, counted with those of the feed."""
        return msgspec.structs.replace(self, line=line, path=path, article="")

    def add(self, code: str, severity: Severity, message: str, line: int | None = None, hint: str = "") -> None:
        """Report one finding; `line` counts in the item."""
        first = self.line or 1
        place = Location(
            file=self.file, line=first + line - 1 if line else self.line, article=self.article, path=self.path
        )
        self.report.add(Diagnostic(code=code, severity=severity, message=message, location=place, hint=hint))

    def set_aside(self, why: str, line: int | None = None) -> None:
        """One item could not be read."""
        hint = "mend the item in the feed; all others were read"
        self.add("SYN-FEEDIN-001", Severity.ERROR, f"an item was set aside: {why}", line, hint)

    def date(self, name: str, value: str, why: str) -> None:
        """A date that is no instant."""
        message = f"{name} {why}, so it is kept as a candidate and not as a date: {value}"
        self.add("SYN-FEEDIN-002", Severity.WARNING, message, hint="write date, time and offset in the feed")

    def no_headline(self) -> None:
        """There is no headline, and none is made up."""
        self.add("SYN-FEEDIN-003", Severity.INFO, "no headline: the item has no title")

    def address(self, name: str, value: str) -> None:
        """An address that leads nowhere from here."""
        shown = value if len(value) <= 80 else f"{value[:77]}..."
        hint = "write the whole address, beginning with https://"
        self.add("SYN-FEEDIN-006", Severity.WARNING, f"the address of {name} was left out: {shown!r}", hint=hint)

    def mended(self, done: tuple[str, ...]) -> None:
        """An item was not well-formed, and could be read all the same."""
        message = f"not well-formed, mended where there was no doubt: {', '.join(done)}"
        self.add("SYN-FEEDIN-007", Severity.WARNING, message, hint="mend what makes the feed")

    def head(self, why: str, line: int | None = None) -> None:
        """What stands around the items is broken."""
        message = f"the head of the feed is broken, and was read as far as it goes: {why}"
        self.add("SYN-FEEDIN-008", Severity.WARNING, message, line, "look whether the file arrived whole")

    def held(self, why: str) -> None:
        """The item is not for readers, or not yet."""
        message = f"the story is withheld: {why}"
        self.add("SYN-FEEDIN-010", Severity.INFO, message, hint="publish it at its source when it is to leave")

    def value(self, name: str, message: str) -> None:
        """Something is not of the kind that it should be."""
        self.add("SYN-FEEDIN-011", Severity.WARNING, f"{name} {message}", hint="see the specification of the format")

    def furniture(self, words: str) -> None:
        """A line that a site's software put under the story."""
        self.add("SYN-FEEDIN-012", Severity.INFO, f"line of the software left out: {words}")

    # --- WordPress ---------------------------------------------------------------------------------------------------

    def kept_source(self, what: str) -> None:
        """Something that only the site itself can fill is kept as it stands."""
        message = f"{what} is carried out by the site alone: its source is kept as text"
        self.add("SYN-WXR-001", Severity.WARNING, message, hint="write what it shows into the post")

    def attachment(self, what: str) -> None:
        """A picture is named by its number, and is not in the file."""
        message = f"{what} is not among the attachments of the file"
        self.add("SYN-WXR-002", Severity.WARNING, message, hint="export the media together with the posts")

    def comments(self, number: int) -> None:
        """What readers wrote is no story."""
        self.add("SYN-WXR-003", Severity.INFO, f"{number} comment(s) of readers left out")

    def no_stories(self, found: Counter[str]) -> None:
        """Items that are no stories."""
        names = ", ".join(f"{number} {name}" for name, number in sorted(found.items()))
        self.add("SYN-WXR-004", Severity.INFO, f"items that are no stories: {names}")

    def counted(self) -> None:
        """Say together what was counted."""
        if self.kept:
            names = ", ".join(f"{number} {name}" for name, number in sorted(self.kept.items()))
            self.add("SYN-FEEDIN-004", Severity.INFO, f"no field for it, kept in `extra`: {names}")
        self.past += Counter()  # without what was counted and did not occur
        if self.past:
            names = ", ".join(f"{number} {name}" for name, number in sorted(self.past.items()))
            self.add("SYN-FEEDIN-005", Severity.INFO, f"left out, as it is no part of a story: {names}")
        if self.repeated[0]:
            number = f"{self.repeated[0]} {'summary' if self.repeated[0] == 1 else 'summaries'}"
            message = f"{number} left out: the text begins with the same words"
            self.add("SYN-FEEDIN-009", Severity.INFO, message)
