"""NITF and ninjs as clients get them: the files, a story's life, and thousands of random stories, all valid."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from msgspec.structs import replace

import laws
import strategies
from newsdesk import NewsDesk
from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Artifact, Job, Proof
from syndicate.diagnostics import Report, Severity
from syndicate.errors import UsageError
from syndicate.exporters.ninjs.dialect import VERSIONS
from syndicate.formats import nitf
from syndicate.formats.sniff import HEAD, sniff
from syndicate.model import body
from syndicate.model.article import Article, Edition, EdNote, Media, Named, Rendition
from test_mutations_ninjs import official

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
NUMBER = 3_000
N = f"{{{nitf.NAMESPACE}}}"


def export(name: str, edition: Edition, *, advance: bool = False, base: str = "https://news.example/", **options: str):  # type: ignore[no-untyped-def]
    """The artifacts of an edition with their bytes, by name, as clients get them."""
    exporter = registry.exporter(name)
    clearance = gate.clear(edition, NOW, advance=advance)
    job = Job(
        row=exporter.row,
        context=Context(now=NOW),
        report=Report(),
        stem="edition",
        built_at=NOW,
        base_url=base,
        options=options,
    )
    return {a.name: b"".join(a.chunks) for a in exporter.export_cleared(clearance, job)}


def of(*articles: Article) -> Edition:
    """An edition of some articles."""
    return Edition(id="urn:x:edition", title="An edition", publisher="A publisher", articles=articles)


def story(slug: str = "storm", **fields: Any) -> Article:
    """A story with a paragraph."""
    text = (body.Paragraph(bid="b1", text=body.text("It blew.")),)
    return Article(**{"id": f"urn:x:{slug}", "slug": slug, "headline": "A storm", "body": text, **fields})


# --- files -----------------------------------------------------------------------------------------------------------


def test_files_are_named_by_slugs() -> None:
    """One file a story, doubles with a number; one without words by its id; a story alone by the stem of the run."""
    edition = of(
        story(), story(id="urn:x:2"), story(id="urn:x:3", slug="", headline=""), story(id="urn:x:4", slug="東京")
    )
    names = list(export("nitf", edition))
    assert names[:3] == ["storm.nitf.xml", "storm-2.nitf.xml", "urn-x-3.nitf.xml"]
    assert names[3].startswith("x-")
    assert list(export("ninjs", edition)) == [
        "edition.ninjs.json",
        *(n.replace("nitf.xml", "ninjs.json") for n in names),
    ]
    assert next(iter(export("ninjs", edition, package="no"))) == "storm.ninjs.json"
    assert list(export("nitf", of(story()))) == ["edition.nitf.xml"]
    assert list(export("ninjs", of(story()))) == ["edition.ninjs.json"]
    assert export("nitf", of()) == {}


def test_options_are_checked() -> None:
    """An unknown version, or a word that is neither yes nor no, is a mistake."""
    for options in ({"version": "4.0"}, {"text": "true"}, {"package": "maybe"}):
        with pytest.raises(UsageError):
            export("ninjs", of(story()), **options)


def test_the_package_tells_order_and_sections() -> None:
    """The edition's object lists its items in their order, each with its section, the killed one as canceled."""
    made = json.loads(laws.exported("ninjs", "full").bytes)
    assert made["type"] == "composite"
    assert [(one["name"], one.get("rel"), one["pubStatus"]) for one in made["associations"]] == [
        ("item1", "First section", "usable"),
        ("item2", "First section / Section in the section", "usable"),
        ("item3", None, "canceled"),
    ]


def test_plain_text_goes_before_the_html() -> None:
    """With the option, 3.1 has two bodies, and 1.6 body_text beside body_html."""
    (made,) = export("ninjs", of(story()), text="yes").values()
    assert [one["contentType"] for one in json.loads(made)["bodies"]] == ["text/plain", "text/html"]
    (made,) = export("ninjs", of(story()), text="yes", version="1.6").values()
    assert json.loads(made)["body_text"] == "It blew."


@pytest.mark.parametrize("name", ["nitf", "ninjs"])
def test_every_file_is_known_by_its_content(name: str) -> None:
    """`syndicate validate` tells what each is, notices and packages and older versions included."""
    for version in VERSIONS:
        options = {"version": version} if name == "ninjs" else {}
        for edition in laws.NAMES:
            for artifact in laws.export(name, laws.edition(edition), laws.context(edition), options).artifacts:
                assert sniff(b"".join(artifact.chunks)[:HEAD]) == name, (artifact.name, version)


