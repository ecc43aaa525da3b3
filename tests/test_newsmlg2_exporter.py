"""The NewsML-G2 exporter: what it writes is valid, complete, in order, and says nothing that nobody said."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from lxml import etree

from strategies import EVERY_CHARACTER, Model, visible
from syndicate import gate
from syndicate.context import Context
from syndicate.contracts import Degree, ExporterRow, Job, Proof
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.errors import UsageError
from syndicate.exporters.newsmlg2 import NewsmlG2Exporter
from syndicate.formats import g2
from syndicate.model import article as model
from syndicate.model import body, codec, features
from syndicate.model.article import Article, Edition, Media, Rendition, Section
from syndicate.validators.newsmlg2 import NewsmlG2Validator

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = sorted((ROOT / "fixtures" / "editions").glob("*/edition.json"))
SCHEMAS = ROOT.parent / "shared" / "schemas"
NOW = datetime(2030, 1, 1, tzinfo=UTC)
BUILT = datetime(2025, 3, 1, 6, tzinfo=UTC)
NS = {"g": g2.NAR, "h": g2.XHTML}
XHTML_NAMES = frozenset(
    {
        *(
            "html",
            "head",
            "title",
            "body",
            "p",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "cite",
            "aside",
            "ol",
            "ul",
        ),
        *("li", "table", "caption", "thead", "tbody", "tr", "th", "td", "pre", "figure", "figcaption", "img", "div"),
        *("hr", "a", "span", "strong", "em", "u", "s", "sub", "sup", "code", "br", "ruby", "rp", "rt"),
    }
)
"""Elements that a body may hold: no receiver meets anything else."""


def export(
    edition: Edition,
    *,
    built_at: datetime | None = BUILT,
    report: Report | None = None,
    profile: str = "",
    **options: str,
) -> bytes:
    """`edition` through the gate and the exporter."""
    row = ExporterRow(
        name="newsml-g2", media_type="application/xml", suffix=".newsml.xml", path="x:Y", help="", options={}
    )
    report = Report() if report is None else report
    context = Context(now=NOW)
    job = Job(
        row=row,
        context=context,
        report=report,
        stem="x",
        built_at=built_at,
        base_url=edition.base_url,
        profile=profile,
        options=options,
    )
    artifacts = list(NewsmlG2Exporter().export(gate.clear(edition, NOW).release, job))
    assert [artifact.name for artifact in artifacts] == ["x.newsml.xml"]
    return b"".join(artifacts[0].chunks)


def one(**fields: Any) -> Edition:
    """An edition of one story."""
    return Edition(id="urn:x:edition", language="en", articles=(Article(id="urn:x:story", **fields),))


def judge(data: bytes, folder: Path, *, schemas: Path | None = None) -> list[Diagnostic]:
    """The validator's findings on `data`; the official schema judges too when `schemas` is given."""
    path = folder / "x.newsml.xml"
    path.write_bytes(data)
    proof = Proof(name=path.name, context=Context(now=NOW, schemas=schemas))
    found = list(NewsmlG2Validator().check(path, proof))
    assert ("NewsML-G2 2.35 XSD" in proof.judges) == (schemas is not None)
    return found


def errors(found: list[Diagnostic]) -> list[str]:
    """The errors among `found`, to be read when a test fails."""
    return [f"{d.code} line {d.location.line}: {d.message}" for d in found if d.severity is Severity.ERROR]


def parse(data: bytes) -> etree._Element:
    """The message as a tree."""
    return etree.fromstring(data)


def values(tree: etree._Element, path: str) -> list[str]:
    """Text of the elements, or values of the attributes, at `path`."""
    found = tree.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [n.text or "" if isinstance(n, etree._Element) else str(n) for n in found]


# --- whole editions --------------------------------------------------------------------------------------------------


