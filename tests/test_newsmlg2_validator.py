"""The NewsML-G2 validator: what it accepts, how it fails, who judges, and that it agrees with the official schema."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from syndicate.context import Context
from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.errors import UsageError
from syndicate.formats import g2
from syndicate.validators import newsmlg2
from syndicate.validators.newsmlg2 import NewsmlG2Validator
from syndicate.validators.newsmlg2.codes import RULES
from syndicate.validators.newsmlg2.survey import PLAIN, QCODE_ATTRIBUTES
from test_mutations_newsmlg2 import MUTATIONS

ROOT = Path(__file__).resolve().parent.parent
GOOD = ROOT / "fixtures" / "newsmlg2" / "good.newsml.xml"
SHARED = ROOT.parent / "shared"
SCHEMAS = SHARED / "schemas"
SAMPLES = SHARED / "samples" / "newsml-g2"
XSD = SCHEMAS / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"
LISTINGS = ("LISTING_1_", "LISTING_2_", "LISTING_3_", "LISTING_4_", "LISTING_6_", "LISTING_22_")
FRAGMENTS = ("LISTING_25_", "LISTING_28_")
needs_schemas = pytest.mark.skipif(not XSD.is_file(), reason="the official schemas are not beside the project")
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="IPTC's samples are not beside the project")


def check(path: Path, schemas: Path | None = None) -> tuple[list[Diagnostic], list[str]]:
    """The findings on `path` and who judged."""
    proof = Proof(name=path.name, context=Context(now=datetime(2025, 1, 1, tzinfo=UTC), schemas=schemas))
    return list(NewsmlG2Validator().check(path, proof)), proof.judges


def check_text(text: str | bytes, folder: Path) -> list[Diagnostic]:
    """The findings on a file with this content."""
    path = folder / "x.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return check(path)[0]


DESCRIBED = '<contentMeta><urgency>4</urgency><subject qcode="medtop:04000000"/><slugline>X</slugline></contentMeta>'


def item(name: str = "newsItem", *, guid: str = "urn:x:1", meta: str = "", rest: str = "", line_ends: int = 0) -> str:
    """A small item of any kind."""
    return (
        f'<{name} xmlns="{g2.NAR}" guid="{guid}" version="1" standard="NewsML-G2" standardversion="2.35"'
        f' conformance="power" xml:lang="en"><catalogRef href="{g2.CATALOG}"/>'
        '<rightsInfo><usageTerms>x</usageTerms></rightsInfo><itemMeta><itemClass qcode="ninat:text"/><provider/>'
        '<versionCreated>2025-01-01T00:00:00Z</versionCreated><pubStatus qcode="stat:usable"/><title>x</title>'
        f"{meta}</itemMeta>{DESCRIBED if name == 'newsItem' else ''}{chr(10) * line_ends}{rest}</{name}>"
    )


def message(*items: str) -> str:
    """A message around items."""
    return (
        f'<newsMessage xmlns="{g2.NAR}"><header><sent>2025-01-01T00:00:00Z</sent></header>'
        f"<itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


# --- what is accepted ------------------------------------------------------------------------------------------------


@needs_samples
@pytest.mark.parametrize("start", LISTINGS)
def test_the_standard_s_own_examples_are_accepted(start: str) -> None:
    """IPTC's listings that are whole documents have no error."""
    (path,) = SAMPLES.glob(f"{start}*")
    assert [d for d in check(path)[0] if d.severity is Severity.ERROR] == []


@needs_samples
@pytest.mark.parametrize("start", FRAGMENTS)
def test_fragments_are_no_documents(start: str) -> None:
    """Listings that show a piece of a document are told from documents."""
    (path,) = SAMPLES.glob(f"{start}*")
    assert [d.code for d in check(path)[0]] == ["SYN-G2-006"]


@pytest.mark.parametrize("name", ["newsItem", "packageItem"])
def test_an_item_alone(name: str, tmp_path: Path) -> None:
    """An item needs no message around it."""
    assert check_text(item(name), tmp_path) == []


