"""Content metadata: who, where, when, about what, in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec
from lxml import etree

from syndicate.formats import g2, lenient
from syndicate.importers.newsmlg2.codes import children, name_of
from syndicate.importers.newsmlg2.management import day
from syndicate.importers.newsmlg2.values import XML_LANG, Item, line_of, named, one_line, words
from syndicate.model.article import (
    AltDescription,
    AltHeadline,
    AltId,
    Byline,
    Contributor,
    Credit,
    Dateline,
    Geo,
)

Element = etree._Element

_COUNTRY = ("iso3166-1a2:", "iso3166-1a3:", "cntry:", "country:")


def urgency(item: Item, element: Element) -> None:
    """1 to 9; anything else is told."""
    value = lenient.whole(element.text or "")
    if value is not None and 1 <= value <= 9:
        item.fields["urgency"] = value
    else:
        item.findings.value(f"urgency is no number from 1 to 9: {element.text!r}", line_of(element))


def content_created(item: Item, element: Element) -> None:
    """When the content was made; a day or a year alone is a candidate."""
    item.fields["content_created"] = item.moment(element)


def content_modified(item: Item, element: Element) -> None:
    """Taken where the item does not say when this version was made."""
    if item.fields.get("modified") is None:
        item.fields["modified"] = item.moment(element)


def digital_source_type(item: Item, element: Element) -> None:
    """How the content came into being: the address of IPTC's code, or what stands in its place."""
    code = item.codes.concept(element)
    alias, _, word = code.partition(":")
    known = f"{g2.aliases()['digsrctype']}{word}" if alias == "digsrctype" else ""
    item.fields["digital_source_type"] = known or element.get("uri") or element.get("literal") or code


def language(item: Item, element: Element) -> None:
    """The first language is the item's where its root tells none; others are kept aside."""
    tag = element.get("tag", "").strip()
    if tag and tag.lower() != item.language.lower():
        item.keep("language", tag)


def located(item: Item, element: Element) -> None:
    """Where the story was filed: the places, and what stands around the first of them."""
    line = cast("Dateline | None", item.fields.get("dateline")) or Dateline()
    around = children(element, "broader")
    changes: dict[str, Any] = {}
    place = named(item, element)
    if element.get("type") == "cpnat:geoArea" and not around and not line.places and not element.get("qcode"):
        changes["country" if line.region else "region"] = place
    elif place:
        changes["places"] = (*line.places, place)
    if not line.places and around:
        changes |= _around(item, around)
    for details in children(element, "geoAreaDetails"):
        for point in children(details, "position"):
            changes["geo"] = line.geo or position(point)
    item.fields["dateline"] = msgspec.structs.replace(line, **changes)


def _around(item: Item, broader: list[Element]) -> dict[str, str]:
    """Region and country: by what they are said to be, else by their order."""
    found: dict[str, str] = {}
    rest: list[str] = []
    for element in broader:
        kind, code = element.get("type", "").lower(), item.codes.concept(element).lower()
        is_country = "country" in kind or code.startswith(_COUNTRY)
        if is_country and "-" not in code.partition(":")[2] and "country" not in found:
            found["country"] = named(item, element)
        else:
            rest.append(named(item, element))
    if len(rest) > 1 and "country" not in found:
        found["country"] = rest.pop()
    if rest:
        found["region"] = ", ".join(rest)
    return found


def position(element: Element) -> Geo | None:
    """A point, where both of its numbers are on the earth."""
    lat, lon = lenient.number(element.get("latitude", "")), lenient.number(element.get("longitude", ""))
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None
    return Geo(lat=lat, lon=lon)


def dateline(item: Item, element: Element) -> None:
    """The dateline as the copy has it."""
    line = cast("Dateline | None", item.fields.get("dateline")) or Dateline()
    item.fields["dateline"] = msgspec.structs.replace(line, raw=words(element))


