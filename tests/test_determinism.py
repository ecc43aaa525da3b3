"""Same input, same bytes: whatever the zone, the locale, the hash seed, the folder, the mask or the machine's clock."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import laws
from syndicate import registry

EDITIONS = ("demo", "full")
_PROGRAM = """
import hashlib, json, locale, os, sys, time
os.umask(int(sys.argv[1], 8))
sys.path.insert(0, sys.argv[2])
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
import laws
from syndicate import registry
found = {}
for edition in sys.argv[3].split(","):
    for name in registry.exporters():
        for artifact in laws.exported(name, edition).artifacts:
            content = b"".join(artifact.chunks)
            found[f"{edition} {name} {artifact.name}"] = hashlib.sha256(content).hexdigest()
signs = [time.strftime("%Z"), locale.setlocale(locale.LC_ALL, None), str(hash("syndicate")), os.getcwd()]
print(json.dumps([found, signs]))
"""


def _turkish() -> str:
    """A Turkish locale of this machine, or its plain one with the reason printed."""
    available = subprocess.run(["locale", "-a"], capture_output=True, text=True, timeout=30).stdout.split()
    found = next((name for name in available if name.lower().replace("-", "") == "tr_tr.utf8"), "")
    if not found:
        print("no Turkish locale here (locale-gen tr_TR.UTF-8 makes one): C.UTF-8 stands in for it")
    return found or "C.UTF-8"


def _run(folder: Path, umask: str, environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Hashes of every artifact made in a process of its own, and what that process saw of its surroundings."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "COV_", "COVERAGE"))}
    folder.mkdir()
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM, umask, str(laws.ROOT / "tests"), ",".join(EDITIONS)],
        cwd=folder,
        env={**plain, "HOME": str(folder), **environ},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    found, signs = json.loads(result.stdout)
    return found, signs


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, str], list[str]]]:
    """Two runs in surroundings that differ in all that a program could see by mistake."""
    top = tmp_path_factory.mktemp("runs")
    return [
        _run(top / "one", "022", {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "1", "LC_ALL": _turkish()}),
        _run(top / "another folder", "077", {"TZ": "UTC", "PYTHONHASHSEED": "4242", "LC_ALL": "C"}),
    ]


def test_surroundings_really_differ(runs: list[tuple[dict[str, str], list[str]]]) -> None:
    """The two runs saw another zone, another hash and another folder; otherwise they would prove nothing."""
    (_, (zone, _, seed, folder)), (_, (zone2, _, seed2, folder2)) = runs
    assert zone == "+0545" and zone2 == "UTC"
    assert seed != seed2
    assert folder != folder2


def test_same_bytes_in_all_surroundings(runs: list[tuple[dict[str, str], list[str]]]) -> None:
    """Every artifact of every format has one sha256, in both runs and in this process too."""
    (first, _), (second, _) = runs
    assert len(first) >= len(EDITIONS) * len(registry.exporters())
    assert first == second
    here = {
        f"{edition} {name} {artifact.name}": hashlib.sha256(b"".join(artifact.chunks)).hexdigest()
        for edition in EDITIONS
        for name in registry.exporters()
        for artifact in laws.exported(name, edition).artifacts
    }
    assert here == first
