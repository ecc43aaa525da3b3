"""Writes `fixtures/invalid/SYN-EPUB-nnn/book.epub`: for each code the first broken book of test_mutations_epub.py.

Run it by hand after a new code was given (`python tests/write_invalid_epubs.py`); a book that is there is not touched.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import epubs
from test_mutations_epub import INVALID, MUTATIONS


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "boat.png").write_bytes(epubs.png())
        good = epubs.unpack(epubs.build(epubs.paper(), epubs.job(Path(folder))))
    for mutation in MUTATIONS:
        book = INVALID / f"SYN-EPUB-{mutation.code:03d}" / "book.epub"
        if not book.exists():
            book.parent.mkdir(parents=True, exist_ok=True)
            book.write_bytes(mutation.change(dict(good)))
            print(f"{book.parent.name}: {mutation.name}")


if __name__ == "__main__":
    main()
