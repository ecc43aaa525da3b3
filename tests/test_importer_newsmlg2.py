"""NewsML-G2 read: items apart from each other, what may leave, media and packages, and what happens to the rest."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import laws
from syndicate import gate, registry
from syndicate.collect import collect
from syndicate.context import Context
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report
from syndicate.errors import InputError, ModelError
from syndicate.model import body
from syndicate.model.article import Article, Edition, Localised

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
FIXTURES = laws.ROOT / "fixtures" / "newsml-g2"


def read(data: str | bytes, language: str = "") -> tuple[list[Article | Edition], Report]:
    """What the importer makes of a file, and what it says."""
    report = Report()
    job = ImportJob(context=laws.context(), report=report, language=language)
    source = Source(name="message.xml", data=data.encode() if isinstance(data, str) else data)
    return list(registry.importer("newsml-g2").read(source, job)), report


def item(
    meta: str = "",
    content: str = "",
    body_: str = "<p>Words.</p>",
    guid: str = "urn:x:1",
    rest: str = "",
) -> str:
    """A text item with these parts."""
    xhtml = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body_}</body></html>' if body_ else ""
    inline = f'<inlineXML contenttype="application/xhtml+xml">{xhtml}</inlineXML>' if body_ else ""
    return (
        f'<newsItem {NAR} guid="{guid}" version="1" standardversion="2.35" xml:lang="en">{rest}<itemMeta>'
        '<itemClass qcode="ninat:text"/><provider literal="Press"/>'
        f"<versionCreated>2025-03-04T00:00:00Z</versionCreated>{meta}</itemMeta>"
        f"<contentMeta>{content}</contentMeta><contentSet>{inline}</contentSet></newsItem>"
    )


def message(*items: str, header: str = "") -> str:
    """A message of these items."""
    return f"<newsMessage {NAR}><header>{header}</header><itemSet>{''.join(items)}</itemSet></newsMessage>"


def one(data: str) -> Article:
    """The only story of a file."""
    (found,), _ = read(data)
    assert isinstance(found, Article)
    return found


def codes(report: Report) -> list[str]:
    """The codes of the findings."""
    return [finding.code for finding in report]


# --- each by itself --------------------------------------------------------------------------------------------------

BROKEN = {
    "a wrong end tag": item(guid="urn:x:bad").replace("</contentMeta>", "</contentMetta>"),
    "no end tag": item(guid="urn:x:bad").removesuffix("</newsItem>"),
    "a prefix that nobody declares": item(guid="urn:x:bad").replace("<p>", "<q:p>").replace("</p>", "</q:p>"),
    "a character cut in two": item(guid="urn:x:bad").replace("Words", "<"),
    "elements without end": item(guid="urn:x:bad", body_="<div>" * 300 + "</div>" * 300),
    "too deep for blocks": item(guid="urn:x:bad", body_="<aside><p>x</p>" * 70 + "</aside>" * 70),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_bad_item_takes_no_other_with_it(what: str) -> None:
    """Those before and after it are read, in their order, and the finding names its line."""
    found, report = read(message("\n" + item(guid="urn:x:a"), "\n" + BROKEN[what] + "\n", item(guid="urn:x:b")))
    assert [story.id for story in found] == ["urn:x:a", "urn:x:b"]
    (finding,) = [d for d in report if d.code == "SYN-G2IN-001"]
    assert finding.location.line == 3


def test_a_file_of_bad_items_alone_is_refused_with_the_first_reason() -> None:
    with pytest.raises(ModelError, match=r"no item of it could be read; the first: Opening and ending tag"):
        read(message(BROKEN["a wrong end tag"]))


@pytest.mark.parametrize(
    "data", ["", "<newsMessage/>", "<contentMeta/>", "words", "<a><b></a>", "\0", f"<newsItemX {NAR}/>"]
)
def test_a_file_without_items_is_refused(data: str) -> None:
    with pytest.raises(InputError, match="no item of NewsML-G2"):
        read(data)


def test_a_broken_head_does_not_lose_the_items() -> None:
    found, report = read(message(item(), header="<sent>2025</sent><"))
    assert [story.id for story in found] == ["urn:x:1"]
    assert "SYN-G2IN-002" in codes(report)


def test_items_stand_where_nobody_expects_them_and_comments_hide_none() -> None:
    data = (
        f"<feed><!-- {item(guid='urn:x:hidden')} --><entry>{item()}</entry><![CDATA[{item(guid='urn:x:text')}]]></feed>"
    )
    found, _ = read(data)
    assert [story.id for story in found] == ["urn:x:1"]


def test_a_story_in_two_versions_stays_two() -> None:
    second = item().replace('version="1"', 'version="2"')
    found, _ = read(message(item(), second))
    assert [story.version for story in found if isinstance(story, Article)] == [1, 2]


# --- what may leave --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "meta",
    [
        '<pubStatus qcode="stat:withheld"/>',
        '<pubStatus qcode="stat:whatever"/>',
        "<pubStatus/>",
        "<embargoed/>",
        "<embargoed>soon</embargoed>",
        "<embargoed>2020-01-01T00:00:00</embargoed>",
        "<embargoed>2035-01-01T00:00:00+0100</embargoed>",
        '<signal qcode="sig:hold"/>',
        '<catalog/><signal qcode="x:embargo"/>',
    ],
)
def test_what_may_not_be_known_to_go_is_held(meta: str) -> None:
    """The gate lets none of these out, as a story or as a notice."""
    story = one(item(meta))
    clearance = gate.clear(Edition(id="urn:x:e", articles=(story,)), datetime(2030, 1, 1, tzinfo=UTC))
    assert [held.id for held in clearance.held] == ["urn:x:1"]


@pytest.mark.parametrize(
    "meta", ['<pubStatus qcode="stat:canceled"/>', '<pubStatus qcode="stat:cancelled"/>', '<signal qcode="sig:kill"/>']
)
def test_a_kill_leaves_a_notice_and_no_word(meta: str) -> None:
    story = one(item(meta + "<edNote>For desks: the name is wrong</edNote>"))
    release = gate.clear(Edition(id="urn:x:e", articles=(story,)), datetime(2030, 1, 1, tzinfo=UTC)).release
    (notice,) = release.items
    assert notice.id == "urn:x:1"
    assert "the name is wrong" not in repr(notice)


def test_notes_to_editors_leave_in_no_format() -> None:
    """Neither an edNote nor a private note in NITF is in any output."""
    nitf = (
        '<contentSet><inlineXML contenttype="application/nitf+xml"><nitf><body><body.content><note type="npa">'
        "<body.content><p>Secretnitfnote</p></body.content></note><p>Words.</p></body.content></body></nitf>"
        "</inlineXML></contentSet></newsItem>"
    )
    data = item("<edNote>Secretednote</edNote>", body_="").replace("</newsItem>", nitf)
    story = one(data)
    assert {note.text for note in story.ed_notes} == {"Secretednote", "Secretnitfnote"}
    for name in ("rss", "atom", "jsonfeed", "newsml-g2", "epub"):
        text = laws.export(name, laws.alone(story)).text
        assert "Words." in text
        assert "Secretednote" not in text and "Secretnitfnote" not in text


def test_a_picture_under_embargo_does_not_go_with_a_free_story() -> None:
    found, report = read((FIXTURES / "g2-media-by-link.xml").read_bytes())
    story = next(a for a in found if a.id == "urn:x:story")
    held = next(a for a in found if a.id == "urn:x:pic:held")
    assert isinstance(story, Article) and isinstance(held, Article)
    assert not any("h.jpg" in r.href for m in story.media for r in m.renditions)
    assert held.embargo_until is not None
    assert "SYN-G2IN-016" in codes(report)


# --- what is read ----------------------------------------------------------------------------------------------------


def test_codes_mean_what_their_catalog_says() -> None:
    """An alias of the item's own for a scheme of IPTC is IPTC's; an address of a scheme is its code."""
    catalog = '<catalog><scheme alias="s" uri="http://cv.iptc.org/newscodes/pubstatusg2/"/></catalog>'
    assert one(item('<pubStatus qcode="s:withheld"/>', rest=catalog)).status == "withheld"
    subject = '<subject type="cpnat:abstract" uri="http://cv.iptc.org/newscodes/mediatopic/20000822"/>'
    (topic,) = one(item(content=subject)).subjects
    assert (topic.scheme, topic.code) == ("medtop", "20000822")
    assert one(item('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>')).status == "canceled"


@pytest.mark.parametrize("catalog", ["", '<catalog><scheme alias="synd" uri="http://others.example/"/></catalog>'])
def test_only_our_own_codes_make_a_note_public(catalog: str) -> None:
    """An alias of the same name that stands for another scheme, or for none, opens nothing."""
    story = one(item('<edNote role="synd:note/public">Not for readers</edNote>', rest=catalog))
    assert [note.public for note in story.ed_notes] == [False]
    ours = '<catalog><scheme alias="s" uri="urn:x-syndicate:g2:"/></catalog>'
    story = one(item('<edNote role="s:note/public">For readers</edNote>', rest=ours))
    assert [note.public for note in story.ed_notes] == [True]


def test_rights_in_several_languages_are_all_kept() -> None:
    rights = (
        '<rightsInfo><copyrightNotice xml:lang="de">© Presse</copyrightNotice>'
        '<copyrightNotice xml:lang="en-GB">© Press</copyrightNotice></rightsInfo>'
    )
    story = one(item(rest=rights))
    assert story.copyright_notice == "© Press"
    assert story.rights is not None
    assert story.rights.notices == (Localised(language="de", text="© Presse"),)


def test_the_body_goes_through_the_sanitiser() -> None:
    tricks = '<p onclick="x()">Safe <a href="javascript:alert(1)">words</a><script>alert(2)</script></p>'
    data, report = read(item(body_=tricks))
    (story,) = data
    assert isinstance(story, Article)
    text = repr(story.body)
    assert "Safe words" in " ".join(body.plain(t) for b in story.body for t in body.texts(b))
    assert "javascript" not in text and "onclick" not in text and "<script" not in text
    assert {"SYN-HTML-004", "SYN-HTML-005"} <= set(codes(report))


def test_unknown_xml_is_kept_as_it_is() -> None:
    foreign = '<inlineXML contenttype="application/x"><r xmlns="urn:x"><c v="1">kept</c></r></inlineXML>'
    story = one(item(body_="").replace("<contentSet>", f"<contentSet>{foreign}"))
    (block,) = story.body
    assert isinstance(block, body.Unsupported)
    assert '<c v="1">kept</c>' in block.source


def test_nothing_of_the_metadata_is_lost() -> None:
    """What has no field stands in `extra`, and the finding names it."""
    data, report = read(item("<fileName>a.xml</fileName><profile>p</profile><houseFact>h</houseFact>"))
    (story,) = data
    assert story.extra == {"g2:fileName": "a.xml", "g2:profile": "p", "g2:houseFact": "h"}  # type: ignore[union-attr]
    (finding,) = [d for d in report if d.code == "SYN-G2IN-014"]
    assert "fileName, profile, houseFact" in finding.message


def test_the_fallback_language_is_used_where_none_is_told() -> None:
    (story,), _ = read(item().replace('xml:lang="en"', ""), language="fi")
    assert story.language == "fi"


def test_findings_name_the_line_of_the_file_and_the_item() -> None:
    data = "\n\n" + message("\n" + item(guid="urn:x:a"), "\n\n" + item("\n<embargoed/>", guid="urn:x:b"))
    _, report = read(data)
    (finding,) = [d for d in report if d.code == "SYN-G2IN-006"]
    assert (finding.location.line, finding.location.article) == (7, "urn:x:b")


# --- packages and streams --------------------------------------------------------------------------------------------


def test_a_package_is_the_head_of_the_edition_on_the_command_line(tmp_path: Path) -> None:
    """`collect` puts the stories of the message under the title and the sections of its package."""
    (tmp_path / "m.xml").write_bytes((FIXTURES / "g2-package-sections.xml").read_bytes())
    found = collect([str(tmp_path / "m.xml")], Context(now=datetime(2030, 1, 1, tzinfo=UTC))).edition
    assert found.title == "Tuesday's pages"
    assert [a.id for a in found.articles] == ["urn:x:a1", "urn:x:a2", "urn:x:a3"]
    assert [s.title for s in found.sections] == ["Front page"]


def test_stories_come_as_they_are_read() -> None:
    """The first story is there before the last one was looked at."""
    many = message(*[item(guid=f"urn:x:{n}") for n in range(500)])

    job = ImportJob(context=laws.context(), report=Report())
    stories = iter(registry.importer("newsml-g2").read(Source(name="m.xml", data=many.encode()), job))
    assert next(stories).id == "urn:x:0"
    assert sum(1 for _ in stories) == 499


def test_what_waits_is_bounded() -> None:
    """Stories that name media which never come go on without them, in their order."""
    link = '<link rel="irel:associatedWith" residref="urn:x:never-{}"/>'
    found, _ = read(message(*[item(link.format(n), guid=f"urn:x:{n}") for n in range(300)]))
    assert [story.id for story in found] == [f"urn:x:{n}" for n in range(300)]


_STREAM = """
import re, sys
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from syndicate import registry
from syndicate.context import Context
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report

