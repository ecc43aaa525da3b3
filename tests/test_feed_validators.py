"""The feed validators beyond single mutations: files that are no feeds, official grammars, values, many findings."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import laws
from syndicate.context import Context
from syndicate.contracts import Proof, Validator
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.formats.jsonschema import JsonSchema
from syndicate.validators.feed import AtomValidator, JsonFeedValidator, RssValidator, jsonfeed, pieces
from syndicate.validators.feed.document import compiled
from syndicate.validators.feed.findings import LIMIT
from syndicate.validators.feed.markup import Fault, flaws
from syndicate.validators.feed.values import (
    has_scheme,
    ill_character,
    is_language,
    is_media_type,
    is_w3cdtf,
    is_web,
    rfc822,
    rfc3339,
)

FEEDS = Path(__file__).parent.parent / "fixtures" / "feeds"
NOW = datetime(2025, 3, 2, tzinfo=UTC)
VALIDATORS: dict[str, type[Validator]] = {"rss": RssValidator, "atom": AtomValidator, "json": JsonFeedValidator}
NAMES = {"rss": "RSS", "atom": "ATOM", "json": "JSONFEED"}


def check(kind: str, data: bytes, folder: Path, schemas: Path | None = None) -> tuple[list[Diagnostic], list[str]]:
    """The findings on `data`, and who judged."""
    path = folder / "feed"
    path.write_bytes(data)
    proof = Proof(name="feed", context=Context(now=NOW, schemas=schemas))
    return list(VALIDATORS[kind]().check(path, proof)), proof.judges


@pytest.mark.parametrize("kind", VALIDATORS)
@pytest.mark.parametrize(
    "data",
    [b"", b"\0\0\0", b"no feed", b"<a><b></a>", b"{", b"\xff\xfe<\0r\0", b"<html/>", b"[]", b"null", b"1" * 5000],
    ids=range(10),
)
def test_what_is_no_feed_is_an_error_and_no_exception(kind: str, data: bytes, tmp_path: Path) -> None:
    found, _ = check(kind, data, tmp_path)
    assert any(d.severity is Severity.ERROR for d in found)


@pytest.mark.parametrize("kind", VALIDATORS)
@given(data=st.binary(max_size=200))
def test_noise_is_never_an_exception(kind: str, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    found, _ = check(kind, data, tmp_path_factory.getbasetemp())
    assert any(d.severity is Severity.ERROR for d in found)


@pytest.mark.parametrize("kind", ["rss", "atom"])
@given(data=st.data())
def test_a_torn_feed_is_never_taken_for_whole(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    good = (FEEDS / f"good.{kind}").read_bytes().rstrip()
    cut = data.draw(st.integers(0, len(good) - 1))
    found, _ = check(kind, good[:cut], tmp_path_factory.getbasetemp())
    assert found[0].code == f"SYN-{NAMES[kind]}-001"


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_entities_are_not_expanded(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("top secret")
    good = (FEEDS / f"good.{kind}").read_text("utf-8")
    root = "rss" if kind == "rss" else "feed"
    doctype = f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    data = good.replace("?>\n", f"?>\n{doctype}\n", 1).replace("Ferry returns", "&x;")
    found, _ = check(kind, data.encode(), tmp_path)
    assert any("document type" in d.message for d in found)
    assert not any("top secret" in d.message for d in found)


@pytest.mark.parametrize("kind", VALIDATORS)
def test_our_own_grammar_judges_without_official_schemas(kind: str, tmp_path: Path) -> None:
    found, judges = check(kind, (FEEDS / f"good.{kind}").read_bytes(), tmp_path)
    assert found == []
    assert len(judges) == 1
    assert judges[0].startswith("syndicate ")


def test_an_official_atom_grammar_judges_too(tmp_path: Path) -> None:
    """Any grammar in its place is asked, of the head and of every entry: this one wants an empty feed."""
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "atom.rng").write_text(
        '<element name="feed" ns="http://www.w3.org/2005/Atom" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'
    )
    found, judges = check("atom", (FEEDS / "good.atom").read_bytes(), tmp_path, tmp_path)
    assert {d.code for d in found} == {"SYN-ATOM-003"}
    assert judges[1] == "RFC 4287 RELAX NG"


@pytest.mark.parametrize("grammar", ["<", "<element xmlns='http://relaxng.org/ns/structure/1.0'/>"])
def test_a_broken_official_grammar_is_a_warning(grammar: str, tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "atom.rng").write_text(grammar)
    found, _ = check("atom", (FEEDS / "good.atom").read_bytes(), tmp_path, tmp_path)
    assert [(d.code, d.severity) for d in found] == [("SYN-ATOM-003", Severity.WARNING)]


def test_the_official_grammar_agrees_with_ours(tmp_path: Path) -> None:
    schemas = laws.official_schemas()
    if schemas is None or not (schemas / "feeds" / "atom.rng").is_file():
        pytest.skip("no official schemas here")
    found, judges = check("atom", (FEEDS / "good.atom").read_bytes(), tmp_path, schemas)
    assert found == []
    assert judges == ["syndicate atom.rng", "RFC 4287 RELAX NG"]


def test_an_entry_alone_is_an_atom_document(tmp_path: Path) -> None:
    entry = b"""<?xml version="1.0" encoding="UTF-8"?>
