"""Judges canonical JSON: first the model (types, names, instants with a zone), then what types cannot say.

A file that does not decode is in error. Names that point nowhere are warnings: each exporter leaves out the one picture
or link and the story goes on, so a file with them may leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.errors import ModelError
from syndicate.formats import jsontext
from syndicate.model import body, codec, legal
from syndicate.model.article import Article, Edition, Section
from syndicate.model.body import Block

_JUDGE = f"syndicate model {codec.FORMAT_VERSION}"
_BOM = b"\xef\xbb\xbf"
_POINTERS = (body.Figure, body.Video, body.Audio)
_FLAW = tuple[str, str, str]
"""Code, path within the article or edition, message."""


class JsonValidator:
    """Judges an edition file, or one bare article."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the file; those of the whole come before those of single articles."""
        proof.judges.append(_JUDGE)
        data = path.read_bytes()
        if data.startswith(_BOM):
            yield _finding("SYN-JSON-001", "a byte order mark stands before the JSON", proof, 1, "$")
            return
        try:
            if jsontext.is_edition(data):
                found: Article | Edition = codec.decode_edition(data)
            else:
                found = codec.decode_article(data)
        except ModelError as error:
            yield _undecoded(error, error.line or jsontext.line_of(data, error.path), proof)
            return
        if jsontext.depth(found) > proof.context.limits.nesting:
            yield _finding("SYN-JSON-003", f"nested more than {proof.context.limits.nesting} deep", proof, None, "$")
            return
        flaws = tuple(_edition(found) if isinstance(found, Edition) else _article(found, "$"))
        lines = jsontext.lines_of(data, (place for _, place, _ in flaws))
        for code, place, message in flaws:
            yield _finding(code, message, proof, lines.get(place), place)


class JsonLinesValidator:
    """Judges JSON Lines, one article a line, as a stream."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings, line by line. A file without lines is well: everything may have been held back."""
        proof.judges.append(_JUDGE)
        seen: dict[str, int] = {}
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield from self._line(line, number, seen, proof)

    def _line(self, line: bytes, number: int, seen: dict[str, int], proof: Proof) -> Iterator[Diagnostic]:
        try:
            article = codec.decode_article(line, line=number)
        except ModelError as error:
            seen.setdefault("", number)
            yield _undecoded(error, number, proof)
            return
        if article.id in seen:
            message = f"the article id {article.id} stands on line {seen[article.id]} already"
            yield _finding("SYN-JSON-004", message, proof, number, "$.id")
        seen.setdefault(article.id, number)
        if jsontext.depth(article) > proof.context.limits.nesting:
            yield _finding("SYN-JSON-003", f"nested more than {proof.context.limits.nesting} deep", proof, number, "$")
            return
        for code, place, message in _article(article, "$"):
            yield _finding(code, message, proof, number, place)


_ERRORS = frozenset({"SYN-JSON-001", "SYN-JSON-002", "SYN-JSON-003", "SYN-JSON-004"})
_HINTS = {
    "SYN-JSON-001": "syndicate import writes such files",
    "SYN-JSON-003": "flatten the boxes, lists or sections",
    "SYN-JSON-005": "take the id out of the section, or bring the article",
    "SYN-JSON-006": "add the medium to the article, or take the block out",
    "SYN-JSON-007": "number the blocks anew: b1, b2, ...",
    "SYN-JSON-008": "name an id that is there, or take the reference out",
    "SYN-JSON-009": "remove the characters; an export removes them and says so",
    "SYN-JSON-010": "give an address or a path below the edition's folder",
    "SYN-JSON-011": "leave the article in one section",
}


def _finding(code: str, message: str, proof: Proof, line: int | None, path: str) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=Severity.ERROR if code in _ERRORS else Severity.WARNING,
        message=message,
        location=Location(file=proof.name, line=line, path=path),
        hint=_HINTS.get(code, ""),
    )


