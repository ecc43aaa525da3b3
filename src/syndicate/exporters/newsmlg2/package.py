"""The edition as a package: its sections as groups, its items by reference, in order."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from syndicate.contracts import Notice, Release
from syndicate.exporters.newsmlg2.markup import Codes, Lines, element, nest, optional
from syndicate.exporters.newsmlg2.metadata import Desk, envelope, extensions, management, provider
from syndicate.formats import g2
from syndicate.model.article import Article, Section


def is_package(release: Release) -> bool:
    """Whether the release is more than one story on its own."""
    return len(release.items) > 1 or bool(release.edition.sections)


def package_item(release: Release, desk: Desk) -> Lines:
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
    facts = [
        (("edition/series",), edition.series),
        (("edition/number",), edition.number),
        (("edition/issn",), edition.issn),
        (("edition/contact",), edition.contact),
        (("edition/date",), edition.date.isoformat() if edition.date is not None else ""),
    ]
    lines += extensions("itemMetaExtProperty", facts, codes)
    content = [
        *optional("headline", edition.title),
        *optional("headline", edition.subtitle, role=codes.own("headline/sub") if edition.subtitle else None),
        *optional("description", edition.description, role="drol:summary"),
    ]
    groups = _Groups(release, codes).lines()
    terms = optional("copyrightNotice", edition.copyright_notice)
    tag = g2.language(edition.language)
    after_catalogs = [
        *(nest("rightsInfo", terms) if terms else []),
        *nest("itemMeta", lines),
        *nest("contentMeta", [element("language", tag=tag), *content]),
        *groups,
    ]
    guid = edition.id if release.item(edition.id) is None else f"{edition.id}#edition"
    return envelope("packageItem", guid, version, tag, edition.dir, desk, codes, after_catalogs)


def _embargo(release: Release, now: datetime) -> datetime | None:
    """The last embargo that still holds: the package names all the stories, so it is under every one of theirs."""
    embargoes = (a.embargo_until for a in release.articles if a.embargo_until is not None)
    return max((end for end in embargoes if end > now), default=None)


class _Groups:
    """The groupSet: a root group with the sections, then the items that stand in none."""

    def __init__(self, release: Release, codes: Codes) -> None:
        self._items = {item.id: item for item in release.items}
        self._sections = release.edition.sections
        self._codes = codes
        self._numbers = count(1)
        self._placed: set[str] = set()
        self._groups: Lines = []

    def lines(self) -> Lines:
        """groupSet with the root first, then every section in reading order."""
        root = [element("groupRef", idref=self._section(section)) for section in self._sections]
        for item in self._items.values():
            if item.id not in self._placed:
                root += self._reference(item)
        role = self._codes.own("group/edition")
        return nest("groupSet", [*nest("group", root, id="g0", role=role, mode="pgrmod:seq"), *self._groups], root="g0")

    def _section(self, section: Section) -> str:
        """Write the group of `section` (before those within it), and return its id."""
        name = f"g{next(self._numbers)}"
        place = len(self._groups)
        lines = optional("title", section.title)
        for article in section.articles:
            self._placed.add(article)
            lines += self._reference(self._items[article])
        lines += [element("groupRef", idref=self._section(inner)) for inner in section.sections]
        role = self._codes.own("group/section")
        self._groups[place:place] = nest("group", lines, id=name, role=role, mode="pgrmod:seq")
        return name

    def _reference(self, item: Article | Notice) -> Lines:
        status = item.status
        lines = [
            element("itemClass", qcode="ninat:text"),
            element("pubStatus", qcode=f"stat:{status}"),
            *optional("title", "" if isinstance(item, Notice) else item.headline),
        ]
        return nest("itemRef", lines, residref=item.id, version=item.version, contenttype=g2.ITEM_TYPE)
