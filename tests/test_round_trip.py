"""There and back: what a format's fidelity table calls kept comes back equal from what we wrote ourselves.

The table decides what is compared, so neither it nor the two halves can drift apart: a feature that does not come back
is mended, or declared. What no format promises is made equal first (`alike`), and is said in the pages of the formats:
blanks are one blank, runs with the same marks are one run, ids of things and places in the source are not carried.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import laws
import strategies
from syndicate import gate, registry
from syndicate.contracts import Degree, ImportJob, Source
from syndicate.diagnostics import Report, Severity
from syndicate.formats.languages import language_tag
from syndicate.model import body
from syndicate.model.article import Article, Edition
from syndicate.model.body import Run

FORMATS = ("newsml-g2", "ninjs", "nitf")
EDITIONS = ("full", "packages", "photos", "multilingual", "demo", "minimal")
_NEVER = frozenset({"field.body", "field.media", "field.date_candidates"})
"""Compared in their own way, or never carried."""


# --- there and back --------------------------------------------------------------------------------------------------


def written(name: str, edition: Edition, folder: str = "") -> list[bytes]:
    """The files that an edition becomes; addresses stay relative, as there is no base to make them absolute."""
    surroundings = replace(laws.context(folder), base_url="")
    exported = laws.export(name, replace(edition, base_url=""), surroundings)
    return [b"".join(artifact.chunks) for artifact in exported.artifacts]


def read(name: str, files: list[bytes]) -> tuple[dict[str, Article], Report]:
    """The stories in these files."""
    report = Report()
    job = ImportJob(context=laws.context(), report=report)
    found = [
        item
        for number, data in enumerate(files)
        for item in registry.importer(name).read(Source(name=f"{number}.{name}", data=data), job)
    ]
    return {item.id: item for item in found if isinstance(item, Article)}, report


def released(edition: Edition) -> Iterator[Article]:
    """The stories that left, as the gate let them."""
    return gate.clear(edition, laws.context().gate_clock).release.articles


@cache
def degree(name: str, feature: str) -> Degree:
    """What the format's table says of a feature."""
    return registry.exporter(name).fidelity[feature].degree


# --- what is alike ---------------------------------------------------------------------------------------------------


def alike(value: Any, lost_marks: frozenset[str] = frozenset()) -> Any:
    """A value of the model as builtins, without what no format promises."""
    return _alike(msgspec.to_builtins(value, builtin_types=(datetime,)), lost_marks)


def _alike(value: Any, lost: frozenset[str]) -> Any:
    match value:
        case str():
            return " ".join(value.split())
        case datetime():
            return value.astimezone(UTC)
        case list() | tuple() if value and all(
            isinstance(v, dict) and set(v) <= {"text", "marks"} and isinstance(v.get("text"), str) for v in value
        ):
            return _runs(value, lost)
        case list() | tuple():
            return [_alike(item, lost) for item in value]
        case dict():
            kept = {key: _alike(item, lost) for key, item in value.items() if key != "span"}
            return {key: item for key, item in kept.items() if item not in ("", [], None)}
        case _:
            return value


def _runs(runs: list[Any], lost: frozenset[str]) -> list[Any]:
    """Runs with the marks that the format keeps, like ones together, blanks made one."""
    joined: list[list[Any]] = []
    for run in runs:
        marks = [dict(mark) for mark in run.get("marks", ()) if mark["mark"] not in lost]
        if joined and joined[-1][1] == marks:
            joined[-1][0] += run["text"]
        else:
            joined.append([run["text"], marks])
    return [[" ".join(text.split(" ")), marks] for text, marks in joined]


def effective(article: Article) -> Article:
    """The story with captions, credits and alternative texts of media in the blocks that show them."""
    return replace(article, body=tuple(_effective(block, article) for block in article.body))


