"""What is painted, operator by operator: content of pages, forms, patterns and glyphs, with the state it is painted in.

The interpreter (PDF 1.7 8.4) follows matrices, colours, clips and text sizes, and gives a `Painted` for each thing that
leaves ink: what it is, where, in which colour. It decides nothing; `rules` and `samples` do.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pikepdf

from syndicate.validators.pdf import geometry
from syndicate.validators.pdf.geometry import EVERYWHERE, IDENTITY, UNIT, Box, Matrix
from syndicate.validators.pdf.press import spaces
from syndicate.validators.pdf.press.spaces import Space

_DEEPEST = 12
_AGAIN = 250_000
"""Operators of a page that are read once more: what each stream says at first costs no more than its length."""

_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_ENDS = _FILLS | _STROKES | {"n"}
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})

What = Literal["fill", "stroke", "text", "image", "shading"]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as it was set."""

    space: Space = spaces.GRAY
    values: tuple[float, ...] = (0.0,)
    pattern: Any = None


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state, as much of it as a press asks about (8.4.1)."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    fill: Colour = Colour()
    stroke: Colour = Colour()
    width: float = 1.0
    size: float = 0.0
    """Of the font (9.3)."""
    mode: int = 0
    """How text is rendered (9.3.6)."""
    overprint: tuple[bool, bool] = (False, False)
    """Of strokes and of fills (8.6.7)."""
    by_zero: bool = False
    """Whether a component of 0 leaves what lies below (`OPM`)."""


@dataclass(frozen=True, slots=True)
class Painted:
    """One thing that leaves ink."""

    what: What
    where: str
    """The path of the content it stands in: `page 3`, `page 3 /Fm1`."""
    area: Box
    """In points of the page; of text only where it begins."""
    state: State
    colour: Colour
    name: str = ""
    """Of an image or a shading: its name among the resources."""
    thing: Any = None
    """The image or the shading."""
    resources: Any = None
    size: float = 0.0
    """Of text, in points as it is seen."""
    width: float = 0.0
    """Of a stroke, in points as it is seen."""


@dataclass(slots=True)
class Seen:
    """What was met besides: extended graphics states (8.4.5), forms and images, each once, with its place."""

    states: dict[tuple[str, str], Any] = field(default_factory=dict)
    forms: dict[str, Any] = field(default_factory=dict)
    streams: set[tuple[int, int]] = field(default_factory=set)
    """The forms, patterns and glyphs that were read."""
    again: int = 0
    """Operators that were read once more: forms that draw forms can ask for more than anyone waits for."""

    @property
    def cut(self) -> bool:
        """Whether the page asks for more than was read."""
        return self.again > _AGAIN


