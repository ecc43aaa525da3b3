"""Feeds as sources: what feedparser reads as well, what it does not, bounds, and whatever comes."""

from __future__ import annotations

import calendar
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import laws
from syndicate import gate, registry
from syndicate.collect import collect
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Diagnostic, Report
from syndicate.errors import InputError
from syndicate.formats.sniff import sniff
from syndicate.importers.feed import dates
from syndicate.model import body, codec
from syndicate.model.article import Article, Edition
from syndicate.model.body import plain, texts

FEEDS = laws.ROOT / "fixtures" / "feeds"
FILES = sorted(path for path in FEEDS.iterdir() if path.name.startswith("feed-") or path.suffix in (".rss", ".atom"))
RSS = '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title>{}</channel></rss>'


def read(data: bytes | str, name: str = "") -> tuple[list[Article], Edition | None, list[Diagnostic]]:
    """The stories of a feed, its head and the findings."""
    raw = data.encode() if isinstance(data, str) else data
    report = Report()
    job = ImportJob(context=laws.context(), report=report)
    found = list(registry.importer(name or sniff(raw)).read(Source(name="feed", data=raw), job))
    stories = [item for item in found if isinstance(item, Article)]
    for story in stories:
        assert codec.decode_article(codec.encode_article(story)) == story
    return stories, next((item for item in found if isinstance(item, Edition)), None), list(report)


def item(inside: str) -> Article:
    """The story of the only item of an RSS feed."""
    (story,) = read(RSS.format(f"<item><title>H</title>{inside}</item>"))[0]
    return story


def said(article: Article) -> str:
    """All words of a story's body."""
    return " ".join(" ".join(plain(t) for block in body.walk(article.body) for t in texts(block)).split())


# --- against the parser that everyone uses ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix != ".json"], ids=lambda path: path.name)
def test_feedparser_reads_the_same(path: Path) -> None:
    """Titles, addresses, ids, writers and the instants that both are certain of."""
    stories, head, _ = read(path.read_bytes())
    theirs = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=True)
    assert head is not None and head.title == _words(theirs.feed.title)
    by_title = {_words(entry.get("title", "")): entry for entry in theirs.entries}
    compared = 0
    for story in stories:
        entry = by_title.get(story.headline)
        if entry is None:
            continue
        compared += 1
        if story.canonical_url and entry.get("link"):
            links = {link.href for link in entry.links if link.rel == "alternate"}  # of several, it takes the last
            assert story.canonical_url in {*links, entry.link}
        names = {alt.value for alt in story.alt_ids} | {story.id}
        assert not entry.get("id") or entry.id in names
        if story.bylines and entry.get("author_detail", {}).get("name"):
            assert entry.author_detail.name in {byline.name for byline in story.bylines}
        if story.published is not None and entry.get("published_parsed"):
            assert calendar.timegm(entry.published_parsed) == int(story.published.timestamp())
    assert compared >= 1


def _words(html: str) -> str:
    from syndicate.importers.feed.entry import of_html

    return of_html(html)


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Sat, 01 Mar 2025 06:30:00 GMT", "2025-03-01T06:30:00Z"),
        ("1 Mar 2025 06:30 -0500", "2025-03-01T11:30:00Z"),
        ("Saturday, 01-Mar-2025 06:30:00 EST", "2025-03-01T11:30:00Z"),
        ("Sat, 01 Mar 2025 06:30:00 -0000", "2025-03-01T06:30:00Z"),
        ("2025-03-01T06:30:00.5+01:00", "2025-03-01T05:30:00.5Z"),
        ("01 Mar 49 00:00:00 Z", "2049-03-01T00:00:00Z"),
        ("01 Mar 50 00:00:00 Z", "1950-03-01T00:00:00Z"),
    ],
)
def test_instants(written: str, instant: str) -> None:
    assert dates.instant(written).value == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "written", ["01 Mar 2025", "2025-03-01T06:30", "1 Mar 2025 06:30 A", "1 Foo 2025 06:30 Z", "x"]
)
def test_what_is_no_instant_is_a_candidate(written: str) -> None:
    story = item(f"<pubDate>{written}</pubDate>")
    assert story.published is None
    assert [candidate.value for candidate in story.date_candidates] == [written]


