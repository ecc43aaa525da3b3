"""Functions (PDF 1.7 7.10): what colours a shading, and what stands for a spot colour where there is no such ink."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import pikepdf

from syndicate.validators.pdf.press import calculator

_DEEPEST = 6
_STEPS = 256
_MOST = 1 << 22
"""Samples that are read of one function."""


def value(function: Any, inputs: Sequence[float], depth: int = 0) -> tuple[float, ...]:
    """What a function, or an array of one for each component, comes to at `inputs`.

    Raises:
        ValueError: it is none of the functions of 7.10, or is broken.
    """
    if depth > _DEEPEST:
        raise ValueError("functions lie too deep in each other")
    if isinstance(function, pikepdf.Array):
        return tuple(part for each in function for part in value(each, inputs, depth + 1)[:1])
    if not isinstance(function, pikepdf.Dictionary | pikepdf.Stream):
        raise ValueError("a function is missing")
    within = _clipped(inputs, _numbers(function.get("/Domain", pikepdf.Array([0, 1]))))
    match int(function.get("/FunctionType", -1)):
        case 0:
            found = _sampled(function, within)
        case 2:
            found = _interpolated(function, within[0])
        case 3:
            found = _stitched(function, within[0], depth)
        case 4:
            found = calculator.run(function.read_bytes(), within)
        case other:
            raise ValueError(f"there are no functions of type {other}")
    return _clipped(found, _numbers(function.get("/Range", ())))


def along(function: Any, start: float, end: float) -> list[tuple[float, ...]]:
    """Values from `start` to `end`: at 257 places, and where pieces of the function meet.

    Raises:
        ValueError: as `value` does.
    """
    places = [start + (end - start) * step / _STEPS for step in range(_STEPS + 1)]
    places += [place for place in _joints(function) if min(start, end) <= place <= max(start, end)]
    return [value(function, (place,)) for place in places]


def over(function: Any, domain: Sequence[float], side: int = 32) -> list[tuple[float, ...]]:
    """Values of a function of two inputs at the nodes of a grid over `domain` (x0 x1 y0 y1).

    Raises:
        ValueError: as `value` does.
    """
    x0, x1, y0, y1 = domain
    steps = [step / side for step in range(side + 1)]
    return [value(function, (x0 + (x1 - x0) * u, y0 + (y1 - y0) * v)) for u in steps for v in steps]


def _joints(function: Any, depth: int = 0) -> list[float]:
    """7.10.4: where one piece ends and the next begins, seen from both sides."""
    if depth > _DEEPEST:
        return []
    if isinstance(function, pikepdf.Array):
        return [place for each in function for place in _joints(each, depth + 1)]
    if not isinstance(function, pikepdf.Dictionary | pikepdf.Stream):
        return []
    bounds = _numbers(function.get("/Bounds", ()))
    return [near for bound in bounds for near in (bound - 1e-6, bound)]


def _interpolated(function: Any, x: float) -> tuple[float, ...]:
    c0, c1 = _numbers(function.get("/C0", pikepdf.Array([0]))), _numbers(function.get("/C1", pikepdf.Array([1])))
    exponent = float(function.get("/N", 1))
    if x <= 0 and exponent <= 0:
        raise ValueError("an interpolation has no value at nought")
    part = x**exponent if x > 0 else 0.0
    return tuple(low + part * (high - low) for low, high in zip(c0, c1, strict=False))


def _stitched(function: Any, x: float, depth: int) -> tuple[float, ...]:
    pieces, bounds = list(function.get("/Functions", ())), list(_numbers(function.get("/Bounds", ())))
    domain, encode = _numbers(function.get("/Domain", ())), _numbers(function.get("/Encode", ()))
    if not pieces or len(bounds) < len(pieces) - 1 or len(domain) < 2:
        raise ValueError("a stitching function lacks its bounds")
    at = sum(x >= bound for bound in bounds[: len(pieces) - 1])
    edges = [domain[0], *bounds[: len(pieces) - 1], domain[1]]
    low, high = edges[at], edges[at + 1]
    start, end = encode[2 * at : 2 * at + 2] if len(encode) >= 2 * at + 2 else (0.0, 1.0)
    inside = start + (end - start) * (x - low) / (high - low) if high > low else start
    return value(pieces[at], (inside,), depth + 1)


def _sampled(function: Any, inputs: Sequence[float]) -> tuple[float, ...]:
    """7.10.2: between the nodes of its table, linearly in each direction."""
    ranges, domain = _numbers(function.get("/Range", ())), _numbers(function.get("/Domain", ()))
    sizes = [int(each) for each in _list(function.get("/Size", ()))]
    width, outputs = int(function.get("/BitsPerSample", 0)), len(ranges) // 2
    if not isinstance(function, pikepdf.Stream) or not outputs or not sizes or len(inputs) < len(sizes):
        raise ValueError("a sampled function lacks its table")
    if width not in (1, 2, 4, 8, 12, 16, 24, 32) or min(sizes) < 1 or math.prod(sizes) * outputs > _MOST:
        raise ValueError("the table of a sampled function has no size")
    encode = _numbers(function.get("/Encode", ())) or tuple(end for size in sizes for end in (0.0, size - 1.0))
    nodes = []
    for n, size in enumerate(sizes):
        low, high = domain[2 * n : 2 * n + 2]
        start, end = encode[2 * n : 2 * n + 2]
        at = start + (end - start) * (inputs[n] - low) / (high - low) if high > low else start
        at = min(max(at, 0.0), size - 1.0)
        nodes.append(((int(at), 1 - at + int(at)), (min(int(at) + 1, size - 1), at - int(at))))
    return _between(function, sizes, width, _numbers(function.get("/Decode", ())) or ranges, nodes)


def _between(
    function: Any,
    sizes: Sequence[int],
    width: int,
    decode: Sequence[float],
    nodes: Sequence[tuple[tuple[int, float], tuple[int, float]]],
) -> tuple[float, ...]:
    """The sum of the samples around, each by its nearness."""
    data, outputs = function.read_bytes(), len(decode) // 2
    found = [0.0] * outputs
    for corner in product(*nodes):
        weight = math.prod(near for _, near in corner)
        if not weight:
            continue
        index = sum(at * math.prod(sizes[:n]) for n, (at, _) in enumerate(corner))
        for n in range(outputs):
            sample = bits(data, (index * outputs + n) * width, width) / ((1 << width) - 1)
            found[n] += weight * (decode[2 * n] + sample * (decode[2 * n + 1] - decode[2 * n]))
    return tuple(found)


def bits(data: bytes, at: int, count: int) -> int:
    """The number in `count` bits from bit `at`, the highest first.

    Raises:
        ValueError: the data ends before.
    """
    first, last = at // 8, (at + count + 7) // 8
    if last > len(data):
        raise ValueError("the samples are cut off")
    return int.from_bytes(data[first:last], "big") >> (last * 8 - at - count) & ((1 << count) - 1)


def _clipped(values: Sequence[float], limits: Sequence[float]) -> tuple[float, ...]:
    pairs = list(zip(limits[::2], limits[1::2], strict=False))
    if not pairs:
        return tuple(values)
    if len(values) < len(pairs):
        raise ValueError("a function has too few values")
    return tuple(min(max(each, low), high) for each, (low, high) in zip(values, pairs, strict=False))


def _numbers(found: Any) -> tuple[float, ...]:
    return tuple(float(part) for part in _list(found))


def _list(found: Any) -> list[Any]:
    return list(found) if isinstance(found, pikepdf.Array) else []
