"""What it costs to judge one NewsML-G2 item: the rules, against the grammars and the parsing of the same item.

The item is the rich story of `newsml.py`, about a hundred elements, as we write it; with a second one, whose every
part of contentMeta stands ten times, to see that the rules grow with what they look at and no faster. Each round is a
process of its own; the figures are medians of CPU time. The exit status is 1 when the goal is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy

import newsml
from lxml import etree

from syndicate.context import Context
from syndicate.contracts import Proof
from syndicate.formats import safexml
from syndicate.formats.g2 import NAR
from syndicate.validators.newsmlg2 import bounds, grammar
from syndicate.validators.newsmlg2.findings import Findings
from syndicate.validators.newsmlg2.identity import Seen
from syndicate.validators.newsmlg2.rules import item_rules
from syndicate.validators.newsmlg2.survey import Survey

GOAL = 0.5
"""CPU ms for the rules of one rich item."""
ROUNDS = 5
REPEATS = 300


def rich_item() -> etree._Element:
    """The rich story as an item of the message that we write of it."""
    root = etree.fromstring(b"".join(newsml.exported(newsml.cleared(newsml.rich()))), safexml.parser())
    item = root.find(f".//{{{NAR}}}newsItem")
    if item is None:
        raise ValueError("the message holds no newsItem")
    return etree.fromstring(etree.tostring(item, with_tail=False), safexml.parser())


def larger(item: etree._Element) -> etree._Element:
    """The item with every part of contentMeta ten times: not valid, and as much work for the rules."""
    grown = deepcopy(item)
    content = grown.find(f"{{{NAR}}}contentMeta")
    if content is not None:
        for child in list(content) * 9:
            content.append(deepcopy(child))
    return grown


class _NoBodies(grammar.Bodies):
    """Bodies in NITF are judged by a grammar, which is no rule."""

    def judge_nitf(self, root: etree._Element, find: Findings) -> None:
        """Nothing."""


def rules(item: etree._Element, proof: Proof) -> Callable[[], None]:
    """The bound on size, one walk and all rules."""
    bodies = _NoBodies(proof)

    def judge() -> None:
        found = Findings("x")
        found.at_home(item, "/newsItem")
        bounds.refusal(item)
        item_rules(Survey(item), found, Seen(), bodies)

    return judge


def measure() -> dict[str, float]:
    """CPU ms of each judge on one item."""
    item = rich_item()
    proof = Proof(name="x", context=Context(now=newsml.NOW))
    data, own, official = etree.tostring(item), grammar._relaxng("newsml-g2.rng"), newsml.schema()
    big = larger(item)
    makers: dict[str, Callable[[], object]] = {
        "parse": lambda: safexml.parse(data),
        "our grammar": lambda: own.validate(item),
        "rules": rules(item, proof),
        "rules, ten times the metadata": rules(big, proof),
    }
    if official is not None:
        makers["official schema"] = lambda: official.validate(item)
    found = {name: float(sum(1 for _ in tree.iter("*"))) for name, tree in (("elements", item), ("larger", big))}
    for name, judge in makers.items():
        judge()
        start = time.process_time()
        for _ in range(REPEATS):
            judge()
        found[name] = (time.process_time() - start) / REPEATS * 1000
    return found


def main() -> int:
    """Measure, print, and say by the exit status whether the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="processes (default: %(default)s)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.child:
        print(json.dumps(measure()))
        return 0
    command = [sys.executable, __file__, "--child"]
    rounds = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout)
        for _ in range(wishes.rounds)
    ]
    found = {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}
    print(f"\none item of {found.pop('elements'):.0f} elements, and of {found.pop('larger'):.0f}")
    for name, took in found.items():
        print(f"{name:32}{took:8.3f} CPU ms")
    met = found["rules"] <= GOAL
    print(f"\n{'met   ' if met else 'MISSED'} rules: at most {GOAL} ms an item: {found['rules']:.3f}")
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
