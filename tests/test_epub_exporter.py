"""The EPUB exporter: what a reader of the book gets, and that every book is valid, whole and the same each time."""

from __future__ import annotations

import builtins
import hashlib
import os
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import epubs
from epubs import story, words
from syndicate import gate
from syndicate.errors import DependencyError
from syndicate.exporters.epub import EpubExporter
from syndicate.exporters.epub.fidelity import FIDELITY
from syndicate.exporters.epub.labels import labels
from syndicate.formats.languages import direction, language_tag, plain_tag
from syndicate.model import body, codec, features
from syndicate.model.article import (
    AiTerms,
    Article,
    Byline,
    Credit,
    Dateline,
    Edition,
    EdNote,
    Media,
    PrintPosition,
    Relation,
    Rendition,
    Rights,
    Section,
)

EDITIONS = Path(__file__).parent.parent / "fixtures" / "editions"
OPF = "EPUB/content.opf"
NAV = "EPUB/nav.xhtml"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "boat.png").write_bytes(epubs.png())
    return folder


def book(*articles: Article, media: Path | None = None, **fields: Any) -> dict[str, bytes]:
    return epubs.unpack(epubs.build(epubs.edition(*articles, **fields), epubs.job(media)))


def text_of(document: bytes) -> str:
    """All words of a document without white space: a line break is an element there."""
    root = etree.fromstring(document, etree.XMLParser(huge_tree=True))
    found = root.find("{http://www.w3.org/1999/xhtml}body")
    return "".join("".join(map(str, found.itertext())).split()) if found is not None else ""


# --- every book is valid (those of the editions in fixtures are judged with their goldens) ----------------------------


@pytest.mark.external
def test_a_paper_is_a_valid_book(media: Path, tmp_path: Path) -> None:
    epubs.assert_valid(epubs.build(epubs.paper(), epubs.job(media)), tmp_path)


def every_character() -> str:
    return "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF)


def deep_list(depth: int) -> body.List:
    inner = body.List(bid="", items=(body.ListItem(text=words("deepest")),))
    for level in range(depth):
        inner = body.List(bid=f"l{level}", items=(body.ListItem(text=words(f"level {level}"), children=(inner,)),))
    return inner


def deep_box(depth: int) -> body.Box:
    inner = body.Box(bid="", blocks=(body.Paragraph(bid="", text=words("deepest")),), title="x")
    for level in range(depth):
        inner = body.Box(bid=f"x{level}", blocks=(inner,))
    return inner


