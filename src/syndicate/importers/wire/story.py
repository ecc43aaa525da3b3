"""A story while it is read: what was found of it, and how each line was taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from syndicate.contracts import ImportJob
from syndicate.diagnostics import Location
from syndicate.formats import clocks
from syndicate.importers.wire.lines import Unit
from syndicate.model.article import (
    AltId,
    Byline,
    Contributor,
    Credit,
    DateCandidate,
    Dateline,
    Kind,
    Signal,
)  # fmt: skip
from syndicate.model.body import Block


@dataclass(slots=True)
class Story:
    """A story while it is read."""

    job: ImportJob
    name: str
    headline: str = ""
    subheadline: str = ""
    slug: str = ""
    take_key: str = ""
    keywords: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    urgency: int | None = None
    declared_words: int | None = None
    dateline: Dateline | None = None
    bylines: tuple[Byline, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    credit: Credit | None = None
    copyright_notice: str = ""
    kind: Kind = "story"
    alt_ids: tuple[AltId, ...] = ()
    priority: int | None = None
    extra: dict[str, str] = field(default_factory=dict)
    credit_above: bool = False
    """Whether the credit comes from the header; one at the end counts more."""
    signals: set[Signal] = field(default_factory=set)
    embargo_until: datetime | None = None
    ed_notes: list[str] = field(default_factory=list)
    candidates: list[DateCandidate] = field(default_factory=list)
    rules: list[tuple[int, int, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def local(self) -> tzinfo | None:
        """Where the clock of times without a zone stood."""
        return clocks.zone(self.job.options.get("zone", ""), "wire.zone")

    @property
    def keeps(self) -> bool:
        """Whether what would be left out of the story stays in it, as paragraphs."""
        return self.job.options.get("furniture") == "keep"

    def at(self, unit: Unit) -> Location:
        """Where `unit` stands."""
        return Location(file=self.name, line=unit.start)

    def rule(self, unit: Unit, rule: str, *, quote: bool = True) -> None:
        """Note how `unit` was read, with its words unless the article has them."""
        self.rules.append((unit.start, unit.end, f'{rule} "{unit.text}"' if quote else rule))