def test_there_are_editions() -> None:
    """An empty list would make the tests below pass."""
    assert {path.parent.name for path in EDITIONS} >= {"minimal", "full", "hostile", "packages", "photos"}


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.parent.name)
def test_editions_are_valid(path: Path, tmp_path: Path) -> None:
    """Our grammar and rules find no error in any edition."""
    edition = codec.decode_edition(path.read_bytes())
    assert errors(judge(export(edition), tmp_path)) == []


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the official schemas are not beside the project")
@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.parent.name)
def test_editions_are_valid_by_the_official_schema(path: Path, tmp_path: Path) -> None:
    """IPTC's schema finds no error either."""
    edition = codec.decode_edition(path.read_bytes())
    assert errors(judge(export(edition, text="yes"), tmp_path, schemas=SCHEMAS)) == []


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.parent.name)
def test_same_bytes_twice(path: Path) -> None:
    """Nothing but the edition and the time of building goes into the bytes."""
    edition = codec.decode_edition(path.read_bytes())
    assert export(edition) == export(edition)


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.parent.name)
def test_bodies_hold_allowed_elements_only(path: Path) -> None:
    """Every element of a body is on the list of XHTML elements, and none of them runs anything."""
    tree = parse(export(codec.decode_edition(path.read_bytes())))
    found = {etree.QName(node).localname for node in tree.iter(f"{{{g2.XHTML}}}*")}
    assert found - XHTML_NAMES == set()


def test_lines_are_indented() -> None:
    """An element that holds elements opens its own level; one with text keeps its line."""
    text = export(one(headline="Ferry", keywords=("a", "b"))).decode()
    assert '\n      <itemMeta>\n        <itemClass qcode="ninat:text"/>\n        <provider' in text
    assert "\n        <keyword>a</keyword>\n        <keyword>b</keyword>\n" in text
    assert "\t" not in text and not re.search(r" +$", text, re.MULTILINE)


# --- nothing lost in silence -----------------------------------------------------------------------------------------

_NOT_WORDS = {"bid", "type", "mark", "media", "ref", "span", "date_candidates", "sections", "slug", "spans", "blocks"}


_DEGRADED = {("embed", "provider"), ("unsupported", "media_type"), ("unsupported", "kind")}
"""What the table says is gone of a block that is degraded."""
_SPELT_OTHERWISE = {"id", "symbols", "tdm", "rel", "role", "digital_source_type"}
"""Fields whose value arrives as a code or in parts; tests of their own look at them."""


