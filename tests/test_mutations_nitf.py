"""A good NITF document, broken one way at a time: each break must be found without the official schema."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

import laws
from syndicate import gate
from syndicate.context import Context
from syndicate.contracts import Job, Proof
from syndicate.diagnostics import Diagnostic, Report, Severity
from syndicate.exporters.nitf import NitfExporter
from syndicate.model import codec
from syndicate.rows import exporters
from syndicate.validators.nitf import OFFICIAL, OWN, RULES_JUDGE, NitfValidator
from syndicate.validators.nitf.findings import RULES

FIXTURES = Path(__file__).parent.parent / "fixtures"
GOOD = FIXTURES / "nitf" / "good.nitf.xml"
INVALID = FIXTURES / "invalid"
NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


class Mutation(NamedTuple):
    """One way to break the good file; the first place where `old` stands is changed."""

    name: str
    old: str
    new: str
    code: int


_DOC_ID = '<doc-id regsrc="The Harbour Gazette" id-string="urn:example:gazette:ferry"/>'
_NOTE = '<ed-msg msg-type="note" info="Adds the captain."/>'
_SOURCE = 'source="https://gazette.example.org/media/elin.jpg"'
_USABLE = 'management-status="usable"'

MUTATIONS = [
    # form
    Mutation("tag never closed", "<rights>One use in print.</rights>", "<rights>One use", 1),
    Mutation("control character", "nine euros", "nine\x02 euros", 1),
    Mutation("entity of its own", "<nitf xmlns", '<!DOCTYPE nitf [<!ENTITY a "b">]><nitf xmlns', 1),
    Mutation("another root", "<nitf xmlns", "<news xmlns", 1),
    Mutation("another namespace", "NITF/2006-10-18/", "NITF/2011/", 2),
    # grammar: order, number, names, values
    Mutation("body without a head of its kind", "<body.head>", "<body.header>", 1),
    Mutation("docdata before tobject", '<tobject tobject.type="news">', '<docdata/><tobject tobject.type="news">', 3),
    Mutation("two titles", "<title>", "<title>Another</title><title>", 3),
    Mutation("second line before the first", "<hl1>Ferry", "<hl2>Ferry</hl2><hl1>Ferry", 3),
    Mutation("paragraph between list items", "<li>Friday", "<p>Or</p><li>Friday", 3),
    Mutation("list without items", "<ul><li>Monday</li><li>Friday<ol><li>at noon</li></ol></li></ul>", "<ul/>", 3),
    Mutation("HTML bold", "<em>no more</em>", "<strong>no more</strong>", 3),
    Mutation("text in a block", '<block id="text">', '<block id="text">Loose words', 3),
    Mutation("text in a row", "<tr><td>Adults", "<tr>Adults<td>Adults", 3),
    Mutation("unknown attribute", '<p lede="true">', '<p lede="true" role="lead">', 3),
    Mutation("keyword with text", '<keyword key="ferry"/>', "<keyword>ferry</keyword>", 3),
    Mutation("medium without a type", ' media-type="image"', "", 3),
    Mutation("caption before the file", "<media-metadata", "<media-caption>First</media-caption><media-metadata", 3),
    Mutation("unknown alignment", 'align="left"', 'align="start"', 3),
    Mutation("subject without a number", ' tobject.subject.refnum="04015001"', "", 3),
    Mutation("byline after the dateline", "<abstract>", "<byline>By Jon Aas</byline><abstract>", 3),
    Mutation("quotation without a block", "<bq><block><p>I never left.</p></block>", "<bq><p>I never left.</p>", 3),
    Mutation("footnote without content", "<fn><body.content><p>All fares one way.</p></body.content></fn>", "<fn/>", 3),
    Mutation("unknown kind of note", 'noteclass="editorsnote"', 'noteclass="public"', 3),
    Mutation("tagline in the head", "<abstract>", "<tagline>Mona</tagline><abstract>", 3),
    # rules
    Mutation("no namespace", ' xmlns="http://iptc.org/std/NITF/2006-10-18/"', "", 6),
    Mutation("older version", "NITF 3.6//EN", "NITF 3.4//EN", 7),
    Mutation("no id", _DOC_ID, "", 10),
    Mutation("empty id", "urn:example:gazette:ferry", " ", 10),
    Mutation("id twice", '<block id="text">', '<block id="captain">', 11),
    Mutation("urgency 0", 'ed-urg="3"', 'ed-urg="0"', 12),
    Mutation("urgency 10", 'ed-urg="3"', 'ed-urg="10"', 12),
    Mutation("date in words", "20250301T060000Z", "1 March 2025", 13),
    Mutation("day that does not exist", "20350301T060000Z", "20350231T060000Z", 13),
    Mutation("release without its time", "20250301T070000+0100", "20250301", 13),
    Mutation("date without zone", "20250301T070000+0100", "20250301T070000", 14),
    Mutation("expired at birth", "20350301T060000Z", "20240301T060000Z", 15),
    Mutation("unknown status", _USABLE, 'management-status="live"', 16),
    Mutation("canceled with its text", _USABLE, 'management-status="canceled"', 17),
    Mutation("withheld without a word", f"{_USABLE}>", 'management-status="withheld">', 18),
    Mutation("embargo without an end", _USABLE, 'management-status="embargoed"', 19),
    Mutation("no headline", "<hl1>Ferry returns to the harbour</hl1>", "<hl1> </hl1>", 20),
    Mutation("no language tag", 'baselang="en-GB"', 'baselang="english!"', 21),
    Mutation("language of a word", 'xml:lang="fr"', 'xml:lang="f"', 21),
    Mutation("no language", ' baselang="en-GB"', "", 22),
    Mutation("number that is no code", '"04015001"', '"transport"', 23),
    Mutation("relative link", "https://gazette.example.org/card", "../card", 30),
    Mutation("relative file", _SOURCE, 'source="media/elin.jpg"', 30),
    Mutation("link that runs", "https://gazette.example.org/card", "javascript:alert(1)", 31),
    Mutation("script of HTML", "<hr/>", '<hr/><script xmlns="http://www.w3.org/1999/xhtml">x()</script>', 31),
    Mutation("event handler", "<hr/>", '<hr onclick="x()"/>', 31),
    Mutation("medium without a file", _SOURCE, "", 40),
    Mutation("kind against media type", 'mime-type="image/jpeg"', 'mime-type="video/mp4"', 41),
    Mutation("width in words", 'width="1200"', 'width="wide"', 42),
    Mutation("span of nothing", 'colspan="2"', 'colspan="0"', 42),
    Mutation("no block", '<block id="text">', "", 43),
    Mutation("lede in words", 'lede="true"', 'lede="yes"', 44),
]
ALSO = {
    "no block": [("        <hr/>\n      </block>", "        <hr/>")],
    "no language": [('<body xml:lang="en-GB">', "<body>")],
    "withheld without a word": [(_NOTE, "")],
    "embargo without an end": [('<date.release norm="20250301T070000+0100"/>', "")],
}
"""What has to change with it so that nothing else is broken."""

WITHOUT_MUTATION = {"SYN-NITF-004": "needs the official schema", "SYN-NITF-005": "needs a schema that is broken"}
CASES: dict[str, Mutation] = {}
for _mutation in MUTATIONS:
    CASES.setdefault(f"SYN-NITF-{_mutation.code:03d}", _mutation)


def broken(mutation: Mutation) -> bytes:
    """The good document with one mutation."""
    text = GOOD.read_text(encoding="utf-8")
    for old, new in [(mutation.old, mutation.new), *ALSO.get(mutation.name, [])]:
        assert old in text, f"{mutation.name}: {old!r} is not in the good file"
        text = text.replace(old, new, 1)
    return text.encode()


def findings(folder: Path, data: bytes, schemas: Path | None = None) -> tuple[list[Diagnostic], list[str]]:
    """What is found in a document, and who judged."""
    path = folder / "story.nitf.xml"
    path.write_bytes(data)
    proof = Proof(name=path.name, context=Context(now=NOW, schemas=schemas))
    return list(NitfValidator().check(path, proof)), proof.judges


def test_the_good_document_is_good(tmp_path: Path) -> None:
    """Nothing is found in the file that the mutations start from, not even for information; nor by the schema."""
    found, judges = findings(tmp_path, GOOD.read_bytes())
    assert (found, judges) == ([], [OWN, RULES_JUDGE])
    if (schemas := laws.official_schemas()) is None:
        pytest.skip("no official schemas here: SYNDICATE_SCHEMAS names their folder")
    assert findings(tmp_path, GOOD.read_bytes(), schemas) == ([], [OWN, OFFICIAL, RULES_JUDGE])


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.name for mutation in MUTATIONS])
def test_mutations_are_caught(tmp_path: Path, mutation: Mutation) -> None:
    """Each break is found by our own grammar and rules, under its own code, with its line."""
    found, _ = findings(tmp_path, broken(mutation))
    assert f"SYN-NITF-{mutation.code:03d}" in {finding.code for finding in found}, found
    assert all(finding.location.line for finding in found), "a finding has a line"
    ours = [finding for finding in found if finding.code >= "SYN-NITF-010"]
    assert all((finding.location.path or "").startswith("/nitf") for finding in ours), "a rule says where, as XPath"


def test_the_official_schema_sees_no_more(tmp_path: Path) -> None:
    """Each breach of our grammar is one of the official schema, so that ours forbids nothing that is allowed."""
    if (schemas := laws.official_schemas()) is None:
        pytest.skip("no official schemas here: SYNDICATE_SCHEMAS names their folder")
    for mutation in MUTATIONS:
        found = {d.code for d in findings(tmp_path, broken(mutation), schemas)[0]}
        assert ("SYN-NITF-003" in found) == ("SYN-NITF-004" in found) or mutation.code in (11, 43), mutation.name


def test_an_old_document_is_judged_without_its_dtd(tmp_path: Path) -> None:
    """A DTD is named and not fetched; the version and the namespace are told."""
    old = GOOD.read_text(encoding="utf-8").replace("NITF 3.6//EN", "NITF 3.3//EN")
    old = old.replace(' xmlns="http://iptc.org/std/NITF/2006-10-18/"', "")
    old = old.replace("<nitf ", '<!DOCTYPE nitf SYSTEM "nitf-3-3.dtd">\n<nitf ')
    for schemas in (None, laws.official_schemas()):
        found, _ = findings(tmp_path, old.encode(), schemas)
        assert {(d.code, d.severity) for d in found} == {
            ("SYN-NITF-006", Severity.WARNING),
            ("SYN-NITF-007", Severity.INFO),
        }


def test_every_code_has_a_mutation() -> None:
    """No rule is there that nothing was ever caught by."""
    assert set(CASES) == set(RULES) - set(WITHOUT_MUTATION)


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_code_has_its_case(code: str, tmp_path: Path) -> None:
    """`fixtures/invalid/<CODE>` holds a document that the validator gives the code for, and hardly any other."""
    folder = INVALID / code
    schemas = folder / "schemas" if (folder / "schemas").is_dir() else None
    found, _ = findings(tmp_path, (folder / "story.nitf.xml").read_bytes(), schemas)
    codes = {d.code for d in found}
    assert code in codes
    assert len(codes) <= 3, found


def test_the_code_of_the_exporter_has_its_case() -> None:
    """`fixtures/invalid/SYN-NITF-091` holds an edition that the exporter gives the code for."""
    edition = codec.decode_edition((INVALID / "SYN-NITF-091" / "edition.json").read_bytes())
    job = Job(row=exporters()["nitf"], context=Context(now=NOW), report=Report(), stem="x", built_at=NOW)
    for artifact in NitfExporter().export(gate.clear(edition, NOW).release, job):
        assert b"".join(artifact.chunks)
    assert {d.code for d in job.report} == {"SYN-NITF-091"}
