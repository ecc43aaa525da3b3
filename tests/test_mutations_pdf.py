"""A good PDF, broken one way at a time: the validator must find each break.

Each mutation changes the objects of the file, or its bytes, and names the code that must be among the findings. What
the rules cannot see stands in `UNSEEN` with the reason, and is tested to be unseen.
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

import pdfs
from syndicate.diagnostics import Severity

PACKAGE = Path(__file__).parent.parent / "src" / "syndicate" / "validators" / "pdf"


class Mutation(NamedTuple):
    """One way to break the file, and the code that tells of it."""

    name: str
    code: int
    change: Callable[[bytes], bytes]


def objects(change: Callable[[Pdf], None]) -> Callable[[bytes], bytes]:
    """Change the file's objects."""
    return lambda data: pdfs.changed(data, change)


def put(path: str, value: Any) -> Callable[[bytes], bytes]:
    """Set an entry of the catalogue (`/Root/...`), the information dictionary (`/Info/...`) or page 2 (`/Page/...`)."""
    head, _, key = path[1:].partition("/")

    def change(pdf: Pdf) -> None:
        holder: Any = {"Root": pdf.Root, "Info": pdf.docinfo, "Page": pdf.pages[1].obj}[head]
        if value is None:
            assert f"/{key}" in holder, f"{path} is not there: the mutation changes nothing"
            del holder[f"/{key}"]
        else:
            holder[f"/{key}"] = value

    return objects(change)


def font(change: Callable[[Pdf, Any], None]) -> Callable[[bytes], bytes]:
    """Change the first font of page 2."""

    def changed(pdf: Pdf) -> None:
        change(pdf, next(iter(pdf.pages[1].obj.Resources.Font.values())))

    return objects(changed)


def to_unicode(pattern: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Change the text of the first map to Unicode."""

    def change(_: Pdf, it: Any) -> None:
        after, times = re.subn(pattern, new, it.ToUnicode.read_bytes(), count=1)
        assert times, f"{pattern!r} is not there: the mutation changes nothing"
        it.ToUnicode.write(after)

    return font(change)


def content(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Change the content of page 2."""

    def changed(pdf: Pdf) -> None:
        stream = pdf.pages[1].obj.Contents
        after = change(stream.read_bytes())
        assert after != stream.read_bytes(), "the mutation changes nothing"
        stream.write(after)

    return objects(changed)


def links(change: Callable[[Any], None], *, address: bool = True) -> Callable[[bytes], bytes]:
    """Change the first link to an address, or else the first one inside the file."""

    def changed(pdf: Pdf) -> None:
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", ()):
                if ("/URI" in annotation.get("/A", {})) is address:
                    change(annotation)
                    return
        raise AssertionError("there is no such link")

    return objects(changed)


def image(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def changed(pdf: Pdf) -> None:
        change(next(o for o in pdf.objects if isinstance(o, Stream) and o.get("/Subtype") == "/Image"))

    return objects(changed)


def encrypted(owner: str, user: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        written = BytesIO()
        with pikepdf.open(BytesIO(data)) as pdf:
            pdf.save(written, encryption=pikepdf.Encryption(owner=owner, user=user))
        return written.getvalue()

    return change


def _no_pages(pdf: Pdf) -> None:
    while len(pdf.pages):
        del pdf.pages[0]
    for key in ("/Outlines", "/PageMode", "/Names", "/Dests"):
        if key in pdf.Root:
            del pdf.Root[key]


def _helvetica(pdf: Pdf) -> None:
    """A standard font of the viewer, named but not used, as libraries leave them behind."""
    resources = pdf.pages[1].obj.Resources
    resources.Font["/F99"] = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )


def _font_in_form(pdf: Pdf) -> None:
    form = pdf.make_stream(b"BT /Fx 12 Tf (hidden) Tj ET")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 10, 10])
    times = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"))
    form.Resources = Dictionary(Font=Dictionary({"/Fx": times}))
    resources = pdf.pages[1].obj.Resources
    resources.XObject = Dictionary({"/Form1": form})


