"""Judges PDF files: that they open everywhere, print as they look, and say what they are.

`document` looks at the file and what it says of itself, `pages` at pages and what stands on them, `fonts` at the fonts
and whether the text can be read out again. Clause numbers are those of PDF 1.7 (ISO 32000-1:2008).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.errors import DependencyError


class PdfValidator:
    """Judges one PDF file with qpdf and rules of our own."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the file at `path`.

        Raises:
            DependencyError: the extra ``pdf`` is not installed.
        """
        try:
            from syndicate.validators.pdf.document import judge
        except ModuleNotFoundError as fault:
            raise DependencyError.missing("checking a PDF", "pdf", fault.name or "pikepdf") from fault
        return judge(path, proof)
