"""What the wire importer has to say; ``docs/formats/wire.md`` lists the codes with their ways out."""

from __future__ import annotations

from collections.abc import Sequence

from syndicate.diagnostics import Diagnostic, Location, Severity


def not_utf8(location: Location, encoding: str, unknown: int) -> Diagnostic:
    """The bytes do not say what they are; what they look like was taken."""
    lost = f"; {unknown} byte(s) mean nothing there and were taken out" if unknown else ""
    return Diagnostic(
        code="SYN-WIRE-001",
        severity=Severity.WARNING,
        message=f"not UTF-8: read as {encoding}{lost}",
        location=location,
        hint="give --option wire.encoding=NAME when accents and quotation marks come out wrong",
    )


def characters_removed(name: str, removed: int, numbers: Sequence[int]) -> Diagnostic:
    """Characters were taken out that no format can hold."""
    return Diagnostic(
        code="SYN-WIRE-002",
        severity=Severity.WARNING,
        message=f"{removed} control character(s) were taken out of {_spell(numbers)}",
        location=Location(file=name, line=numbers[0]),
    )


def related_left_out(location: Location, shown: Sequence[str]) -> Diagnostic:
    """A block of headlines of other stories is not part of this one."""
    return Diagnostic(
        code="SYN-WIRE-003",
        severity=Severity.WARNING,
        message=f"other stories' headlines were left out: {' | '.join(shown)}",
        location=location,
        hint="nothing to do, unless these lines belong to the story: then take the heading above them away",
    )


def embargo_unknown(location: Location, line: str, why: str) -> Diagnostic:
    """The copy is under an embargo whose end is not told in full."""
    return Diagnostic(
        code="SYN-WIRE-004",
        severity=Severity.ERROR,
        message=f"embargo without {why}, so the story is put on hold: {line}",
        location=location,
        hint="write the whole instant: EMBARGOED UNTIL 06:00 GMT 3 March 2025, or give --option wire.zone=",
    )


def no_headline(location: Location, opening: str) -> Diagnostic:
    """There is no headline, and none is made up."""
    return Diagnostic(
        code="SYN-WIRE-005",
        severity=Severity.WARNING,
        message=f"no headline: the copy opens with the story itself: {opening}",
        location=location,
        hint="put the headline on the first line, without a full stop",
    )


def incomplete(location: Location, line: str) -> Diagnostic:
    """The take says that another one follows."""
    return Diagnostic(
        code="SYN-WIRE-006",
        severity=Severity.WARNING,
        message=f"the copy is not complete: it ends with {line}",
        location=location,
        hint="join the takes before they are imported",
    )


def after_end(location: Location, shown: Sequence[str]) -> Diagnostic:
    """Words stand after the end mark and make no story."""
    return Diagnostic(
        code="SYN-WIRE-007",
        severity=Severity.WARNING,
        message=f"left out, for it stands after the end mark: {' | '.join(shown)}",
        location=location,
        hint="take the end mark away when the story goes on",
    )


def no_story(location: Location, shown: Sequence[str]) -> Diagnostic:
    """A part of the file is header and furniture only."""
    return Diagnostic(
        code="SYN-WIRE-007",
        severity=Severity.WARNING,
        message=f"left out, for there is no story in it: {' | '.join(shown)}",
        location=location,
        hint="take the end mark away when these lines belong to a story",
    )


def private_section(location: Location, count: int) -> Diagnostic:
    """Lines that are not for publication became a private note."""
    return Diagnostic(
        code="SYN-WIRE-008",
        severity=Severity.INFO,
        message=f"{count} line(s) that are not for publication became a private note",
        location=location,
    )


def picture_missing(location: Location, line: str) -> Diagnostic:
    """A line tells of a picture that did not come with the copy."""
    return Diagnostic(
        code="SYN-WIRE-009",
        severity=Severity.WARNING,
        message=f"left out, for its picture is not in the copy: {line}",
        location=location,
        hint="add the picture to the edition, with this line as its caption or credit",
    )


def decided(location: Location, line: str, what: str) -> Diagnostic:
    """A line of the desk decided about the whole story."""
    return Diagnostic(
        code="SYN-WIRE-010",
        severity=Severity.INFO,
        message=f"{what}: {line}",
        location=location,
    )


def twice(location: Location, headline: str, record: Sequence[str]) -> Diagnostic:
    """The same story stands twice in one file; `record` is how the second was read."""
    shown = "".join(f" | {line}" for line in record)
    return Diagnostic(
        code="SYN-WIRE-011",
        severity=Severity.WARNING,
        message=f"the same story stands twice in the file and was taken once: {headline}{shown}",
        location=location,
        hint="remove one of the two",
    )


def repaired(name: str, what: str, numbers: Sequence[int]) -> Diagnostic:
    """Text that was broken before it came here was put right."""
    return Diagnostic(
        code="SYN-WIRE-014",
        severity=Severity.WARNING,
        message=f"put right: {what}, in {_spell(numbers)}",
        location=Location(file=name, line=numbers[0] if numbers else None),
        hint="mend the system that the copy came through; --option wire.encoding=utf-8 leaves everything as it is",
    )


def leftover(location: Location, line: str) -> Diagnostic:
    """A line of the page around the story was left out."""
    return Diagnostic(
        code="SYN-WIRE-012",
        severity=Severity.WARNING,
        message=f"left out, for it belongs to the page and not to the story: {line}",
        location=location,
        hint="nothing to do, unless the line belongs to the story",
    )


def doubtful(location: Location, reading: str, line: str, instead: str) -> Diagnostic:
    """A line was read in one way and could be meant in another."""
    return Diagnostic(
        code="SYN-WIRE-013",
        severity=Severity.INFO,
        message=f"read as {reading}, though it could be {instead}: {line}",
        location=location,
    )


def _spell(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:10])
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"line(s) {shown}{more}"
