"""The Markdown importer: what each key and each construct becomes, what stays unknown, and that no line gets lost."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate import gate
from syndicate.collect import Reading, collect
from syndicate.context import Context, Limits
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.errors import DependencyError, InputError, ModelError, UsageError
from syndicate.formats.sniff import sniff
from syndicate.importers.markdown import MarkdownImporter
from syndicate.model import body, codec
from syndicate.model.article import Article, Edition
from syndicate.model.body import plain

ROOT = Path(__file__).resolve().parent.parent
POSTS = ROOT.parent / "shared" / "samples" / "markdown"
NOW = Context(now=datetime(2030, 1, 1, tzinfo=UTC))


def read(
    post: str | bytes, context: Context = NOW, language: str = "", **options: str
) -> tuple[Article, list[Diagnostic]]:
    """The story of a post, and the findings."""
    report = Report()
    data = post.encode("utf-8", "surrogatepass") if isinstance(post, str) else post
    job = ImportJob(context=context, report=report, language=language, options=options)
    (article,) = MarkdownImporter().read(Source(name="post.md", data=data), job)
    assert isinstance(article, Article)
    return article, list(report)


def headed(*lines: str) -> Article:
    """The story of a post with these lines of YAML."""
    return read("---\ntitle: T\n" + "\n".join(lines) + "\n---\nWords.\n")[0]


def blocks(text: str) -> tuple[body.Block, ...]:
    """The body of a post with a title."""
    return read(f"---\ntitle: T\n---\n{text}")[0].body


def one(text: str) -> body.Block:
    """The only block of a post."""
    (block,) = blocks(text)
    return block


def codes(post: str) -> list[str]:
    """The codes of the findings on a post."""
    return [finding.code for finding in read(post)[1]]


# --- front matter ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('---\ntitle: "A: b"\ntags: [x, y]\nown: z\n---\n', "yaml"),
        ('---\ntitle: "A: b"\ntags: [x, y]\nown: z\n...\n', "yaml"),
        ('+++\ntitle = "A: b"\ntags = ["x", "y"]\nown = "z"\n+++\n', "toml"),
        ('{"title": "A: b", "tags": ["x", "y"], "own": "z"}\n', "json"),
        ("Title: A: b\nTags: x, y\nOwn: z\n\n", "pelican"),
    ],
)
def test_four_ways_to_write_a_head(head: str, kind: str) -> None:
    article, found = read(f"{head}Words.\n")
    assert (article.headline, article.keywords) == ("A: b", ("x", "y"))
    assert [plain(b.text) for b in article.body if isinstance(b, body.Paragraph)] == ["Words."]
    assert set(article.extra.values()) == {"z"} and found == []
    assert article.source_doc is not None and article.source_doc.rules == (f"front matter: {kind}",)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("subtitle: S", "subheadline", "S"),
        ("tagline: S", "subheadline", "S"),
        ("dek: S", "standfirst", "S"),
        ("summary: S", "summary", "S"),
        ("description: S", "summary", "S"),
        ("excerpt: S", "summary", "S"),
        ("slug: s-t", "slug", "s-t"),
        ("section: Sport", "service", "Sport"),
        ("canonical_url: https://news.example/a", "canonical_url", "https://news.example/a"),
        ("permalink: https://news.example/a", "canonical_url", "https://news.example/a"),
        ("lang: pt_BR", "language", "pt-BR"),
        ("locale: en_GB.UTF-8", "language", "en-GB"),
        ("dir: rtl", "dir", "rtl"),
        ("copyright: (c) A", "copyright_notice", "(c) A"),
        ("publisher: P", "provider", "P"),
        ("keywords: a, b,a", "keywords", ("a", "b")),
        ("tags: two words", "keywords", ("two words",)),
        ("date: 2025-03-01T06:00:00Z", "published", datetime(2025, 3, 1, 6, tzinfo=UTC)),
        ("date: 2025-03-01 06:00 UTC", "published", datetime(2025, 3, 1, 6, tzinfo=UTC)),
        ("date: 2025-03-01 1:30:00 -4", "published", datetime(2025, 3, 1, 5, 30, tzinfo=UTC)),
        ("pubDate: Sat, 01 Mar 2025 06:00:00 +0100", "published", datetime(2025, 3, 1, 5, tzinfo=UTC)),
        ("lastmod: 2025-03-01T06:00:00.5+01:00", "modified", datetime(2025, 3, 1, 5, 0, 0, 500000, tzinfo=UTC)),
        ("last_modified_at: 2025-03-01T06:00:00Z", "modified", datetime(2025, 3, 1, 6, tzinfo=UTC)),
        ("expiryDate: 2025-03-01T06:00:00Z", "expires", datetime(2025, 3, 1, 6, tzinfo=UTC)),
        ("embargo: 2025-03-01T06:00:00Z", "embargo_until", datetime(2025, 3, 1, 6, tzinfo=UTC)),
        ("publishDate: 2025-03-01T06:00:00Z", "published", datetime(2025, 3, 1, 6, tzinfo=UTC)),
        ("draft: true", "status", "withheld"),
        ("draft: yes", "status", "withheld"),
        ("draft: not sure", "status", "withheld"),
        ("draft: false", "status", "usable"),
        ("published: false", "status", "withheld"),
        ("published: true", "status", "usable"),
        ("status: hidden", "status", "withheld"),
        ("status: published", "status", "usable"),
        ("visibility: members", "status", "withheld"),
        ("weight: 20", "extra", {"frontmatter:weight": "20"}),
        ("a: {b: {c: d}}", "extra", {"frontmatter:a.b.c": "d"}),
        ("a: [1, 2.0, yes]", "extra", {"frontmatter:a": '["1","2.0","yes"]'}),
        ("permalink: /:year/:title/", "extra", {"frontmatter:permalink": "/:year/:title/"}),
        ("slug: [a]", "extra", {"frontmatter:slug": '["a"]'}),
    ],
)  # fmt: skip
def test_a_key_becomes_a_field(line: str, field: str, value: object) -> None:
    assert getattr(headed(line), field) == value


def test_people() -> None:
    def names(line: str) -> list[str]:
        return [byline.name for byline in headed(line).bylines]

    assert names("author: Ann Ash") == ["Ann Ash"]
    assert names("authors: Ann Ash, Ben Birch") == ["Ann Ash", "Ben Birch"]
    assert names("authors: [Ann Ash, {name: Ben Birch}]") == ["Ann Ash", "Ben Birch"]
    (byline,) = headed("author: {name: Ann, title: Editor, url: https://a.example/, email: a@a.example, x: y}").bylines
    assert (byline.title, byline.contact) == ("Editor", "a@a.example")
    article = headed("author: {name: Ann, url: https://a.example/, email: a@a.example, x: y}")
    assert article.extra == {"frontmatter:author.Ann.x": "y", "frontmatter:author.Ann.url": "https://a.example/"}
    assert headed("author: [[a]]").extra == {"frontmatter:author": '[["a"]]'}


def test_descriptions_that_differ_are_all_kept() -> None:
    article = headed("excerpt: A", "description: B", "summary: A")
    assert article.summary == "A"
    assert [(other.role, other.text) for other in article.alt_descriptions] == [("seo", "B")]


def test_a_private_note_never_leaves() -> None:
    article = headed("internal_note: ask the lawyers")
    assert [(note.text, note.public) for note in article.ed_notes] == [("ask the lawyers", False)]
    assert article.extra == {}


@pytest.mark.parametrize(
    "value", ["2025-03-01", "2025-03-01 06:00", "March 2025", "Last Modified", "2025-02-30T06:00Z"]
)
def test_a_date_that_is_no_instant_stays_a_candidate(value: str) -> None:
    article, found = read(f"---\ntitle: T\ndate: {value}\n---\nx\n")
    assert article.published is None
    assert [candidate.value for candidate in article.date_candidates] == [value]
    assert [finding.code for finding in found] == ["SYN-MD-002"]


def test_a_zone_makes_a_time_an_instant_and_a_day_not() -> None:
    post = "---\ntitle: T\ndate: {}\n---\nx\n"
    article, found = read(post.format("2025-07-01 06:00"), zone="Europe/Berlin")
    assert article.published == datetime(2025, 7, 1, 4, tzinfo=UTC) and found == []
    assert read(post.format("2025-07-01 06:00"), zone="+05:30")[0].published == datetime(2025, 7, 1, 0, 30, tzinfo=UTC)
    for unknown in ("2025-07-01", "2025-10-26 02:30", "2025-03-30 02:30"):  # a day, twice on the clock, never on it
        assert read(post.format(unknown), zone="Europe/Berlin")[0].published is None
    with pytest.raises(UsageError, match="no such zone"):
        read(post.format("2025-07-01"), zone="Atlantis")


def test_an_embargo_without_its_instant_holds_the_story() -> None:
    article, found = read("---\ntitle: T\npublishDate: 2025-03-01\n---\nx\n")
    assert article.signals == ("hold",)
    assert [(finding.code, finding.severity) for finding in found] == [("SYN-MD-005", Severity.ERROR)]


@pytest.mark.parametrize(
    "line", ["draft: true", "published: false", "status: draft", "publishDate: 2099-01-01T00:00:00Z", "embargo: soon"]
)
def test_what_is_not_to_be_read_never_passes_the_gate(line: str) -> None:
    clearance = gate.clear(Edition(id="urn:x:e", articles=(headed(line),)), NOW.now)
    assert len(clearance.held) == 1 and not clearance.release.items


def test_a_folder_of_drafts_keeps_its_posts_back(tmp_path: Path) -> None:
    place = tmp_path / "_drafts" / "a.md"
    place.parent.mkdir()
    place.write_text("# T\n\nx\n")
    (article,) = MarkdownImporter().read(Source("a.md", place), ImportJob(context=NOW, report=Report()))
    assert isinstance(article, Article) and article.status == "withheld"


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("---\ntitle: A: b\n---\n", 2),
        ("---\ntitle: T\nx: [\n---\n", 4),
        ("---\ntitle: T\nx: *nothing\n---\n", 3),
        ("+++\ntitle = \n+++\n", 2),
        ("---\ntitle: T\ndraft: true\n\n", 1),
        ("+++\ntitle = 'T'\n\n", 1),
        ('{"title": "T",\n "x": }\n', 2),
    ],
)
def test_a_wrong_head_sets_the_post_aside_with_its_line(head: str, line: int) -> None:
    with pytest.raises(ModelError, match="front matter") as raised:
        read(f"{head}x\n")
    assert raised.value.line == line and raised.value.hint


@pytest.mark.parametrize(
    "head",
    [
        "x: " + "[" * 60_000,
        "x: " + "{a: " * 20_000,
        "- " * 20_000,
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9)),
        "x: &x [*x]",
    ],
    ids=["brackets", "braces", "dashes", "bomb", "itself"],
)
def test_bombs_in_yaml_are_refused(head: str) -> None:
    with pytest.raises(ModelError):
        read(f"---\ntitle: T\n{head}\n---\nx\n")


def test_towers_in_toml_and_json_are_refused() -> None:
    for post in (
        "+++\nx = " + "[" * 5000 + "\n+++\nx\n",
        '{"x": ' + "[" * 50_000,
        '{"x": ' + '{"a":' * 40 + "1" + "}" * 41,
    ):
        with pytest.raises(ModelError):
            read(post)


def test_yaml_makes_no_objects() -> None:
    article = headed("x: !!python/object/apply:os.system [echo]", "y: !!binary aGk=")
    assert article.extra == {"frontmatter:x": '["echo"]', "frontmatter:y": "aGk="}


def test_a_post_may_open_with_a_divider() -> None:
    for post in (
        "---\n\nWords.\n\n---\n\nMore.\n",
        "---\nWords here.\n---\n",
        "+ one\n+ two\n",
        "Note: this is prose.\n\nx\n",
    ):
        article, found = read(post)
        assert {finding.code for finding in found} == {"SYN-MD-003"}
        assert article.body and article.extra == {}


# --- the story -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x", body.Paragraph),
        ("## x", body.Crosshead),
        ("x\n---", body.Crosshead),
        ("> x", body.Quote),
        ("> [!NOTE]\n> x", body.Box),
        ("- x", body.List),
        ("1. x", body.List),
        ("a\n: b", body.List),
        ("| a |\n|---|\n| b |", body.Table),
        ("```\nx\n```", body.Preformatted),
        ("    x", body.Preformatted),
        ("***", body.Divider),
        ("![a](https://p.example/a.png)", body.Figure),
        ("{{< x >}}", body.Unsupported),
        ("{% x %}", body.Unsupported),
        ("{% raw %}{{ x }}{% endraw %}", body.Unsupported),
        ("<aside>x</aside>", body.Box),
        ("<iframe src='https://v.example/'></iframe>", body.Embed),
        ("<svg><text>x</text></svg>", body.Unsupported),
        ("x <b>y</b>", body.Paragraph),
    ],
)
def test_what_becomes_what(text: str, kind: type) -> None:
    assert type(one(text)) is kind


def test_marks_and_links() -> None:
    block = one("*a* **b** ~~c~~ `d` [e](/f 'g') <https://h.example/> www.i.example, j@k.example [l][L]\n\n[l]: m.html")
    assert isinstance(block, body.Paragraph)
    found = [(run.text, *(getattr(m, "href", type(m).__name__) for m in run.marks)) for run in block.text if run.marks]
    assert found == [
        ("a", "Em"),
        ("b", "Strong"),
        ("c", "Strike"),
        ("d", "Code"),
        ("e", "/f"),
        ("https://h.example/", "https://h.example/"),
        ("www.i.example", "http://www.i.example"),
        ("j@k.example", "mailto:j@k.example"),
        ("l", "m.html"),
    ]


@pytest.mark.parametrize("href", ["javascript:alert(1)", "JaVa&#x53;cript:x", "data:text/html,x", "vbscript:x"])
def test_dangerous_addresses_go(href: str) -> None:
    for text in (f"[words]({href})", f"![words]({href})", f'<a href="{href}">words</a>'):
        article, found = read(f"# T\n\n{text}\n")
        assert [finding.code for finding in found] == ["SYN-HTML-005"]
        encoded = codec.encode_edition(Edition(id="urn:x:e", articles=(article,))).decode()
        assert "cript:" not in encoded.lower() and "data:" not in encoded and "words" in encoded


def test_headline_and_levels() -> None:
    article, _ = read("x\n\n# One\n\n## Two\n\n# Three\n\n#### Four\n")
    assert article.headline == "One"
    assert [(plain(b.text), b.level) for b in article.body if isinstance(b, body.Crosshead)] == [
        ("Two", 1),
        ("Three", 1),
        ("Four", 3),
    ]
    article, found = read("---\ntitle: One\n---\n# One\n\nx\n")
    assert len(article.body) == 1 and found == []


def test_tables_keep_alignment() -> None:
    table = one("| a | b | c | d |\n|:--|:-:|--:|---|\n| *1* | 2 | 3 | 4 |")
    assert isinstance(table, body.Table)
    assert [cell.align for cell in table.rows[0]] == ["left", "center", "right", None]
    assert [plain(cell.text) for cell in (*table.header[0], *table.rows[0])] == ["a", "b", "c", "d", "1", "2", "3", "4"]


def test_lists_nest_and_tasks_show() -> None:
    block = one("1. a\n   - [x] b\n   - [ ] c\n2. d")
    assert isinstance(block, body.List) and block.ordered
    (inner,) = block.items[0].children
    assert [plain(item.text) for item in inner.items] == ["☑ b", "☐ c"] and not inner.ordered


def test_footnotes_are_numbered_as_they_are_called() -> None:
    found = blocks("a[^x] b[^y] c[^x]\n\n[^y]: Y[^z]\n[^x]: X <b>bold</b>\n[^z]: Z\n[^lost]: L\n[^x]: again\n")
    notes = [(b.label, plain(b.text)) for b in found if isinstance(b, body.Footnote)]
    assert notes == [("1", "X bold"), ("2", "Y3"), ("3", "Z"), ("4", "L")]
    assert plain(found[0].text) == "a1 b2 c1"  # type: ignore[union-attr]
    assert any(isinstance(b, body.Paragraph) and plain(b.text) == "again" for b in found)


def test_blocks_know_their_lines() -> None:
    found = blocks("\n\none\ntwo\n\n- a\n- b\n\n\n<p>x\ny</p>\n")
    assert [(b.span.start, b.span.end) for b in found if b.span] == [(6, 7), (9, 10), (13, 14)]


def test_shortcodes_are_kept_and_code_is_code() -> None:
    found = blocks("a {{ x }} b\n\n`{{ y }}`\n\n```\n{% z %}\n```\n")
    assert [type(b).__name__ for b in found] == ["Paragraph", "Unsupported", "Paragraph", "Paragraph", "Preformatted"]
    assert found[1].source == "{{ x }}" and found[4].text == "{% z %}"  # type: ignore[union-attr]
    assert plain(found[3].text) == "{{ y }}"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ('{{ "/a/" | url }}', "/a/"),
        ("{{ '/a/' | relative_url }}", "/a/"),
        ("{{ site.baseurl }}/a/", "/a/"),
        ("{static}/a/", "a/"),
        ('{{< ref "a.md" >}}', None),
        ("{{ page.url }}", None),
        ("{% post_url 2025-01-01-a %}", None),
    ],
)
def test_addresses_in_expressions(href: str, address: str | None) -> None:
    block = one(f"[words]({href})")
    assert isinstance(block, body.Paragraph) and plain(block.text) == "words"
    assert [mark.href for run in block.text for mark in run.marks if isinstance(mark, body.Link)] == (
        [] if address is None else [address]
    )


def test_the_site_makes_addresses_absolute() -> None:
    post = '---\ntitle: T\npermalink: /a/\n---\n[b]({{ "/b/" | url }}) [c](/c/) [d](d/) ![e](/e.png)\n'
    article, _ = read(post, site="https://news.example/sub/")
    assert article.canonical_url == "https://news.example/a/"
    block = article.body[0]
    assert isinstance(block, body.Paragraph)
    links = [mark.href for run in block.text for mark in run.marks if isinstance(mark, body.Link)]
    assert links == ["https://news.example/b/", "https://news.example/c/", "d/"]
    assert article.media[0].renditions[0].href == "https://news.example/e.png"
    with pytest.raises(UsageError, match="no address"):
        read(post, site="news")


def test_html_acts_nowhere() -> None:
    post = (
        "# T\n\n<script>alert(1)</script>\n\n<p onclick='x()'>a <img src=x onerror=alert(1)></p>\n\n"
        "<style>b{}</style> c <x onload=y>d</x>\n"
    )
    encoded = codec.encode_edition(Edition(id="urn:x:e", articles=(read(post)[0],))).decode()
    assert not any(word in encoded for word in ("alert", "onclick", "onerror", "onload", "script"))


def test_html_may_hold_markdown() -> None:
    (box,) = blocks("<div>\n<aside>\n\n## Title\n\n*Words* in `it`.\n\n</aside>\n</div>\n")
    assert isinstance(box, body.Box) and box.title == "Title"
    assert plain(box.blocks[0].text) == "Words in it."  # type: ignore[union-attr]


def test_an_element_without_its_end_takes_nothing_along() -> None:
    found = blocks("<div>\n\nOne.\n\n## Two\n")
    assert [type(b).__name__ for b in found] == ["Paragraph", "Crosshead"]


# --- bounds and surroundings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [">" * 300 + " a", "- " * 300 + "a", "<div>" * 400 + "a"], ids=["quotes", "lists", "divs"]
)
def test_towers_are_refused(text: str) -> None:
    with pytest.raises(ModelError, match="nested more than"):
        read(f"# T\n\n{text}\n")


@pytest.mark.parametrize("post", [b"", b" \n\n", b"---\ntitle:\n---\n", b"<!-- nothing -->\n"])
def test_a_post_without_words_is_an_error(post: bytes) -> None:
    with pytest.raises(InputError):
        read(post)


def test_a_post_too_large_is_an_error() -> None:
    with pytest.raises(InputError, match="larger than"):
        read("x" * 101, context=Context(now=NOW.now, limits=Limits(input_size=100)))


@pytest.mark.parametrize(
    "text",
    [
        "{%" * 20_000,
        "{{ " * 20_000 + "}}",
        "{{ x }} " * 5_000,
        "<a " * 20_000,
        "[^" * 20_000,
        "[a]: b\n" * 20_000,
        "<div>\n\n" * 3_000,
        "{% raw %}" * 10_000,
        "www." * 30_000,
        "a@" * 30_000,
        "`" * 50_000,
        "http://" * 20_000 + ")" * 20_000,
    ],
)
def test_nothing_takes_long(text: str) -> None:
    begun = time.process_time()
    read(f"# T\n\nx\n\n{text}\n")
    assert time.process_time() - begun < 10


def test_without_the_parser_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    from syndicate.importers.markdown import tree

    tree._parser.cache_clear()
    monkeypatch.setitem(sys.modules, "pyromark", None)
    with pytest.raises(DependencyError, match="pyromark"):
        read("# T\n\nx\n")
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(DependencyError, match="PyYAML"):
        read("---\ntitle: T\n---\nx\n")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"---\ntitle: T\n---\nx", "markdown"),
        (b"\xef\xbb\xbf---\r\n# c\r\nlayout: post\r\n---\r\n", "markdown"),
        (b'+++\ntitle = "T"\n+++\n', "markdown"),
        (b"---\n\nwords\n", ""),
        (b"--- more ---\n", ""),
        (b"# T\n\nx", ""),
    ],
)
def test_front_matter_tells_a_post(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


def test_the_importer_is_chosen_by_content_then_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\ntitle: By content\n---\n*x*\n")
    (tmp_path / "b.md").write_text("# By name\n\n*x*\n")
    (tmp_path / "c.markdown").write_text("<div>By name as well</div>\n\n*x*\n")
    (tmp_path / "d.md").write_text("---\ntitle: Wrong: head\n---\nx\n")
    collected = collect([str(tmp_path)], NOW)
    assert {article.headline for article in collected.edition.articles} == {"By content", "By name", ""}
    for article in collected.edition.articles:
        assert article.source_doc is not None and article.source_doc.media_type == "text/markdown"
    (aside,) = [finding for finding in collected.report if finding.code == "SYN-INPUT-001"]
    assert aside.location.line == 2 and "front matter" in aside.message
    reading = Reading(importer="wire")
    assert (
        collect([str(tmp_path / "b.md")], NOW, reading=reading).edition.articles[0].source_doc.media_type
        == "text/plain"
    )  # type: ignore[union-attr]


def test_the_same_post_has_the_same_id() -> None:
    post = "---\ntitle: T\ndate: 2025-03-01\n---\nWords.\n"
    assert read(post)[0] == read(post)[0]
    assert read(post)[0].id == read(post.replace("2025-03-01", "2026-03-01"))[0].id


def test_encodings() -> None:
    said = "# 渡船公司\n\n" + "今天早上渡船公司说，从下星期开始增加两班船。" * 4
    article, found = read(said.encode("gb18030"))
    assert article.headline == "渡船公司" and [finding.code for finding in found] == ["SYN-MD-001"]
    assert read(said.encode("utf-16"))[0].headline == read(said.encode("gbk"), encoding="gbk")[0].headline == "渡船公司"
    assert read(said.encode("gbk"), encoding="gbk")[1] == []
    with pytest.raises(UsageError, match="unknown"):
        read(said, encoding="morse")
    with pytest.raises(InputError, match="not in ascii"):
        read(said, encoding="ascii")


# --- nothing gets lost -----------------------------------------------------------------------------------------------

PIECES = [
    "{0} words.\n\n",
    "# {0}\n\n",
    "### {0} ###\n\n",
    "{0}\n===\n\n",
    "*{0}* **{1}** ~~{2}~~ `{3}`\n\n",
    "{0}\\\n{1}  \n{2}\n\n",
    "- {0}\n  - {1}\n    {2}\n\n  {3}\n\n",
    "1. {0}\n2. {1}\n\n       {2}\n\n",
    "> {0}\n> > {1}\n> - {2}\n\n",
    "> [!TIP]\n> {0}\n\n",
    "| {0} | {1} |\n|---|:-:|\n| {2} | {3} | {4} |\n\n",
    "```{0}\n{1}\n{{{{ {2} }}}}\n```\n\n",
    "    {0}\n    {1}\n\n",
    '[{0}](/x "{1}") ![{2}](/y "{3}")\n\n',
    "[{0}][r]\n\n[r]: https://{1}.example/\n\n",
    "[{0}]: https://{1}.example/ '{2}'\n\n",
    "[![{0}](/z)](https://{1}.example/)\n\n",
    "{0}[^n]\n\n[^n]: {1}\n\n    {2}\n\n",
    "[^m]: {0}\n\n",
    "{0}\n: {1}\n: {2}\n\n",
    "<div>\n\n{0}\n\n</div>\n\n",
    "<p>{0} <b>{1}</b></p>\n\n",
    "{0} <em>{1}</em> <u>{2}</u>\n\n",
    "<!-- {0} -->\n\n",
    "{0}<!-- {1} -->\n\n",
    "<aside>\n{0}\n\n*{1}*\n\n",
    "<table><tr><td>{0}<td>{1}</table>\n\n",
    "<x-y>{0}</x-y>\n\n",
    "<ul>\n<li>{0}\n</ul>\n\n",
    "{{{{< {0} >}}}}\n\n",
    "{0} {{% {1} %}} {2}\n\n",
    "{{% highlight {0} %}}\n{1}\n{{% endhighlight %}}\n\n",
    "{{# {0} #}}\n\n",
    "{{% comment %}}\n{0}\n{{% endcomment %}}\n\n",
    "- {0} {{{{ {1} }}}}\n\n",
    "## {0} {{{{ {1} }}}}\n\n",
    "| a |\n|---|\n| {{{{ {0} }}}} |\n\n",
    "[{0}]({{{{ {1} }}}})\n\n",
    "![{0}]({{{{ {1} }}}})\n\n",
    "- [ ] {0}\n- [x] {1}\n\n",
    "---\n\n",
    "{0}\n{{: .{1}}}\n\n",
    "https://{0}.example/ {1}@{2}.example\n\n",
    "\t{0}\n\n",
    "* {0}\n\n  | a |\n  |---|\n  | {1} |\n\n",
    "> ```\n> {0}\n> ```\n> # {1}\n\n",
    "- > {0}\n  > - {1}\n\n",
    "<details><summary>{0}</summary>\n\n{1}\n\n</details>\n\n",
]
HEADS = [
    "title: {0}\n",
    "subtitle: {0}\ntagline: {1}\n",
    "tags: [{0}, {1}]\n",
    "author: {{name: {0}, email: {1}, x: {2}}}\n",
    "{0}: {1}\n",
    "date: {0}\n",
    "image: {{src: /{0}.png, alt: {1}, caption: {2}, who: {3}}}\n",
    "image_alt: {0}\n",
    "draft: {0}\n",
    "# {0}\n",
    "permalink: /{0}/\n",
    "a: &a {0}\nb: *a\n",
    "categories:\n  - {0}\n  - {1}\n",
    "summary: >\n  {0}\n  {1}\nexcerpt: {2}\n",
    "lang: {0} {1}\n",
    "id: {0}\n",
    "slug: {0}\n",
    "note: {{{0}: [{1}, {{{2}: {3}}}]}}\n",
]


def _filled(pieces: list[str]) -> tuple[str, list[str]]:
    """The pieces with words that no other text holds, and the words."""
    words: list[str] = []
    done = []
    for number, piece in enumerate(pieces):
        own = [f"w{number}x{place}v" for place in range(5)]
        words += [own[place] for place in range(5) if f"{{{place}}}" in piece.replace("{{", "").replace("}}", "")]
        done.append(piece.format(*own))
    return "".join(done), words


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(HEADS), max_size=6, unique=True), st.lists(st.sampled_from(PIECES), min_size=1, max_size=8)
)
def test_every_line_is_in_the_story_or_in_a_finding(heads: list[str], pieces: list[str]) -> None:
    text, words = _filled(heads + pieces)
    head = "".join(piece.format(*(f"w{n}x{p}v" for p in range(5))) for n, piece in enumerate(heads))
    post = (
        f"---\ntitle: T\n{head}---\n{text[len(head) :]}"
        if "title: {0}\n" not in heads
        else f"---\n{head}---\n{text[len(head) :]}"
    )
    try:
        article, found = read(post)
    except InputError as error:
        assert "no story in it" in error.message
        return
    kept = codec.encode_edition(Edition(id="urn:x:e", articles=(article,))).decode()
    told = " ".join(finding.message for finding in found)
    lost = [word for word in words if word not in kept and word not in told]
    assert not lost or all(re.search(rf"\{{: \.{word}\}}", post) for word in lost), (lost, post)


@settings(deadline=None, max_examples=300)
@given(st.text() | st.binary() | st.text(alphabet="#*_`~[](){}<>!|-+=:.^\\/ \n\t\"'&;ax1%"))
def test_any_text_gives_a_story_or_an_error(text: str | bytes) -> None:
    try:
        article, _ = read(text)
    except InputError:
        return
    edition = Edition(id="urn:x:e", articles=(article,))
    assert codec.decode_edition(codec.encode_edition(edition)) == edition
    gate.clear(edition, NOW.now)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="---+++\n{}[]:,\"'&*!|>#%@ abc=1.\t"))
def test_any_head_gives_a_story_or_an_error(text: str) -> None:
    for post in (
        f"---\na: {text}\n---\nx\n",
        f"+++\na = {text}\n+++\nx\n",
        f'{{"a": {text}}}\nx\n',
        f"Title: {text}\n\nx\n",
    ):
        try:
            read(post)
        except InputError as error:
            assert error.message


# --- real posts ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not POSTS.is_dir(), reason="the sample posts do not stand beside the project")
def test_real_posts_go_to_all_formats(tmp_path: Path) -> None:
    """Every post is read without an error, and every output is proven before it takes its place."""
    formats = "rss,atom,newsml-g2,pdf,epub"
    command = [sys.executable, "-m", "syndicate", "export", str(POSTS), "--format", formats, "-o", str(tmp_path)]
    built = ["--built-at", "2025-01-01T00:00:00Z", "--report", "json"]
    done = subprocess.run([*command, *built], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert '"error": 0' in done.stderr
    assert len(list(tmp_path.iterdir())) >= 5
    ids = re.findall(r"<guid[^>]*>([^<]+)", (tmp_path / "feed.rss").read_text(encoding="utf-8"))
    assert len(ids) == len(set(ids)) >= 50
