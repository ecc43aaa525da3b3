"""How fast NewsML-G2 is written, as ratios against raw lxml and IPTC's own Python library in the same run.

A rich story of about a hundred elements is written, serialised and judged by the official schema; raw lxml does the
same from the same article, by hand for this one story (`newsml_lxml.py`). A small one, as in the README of
newsmlg2, is written by that library too. Last, a message of ten thousand stories is written as a stream. Each
measurement is a process of its own, each round runs every maker once; the figures are medians of CPU time. The exit
status is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import newsml_lxml
from lxml import etree
from msgspec.structs import replace

from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Job, Release
from syndicate.diagnostics import Report
from syndicate.model import article as m
from syndicate.model import body as b
from syndicate.model.article import Article, Edition

HERE = Path(__file__).resolve().parent
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
ROUNDS = 5
REPEATS = 1000
ITEMS = 10_000


# --- stories ---------------------------------------------------------------------------------------------------------


def rich() -> Article:
    """A story as an agency sends it: about a hundred elements with both bodies."""
    sport = m.Concept(name="sport", scheme="medtop", code="15000000")
    region = m.Concept(name="West Coast", uri="https://places.example/west")
    words = b.text("The ferry runs again from Monday on, the council said, and the crossing stays at 1,250 a day.")
    marked = (
        *words,
        b.Run(text=" It was late.", marks=(b.Em(),)),
        b.Run(text="More", marks=(b.Link(href="https://news.example/more"),)),
    )
    return Article(
        id="urn:newsml:news.example:20250601:ferry-1",
        version=2,
        alt_ids=(m.AltId(value="A0815", kind="agency"),),
        canonical_url="https://news.example/ferry",
        language="en-GB",
        headline="Ferry runs again from Monday",
        subheadline="Council gives way after a week",
        summary="The crossing opens on Monday.",
        slug="FERRY-COUNCIL",
        keywords=("ferry", "council"),
        dateline=m.Dateline(places=("NORHAVN",), country="Norland", geo=m.Geo(lat=55.5, lon=-3.25), raw="NORHAVN —"),
        bylines=(m.Byline(name="Mona Writer", title="Correspondent", contact="mona@news.example"),),
        credit=m.Credit(raw="Norhavn News", agencies=("Norhavn News",)),
        provider="Norhavn News",
        copyright_holder="Norhavn News",
        copyright_notice="© 2025 Norhavn News",
        usage_terms="Not for sale",
        created=NOW,
        content_created=NOW,
        modified=NOW,
        urgency=4,
        ed_notes=(m.EdNote(text="Adds the council", public=True),),
        genre=("Current",),
        subjects=(m.Subject(name="rowing", scheme="medtop", code="20001057", relevance=80, broader=(sport,)),),
        orgs=(m.Named(id="line", name="Norhavn Line", symbols=("XNOR:NRHL",)),),
        places=(m.Named(id="norhavn", name="Norhavn", geo=m.Geo(lat=55.5, lon=-3.25), broader=(region,)),),
        links=(m.Relation(rel="related", ref="urn:newsml:news.example:20250531:ferry-0", title="Ferry stops"),),
        body=(
            b.Lead(bid="b1", text=marked),
            b.Paragraph(bid="b2", text=words),
            b.Crosshead(bid="b3", text=b.text("What it costs")),
            b.List(bid="b4", items=tuple(b.ListItem(text=b.text(t)) for t in ("adults 12", "children 6"))),
            b.Paragraph(bid="b5", text=words),
        ),
        word_count=90,
    )


def small() -> Article:
    """A story of the size of the one in the README of newsmlg2: what both can write."""
    return Article(
        id="urn:x:small",
        language="en-GB",
        provider="IPTC",
        modified=NOW,
        content_created=NOW,
        digital_source_type="digsrctype:trainedAlgorithmicMedia",
        dateline=m.Dateline(places=("Berlin",), region="Berlin", country="Germany"),
        bylines=(m.Byline(name="Zweites Deutsches Fernsehen", organisation="Mainz"),),
        headline="A headline",
        summary="A summary",
    )


def cleared(*stories: Article) -> Release:
    """The stories as they come from the gate."""
    return gate.clear(Edition(id="urn:x:edition", publisher="Norhavn News", articles=stories), NOW).release


EXPORTER = registry.exporter("newsml-g2")
JOB = Job(
    row=EXPORTER.row,
    context=Context(now=NOW),
    report=Report(),
    stem="x",
    built_at=NOW,
    base_url="https://news.example/",
)


def exported(release: Release) -> Iterator[bytes]:
    """Our message, in the chunks in which it is written."""
    (artifact,) = EXPORTER._exporter.export(release, JOB)
    yield from artifact.chunks


# --- makers ----------------------------------------------------------------------------------------------------------


def schema() -> etree.XMLSchema | None:
    """The official schema, where it is here."""
    folder = Path(os.environ.get("SYNDICATE_SCHEMAS") or HERE.parent.parent / "shared" / "schemas")
    path = folder / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"
    return etree.XMLSchema(etree.parse(path)) if path.is_file() else None


def outline(root: Any) -> list[tuple[object, ...]]:
    """Every element with its attributes and its words, as a reader sees them: line ends between elements aside."""
    return [(e.tag, sorted(e.attrib.items()), (e.text or "").strip(), (e.tail or "").strip()) for e in root.iter()]


def ours(story: Article, judge: etree.XMLSchema | None) -> Callable[[], None]:
    """From a ready article to bytes that the schema has judged."""
    release = cleared(story)
    # No nodes for what indents, and none of what a stranger's file could bring.
    parser = etree.XMLParser(remove_blank_text=True, collect_ids=False, resolve_entities=False, no_network=True)

    def make() -> None:
        data = b"".join(exported(release))
        if judge is not None and not judge.validate(etree.fromstring(data, parser)):
            raise ValueError(str(judge.error_log))

    return make


def raw_lxml(story: Article, judge: etree.XMLSchema | None) -> Callable[[], None]:
    """The same document as a tree, serialised; its tree is judged without being read again."""
    wanted = outline(etree.fromstring(b"".join(exported(cleared(story)))))
    if outline(newsml_lxml.message(story, NOW)) != wanted:
        raise ValueError("lxml does not write the same document: mend newsml_lxml.py")

    def make() -> None:
        made = newsml_lxml.message(story, NOW)
        etree.tostring(made, xml_declaration=True, encoding="UTF-8")
        if judge is not None and not judge.validate(made):
            raise ValueError(str(judge.error_log))

    return make


def library() -> Callable[[], None]:
    """The small story by newsmlg2, as its README does it (in the order that the standard demands)."""
    lib: Any = import_module("NewsMLG2")

    def make() -> None:
        item = lib.NewsItem()
        item.guid, item.xml_lang = "urn:x:small", "en-GB"
        meta = lib.ItemMeta()
        meta.itemclass.qcode = "ninat:text"
        meta.provider.qcode = "nprov:IPTC"
        meta.versioncreated = "2025-06-01T12:00:00Z"
        item.itemmeta = meta
        content = lib.NewsItemContentMeta()
        content.contentcreated = "2025-06-01T12:00:00Z"
        kind = lib.DigitalSourceType()
        kind.uri = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        content.digitalsourcetype = kind
        located = lib.Located()
        located.name = "Berlin"
        around = [lib.Broader(), lib.Broader()]
        around[0].name, around[1].name = "Berlin", "Germany"
        located.broader = around
        content.located = located
        creator = lib.Creator()
        creator.name = "Zweites Deutsches Fernsehen"
        details, place = lib.OrganisationDetails(), lib.OrganisationLocation()
        place.name = "Mainz"
        details.location = place
        creator.organisationdetails = details
        content.creator = creator
        item.contentmeta = content
        document = lib.NewsMLG2Document()
        document.set_item(item)
        document.to_xml_string()

    return make


MAKERS: dict[str, Callable[[], Callable[[], None]]] = {
    "rich, judged: ours": lambda: ours(rich(), schema()),
    "rich, judged: raw lxml": lambda: raw_lxml(rich(), schema()),
    "rich: ours": lambda: ours(rich(), None),
    "rich: raw lxml": lambda: raw_lxml(rich(), None),
    "small: ours": lambda: ours(small(), None),
    "small: newsmlg2": library,
}


# --- measuring -------------------------------------------------------------------------------------------------------


def measure(maker: str) -> float:
    """CPU seconds for one story."""
    make = MAKERS[maker]()
    for _ in range(20):
        make()
    gc.collect()
    gc.freeze()  # what was imported is not looked through again and again, for any maker
    start = time.process_time()
    for _ in range(REPEATS):
        make()
    return (time.process_time() - start) / REPEATS


def peak() -> float:
    """The most memory since it was last reset, in megabytes; since the start where the kernel does not tell."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def stream(number: int) -> tuple[float, float, int]:
    """CPU seconds, megabytes above the ready stories, and bytes of a message of so many stories."""
    story = rich()
    release = cleared(*(replace(story, id=f"urn:x:{count}") for count in range(number)))
    sum(map(len, exported(cleared(story))))
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")
    before, start = peak(), time.process_time()
    size = sum(map(len, exported(release)))
    return time.process_time() - start, peak() - before, size