def _strings(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a story's builtins with the name of its field."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _NOT_WORDS and (value.get("type"), key) not in _DEGRADED:
                yield from _strings(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item, name)


def test_every_word_of_the_full_story_arrives() -> None:
    """Whatever the fidelity table calls kept or degraded has its words in the XML."""
    path = ROOT / "fixtures" / "editions" / "full" / "edition.json"
    edition = codec.decode_edition(path.read_bytes())
    stories = list(gate.clear(edition, NOW).release.articles)
    assert stories
    # Text and attribute values alike: what a receiver can get out of the file.
    text = html.unescape(re.sub(r"<[^>\"]+>", "", export(edition).decode()))
    dates = set(model.INSTANTS) | {"at", "date"}
    checked = 0
    for story in stories:
        for name, value in _strings(msgspec.to_builtins(story)):
            for line in value.splitlines():
                if name in dates or not line.strip() or name in _SPELT_OTHERWISE:
                    continue
                checked += 1
                assert line.strip() in text, f"{name}: {line!r} is not in the XML"
    assert checked > 100


def test_fidelity_names_every_feature_and_only_those() -> None:
    """The table is complete, and what is not kept says what is left or why."""
    fidelity = NewsmlG2Exporter().fidelity
    assert set(fidelity) == set(features.vocabulary())
    assert all(carriage.how for carriage in fidelity.values())
    assert [name for name, carriage in fidelity.items() if carriage.degree is Degree.LOST] == ["field.date_candidates"]


def test_lost_is_lost() -> None:
    """A guessed date goes nowhere: a receiver could take it for the date of publication."""
    guess = model.DateCandidate(value="2022-01-21", reason="the words say Friday", confidence=0.4)
    assert b"2022-01-21" not in export(one(date_candidates=(guess,)))


# --- facts -----------------------------------------------------------------------------------------------------------


def test_order_of_the_message() -> None:
    """Header, then the package, then each story followed by its media."""
    picture = Media(id="p", type="picture", renditions=(Rendition(href="p.jpg"),))
    stories = (Article(id="urn:x:1", media=(picture,)), Article(id="urn:x:2"))
    tree = parse(export(Edition(id="urn:x:e", publisher="Gazette", articles=stories)))
    assert values(tree, "g:header/g:sent") == ["2025-03-01T06:00:00Z"]
    assert values(tree, "g:header/g:sender") == ["Gazette"]
    assert values(tree, "g:itemSet/*/@guid") == ["urn:x:e", "urn:x:1", "urn:x:1#p", "urn:x:2"]
    assert values(tree, "g:itemSet/g:newsItem[2]/g:itemMeta/g:itemClass/@qcode") == ["ninat:picture"]
    assert values(tree, "g:itemSet/g:newsItem[1]/g:itemMeta/g:link/@residref") == ["urn:x:1#p"]


def test_a_story_alone_is_no_package() -> None:
    """One story in no section goes without a packageItem; an edition of nothing is an empty package."""
    assert values(parse(export(one())), "g:itemSet/g:packageItem/@guid") == []
    empty = parse(export(Edition(id="urn:x:none")))
    assert values(empty, "g:itemSet/*/@guid") == ["urn:x:none"]


def test_sections_become_groups() -> None:
    """Sections keep their order and nesting; what stands in none follows in the root group."""
    sections = (
        Section(
            id="s", title="Outer", articles=("urn:x:2",), sections=(Section(id="t", title="In", articles=("urn:x:1",)),)
        ),
    )
    stories = tuple(Article(id=f"urn:x:{n}", headline=f"Story {n}") for n in (1, 2, 3))
    tree = parse(export(Edition(id="urn:x:e", sections=sections, articles=stories)))
    assert values(tree, "//g:groupSet/@root") == ["g0"]
    assert values(tree, "//g:group/@id") == ["g0", "g1", "g2"]
    assert values(tree, "//g:group[@id='g0']/*/@*[name()='idref' or name()='residref']") == ["g1", "urn:x:3"]
    assert values(tree, "//g:group[@id='g1']/*/@*[name()='idref' or name()='residref']") == ["urn:x:2", "g2"]
    assert values(tree, "//g:group/g:title") == ["Outer", "In"]
    assert values(tree, "//g:itemRef/g:title") == ["Story 3", "Story 2", "Story 1"]


def test_no_date_is_invented() -> None:
    """A story without dates gets the time of processing as its version, and no other date."""
    report = Report()
    tree = parse(export(one(headline="x"), report=report))
    assert values(tree, "//g:newsItem/g:itemMeta/g:versionCreated") == ["2025-03-01T06:00:00Z"]
    for name in ("firstCreated", "contentCreated", "contentModified", "pubHistory", "embargoed", "expires"):
        assert values(tree, f"//g:{name}") == [], name
    assert [d.code for d in report] == ["SYN-G2-090"], "only the provider is missing"


def test_a_missing_provider_is_told_once_for_a_story() -> None:
    """The items of its media lack it for the same reason."""
    report = Report()
    pictures = tuple(Media(id=f"p{n}", type="picture", renditions=(Rendition(href="p.jpg"),)) for n in range(3))
    tree = parse(export(one(media=pictures), report=report))
    assert values(tree, "//g:provider/@literal") == ["unknown"] * 4
    assert [d.code for d in report] == ["SYN-G2-090"]


def test_the_wall_clock_is_the_last_resort() -> None:
    """Without any time the clock is taken, once for the whole message and with a warning."""
    report = Report()
    tree = parse(export(one(provider="x"), built_at=None, report=report))
    assert values(tree, "//g:sent") == values(tree, "//g:versionCreated") == ["2030-01-01T00:00:00Z"]
    assert [d.code for d in report] == ["SYN-TIME-001"]


def test_dates_that_are_known() -> None:
    """Each instant goes where the standard wants it, in its own offset."""
    zone = timezone(timedelta(hours=2))
    instants = {name: datetime(2024, 5, n + 1, 8, tzinfo=zone) for n, name in enumerate(model.INSTANTS)}
    instants["expires"] = datetime(2031, 1, 1, tzinfo=UTC)
    tree = parse(export(one(**instants)))
    assert values(tree, "//g:newsItem/g:itemMeta/g:versionCreated") == ["2024-05-04T08:00:00+02:00"]
    assert values(tree, "//g:firstCreated") == ["2024-05-01T08:00:00+02:00"]
    assert values(tree, "//g:contentCreated") == ["2024-05-02T08:00:00+02:00"]
    assert values(tree, "//g:published/g:timestamp") == ["2024-05-03T08:00:00+02:00"]
    assert values(tree, "//g:contentModified") == ["2024-05-04T08:00:00+02:00"]
    assert values(tree, "//g:embargoed") == ["2024-05-05T08:00:00+02:00"]
    assert values(tree, "//g:expires") == ["2031-01-01T00:00:00Z"]


def test_created_after_the_version_is_left_out(tmp_path: Path) -> None:
    """No receiver takes an item that was first created after its version; the contradiction is told."""
    report = Report()
    edition = one(provider="x", created=BUILT + timedelta(days=1), modified=BUILT)
    data = export(edition, report=report)
    assert b"firstCreated" not in data
    assert [d.code for d in report] == ["SYN-G2-091"]
    assert errors(judge(data, tmp_path)) == []


@pytest.mark.parametrize(
    ("offset", "written"),
    [
        (timedelta(0), "2024-05-01T12:00:00Z"),
        (timedelta(hours=-3, minutes=-30), "2024-05-01T12:00:00-03:30"),
        (timedelta(minutes=53, seconds=28), "2024-05-01T11:06:32Z"),
        (timedelta(hours=23), "2024-04-30T13:00:00Z"),
    ],
)
def test_moments(offset: timedelta, written: str) -> None:
    """Offsets that XML Schema does not know become UTC; the instant stays the same."""
    assert g2.moment(datetime(2024, 5, 1, 12, tzinfo=timezone(offset))) == written


def test_a_kill_has_status_and_reason_and_no_content() -> None:
    """What is left of a canceled story: identity, version, reason; not a word of it."""
    story = {
        "headline": "Secret headline",
        "summary": "Secret summary",
        "body": (body.Paragraph(bid="b1", text=body.text("Secret body")),),
        "media": (Media(id="secret", type="picture", renditions=(Rendition(href="secret.jpg"),)),),
    }
    note = model.EdNote(text="The source withdrew it.", public=True)
    data = export(one(version=3, status="canceled", ed_notes=(note,), modified=BUILT, **story))
    tree = parse(data)
    assert values(tree, "//g:newsItem/@version") == ["3"]
    assert values(tree, "//g:pubStatus/@qcode") == ["stat:canceled"]
    assert "The source withdrew it." in values(tree, "//g:edNote")[0]
    assert values(tree, "//g:signal/@qcode") == ["synd:signal/kill"]
    assert tree.find(".//g:contentSet", NS) is None
    assert b"ecret" not in data


def test_subjects_keep_their_schemes(tmp_path: Path) -> None:
    """IPTC's aliases are used as they are; a scheme that it does not know is declared in the item."""
    subjects = (
        model.Subject(scheme="medtop", code="04000000", name="economy", relevance=140, confidence=-3),
        model.Subject(scheme="house", code="two words"),
        model.Subject(scheme="not an alias", code="7"),
        model.Subject(code="bare"),
        model.Subject(name="by name"),
        model.Subject(),
    )
    data = export(one(subjects=subjects))
    tree = parse(data)
    assert values(tree, "//g:subject/@qcode") == [
        "medtop:04000000",
        "house:two%20words",
        "synd:subject/not%20an%20alias/7",
        "synd:subject//bare",
    ]
    assert values(tree, "//g:subject[last()]/g:name") == ["by name"]
    assert values(tree, "//g:subject/@relevance") == ["100"]
    assert values(tree, "//g:subject/@confidence") == ["0"]
    assert values(tree, "//g:scheme/@alias") == ["house", "synd"]
    assert errors(judge(data, tmp_path)) == []


def test_lines_where_the_standard_demands_them(tmp_path: Path) -> None:
    """Slugline, keyword, credit line and names hold no line ends; prose does."""
    data = export(
        one(
            slug="a\nb",
            keywords=("c\td",),
            credit=model.Credit(raw="e\nf"),
            provider="g\nh",
            summary="i\nj",
            bylines=(model.Byline(name="k\nl"),),
        )
    )
    tree = parse(data)
    assert values(tree, "//g:slugline") == ["a b"]
    assert values(tree, "//g:keyword") == ["c d"]
    assert values(tree, "//g:creditline") == ["e f"]
    assert values(tree, "//g:provider/g:name") == ["g h"]
    assert values(tree, "//g:creator/g:name") == ["k l"]
    assert values(tree, "//g:description") == ["i\nj"]
    assert errors(judge(data, tmp_path)) == []


def test_rights_in_text_and_by_address() -> None:
    """A policy is a link when it is an address, data when it is a text; the mining statement comes last."""
    by_address = one(rights=model.Rights(odrl="https://x.example/p", license_url="https://x.example/l"))
    tree = parse(export(by_address))
    assert values(tree, "//g:rightsInfo/g:link/@href") == ["https://x.example/p", "https://x.example/l"]
    policy = '{"@context": "http://www.w3.org/ns/odrl.jsonld"}'
    tree = parse(export(one(rights=model.Rights(odrl=policy), ai=model.AiTerms(tdm="allowed"))))
    assert values(tree, "//g:rightsExpressionData") == [policy]
    assert values(tree, "//g:rightsInfo/*[last()]/@uri") == ["http://ns.useplus.org/ldf/vocab/DMI-ALLOWED"]


def test_addresses_that_are_none_are_left_out_and_told() -> None:
    """Scripts and broken addresses go nowhere; a relative one becomes absolute when the base is known."""
    report = Report()
    links = (
        model.Relation(rel="related", href="javascript:go()"),
        model.Relation(rel="related", href="next page"),
        model.Relation(rel="previous", ref="urn:x:other", title="Before"),
    )
    edition = msgspec.structs.replace(one(provider="x", links=links), base_url="https://x.example/a/")
    tree = parse(export(edition, report=report))
    assert values(tree, "//g:itemMeta/g:link/@href") == ["https://x.example/a/next%20page"]
    assert values(tree, "//g:itemMeta/g:link/@residref") == ["urn:x:other"]
    assert [d.code for d in report] == ["SYN-G2-092"]


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("https://x.example/ä b", "", "https://x.example/%C3%A4%20b"),
        ("media/p 1.jpg", "", "media/p%201.jpg"),
        ("media/50%.jpg", "https://x.example/", "https://x.example/media/50%25.jpg"),
        ("https://[half", "", None),
        ("https://x.example:port/", "", None),
        ("https://x.example/#a#b", "", "https://x.example/#a%23b"),
        ("data:text/html,x", "", None),
        ("", "", None),
    ],
)
def test_addresses(href: str, base: str, expected: str | None) -> None:
    """What is written is a URI reference; what cannot be one is not written."""
    assert g2.address(href, base) == expected


