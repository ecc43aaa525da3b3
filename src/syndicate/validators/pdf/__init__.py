"""Judges PDF files: that they open everywhere, print as they look, and say what they are.

`document` looks at the file and what it says of itself, `pages` at pages and what stands on them, `fonts` at the fonts
and whether the text can be read out again, `structure` at the tags, `claims` at XMP, colours and files inside, and
`verapdf` asks the reference checker. Clause numbers are those of PDF 1.7 (ISO 32000-1:2008).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.errors import DependencyError


class PdfValidator:
    """Judges one PDF file with qpdf and rules of our own, and with veraPDF where it is installed and may be asked."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the file at `path`.

        Raises:
            DependencyError: the extra ``pdf`` is not installed.
        """
        try:
            from syndicate.validators.pdf.document import judge
            from syndicate.validators.pdf.verapdf import check, claims, find
        except ModuleNotFoundError as fault:
            raise DependencyError.missing("checking a PDF", "pdf", fault.name or "pikepdf") from fault
        found = judge(path, proof)
        program = find(proof.context.verapdf) if proof.external else None
        return found if program is None else (*found, *check(program, path, claims(path), proof))