# --- items -----------------------------------------------------------------------------------------------------------


def test_ids() -> None:
    assert item("<guid>urn:x:1</guid>").id == "urn:x:1"
    by_address = item("<guid>https://a.example/1</guid>")
    assert by_address.canonical_url == "https://a.example/1"
    assert [(alt.kind, alt.value) for alt in by_address.alt_ids] == [("guid", "https://a.example/1")]
    assert by_address.id == item("<guid>https://a.example/2</guid>").id, "an id is made of what the story says"
    assert by_address.id != item("<description>Other words.</description>").id


def test_the_description_is_the_story_or_its_summary() -> None:
    assert item("<description>Short.</description>").summary == "Short."
    assert said(item("<description>&lt;p&gt;Marked up.&lt;/p&gt;</description>")) == "Marked up."
    assert said(item(f"<description>{'Long. ' * 200}</description>")).startswith("Long. Long.")
    full = "<x:encoded xmlns:x='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;All of it.&lt;/p&gt;</x:encoded>"
    both = item(f"<description>&lt;b&gt;In&lt;/b&gt; short.</description>{full}")
    assert (both.summary, said(both)) == ("In short.", "All of it.")
    assert item(f"<description>All of...</description>{full}").summary == ""


def test_a_credit_stays_with_its_picture() -> None:
    content = '<media:content url="https://a.example/{0}.jpg"><media:credit>{0}</media:credit></media:content>'
    bare = '<media:content url="https://a.example/bare.jpg"/>'
    story = item(content.format("Ann") + bare + content.format("Ben"))
    assert [medium.credit for medium in story.media] == ["Ann", "", "Ben"]


def test_what_stands_twice_is_kept_twice() -> None:
    story = item('<x:note xmlns:x="urn:x">one</x:note><x:note xmlns:x="urn:x">two</x:note>')
    assert story.extra == {"x:note": "one", "x:note[2]": "two"}


def test_one_bad_item_among_many() -> None:
    good = "<item><title>{}</title><description>Words.</description></item>"
    bad = ("<item><title>&lt;</b></item>", "<item><title>no end", "<item/>")
    feed = RSS.format(good.format("a") + bad[0] + good.format("b") + bad[1] + good.format("c") + bad[2])
    stories, _, found = read(feed)
    assert [story.headline for story in stories] == ["a", "b", "c"]
    assert [finding.code for finding in found].count("SYN-FEEDIN-001") == 3


def test_a_tombstone_beside_its_notice_is_one_story() -> None:
    atom = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">{}</feed>'
    notice = (
        '<entry><id>urn:x:1</id><title>Gone</title><s:status xmlns:s="http://search.yahoo.com/mrss/" state="deleted"/>'
        "<content>Withdrawn.</content></entry>"
    )
    stone = '<at:deleted-entry ref="{}" when="2025-03-01T00:00:00Z"/>'
    stories, _, _ = read(atom.format(notice + stone.format("urn:x:1") + stone.format("urn:x:2")))
    assert [(story.id, story.status) for story in stories] == [("urn:x:1", "canceled"), ("urn:x:2", "canceled")]


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel><title>T</title></channel></rss>",
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
        b"<html><item><b></item></html>",
        b"<rss",
        b"",
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read(data, "rss")


def test_a_feed_is_an_edition_of_its_own(tmp_path: Path) -> None:
    """Alone it keeps its head; its name does not count."""
    path = tmp_path / "download.txt"
    path.write_bytes((FEEDS / "good.atom").read_bytes())
    edition = collect([str(path)], laws.context()).edition
    assert (edition.id, edition.publisher, len(edition.articles)) == ("urn:example:gazette", "The Harbour Gazette", 3)


