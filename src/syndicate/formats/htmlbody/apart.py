"""What is done to a page's elements before they are sanitised: nothing that says something may just vanish.

The sanitiser drops what it does not know. So everything unknown is set apart first: an element with content that no
block can hold becomes ``<span data-apart="unsupported">`` with its source as text, a frame or a recording one with the
addresses of what it shows. Scripts, styles and event handlers are counted and go; hidden words go with a finding that
shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from lxml import etree

from syndicate.formats import sanitise
from syndicate.formats.htmlbody.dom import Element, line_of, name_of, words
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.sanitise import ELEMENTS
from syndicate.formats.trees import take_out

SILENT = frozenset(
    {"base", "basefont", "bgsound", "frameset", "head", "link", "meta", "noembed", "noframes", "param", "script",
     "style", "template", "title", "track"}
)  # fmt: skip
"""Elements that show nothing, in no browser."""

TRANSPARENT = frozenset(
    {"abbr", "acronym", "area", "bdi", "bdo", "big", "blink", "body", "center", "col", "colgroup", "data", "fieldset",
     "font", "html", "label", "legend", "map", "mark", "marquee", "nobr", "noscript", "picture", "rtc", "search",
     "slot", "small", "source", "summary", "wbr"}
)  # fmt: skip
"""Known elements that add nothing to their words which the model could hold."""

_RENAMED = {
    "details": "aside", "dir": "ul", "image": "img", "listing": "pre", "menu": "ul", "plaintext": "pre", "xmp": "pre",
}  # fmt: skip
_UNSUPPORTED = frozenset(
    {"applet", "button", "canvas", "datalist", "dialog", "form", "input", "math", "meter", "output", "progress",
     "select", "svg", "textarea"}
)  # fmt: skip
_FRAMES = {"embed": "src", "frame": "src", "iframe": "src", "object": "data", "portal": "src"}
_RECORDINGS = frozenset({"audio", "video"})
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ALIGN = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_KEPT = frozenset({"class", "rel", "title", "alt", "width", "height", "colspan", "rowspan", "datetime"})
"""Attributes that stay as they are; addresses and languages are looked at."""
_ROLES = {"author": "author", "datePublished": "published"}
"""Microdata properties and the class names that say the same."""


class Apart(msgspec.Struct):
    """One pass over a story's elements."""

    findings: Findings
    resolve: Callable[[str], str]
    """Makes a relative address what it is to be in the story."""
    ids: bool = False
    """Keep the ids of elements as `data-bid`, and what words refer to as `data-ref`."""

    def prepare(self, root: Element) -> None:
        """Leave in `root` only what the allow-list has or what is no loss, with safe addresses."""
        for element in list(root.iter()):
            if element is not root and _inside(element, root):
                self._element(element)
        self._attributes(root)

    def _element(self, element: Element) -> None:
        name = name_of(element)
        if not name:
            _remove(element)
        elif name in SILENT:
            self.findings.removed[name] += 1
            _remove(_hoisted(element) if name in ("base", "link", "meta", "param", "track") else element)
        elif "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")):
            self._hidden(element)
        elif name == "nav":
            self.findings.outside("navigation", words(element, SILENT), line_of(element))
            _remove(element)
        elif name in _FRAMES:
            self._frame(element)
        elif name in _RECORDINGS:
            self._recording(element)
        elif name in _UNSUPPORTED:
            self._unsupported(element)
        elif name in ELEMENTS or name in TRANSPARENT or name in _RENAMED:
            self._known(element)
        else:
            self._unknown(element)

    def _known(self, element: Element) -> None:
        if element.tag == "details":
            for title in element.findall("summary"):
                title.tag, title.attrib["class"] = "p", "box-title"
        if element.tag == "noscript":  # the sanitiser sees text in it, not elements
            element.tag = "div" if _holds_blocks(element) else "bdi"
        if element.tag == "figure" and next(element.iterdescendants("figure"), None) is not None:
            _gallery(element)
        element.tag = _RENAMED.get(element.tag, element.tag)
        if element.tag == "pre" and (element.text or "").startswith("\n") and self.ids:
            element.text = "\n" + (element.text or "")  # the sanitiser's parser drops the first (HTML 13.2.6.4.7)
        if element.tag != "source":  # the picture after it will ask it for its addresses
            self._attributes(element)

    def _hidden(self, element: Element) -> None:
        said = words(element, SILENT)
        if said:
            self.findings.hidden(element.tag, said, line_of(element))
        else:
            self.findings.removed[f"hidden {element.tag}"] += 1
        _remove(element)

    # --- carriers ----------------------------------------------------------------------------------------------------

    def _frame(self, element: Element) -> None:
        if element.tag in ("embed", "frame"):
            _hoisted(element)
        value = element.get(_FRAMES[element.tag]) or ""
        address = self._address(element, value) if value else ""
        if not address.lower().startswith(("http://", "https://")):
            self._unsupported(element)
            return
        carrier = _carrier("embed", element.tag)
        inside = words(element, SILENT) if element.tag == "object" else ""  # what an iframe holds is shown nowhere
        _picture(carrier, address, element.get("title") or inside)
        _replace(element, carrier)

    def _recording(self, element: Element) -> None:
        carrier = _carrier(element.tag, element.get("title") or element.get("aria-label") or "")
        for source in (element, *element.iter("source")):
            value = source.get("src") or ""
            address = self._address(element, value) if value else ""
            if address:
                _picture(carrier, address, source.get("type", ""))
        if len(carrier):
            _replace(element, carrier)
        else:
            self._unsupported(element)

    def _unsupported(self, element: Element) -> None:
        """Keep the source of an element with content; an empty one shows nothing (an icon, a drawing without words)."""
        silent = element.tag in ("svg", "canvas", "input") and not words(element, SILENT)
        if silent and not (element.get("value") or element.get("placeholder")):
            self.findings.removed[f"{element.tag} without words"] += 1
            _remove(element)
            return
        carrier = _carrier("unsupported", element.tag)
        carrier.text = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        self.findings.unsupported(element.tag, line_of(element))
        _replace(element, carrier)

    def _unknown(self, element: Element) -> None:
        """An element of no known name: rooms and running words are opened, what stands alone is set apart."""
        said = words(element, SILENT)
        if not said and not len(element):
            self.findings.removed[element.tag] += 1
            _replace(element, None)
        elif _holds_blocks(element) or _in_running_text(element):
            self.findings.unwrapped[element.tag] += 1
            element.tag = "div" if _holds_blocks(element) else "bdi"
            self._attributes(element)
        else:
            self._unsupported(element)

    # --- attributes --------------------------------------------------------------------------------------------------

    def _attributes(self, element: Element) -> None:
        """Keep what the story needs of an element's attributes, and count the handlers among the others."""
        if not element.attrib and element.tag != "img":  # a picture may have its address from elements around it
            return
        given = {str(name): str(value) for name, value in element.attrib.items()}
        self.findings.removed.update("event handler" for name in given if name.lower().startswith("on"))
        self.findings.removed.update("data-apart" for name in given if name in ("data-apart", "data-bid", "data-kind"))
        kept = _KEPT | {"data-ref"} if self.ids else _KEPT
        for name in set(given) - kept:
            del element.attrib[name]
        lang = given.get("lang") or given.get("{http://www.w3.org/XML/1998/namespace}lang")
        for name, value in (("lang", lang), ("dir", given.get("dir", "").lower()), ("align", _align(given))):
            if value:
                element.set(name, value)
        if self.ids and (bid := given.get("id", "").strip()) and not any(c.isspace() for c in bid):
            element.set("data-bid", bid)
        role = "published" if "pubdate" in given else _ROLES.get(given.get("itemprop", ""), "")
        role = "author" if "author" in given.get("rel", "").lower().split() else role
        if role:
            element.set("class", f"{given.get('class', '')} {role}".strip())
        for name in ("href", "src"):
            value = _best(element, given) if name == "src" and element.tag == "img" else given.get(name, "")
            if name in ELEMENTS.get(element.tag, ()) and value and (address := self._address(element, value)):
                element.set(name, address)

    def _address(self, element: Element, value: str) -> str:
        """`value` as an address of the story, or "" with a finding when its scheme may do more than show a page."""
        found = sanitise.address(value)
        if found is None:
            self.findings.address(element.tag, value, line_of(element))
            return ""
        return self.resolve(found)


