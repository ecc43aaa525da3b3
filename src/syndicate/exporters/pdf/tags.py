"""The structure of a document (PDF 1.7 14.7): a tree of tags over what is drawn, written as PDF/UA-1 wants it.

A tag is made when its block is set, so the tree has the order in which one reads; what belongs to it is known only
when it is drawn. A paragraph over two columns or pages is therefore one tag with several pieces.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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
        self.parents: list[list[Tag] | Tag] = []
        """By key in the parent tree (14.7.4.4): the tags of the pieces of a page, or the tag of an annotation."""

    def new_page(self) -> int:
        """Begin a page: its key in the parent tree (14.7.4.4)."""
        self.parents.append([])
        self._page = len(self.parents) - 1
        return self._page

    def piece(self, tag: Tag, page: str) -> int:
        """Note that a piece of `tag` is drawn on this page: its number."""
        pieces = self.parents[self._page]
        assert isinstance(pieces, list)
        pieces.append(tag)
        piece = Piece(page, len(pieces) - 1)
        # A picture is drawn before its caption, whose tag was made with that of the picture.
        tag.kids.insert(0 if tag.role == "Figure" else len(tag.kids), piece)
        return len(pieces) - 1

    def annotated(self, tag: Tag, page: str, annotation: str) -> int:
        """Note that an annotation belongs to `tag`: its key in the parent tree."""
        self.parents.append(tag)
        tag.kids.append(Annotated(page, annotation))
        return len(self.parents) - 1
