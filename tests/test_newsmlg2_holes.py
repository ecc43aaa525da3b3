"""What the official schema lets pass and no receiver should: a file for each hole, valid there, and our code for it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from syndicate.context import Context
from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.validators.newsmlg2 import NewsmlG2Validator
from syndicate.validators.newsmlg2.codes import RULES

ROOT = Path(__file__).resolve().parent.parent
GOOD = ROOT / "fixtures" / "newsmlg2" / "good.newsml.xml"
XSD = ROOT.parent / "shared" / "schemas" / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"
NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)

_IPTC = '      <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>\n      <itemMeta>'
_FERRY = 'guid="urn:example:gazette:ferry" version="4"'
_STATUS = '<pubStatus qcode="stat:usable"/>\n        <role'
_XHTML = '<html xmlns="http://www.w3.org/1999/xhtml">'
_SUBJECT = '<subject type="cpnat:organisation" literal="line">\n          <name>Norhavn Line</name>'
_DATA = '<inlineData contenttype="text/plain">'


class Hole(NamedTuple):
    """One hole: what is changed in the good message, and the code that tells of it."""

    name: str
    old: str
    new: str
    code: int


HOLES = [
    Hole("unresolvable alias", "medtop:20000523", "topics:20000523", 10),
    Hole("no catalog at all", _IPTC, "      <itemMeta>", 10),
    Hole("class that contradicts the content", "ninat:picture", "ninat:text", 21),
    Hole("class of another scheme", "ninat:picture", "medtop:04000000", 20),
    Hole("status that is none", _STATUS, _STATUS.replace("usable", "bogus"), 22),
    Hole("status of another scheme", _STATUS, _STATUS.replace("stat:usable", "foo:usable"), 22),
    Hole("status without a code", _STATUS, _STATUS.replace(' qcode="stat:usable"', ""), 22),
    Hole("version time without a zone", "07:20:00+01:00</versionCreated>", "07:20:00</versionCreated>", 44),
    Hole("first created without a zone", "23:05:00+01:00</firstCreated>", "23:05:00</firstCreated>", 44),
    Hole("embargo without a zone", "06:00:00Z</embargoed>", "06:00:00</embargoed>", 44),
    Hole("message time without a zone", "07:30:00Z</sent>", "07:30:00</sent>", 44),
    Hole("version before the first creation", "2025-02-28T23:05", "2025-03-28T23:05", 40),
    Hole("empty guid", 'guid="urn:example:gazette:ferry"', 'guid=""', 36),
    Hole("guid with blanks", 'guid="urn:example:gazette:ferry"', 'guid="the ferry returns"', 36),
    Hole("no version", _FERRY, 'guid="urn:example:gazette:ferry"', 31),
    Hole("another standard", 'standard="NewsML-G2"', 'standard="foo"', 37),
    Hole("version of the standard of nobody", 'standardversion="2.35"', 'standardversion="2.99"', 33),
    Hole("core after its end", 'conformance="power"', 'conformance="core"', 34),
    Hole("language of nobody", '<language tag="en-GB"/>', '<language tag="zz-ZZZZZ"/>', 51),
    Hole("original that points nowhere", 'original="body"', 'original="nothing"', 60),
    Hole("hash without its function", ' hashtypeuri="http://www.w3.org/2001/04/xmlenc#sha256"', "", 74),
    Hole("XHTML in the namespace of G2", _XHTML, "<html>", 70),
    Hole(
        "NITF in the namespace of G2", 'contenttype="application/xhtml+xml" wordcount="9">\n          ' + _XHTML,
        'contenttype="application/nitf+xml"><nitf><body/></nitf></inlineXML>'
        '<inlineXML contenttype="application/xhtml+xml">' + _XHTML, 70,
    ),
    Hole("subject without an identifier", _SUBJECT, "<subject>", 82),
    Hole("subject with qcode and uri", 'qcode="medtop:20000523"', 'qcode="medtop:20000523" uri="urn:x:y"', 83),
    Hole("link without rel and href", '<link rel="irel:seeAlso" href="https://gazette.example.org/timetable"/>',
         "<link/>", 76),
    Hole("relative address with blanks", "https://gazette.example.org/media/elin.jpg", "media/the elin.jpg", 75),
    Hole("empty inlineXML", _DATA, f'<inlineXML contenttype="application/xhtml+xml"/>{_DATA}', 71),
    Hole("content of another type than it says", 'contenttype="application/xhtml+xml"',
         'contenttype="application/nitf+xml"', 70),
    Hole("facet, which is deprecated", '<broader qcode="medtop',
         '<facet rel="gz:x" qcode="gz:y"/><broader qcode="medtop', 77),
    Hole("group without a role", ' role="gz:section"', "", 64),
    Hole("published nowhere", '<published qcode="gz:site">', "<published>", 64),
]  # fmt: skip


def broken(hole: Hole) -> str:
    """The good message with this hole."""
    good = GOOD.read_text(encoding="utf-8")
    assert hole.old in good, hole.name
    return good.replace(hole.old, hole.new, 1)


def judged(text: str, folder: Path, *, schemas: Path | None = None, profile: str = "") -> list[Diagnostic]:
    """The findings on `text`."""
    path = folder / "message.newsml.xml"
    path.write_text(text, encoding="utf-8")
    proof = Proof(name=path.name, context=Context(now=NOW, schemas=schemas), profile=profile)
    return list(NewsmlG2Validator().check(path, proof))


@pytest.mark.parametrize("hole", HOLES, ids=[hole.name for hole in HOLES])
def test_holes_are_flagged(hole: Hole, tmp_path: Path) -> None:
    """Our code is among the findings, with line and XPath, whether a schema is here or not."""
    found = [d for d in judged(broken(hole), tmp_path) if d.code == f"SYN-G2-{hole.code:03d}"]
    assert found
    assert all(d.location.line and d.location.path.startswith("/newsMessage") for d in found)


@pytest.mark.skipif(not XSD.is_file(), reason="the official schemas are not beside the project")
@pytest.mark.parametrize("hole", HOLES, ids=[hole.name for hole in HOLES])
def test_the_official_schema_lets_them_pass(hole: Hole) -> None:
    """Each file is valid by IPTC's schema; when one no longer is, it has left the list of holes."""
    schema = etree.XMLSchema(etree.parse(XSD))
    tree = etree.fromstring(broken(hole).encode())
    assert schema.validate(tree), schema.error_log


