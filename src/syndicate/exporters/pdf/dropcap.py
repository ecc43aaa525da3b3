"""Drop caps: a first letter over several lines, which stay one text with it.

The letter is drawn as a shape. What is read out, searched and copied is the same letter in the size of the text, which
stands unseen directly before the rest of its word: no reader of PDF puts a large letter and a small rest together.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from syndicate.exporters.pdf.breaking import Line
from syndicate.exporters.pdf.setting import Passage, Setter
from syndicate.exporters.pdf.shaping import Shape
from syndicate.exporters.pdf.style import DropCap, TextStyle, replace_style
from syndicate.exporters.pdf.tags import Tag
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body

if TYPE_CHECKING:
    from syndicate.exporters.pdf.pen import Pen

_INITIAL = re.compile(r"[“„‘‚«‹\"'¿¡(\[]?\w[\u0300-\u036f]*")
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts whose letters stand apart, so that the first one can be set on its own."""

_GAP = 0.32
"""White between the letter and the text, in ems of the text."""

_WIDEST = 0.4
"""Share of the measure that a letter may take."""


@dataclass(frozen=True, slots=True)
class Initial:
    """A first letter over `deep` lines; `scale` is points for a unit of its shape."""

    shape: Shape
    scale: float
    unseen: Line
    deep: int

    def draw(self, pen: Pen, passage: Passage, x: float, top: float, tag: Tag | None) -> None:
        """Draw it beside the lines of `passage`, whose first one is below `top`."""
        style = passage.style
        baseline = top - style.leading * 0.5 - style.size * 0.31
        pen.shape(self.shape, x, baseline - (self.deep - 1) * style.leading, self.scale, tag)
        blank = self.unseen.segments[-1][0].width(" ") if self.unseen.spaced else 0.0
        pen.unseen(self.unseen, x + passage.lines[0].offset - self.unseen.width - blank, baseline, tag)


def initial(
    text: body.Text, style: TextStyle, cap: DropCap, width: float, voice: Voice, setter: Setter
) -> tuple[Initial, Passage] | None:
    """The first letter of a paragraph as a drop cap, and the rest beside it; None where it cannot have one."""
    text = tuple(run for run in text if run.text)
    found = _INITIAL.match(text[0].text) if text else None
    if found is None or not _stands_apart(found.group()) or any("\n" in run.text for run in text):
        return None
    letter = found.group()
    shape = setter.shape(letter, cap.family or style.family, bold=cap.bold, voice=voice)
    if shape is None:
        return None
    following = text[0].text[len(letter) :]
    unseen = setter.label(letter, replace_style(style, indent=0.0))
    unseen.spaced = following[:1].isspace()
    scale = ((cap.lines - 1) * style.leading + shape.high_of(style.size)) / shape.high
    beside = shape.width * scale + _GAP * style.size
    if beside > _WIDEST * width:
        return None
    rest = (msgspec.structs.replace(text[0], text=following.lstrip()), *text[1:])
    passage = setter.set_beside(rest, style, width, voice, beside, cap.lines)
    return (Initial(shape, scale, unseen, cap.lines), passage) if passage is not None else None


def _stands_apart(letter: str) -> bool:
    base = letter[-1] if len(letter) == 1 else next((c for c in letter if c.isalpha()), "")
    return bool(base) and unicodedata.name(base, "").startswith(_SCRIPTS)
