"""A package as the head of an edition: its groups as sections, its items by reference."""

from __future__ import annotations

from typing import cast

import msgspec
from lxml import etree

from syndicate.importers.newsmlg2.codes import children, name_of
from syndicate.importers.newsmlg2.management import day
from syndicate.importers.newsmlg2.media import KINDS
from syndicate.importers.newsmlg2.values import Item, one_line
from syndicate.model.article import Edition, Section

Element = etree._Element

_FACTS = ("series", "number", "issn", "contact")


class Package(msgspec.Struct):
    """The head of an edition, what it names, and which medium stands beside which story."""

    edition: Edition
    refs: tuple[str, ...] = ()
    partners: dict[str, str] = {}
    """Guid of the one text of a group by those of the media beside it."""


def read(item: Item) -> Package:
    """The package of an item whose metadata are read."""
    groups = _Groups(item)
    own = {name: item.own.pop(f"edition/{name}", "") for name in (*_FACTS, "date")}
    fields = item.fields
    _lost(item)
    edition = Edition(
        id=item.guid,
        title=str(fields.get("headline") or item.extra.pop("g2:title", "")),
        subtitle=str(fields.get("subheadline", "")),
        description=str(fields.get("summary", "")),
        language=item.language,
        dir=cast("None", fields.get("dir")),
        url=item.extra.pop("g2:link/linkrel:alternate", ""),
        publisher=str(fields.get("provider", "")),
        copyright_notice=str(fields.get("copyright_notice", "")),
        date=day(own.pop("date")),
        sections=groups.sections(),
        **own,  # type: ignore[arg-type]
    )
    return Package(edition=edition, refs=tuple(groups.refs), partners=groups.partners)


_HELD = frozenset(
    {"id", "version", "language", "dir", "script", "headline", "subheadline", "summary", "provider", "copyright_notice",
     "modified", "created", "status"}
)  # fmt: skip


def _lost(item: Item) -> None:
    """Tell what a package says of itself that the head of an edition has no field for."""
    for name in item.fields:
        if name not in _HELD:
            item.left_out.setdefault(name.replace("_", " "))
    for key in list(item.extra):
        if key not in ("g2:title", "g2:link/linkrel:alternate"):
            item.left_out.setdefault(key.removeprefix("g2:"))
            del item.extra[key]


class _Groups:
    """The groups of a package from the root on; each is read once, whatever points to it."""

    def __init__(self, item: Item) -> None:
        self.refs: dict[str, None] = {}
        self.partners: dict[str, str] = {}
        self._item = item
        self._seen: set[str] = set()
        self._groups: dict[str, Element] = {}
        self._root = ""
        for group_set in children(item.element, "groupSet"):
            for group in children(group_set, "group"):
                name = group.get("id", "") or f"g{len(self._groups)}"
                self._groups.setdefault(name, group)
                self._partners(group)
            self._root = self._root or group_set.get("root", "")
        if self._root not in self._groups:
            self._root = next(iter(self._groups), "")

    def sections(self) -> tuple[Section, ...]:
        """The groups below the root, and any that nothing points to."""
        if not self._root:
            return ()
        self._seen.add(self._root)
        _, inner = self._members(self._groups[self._root], 0)
        loose = tuple(found for name in self._groups if (found := self._section(name, 0)) is not None)
        return (*inner, *loose)

    def _section(self, name: str, depth: int) -> Section | None:
        if name in self._seen or name not in self._groups or depth > 48:
            return None
        self._seen.add(name)
        group = self._groups[name]
        articles, inner = self._members(group, depth + 1)
        title = next((one_line(t) for t in children(group, "title")), "")
        role = self._item.codes.code(group.get("role"))
        if not title and not self._item.codes.own(role):
            title = role.partition(":")[2]
        return Section(id=name, title=title, articles=articles, sections=inner)

    def _members(self, group: Element, depth: int) -> tuple[tuple[str, ...], tuple[Section, ...]]:
        refs: list[str] = []
        inner: list[Section] = []
        for child in children(group, "itemRef", "groupRef"):
            if name_of(child) == "groupRef":
                found = self._section(child.get("idref", ""), depth)
                inner += [found] if found is not None else []
            elif ref := _ref(child):
                self.refs.setdefault(ref)
                refs.append(ref)
        return tuple(dict.fromkeys(refs)), tuple(inner)

    def _partners(self, group: Element) -> None:
        kinds = [(self._kind(ref), _ref(ref)) for ref in children(group, "itemRef")]
        texts = [ref for kind, ref in kinds if kind in ("text", "composite")]
        if len(texts) == 1:
            self.partners |= {ref: texts[0] for kind, ref in kinds if kind in KINDS and ref}

    def _kind(self, ref: Element) -> str:
        return next((self._item.codes.concept(c).partition(":")[2] for c in children(ref, "itemClass")), "")


def _ref(element: Element) -> str:
    return "".join((element.get("residref") or element.get("href") or "").split())
