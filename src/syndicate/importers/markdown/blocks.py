"""The tree of a post to blocks. Where HTML stands in a piece, the piece goes through the reader of HTML (`markup`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from syndicate.formats import sanitise
from syndicate.formats.htmlbody.findings import Findings as HtmlFindings
from syndicate.formats.htmlbody.inline import text as joined
from syndicate.formats.htmlbody.media import Shelf
from syndicate.importers.markdown import autolinks
from syndicate.importers.markdown.findings import Findings
from syndicate.importers.markdown.tree import Lines, Node
from syndicate.model import body
from syndicate.model.body import Block, Cell, ListItem, Mark, Run, Span, Text

Item = Run | Block

_LEVELS = {"H1": 1, "H2": 1, "H3": 2, "H4": 3, "H5": 4, "H6": 5}
_MARKS: dict[str, Mark] = {"Emphasis": body.Em(), "Strong": body.Strong(), "Strikethrough": body.Strike()}
_ALIGN = {"Left": "left", "Center": "center", "Right": "right"}
_BREAK = Run(text="\x1e")
"""Where a block began or ended inside running text, as `formats.htmlbody.inline` has it."""
_LINE = Run(text="\n")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_FLAT = {"BlockQuote": "quote", "DefinitionList": "list", "List": "list", "CodeBlock": "code", "Heading": "heading"}


class Writer(msgspec.Struct):
    """Writes the blocks of one post."""

    lines: Lines
    findings: Findings
    html: HtmlFindings
    shelf: Shelf
    notes: dict[str, str] = {}
    """The number of each footnote, by its label."""

    def number(self, label: str) -> str:
        """The number of a footnote: they count as they are called."""
        return self.notes.setdefault(label, str(len(self.notes) + 1))

    def block(self, node: Node) -> list[Block]:
        """The blocks that one piece becomes."""
        match node.kind:
            case "Paragraph":
                return self.paragraphs(node)
            case "Heading":
                said, after = self.whole(node)
                head = body.Crosshead(bid="", text=said, level=_LEVELS[node.data["level"]], span=self._span(node))
                return [*([head] if said else []), *after]
            case "BlockQuote":
                return self._quote(node)
            case "List":
                found, after = self._list(node)
                return [*([found] if found.items else []), *after]
            case "Table":
                return self._table(node)
            case "CodeBlock":
                return self._code(node)
            case "Rule":
                return [body.Divider(bid="", span=self._span(node))]
            case "DefinitionList":
                return self._definitions(node)
            case "FootnoteDefinition":
                return self.footnote(node)
            case _:
                return self.paragraphs(node)

    def _span(self, node: Node) -> Span:
        return self.lines.span(node)

    # --- running text ------------------------------------------------------------------------------------------------

    def paragraphs(self, node: Node) -> list[Block]:
        """Running text, divided where a picture stands."""
        done: list[Block] = []
        part: list[Run] = []
        span = self._span(node)
        for item in self._inline(node, ()):
            if isinstance(item, Run):
                part.append(item)
                continue
            if said := joined(part):
                done.append(body.Paragraph(bid="", text=said, span=span))
            part = []
            done.append(item)
        if said := joined(part):
            done.append(body.Paragraph(bid="", text=said, span=span))
        return done

    def _inline(self, node: Node, marks: tuple[Mark, ...]) -> Iterator[Item]:
        return self._pieces(node.children, marks)

    def _pieces(self, nodes: Sequence[Node], marks: tuple[Mark, ...]) -> Iterator[Item]:
        words = ""
        for child in nodes:
            if child.kind == "Text":
                words += _plain(child.data)
            elif child.kind == "SoftBreak":
                words += " "
            else:
                if words:
                    yield from autolinks.runs(words, marks)
                    words = ""
                yield from self._piece(child, marks)
        if words:
            yield from autolinks.runs(words, marks)

    def _piece(self, node: Node, marks: tuple[Mark, ...]) -> Iterator[Item]:
        match node.kind:
            case "HardBreak":
                yield Run(text="\n", marks=marks)
            case "Code":
                yield Run(text=_plain(node.data), marks=(*marks, body.Code()))
            case "Emphasis" | "Strong" | "Strikethrough":
                mark = _MARKS[node.kind]
                yield from self._inline(node, marks if mark in marks else (*marks, mark))
            case "Link":
                yield from self._inline(node, self._linked(node, marks))
            case "Image":
                yield self._figure(node, marks)
            case "FootnoteReference":
                yield Run(text=self.number(node.data), marks=(*marks, body.Sup()))
            case "TaskListMarker":
                yield Run(text="☑ " if node.data else "☐ ")
            case _:
                yield from self._inline(node, marks)

    def _linked(self, node: Node, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        href, title = node.data["dest_url"], node.data["title"]
        if node.data["link_type"] == "Email":
            href = f"mailto:{href}"
        address = sanitise.address(href)
        if address is None:
            self.html.address("a", href, self.lines.of(node.start) - self.html.offset)
        return (*marks, body.Link(href=address, title=title)) if address else marks

    def _figure(self, node: Node, marks: tuple[Mark, ...]) -> body.Figure:
        href, title = node.data["dest_url"], " ".join(node.data["title"].split())
        address = sanitise.address(href)
        if address is None:
            self.html.address("img", href, self.lines.of(node.start) - self.html.offset)
        link = next((mark.href for mark in marks if isinstance(mark, body.Link)), "")
        if link and link != address:
            self.findings.left_out("the link around a picture", link, self.lines.of(node.start))
        alt = " ".join(said(node).split())
        caption = (Run(text=title),) if title else ()
        media = self.shelf.shown(address or "", alt=alt, caption=caption)
        known = self.shelf.media[media]
        return body.Figure(
            bid="",
            media=media,
            caption=caption if caption != known.caption else (),
            alt=alt if alt != known.alt else "",
            span=self._span(node),
        )

    # --- what cannot be divided --------------------------------------------------------------------------------------

    def whole(self, node: Node, nested: list[body.List] | None = None) -> tuple[Text, list[Block]]:
        """All text of a piece in one, and the blocks that must stand after it; lists in it go to `nested`."""
        items = list(self._flow(node, nested))
        runs = [item for item in items if isinstance(item, Run)]
        return joined(runs), [item for item in items if not isinstance(item, Run)]

    def _flow(self, node: Node, nested: list[body.List] | None) -> Iterator[Item]:
        for child in node.children:
            match child.kind:
                case "Paragraph" | "Item" | "DefinitionListTitle" | "DefinitionListDefinition":
                    yield _BREAK
                    yield from self._flow(child, None if child.kind == "Item" else nested)
                    yield _BREAK
                case "List" if nested is not None:
                    found, after = self._list(child)
                    nested += [found] if found.items else []
                    yield from after
                case "List" | "BlockQuote" | "DefinitionList" | "Heading":
                    self.findings.flattened[_FLAT[child.kind]] += 1
                    yield _BREAK
                    yield from self._flow(child, nested if child.kind in ("BlockQuote", "DefinitionList") else None)
                    yield _BREAK
                case "CodeBlock":
                    self.findings.flattened["code"] += 1
                    yield _BREAK
                    yield Run(text=said(child).strip("\n"), marks=(body.Code(),))
                    yield _BREAK
                case "Table" | "Rule":
                    yield from self.block(child)
                case _:
                    yield from self._pieces((child,), ())

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _quote(self, node: Node) -> list[Block]:
        if node.data:  # a note of GitHub's kind: > [!WARNING]
            inside = [block for child in node.children for block in self.block(child)]
            return [body.Box(bid="", title=str(node.data), blocks=tuple(inside), span=self._span(node))]
        words, after = self.whole(node)
        return [*([body.Quote(bid="", text=words, span=self._span(node))] if words else []), *after]

    def _list(self, node: Node) -> tuple[body.List, list[Block]]:
        items: list[ListItem] = []
        after: list[Block] = []
        for child in node.children:
            nested: list[body.List] = []
            words, more = self.whole(child, nested)
            after += more
            if words or nested:
                items.append(ListItem(text=words, children=tuple(nested)))
        if node.data not in (None, 1):
            self.findings.styling[f"first number {node.data} of a list"] += 1
        return body.List(bid="", items=tuple(items), ordered=node.data is not None, span=self._span(node)), after

    def _definitions(self, node: Node) -> list[Block]:
        items: list[ListItem] = []
        after: list[Block] = []
        for child in node.children:
            nested: list[body.List] = []
            words, more = self.whole(child, nested)
            after += more
            if child.kind == "DefinitionListTitle":
                words = tuple(Run(text=run.text, marks=(body.Strong(), *run.marks)) for run in words)
            if words or nested:
                items.append(ListItem(text=words, children=tuple(nested)))
        return [*([body.List(bid="", items=tuple(items), span=self._span(node))] if items else []), *after]

    def _table(self, node: Node) -> list[Block]:
        header: list[tuple[Cell, ...]] = []
        rows: list[tuple[Cell, ...]] = []
        after: list[Block] = []
        for line in node.children:
            cells: list[Cell] = []
            for column, cell in enumerate(line.children):
                words, more = self.whole(cell)
                after += more
                align = _ALIGN.get(node.data[column]) if column < len(node.data) else None
                cells.append(Cell(text=words, align=align))  # type: ignore[arg-type]
            (header if line.kind == "TableHead" else rows).append(tuple(cells))
            self._beyond(line)
        if not any(cell.text for row in header for cell in row):
            header = []
        if not header and not rows:
            return after
        return [body.Table(bid="", header=tuple(header), rows=tuple(rows), span=self._span(node)), *after]

    def _beyond(self, line: Node) -> None:
        """Cells beyond the last column: the parser drops them, as GitHub does."""
        last = max((cell.end for cell in line.children), default=line.start)
        rest = self.lines.data[last : line.end].decode(errors="replace").strip().strip("|").strip()
        if rest:
            self.findings.left_out("cells beyond the last column", rest, self.lines.of(line.start))

    def _code(self, node: Node) -> list[Block]:
        if isinstance(node.data, dict) and (language := node.data.get("Fenced", "").strip()):
            self.findings.styling[f"language {language} of code"] += 1
        words = said(node).removesuffix("\n")
        return [body.Preformatted(bid="", text=words, span=self._span(node))] if words.strip() else []

    def footnote(self, node: Node) -> list[Block]:
        """A footnote with its number."""
        words, after = self.whole(node)
        if not words:
            return after
        return [body.Footnote(bid="", text=words, label=self.number(node.data), span=self._span(node)), *after]


def said(node: Node) -> str:
    """All text in a piece, without marks."""
    if node.kind in ("Text", "Code", "Html", "InlineHtml"):
        return str(node.data)
    if node.kind in ("SoftBreak", "HardBreak"):
        return " "
    return "".join([said(child) for child in node.children])


def _plain(words: str) -> str:
    return _BLANKS.sub(" ", words) if "  " in words or "\t" in words or "\n" in words else words