ODD = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="http://search.yahoo.com/mrss/" xml:base="https://a.example/x/">
<title>T</title><generator>g</generator><entry xmlns:app="http://www.w3.org/2007/app"><id>tag:a</id>
<title type="html">A &amp;lt;b&amp;gt; &lt;i&gt;word&lt;/i&gt;</title>
<link xml:base="https://b.example/" href="p"/><link rel="license" href="/l"/><link rel="license" href="/l2"/>
<link rel="enclosure" href="/a.zip" type="application/zip"/><link rel="enclosure" href="javascript:x"/>
<author><name>Ann</name><email>ann@a.example</email><uri>/ann</uri><x>y</x></author><author><email>b@a.example</email></author>
<contributor><name>Ben</name><uri>/ben</uri></contributor><contributor><email>c@a.example</email></contributor>
<category term="a"/><category scheme="s" term="t"/><content type="image/png">QUJD</content>
<app:control><app:draft>no</app:draft><app:other>o</app:other></app:control>
<source><author><name>Other</name></author><title/></source></entry></feed>"""


def test_odd_elements_of_atom_are_kept() -> None:
    (story,), _, found = read(ODD)
    assert story.headline == "A <b> word" and story.canonical_url == "https://b.example/p"
    assert story.rights is not None and story.rights.license_url == "https://a.example/l"
    assert [(b.name, b.contact) for b in story.bylines] == [("Ann", "/ann"), ("b@a.example", "")]
    assert [c.name for c in story.contributors] == ["Ben"]
    assert (story.keywords, story.subjects[0].name, story.subjects[0].scheme) == (("a",), "t", "s")
    assert {"atom:author/email", "atom:author/x", "atom:contributor", "atom:content", "app:control/app:other"} <= {
        key.partition("[")[0].partition("@")[0].replace("atom:x", "x") for key in story.extra
    }
    assert story.extra["atom:link license"] == "https://a.example/l2"
    assert story.extra["enclosure"] == "https://a.example/a.zip (application/zip)"
    assert "SYN-FEEDIN-006" in [finding.code for finding in found]


def test_odd_elements_of_modules_are_kept() -> None:
    spaces = (
        'xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/" '
        'xmlns:g="http://www.georss.org/georss" '
        'xmlns:m="http://search.yahoo.com/mrss/" xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:c="http://creativecommons.org/ns#"'
    )
    inside = (
        "<d:language>not a tag</d:language><t:valid>start=2025-01-01T00:00:00Z</t:valid><g:point>up there</g:point>"
        "<g:point>57.5 10</g:point><c:license>https://l.example/</c:license><c:license>https://m.example/</c:license>"
        '<m:group><m:rating>adult</m:rating></m:group><m:content><m:player url="https://p.example/"/></m:content>'
        '<m:content url="https://a.example/1.jpg"><m:title>One</m:title><m:title>Two</m:title><m:hash>x</m:hash></m:content>'
        '<m:status state="active"/><i:image href="https://a.example/2.jpg"/><enclosure/><d:contributor>Ben</d:contributor>'
        '<m:thumbnail url="https://a.example/s.jpg"/><author>Ann &lt;ann@a.example&gt;</author><guid>urn:x:1</guid>'
        '<x:updated xmlns:x="http://www.w3.org/2005/Atom">2025-03-01T00:00:00Z</x:updated>'
    )
    (story,), _, _ = read(f"<rss {spaces}><channel><item><title>H</title>{inside}</item></channel></rss>")
    for key in ("dc:language", "dcterms:valid", "georss:point", "media:rating", "media:content/media:player@url"):
        assert key in story.extra, key
    assert story.extra["cc:license"] == "https://m.example/" and story.extra["media:title"] == "Two"
    assert story.extra["media:thumbnail"] == "https://a.example/s.jpg" and story.extra["media:hash"] == "x"
    assert [medium.alt for medium in story.media] == ["One", ""]
    assert [(b.name, b.contact) for b in story.bylines] == [("Ann", "ann@a.example")]
    assert story.contributors[0].name == "Ben" and story.modified is not None


# --- bounds ----------------------------------------------------------------------------------------------------------


class _Endless(BytesIO):
    """A feed of so many items, made as it is read."""

    def __init__(self, items: int) -> None:
        super().__init__()
        self._parts = self._made(items)
        self._left = b""

    def _made(self, items: int) -> Iterator[bytes]:
        yield b'<rss version="2.0"><channel><title>T</title>'
        for number in range(items):
            text = "&lt;p&gt;Words of the story.&lt;/p&gt;" * 4 + "<!--" + "x" * 20000 + "-->"
            yield f"<item><title>A {number}</title><description>{text}</description></item>".encode()
        yield b"</channel></rss>"

    def read(self, size: int | None = -1) -> bytes:
        while len(self._left) < (size or 0) and (part := next(self._parts, b"")):
            self._left += part
        data, self._left = self._left[:size], self._left[size:]
        return data


class _Stream(Source, frozen=True):
    items: int = 0

    def open(self) -> BinaryIO:
        return _Endless(self.items)


def test_memory_is_that_of_one_item() -> None:
    def peak(items: int) -> int:
        tracemalloc.start()
        job = ImportJob(context=laws.context(), report=Report())
        count = sum(1 for _ in registry.importer("rss").read(_Stream(name="s", items=items), job))
        assert count == items + 1
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    few = peak(50)
    assert peak(400) < few + 2_000_000


# --- whatever comes --------------------------------------------------------------------------------------------------

_SHAPE = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def _lenient(data: bytes, name: str) -> None:
    try:
        read(data, name)
    except InputError as error:
        assert error.message


@_SHAPE
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_anything_is_read_or_refused(data: bytes) -> None:
    for name, before, after in (
        ("rss", b"<rss><channel><item>", b"</item></channel></rss>"),
        ("rss", b"", b""),
        ("atom", b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>', b"</entry></feed>"),
        ("jsonfeed", b'{"items":[{"id":"', b'"}]}'),
        ("jsonfeed", b"", b""),
    ):
        _lenient(before + data + after, name)


_WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=8)
_PIECES = st.lists(
    st.sampled_from(["<p>", "</p>", "<div>", "</i>", "<i>", "<li>", "<td>", "<h2>", "<hr>", "<b", "&amp;", "<!--x-->"])
    | _WORDS.map(lambda word: f" {word} "),
    max_size=14,
)


@_SHAPE
@given(pieces=_PIECES, title=_WORDS)
def test_every_word_of_the_text_is_in_the_story(pieces: list[str], title: str) -> None:
    """Markup in any state: words between tags are in the body, or in a finding."""
    html = "".join(pieces)
    words = [piece.strip() for piece in pieces if piece.startswith(" ")]
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "a", "title": title}]})
    feed: Any = json.loads(data)
    feed["items"][0]["content_html"] = html
    (story,), _, found = read(json.dumps(feed))
    text = said(story) + " ".join(finding.message for finding in found)
    unsupported = "".join(block.source for block in body.walk(story.body) if isinstance(block, body.Unsupported))
    if "<b" not in pieces:  # an open tag makes the words after it attributes, in any browser
        from syndicate.model.legal import clean

        assert [word for word in words if clean(word) not in text + unsupported] == []


_MEMBERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
_NAMES = """id url external_url title content_html content_text summary image banner_image date_published date_modified
authors author tags language attachments _syndicate _other""".split()  # noqa: SIM905


@_SHAPE
@given(members=st.dictionaries(st.sampled_from(_NAMES), _MEMBERS, max_size=10))
def test_members_of_any_kind_are_read_or_set_aside(members: dict[str, object]) -> None:
    good = {"id": "good", "title": "Good", "content_text": "Words."}
    stories, _, _ = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [members, good]}))
    assert stories[-1].headline == "Good"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_cut_makes_a_traceback(path: Path) -> None:
    """Each fixture cut off at forty places."""
    data = path.read_bytes()
    kind = sniff(data)
    for place in range(0, len(data), max(1, len(data) // 40)):
        _lenient(data[:place], kind)


# --- WordPress -------------------------------------------------------------------------------------------------------

WXR = laws.ROOT / "fixtures" / "wxr" / "wxr-site.xml"


def post(text: str, **facts: str) -> tuple[Article, list[Diagnostic]]:
    """The story of a post with this text."""
    facts = {"status": "publish", "post_type": "post", **facts}
    lines = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in facts.items())
    spaces = 'xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    inside = f"<title>H</title><c:encoded>{escaped}</c:encoded>{lines}"
    (story,), _, found = read(f'<rss version="2.0" {spaces}><channel><item>{inside}</item></channel></rss>')
    return story, found


def test_what_readers_did_not_get_does_not_leave() -> None:
    """Of the export file three stories pass the gate."""
    edition = collect([str(WXR)], laws.context()).edition
    cleared = gate.clear(edition, laws.context().gate_clock)
    passed = [article.headline for article in cleared.release.articles]
    assert passed == ["The crane stands & the bill is here", "An older post", "About us"]
    assert len(cleared.held) == 6
    assert "sesame" not in repr(edition)


@pytest.mark.parametrize("state", ["draft", "pending", "private", "trash", "auto-draft", "future", "inherit", "odd"])
def test_states(state: str) -> None:
    assert post("Words.", status=state)[0].status == "withheld"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("One.\n\nTwo\nlines.", "paragraph paragraph"),
        ("[unknown_thing]", "unsupported"),
        ("[thing a=1]inside[/thing]\n\nAfter.", "unsupported paragraph"),
        ("He said [sic] and [2].", "paragraph"),
        ("[sic]", "paragraph"),
        ("[caption]no picture[/caption]", "unsupported"),
        ("[gallery ids='1']", "unsupported"),
        ("[video src='https://a.example/v.mp4']", "video"),
        ("<pre>a\n\nb</pre>", "preformatted"),
        ("<!-- wp:paragraph --><p>One.</p><!-- /wp:paragraph -->\n\n<!-- wp:calendar /-->", "paragraph unsupported"),
        ("[", "paragraph"),
        ("<!-- wp:html -->", ""),
    ],
)
def test_text_of_posts(text: str, kinds: str) -> None:
    story, _ = post(text)
    assert " ".join(str(block.__struct_config__.tag) for block in story.body) == kinds


@_SHAPE
@given(
    pieces=st.lists(
        st.sampled_from(
            ["[a b=1]", "[/a]", "[[c]]", "[caption]", "[/caption]", "[gallery]", "<!-- wp:x -->", "<!-- wp:x /-->",
             "<!--more-->", "\n\n", "\n", "<p>", "</p>", "<pre>", "</pre>", "[", "]", "https://a.example/1"]
        )
        | _WORDS.map(lambda word: f" {word} "),
        max_size=14,
    )
)  # fmt: skip
def test_no_word_of_a_post_gets_lost(pieces: list[str]) -> None:
    """Shortcodes and comments in any state."""
    from syndicate.model.legal import clean

    story, found = post("".join(pieces))
    kept = "".join(block.source for block in body.walk(story.body) if isinstance(block, body.Unsupported))
    text = said(story) + kept + " ".join(finding.message for finding in found) + story.headline
    if "[caption]" not in pieces:
        words = [clean(piece.strip()) for piece in pieces if piece.startswith(" ")]
        assert [word for word in words if word not in text] == []


def test_utc() -> None:
    assert dates.utc("2025-03-01 06:30:00").value == datetime(2025, 3, 1, 6, 30, tzinfo=UTC)
    assert dates.utc("0000-00-00 00:00:00").value is None
