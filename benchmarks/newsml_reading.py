"""What reading NewsML-G2 costs: items a second and memory, beside lxml that parses the same bytes and does nothing.

One message is written with ten times as many items as another, and both are read as a stream, each in a process of
its own: memory is flat when the larger one needs no more. The ratio to bare lxml says what is ours::

    python benchmarks/newsml_reading.py [--items 10000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

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


def write(path: Path, items: int) -> None:
    """A message of `items` stories, made of those of the demo edition without their pictures."""
    edition = codec.decode_edition((_ROOT / "fixtures" / "editions" / "demo" / "edition.json").read_bytes())
    stories = [replace(a, media=(), links=()) for a in edition.articles if a.status == "usable" and a.kind == "story"]
    many = tuple(replace(stories[n % len(stories)], id=f"urn:x-bench:{n}") for n in range(items))
    whole = Edition(id="urn:x-bench:edition", title="Bench", language="en", publisher="Bench", articles=many)
    context = Context(now=_AT, built_at=_AT)
    exporter = registry.exporter("newsml-g2")
    clearance = gate.clear(whole, _AT)
    job = Job(row=exporter.row, context=context, report=Report(), stem="bench", built_at=_AT)
    with path.open("wb") as file:
        for artifact in exporter.export_cleared(clearance, job):
            file.writelines(artifact.chunks)


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


def measure(way: str, path: Path) -> dict[str, float]:
    """Time and peak memory of one way, in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_TIMEOUT)
    found: dict[str, float] = json.loads(done.stdout)
    return found


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
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"items": count, "seconds": seconds, "megabytes": peak}))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for items in (wanted.items // 10, wanted.items):
            path = Path(folder, f"{items}.xml")
            write(path, items)
            size = path.stat().st_size / 1e6
            for way in ("bare", "read"):
                one = found[way, items] = measure(way, path)
                rate = one["items"] / one["seconds"]
                print(f"{way:5} {items:6} items, {size:6.1f} MB: {rate:8.0f} items/s, {one['megabytes']:5.0f} MB")
    small, large = found["read", wanted.items // 10], found["read", wanted.items]
    growth = large["megabytes"] / small["megabytes"]
    per_item = large["seconds"] / large["items"] / (found["bare", wanted.items]["seconds"] / large["items"])
    print(f"memory of ten times as many items: {growth:.2f} times; time against bare lxml: {per_item:.1f} times")
    return int(growth > _ALLOWED_GROWTH)


if __name__ == "__main__":
    raise SystemExit(main())
