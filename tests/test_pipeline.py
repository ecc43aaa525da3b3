"""The whole line with exporters made for the test: judging, delivering, setting aside, options, plugins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest
from msgspec.structs import replace

from syndicate import gate, pipeline, registry, rows
from syndicate.collect import collect
from syndicate.context import Context
from syndicate.contracts import (
    API_VERSION,
    Artifact,
    ExporterRow,
    Fidelity,
    Job,
    Proof,
    Release,
    ValidatorRow,
    degraded,
    kept,
)
from syndicate.destinations import FolderDestination
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.errors import DependencyError, PluginError, UsageError
from syndicate.model import Article, Edition, text
from syndicate.model.body import Divider, Paragraph
from syndicate.model.codec import encode_article, encode_edition

CONTEXT = Context(now=datetime(2025, 9, 15, tzinfo=UTC))


class Lines:
    """A line a story; a headline that says "crash" or "invalid" does as it says."""

    fidelity: Fidelity = MappingProxyType(
        {"field.id": kept(), "field.headline": kept(), "block.paragraph": degraded("counted only")}
    )

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        yield Artifact(job.file_name, job.row.media_type, self._lines(release))

    def _lines(self, release: Release) -> Iterator[bytes]:
        for item in release.items:
            if isinstance(item, Article):
                if "crash" in item.headline:
                    raise RuntimeError("no such luck")
                yield f"{item.headline}\n".encode()


class LinesValidator:
    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        proof.judges.append("lines")
        if b"broken validator" in path.read_bytes():
            raise ValueError("oh")
        if b"invalid" in path.read_bytes():
            yield Diagnostic(code="SYN-LINES-001", severity=Severity.ERROR, message="it says invalid")


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    row = ExporterRow("lines", "text/plain", ".lines", f"{__name__}:Lines", "lines", options={"width": "columns"})
    judge = ValidatorRow("lines", f"{__name__}:LinesValidator", "lines")
    bare = ExporterRow("bare", "text/plain", ".bare", f"{__name__}:Lines", "no validator")
    missing = ExporterRow("gone", "text/plain", ".gone", "module_that_is_gone:X", "needs an extra", extra="pdf")
    monkeypatch.setattr(rows, "EXPORTERS", (*rows.EXPORTERS, row, bare, missing))
    monkeypatch.setattr(rows, "VALIDATORS", (*rows.VALIDATORS, judge))
    rows._table.cache_clear()
    yield
    monkeypatch.undo()
    rows._table.cache_clear()


def edition(*headlines: str) -> Edition:
    articles = tuple(Article(id=f"urn:{i}", headline=h) for i, h in enumerate(headlines))
    return Edition(id="urn:e", title="Today", articles=articles)


def run(edition: Edition, plan: pipeline.Plan, folder: Path) -> list[pipeline.Outcome]:
    clearance = pipeline.clear(edition, CONTEXT)
    return list(pipeline.export(clearance, plan, CONTEXT, FolderDestination(folder)))


LINES = pipeline.Plan(formats=("lines",))


def test_an_artifact_is_written_judged_and_told_of(tmp_path: Path) -> None:
    (outcome,) = run(edition("one", "two"), LINES, tmp_path)
    assert (tmp_path / "today.lines").read_bytes() == b"one\ntwo\n"
    assert outcome == pipeline.Outcome("lines", "today.lines", tmp_path / "today.lines", True, 8, ("lines",), ())


def test_an_invalid_artifact_never_takes_the_place_of_a_good_one(tmp_path: Path) -> None:
    run(edition("good", "old"), LINES, tmp_path)
    (outcome,) = run(edition("invalid", "invalid"), LINES, tmp_path)
    assert not outcome.delivered
    assert [d.code for d in outcome.diagnostics] == ["SYN-LINES-001"]
    assert (tmp_path / "today.lines").read_bytes() == b"good\nold\n"
    assert [p.name for p in tmp_path.iterdir()] == ["today.lines"]


def test_no_validate_is_the_only_way_around(tmp_path: Path) -> None:
    (outcome,) = run(edition("invalid"), replace(LINES, validate=False), tmp_path)
    assert outcome.delivered
    assert outcome.judges == ()


@pytest.mark.parametrize("bad", ["crash", "invalid", "broken validator"])
def test_one_bad_item_is_set_aside_and_the_others_go_on(tmp_path: Path, bad: str) -> None:
    (outcome,) = run(edition("one", bad, "two"), LINES, tmp_path)
    assert (tmp_path / "today.lines").read_bytes() == b"one\ntwo\n"
    assert [(d.code, d.location.article) for d in outcome.diagnostics] == [("SYN-EXPORT-003", "urn:1")]


def test_when_every_item_is_bad_the_first_findings_stand(tmp_path: Path) -> None:
    (outcome,) = run(edition("crash", "crash"), LINES, tmp_path)
    assert not outcome.delivered
    assert [d.code for d in outcome.diagnostics] == ["SYN-EXPORT-001"]
    assert not list(tmp_path.iterdir())


def test_debug_lets_the_exception_through(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such luck"):
        run(edition("crash"), replace(LINES, debug=True), tmp_path)


def test_loss_is_reported_for_what_is_not_declared_kept(tmp_path: Path) -> None:
    article = Article(
        id="urn:a",
        headline="kept",
        summary="not declared",
        body=(Paragraph(bid="b1", text=text("x")), Paragraph(bid="b2", text=text("y")), Divider(bid="b3")),
    )
    (outcome,) = run(Edition(id="urn:e", title="Today", articles=(article,)), LINES, tmp_path)
    losses = {d.feature: d for d in outcome.diagnostics}
    assert losses["field.summary"].code == "SYN-LOSS-001"
    assert losses["block.paragraph"].code == "SYN-LOSS-004"
    assert "b1, b2" in losses["block.paragraph"].message
    assert losses["block.divider"].location.block == "b3"
    assert "field.headline" not in losses


def test_a_format_without_validator_is_delivered_with_a_warning(tmp_path: Path) -> None:
    (outcome,) = run(edition("one"), pipeline.Plan(formats=("bare",)), tmp_path)
    assert outcome.delivered
    assert "SYN-EXPORT-005" in [d.code for d in outcome.diagnostics]


def test_a_missing_extra_stops_what_was_named_and_is_passed_over_in_all(tmp_path: Path) -> None:
    plan = pipeline.Plan(formats=("gone", "lines"))
    with pytest.raises(DependencyError, match="module_that_is_gone"):
        run(edition("one"), plan, tmp_path)
    assert not list(tmp_path.iterdir())
    gone, written = run(edition("one"), replace(plan, lenient=True), tmp_path)
    assert [(d.code, d.severity) for d in gone.diagnostics] == [("SYN-EXPORT-004", "warning")]
    assert written.delivered


def test_an_unknown_option_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        run(edition("one"), replace(LINES, options={"lines": {"witdh": "3"}}), tmp_path)
    assert caught.value.hint == "did you mean width? there is: width"


@pytest.mark.parametrize("setting", ["template", "profile"])
def test_a_template_or_profile_that_nothing_looks_at_is_refused(tmp_path: Path, setting: str) -> None:
    with pytest.raises(UsageError, match=f"--{setting} tabloid: lines has no {setting}s") as caught:
        run(edition("one"), pipeline.Plan(("lines",), **{setting: "tabloid"}), tmp_path)  # type: ignore[arg-type]
    assert "pdf" in caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_a_hidden_story_does_not_lend_its_headline_to_feed_or_file(tmp_path: Path, status: str) -> None:
    story = Article(id="urn:a", headline="Mayor resigns", slug="mayor-resigns", status=status)  # type: ignore[arg-type]
    path = tmp_path / "one.json"
    path.write_bytes(encode_article(story))
    collected = collect([str(path)], CONTEXT)
    assert collected.edition.title == "Mayor resigns"
    clearance = pipeline.clear(collected.edition, collected.context)
    assert b"ayor" not in encode_edition(clearance.release.edition)
    (outcome,) = pipeline.export(clearance, LINES, CONTEXT, FolderDestination(tmp_path / "out"))
    assert outcome.name == "edition.lines"


def test_formats_are_resolved_with_a_suggestion() -> None:
    assert pipeline.resolve_formats(["rss,atom", "rss"]) == ("rss", "atom")
    assert set(pipeline.resolve_formats(["all"])) == set(registry.exporters())
    with pytest.raises(UsageError) as caught:
        pipeline.resolve_formats(["rrs"])
    assert "did you mean rss?" in caught.value.hint
    with pytest.raises(UsageError, match="no format"):
        pipeline.resolve_formats([" , "])


def test_the_gated_exporter_holds_back_by_itself() -> None:
    later = datetime(2099, 1, 1, tzinfo=UTC)
    held = Edition(id="urn:e", articles=(Article(id="urn:a", headline="secret", embargo_until=later),))
    exporter = registry.exporter("lines")
    job = pipeline._job(exporter.row, pipeline.clear(held, CONTEXT), LINES, CONTEXT, "x")
    (artifact,) = exporter.export(held, job)
    assert b"".join(artifact.chunks) == b""
    assert [d.code for d in job.report] == ["SYN-GATE-001"]


def test_a_future_stamp_does_not_lift_an_embargo() -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC)
    assert replace(CONTEXT, built_at=instant).gate_clock == CONTEXT.now
    assert replace(CONTEXT, built_at=datetime(2020, 1, 1, tzinfo=UTC)).gate_clock.year == 2020


def test_held_items_have_no_say_in_the_build_time() -> None:
    old, new = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
    stories = (
        Article(id="urn:a", modified=old),
        Article(id="urn:b", modified=new, status="withheld"),
    )
    assert registry.newest(gate.clear(Edition(id="urn:e", articles=stories), CONTEXT.now)) == old


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("not a row", "offers a str"),
        (ExporterRow("x", "a/b", ".x", "m:X", "h", api_version=API_VERSION + 1), "built for API version"),
    ],
)
def test_a_plugin_that_does_not_fit_is_refused_by_name(row: object, message: str) -> None:
    with pytest.raises(PluginError, match=message):
        rows._accept(row, "exporters", "acme-formats")


def test_validate_tells_what_it_cannot_judge(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("just words")
    (verdict,) = pipeline.validate([str(path)], CONTEXT)
    assert [d.code for d in verdict.diagnostics] == ["SYN-INPUT-003"]
    (judged,) = pipeline.validate([str(path)], CONTEXT, format_name="lines")
    assert (judged.format, judged.judges, judged.diagnostics) == ("lines", ("lines",), ())


class Holder(Lines):
    """Holds the release in another format: a line that says which, and that copy or why there is none."""

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        assert job.render is not None
        name = job.options["width"]
        made = job.render(name)
        said = made.encode() if isinstance(made, str) else b"".join(chunk for file in made for chunk in file.chunks)
        yield Artifact(job.file_name, job.row.media_type, (name.encode(), b": ", said))


@pytest.mark.parametrize(
    ("headlines", "name", "said"),
    [
        (("one", "secret"), "lines", b"lines: one\n"),
        (("one",), "bare", b"bare: one\n"),
        (("invalid",), "lines", b"lines: it says invalid"),
        (("crash",), "lines", b"lines: RuntimeError: no such luck"),
        (("broken validator",), "lines", b"lines: ValueError: oh"),
        (("one",), "gone", b"gone: the format gone needs"),
        (("one",), "nonesuch", b"nonesuch: unknown format"),
        (("one",), "holder", b"holder: "),
    ],
)
def test_a_format_gets_another_one_of_the_same_release_and_judged(
    headlines: tuple[str, ...], name: str, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ExporterRow("holder", "text/plain", ".h", f"{__name__}:Holder", "holds", options={"width": "which"})
    monkeypatch.setattr(rows, "EXPORTERS", (*rows.EXPORTERS, row))
    rows._table.cache_clear()
    later = datetime(2099, 1, 1, tzinfo=UTC)
    articles = tuple(
        Article(id=f"urn:{n}", headline=h, embargo_until=later if h == "secret" else None)
        for n, h in enumerate(headlines)
    )
    exporter = registry.exporter("holder")
    cleared = pipeline.clear(Edition(id="urn:e", articles=articles), CONTEXT)
    job = pipeline._job(exporter.row, cleared, LINES, CONTEXT, "x")
    (artifact,) = exporter.export_cleared(cleared, replace(job, options={"width": name}))
    assert b"".join(artifact.chunks).startswith(said)


def test_a_copy_holds_no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []

    class Asks(Lines):
        def export(self, release: Release, job: Job) -> Iterable[Artifact]:
            assert job.render is not None
            made = job.render("asks")
            seen.append((job.options.get("width", ""), made if isinstance(made, str) else "a copy"))
            return super().export(release, job)

    monkeypatch.setattr(registry, "_load", lambda row, extra: Asks())
    row = ExporterRow("asks", "text/plain", ".a", "m:X", "asks", options={"width": "w"})
    monkeypatch.setattr(rows, "EXPORTERS", (*rows.EXPORTERS, row))
    rows._table.cache_clear()
    cleared = pipeline.clear(edition("one"), CONTEXT)
    exporter = registry.exporter("asks")
    job = pipeline._job(exporter.row, cleared, LINES, CONTEXT, "x")
    tuple(exporter.export_cleared(cleared, replace(job, options={"width": "9"})))
    assert [copied for _, copied in seen] == ["a copy of a copy", "a copy"]
    assert [width for width, _ in seen] == ["", "9"], "a copy has the defaults of its format"


class WithStyle(Lines):
    """Lines, and a stylesheet beside them that another format's validator judges."""

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        yield from super().export(release, job)
        yield Artifact("look.css", "text/css", (b"invalid",), format="lines", beside=True)


def test_an_artifact_beside_is_judged_by_its_own_format_and_left_out_where_one_file_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ExporterRow("styled", "text/plain", ".styled", f"{__name__}:WithStyle", "styled")
    monkeypatch.setattr(rows, "EXPORTERS", (*rows.EXPORTERS, row))
    rows._table.cache_clear()
    plan = pipeline.Plan(formats=("styled",))
    first, beside = run(edition("one", "two"), plan, tmp_path)
    assert (first.name, first.delivered) == ("today.styled", True)
    assert (beside.name, beside.delivered, beside.judges) == ("look.css", False, ("lines",))
    (only,) = run(edition("one", "two"), replace(plan, single=True), tmp_path)
    assert only.name == "today.styled"
