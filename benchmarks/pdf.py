"""What setting an edition costs, against other makers of pages in the same interleaved run.

The same stories in three columns of A4, 9 on 11 points, by each maker as its manual shows it. Each measurement is a
process of its own, cold, from the stories as JSON to the bytes of the file: wall time, CPU time and peak of memory.
Only ours is tagged, archival, kerned with balanced columns on a grid at once; what the others leave out is in `ABOUT`.
Peers live in the interpreter that `--peers` names, and one that is not there is passed over::

    python benchmarks/pdf.py [--stories 1,100] [--rounds 3] [--peers PYTHON] [--quick]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

ABOUT = {
    "ours": "tagged, PDF/A-3a, paragraphs broken as a whole, kerned, balanced",
    "typst": "tagged, columns not balanced",
    "reportlab": "platypus in three frames: no tags, no kerning, not balanced",
    "fpdf2": "text columns: no tags, no kerning",
    "weasyprint": "HTML with three columns: no tags asked for",
}
GOALS = {"typst": 1.5, "weasyprint": 0.1}
"""The most that ours may cost at a hundred stories, in wall times of the peer."""
MOST_MEGABYTES = 100


class Cost(NamedTuple):
    """Seconds of wall and CPU time, and megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


def stories(count: int) -> list[dict[str, Any]]:
    """The stories of `benchmarks/pdf_quality.py` as plain text."""
    import pdf_quality

    from syndicate.model import body

    whole = pdf_quality.edition(count)
    return [
        {
            "headline": story.headline,
            "paragraphs": [body.plain(block.text) for block in story.body if isinstance(block, body.Paragraph)],
        }
        for story in whole.articles
    ]


# --- makers: each is called in a process of its own ------------------------------------------------------------------


def ours(told: list[dict[str, Any]], out: Path, font: str) -> None:
    import pdf_quality

    from syndicate.model import Article, Edition, body

    articles = tuple(
        Article(
            id=f"urn:x-bench:{number}",
            language="en-GB",
            headline=story["headline"],
            body=tuple(
                body.Paragraph(bid=f"p{at}", text=body.text(text)) for at, text in enumerate(story["paragraphs"])
            ),
        )
        for number, story in enumerate(told)
    )
    out.write_bytes(pdf_quality.make(Edition(id="urn:x-bench", title="Bench", language="en-GB", articles=articles)))


def typst(told: list[dict[str, Any]], out: Path, font: str) -> None:
    import typst

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        '#set page(paper: "a4", margin: 15mm, numbering: "1")',
        '#set text(font: "Source Serif Pro", size: 9pt, lang: "en", region: "GB")',
        "#set par(justify: true, leading: 4.4pt, spacing: 4.4pt, first-line-indent: 9pt)",
    ]
    for story in told:
        lines.append(f"#heading({quoted(story['headline'])})")
        inside = " ".join(f"par({quoted(text)});" for text in story["paragraphs"])
        lines.append("#columns(3, gutter: 5mm, {" + inside + "})")
    source = out.with_suffix(".typ")
    source.write_text("\n".join(lines), encoding="utf-8")
    typst.compile(str(source), output=str(out), font_paths=[str(Path(font).parent)])


def reportlab(told: list[dict[str, Any]], out: Path, font: str) -> None:
    from html import escape

    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    pdfmetrics.registerFont(TTFont("S", font))
    text = ParagraphStyle("p", fontName="S", fontSize=9, leading=11, alignment=4, hyphenationLang="en_GB")
    head = ParagraphStyle("h", fontName="S", fontSize=18, leading=22, spaceBefore=11, keepWithNext=1)
    width = (A4[0] - 40 * mm) / 3
    frames = [Frame(15 * mm + n * (width + 5 * mm), 15 * mm, width, A4[1] - 30 * mm, 0, 0, 0, 0) for n in range(3)]
    flow: list[Any] = []
    for story in told:
        flow.append(Paragraph(escape(story["headline"]), head))
        flow += [Paragraph(escape(paragraph), text) for paragraph in story["paragraphs"]]
    document = BaseDocTemplate(str(out), pagesize=A4)
    document.addPageTemplates([PageTemplate("page", frames)])
    document.build(flow)


