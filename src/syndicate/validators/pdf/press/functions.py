"""Functions (PDF 1.7 7.10) that colour a shading: what they come to where they can come to most."""

from __future__ import annotations

from typing import Any

import pikepdf

_DEEPEST = 6
_MOST = 4096


def ends(function: Any, size: int, depth: int = 0) -> list[tuple[float, ...]]:
    """Values of a function, or of an array of one for each component: between them it comes to no more.

    Of interpolated functions (types 2 and 3) these are the ends of each piece, of sampled ones (type 0) the samples.
    What a program computes (type 4) is not known.
    """
    if depth > _DEEPEST:
        return []
    if isinstance(function, pikepdf.Array):
        # Each component by itself: the most of all of them together is an upper bound.
        parts = [[value[0] for value in ends(each, 1, depth + 1) if value] for each in function]
        return [tuple(max(part) for part in parts)] if parts and all(parts) else []
    if not isinstance(function, pikepdf.Dictionary | pikepdf.Stream):
        return []
    match int(function.get("/FunctionType", -1)):
        case 0:
            return _samples(function, size)
        case 2:
            return [_values(function.get("/C0"), 0.0), _values(function.get("/C1"), 1.0)]
        case 3:
            return [value for each in function.get("/Functions", []) for value in ends(each, size, depth + 1)]
        case _:
            return []


def _values(value: Any, missing: float) -> tuple[float, ...]:
    return tuple(float(part) for part in value) if isinstance(value, pikepdf.Array) else (missing,)


def _samples(function: Any, size: int) -> list[tuple[float, ...]]:
    """Samples of eight bits; others are rare enough to be left alone."""
    if int(function.get("/BitsPerSample", 0)) != 8 or size < 1 or not isinstance(function, pikepdf.Stream):
        return []
    data = function.read_bytes()[: _MOST * size]
    decode = [float(part) for part in function.get("/Decode", function.get("/Range", []))]
    if len(decode) < 2 * size:
        return []
    low, high = decode[0 : 2 * size : 2], decode[1 : 2 * size : 2]
    return [
        tuple(low[n] + (high[n] - low[n]) * data[at + n] / 255 for n in range(size))
        for at in range(0, len(data) - size + 1, size)
    ]
