"""The canonical importer: edition files, bare articles, JSON Lines as a stream; and errors that teach."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import Model
from syndicate.context import Context, Limits
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.errors import InputError, ModelError
from syndicate.formats import jsontext
from syndicate.importers.canonical import CanonicalImporter
from syndicate.model import codec
from syndicate.model.article import Article, Edition

NOW = datetime(2030, 1, 1, tzinfo=UTC)
ARTICLE = Article(id="urn:x:1", headline="Ferry", language="en")
OTHER = Article(id="urn:x:2", headline="Fähre")
EDITION = Edition(id="urn:x:e", title="Two", articles=(ARTICLE, OTHER))


def read(
    data: bytes, name: str = "in.json", *, language: str = "", limits: Limits | None = None
) -> tuple[list[Article | Edition], list[Diagnostic]]:
    """What `data` holds, and the findings."""
    report = Report()
    job = ImportJob(context=Context(now=NOW, limits=limits or Limits()), report=report, language=language)
    return list(CanonicalImporter().read(Source(name=name, data=data), job)), list(report)


def lines(*articles: Article) -> bytes:
    """JSON Lines of `articles`."""
    return b"".join(codec.encode_article(article) + b"\n" for article in articles)


@pytest.mark.parametrize("name", ["in.json", "in.txt", "<stdin>"])
def test_the_three_forms_are_told_apart_by_content(name: str) -> None:
    """Pretty or compact, with or without a byte order mark or blank lines before it."""
    compact = json.dumps(json.loads(codec.encode_edition(EDITION))).encode()
    pretty = json.dumps(json.loads(codec.encode_article(OTHER)), indent=2).encode()
    for data in (codec.encode_edition(EDITION), compact, b"\xef\xbb\xbf" + compact, b"\n\n" + compact):
        assert read(data, name) == ([EDITION], [])
    assert read(codec.encode_article(ARTICLE), name) == ([ARTICLE], [])
    assert read(pretty, name) == ([OTHER], [])
    assert read(lines(ARTICLE, OTHER), name) == ([ARTICLE, OTHER], [])
    assert read(b"\n" + lines(ARTICLE) + b"\n \n" + lines(OTHER), name) == ([ARTICLE, OTHER], [])


@given(Model().of(Edition))
def test_what_was_written_comes_back(edition: Edition) -> None:
    """Every edition there is, and its articles as lines."""
    assert read(codec.encode_edition(edition)) == ([edition], [])
    found, findings = read(lines(*edition.articles), "in.jsonl")
    assert (found, findings) == (list(edition.articles), [])


def test_the_fallback_language_fills_only_what_is_unknown() -> None:
    """A language that is told stays; an edition's own counts for its articles."""
    assert [a.language for a in read(lines(ARTICLE, OTHER), language="da")[0]] == ["en", "da"]
    ((edition,), _) = read(codec.encode_edition(EDITION), language="da")
    assert isinstance(edition, Edition)
    assert [a.language for a in edition.articles] == ["en", "da"]
    known = Edition(id="urn:x:e", language="fr", articles=(OTHER,))
    assert read(codec.encode_edition(known), language="da")[0] == [known]


def test_a_bad_line_is_set_aside_and_the_others_go_on() -> None:
    """With its line, its path, and the way out."""
    data = lines(ARTICLE) + b'{"id": "urn:x:3", "headline": 7}\n{"id": \n' + lines(OTHER)
    found, findings = read(data)
    assert found == [ARTICLE, OTHER]
    assert [(f.code, f.severity, f.location.line, f.location.path) for f in findings] == [
        ("SYN-JSON-002", Severity.ERROR, 2, "$.headline"),
        ("SYN-JSON-001", Severity.ERROR, 3, ""),
    ]
    assert all(f.location.file == "in.json" for f in findings)


def _of(**fields: Any) -> bytes:
    return json.dumps(
        {"syndicate": 1, "edition": {"id": "urn:x:e", "articles": [{"id": "urn:x:1", **fields}]}}, indent=1
    ).encode()


