"""A feed among feeds (RFC 5005): archives that never change, pages, complete feeds; hubs, picture and pace."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from syndicate import pipeline
from syndicate.context import Context
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.errors import UsageError
from syndicate.exporters.feed.head import frequency
from syndicate.model import body
from syndicate.model.article import Article, Edition

BASE = "https://gazette.example.org/feeds/"
FIRST = datetime(2025, 1, 1, 6, tzinfo=UTC)
NOW = FIRST + timedelta(days=400)
KINDS = ("rss", "atom")
A = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"
SY = "{http://purl.org/rss/1.0/modules/syndication/}"
Files = dict[str, bytes]


def story(number: int, **changes: Any) -> Article:
    """A story of its own hour."""
    at = FIRST + timedelta(hours=number)
    base = Article(
        id=f"urn:example:{number:03}",
        headline=f"Story {number}",
        language="en" if number % 2 else "fr",
        canonical_url=f"https://gazette.example.org/{number}",
        published=at,
        modified=at,
        body=(body.Paragraph(bid="p", text=body.text(f"The words of story {number}.")),),
    )
    return replace(base, **changes)


def edition(count: int, **changes: Any) -> Edition:
    """The stories so far, in an order that tells nothing."""
    base = Edition(
        id="urn:example:edition",
        title="The Harbour Gazette",
        description="News of the harbour.",
        language="en",
        url="https://gazette.example.org/",
        publisher="Gazette Press",
        articles=tuple(story(number) for number in sorted(range(count), key=lambda n: (n * 7) % 10)),
    )
    return replace(base, **changes)


def export(
    kind: str, what: Edition, folder: Path, *, built_at: datetime = NOW - timedelta(days=1), **options: str
) -> tuple[Files, list[Diagnostic]]:
    """Every file of the feed as the whole line delivers it, all of them judged valid, and the findings."""
    context = Context(now=NOW, built_at=built_at)
    named = {kind: {name.replace("_", "-"): value for name, value in options.items()}}
    plan = pipeline.Plan(formats=(kind,), base_url=BASE, options=named)
    outcomes = list(pipeline.export(pipeline.clear(what, context), plan, context, FolderDestination(folder)))
    found = [*outcomes[0].diagnostics]
    assert not any(outcome.diagnostics for outcome in outcomes[1:]), "the feed itself is where to look for them"
    assert not [f for f in found if f.severity in (Severity.ERROR, Severity.WARNING)], found
    files = {o.name: o.path.read_bytes() for o in outcomes if o.path is not None}
    files.pop("feed.css", None)
    return files, found


def head(data: bytes) -> etree._Element:
    """The channel of RSS, the root of Atom."""
    root = etree.fromstring(data)
    return root if root.tag == f"{A}feed" else root[0]


def links(data: bytes) -> dict[str, str]:
    """The links of the document itself by their relation."""
    return {node.get("rel", ""): node.get("href", "") for node in head(data).findall(f"{A}link")}


def numbers(data: bytes) -> list[int]:
    """Which stories stand in the document, in its order."""
    found = head(data)
    ids = [node.text or "" for node in (*found.iterfind("item/guid"), *found.iterfind(f"{A}entry/{A}id"))]
    return [int(name.rpartition(":")[2]) for name in ids]


def walked(files: Files, start: str, rel: str) -> list[list[int]]:
    """The stories of each document that `rel` leads to from `start`, which itself is the first."""
    seen, place = [], BASE + start
    while place:
        data = files[place.removeprefix(BASE)]
        assert links(data)["self"] == place
        seen.append(numbers(data))
        assert len(seen) <= len(files), "it goes in circles"
        place = links(data).get(rel, "")
    return seen


# --- archives --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 3, 4])
def test_an_archive_never_changes(kind: str, size: int, tmp_path: Path) -> None:
    """New stories one at a time: each archive that is there keeps its bytes, and none disappears."""
    before: Files = {}
    for count in range(1, 14):
        built_at = NOW - timedelta(days=30 - count)
        files, _ = export(kind, edition(count), tmp_path / str(count), built_at=built_at, page_size=str(size))
        archives = {name: data for name, data in files.items() if "archive" in name}
        assert before.items() <= archives.items()
        assert all(len(numbers(data)) == size for data in archives.values())
        before = archives
    assert len(before) == (13 - 1) // size


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 7, 13])
def test_archives_lead_over_every_story(kind: str, count: int, tmp_path: Path) -> None:
    """The chain has every story, the newest first; beyond the feed itself, each once; and each document leads back."""
    files, _ = export(kind, edition(count), tmp_path, page_size="3")
    newest, *older = walked(files, f"feed.{kind}", "prev-archive")
    assert newest == list(range(count))[::-1][:3]
    stories = [number for archive in older for number in archive]
    assert len(set(stories)) == len(stories)
    assert sorted({*newest, *stories}, reverse=True) == list(range(count))[::-1]
    assert stories == sorted(stories, reverse=True)
    assert len(files) == 1 + len(older)
    for name, data in files.items():
        is_archive = "archive" in name
        assert (head(data).find(f"{FH}archive") is not None) is is_archive
        assert links(data).get("current", "") == (f"{BASE}feed.{kind}" if is_archive else "")
        assert "next-archive" not in links(data)


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_archive_of_a_corrected_story_changes(kind: str, tmp_path: Path) -> None:
    """And its date is that of the correction."""
    before, _ = export(kind, edition(10), tmp_path / "before", page_size="3")
    corrected = story(4, headline="Story 4, corrected", modified=FIRST + timedelta(days=9))
    stories = tuple(corrected if a.id == corrected.id else a for a in edition(10).articles)
    after, _ = export(kind, edition(10, articles=stories), tmp_path / "after", page_size="3")
    assert {name for name in after if after[name] != before[name]} == {f"feed-archive-2.{kind}"}
    date = head(after[f"feed-archive-2.{kind}"]).findtext("lastBuildDate" if kind == "rss" else f"{A}updated")
    assert date == ("Fri, 10 Jan 2025 06:00:00 +0000" if kind == "rss" else "2025-01-10T06:00:00Z")


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_story_stays_in_its_archive(kind: str, tmp_path: Path) -> None:
    """As a notice, so that whoever reads the archive replaces what was kept of it."""
    killed = story(1, status="canceled", modified=FIRST + timedelta(days=9))
    stories = tuple(killed if a.id == killed.id else a for a in edition(10).articles)
    files, _ = export(kind, edition(10, articles=stories), tmp_path, page_size="3")
    data = files[f"feed-archive-1.{kind}"]
    assert numbers(data) == [2, 1, 0]
    assert b"The words of story 1." not in data
    assert b"This story has been withdrawn." in data


@pytest.mark.parametrize("kind", KINDS)
def test_a_story_without_date_is_the_oldest(kind: str, tmp_path: Path) -> None:
    """Nothing else would keep its archive from changing with each new story."""
    stories = (story(4), story(9, published=None), story(5))
    files, _ = export(kind, edition(0, articles=stories), tmp_path, page_size="1")
    assert walked(files, f"feed.{kind}", "prev-archive") == [[5], [4], [9]]


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 3, 4, 9, 10])
def test_pages_lead_over_every_story(kind: str, count: int, tmp_path: Path) -> None:
    """Forth by `next`, back by `previous`, to the ends by `first` and `last`; none is an archive."""
    files, _ = export(kind, edition(count), tmp_path, page_size="3", paged="yes")
    names = [f"feed.{kind}", *(f"feed-{n}.{kind}" for n in range(2, -(-count // 3) + 1))]
    assert list(files) == names
    assert [n for page in walked(files, names[0], "next") for n in page] == list(range(count))[::-1]
    assert walked(files, names[-1], "previous") == walked(files, names[0], "next")[::-1]
    for data in files.values():
        ends = {rel: links(data).get(rel) for rel in ("first", "last")}
        assert ends == ({"first": BASE + names[0], "last": BASE + names[-1]} if len(names) > 1 else dict.fromkeys(ends))
        assert head(data).find(f"{FH}archive") is None


@pytest.mark.parametrize("count", [4, 10])
def test_pages_of_json_feed_are_the_same(count: int, tmp_path: Path) -> None:
    """The newest first, each page leading to the next."""
    files, _ = export("jsonfeed", edition(count), tmp_path, page_size="3")
    pages = [json.loads(data) for data in files.values()]
    assert [int(i["id"][-3:]) for page in pages for i in page["items"]] == list(range(count))[::-1]
    assert [page.get("next_url", "") for page in pages] == [BASE + name for name in [*files][1:]] + [""]


@pytest.mark.parametrize("kind", KINDS)
def test_a_complete_feed_says_so(kind: str, tmp_path: Path) -> None:
    """`fh:complete`, and no other part."""
    files, _ = export(kind, edition(5), tmp_path, complete="yes")
    [data] = files.values()
    assert head(data).find(f"{FH}complete") is not None
    assert set(links(data)) <= {"self", "alternate"}
    plain, _ = export(kind, edition(5), tmp_path)
    assert b"purl.org/syndication/history" not in plain[f"feed.{kind}"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"page_size": "0"}, "page-size=0: is no number"),
        ({"page_size": "ten"}, "page-size=ten: is no number"),
        ({"page_size": "٣"}, "is no number"),
        ({"paged": "yes"}, "nothing says how long"),
        ({"paged": "maybe"}, "neither yes nor no"),
        ({"complete": "yes", "page_size": "3"}, "has no pages"),
    ],
)
def test_wishes_that_cannot_be(options: dict[str, str], message: str, tmp_path: Path) -> None:
    """Each is said before anything is written."""
    with pytest.raises(UsageError, match=message):
        export("atom", edition(5), tmp_path, **options)
    assert not [*tmp_path.iterdir()]


# --- the head --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_hubs_stand_in_what_one_subscribes_to(kind: str, tmp_path: Path) -> None:
    """Each once, beside the document's own address; a hub never tells of an archive."""
    hubs = ("https://hub.example/", "https://hub.example/", "/hub")
    files, _ = export(kind, edition(5, hubs=hubs), tmp_path, page_size="2")
    for name, data in files.items():
        found = [node.get("href") for node in head(data).findall(f"{A}link") if node.get("rel") == "hub"]
        assert found == ([] if "archive" in name else ["https://hub.example/", "https://gazette.example.org/hub"])


