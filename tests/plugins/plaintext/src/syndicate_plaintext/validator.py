"""Judges a plain text file: the few rules that plain text has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Location, Severity


class PlainTextValidator:
    """UTF-8, no control characters, and a line feed at the end."""

    def check(self, path: Path, proof: Proof) -> Iterator[Diagnostic]:
        """The findings on the file at `path`."""
        proof.judges.append("plaintext rules")
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            yield _finding(proof, "TXT-001", f"not UTF-8: byte {error.start}", 0)
            return
        if not text.endswith("\n"):
            yield _finding(proof, "TXT-002", "the last line does not end", text.count("\n") + 1)
        for number, line in enumerate(text.split("\n"), start=1):
            if any(unicodedata.category(c) == "Cc" and c != "\t" for c in line):
                yield _finding(proof, "TXT-003", "a control character", number)


def _finding(proof: Proof, code: str, message: str, line: int) -> Diagnostic:
    place = Location(file=proof.name, line=line or None)
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, location=place, format="plaintext")