def _align(given: dict[str, str]) -> str:
    styled = _ALIGN.search(given.get("style", ""))
    return (styled.group(1) if styled else given.get("align", "")).lower()


def _best(element: Element, given: dict[str, str]) -> str:
    """The address of a picture: its own, else one that a script would have put in, else the largest of a set."""
    own = given.get("src", "")
    if own and not own.strip().lower().startswith("data:"):
        return own
    late = given.get("data-src") or given.get("data-original") or ""
    sets = [given.get("srcset") or given.get("data-srcset") or ""]
    parent = element.getparent()
    if parent is not None:
        rooms = [parent, *parent.iterancestors("picture")]
        sets += [s.get("srcset", "") for room in rooms if room.tag == "picture" for s in room.iter("source")]
    sized = [(_size(parts), parts[0]) for one in sets for c in re.split(r",\s+|,$", one) if (parts := c.split())]
    return late or (max(sized, key=lambda pair: pair[0])[1] if sized else own)


def _size(candidate: list[str]) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)[wx]", candidate[-1])
    return float(found.group(1)) if found else 0.0


def _inside(element: Element, root: Element) -> bool:
    """Whether an element of the list made at the start still stands in the story."""
    return any(above is root for above in element.iterancestors())


def _holds_blocks(element: Element) -> bool:
    return any(name_of(e) in _BLOCKS for e in element.iter() if e is not element)


