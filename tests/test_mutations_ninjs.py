"""A good ninjs object of each family, broken one way at a time: each break is found without the official schema."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from referencing import Registry, Resource

import laws
from syndicate import gate
from syndicate.context import Context
from syndicate.contracts import Job, Proof
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.exporters.ninjs import NinjsExporter
from syndicate.formats.jsonschema import JsonSchema
from syndicate.model import codec
from syndicate.rows import exporters
from syndicate.validators.ninjs import NinjsValidator
from syndicate.validators.ninjs.findings import RULES

FIXTURES = Path(__file__).parent.parent / "fixtures"
INVALID = FIXTURES / "invalid"
NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
SAMPLES = sorted((laws.ROOT.parent / "shared" / "samples" / "ninjs").glob("*.json"))
VERSIONS = {"1": "1.6", "2": "2.2", "3": "3.1"}


class Mutation(NamedTuple):
    """One way to break a good file; the first place where `old` stands is changed. `family` is 3 unless said."""

    name: str
    old: str
    new: str
    code: int
    family: str = "3"


_STATUS = '"pubStatus": "usable"'
_NOTE = '"edNote": "Adds the captain.",'
_HTML = '"value": "<p>The night'
_TIMES = "https://gazette.example.org/times"
_FILE = "https://gazette.example.org/media/elin.jpg"

MUTATIONS = [
    # form
    Mutation("brace never closed", '"relevance": 80}', '"relevance": 80', 1),
    Mutation("comma at the end", '"relevance": 80}', '"relevance": 80,}', 1),
    Mutation("no number", '"urgency": 3', '"urgency": NaN', 1),
    Mutation("member twice", '"urgency": 3', '"urgency": 3, "urgency": 4', 2),
    # grammar of 3.x
    Mutation("no uri", '"uri": "urn:example:gazette:ferry",\n  "type"', '"type"', 3),
    Mutation("unknown member", '"slugline"', '"slug"', 3),
    Mutation("name of 2.x", '"versionCreated"', '"versioncreated"', 3),
    Mutation("unknown type", '"type": "text"', '"type": "story"', 3),
    Mutation("representation of 1.x", '"full"', '"complete"', 3),
    Mutation("unknown status", _STATUS, '"pubStatus": "live"', 3),
    Mutation("urgency 0", '"urgency": 3', '"urgency": 0', 3),
    Mutation("urgency in words", '"urgency": 3', '"urgency": "3"', 3),
    Mutation("version as a number", '"version": "4"', '"version": 4', 3),
    Mutation("date without zone", "2025-02-28T23:05:00+01:00", "2025-02-28T23:05:00", 3),
    Mutation("day that does not exist", "2025-02-28T23:05:00+01:00", "2025-02-30T23:05:00Z", 3),
    Mutation("date alone", "2035-03-01T06:00:00Z", "2035-03-01", 3),
    Mutation("headline as a string", '{"role": "seo", "value": "Night ferry: times and fares"}', '"Night ferry"', 3),
    Mutation("headline without a value", '"value": "Night ferry: times and fares"', '"contentType": "x/y"', 3),
    Mutation("relevance of 180", '"relevance": 80', '"relevance": 180', 3),
    Mutation("subject with a code", '"relevance": 80', '"code": "20000523"', 3),
    Mutation("width in words", '"width": 1200', '"width": "1200"', 3),
    Mutation("width below nothing", '"width": 1200', '"width": -1', 3),
    Mutation("rendition without a name", '"name": "web", ', "", 3),
    Mutation("association without a uri", '"uri": "urn:example:gazette:ferry#portrait",', "", 3),
    Mutation("associations as an object", '"associations": [', '"associations": {}, "objects": [', 3),
    Mutation("two kinds of rights", '"linkedRights"', '"encodedRights": "x", "linkedRights"', 3),
    Mutation("rights of no kind", '"linkedRights": "https://gazette.example.org/licence"', "", 3),
    Mutation("contact without an address", '{"value": "desk@coast.example"}', '{"name": "Desk"}', 3),
    Mutation("point of no kind", '"type": "Point"', '"type": "Spot"', 3),
    # grammar of 2.x and 1.x
    Mutation("name of 3.x in 2.x", '"embargoed"', '"embargoedUntil"', 3, "2"),
    Mutation("relation in 2.x", '"name": "portrait",', '"name": "portrait", "rel": "media",', 3, "2"),
    Mutation("count in words in 2.x", '"charcount": 31', '"charcount": "31"', 3, "2"),
    Mutation("bodies in 1.x", '"body_text": ', '"bodies": ', 3, "1"),
    Mutation("address of a subject in 1.x", '"code": "20000523"', '"uri": "urn:x:20000523"', 3, "1"),
    Mutation("body as an object in 1.x", '"<p>The night ferry <em>sails</em> again.</p>"', '{"p": "x"}', 3, "1"),
    Mutation("renditions as a list in 1.x", '{"page": {', '[{"page": {', 1, "1"),
    Mutation("association broken inside in 1.x", '"type": "picture"', '"kind": "picture"', 3, "1"),
    # rules
    Mutation("no version named", '"version": "3.1"', '"name": "ninjs"', 2),
    Mutation("newer version", '"version": "3.1"', '"version": "3.9"', 4),
    Mutation("uri with blanks", '"urn:example:gazette:ferry"', '"urn:example:the ferry"', 10),
    Mutation("association of itself", "urn:example:gazette:ferry-2016", "urn:example:gazette:ferry", 11),
    Mutation("association twice", "urn:example:gazette:ferry-2016", "urn:example:gazette:ferry#portrait", 11),
    Mutation("two of a name", '"name": "earlier"', '"name": "portrait"', 12),
    Mutation("two renditions of a name", '"name": "thumb"', '"name": "web"', 12),
    Mutation("file that runs", _FILE, "javascript:alert(1)", 13),
    Mutation("relative file", _FILE, "media/elin.jpg", 14),
    Mutation("created after its version", "2025-02-28T23:05:00+01:00", "2025-03-02T00:00:00Z", 20),
    Mutation("expired at birth", "2035-03-01T06:00:00Z", "2024-03-01T06:00:00Z", 21),
    Mutation("canceled with its text", _STATUS, '"pubStatus": "canceled"', 22),
    Mutation("canceled with its text in 1.x", '"pubstatus": "usable"', '"pubstatus": "canceled"', 22, "1"),
    Mutation("withheld without a word", f'{_STATUS},\n  "urgency": 3,\n  {_NOTE}', '"pubStatus": "withheld",', 23),
    Mutation("no language tag", '"en-GB"', '"english!"', 24),
    Mutation("no language", '"language": "en-GB",', "", 25),
    Mutation(
        "no headline in 1.x", '"headline": "Ferry returns to the harbour",\n  "headline_seo"', '"title_seo"', 3, "1"
    ),
    Mutation("no headline in 2.x", '"headlines"', '"objects": [], "descriptions"', 26, "2"),
    Mutation("no status", f"{_STATUS},", "", 27),
    Mutation("script in the text", _HTML, '"value": "<script>x()</script><p>The night', 30),
    Mutation("event handler in the text", _HTML, '"value": "<p onclick=\\"x()\\">The night', 30),
    Mutation("link that runs", _TIMES, "javascript:alert(1)", 30),
    Mutation("script in 1.x", "<p>The night", "<script>x()</script><p>The night", 30, "1"),
    Mutation("relative link", _TIMES, "/times", 31),
    Mutation("element never closed", "Good.</p>", "Good.", 32),
    Mutation("elements crossed", "<em>sails</em> again", "<em>sails <b>again</em></b>", 32),
    Mutation("markup in a headline", "Ferry returns to", "Ferry <b>returns</b> to", 33),
    Mutation("markup in plain text in 1.x", '"body_text": "The night', '"body_text": "<p>The night', 33, "1"),
    Mutation(
        "medium without files",
        '"renditions": [\n        {"name": "web"',
        '"objects": [], "renditions2": [{"name": "web"',
        40,
    ),
    Mutation("kind against media type", '"type": "picture"', '"type": "audio"', 41),
]
WITHOUT_MUTATION = {"SYN-NINJS-005": "needs the official schema", "SYN-NINJS-006": "needs a schema that is broken"}
CASES: dict[str, Mutation] = {}
for _mutation in MUTATIONS:
    CASES.setdefault(f"SYN-NINJS-{_mutation.code:03d}", _mutation)


def good(family: str) -> str:
    """The good object of a family."""
    return (FIXTURES / "ninjs" / f"good-{family}.ninjs.json").read_text(encoding="utf-8")


def broken(mutation: Mutation) -> bytes:
    """A good object with one mutation."""
    text = good(mutation.family)
    assert mutation.old in text, f"{mutation.name}: {mutation.old!r} is not in the good file"
    return text.replace(mutation.old, mutation.new, 1).encode()


def findings(folder: Path, data: bytes, schemas: Path | None = None) -> tuple[list[Diagnostic], list[str]]:
    """What is found in an object, and who judged."""
    path = folder / "story.ninjs.json"
    path.write_bytes(data)
    proof = Proof(name=path.name, context=Context(now=NOW, schemas=schemas))
    return list(NinjsValidator().check(path, proof)), proof.judges


@cache
def official(version: str) -> Any:
    """The official schema as the library of reference applies it; GeoJSON stays unlooked at."""
    schemas = laws.official_schemas()
    if schemas is None:
        pytest.skip("no official schemas here: SYNDICATE_SCHEMAS names their folder")
    schema = json.loads((schemas / "ninjs" / f"ninjs-schema_{version}.json").read_bytes())
    address = "https://geojson.org/schema/GeoJSON.json"
    point = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, "type": "object"}
    registry: Registry[Any] = Registry().with_resource(address, Resource.from_contents(point))
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, registry=registry)


@pytest.mark.parametrize("family", VERSIONS)
def test_the_good_objects_are_good(family: str, tmp_path: Path) -> None:
    """Nothing is found in the files that the mutations start from, not even for information; nor by the schemas."""
    data = good(family).encode()
    found, judges = findings(tmp_path, data)
    assert (found, judges) == ([], [f"syndicate ninjs-{family}.schema.json", "syndicate ninjs rules"])
    assert list(official(VERSIONS[family]).iter_errors(json.loads(data))) == []
    found, judges = findings(tmp_path, data, laws.official_schemas())
    assert (found, judges[1]) == ([], f"ninjs {VERSIONS[family]} schema")


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.name for mutation in MUTATIONS])
def test_mutations_are_caught(tmp_path: Path, mutation: Mutation) -> None:
    """Each break is found by our own grammar and rules, under its own code, with its path and line."""
    found, _ = findings(tmp_path, broken(mutation))
    assert f"SYN-NINJS-{mutation.code:03d}" in {finding.code for finding in found}, found
    assert all((finding.location.path or "").startswith("$") for finding in found)
    assert all(finding.location.line for finding in found if finding.code != "SYN-NINJS-001")


def test_our_checker_agrees_with_the_library_of_reference() -> None:
    """What the official schemas say of every mutation is the same, whether jsonschema applies them or we do."""
    schemas = laws.official_schemas()
    for mutation in MUTATIONS:
        version = VERSIONS[mutation.family]
        reference = official(version)
        assert schemas is not None
        schema = json.loads((schemas / "ninjs" / f"ninjs-schema_{version}.json").read_bytes())
        ours = JsonSchema(schema, {"https://geojson.org/schema/GeoJSON.json": {}}, formats=False)
        try:
            value = json.loads(broken(mutation))
        except ValueError:
            continue
        theirs = list(reference.iter_errors(value))
        mine = list(ours.mismatches(value))
        assert bool(theirs) == bool(mine), (mutation.name, theirs, mine)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_examples_of_the_standard_give_no_error(path: Path, tmp_path: Path) -> None:
    """IPTC's own examples name no version: it is told by their members, and neither grammar nor rules refuse them."""
    found, judges = findings(tmp_path, path.read_bytes(), laws.official_schemas())
    assert [d for d in found if d.severity is Severity.ERROR] == []
    assert judges[0] == f"syndicate ninjs-{path.name[0]}.schema.json"


