"""Shadings (PDF 1.7 8.7.4.5): the colours that each of the seven kinds comes to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from syndicate.validators.pdf import geometry
from syndicate.validators.pdf.press import functions, spaces
from syndicate.validators.pdf.press.spaces import Space

_MOST = 200_000
"""Vertices or patches that are read of one mesh."""


def space(shading: Any, resources: Any) -> Space:
    """The space that its colours are in."""
    return spaces.find(shading.get("/ColorSpace"), resources)


def ink(shading: Any, found: Space) -> float:
    """Most ink of any place, 1 for one full ink: between the places that are asked it comes to no more, or hardly.

    Raises:
        ValueError: the shading is broken, or of a kind that there is not.
        PdfError: its stream is.
    """
    return max((found.total(values) for values in _colours(shading, found)), default=0.0)


def _colours(shading: Any, found: Space) -> Iterator[tuple[float, ...]]:
    function, kind = shading.get("/Function"), int(shading.get("/ShadingType", 0))
    if "/Background" in shading:
        yield tuple(float(each) for each in shading.Background)
    if kind == 1:
        yield from functions.over(function, geometry.numbers(shading.get("/Domain"), 4) or (0.0, 1.0, 0.0, 1.0))
    elif kind in (2, 3):
        start, end = geometry.numbers(shading.get("/Domain"), 2) or (0.0, 1.0)
        yield from functions.along(function, start, end)
    elif kind in (4, 5, 6, 7) and isinstance(shading, pikepdf.Stream):
        vertices = _mesh(shading, kind, 1 if function is not None else found.size)
        if function is None:
            yield from vertices
        else:
            parameters = [value for (value,) in vertices]
            if parameters:
                yield from functions.along(function, min(parameters), max(parameters))
    else:
        raise ValueError(f"there are no shadings of type {kind}")


def _mesh(shading: Any, kind: int, components: int) -> Iterator[tuple[float, ...]]:
    """The colours at the corners of triangles (4, 5) and patches (6, 7), which the insides are mixed of."""
    decode = [float(each) for each in shading.get("/Decode", ())]
    coordinate, depth = int(shading.get("/BitsPerCoordinate", 0)), int(shading.get("/BitsPerComponent", 0))
    flags = int(shading.get("/BitsPerFlag", 0)) if kind != 5 else 0
    if len(decode) < 4 + 2 * components or not 0 < coordinate <= 32 or not 0 < depth <= 16 or not 0 <= flags <= 8:
        raise ValueError("a mesh does not say how it is written")
    data, at = shading.read_bytes(), 0
    bits = len(data) * 8
    for _ in range(_MOST):
        if at + max(flags, 1) > bits:
            return
        flag = functions.bits(data, at, flags) & 3 if flags else 0
        at += flags
        points, colours = _shape(kind, flag)
        at += 2 * points * coordinate
        if at + colours * components * depth > bits:
            raise ValueError("a mesh is cut off")
        for _ in range(colours):
            values = []
            for n in range(components):
                low, high = decode[4 + 2 * n : 6 + 2 * n]
                values.append(low + (high - low) * functions.bits(data, at, depth) / ((1 << depth) - 1))
                at += depth
            yield tuple(values)
        at = -(-at // 8) * 8
    raise ValueError(f"a mesh has more than {_MOST} parts")


def _shape(kind: int, flag: int) -> tuple[int, int]:
    """How many points and colours come next; a patch that goes on from another shares an edge with it."""
    if kind in (4, 5):
        return 1, 1
    points = 12 if kind == 6 else 16
    return (points - 4, 2) if flag else (points, 4)
