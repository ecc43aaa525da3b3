"""What the options of a galley change of its template."""

from __future__ import annotations

import re
from collections.abc import Mapping

from syndicate.errors import UsageError
from syndicate.exporters.pdf.options import template_values
from syndicate.exporters.pdf.style import NARROWEST, WIDEST
from syndicate.formats.lengths import MM, points

_RUNNING = ("body", "lead", "list", "quote")
"""The styles that are of one size with running text."""

_STYLE = {"size": "size", "leading": "leading", "font": "family"}
"""Options that change running text, and the keys of a style that they are."""


def galley_values(options: Mapping[str, str]) -> dict[str, object]:
    """The values of the template that `options` change, by their paths.

    Raises:
        UsageError: an option is no length where one is wanted, too narrow or wide, or not of its form.
    """
    changes = template_values(options)
    if "measure" in options:
        measure = points(options["measure"], "the measure") / MM
        if not NARROWEST <= measure <= WIDEST:
            raise UsageError(
                f"a measure of {options['measure']} is none of a column",
                hint=f"columns are {NARROWEST:g} to {WIDEST:g} mm wide",
            )
        changes["galley.measure"] = measure
    for name, pattern, hint in (
        ("numbers", r"[1-9]\d?", "5 numbers every fifth line"),
        ("pictures", "note|set", "note or set"),
    ):
        if name in options:
            if re.fullmatch(pattern, options[name], re.ASCII) is None:
                raise UsageError(f"galley.{name}={options[name]}: is not known", hint=hint)
            changes[f"galley.{name}"] = options[name]
    for name, key in _STYLE.items():
        if name in options:
            given = options[name]
            # Type is sized in points, with or without the unit.
            size = f"{given}pt" if given.replace(".", "", 1).isdigit() else given
            value: object = given if name == "font" else points(size, f"the {name}")
            changes |= {f"text.{style}.{key}": value for style in _RUNNING}
            if name == "leading":
                changes["page.grid"] = value
    return changes
