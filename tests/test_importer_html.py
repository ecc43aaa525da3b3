"""The HTML importer: what each element becomes, what is left unknown, and that no word of a page gets lost."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from syndicate.collect import collect
from syndicate.context import Context, Limits
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Report
from syndicate.errors import DependencyError, InputError, ModelError
from syndicate.formats import sanitise
from syndicate.formats.sniff import sniff
from syndicate.formats.xhtml import Style, render
from syndicate.importers.html import HtmlImporter
from syndicate.model import body
from syndicate.model.article import Article
from syndicate.model.body import plain

ROOT = Path(__file__).resolve().parent.parent
NOW = Context(now=datetime(2030, 1, 1, tzinfo=UTC))


def read(page: str | bytes, context: Context = NOW, language: str = "") -> tuple[Article, list[Diagnostic]]:
    """The story of a page, and the findings."""
    report = Report()
    data = page.encode() if isinstance(page, str) else page
    job = ImportJob(context=context, report=report, language=language)
    (article,) = HtmlImporter().read(Source(name="page.html", data=data), job)
    assert isinstance(article, Article)
    return article, list(report)


def blocks(page: str) -> tuple[body.Block, ...]:
    """The body of a page's story."""
    return read(page)[0].body


def one(page: str) -> body.Block:
    """The only block of a page's story."""
    (block,) = blocks(page)
    return block


def codes(page: str | bytes) -> list[str]:
    """The codes of the findings on a page that has a headline."""
    return [finding.code for finding in read(page)[1] if finding.code != "SYN-HTML-003"]


# --- the head --------------------------------------------------------------------------------------------------------

PAGE = """<!doctype html>
<html lang="en-GB" dir="ltr"><head><meta charset="utf-8"><title>Ferries | The Example</title>
<meta name="description" content="Two  more boats."><meta name="author" content="Ann Ash">
<meta property="og:site_name" content="The Example"><meta name="keywords" content="ferry, harbour,ferry">
<meta property="article:published_time" content="2025-03-01T06:00:00+01:00">
<meta property="article:modified_time" content="2025-03-01T08:30:00Z">
<link rel="canonical" href="https://news.example/ferries"></head>
<body><article><h1>Ferries double their trips</h1><p>Text.</p></article></body></html>"""


def test_the_head_of_a_page() -> None:
    article, found = read(PAGE)
    assert found == []
    assert article.headline == "Ferries double their trips"
    assert [(alt.role, alt.text) for alt in article.alt_headlines] == [("seo", "Ferries | The Example")]
    assert (article.summary, article.provider, article.language, article.dir) == (
        "Two more boats.",
        "The Example",
        "en-GB",
        "ltr",
    )
    assert article.keywords == ("ferry", "harbour")
    assert [byline.name for byline in article.bylines] == ["Ann Ash"]
    assert article.canonical_url == "https://news.example/ferries"
    assert article.published == datetime.fromisoformat("2025-03-01T06:00:00+01:00")
    assert article.modified == datetime(2025, 3, 1, 8, 30, tzinfo=UTC)
    assert article.source_doc is not None
    assert (article.source_doc.media_type, article.source_doc.encoding) == ("text/html", "utf-8")


@pytest.mark.parametrize("value", ["2025-03-01T06:00:00", "2025-03-01", "yesterday", "1 March 2025 06:00 GMT"])
def test_a_date_that_is_no_instant_stays_unknown(value: str) -> None:
    for page in (
        f'<head><meta property="article:published_time" content="{value}"></head><h1>H</h1><p>x',
        f'<article><header><h1>H</h1><time datetime="{value}">then</time></header><p>x</article>',
    ):
        article, found = read(page)
        assert article.published is None
        assert [finding.code for finding in found] == ["SYN-HTML-002"]
        assert [candidate.value for candidate in article.date_candidates] == [value]


def test_the_time_in_the_header_counts_and_a_time_in_the_text_does_not() -> None:
    stamp = "2025-03-01T06:00:00Z"
    article, _ = read(f'<article><header><h1>H</h1><time datetime="{stamp}">1 March</time></header><p>x</article>')
    assert article.published == datetime.fromisoformat(stamp)
    assert article.source_doc is not None and 'day shown: "1 March"' in article.source_doc.rules
    article, found = read(f'<h1>H</h1><p>It began on <time datetime="{stamp}">1 March</time>.')
    assert article.published is None and found == []
    assert plain(article.body[0].text) == "It began on 1 March."  # type: ignore[union-attr]


