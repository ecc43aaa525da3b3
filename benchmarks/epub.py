"""How fast books are written and in how much memory, as ratios against peers that are measured in the same run.

From ready articles to bytes: a book of some thousand stories of 3 kB. Every measurement is a process of its own; each
round runs every maker once, so that a slow minute of the machine touches all of them alike. The figures are medians
over the rounds of the CPU time of the writing alone (for pandoc, of its process), and the peak of memory above what
the process had when its stories were ready.

`ours` is what `syndicate export` writes: cover, front page, foot and head of each story, links between them, and the
canonical copy. `ours-plain` leaves out cover and copy, which no peer has; `ours-zlib` is that, packed as peers pack.
`ebooklib` is the library as its README shows it, with documents that hold headline and body and nothing else;
`ebooklib-same` is given the documents of `ours-plain`, front page, heads, feet and links included. All of these and
`floor`, which is strings in a zip and nothing else, are given the time that rendering takes, since someone has to;
`ebooklib-ready` is given the bodies. `raw` is the prototype beside the repository, where it is, with words ready to
be written. The exit status is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from feeds import peak, settle

from syndicate import gate, registry
from syndicate.context import Context, MediaStore
from syndicate.contracts import Job, Release
from syndicate.diagnostics import Report
from syndicate.formats import archive
from syndicate.formats.xhtml import Style, render
from syndicate.model import Article, Edition, text
from syndicate.model.article import Media, Rendition
from syndicate.model.body import Figure, Paragraph

MAKERS = ("ours", "ours-plain", "ours-zlib", "ebooklib", "ebooklib-same", "ebooklib-ready", "raw", "floor", "pandoc")
PROTOTYPE = Path(__file__).resolve().parent.parent.parent / "shared" / "prototypes" / "epub" / "raw.py"
START = datetime(2026, 1, 1, tzinfo=UTC)
STORY = 3000
PICTURE = 200_000
_STYLE = Style(href=lambda href: href, view=lambda media: None, file=lambda media: None)


class Cost(NamedTuple):
    """CPU seconds, seconds by the clock, megabytes above the baseline, bytes of the book."""

    cpu: float
    wall: float
    memory: float
    size: int


# --- stories ---------------------------------------------------------------------------------------------------------


def articles(count: int, *, pictures: bool = False) -> list[Article]:
    """Stories of about `STORY` letters in words as rare as those of a language, the same in every run."""
    chance = random.Random(7)
    letters = "etaoinshrdlucmfwypvbgk"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(6000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    found = []
    for number in range(count):
        drawn = chance.choices(words, weights, k=STORY // 6)
        paragraphs = [" ".join(drawn[at : at + 65]).capitalize() + "." for at in range(0, len(drawn), 65)]
        body = tuple(Paragraph(bid=f"b{place}", text=text(words)) for place, words in enumerate(paragraphs))
        media: tuple[Media, ...] = ()
        if pictures:
            media = (Media(id="m", type="picture", renditions=(Rendition(href=f"{number}.jpg"),), alt="A picture"),)
        found.append(
            Article(
                id=f"urn:x-bench:{number}",
                headline=" ".join(drawn[:6]).capitalize(),
                language="en",
                published=START,
                modified=START,
                media=media,
                body=((Figure(bid="f", media="m"), *body) if pictures else body),
            )
        )
    return found


def release(stories: list[Article]) -> Release:
    """The stories as the gate lets them through."""
    edition = Edition(id="urn:x-bench:edition", title="The Bench", language="en", articles=tuple(stories))
    return gate.clear(edition, START.replace(year=2027)).release


def write_pictures(folder: Path, count: int) -> None:
    """Files of `PICTURE` bytes that begin and end as JPEGs do, each with other bytes in between."""
    head = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080190028001011100ffda0008010100003f00")
    filling = random.Random(3).randbytes(PICTURE - len(head) - 10).replace(b"\xff", b"\xfe")
    for number in range(count):
        (folder / f"{number}.jpg").write_bytes(head + f"{number:08}".encode() + filling + b"\xff\xd9")


# --- makers ----------------------------------------------------------------------------------------------------------


def job_of(options: dict[str, str], media: Path | None = None) -> Job:
    row = registry.exporter("epub").row
    context = Context(now=START, media=MediaStore(default=media))
    return Job(row=row, context=context, report=Report(), stem="book", built_at=START, options=options)


def ours(what: Release, options: dict[str, str], media: Path | None = None) -> Iterable[bytes]:
    """The exporter, as it is."""
    from syndicate.exporters.epub import EpubExporter

    (artifact,) = EpubExporter().export(what, job_of(options, media))
    return artifact.chunks


def documents(what: Release) -> Iterator[bytes]:
    """The front page and the stories as the exporter writes them."""
    from syndicate.exporters.epub import pages
    from syndicate.exporters.epub.pictures import Pictures
    from syndicate.exporters.epub.plan import make_plan
    from syndicate.exporters.epub.stories import StoryWriter

    plan, job = make_plan(what), job_of({})
    writer = StoryWriter(plan, job, Pictures(job, lambda path, data: None))
    yield pages.front(plan, writer)
    stories = list(plan.stories())
    for place, story in enumerate(stories):
        after = stories[place + 1] if place + 1 < len(stories) else None
        yield writer.write(story, stories[place - 1] if place else None, after)


def page(article: Article) -> str:
    """A story as a peer takes it: a whole HTML document."""
    title = article.headline
    content = f"<h1>{title}</h1>{render(article, _STYLE)}"
    return f"<html><head><title>{title}</title></head><body><article>{content}</article></body></html>"


def ebooklib(titles: list[str], pages: Iterable[str | bytes]) -> Iterable[bytes]:
    """The library as its README shows it, defaults and all."""
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier("urn:x-bench:edition")
    book.set_title("The Bench")
    book.set_language("en")
    chapters = []
    for number, (title, content) in enumerate(zip(titles, pages, strict=True)):
        chapter = epub.EpubHtml(title=title, file_name=f"story-{number}.xhtml", lang="en")
        chapter.content = content
        book.add_item(chapter)
        chapters.append(chapter)
    book.toc = chapters
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    book.spine = ["nav", *chapters]
    stream = BytesIO()
    epub.write_epub(stream, book)
    return (stream.getvalue(),)


def floor(pages: Iterable[str]) -> Iterable[bytes]:
    """Strings in a zip: no package document, no contents, no check."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for number, content in enumerate(pages):
            book.writestr(f"story-{number}.xhtml", content)
    return (stream.getvalue(),)


