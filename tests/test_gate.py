"""The gate: what may leave, when, and what is gone from what leaves; over all clocks and states."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import laws
import strategies
from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Notice, Release
from syndicate.diagnostics import Severity
from syndicate.model import codec
from syndicate.model.article import Article, Edition, EdNote, Relation, Section, SourceDocument
from syndicate.model.body import Box, InterstitialLink, Paragraph, Run, walk

SOURCE = laws.ROOT / "src" / "syndicate"
NOW = datetime(2025, 9, 15, 6, tzinfo=UTC)
SECRET = "Secretword"
MODEL = strategies.Model()


def story(name: str = "one", **fields: object) -> Article:
    """A story whose every word is secret until the gate says otherwise."""
    given_: dict[str, object] = {
        "id": f"urn:x:{name}",
        "headline": f"{SECRET} {name}",
        "summary": f"{SECRET} summary",
        "slug": f"{SECRET}-{name}",
        "body": (Paragraph(bid="b1", text=(Run(text=f"{SECRET} body"),)),),
    }
    return Article(**{**given_, **fields})  # type: ignore[arg-type]


def edition(*articles: Article, **fields: object) -> Edition:
    """An edition of `articles`."""
    return Edition(id="urn:x:edition", title="An edition", articles=articles, **fields)  # type: ignore[arg-type]


def passes(article: Article, at: datetime) -> bool:
    """Whether any trace of the article goes on at the instant `at`."""
    cleared = gate.clear(edition(article), at)
    assert len(cleared.release.items) + len(cleared.held) == 1
    return bool(cleared.release.items)


STATES = st.fixed_dictionaries(
    {
        "embargo_until": st.none() | strategies.instants(2024, 2027),
        "status": st.sampled_from(["usable", "withheld", "canceled"]),
        "kind": st.sampled_from(["story", "brief", "alert", "package", "service"]),
        "signals": st.lists(
            st.sampled_from(["flash", "update", "correction", "kill", "hold", "refile", "advisory", "legal"]),
            max_size=3,
        ).map(tuple),
        "ed_notes": st.just((EdNote(text=f"{SECRET} note"), EdNote(text="a public word", public=True))),
    }
)


@given(STATES, strategies.instants(2024, 2027))
def test_only_what_may_leave_leaves(state: dict[str, object], at: datetime) -> None:
    """Over all states and clocks: none before its instant, none that is withheld, held, for clients or for editors."""
    article = story(**state)
    until = article.embargo_until
    stays = (
        (until is not None and at < until)
        or article.status == "withheld"
        or article.kind == "service"
        or bool({"hold", "advisory"} & set(article.signals))
    )
    assert passes(article, at) is not stays
    if not stays and article.status == "canceled":
        (item,) = gate.clear(edition(article), at).release.items
        assert isinstance(item, Notice)
        assert SECRET.encode() not in msgspec.json.encode(item)


@given(strategies.instants(2024, 2027), st.timedeltas(timedelta(microseconds=1), timedelta(days=400)))
def test_an_embargo_ends_at_its_instant(until: datetime, distance: timedelta) -> None:
    """Held up to the last microsecond before, free at the instant itself and ever after, whatever the zones."""
    article = story(embargo_until=until)
    assert not passes(article, (until - distance).astimezone(UTC))
    assert passes(article, until.astimezone(UTC))
    assert passes(article, until + distance)
    (held,) = gate.clear(edition(article), until - distance).held
    assert held.until == until and held.code == "SYN-GATE-001"


@given(MODEL.editions(), strategies.instants(2024, 2027))
def test_nothing_is_lost_or_doubled_at_the_gate(drawn: Edition, at: datetime) -> None:
    """Each item of any edition is either let through, in its order, or held with a reason; the edition is unchanged."""
    before = codec.encode_edition(drawn)
    cleared = gate.clear(drawn, at)
    through = [item.id for item in cleared.release.items]
    held = [h.id for h in cleared.held]
    assert sorted(through + held) == sorted(a.id for a in drawn.articles)
    assert through == [a.id for a in drawn.articles if a.id in set(through)]
    assert all(h.reason and h.diagnostic().severity is Severity.INFO for h in cleared.held)
    assert codec.encode_edition(drawn) == before
    assert cleared.release.edition.articles == ()


@given(MODEL.articles(), strategies.instants(2024, 2027))
def test_what_leaves_carries_no_private_note_and_no_traces(drawn: Article, at: datetime) -> None:
    """Whatever else an article has: private notes, import rules and warnings are gone from it."""
    private = (EdNote(text=SECRET), EdNote(text="for all", public=True), EdNote(text=SECRET + "2"))
    traces = SourceDocument(sha256="00", rules=(SECRET,), warnings=(SECRET,))
    article = msgspec.structs.replace(drawn, ed_notes=private, source_doc=traces)
    for item in gate.clear(edition(article), at).release.items:
        assert SECRET.encode() not in msgspec.json.encode(item)
        if isinstance(item, Article):
            assert [note.text for note in item.ed_notes] == ["for all"]


def test_a_killed_story_leaves_a_notice() -> None:
    """Identity, version, times and the public reason; not one word of the story."""
    killed = story(
        version=4,
        status="canceled",
        language="de",
        canonical_url="https://news.example/x",
        published=NOW,
        modified=NOW,
        provider="The Courier",
        ed_notes=(EdNote(text=SECRET), EdNote(text="It was wrong.", public=True)),
        keywords=(SECRET,),
    )
    (notice,) = gate.clear(edition(killed), NOW).release.items
    assert notice == Notice(
        id="urn:x:one",
        version=4,
        language="de",
        canonical_url="https://news.example/x",
        published=NOW,
        modified=NOW,
        provider="The Courier",
        reason="It was wrong.",
    )
    assert SECRET.encode() not in codec.encode_article(notice.as_article())


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "withheld"},
        {"status": "canceled"},
        {"signals": ("hold",)},
        {"kind": "service"},
        {"embargo_until": datetime(2099, 1, 1, tzinfo=UTC)},
    ],
    ids=lambda fields: "-".join(map(str, fields)),
)
def test_nothing_points_to_what_is_hidden(fields: dict[str, object]) -> None:
    """Links, links between paragraphs (in boxes too) and sections name a hidden story no more."""
    link = InterstitialLink(bid="b2", text=(Run(text=SECRET),), ref="urn:x:hidden")
    known = InterstitialLink(bid="b3", text=(Run(text="stays"),), ref="urn:x:other")
    body = (Paragraph(bid="b1", text=()), link, known, Box(bid="b4", blocks=(Box(bid="b5", blocks=(link, known)),)))
    links = (Relation(rel="related", ref="urn:x:hidden", title=SECRET), Relation(rel="related", ref="urn:x:other"))
    seen = Article(id="urn:x:seen", body=body, links=links)
    sections = (
        Section(id="s1", title="stays", articles=("urn:x:seen", "urn:x:hidden")),
        Section(id="s2", title=SECRET, sections=(Section(id="s3", title=SECRET),)),
    )
    hidden = msgspec.structs.replace(story("hidden"), **fields)
    release = gate.clear(edition(seen, Article(id="urn:x:other"), hidden, sections=sections), NOW).release
    assert SECRET.encode() not in msgspec.json.encode([release.edition, *release.items])
    passed = release.item("urn:x:seen")
    assert isinstance(passed, Article)
    assert [b.bid for b in walk(passed.body)] == ["b1", "b3", "b4", "b5", "b3"]
    assert [r.ref for r in passed.links] == ["urn:x:other"]
    expected = ("urn:x:seen", "urn:x:hidden") if fields == {"status": "canceled"} else ("urn:x:seen",)
    assert [s.articles for s in release.edition.sections] == [expected]


@pytest.mark.parametrize(
    "words", ["HOLD FOR RELEASE at noon", "PREP: the mayor", "DO NOT PUBLISH", "hed XXXX tk", "HOLD HOLD HOLD", "TK TK"]
)
def test_prepared_copy_is_held_by_its_words(words: str) -> None:
    """Copy that says that it must not run does not run, wherever it says so."""
    paragraph = Paragraph(bid="b1", text=(Run(text=words),))
    for article in (Article(id="urn:x:1", headline=words), Article(id="urn:x:1", body=(paragraph,))):
        (held,) = gate.clear(edition(article), NOW).held
        assert held.code == "SYN-GATE-006"


@pytest.mark.parametrize("words", ["Preparations hold up the ferry", "They hold, hold and hold", "Do not use the lift"])
def test_plain_copy_is_not(words: str) -> None:
    """The same words in running copy are news."""
    assert passes(Article(id="urn:x:1", headline=words), NOW)


def test_what_an_exporter_cannot_carry_is_set_aside() -> None:
    """The item is gone from the release and from its sections; the rest stays in its order."""
    sections = (
        Section(id="s1", title="x", articles=("urn:x:one",)),
        Section(id="s2", title="y", articles=("urn:x:b",)),
    )
    whole = gate.clear(edition(story(), Article(id="urn:x:a"), Article(id="urn:x:b"), sections=sections), NOW)
    rest = gate.set_aside(whole, frozenset({"urn:x:one"}))
    assert [item.id for item in rest.release.items] == ["urn:x:a", "urn:x:b"]
    assert [section.id for section in rest.release.edition.sections] == ["s2"]
    assert SECRET.encode() not in msgspec.json.encode([rest.release.edition, *rest.release.items])
    assert len(whole.release.items) == 3


def test_a_naive_clock_is_refused() -> None:
    """An embargo cannot be judged by a clock without a zone."""
    with pytest.raises(ValueError, match="no time zone"):
        gate.clear(edition(story()), datetime(2025, 1, 1))


@given(strategies.instants(2024, 2027), strategies.instants(2024, 2027))
def test_a_stamp_for_reproducible_builds_lifts_no_embargo(now: datetime, built_at: datetime) -> None:
    """The gate's clock never runs ahead of the wall clock, whatever the build says."""
    assert Context(now=now, built_at=built_at).gate_clock <= now
    assert Context(now=now).gate_clock == now