<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id><title>T</title><updated>2025-01-01T00:00:00Z</updated>
<author><name>N</name></author><content>Words</content></entry>"""
    assert check("atom", entry, tmp_path)[0] == []


def test_atom_with_a_prefix_is_a_warning(tmp_path: Path) -> None:
    data = b"""<?xml version="1.0" encoding="UTF-8"?>
<atom:entry xmlns:atom="http://www.w3.org/2005/Atom"><atom:id>urn:x:1</atom:id><atom:title>T</atom:title>
<atom:updated>2025-01-01T00:00:00Z</atom:updated><atom:author><atom:name>N</atom:name></atom:author>
<atom:content>Words</atom:content></atom:entry>"""
    assert [(d.code, d.severity) for d in check("atom", data, tmp_path)[0]] == [("SYN-ATOM-024", Severity.WARNING)]


def test_unusual_prefix_is_a_warning(tmp_path: Path) -> None:
    good = (FEEDS / "good.rss").read_text("utf-8")
    data = good.replace("dc:creator", "core:creator").replace("xmlns:dc=", "xmlns:core=")
    found = check("rss", data.encode(), tmp_path)[0]
    assert [(d.code, d.severity) for d in found] == [("SYN-RSS-024", Severity.WARNING)]


def test_titles_inside_the_content_are_no_titles(tmp_path: Path) -> None:
    good = (FEEDS / "good.rss").read_text("utf-8")
    inside = "<p>Write &amp;lt;title&amp;gt;, as in <code>&lt;title&gt;&amp;amp;lt;b&amp;gt;&lt;/title&gt;</code></p>"
    data = good.replace("<h2>Full boats</h2>", inside)
    assert check("rss", data.encode(), tmp_path)[0] == []


def test_an_encoding_that_only_one_parser_reads(tmp_path: Path) -> None:
    good = (FEEDS / "good.rss").read_text("utf-8").replace("UTF-8", "EUC-JP", 1)
    data = good.replace("<title>Ferry", "<title>&amp;amp; Ferry").encode("euc-jp", "xmlcharrefreplace")
    assert [d.code for d in check("rss", data, tmp_path)[0]] == ["SYN-RSS-003"]


def test_a_feed_full_of_unfinished_titles_is_judged_in_time(tmp_path: Path) -> None:
    good = (FEEDS / "good.rss").read_text("utf-8")
    data = good.replace("<h2>Full boats</h2>", "<title><![CDATA[&amp;amp;" * 30_000).replace(
        "Ferry ret", "&amp;amp; ret"
    )
    assert "SYN-RSS-021" in {d.code for d in check("rss", data.encode(), tmp_path)[0]}


def test_many_findings_of_a_kind_are_counted(tmp_path: Path) -> None:
    item = "<item><title>T</title><guid>no address</guid></item>\n"
    good = (FEEDS / "good.rss").read_text("utf-8")
    found = check("rss", good.replace("  </channel>", item * (LIMIT + 5) + "</channel>").encode(), tmp_path)[0]
    tens = [d for d in found if d.code == "SYN-RSS-010"]
    assert len(tens) == LIMIT + 1
    assert tens[-1].message == "5 more findings of this kind"
    assert tens[-1].severity is Severity.ERROR


# --- many items ------------------------------------------------------------------------------------------------------

ITEMS = {
    "rss": (
        "  </channel>",
        '<item><title>T{n}</title><guid isPermaLink="false{bad}">urn:x:{n}</guid><description>D</description></item>\n',
    ),
    "atom": (
        "</feed>",
        "<entry><id>{bad}urn:x:{n}</id><title>T</title><updated>2025-01-01T00:00:00Z</updated>"
        "<content>D</content></entry>\n",
    ),
    "json": ("\n  ]\n}", ',\n{{"id": "urn:x:{n}", "url": "{bad}https://a.example/", "content_text": "D"}}'),
}
BAD = {"rss": "ly", "atom": "/", "json": "/"}


def long_feed(kind: str, count: int, bad: str = "") -> bytes:
    """The good feed with `count` items more, each with a fault where `bad` is one."""
    end, item = ITEMS[kind]
    good = (FEEDS / f"good.{kind}").read_text("utf-8")
    before, found, after = good.rpartition(end)
    assert found
    return (before + "".join(item.format(n=n, bad=bad) for n in range(count)) + end + after).encode()


def calls(kind: str, data: bytes, folder: Path) -> int:
    """How many functions are called to judge `data`, in Python and out of it."""
    count = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    check(kind, data, folder)  # what is compiled once
    sys.setprofile(counting)
    try:
        check(kind, data, folder)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("bad", ["good", "bad"])
@pytest.mark.parametrize("kind", VALIDATORS)
def test_judging_costs_so_much_an_item(kind: str, bad: str, tmp_path: Path) -> None:
    """Ten times as many items take ten times as many calls, whether they are good or each has a fault."""
    fault = BAD[kind] if bad == "bad" else ""
    few, some, many = (calls(kind, long_feed(kind, count, fault), tmp_path) for count in (50, 150, 1050))
    assert many - some == pytest.approx(9 * (some - few), rel=0.02)


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_no_grammar_is_given_all_items_at_once(kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """libxml2 takes quadratic time for an interleave: every element that it judges has a few children."""
    sizes: list[int] = []

    class Counting:
        def __init__(self, name: str) -> None:
            self._grammar = compiled(name)
            self.error_log = self._grammar.error_log

        def validate(self, node: etree._Element) -> bool:
            sizes.append(max(len(inner) for inner in node.iter()))
            return bool(self._grammar.validate(node))

    monkeypatch.setattr(pieces, "compiled", Counting)
    assert check(kind, long_feed(kind, 500), tmp_path)[0] == []
    assert len(sizes) > 500
    assert max(sizes) < 20


def test_lines_are_looked_up_for_findings_that_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The line of a JSON path takes a search from the beginning: a fault in each item does not make that quadratic."""
    asked: list[str] = []
    monkeypatch.setattr(jsonfeed, "line_of", lambda data, path: asked.append(path))
    check("json", long_feed("json", 500, "/"), tmp_path)
    assert len(asked) == LIMIT


