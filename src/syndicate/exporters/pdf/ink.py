"""Ink: the operator that sets the colour of what is filled (PDF 1.7 8.6.8), on screens and in print."""

from __future__ import annotations

from collections.abc import Callable

Ink = Callable[[float], str]
"""From how much ink, 0 to 1, to the operator."""


def light(amount: float) -> str:
    """A grey between white and black."""
    return f"{1 - amount:.3f} g"


def black(amount: float) -> str:
    """A tint of black ink alone: four inks that are not quite in register make type illegible."""
    return f"0 0 0 {amount:.3f} k"
