"""Change told honestly: published, corrected, killed under one id; and nothing that moves by itself.

The whole line writes each state of the edition into the same folder, as a newsroom does from day to day, and a real
reader reads it each time.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from msgspec.structs import replace

from syndicate import pipeline
from syndicate.context import Context
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Severity
from syndicate.model import body
from syndicate.model.article import Article, Correction, Edition, EdNote, Media, Rendition, Subject

KINDS = ("rss", "atom")
ALL = (*KINDS, "jsonfeed")
BASE = "https://gazette.example.org/feeds/"
PUBLISHED = datetime(2025, 3, 1, 6, tzinfo=UTC)
CORRECTED, KILLED = PUBLISHED + timedelta(hours=3), PUBLISHED + timedelta(hours=8)
NOW = PUBLISHED + timedelta(days=2)
ID = "urn:example:pier"
LINK = "https://gazette.example.org/pier"
ERROR = "An earlier version had the wrong pier."
REASON = "The letter on which the story rested is not genuine."
NOTICE = "This story has been withdrawn."
NS = {
    "a": "http://www.w3.org/2005/Atom",
    "m": "http://search.yahoo.com/mrss/",
    "dcterms": "http://purl.org/dc/terms/",
    "at": "http://purl.org/atompub/tombstones/1.0",
}

PICTURE = Media(id="m", type="picture", renditions=(Rendition(href="pier.jpg", media_type="image/jpeg", size=9),))
FIRST = Article(
    id=ID,
    headline="The east pier burns",
    summary="Fire on the east pier.",
    language="en",
    canonical_url=LINK,
    published=PUBLISHED,
    modified=PUBLISHED,
    keywords=("fire",),
    subjects=(Subject(name="Disaster", code="03000000", scheme="medtop"),),
    media=(PICTURE,),
    body=(body.Paragraph(bid="p", text=body.text("The east pier burned down.")), body.Figure(bid="f", media="m")),
)
SECOND = replace(
    FIRST,
    version=2,
    headline="The west pier burns",
    modified=CORRECTED,
    corrections=(Correction(text=ERROR, at=CORRECTED),),
    body=(body.Paragraph(bid="p", text=body.text("The west pier burned down.")), body.Figure(bid="f", media="m")),
)
THIRD = replace(SECOND, version=3, status="canceled", modified=KILLED, ed_notes=(EdNote(text=REASON, public=True),))
OTHERS = tuple(
    Article(
        id=f"urn:example:other-{n}",
        headline=f"Other story {n}",
        language="en",
        canonical_url=f"https://gazette.example.org/other-{n}",
        published=PUBLISHED + timedelta(minutes=n - 2),
        modified=PUBLISHED + timedelta(minutes=n),
        body=(body.Paragraph(bid="p", text=body.text(f"Other words {n}.")),),
    )
    for n in range(4)
)


def edition(story: Article) -> Edition:
    """The story among four others."""
    return Edition(
        id="urn:example:edition",
        title="The Harbour Gazette",
        description="News of the harbour.",
        language="en",
        url="https://gazette.example.org/",
        publisher="Gazette Press",
        articles=(*OTHERS[:2], story, *OTHERS[2:]),
    )


def publish(
    kind: str,
    what: Edition,
    folder: Path,
    *,
    built_at: datetime | None = None,
    cache: Path | None = None,
    **wishes: str,
) -> bytes:
    """The feed as it stands in the folder afterwards; nothing in it is an error or a warning."""
    context = Context(now=NOW, built_at=built_at, cache=cache)
    options = {kind: {name.replace("_", "-"): value for name, value in wishes.items()}}
    plan = pipeline.Plan(formats=(kind,), base_url=BASE, options=options)
    outcomes = list(pipeline.export(pipeline.clear(what, context), plan, context, FolderDestination(folder)))
    found = [finding for outcome in outcomes for finding in outcome.diagnostics]
    assert not [f for f in found if f.severity in (Severity.ERROR, Severity.WARNING)], found
    path = outcomes[0].path
    assert path is not None
    return path.read_bytes()


def states(kind: str, folder: Path, **wishes: str) -> list[bytes]:
    """The feed when the story was published, when it was corrected and when it was killed."""
    return [publish(kind, edition(story), folder, **wishes) for story in (FIRST, SECOND, THIRD)]


def item(kind: str, data: bytes) -> Any:
    """The story's own item."""
    if kind == "jsonfeed":
        return next(item for item in json.loads(data)["items"] if item["id"] == ID)
    path = "channel/item[guid='%s']" if kind == "rss" else "a:entry[a:id='%s']"
    [found] = etree.fromstring(data).findall(path % ID, NS)
    return found