# --- a story's life --------------------------------------------------------------------------------------------------


def test_a_kill_carries_no_content() -> None:
    """Same id, next version, canceled, the public reason; not a word of the story."""
    killed = story(
        version=3, status="canceled", headline="Secret", ed_notes=(EdNote(text="Wrong captain.", public=True),)
    )
    (made,) = export("nitf", of(killed)).values()
    root = etree.fromstring(made)
    assert root.find(f"{N}head/{N}docdata").get("management-status") == "canceled"
    assert root.find(f".//{N}doc-id").get("id-string") == "urn:x:storm"
    assert root.find(f".//{N}du-key").get("version") == "3"
    message = root.find(f".//{N}ed-msg")
    assert (message.get("msg-type"), message.get("info")) == ("kill", "Wrong captain.")
    assert root.find(f"{N}body/{N}body.content") is None
    for version in VERSIONS:
        (made,) = export("ninjs", of(killed), version=version).values()
        item = {key.lower(): value for key, value in json.loads(made).items()}
        assert (item["uri"], item["version"], item["pubstatus"]) == ("urn:x:storm", "3", "canceled")
        assert "Wrong captain." in item["ednote"]
        assert b"Secret" not in made and b"blew" not in made
        assert not [key for key in item if key.startswith(("bod", "headline"))]


def test_withheld_stories_and_embargoes_go_ahead_to_clients() -> None:
    """In advance a withheld story is a notice, and one under embargo names its end; otherwise neither goes."""
    end = NOW + timedelta(hours=6)
    edition = of(story("one", status="withheld"), story("two", embargo_until=end, published=NOW))
    for name in ("nitf", "ninjs"):
        assert not any(b"urn:x:one" in data or b"urn:x:two" in data for data in export(name, edition).values())
    first, second = (etree.fromstring(data) for data in export("nitf", edition, advance=True).values())
    assert first.find(f".//{N}docdata").get("management-status") == "withheld"
    assert first.find(f".//{N}ed-msg").get("msg-type") == "hold"
    assert second.find(f".//{N}docdata").get("management-status") == "embargoed"
    assert second.find(f".//{N}date.release").get("norm") == "20250601T180000Z"
    _, first, second = (json.loads(data) for data in export("ninjs", edition, advance=True).values())
    assert (first["pubStatus"], "bodies" in first) == ("withheld", False)
    assert second["embargoedUntil"] == "2025-06-01T18:00:00Z"
    (_, _, second) = (json.loads(data) for data in export("ninjs", edition, advance=True, version="1.6").values())
    assert second["embargoed"] == "2025-06-01T18:00:00Z"


def test_private_notes_stay() -> None:
    """Only public notes are messages."""
    noted = story(ed_notes=(EdNote(text="Public word", public=True), EdNote(text="Secret word")))
    for name in ("nitf", "ninjs"):
        (made,) = export(name, of(noted)).values()
        assert b"Public word" in made and b"Secret" not in made


# --- the body as NITF ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (body.Run(text="a\nb", marks=(body.Sub(),)), "<num><sub>a</sub></num><br/><num><sub>b</sub></num>"),
        (
            body.Run(text="x", marks=(body.Sup(), body.Strong(), body.Sub())),
            '<em class="strong"><em class="sub"><num><sup>x</sup></num></em></em>',
        ),
        (body.Run(text="Lund", marks=(body.Entity(ref="p1"), body.Em())), '<em><person value="p1">Lund</person></em>'),
        (body.Run(text="Lund", marks=(body.Entity(ref="nobody"),)), "Lund"),
        (
            body.Run(text="x", marks=(body.Link(href="https://a.example/"), body.Link(href="https://b.example/"))),
            '<a href="https://b.example/">x</a>',
        ),
        (
            body.Run(text="x", marks=(body.Link(href="https://a.example/", rel="no follow"),)),
            '<a href="https://a.example/" rel="no">x</a>',
        ),
        (body.Run(text="x", marks=(body.Lang(tag="not a tag"),)), "<lang>x</lang>"),
        (body.Run(text="漢", marks=(body.Ruby(text="かん"),)), '<pronounce guide="かん">漢</pronounce>'),
        (body.Run(text="<&>", marks=()), "&lt;&amp;&gt;"),
    ],
)
def test_marks(run: body.Run, expected: str) -> None:
    """Elements that hold words alone stand inside; no link stands in a link."""
    article = story(people=(Named(id="p1", name="Elin Lund"),))
    assert nitf.Body(article, nitf.Style()).text((run,)) == expected


