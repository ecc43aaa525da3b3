"""What stands around a page: where to cut, what lies in register, and patches to measure ink by.

All of it lies beyond the bleed. Crop marks and register marks print in every ink, so that each plate has them; they are
artifacts (PDF 1.7 14.8.2.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.exporters.pdf.press.plan import Plan
from syndicate.formats.lengths import MM

_GAP = 10.0
"""Points from the trim to a mark: past the bleed of 3 mm."""

_LENGTH = 14.0
_WEIGHT = 0.25
_RADIUS = 4.0
_PATCH = 5 * MM

_PATCHES = (
    (1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0),
    (0.5, 0.0, 0.0, 0.0), (0.0, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.0), (0.0, 0.0, 0.0, 0.5),
    (1.0, 1.0, 0.0, 0.0), (1.0, 0.0, 1.0, 0.0), (0.0, 1.0, 1.0, 0.0),
)  # fmt: skip
"""Full inks, halves, and two over each other."""


def drawn(plan: Plan, width: float, height: float) -> str:
    """The operators for one page with its trim at the origin; nothing where the plan has no marks."""
    if not plan.marks:
        return ""
    parts = ["/Artifact <</Type /Page>> BDC q", f"1 1 1 1 K {_WEIGHT} w", *_crops(width, height)]
    for x, y in ((width / 2, -1), (width / 2, height + 1), (-1, height / 2), (width + 1, height / 2)):
        parts.append(_register(_beyond(x, width), _beyond(y, height)))
    if plan.bars:
        parts += _bars(width)
    return " ".join([*parts, "Q EMC"])


def _beyond(at: float, side: float) -> float:
    """The middle of a register mark: on the page's middle line, or clear of its edge."""
    clear = _GAP + _LENGTH / 2
    return -clear if at < 0 else side + clear if at > side else at


def _crops(width: float, height: float) -> Iterator[str]:
    """Two strokes at each corner, in line with the trim."""
    for x, outward in ((0.0, -1), (width, 1)):
        for y in (0.0, height):
            yield _stroke(x + outward * _GAP, y, x + outward * (_GAP + _LENGTH), y)
    for y, outward in ((0.0, -1), (height, 1)):
        for x in (0.0, width):
            yield _stroke(x, y + outward * _GAP, x, y + outward * (_GAP + _LENGTH))


def _stroke(x: float, y: float, right: float, top: float) -> str:
    return f"{x:.3f} {y:.3f} m {right:.3f} {top:.3f} l S"


def _register(x: float, y: float) -> str:
    """A cross in a circle of four curves."""
    arm, round_ = _LENGTH / 2, _RADIUS * 0.5523
    right, left, top, low = x + _RADIUS, x - _RADIUS, y + _RADIUS, y - _RADIUS
    circle = (
        f"{right:.3f} {y:.3f} m {right:.3f} {y + round_:.3f} {x + round_:.3f} {top:.3f} {x:.3f} {top:.3f} c "
        f"{x - round_:.3f} {top:.3f} {left:.3f} {y + round_:.3f} {left:.3f} {y:.3f} c "
        f"{left:.3f} {y - round_:.3f} {x - round_:.3f} {low:.3f} {x:.3f} {low:.3f} c "
        f"{x + round_:.3f} {low:.3f} {right:.3f} {y - round_:.3f} {right:.3f} {y:.3f} c S"
    )
    return f"{_stroke(x - arm, y, x + arm, y)} {_stroke(x, y - arm, x, y + arm)} {circle}"


def _bars(width: float) -> Iterator[str]:
    """A row of patches above the head of the page's foot margin, from the left crop mark on."""
    for number, ink in enumerate(_PATCHES):
        x = _LENGTH + number * _PATCH
        # The register mark stands in the middle: patches keep clear of it, and of the corner.
        x += _LENGTH * 2 if x + _PATCH > width / 2 - _LENGTH else 0.0
        if x + _PATCH < width - _LENGTH:
            said = " ".join(f"{part:g}" for part in ink)
            yield f"{said} k {x:.3f} {-_GAP - _PATCH:.3f} {_PATCH:.3f} {_PATCH:.3f} re f"
