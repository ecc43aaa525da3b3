"""Hostile files for the importers of news formats: refused or bounded, told, and never a traceback."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import laws
from syndicate import registry
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report
from syndicate.errors import InputError
from syndicate.model import codec
from syndicate.model.article import Article, Edition

FIXTURES = laws.ROOT / "fixtures"
FORMATS = ("newsml-g2", "nitf", "ninjs")
NAR = "http://iptc.org/std/nar/2006-10-01/"
_SECONDS = 1.0
_MEGABYTES = 400
"""What a hostile file may take; an empty run of the importer takes some 60."""


def seeds(name: str) -> list[Path]:
    """The fixtures of a format."""
    return sorted(path for path in (FIXTURES / name).iterdir() if path.suffix in (".xml", ".json"))


def read(name: str, data: bytes) -> list[Article | Edition]:
    """What the importer makes of a file; a file that cannot be read gives nothing."""
    job = ImportJob(context=laws.context(), report=Report())
    try:
        found = list(registry.importer(name).read(Source(name="file", data=data), job))
    except InputError as error:
        assert error.message
        return []
    for story in found:
        if isinstance(story, Article):
            assert codec.decode_article(codec.encode_article(story)) == story
    return found


# --- bounds, in processes of their own -------------------------------------------------------------------------------


def _g2(inside: str, prologue: str = "") -> str:
    return f'{prologue}<newsMessage xmlns="{NAR}"><itemSet>{inside}</itemSet></newsMessage>'


def _item(content: str, guid: str = "urn:x:bad") -> str:
    return (
        f'<newsItem guid="{guid}" version="1" standardversion="2.35"><itemMeta><itemClass qcode="ninat:text"/>'
        f"</itemMeta><contentSet>{content}</contentSet></newsItem>"
    )


def _nitf(content: str, prologue: str = "") -> str:
    return f"{prologue}<nitf><body><body.content>{content}</body.content></body></nitf>"


_BOMB = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9))
    + "]>"
)
_GOOD = _item("<inlineData>Good.</inlineData>", "urn:x:good")
_LONG = "x" * 50_000_000
_EXTERNAL = "<!DOCTYPE x [<!ENTITY x SYSTEM 'BAIT'>]>"
_INCLUSION = '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="BAIT" parse="text"/>'


def _rss(inside: str, prologue: str = "") -> str:
    item = f"<item><title>Bad</title><description>{inside}</description></item>"
    return f'{prologue}<rss version="2.0"><channel><title>T</title>{item}</channel></rss>'


def _wxr(text: str) -> str:
    spaces = 'xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    item = f"<item><title>Bad</title><c:encoded>{text}</c:encoded></item>"
    return f"<rss {spaces}><channel><title>T</title>{item}</channel></rss>"


HOSTILE: dict[str, tuple[str, str]] = {
    "entity bomb": ("newsml-g2", _g2(_item("<inlineData>&j;</inlineData>"), _BOMB)),
    "external entity": ("newsml-g2", _g2(_item("<inlineData>&x;</inlineData>"), _EXTERNAL)),
    "external DTD": ("newsml-g2", _g2(_item("<inlineData>Words.</inlineData>"), "<!DOCTYPE x SYSTEM 'BAIT'>")),
    "inclusion": ("newsml-g2", _g2(_item(f"<inlineXML>{_INCLUSION}</inlineXML>"))),
    "50 MB of inlineData": ("newsml-g2", _g2(_item(f"<inlineData>{_LONG}</inlineData>") + _GOOD)),
    "50 MB of an attribute": ("newsml-g2", _g2(_item(f'<inlineData x="{_LONG}"/>') + _GOOD)),
    "50 MB that never end": ("newsml-g2", _g2(_item(f"<inlineData>{_LONG}"))),
    "deep nesting": ("newsml-g2", _g2(_item("<a>" * 200_000 + "</a>" * 200_000) + _GOOD)),
    "millions of elements": ("newsml-g2", _g2(_item("<a/>" * 3_000_000) + _GOOD)),
    "a head without end": ("newsml-g2", f'<newsMessage xmlns="{NAR}">' + "<header/>" * 3_000_000),
    "tags without end": ("newsml-g2", "<newsItem " * 2_000_000),
    "comments without end": ("newsml-g2", "<!--" * 5_000_000),
    "NITF entity bomb": ("nitf", _nitf("&j;", _BOMB)),
    "NITF external entity": ("nitf", _nitf("&x;", "<!DOCTYPE nitf [<!ENTITY x SYSTEM 'BAIT'>]>")),
    "NITF external DTD": ("nitf", _nitf("<p>Words.</p>", "<!DOCTYPE nitf SYSTEM 'BAIT'>")),
    "NITF deep nesting": ("nitf", _nitf("<block>" * 100_000 + "</block>" * 100_000)),
    "NITF 50 MB": ("nitf", _nitf(f"<p>{_LONG}</p>")),
    "NITF millions of elements": ("nitf", _nitf("<br/>" * 3_000_000)),
    "feed entity bomb": ("rss", _rss("&j;", _BOMB)),
    "feed external entity": ("rss", _rss("&x;", _EXTERNAL)),
    "feed external DTD": ("rss", _rss("Words.", "<!DOCTYPE rss SYSTEM 'BAIT'>")),
    "feed inclusion": ("rss", _rss(_INCLUSION)),
    "feed of 50 MB in one item": ("rss", _rss(_LONG)),
    "feed with deep HTML": ("rss", _rss("&lt;div&gt;" * 200_000)),
    "feed with deep elements": ("rss", _rss("<a>" * 200_000 + "</a>" * 200_000)),
    "feed of millions of elements": ("rss", _rss("<a/>" * 3_000_000)),
    "feed with a head without end": ("rss", "<rss><channel>" + "<category/>" * 3_000_000),
    "export with a shortcode without end": ("wxr", _wxr("[a b=1]" * 3_000)),
    "export of opening brackets": ("wxr", _wxr("[" * 200_000)),
    "JSON Feed deep nesting": ("jsonfeed", '{"items":' + "[" * 2_000_000 + "]" * 2_000_000 + "}"),
    "ninjs deep nesting": ("ninjs", '{"uri":"urn:x:1","a":' + "[" * 2_000_000 + "]" * 2_000_000 + "}"),
    "ninjs deep objects": ("ninjs", '{"uri":"urn:x:1","associations":' + '{"a":' * 500 + "1" + "}" * 501),
    "ninjs 50 MB": ("ninjs", '{"uri":"urn:x:1","body_text":"' + _LONG + '"}'),
}

_RUN = """
import json, re, sys, time
from datetime import UTC, datetime
from pathlib import Path
from syndicate import registry
from syndicate.context import Context
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report
from syndicate.errors import InputError

