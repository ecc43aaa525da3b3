"""The canonical copy of a release inside a book: what the pages do not say is not lost to who reads the book back.

It lies beside the container's own files, where no reading system looks (EPUB 3.3 4.2.5 allows other files there), as
two entries: the head of the edition, and the items as JSON Lines, so that neither side has to hold them all. It holds
what went through the gate and nothing else.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.contracts import Release
from syndicate.errors import ModelError
from syndicate.model import codec
from syndicate.model.article import Article, Edition

if TYPE_CHECKING:
    from syndicate.formats.archive import Archive

HEAD = "META-INF/syndicate-edition.json"
ITEMS = "META-INF/syndicate-articles.jsonl"


def write(archive: Archive, release: Release) -> Iterator[None]:
    """Put the copy of `release` into the book, with the stops that `Archive.stream` has."""
    archive.add(HEAD, codec.encode_edition(release.edition))
    return archive.stream(ITEMS, (codec.encode_article(article) + b"\n" for article in release.canonical()))


def has_copy(archive: zipfile.ZipFile) -> bool:
    """Whether the book carries a copy."""
    return {HEAD, ITEMS} <= set(archive.namelist())


def head(archive: zipfile.ZipFile) -> Edition:
    """The edition without its articles.

    Raises:
        ModelError: it is damaged.
    """
    return codec.decode_edition(archive.read(HEAD))


def items(archive: zipfile.ZipFile) -> Iterator[Article | ModelError]:
    """The articles one at a time; a damaged one comes as its error."""
    with archive.open(ITEMS) as lines:
        yield from codec.decode_lines(lines)
