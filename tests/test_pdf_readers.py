"""What other programs read in the PDFs of every golden edition: all of it, and without a word of complaint."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

import laws
from syndicate import gate
from syndicate.exporters.pdf.article import dateline
from syndicate.exporters.pdf.shaping import CONTROLS
from syndicate.model import body
from syndicate.model.article import Article
from test_pdf_profiles import made

GOLDEN = [*((name, "article") for name in laws.NAMES), ("full", "edition"), ("multilingual", "edition")]
PROGRAMS = {
    "qpdf": ["qpdf", "--check"],
    "mutool": ["mutool", "draw", "-q", "-F", "text"],
    "pdfinfo": ["pdfinfo", "-struct-text"],
    "pdftotext": ["pdftotext", "-enc", "UTF-8"],
    "pdffonts": ["pdffonts"],
    "gs": ["gs", "-q", "-dNODISPLAY", "-dBATCH", "-dNOPAUSE", "-sDEVICE=nullpage"],
}
"""Each by the package that brings it; `.ci/run` installs qpdf, mupdf-tools, poppler-utils and ghostscript."""

_INLINE = ("Link", "Span", "Ruby", "RB", "RT", "RP", "Reference", "Note")
_TAGS = (*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080))
_UNSEEN = dict.fromkeys((*map(ord, "\u00ad\u200b\ufeff\u034f" + CONTROLS), *_TAGS))
_CONTROLS = dict.fromkeys(range(0x80, 0xA0), "□")
_AS_TEXT = "hostile"
"""The edition with tables that no page holds: their rows are sentences."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Every golden edition by every template, as files."""
    folder = tmp_path_factory.mktemp("golden")
    found = {}
    for name, template in GOLDEN:
        path = found[name, template] = folder / f"{name}-{template}.pdf"
        path.write_bytes(made(name, template, "archive"))
    return found


@cache
def output(program: str, path: Path, *more: str) -> str:
    """What a program says of a file, with nothing beside it on standard error."""
    if shutil.which(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed, and .ci/run should have")
        pytest.skip(f"no {program} here")
    command = [*PROGRAMS[program], str(path), *more]
    surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, timeout=120, check=False, env=surroundings)
    # How this mutool was built is said about itself and not about the file.
    said = done.stderr.decode().replace("warning: ICC support is not available\n", "")
    assert (done.returncode, said) == (0, "")
    return done.stdout.decode()


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(("edition", "template"), GOLDEN)
def test_programs_read_it_without_a_word(
    edition: str, template: str, program: str, files: dict[tuple[str, str], Path]
) -> None:
    said = output(program, files[edition, template], *(["-"] if program == "pdftotext" else []))
    if program == "gs":
        assert said == ""
    elif program == "qpdf":
        assert "No syntax or stream encoding errors found" in said
    else:
        assert said.strip()


@pytest.mark.parametrize(("edition", "template"), GOLDEN)
def test_every_font_is_embedded_and_mapped(edition: str, template: str, files: dict[tuple[str, str], Path]) -> None:
    rows = output("pdffonts", files[edition, template]).splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+", row), row
        # Embedded, subset, with a map to Unicode.
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row


# --- structure -------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Text as far as it is seen: compatible forms as one, without marks of direction, blanks and line ends alike."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_CONTROLS).translate(_UNSEEN)).split())


def structure(said: str) -> Iterator[str]:
    """The own text of each block of `pdfinfo -struct-text`, readings of ruby left out."""
    stack: list[tuple[int, str, list[str]]] = []
    blocks: list[list[str]] = []
    for line in said.split("\n"):
        text = line.lstrip()
        indent = len(line) - len(text)
        if not text or text.startswith("/") or re.match(r"Object \d+ \d+$", text):
            continue
        while stack and stack[-1][0] >= indent:
            stack.pop()
        if text.startswith('"'):
            if not any(role == "RT" for _, role, _ in stack):
                stack[-1][2].append(text[1:-1])
            continue
        role = re.match(r"\w+", text)
        assert role is not None, line
        if role.group() in _INLINE:
            stack.append((indent, role.group(), stack[-1][2]))
        else:
            blocks.append([])
            stack.append((indent, role.group(), blocks[-1]))
    return (plain("".join(parts)) for parts in blocks if "".join(parts).strip())


