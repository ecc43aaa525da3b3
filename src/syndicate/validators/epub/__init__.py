"""The EPUB validator: our structure checks always, epubcheck as well when it is installed and may be asked.

Neither is enough alone. epubcheck knows every grammar of EPUB 3.3 but lets real faults pass (a compressed mimetype
entry, a story missing from the table of contents, a picture without a text alternative); the structure checks find
those and need nothing but Python. The codes are listed in ``docs/formats/epub.md``.
"""

from __future__ import annotations

import atexit
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.validators.epub import epubcheck
from syndicate.validators.epub.agreement import check_agreement
from syndicate.validators.epub.book import UNREADABLE, Book, Findings
from syndicate.validators.epub.container import check_container
from syndicate.validators.epub.documents import check_documents
from syndicate.validators.epub.fidelity import check_fidelity
from syndicate.validators.epub.navigation import check_navigation
from syndicate.validators.epub.package import check_package


class EpubValidator:
    """Judges a book."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the book at `path`; see `syndicate.contracts.Validator`."""
        proof.judges.append("syndicate EPUB structure")
        yield from check_structure(path, proof.name)
        installation = epubcheck.find(proof.context.epubcheck) if proof.external else None
        if installation is not None:
            checker = warm_checker(installation)
            found = checker.check(path, proof.name)
            if checker.version:
                proof.judges.append(f"epubcheck {checker.version}")
            yield from found


@cache
def warm_checker(installation: epubcheck.Installation) -> epubcheck.Epubcheck:
    """The one checker of this process: the first book pays for starting it, the others do not."""
    checker = epubcheck.Epubcheck(installation)
    atexit.register(checker.close)
    return checker


def check_structure(path: Path, name: str) -> list[Diagnostic]:
    """Our own checks of the book at `path`, called `name` in the findings."""
    findings = Findings(name)
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as problem:
        findings.error("SYN-EPUB-101", f"the file is no ZIP archive: {problem}")
        return findings.found
    with archive:
        book = Book(archive, frozenset(archive.namelist()))
        check_container(book, findings)
        if book.package_path:
            check_package(book, findings)
            check_documents(book, findings)
            check_navigation(book, findings)
            check_agreement(book, findings)
            check_fidelity(book, findings)
    return findings.found
