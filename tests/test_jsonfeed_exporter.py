"""JSON Feed: plain text letter for letter, pages that follow each other, and `_syndicate` for what has no member."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Artifact, Job, Proof
from syndicate.diagnostics import Diagnostic, Report
from syndicate.errors import UsageError
from syndicate.model import body
from syndicate.model.article import (
    Article,
    Byline,
    Contributor,
    Correction,
    Edition,
    Geo,
    Media,
    Named,
    Relation,
    Rendition,
    Rights,
    Subject,
)

NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)
BASE = "https://gazette.example.org/feeds/"
WORDS = (body.Paragraph(bid="b1", text=body.text("Its words.")),)
STORY = Article(id="urn:x:one", headline="One", language="en", body=WORDS)
EDITION = Edition(id="urn:x:edition", title="The Gazette", language="en", articles=(STORY,))
AWKWARD = ("AT&T", "<b>", "&amp;", "</p>", "]]>", '"quoted" \\ and \\u0041', "Tea ☕ 🧑‍🚒", "שלום", "\u2028 line")


@dataclass(frozen=True)
class Written:
    """What one export gave."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Diagnostic, ...]

    def feed(self, number: int = 0) -> dict[str, Any]:
        """One page of it."""
        loaded: dict[str, Any] = json.loads(b"".join(self.artifacts[number].chunks))
        return loaded

    def item(self) -> dict[str, Any]:
        """The first item."""
        found: dict[str, Any] = self.feed()["items"][0]
        return found


def export(
    edition: Edition, *, base: str = BASE, options: Mapping[str, str] | None = None, cache: Path | None = None
) -> Written:
    """`edition` as JSON Feed, with its bytes collected."""
    exporter = registry.exporter("jsonfeed")
    context = Context(now=NOW, cache=cache)
    report = Report()
    job = Job(exporter.row, context, report, "feed", built_at=NOW, base_url=base, options=options or {})
    clearance = gate.clear(edition, NOW)
    artifacts = tuple(replace(a, chunks=(b"".join(a.chunks),)) for a in exporter.export_cleared(clearance, job))
    return Written(artifacts, tuple(report))


def with_story(**fields: Any) -> Edition:
    """The edition with its one story changed."""
    return replace(EDITION, articles=(replace(STORY, **fields),))


def many(count: int) -> Edition:
    """An edition of so many stories."""
    stories = (replace(STORY, id=f"urn:x:{n}", published=NOW - timedelta(hours=n)) for n in range(count))
    return replace(EDITION, articles=tuple(stories))


def codes(written: Written) -> set[str]:
    """The codes of this exporter's own findings."""
    return {d.code for d in written.findings if d.code.startswith("SYN-JSONFEED")}


@pytest.mark.parametrize("words", AWKWARD)
def test_plain_text_arrives_letter_for_letter(words: str) -> None:
    """No reference, no markup: JSON needs none of it."""
    item = export(with_story(headline=words, summary=words, bylines=(Byline(name=words),), keywords=(words,))).item()
    shown = " ".join(words.split())
    assert (item["title"], item["summary"], item["authors"], item["tags"]) == (
        shown, shown, [{"name": shown}], [shown],
    )  # fmt: skip


def test_nothing_is_invented() -> None:
    """A bare story has no date, no author, no picture, no language but that of the feed, and no empty member."""
    item = export(EDITION).item()
    assert set(item) == {"id", "title", "content_html", "_syndicate"}
    assert item["_syndicate"] == {"version": 1, "kind": "story"}