def test_rss_picture_is_that_of_the_channel(tmp_path: Path) -> None:
    """Title and link are the channel's own, or readers show another name than that of the feed."""
    files, found = export("rss", edition(1, image="logo.png", icon="icon.png"), tmp_path)
    channel = head(files["feed.rss"])
    assert {node.tag: node.text for node in channel.find("image")} == {  # type: ignore[union-attr]
        "url": f"{BASE}logo.png",
        "title": channel.findtext("title"),
        "link": channel.findtext("link"),
    }
    files, found = export("rss", edition(1, image="logo.SVG?v=2"), tmp_path)
    assert head(files["feed.rss"]).find("image") is None
    assert "SYN-RSS-036" in {f.code for f in found}


def test_atom_has_logo_and_icon(tmp_path: Path) -> None:
    """Of any kind that browsers show (RFC 4287 4.2.5, 4.2.8)."""
    files, _ = export("atom", edition(1, image="logo.svg", icon="/icon.png"), tmp_path)
    feed = head(files["feed.atom"])
    assert feed.findtext(f"{A}logo") == f"{BASE}logo.svg"
    assert feed.findtext(f"{A}icon") == "https://gazette.example.org/icon.png"


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_nobody_can_fetch_is_left_out_and_told(kind: str, tmp_path: Path) -> None:
    """As an address of the feed, not of a story."""
    files, found = export(kind, edition(1, image="data:image/png;base64,AA", hubs=("javascript:0",)), tmp_path)
    assert b"base64" not in files[f"feed.{kind}"] and b"javascript" not in files[f"feed.{kind}"]
    assert [f.location.article for f in found if f.code == f"SYN-{kind.upper()}-032"] == ["", ""]