def hostile() -> dict[str, Article]:
    """Articles that a careless exporter breaks on, by what is odd about them."""
    mean = "]]> <script>alert(1)</script> &amp; & < > \" ' \u202e\u2066 \U0001f600 \n\t x"
    levels = (9, 1, 5, 2, 7, 0, -3)
    return {
        "empty": Article(id="urn:x:empty"),
        "blank": Article(id="urn:x:blank", headline=" \n ", slug=" ", body=(body.Crosshead(bid="a", text=words(" ")),)),
        "mean": story(
            "mean",
            headline=mean,
            subheadline=mean,
            standfirst=mean,
            summary=mean,
            slug="../../etc/passwd",
            bylines=(Byline(name=mean, title=mean), Byline(name="")),
            credit=Credit(raw=mean),
            dateline=Dateline(raw=mean, separator="--"),
            usage_terms=mean,
            rights=Rights(license_url="javascript:alert(1)", odrl="not an address"),
            canonical_url="javascript:alert(1)",
            ai=AiTerms(tdm="reserved", policy_url='"><script>'),
            keywords=(mean, mean, ""),
            links=(Relation(rel="related", href="http://[::1", title=mean), Relation(rel="previous")),
            ed_notes=(EdNote(text=mean, public=True),),
        ),
        "characters": story(
            "characters",
            headline=every_character()[:5000],
            body=(body.Paragraph(bid="p", text=words(every_character())),),
        ),
        "long": story("long", headline="long " * 5000, body=(body.Paragraph(bid="p", text=words("word " * 200_000)),)),
        "deep": story("deep", body=(deep_list(60), deep_box(60))),
        "right-to-left": story(
            "rtl", language="ar", headline="عنوان", body=(body.Paragraph(bid="p", text=words("نص")),)
        ),
        "no language": story("tongue", language="!!", script="Xxxxx"),
        "long id": story("id", id="urn:x:" + "%2F../ä☃" * 50),
        "levels": story(
            "levels", body=tuple(body.Crosshead(bid=f"c{n}", text=words(f"c{n}"), level=n) for n in levels)
        ),
        "marks": story(
            "marks",
            body=(
                body.Paragraph(
                    bid="p",
                    text=(
                        body.Run(
                            text="all\nof them",
                            marks=(
                                body.Strong(),
                                body.Link(href="https://a.example/[x]", rel="nofollow", title=mean),
                                body.Link(href="https://b.example/"),
                                body.Lang(tag="not a tag!", dir="rtl"),
                                body.Ruby(text="r"),
                                body.Ruby(text="s"),
                                body.Code(),
                                body.Sub(),
                            ),
                        ),
                        body.Run(text="", marks=(body.Em(),)),
                    ),
                ),
            ),
        ),
        "hollow": story(
            "hollow",
            media=(Media(id="v", type="video"), Media(id="p", type="picture"), Media(id="a", type="audio")),
            body=(
                body.List(bid="1", items=()),
                body.List(bid="2", items=(body.ListItem(text=()),)),
                body.Table(bid="3", rows=()),
                body.Table(bid="4", rows=((), (body.Cell(text=(), colspan=0, rowspan=-1),)), header=((),)),
                body.Quote(bid="5", text=()),
                body.Figure(bid="6", media="nothing"),
                body.Gallery(bid="7", figures=()),
                body.Video(bid="8", media="v"),
                body.Embed(bid="9", url="", fallback=()),
                body.Box(bid="10", blocks=()),
                body.Preformatted(bid="11", text=""),
                body.Footnote(bid="12", text=()),
                body.InterstitialLink(bid="13", text=(), href="javascript:x"),
                body.Unsupported(bid="14", source="<x>&</x>", lang="??"),
                body.Divider(bid="15", lang="en-"),
            ),
        ),
        "killed": story("killed", status="canceled", ed_notes=(EdNote(text="It was wrong.", public=True),)),
    }


@pytest.mark.external
@pytest.mark.parametrize("name", sorted(hostile()))
def test_a_hostile_article_alone_is_a_valid_book(name: str, tmp_path: Path) -> None:
    epubs.assert_valid(epubs.build(epubs.edition(hostile()[name]), epubs.job()), tmp_path)


@pytest.mark.external
def test_all_hostile_articles_together_are_a_valid_book(tmp_path: Path) -> None:
    articles = tuple(hostile().values())
    ids = tuple(article.id for article in articles)
    sections = (
        Section(id="a b/c", title="", articles=(*ids[:4], *ids[:2])),
        Section(
            id="again", title="The same", articles=ids[:6], sections=(Section(id="a b/c", title="", articles=ids),)
        ),
    )
    source = epubs.edition(
        *articles, id="urn:uuid:none", title=" ", language="fa", number="x", issn="0000-0000", sections=sections
    )
    epubs.assert_valid(epubs.build(source, epubs.job()), tmp_path)


@pytest.mark.external
@pytest.mark.parametrize(
    "source",
    [
        epubs.edition(),
        epubs.edition(id="urn:x:bare", title=""),
        epubs.edition(story("one"), language="he", title="עיתון", description="d", copyright_notice="© x"),
    ],
    ids=["no stories", "nothing at all", "hebrew"],
)
def test_an_odd_edition_is_a_valid_book(source: Edition, tmp_path: Path) -> None:
    epubs.assert_valid(epubs.build(source, epubs.job()), tmp_path)


_ADDRESS = st.text(alphabet=st.sampled_from(list(":/?#[]@!$&'()*+,;=%.-_~ aZ0é☃\\^`{|}<>\"\n")), max_size=30)