def test_media_with_everything() -> None:
    """Caption, credit, alternative text, focus, rights and the measures of each rendition."""
    rendition = Rendition(
        href="https://x.example/film.mp4", role="web", media_type="video/mp4", duration=12.5, size=9, sha256="ab" * 32
    )
    film = Media(
        id="film 1",
        type="video",
        renditions=(rendition, Rendition(href="thumb.jpg", role="poster", width=-1, duration=float("nan"))),
        caption=body.text("What it shows"),
        credit="Who\nmade it",
        alt="A boat",
        focus=model.Focus(x=0.5, y=0.25),
        rights="Once",
    )
    tree = parse(export(one(media=(film, film))))
    assert values(tree, "//g:newsItem/@guid")[1:] == ["urn:x:story#film%201", "urn:x:story#film%201-2"]
    item = tree.findall(".//g:newsItem", NS)[1]
    assert values(item, "g:itemMeta/g:itemClass/@qcode") == ["ninat:video"]
    assert values(item, ".//g:creditline") == ["Who made it"]
    assert values(item, ".//g:description") == ["What it shows", "A boat"]
    assert values(item, ".//g:itemMetaExtProperty/@value") == ["0.5 0.25"]
    assert values(item, ".//g:usageTerms") == ["Once"]
    assert values(item, ".//g:remoteContent/@rendition") == ["rnd:web", "synd:rendition/poster"]
    assert values(item, ".//g:remoteContent/@duration") == ["12.5"]
    assert values(item, ".//g:remoteContent/@width") == []
    assert values(item, ".//g:hash") == ["ab" * 32]