def read(kind: str, data: bytes) -> dict[str, Any]:
    """What feedparser makes of the feed, by id; each is there once."""
    parsed = feedparser.parse(data, response_headers={"content-type": f"application/{kind}+xml; charset=utf-8"})
    assert not parsed.bozo
    entries = {entry.id: entry for entry in parsed.entries}
    assert len(entries) == len(parsed.entries) == 5
    return entries


def moment(parsed: Any) -> datetime:
    """A date of feedparser's."""
    return datetime(*parsed[:6], tzinfo=UTC)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_follows_the_story(kind: str, tmp_path: Path) -> None:
    """One id and one address through all; the text of each state; dates that tell what happened and when."""
    read_states = [read(kind, data) for data in states(kind, tmp_path)]
    for entries in read_states:
        assert list(entries).index(ID) == 2
    published, corrected, killed = (entries[ID] for entries in read_states)
    for entry, updated in ((published, PUBLISHED), (corrected, CORRECTED), (killed, KILLED)):
        assert entry.link == LINK
        assert moment(entry.published_parsed) == PUBLISHED
        assert moment(entry.updated_parsed) == updated
    assert published.title == "The east pier burns"
    assert "The east pier burned down." in published.content[0].value
    assert ERROR not in published.content[0].value
    assert corrected.title == "The west pier burns"
    assert "east" not in corrected.content[0].value
    assert f"<strong>2025-03-01:</strong> {ERROR}" in corrected.content[0].value
    assert [e.href for e in corrected.enclosures] == [f"{BASE}pier.jpg"]
    assert killed.title == NOTICE
    assert re.findall(r"<p>(.*?)</p>", killed.content[0].value) == [NOTICE, REASON]
    assert killed.summary == f"{NOTICE} {REASON}"
    assert not killed.enclosures and not killed.get("media_content") and not killed.get("tags")
    others = [{name: entry for name, entry in entries.items() if name != ID} for entries in read_states]
    assert others[0] == others[1] == others[2]


@pytest.mark.parametrize("kind", ALL)
def test_nothing_of_a_killed_story_is_left(kind: str, tmp_path: Path) -> None:
    """No word, no picture, no subject, anywhere in the file."""
    last = states(kind, tmp_path)[-1].lower()
    assert b"urn:example:pier" in last
    for word in (b"burn", b"fire", b"east", b"west", b"pier.jpg", b"disaster", b"03000000", ERROR.lower().encode()):
        assert word not in last


@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_is_told_to_programs(kind: str, tmp_path: Path) -> None:
    """`media:status` with the reason, and a validity that has ended; before the kill there is neither."""
    published, corrected, killed = (item(kind, data) for data in states(kind, tmp_path))
    for alive in (published, corrected):
        assert alive.find("m:status", NS) is None and alive.find("dcterms:valid", NS) is None
    assert dict(killed.find("m:status", NS).attrib) == {"state": "deleted", "reason": REASON}
    assert killed.findtext("dcterms:valid", namespaces=NS) == "end=2025-03-01T14:00:00Z; scheme=W3C-DTF"


def test_json_feed_tells_it_in_its_extension(tmp_path: Path) -> None:
    """Version, what was corrected, and that it was canceled and why."""
    published, corrected, killed = (item("jsonfeed", data) for data in states("jsonfeed", tmp_path))
    assert [i["_syndicate"]["version"] for i in (published, corrected, killed)] == [1, 2, 3]
    assert corrected["_syndicate"]["corrections"] == [{"text": ERROR, "at": "2025-03-01T09:00:00Z"}]
    assert killed["_syndicate"] == {"version": 3, "kind": "story", "status": "canceled", "reason": REASON}
    assert (killed["title"], killed["url"]) == (NOTICE, LINK)
    assert (killed["date_published"], killed["date_modified"]) == ("2025-03-01T06:00:00Z", "2025-03-01T14:00:00Z")
    assert not {"attachments", "image", "banner_image", "tags"} & killed.keys()


def test_a_tombstone_where_it_is_asked_for(tmp_path: Path) -> None:
    """RFC 6721, after the notice, with id, time and reason; a feed without it does not even declare the namespace."""
    plain, asked = states("atom", tmp_path / "plain")[-1], states("atom", tmp_path / "asked", tombstones="yes")
    assert b"tombstones" not in plain
    feed = etree.fromstring(asked[-1])
    [stone] = feed.findall("at:deleted-entry", NS)
    assert dict(stone.attrib) == {"ref": ID, "when": "2025-03-01T14:00:00Z"}
    assert stone.findtext("at:comment", namespaces=NS) == REASON
    assert stone.getprevious().findtext("a:id", namespaces=NS) == ID
    # A program that follows tombstones keeps an entry that was updated later than its stone (RFC 6721 3).
    assert stone.getprevious().findtext("a:updated", namespaces=NS) <= stone.get("when", "")
    for alive in asked[:2]:
        assert etree.fromstring(alive).find("at:deleted-entry", NS) is None
    assert read("atom", asked[-1])[ID].title == NOTICE


