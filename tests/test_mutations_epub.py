"""A good book, broken one way at a time: our own checks must find each break without epubcheck.

Each mutation changes the entries of the book (or the bytes of the archive) and names the code that must be among the
findings. What no check of the book alone can see stands in `UNSEEN` with the reason, and is tested to be unseen.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest

import epubs
from syndicate.model import codec
from syndicate.validators.epub import epubcheck

OPF = "EPUB/content.opf"
NAV = "EPUB/nav.xhtml"
NCX = "EPUB/toc.ncx"
CSS = "EPUB/style.css"
INVALID = Path(__file__).parent.parent / "fixtures" / "invalid"
Entries = dict[str, bytes]


class Mutation(NamedTuple):
    """One way to break the book: the bytes of the broken one, and the code that tells of it."""

    name: str
    code: int
    change: Callable[[Entries], bytes]


def swap(entry: str, old: str, new: str, *, count: int = 1) -> Callable[[Entries], bytes]:
    """Replace text in the entry whose path contains `entry`."""

    def change(entries: Entries) -> bytes:
        (path,) = [name for name in entries if entry in name]
        before = entries[path].decode("utf-8")
        assert old in before, f"{old!r} is not in {path}: the mutation changes nothing"
        return epubs.repack({**entries, path: before.replace(old, new, count).encode("utf-8")})

    return change


def sub(entry: str, pattern: str, new: str) -> Callable[[Entries], bytes]:
    """Replace the first match of a pattern."""

    def change(entries: Entries) -> bytes:
        (path,) = [name for name in entries if entry in name]
        after, times = re.subn(pattern, new, entries[path].decode("utf-8"), count=1, flags=re.DOTALL)
        assert times == 1, f"{pattern!r} does not match in {path}: the mutation changes nothing"
        return epubs.repack({**entries, path: after.encode("utf-8")})

    return change


def without(entry: str) -> Callable[[Entries], bytes]:
    def change(entries: Entries) -> bytes:
        (path,) = [name for name in entries if entry in name]
        return epubs.repack({name: data for name, data in entries.items() if name != path})

    return change


def with_entry(name: str, data: bytes) -> Callable[[Entries], bytes]:
    return lambda entries: epubs.repack({**entries, name: data})


def picture(data: Callable[[bytes], bytes]) -> Callable[[Entries], bytes]:
    def change(entries: Entries) -> bytes:
        (path,) = [name for name in entries if name.endswith(".png")]
        return epubs.repack({**entries, path: data(entries[path])})

    return change


def _archive(entries: Entries, method: int = zipfile.ZIP_STORED, extra: bytes = b"", double: str = "") -> bytes:
    """A book whose `mimetype` entry is written otherwise, or with one entry twice."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == "mimetype":
                info.compress_type, info.extra = method, extra
            archive.writestr(info, data)
        if double:
            archive.writestr(double, entries["mimetype"])
    return stream.getvalue()


def _mimetype_last(entries: Entries) -> bytes:
    rest = {name: data for name, data in entries.items() if name != "mimetype"}
    return epubs.repack({**rest, "mimetype": entries["mimetype"]})


def _damaged(entries: Entries) -> bytes:
    """Turn one bit of a stored picture, so that its checksum is wrong."""
    data = epubs.repack(entries)
    place = data.index(b"IHDR")
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _two_stories_change_places(entries: Entries) -> bytes:
    text = entries[OPF].decode("utf-8")
    first, second = re.findall(r'<itemref idref="story-(?:harbour|library)[^>]*/>', text)
    swapped = text.replace(first, "@").replace(second, first).replace("@", second)
    return epubs.repack({**entries, OPF: swapped.encode("utf-8")})


def _two_crossheads_change_places(entries: Entries) -> bytes:
    (path,) = [name for name in entries if STORY in name]
    text = entries[path].decode("utf-8")
    first, second = "What it costs", "In winter"
    swapped = text.replace(first, "@").replace(second, first).replace("@", second)
    return epubs.repack({**entries, path: swapped.encode("utf-8")})


EXTRA_FIELD = struct.pack("<HHI", 0x5455, 4, 0)
STORY = "story-harbour"
COPY = "syndicate-articles"
META = '<meta property="{}">'

