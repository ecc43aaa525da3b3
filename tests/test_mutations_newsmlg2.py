"""A good news message, broken one way at a time: each break must be found without the official schema.

A mutation is a piece of the good file, what it becomes, and the code that must be among the findings. What no check
can see stands in `UNSEEN` with the reason, and is tested to be unseen, so that the list stays true.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from syndicate import gate
from syndicate.context import Context
from syndicate.contracts import Job, Proof
from syndicate.diagnostics import Diagnostic, Report
from syndicate.exporters.newsmlg2 import NewsmlG2Exporter
from syndicate.model import codec
from syndicate.rows import exporters
from syndicate.validators.newsmlg2 import NewsmlG2Validator
from syndicate.validators.newsmlg2.codes import RULES

FIXTURES = Path(__file__).parent.parent / "fixtures"
GOOD = FIXTURES / "newsmlg2" / "good.newsml.xml"
INVALID = FIXTURES / "invalid"
NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


class Mutation(NamedTuple):
    """One way to break the good file; the first place where `old` stands is changed."""

    name: str
    old: str
    new: str
    code: int


_IPTC = '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>'
_PROVIDER = "<provider>\n          <name>The Harbour Gazette</name>\n        </provider>\n"
_FERRY = '<newsItem guid="urn:example:gazette:ferry" version="4"'
_CREATED = "<firstCreated>2025-02-28T23:05:00+01:00</firstCreated>\n"
_VERSION = "<versionCreated>2025-03-01T07:20:00+01:00</versionCreated>"
_STATUS = '<pubStatus qcode="stat:usable"/>\n        <role'
_SLUG = '<slugline separator="-">HARBOUR-FERRY</slugline>'
_BODY = '<html xmlns="http://www.w3.org/1999/xhtml">'
_XHTML = 'contenttype="application/xhtml+xml"'
_REMOTE = 'href="https://gazette.example.org/media/elin.jpg"'
_KILL = "<edNote>The captain was not asked.</edNote>"
_TEXT = "<contentSet><inlineData>It was so.</inlineData></contentSet>"
_GONE = 'guid="urn:example:gazette:withdrawn"'
_UPDATE = '<signal qcode="sig:update"/>'
_USABLE = 'stat:usable"/>\n        <role'
_TERMS = "<usageTerms>One use in print.</usageTerms>"
_LINE = ' literal="line">\n          <name>'
_ALT = '<altId type="gz:desk-number">0815</altId>'
_POSITION = '<position latitude="55.25" longitude="-11.5"/>'
_DIGEST = (
    '<hash hashtypeuri="http://www.w3.org/2001/04/xmlenc#sha256">'
    "5c62e091b8c0565f1bafad0dad5934276143ae2ccef7a5381e8ada5b1a8d26d2</hash>"
)
_TOP = (
    '<subject type="cpnat:abstract" qcode="medtop:04000000" why="why:ancestor">\n'
    "          <name>economy, business and finance</name>\n        </subject>"
)
_END = "      </itemMeta>\n    </newsItem>\n  </itemSet>"

MUTATIONS = [
    # form
    Mutation("tag never closed", "<by>Mona Lund</by>", "<by>Mona Lund", 1),
    Mutation("control character", "Not to be used", "Not\x02 to be used", 1),
    Mutation("HTML entity of no DTD", "The Harbour Gazette</sender>", "The Harbour&nbsp;Gazette</sender>", 1),
    Mutation("bare ampersand", "Gazette via Coast News", "Gazette & Coast News", 1),
    Mutation("another namespace", "nar/2006-10-01/", "nar/2005-01-01/", 2),
    # order
    Mutation("creator after the descriptive block", "<dateline>", '<creator literal="x"/><dateline>', 3),
    Mutation("audience after a headline", "<by>Mona", '<audience qcode="gz:all"/><by>Mona', 3),
    Mutation("embargo after the status", _STATUS, _STATUS.replace("\n", "<embargoed/>\n"), 3),
    Mutation("first created before the version", _VERSION, "<firstCreated>2025-01-01T00:00:00Z</firstCreated>", 3),
    Mutation("signal before the note", "<edNote>Adds", '<signal qcode="sig:update"/><edNote>Adds', 3),
    Mutation("catalog after the sender", "</sender>\n", f"</sender>\n{_IPTC}\n", 3),
    Mutation("destination before the origin", "<origin>", "<destination>all</destination><origin>", 3),
    Mutation("headline in itemMeta", "<edNote>Adds", "<headline>Ferry</headline><edNote>Adds", 3),
    Mutation("terms after the mining statement", 'PROHIBITED"/>\n', 'PROHIBITED"/><usageTerms>No.</usageTerms>\n', 3),
    # cardinality
    Mutation("message without a time", "<sent>2025-03-01T07:30:00Z</sent>\n", "", 3),
    Mutation("item without a class", '<itemClass qcode="ninat:composite"/>', "", 3),
    Mutation("item without a provider", _PROVIDER, "", 3),
    Mutation("item without a version time", _VERSION, "", 3),
    Mutation("urgency twice", "<urgency>3</urgency>", "<urgency>3</urgency><urgency>4</urgency>", 3),
    Mutation("two roots in inlineXML", "</html>", '</html><p xmlns="http://www.w3.org/1999/xhtml"/>', 3),
    Mutation("package without a root group", '<groupSet root="all">', "<groupSet>", 3),
    Mutation("group without a role", ' role="gz:section"', "", 64),
    Mutation("element of nobody", "<edNote>Adds", '<note xmlns="">x</note><edNote>Adds', 3),
    Mutation("attribute that is not there", _SLUG, _SLUG.replace("separator", "delimiter"), 3),
    Mutation("stray item in the message", "<itemSet>", "<itemSet><story/>", 3),
    Mutation("language without a tag", '<language tag="en-GB"/>', "<language/>", 3),
    # values
    Mutation("version time without a clock", _VERSION, "<versionCreated>2025-03-01</versionCreated>", 3),
    Mutation("version time without a zone", _VERSION, "<versionCreated>2025-03-01T07:20:00</versionCreated>", 44),
    Mutation("message time without a zone", "07:30:00Z</sent>", "07:30:00</sent>", 44),
    Mutation("embargo without a zone", "06:00:00Z</embargoed>", "06:00:00</embargoed>", 44),
    Mutation("embargo in words", "2025-03-01T06:00:00Z</emb", "noon</emb", 3),
    Mutation("content time without a zone", "22:00:00+01:00</contentC", "22:00:00</contentC", 44),
    Mutation("ISO offset without a colon", "07:15:00+01:00", "07:15:00+0100", 3),
    Mutation("31 February", "2025-02-28T22:00", "2025-02-31T22:00", 3),
    Mutation("version 0", _FERRY, _FERRY.replace('"4"', '"0"'), 3),
    Mutation("empty guid", 'guid="urn:example:gazette:ferry"', 'guid=""', 36),
    Mutation("guid with a blank", 'urn:example:gazette:ferry-picture" version', 'urn:the ferry" version', 36),
    Mutation("another standard", 'standard="NewsML-G2"', 'standard="foo"', 37),
    Mutation("standard version of words", 'standardversion="2.35"', 'standardversion="newest"', 3),
    Mutation("conformance that is none", 'conformance="power"', 'conformance="full"', 3),
    Mutation("locale for a language", 'xml:lang="en-GB" dir', 'xml:lang="en_GB" dir', 3),
    Mutation("direction that is none", 'dir="ltr"', 'dir="left"', 3),
    Mutation("urgency 0", "<urgency>3", "<urgency>0", 3),
    Mutation("urgency 10", "<urgency>3", "<urgency>10", 3),
    Mutation("priority in words", "<priority>4", "<priority>high", 3),
    Mutation("newline in the slugline", "HARBOUR-FERRY", "HARBOUR-\nFERRY", 3),
    Mutation("tab in a keyword", "<keyword>ferry", "<keyword>the\tferry", 3),
    Mutation("newline in the credit line", "Gazette via Coast", "Gazette via\nCoast", 3),
    Mutation("code without an alias", 'qcode="stat:usable"/>\n        <role', 'qcode="usable"/>\n        <role', 3),
    Mutation("code with a blank", "gz:lead-story", "gz:lead story", 3),
    Mutation("content type of a suffix", _XHTML, 'contenttype="xhtml"', 3),
    Mutation("negative width", 'width="1200"', 'width="-1200"', 3),
    Mutation("size in words", 'size="48211"', 'size="47 KB"', 3),
    Mutation("off the earth", 'latitude="55.25"', 'latitude="155.25"', 3),
    Mutation("relevance over the top", 'relevance="80"', 'relevance="180"', 3),
    Mutation("link to version 0", 'ferry" version="4" contenttype', 'ferry" version="0" contenttype', 3),
    # codes
    Mutation("catalog of nothing", '<scheme alias="gz" uri="https://gazette.example.org/codes/"/>\n', "", 3),
    Mutation("alias that nobody declares", 'alias="gz"', 'alias="gazette"', 10),
    Mutation("unknown alias", "medtop:20000523", "topics:20000523", 10),
    Mutation("no catalog at all", f"      {_IPTC}\n      <itemMeta>", "      <itemMeta>", 10),
    Mutation("header without its catalog", f"    {_IPTC}\n    <sender>", "    <sender>", 10),
    Mutation("retired scheme", "cpprole:originfo", "isrol:originfo", 12),
    Mutation("older catalog", "Standards_41", "Standards_32", 13),
    Mutation("catalog in a file", "http://www.iptc.org/std/catalog/", "file:///", 14),
    Mutation("alias of two schemes", 'codes/"/>', 'codes/"/><scheme alias="gz" uri="urn:example:x"/>', 15),
    # management
    Mutation("class of another scheme", "ninat:picture", "medtop:picture", 20),
    Mutation("class that is none", "ninat:picture", "ninat:photo", 20),
    Mutation("class of concepts", "ninat:composite", "cinat:concept", 20),
    Mutation(
        "story called a picture", 'qcode="ninat:text"/>\n        <provider>', 'qcode="ninat:picture"/><provider>', 21
    ),
    Mutation("picture called a text", "ninat:picture", "ninat:text", 21),
    Mutation("video in a picture item", 'contenttype="image/jpeg" size', 'contenttype="video/mp4" size', 21),
    Mutation("status that is none", 'stat:usable"/>\n        <role', 'stat:bogus"/>\n        <role', 22),
    Mutation("status of another scheme", 'stat:usable"/>\n        <role', 'gz:usable"/>\n        <role', 22),
    Mutation("status of nothing", '<pubStatus qcode="stat:usable"/>\n        <role', "<pubStatus/>\n        <role", 22),
    Mutation("kill without a reason", _KILL, "", 23),
    Mutation(
        "withheld without a reason", 'stat:usable"/>\n      </itemMeta>', 'stat:withheld"/>\n      </itemMeta>', 23
    ),
    Mutation("killed with its content", _END, _END.replace("\n    </newsItem>", f"{_TEXT}\n    </newsItem>"), 24),
    Mutation("update and correction", _UPDATE, f'{_UPDATE}<signal qcode="sig:correction"/>', 25),
    Mutation("update of version 1", 'ferry" version="4" standard', 'ferry" version="1" standard', 25),
    Mutation("no status", '<pubStatus qcode="stat:usable"/>\n        <role', "<role", 26),
    # identity
    Mutation("guid that is no URI", _GONE, 'guid="withdrawn"', 30),
    Mutation("urn:newsml without a date", _GONE, 'guid="urn:newsml:gazette:withdrawn"', 30),
    Mutation("no version", 'withdrawn" version="2" standard', 'withdrawn" standard', 31),
    Mutation("an item twice", f'{_GONE} version="2"', 'guid="urn:example:gazette:ferry" version="4"', 32),
    Mutation("version of tomorrow", 'standardversion="2.35"', 'standardversion="2.99"', 33),
    Mutation("core after its end", 'conformance="power"', 'conformance="core"', 34),
    Mutation("version 0 twice over", _FERRY, _FERRY.replace('"4"', '"0"'), 31),
    Mutation("version in letters", _FERRY, _FERRY.replace('"4"', '"four"'), 31),
    Mutation("older version later", f'{_GONE} version="2"', 'guid="urn:example:gazette:ferry" version="3"', 32),
    Mutation("newer version made earlier", f'{_GONE} version="2"', 'guid="urn:example:gazette:ferry" version="5"', 32),
    Mutation("version left out", f'{_GONE} version="2"', 'guid="urn:example:gazette:ferry" version="6"', 38),
    # time
    Mutation("modified after this version", "2025-03-01T07:15:00+01:00", "2025-03-01T08:15:00+01:00", 41),
    Mutation("embargo of last week", "2025-03-01T06:00:00Z</emb", "2025-02-22T06:00:00Z</emb", 45),
    Mutation("publication without a zone", "06:30:00Z</timestamp>", "06:30:00</timestamp>", 44),
    Mutation("made before it was first made", _CREATED, _CREATED.replace("2025-02-28", "2025-03-28"), 40),
    Mutation("modified before it was created", "2025-03-01T07:15:00+01:00", "2025-01-01T07:15:00+01:00", 41),
    Mutation("embargo without an end", "2025-03-01T06:00:00Z</emb", "</emb", 42),
    Mutation("expired when made", "2025-04-01T00:00:00Z", "2025-02-01T00:00:00Z", 43),
    # language
    Mutation("no default language", ' xml:lang="en-GB" dir', " dir", 50),
    Mutation("language of nobody", '<language tag="en-GB"/>', '<language tag="zz-ZZZZZ"/>', 51),
    Mutation("content in another language", '<language tag="en-GB"/>', '<language tag="da"/>', 52),
    # references
    Mutation("picture left behind", 'residref="urn:example:gazette:ferry" version', 'residref="urn:x:map" version', 63),
    Mutation("rating of no unit", _ALT, f'<rating value="3" scalemin="1" scalemax="5"/>{_ALT}', 64),
    Mutation("interaction of no type", _ALT, f'<userInteraction interactions="3"/>{_ALT}', 64),
    Mutation("time of no unit", "<description>The whole", '<timeDelim start="0" end="3"/><description>The whole', 64),
    Mutation("radius of no unit", _POSITION, f'<circle radius="3">{_POSITION}</circle>', 64),
    Mutation("extension of no meaning", 'itemMetaExtProperty rel="gz:page"', "itemMetaExtProperty", 64),
    Mutation("published nowhere", '<published qcode="gz:site">', "<published>", 64),
    Mutation("original that is not there", 'original="body"', 'original="text"', 60),
    Mutation("root that is not there", 'root="all"', 'root="main"', 60),
    Mutation("group that is not there", 'idref="harbour"', 'idref="airport"', 60),
    Mutation("inline reference to nothing", 'inlineRef idrefs="body"', 'inlineRef idrefs="body b2"', 60),
    Mutation("part of nothing", 'contentrefs="body"', 'contentrefs="b2"', 60),
    Mutation("an id twice", 'partid="part-1"', 'partid="body"', 61),
    Mutation("an id twice in the message", "<remoteContent rendition", '<remoteContent id="body" rendition', 61),
    Mutation("group in itself", "<title>Harbour</title>", '<groupRef idref="harbour"/>', 62),
    Mutation("group that nobody shows", '<groupRef idref="harbour"/>', "", 62),
    # content
    Mutation("element of no HTML", '<p class="lead">', '<standfirst>x</standfirst><p class="lead">', 9),
    Mutation("form of HTML that few keep", '<p class="lead">', '<details>x</details><p class="lead">', 65),
    Mutation("picture of no width", 'width="1200"', 'width="0"', 66),
    Mutation("picture of no bytes", 'size="48211"', 'size="0"', 66),
    Mutation("rendition without a digest", _DIGEST, "", 67),
    Mutation("data address", 'a href="https:', 'a href="data:https:', 72),
    Mutation("body in the namespace of G2", _BODY, "<html>", 70),
    Mutation("NITF that is XHTML", _XHTML, 'contenttype="application/nitf+xml"', 70),
    Mutation("body of no type in the namespace of G2", f'{_XHTML} wordcount="9">\n          {_BODY}', "><html>", 70),
    Mutation("content of no type", f" {_XHTML}", "", 71),
    Mutation("script", '<p class="lead">', '<script>alert(1)</script><p class="lead">', 72),
    Mutation("event handler", '<p class="lead">', '<p class="lead" onclick="go()">', 72),
    Mutation("javascript address", 'a href="https:', 'a href=" JavaScript:', 72),
    Mutation("picture without an address", f" {_REMOTE}", "", 73),
    Mutation("hash of no function", ' hashtypeuri="http://www.w3.org/2001/04/xmlenc#sha256"', "", 74),
    Mutation("address with a blank", "media/elin.jpg", "media/the elin.jpg", 75),
    Mutation("empty address", _REMOTE, 'href="" residref="x:y"', 75),
    Mutation("link to nowhere", ' href="https://gazette.example.org/timetable"/>', "/>", 76),
    Mutation("reference to no item", 'itemRef residref="urn:example:gazette:ferry" version="4"', "itemRef", 76),
    Mutation("facet", '<broader qcode="medtop', '<facet rel="gz:x" qcode="gz:y"/><broader qcode="medtop', 77),
    Mutation("link by guidref", '<link rel="irel:seeAlso"', '<link rel="irel:seeAlso" guidref="x"', 77),
    Mutation("rendition of no kind", ' rendition="rnd:thumb"', "", 78),
    Mutation("name of a scheme", 'codes/"/>', 'codes/"><name>Codes</name></scheme>', 77),
    Mutation("derivation by attribute", 'relevance="80"', 'relevance="80" derivedfrom="gz:x"', 77),
    # expected
    Mutation("no urgency", "<urgency>3</urgency>", "", 84),
    Mutation("subject twice", _TOP, f"{_TOP}{_TOP}", 85),
    Mutation("topic without its ancestor", _TOP, "", 86),
    Mutation("control character of old", "Not to be used", "Not\x85\x90 to be used", 87),
    Mutation("noncharacter", "Not to be used", "Not\ufdd0 to be used", 87),
    Mutation("blanks in a slugline", "HARBOUR-FERRY", " HARBOUR  FERRY ", 88),
    Mutation("topic of letters", "medtop:20000523", "medtop:labour", 16),
    Mutation("reason of nobody", "why:direct", "why:because", 16),
    Mutation("role of nobody", "cpprole:author", "cpprole:poet", 16),
    Mutation("no rights", f"<rightsInfo>\n        {_TERMS}\n      </rightsInfo>\n", "", 80),
    Mutation("no headline", "<headline>Ferry returns after the storm</headline>", "", 81),
    Mutation("subject of nothing", '<genre qcode="genre:Current"/>', '<subject type="cpnat:abstract"/>', 82),
    Mutation("subject of two ids", _LINE, ' qcode="gz:line" uri="urn:example:line">\n          <name>', 83),
]

UNSEEN = [
    ("topic code that nobody knows", "medtop:20000523", "medtop:99999999", "the vocabularies themselves are not here"),
    ("media type that lies", 'contenttype="image/jpeg" width', 'contenttype="image/png" width', "nothing is fetched"),
    ("wrong digest", "9c56cc51", "00000000", "the picture is not here to be measured"),
    ("wrong word count", 'wordcount="9"', 'wordcount="900"', "what counts as a word is the sender's affair"),
    ("link to what does not travel along", 'residref="urn:example:gazette:ferry-picture"',
     'residref="urn:example:gazette:map"', "a link may point to what was sent before"),
    ("language that is another", "The <em>Elin</em> sails again.", "Elin sejler igen.", "no language is recognised"),
    ("message of tomorrow", "2025-03-01T07:30:00Z</sent>", "2035-03-01T07:30:00Z</sent>",
     "clocks of sender and receiver differ, and the rules read none"),
]  # fmt: skip


def _findings(tmp_path: Path, content: bytes) -> list[Diagnostic]:
    path = tmp_path / "message.newsml.xml"
    path.write_bytes(content)
    proof = Proof(name=path.name, context=Context(now=NOW))
    found = list(NewsmlG2Validator().check(path, proof))
    assert proof.judges == ["syndicate newsml-g2.rng", "syndicate NewsML-G2 rules"], "no official schema judged"
    return found


def _broken(old: str, new: str) -> bytes:
    good = GOOD.read_text(encoding="utf-8")
    assert old in good, f"{old!r} is not in the good file: the mutation changes nothing"
    return good.replace(old, new, 1).encode("utf-8")


def test_the_good_message_is_good(tmp_path: Path) -> None:
    """Nothing is found in the file that the mutations start from, not even for information."""
    assert _findings(tmp_path, GOOD.read_bytes()) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.name for mutation in MUTATIONS])
def test_mutations_are_caught(tmp_path: Path, mutation: Mutation) -> None:
    """Each break is found by our own grammar and rules, under its own code."""
    found = _findings(tmp_path, _broken(mutation.old, mutation.new))
    assert f"SYN-G2-{mutation.code:03d}" in {finding.code for finding in found}, found
    assert all(finding.location.file == "message.newsml.xml" for finding in found)
    assert all(finding.location.line for finding in found), "a finding has a line"


def test_grammar_findings_stand_near_the_break(tmp_path: Path) -> None:
    """Each breach of the grammar is told once, and within a line of where it is."""
    good = GOOD.read_text(encoding="utf-8")
    for mutation in MUTATIONS:
        if mutation.code == 3 and mutation.name not in ("two roots in inlineXML",):
            line = good[: good.index(mutation.old)].count("\n") + 1
            found = _findings(tmp_path, _broken(mutation.old, mutation.new))
            lines = [finding.location.line or 0 for finding in found if finding.code == "SYN-G2-003"]
            assert len(lines) == 1, mutation.name
            assert abs(lines[0] - line) <= 1, mutation.name


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<urgency>3", "<urgency>0", "urgency with the value '0' does not fit here"),
        ('width="1200"', 'width="wide"', "remoteContent: width='wide' does not fit"),
        ('qcode="medtop:20000523"', 'qcode="topic"', "subject: qcode='topic' does not fit"),
        ('xml:lang="en-GB" dir', 'xml:lang="en_GB" dir', "newsItem: xml:lang='en_GB' does not fit"),
        ("<dateline>", '<creator literal="x"/><dateline>', "creator does not fit here"),
        ('latitude="55.25"', 'latitude="155.25"', "position: latitude='155.25' does not fit"),
        (_PROVIDER, "", "Expecting element provider, got versionCreated"),
    ],
)
def test_the_node_at_fault_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    """What is too much or wrong is found and shown; what is missing is told in the words of libxml2."""
    found = _findings(tmp_path, _broken(old, new))
    assert [d.message for d in found if d.code == "SYN-G2-003"] == [message]


def test_a_long_item_with_two_breaches_is_given_up(tmp_path: Path) -> None:
    """The search ends: two breaches in a long item are told in the words of libxml2."""
    good = GOOD.read_text(encoding="utf-8")
    long = good.replace("<keyword>ferry</keyword>", '<keyword role="gz:a" rank="1">ferry</keyword>' * 300)
    found = _findings(tmp_path, long.replace("<urgency>3", "<urgency>0").replace("HARBOUR-", "HARBOUR-\n").encode())
    assert [d.code for d in found] == ["SYN-G2-003"]
    assert "does not fit" not in found[0].message


def test_many_broken_items_take_no_longer_each(tmp_path: Path) -> None:
    """The search for the node at fault is made for the first few broken items; the others are told all the same."""
    good = GOOD.read_text(encoding="utf-8")
    start = good.index("    <packageItem")
    end = good.index("  </itemSet>")
    items = (
        good[start:end].replace("<urgency>3", "<urgency>0").replace(' partid="part-1"', "").replace(' id="body"', "")
    )
    many = good[:start] + "".join(items.replace("gazette:", f"gazette{n}:") for n in range(30)) + good[end:]
    found = [d for d in _findings(tmp_path, many.encode()) if d.code == "SYN-G2-003"]
    assert len(found) == 30
    assert sum(d.message.startswith("urgency") for d in found) == 20


@pytest.mark.parametrize(("name", "old", "new", "reason"), UNSEEN, ids=[row[0] for row in UNSEEN])
def test_what_is_unseen_is_listed(tmp_path: Path, name: str, old: str, new: str, reason: str) -> None:
    """These breaks are known to pass; when one is found some day, it leaves the list."""
    assert reason
    assert [f for f in _findings(tmp_path, _broken(old, new)) if f.severity != "info"] == [], name


WITHOUT_MUTATION = {
    "SYN-G2-004": "needs the official schema",
    "SYN-G2-005": "needs an official schema that is broken",
    "SYN-G2-006": "a piece of the good message is not the good message broken",
    "SYN-G2-007": "needs a document type",
    "SYN-G2-008": "no body of the good message is NITF",
    "SYN-G2-011": "no catalog of the good message is elsewhere",
    "SYN-G2-035": "needs an official schema",
    "SYN-G2-100": "needs two messages",
    "SYN-G2-110": "needs a profile",
    "SYN-G2-111": "needs a profile",
}
"""Codes of the validator that no mutation of this file can give, and why; each has its case all the same."""
EXPORTER_CODES = ("SYN-G2-090", "SYN-G2-091", "SYN-G2-092", "SYN-G2-093")


def test_every_code_has_a_mutation() -> None:
    """No rule is there that nothing was ever caught by."""
    given = {f"SYN-G2-{mutation.code:03d}" for mutation in MUTATIONS}
    assert given == set(RULES) - set(WITHOUT_MUTATION)


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_code_has_its_case(code: str) -> None:
    """`fixtures/invalid/<CODE>` holds a message that the validator gives the code for, and hardly any other."""
    folder = INVALID / code
    context = Context(now=NOW, schemas=folder / "schemas" if (folder / "schemas").is_dir() else None)
    profile = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8")).get("profile", "")
    series: dict[str, object] = {}
    found = set()
    for path in sorted(folder.glob("*.newsml.xml")):
        proof = Proof(name=code, context=context, profile=profile, series=series)
        found |= {d.code for d in NewsmlG2Validator().check(path, proof)}
    assert code in found
    assert len(found) <= 2, found


@pytest.mark.parametrize("code", EXPORTER_CODES)
def test_every_code_of_the_exporter_has_its_case(code: str) -> None:
    """`fixtures/invalid/<CODE>` holds an edition that the exporter gives the code for."""
    edition = codec.decode_edition((INVALID / code / "edition.json").read_bytes())
    job = Job(row=exporters()["newsml-g2"], context=Context(now=NOW), report=Report(), stem="x", built_at=NOW)
    for artifact in NewsmlG2Exporter().export(gate.clear(edition, NOW).release, job):
        assert b"".join(artifact.chunks)
    assert {d.code for d in job.report} == {code}


def test_there_are_enough() -> None:
    """At least fifteen ways to break a file, of every kind of rule, and each tried once."""
    assert len(MUTATIONS) >= 100
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)