def child(*arguments: str) -> Any:
    """Run one measurement in a process of its own."""
    command = [sys.executable, __file__, "--child", *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout)


def available() -> Iterator[str]:
    """The makers that can be measured here; what is missing is said."""
    judged = schema() is not None
    if not judged:
        print("the official schema is not here (SYNDICATE_SCHEMAS): nothing is judged", file=sys.stderr)
    for maker in MAKERS:
        if "newsmlg2" in maker and find_spec("NewsMLG2") is None:
            print("newsmlg2: not installed (pip install -e '.[bench]')", file=sys.stderr)
        elif judged or "judged" not in maker:
            yield maker


def goals(found: dict[str, float], above: float) -> Iterator[tuple[str, str, bool]]:
    """What must hold, what was found, and whether it does."""
    judged = found.get("rich, judged: raw lxml")
    if judged:
        ratio = judged / found["rich, judged: ours"]
        yield "rich, judged: at least 0.8 of raw lxml", f"{ratio:.2f}", ratio >= 0.8
    if "small: newsmlg2" in found:
        ratio = found["small: newsmlg2"] / found["small: ours"]
        yield "small: at least 8 times faster than newsmlg2", f"{ratio:.1f}", ratio >= 8
    yield f"{ITEMS:,} stories: at most 5 MB above the stories", f"{above:.1f}", above <= 5


