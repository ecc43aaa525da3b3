"""As much of JSON Schema 2020-12 as our own schema uses, and no more.

A schema library costs more start-up time than a whole export. A keyword that is not known here is an error of the
schema, found by the first file that is checked, so that no rule can be written that nobody applies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

_KNOWN = frozenset(
    {
        "$schema",
        "$comment",
        "$defs",
        "$ref",
        "title",
        "type",
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "items",
        "minItems",
        "minLength",
        "pattern",
        "minimum",
        "anyOf",
    }
)
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "boolean": bool,
}


class Mismatch(msgspec.Struct, frozen=True):
    """Where a value does not fit, as a JSON path, and why."""

    path: str
    message: str


def mismatches(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], path: str = "$") -> Iterator[Mismatch]:
    """Every place in `value` that does not fit `schema`; `root` is the whole schema, for `$ref`."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    unknown = schema.keys() - _KNOWN
    if unknown:
        raise ValueError(f"the schema uses {', '.join(sorted(unknown))}, which is not applied here")
    kind = schema.get("type")
    if kind is not None and not _is(value, kind):
        yield Mismatch(path, f"must be {_article(kind)}, and is {_name(value)}")
        return
    match value:
        case dict():
            yield from _object(value, schema, root, path)
        case list():
            yield from _array(value, schema, root, path)
        case str():
            yield from _string(value, schema, path)
        case bool():
            pass
        case int() | float():
            if value < schema.get("minimum", value):
                yield Mismatch(path, f"must not be less than {schema['minimum']}")


def _object(value: dict[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Iterator[Mismatch]:
    for name in schema.get("required", ()):
        if name not in value:
            yield Mismatch(path, f"{name} is missing")
    choices = schema.get("anyOf", ())
    if choices and not any(set(choice["required"]) <= value.keys() for choice in choices):
        yield Mismatch(path, "needs " + " or ".join(" and ".join(choice["required"]) for choice in choices))
    known = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    for name, inner in value.items():
        rule = known.get(name) or next((r for p, r in patterns.items() if re.search(p, name)), None)
        if rule is not None:
            yield from mismatches(inner, rule, root, f"{path}.{name}")
        elif schema.get("additionalProperties", True) is False:
            yield Mismatch(f"{path}.{name}", "is not known here; an extension begins with an underscore")


def _array(value: list[Any], schema: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Iterator[Mismatch]:
    if len(value) < schema.get("minItems", 0):
        yield Mismatch(path, "must not be empty")
    if "items" in schema:
        for index, inner in enumerate(value):
            yield from mismatches(inner, schema["items"], root, f"{path}[{index}]")


def _string(value: str, schema: Mapping[str, Any], path: str) -> Iterator[Mismatch]:
    if len(value) < schema.get("minLength", 0):
        yield Mismatch(path, "must not be empty")
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield Mismatch(path, f"{value[:60]!r} does not have the form {schema['pattern']}")


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _name(value: Any) -> str:
    if value is None:
        return "null"
    return next(_article(kind) for kind in ("boolean", "object", "array", "string", "number") if _is(value, kind))


def _article(kind: str) -> str:
    return ("an " if kind[0] in "aeiou" else "a ") + kind
