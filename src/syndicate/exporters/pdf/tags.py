"""The structure of a document (PDF 1.7 14.7): a tree of tags over what is drawn, written as PDF/UA-1 wants it.

A tag is made when its block is set, so the tree has the order in which one reads; what belongs to it is known only
when it is drawn. A paragraph over two columns or pages is therefore one tag with several pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFObjectReference, PDFString

from syndicate.formats import languages

_ALWAYS = frozenset({"TD", "TH", "TR"})
"""What stands in the tree even when nothing is in it: without it a row would have too few cells."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Marked content on a page (14.7.4.2)."""

    page: str
    number: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """A link annotation on a page (14.7.4.3)."""

    page: str
    annotation: str


@dataclass(eq=False, slots=True)
class Tag:
    """A structure element; made with a parent, it stands behind its siblings."""

    role: str
    parent: Tag | None = None
    lang: str = ""
    alt: str = ""
    attributes: dict[str, dict[str, int | str]] = field(default_factory=dict)
    """By owner (`Table`, `List`): names and values."""
    ident: str = ""
    kids: list[Tag | Piece | Annotated] = field(default_factory=list)
    inside: tuple[object, Tag] | None = None
    """The link or span that is being drawn, by what makes it one."""

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.parent.kids.append(self)

    def within(self, key: object, role: str, lang: str = "") -> Tag:
        """The tag inside this one for a link or a span, the same as long as `key` is; None ends it."""
        if self.inside is None or self.inside[0] != key:
            self.inside = (key, Tag(role, self, lang))
        return self.inside[1]

    @property
    def empty(self) -> bool:
        """Whether nothing was drawn for it."""
        return self.role not in _ALWAYS and all(isinstance(kid, Tag) and kid.empty for kid in self.kids)


def tagged_language(lang: str, parent: Tag) -> str:
    """The language that a tag must say: its own where it is not that of what it stands in (PDF 1.7 14.9.2)."""
    above: Tag | None = parent
    while above is not None and not above.lang:
        above = above.parent
    known = above.lang if above is not None else ""
    return lang if lang not in (known, "", "und") and languages.language_tag(lang) == lang else ""


@dataclass(slots=True)
class Outline:
    """The headings and notes of one story: no level may be skipped (ISO 14289-1 7.4.2), each note has a name (7.9)."""

    story: str
    titled: bool = False
    """Whether a headline stands above the crossheads."""
    deepest: int = 0
    notes: int = 0

    def crosshead(self, level: int) -> str:
        """The role of a crosshead of this level."""
        first = 2 if self.titled else 1
        wanted = first if level <= 1 else first + 1
        self.deepest = min(wanted, max(self.deepest, first - 1) + 1)
        return f"H{self.deepest}"

    def note(self) -> str:
        """A name that no other note of the file has."""
        self.notes += 1
        return f"{self.story}-note{self.notes}"


class Tree:
    """The tags of one document, and what on its pages belongs to which."""

    def __init__(self) -> None:
        self.root = Tag("Document")
        self._parents: list[list[Tag] | Tag] = []

    def new_page(self) -> int:
        """Begin a page: its key in the parent tree (14.7.4.4)."""
        self._parents.append([])
        self._page = len(self._parents) - 1
        return self._page

    def piece(self, tag: Tag, page: str) -> int:
        """Note that a piece of `tag` is drawn on this page: its number."""
        pieces = self._parents[self._page]
        assert isinstance(pieces, list)
        pieces.append(tag)
        piece = Piece(page, len(pieces) - 1)
        # A picture is drawn before its caption, whose tag was made with that of the picture.
        tag.kids.insert(0 if tag.role == "Figure" else len(tag.kids), piece)
        return len(pieces) - 1

    def annotated(self, tag: Tag, page: str, annotation: str) -> int:
        """Note that an annotation belongs to `tag`: its key in the parent tree."""
        self._parents.append(tag)
        tag.kids.append(Annotated(page, annotation))
        return len(self._parents) - 1

    def write(self, document: Any) -> Any:
        """The tree as objects of the library's `document`; what is returned refers to its root."""
        names: dict[int, str] = {}
        for number, tag in enumerate(_walk(self.root)):
            names[id(tag)] = f"tag{number}"
        for tag in _walk(self.root):
            document.Reference(_Element(tag, names), names[id(tag)])
        numbers: list[Any] = []
        for key, held in enumerate(self._parents):
            if isinstance(held, Tag):
                numbers += [key, PDFObjectReference(names[id(held)])]
            else:
                numbers += [key, PDFArray([PDFObjectReference(names[id(tag)]) for tag in held])]
        entries: dict[str, Any] = {
            "Type": PDFName("StructTreeRoot"),
            "K": PDFArray([PDFObjectReference(names[id(self.root)])]),
            "ParentTree": document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "tag-parents"),
            "ParentTreeNextKey": len(self._parents),
        }
        known = sorted((tag.ident, names[id(tag)]) for tag in _walk(self.root) if tag.ident)
        if known:
            pairs: list[Any] = []
            for ident, name in known:
                pairs += [PDFString(ident), PDFObjectReference(name)]
            limits = PDFArray([PDFString(known[0][0]), PDFString(known[-1][0])])
            leaf = PDFDictionary({"Names": PDFArray(pairs), "Limits": limits})
            entries["IDTree"] = PDFDictionary({"Kids": PDFArray([document.Reference(leaf, "tag-idents")])})
        return document.Reference(PDFDictionary(entries), "tag-root")


def _walk(root: Tag) -> Iterator[Tag]:
    stack = [root]
    while stack:
        tag = stack.pop()
        yield tag
        stack.extend(kid for kid in reversed(tag.kids) if isinstance(kid, Tag) and not kid.empty)


class _Element(PDFObject):
    """A structure element (14.7.2), written at once: as dictionaries of the library, the tree would cost more than all
    text of the pages."""

    def __init__(self, tag: Tag, names: dict[int, str]) -> None:
        self._tag = tag
        self._names = names

    def format(self, document: Any) -> bytes:
        """What the library writes for it, once all objects have their numbers."""
        tag, names, numbers = self._tag, self._names, document.idToObjectNumberAndVersion

        def refer(name: str) -> str:
            return "{} {} R".format(*numbers[name])

        kids: list[str] = []
        for kid in tag.kids:
            if isinstance(kid, Piece):
                kids.append(f"<</Type /MCR /Pg {refer(kid.page)} /MCID {kid.number}>>")
            elif isinstance(kid, Annotated):
                kids.append(f"<</Type /OBJR /Pg {refer(kid.page)} /Obj {refer(kid.annotation)}>>")
            elif id(kid) in names:
                kids.append(refer(names[id(kid)]))
        parent = refer(names[id(tag.parent)] if tag.parent is not None else "tag-root")
        parts = [f"<</Type /StructElem /S /{tag.role} /P {parent} /K [{' '.join(kids)}]".encode()]
        for key, value in ((b"/Lang", tag.lang), (b"/Alt", tag.alt), (b"/ID", tag.ident)):
            if value:
                parts += [key, PDFString(value).format(document)]
        owned = [
            f"<</O /{owner} "
            + " ".join(f"/{k} {'/' if isinstance(v, str) else ''}{v}" for k, v in values.items())
            + ">>"
            for owner, values in tag.attributes.items()
        ]
        if owned:
            parts.append(f"/A [{' '.join(owned)}]".encode())
        return b" ".join([*parts, b">>"])
