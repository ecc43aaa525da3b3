"""IDML: read back by SimpleIDML, which is not ours, word for word; and packages broken in every way that is judged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

import laws
from indesign import expected, find_all, read_idml
from syndicate import gate
from syndicate.contracts import Proof, Release
from syndicate.formats import idml
from syndicate.formats.archive import pack
from syndicate.model import body
from syndicate.model.article import Article, Edition, Media, Rendition
from syndicate.validators.idml import IdmlValidator

Entries = dict[str, bytes]
STORY = "Stories/Story_us1.xml"
SPREAD = "Spreads/Spread_up1.xml"


def small() -> Edition:
    """One story with a link, a table, a picture and marks over each other."""
    both = body.Run(text="both", marks=(body.Em(), body.Strong()))
    link = body.Run(text="the link", marks=(body.Link(href="https://a.example/?x=1&y=2"),))
    rows = (
        (body.Cell(text=body.text("a"), rowspan=2), body.Cell(text=body.text("b"), align="right")),
        (body.Cell(text=body.text("c")),),
    )
    head = ((body.Cell(text=body.text("wide"), colspan=2),),)
    story = Article(
        id="urn:x:story",
        dir="rtl",
        headline="A headline",
        media=(
            Media(id="m1", type="picture", alt="Alt", renditions=(Rendition(href="in/a b.jpg", width=6, height=3),)),
        ),
        body=(
            body.Paragraph(bid="b1", text=body.text("First\nline ", both, " and ", link)),
            body.Paragraph(bid="b2", text=body.text("Second")),
            body.Table(bid="b3", header=head, rows=rows),
            body.Figure(bid="b4", media="m1"),
        ),
    )
    return laws.alone(story)


def entries() -> Entries:
    """The parts of the small document, by name."""
    with zipfile.ZipFile(io.BytesIO(laws.export("idml", small()).bytes)) as package:
        return {name: package.read(name) for name in package.namelist()}


# --- read back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", laws.NAMES)
def test_another_reader_finds_every_word_in_order(edition: str, tmp_path: Path) -> None:
    """SimpleIDML finds a story for each item on a page of its own, and in it every text of the model, in order."""
    release: Release = gate.clear(laws.edition(edition), laws.context().gate_clock).release
    stories = read_idml(laws.exported("idml", edition).bytes, tmp_path / "a.idml")
    assert len(stories) == len(release.items) > 0
    sought = 0
    for item, story in zip(release.items, stories, strict=True):
        wanted = list(expected(item)) if isinstance(item, Article) else [item.show]
        sought += find_all(wanted, "\n".join(paragraph.text for paragraph in story), item.id)
    assert sought >= len(release.items)


def test_parts_have_their_styles(tmp_path: Path) -> None:
    """Paragraphs, marks over each other, links, tables and pictures of the small story are what they are."""
    (ranges,) = read_idml(laws.export("idml", small()).bytes, tmp_path / "a.idml")
    paragraphs = [(one.style, one.text) for one in ranges]
    assert paragraphs[:3] == [
        ("Headline", "A headline"),
        ("Body First", "First\nline both and the link"),
        ("Body", "Second"),
    ]
    assert [p for p in paragraphs if p[0].startswith("Table ")] == [
        ("Table Head", "wide"),
        ("Table Cell", "a"),
        ("Table Cell", "b"),
        ("Table Cell", "c"),
    ]
    parts = entries()
    story, styles = parts[STORY].decode(), parts["Resources/Styles.xml"].decode()
    assert 'AppliedCharacterStyle="CharacterStyle/Strong+Em"' in story
    assert 'Self="CharacterStyle/Strong+Em" Name="Strong+Em" FontStyle="Bold Italic"' in styles
    assert 'DestinationURL="https://a.example/?x=1&amp;y=2"' in parts[idml.DESIGNMAP].decode()
    assert 'LinkResourceURI="file:in/a b.jpg"' in story and 'CustomAltText="Alt"' in story
    assert 'ItemTransform="40.000000 0 0 40.000000 0 0"' in story, "6 pixels are 240 points"
    assert 'StoryDirection="RightToLeftDirection"' in story
    assert 'Name="0:1" RowSpan="2" ColumnSpan="1"' in story and 'Name="1:2"' in story
    assert "Contents" not in story, "pictures are linked, not embedded"


def test_another_reader_knows_the_styles(tmp_path: Path) -> None:
    """SimpleIDML finds families, groups of styles and pages."""
    from simple_idml.idml import IDMLPackage

    path = tmp_path / "a.idml"
    path.write_bytes(laws.exported("idml", "full").bytes)
    with IDMLPackage(str(path)) as package:
        assert [node.get("Name") for node in package.font_families] == ["Minion Pro", "Courier New"]
        assert {node.tag for node in package.style_groups} >= {"RootCharacterStyleGroup", "RootParagraphStyleGroup"}
        assert len(package.pages) == len(package.spreads) == len(package.stories)


def test_ids_stay_apart_in_a_large_edition() -> None:
    """Numbers are hexadecimal, and what follows them is no digit: 40 stories with 500 links and a table each."""
    (story,) = small().articles
    links = tuple(body.Run(text=f"w{n} ", marks=(body.Link(href=f"/{n}"),)) for n in range(500))
    blocks = (story.body[2], body.Paragraph(bid="b9", text=links), *story.body)
    stories = tuple(replace(story, id=f"urn:x:story:{n}", body=blocks) for n in range(40))
    laws.prove("idml", laws.export("idml", replace(small(), articles=stories)), "a large edition")


# --- judged ----------------------------------------------------------------------------------------------------------


def put(name: str, old: str, new: str) -> Callable[[Entries], bytes]:
    """Write `new` for the first `old` in the part `name`."""

    def change(parts: Entries) -> bytes:
        assert old.encode() in parts[name]
        return pack(list({**parts, name: parts[name].replace(old.encode(), new.encode(), 1)}.items()))

    return change


def _without(name: str) -> Callable[[Entries], bytes]:
    return lambda parts: pack([entry for entry in parts.items() if entry[0] != name])


BROKEN: dict[str, list[Callable[[Entries], bytes]]] = {
    "SYN-IDML-001": [lambda parts: b"PK\3\4" + idml.MIMETYPE * 9],
    "SYN-IDML-002": [
        put("mimetype", "idml", "icml"),
        _without("mimetype"),
        lambda parts: pack(list(reversed(parts.items()))),
    ],
    "SYN-IDML-003": [put(STORY, "</Story>", ""), put(STORY, "?>", '?><!DOCTYPE a [<!ENTITY b "c">]>')],
    "SYN-IDML-004": [_without(name) for name in (*idml.REQUIRED, STORY, SPREAD)],
    "SYN-IDML-005": [put(idml.DESIGNMAP, f'<idPkg:Story src="{STORY}"/>', "")],
    "SYN-IDML-006": [put(STORY, 'Self="us1i1"', 'Self="us1"')],
    "SYN-IDML-007": [
        put(STORY, "ParagraphStyle/Headline", "ParagraphStyle/Gone"),
        put("Resources/Styles.xml", 'Self="CharacterStyle/Strong+Em"', 'Self="CharacterStyle/Other"'),
        put("Resources/Styles.xml", 'object">ParagraphStyle/$ID', 'object">ParagraphStyle/'),
        put("Resources/Styles.xml", 'Self="TableStyle/', 'Self="Other/'),
    ],
    "SYN-IDML-008": [
        put(SPREAD, 'ParentStory="us1"', 'ParentStory="us9"'),
        put(SPREAD, 'AppliedMaster="uma1"', 'AppliedMaster="uma9"'),
        put(idml.DESIGNMAP, 'StoryList="us1', 'StoryList="us9'),
    ],
    "SYN-IDML-009": [
        put(idml.DESIGNMAP, 'Source="us1', 'Source="us9'),
        put(idml.DESIGNMAP, "HyperlinkURLDestination/1</", "HyperlinkURLDestination/9</"),
    ],
    "SYN-IDML-010": [put(SPREAD, 'ParentStory="us1"', 'ParentStory="ubs"')],
    "SYN-IDML-011": [
        put(STORY, 'Name="0:1"', 'Name="5:1"'),
        put(STORY, 'Name="0:1"', 'Name="one"'),
        put(STORY, 'Name="1:2"', 'Name="0:2"'),
        put(STORY, 'RowSpan="2"', 'RowSpan="1"'),
    ],
}


def codes(data: bytes, path: Path) -> set[str]:
    """The codes of what the validator finds."""
    path.write_bytes(data)
    return {found.code for found in IdmlValidator().check(path, Proof(name="a.idml", context=laws.context()))}


def test_the_whole_document_is_valid(tmp_path: Path) -> None:
    """What the broken ones are made from has no finding."""
    assert codes(pack(list(entries().items())), tmp_path / "a.idml") == set()


@pytest.mark.parametrize(("code", "number"), [(code, n) for code, all_ in BROKEN.items() for n in range(len(all_))])
def test_a_broken_one_is_refused(code: str, number: int, tmp_path: Path) -> None:
    """Each way to break a package has its code."""
    assert code in codes(BROKEN[code][number](entries()), tmp_path / "a.idml")


@pytest.mark.parametrize("step", range(60))
def test_damage_is_a_finding_or_nothing(step: int, tmp_path: Path) -> None:
    """Bytes that changed on the way never raise, and a file cut short is refused."""
    data = bytearray(laws.export("idml", small()).bytes)
    cut = bytes(data[: len(data) * step // 60])
    assert codes(cut, tmp_path / "cut.idml") == {"SYN-IDML-001"}
    data[len(data) * step // 60] ^= 0x55
    codes(bytes(data), tmp_path / "flipped.idml")


def test_bytes_in_an_address_are_no_file_to_link() -> None:
    """A file is taken before what stands in an address; where there is none the picture is told and not linked."""
    inline, file = Rendition(href=" DATA:image/gif;base64,R0lGOD"), Rendition(href="a.jpg")
    (story,) = small().articles
    for renditions, linked in (((inline,), False), ((inline, file), True)):
        media = (Media(id="m1", type="picture", renditions=renditions),)
        result = laws.export("idml", laws.alone(replace(story, media=media)))
        told = [d.code for d in result.report if d.code.startswith("SYN-IDML-09")]
        assert told == ([] if linked else ["SYN-IDML-092"])
        assert ("file:a.jpg" in result.text) is linked and "R0lGOD" not in result.text
