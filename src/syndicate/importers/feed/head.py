"""What a feed says of itself: the head of an edition, and what its items fall back on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from syndicate.formats import lenient, mend, safexml
from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.languages import language_tag
from syndicate.formats.safexml import XmlProblem
from syndicate.importers.feed.entry import Channel, markup, of_html, unescaped
from syndicate.importers.feed.findings import Findings
from syndicate.importers.feed.names import PREFIXES, SPACES, attribute, name_of, said
from syndicate.model import legal
from syndicate.model.article import Edition
from syndicate.model.identity import mint

Element = etree._Element

_ROOT = re.compile(rb"<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)((?:[^\"'<>]|\"[^\"]*\"|'[^']*')*)>")
_SPACE = re.compile(rb"\sxmlns(?::([A-Za-z_][\w.\-]*))?\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_PROLOGUE = re.compile(rb"<!--.*?-->|<\?.*?\?>|<![^>]*>", re.DOTALL)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}
_WORDS = {
    "title": "title",
    "atom:title": "title",
    "dc:title": "title",
    "description": "description",
    "atom:subtitle": "description",
    "atom:tagline": "description",
    "copyright": "copyright_notice",
    "atom:rights": "copyright_notice",
    "atom:copyright": "copyright_notice",
    "dc:rights": "copyright_notice",
    "dc:publisher": "publisher",
    "atom:author": "publisher",
    "itunes:author": "publisher",
    "managingEditor": "contact",
}


class Spaces:
    """The namespaces that are declared around the items, as a start tag for each item."""

    def __init__(self, frame: bytes) -> None:
        self._declared: dict[bytes, bytes] = {}
        for tag in list(_ROOT.finditer(_PROLOGUE.sub(b"", frame)))[:2]:
            for prefix, double, single in _SPACE.findall(tag.group(3)):
                self._declared.setdefault(prefix, double or single)

    def around(self, item: bytes) -> bytes:
        """The item in an element that declares them."""
        declared = b"".join(
            b' xmlns%s="%s"' % (b":" + prefix if prefix else b"", uri.replace(b'"', b"&quot;"))
            for prefix, uri in self._declared.items()
        )
        return b"<items" + declared + b">" + item + b"</items>"

    def forgotten(self, problem: XmlProblem) -> bool:
        """Declare a prefix that everyone uses and this feed forgot to; whether that is what the problem was."""
        found = re.search(r"Namespace prefix (\S+)", problem.message)
        if found is None or found.group(1) not in SPACES:
            return False
        prefix = found.group(1).encode()
        if prefix in self._declared:
            return False
        self._declared[prefix] = SPACES[found.group(1)].encode()
        return True


def parse(frame: bytes) -> Element | None:
    """The tree of what stands around the items, as far as it goes; None where there is none.

    Raises:
        XmlProblem: it declares entities, or has more tags than any head.
    """
    if b"<!ENTITY" in frame:
        raise XmlProblem("it declares entities, which are not followed", refused=True)
    if frame.count(b"<") > safexml.TAGS:
        raise XmlProblem(f"more than {safexml.TAGS} tags", refused=True)
    if not frame.strip():
        return None
    with suppress(XmlProblem):
        return mend.parse(frame, safexml.parser()).root
    parser = etree.XMLParser(**safexml.OPTIONS, recover=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(frame, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def channel(root: Element | None, fallback: str) -> Channel:
    """What the items fall back on."""
    if root is None:
        return Channel(language=fallback)
    found = Channel()
    for element in _statements(root):
        name, text = name_of(element), said(element)
        if name in ("link", "atom:link") and not found.base:
            href = attribute(element, "href") or text
            if attribute(element, "rel") in ("", "alternate") and is_web(href):
                found.base = href
        elif name in ("language", "dc:language"):
            found.language = tag(text)
        elif name in ("generator", "atom:generator"):
            found.ours = text == "syndicate"
    for element in (root, *root):
        found.language = found.language or tag(element.get(f"{_XML}lang", ""))
        base = absolute(element.get(f"{_XML}base", "")) or ""
        found.base = base if is_web(base) else found.base
    found.language = found.language or fallback
    return found


def edition(root: Element | None, findings: Findings, language: str) -> Edition:
    """The head of the feed as the head of an edition."""
    fields: dict[str, object] = {}
    hubs: list[str] = []
    period, times = 0, 1
    for element in _statements(root) if root is not None else ():
        name, text = name_of(element), legal.clean(said(element))
        if name in _WORDS:
            fields.setdefault(_WORDS[name], legal.clean(_first(element, "atom:name") or _plain(element)))
        elif name in ("link", "atom:link"):
            _link(element, fields, hubs)
        elif name == "atom:id" and re.fullmatch(r"urn:\S+", text):
            fields["id"] = text
        elif name in ("image", "atom:logo", "itunes:image"):
            _address(fields, "image", _first(element, "url") or attribute(element, "href") or text)
        elif name == "atom:icon":
            _address(fields, "icon", text)
        elif name == "ttl" and (minutes := lenient.whole(text)):
            fields["ttl"] = minutes
        elif name == "sy:updatePeriod":
            period = _MINUTES.get(text, 0)
        elif name == "sy:updateFrequency":
            times = lenient.whole(text) or 1
        elif name not in ("language", "dc:language", "generator", "atom:generator", "items"):
            findings.past[name] += 1
    if period:
        fields.setdefault("ttl", max(1, period // times))
    if fields.get("description") == fields.get("title"):
        fields.pop("description", None)
    title = str(fields.get("title", ""))
    fields.setdefault("id", mint("edition", title or str(fields.get("url", ""))))
    return legal.clean_node(Edition(**{**fields, "hubs": tuple(hubs), "language": language or "und"}))[0]  # type: ignore[arg-type]


def _link(element: Element, fields: dict[str, object], hubs: list[str]) -> None:
    href = attribute(element, "href") or said(element)
    match attribute(element, "rel") or "alternate":
        case "alternate":
            _address(fields, "url", href)
        case "hub" if is_web(href) and href not in hubs:
            hubs.append(href)
        case _:
            pass


def _address(fields: dict[str, object], field: str, href: str) -> None:
    address = absolute(href)
    if address and is_web(address):
        fields.setdefault(field, address)


def _plain(element: Element) -> str:
    """What a line of the head says; only the descriptions of RSS, and what Atom calls HTML, are HTML."""
    kind = attribute(element, "type")
    if name_of(element) == "description" or kind in ("html", "text/html"):
        return of_html(markup(element))
    return said(element) if name_of(element).startswith("atom:") else unescaped(said(element))


def _first(element: Element, name: str) -> str:
    return next((said(child) for child in element if name_of(child) == name), "")


def _statements(root: Element) -> Iterator[Element]:
    """The elements that say something of the feed: those of the channel, and in RSS 1.0 those beside it."""
    for element in root:
        if name_of(element) == "channel":
            yield from (child for child in element if name_of(child))
        elif name_of(element):
            yield element


def tag(text: str) -> str:
    """A language tag; "" where it is none."""
    found = language_tag(text.strip())
    return "" if found == "und" else found


def is_feed(root: Element | None) -> bool:
    """Whether the root is that of RSS or Atom."""
    if root is None:
        return False
    space, _, name = str(root.tag).removeprefix("{").rpartition("}")  # without its namespace where that is broken
    return name.rpartition(":")[2] in ("rss", "RDF", "feed", "entry", "channel") or space in PREFIXES
