"""RSS and Atom: what leaves is valid, says what the story says letter for letter, and invents nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndicate import gate, pipeline
from syndicate.context import Context, MediaStore
from syndicate.contracts import Degree, Exporter, ExporterRow, Job, Proof
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.exporters.feed.atom import AtomExporter
from syndicate.exporters.feed.rss import RssExporter
from syndicate.exporters.feed.story import Story, Teller, html_bytes
from syndicate.model import body, codec, features, legal
from syndicate.model.article import (
    Article,
    Byline,
    Correction,
    Credit,
    Dateline,
    Edition,
    EdNote,
    Media,
    Rendition,
    Rights,
    Subject,
)
from syndicate.rows import exporters
from syndicate.validators.feed import AtomValidator, RssValidator

EDITIONS = Path(__file__).parent.parent / "fixtures" / "editions"
NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)
BASE = "https://gazette.example.org/feeds/"
A = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
MODIFIED = "{http://purl.org/dc/terms/}modified"
DC = "{http://purl.org/dc/elements/1.1/}"
KINDS = ("rss", "atom")
EXPORTER: dict[str, type[Exporter]] = {"rss": RssExporter, "atom": AtomExporter}
VALIDATOR = {"rss": RssValidator, "atom": AtomValidator}
AWKWARD = (
    "AT&T",
    "<b>",
    "&amp;",
    "</p>",
    "a < b > c & d",
    "&lt;i&gt; is how one writes <i>",
    "Tea ☕ and 🧑‍🚒",
    "مرحبا بالعالم",
    "שלום עולם",
    "台北のニュース",
    "]]> and <![CDATA[",
    "\"Quotes\" and 'more'",
    "100 % of &nbsp; and &#x26;",
)


def row(kind: str) -> ExporterRow:
    return exporters()[kind]


def export(
    kind: str,
    edition: Edition,
    *,
    base: str = BASE,
    built_at: datetime | None = NOW,
    media: MediaStore | None = None,
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The bytes of `edition` as the exporter makes them, and what it reported."""
    release = gate.clear(edition, datetime(2030, 1, 1, tzinfo=UTC)).release
    context = Context(now=NOW + timedelta(hours=1), media=media or MediaStore())
    job = Job(row=row(kind), context=context, report=Report(), stem="feed", built_at=built_at, base_url=base)
    artifact, css = EXPORTER[kind]().export(release, job)
    assert artifact.name == f"feed.{kind}"
    assert artifact.media_type == f"application/{kind}+xml"
    assert (css.name, css.format, css.beside) == ("feed.css", "css", True)
    return b"".join(artifact.chunks), tuple(job.report)


def judged(kind: str, data: bytes, folder: Path) -> list[Diagnostic]:
    path = folder / "judged"
    path.write_bytes(data)
    return list(VALIDATOR[kind]().check(path, Proof(name="judged", context=Context(now=NOW))))


def codes(found: Iterable[Diagnostic]) -> list[str]:
    return [d.code for d in found]


def paragraph(*parts: str | body.Run, bid: str = "p1") -> body.Paragraph:
    return body.Paragraph(bid=bid, text=body.text(*parts))


def story(number: int = 1, **changes: object) -> Article:
    base = Article(
        id=f"urn:example:story-{number}",
        headline=f"Story {number}",
        summary="What it says in short.",
        language="en",
        canonical_url=f"https://gazette.example.org/story-{number}",
        published=datetime(2025, 2, 28, 18, 30, tzinfo=UTC),
        modified=datetime(2025, 3, 1, 7, 15, tzinfo=UTC),
        body=(paragraph("The first words of the story."),),
    )
    return msgspec.structs.replace(base, **changes)


def edition(*articles: Article, **changes: object) -> Edition:
    base = Edition(
        id="urn:example:edition",
        title="The Harbour Gazette",
        description="News of the harbour & the sea.",
        language="en",
        url="https://gazette.example.org/",
        publisher="Gazette Press",
        articles=articles or (story(),),
    )
    return msgspec.structs.replace(base, **changes)


def items(kind: str, data: bytes) -> list[etree._Element]:
    root = etree.fromstring(data)
    return root.findall("channel/item" if kind == "rss" else f"{A}entry")


