"""Judges a PDF of anyone's by what a press takes (`syndicate validate --profile press-newspaper`).

`claims` looks at what the file says of itself, `boxes` at where its pages are cut; `content` reads every operator and
`rules`, `samples` and `states` judge what it paints: colours (`spaces`, `functions`), ink, pictures, transparency.
Nothing outside is asked. Clause numbers are those of PDF 1.7 (ISO 32000-1:2008) and of the parts of ISO 15930 (PDF/X).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from syndicate.formats.press import Press
from syndicate.validators.pdf.findings import Findings
from syndicate.validators.pdf.press import boxes, claims, states
from syndicate.validators.pdf.press.content import Painted, Reader, Seen, State
from syndicate.validators.pdf.press.rules import Judge

__all__ = ["check"]


def check(pdf: pikepdf.Pdf, press: Press, findings: Findings) -> None:
    """What the file says and every page of it."""
    claims.check(pdf, findings)
    for number, page in enumerate(pdf.pages, 1):
        where = f"page {number}"
        trim, bleed = boxes.check(page, where, press, findings)
        boxes.unseen(page, bleed, where, findings)
        seen, judge = Seen(), Judge(press, trim, bleed, findings)
        try:
            for thing in _painted(page, where, seen):
                judge.painted(thing)
        except pikepdf.PdfError as fault:
            findings.error("SYN-PDF-107", f"the content cannot be read: {fault}", where)
        if seen.cut:
            findings.warning("SYN-PDF-229", "the page asks for more than was read: its end is not judged", where)
        states.check(seen, page, where, findings)


def _painted(page: pikepdf.Page, where: str, seen: Seen) -> Iterator[Painted]:
    """The content of the page, and the glyphs of its fonts that are content themselves (9.6.5)."""
    resources: Any = page.resources
    yield from Reader(page, resources, where, seen, State()).painted()
    for name, font in resources.get("/Font", {}).items():
        if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type3":
            inner = font.get("/Resources", resources)
            for glyph in font.get("/CharProcs", {}).values():
                yield from Reader(glyph, inner, f"{where} {name}", seen, State()).painted()
