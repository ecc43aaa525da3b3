"""The article of a story that was read: identity, block ids, counts and the record of how each line was read."""

from __future__ import annotations

import msgspec

from syndicate.importers.wire import body
from syndicate.importers.wire.lines import Copy
from syndicate.importers.wire.story import Story
from syndicate.model.article import Article, EdNote, Signal, SourceDocument
from syndicate.model.body import plain, texts
from syndicate.model.identity import block_id, mint

_SIGNAL_ORDER: tuple[Signal, ...] = (
    "flash", "update", "correction", "kill", "hold", "refile", "advisory", "sponsored", "legal",
)  # fmt: skip


def assemble(story: Story, sha256: str, copy: Copy) -> Article:
    """The canonical article. Its id comes from what the story says, so the same copy has the same id again."""
    for position, block in enumerate(story.blocks):
        msgspec.structs.force_setattr(block, "bid", block_id(position))  # nobody else has seen these blocks yet
    content = [plain(text) for block in story.blocks for text in texts(block)]
    raw = story.dateline.raw if story.dateline else ""
    notes = () if content or story.headline else tuple(story.ed_notes)
    source = SourceDocument(sha256=sha256, media_type="text/plain", encoding=copy.encoding, rules=_rules(story.rules))
    return Article(
        id=mint("article", story.headline, raw, *content, *notes),
        kind=story.kind,
        alt_ids=story.alt_ids,
        priority=story.priority,
        extra=story.extra,
        language=story.job.language or "und",
        headline=story.headline,
        subheadline=story.subheadline,
        slug=story.slug,
        take_key=story.take_key,
        keywords=story.keywords,
        genre=story.genre,
        urgency=story.urgency,
        dateline=story.dateline,
        bylines=story.bylines,
        contributors=story.contributors,
        credit=story.credit,
        copyright_notice=story.copyright_notice,
        embargo_until=story.embargo_until,
        date_candidates=tuple(story.candidates),
        status="canceled" if "kill" in story.signals else "usable",
        signals=tuple(signal for signal in _SIGNAL_ORDER if signal in story.signals),
        ed_notes=tuple(EdNote(text=note) for note in story.ed_notes),
        body=tuple(story.blocks),
        word_count=body.count_words(" ".join(content), plain=copy.plain),
        char_count=sum(len(text) for text in content),
        declared_word_count=story.declared_words,
        source_doc=source,
    )


def merged(first: Article, second: Article) -> Article:
    """The first of two copies of a story with all that stops either: a kill on the second must not get lost."""
    times = [until for until in (first.embargo_until, second.embargo_until) if until is not None]
    found = {*first.signals, *second.signals}
    notes = tuple(note for note in second.ed_notes if note not in first.ed_notes)
    return msgspec.structs.replace(
        first,
        status="canceled" if "kill" in found else first.status,
        signals=tuple(signal for signal in _SIGNAL_ORDER if signal in found),
        embargo_until=max(times, default=None),
        ed_notes=first.ed_notes + notes,
    )


def record(story: Story) -> tuple[str, ...]:
    """How the units of a story were read, those whose words stand in no block."""
    return tuple(rule for rule in _rules(story.rules) if '"' in rule)


def _rules(read: list[tuple[int, int, str]]) -> tuple[str, ...]:
    """One rule a line of the record; neighbours that were read alike are told together (`3-12: paragraph`)."""
    merged: list[tuple[int, int, str]] = []
    for start, end, rule in sorted(read):
        if merged and merged[-1][2] == rule:
            start = merged.pop()[0]
        merged.append((start, end, rule))
    return tuple(f"{start}: {rule}" if start == end else f"{start}-{end}: {rule}" for start, end, rule in merged)