def test_plain_text_beside_the_markup() -> None:
    """The option adds inlineData before the XHTML."""
    edition = one(body=(body.Paragraph(bid="a", text=body.text("One")), body.Paragraph(bid="b", text=body.text("Two"))))
    assert values(parse(export(edition)), "//g:inlineData") == []
    tree = parse(export(edition, text="yes"))
    assert values(tree, "//g:contentSet/*[1]") == ["One\n\nTwo"]
    assert values(tree, "//h:p") == ["One", "Two"]
    bodies = "//g:contentSet/*/@contenttype"
    assert values(parse(export(edition, profile="superdesk")), bodies)[0] == "text/plain"
    assert "text/plain" not in values(parse(export(edition, profile="superdesk", text="no")), bodies)
    with pytest.raises(UsageError, match="neither yes nor no"):
        export(edition, text="perhaps")


def test_a_place_on_the_earth_only(tmp_path: Path) -> None:
    """Region, country and point belong to the first place; a point off the earth is no point."""
    dateline = model.Dateline(places=("A", "B"), region="R", country="C", geo=model.Geo(lat=1e-07, lon=-2.0))
    tree = parse(export(one(dateline=dateline)))
    assert values(tree, "//g:located/g:name") == ["A", "B"]
    assert values(tree, "//g:located[1]/g:broader/g:name") == ["R", "C"]
    assert values(tree, "//g:position/@latitude") == ["0.0000001"]
    assert values(tree, "//g:dateline") == ["A/B, R, C"]
    nowhere = model.Dateline(country="C", geo=model.Geo(lat=91.0, lon=0.0))
    data = export(one(dateline=nowhere))
    assert values(parse(data), "//g:located/g:name") == ["C"]
    assert b"position" not in data
    assert errors(judge(data, tmp_path)) == []


