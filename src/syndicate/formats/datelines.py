"""A dateline as it stands before the first words of a story."""

from __future__ import annotations

from typing import NamedTuple

from syndicate.formats.xml import one_line
from syndicate.model.article import Dateline


class LeadIn(NamedTuple):
    """What runs into the first paragraph: the words ("GENEVA, Jan. 21 (Agency)") and the mark after them."""

    words: str
    mark: str

    def __str__(self) -> str:
        return f"{self.words} {self.mark} "


def lead_in(dateline: Dateline | None) -> LeadIn | None:
    """The dateline in the copy's own words, else put together from its parts; None when there is nothing to say.

    The comma belongs between place and day only, and a missing separator is an en dash: agencies differ in both, but
    readers take this form for a dateline everywhere.
    """
    if dateline is None:
        return None
    mark = dateline.separator.strip()
    words = one_line(dateline.raw) or _composed(dateline)
    bare = words.removesuffix(mark).rstrip() if mark else words.rstrip("-–—_: ")
    return LeadIn(bare, mark or words[len(bare) :].strip() or "–") if bare else None


def _composed(dateline: Dateline) -> str:
    places = ", ".join(part for part in (*dateline.places, dateline.region, dateline.country) if part)
    day = dateline.date_text or (dateline.date.isoformat() if dateline.date else "")
    agencies = f"({'/'.join(dateline.agencies)})" if dateline.agencies else ""
    return " ".join(part for part in (", ".join(p for p in (places, day) if p), agencies) if part)
