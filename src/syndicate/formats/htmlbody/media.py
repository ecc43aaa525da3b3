"""The pictures, videos and sounds of a story: one medium for each address."""

from __future__ import annotations

from typing import Literal

import msgspec

from syndicate.formats.htmlbody.dom import Element
from syndicate.model import legal
from syndicate.model.article import Media, Rendition
from syndicate.model.body import Text


class Shelf(msgspec.Struct):
    """The media found so far, by id; the same picture twice is one medium."""

    media: dict[str, Media] = {}
    _by_address: dict[str, str] = {}

    def picture(self, element: Element, caption: Text = (), credit: str = "") -> str:
        """The id of the picture that an `img` shows."""
        href = element.get("src", "")
        alt = self.alt(element)
        width, height = _pixels(element, "width"), _pixels(element, "height")
        return self.shown(href, alt=alt, caption=caption, credit=credit, width=width, height=height)

    def shown(
        self,
        href: str,
        *,
        alt: str = "",
        caption: Text = (),
        credit: str = "",
        width: int | None = None,
        height: int | None = None,
    ) -> str:
        """The id of the picture at `href`; pixels where the page tells them."""
        if href and href in self._by_address:
            return self._by_address[href]
        renditions = (Rendition(href=href, width=width, height=height),) if href else ()
        return self._put(Media(id="", type="picture", renditions=renditions, caption=caption, credit=credit, alt=alt))

    def alt(self, element: Element) -> str:
        """The alternative text of an `img`, in one line."""
        return " ".join(legal.clean(element.get("alt", "")).split())

    def recording(self, kind: Literal["video", "audio"], sources: list[Element], title: str) -> str:
        """The id of a video or a sound with its sources."""
        hrefs = dict.fromkeys((e.get("src", ""), e.get("alt", "").split(";")[0].strip()) for e in sources)
        renditions = tuple(Rendition(href=href, media_type=legal.clean(type_)) for href, type_ in hrefs if href)
        return self._put(Media(id="", type=kind, renditions=renditions, alt=legal.clean(title)))

    def linked(self, kind: Literal["video", "audio"], href: str, credit: str) -> str:
        """The id of a video or a sound that a link leads to."""
        if href and href in self._by_address:
            return self._by_address[href]
        renditions = (Rendition(href=href),) if href else ()
        return self._put(Media(id="", type=kind, renditions=renditions, credit=credit))

    def credited(self, name: str, credit: str) -> None:
        """Say whose a medium is."""
        self.media[name] = msgspec.structs.replace(self.media[name], credit=credit)

    def _put(self, medium: Media) -> str:
        name = f"m{len(self.media) + 1}"
        self.media[name] = msgspec.structs.replace(medium, id=name)
        for rendition in medium.renditions:
            self._by_address.setdefault(rendition.href, name)
        return name


def _pixels(element: Element, name: str) -> int | None:
    value = element.get(name, "").strip().removesuffix("px")
    return int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 6 and int(value) else None