@pytest.mark.parametrize(
    ("value", "attribute", "written"),
    [
        ("http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits", "qcode", "digsrctype:humanEdits"),
        ("digsrctype:humanEdits", "qcode", "digsrctype:humanEdits"),
        ("humanEdits", "qcode", "digsrctype:humanEdits"),
        ("https://x.example/made-by-hand", "uri", "https://x.example/made-by-hand"),
        ("by\nhand", "literal", "by hand"),
    ],
)
def test_digital_source_type(value: str, attribute: str, written: str) -> None:
    """A code of IPTC's scheme, however it was given; else an address, else words."""
    tree = parse(export(one(digital_source_type=value)))
    assert values(tree, f"//g:digitalSourceType/@{attribute}") == [written]


def test_ticker_symbols_and_places_are_asserted() -> None:
    """What is known of a named thing stands in an assertion with the same identifier as its subject."""
    firm = model.Named(id="firm", name="Line", symbols=("XCSE:NRHL", "NRH", "XCSE:"))
    town = model.Named(id="t", name="Norhavn", uri="https://x.example/t", geo=model.Geo(lat=55.0, lon=-11.0))
    tree = parse(export(one(orgs=(firm,), places=(town,))))
    assert values(tree, "//g:subject/@literal") == values(tree, "//g:assert/@literal") == ["firm"]
    assert values(tree, "//g:subject/@uri") == values(tree, "//g:assert/@uri") == ["https://x.example/t"]
    assert values(tree, "//g:hasInstrument/@symbol") == ["NRHL", "NRH"]
    assert values(tree, "//g:hasInstrument/@marketlabel") == ["XCSE"]
    assert values(tree, "//g:position/@longitude") == ["-11.0"]


@pytest.mark.parametrize(
    ("contact", "element"),
    [("https://x.example/mona", "web"), ("mona@x.example", "email"), ("room 4, ask for Mona @ desk", "note")],
)
def test_contacts_of_a_byline(contact: str, element: str) -> None:
    """A contact is what it looks like."""
    tree = parse(export(one(bylines=(model.Byline(name="Mona", role="editor", contact=contact),))))
    assert values(tree, f"//g:contactInfo/g:{element}") == [contact]
    assert values(tree, "//g:creator/@role") == ["cpprole:author cpprole:editor"]


def test_corrections_keep_their_time_and_their_blocks() -> None:
    """Each correction is a note; the blocks that it touched are found in the body by id."""
    corrections = (
        model.Correction(text="It was Tuesday.", at=BUILT, blocks=("b1", "b3")),
        model.Correction(text="Her name is Mona."),
    )
    story = one(corrections=corrections, body=(body.Paragraph(bid="b1", text=body.text("It was Tuesday.")),))
    tree = parse(export(story))
    assert values(tree, "//g:edNote") == ["It was Tuesday.", "Her name is Mona."]
    assert values(tree, "//g:edNote/@modified") == ["2025-03-01T06:00:00Z"]
    assert values(tree, "//g:itemMetaExtProperty[@rel='synd:correction/1/blocks']/@value") == ["b1 b3"]
    assert values(tree, "//h:p/@id") == ["b1"]


