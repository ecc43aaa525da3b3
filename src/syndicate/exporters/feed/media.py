"""The files of a story: the enclosure, and what Media RSS says of them.

Media RSS (version 1.5.1) is written in both dialects. A group is a choice between renditions of one medium, so there
is one only where there are two; `media:credit` has no role, because a credit line does not tell what its bearer did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec

from syndicate.contracts import Job
from syndicate.formats.xml import attribute, escape, hex_escape, one_line
from syndicate.model import body
from syndicate.model.article import Article, Media, Rendition

_MEDIA_TYPE = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"
"""A type and its subtype (RFC 6838 4.2), without parameters; what else a source calls one is none."""
_SUFFIXES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
}
_SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp")
_HEAD = 65536
PICTURES = ("picture", "graphic")


class Enclosure(msgspec.Struct, frozen=True, kw_only=True):
    """A file that goes with the item; `length` in bytes, 0 when not known (RSS 2.0, Best Practices Profile)."""

    url: str
    length: int
    media_type: str


class Version(Enclosure, frozen=True, kw_only=True):
    """One rendition of a medium as a file."""

    rendition: Rendition


class Attachment(Version, frozen=True, kw_only=True):
    """A medium of the story as a file that goes with the item: its best rendition, and the others."""

    media: Media
    others: tuple[Version, ...] = ()
    added: tuple[str, ...] = ()
    """Elements for one aggregator, as markup."""


class Files:
    """Looks at the files of one job's articles.

    `web` makes an address absolute ('' when no reader can fetch it); `kindless` is told of a file without a kind.
    """

    def __init__(self, job: Job, web: Callable[[str], str], kindless: Callable[[Article, Rendition], None]) -> None:
        self._store = job.context.media
        self._web = web
        self._kindless = kindless

    def attachments(self, article: Article, *, every: bool) -> Iterator[Attachment]:
        """Each medium once, by its best rendition, and with `every` its other ones too."""
        seen = set()
        for media in article.media:
            best = self.best(article, media)
            address = self._web(best.href) if best else ""
            if best is None or not address or address in seen:
                continue
            seen.add(address)
            media_type, length = self._kind(article, best)
            if not media_type or self.is_broken(article, best):
                self._kindless(article, best)
                continue
            others: tuple[Version, ...] = ()
            if every and len(media.renditions) > 1:
                versions = (self._version(article, r) for r in media.renditions if r is not best)
                others = tuple(version for version in versions if version and version.url != address)
            yield Attachment(
                url=address, length=length, media_type=media_type, media=media, rendition=best, others=others
            )

    def best(self, article: Article, media: Media) -> Rendition | None:
        """The first rendition that readers can show and fetch; the first at all where there is none such.

        Of a picture, one that every reader shows goes before one that few do.
        """
        found = media.renditions
        if len(found) < 2:
            return found[0] if found else None
        if media.type in PICTURES:
            found = tuple(sorted(found, key=lambda rendition: rendition.media_type not in _SHOWN))
        return next((r for r in found if self._web(r.href) and not self.is_broken(article, r)), found[0])

    def is_broken(self, article: Article, rendition: Rendition) -> bool:
        """Whether the file is here and called a picture, and is none."""
        if not rendition.media_type.startswith("image/"):
            return False
        path = self._store.path(article, rendition)
        if path is None or rendition.media_type not in (*_SHOWN, "image/svg+xml"):
            return False
        from syndicate.formats.pictures import probe

        with path.open("rb") as file:
            return probe(file.read(_HEAD)) is None

    def _version(self, article: Article, rendition: Rendition) -> Version | None:
        address = self._web(rendition.href)
        media_type, length = self._kind(article, rendition) if address else ("", 0)
        if not media_type or self.is_broken(article, rendition):
            return None
        return Version(url=address, length=length, media_type=media_type, rendition=rendition)

    def _kind(self, article: Article, rendition: Rendition) -> tuple[str, int]:
        """Media type and length of a file: as declared, else as the file says, else by its name."""
        media_type = rendition.media_type if _is_media_type(rendition.media_type) else ""
        length = rendition.size
        path = self._store.path(article, rendition)
        if path is not None and length is None:
            length = path.stat().st_size
        if path is not None and not media_type:
            from syndicate.formats.pictures import probe

            with path.open("rb") as file:
                found = probe(file.read(_HEAD))
            media_type = found.media_type if found else ""
        if not media_type:
            name = rendition.href.partition("?")[0].partition("#")[0]
            media_type = _SUFFIXES.get(name.rpartition(".")[2].lower(), "")
        return media_type, max(length or 0, 0)


def enclosure(attachments: tuple[Attachment, ...]) -> Attachment | None:
    """The one file that RSS allows (Best Practices Profile): the first picture, else the first of all."""
    if len(attachments) < 2:
        return attachments[0] if attachments else None
    pictures = (file for file in attachments if file.media.type in PICTURES)
    return next(pictures, attachments[0])


@lru_cache
def _is_media_type(text: str) -> bool:
    return re.fullmatch(_MEDIA_TYPE, text) is not None


# --- Media RSS -------------------------------------------------------------------------------------------------------


def media_lines(attachments: tuple[Attachment, ...], keywords: tuple[str, ...], indent: str) -> list[str]:
    """Every medium with its renditions and words, and for the item a thumbnail and the keywords."""
    lines: list[str] = []
    for attachment in attachments:
        words = _words(attachment.media, indent + "  ")
        if attachment.added:
            words += [f"{indent}  {line}\n" for line in attachment.added]
        versions = [v for v in attachment.others if _same_medium(v, attachment)] if attachment.others else []
        if not versions:
            lines += _element(f"{indent}<media:content{_file(attachment)}", words, f"{indent}</media:content>")
        else:
            versions.insert(0, attachment)
            contents = [f"{indent}  <media:content{_file(v, first=v is attachment)}/>\n" for v in versions]
            lines += [f"{indent}<media:group>\n", *contents, *words, f"{indent}</media:group>\n"]
    small = _thumbnail(attachments)
    if small is not None:
        size = _size(small.rendition.width, small.rendition.height)
        lines.append(f"{indent}<media:thumbnail url={attribute(small.url)}{size}/>\n")
    if not keywords:
        return lines
    # A list by commas (Media RSS, media:keywords), in which a keyword with a comma would become two.
    listed = [word for word in map(one_line, keywords) if word and "," not in word]
    if lines and listed:
        lines.append(f"{indent}<media:keywords>{escape(', '.join(dict.fromkeys(listed)))}</media:keywords>\n")
    return lines


def _element(opening: str, inside: list[str], closing: str) -> list[str]:
    return [f"{opening}>\n", *inside, f"{closing}\n"] if inside else [f"{opening}/>\n"]


def _file(version: Version, *, first: bool = False) -> str:
    """The attributes of `media:content`; what is not known is left out."""
    rendition = version.rendition
    size = _size(rendition.width, rendition.height)
    out = f" url={attribute(version.url)}{_type(version.media_type)}{size}"
    if version.length:
        out += f' fileSize="{version.length}"'
    seconds = rendition.duration or 0.0
    if 0 < seconds < 1e9:
        out += f' duration="{max(1, round(seconds))}"'
    return out + (' isDefault="true"' if first else "")


@lru_cache
def _type(media_type: str) -> str:
    medium = media_type.partition("/")[0]
    known = f' medium="{medium}"' if medium in ("image", "audio", "video") else ""
    return f" type={attribute(media_type)}{known}"


@lru_cache(1024)
def _size(width: int | None, height: int | None) -> str:
    sides = (("width", width), ("height", height))
    return "".join([f' {name}="{side}"' for name, side in sides if side is not None and side > 0])


def _words(media: Media, indent: str) -> list[str]:
    """What a picture shows (title), says (description) and whose it is."""
    lines = []
    if alt := one_line(media.alt):
        lines.append(f'{indent}<media:title type="plain">{hex_escape(alt)}</media:title>\n')
    if media.caption and (caption := one_line(body.plain(media.caption))):
        lines.append(f'{indent}<media:description type="plain">{hex_escape(caption)}</media:description>\n')
    if credit := one_line(media.credit):
        lines.append(f"{indent}<media:credit>{hex_escape(credit)}</media:credit>\n")
    if rights := one_line(media.rights):
        lines.append(f"{indent}<media:copyright>{hex_escape(rights)}</media:copyright>\n")
    return lines


def _same_medium(version: Version, best: Version) -> bool:
    """A poster is no rendition of the film to choose in its place."""
    return version.media_type.partition("/")[0] == best.media_type.partition("/")[0]


def _thumbnail(attachments: tuple[Attachment, ...]) -> Version | None:
    """The smallest version of the first picture, else the poster of the first film."""
    if len(attachments) == 1 and not attachments[0].others:
        return attachments[0] if attachments[0].media_type in _SHOWN else None
    for attachment in sorted(attachments, key=lambda file: file.media.type not in PICTURES):
        versions = [v for v in (attachment, *attachment.others) if v.media_type in _SHOWN]
        if versions:
            return min(versions, key=lambda v: v.rendition.width or 1 << 30)
    return None