def text(kind: str, item: etree._Element, name: str) -> str | None:
    return item.findtext(name if kind == "rss" else f"{A}{name}")


def html(kind: str, item: etree._Element) -> str:
    return item.findtext(ENCODED if kind == "rss" else f"{A}content") or ""


# --- every edition ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(p.name for p in EDITIONS.iterdir() if (p / "edition.json").is_file()))
@pytest.mark.parametrize("base", [BASE, ""], ids=["base", "no-base"])
def test_edition_is_valid(kind: str, name: str, base: str, tmp_path: Path) -> None:
    source = codec.decode_edition((EDITIONS / name / "edition.json").read_bytes())
    late = datetime(2029, 1, 1, tzinfo=UTC)
    media = MediaStore(default=EDITIONS / name)
    data, reported = export(kind, source, base=base, built_at=late, media=media)
    assert not [d for d in judged(kind, data, tmp_path) if d.severity is Severity.ERROR]
    assert not [d for d in reported if d.severity is Severity.ERROR]
    passed = gate.clear(source, datetime(2030, 1, 1, tzinfo=UTC)).release.items
    ids = [text(kind, item, "guid" if kind == "rss" else "id") or "" for item in items(kind, data)]
    # Atom wants IRIs, which may not hold a few characters that an id of ours may.
    assert [unquote(i) for i in ids] == [unquote(i.id) for i in passed]
    assert export(kind, source, base=base, built_at=late, media=media)[0] == data


