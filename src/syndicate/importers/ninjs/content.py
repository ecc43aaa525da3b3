"""Bodies and associations: text to blocks, pictures and recordings to media and figures."""

from __future__ import annotations

import re
from typing import Literal, cast

from syndicate.formats import htmlbody, lenient
from syndicate.formats.htmlbody import joining
from syndicate.formats.htmlbody.findings import Findings as BodyFindings
from syndicate.formats.paragraphs import paragraphs
from syndicate.importers.ninjs.values import Item, Object, line, objects, text
from syndicate.importers.ninjs.values import whole as whole_number
from syndicate.model.article import Focus, Media, Rendition
from syndicate.model.body import Block, Run

Type = Literal["picture", "graphic", "video", "audio"]
MEDIA = frozenset({"picture", "graphic", "video", "audio"})
_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]*[\s/>]")


def read(item: Item, deepest: int) -> tuple[tuple[Block, ...], tuple[Media, ...]]:
    """The body of an item: of several the richest.

    Raises:
        ModelError: elements are nested too deep.
    """
    for said, rich, entry in _bodies(item.members):
        for name, field in (("wordcount", "word_count"), ("charcount", "char_count")):
            count = whole_number(entry.get(name)) if name in entry else item.number(name)
            if count is not None:
                item.fields[field] = count
        if not rich:
            return htmlbody.numbered(paragraphs(said)), ()
        root = htmlbody.parsed(said)
        if root is None:
            continue
        if len(root) == 1 and root[0].tag == "div" and not (root.text or root[0].tail or "").strip():
            root = root[0]
            direction = root.attrib.pop("dir", "")
            if direction in ("ltr", "rtl"):
                item.fields["dir"] = direction
        told = BodyFindings(file=item.findings.file, report=item.findings.report, article=item.findings.article)
        found = htmlbody.read(root, item.language, told, deepest)
        if found[0]:
            return found
    return (), ()


def _bodies(members: Object) -> list[tuple[str, bool, Object]]:
    """The texts of an item, the rich ones first: `body_xhtml`, `bodies`, whatever the version calls them."""
    found: list[tuple[str, bool, Object]] = []
    for key, value in members.items():
        if (key == "body" or key.startswith("body_")) and (said := text(value)):
            found.append((said, _is_rich(said, key.removeprefix("body_")), {}))
    for entry in objects(members.get("bodies")):
        if said := text(entry.get("value")):
            kind = line(entry.get("contenttype")).lower() or line(entry.get("role")).lower()
            found.append((said, _is_rich(said, kind), entry))
    return sorted(found, key=lambda one: not one[1])


def _is_rich(said: str, kind: str) -> bool:
    """Whether a text is markup: by its label, and by what it looks like."""
    looks = _MARKUP.search(said) is not None
    return looks if kind not in ("text", "text/plain", "plain") else looks and said.lstrip().startswith("<")


def medium(item: Item, name: str) -> Media:
    """A picture or recording as a medium of a story."""
    caption = str(item.fields.get("summary") or "")
    by = item.line("by", "byline")
    return Media(
        id=name,
        type=_type(item.members),
        renditions=renditions(item),
        caption=(Run(text=caption),) if caption else (),
        credit=str(getattr(item.fields.get("credit"), "raw", "")) or by,
        alt=str(item.fields.get("headline", "")),
        rights=str(item.fields.get("usage_terms", "")),
        focus=_focus(item),
    )


def _focus(item: Item) -> Focus | None:
    """The point of interest of the first file that has one, as fractions."""
    for one in objects(item.members.get("renditions")):
        point, width, height = one.get("poi"), whole_number(one.get("width")), whole_number(one.get("height"))
        if isinstance(point, dict) and width and height:
            x, y = lenient.number(line(point.get("x"))), lenient.number(line(point.get("y")))
            if x is not None and y is not None and 0 <= x <= width and 0 <= y <= height:
                return Focus(x=x / width, y=y / height)
    return None


def _type(members: Object) -> Type:
    kind = line(members.get("type")).lower()
    return cast(Type, kind) if kind in MEDIA else "picture"


def renditions(item: Item) -> tuple[Rendition, ...]:
    """The files of a medium."""
    found = []
    for one in objects(item.members.get("renditions")):
        href = line(one.get("href"))
        if not href:
            continue
        found.append(
            Rendition(
                href=href,
                role=line(one.get("name")),
                media_type=line(one.get("contenttype")) or line(one.get("mimetype")),
                width=whole_number(one.get("width")),
                height=whole_number(one.get("height")),
                size=whole_number(one.get("sizeinbytes")),
                duration=lenient.seconds(line(one.get("duration"))) if one.get("duration") is not None else None,
            )
        )
    return tuple(found)


def whole(
    blocks: tuple[Block, ...], shelf: tuple[Media, ...], named: list[Media]
) -> tuple[tuple[Block, ...], tuple[Media, ...]]:
    """The blocks with the media that the item names, and one more block for each medium that none of them shows."""
    blocks, media, late = joining.joined(blocks, shelf, named)
    number = len(blocks)
    loose = [joining.shown(m, f"m{number + place}") for place, m in enumerate(late, 1) if m.renditions]
    return (*blocks, *loose), media
