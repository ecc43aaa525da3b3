"""What a story is about and stands beside: categories, rights, relations, places, as both dialects write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from syndicate.contracts import Notice
from syndicate.formats.addresses import absolute
from syndicate.formats.dates import rfc3339
from syndicate.formats.xml import attribute, hex_escape, one_line
from syndicate.model import body
from syndicate.model.article import Article, Geo, Relation

MANY = 4096
"""Names of categories and writers that are kept as they were escaped."""
_RELATIONS = {
    "related": "related",
    "previous": "related",
    "replaces": "related",
    "evolved_from": "related",
    "translation_of": "related",
    "part_of": "up",
}
"""Relations that readers and validators of feeds know. Never `alternate`, which is what readers open, and never one of
those that lead from one document of a feed to another (`previous`, RFC 5005)."""

_POINTING = frozenset({body.InterstitialLink, body.Box})
"""The blocks that may lead to another story by its id, themselves or inside."""


class Category(NamedTuple):
    """What the story is about."""

    name: str
    scheme: str = ""
    """Address of the vocabulary."""
    code: str = ""
    """What `scheme` calls it."""
    label: str = ""
    """What the vocabulary is called, with or without an address."""


class Link(NamedTuple):
    """Another thing that the story stands in relation to."""

    rel: str
    href: str
    title: str = ""
    relation: str = ""
    """What the story itself calls it (`model.article.Relation`)."""


def categories(article: Article) -> tuple[Category, ...]:
    """Subjects, genres and keywords, each name once."""
    if not (article.subjects or article.genre or article.keywords):
        return ()
    found: dict[str, Category] = {}
    for subject in article.subjects:
        category = _category(subject.name or subject.code, subject.code, subject.scheme)
        found.setdefault(category.name, category)
    for name in (*article.genre, *article.keywords):
        category = _category(name, "", "")
        found.setdefault(category.name, category)
    found.pop("", None)
    return tuple(found.values())


@lru_cache(MANY)
def _category(name: str, code: str, scheme: str) -> Category:
    """What the story is about; the same few things again and again, so that each is worked out once."""
    address = _scheme(scheme) if scheme else ""
    return Category(one_line(name), address, one_line(code) if address else "", scheme)


def _scheme(name: str) -> str:
    """The address of a vocabulary that is named by address or by its alias at IPTC; '' when neither is known."""
    if ":" in name:
        return name if absolute(name) == name else ""
    # Imported here: few feeds need the table, and every feed would wait for it.
    from syndicate.formats.g2 import aliases

    return aliases().get(name, "")


def terms(article: Article) -> Iterator[tuple[str, str]]:
    """Dublin Core elements beyond what the dialects have: qualified name and text."""
    if article.provider:
        yield "dc:publisher", article.provider
    if article.usage_terms:
        # Not dc:rights, which an item has once, for the copyright notice.
        yield "dcterms:accessRights", article.usage_terms
    if article.copyright_holder:
        yield "dcterms:rightsHolder", article.copyright_holder
    if article.created is not None:
        yield "dcterms:created", rfc3339(article.created)
    if article.expires is not None:
        # A period of the DCMI Period encoding scheme; aggregators take the story down at its end.
        yield "dcterms:valid", f"end={rfc3339(article.expires)}; scheme=W3C-DTF"
    for place in article.places:
        if place.name:
            yield "dcterms:spatial", place.name


def notice_terms(notice: Notice) -> Iterator[tuple[str, str]]:
    """A killed story is valid no more, from the moment of the kill where that is known."""
    if notice.modified is not None:
        yield "dcterms:valid", f"end={rfc3339(notice.modified)}; scheme=W3C-DTF"


def point(article: Article) -> str:
    """Latitude and longitude of the story (GeoRSS Simple; one point an item): its first place, else its dateline."""
    places = (place.geo for place in article.places if place.geo is not None)
    geo: Geo | None = next(places, article.dateline.geo if article.dateline else None)
    if geo is None or not on_earth(geo):
        return ""
    return f"{geo.lat:.6f}".rstrip("0").rstrip(".") + " " + f"{geo.lon:.6f}".rstrip("0").rstrip(".")


def on_earth(geo: Geo) -> bool:
    """Whether there is such a latitude and longitude."""
    return -90 <= geo.lat <= 90 and -180 <= geo.lon <= 180


def links(article: Article, address: Callable[[str], str]) -> tuple[Link, ...]:
    """The relations of the story, each once; `address` makes a link absolute, or '' when it cannot."""
    if not article.links:
        return ()
    found: dict[tuple[str, str], Link] = {}
    for relation in article.links:
        rel, href = _RELATIONS[relation.rel], address(relation.href) if relation.href else ""
        if href:
            found.setdefault((rel, href), Link(rel, href, one_line(relation.title), relation.rel))
    return tuple(found.values())


def resolved(items: Iterable[Article | Notice]) -> tuple[Article | Notice, ...]:
    """The items with the addresses of those that they point to by id alone, so that each can be written by itself."""
    items = tuple(items)
    wanted = {item.id: refs for item in items if isinstance(item, Article) and (refs := _refs(item))}
    if not wanted:
        return items
    named = set[str]().union(*wanted.values())
    pages = {item.id: item.canonical_url for item in items if item.id in named and item.canonical_url}
    return tuple(_pointing(i, pages) if isinstance(i, Article) and i.id in wanted else i for i in items)


def _refs(article: Article) -> set[str]:
    """The ids by which the story points to others without saying where they are."""
    found = {link.ref for link in article.links if not link.href} if article.links else set[str]()
    # Most stories have neither, and nothing slower than this should look at all their blocks.
    if not _POINTING.isdisjoint(map(type, article.body)):
        pointers = (block for block in body.walk(article.body) if isinstance(block, body.InterstitialLink))
        found |= {block.ref for block in pointers if not block.href}
    found.discard("")
    return found


def _pointing(article: Article, pages: Mapping[str, str]) -> Article:
    def told(link: Relation) -> Relation:
        return link if link.href else msgspec.structs.replace(link, href=pages.get(link.ref, ""))

    def pointed(block: body.Block) -> body.Block:
        match block:
            case body.InterstitialLink(href="", ref=ref) if ref in pages:
                return msgspec.structs.replace(block, href=pages[ref])
            case body.Box():
                return msgspec.structs.replace(block, blocks=tuple(map(pointed, block.blocks)))
        return block

    links, blocks = tuple(map(told, article.links)), tuple(map(pointed, article.body))
    return msgspec.structs.replace(article, links=links, body=blocks)


def module_lines(elements: tuple[tuple[str, str], ...], where: str, indent: str) -> list[str]:
    """The lines of Dublin Core and GeoRSS that both dialects write."""
    lines = [f"{indent}<{name}>{hex_escape(text)}</{name}>\n" for name, text in elements]
    if where:
        lines.append(f"{indent}<georss:point>{where}</georss:point>\n")
    return lines


def link_lines(found: tuple[Link, ...], name: str, indent: str) -> list[str]:
    """The relations as Atom links; `name` is the element, with its prefix where it needs one."""
    return [
        f"{indent}<{name} rel={attribute(link.rel)} href={attribute(link.href)}"
        f"{f' title={attribute(link.title)}' if link.title else ''}/>\n"
        for link in found
    ]
