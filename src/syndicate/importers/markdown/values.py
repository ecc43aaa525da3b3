"""Front matter to plain values: every scalar stays the words that stood there, as a guessed type is a guessed fact.

YAML is built from libyaml's events, without tags, types or recursion, so that neither an object, a bomb of aliases nor
a tower of brackets can be made of it. TOML is read by the standard library, Pelican's head line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from syndicate.errors import DependencyError

Value = str | list["Value"] | dict[str, "Value"]
"""What front matter holds."""

DEEPEST = 32
"""Lists and mappings may be nested so many times."""

_MOST_ALIASED = 1000
"""Values that aliases may repeat, all together."""


class Unreadable(ValueError):
    """Why front matter cannot be read: `line` counts from 1 in the front matter."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Fields(msgspec.Struct):
    """The keys of front matter in their order, and those that stood twice with what they said first."""

    values: dict[str, Value]
    doubles: list[tuple[str, Value]] = []


# --- YAML 1.1 --------------------------------------------------------------------------------------------------------


class _Builder:
    """Values from a stream of events; `open` are the lists and mappings that are not closed yet."""

    def __init__(self) -> None:
        self.open: list[tuple[Value, str | None, str | None]] = []
        self.root: Value = ""
        self.doubles: list[tuple[str, Value]] = []
        self.anchors: dict[str, Value] = {}
        self.aliased = 0

    def put(self, value: Value) -> None:
        """A value where the stream stands: the root, an item, a key or what belongs to a key."""
        if not self.open:
            self.root = value
            return
        holder, key, anchor = self.open[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif isinstance(holder, dict) and key is None:
            self.open[-1] = (holder, spelled(value), anchor)
        elif isinstance(holder, dict) and key is not None:
            if key in holder:
                self.doubles.append((key, holder[key]))
            holder[key] = value
            self.open[-1] = (holder, None, anchor)

    def start(self, value: Value, anchor: str | None, line: int) -> None:
        """A list or mapping opens."""
        if len(self.open) >= DEEPEST:
            raise Unreadable(f"nested more than {DEEPEST} deep", line)
        self.open.append((value, None, anchor))

    def end(self) -> None:
        """A list or mapping is whole."""
        value, _, anchor = self.open.pop()
        if anchor:
            self.anchors[anchor] = value
        self.put(value)

    def alias(self, name: str, line: int) -> None:
        """What stood elsewhere, once more."""
        if name not in self.anchors:
            raise Unreadable(f"the alias *{name} stands for nothing before it", line)
        self.aliased += _size(self.anchors[name])
        if self.aliased > _MOST_ALIASED:
            raise Unreadable("its aliases make it larger than front matter is", line)
        self.put(self.anchors[name])


def yaml_fields(text: str) -> Fields:
    """The mapping that a YAML document is.

    Raises:
        Unreadable: it is no YAML, no mapping, or nested too deep.
        DependencyError: PyYAML is not installed.
    """
    try:
        import yaml
    except ImportError:
        raise DependencyError.missing("reading YAML front matter", "markdown", "PyYAML") from None
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            line = event.start_mark.line + 1 if event.start_mark else 1
            match event:
                case yaml.ScalarEvent():
                    value = "" if event.value in ("~", "null") and event.style is None else event.value
                    if event.anchor:
                        builder.anchors[event.anchor] = value
                    builder.put(value)
                case yaml.SequenceStartEvent():
                    builder.start([], event.anchor, line)
                case yaml.MappingStartEvent():
                    builder.start({}, event.anchor, line)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    builder.end()
                case yaml.AliasEvent():
                    builder.alias(event.anchor or "", line)
                case _:
                    pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(f"no YAML: {error.problem or error.context}", mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise Unreadable(f"no YAML: {' '.join(str(error).split())}") from None
    if not isinstance(builder.root, dict):
        if builder.root == "":
            return Fields({})
        raise Unreadable("no fields: a list or words where `key: value` is wanted", 1)
    return Fields(builder.root, builder.doubles)


def _size(value: Value) -> int:
    if isinstance(value, str):
        return 1
    parts = value.values() if isinstance(value, dict) else value
    return 1 + sum(_size(part) for part in parts)


# --- TOML and JSON ---------------------------------------------------------------------------------------------------


def toml_fields(text: str) -> Fields:
    """The table that a TOML document is; dates and numbers as they stand.

    Raises:
        Unreadable: it is no TOML, or nested too deep.
    """
    import tomllib

    try:
        return Fields({key: _words(value) for key, value in tomllib.loads(text).items()})
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise Unreadable(f"no TOML: {error}", int(found.group(1)) if found else None) from None
    except (RecursionError, ValueError):
        raise Unreadable("no TOML: nested too deep, or with a number that is none") from None


def json_fields(text: str) -> tuple[Fields, int]:
    """The object that opens `text`, and where it ends.

    Raises:
        Unreadable: it is no JSON object, or nested too deep.
    """
    import json

    try:
        found, end = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode(text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"no JSON: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError):
        raise Unreadable("no JSON: nested too deep") from None
    return Fields({key: _words(value) for key, value in found.items()}), end


def _words(value: object, deep: int = 0) -> Value:
    """A value of a typed language as words: `true`, `2025-03-01T06:00:00+01:00`, `4.5`."""
    if deep > DEEPEST:
        raise Unreadable(f"nested more than {DEEPEST} deep")
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case dict():
            return {str(key): _words(inner, deep + 1) for key, inner in value.items()}
        case list():
            return [_words(inner, deep + 1) for inner in value]
        case None:
            return ""
        case _:
            return str(value)


# --- Pelican ---------------------------------------------------------------------------------------------------------

_HEAD = re.compile(r"([A-Za-z][A-Za-z0-9_\-]*):(?:[ \t]+(.*)|)")


def pelican_head(lines: list[str]) -> tuple[Fields, int] | None:
    """The `Key: value` lines that open a post, and how many lines they take; None where there are none.

    They end with a blank line; a value goes on in lines that are indented by four blanks (Python-Markdown, Meta-Data).
    """
    found = Fields({})
    key = ""
    for number, line in enumerate(lines):
        if not line.strip():
            return (found, number) if _is_head(found) else None
        head = _HEAD.fullmatch(line)
        if head is not None:
            key, value = head.group(1), (head.group(2) or "").strip()
            if key in found.values:
                found.doubles.append((key, found.values[key]))
            found.values[key] = value
        elif key and line.startswith("    "):
            before = found.values[key]
            found.values[key] = f"{before} {line.strip()}".strip() if isinstance(before, str) else before
        else:
            return None
    return (found, len(lines)) if _is_head(found) else None


def _is_head(found: Fields) -> bool:
    """Whether lines of keys are Pelican's and not prose: they have a title, or a status that must not be overlooked."""
    return not {"title", "status"}.isdisjoint(name.lower() for name in found.values)


# --- words out of values ---------------------------------------------------------------------------------------------


def spelled(value: Value) -> str:
    """A value as one line of words: lists by commas, mappings as `key: value`."""
    match value:
        case str():
            return " ".join(value.split())
        case list():
            return ", ".join(spelled(part) for part in value)
        case dict():
            return "; ".join(f"{key}: {spelled(part)}" for key, part in value.items())


def flat(key: str, value: Value) -> Iterator[tuple[str, str]]:
    """A value as pairs of dotted key and words; a list of words stays together as JSON."""
    match value:
        case str():
            yield key, value
        case dict() if value:
            for name, part in value.items():
                yield from flat(f"{key}.{name}", part)
        case _:
            yield key, msgspec.json.encode(value).decode()