def _attach(pdf: Pdf) -> None:
    pdf.attachments["notes.txt"] = b"for the desk only"


def _no_text(pdf: Pdf) -> None:
    for page in pdf.pages:
        stream = page.obj.Contents
        stream.write(re.sub(rb"BT.*?ET", b"", stream.read_bytes(), flags=re.DOTALL))


def _tags(pdf: Pdf, role: str) -> list[Any]:
    """The tags of this role, in reading order."""
    found: list[Any] = []
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        thing = stack.pop()
        if isinstance(thing, Array):
            stack.extend(reversed(list(thing)))
        elif isinstance(thing, Dictionary):
            if thing.get("/S") == f"/{role}":
                found.append(thing)
            if "/K" in thing:
                stack.append(thing.K)
    return found


def tag(role: str, change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    """Change the first tag of this role."""
    return objects(lambda pdf: change(_tags(pdf, role)[0]))


def xmp(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Change the text of the XMP packet."""

    def change(pdf: Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data, f"{old!r} is not there: the mutation changes nothing"
        pdf.Root.Metadata.write(data.replace(old, new))

    return objects(change)


def _unreason(pdf: Pdf) -> None:
    del pdf.Root.AF[0]["/AFRelationship"]


def _cmyk(it: Any) -> None:
    it.ColorSpace = Name.DeviceCMYK
    del it["/SMask"]
    it.write(b"\0" * int(it.Width) * int(it.Height) * 4)


def _stray_owner(pdf: Pdf) -> None:
    """The way back from the second page leads to other tags."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    key = int(pdf.pages[1].obj.StructParents)
    for at in range(0, len(numbers), 2):
        if int(numbers[at]) == key:
            numbers[at + 1] = Array(list(reversed(list(numbers[at + 1]))))


def _reversed(_: bytes) -> bytes:
    """A paragraph over several pages, its pieces in the tree from the last to the first."""

    def turn(pdf: Pdf) -> None:
        paragraph = _tags(pdf, "P")[0]
        assert len(paragraph.K) > 2
        paragraph.K = Array(list(reversed(list(paragraph.K))))

    return pdfs.changed(pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY * 90))).data, turn)


def _swapped(pdf: Pdf) -> None:
    """Two stories in the other order."""
    kids = _tags(pdf, "Document")[0].K
    kids[1], kids[2] = kids[2], kids[1]


def _first_bookmark(pdf: Pdf) -> Any:
    return pdf.Root.Outlines.First


def _inner(it: Any) -> Any:
    """What is embedded of a composite font."""
    return it.DescendantFonts[0]


def _program(it: Any) -> Any:
    return _inner(it).FontDescriptor.FontFile2


def _drop_program(_: Pdf, it: Any) -> None:
    del _inner(it).FontDescriptor["/FontFile2"]