def _effective(block: body.Block, article: Article) -> body.Block:
    match block:
        case body.Figure():
            medium = article.media_by_id(block.media)
            if medium is None:
                return block
            caption, alt = block.caption or medium.caption, block.alt or medium.alt
            return replace(block, caption=caption, credit=block.credit or medium.credit, alt=alt)
        case body.Video() | body.Audio():
            medium = article.media_by_id(block.media)
            if medium is None:
                return block
            words = block.caption or medium.caption or body.text(medium.alt or medium.id)
            return replace(block, caption=words)
        case body.Gallery():
            return replace(block, figures=tuple(_effective(f, article) for f in block.figures))
        case body.Box():
            return replace(block, blocks=tuple(_effective(b, article) for b in block.blocks))
        case _:
            return block


def _field(name: str, article: Article, edition: Edition) -> Any:
    """A field as it is compared."""
    value = getattr(article, name)
    match name:
        case "signals":  # an update says so, also where the desk did not
            return [signal for signal in value if signal != "update"]
        case "language" | "script":  # one tag says both
            return language_tag(article.language, article.script)
        case "provider":
            return value or edition.publisher or "unknown"
        case "people" | "orgs" | "places" | "events":
            return [{**alike(thing), "id": ""} for thing in value]
        case _:
            return alike(value)


# --- the law ---------------------------------------------------------------------------------------------------------


def differences(name: str, before: Article, after: Article, edition: Edition) -> list[str]:
    """Every kept feature of `before` that `after` does not have."""
    found = []
    for field in Article.__struct_fields__:
        feature = f"field.{field}"
        if degree(name, feature) is not Degree.KEPT or feature in _NEVER:
            continue
        if field == "modified" and before.modified is None:
            continue  # the formats demand one: it is the time of processing
        if field in ("word_count", "char_count", "dir") and not before.body:
            continue  # said of a text, and there is none
        ours, theirs = _field(field, before, edition), _field(field, after, edition)
        if field == "dateline" and before.dateline is not None and not before.dateline.raw and theirs:
            theirs.pop("raw", None)  # a line was put together of the parts
        if ours != theirs and not (field == "provider" and not after.provider):
            found.append(f"{field}: {ours!r} came back as {theirs!r}")
    return found + _media(name, before, after) + _blocks(name, before, after)


def _media(name: str, before: Article, after: Article) -> list[str]:
    if degree(name, "field.media") is not Degree.KEPT:
        return []
    lost = _lost_marks(name)
    known = {medium.id: alike(medium, lost) for medium in after.media}
    shown = {m.id: alike(m, lost) for m in before.media}
    return [f"media: {one!r} came back as {known.get(key)!r}" for key, one in shown.items() if known.get(key) != one]


def _lost_marks(name: str) -> frozenset[str]:
    marks = {
        feature.removeprefix("mark.") for feature in registry.exporter(name).fidelity if feature.startswith("mark.")
    }
    return frozenset(mark for mark in marks if degree(name, f"mark.{mark}") is not Degree.KEPT)


def _blocks(name: str, before: Article, after: Article) -> list[str]:
    """Blocks by their ids: each of a kept kind is there, the same, in the same order."""
    lost = _lost_marks(name)
    ours, theirs = effective(before), effective(after)
    known = {block.bid: block for block in body.walk(theirs.body)}
    found, order = [], []
    for block in body.walk(ours.body):
        kind = str(block.__struct_config__.tag)
        if degree(name, f"block.{kind}") is not Degree.KEPT or _holds_lost(name, block):
            continue
        other = known.get(block.bid)
        order.append(block.bid)
        if _block(block, before, lost) != (_block(other, after, lost) if other is not None else None):
            found.append(f"{kind} {block.bid}: {_block(block, before, lost)!r} came back as {other!r}")
    stand = [block.bid for block in body.walk(theirs.body) if block.bid in set(order)]
    return found + ([f"order: {order} came back as {stand}"] if stand != order and not found else [])


def _block(block: body.Block, article: Article, lost: frozenset[str]) -> Any:
    """A block as it is compared: of a box its title and kind, as what stands in it is compared by itself."""
    if isinstance(block, body.Box):
        block = replace(block, blocks=())
    shape = alike(block, lost)
    language = language_tag(article.language, article.script)
    if shape.get("lang") in (language, article.language):
        del shape["lang"]
    if shape.get("dir") == (article.dir or "ltr"):
        del shape["dir"]
    return shape


