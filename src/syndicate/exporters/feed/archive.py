"""One feed, or a feed and the documents around it (RFC 5005): archives that never change, or pages.

Archives are filled from the oldest story on, each with as many as a page has, and numbered from 1. A new story begins
a new archive one day and changes none; so an archive can be cached for ever. That is why there is no `next-archive`
link: the newest archive would have to change for the next one. Each document has `prev-archive` and `current`.

Stories are ordered by publication date, those without one being the oldest, and by id where that is the same: the order
of the edition may be another one tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Literal

import msgspec

from syndicate.contracts import Artifact, Job
from syndicate.errors import UsageError
from syndicate.exporters.feed.head import Head
from syndicate.exporters.feed.rendering import Item, rendered

STYLESHEET = "feed.css"
_OLDEST = datetime.min.replace(tzinfo=UTC)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the feed: which of the ordered items stand in it, and how it is linked to the others."""

    name: str
    start: int
    stop: int
    is_archive: bool = False
    links: tuple[tuple[str, str], ...] = ()
    """Relation and address, absolute."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The items in the order in which they are written, and the documents, the one to subscribe to first."""

    items: tuple[Item, ...]
    documents: tuple[Document, ...]
    complete: bool = False
    """The feed holds every story there is: what is not in it is gone (RFC 5005 2)."""


class Items:
    """The bytes of a plan's items; those that stand in two documents are rendered once, and reported on once."""

    def __init__(
        self,
        plan: Plan,
        job: Job,
        render: Callable[[Item], bytes],
        settings: object = None,
        instant: datetime | None = None,
    ) -> None:
        self._items = plan.items
        self._render = render
        self._stream = rendered(plan.items, job, render, settings, instant)
        self._at = 0
        self._twice = range(0)
        if len(plan.documents) > 1:
            first, second = plan.documents[:2]
            self._twice = range(second.start, first.stop)
        self._kept: dict[int, bytes] = {}

    def of(self, document: Document) -> Iterator[bytes]:
        """The items of `document`, which are streamed as long as documents are asked for in their order."""
        for number in range(document.start, document.stop):
            if number == self._at:
                self._at += 1
                data = next(self._stream)
                if number in self._twice:
                    self._kept[number] = data
                yield data
            else:
                yield self._kept.pop(number) if number in self._kept else self._render(self._items[number])
        if self._at == len(self._items):
            # Past its last item the stream puts the cache in order.
            for _ in self._stream:
                raise AssertionError("an item too many")


def plan(items: tuple[Item, ...], job: Job, *, archives: bool = True) -> Plan:
    """How the items are spread over documents, as the job's options say: without `archives`, over pages.

    Raises:
        UsageError: an option has a value that it cannot have, or contradicts another.
    """
    if not job.options:
        return Plan(items=items, documents=(Document(name=job.file_name, start=0, stop=len(items)),))
    size, name = _size(job), job.row.name
    paged, complete = job.flag("paged", default=False), job.flag("complete", default=False)
    if complete and size:
        raise UsageError(f"--option {name}.complete: a complete feed has no pages", hint=f"leave out {name}.page-size")
    if paged and not size:
        raise UsageError(f"--option {name}.paged: nothing says how long a page is", hint=f"add {name}.page-size=20")
    if not size:
        whole = Document(name=job.file_name, start=0, stop=len(items))
        return Plan(items=items, documents=(whole,), complete=complete)
    ordered = tuple(sorted(items, key=lambda item: (item.published or _OLDEST, item.id), reverse=True))
    documents = _archives(len(ordered), size, job) if archives and not paged else _pages(len(ordered), size, job)
    return Plan(items=ordered, documents=tuple(documents))


def _size(job: Job) -> int:
    asked, option = job.options.get("page-size", ""), f"--option {job.row.name}.page-size"
    if not asked:
        return 0
    if not (asked.isascii() and asked.isdigit() and int(asked)):
        raise UsageError(f"{option}={asked}: is no number of items", hint=f"{option}=20")
    if not job.base_url:
        raise UsageError(f"{option}: pages are linked by absolute addresses", hint="give --base-url")
    return int(asked)


def _archives(count: int, size: int, job: Job) -> Iterator[Document]:
    """The newest `size` items, and full archives from the oldest on until every item is in one of them."""
    archives = max(0, count - 1) // size
    base = job.base_url
    latest = (("prev-archive", base + _name(job, f"archive-{archives}")),) if archives else ()
    yield Document(name=job.file_name, start=0, stop=min(count, size), links=latest)
    for number in range(archives, 0, -1):
        links = [("current", base + job.file_name)]
        if number > 1:
            links.append(("prev-archive", base + _name(job, f"archive-{number - 1}")))
        start = count - number * size
        name = _name(job, f"archive-{number}")
        yield Document(name=name, start=start, stop=start + size, is_archive=True, links=tuple(links))


def _pages(count: int, size: int, job: Job) -> Iterator[Document]:
    """Pages from the newest item on, which are what stands on them today (RFC 5005 3)."""
    pages = max(1, -(-count // size))

    def name(number: int) -> str:
        return job.file_name if number == 1 else _name(job, str(number))

    for number in range(1, pages + 1):
        near = {"first": 1, "previous": number - 1, "next": number + 1, "last": pages}
        links = [(rel, job.base_url + name(n)) for rel, n in near.items() if pages > 1 and 1 <= n <= pages]
        start = (number - 1) * size
        yield Document(name=name(number), start=start, stop=min(count, start + size), links=tuple(links))


def _name(job: Job, end: str) -> str:
    return f"{job.file_name.removesuffix(job.row.suffix)}-{end}{job.row.suffix}"


def around(head: Head, document: Document, planned: Plan, job: Job) -> Head:
    """The head of one document: its own address, links to the others, and in an archive nothing that moves."""
    history: Literal["", "archive", "complete"] = "complete" if planned.complete else ""
    changes: dict[str, object] = {}
    if document.is_archive:
        history, changes["ttl"] = "archive", None
        # An Atom feed must have a date (RFC 4287 4.2.15); in RSS it may be unknown.
        fallback = head.updated if head.author else None
        changes["updated"] = newest(planned.items[document.start : document.stop]) or fallback
    return msgspec.structs.replace(
        head,
        itself=job.base_url + document.name if job.base_url else "",
        # Hubs tell of the feed that one subscribes to.
        links=(*(() if document.is_archive else head.links), *document.links),
        history=history,
        **changes,
    )


def newest(items: tuple[Item, ...]) -> datetime | None:
    """When the newest of the items was changed: the date of an archive, which no build may move."""
    times = [item.modified or item.published for item in items]
    return max((time for time in times if time is not None), default=None)


def stylesheet(job: Job) -> str:
    """The address of the feed's stylesheet; '' when the option says that there is none."""
    asked = job.options.get("stylesheet", STYLESHEET)
    return "" if asked == "no" else asked


def beside(job: Job) -> Iterator[Artifact]:
    """The stylesheet that makes the feed readable in a browser, unless the option names another."""
    if stylesheet(job) == STYLESHEET:
        from syndicate.context import template

        css = template(f"feed/{STYLESHEET}")
        yield Artifact(name=STYLESHEET, media_type="text/css", chunks=(css,), format="css", beside=True)