def _pattern(text: str) -> str:
    """`text` with any white for each of its blanks, and none at the ends."""
    return r"\s*".join(map(re.escape, re.split(r"\s+", plain(f"·{text}·")[1:-1])))


def _wanted(text: body.Text) -> str:
    """What the text of a block may be read as: a reading that found no room above its base stands behind it."""
    said = []
    for run in text:
        readings = [mark.text for mark in run.marks if isinstance(mark, body.Ruby)]
        said.append(_pattern(run.text))
        said += [f"(?: ?\\({re.escape(plain(reading))}\\))?" for reading in readings]
    return "".join(said)


def expected(article: Article, *, rows: bool) -> Iterator[str]:
    """The blocks of a story in reading order, as patterns; `rows` where rows of tables may be sentences."""
    before, after = ("(?:.* · |.*: )?", "(?: · .*|: .*)?") if rows else ("", "")
    yield re.escape(plain(article.headline))
    led = _wanted(dateline(article.dateline))
    for block in body.walk(article.body):
        match block:
            case body.Paragraph() | body.Lead():
                yield led + _wanted(block.text)
                led = ""
            case body.Crosshead() | body.Quote() | body.PullQuote():
                yield _wanted(block.text)
            case body.List():
                yield from (_wanted(item.text) for item in block.items)
            case body.Table():
                cells = [_wanted(cell.text) for row in (*block.header, *block.rows) for cell in row]
                yield from (f"{before}{cell}{after}" for cell in cells if cell and (before or cell.strip()))
            case body.Preformatted():
                yield re.escape(plain(block.text.expandtabs(4)))


@cache
def stories(edition: str) -> tuple[Article, ...]:
    return tuple(gate.clear(laws.edition(edition), laws.context(edition).gate_clock).release.articles)


@pytest.mark.parametrize(("edition", "template"), GOLDEN)
def test_the_structure_has_the_text_of_the_model_block_for_block(
    edition: str, template: str, files: dict[tuple[str, str], Path]
) -> None:
    """All blocks of all stories, each as one element with its words and nothing else; no word in two elements."""
    said = list(structure(output("pdfinfo", files[edition, template])))
    blocks = [block for story in stories(edition) for block in expected(story, rows=edition == _AS_TEXT) if block]
    assert len(blocks) >= len(stories(edition))
    assert [block for block in blocks if not any(re.fullmatch(rf" *{block} *", text) for text in said)] == []


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("edition", "template"), GOLDEN)
def test_no_reader_takes_out_what_is_no_character(
    edition: str, template: str, files: dict[tuple[str, str], Path]
) -> None:
    path = files[edition, template]
    document = pypdfium2.PdfDocument(path)
    texts = [output("pdftotext", path, "-"), output("mutool", path), output("pdfinfo", path)]
    texts.append("".join(page.get_textpage().get_text_range() for page in document))
    document.close()
    for text in texts:
        assert re.findall("[\ue000-\uf8ff\ufb00-\ufb06\ufffd]", text) == []


def test_a_divided_word_is_one_again_when_it_is_copied(files: dict[tuple[str, str], Path]) -> None:
    """The hyphen at the end of a line is a soft one to every reader, and none of them has it as a hyphen."""
    path = files["full", "edition"]
    document = pypdfium2.PdfDocument(path)
    seen = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    soft = "\u00ad\ufffe"
    known = (laws.ROOT / "fixtures" / "editions" / "full" / "edition.json").read_text(encoding="utf-8")
    texts = {"pdftotext": output("pdftotext", path, "-"), "mutool": output("mutool", path), "PDFium": seen}
    for reader, text in texts.items():
        joined = re.sub(rf"[{soft}]\s*", "", text)
        assert len(joined) < len(text), f"{reader} knows no soft hyphen here"
        divided = {first + rest for first, rest in re.findall(rf"(\w+)[{soft}]\s*(\w+)", text)}
        assert divided
        assert {word for word in divided if word not in known} == set()


def test_objects_are_in_streams(files: dict[tuple[str, str], Path]) -> None:
    data = files["full", "edition"].read_bytes()
    assert b"/ObjStm" in data
    assert b"/XRef" in data
    assert b"\nxref\n" not in data
