"""NewsML-G2 2.9 to 2.35: messages, packages and items of any producer, each item read by itself.

The rooms: `stream` (bytes to items), `items`, `management`, `description`, `subjects` (what an item says of
itself), `content` (its body), `media` (pictures and recordings), `package`, `assembly` (stories with their media), and
`codes`, `values`, `findings`. How items are read is told in ``docs/formats/newsml-g2.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree
from msgspec.structs import replace

from syndicate.contracts import ImportJob, Source
from syndicate.errors import InputError, ModelError
from syndicate.formats import jsontext, mend, safexml
from syndicate.formats.divided import Divided, Piece
from syndicate.formats.htmlbody import joining
from syndicate.formats.safexml import XmlProblem
from syndicate.importers.newsmlg2 import content, headings, items, media, package
from syndicate.importers.newsmlg2.assembly import Assembly
from syndicate.importers.newsmlg2.codes import children, name_of
from syndicate.importers.newsmlg2.findings import Findings
from syndicate.importers.newsmlg2.stream import Frame, divided
from syndicate.importers.newsmlg2.values import Item
from syndicate.model import legal
from syndicate.model.article import Article, Edition

__all__ = ["NewsmlG2Importer"]

_DEPTH = 3
"""Elements may be nested so many times deeper than blocks."""
_IN_A_ROW = 1000
"""So many broken items one after the other are no message with faults, but a file of something else."""
_FAULTS = (
    *(ModelError, XmlProblem, etree.LxmlError),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError),
)
"""What can go wrong with one item, and must not stop the others."""


class NewsmlG2Importer:
    """Reads one file of NewsML-G2: a message, a package, or an item alone."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The stories of `source` in their order, as they are read; then, where there is a package, the edition.

        The edition has no articles of its own: it names those before it.

        Raises:
            InputError: there is no item in it, or it declares entities.
            ModelError: there are items, and none of them could be read.
            DependencyError: the sanitiser is not installed.
        """
        with source.open() as stream:
            yield from _File(source.name, job).read(divided(stream))


class _File:
    """One file while it is read."""

    def __init__(self, name: str, job: ImportJob) -> None:
        self._name = name
        self._job = job
        self._findings = Findings(file=name, report=job.report)
        self._assembly = Assembly(self._findings)
        self._frame = Frame()
        self._parser = safexml.parser()
        self._broken = False
        self._first_fault = ""
        self._seen = self._good = self._looked = self._in_a_row = 0

    def read(self, pieces: Divided) -> Iterator[Article | Edition]:
        """The stories and editions of the file."""
        try:
            for piece in pieces:
                self._seen += 1
                self._around(pieces)
                yield from self._piece(piece)
        except XmlProblem as problem:
            if not self._good:
                raise InputError(f"{self._name}: {problem.message}", hint="it cannot be read safely") from None
            self._findings.frame(problem.message, problem.line)
        if not self._seen:
            raise self._nothing(pieces)
        self._around(pieces, end=True)
        if not self._good and self._first_fault:
            raise ModelError(f"{self._name}: no item of it could be read; the first: {self._first_fault}")
        yield from self._assembly.end()

    def _around(self, pieces: Divided, *, end: bool = False) -> None:
        """Read what stands around the items as far as it has come; a broken one is told once."""
        if pieces.frame.find(b"<!ENTITY", max(0, self._looked - 8)) >= 0:
            raise InputError(f"{self._name}: it declares entities, which are not followed", hint="send it without")
        self._looked = len(pieces.frame)
        if self._broken:
            return
        try:
            self._frame.feed(pieces.frame)
            if end:
                self._frame.close()
        except XmlProblem as problem:
            self._broken = True
            self._findings.frame(problem.message, problem.line)

    def _nothing(self, pieces: Divided) -> InputError:
        try:
            root = safexml.parse(bytes(pieces.frame))
        except XmlProblem as problem:
            place = f"{self._name}:{problem.line}" if problem.line else self._name
            return InputError(f"{place}: no item of NewsML-G2 in it: {problem.message}", hint="is it XML, and whole?")
        what = f"the root is {name_of(root)}"
        return InputError(f"{self._name}: no item of NewsML-G2 in it: {what}", hint="a fragment cannot be a story")

    # --- items -------------------------------------------------------------------------------------------------------

    def _piece(self, piece: Piece) -> Iterator[Article | Edition]:
        findings = self._findings.of_item(piece.line - 1)
        if piece.problem:
            self._fault(findings, piece.problem, 1)
            return
        try:
            element = self._parsed(piece, findings)
            found = list(self._item(element, findings, piece.line - 1))
        except _FAULTS as fault:
            message = getattr(fault, "message", "") or f"{type(fault).__name__}: {fault}"
            self._fault(findings, message.removeprefix(f"{self._name}: "), getattr(fault, "line", None) or 1)
            return
        self._good += 1
        self._in_a_row = 0
        yield from found

    def _fault(self, findings: Findings, why: str, line: int) -> None:
        self._first_fault = self._first_fault or why
        self._in_a_row += 1
        if self._in_a_row > _IN_A_ROW:
            raise XmlProblem(f"more than {_IN_A_ROW} broken items in a row: the rest was not read", refused=True)
        findings.set_aside(why, line)

    def _parsed(self, piece: Piece, findings: Findings) -> etree._Element:
        data, depth = self._frame.around(piece.data) if not self._broken else (piece.data, 0)
        mended = mend.parse(data, self._parser)
        element = mended.root
        for _ in range(depth):
            element = element[0]
        if mended.done:
            findings.mended(mended.done)
        return element

    def _item(self, element: etree._Element, findings: Findings, offset: int) -> Iterator[Article]:
        kind = name_of(element)
        if kind not in ("newsItem", "packageItem"):
            findings.no_news(kind, 1)
            return
        item = items.begin(element, findings, offset, self._job.language)
        items.metadata(item)
        if kind == "packageItem":
            self._package(item)
            return
        type_ = media.kind_of(items.item_class(item), item)
        if type_ is not None:
            found = media.medium(item, type_)
            items.tell_of_rest(item)
            yield from self._assembly.medium(replace(found, alone=self._checked(found.alone, item)))
            return
        story = self._story(item)
        yield from self._assembly.story(story, _media_of(item))

    def _package(self, item: Item) -> None:
        found = package.read(item)
        items.tell_of_rest(item)
        if item.fields.get("status", "usable") != "usable":
            item.findings.status(f"the package is {item.fields['status']}: its order was left out", 1)
            return
        found.edition = legal.clean_node(found.edition)[0]
        self._assembly.package(found)

    def _story(self, item: Item) -> Article:
        found = content.read(item, self._job.context.limits.nesting * _DEPTH)
        if found.nitf_head is not None:
            headings.read(item, found.nitf_head)
        remote = media.attached(item)
        number = len(found.blocks)
        blocks = (*found.blocks, *[joining.shown(m, f"r{number + place}") for place, m in enumerate(remote, 1)])
        items.tell_of_rest(item)
        fields = {**item.fields, "body": blocks, "media": (*found.media, *remote), "extra": item.extra}
        return self._checked(Article(**fields), item)  # type: ignore[arg-type]

    def _checked(self, article: Article, item: Item) -> Article:
        limit = self._job.context.limits.nesting
        if jsontext.depth(article) > limit:
            raise ModelError(f"{self._name}: blocks are nested more than {limit} deep", hint="flatten the boxes")
        return legal.clean_node(article)[0]


def _media_of(item: Item) -> tuple[str, ...]:
    """The guids of the items that the story says belong to it."""
    refs = [
        "".join(link.get("residref", "").split())
        for meta in children(item.element, "itemMeta")
        for link in children(meta, "link")
        if item.codes.code(link.get("rel")) == "irel:associatedWith"
    ]
    return tuple(dict.fromkeys(ref for ref in refs if ref))
