"""Bodies and associations: text to blocks, pictures and recordings to media and figures."""

from __future__ import annotations

import re
from typing import Literal, cast

from msgspec.structs import replace

from syndicate.formats import htmlbody, lenient
from syndicate.formats.htmlbody.findings import Findings as BodyFindings
from syndicate.formats.paragraphs import paragraphs
from syndicate.importers.ninjs.values import Item, Object, line, objects, text, whole
from syndicate.model import body
from syndicate.model.article import Media, Rendition
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
            count = whole(entry.get(name)) if name in entry else item.number(name)
            if count is not None:
                item.fields[field] = count
        if not rich:
            return htmlbody.numbered(paragraphs(said)), ()
        root = htmlbody.parsed(said)
        if root is None:
            continue
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
    by = ", ".join(b.name for b in cast("tuple[body.Text, ...]", item.fields.get("bylines", ())))  # type: ignore[attr-defined]
    return Media(
        id=name,
        type=_type(item.members),
        renditions=renditions(item),
        caption=(Run(text=caption),) if caption else (),
        credit=str(getattr(item.fields.get("credit"), "raw", "")) or by,
        alt=str(item.fields.get("headline", "")),
        rights=str(item.fields.get("usage_terms", "")),
    )


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
                width=whole(one.get("width")),
                height=whole(one.get("height")),
                size=whole(one.get("sizeinbytes")),
                duration=lenient.seconds(line(one.get("duration"))) if one.get("duration") is not None else None,
            )
        )
    return tuple(found)


def shown(blocks: tuple[Block, ...], media: tuple[Media, ...], added: list[Media]) -> tuple[Block, ...]:
    """The blocks, with one more for each medium of `added` that none of them shows."""
    known = {r.href for m in media for r in m.renditions}
    late = [m for m in added if not any(r.href in known for r in m.renditions)]
    number = len(blocks)
    return blocks + tuple(_block(m, f"m{number + place}") for place, m in enumerate(late, 1))


def _block(found: Media, bid: str) -> Block:
    match found.type:
        case "video":
            return body.Video(bid=bid, media=found.id)
        case "audio":
            return body.Audio(bid=bid, media=found.id)
        case _:
            return body.Figure(bid=bid, media=found.id)


def merged(media: tuple[Media, ...], added: list[Media]) -> tuple[tuple[Media, ...], list[Media]]:
    """The media that the body shows with what the associations know of them, and the associations that are new."""
    rest = list(added)
    found: list[Media] = []
    for own in media:
        hrefs = {r.href for r in own.renditions}
        match = next((m for m in rest if any(r.href in hrefs for r in m.renditions)), None)
        if match is None:
            found.append(own)
            continue
        rest.remove(match)
        found.append(replace(match, id=own.id, caption=own.caption or match.caption, alt=own.alt or match.alt))
    return tuple(found), rest
