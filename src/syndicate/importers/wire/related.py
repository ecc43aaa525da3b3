"""Blocks of other stories' headlines, which pages put into and under a story."""

from __future__ import annotations

from collections.abc import Sequence

from syndicate.importers.wire import body, credit, furniture
from syndicate.importers.wire.lines import Unit


def size(units: Sequence[Unit], position: int) -> int:
    """How many units from `position` on are a block of other stories' headlines; 0 when they are none."""
    if units[position].prose and units[position - 1].prose:
        return 0  # neither a heading nor under a credit
    heading = furniture.is_related_heading(units[position].text)
    ended = position > 2 and credit.credit(units[position - 1].text) is not None
    if not (heading or ended):
        return 0
    end = position + 1
    while end < len(units) and _is_foreign(units[end].text):
        end += 1
    count = end - position
    if heading:
        return count if count > 1 else 0
    bullets = sum(body.has_bullet(unit.text) for unit in units[position:end])
    return count if end == len(units) and bullets >= 2 and _is_foreign(units[position].text) else 0


def _is_foreign(text: str) -> bool:
    """Whether a line can be a headline in a block of other stories': no full paragraph, nothing that is ours."""
    ours = credit.credit(text) or credit.contributors(text) or furniture.is_picture(text)
    return not ours and (body.has_bullet(text) or body.is_title(text)) and not body.is_full(text)
