"""Colour spaces (PDF 1.7 8.6) as a press sees them: which inks a colour prints, and how much of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pikepdf

from syndicate.validators.pdf.press import functions

Kind = Literal["ink", "foreign", "pattern"]

_DEVICES = {
    "/DeviceGray": 1, "/G": 1, "/DeviceRGB": 3, "/RGB": 3, "/DeviceCMYK": 4, "/CMYK": 4, "/Pattern": 0,
}  # fmt: skip
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: its name for messages, how many components it has, and which inks they are."""

    name: str
    size: int
    kind: Kind
    inks: tuple[str, ...] = ()
    """One for each component where `kind` is `ink`; the component of grey is how much black there is not."""
    palette: tuple[tuple[float, ...], ...] = ()
    """Of an indexed space: the colours of its base."""
    base: Space | None = None
    alternate: Space | None = None
    """Of a spot colour: what stands for it where there is no such ink (8.6.6.4); `tint` says how much."""
    tint: Any = None

    def coverage(self, values: Sequence[float]) -> dict[str, float]:
        """How much of each ink, 0 to 1, a colour prints; nothing for colours that are no inks."""
        if self.base is not None:
            held = self._held(values)
            return self.base.coverage(held) if held is not None else {}
        if self.kind != "ink":
            return {}
        if self.name == "DeviceGray":
            return {"Black": 1.0 - _clamped(values[0])} if values else {}
        found: dict[str, float] = {}
        for ink, value in zip(self.inks, values, strict=False):
            for each in PROCESS if ink == "All" else (ink,):
                if ink != "None":
                    found[each] = found.get(each, 0.0) + _clamped(value)
        return found

    def total(self, values: Sequence[float]) -> float:
        """All ink of a colour, 1 for one full ink; of a spot colour what stands for it, where that is more.

        Raises:
            ValueError: the function of a spot colour is broken.
        """
        if self.base is not None and self.kind != "pattern":
            held = self._held(values)
            return self.base.total(held) if held is not None else 0.0
        own = sum(self.coverage(values).values())
        if self.alternate is None or self.alternate.foreign is not None:
            return own
        return max(own, self.alternate.total(functions.value(self.tint, values)))

    def _held(self, values: Sequence[float]) -> tuple[float, ...] | None:
        """The colour of the palette; an index beyond it is that of the end (8.6.6.3)."""
        index = min(max(int(values[0]), 0), len(self.palette) - 1) if values else 0
        return self.palette[index] if self.palette else None

    @property
    def most(self) -> dict[str, float]:
        """The inks that it may print, each in full."""
        held = self.base.inks if self.base is not None else self.inks
        return {each: 1.0 for ink in held if ink != "None" for each in (PROCESS if ink == "All" else (ink,))}

    @property
    def foreign(self) -> Space | None:
        """The space in this one that a press has no ink for; None when there is none."""
        if self.kind == "foreign":
            return self
        for part in (self.base, self.alternate):
            if part is not None and (found := part.foreign) is not None:
                return found
        return None

    @property
    def first(self) -> tuple[float, ...]:
        """The colour that a space begins with (8.6.5.1): black, or full ink of a spot colour."""
        if self.name == "DeviceCMYK":
            return (0.0, 0.0, 0.0, 1.0)
        return (0.0,) * self.size if self.name in ("DeviceGray", "DeviceRGB") or self.base else (1.0,) * self.size


GRAY = Space("DeviceGray", 1, "ink", ("Black",))
CMYK = Space("DeviceCMYK", 4, "ink", ("Cyan", "Magenta", "Yellow", "Black"))
RGB = Space("DeviceRGB", 3, "foreign")
PATTERN = Space("Pattern", 0, "pattern")
NONE = Space("nothing known", 1, "foreign")


def find(value: Any, resources: Any, depth: int = 0) -> Space:
    """The space that `value` is, or that the resources of the content have under its name."""
    if depth > _DEEPEST:
        return NONE
    if isinstance(value, pikepdf.Name | str):
        return _named(str(value), resources, depth)
    if not isinstance(value, pikepdf.Array) or not len(value):
        return NONE
    family = str(value[0])
    if family in _DEVICES:
        base = find(value[1], resources, depth + 1) if family == "/Pattern" and len(value) > 1 else None
        return _device(family) if base is None else Space("Pattern", base.size, "pattern", base=base)
    if family in ("/Separation", "/DeviceN") and len(value) >= 4:
        return _spot(value, resources, depth)
    if family in ("/Indexed", "/I") and len(value) >= 4:
        return _indexed(value, resources, depth)
    if family == "/ICCBased" and len(value) > 1 and isinstance(value[1], pikepdf.Stream):
        return Space(f"ICCBased of {value[1].get('/N')} components", int(value[1].get("/N", 3)), "foreign")
    sizes = {"/CalGray": 1, "/CalRGB": 3, "/Lab": 3}
    return Space(family[1:], sizes[family], "foreign") if family in sizes else NONE


def _named(name: str, resources: Any, depth: int) -> Space:
    held: Any = resources.get("/ColorSpace", {}) if isinstance(resources, pikepdf.Dictionary) else {}
    if name in _DEVICES:
        # 8.6.5.6: a default space takes the place of the device's own.
        default = {1: "/DefaultGray", 3: "/DefaultRGB", 4: "/DefaultCMYK"}.get(_DEVICES[name])
        if default is not None and default in held:
            return find(held[default], None, depth + 1)
        return _device(name)
    return find(held[name], resources, depth + 1) if name in held else NONE


def _device(name: str) -> Space:
    return {0: PATTERN, 1: GRAY, 3: RGB, 4: CMYK}[_DEVICES[name]]


def _spot(value: Any, resources: Any, depth: int) -> Space:
    names = value[1] if isinstance(value[1], pikepdf.Array) else [value[1]]
    inks = tuple(str(name)[1:] for name in names)
    process = all(ink in PROCESS or ink in ("All", "None") for ink in inks)
    alternate = None if process else find(value[2], resources, depth + 1)
    return Space(f"{str(value[0])[1:]} {' '.join(inks)}", len(inks), "ink", inks, alternate=alternate, tint=value[3])


def _indexed(value: Any, resources: Any, depth: int) -> Space:
    base = find(value[1], resources, depth + 1)
    table = value[3]
    data = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
    step = max(1, base.size)
    colours = tuple(tuple(byte / 255 for byte in data[at : at + step]) for at in range(0, len(data) - step + 1, step))
    return Space(f"Indexed {base.name}", 1, base.kind, base.inks, colours, base)


def _clamped(value: float) -> float:
    return min(1.0, max(0.0, float(value)))
