"""Places in canonical JSON: what a text is, on which line a `$.path` stands, how deep a body is nested.

The decoder says *what* is wrong with a path and no line; people look for a line. So the text is walked once more, token
by token, only when there is something to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from syndicate.model import body
from syndicate.model.article import Article, Edition, Section

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+')
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_EDITION = re.compile(rb'\s*\{\s*"syndicate"\s*:')
_EDITION_KEY = re.compile(rb'"(?:syndicate|edition)"\s*:')


def strict(text: str | bytes) -> tuple[Any, list[str]]:
    """What a JSON text holds, and the names that stand twice in one object, of which the last value counts.

    Raises:
        ValueError: it is no JSON (`json.JSONDecodeError`), or has `NaN` or an infinity, which the standard
            library takes for numbers (RFC 8259 6).
        RecursionError: it is nested too deep.
    """
    import json  # a millisecond that reading the canonical form does without

    doubles: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(found)
        if len(result) != len(found):
            names = [name for name, _ in found]
            doubles.extend(sorted({name for name in names if names.count(name) > 1}))
        return result

    return json.loads(text, object_pairs_hook=pairs, parse_constant=_no_constant), doubles


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def is_edition(data: bytes) -> bool:
    """Whether `data` means to be an edition file: `"syndicate"` or `"edition"` is a key of the object it is."""
    if _EDITION.match(data):
        return True
    depth = 0
    for match in _TOKEN.finditer(data):
        token = match[0]
        if token in (b"{", b"["):
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
        elif depth == 1 and _EDITION_KEY.match(data, match.start()):
            return True
    return False


def is_article_line(line: bytes) -> bool:
    """Whether a file that begins with `line` is JSON Lines: the line is an object from brace to brace, no edition."""
    stripped = line.strip()
    return stripped.startswith(b"{") and stripped.endswith(b"}") and len(stripped) > 2 and not is_edition(stripped)


def line_of(data: bytes, path: str) -> int | None:
    """The line (from 1) on which the value at `path` begins, or that of the nearest value around it."""
    wanted = list(_steps(path))
    best: tuple[int, int] | None = None
    for offset, place in _values(data):
        if place == wanted[: len(place)] and (best is None or len(place) > best[0]):
            best = (len(place), offset)
            if len(place) == len(wanted):
                break
    return data.count(b"\n", 0, best[1]) + 1 if best else None


def lines_of(data: bytes, paths: Iterable[str]) -> dict[str, int]:
    """The line of each path that stands in `data`, found in one walk."""
    wanted = {_steps(path): path for path in paths}
    found: dict[str, int] = {}
    deepest = max(map(len, wanted), default=0)
    line, last = 1, 0
    for offset, place in _values(data) if wanted else ():
        path = wanted.get(tuple(place)) if len(place) <= deepest else None
        if path is not None:
            line += data.count(b"\n", last, offset)
            last = offset
            found[path] = line
    return found


def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(int(index) if index else key for key, index in _STEP.findall(path))


def _values(data: bytes) -> Iterator[tuple[int, list[str | int]]]:
    """Each value with its offset and place; the place is the same list each time, for speed."""
    place: list[str | int] = []
    kinds: list[bytes] = []
    is_key = False
    for match in _TOKEN.finditer(data):
        token = match[0]
        if token in (b"}", b"]"):
            if kinds:
                kinds.pop()
                place.pop()
            is_key = False
        elif token == b",":
            if kinds and kinds[-1] == b"[" and isinstance(place[-1], int):
                place[-1] += 1
            is_key = bool(kinds) and kinds[-1] == b"{"
        elif token == b":":
            is_key = False
        elif is_key and token.startswith(b'"'):
            place[-1] = token.strip(b'"').decode("utf-8", "replace")
        else:
            yield match.start(), place
            if token in (b"{", b"["):
                kinds.append(token)
                place.append("" if token == b"{" else 0)
                is_key = token == b"{"


def depth(found: Article | Edition) -> int:
    """How deep boxes stand in boxes, lists in lists, or sections in sections; 1 is flat."""
    if isinstance(found, Edition):
        return max((_section_depth(found.sections), *(depth(article) for article in found.articles)))
    deepest = 1
    waiting: list[tuple[object, int]] = [(block, 1) for block in found.body]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        match node:
            case body.Box():
                waiting.extend((block, level + 1) for block in node.blocks)
            case body.List():
                waiting.extend((child, level + 1) for item in node.items for child in item.children)
            case _:
                pass
    return deepest


def _section_depth(sections: tuple[Section, ...]) -> int:
    deepest = 1
    waiting = [(section, 1) for section in sections]
    while waiting:
        section, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((inner, level + 1) for inner in section.sections)
    return deepest
