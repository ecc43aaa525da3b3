"""What the modules of RSS and Atom say of a story: media, categories, places, relations, rights, terms, languages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from syndicate import gate, registry
from syndicate.context import Context, MediaStore
from syndicate.contracts import Job, Proof
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.formats import g2
from syndicate.model import body
from syndicate.model.article import (
    Article,
    Dateline,
    Edition,
    Geo,
    Media,
    Named,
    Relation,
    Rendition,
    Rights,
    Subject,
)

BASE = "https://gazette.example.org/feeds/"
NOW = datetime(2025, 3, 2, 6, tzinfo=UTC)
KINDS = ("rss", "atom")
NS = {
    "a": "http://www.w3.org/2005/Atom",
    "m": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "georss": "http://www.georss.org/georss",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
LARGE = Rendition(href="quay.jpg", media_type="image/jpeg", width=1600, height=1200, size=48000)
SMALL = Rendition(href="quay-400.jpg", media_type="image/jpeg", width=400, height=300)


def story(name: str = "one", **changes: Any) -> Article:
    """A story with next to nothing."""
    base = Article(
        id=f"urn:example:{name}",
        headline="A story",
        summary="In short.",
        language="en",
        canonical_url=f"https://gazette.example.org/{name}",
        published=NOW,
        modified=NOW,
        body=(body.Paragraph(bid="p", text=body.text("Its words.")),),
    )
    return replace(base, **changes)


def medium(*renditions: Rendition, kind: Any = "picture", **changes: Any) -> Media:
    """A medium of these renditions."""
    return Media(id=changes.pop("id", "m"), type=kind, renditions=renditions, **changes)


def export(
    kind: str, *stories: Article, folder: Path, media: MediaStore | None = None, **head: Any
) -> tuple[list[etree._Element], list[Diagnostic]]:
    """The items, which have been judged, and what the exporter reported."""
    exporter = registry.exporter(kind)
    edition = Edition(
        id="urn:example:edition", title="Gazette", description="News.", language="en", url="/", publisher="P"
    )
    report = Report()
    context = Context(now=NOW, media=media or MediaStore())
    job = Job(exporter.row, context, report, "feed", built_at=NOW, base_url=BASE)
    clearance = gate.clear(replace(edition, articles=stories, **head), NOW)
    data = b"".join(next(iter(exporter.export_cleared(clearance, job))).chunks)
    place = folder / "feed.xml"
    place.write_bytes(data)
    validator = registry.validator(kind)
    assert validator is not None
    assert list(validator.check(place, Proof(name="feed.xml", context=context))) == []
    root = etree.fromstring(data)
    return root.findall("channel/item" if kind == "rss" else "a:entry", NS), list(report)


def one(kind: str, article: Article, folder: Path) -> etree._Element:
    """The item of a story alone."""
    [item], _ = export(kind, article, folder=folder)
    return item


def values(item: etree._Element, path: str) -> list[str]:
    """The texts of the elements at `path`."""
    return [node.text or "" for node in item.iterfind(path, NS)]


def attributes(item: etree._Element, path: str) -> list[dict[str, str]]:
    """The attributes of the elements at `path`."""
    return [dict(node.attrib) for node in item.iterfind(path, NS)]  # type: ignore[arg-type]


# --- media -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_one_rendition_is_no_group(kind: str, tmp_path: Path) -> None:
    """`media:content` with all that is known of the file, and inside it what it shows, says and whose it is."""
    picture = medium(
        LARGE, alt="A quay & its cranes", caption=body.text("The <quay>\nat six"), credit="D. Lens", rights="© Lens"
    )
    item = one(kind, story(media=(picture,), keywords=("harbour", "cranes, old", "harbour", "R&D")), tmp_path)
    assert item.find("m:group", NS) is None
    assert attributes(item, "m:content") == [
        {
            "url": f"{BASE}quay.jpg",
            "type": "image/jpeg",
            "medium": "image",
            "width": "1600",
            "height": "1200",
            "fileSize": "48000",
        }
    ]
    assert values(item, "m:content/m:title") == ["A quay & its cranes"]
    assert attributes(item, "m:content/m:title") == [{"type": "plain"}]
    assert values(item, "m:content/m:description") == ["The <quay> at six"]
    assert attributes(item, "m:content/m:description") == [{"type": "plain"}]
    assert values(item, "m:content/m:credit") == ["D. Lens"]
    assert values(item, "m:content/m:copyright") == ["© Lens"]
    assert values(item, "m:keywords") == ["harbour, R&D"]


@pytest.mark.parametrize("kind", KINDS)
def test_renditions_are_a_group(kind: str, tmp_path: Path) -> None:
    """A choice with one default; the words stand once, for the group; the thumbnail is the smallest."""
    item = one(kind, story(media=(medium(LARGE, SMALL, alt="A quay"),)), tmp_path)
    assert [(c["url"], c.get("isDefault")) for c in attributes(item, "m:group/m:content")] == [
        (f"{BASE}quay.jpg", "true"),
        (f"{BASE}quay-400.jpg", None),
    ]
    assert values(item, "m:group/m:title") == ["A quay"]
    assert item.find("m:content", NS) is None
    assert attributes(item, "m:thumbnail") == [{"url": f"{BASE}quay-400.jpg", "width": "400", "height": "300"}]


@pytest.mark.parametrize("kind", KINDS)
def test_a_film_and_its_poster(kind: str, tmp_path: Path) -> None:
    """A poster is no rendition to choose in place of the film: there is no group, and the poster is the thumbnail."""
    film = Rendition(href="film.mp4", media_type="video/mp4", size=9000, duration=61.6)
    item = one(kind, story(media=(medium(film, SMALL, kind="video"),)), tmp_path)
    assert item.find("m:group", NS) is None
    [content] = attributes(item, "m:content")
    assert (content["medium"], content["duration"]) == ("video", "62")
    assert attributes(item, "m:thumbnail")[0]["url"] == f"{BASE}quay-400.jpg"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_is_left_out(kind: str, tmp_path: Path) -> None:
    """No size, no length, no words, no group of a rendition that nobody can fetch; no keywords without media."""
    bare, gone = Rendition(href="a.jpg", width=0, height=-1), Rendition(href="javascript:0")
    item = one(kind, story(media=(medium(bare, gone),)), tmp_path)
    assert attributes(item, "m:content") == [{"url": f"{BASE}a.jpg", "type": "image/jpeg", "medium": "image"}]
    assert len(item.find("m:content", NS)) == 0  # type: ignore[arg-type]
    item = one(kind, story(keywords=("harbour",)), tmp_path)
    assert not [node for node in item.iter() if str(node.tag).startswith(f"{{{NS['m']}}}")]


def test_enclosures(tmp_path: Path) -> None:
    """RSS has one, the first picture; Atom each medium; both with length where it is known, RSS with 0 elsewhere."""
    sound = medium(Rendition(href="a.mp3", media_type="audio/mpeg", duration=3), kind="audio", id="s")
    media = (sound, medium(LARGE, SMALL), medium(SMALL, id="n"))
    [found] = attributes(one("rss", story(media=media), tmp_path), "enclosure")
    assert found == {"url": f"{BASE}quay.jpg", "length": "48000", "type": "image/jpeg"}
    [found] = attributes(one("rss", story(media=(sound,)), tmp_path), "enclosure")
    assert found == {"url": f"{BASE}a.mp3", "length": "0", "type": "audio/mpeg"}
    links = attributes(one("atom", story(media=media), tmp_path), "a:link[@rel='enclosure']")
    assert [(link["href"].removeprefix(BASE), link["type"], link.get("length")) for link in links] == [
        ("a.mp3", "audio/mpeg", None),
        ("quay.jpg", "image/jpeg", "48000"),
        ("quay-400.jpg", "image/jpeg", None),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_is_none_is_left_out(kind: str, tmp_path: Path) -> None:
    """A file that is here and called a picture is looked at; no reader is sent to it, and the report says so."""
    (tmp_path / "quay.jpg").write_bytes(b"<html>404</html>")
    shown = story(media=(medium(LARGE),), body=(body.Figure(bid="f", media="m", alt="A quay"),))
    [item], found = export(kind, shown, folder=tmp_path, media=MediaStore(default=tmp_path))
    assert b"quay.jpg" not in etree.tostring(item)
    assert [(f.code, f.severity) for f in found if f.code.endswith("-034")] == [
        (f"SYN-{kind.upper()}-034", Severity.LOSS)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_another_rendition_takes_the_place_of_one_that_is_none(kind: str, tmp_path: Path) -> None:
    """A broken file or an address that nobody can fetch costs the story its large picture, not its picture."""
    (tmp_path / "quay.jpg").write_bytes(b"<html>404</html>")
    secret = Rendition(href="javascript:0", media_type="image/png")
    media = (medium(LARGE, SMALL), medium(secret, SMALL, id="n", kind="graphic"))
    shown = story(media=media[:1], body=(body.Figure(bid="f", media="m", alt="A quay"),))
    [item], _ = export(kind, shown, folder=tmp_path, media=MediaStore(default=tmp_path))
    assert [content["url"] for content in attributes(item, "m:content")] == [f"{BASE}quay-400.jpg"]
    assert item.find("m:group", NS) is None
    assert f'<img src="{BASE}quay-400.jpg"' in values(item, "content:encoded" if kind == "rss" else "a:content")[0]
    [item], found = export(kind, story(media=media[1:]), folder=tmp_path)
    assert [content["url"] for content in attributes(item, "m:content")] == [f"{BASE}quay-400.jpg"]
    assert f"SYN-{kind.upper()}-032" in {f.code for f in found}


# --- categories ------------------------------------------------------------------------------------------------------

MEDTOP = g2.aliases()["medtop"]


def test_categories_tell_their_vocabulary(tmp_path: Path) -> None:
    """RSS by the address as domain; Atom by code, address and label; each name once."""
    about = story(
        subjects=(
            Subject(name="Economy & trade", code="04000000", scheme="medtop"),
            Subject(name="Fishing", scheme="https://gazette.example.org/desks/"),
            Subject(name="Nets", code="n7", scheme="house"),
            Subject(code="15000000", scheme="medtop"),
        ),
        genre=("Feature",),
        keywords=("Fishing", "salt  water", "Feature", " "),
    )
    item = one("rss", about, tmp_path)
    assert [(node.get("domain"), node.text) for node in item.iterfind("category")] == [
        (MEDTOP, "Economy & trade"),
        ("https://gazette.example.org/desks/", "Fishing"),
        ("house", "Nets"),
        (MEDTOP, "15000000"),
        (None, "Feature"),
        (None, "salt water"),
    ]
    item = one("atom", about, tmp_path)
    assert attributes(item, "a:category") == [
        {"term": "04000000", "scheme": MEDTOP, "label": "Economy & trade"},
        {"term": "Fishing", "scheme": "https://gazette.example.org/desks/"},
        {"term": "Nets"},
        {"term": "15000000", "scheme": MEDTOP},
        {"term": "Feature"},
        {"term": "salt water"},
    ]


# --- places, rights, terms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("fields", "point"),
    [
        ({"places": (Named(id="p", name="Quay", geo=Geo(lat=59.10000001, lon=-10.25)),)}, ["59.1 -10.25"]),
        ({"places": (Named(id="p", name="Quay"), Named(id="q", name="Q", geo=Geo(lat=0, lon=180)))}, ["0 180"]),
        ({"dateline": Dateline(raw="OSLO", geo=Geo(lat=59.9, lon=10.7))}, ["59.9 10.7"]),
        ({"places": (Named(id="p", name="Moon", geo=Geo(lat=91, lon=0)),)}, []),
        ({"places": (Named(id="p", name="Quay"),)}, []),
        ({}, []),
    ],
)
def test_one_point(kind: str, fields: dict[str, Any], point: list[str], tmp_path: Path) -> None:
    """That of the first place that has one, else the dateline's, in degrees without zeros; the names all."""
    item = one(kind, story(**fields), tmp_path)
    assert values(item, "georss:point") == point
    assert values(item, "dcterms:spatial") == [place.name for place in fields.get("places", ())]