def test_a_page_without_h1_takes_its_title_and_without_title_says_so() -> None:
    assert read("<title>T</title><p>x")[0].headline == "T"
    article, found = read("<p>x")
    assert article.headline == "" and [finding.code for finding in found] == ["SYN-HTML-003"]


def test_the_byline_is_no_paragraph() -> None:
    article, _ = read('<h1>H</h1><p class="byline">By Ann Ash</p><p>x</p>')
    assert [byline.name for byline in article.bylines] == ["Ann Ash"]
    assert len(article.body) == 1
    article, _ = read('<h1>H</h1><p>We met <a rel="author" href="/ann">Ann Ash</a> there.</p>')
    assert plain(article.body[0].text) == "We met Ann Ash there."  # type: ignore[union-attr]


def test_the_language_of_the_page_wins_over_the_fallback() -> None:
    assert read('<html lang="de"><p>x', language="fr")[0].language == "de"
    assert read("<p>x", language="fr")[0].language == "fr"
    assert read('<html lang="not a tag"><p>x')[0].language == "und"


# --- the body --------------------------------------------------------------------------------------------------------


def test_marks() -> None:
    page = (
        "<p><b>a</b><i>b</i><u>c</u><del>d</del><sub>e</sub><sup>f</sup><kbd>g</kbd>"
        '<a href="/x">h</a><span lang=fr>i</span>'
    )
    block = one(page)
    assert isinstance(block, body.Paragraph)
    assert [(run.text, *(type(mark) for mark in run.marks)) for run in block.text] == [
        ("a", body.Strong),
        ("b", body.Em),
        ("c", body.Underline),
        ("d", body.Strike),
        ("e", body.Sub),
        ("f", body.Sup),
        ("g", body.Code),
        ("h", body.Link),
        ("i", body.Lang),
    ]


def test_quotations_and_readings_keep_their_words() -> None:
    block = one("<p>He said <q>so <q>it</q> is</q> in <ruby>東<rp>(</rp><rt>tō</rt><rp>)</rp>京<rt>kyō</rt></ruby>.")
    assert isinstance(block, body.Paragraph)
    assert plain(block.text) == "He said “so ‘it’ is” in 東京."
    assert [m.text for run in block.text for m in run.marks if isinstance(m, body.Ruby)] == ["tō", "kyō"]


def test_blanks_are_shown_as_a_browser_shows_them() -> None:
    block = one("<p>\n  one \t two<b> three </b> four <br>\n five\u00a0six <span>  </span></p>")
    assert isinstance(block, body.Paragraph)
    assert plain(block.text) == "one two three four\nfive\u00a0six"


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<p>x", body.Paragraph),
        ("<div>x</div>", body.Paragraph),
        ("x", body.Paragraph),
        ('<p class="lead">x', body.Lead),
        ("<h2>x</h2>", body.Crosshead),
        ("<blockquote>x</blockquote>", body.Quote),
        ("<ul><li>x</ul>", body.List),
        ('<aside class="pullquote">x</aside>', body.PullQuote),
        ("<table><tr><td>x</table>", body.Table),
        ("<pre>x</pre>", body.Preformatted),
        ("<xmp>x</xmp>", body.Preformatted),
        ("<hr>", body.Divider),
        ('<img src="a.png">', body.Figure),
        ("<aside><p>x</aside>", body.Box),
        ("<details><summary>x</details>", body.Box),
        ('<video src="https://v.example/a.mp4"></video>', body.Video),
        ('<audio src="a.mp3"></audio>', body.Audio),
        ('<iframe src="https://v.example/"></iframe>', body.Embed),
        ('<embed src="https://v.example/">', body.Embed),
        ('<object data="https://v.example/">x</object>', body.Embed),
        ("<svg><text>x</text></svg>", body.Unsupported),
        ("<math><mi>x</mi></math>", body.Unsupported),
        ("<form>x</form>", body.Unsupported),
        ("<x-y>x</x-y>", body.Unsupported),
        ("<dl><dt>x<dd>y</dl>", body.List),
        ("<noscript><p>x</noscript>", body.Paragraph),
        ('<p class="correction">x', body.CorrectionNotice),
        ('<p class="editor-note">x', body.EditorNote),
    ],
)
def test_what_becomes_what(page: str, kind: type[body.Block]) -> None:
    if isinstance(one(f"<body>{page}" if not page.startswith("<h") else page), body.Block):
        assert isinstance(one(page), kind)