job = ImportJob(context=Context(now=datetime(2030, 1, 1, tzinfo=UTC)), report=Report())
count = sum(1 for _ in registry.importer("newsml-g2").read(Source(name="m.xml", path=Path(sys.argv[1])), job))
print(count, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_memory_is_flat(tmp_path: Path) -> None:
    """Twenty times as many items take no more memory but a little for the frame."""
    path, peaks = tmp_path / "m.xml", []
    for many in (50, 1000):
        path.write_text(message(*[item(guid=f"urn:x:{n}", body_="<p>Ten words. </p>" * 20) for n in range(many)]))
        command = [sys.executable, "-c", _STREAM, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        count, peak = map(int, done.stdout.split())
        assert count == many
        peaks.append(peak)
    assert peaks[1] - peaks[0] <= 5


def test_other_names_for_the_same_things_are_sniffed(tmp_path: Path) -> None:
    """The content decides, whatever the name: G2 in .txt, ninjs in .json, NITF in .xml."""
    folder = laws.ROOT / "fixtures"
    for source, name in (
        (folder / "newsml-g2" / "g2-kill.xml", "story.txt"),
        (folder / "ninjs" / "ninjs-1-text.json", "story.json"),
        (folder / "nitf" / "nitf-whole.xml", "story.xml"),
    ):
        path = tmp_path / name
        path.write_bytes(source.read_bytes())
        edition = collect([str(path)], Context(now=datetime(2030, 1, 1, tzinfo=UTC))).edition
        assert len(edition.articles) == 1, name


# --- content that is no XHTML ----------------------------------------------------------------------------------------


def words(story: Article) -> list[str]:
    """The text of each block."""
    return [" ".join(body.plain(t) for t in body.texts(block)) for block in story.body]


def with_content(content: str) -> str:
    """A text item with this in its contentSet."""
    return item(body_="").replace("<contentSet>", f"<contentSet>{content}")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData>', ["One.", "Two."]),
        (
            '<inlineData contenttype="text/html">&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;&lt;p&gt;Three</inlineData>',
            ["One two", "Three"],
        ),
        ('<inlineData encoding="encd:b64" contenttype="text/plain">T25lIMOp</inlineData>', ["One é"]),
        ('<inlineData encoding="encd:b64" contenttype="image/png">T25l</inlineData>', []),
        ('<inlineData encoding="encd:b64" contenttype="text/plain">!!</inlineData>', []),
        ('<inlineXML contenttype="text/plain">Just words.</inlineXML>', ["Just words."]),
        ('<inlineXML contenttype="x"><p>A bare paragraph.</p></inlineXML>', ["A bare paragraph."]),
        ("<inlineXML><body.content><p>Bare NITF.</p></body.content></inlineXML>", ["Bare NITF."]),
        ("<inlineXML><nitf><body/></nitf></inlineXML><inlineData>The text.</inlineData>", ["The text."]),
        ("<inlineXML/><inlineData> </inlineData>", []),
    ],
)
def test_content_is_told_by_what_it_is(content: str, expected: list[str]) -> None:
    """Whatever the label says, and whether there is one."""
    assert words(one(with_content(content))) == expected


