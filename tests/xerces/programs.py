"""Compiles the runner once and runs it; without a JDK a skip with its reason, and a failure under CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from syndicate.formats import g2

HERE = Path(__file__).parent
SECONDS = 240
"""More than ten thousand items take on a busy machine; a JVM that hangs is a failure and not a wait."""


def schema_set(schemas: Path, folder: Path) -> Path:
    """A schema of G2 with NITF in the set, so that bodies in NITF are judged and not passed over (they are lax)."""
    parts = (
        (g2.NAR, schemas / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"),
        (g2.NITF, schemas / "nitf" / "nitf-3-6.xsd"),
    )
    imports = "".join(f'<xs:import namespace="{name}" schemaLocation="{path.as_uri()}"/>' for name, path in parts)
    path = folder / "set.xsd"
    path.write_text(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>', encoding="utf-8")
    return path


def judge(schema: Path, files: Sequence[Path], folder: Path) -> list[str]:
    """What Xerces finds in `files`, a line for each error; the JVM ends with the call."""
    if not (shutil.which("java") and shutil.which("javac")):
        reason = "not installed: java, javac (Debian: default-jdk-headless)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}

    def run(*command: str | Path) -> str:
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, cwd=folder, env=surroundings
        )
        assert result.returncode == 0, result.stderr.decode()[-2000:]
        return result.stdout.decode()

    run("javac", "-d", folder, HERE / "Judge.java")
    *found, last = run("java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", folder, "Judge", schema, *files).splitlines()
    assert last == f"judged {len(files)}"
    return found