@pytest.mark.parametrize(
    ("kind", "old", "new", "path"),
    [
        ("rss", ' length="48211"', "", "/rss/channel/item[1]/enclosure"),
        ("rss", "<ttl>15", "<ttl>soon", "/rss/channel/ttl"),
        ("rss", "    <item>\n      <title>Fish", "    words<item>\n      <title>Fish", "/rss/channel"),
        ("rss", "</item>\n  </channel>", "</item>words\n  </channel>", "/rss/channel"),
        ("atom", "<name>Mona Field</name>", "<nom>Mona Field</nom>", "/*/*[12]/*[5]/*"),
    ],
)
def test_a_mismatch_names_its_place_in_the_whole_feed(kind: str, old: str, new: str, path: str, tmp_path: Path) -> None:
    """Though the items are judged by themselves, and the head without them."""
    good = (FEEDS / f"good.{kind}").read_text("utf-8")
    assert old in good
    found, _ = check(kind, good.replace(old, new, 1).encode(), tmp_path)
    first = next(d for d in found if d.code == f"SYN-{NAMES[kind]}-002")
    assert first.location.path == path
    assert first.location.line


def test_a_document_of_another_kind_is_no_rss(tmp_path: Path) -> None:
    """An item by itself fits a part of the grammar, and is no document."""
    found, _ = check("rss", b'<?xml version="1.0" encoding="UTF-8"?><item><title>T</title></item>', tmp_path)
    assert [d.code for d in found] == ["SYN-RSS-002"]


