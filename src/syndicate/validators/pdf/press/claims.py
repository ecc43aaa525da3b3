"""What a press file says of itself (ISO 15930-7 6.2 to 6.9, ISO 15930-4 6.2 to 6.12): PDF/X, for which press."""

from __future__ import annotations

from typing import Any

import pikepdf

from syndicate.formats import safexml
from syndicate.formats.press import STANDARDS
from syndicate.validators.pdf.findings import Findings

_X = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"
_TRAPPED = "pdf:Trapped"
_NAMED = (
    "dc:title", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:VersionID",
    "xmpMM:RenditionClass",
)  # fmt: skip
"""What XMP has to say in PDF/X-4 (6.9)."""


def check(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """Version, trapping, output intent, names and dates, layers."""
    packet = _packet(pdf, findings)
    claim = _claim(pdf, packet, findings)
    if claim:
        _version(pdf, claim, findings)
        _named(pdf, packet, claim, findings)
    _trapped(pdf, packet, findings)
    _intent(pdf, findings)
    if "/OCProperties" in pdf.Root:
        message = "the file has layers: which of them are printed is up to whoever opens it"
        findings.error("SYN-PDF-206", message, "/Root/OCProperties")


def _packet(pdf: pikepdf.Pdf, findings: Findings) -> dict[str, str]:
    """The properties of XMP that are asked about; nothing where there is no packet."""
    if not isinstance(pdf.Root.get("/Metadata"), pikepdf.Stream):
        return {}
    try:
        safexml.parse(pdf.Root.Metadata.read_bytes())
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=True) as known:
            return {name: str(known[name]) for name in (_X, _TRAPPED, *_NAMED) if known.get(name)}
    except (ValueError, TypeError, SyntaxError, KeyError, pikepdf.PdfError) as fault:
        findings.error("SYN-PDF-201", f"the XMP cannot be read: {fault}", "/Root/Metadata")
        return {}


def _claim(pdf: pikepdf.Pdf, packet: dict[str, str], findings: Findings) -> str:
    told, said = packet.get(_X, ""), str(pdf.docinfo.get("/GTS_PDFXVersion", ""))
    conformance = str(pdf.docinfo.get("/GTS_PDFXConformance", ""))
    if said == "PDF/X-1:2001" and conformance:
        # ISO 15930-1 6.2: the version names the standard, the conformance its level.
        said = conformance
    claim = told or said
    if not claim:
        findings.error("SYN-PDF-201", "the file does not say that it is PDF/X", "/Root/Metadata")
    elif claim not in STANDARDS:
        hint = f"as one of {', '.join(STANDARDS)}"
        findings.error("SYN-PDF-201", f"the file is {claim!r}, which presses here do not take", hint=hint)
        return ""
    elif told and said and told != said:
        findings.error("SYN-PDF-201", f"the file is {said!r} by its information and {told!r} by its XMP")
    elif claim == "PDF/X-4" and not told:
        findings.error("SYN-PDF-201", "the XMP does not say that the file is PDF/X-4", "/Root/Metadata")
    return claim


def _version(pdf: pikepdf.Pdf, claim: str, findings: Findings) -> None:
    found = tuple(int(part) for part in pdf.pdf_version.split("."))
    allowed = STANDARDS[claim]
    if found > allowed:
        said = f"{claim} stands on PDF {allowed[0]}.{allowed[1]}, and the file is PDF {pdf.pdf_version}"
        findings.error("SYN-PDF-202", said)
    packed = any(isinstance(each, pikepdf.Stream) and each.get("/Type") in ("/ObjStm", "/XRef") for each in pdf.objects)
    if allowed < (1, 5) and (packed or "/XRefStm" in pdf.trailer or pdf.trailer.get("/Type") == "/XRef"):
        findings.error("SYN-PDF-202", f"objects are packed into streams, which {claim} does not know")


def _named(pdf: pikepdf.Pdf, packet: dict[str, str], claim: str, findings: Findings) -> None:
    """What tells one file from another, and when it was made."""
    if claim == "PDF/X-4":
        missing = [name for name in _NAMED if not packet.get(name, "").strip()]
    else:
        missing = [f"/Info{key}" for key in ("/Title", "/CreationDate", "/ModDate", "/Creator", "/Producer")
                   if not str(pdf.docinfo.get(key, "")).strip()]  # fmt: skip
    identifier: Any = pdf.trailer.get("/ID")
    if not isinstance(identifier, pikepdf.Array) or len(identifier) != 2 or not bytes(identifier[0]):
        missing.append("/ID")
    if missing:
        findings.error("SYN-PDF-205", f"{claim} wants to be told {', '.join(missing)}")


def _trapped(pdf: pikepdf.Pdf, packet: dict[str, str], findings: Findings) -> None:
    """14.11.6: whether colours were spread into each other; a press must know, or it does it twice or never."""
    said = pdf.docinfo.get("/Trapped")
    if said is None or str(said) not in ("/True", "/False"):
        named = f"Trapped is {str(said)[1:]}" if said is not None else "the file does not say"
        findings.error("SYN-PDF-203", f"{named}: whether it is trapped, True or False, is not known", "/Info/Trapped")
    elif packet.get(_TRAPPED, str(said)[1:]) != str(said)[1:]:
        findings.error("SYN-PDF-203", f"Trapped is {str(said)[1:]} in the file and {packet[_TRAPPED]} in its XMP")


def _intent(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """14.11.5: one output intent for PDF/X, with the profile of a press inside."""
    held = pdf.Root.get("/OutputIntents", pikepdf.Array())
    intents = [each for each in held if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/GTS_PDFX"]
    where = "/Root/OutputIntents"
    if len(intents) != 1:
        said = f"{len(intents)} output intents" if intents else "no output intent"
        findings.error(
            "SYN-PDF-204", f"the file has {said} for a press: nobody knows what its inks should look like", where
        )
        return
    intent = intents[0]
    if not str(intent.get("/OutputConditionIdentifier", "")).strip():
        findings.error("SYN-PDF-204", "the output intent does not name its condition", where)
    profile = intent.get("/DestOutputProfile")
    if not isinstance(profile, pikepdf.Stream):
        findings.error("SYN-PDF-204", "the output intent has no profile inside", where)
        return
    data = profile.read_bytes()
    if data[36:40] != b"acsp" or data[12:16] != b"prtr" or data[16:20] != b"CMYK" or int(profile.get("/N", 0)) != 4:
        findings.error("SYN-PDF-204", "the profile of the output intent is none of a press in four inks", where)
