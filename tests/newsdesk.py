"""Random articles, quickly: a seeded generator that fills the model field by field, as wildly as desks and scrapers do.

`strategies` finds the smallest case that breaks something; this makes thousands of whole stories in seconds, the same
ones each time. The fields come from the model itself: a new field is filled without a word here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
from msgspec import inspect

from syndicate.model.article import AltId, Article, Media, Named, Relation, Rendition
from syndicate.model.body import Link, Run

Maker = Callable[[int], Any]
"""Makes a value; the argument says how deep it may still nest."""

_WORDS = (
    *("ferry", "council", "Norhavn", "the", "of", "a", "said", "on", "Friday", "1,250", "–", "“quoted”", "isn’t"),
    *(
        "Müller",
        "naı\u0308ve",
        "São",
        "Łódź",
        "Αθήνα",
        "Київ",
        "שלום",
        "العربية",
        "漢字",
        "かな",
        "한국어",
        "ไทย",
        "हिन्दी",
    ),
    *(
        "👩\u200d👩\u200d👧",
        "🏳️\u200d🌈",
        "\U0001f6a2",
        "\u202eabc\u202c",
        "\u2067rtl\u2069",
        "\u200b",
        "\u00a0",
        "\u2028",
    ),
    *("\x00", "\x08", "\x1b[0m", "\x7f", "\x85", "\ufffe", "\U0001ffff", "\ufffd", "\r\n", "\t", "\n", "  "),
    *("]]>", "</p>", "<b>", "&amp;", "&", "<!--", "-->", "'", '"', "<?xml", "{}", "%20", "#", ":"),
    *("Donaudampfschifffahrtsgesellschaftskapitän" * 8, "x" * 700),
)
_ADDRESSES = (
    *(
        "https://news.example/a?b=1&c=2#d",
        "media/picture one.jpg",
        "https://x.example/ä/ø",
        "",
        "mailto:desk@x.example",
    ),
    *("//host/path", "javascript:alert(1)", "https://[::1]/", "http://", "a:b c", "../up", "https://x.example/%zz"),
)
_TAGS = ("en", "en-GB", "de", "ar", "zh-Hant", "und", "", "sr-Latn-RS", "en_US", "not a tag", "x")
_SCHEMES = ("medtop", "subj", "wikidata", "house", "", "iso3166-1a2", "no alias", "linkrel")
_CODES = ("04000000", "20000822", "Q1", "with blank", "a/b", "", "ä")
_TYPES = ("image/jpeg", "video/mp4", "audio/mpeg", "", "no type", "text/html; charset=utf-8")
_ROLES = ("", "editor", "author", "web", "thumb", "highRes", "teaser", "seo", "two words", "ä/ö")
_SHARES = (0.03, 0.15, 0.3, 0.5, 0.7)
"""Of the fields that may be left out, this part is there; every hundredth article has them all."""


class NewsDesk:
    """Makes articles; the same seed, the same articles."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._share = 0.5
        self._structs: dict[type, tuple[list[tuple[str, Maker]], list[tuple[str, Maker]]]] = {}
        self._own: Mapping[tuple[type, str], Maker] = {
            (Article, "version"): lambda _: self._random.randint(1, 99),
            (Article, "urgency"): lambda _: self._random.randint(1, 9),
            (Article, "kind"): lambda _: self._random.choice(("story", "brief", "alert", "package")),
            (Article, "signals"): lambda _: self._signals(),
            (Article, "status"): lambda _: self._random.choices(("usable", "withheld", "canceled"), (90, 5, 5))[0],
            (Article, "script"): lambda _: self._random.choice(("Latn", "Hant", "", "x")),
            (AltId, "kind"): lambda _: self._random.choice(_ROLES),
            (Relation, "version"): lambda _: self._random.randint(-1, 9),
            (Named, "id"): lambda _: f"n{self._random.randint(1, 5)}",
            (Media, "id"): lambda _: f"m{self._random.randint(1, 3)}",
            (Rendition, "media_type"): lambda _: self._random.choice(_TYPES),
            (Link, "href"): lambda _: self._random.choice(_ADDRESSES),
            (Run, "text"): lambda _: self._words(12),
        }
        self._by_name: Mapping[str, tuple[str, ...]] = {
            **dict.fromkeys(("href", "url", "uri", "canonical_url", "license_url", "policy_url", "rsl"), _ADDRESSES),
            **dict.fromkeys(("lang", "language", "tag"), _TAGS),
            "scheme": _SCHEMES,
            "code": _CODES,
            "role": _ROLES,
            "media": ("m1", "m2", "m3", "none"),
            "ref": ("n1", "n2", "urn:x:1", ""),
        }

    def articles(self, number: int) -> Iterator[Article]:
        """So many articles, each with an id of its own."""
        for count in range(number):
            self._share = 1.0 if count % 100 == 99 else self._random.choice(_SHARES)
            yield msgspec.structs.replace(self._struct(Article, 4), id=f"urn:x:{count}")

    def _signals(self) -> tuple[str, ...]:
        return tuple(self._random.sample(("flash", "update", "correction", "kill", "refile", "sponsored"), 2))

    def _words(self, most: int) -> str:
        return " ".join(self._random.choices(_WORDS, k=self._random.randint(0, most)))

    def _struct(self, kind: type, deep: int) -> Any:
        if kind not in self._structs:
            fields = [(f, self._maker(kind, f)) for f in inspect.type_info(kind).fields]  # type: ignore[attr-defined]
            required = [(f.name, make) for f, make in fields if f.required]
            self._structs[kind] = (required, [(f.name, make) for f, make in fields if not f.required])
        required, optional = self._structs[kind]
        values = {name: make(deep) for name, make in required}
        for name, make in optional:
            if name == "body" or self._random.random() < self._share:
                values[name] = make(deep)
        return kind(**values)

    def _maker(self, kind: type, field: inspect.Field) -> Maker:
        if (kind, field.name) in self._own:
            return self._own[kind, field.name]
        if kind is Article and field.name == "id":
            return lambda _: "urn:x:0"
        if field.name in self._by_name and isinstance(field.type, inspect.StrType):
            choices = self._by_name[field.name]
            return lambda _: self._random.choice(choices)
        return self._type(field.type)

    def _type(self, found: inspect.Type) -> Maker:
        draw = self._random
        match found:
            case inspect.StructType(cls=cls):
                return lambda deep: self._struct(cls, deep)
            case inspect.UnionType(types=types):
                makers = [self._type(t) for t in types if not isinstance(t, inspect.NoneType)]
                return lambda deep: draw.choice(makers)(deep)
            case inspect.VarTupleType(item_type=item):
                make = self._type(item)
                return lambda deep: tuple(make(deep - 1) for _ in range(draw.randint(0, 3))) if deep > -2 else ()
            case inspect.DictType():
                return lambda _: {self._words(2): self._words(4) for _ in range(draw.randint(0, 2))}
            case inspect.LiteralType(values=values):
                return lambda _: draw.choice(values)
            case inspect.StrType():
                return lambda _: self._words(6)
            case inspect.IntType():
                return lambda _: draw.choice((-5, 0, 1, 2, 3, 17, 480, 2**31))
            case inspect.FloatType():
                return lambda _: draw.choice((0.0, -0.5, 1e-7, 51.477, -179.9, 1e6))
            case inspect.BoolType():
                return lambda _: draw.random() < 0.5
            case inspect.DateTimeType():
                return lambda _: self._instant()
            case inspect.DateType():
                return lambda _: date(2020, 1, 1) + timedelta(days=draw.randint(-9999, 9999))
            case _:
                raise NotImplementedError(f"nothing to make a {found} of")

    def _instant(self) -> datetime:
        zone = timezone(timedelta(minutes=self._random.randint(-14 * 60, 14 * 60)))
        return datetime(2024, 1, 1, tzinfo=UTC).astimezone(zone) + timedelta(
            seconds=self._random.randint(-(10**9), 10**8)
        )
