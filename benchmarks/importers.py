"""What reading stories costs: wire copy and Markdown posts a second on one core, and memory over a folder of them.

Stories are written into a folder and read one by one through the importer, each let go at once. The rate is that of the
five hundred that took the least CPU time, as `timeit` counts: what else runs on the machine can only make it worse.
Memory is flat when ten times as many stories need no more. The goals are for stories of the usual size (copy of 450
words, 2.7 kB; a post of 2 kB); long ones and the fixtures, which are short and odd, are measured beside them. Exits
with 1 when a goal is missed::

    python benchmarks/importers.py [--stories 10000] [--kinds wire,markdown] [--posts FOLDER] [--quick]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from syndicate import registry
from syndicate.context import Context
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report

_ROOT = Path(__file__).resolve().parent.parent
_AT = datetime(2025, 9, 15, tzinfo=UTC)
_KINDS = ("wire", "wire-wrapped", "wire-long", "wire-fixtures", "markdown", "markdown-long")
_GOALS = {"wire": 3000, "markdown": 1000}
_SUFFIXES = {"wire": ".txt", "markdown": ".md"}
_COPY = (
    "The harbor council met for nine hours on Tuesday and decided to meet again, which is what it does best.",
    "Nobody on the board would say what the new quay costs, or when the first boat is to leave it.",
    "“We wait, as we have always waited,” said Ann Ash, who has sold tickets there since 1998.",
    "Two more boats were ordered in spring, the yard said, and both of them are late by some months.",
    "A ticket is three crowns, as it has been since the bridge was closed to lorries in March 2019.",
    "Officials in Hull told Reuters that the tender for the dredger would be opened on Friday at noon.",
)
_BATCH = 500
_ALLOWED_GROWTH = 1.2
_TIMEOUT = 300
_SENTENCES = (
    "The first boat leaves the quay at *twenty to six*, an hour before the market opens.",
    "Nobody on the [harbour board](https://harbour.example/board) would say what it costs.",
    "Two **more** boats were ordered in spring, says the yard, and both are late.",
    "A ticket is three crowns, as it has been since the bridge was closed.",
)


def story(number: int, paragraphs: int = 13, width: int = 0) -> str:
    """Wire copy with headline, byline, dateline, a crosshead and helpers; hard-wrapped at `width` columns, if any."""
    told = [" ".join(_COPY[(number + n + m) % 6] for m in range(2)) for n in range(paragraphs)]
    told[0] = f"HULL, England, March 4 (Reuters) - Council {number}. {told[0]}"
    told.insert(6, "What comes next")
    if width:
        told = [textwrap.fill(each, width, initial_indent="   ") for each in told]
    helpers = "(Reporting by Jane Doe; Editing by John Roe)"
    return "\n\n".join((f"Harbor council meets for the {number}th time\nBy Jane Doe", *told, helpers)) + "\n"


def post(number: int, paragraphs: int = 10) -> str:
    """A post as desks write them: a head, ten paragraphs or more, a list, a quote, a table, a note, some code."""
    told = [" ".join(_SENTENCES[(number + n + m) % 4] for m in range(2)) for n in range(paragraphs)]
    head = f'---\ntitle: "Ferries, part {number}"\ndate: 2025-03-01T06:00:00+01:00\nauthor: Ann Ash\n'
    head += "tags: [ferry, harbour]\ndescription: Two more boats.\nlayout: post\n---\n"
    rest = "## What changes\n\n- boats\n- tickets\n  - for children\n\n> We wait, she says.\n\n"
    rest += "| Day | Boats |\n|:----|------:|\n| Mon | 4 |\n| Sun | 2 |\n\nA note[^1] and `code`.\n\n[^1]: The note.\n"
    return head + f"Story {number}. " + "\n\n".join(told) + "\n\n" + rest


def texts(kind: str, stories: int) -> Iterator[bytes]:
    """The stories to read."""
    made: dict[str, Callable[[int], str]] = {
        "wire": story,
        "wire-wrapped": lambda number: story(number, width=68),
        "wire-long": lambda number: story(number, paragraphs=36),
        "markdown": post,
        "markdown-long": lambda number: post(number, paragraphs=40),
    }
    if kind in made:
        yield from (made[kind](number).encode() for number in range(stories))
        return
    copies = [path.read_bytes() for path in sorted((_ROOT / "fixtures" / "wire").glob("*.txt"))]
    yield from (copies[number % len(copies)] for number in range(stories))


def read(kind: str, folder: Path) -> dict[str, float]:
    """Read every story of a folder; rate and memory."""
    name = kind.partition("-")[0]
    importer = registry.importer(name)
    paths = sorted(path for path in folder.iterdir() if path.suffix == _SUFFIXES[name])
    context = Context(now=_AT)
    for _ in importer.read(Source(name=paths[0].name, path=paths[0]), ImportJob(context=context, report=Report())):
        pass
    rate = 0.0
    for start in range(0, len(paths), _BATCH):
        batch = paths[start : start + _BATCH]
        begun = time.process_time()
        for path in batch:
            for _ in importer.read(Source(name=path.name, path=path), ImportJob(context=context, report=Report())):
                pass
        if len(batch) == min(_BATCH, len(paths)):
            rate = max(rate, len(batch) / (time.process_time() - begun))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"files": len(paths), "rate": rate, "peak": peak}


def apart(kind: str, folder: Path) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--kinds", kind, "--read", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(kind: str, stories: int) -> bool:
    """Print what a kind costs; whether its goals are met."""
    peaks = []
    rate = size = 0.0
    for count in (stories // 10, stories):
        with tempfile.TemporaryDirectory() as name:
            total = 0
            for number, data in enumerate(texts(kind, count)):
                Path(name, f"{number:06}{_SUFFIXES[kind.partition('-')[0]]}").write_bytes(data)
                total += len(data)
            found = apart(kind, Path(name))
        rate, size = found["rate"], total / count
        peaks.append(found["peak"])
    growth = peaks[1] / peaks[0]
    goal = _GOALS.get(kind, 0)
    met = rate >= goal and growth <= _ALLOWED_GROWTH
    print(f"{kind:14} {rate:6.0f} stories/s of {size:5.0f} bytes ({f'goal {goal}' if goal else 'no goal'})", end="  ")
    print(f"peak {peaks[0]:.0f} MB at {stories // 10}, {peaks[1]:.0f} MB at {stories}", "" if met else "MISSED")
    return met


def main() -> int:
    """Measure, or read one folder for the process that measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--kinds", default=",".join(_KINDS))
    parser.add_argument("--posts", type=Path, help="a folder of real posts, read as they are")
    parser.add_argument("--quick", action="store_true", help="1,000 stories")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read(options.kinds, options.read)))
        return 0
    stories = 1000 if options.quick else options.stories
    met = [measure(kind, stories) for kind in options.kinds.split(",")]
    if options.posts:
        found = apart("markdown", options.posts)
        size = sum(p.stat().st_size for p in options.posts.glob("*.md")) / found["files"]
        print(f"real posts {found['rate']:6.0f} stories/s of {size:5.0f} bytes ({found['files']:.0f} files)")
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
