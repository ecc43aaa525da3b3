"""Each reader as a program of its own, with a folder of its own, asked what it shows of a feed."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import msgspec

HERE = Path(__file__).parent
NODE_MODULES = HERE.parent.parent / "build" / "readers" / "node_modules"
SECONDS = 30
"""More than any reader needs for a small feed; one that hangs is a failure and not a wait."""


class File(msgspec.Struct, frozen=True):
    """An enclosure as a reader shows it."""

    url: str
    type: str
    length: int


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One item as a reader shows it; what the reader keeps to itself is empty."""

    id: str
    title: str
    link: str
    html: str
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[File, ...] = ()


Shown = dict[str, list[Seen]]
"""Items by id: two under one id are a duplicate."""


class Program(msgspec.Struct, frozen=True):
    """A reader: its name, whether it is here (else how to get it), and how to ask it."""

    name: str
    missing: Callable[[], str]
    ask: Callable[[str, Path], list[Seen]]

    def read(self, address: str, folder: Path) -> Shown:
        """What is shown after the feed at `address` was fetched; `folder` is where the reader remembers."""
        shown: Shown = {}
        for item in self.ask(address, folder):
            shown.setdefault(item.id, []).append(item)
        return shown


def run(command: Sequence[str | Path], folder: Path, given: bytes | None = None, **environment: str) -> bytes:
    """Standard output of a program that knows nothing of the user's own folders, settings and proxies."""
    result = subprocess.run(
        command,
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        timeout=SECONDS,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "dumb", **environment},
    )
    assert result.returncode == 0, f"{command[0]}: {(result.stderr or result.stdout).decode(errors='replace')}"
    return result.stdout


# --- how items are read from what a program prints ------------------------------------------------------------------


def _instant(value: object) -> datetime | None:
    """A date as programs print it: RFC 3339, RFC 822, or seconds since 1970."""
    match value:
        case None | "" | 0:
            return None
        case int():
            return datetime.fromtimestamp(value, UTC)
        case _:
            text = str(value)
            date = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
            # RFC 5322 3.3: -0000 is UTC as well; Python gives it without a zone.
            return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)


def _seen(item: Mapping[str, Any]) -> Seen:
    return Seen(
        id=item["id"],
        title=item["title"],
        link=item["link"] or "",
        html=item["html"] or "",
        authors=tuple(filter(None, item.get("authors") or ())),
        published=_instant(item.get("published")),
        updated=_instant(item.get("updated")),
        categories=tuple(item.get("categories") or ()),
        enclosures=tuple(File(e["url"], e["type"], int(e.get("length") or 0)) for e in item.get("enclosures") or ()),
    )


def _python(script: str) -> Callable[[str, Path], list[Seen]]:
    def ask(address: str, folder: Path) -> list[Seen]:
        return [_seen(item) for item in json.loads(run([sys.executable, HERE / script, address, folder], folder))]

    return ask


def _node(script: str) -> Callable[[str, Path], list[Seen]]:
    def ask(address: str, folder: Path) -> list[Seen]:
        printed = run(["node", HERE / script, address], folder, NODE_PATH=str(NODE_MODULES))
        return [_seen(item) for item in json.loads(printed)]

    return ask


