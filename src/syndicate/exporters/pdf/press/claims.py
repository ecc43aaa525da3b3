"""What a press file says of itself: which part of PDF/X, for which output condition, trapped or not.

ISO 15930-7 6.2 to 6.9, ISO 15930-4 6.2 to 6.12: an output intent GTS_PDFX with its profile inside, the version in XMP
(PDF/X-4) or in the information dictionary (PDF/X-1a), dates, an identifier, and that nobody has trapped it yet.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any
from uuid import UUID

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream, PDFString

from syndicate.exporters.pdf.press.plan import Plan
from syndicate.formats.press import CLAIMS

REGISTRY = "http://www.color.org"


def intent(plan: Plan, document: Any) -> PDFDictionary:
    """The output intent (PDF 1.7 14.11.5) as objects of the library's `document`."""
    profile = PDFStream(PDFDictionary({"N": 4}), plan.icc, [pdfdoc.PDFZCompress])
    entries = {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFX"),
        "OutputConditionIdentifier": PDFString(plan.condition if plan.registered else "Custom"),
        "Info": PDFString(plan.condition),
        "DestOutputProfile": document.Reference(profile, "output-profile"),
    }
    if plan.registered:
        entries["RegistryName"] = PDFString(REGISTRY)
    return PDFDictionary(entries)


def information(plan: Plan) -> dict[str, Any]:
    """What the information dictionary says besides (14.3.3)."""
    said: dict[str, Any] = {"Trapped": PDFName("False")}
    if plan.standard == "x-1a":
        said["GTS_PDFXVersion"] = PDFString(CLAIMS["x-1a"])
    return said


def described(plan: Plan, made: datetime, content: bytes) -> str:
    """XMP properties of a press file; `content` is a digest of its pages, which it is named by."""
    identifier = f"uuid:{UUID(bytes=content[:16], version=5)}"
    day = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    said = {
        "pdf:Trapped": "False",
        "xmpMM:DocumentID": identifier,
        "xmpMM:InstanceID": f"uuid:{UUID(bytes=content[16:32], version=5)}",
        "xmpMM:RenditionClass": "default",
        "xmpMM:VersionID": day,
    }
    if plan.standard == "x-4":
        said["pdfxid:GTS_PDFXVersion"] = CLAIMS["x-4"]
    return (
        _OPENING + "".join(f"<{name}>{escape(value, quote=False)}</{name}>" for name, value in said.items()) + _CLOSING
    )


_OPENING = (
    '<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
    ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">'
)
_CLOSING = "</rdf:Description>"