MUTATIONS = [
    Mutation("no archive at all", 101, lambda entries: b"PK\x03\x04 but no archive"),
    Mutation("mimetype is not first", 102, _mimetype_last),
    Mutation("mimetype is deflated", 103, lambda entries: _archive(entries, zipfile.ZIP_DEFLATED)),
    Mutation("mimetype has an extra field", 104, lambda entries: _archive(entries, extra=EXTRA_FIELD)),
    Mutation("mimetype ends in a line feed", 105, with_entry("mimetype", b"application/epub+zip\n")),
    Mutation("an entry stands there twice", 106, lambda entries: _archive(entries, double="EPUB/NAV.xhtml")),
    Mutation("a name leads out of the book", 107, with_entry("EPUB/../../up.xhtml", b"")),
    Mutation("a picture's checksum is wrong", 108, _damaged),
    Mutation("no container.xml", 109, without("container.xml")),
    Mutation("container.xml ends early", 109, swap("container.xml", "</container>", "")),
    Mutation("container.xml leads nowhere", 109, swap("container.xml", "content.opf", "package.opf")),
    Mutation("package document not well-formed", 201, swap(OPF, "</metadata>", "</meta>")),
    Mutation("package of version 2", 201, swap(OPF, 'version="3.0"', 'version="2.0"')),
    Mutation("unique identifier points nowhere", 202, swap(OPF, 'unique-identifier="id"', 'unique-identifier="uid"')),
    Mutation("two manifest items with one id", 203, swap(OPF, 'id="style"', 'id="nav"')),
    Mutation("refines nothing", 203, swap(OPF, 'refines="#series"', 'refines="#serie"')),
    Mutation("no title", 204, sub(OPF, r"<dc:title.*?</dc:title>", "")),
    Mutation("no metadata", 204, sub(OPF, "<metadata.*?</metadata>", "")),
    Mutation("empty publisher", 204, swap(OPF, "Test Press", "")),
    Mutation("modified without zone", 205, swap(OPF, "06:00:00Z", "06:00:00")),
    Mutation("modified twice", 205, sub(OPF, f"({META.format('dcterms:modified')}.*?</meta>)", r"\1\1")),
    Mutation("package without language", 206, swap(OPF, ' xml:lang="en"', "")),
    Mutation("language that is no tag", 206, swap(OPF, "<dc:language>en<", "<dc:language>english (GB)<")),
    Mutation("pages turn the wrong way", 207, swap(OPF, "<spine", '<spine page-progression-direction="rtl"')),
    Mutation(
        "creator in the role of publisher",
        208,
        swap(
            OPF,
            "<dc:publisher>",
            '<dc:creator id="c">x</dc:creator><meta property="role" refines="#c">pbl</meta><dc:publisher>',
        ),
    ),
    Mutation("no accessMode", 209, sub(OPF, f"(?:{META.format('schema:accessMode')}[^/]*</meta>\\s*)+", "")),
    Mutation("no summary", 209, sub(OPF, f"{META.format('schema:accessibilitySummary')}.*?</meta>", "")),
    Mutation("no hazard", 209, sub(OPF, f"{META.format('schema:accessibilityHazard')}.*?</meta>", "")),
    Mutation(
        "conformance that nobody certified",
        210,
        swap(
            OPF,
            "</metadata>",
            f"{META.format('dcterms:conformsTo')}EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta></metadata>",
        ),
    ),
    Mutation(
        "conformance in words of one's own",
        210,
        swap(
            OPF,
            "</metadata>",
            '<meta property="dcterms:conformsTo" id="c">WCAG 2.2 AA</meta>'
            '<meta property="a11y:certifiedBy" refines="#c">A. Judge</meta></metadata>',
        ),
    ),
    Mutation("manifest item without type", 211, swap(OPF, ' media-type="text/css"', "")),
    Mutation("one file declared twice", 211, sub(OPF, r'(<item [^>]*id=")style"([^>]*>)', r'\1style"\2\1style2"\2')),
    Mutation("missing picture", 212, without(".png")),
    Mutation("file that nobody declared", 213, with_entry("EPUB/text/stray.xhtml", b"<html/>")),
    Mutation("no item is the nav", 214, swap(OPF, ' properties="nav"', "")),
    Mutation("spine names an unknown item", 215, swap(OPF, 'idref="front"', 'idref="frontpage"')),
    Mutation("empty spine", 215, sub(OPF, "<itemref.*<itemref[^>]*>", "")),
    Mutation("a document left out of the spine", 216, sub(OPF, r'<itemref idref="story-library[^>]*/>', "")),
    Mutation("spine without NCX", 217, swap(OPF, ' toc="ncx"', "")),
    Mutation("script that nobody declared", 218, swap(STORY, "</head>", "<script>1</script></head>")),
    Mutation("handler that nobody declared", 218, swap(STORY, "<article", '<article onclick="x()"')),
    Mutation(
        "drawing that nobody declared",
        218,
        swap(STORY, "</article>", '<svg xmlns="http://www.w3.org/2000/svg"/></article>'),
    ),
    Mutation("property without what it says", 218, swap(OPF, 'properties="nav"', 'properties="nav mathml"')),
    Mutation("picture declared as another kind", 219, swap(OPF, "image/png", "image/jpeg")),
    Mutation("picture of another kind", 219, picture(lambda data: b"GIF89a" + data)),
    Mutation("picture cut short", 220, picture(lambda data: data[:-12])),
    Mutation("pictures not said", 221, swap(OPF, f"{META.format('schema:accessMode')}visual</meta>", "")),
    Mutation("alternative text claimed and missing", 221, sub(STORY, r' alt="[^"]*"', "")),
    Mutation("toc without entries", 301, swap(NAV, 'epub:type="toc"', 'epub:type="lot"')),
    Mutation("toc entry without words", 302, swap(NAV, ">Front page</a>", "></a>")),
    Mutation("toc entry leads nowhere", 303, swap(NAV, "text/front.xhtml", "text/page1.xhtml")),
    Mutation("story missing from the toc", 304, sub(NAV, r"<li>\s*<a href=.text/story-library.*?</li>", "")),
    Mutation("toc and spine in different orders", 305, _two_stories_change_places),
    Mutation("no landmarks", 306, swap(NAV, 'epub:type="landmarks"', 'epub:type="loi"')),
    Mutation("NCX not well-formed", 307, swap(NCX, "</navMap>", "")),
    Mutation("NCX of another book", 307, swap(NCX, "urn:x-test:edition", "urn:x-test:other")),
    Mutation("NCX depth 0", 307, swap(NCX, 'content="2" name="dtb:depth"', 'content="0" name="dtb:depth"')),
    Mutation("NCX says something else", 308, swap(NCX, "The library story", "The bookshop story")),
    Mutation("document not well-formed", 401, swap(STORY, "</article>", "")),
    Mutation(
        "document of another kind",
        401,
        lambda entries: swap(NAV, "<html xmlns", "<book xmlns")(
            {**entries, NAV: entries[NAV].replace(b"</html>", b"</book>")}
        ),
    ),
    Mutation("HTML entity", 401, swap(STORY, "The ferry", "The&nbsp;ferry")),
    Mutation("control character", 401, swap(STORY, "The ferry", "The \x08ferry")),
    Mutation("document without language", 402, swap(STORY, ' lang="en"', "")),
    Mutation("two languages at once", 402, swap(STORY, ' xml:lang="en"', ' xml:lang="fr"')),
    Mutation("no title", 403, sub(STORY, "<title>.*?</title>", "<title/>")),
    Mutation("no alt", 404, sub(STORY, r' alt="[^"]*"', "")),
    Mutation("empty alt", 404, sub(STORY, r' alt="[^"]*"', ' alt=""')),
    Mutation("second h1", 405, swap(STORY, "</article>", "<h1>Again</h1></article>")),
    Mutation("no h1", 405, sub(STORY, "<h1(.*?)</h1>", r"<p\1</p>")),
    Mutation("heading level skipped", 406, sub(STORY, "<h2(.*?)</h2>", r"<h4\1</h4>")),
    Mutation("empty heading", 406, swap(STORY, ">What it costs<", "> <")),
    Mutation("document without content", 407, sub(STORY, "(<body[^>]*>).*?</body>", r"\1</body>")),
    Mutation("one id twice", 408, swap(STORY, '<div class="body">', '<div class="body" id="headline">')),
    Mutation(
        "SVG through an HTML parser",
        409,
        swap(STORY, "</article>", '<svg xmlns="http://www.w3.org/2000/svg" viewbox="0 0 1 1"/></article>'),
    ),
    Mutation("broken link", 410, swap(STORY, 'href="front.xhtml"', 'href="frontpage.xhtml"')),
    Mutation("link that is no address", 410, swap(STORY, 'href="front.xhtml"', 'href="//["')),
    Mutation("missing still of a film", 410, swap(STORY, "</article>", '<video poster="x.png"></video></article>')),
    Mutation("missing stylesheet", 410, swap(STORY, "../style.css", "../styles.css")),
    Mutation("broken fragment", 411, swap(STORY, 'href="front.xhtml"', 'href="front.xhtml#top"')),
    Mutation("link that runs code", 412, swap(STORY, 'href="front.xhtml"', 'href="javascript:alert(1)"')),
    Mutation("link to the maker's disk", 412, swap(STORY, 'href="front.xhtml"', 'href="file:///C:/x"')),
    Mutation("C1 control", 413, swap(STORY, "The ferry", "The \x85\x91ferry")),
    Mutation("noncharacter", 413, swap(STORY, "The ferry", "The \ufdd0ferry")),
    Mutation("picture on a server", 414, sub(STORY, r'src="[^"]*"', 'src="https://pictures.example/1.png"')),
    Mutation("lost paragraph", 415, sub(STORY, '<p class="lead">.*?</p>', "")),
    Mutation("a word of another story", 415, swap(STORY, "The ferry is back", "The train is back")),
    Mutation("lost cell", 415, sub(STORY, "<td>Single</td>", "<td></td>")),
    Mutation("lost caption", 415, swap(STORY, "The ferry on its first day", "A ferry")),
    Mutation("crossheads change places", 415, _two_crossheads_change_places),
    Mutation("damaged copy", 416, swap(COPY, '"headline"', '"headline')),
    Mutation("a story of the copy without document", 417, swap(COPY, "urn:x-test:orchard", "urn:x-test:garden")),
    Mutation("stylesheet on a server", 501, swap(CSS, "@charset", '@import "https://x.example/a.css"; @charset')),
    Mutation("stylesheet with a brace too few", 501, swap(CSS, "}", "")),
    Mutation("font that is not there", 501, swap(CSS, "font-family: serif", "background: url(paper.png)")),
    Mutation("stylesheet that old readers drop", 502, swap(CSS, "margin: 0 4%", "margin: 0 max(4%, 1em)")),
]

