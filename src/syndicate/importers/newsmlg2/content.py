"""contentSet: the body of a story from XHTML, NITF, HTML or plain text, whatever the label on it says."""

from __future__ import annotations

import base64
import binascii
import re
from copy import deepcopy
from typing import cast

import msgspec
from lxml import etree

from syndicate.diagnostics import Severity
from syndicate.formats import htmlbody, nitfhtml
from syndicate.formats.htmlbody.findings import Findings as BodyFindings
from syndicate.formats.paragraphs import paragraphs
from syndicate.importers.newsmlg2.codes import children, name_of
from syndicate.importers.newsmlg2.values import Item, line_of
from syndicate.model import body, legal
from syndicate.model.article import EdNote, Media
from syndicate.model.body import Block

Element = etree._Element

_XHTML = "http://www.w3.org/1999/xhtml"
_LABELS = {
    "html": ("application/xhtml+xml",),
    "nitf": ("application/nitf+xml", "text/vnd.iptc.nitf", "application/vnd.iptc.nitf+xml"),
}
_NAMESPACES = {"html": (_XHTML,), "nitf": (nitfhtml.NITF, "")}
_RANK = {"html": 0, "nitf": 1, "text/html": 2, "text": 3, "other": 4}


class Body(msgspec.Struct):
    """What the content of an item became."""

    blocks: tuple[Block, ...] = ()
    media: tuple[Media, ...] = ()
    nitf_head: Element | None = None
    """body.head of a body in NITF: it says again what contentMeta says, or more."""


def read(item: Item, deep: int) -> Body:
    """The body of an item, whose elements may be nested `deep`; of several forms the richest, the others are told.

    Raises:
        ModelError: elements are nested too deep.
    """
    forms: list[tuple[int, str, Element]] = []
    for content in children(item.element, "contentSet"):
        for stray in children(content):
            if name_of(stray) not in ("inlineXML", "inlineData", "remoteContent"):
                item.left_out.setdefault(f"contentSet/{name_of(stray)}")
        for part in children(content, "inlineXML", "inlineData"):
            form = _form(part)
            if form:
                forms.append((_RANK[form], form, part))
            else:
                item.findings.value(f"{name_of(part)} is empty", line_of(part))
    ordered = [(form, part) for _, form, part in sorted(forms, key=lambda one: one[0])]
    for place, (form, part) in enumerate(ordered):
        found = _read(item, form, part, deep)
        if found.blocks:
            _compare(item, form, part, ordered[place + 1 :])
            _counts(item, part)
            return found
    return Body()


_WORD = re.compile(r"\w+")


def _compare(item: Item, form: str, part: Element, others: list[tuple[str, Element]]) -> None:
    """Tell of another form of the content that does not say the same: one word in ten may differ (captions, dashes)."""
    own = _said(part)
    for other, element in others:
        said = _said(element)
        if len(own & said) * 10 < max(len(own), len(said)) * 9:
            message = f"the content is also there as {other}, in other words; the {form} was read"
            item.findings.several(message, line_of(element))


def _said(part: Element) -> set[str]:
    return set(_WORD.findall(" ".join(str(text) for text in part.itertext())))


def _form(part: Element) -> str:
    """What a content is by its root element, never by its label: html, nitf, text/html, text, other; "" for nothing."""
    if name_of(part) == "inlineData":
        if not (part.text or "").strip() and not len(part):
            return ""
        return "text/html" if "html" in part.get("contenttype", "").lower() else "text"
    roots = children(part)
    if not roots:
        return "text" if (part.text or "").strip() else ""
    root = name_of(roots[0]).lower()
    if root in ("html", "body", "div", "p", "article", "section"):
        return "html"
    return "nitf" if root in ("nitf", "body.content", "block") else "other"


def _read(item: Item, form: str, part: Element, deep: int) -> Body:
    match form:
        case "html" | "nitf":
            root = children(part)[0]
            _labels(item, form, part, root)
            copy = deepcopy(root)
            copy.tail = None
            return _html(item, copy, deep) if form == "html" else _nitf(item, copy, deep)
        case "other":
            root = children(part)[0]
            source = legal.clean(etree.tostring(root, encoding="unicode", with_tail=False))
            item.findings.body(f"XML that is no text format, kept as it is: {name_of(root)}", line_of(root))
            kept = body.Unsupported(bid="", source=source, kind=name_of(root), media_type=part.get("contenttype", ""))
            return Body(blocks=htmlbody.numbered([kept]))
        case _:
            return _data(item, form, part, deep)


def _labels(item: Item, form: str, part: Element, root: Element) -> None:
    """Tell of a label and a namespace that are not the content's."""
    label = part.get("contenttype", "")
    if label.partition(";")[0].strip() not in _LABELS[form]:
        item.findings.body(f"contenttype is {label!r}, and the content is {form}: read as that", line_of(part))
    space = etree.QName(root).namespace or ""
    if space not in _NAMESPACES[form]:
        item.findings.body(f"{name_of(root)} stands in the namespace {space!r}: read as {form}", line_of(root))
    if len(children(part)) > 1:
        item.findings.body("more than one element in inlineXML: the first was read", line_of(part), Severity.WARNING)


# --- XHTML and NITF --------------------------------------------------------------------------------------------------


def _html(item: Item, root: Element, deep: int) -> Body:
    htmlbody.local(root)
    return _blocks(item, next(root.iter("body"), root), deep)


def _nitf(item: Item, root: Element, deep: int) -> Body:
    nitfhtml.local(root)
    content = nitfhtml.content_of(root)
    head = next((head for body_ in root.iter("body") for head in body_.findall("body.head")), None)
    if content is None:
        return Body(nitf_head=head)
    room = etree.Element("div")
    ends = [end for body_ in root.iter("body") for end in body_.findall("body.end")]
    room.extend([content, *[line for end in ends for line in end]])
    apart = nitfhtml.Found()
    nitfhtml.convert(room, apart)
    for said in apart.private:
        known = cast("tuple[EdNote, ...]", item.fields.get("ed_notes", ()))
        item.fields["ed_notes"] = (*known, EdNote(text=legal.clean(said)))
    found = _blocks(item, room, deep)
    blocks, media = apart.whole(found.blocks, found.media)
    return Body(blocks=blocks, media=media, nitf_head=head)


def _blocks(item: Item, root: Element, deep: int) -> Body:
    told = item.findings
    findings = BodyFindings(file=told.file, report=told.report, offset=told.offset, article=item.guid)
    blocks, media = htmlbody.read(root, item.language, findings, deep)
    return Body(blocks=blocks, media=media)


# --- inlineData ------------------------------------------------------------------------------------------------------


def _data(item: Item, form: str, part: Element, deep: int) -> Body:
    said = "".join(str(text) for text in part.itertext())
    if part.get("encoding"):
        decoded = _decoded(said, part.get("contenttype", ""))
        if decoded is None:
            kind = part.get("contenttype", "")
            item.findings.body(
                f"content in {part.get('encoding')} that is no text: {kind!r}", line_of(part), Severity.WARNING
            )
            return Body()
        said = decoded
    if form == "text/html":
        parsed = htmlbody.parsed(said)
        return _html(item, parsed, deep) if parsed is not None else Body()
    return Body(blocks=htmlbody.numbered(paragraphs(said)))


def _decoded(said: str, kind: str) -> str | None:
    if not kind.startswith("text/"):
        return None
    try:
        return base64.b64decode("".join(said.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


def _counts(item: Item, part: Element) -> None:
    for attribute, field in (("wordcount", "word_count"), ("charcount", "char_count")):
        value = item.count(part, attribute)
        if value is not None:
            item.fields[field] = value