@pytest.mark.parametrize("hole", HOLES, ids=[hole.name for hole in HOLES])
def test_the_xpath_finds_the_element(hole: Hole, tmp_path: Path) -> None:
    """What a finding gives as its place is where its line is: no prefix stands for the namespace of G2."""
    names = {
        "g": "http://iptc.org/std/nar/2006-10-01/",
        "html": "http://www.w3.org/1999/xhtml",
        "nitf": "http://iptc.org/std/NITF/2006-10-18/",
    }
    text = broken(hole)
    tree = etree.fromstring(text.encode()).getroottree()
    for finding in judged(text, tmp_path):
        steps = finding.location.path.split("/")[1:]
        path = "".join(f"/{step}" if ":" in step or step[0] == "*" else f"/g:{step}" for step in steps)
        nodes = tree.xpath(path, namespaces=names)
        assert isinstance(nodes, list)
        assert [node.sourceline for node in nodes] == [finding.location.line], finding


def test_a_foreign_element_is_counted_not_named(tmp_path: Path) -> None:
    """Elements of other vocabularies have no prefix here, so their number stands in the XPath."""
    text = broken(HOLES[0]).replace("<em>Elin</em>", '<x:em xmlns:x="urn:x" onclick="y">Elin</x:em>')
    (found,) = [d for d in judged(text, tmp_path) if d.code == "SYN-G2-072"]
    assert found.location.path.endswith("/html:body[1]/html:p[1]/*[1]")


# --- profiles --------------------------------------------------------------------------------------------------------

GOOD_FOR_SUPERDESK = [
    ("an item without a version", _FERRY, 'guid="urn:example:gazette:ferry"'),
    ("pubStatus as a QCode", _STATUS, "<role"),
    ("itemClass as a QCode", '<itemClass qcode="ninat:picture"/>',
     '<itemClass uri="http://cv.iptc.org/newscodes/ninature/picture"/>'),
    ("remoteContent without rendition", ' rendition="rnd:thumb"', ""),
    ("remoteContent without contenttype", ' contenttype="image/jpeg" width="120"', ' width="120"'),
]  # fmt: skip


@pytest.mark.parametrize(("words", "old", "new"), GOOD_FOR_SUPERDESK)
def test_what_superdesk_fails_on(words: str, old: str, new: str, tmp_path: Path) -> None:
    """Each known way to make its importer fail is an error of the profile, and of nothing else."""
    good = GOOD.read_text(encoding="utf-8")
    assert old in good
    before = [d.message for d in judged(good, tmp_path, profile="superdesk") if d.code == "SYN-G2-110"]
    after = [
        d.message for d in judged(good.replace(old, new, 1), tmp_path, profile="superdesk") if d.code == "SYN-G2-110"
    ]
    assert [m for m in before if words in m] == []
    assert [m for m in after if words in m]
    assert not [d for d in judged(good.replace(old, new, 1), tmp_path) if d.code == "SYN-G2-110"]


