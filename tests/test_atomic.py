"""Killed at any moment, an export leaves each file old and whole or new and whole, and the next run leaves no stray."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SYNDICATE = Path(sys.executable).parent / "syndicate"
SEED = 20260302
KILLS_OF_A_WRITER = 60
KILLS_OF_THE_PROGRAM = 12
SECONDS = 60
FORMATS = "rss,atom,jsonl"

WRITER = """
import sys
from pathlib import Path
from syndicate.contracts import Artifact
from syndicate.destinations import FolderDestination

print("up", flush=True)
while True:
    for letter in (b"a", b"b"):
        destination = FolderDestination(Path(sys.argv[1]))
        for name in ("one.rss", "two.rss"):
            chunks = (letter * 65536 for _ in range(16))
            destination.deliver(Artifact(name=name, media_type="", chunks=chunks), lambda path: True)
"""
"""Writes two files over and over, each time all of the one letter or all of the other."""


def test_a_writer_killed_at_random_moments(tmp_path: Path) -> None:
    """Sixty kills in the midst of writing: nobody ever sees a file with two letters or too few."""
    chance = random.Random(SEED)
    whole = {letter * (16 * 65536) for letter in (b"a", b"b")}
    strays = 0
    for _ in range(KILLS_OF_A_WRITER):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None and writer.stdout.readline() == b"up\n"
        time.sleep(chance.uniform(0, 0.02))
        writer.kill()
        writer.wait(SECONDS)
        writer.stdout.close()
        for path in tmp_path.glob("*.rss"):
            assert path.read_bytes() in whole, path.name
        strays += len(list(tmp_path.glob(".syndicate-*")))
    assert strays > KILLS_OF_A_WRITER / 4, "the kills missed the writing: the test shows nothing"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(0.5)
    live = list(tmp_path.glob(".syndicate-*"))
    assert all(path.name.startswith(f".syndicate-{writer.pid}-") for path in live), "strays of the dead are gone"
    writer.kill()
    writer.wait(SECONDS)
    writer.stdout.close()


def edition(path: Path, word: str) -> Path:
    """An edition of 150 stories that all say `word`."""
    body = [{"type": "paragraph", "bid": f"b{n}", "text": [{"text": f"{word} " * 60}]} for n in range(6)]
    stories = [
        {
            "id": f"urn:example:{n}",
            "headline": f"{word} {n}",
            "language": "en",
            "modified": "2026-03-02T06:00:00Z",
            "body": body,
        }
        for n in range(150)
    ]
    head = {"id": "urn:example:e", "title": "Daily", "slug": "daily", "language": "en", "url": "https://news.example/"}
    path.write_text(json.dumps({"syndicate": 1, "edition": {**head, "articles": stories}}), encoding="utf-8")
    return path


def command(source: Path, out: Path) -> list[str]:
    """The export that is killed."""
    return [str(SYNDICATE), "export", str(source), "--format", FORMATS, "-o", str(out)]


def contents(folder: Path) -> dict[str, bytes]:
    """What a reader of the folder sees: the hidden files are nobody's."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Path], list[dict[str, bytes]], float]]:
    """Two editions, what each becomes when it is exported undisturbed, and how long the slower one takes."""
    folder = tmp_path_factory.mktemp("atomic")
    sources = [edition(folder / f"{word}.json", word) for word in ("old", "new")]
    results, took = [], 0.0
    for source in sources:
        start = time.monotonic()
        subprocess.run(command(source, folder / source.stem), check=True, capture_output=True, timeout=SECONDS)
        took = max(took, time.monotonic() - start)
        results.append(contents(folder / source.stem))
    assert results[0].keys() == results[1].keys()
    assert len(results[0]) == 4
    assert {name for name in results[0] if results[0][name] == results[1][name]} == {"feed.css"}
    yield sources, results, took


def test_the_program_killed_at_random_moments(
    tmp_path: Path, states: tuple[list[Path], list[dict[str, bytes]], float]
) -> None:
    """An export over an earlier good one, killed anywhere between its start and its end."""
    sources, results, took = states
    chance = random.Random(SEED + 1)
    out = tmp_path / "out"
    subprocess.run(command(sources[0], out), check=True, capture_output=True, timeout=SECONDS)
    for number in range(KILLS_OF_THE_PROGRAM):
        process = subprocess.Popen(
            command(sources[(number + 1) % 2], out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.2, 1.0) * took)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(SECONDS)
        seen = contents(out)
        assert seen.keys() == results[0].keys()
        for name, data in seen.items():
            assert data in (results[0][name], results[1][name]), f"{name} is neither the old file nor the new one"
    subprocess.run(command(sources[1], out), check=True, capture_output=True, timeout=SECONDS)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == results[1], "no strays after the next run"
