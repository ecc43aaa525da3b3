"""Feeds with a cache: the same bytes and findings as without, and only what changed is rendered."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import laws
import strategies
from syndicate import gate, pipeline, registry
from syndicate.collect import collect
from syndicate.context import Context, MediaStore
from syndicate.contracts import Job
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.exporters.feed import rendering
from syndicate.formats import cache as shelves
from syndicate.formats.cache import Shelf
from syndicate.model import body, codec, digests
from syndicate.model.article import Article, Edition, Media, Rendition

FORMATS = ("rss", "atom", "jsonfeed")
AT = datetime(2030, 1, 1, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x10\x08\2\0\0\0"


def test_the_code_of_the_key_is_all_that_an_item_is_rendered_by() -> None:
    """Every module of the program that is loaded once feeds are written is in the key, or has no part in items."""
    script = (
        "import sys, laws\n"
        "[laws.exported(name, 'full') for name in ('rss', 'atom', 'jsonfeed')]\n"
        "from syndicate.exporters.feed import rendering\n"
        "places = rendering.sources()\n"
        "for name, module in sorted(sys.modules.items()):\n"
        "    if name.startswith('syndicate') and module.__file__:\n"
        "        from pathlib import Path\n"
        "        path = Path(module.__file__)\n"
        "        if not any(path == place or place in path.parents for place in places):\n"
        "            print(name)\n"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parent, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    apart = ("syndicate.validators", "syndicate.cli", "syndicate.rows")
    outside = {name for name in result.stdout.split() if not name.startswith(apart)}
    # Around the exporters: they are called by these, or call nothing of them for an item.
    known = {"", ".collect", ".errors", ".gate", ".pipeline", ".registry", ".exporters", ".config"}
    assert outside <= {f"syndicate{name}" for name in known}


# --- exporters -------------------------------------------------------------------------------------------------------


def export(
    name: str, edition: Edition, cache: Path | None, *, base: str = laws.BASE_URL, **wishes: object
) -> tuple[list[tuple[str, bytes]], list[Diagnostic]]:
    """Every file of one export, and what it reported; `read` means that the stories are read from lines before."""
    media = wishes.pop("media", MediaStore())
    assert isinstance(media, MediaStore)
    context = Context(now=AT, base_url=base, media=media, cache=cache)
    if wishes.pop("read", False):
        lines = map(codec.encode_article, edition.articles)
        edition = replace(edition, articles=tuple(codec.decode_lines(lines, context.digests)))
        assert len(context.digests) == len(edition.articles)
    exporter = registry.exporter(name)
    job = Job(row=exporter.row, context=context, report=Report(), stem="feed", base_url=base, **wishes)  # type: ignore[arg-type]
    files = [(artifact.name, b"".join(artifact.chunks)) for artifact in exporter.export(edition, job)]
    return files, list(job.report)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The ids of the items that were rendered, in order."""
    ids: list[str] = []
    give = rendering._Keeper.give

    def counting(self: rendering._Keeper, item: rendering.Item) -> bytes:
        render = self._render

        def count(item: rendering.Item) -> bytes:
            ids.append(item.id)
            return render(item)

        self._render = count
        try:
            return give(self, item)
        finally:
            self._render = render

    monkeypatch.setattr(rendering._Keeper, "give", counting)
    yield ids


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("fixture", laws.NAMES)
def test_with_a_cache_come_the_same_bytes_and_findings(
    name: str, fixture: str, tmp_path: Path, rendered: list[str]
) -> None:
    """Cold and warm, for every edition of the fixtures; and warm renders nothing."""
    edition, media = laws.edition(fixture), MediaStore(default=laws.EDITIONS / fixture)
    plain = export(name, edition, None, media=media)
    assert export(name, edition, tmp_path, media=media) == plain
    assert rendered
    rendered.clear()
    assert export(name, edition, tmp_path, media=media) == plain
    assert rendered == []


@pytest.mark.parametrize("name", FORMATS)
def test_only_what_changed_is_rendered(name: str, tmp_path: Path, rendered: list[str]) -> None:
    """One correction, one new story, another order: one item, one item, none."""
    edition = many(30)
    export(name, edition, tmp_path)
    rendered.clear()
    stories = list(edition.articles)
    stories[7] = replace(stories[7], headline="Corrected", modified=AT - timedelta(days=9))
    export(name, replace(edition, articles=tuple(stories)), tmp_path)
    assert set(rendered) == {stories[7].id}
    rendered.clear()
    stories.insert(0, replace(stories[3], id="urn:example:new"))
    export(name, replace(edition, articles=tuple(stories)), tmp_path)
    assert set(rendered) == {"urn:example:new"}
    rendered.clear()
    export(name, replace(edition, articles=tuple(reversed(stories))), tmp_path)
    assert rendered == []


