"""The ninjs validator: our grammar of the version's family, the official schema when it is here, and rules beyond both.

A file is one object, or a list of them. The rules look at members under the names of any version (`rules`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.formats.jsonschema import JsonSchema
from syndicate.formats.jsontext import strict
from syndicate.validators.ninjs.findings import Finder, placed
from syndicate.validators.ninjs.rules import item_rules

RULES_JUDGE = "syndicate ninjs rules"
_GRAMMARS = Path(__file__).parent.parent / "grammars"
_GEOJSON = "https://geojson.org/schema/GeoJSON.json"
_KNOWN = {"1": "1.6", "2": "2.2", "3": "3.1"}
"""The newest version of each family whose official schema can be here."""
_CAMEL = re.compile(r"[a-z]+[A-Z]")


class NinjsValidator:
    """Judges one file of ninjs, of whatever version."""

    def check(self, path: Path, proof: Proof) -> Iterator[Diagnostic]:
        """The findings on the file at `path`, grammar first."""
        data = path.read_bytes()
        yield from placed(self._findings(data, proof), data)

    def _findings(self, data: bytes, proof: Proof) -> Iterator[Diagnostic]:
        finder = Finder(proof.name)
        try:
            found, doubles = strict(data.decode("utf-8"))
        except RecursionError:
            yield finder("SYN-NINJS-001", "$", "not JSON that can be read: nested too deep")
            return
        except ValueError as problem:  # UnicodeDecodeError and JSONDecodeError are
            yield finder("SYN-NINJS-001", "$", f"not JSON: {problem}")
            return
        for name in doubles:
            yield finder("SYN-NINJS-002", "$", f"the member {name} stands twice in one object")
        objects = enumerate(found) if isinstance(found, list) and found else [(None, found)]
        for number, one in objects:
            path = "$" if number is None else f"$[{number}]"
            try:
                yield from _judge(one, path, finder, proof)
            except RecursionError:
                yield finder("SYN-NINJS-001", path, "associations are nested too deep to be judged")


def _judge(found: Any, path: str, finder: Finder, proof: Proof) -> Iterator[Diagnostic]:
    finder.article = str(found.get("uri", "")) if isinstance(found, dict) else ""
    version, told = version_of(found)
    family = version[0]
    if told:
        yield finder("SYN-NINJS-004", path, f"{told}: judged as {version}")
    _say(proof, f"syndicate ninjs-{family}.schema.json")
    for mismatch in _own(family).mismatches(found):
        place = path + mismatch.path[1:]
        yield finder("SYN-NINJS-003", place, f"{place} {mismatch.message}")
    yield from _official(found, path, version, finder, proof)
    _say(proof, RULES_JUDGE)
    if isinstance(found, dict):
        yield from item_rules(found, path, finder)


def _say(proof: Proof, judge: str) -> None:
    if judge not in proof.judges:
        proof.judges.append(judge)


def version_of(found: Any) -> tuple[str, str]:
    """The version to judge by, and what is to be told of that: it says none, or one that is not known here."""
    members = found if isinstance(found, dict) else {}
    stated = members.get("standard", members.get("$standard"))
    said = str(stated.get("version", "")) if isinstance(stated, dict) else ""
    if said in _KNOWN.values():
        return said, ""
    if said[:1] in _KNOWN and said[1:2] in ("", "."):
        return _KNOWN[said[0]], f"version {said[:20]} is another than {_KNOWN[said[0]]}"
    if _camel(members):
        return _KNOWN["3"], "no version is named"
    if members.keys() & {"headlines", "bodies", "people", "subjects", "descriptions", "standard"}:
        return _KNOWN["2"], "no version is named"
    return _KNOWN["1"], "no version is named"


def _camel(value: Any, depth: int = 3) -> bool:
    """Whether a member has a name in camel case, as only 3.x writes them."""
    if isinstance(value, list):
        return any(_camel(one, depth - 1) for one in value[:10])
    if not isinstance(value, dict) or depth < 0:
        return False
    return any(_CAMEL.match(name) or _camel(inner, depth - 1) for name, inner in value.items())


@cache
def _own(family: str) -> JsonSchema:
    return JsonSchema(json.loads((_GRAMMARS / f"ninjs-{family}.schema.json").read_bytes()))


def _official(found: Any, path: str, version: str, finder: Finder, proof: Proof) -> Iterator[Diagnostic]:
    place = proof.schema("ninjs", f"ninjs-schema_{version}.json")
    if place is None:
        return
    try:
        mismatches = list(_schema(place).mismatches(found))
    except (ValueError, LookupError, TypeError, OSError) as error:
        yield finder("SYN-NINJS-006", path, f"the schema {place.name} cannot be used: {error}")
        return
    _say(proof, f"ninjs {version} schema")
    for mismatch in mismatches:
        where = path + mismatch.path[1:]
        yield finder("SYN-NINJS-005", where, f"{where} {mismatch.message}")


@cache
def _schema(path: Path) -> JsonSchema:
    # IPTC's own examples break the formats, which its schemas only name; our grammar demands those that matter.
    # What it refers to elsewhere is GeoJSON; our own few lines on that stand in, and nothing is fetched.
    point = json.loads((_GRAMMARS / "ninjs-3.schema.json").read_bytes())["$defs"]["point"]
    return JsonSchema(json.loads(path.read_bytes()), {_GEOJSON: point}, formats=False)
