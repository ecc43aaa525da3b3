"""Golden files: what a run must produce, byte for byte, kept under `tests/golden`.

Only `--update-golden` writes one. A missing golden fails, as does a file that no test claims (`test_no_orphans`). What
differs is put beside what was expected in `out/test/<test-id>/`, so that it can be looked at with any tool.
"""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

import projections

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "golden"
TOLERANCE = 0.005
"""How much two rasters may differ on average: 0.5 percent."""
RASTER_SIZE = 40 * 1024
_SHOWN = 200


class Goldens:
    """Compares with the golden files of one test, or writes them. Tests get it as the fixture `golden`."""

    def __init__(self, test_id: str, *, update: bool, folder: Path = FOLDER, out: Path = ROOT / "out" / "test") -> None:
        self.update = update
        self.written: list[str] = []
        self._folder = folder
        self._out = out / re.sub(r"[^\w.-]+", "_", test_id)

    def bytes(self, name: str, actual: bytes) -> None:
        """`actual` must be the file `name`, byte for byte."""
        place = self._folder / name
        if self.update:
            self._write(place, actual)
            return
        if not place.is_file():
            self._keep(name, actual, None)
            pytest.fail(f"no golden {name}: run `make golden`, read the diff, commit it")
        expected = place.read_bytes()
        if actual != expected:
            self._keep(name, actual, expected)
            pytest.fail(f"{name} differs ({self._out}):\n{difference(expected, actual, name)}", pytrace=False)

    def tree(self, name: str, actual: Mapping[str, bytes]) -> None:
        """`actual` must be all files below the folder `name`; the set of files is compared first."""
        place = self._folder / name
        present = {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()}
        if self.update:
            for gone in sorted(present - set(actual)):
                (place / gone).unlink()
                self.written.append(f"deleted {name}/{gone}")
        else:
            assert present, f"no golden {name}/: run `make golden`, read the diff, commit it"
            assert present == set(actual), f"other files in {name}/: {sorted(present ^ set(actual))}"
        for path, content in actual.items():
            self.bytes(f"{name}/{path}", content)

    def picture(self, name: str, actual: bytes) -> None:
        """`actual` must look like the picture `name`, within the tolerance."""
        assert len(actual) <= RASTER_SIZE, f"{name} has {len(actual)} bytes: too large to keep"
        place = self._folder / name
        if self.update:
            if not place.is_file() or projections.mean_difference(place.read_bytes(), actual) > 0:
                self._write(place, actual)
            return
        assert place.is_file(), f"no golden {name}: run `make golden`, look at the picture, commit it"
        expected = place.read_bytes()
        found = projections.mean_difference(expected, actual)
        if found > TOLERANCE:
            self._keep(name, actual, expected)
            pytest.fail(f"{name} differs by {found:.2%} on average, see {self._out}", pytrace=False)

    def _write(self, place: Path, actual: bytes) -> None:
        if not place.is_file() or place.read_bytes() != actual:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(actual)
            self.written.append(f"wrote {place.relative_to(self._folder).as_posix()}")

    def _keep(self, name: str, actual: bytes, expected: bytes | None) -> None:
        """Put both sides where they can be looked at, with the difference between them."""
        shutil.rmtree(self._out, ignore_errors=True)
        kinds = {"actual": actual, "expected": expected}
        if name.endswith(".png"):
            kinds["diff"] = projections.difference_picture(expected, actual) if expected else None
        elif expected is not None:
            kinds["diff"] = difference(expected, actual, name, shown=None).encode()
        for kind, content in kinds.items():
            if content is not None:
                place = self._out / kind / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)


def difference(expected: bytes, actual: bytes, name: str, shown: int | None = _SHOWN) -> str:
    """Unified diff of two texts, cut to `shown` lines; says so when only the serialisation of XML differs."""
    before, after = (data.decode("utf-8", "backslashreplace").splitlines() for data in (expected, actual))
    lines = list(difflib.unified_diff(before, after, f"expected/{name}", f"actual/{name}", lineterm=""))
    more = [f"... {len(lines) - shown} more lines"] if shown is not None and len(lines) > shown else []
    same = ["(serialisation only: the canonical XML is the same)"] if _same_xml(expected, actual) else []
    return "\n".join([*same, *lines[:shown], *more]) or "only line ends or the end of the file differ"


def _same_xml(first: bytes, second: bytes) -> bool:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        one, two = (etree.tostring(etree.fromstring(data, parser), method="c14n") for data in (first, second))
    except etree.XMLSyntaxError:
        return False
    return one == two
