"""What a command did, as data for the reporters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from syndicate.diagnostics import Diagnostic, Severity
from syndicate.gate import Held
from syndicate.pipeline import Outcome, Verdict

if TYPE_CHECKING:
    from syndicate.collect import Chosen


class Summary(msgspec.Struct, frozen=True):
    """Everything that a command has to tell. `exit_code` is what the command ends with."""

    command: str
    exit_code: int
    sources: tuple[Chosen, ...] = ()
    """Who read what, and why."""
    outcomes: tuple[Outcome, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    held: tuple[Held, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    """All findings, those of the outcomes and verdicts included; held items are in `held`."""

    def count(self, severity: Severity) -> int:
        """How many findings are of `severity`."""
        return sum(finding.severity is severity for finding in self.findings)


def exit_code(findings: tuple[Diagnostic, ...], fail_on: Severity) -> int:
    """1 when a finding is as bad as `fail_on` or worse, else 0."""
    return int(any(finding.severity.rank >= fail_on.rank for finding in findings))
