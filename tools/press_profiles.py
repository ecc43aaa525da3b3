"""Builds the ICC profiles of `templates/pdf/icc` from characterisation data that permits it.

Run it with Python 3.11 or newer where argyll's `colprof` is installed, with the folder of the data (Debian's package
`icc-profiles-free` has it in /usr/share/color/icc):

    python tools/press_profiles.py /usr/share/color/icc

The same data and the same colprof give the same bytes: the instant of the run, which colprof writes into the head of a
profile, is replaced by the year of the data. `templates/pdf/icc/PROVENANCE.md` says whose the data is.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "templates" / "pdf" / "icc"


@dataclass(frozen=True)
class Recipe:
    """One profile: from which data, for how much ink, and what it says of itself."""

    name: str
    data: str
    digest: str
    """SHA-256 of the data, so that other measurements under the same name are not taken for these."""
    ink: int
    """Most ink in percent that the tables towards the press give (ISO 12647-1 3.40, total tone value sum)."""
    about: str
    source: str


RECIPES = (
    Recipe(
        "newsprint",
        "TR002.ti3",
        "bcb14f76be42ebaa53cebdea3ae532af4c7717e7429d279323f7db8ad4a0b9d0",
        240,
        "Coldset newsprint, CGATS TR 002, 240 %",
        "ANSI CGATS/SNAP TR 002-2007",
    ),
    Recipe(
        "coated",
        "TR006.ti3",
        "6f78251a2e632ce937d71eae83f4db6e5b56d259ebb55e895969a109748c2717",
        300,
        "Coated paper grade 1, CGATS TR 006, 300 %",
        "ANSI CGATS/GRACoL TR 006-2007",
    ),
)


def build(recipe: Recipe, folder: Path) -> bytes:
    """The profile of `recipe`, from the data in `folder`."""
    data = (folder / recipe.data).read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != recipe.digest:
        raise SystemExit(f"{recipe.data} is not the data that the profile is made of: {found}")
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / "data.ti3").write_bytes(data)
        words = [
            *("colprof", "-qm", "-bn", "-kr", f"-l{recipe.ink}", "-nc"),
            *("-S", str(folder / "sRGB.icc"), "-cmt", "-dpp"),
            *("-D", recipe.about, "-M", "syndicate", "-A", "syndicate"),
            *("-C", f"Made from {recipe.source}, which permits it. No further permission is needed to distribute it."),
            *("-O", "made.icc", "data"),
        ]
        subprocess.run(words, cwd=work, check=True, stdout=subprocess.DEVNULL)
        made = (Path(work) / "made.icc").read_bytes()
    # ICC.1:2001 6.1.6: when it was made, as six numbers of two bytes.
    return made[:24] + struct.pack(">6H", 2007, 1, 1, 0, 0, 0) + made[36:]


def main() -> None:
    """Build every profile into the folder of templates."""
    if shutil.which("colprof") is None:
        raise SystemExit("colprof is not installed: it comes with argyll")
    for recipe in RECIPES:
        made = build(recipe, Path(sys.argv[1]))
        (TARGET / f"{recipe.name}.icc").write_bytes(made)
        sys.stdout.write(f"{recipe.name}.icc {len(made)} bytes {hashlib.sha256(made).hexdigest()}\n")


if __name__ == "__main__":
    main()