UNSEEN = [
    (
        "lost paragraph where the book carries no copy",
        "nothing tells what was there",
        lambda entries: sub(STORY, '<p class="lead">.*?</p>', "")(
            {name: data for name, data in entries.items() if "syndicate-" not in name}
        ),
    ),
    (
        "low contrast",
        "whether words can be told from their ground takes rendering; the stylesheet sets no colours",
        swap(CSS, "line-height: 1.5;", "line-height: 1.5; color: #ccc;"),
    ),
    (
        "alternative text of another picture",
        "what a picture shows is not written in it",
        sub(STORY, r' alt="[^"]*"', ' alt="A mountain"'),
    ),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Entries:
    folder = tmp_path_factory.mktemp("media")
    (folder / "boat.png").write_bytes(epubs.png())
    return epubs.unpack(epubs.build(epubs.paper(), epubs.job(folder)))


def test_the_good_book_is_good(good: Entries, tmp_path: Path) -> None:
    assert epubs.findings(epubs.repack(good), tmp_path) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[f"{m.code}-{m.name}" for m in MUTATIONS])
def test_a_broken_book_is_found_out(good: Entries, tmp_path: Path, mutation: Mutation) -> None:
    found = epubs.findings(mutation.change(dict(good)), tmp_path)
    assert f"SYN-EPUB-{mutation.code:03d}" in epubs.codes(found), [f"{d.code} {d.message}" for d in found]


