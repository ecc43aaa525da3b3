"""Pictures as small as a book needs them, where the option `pictures` asks for it: shops refuse larger ones."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from syndicate.errors import DependencyError
from syndicate.formats.pictures import probe

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 4_000_000
SIZE = 1_500_000
"""Bytes."""

_STEPS = ((1, 85), (1, 75), (1, 65), (2, 75), (4, 75), (8, 65))
"""What is tried until the file is small enough: how many pixels become one on each side, and the encoder's quality."""


class Fitted(NamedTuple):
    """A picture made smaller, and what was done to it."""

    data: bytes
    media_type: str
    said: str


def fit(data: bytes, media_type: str) -> Fitted | None:
    """The picture within `PIXELS` and `SIZE`; None when it is already, moves, or cannot be read.

    Raises:
        DependencyError: Pillow is not installed.
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as problem:
        raise DependencyError.missing("epub.pictures=fit", "epub", "pillow") from problem
    try:
        with Image.open(BytesIO(data)) as found:
            if getattr(found, "is_animated", False) or (found.width * found.height <= PIXELS and len(data) <= SIZE):
                return None
            return _smaller(found, media_type)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None


def _smaller(found: Image, media_type: str) -> Fitted:
    from PIL import Image, ImageOps

    before = f"{found.width} x {found.height}"
    profile = found.info.get("icc_profile")
    picture = ImageOps.exif_transpose(found)
    share = min(1.0, (PIXELS / (picture.width * picture.height)) ** 0.5)
    if share < 1:
        size = (max(1, int(picture.width * share)), max(1, int(picture.height * share)))
        picture = picture.convert(_full(picture)).resize(size, Image.Resampling.LANCZOS)
    data, kind = _packed(picture, media_type, profile)
    made = probe(data)
    after = f"{made.width} x {made.height}" if made and made.width else "smaller"
    return Fitted(data, kind, f"made {after} of {before} pixels")


def _full(picture: Image) -> str:
    """The mode in which colours can be mixed."""
    if picture.mode in ("RGB", "RGBA", "L", "CMYK"):
        return picture.mode
    return "RGBA" if picture.mode in ("LA", "PA") or "transparency" in picture.info else "RGB"


def _packed(picture: Image, media_type: str, profile: bytes | None) -> tuple[bytes, str]:
    """As what it was; a PNG that stays too large becomes a JPEG, unless it can be seen through."""
    stream = BytesIO()
    seen_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if media_type == "image/png":
        picture.save(stream, "PNG", optimize=True, icc_profile=profile, exif=picture.getexif())
        if stream.tell() <= SIZE or seen_through:
            return stream.getvalue(), media_type
    kind = "WEBP" if media_type == "image/webp" or seen_through else "JPEG"
    ready = picture if kind == "WEBP" or picture.mode in ("RGB", "L", "CMYK") else picture.convert("RGB")
    for share, quality in _STEPS:
        stream = BytesIO()
        smaller = ready if share == 1 else ready.reduce(share)
        smaller.save(stream, kind, quality=quality, icc_profile=profile, exif=picture.getexif())
        if stream.tell() <= SIZE:
            break
    return stream.getvalue(), f"image/{kind.lower()}"
