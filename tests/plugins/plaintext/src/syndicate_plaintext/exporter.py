"""Writes a release as plain text: headline, byline, dateline and words, in reading order, UTF-8 with line feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syndicate.contracts import Artifact, Carriage, Fidelity, Job, Notice, Release, degraded, kept, lost
from syndicate.model import body, features
from syndicate.model.article import Article

_CARRIED: dict[str, Carriage] = {
    "field.headline": kept(),
    "field.standfirst": kept(),
    "field.bylines": degraded("the names"),
    "field.dateline": degraded("the places"),
    "field.body": kept(),
    "block.paragraph": kept(),
    "block.lead": degraded("a paragraph"),
    "block.crosshead": degraded("a paragraph"),
    "block.quote": degraded("a paragraph"),
    "block.pullquote": degraded("a paragraph"),
    "block.list": degraded("paragraphs"),
    "block.table": degraded("a paragraph for each cell"),
    "block.preformatted": kept(),
    "block.figure": degraded("its caption"),
    "block.gallery": degraded("its captions"),
    "block.video": degraded("its caption"),
    "block.audio": degraded("its caption"),
    "block.embed": degraded("its fallback"),
    "block.box": degraded("paragraphs"),
    "block.footnote": degraded("a paragraph"),
    "block.correction_notice": degraded("a paragraph"),
    "block.editor_note": degraded("a paragraph"),
    "block.interstitial_link": degraded("a paragraph"),
    "mark.quote": kept(),
}


class PlainTextExporter:
    """Words and nothing else."""

    @property
    def fidelity(self) -> Fidelity:
        """Text without marks: blocks become paragraphs, and what has no words is lost."""
        words = {name: degraded("the words") for name in features.vocabulary() if name.startswith("mark.")}
        return {name: _CARRIED.get(name, words.get(name, lost())) for name in features.vocabulary()}

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One file with every item of the release."""
        yield Artifact(name=job.file_name, media_type=job.row.media_type, chunks=_pages(release, job))


def _pages(release: Release, job: Job) -> Iterator[bytes]:
    rule = job.options.get("rule", "* * *")
    yield _page([release.edition.title or release.edition.id])
    for item in release.items:
        yield _page([rule, item.show] if isinstance(item, Notice) else [rule, *_story(item)])


def _page(paragraphs: Iterable[str]) -> bytes:
    lines = ("\n".join(line.rstrip() for line in paragraph.splitlines()).strip("\n") for paragraph in paragraphs)
    return "".join(f"{line}\n\n" for line in lines if line).encode("utf-8")


def _story(article: Article) -> Iterator[str]:
    yield article.headline or article.id
    yield article.standfirst
    yield ", ".join(byline.name for byline in article.bylines)
    if article.dateline is not None:
        yield ", ".join(article.dateline.places)
    for block in body.walk(article.body):
        for content in body.texts(block):
            yield body.plain(content)
