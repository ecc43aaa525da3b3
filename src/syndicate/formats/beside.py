"""Pictures that lie beside a story: found, measured, and asked what they say of themselves.

A file becomes a rendition with its kind, size, dimensions and SHA-256; caption, credit, alternative text and rights
that the story leaves open are filled from the picture's own metadata. Only files in the story's folder are touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from msgspec.structs import replace

from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.formats import pictures, picturewords
from syndicate.model.article import Media, Rendition
from syndicate.model.body import Run


def described(media: Iterable[Media], source: Source, job: ImportJob, *, local: str = "") -> tuple[Media, ...]:
    """The media with what their files tell; `local` names the source in messages."""
    shelf = _Beside(source, job, local or source.name)
    return tuple([shelf.medium(medium) if medium.type == "picture" else medium for medium in media])


class _Beside:
    """The folder of one story."""

    def __init__(self, source: Source, job: ImportJob, name: str) -> None:
        self.folder = source.folder
        self.job = job
        self.name = name

    def medium(self, medium: Media) -> Media:
        """A picture with what its files tell."""
        words = picturewords.Words()
        renditions: list[Rendition] = []
        for rendition in medium.renditions:
            found, told = self._rendition(rendition)
            renditions.append(found)
            words = words if any(words) else told
        if not any(words):
            return replace(medium, renditions=tuple(renditions))
        return replace(
            medium,
            renditions=tuple(renditions),
            caption=medium.caption or ((Run(text=words.caption),) if words.caption else ()),
            credit=medium.credit or words.credit,
            alt=medium.alt or words.alt,
            rights=medium.rights or words.notice,
        )

    def _rendition(self, rendition: Rendition) -> tuple[Rendition, picturewords.Words]:
        nothing = rendition, picturewords.Words()
        if not is_local(rendition.href):
            return nothing
        path, href = place(self.folder, rendition.href)
        if path is None:
            self._say("SYN-PICTURE-001", f"the picture {rendition.href} is not beside the story", "put the file there")
            return nothing
        if path.stat().st_size > self.job.context.limits.media_size:
            most = self.job.context.limits.media_size
            self._say("SYN-PICTURE-002", f"the picture {href} is larger than {most} bytes", "make it smaller")
            return nothing
        data = path.read_bytes()
        kind = pictures.probe(data)
        if kind is None:
            hint = "save it as JPEG, PNG, GIF, WebP or SVG"
            self._say("SYN-PICTURE-002", f"{href} is no picture of a known kind", hint)
            return nothing
        found = replace(
            rendition,
            href=href,
            media_type=kind.media_type,
            width=kind.width or rendition.width,
            height=kind.height or rendition.height,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )
        return found, picturewords.read(data, kind.media_type)

    def _say(self, code: str, message: str, hint: str) -> None:
        place = Location(file=self.name)
        self.job.report.add(
            Diagnostic(code=code, severity=Severity.WARNING, message=message, location=place, hint=hint)
        )


def is_local(href: str) -> bool:
    """Whether an address is a path: it has no scheme and no host."""
    head = href.split("/", 1)[0]
    return bool(href) and ":" not in head and not href.startswith(("//", "#"))


def place(folder: Path | None, href: str) -> tuple[Path | None, str]:
    """The file that an address means, inside `folder`, with its path: as it stands, else percent-decoded."""
    if folder is None:
        return None, href
    bare = href.split("#")[0].split("?")[0]
    for name in dict.fromkeys((href, bare, unquote(bare))):
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or "\0" in name or not inside.parts:
            continue
        path = folder.joinpath(*inside.parts)
        try:
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path, inside.as_posix()
        except (OSError, ValueError):
            continue
    return None, href
