"""Stretches of text as the operators that show them (PDF 1.7 9.4.3).

Programs that read a file out take its text in the order of the content, so what runs from right to left is written in
the order in which one reads it as well: each glyph has an operator of its own, and the pen moves back between them.
Those that go by the place of a glyph instead (pdftotext, PDFium) find each where it is seen.
"""

from __future__ import annotations

from syndicate.exporters.pdf.breaking import Drawn, Line, Look
from syndicate.exporters.pdf.ink import Ink

_BLANKS = (" ", "\u00a0")


def plain(line: Line, look: Look, text: str, x: float, y: float, word_space: float, ink: Ink) -> str:
    """The operators for a line in one look, which nearly every line is: each word as it was written before."""
    scale = line.scale
    gap = f" {-word_space / scale * 1000 / look.size:.2f} " if word_space else ""
    blank = _operands(look, " ")
    parts = text.replace("\u00a0", " ").split(" ")
    words = [look.shown.get(word) or _operands(look, word) if word else "" for word in parts]
    # Who reads the text out must not run this line into the next one.
    shown = f"{blank}{gap}".join(words) + (blank if line.spaced else "")
    state = f"{ink(look.grey)} /{look.font.resource} {look.size:.3f} Tf"
    if scale == 1.0:
        return f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm {state} [{shown}] TJ ET"
    return f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm {scale * 100:.3f} Tz {state} [{shown}] TJ 100 Tz ET"


def stretch(drawn: Drawn, word_space: float, ink: Ink, *, blank: bool = False) -> str:
    """The operators for a stretch, from its left edge, or from its right edge where it runs to the left.

    `word_space` is added to each blank, in points; `blank` shows one more, where the text goes on in the next line.
    """
    look = drawn.look
    state = f"{ink(look.grey)} /{look.font.resource} {look.size:.3f} Tf"
    shown = _leftward(drawn, word_space, blank) if drawn.rtl else _rightward(drawn, word_space, blank)
    return f"{state} {look.rise:.3f} Ts {shown} 0 Ts" if look.rise else f"{state} {shown}"


def _operands(look: Look, word: str, rtl: bool | None = None) -> str:
    """What shows a word or a blank inside the brackets of TJ."""
    made = " ".join(
        f"] TJ {look.rise + operand * look.size / 1000:.3f} Ts [" if isinstance(operand, float) else operand
        for operand in look.font.written(word, look.lang, rtl)
    )
    if rtl is None:
        look.shown[word] = made
    return made


def _rightward(drawn: Drawn, word_space: float, blank: bool) -> str:
    look = drawn.look
    gap = f" {-word_space * 1000 / look.size:.2f} " if word_space else ""
    operands: list[str] = []
    for word in _words(drawn.text):
        operands.append(_operands(look, word, drawn.rtl))
        if gap and word in _BLANKS:
            operands.append(gap)
    if blank:
        operands.append(_operands(look, " "))
    return f"[{' '.join(operands)}] TJ"


def _leftward(drawn: Drawn, word_space: float, blank: bool) -> str:
    look = drawn.look
    gap = word_space * 1000 / look.size
    code: list[str] = []
    left = pen = rise = 0.0
    for word in [*_words(drawn.text), *([" "] if blank else [])]:
        advance, glyphs = look.font.backward(word, look.lang)
        left -= advance + (gap if word in _BLANKS else 0.0)
        for glyph in glyphs:
            if abs(glyph.rise - rise) > 0.05:
                rise = glyph.rise
                code.append(f"{look.rise + rise * look.size / 1000:.3f} Ts")
            code.append(f"[{pen - left - glyph.x:.2f} <{glyph.code:04X}>] TJ")
            pen = left + glyph.x + glyph.natural
    if rise:
        code.append(f"{look.rise:.3f} Ts")
    return " ".join(code)


def _words(text: str) -> list[str]:
    """`text` in words and blanks."""
    found: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if character in _BLANKS:
            if start < at:
                found.append(text[start:at])
            found.append(character)
            start = at + 1
    if start < len(text):
        found.append(text[start:])
    return found