def test_script_of_the_language() -> None:
    """The script becomes a subtag where the tag does not name it."""
    assert values(parse(export(one(language="sr", script="Latn"))), "//g:language/@tag") == ["sr-Latn"]
    assert values(parse(export(one(language="zh-Hant-TW", script="Hant"))), "//g:language/@tag") == ["zh-Hant-TW"]
    assert values(parse(export(one(language="en GB"))), "//g:language/@tag") == ["und"]


def test_the_message_streams() -> None:
    """Items are made as the chunks are read: nothing is made ahead."""
    stories = tuple(Article(id=f"urn:x:{n}") for n in range(100))
    edition = Edition(id="urn:x:e", articles=stories)
    release = gate.clear(edition, NOW).release
    row = ExporterRow(name="newsml-g2", media_type="application/xml", suffix=".xml", path="x:Y", help="")
    report = Report()
    job = Job(row=row, context=Context(now=NOW), report=report, stem="x", built_at=BUILT)
    chunks = iter(next(iter(NewsmlG2Exporter().export(release, job))).chunks)
    references = 0
    while not (chunk := next(chunks)).lstrip().startswith(b"<newsItem"):
        references += chunk.count(b"<itemRef")
        assert len(chunk) < 2_000, "the package is written a reference at a time"
    assert references == 100
    assert len(report) == 2, "each item without a provider is told as it is made: the package and the first story"
    assert sum(1 for _ in chunks) == 100


# --- hostile articles ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("character", ["\b", "\f", "\0", "\v", "\x1b", "\x7f", "\ufffe"])
def test_control_characters_never_arrive(character: str, tmp_path: Path) -> None:
    """The gate takes out what no XML can hold, wherever it stands: in a story or in the edition's head."""
    story = Article(id="urn:x:1", headline=f"a{character}b", provider="x")
    data = export(Edition(id="urn:x:e", publisher=f"c{character}d", articles=(story,)))
    assert values(parse(data), "//g:headline") == ["ab"]
    assert values(parse(data), "//g:sender") == ["cd"]


_ADDRESSES = (
    *("javascript:x", "https://x.example/?a=1&b=2#<c>", "//h", "#", "%zz", "http://[::1", "http://[::1]/", "a:b c"),
    *(
        "http://",
        "https://x:y@h:99999/",
        "mailto:a b",
        ":",
        "?",
        "../..",
        "https://x.example/[1]",
        "\U0001f6a2",
        "\\\\h",
    ),
)


@given(edition=Model(EVERY_CHARACTER).editions().map(visible))
def test_hostile_editions_stay_valid(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever stands in an edition, the message is valid by our grammar and rules, and by the official schema."""
    data = export(edition, text="yes")
    folder = tmp_path_factory.mktemp("hostile")
    assert errors(judge(data, folder, schemas=SCHEMAS if SCHEMAS.is_dir() else None)) == []


@pytest.mark.parametrize("base", ["", "https://x.example/news/"])
@pytest.mark.parametrize("href", _ADDRESSES)
def test_hostile_addresses_stay_valid(href: str, base: str, tmp_path: Path) -> None:
    """Every field that holds an address, with one that is none, or nearly."""
    story = Article(
        id="urn:x:1",
        canonical_url=href,
        rights=model.Rights(odrl=href, license_url=href),
        ai=model.AiTerms(policy_url=href, rsl=href),
        bylines=(model.Byline(name="x", contact=href),),
        people=(model.Named(id="p", name="x", uri=href),),
        digital_source_type=href,
        subjects=(model.Subject(scheme=href, code=href),),
        links=(model.Relation(rel="related", href=href),),
        media=(Media(id="m", type="picture", renditions=(Rendition(href=href),)),),
        body=(
            body.Paragraph(bid="a", text=(body.Run(text="x", marks=(body.Link(href=href),)),)),
            body.Embed(bid="b", url=href),
            body.Figure(bid="c", media="m"),
        ),
    )
    edition = Edition(id="urn:x:e", url=href, base_url=base, articles=(story,))
    assert errors(judge(export(edition), tmp_path, schemas=SCHEMAS if SCHEMAS.is_dir() else None)) == []