def test_rights(tmp_path: Path) -> None:
    """The licence is a link in Atom (RFC 4946), and relative addresses of licences are made absolute."""
    licensed = story(copyright_notice="© Gazette <2025>", rights=Rights(license_url="/licence"))
    item = one("rss", licensed, tmp_path)
    assert values(item, "dcterms:license") == ["https://gazette.example.org/licence"]
    assert values(item, "dc:rights") == ["© Gazette <2025>"]
    item = one("atom", licensed, tmp_path)
    assert attributes(item, "a:link[@rel='license']") == [
        {"rel": "license", "href": "https://gazette.example.org/licence"}
    ]
    assert values(item, "a:rights") == ["© Gazette <2025>"]


@pytest.mark.parametrize("kind", KINDS)
def test_terms(kind: str, tmp_path: Path) -> None:
    """Dublin Core for what the dialects have no element for."""
    told = story(
        provider="Coast & Wire",
        usage_terms="Not for print",
        copyright_holder="Gazette Press",
        created=datetime(2025, 3, 1, tzinfo=UTC),
        expires=datetime(2025, 4, 1, tzinfo=UTC),
    )
    item = one(kind, told, tmp_path)
    assert values(item, "dc:publisher") == ["Coast & Wire"]
    assert values(item, "dcterms:accessRights") == ["Not for print"]
    assert values(item, "dcterms:rightsHolder") == ["Gazette Press"]
    assert values(item, "dcterms:created") == ["2025-03-01T00:00:00Z"]
    assert values(item, "dcterms:valid") == ["end=2025-04-01T00:00:00Z; scheme=W3C-DTF"]


