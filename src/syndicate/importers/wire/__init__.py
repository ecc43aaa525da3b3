"""Plain-text wire copy, as agencies send it and as scrapers leave it.

The rooms: `lines` (bytes to units), `prose` (what is running text at a glance), `transmission` (headers of ANPA 1312
and IPTC 7901), `dateline` and `foreign` (the same of another build), `bylines`, `credit`, `embargo`, `signals` (hold,
kill), `furniture` and `related` (what stands around the words), `body` and `tables` (units to blocks), `reading`
(which unit is what, by way of `anywhere`, `header` and `tail`), `story` (what was found so far), `assembly` (the
article). How copy is read is told in ``docs/formats/wire.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise

from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Location
from syndicate.errors import InputError, UsageError
from syndicate.formats import clocks, inputs
from syndicate.importers.wire import (
    assembly,
    body,
    bylines,
    credit,
    dateline,
    embargo,
    findings,
    furniture,
    lines,
    reading,
    signals,
    story,
)
from syndicate.importers.wire.lines import Line, Unit
from syndicate.model.article import Article

__all__ = ["WireImporter"]

_HEADER_UNITS = 8
"""So many lines a headline and what stands with it take at most."""


class WireImporter:
    """Reads one file of wire copy: a story, or several that end marks set apart."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article]:
        """The stories of `source`.

        Raises:
            InputError: empty, no text, larger than the limit, or furniture without a story.
            UsageError: an option has a value that it cannot have.
        """
        _check(job)
        data = inputs.bounded(source, job.context.limits.input_size, "wire copy is text; give stories apart")
        copy = lines.decode(data, source.name, job.report, job.options.get("encoding", ""))
        units = lines.units(lines.lines(copy.text, copy.headers), _opens, _alone)
        sha256 = hashlib.sha256(data).hexdigest()
        stories = list(_stories(units, source, job))
        if not stories:
            raise InputError(f"{source.name}: no story in it", hint="the file has headers, end marks and dividers only")
        _share_holds(stories)
        articles: dict[str, Article] = {}
        for each in stories:
            article = assembly.assemble(each, sha256, copy)
            if known := articles.get(article.id):
                place = Location(file=source.name, line=min(each.rules)[0])
                job.report.add(findings.twice(place, article.headline, assembly.record(each)))
                article = assembly.merged(known, article)
            else:
                _report_headline(article, each, source, job)
            articles[article.id] = article
        yield from articles.values()


def _check(job: ImportJob) -> None:
    clocks.zone(job.options.get("zone", ""), "wire.zone")
    wanted = job.options.get("furniture", "remove")
    if wanted not in ("keep", "remove"):
        raise UsageError(f"--option wire.furniture={wanted}: is neither keep nor remove")


def _opens(text: str) -> bool:
    """Whether a line begins something of its own, even where hard-wrapped lines are joined."""
    return (
        furniture.is_private_note(text)
        or furniture.is_public_note(text)
        or furniture.is_correction(text)
        or furniture.is_private(text)
        or furniture.is_picture(text)
        or embargo.find(text) is not None
        or signals.is_kill(text)
        or dateline.find(text, text) is not None
    )


def _alone(text: str) -> bool:
    """Whether a line is something of its own from end to end."""
    return (
        furniture.is_end(text)
        or furniture.is_more(text)
        or furniture.is_divider(text)
        or furniture.is_trailer(text)
        or furniture.is_related_heading(text)
        or furniture.slug(text) is not None
        or signals.is_hold(text)
        or signals.is_advisory(text)
        or bool(signals.label_line(text) or bylines.read(text) or credit.credit(text))
        or bool(furniture.take(text))
        or furniture.is_telex(text)
        or furniture.is_leftover(text)
    )


def _parts(units: tuple[Unit, ...]) -> Iterator[tuple[list[Unit], list[Unit]]]:
    """The stories of a file (from a header on, or up to an end mark), and what stands after one and begins none."""
    segments: list[list[Unit]] = [[]]
    marked = list(_with_end_marks(units))
    for position, unit in enumerate(marked):
        if unit.header and segments[-1]:
            segments.append([])
        segments[-1].append(unit)
        if not unit.prose and (furniture.is_end(unit.text) or _is_between_stories(marked, position)):
            segments.append([])
    part: list[Unit] = []
    tail: list[Unit] = []
    for segment in segments:
        if not any(unit.prose or not furniture.is_end(unit.text) for unit in part) or not segment:
            part += segment
        elif segment[0].header or _begins_story(segment):
            yield part, tail
            part, tail = segment, []
        else:
            tail += segment
    yield part, tail


def _with_end_marks(units: tuple[Unit, ...]) -> Iterator[Unit]:
    """The units with end marks that run on in a paragraph (`... said. Enditem`) as units of their own."""
    for unit in units:
        last = unit.lines[-1]
        rest, mark = furniture.split_end(last.text)
        if mark and rest:
            yield Unit((*unit.lines[:-1], last._replace(text=rest)))
            yield Unit((Line(last.number, mark, 0, False),))
        else:
            yield unit


def _is_between_stories(units: list[Unit], position: int) -> bool:
    """Whether a rule of dashes or the like parts stories: a headline and a dateline stand below, no text between."""
    if not furniture.is_divider(units[position].text):
        return False
    below = units[position + 1 : position + _HEADER_UNITS]
    filed = next((at for at, unit in enumerate(below) if unit.prose or body.is_full(unit.text)), 0)
    return filed > 0 and not any(unit.header for unit in below) and _begins_story(below[: filed + 1])


def _begins_story(segment: list[Unit]) -> bool:
    """Whether copy after an end mark is another story: only a dateline under a headline proves it."""
    copy = "\n".join(unit.text for unit in segment)
    return any(dateline.find(unit.text, copy) for unit in segment[1:_HEADER_UNITS]) and body.is_title(segment[0].text)


def _stories(units: tuple[Unit, ...], source: Source, job: ImportJob) -> Iterator[story.Story]:
    """The stories of a file; a part of it that says nothing of its own is shown and left out."""
    for part, tail in _parts(units):
        found = story.Story(job, source.name)
        reading.read(part, tail, found)
        if found.headline or found.blocks or found.signals or found.ed_notes:
            yield found
        elif part:
            job.report.add(findings.no_story(found.at(part[0]), [unit.text for unit in part + tail]))


def _share_holds(stories: list[story.Story]) -> None:
    """Let embargo and hold of a story bind those after it in the file: a divider read as an end mark must not leak."""
    for before, after in pairwise(stories):
        after.signals |= before.signals & {"hold"}
        times = [until for until in (before.embargo_until, after.embargo_until) if until is not None]
        after.embargo_until = max(times, default=None)


def _report_headline(article: Article, found: story.Story, source: Source, job: ImportJob) -> None:
    if not article.headline and found.rules:
        line = min(found.rules)[0]
        opening = next((body.opening(block) for block in found.blocks), "")
        job.report.add(findings.no_headline(Location(file=source.name, line=line), opening))
