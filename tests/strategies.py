"""Hypothesis strategies over the whole model, built from the model itself: a new field is drawn without a word here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from syndicate.model.article import Article, Edition, Section
from syndicate.model.body import Run

EVERY_CHARACTER = st.characters(exclude_categories=()) | st.sampled_from(
    "\x00\x08\x0b\r\x1b\x7f\x85\u0301\u2028\u202e\ud800\udfff\ufdd0\ufffe\uffff\U0001ffff"
)
"""All code points, and more often those that XML forbids, lone surrogates and what else breaks readers."""
ENCODABLE = st.characters(exclude_categories=("Cs",))
_MARKUP = ("]]>", "</p>", "<b>", "&amp;", "&", "<!--", "]]&gt;", "#")
_SCRIPTS = ("\u202e", "e\u0301", "👩\u200d👩\u200d👧", "שלום", "漢字")
WICKED = st.sampled_from(["", " ", "\r\n", "\x00", *_MARKUP, *_SCRIPTS])
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_WANTED: Mapping[type, tuple[str, ...]] = {Article: ("headline", "body"), Edition: ("articles",)}
"""Fields with a default that are drawn each time all the same."""
FEW = 10
"""How many of the fields that have a default one struct sets at most: sparse things, many kinds of them."""


def instants(first: int = 1900, last: int = 2090) -> st.SearchStrategy[datetime]:
    """Aware instants between two years, in any zone."""
    return st.datetimes(datetime(first, 1, 2), datetime(last, 12, 30), timezones=st.just(UTC)).flatmap(
        lambda instant: ZONES.map(instant.astimezone)
    )


class Model:
    """Strategies for structs of the model whose strings are made of `characters`."""

    def __init__(self, characters: st.SearchStrategy[str] = ENCODABLE) -> None:
        self.text = st.one_of(st.text(characters, max_size=12), WICKED)
        self._structs: dict[type, st.SearchStrategy[Any]] = {}
        urn = st.text("abcdef0123456789:-", min_size=1, max_size=8).map("urn:x:".__add__)
        # What the constructors refuse is not drawn.
        self._fields: Mapping[tuple[type, str], st.SearchStrategy[Any]] = {
            (Article, "id"): urn,
            (Article, "version"): st.integers(1, 99),
            (Article, "urgency"): st.none() | st.integers(1, 9),
            (Article, "body"): self._tuple_of_field(Article, "body", 4),
            (Edition, "id"): urn,
            (Edition, "articles"): st.lists(st.deferred(lambda: self.of(Article)), min_size=1, max_size=3).map(_unique),
            (Section, "sections"): st.lists(st.deferred(lambda: self.of(Section)), max_size=1).map(tuple),
            (Run, "text"): st.one_of(st.text(characters, max_size=40), WICKED),
        }

    def of(self, kind: type) -> st.SearchStrategy[Any]:
        """Instances of the struct `kind`."""
        if kind not in self._structs:
            self._structs[kind] = st.deferred(lambda: self._struct(kind))
        return self._structs[kind]

    def articles(self) -> st.SearchStrategy[Article]:
        """Articles with anything in them."""
        return self.of(Article)

    def editions(self) -> st.SearchStrategy[Edition]:
        """Editions with anything in them."""
        return self.of(Edition)

    def _struct(self, kind: type) -> st.SearchStrategy[Any]:
        fields = {f.encode_name: f for f in inspect.type_info(kind).fields}  # type: ignore[attr-defined]
        required = [name for name, field in fields.items() if field.required]
        optional = [name for name in fields if name not in required]

        def value(name: str) -> st.SearchStrategy[Any]:
            own = self._fields.get((kind, name))
            return self._type(fields[name].type) if own is None else own

        always = {name: value(name) for name in required}
        for name in _WANTED.get(kind, ()):
            always[name] = value(name)
            optional.remove(name)
        if not optional:
            return st.fixed_dictionaries(always).map(lambda values: kind(**values))
        chosen = st.sets(st.sampled_from(optional), max_size=FEW)
        return chosen.flatmap(
            lambda names: st.fixed_dictionaries(always | {name: value(name) for name in sorted(names)})
        ).map(lambda values: kind(**values))

    def _tuple_of_field(self, kind: type, name: str, size: int) -> st.SearchStrategy[Any]:
        field = next(f for f in inspect.type_info(kind).fields if f.name == name)  # type: ignore[attr-defined]
        return st.lists(st.deferred(lambda: self._type(field.type.item_type)), max_size=size).map(tuple)

    def _type(self, found: inspect.Type) -> st.SearchStrategy[Any]:
        match found:
            case inspect.StructType(cls=cls):
                return self.of(cls)
            case inspect.UnionType(types=types):
                return st.one_of([self._type(t) for t in types])
            case inspect.VarTupleType(item_type=item):
                return st.lists(self._type(item), max_size=2).map(tuple)
            case inspect.DictType():
                return st.dictionaries(self.text, self.text, max_size=2)
            case inspect.LiteralType(values=values):
                return st.sampled_from(values)
            case inspect.StrType():
                return self.text
            case inspect.IntType():
                return st.integers(-5, 2**31)
            case inspect.FloatType():
                return st.floats(-1e6, 1e6, allow_nan=False)
            case inspect.BoolType():
                return st.booleans()
            case inspect.NoneType():
                return st.none()
            case inspect.DateTimeType():
                return instants()
            case inspect.DateType():
                return st.dates(datetime(1900, 1, 1).date(), datetime(2090, 1, 1).date())
            case _:
                raise NotImplementedError(f"no strategy for {found}")


def _unique(articles: list[Article]) -> tuple[Article, ...]:
    return tuple({article.id: article for article in articles}.values())


def visible(edition: Edition) -> Edition:
    """`edition` with every story free to go, so that an exporter has something to carry."""
    free = [
        msgspec.structs.replace(
            article,
            embargo_until=None,
            status="usable",
            kind="story" if article.kind == "service" else article.kind,
            signals=tuple(s for s in article.signals if s not in ("hold", "advisory")),
        )
        for article in edition.articles
    ]
    return msgspec.structs.replace(edition, articles=tuple(free))