@pytest.mark.parametrize(
    ("data", "message", "line", "path"),
    [
        (b'{\n "syndicate": 1,\n "edition": {,}\n}', "in.json:3: broken JSON", 3, ""),
        (b'{\n "id": "urn:x:1",\n "headline": "never closed', "broken JSON", 3, ""),
        (
            _of(headline=7),
            "expected `str`, got `int` at $.edition.articles[0].headline",
            8,
            "$.edition.articles[0].headline",
        ),
        (_of(published="2025-03-01T06:00:00"), "without a time zone", 8, "$.edition.articles[0].published"),
        (_of(embargo_until="2025-03-01T06:00:00"), "without a time zone", 8, "$.edition.articles[0].embargo_until"),
        (_of(headlin="x"), "headlin", 6, "$.edition.articles[0]"),
        (b'{"syndicate": 99, "edition": {"id": "urn:x:e"}}', "version 99", None, ""),
        (b'{"edition": {"id": "urn:x:e"}}', "missing required field `syndicate`", 1, "$"),
        (b"[1, 2]", "expected `object`", 1, "$"),
        (b"nonsense", "broken JSON", 1, ""),
        (b'{"id": "urn x"}\n', "no line of it could be read", 1, "$"),
        (b"\xff\xfe{\x00}\x00", "JSON", None, ""),
        (b'{"id": "urn:x:1", "urgency": 12}\n', "urgency is 1 to 9", 1, "$"),
    ],
)
def test_errors_name_the_place(data: bytes, message: str, line: int | None, path: str) -> None:
    """File, line and `$.path` where there are such, and a hint."""
    with pytest.raises(ModelError) as caught:
        read(data)
    assert message in caught.value.message
    assert "in.json" in caught.value.message
    assert caught.value.hint or "broken" in caught.value.message
    if line is not None:
        assert (caught.value.line, caught.value.path) == (line, path)


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    """By name."""
    with pytest.raises(InputError, match=r"in\.json: the file is empty"):
        read(data)


def test_limits_hold() -> None:
    """A whole file has a size, a line has one, and boxes end somewhere."""
    small = Limits(input_size=100)
    for data in (
        codec.encode_edition(EDITION) + b" " * 200,
        lines(ARTICLE) + b'{"id": "' + b"x" * 200,
        b"{" + b" " * 200,
    ):
        with pytest.raises(InputError, match="larger than 100 bytes"):
            read(data, limits=small)
    many = lines(*(Article(id=f"urn:x:{n}") for n in range(50)))
    assert len(many) > 100
    assert len(read(many, limits=small)[0]) == 50

    def box(depth: int) -> dict[str, Any]:
        inner = [box(depth - 1)] if depth > 1 else []
        return {"type": "box", "bid": f"b{depth}", "blocks": inner}

    deep = Limits(nesting=3)
    assert read(_of(body=[box(3)]), limits=deep)[1] == []
    with pytest.raises(ModelError, match="more than 3 deep"):
        read(_of(body=[box(4)]), limits=deep)
    line = json.dumps({"id": "urn:x:9", "body": [box(4)]}).encode() + b"\n"
    found, findings = read(lines(ARTICLE) + line, limits=deep)
    assert found == [ARTICLE]
    assert [f.code for f in findings] == ["SYN-JSON-002"]
    endless = b'{"id": "urn:x:1", "body": ' + b'[{"type":"box","bid":"b","blocks":' * 10000
    with pytest.raises(ModelError):
        read(endless)


class _Endless(BytesIO):
    """JSON Lines without end that count how far they were read."""

    taken = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self.taken += 1
        return codec.encode_article(Article(id=f"urn:x:{self.taken}", headline="x" * 1000)) + b"\n"


class _EndlessSource(Source):
    stream = _Endless()

    def open(self) -> BytesIO:
        return self.stream


def test_json_lines_are_a_stream() -> None:
    """Articles come while the source is read, and memory does not grow with their number."""
    source = _EndlessSource(name="in.jsonl", path=Path("in.jsonl"))
    found: Iterator[Any] = iter(CanonicalImporter().read(source, ImportJob(context=Context(now=NOW), report=Report())))
    assert next(found).id == "urn:x:1"
    assert source.stream.taken < 4
    tracemalloc.start()
    for _ in range(2000):
        next(found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500_000


@given(st.binary(max_size=200) | st.text('{}[]":,syndicateion 1\n\\', max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but our own errors ever comes out."""
    for name in ("in.json", "in.jsonl"):
        try:
            found, findings = read(data, name)
        except InputError:
            continue
        assert found or findings or not data.strip()


def test_lines_of_paths() -> None:
    """The line of a value, or that of the nearest one around it; braces in strings do not count."""
    text = b'{\n "a": {\n  "b{": "}\\"",\n  "c": [1,\n   {"d": null}]\n }\n}\n'
    assert jsontext.line_of(text, "$") == 1
    assert jsontext.line_of(text, "$.a.b{") == 3
    assert jsontext.line_of(text, "$.a.c[0]") == 4
    assert jsontext.line_of(text, "$.a.c[1].d") == 5
    assert jsontext.line_of(text, "$.a.c[1].missing") == 5
    assert jsontext.line_of(text, "$.z") == 1
    assert jsontext.line_of(b"", "$.z") is None
    assert jsontext.lines_of(text, ["$.a", "$.a.c[1]", "$.nowhere"]) == {"$.a": 2, "$.a.c[1]": 5}
