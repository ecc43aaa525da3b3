"""Pictures over whole columns: as high as the make-up wants within what may be cut off, in whole lines of the grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.lib.utils import ImageReader

from syndicate.exporters.pdf.flow import Element, Picture, gap
from syndicate.exporters.pdf.pen import Pen
from syndicate.exporters.pdf.style import Sheet
from syndicate.exporters.pdf.tags import Tag

_LOWEST = 0.84
"""Share of its height that a picture keeps at least when it is cut above and below."""

_HIGHEST = 1.1
"""How much higher a frame may be than the picture at full width: the sides are cut."""

_ENOUGH = 0.8
"""Share of a width that the pixels of a picture must reach for it."""

_TALLEST = 0.5
"""Share of a page's height that a picture may have."""


@dataclass(slots=True)
class Photo:
    """The picture that opens a story, with its words, for any number of columns."""

    image: ImageReader
    pixels: int
    rows: int
    sheet: Sheet
    grid: float
    focus: tuple[float, float]
    """What must stay when it is cut, as shares from the left and from the top."""
    make: Callable[[int], Sequence[Element]]
    _made: dict[int, tuple[Sequence[Element], float]] = field(default_factory=dict)
    _lines: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    most: int = 1
    """Over how many columns it has pixels for."""

    def __post_init__(self) -> None:
        spans = range(1, self.sheet.columns + 1)
        self.most = max(
            [1, *(n for n in spans if self.pixels * 72 / self.sheet.density >= _ENOUGH * self.sheet.over(n))]
        )

    def _words(self, span: int) -> tuple[Sequence[Element], float]:
        """Picture and words, and the height of the words in points with the white around them."""
        if span not in self._made:
            parts = self.make(span)
            total, upper = 0.0, parts[0]
            for part in parts[1:]:
                total += gap(upper, part) + part.height
                upper = part
            self._made[span] = (parts, total + 0.6 * self.grid)
        return self._made[span]

    def lines(self, span: int) -> tuple[int, int, int]:
        """The fewest, the natural and the most lines that it can have over `span` columns, its words included."""
        if span not in self._lines:
            self._lines[span] = self._range(span)
        return self._lines[span]

    def _range(self, span: int) -> tuple[int, int, int]:
        words = self._words(span)[1]
        page = (self.sheet.top - self.sheet.bottom) * _TALLEST
        natural = min(self.sheet.over(span) * self.rows / self.pixels, page)
        low, mid, top = (
            int((natural * share + words) / self.grid + rounding)
            for share, rounding in ((_LOWEST, 0.99), (1.0, 0.5), (_HIGHEST, 0.0))
        )
        return low, max(low, mid), max(low, top)

    def over(self, span: int, lines: int) -> list[Element]:
        """Picture and words in so many lines."""
        parts, words = self._words(span)
        picture = parts[0]
        assert isinstance(picture, Picture)
        frame = cropped(picture, self.sheet.over(span), lines * self.grid - words, self)
        return [frame, *parts[1:]]


@dataclass(slots=True)
class Cropped(Element):
    """A picture that fills its frame; what does not fit is cut off."""

    image: ImageReader
    width: float
    height: float
    full: tuple[float, float, float, float]
    """The whole picture: its place from the upper left of the frame, its width and height, in points."""
    tag: Tag | None
    before: float = 0.0
    after: float = 0.0
    keep: bool = True

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """As `Element.draw`."""
        frame = (x, top - self.height, self.width, self.height)
        left, above, width, height = self.full
        pen.cropped(self.image, (x + left, top + above - height, width, height), frame, self.tag)


def cropped(picture: Picture, width: float, height: float, photo: Photo) -> Cropped:
    """`picture` in a frame of this size, with what it is about inside."""
    scale = max(width / photo.pixels, height / photo.rows)
    wide, tall = photo.pixels * scale, photo.rows * scale
    x, y = photo.focus
    left = -min(max(0.0, x * wide - width / 2), wide - width)
    above = min(max(0.0, y * tall - height / 2), tall - height)
    return Cropped(picture.image, width, height, (left, above, wide, tall), picture.tag)
