"""What starting up costs, as CPU ratios against peers that are measured in the same run.

A command line is typed many times a day and called from scripts in loops, so what it imports is what it costs. The
peers are the libraries without which the command could not exist: `import typer` for the help page, `import typer,
feedgen.feed` for a feed. Each round runs every command once, so that a slow minute of the machine touches all of them
alike; the figure is the median of user plus system time over the rounds, as the kernel counts it for the child
(`os.wait4`). The exit status is 1 when a ratio is above its goal.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

SYNDICATE = str(Path(sys.executable).parent / "syndicate")
ITEMS = 50

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What the commands run in: compiled once by the warm-up round, as any installation is."""


class Goal(NamedTuple):
    """`command` shall cost at most `ratio` times `peer`."""

    name: str
    command: tuple[str, ...]
    peer: tuple[str, ...]
    ratio: float


class Result(NamedTuple):
    """Median CPU seconds of the command and of its peer."""

    goal: Goal
    command: float
    peer: float

    @property
    def ratio(self) -> float:
        """How many times the peer the command costs."""
        return self.command / self.peer


def python(statement: str) -> tuple[str, ...]:
    """The command that runs one statement in this very interpreter."""
    return (sys.executable, "-c", statement)


def write_edition(path: Path) -> None:
    """Write a canonical edition of 50 plain stories of three paragraphs."""
    from syndicate.model import Article, Edition, text
    from syndicate.model.body import Paragraph
    from syndicate.model.codec import encode_edition

    start = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    articles = tuple(
        Article(
            id=f"urn:example:story:{number}",
            headline=f"Harbour council settles point {number} of the tide plan",
            language="en",
            canonical_url=f"https://news.example/{number}",
            published=start + timedelta(minutes=number),
            modified=start + timedelta(minutes=number),
            body=tuple(
                Paragraph(
                    bid=f"b{count}", text=text(f"Paragraph {count} of {number}. " + "The tide came in at noon. " * 20)
                )
                for count in range(3)
            ),
        )
        for number in range(ITEMS)
    )
    edition = Edition(id="urn:example:edition", title="Harbour News", url="https://news.example/", articles=articles)
    path.write_bytes(encode_edition(edition))


def cpu(command: tuple[str, ...]) -> float:
    """Run the command with its output thrown away; user plus system seconds of the child and what it waited for."""
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    pid = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"exit status {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def measure(goals: list[Goal], rounds: int) -> list[Result]:
    """Run all commands in turn, `rounds` times after one warm-up, and take the median of each."""
    commands = list(dict.fromkeys(part for goal in goals for part in (goal.command, goal.peer)))
    seconds: dict[tuple[str, ...], list[float]] = {command: [] for command in commands}
    for number in range(rounds + 1):
        for command in commands:
            spent = cpu(command)
            if number:
                seconds[command].append(spent)
    median = {command: statistics.median(found) for command, found in seconds.items()}
    return [Result(goal, median[goal.command], median[goal.peer]) for goal in goals]


def goals(folder: Path) -> list[Goal]:
    """The goals of the project, with their input and output in `folder`."""
    edition = folder / "edition.json"
    write_edition(edition)
    export = (SYNDICATE, "export", str(edition), "--format", "rss", "-o", str(folder / "out"))
    return [
        Goal("syndicate --help", (SYNDICATE, "--help"), python("import typer"), 1.3),
        Goal(f"RSS export of {ITEMS} items", export, python("import typer, feedgen.feed"), 1.3),
    ]


def main() -> int:
    """Measure, print a table, and say by the exit status whether every goal is met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15, help="runs of each command (default: 15)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # where no syndicate.toml is
        results = measure(goals(Path(folder)), rounds)
    print(f"{'':28}{'CPU ms':>8}{'peer ms':>9}{'ratio':>7}{'goal':>6}")
    for result in results:
        verdict = "" if result.ratio <= result.goal.ratio else "  above the goal"
        figures = f"{result.command * 1000:8.0f}{result.peer * 1000:9.0f}{result.ratio:7.2f}{result.goal.ratio:6.2f}"
        print(f"{result.goal.name:28}{figures}{verdict}")
    return int(any(result.ratio > result.goal.ratio for result in results))


if __name__ == "__main__":
    sys.exit(main())
