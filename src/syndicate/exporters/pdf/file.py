"""The file around the pages: the library's canvas and objects, and what PDF/A and PDF/UA want besides.

The library writes pages, pictures and outline; qpdf then packs the objects into streams and gives the identifier,
which is made from the content (PDF 1.7 14.4), so that the same input has the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pikepdf
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfgen import canvas as library

from syndicate.exporters.pdf import embedding, metadata, tagwriting
from syndicate.exporters.pdf.metadata import Properties, Source
from syndicate.exporters.pdf.press import claims, marks
from syndicate.exporters.pdf.shaping import Font
from syndicate.exporters.pdf.tags import Tree

Canvas = Any
"""The library's canvas: untyped, because what is needed of it is partly outside its public face."""


class _Canvas(library.Canvas):
    """A canvas that names no font on its own: the library would list an unembedded Helvetica in every file."""

    def _make_preamble(self) -> None:
        self._preamble = ""


class _Info(pdfdoc.PDFInfo):
    """The information dictionary without what is not known, and with the time of the build rather than the clock's."""

    def __init__(self, properties: Properties) -> None:
        super().__init__()
        self._properties = properties

    def digest(self, md5object: Any) -> None:
        md5object.update(repr(self._properties).encode())

    def format(self, document: Any) -> Any:
        known = self._properties
        entries: dict[str, Any] = {
            name: PDFString(value)
            for name, value in (
                ("Title", known.title),
                ("Author", known.author),
                ("Subject", known.subject),
                ("Keywords", known.keywords),
                ("Creator", "syndicate"),
                ("Producer", "syndicate"),
            )
            if value
        }
        if known.made is not None:
            stamp = PDFString(metadata.stamp(known.made))
            entries |= {"CreationDate": stamp, "ModDate": stamp}
        if known.press is not None:
            entries |= claims.information(known.press)
        return PDFDictionary(entries).format(document)


class PdfFile:
    """One file while its pages are drawn."""

    def __init__(self, width: float, height: float, properties: Properties) -> None:
        self._written = BytesIO()
        self._properties = properties
        press = properties.press
        self._trim = (width, height)
        self._content = hashlib.sha256()
        margin = press.margin if press is not None else 0.0
        canvas: Canvas = _Canvas(
            self._written,
            pagesize=(width + 2 * margin, height + 2 * margin),
            # qpdf packs the pages; the library would write them as ASCII first.
            pageCompression=0,
            invariant=1,
            pdfVersion=press.version if press is not None else (1, 7),
            lang=properties.language or None,
        )
        canvas._doc.info = _Info(properties)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        if properties.right_to_left:
            canvas.setViewerPreference("Direction", "R2L")
        canvas.setTrimBox((margin, margin, margin + width, margin + height))
        if press is not None:
            edge = margin - press.bleed
            canvas.setBleedBox((edge, edge, edge + width + 2 * press.bleed, edge + height + 2 * press.bleed))
        self.canvas = canvas
        self._open_page()

    @property
    def page(self) -> str:
        """The name of the page that is being drawn."""
        return str(self.canvas._doc.thisPageName())

    def _open_page(self) -> None:
        """For a press the origin is the corner of the trim, and marks stand around it."""
        press = self._properties.press
        if press is not None and press.margin:
            self.canvas._code.append(f"q 1 0 0 1 {press.margin:.3f} {press.margin:.3f} cm")
            self.canvas._code.append(marks.drawn(press, *self._trim))

    def close_page(self, key: int) -> None:
        """End the page; `key` is its place in the parent tree of the tags."""
        name = self.page
        press = self._properties.press
        if press is not None and press.margin:
            self.canvas._code.append("Q")
        self._content.update("\n".join(self.canvas._code).encode())
        self.canvas.showPage()
        self._open_page()
        page = self.canvas._doc.idToObject[name]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = key, PDFName("S")
        # The library would look each character up in its own encoding.
        page.stream = page.stream.encode("ascii")

    def finish(self, tree: Tree, fonts: list[Font], *, outline: bool, sources: Iterable[Source] = ()) -> bytes:
        """The whole file, with what it was made from inside where that is given."""
        document = self.canvas._doc
        press = self._properties.press
        if outline and press is None:
            self.canvas.showOutline()
        for font in fonts:
            if font.codes:
                embedding.embed(document, font)
        catalog = document.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        catalog.StructTreeRoot = tagwriting.write(tree, document)
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.OutputIntents = PDFArray([self._intent() if press is None else claims.intent(press, document)])
        packet = PDFStream(
            PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}),
            metadata.packet(self._properties, self._described()),
            [],
        )
        catalog.Metadata = document.Reference(packet, "metadata")
        # The canvas would draw another page for what it believes to be undrawn.
        self.canvas._code = []
        document.SaveToFile(self._written, self.canvas)
        return _packed(self._written.getvalue(), sources, self._properties)

    def _described(self) -> str:
        """What a press file says besides in XMP."""
        known = self._properties
        if known.press is None or known.made is None:
            return ""
        return claims.described(known.press, known.made, self._content.digest())

    def _intent(self) -> PDFDictionary:
        """ISO 19005-2 6.2.3: what colours mean."""
        profile = PDFStream(PDFDictionary({"N": 3}), metadata.srgb(), [pdfdoc.PDFZCompress])
        return PDFDictionary(
            {
                "Type": PDFName("OutputIntent"),
                "S": PDFName("GTS_PDFA1"),
                "OutputConditionIdentifier": PDFString(metadata.CONDITION),
                "Info": PDFString(metadata.CONDITION),
                "DestOutputProfile": self.canvas._doc.Reference(profile, "output-profile"),
            }
        )


