"""No trick gets through: imported and exported, no output of it holds anything that acts.

The outputs are parsed as their readers parse them, and every element and attribute is looked at: XML first, and then
what a feed hands to a browser, by two HTML parsers that do not agree on everything.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser

import msgspec
import pytest
from lxml import etree, html

import laws
from html_tricks import TRICKS
from syndicate import registry
from syndicate.contracts import ImportJob, Source
from syndicate.diagnostics import Report, Severity
from syndicate.formats import sanitise
from syndicate.formats.xhtml import Style, render
from syndicate.model import body
from syndicate.model.article import Article, Edition

FORMATS = [
    name for name in ("rss", "atom", "jsonfeed", "newsml-g2", "nitf", "ninjs", "epub") if name in registry.exporters()
]
HEAD = '<meta name="description" content="Sum &lt;script&gt;pwn()&lt;/script&gt; <img src=x onerror=pwn()>">'
ACTING = frozenset(
    {
        "animate",
        "applet",
        "audio",
        "base",
        "bgsound",
        "button",
        "canvas",
        "embed",
        "foreignobject",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "isindex",
        "keygen",
        "link",
        "marquee",
        "math",
        "meta",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "plaintext",
        "portal",
        "script",
        "select",
        "set",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "use",
        "video",
        "xmp",
    }
)
ADDRESSES = frozenset(
    {
        "action",
        "background",
        "cite",
        "classid",
        "codebase",
        "data",
        "dynsrc",
        "formaction",
        "href",
        "longdesc",
        "lowsrc",
        "manifest",
        "ping",
        "poster",
        "profile",
        "src",
        "srcdoc",
        "srcset",
        "usemap",
    }
)
SAFE = frozenset({"http", "https", "mailto", "tel"})
STYLE = re.compile(r"text-align:(left|center|right)")


def page_of(name: str) -> str:
    """The trick in a page, with words before and after it."""
    return f"{HEAD}<h1>Head {name}</h1><p>before-{name}</p>{TRICKS[name]}<p>after</p>"


def read(name: str) -> Article:
    """What the importer makes of the trick."""
    job = ImportJob(context=laws.context(), report=Report())
    source = Source(name=f"{name}.html", data=page_of(name).encode())
    (article,) = registry.importer("html").read(source, job)
    assert isinstance(article, Article)
    return msgspec.structs.replace(article, canonical_url=article.canonical_url or f"https://news.example/{name}")


def faults(tag: str, attributes: dict[str, str], acting: frozenset[str] = ACTING) -> Iterator[str]:
    """What is wrong with one element of an output."""
    if tag.lower() in acting:
        yield f"<{tag}>"
    for name, value in attributes.items():
        local = name.rpartition("}")[2].rpartition(":")[2].lower()
        if local.startswith("on"):
            yield f"{tag} {name}"
        if local in ADDRESSES and not harmless(value):
            yield f"{tag} {name}={value!r}"
        if local == "style" and not STYLE.fullmatch(value):
            yield f"{tag} style={value!r}"
        if local in ("srcdoc", "formaction", "ping", "http-equiv", "name"):
            yield f"{tag} {name}"


def harmless(address: str) -> bool:
    """Whether an address has a good scheme, or none, to a browser: it looks through blanks, controls and line ends."""
    bare = re.sub(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028\u2029\ufeff]", "", address)
    scheme = re.match(r"([^/?#:]*):", bare)
    return scheme is None or scheme.group(1).lower() in SAFE


class Parser(HTMLParser):
    """The forgiving parser of the standard library."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        self.found += faults(tag, {name: value or "" for name, value in attrs})


def html_faults(markup: str) -> list[str]:
    """What acts in a piece of HTML, to lxml's parser or to that of the standard library."""
    if not markup.strip():
        return []
    parser = Parser()
    parser.feed(markup)
    parser.close()
    tree = html.document_fromstring(f"<div>{markup}</div>")
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    return parser.found + [
        f for e in elements for f in faults(str(e.tag), {str(k): str(v) for k, v in e.attrib.items()})
    ]


XHTML = "{http://www.w3.org/1999/xhtml}"


def xml_faults(data: bytes, document: bool = False) -> list[str]:
    """What acts in the XHTML of an XML output; a whole document of ours has a head with links and metadata."""
    found = []
    for element in etree.fromstring(data).iter():
        assert isinstance(element.tag, str), f"{element} in an output"
        head = document and any(above.tag == f"{XHTML}head" for above in element.iterancestors())
        attributes = {str(k): str(v) for k, v in element.attrib.items()}
        if element.tag.startswith(XHTML):
            acting = ACTING - {"link", "meta"} if head else ACTING
            attributes = {k: v for k, v in attributes.items() if not (head and k == "name")}
            found += list(faults(element.tag.removeprefix(XHTML), attributes, acting))
        else:
            names = {k: v for k, v in attributes.items() if not k.endswith("name")}
            found += [f for f in faults("x", names) if not f.endswith(("urn:x", "'"))]
            found += [f"{k}={v}" for k, v in names.items() if re.match(r"\s*(java|vb|live)script|\s*data:", v, re.I)]
    return found