@pytest.mark.parametrize("name", ["conceptItem", "knowledgeItem", "planningItem", "catalogItem"])
def test_other_kinds_of_items_are_held_to_their_head(name: str, tmp_path: Path) -> None:
    """Their content is left alone, their head is not."""
    good = item(name, rest="<anything><goes>here</goes></anything>").replace("ninat:text", "plinat:newscoverage")
    if name == "catalogItem":
        good = good.replace("plinat:newscoverage", "catinat:catalog")
    if name in ("conceptItem", "knowledgeItem"):
        good = good.replace("plinat:newscoverage", "cinat:concept")
    assert check_text(good, tmp_path) == []
    codes = {d.code for d in check_text(good.replace("<provider/>", ""), tmp_path)}
    assert codes == {"SYN-G2-003"}


def test_foreign_vocabularies_are_welcome(tmp_path: Path) -> None:
    """The standard opens its elements to other namespaces."""
    extra = '<x:tag xmlns:x="urn:x:other" y="z"><x:inner/></x:tag>'
    good = item(meta=extra).replace("<itemMeta>", '<itemMeta xmlns:x="urn:x:other" x:seen="yes">')
    assert check_text(good, tmp_path) == []


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        *(("en", True), ("sr-Latn-RS", True), ("haw", True), ("x-house", True), ("de-1996", True), ("en-x-desk", True)),
        *(("zz", False), ("en-u", False), ("x", False), ("english", False)),
    ],
)
def test_language_tags(tag: str, known: bool, tmp_path: Path) -> None:
    """Two-letter languages are looked up, longer ones taken on trust, words are none."""
    found = check_text(item().replace('xml:lang="en"', f'xml:lang="{tag}"'), tmp_path)
    assert [d.code for d in found] == ([] if known else ["SYN-G2-051"])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('qcode="stat:usable"', 'uri="http://cv.iptc.org/newscodes/pubstatusg2/usable"', ""),
        ('qcode="stat:usable"', 'uri="http://cv.iptc.org/newscodes/pubstatusg2/gone"', "SYN-G2-022"),
        ('qcode="ninat:text"', 'uri="http://cv.iptc.org/newscodes/ninature/text"', ""),
        ('qcode="ninat:text"', "", "SYN-G2-020"),
    ],
)
def test_codes_by_address(old: str, new: str, code: str, tmp_path: Path) -> None:
    """A concept may be named by its whole address instead of a QCode."""
    assert [d.code for d in check_text(item().replace(old, new), tmp_path)] == ([code] if code else [])


def test_items_stand_in_the_item_set_only(tmp_path: Path) -> None:
    """An item in another place is a fault of the frame, not an item of the message."""
    text = message(item()).replace("</header>", f"{item(guid='urn:x:2')}</header>")
    found = check_text(text, tmp_path)
    assert found[0].code == "SYN-G2-003"
    assert {d.location.article for d in found} == {""}


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"no markup",
        b"<a>",
        b"\xff\xfe<\x00a\x00",
        b"<?xml version='1.0' encoding='x-no'?><a/>",
    ],
)
def test_what_is_no_xml_is_an_error_with_a_line(content: bytes, tmp_path: Path) -> None:
    """Broken files give one finding, never an exception."""
    found = check_text(content, tmp_path)
    assert [d.code for d in found] == ["SYN-G2-001"]


@pytest.mark.parametrize("content", ["<a/>", '<rss version="2.0"/>', '<newsItem xmlns="urn:x"/>'])
def test_other_xml_is_told(content: str, tmp_path: Path) -> None:
    """XML of another vocabulary is named for what it is."""
    found = check_text(content, tmp_path)
    assert [d.code for d in found] == ["SYN-G2-002"]


def test_a_root_of_g2_that_is_no_item(tmp_path: Path) -> None:
    """A piece of an item is in the right namespace and still no file of its own."""
    assert [d.code for d in check_text(f'<itemMeta xmlns="{g2.NAR}"/>', tmp_path)] == ["SYN-G2-006"]


