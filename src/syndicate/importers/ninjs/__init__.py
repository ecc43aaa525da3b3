"""ninjs 1.x, 2.x and 3.x: an item, a list of items, or items a line, each read by itself.

The rooms: `values` (members whatever the version calls them), `about` (what an item says of itself), `content` (bodies
and associations), `findings`. How items are read is told in ``docs/formats/ninjs.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, cast

import msgspec
from msgspec.structs import replace

from syndicate.contracts import ImportJob, Source
from syndicate.errors import InputError, ModelError
from syndicate.formats import g2, jsontext
from syndicate.importers.ninjs import about, content, edition
from syndicate.importers.ninjs.findings import Findings
from syndicate.importers.ninjs.values import Item, Object, line, lowered, objects, whole
from syndicate.model import legal
from syndicate.model.article import Article, Edition, Media, Relation
from syndicate.model.identity import mint

__all__ = ["NinjsImporter"]

_DEPTH = 3
"""Elements may be nested so many times deeper than blocks."""
_SIZE = 64 * 1024 * 1024
_FAULTS = (ModelError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What can go wrong with one item, and must not stop the others."""
_RELATIONS = frozenset({"related", "previous", "replaces", "evolved_from", "translation_of", "part_of"})
_BOM = b"\xef\xbb\xbf"


class NinjsImporter:
    """Reads one file of ninjs."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The items of `source`, in their order.

        Raises:
            InputError: the file is empty, larger than the limit, or holds no object.
            ModelError: it is no JSON, or none of its items could be read.
            DependencyError: the sanitiser is not installed.
        """
        limit = min(job.context.limits.input_size, _SIZE)
        with source.open() as stream:
            data = stream.read(limit + 1).removeprefix(_BOM)
        if len(data) > limit:
            raise InputError(f"{source.name}: larger than {limit} bytes", hint="send fewer items in a file")
        if not data.strip():
            raise InputError(f"{source.name}: the file is empty", hint="there is no story in it")
        fault, good = "", 0
        for path, found in _items(data, source.name):
            findings = Findings(file=source.name, report=job.report, path=path)
            try:
                if isinstance(found, Exception):
                    raise found
                articles = list(_read(found, findings, job))
            except _FAULTS as problem:
                why = getattr(problem, "message", "") or str(problem)
                fault = fault or why
                findings.set_aside(why.removeprefix(f"{source.name}: "))
                continue
            good += 1
            yield from articles
        if not good:
            raise ModelError(f"{source.name}: no item of it could be read; the first: {fault}", path="$")


def _items(data: bytes, name: str) -> Iterator[tuple[str, Any]]:
    """Each item with its path; one that is no JSON is the exception that tells so."""
    try:
        whole_ = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        lines = [row for row in data.splitlines() if row.strip()]
        if len(lines) < 2 or not all(
            row.lstrip().startswith(b"{") and row.rstrip().endswith(b"}") for row in lines[:2]
        ):
            raise ModelError(
                f"{name}: no JSON: {error}", hint="look whether the file arrived whole", path="$"
            ) from None
        for number, row in enumerate(lines, 1):
            yield f"line {number}", _decoded(row)
        return
    if isinstance(whole_, dict) and isinstance(whole_.get("items"), list) and "uri" not in whole_:
        whole_ = whole_["items"]
    if isinstance(whole_, list):
        if not whole_:
            raise InputError(f"{name}: no item in it", hint="the list is empty")
        for number, one in enumerate(whole_):
            yield f"$[{number}]", one
        return
    yield "$", whole_


def _decoded(row: bytes) -> object:
    try:
        return msgspec.json.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return ModelError(f"no JSON: {error}")


def _read(found: object, findings: Findings, job: ImportJob) -> Iterator[Article | Edition]:
    if not isinstance(found, dict):
        raise ModelError(f"an item is an object, not {type(found).__name__}")
    members = cast(Object, lowered(found))
    item = _begin(members, findings, job.language)
    about.read(item)
    deepest = job.context.limits.nesting
    kind = line(members.get("type")).lower()
    if kind in content.MEDIA:
        yield _whole(item, *content.whole((), (), [content.medium(item, kind)]), deepest)
        return
    if line(members.get("profile")) == "edition" and objects(members.get("associations")):
        yield edition.read(item)
        return
    blocks, shelf = content.read(item, deepest * _DEPTH)
    named, alone = _associated(item, job)
    yield _whole(item, *content.whole(blocks, shelf, named), deepest)
    yield from alone