def output_faults(name: str, data: bytes) -> list[str]:
    """What acts in an output of the format `name`."""
    match name:
        case "rss":
            root = etree.fromstring(data)
            content = "{http://purl.org/rss/1.0/modules/content/}encoded"
            markup = [e.text or "" for tag in ("description", content) for e in root.iter(tag)]
            assert len(markup) >= 2
            return xml_faults(data) + [f for piece in markup for f in html_faults(piece)]
        case "atom":
            root = etree.fromstring(data)
            typed = [e for e in root.iter() if e.get("type") == "html"]
            assert typed or root.find(f".//{XHTML}div") is not None
            return xml_faults(data) + [f for e in typed for f in html_faults(e.text or "")]
        case "jsonfeed":
            items = json.loads(data)["items"]
            assert all(item["content_html"] for item in items)
            return [f for item in items for f in html_faults(item["content_html"])]
        case "ninjs":
            bodies = json.loads(data).get("bodies", [])
            return [f for one in bodies for f in html_faults(one["value"])]
        case "nitf":
            assert b"<block>" in data
            return xml_faults(data)
        case "newsml-g2":
            assert f'"{XHTML[1:-1]}"'.encode() in data
            return xml_faults(data)
        case _:
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                pages = [n for n in book.namelist() if n.endswith(".xhtml")]
                assert pages
                return [f for n in pages for f in xml_faults(book.read(n), document=True)]


def outputs(name: str, articles: tuple[Article, ...]) -> Iterator[tuple[str, bytes]]:
    """The artifacts of the format `name` that hold the stories."""
    edition = Edition(id="urn:x-edition:tricks", title="Tricks", language="en", articles=articles)
    result = laws.export(name, msgspec.structs.replace(edition, base_url="https://news.example/"))
    for artifact in result.artifacts:
        if not artifact.beside:
            yield artifact.name, b"".join(artifact.chunks)
    assert [d for d in laws.findings(name, result) if d.severity is Severity.ERROR] == []


def test_there_are_tricks_and_formats() -> None:
    """The list is as long as it is promised to be, and no two are the same."""
    assert len(TRICKS) >= 100
    assert len(set(TRICKS.values())) == len(TRICKS)
    assert {"rss", "atom", "newsml-g2", "epub"} <= set(FORMATS)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x</script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<a href=' java\tscript:x'>",
        "<img src=data:x>",
        "<iframe src='https://a.example/'>",
        "<svg>",
        "<p style='x:expression(1)'>",
        "<object data=x>",
        "<form>",
        "<a href='vbscript:x'>",
        "<meta http-equiv=refresh>",
        "<b><i><img src=x onerror=y></i></b>",
        "<img name=x>",
    ],
)
def test_the_check_finds_what_acts(markup: str) -> None:
    """A check that finds nothing in bad markup would prove nothing."""
    assert html_faults(markup)
    assert output_faults("jsonfeed", json.dumps({"items": [{"content_html": markup}]}).encode())


def test_the_check_finds_what_acts_in_xml() -> None:
    for markup in ("<script/>", "<p onclick='x'/>", "<a href='javascript:x'>x</a>", "<iframe/>"):
        assert xml_faults(f'<html xmlns="{XHTML[1:-1]}"><body><p>a</p>{markup}</body></html>'.encode(), document=True)
    assert xml_faults(b"<newsItem><link href='javascript:x'/></newsItem>")


@pytest.mark.parametrize("name", TRICKS)
def test_nothing_that_acts_comes_out_of_the_sanitiser(name: str) -> None:
    """Even without what is done before it and after it."""
    assert html_faults(sanitise.clean(page_of(name))) == []


@pytest.mark.parametrize("name", TRICKS)
def test_nothing_that_acts_comes_into_the_article(name: str) -> None:
    """No address of the article is dangerous, and its body as HTML holds nothing that acts."""
    article = read(name)
    assert f"before-{name}" in str(article.body)
    addresses = [article.canonical_url]
    addresses += [rendition.href for medium in article.media for rendition in medium.renditions]
    for block in body.walk(article.body):
        addresses += [block.url] if isinstance(block, body.Embed) else []
        for text in body.texts(block):
            addresses += [mark.href for run in text for mark in run.marks if isinstance(mark, body.Link)]
    assert [a for a in addresses if not harmless(a)] == []
    assert html_faults(render(article, Style())) == []


@pytest.mark.parametrize("format_name", [name for name in FORMATS if name != "epub"])
@pytest.mark.parametrize("name", TRICKS)
def test_nothing_that_acts_comes_out(name: str, format_name: str) -> None:
    """Each trick alone, through each format of text."""
    for _, data in outputs(format_name, (read(name),)):
        assert f"before-{name}".encode() in data
        assert output_faults(format_name, data) == []


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_that_acts_comes_out_of_all_tricks_together(format_name: str) -> None:
    """All of them in one edition, through every format; no story is set aside for what it is."""
    articles = tuple(read(name) for name in TRICKS)
    whole = b""
    for _, data in outputs(format_name, articles):
        assert output_faults(format_name, data) == []
        if format_name == "epub":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                data = b"".join(book.read(n) for n in book.namelist() if n.endswith(".xhtml"))
        whole += data
    assert [name for name in TRICKS if f"before-{name}".encode() not in whole] == []
