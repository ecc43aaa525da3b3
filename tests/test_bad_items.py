"""One bad story: set aside or cleaned, with a finding that names it, and the feed is valid and whole otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import etree

from syndicate import pipeline
from syndicate.cli import main
from syndicate.collect import collect
from syndicate.context import Context
from syndicate.contracts import Proof, Validator
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.validators.feed import AtomValidator, JsonFeedValidator, RssValidator

NOW = datetime(2030, 1, 1, tzinfo=UTC)
SITE = "https://news.example/"
FEEDS = {"rss": "feed.rss", "atom": "feed.atom", "jsonfeed": "feed.json"}
VALIDATORS: dict[str, type[Validator]] = {"rss": RssValidator, "atom": AtomValidator, "jsonfeed": JsonFeedValidator}
GOOD = ("urn:example:first", "urn:example:last")
BAD = "urn:example:bad"


class Bad(NamedTuple):
    """What is wrong with the story, the code that tells of it, and whether the story goes on without what is wrong."""

    name: str
    changes: dict[str, Any]
    code: str
    stays: bool


_PICTURE = {"id": "m", "type": "picture", "renditions": [{"href": "broken.jpg", "media_type": "image/jpeg"}]}
_KINDLESS = {"id": "m", "type": "picture", "renditions": [{"href": "picture?id=7"}]}
_LINKED = [{"type": "paragraph", "bid": "a", "text": [{"text": "x", "marks": [{"mark": "link", "href": "http://"}]}]}]

CASES = (
    Bad("control characters", {"headline": "Quay \u0007 closed\u0000"}, "SYN-TEXT-001", stays=True),
    Bad("a noncharacter", {"summary": "\ufffe\uffff closed"}, "SYN-TEXT-001", stays=True),
    Bad("U+FFFD", {"headline": "Qu\ufffdy closed"}, "SYN-TEXT-001", stays=True),
    Bad("a lone surrogate", {"headline": "Quay \ud83d closed"}, "SYN-TEXT-001", stays=True),
    Bad("a lone surrogate in a key", {"extra": {"a\udc00": "b"}}, "SYN-TEXT-001", stays=True),
    Bad("a naive date", {"published": "2029-12-01T06:00:00"}, "SYN-JSON-002", stays=False),
    Bad("an impossible date", {"published": "2029-02-31T06:00:00Z"}, "SYN-JSON-002", stays=False),
    Bad("a number for a headline", {"headline": 7}, "SYN-JSON-002", stays=False),
    Bad("no such block", {"body": [{"type": "teaser"}]}, "SYN-JSON-002", stays=False),
    Bad("no address", {"canonical_url": ""}, "SYN-{}-032", stays=True),
    Bad("an address that is none", {"canonical_url": "http://"}, "SYN-{}-032", stays=True),
    Bad("an address of script", {"canonical_url": "javascript:alert(1)"}, "SYN-{}-032", stays=True),
    Bad("a link to nowhere", {"body": _LINKED}, "SYN-{}-032", stays=True),
    Bad("a picture that is none", {"media": [_PICTURE]}, "SYN-{}-034", stays=True),
    Bad("a picture of no kind", {"media": [_KINDLESS]}, "SYN-{}-034", stays=True),
    Bad("no headline", {"headline": ""}, "SYN-{}-033", stays=True),
)


def story(name: str, **changes: Any) -> dict[str, Any]:
    """A story of the quay as canonical JSON has it."""
    return {
        "id": name,
        "headline": f"Quay closed: {name}",
        "language": "en",
        "canonical_url": f"{SITE}{name.rpartition(':')[2]}.html",
        "published": "2029-12-01T06:00:00Z",
        "modified": "2029-12-01T06:00:00Z",
        "body": [{"type": "paragraph", "bid": "a", "text": [{"text": "The quay is closed."}]}],
        **changes,
    }


def file(folder: Path, ending: str, bad: dict[str, Any]) -> Path:
    """An input in which the bad story stands between two good ones."""
    stories = [story(GOOD[0]), bad, story(GOOD[1])]
    path = folder / f"stories.{ending}"
    if ending == "jsonl":
        path.write_text("".join(json.dumps(item) + "\n" for item in stories), "ascii")
    else:
        head = {"id": "urn:example:edition", "title": "Quays", "language": "en", "url": SITE}
        path.write_text(json.dumps({"syndicate": 1, "edition": {**head, "articles": stories}}, indent=1), "ascii")
    (folder / "broken.jpg").write_bytes(b"this is no picture")
    return path


def ids(name: str, data: bytes) -> list[str]:
    """The ids of the items of a feed."""
    if name == "jsonfeed":
        return [item["id"] for item in json.loads(data)["items"]]
    root = etree.fromstring(data)
    return [str(node.text) for node in root.iter("guid" if name == "rss" else "{*}id") if node.getparent() is not root]


def export(paths: list[Path], out: Path, name: str) -> tuple[bytes, list[Diagnostic]]:
    """The feed that the line makes of `paths`, and every finding on the way."""
    collected = collect([str(path) for path in paths], Context(now=NOW, built_at=NOW, base_url=SITE))
    clearance = pipeline.clear(collected.edition, collected.context)
    outcomes = list(
        pipeline.export(clearance, pipeline.Plan(formats=(name,)), collected.context, FolderDestination(out))
    )
    assert all(outcome.delivered for outcome in outcomes)
    found = [*collected.report, *clearance.findings, *(d for outcome in outcomes for d in outcome.diagnostics)]
    return (out / FEEDS[name]).read_bytes(), found


def errors(name: str, path: Path) -> Iterator[Diagnostic]:
    """What the validator has against a feed: errors and warnings."""
    proof = Proof(name=path.name, context=Context(now=NOW), address=SITE + path.name)
    return (d for d in VALIDATORS[name]().check(path, proof) if d.severity is not Severity.INFO)


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("ending", ["json", "jsonl"])
@pytest.mark.parametrize("bad", CASES, ids=lambda bad: bad.name)
def test_a_bad_story_does_not_take_down_the_feed(bad: Bad, ending: str, name: str, tmp_path: Path) -> None:
    """Through the whole line, from an edition file and from JSON Lines."""
    data, found = export([file(tmp_path, ending, story(BAD, **bad.changes))], tmp_path / "out", name)
    wanted = [GOOD[0], BAD, GOOD[1]] if bad.stays else list(GOOD)
    assert ids(name, data) == wanted
    assert list(errors(name, tmp_path / "out" / FEEDS[name])) == []
    told = [d for d in found if d.code == bad.code.format(name.upper())]
    assert told, found
    if bad.stays or ending == "json":
        assert {d.location.article for d in told} == {BAD}
    else:
        assert {d.location.line for d in told} == {2}


@pytest.mark.parametrize("bad", CASES, ids=lambda bad: bad.name)
def test_the_command_line_says_which_story_it_is(
    bad: Bad, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All three feeds are there, with their good stories; a story that was set aside is an error of the command."""
    monkeypatch.chdir(tmp_path)
    path = file(tmp_path, "json", story(BAD, **bad.changes))
    options = ["-f", ",".join(FEEDS), "-o", "out", "--base-url", SITE, "--built-at", NOW.isoformat(), "-v"]
    code = main(["export", path.name, *options])
    said = capsys.readouterr()
    assert code == (0 if bad.stays else 1), said.err
    assert "Traceback" not in said.err
    assert BAD in said.err
    for name, feed in FEEDS.items():
        kept = ids(name, (tmp_path / "out" / feed).read_bytes())
        assert [item for item in kept if item != BAD] == list(GOOD)
        assert (BAD in kept) is bad.stays
        assert main(["validate", f"out/{feed}"]) == 0
    assert not [path for path in (tmp_path / "out").iterdir() if path.name not in {*FEEDS.values(), "feed.css"}]


