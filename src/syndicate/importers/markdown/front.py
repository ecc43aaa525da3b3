"""Where the front matter of a post ends and its story begins, and in which of the four ways it was written."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from syndicate.errors import ModelError
from syndicate.importers.markdown import values
from syndicate.importers.markdown.values import Fields, Unreadable

Kind = Literal["", "yaml", "toml", "json", "pelican"]

_FENCE = re.compile(r"(-{3,}|\+{3})[ \t]*")
_KEY = {"---": re.compile(r"[A-Za-z_][\w\-]*:(?:\s|$)"), "+++": re.compile(r"[A-Za-z_][\w\-]*\s*=")}
"""A field right under a fence: front matter, even where nothing closes it."""


class Front(msgspec.Struct):
    """The fields of a post's head, and the story below it."""

    kind: Kind = ""
    fields: Fields = msgspec.field(default_factory=lambda: Fields({}))
    body: str = ""
    first: int = 1
    """The line of the file that the body begins on."""
    comments: list[tuple[int, str]] = []
    """Lines of the head that are comments, with their numbers."""


def split(text: str, name: str) -> Front:
    """The head and the body of a post.

    Raises:
        ModelError: the head is written wrong; with its line.
        DependencyError: PyYAML is not installed.
    """
    skipped = len(text) - len(text.lstrip("\n"))
    lines = text.split("\n")
    opening = _FENCE.fullmatch(lines[skipped]) if skipped < len(lines) else None
    try:
        if opening is not None:
            fence = "+++" if opening.group(1) == "+++" else "---"
            return _fenced(text, lines, skipped, fence)
        if text[skipped:].startswith("{\n") or re.match(r'\{\s*"', text[skipped : skipped + 200]):
            return _json(text, skipped)
        found = values.pelican_head(lines[skipped:])
    except Unreadable as error:
        first = 1 if error.line is None else error.line
        line = skipped + first + (1 if opening is not None else 0)
        hint = "put words with a colon, a quotation mark or a bracket in them into quotation marks"
        raise ModelError(f"{name}:{line}: the front matter is {error.message}", hint=hint, line=line) from None
    if found is None:
        return Front(body=text)
    fields, taken = found
    return Front("pelican", fields, "\n".join(lines[skipped + taken :]), skipped + taken + 1)


def _fenced(text: str, lines: list[str], at: int, fence: str) -> Front:
    """Front matter between two fences; a first line that no other answers is a divider of the story."""
    closing = {"---", "..."} if fence == "---" else {"+++"}
    end = next((n for n in range(at + 1, len(lines)) if lines[n].rstrip() in closing), None)
    if end is None and at + 1 < len(lines) and _KEY[fence].match(lines[at + 1]):
        raise Unreadable(f"not closed: a line {fence} is missing after it", 0)  # whose draft would leave as a story
    if end is None or not (inside := lines[at + 1 : end]):
        return Front(body=text) if end is None else Front(body="\n".join(lines[end + 1 :]), first=end + 2)
    head = "\n".join(inside)
    if fence == "+++":
        kind: Kind = "toml"
        fields = values.toml_fields(head)
    elif not _looks_like_fields(inside):
        return Front(body=text)
    else:
        kind = "yaml"
        fields = values.yaml_fields(head.replace("\t", "    "))
    comments = [(at + 2 + n, line.strip()) for n, line in enumerate(inside) if line.lstrip().startswith("#")]
    return Front(kind, fields, "\n".join(lines[end + 1 :]), end + 2, comments)


def _looks_like_fields(inside: list[str]) -> bool:
    """Whether the first line that says something is a field: a story may open with a divider as well."""
    first = next((line for line in inside if line.strip() and not line.lstrip().startswith("#")), "")
    return not first or re.match(r"[\w\"'{.@-][^\n]*:(?:\s|$)|\{", first) is not None


def _json(text: str, at: int) -> Front:
    fields, end = values.json_fields(text[at:])
    return Front("json", fields, text[at + end :], 1 + text.count("\n", 0, at + end))
