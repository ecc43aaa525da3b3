"""A book read from its documents: our own without the copy, and those of others, older and broken ones too."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

import epubs
import laws
from syndicate import gate
from syndicate.contracts import Degree, Notice
from syndicate.errors import InputError, SyndicateError
from syndicate.exporters.epub.fidelity import FIDELITY
from syndicate.exporters.epub.plan import make_plan
from syndicate.model import body
from syndicate.model.article import Article, Byline, Edition
from test_importer_epub import read

PAGES = ("id", "version", "canonical_url", "headline", "subheadline", "standfirst", "published")
"""Fields that the table calls kept and that have one value in the model for each that a page shows."""


def pages_of(name: str) -> bytes:
    """A fixture edition as a book without the copy."""
    folder = laws.ROOT / "fixtures" / "editions" / name
    return epubs.build(laws.edition(name), epubs.job(folder, options={"copy": "no"}))


def shown(name: str) -> list[Article]:
    """The articles of the book in its order, as they went in."""
    release = gate.clear(laws.edition(name), epubs.NOW).release
    return [story.item for story in make_plan(release).stories() if not isinstance(story.item, Notice)]


def bare(blocks: tuple[body.Block, ...]) -> Iterator[tuple[str, tuple[body.Text, ...]]]:
    """Kind and texts of each block: ids, places in the source and whose a caption is are not on the page."""
    for block in body.walk(blocks):
        if FIDELITY[f"block.{block.__struct_config__.tag}"].degree is Degree.KEPT and not _pictured(block):
            yield type(block).__name__, tuple(body.texts(block))


def _pictured(block: body.Block) -> bool:
    return isinstance(block, body.Figure | body.Gallery | body.InterstitialLink | body.CorrectionNotice)


@pytest.mark.parametrize("name", ["minimal", "full", "photos", "packages"])
def test_the_pages_give_back_what_the_table_calls_kept(name: str) -> None:
    back, _ = read(pages_of(name))
    before = {article.id: article for article in shown(name)}
    kept = [field for field in PAGES if FIDELITY[f"field.{field}"].degree is Degree.KEPT]
    assert len(kept) == len(PAGES)
    assert list(before) == [article.id for article in back.articles]
    for article in back.articles:
        was = before[article.id]
        assert {f: getattr(article, f) for f in kept} == {f: getattr(was, f) for f in kept}
        if was.modified != was.published:
            assert article.modified == was.modified
        if was.headline == "Pictures that are not there":
            continue  # their words stand in paragraphs
        texts = [kind_and_words(*block) for block in bare(article.body)]
        assert texts == [kind_and_words(*block) for block in bare(was.body)]


def kind_and_words(kind: str, texts: tuple[body.Text, ...]) -> tuple[str, list[str]]:
    return kind, [body.plain(text) for text in texts]


@pytest.mark.parametrize("name", ["multilingual", "hostile"])
def test_every_story_comes_back_in_its_order(name: str) -> None:
    back, _ = read(pages_of(name))
    assert [article.id for article in back.articles] == [article.id for article in shown(name)]


def test_marks_come_back_as_they_were() -> None:
    def letters(article: Article) -> list[tuple[str, tuple[body.Mark, ...]]]:
        """Each letter with its marks, but those of named things, which a page does not show."""
        (found,) = [b for b in article.body if isinstance(b, body.Paragraph) and "Mrkstrong" in body.plain(b.text)]
        named = body.Entity
        return [(c, tuple(m for m in run.marks if not isinstance(m, named))) for run in found.text for c in run.text]

    before = next(a for a in shown("full") if "Fldheadline" in a.headline)
    back = next(a for a in read(pages_of("full"))[0].articles if a.id == before.id)
    assert letters(back) == letters(before)


def test_sections_and_metadata_come_back(tmp_path: Path) -> None:
    source = epubs.paper()
    back, report = read(epubs.build(source, epubs.job(tmp_path, options={"copy": "no"})))
    assert [(s.title, s.articles) for s in back.sections] == [(s.title, s.articles) for s in source.sections]
    for field in ("id", "language", "date", "publisher", "series", "number", "issn"):
        assert getattr(back, field) == getattr(source, field)
    (told,) = [d for d in report if d.code == "SYN-EPUB-005"]
    assert "front.xhtml" in told.message
    assert "title.xhtml" in told.message


# --- books of others -------------------------------------------------------------------------------------------------

CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
OPF = """<package version="2.0" xmlns="http://www.idpf.org/2007/opf" unique-identifier="i"><metadata
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:isbn:9780000000002</dc:identifier>
<dc:title>An older book</dc:title><dc:language>en-GB</dc:language><dc:creator>Ina Page</dc:creator>
<dc:date>2011-04-05</dc:date></metadata><manifest>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="a" href="text/a.html" media-type="application/xhtml+xml"/>
<item id="b" href="text/b.html" media-type="application/xhtml+xml"/>
<item id="l" href="text/list.html" media-type="application/xhtml+xml"/></manifest>
<spine toc="ncx"><itemref idref="l"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine>
</package>"""
NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>
<navPoint id="1"><navLabel><text>World</text></navLabel><content src="text/list.html"/>
<navPoint id="2"><navLabel><text>First</text></navLabel><content src="text/a.html#top"/></navPoint>
<navPoint id="3"><navLabel><text>Second</text></navLabel><content src="text/b.html"/></navPoint></navPoint>
</navMap></ncx>"""
DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'


