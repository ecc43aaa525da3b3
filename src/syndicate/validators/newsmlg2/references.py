"""References inside an item: ids, what points to them, and the tree of a package's groups.

libxml2 keeps no IDs for RELAX NG and follows no IDREF for XML Schema, so both are done here.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicate.diagnostics import Diagnostic
from syndicate.formats import g2
from syndicate.validators.newsmlg2.findings import Finder, attributes

_N = f"{{{g2.NAR}}}"
_REFERENCES = frozenset({"idref", "idrefs", "root", "original", "contentrefs", "sourceidref"})


def reference_rules(item: etree._Element, finder: Finder, ids_before: set[str]) -> Iterator[Diagnostic]:
    """What the rules say of ids and references in `item`; `ids_before` are those of earlier items of the file."""
    ids: set[str] = set()
    for node in item.iter(f"{_N}*"):
        name = node.get("id") if node.get("id") is not None else node.get("partid")
        if name is None:
            continue
        if name in ids or name in ids_before:
            yield finder("SYN-G2-061", f"the id {name} stands twice", node)
        ids.add(name)
    ids_before |= ids
    for node in item.iter(f"{_N}*"):
        for attribute, value in attributes(node):
            if attribute not in _REFERENCES:
                continue
            for target in value.split():
                if target not in ids:
                    yield finder("SYN-G2-060", f"{attribute} points to {target}, which is not in the item", node)
    for group_set in item.iterchildren(f"{_N}groupSet"):
        yield from _groups(group_set, finder)


def _groups(group_set: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    """Each group but the root is referred to once, and all are reached from the root."""
    groups = {group.get("id", ""): group for group in group_set.iterchildren(f"{_N}group")}
    reached: set[str] = set()
    waiting = [group_set.get("root", "")]
    while waiting:
        name = waiting.pop()
        group = groups.get(name)
        if group is None:
            continue
        if name in reached:
            yield finder("SYN-G2-062", f"the group {name} stands in more than one place, or in itself", group)
            continue
        reached.add(name)
        waiting.extend(ref.get("idref", "") for ref in group.iterchildren(f"{_N}groupRef"))
    for name, group in groups.items():
        if name not in reached:
            yield finder("SYN-G2-062", f"the group {name or 'without id'} is not reached from the root", group)
