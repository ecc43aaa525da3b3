"""What a press takes, by the profiles of the format `pdf`: the exporter makes files by it, the validator judges by it.

The standards are PDF/X-4 (ISO 15930-7:2010, on PDF 1.6) and PDF/X-1a (ISO 15930-1:2001 on PDF 1.3, ISO 15930-4:2003 on
PDF 1.4). The limits are those that printers publish: 240 % of ink in all is ISO 12647-3:2005 for newsprint, 220 % its
edition of 2013, 300 % what sheets of coated paper dry with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from syndicate.errors import UsageError

Standard = Literal["x-4", "x-1a"]

STANDARDS: Mapping[str, tuple[int, int]] = {
    "PDF/X-1a:2001": (1, 3),
    "PDF/X-1a:2003": (1, 4),
    "PDF/X-4": (1, 6),
}
"""What a file may call itself (GTS_PDFXVersion), and the version of PDF that it may use."""

CLAIMS: Mapping[Standard, str] = {"x-4": "PDF/X-4", "x-1a": "PDF/X-1a:2003"}
"""How our files call themselves."""

LEAST_INK, MOST_INK = 100, 400
"""Percent: one ink all over, and four."""


@dataclass(frozen=True, slots=True)
class Press:
    """What one kind of press takes."""

    name: str
    ink: int
    """Most ink on one spot, in percent: the sum of all inks (total tone value sum)."""
    density: float
    """Fewest pixels per inch of a picture as it is placed."""
    bleed: float
    """Millimetres of every page beyond its trim, so that a cut beside the line shows no white."""
    marks: bool
    """Whether there is room around the page for crop marks; a newspaper page has none, it is placed as it is."""
    paper: str
    """The output condition of ours: the name of its profile in `templates/pdf/icc`."""
    condition: str
    """How the registry of the ICC calls the characterisation data of that profile."""


PRESSES: Mapping[str, Press] = {
    press.name: press
    for press in (
        Press("press-newspaper", 240, 200.0, 0.0, False, "newsprint", "CGATS TR 002"),
        Press("press-magazine", 300, 300.0, 3.0, True, "coated", "CGATS TR 006"),
    )
}
"""The profiles by name."""


def find(profile: str, options: Mapping[str, str]) -> Press | None:
    """The press that `profile` names, with the ink that the options of the format allow; None for another profile.

    Raises:
        UsageError: the option `ink` is no percentage.
    """
    press = PRESSES.get(profile)
    ink = options.get("ink", "")
    if press is None or not ink:
        return press
    if not ink.isascii() or not ink.isdigit() or not LEAST_INK <= int(ink) <= MOST_INK:
        raise UsageError(
            f"--option pdf.ink={ink}: is no limit of ink", hint="percent, as in pdf.ink=220 (ISO 12647-3:2013)"
        )
    return replace(press, ink=int(ink))
