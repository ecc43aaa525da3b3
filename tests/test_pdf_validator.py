"""The PDF validator on files that others wrote: composite fonts, forms, warnings, and what it needs to run."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

import pdfs
from syndicate.context import Context
from syndicate.contracts import Proof
from syndicate.diagnostics import Severity
from syndicate.errors import DependencyError
from syndicate.validators.pdf import PdfValidator


def codes(data: bytes, folder: Path) -> list[str]:
    return [d.code for d in pdfs.judge(data, folder)]


def composite(pdf: Pdf, mapping: bytes, shown: bytes, subtype: str = "/Type0") -> None:
    """Show `shown` on page 1 in a composite font (9.7) that borrows the program of a font of the file."""
    donor = next(iter(pdf.pages[0].obj.Resources.Font.values())).DescendantFonts[0]
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=donor.BaseFont,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=donor.FontDescriptor,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name(subtype),
        BaseFont=donor.BaseFont,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(mapping),
    )
    pdf.pages[0].obj.Resources.Font["/Wide"] = pdf.make_indirect(font)
    stream = pdf.pages[0].obj.Contents
    stream.write(stream.read_bytes() + b" /Artifact BMC BT /Wide 9 Tf [<" + shown.hex().encode() + b"> 7] TJ ET EMC")


RANGE = b"1 beginbfrange <0001> <0003> <0041> endbfrange"


@pytest.mark.parametrize(
    ("mapping", "shown", "expected"),
    [
        (RANGE, b"\0\1\0\3", []),
        (RANGE, b"\0\4", ["SYN-PDF-125"]),
        (b"1 beginbfrange <0001> <0003> [<0041> <0042> <00430301>] endbfrange", b"\0\1", []),
        (b"1 beginbfchar <0001> <D83DDE00> endbfchar", b"\0\1", []),
    ],
    ids=["range", "glyph outside the range", "range with a list", "astral"],
)
def test_composite_fonts_are_read(mapping: bytes, shown: bytes, expected: list[str], tmp_path: Path) -> None:
    data = pdfs.changed(pdfs.good(), lambda pdf: composite(pdf, mapping, shown))
    assert codes(data, tmp_path) == expected


def test_a_long_file_without_bookmarks_wants_a_look(tmp_path: Path) -> None:
    made = pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY * 500)))
    assert len(made.pages) > 20
    assert codes(made.data, tmp_path) == []

    def forget(pdf: Pdf) -> None:
        del pdf.Root["/Outlines"]

    (finding,) = pdfs.judge(pdfs.changed(made.data, forget), tmp_path)
    assert (finding.code, finding.severity) == ("SYN-PDF-115", Severity.WARNING)


def test_a_long_section_of_the_map_is_a_warning(tmp_path: Path) -> None:
    rows = b" ".join(b"<%04X> <0041>" % code for code in range(1, 200))
    data = pdfs.changed(pdfs.good(), lambda pdf: composite(pdf, b"beginbfchar " + rows + b" endbfchar", b"\0\1"))
    (finding,) = pdfs.judge(data, tmp_path)
    assert (finding.code, finding.severity) == ("SYN-PDF-125", Severity.WARNING)


def test_a_mistake_on_every_page_is_told_twenty_times_and_counted(tmp_path: Path) -> None:
    def turn(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj.Rotate = 45

    made = pdfs.make(pdfs.story(pdfs.paragraph(pdfs.COPY * 700)))
    found = [d for d in pdfs.judge(pdfs.changed(made.data, turn), tmp_path) if d.code == "SYN-PDF-106"]
    assert len(found) == 21
    assert found[-1].message == f"{len(made.pages) - 20} more like this"


def test_resources_may_be_inherited_and_forms_nested(tmp_path: Path) -> None:
    """7.7.3.4: what a page lacks it has from the node above; 8.10: forms draw forms."""

    def change(pdf: Pdf) -> None:
        page: Any = pdf.pages[0].obj
        inner = pdf.make_stream(b"q Q")
        inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
        outer = pdf.make_stream(b"/Inner Do")
        outer.Type, outer.Subtype, outer.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
        outer.Resources = Dictionary(XObject=Dictionary({"/Inner": inner, "/Self": outer}))
        pdf.Root.Pages.Resources = page.Resources
        pdf.Root.Pages.Resources.XObject = Dictionary({"/Outer": outer})
        del page["/Resources"]

    assert codes(pdfs.changed(pdfs.good(), change), tmp_path) == []


def test_a_form_without_saved_state_is_found_in_its_place(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        form = pdf.make_stream(b"Q")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
        pdf.pages[0].obj.Resources.XObject = Dictionary({"/Bad": form})

    found = pdfs.judge(pdfs.changed(pdfs.good(), change), tmp_path)
    assert ("SYN-PDF-107", "page 1 /Bad") in {(d.code, d.location.path) for d in found}


def test_destinations_by_name_in_either_place(tmp_path: Path) -> None:
    """12.3.2.3: names lead through the name tree, or as PDF 1.1 had it through a dictionary."""

    def change(pdf: Pdf) -> None:
        target = Array([pdf.pages[0].obj, Name.Fit])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("new"), Dictionary(D=target)])))
        pdf.Root.Dests = Dictionary({"/old": target})
        pdf.Root.Outlines.First.Dest = String("new")
        pdf.Root.Outlines.Last.Dest = Name("/old")

    assert codes(pdfs.changed(pdfs.good(), change), tmp_path) == []


def test_a_directory_full_of_nothing_is_no_traceback(tmp_path: Path) -> None:
    for number, data in enumerate((b"%PDF-", b"%PDF-1.7\n" + b"\0" * 999, pdfs.good()[:700] + b"%%EOF", b"\xff" * 64)):
        assert "SYN-PDF-101" in codes(data, tmp_path) or number == 2
        assert codes(data, tmp_path)


def test_another_producer_is_judged_by_the_same_rules(tmp_path: Path) -> None:
    written = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    assert {"SYN-PDF-110", "SYN-PDF-111", "SYN-PDF-113", "SYN-PDF-126"} <= set(codes(written.getvalue(), tmp_path))


def test_without_the_extra_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "syndicate.validators.pdf.document", None)
    with pytest.raises(DependencyError) as caught:
        PdfValidator().check(tmp_path / "a.pdf", Proof(name="a.pdf", context=Context(now=pdfs.BUILT)))
    assert "syndicate[pdf]" in caught.value.hint
