"""Rules about one item that no grammar can say; each names its code, the words are in `findings`.

The rules read what is there and never assume that the grammar was kept: a file may break both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from syndicate.diagnostics import Diagnostic
from syndicate.formats import g2
from syndicate.validators.newsmlg2.content import content_rules
from syndicate.validators.newsmlg2.findings import Finder
from syndicate.validators.newsmlg2.references import reference_rules

_N = f"{{{g2.NAR}}}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NATURES = {"newsItem": "ninat", "packageItem": "ninat", "planningItem": "plinat", "conceptItem": "cinat"}
_KINDS = frozenset({"image", "video", "audio", "text"})
_MEDIA = {"picture": {"image"}, "video": {"video", "image", "audio"}, "audio": {"audio", "image"}}
"""Top-level media types that the content of an item of each nature may have."""
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_URN_NEWSML = re.compile(r"urn:newsml:[^:\s]+:\d{8}:\S+")
_IDENTIFIED = frozenset(
    {f"{_N}{name}" for name in ("subject", "genre", "creator", "contributor", "infoSource", "located", "signal")}
)


@dataclass(slots=True)
class Seen:
    """What earlier items of the same message leave behind: their guids with versions, and the ids of the file."""

    versions: set[tuple[str, str]] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)


def item_rules(item: etree._Element, finder: Finder, seen: Seen) -> Iterator[Diagnostic]:
    """Everything that the rules find in `item`, section by section."""
    yield from _identity(item, finder, seen)
    yield from _version_of_standard(item, finder)
    yield from _languages(item, finder)
    meta = item.find(f"{_N}itemMeta")
    if meta is not None:
        yield from _nature(item, meta, finder)
        yield from _status(item, meta, finder)
        yield from _signals(item, meta, finder)
        yield from _moments(item, meta, finder)
    yield from content_rules(item, finder)
    yield from reference_rules(item, finder, seen.ids)
    yield from _properties(item, finder)
    yield from _deprecated(item, finder)
    yield from _expected(item, finder)


def _identity(item: etree._Element, finder: Finder, seen: Seen) -> Iterator[Diagnostic]:
    guid, version = item.get("guid", ""), item.get("version")
    if guid.startswith("urn:newsml:") and not _URN_NEWSML.fullmatch(guid):
        yield finder("SYN-G2-030", f"{guid!r} is not urn:newsml:provider:date:id (RFC 3085)", item)
    elif not _URI.fullmatch(guid):
        yield finder("SYN-G2-030", f"the guid {guid!r} is no URI", item)
    if version is None:
        yield finder("SYN-G2-031", "no version: receivers take it for the first", item)
    key = (guid, version or "1")
    if key in seen.versions:
        yield finder("SYN-G2-032", f"version {key[1]} of {guid} stands twice in the message", item)
    seen.versions.add(key)


def _version_of_standard(item: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    match = re.fullmatch(r"(\d{1,4})\.(\d{1,4})", item.get("standardversion", ""))
    if match is None:
        return
    given = (int(match[1]), int(match[2]))
    known = tuple(int(part) for part in g2.STANDARD_VERSION.split("."))
    if given > known:
        yield finder("SYN-G2-033", f"version {match[0]} is newer than {g2.STANDARD_VERSION}, judged by that", item)
    if given > (2, 24) and item.get("conformance", "core") == "core":
        yield finder("SYN-G2-034", f"conformance is core in version {match[0]}", item)


def _languages(item: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    if not item.get(_XML_LANG):
        yield finder("SYN-G2-050", "the item does not name its language in xml:lang", item)
    told: set[str] = set()
    for node in item.iter(f"{_N}*"):
        for tag in (node.get(_XML_LANG), node.get("tag") if node.tag == f"{_N}language" else None):
            if tag and tag not in told and not _registered(tag):
                told.add(tag)
                yield finder("SYN-G2-051", f"{tag!r} is no registered language tag", node)


def _registered(tag: str) -> bool:
    """Whether the primary language is known and no extension is left without its value (BCP 47 2.2.9, in part)."""
    primary, *rest = tag.split("-")
    if primary.lower() in {"x", "i"}:
        return bool(rest)
    known = primary.lower() in g2.LANGUAGES if len(primary) == 2 else len(primary) == 3
    return known and (not rest or len(rest[-1]) > 1)


def _nature(item: etree._Element, meta: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    kind = etree.QName(item).localname
    item_class = meta.find(f"{_N}itemClass")
    if item_class is None or kind not in _NATURES:
        return
    qcode, uri = item_class.get("qcode"), item_class.get("uri", "")
    if qcode is None:
        if not uri:
            yield finder("SYN-G2-020", "itemClass has neither qcode nor uri", item_class)
        return
    alias, _, nature = qcode.partition(":")
    if alias != _NATURES[kind] or (alias == "ninat" and nature not in g2.NEWS_NATURES):
        yield finder("SYN-G2-020", f"{qcode!r} is no nature of a {kind}", item_class)
        return
    if kind == "newsItem":
        yield from _nature_of_content(item, nature, item_class, finder)


def _nature_of_content(
    item: etree._Element, nature: str, item_class: etree._Element, finder: Finder
) -> Iterator[Diagnostic]:
    contents = item.find(f"{_N}contentSet")
    if contents is None or len(contents) == 0:
        return
    inline = contents.find(f"{_N}inlineXML") is not None or contents.find(f"{_N}inlineData") is not None
    remote = {(c.get("contenttype") or "").partition("/")[0] for c in contents.iterchildren(f"{_N}remoteContent")}
    if nature in _MEDIA:
        # A film may come with stills and sound, a sound with a picture; a picture is a picture.
        wrong = (inline and not remote) or bool(remote & (_KINDS - _MEDIA[nature]))
        if wrong:
            yield finder("SYN-G2-021", f"itemClass says {nature}, the content is something else", item_class)
    elif nature == "text" and not inline and remote & {"image", "video", "audio"}:
        yield finder("SYN-G2-021", "itemClass says text, the content is media only", item_class)


def _status(item: etree._Element, meta: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    status = meta.find(f"{_N}pubStatus")
    if status is None:
        yield finder("SYN-G2-026", "no pubStatus: the item counts as usable", meta)
        return
    qcode = status.get("qcode")
    alias, _, word = (qcode or "").partition(":")
    if qcode is None and status.get("uri", "").startswith(g2.aliases()["stat"]):
        word = status.get("uri", "").rpartition("/")[2]
    elif alias != "stat":
        word = ""
    if word not in g2.STATUSES:
        yield finder("SYN-G2-022", f"{qcode or status.get('uri') or 'nothing'} is no publishing status", status)
    if word in {"canceled", "withheld"} and meta.find(f"{_N}edNote") is None:
        yield finder("SYN-G2-023", f"the item is {word} and no edNote says why", status)
    contents = item.find(f"{_N}contentSet")
    if word == "canceled" and contents is not None and len(contents):
        yield finder("SYN-G2-024", "the item is canceled and its content still stands there", contents)


def _signals(item: etree._Element, meta: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    found = {node.get("qcode"): node for node in meta.iterchildren(f"{_N}signal")}
    update, correction = found.get("sig:update"), found.get("sig:correction")
    if update is not None and correction is not None:
        yield finder("SYN-G2-025", "the item is signalled as an update and as a correction", correction)
    first = update if update is not None else correction
    if first is not None and item.get("version") == "1":
        yield finder("SYN-G2-025", f"version 1 is signalled as {first.get('qcode')}", first)


def _moments(item: etree._Element, meta: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    version, first = _moment(meta, "versionCreated"), _moment(meta, "firstCreated")
    if version and first and first > version:
        yield finder("SYN-G2-040", "firstCreated is later than versionCreated", meta.find(f"{_N}firstCreated"))
    expires = _moment(meta, "expires")
    if version and expires and expires <= version:
        yield finder("SYN-G2-043", "expires is not after versionCreated", meta.find(f"{_N}expires"))
    embargo = meta.find(f"{_N}embargoed")
    if embargo is not None and not (embargo.text or "").strip():
        yield finder("SYN-G2-042", "the embargo has no end: receivers must hold the item until told", embargo)
    content = item.find(f"{_N}contentMeta")
    if content is not None:
        created, modified = _moment(content, "contentCreated"), _moment(content, "contentModified")
        if created and modified and created > modified:
            yield finder("SYN-G2-041", "contentCreated is later than contentModified", content)


def _moment(parent: etree._Element, name: str) -> datetime | None:
    """The instant in the child `name`, or None when there is none with date, time and zone."""
    try:
        instant = datetime.fromisoformat((parent.findtext(f"{_N}{name}") or "").strip())
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _properties(item: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    for node in item.iter(f"{_N}*"):
        if node.get("qcode") and node.get("uri"):
            yield finder("SYN-G2-083", f"{etree.QName(node).localname} has a qcode and a uri", node)
        if (
            node.tag in _IDENTIFIED
            and not (node.get("qcode") or node.get("uri") or node.get("literal"))
            and node.find(f"{_N}name") is None
        ):
            yield finder("SYN-G2-082", f"{etree.QName(node).localname} has neither identifier nor name", node)


def _deprecated(item: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    for node in item.iter(f"{_N}facet", f"{_N}confirmation"):
        yield finder("SYN-G2-077", f"{etree.QName(node).localname} is deprecated", node)
    for node in item.iter(f"{_N}*"):
        for name in ("guidref", "hreftype", "derivedfrom"):
            if node.get(name) is not None:
                yield finder("SYN-G2-077", f"the attribute {name} is deprecated", node)


def _expected(item: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    if etree.QName(item).localname not in {"newsItem", "packageItem"}:
        return
    status = item.find(f"{_N}itemMeta/{_N}pubStatus")
    if status is not None and status.get("qcode") == "stat:canceled":
        return
    if item.find(f"{_N}rightsInfo") is None:
        yield finder("SYN-G2-080", "no rightsInfo: nobody says what may be done with the item", item)
    item_class = item.find(f"{_N}itemMeta/{_N}itemClass")
    if item_class is not None and item_class.get("qcode") not in {"ninat:text", "ninat:composite"}:
        return
    if item.find(f"{_N}contentMeta/{_N}headline") is None and item.find(f"{_N}itemMeta/{_N}title") is None:
        yield finder("SYN-G2-081", "the item has no headline", item)
