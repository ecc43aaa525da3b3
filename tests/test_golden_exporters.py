"""Every format of every edition against its golden file, and every golden against its validator.

The editions are those of `fixtures/editions` but the demo, which may be rewritten at any time. A golden PDF is the
text projection of one and, for two editions, a small picture of its first page; a golden book or InDesign package is
its unpacked tree, that of Tagged Text is UTF-8.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import epubs
import laws
import presses
import projections
from golden import Goldens
from syndicate import registry
from syndicate.context import template
from syndicate.contracts import Proof
from syndicate.diagnostics import Severity

EDITIONS = tuple(name for name in laws.NAMES if name != "demo")
WITH_PICTURE = ("full", "multilingual")
COVERS = ("full", "multilingual", "packages")
FILES = {
    "rss": "rss.xml",
    "atom": "atom.xml",
    "jsonfeed": "feed.json",
    "opml": "feeds.opml",
    "sitemap": "news-sitemap.xml",
    "newsml-g2": "newsmlg2.xml",
    "nitf": "nitf",
    "ninjs": "ninjs",
    "pdf": "pdf.txt",
    "galley": "galley.txt",
    "epub": "epub",
    "idml": "idml",
    "tagged-text": "tagged-text",
    "json": "edition.json",
    "jsonl": "articles.jsonl",
}
PACKAGES = ("epub", "idml")
"""Formats whose golden is the unpacked tree of an archive."""
PAGED = ("pdf", "galley")
"""Formats whose golden is the text projection of a PDF."""
MANY = ("nitf", "ninjs", "tagged-text")
"""Formats of a file for each item: their golden is a folder."""
OLDER_NINJS = ("2.2", "1.6")
BESIDE = {"opml": ("feeds.html",)}
"""What goes with the file of a format and is another one for each edition."""
STYLESHEETS = {"rss": {"feed.css"}, "atom": {"feed.css"}}
"""What goes with the file of a format and comes as it is from the folder of templates."""

CASES = [(edition, name) for edition in EDITIONS for name in FILES]


def claimed() -> tuple[set[str], set[str]]:
    """The golden files of this module and the folders whose every file is one, relative to `tests/golden`."""
    files = {f"exporters/{edition}/{FILES[name]}" for edition, name in CASES if name not in (*PACKAGES, *MANY)}
    files |= {f"exporters/{edition}/pdf.p1.png" for edition in WITH_PICTURE}
    files |= {f"exporters/full/pdf-{press}.txt" for press in presses.PROFILES}
    files |= {"exporters/newspaper/pdf.txt", "exporters/newspaper/pdf.p1.png"}
    files |= {f"exporters/{edition}/cover.png" for edition in COVERS}
    files |= {f"exporters/{edition}/{name}" for edition in EDITIONS for names in BESIDE.values() for name in names}
    folders = {f"exporters/{edition}/{name}" for edition in EDITIONS for name in (*PACKAGES, *MANY)}
    return files, folders | {f"exporters/full/ninjs-{version}" for version in OLDER_NINJS}


def test_there_are_cases() -> None:
    """Six editions in fifteen formats, no fewer."""
    assert len(EDITIONS) >= 6
    assert len(CASES) == len(EDITIONS) * len(FILES) >= 90


@pytest.mark.parametrize(("edition", "name"), CASES)
def test_golden(edition: str, name: str, golden: Goldens) -> None:
    """What is emitted is what was agreed on, and it is valid."""
    result = laws.exported(name, edition)
    beside = [a for a in result.artifacts if a.beside]
    assert len(result.artifacts) == 1 + len(beside) or name in MANY
    same = STYLESHEETS.get(name, set())
    assert {a.name for a in beside} == {*BESIDE.get(name, ()), *same}
    for artifact in beside:
        data = b"".join(artifact.chunks)
        if artifact.name in same:
            assert data == template(f"feed/{artifact.name}")
        else:
            golden.bytes(f"exporters/{edition}/{artifact.name}", data)
    place = f"exporters/{edition}/{FILES[name]}"
    if name in PACKAGES:
        golden.tree(place, projections.epub_tree(result.bytes))
    elif name in MANY:
        shown = projections.tagged_text if name == "tagged-text" else bytes
        golden.tree(place, {artifact.name: shown(b"".join(artifact.chunks)) for artifact in result.artifacts})
    elif name in PAGED:
        golden.bytes(place, projections.pdf_text(result.bytes))
    else:
        golden.bytes(place, result.bytes)
    laws.prove(name, result, edition)


@pytest.mark.parametrize("version", OLDER_NINJS)
def test_older_ninjs(version: str, golden: Goldens) -> None:
    """The older versions of ninjs look as they did, and are valid."""
    result = laws.export("ninjs", laws.edition("full"), laws.context("full"), {"version": version})
    golden.tree(f"exporters/full/ninjs-{version}", {a.name: b"".join(a.chunks) for a in result.artifacts})
    laws.prove("ninjs", result, f"full, in {version}")


@pytest.mark.raster
@pytest.mark.parametrize("edition", WITH_PICTURE)
def test_first_page(edition: str, golden: Goldens) -> None:
    """The first page looks as it did: this sees overprint and missing glyphs, which extracted text does not show."""
    golden.picture(f"exporters/{edition}/pdf.p1.png", projections.page_picture(laws.exported("pdf", edition).bytes))


@pytest.mark.raster
@pytest.mark.parametrize("edition", COVERS)
def test_cover(edition: str, golden: Goldens) -> None:
    """The cover of the book looks as it did."""
    golden.picture(f"exporters/{edition}/cover.png", projections.cover_picture(laws.exported("epub", edition).bytes))


@pytest.mark.external
@pytest.mark.parametrize("edition", laws.NAMES)
def test_book_passes_epubcheck(edition: str, tmp_path: Path) -> None:
    """The reference checker finds neither error nor warning in any golden book, nor in the demo's."""
    epubs.assert_valid(laws.exported("epub", edition).bytes, tmp_path)