def test_json_nested_too_deep(tmp_path: Path) -> None:
    found, _ = check("json", b"[" * 200_000, tmp_path)
    assert [d.code for d in found] == ["SYN-JSONFEED-001"]


def test_json_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    found, _ = check("json", b'{\n"title": "\xe4"}', tmp_path)
    assert [(d.code, d.location.line) for d in found] == [("SYN-JSONFEED-001", 2)]


# --- HTML ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "plain words",
        "<p>one<p>two",
        "<ul><li>a<li>b</ul>",
        "<p>a<br>b<br/>c</p>",
        "<!-- a < b --><p>x</p>",
        '<a href="#note">x</a>',
        '<a href="mailto:desk@gazette.example.org" title="a > b">x</a>',
        "<p>&nbsp;&#x26;&#38;&amp;</p>",
        '<img src="https://a.example/x.png" srcset="https://a.example/x.png 1x, https://a.example/y.png 2x">',
    ],
)
def test_good_html(html: str) -> None:
    assert list(flaws(html)) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("AT&T", Fault.FORM),
        ("a < b", Fault.FORM),
        ("<b>bold", Fault.FORM),
        ("bold</b>", Fault.FORM),
        ("<p><b></p></b>", Fault.FORM),
        ("<scr\nipt>", Fault.FORM),
        ("\x07<p>x</p>", Fault.CHARACTER),
        ("<SCRIPT>x</SCRIPT>", Fault.UNSAFE),
        ("<script src=//e.example/x.js></script>", Fault.UNSAFE),
        ("<p OnClick='x()'>x</p>", Fault.UNSAFE),
        ("<svg/onload=x()>", Fault.UNSAFE),
        ('<a href=" java\tscript:x()">x</a>', Fault.UNSAFE),
        ('<a href="&#106;avascript:x()">x</a>', Fault.UNSAFE),
        ('<a href="vbscript:x()">x</a>', Fault.UNSAFE),
        ('<a href="data:text/html,x">x</a>', Fault.UNSAFE),
        ('<form action="https://a.example/"></form>', Fault.UNSAFE),
        ('<a href="page.html">x</a>', Fault.RELATIVE),
        ('<a href="//host.example/page">x</a>', Fault.RELATIVE),
        ('<img src="https://a.example/x.png" srcset="y.png 2x">', Fault.RELATIVE),
        ('<video poster="p.jpg"></video>', Fault.RELATIVE),
        ("<x-app>x</x-app>", Fault.FORM),
    ],
)
def test_bad_html(html: str, fault: Fault) -> None:
    assert fault in {flaw.fault for flaw in flaws(html)}


def test_html_flaw_names_its_line() -> None:
    assert [flaw.line for flaw in flaws("<p>a</p>\n<p>b</p>\n<script>x</script>")] == [2]
    assert [flaw.line for flaw in flaws("<p>a</p>\n<p>b & c</p>")] == [1]