def test_the_head_says_where_it_is() -> None:
    """Addresses are absolute; without a base address there is none."""
    edition = replace(
        EDITION, publisher="Press", url="/", image="logo.png", icon="icon.png", hubs=("https://hub.example/",)
    )
    head = export(edition).feed()
    assert head["feed_url"] == f"{BASE}feed.json"
    assert head["home_page_url"] == "https://gazette.example.org/"
    assert (head["icon"], head["favicon"]) == (f"{BASE}logo.png", f"{BASE}icon.png")
    assert head["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert head["authors"] == [{"name": "Press", "url": "https://gazette.example.org/"}]
    bare = export(edition, base="")
    assert not {"feed_url", "home_page_url", "icon", "favicon"} & set(bare.feed())
    assert codes(bare) == {"SYN-JSONFEED-032"}


def test_a_writer_is_reached_where_the_byline_says() -> None:
    """A mailbox becomes a mailto address, a page stays one, anything else is left out; each name once."""
    bylines = tuple(
        Byline(name=name, contact=contact)
        for name, contact in (
            ("A", "a@b.example"),
            ("B", "https://b.example/"),
            ("C", "room 12"),
            ("A", ""),
            ("D", "x@"),
        )
    )
    assert export(with_story(bylines=bylines)).item()["authors"] == [
        {"name": "A", "url": "mailto:a@b.example"},
        {"name": "B", "url": "https://b.example/"},
        {"name": "C"},
        {"name": "D"},
    ]


def medium(kind: Any, href: str, **fields: Any) -> Media:
    """A medium of one file."""
    return Media(id=href, type=kind, renditions=(Rendition(href=href, **fields),), alt=f"alt of {href}", credit="Press")


def test_every_medium_is_attached() -> None:
    """Pictures, films and sounds, with what is known of them; the first picture is the item's own."""
    media = (
        medium("video", "film.mp4", duration=61.5, size=4_200_000),
        medium("picture", "small.jpg", width=640, height=400),
        medium("picture", "wide.jpg", width=1600, height=900),
        medium("audio", "https://cdn.example/a.mp3"),
        medium("picture", "data:image/png;base64,AA=="),
        medium("graphic", "chart"),
    )
    written = export(with_story(media=media))
    item = written.item()
    assert [a["url"] for a in item["attachments"]] == [
        f"{BASE}film.mp4", f"{BASE}small.jpg", f"{BASE}wide.jpg", "https://cdn.example/a.mp3",
    ]  # fmt: skip
    assert item["attachments"][0] == {
        "url": f"{BASE}film.mp4",
        "mime_type": "video/mp4",
        "title": "alt of film.mp4",
        "size_in_bytes": 4_200_000,
        "duration_in_seconds": 61.5,
        "_syndicate": {"type": "video", "credit": "Press", "alt": "alt of film.mp4"},
    }
    assert (item["image"], item["banner_image"]) == (f"{BASE}small.jpg", f"{BASE}wide.jpg")
    assert codes(written) == {"SYN-JSONFEED-032", "SYN-JSONFEED-034"}


def test_what_has_no_member_is_in_the_extension() -> None:
    """Version, kind, corrections, whose it is and until when."""
    story = with_story(
        version=3,
        kind="brief",
        signals=("correction",),
        corrections=(Correction(text="It was two.", at=NOW), Correction(text="And three.")),
        contributors=(Contributor(name="Kim"),),
        provider="Agency",
        copyright_notice="© Agency",
        usage_terms="Not for print.",
        rights=Rights(license_url="https://licence.example/"),
        expires=datetime(2030, 1, 1, tzinfo=UTC),
    )
    assert export(story).item()["_syndicate"] == {
        "version": 3,
        "kind": "brief",
        "signals": ["correction"],
        "corrections": [{"text": "It was two.", "at": "2025-03-01T08:00:00Z"}, {"text": "And three."}],
        "contributors": ["Kim"],
        "provider": "Agency",
        "rights": {"notice": "© Agency", "terms": "Not for print.", "license": "https://licence.example/"},
        "expires": "2030-01-01T00:00:00Z",
    }


@pytest.mark.parametrize(
    ("given", "written"), [("/licence", {"license": "https://gazette.example.org/licence"}), ("javascript:0", None)]
)
def test_a_licence_is_an_address_or_nothing(given: str, written: dict[str, str] | None) -> None:
    """As every address of a feed is."""
    item = export(with_story(rights=Rights(license_url=given))).item()
    assert item["_syndicate"].get("rights") == written


def test_subjects_places_and_links_are_in_the_extension() -> None:
    """As far as tags and the text do not have them: vocabularies, points on this earth, addresses that are known."""
    story = with_story(
        subjects=(Subject(name="Fishing", code="04001000", scheme="medtop"), Subject(name="Nets")),
        places=(
            Named(id="a", name="Quay", geo=Geo(lat=59.1, lon=10.2)),
            Named(id="b", name="Moon", geo=Geo(lat=99, lon=0)),
        ),
        links=(
            Relation(rel="previous", href="/yesterday", title="How it began"),
            Relation(rel="replaces", ref="urn:x:two"),
            Relation(rel="related", ref="urn:x:nowhere"),
        ),
        created=NOW,
    )
    other = replace(STORY, id="urn:x:two", canonical_url="https://gazette.example.org/two")
    item = export(replace(story, articles=(*story.articles, other))).item()
    assert item["tags"] == ["Fishing", "Nets"]
    assert item["_syndicate"] == {
        "version": 1,
        "kind": "story",
        "subjects": [{"name": "Fishing", "code": "04001000", "scheme": "medtop"}],
        "places": [{"name": "Quay", "lat": 59.1, "lon": 10.2}, {"name": "Moon"}],
        "links": [
            {"rel": "previous", "url": "https://gazette.example.org/yesterday", "title": "How it began"},
            {"rel": "replaces", "url": "https://gazette.example.org/two"},
        ],
        "created": "2025-03-01T08:00:00Z",
    }


def test_a_killed_story_is_a_tombstone_in_its_place() -> None:
    """Same id, the notice instead of the story, no media, and the fact for programs."""
    killed = replace(
        STORY, version=2, status="canceled", media=(medium("picture", "a.jpg"),), canonical_url="https://g.example/one"
    )
    after = replace(STORY, id="urn:x:two")
    items = export(replace(EDITION, articles=(killed, after))).feed()["items"]
    assert [item["id"] for item in items] == ["urn:x:one", "urn:x:two"]
    assert items[0]["_syndicate"] == {"version": 2, "kind": "story", "status": "canceled"}
    assert items[0]["title"] == "This story has been withdrawn."
    assert items[0]["url"] == "https://g.example/one"
    assert "Its words" not in json.dumps(items[0])
    assert not {"attachments", "image"} & set(items[0])


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])])
def test_pages_follow_each_other(count: int, sizes: list[int], tmp_path: Path) -> None:
    """Every story on one page, each page leads to the next, the last to none, and each is valid by itself."""
    written = export(many(count), options={"page-size": "3"})
    pages = [written.feed(number) for number in range(len(written.artifacts))]
    assert [len(page["items"]) for page in pages] == sizes
    names = ["feed.json", *(f"feed-{n}.json" for n in range(2, len(sizes) + 1))]
    assert [a.name for a in written.artifacts] == names
    assert [a.beside for a in written.artifacts] == [False] + [True] * (len(sizes) - 1)
    assert [page["feed_url"] for page in pages] == [BASE + name for name in names]
    assert [page.get("next_url", "") for page in pages] == [*(BASE + name for name in names[1:]), ""]
    assert [i["id"] for page in pages for i in page["items"]] == [f"urn:x:{n}" for n in range(count)]
    validator = registry.validator("jsonfeed")
    assert validator is not None
    for artifact in written.artifacts:
        path = tmp_path / artifact.name
        path.write_bytes(b"".join(artifact.chunks))
        assert list(validator.check(path, Proof(name=artifact.name, context=Context(now=NOW)))) == []


