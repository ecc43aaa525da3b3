"""What making up a newspaper costs, against the plain template `edition` for the same stories in the same run.

The editions are those of `tests/newspapers.py`: a hundred stories, a third of them briefs, a third of the others with a
picture, on a tabloid: some 24 pages. CPU time of both, by turns in one process; the exit status is 1 when the ratio
of the medians is above the goal::

    .venv/bin/python benchmarks/pdf_newspaper.py [--stories 110] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
GOAL = 3.0
"""The most that the newspaper may cost, in times of the plain edition."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=110)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    newspapers, pdfs = import_module("newspapers"), import_module("pdfs")

    seconds: dict[str, list[float]] = {"edition": [], "newspaper": []}
    pages: dict[str, int] = {}
    with TemporaryDirectory() as folder:
        whole = newspapers.edition(3, "full", Path(folder), stories=given.stories)
        for _ in range(given.rounds + 1):
            for template, taken in seconds.items():
                begun = time.process_time()
                made = pdfs.make(whole, media=Path(folder), template=template, profile="screen")
                taken.append(time.process_time() - begun)
                pages[template] = len(made.pages)
    # The first round pays for imports and fonts.
    medians = {template: statistics.median(taken[1:]) for template, taken in seconds.items()}
    for template, median in medians.items():
        print(f"{template:10} {median:6.2f} s of CPU, {pages[template]} pages")
    ratio = medians["newspaper"] / medians["edition"]
    print(f"ratio {ratio:.2f}, at most {GOAL:.1f}: {'met' if ratio <= GOAL else 'MISSED'}")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
