"""There and back for feeds: what their fidelity tables call kept comes back from a feed of ours.

A feed has no ids of blocks, so blocks are compared in their order; addresses come back absolute, and what a format
only shows (datelines, notes) is left out of the edition before.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

import laws
from syndicate import registry
from syndicate.contracts import Degree, ImportJob, Source
from syndicate.diagnostics import Report, Severity
from syndicate.formats.addresses import absolute
from syndicate.formats.pictures import probe
from syndicate.model import body
from syndicate.model.article import Article, Edition
from test_round_trip import EDITIONS, _lost_marks, _reachable, alike, degree, effective, released, stories

FORMATS = ("rss", "atom", "jsonfeed")
_OTHERWISE = {"body", "media", "language", "dir", "status", "keywords", "canonical_url", "rights", "date_candidates"}
"""Fields that are compared below, each in its way."""
_SHOWN = {"dateline": None, "standfirst": "", "subheadline": "", "credit": None, "ed_notes": (), "corrections": ()}
"""What stands around the text in a feed, and would come back as blocks."""


def there_and_back(name: str, edition: Edition, folder: str = "") -> tuple[dict[str, Article], Edition, Report]:
    """The stories and the head that come back, and what there was to say."""
    report, found = Report(), {}
    head = Edition(id="urn:none")
    exported = laws.export(name, edition, replace(laws.context(folder), base_url=laws.BASE_URL))
    for artifact in exported.artifacts:
        if artifact.name.endswith(".css"):
            continue
        source = Source(name=artifact.name, data=b"".join(artifact.chunks))
        for item in registry.importer(name).read(source, ImportJob(context=laws.context(), report=report)):
            if isinstance(item, Article):
                found[item.id] = item
            else:
                head = item
    return found, head, report


def plainly(edition: Edition, folder: str = "") -> Edition:
    """The edition without what feeds show around the text, and without media that no feed can show."""
    stories_ = (replace(a, **_SHOWN, body=_whole(a, folder)) for a in edition.articles)
    return _reachable(replace(edition, articles=tuple(stories_)))


def _whole(article: Article, folder: str) -> tuple[body.Block, ...]:
    """The blocks but for figures whose file is no picture."""
    broken = set()
    for medium in article.media:
        for rendition in medium.renditions:
            path = laws.context(folder).media.path(article, rendition)
            if path is not None and probe(path.read_bytes()) is None:
                broken.add(medium.id)
    return tuple(b for b in article.body if not (isinstance(b, body.Figure) and b.media in broken))


def fields(name: str, before: Article, after: Article, edition: Edition) -> list[str]:
    """Every kept field that did not come back."""
    found = []
    for field in Article.__struct_fields__:
        if field in _OTHERWISE or degree(name, f"field.{field}") is not Degree.KEPT:
            continue
        ours, theirs = getattr(before, field), getattr(after, field)
        if field == "modified" and (ours is None or ours == before.published):
            continue  # Atom demands one; one that is no change says nothing
        if field == "summary" and (not ours or not theirs):
            continue  # a feed without a summary shows the first words, and those are told from one
        if field == "headline" and not ours:
            continue
        if alike(ours) != alike(theirs):
            found.append(f"{field}: {ours!r} came back as {theirs!r}")
    if not set(map(str.strip, before.keywords)) - {""} <= {*after.keywords, *(s.name for s in after.subjects)}:
        found.append(f"keywords: {before.keywords} came back as {after.keywords}")
    page = absolute(before.canonical_url, laws.BASE_URL) or ""
    if page != after.canonical_url:
        found.append(f"canonical_url: {page} came back as {after.canonical_url}")
    language = before.language if before.language != "und" else edition.language
    if language != after.language and before.language != "und":
        found.append(f"language: {language} came back as {after.language}")
    return found


def shapes(name: str, article: Article) -> list[Any]:
    """The kept blocks of a story as they are compared."""
    lost = _lost_marks(name)
    kinds = [b for b in body.walk(effective(article).body) if not isinstance(b, body.Box)]
    kept = [b for b in kinds if degree(name, f"block.{b.__struct_config__.tag}") is Degree.KEPT]
    return [_shape(alike(_undated(block), lost), article) for block in kept]


def _undated(block: body.Block) -> body.Block:
    """A correction without its day, which a feed shows as words; a pointer without the address that its id led to."""
    match block:
        case body.CorrectionNotice(text=[body.Run(text=day, marks=(body.Strong(),)), rest]) if day.endswith(":"):
            return replace(block, text=(replace(rest, text=rest.text.lstrip()),))
        case body.InterstitialLink():
            return replace(block, href="")
        case _:
            return block


def _shape(value: Any, article: Article) -> Any:
    match value:
        case dict():
            skipped = {"bid", "media", "ref", "at"} | ({"lang"} if value.get("lang") == article.language else set())
            return {key: _shape(inner, article) for key, inner in value.items() if key not in skipped}
        case list():
            return [_shape(inner, article) for inner in value]
        case str() if "/" in value:
            return absolute(value, laws.BASE_URL) or value
        case _:
            return value


def hold(name: str, edition: Edition, folder: str = "") -> None:
    """Fail with every difference."""
    back, head, report = there_and_back(name, edition, folder)
    assert [d.message for d in report if d.severity is Severity.ERROR] == []
    assert head.title == (edition.title or edition.publisher or edition.id)
    wrong = []
    for before in released(edition):
        after = back.get(before.id)
        assert after is not None, f"{before.id} did not come back from {name}"
        wrong += [f"{before.id[-6:]} {line}" for line in fields(name, before, after, edition)]
        theirs = shapes(name, after)
        for shape in shapes(name, before):
            if shape in theirs:
                theirs = theirs[theirs.index(shape) + 1 :]
            else:
                wrong.append(f"{before.id[-6:]} {shape} is not among {theirs[:3]}")
    assert not wrong, f"{name} does not keep what it says:\n" + "\n".join(wrong)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", FORMATS)
def test_editions_come_back(name: str, edition: str) -> None:
    """Each edition of the fixtures, story by story, and its head."""
    hold(name, plainly(laws.edition(edition), edition), edition)


@pytest.mark.parametrize("name", FORMATS)
def test_a_kill_comes_back_as_a_kill(name: str) -> None:
    """The notice of a killed story is a canceled story again, and goes on as a notice."""
    edition = Edition(id="urn:x:e", title="T", articles=(Article(id="urn:x:gone", headline="Gone", status="canceled"),))
    back, _, _ = there_and_back(name, edition)
    assert back["urn:x:gone"].status == "canceled"
    assert "kill" in back["urn:x:gone"].signals


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(article=stories())
def test_stories_made_by_chance_come_back(name: str, article: Article) -> None:
    """Any mixture of fields and blocks."""
    edition = plainly(Edition(id="urn:x:e", title="T", language="en", articles=(article,)))
    if list(released(edition)):
        hold(name, edition, "full")