def test_what_superdesk_passes_over(tmp_path: Path) -> None:
    """Losses are warnings: they are in the file, and do not arrive."""
    good = GOOD.read_text(encoding="utf-8")
    found = [d for d in judged(good, tmp_path, profile="superdesk") if d.code == "SYN-G2-111"]
    assert {d.severity for d in found} == {Severity.WARNING}
    assert [d.message for d in found] == ["Superdesk reads subjects of the scheme subj alone"]
    more = good.replace("</edNote>", "</edNote><edNote>Two.</edNote>", 1)
    more = more.replace("after the storm</headline>", "after <em>the</em> storm</headline><headline>Two</headline>", 1)
    more = more.replace("2025-03-01T06:00:00Z</embargoed>", "</embargoed>", 1)
    words = " ".join(d.message for d in judged(more, tmp_path, profile="superdesk") if d.code == "SYN-G2-111")
    for part in ("first edNote", "first headline", "inline element", "embargo without an end"):
        assert part in words


def test_items_alone_are_nothing_to_the_plugin(tmp_path: Path) -> None:
    """APA's plugin reads newsMessage/itemSet, and headlines of one role."""
    text = GOOD.read_text(encoding="utf-8")
    found = [d.message for d in judged(text, tmp_path, profile="wordpress-apa") if d.code == "SYN-G2-110"]
    assert len(found) == 2
    assert all("apahltype:title" in message for message in found)
    start, end = text.index("<newsItem"), text.index("</newsItem>") + len("</newsItem>")
    alone = text[start:end].replace("<newsItem", '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"', 1)
    found = [d.message for d in judged(alone, tmp_path, profile="wordpress-apa") if d.code == "SYN-G2-110"]
    assert "the plugin finds items below newsMessage/itemSet alone" in found


def test_a_strict_receiver_misses_what_it_wants(tmp_path: Path) -> None:
    """The fields that a profile wants are asked for."""
    text = GOOD.read_text(encoding="utf-8")
    text = text.replace("<headline>Ferry returns after the storm</headline>", "")
    found = [d.message for d in judged(text, tmp_path, profile="strict") if d.code == "SYN-G2-111"]
    assert found == ["strict asks for headline"]


# --- sequences -------------------------------------------------------------------------------------------------------


def test_files_are_a_sequence_only_when_asked_for(tmp_path: Path) -> None:
    """The same message twice is twice the same message; in a sequence it is a fault in each of its items."""
    series: dict[str, object] = {}
    for one_after_another, expected in ((None, set()), (series, set()), (series, {"SYN-G2-032", "SYN-G2-100"})):
        proof = Proof(name=GOOD.name, context=Context(now=NOW), series=one_after_another)
        assert {d.code for d in NewsmlG2Validator().check(GOOD, proof)} == expected


def test_the_next_version_is_welcome(tmp_path: Path) -> None:
    """One version after the other, each made later."""
    text = GOOD.read_text(encoding="utf-8")
    later = text.replace('version="4" standard', 'version="5" standard').replace("0001</tr", "0002</tr")
    later = later.replace('version="3" standard', 'version="4" standard').replace('="2" standard', '="3" standard')
    later = later.replace('version="1" standard', 'version="2" standard').replace("2025-03-01T0", "2025-03-02T0")
    series: dict[str, object] = {}
    for number, content in enumerate((text, later)):
        path = tmp_path / f"{number}.xml"
        path.write_text(content, encoding="utf-8")
        proof = Proof(name=path.name, context=Context(now=NOW), series=series)
        assert [d for d in NewsmlG2Validator().check(path, proof) if d.severity is not Severity.INFO] == []


# --- anything at all -------------------------------------------------------------------------------------------------

TAGS = [str(node.tag) for node in etree.parse(GOOD).getroot().iter(etree.Element)]
HOSTILE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).map(
    lambda text: text.replace("\ufffe", "").replace("\uffff", "")
)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_broken_is_told_and_never_raised(data: st.DataObject, tmp_path: Path) -> None:
    """Elements dropped, doubled, moved and emptied, values of any text: findings with a place, no exception."""
    root = etree.parse(GOOD).getroot()
    for _ in range(data.draw(st.integers(1, 6))):
        nodes = list(root.iter(etree.Element))
        node = nodes[data.draw(st.integers(1, len(nodes) - 1)) % len(nodes)]
        parent = node.getparent()
        match data.draw(st.sampled_from(["drop", "double", "rename", "empty", "text", "attribute", "move"])):
            case "drop" if parent is not None and parent is not root:
                parent.remove(node)
            case "double" if parent is not None:
                parent.append(deepcopy(node))
            case "rename":
                node.tag = data.draw(st.sampled_from(TAGS))
            case "empty":
                node.clear()
            case "text":
                node.text = data.draw(HOSTILE)
            case "attribute" if node.attrib:
                name = data.draw(st.sampled_from(sorted(str(name) for name in node.attrib)))
                node.set(name, data.draw(HOSTILE))
            case "move":
                other = nodes[data.draw(st.integers(0, len(nodes) - 1))]
                if node not in other.iterancestors() and other is not node:
                    other.append(node)
            case _:
                pass
    for profile in ("", "superdesk", "wordpress-apa", "strict"):
        for finding in judged(etree.tostring(root, encoding="unicode"), tmp_path, profile=profile):
            assert finding.code in RULES
            assert finding.severity is RULES[finding.code].severity
