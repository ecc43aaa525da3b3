"""The JSON report: one document, the same keys each time, for programs."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from syndicate.cli.reporting import Summary
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.errors import SyndicateError
from syndicate.gate import Held
from syndicate.pipeline import Outcome, Verdict

REPORT_VERSION = 1
"""Version of the document; keys may be added without a new one."""


def render(summary: Summary) -> str:
    """`summary` as one JSON document with a line end."""
    return _text(
        {
            "report": REPORT_VERSION,
            "command": summary.command,
            "exit_code": summary.exit_code,
            "sources": [msgspec.to_builtins(source) for source in summary.sources],
            "artifacts": [_artifact(outcome) for outcome in summary.outcomes],
            "files": [_file(verdict) for verdict in summary.verdicts],
            "held": [_held(held) for held in summary.held],
            "diagnostics": [diagnostic(finding) for finding in summary.findings],
            "counts": {severity.value: summary.count(severity) for severity in Severity},
        }
    )


def render_error(command: str, error: SyndicateError) -> str:
    """What stopped the command, in the same form."""
    return _text(
        {
            "report": REPORT_VERSION,
            "command": command,
            "exit_code": error.exit_code,
            "error": {"kind": type(error).__name__, "message": error.message, "hint": error.hint},
        }
    )


def diagnostic(finding: Diagnostic) -> dict[str, Any]:
    """One finding; the keys are always there, of the location only those that are known."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "format": finding.format or None,
        "feature": finding.feature or None,
        "message": finding.message,
        "hint": finding.hint or None,
        "location": msgspec.to_builtins(finding.location),
    }


def _artifact(outcome: Outcome) -> dict[str, Any]:
    return {
        "format": outcome.format,
        "name": outcome.name,
        "path": str(outcome.path) if outcome.path else None,
        "delivered": outcome.delivered,
        "size": outcome.size,
        "judges": list(outcome.judges),
        **msgspec.to_builtins(outcome.measures),
    }


def _file(verdict: Verdict) -> dict[str, Any]:
    return {
        "file": verdict.file,
        "format": verdict.format or None,
        "valid": not any(finding.severity is Severity.ERROR for finding in verdict.diagnostics),
        "judges": list(verdict.judges),
    }


def _held(held: Held) -> dict[str, Any]:
    return {
        "article": held.id,
        "code": held.code,
        "reason": held.reason,
        "until": held.until.isoformat() if held.until else None,
    }


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
