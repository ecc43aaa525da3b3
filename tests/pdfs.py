"""What the PDF tests share: making one in memory, reading it back, and an edition with everything a page can have."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

from syndicate import gate
from syndicate.context import Context, MediaStore
from syndicate.contracts import ExporterRow, Job, Proof, Renderer
from syndicate.diagnostics import Diagnostic, Report
from syndicate.exporters.pdf import PdfExporter
from syndicate.model import body
from syndicate.model.article import Article, Byline, Dateline, Edition, EdNote, Media, Rendition, Section
from syndicate.validators.pdf import PdfValidator

BUILT = datetime(2025, 3, 1, 6, tzinfo=UTC)
ROW = ExporterRow(
    name="pdf",
    media_type="application/pdf",
    suffix=".pdf",
    path="syndicate.exporters.pdf:PdfExporter",
    help="pages",
    extra="pdf",
)
COPY = (
    "The council voted by nine to four on Tuesday evening to reopen the harbour railway, ending a decade of argument "
    "about who should pay for the bridge that carries it over the inner basin."
)


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 40), form: str = "PNG") -> bytes:
    """A small picture file."""
    written = BytesIO()
    Image.new(mode, size).save(written, form)
    return written.getvalue()


def paragraph(*parts: str | body.Run, bid: str = "p", lang: str = "") -> body.Paragraph:
    return body.Paragraph(bid=bid, text=body.text(*parts), lang=lang)


def story(*blocks: body.Block, **fields: object) -> Article:
    """A story of these blocks."""
    given: dict[str, object] = {"id": "urn:x-test:story", "language": "en", "headline": "A story", "body": blocks}
    return Article(**(given | fields))  # type: ignore[arg-type]


def edition(*articles: Article, **fields: object) -> Edition:
    given: dict[str, object] = {"id": "urn:x-test:edition", "title": "The Test", "language": "en", "articles": articles}
    return Edition(**(given | fields))  # type: ignore[arg-type]


class Made:
    """A PDF that was made, what was reported on the way, and its text."""

    def __init__(self, data: bytes, report: tuple[Diagnostic, ...]) -> None:
        self.data = data
        self.report = report

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.report]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page: hyphens at line ends gone, lines joined, presentation forms as letters."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            return [_plain(page.get_textpage().get_text_range()) for page in document]
        finally:
            document.close()

    @property
    def text(self) -> str:
        return " ".join(self.pages)

    def open(self) -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.data))

    def findings(self, folder: Path) -> list[str]:
        return [f"{d.code} {d.location.path} {d.message}" for d in judge(self.data, folder)]


def _plain(text: str) -> str:
    joined = text.replace("\ufffe", "").replace("\r\n", " ").replace("\n", " ")
    return " ".join(unicodedata.normalize("NFKC", joined).split())


def make(
    what: Edition | Article,
    *,
    media: Path | None = None,
    base_url: str = "",
    template: str = "",
    profile: str = "",
    built_at: datetime | None = BUILT,
    options: dict[str, str] | None = None,
    render: Renderer | None = None,
) -> Made:
    """Export through the gate, into memory."""
    whole = edition(what) if isinstance(what, Article) else what
    report = Report()
    context = Context(now=datetime(2030, 1, 1, tzinfo=UTC), media=MediaStore(default=media))
    release = gate.clear(whole, context.now).release
    job = Job(
        row=ROW,
        context=context,
        report=report,
        stem="test",
        built_at=built_at,
        base_url=base_url,
        template=template,
        profile=profile,
        options=options or {},
        render=render,
    )
    (artifact,) = PdfExporter().export(release, job)
    return Made(b"".join(artifact.chunks), tuple(report))


def judge(data: bytes, folder: Path) -> list[Diagnostic]:
    """What the validator finds in `data`."""
    path = folder / "judged.pdf"
    path.write_bytes(data)
    proof = Proof(name="test.pdf", context=Context(now=BUILT))
    found = list(PdfValidator().check(path, proof))
    assert proof.judges, "nobody says to have judged"
    return found


@cache
def good() -> bytes:
    """An edition with front page, sections, pictures, links in and out, and three scripts."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.png").write_bytes(picture("RGBA"))
        link = body.Run(text="the plan", marks=(body.Link(href="https://news.example/plan"),))
        first = story(
            paragraph(COPY, link),
            body.Figure(bid="f", media="m"),
            body.InterstitialLink(bid="i", text=body.text("More"), ref="urn:x-test:ja"),
            id="urn:x-test:first",
            headline="Harbour railway returns",
            bylines=(Byline(name="Mara Lindqvist"),),
            dateline=Dateline(places=("PORT ELLERY",)),
            published=BUILT,
            media=(
                Media(id="m", type="picture", renditions=(Rendition(href="a.png"),), caption=body.text("A bridge")),
            ),
        )
        japanese = story(
            paragraph("港湾鉄道の再開を求める議案が可決された。"),
            id="urn:x-test:ja",
            language="ja",
            headline="港湾鉄道",
        )
        arabic = story(paragraph("السلام عليكم"), id="urn:x-test:ar", language="ar", headline="سكة حديد")
        killed = story(id="urn:x-test:killed", status="canceled", ed_notes=(EdNote(text="Gone", public=True),))
        whole = edition(
            first,
            japanese,
            arabic,
            killed,
            date=date(2025, 3, 1),
            sections=(Section(id="news", title="News", articles=("urn:x-test:first", "urn:x-test:ja")),),
        )
        return make(whole, media=Path(folder)).data


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """`data` with a change made to its objects, written as carefully as the original."""
    written = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(written, deterministic_id="/ID" in pdf.trailer)
    return written.getvalue()
