"""JSON Feed 1.0 and 1.1 (jsonfeed.org): the members of an item, each of the kind that the specification gives it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from syndicate.contracts import ImportJob, Source
from syndicate.errors import InputError, ModelError
from syndicate.formats import inputs, jsontext
from syndicate.formats.addresses import absolute, is_web
from syndicate.importers.feed import extension, story
from syndicate.importers.feed.dates import instant
from syndicate.importers.feed.entry import Channel, Entry
from syndicate.importers.feed.findings import Findings
from syndicate.importers.feed.head import tag
from syndicate.importers.feed.shelf import Words, type_of
from syndicate.model import legal
from syndicate.model.article import Article, Edition, Relation, Rendition, SourceDocument
from syndicate.model.identity import mint

Object = dict[str, Any]

_SIZE = 64 * 1024 * 1024
_FAULTS = (ModelError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What can go wrong with one item, and must not stop the others."""
_HEAD = frozenset(
    {"version", "title", "home_page_url", "feed_url", "description", "icon", "favicon", "authors", "author", "language",
     "hubs", "items", "user_comment", "next_url", "expired"}
)  # fmt: skip


class JsonFeedImporter:
    """Reads one JSON Feed."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The items of `source` in their order, then the feed as an edition without articles.

        Raises:
            InputError: the file is larger than the limit, or there is no item in it.
            ModelError: it is no JSON, or none of its items could be read.
            DependencyError: the sanitiser is not installed.
        """
        feed = _decoded(source, job)
        findings = Findings(file=source.name, report=job.report)
        items = feed.get("items")
        if not isinstance(items, list) or not items:
            raise InputError(f"{source.name}: no story in it", hint="the feed has no items")
        home = text(feed, "home_page_url")
        ours = any(isinstance(item, dict) and "_syndicate" in item for item in items)
        channel = Channel(base=home or source.address, language=tag(text(feed, "language")) or job.language, ours=ours)
        channel.source = source
        fault, good = "", 0
        for number, item in enumerate(items):
            of_item = findings.of_item(None, f"$.items[{number}]")
            try:
                yield _item(item, of_item, channel, job)
                good += 1
            except _FAULTS as problem:
                why = getattr(problem, "message", "") or f"{type(problem).__name__}: {problem}"
                fault = fault or why
                of_item.set_aside(why.removeprefix(f"{source.name}: "))
        if not good:
            raise ModelError(f"{source.name}: no item of it could be read; the first: {fault}", path="$.items")
        yield _edition(feed, findings, channel)
        findings.counted()


