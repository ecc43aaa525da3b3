"""How long a story came out: what a galley says in its head and `syndicate fit` tells, as data.

Lengths are rounded to what can be read off a rule: millimetres and points to a tenth, column-inches to a hundredth.
"""

from __future__ import annotations

import math

import msgspec

from syndicate.formats.lengths import INCH, MM, Room


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """How the running text is set."""

    measure_mm: float
    measure_picas: str
    """Picas and points: `11p4`."""
    family: str
    size_pt: float
    leading_pt: float


class Depth(msgspec.Struct, frozen=True, kw_only=True):
    """How deep the column is, with the white in it, the same depth in four units."""

    lines: float
    """Of the leading of running text."""
    points: float
    mm: float
    column_inches: float

    @classmethod
    def of(cls, points: float, leading: float) -> Depth:
        """A depth in points, where a line is `leading` points."""
        return cls(
            lines=round(points / leading, 2),
            points=round(points, 1),
            mm=round(points / MM, 1),
            column_inches=round(points / INCH, 2),
        )


class PictureFit(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of the story in the measure; its depth is not in that of the text unless `counted`."""

    media: str
    after_paragraph: int
    """0 where it stands above the text."""
    pixels: tuple[int, int] | None = None
    """None where its file is not here."""
    depth: Depth | None = None
    """Of the picture as wide as the measure, without its words."""
    counted: bool = False


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph that is a line shorter without a few words, as setting it without `words` proved."""

    block: str
    paragraph: int
    """Counted from 1."""
    line: int
    """The number of its last line on the galley."""
    last: str
    """What stands on that line."""
    characters: int
    """Of `words` and the blank behind them: the fewest that were found to do."""
    words: str
    at: int
    """Where they begin, in characters from the beginning of the paragraph."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The space that the story is to fill, and by how much it misses it."""

    lines: float
    mm: float
    over_lines: int
    """Whole lines too many; below 0 so many too few; 0 where it fits within a line."""
    words: int
    """About how many words to cut or to add, by this story's own average."""
    characters: int
    """The same in characters with blanks."""


class Copyfit(msgspec.Struct, frozen=True, kw_only=True):
    """How long one story is, set in one column."""

    article: str
    slug: str
    headline: str
    version: int
    language: str
    words: int
    """Of the body without the words of pictures; a Chinese or Japanese character counts as one."""
    characters: int
    """The same with blanks."""
    lines: int
    """Lines of type in the column, as the galley numbers them."""
    depth: Depth
    setting: Setting
    words_per_line: float
    """On average in the running text."""
    characters_per_line: float
    pictures: tuple[PictureFit, ...] = ()
    cuts: tuple[Cut, ...] = ()
    """Those that cost the fewest characters first."""
    target: Target | None = None

    def against(self, room: Room) -> Copyfit:
        """The same story held against the space that it is to fill."""
        leading = self.setting.leading_pt
        wanted = room.points or room.lines * leading
        missed = (self.depth.points - wanted) / leading
        # Depths are rounded to a tenth of a point: a hundredth of a line is none.
        over = math.ceil(missed - 0.02) if missed > 0 else -math.floor(0.02 - missed)
        target = Target(
            lines=round(wanted / leading, 2),
            mm=round(wanted / MM, 1),
            over_lines=over,
            words=math.ceil(abs(over) * self.words_per_line),
            characters=math.ceil(abs(over) * self.characters_per_line),
        )
        return msgspec.structs.replace(self, target=target)
