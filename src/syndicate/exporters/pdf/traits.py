"""How a run of text is to look: whose it is, and what its marks make of the style of its block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from syndicate.exporters.pdf.style import TextStyle
from syndicate.model import body
from syndicate.model.base import Direction


@dataclass(slots=True)
class Voice:
    """Whose text is set: language and direction, and how the addresses of its links become absolute."""

    lang: str
    dir: Direction | None = None
    address: Callable[[str], str] = field(default=lambda href: href)

    def of(self, block: body.Block) -> Voice:
        """The voice of a block: its own language and direction where it has them."""
        if not block.lang and block.dir is None:
            return self
        return Voice(block.lang or self.lang, block.dir or (None if block.lang else self.dir), self.address)


@dataclass(frozen=True, slots=True)
class Trait:
    """What the marks of a run make of its style."""

    family: str
    size: float
    grey: float
    bold: bool
    italic: bool
    lang: str
    rise: float = 0.0
    underline: bool = False
    strike: bool = False
    href: str = ""
    readings: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """All that tells its look from others."""
        return (
            self.family, self.size, self.grey, self.bold, self.italic, self.lang, self.rise, self.underline,
            self.strike, self.href,
        )  # fmt: skip

    def smaller(self, share: float = 0.8) -> Trait:
        """For a ruby reading, behind its base or above it."""
        return Trait(self.family, self.size * share, self.grey, self.bold, False, self.lang, self.rise)

    @classmethod
    def of(cls, run: body.Run, style: TextStyle, voice: Voice) -> Trait:
        """The traits of `run`; a mark inside a mark of its kind turns the slope back (emphasis in an italic line)."""
        family: str = style.family
        bold, italic, size, rise, lang = style.bold, style.italic, style.size, 0.0, voice.lang
        underline = strike = False
        href = ""
        readings: list[str] = []
        for mark in run.marks:
            match mark:
                case body.Strong():
                    bold = True
                case body.Em():
                    italic = not style.italic
                case body.Underline():
                    underline = True
                case body.Strike():
                    strike = True
                case body.Sub():
                    rise, size = rise - 0.14 * size, size * 0.68
                case body.Sup():
                    rise, size = rise + 0.34 * size, size * 0.68
                case body.Code():
                    family, size = "mono", size * 0.88
                case body.Link():
                    href = voice.address(mark.href)
                case body.Lang():
                    lang = mark.tag
                case body.Ruby():
                    readings.append(mark.text)
                case body.InlineQuote() | body.Entity():
                    pass
        return cls(
            family, max(size, 3.0), style.grey, bold, italic, lang, rise, underline, strike, href, tuple(readings)
        )