def _attach(pdf: pikepdf.Pdf, sources: Iterable[Source], known: Properties) -> None:
    """The files inside, each under its name in the name tree and all of them associated with the document."""
    held = [(pikepdf.String(source.name), pdf.make_indirect(_held(pdf, source, known))) for source in sources]
    if not held:
        return
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    sorted_ = [part for pair in sorted(held, key=lambda pair: bytes(pair[0])) for part in pair]
    names.EmbeddedFiles = pikepdf.Dictionary(Names=pikepdf.Array(sorted_))
    pdf.Root.Names = names
    pdf.Root.AF = pikepdf.Array([entry for _, entry in held])


def _held(pdf: pikepdf.Pdf, source: Source, known: Properties) -> pikepdf.Dictionary:
    """ISO 19005-3 6.8: a file inside says its kind, its name twice, and how it belongs to the document."""
    parameters = pikepdf.Dictionary(Size=len(source.data))
    if known.made is not None:
        parameters.ModDate = pikepdf.String(metadata.stamp(known.made))
    stream = pdf.make_stream(source.data)
    stream.Type, stream.Subtype = pikepdf.Name.EmbeddedFile, pikepdf.Name(f"/{source.media_type}")
    stream.Params = parameters
    held = pdf.make_indirect(stream)
    name = pikepdf.String(source.name)
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec,
        F=name,
        UF=name,
        Desc=pikepdf.String(source.about),
        AFRelationship=pikepdf.Name(f"/{source.relationship}"),
        EF=pikepdf.Dictionary(F=held, UF=held),
    )


def _packed(data: bytes, sources: Iterable[Source], known: Properties) -> bytes:
    packed = BytesIO()
    press = known.press
    version = "{}.{}".format(*press.version) if press is not None else ""
    # Objects in streams came with PDF 1.5.
    mode = pikepdf.ObjectStreamMode.generate if version != "1.4" else pikepdf.ObjectStreamMode.disable
    with pikepdf.open(BytesIO(data)) as pdf:
        _attach(pdf, sources, known)
        for page in pdf.pages if press is not None else ():
            # The library gives each page a transition, as for a show.
            del page.obj["/Trans"]
        # The library's identifier has a time in it, which SOURCE_DATE_EPOCH would reach behind our back.
        del pdf.trailer["/ID"]
        pdf.save(
            packed,
            object_stream_mode=mode,
            deterministic_id=True,
            min_version="" if version else "1.7",
            force_version=version,
            fix_metadata_version=False,
        )
    return packed.getvalue()
