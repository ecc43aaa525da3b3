"""Every fixture of every importer against its golden: the canonical JSON of what was read, valid as such."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from golden import ROOT, Goldens
from syndicate import registry
from syndicate.context import Context
from syndicate.contracts import ImportJob, Proof, Source
from syndicate.diagnostics import Report
from syndicate.model import codec
from syndicate.model.article import Article, Edition
from syndicate.validators.canonical import JsonValidator

FIXTURES = ROOT / "fixtures"
CASES = [("wire", path) for path in sorted((FIXTURES / "wire").glob("*.txt"))]
CASES += [("html", path) for path in sorted((FIXTURES / "html").glob("*.*html"))]
CASES += [("newsml-g2", path) for path in sorted((FIXTURES / "newsml-g2").glob("g2-*.xml"))]
CASES += [("ninjs", path) for path in sorted((FIXTURES / "ninjs").glob("ninjs-*.json"))]
CASES += [("nitf", path) for path in sorted((FIXTURES / "nitf").glob("nitf-*.xml"))]
CASES += [("markdown", path) for path in sorted((FIXTURES / "markdown").glob("*md-*.md"))]
CASES += [("rss", path) for path in sorted((FIXTURES / "feeds").glob("feed-*.r*"))]
CASES += [("atom", path) for path in sorted((FIXTURES / "feeds").glob("feed-*.atom"))]
CASES += [("jsonfeed", path) for path in sorted((FIXTURES / "feeds").glob("feed-*.json"))]
CASES += [("wxr", path) for path in sorted((FIXTURES / "wxr").glob("wxr-*.xml"))]
NOW = Context(now=datetime(2030, 1, 1, tzinfo=UTC))


def read(importer: str, path: Path) -> Edition:
    """What the importer makes of the file, under a head that names the fixture."""
    job = ImportJob(context=NOW, report=Report())
    found = list(registry.importer(importer).read(Source(name=path.name, path=path), job))
    head = next((e for e in found if isinstance(e, Edition)), Edition(id=f"urn:fixture:{path.stem}"))
    return replace(head, articles=head.articles + tuple(a for a in found if isinstance(a, Article)))


def test_there_are_cases() -> None:
    """An empty folder would make the test below pass; two fixtures of one stem would share a golden."""
    assert len(CASES) >= 180
    assert sum(importer == "wire" for importer, _ in CASES) >= 120
    news = {"wire", "html", "newsml-g2", "ninjs", "nitf", "markdown"}
    assert {importer for importer, _ in CASES} == {*news, "rss", "atom", "jsonfeed", "wxr"}
    assert sum(importer == "newsml-g2" for importer, _ in CASES) >= 20
    assert sum(importer == "markdown" for importer, _ in CASES) >= 20
    assert len({path.stem for _, path in CASES}) == len(CASES)


@pytest.mark.parametrize(("importer", "path"), CASES, ids=[f"{name}-{path.stem}" for name, path in CASES])
def test_golden(importer: str, path: Path, golden: Goldens, tmp_path: Path) -> None:
    """What was read is what was agreed on, reads back as itself, and is valid."""
    edition = read(importer, path)
    data = codec.encode_edition(edition)
    golden.bytes(f"importers/{path.stem}.json", data)
    assert codec.decode_edition(data) == edition
    place = tmp_path / "edition.json"
    place.write_bytes(data)
    assert list(JsonValidator().check(place, Proof(name=path.name, context=NOW))) == []


@pytest.mark.parametrize("path", [path for _, path in CASES], ids=[path.stem for _, path in CASES])
def test_provenance_names_every_fixture(path: Path) -> None:
    """Where it comes from, and what shape it has."""
    assert path.name in (path.parent / "PROVENANCE.md").read_text(encoding="utf-8")
