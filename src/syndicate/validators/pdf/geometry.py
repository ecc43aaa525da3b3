"""Where things lie: matrices and boxes of the page (PDF 1.7 8.3), in points."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

MM = 72 / 25.4

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
UNIT: Box = (0.0, 0.0, 1.0, 1.0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first` and then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def place(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(points: Iterable[tuple[float, float]]) -> Box | None:
    """The smallest box that holds all points; None without any."""
    found = list(points)
    if not found:
        return None
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return min(xs), min(ys), max(xs), max(ys)


def moved(matrix: Matrix, box: Box) -> Box:
    """The box around `box` after `matrix`."""
    left, bottom, right, top = box
    corners = ((left, bottom), (right, bottom), (left, top), (right, top))
    return around(place(matrix, x, y) for x, y in corners) or box


def common(one: Box, two: Box) -> Box | None:
    """What two boxes share; None when that is nothing."""
    left, bottom, right, top = max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])
    return (left, bottom, right, top) if left < right and bottom < top else None


def within(inner: Box, outer: Box, slack: float) -> bool:
    """Whether `inner` lies in `outer`, give or take `slack` points."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def scale(matrix: Matrix) -> float:
    """How much larger things become, on average of both directions."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def sides(matrix: Matrix) -> tuple[float, float]:
    """Width and height in points of the unit square after `matrix`."""
    a, b, c, d, _, _ = matrix
    return math.hypot(a, b), math.hypot(c, d)


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """An array of `count` numbers; None when it is none."""
    try:
        found = tuple(float(part) for part in value)
    except (TypeError, ValueError):
        return None
    return found if len(found) == count and all(map(math.isfinite, found)) else None


def box(value: Any) -> Box | None:
    """A rectangle with its corners in order (7.9.5), or None when it is none."""
    found = numbers(value, 4)
    if found is None:
        return None
    return min(found[0], found[2]), min(found[1], found[3]), max(found[0], found[2]), max(found[1], found[3])


def matrix(value: Any) -> Matrix:
    """A matrix as files write it; the identity where it is none."""
    found = numbers(value, 6)
    return IDENTITY if found is None else (found[0], found[1], found[2], found[3], found[4], found[5])


def said(area: Box, origin: Box) -> str:
    """A place in words: millimetres from the lower left of the trim."""
    return f"x {(area[0] - origin[0]) / MM:.1f} mm, y {(area[1] - origin[1]) / MM:.1f} mm"
