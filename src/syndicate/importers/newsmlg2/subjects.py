"""What a story is about: subjects by code, and the people, organisations, places and events that it names."""

from __future__ import annotations

from typing import Any, Literal, cast

from lxml import etree

from syndicate.formats import g2, lenient
from syndicate.formats.names import slugify
from syndicate.importers.newsmlg2.codes import children, name_of
from syndicate.importers.newsmlg2.description import position
from syndicate.importers.newsmlg2.values import Item, line_of, named, one_line
from syndicate.model.article import Concept, Geo, Named, Subject

Element = etree._Element

_FIELDS = {
    "cpnat:person": "people",
    "cpnat:organisation": "orgs",
    "cpnat:organization": "orgs",
    "cpnat:geoArea": "places",
    "cpnat:poi": "places",
    "cpnat:event": "events",
}


class About:
    """The subjects of one item, with the facts that its assertions know of them."""

    def __init__(self, item: Item) -> None:
        self._item = item
        self._geo: dict[str, Geo] = {}
        self._symbols: dict[str, tuple[str, ...]] = {}
        self._ids: set[str] = set()
        for fact in children(item.element, "assert"):
            self._assertion(fact)

    def subject(self, element: Element) -> None:
        """One subject: a topic, or a thing with a name of its own."""
        field = _FIELDS.get(self._item.codes.code(element.get("type")))
        if field is None:
            self._topic(element)
        else:
            self._thing(element, field)

    def _topic(self, element: Element) -> None:
        item = self._item
        code = item.codes.concept(element)
        scheme, _, word = code.partition(":")
        if own := item.codes.own(code).removeprefix("subject/"):
            scheme, _, word = own.partition("/")
        name = next((one_line(n) for n in [_name(item, element)] if n is not None), "")
        if not code:
            name = name or named(item, element)
        if not (name or code):
            item.findings.value("a subject says nothing", line_of(element))
            return
        self._add(
            "subjects",
            Subject(
                name=name,
                scheme=scheme if word else "",
                code=word,
                relevance=_percent(element.get("relevance")),
                confidence=_percent(element.get("confidence")),
                why=self._why(element),
                how=item.codes.code(element.get("how")).removeprefix("howextr:"),
                broader=_concepts(item, element, "broader"),
                same_as=_concepts(item, element, "sameAs"),
            ),
        )

    def _why(self, element: Element) -> Literal["direct", "ancestor", "inferred", "associated"] | None:
        match self._item.codes.code(element.get("why")):
            case "why:direct":
                return "direct"
            case "why:ancestor":
                return "ancestor"
            case "why:inferred":
                return "inferred"
            case "why:associated":
                return "associated"
            case _:
                return None

    def _thing(self, element: Element, field: str) -> None:
        item = self._item
        key = _key(item, element)
        uri = element.get("uri", "").strip()
        code = "" if uri else item.codes.concept(element)
        alias, _, word = code.partition(":")
        if word and alias in g2.aliases():
            uri, code = f"{g2.aliases()[alias]}{word}", ""
        name = named(item, element)
        role = next((one_line(d) for d in children(element, "definition")), "")
        if not (name or key):
            item.findings.value("a subject says nothing", line_of(element))
            return
        given = element.get("id", "").strip() or ("" if uri else code or element.get("literal", "").strip())
        thing = Named(
            id=self._id("".join(given.split()) or slugify(name) or field),
            name=name,
            uri=uri,
            role=role,
            symbols=self._symbols.get(key, ()) if field == "orgs" else (),
            geo=self._geo.get(key) if field == "places" else None,
            broader=_concepts(item, element, "broader"),
            same_as=_concepts(item, element, "sameAs"),
        )
        self._add(field, thing)

    def _id(self, wanted: str) -> str:
        """`wanted`, with a number where the story has that id already."""
        name, number = wanted, 1
        while name in self._ids:
            number += 1
            name = f"{wanted}-{number}"
        self._ids.add(name)
        return name

    def _add(self, field: str, value: object) -> None:
        known = cast("tuple[Any, ...]", self._item.fields.get(field, ()))
        if value not in known:
            self._item.fields[field] = (*known, value)

    def _assertion(self, element: Element) -> None:
        key = _key(self._item, element)
        symbols: list[str] = []
        for child in children(element):
            match name_of(child):
                case "hasInstrument":
                    symbols += _listing(child)
                case "geoAreaDetails" | "POIDetails":
                    for point in children(child, "position"):
                        if (found := position(point)) is not None:
                            self._geo[key] = found
                case "organisationDetails":
                    symbols += [s for one in children(child, "hasInstrument") for s in _listing(one)]
                case "name" | "type":
                    pass
                case other:
                    self._item.left_out.setdefault(f"assert/{other}")
        if symbols:
            self._symbols[key] = (*self._symbols.get(key, ()), *symbols)


def without_implied(item: Item) -> None:
    """Take out ancestors that say no more than the chain of another subject does: an exporter writes them anew."""
    subjects = cast("tuple[Subject, ...]", item.fields.get("subjects", ()))
    implied = {
        (step.name, step.scheme, step.code, subject.broader[place + 1 :])
        for subject in subjects
        for place, step in enumerate(subject.broader)
    }
    kept = tuple(s for s in subjects if (s.name, s.scheme, s.code, s.broader) not in implied or not _bare(s))
    if len(kept) < len(subjects):
        item.fields["subjects"] = kept


def _bare(subject: Subject) -> bool:
    """Whether a subject says nothing but that it is an ancestor."""
    told = (subject.how, subject.same_as, subject.relevance, subject.confidence)
    return subject.why == "ancestor" and not any(value is not None and value not in ("", ()) for value in told)


def _concepts(item: Item, element: Element, name: str) -> tuple[Concept, ...]:
    """What a subject stands below, or is the same as."""
    found = []
    for other in children(element, name):
        code = item.codes.concept(other)
        scheme, _, word = code.partition(":")
        if own := item.codes.own(code).removeprefix("subject/"):
            scheme, _, word = own.partition("/")
        said = one_line(_name(item, other))
        uri = "" if word else other.get("uri", "").strip()
        if said or word or uri:
            found.append(Concept(name=said, scheme=scheme if word else "", code=word, uri=uri))
    return tuple(found)


def _listing(element: Element) -> list[str]:
    symbol = element.get("symbol", "").strip()
    market = element.get("marketlabel", "").strip() or element.get("market", "").strip().rpartition(":")[2]
    return [f"{market}:{symbol}"] if symbol else []


def _key(item: Item, element: Element) -> str:
    """How subject and assertion name the same thing."""
    return element.get("uri", "").strip() or item.codes.concept(element) or element.get("literal", "").strip()


def _name(item: Item, element: Element) -> Element | None:
    names = children(element, "name")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    return next((n for n in names if n.get(lang, "") == item.language), names[0] if names else None)


def _percent(written: str | None) -> int | None:
    value = lenient.whole(written or "")
    return value if value is not None and value <= 100 else None