@pytest.mark.external
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["http://", "https://h.example/", "mailto:", "urn:", "", "//"]), _ADDRESS)))
def test_no_address_breaks_a_book(tmp_path: Path, parts: list[tuple[str, str]]) -> None:
    blocks = tuple(
        body.Paragraph(bid=f"b{n}", text=(body.Run(text="x", marks=(body.Link(href=scheme + rest),)),))
        for n, (scheme, rest) in enumerate(parts)
    )
    source = epubs.edition(story("links", body=blocks), base_url="https://base.example/x/")
    epubs.assert_valid(epubs.build(source, epubs.job()), tmp_path)


# --- what the reader gets --------------------------------------------------------------------------------------------


def test_no_word_of_the_copy_is_lost() -> None:
    edition = codec.decode_edition((EDITIONS / "full" / "edition.json").read_bytes())
    entries = epubs.unpack(epubs.build(edition, epubs.job(EDITIONS / "full")))
    clearance = gate.clear(edition, epubs.NOW)
    checked = 0
    for article in clearance.release.articles:
        (page,) = [
            data for name, data in entries.items() if hashlib.sha256(article.id.encode()).hexdigest()[:12] in name
        ]
        document = text_of(page)
        for block in body.walk(article.body):
            for content in body.texts(block):
                for run in content:
                    assert "".join(run.text.split()) in document, (article.id, block.bid)
                    checked += 1
    assert checked > 30


def test_what_the_table_calls_carried_is_in_the_document() -> None:
    """Each feature of the full edition that is not lost leaves its marker word in the story's document."""
    edition = codec.decode_edition((EDITIONS / "full" / "edition.json").read_bytes())
    entries = epubs.unpack(epubs.build(edition, epubs.job(EDITIONS / "full")))
    everything = (
        b"\n".join(data for name, data in entries.items() if name.endswith((".xhtml", ".opf"))).decode().lower()
    )
    silent = {"id", "version", "language", "dir", "script", "published", "modified", "ai", "signals", "body", "rights"}
    for feature, carriage in FIDELITY.items():
        kind, _, name = feature.partition(".")
        if kind == "field" and name in silent:
            continue
        marker = {"field": "fld", "block": "blk", "mark": "mrk"}[kind] + name.replace("_", "")
        if kind == "block" and name in ("divider",):
            continue
        present = marker in everything
        assert present == (carriage.degree != "lost"), f"{feature} is {carriage.degree}, {marker} present: {present}"


def test_the_fidelity_table_is_complete() -> None:
    assert tuple(FIDELITY) == features.vocabulary()
    assert all(carriage.how for carriage in FIDELITY.values() if carriage.degree == "degraded")


def test_contents_and_order_follow_the_sections(media: Path) -> None:
    entries = epubs.unpack(epubs.build(epubs.paper(), epubs.job(media)))
    root = etree.fromstring(entries[NAV])
    lines = ["".join(map(str, a.itertext())) for a in root.iter("{http://www.w3.org/1999/xhtml}a")]
    assert lines == [
        "Cover",
        "Title page",
        "Front page",
        "Town",
        "The harbour story",
        "The library story",
        "Country",
        "The orchard story",
        "Contents",
        "Cover",
        "Front page",
    ]
    package = entries[OPF].decode()
    order = [
        package.index(f'idref="{name}')
        for name in ("cover", "title-page", "nav", "front", "section-town", "story-harbour")
    ]
    assert order == sorted(order)


def test_a_story_in_two_sections_has_one_document() -> None:
    one = story("one")
    sections = (Section(id="a", title="A", articles=(one.id,)), Section(id="b", title="B", articles=(one.id,)))
    entries = book(one, story("two"), sections=sections)
    assert len([name for name in entries if "story-one" in name]) == 1
    assert "story-one" in epubs.document(entries, "section-a")
    assert "story-one" in epubs.document(entries, "section-b")
    assert entries[NAV].decode().count("story-one") == 1


