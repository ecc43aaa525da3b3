"""A post as a tree: pulldown-cmark's events, with the bytes that each stands for.

The parser (CommonMark 0.31 and GitHub's tables, strikethrough, task lists and notes, footnotes, definition lists) is
pulldown-cmark, by its binding pyromark, which is imported here alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from syndicate.errors import DependencyError, ModelError
from syndicate.importers.markdown.findings import Findings
from syndicate.model.body import Span

if TYPE_CHECKING:
    from pyromark import Markdown

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


_NONE: list[Node] = []
"""What is in a piece that holds none; most are words."""


class Node:
    """A piece of a post: its kind and what the parser says of it, its bytes, what it holds."""

    __slots__ = ("children", "data", "end", "html", "kind", "start")

    def __init__(self, kind: str, data: Any, start: int, end: int, *, leaf: bool = False) -> None:
        self.kind = kind
        self.data = data
        self.start = start
        self.end = end
        self.children: list[Node] = _NONE if leaf else []
        self.html = False
        """Whether HTML stands in it (known of the pieces at the top)."""

    def find(self, kind: str) -> Iterator[Node]:
        """The pieces of a kind in it, in their order."""
        for child in self.children:
            if child.kind == kind:
                yield child
            yield from child.find(kind)


class Lines:
    """Which line of the file a byte of the body stands on."""

    def __init__(self, data: bytes, first: int) -> None:
        self.data = data
        self.first = first
        self._starts = [found.end() for found in re.finditer(b"\n", data)]

    def of(self, offset: int) -> int:
        """The line of a byte, counted from 1 in the file."""
        return self.first + bisect_right(self._starts, offset)

    def span(self, node: Node) -> Span:
        """The lines of a piece without blank ones at its end."""
        end = node.start + len(self.data[node.start : node.end].rstrip())
        return Span(start=self.of(node.start), end=self.of(max(node.start, end - 1)))


@cache
def _parser() -> Markdown:
    try:
        from pyromark import Markdown, Options
    except ImportError:
        raise DependencyError.missing("reading Markdown", "markdown", "pyromark") from None
    return Markdown(
        options=Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_HEADING_ATTRIBUTES
        | Options.ENABLE_DEFINITION_LIST
        | Options.ENABLE_GFM
    )


def parse(text: str, lines: Lines, findings: Findings, deepest: int) -> Node:
    """The tree of `text`.

    Raises:
        ModelError: blocks are nested deeper than `deepest`.
        DependencyError: the parser is not installed.
    """
    root = Node("", None, 0, len(lines.data))
    stack = [root]
    event: Any
    for event, place in _parser().events_with_range(text, merge_text=True):
        if isinstance(event, str):
            stack[-1].children.append(Node(event, None, place["start"], place["end"], leaf=True))
            continue
        ((name, data),) = event.items()
        if name == "End":
            stack.pop()
            continue
        if name == "Start":
            kind, data = (data, None) if isinstance(data, str) else next(iter(data.items()))
            node = Node(kind, data, place["start"], place["end"])
            stack[-1].children.append(node)
            stack.append(node)
            if len(stack) > deepest:
                hint = "flatten the lists and quotes"
                raise ModelError(f"{findings.file}: blocks are nested more than {deepest} deep", hint=hint, path="$")
            continue
        node = Node(name, data, place["start"], place["end"], leaf=True)
        if name == "InlineHtml":
            if _BREAK.fullmatch(data):
                node.kind = "HardBreak"
            elif (comment := COMMENT.fullmatch(data)) is not None:
                findings.left_out("comment", " ".join(comment.group(1).split()), lines.of(node.start))
                continue
        if node.kind in ("Html", "InlineHtml"):
            (stack[1] if len(stack) > 1 else node).html = True
        stack[-1].children.append(node)
    return root


def leftovers(root: Node, text: str, lines: Lines, findings: Findings) -> None:
    """Say which lines of the source are in no piece of the tree: definitions of links that nothing uses, above all."""
    at = 0
    gaps = []
    for node in [*root.children, Node("", None, root.end, root.end)]:
        gap = lines.data[at : node.start]
        if node.start > at and gap.strip():
            gaps.append((at, gap))
        at = max(at, node.end)
    if not gaps:
        return
    used = {_label(link.data["id"]) for kind in ("Link", "Image") for link in root.find(kind) if link.data["id"]}
    known = _parser().reference_definitions(text)
    spent = [d["span"] for label, d in known.items() if _label(label) in used]
    for start, gap in gaps:
        for line in gap.split(b"\n"):
            place = start + len(line) - len(line.lstrip())
            start += len(line) + 1
            if line.strip() and not any(span["start"] <= place < span["end"] for span in spent):
                words = line.decode(errors="replace").strip()
                findings.left_out("a line that the story does not use", words, lines.of(place))


def _label(label: str) -> str:
    """A label as links are matched by (CommonMark 0.31 4.7)."""
    return " ".join(label.split()).casefold()