def test_of_several_contents_the_richest_is_read_and_other_words_are_told() -> None:
    inline = "<inlineXML><nitf><body><body.content><p>{}</p></body.content></body></nitf></inlineXML>"
    data = item(body_="<p>One <em>two</em> three.</p>")
    same, report = read(data.replace("<contentSet>", "<contentSet>" + inline.format("One two three.")))
    assert isinstance(same[0], Article) and words(same[0]) == ["One two three."]
    assert "SYN-G2IN-010" not in codes(report)
    other, report = read(data.replace("<contentSet>", "<contentSet>" + inline.format("Something else entirely.")))
    assert isinstance(other[0], Article) and words(other[0]) == ["One two three."]
    assert "SYN-G2IN-010" in codes(report)


def test_what_nothing_holds_is_told() -> None:
    _, report = read(item(rest="<hopHistory><hop/></hopHistory>", content='<icon href="https://x.example/i.png"/>'))
    assert "hopHistory" in next(d.message for d in report if d.code == "SYN-G2IN-015")
    assert "icon" in next(d.message for d in report if d.code == "SYN-G2IN-014")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "iso-8859-1", "windows-1252", "shift_jis"])
def test_encodings_are_read(encoding: str) -> None:
    text = "東京" if encoding in ("utf-16", "utf-16-le", "utf-8-sig", "shift_jis") else "café"
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
    data = f'<?xml version="1.0" encoding="{declared}"?>\n' + item(content=f"<headline>{text}</headline>")
    (story,), _ = read(data.encode(encoding))
    assert isinstance(story, Article)
    assert story.headline == text