def test_a_release_is_made_nowhere_else() -> None:
    """Without the seal there is no Release, and only the gate and its contract know the seal."""
    for seal in (None, object(), "seal"):
        with pytest.raises(TypeError, match="made by syndicate"):
            Release(edition=edition(), items=(), seal=seal)
    knowing = {p.relative_to(SOURCE).as_posix() for p in SOURCE.rglob("*.py") if "_SEAL" in p.read_text("utf-8")}
    assert knowing == {"contracts.py", "gate.py"}


@pytest.mark.parametrize("name", registry.exporters())
@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"embargo_until": NOW + timedelta(microseconds=1)}, False),
        ({"embargo_until": NOW}, True),
        ({"status": "withheld"}, False),
        ({"status": "canceled"}, False),
        ({"signals": ("hold",)}, False),
        ({"signals": ("advisory",)}, False),
        ({"kind": "service"}, False),
        ({}, True),
    ],
    ids=lambda value: "-".join(map(str, value)) or "plain" if isinstance(value, dict) else None,
)
def test_no_exporter_shows_what_the_gate_holds(name: str, fields: dict[str, object], shown: bool) -> None:
    """At the clock of the run, in every format, by a search of every byte that can be read.

    The list of feeds names no story, whatever its state.
    """
    other = Article(id="urn:x:other", headline="Another story", body=(Paragraph(bid="b1", text=(Run(text="Words."),)),))
    told = story(**{"canonical_url": "https://news.example/one", "published": NOW, **fields})
    result = laws.export(name, edition(told, other), Context(now=NOW, base_url=laws.BASE_URL))
    assert (laws.folded(SECRET) in laws.folded(result.text)) is (shown and name != "opml")
    assert bool([d for d in result.report if d.code.startswith("SYN-GATE")]) is (
        not shown and fields != {"status": "canceled"}
    )


def test_a_killed_story_leaves_the_news_sitemap() -> None:
    """Not even its address is listed (the notice stands at the address itself); the story beside it stays."""
    news = {"published": NOW, "modified": NOW}
    killed = story("one", status="canceled", canonical_url="https://news.example/killed", **news)
    other = story("two", canonical_url="https://news.example/stays", **news)
    text = laws.export("sitemap", edition(killed, other), Context(now=NOW, base_url=laws.BASE_URL)).text
    assert "https://news.example/stays" in text
    assert "killed" not in text
    assert "withdrawn" not in text
