"""What a story is about and whom it names: subjects with their chain, people, organisations, places, events."""

from __future__ import annotations

import math
from collections.abc import Iterator

from syndicate.exporters.ninjs.desk import Desk, Node, stated
from syndicate.formats import g2
from syndicate.model.article import Article, Geo, Named, Subject


def subjects(article: Article, desk: Desk) -> list[Node]:
    """Keywords last: ninjs has no other place for them."""
    found = [one for subject in article.subjects for one in _subject(subject, desk, article.id)]
    return found + [{"name": word, "rel": "keyword"} for word in article.keywords if word]


def _subject(subject: Subject, desk: Desk, article: str) -> Iterator[Node]:
    yield from _concept(subject.scheme, subject.code, subject.name, subject.why or "", subject)
    for step in subject.broader:
        yield from _concept(step.scheme, step.code, step.name, "ancestor")
        if step.uri and not step.code:
            yield stated({"name": step.name, "rel": "ancestor", "uri": desk.address(step.uri, article, "the concept")})


def _concept(scheme: str, code: str, name: str, rel: str, of: Subject | None = None) -> Iterator[Node]:
    """A concept by the address of its code, by the code alone where its scheme has no address, else by its name."""
    node: Node = {"name": name, "rel": rel}
    if code:
        base = g2.aliases().get(scheme) or (scheme if "://" in scheme else "")
        uri = g2.address(f"{base}{g2.code(code)}") if base else None
        node |= {"uri": uri} if uri else {"literal": f"{scheme}:{code}" if scheme else code}
    if of is not None:
        node |= {"relevance": _percent(of.relevance), "confidence": _percent(of.confidence)}
    if name or code:
        yield stated(node)


def _percent(value: int | None) -> int | None:
    return None if value is None else min(100, max(0, value))


def people(article: Article, desk: Desk) -> list[Node]:
    """The people whom the story names."""
    return [_thing(one, desk, article.id) for one in article.people]


def events(article: Article, desk: Desk) -> list[Node]:
    """The events that it names."""
    return [_thing(one, desk, article.id) for one in article.events]


def organisations(article: Article, desk: Desk) -> list[Node]:
    """The organisations, with where their shares are listed."""
    found = []
    for one in article.orgs:
        symbols = []
        for listing in one.symbols:
            exchange, _, symbol = listing.rpartition(":")
            symbols += [stated({"exchange": exchange, "symbol": symbol})] if symbol else []
        found.append(stated({**_thing(one, desk, article.id), "symbols": symbols}))
    return found


def places(article: Article, desk: Desk) -> list[Node]:
    """The places, with their points on the earth (RFC 7946: longitude comes first)."""
    return [stated({**_thing(one, desk, article.id), "geoJSON": _point(one.geo)}) for one in article.places]


def _point(geo: Geo | None) -> Node:
    if geo is None or not (math.isfinite(geo.lat) and math.isfinite(geo.lon)):
        return {}
    return {"type": "Point", "coordinates": [geo.lon, geo.lat]} if abs(geo.lat) <= 90 and abs(geo.lon) <= 180 else {}


def _thing(thing: Named, desk: Desk, article: str) -> Node:
    uri = desk.address(thing.uri, article, f"the address of {thing.name}")
    return stated({"name": thing.name, "rel": thing.role, "uri": uri, "literal": thing.id})
