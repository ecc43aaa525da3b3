"""A good file for a press, broken one way at a time: the validator must refuse each with the code that tells of it.

These are the mistakes that printers get, each made of a file that is right, so that nothing else is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

import pdfs
import presses
from presses import MAGAZINE, NEWSPAPER
from syndicate.diagnostics import Severity

PACKAGE = Path(__file__).parent.parent / "src" / "syndicate" / "validators" / "pdf" / "press"


class Mutation(NamedTuple):
    """One way to break the file, the code that tells of it, and the press that it is for."""

    name: str
    code: int
    change: Callable[[bytes], bytes]
    profile: str = NEWSPAPER
    severity: Severity = Severity.ERROR


def objects(change: Callable[[Pdf], None], **saved: Any) -> Callable[[bytes], bytes]:
    """Change the file's objects."""

    def changed(data: bytes) -> bytes:
        written = BytesIO()
        with pikepdf.open(BytesIO(data)) as pdf:
            change(pdf)
            pdf.save(written, fix_metadata_version=False, **saved)
        return written.getvalue()

    return changed


def page(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    """Change the first page."""
    return objects(lambda pdf: change(pdf.pages[0].obj))


def put(key: str, value: Any) -> Callable[[bytes], bytes]:
    """Set an entry of the first page, or take it away."""
    return page(lambda it: it.__setitem__(key, value) if value is not None else it.__delitem__(key))


def info(key: str, value: Any) -> Callable[[bytes], bytes]:
    """Set an entry of the information dictionary, or take it away."""
    return objects(
        lambda pdf: pdf.docinfo.__setitem__(key, value) if value is not None else pdf.docinfo.__delitem__(key)
    )


def drawn(code: bytes, **resources: Any) -> Callable[[bytes], bytes]:
    """Paint something more on the first page, with what it needs among the resources."""

    def change(pdf: Pdf) -> None:
        held = pdf.pages[0].obj.Resources
        for kind, things in resources.items():
            made = {key: thing(pdf) if callable(thing) else thing for key, thing in things.items()}
            held[f"/{kind}"] = Dictionary({**dict(held.get(f"/{kind}", Dictionary()).items()), **made})
        stream = pdf.pages[0].obj.Contents
        stream.write(stream.read_bytes() + b" q " + code + b" Q")

    return objects(change)


def image(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    """Change the picture."""

    return objects(lambda pdf: change(_picture(pdf)))


def xmp(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Change the text of the XMP packet."""

    def change(pdf: Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data, f"{old!r} is not there: the mutation changes nothing"
        pdf.Root.Metadata.write(data.replace(old, new))

    return objects(change)


def text(colour: bytes, size: int = 9, pattern: Any = None) -> Callable[[bytes], bytes]:
    """Words in a colour, in the first font of the page."""

    def change(pdf: Pdf) -> None:
        font = next(iter(pdf.pages[0].obj.Resources.Font.keys()))
        stream = pdf.pages[0].obj.Contents
        if pattern is not None:
            pdf.pages[0].obj.Resources.Pattern = Dictionary({"/P1": pattern})
        said = b"BT %s %d Tf %s 50 400 Td <0001> Tj ET" % (font.encode(), size, colour)
        stream.write(stream.read_bytes() + b" q " + said + b" Q")

    return objects(change)


def form(code: bytes, **entries: Any) -> Callable[[Pdf], Any]:
    """A form that paints `code`."""

    def made(pdf: Pdf) -> Any:
        stream = pdf.make_stream(code)
        stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
        for key, value in entries.items():
            stream[f"/{key}"] = value
        return stream

    return made


def tile(code: bytes) -> Callable[[Pdf], Any]:
    """A tiling pattern of `code`."""

    def made(pdf: Pdf) -> Any:
        stream = pdf.make_stream(code)
        entries = {"Type": Name.Pattern, "PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 10, "YStep": 10}
        for key, value in {**entries, "BBox": Array([0, 0, 10, 10]), "Resources": Dictionary()}.items():
            stream[f"/{key}"] = value
        return stream

    return made


def _rgb(it: Any) -> None:
    it.ColorSpace = Name.DeviceRGB
    it.write(b"\x20\x40\x60" * int(it.Width) * int(it.Height))


def _sampled(ink: tuple[int, int, int, int], **more: Any) -> Callable[[Any], None]:
    """The picture in one colour."""

    def change(it: Any) -> None:
        it.write(bytes(ink) * int(it.Width) * int(it.Height))
        for key, value in more.items():
            it[f"/{key}"] = value

    return change


def _coarse(it: Any) -> None:
    it.Width, it.Height = 200, 133
    it.write(bytes((0, 50, 50, 0)) * 200 * 133)


def _jpeg(it: Any) -> None:
    """A JPEG in four colours, as Pillow writes one: turned round, with the marker of Adobe, and no Decode to tell."""
    written = BytesIO()
    Image.new("CMYK", (int(it.Width), int(it.Height)), (20, 20, 20, 20)).save(written, "JPEG", quality=95)
    it.write(written.getvalue(), filter=Name.DCTDecode)


def _indexed(it: Any) -> None:
    table = bytes((0, 0, 0, 0, 255, 255, 255, 0))
    it.ColorSpace = Array([Name.Indexed, Name.DeviceCMYK, 1, String(table)])
    it.write(b"\0\1" * (int(it.Width) * int(it.Height) // 2))


def _jpx(it: Any) -> None:
    written = BytesIO()
    Image.new("RGB", (int(it.Width), int(it.Height))).save(written, "JPEG2000")
    it.write(written.getvalue(), filter=Name.JPXDecode)


def _nibbles(it: Any) -> None:
    it.BitsPerComponent = 4
    it.write(b"\xff\xf0" * int(it.Width) * int(it.Height))


def _gold(it: Any) -> None:
    """One spot colour, full, for which three inks stand."""
    it.ColorSpace = _spot(Name.DeviceCMYK)
    it.ColorSpace[3].C0, it.ColorSpace[3].C1 = Array([0] * 4), Array([1, 1, 1, 0])
    it.write(b"\xff" * int(it.Width) * int(it.Height))


def _mesh(colour: bytes) -> Callable[[Pdf], Any]:
    """A triangle in one colour."""

    def made(pdf: Pdf) -> Any:
        vertices = b"".join(bytes((0, *at)) + colour for at in ((0, 0), (255, 0), (0, 255)))
        shading = pdf.make_stream(vertices, ShadingType=4, BitsPerCoordinate=8, BitsPerComponent=8, BitsPerFlag=8)
        shading.ColorSpace, shading.Decode = Name.DeviceCMYK, Array([0, 100, 0, 100, *[0, 1] * 4])
        return shading

    return made


def _picture(pdf: Pdf) -> Any:
    return next(o for o in pdf.objects if isinstance(o, Stream) and o.get("/Subtype") == "/Image")


def _enlarged(pdf: Pdf) -> None:
    """Drawn once more, over most of the page."""
    (name,) = pdf.pages[0].obj.Resources.XObject.keys()
    stream = pdf.pages[0].obj.Contents
    stream.write(stream.read_bytes() + b" q 590 0 0 800 0 0 cm %s Do Q" % name.encode())


def _lzw(pdf: Pdf) -> None:
    _picture(pdf).write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)


def _link(pdf: Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://news.example/"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 50, 90, 60]), A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _two_intents(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def _rgb_intent(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = bytearray(profile.read_bytes())
    data[16:20] = b"RGB "
    profile.write(bytes(data))


def _moved(it: Any) -> None:
    """The page grown by a centimetre on every side, and its trim left in the middle."""
    left, bottom, right, top = (float(side) for side in it.MediaBox)
    it.MediaBox = Array([left - 28, bottom - 28, right + 28, top + 28])


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _helvetica() -> Any:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def _spot(alternate: Any) -> Array:
    colours = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([0, 0, 0]), C1=Array([1, 0, 0]))
    return Array([Name.Separation, Name("/PANTONE 185 C"), alternate, colours])


def _shading(space: Any, *ends: list[float]) -> Dictionary:
    function = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array(ends[0]), C1=Array(ends[1]))
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 100, 0]), Function=function)


def _glyphs(pdf: Pdf) -> Any:
    """A font whose only glyph is a red square."""
    procedures = Dictionary({"/a": pdf.make_stream(b"500 0 d0 1 0 0 rg 0 0 500 500 re f")})
    encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, Name("/a")]))
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 500]), CharProcs=procedures, Encoding=encoding,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), FirstChar=97, LastChar=97, Widths=Array([500]),
        Resources=Dictionary(),
    )  # fmt: skip


def encrypted(data: bytes) -> bytes:
    written = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="owner", user=""))
    return written.getvalue()


GROUP = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
OVER = {"/Go": Dictionary(OP=True, op=True, OPM=1)}
FAINT = {"/Gt": Dictionary(ca=0.5)}

MUTATIONS = [
    Mutation("not PDF/X", 201, xmp(b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", b"")),
    Mutation("PDF/X-3", 201, xmp(b"PDF/X-4<", b"PDF/X-3:2003<")),
    Mutation("PDF/X-4 in the information alone", 201, lambda d: info("/GTS_PDFXVersion", String("PDF/X-4"))(
        xmp(b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", b"")(d))),
    Mutation("XMP broken", 201, xmp(b"</rdf:RDF>", b"")),
    Mutation("PDF 2.0", 202, objects(lambda pdf: None, force_version="2.0")),
    Mutation("PDF/X-1a with packed objects", 202, lambda d: info("/GTS_PDFXVersion", String("PDF/X-1a:2003"))(
        xmp(b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", b"")(d))),
    Mutation("trapped or not, nobody says", 203, info("/Trapped", None)),
    Mutation("Trapped is Unknown", 203, info("/Trapped", Name.Unknown)),
    Mutation("trapped by the file and not by its XMP", 203, info("/Trapped", Name("/True"))),
    Mutation("no output intent", 204, objects(lambda pdf: pdf.Root.__delitem__("/OutputIntents"))),
    Mutation("two output intents", 204, objects(_two_intents)),
    Mutation("an output intent for screens", 204, objects(_rgb_intent)),
    Mutation("an output intent without its profile", 204,
             objects(lambda pdf: pdf.Root.OutputIntents[0].__delitem__("/DestOutputProfile"))),
    Mutation("an output condition without a name", 204,
             objects(lambda pdf: setattr(pdf.Root.OutputIntents[0], "OutputConditionIdentifier", String("")))),
    Mutation("no identifier of the document", 205, xmp(b"xmpMM:DocumentID", b"xmpMM:OriginalID")),
    Mutation("no date in XMP", 205, xmp(b"xmp:ModifyDate", b"xmp:OtherDate")),
    Mutation("layers", 206, objects(lambda pdf: setattr(pdf.Root, "OCProperties", Dictionary(OCGs=Array([]))))),
    Mutation("no trim box", 210, put("/TrimBox", None)),
    Mutation("trim box and art box", 210, page(lambda it: setattr(it, "ArtBox", it.TrimBox))),
    Mutation("trim outside the bleed", 210, put("/BleedBox", Array([50, 50, 400, 400]))),
    Mutation("bleed off the page", 210, put("/BleedBox", Array([-9, -9, 700, 900])), MAGAZINE),
    Mutation("crop box through the page", 210, put("/CropBox", Array([50, 50, 400, 400]))),
    Mutation("no bleed", 211, page(lambda it: setattr(it, "BleedBox", it.TrimBox)), MAGAZINE),
    Mutation("no bleed box", 211, put("/BleedBox", None), MAGAZINE),
    Mutation("bleed of 2 mm", 211, put("/BleedBox", Array([24.3, 24.3, 630.9, 877.5])), MAGAZINE),
    Mutation("white around a newspaper page", 212, page(_moved)),
    Mutation("a picture up to the cut and no further", 213, drawn(b"0 1 1 0 k 30 30 100 100 re f"), MAGAZINE),
    Mutation("a colour of screens", 220, drawn(b"1 0 0 rg 50 50 9 9 re f")),
    Mutation("a line in RGB", 220, drawn(b"1 0 0 RG 50 50 m 90 90 l S")),
    Mutation("text in RGB black", 220, text(b"0 0 0 rg")),
    Mutation("RGB in a form", 220, drawn(b"/Fm1 Do", XObject={"/Fm1": form(b"1 0 0 rg 0 0 9 9 re f")})),
    Mutation("RGB in a form in a form", 220, drawn(b"/Fm1 Do", XObject={"/Fm1": lambda pdf: form(
        b"/Fm2 Do", Resources=Dictionary(XObject=Dictionary({"/Fm2": form(b"1 0 0 rg 0 0 9 9 re f")(pdf)})))(pdf)})),
    Mutation("RGB in a pattern", 220, drawn(b"/Pattern cs /P1 scn 50 50 9 9 re f",
                                            Pattern={"/P1": tile(b"1 0 0 rg 0 0 9 9 re f")})),
    Mutation("RGB in a glyph", 220, drawn(b"BT /T3 9 Tf 50 50 Td (a) Tj ET", Font={"/T3": _glyphs})),
    Mutation("a shading in RGB", 220, drawn(b"/S1 sh", Shading={
        "/S1": _shading(Name.DeviceRGB, [0, 0, 0], [1, 0, 0])})),
    Mutation("a shading in RGB as a pattern", 220, drawn(b"/Pattern cs /P1 scn 50 50 9 9 re f", Pattern={
        "/P1": Dictionary(PatternType=2, Shading=_shading(Name.DeviceRGB, [0, 0, 0], [1, 0, 0]))})),
    Mutation("a colour in Lab", 220, drawn(b"/L cs 50 20 20 scn 50 50 9 9 re f", ColorSpace={
        "/L": Array([Name.Lab, Dictionary(WhitePoint=Array([0.96, 1, 0.82]))])})),
    Mutation("a spot colour that stands for RGB", 220, drawn(b"/Sp cs 1 scn 50 50 9 9 re f", ColorSpace={
        "/Sp": _spot(Name.DeviceRGB)})),
    Mutation("grey that is RGB after all", 220, drawn(b"0.5 g 50 50 9 9 re f", ColorSpace={
        "/DefaultGray": Array([Name.CalGray, Dictionary(WhitePoint=Array([0.96, 1, 0.82]))])})),
    Mutation("a picture in RGB", 221, image(_rgb)),
    Mutation("a picture in RGB in the content", 221, drawn(
        b"9 0 0 9 50 50 cm BI /W 40 /H 40 /BPC 8 /CS /RGB ID " + b"\x55" * 4800 + b" EI")),
    Mutation("text in rich black", 222, text(b"0.6 0.4 0.4 1 k")),
    Mutation("text in a black of three colours", 222, text(b"0.8 0.8 0.8 0 k")),
    Mutation("text outlined in rich black", 222, text(b"1 Tr 0.6 0.4 0.4 1 K")),
    Mutation("an area of too much ink", 223, drawn(b"1 1 0.5 0 k 50 50 9 9 re f")),
    Mutation("a shading into too much ink", 223, drawn(b"/S1 sh", Shading={
        "/S1": _shading(Name.DeviceCMYK, [0, 0, 0, 0], [1, 1, 1, 0])})),
    Mutation("a picture of too much ink", 224, image(_sampled((200, 200, 200, 100)))),
    Mutation("a picture of too much ink, turned round", 224, image(_sampled(
        (0, 0, 50, 255), Decode=Array([1, 0] * 4)))),
    Mutation("a JPEG turned round and not told", 224, image(_jpeg)),
    Mutation("a palette with too much ink", 224, image(_indexed)),
    Mutation("a picture of four bits with too much ink", 224, image(_nibbles)),
    Mutation("spot colours that stand for too much ink", 224, image(_gold)),
    Mutation("too much ink in the content", 224, drawn(
        b"9 0 0 9 50 50 cm BI /W 40 /H 40 /BPC 8 /CS /CMYK ID " + b"\xff" * 6400 + b" EI")),
    Mutation("a line of a pattern with too much ink", 223, drawn(
        b"/Pattern CS /P1 SCN 5 w 50 50 m 90 90 l S", Pattern={"/P1": tile(b"1 1 1 0 k 0 0 9 9 re f")})),
    Mutation("a stencil of a pattern with too much ink", 223, drawn(
        b"/Pattern cs /P1 scn 9 0 0 9 50 50 cm BI /W 40 /H 40 /BPC 1 /IM true ID " + b"\xaa" * 200 + b" EI",
        Pattern={"/P1": tile(b"1 1 1 0 k 0 0 9 9 re f")})),
    Mutation("text of a shading in RGB", 220, text(b"/Pattern cs /P1 scn", pattern=Dictionary(
        PatternType=2, Shading=_shading(Name.DeviceRGB, [0, 0, 0], [1, 0, 0])))),
    Mutation("a shading pattern that is half transparent", 230, drawn(b"/Pattern cs /P1 scn 50 50 9 9 re f", Pattern={
        "/P1": Dictionary(PatternType=2, ExtGState=Dictionary(ca=0.5),
                          Shading=_shading(Name.DeviceCMYK, [0, 0, 0, 0], [1, 0, 0, 0]))})),
    Mutation("a picture without a size", 109, image(lambda it: setattr(it, "Width", -5))),
    Mutation("a page in units of its own", 210, put("/UserUnit", 2)),
    Mutation("a picture cut off", 109, image(lambda it: it.write(b"\0" * 9))),
    Mutation("a mesh with too much ink", 223, drawn(b"/S1 sh", Shading={"/S1": _mesh(b"\xff\xff\xff\0")})),
    Mutation("a mesh that cannot be judged", 229, drawn(b"/S1 sh", Shading={"/S1": _mesh(b"\xff")}),
             severity=Severity.WARNING),
    Mutation("JPEG 2000 that cannot be judged", 229, image(_jpx), severity=Severity.WARNING),
    Mutation("a coarse picture", 225, image(_coarse)),
    Mutation("a picture made too large", 225, objects(_enlarged)),
    Mutation("JPEG 2000", 226, image(_jpx)),
    Mutation("LZW", 226, objects(_lzw, compress_streams=False)),
    Mutation("a picture that is elsewhere", 227, image(lambda it: setattr(it, "OPI", Dictionary()))),
    Mutation("a form that is elsewhere", 227, drawn(b"/Fm1 Do", XObject={"/Fm1": form(b"", Ref=Dictionary())})),
    Mutation("a hairline", 228, drawn(b"0.05 w 50 50 m 90 90 l S"), severity=Severity.WARNING),
    Mutation("half transparent", 230, drawn(b"/Gt gs 0 0 0 1 k 50 50 9 9 re f", ExtGState=FAINT)),
    Mutation("half transparent in a form", 230, drawn(b"/Fm1 Do", XObject={"/Fm1": form(
        b"/Gt gs 0 0 9 9 re f", Resources=Dictionary(ExtGState=Dictionary(FAINT)))})),
    Mutation("multiplied", 230, drawn(b"/Gt gs", ExtGState={"/Gt": Dictionary(BM=Name.Multiply)})),
    Mutation("a soft mask", 230, drawn(b"/Gt gs", ExtGState={"/Gt": Dictionary(SMask=Dictionary(S=Name.Alpha))})),
    Mutation("a picture with an alpha channel", 230, objects(lambda pdf: setattr(
        _picture(pdf), "SMask",
        pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name("/Mask"), Width=1, Height=1)))),
    Mutation("a page as a group", 230, put("/Group", GROUP)),
    Mutation("a form as a group", 230, drawn(b"/Fm1 Do", XObject={"/Fm1": form(b"", Group=GROUP)})),
    Mutation("white that overprints", 231, drawn(b"/Go gs 0 0 0 0 k 50 50 9 9 re f", ExtGState={
        "/Go": Dictionary(op=True)})),
    Mutation("a transfer curve", 232, drawn(b"/Gr gs", ExtGState={"/Gr": Dictionary(TR=Dictionary(FunctionType=2))})),
    Mutation("a link on the page", 233, objects(_link)),
    Mutation("a comment without a place", 233, put("/Annots", Array([Dictionary(Subtype=Name.Text)]))),
    Mutation("two areas that are too much together", 234, drawn(
        b"/Go gs 1 1 0 0 k 50 50 90 90 re f 0 0 1 0 k 60 60 9 9 re f", ExtGState=OVER), severity=Severity.WARNING),
    Mutation("a spot colour upon three inks", 234, drawn(
        b"0.8 0.8 0.8 0 k 50 50 90 90 re f /Go gs /Sp cs 1 scn 60 60 9 9 re f", ExtGState={"/Go": Dictionary(op=True)},
        ColorSpace={"/Sp": _spot(Name.DeviceCMYK)}), severity=Severity.WARNING),
    Mutation("unembedded Helvetica", 121, drawn(b"BT /Hv 9 Tf (a) Tj ET", Font={"/Hv": _helvetica()})),
    Mutation("encrypted", 103, encrypted),
    Mutation("a script", 120, objects(_script)),
    Mutation("content that cannot be unpacked", 102, objects(
        lambda pdf: pdf.pages[0].obj.Contents.write(b"\x78\x9c", filter=Name.FlateDecode))),
]  # fmt: skip


FINE: list[tuple[str, str, Callable[[bytes], bytes]]] = [
    ("a spot colour", NEWSPAPER, drawn(b"/Sp cs 1 scn 50 50 9 9 re f", ColorSpace={"/Sp": _spot(Name.DeviceCMYK)})),
    ("grey, which black ink prints", NEWSPAPER, drawn(b"0.5 g 50 50 9 9 re f")),
    ("a mesh in red", NEWSPAPER, drawn(b"/S1 sh", Shading={"/S1": _mesh(b"\0\xff\xff\0")})),
    ("two tones in four bits", NEWSPAPER, drawn(
        b"9 0 0 9 50 50 cm BI /W 40 /H 40 /BPC 4 /CS /CMYK ID " + b"\x0f\xf0" * 1600 + b" EI")),
    ("a fax", NEWSPAPER, drawn(b"9 0 0 9 50 50 cm BI /W 40 /H 40 /BPC 1 /CS /G /F /CCF ID \0\x10 EI")),
    ("two areas of which the upper replaces the lower", NEWSPAPER, drawn(
        b"/Go gs 1 1 0 0 k 50 50 90 90 re f 0 0 1 0 k 60 60 9 9 re f", ExtGState={"/Go": Dictionary(op=True, OPM=0)})),
    ("two areas beside each other", NEWSPAPER, drawn(
        b"/Go gs 1 1 0 0 k 50 50 9 9 re f 0 0 1 0 k 60 60 9 9 re f", ExtGState=OVER)),
    ("a black line upon a dark colour", NEWSPAPER, drawn(
        b"1 0.9 0.3 0 k 50 50 90 90 re f /Go gs 0 0 0 1 K 60 60 m 90 90 l S", ExtGState=OVER)),
    ("tiles in the black that a pattern begins with", NEWSPAPER, drawn(
        b"/Go gs /Pattern cs /P1 scn 50 50 90 90 re f", ExtGState={"/Go": Dictionary(op=True)},
        Pattern={"/P1": tile(b"0 0 5 5 re f")})),
    ("large text in rich black", NEWSPAPER, text(b"0.5 0.3 0.3 1 k", 30)),
    ("text in dark blue", NEWSPAPER, text(b"1 0.7 0 0.3 k")),
    ("register colour in the margin", MAGAZINE, drawn(b"1 1 1 1 k 5 5 5 5 re f")),
    ("a comment in the margin", MAGAZINE, put("/Annots", Array([
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([2, 2, 9, 9]))]))),
    ("an area into the bleed", MAGAZINE, drawn(b"0 1 1 0 k 21 21 100 100 re f")),
    ("too much ink, hidden by a clip", NEWSPAPER, drawn(b"0 0 9 9 re W n 1 1 1 1 k 50 50 9 9 re f")),
]  # fmt: skip
"""What a press takes, and a hasty judge would not."""


def _found(data: bytes, folder: Path, profile: str) -> dict[str, Severity]:
    return {d.code: d.severity for d in presses.judge(data, folder, profile)}


@pytest.mark.parametrize("profile", presses.PROFILES)
def test_the_good_file_is_good(profile: str, tmp_path: Path) -> None:
    assert presses.judge(presses.good(profile), tmp_path, profile) == []
    assert presses.judge(objects(lambda pdf: None)(presses.good(profile)), tmp_path, profile) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[m.name for m in MUTATIONS])
def test_a_wrong_file_is_refused(mutation: Mutation, tmp_path: Path) -> None:
    whole = presses.good(mutation.profile)
    broken = mutation.change(whole)
    assert broken != whole, "the mutation changes nothing"
    assert _found(broken, tmp_path, mutation.profile).get(f"SYN-PDF-{mutation.code}") is mutation.severity


@pytest.mark.parametrize(("name", "profile", "change"), FINE, ids=[row[0] for row in FINE])
def test_what_is_right_is_taken(name: str, profile: str, change: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert change(presses.good(profile)) != presses.good(profile)
    assert _found(change(presses.good(profile)), tmp_path, profile) == {}, name


def test_every_code_has_a_mutation() -> None:
    written = {
        int(code)
        for module in PACKAGE.glob("*.py")
        for code in re.findall(r'"SYN-PDF-(2\d\d)"', module.read_text(encoding="utf-8"))
    }
    assert len(written) >= 20
    assert written <= {m.code for m in MUTATIONS}


def test_findings_name_page_object_and_place(tmp_path: Path) -> None:
    """Who mends the file has to find what is wrong in it."""
    (found,) = presses.judge(text(b"0.6 0.4 0.4 1 k")(presses.good()), tmp_path)
    assert found.location.path == "page 1, x 17.6 mm, y 141.1 mm"
    assert "9.0 points" in found.message and "Cyan 60 %, Magenta 40 %, Yellow 40 %, Black 100 %" in found.message
    (coarse,) = presses.judge(image(_coarse)(presses.good()), tmp_path)
    assert re.search(r"the picture \S+ \(object \d+\) has \d+ pixels per inch, 0\.\d\d of the 200", coarse.message)


def test_the_limit_is_an_option(tmp_path: Path) -> None:
    """What newsprint takes by the older edition of the standard is too much by the newer one."""
    codes = [d.code for d in presses.judge(presses.good(), tmp_path, ink="200")]
    assert codes == ["SYN-PDF-224"]
    over = drawn(b"1 1 0.5 0 k 50 50 9 9 re f")(presses.good())
    assert presses.judge(over, tmp_path, ink="260") == []


def test_a_file_for_screens_is_none_for_a_press(tmp_path: Path) -> None:
    """Each of its ways is told, and no more than once a page."""
    codes = {d.code for d in presses.judge(pdfs.good(), tmp_path)}
    assert {"SYN-PDF-201", "SYN-PDF-203", "SYN-PDF-204", "SYN-PDF-221", "SYN-PDF-225", "SYN-PDF-233"} <= codes
