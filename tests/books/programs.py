"""Each program with what it takes to run it; one that is missing is a skip with its reason, and a failure under CI."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

HERE = Path(__file__).parent
NODE_MODULES = HERE.parent.parent / "build" / "readers" / "node_modules"
SECONDS = 240
"""More than any of them needs for a small book on a busy machine; one that hangs is a failure and not a wait."""


class Shown(msgspec.Struct, frozen=True):
    """What a reading system shows of a book: its contents in order, the words of each document by path."""

    contents: list[str]
    texts: dict[str, str]
    title: str
    errors: list[str]


def need(*names: str) -> None:
    """Skip when a program or a package of Node.js (with its folder) is not here; fail when this is CI."""
    lacking = [n for n in names if not (shutil.which(n) or (NODE_MODULES / n).is_dir())]
    if lacking:
        reason = f"not installed: {', '.join(lacking)} (Debian: chromium, mupdf-tools, pandoc, nodejs; make readers)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def run(command: Sequence[str | Path], folder: Path, *, ends: Sequence[int] = (0,), **environment: str) -> bytes:
    """Standard output of a program that has only `folder` to write to, and ends with one of `ends`."""
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", **environment}
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, cwd=folder, env=surroundings
    )
    assert result.returncode in ends, f"{command[0]} ended with {result.returncode}: {result.stderr.decode()[-2000:]}"
    return result.stdout


def ace(book: Path, folder: Path) -> list[str]:
    """What DAISY's accessibility checker asserts against the book, and its verdict when that is not `pass`."""
    need("node", "chromium", "@daisy/ace")
    script = NODE_MODULES / "@daisy" / "ace" / "bin" / "ace-puppeteer.js"
    run(
        ["node", script, "-s", "-f", "-o", folder / "ace", book],
        folder,
        PUPPETEER_EXECUTABLE_PATH=str(shutil.which("chromium")),
        ACE_TIMEOUT_INITIAL="120000",
    )
    report = json.loads((folder / "ace" / "report.json").read_bytes())
    found = [
        f"{document['earl:testSubject']['url']}: {finding['earl:test']['dct:title']}"
        for document in report["assertions"]
        for finding in document["assertions"]
    ]
    verdict = report["earl:result"]["earl:outcome"]
    return found if verdict == "pass" else [*found, f"verdict: {verdict}"]


def nu(book: Path, folder: Path) -> list[str]:
    """What the Nu HTML checker says of the documents; it does not know EPUB's attribute `epub:type`."""
    need("java", "vnu-jar")
    with zipfile.ZipFile(book) as archive:
        archive.extractall(folder / "unpacked")
    documents = sorted(folder.glob("unpacked/**/*.xhtml"))
    jar = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss8m", "-jar", jar, "--exit-zero-always", "--stdout", "--format", "json", *documents]
    messages = json.loads(run(command, folder))["messages"]
    told = [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}" for m in messages]
    return [line for line in told if "Attribute “type” not allowed on element" not in line]


def kobofix(book: Path, folder: Path) -> list[dict[str, Any]]:
    """What would break on Kobo's readers."""
    report = folder / "kobo.json"
    command = [sys.executable, "-m", "kobofix", "--check", "--report", "json", "--report-file", report, book]
    run(command, folder, ends=(0, 2))  # 2: the book would break
    found: list[dict[str, Any]] = json.loads(report.read_bytes())["kobo_findings"]
    return found


def opened(books: Sequence[Path], folder: Path) -> list[dict[str, Shown]]:
    """Each book as epub.js and foliate-js show it, by the name of the reading system."""
    need("node", "chromium", "epubjs", "foliate-js", "puppeteer-core")
    chromium = str(shutil.which("chromium"))
    command: list[str | Path] = ["node", HERE / "open.cjs", chromium, NODE_MODULES, *books]
    printed = run(command, folder, NODE_PATH=str(NODE_MODULES))
    return msgspec.json.decode(printed, type=list[dict[str, Shown]])


def mutool(book: Path, folder: Path) -> str:
    """The words of the book as MuPDF lays them out."""
    need("mutool")
    run(["mutool", "convert", "-F", "text", "-o", folder / "mutool.txt", book], folder)
    return (folder / "mutool.txt").read_text("utf-8")


def pandoc(book: Path, folder: Path) -> str:
    """The words of the book as pandoc reads them."""
    need("pandoc")
    return run(["pandoc", "-f", "epub", "-t", "plain", "--wrap=none", book], folder).decode("utf-8")
