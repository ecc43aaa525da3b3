"""NITF content as HTML: so that its text passes the one sanitiser and the one reader that there are.

NITF 3.6 borrowed most of its body from HTML; what it has of its own gets the element that says the same there. Private
notes never become part of a body: they are handed back.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from lxml import etree
from msgspec.structs import replace

from syndicate.formats import lenient
from syndicate.model.article import Media, Rendition

Element = etree._Element

NITF = "http://iptc.org/std/NITF/2006-10-18/"

_RENAMED = {
    "block": "div",
    "bq": "blockquote",
    "fn-label": "sup",
    "hl2": "h2",
    "lang": "span",
    "q": "span",
    "chron": "bdi",
    "classifier": "bdi",
    "copyrite": "bdi",
    "copyrite.holder": "bdi",
    "copyrite.year": "bdi",
    "money": "bdi",
    "num": "bdi",
    "postaddr": "bdi",
    "virtloc": "bdi",
    "city": "bdi",
    "state": "bdi",
    "region": "bdi",
    "country": "bdi",
    "sublocation": "bdi",
    "object.title": "bdi",
    "function": "bdi",
    "name.given": "bdi",
    "name.family": "bdi",
    "nitf-col": "col",
    "nitf-colgroup": "colgroup",
    "bibliography": "p",
    "tagline": "p",
}
THINGS = frozenset({"person", "org", "location", "event"})
"""Elements that name a thing of the world."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Found(msgspec.Struct):
    """What stood among the text and is none: notes for editors alone, and the files of media by their best address."""

    private: list[str] = []
    files: dict[str, tuple[Rendition, ...]] = {}

    def whole(self, media: tuple[Media, ...]) -> tuple[Media, ...]:
        """The media with all files that the source names for them."""
        return tuple([replace(m, renditions=self.files.get(r.href, (r,))) if (r := _first(m)) else m for m in media])


def _first(medium: Media) -> Rendition | None:
    return medium.renditions[0] if medium.renditions else None


def content_of(root: Element) -> Element | None:
    """The text of a story: body.content, but none of a note."""
    for body in root.iter("body"):
        return body.find("body.content")
    return root if root.tag in ("body.content", "block") else root.find("body.content")


def nothing(_: Element) -> str:
    """No thing is known."""
    return ""


def local(root: Element) -> None:
    """Take the namespaces off a tree of NITF, whatever namespace its sender put it into."""
    for node in root.iter(etree.Element):
        node.tag = etree.QName(node).localname.lower()
        if (lang := node.get(_LANG)) is not None and not node.get("lang"):
            node.set("lang", lang)
    etree.cleanup_namespaces(root)


def convert(root: Element, found: Found, thing: Callable[[Element], str] = nothing) -> None:
    """Make HTML of the NITF elements below `root` (names are local); `thing` gives the id of what a name means."""
    for element in list(root.iter(etree.Element)):
        if element is not root and _within(element, root):
            _element(element, found, thing)


def _element(element: Element, found: Found, thing: Callable[[Element], str]) -> None:
    name = str(element.tag)
    match name:
        case "p":
            if element.get("lede") == "true":
                element.set("class", f"{element.get('class', '')} lead".strip())
        case "bq":
            _quotation(element)
        case "q":
            element.tag = "span"
            element.set("class", "quote")
        case "fn":
            element.tag = "aside"
            element.set("class", "footnote")
        case "note":
            _note(element, found)
        case "media":
            _media(element, found)
        case "nitf-table":
            _table(element)
        case "pronounce":
            _pronounced(element)
        case "frac":
            _fraction(element)
        case "alt-code" | "media-metadata" | "nitf-table-metadata":
            _drop(element)
        case "body.content":
            element.tag = "div"
        case _ if name in THINGS:
            ref = thing(element)
            element.tag = "span"
            if ref:
                element.set("data-ref", ref)
        case _:
            element.tag = _RENAMED.get(name, name)


