"""NITF content as HTML: so that its text passes the one sanitiser and the one reader that there are.

NITF 3.6 borrowed most of its body from HTML; what it has of its own gets the element that says the same there. Private
notes never become part of a body: they are handed back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec
from lxml import etree
from msgspec.structs import replace

from syndicate.formats import lenient
from syndicate.formats.trees import take_out
from syndicate.model import body
from syndicate.model.article import Focus, Media, Rendition
from syndicate.model.body import Block

Element = etree._Element

NITF = "http://iptc.org/std/NITF/2006-10-18/"

_RENAMED = {
    "block": "div",
    "fn-label": "sup",
    "lang": "span",
    "chron": "bdi",
    "classifier": "bdi",
    "copyrite": "bdi",
    "copyrite.holder": "bdi",
    "copyrite.year": "bdi",
    "money": "bdi",
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
_DIR = "{http://www.w3.org/2005/11/its}dir"
_EMPHASIS = {"strong": "strong", "bold": "strong", "underline": "u", "strike": "s", "code": "code"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Found(msgspec.Struct):
    """What stood among the text and is none: notes for editors alone, and the files of media by their best address."""

    private: list[str] = []
    files: dict[str, Media] = {}

    def whole(self, blocks: tuple[Block, ...], media: tuple[Media, ...]) -> tuple[tuple[Block, ...], tuple[Media, ...]]:
        """The media with all that the source says of them, under the ids that it gives them; blocks point to those."""
        names: dict[str, str] = {}
        whole: list[Media] = []
        for medium in media:
            first = medium.renditions[0].href if medium.renditions else ""
            known = self.files.get(first)
            name = known.id if known is not None and known.id not in names.values() else ""
            names[medium.id] = name or medium.id
            if known is None:
                whole.append(medium)
                continue
            kind = known.type if known.type == "graphic" else medium.type
            whole.append(
                replace(
                    medium,
                    id=names[medium.id],
                    type=kind,
                    renditions=known.renditions,
                    focus=known.focus,
                    rights=known.rights,
                    alt=medium.alt or known.alt,
                )
            )
        return _renamed(blocks, names), tuple(whole)


def _renamed(blocks: tuple[Block, ...], names: Mapping[str, str]) -> tuple[Block, ...]:
    found: list[Block] = []
    for block in blocks:
        match block:
            case body.Figure() | body.Video() | body.Audio():
                found.append(replace(block, media=names.get(block.media, block.media)))
            case body.Gallery():
                figures = [replace(f, media=names.get(f.media, f.media)) for f in block.figures]
                found.append(replace(block, figures=tuple(figures)))
            case body.Box():
                found.append(replace(block, blocks=_renamed(block.blocks, names)))
            case _:
                found.append(block)
    return tuple(found)


def content_of(root: Element) -> Element | None:
    """The text of a story: body.content, but none of a note."""
    for part in root.iter("body"):
        return part.find("body.content")
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
        if (direction := node.get(_DIR)) is not None and not node.get("dir"):
            node.set("dir", direction)
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
        case "em":
            element.tag = _EMPHASIS.get(element.get("class", ""), "em")
        case "hl2":
            _crosshead(element)
        case "num":
            _number(element)
        case "bq":
            _quotation(element)
        case "q":
            _become(element, "span", "quote")
        case "fn":
            _become(element, "aside", "footnote")
            _unwrap(element.findall("body.content"))
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
            take_out(element)
        case "body.content":
            element.tag = "div"
        case _ if name in THINGS:
            ref = thing(element)
            element.tag = "span"
            if ref:
                element.set("data-ref", ref)
        case _:
            element.tag = _RENAMED.get(name, name)


def _become(element: Element, name: str, kind: str) -> None:
    element.tag = name
    element.set("class", kind)


def _crosshead(element: Element) -> None:
    """A heading: the level, and whether it is a box's title, stand in its class."""
    kind = element.get("class", "")
    level = kind.removeprefix("level-")
    element.tag = f"h{min(6, int(level) + 1)}" if level.isascii() and level.isdigit() and len(level) < 3 else "h2"
    if kind == "box-title":
        element.tag = "p"


def _number(element: Element) -> None:
    """What stands raised or lowered in a number is that alone."""
    element.tag = "bdi"
    if len(element) == 1 and element[0].tag in ("sub", "sup") and not (element.text or element[0].tail):
        _unwrap([element])


def _unwrap(elements: list[Element]) -> None:
    """Let what stands in elements stand in their place."""
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        place = parent.index(element)
        if text := element.text or "":
            _say(parent, place, text)
        for child in list(element):
            parent.insert(parent.index(element), child)
        take_out(element)


def _say(parent: Element, place: int, text: str) -> None:
    """Put words before the child at `place`."""
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _quotation(element: Element) -> None:
    element.tag = "aside" if element.get("class") == "pullquote" else "blockquote"
    for credit in element.findall("credit"):
        credit.tag = "footer"
    for block in element.findall("block"):
        block.tag = "div"


def _note(element: Element, found: Found) -> None:
    """A note for editors leaves the text; one for readers stays as what it is."""
    said = " ".join(" ".join(str(part) for part in element.itertext()).split())
    if element.get("type") == "npa":
        found.private += [said] if said else []
        take_out(element)
    elif element.get("noteclass") == "editorsnote":
        correction = element.get("class") == "correction"
        element.tag = "p"
        element.set("class", "correction" if correction else "editor-note")
        for inner in list(element.iter("body.content", "block", "p")):
            if inner is not element:
                inner.tag = "bdi"
        for day in list(element.iter("chron"))[:1] if correction else []:
            day.tag = "time"
            day.set("datetime", day.get("norm", ""))
    else:
        element.tag = "aside"
        _unwrap([block for content in element.findall("body.content") for block in content.findall("block")])
        _unwrap(element.findall("body.content"))


def _media(element: Element, found: Found) -> None:
    """A medium as a figure: its references, the best first, captions, and who made it."""
    kind = element.get("media-type", "").lower()
    references = element.findall("media-reference")
    told = {data.get("name", ""): data.get("value", "") for data in element.findall("media-metadata")}
    if "id" not in told:  # senders of their own order name no id
        references.sort(key=lambda one: -_area(one))
    known = _described(references, told)
    if known.renditions:
        found.files.setdefault(known.renditions[0].href, known)
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


def _described(references: list[Element], told: Mapping[str, str]) -> Media:
    """What references and metadata say of a medium; size and checksum are those of the first file."""
    renditions = [_rendition(one) for one in references if one.get("source", "").strip()]
    if renditions:
        renditions[0] = replace(
            renditions[0], size=lenient.whole(told.get("size", "")), sha256=told.get("sha256", "").strip()
        )
    across, _, down = told.get("focus", "").partition(" ")
    x, y = lenient.number(across), lenient.number(down)
    return Media(
        id="".join(told.get("id", "").split()),
        type="graphic" if told.get("type") == "graphic" else "picture",
        renditions=tuple(renditions),
        alt=next((said for one in references if (said := one.get("alternate-text", ""))), ""),
        focus=Focus(x=x, y=y) if x is not None and y is not None else None,
        rights=next((said for one in references if (said := one.get("copyright", ""))), ""),
    )


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
        take_out(separator)
    for part in element:
        part.tag = "bdi" if part.tag == "frac-den" else "span"
    denominator = element.find("bdi")
    if denominator is not None:
        denominator.text = f"\u2044{denominator.text or ''}"


def _within(element: Element, root: Element) -> bool:
    return any(above is root for above in element.iterancestors())