def dateline_facts(item: Item) -> None:
    """The rest of the dateline, from extension properties of ours; the credit, once all of it is read."""
    line = cast("Dateline | None", item.fields.get("dateline")) or Dateline()
    facts: dict[str, Any] = {"date_text": item.own.pop("dateline/date-text", "")}
    facts["date"] = day(item.own.pop("dateline/date", ""))
    facts["separator"] = item.own.pop("dateline/separator", "")
    if (country := item.own.pop("dateline/country", "")) and line.region == country:
        line = msgspec.structs.replace(line, region="", country=country)
    line = msgspec.structs.replace(line, **{name: value for name, value in facts.items() if value})
    if line != Dateline():
        item.fields["dateline"] = line


def info_source(item: Item, element: Element) -> None:
    """Whose copy it is: an agency of the dateline, of the credit, or who passed it on."""
    name = named(item, element)
    roles = item.codes.codes(element.get("role"))
    if any(item.codes.own(role) == "dateline/agency" for role in roles):
        line = cast("Dateline | None", item.fields.get("dateline")) or Dateline()
        item.fields["dateline"] = msgspec.structs.replace(line, agencies=(*line.agencies, name))
        return
    credit = cast("Credit | None", item.fields.get("credit")) or Credit(raw="")
    if "cpprole:distributor" in roles:
        item.fields["credit"] = msgspec.structs.replace(credit, via=name)
    elif name:
        item.fields["credit"] = msgspec.structs.replace(credit, agencies=(*credit.agencies, name))


def creditline(item: Item, element: Element) -> None:
    """The credit as it is to be shown."""
    credit = cast("Credit | None", item.fields.get("credit")) or Credit(raw="")
    item.fields["credit"] = msgspec.structs.replace(credit, raw=one_line(element))


def creator(item: Item, element: Element) -> None:
    """Who made it, with what is told of them."""
    own, others = _roles(item, element, "byline/")
    title = affiliation = contact = ""
    for child in children(element):
        match name_of(child):
            case "definition" | "note":
                title = title or one_line(child)
            case "personDetails" | "organisationDetails":
                for detail in children(child, "affiliation"):
                    affiliation = affiliation or named(item, detail)
                for info in children(child, "contactInfo"):
                    contact = contact or next((one_line(c) for c in children(info, "email", "web", "note")), "")
    job = item.codes.code(element.get("jobtitle")).partition(":")[2]
    role = own or next((code.partition(":")[2] for code in others if code != "cpprole:author"), "")
    name = named(item, element)
    if name:
        byline = Byline(name=name, role=role, organisation=affiliation, title=title or job, contact=contact)
        item.fields["bylines"] = (*cast("tuple[Byline, ...]", item.fields.get("bylines", ())), byline)


def contributor(item: Item, element: Element) -> None:
    """Who helped."""
    own, others = _roles(item, element, "contributor/")
    place = next((one_line(note) for note in children(element, "note")), "")
    name = named(item, element)
    if name:
        role = own or next((code.partition(":")[2] for code in others), "")
        found = Contributor(name=name, role=role, place=place)
        item.fields["contributors"] = (*cast("tuple[Contributor, ...]", item.fields.get("contributors", ())), found)


def _roles(item: Item, element: Element, prefix: str) -> tuple[str, list[str]]:
    """The role in our own words, and the codes of others."""
    codes = item.codes.codes(element.get("role"))
    own = [item.codes.own(code) for code in codes]
    ours = next((word.removeprefix(prefix) for word in own if word.startswith(prefix)), "")
    return ours, [code for code, word in zip(codes, own, strict=True) if not word]


def alt_id(item: Item, element: Element) -> None:
    """Another id of the same story."""
    code = item.codes.code(element.get("type"))
    kind = item.codes.own(code).removeprefix("id/") or code
    value = (element.text or "").strip() or element.get("id", "")
    if value:
        item.fields["alt_ids"] = (
            *cast("tuple[AltId, ...]", item.fields.get("alt_ids", ())),
            AltId(value=value, kind=kind),
        )


