"""What is wanted for the press, from profile and options: limits, standard, output condition, marks."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import ImageCms
from reportlab.lib.utils import ImageReader

from syndicate.context import template
from syndicate.contracts import Job
from syndicate.errors import ConfigError, UsageError
from syndicate.exporters.pdf.press.separation import fitted, separation
from syndicate.formats import press
from syndicate.formats.lengths import MM
from syndicate.formats.press import Press, Standard

_SLUG = 30.0
"""Points around the trim for marks: beyond the bleed, and wide enough for a mark and its distance."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one file is made for a press. Lengths in points."""

    press: Press
    standard: Standard
    icc: bytes
    """The profile of the output condition, whose device colours are CMYK."""
    condition: str
    """Its name: in the registry of the ICC, or as the profile calls itself."""
    registered: bool
    marks: bool
    bars: bool

    @property
    def bleed(self) -> float:
        """What a page has beyond its trim."""
        return self.press.bleed * MM

    @property
    def margin(self) -> float:
        """From the edge of the sheet to the trim: the bleed, or where there are marks their room."""
        return max(_SLUG, self.bleed) if self.marks else self.bleed

    @property
    def version(self) -> tuple[int, int]:
        """Version of PDF that the standard stands on."""
        return press.STANDARDS[press.CLAIMS[self.standard]]

    def picture(self, image: Any, width: float, height: float) -> ImageReader:
        """`image`, as the library reads it, in the inks of this press and as fine as it shows on these points."""
        plain = fitted(image._image, width, height, self.press.density)
        return ImageReader(separation(self.icc, self.press.ink).of(plain))


def make(job: Job) -> Plan | None:
    """The plan for this job; None where its profile is not for a press.

    Raises:
        UsageError: an option is none of those that there are.
        ConfigError: the ICC profile cannot be used.
    """
    found = press.find(job.profile, job.options)
    if found is None:
        return None
    standard = job.options.get("standard", "x-4")
    if standard not in ("x-4", "x-1a"):
        raise UsageError(f"--option pdf.standard={standard}: there is no such standard", hint="there is: x-4, x-1a")
    named = job.options.get("icc", "")
    icc = _own(named) if named else template(f"pdf/icc/{found.paper}.icc")
    if standard == "x-1a" and icc[8] > 2:
        # PDF 1.4 (table 4.16) knows ICC profiles up to version 2.
        raise ConfigError(
            f"{named} is an ICC profile of version {icc[8]}, and PDF/X-1a takes version 2",
            hint="pdf.standard=x-4 takes it",
        )
    marks = job.flag("marks", default=found.marks)
    if marks and not found.marks:
        raise UsageError(f"--option pdf.marks=yes: {found.name} has no marks: newspaper pages are placed as they are")
    return Plan(
        press=found,
        standard="x-1a" if standard == "x-1a" else "x-4",
        icc=icc,
        condition=_described(icc) if named else found.condition,
        registered=not named,
        marks=marks,
        bars=marks and job.flag("bars", default=False),
    )


def _own(name: str) -> bytes:
    """A profile of the printer's: for output, in CMYK."""
    try:
        data = Path(name).read_bytes()
    except (OSError, ValueError) as fault:
        raise ConfigError(f"the ICC profile {name} cannot be read: {fault}", hint="name a file") from fault
    # ICC.1 7.2.5 and 7.2.6: the class of the profile and the space of its device.
    if data[36:40] != b"acsp" or data[12:16] != b"prtr" or data[16:20] != b"CMYK":
        raise ConfigError(f"{name} is no output profile in CMYK", hint="ask the printer for the profile of the press")
    if not _described(data):
        raise ConfigError(f"the ICC profile {name} is broken", hint="ask the printer for it again")
    return data


def _described(icc: bytes) -> str:
    try:
        opened = ImageCms.getOpenProfile(BytesIO(icc))
        said = ImageCms.getProfileDescription(opened).strip()
        # Both ways: to ink, and from ink to what it looks like.
        usable = all(opened.profile.is_intent_supported(0, way) for way in (0, 1))
    except (OSError, ImageCms.PyCMSError):
        return ""
    return (said or "custom") if usable else ""
