"""The XML around an RSS or Atom feed: well-formedness, encoding, namespaces, grammar."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from syndicate.validators.feed.findings import Findings, line_number
from syndicate.validators.feed.markup import Fault, flaws
from syndicate.validators.feed.values import has_scheme, ill_character, markup_in, twice_escaped

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
GRAMMARS = Path(__file__).parent.parent / "grammars"
XML = "http://www.w3.org/XML/1998/namespace"

_PREFIXES = {
    "content": CONTENT,
    "dc": DC,
    "dcterms": DCTERMS,
    "media": MEDIA,
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "georss": "http://www.georss.org/georss",
}


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The codes under which a kind of document reports what is wrong with it as XML."""

    form: str
    encoding: str
    doctype: str


class Codes(Form, frozen=True, kw_only=True):
    """The codes under which one dialect of feeds reports what both have in common."""

    grammar: str
    character: str
    prefix: str
    relative: str
    unsafe: str
    inner_relative: str
    html: str


def parse(data: bytes, found: Findings, codes: Form) -> _Element | None:
    """The root of the document, or None when it is not well-formed (which is then a finding with its line).

    No entity, DTD or network address is followed: a feed is data from strangers.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        message = re.sub(r", line \d+, column \d+.*", "", str(problem.msg or problem))
        found.error(codes.form, f"not well-formed XML: {message}", line=problem.lineno or None)
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        found.error(
            codes.doctype,
            "a document type declaration, which readers refuse or ignore",
            line=1,
            hint="write characters instead of entities, and drop the declaration",
        )
    declared = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""", data[:200])
    if declared is None or declared.group(1).lower() != b"utf-8":
        name = declared.group(1).decode("latin-1") if declared else "nothing"
        found.warning(codes.encoding, f"the XML declaration says {name}, not UTF-8", line=1)
    return root


def check_namespaces(root: _Element, found: Findings, codes: Codes) -> None:
    """A well-known prefix that is bound to another address: readers look by address and see nothing."""
    for prefix, address in root.nsmap.items():
        wanted = _PREFIXES.get(prefix or "")
        if wanted is not None and address != wanted:
            found.error(codes.prefix, f"the prefix {prefix} stands for {address}, not for {wanted}", root)
        elif wanted is None and address in _PREFIXES.values():
            usual = next(p for p, a in _PREFIXES.items() if a == address)
            found.warning(codes.prefix, f"{address} has the prefix {prefix}; readers know it as {usual}", root)


@cache
def compiled(name: str) -> etree.RelaxNG:
    """Our grammar `name`."""
    from lxml import etree

    data = (GRAMMARS / name).read_bytes()
    return etree.RelaxNG(etree.fromstring(data).getroottree())


def check_grammar(root: _Element, name: str, found: Findings, code: str) -> None:
    """Judge the document by our grammar `name`."""
    judge(root, compiled(name), found, code, "the grammar")


def judge(root: _Element, grammar: etree.RelaxNG, found: Findings, code: str, who: str) -> None:
    """Judge an element and all that is in it by a compiled grammar; `who` names it in the finding.

    libxml2 tells of one broken place in several messages, from the deepest element outward; the deepest says most.
    """
    if grammar.validate(root):
        return
    log = [entry for entry in grammar.error_log if entry.line and entry.type_name != "RELAXNG_ERR_INTERSEQ"]
    if not log:
        found.error(code, f"does not match {who}", root)
        return
    worst = max(log, key=lambda entry: (entry.path or "").count("/"))

    def path() -> str:
        """Where that is in the document, of which `root` may be a part."""
        _, _, below = (worst.path or "").lstrip("/").partition("/")
        return root.getroottree().getpath(root) + (f"/{below}" if below else "")

    found.error(code, f"does not match {who}: {worst.message}", line=worst.line, path=path)


def check_text(node: _Element, found: Findings, codes: Codes) -> None:
    """Characters in a text that is not HTML."""
    char = ill_character(node.text or "")
    if char:
        found.error(codes.character, f"{local(node)} contains {char}", node)


def check_html(node: _Element, html: str, found: Findings, codes: Codes) -> None:
    """The HTML that `node` carries; a finding's line is that of the document."""
    numbers = {
        Fault.UNSAFE: codes.unsafe,
        Fault.RELATIVE: codes.inner_relative,
        Fault.FORM: codes.html,
        Fault.CHARACTER: codes.character,
    }
    for flaw in flaws(html):
        line = line_number(node) + flaw.line
        found.error(numbers[flaw.fault], f"{local(node)}: {flaw.message}", node, line=line)


def check_address(node: _Element, address: str, found: Findings, codes: Codes) -> None:
    """An address that a reader is to open must be absolute: most readers ignore xml:base and the feed's own address."""
    if not has_scheme(address.strip()):
        found.error(codes.relative, f"{local(node)}: the address is not absolute: {address.strip()[:80]!r}", node)


def check_escaping(root: _Element, data: bytes, names: tuple[str, ...], found: Findings, code: str) -> None:
    """Plain-text elements whose text was escaped twice, or escaped as if it were HTML.

    `&amp;amp;` on the wire shows as `&amp;` to the reader. Numeric references (`&#x26;amp;`) are how one says that
    the text really is so (RSS Advisory Board, Best Practices Profile), and are left alone. The tree no longer tells
    the two apart, so where a text looks suspicious the source is read once more.
    """
    texts = [node.text or "" for node in root.iter(*(_clark(name) for name in names))]
    if not any(("&" in text and twice_escaped(text)) or ("<" in text and markup_in(text)) for text in texts):
        return
    for name, line, raw in _source(data, frozenset(names)):
        twice = re.search(r"&amp;(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-fA-F]+);", raw)
        markup = markup_in(re.sub(r"<!\[CDATA\[|\]\]>", "", raw).replace("&lt;", "<").replace("&gt;", ">"))
        if twice:
            message = f"{name} is escaped twice: {twice.group()}"
            found.warning(code, message, line=line, hint="escape plain text once")
        elif markup:
            message = f"{name} reads as HTML to some readers: {markup}"
            found.warning(code, message, line=line, hint="write & and < of plain text as &#x26; and &#x3C;")


def _clark(name: str) -> str:
    prefix, colon, rest = name.rpartition(":")
    return f"{{{_PREFIXES[prefix]}}}{rest}" if colon else f"{{*}}{name}"


def _source(data: bytes, names: frozenset[str]) -> list[tuple[str, int, str]]:
    """Name, line and unparsed text of every plain-text element of these names; expat hands out references raw."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    result: list[tuple[str, int, str]] = []
    raw: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        raw.clear()
        wanted = name in names and "html" not in attributes.get("type", "")
        parser.DefaultHandler = raw.append if wanted else None

    def end(name: str) -> None:
        if parser.DefaultHandler is not None:
            result.append((name, parser.CurrentLineNumber, "".join(raw)))
            parser.DefaultHandler = None

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return []  # an encoding that libxml2 reads and expat does not
    return result


def local(node: _Element) -> str:
    """The name of an element as its author wrote it, with the prefix."""
    name = str(node.tag).rpartition("}")[2]
    return f"{node.prefix}:{name}" if node.prefix else name


def words(node: _Element | None) -> str:
    """The text of an element without the blanks around it; '' when there is no such element."""
    return (node.text or "").strip() if node is not None else ""
