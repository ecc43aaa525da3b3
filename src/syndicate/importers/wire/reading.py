"""One story put together: which unit is what, and why.

The order matters. First go the lines that mean the same wherever they stand (embargo, hold, private notes, other
stories' headlines), then the header from the top, then the tail from the bottom; what is left is the body. Each unit
leaves a rule in `source_doc.rules`, with its words where the article does not have them: nothing is lost in silence.
"""

from __future__ import annotations

from syndicate.importers.wire import (
    anywhere,
    body,
    findings,
    header,
)
from syndicate.importers.wire import tail as tail_lines
from syndicate.importers.wire.lines import Unit
from syndicate.importers.wire.story import Story
from syndicate.model.body import CorrectionNotice


def read(units: list[Unit], tail: list[Unit], story: Story) -> None:
    """Fill `story` from its units; `tail` is what stands after its end mark."""
    units, tail = anywhere.private(units, tail, story)
    units = units if story.keeps else anywhere.other_stories(units, story)
    units = [unit for unit in units if (unit.prose and not unit.header) or not anywhere.take(unit, story)]
    tail = [unit for unit in tail if not (anywhere.take(unit, story) or tail_lines.take_last(unit, story))]
    if tail:
        story.job.report.add(findings.after_end(story.at(tail[0]), [unit.text for unit in tail]))
    units = header.take(units, story)
    units = tail_lines.take(units, story)
    before = body.whole(story.blocks[-1]) if story.dateline and story.blocks else ""
    blocks, rules = body.blocks(units, before)
    for unit in body.doubts(units, before):
        story.job.report.add(findings.doubtful(story.at(unit), "a paragraph", unit.text, "a crosshead"))
    for block, rule in zip(blocks, rules, strict=True):
        assert block.span is not None
        story.rules.append((block.span.start, block.span.end, rule))
    story.blocks.extend(blocks)
    if any(type(block) is CorrectionNotice for block in story.blocks):
        story.signals.add("correction")