def test_headings_count_from_two() -> None:
    found = [b.level for b in blocks("<h1>H</h1><h2>a</h2><h3>b</h3><h6>c</h6>") if isinstance(b, body.Crosshead)]
    assert found == [1, 2, 5]


def test_a_quote_with_who_said_it() -> None:
    for page in (
        "<blockquote><p>One.</p><p>Two.</p><footer>— Ann</footer></blockquote>",
        "<blockquote>One.<br>Two. <cite>Ann</cite></blockquote>",
        "<blockquote><p>One.<p>Two.<p>– <cite>Ann</cite></blockquote>",
        "<figure><blockquote><p>One.<p>Two.</blockquote><figcaption>Ann</figcaption></figure>",
    ):
        block = one(page)
        assert isinstance(block, body.Quote)
        assert (plain(block.text), plain(block.attribution)) == ("One.\nTwo.", "Ann"), page


def test_lists_nest() -> None:
    block = one("<ol><li>a<ul><li>b<ul><li>c</ul></ul> d<li>e</ol>")
    assert isinstance(block, body.List) and block.ordered
    assert [plain(item.text) for item in block.items] == ["a\nd", "e"]
    (inner,) = block.items[0].children
    assert not inner.ordered and plain(inner.items[0].children[0].items[0].text) == "c"


def test_tables_keep_header_caption_and_spans() -> None:
    block = one(
        "<table><caption>C</caption><thead><tr><th>a<th style='color:red; text-align: right'>b</thead>"
        "<tr><td colspan=2 rowspan=9>c<tr><td>d<td align=center>e<tfoot><tr><td colspan=9999>f</table>"
    )
    assert isinstance(block, body.Table)
    assert plain(block.caption) == "C"
    assert [[plain(cell.text) for cell in row] for row in (*block.header, *block.rows)] == [
        ["a", "b"],
        ["c"],
        ["d", "e"],
        ["f"],
    ]
    assert (block.header[0][1].align, block.rows[1][1].align) == ("right", "center")
    assert (block.rows[0][0].colspan, block.rows[0][0].rowspan) == (2, 2)
    assert block.rows[2][0].colspan == 100


def test_a_figure_with_caption_and_credit() -> None:
    page = (
        '<figure><img src="https://p.example/a.jpg" alt="A boat" width="640" height="480">'
        '<figcaption>A boat <em>leaves</em>. <span class="credit">Ann Ash</span></figcaption></figure>'
    )
    article, found = read(f"<h1>H</h1>{page}<p>x</p>{page}")
    (medium,) = article.media
    assert (medium.alt, medium.credit, plain(medium.caption)) == ("A boat", "Ann Ash", "A boat leaves.")
    assert (medium.renditions[0].width, medium.renditions[0].height) == (640, 480)
    assert [b.media for b in article.body if isinstance(b, body.Figure)] == ["m1", "m1"] and found == []


def test_pictures_stand_where_they_stood() -> None:
    article, _ = read('<h1>H</h1><p>a <img src="x.png"> b</p><ul><li>c <img src="y.png"></ul>')
    assert [type(b).__name__ for b in article.body] == ["Paragraph", "Figure", "Paragraph", "List", "Figure"]


def test_a_figure_of_several_is_a_gallery() -> None:
    block = one('<figure><img src="a.png"><img src="b.png"><figcaption>Two</figcaption></figure>')
    assert isinstance(block, body.Gallery) and len(block.figures) == 2 and plain(block.caption) == "Two"


def test_the_largest_of_a_set_and_the_late_picture() -> None:
    page = (
        '<img srcset="s.png 320w, l.png 1280w"><img src="data:image/gif;base64,AA" data-src="late.png">'
        '<picture><source srcset="w.webp 2x"><img alt="x"></picture>'
    )
    hrefs = [r.href for m in read(f"<h1>H</h1>{page}")[0].media for r in m.renditions]
    assert hrefs == ["l.png", "late.png", "w.webp"]


def test_relative_addresses_are_relative_to_the_page_or_stay() -> None:
    page = '<a href="b">x</a><a href="//c.example/d">y</a><a href="#n">z</a>'

    def hrefs(head: str) -> list[str]:
        text = read(f"{head}<h1>H</h1><p>{page}")[0].body[0].text  # type: ignore[union-attr]
        return [mark.href for run in text for mark in run.marks if isinstance(mark, body.Link)]

    assert hrefs("") == ["b", "https://c.example/d"]
    canonical = '<link rel="canonical" href="http://a.example/x/">'
    assert hrefs(canonical) == ["http://a.example/x/b", "http://c.example/d", "http://a.example/x/#n"]
    base = '<base href="https://e.example/y/">'
    assert hrefs(base) == ["https://e.example/y/b", "https://c.example/d", "https://e.example/y/#n"]
    assert hrefs('<base href="javascript:alert(1)//">') == hrefs("")


