"""Drop caps: a first letter over several lines, which stay one text with it.

The letter is drawn as a shape. What is read out, searched and copied is the same letter in the size of the text, which
stands unseen directly before the rest of its word: no reader of PDF puts a large letter and a small rest together.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import msgspec

from syndicate.exporters.pdf.breaking import Line
from syndicate.exporters.pdf.flow import Element, Para
from syndicate.exporters.pdf.pen import Pen
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.shaping import Shape
from syndicate.exporters.pdf.style import DropCap, TextStyle, replace_style
from syndicate.exporters.pdf.tags import Tag
from syndicate.exporters.pdf.traits import Voice
from syndicate.model import body

_INITIAL = re.compile(r"[“„‘‚«‹\"'¿¡(\[]?\w[\u0300-\u036f]*")
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts whose letters stand apart, so that the first one can be set on its own."""

_GAP = 0.32
"""White between the letter and the text, in ems of the text."""

_WIDEST = 0.4
"""Share of the measure that a letter may take."""


@dataclass(slots=True)
class Initial(Para):
    """A paragraph whose first letter stands over `deep` lines."""

    shape: Shape | None = None
    scale: float = 0.0
    """Points for a unit of the shape."""
    unseen: Line | None = None
    deep: int = 0

    def split(self, room: float, *, force: bool = False) -> tuple[Element, Element] | None:
        """As `Element.split`; the lines beside the letter stay with it."""
        leading = self.passage.style.leading
        if self.first == 0 and not force and room + 0.01 < self.deep * leading:
            return None
        return Para.split(self, room, force=force)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """As `Element.draw`."""
        if self.first == 0 and self.shape is not None and self.unseen is not None:
            style = self.passage.style
            baseline = top - style.leading * 0.5 - style.size * 0.31
            pen.shape(self.shape, x + self.inset, baseline - (self.deep - 1) * style.leading, self.scale, self.tag)
            edge = x + self.inset + self.passage.lines[0].offset
            blank = self.unseen.segments[-1][0].width(" ") if self.unseen.spaced else 0.0
            pen.unseen(self.unseen, edge - self.unseen.width - blank, baseline, self.tag)
        Para.draw(self, pen, x, top)


def initial(
    text: body.Text, style: TextStyle, cap: DropCap, width: float, voice: Voice, setter: Setter, tag: Tag
) -> Initial | None:
    """The paragraph with its first letter as a drop cap; None where it cannot have one."""
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
    if passage is None:
        return None
    return Initial(passage, style.before, style.after, tag=tag, shape=shape, scale=scale, unseen=unseen, deep=cap.lines)


def _stands_apart(letter: str) -> bool:
    base = letter[-1] if len(letter) == 1 else next((c for c in letter if c.isalpha()), "")
    return bool(base) and unicodedata.name(base, "").startswith(_SCRIPTS)
