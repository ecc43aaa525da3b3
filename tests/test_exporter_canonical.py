"""The canonical form as an output: whole, but nothing that may not leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from msgspec.structs import replace

import laws
from strategies import Model
from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Artifact, Job, Release
from syndicate.diagnostics import Report
from syndicate.exporters.canonical import JsonExporter, JsonLinesExporter
from syndicate.model import codec
from syndicate.model.article import Article, Edition, EdNote, Section

AT = datetime(2095, 1, 1, tzinfo=UTC)
STORY = Article(id="urn:x:1", headline="Ferry", ed_notes=(EdNote(text="secret"), EdNote(text="open", public=True)))
KILLED = Article(
    id="urn:x:2", headline="Wrong", status="canceled", ed_notes=(EdNote(text="It was wrong.", public=True),)
)
HELD = Article(id="urn:x:3", headline="Not yet", status="withheld")
EDITION = Edition(
    id="urn:x:e",
    title="Morning",
    sections=(Section(id="s", title="News", articles=("urn:x:3", "urn:x:1")),),
    articles=(STORY, KILLED, HELD),
)


def artifacts(exporter: JsonExporter | JsonLinesExporter, name: str, release: Release) -> list[Artifact]:
    """What the exporter makes of the release."""
    row = registry.exporters()[name]
    return list(exporter.export(release, Job(row=row, context=Context(now=AT), report=Report(), stem="morning")))


def test_an_edition_leaves_without_what_was_held_or_private() -> None:
    """Sections without held items, a notice for the killed story, public notes only."""
    (artifact,) = artifacts(JsonExporter(), "json", gate.clear(EDITION, AT).release)
    assert (artifact.name, artifact.media_type) == ("morning.edition.json", "application/json")
    data = b"".join(artifact.chunks)
    edition = codec.decode_edition(data)
    assert [article.id for article in edition.articles] == ["urn:x:1", "urn:x:2"]
    assert edition.sections == (Section(id="s", title="News", articles=("urn:x:1",)),)
    assert edition.articles[0].ed_notes == (EdNote(text="open", public=True),)
    notice = edition.articles[1]
    assert (notice.status, notice.signals, notice.headline) == ("canceled", ("kill",), "")
    assert notice.ed_notes == (EdNote(text="It was wrong.", public=True),)
    for word in (b"secret", b"Wrong", b"Not yet"):
        assert word not in data


def test_lines_are_the_same_articles_as_a_stream() -> None:
    """A chunk a line, made when it is asked for."""
    release = gate.clear(EDITION, AT).release
    (artifact,) = artifacts(JsonLinesExporter(), "jsonl", release)
    assert (artifact.name, artifact.media_type) == ("morning.jsonl", "application/jsonl")
    assert isinstance(artifact.chunks, Iterator)
    found = [codec.decode_article(line) for line in artifact.chunks]
    (whole,) = artifacts(JsonExporter(), "json", release)
    assert tuple(found) == codec.decode_edition(b"".join(whole.chunks)).articles


def test_an_edition_of_nothing() -> None:
    """An edition file without articles; no lines."""
    release = gate.clear(Edition(id="urn:x:e"), AT).release
    (artifact,) = artifacts(JsonExporter(), "json", release)
    assert codec.decode_edition(b"".join(artifact.chunks)) == Edition(id="urn:x:e")
    (artifact,) = artifacts(JsonLinesExporter(), "jsonl", release)
    assert b"".join(artifact.chunks) == b""


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_nothing_is_lost(name: str) -> None:
    """Every feature is kept, and no loss is reported for the edition that has them all."""
    assert {carriage.degree for carriage in registry.exporter(name).fidelity.values()} == {"kept"}
    assert [d for d in laws.exported(name, "full").report if d.severity == "loss"] == []


@given(Model().of(Edition))
def test_what_is_released_comes_back(edition: Edition) -> None:
    """`import(export(a)) == a` for everything that may leave."""
    release = gate.clear(edition, AT).release
    (artifact,) = artifacts(JsonExporter(), "json", release)
    found = codec.decode_edition(b"".join(artifact.chunks))
    assert replace(found, articles=()) == release.edition
    assert [a for a in found.articles if a.status != "canceled"] == list(release.articles)