def test_a_value_that_is_no_object(tmp_path: Path) -> None:
    """A number, an empty list, deep nesting: a finding, never an exception."""
    for data in (b"1", b"[]", b'"ninjs"', b"[1, 2]", b"[" * 100_000, b"\xff\xfe", b'{"uri": {"uri": [[[]]]}}'):
        found, _ = findings(tmp_path, data)
        assert any(d.severity is Severity.ERROR for d in found), data[:20]


def test_a_list_of_objects_is_judged_one_by_one(tmp_path: Path) -> None:
    """Each object by its own version; paths begin with its place."""
    objects = [json.loads(good(family)) for family in VERSIONS]
    assert findings(tmp_path, json.dumps(objects).encode())[0] == []
    objects[1]["pubstatus"] = "live"
    found, _ = findings(tmp_path, json.dumps(objects, indent=1).encode())
    assert [(d.code, d.location.path) for d in found] == [("SYN-NINJS-003", "$[1].pubstatus")]


def test_a_version_is_told_by_its_members(tmp_path: Path) -> None:
    """Without a word on the version, the names of members tell the family."""
    for family in VERSIONS:
        value = json.loads(good(family))
        value.pop("$standard" if family == "1" else "standard")
        found, judges = findings(tmp_path, json.dumps(value).encode())
        assert [d.code for d in found] == ["SYN-NINJS-004"]
        assert judges[0] == f"syndicate ninjs-{family}.schema.json"