def _decoded(source: Source, job: ImportJob) -> Object:
    data = inputs.bounded(source, min(job.context.limits.input_size, _SIZE), "send fewer items in a feed")
    try:
        feed, doubles = jsontext.strict(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise ModelError(f"{source.name}:{error.lineno}: no JSON: {error.msg}", line=error.lineno, path="$") from None
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{source.name}: no JSON: {error}", path="$") from None
    if not isinstance(feed, dict):
        raise ModelError(f"{source.name}: a feed is an object, not {type(feed).__name__}", path="$")
    if doubles:
        told = Findings(file=source.name, report=job.report)
        told.value(", ".join(sorted(set(doubles))), "stands twice in one object: the last counts")
    return cast(Object, feed)


def text(found: Object, name: str) -> str:
    """A member that is a string, in one line; "" where it is missing or of another kind."""
    value = found.get(name)
    return " ".join(legal.clean(value).split()) if isinstance(value, str) else ""


def objects(value: object) -> Iterator[Object]:
    """The objects of a list; others are passed over."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def _item(item: object, findings: Findings, channel: Channel, job: ImportJob) -> Article:
    if not isinstance(item, dict):
        raise ModelError(f"an item is an object, not {type(item).__name__}")
    entry = Entry(findings=findings, channel=channel, language=tag(text(item, "language")))
    left = dict(item)
    if entry.language:
        del left["language"]
    identity = left.pop("id", None)
    if isinstance(identity, int | float) and not isinstance(identity, bool):
        findings.value("id", "is a number, where a string is wanted")
        identity = str(identity)
    entry.guid = legal.clean(identity) if isinstance(identity, str) else ""
    if not entry.guid:
        findings.value("id", "is missing: a program cannot tell the item from others")
    _words(entry, left)
    _addresses(entry, left)
    for field, name in (("published", "date_published"), ("modified", "date_modified")):
        if written := _taken(entry, left, name):
            found = instant(written)
            entry.date(field, name, found.value, found.quirk, written)
    authors = [*objects(left.pop("authors", None))] or [*objects([left.pop("author", None)])]
    left.pop("author", None)
    for author in authors:
        entry.person(text(author, "name") or text(author, "url"), text(author, "url") if text(author, "name") else "")
        if avatar := text(author, "avatar"):
            entry.keep("authors.avatar", avatar)
    for word in left.pop("tags", None) or ():
        entry.keyword(word if isinstance(word, str) else json.dumps(word, ensure_ascii=False))
    for file in objects(left.pop("attachments", None)):
        _attachment(entry, file)
    extension.read(entry, left.pop("_syndicate", None))
    for name, value in left.items():
        entry.keep(f"jsonfeed:{name}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    digest = hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()
    found_story = story.article(entry, job, SourceDocument(sha256=digest, media_type="application/feed+json"))
    return extension.without_doubles(found_story) if channel.ours else found_story


def _taken(entry: Entry, left: Object, name: str) -> str:
    """A member that must be a string, taken out; one of another kind stays for `extra`."""
    value = left.get(name)
    if value is None:
        left.pop(name, None)
        return ""
    if not isinstance(value, str):
        entry.findings.value(name, f"is no string but {type(value).__name__}")
        return ""
    del left[name]
    return legal.clean(value)


def _words(entry: Entry, left: Object) -> None:
    entry.headline = " ".join(_taken(entry, left, "title").split())
    entry.summary = " ".join(_taken(entry, left, "summary").split())
    entry.content = _taken(entry, left, "content_html")
    plain = _taken(entry, left, "content_text")
    if plain and not entry.content:
        entry.text = plain
    elif plain:
        entry.findings.past["content_text"] += 1  # the same words once more (JSON Feed 1.1, items)


def _addresses(entry: Entry, left: Object) -> None:
    entry.link = entry.address(_taken(entry, left, "url"), "url")
    if not entry.link and is_web(entry.guid):
        entry.link = entry.guid
    if external := entry.address(_taken(entry, left, "external_url"), "external_url"):
        entry.links.append(Relation(rel="related", href=external))
    for name in ("image", "banner_image"):
        href = entry.file(_taken(entry, left, name), name)
        if href:
            entry.files.put((Rendition(href=href),), "picture", Words())


def _attachment(entry: Entry, file: Object) -> None:
    href = entry.file(text(file, "url"), "attachment")
    if not href:
        return
    size, seconds = file.get("size_in_bytes"), file.get("duration_in_seconds")
    found = Rendition(
        href=href,
        media_type=text(file, "mime_type"),
        size=size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None,
        duration=float(seconds) if isinstance(seconds, int | float) and seconds > 0 else None,
    )
    own = file.get("_syndicate")
    told = own if isinstance(own, dict) else {}
    kind = type_of(found)
    if kind is None:
        entry.keep("attachment", f"{href} ({found.media_type})" if found.media_type else href)
        return
    if kind == "picture" and text(told, "type") == "graphic":
        kind = "graphic"
    alt, title = text(told, "alt"), text(file, "title")
    entry.files.put((found,), kind, Words(alt, title if title != alt else "", text(told, "credit")))


def _edition(feed: Object, findings: Findings, channel: Channel) -> Edition:
    for name in feed:
        if name not in _HEAD or name in ("user_comment", "next_url", "expired"):
            findings.past[name] += 1
    authors = [*objects(feed.get("authors")), *objects([feed.get("author")])]
    hubs = (_web(text(hub, "url")) for hub in objects(feed.get("hubs")))
    title = text(feed, "title")
    return legal.clean_node(
        Edition(
            id=mint("edition", title or text(feed, "home_page_url")),
            title=title,
            description=text(feed, "description"),
            language=channel.language or "und",
            url=_web(text(feed, "home_page_url")),
            publisher=next((name for author in authors if (name := text(author, "name"))), ""),
            image=_web(text(feed, "icon")),
            icon=_web(text(feed, "favicon")),
            hubs=tuple(hub for hub in hubs if hub),
        )
    )[0]


def _web(href: str) -> str:
    address = absolute(href) or ""
    return address if is_web(address) else ""