def fpdf2(told: list[dict[str, Any]], out: Path, font: str) -> None:
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.add_font("S", fname=font)
    pdf.set_font("S", size=9)
    pdf.add_page()
    for story in told:
        with pdf.text_columns(ncols=3, gutter=5, text_align="J", line_height=1.22) as columns:
            for text in (story["headline"], *story["paragraphs"]):
                with columns.paragraph() as paragraph:
                    paragraph.write(text)
    pdf.output(str(out))


def weasyprint(told: list[dict[str, Any]], out: Path, font: str) -> None:
    from html import escape

    import weasyprint

    style = (
        f"@font-face {{font-family: S; src: url('file://{font}')}} @page {{size: A4; margin: 15mm}}"
        "body {font: 9pt/11pt S; margin: 0} article {columns: 3; column-gap: 5mm; text-align: justify; hyphens: auto}"
        "p {margin: 0; text-indent: 9pt} h1 {font-size: 18pt; line-height: 22pt; margin: 11pt 0 0}"
    )
    parts = [f"<html lang=en-GB><style>{style}</style>"]
    for story in told:
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story["paragraphs"])
        parts.append(f"<h1>{escape(story['headline'])}</h1><article>{text}</article>")
    weasyprint.HTML(string="".join(parts)).write_pdf(str(out))


MAKERS = {"ours": ours, "typst": typst, "reportlab": reportlab, "fpdf2": fpdf2, "weasyprint": weasyprint}


# --- measuring -------------------------------------------------------------------------------------------------------


def measure(name: str, python: str, told: Path, out: Path, font: str) -> Cost | None:
    """One maker in a process of its own; None where it is not installed or fails."""
    began = time.perf_counter()
    arguments = [python, __file__, "--maker", name, "--told", str(told), "--out", str(out), "--font", font]
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        return None
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run(count: int, rounds: int, peers: str, names: list[str]) -> bool:
    """Measure and print; whether every goal that could be measured is met."""
    from syndicate.exporters.pdf import faces

    font = str(faces._file(faces.FAMILIES["serif"].regular))
    found: dict[str, list[Cost]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "stories.json")
        told.write_text(json.dumps(stories(count)), encoding="utf-8")
        sizes = {}
        for number in range(rounds):
            for name in names:
                if number and not found[name]:
                    continue
                out = Path(folder, f"{name}.pdf")
                cost = measure(name, sys.executable if name == "ours" else peers, told, out, font)
                if cost is not None:
                    found[name].append(cost)
                    sizes[name] = out.stat().st_size / 1000
    print(f"\n{count} {'story' if count == 1 else 'stories'}, medians of {rounds} rounds")
    print(f"{'maker':12}{'wall s':>8}{'ratio':>8}{'CPU s':>8}{'MB':>6}{'kB':>7}  about")
    medians = {name: Cost(*map(statistics.median, zip(*costs, strict=True))) for name, costs in found.items() if costs}
    met = True
    for name, cost in medians.items():
        ratio = cost.wall / medians["ours"].wall
        figures = f"{cost.wall:8.2f}{ratio:8.2f}{cost.cpu:8.2f}{cost.memory:6.0f}{sizes[name]:7.0f}"
        print(f"{name:12}{figures}  {ABOUT[name]}")
        if count >= 100 and name in GOALS:
            met &= 1 / ratio <= GOALS[name]
    for name in names:
        if name not in medians:
            print(f"{name:12} is not there")
    return met and (count < 100 or medians["ours"].memory <= MOST_MEGABYTES)


def main(arguments: list[str]) -> int:
    """Measure; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", default="1,100")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=sys.executable, help="interpreter in which the peers are installed")
    parser.add_argument("--quick", action="store_true", help="one round, ten stories, without the slowest peers")
    parser.add_argument("--maker", choices=MAKERS, help=argparse.SUPPRESS)
    parser.add_argument("--told", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--font", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.maker:
        MAKERS[given.maker](json.loads(given.told.read_text(encoding="utf-8")), given.out, given.font)
        return 0
    if given.quick:
        return 0 if run(10, 1, given.peers, ["ours", "typst", "reportlab"]) else 1
    counts = [int(count) for count in given.stories.split(",")]
    missed = sum(not run(count, given.rounds, given.peers, list(MAKERS)) for count in counts)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