name, path, warm = sys.argv[1:]
importer, report, opened, found, said = registry.importer(name), Report(), [], [], ""
job = ImportJob(context=Context(now=datetime(2030, 1, 1, tzinfo=UTC)), report=report)
list(importer.read(Source(name="warm", data=Path(warm).read_bytes()), job))  # what is imported late is no matter
data, told = Path(path).read_bytes(), len(report)
watched = ("open", "socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, args: opened.append([event, str(args[0])]) if event in watched else None)
began = time.process_time()  # of this process: the machine may have other things to do
try:
    found += importer.read(Source(name="file", data=data), job)
except InputError as error:
    said = error.message
seconds, untold = time.process_time() - began, list(opened)
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps({
    "seconds": seconds, "said": said, "findings": [d.code for d in report.since(told)], "ids": [f.id for f in found],
    "text": repr(found)[:100000], "opened": untold, "megabytes": peak,
}))
"""

_WARM = {
    "newsml-g2": FIXTURES / "newsml-g2" / "g2-body-of-everything.xml",
    "nitf": FIXTURES / "nitf" / "nitf-whole.xml",
    "ninjs": FIXTURES / "ninjs" / "ninjs-1-text.json",
    "rss": FIXTURES / "feeds" / "good.rss",
    "wxr": FIXTURES / "wxr" / "wxr-site.xml",
    "jsonfeed": FIXTURES / "feeds" / "good.json",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_or_bounded(what: str, tmp_path: Path) -> None:
    """In under a second and some hundred megabytes; no file is opened and no address asked; other items are read."""
    name, data = HOSTILE[what]
    bait = tmp_path / "bait.txt"
    bait.write_text("swallowedbait")
    path = tmp_path / "hostile"
    path.write_bytes(data.replace("BAIT", bait.as_uri()).encode())
    command = [sys.executable, "-c", _RUN, name, str(path), str(_WARM[name])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    found = json.loads(done.stdout)
    assert found["seconds"] < _SECONDS
    assert found["megabytes"] < _MEGABYTES + len(data) * 3 / 1e6
    assert found["opened"] == []
    assert "swallowedbait" not in found["text"]
    if _GOOD in data:
        assert found["ids"] == ["urn:x:good"]
        assert "SYN-G2IN-001" in found["findings"]
    assert found["said"] or found["findings"] or found["ids"]


# --- whatever comes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_anything_is_read_or_refused(name: str, data: bytes) -> None:
    """Bytes of any kind."""
    read(name, data)
    read(name, b"<newsItem>" + data + b"</newsItem>")
    read(name, b"<nitf><body><body.content>" + data + b"</body.content></body></nitf>")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
_KEYS = """
uri type version language versioncreated embargoed embargoedUntil pubstatus urgency headline headlines bodies body_html
descriptions person people place places subject subjects associations renditions altids infosource infosources
rightsinfo trustIndicators genre genres digitalsourcetype organisations events by located profile wordcount items
""".split()  # noqa: SIM905


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(members=st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=12))
def test_members_of_any_type_are_read_or_refused(members: dict[str, object]) -> None:
    """ninjs with anything anywhere."""
    read("ninjs", json.dumps({"uri": "urn:x:1", **members}).encode())
    read("ninjs", json.dumps([members, {"uri": "urn:x:2", "associations": [members]}]).encode())


def _mutants(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The file with pieces cut out, doubled, exchanged or made of noise; the same ones each time."""
    chance = random.Random(seed)
    pieces = [
        b"<",
        b">",
        b"&",
        b'"',
        b"]]>",
        b"<!--",
        b"\x00",
        b"\xff",
        b"&#0;",
        b"</newsItem>",
        b"{",
        b"}",
        b"null",
        b"'",
    ]
    for _ in range(count):
        mutant = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            start = chance.randrange(len(mutant) or 1)
            end = min(len(mutant), start + chance.randint(0, 60))
            match chance.randrange(4):
                case 0:
                    del mutant[start:end]
                case 1:
                    mutant[start:start] = mutant[start:end]
                case 2:
                    mutant[start:start] = chance.choice(pieces)
                case _:
                    mutant[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
        yield bytes(mutant)


@pytest.mark.parametrize(
    ("name", "path"),
    [(name, path) for name in FORMATS for path in seeds(name)],
    ids=lambda value: getattr(value, "stem", value),
)
def test_mutated_files_are_read_or_refused(name: str, path: Path) -> None:
    """Forty mutants of each fixture: never a traceback, and whatever is read is a story of the model."""
    for mutant in _mutants(path.read_bytes(), 40, seed=len(path.name)):
        read(name, mutant)
