"""A story as a desk flows it into its own pages: paragraphs with a style each, in the order in which they are read.

What stands before the text, the text, what stands after it. The order and the names of the styles (`styles`) are the
same in every format that InDesign takes; how a paragraph, a table or a picture is written is the format's own
(`Writer`).
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, assert_never

from syndicate.contracts import Job, Notice
from syndicate.formats.datelines import lead_in
from syndicate.formats.grids import Rows, whole
from syndicate.model import body
from syndicate.model.article import Article, Byline, Contributor, Media, Rendition

LEVEL = 12
"""Indent of a list for each level, in points."""
WIDTH = 240
"""Width of what has to have one where no frame is known, in points: pictures, tables."""


class Writer(Protocol):
    """Writes one story in one format; styles are names of `styles.PARAGRAPHS`."""

    def words(self, style: str, words: str) -> None:
        """A paragraph of plain words, or nothing."""

    def text(self, style: str, text: body.Text) -> None:
        """A paragraph of `text`, or nothing when it is empty."""

    def item(self, style: str, text: body.Text, level: int, number: int) -> None:
        """An item of a list at `level` (from 1), the `number`-th of an ordered one; 0 where it is not ordered."""

    def table(self, rows: Rows, heads: int) -> None:
        """A table whose rows are all as wide as it is, the first `heads` of them its head."""

    def picture(self, file: Rendition, href: str, alt: str) -> None:
        """A line for a picture, whose file lies at `href`."""


class Codes(NamedTuple):
    """The format's own codes of what a story may lack."""

    no_file: str
    """A medium without a file."""
    in_address: str
    """A medium whose bytes stand in its address (`data:`, RFC 2397): there is no file to place."""


def write_story(item: Article | Notice, writer: Writer, job: Job, codes: Codes) -> None:
    """Write all of `item`: of a notice only its sentence is left."""
    if isinstance(item, Notice):
        writer.words("Notice", item.show)
        return
    _before(item, writer)
    _Story(item, writer, job, codes).whole()
    _after(item, writer)


def _before(article: Article, writer: Writer) -> None:
    writer.words("Headline", article.headline)
    writer.words("Subheadline", article.subheadline)
    for other in article.alt_headlines:
        writer.words("Alternative Headline", other.text)
    writer.words("Standfirst", article.standfirst)
    writer.words("Summary", article.summary)
    for byline in article.bylines:
        writer.words("Byline", _byline(byline))
    writer.words("Story Credit", article.credit.raw if article.credit is not None else "")
    dateline = lead_in(article.dateline)
    writer.words("Dateline", str(dateline).rstrip() if dateline is not None else "")


def _after(article: Article, writer: Writer) -> None:
    for one in article.contributors:
        writer.words("Contributor", _helper(one))
    for correction in article.corrections:
        writer.words("Correction", correction.text)
    for note in article.ed_notes:
        if note.public:
            writer.words("Editor Note", note.text)
    writer.words("Copyright", article.copyright_notice)


def _byline(one: Byline) -> str:
    return ", ".join(part for part in (one.name, one.role, one.title, one.organisation, one.contact) if part)


def _helper(one: Contributor) -> str:
    return ", ".join(part for part in (one.name, one.role, one.place) if part)


