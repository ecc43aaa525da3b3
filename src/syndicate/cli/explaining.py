"""What ``syndicate explain`` does: each source read by itself, its lines shown beside how they were read."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import msgspec

from syndicate.cli import reading
from syndicate.cli.options import ReportAs
from syndicate.cli.reporting import Summary, document, exit_code, text
from syndicate.cli.terminal import Paint, columns, cut_to, width
from syndicate.collect import choose, sources, unpack, unread
from syndicate.config import Settings
from syndicate.context import Context
from syndicate.contracts import Source
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.errors import InputError
from syndicate.formats import evidence, textbytes
from syndicate.formats.evidence import Evidence
from syndicate.model.article import Article

_NAME = 22
"""Columns for what a line was taken for."""


class Explained(msgspec.Struct, frozen=True):
    """One source: how it was read, its lines, its stories, the findings."""

    file: str
    importer: str
    encoding: str
    lines: tuple[str, ...]
    stories: tuple[Article, ...]
    findings: tuple[Diagnostic, ...]


def explain(wanted: reading.Wanted, report: ReportAs, *, fail_on: str, verbose: bool) -> int:
    """Explain every input to standard output; the exit code comes back.

    Raises:
        SyndicateError: an input is not there or cannot be read.
    """
    found = reading.settings()
    context = Context.from_environment(fetch=wanted.fetch)
    stdin = sys.stdin.buffer if sys.stdin else None
    named = list(sources(wanted.inputs, context, stdin))
    files = [_explained(source, wanted, found, context, alone=len(named) == 1) for source in named]
    findings = tuple(finding for file in files for finding in file.findings)
    code = exit_code(findings, Severity(fail_on))
    if report is ReportAs.JSON:
        content = {"report": 1, "command": "explain", "exit_code": code, "files": [_document(file) for file in files]}
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    else:
        paint = Paint(sys.stdout)
        shown = "\n".join(line.rstrip() for file in files for line in _page(file, paint))
        summary = Summary(command="explain", exit_code=code, findings=findings)
        sys.stdout.write(f"{shown}\n\n{text.render(summary, paint, verbose=verbose)}")
    sys.stdout.flush()
    return code


def _explained(source: Source, wanted: reading.Wanted, found: Settings, context: Context, *, alone: bool) -> Explained:
    """One source; of several, one that cannot be read is a finding."""
    importer = wanted.importer
    try:
        data = source.read()
        whole = Source(name=source.name, path=source.path, data=data, address=source.address)
        importer = importer or choose(whole).importer
        how = reading.how(msgspec.structs.replace(wanted, importer=importer), found)
        stories, findings = unpack(whole, context, how)
    except InputError as error:
        if alone:
            raise
        return Explained(source.name, "", "", (), (), (unread(error, source),))
    encoding = next((s.source_doc.encoding for s in stories if s.source_doc and s.source_doc.encoding), "")
    return Explained(source.name, importer, encoding, _lines(data, encoding), stories, findings)


def _lines(data: bytes, encoding: str) -> tuple[str, ...]:
    """The lines of a source of text as its importer counted them; none where it is no text."""
    if not encoding:
        return ()
    try:
        decoded = textbytes.decode(data)
        if decoded.encoding != encoding:
            decoded = textbytes.decode(data, encoding)
    except (UnicodeError, LookupError):
        return ()
    return tuple(re.split(r"\r\n|\r|\n", decoded.text))


def _readings(file: Explained) -> list[tuple[Evidence, Article]]:
    """All readings of a file in the order of its lines."""
    found = [(one, story) for story in file.stories for one in evidence.of(story)]
    return sorted(found, key=lambda pair: (pair[0].start, pair[0].columns is None, pair[0].end))


def _unread(file: Explained, readings: list[tuple[Evidence, Article]]) -> list[int]:
    """Numbers of the lines that stand in no story: what the findings tell of."""
    if not any(one.name == "paragraph" or one.name == "headline" for one, _ in readings):
        return []  # its importer keeps no record of every line
    read = {number for one, _ in readings for number in range(one.start, one.end + 1)}
    return [n for n, line in enumerate(file.lines, start=1) if line.strip() and n not in read] if readings else []


# --- for people ------------------------------------------------------------------------------------------------------


def _page(file: Explained, paint: Paint) -> Iterator[str]:
    stories = f"{len(file.stories)} {'story' if len(file.stories) == 1 else 'stories'}"
    encoding = f", {file.encoding}" if file.encoding else ""
    if not file.importer:
        yield paint("bold", f"{file.file}: not read")
        return
    yield paint("bold", f"{file.file}: read as {file.importer}{encoding}; {stories}")
    readings = _readings(file)
    if not readings:
        yield "  this importer keeps no record of single lines"
        return
    rows = [(one.start, one.columns is None, list(_reading(one, file, paint))) for one, _ in readings]
    for n in _unread(file, readings):
        rows.append((n, True, [_row(str(n), "not in a story", "", file.lines[n - 1], "red", paint)]))
    for _, _, lines in sorted(rows, key=lambda row: row[:2]):
        yield from lines
    yield ""
    yield paint("bold", "Why")
    for name, one in {one.name: one for one, _ in readings if one.why}.items():
        fills = f" -> {one.fills}" if one.fills else ""
        first = f"  {name}: "
        yield from textwrap.wrap(f"{one.why}{fills}", width(), initial_indent=first, subsequent_indent="      ")


def _reading(one: Evidence, file: Explained, paint: Paint) -> Iterator[str]:
    sure = "" if one.confidence is None else f"{round(one.confidence * 100)} %"
    colour = _colour(one)
    numbers = [n for n in range(one.start, one.end + 1) if n <= len(file.lines) and file.lines[n - 1].strip()]
    for position, number in enumerate(numbers or [one.start]):
        line = file.lines[number - 1].strip() if number <= len(file.lines) else ""
        if one.columns and position == 0:
            line = line[one.columns[0] - 1 : one.columns[1]]
        elif one.words and one.start == one.end and (one.words in line or " by " in one.name):
            line = one.words
        name = one.name if position == 0 or one.name == "paragraph" else "."
        yield _row(str(number), name, sure if position == 0 else "", line, colour, paint)


def _row(number: str, name: str, sure: str, line: str, colour: str, paint: Paint) -> str:
    room = width() - 6 - _NAME - 6 - 2
    shown = line if columns(line) <= room else f"{cut_to(line, room - 3)}..."
    label = name if len(name) <= _NAME else f"{name[: _NAME - 3]}..."
    cell = f"{label:<{_NAME}}"
    return f"{number:>5} {paint(colour, cell) if colour else cell}{sure:>6}  {shown}"


def _colour(one: Evidence) -> str:
    if one.confidence is not None and one.confidence < evidence.DOUBTFUL:
        return "yellow"
    if one.fills.startswith("body."):
        return ""
    return "green" if one.fills else "dim"


# --- for programs ----------------------------------------------------------------------------------------------------


def _document(file: Explained) -> dict[str, Any]:
    readings = _readings(file)
    return {
        "file": file.file,
        "importer": file.importer or None,
        "encoding": file.encoding or None,
        "stories": [{"id": story.id, "headline": story.headline} for story in file.stories],
        "readings": [_entry(one, story, file) for one, story in readings],
        "not_in_a_story": [{"line": n, "text": file.lines[n - 1]} for n in _unread(file, readings)],
        "diagnostics": [document.diagnostic(finding) for finding in file.findings],
    }


def _entry(one: Evidence, story: Article, file: Explained) -> dict[str, Any]:
    lines = [line.strip() for line in file.lines[one.start - 1 : one.end]]
    if one.columns and lines:
        lines = [lines[0][one.columns[0] - 1 : one.columns[1]]]
    elif one.words and one.start == one.end:
        lines = [one.words]
    return {
        "story": story.id,
        "lines": [one.start, one.end],
        "columns": list(one.columns) if one.columns else None,
        "reading": one.name,
        "fills": one.fills.split(", ") if one.fills else [],
        "confidence": one.confidence,
        "why": one.why or None,
        "text": "\n".join(lines),
    }
