"""Pictures into the inks of a press, within its limit.

A colour goes through the profile of the output condition (ICC.1, perceptual intent) at the nodes of a grid over sRGB;
nodes with too much ink are exchanged for those that look most alike within the limit (`limiting`), and what lies
between is interpolated. As each node keeps the limit, so does every colour between them, whichever profile the printer
gave. A picture without colour becomes black ink alone: four inks that are not quite in register would tint it.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops, ImageCms, ImageFilter, ImageMath

from syndicate.exporters.pdf.press import limiting

_SIDE = 33
"""Nodes of the grid along each of red, green and blue; the sides of most profiles have fewer."""

_SHADE = 3
"""Of 255: how far the channels of a picture without colour may lie apart, since JPEG rounds."""

_SHARPEST = 1.5
"""Times the density that is asked for: more pixels than that no press shows."""


def fitted(image: Image.Image, width: float, height: float, density: float) -> Image.Image:
    """`image` with no more pixels than a press can show on `width` by `height` points, and opaque."""
    plain = _opaque(image)
    most = density * _SHARPEST / 72
    size = (round(width * most), round(height * most))
    if plain.width > size[0] and plain.height > size[1] and min(size) > 0:
        resized = plain.resize(size, Image.Resampling.LANCZOS)
        resized.info = plain.info
        return resized
    return plain


def _opaque(image: Image.Image) -> Image.Image:
    """On white paper, in grey, RGB or CMYK of eight bits."""
    if image.mode in ("1", "L", "F") or image.mode.startswith("I"):
        grey = image.convert("I").point(lambda value: value / 256) if image.mode.startswith("I") else image
        if "transparency" not in image.info:
            plain = grey.convert("L")
            plain.info = image.info
            return plain
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        plain = Image.alpha_composite(paper, layered).convert("RGB")
    else:
        plain = image if image.mode == "CMYK" else image.convert("RGB")
    plain.info = image.info
    return plain


@lru_cache(maxsize=4)
def separation(icc: bytes, ink: int) -> Separation:
    """The separation for one output condition and limit; it costs a moment to make."""
    return Separation(icc, ink)


class Separation:
    """Pictures for one output condition, with at most `ink` percent in all."""

    def __init__(self, icc: bytes, ink: int) -> None:
        self._icc = icc
        self._ink = ink
        self._srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        press = ImageCms.ImageCmsProfile(BytesIO(icc))
        self._press = press
        self._to_ink = ImageCms.buildTransform(self._srgb, press, "RGB", "CMYK", ImageCms.Intent.PERCEPTUAL)
        self._to_screen = ImageCms.buildTransform(press, self._srgb, "CMYK", "RGB", ImageCms.Intent.PERCEPTUAL)
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        self._look = ImageCms.buildTransform(press, lab, "CMYK", "LAB", intent)
        self._grey_look = ImageCms.buildTransform(self._srgb, lab, "RGB", "LAB", intent)
        self._grid: ImageFilter.Color3DLUT | None = None
        self._tones: list[int] = []

    def of(self, image: Image.Image) -> Image.Image:
        """`image` (opaque, see `fitted`) in CMYK, or in grey that black ink alone prints."""
        if image.mode == "CMYK":
            return self._relimited(self._foreign(image))
        plain = self._known(image)
        if plain.mode == "L" or _colourless(plain):
            return plain.convert("L").point(self._greys())
        return plain.filter(self._colours())

    # --- what comes in -----------------------------------------------------------------------------------------

    def _known(self, image: Image.Image) -> Image.Image:
        """In sRGB: by the profile inside the picture, where that can be used."""
        profile = _profile(image, "RGB ") if image.mode == "RGB" else None
        if profile is None:
            return image
        return _converted(image, profile, self._srgb, ImageCms.Intent.RELATIVE_COLORIMETRIC)

    def _foreign(self, image: Image.Image) -> Image.Image:
        """Separated for another press: by the profile inside; without one it is taken to be for this press."""
        profile = _profile(image, "CMYK")
        if profile is None or image.info.get("icc_profile") == self._icc:
            return image
        return _converted(image, profile, self._press, ImageCms.Intent.PERCEPTUAL)

    def _relimited(self, image: Image.Image) -> Image.Image:
        """A picture in CMYK: where there is too much ink it is separated anew, else left as the desk made it."""
        bands = dict(zip("cmyk", image.split(), strict=True))
        total = ImageMath.lambda_eval(lambda args: args["c"] + args["m"] + args["y"] + args["k"], **bands)
        if total.getextrema()[1] <= limiting.units(self._ink):
            return image
        most = limiting.units(self._ink)
        over = ImageMath.lambda_eval(lambda args: (args["t"] > most) * 255, t=total).convert("L")
        seen = ImageCms.applyTransform(image, self._to_screen)
        assert seen is not None
        return Image.composite(seen.filter(self._colours()), image, over)

    # --- the tables --------------------------------------------------------------------------------------------

    def _colours(self) -> ImageFilter.Color3DLUT:
        if self._grid is None:
            levels = [round(step * 255 / (_SIDE - 1)) for step in range(_SIDE)]
            nodes = bytes(v for blue in levels for green in levels for red in levels for v in (red, green, blue))
            ink = self._applied(Image.frombytes("RGB", (_SIDE, _SIDE * _SIDE), nodes), self._to_ink)
            # Each of four channels may be rounded up by half a step of 255.
            inks = limiting.limited(ink.tobytes(), limiting.units(self._ink) - 2, self._seen)
            table = [value / 255 for value in inks]
            self._grid = ImageFilter.Color3DLUT(_SIDE, table, channels=4, target_mode="CMYK")
        return self._grid

    def _seen(self, inks: bytes) -> bytes:
        """What CMYK samples look like, as Lab of eight bits (a and b signed)."""
        size = (len(inks) // 4, 1)
        return self._applied(Image.frombytes("CMYK", size, inks), self._look).tobytes()

    def _applied(self, image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
        made = ImageCms.applyTransform(image, transform)
        assert made is not None
        return made

    def _greys(self) -> list[int]:
        """For each grey the one whose black ink looks as dark, from bare paper to full black."""
        if not self._tones:
            ramp = self._seen(bytes(v for k in range(256) for v in (0, 0, 0, k)))[::3]
            greys = Image.frombytes("RGB", (256, 1), bytes(v for grey in range(256) for v in (grey, grey, grey)))
            light = self._applied(greys, self._grey_look).tobytes()[::3]
            paper, black = ramp[0], ramp[255]
            for seen in light:
                wanted = black + (paper - black) * seen / 255
                nearest = min(range(256), key=lambda k: (abs(ramp[k] - wanted), k))
                self._tones.append(255 - nearest)
            self._tones[0], self._tones[255] = 0, 255
        return self._tones


def _profile(image: Image.Image, space: str) -> ImageCms.ImageCmsProfile | None:
    """The ICC profile inside a picture, where it is one for its colours."""
    data = image.info.get("icc_profile")
    if not isinstance(data, bytes) or data[16:20] != space.encode("ascii"):
        return None
    try:
        return ImageCms.ImageCmsProfile(BytesIO(data))
    except (OSError, ImageCms.PyCMSError):
        return None


def _converted(
    image: Image.Image, profile: ImageCms.ImageCmsProfile, to: ImageCms.ImageCmsProfile, intent: ImageCms.Intent
) -> Image.Image:
    """`image` by the profile inside it, in the colours of its kind; as it is where that profile cannot be used."""
    try:
        made = ImageCms.profileToProfile(image, profile, to, renderingIntent=intent, outputMode=image.mode)
    except ImageCms.PyCMSError:
        return image
    return image if made is None else made


def _colourless(image: Image.Image) -> bool:
    red, green, blue = image.split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue), ImageChops.difference(red, blue))
    return all(not any(band.histogram()[_SHADE + 1 :]) for band in apart)
