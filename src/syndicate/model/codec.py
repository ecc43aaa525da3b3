"""Canonical JSON: the article model as a public format, with a version and a stable hash.

The form is small: defaults are left out, keys stand in model order, UTF-8, and an edition file is one object with
``"syndicate": 1`` first. JSON Lines carry one article a line. The hash covers the canonical bytes of an article without
its empty fields, under a version byte, so a field added to the model later changes no hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

import msgspec

from syndicate.errors import ModelError
from syndicate.model.article import Article, Edition
from syndicate.model.digests import Digests, remember

FORMAT_VERSION = 1
"""Version of the canonical JSON; a reader refuses a newer one."""

_HASH_VERSION = b"\x01"


class EditionFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an edition file holds: the version of the form, then the edition."""

    syndicate: int
    edition: Edition


class _RawEdition(msgspec.Struct):
    """An edition whose articles are left as they stand."""

    articles: tuple[msgspec.Raw, ...] = ()


class _RawFile(msgspec.Struct):
    edition: _RawEdition


@cache
def _edition_decoder() -> msgspec.json.Decoder[EditionFile]:
    return msgspec.json.Decoder(EditionFile)


@cache
def _article_decoder() -> msgspec.json.Decoder[Article]:
    return msgspec.json.Decoder(Article)


T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="deterministic")  # `extra` by key: equal articles, equal bytes


def encode_article(article: Article) -> bytes:
    """Canonical JSON of one article on one line, without a line end."""
    return _ENCODER.encode(article)


def encode_edition(edition: Edition) -> bytes:
    """Canonical JSON of an edition, indented for people, with a line end."""
    data = _ENCODER.encode(EditionFile(syndicate=FORMAT_VERSION, edition=edition))
    return msgspec.json.format(data, indent=2) + b"\n"


def decode_edition(data: bytes) -> Edition:
    """The edition in `data`.

    Raises:
        ModelError: broken JSON (with line), a newer version, or a value of a wrong type (with `$.path`).
    """
    _refuse_newer(data)
    return _decode(_edition_decoder(), data).edition


def decode_article(data: bytes, *, line: int | None = None) -> Article:
    """The article in `data`; `line` is where it stands in its file, for the message.

    Raises:
        ModelError: broken JSON (with line), or a value of a wrong type (with `$.path`).
    """
    return _decode(_article_decoder(), data, line=line)


def decode_lines(lines: Iterable[bytes], digests: Digests | None = None) -> Iterator[Article | ModelError]:
    """Articles of JSON Lines, one at a time; a bad line comes as its error, so that it does not stop the others.

    The digest of each line is put into `digests`.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                article = decode_article(line, line=number)
            except ModelError as error:
                yield error
                continue
            if digests is not None:
                remember(digests, article, line)
            yield article


def remember_articles(digests: Digests, edition: Edition, data: bytes) -> None:
    """Put the digest of each article of `edition`, which was read from `data`, into `digests`."""
    raw = msgspec.json.decode(data, type=_RawFile).edition.articles
    if len(raw) == len(edition.articles):
        for article, part in zip(edition.articles, raw, strict=True):
            remember(digests, article, memoryview(part))


def content_hash(article: Article) -> str:
    """SHA-256 (hex) of what the article says, the same on every machine and in every later version of the model."""
    import hashlib  # 3 ms of start-up that an export does not need

    return hashlib.sha256(_HASH_VERSION + encode_article(article)).hexdigest()


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an edition file; `#/$defs/Article` is one line of JSON Lines."""
    schema = msgspec.json.schema(EditionFile)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "syndicate edition",
        "description": f"Canonical article model of syndicate, version {FORMAT_VERSION}.",
        **schema,
    }


def _refuse_newer(data: bytes) -> None:
    class Head(msgspec.Struct):
        syndicate: int | None = None

    try:
        version = msgspec.json.decode(data, type=Head).syndicate
    except (msgspec.DecodeError, RecursionError):
        return  # the real decoder says what is wrong, with its place
    if version is not None and version > FORMAT_VERSION:
        raise ModelError(
            f"the edition is in version {version} of the canonical form, this program reads up to {FORMAT_VERSION}",
            hint="install a newer syndicate",
        )


def _decode(decoder: msgspec.json.Decoder[T], data: bytes, *, line: int | None = None) -> T:
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `")
        path = path.rstrip("`") or "$"
        raise ModelError(f"{_teach(message)} at {path}", line=line, path=path, hint=_hint(message)) from error
    except msgspec.DecodeError as error:
        raise ModelError(f"broken JSON: {error}", line=line or _line_of(data, str(error))) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ModelError(f"unreadable JSON: {error}", line=line) from error


def _teach(message: str) -> str:
    if "timezone component" in message:
        return "a date and time without a time zone"
    return message[:1].lower() + message[1:]


def _hint(message: str) -> str:
    if "timezone component" in message or "time zone" in message:
        return "write the offset (2025-03-01T06:00:00+01:00) or Z for UTC; a guessed zone would be an invented fact"
    return "syndicate schema prints what is allowed"


def _line_of(data: bytes, message: str) -> int:
    place = re.search(r"byte (\d+)", message)
    offset = int(place.group(1)) if place else len(data)
    return data.count(b"\n", 0, offset) + 1