def _cut_program(_: Pdf, it: Any) -> None:
    descriptor = _inner(it).FontDescriptor
    data = descriptor.FontFile2.read_bytes()
    descriptor.FontFile2.write(data[: len(data) // 2])
    descriptor.FontFile2.Length1 = len(data) // 2


def _swap(data: bytes) -> bytes:
    """Point the cross-reference table elsewhere."""
    at = data.rindex(b"startxref\n") + len(b"startxref\n")
    return data[:at] + b"99" + data[at:]


MUTATIONS = [
    Mutation("not a PDF", 101, lambda data: b"<html></html>"),
    Mutation("empty", 101, lambda data: b""),
    Mutation("nothing but a header", 101, lambda data: b"%PDF-1.7\n%%EOF\n"),
    Mutation("wrong startxref", 102, _swap),
    Mutation("cut in the middle", 104, lambda data: data[: len(data) // 2]),
    Mutation("cut before the end marker", 104, lambda data: data[: data.rindex(b"%%EOF")]),
    Mutation("something behind the end", 104, lambda data: data + b"<script>"),
    Mutation("an update appended", 104, lambda data: data + data[data.rindex(b"startxref") :]),
    Mutation("encrypted, no password to open", 103, encrypted("owner", "")),
    Mutation("encrypted with a password", 103, encrypted("owner", "user")),
    Mutation("no pages", 105, objects(_no_pages)),
    Mutation("no title", 110, put("/Info/Title", None)),
    Mutation("blank title", 110, put("/Info/Title", String(" "))),
    Mutation("no language", 111, put("/Root/Lang", None)),
    Mutation("language is none", 111, put("/Root/Lang", String("English please"))),
    Mutation("date without zone", 112, put("/Info/CreationDate", String("D:20250301060000"))),
    Mutation("date is none", 112, put("/Info/ModDate", String("D:20251301060000Z"))),
    Mutation("date in words", 112, put("/Info/ModDate", String("March 1"))),
    Mutation("no viewer preferences", 113, put("/Root/ViewerPreferences", None)),
    Mutation(
        "file name shown instead of title", 113, put("/Root/ViewerPreferences", Dictionary(DisplayDocTitle=False))
    ),
    Mutation("no identifier", 114, lambda data: re.sub(rb"/ID\s*\n?\s*\[", b"/XX [", data)),
    Mutation("bookmarks promised and gone", 115, put("/Root/Outlines", None)),
    Mutation("bookmark without title", 115, objects(lambda pdf: setattr(_first_bookmark(pdf), "Title", String("")))),
    Mutation("bookmark to nowhere", 115, objects(lambda pdf: setattr(_first_bookmark(pdf), "Dest", String("gone")))),
    Mutation(
        "bookmarks in a circle", 115, objects(lambda pdf: setattr(_first_bookmark(pdf), "Next", _first_bookmark(pdf)))
    ),
    Mutation("page without size", 106, put("/Page/MediaBox", Array([0, 0, 0, 0]))),
    Mutation("page of a mile", 106, put("/Page/MediaBox", Array([0, 0, 99999, 99999]))),
    Mutation("media box is no box", 106, put("/Page/MediaBox", Array([Name.A, 1, 2, 3]))),
    Mutation("trim box off the page", 106, put("/Page/TrimBox", Array([0, 0, 5000, 5000]))),
    Mutation("page askew", 106, put("/Page/Rotate", 45)),
    Mutation("page without content", 107, put("/Page/Contents", None)),
    Mutation("state restored and never saved", 107, content(lambda data: b"Q " + data)),
    Mutation("state saved and never restored", 107, content(lambda data: data + b" q q")),
    Mutation("link with a script", 108, links(lambda a: setattr(a.A, "URI", String("javascript:alert(1)")))),
    Mutation("relative link", 108, links(lambda a: setattr(a.A, "URI", String("/plan")))),
    Mutation("link without host", 108, links(lambda a: setattr(a.A, "URI", String("https:///plan")))),
    Mutation("link off the page", 108, links(lambda a: setattr(a, "Rect", Array([900, 900, 950, 950])))),
    Mutation("inner link to nowhere", 108, links(lambda a: setattr(a, "Dest", String("gone")), address=False)),
    Mutation("comment on the page", 108, links(lambda a: setattr(a, "Subtype", Name.Text))),
    Mutation("picture without width", 109, image(lambda it: setattr(it, "Width", 0))),
    Mutation("picture data broken", 109, image(lambda it: it.write(b"\xff\xd8\xff", filter=Name.DCTDecode))),
    Mutation(
        "script on opening", 120, put("/Root/OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    ),
    Mutation(
        "named script",
        120,
        put(
            "/Root/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript)])))
        ),
    ),
    Mutation("form", 120, put("/Root/AcroForm", Dictionary(Fields=Array([])))),
    Mutation("trigger on a page", 120, put("/Page/AA", Dictionary(O=Dictionary(S=Name.Launch, F=String("x.exe"))))),
    Mutation(
        "link starts a program",
        120,
        links(lambda a: setattr(a, "A", Dictionary(S=Name.Launch, F=String("calc.exe")))),
    ),
    Mutation("file inside", 120, objects(_attach)),
    Mutation("unembedded Helvetica", 121, objects(_helvetica)),
    Mutation("unembedded font in a form", 121, objects(_font_in_form)),
    Mutation("font program taken out", 121, font(_drop_program)),
    Mutation("font resource is a number", 121, objects(lambda p: p.pages[1].obj.Resources.Font.update({"/F1+0": 7}))),
    Mutation("subset tag taken off", 122, font(lambda _, it: setattr(it, "BaseFont", Name.SourceSerifPro))),
    Mutation("font program cut off", 123, font(_cut_program)),
    Mutation("font program is text", 123, font(lambda _, it: _program(it).write(b"no font"))),
    Mutation("font length wrong", 123, font(lambda _, it: setattr(_program(it), "Length1", 5))),
    Mutation("no map to Unicode", 124, font(lambda _, it: it.__delitem__("/ToUnicode"))),
    Mutation("glyph means U+FFFD", 125, to_unicode(rb"(?<=beginbfchar\n)(<....>) <....>", rb"\1 <FFFD>")),
    Mutation("glyph means private use", 125, to_unicode(rb"(?<=beginbfchar\n)(<....>) <....>", rb"\1 <E001>")),
    Mutation("glyph means half a character", 125, to_unicode(rb"(?<=beginbfchar\n)(<....>) <....>", rb"\1 <D83D>")),
    Mutation("glyph means five digits", 125, to_unicode(rb"(?<=beginbfchar\n)(<....>) <....>", rb"\1 <1F600>")),
    Mutation("glyph left out of the map", 125, to_unicode(rb"(?<=beginbfchar)\n(<....>) <....>", b"")),
    Mutation("map to Unicode empty", 125, to_unicode(rb"(?s)beginbfchar.*endbfchar", b"")),
    Mutation("no text, only lines", 126, objects(_no_text)),
    Mutation("a width too few", 127, font(lambda _, it: _inner(it).W[1].__delitem__(-1))),
    Mutation("widths are no groups", 127, font(lambda _, it: _inner(it).W.append(7))),
    Mutation("no tags", 130, put("/Root/StructTreeRoot", None)),
    Mutation("tags not declared", 130, put("/Root/MarkInfo", None)),
    Mutation("text outside the tags", 131, content(lambda d: d + b" BT 1 0 0 1 9 9 Tm ET 0 0 9 9 re f")),
    Mutation("marked content left open", 131, content(lambda d: d + b" /Artifact BMC")),
    Mutation("marked content ended twice", 131, content(lambda d: d + b" EMC")),
    Mutation("a piece inside an artifact", 131, content(lambda d: b"/Artifact BMC " + d + b" EMC")),
    Mutation(
        "lines in another order", 131, content(lambda d: b" ".join(reversed(re.findall(rb"BT.*?ET", d, re.DOTALL))))
    ),
    Mutation("tags taken off the text", 132, content(lambda d: re.sub(rb"/P <</MCID \d+>> BDC", b"/Artifact BMC", d))),
    Mutation("a piece drawn twice", 132, content(lambda d: re.sub(rb"<</MCID 1>>", b"<</MCID 0>>", d))),
    Mutation("a piece of nobody", 132, content(lambda d: d + b" /P <</MCID 999>> BDC EMC")),
    Mutation("a paragraph out of the tree", 132, tag("Art", lambda it: it.K.__delitem__(-1))),
    Mutation("the way back leads elsewhere", 132, objects(_stray_owner)),
    Mutation("no way back", 132, objects(lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/ParentTree"))),
    Mutation("a tag of one's own", 133, tag("P", lambda it: setattr(it, "S", Name("/Absatz")))),
    Mutation("a list item without a list", 133, tag("P", lambda it: setattr(it, "S", Name("/LI")))),
    Mutation("a heading of level three first", 133, tag("H1", lambda it: setattr(it, "S", Name("/H3")))),
    Mutation("tags in a circle", 133, objects(lambda pdf: _tags(pdf, "Art")[0].K.append(_tags(pdf, "Document")[0]))),
    Mutation("figure without words", 134, tag("Figure", lambda it: it.__delitem__("/Alt"))),
    Mutation("figure with blank words", 134, tag("Figure", lambda it: setattr(it, "Alt", String(" ")))),
    Mutation("note without a name", 134, tag("P", lambda it: setattr(it, "S", Name.Note))),
    Mutation("head of a table without scope", 134, tag("P", lambda it: setattr(it, "S", Name.TH))),
    Mutation("link out of the tree", 135, tag("Link", lambda it: setattr(it, "K", Array([])))),
    Mutation("link without words", 135, links(lambda a: a.__delitem__("/Contents"))),
    Mutation("tab key at will", 135, put("/Page/Tabs", None)),
    Mutation("no XMP", 136, put("/Root/Metadata", None)),
    Mutation("XMP is no XML", 136, objects(lambda pdf: pdf.Root.Metadata.write(b"no XML"))),
    Mutation("XMP with another title", 136, xmp(b"The Test", b"Another")),
    Mutation("no claim of PDF/UA", 136, xmp(b"<pdfuaid:part>1</pdfuaid:part>", b"")),
    Mutation("claim of another level", 136, xmp(b"<pdfaid:conformance>A", b"<pdfaid:conformance>B")),
    Mutation("no output intent", 137, put("/Root/OutputIntents", None)),
    Mutation("a picture for the press", 137, image(_cmyk)),
    Mutation("a paragraph read out from its end", 138, lambda data: _reversed(data)),
    Mutation("file inside without a reason", 120, objects(_unreason)),
    Mutation("text in a font that is not there", 128, content(lambda d: d.replace(b"/F", b"/G", 1))),
    Mutation("text without a font", 128, content(lambda d: re.sub(rb"/F\S+ [\d.]+ Tf", b"", d))),
]


def _renamed(data: bytes) -> bytes:
    return xmp(b"The Test", b"Something else")(put("/Info/Title", String("Something else"))(data))


UNSEEN: list[tuple[str, str, Callable[[bytes], bytes]]] = [
    (
        "text painted white",
        "what is seen depends on everything below it: the raster golden sees it",
        content(lambda d: re.sub(rb"[\d.]+ g", b"1 g", d)),
    ),
    (
        "a story's page taken out, with its bookmark and its links",
        "the file does not say how many stories it should have: the golden text sees it",
        lambda data: pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY))).data,
    ),
    (
        "two stories read out in the other order",
        "pages are read by worth, not by place: the tests of the tags against the model see it",
        objects(_swapped),
    ),
    ("another title", "any title is a title: the golden text sees it", _renamed),
]


def _codes(data: bytes, folder: Path) -> set[str]:
    return {d.code for d in pdfs.judge(data, folder) if d.severity is Severity.ERROR}


def test_the_good_file_is_good(tmp_path: Path) -> None:
    assert pdfs.judge(pdfs.good(), tmp_path) == []


def test_saving_it_again_breaks_nothing(tmp_path: Path) -> None:
    assert pdfs.judge(pdfs.changed(pdfs.good(), lambda pdf: None), tmp_path) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[m.name for m in MUTATIONS])
def test_a_broken_file_is_found_out(mutation: Mutation, tmp_path: Path) -> None:
    broken = mutation.change(pdfs.good())
    assert broken != pdfs.good(), "the mutation changes nothing"
    assert f"SYN-PDF-{mutation.code}" in _codes(broken, tmp_path)


@pytest.mark.parametrize(("name", "why", "change"), UNSEEN, ids=[row[0] for row in UNSEEN])
def test_what_the_file_alone_does_not_show(
    name: str, why: str, change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    assert why
    assert _codes(change(pdfs.good()), tmp_path) == set(), f"{name} is seen after all: move it to MUTATIONS"


def test_every_code_has_a_mutation() -> None:
    written = {
        int(code)
        for module in PACKAGE.glob("*.py")
        for code in re.findall(r'"SYN-PDF-(1\d\d)"', module.read_text(encoding="utf-8"))
    }
    assert len(written) >= 20
    assert written == {m.code for m in MUTATIONS}
