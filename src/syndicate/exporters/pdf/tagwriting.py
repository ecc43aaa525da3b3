"""The tags of a document as objects of the file (PDF 1.7 14.7.2).

Apart from `tags`, so that copy can be measured without the library that writes files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFObjectReference, PDFString

from syndicate.exporters.pdf.tags import Annotated, Piece, Tag, Tree


def write(tree: Tree, document: Any) -> Any:
    """`tree` as objects of the library's `document`; what is returned refers to its root."""
    names: dict[int, str] = {}
    for number, tag in enumerate(_walk(tree.root)):
        names[id(tag)] = f"tag{number}"
    for tag in _walk(tree.root):
        document.Reference(_Element(tag, names), names[id(tag)])
    numbers: list[Any] = []
    for key, held in enumerate(tree.parents):
        if isinstance(held, Tag):
            numbers += [key, PDFObjectReference(names[id(held)])]
        else:
            numbers += [key, PDFArray([PDFObjectReference(names[id(tag)]) for tag in held])]
    entries: dict[str, Any] = {
        "Type": PDFName("StructTreeRoot"),
        "K": PDFArray([PDFObjectReference(names[id(tree.root)])]),
        "ParentTree": document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "tag-parents"),
        "ParentTreeNextKey": len(tree.parents),
    }
    known = sorted((tag.ident, names[id(tag)]) for tag in _walk(tree.root) if tag.ident)
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