def test_entities_reach_neither_files_nor_memory(tmp_path: Path) -> None:
    """An external entity is not read, and a bomb is no news."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    outside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>' + item(meta="<edNote>&e;</edNote>")
    assert all("the secret" not in d.message for d in check_text(outside, tmp_path))
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 20}">' for n in range(8))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha ha ha ha ha ha">{laughs}]>' + item(meta="<edNote>&e8;</edNote>")
    assert [d.code for d in check_text(bomb, tmp_path)] == ["SYN-G2-007"]


def test_a_message_without_items(tmp_path: Path) -> None:
    """The frame is judged too."""
    assert [d.code for d in check_text(message(), tmp_path)] == ["SYN-G2-003"]


# --- how findings are told -------------------------------------------------------------------------------------------


def test_one_bad_item_does_not_hide_the_others(tmp_path: Path) -> None:
    """Each item is judged on its own; its guid is in the finding."""
    bad = item(guid="urn:x:2").replace("<provider/>", "")
    worse = item(guid="urn:x:3").replace("stat:usable", "stat:gone")
    found = check_text(message(item(), bad, worse), tmp_path)
    assert [(d.code, d.location.article) for d in found] == [("SYN-G2-003", "urn:x:2"), ("SYN-G2-022", "urn:x:3")]


def test_information_is_told_once(tmp_path: Path) -> None:
    """What every item lacks is one finding with the number of places."""
    bare = item().replace("<rightsInfo><usageTerms>x</usageTerms></rightsInfo>", "")
    items = [bare.replace("urn:x:1", f"urn:x:{n}") for n in range(1, 6)]
    found = check_text(message(*items), tmp_path)
    assert [d.code for d in found] == ["SYN-G2-080"]
    assert found[0].message.endswith("(and in 4 more places)")


def test_lines_beyond_sixteen_bits(tmp_path: Path) -> None:
    """A long message has findings far down; the line is right there too."""
    long = item(line_ends=70_000, rest='<contentSet original="nothing"/>')
    found = check_text(long, tmp_path)
    assert [d.code for d in found] == ["SYN-G2-060"]
    assert found[0].location.line == 70_001


def test_items_are_dropped_as_they_are_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a message of many items one is in memory when the frame is judged."""
    frames: list[int] = []
    judge = newsmlg2._Judging._frame

    def counting(self: newsmlg2._Judging, root: etree._Element) -> None:
        frames.append(sum(1 for _ in root.iter(f"{{{g2.NAR}}}newsItem")))
        judge(self, root)

    monkeypatch.setattr(newsmlg2._Judging, "_frame", counting)
    text = message(*(item(guid=f"urn:x:{n}") for n in range(500)))
    assert check_text(text, tmp_path) == []
    assert frames == [1]


def test_every_code_has_words() -> None:
    """Codes are of one series, and each rule says what it demands."""
    assert all(code.startswith("SYN-G2-") and rule.demand for code, rule in RULES.items())
    assert [rule.severity for rule in RULES.values()].count(Severity.ERROR) >= 15


# --- with the official schema ----------------------------------------------------------------------------------------


@needs_schemas
def test_the_official_schema_judges_when_it_is_here() -> None:
    """The report names all three judges, and the good message passes them."""
    found, judges = check(GOOD, SCHEMAS)
    assert found == []
    assert judges == ["syndicate newsml-g2.rng", "NewsML-G2 2.35 XSD", "syndicate NewsML-G2 rules"]


@needs_schemas
def test_both_grammars_tell_of_a_breach(tmp_path: Path) -> None:
    """A breach that both see is told by both, each with a line."""
    path = tmp_path / "x.xml"
    path.write_text(item().replace("<provider/>", ""))
    found, _ = check(path, SCHEMAS)
    assert [d.code for d in found] == ["SYN-G2-003", "SYN-G2-004"]
    assert "itemClass" in found[1].message or "versionCreated" in found[1].message


def test_a_broken_schema_is_a_warning(tmp_path: Path) -> None:
    """A schema that cannot be used does not stop our own grammar, and does not count as a judge."""
    folder = tmp_path / "newsml-g2"
    folder.mkdir()
    for content in ("<xs:schema", '<a xmlns="urn:x"/>'):
        newsmlg2.grammar._xsd.cache_clear()
        (folder / XSD.name).write_text(content)
        found, judges = check(GOOD, tmp_path)
        assert [(d.code, d.severity) for d in found] == [("SYN-G2-005", Severity.WARNING)]
        assert judges == ["syndicate newsml-g2.rng", "syndicate NewsML-G2 rules"]