def _begin(members: Object, findings: Findings, fallback: str) -> Item:
    uri = "".join(line(members.get("uri")).split())
    if not uri:
        digest = hashlib.sha256(msgspec.json.encode(members)).hexdigest()
        uri = mint("ninjs", digest)
        findings.identity("the item has no uri: an id was made of its content")
    findings.article = uri
    item = Item(members=members, findings=findings)
    item.fields["id"] = uri
    version = members.get("version")
    if version is not None:
        number = whole(version)
        if number:
            item.fields["version"] = number
        else:
            findings.identity(f"version {line(version) or version!r} is no number from 1: read as 1")
            item.keep("version", line(version))
    tags = (g2.language(tag) for tag in (line(members.get("language")), fallback) if tag)
    item.language = next((tag for tag in tags if tag != "und"), "und")
    item.fields["language"] = item.language
    script = next((part for part in item.language.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        item.fields["script"] = script
    return item


def _associated(item: Item, job: ImportJob) -> tuple[list[Media], list[Article]]:
    """The media of an item; what is stricter than the item, or no medium, is an article or a link of its own."""
    media: list[Media] = []
    alone: list[Article] = []
    for one in objects(item.members.get("associations")):
        name = line(one.get("name")) or f"a{len(media) + 1}"
        findings = _inside(item.findings, f"associations[{name}]")
        inner = _begin(one, findings, item.language)
        about.read(inner)
        rel = line(one.get("rel"))
        if rel in _RELATIONS or (
            line(one.get("type")).lower() not in content.MEDIA and not objects(one.get("renditions"))
        ):
            item.add("links", _relation(inner, rel if rel in _RELATIONS else "related"))
            if content.read(inner, job.context.limits.nesting * _DEPTH)[0]:
                alone += list(_articles(one, findings, job))
        elif _stricter(inner, item):
            findings.medium(f"{name} is held, and its story is not: it stays by itself")
            alone += list(_articles(one, findings, job))
        else:
            found = content.medium(inner, name)
            media.append(replace(found, id=f"{name}-{len(media)}") if any(m.id == name for m in media) else found)
    return media, alone


def _articles(one: Object, findings: Findings, job: ImportJob) -> Iterator[Article]:
    return (found for found in _read(one, findings, job) if isinstance(found, Article))


def _relation(inner: Item, rel: str) -> Relation:
    """A link to another item: an address, or an id."""
    target, title = str(inner.fields["id"]), str(inner.fields.get("headline", ""))
    version = whole(inner.members.get("version"))
    href, ref = (target, "") if target.startswith(("http://", "https://")) and rel != "related" else ("", target)
    return Relation(rel=rel, href=href, ref=ref, title=title, version=version)  # type: ignore[arg-type]


def _inside(findings: Findings, key: str) -> Findings:
    """The findings of something inside the item."""
    return Findings(file=findings.file, report=findings.report, path=f"{findings.path}.{key}")


def _stricter(inner: Item, item: Item) -> bool:
    if inner.fields.get("status", "usable") != "usable" or "hold" in cast(
        "tuple[str, ...]", inner.fields.get("signals", ())
    ):
        return True
    until, story = inner.fields.get("embargo_until"), item.fields.get("embargo_until")
    return until is not None and (story is None or until > story)  # type: ignore[operator]


def _whole(item: Item, blocks: tuple[Any, ...], media: tuple[Media, ...], deepest: int) -> Article:
    if left := about.rest(item):
        item.findings.kept_aside(left)
    fields = {**item.fields, "body": blocks, "media": media, "extra": item.extra}
    found = Article(**fields)  # type: ignore[arg-type]
    if jsontext.depth(found) > deepest:
        raise ModelError(f"blocks are nested more than {deepest} deep", hint="flatten the boxes")
    return legal.clean_node(found)[0]