def test_links_between_stories_stay_in_the_book(media: Path) -> None:
    entries = epubs.unpack(epubs.build(epubs.paper(), epubs.job(media)))
    harbour, library = epubs.document(entries, "story-harbour"), epubs.document(entries, "story-library")
    assert '<p class="interstitial"><a href="story-library-' in harbour
    assert "The harbour story</a></li>" in library
    assert '<a href="story-library-' in harbour
    assert 'rel="next">Next</a>' in harbour
    assert 'rel="prev">Previous</a>' in library


def test_an_address_of_a_story_leads_into_the_book() -> None:
    there = story("there", canonical_url="https://news.example/there")
    here = story(
        "here",
        body=(
            body.Paragraph(bid="p", text=(body.Run(text="it", marks=(body.Link(href="https://news.example/there"),)),)),
        ),
    )
    assert '<p><a href="story-there-' in epubs.document(book(here, there), "story-here")


def test_a_relative_link_needs_a_base() -> None:
    linked = story(
        "linked", body=(body.Paragraph(bid="p", text=(body.Run(text="it", marks=(body.Link(href="a b"),)),)),)
    )
    assert "<p>it</p>" in epubs.document(book(linked), "story-linked")
    with_base = book(linked, base_url="https://news.example/x/")
    assert '<p><a href="https://news.example/x/a%20b">it</a></p>' in epubs.document(with_base, "story-linked")


def test_a_link_without_words_is_none() -> None:
    runs = (body.Run(text=" ", marks=(body.Link(href="https://a.example/"), body.Em())), body.Run(text="words"))
    pointers = (
        body.InterstitialLink(bid="1", text=(), href="https://b.example/"),
        body.InterstitialLink(bid="2", text=(), ref="urn:x-test:y"),
    )
    page = epubs.document(book(story("x", body=(body.Paragraph(bid="p", text=runs), *pointers)), story("y")), "story-x")
    assert "<p><em> </em>words</p>" in page
    assert '<a href="https://b.example/">https://b.example/</a>' in page
    assert '<p class="interstitial"></p>' in page


def test_a_doi_is_written_as_an_address_that_opens() -> None:
    run = body.Run(text="study", marks=(body.Link(href="doi:10.1000/182"),))
    page = epubs.document(book(story("x", body=(body.Paragraph(bid="p", text=(run,)),))), "story-x")
    assert '<a href="https://doi.org/10.1000/182">study</a>' in page


def test_a_film_that_the_body_does_not_place_is_a_link() -> None:
    film = Media(
        id="v", type="video", renditions=(Rendition(href="https://v.example/1.mp4"),), caption=words("The film")
    )
    sound = Media(id="a", type="audio", renditions=(Rendition(href="here.mp3"),), caption=words("The sound"))
    page = epubs.document(book(story("x", media=(film, sound))), "story-x")
    assert '<p class="video"><a href="https://v.example/1.mp4">The film</a></p>' in page
    assert '<p class="audio">The sound</p>' in page


def test_a_dateline_without_a_paragraph_stands_alone() -> None:
    page = epubs.document(book(story("x", dateline=Dateline(places=("ROME",)), body=())), "story-x")
    assert '<p><span class="dateline">ROME</span></p>' in page


def test_a_story_alone_lends_the_book_its_language() -> None:
    entries = book(story("x", language="he"), language="und")
    assert 'xml:lang="he" dir="rtl"' in entries[OPF].decode()


def test_the_dateline_runs_into_the_first_paragraph() -> None:
    dateline = Dateline(places=("GENEVA",), separator="-")
    page = epubs.document(book(story("talks", dateline=dateline)), "story-talks")
    assert '<p><span class="dateline">GENEVA</span> - Words of the talks story.</p>' in page


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = (3, 1, 2, 5, 5, 1)
    crossheads = tuple(body.Crosshead(bid=f"c{n}", text=words("c"), level=n) for n in levels)
    page = etree.fromstring(epubs.document(book(story("x", body=crossheads)), "story-x").encode())
    found = [
        etree.QName(e).localname for e in page.iter(etree.Element) if str(e.tag)[-2:] in {f"h{n}" for n in range(1, 7)}
    ]
    assert found == ["h1", "h2", "h2", "h3", "h4", "h5", "h2"]