@given(html=st.text(alphabet="<>&;/='\" abpscript\n-!", max_size=80))
def test_any_html_can_be_judged(html: str) -> None:
    for flaw in flaws(html):
        assert flaw.message
        assert 0 <= flaw.line <= html.count("\n")


def test_hostile_html_is_judged_in_time() -> None:
    for piece in ("<!--", "<a '", '<a "', "<a b='c' ", "&", "<p>", "</p"):
        list(flaws(piece * 20_000))


# --- values ----------------------------------------------------------------------------------------------------------


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9000, 1, 1)), st.integers(-1400, 1400))
def test_dates_are_read_as_they_were_written(moment: datetime, minutes: int) -> None:
    from datetime import timezone

    from syndicate.formats import dates

    instant = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert rfc822(dates.rfc822(instant)) == (instant, "")
    assert rfc3339(dates.rfc3339(instant)) == (instant, "")


@pytest.mark.parametrize(
    "text",
    ["Sat, 01 Mar 2025 06:00:00 GMT", "1 Mar 2025 06:00 EST", "Sat, 01 Mar 2025 06:00:00 Z", "01 Mar 2025 06:00 +0530"],
)
def test_good_rfc822(text: str) -> None:
    moment, wrong = rfc822(text)
    assert moment is not None
    assert wrong == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Sat, 01 Mar 2025", "no RFC 822"),
        ("Sat, 01 Mar 25 06:00:00 GMT", "two digits"),
        ("Sat, 01 Mrz 2025 06:00:00 GMT", "month Mrz"),
        ("Sat, 01 Mar 2025 06:00:00 CEX", "zone CEX"),
        ("Sat, 01 Mar 2025 06:00:00 +2560", "zone +2560"),
        ("Sat, 32 Mar 2025 06:00:00 GMT", "does not exist"),
        ("Fri, 01 Mar 2025 06:00:00 GMT", "was a Sat"),
    ],
)
def test_bad_rfc822(text: str, why: str) -> None:
    assert why in rfc822(text)[1]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("2025", True),
        ("2025-03", True),
        ("2025-03-01", True),
        ("2025-03-01T06:00Z", True),
        ("2025-03-01T06:00:00.5+01:00", True),
        ("2025-02-30", False),
        ("2025-03-01T25:00Z", False),
        ("2025-03-01T06:00:00", False),
        ("today", False),
    ],
)
def test_w3cdtf(text: str, good: bool) -> None:
    assert is_w3cdtf(text) is good


@pytest.mark.parametrize(
    ("address", "absolute", "web"),
    [
        ("https://a.example/x", True, True),
        ("HTTP://a.example", True, True),
        ("urn:example:1", True, False),
        ("mailto:a@b.example", True, False),
        ("https:///x", False, False),
        ("https://?x", False, False),
        ("https:x", False, False),
        ("//a.example/x", False, False),
        ("/x", False, False),
        ("", False, False),
        ("urn:", False, False),
        ("https://a.example/a b", False, False),
        ("https://a.example/<", False, False),
    ],
)
def test_addresses(address: str, absolute: bool, web: bool) -> None:
    assert (has_scheme(address), is_web(address)) == (absolute, web)


def test_small_values() -> None:
    assert is_media_type("image/svg+xml")
    assert is_media_type("text/html; charset=utf-8")
    assert not is_media_type("jpeg")
    assert is_language("zh-Hant-TW")
    assert is_language("x-none")
    assert not is_language("pt_BR")
    assert ill_character("fine\u00a0text\nwith\tlines") == ""
    assert ill_character("bell\x07") == "U+0007"
    assert ill_character("\ufffd") == "U+FFFD"


# --- the JSON side ---------------------------------------------------------------------------------------------------


def test_a_keyword_that_nobody_applies_is_refused() -> None:
    with pytest.raises(ValueError, match="maxLength"):
        list(JsonSchema({"type": "string", "maxLength": 1}).mismatches("x"))
