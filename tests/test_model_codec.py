"""Canonical JSON: there and back without loss, strict about what it reads, and a hash that stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import laws
import strategies
from syndicate.errors import ModelError
from syndicate.model import codec
from syndicate.model.article import Article, Byline, Dateline, Edition
from syndicate.model.body import Em, Paragraph, Run

MODEL = strategies.Model()

STORY = Article(
    id="urn:uuid:6f1c1e0e-3c3b-5d4e-9a52-7d5b7f6f0a11",
    version=2,
    language="en",
    headline="Ferry is back",
    bylines=(Byline(name="Ana Díaz", role="Reporter"),),
    dateline=Dateline(places=("PORT HALVERN",), date=date(2025, 9, 12), separator="—"),
    published=datetime(2025, 9, 12, 22, 5, tzinfo=timezone(timedelta(hours=1))),
    modified=datetime(2025, 9, 13, 6, 30, tzinfo=UTC),
    body=(Paragraph(bid="b1", text=(Run(text="It "), Run(text="is", marks=(Em(),)), Run(text=" back ⛴."))),),
    extra={"hugo:weight": "20", "hugo:draft": "no"},
)
STORY_HASH = "a997d19f626551a7e4b2a7ece26579a960a2692f6852d6b252585759b696ea5c"


@given(MODEL.articles())
def test_articles_survive_the_way_there_and_back(article: Article) -> None:
    """Nothing of any article is lost or changed, and a second way gives the same bytes."""
    data = codec.encode_article(article)
    back = codec.decode_article(data)
    assert back == article
    assert codec.encode_article(back) == data
    assert b"\n" not in data


@given(MODEL.editions())
def test_editions_survive_the_way_there_and_back(edition: Edition) -> None:
    """Nor of any edition; the version of the form stands first and the file ends with a line end."""
    data = codec.encode_edition(edition)
    assert codec.decode_edition(data) == edition
    assert data.startswith(b'{\n  "syndicate": 1,') and data.endswith(b"}\n")


@pytest.mark.parametrize("name", laws.NAMES)
def test_the_fixtures_are_in_canonical_form(name: str) -> None:
    """Each edition of the fixtures is byte for byte what the encoder writes."""
    data = (laws.EDITIONS / name / "edition.json").read_bytes()
    assert codec.encode_edition(codec.decode_edition(data)) == data


def test_lines_go_on_after_a_bad_one() -> None:
    """A broken line of JSON Lines comes as its error, with its number; blank lines do not count as articles."""
    lines = [codec.encode_article(STORY), b"", b'{"id": "urn:x", "version": "two"}', b"{", b'{"id":"urn:y"}']
    found = list(codec.decode_lines(lines))
    assert found[0] == STORY
    assert found[3] == Article(id="urn:y")
    errors = [e for e in found if isinstance(e, ModelError)]
    assert [(e.line, e.path) for e in errors] == [(3, "$.version"), (4, "")]


# --- the hash --------------------------------------------------------------------------------------------------------


def test_the_hash_is_what_it_always_was() -> None:
    """A literal: when this test fails, every hash that anybody has stored is worthless. Do not change it."""
    assert codec.content_hash(STORY) == STORY_HASH


def test_a_field_that_is_added_later_changes_no_hash() -> None:
    """A new field with a default, in the article or in its parts, leaves the bytes that are hashed as they were."""

    class LaterByline(Byline, kw_only=True):
        pronouns: str = ""

    class LaterArticle(Article, kw_only=True):
        mood: str = ""
        echoes: tuple[str, ...] = ()

    fields = {name: getattr(STORY, name) for name in STORY.__struct_fields__}
    fields["bylines"] = (LaterByline(name="Ana Díaz", role="Reporter"),)
    later = LaterArticle(**fields)
    assert codec.content_hash(later) == STORY_HASH
    assert codec.content_hash(LaterArticle(**{**fields, "mood": "blue"})) != STORY_HASH


@given(st.permutations(["a:1", "b:2", "c:3", "d:4"]))
def test_the_order_of_unordered_things_is_not_hashed(keys: list[str]) -> None:
    """Equal articles have equal hashes, in whatever order `extra` was filled."""
    article = Article(id="urn:x", extra=dict.fromkeys(keys, "same"))
    sorted_ = Article(id="urn:x", extra=dict.fromkeys(sorted(keys), "same"))
    assert article == sorted_
    assert codec.content_hash(article) == codec.content_hash(sorted_)


@given(MODEL.articles(), MODEL.articles())
def test_other_articles_have_other_hashes(first: Article, second: Article) -> None:
    """What differs in the canonical form differs in the hash."""
    same = codec.encode_article(first) == codec.encode_article(second)
    assert (codec.content_hash(first) == codec.content_hash(second)) is same


# --- what is refused -------------------------------------------------------------------------------------------------


def _file(article: str = "{}", head: str = "") -> bytes:
    return f'{{"syndicate": 1, "edition": {{"id": "urn:e", {head} "articles": [{article}]}}}}'.encode()


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        (_file('{"id": "urn:a", "headline": 3}'), "$.edition.articles[0].headline", "str"),
        (_file('{"id": "urn:a", "hedline": "x"}'), "$.edition.articles[0]", "hedline"),
        (_file('{"headline": "no id"}'), "$.edition.articles[0]", "id"),
        (_file('{"id": "urn:a", "published": "2025-01-01T06:00:00"}'), "$.edition.articles[0].published", "time zone"),
        (_file('{"id": "urn:a", "published": "yesterday"}'), "$.edition.articles[0].published", "RFC3339"),
        (_file('{"id": "urn:a", "embargo_until": "2025-01-01"}'), "$.edition.articles[0].embargo_until", "RFC3339"),
        (_file('{"id": "has a blank"}'), "$.edition.articles[0]", "blanks"),
        (_file('{"id": ""}'), "$.edition.articles[0]", "blanks"),
        (_file('{"id": "urn:a", "version": 0}'), "$.edition.articles[0]", "version starts at 1"),
        (_file('{"id": "urn:a", "urgency": 10}'), "$.edition.articles[0]", "1 to 9"),
        (_file('{"id": "urn:a", "kind": "novel"}'), "$.edition.articles[0].kind", "novel"),
        (
            _file('{"id": "urn:a", "body": [{"type": "poem", "bid": "b"}]}'),
            "$.edition.articles[0].body[0].type",
            "poem",
        ),
        (_file('{"id": "urn:a", "body": [{"bid": "b"}]}'), "$.edition.articles[0].body[0]", "type"),
        (_file('{"id": "urn:a"}, {"id": "urn:a"}'), "$.edition", "twice"),
        (_file(head='"dir": "up",'), "$.edition.dir", "up"),
        (b'{"edition": {"id": "urn:e"}}', "$", "syndicate"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(data: bytes, path: str, words: str) -> None:
    """The message names the place as a JSON path and what is wrong there, and the hint says the way out."""
    with pytest.raises(ModelError) as caught:
        codec.decode_edition(data)
    assert caught.value.path == path
    assert words in caught.value.message
    assert path in caught.value.message
    assert caught.value.hint


def test_broken_json_names_its_line() -> None:
    """As people count: from 1."""
    with pytest.raises(ModelError, match="broken JSON") as caught:
        codec.decode_edition(b'{\n  "syndicate": 1,\n  "edition": {\n    "id": oops\n  }\n}\n')
    assert caught.value.line == 4


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"\xff\xfe", b'"text"', b"[" * 100_000])
def test_what_is_no_edition_is_refused(data: bytes) -> None:
    """Whatever it is: a `ModelError`, never another exception."""
    with pytest.raises(ModelError):
        codec.decode_edition(data)


def test_what_is_nested_without_end_is_refused() -> None:
    """Boxes in boxes in boxes, deeper than any stack."""
    boxes = '{"type": "box", "bid": "b", "blocks": [' * 50_000 + "]}" * 50_000
    with pytest.raises(ModelError, match="unreadable"):
        codec.decode_edition(_file(f'{{"id": "urn:a", "body": [{boxes}]}}'))


def test_a_newer_form_is_refused() -> None:
    """A later version may mean other things by the same names; the message says what to do."""
    with pytest.raises(ModelError, match="version 2") as caught:
        codec.decode_edition(b'{"syndicate": 2, "edition": {"id": "urn:e", "novelty": true}}')
    assert "newer" in caught.value.hint


# --- the schema ------------------------------------------------------------------------------------------------------


def mismatches(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], path: str = "$") -> Iterator[str]:
    """Where `value` does not fit `schema`: as much of JSON Schema as our own schema uses."""
    if "$ref" in schema:
        yield from mismatches(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
    if "anyOf" in schema:
        tries = [list(mismatches(value, choice, root, path)) for choice in schema["anyOf"]]
        if all(tries):
            yield min(tries, key=len)[0]
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: not among {schema['enum']}"
    kinds: dict[str, Any] = {"object": dict, "array": list, "string": str, "null": type(None), "boolean": bool}
    kinds |= {"integer": int, "number": (int, float)}
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        yield f"{path}: no {schema['type']}"
        return
    if isinstance(value, dict) and schema.get("type") == "object":
        properties = schema.get("properties", {})
        yield from (f"{path}: no {name}" for name in schema.get("required", ()) if name not in value)
        for name, item in value.items():
            more = schema.get("additionalProperties", True)
            if name not in properties and more is False:
                yield f"{path}.{name}: unknown"
            inner = properties.get(name, more if isinstance(more, dict) else {})
            yield from mismatches(item, inner, root, f"{path}.{name}")
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from mismatches(item, schema.get("items", {}), root, f"{path}[{index}]")
    if schema.get("format") == "date-time" and not re.search(r"T.*(Z|[+-]\d\d:\d\d)$", str(value)):
        yield f"{path}: no instant with a zone"


SCHEMA = codec.json_schema()


@pytest.mark.parametrize("name", laws.NAMES)
def test_the_schema_accepts_every_edition(name: str) -> None:
    """What the codec writes is what the schema describes."""
    value = json.loads((laws.EDITIONS / name / "edition.json").read_bytes())
    assert list(mismatches(value, SCHEMA, SCHEMA)) == []


@settings(max_examples=50)
@given(MODEL.editions())
def test_the_schema_accepts_whatever_the_codec_writes(edition: Edition) -> None:
    """For any edition at all."""
    assert list(mismatches(json.loads(codec.encode_edition(edition)), SCHEMA, SCHEMA)) == []


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (_file('{"id": "urn:a", "headline": 3}'), "$.edition.articles[0].headline"),
        (_file('{"id": "urn:a", "hedline": "x"}'), "$.edition.articles[0].hedline"),
        (_file('{"headline": "no id"}'), "$.edition.articles[0]"),
        (_file('{"id": "urn:a", "published": "2025-01-01T06:00:00"}'), "$.edition.articles[0].published"),
        (_file('{"id": "urn:a", "kind": "novel"}'), "$.edition.articles[0].kind"),
        (_file('{"id": "urn:a", "body": [{"type": "poem", "bid": "b"}]}'), "$.edition.articles[0].body[0]"),
        (b'{"edition": {"id": "urn:e"}}', "$"),
    ],
)
def test_the_schema_refuses_what_the_codec_refuses(data: bytes, place: str) -> None:
    """And at the same place."""
    found = list(mismatches(json.loads(data), SCHEMA, SCHEMA))
    assert any(mismatch.startswith(place) for mismatch in found), found


def test_the_schema_describes_every_struct() -> None:
    """Each part of the model is a definition with a description, closed to unknown names."""
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for name in ("Article", "Edition", "Paragraph", "Ruby", "Unsupported"):
        definition = SCHEMA["$defs"][name]
        assert definition["description"] and definition["additionalProperties"] is False
    properties = SCHEMA["$defs"]["Article"]["properties"]
    assert set(properties) == set(Article.__struct_fields__)
    assert msgspec.json.encode(SCHEMA)