def _holds_lost(name: str, block: body.Block) -> bool:
    """Whether a part of a block is not shown at all: a figure whose medium has no file."""
    return (
        isinstance(block, body.Figure | body.Gallery | body.Video | body.Audio)
        and degree(name, "field.media") is not Degree.KEPT
    )


def hold(name: str, edition: Edition, folder: str = "") -> None:
    """Fail with every difference between the stories that left and those that came back."""
    files = written(name, edition, folder)
    stories, report = read(name, files)
    assert [d.message for d in report if d.severity is Severity.ERROR] == []
    wrong = []
    for article in released(edition):
        back = stories.get(article.id)
        assert back is not None, f"{article.id} did not come back from {name}"
        wrong += [f"{article.id[-6:]} {line}" for line in differences(name, article, back, edition)]
    assert not wrong, f"{name} does not keep what it says:\n" + "\n".join(wrong)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", FORMATS)
def test_editions_come_back(name: str, edition: str) -> None:
    """Each edition of the fixtures, story by story."""
    hold(name, _reachable(laws.edition(edition)), edition)


def _reachable(edition: Edition) -> Edition:
    """The edition without blocks whose medium is nowhere: no format can show them."""
    return replace(edition, articles=tuple(replace(a, body=_shown(a.body, a)) for a in edition.articles))


def _shown(blocks: tuple[body.Block, ...], article: Article) -> tuple[body.Block, ...]:
    def reachable(media: str) -> bool:
        medium = article.media_by_id(media)
        return medium is not None and bool(medium.renditions)

    kept = []
    for block in blocks:
        match block:
            case body.Figure() | body.Video() | body.Audio() if not reachable(block.media):
                continue
            case body.Gallery() if not all(reachable(f.media) for f in block.figures):
                continue
            case _:
                kept.append(block)
    return tuple(kept)


# --- stories made by chance ------------------------------------------------------------------------------------------

_VOCABULARY = ("ferry", "lamp", "Zürich", "東京", "שלום", "résumé", "100%", "<b>", "&", "]]>", "“x”", "a-b")
_WORDS = st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=6)
_MAIN = laws.main_article()
_FIELDS = [f for f in Article.__struct_fields__ if f not in ("id", "body", "media", "embargo_until", "status")]
_BLOCKS = [block for block in _MAIN.body if not isinstance(block, body.Gallery)]


@st.composite
def stories(draw: st.DrawFn) -> Article:
    """The story that has everything, with fields and blocks left out, others in its order, and other words in it."""
    gone = draw(st.sets(st.sampled_from(_FIELDS), max_size=len(_FIELDS)))
    empty = Article(id="urn:x:empty")
    blocks = draw(st.lists(st.sampled_from(_BLOCKS), unique_by=lambda block: block.bid, max_size=8))
    fresh = tuple(_reworded(block, " ".join(draw(_WORDS))) for block in blocks)
    changes = {name: getattr(empty, name) for name in sorted(gone)}
    changes["headline"] = " ".join(draw(_WORDS))
    return replace(_MAIN, body=fresh, links=(), **{k: v for k, v in changes.items() if k != "links"})


def _reworded(block: body.Block, words: str) -> body.Block:
    match block:
        case body.Paragraph() | body.Lead() | body.Crosshead() | body.Quote():
            return replace(block, text=(Run(text=words), Run(text=f" {words}", marks=(body.Em(),))))
        case _:
            return block


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=stories())
def test_stories_made_by_chance_come_back(name: str, story: Article) -> None:
    """Whatever fields and blocks a story has, those that the format keeps come back."""
    hold(name, laws.alone(story), "full")


# --- whatever stands in them -----------------------------------------------------------------------------------------


