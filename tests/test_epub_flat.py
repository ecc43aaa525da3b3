"""How a book is written: as it comes about, without holding it, and from wherever the process stands."""

from __future__ import annotations

import os
import random
import tracemalloc
from pathlib import Path

import pytest

import epubs
from syndicate import gate
from syndicate.exporters.epub import EpubExporter
from syndicate.model.article import Article, Edition, Media, Rendition

PICTURES, SIZE = 60, 200_000


def pictured(folder: Path, count: int) -> Edition:
    """Stories with a picture each, and the pictures in `folder`."""
    for number in range(count):
        noise = random.Random(number).randbytes(SIZE).replace(b"\xff", b"\xfe")
        head = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080190028001011100ffda0008010100003f00")
        (folder / f"{number}.jpg").write_bytes(head + noise + b"\xff\xd9")

    def of(number: int) -> Article:
        media = Media(id="m", type="picture", renditions=(Rendition(href=f"{number}.jpg"),), alt="Noise")
        return epubs.story(f"n{number}", media=(media,))

    return epubs.edition(*map(of, range(count)))


def test_no_more_than_a_few_pictures_are_held(tmp_path: Path) -> None:
    source, work = pictured(tmp_path, PICTURES), epubs.job(tmp_path, options={"cover": "no"})
    (artifact,) = EpubExporter().export(gate.clear(source, epubs.NOW).release, work)
    tracemalloc.start()
    size = largest = 0
    for chunk in artifact.chunks:
        size, largest = size + len(chunk), max(largest, len(chunk))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > PICTURES * SIZE
    assert largest < 3 * SIZE
    assert peak < 20 * SIZE < PICTURES * SIZE


def test_a_long_copy_is_not_held_either() -> None:
    """The canonical copy is an entry of its own, which comes before the documents."""
    noise = (random.Random(number).randbytes(9000).hex() for number in range(400))
    source = epubs.edition(*(epubs.story(f"n{number}", keywords=(said,)) for number, said in enumerate(noise)))
    (artifact,) = EpubExporter().export(gate.clear(source, epubs.NOW).release, epubs.job(options={"cover": "no"}))
    sizes = [len(chunk) for chunk in artifact.chunks]
    assert sum(sizes) > 6_000_000
    assert max(sizes) < 1_500_000


def test_a_book_is_written_where_no_folder_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """ebooklib asks for the working directory to make links relative, and the folder may be gone."""

    def gone() -> str:
        raise FileNotFoundError

    expected = epubs.build(epubs.paper(), epubs.job())
    with monkeypatch.context() as patch:
        patch.setattr(os, "getcwd", gone)
        assert epubs.build(epubs.paper(), epubs.job()) == expected
