"""Pictures (PDF 1.7 8.9) as a press sees them: their colours, how fine they are, and how much ink they lay down."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image, ImageMath

from syndicate.validators.pdf import geometry
from syndicate.validators.pdf.geometry import Box
from syndicate.validators.pdf.press import spaces
from syndicate.validators.pdf.press.content import Painted
from syndicate.validators.pdf.press.spaces import Space

Region = tuple[int, int, int, int]
"""Left, upper, right, lower in pixels."""


def filters(image: Any) -> tuple[str, ...]:
    """The filters of a stream in the order of decoding (7.4)."""
    found = image.get("/Filter", image.get("/F", ()))
    return tuple(map(str, found)) if isinstance(found, pikepdf.Array) else (str(found),) if found != () else ()


def space(image: Any, resources: Any) -> Space | None:
    """The colour space of an image; None for a stencil, which has the colour of the fill."""
    if bool(image.get("/ImageMask", image.get("/IM", False))):
        return None
    named = image.get("/ColorSpace", image.get("/CS"))
    return spaces.find(named, resources) if named is not None else spaces.NONE


def density(painted: Painted, width: int, height: int) -> float:
    """Pixels per inch in the direction in which there are fewer."""
    across, up = geometry.sides(painted.state.matrix)
    return min(width * 72 / across if across else 1e9, height * 72 / up if up else 1e9)


def ink(image: Any, found: Space, region: Region | None) -> float:
    """Most ink of any sample in `region`, 1 for one full ink; 0 where the samples cannot be had.

    Raises:
        PdfError, OSError, ValueError: the samples are broken.
    """
    width, height = int(image.Width), int(image.Height)
    if found.base is not None:
        return _indexed(image, found, (width, height), region)
    parts = []
    for band, weight, inverted in _bands(image, found, (width, height)):
        part = band.crop(region) if region is not None else band
        amount = part.point(lambda value: 255 - value) if inverted else part
        parts.append((amount, weight))
    return _most(parts) / 255


def _most(parts: list[tuple[Image.Image, int]]) -> float:
    """The largest sum of the weighted samples of one place."""
    if not parts:
        return 0.0
    given = {f"band{number}": band for number, (band, _) in enumerate(parts)}
    weights = [weight for _, weight in parts]

    def summed(args: dict[str, Any]) -> Any:
        return sum(args[name] * weight for name, weight in zip(given, weights, strict=True))

    return float(ImageMath.lambda_eval(summed, **given).getextrema()[1])


def _bands(image: Any, found: Space, size: tuple[int, int]) -> list[tuple[Image.Image, int, bool]]:
    """Each component as a grey picture, how many inks it prints, and whether more of it is less ink."""
    decode = [float(each) for each in image.get("/Decode", ())]
    turned = bool(decode) and decode[0] > decode[1]
    bands = _jpeg(image) if filters(image)[-1:] == ("/DCTDecode",) else _raw(image, found.size, size)
    weights = [{"All": 4, "None": 0}.get(name, 1) for name in found.inks]
    less = found.name == "DeviceGray"
    return [(band, weight, less != turned) for band, weight in zip(bands, weights, strict=False)]


def _jpeg(image: Any) -> list[Image.Image]:
    """8.9.5.1 counts what the JPEG says; Pillow turns four colours round, as Photoshop's files want it."""
    data = (
        image.read_bytes(pikepdf.StreamDecodeLevel.generalized) if len(filters(image)) > 1 else image.read_raw_bytes()
    )
    try:
        with Image.open(BytesIO(data)) as opened:
            opened.load()
            bands = list(opened.split())
            turn = opened.mode == "CMYK"
    except Image.DecompressionBombError as fault:
        raise ValueError(str(fault)) from fault
    return [band.point(lambda value: 255 - value) for band in bands] if turn else bands


def _raw(image: Any, components: int, size: tuple[int, int]) -> list[Image.Image]:
    """Samples of one, eight or sixteen bits, row by row."""
    width, height = size
    bits = int(image.get("/BitsPerComponent", 8))
    data = image.read_bytes()
    if bits == 16:
        data, bits = data[::2], 8
    if bits == 1 and components == 1:
        return [Image.frombytes("1", size, data[: (width + 7) // 8 * height]).convert("L")]
    if bits != 8 or len(data) < width * height * components:
        return []
    return [Image.frombytes("L", size, data[at : width * height * components : components]) for at in range(components)]


def _indexed(image: Any, found: Space, size: tuple[int, int], region: Region | None) -> float:
    """The colours of the palette that some pixel has."""
    bands = _raw(image, 1, size)
    if not bands or int(image.get("/BitsPerComponent", 8)) != 8:
        used: Iterator[int] | range = range(len(found.palette))
    else:
        band = bands[0].crop(region) if region is not None else bands[0]
        used = (value for value, count in enumerate(band.histogram()) if count)
    return max((sum(found.coverage((float(index),)).values()) for index in used), default=0.0)


def region(painted: Painted, trim: Box, width: int, height: int) -> Region | None:
    """The pixels of an image that stands upright and lies partly outside the trim or its clip; else None, for all.

    An empty region means that nothing of it is seen.
    """
    a, b, c, d, e, f = painted.state.matrix
    seen = geometry.common(trim, painted.state.clip)
    if seen is None:
        return (0, 0, 0, 0)
    if geometry.within(painted.area, seen, 0.01) or b or c or not a or not d:
        return None
    shown = geometry.common(painted.area, seen)
    if shown is None:
        return (0, 0, 0, 0)
    # 8.9.5.2: the first row of samples lies at the top of the unit square.
    across = sorted(round((side - e) / a * width, 6) for side in (shown[0], shown[2]))
    down = sorted(round((1 - (side - f) / d) * height, 6) for side in (shown[1], shown[3]))
    return (
        max(0, int(across[0])),
        max(0, int(down[0])),
        min(width, -int(-across[1] // 1)),
        min(height, -int(-down[1] // 1)),
    )