def test_a_story_without_a_headline_is_called_by_what_it_has() -> None:
    opening = body.Paragraph(bid="p", text=words("It began at noon. " * 20))
    assert '<h1 id="headline">a-slug</h1>' in epubs.document(book(story("x", headline="", slug="a-slug")), "story-")
    page = epubs.document(book(story("x", headline="", slug="", body=(opening,))), "story-")
    assert '<h1 id="headline">It began at noon. It began at noon. It began at noon. It began at noon. It…</h1>' in page
    assert "Untitled story" in epubs.document(book(story("x", headline="", slug="", body=())), "story-")
    german = story("x", headline="", slug="", body=(), language="de")
    assert "Beitrag ohne Titel" in epubs.document(book(german), "story-")


def test_a_canceled_story_leaves_a_notice() -> None:
    killed = story("killed", status="canceled", ed_notes=(EdNote(text="The letter is a forgery.", public=True),))
    entries = book(killed, story("alive"))
    page = epubs.document(entries, "story-" + hashlib.sha256(killed.id.encode()).hexdigest()[:12])
    assert "This story has been withdrawn." in page
    assert "The letter is a forgery." in page
    assert all(b"Words of the killed story" not in data for data in entries.values())
    assert "withdrawn" not in epubs.document(entries, "text/front")


# --- pictures --------------------------------------------------------------------------------------------------------


def pictured(name: str, *hrefs: str, alt: str = "A boat", caption: str = "") -> Article:
    renditions = tuple(Rendition(href=href) for href in hrefs)
    medium = Media(id="m", type="picture", renditions=renditions, alt=alt, caption=words(caption), credit="Photo: Ana")
    return story(name, media=(medium,), body=(body.Figure(bid="f", media="m"),))


def test_a_picture_stands_in_the_book_once(media: Path) -> None:
    one, two = pictured("one", "boat.png"), pictured("two", "boat.png", caption="The boat")
    entries = book(one, two, media=media)
    (path,) = [name for name in entries if name.startswith("EPUB/images/") and "cover" not in name]
    assert entries[path] == epubs.png()
    page = epubs.document(entries, "story-two")
    assert f'<img src="../images/{Path(path).name}" alt="A boat"/>' in page
    assert '<figcaption>The boat <span class="credit">Photo: Ana</span></figcaption>' in page
    assert "<img " in epubs.document(entries, "text/front")


def test_a_picture_that_the_body_does_not_place_stands_before_it(media: Path) -> None:
    loose = pictured("loose", "boat.png")
    page = epubs.document(book(Article(id=loose.id, headline="x", media=loose.media), media=media), "story-x")
    assert page.index("</header>") < page.index("<img ") < page.index('<div class="body">')


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "is no file of this edition"),
        (b"plain text", "of a kind that books do not hold"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "holds <script>"),
        (epubs.png()[:-20], "is cut short"),
    ],
    ids=["missing", "text", "svg", "broken off"],
)
def test_a_picture_that_cannot_be_shown_leaves_its_words(media: Path, content: bytes | None, why: str) -> None:
    if content is not None:
        (media / "odd").write_bytes(content)
    work = epubs.job(media)
    entries = epubs.unpack(epubs.build(epubs.edition(pictured("one", "odd", caption="The boat")), work))
    (found,) = work.report
    assert (found.code, found.location.article) == ("SYN-EPUB-001", "urn:x-test:one")
    assert why in found.message
    page = epubs.document(entries, "story-one")
    assert "<img " not in page
    assert "[A boat]" in page
    assert "The boat" in page


def test_the_first_rendition_that_can_be_shown_is_taken(media: Path) -> None:
    work = epubs.job(media)
    entries = epubs.unpack(epubs.build(epubs.edition(pictured("one", "https://x.example/1.jpg", "boat.png")), work))
    assert "<img " in epubs.document(entries, "story-one")
    assert not list(work.report)


