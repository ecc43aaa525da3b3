"""Ten thousand stories of any kind: every one is valid NewsML-G2, by our grammar, by libxml2 and by Xerces."""

from __future__ import annotations

import subprocess
from collections import Counter
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import laws
from newsdesk import NewsDesk
from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Artifact, Job
from syndicate.diagnostics import Report
from syndicate.formats import g2, g2profile
from syndicate.model import features
from syndicate.model.article import Article, Edition
from syndicate.model.body import texts, walk
from xerces import programs

NUMBER = 10_000
BATCH = 1_000
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
GRAMMAR = Path(laws.ROOT, "src", "syndicate", "validators", "grammars", "newsml-g2.rng")
NAR = f"{{{g2.NAR}}}"


def schemas() -> Path:
    """The official schemas, or a skip that says what is missing."""
    found = laws.official_schemas()
    if found is None or not (found / "nitf" / "nitf-3-6.xsd").is_file():
        pytest.skip("the official schemas of NewsML-G2 and NITF are not here (SYNDICATE_SCHEMAS)")
    return found


def message(articles: tuple[Article, ...], profile: str) -> bytes:
    """The articles as one message, as clients get it: embargoed ones and notices of withheld ones too."""
    exporter = registry.exporter("newsml-g2")
    edition = Edition(id="urn:x:edition", title="An edition", publisher="A publisher", articles=articles)
    job = Job(
        row=exporter.row,
        context=Context(now=NOW),
        report=Report(),
        stem="x",
        built_at=NOW,
        base_url="https://news.example/",
        profile=profile,
    )
    (artifact,) = exporter.export_cleared(gate.clear(edition, NOW, advance=True), job)
    return b"".join(artifact.chunks)


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The stories in messages of a thousand, written by all profiles in turn."""
    folder = tmp_path_factory.mktemp("stories")
    stories = NewsDesk(20250601).articles(NUMBER)
    files = []
    for count in range(NUMBER // BATCH):
        file = folder / f"{count}.xml"
        file.write_bytes(message(tuple(islice(stories, BATCH)), g2profile.NAMES[count % len(g2profile.NAMES)]))
        files.append(file)
    return files


def errors(judge: etree.XMLSchema | etree.RelaxNG, file: Path) -> list[str]:
    """What a judge says of a file, in a few lines."""
    judge.validate(etree.parse(file, etree.XMLParser(huge_tree=True)))
    log: Any = judge.error_log
    return [f"{file.name}:{e.line}: {e.message}" for e in log][:10]


def test_the_desk_writes_everything() -> None:
    """Each field, block and mark is there often, and now and then not; the same seed gives the same stories."""
    stories = tuple(NewsDesk(1).articles(1_000))
    assert stories == tuple(NewsDesk(1).articles(1_000))
    assert stories[:10] != tuple(NewsDesk(2).articles(10))
    found = Counter(feature for story in stories for feature in features.present(story))
    rare = {name: found[name] for name in features.vocabulary() if name != "field.id" and not found[name] > 20}
    assert not rare
    said = "".join(
        run.text for story in stories for block in walk(story.body) for words in texts(block) for run in words
    )
    assert {"\x00", "\u202e", "\U0001f6a2", "\ufffe"} <= set(said)
    assert "x" * 700 in said
    assert any(len(run.marks) > 1 for s in stories for b in s.body for words in texts(b) for run in words)


def test_every_story_arrives(batches: list[Path]) -> None:
    """No story is passed over to keep a message valid."""
    guids: set[str] = set()
    for file in batches:
        for _, item in etree.iterparse(file, tag=f"{NAR}newsItem", huge_tree=True):
            guids.add(item.get("guid", ""))
            item.clear()
    assert {f"urn:x:{count}" for count in range(NUMBER)} <= guids


def test_all_are_valid_by_our_grammar(batches: list[Path]) -> None:
    """Which is stricter than the official schema, and always here."""
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    assert [line for file in batches for line in errors(grammar, file)] == []


def test_the_rules_find_no_error(tmp_path: Path) -> None:
    """What no schema can say: codes, references, dates, bodies, over stories of each profile."""
    for name in g2profile.NAMES:
        made = message(tuple(NewsDesk(5).articles(500)), name)
        artifact = Artifact(name="stories.newsml.xml", media_type="application/xml", chunks=(made,))
        laws.prove("newsml-g2", laws.Exported((artifact,), ()), f"five hundred stories for {name}")


def test_all_are_valid_by_the_official_schemas(batches: list[Path], tmp_path: Path) -> None:
    """G2 with NITF in the set, by libxml2."""
    schema = etree.XMLSchema(etree.parse(programs.schema_set(schemas(), tmp_path)))
    assert [line for file in batches for line in errors(schema, file)] == []


def test_all_are_valid_by_xerces(batches: list[Path], tmp_path: Path) -> None:
    """The same schemas by another engine."""
    assert programs.judge(programs.schema_set(schemas(), tmp_path), batches, tmp_path) == []


def test_both_engines_bite(batches: list[Path], tmp_path: Path) -> None:
    """A message with one wrong element in G2 and one in NITF is refused by either engine, at these places."""
    schema = programs.schema_set(schemas(), tmp_path)
    text = batches[0].read_text(encoding="utf-8")
    bad = tmp_path / "bad.xml"
    bad.write_text(text.replace("<pubStatus", "<puStatus", 1).replace("<hl1", "<h11", 1).replace("</hl1>", "</h11>", 1))
    said = {
        "libxml2": "\n".join(errors(etree.XMLSchema(etree.parse(schema)), bad)),
        "Xerces": "\n".join(programs.judge(schema, [bad], tmp_path)),
    }
    for name, lines in said.items():
        assert "puStatus" in lines, name
        assert "h11" in lines, name


def test_the_runner_says_what_is_wrong(tmp_path: Path) -> None:
    """A broken file is an error of the runner, never a file that nobody judged."""
    schema = programs.schema_set(schemas(), tmp_path)
    broken = tmp_path / "broken.xml"
    broken.write_text("<newsMessage")
    with pytest.raises((AssertionError, subprocess.SubprocessError)):
        programs.judge(schema, [broken], tmp_path)