def raw() -> Callable[[list[Article]], Iterable[bytes]]:
    """The prototype, which takes its stories from a module that it was tried out with."""
    stories: list[dict[str, object]] = []
    source = ModuleType("gen")
    vars(source).update(SECTIONS=("News",), article=lambda number: stories[number])
    sys.modules["gen"] = source
    spec = importlib.util.spec_from_file_location("raw", PROTOTYPE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def make(given: list[Article]) -> Iterable[bytes]:
        for article in given:
            words = ["".join(run.text for run in block.text) for block in article.body if isinstance(block, Paragraph)]
            stories.append({"title": article.headline, "author": "A. Writer", "paras": words})
        stream = BytesIO()
        module.edition(len(stories), stream, mode="f")
        stories.clear()
        return (stream.getvalue(),)

    return make


def pandoc(pages: list[str]) -> Cost:
    """The program on one HTML file with a heading of the first level for each story."""
    with tempfile.TemporaryDirectory() as folder:
        source, book = Path(folder, "stories.html"), Path(folder, "book.epub")
        bodies = (content.partition("<article>")[2].partition("</article>")[0] for content in pages)
        source.write_text("<html><body>" + "".join(bodies) + "</body></html>")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = ["pandoc", "-f", "html", "--metadata", "title=The Bench", "-o", str(book), str(source)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Cost(cpu, time.perf_counter() - start, after.ru_maxrss / 1024, book.stat().st_size)


def prepared(maker: str, count: int) -> Callable[[], Iterable[bytes]]:
    """The maker with its stories ready and its libraries loaded by a book of one story."""
    stories = articles(count)
    if maker.startswith("ours"):
        options = {} if maker == "ours" else {"cover": "no", "copy": "no"}
        if maker == "ours-zlib":
            archive.zlib, archive._LEVEL = zlib, 6  # type: ignore[attr-defined]
        list(ours(release(stories[:1]), options))
        what = release(stories)
        return lambda: ours(what, options)
    if maker == "raw":
        prototype = raw()
        prototype(stories[:1])
        return lambda: prototype(stories)
    titles = [article.headline for article in stories]
    if maker == "floor":
        return lambda: floor(map(page, stories))
    ebooklib(titles[:1], [page(stories[0])])
    if maker == "ebooklib":
        return lambda: ebooklib(titles, map(page, stories))
    if maker == "ebooklib-same":
        what = release(stories)
        list(documents(release(stories[:1])))
        return lambda: ebooklib(["Front page", *titles], documents(what))
    ready = list(map(page, stories))
    return lambda: ebooklib(titles, ready)


def measure(maker: str, count: int) -> Cost:
    """One measurement, in this process."""
    warnings.simplefilter("ignore")  # ebooklib tells of its own future
    if maker == "pandoc":
        return pandoc(list(map(page, articles(count))))
    if maker == "pictures":
        with tempfile.TemporaryDirectory() as folder:
            write_pictures(Path(folder), count)
            what = release(articles(count, pictures=True))
            list(ours(release([]), {}))
            return counted(lambda: ours(what, {}, Path(folder)))
    return counted(prepared(maker, count))


def counted(make: Callable[[], Iterable[bytes]]) -> Cost:
    settle()
    before, start, clock = peak(), time.process_time(), time.perf_counter()
    size = sum(map(len, make()))
    return Cost(time.process_time() - start, time.perf_counter() - clock, peak() - before, size)


# --- rounds ----------------------------------------------------------------------------------------------------------


def child(maker: str, count: int) -> Cost:
    """One measurement, in a process of its own."""
    command = [sys.executable, __file__, "--child", maker, str(count)]
    return Cost(*json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def median(found: list[Cost]) -> Cost:
    columns = zip(*found, strict=True)
    return Cost(*(statistics.median(column) for column in columns))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="two rounds, pandoc once")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(options.child[0], int(options.child[1]))))
        return 0
    rounds = 2 if options.quick else options.rounds
    absent = {"pandoc"} if not shutil.which("pandoc") else set()
    absent |= {"raw"} if not PROTOTYPE.is_file() else set()
    makers = [maker for maker in MAKERS if maker not in absent]
    found: dict[str, list[Cost]] = {maker: [] for maker in makers}
    for turn in range(rounds):
        for maker in makers:
            if maker != "pandoc" or turn == 0:
                found[maker].append(child(maker, options.items))
    costs = {maker: median(runs) for maker, runs in found.items()}
    print(f"{options.items} stories of {STORY} letters, median of {rounds} rounds")
    for maker, cost in costs.items():
        times, size = cost.cpu / costs["ours-plain"].cpu, cost.size // 1000
        told = f"{cost.cpu:7.3f} s CPU  {times:5.2f} x ours-plain  {cost.wall:7.3f} s clock"
        print(f"  {maker:15} {told}  {cost.memory:7.1f} MB  {size:>6} kB")
    large, pictures = child("ours", 5000), child("pictures", 1000)
    size = PICTURE // 1000
    print(f"  ours, 5,000 stories: {large.cpu:.2f} s, {large.memory:.1f} MB")
    print(f"  ours, 1,000 stories with 1,000 pictures of {size} kB: {pictures.cpu:.2f} s, {pictures.memory:.1f} MB")
    return judge(costs, pictures, large)


def judge(costs: dict[str, Cost], pictures: Cost, large: Cost) -> int:
    """Say of each goal whether it is met."""
    plain = costs["ours-plain"].cpu
    goals = [
        ("1.8 times faster than ebooklib as its README shows it", costs["ebooklib"].cpu / plain, 1.8),
        ("1.8 times faster than ebooklib with the same documents", costs["ebooklib-same"].cpu / plain, 1.8),
    ]
    if "pandoc" in costs:
        goals.append(("20 times faster than pandoc", costs["pandoc"].cpu / plain, 20.0))
    goals.append(("1,000 pictures in less than 64 MB", 64 / max(pictures.memory, 0.1), 1.0))
    goals.append(("5,000 stories in less than 32 MB", 32 / max(large.memory, 0.1), 1.0))
    for what, ratio, goal in goals:
        print(f"  {'met   ' if ratio >= goal else 'MISSED'} {what}: {ratio:.2f} of {goal}")
    return int(any(ratio < goal for _, ratio, goal in goals))


if __name__ == "__main__":
    sys.exit(main())