def test_a_figure_of_an_unknown_medium_is_reported() -> None:
    work = epubs.job()
    epubs.build(epubs.edition(story("x", body=(body.Figure(bid="f", media="nobody"),))), work)
    assert [d.message for d in work.report] == ["the picture nobody is not in the book: the story has no such medium"]


# --- metadata --------------------------------------------------------------------------------------------------------


def properties(entries: dict[str, bytes], name: str) -> list[str]:
    root = etree.fromstring(entries[OPF])
    metas = root.iter("{http://www.idpf.org/2007/opf}meta")
    return [meta.text or "" for meta in metas if meta.get("property") == name]


def test_accessibility_is_read_off_the_documents(media: Path) -> None:
    plain = epubs.unpack(epubs.build(epubs.edition(story("plain")), epubs.job(options={"cover": "no"})))
    assert properties(plain, "schema:accessMode") == ["textual"]
    assert "alternativeText" not in properties(plain, "schema:accessibilityFeature")
    described = book(pictured("one", "boat.png"), media=media)
    assert properties(described, "schema:accessMode") == ["textual", "visual"]
    assert "alternativeText" in properties(described, "schema:accessibilityFeature")
    assert properties(described, "schema:accessModeSufficient") == ["textual,visual", "textual"]
    bare = book(pictured("one", "boat.png", alt="", caption="The boat"), media=media)
    assert "alternativeText" not in properties(bare, "schema:accessibilityFeature")
    assert properties(bare, "schema:accessModeSufficient") == ["textual,visual"]
    assert 'alt="The boat"' in epubs.document(bare, "story-one")


def test_a_moving_picture_may_flash(media: Path) -> None:
    (media / "move.gif").write_bytes(
        b"GIF89a" + bytes.fromhex("0100010080000000000000ffffff2c00000000010001000002024401003b")
    )
    assert properties(book(pictured("one", "move.gif"), media=media), "schema:accessibilityHazard") == ["unknown"]
    assert properties(book(story("plain")), "schema:accessibilityHazard") == ["none"]


def test_ruby_is_told_and_has_no_parentheses() -> None:
    ruby = body.Run(text="暁", marks=(body.Ruby(text="あかつき"),))
    entries = book(story("ja", language="ja", body=(body.Paragraph(bid="p", text=(ruby,)),)))
    assert "rubyAnnotations" in properties(entries, "schema:accessibilityFeature")
    assert "<ruby>暁<rt>あかつき</rt></ruby>" in epubs.document(entries, "story-ja")


def test_nothing_is_claimed(media: Path) -> None:
    entries = epubs.unpack(epubs.build(epubs.paper(), epubs.job(media)))
    assert b"conformsTo" not in entries[OPF]
    assert b"ebook" not in entries[OPF].lower()


def test_the_issue_is_part_of_its_paper(media: Path) -> None:
    entries = epubs.unpack(epubs.build(epubs.paper(), epubs.job(media)))
    assert '<dc:title id="title">The Test Courier, 1 March 2025</dc:title>' in entries[OPF].decode()
    assert properties(entries, "belongs-to-collection") == ["The Test Courier"]
    assert properties(entries, "group-position") == ["12"]
    assert properties(entries, "dcterms:modified") == ["2025-03-01T06:00:00Z"]
    grouped = book(story("x"), number="14,207")
    assert properties(grouped, "group-position") == ["14207"]


def test_a_story_alone_has_its_authors_and_no_front_page() -> None:
    published = datetime(2024, 1, 2, 3, tzinfo=UTC)
    entries = book(
        story("x", bylines=(Byline(name="Ana Díaz"), Byline(name="Li Wei")), published=published, summary="S.")
    )
    package = entries[OPF].decode()
    assert '<dc:creator id="creator-1">Ana Díaz</dc:creator>' in package
    assert '<dc:creator id="creator-2">Li Wei</dc:creator>' in package
    assert "<dc:date>2024-01-02T03:00:00Z</dc:date>" in package
    assert "<dc:description>S.</dc:description>" in package
    assert not [name for name in entries if "front" in name]


