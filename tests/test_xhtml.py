"""The one renderer of body text: well-formed whatever comes, and nothing unsafe in it."""

from __future__ import annotations

from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.formats import xhtml
from syndicate.model import Article, Media, Run, legal, text
from syndicate.model import body as b
from syndicate.model.article import Rendition

WORDS = st.text(max_size=40).map(legal.clean)
MARKS: st.SearchStrategy[b.Mark] = st.one_of(
    st.sampled_from([b.Strong(), b.Em(), b.Underline(), b.Strike(), b.Sub(), b.Sup(), b.Code(), b.InlineQuote()]),
    st.builds(b.Link, href=WORDS, rel=WORDS, title=WORDS),
    st.builds(b.Lang, tag=st.just("ar"), dir=st.sampled_from([None, "rtl"])),
    st.builds(b.Entity, ref=WORDS),
    st.builds(b.Ruby, text=WORDS),
)
TEXT = st.lists(st.builds(Run, text=WORDS, marks=st.lists(MARKS, max_size=4).map(tuple)), max_size=3).map(tuple)

FULL = xhtml.Style(
    view=lambda media: xhtml.View(src=f"m/{media.id}.png", width=4, height=3),
    file=lambda media: f"m/{media.id}.mp4",
    ids=True,
    id_prefix="p-",
    semantics=True,
    xml_lang=True,
)


def parse(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{markup}</body>')


def one_of_each(content: b.Text, words: str) -> tuple[b.Block, ...]:
    figure = b.Figure(bid="f", media="m1", caption=content, credit=words, alt=words)
    nested = b.List(bid="", items=(b.ListItem(text=content),), ordered=True)
    return (
        b.Paragraph(bid="1", text=content, lang="ar", dir="rtl"),
        b.Crosshead(bid="2", text=content, level=9),
        b.Lead(bid="3", text=content),
        b.Quote(bid="4", text=content, attribution=content),
        b.PullQuote(bid="5", text=content),
        b.List(bid="6", items=(b.ListItem(text=content, children=(nested,)),)),
        b.Table(bid="7", rows=((b.Cell(text=content, align="right", colspan=2),), ()), header=(), caption=content),
        b.Preformatted(bid="8", text=words),
        figure,
        b.Gallery(bid="10", figures=(figure, b.Figure(bid="g", media="none"))),
        b.Video(bid="11", media="m1"),
        b.Audio(bid="12", media="none", caption=content),
        b.Embed(bid="13", url=words, provider=words, fallback=content),
        b.Box(bid="14", title=words, blocks=(b.Paragraph(bid="15", text=content),)),
        b.Divider(bid="16"),
        b.Footnote(bid="17", text=content, label=words),
        b.CorrectionNotice(bid="18", text=content),
        b.EditorNote(bid="19", text=content),
        b.InterstitialLink(bid="20", text=content, href=words),
        b.Unsupported(bid="21", source=words),
    )


def test_the_sample_holds_every_block() -> None:
    assert {type(block) for block in one_of_each(text("x"), "x")} == set(get_args(b.Block))


@given(TEXT, WORDS)
def test_every_block_with_any_text_is_well_formed(content: b.Text, words: str) -> None:
    media = Media(id="m1", type="picture", renditions=(Rendition(href="a.png"),), alt=words, caption=content)
    article = Article(id="urn:x", body=one_of_each(content, words), media=(media,))
    for style in (FULL, xhtml.Style()):
        parse(xhtml.render(article, style))


@given(TEXT)
def test_no_word_is_lost_in_a_paragraph(content: b.Text) -> None:
    element = parse(f"<p>{xhtml.render_text(content, xhtml.Style())}</p>")
    for reading in element.iter("rp"):
        reading.text = ""
    for reading in element.iter("rt"):
        reading.text = ""
    rendered = "".join(element.itertext())
    assert rendered == b.plain(content).replace("\n", "")


def test_marks_become_elements_outermost_first() -> None:
    run = Run(text="a<b", marks=(b.Link(href="https://x.example/?a&b", title='"'), b.Strong(), b.Ruby(text="r")))
    expected = (
        '<a href="https://x.example/?a&amp;b" title="&quot;"><strong>'
        "<ruby>a&lt;b<rp>(</rp><rt>r</rt><rp>)</rp></ruby></strong></a>"
    )
    assert xhtml.render_text((run,), xhtml.Style()) == expected


def test_a_link_that_the_style_refuses_leaves_its_words() -> None:
    run = Run(text="words", marks=(b.Link(href="javascript:x"),))
    assert xhtml.render_text((run,), xhtml.Style(href=lambda _: None)) == "words"


def test_a_link_in_a_link_is_not_nested() -> None:
    run = Run(text="words", marks=(b.Link(href="https://a.example/"), b.Link(href="https://b.example/")))
    assert xhtml.render_text((run,), xhtml.Style()).count("<a ") == 1


@pytest.mark.parametrize(("level", "heading", "name"), [(1, 2, "h2"), (3, 2, "h4"), (9, 3, "h6"), (0, 2, "h2")])
def test_crosshead_levels(level: int, heading: int, name: str) -> None:
    block = b.Crosshead(bid="", text=text("x"), level=level)
    article = Article(id="urn:x", body=(block,))
    assert parse(xhtml.render(article, xhtml.Style(heading=heading)))[0].tag == name