class Reader:
    """Reads one content stream and what it draws in turn."""

    def __init__(self, holder: Any, resources: Any, where: str, seen: Seen, state: State, depth: int = 0) -> None:
        self._holder, self._resources, self._where = holder, _dictionary(resources), where
        self._seen, self._depth = seen, depth
        self._state = state
        self._base = state.matrix
        self._saved: list[State] = []
        self._path: list[tuple[float, float]] = []
        self._clipping = False
        self._text = self._line = IDENTITY
        self._leading = 0.0

    def painted(self) -> Iterator[Painted]:
        """All that is painted, in order.

        Raises:
            PdfError: the content cannot be read.
        """
        with warnings.catch_warnings():
            # What is torn is told of where the whole file is read (SYN-PDF-102).
            warnings.simplefilter("ignore")
            instructions = pikepdf.parse_content_stream(self._holder)
        known = self._depth > 0 and self._holder.objgen in self._seen.streams
        if self._depth > 0:
            self._seen.streams.add(self._holder.objgen)
        for instruction in instructions:
            self._seen.again += known
            if self._seen.cut:
                return
            try:
                yield from self._step(str(instruction.operator), list(instruction.operands))
            except (IndexError, TypeError, ValueError):
                continue  # an operator without its operands, or with a name that is none, paints nothing

    def _step(self, name: str, operands: list[Any]) -> Iterator[Painted]:
        if name in _SHOWS:
            yield from self._show(name)
        elif name in _ENDS:
            yield from self._finish(name)
        elif name == "Do":
            yield from self._draw(str(operands[0]))
        elif name == "sh":
            yield from self._shade(str(operands[0]))
        elif name == "INLINE IMAGE":
            yield from self._image("inline image", operands[0], operands[0].obj)
        elif not (self._construct(name, operands) or self._position(name, operands)):
            self._set(name, operands)

    # --- paths -------------------------------------------------------------------------------------------------

    def _construct(self, name: str, operands: list[Any]) -> bool:
        """8.5.2: points of the path; curves stay within their control points."""
        if name in ("m", "l", "c", "v", "y"):
            values = [float(each) for each in operands]
            self._path += [
                geometry.place(self._state.matrix, *pair) for pair in zip(values[::2], values[1::2], strict=True)
            ]
        elif name == "re":
            x, y, width, height = (float(each) for each in operands)
            for corner in ((x, y), (x + width, y), (x, y + height), (x + width, y + height)):
                self._path.append(geometry.place(self._state.matrix, *corner))
        elif name in ("W", "W*"):
            self._clipping = True
        elif name != "h":
            return False
        return True

    def _finish(self, name: str) -> Iterator[Painted]:
        area = geometry.around(self._path)
        state = self._state
        if area is not None:
            if name in _FILLS:
                yield from self._coated("fill", area, state.fill)
            if name in _STROKES:
                width = state.width * geometry.scale(state.matrix)
                yield from self._coated("stroke", area, state.stroke, width=width)
        if self._clipping:
            clip = geometry.common(area, state.clip) if area is not None else None
            self._state = replace(state, clip=clip or (0.0, 0.0, 0.0, 0.0))
        self._path, self._clipping = [], False

    def _coated(self, what: What, area: Box, colour: Colour, **known: Any) -> Iterator[Painted]:
        if isinstance(colour.pattern, pikepdf.Dictionary | pikepdf.Stream):
            yield from self._pattern(colour, area)
        else:
            yield self._made(what, area, colour, **known)

    def _pattern(self, colour: Colour, area: Box) -> Iterator[Painted]:
        """8.7: a tile is content of its own, a shading pattern is a shading over the area."""
        pattern = colour.pattern
        if isinstance(pattern, pikepdf.Stream):
            state = replace(self._state, matrix=geometry.times(geometry.matrix(pattern.get("/Matrix")), self._base))
            uncoloured = int(pattern.get("/PaintType", 1)) == 2 and colour.space.base is not None
            own = Colour(colour.space.base or spaces.GRAY, colour.values) if uncoloured else Colour()
            state = replace(state, fill=own, stroke=own)
            yield from self._inner(pattern, f"{self._where} pattern", state)
        elif "/Shading" in pattern:
            if isinstance(pattern.get("/ExtGState"), pikepdf.Dictionary):
                self._seen.states.setdefault((self._where, "pattern"), pattern.ExtGState)
            yield self._made("shading", area, colour, name="pattern", thing=pattern.Shading)

    # --- text --------------------------------------------------------------------------------------------------

    def _position(self, name: str, operands: list[Any]) -> bool:
        """9.4.2: where the next text begins."""
        if name == "BT":
            self._text = self._line = IDENTITY
        elif name == "Tm":
            self._text = self._line = geometry.matrix(operands)
        elif name in ("Td", "TD"):
            if name == "TD":
                self._leading = -float(operands[1])
            self._move(float(operands[0]), float(operands[1]))
        elif name == "T*":
            self._move(0.0, -self._leading)
        elif name == "TL":
            self._leading = float(operands[0])
        elif name == "Tf":
            self._state = replace(self._state, size=float(operands[1]))
        elif name == "Tr":
            self._state = replace(self._state, mode=int(operands[0]))
        else:
            return False
        return True

    def _move(self, x: float, y: float) -> None:
        self._text = self._line = geometry.times((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def _show(self, name: str) -> Iterator[Painted]:
        if name in ("'", '"'):
            self._move(0.0, -self._leading)
        state = self._state
        if state.mode in (3, 7):
            return
        whole = geometry.times(self._text, state.matrix)
        size = abs(state.size) * geometry.scale(whole)
        x, y = geometry.place(whole, 0.0, 0.0)
        area = (x, y, x + size * 0.2, y + size * 0.5)
        if state.mode not in (1, 5):
            yield from self._coated("text", area, state.fill, size=size)
        if state.mode in (1, 2, 5, 6):
            yield from self._coated("text", area, state.stroke, size=size)

    # --- what is drawn by name ---------------------------------------------------------------------------------

    def _draw(self, name: str) -> Iterator[Painted]:
        thing = self._resources.get("/XObject", {}).get(name)
        if not isinstance(thing, pikepdf.Stream):
            return
        if thing.get("/Subtype") == "/Image":
            yield from self._image(name, thing, thing)
            return
        where = f"{self._where} {name}"
        self._seen.forms.setdefault(where, thing)
        state = replace(self._state, matrix=geometry.times(geometry.matrix(thing.get("/Matrix")), self._state.matrix))
        bounds = geometry.box(thing.get("/BBox"))
        clip = geometry.common(geometry.moved(state.matrix, bounds), state.clip) if bounds is not None else state.clip
        yield from self._inner(thing, where, replace(state, clip=clip or (0.0, 0.0, 0.0, 0.0)))

    def _inner(self, stream: Any, where: str, state: State) -> Iterator[Painted]:
        if self._depth < _DEEPEST and not self._seen.cut:
            resources = stream.get("/Resources", self._resources)
            yield from Reader(stream, resources, where, self._seen, state, self._depth + 1).painted()

    def _image(self, name: str, thing: Any, entries: Any) -> Iterator[Painted]:
        area, fill = geometry.moved(self._state.matrix, UNIT), self._state.fill
        yield self._made("image", area, fill, name=name, thing=thing)
        if bool(entries.get("/ImageMask", False)) and isinstance(fill.pattern, pikepdf.Dictionary | pikepdf.Stream):
            yield from self._pattern(fill, area)

    def _shade(self, name: str) -> Iterator[Painted]:
        thing = self._resources.get("/Shading", {}).get(name)
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield self._made("shading", self._state.clip, self._state.fill, name=name, thing=thing)

    def _made(self, what: What, area: Box, colour: Colour, **known: Any) -> Painted:
        return Painted(what, self._where, area, self._state, colour, resources=self._resources, **known)

    # --- state -------------------------------------------------------------------------------------------------

    def _set(self, name: str, operands: list[Any]) -> None:
        match name:
            case "q":
                self._saved.append(self._state)
            case "Q":
                self._state = self._saved.pop() if self._saved else self._state
            case "cm":
                self._state = replace(self._state, matrix=geometry.times(geometry.matrix(operands), self._state.matrix))
            case "w":
                self._state = replace(self._state, width=float(operands[0]))
            case "gs":
                self._extended(str(operands[0]))
            case "g" | "rg" | "k" | "sc" | "scn" | "cs":
                self._state = replace(self._state, fill=self._colour(name, operands, self._state.fill))
            case "G" | "RG" | "K" | "SC" | "SCN" | "CS":
                self._state = replace(self._state, stroke=self._colour(name.lower(), operands, self._state.stroke))

    def _colour(self, name: str, operands: list[Any], before: Colour) -> Colour:
        """8.6.8: the colour after one of its operators."""
        if name == "cs":
            space = spaces.find(operands[0], self._resources)
            return Colour(space, space.first)
        if name in ("g", "rg", "k"):
            device = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}[name]
            space = spaces.find(pikepdf.Name(device), self._resources)
            return Colour(space, tuple(float(each) for each in operands))
        values = tuple(float(each) for each in operands if not isinstance(each, pikepdf.Name))
        pattern = None
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self._resources.get("/Pattern", {}).get(str(operands[-1]))
        return Colour(before.space, values, pattern)

    def _extended(self, name: str) -> None:
        found = self._resources.get("/ExtGState", {}).get(name)
        if not isinstance(found, pikepdf.Dictionary):
            return
        self._seen.states.setdefault((self._where, name), found)
        strokes, fills = self._state.overprint
        strokes = bool(found.get("/OP", strokes))
        fills = bool(found.get("/op", found.get("/OP", fills)))
        by_zero = bool(int(found.get("/OPM", int(self._state.by_zero))))
        self._state = replace(self._state, overprint=(strokes, fills), by_zero=by_zero)
        if "/LW" in found:
            self._state = replace(self._state, width=float(found.LW))
        font = found.get("/Font")
        if isinstance(font, pikepdf.Array) and len(font) > 1:
            self._state = replace(self._state, size=float(font[1]))


def _dictionary(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()
