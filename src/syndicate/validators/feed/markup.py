"""The HTML inside a feed: is it safe to show, complete, and free of addresses that lead nowhere?

Feeds are shown inside other people's pages, so script and frames are refused outright, and a relative address points
into the wrong site. One scan of the tags judges form (balance, bare ampersands); libxml2's HTML parser judges what a
reader would really see, so that no trick of spelling hides a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from syndicate.validators.feed.findings import line_number
from syndicate.validators.feed.values import LOST, has_scheme, ill_character

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element


class Fault(Enum):
    """What can be wrong with a piece of HTML; each dialect has its own code for each."""

    UNSAFE = "unsafe"
    RELATIVE = "relative"
    FORM = "form"
    CHARACTER = "character"


class Flaw(msgspec.Struct, frozen=True):
    """One thing that is wrong: its kind, what to say, and the line counted from the start of the piece."""

    fault: Fault
    message: str
    line: int = 0
    mild: bool = False
    """Readers take it out, and nothing worse happens: a warning."""


_UNSAFE = frozenset(
    {
        "script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "meta", "link", "style", "form",
        "input", "button", "select", "textarea",
    }
)  # fmt: skip
_ELEMENTS = frozenset(
    {
        "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
        "body", "br", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "dd", "del", "details",
        "dfn", "dir", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "font", "footer", "h1", "h2", "h3",
        "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "img", "ins", "kbd", "label", "legend", "li",
        "main", "map", "mark", "menu", "meter", "nav", "noscript", "ol", "optgroup", "option", "output", "p",
        "picture", "pre", "progress", "q", "rb", "rp", "rt", "ruby", "s", "samp", "section", "small", "source",
        "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
        "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
    }
)  # fmt: skip
"""Elements of HTML, old ones included, that readers show or pass over; all others are no HTML."""
_DRAWINGS = ("svg", "math")
"""Roots of vocabularies of their own, whose elements are not looked at by name."""
_PROPERTIES = frozenset(
    {
        "background-color", "clear", "color", "cursor", "direction", "display",
        "float", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "height",
        "letter-spacing", "line-height", "overflow", "text-align", "text-decoration", "text-indent", "unicode-bidi",
        "vertical-align", "white-space", "width",
    }
)  # fmt: skip
"""CSS properties that a feed may set for its own text: none moves it over other text or hides what is there."""
_ATTRIBUTES = frozenset(
    {
        "abbr", "align", "alt", "autoplay", "border", "cellpadding", "cellspacing", "charset", "cite", "class",
        "clear", "color", "cols", "colspan", "controls", "coords", "crossorigin", "datetime", "decoding", "default",
        "dir", "download", "face", "headers", "height", "high", "href", "hreflang", "hspace", "id", "ismap",
        "itemid", "itemprop", "itemref", "itemscope", "itemtype", "kind", "label", "lang", "loading", "longdesc",
        "loop", "low", "max", "media", "min", "muted", "name", "noshade", "nowrap", "open", "optimum",
        "playsinline", "poster", "preload", "referrerpolicy", "rel", "rev", "reversed", "rows", "rowspan", "rules",
        "scope", "shape", "size", "sizes", "span", "src", "srclang", "srcset", "start", "style", "summary",
        "tabindex", "target", "title", "translate", "type", "usemap", "valign", "value", "vspace", "width",
        "xml:lang", "xmlns",
    }
)  # fmt: skip
"""Attributes that readers keep; the others they take out."""
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_LOOSE = frozenset(
    {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "rt", "rp", "colgroup"}
)
"""Elements whose end tag HTML lets one leave out."""
_ADDRESSES = frozenset({"href", "src", "poster", "cite", "data", "action", "longdesc", "background"})
_TAG = r"""<(?:(/?)([A-Za-z][A-Za-z0-9:\-]*)(?:\s[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)?(/?)>|!--.*?-->)?"""
_BARE = r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)"


def flaws(html: str) -> Iterator[Flaw]:
    """Everything that is wrong with a piece of HTML as a feed carries it."""
    char = ill_character(html)
    if char:
        yield Flaw(Fault.CHARACTER, f"the HTML contains {char}", mild=char == LOST)
    if "&" in html:
        bare = re.search(_BARE, html)
        if bare:
            near = html[bare.start() : bare.start() + 12]
            yield Flaw(Fault.FORM, f"a bare ampersand in the HTML: {near!r}", html.count("\n", 0, bare.start()))
    if "<" in html:
        yield from _balance(html)
        yield from _content(html)


def _balance(html: str) -> Iterator[Flaw]:
    """Tags that are no tags, or that are opened and never closed."""
    stack: list[tuple[str, int]] = []
    for match in re.finditer(_TAG, html, re.DOTALL):
        end, name, selfclosed = match.groups()
        if name is None:
            if match.end() - match.start() == 1:
                near = html[match.start() : match.start() + 12]
                yield Flaw(Fault.FORM, f"a bare '<' in the HTML: {near!r}", html.count("\n", 0, match.start()))
                return
            continue
        name = name.lower()
        if name in _VOID or selfclosed:
            continue
        if not end:
            stack.append((name, match.start()))
            continue
        while stack and stack[-1][0] != name and stack[-1][0] in _LOOSE:
            stack.pop()
        if not stack or stack[-1][0] != name:
            yield Flaw(Fault.FORM, f"</{name}> closes nothing that is open", html.count("\n", 0, match.start()))
            return
        stack.pop()
    for name, start in stack:
        if name not in _LOOSE:
            yield Flaw(Fault.FORM, f"<{name}> is never closed", html.count("\n", 0, start))
            return


@cache
def _parser() -> etree.HTMLParser:
    """One parser for all pieces: making one costs as much as parsing a story."""
    from lxml import etree

    return etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)


def _content(html: str) -> Iterator[Flaw]:
    """Elements and attributes that no reader should be given, as an HTML parser sees them."""
    from lxml import etree

    # The wrapper keeps libxml2 from dropping attributes of a root that it would have to invent.
    root = etree.fromstring(b"<div>" + html.encode("utf-8", "replace") + b"</div>", _parser())
    if root is None:
        return
    for node in root.iter():
        tag = node.tag
        if not isinstance(tag, str):
            continue
        line = line_number(node) - 1
        if tag in _UNSAFE:
            yield Flaw(Fault.UNSAFE, f"<{tag}> has no place in a feed", line)
        elif tag not in _ELEMENTS and not _is_drawn(node):
            yield Flaw(Fault.FORM, f"<{tag}> is no element of HTML", line)
        drawn = bool(node.attrib) and tag not in _ELEMENTS and _is_drawn(node)
        for name, value in node.attrib.items():
            if drawn and not str(name).startswith("on") and name not in _ADDRESSES:
                continue
            yield from _attribute(tag, str(name), str(value), line)


def _is_drawn(node: _Element) -> bool:
    """Whether an element is or stands in a drawing or a formula."""
    return node.tag in _DRAWINGS or next(node.iterancestors(*_DRAWINGS), None) is not None


def _attribute(tag: str, name: str, value: str, line: int) -> Iterator[Flaw]:
    if name.startswith("on"):
        yield Flaw(Fault.UNSAFE, f"the attribute {name} of <{tag}> runs script", line)
    elif name == "style":
        yield from _style(tag, value, line)
    elif name == "srcset":
        for candidate in value.split(","):
            if candidate.strip():
                yield from _address(tag, name, candidate.split()[0], line)
    elif name in _ADDRESSES:
        yield from _address(tag, name, value, line)
    elif name not in _ATTRIBUTES and not name.startswith(("data-", "xmlns")):
        yield Flaw(Fault.UNSAFE, f"readers take out the attribute {name} of <{tag}>", line, mild=True)


def _style(tag: str, value: str, line: int) -> Iterator[Flaw]:
    """Styles that fetch or run something, and those that readers take out."""
    css = re.sub(r"/\*.*?\*/", "", value, flags=re.DOTALL).lower()
    if "\\" in css or re.search(r"url\s*\(|expression\s*\(|-moz-binding|behavior|javascript\s*:|@import", css):
        yield Flaw(Fault.UNSAFE, f"the style of <{tag}> fetches or runs something: {value[:60]!r}", line)
        return
    names = [declaration.partition(":")[0].strip() for declaration in css.split(";") if declaration.strip()]
    boxes = ("border", "margin", "padding")
    other = [name for name in names if name not in _PROPERTIES and name.partition("-")[0] not in boxes]
    if other:
        yield Flaw(Fault.UNSAFE, f"the style of <{tag}> sets {other[0]}, which readers take out", line, mild=True)


def _address(tag: str, name: str, value: str, line: int) -> Iterator[Flaw]:
    address = value.strip()
    scheme = re.sub(r"[\x00-\x20]", "", address[:40]).lower()
    if scheme.startswith(("javascript:", "vbscript:", "data:text")):
        yield Flaw(Fault.UNSAFE, f"{name} of <{tag}> is a script address", line)
    elif not address.startswith("#") and not has_scheme(address):
        yield Flaw(Fault.RELATIVE, f"{name} of <{tag}> is not absolute: {address[:60]!r}", line)