@pytest.mark.parametrize(("name", "judge"), [("atom", "RFC 4287 RELAX NG"), ("newsml-g2", "NewsML-G2 2.35 XSD")])
@pytest.mark.parametrize("edition", laws.NAMES)
def test_official_schema_judges(name: str, judge: str, edition: str, tmp_path: Path) -> None:
    """Where the official schemas are, every edition is valid by them too, and the report says that they judged."""
    surroundings = laws.context()
    if surroundings.schemas is None:
        pytest.skip("no official schemas here: SYNDICATE_SCHEMAS names their folder")
    path = tmp_path / "artifact.xml"
    path.write_bytes(laws.exported(name, edition).bytes)
    proof = Proof(name=path.name, context=surroundings)
    validator = registry.validator(name)
    assert validator is not None
    assert [d for d in validator.check(path, proof) if d.severity is Severity.ERROR] == []
    assert judge in proof.judges


def test_a_missing_golden_fails(tmp_path: Path) -> None:
    """A new case without its golden is no pass."""
    goldens = Goldens("x", update=False, folder=tmp_path / "golden", out=tmp_path / "out")
    for check in (lambda: goldens.bytes("a.xml", b"<a/>"), lambda: goldens.tree("t", {"a": b""})):
        with pytest.raises((pytest.fail.Exception, AssertionError), match="make golden"):
            check()


def test_a_difference_fails_and_is_kept(tmp_path: Path) -> None:
    """The diff is in the message, and both sides are put where one can look at them."""
    goldens = Goldens("t::x[a]", update=True, folder=tmp_path / "golden", out=tmp_path / "out")
    goldens.bytes("a.xml", b'<a b="1" c="2"/>\n')
    goldens.tree("tree", {"one": b"1", "two": b"2"})
    goldens.tree("tree", {"one": b"1"})
    assert goldens.written == ["wrote a.xml", "wrote tree/one", "wrote tree/two", "deleted tree/two"]
    strict = Goldens("t::x[a]", update=False, folder=tmp_path / "golden", out=tmp_path / "out")
    strict.bytes("a.xml", b'<a b="1" c="2"/>\n')
    with pytest.raises(pytest.fail.Exception, match="serialisation only"):
        strict.bytes("a.xml", b'<a c="2" b="1"/>\n')
    with pytest.raises(pytest.fail.Exception, match=r"-<a b"):
        strict.bytes("a.xml", b"<b/>\n")
    kept = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert kept == {f"t_x_a_/{kind}/a.xml" for kind in ("actual", "expected", "diff")}
    with pytest.raises(AssertionError, match="other files"):
        strict.tree("tree", {"one": b"1", "three": b"3"})


def test_a_picture_may_differ_a_little(tmp_path: Path) -> None:
    """Half a percent on average is let pass, a stripe across the page is not."""

    def png(stripe: int) -> bytes:
        picture = Image.new("L", (200, 200), 255)
        ImageDraw.Draw(picture).rectangle((0, 0, 199, stripe), fill=0)
        file = io.BytesIO()
        picture.save(file, "PNG")
        return file.getvalue()

    Goldens("p", update=True, folder=tmp_path, out=tmp_path / "out").picture("p.png", png(50))
    strict = Goldens("p", update=False, folder=tmp_path, out=tmp_path / "out")
    strict.picture("p.png", png(50))
    strict.picture("p.png", png(51))
    with pytest.raises(pytest.fail.Exception, match="differs by"):
        strict.picture("p.png", png(60))
    assert (tmp_path / "out" / "p" / "diff" / "p.png").is_file()


def test_goldens_are_refused_under_ci() -> None:
    """No automaton writes a golden."""
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "--update-golden", "--collect-only", "-q", "tests/test_no_orphans.py"],
        cwd=laws.ROOT,
        env={**os.environ, "CI": "true"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 4
    assert "refused under CI" in result.stderr + result.stdout