def test_bodies_can_share_a_document() -> None:
    """Without ids nothing is an id, so that several bodies stand in one news message."""
    article = story(body=(body.Paragraph(bid="b1", text=body.text("One")), body.Divider(bid="b1")))
    assert " id=" not in "".join(nitf.body_content(article, nitf.Style()))
    with_ids = "".join(nitf.body_content(article, nitf.Style(ids=True)))
    assert with_ids.count('id="b1"') == 1, "a bid that stands twice is an id once"
    assert nitf.body_content(replace(article, body=()), nitf.Style()) == []


def test_a_medium_that_no_block_shows_follows_the_text() -> None:
    """It is in the document all the same, and marked as loose."""
    medium = Media(id="m", type="video", renditions=(Rendition(href="https://a.example/film.mp4", duration=61.5),))
    (made,) = export("nitf", of(story(media=(medium,)))).values()
    found = etree.fromstring(made).find(f"{N}body/{N}body.content/{N}media")
    assert (found.get("class"), found.get("media-type")) == ("loose", "video")
    assert found.find(f"{N}media-reference").get("time") == "61.5"


def test_without_a_base_url_relative_files_stay_out_of_ninjs() -> None:
    """ninjs knows no relative address: what cannot be made absolute is left out, and the object is valid."""
    medium = Media(id="m", type="picture", renditions=(Rendition(href="media/a.jpg"),))
    (made,) = export("ninjs", of(story(media=(medium,))), base="").values()
    assert "renditions" not in json.loads(made)["associations"][0]


# --- thousands -------------------------------------------------------------------------------------------------------


@cache
def grammars() -> tuple[etree.RelaxNG, etree.XMLSchema | None]:
    """Our grammar of NITF, and the official schema where it is."""
    own = etree.RelaxNG(etree.parse(laws.ROOT / "src/syndicate/validators/grammars/nitf.rng"))
    folder = laws.official_schemas()
    return own, etree.XMLSchema(etree.parse(folder / "nitf" / "nitf-3-6.xsd")) if folder is not None else None


def judged(name: str, artifact: str, data: bytes, folder: Path) -> list[str]:
    """The errors that the validator finds, the official schemas included."""
    path = folder / artifact
    path.write_bytes(data)
    proof = Proof(name=artifact, context=Context(now=NOW, schemas=laws.official_schemas()))
    validator = registry.validator(name)
    assert validator is not None
    return [f"{d.code} {d.location}: {d.message}" for d in validator.check(path, proof) if d.severity is Severity.ERROR]


@pytest.mark.parametrize("start", range(0, NUMBER, 1_000))
def test_thousands_of_stories_are_valid_nitf(start: int, tmp_path: Path) -> None:
    """Our grammar, the official schema and the rules find no error in any of them; ahead of embargoes, too."""
    articles = tuple(islice(NewsDesk(20250601 + start).articles(1_000), 1_000))
    own, xsd = grammars()
    made = export("nitf", of(*articles), advance=True)
    assert len(made) > 900
    for number, (artifact, data) in enumerate(made.items()):
        root = etree.fromstring(data)
        assert own.validate(root), (artifact, list(own.error_log)[:3])
        assert xsd is None or xsd.validate(root), (artifact, list(xsd.error_log)[:3])
        if number % 4 == 0:
            assert judged("nitf", artifact[-80:], data, tmp_path) == [], artifact


