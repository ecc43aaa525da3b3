"""An item that lists the stories of an edition: the head that they stand under."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from syndicate.importers.ninjs import about
from syndicate.importers.ninjs.values import Item, line, objects
from syndicate.model import legal
from syndicate.model.article import Edition, Section

_STEP = " / "


def read(item: Item) -> Edition:
    """The edition without its articles, which are items of their own; `rel` names the section that each stands in."""
    about.read(item)
    fields = item.fields
    tree: dict[str, Any] = {}
    for one in objects(item.members.get("associations")):
        path, ref = line(one.get("rel")), "".join(line(one.get("uri")).split())
        room = tree
        for step in path.split(_STEP)[:32] if path else []:
            room = room.setdefault("rooms", {}).setdefault(step, {})
        if path and ref:
            room.setdefault("articles", {}).setdefault(ref)
    found = Edition(
        id=str(fields["id"]),
        title=str(fields.get("headline", "")),
        subtitle=str(fields.get("subheadline", "")),
        description=str(fields.get("summary", "")),
        language=item.language,
        publisher=str(fields.get("provider", "")),
        copyright_notice=str(fields.get("copyright_notice", "")),
        sections=_sections(tree, "s"),
    )
    return legal.clean_node(found)[0]


def _sections(tree: dict[str, Any], prefix: str) -> tuple[Section, ...]:
    found = []
    for number, (title, room) in enumerate(tree.get("rooms", {}).items(), 1):
        section = Section(id=f"{prefix}{number}", title=title, articles=tuple(room.get("articles", {})))
        found.append(replace(section, sections=_sections(room, f"{prefix}{number}-")))
    return tuple(found)
