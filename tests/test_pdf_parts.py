"""The parts of a page beyond running text: notes and what calls them, drop caps, ruby, pictures over columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

import pdfs
from syndicate.model import body
from test_pdf_profiles import structure

T = body.text
SUP = body.Sup()


def run(text: str, *marks: body.Mark) -> body.Run:
    return body.Run(text=text, marks=marks)


def tags(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    """The tags of this role, in no order."""
    return [it for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and it.get("/S") == f"/{role}"]


# --- notes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", ["article", "edition"])
def test_notes_stand_at_the_end_and_are_called_by_links(template: str, tmp_path: Path) -> None:
    first = body.Footnote(bid="n1", label="1", text=T("Said in the minutes."))
    second = body.Footnote(bid="n2", label="b", text=T("Said elsewhere."))
    cell = body.Cell(text=T("eight", run("b", SUP)))
    story = pdfs.story(
        pdfs.paragraph("Voted", run("1", SUP), " by nine", run(" [b] ", SUP), "; ten", run("2", SUP), " or so."),
        first,
        pdfs.paragraph("The end."),
        body.Table(bid="t", rows=((cell,),)),
        second,
    )
    made = pdfs.make(pdfs.edition(story, pdfs.story(pdfs.paragraph("Other."), id="urn:x-test:b")), template=template)
    assert "The end. eightb 1 Said in the minutes. b Said elsewhere." in made.text
    with made.open() as pdf:
        links = [a for page in list(pdf.pages)[1:] for a in page.obj.get("/Annots", ())]
        assert [str(a.Contents) for a in links] == ["1", "[b]", "b"]
        heights = [float(a.Dest[3]) if str(a.Dest[1]) == "/XYZ" else float(a.Dest[2]) for a in links]
        assert heights[0] != heights[1] == heights[2]
        assert [str(it.P.S) for it in tags(pdf, "Link") if str(it.P.S) == "/Reference" and it.P.P.S != "/TOCI"] == [
            "/Reference"
        ] * 3
        assert len({bytes(note.ID) for note in tags(pdf, "Note")}) == 2
    assert [said for role, said in structure(made.data) if role in ("Lbl", "Note")] == [
        "Said in the minutes.", "1", "Said elsewhere.", "b"
    ]  # fmt: skip
    assert made.codes == []
    assert made.findings(tmp_path) == []


def test_a_note_in_a_box_stays_there_and_what_is_no_call_is_no_link() -> None:
    note = body.Footnote(bid="n", label="1", text=T("Boxed note."))
    box = body.Box(bid="b", title="Facts", blocks=(pdfs.paragraph("m", run("2", SUP)), note))
    linked = run("1", SUP, body.Link(href="https://news.example/one"))
    own = body.Footnote(bid="o", label="1", text=T("Own note."))
    made = pdfs.make(pdfs.story(box, pdfs.paragraph("Text", linked, " 1."), own))
    assert "Facts m2 1 Boxed note. Text1 1. 1 Own note." in made.text
    with made.open() as pdf:
        (link,) = pdf.pages[0].obj.Annots
        assert str(link.A.URI) == "https://news.example/one"
    stranger = pdfs.paragraph(run("x", body.Link(href="#note:0:urn:x-test:other")))
    with pdfs.make(pdfs.story(stranger, own)).open() as pdf:
        assert "/Annots" not in pdf.pages[0].obj


def test_notes_without_words_or_labels() -> None:
    made = pdfs.make(pdfs.story(body.Footnote(bid="a", text=()), body.Footnote(bid="b", text=T("Plain."))))
    assert "Plain." in made.text
    with made.open() as pdf:
        assert len(tags(pdf, "Note")) == 2
