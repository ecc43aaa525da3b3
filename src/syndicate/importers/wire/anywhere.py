"""Lines that mean the same wherever they stand: the desk's decisions, what is not for publication, what pages add."""

from __future__ import annotations

from syndicate.importers.wire import (
    embargo,
    findings,
    furniture,
    related,
    signals,
)
from syndicate.importers.wire.embargo import Embargo
from syndicate.importers.wire.lines import Unit
from syndicate.importers.wire.story import Story
from syndicate.importers.wire.transmission import Header
from syndicate.model.article import (
    DateCandidate,
    Signal,
)  # fmt: skip

ADVISORY = "this is a word to editors, not a story"


def private(units: list[Unit], tail: list[Unit], story: Story) -> tuple[list[Unit], list[Unit]]:
    """Cut off the section that is not for publication: from its heading to the end, whatever it holds."""
    everything = units + tail
    headings = (i for i, unit in enumerate(everything) if i and not unit.prose and furniture.is_private(unit.text))
    start = next(headings, None)
    if start is None:
        return units, tail
    private = everything[start:]
    story.ed_notes.append("\n".join(unit.text for unit in private))
    story.job.report.add(findings.private_section(story.at(private[0]), sum(len(unit.lines) for unit in private)))
    story.rules.append((private[0].start, private[-1].end, "private section"))
    return units[:start], tail[: max(0, start - len(units))]


def other_stories(units: list[Unit], story: Story) -> list[Unit]:
    """Leave out blocks of other stories' headlines: a heading that says so, or a list after the credit line."""
    position = 1
    while position < len(units):
        size = related.size(units, position)
        if size:
            block = units[position : position + size]
            story.job.report.add(findings.related_left_out(story.at(block[0]), [unit.text for unit in block]))
            story.rules.append((block[0].start, block[-1].end, "other stories' headlines, left out"))
            units = units[:position] + units[position + size :]
        else:
            position += 1
    return units


def take(unit: Unit, story: Story) -> bool:
    """Take a line that means the same wherever it stands; running text never does, so it need not be asked."""
    text = unit.text
    if unit.header:
        _take_transmission(unit, unit.header, story)
    elif held := embargo.find(text, story.local):
        _take_embargo(unit, held, story)
    elif signals.is_kill(text):
        _decide(unit, "kill", "the story was killed", story)
    elif signals.is_hold(text):
        _decide(unit, "hold", "the story was put on hold", story)
    elif signals.is_advisory(text):
        story.kind = "service" if signals.is_service(text) else story.kind
        _decide(unit, "advisory", ADVISORY, story)
    elif story.signals & {"kill", "hold"} and signals.is_order(text):
        story.ed_notes.append(text)
        story.rule(unit, "word to the desks", quote=False)
    elif furniture.is_leftover(text) and not story.keeps:
        story.job.report.add(findings.leftover(story.at(unit), text))
        story.rule(unit, "line of the page, left out")
    elif furniture.is_private_note(text):
        story.ed_notes.append(text)
        story.rule(unit, "private note", quote=False)
    elif furniture.is_picture(text) and not story.keeps:
        story.job.report.add(findings.picture_missing(story.at(unit), text))
        story.rule(unit, "picture line, left out")
    elif furniture.is_trailer(text):
        story.candidates.append(DateCandidate(value=text, reason="transmission trailer", confidence=0.5))
        story.rule(unit, "transmission trailer", quote=False)
    elif furniture.is_more(text) or furniture.is_end(text):
        if furniture.is_more(text):
            story.job.report.add(findings.incomplete(story.at(unit), text))
        story.rule(unit, "end mark" if furniture.is_end(text) else "not complete")
    else:
        return False
    return True


def _take_transmission(unit: Unit, header: Header, story: Story) -> None:
    """Take what the header of ANPA 1312 or IPTC 7901 says; lines in the text below it count more."""
    scheme, code = header.category
    story.alt_ids += (header.alt_id,)
    story.priority = header.priority
    story.slug, story.take_key = header.slug, header.take
    story.declared_words = header.words
    story.extra[f"{scheme}:category"] = code
    if header.candidate:
        story.candidates.append(header.candidate)
    story.rule(unit, "transmission header")


def _take_embargo(unit: Unit, held: Embargo, story: Story) -> None:
    story.ed_notes.append(unit.text)
    story.rule(unit, "embargo", quote=False)
    if held.until is None:
        story.signals.add("hold")
        story.job.report.add(findings.embargo_unknown(story.at(unit), unit.text, held.missing))
        return
    story.embargo_until = max(held.until, story.embargo_until or held.until)
    until = held.until.isoformat()
    story.job.report.add(findings.decided(story.at(unit), unit.text, f"the story is under embargo until {until}"))


def _decide(unit: Unit, signal: Signal, what: str, story: Story) -> None:
    story.signals.add(signal)
    story.ed_notes.append(unit.text)
    story.rule(unit, signal, quote=False)
    story.job.report.add(findings.decided(story.at(unit), unit.text, what))
