"""The life of a story in NewsML-G2: first version, update, correction, embargo, withheld, kill, as clients see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

import laws
from syndicate import gate, pipeline, registry
from syndicate.context import Context
from syndicate.contracts import ImportJob, Job, Notice, Source
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Report
from syndicate.errors import UsageError
from syndicate.formats import g2
from syndicate.model import article as model
from syndicate.model import body
from syndicate.model.article import Article, Edition

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
NS = {"g": g2.NAR, "h": g2.XHTML, "n": g2.NITF}
FIRST = Article(
    id="urn:uuid:0f7a2a36-40d5-4a77-8d3f-6f1d9f0a9d11",
    language="en",
    headline="Ferry runs again",
    provider="Norhavn News",
    created=NOW - timedelta(hours=3),
    modified=NOW - timedelta(hours=2),
    body=(body.Paragraph(bid="b1", text=body.text("The ferry runs again from Monday on.")),),
)


def message(*stories: Article, advance: bool = False, profile: str = "") -> etree._Element:
    """The stories as a valid message."""
    exporter = registry.exporter("newsml-g2")
    context = Context(now=NOW, schemas=laws.official_schemas())
    edition = Edition(id="urn:x:edition", language="en", publisher="Norhavn News", articles=stories)
    job = Job(row=exporter.row, context=context, report=Report(), stem="x", built_at=NOW, profile=profile)
    artifacts = tuple(exporter.export_cleared(gate.clear(edition, NOW, advance=advance), job))
    made = tuple(replace(a, chunks=(b"".join(a.chunks),)) for a in artifacts)
    laws.prove("newsml-g2", laws.Exported(made, tuple(job.report)), "a story's life")
    return etree.fromstring(next(iter(made[0].chunks)))


def said(tree: etree._Element, path: str) -> list[str]:
    """Text or value of what stands at `path` in the only news item."""
    found: Any = tree.xpath(f"//g:newsItem/{path}", namespaces=NS)
    return [n.text or "" if isinstance(n, etree._Element) else str(n) for n in found]


def test_the_first_version_has_no_signal() -> None:
    """Neither update nor correction: there was nothing before it."""
    tree = message(FIRST)
    assert said(tree, "@version") == ["1"]
    assert said(tree, "g:itemMeta/g:signal/@qcode") == []
    assert said(tree, "g:itemMeta/g:pubStatus/@qcode") == ["stat:usable"]
    claimed = message(replace(FIRST, signals=("update",)))
    assert said(claimed, "g:itemMeta/g:signal/@qcode") == ["synd:signal/update"]


def test_an_update_keeps_guid_and_first_creation() -> None:
    """Same guid, next version, a signal that says whether the desk said it or we concluded it."""
    later = replace(FIRST, version=2, modified=NOW, signals=("update",))
    tree = message(later)
    assert said(tree, "@guid") == [FIRST.id]
    assert said(tree, "@version") == ["2"]
    assert said(tree, ".//g:firstCreated") == said(message(FIRST), ".//g:firstCreated") == ["2025-06-01T09:00:00Z"]
    assert said(tree, ".//g:versionCreated") == ["2025-06-01T12:00:00Z"]
    assert said(tree, ".//g:signal/@qcode") == ["sig:update"]
    assert said(tree, ".//g:signal/@why") == []
    silent = message(replace(later, signals=()))
    assert said(silent, ".//g:signal/@qcode") == ["sig:update"]
    assert said(silent, ".//g:signal/@why") == ["why:inferred"]
    read = registry.importer("newsml-g2").read(
        Source(name="x", data=etree.tostring(silent)), ImportJob(context=Context(now=NOW), report=Report())
    )
    assert [story.signals for story in read if isinstance(story, Article)] == [()], "what we concluded nobody said"


def test_a_correction_is_no_update() -> None:
    """One signal of the two, and a note that says what was wrong."""
    wrong = model.Correction(text="The ferry runs from Tuesday on, not Monday.", at=NOW, blocks=("b1",))
    tree = message(replace(FIRST, version=2, modified=NOW, signals=("update", "correction"), corrections=(wrong,)))
    assert said(tree, ".//g:signal/@qcode") == ["synd:signal/update", "sig:correction"]
    assert said(tree, ".//g:edNote") == ["The ferry runs from Tuesday on, not Monday."]
    concluded = message(replace(FIRST, version=2, modified=NOW, corrections=(wrong,)))
    assert said(concluded, ".//g:signal/@qcode") == ["sig:correction"]


@pytest.mark.parametrize("profile", ["", "superdesk"])
def test_a_kill_carries_no_body(profile: str) -> None:
    """Same guid, next version, first creation, canceled, why, and not one word of the story."""
    note = model.EdNote(text="The report was wrong.", public=True)
    tree = message(
        replace(FIRST, version=3, modified=NOW, status="canceled", signals=("kill",), ed_notes=(note,)), profile=profile
    )
    assert said(tree, "@guid") == [FIRST.id]
    assert said(tree, "@version") == ["3"]
    assert said(tree, ".//g:firstCreated") == ["2025-06-01T09:00:00Z"]
    assert said(tree, ".//g:pubStatus/@qcode") == ["stat:canceled"]
    assert said(tree, ".//g:edNote") == ["This story has been withdrawn. The report was wrong."]
    assert said(tree, ".//g:signal/@qcode") == ["synd:signal/kill"]
    assert len(said(tree, "g:contentSet")) == (1 if profile else 0)
    assert said(tree, "g:contentSet/*") == []
    assert b"ferry" not in etree.tostring(tree).lower()


def test_a_withheld_story_is_recalled_from_clients_alone() -> None:
    """Everyone else never had it; clients are told not to use it, without its words."""
    note = model.EdNote(text="Wait for the police.", public=True)
    story = replace(FIRST, version=2, modified=NOW, status="withheld", ed_notes=(note,))
    held = gate.clear(Edition(id="urn:x:e", articles=(story,)), NOW)
    assert [h.code for h in held.held] == ["SYN-GATE-002"]
    tree = message(story, advance=True)
    assert said(tree, "@version") == ["2"]
    assert said(tree, ".//g:pubStatus/@qcode") == ["stat:withheld"]
    assert said(tree, ".//g:signal/@qcode") == ["synd:signal/hold"]
    assert said(tree, ".//g:edNote") == ["Do not use this story until further notice. Wait for the police."]
    assert said(tree, "g:contentSet") == []
    assert b"ferry" not in etree.tostring(tree).lower()


def test_an_embargo_goes_with_the_story_to_clients() -> None:
    """In advance the story goes with the instant of its end, in every version and on its media and its package."""
    picture = model.Media(id="p", type="picture", renditions=(model.Rendition(href="https://x.example/p.jpg"),))
    story = replace(FIRST, embargo_until=NOW + timedelta(days=1), media=(picture,))
    assert not gate.clear(Edition(id="urn:x:e", articles=(story,)), NOW).release.items
    tree = message(story, replace(FIRST, id="urn:x:other"), advance=True)
    assert said(tree, "g:itemMeta/g:embargoed") == ["2025-06-02T12:00:00Z"] * 2
    found: Any = tree.xpath("//g:packageItem/g:itemMeta/g:embargoed/text()", namespaces=NS)
    assert found == ["2025-06-02T12:00:00Z"]
    over = message(replace(story, embargo_until=NOW - timedelta(days=1)), profile="superdesk")
    assert said(over, "g:itemMeta/g:embargoed") == []


def test_what_is_on_hold_stays_even_from_clients() -> None:
    """In advance means before an embargo ends, not before the desk is done."""
    on_hold = replace(FIRST, id="urn:x:1", signals=("hold",))
    service = replace(FIRST, id="urn:x:2", kind="service")
    prepared = replace(FIRST, id="urn:x:3", headline="HOLD FOR RELEASE: ferry")
    cleared = gate.clear(Edition(id="urn:x:e", articles=(on_hold, service, prepared)), NOW, advance=True)
    assert [h.code for h in cleared.held] == ["SYN-GATE-003", "SYN-GATE-004", "SYN-GATE-006"]


def test_notices_point_nowhere() -> None:
    """A link to a story that was withheld does not go out, in advance neither."""
    link = model.Relation(rel="related", ref=FIRST.id)
    edition = Edition(
        id="urn:x:e",
        articles=(replace(FIRST, status="withheld"), replace(FIRST, id="urn:x:other", headline="Other", links=(link,))),
    )
    notice, other = gate.clear(edition, NOW, advance=True).release.items
    assert isinstance(notice, Notice)
    assert isinstance(other, Article)
    assert other.links == ()
    assert notice.as_article().status == "withheld"
    assert notice.as_article().signals == ("hold",)


def test_formats_for_everyone_take_nothing_in_advance(tmp_path: Path) -> None:
    """Neither by the pipeline, which has written nothing by then, nor by an exporter on its own."""
    edition = Edition(id="urn:x:e", title="E", articles=(replace(FIRST, embargo_until=NOW + timedelta(days=1)),))
    context = Context(now=NOW)
    cleared = pipeline.clear(edition, context, advance=True)
    plan = pipeline.Plan(formats=("newsml-g2", "rss"))
    with pytest.raises(UsageError, match="rss is for everyone"):
        list(pipeline.export(cleared, plan, context, FolderDestination(tmp_path)))
    assert list(tmp_path.iterdir()) == []
    exporter = registry.exporter("atom")
    job = Job(row=exporter.row, context=context, report=Report(), stem="x")
    with pytest.raises(UsageError, match="atom is for everyone"):
        exporter.export_cleared(cleared, job)
    (outcome,) = pipeline.export(cleared, pipeline.Plan(formats=("newsml-g2",)), context, FolderDestination(tmp_path))
    assert outcome.delivered