@pytest.mark.parametrize(("name", "why", "change"), UNSEEN, ids=[row[0] for row in UNSEEN])
def test_what_a_book_alone_does_not_show(
    good: Entries, tmp_path: Path, name: str, why: str, change: Callable[[Entries], bytes]
) -> None:
    assert why
    assert epubs.findings(change(dict(good)), tmp_path) == []


def _written() -> set[int]:
    """The codes that the structure checks give, read off their sources."""
    source = Path(epubs.check_structure.__code__.co_filename).parent
    found = {int(code) for path in source.glob("*.py") for code in re.findall(r"SYN-EPUB-(\d{3})", path.read_text())}
    return found - {601, 602}


def test_every_code_of_the_structure_checks_has_a_mutation() -> None:
    assert _written() == {mutation.code for mutation in MUTATIONS}


@pytest.mark.parametrize("code", sorted(_written()))
def test_every_code_has_its_case(code: int) -> None:
    """`fixtures/invalid/<CODE>/book.epub` is a book that the structure checks give the code for."""
    path = INVALID / f"SYN-EPUB-{code:03d}" / "book.epub"
    assert f"SYN-EPUB-{code:03d}" in epubs.codes(epubs.check_structure(path, path.name))


def test_the_exporter_has_its_case() -> None:
    folder = INVALID / "SYN-EPUB-001"
    work = epubs.job(folder)
    assert epubs.build(codec.decode_edition((folder / "edition.json").read_bytes()), work)
    assert epubs.codes(work.report) == {"SYN-EPUB-001"}


@pytest.mark.external
def test_epubcheck_has_its_case() -> None:
    path = INVALID / "SYN-EPUB-601" / "book.epub"
    assert epubs.check_structure(path, path.name) == []
    assert epubs.errors(epubs.require_epubcheck().check(path, path.name)) == {"SYN-EPUB-601"}


def test_an_epubcheck_without_an_answer_has_its_case() -> None:
    folder = INVALID / "SYN-EPUB-602"
    broken = epubcheck.Installation(folder / "epubcheck.jar", Path("/bin/true"))
    with epubcheck.Epubcheck(broken) as checker:
        assert epubs.codes(checker.check(folder / "epubcheck.jar", "book.epub")) == {"SYN-EPUB-602"}
