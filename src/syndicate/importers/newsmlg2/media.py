"""Pictures, graphics, videos and sounds: items of their own that belong to a story, or stand alone."""

from __future__ import annotations

from typing import Literal, cast

import msgspec
from lxml import etree

from syndicate.formats import lenient
from syndicate.formats.htmlbody import joining
from syndicate.importers.newsmlg2.codes import children
from syndicate.importers.newsmlg2.values import Item
from syndicate.model.article import AltDescription, Article, Byline, Focus, Media, Rendition
from syndicate.model.body import Run

Element = etree._Element
Type = Literal["picture", "graphic", "video", "audio"]

KINDS = frozenset({"picture", "graphic", "video", "audio", "animated"})
"""Classes of items that are media (`ninat:`); Reuters names them in a scheme of its own."""
_RENDITIONS = {"highRes": "highres", "web": "web", "thumb": "thumbnail"}


class Medium(msgspec.Struct, frozen=True):
    """A medium that came as an item: what it is, whom it says it belongs to, and the article that it is alone."""

    guid: str
    media: Media
    alone: Article
    stories: tuple[str, ...] = ()
    """Guids of the items that it is associated with."""


def kind_of(item_class: str, item: Item) -> Type | None:
    """The type of medium that an item is: by its class, else by its remote contents where it has no other."""
    word = item_class.lower()
    if word in KINDS:
        return _type(word)
    if word in ("text", "composite", ""):
        contents = children(item.element, "contentSet")
        inline = [c for content in contents for c in children(content, "inlineXML", "inlineData")]
        remote = [c for content in contents for c in children(content, "remoteContent")]
        if word == "" and remote and not inline:
            return _type(remote[0].get("contenttype", "").partition("/")[0])
    return None


def _type(word: str) -> Type | None:
    match word:
        case "picture" | "image":
            return "picture"
        case "graphic" | "video" | "audio":
            return cast(Type, word)
        case "animated":
            return "video"
        case _:
            return None


def renditions(item: Item) -> tuple[Rendition, ...]:
    """The files of a medium, the best first as the sender has it."""
    found: list[Rendition] = []
    for content in children(item.element, "contentSet"):
        for remote in children(content, "remoteContent"):
            href = "".join(remote.get("href", "").split()) or remote.get("residref", "").strip()
            if href:
                found.append(_rendition(item, remote, href))
    return tuple(dict.fromkeys(found))


def _rendition(item: Item, remote: Element, href: str) -> Rendition:
    code = item.codes.code(remote.get("rendition"))
    role = item.codes.own(code).removeprefix("rendition/") or code.partition(":")[2]
    if code.startswith("rnd:"):
        role = _RENDITIONS.get(role, role)
    digest = next((h for h in children(remote, "hash") if "sha256" in _hash_type(h)), None)
    unit = item.codes.code(remote.get("durationunit")).partition(":")[2].lower()
    duration = lenient.seconds(remote.get("duration", "")) if unit in ("", "seconds", "timecode") else None
    return Rendition(
        href=href,
        role=role,
        media_type=remote.get("contenttype", "").strip(),
        width=item.count(remote, "width"),
        height=item.count(remote, "height"),
        size=item.count(remote, "size"),
        duration=duration,
        sha256=(digest.text or "").strip().lower() if digest is not None else "",
    )


def _hash_type(element: Element) -> str:
    return (element.get("hashtypeuri") or element.get("hashtype") or "").lower().replace("-", "")


def medium(item: Item, type_: Type) -> Medium:
    """What a media item is: a medium with its words, and an article of its own where no story takes it."""
    fields = item.fields
    stories = []
    for meta in children(item.element, "itemMeta"):
        for link in children(meta, "link"):
            if item.codes.code(link.get("rel")) == "irel:associatedWith" and link.get("residref"):
                stories.append("".join(link.get("residref", "").split()))
    fragment = item.guid.rpartition("#")[2] if "#" in item.guid else ""
    caption = _caption(item)
    said = ", ".join(byline.name for byline in cast("tuple[Byline, ...]", fields.get("bylines", ())))
    credit = fields.get("credit")
    found = Media(
        id=fragment or type_,
        type=type_,
        renditions=renditions(item),
        caption=(Run(text=caption),) if caption else (),
        credit=str(getattr(credit, "raw", "")) or said,
        alt=_described(item, "alt"),
        focus=_focus(item.own.pop("focus", "")),
        rights=str(fields.get("usage_terms", "")),
    )
    return Medium(guid=item.guid, media=found, alone=_alone(item, found), stories=tuple(stories))


def _caption(item: Item) -> str:
    """The caption, by its role; else the summary."""
    return _described(item, "caption") or str(item.fields.get("summary", ""))


def _described(item: Item, role: str) -> str:
    """The description with this role, which is the medium's from now on."""
    known = cast("tuple[AltDescription, ...]", item.fields.get("alt_descriptions", ()))
    item.fields["alt_descriptions"] = tuple(text for text in known if text.role != role)
    return next((text.text for text in known if text.role == role), "")


def _focus(written: str) -> Focus | None:
    x, _, y = written.partition(" ")
    across, down = lenient.number(x), lenient.number(y)
    return Focus(x=across, y=down) if across is not None and down is not None else None


def _alone(item: Item, found: Media) -> Article:
    block = joining.shown(found, "b1")
    return Article(**{**item.fields, "media": (found,), "body": (block,), "extra": item.extra})  # type: ignore[arg-type]


def may_join(one: Medium, story: Article) -> bool:
    """Whether a medium may go wherever the story goes: it is no stricter than the story is."""
    alone = one.alone
    if alone.status != "usable" or "hold" in alone.signals:
        return False
    until = alone.embargo_until
    return until is None or (story.embargo_until is not None and until <= story.embargo_until)


def joined(story: Article, media: list[Medium]) -> Article:
    """The story with its media: those that its body shows already take the place of what stands there."""
    ids: set[str] = set()
    added = [_renamed(one, ids) for one in media]
    blocks, whole, late = joining.joined(story.body, story.media, added)
    fragments = {found.id for one, found in zip(media, added, strict=True) if "#" in one.guid}
    number = len(blocks)
    shown_late = [m for m in late if m.id not in fragments]  # what we wrote says itself where it is shown
    blocks += tuple([joining.shown(m, f"m{number + place}") for place, m in enumerate(shown_late, 1)])
    return msgspec.structs.replace(story, media=whole, body=blocks)


def _renamed(one: Medium, ids: set[str]) -> Media:
    name, number = one.media.id, 1
    while name in ids:
        number += 1
        name = f"{one.media.id}-{number}"
    ids.add(name)
    return msgspec.structs.replace(one.media, id=name)


def attached(item: Item) -> tuple[Media, ...]:
    """Files that a story carries itself: each picture or recording is a medium of it, other files stand aside."""
    found: list[Media] = []
    for one in renditions(item):
        type_ = _type(one.media_type.partition("/")[0])
        if type_ is None:
            item.keep(f"remoteContent/{one.media_type or 'file'}", one.href)
        else:
            found.append(Media(id=f"r{len(found) + 1}", type=type_, renditions=(one,)))
    return tuple(found)