def _quotation(element: Element) -> None:
    element.tag = "blockquote"
    for credit in element.findall("credit"):
        credit.tag = "footer"
    for block in element.findall("block"):
        block.tag = "div"


def _note(element: Element, found: Found) -> None:
    """A note for editors leaves the text; one for readers stays as what it is."""
    said = " ".join(" ".join(str(part) for part in element.itertext()).split())
    if element.get("type") == "npa":
        found.private += [said] if said else []
        _drop(element)
    elif element.get("noteclass") == "editorsnote":
        element.tag = "p"
        element.set("class", "editor-note")
        for inner in list(element.iter("body.content", "block", "p")):
            if inner is not element:
                inner.tag = "bdi"
    else:
        element.tag = "aside"


def _media(element: Element, found: Found) -> None:
    """A medium as a figure: its references, the best first, captions, and who made it."""
    kind = element.get("media-type", "").lower()
    references = element.findall("media-reference")
    references.sort(key=lambda one: -_area(one))
    renditions = tuple([_rendition(one) for one in references if one.get("source", "").strip()])
    if renditions:
        found.files.setdefault(renditions[0].href, renditions)
    captions = [*element.findall("media-caption"), *element.findall("media-producer")]
    tail, element.tail = element.tail, None
    for child in list(element):
        if child.tag in ("media-reference", "media-caption", "media-producer", "media-metadata"):
            element.remove(child)
    element.tag = "figure"
    if kind in ("video", "audio"):
        shown = etree.SubElement(element, kind)
        shown.set("title", next((r.get("alternate-text", "") for r in references), ""))
        for one in references:
            etree.SubElement(shown, "source", src=one.get("source", ""), type=one.get("mime-type", ""))
    else:
        for one in references[:1]:
            picture = etree.SubElement(element, "img", src=one.get("source", ""), alt=one.get("alternate-text", ""))
            for size in ("width", "height"):
                if one.get(size):
                    picture.set(size, one.get(size, ""))
    for caption in captions:
        caption.tail = None
        producer = caption.tag == "media-producer"
        caption.tag = "figcaption"
        if producer:
            inner = etree.Element("span")
            inner.set("class", "credit")
            inner.text, caption.text = caption.text, None
            inner.extend(list(caption))
            caption.append(inner)
        element.append(caption)
    element.tail = tail


def _rendition(reference: Element) -> Rendition:
    return Rendition(
        href=reference.get("source", "").strip(),
        role=reference.get("name", ""),
        media_type=reference.get("mime-type", ""),
        width=lenient.whole(reference.get("width", "")),
        height=lenient.whole(reference.get("height", "")),
        duration=lenient.seconds(reference.get("time", "")),
    )


def _area(reference: Element) -> int:
    sizes = [reference.get(name, "") for name in ("width", "height")]
    return int(sizes[0]) * int(sizes[1]) if all(re.fullmatch(r"\d{1,6}", size) for size in sizes) else 0


def _table(element: Element) -> None:
    """The table inside; one in a language of its own stays as source."""
    element.tag = "div" if element.find("table") is not None else "nitf-table"


def _pronounced(element: Element) -> None:
    guide = element.get("phonetic", "") or element.get("guide", "")
    if not guide:
        element.tag = "bdi"
        return
    element.tag = "ruby"
    etree.SubElement(element, "rt").text = guide


def _fraction(element: Element) -> None:
    element.tag = "bdi"
    for separator in element.findall("frac-sep"):
        _drop(separator)
    for part in element:
        part.tag = "bdi" if part.tag == "frac-den" else "span"
    denominator = element.find("bdi")
    if denominator is not None:
        denominator.text = f"\u2044{denominator.text or ''}"


def _within(element: Element, root: Element) -> bool:
    return any(above is root for above in element.iterancestors())


def _drop(element: Element) -> None:
    """Take an element out; the words after it stay."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)
