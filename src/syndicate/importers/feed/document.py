"""RSS and Atom as a stream of items: each is parsed alone, mended where there is no doubt, set aside where it fails."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from syndicate.contracts import ImportJob, Source
from syndicate.errors import InputError, ModelError
from syndicate.formats import mend, safexml
from syndicate.formats.divided import Divided, Piece
from syndicate.formats.htmlbody.dom import line_of
from syndicate.formats.safexml import XmlProblem
from syndicate.importers.feed import atom, head, rss, story
from syndicate.importers.feed.entry import Channel, Entry
from syndicate.importers.feed.findings import Findings
from syndicate.importers.feed.names import name_of
from syndicate.model.article import AltId, Article, Edition, EdNote, SourceDocument
from syndicate.model.identity import mint

Element = etree._Element
Read = Callable[[Entry, Element], None]

_FAULTS = (
    *(ModelError, XmlProblem, etree.LxmlError),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError),
)
"""What can go wrong with one item, and must not stop the others."""
_IN_A_ROW = 1000
"""So many broken items one after the other are no feed with faults, but a file of something else."""
_XML = "{http://www.w3.org/XML/1998/namespace}"
_DELETED = "at:deleted-entry"


class RssImporter:
    """Reads RSS 0.9x, 1.0 and 2.0."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The items of `source` in their order, as they are read, then the feed as an edition without articles.

        Raises:
            InputError: there is no item in it, or it declares entities.
            ModelError: there are items, and none of them could be read.
            DependencyError: the sanitiser is not installed.
        """
        with source.open() as stream:
            document = Document(source, job, rss.read, "application/rss+xml")
            yield from document.read(Divided(stream, ("item",)))


class AtomImporter:
    """Reads Atom 1.0 and 0.3."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The entries of `source` in their order, as they are read, then the feed as an edition without articles.

        Raises:
            InputError: there is no entry in it, or it declares entities.
            ModelError: there are entries, and none of them could be read.
            DependencyError: the sanitiser is not installed.
        """
        names = ("entry", "deleted-entry")
        with source.open() as stream:
            document = Document(source, job, atom.read, "application/atom+xml")
            yield from document.read(Divided(stream, names))


_FILLS = {
    **dict.fromkeys(("title", "atom:title"), "headline"),
    **dict.fromkeys(("link", "atom:link"), "canonical_url"),
    **dict.fromkeys(("guid", "atom:id"), "alt_ids"),
    **dict.fromkeys(("atom:summary", "excerpt:encoded"), "summary"),
    "description": "summary, body",
    **dict.fromkeys(("content:encoded", "atom:content"), "body"),
    **dict.fromkeys(("pubDate", "dc:date", "atom:published", "wp:post_date_gmt"), "published"),
    **dict.fromkeys(("dcterms:modified", "atom:updated", "wp:post_modified_gmt"), "modified"),
    **dict.fromkeys(("author", "dc:creator", "atom:author"), "bylines"),
    **dict.fromkeys(("category", "dc:subject", "atom:category"), "keywords"),
    **dict.fromkeys(("enclosure", "media:content", "media:group"), "media"),
    **dict.fromkeys(("wp:status", "wp:post_password", "media:status"), "status"),
}
"""What the elements that most items have fill; the others are told by the findings, or stand in `extra`."""


def lines(element: Element, findings: Findings) -> tuple[str, ...]:
    """The lines of the file that an item and its fields begin on, for `syndicate.formats.evidence`."""
    first = findings.line or 1
    fields = [
        f"{first + (line_of(child) or 1) - 1}: {_FILLS[name]} by <{name}>"
        for child in element
        if (name := name_of(child)) in _FILLS and (len(child) or (child.text or "").strip() or child.attrib)
    ]
    return (f"{first}: story by item", *dict.fromkeys(fields))


class Document:
    """One feed while it is read; `take` knows what an item of its dialect says."""

    def __init__(self, source: Source, job: ImportJob, take: Read, media_type: str) -> None:
        self.findings = Findings(file=source.name, report=job.report)
        self.channel = Channel()
        self.encoding = ""
        self.job = job
        self._source = source
        self._name = source.name
        self._take = take
        self._media_type = media_type
        self._parser = safexml.parser()
        self._spaces = head.Spaces(b"")
        self._canceled: set[str] = set()
        self._first_fault = ""
        self._seen = self._good = self._in_a_row = 0

    def read(self, pieces: Divided) -> Iterator[Article | Edition]:
        """The stories of the feed, and the edition that they stand in."""
        try:
            for piece in pieces:
                if not self._seen:
                    self.encoding = pieces.encoding
                    self.begin(bytes(pieces.frame))
                self._seen += 1
                yield from self._piece(piece)
            frame = bytes(pieces.frame)
            root = head.parse(frame)
        except XmlProblem as problem:
            raise InputError(f"{self._name}: {problem.message}", hint="it cannot be read safely") from None
        if not self._seen:
            raise self._nothing(root)
        if not self._good:
            raise ModelError(f"{self._name}: no item of it could be read; the first: {self._first_fault}")
        self._whole(frame)
        yield head.edition(root, self.findings, self.channel.language)
        self.findings.counted()

    def begin(self, frame: bytes) -> None:
        """Read the head as far as it stands before the first item."""
        self._spaces = head.Spaces(frame)
        self.channel = head.channel(head.parse(frame), self.job.language)
        self.channel.base = self.channel.base or self._source.address
        self.channel.source = self._source

    def _whole(self, frame: bytes) -> None:
        """Tell of a head that is not well-formed."""
        try:
            mend.parse(frame, self._parser)
        except XmlProblem as problem:
            self.findings.head(re.sub(r" line \d+", "", problem.message))

    def _nothing(self, root: Element | None) -> InputError:
        if root is None or not head.is_feed(root):
            what = "it is no XML" if root is None else f"the root is {name_of(root)}"
            return InputError(f"{self._name}: no feed: {what}", hint="--from names another importer")
        return InputError(f"{self._name}: no story in it", hint="the feed has no items")

    # --- items -------------------------------------------------------------------------------------------------------

    def _piece(self, piece: Piece) -> Iterator[Article]:
        findings = self.findings.of_item(piece.line)
        if piece.problem:
            self._fault(findings, piece.problem, 1)
            return
        try:
            found = self.item(self._parsed(piece.data, findings), piece.data, findings)
        except _FAULTS as fault:
            message = getattr(fault, "message", "") or f"{type(fault).__name__}: {fault}"
            message = re.sub(r" line \d+", "", message.removeprefix(f"{self._name}: "))  # of the item, not of the file
            self._fault(findings, message, getattr(fault, "line", None) or 1)
            return
        self._good += 1
        self._in_a_row = 0
        if found is not None:
            yield found

    def _fault(self, findings: Findings, why: str, line: int) -> None:
        self._first_fault = self._first_fault or why
        self._in_a_row += 1
        if self._in_a_row > _IN_A_ROW:
            raise XmlProblem(f"more than {_IN_A_ROW} broken items in a row: the rest was not read", refused=True)
        findings.set_aside(why, line)

    def _parsed(self, data: bytes, findings: Findings) -> Element:
        try:
            mended = mend.parse(self._spaces.around(data), self._parser)
        except XmlProblem as problem:
            if not self._spaces.forgotten(problem):
                raise
            return self._parsed(data, findings)
        if mended.done:
            findings.mended(mended.done)
        return mended.root[0]

    def item(self, element: Element, data: bytes, findings: Findings) -> Article | None:
        """The story of an item; None where it is none."""
        digest = hashlib.sha256(data).hexdigest()
        source = SourceDocument(
            sha256=digest, media_type=self._media_type, encoding=self.encoding, rules=lines(element, findings)
        )
        if name_of(element) == _DELETED:
            return self._deleted(element, findings, source)
        entry = Entry(findings=findings, channel=self.channel)
        entry.language = head.tag(element.get(f"{_XML}lang", ""))
        entry.base = entry.address(element.get(f"{_XML}base", ""), "xml:base")
        self._take(entry, element)
        found = self.told(entry, element, source)
        if found is not None and found.status == "canceled":
            self._canceled.add(entry.guid)
        return found

    def told(self, entry: Entry, element: Element, source: SourceDocument) -> Article | None:
        """The story that an entry tells."""
        return story.article(entry, self.job, source)

    def _deleted(self, element: Element, findings: Findings, source: SourceDocument) -> Article | None:
        """A tombstone (RFC 6721): a canceled story without its content, unless the notice stands in its place."""
        ref = "".join((element.get("ref") or "").split())
        if not ref:
            raise ModelError("a deleted entry that does not say which")
        if ref in self._canceled:
            return None
        entry = Entry(findings=findings, channel=self.channel, guid=ref)
        reason = next((atom.words(entry, child) for child in element if name_of(child) == "at:comment"), "")
        by_urn = ref.startswith("urn:")
        return Article(
            id=ref if by_urn else mint("tombstone", ref),
            alt_ids=() if by_urn else (AltId(value=ref, kind="guid"),),
            language=self.channel.language or "und",
            status="canceled",
            signals=("kill",),
            ed_notes=(EdNote(text=reason, public=True),) if reason else (),
            source_doc=source,
        )
