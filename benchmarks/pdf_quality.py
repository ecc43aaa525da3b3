"""How well the pages are set: word gaps, hyphens, baselines and columns, measured on the finished PDF.

A hundred stories in three columns are set with the template `edition`; pdfium then says where every character stands,
and the figures are made from that, not from what the exporter believes. A gap is told as a multiple of the natural
blank of the face. The exit status is 1 when a figure misses its goal::

    .venv/bin/python benchmarks/pdf_quality.py [--keep FILE.pdf]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
STORIES = 100
SIZE, COLUMNS = 9.0, 3
GOALS = {
    "gap above twice natural, percent": 12.0,
    "gap above four times natural, lines": 0,
    "most hyphens running": 2,
    "baselines not aligned, percent": 5.0,
    "last columns differing by more than a line": 0,
    "widows and orphans": 0,
    "crossheads at a column's foot": 0,
}
"""The most that each figure may be."""


class Line(NamedTuple):
    """One line of running text: where it stands, and its words with their edges."""

    page: int
    column: int
    base: float
    left: float
    right: float
    words: tuple[tuple[str, float, float], ...]


def paragraphs() -> list[str]:
    """The English paragraphs of the editions that the tests use, long enough to fill lines."""
    from syndicate.model import body
    from syndicate.model.codec import decode_edition

    found: list[str] = []
    for name in ("demo", "photos", "packages"):
        edition = decode_edition((ROOT / "fixtures" / "editions" / name / "edition.json").read_bytes())
        for article in edition.articles:
            if article.language.startswith("en"):
                found += [body.plain(b.text) for b in article.body if isinstance(b, body.Paragraph)]
    return [text for text in dict.fromkeys(found) if len(text) > 80]


def edition(count: int) -> Any:
    """`count` stories of a dozen paragraphs with a crosshead among them, each in an order of its own."""
    from syndicate.model import Article, Edition, body

    texts = paragraphs()
    stories = []
    for number in range(count):
        chosen = [texts[(number * 7 + step * (1 + number % 5)) % len(texts)] for step in range(10 + number % 7)]
        blocks: list[body.Block] = [
            body.Paragraph(bid=f"p{at}", text=body.text(text)) for at, text in enumerate(chosen)
        ]
        blocks.insert(5, body.Crosshead(bid="c", text=body.text("What happens next")))
        stories.append(
            Article(
                id=f"urn:x-bench:{number}",
                language="en-GB",
                headline=f"Story {number} of the hundred that fill this edition",
                standfirst=chosen[0][:90],
                body=tuple(blocks),
            )
        )
    return Edition(id="urn:x-bench", title="The Measured Times", language="en-GB", articles=tuple(stories))


def make(whole: Any) -> bytes:
    """The edition as PDF."""
    from syndicate import gate
    from syndicate.context import Context, MediaStore
    from syndicate.contracts import Job
    from syndicate.diagnostics import Report
    from syndicate.exporters.pdf import PdfExporter
    from syndicate.rows import exporters

    context = Context(now=datetime(2030, 1, 1, tzinfo=UTC), media=MediaStore())
    release = gate.clear(whole, context.now).release
    job = Job(row=exporters()["pdf"], context=context, report=Report(), stem="bench", template="edition")
    (artifact,) = PdfExporter().export(release, job)
    return b"".join(artifact.chunks)


def lines(data: bytes) -> list[Line]:
    """All lines of running text, in the order of the content."""
    import pypdfium2

    from syndicate.exporters.pdf import style

    sheet = style.load("edition")
    document = pypdfium2.PdfDocument(data)
    found: list[Line] = []
    for number, page in enumerate(document):
        text = page.get_textpage()
        characters = [(text.get_text_range(i, 1), text.get_charbox(i, loose=True)) for i in range(text.count_chars())]
        found += _page(number, characters, sheet)
    document.close()
    return found


def _page(number: int, characters: list[tuple[str, Any]], sheet: Any) -> list[Line]:
    rows: dict[tuple[int, float], list[tuple[str, Any]]] = defaultdict(list)
    for character, box in characters:
        if character in "\r\n" or not box or box[3] - box[1] < 8:
            continue
        column = int((box[0] - sheet.left + sheet.gutter / 2) // (sheet.column + sheet.gutter))
        rows[column, round(box[1], 1)].append((character, box))
    made = []
    for (column, base), row in rows.items():
        row.sort(key=lambda known: known[1][0])
        height = Counter(round(box[3] - box[1], 1) for _, box in row).most_common(1)[0][0]
        left = sheet.left + column * (sheet.column + sheet.gutter)
        if not 0 <= column < COLUMNS or abs(height - _height()) > 0.5:
            continue
        words = _words(row)
        if words and words[-1][2] < left + sheet.column + 3:
            made.append(Line(number, column, base, words[0][1] - left, left + sheet.column - words[-1][2], words))
    return made


def _height() -> float:
    from syndicate.exporters.pdf import faces

    table = bytes(faces.opened(faces.FAMILIES["serif"].regular).reference_table("hhea").data)
    ascent, descent = (int.from_bytes(table[at : at + 2], "big", signed=True) for at in (4, 6))
    return round((ascent - descent) * SIZE / 1000, 1)


def _words(row: list[tuple[str, Any]]) -> tuple[tuple[str, float, float], ...]:
    words: list[tuple[str, float, float]] = []
    for character, box in row:
        if character.isspace():
            words.append(("", 0.0, 0.0))
        elif words and words[-1][0]:
            words[-1] = (words[-1][0] + character, words[-1][1], box[2])
        else:
            words.append((character, box[0], box[2]))
    return tuple(word for word in words if word[0])


def figures(found: list[Line]) -> dict[str, float]:
    """What the goals are set for, and a few more."""
    from syndicate.exporters.pdf import faces
    from syndicate.exporters.pdf.shaping import natural, shaped

    face = faces.FAMILIES["serif"].regular
    blank = natural(face, shaped(face, " ", "en", None)[0].number) / 1000 * SIZE
    gaps, divided, most, running = [], 0, 0, 0
    previous: Line | None = None
    for line in found:
        ends = line.words[-1][0][-1:] in "\ufffe\u00ad\x02-" and line.right < 1.5 if line.words else False
        follows = previous is not None and (previous.page, previous.column) == (line.page, line.column)
        running = (running + 1 if follows else 1) if ends else 0
        most, divided, previous = max(most, running), divided + ends, line
        if line.right < 1.5 and len(line.words) > 1:
            white = [after[1] - before[2] for before, after in zip(line.words, line.words[1:], strict=False)]
            gaps.append(sum(white) / len(white) / blank)
    return {
        "lines": len(found),
        "justified lines": len(gaps),
        "median gap": round(statistics.median(gaps), 2),
        "spread of gaps": round(statistics.pstdev(gaps), 2),
        "widest gap": round(max(gaps), 2),
        "gap above twice natural, percent": round(100 * sum(gap > 2 for gap in gaps) / len(gaps), 1),
        "gap above four times natural, lines": sum(gap > 4 for gap in gaps),
        "divided words, percent of lines": round(100 * divided / len(found), 1),
        "most hyphens running": most,
        "baselines not aligned, percent": round(100 - _aligned(found), 1),
    }


def _aligned(found: list[Line]) -> float:
    """Share of the lines of the second and third column that stand on a baseline of the first, in percent."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in found:
        pages[line.page].append(line)
    good = total = 0
    for page in pages.values():
        first = [line.base for line in page if line.column == 0]
        for line in page:
            if line.column and first:
                total += 1
                good += min(abs(line.base - base) for base in first) < 0.25
    return 100 * good / max(1, total)


