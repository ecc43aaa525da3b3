"""What a story is about, as concepts: subjects with their chain, named things, and what is asserted of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from syndicate.exporters.newsmlg2.markup import Codes, Line, Lines, Value, element, nest, optional
from syndicate.formats import g2
from syndicate.formats.g2profile import Profile
from syndicate.model.article import Article, Concept, Geo, Named, Subject

_TOP = frozenset(f"{number:02}000000" for number in range(1, 18))
"""The seventeen topics at the top, which have the same code in Media Topics (`medtop`) and Subject Codes (`subj`)."""
_KINDS = (("people", "person"), ("orgs", "organisation"), ("places", "geoArea"), ("events", "event"))


def subjects(article: Article, profile: Profile, codes: Codes) -> Lines:
    """Topics, what they stand below, then the things that the story names.

    A receiver that asks for sport should find football without knowing the vocabulary, so each step of a chain is a
    subject of its own as well, as an ancestor (`why:ancestor`).
    """
    topics = list(article.subjects)
    if profile.ancestors:
        topics += _ancestors(article.subjects)
    if profile.subject_codes:
        topics += _subject_codes(topics)
    lines = [line for subject in topics for line in _subject(subject, codes)]
    for field, kind in _KINDS:
        for thing in getattr(article, field):
            lines += _thing(thing, kind, codes)
    return lines


def assertions(article: Article) -> Lines:
    """What the story knows of the things that it names: ticker symbols, points on the earth."""
    lines: Lines = []
    for thing in article.orgs:
        instruments = []
        for listing in thing.symbols:
            exchange, _, symbol = listing.rpartition(":")
            if symbol:
                instruments.append(element("hasInstrument", symbol=symbol, marketlabel=exchange))
        if instruments:
            lines += nest("assert", instruments, **_identifier(thing))
    for thing in article.places:
        if thing.geo is not None and on_earth(thing.geo):
            lines += nest("assert", nest("geoAreaDetails", [position(thing.geo)]), **_identifier(thing))
    return lines


def _ancestors(named: tuple[Subject, ...]) -> Iterator[Subject]:
    """The steps of the chains that the story does not name itself, each with the rest of its chain."""
    known = {(subject.scheme, subject.code) for subject in named}
    for subject in named:
        for step, concept in enumerate(subject.broader):
            key = (concept.scheme, concept.code)
            if concept.code and key not in known:
                known.add(key)
                rest = subject.broader[step + 1 :]
                yield Subject(name=concept.name, scheme=concept.scheme, code=concept.code, why="ancestor", broader=rest)


def _subject_codes(topics: list[Subject]) -> Iterator[Subject]:
    """The twins of the topics among the Subject Codes that Media Topics replaced."""
    known = {(subject.scheme, subject.code) for subject in topics}
    for subject in topics:
        twins = [(same.code, same.name) for same in subject.same_as if same.scheme == "subj"]
        if subject.scheme == "medtop" and subject.code in _TOP:
            twins.append((subject.code, subject.name))
        for code, name in twins:
            if code and ("subj", code) not in known:
                known.add(("subj", code))
                yield Subject(name=name or subject.name, scheme="subj", code=code, why="associated")


def _subject(subject: Subject, codes: Codes) -> Lines:
    name = [element("name", g2.one_line(subject.name))] if subject.name else []
    qcode = codes.of_scheme(subject.scheme, subject.code) if subject.code else None
    if not (name or qcode):
        return []
    relations = _relations(subject.same_as, subject.broader, codes)
    return nest(
        "subject",
        name + relations,
        type="cpnat:abstract",
        qcode=qcode,
        why=f"why:{subject.why}" if subject.why else None,
        how=codes.of_scheme("howextr", subject.how) if subject.how else None,
        confidence=_percent(subject.confidence),
        relevance=_percent(subject.relevance),
    )


def _relations(same: tuple[Concept, ...], broader: tuple[Concept, ...], codes: Codes, kind: str = "") -> Lines:
    lines = [line for concept in same for line in _related("sameAs", concept, codes)]
    lines += [line for concept in broader for line in _related("broader", concept, codes, kind)]
    return lines


def _related(name: str, concept: Concept, codes: Codes, kind: str = "") -> Lines:
    """A concept that another one stands in relation to; one that says nothing is nothing."""
    words = optional("name", g2.one_line(concept.name))
    qcode = codes.of_scheme(concept.scheme, concept.code) if concept.code else None
    uri = g2.address(concept.uri) if concept.uri and qcode is None else None
    if not (words or qcode or uri):
        return []
    return nest(name, words, type=f"cpnat:{kind}" if kind else None, qcode=qcode, uri=uri)


def _percent(value: int | None) -> int | None:
    return None if value is None else min(100, max(0, value))


def _thing(thing: Named, kind: str, codes: Codes) -> Lines:
    lines = [element("name", g2.one_line(thing.name))]
    lines += optional("definition", thing.role, role=codes.own("role") if thing.role else None)
    lines += _relations(thing.same_as, thing.broader, codes, "geoArea" if kind == "geoArea" else "")
    return nest("subject", lines, type=f"cpnat:{kind}", **_identifier(thing))


def _identifier(thing: Named) -> dict[str, Value]:
    """How subject and assertion name the same thing: by its address, else by its id in the story."""
    uri = g2.address(thing.uri) if thing.uri else None
    return {"uri": uri} if uri else {"literal": g2.one_line(thing.id)}


def on_earth(point: Geo) -> bool:
    """Whether the point can be on the earth at all."""
    return abs(point.lat) <= 90 and abs(point.lon) <= 180


def position(point: Geo) -> Line:
    """The point as the standard writes it."""
    return element("position", latitude=_decimal(point.lat), longitude=_decimal(point.lon))


def _decimal(value: float) -> str:
    """`value` without an exponent, which xs:decimal does not know."""
    if not math.isfinite(value):
        return ""
    text = repr(value)
    return text if "e" not in text else format(Decimal(text), "f")