def genre(item: Item, element: Element) -> None:
    """What form the story has."""
    _append(item, "genre", named(item, element))


def keyword(item: Item, element: Element) -> None:
    """A word to find it by."""
    _append(item, "keywords", one_line(element))


def slugline(item: Item, element: Element) -> None:
    """The slug; the take key has a role of ours."""
    role = item.codes.own(item.codes.code(element.get("role")))
    field = "take_key" if role == "take-key" else "slug"
    said = one_line(element)
    if item.fields.setdefault(field, said) != said:
        item.keep("slugline", said)


def headline(item: Item, element: Element) -> None:
    """The first one in the item's language is the headline, unless its role says otherwise."""
    said = one_line(element)
    role = item.codes.code(element.get("role"))
    own = item.codes.own(role)
    lang = element.get(XML_LANG, "")
    foreign = lang and lang.partition("-")[0].lower() != item.language.partition("-")[0].lower()
    if not said:
        return
    if own == "headline/sub":
        item.fields["subheadline"] = said
    elif own.startswith("headline/"):
        _append(item, "alt_headlines", AltHeadline(role=own.removeprefix("headline/"), text=said))
    elif "headline" not in item.fields and not foreign:
        item.fields["headline"] = said
    else:
        name = role.partition(":")[2] or (f"lang-{lang}" if foreign else "alternative")
        _append(item, "alt_headlines", AltHeadline(role=name, text=said))


def by(item: Item, element: Element) -> None:
    """The byline as it is to be shown: the names in it are the creators', where there are any."""
    item.own["by"] = one_line(element)


def byline(item: Item) -> None:
    """Make bylines of the words where no creator is named; keep words that say more than the names."""
    said = item.own.pop("by", "")
    bylines = cast("tuple[Byline, ...]", item.fields.get("bylines", ()))
    if not said:
        return
    bare = said.removeprefix("By ").removeprefix("by ").removeprefix("BY ")
    if not bylines and bare:
        item.fields["bylines"] = (Byline(name=bare),)
    elif ", ".join(b.name for b in bylines) != said:
        item.keep("by", said)


def description(item: Item, element: Element) -> None:
    """Summary, standfirst, and the others by their role."""
    role = item.codes.code(element.get("role"))
    own = item.codes.own(role)
    said = words(element)
    if own == "description/standfirst":
        item.fields["standfirst"] = said
    elif role in ("", "drol:summary") and said:
        if item.fields.setdefault("summary", said) != said:
            _append(item, "alt_descriptions", AltDescription(role="summary", text=said))
    elif said:
        name = own.removeprefix("description/") or (role if not role.startswith("drol:") else role[5:])
        _append(item, "alt_descriptions", AltDescription(role=name, text=said))


def _append(item: Item, field: str, value: object) -> None:
    if value:
        item.fields[field] = (*cast("tuple[object, ...]", item.fields.get(field, ())), value)


HANDLERS: Mapping[str, Callable[[Item, Element], None]] = {
    "urgency": urgency,
    "contentCreated": content_created,
    "contentModified": content_modified,
    "digitalSourceType": digital_source_type,
    "language": language,
    "located": located,
    "dateline": dateline,
    "infoSource": info_source,
    "creditline": creditline,
    "creator": creator,
    "contributor": contributor,
    "altId": alt_id,
    "genre": genre,
    "keyword": keyword,
    "slugline": slugline,
    "headline": headline,
    "by": by,
    "description": description,
}
"""How each property of contentMeta is read, but those in `subjects`."""

BEFORE = frozenset(
    {"icon", "urgency", "contentCreated", "contentModified", "digitalSourceType", "located", "infoSource", "creator",
     "contributor", "audience", "exclAudience", "altId", "rating", "userInteraction", "aiInfo"}
)  # fmt: skip
AFTER = frozenset(
    {"language", "genre", "keyword", "subject", "slugline", "headline", "dateline", "by", "creditline", "description"}
)
"""The two blocks of contentMeta: nothing of the first may follow the second (NewsML-G2 2.35)."""