def test_language_of_each_item(tmp_path: Path) -> None:
    """Where it is not that of the feed; the link of Atom tells it always, for the page behind it."""
    stories = (story("a"), story("b", language="de"), story("c", language="und"))
    items, _ = export("rss", *stories, folder=tmp_path)
    assert [values(item, "dc:language") for item in items] == [[], ["de"], []]
    items, _ = export("atom", *stories, folder=tmp_path)
    assert [item.get("{http://www.w3.org/XML/1998/namespace}lang") for item in items] == [None, "de", None]
    assert [attributes(item, "a:link")[0].get("hreflang") for item in items] == ["en", "de", None]


# --- relations -------------------------------------------------------------------------------------------------------


def links_of(kind: str, item: etree._Element) -> list[tuple[str, str, str]]:
    """The Atom links of an item but its own address: relation, address, title."""
    found = [link for link in attributes(item, "a:link") if link["rel"] != "alternate"]
    assert len([*item.iterfind("a:link[@rel='alternate']", NS)]) == (0 if kind == "rss" else 1)
    return [(link["rel"], link["href"], link.get("title", "")) for link in found]


@pytest.mark.parametrize("kind", KINDS)
def test_relations_are_links(kind: str, tmp_path: Path) -> None:
    """By address or by the id of another story of the edition; one that is held or unknown is not there."""
    related = story(
        links=(
            Relation(rel="previous", ref="urn:example:two", title='How it "began" & why'),
            Relation(rel="related", href="/map"),
            Relation(rel="translation_of", ref="urn:example:two"),
            Relation(rel="part_of", ref="urn:example:elsewhere"),
            Relation(rel="part_of", href="https://gazette.example.org/series"),
            Relation(rel="related", ref="urn:example:held"),
        )
    )
    held = story("held", status="withheld")
    items, _ = export(kind, related, story("two"), held, folder=tmp_path)
    assert links_of(kind, items[0]) == [
        ("related", "https://gazette.example.org/two", 'How it "began" & why'),
        ("related", "https://gazette.example.org/map", ""),
        ("up", "https://gazette.example.org/series", ""),
    ]


