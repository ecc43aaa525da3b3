"""Same input, same bytes: whatever the zone, the locale, the hash seed, the folder, the mask or the machine's clock."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import laws
from syndicate import registry

EDITIONS = ("demo", "full")
_SIGNS = """
import locale, os, time
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
print(time.strftime("%Z"), locale.setlocale(locale.LC_ALL, None), hash("syndicate"), os.getcwd(), sep="\\n")
"""
Run = tuple[dict[str, str], list[str]]
"""Hashes of every artifact made in a process of its own, and what a process saw of the surroundings."""


def _turkish(folder: Path) -> dict[str, str]:
    """A Turkish locale, in which "I" and "i" are not a pair: this machine's, or one made in `folder`.

    Where there are no sources to make it from, C.UTF-8 stands in for it, and the reason is printed.
    """
    if shutil.which("locale"):
        known = subprocess.run(["locale", "-a"], capture_output=True, text=True, timeout=30).stdout.split()
        found = next((name for name in known if name.lower().replace("-", "") == "tr_tr.utf8"), "")
        if found:
            return {"LC_ALL": found}
    if shutil.which("localedef"):
        make = ["localedef", "-i", "tr_TR", "-f", "UTF-8", folder / "tr_TR.UTF-8"]
        if subprocess.run(make, capture_output=True, timeout=120).returncode == 0:
            return {"LC_ALL": "tr_TR.UTF-8", "LOCPATH": str(folder)}
    print("no Turkish locale here, and no sources to make it from (package locales): C.UTF-8 stands in for it")
    return {"LC_ALL": "C.UTF-8"}


def _run(folder: Path, umask: int, environ: Mapping[str, str]) -> Run:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "COV_", "COVERAGE"))}
    folder.mkdir()
    hashes = {}

    def python(*arguments: str) -> str:
        result = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**plain, "HOME": str(folder), **environ},
            umask=umask,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    for edition in EDITIONS:
        source = os.path.relpath(laws.EDITIONS / edition / "edition.json", folder)
        command = ["export", source, "--format", "all", "-o", edition, "--built-at", laws.BUILT_AT.isoformat()]
        python("-m", "syndicate", *command, "--no-validate")
        for path in (folder / edition).iterdir():
            hashes[f"{edition}/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashes, python("-c", _SIGNS).splitlines()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    """Two runs in surroundings that differ in all that a program could see by mistake."""
    top = tmp_path_factory.mktemp("runs")
    return [
        _run(top / "one", 0o022, {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "1", **_turkish(top)}),
        _run(top / "another folder", 0o077, {"TZ": "UTC", "PYTHONHASHSEED": "4242", "LC_ALL": "C"}),
    ]


def test_surroundings_really_differ(runs: list[Run]) -> None:
    """The two runs saw another zone, locale, hash and folder; otherwise they would prove nothing."""
    (_, (zone, locale, seed, folder)), (_, (zone2, locale2, seed2, folder2)) = runs
    assert zone == "+0545" and zone2 == "UTC"
    assert locale in ("tr_TR.UTF-8", "tr_TR.utf8", "C.UTF-8") and locale2 == "C"
    assert seed != seed2
    assert folder != folder2


def test_same_bytes_in_all_surroundings(runs: list[Run]) -> None:
    """Every artifact of every format has one sha256, in both runs and in this process too."""
    (first, _), (second, _) = runs
    assert len(first) >= len(EDITIONS) * len(registry.exporters())
    assert first == second
    here = {
        f"{edition}/{artifact.name}": hashlib.sha256(b"".join(artifact.chunks)).hexdigest()
        for edition in EDITIONS
        for name in registry.exporters()
        for artifact in laws.export(name, laws.edition(edition), laws.context(edition), dated=True).artifacts
    }
    assert here == first