def _newsboat(address: str, folder: Path) -> list[Seen]:
    """What newsboat has in its cache after a reload; the cache is what its screens are drawn from."""
    (folder / "urls").write_text(address + "\n")
    (folder / "config").write_text("")
    run(["newsboat", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload"], folder)
    columns = "guid, title, url, content, author, pubDate, enclosure_url, enclosure_type"
    with closing(sqlite3.connect(folder / "cache.db")) as cache:
        rows = cache.execute(f"SELECT {columns} FROM rss_item WHERE deleted = 0").fetchall()
    return [
        Seen(
            id=guid,
            title=title,
            link=link,
            html=html,
            authors=tuple(filter(None, [author])),
            published=_instant(date),
            enclosures=(File(url, kind, 0),) if url else (),
        )
        for guid, title, link, html, author, date, url, kind in rows
    ]


def _sfeed(address: str, folder: Path) -> list[Seen]:
    """sfeed parses standard input and prints a line of nine columns for each item."""
    with urlopen(address, timeout=SECONDS) as answer:
        printed = run(["sfeed", address], folder, given=answer.read()).decode()
    found = []
    for line in printed.splitlines():
        date, title, link, html, _, guid, author, enclosure, categories = line.split("\t")
        html = re.sub(r"\\([nt\\])", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), html)
        found.append(
            Seen(
                id=guid,
                title=title,
                link=link,
                html=html,
                authors=tuple(filter(None, [author])),
                published=_instant(int(date)) if date else None,
                categories=tuple(filter(None, categories.split("|"))),
                enclosures=(File(enclosure, "", 0),) if enclosure else (),
            )
        )
    return found


def _rss2email(address: str, folder: Path) -> list[Seen]:
    """rss2email into a mail folder: each item is a message in HTML, with all it shows in its headings and its foot."""
    command = [sys.executable, "-m", "rss2email.main", "-c", "rss2email.cfg", "-d", "data.json"]
    if not (folder / "rss2email.cfg").exists():
        run([*command, "new", "reader@example.org"], folder)
        config = (folder / "rss2email.cfg").read_text()
        for name, value in _MAIL.items():
            head, _, tail = config.partition(f"\n{name} = ")
            config = f"{head}\n{name} = {value}\n{tail.partition(chr(10))[2]}"
        (folder / "rss2email.cfg").write_text(config)
        run([*command, "add", "feed", address], folder)
        (folder / "mail").mkdir()
    run([*command, "run"], folder)
    paths = sorted((folder / "mail").rglob("*/new/*"), key=lambda path: path.stat().st_mtime_ns)
    return [_message(path.read_bytes()) for path in paths]


_MAIL = {
    "email-protocol": "maildir",
    "maildir-path": "mail",
    "html-mail": "True",
    "date-header": "True",
    "name-format": "{author}",
}


def _message(data: bytes) -> Seen:
    message = email.message_from_bytes(data, policy=email.policy.default)
    html = message.get_content()
    return Seen(
        id=message["X-RSS-ID"],
        title=message["Subject"],
        link=message["X-RSS-URL"],
        html=html,
        authors=(message["From"].addresses[0].display_name,),
        updated=_instant(message["Date"]),
        categories=tuple(filter(None, (message["X-RSS-TAGS"] or "").split(","))),
        enclosures=tuple(File(url, "", 0) for url in re.findall(r'Enclosure: <a href="([^"]+)"', html)),
    )


# --- which programs there are ---------------------------------------------------------------------------------------


def _binary(name: str) -> Callable[[], str]:
    return lambda: "" if shutil.which(name) else f"{name} is not installed (a package of Debian)"


def _module(name: str) -> Callable[[], str]:
    return lambda: "" if find_spec(name) else f"{name} is not installed (pip install {name})"


def _package(name: str) -> Callable[[], str]:
    @cache
    def missing() -> str:
        if not shutil.which("node"):
            return "Node.js is not installed"
        return "" if (NODE_MODULES / name).is_dir() else f"{name} is not installed (make readers)"

    return missing


PROGRAMS = (
    Program("feedparser", _module("feedparser"), _python("with_feedparser.py")),
    Program("reader", _module("reader"), _python("with_reader.py")),
    Program("newsboat", _binary("newsboat"), _newsboat),
    Program("rss2email", _module("rss2email"), _rss2email),
    Program("sfeed", _binary("sfeed"), _sfeed),
    Program("rss-parser", _package("rss-parser"), _node("rss_parser.cjs")),
    Program("feedsmith", _package("feedsmith"), _node("feedsmith.cjs")),
)