@pytest.mark.parametrize(
    ("minutes", "period", "times"),
    [
        (1, "hourly", 60),
        (15, "hourly", 4),
        (60, "hourly", 1),
        (90, "daily", 16),
        (1440, "daily", 1),
        (2000, "weekly", 5),
        (43200, "monthly", 1),
        (50000, "yearly", 10),
        (9_999_999, "yearly", 1),
    ],
)
def test_pace(minutes: int, period: str, times: int, tmp_path: Path) -> None:
    """`ttl` in minutes, and the syndication module never asks for more visits than that."""
    assert frequency(minutes) == (period, times)
    for kind in KINDS:
        files, _ = export(kind, edition(1, ttl=minutes), tmp_path)
        found = head(files[f"feed.{kind}"])
        assert found.findtext(f"{SY}updatePeriod") == period
        assert found.findtext(f"{SY}updateFrequency") == str(times)
        assert found.findtext("ttl") == (str(minutes) if kind == "rss" else None)


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_has_no_pace(kind: str, tmp_path: Path) -> None:
    """It never changes, and a feed that is asked for more often one day must not change it."""
    slow, quick = (export(kind, edition(5, ttl=ttl), tmp_path / str(ttl), page_size="2")[0] for ttl in (60, 5))
    assert {name for name in slow if slow[name] != quick[name]} == {f"feed.{kind}"}
    archive = head(slow[f"feed-archive-1.{kind}"])
    assert archive.find("ttl") is None and archive.find(f"{SY}updatePeriod") is None


@pytest.mark.parametrize("kind", KINDS)
def test_stylesheet(kind: str, tmp_path: Path) -> None:
    """Ours, another, or none; ours goes with the feed."""

    def named(**options: str) -> tuple[bytes, bool]:
        folder = tmp_path / "-".join(["x", *(v.rpartition("/")[2] for v in options.values())])
        files, _ = export(kind, edition(1), folder, **options)
        lines = files[f"feed.{kind}"].split(b"\n")
        return lines[1] if b"<?xml-stylesheet" in lines[1] else b"", (folder / "feed.css").exists()

    assert named() == (b'<?xml-stylesheet type="text/css" href="feed.css"?>', True)
    assert named(stylesheet="/a&b.css") == (b'<?xml-stylesheet type="text/css" href="/a&amp;b.css"?>', False)
    assert named(stylesheet="no") == (b"", False)