@pytest.mark.parametrize("version", VERSIONS)
def test_thousands_of_stories_are_valid_ninjs(version: str, tmp_path: Path) -> None:
    """The same for each version; every tenth is judged by the library of reference as well."""
    articles = tuple(islice(NewsDesk(20250602).articles(NUMBER // 3), NUMBER // 3))
    made = export("ninjs", of(*articles), advance=True, version=version)
    assert len(made) > 900
    for number, (artifact, data) in enumerate(made.items()):
        assert judged("ninjs", artifact[-80:], data, tmp_path) == [], artifact
        if number % 10 == 0 and laws.official_schemas() is not None:
            assert [e.message for e in official(version).iter_errors(json.loads(data))] == []


@pytest.mark.parametrize("version", VERSIONS)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(drawn=strategies.Model(strategies.EVERY_CHARACTER).editions().map(strategies.visible))
def test_hostile_text_in_any_version(version: str, drawn: Edition, tmp_path_factory: pytest.TempPathFactory) -> None:
    """All code points in any field: valid in the older versions, too (the laws try the newest)."""
    folder = tmp_path_factory.mktemp("ninjs")
    for artifact, data in export("ninjs", drawn, version=version).items():
        assert judged("ninjs", artifact, data, folder) == []


def test_artifacts_are_not_made_before_they_are_read() -> None:
    """A file's bytes are made one after the other, so that memory holds one of them."""
    edition = of(*(story(f"s{n}") for n in range(5)))
    exporter = registry.exporter("nitf")
    clearance = gate.clear(edition, NOW)
    job = Job(row=exporter.row, context=Context(now=NOW), report=Report(), stem="x", built_at=NOW)
    made = exporter.export_cleared(clearance, job)
    first = next(iter(made))
    assert isinstance(first, Artifact) and not isinstance(first.chunks, tuple | list)


# --- judging what strangers send -------------------------------------------------------------------------------------

_OPEN = f'<nitf xmlns="{nitf.NAMESPACE}"><body><body.content><block>'
_CLOSE = "</block></body.content></body></nitf>"


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE nitf [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><nitf>&b;</nitf>',
        b'<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]><nitf>&a;</nitf>',
        _OPEN.encode() + b"<p>" + b"<em>" * 100_000,
        b"<nitf>" + b"<p/>" * 600_000 + b"</nitf>",
        b"",
        b"\x00" * 1_000,
        "<nitf>é</nitf>".encode("latin-1"),
    ],
    ids=["bomb", "file", "depth", "tags", "nothing", "zeros", "encoding"],
)
def test_hostile_xml_is_refused_at_once(data: bytes, tmp_path: Path) -> None:
    """A finding that it cannot be read, in far less than the seconds that a judge may take; nothing is opened."""
    start = time.perf_counter()
    found = judged("nitf", "hostile.nitf.xml", data, tmp_path)
    assert [line.split()[0] for line in found] == ["SYN-NITF-001"]
    assert time.perf_counter() - start < 5


def test_a_file_that_is_wrong_everywhere_is_told_in_bounds(tmp_path: Path) -> None:
    """Fifty findings of a code at most, and in time: no rule looks through the file once more for each of them."""
    start = time.perf_counter()
    lines = "".join(f'<p id="a" lede="x{n}"><a href="/x">x</a><b/></p>\n' for n in range(20_000))
    path = tmp_path / "wrong.nitf.xml"
    path.write_text(_OPEN + lines + _CLOSE, encoding="utf-8")
    validator = registry.validator("nitf")
    assert validator is not None
    codes = Counter(d.code for d in validator.check(path, Proof(name="x", context=Context(now=NOW))))
    assert codes["SYN-NITF-003"] == 20
    assert codes["SYN-NITF-011"] == codes["SYN-NITF-030"] == codes["SYN-NITF-044"] == 50
    wrong = {"uri": "urn:x:1", "renditions": {f"r{n}": {"href": "/x", "width": "1"} for n in range(20_000)}}
    path = tmp_path / "wrong.ninjs.json"
    path.write_text(json.dumps(wrong, indent=1), encoding="utf-8")
    validator = registry.validator("ninjs")
    assert validator is not None
    found = list(validator.check(path, Proof(name="x", context=Context(now=NOW))))
    codes = Counter(d.code for d in found)
    assert codes["SYN-NINJS-003"] == codes["SYN-NINJS-014"] == 50
    assert all(d.location.line for d in found)
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize("depth", [50, 200, 400])
def test_deep_associations_end_in_a_finding_or_in_none(depth: int, tmp_path: Path) -> None:
    """An item in an item in an item: judged, or told that it cannot be; never an exception."""
    item: dict[str, Any] = {"uri": "urn:x:0"}
    for level in range(1, depth):
        item = {"uri": f"urn:x:{level}", "associations": {"a": item}}
    found = judged("ninjs", "deep.ninjs.json", json.dumps(item).encode(), tmp_path)
    assert {line.split()[0] for line in found} <= {"SYN-NINJS-001"}
