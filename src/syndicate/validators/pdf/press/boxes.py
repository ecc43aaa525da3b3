"""The boxes of a page (PDF 1.7 14.11.2, ISO 15930-7 6.11): where it is cut, and what must be printed beyond."""

from __future__ import annotations

from typing import Any

import pikepdf

from syndicate.formats.press import Press
from syndicate.validators.pdf import geometry
from syndicate.validators.pdf.findings import Findings
from syndicate.validators.pdf.geometry import MM, Box

_EXACT = 0.1 * MM
"""How exactly a box has to lie."""


def check(page: pikepdf.Page, where: str, press: Press, findings: Findings) -> tuple[Box, Box]:
    """The trim and the bleed of a page; where they are missing, what stands for them."""
    media = geometry.box(page.mediabox) or (0.0, 0.0, 0.0, 0.0)
    held = {
        key: geometry.box(page.obj[f"/{key}"]) for key in ("TrimBox", "BleedBox", "ArtBox") if f"/{key}" in page.obj
    }
    cut = held.get("TrimBox", held.get("ArtBox"))
    if cut is None:
        findings.error("SYN-PDF-210", "nothing says where the page is cut: it has no TrimBox", f"{where} /TrimBox")
        cut = media
    elif "TrimBox" in held and "ArtBox" in held:
        findings.error("SYN-PDF-210", "the page has both a TrimBox and an ArtBox", where)
    if float(page.obj.get("/UserUnit", 1)) != 1:
        said = f"the page counts in units of {float(page.obj.UserUnit):g} points: presses read its boxes as points"
        findings.error("SYN-PDF-210", said, f"{where} /UserUnit")
    bleed = held.get("BleedBox") or cut
    crop = geometry.box(page.obj.get("/CropBox", page.mediabox)) or media
    pairs = (
        (cut, bleed, "TrimBox lies outside BleedBox"),
        (bleed, media, "BleedBox lies off the page"),
        (bleed, crop, "CropBox hides a part of the bleed"),
    )
    wrong = next((said for inner, outer, said in pairs if not geometry.within(inner, outer, 0.01)), "")
    if wrong:
        findings.error("SYN-PDF-210", wrong, where)
    _beyond(cut, bleed, media, where, press, findings)
    return cut, bleed


def _beyond(cut: Box, bleed: Box, media: Box, where: str, press: Press, findings: Findings) -> None:
    """How much there is beyond the cut: 3 mm in a magazine, nothing in a newspaper."""
    gaps = [cut[0] - bleed[0], cut[1] - bleed[1], bleed[2] - cut[2], bleed[3] - cut[3]]
    if min(gaps) < press.bleed * MM - _EXACT:
        message = f"the bleed is {min(gaps) / MM:.1f} mm, and the press wants {press.bleed:g} mm on each side"
        findings.error("SYN-PDF-211", message, f"{where} /BleedBox")
    room = max(cut[0] - media[0], cut[1] - media[1], media[2] - cut[2], media[3] - cut[3])
    if not press.marks and room > _EXACT:
        findings.error(
            "SYN-PDF-212",
            f"the page has {room / MM:.1f} mm beyond its trim: newspaper pages have no marks and no white",
            f"{where} /MediaBox",
        )


def unseen(page: pikepdf.Page, bleed: Box, where: str, findings: Findings) -> None:
    """ISO 15930-7 6.15: what only screens show may not lie on what is printed."""
    for annotation in page.obj.get("/Annots", ()):
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        kind: Any = annotation.get("/Subtype", "")
        area = geometry.box(annotation.get("/Rect"))
        if kind not in ("/PrinterMark", "/TrapNet") and (area is None or geometry.common(area, bleed) is not None):
            at = geometry.said(area, bleed) if area is not None else "without a place"
            findings.error("SYN-PDF-233", f"an annotation {kind} lies within the bleed", f"{where}, {at}")
