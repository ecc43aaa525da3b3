"""The XML around an RSS or Atom feed: well-formedness, encoding, namespaces, grammar."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from syndicate.formats import safexml
from syndicate.validators.feed.findings import Findings, line_number
from syndicate.validators.feed.markup import Fault, flaws
from syndicate.validators.feed.values import LOST, has_scheme, ill_character

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
_RELATIONS = frozenset(
    {
        *("alternate", "enclosure", "related", "self", "via"),
        *("current", "first", "last", "next", "next-archive", "prev-archive", "previous"),
        *("describedby", "edit", "edit-media", "hub", "license", "payment", "replies", "search", "service", "up"),
    }
)
"""Relations that RFC 4287, 4685, 4946, 5005, 5023 and WebSub give to links of feeds."""
GRAMMARS = Path(__file__).parent.parent / "grammars"
XML = "http://www.w3.org/XML/1998/namespace"


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
    media: str
    address: str
    vendor: str
    history: str


def parse(data: bytes, found: Findings, codes: Form) -> _Element | None:
    """The root of the document, or None when it is not well-formed (which is then a finding with its line).

    No entity, DTD or network address is followed: a feed is data from strangers.
    """
    from lxml import etree

    try:
        root = etree.fromstring(data, safexml.parser(comments=True))
    except etree.XMLSyntaxError as error:
        problem = safexml.problem(error)
        found.error(codes.form, f"not well-formed XML: {problem.message}", line=problem.line)
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
        say = found.warning if char == LOST else found.error
        say(codes.character, f"{local(node)} contains {char}", node)


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
        say = found.warning if flaw.mild else found.error
        say(numbers[flaw.fault], f"{local(node)}: {flaw.message}", node, line=line)


def check_address(node: _Element, address: str, found: Findings, codes: Codes) -> None:
    """An address that a reader is to open must be absolute: most readers ignore xml:base and the feed's own address."""
    if not has_scheme(address.strip()):
        found.error(codes.relative, f"{local(node)}: the address is not absolute: {address.strip()[:80]!r}", node)


def check_own_address(node: _Element, own: str, address: str, found: Findings, codes: Codes) -> None:
    """The address that a feed gives for itself is the one that it is fetched from (`address`, '' when not known)."""
    if address and own and own != address:
        found.warning(codes.address, f"the feed calls itself {own}, and will be fetched from {address}", node)


def check_relation(link: _Element, found: Findings, code: str) -> None:
    """A link's relation is one that feed readers know, or an address of somebody's own (RFC 8288 2.1)."""
    rel = link.get("rel", "alternate")
    if rel not in _RELATIONS and not has_scheme(rel):
        found.warning(code, f"readers of feeds know no relation {rel!r}", link, hint="related says as much")


def local(node: _Element) -> str:
    """The name of an element as its author wrote it, with the prefix."""
    name = str(node.tag).rpartition("}")[2]
    return f"{node.prefix}:{name}" if node.prefix else name


def words(node: _Element | None) -> str:
    """The text of an element without the blanks around it; '' when there is no such element."""
    return (node.text or "").strip() if node is not None else ""