def html(content: str, doctype: str = DOCTYPE) -> str:
    return f'{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{content}</body></html>'


STRANGE: Mapping[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "book.opf": OPF,
    "toc.ncx": NCX,
    "text/list.html": html('<ul><li><a href="a.html">First</a></li><li><a href="b.html">Second</a></li></ul>'),
    "text/a.html": html(
        '<h2>The bridge is open</h2><p class="byline">By Ina Page and Tom Leaf (Chief reporter)</p>'
        '<p>Caf&eacute; owners cheered.</p><p>See <a href="b.html">the other</a> and <a href="https://x.example/">x</a>.</p>'
        '<div><img src="../img/b.png" alt="A bridge"/></div><table><tr><th>Day</th></tr><tr><td>One</td></tr></table>'
    ),
    "text/b.html": html("<p>No headline at all.</p>"),
    "img/b.png": epubs.png(5, 7),
}


def packed(**changes: str | bytes) -> bytes:
    entries = {**STRANGE, **{name.replace("__", "/").replace("_", "."): data for name, data in changes.items()}}
    return epubs.repack({name: d.encode() if isinstance(d, str) else d for name, d in entries.items()})


def test_a_book_of_someone_else_is_read() -> None:
    back, report = read(packed())
    assert isinstance(back, Edition)
    assert (back.id, back.title, back.language) == ("urn:isbn:9780000000002", "An older book", "en-GB")
    first, second = back.articles
    assert (first.headline, second.headline) == ("The bridge is open", "Second")
    assert first.bylines == (Byline(name="Ina Page"), Byline(name="Tom Leaf", title="Chief reporter"))
    assert [type(block).__name__ for block in first.body] == ["Paragraph", "Paragraph", "Figure", "Table"]
    said = [body.plain(text) for block in first.body for text in body.texts(block)]
    assert list(filter(None, said)) == ["Café owners cheered.", "See the other and x.", "Day", "One"]
    links = [m.href for b in first.body if isinstance(b, body.Paragraph) for r in b.text for m in r.marks]
    assert links == ["https://x.example/"]
    (rendition,) = first.media[0].renditions
    assert (rendition.href, rendition.media_type, rendition.width, rendition.height) == ("img/b.png", "image/png", 5, 7)
    assert [(s.title, s.articles) for s in back.sections] == [("World", (first.id, second.id))]
    codes = epubs.codes(report)
    assert codes == {"SYN-EPUB-005", "SYN-EPUB-006"}
    assert "1 link(s)" in next(d.message for d in report if d.code == "SYN-EPUB-005")


def test_the_same_book_gives_the_same_ids() -> None:
    assert read(packed())[0] == read(packed())[0]


def test_a_document_that_is_no_xhtml_is_read_as_a_browser_would() -> None:
    back, report = read(packed(text__a_html="<p>Never closed<p>but <b>read"))
    assert [type(block).__name__ for block in back.articles[0].body] == ["Paragraph", "Paragraph"]
    (found,) = [d for d in report if d.code == "SYN-EPUB-004"]
    assert (found.severity.value, found.location.file) == ("warning", "book.epub!text/a.html")


@pytest.mark.parametrize(
    "content",
    [
        html("<p>&x;</p>", '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        html("<div>" * 240 + "deep" + "</div>" * 240),
    ],
    ids=["entities", "deep"],
)
def test_a_document_that_is_refused_is_set_aside_and_the_others_are_read(content: str) -> None:
    back, report = read(packed(text__a_html=content))
    assert [article.headline for article in back.articles] == ["Second"]
    assert [d.severity.value for d in report if d.code == "SYN-EPUB-004"] == ["error"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"META-INF/container.xml": "<container/>"}, "the archive is no book"),
        ({"META-INF/container.xml": "<container>"}, "container.xml"),
        ({"book.opf": "<package>"}, r"book\.opf"),
        ({"book.opf": "<package/>"}, "no story in the book"),
    ],
)
def test_what_holds_no_story_says_so(change: dict[str, str], said: str) -> None:
    entries = {name: d.encode() if isinstance(d, str) else d for name, d in {**STRANGE, **change}.items()}
    with pytest.raises(InputError, match=said):
        read(epubs.repack(entries))


def test_an_archive_without_a_container_is_no_book() -> None:
    with pytest.raises(InputError, match="the archive is no book"):
        read(epubs.repack({"a.txt": b"x"}))


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_book_never_breaks_the_importer(seed: int) -> None:
    chance = random.Random(seed)
    entries = {name: d.encode() if isinstance(d, str) else d for name, d in STRANGE.items()}
    name = chance.choice([n for n in entries if n != "mimetype"])
    data = bytearray(entries[name])
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    entries[name] = bytes(data[: chance.randint(1, len(data))] if seed % 3 == 0 else data)
    try:
        back, _ = read(epubs.repack(entries))
    except SyndicateError:
        return
    assert all(article == replace(article) for article in back.articles)
