"""What reading NewsML-G2 costs: items a second and memory, beside lxml that parses the same bytes and does nothing.

One message is written with ten times as many items as another, and both are read as a stream, each in a process of
its own: memory is flat when the larger one needs no more. They are without a package, which is one item that lists all
others and grows with their number; the last line is a message with its package. The ratio to bare lxml says what is
ours::

    python benchmarks/newsml_reading.py [--items 10000]
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import ImportJob, Job, Source
from syndicate.diagnostics import Report
from syndicate.model import codec
from syndicate.model.article import Article, Edition

_ROOT = Path(__file__).resolve().parent.parent
_AT = datetime(2025, 9, 15, tzinfo=UTC)
_ALLOWED_GROWTH = 1.2
_TIMEOUT = 300
_PACKAGE = re.compile(rb"<packageItem.*?</packageItem>", re.DOTALL)


def write(path: Path, items: int, *, package: bool = False) -> None:
    """A message of `items` stories, made of those of the demo edition without their pictures."""
    edition = codec.decode_edition((_ROOT / "fixtures" / "editions" / "demo" / "edition.json").read_bytes())
    stories = [replace(a, media=(), links=()) for a in edition.articles if a.status == "usable" and a.kind == "story"]
    many = tuple(replace(stories[n % len(stories)], id=f"urn:x-bench:{n}") for n in range(items))
    edition = Edition(id="urn:x-bench:edition", title="Bench", language="en", publisher="Bench", articles=many)
    context = Context(now=_AT, built_at=_AT)
    exporter = registry.exporter("newsml-g2")
    clearance = gate.clear(edition, _AT)
    job = Job(row=exporter.row, context=context, report=Report(), stem="bench", built_at=_AT)
    with path.open("wb") as file:
        for artifact in exporter.export_cleared(clearance, job):
            written = b"".join(artifact.chunks)
            file.write(written if package else _PACKAGE.sub(b"", written, count=1))


def read(path: Path) -> int:
    """Read the message as a stream, and let go of each story at once."""
    job = ImportJob(context=Context(now=_AT), report=Report())
    count = 0
    for found in registry.importer("newsml-g2").read(Source(name=path.name, path=path), job):
        count += isinstance(found, Article)
    return count


def bare(path: Path) -> int:
    """What lxml needs to parse the same bytes, item by item."""
    from lxml import etree

    count = 0
    name = "{http://iptc.org/std/nar/2006-10-01/}newsItem"
    for _, item in etree.iterparse(path, tag=name, huge_tree=True):
        count += 1
        item.clear()
        deque(item.itersiblings(preceding=True), maxlen=0)
    return count


def peak() -> float:
    """Megabytes that this process had at most: of itself, where `ru_maxrss` begins with those of its parent (Linux)."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+)", status.read_text())):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(way: str, path: Path) -> dict[str, float]:
    """Time and peak memory of one way, in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_TIMEOUT)
    return cast("dict[str, float]", json.loads(done.stdout))


def main() -> int:
    """Measure, print, and fail when memory grows with the number of items."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--way", choices=("read", "bare"))
    parser.add_argument("--file", type=Path)
    wanted = parser.parse_args()
    if wanted.way:
        began = time.perf_counter()
        count = (read if wanted.way == "read" else bare)(wanted.file)
        seconds = time.perf_counter() - began
        print(json.dumps({"items": count, "seconds": seconds, "megabytes": peak()}))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found: dict[tuple[str, int, bool], dict[str, float]] = {}
        for items, package in ((wanted.items // 10, False), (wanted.items, False), (wanted.items, True)):
            path = Path(folder, f"{items}.xml")
            write(path, items, package=package)
            size = path.stat().st_size / 1e6
            for way in ("bare", "read"):
                one = found[way, items, package] = measure(way, path)
                rate, what = one["items"] / one["seconds"], " and a package" if package else ""
                print(f"{way} {items:6} items of {size:5.1f} MB{what}: {rate:6.0f} items/s, {one['megabytes']:4.0f} MB")
    small, large = found["read", wanted.items // 10, False], found["read", wanted.items, False]
    growth = large["megabytes"] / small["megabytes"]
    per_item = large["seconds"] / found["bare", wanted.items, False]["seconds"]
    print(f"memory of ten times as many items: {growth:.2f} times; time against bare lxml: {per_item:.1f} times")
    return int(growth > _ALLOWED_GROWTH)


if __name__ == "__main__":
    raise SystemExit(main())