@needs_schemas
def test_our_grammar_is_as_strict_as_the_official_schema(tmp_path: Path) -> None:
    """Whatever mutation IPTC's schema refuses is an error to our grammar and rules alone."""
    schema = etree.XMLSchema(etree.parse(XSD))
    good = GOOD.read_text(encoding="utf-8")
    refused = 0
    for mutation in MUTATIONS:
        text = good.replace(mutation.old, mutation.new, 1)
        try:
            tree = etree.fromstring(text.encode())
        except etree.XMLSyntaxError:
            continue
        if not schema.validate(tree):
            refused += 1
            assert any(d.severity is Severity.ERROR for d in check_text(text, tmp_path)), mutation.name
    assert refused >= 30, "most breaches of the grammar are breaches of the schema"


@needs_schemas
def test_the_grammar_names_nothing_of_its_own() -> None:
    """Every element and attribute of our grammar is one of the standard's, and few of the standard's are left open."""
    xs, rng = "{http://www.w3.org/2001/XMLSchema}", "{http://relaxng.org/ns/structure/1.0}"
    official, own = etree.parse(XSD), etree.parse(ROOT / "src/syndicate/validators/grammars/newsml-g2.rng")
    for kind, least in (("element", 120), ("attribute", 150)):
        theirs = {node.get("name") for node in official.iter(f"{xs}{kind}")} - {None}
        ours = {node.get("name") for node in own.iter(f"{rng}{kind}")} - {None, "xml:lang"}
        assert ours - theirs == set()
        assert len(ours) >= least


@needs_schemas
def test_code_attributes_are_those_of_the_schema() -> None:
    """The rules look at every attribute that the schema types as a QCode."""
    xs = "{http://www.w3.org/2001/XMLSchema}"
    types = {"QCodeType", "QCodeListType"}
    names = {a.get("name") for a in etree.parse(XSD).iter(f"{xs}attribute") if a.get("type") in types}
    assert names == QCODE_ATTRIBUTES


@needs_schemas
def test_aliases_are_those_of_the_catalog() -> None:
    """Our table says what IPTC's catalog says."""
    catalog = etree.parse(SCHEMAS / "newsml-g2" / f"catalog.IPTC-G2-Standards_{g2.CATALOG_VERSION}.xml")
    schemes = list(catalog.iter(f"{{{g2.NAR}}}scheme"))
    assert {s.get("alias"): s.get("uri") for s in schemes} == g2.aliases()
    assert {s.get("alias") for s in schemes if s.get("schemeretired")} == g2.RETIRED


def _attributes(schema: etree._Element, node: etree._Element, seen: set[str]) -> dict[str, str]:
    """Names and types of the attributes that `node` (an element or a type of the schema) declares for itself."""
    xs = "{http://www.w3.org/2001/XMLSchema}"
    found: dict[str, str] = {}
    for child in node.iterchildren("*"):
        if child.tag == f"{xs}element":
            continue
        name = child.get("ref") or child.get("base")
        if child.tag == f"{xs}attribute" and child.get("name"):
            found[child.get("name", "")] = child.get("type", "")
        elif name and name not in seen and child.tag != f"{xs}attribute":
            for kind in ("attributeGroup", "complexType"):
                for target in schema.iterchildren(f"{xs}{kind}"):
                    if target.get("name") == name:
                        found |= _attributes(schema, target, seen | {name})
        found |= _attributes(schema, child, seen)
    return found


@needs_schemas
def test_attributes_of_such_a_name_that_are_no_codes() -> None:
    """Element by element, an attribute of our table is a QCode by its type, but those that we except."""
    xs = "{http://www.w3.org/2001/XMLSchema}"
    schema = etree.parse(XSD).getroot()
    types = {node.get("name"): node for node in schema.iterchildren(f"{xs}complexType")}
    plain = set()
    elements = list(schema.iter(f"{xs}element"))
    for element in elements:
        declared = _attributes(schema, element, set())
        if element.get("type") in types:
            declared |= _attributes(schema, types[element.get("type")], set())
        for name, kind in declared.items():
            if name in QCODE_ATTRIBUTES and kind not in ("QCodeType", "QCodeListType"):
                plain.add((f"{{{g2.NAR}}}{element.get('name')}", name))
    assert len(elements) > 300
    assert plain == PLAIN


