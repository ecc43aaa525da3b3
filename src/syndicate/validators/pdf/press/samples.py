"""Pictures (PDF 1.7 8.9) as a press sees them: their colours, how fine they are, and how much ink they lay down."""

from __future__ import annotations

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

_TWO_TONES = (("/CCITTFaxDecode",), ("/CCF",), ("/JBIG2Decode",))
_MIXTURES = 20_000
_LARGEST = 1 << 30
"""Bytes of samples that are read of one picture."""


def whole(image: Any, owner: pikepdf.Pdf) -> Any:
    """`image`, or for one that stands in the content (8.9.7) a stream of `owner` like those that do not."""
    if not isinstance(image, pikepdf.PdfInlineImage):
        return image
    made = owner.make_stream(image.read_raw_bytes())
    for key, value in image.obj.items():
        made[key] = value
    return made


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


class Unknown(ValueError):
    """The samples may be sound, and are in a form that is not read here."""


def ink(image: Any, found: Space, region: Region | None) -> float:
    """Most ink of any sample in `region`, 1 for one full ink.

    Raises:
        Unknown: the samples are in a form that is not read.
        PdfError, OSError, ValueError: the samples are broken.
    """
    if found.size < 1 or found.kind != "ink":
        raise Unknown(f"there are no samples in {found.name}")
    limits = _limits(image, found)
    if filters(image)[-1:] in _TWO_TONES:
        return max(found.total((tone,)) for tone in limits[0])
    bands = _bands(image, found.size)
    if region is not None and bands[0].size == (int(image.Width), int(image.Height)):
        bands = [band.crop(region) for band in bands]
    if found.size == 1:
        low, high = limits[0]
        seen = (low + (high - low) * value / 255 for value, count in enumerate(bands[0].histogram()) if count)
        return max((found.total((round(value) if found.base else value,)) for value in seen), default=0.0)
    if found.alternate is not None:
        return _mixed(bands, found, limits)
    return _summed(bands, found, limits)


def _limits(image: Any, found: Space) -> list[tuple[float, float]]:
    """What the least and the largest sample of each component mean (8.9.5.2)."""
    decode = [float(each) for each in image.get("/Decode", ())]
    pairs = list(zip(decode[::2], decode[1::2], strict=False))
    if len(pairs) >= found.size and filters(image)[-1:] != ("/JPXDecode",):
        return pairs[: found.size]
    last = 1 if filters(image)[-1:] in _TWO_TONES else (1 << int(image.get("/BitsPerComponent", 8))) - 1
    return [(0.0, float(last) if found.base is not None else 1.0)] * found.size


def _summed(bands: list[Image.Image], found: Space, limits: list[tuple[float, float]]) -> float:
    """The largest sum of the samples of one place, each weighted by the inks that it prints."""
    weights = [{"All": 4, "None": 0}.get(name, 1) for name in found.inks]
    given = {}
    for number, (band, (low, high)) in enumerate(zip(bands, limits, strict=True)):
        table = [round(255 * min(1.0, max(0.0, low + (high - low) * value / 255))) for value in range(256)]
        given[f"band{number}"] = band.point(table)

    def summed(args: dict[str, Any]) -> Any:
        return sum(args[name] * weight for name, weight in zip(given, weights, strict=True))

    return float(ImageMath.lambda_eval(summed, **given).getextrema()[1]) / 255


def _mixed(bands: list[Image.Image], found: Space, limits: list[tuple[float, float]]) -> float:
    """Of several spot colours: each mixture that there is, as its own inks and as what stands for them."""
    mixtures = set(zip(*(band.tobytes() for band in bands), strict=True))
    if len(mixtures) > _MIXTURES:
        raise Unknown(f"it has {len(mixtures)} mixtures of {found.name}")
    return max(
        found.total([low + (high - low) * value / 255 for value, (low, high) in zip(mixture, limits, strict=True)])
        for mixture in mixtures
    )


def _bands(image: Any, components: int) -> list[Image.Image]:
    """Each component as a grey picture, from 0 for the least sample to 255 for the largest."""
    last = filters(image)[-1:]
    if last not in (("/DCTDecode",), ("/DCT",), ("/JPXDecode",)):
        return _raw(image, components)
    bands = _packed(image, last == ("/JPXDecode",))
    if len(bands) != components:
        raise Unknown(f"it has {len(bands)} components inside, and {components} by its colour space")
    return bands


def _packed(image: Any, jpx: bool) -> list[Image.Image]:
    """8.9.5.1 counts what the JPEG says; Pillow turns four colours round, as Photoshop's files want it."""
    simple = len(filters(image)) == 1
    data = image.read_raw_bytes() if simple else image.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    try:
        with Image.open(BytesIO(data)) as opened:
            opened.load()
            bands, mode = list(opened.split()), opened.mode
            plain = "adobe" not in opened.info
    except Image.DecompressionBombError as fault:
        raise ValueError(str(fault)) from fault
    if mode not in ("L", "RGB", "RGBA", "CMYK"):
        raise Unknown(f"its samples are {mode}")
    parameters = image.get("/DecodeParms", pikepdf.Dictionary())
    given = parameters[-1] if isinstance(parameters, pikepdf.Array) and len(parameters) else parameters
    if not jpx and len(bands) > 1 and plain and isinstance(given, pikepdf.Dictionary) and "/ColorTransform" in given:
        raise Unknown("the file and not the JPEG says how its colours are turned")
    return [band.point(lambda value: 255 - value) for band in bands] if mode == "CMYK" and not jpx else bands


def _raw(image: Any, components: int) -> list[Image.Image]:
    """Samples row by row, each row from a new byte on; of 16 bits the upper half."""
    width, height, bits = int(image.Width), int(image.Height), int(image.get("/BitsPerComponent", 8))
    if bits not in (1, 2, 4, 8, 16):
        raise ValueError(f"there are no samples of {bits} bits")
    row = (width * components * bits + 7) // 8
    if row * height > _LARGEST:
        raise Unknown(f"it has {row * height >> 20} MB of samples")
    data = image.read_bytes()
    if len(data) < row * height:
        raise ValueError(f"it is cut off: {len(data)} bytes of {row * height}")
    data = data[: row * height]
    if bits == 16:
        data = data[::2]
    if bits == 1:
        data = Image.frombytes("1", (width * components, height), data).convert("L").tobytes()
    elif bits < 8:
        data = Image.frombytes("L", (width * components, height), data, "raw", f"L;{bits}").tobytes()
    return [Image.frombytes("L", (width, height), data[at::components]) for at in range(components)]


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