def test_every_code_has_a_mutation() -> None:
    """No rule is there that nothing was ever caught by."""
    assert set(CASES) == set(RULES) - set(WITHOUT_MUTATION)


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_code_has_its_case(code: str, tmp_path: Path) -> None:
    """`fixtures/invalid/<CODE>` holds an object that the validator gives the code for, and hardly any other."""
    folder = INVALID / code
    schemas = folder / "schemas" if (folder / "schemas").is_dir() else None
    found, _ = findings(tmp_path, (folder / "story.ninjs.json").read_bytes(), schemas)
    codes = {d.code for d in found}
    assert code in codes
    assert len(codes) <= 3, found


@pytest.mark.parametrize("code", ["SYN-NINJS-091", "SYN-NINJS-092"])
def test_every_code_of_the_exporter_has_its_case(code: str) -> None:
    """`fixtures/invalid/<CODE>` holds an edition that the exporter gives the code for."""
    edition = codec.decode_edition((INVALID / code / "edition.json").read_bytes())
    job = Job(row=exporters()["ninjs"], context=Context(now=NOW), report=Report(), stem="x", built_at=NOW)
    for artifact in NinjsExporter().export(gate.clear(edition, NOW).release, job):
        assert b"".join(artifact.chunks)
    assert {d.code for d in job.report} == {code}