@pytest.mark.parametrize("kind", KINDS)
def test_good_edition_has_no_findings(kind: str, tmp_path: Path) -> None:
    data, reported = export(kind, edition(story(1), story(2)))
    assert reported == ()
    assert judged(kind, data, tmp_path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_fidelity_is_complete(kind: str) -> None:
    fidelity = EXPORTER[kind]().fidelity
    assert set(fidelity) == set(features.vocabulary())
    assert all(how.how for how in fidelity.values() if how.degree is Degree.DEGRADED)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_lost_arrives(kind: str) -> None:
    """Every word of a field declared kept or degraded stands in the output."""
    fidelity = EXPORTER[kind]().fidelity
    full = codec.decode_edition((EDITIONS / "full" / "edition.json").read_bytes())
    data, _ = export(kind, full)
    out = " ".join("".join(etree.fromstring(data).itertext()).split())
    plain = {
        "headline", "subheadline", "summary", "standfirst", "provider", "copyright_holder", "copyright_notice",
        "usage_terms", "keywords", "genre", "bylines", "contributors", "credit", "corrections", "ed_notes",
    }  # fmt: skip
    seen = set()
    for article in gate.clear(full, datetime(2030, 1, 1, tzinfo=UTC)).release.articles:
        for name in plain:
            value = getattr(article, name)
            values = value if isinstance(value, tuple) else (value,)
            for entry in filter(None, values):
                words = next((getattr(entry, n) for n in ("name", "text", "raw") if hasattr(entry, n)), entry)
                assert fidelity[f"field.{name}"].degree is not Degree.LOST
                attributes = re.findall(r'term="([^"]*)"', data.decode())
                assert words in out or words in attributes, name
                seen.add(name)
    assert seen == plain


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", AWKWARD)
def test_text_arrives_letter_for_letter(kind: str, words: str, tmp_path: Path) -> None:
    awkward = story(
        headline=words, summary=words, keywords=(words,), bylines=(Byline(name=words),), body=(paragraph(words),)
    )
    data, _ = export(kind, edition(awkward, title=words, copyright_notice=words))
    [item] = items(kind, data)
    assert text(kind, item, "title") == words
    assert judged(kind, data, tmp_path) == []
    if kind == "rss":
        assert item.findtext("category") == words
        assert item.findtext(f"{DC}creator") == words
        assert etree.HTML(item.findtext("description") or "").xpath("string()") == words
    else:
        assert item.findtext(f"{A}summary") == words
        assert item.find(f"{A}category").get("term") == words  # type: ignore[union-attr]
        assert item.findtext(f"{A}author/{A}name") == words
    assert etree.HTML(html(kind, item)).xpath("string(//p)") == words


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", AWKWARD)
def test_a_real_reader_gets_the_title_and_opens_the_article(kind: str, words: str) -> None:
    feedparser = pytest.importorskip("feedparser")
    picture = Media(
        id="m1",
        type="picture",
        renditions=(Rendition(href="media/a.jpg", media_type="image/jpeg", size=5),),
        alt="A boat",
    )
    data, _ = export(kind, edition(story(headline=words, media=(picture,), bylines=(Byline(name="Mona Field"),))))
    parsed = feedparser.parse(data, response_headers={"content-type": f"application/{kind}+xml"})
    assert not parsed.bozo
    [entry] = parsed.entries
    assert entry.title == words
    assert entry.link == "https://gazette.example.org/story-1"
    assert entry.id == "urn:example:story-1"
    assert entry.author == "Mona Field"
    assert [(e.href, e.type, e.length) for e in entry.enclosures] == [(f"{BASE}media/a.jpg", "image/jpeg", "5")]
    assert "The first words of the story." in entry.content[0].value


def test_rss_plain_text_has_hexadecimal_references() -> None:
    data, _ = export("rss", edition(story(headline="AT&T <b>"), title="R&D"))
    assert b"<title>AT&#x26;T &#x3C;b&#x3E;</title>" in data
    assert b"<title>R&#x26;D</title>" in data


def test_rss_summary_is_escaped_as_html_and_then_as_xml() -> None:
    data, _ = export("rss", edition(story(summary="AT&T <b>")))
    assert b"<description>AT&amp;amp;T &amp;lt;b&amp;gt;</description>" in data


@pytest.mark.parametrize(("words", "size"), [("a few words", 11), ("word " * 200, 600), ("x" * 900, 601)])
def test_rss_description_without_summary_is_an_excerpt(words: str, size: int) -> None:
    data, _ = export("rss", edition(story(summary="", body=(paragraph(words),))))
    description = items("rss", data)[0].findtext("description") or ""
    assert len(description) == size
    assert words.startswith(description.removesuffix("…"))


def test_no_section_ends_early() -> None:
    assert etree.fromstring(b"<a>" + html_bytes("a ]]> b ]]]]>> c") + b"</a>").text == "a ]]> b ]]]]>> c"


def test_atom_title_is_text() -> None:
    [entry] = items("atom", export("atom", edition())[0])
    assert entry.find(f"{A}title").get("type") == "text"  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", KINDS)
@given(words=st.text(max_size=60), more=st.text(max_size=60))
def test_hostile_text_stays_valid(kind: str, words: str, more: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    hostile = story(
        headline=words,
        subheadline=more,
        summary=more,
        keywords=(words, more),
        bylines=(Byline(name=words or "x"),),
        dateline=Dateline(raw=more, separator=words[:2]),
        provider=words,
        credit=Credit(raw=more),
        canonical_url=more,
        language=more[:8] or "en",
        body=(
            paragraph(words, body.Run(text=more or "x", marks=(body.Link(href=words, title=more, rel="x"),))),
            body.Preformatted(bid="p2", text=more),
            body.Embed(bid="p3", url=words),
        ),
        media=(Media(id="m", type="picture", renditions=(Rendition(href=words or "x"),), alt=more),),
    )
    data, reported = export(kind, edition(hostile, title=words, description=more))
    assert not [d for d in judged(kind, data, tmp_path_factory.getbasetemp()) if d.severity is Severity.ERROR]
    assert not [d for d in reported if d.severity is Severity.ERROR]
    [item] = items(kind, data)
    expected = " ".join(legal.clean(words).split())
    if expected and legal.clean(words) == words:
        assert text(kind, item, "title") == expected


# --- dates -----------------------------------------------------------------------------------------------------------


def test_unknown_date_stays_unknown() -> None:
    undated = edition(story(published=None, modified=None))
    rss, reported = export("rss", undated, built_at=None)
    assert b"Date>" not in rss
    assert b"modified" not in rss
    assert reported == ()
    atom, reported = export("atom", undated, built_at=None)
    assert b"<published>" not in atom
    assert codes(reported) == ["SYN-TIME-001"]
    assert set(re.findall(rb"<updated>(.*)</updated>", atom)) == {b"2025-03-01T09:00:00Z"}


def test_rss_dates() -> None:
    data, _ = export("rss", edition())
    assert b"<lastBuildDate>Sat, 01 Mar 2025 08:00:00 +0000</lastBuildDate>" in data
    [item] = items("rss", data)
    assert item.findtext("pubDate") == "Fri, 28 Feb 2025 18:30:00 +0000"
    assert item.findtext(MODIFIED) == "2025-03-01T07:15:00Z"


def test_atom_dates() -> None:
    """An entry was updated when it was changed, else when it was published; the build counts where neither is known."""
    data, _ = export("atom", edition(story(1), story(2, modified=None), story(3, modified=None, published=None)))
    feed = etree.fromstring(data)
    assert feed.findtext(f"{A}updated") == "2025-03-01T08:00:00Z"
    first, second, third = items("atom", data)
    assert first.findtext(f"{A}updated") == "2025-03-01T07:15:00Z"
    assert first.findtext(f"{A}published") == "2025-02-28T18:30:00Z"
    assert second.findtext(f"{A}updated") == "2025-02-28T18:30:00Z"
    assert third.findtext(f"{A}updated") == "2025-03-01T08:00:00Z"
    assert third.find(f"{A}published") is None


def test_created_and_expires_are_dcmi_terms() -> None:
    dated = story(created=datetime(2025, 2, 1, tzinfo=UTC), expires=datetime(2026, 1, 1, tzinfo=UTC))
    for kind in KINDS:
        data, _ = export(kind, edition(dated))
        assert b"<dcterms:created>2025-02-01T00:00:00Z</dcterms:created>" in data
        assert b"<dcterms:valid>end=2026-01-01T00:00:00Z; scheme=W3C-DTF</dcterms:valid>" in data


# --- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_addresses_are_absolute(kind: str) -> None:
    picture = Media(id="m1", type="picture", renditions=(Rendition(href="media/a b.jpg", media_type="image/jpeg"),))
    linked = story(
        canonical_url="/story",
        media=(picture,),
        body=(
            paragraph(body.Run(text="there", marks=(body.Link(href="../other?a=1&b=2"),))),
            body.Figure(bid="f", media="m1"),
        ),
    )
    data, reported = export(kind, edition(linked))
    [item] = items(kind, data)
    assert reported == ()
    assert 'href="https://gazette.example.org/other?a=1&amp;b=2"' in html(kind, item)
    assert f'src="{BASE}media/a%20b.jpg"' in html(kind, item)
    link = item.findtext("link") if kind == "rss" else item.find(f"{A}link").get("href")  # type: ignore[union-attr]
    assert link == "https://gazette.example.org/story"


@pytest.mark.parametrize("kind", KINDS)
def test_without_base_url_relative_addresses_are_left_out_and_reported(kind: str, tmp_path: Path) -> None:
    picture = Media(id="m1", type="picture", renditions=(Rendition(href="media/a.jpg"),), alt="A boat")
    linked = story(
        canonical_url="/story",
        media=(picture,),
        body=(
            paragraph(body.Run(text="there", marks=(body.Link(href="/other"),))),
            body.Figure(bid="f", media="m1"),
        ),
    )
    data, reported = export(kind, edition(linked, url=""), base="")
    assert codes(reported) == [f"SYN-{kind.upper()}-032"]
    assert reported[0].severity is Severity.LOSS
    assert reported[0].location.article == linked.id
    assert "/story, /other, media/a.jpg" in reported[0].message
    [item] = items(kind, data)
    assert "there" in html(kind, item)
    assert "[A boat]" in html(kind, item)
    assert b'rel="self"' not in data
    assert b"enclosure" not in data
    assert codes(judged(kind, data, tmp_path)) == ["SYN-RSS-005" if kind == "rss" else "SYN-ATOM-006"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "http://[broken", "https://"])
def test_dangerous_and_broken_addresses_do_not_leave(kind: str, href: str, tmp_path: Path) -> None:
    linked = story(body=(paragraph(body.Run(text="here", marks=(body.Link(href=href),))),))
    data, reported = export(kind, edition(linked))
    assert "<p>here</p>" in html(kind, items(kind, data)[0])
    assert codes(reported) == [f"SYN-{kind.upper()}-032"]
    assert judged(kind, data, tmp_path) == []


def test_rss_channel_link_is_the_home_page() -> None:
    channel = etree.fromstring(export("rss", edition())[0])[0]
    assert channel.findtext("link") == "https://gazette.example.org/"
    own = channel.find(f"{A}link")
    assert own is not None
    assert dict(own.attrib) == {"href": f"{BASE}feed.rss", "rel": "self", "type": "application/rss+xml"}


def test_atom_links_keep_their_rel() -> None:
    picture = Media(
        id="m", type="picture", renditions=(Rendition(href="https://p.example/a.png", media_type="image/png", size=9),)
    )
    data, _ = export("atom", edition(story(media=(picture,))))
    assert [dict(link.attrib) for link in items("atom", data)[0].findall(f"{A}link")] == [
        {
            "rel": "alternate",
            "type": "text/html",
            "hreflang": "en",
            "href": "https://gazette.example.org/story-1",
        },
        {"rel": "enclosure", "type": "image/png", "href": "https://p.example/a.png", "length": "9"},
    ]


# --- enclosures ------------------------------------------------------------------------------------------------------


def test_enclosure_is_measured_from_the_file(tmp_path: Path) -> None:
    data = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR" + b"\x00\x00\x00\x01\x00\x00\x00\x02" + b"rest"
    (tmp_path / "picture").write_bytes(data)
    media = (
        Media(id="v", type="video", renditions=(Rendition(href="film.mp4", media_type="video/mp4"),)),
        Media(id="m", type="picture", renditions=(Rendition(href="picture"),)),
        Media(id="n", type="picture", renditions=(Rendition(href="other.jpg"),)),
    )
    out, reported = export("rss", edition(story(media=media)), media=MediaStore(default=tmp_path))
    [enclosure] = items("rss", out)[0].findall("enclosure")
    assert dict(enclosure.attrib) == {"url": f"{BASE}picture", "length": str(len(data)), "type": "image/png"}
    assert reported == ()


@pytest.mark.parametrize("kind", KINDS)
def test_picture_of_unknown_kind_is_no_enclosure(kind: str) -> None:
    media = (Media(id="m", type="picture", renditions=(Rendition(href="picture?id=7"),)),)
    out, reported = export(kind, edition(story(media=media)))
    assert b"enclosure" not in out
    assert codes(reported) == [f"SYN-{kind.upper()}-034"]


def test_enclosure_prefers_what_readers_show() -> None:
    renditions = (
        Rendition(href="a.tif", media_type="image/tiff", size=10_000_000),
        Rendition(href="a.jpg", media_type="image/jpeg", size=20_000),
    )
    out, _ = export("rss", edition(story(media=(Media(id="m", type="picture", renditions=renditions),))))
    assert items("rss", out)[0].find("enclosure").get("url") == f"{BASE}a.jpg"  # type: ignore[union-attr]


# --- what stands around the text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_story_is_in_the_content(kind: str) -> None:
    whole = story(
        subheadline="Below the headline",
        standfirst="Before the text",
        dateline=Dateline(places=("GENEVA",), separator="-"),
        credit=Credit(raw="Agencies Via Xinhua"),
        corrections=(Correction(text="It was two.", at=NOW),),
        ed_notes=(EdNote(text="A public word", public=True), EdNote(text="A private word")),
    )
    [item] = items(kind, export(kind, edition(whole))[0])
    assert html(kind, item).splitlines() == [
        '<p class="subheadline">Below the headline</p>',
        '<p class="standfirst">Before the text</p>',
        "<p>GENEVA - The first words of the story.</p>",
        '<p class="correction"><strong>2025-03-01:</strong> It was two.</p>',
        '<p class="editor-note"><em>A public word</em></p>',
        '<p class="credit">Agencies Via Xinhua</p>',
    ]


@pytest.mark.parametrize(
    ("dateline", "words"),
    [
        (Dateline(raw="PARIS, Jan. 21 (Wire) --", separator="--"), "PARIS, Jan. 21 (Wire) -- "),
        (Dateline(places=("PARIS",), country="France", date_text="Jan. 21", agencies=("Wire",)),
         "PARIS, France, Jan. 21 (Wire) – "),
        (Dateline(), ""),
    ],
)  # fmt: skip
def test_dateline(dateline: Dateline, words: str) -> None:
    [item] = items("rss", export("rss", edition(story(dateline=dateline)))[0])
    assert html("rss", item) == f"<p>{words}The first words of the story.</p>"


def test_dateline_before_a_story_that_opens_with_something_else() -> None:
    opening = story(dateline=Dateline(raw="PARIS"), body=(body.Divider(bid="d"), paragraph("Words")))
    [item] = items("rss", export("rss", edition(opening))[0])
    assert html("rss", item).splitlines()[0] == "<p>PARIS –</p>"


@pytest.mark.parametrize("kind", KINDS)
def test_rights_and_terms(kind: str) -> None:
    data, _ = export(
        kind,
        edition(
            story(
                copyright_notice="© Gazette",
                copyright_holder="Gazette Press",
                usage_terms="Print only",
                provider="Coast Wire",
                rights=Rights(license_url="https://licence.example/1"),
                subjects=(Subject(name="Ships", scheme="https://scheme.example/"), Subject(code="04001000")),
            )
        ),
    )
    for line in (
        b"<dc:publisher>Coast Wire</dc:publisher>",
        b"<dcterms:accessRights>Print only</dcterms:accessRights>",
        b"<dcterms:rightsHolder>Gazette Press</dcterms:rightsHolder>",
    ):
        assert line in data
    rss = (
        b"<dcterms:license>https://licence.example/1</dcterms:license>",
        b"<dc:rights>\xc2\xa9 Gazette<",
        b'<category domain="https://scheme.example/">Ships<',
        b"<category>04001000<",
    )
    atom = (
        b'<link rel="license" href="https://licence.example/1"/>',
        b'<rights type="text">\xc2\xa9 Gazette<',
        b'<category term="Ships" scheme="https://scheme.example/"/>',
        b'<category term="04001000"/>',
    )
    assert all(line in data for line in (rss if kind == "rss" else atom))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("language", "script", "direction"),
    [("ar", "", "rtl"), ("az-Arab", "", "rtl"), ("az", "Arab", "rtl"), ("ur-Latn", "", None), ("en", "", None)],
)
def test_direction_stands_on_the_html(kind: str, language: str, script: str, direction: str | None) -> None:
    [item] = items(kind, export(kind, edition(story(language=language, script=script)))[0])
    opening = f'<div lang="{language}" dir="{direction}">' if direction else "<p>"
    assert html(kind, item).startswith(opening)


