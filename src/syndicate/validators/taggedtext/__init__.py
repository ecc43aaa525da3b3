"""The validator of InDesign Tagged Text: encoding, tags, escapes, styles, tables.

InDesign places a file that it does not understand as words with the tags among them, and drops in silence what it does
not know inside of a tag. The rules are those by which words get lost or tags get into print; what the guide leaves open
is at most a warning, since files of other makers work all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.validators.taggedtext.decoding import decoded
from syndicate.validators.taggedtext.structure import Structure
from syndicate.validators.taggedtext.tokens import Found, tokens

JUDGE = "syndicate Tagged Text rules"
_MOST = 20
"""How many findings of a code are told."""
_MILDER = {
    "SYN-TAGGED-003": Severity.WARNING,
    "SYN-TAGGED-004": Severity.WARNING,
    "SYN-TAGGED-007": Severity.WARNING,
    "SYN-TAGGED-008": Severity.INFO,
    "SYN-TAGGED-009": Severity.WARNING,
}


class TaggedTextValidator:
    """Judges one file of Tagged Text."""

    def check(self, path: Path, proof: Proof) -> Iterator[Diagnostic]:
        """The findings on the file at `path`, each with its line."""
        proof.judges.append(JUDGE)
        told: Counter[str] = Counter()
        for code, message, line in _findings(path.read_bytes()):
            told[code] += 1
            if told[code] <= _MOST:
                place = Location(file=proof.name, line=line)
                severity = _MILDER.get(code, Severity.ERROR)
                yield Diagnostic(code=code, severity=severity, message=message, location=place, format="tagged-text")


def _findings(data: bytes) -> Iterator[Found]:
    text, found = decoded(data)
    yield from found
    if text is None:
        return
    structure = Structure()
    for token in tokens(text):
        if isinstance(token, Found):
            yield token
        else:
            yield from structure.take(token)
    yield from structure.end()
