"""Books in the hands of others: checkers that find nothing, and readers that show every word of the model, in order."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

import epubs
import laws
from books import programs
from syndicate import gate
from syndicate.contracts import Notice
from syndicate.exporters.epub.package import reading_order
from syndicate.exporters.epub.plan import Plan, make_plan
from syndicate.model import body
from syndicate.model.article import Edition

pytestmark = pytest.mark.external

JUDGED = ("minimal", "photos", "rtl", "cjk", "packages", "hostile", "full")
"""One article, pictures, right to left, Chinese and Japanese, no pictures, hostile text, everything at once."""

_XHTML = "{http://www.w3.org/1999/xhtml}"


@cache
def made(name: str) -> Edition:
    """An edition of the fixtures, or one in one script alone, of those stories of `multilingual` that are in it."""
    scripts = {"rtl": ("ar", "he"), "cjk": ("ja", "zh", "ko")}
    if name not in scripts:
        return laws.edition(name)
    source = laws.edition("multilingual")
    kept = tuple(a for a in source.articles if a.language.split("-")[0] in scripts[name])
    assert len(kept) >= 2
    title = {"rtl": "قطار واحد", "cjk": "山と海の新聞"}[name]
    return epubs.edition(*kept, title=title, language=scripts[name][0], date=source.date)


@cache
def written(name: str) -> bytes:
    folder = laws.ROOT / "fixtures" / "editions" / {"rtl": "multilingual", "cjk": "multilingual"}.get(name, name)
    return epubs.build(made(name), epubs.job(folder))


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
    "language tag should omit the default script",
)
"""What the checker says of the copy itself: characters that are legal, a script that was given."""


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


def letters(text: str) -> str:
    """Letters and digits alone: programs differ in white space, marks and the shapes of letters, not in these."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum()).casefold()


def words_of(edition: Edition) -> Iterator[str]:
    """Every headline, byline, paragraph, caption and cell that a book of `edition` must show, in its order."""
    release = gate.clear(edition, epubs.NOW).release
    for story in make_plan(release).stories():
        if isinstance(story.item, Notice):
            continue
        yield story.item.headline
        yield from (byline.name for byline in story.item.bylines)
        yield from _words_of_body(story.item.body)


def _words_of_body(blocks: tuple[body.Block, ...]) -> Iterator[str]:
    for block in body.walk(blocks):
        # Their words are the book's own where the copy gives none, or stand below the figures.
        if not isinstance(block, body.Embed | body.Gallery | body.InterstitialLink | body.Unsupported):
            texts = [body.plain(text) for text in body.texts(block) if not _has_ruby(text)]
            # Both programs set the caption of a table below it.
            yield from texts[1:] + texts[:1] if isinstance(block, body.Table) else texts


def _has_ruby(text: body.Text) -> bool:
    """Programs show the reading of a word beside it, above it or in brackets."""
    return any(isinstance(mark, body.Ruby) for run in text for mark in run.marks)


@pytest.mark.parametrize("extract", [programs.mutool, programs.pandoc], ids=["mutool", "pandoc"])
@pytest.mark.parametrize("book", [name for name in JUDGED if name != "hostile"], indirect=True)
def test_every_word_is_shown_in_order(
    extract: Callable[[Path, Path], str], book: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.params["book"]
    shown, at = letters(extract(book, tmp_path)), 0
    expected = [letters(words) for words in words_of(made(name)) if letters(words)]
    assert expected
    for words in expected:
        place = shown.find(words, at)
        assert place >= 0, f"{words!r} is missing, or not where it should be"
        at = place + len(words)


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