@pytest.mark.parametrize("name", FORMATS)
def test_what_else_the_bytes_are_made_of_is_in_the_key(name: str, tmp_path: Path) -> None:
    """Base URL, profile, language of the feed, a kill, the size and kind of a file on the disk."""
    (tmp_path / "media").mkdir()
    picture = tmp_path / "media" / "a.bin"
    picture.write_bytes(PNG)
    medium = Media(id="m", type="picture", renditions=(Rendition(href="a.bin"),))
    edition = many(3, media=(medium,))
    store = MediaStore(default=tmp_path / "media")

    def check(edition: Edition, **wishes: object) -> None:
        plain = export(name, edition, None, media=store, **wishes)  # type: ignore[arg-type]
        for read in (True, False):
            cached = export(name, edition, tmp_path / "cache", media=store, read=read, **wishes)  # type: ignore[arg-type]
            assert cached == plain

    check(edition)
    check(edition, base="https://other.example/feeds/")
    check(edition, base="")
    for profile in ("google-news", "msn", "smartnews", "flipboard"):
        check(edition, profile=profile)
    check(replace(edition, language="pt-BR"))
    check(replace(edition, articles=(replace(edition.articles[0], status="canceled"), *edition.articles[1:])))
    picture.write_bytes(PNG + b"longer")
    check(edition)
    picture.write_bytes(b"GIF89a\x20\0\x10\0" + PNG)
    check(edition)
    picture.unlink()
    check(edition)


CHOICES = {
    "base": ("", "https://a.example/", "https://b.example/x/"),
    "profile": ("", "public", "google-news", "msn", "smartnews", "flipboard"),
    "built_at": (None, AT, AT - timedelta(days=900)),
}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_cache_is_never_wrong(tmp_path: Path, data: st.DataObject) -> None:
    """Random editions, edits, profiles, base URLs and build times, all against one folder: always the same bytes."""
    name = data.draw(st.sampled_from(FORMATS))
    whole = st.sampled_from(laws.NAMES).map(laws.edition)
    edition = data.draw(st.one_of(strategies.Model().editions(), whole))
    wishes = {key: data.draw(st.sampled_from(values)) for key, values in CHOICES.items()}
    for _ in range(4):
        plain = export(name, edition, None, **wishes)  # type: ignore[arg-type]
        for read in data.draw(st.sampled_from([(False, False), (True, True), (False, True), (True, False)])):
            assert export(name, edition, tmp_path, read=read, **wishes) == plain  # type: ignore[arg-type]
        if data.draw(st.booleans()):
            key = data.draw(st.sampled_from(sorted(CHOICES)))
            wishes[key] = data.draw(st.sampled_from(CHOICES[key]))
        else:
            edition = data.draw(edits(edition))


@st.composite
def edits(draw: st.DrawFn, edition: Edition) -> Edition:
    """The edition with something of its head or of one story taken from another."""
    other = draw(strategies.Model().editions())
    if draw(st.booleans()) or not edition.articles:
        name = draw(st.sampled_from([n for n in Edition.__struct_fields__ if n not in ("articles", "id")]))
        return replace(edition, **{name: getattr(other, name)})
    place = draw(st.integers(0, len(edition.articles) - 1))
    name = draw(st.sampled_from([n for n in Article.__struct_fields__ if n != "id"]))
    source = draw(st.sampled_from(other.articles))
    articles = list(edition.articles)
    articles[place] = replace(articles[place], **{name: getattr(source, name)})
    return replace(edition, articles=tuple(articles))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("ending", ["jsonl", "json"])
