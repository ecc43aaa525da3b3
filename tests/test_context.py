"""What comes from outside: time, environment, templates; and the exceptions that stop a command."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from syndicate import context, errors, registry
from syndicate.context import Context
from syndicate.contracts import Job, Proof, Source
from syndicate.diagnostics import Diagnostic, Location, Report, Severity
from syndicate.errors import ConfigError, InputError, SyndicateError, UsageError
from syndicate.rows import exporters


def test_built_at_comes_from_the_option_before_the_environment() -> None:
    epoch = {"SOURCE_DATE_EPOCH": "0"}
    assert Context.from_environment(environ=epoch).built_at == datetime(1970, 1, 1, tzinfo=UTC)
    given = Context.from_environment(built_at="2025-03-01T06:00:00+01:00", environ=epoch)
    assert given.built_at == datetime(2025, 3, 1, 5, tzinfo=UTC)
    assert Context.from_environment(environ={}).built_at is None


@pytest.mark.parametrize(
    ("value", "message"), [("yesterday", "no date and time"), ("2025-03-01T06:00", "no time zone")]
)
def test_a_bad_built_at_is_a_usage_error_with_a_way_out(value: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        Context.from_environment(built_at=value, environ={})
    assert "Z" in caught.value.hint


@pytest.mark.parametrize("value", ["now", "1e400", "9" * 30])
def test_a_bad_epoch_is_named(value: str) -> None:
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
        Context.from_environment(environ={"SOURCE_DATE_EPOCH": value})


def test_schemas_come_from_the_option_the_variable_or_the_cache(tmp_path: Path) -> None:
    named, cache = tmp_path / "named", tmp_path / "cache"
    environ = {"SYNDICATE_SCHEMAS": str(named), "XDG_CACHE_HOME": str(cache)}
    assert Context.from_environment(environ=environ, schemas=tmp_path).schemas == tmp_path
    assert Context.from_environment(environ=environ).schemas == named
    assert Context.from_environment(environ={"XDG_CACHE_HOME": str(cache)}).schemas is None
    (cache / "syndicate" / "schemas").mkdir(parents=True)
    assert Context.from_environment(environ={"XDG_CACHE_HOME": str(cache)}).schemas == cache / "syndicate" / "schemas"
    assert context.cache_folder({"HOME": "/home/desk"}) == Path("/home/desk/.cache/syndicate")


def test_a_proof_finds_schema_files_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "x.rng").touch()
    now = datetime(2025, 1, 1, tzinfo=UTC)
    proof = Proof(name="f", context=Context(now=now, schemas=tmp_path))
    assert proof.schema("feeds", "x.rng") == tmp_path / "feeds" / "x.rng"
    assert proof.schema("feeds", "y.rng") is None
    assert Proof(name="f", context=Context(now=now)).schema("feeds", "x.rng") is None


@pytest.mark.parametrize("name", ["epub/none.css", "../pyproject.toml", "nowhere/at/all"])
def test_a_template_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(InputError, match="no template"):
        context.template(name)


def test_templates_are_found_in_a_source_tree() -> None:
    folder = context.templates_folder()
    first = next(p for p in sorted(folder.rglob("*")) if p.is_file())
    assert context.template(first.relative_to(folder).as_posix()) == first.read_bytes()


def test_the_wall_clock_is_the_last_resort_and_says_so() -> None:
    now, stamp = datetime(2025, 1, 2, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    row = exporters()["atom"]
    calm = Job(row=row, context=Context(now=now), report=Report(), stem="x", built_at=stamp)
    assert calm.processing_time() == stamp
    assert len(calm.report) == 0
    bare = Job(row=row, context=Context(now=now), report=Report(), stem="x")
    assert bare.processing_time() == now
    assert [(d.code, d.severity, d.format) for d in bare.report] == [("SYN-TIME-001", "warning", "atom")]


def test_every_exception_has_an_exit_code_of_its_own() -> None:
    def below(kind: type[SyndicateError]) -> list[type[SyndicateError]]:
        return [kind, *(k for sub in kind.__subclasses__() for k in below(sub))]

    kinds = [k for k in below(SyndicateError) if k.__module__ == errors.__name__]
    codes = [k.exit_code for k in kinds]
    assert len(set(codes)) == len(codes)
    assert min(codes) == 2
    for kind in kinds:
        assert f"{kind.__name__} ({kind.exit_code})" in (errors.__doc__ or ""), "the tree in the docstring"


def test_a_location_reads_from_the_file_inward() -> None:
    place = Location(file="a.json", line=3, column=4, article="urn:x", block="b1", path="$.body[0]")
    assert str(place) == "a.json:3:4 urn:x #b1 $.body[0]"
    assert str(Location()) == ""


def test_a_report_knows_its_worst_finding() -> None:
    report = Report()
    assert report.worst is None
    for severity in (Severity.INFO, Severity.LOSS, Severity.ERROR, Severity.WARNING):
        report.add(Diagnostic(code="SYN-X-001", severity=severity, message="m"))
    assert report.worst is Severity.ERROR
    assert [d.severity for d in report.at_least(Severity.WARNING)] == [Severity.ERROR, Severity.WARNING]


def test_a_source_needs_a_path_or_data() -> None:
    with pytest.raises(TypeError, match="path or data"):
        Source(name="nothing").read()
    assert Source(name="x", data=b"y").open().read() == b"y"
    assert Source(name="x", data=b"y").folder is None


def test_rows_whose_code_is_not_there_name_their_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    row = exporters()["rss"]._replace(path="syndicate.nowhere:X", distribution="acme-formats")
    with pytest.raises(errors.PluginError, match="rss of acme-formats cannot be loaded"):
        registry._load(row, "")
