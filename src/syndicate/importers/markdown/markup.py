"""Pieces of a post with HTML in them: written as HTML and read by the reader that every importer shares.

Nothing else may read HTML: what acts in it goes through the sanitiser. A piece of HTML that opens an element and leaves
it open takes the pieces after it along, up to the one that closes it, as a browser would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from msgspec.structs import replace

from syndicate.formats import htmlbody
from syndicate.formats.htmlbody import dom
from syndicate.formats.htmlbody.blocks import Reader
from syndicate.importers.markdown.blocks import Writer, said
from syndicate.importers.markdown.tree import COMMENT, Node
from syndicate.model.body import Block, Span

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*?|/)?(/?)>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
     "p", "li", "dt", "dd", "td", "th", "tr"}
)  # fmt: skip
"""Elements without an end, and those whose end may be left out."""
_REACH = 200
"""Pieces after which an element counts as never closed."""
_ELEMENTS = {
    "Paragraph": "p", "BlockQuote": "blockquote", "Item": "li", "Emphasis": "em", "Strong": "strong",
    "Strikethrough": "s", "DefinitionList": "dl", "DefinitionListTitle": "dt", "DefinitionListDefinition": "dd",
    "TableRow": "tr", "Superscript": "sup", "Subscript": "sub",
}  # fmt: skip


def groups(nodes: list[Node]) -> Iterator[tuple[list[Node], bool]]:
    """The pieces of a post: each alone or, where HTML holds them together, several; and whether there is HTML."""
    at = 0
    while at < len(nodes):
        node = nodes[at]
        end = at + 1
        if node.kind == "HtmlBlock" and (opened := _open(said(node))):
            reach = min(len(nodes), at + _REACH)
            end = next((n + 1 for n in range(at + 1, reach) if _closes(opened, nodes[n])), end)
        yield nodes[at:end], any(one.html for one in nodes[at:end])
        at = end


def _open(html: str) -> list[str]:
    """Names of the elements that are left open."""
    stack: list[str] = []
    for closing, name, itself in _TAG.findall(COMMENT.sub("", html)):
        if name.lower() in _VOID or itself:
            continue
        if not closing:
            stack.append(name.lower())
        elif name.lower() in stack:
            del stack[len(stack) - 1 - stack[::-1].index(name.lower()) :]
    return stack


def _closes(opened: list[str], node: Node) -> bool:
    """Take what `node` closes from `opened`; whether nothing is open any more."""
    if not node.html:
        return False
    for closing, name, itself in _TAG.findall(COMMENT.sub("", said(node))):
        if name.lower() in _VOID or itself:
            continue
        if not closing:
            opened.append(name.lower())
        elif name.lower() in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name.lower()) :]
    return not opened


def read(nodes: list[Node], writer: Writer, language: str, deepest: int) -> list[Block]:
    """The blocks of pieces that have HTML in them.

    Raises:
        ModelError: elements are nested deeper than `deepest`.
        DependencyError: the sanitiser is not installed.
    """
    first = writer.lines.of(nodes[0].start)
    span = Span(start=first, end=writer.lines.span(nodes[-1]).end)
    source = "".join([said(node) for node in nodes if node.html])
    for comment in COMMENT.finditer(source):
        writer.findings.left_out("comment", " ".join(comment.group(1).split()), first)
    html = COMMENT.sub("", "".join([_html(node, writer.number) for node in nodes]))
    if not html.strip():
        return []
    root = htmlbody.parsed(html)
    if root is None:
        return []
    dom.refuse_deep(root, writer.findings.file, deepest)
    writer.html.offset = first - 1
    clean = htmlbody.sanitised(root, writer.html, str.strip, deepest)
    blocks = Reader(language, writer.html, writer.shelf).room(clean)
    writer.html.offset = 0
    return [replace(block, span=span) for block in blocks]


def _html(node: Node, number: Callable[[str], str]) -> str:
    """A piece as HTML; what is HTML in it stays as it is."""
    match node.kind:
        case "Text":
            return escape(node.data, quote=False)
        case "Html" | "InlineHtml":
            return str(node.data)
        case "Code":
            return f"<code>{escape(node.data, quote=False)}</code>"
        case "SoftBreak":
            return "\n"
        case "HardBreak":
            return "<br>"
        case "Rule":
            return "<hr>"
        case "FootnoteReference":
            return f"<sup>{number(node.data)}</sup>"
        case "TaskListMarker":
            return "☑ " if node.data else "☐ "
        case "Image":
            return _image(node)
        case "Table":
            return _table(node, number)
        case _:
            return _around(node, "".join([_html(child, number) for child in node.children]), number)


def _around(node: Node, inside: str, number: Callable[[str], str]) -> str:
    """A piece that holds others, as HTML."""
    match node.kind:
        case "Heading":
            name = node.data["level"].lower()
            return f"<{name}>{inside}</{name}>"
        case "List":
            name = "ul" if node.data is None else "ol"
            return f"<{name}>{inside}</{name}>"
        case "CodeBlock":
            return f"<pre>{escape(said(node), quote=False)}</pre>"
        case "Link":
            scheme = "mailto:" if node.data["link_type"] == "Email" else ""
            title = f' title="{escape(node.data["title"])}"' if node.data["title"] else ""
            return f'<a href="{escape(scheme + node.data["dest_url"])}"{title}>{inside}</a>'
        case "FootnoteDefinition":
            return f"<p><sup>{number(node.data)}</sup></p>{inside}"
        case _:
            name = _ELEMENTS.get(node.kind, "")
            return f"<{name}>{inside}</{name}>" if name else inside


def _image(node: Node) -> str:
    picture = f'<img src="{escape(node.data["dest_url"])}" alt="{escape(" ".join(said(node).split()))}">'
    if not node.data["title"]:
        return picture
    return f"<figure>{picture}<figcaption>{escape(node.data['title'])}</figcaption></figure>"


def _table(node: Node, number: Callable[[str], str]) -> str:
    lines = []
    for line in node.children:
        name = "th" if line.kind == "TableHead" else "td"
        cells = []
        for cell, align in zip(line.children, node.data, strict=False):
            inside = "".join([_html(child, number) for child in cell.children])
            cells.append(f'<{name} align="{str(align).lower()}">{inside}</{name}>')
        row = f"<tr>{''.join(cells)}</tr>"
        lines.append(f"<thead>{row}</thead>" if line.kind == "TableHead" else row)
    return f"<table>{''.join(lines)}</table>"