def test_language_of_an_item_that_differs() -> None:
    two = edition(story(1), story(2, language="de"))
    first, second = items("rss", export("rss", two)[0])
    assert first.findtext(f"{DC}language") is None
    assert second.findtext(f"{DC}language") == "de"
    first, second = items("atom", export("atom", two)[0])
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (first.get(lang), second.get(lang)) == (None, "de")


@pytest.mark.parametrize("kind", KINDS)
def test_language_of_the_feed_is_not_guessed(kind: str) -> None:
    shared, _ = export(kind, edition(story(1, language="de"), story(2), language="und"))
    alone, _ = export(kind, edition(story(1, language="de"), language="und"))
    mark = b"<language>" if kind == "rss" else b'2005/Atom" xml:lang='
    assert mark not in shared
    assert mark in alone


@pytest.mark.parametrize("kind", KINDS)
def test_tag_that_is_no_language_is_reported(kind: str) -> None:
    data, reported = export(kind, edition(story(language="pt_BR")))
    assert b"pt_BR" not in data
    assert codes(reported) == [f"SYN-{kind.upper()}-035"]


# --- items that are not as they should be ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_killed_story_is_told_in_its_place(kind: str, tmp_path: Path) -> None:
    killed = story(
        2,
        headline="A claim that was wrong",
        status="canceled",
        body=(paragraph("Words that must be gone"),),
        ed_notes=(EdNote(text="The claim was <wrong>.", public=True),),
    )
    data, reported = export(kind, edition(story(1), killed, story(3)))
    assert reported == ()
    assert judged(kind, data, tmp_path) == []
    assert b"must be gone" not in data
    assert b"A claim" not in data
    told = items(kind, data)[1]
    assert text(kind, told, "guid" if kind == "rss" else "id") == killed.id
    assert text(kind, told, "title") == "This story has been withdrawn."
    assert html(kind, told).splitlines() == [
        "<p>This story has been withdrawn.</p>",
        "<p>The claim was &lt;wrong&gt;.</p>",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_no_headline(kind: str, tmp_path: Path) -> None:
    long = " ".join(["word"] * 40)
    data, reported = export(
        kind, edition(story(1, headline="", body=(paragraph(long),)), story(2, headline="", body=()))
    )
    assert codes(reported) == [f"SYN-{kind.upper()}-033"] * 2
    first, second = items(kind, data)
    title = text(kind, first, "title") or ""
    assert title.endswith("…")
    assert long.startswith(title[:-1])
    assert text(kind, second, "title") == "urn:example:story-2"
    assert judged(kind, data, tmp_path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_bare_edition(kind: str, tmp_path: Path) -> None:
    bare = Edition(id="urn:example:bare", articles=(Article(id="urn:example:nothing"),))
    data, _ = export(kind, bare, base="", built_at=None)
    assert not [d for d in judged(kind, data, tmp_path) if d.severity is Severity.ERROR]
    empty, _ = export(kind, Edition(id="no-urn"), base="")
    assert items(kind, empty) == []
    assert not [d for d in judged(kind, empty, tmp_path) if d.severity is Severity.ERROR]


def test_atom_ids_are_iris() -> None:
    data, _ = export("atom", edition(story(id="story:7/ü"), id="edition 7".replace(" ", "-")))
    feed = etree.fromstring(data)
    assert feed.findtext(f"{A}id") == "urn:x-local:edition-7"
    assert items("atom", data)[0].findtext(f"{A}id") == "story:7/ü"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("problem", ["it fails", "its output is broken"])
def test_one_bad_item_does_not_take_down_the_rest(
    kind: str, problem: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tell = Teller.tell

    def bad(self: Teller, item: Article) -> Story:
        told = tell(self, item)
        if not item.id.endswith("-2"):
            return told
        if problem == "it fails":
            raise ValueError("no such day")
        return msgspec.structs.replace(told, html="<script>x()</script>")

    monkeypatch.setattr(Teller, "tell", bad)
    context = Context(now=NOW, base_url=BASE)
    clearance = pipeline.clear(edition(story(1), story(2), story(3)), context)
    outcomes = list(pipeline.export(clearance, pipeline.Plan(formats=(kind,)), context, FolderDestination(tmp_path)))
    data = (tmp_path / f"feed.{kind}").read_bytes()
    assert [text(kind, item, "title") for item in items(kind, data)] == ["Story 1", "Story 3"]
    assert judged(kind, data, tmp_path) == []
    [aside] = [d for d in outcomes[0].diagnostics if d.code == "SYN-EXPORT-003"]
    assert aside.location.article == "urn:example:story-2"


# --- the head --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_no_tool_names_its_version(kind: str) -> None:
    data, _ = export(kind, edition())
    assert b"feedgen" not in data
    assert b"lkiesow" not in data
    assert re.findall(rb"<generator[^<]*", data) == [b"<generator>syndicate"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_locale_is_left_alone(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("setlocale was called")

    export(kind, edition())
    monkeypatch.setattr("locale.setlocale", refuse)
    export(kind, edition())


@pytest.mark.parametrize("kind", KINDS)
def test_items_are_written_one_at_a_time(kind: str) -> None:
    many = edition(*(story(n) for n in range(30)))
    release = gate.clear(many, NOW).release
    job = Job(row=row(kind), context=Context(now=NOW), report=Report(), stem="feed", built_at=NOW, base_url=BASE)
    artifact, _ = EXPORTER[kind]().export(release, job)
    assert sum(1 for _ in artifact.chunks) == 32


def test_one_element_a_line() -> None:
    data, _ = export("rss", edition())
    lines = data.decode().splitlines()
    assert lines[-1] == "</rss>"
    assert all(line.count("</") <= 1 or "CDATA" in line for line in lines)
    assert data.endswith(b"</rss>\n")
