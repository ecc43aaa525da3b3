"""Tags: everything on the pages belongs to the tree or is an artifact, and the tree says what a reader needs.

The rules are those of ISO 14289-1 that a program can judge; clause numbers with "UA" are that standard's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from syndicate.validators.pdf.findings import Findings

_PAINTING = frozenset(
    {"Tj", "TJ", "'", '"', "Do", "sh", "BI", "INLINE IMAGE", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*"}
)
_MARKS = "BMC BDC EMC Tj TJ ' \" Do sh BI ID EI f F f* S s B B* b b*"

_GROUPS = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "NonStruct", "Private", "Index"}
)
_BLOCKS = frozenset({"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "Table", "TOC"})
_INLINE = frozenset(
    {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "Warichu", "Figure", "Formula",
     "Form", "RB", "RT", "RP", "WT", "WP"}
)  # fmt: skip
_PARENTS = {
    "LI": {"L"}, "Lbl": {"LI", "Note", "TOCI", "P"}, "LBody": {"LI"}, "TOCI": {"TOC"}, "THead": {"Table"},
    "TBody": {"Table"}, "TFoot": {"Table"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
}  # fmt: skip
"""What may only stand in one of these (PDF 1.7 14.8.4.3)."""

_CHILDREN = {
    "L": {"LI", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOC", "TOCI", "Caption"}, "TR": {"TH", "TD"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
}  # fmt: skip

_DEEPEST = 200

Spot = tuple[tuple[int, int], int]
"""A page and the number of a piece of marked content on it."""


def check(pdf: pikepdf.Pdf, findings: Findings) -> None:
    """The tree, the pages and how they agree."""
    root = pdf.Root.get("/StructTreeRoot")
    marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary())
    if not isinstance(root, pikepdf.Dictionary) or not bool(marked.get("/Marked")):
        findings.error("SYN-PDF-130", "the file has no tags: nobody can have it read out in order", "/Root")
        return
    tree = _Tree(findings)
    tree.walk(root.get("/K"), None, 0)
    drawn: dict[Spot, str] = {}
    for number, page in enumerate(pdf.pages, 1):
        for mcid in _content(page, f"page {number}", findings):
            spot = (page.obj.objgen, mcid)
            if spot in drawn:
                findings.error("SYN-PDF-132", f"the piece {mcid} is drawn twice", f"page {number}")
            drawn[spot] = f"page {number}"
        _annotations(page, tree, f"page {number}", findings)
    for spot, where in drawn.items():
        if spot not in tree.pieces:
            findings.error("SYN-PDF-132", f"the piece {spot[1]} belongs to no tag", where)
    undrawn = Counter(page for page, _ in tree.pieces.keys() - drawn.keys())
    for held, count in sorted(undrawn.items()):
        findings.error("SYN-PDF-132", f"tags own {count} pieces that are not drawn", f"object {held[0]}")
    _parents(pdf, root, tree, findings)
    _order(pdf, tree, findings)


class _Tree:
    """What the tree owns, and what is wrong in it."""

    def __init__(self, findings: Findings) -> None:
        self.pieces: dict[Spot, tuple[int, int]] = {}
        """Which tag owns each piece."""
        self.annotations: set[tuple[int, int]] = set()
        self._findings = findings
        self._seen: set[tuple[int, int]] = set()
        self._idents: set[bytes] = set()
        self._heading = 0

    def walk(self, kids: Any, parent: Any, depth: int) -> None:
        """All that stands under `parent`."""
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids] if kids is not None else []:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                self._tag(kid, parent, depth)
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                self.annotations.add(kid.Obj.objgen)
            elif parent is not None:
                self._piece(kid, parent)

    def _piece(self, kid: Any, parent: Any) -> None:
        page = kid.get("/Pg", parent.get("/Pg")) if isinstance(kid, pikepdf.Dictionary) else parent.get("/Pg")
        number = kid.get("/MCID") if isinstance(kid, pikepdf.Dictionary) else kid
        if page is None or not isinstance(number, int):
            self._findings.error("SYN-PDF-132", "a tag owns something that is no piece of a page", _name(parent))
            return
        self.pieces[page.objgen, int(number)] = parent.objgen

    def _tag(self, tag: Any, parent: Any, depth: int) -> None:
        if depth > _DEEPEST or tag.objgen in self._seen:
            self._findings.error("SYN-PDF-133", "the tags run in a circle, or too deep", _name(tag))
            return
        if tag.objgen != (0, 0):
            self._seen.add(tag.objgen)
        role = str(tag.S).removeprefix("/")
        above = str(parent.S).removeprefix("/") if parent is not None else ""
        if role not in _GROUPS | _BLOCKS | _INLINE and role not in _PARENTS:
            self._findings.error("SYN-PDF-133", f"there is no standard tag {role}", _name(tag))
        wrong = (role in _PARENTS and above not in _PARENTS[role]) or (
            above in _CHILDREN and role not in _CHILDREN[above]
        )
        if wrong:
            self._findings.error("SYN-PDF-133", f"{role} stands in {above or 'the root'}", _name(tag))
        self._heads(tag, role)
        self._says(tag, role)
        self.walk(tag.get("/K"), tag, depth + 1)

    def _heads(self, tag: Any, role: str) -> None:
        """UA 7.4.2: headings begin with H1 and skip no level."""
        if len(role) == 2 and role[0] == "H" and role[1].isdigit():
            if int(role[1]) > self._heading + 1:
                before = f"H{self._heading}" if self._heading else "no heading"
                self._findings.error("SYN-PDF-133", f"{role} follows {before}", _name(tag))
            self._heading = int(role[1])

    def _says(self, tag: Any, role: str) -> None:
        """UA 7.3, 7.5, 7.9: what a reader is told of figures, heads of tables and notes."""
        if role == "Figure" and not str(tag.get("/Alt", tag.get("/ActualText", ""))).strip():
            self._findings.error("SYN-PDF-134", "a figure has no alternative text", _name(tag))
        attributes = tag.get("/A", [])
        owned = [attributes] if isinstance(attributes, pikepdf.Dictionary) else list(attributes)
        if role == "TH" and not any(isinstance(a, pikepdf.Dictionary) and "/Scope" in a for a in owned):
            self._findings.error("SYN-PDF-134", "a head of a table does not say what it heads", _name(tag))
        if role == "Note":
            ident = bytes(tag.get("/ID", b""))
            if not ident or ident in self._idents:
                self._findings.error("SYN-PDF-134", "a note has no name of its own", _name(tag))
            self._idents.add(ident)


def _name(tag: Any) -> str:
    return f"object {tag.objgen[0]} {tag.get('/S', '')}"


def _content(page: pikepdf.Page, where: str, findings: Findings) -> Iterator[int]:
    """The pieces of a page (14.6, UA 7.1): all that is painted is in one of them or in an artifact."""
    stack: list[int | None] = []
    try:
        instructions = pikepdf.parse_content_stream(page, _MARKS)
    except pikepdf.PdfError:
        return  # told of where the fonts are judged
    for instruction in instructions:
        name = str(instruction.operator)
        if name in ("BMC", "BDC"):
            properties = instruction.operands[1] if name == "BDC" and len(instruction.operands) > 1 else None
            mcid = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
            if mcid is not None and stack:
                findings.error("SYN-PDF-131", "a piece stands inside another one or an artifact", where)
            stack.append(int(mcid) if mcid is not None else None)
            if mcid is not None:
                yield int(mcid)
        elif name == "EMC":
            if not stack:
                findings.error("SYN-PDF-131", "marked content ends that did not begin", where)
                return
            stack.pop()
        elif name in _PAINTING and not stack:
            findings.error(
                "SYN-PDF-131", f"something is painted ({name}) that is neither tagged nor an artifact", where
            )
            return
    if stack:
        findings.error("SYN-PDF-131", "marked content begins that does not end", where)


def _annotations(page: pikepdf.Page, tree: _Tree, where: str, findings: Findings) -> None:
    """UA 7.18: links are in the tree, say where they lead, and the tab key follows the tree."""
    annotations = page.obj.get("/Annots", ())
    for annotation in annotations:
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        if annotation.objgen not in tree.annotations:
            findings.error("SYN-PDF-135", "a link belongs to no tag", where)
        if not str(annotation.get("/Contents", "")).strip():
            findings.error("SYN-PDF-135", "a link does not say in words where it leads", where)
    if len(annotations) and page.obj.get("/Tabs") != "/S":
        findings.error("SYN-PDF-135", "the tab key does not follow the tags", f"{where} /Tabs")


def _parents(pdf: pikepdf.Pdf, root: Any, tree: _Tree, findings: Findings) -> None:
    """14.7.4.4: from each piece the way back to its tag."""
    try:
        numbers = pikepdf.NumberTree(root.ParentTree)
    except (AttributeError, KeyError, ValueError, TypeError, pikepdf.PdfError):
        findings.error("SYN-PDF-132", "there is no way from the pages to the tags", "/Root/StructTreeRoot/ParentTree")
        return
    for number, page in enumerate(pdf.pages, 1):
        key = page.obj.get("/StructParents")
        mine = {mcid: tag for (held, mcid), tag in tree.pieces.items() if held == page.obj.objgen}
        known = numbers.get(int(key)) if key is not None else None
        owners = [tag.objgen for tag in known] if isinstance(known, pikepdf.Array) else []
        wrong = [mcid for mcid, tag in mine.items() if mcid >= len(owners) or owners[mcid] != tag]
        if wrong:
            findings.error("SYN-PDF-132", f"the piece {wrong[0]} does not lead back to its tag", f"page {number}")


def _order(pdf: pikepdf.Pdf, tree: _Tree, findings: Findings) -> None:
    """14.8.2.3: what belongs to one tag is read out as it stands on the pages, from the first to the last."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for (page, mcid), owner in tree.pieces.items():
        place = (pages.get(page, 0), mcid)
        if place < last.get(owner, place):
            findings.error("SYN-PDF-138", "a tag is read out in another order than it stands", f"page {place[0]}")
        last[owner] = place
