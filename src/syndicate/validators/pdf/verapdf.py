"""veraPDF, the reference checker for PDF/A and PDF/UA, when it is installed: its command line, once for each claim.

A file says in its XMP which parts of which standards it keeps; veraPDF judges it by those. The report is the one that
`verapdf --format xml` writes; a report that is not there, or is none, must not look like a clean file.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.formats import safexml

PROGRAM = "verapdf"
_SECONDS = 300
"""A large edition on a slow machine; veraPDF takes some seconds."""

_PART_A = re.compile(rb"pdfaid:part(?:>|=['\"])(\d)")
_LEVEL_A = re.compile(rb"pdfaid:conformance(?:>|=['\"])([ABUabu])")
_PART_UA = re.compile(rb"pdfuaid:part(?:>|=['\"])(\d)")


def find(named: str = "") -> Path | None:
    """The program: the one that is named, else the one on the path; None where there is none."""
    found = named or shutil.which(PROGRAM) or ""
    return Path(found) if found and Path(found).is_file() else None


def claims(path: Path) -> tuple[str, ...]:
    """What the file at `path` claims to be in its XMP, as veraPDF calls it: `3a`, `ua1`; nothing where it has none."""
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            xmp = pdf.Root.Metadata.read_bytes()
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, ValueError, TypeError, KeyError):
        return ()
    part, level, universal = (pattern.search(xmp) for pattern in (_PART_A, _LEVEL_A, _PART_UA))
    archive = part.group(1) + (level.group(1) if level else b"") if part else b""
    return tuple(
        claim.decode().lower() for claim in (archive, b"ua" + universal.group(1) if universal else b"") if claim
    )


def check(program: Path, path: Path, claimed: tuple[str, ...], proof: Proof) -> Iterator[Diagnostic]:
    """What veraPDF says about the file at `path`, judged by each of its claims."""
    for claim in claimed:
        answer = _ask(program, path, claim)
        try:
            report = safexml.parse(answer)
            verdict = next(report.iter("validationReport"))
            version = next(
                (it.get("version", "") for it in report.iter("releaseDetails") if it.get("id") == "core"), ""
            )
        except (ValueError, SyntaxError, StopIteration):
            yield _finding("SYN-PDF-602", Severity.WARNING, f"{PROGRAM} gave no report on {claim}", proof, _TRY)
            continue
        judge = f"veraPDF {version}".strip()
        if judge not in proof.judges:
            proof.judges.append(judge)
        if verdict.get("isCompliant") != "true":
            yield from _rules(verdict, claim, proof)


_TRY = f"run it by hand ({PROGRAM} --format xml FILE), or install it again"


def _ask(program: Path, path: Path, claim: str) -> bytes:
    command = [str(program), "--format", "xml", "--flavour", claim, str(path.absolute())]
    try:
        return subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return b""


def _rules(verdict: Any, claim: str, proof: Proof) -> Iterator[Diagnostic]:
    failed = [rule for rule in verdict.iter("rule") if rule.get("status") == "failed"]
    for rule in failed:
        clause = f"{rule.get('specification', claim)} {rule.get('clause', '')}-{rule.get('testNumber', '')}"
        said = " ".join((rule.findtext("description") or "").split())
        where = rule.findtext("check/context") or ""
        message = f"veraPDF: {clause} ({rule.get('failedChecks', '1')} times): {said}"
        yield _finding("SYN-PDF-601", Severity.ERROR, message, proof, "", where)
    if not failed:
        yield _finding("SYN-PDF-601", Severity.ERROR, f"veraPDF: the file is not {claim}", proof, "")


def _finding(code: str, severity: Severity, message: str, proof: Proof, hint: str, where: str = "") -> Diagnostic:
    return Diagnostic(
        code=code, severity=severity, message=message, location=Location(file=proof.name, path=where), hint=hint,
        format="pdf",
    )  # fmt: skip
