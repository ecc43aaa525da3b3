"""What the story names and is about: identified content, with the codes by which a receiver knows it again."""

from __future__ import annotations

from syndicate.exporters.nitf.desk import Desk
from syndicate.formats import nitf
from syndicate.formats.elements import Lines, Value, element, marked, nest
from syndicate.formats.xml import escape
from syndicate.model.article import Article, Concept, Named

_FIELDS = ("people", "orgs", "places", "events")


def ids(article: Article) -> dict[str, str]:
    """The ids in the document of the things that the story names, by their ids in the story."""
    named = (thing.id for field in _FIELDS for thing in getattr(article, field))
    return {name: name for name in named if nitf.is_id(name)}


def identified(article: Article, desk: Desk) -> Lines:
    """identified-content: things, and subjects that have a name and no code."""
    elements = nitf.things(article)
    own = ids(article)
    lines: Lines = []
    for field in _FIELDS:
        for thing in getattr(article, field):
            name, meaning = elements[thing.id]
            lines.append(_thing(thing, name, {"id": own.pop(thing.id, ""), **meaning}, desk, article.id))
    for subject in article.subjects:
        if subject.name and not subject.code:
            lines.append(element("classifier", subject.name, {"type": "subject"}))
    return nest("identified-content", lines) if lines else []


def _thing(thing: Named, name: str, values: dict[str, Value], desk: Desk, article: str) -> str:
    words = escape(thing.name)
    if thing.role and name == "person":
        words += f", <function>{escape(thing.role)}</function>"
    elif thing.role:
        words += _code("role", thing.role)
    for listing in thing.symbols:
        exchange, _, symbol = listing.rpartition(":")
        words += _code(exchange or "symbol", symbol)
    if thing.geo is not None:
        words += _code("wgs84", f"{thing.geo.lat:g},{thing.geo.lon:g}")
    for concept in thing.same_as:
        words += _concept("same", concept, desk, article)
    for concept in thing.broader:
        words += _concept("broader", concept, desk, article)
    return marked(name, words, values)


def _concept(relation: str, concept: Concept, desk: Desk, article: str) -> str:
    """A related concept as a code: its source says in which scheme, or that it is an address or a name."""
    if concept.code:
        return _code(f"{relation}:{concept.scheme}", concept.code)
    if concept.uri:
        return _code(relation, desk.address(concept.uri, article, "the concept") or "")
    return _code(f"{relation}:name", concept.name)


def _code(source: str, value: str) -> str:
    return element("alt-code", "", {"idsrc": source, "value": value}) if value else ""
