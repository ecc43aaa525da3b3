"""The pictures of a book: each file once, only kinds that every reading system shows, only whole files.

What cannot be shown becomes a finding and its caption stays in the text, so that one bad file takes down neither the
story nor the book. What a camera left beside the picture (the place, its own number) does not leave the house.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from syndicate.contracts import Job
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.errors import UsageError
from syndicate.exporters.epub.document import TEXT_ROOT
from syndicate.exporters.epub.drawings import SVG, danger
from syndicate.exporters.epub.fitting import fit
from syndicate.formats.pictures import SUFFIXES, is_whole, probe
from syndicate.formats.traces import without_traces
from syndicate.formats.xhtml import View
from syndicate.model.article import Article, Media, Rendition

CORE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", SVG})
"""EPUB 3.3 3.2."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the book for the manifest."""

    id: str
    path: str
    media_type: str


@dataclass(slots=True)
class Pictures:
    """Puts pictures into the book as they are first shown; `write` adds a file to the archive."""

    job: Job
    write: Callable[[str, bytes], None]
    resources: dict[str, Resource] = field(default_factory=dict)
    _views: dict[tuple[str, str], View | None] = field(default_factory=dict)
    fitting: bool = field(init=False)
    """Whether large pictures are made smaller."""

    def __post_init__(self) -> None:
        asked = self.job.options.get("pictures", "as-is")
        if asked not in ("as-is", "fit"):
            raise UsageError(f"--option {self.job.row.name}.pictures={asked}: is neither as-is nor fit")
        self.fitting = asked == "fit"

    def view(self, article: Article, media: Media) -> View | None:
        """How to show a medium, or None when no rendition of it can stand in a book."""
        key = (article.id, media.id)
        if key not in self._views:
            self._views[key] = self._view(article, media)
        return self._views[key]

    def missing(self, article: Article, media_id: str, why: str) -> None:
        """Report a picture that cannot be shown; its words stay."""
        self.job.warn(
            "SYN-EPUB-001",
            f"the picture {media_id} is not in the book: {why}",
            article.id,
            hint="put a JPEG, PNG, GIF, WebP or plain SVG file beside the edition and name it as a rendition",
        )

    def _view(self, article: Article, media: Media) -> View | None:
        if media.type not in ("picture", "graphic"):
            return None
        why = "it has no file"
        for rendition in media.renditions:
            shown = self._show(article, rendition)
            if isinstance(shown, View):
                return shown
            why = shown
        self.missing(article, media.id, why)
        return None

    def _show(self, article: Article, rendition: Rendition) -> View | str:
        """The view of one rendition, or the reason why there is none."""
        data = self.job.context.media.read(article, rendition)
        if data is None:
            return f"{rendition.href} is no file of this edition"
        picture = probe(data)
        if picture is None or picture.media_type not in CORE_TYPES:
            return f"{rendition.href} is of a kind that books do not hold"
        if not is_whole(data, picture.media_type):
            return f"{rendition.href} is cut short"
        if picture.media_type == SVG and (why := danger(data)):
            return f"{rendition.href} {why}"
        data = without_traces(data, picture.media_type)
        if self.fitting and (fitted := fit(data, picture.media_type)):
            self._tell(article, rendition, fitted.said)
            data, picture = fitted.data, probe(fitted.data) or picture
        digest = hashlib.sha256(data).hexdigest()[:16]
        path = f"images/{digest}{SUFFIXES[picture.media_type]}"
        if path not in self.resources:
            self.resources[path] = Resource(f"image-{digest}", path, picture.media_type)
            self.write(path, data)
        return View(TEXT_ROOT + path)  # MuPDF would keep to a size in pixels and cut what the page cannot hold

    def _tell(self, article: Article, rendition: Rendition, said: str) -> None:
        self.job.report.add(
            Diagnostic(
                code="SYN-EPUB-003",
                severity=Severity.INFO,
                message=f"{rendition.href} was {said}",
                location=Location(article=article.id),
                hint="leave out --option epub.pictures=fit to take pictures as they are",
                format=self.job.row.name,
            )
        )
