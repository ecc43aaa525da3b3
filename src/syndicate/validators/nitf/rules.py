"""Rules about a NITF document that no schema says: ids, dates, status, languages, addresses, media."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from syndicate.diagnostics import Diagnostic
from syndicate.formats import lenient
from syndicate.formats.languages import language_tag
from syndicate.formats.nitf import NAMESPACE
from syndicate.validators.nitf.findings import Finder

_N = f"{{{NAMESPACE}}}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUSES = frozenset({"usable", "embargoed", "withheld", "canceled"})
_DATED = tuple(f"{_N}{name}" for name in ("date.issue", "date.release", "date.expire", "revision-history", "chron"))
_DAYS = (f"{_N}story.date",)
_DAY = re.compile(r"\d{4}(?:-?\d{2}(?:-?\d{2})?)?")
_ACTIVE = frozenset({"script", "object", "embed", "applet", "iframe", "frame", "form", "input", "button"})
_RUNS = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_KINDS = {"image": {"image"}, "video": {"video"}, "audio": {"audio"}, "text": {"text"}}
_NUMBERED = {
    f"{_N}media-reference": ("width", "height"),
    f"{_N}td": ("colspan", "rowspan"),
    f"{_N}th": ("colspan", "rowspan"),
}


def document_rules(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    """Everything that the rules find in a document."""
    own = next((e for e in root.iter(f"{_N}doc-id") if (e.get("id-string") or "").strip()), None)
    if own is None:
        yield finder("SYN-NITF-010", "no doc-id: the document has no id", root)
    else:
        finder.article = own.get("id-string", "").strip()
    yield from _ids(root, finder)
    yield from _moments(root, finder)
    yield from _status(root, finder)
    yield from _languages(root, finder)
    yield from _head(root, finder)
    yield from _content(root, finder)
    yield from _outside(root, finder)


def _ids(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for node in root.iter(etree.Element):
        own = node.get("id")
        if own is not None and own in seen:
            yield finder("SYN-NITF-011", f"the id {own!r} stands twice", node)
        seen.add(own or "")


def _moments(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    found: dict[str, datetime] = {}
    for node in root.iter(*_DATED, *_DAYS):
        written = node.get("norm")
        if written is None:
            continue
        name, read = etree.QName(node).localname, lenient.moment(written)
        if read.value is not None:
            found.setdefault(name, read.value)
        elif "zone" in read.quirk:
            yield finder("SYN-NITF-014", f"{name} {written[:40]!r} {read.quirk}", node)
        elif not (node.tag in (*_DAYS, f"{_N}chron") and _DAY.fullmatch(written)):
            yield finder("SYN-NITF-013", f"{name} {written[:40]!r} {read.quirk}", node)
    end = found.get("date.expire")
    for name in ("date.issue", "date.release"):
        if end is not None and name in found and found[name] >= end:
            yield finder("SYN-NITF-015", f"it expires before {name}", next(root.iter(f"{_N}date.expire")))


def _status(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    for docdata in root.iter(f"{_N}docdata"):
        word = docdata.get("management-status", "usable")
        if word not in _STATUSES:
            yield finder("SYN-NITF-016", f"management-status {word[:40]!r} is none of the standard's", docdata)
        if word in ("canceled", "withheld") and docdata.find(f"{_N}ed-msg") is None:
            yield finder("SYN-NITF-018", f"the document is {word} and no ed-msg says why", docdata)
        if word == "embargoed" and docdata.find(f"{_N}date.release") is None:
            yield finder("SYN-NITF-019", "embargoed until nobody knows when", docdata)
        content = root.find(f"{_N}body/{_N}body.content")
        if word == "canceled" and content is not None and len(content):
            yield finder("SYN-NITF-017", "canceled, and the text still stands there", content)


def _languages(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    body = root.find(f"{_N}body")
    if not (root.get("baselang") or root.get(_XML_LANG) or (body is not None and body.get(_XML_LANG))):
        yield finder("SYN-NITF-022", "the document names no language", root)
    told: set[str] = set()
    for node in root.iter(etree.Element):
        for tag in (node.get(_XML_LANG), node.get("baselang")):
            if tag and tag not in told and language_tag(tag) == "und" != tag.lower():
                told.add(tag)
                yield finder("SYN-NITF-021", f"{tag[:40]!r} is no language tag", node)


def _head(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    for node in root.iter(f"{_N}urgency"):
        if not re.fullmatch(r"[1-9]", node.get("ed-urg", "")):
            yield finder("SYN-NITF-012", f"the urgency is {node.get('ed-urg')!r}", node)
    for node in root.iter(f"{_N}tobject.subject"):
        code = node.get("tobject.subject.refnum", "")
        if node.get("tobject.subject.ipr", "IPTC") == "IPTC" and not re.fullmatch(r"\d{8}", code):
            yield finder("SYN-NITF-023", f"{code[:40]!r} is no Subject Code", node)
    line = root.find(f"{_N}body/{_N}body.head/{_N}hedline/{_N}hl1")
    if line is None or not "".join(str(part) for part in line.itertext()).strip():
        yield finder("SYN-NITF-020", "no headline", root)


def _content(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    for content in root.iterfind(f"{_N}body/{_N}body.content"):
        if content.find(f"{_N}p") is not None and content.find(f"{_N}block") is None:
            yield finder("SYN-NITF-043", "paragraphs outside of any block", content)
    for node in root.iter(f"{_N}p"):
        if node.get("lede", "true") not in ("true", "false"):
            yield finder("SYN-NITF-044", f"lede is {node.get('lede', '')[:40]!r}", node)
    for node in root.iter(*_NUMBERED):
        for name in _NUMBERED[str(node.tag)]:
            value = node.get(name)
            if value is not None and not re.fullmatch(r"[1-9]\d*", value):
                yield finder("SYN-NITF-042", f"{name} is {value[:40]!r}", node)
    for media in root.iter(f"{_N}media"):
        yield from _medium(media, finder)


def _medium(media: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    kind = media.get("media-type", "").lower()
    files = media.findall(f"{_N}media-reference")
    if not any(one.get("source") for one in files) and media.find(f"{_N}media-object") is None:
        yield finder("SYN-NITF-040", f"the {kind or 'medium'} has no file", media)
    for one in files:
        found = one.get("mime-type", "").partition("/")[0].lower()
        if found in _KINDS and kind in _KINDS and found != kind:
            yield finder("SYN-NITF-041", f"media-type is {kind}, the file is {one.get('mime-type')}", one)


def _outside(root: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    """What points outside, and what may run: elements of other namespaces are let in by the standard."""
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname
        if name in _ACTIVE:
            yield finder("SYN-NITF-031", f"an element {name}", node)
        for key, value in ((str(key), str(value)) for key, value in node.items()):
            if key.lower().startswith("on") or (key in ("href", "source") and _RUNS.match(value)):
                yield finder("SYN-NITF-031", f"{key}={value[:40]!r}", node)
            elif key in ("href", "source", "ex-ref") and not _SCHEME.match(value.strip()) and value[:1] != "#":
                yield finder("SYN-NITF-030", f"{key} {value[:60]!r} is relative", node)