class _Story:
    """The body of one article, and the media that no block of it shows."""

    def __init__(self, article: Article, writer: Writer, job: Job, codes: Codes) -> None:
        self._article = article
        self._writer = writer
        self._job = job
        self._codes = codes
        self._shown: set[str] = set()
        self._first = True

    def whole(self) -> None:
        self._blocks(self._article.body, "")
        for medium in self._article.media:
            if medium.id not in self._shown:
                self._medium(body.Figure(bid="", media=medium.id))

    def _blocks(self, blocks: tuple[body.Block, ...], box: str) -> None:
        for block in blocks:
            self._block(block, box)
            if isinstance(block, body.Crosshead | body.Lead | body.Divider):
                self._first = True

    def _block(self, block: body.Block, box: str) -> None:
        writer = self._writer
        match block:
            case body.Paragraph():
                writer.text(box or ("Body First" if self._first else "Body"), block.text)
                self._first = self._first and bool(box)
            case body.Lead():
                writer.text("Lead", block.text)
            case body.Crosshead():
                writer.text("Crosshead" if block.level <= 1 else "Crosshead 2", block.text)
            case body.Quote() | body.PullQuote():
                style = "Quote" if isinstance(block, body.Quote) else "Pullquote"
                writer.text(style, block.text)
                writer.text(f"{style} Attribution", block.attribution)
            case body.List():
                self._list(block, 1)
            case body.Table():
                self._table(block)
            case body.Preformatted():
                writer.words("Preformatted", block.text)
            case body.Unsupported():
                writer.words("Unsupported", block.source)
            case body.Divider():
                writer.words("Divider", "* * *")
            case body.Box():
                name = block.kind.capitalize()
                writer.words(f"{name} Title", block.title)
                self._blocks(block.blocks, f"{name} Body")
            case body.Figure() | body.Video() | body.Audio() | body.Gallery() | body.Embed():
                self._seen(block)
            case body.Footnote() | body.CorrectionNotice() | body.EditorNote() | body.InterstitialLink():
                self._aside(block)
            case _:
                assert_never(block)

    def _list(self, block: body.List, level: int) -> None:
        style = "List Number" if block.ordered else "List Bullet"
        for number, item in enumerate(block.items, 1):
            self._writer.item(style, item.text, level, number if block.ordered else 0)
            for child in item.children:
                self._list(child, level + 1)

    def _table(self, block: body.Table) -> None:
        self._writer.text("Table Caption", block.caption)
        grid = whole(block)
        if grid.header or grid.rows:
            self._writer.table((*grid.header, *grid.rows), len(grid.header))

    def _aside(self, block: body.Footnote | body.CorrectionNotice | body.EditorNote | body.InterstitialLink) -> None:
        match block:
            case body.Footnote():
                label = (body.Run(text=f"{block.label} ", marks=(body.Sup(),)),) if block.label else ()
                self._writer.text("Footnote", (*label, *block.text))
            case body.CorrectionNotice():
                day = f"{block.at.date().isoformat()} " if block.at is not None else ""
                self._writer.text("Correction", body.text(day, *block.text))
            case body.EditorNote():
                self._writer.text("Editor Note", block.text)
            case body.InterstitialLink():
                self._writer.text("Interstitial", _linked(block.text, block.href))
            case _:
                assert_never(block)

    # --- media -------------------------------------------------------------------------------------------------------

    def _seen(self, block: body.Figure | body.Video | body.Audio | body.Gallery | body.Embed) -> None:
        match block:
            case body.Gallery():
                for figure in block.figures:
                    self._medium(figure)
                self._writer.text("Caption", block.caption)
            case body.Embed():
                words = block.fallback or body.text(block.provider or block.url)
                self._writer.text("Embed", _linked(words, block.url))
            case body.Figure() | body.Video() | body.Audio():
                self._medium(block)
            case _:
                assert_never(block)

    def _medium(self, block: body.Figure | body.Video | body.Audio) -> None:
        self._shown.add(block.media)
        medium = self._article.media_by_id(block.media) or Media(id=block.media, type="picture")
        credit, alt = medium.credit, medium.alt
        if isinstance(block, body.Figure):
            credit, alt = block.credit or credit, block.alt or alt
        self._file(medium, alt)
        self._writer.text("Caption", block.caption or medium.caption)
        self._writer.words("Credit", credit)

    def _file(self, medium: Media, alt: str) -> None:
        named = [one for one in medium.renditions if one.href.strip()]
        file = next((one for one in named if one.href.lstrip()[:5].lower() != "data:"), None)
        if file is None and named:
            what = f"the medium {medium.id!r} stands in its own address (data:): its words stand without it"
            hint = "save it as a file and give the address of that"
            self._job.warn(self._codes.in_address, what, self._article.id, hint=hint)
        elif file is None:
            what = f"the medium {medium.id!r} has no file: its words stand without it"
            hint = "give it a rendition with the address of its file"
            self._job.warn(self._codes.no_file, what, self._article.id, hint=hint)
        elif medium.type in ("picture", "graphic"):
            self._writer.picture(file, file.href, alt)
        else:
            self._writer.text("Embed", _linked(body.text(file.href), file.href))


def _linked(text: body.Text, href: str) -> body.Text:
    """`text` with a link to `href` on every word that has none."""
    if not href:
        return text
    link = body.Link(href=href)
    bare = [any(isinstance(mark, body.Link) for mark in run.marks) for run in text]
    return tuple(
        run if has else body.Run(text=run.text, marks=(*run.marks, link)) for run, has in zip(text, bare, strict=True)
    )