@pytest.mark.parametrize("kind", ALL)
def test_a_kill_without_time_and_reason_is_told_too(kind: str, tmp_path: Path) -> None:
    """What is not known is not invented."""
    bare = replace(THIRD, modified=None, published=None, ed_notes=())
    killed = item(kind, publish(kind, edition(bare), tmp_path, **({"tombstones": "yes"} if kind == "atom" else {})))
    if kind == "jsonfeed":
        assert killed["_syndicate"] == {"version": 3, "kind": "story", "status": "canceled"}
        assert not {"date_published", "date_modified"} & killed.keys()
        return
    assert killed.find("m:status", NS).get("reason") == NOTICE
    assert killed.find("dcterms:valid", NS) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_is_told_as_long_as_the_story_would_have_been(kind: str, tmp_path: Path) -> None:
    """It leaves the feed when newer stories push it out, and stands in an archive from then on."""
    newer = tuple(
        replace(OTHERS[0], id=f"urn:example:new-{n}", published=KILLED + timedelta(hours=n)) for n in range(3)
    )
    places = []
    for count in range(4):
        whole = edition(THIRD)
        whole = replace(whole, articles=(*whole.articles, *newer[:count]))
        folder = tmp_path / str(count)
        publish(kind, whole, folder, page_size="3")
        places.append(sorted(path.name for path in folder.glob(f"*.{kind}") if ID.encode() in path.read_bytes()))
    feed, archive = f"feed.{kind}", f"feed-archive-2.{kind}"
    assert [feed in names for names in places] == [True, True, False, False]
    assert [archive in names for names in places] == [False, False, True, True]


# --- nothing moves by itself -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("story", [FIRST, SECOND, THIRD], ids=["published", "corrected", "killed"])
def test_another_build_changes_no_item(kind: str, story: Article, tmp_path: Path) -> None:
    """Of the whole file, only the feed's own date; JSON Feed has none."""
    early, late = (
        publish(kind, edition(story), tmp_path / str(n), built_at=NOW - timedelta(hours=n)) for n in range(2)
    )
    changed = [new for old, new in zip(early.split(b"\n"), late.split(b"\n"), strict=True) if old != new]
    if kind == "jsonfeed":
        assert changed == []
    else:
        [line] = changed
        assert re.match(rb"    <lastBuildDate>|  <updated>", line)
        assert line in late[: late.index(b"<item>" if kind == "rss" else b"<entry")]


@pytest.mark.parametrize("kind", ALL)
def test_same_content_same_bytes(kind: str, tmp_path: Path) -> None:
    """Without a time of the build the newest change is the feed's date; so its ETag stays, cache or none."""
    first = publish(kind, edition(SECOND), tmp_path / "out")
    assert publish(kind, edition(SECOND), tmp_path / "out") == first
    assert publish(kind, edition(SECOND), tmp_path / "cold", cache=tmp_path / "cache") == first
    assert publish(kind, edition(SECOND), tmp_path / "warm", cache=tmp_path / "cache") == first


@pytest.mark.parametrize("kind", KINDS)
def test_the_cache_follows_a_story_too(kind: str, tmp_path: Path) -> None:
    """Publish, correct, kill, and take back the kill, all against one cache."""
    for number, story in enumerate((FIRST, SECOND, THIRD, SECOND, FIRST)):
        cached = publish(kind, edition(story), tmp_path / f"cached-{number}", cache=tmp_path / "cache")
        assert cached == publish(kind, edition(story), tmp_path / f"plain-{number}")


@pytest.mark.parametrize("kind", ALL)
def test_a_story_without_dates_gets_none_from_the_build(kind: str, tmp_path: Path) -> None:
    """But for `updated`, which Atom cannot do without: it is the feed's then."""
    undated = replace(FIRST, published=None, modified=None)
    found = item(kind, publish(kind, edition(undated), tmp_path, built_at=NOW))
    if kind == "jsonfeed":
        assert not {"date_published", "date_modified"} & found.keys()
    elif kind == "rss":
        assert found.find("pubDate") is None and found.find("dcterms:modified", NS) is None
    else:
        assert found.find("a:published", NS) is None
        assert found.findtext("a:updated", namespaces=NS) == "2025-03-03T06:00:00Z"


@pytest.mark.parametrize("kind", KINDS)
def test_a_story_without_change_is_as_old_as_its_publication(kind: str, tmp_path: Path) -> None:
    """A build years later does not make it look new."""
    found = item(kind, publish(kind, edition(replace(FIRST, modified=None)), tmp_path, built_at=NOW))
    if kind == "rss":
        assert found.find("dcterms:modified", NS) is None
    else:
        assert found.findtext("a:updated", namespaces=NS) == "2025-03-01T06:00:00Z"