def test_no_date_is_invented() -> None:
    entries = book(story("x"))
    assert b"<dc:date>" not in entries[OPF]
    assert "<time" not in epubs.document(entries, "story-x")


def test_the_processing_time_falls_back_to_the_clock_with_a_warning() -> None:
    work = epubs.job(built_at=None)
    entries = epubs.unpack(epubs.build(epubs.edition(story("x")), work))
    assert properties(entries, "dcterms:modified") == ["2030-01-01T00:00:00Z"]
    assert [d.code for d in work.report] == ["SYN-TIME-001"]


def test_a_time_with_an_offset_is_written_in_utc() -> None:
    built = datetime(2025, 3, 1, 6, tzinfo=timezone(timedelta(hours=9)))
    entries = epubs.unpack(epubs.build(epubs.edition(story("x")), epubs.job(built_at=built)))
    assert properties(entries, "dcterms:modified") == ["2025-02-28T21:00:00Z"]


def test_an_arabic_paper_turns_to_the_left() -> None:
    entries = book(story("x", language="ar", headline="خبر"), story("y"), language="ar", title="الجريدة")
    package = entries[OPF].decode()
    assert 'xml:lang="ar" dir="rtl"' in package
    assert 'page-progression-direction="rtl"' in package
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in epubs.document(entries, "text/front")
    assert "الصفحة الأولى" in epubs.document(entries, "text/front")
    assert '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"' in (
        epubs.document(entries, "story-y")
    )
    assert 'lang="ar" xml:lang="ar" dir="rtl"><p>' in epubs.document(entries, "story-y")


def test_text_and_data_mining_terms_stand_in_the_head() -> None:
    terms = AiTerms(tdm="reserved", policy_url="https://news.example/policy")
    page = epubs.document(book(story("x", ai=terms)), "story-x")
    assert '<meta name="tdm-reservation" content="1"/>' in page
    assert '<meta name="tdm-policy" content="https://news.example/policy"/>' in page


# --- the same bytes --------------------------------------------------------------------------------------------------

_BUILD = """
import hashlib, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import epubs
from syndicate.model import codec
folder = Path({folder!r})
data = epubs.build(codec.decode_edition((folder / "edition.json").read_bytes()), epubs.job(folder))
print(hashlib.sha256(data).hexdigest())
"""


def test_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    source = _BUILD.format(tests=str(Path(__file__).parent), folder=str(EDITIONS / "multilingual"))
    found = set()
    for zone, seed, place, mask in (("UTC", "1", Path.cwd(), "022"), ("Asia/Kathmandu", "2", tmp_path, "077")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "tr_TR.UTF-8"}
        command = f'umask {mask}; exec "$0" -c "$1"'
        done = subprocess.run(
            ["sh", "-c", command, sys.executable, source],
            cwd=place,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout)
    assert len(found) == 1


def test_the_archive_shows_no_clock(media: Path) -> None:
    data = epubs.build(epubs.paper(), epubs.job(media))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.external_attr >> 16 for info in infos} == {0o644}
    assert infos[0].filename == "mimetype"
    assert next(info.filename for info in infos if info.compress_type == zipfile.ZIP_STORED) == "mimetype"


def test_a_story_keeps_its_file_name_when_others_come() -> None:
    alone = [name for name in book(story("x"), story("y")) if "story-x" in name]
    among = [name for name in book(story("w"), story("x"), story("y"), story("z")) if "story-x" in name]
    assert alone == among


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "ebooklib":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DependencyError, match="EbookLib") as caught:
        EpubExporter().export(gate.clear(epubs.edition(), epubs.NOW).release, epubs.job())
    assert "syndicate[epub]" in caught.value.hint


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "script", "expected"),
    [
        ("en", "", "en"),
        ("zh", "Hant", "zh-Hant"),
        ("zh-TW", "hant", "zh-Hant-TW"),
        ("sr-Latn", "Cyrl", "sr-Latn"),
        ("de-CH-1996", "", "de-CH-1996"),
        ("english", "", "english"),
        ("en_GB", "", "und"),
        ("", "", "und"),
        ("a", "", "und"),
        ("en-", "", "und"),
        ("x y", "Latn", "und"),
    ],
)
def test_language_tags(language: str, script: str, expected: str) -> None:
    assert language_tag(language, script) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en-Latn", "en"),
        ("en-latn-GB", "en-GB"),
        ("EN-Latn", "EN"),
        ("sr-Latn", "sr-Latn"),
        ("zh-Hant", "zh-Hant"),
        ("ja-Latn", "ja-Latn"),
        ("ar-Arab-EG", "ar-EG"),
        ("en", "en"),
        ("und", "und"),
        ("", ""),
    ],
)
def test_a_script_that_goes_without_saying_is_not_said(tag: str, expected: str) -> None:
    assert plain_tag(tag) == expected


