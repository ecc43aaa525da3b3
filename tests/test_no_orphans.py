"""Every file under `tests/golden` belongs to a test; one that nobody compares with any more would only mislead."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import laws
import test_feed_profiles
import test_golden_exporters
from golden import FOLDER

FIXTURES = laws.ROOT / "fixtures"


def claims(file: PurePosixPath) -> bool:
    """Whether a test compares with the golden `file` (relative to `tests/golden`)."""
    match file.parts:
        case ("exporters", *_):
            files, folders = test_golden_exporters.claimed()
            return str(file) in files or any(str(parent) in folders for parent in file.parents)
        case ("importers", *_, name) if name.endswith(".json"):
            return bool(_fixtures(PurePosixPath(name).stem))
        case ("profiles", edition, name):
            profile, _, kind = name.rpartition(".")
            return edition in test_feed_profiles.SOURCES and (profile, kind) in test_feed_profiles.CASES
        case ("diagnostics", name) if name.endswith(".txt"):
            return (FIXTURES / "invalid" / PurePosixPath(name).stem).is_dir()
        case _:
            return False


def _fixtures(stem: str) -> list[Path]:
    """The inputs that an importer's golden may be of: files of that stem anywhere but among the editions."""
    found = (p for p in FIXTURES.rglob(f"{stem}*") if p.is_file() or p.is_dir())
    return [p for p in found if not p.is_relative_to(laws.EDITIONS)]


def goldens() -> list[PurePosixPath]:
    """All files under `tests/golden`."""
    return [PurePosixPath(p.relative_to(FOLDER).as_posix()) for p in sorted(FOLDER.rglob("*")) if p.is_file()]


def test_every_golden_is_claimed() -> None:
    """No file that no test compares with."""
    assert [str(file) for file in goldens() if not claims(file)] == []


def test_there_are_goldens() -> None:
    """What is claimed is there: an empty folder would pass the test above."""
    present = {str(file) for file in goldens()}
    files, folders = test_golden_exporters.claimed()
    assert files <= present
    for folder in folders:
        if folder.endswith("/epub"):
            assert f"{folder}/MANIFEST.txt" in present and f"{folder}/mimetype" in present
        else:
            assert any(name.startswith(f"{folder}/") for name in present), folder


def test_a_stray_is_seen() -> None:
    """A file of no edition, of no fixture, of no diagnostic or of no kind is an orphan."""
    strays = ("exporters/full/rss.xm", "exporters/gone/rss.xml", "exporters/full/feed.jsn", "notes.txt")
    strays += ("importers/no-such-fixture.json", "diagnostics/SYN-NONE-999.txt", "exporters/full/epub2/mimetype")
    strays += ("profiles/full/gone.rss", "profiles/gone/msn.rss")
    assert [stray for stray in strays if claims(PurePosixPath(stray))] == []
