"""NewsML-G2 by profile: what each kind of receiver gets, and the message that the documentation shows."""

from __future__ import annotations

import re
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree
from msgspec.structs import replace

import laws
from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Job, Proof
from syndicate.diagnostics import Report, Severity
from syndicate.errors import ConfigError, UsageError
from syndicate.exporters.newsmlg2 import NewsmlG2Exporter
from syndicate.formats import g2, g2profile
from syndicate.model import article as model
from syndicate.model import body, codec
from syndicate.model.article import Article, Edition

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
NS = {"g": g2.NAR, "h": g2.XHTML, "n": g2.NITF}
PROFILES = laws.ROOT / "templates" / "newsml-g2" / "profiles"
PAGE = laws.ROOT / "docs" / "formats" / "newsml-g2.md"
EXAMPLE = laws.ROOT / "fixtures" / "newsmlg2" / "example.edition.json"
_EXAMPLE = re.compile(r"(<!-- example -->\n)(.*?)(<!-- /example -->)", re.DOTALL)
STORY = Article(
    id="urn:x:story",
    version=2,
    language="en",
    headline="Ferry runs again",
    subheadline="From Monday on",
    provider="Norhavn News",
    copyright_holder="Norhavn News",
    usage_terms="Not for sale",
    urgency=4,
    modified=NOW,
    canonical_url="https://news.example/ferry",
    bylines=(model.Byline(name="Mona", role="two words"),),
    subjects=(
        model.Subject(
            name="rowing",
            scheme="medtop",
            code="20001057",
            why="direct",
            how="tool",
            broader=(model.Concept(name="sport", scheme="medtop", code="15000000"),),
            same_as=(model.Concept(scheme="subj", code="15047000"), model.Concept(uri="https://x.example/rowing")),
        ),
        model.Subject(name="Ferries", scheme="house", code="fe rry"),
    ),
    media=(model.Media(id="p", type="picture", renditions=(model.Rendition(href="https://x.example/p.jpg?w=1"),)),),
    body=(
        body.Paragraph(bid="b1", text=(body.Run(text="It "), body.Run(text="runs", marks=(body.Em(),)))),
        body.List(bid="b2", items=(body.ListItem(text=body.text("adults 12")),)),
    ),
)


def message(edition: Edition, profile: str = "", report: Report | None = None) -> bytes:
    """The edition as a message that the validator and the profile's receivers take."""
    exporter = registry.exporter("newsml-g2")
    context = Context(now=NOW, schemas=laws.official_schemas())
    job = Job(
        row=exporter.row,
        context=context,
        report=report if report is not None else Report(),
        stem="x",
        built_at=NOW,
        base_url=edition.base_url,
        profile=profile,
    )
    (artifact,) = exporter.export(edition, job)
    data = b"".join(artifact.chunks)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.newsml.xml")
        path.write_bytes(data)
        proof = Proof(name=path.name, context=context, profile=profile)
        found = list(registry.validator("newsml-g2").check(path, proof))  # type: ignore[union-attr]
    assert [f"{d.code} {d.message}" for d in found if d.severity is Severity.ERROR] == []
    if report is not None:
        report.extend(found)
    return data


def told(profile: str = "", **changes: Any) -> etree._Element:
    """The story, with changes, as a tree."""
    edition = Edition(id="urn:x:edition", publisher="Norhavn News", articles=(replace(STORY, **changes),))
    return etree.fromstring(message(edition, profile))


def values(tree: etree._Element, path: str) -> list[str]:
    """Text or value of what stands at `path`."""
    found: Any = tree.xpath(path, namespaces=NS)
    return [n.text or "" if isinstance(n, etree._Element) else str(n) for n in found]


# --- the files -------------------------------------------------------------------------------------------------------


def test_every_profile_has_a_file_and_a_row_in_the_page() -> None:
    """Names, files, completion and documentation are the same list."""
    assert sorted(path.stem for path in PROFILES.glob("*.toml")) == sorted(g2profile.NAMES)
    assert registry.exporter("newsml-g2").row.profiles == g2profile.NAMES
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in g2profile.NAMES)


