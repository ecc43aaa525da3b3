"""One story of NITF while it is read, and small steps of reading it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import msgspec
from lxml import etree

from syndicate.formats import lenient
from syndicate.formats.names import slugify
from syndicate.importers.nitf.findings import Findings
from syndicate.model import legal
from syndicate.model.article import Concept, DateCandidate, Geo, Named

Element = etree._Element

THINGS = {"person": "people", "org": "orgs", "location": "places", "event": "events"}
"""Elements that name a thing, and the fields that such things stand in."""


class Story(msgspec.Struct):
    """One story while it is read."""

    findings: Findings
    language: str = "und"
    fields: dict[str, object] = {}
    extra: dict[str, str] = {}
    aside: dict[str, None] = {}
    year: str = ""
    """Of the copyright: told where no date says it."""
    around: dict[str, object] = {}
    """Region, country and point of the dateline, which stand in the head."""
    _known: dict[str, str] = {}

    def add(self, field: str, value: object) -> None:
        """Add to a field of several values, once."""
        known = cast("tuple[object, ...]", self.fields.get(field, ()))
        if value not in known:
            self.fields[field] = (*known, value)

    def keep(self, name: str, value: str) -> None:
        """Keep under `nitf:name` what no field holds."""
        if not value:
            return
        self.aside.setdefault(name)
        key, number = f"nitf:{name}", 1
        while key in self.extra and self.extra[key] != value:
            number += 1
            key = f"nitf:{name}/{number}"
        self.extra[key] = value

    def moment(self, element: Element, name: str = "norm") -> datetime | None:
        """The instant in an attribute; what is none becomes a candidate and a finding."""
        written = element.get(name) or ""
        found = lenient.moment(written)
        where = str(element.tag)
        if found.value is None:
            if written or name in element.attrib:
                self.findings.date(where, written, found.quirk, line_of(element))
            if written.strip():
                self.add("date_candidates", DateCandidate(value=legal.clean(written), reason=f"{where} {found.quirk}"))
        elif found.quirk and "xs:dateTime" not in found.quirk:
            self.findings.odd_date(where, written, found.quirk, line_of(element))
        return found.value

    def thing(self, element: Element) -> str:
        """The id of what a name in the text means; it is added to the story's people, organisations, ..."""
        said = words(element.find("function"))
        codes = element.findall("alt-code")
        role = said or next((code.get("value", "") for code in codes if code.get("idsrc") == "role"), "")
        name = words(element.find("name.given"), element.find("name.family")) or words(element)
        name = name.removesuffix(said).strip(" ,") if said else name
        value = (element.get("value") or element.get("location-code") or "").strip()
        source = element.get("idsrc", "").strip()
        field = THINGS[str(element.tag)]
        if not name:
            return ""
        key = f"{field}\x1f{value or name}"
        given = "".join((element.get("id") or "").split())
        if key in self._known:
            return self._known[key]
        uri = value if "://" in value else f"{source}{value}" if "://" in source and value else ""
        wanted = given or "".join(((value if not uri else "") or slugify(name) or field).split())
        ident, number = wanted, 1
        while ident in self._known.values():
            number += 1
            ident = f"{wanted}-{number}"
        self._known[key] = ident
        codes = [code for code in codes if code.get("idsrc", "").partition(":")[0] not in _NO_SYMBOL]
        symbols = tuple(s for code in codes if (s := _symbol(code))) if field == "orgs" else ()
        found = Named(id=ident, name=name, uri=uri, role=role, symbols=symbols, geo=_geo(element))
        relations = {"broader": _concepts(element, "broader"), "same_as": _concepts(element, "same")}
        self.add(field, msgspec.structs.replace(found, **relations))
        return ident


def words(*elements: Element | None) -> str:
    """What elements say, in one line."""
    said = ["".join(str(part) for part in e.itertext()) for e in elements if e is not None]
    return " ".join(legal.clean(" ".join(said)).split())


def name_of(element: Element) -> str:
    """The name of an element; "" for a comment or an instruction."""
    name: object = element.tag
    return name if isinstance(name, str) else ""


def pairs(element: Element, but: str = "") -> str:
    """The attributes of an element as words, but its id and one more."""
    given = {str(key): str(value) for key, value in element.attrib.items()}
    return ", ".join(f"{key} {value}" for key, value in given.items() if key not in ("id", but))


def line_of(element: Element) -> int | None:
    """The line that an element begins on."""
    return cast("int | None", element.sourceline)


_NO_SYMBOL = frozenset({"wgs84", "geo", "same", "broader", "role"})


def _concepts(element: Element, name: str) -> tuple[Concept, ...]:
    """What a thing stands below or is the same as, from codes of ours: `same`, `broader:scheme`."""
    found = []
    for code in element.findall("alt-code"):
        kind, _, scheme = code.get("idsrc", "").partition(":")
        value = code.get("value", "")
        if kind == name and value:
            found.append(Concept(scheme=scheme, code=value) if scheme else Concept(uri=value))
    return tuple(found)


def _symbol(element: Element) -> str:
    source, value = element.get("idsrc", ""), element.get("value", "")
    return f"{source}:{value}" if value else ""


def _geo(element: Element) -> Geo | None:
    for code in element.findall("alt-code"):
        if code.get("idsrc", "").lower() in ("geo", "wgs84"):
            lat, _, lon = code.get("value", "").partition(",")
            north, east = lenient.number(lat), lenient.number(lon)
            if north is not None and east is not None and abs(north) <= 90 and abs(east) <= 180:
                return Geo(lat=north, lon=east)
    return None
