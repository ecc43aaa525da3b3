"""One item of a feed while it is read: what it says of itself, whatever dialect it says it in."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Literal
from urllib.parse import urljoin

import msgspec
from lxml import etree

from syndicate.contracts import Source
from syndicate.formats import beside, htmlbody, sanitise
from syndicate.formats.addresses import is_web
from syndicate.formats.htmlbody.apart import SILENT
from syndicate.formats.htmlbody.dom import words
from syndicate.importers.feed.findings import Findings
from syndicate.importers.feed.names import attribute, name_of, qualified, said
from syndicate.importers.feed.shelf import Files
from syndicate.model import legal
from syndicate.model.article import (
    AltId,
    Byline,
    Contributor,
    Correction,
    Credit,
    DateCandidate,
    EdNote,
    Geo,
    Kind,
    Named,
    Relation,
    Rendition,
    Rights,
    Signal,
    Subject,
)
from syndicate.model.base import Direction

Element = etree._Element
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Channel(msgspec.Struct):
    """What the feed says for all its items."""

    base: str = ""
    """What relative addresses are relative to, where an item says nothing else."""
    language: str = ""
    ours: bool = False
    """Whether syndicate wrote it: then class names mean what they say, and text is text."""
    source: Source | None = None
    """The file, where items may name pictures that lie beside it."""

    def has_beside(self, href: str) -> bool:
        """Whether a path leads to a file in the feed's own folder."""
        if self.source is None or self.source.folder is None or not beside.is_local(href):
            return False
        return beside.place(self.source.folder, href)[0] is not None


class Entry(msgspec.Struct):
    """One item."""

    findings: Findings
    channel: Channel
    base: str = ""
    language: str = ""
    guid: str = ""
    link: str = ""
    headline: str = ""
    summary: str = ""
    """As plain text."""
    teaser: str = ""
    """The description of RSS, as HTML: the story itself where there is nothing more, else its summary."""
    content: str = ""
    """The story as HTML."""
    text: str = ""
    """The story as plain text, where there is no HTML."""
    subheadline: str = ""
    standfirst: str = ""
    slug: str = ""
    provider: str = ""
    service: str = ""
    copyright_holder: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    dir: Direction | None = None
    version: int = 1
    kind: Kind = "story"
    status: Literal["usable", "withheld", "canceled"] = "usable"
    credit: Credit | None = None
    rights: Rights | None = None
    point: Geo | None = None
    small: Rendition | None = None
    """A thumbnail."""
    files: Files = msgspec.field(default_factory=Files)
    alt_ids: list[AltId] = []
    bylines: list[Byline] = []
    contributors: list[Contributor] = []
    keywords: list[str] = []
    subjects: list[Subject] = []
    places: list[Named] = []
    links: list[Relation] = []
    signals: list[Signal] = []
    corrections: list[Correction] = []
    ed_notes: list[EdNote] = []
    candidates: list[DateCandidate] = []
    dates: dict[str, datetime] = {}
    extra: dict[str, str] = {}

    # --- single values -----------------------------------------------------------------------------------------------

    def set(self, field: str, value: str, name: str) -> None:
        """A field of words: the first that says something has it, another one goes to `extra` as `name`."""
        value = legal.clean(value)
        before = getattr(self, field)
        if not before:
            setattr(self, field, value)
        elif value and value != before:
            self.keep(name, value)

    def keep(self, name: str, value: str) -> None:
        """Keep what no field holds."""
        value = " ".join(legal.clean(value).split())
        if not value:
            return
        self.findings.kept[name] += 1
        number, key = 1, name
        while key in self.extra and self.extra[key] != value:
            number += 1
            key = f"{name}[{number}]"
        self.extra[key] = value

    def keep_element(self, element: Element, path: str = "") -> None:
        """Keep an element that no field holds, with its attributes and the elements in it."""
        path += name_of(element) or "comment"
        children = [child for child in element if name_of(child)]
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        self.keep(path, own)
        for key, value in element.attrib.items():
            self.keep(f"{path}@{qualified(str(key))}", str(value))
        for child in children:
            self.keep_element(child, f"{path}/")

    def date(self, field: str, name: str, value: datetime | None, why: str, written: str) -> None:
        """An instant, or a candidate with the reason why it is none."""
        written = " ".join(legal.clean(written).split())
        if value is not None:
            if self.dates.setdefault(field, value) != value:
                self.keep(name, written)
        elif written:
            self.findings.date(name, written, why)
            self.candidates.append(DateCandidate(value=written, reason=f"{name} {why}"))

    def address(self, value: str, name: str, base: str = "") -> str:
        """An address on the web as it is, or by what it is relative to; "" where it leads nowhere."""
        bare = sanitise.address(value.strip())
        if not value.strip():
            return ""
        if bare and not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", bare):
            try:
                bare = urljoin(base or self.base or self.channel.base, bare)
            except ValueError:
                bare = None
        if bare and is_web(bare):
            return bare
        self.findings.address(name, value.strip())
        return ""

    def file(self, value: str, name: str, base: str = "") -> str:
        """The address of a file: its path as it stands where that lies beside the feed, else as any address."""
        href = value.strip()
        return href if self.channel.has_beside(href) else self.address(href, name, base)

    def person(self, name: str, contact: str = "") -> None:
        """Someone who wrote it, once."""
        name = " ".join(legal.clean(name).split())
        if name and not any(byline.name == name for byline in self.bylines):
            self.bylines.append(Byline(name=name, contact=legal.clean(contact)))

    def keyword(self, word: str) -> None:
        """A keyword, once."""
        word = " ".join(legal.clean(word).split())
        if word and word not in self.keywords:
            self.keywords.append(word)

    def plain(self, text: str) -> str:
        """A line of plain text; references that a site escaped twice (`&#8217;`) become what they mean."""
        if not self.channel.ours:
            text = unescaped(text)
        return " ".join(legal.clean(text).split())


def unescaped(text: str) -> str:
    """A line with characters in place of the references that were left in it (`&#8217;`)."""
    return _REFERENCE.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text


def attribute_or_text(element: Element, name: str) -> str:
    """An attribute, else what the element says."""
    return attribute(element, name) or said(element)


def of_html(source: str) -> str:
    """What HTML says, in one line."""
    if "<" not in source and "&" not in source:
        return " ".join(source.split())
    root = htmlbody.parsed(source)
    return words(root, SILENT) if root is not None else ""


def markup(element: Element) -> str:
    """The HTML that an element holds: escaped, as CDATA, or (against the rules of RSS) as elements."""
    if not len(element):
        return element.text or ""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        if name_of(child):
            for inner in child.iter(etree.Element):
                inner.tag = etree.QName(inner).localname
                for key in [key for key in inner.attrib if str(key).startswith("{")]:
                    local = str(key).rpartition("}")[2]
                    if local == "lang" and "lang" not in inner.attrib:
                        inner.set("lang", inner.get(key, ""))
                    del inner.attrib[key]
            etree.cleanup_namespaces(child)
        parts.append(etree.tostring(child, encoding="unicode", method="html", with_tail=True))
    return "".join(parts)
