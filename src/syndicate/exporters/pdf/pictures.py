"""Pictures from the files of an article, checked before they reach the page."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader

from syndicate.context import MediaStore
from syndicate.formats import pictures
from syndicate.model.article import Article, Media, Rendition

_KINDS = frozenset({"image/png", "image/jpeg"})
_MOST_PIXELS = 100_000_000
"""Larger pictures are refused: the file format says how large a picture is before a byte of it is decoded."""


def load(
    article: Article, media: Media, store: MediaStore, *, native: bool = False
) -> tuple[ImageReader, int, int] | str:
    """The best picture of `media` with its size in pixels, or why there is none; `native` as it is, not in sRGB."""
    why = "it has no file"
    for rendition in _by_size(media.renditions):
        data = store.read(article, rendition)
        if data is None:
            why = f"{rendition.href} cannot be read" if "://" not in rendition.href else "only its address is known"
            continue
        known = pictures.probe(data)
        if known is None or known.media_type not in _KINDS:
            why = f"{rendition.href} is neither PNG nor JPEG"
        elif not 0 < known.width * known.height <= _MOST_PIXELS:
            why = f"{rendition.href} is {known.width} by {known.height} pixels"
        elif (reader := _decoded(data, native=native)) is None:
            why = f"{rendition.href} is broken"
        else:
            width, height = reader.getSize()
            return reader, width, height
    return why


def _by_size(renditions: Iterable[Rendition]) -> list[Rendition]:
    """The renditions that may be pictures, the largest first; of equals, in their order."""
    candidates = [r for r in renditions if not r.media_type or r.media_type.startswith("image/")]
    return sorted(candidates, key=lambda r: -(r.width or 0))


def _decoded(data: bytes, *, native: bool) -> ImageReader | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(data)) as image:
                image.load()
                upright = _upright(image)
                if native:
                    return ImageReader(upright.copy())
                plain = _plain(upright)
                return ImageReader(BytesIO(data) if plain is image else plain)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None


_ORIENTATION = 0x0112
_PLAIN = frozenset({"RGB", "L", "RGBA"})
"""What is written as it is; the colours of a press have no meaning beside the output intent, which is sRGB."""


def _upright(image: Image.Image) -> Image.Image:
    """The picture as it was held: cameras only note how they were turned (Exif 2.32 4.6.4, Orientation)."""
    return ImageOps.exif_transpose(image) if image.getexif().get(_ORIENTATION, 1) != 1 else image


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode of `_PLAIN`; of 16 bits for each grey the upper eight."""
    if image.mode in _PLAIN:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if _transparent(image) else "RGB")


def _transparent(image: Image.Image) -> bool:
    return "A" in image.mode or "transparency" in image.info