def test_a_picture_beside_the_page_stays_a_path(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    path = tmp_path / "page.html"
    path.write_text('<link rel="canonical" href="https://n.example/"><h1>H</h1><img src="a.png"><img src="b.png">')
    (article,) = HtmlImporter().read(Source(name="page.html", path=path), ImportJob(context=NOW, report=Report()))
    assert [r.href for m in article.media for r in m.renditions] == ["a.png", "https://n.example/b.png"]


def test_what_an_exporter_wrote_reads_back() -> None:
    """The markup of `formats.xhtml` gives the same blocks again."""
    article, _ = read(
        '<h1>H</h1><p class="lead">a</p><h3>b</h3><blockquote>c<footer>d</footer></blockquote>'
        "<ul><li>e<ol><li>f</ol></ul><table><caption>g<thead><tr><th>h<tbody><tr><td align=right>i</table>"
        "<pre>j\n  k</pre><hr><aside class=sidebar>"
        "<h4>l</h4><p>m</aside><p>n<br>o <b><i>p</i></b> <ruby>q<rt>r</ruby></p><aside class=pullquote>s</aside>"
    )
    again, found = read(f"<h1>H</h1>{render(article, Style())}")
    assert again.body == article.body and found == []


# --- what is no story ------------------------------------------------------------------------------------------------


def test_what_stands_around_the_story_is_shown_and_left_out() -> None:
    article, found = read(
        "<body>stray<nav>Home</nav><article><h1>H</h1><p>x</p><nav>More</nav></article><footer>Imprint</footer></body>late"
    )
    assert [plain(b.text) for b in article.body if isinstance(b, body.Paragraph)] == ["x"]
    assert {f.code for f in found} == {"SYN-HTML-007"}
    for word in ("stray", "Home", "More", "Imprint", "late"):
        assert any(word in f.message for f in found), word


def test_hidden_words_stay_hidden() -> None:
    for mark in ("hidden", "style='DISPLAY : none'", "style='color:red;visibility:hidden'"):
        article, found = read(f"<h1>H</h1><p>x<span {mark}>secret</span></p>")
        assert "secret" not in str(article)
        assert [(f.code, "secret" in f.message) for f in found] == [("SYN-HTML-008", True)]


def test_several_articles_are_one_page() -> None:
    page = "<main><h1>Day</h1><article><p>a</article><article><p>b</article></main>"
    article, found = read(page)
    assert article.headline == "Day" and len(article.body) == 2 and found == []


def test_same_page_same_id_and_another_page_another_one() -> None:
    assert read(PAGE)[0].id == read(PAGE)[0].id
    assert read(PAGE)[0].id == read(PAGE.replace("news.example/ferries", "news.example/boats"))[0].id
    assert read(PAGE)[0].id != read(PAGE.replace("Text.", "Words."))[0].id


# --- bytes, bounds, dependencies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding", "found"),
    [
        ("<h1>É</h1>".encode(), "utf-8", []),
        ("<h1>É</h1>".encode("utf-8-sig"), "utf-8", []),
        ("\ufeff<h1>É</h1>".encode("utf-16-le"), "utf-16-le", []),
        ("\ufeff<h1>É</h1>".encode("utf-16-be"), "utf-16-be", []),
        ('<meta charset="iso-8859-1"><h1>É</h1>'.encode("cp1252"), "windows-1252", []),
        ("<meta charset=koi8-r><h1>\u0416</h1>".encode("koi8-r"), "koi8-r", []),
        ("<h1>É</h1>".encode("cp1252"), "windows-1252", ["SYN-HTML-001"]),
        ("<meta charset=rot13><h1>É</h1>".encode(), "utf-8", []),
        ("<meta charset=nonsense><h1>É</h1>".encode("cp1252"), "windows-1252", ["SYN-HTML-001"]),
    ],
)
def test_encodings(data: bytes, encoding: str, found: list[str]) -> None:
    article, findings = read(data)
    assert article.headline in ("É", "\u0416")
    assert article.source_doc is not None and article.source_doc.encoding == encoding
    assert [finding.code for finding in findings] == found