POINTERS = (
    body.InterstitialLink(bid="i", text=body.text("Read on"), ref="urn:example:two"),
    body.Box(bid="b", blocks=(body.InterstitialLink(bid="j", text=body.text("In a box"), ref="urn:example:two"),)),
    body.InterstitialLink(bid="k", text=body.text("Given"), ref="urn:example:two", href="https://other.example/"),
    body.InterstitialLink(bid="l", text=body.text("Nowhere"), ref="urn:example:nowhere"),
)


@pytest.mark.parametrize("kind", [*KINDS, "jsonfeed"])
def test_pointers_between_paragraphs_lead_to_the_story(kind: str, tmp_path: Path) -> None:
    """By its id alone, inside boxes too; a given address goes first, and what is not there has words only."""
    exporter = registry.exporter(kind)
    edition = Edition(id="urn:example:edition", title="Gazette", articles=(story(body=POINTERS), story("two")))
    job = Job(exporter.row, Context(now=NOW), Report(), "feed", built_at=NOW, base_url=BASE)
    data = b"".join(next(iter(exporter.export(edition, job))).chunks).replace(b'\\"', b'"')
    assert data.count(b'<a href="https://gazette.example.org/two">') == 2
    assert b'<a href="https://gazette.example.org/two">Read on</a>' in data
    assert b'<a href="https://gazette.example.org/two">In a box</a>' in data
    assert b'<a href="https://other.example/">Given</a>' in data
    assert b'<p class="interstitial">Nowhere</p>' in data


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_points_to_a_story_that_was_killed(kind: str, tmp_path: Path) -> None:
    """Neither a relation nor a paragraph."""
    pointing = story(body=(*POINTERS, *story().body), links=(Relation(rel="related", ref="urn:example:two"),))
    items, _ = export(kind, pointing, story("two", status="canceled"), folder=tmp_path)
    text = etree.tostring(items[0], encoding="unicode")
    assert "gazette.example.org/two" not in text and "Read on" not in text
