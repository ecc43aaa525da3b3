"""What the file claims to be: XMP that agrees with its information, colours with a meaning, files with a reason."""

from __future__ import annotations

from typing import Any

import pikepdf

from syndicate.formats import safexml
from syndicate.validators.pdf.findings import Findings

_AGREE = {
    "/Title": "dc:title",
    "/Subject": "dc:description",
    "/Keywords": "pdf:Keywords",
    "/Producer": "pdf:Producer",
    "/Creator": "xmp:CreatorTool",
}
"""Entries of the information dictionary and the XMP properties that say the same (ISO 19005-2 6.6.3)."""


def check(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """XMP, output intent, files inside."""
    _metadata(pdf, findings)
    _intent(pdf, findings)
    _attached(pdf, findings)


def _metadata(pdf: pikepdf.Pdf, findings: Findings) -> None:
    where = "/Root/Metadata"
    if not isinstance(pdf.Root.get("/Metadata"), pikepdf.Stream):
        findings.error("SYN-PDF-136", "the file has no XMP: an archive cannot tell what it is", where)
        return
    try:
        safexml.parse(pdf.Root.Metadata.read_bytes())
        packet = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=True)
        known = {key: packet.get(key) for key in (*_AGREE.values(), "dc:creator", "pdfuaid:part", "pdfaid:part")}
        level = packet.get("pdfaid:conformance")
    except (ValueError, TypeError, SyntaxError, pikepdf.PdfError) as fault:
        findings.error("SYN-PDF-136", f"the XMP cannot be read: {fault}", where)
        return
    if str(known["pdfuaid:part"]) != "1":
        findings.error("SYN-PDF-136", "the file does not claim PDF/UA-1", where)
    if str(known["pdfaid:part"]) not in ("2", "3") or str(level) != "A":
        findings.error("SYN-PDF-136", "the file does not claim PDF/A-2a or PDF/A-3a", where)
    for key, name in _AGREE.items():
        told, said = str(pdf.docinfo.get(key, "")), str(known[name] or "")
        if told != said:
            findings.error("SYN-PDF-136", f"{key[1:]} is {told!r} in the file and {said!r} in its XMP", where)


def _intent(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """ISO 19005-2 6.2.3 and 6.2.4: colours of a device mean something through an output intent alone."""
    intents = pdf.Root.get("/OutputIntents", pikepdf.Array())
    profiles = [intent.get("/DestOutputProfile") for intent in intents if isinstance(intent, pikepdf.Dictionary)]
    usable = [profile for profile in profiles if isinstance(profile, pikepdf.Stream)]
    if not usable:
        findings.error("SYN-PDF-137", "nothing says what the colours mean (no output intent)", "/Root/OutputIntents")
        return
    spaces = {bytes(profile.read_bytes()[16:20]) for profile in usable}
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
            space: Any = thing.get("/ColorSpace")
            base = str(space) if isinstance(space, pikepdf.Name) else ""
            wanted = {"/DeviceRGB": b"RGB ", "/DeviceCMYK": b"CMYK"}.get(base)
            if wanted is not None and wanted not in spaces:
                where = f"object {thing.objgen[0]}"
                findings.error("SYN-PDF-137", f"the output intent does not cover {base[1:]}", where)


def _attached(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """ISO 19005-3 6.8: a file inside says its name, its kind and how it belongs to the document."""
    owned = {held.objgen for held in pdf.Root.get("/AF", pikepdf.Array())}
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or "/EF" not in thing:
            continue
        stream = thing.EF.get("/F")
        kind = str(stream.get("/Subtype", "")) if isinstance(stream, pikepdf.Stream) else ""
        reason = thing.get("/AFRelationship") in ("/Source", "/Data", "/Alternative", "/Supplement")
        if not (reason and kind and "/UF" in thing and thing.objgen in owned):
            where = f"object {thing.objgen[0]}"
            findings.error("SYN-PDF-120", "a file inside does not say what it is and why it is there", where)