def _folder_of_schemas(folder: Path, *names: str) -> Path:
    """Schemas of these names, each of them the newest one."""
    place = folder / "schemas" / "newsml-g2"
    place.mkdir(parents=True)
    for name in (*names, "xml.xsd"):
        source = XSD.with_name("xml.xsd") if name == "xml.xsd" else XSD
        (place / name).write_bytes(source.read_bytes())
    return place.parent


@needs_schemas
@pytest.mark.parametrize(
    ("version", "conformance", "judge", "notice"),
    [
        ("2.35", "power", "NewsML-G2 2.35 XSD", False),
        ("2.30", "power", "NewsML-G2 2.30 XSD", False),
        ("2.9", "core", "NewsML-G2 2.9 XSD", False),
        ("2.20", "power", "", True),
        ("2.99", "power", "", True),
        ("2.9", "power", "", True),
    ],
)
def test_the_item_chooses_its_schema(version: str, conformance: str, judge: str, notice: bool, tmp_path: Path) -> None:
    """The schema of its own version and conformance judges an item; else the newest, with a notice."""
    names = ("2.35-spec-All-Power", "2.30-spec-All-Power", "2.9-spec-All-Core")
    schemas = _folder_of_schemas(tmp_path, *(f"NewsML-G2_{name}.xsd" for name in names))
    path = tmp_path / "x.xml"
    text = item().replace("2.35", version).replace('"power"', f'"{conformance}"')
    path.write_text(text)
    found, judges = check(path, schemas)
    assert ("SYN-G2-035" in {d.code for d in found}) is notice
    assert "NewsML-G2 2.35 XSD" in judges
    assert not judge or judge in judges
    path.write_text(text.replace("<provider/>", ""))
    found, _ = check(path, schemas)
    assert "SYN-G2-004" in {d.code for d in found}


@needs_schemas
def test_each_judge_tells_line_and_xpath(tmp_path: Path) -> None:
    """Grammar, schema, NITF, XHTML and rules: five codes, each at its own element."""
    nitf = (
        f'<inlineXML contenttype="application/nitf+xml">\n<nitf xmlns="{g2.NITF}"><body><body.content>\n'
        "<p>One <strong>two</strong></p></body.content></body></nitf></inlineXML>"
    )
    html = (
        f'<inlineXML contenttype="application/xhtml+xml">\n<html xmlns="{g2.XHTML}"><body>\n'
        "<standfirst>x</standfirst></body></html></inlineXML>"
    )
    text = item(rest=f"<contentSet>{nitf}\n{html}</contentSet>").replace("<urgency>4<", "\n<urgency>0<")
    path = tmp_path / "x.xml"
    path.write_text(text.replace("stat:usable", "stat:gone"))
    for schemas, wanted in ((SCHEMAS, {"003", "004", "008", "009", "022"}), (None, {"003", "008", "009", "022"})):
        found, judges = check(path, schemas)
        places = {d.code[-3:]: (d.location.line, d.location.path) for d in found}
        assert set(places) == wanted
        urgency = (2, "/newsItem/contentMeta[1]/urgency[1]")
        assert places["003"] == urgency
        assert places.get("004", urgency) == urgency
        assert places["008"][0] == 4
        body = "/newsItem/contentSet[1]/inlineXML[2]/html:html[1]/html:body[1]"
        assert places["009"] == (7, f"{body}/html:standfirst[1]")
        assert places["022"] == (1, "/newsItem/itemMeta[1]/pubStatus[1]")
        assert any("NITF" in judge or "nitf" in judge for judge in judges)


@needs_schemas
@needs_samples
@pytest.mark.parametrize("start", LISTINGS)
def test_the_standard_s_own_examples_are_accepted_by_all_judges(start: str) -> None:
    """With IPTC's schemas of G2 and of NITF beside our own judges."""
    (path,) = SAMPLES.glob(f"{start}*")
    found, judges = check(path, SCHEMAS)
    assert [d for d in found if d.severity is Severity.ERROR] == []
    assert "NewsML-G2 2.35 XSD" in judges


def test_findings_of_one_kind_are_told_a_hundred_times(tmp_path: Path) -> None:
    """The others are counted, so that a report stays a report."""
    found = check_text(item(meta='<link rel="a:b"/>' * 250), tmp_path)
    targets = [d for d in found if d.code == "SYN-G2-076"]
    assert len(targets) == 101
    assert targets[-1].message == "150 more findings of this kind, which are not listed"