COPY = "Quay {} closed\n\nBERGEN (NTB) — The quay is closed{} for a day.\n\nIt opens on Monday.\n"
WIRE = {
    "control characters": (COPY.format("\x07", "\x0b"), "SYN-WIRE-002"),
    "bytes that are no UTF-8": (COPY.format("No\x81", ""), "SYN-WIRE-001"),
    "U+FFFD": (COPY.format("\ufffd", ""), "SYN-TEXT-001"),
    "no text": (" \n", "SYN-INPUT-001"),
    "binary": ("\x00\x01\x02\x03" * 40, "SYN-INPUT-001"),
}


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("bad", WIRE)
def test_bad_copy_does_not_take_down_the_feed(bad: str, name: str, tmp_path: Path) -> None:
    """One file of three: its story is cleaned or left out, and the others are in the feed."""
    copy, code = WIRE[bad]
    paths = [tmp_path / f"{place}.txt" for place in ("a", "b", "c")]
    for path in paths:
        path.write_text(COPY.format(path.stem, ""), "utf-8")
    data = copy.encode() if "\x81" not in copy else copy.replace("—", "--").encode("latin-1")
    paths[1].write_bytes(data)
    data, found = export(paths, tmp_path / "out", name)
    assert len(ids(name, data)) == (2 if code == "SYN-INPUT-001" else 3)
    assert "\ufffd" not in data.decode()
    assert list(errors(name, tmp_path / "out" / FEEDS[name])) == []
    told = [d for d in found if d.code == code]
    assert told, found
    assert all("b.txt" in d.location.file or d.location.article in data.decode() for d in told)


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_a_story_twice_and_bytes_that_are_no_text(ending: str, tmp_path: Path) -> None:
    """The second of two stories of one id goes; bytes that are no UTF-8 are taken out with a warning."""
    path = file(tmp_path, ending, story(BAD, headline="Quay CLOSED"))
    path.write_bytes(path.read_bytes().replace(b"CLOSED", b"cl\xffosed"))
    data, found = export([path], tmp_path / "out", "rss")
    assert ids("rss", data) == [GOOD[0], BAD, GOOD[1]]
    assert b"<title>Quay closed</title>" in data
    assert BAD in {d.location.article for d in found if d.code == "SYN-TEXT-001"}


def test_an_edition_of_which_nothing_can_be_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No feed without a story takes the place of a good one; the message names the place of the first fault."""
    monkeypatch.chdir(tmp_path)
    edition = {"id": "urn:example:edition", "articles": [story(BAD, headline=7), story("urn:example:x", body=1)]}
    Path("in.json").write_text(json.dumps({"syndicate": 1, "edition": edition}), "ascii")
    assert main(["export", "in.json", "-f", "rss", "-o", "out"]) == 4
    assert "$.edition.articles[0].headline" in capsys.readouterr().err
    assert not Path("out").exists()


def test_two_stories_of_one_id_in_an_edition(tmp_path: Path) -> None:
    """The first stays, and the finding names the other."""
    path = file(tmp_path, "json", story(GOOD[0], headline="Again"))
    data, found = export([path], tmp_path / "out", "rss")
    assert ids("rss", data) == list(GOOD)
    assert [(d.code, d.location.article) for d in found if d.severity is Severity.ERROR] == [("SYN-JSON-002", GOOD[0])]