def _in_running_text(element: Element) -> bool:
    parent = element.getparent()
    if parent is None or _holds_blocks(parent):
        return False
    around = [parent.text, element.tail, *(child.tail for child in parent)]
    return any(text and not text.isspace() for text in around) or parent.tag in _TEXTS


_TEXTS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "a", "span", "figcaption", "cite"}
)
_BLOCKS = frozenset(
    {"article", "aside", "blockquote", "div", "dl", "figure", "footer", "header", "hr", "main", "ol", "p", "pre",
     "section", "table", "ul", "h1", "h2", "h3", "h4", "h5", "h6"}
)  # fmt: skip


def _gallery(element: Element) -> None:
    """A figure of figures is a gallery: each keeps its own caption, and that of all stands after them."""
    element.tag, element.attrib["class"] = "div", "gallery"
    for caption in element.findall("figcaption"):
        caption.tag = "p"


# --- the tree --------------------------------------------------------------------------------------------------------


def _carrier(what: str, kind: str) -> Element:
    carrier = etree.Element("span")
    carrier.set("data-apart", what)
    carrier.set("data-kind", kind)
    return carrier


def _picture(carrier: Element, address: str, alt: str) -> None:
    picture = etree.SubElement(carrier, "img")
    picture.set("src", address)
    picture.set("alt", alt)


def _replace(element: Element, by: Element | None) -> None:
    """Put `by` where `element` stands, or nothing; the words after it stay."""
    parent = element.getparent()
    if parent is None:
        return
    if by is None:
        take_out(element)
        return
    by.tail, element.tail = element.tail, None
    parent.replace(element, by)


def _remove(element: Element) -> None:
    _replace(element, None)


def _hoisted(element: Element) -> Element:
    """The element, with what the parser put into it, though it can hold nothing, standing after it."""
    children: list[Element] = list(element)
    text, element.text = element.text or "", None
    for child in reversed(children):
        element.addnext(child)
    if text:
        element.tail, rest = text, element.tail or ""
        _after(children[-1] if children else element, rest)
    return element


def _after(element: Element, text: str) -> None:
    element.tail = (element.tail or "") + text
