"""Books in the hands of others: checkers that find nothing, and reading systems that open every page."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

import epubs
from books import programs
from books.judged import JUDGED, made, written
from syndicate import gate
from syndicate.exporters.epub.package import reading_order
from syndicate.exporters.epub.plan import Plan, make_plan

pytestmark = pytest.mark.external

_XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "book.epub"
    path.write_bytes(written(request.param))
    return path


@pytest.mark.parametrize("book", JUDGED, indirect=True)
def test_ace_passes_it_with_no_assertion(book: Path, tmp_path: Path) -> None:
    assert programs.ace(book, tmp_path) == []


COPY_AS_IT_IS = (
    "Unicode Normalization Form C",
    "Saw a control character: U+0085",
)
"""What the checker says of the copy itself: characters that are legal."""


@pytest.mark.parametrize("book", JUDGED, indirect=True)
def test_the_nu_checker_finds_nothing(book: Path, tmp_path: Path) -> None:
    found = programs.nu(book, tmp_path)
    assert [line for line in found if not any(words in line for words in COPY_AS_IT_IS)] == []


@pytest.mark.parametrize("book", JUDGED, indirect=True)
def test_nothing_breaks_on_kobo(book: Path, tmp_path: Path) -> None:
    assert programs.kobofix(book, tmp_path) == []


def test_the_checkers_bite(tmp_path: Path) -> None:
    """A book without a text alternative, with a wrong element and a style that Kobo drops is found out by each."""
    entries = epubs.unpack(written("photos"))
    (story,) = [name for name in entries if "story-four" in name]
    text = entries[story].decode().replace("<figure>", "<figure><blink>x</blink>", 1)
    entries[story] = text.replace(' alt="', ' data-alt="', 1).encode()
    entries["EPUB/style.css"] += b"p { margin: max(1px, 2px); }\n"
    path = tmp_path / "book.epub"
    path.write_bytes(epubs.repack(entries))
    assert any("image-alt" in line for line in programs.ace(path, tmp_path))
    assert any("blink" in line for line in programs.nu(path, tmp_path))
    assert programs.kobofix(path, tmp_path)


def plan_of(name: str) -> Plan:
    return make_plan(gate.clear(made(name), epubs.NOW).release).with_cover()


def own_texts(data: bytes) -> dict[str, str]:
    """The words of each document, as the file has them."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        roots = {n: etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith(".xhtml")}
    return {name: "".join(map(str, root.find(f"{_XHTML}body").itertext())) for name, root in roots.items()}


def test_reading_systems_show_the_whole_book(tmp_path: Path) -> None:
    """epub.js and foliate-js open each book without an error; contents and words are those of the model."""
    paths = []
    for name in JUDGED:
        paths.append(tmp_path / f"{name}.epub")
        paths[-1].write_bytes(written(name))
    for name, shown in zip(JUDGED, programs.opened(paths, tmp_path), strict=True):
        assert set(shown) == {"epub.js", "foliate-js"}
        plan = plan_of(name)
        stories = [story.page.title for story in plan.stories()]
        order = [page.path for page in reading_order(plan)]
        for reader, view in shown.items():
            assert view.errors == [], f"{reader} on {name}"
            assert [title for title in view.contents if title in stories] == stories, f"{reader} on {name}"
            assert view.contents[:2] == [page.title for page in plan.opening[:2]]
            texts = {path.removeprefix("EPUB/"): text for path, text in view.texts.items()}
            assert list(texts) == order, f"{reader} on {name}"
            for path, text in own_texts(written(name)).items():
                assert texts[path.removeprefix("EPUB/")].split() == text.split(), f"{reader} on {name}: {path}"
