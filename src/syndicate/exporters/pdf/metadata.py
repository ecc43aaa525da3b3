"""What a file says of itself: XMP and the information dictionary in agreement, output intent, files inside.

XMP is ISO 16684-1, the claims are those of PDF/UA-1 (ISO 14289-1 5) and PDF/A-2 and -3 (ISO 19005 6.6 and 6.7);
PDF/A wants the schema of the PDF/UA claim described in the packet (6.6.2.3.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from syndicate.exporters.pdf.press.plan import Plan

Profile = Literal["archive", "screen"]

PROFILES: dict[Profile, tuple[int, str]] = {"archive": (3, "A"), "screen": (2, "A")}
"""Part and conformance level of PDF/A for each profile; all of them are PDF/UA-1."""

CONDITION = "sRGB IEC61966-2.1"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself (PDF 1.7 14.3.3)."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    made: datetime | None
    right_to_left: bool = False
    profile: Profile = "archive"
    press: Plan | None = None
    """For a press: then it claims to be PDF/X, and neither PDF/A nor PDF/UA."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the document was made from, or the same as data for other programs, as a file inside it."""

    name: str
    media_type: str
    about: str
    data: bytes
    relationship: Literal["Source", "Data"] = "Source"
    """How it belongs to the document (ISO 19005-3 6.8)."""


@cache
def srgb() -> bytes:
    """The ICC profile of sRGB, which the output intent holds (ISO 19005 6.2.3)."""
    return files("pikepdf").joinpath("pdfa", "data", "sRGB.icc").read_bytes()


def stamp(instant: datetime) -> str:
    """An instant as PDF writes it (PDF 1.7 7.9.4)."""
    return instant.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")


def packet(known: Properties, described: str = "") -> bytes:
    """The XMP packet; `described` is what a press file says besides, and claims in place of PDF/A and PDF/UA."""
    said = [_alternative("dc:title", known.title)]
    if known.author:
        said.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(known.author, quote=False)}</rdf:li></rdf:Seq></dc:creator>")
    if known.subject:
        said.append(_alternative("dc:description", known.subject))
    said.append(f"<dc:language><rdf:Bag><rdf:li>{escape(known.language, quote=False)}</rdf:li></rdf:Bag></dc:language>")
    said.append("<dc:format>application/pdf</dc:format>")
    if known.keywords:
        said.append(_plain("pdf:Keywords", known.keywords))
    said += [_plain("pdf:Producer", "syndicate"), _plain("xmp:CreatorTool", "syndicate")]
    if known.made is not None:
        instant = known.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        said += [_plain(f"xmp:{name}", instant) for name in ("CreateDate", "ModifyDate", "MetadataDate")]
    if not described:
        part, level = PROFILES[known.profile]
        said += [_plain("pdfaid:part", str(part)), _plain("pdfaid:conformance", level), _plain("pdfuaid:part", "1")]
    whole = "".join((_OPENING, *said, "</rdf:Description>", described or _EXTENSION, _CLOSING))
    return whole.encode("utf-8")


def _plain(name: str, value: str) -> str:
    return f"<{name}>{escape(value, quote=False)}</{name}>"


def _alternative(name: str, value: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value, quote=False)}</rdf:li></rdf:Alt></{name}>'


_OPENING = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
)

_CLOSING = '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'

_EXTENSION = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