def test_a_story_is_known_by_what_it_was_read_from(
    name: str, ending: str, tmp_path: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edition files and JSON Lines: after one correction one story is rendered, and none is encoded to be known."""
    file, cache = tmp_path / f"stories.{ending}", tmp_path / "cache"

    def run(edition: Edition, cache: Path | None) -> list[bytes]:
        whole = codec.encode_edition(edition)
        file.write_bytes(b"".join(codec.encode_article(a) + b"\n" for a in edition.articles) if lines else whole)
        collected = collect([str(file)], Context(now=AT, base_url=laws.BASE_URL, cache=cache), head=edition)
        exporter = registry.exporter(name)
        job = Job(row=exporter.row, context=collected.context, report=Report(), stem="feed", base_url=laws.BASE_URL)
        return [b"".join(artifact.chunks) for artifact in exporter.export(collected.edition, job)]

    lines, edition = ending == "jsonl", many(12)
    run(edition, cache)
    rendered.clear()
    stories = list(edition.articles)
    stories[7] = replace(stories[7], headline="Corrected")
    corrected = replace(edition, articles=tuple(stories))
    asked: list[bytes | None] = []

    def known(table: digests.Digests, item: object) -> bytes | None:
        asked.append(digests.known(table, item))
        return asked[-1]

    monkeypatch.setattr(rendering, "known", known)
    warm = run(corrected, cache)
    assert rendered == [stories[7].id]
    assert len(asked) == 12 and None not in asked
    assert warm == run(corrected, None)


def test_a_digest_is_of_the_object_and_of_no_other() -> None:
    """A story that was changed after it was read has none, nor has one at the address of another."""
    table: digests.Digests = {}
    read = next(iter(codec.decode_lines([b'{"id": "urn:x:1", "headline": "One"}'], table)))
    assert isinstance(read, Article)
    assert digests.known(table, read)
    assert digests.known(table, replace(read, headline="Two")) is None
    assert digests.known(table, replace(read)) is None
    other = replace(read, headline="Three")
    assert digests.known({id(other): table[id(read)]}, other) is None


def test_no_digest_is_taken_where_nothing_is_kept(tmp_path: Path) -> None:
    """It would be work for nobody."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(codec.encode_article(many(1).articles[0]) + b"\n")
    assert collect([str(file)], Context(now=AT)).context.digests == {}
    assert collect([str(file)], Context(now=AT, cache=tmp_path)).context.digests != {}


def many(count: int, **changes: object) -> Edition:
    """An edition of `count` stories, each with a finding (its link leads nowhere)."""
    link = body.Run(text="nowhere", marks=(body.Link(href="javascript:0"),))
    article = Article(
        id="urn:example:0", headline="Tide plan", language="en", body=(body.Paragraph(bid="p", text=(link,)),)
    )
    articles = tuple(
        replace(
            article,
            id=f"urn:example:{n}",
            canonical_url=f"https://news.example/{n}",
            published=AT - timedelta(days=30 + n),
            modified=AT - timedelta(days=30 + n),
            **changes,
        )
        for n in range(count)
    )
    return Edition(id="urn:example:edition", title="Harbour News", url="https://news.example/", articles=articles)


@pytest.mark.parametrize("name", FORMATS)
def test_findings_are_told_again(name: str, tmp_path: Path) -> None:
    """An item from the cache says what it said when it was rendered."""
    first = export(name, many(3), tmp_path)[1]
    assert [d.location.article for d in first if d.code.endswith("-032")] == [f"urn:example:{n}" for n in range(3)]
    assert export(name, many(3), tmp_path)[1] == first


def test_a_folder_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    """The feed is right all the same."""
    (tmp_path / "file").touch()
    plain = export("rss", many(3), None)
    files, found = export("rss", many(3), tmp_path / "file")
    assert files == plain[0]
    assert [(d.code, d.severity) for d in found if d not in plain[1]] == [("SYN-EXPORT-006", Severity.WARNING)]


def test_without_source_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing could tell that the code has changed."""
    monkeypatch.setattr(shelves, "code_version", lambda *_: "")
    assert export("rss", many(3), tmp_path) == export("rss", many(3), None)
    assert list(tmp_path.iterdir()) == []


def test_looking_for_a_culprit_leaves_the_cache_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each story is exported alone then, which must not throw out the others."""
    from syndicate.exporters.feed import rss

    def failing(story: object, *rest: object) -> bytes:
        if getattr(story, "id", "") == "urn:example:5":
            raise RuntimeError("cannot be written")
        return write(story, *rest)  # type: ignore[arg-type]

    write = rss._item
    monkeypatch.setattr(rss, "_item", failing)
    context = Context(now=AT, base_url=laws.BASE_URL, cache=tmp_path / "cache")
    clearance = gate.clear(many(12), AT)
    plan = pipeline.Plan(formats=("rss",))
    list(pipeline.export(clearance, plan, context, FolderDestination(tmp_path / "out")))
    [shelf] = (tmp_path / "cache" / "items").iterdir()
    kept = Shelf(shelf)
    assert sum(map(len, kept._packs)) == 11
    kept.close()