@pytest.mark.parametrize(("asked", "base"), [("0", BASE), ("-1", BASE), ("many", BASE), ("٣", BASE), ("3", "")])
def test_pages_that_cannot_be(asked: str, base: str) -> None:
    """No number, or no address to link them by."""
    with pytest.raises(UsageError, match=r"jsonfeed.page-size"):
        export(EDITION, base=base, options={"page-size": asked})


def test_a_language_of_four_letters_is_left_out() -> None:
    """BCP 47 has a place for them and ISO 639 has none; readers know two and three."""
    written = export(with_story(language="abcd", canonical_url="https://news.example/a"))
    assert "language" not in written.item()
    assert codes(written) == {"SYN-JSONFEED-035"}


def test_items_are_streamed() -> None:
    """One chunk an item, so that memory does not grow with the feed."""
    exporter = registry.exporter("jsonfeed")
    job = Job(exporter.row, Context(now=NOW), Report(), "feed", base_url=BASE)
    (artifact,) = exporter.export_cleared(gate.clear(many(50), NOW), job)
    assert len(list(artifact.chunks)) == 52


def test_the_cache_changes_nothing(tmp_path: Path) -> None:
    """Cold, warm and without: the same bytes and the same findings."""
    edition = with_story(media=(medium("graphic", "chart"),))
    runs = [export(edition), export(edition, cache=tmp_path), export(edition, cache=tmp_path)]
    assert list((tmp_path / "items").iterdir())
    assert runs[0] == runs[1] == runs[2]
    assert "SYN-JSONFEED-034" in codes(runs[2])
