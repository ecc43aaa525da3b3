"""How fast feeds are written and in how much memory, as ratios against peers that are measured in the same run.

From ready articles to bytes: RSS, Atom and JSON Feed of some thousand stories of 3 kB HTML. Every measurement is a
process of its own; each round runs every maker once, so that a slow minute of the machine touches all of them alike.
The figures are medians over the rounds of the CPU time of the writing alone, and the peak of memory above what the
process had when its stories were ready. `ours` is given ready HTML as its peers are; `ours-blocks` renders it from the
blocks of the articles too, as it always does. The exit status is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import feed_makers as makers
from msgspec.structs import replace

from syndicate.contracts import Release
from syndicate.model.digests import Digests

HERE = Path(__file__).parent
PYTHON_MAKERS = ("ours", "ours-blocks", "feedgen", "django", "lxml", "floor")
NODE_MAKERS = {"npm-feed": "feed", "npm-feedsmith": "feedsmith"}
JSON_MAKERS = ("ours", "ours-blocks", "json.dumps", "json.dumps whole", "encoded-by-msgspec", "encoded-by-json")
DISTINCT = makers.DISTINCT
CACHED = 10_000
"""Stories of the feed that is exported a second time."""


class Task(NamedTuple):
    """One maker, one format, so many stories."""

    maker: str
    format: str
    items: int


class Figure(NamedTuple):
    """Medians of CPU seconds and megabytes above the baseline; `size` in bytes of the feed."""

    cpu: float
    memory: float
    size: int


class Goal(NamedTuple):
    """What must hold, and whether it does."""

    what: str
    found: str
    met: bool


# --- one measurement, in a process of its own ------------------------------------------------------------------------


def settle() -> None:
    """Give back what is free and forget the peak so far, so that what preparing took hides nothing (Linux)."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The most memory since `settle`, in megabytes; since the start where the kernel does not tell."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepared(task: Task) -> Callable[[], Iterable[bytes]]:
    """The maker with its stories ready, and its libraries loaded by a feed of one story."""
    if task.maker.startswith("encoded-by-"):
        items = [makers.json_item(item) for item in makers.plain(task.items)]
        encode = makers.encoded_by_json if task.maker.endswith("json") else makers.encoded_by_msgspec
        return lambda: encode(items)
    if task.maker.startswith("ours"):
        release = makers.release(makers.articles(task.items))
        list(makers.export(task.format, makers.release(makers.articles(1))))
        if task.maker == "ours":
            makers.with_ready_html(release)
        return lambda: makers.export(task.format, release)
    make = makers.PEERS[task.maker]
    stories = list(makers.plain(task.items))
    list(make(task.format, stories[:1]))
    return lambda: make(task.format, stories)


def measure(task: Task) -> Figure:
    """Write the feed to nowhere and look at the clock of this process and at its memory."""
    make = prepared(task)
    settle()
    before, start = peak(), time.process_time()
    size = sum(map(len, make()))
    return Figure(time.process_time() - start, peak() - before, size)


