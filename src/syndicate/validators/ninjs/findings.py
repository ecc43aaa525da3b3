"""What the ninjs rules say: one row for each code, so that a rule names its code and the words stand here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.formats.jsontext import line_of, lines_of

MOST = 50
"""How many findings of one code are told: a file can break a rule a million times."""
_SEARCHED = 20
"""How many paths that do not stand in the file are looked for one by one, for the nearest value around them."""
_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Rule(NamedTuple):
    """How bad a breach is, and what the rule asks for or the way out."""

    severity: Severity
    hint: str


RULES: dict[str, Rule] = {
    "SYN-NINJS-001": Rule(_E, "look whether the file arrived whole: JSON in UTF-8, without a byte order mark"),
    "SYN-NINJS-002": Rule(_E, "write each member once: readers take one of the two"),
    "SYN-NINJS-003": Rule(_E, "see the members of each version in docs/formats/ninjs.md"),
    "SYN-NINJS-004": Rule(_I, "name the version in standard.version ($standard.version in 1.x)"),
    "SYN-NINJS-005": Rule(_E, "wanted: the object is valid by the official schema"),
    "SYN-NINJS-006": Rule(_W, "fetch the schemas again: syndicate schemas install"),
    "SYN-NINJS-010": Rule(_W, "write a URN or an address: receivers know the item again by it"),
    "SYN-NINJS-011": Rule(_W, "give it a uri of its own, or list it once"),
    "SYN-NINJS-012": Rule(_E, "name each once: receivers find it by its name"),
    "SYN-NINJS-013": Rule(_E, "take the address out, or write an http, https or urn one"),
    "SYN-NINJS-014": Rule(_E, "make the address absolute: nobody knows where the object came from"),
    "SYN-NINJS-020": Rule(_E, "wanted: first created before this version of it"),
    "SYN-NINJS-021": Rule(_W, "wanted: expires after this version was made"),
    "SYN-NINJS-022": Rule(_W, "take the content out of a canceled item"),
    "SYN-NINJS-023": Rule(_W, "say why in edNote"),
    "SYN-NINJS-024": Rule(_E, "write a language tag (BCP 47)"),
    "SYN-NINJS-025": Rule(_I, "name the language of the item"),
    "SYN-NINJS-026": Rule(_I, "give the item a headline"),
    "SYN-NINJS-027": Rule(_I, "say in pubStatus what may be done with the item"),
    "SYN-NINJS-030": Rule(_E, "take out what runs: scripts, event handlers, frames and forms"),
    "SYN-NINJS-031": Rule(_W, "make addresses in the HTML absolute"),
    "SYN-NINJS-032": Rule(_E, "close every element in its order"),
    "SYN-NINJS-033": Rule(_W, "take the markup out, or name it in contentType"),
    "SYN-NINJS-040": Rule(_W, "give the medium a rendition with an address"),
    "SYN-NINJS-041": Rule(_W, "let type and media type say the same"),
}
"""The rules of the validator; the exporter's codes start at SYN-NINJS-091."""


class Finder:
    """Makes findings about one object of one file, without their lines: `placed` finds those of all in one walk."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.article = ""

    def __call__(self, code: str, path: str, message: str) -> Diagnostic:
        """A finding with `code` at `path`."""
        rule = RULES[code]
        return Diagnostic(
            code=code,
            severity=rule.severity,
            message=message,
            location=Location(file=self.file, path=path, article=self.article),
            hint=rule.hint,
            format="ninjs",
        )


def placed(findings: Iterable[Diagnostic], data: bytes) -> Iterator[Diagnostic]:
    """The findings that are told, with their lines in the file."""
    told: Counter[str] = Counter()
    kept = []
    for finding in findings:
        told[finding.code] += 1
        if told[finding.code] <= MOST:
            kept.append(finding)
    lines = lines_of(data, [finding.location.path for finding in kept])
    searched = 0
    for finding in kept:
        line = lines.get(finding.location.path)
        if line is None and searched < _SEARCHED:
            searched += 1
            line = line_of(data, finding.location.path)
        yield replace(finding, location=replace(finding.location, line=line))