def shape(whole: Any) -> dict[str, float]:
    """What only the layout knows: how columns end, and which lines stand alone."""
    from syndicate.exporters.pdf import columns, flow, style

    grid = style.load("edition").grid
    seen: dict[str, float] = dict.fromkeys(list(GOALS)[4:], 0)
    draw = columns.Columns.draw

    def look(self: columns.Columns, pen: Any, x: float, top: float) -> None:
        # The contents on the front page stand in columns of a grid of their own.
        laid = [column for column in self._laid or [] if column and self.grid == grid]
        heights = [columns.high(column) for column in laid]
        ended = laid and self.parts and laid[-1][-1] is self.parts[-1]
        if ended and len(laid) == self.count:
            seen["last columns differing by more than a line"] += max(heights) - min(heights) > self.grid + 0.01
        for column in laid:
            for edge in (column[0], column[-1]):
                if isinstance(edge, flow.Para):
                    count = (len(edge.passage.lines) if edge.last is None else edge.last) - edge.first
                    seen["widows and orphans"] += count == 1 and len(edge.passage.lines) > 1
            seen["crossheads at a column's foot"] += column[-1].keep and column is not laid[-1]
        draw(self, pen, x, top)

    columns.Columns.draw = look  # type: ignore[method-assign]
    try:
        make(whole)
    finally:
        columns.Columns.draw = draw  # type: ignore[method-assign]
    return seen


def main(arguments: list[str]) -> int:
    """Print every figure with its goal; 1 when one misses it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="write the PDF here")
    parser.add_argument("--stories", type=int, default=STORIES)
    given = parser.parse_args(arguments)
    whole = edition(given.stories)
    began = time.perf_counter()
    data = make(whole)
    print(f"{given.stories} stories, {len(data) / 1000:.0f} kB, {time.perf_counter() - began:.2f} s")
    if given.keep:
        given.keep.write_bytes(data)
    measured = figures(lines(data)) | shape(whole)
    missed = 0
    for name, value in measured.items():
        goal = GOALS.get(name)
        missed += goal is not None and value > goal
        print(f"{name:45} {value:8g}" + (f"   at most {goal:g}" if goal is not None else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
