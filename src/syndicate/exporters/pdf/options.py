"""What the options of a page format change of its template."""

from __future__ import annotations

from collections.abc import Mapping

from syndicate.errors import UsageError


def template_values(options: Mapping[str, str]) -> dict[str, object]:
    """The values of the template that `set`, `paper` and `columns` change, by their paths (`page.gutter`).

    Raises:
        UsageError: a part of `set` is not of the form PATH=VALUE.
    """
    changes: dict[str, object] = {}
    for part in filter(None, options.get("set", "").split(";")):
        path, equals, value = part.partition("=")
        if not equals:
            raise UsageError(f"{part!r} sets nothing", hint="write PATH=VALUE, as in text.body.size=9.5")
        changes[path.strip()] = value.strip()
    paper = options.get("paper", "")
    if paper:
        sides = paper.lower().split("x")
        numbers = len(sides) == 2 and all(side.replace(".", "", 1).isdigit() for side in sides)
        changes["page.size"] = tuple(map(float, sides)) if numbers else paper
    if options.get("columns"):
        changes["page.columns"] = options["columns"]
    return changes
