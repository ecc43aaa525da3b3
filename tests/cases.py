"""Command line cases in Markdown: files to start from, a command, its input, what it must say and end with.

A page in ``tests/cli`` has one case under each ``##`` heading. A block ```` ```file NAME ```` is a file in the folder
that the command runs in; a block ```` ```case ```` is the case itself:

    $ syndicate export - --format rsss
    < a line of standard input
    expected standard output
    2> expected standard error
    => 2

The exit code may be left out when it is 0. A line `...` stands for any number of lines, and `...` in a line for any
text. ``--update-golden`` writes a block anew unless dots stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SECTION = re.compile(r"^## +(.+?)\s*$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(file|case)(?: +(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One case, and where it stands."""

    page: Path
    title: str
    block: str
    files: tuple[tuple[str, str], ...]

    @property
    def command(self) -> str:
        """The command line after the dollar sign."""
        (line,) = [row for row in self.block.splitlines() if row.startswith("$ ")]
        return line[2:]

    @property
    def stdin(self) -> str:
        """Standard input."""
        return "".join(f"{row[2:]}\n" for row in self.block.splitlines() if row == "<" or row.startswith("< "))

    @property
    def stdout(self) -> list[str]:
        """The lines of standard output."""
        marks = ("$ ", "< ", "2> ", "=> ")
        return [row for row in self.block.splitlines() if not row.startswith(marks) and row not in ("<", "2>")]

    @property
    def stderr(self) -> list[str]:
        """The lines of standard error."""
        return [row[3:] for row in self.block.splitlines() if row == "2>" or row.startswith("2> ")]

    @property
    def exit_code(self) -> int:
        """The exit code."""
        return next((int(row[3:]) for row in self.block.splitlines() if row.startswith("=> ")), 0)

    @property
    def loose(self) -> bool:
        """Whether dots stand for something that may change."""
        return "..." in self.block


def cases(folder: Path) -> Iterator[Case]:
    """Every case of the pages in `folder`, in order."""
    for page in sorted(folder.glob("*.md")):
        for title, body in _SECTION.findall(page.read_text(encoding="utf-8")):
            blocks = _BLOCK.findall(body)
            files = tuple((name, text) for kind, name, text in blocks if kind == "file")
            for kind, _, text in blocks:
                if kind == "case":
                    yield Case(page, title, text, files)


def agree(expected: list[str], actual: list[str]) -> bool:
    """Whether the lines are the same, dots standing for anything."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n" for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in actual)) is not None


def rewrite(case: Case, stdout: str, stderr: str, exit_code: int) -> None:
    """Put this outcome into the page, in the place of the case's block."""
    text = case.page.read_text(encoding="utf-8")
    start = text.index(case.block, text.index(f"## {case.title}"))
    new = block(case, stdout, stderr, exit_code)
    case.page.write_text(text[:start] + new + text[start + len(case.block) :], encoding="utf-8")


def block(case: Case, stdout: str, stderr: str, exit_code: int) -> str:
    """The block of `case` as it would be with this outcome."""
    lines = [f"$ {case.command}", *(f"< {row}".rstrip() for row in case.stdin.splitlines())]
    lines += stdout.splitlines()
    lines += [f"2> {row}".rstrip() for row in stderr.splitlines()]
    return "\n".join([*lines, *([f"=> {exit_code}"] if exit_code else [])]) + "\n"