def test_an_unknown_profile_is_a_mistake(tmp_path: Path) -> None:
    """It is told with the names that there are."""
    path = tmp_path / "x.xml"
    path.write_text(item())
    proof = Proof(name="x", context=Context(now=datetime(2025, 1, 1, tzinfo=UTC)), profile="superdsk")
    with pytest.raises(UsageError, match="superdsk"):
        list(NewsmlG2Validator().check(path, proof))
    proof = Proof(name="x", context=Context(now=datetime(2025, 1, 1, tzinfo=UTC)), profile="superdesk")
    list(NewsmlG2Validator().check(path, proof))
    assert proof.judges[-1] == "profile superdesk"


# --- bounds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("<contentMeta>" + "<keyword>x</keyword>" * 15_001 + "</contentMeta>", "too many elements stand in one"),
        (("<contentMeta>" + "<keyword>x</keyword>" * 9_999 + "</contentMeta>") * 16, "elements, more than 150000"),
        ("<assert " + " ".join(f'a{n}="x"' for n in range(201)) + "/>", "more than 200 attributes"),
    ],
)
def test_an_item_beyond_the_bounds_is_not_judged(rest: str, words: str, tmp_path: Path) -> None:
    """It is one finding; the item beside it is judged as ever."""
    bad = item(guid="urn:x:2").replace("stat:usable", "stat:gone")
    found = check_text(message(item(rest=rest), bad), tmp_path)
    assert [(d.code, d.location.article) for d in found] == [("SYN-G2-007", "urn:x:1"), ("SYN-G2-022", "urn:x:2")]
    assert words in found[0].message


def test_a_large_package_is_within_the_bounds(tmp_path: Path) -> None:
    """Ten thousand references in one group, each with its class and title."""
    ref = '<itemRef residref="urn:x:y"><itemClass qcode="ninat:text"/><title>x</title></itemRef>'
    group = f'<groupSet root="g"><group id="g" role="genre:Current">{ref * 10_000}</group></groupSet>'
    assert check_text(item("packageItem", rest=group), tmp_path) == []


def test_a_header_beyond_the_bounds_is_refused(tmp_path: Path) -> None:
    """The items are judged all the same: they came before it was known."""
    text = message(item()).replace("</sent>", "</sent>" + '<signal qcode="nmsig:atomic"/>' * 16_000)
    assert [d.code for d in check_text(text, tmp_path)] == ["SYN-G2-007"]


def test_an_entity_of_a_dtd_that_is_not_read(tmp_path: Path) -> None:
    """A document type may define it elsewhere; nothing is fetched, so nobody knows what it stands for."""
    text = f'<!DOCTYPE newsItem SYSTEM "g2.dtd">{item(meta="<edNote>The&nbsp;quay</edNote>")}'
    (found,) = check_text(text, tmp_path)
    assert (found.code, found.location.path) == ("SYN-G2-001", "/newsItem/itemMeta[1]/edNote[1]")


def test_an_attribute_that_only_looks_like_a_code(tmp_path: Path) -> None:
    """The role of the header's timestamp is plain text, whatever its name."""
    text = message(item()).replace("</sent>", '</sent><timestamp role="received:late">2025-01-01T00:00:00Z</timestamp>')
    assert check_text(text, tmp_path) == []


def test_several_codes_in_one_attribute(tmp_path: Path) -> None:
    """A list of QCodes is looked up one by one, and a known one hides no other."""
    text = item(rest='<partMeta partid="p"><subject qcode="medtop:04000000" how="howextr:tool nobody:x"/></partMeta>')
    found = [d for d in check_text(text, tmp_path) if d.code == "SYN-G2-010"]
    assert [d.message for d in found] == ["nobody:x: no catalog declares the alias nobody"]


def test_an_instrument_at_its_old_place(tmp_path: Path) -> None:
    """organisationDetails/hasInstrument has moved with version 2.31."""
    party = "<organisationDetails><hasInstrument symbol='X'/></organisationDetails>"
    text = item(rest=f'<assert literal="x">{party}</assert>')
    assert [d.code for d in check_text(text, tmp_path)] == ["SYN-G2-077"]