def test_the_file_of_the_default_says_what_is_built_in() -> None:
    """And shows every key, as a model for new ones."""
    assert replace(g2profile.load("default"), title=g2profile.OPEN.title) == g2profile.OPEN
    keys = tomllib.loads((PROFILES / "default.toml").read_text(encoding="utf-8"))
    assert set(keys) == set(g2profile.Profile.__struct_fields__)


def test_a_profile_that_is_none() -> None:
    """The message teaches the names."""
    with pytest.raises(UsageError, match="no profile 'superdesc'") as caught:
        told("superdesc")
    assert "did you mean superdesk?" in caught.value.hint


@pytest.mark.parametrize("text", [b'title = "x"\nbody = []', b'title = "x"\nstandard = "1.0"', b"title = 1", b"\xff"])
def test_a_file_that_is_wrong(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown key, an unknown version, a wrong type, no text: told with the file's name."""
    monkeypatch.setattr("syndicate.context.template", lambda name: text)
    with pytest.raises(ConfigError, match=r"newsml-g2/profiles/strict\.toml"):
        g2profile.load("strict")


# --- what receivers get ----------------------------------------------------------------------------------------------


def test_the_default_says_it_twice() -> None:
    """XHTML, then NITF with its text in a block; marks are kept in both."""
    tree = told()
    assert values(tree, "//g:inlineXML/@contenttype") == ["application/xhtml+xml", "application/nitf+xml"]
    assert values(tree, "//h:p/h:em") == values(tree, "//n:body.content/n:block/n:p/n:em") == ["runs"]
    assert values(tree, "//h:li") == values(tree, "//n:li") == ["adults 12"]
    assert values(tree, "//n:hl1") == ["Ferry runs again"]


def test_ancestors_are_subjects_too() -> None:
    """With why and how, the chain, the twins; each ancestor once, and none that the story names itself."""
    tree = told()
    assert values(tree, "//g:subject/@qcode") == ["medtop:20001057", "house:fe%20rry", "medtop:15000000"]
    assert values(tree, "//g:subject/@why") == ["why:direct", "why:ancestor"]
    assert values(tree, "//g:subject/@how") == ["howextr:tool"]
    assert values(tree, "//g:subject/g:broader/@qcode") == ["medtop:15000000"]
    assert values(tree, "//g:subject/g:sameAs/@*") == ["subj:15047000", "https://x.example/rowing"]
    sport = model.Subject(name="sport", scheme="medtop", code="15000000")
    named = told(subjects=(*STORY.subjects, sport))
    assert values(named, "//g:subject/@why") == ["why:direct"]


def test_superdesk_gets_what_its_parser_needs() -> None:
    """Text first and NITF last, twins as subjects, contentMeta and contentSet everywhere, renditions in full."""
    tree = told("superdesk")
    assert values(tree, "//g:contentSet[g:inlineXML]/*/@contenttype") == [
        "text/plain",
        "application/xhtml+xml",
        "application/nitf+xml",
    ]
    assert values(tree, "//g:subject[starts-with(@qcode, 'subj:')]/@qcode") == ["subj:15047000", "subj:15000000"]
    items: Any = tree.xpath("//g:newsItem", namespaces=NS)
    assert all(item.find("g:contentMeta", NS) is not None for item in items)
    assert all(item.find("g:contentSet", NS) is not None for item in items)
    assert values(tree, "//g:remoteContent/@rendition") == ["rnd:highRes"]
    assert values(tree, "//g:remoteContent/@contenttype") == ["image/jpeg"]


def test_wordpress_gets_its_headline_and_one_body() -> None:
    """By the role that the plugin looks for, whose alias the item declares."""
    tree = told("wordpress-apa")
    assert values(tree, "//g:headline[@role='apahltype:title']") == ["Ferry runs again"] * 2
    assert "apahltype" in values(tree, "//g:catalog/g:scheme/@alias")
    assert values(tree, "//g:inlineXML/@contenttype") == ["application/xhtml+xml"]
    assert values(tree, "//g:copyrightHolder/g:name") == ["Norhavn News"]


def test_strict_has_no_alias_but_those_of_iptc() -> None:
    """Codes of ours are whole addresses; the same facts stand there as by default."""
    tree, default = told("strict"), told()
    assert values(tree, "//g:catalog") == []
    for attribute in ("qcode", "role", "rel", "type", "rendition", "why", "how"):
        for value in values(tree, f"//@{attribute}[contains(., ':')]"):
            assert all(code.partition(":")[0] in g2.aliases() for code in value.split()), value
    assert values(tree, "//g:subject/@uri") == ["urn:x-syndicate:g2:subject/house/fe%20rry"]
    assert values(tree, "//g:headline/@roleuri") == ["urn:x-syndicate:g2:headline/sub"]
    assert values(tree, "//g:creator/@role") == ["cpprole:author"]
    assert values(tree, "//g:creator/@roleuri") == ["urn:x-syndicate:g2:byline/two%20words"]
    assert "http://www.iana.org/assignments/relation/canonical" in values(tree, "//g:link/@reluri")
    assert values(tree, "//g:contentMeta//text()") == values(default, "//g:contentMeta//text()")


@pytest.mark.parametrize("name", g2profile.NAMES)
def test_fields_that_a_profile_wants(name: str) -> None:
    """Each that is missing is a warning that names it; nothing is made up."""
    report = Report()
    bare = Article(id="urn:x:bare", language="en", headline="A headline")
    message(Edition(id="urn:x:e", articles=(bare,)), name, report)
    missed = "; ".join(d.message for d in report if d.code == "SYN-G2-111")
    for field in set(g2profile.find(name).wanted) - {"headline", "provider"}:
        assert field.replace("_", " ") in missed


@pytest.mark.parametrize("name", g2profile.NAMES)
@pytest.mark.parametrize("edition", ["full", "packages", "photos", "demo"])
def test_receivers_of_a_profile_fail_on_nothing(name: str, edition: str) -> None:
    """Whole editions, with pictures, packages and kills, by the judgement of their receivers' software."""
    message(laws.edition(edition), name)


# --- items as files --------------------------------------------------------------------------------------------------


def test_each_item_as_a_file() -> None:
    """The same items as in the message, each valid by itself, under names that nobody else has."""
    exporter = registry.exporter("newsml-g2")
    same = replace(STORY, id="urn:x:other", slug="x", media=())
    for edition in (
        laws.edition("full"),
        laws.edition("packages"),
        Edition(id="urn:x:e", publisher="P", articles=(STORY, same, replace(same, id="urn:x:third"))),
    ):
        context = Context(now=NOW, schemas=laws.official_schemas())
        job = Job(
            row=exporter.row,
            context=context,
            report=Report(),
            stem="x",
            built_at=NOW,
            base_url=edition.base_url,
            options={"message": "no"},
        )
        files = tuple(replace(a, chunks=(b"".join(a.chunks),)) for a in exporter.export(edition, job))
        laws.prove("newsml-g2", laws.Exported(files, ()), edition.id)
        assert len({file.name for file in files}) == len(files) > 2
        items: Any = etree.fromstring(message(edition)).xpath("//g:itemSet/*", namespaces=NS)
        roots = [etree.fromstring(next(iter(file.chunks))) for file in files]
        assert [(r.tag, r.get("guid")) for r in roots] == [(i.tag, i.get("guid")) for i in items]
        assert ["packageitem" in file.media_type for file in files] == [r.tag.endswith("packageItem") for r in roots]


# --- versions --------------------------------------------------------------------------------------------------------


def test_version_2_36_has_an_element_for_artificial_intelligence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version, catalog and aiInfo come from the row of the version; in 2.35 the same facts are extension properties."""
    used = model.AiInfo(system="Model", version="2", provider="Labs", prompt="Shorten it", prompt_writer="Mona")
    old = told(ai_info=(used,))
    assert values(old, "//g:contentMetaExtProperty[starts-with(@rel, 'synd:ai/1/')]/@value") == [
        *("Model", "2", "Labs", "Shorten it", "Mona"),
    ]
    newer = msgspec.structs.replace(g2profile.OPEN, standard="2.36")
    monkeypatch.setattr("syndicate.exporters.newsmlg2.find", lambda name: newer)
    row = registry.exporter("newsml-g2").row
    job = Job(row=row, context=Context(now=NOW), report=Report(), stem="x", built_at=NOW)
    edition = Edition(id="urn:x:e", articles=(replace(STORY, ai_info=(used,)),))
    (artifact,) = NewsmlG2Exporter().export(gate.clear(edition, NOW).release, job)
    tree = etree.fromstring(b"".join(artifact.chunks))
    assert set(values(tree, "//@standardversion")) == {"2.36"}
    assert all(href.endswith("_42.xml") for href in values(tree, "//g:catalogRef/@href"))
    (info,) = tree.iterfind(".//g:aiInfo", NS)
    assert [etree.QName(child).localname for child in info] == ["system", "promptInfo", "promptWriter"]
    assert values(info, "g:system/@versioninfo") == ["2"]
    assert values(info, ".//g:name") == ["Model", "Labs", "Mona"]
    assert "synd:ai/1/system" not in values(tree, "//@rel")
    after = [etree.QName(e).localname for e in info.itersiblings()]
    assert "language" in after, "it stands in the administrative block"


# --- the message of the page -----------------------------------------------------------------------------------------


def test_the_example_of_the_page(pytestconfig: pytest.Config) -> None:
    """It is what the exporter writes of the example story, and the judges take it (`make golden` writes it anew)."""
    expected = f"```xml\n{message(codec.decode_edition(EXAMPLE.read_bytes())).decode()}```\n\n"
    text = PAGE.read_text(encoding="utf-8")
    found = _EXAMPLE.search(text)
    assert found, "the page has no <!-- example --> and <!-- /example -->"
    if pytestconfig.getoption("--update-golden") and found[2] != expected:
        PAGE.write_text(text[: found.start(2)] + expected + text[found.end(2) :], encoding="utf-8")
        return
    assert found[2] == expected, "run `make golden` to write the example anew"


def test_the_example_round_trips(tmp_path: Path) -> None:
    """A reader of ours finds the story in it as it was."""
    from syndicate.contracts import ImportJob, Source

    edition = codec.decode_edition(EXAMPLE.read_bytes())
    job = ImportJob(context=Context(now=NOW), report=Report())
    data = message(edition)
    read = list(registry.importer("newsml-g2").read(Source(name="x.newsml.xml", data=data), job))
    stories = [item for item in read if isinstance(item, Article)]
    stories += [story for item in read if isinstance(item, Edition) for story in item.articles]
    (story,) = stories
    was = edition.articles[0]
    for name in ("id", "version", "headline", "subjects", "corrections", "signals", "rights", "ai", "bylines", "links"):
        assert getattr(story, name) == getattr(was, name), name


def test_codes_that_were_written_whole_are_read_back() -> None:
    """By the profile `strict` a reader of ours finds the same story as by default, whatever stands in the codes."""
    from syndicate.contracts import ImportJob, Source

    def back(edition: Edition, profile: str) -> list[object]:
        job = ImportJob(context=Context(now=NOW), report=Report())
        return list(
            registry.importer("newsml-g2").read(Source(name="x.newsml.xml", data=message(edition, profile)), job)
        )

    odd = replace(STORY, bylines=(model.Byline(name="Mona", role="ä %41/b:c"),), extra={"x:y z": "1"})
    for edition in (Edition(id="urn:x:e", publisher="P", articles=(odd,)), laws.edition("full")):
        assert back(edition, "strict") == back(edition, "default")
