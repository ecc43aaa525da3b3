"""The files of an item: enclosures, and what Media RSS says of them; one medium for each, with its renditions."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from syndicate.model.article import Media, Rendition
from syndicate.model.body import Run

Type = Literal["picture", "graphic", "video", "audio"]
_TYPES: dict[str, Type] = {"image": "picture", "video": "video", "audio": "audio"}
_ENDINGS: dict[str, Type] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "svg"), "picture"),
    **dict.fromkeys(("mp4", "m4v", "webm", "mov"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "oga", "opus", "wav", "aac", "flac"), "audio"),
}


class Words(msgspec.Struct):
    """What is said of a medium."""

    alt: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""


def type_of(rendition: Rendition, medium: str = "") -> Type | None:
    """What kind of medium a file is: as it is said, by its media type, by its name; None for a document."""
    if medium in _TYPES:
        return _TYPES[medium]
    found = _TYPES.get(rendition.media_type.partition("/")[0].lower())
    if found or rendition.media_type:
        return found
    name = rendition.href.partition("?")[0].partition("#")[0]
    return _ENDINGS.get(name.rpartition(".")[2].lower())


class Files(msgspec.Struct):
    """The media of one item, in the order in which it names them."""

    media: list[Media] = []

    def put(self, renditions: tuple[Rendition, ...], type_: Type, words: Words) -> None:
        """Take a medium; a file that is known already is the same medium."""
        place = self._known(renditions)
        if place is None:
            self.media.append(
                Media(
                    id=f"f{len(self.media) + 1}",
                    type=type_,
                    renditions=renditions,
                    caption=(Run(text=words.caption),) if words.caption else (),
                    credit=words.credit,
                    alt=words.alt,
                    rights=words.rights,
                )
            )
            return
        known = self.media[place]
        own = {rendition.href: rendition for rendition in known.renditions}
        merged = [_merged(own.pop(r.href), r) if r.href in own else r for r in renditions]
        self.media[place] = replace(
            known,
            renditions=(*merged, *own.values()),
            caption=known.caption or ((Run(text=words.caption),) if words.caption else ()),
            credit=known.credit or words.credit,
            alt=known.alt or words.alt,
            rights=known.rights or words.rights,
        )

    def has(self, href: str) -> bool:
        """Whether a file is among the media."""
        return any(rendition.href == href for medium in self.media for rendition in medium.renditions)

    def _known(self, renditions: tuple[Rendition, ...]) -> int | None:
        hrefs = {rendition.href for rendition in renditions}
        for place, medium in enumerate(self.media):
            if any(rendition.href in hrefs for rendition in medium.renditions):
                return place
        return None


def _merged(first: Rendition, second: Rendition) -> Rendition:
    """Two records of one file: what either leaves open, the other may say."""
    return replace(
        second,
        role=second.role or first.role,
        media_type=second.media_type or first.media_type,
        width=second.width or first.width,
        height=second.height or first.height,
        size=second.size or first.size,
        duration=second.duration or first.duration,
    )