def test_xhtml_is_read_as_xml() -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="nl"><head>'
        '<title>T</title><script src="x"/></head><body><h1>H</h1><p/><p>a<![CDATA[ <b> ]]>c</p></body></html>'
    )
    article, _ = read(page)
    assert (article.headline, article.language) == ("H", "nl")
    assert [plain(b.text) for b in article.body if isinstance(b, body.Paragraph)] == ["a <b> c"]
    entity = '<!DOCTYPE html [<!ENTITY e "boom">]>' + page.split("\n", 1)[1].replace("<p/>", "<p>&e;</p>")
    assert "boom" not in str(read(entity)[0])


def test_control_characters_go_with_a_finding() -> None:
    article, found = read("<h1>H\x00\x07</h1><p>a\x0bb&#1;c")
    assert "SYN-HTML-011" in [f.code for f in found]
    assert (article.headline, plain(article.body[0].text)) == ("H", "abc")  # type: ignore[union-attr]


def test_right_to_left_marks_stay() -> None:
    text = "\u05d0\u202eb\u202c \u200fc\u2067d\u2069"
    assert plain(one(f"<p>{text}").text) == text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "page", ["", " \n ", "<p></p>", "<script>x</script>", "<!-- x -->", "<html><body></body></html>"]
)
def test_nothing_in_it_is_an_input_error(page: str) -> None:
    with pytest.raises(InputError):
        read(page)


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "aside", "x-y", "table><tr><td", "span", "svg"])
@pytest.mark.parametrize("depth", [70, 400, 5000, 100_000])
def test_endless_nesting_is_refused_or_read(tag: str, depth: int) -> None:
    """Never a crash; what is read is not nested deeper than the model allows."""
    page = f"<h1>H</h1>{f'<{tag}>' * depth}deep"
    try:
        article, found = read(page)
    except ModelError as error:
        assert "nested" in error.message
    else:
        assert depth == 70
        assert "deep" in msgspec.json.encode(article).decode() + str(found)


def test_too_large_is_refused() -> None:
    with pytest.raises(InputError, match="larger"):
        read("<p>" + "x" * 100, replace(NOW, limits=Limits(input_size=50)))


def test_a_megabyte_takes_no_more_than_its_sanitiser_does_twenty_times() -> None:
    """In a process of its own, where nothing counts lines; CPU time, the best of three."""
    script = """
import nh3, time
from test_importer_html import read
line = '<p>The <b>ferry</b> of <a href="https://a.example/">Examplehaven</a> sails at <i>nine</i> each day.</p>'
page = "<h1>H</h1>" + line * (1_000_000 // len(line))
def seconds(work):
    start = time.process_time()
    work(page)
    return time.process_time() - start
print(min(seconds(read) for _ in range(3)) / min(seconds(nh3.clean) for _ in range(3)))
"""
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, cwd=ROOT / "tests", capture_output=True, text=True, timeout=60, check=True)
    assert float(result.stdout) < 20


