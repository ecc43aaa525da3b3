"""What the tests of galleys share: copy to set, a galley of it, and its lines found on the pages by their operators."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from syndicate import gate, registry
from syndicate.context import Context, MediaStore
from syndicate.contracts import Artifact, Job
from syndicate.diagnostics import Report
from syndicate.exporters.pdf.galley.copyfit import Copyfit
from syndicate.exporters.pdf.galley.fitter import Fitter
from syndicate.formats.lengths import MM
from syndicate.model.article import Article, Edition
from syndicate.model.body import Paragraph, Run

NOW = datetime(2025, 9, 16, tzinfo=UTC)
GUTTER = 8 * MM
LEFT = 14 * MM


_WORDS = """the harbour council voted on Tuesday to reopen a railway that carries coal over the inner basin and nobody
present could remember when its last engineer had been asked about money or bridges because people who build such things
seldom answer letters before winter"""


def prose(seed: int, sentences: int) -> str:
    """Sentences of common words, other ones for each seed."""
    words = _WORDS.split()
    made, state = [], seed * 7919 + 17
    for _ in range(sentences):
        said = []
        for _ in range(9 + state % 11):
            state = (state * 1103515245 + 12345) % 2**31
            said.append(words[state // 65536 % len(words)])
        made.append(" ".join(said).capitalize() + ".")
    return " ".join(made)


def copy(paragraphs: int, seed: int = 1, **fields: Any) -> Article:
    """A story of so many paragraphs, without anything else in its column."""
    blocks = tuple(
        Paragraph(bid=f"p{number}", text=(Run(text=prose(seed * 100 + number, 2 + number % 3)),))
        for number in range(1, paragraphs + 1)
    )
    given = {
        "id": "urn:x-test:copy",
        "language": "en",
        "slug": "harbour",
        "headline": "Harbour railway",
        "body": blocks,
    }
    return Article(**(given | fields))


def context(folder: Path | None = None) -> Context:
    return Context(now=NOW, built_at=NOW, media=MediaStore(default=folder))


class Galley(NamedTuple):
    """A galley that was made: the file, what the exporter measured, what it reported."""

    data: bytes
    fits: list[Copyfit]
    report: Report


def galley(
    what: Edition | Article,
    options: dict[str, str] | None = None,
    *,
    advance: bool = False,
    folder: Path | None = None,
    fonts: tuple[Path, ...] = (),
) -> Galley:
    """Export through the gate, into memory."""
    whole = Edition(id="urn:x-test:edition", language="en", articles=(what,)) if isinstance(what, Article) else what
    exporter = registry.exporter("galley")
    surroundings = Context(now=NOW, built_at=NOW, media=MediaStore(default=folder), fonts=fonts)
    job = Job(row=exporter.row, context=surroundings, report=Report(), stem="test", options=options or {})
    clearance = gate.clear(whole, NOW, advance=advance)
    (artifact,) = exporter.export_cleared(clearance, job)
    return Galley(b"".join(artifact.chunks), measures(artifact), job.report)


def measures(artifact: Artifact) -> list[Copyfit]:
    found = list(artifact.measures.get("copyfit", ()))
    assert all(isinstance(one, Copyfit) for one in found)
    return found  # type: ignore[return-value]


def fitted(article: Article, options: dict[str, str] | None = None, folder: Path | None = None) -> Copyfit:
    """The story measured alone."""
    (story,) = gate.as_if_leaving(Edition(id="urn:x-test:edition", articles=(article,)))
    return Fitter(context(folder), options or {}, Report()).fit(story, {})


def inside(data: bytes) -> list[dict[str, Any]]:
    """The copyfit that the file holds."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return list(json.loads(pdf.attachments["copyfit.json"].get_file().read_bytes()))


def baselines(data: bytes, measure: float, galleys: int, size: float) -> list[list[float]]:
    """For each galley the baselines of its running text, from the top, in points, by the operators of the pages.

    Only what is tagged counts, lies within the column (`measure` in points) and is of the `size` of running text.
    """
    found: list[list[float]] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            slot = (float(page.mediabox[2]) - 2 * LEFT) / galleys
            places = {(x, round(y, 2)) for x, y, set_in in _tagged(page) if abs(set_in - size) < 0.01}
            for number in range(galleys):
                left = LEFT + number * slot + GUTTER
                lines = {y for x, y in places if left - 0.1 <= x <= left + measure + 0.1}
                if lines:
                    found.append(sorted(lines, reverse=True))
    return found


def _tagged(page: pikepdf.Page) -> list[tuple[float, float, float]]:
    """Where tagged text begins (PDF 1.7 9.4.2), from the lower left, and its size."""
    places: list[tuple[float, float, float]] = []
    marks: list[bool] = []
    at: tuple[float, float] | None = None
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                marks.append("/MCID" in operands[1])
            case "EMC":
                marks.pop()
            case "Tm":
                at = (float(operands[4]), float(operands[5]))
            case "Tf" if at is not None and marks and marks[-1]:
                places.append((*at, float(operands[1])))
                at = None
    return places
