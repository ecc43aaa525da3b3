"""What a graphics state or a form may not ask of a press: transparency, curves, what lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from syndicate.validators.pdf.findings import Findings
from syndicate.validators.pdf.press.content import Seen

_OPAQUE = ("/Normal", "/Compatible")
_DEFAULT = ("/Identity", "/Default")


def check(seen: Seen, page: pikepdf.Page, where: str, findings: Findings) -> None:
    """The states and forms that were met on one page, and its group."""
    if _transparent(page.obj.get("/Group")):
        findings.error("SYN-PDF-230", "the page is a transparency group", f"{where} /Group")
    for (place, name), state in seen.states.items():
        for why in _see_through(state):
            findings.error("SYN-PDF-230", f"what is painted is transparent: {why}", f"{place} {name}")
        for key in ("/TR", "/TR2"):
            if key in state and str(state[key]) not in _DEFAULT:
                findings.error("SYN-PDF-232", "a transfer curve changes what the press prints", f"{place} {name}")
    for place, form in seen.forms.items():
        if _transparent(form.get("/Group")):
            findings.error("SYN-PDF-230", "a form is a transparency group", place)
        if any(key in form for key in ("/OPI", "/Ref", "/PS")) or form.get("/Subtype2") == "/PS":
            findings.error("SYN-PDF-227", "a form stands for something that is not in the file", place)


def _transparent(group: Any) -> bool:
    return isinstance(group, pikepdf.Dictionary) and group.get("/S") == "/Transparency"


def _see_through(state: Any) -> Iterator[str]:
    """11.6.4: opacity, soft masks and blending."""
    for key in ("/ca", "/CA"):
        if float(state.get(key, 1)) < 1:
            yield f"{key[1:]} is {float(state[key]):g}"
    if str(state.get("/SMask", "/None")) != "/None":
        yield "it has a soft mask"
    modes = state.get("/BM", "/Normal")
    named = [str(mode) for mode in modes] if isinstance(modes, pikepdf.Array) else [str(modes)]
    if any(mode not in _OPAQUE for mode in named):
        yield f"it is blended by {named[0][1:]}"