def measure_cache(name: str, items: int) -> dict[str, float]:
    """A cold export, one into an empty cache, and one after a correction: CPU seconds of the exporter alone.

    The stories are read from JSON Lines before, as a real export does; `digests` is what hashing the lines took of
    that, `by content` a warm export of stories that were not read from anything.
    """
    list(makers.export(name, makers.release(makers.articles(1))))
    first, digests, hashing = makers.read_back(makers.articles(items))
    second, new_digests, _ = makers.read_back(makers.correct(makers.articles(items), items // 2))

    def cpu(what: Release, cache: Path | None, digests: Digests) -> float:
        start = time.process_time()
        for _ in makers.export(name, what, cache, digests):
            pass
        return time.process_time() - start

    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        seconds = {
            "without": cpu(first, None, {}),
            "cold": cpu(first, cache, digests),
            "warm": cpu(second, cache, new_digests),
            "digests": hashing,
        }
        other = cache / "other"
        cpu(first, other, {})
        return {**seconds, "by content": cpu(second, other, {})}


def measure_line(name: str, items: int) -> dict[str, float]:
    """CPU seconds of each part of the whole line for one format, cold and after a correction, delivered to a folder."""
    from syndicate import gate, pipeline, registry
    from syndicate.context import Context
    from syndicate.destinations import FolderDestination
    from syndicate.formats.fidelity import losses

    seconds: dict[str, float] = {}

    def timed(part: str, call: Callable[[], object]) -> None:
        start = time.process_time()
        call()
        seconds[part] = time.process_time() - start

    first = makers.release(makers.articles(items))
    at = makers.START.replace(year=2027)
    fidelity = registry.exporter(name).fidelity
    edition = replace(first.edition, articles=tuple(makers.articles(items)))
    clearances = [gate.clear(edition, at)]
    second = makers.changed(first, items // 2)
    clearances += [gate.clear(replace(edition, articles=second.items), at)]
    timed("gate", lambda: gate.clear(edition, at))
    timed("losses", lambda: [list(losses(item, fidelity, name)) for item in first.articles])
    with tempfile.TemporaryDirectory() as folder:
        context = Context(now=at, built_at=makers.START, base_url=makers.SITE, cache=Path(folder, "cache"))

        def line(clearance: gate.Clearance, validate: bool) -> None:
            plan = pipeline.Plan(formats=(name,), validate=validate)
            outcomes = list(pipeline.export(clearance, plan, context, FolderDestination(Path(folder))))
            assert outcomes and all(outcome.delivered for outcome in outcomes)

        timed("cold, not judged", lambda: line(clearances[0], False))
        timed("warm, not judged", lambda: line(clearances[1], False))
        timed("warm, judged", lambda: line(clearances[0], True))
        shutil.rmtree(Path(folder, "cache"))
        timed("cold, judged", lambda: line(clearances[0], True))
    return seconds


# --- rounds ----------------------------------------------------------------------------------------------------------


def child(*arguments: str) -> object:
    """Run one measurement in a process of its own."""
    command = [sys.executable, __file__, "--child", *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run(task: Task, node_modules: Path, stories: Path) -> Figure:
    """Measure `task` once."""
    if task.maker in NODE_MAKERS:
        script = ["node", "--max-old-space-size=6144", str(HERE / "feeds.mjs"), str(node_modules), task.maker]
        output = subprocess.run(
            [*script, task.format, str(task.items), str(stories)], check=True, capture_output=True, text=True
        ).stdout
        return Figure(**json.loads(output))
    found = child("maker", *map(str, task))
    assert isinstance(found, list)
    return Figure(*found)


def median(figures: Iterable[Figure]) -> Figure:
    """Each figure's own median."""
    cpu, memory, size = zip(*figures, strict=True)
    return Figure(statistics.median(cpu), statistics.median(memory), size[0])


def available(node_modules: Path) -> Iterator[str]:
    """The makers that can be measured here; what is missing is said."""
    for maker in (*PYTHON_MAKERS, *NODE_MAKERS):
        if maker == "django" and find_spec("django") is None:
            print("django: not installed (pip install -e '.[bench]')", file=sys.stderr)
        elif maker in NODE_MAKERS and not (shutil.which("node") and (node_modules / NODE_MAKERS[maker]).is_dir()):
            print(f"{maker}: node or the package is missing (npm install --prefix benchmarks)", file=sys.stderr)
        else:
            yield maker


def tasks(items: list[int], formats: list[str], present: list[str]) -> Iterator[Task]:
    """Everything that is measured."""
    for count in items:
        for name in formats:
            chosen = [m for m in JSON_MAKERS if m in present or "json" in m or "msgspec" in m]
            for maker in chosen if name == "jsonfeed" else present:
                yield Task(maker, name, count)


def write_stories(path: Path) -> None:
    """The distinct stories for node, one JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for item in makers.plain(DISTINCT):
            fields = {name: getattr(item, name) for name in item._fields}
            fields.update(published=item.published.isoformat(), modified=item.modified.isoformat())
            file.write(json.dumps(fields) + "\n")


# --- the report ------------------------------------------------------------------------------------------------------


def table(found: dict[Task, Figure]) -> None:
    """Print ratios: CPU against feedgen (json.dumps of the whole for JSON Feed), and megabytes above the baseline."""
    for items, name in dict.fromkeys((task.items, task.format) for task in found):
        peer = found[Task("json.dumps whole" if name == "jsonfeed" else "feedgen", name, items)]
        print(f"\n{name}, {items:,} items of {peer.size / items / 1000:.1f} kB")
        print(f"{'':20}{'CPU ms':>9}{'peer/it':>9}{'MB above':>10}")
        for task, figure in found.items():
            if (task.items, task.format) == (items, name):
                ratio = f"{peer.cpu / figure.cpu:8.2f}x"
                print(f"{task.maker:20}{figure.cpu * 1000:9.0f}{ratio}{figure.memory:10.1f}")


def goals(found: dict[Task, Figure], warm: dict[str, dict[str, float]]) -> Iterator[Goal]:
    """The goals of the project, where this run has measured them."""
    for task, figure in found.items():
        if task.maker == "ours" and task.format != "jsonfeed" and task.items == 10_000:
            ratio = found[task._replace(maker="feedgen")].cpu / figure.cpu
            yield Goal(f"{task.format}: 2.2 times faster than feedgen", f"{ratio:.2f}", ratio >= 2.2)
        if task.maker.startswith("ours") and task.items == 100_000:
            what = f"{task.format}, {task.maker}: at most 10 MB above the baseline"
            yield Goal(what, f"{figure.memory:.1f}", figure.memory <= 10)
        if task.maker == "encoded-by-msgspec":
            ratio = found[task._replace(maker="encoded-by-json")].cpu / figure.cpu
            yield Goal(
                f"jsonfeed, {task.items:,}: ready items encoded 3 times faster than by json.dumps",
                f"{ratio:.2f}",
                ratio >= 3,
            )
    for name, seconds in warm.items():
        ratio = seconds["cold"] / seconds["warm"]
        yield Goal(f"{name}: 10 times faster after one correction", f"{ratio:.1f}", ratio >= 10)


def medians(kind: str, name: str, items: int, rounds: int) -> dict[str, float]:
    """The medians of a measurement that gives seconds by name."""
    results = [child(kind, name, str(items)) for _ in range(rounds)]
    rows = [result for result in results if isinstance(result, dict)]
    return {part: statistics.median(row[part] for row in rows) for part in rows[0]}


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--items", default="1000,10000,100000", help="sizes of the feeds (default: %(default)s)")
    parser.add_argument("--formats", default="rss,atom,jsonfeed", help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (default: 5; one at 100,000)")
    parser.add_argument("--quick", action="store_true", help="1,000 items and 3 rounds only")
    parser.add_argument("--node-modules", type=Path, default=HERE / "node_modules", help="where npm's packages are")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Measure, print tables, and say by the exit status whether every goal is met."""
    wishes = arguments()
    if wishes.child:
        kind, *rest = wishes.child
        calls: dict[str, Callable[..., object]] = {"cache": measure_cache, "line": measure_line}
        name = rest[1] if kind == "maker" else rest[0]
        result = measure(Task(rest[0], name, int(rest[2]))) if kind == "maker" else calls[kind](name, int(rest[1]))
        print(json.dumps(result))
        return 0
    sizes = [1000] if wishes.quick else [int(size) for size in wishes.items.split(",")]
    rounds = 3 if wishes.quick else wishes.rounds
    formats = wishes.formats.split(",")
    found: dict[Task, list[Figure]] = {}
    with tempfile.TemporaryDirectory() as folder:
        stories = Path(folder, "stories.jsonl")
        write_stories(stories)
        chosen = list(tasks(sizes, formats, list(available(wishes.node_modules))))
        for number in range(rounds):
            for task in chosen:
                if number == 0 or task.items < 100_000:
                    found.setdefault(task, []).append(run(task, wishes.node_modules, stories))
    figures = {task: median(results) for task, results in found.items()}
    table(figures)
    size = min(10_000, max(sizes))
    # A feed of a thousand is over before what every run has to do at all (the head, the folder) has become small.
    warm = {name: medians("cache", name, CACHED, 1 if wishes.quick else rounds) for name in formats}
    line = {name: medians("line", name, size, 1) for name in formats}
    for title, count, rows in (("the exporter with a cache", CACHED, warm), ("the whole line", size, line)):
        print(f"\n{title}, {count:,} items, CPU ms")
        for name, seconds in rows.items():
            print(f"{name:10}" + "  ".join(f"{part} {value * 1000:.0f}" for part, value in seconds.items()))
    print()
    verdicts = list(goals(figures, warm))
    for goal in verdicts:
        print(f"{'met   ' if goal.met else 'MISSED'} {goal.what}: {goal.found}")
    return int(not all(goal.met for goal in verdicts))


if __name__ == "__main__":
    sys.exit(main())
