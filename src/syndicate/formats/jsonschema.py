"""JSON Schema as far as the schemas that judge here use it: drafts 7 and 2020-12 without what none of them needs.

A schema library costs more start-up time than a whole export, and would fetch what a schema refers to. A keyword that
is not known here is an error of the schema, found by the first file that is checked, so that no rule can be written
that nobody applies. References stay within the schema, or lead to one of the documents that are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from syndicate.formats import lenient

Schema = Mapping[str, Any]

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
}
_SILENT = frozenset(
    "$schema $id $comment $defs definitions title description examples default deprecated readOnly".split()  # noqa: SIM905
)
"""Keywords that ask for nothing."""
_APPLIED = frozenset(
    """$ref type enum const required properties patternProperties additionalProperties unevaluatedProperties items
    minItems maxItems minLength pattern format minimum maximum anyOf oneOf allOf""".split()  # noqa: SIM905
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_STRICT_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
UNKNOWN = "is not known here"
"""What is said of a member that the schema has no word on, and wants none of."""
_NOTHING: Mapping[str, Any] = {}
_FEW = 60
"""How many characters of a value a message shows."""


class Mismatch(msgspec.Struct, frozen=True):
    """Where a value does not fit, as a JSON path, and why."""

    path: str
    message: str


def is_uri(value: str) -> bool:
    """Whether `value` can be an absolute URI or IRI: a scheme, and nothing in it that no URI may hold (RFC 3986)."""
    return _URI.fullmatch(value) is not None


def _is_moment(value: str) -> bool:
    return _STRICT_TIME.fullmatch(value) is not None and lenient.moment(value.upper()).value is not None


_FORMATS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "uri": (is_uri, "an absolute URI (RFC 3986)"),
    "date-time": (_is_moment, "a date and time with a zone (RFC 3339)"),
}


class JsonSchema:
    """A schema that values can be held against; `others` are documents that it refers to, by their addresses.

    `formats` says whether `format` is a demand; by the specification it only describes (2020-12 validation, 7.2.1).
    """

    def __init__(self, root: Schema, others: Mapping[str, Schema] | None = None, *, formats: bool = True) -> None:
        self._formats = formats
        self._root = root
        self._others = others or {}
        self._looked_at: set[int] = set()
        self._found: dict[tuple[str, int], tuple[Schema, Schema]] = {}

    def mismatches(self, value: Any) -> Iterator[Mismatch]:
        """Every place in `value` that does not fit.

        Raises:
            ValueError: the schema uses what is not applied here, or refers to what is not there.
        """
        yield from self._judge(value, self._root, self._root, "$")

    def _judge(self, value: Any, schema: Schema, root: Schema, path: str) -> Iterator[Mismatch]:
        while len(schema) == 1 and "$ref" in schema:  # most that refer say no more
            schema, root = self._target(schema["$ref"], root)
        if id(schema) not in self._looked_at:
            self._look_at(schema)
        if "$ref" in schema:
            target, home = self._target(schema["$ref"], root)
            yield from self._judge(value, target, home, path)
        kind = schema.get("type")
        if kind is not None and not _is(value, kind):
            yield Mismatch(path, f"must be {_article(kind)}, and is {_name(value)}")
            return
        if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
            wanted = ", ".join(map(str, schema.get("enum", [schema.get("const")])))
            yield Mismatch(path, f"{str(value)[:_FEW]!r} is none of {wanted}")
        if "anyOf" in schema or "oneOf" in schema or "allOf" in schema:
            yield from self._choices(value, schema, root, path)
        match value:
            case dict():
                yield from self._object(value, schema, root, path)
            case list():
                yield from self._array(value, schema, root, path)
            case str():
                if len(schema) > 1:
                    yield from _string(value, schema, path, formats=self._formats)
            case bool():
                pass
            case int() | float():
                yield from _number(value, schema, path)

    def _look_at(self, schema: Schema) -> None:
        """Refuse a schema with a keyword that is not applied; the schema lives as long as this, so its id does."""
        unknown = schema.keys() - _APPLIED - _SILENT
        if unknown:
            raise ValueError(f"the schema uses {', '.join(sorted(unknown))}, which is not applied here")
        self._looked_at.add(id(schema))

    def _target(self, ref: str, root: Schema) -> tuple[Schema, Schema]:
        """What a reference leads to, and the document that it stands in."""
        key = (ref, id(root))
        if key not in self._found:
            self._found[key] = self._resolved(ref, root)
        return self._found[key]

    def _resolved(self, ref: str, root: Schema) -> tuple[Schema, Schema]:
        address, _, pointer = ref.partition("#")
        if address:
            if address not in self._others:
                raise ValueError(f"the schema refers to {address}, which is not here")
            root = self._others[address]
        found: Any = root
        for step in pointer.strip("/").split("/") if pointer.strip("/") else ():
            found = found[step]
        return found, root

    def _choices(self, value: Any, schema: Schema, root: Schema, path: str) -> Iterator[Mismatch]:
        for one in schema.get("allOf", ()):
            yield from self._judge(value, one, root, path)
        for keyword in ("anyOf", "oneOf"):
            choices = schema.get(keyword)
            if not choices:
                continue
            fitting = sum(not any(self._judge(value, choice, root, path)) for choice in choices)
            if fitting == 0 or (keyword == "oneOf" and fitting > 1):
                names = [" and ".join(choice.get("required", ())) for choice in choices]
                said = " or ".join(name for name in names if name) or "one of several forms"
                yield Mismatch(path, f"needs {said}" + (", and not both" if fitting > 1 else ""))

    def _object(self, value: dict[str, Any], schema: Schema, root: Schema, path: str) -> Iterator[Mismatch]:
        for name in schema.get("required", ()):
            if name not in value:
                yield Mismatch(path, f"{name} is missing")
        for name, inner in value.items():
            rules = _rules(schema, name)
            for rule in rules:
                yield from self._judge(inner, rule, root, f"{path}.{name}")
            if not rules and (
                schema.get("additionalProperties", True) is False
                or (schema.get("unevaluatedProperties", True) is False and not self._evaluated(schema, root, name))
            ):
                yield Mismatch(f"{path}.{name}", UNKNOWN)

    def _evaluated(self, schema: Schema, root: Schema, name: str) -> bool:
        """Whether a schema that this one refers to has a word on the member (2020-12, 11.3)."""
        while "$ref" in schema:
            schema, root = self._target(schema["$ref"], root)
            if _rules(schema, name):
                return True
        return False

    def _array(self, value: list[Any], schema: Schema, root: Schema, path: str) -> Iterator[Mismatch]:
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield Mismatch(path, f"has {len(value)} entries" if value else "must not be empty")
        if "items" in schema:
            for index, inner in enumerate(value):
                yield from self._judge(inner, schema["items"], root, f"{path}[{index}]")


def _rules(schema: Schema, name: str) -> list[Schema]:
    own = schema.get("properties", _NOTHING).get(name)
    found = [] if own is None else [own]
    if "patternProperties" in schema:
        found += [rule for pattern, rule in schema["patternProperties"].items() if re.search(pattern, name)]
    return found


def _string(value: str, schema: Schema, path: str, *, formats: bool) -> Iterator[Mismatch]:
    if len(value) < schema.get("minLength", 0):
        yield Mismatch(path, "must not be empty")
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield Mismatch(path, f"{value[:_FEW]!r} does not have the form {schema['pattern']}")
    elif formats and schema.get("format") in _FORMATS:
        fits, what = _FORMATS[schema["format"]]
        if not fits(value):
            yield Mismatch(path, f"{value[:_FEW]!r} is not {what}")


def _number(value: float, schema: Schema, path: str) -> Iterator[Mismatch]:
    if value < schema.get("minimum", value):
        yield Mismatch(path, f"must not be less than {schema['minimum']}")
    if value > schema.get("maximum", value):
        yield Mismatch(path, f"must not be more than {schema['maximum']}")


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _name(value: Any) -> str:
    if value is None:
        return "null"
    return next(_article(kind) for kind in ("boolean", "object", "array", "string", "number") if _is(value, kind))


def _article(kind: str) -> str:
    return ("an " if kind[0] in "aeiou" else "a ") + kind