def main() -> int:
    """Measure, print, and say by the exit status whether every goal is met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="runs of each maker (default: %(default)s)")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.child:
        kind, *rest = wishes.child
        print(json.dumps(measure(rest[0]) if kind == "maker" else stream(int(rest[0]))))
        return 0
    elements = sum(1 for _ in etree.fromstring(b"".join(exported(cleared(rich())))).iter())
    makers = list(available())
    rounds = [{maker: float(child("maker", maker)) for maker in makers} for _ in range(wishes.rounds)]
    found = {maker: statistics.median(figures[maker] for figures in rounds) for maker in makers}
    print(f"\none story; the rich one has {elements} elements\n{'':28}{'CPU ms':>9}{'a second':>10}")
    for maker, seconds in found.items():
        print(f"{maker:28}{seconds * 1000:9.3f}{1 / seconds:10.0f}")
    cpu, above, size = child("stream", str(ITEMS))
    print(f"\n{ITEMS:,} stories in one message: {size / 1e6:.0f} MB, {cpu:.1f} s, {above:.1f} MB above the stories\n")
    verdicts = list(goals(found, above))
    for what, value, met in verdicts:
        print(f"{'met   ' if met else 'MISSED'} {what}: {value}")
    return int(not all(met for _, _, met in verdicts))


if __name__ == "__main__":
    sys.exit(main())