def _undecoded(error: ModelError, line: int | None, proof: Proof) -> Diagnostic:
    broken = not error.path and "version" not in error.message
    return Diagnostic(
        code="SYN-JSON-001" if broken else "SYN-JSON-002",
        severity=Severity.ERROR,
        message=error.message,
        location=Location(file=proof.name, line=line, path=error.path),
        hint=error.hint,
    )


def _edition(edition: Edition) -> Iterator[_FLAW]:
    known = {article.id for article in edition.articles}
    named: Counter[str] = Counter()
    yield from _sections(edition.sections, "$.edition.sections", known, named)
    for position, article in enumerate(edition.articles):
        yield from _article(article, f"$.edition.articles[{position}]", known)


def _sections(sections: tuple[Section, ...], place: str, known: set[str], named: Counter[str]) -> Iterator[_FLAW]:
    for position, section in enumerate(sections):
        here = f"{place}[{position}]"
        for number, article in enumerate(section.articles):
            named[article] += 1
            if article not in known:
                yield "SYN-JSON-005", f"{here}.articles[{number}]", f"the edition has no article {article}"
            elif named[article] > 1:
                yield "SYN-JSON-011", f"{here}.articles[{number}]", f"the article {article} stands in a section already"
        yield from _sections(section.sections, f"{here}.sections", known, named)


def _article(article: Article, place: str, known: set[str] | None = None) -> Iterator[_FLAW]:
    if legal.clean_node(article)[1]:
        yield "SYN-JSON-009", place, "there are characters that XML cannot hold"
    yield from _media(article, place)
    bids = Counter(block.bid for block in body.walk(article.body))
    media = {medium.id for medium in article.media}
    entities = {n.id for names in (article.people, article.orgs, article.places, article.events) for n in names}
    for block, here in _blocks(article.body, f"{place}.body"):
        if bids[block.bid] > 1 and bids.pop(block.bid):
            yield "SYN-JSON-007", here, f"more than one block has the bid {block.bid!r}"
        yield from _pointers(block, here, media, entities, known)
    for number, correction in enumerate(article.corrections):
        for bid in correction.blocks:
            if bid not in {block.bid for block in body.walk(article.body)}:
                yield "SYN-JSON-008", f"{place}.corrections[{number}]", f"no block has the bid {bid!r}"


def _media(article: Article, place: str) -> Iterator[_FLAW]:
    seen: set[str] = set()
    for number, item in enumerate(article.media):
        if item.id in seen:
            yield "SYN-JSON-008", f"{place}.media[{number}]", f"more than one medium has the id {item.id!r}"
        seen.add(item.id)
        for position, rendition in enumerate(item.renditions):
            path = PurePosixPath(rendition.href)
            if "://" not in rendition.href and (path.is_absolute() or ".." in path.parts or not rendition.href):
                here = f"{place}.media[{number}].renditions[{position}]"
                yield "SYN-JSON-010", here, f"{rendition.href!r} is no address and no path inside the folder"


def _blocks(blocks: tuple[Block, ...], place: str) -> Iterator[tuple[Block, str]]:
    for number, block in enumerate(blocks):
        yield block, f"{place}[{number}]"
        if isinstance(block, body.Box):
            yield from _blocks(block.blocks, f"{place}[{number}].blocks")


def _pointers(
    block: Block, place: str, media: set[str], entities: set[str], articles: set[str] | None
) -> Iterator[_FLAW]:
    figures = block.figures if isinstance(block, body.Gallery) else (block,) if isinstance(block, _POINTERS) else ()
    for figure in figures:
        if figure.media not in media:
            yield "SYN-JSON-006", place, f"the article has no medium {figure.media!r}"
    if isinstance(block, body.InterstitialLink) and block.ref and articles is not None and block.ref not in articles:
        yield "SYN-JSON-008", place, f"the edition has no article {block.ref}"
    refs = {m.ref for text in body.texts(block) for run in text for m in run.marks if isinstance(m, body.Entity)}
    for ref in sorted(refs - entities):
        yield "SYN-JSON-008", place, f"no person, organisation, place or event has the id {ref!r}"
