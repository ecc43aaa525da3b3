"""XML from strangers: what is refused, how soon, and that nothing is opened on the way."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time

import pytest
from lxml import etree

from syndicate.formats import safexml
from syndicate.formats.safexml import XmlProblem

_BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + step, (b"&%c;" % (97 + step)) * 10) for step in range(9))
    + b"]>"
)
_BIG = b'<!DOCTYPE a [<!ENTITY q "' + b"x" * 100_000 + b'">]>'

REFUSED = {
    "billion laughs": _BOMB + b"<a>&j;</a>",
    "billion laughs in an attribute": _BOMB + b'<a x="&j;"/>',
    "quadratic": _BIG + b"<a>" + b"&q;" * 50_000 + b"</a>",
    "quadratic in an attribute": _BIG + b'<a y="' + b"&q;" * 50_000 + b'"/>',
    "external entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "entity never used": b'<!DOCTYPE a [<!ENTITY x "y">]><a/>',
    "parameter entity": b"<!DOCTYPE a [<!ENTITY % x \"<!ENTITY y '1'>\"> %x;]><a/>",
    "external parameter entity": b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]><a/>',
    "deep": b"<a>" * 100_000 + b"</a>" * 100_000,
    "a long text": b"<a><b>" + b"x" * 50_000_000 + b"</b></a>",
    "a long CDATA section": b"<a><b><![CDATA[" + b"x" * 50_000_000 + b"]]></b></a>",
    "a long attribute": b'<a><b y="' + b"x" * 50_000_000 + b'"/></a>',
    "a long comment": b"<a><!--" + b"x" * 50_000_000 + b"--></a>",
    "millions of elements": b"<a>" + b"<b/>" * 5_000_000 + b"</a>",
}


def _stream(data: bytes) -> list[str]:
    return [str(found.tag) for found in safexml.Elements(io.BytesIO(data), ("item",))]


@pytest.mark.parametrize("way", [safexml.parse, _stream])
@pytest.mark.parametrize("name", REFUSED)
def test_hostile_documents_are_refused_within_a_second(name, way):
    began = time.monotonic()
    with pytest.raises(XmlProblem) as problem:
        way(REFUSED[name])
    assert time.monotonic() - began < 1.0
    assert problem.value.refused, problem.value.message


def test_a_document_larger_than_the_bound_is_refused():
    with pytest.raises(XmlProblem, match="larger than 10 bytes"):
        safexml.parse(b"<a>" + b"x" * 10 + b"</a>", most=10)
    with pytest.raises(XmlProblem, match="an item is larger"):
        list(safexml.Elements(io.BytesIO(b"<a>" + b"<x/>" * 50_000 + b"</a>"), ("item",), most=100_000))


def test_the_bound_of_a_stream_is_that_of_an_item():
    data = b"<set>" + b"<item>" + b"x" * 9_000 + b"</item>"
    many = b"<set>" + data.removeprefix(b"<set>") * 100 + b"</set>"
    assert len(many) > 800_000
    assert len(list(safexml.Elements(io.BytesIO(many), ("item",), most=100_000))) == 100


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a></b>", b"<a>\0</a>", b'<?xml version="1.0" encoding="none"?><a/>'])
def test_what_is_not_well_formed_is_told_apart_from_what_is_refused(data):
    for way in (safexml.parse, _stream):
        with pytest.raises(XmlProblem) as problem:
            way(data)
        assert not problem.value.refused
        assert problem.value.message and ", line 1" not in problem.value.message


def test_the_line_of_the_problem_is_told():
    with pytest.raises(XmlProblem) as problem:
        safexml.parse(b"<a>\n<b>\n</c>\n</a>")
    assert problem.value.line == 3


def test_a_document_type_that_only_names_its_dtd_is_read():
    root = safexml.parse(b'<!DOCTYPE nitf SYSTEM "nitf-3-5.dtd"><nitf>caf&eacute;<b/>&nbsp;&house;</nitf>')
    assert safexml.spell_out(root) == ["house"]
    assert etree.tostring(root, encoding="unicode") == "<nitf>caf\u00e9<b/>\u00a0&amp;house;</nitf>"


def test_an_inclusion_stays_what_it_is():
    data = b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname" parse="text"/></a>'
    root = safexml.parse(data)
    assert len(root) == 1 and not root[0].text and len(root[0]) == 0


def test_the_root_of_a_stream_is_there_at_its_end():
    elements = safexml.Elements(io.BytesIO(b"<set><item/><item/></set>"), ("item",))
    assert elements.root is None
    assert len(list(elements)) == 2
    assert elements.root is not None and elements.root.tag == "set"


_WATCHED = """
import io, json, sys
from lxml import etree  # what it opens itself is no matter
from syndicate.formats import safexml
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event in ("open", "socket.connect") else None)
safexml.parser()
for data in json.loads(sys.stdin.read()):
    for way in (safexml.parse, lambda d: list(safexml.Elements(io.BytesIO(d), ("item",)))):
        try:
            way(data.encode())
        except safexml.XmlProblem:
            pass
print(json.dumps(opened))
"""


def test_no_file_and_no_network_are_touched(tmp_path):
    """Python's own opens are watched; those of libxml2 show in the bait, which nothing may read."""
    bait = tmp_path / "bait.txt"
    bait.write_text("swallowed")
    data = [
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{bait.as_uri()}">]><a>&x;</a>',
        f'<!DOCTYPE a SYSTEM "{bait.as_uri()}"><a/>',
        f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{bait.as_uri()}" parse="text"/></a>',
    ]
    run = subprocess.run(
        [sys.executable, "-c", _WATCHED], input=json.dumps(data), capture_output=True, text=True, timeout=20, check=True
    )
    assert json.loads(run.stdout) == []
    for document in data[1:]:
        assert "swallowed" not in etree.tostring(safexml.parse(document.encode()), encoding="unicode")
