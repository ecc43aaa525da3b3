"""References inside an item: ids, what points to them, and the tree of a package's groups.

libxml2 keeps no IDs for RELAX NG and follows no IDREF for XML Schema, so both are done here.
"""

from __future__ import annotations

from lxml import etree

from syndicate.validators.newsmlg2.findings import Findings, short
from syndicate.validators.newsmlg2.survey import N, Survey


def reference_rules(survey: Survey, find: Findings, ids_before: set[str]) -> None:
    """What the rules say of ids and references in the item; `ids_before` are those of earlier items of the file."""
    ids: set[str] = set()
    for node, _, name in survey.ids:
        if name in ids or name in ids_before:
            find("SYN-G2-061", f"the id {short(name)} stands twice", node)
        ids.add(name)
    ids_before |= ids
    for node, attribute, value in survey.references:
        for target in value.split():
            if target not in ids:
                find("SYN-G2-060", f"{attribute} points to {short(target)}, which is not in the item", node)
    for group_set in survey.all("groupSet"):
        _groups(group_set, find)


def _groups(group_set: etree._Element, find: Findings) -> None:
    """Each group but the root is referred to once, and all are reached from the root."""
    groups = {group.get("id", ""): group for group in group_set.iterchildren(f"{N}group")}
    reached: set[str] = set()
    waiting = [group_set.get("root", "")]
    while waiting:
        name = waiting.pop()
        group = groups.get(name)
        if group is None:
            continue
        if name in reached:
            find("SYN-G2-062", f"the group {short(name)} stands in more than one place, or in itself", group)
            continue
        reached.add(name)
        waiting.extend(ref.get("idref", "") for ref in group.iterchildren(f"{N}groupRef"))
    for name, group in groups.items():
        if name not in reached:
            find("SYN-G2-062", f"the group {short(name) or 'without id'} is not reached from the root", group)
