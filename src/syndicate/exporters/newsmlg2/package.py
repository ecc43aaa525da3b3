"""The edition as a package: its sections as groups, its items by reference, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import cast

from syndicate.contracts import Notice, Release
from syndicate.exporters.newsmlg2.markup import Codes, Lines, Value, element, nest, optional, tags
from syndicate.exporters.newsmlg2.metadata import Desk, envelope, extensions, management, provider
from syndicate.formats import g2
from syndicate.model.article import Article, Edition, Section


def is_package(release: Release) -> bool:
    """Whether the release is more than one story on its own."""
    return len(release.items) > 1 or bool(release.edition.sections)


def package_item(release: Release, desk: Desk) -> Iterator[tuple[int, Lines]]:
    """The packageItem of the edition. Its version is the second of its making: an edition itself counts none."""
    edition, codes = release.edition, Codes(desk.profile)
    version = max(1, int(desk.now.timestamp()))
    lines = management(
        desk,
        "ninat:composite",
        provider(desk, edition.publisher, edition.id),
        desk.now,
        embargoed=_embargo(release, desk.now),
        status="usable",
    )
    home = desk.address(edition.url, edition.id, "the edition's address")
    if home:
        lines.append(element("link", rel=codes.relation("alternate"), href=home))
    lines += extensions("itemMetaExtProperty", _facts(edition), codes)
    content = [
        *optional("headline", edition.title),
        *optional("headline", edition.subtitle, role=codes.own("headline/sub") if edition.subtitle else None),
        *optional("description", edition.description, role="drol:summary"),
    ]
    groups = _Groups(release, codes)
    terms = optional("copyrightNotice", edition.copyright_notice)
    tag = g2.language(edition.language)
    after_catalogs = [
        *(nest("rightsInfo", terms) if terms else []),
        *nest("itemMeta", lines),
        *nest("contentMeta", [element("language", tag=tag), *content]),
    ]
    guid = edition.id if release.item(edition.id) is None else f"{edition.id}#edition"
    (item,) = envelope("packageItem", guid, version, tag, edition.dir, desk, codes, after_catalogs)
    start, children, end = cast("tuple[str, Lines, str]", item)
    yield 0, [start]
    yield 1, children
    yield from groups.lines()
    yield 0, [end]


def _facts(edition: Edition) -> list[tuple[tuple[str, ...], Value]]:
    """What is known of the edition and the standard has no element for."""
    return [
        (("edition/series",), edition.series),
        (("edition/number",), edition.number),
        (("edition/issn",), edition.issn),
        (("edition/contact",), edition.contact),
        (("edition/date",), edition.date.isoformat() if edition.date is not None else ""),
    ]


def _embargo(release: Release, now: datetime) -> datetime | None:
    """The last embargo that still holds: the package names all the stories, so it is under every one of theirs."""
    embargoes = (a.embargo_until for a in release.articles if a.embargo_until is not None)
    return max((end for end in embargoes if end > now), default=None)


class _Groups:
    """The groupSet: a root group with the sections, then the items that stand in none."""

    def __init__(self, release: Release, codes: Codes) -> None:
        self._items = {item.id: item for item in release.items}
        self._sections = release.edition.sections
        self._edition = codes.own("group/edition")
        self._section = codes.own("group/section") if self._sections else ""

    def lines(self) -> Iterator[tuple[int, Lines]]:
        """groupSet with the root first, then every section in reading order, a reference at a time."""
        start, end = tags("groupSet", root="g0")
        yield 1, [start]
        numbered = list(_numbered(self._sections, count(1)))
        placed = {article for _, section, _ in numbered for article in section.articles}
        inside = {name for _, _, inner in numbered for name in inner}
        top = [name for name, _, _ in numbered if name not in inside]
        loose = [item for item in self._items.values() if item.id not in placed]
        yield from self._group("g0", self._edition, "", loose, top, first=True)
        for name, section, inner in numbered:
            members = [self._items[article] for article in section.articles]
            yield from self._group(name, self._section, section.title, members, inner, first=False)
        yield 1, [end]

    def _group(
        self, name: str, role: str, title: str, items: list[Article | Notice], groups: list[str], *, first: bool
    ) -> Iterator[tuple[int, Lines]]:
        """A group with its items and the groups within; in the root (`first`) these go before, as sections do."""
        if not (title or items or groups):
            yield 2, [element("group", id=name, role=role, mode="pgrmod:seq")]
            return
        start, end = tags("group", id=name, role=role, mode="pgrmod:seq")
        references: Lines = [element("groupRef", idref=inner) for inner in groups]
        yield 2, [start]
        yield 3, optional("title", title) + (references if first else [])
        for item in items:
            yield 3, _reference(item)
        yield 3, [] if first else references
        yield 2, [end]


def _numbered(sections: tuple[Section, ...], numbers: Iterator[int]) -> Iterator[tuple[str, Section, list[str]]]:
    """Every section in reading order with the id of its group and the ids of those within."""
    for section in sections:
        name = f"g{next(numbers)}"
        within = list(_numbered(section.sections, numbers))
        deeper = {child for _, _, children in within for child in children}
        yield name, section, [child for child, _, _ in within if child not in deeper]
        yield from within


def _reference(item: Article | Notice) -> Lines:
    lines: Lines = [
        element("itemClass", qcode="ninat:text"),
        element("pubStatus", qcode=f"stat:{item.status}"),
        *optional("title", "" if isinstance(item, Notice) else item.headline),
    ]
    return nest("itemRef", lines, residref=item.id, version=item.version, contenttype=g2.ITEM_TYPE)
