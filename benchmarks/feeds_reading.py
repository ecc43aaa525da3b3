"""What reading a feed costs beside feedparser, in the same run: CPU time an item, and memory as a feed grows.

Both read the same RSS with full text. feedparser gives dictionaries; we give stories of blocks, sanitised, with ids
made of their content. It is measured as it comes, and without its own sanitiser. Memory is that of a file of ten
times as many items::

    python benchmarks/feeds_reading.py [--items 1000]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from syndicate import registry
from syndicate.context import Context
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report

_PARAGRAPH = (
    "&lt;p&gt;The ferries sail &lt;em&gt;twice&lt;/em&gt; as often from Monday, says the "
    "&lt;a href=&quot;https://harbour.example/board&quot;&gt;board&lt;/a&gt;, after months of letters.&lt;/p&gt;"
)
_HEAD = (
    '<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel><title>Harbour</title><link>https://harbour.example/</link><language>en</language>"
)
_ROUNDS = 5


def feed(items: int) -> bytes:
    """A feed of so many items with 3 KB of text each."""
    made = [_HEAD]
    for number in range(items):
        made.append(
            f"<item><title>Ferries, part {number}</title><link>https://harbour.example/{number}</link>"
            f'<guid isPermaLink="false">urn:x:{number}</guid><pubDate>Sat, 01 Mar 2025 06:30:00 +0100</pubDate>'
            f"<dc:creator>Ann Ash</dc:creator><category>harbour</category><description>Part {number}.</description>"
            f"<c:encoded>&lt;p&gt;Part {number} of it.&lt;/p&gt;{_PARAGRAPH * 18}</c:encoded></item>"
        )
    return "".join([*made, "</channel></rss>"]).encode()


def ours(data: bytes) -> int:
    """How many stories we read."""
    job = ImportJob(context=Context(now=datetime(2025, 9, 15, tzinfo=UTC)), report=Report())
    return sum(1 for _ in registry.importer("rss").read(Source(name="feed", data=data), job)) - 1


def theirs(data: bytes) -> int:
    """How many entries feedparser reads."""
    import feedparser

    return len(feedparser.parse(data).entries)


def theirs_bare(data: bytes) -> int:
    """The same without its sanitiser and its resolving of addresses."""
    import feedparser

    return len(feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False).entries)


_READERS: dict[str, Callable[[bytes], int]] = {"ours": ours, "feedparser": theirs, "feedparser, bare": theirs_bare}


def seconds(read: Callable[[bytes], int], data: bytes, items: int) -> float:
    """CPU seconds of one reading."""
    begun = time.process_time()
    assert read(data) == items
    return time.process_time() - begun


def peak(name: str, items: int) -> float:
    """Megabytes that a process takes to read a feed of so many items, over what it takes for one item."""
    code = (
        "import re, sys; sys.path.insert(0, 'benchmarks'); import feeds_reading as f; "
        "told = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) / 1024; "
        f"data = f.feed({items}); f._READERS[{name!r}](f.feed(1)); before = told(); "
        f"f._READERS[{name!r}](data); print(told() - before)"
    )
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def main() -> int:
    """Print what each reader costs and its ratio to ours."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=1000)
    items = parser.parse_args().items
    data = feed(items)
    for read in _READERS.values():
        read(feed(2))
    spent: dict[str, list[float]] = {name: [] for name in _READERS}
    for _ in range(_ROUNDS):  # interleaved, so that a busy machine is busy for all
        for name, read in _READERS.items():
            spent[name].append(seconds(read, data, items))
    best = {name: min(times) for name, times in spent.items()}
    print(f"{items} items, {len(data) / items:.0f} bytes each")
    for name, time_ in best.items():
        grown = peak(name, items * 10)
        print(f"{name:18} {time_ / items * 1000:6.2f} ms an item  {time_ / best['ours']:5.2f}x  {grown:6.1f} MB more")
    return 0


if __name__ == "__main__":
    sys.exit(main())