def test_without_the_sanitiser_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nh3", None)
    with pytest.raises(DependencyError, match="nh3") as caught:
        read("<p>x")
    assert "syndicate[html]" in caught.value.hint


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"<!doctype html><p>x", "html"),
        (b"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>\n<HTML>", "html"),
        (b"\xef\xbb\xbf <article class='a'>", "html"),
        (b"<!-- x --><p>", "html"),
        (b"<p>x", "html"),
        (b"<H1>x", "html"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "html"),
        (b"<p", "html"),
        (b"<rss version='2.0'><channel>", "rss"),
        (b"<harbour>", ""),
        (b"<<p>> x", ""),
        (b"GENEVA <b>x</b>", ""),
        (b"< p>", ""),
    ],
)
def test_html_is_told_by_its_content(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


def test_content_decides_before_the_name(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html", "a.xhtml", "a"):
        (tmp_path / name).write_text("<!doctype html><h1>Ferries</h1><p>Two more.")
        edition = collect([str(tmp_path / name)], NOW).edition
        assert edition.articles[0].headline == "Ferries", name
    (tmp_path / "b.txt").write_text("Ferries double trips\n\nGENEVA (AP) - Two <b>more.\n")
    (article,) = collect([str(tmp_path / "b.txt")], NOW).edition.articles
    assert article.dateline is not None


# --- nothing gets lost -----------------------------------------------------------------------------------------------

_TAGS = (
    "p",
    "div",
    "h2",
    "h4",
    "b",
    "i",
    "a",
    "span",
    "q",
    "sup",
    "code",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "hgroup",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "blockquote",
    "cite",
    "pre",
    "aside",
    "details",
    "summary",
    "figure",
    "figcaption",
    "nav",
    "font",
    "center",
    "svg",
    "math",
    "form",
    "button",
    "select",
    "option",
    "x-box",
    "o:p",
    "noscript",
    "time",
    "address",
    "ruby",
    "label",
    "abbr",
    "mark",
)
_ATTRIBUTES = st.sampled_from(
    [
        "",
        "",
        "",
        ' class="credit"',
        ' class="byline"',
        ' class="lead"',
        ' class="attribution"',
        ' class="box-title"',
        ' class="gallery"',
        ' class="pullquote"',
        ' lang="fr"',
        ' href="/x"',
        " hidden",
        ' class="standfirst"',
        ' datetime="2025-01-01"',
        " onclick=x()",
        ' colspan="3"',
        ' class="author"',
        ' style="text-align:left"',
    ]
)
_VOID = st.sampled_from(
    [
        "<br>",
        "<hr>",
        '<img src="a.png">',
        "<wbr>",
        "<!-- c -->",
        '<embed src="https://e.example/">',
        "<script>s</script>",
        '<iframe src="https://e.example/"></iframe>',
        '<input type="text">',
        "<source>",
        "<style>s</style>",
    ]
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def build(tag: str, attributes: str, inside: list[str], closed: bool) -> str:
        return f"<{tag}{attributes}>{''.join(inside)}{f'</{tag}>' if closed else ''}"

    mostly = st.sampled_from([True, True, True, True, False])
    return st.builds(build, st.sampled_from(_TAGS), _ATTRIBUTES, st.lists(children, max_size=4), mostly)


_HTML = st.lists(st.recursive(st.just("@") | st.just(" @ ") | _VOID, _element, max_leaves=25), min_size=1, max_size=6)


@given(_HTML)
def test_every_word_is_in_the_article_or_in_a_finding(parts: list[str]) -> None:
    """A page of random elements, well nested or not, with words of their own: each arrives, or is shown as left out."""
    count = iter(range(10_000))
    page = re.sub("@", lambda _: f"w{next(count)}x", "".join(parts))
    words = re.findall(r"w\d+x", page)
    report = Report()
    try:
        articles = list(
            HtmlImporter().read(Source(name="p", data=page.encode()), ImportJob(context=NOW, report=report))
        )
    except InputError:
        articles = []
    haystack = msgspec.json.encode(articles).decode() + " ".join(f.message for f in report)
    assert [word for word in words if word not in haystack] == [], page


# --- the allow-list --------------------------------------------------------------------------------------------------


def test_the_allow_list_holds_nothing_that_acts() -> None:
    """No element that runs, loads or sends anything but a picture; no attribute that runs or styles."""
    assert not set(sanitise.ELEMENTS) & {
        "script",
        "style",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "svg",
        "math",
        "template",
        "noscript",
        "base",
        "link",
        "meta",
        "video",
        "audio",
        "source",
        "title",
    }
    attributes = set(sanitise.EVERYWHERE).union(*sanitise.ELEMENTS.values(), *sanitise.VALUES.values())
    assert not {name for name in attributes if name.startswith("on")} | attributes & {"style", "id", "name", "srcset"}


def test_the_allow_list_is_the_documented_one() -> None:
    """The tables of docs/formats/html.md name each element, attribute, class and scheme, and none more."""
    text = (ROOT / "docs" / "formats" / "html.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- allow-list -->\n(.*?)<!-- /allow-list -->", text, re.DOTALL)
    assert table is not None
    documented: dict[str, set[str]] = {}
    for elements, attributes in re.findall(r"^\| (`.*?) \|(.*?)\|$", table.group(1), re.MULTILINE):
        for name in re.findall(r"`([\w-]+)`", elements):
            assert name not in documented, name
            documented[name] = set(re.findall(r"`([\w-]+)`", attributes))
    allowed = {name: set(own) | set(sanitise.VALUES.get(name, ())) for name, own in sanitise.ELEMENTS.items()}
    assert documented == allowed
    for intro, names in (
        ("Everywhere", sanitise.EVERYWHERE),
        ("Classes", sanitise.CLASSES),
        ("Schemes", sanitise.SCHEMES),
    ):
        line = re.search(rf"^{intro}: (.*?)\.$", text, re.MULTILINE | re.DOTALL)
        assert line is not None, intro
        assert set(re.findall(r"`([\w-]+)`", line.group(1))) == set(names)
