"""Items to bytes, each rendered once as long as nothing changes that its bytes are made of.

With a cache folder the bytes of an item are kept under a key of the item itself (or of what it was read from, where
that is known), of all settings, of what the disk says of its files, and of the code. So an export after one correction
renders one item. What rendering had to report of an item is kept with it and reported again. The key errs on the safe
side: it may change when the bytes do not, never the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from syndicate.context import MediaStore, templates_folder
from syndicate.contracts import Job, Notice
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.model.article import Article
from syndicate.model.digests import known

if TYPE_CHECKING:
    from hashlib import _Hash

    from syndicate.formats.cache import Shelf

Item = Article | Notice
Render = Callable[[Item], bytes]

_HEAD = 65536
"""As much of a file as exporters look at to tell what it is."""


def rendered(
    items: Iterable[Item], job: Job, render: Render, settings: object = None, instant: datetime | None = None
) -> Iterator[bytes]:
    """The bytes of each item, by `render` or from the job's cache.

    `settings` is all that `render` knows besides item and job (msgspec can encode it); `instant` is the time that it
    writes for an item without `modified`. `render` reads no other time of the job and nothing of the other items.
    """
    base = _settings(job, settings) if job.context.cache is not None else None
    if job.context.cache is None or base is None:
        for item in items:
            yield render(item)
        return
    from syndicate.formats.cache import Shelf

    shelf = Shelf(job.context.cache / "items" / base.hexdigest()[:32])
    keeper = _Keeper(job, render, base, instant, shelf)
    try:
        for item in items:
            yield keeper.give(item)
        shelf.finish()
    finally:
        shelf.close()
    if shelf.failure is not None:
        job.report.add(_unusable(job, shelf.failure))


class _Keeper:
    """Renders what the shelf does not have."""

    def __init__(self, job: Job, render: Render, base: _Hash, instant: datetime | None, shelf: Shelf) -> None:
        self._job, self._render, self._shelf = job, render, shelf
        self._base, self._instant, self._digests = base, instant, job.context.digests
        # Not the order of `extra` by key, as in canonical JSON: faster, and another order is only another key.
        self._encoder, self._buffer = msgspec.json.Encoder(), bytearray()
        self._files = job.context.media.default is not None or bool(job.context.media.roots)
        self._notes = msgspec.json.Decoder(tuple[Diagnostic, ...])

    def give(self, item: Item) -> bytes:
        """The bytes of `item`; its findings are in the job's report afterwards."""
        try:
            key = self._key(item)
        except (UnicodeEncodeError, OSError):  # a lone surrogate; a file that cannot be read: rendering will tell
            return self._render(item)
        found = self._shelf.get(key)
        if found is not None:
            data, notes = found
            if notes:
                self._job.report.extend(self._notes.decode(notes))
            return data
        before = len(self._job.report)
        data = self._render(item)
        notes = self._encoder.encode(told) if (told := self._job.report.since(before)) else b""
        self._shelf.put(key, data, notes)
        return data

    def _key(self, item: Item) -> bytes:
        digest = known(self._digests, item)
        if digest is not None and isinstance(item, Article) and item.modified and not (self._files and item.media):
            # Settings and code are in the name of the shelf, and nothing else has a part in the bytes.
            return digest
        key = self._base.copy()
        if digest is not None:
            key.update(b"read from" + digest)
        else:
            self._encoder.encode_into(item, self._buffer)
            key.update(self._buffer)
        if item.modified is None:
            key.update(b"instant" + self._encoder.encode(self._instant))
        if isinstance(item, Notice):
            key.update(b"notice")
        elif self._files and item.media and (facts := _facts(item, self._job.context.media)):
            key.update(b"files" + self._encoder.encode(facts))
        return key.digest()


def sources() -> tuple[Path, ...]:
    """The files and folders of the program that have a part in the bytes of an item."""
    package = Path(__file__).parents[2]
    below = ("formats", "model", "context.py", "contracts.py", "diagnostics.py")
    return (Path(__file__).parent, *(package / name for name in below), templates_folder() / "feed")


def _settings(job: Job, settings: object) -> _Hash | None:
    """The beginning of every key of one export; None when nothing tells which code this is."""
    from hashlib import sha256

    from syndicate.formats.cache import code_version

    code = code_version(*sources())
    own = (job.row.name, job.file_name, job.base_url, job.template, job.profile, sorted(job.options.items()))
    return sha256(msgspec.json.encode((code, msgspec.__version__, own, settings))) if code else None


def _facts(article: Article, store: MediaStore) -> list[tuple[str, int, object]]:
    """What the disk says of the article's files: all that an exporter may ask of them."""
    from syndicate.formats.pictures import probe

    facts: list[tuple[str, int, object]] = []
    for rendition in (rendition for media in article.media for rendition in media.renditions):
        path = store.path(article, rendition)
        if path is not None:
            with path.open("rb") as file:
                facts.append((rendition.href, path.stat().st_size, probe(file.read(_HEAD))))
    return facts


def _unusable(job: Job, failure: OSError) -> Diagnostic:
    return Diagnostic(
        code="SYN-EXPORT-006",
        severity=Severity.WARNING,
        message=f"rendered items could not be kept in {job.context.cache}: {failure.strerror or failure}",
        hint="the output is right all the same; --cache names a folder that can be written",
        format=job.row.name,
    )