def come_back(name: str, edition: Edition, folder: str = "") -> None:
    """Every story that left is there, and nothing of ours is broken for ourselves."""
    stories, report = read(name, written(name, edition, folder))
    assert [d.message for d in report if d.severity is Severity.ERROR] == []
    assert {a.id for a in released(edition)} <= {unquote(key) for key in stories}  # ninjs wants an address


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_stories_come_back(name: str) -> None:
    """Odd addresses, characters, ids and numbers: writers clean them, so they are not equal, but there."""
    come_back(name, laws.edition("hostile"), "hostile")


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(edition=strategies.Model().editions().map(strategies.visible))
def test_any_stories_come_back(name: str, edition: Edition) -> None:
    """Stories with anything in any field."""
    come_back(name, edition)


# --- the law bites ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_loss_is_seen(name: str) -> None:
    """What a reader forgets, or changes, is told: each kept field and block of the story that has everything."""
    edition = _reachable(laws.edition("full"))
    before = next(released(edition))
    back, _ = read(name, written(name, edition, "full"))
    after = back[before.id]
    assert differences(name, before, after, edition) == []
    empty, blind = Article(id="urn:x:empty"), []
    for field in Article.__struct_fields__:
        if degree(name, f"field.{field}") is not Degree.KEPT or f"field.{field}" in _NEVER or field == "id":
            continue
        forgetful = replace(after, **{field: getattr(empty, field)})
        if getattr(after, field) != getattr(empty, field) and not differences(name, before, forgetful, edition):
            blind.append(field)
    assert set(blind) <= {"provider", "script", "status"}
    assert any(degree(name, f"block.{block.__struct_config__.tag}") is Degree.KEPT for block in before.body)
    for block in before.body:
        if degree(name, f"block.{block.__struct_config__.tag}") is Degree.KEPT and not _holds_lost(name, block):
            without = replace(after, body=tuple(b for b in after.body if b.bid != block.bid))
            assert differences(name, before, without, edition), f"{block.bid} is not missed"


# --- listings of others ----------------------------------------------------------------------------------------------

SAMPLES = laws.ROOT.parent / "shared" / "samples"
WHOLE = ("LISTING_1_", "LISTING_2_", "LISTING_3_", "LISTING_4_", "LISTING_6_", "LISTING_22_")
"""IPTC's listings that are whole items; the others are fragments."""


def _samples(folder: str) -> list[Any]:
    found = sorted((SAMPLES / folder).glob("*.*")) if (SAMPLES / folder).is_dir() else []
    found = [path for path in found if folder != "newsml-g2" or path.name.startswith(WHOLE)]
    skip = pytest.mark.skip(reason=f"no samples in {SAMPLES / folder}")
    return [pytest.param(path, id=path.stem[:30]) for path in found] or [pytest.param(None, marks=skip, id="none")]


def _free(article: Article) -> Article:
    """The story without its embargo, and without files of its sender's own disk, which no receiver could reach."""
    media = [
        replace(medium, renditions=tuple(r for r in medium.renditions if not r.href.startswith("file:")))
        for medium in article.media
    ]
    return replace(article, embargo_until=None, media=tuple(media))


@pytest.mark.parametrize("path", _samples("newsml-g2"))
def test_whole_listings_of_iptc_come_back_valid(path: Any) -> None:
    """Read, written, valid, read again: no field of the model is lost on the way."""
    stories, report = read("newsml-g2", [path.read_bytes()])
    assert [d.message for d in report if d.severity is Severity.ERROR] == []
    edition = Edition(id="urn:x:listing", articles=tuple(_free(a) for a in stories.values()))
    laws.prove("newsml-g2", laws.export("newsml-g2", edition, replace(laws.context(), base_url="")), path.name)
    hold("newsml-g2", edition)


@pytest.mark.parametrize("path", _samples("ninjs"))
def test_examples_of_ninjs_come_back(path: Any) -> None:
    """IPTC's examples of three versions, written as ninjs 3.1 and read again."""
    stories, report = read("ninjs", [path.read_bytes()])
    assert stories
    assert [d.message for d in report if d.severity is Severity.ERROR] == []
    edition = Edition(id="urn:x:examples", articles=tuple(a for a in stories.values() if ":" in a.id))
    hold("ninjs", edition)
