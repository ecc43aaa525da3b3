"""Pages: their boxes, their links, their pictures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pikepdf

from syndicate.validators.pdf.findings import Findings
from syndicate.validators.pdf.geometry import Box, box, within

_SMALLEST, _LARGEST = 72.0, 14400.0
"""Sides of a page in points: an inch, and the limit of PDF 1.7 C.2."""

_SLACK = 0.01

_SCHEMES = frozenset({"http", "https", "mailto", "tel", "urn", "tag", "ftp", "geo", "doi"})


def check(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """Every page of `pdf`."""
    known = {page.obj.objgen for page in pdf.pages}
    if pdf.Root.Pages.get("/Count") != len(pdf.pages):
        findings.error(
            "SYN-PDF-105", f"the page tree counts {pdf.Root.Pages.get('/Count')} pages, there are {len(pdf.pages)}"
        )
    for number, page in enumerate(pdf.pages, 1):
        where = f"page {number}"
        media = _boxes(page, where, findings)
        for annotation in page.obj.get("/Annots", ()):
            _annotation(pdf, annotation, media, known, where, findings)
        if page.obj.get("/Contents") is None:
            findings.error("SYN-PDF-107", "the page has no content", where)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
            _picture(thing, f"object {thing.objgen[0]}", findings)


def _boxes(page: pikepdf.Page, where: str, findings: Findings) -> Box | None:
    """14.11.2: a media box of a sane size, and the other boxes inside it."""
    media = box(page.obj.get("/MediaBox", page.mediabox))
    if media is None or not all(_SMALLEST <= side <= _LARGEST for side in (media[2] - media[0], media[3] - media[1])):
        findings.error("SYN-PDF-106", f"the page has no usable size: {page.obj.get('/MediaBox')}", f"{where} /MediaBox")
        return None
    for key in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        if key in page.obj:
            area = box(page.obj[key])
            small = area is None or min(area[2] - area[0], area[3] - area[1]) < _SMALLEST
            if area is None or small or not within(area, media, _SLACK):
                findings.error("SYN-PDF-106", f"{key[1:]} does not lie on the page", f"{where} {key}")
    if page.obj.get("/Rotate", 0) not in (0, 90, 180, 270):
        findings.error("SYN-PDF-106", f"the page is turned by {page.obj['/Rotate']} degrees", f"{where} /Rotate")
    return media


def _annotation(
    pdf: pikepdf.Pdf, annotation: Any, media: Box | None, known: set[tuple[int, int]], where: str, findings: Findings
) -> None:
    """12.5.6.5: only links, on the page, that lead to an address or a page of this file."""
    if not isinstance(annotation, pikepdf.Dictionary) or annotation.get("/Subtype") != "/Link":
        findings.error("SYN-PDF-108", "an annotation that is no link", where)
        return
    area = box(annotation.get("/Rect"))
    if area is None or (media is not None and not within(area, media, _SLACK)):
        findings.error("SYN-PDF-108", "a link lies outside the page", where)
    action = annotation.get("/A")
    address = action.get("/URI") if isinstance(action, pikepdf.Dictionary) else None
    if address is not None:
        parts = urlsplit(str(address))
        if parts.scheme.lower() not in _SCHEMES or (parts.scheme in ("http", "https") and not parts.netloc):
            findings.error("SYN-PDF-108", f"the link {str(address)!r} leads nowhere", where)
    elif not leads_to_page(pdf, annotation.get("/Dest") or (action or pikepdf.Dictionary()).get("/D"), known):
        findings.error("SYN-PDF-108", "a link leads to no page", where)


def leads_to_page(pdf: pikepdf.Pdf, target: Any, known: set[tuple[int, int]]) -> bool:
    """Whether a destination (12.3.2), by name or outright, is a page of this file."""
    if isinstance(target, pikepdf.Name | pikepdf.String):
        target = _named(pdf, target)
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    if not isinstance(target, pikepdf.Array) or len(target) < 2:
        return False
    return isinstance(target[0], pikepdf.Dictionary) and target[0].objgen in known


def _named(pdf: pikepdf.Pdf, name: pikepdf.Name | pikepdf.String) -> Any:
    if isinstance(name, pikepdf.Name):
        return pdf.Root.get("/Dests", pikepdf.Dictionary()).get(str(name))
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    return pikepdf.NameTree(tree).get(str(name)) if tree is not None else None


def _picture(image: Any, where: str, findings: Findings) -> None:
    """8.9.5: a picture has the size that it says, and can be decoded."""
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    if width < 1 or height < 1:
        findings.error("SYN-PDF-109", f"the picture is {width} by {height} pixels", where)
        return
    try:
        decoded = pikepdf.PdfImage(image).as_pil_image()
        decoded.load()
    except (OSError, ValueError, TypeError, NotImplementedError, RuntimeError, pikepdf.PdfError) as fault:
        findings.error("SYN-PDF-109", f"the picture cannot be decoded: {fault}", where)
