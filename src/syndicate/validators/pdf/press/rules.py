"""What may be painted for a press: in which colours, with how much ink, how fine, and how near the cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pikepdf

from syndicate.formats.press import Press
from syndicate.validators.pdf import geometry
from syndicate.validators.pdf.findings import Findings
from syndicate.validators.pdf.geometry import MM, Box
from syndicate.validators.pdf.press import samples, shadings, spaces
from syndicate.validators.pdf.press.content import Painted
from syndicate.validators.pdf.press.overprint import Layers
from syndicate.validators.pdf.press.spaces import Space

_LARGE = 24.0
"""Points from which a black of several inks is no trouble to register."""

_BLACKISH = 0.8
"""Ink of all three colours, or black with them, from which a colour looks black."""

_TRACE = 0.005
_ROUNDING = 0.008
"""Four samples of eight bits, each rounded up by half a step."""

_HAIRLINE = 0.2
"""Points: thinner strokes break on a plate."""

_NEAR = 0.2 * MM
_OPI = ("/OPI", "/Ref", "/PS", "/Alternates")


class Judge:
    """Judges what is painted on one page."""

    def __init__(self, press: Press, trim: Box, bleed: Box, findings: Findings) -> None:
        self._press, self._trim, self._bleed, self._findings = press, trim, bleed, findings
        self._told: set[tuple[str, ...]] = set()
        self._aside = pikepdf.Pdf.new()
        self._layers = Layers()

    def painted(self, thing: Painted) -> None:
        """One thing on the page; what lies wholly outside the bleed is nobody's concern but for its colours."""
        if thing.what == "image":
            self._picture(thing)
        elif thing.what == "shading":
            self._shading(thing)
        else:
            self._colour(thing)
        if thing.what in ("image", "fill"):
            self._reaches(thing)

    # --- colours -----------------------------------------------------------------------------------------------

    def _colour(self, thing: Painted) -> None:
        colour = thing.colour
        foreign = colour.space.foreign
        if foreign is not None:
            named = (
                foreign.name if foreign is colour.space else f"{colour.space.name}, which stands for {foreign.name},"
            )
            self._error(
                "SYN-PDF-220", f"{_NOUN[thing.what]} is in {named} and in no ink", thing, foreign.name, thing.what
            )
            return
        if colour.space.kind == "pattern":
            return  # what the pattern paints is judged by itself
        inks = colour.space.coverage(colour.values)
        total = self._limit(thing, lambda: colour.space.total(colour.values))
        self._lay(thing, colour.space, inks, sum(inks.values()) if total is None else total)
        if thing.what == "text" and thing.size < _LARGE and _black_of_many(inks):
            said = ", ".join(f"{name} {amount * 100:.0f} %" for name, amount in inks.items() if amount > _TRACE)
            self._error(
                "SYN-PDF-222", f"text of {thing.size:.1f} points is in a black of several inks: {said}", thing, said
            )
        if thing.what == "stroke" and thing.width < _HAIRLINE and self._on_page(thing):
            self._findings.warning(
                "SYN-PDF-228", f"a line is {thing.width:.2f} points wide: it may break", self._where(thing)
            )
        if thing.state.overprint[0 if thing.what == "stroke" else 1] and sum(inks.values()) <= _TRACE:
            self._error("SYN-PDF-231", "white is set to overprint, so it does not print at all", thing, thing.what)

    def _limit(self, thing: Painted, measure: Callable[[], float]) -> float | None:
        """The ink of a thing, judged; None where it is not known or nobody's concern."""
        if not self._on_page(thing):
            return None
        try:
            total = measure()
        except (pikepdf.PdfError, ValueError, TypeError, LookupError, ArithmeticError) as fault:
            self._unknown(f"the ink of {_NOUN[thing.what]} cannot be judged: {fault}", thing, thing.name)
            return None
        if total * 100 > self._press.ink + _ROUNDING * 100:
            message = f"{_NOUN[thing.what]} has {total * 100:.0f} % of ink, and the press takes {self._press.ink} %"
            self._error("SYN-PDF-223", message, thing, f"{total:.3f}")
        return total

    def _lay(self, thing: Painted, space: Space, inks: Mapping[str, float], total: float) -> None:
        """What overprints is judged with what lies below; type and lines in black ink alone do so on every press."""
        area = geometry.common(thing.state.clip, self._trim)
        area = geometry.common(_solid(thing.area), area) if area is not None else None
        if area is None:
            return
        most = self._layers.add(thing, space, area, inks, total)
        black = thing.what in ("text", "stroke") and all(ink == "Black" or not inks[ink] for ink in inks)
        if most * 100 > self._press.ink + _ROUNDING * 100 and most > total and not black:
            key = ("SYN-PDF-234", thing.where, f"{most:.2f}")
            if key not in self._told:
                self._told.add(key)
                said = f"{_NOUN[thing.what]} overprints what lies below: there may be up to {most * 100:.0f} % of ink"
                self._findings.warning(
                    "SYN-PDF-234", f"{said}, and the press takes {self._press.ink} %", self._where(thing)
                )

    def _shading(self, thing: Painted) -> None:
        space = shadings.space(thing.thing, thing.resources)
        if space.foreign is not None:
            said = f"a shading is in {space.foreign.name} and in no ink"
            self._error("SYN-PDF-220", said, thing, space.foreign.name, thing.name)
        else:
            total = self._limit(thing, lambda: shadings.ink(thing.thing, space))
            self._lay(thing, space, space.most, float(len(space.most)) if total is None else total)

    # --- pictures ----------------------------------------------------------------------------------------------

    def _picture(self, thing: Painted) -> None:
        image = samples.whole(thing.thing, self._aside)
        width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
        named = _named(thing, image)
        if width < 1 or height < 1:
            self._error("SYN-PDF-109", f"{named} has no size: {width} by {height} samples", thing, named)
            return
        fine = samples.density(thing, width, height)
        if fine < self._press.density * 0.995 and self._on_page(thing):
            message = (
                f"{named} has {fine:.0f} pixels per inch, {fine / self._press.density:.2f} of the "
                f"{self._press.density:.0f} that the press wants"
            )
            self._error("SYN-PDF-225", message, thing, named, f"{fine:.0f}")
        self._coding(thing, image, named)
        space = samples.space(image, thing.resources)
        if space is None:
            self._colour(thing)
        elif space is spaces.NONE and "/JPXDecode" in samples.filters(image):
            self._unknown(f"the ink of {named} cannot be judged: its colours are told inside alone", thing, named)
        elif space.foreign is not None:
            self._error("SYN-PDF-221", f"{named} is in {space.foreign.name} and in no ink", thing, named)
        else:
            self._samples(thing, image, space, named, (width, height))

    def _samples(self, thing: Painted, image: Any, space: Space, named: str, size: tuple[int, int]) -> None:
        region = samples.region(thing, self._trim, *size)
        if region is not None and (region[0] >= region[2] or region[1] >= region[3]):
            return
        try:
            total = samples.ink(image, space, region)
        except samples.Unknown as fault:
            self._unknown(f"the ink of {named} cannot be judged: {fault}", thing, named)
            self._lay(thing, space, space.most, float(len(space.most)))
            return
        except (pikepdf.PdfError, OSError, ValueError, TypeError, SyntaxError, NotImplementedError) as fault:
            self._error("SYN-PDF-109", f"{named} cannot be decoded: {fault}", thing, named)
            return
        if total * 100 > self._press.ink + _ROUNDING * 100:
            message = f"{named} has up to {total * 100:.0f} % of ink, and the press takes {self._press.ink} %"
            self._error("SYN-PDF-224", message, thing, named, f"{total:.3f}")
        self._lay(thing, space, space.most, total)

    def _coding(self, thing: Painted, image: Any, named: str) -> None:
        for used in samples.filters(image):
            if used in ("/LZWDecode", "/LZW", "/JPXDecode"):
                self._error("SYN-PDF-226", f"{named} is compressed by {used[1:].removesuffix('Decode')}", thing, named)
        if any(key in image for key in _OPI):
            self._error("SYN-PDF-227", f"{named} stands for another picture that is not in the file", thing, named)
        if "/SMask" in image or int(image.get("/SMaskInData", 0)):
            self._error("SYN-PDF-230", f"{named} is transparent", thing, named)

    # --- the cut -----------------------------------------------------------------------------------------------

    def _reaches(self, thing: Painted) -> None:
        """What is printed up to the cut has to go on to the end of the bleed."""
        area = geometry.common(thing.area, thing.state.clip)
        if self._press.bleed == 0 or area is None or geometry.common(area, self._trim) is None:
            return
        for side, outward in ((0, -1), (1, -1), (2, 1), (3, 1)):
            at_cut = outward * (area[side] - self._trim[side]) > -_NEAR
            short = outward * (self._bleed[side] - area[side]) > _NEAR
            if at_cut and short:
                what = _named(thing, thing.thing) if thing.what == "image" else _NOUN[thing.what]
                self._error("SYN-PDF-213", f"{what} ends at the cut, and not at the end of the bleed", thing, what)
                return

    # --- telling -----------------------------------------------------------------------------------------------

    def _on_page(self, thing: Painted) -> bool:
        seen = geometry.common(thing.state.clip, self._trim)
        return seen is not None and geometry.common(_solid(thing.area), seen) is not None

    def _where(self, thing: Painted) -> str:
        area = self._trim if thing.area == geometry.EVERYWHERE else thing.area
        return f"{thing.where}, {geometry.said(area, self._trim)}"

    def _unknown(self, message: str, thing: Painted, *same: str) -> None:
        if (key := ("SYN-PDF-229", thing.where, *same)) not in self._told:
            self._told.add(key)
            self._findings.warning("SYN-PDF-229", message, self._where(thing))

    def _error(self, code: str, message: str, thing: Painted, *same: str) -> None:
        """Once for what is the same on this page: a colour that a whole story is set in is one mistake."""
        key = (code, thing.where, *same)
        if key not in self._told:
            self._told.add(key)
            self._findings.error(code, message, self._where(thing))


_NOUN = {"fill": "an area", "stroke": "a line", "text": "text", "image": "a picture", "shading": "a shading"}


def _solid(area: Box) -> Box:
    """A line has no area of its own."""
    left, bottom, right, top = area
    return left - 0.01, bottom - 0.01, right + 0.01, top + 0.01


def _named(thing: Painted, image: Any) -> str:
    number = image.objgen[0] if isinstance(thing.thing, pikepdf.Stream) else 0
    return f"the picture {thing.name.removeprefix('/')} (object {number})" if number else f"the {thing.name}"


def _black_of_many(inks: Mapping[str, float]) -> bool:
    """Whether a colour looks black and is not black ink alone."""
    colours = [inks.get(name, 0.0) for name in ("Cyan", "Magenta", "Yellow")]
    return max(colours) > _TRACE and inks.get("Black", 0.0) + min(colours) >= _BLACKISH
