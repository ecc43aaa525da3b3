"""Whole pages: what they say of themselves, which part is the story, what is taken out of it; and no word gets lost."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import laws
from syndicate.collect import Reading, choose, collect
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report
from syndicate.errors import InputError
from syndicate.importers.html import HtmlImporter
from syndicate.model import body
from syndicate.model.article import Article
from syndicate.model.body import plain
from test_importer_html import read

TEXT = "".join(
    f"<p>Paragraph {n} of the story says what it has to say about the harbour, and no more.</p>" for n in range(6)
)


def linked(value: object, rest: str = "") -> Article:
    """The story of a page with this JSON-LD."""
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    return read(f"<html><head>{script}{rest}</head><body><article><p>Words.</p></article></body></html>")[0]


def kinds(page: str) -> str:
    return " ".join(str(block.__struct_config__.tag) for block in read(page)[0].body)


# --- JSON-LD ---------------------------------------------------------------------------------------------------------

NEWS = {"@type": "NewsArticle", "headline": "H", "datePublished": "2025-03-01T06:30:00Z", "author": "Ann Ash"}


@pytest.mark.parametrize(
    "value",
    [
        NEWS,
        [{"@type": "WebSite", "name": "x"}, NEWS],
        {"@graph": [{"@type": "Person", "name": "x"}, NEWS]},
        {"@type": "WebPage", "mainEntity": NEWS},
        {**NEWS, "@type": ["Thing", "http://schema.org/ReportageNewsArticle"]},
        {**NEWS, "author": [{"@type": "Person", "name": "Ann Ash"}]},
        {**NEWS, "author": {"@type": "Person", "name": ["Ann Ash"]}},
        {"@graph": [{**NEWS, "author": {"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Ann Ash"}]},
    ],
)
def test_the_article_is_found_wherever_it_stands(value: object) -> None:
    article = linked(value)
    assert article.headline == "H" and article.published is not None
    assert [byline.name for byline in article.bylines] == ["Ann Ash"]


def test_what_is_no_article_says_nothing() -> None:
    article = linked({"@type": "Product", "headline": "Not this", "datePublished": "2025-03-01T06:30:00Z"})
    assert article.headline == "" and article.published is None


def test_an_instant_counts_before_a_day_whoever_says_it() -> None:
    """A date of JSON-LD that is none leaves the field to the next source, and is kept beside it."""
    meta = '<meta property="article:published_time" content="2025-03-01T06:30:00Z">'
    article = linked({**NEWS, "datePublished": "2025-03-01"}, meta)
    assert article.published is not None
    assert [candidate.value for candidate in article.date_candidates] == ["2025-03-01"]
    assert linked(NEWS, meta.replace("2025", "2020")).published.year == 2025  # type: ignore[union-attr]


def test_the_picture_of_the_page_is_a_medium_where_the_story_shows_none() -> None:
    image = {"@type": "ImageObject", "url": "https://a.example/1.jpg", "caption": "C", "creditText": "Ann"}
    (medium,) = linked({**NEWS, "image": [image]}).media
    assert (medium.renditions[0].href, plain(medium.caption), medium.credit) == ("https://a.example/1.jpg", "C", "Ann")
    script = f'<script type="application/ld+json">{json.dumps({**NEWS, "image": "https://a.example/1.jpg"})}</script>'
    page = f'{script}<article><p>W.</p><img src="https://a.example/2.jpg"></article>'
    assert [m.renditions[0].href for m in read(page)[0].media] == ["https://a.example/2.jpg"]


_KEYS = st.text(max_size=8) | st.just("@id")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.just("@id"), inner, max_size=3)
    ),
    max_leaves=10,
)
_PROPERTIES = """headline alternativeHeadline description datePublished dateModified dateCreated author publisher
keywords articleSection inLanguage url mainEntityOfPage image copyrightNotice @graph @id mainEntity""".split()  # noqa: SIM905


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=st.dictionaries(st.sampled_from(_PROPERTIES), _JSON, max_size=8), junk=st.text(max_size=30))
def test_whatever_json_ld_holds_the_page_is_read(found: dict[str, object], junk: str) -> None:
    article = linked({"@type": "NewsArticle", **found}, f"<script type='application/ld+json'>{junk}</script>")
    assert plain(article.body[0].text) == "Words."  # type: ignore[union-attr]


# --- which part ------------------------------------------------------------------------------------------------------

MENU = "<div class=menu>" + "".join(f'<a href="/{n}">Entry {n}</a> ' for n in range(9)) + "</div>"


def test_a_page_of_divisions() -> None:
    foot = "<div>Read <a href=/a>this one</a></div>"
    page = f"<html><body>{MENU}<div><div class=x><h1>H</h1>{TEXT}</div></div>{foot}</body>"
    article, found = read(page)
    assert article.headline == "H" and len(article.body) == 6
    assert any("Entry 3" in finding.message for finding in found)


def test_a_fragment_and_a_plain_page_stay_whole() -> None:
    assert len(read(f"<h1>H</h1>{TEXT}<p><a href=/a>one</a> <a href=/b>two</a> <a href=/c>three</a></p>")[0].body) == 7
    assert (
        len(read(f"<html><body><h1>H</h1>{TEXT}<p>The end, with <a href=/a>a link</a>.</p></body></html>")[0].body) == 7
    )


def test_a_page_without_much_text_is_read_whole() -> None:
    assert kinds(f"<html><body>{MENU}<p>Short.</p></body></html>") == "paragraph"


# --- leftovers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ('<div class="share-bar"><a href="#">Share</a></div><p>W.</p>', "paragraph"),
        ("<p>W.</p><p>Advertisement</p>", "paragraph"),
        ('<div class="related"><ul><li><a href="/a">Other story</a></li></ul></div><p>W.</p>', "paragraph"),
        (f'<div class="related">{TEXT}</div>', " ".join(["paragraph"] * 6)),
        ("<p>One.</p><p><b>What is next</b></p><p>Two.</p>", "paragraph crosshead paragraph"),
        ("<p>One.</p><p><b>He said it.</b></p><p>Two.</p>", "paragraph paragraph paragraph"),
        ('<p>One.</p><p class="crosshead">What is next</p>', "paragraph crosshead"),
        ('<p>W.</p><p>Read more: <a href="/a">Other</a></p>', "paragraph interstitial_link"),
        ('<p>W.</p><p>Read more: <a href="/a">Other</a>, which tells the whole of it.</p>', "paragraph paragraph"),
        ('<div><img src="https://a.example/1.jpg"><p class="caption">C</p></div>', "figure"),
        ("<p>W.</p><p>Reporting by Ann Ash</p>", "paragraph"),
        ("<p>Reporting by night is not easy, as every desk of a paper knows.</p><p>W.</p>", "paragraph paragraph"),
        ('<p>W.</p><p class="social">Social work is what she does.</p>', "paragraph paragraph"),
    ],
)
def test_leftovers(html: str, blocks: str) -> None:
    assert kinds(f"<article><h1>H</h1>{html}</article>") == blocks


def test_a_credit_in_the_caption_is_a_credit() -> None:
    page = "<figure><img src=https://a.example/1.jpg><figcaption>The pier. {}</figcaption></figure>"
    for line in ("Photo: Ann Ash", "(Photo by Ann Ash)", "Foto: Ann Ash"):
        (medium,) = read(page.format(line))[0].media
        assert plain(medium.caption) == "The pier." and "Ann Ash" in medium.credit


def test_contributors() -> None:
    line = "Reporting by Ann Ash in Oslo and Ben Birch; additional reporting by Cat Cole; editing by Dan Dow"
    article, _ = read(f"<article><p>W.</p><p>({line})</p></article>")
    assert [(c.name, c.role, c.place) for c in article.contributors] == [
        ("Ann Ash", "reporting", "Oslo"),
        ("Ben Birch", "reporting", ""),
        ("Cat Cole", "additional reporting", ""),
        ("Dan Dow", "editing", ""),
    ]
    assert article.source_doc is not None and f'line of credits: "({line})"' in article.source_doc.rules


_CLASSES = ("share", "tags", "related", "date", "by", "kicker", "caption", "crosshead", "ad", "story", "comments")
_PARTS = st.lists(
    st.builds(
        "<{0} class='{1}'>{2}</{0}>".format,
        st.sampled_from(["p", "div", "span", "ul", "h2", "section", "figcaption"]),
        st.sampled_from(_CLASSES),
        st.sampled_from(["@", "<a href=/a>@</a>", "@ @", "By @", "<b>@</b>", "Read more: <a href=/b>@</a>", "3 March @",
                         "<img src=https://a.example/1.jpg>", "<time datetime=2025-03-01>@</time>", "Photo: @",
                         "Reporting by @; editing by @"]),
    ),
    max_size=9,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=_PARTS, whole=st.booleans())
def test_every_word_is_in_the_story_or_told(parts: list[str], whole: bool) -> None:
    """Classes that lead to something being taken out, in any mixture: each word arrives, or is shown as left out."""
    count = iter(range(10_000))
    page = re.sub("@", lambda _: f"w{next(count)}x", "".join(parts))
    page = f"<html><body>{MENU}{page}{TEXT}</body></html>" if whole else page
    report = Report()
    articles: list[Any] = []
    with suppress(InputError):
        articles += HtmlImporter().read(Source(name="p", data=page.encode()), ImportJob(laws.context(), report))
    haystack = msgspec.json.encode(articles).decode() + " ".join(finding.message for finding in report)
    assert [word for word in re.findall(r"w\d+x", page) if word not in haystack] == [], page


# --- folders ---------------------------------------------------------------------------------------------------------


def test_a_folder_of_everything(tmp_path: Any) -> None:
    """Each file goes to its importer; what cannot be read is set aside; `--from` overrides."""
    fixtures = laws.ROOT / "fixtures"
    for name, path in {
        "a.html": "html/html-linked.html",
        "b.xml": "feeds/good.rss",
        "c.xml": "wxr/wxr-site.xml",
        "d.json": "feeds/good.json",
        "e.txt": "wire/" + sorted(p.name for p in (fixtures / "wire").glob("*.txt"))[0],
        "f.md": "markdown/" + sorted(p.name for p in (fixtures / "markdown").glob("md-*.md"))[0],
        "g.atom": "feeds/feed-whole.atom",
    }.items():
        (tmp_path / name).write_bytes((fixtures / path).read_bytes())
    (tmp_path / "x.rss").write_bytes(b"<rss><channel>")
    (tmp_path / "y.html").write_bytes(b"")
    collected = collect([str(tmp_path)], laws.context())
    assert [(s.file.rpartition("/")[2], s.importer) for s in collected.sources] == [
        ("a.html", "html"), ("b.xml", "rss"), ("c.xml", "wxr"), ("d.json", "jsonfeed"), ("e.txt", "wire"),
        ("f.md", "markdown"), ("g.atom", "atom"), ("x.rss", "rss"),
    ]  # fmt: skip
    assert [d.location.file.rpartition("/")[2] for d in collected.report if d.code == "SYN-INPUT-001"] == [
        "x.rss",
        "y.html",
    ]
    assert len(collected.edition.articles) > 15
    chosen = choose(Source(name="b.xml", data=b"<rss>"), Reading(importer="wire"))
    assert (chosen.importer, chosen.why) == ("wire", "--from says so")


def test_pointers_keep_their_address() -> None:
    page = '<article><p>W.</p><p>See also: <a href="https://a.example/1"><b>Other</b></a></p></article>'
    last = read(page)[0].body[-1]
    assert isinstance(last, body.InterstitialLink) and last.href == "https://a.example/1"
