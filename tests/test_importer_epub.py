"""A book read back is the edition that went into it: every field, for every edition that there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

import epubs
import strategies
from golden import ROOT
from syndicate import gate
from syndicate.context import Context, Limits
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report
from syndicate.errors import InputError
from syndicate.formats import copies
from syndicate.importers.epub import EpubImporter
from syndicate.model import codec
from syndicate.model.article import Article, Edition, EdNote

EDITIONS = sorted((ROOT / "fixtures" / "editions").glob("*/edition.json"))


def read(data: bytes, *, limits: Limits | None = None) -> tuple[Edition, Report]:
    """What the importer makes of a book, and what it reports."""
    report = Report()
    context = Context(now=epubs.NOW, limits=limits or Limits())
    (edition,) = EpubImporter().read(Source(name="book.epub", data=data), ImportJob(context=context, report=report))
    assert isinstance(edition, Edition)
    return edition, report


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.parent.name)
def test_every_edition_comes_back_whole(path: Path) -> None:
    edition = codec.decode_edition(path.read_bytes())
    back, report = read(epubs.build(edition, epubs.job(path.parent)))
    assert back == gate.clear(edition, epubs.NOW).release.as_edition()
    assert not list(report)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(article=strategies.Model().articles())
def test_any_story_comes_back_whole(article: Article) -> None:
    edition = epubs.edition(article)
    release = gate.clear(edition, epubs.NOW).release
    if release.items:
        assert read(epubs.build(edition, epubs.job()))[0] == release.as_edition()


def test_what_the_gate_holds_is_not_in_the_copy() -> None:
    told = epubs.story("told", ed_notes=(EdNote(text="for the desk alone"), EdNote(text="for all", public=True)))
    held = epubs.story("held", status="withheld", headline="Nobody must know")
    entries = epubs.unpack(epubs.build(epubs.edition(told, held), epubs.job()))
    copy = entries[copies.HEAD] + entries[copies.ITEMS]
    assert b"for all" in copy
    assert b"for the desk alone" not in copy
    assert b"Nobody must know" not in copy


def test_the_copy_can_be_left_out(tmp_path: Path) -> None:
    data = epubs.build(epubs.edition(epubs.story("one")), epubs.job(options={"copy": "no"}))
    assert not {copies.HEAD, copies.ITEMS} & set(epubs.unpack(data))
    assert epubs.findings(data, tmp_path) == []
    back, report = read(data)
    assert [article.headline for article in back.articles] == ["The one story"]
    assert "SYN-EPUB-005" in {d.code for d in report}


def test_a_damaged_story_is_set_aside_and_the_others_are_read() -> None:
    entries = epubs.unpack(epubs.build(epubs.edition(epubs.story("one"), epubs.story("two")), epubs.job()))
    entries[copies.ITEMS] = entries[copies.ITEMS].replace(b'"headline"', b'"headline', 1)
    edition, report = read(epubs.repack(entries))
    assert [article.id for article in edition.articles] == ["urn:x-test:two"]
    assert [(d.code, d.location.line) for d in report] == [("SYN-EPUB-002", 1)]


@pytest.mark.parametrize("data", [b"no archive", b"PK\x03\x04 cut short", b""], ids=["text", "cut", "empty"])
def test_what_is_no_book_says_so(data: bytes) -> None:
    with pytest.raises(InputError, match=r"book\.epub: the book cannot be read"):
        read(data)


def test_a_bomb_is_not_opened() -> None:
    head = codec.encode_edition(replace(epubs.edition(), articles=()))
    entries = {"mimetype": b"application/epub+zip", copies.HEAD: head, copies.ITEMS: b" " * 100_000}
    with pytest.raises(InputError, match="larger than 50000 bytes"):
        read(epubs.repack(entries), limits=Limits(input_size=50_000))
