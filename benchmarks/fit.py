"""What `syndicate fit` costs, as CPU ratios against what it must at least do, measured in the same run.

A sub-editor asks it again after each cut, so it has to answer while one looks. The peers: reading the story alone
(`syndicate import`), and setting and writing a page of it (`syndicate export --format pdf`); within one process,
setting the story without looking for cuts, and reportlab's own paragraphs, which break lines greedily and neither
hyphenate nor know a grid. The exit status is 1 when a ratio is above its goal.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from startup import SYNDICATE, cpu

from syndicate.context import Context
from syndicate.diagnostics import Report
from syndicate.model.article import Article, Edition
from syndicate.model.body import Paragraph, plain, text
from syndicate.model.codec import encode_edition

MEASURE = 48 * 72 / 25.4
GOALS = {"import": 3.0, "export --format pdf": 0.85}
"""`syndicate fit` shall cost at most so many times what these do."""

_WORDS = """the harbour council voted on Tuesday to reopen a railway that carries coal over the inner basin and nobody
present could remember when its last engineer had been asked about money or bridges because people who build such things
seldom answer letters before winter"""


def story(seed: int) -> Article:
    """About 700 words in twelve paragraphs, other ones for each seed."""
    words, state, blocks = _WORDS.split(), seed * 7919 + 17, []
    for number in range(12):
        said = []
        for _ in range(58):
            state = (state * 1103515245 + 12345) % 2**31
            said.append(words[state // 65536 % len(words)])
        blocks.append(Paragraph(bid=f"p{number}", text=text(" ".join(said).capitalize() + ".")))
    return Article(id=f"urn:example:{seed}", language="en", headline="Harbour railway", body=tuple(blocks))


def commands(rounds: int) -> bool:
    """Compare the command with others; whether the goals are met."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = str(Path(folder, "story.json")), str(Path(folder, "out"))
        Path(path).write_bytes(encode_edition(Edition(id="urn:example:e", language="en", articles=(story(1),))))
        runs = {
            "fit": (SYNDICATE, "fit", path),
            "import": (SYNDICATE, "import", path, "-o", str(Path(folder, "copy.json"))),
            "export --format pdf": (SYNDICATE, "export", path, "--format", "pdf", "-o", out),
        }
        spent: dict[str, list[float]] = {name: [] for name in runs}
        for number in range(rounds + 1):
            for name, command in runs.items():
                took = cpu(command)
                if number:
                    spent[name].append(took)
    medians = {name: statistics.median(took) for name, took in spent.items()}
    good = True
    for name, most in GOALS.items():
        ratio = medians["fit"] / medians[name]
        good &= ratio <= most
        print(f"fit {medians['fit']:.3f} s, {name} {medians[name]:.3f} s: {ratio:.2f} (goal {most})")
    return good


def timed(work: Callable[[Article], object], stories: list[Article]) -> float:
    """CPU milliseconds for a story."""
    begun = time.process_time()
    for each in stories:
        work(each)
    return (time.process_time() - begun) / len(stories) * 1000


def setting(rounds: int) -> None:
    """Show what one story costs once everything is imported, with cuts, without, and by the library's paragraphs."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Plain

    from syndicate.exporters.pdf.galley.fitter import Fitter

    measuring: Any = import_module("syndicate.exporters.pdf.galley.measuring")
    fitter = Fitter(Context.from_environment(), {}, Report())
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=9, leading=10.8, alignment=4)
    looked = measuring.cut

    def whole(article: Article) -> None:
        measuring.cut = looked
        fitter.fit(article, {})

    def bare(article: Article) -> None:
        measuring.cut = lambda *_: None
        fitter.fit(article, {})

    def library(article: Article) -> None:
        for block in article.body:
            assert isinstance(block, Paragraph)
            Plain(plain(block.text), style).wrap(MEASURE, 10_000)

    makers = {"with cuts": whole, "without": bare, "reportlab's paragraphs": library}
    spent: dict[str, list[float]] = {name: [] for name in makers}
    for number in range(rounds):
        stories = [story(number * 20 + each) for each in range(20)]
        for name, work in makers.items():
            spent[name].append(timed(work, stories))
    measuring.cut = looked
    for name, took in spent.items():
        print(f"{name:<24} {statistics.median(took):6.2f} ms a story of 700 words")


def main() -> int:
    """Run both halves and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    good = commands(rounds)
    setting(rounds)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
