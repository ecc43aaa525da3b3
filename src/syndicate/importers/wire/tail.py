"""The tail, from the bottom: credit, helpers, copyright, initials."""

from __future__ import annotations

from syndicate.importers.wire import (
    credit,
    furniture,
)
from syndicate.importers.wire.lines import Unit
from syndicate.importers.wire.story import Story

_TAIL_UNITS = 6


def take(units: list[Unit], story: Story) -> list[Unit]:
    """Take credit, helpers and sign-off from the bottom."""
    for _ in range(_TAIL_UNITS):
        if not units or not take_last(units[-1], story):
            break
        units = units[:-1]
    return units


def take_last(unit: Unit, story: Story) -> bool:
    """Take the last line, where it is one of the tail."""
    text = unit.text
    if contributors := credit.contributors(text):
        story.contributors = contributors + story.contributors
        story.rule(unit, "contributors")
    elif (story.credit is None or story.credit_above) and (found := credit.credit(text)):
        story.credit = found
        story.credit_above = False
        story.rule(unit, "credit", quote=False)
    elif credit.copyright_line(text):
        story.copyright_notice = f"{text} {story.copyright_notice}".strip()
        story.rule(unit, "copyright", quote=False)
    elif credit.is_sign_off(text):
        story.rule(unit, "sign-off")
    elif furniture.is_divider(text):
        story.rule(unit, "divider")
    else:
        return False
    return True