def test_direction_comes_from_what_is_given_the_script_the_language() -> None:
    assert direction("ar") == "rtl"
    assert direction("ar", "ltr") == "ltr"
    assert direction("ar-Latn") == "ltr"
    assert direction("az-Arab-IR") == "rtl"
    assert direction("und") == "ltr"


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ar", "he", "ja", "zh"])
def test_every_language_has_every_label(language: str) -> None:
    mine, english = labels(language), labels("en")
    assert mine.lang == language
    assert set(english.words) - {"months"} <= set(mine.words)
    assert mine.words.get("months") is None or len(mine.words["months"]) == 12
    assert "2025" in mine.day(date(2025, 9, 14))
    assert "{" not in mine.filled("by", names="x") + mine.filled("number", number="1") + mine.day(date(2025, 9, 14))


def test_an_unknown_language_is_served_in_english_and_says_so() -> None:
    assert labels("tlh").lang == "en"
    front = epubs.document(book(story("x"), story("y"), language="tlh"), "text/front")
    assert '<h1 lang="en" xml:lang="en" dir="ltr">Front page</h1>' in front


def test_an_instant_is_shown_in_its_own_zone() -> None:
    at = datetime(2025, 9, 14, 18, 5, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    assert labels("en").instant(at) == "14 September 2025, 18:05 UTC+05:45"
    assert labels("en").instant(at.astimezone(UTC)) == "14 September 2025, 12:20 UTC"


def test_pages_of_print_are_marked_and_listed() -> None:
    stories = [
        story(name, print=PrintPosition(page=page)) for name, page in (("one", "A1"), ("two", "A1"), ("three", "B 2"))
    ]
    entries = epubs.unpack(epubs.build(epubs.edition(*stories, issn="1234-5679"), epubs.job()))
    nav = etree.fromstring(entries[NAV])
    (pages,) = [n for n in nav.iter("{http://www.w3.org/1999/xhtml}nav") if n.get(EPUB_TYPE) == "page-list"]
    rows = [(a.text, a.get("href", "")) for a in pages.iter("{http://www.w3.org/1999/xhtml}a")]
    assert [number for number, _ in rows] == ["A1", "B 2"]
    for number, href in rows:
        path, _, anchor = href.partition("#")
        assert f'role="doc-pagebreak" id="{anchor}" aria-label="{number}"' in entries[f"EPUB/{path}"].decode()
    assert properties(entries, "pageBreakSource") == ["urn:issn:1234-5679"]
    assert "pageNavigation" in properties(entries, "schema:accessibilityFeature")


def test_without_print_there_is_no_page_list() -> None:
    entries = book(story("one"))
    assert b"page-list" not in entries[NAV]
    assert b"doc-pagebreak" not in b"".join(entries.values())
    assert properties(entries, "pageBreakSource") == []


def test_conformance_is_claimed_only_where_someone_certifies_it() -> None:
    assert properties(book(story("one")), "dcterms:conformsTo") == []
    work = epubs.job(options={"certified-by": "Ana Díaz"})
    entries = epubs.unpack(epubs.build(epubs.edition(story("one")), work))
    assert properties(entries, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert properties(entries, "a11y:certifiedBy") == ["Ana Díaz"]
