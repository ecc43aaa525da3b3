"""Atom 1.0: the rules of RFC 4287 and of readers that a grammar cannot state.

Each code is described in ``docs/formats/atom.md``.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.diagnostics import Diagnostic
from syndicate.validators.feed.document import (
    ATOM,
    DCTERMS,
    XML,
    Codes,
    check_address,
    check_html,
    check_own_address,
    check_relation,
    check_text,
    local,
    parse,
    words,
)
from syndicate.validators.feed.escaping import check_escaping
from syndicate.validators.feed.findings import Findings, line_number
from syndicate.validators.feed.history import PAGING, check_history
from syndicate.validators.feed.modules import check_modules
from syndicate.validators.feed.namespaces import check_namespaces
from syndicate.validators.feed.pieces import check_pieces, judge_pieces
from syndicate.validators.feed.values import TOLERANCE, has_scheme, is_media_type, is_w3cdtf, rfc3339

if TYPE_CHECKING:
    from lxml.etree import _Element

CODES = Codes(
    form="SYN-ATOM-001",
    grammar="SYN-ATOM-002",
    encoding="SYN-ATOM-004",
    doctype="SYN-ATOM-005",
    character="SYN-ATOM-023",
    prefix="SYN-ATOM-024",
    relative="SYN-ATOM-017",
    unsafe="SYN-ATOM-018",
    inner_relative="SYN-ATOM-019",
    html="SYN-ATOM-020",
    media="SYN-ATOM-029",
    address="SYN-ATOM-026",
    vendor="SYN-ATOM-027",
    history="SYN-ATOM-028",
)
_A = f"{{{ATOM}}}"
_PLAIN = ("title", "name", "subtitle", "rights")
_TYPES = ("text", "html", "xhtml")


def check_atom(
    data: bytes, file: str = "", official: Path | None = None, *, address: str = "", public: bool = True
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with an Atom feed or entry document; `official` is the grammar of RFC 4287.

    `address` is where it will be fetched from, where that is known; `public` means that it is for every reader.
    """
    found = Findings(file)
    root = parse(data, found, CODES)
    if root is None:
        return found.result()
    check_namespaces(root, data, found, CODES, public=public)
    if "atom" in root.nsmap:
        found.warning(CODES.prefix, "Atom has a prefix here: some readers look for it as the default namespace", root)
    check_pieces(root, _feed(root), f"{_A}entry", "atom.rng", found, CODES.grammar)
    if official is not None:
        _check_official(root, official, found)
    check_escaping(root, data, _PLAIN, found, "SYN-ATOM-021", hexadecimal=False)
    updated: datetime | None = None
    if root.tag == f"{_A}feed":
        updated = _check_feed(root, address, found)
    ids: dict[str, int] = {}
    for entry in [root] if root.tag == f"{_A}entry" else root.iterfind(f"{_A}entry"):
        _check_entry(entry, root, updated, found)
        _check_id(entry, ids, found)
    return found.result()


def _check_official(root: _Element, path: Path, found: Findings) -> None:
    from lxml import etree

    try:
        grammar = etree.RelaxNG(etree.parse(path))
    except (etree.Error, OSError) as problem:
        found.warning("SYN-ATOM-003", f"the official grammar cannot be used: {problem}")
        return
    judge_pieces(root, _feed(root), f"{_A}entry", grammar, found, "SYN-ATOM-003", "the grammar of RFC 4287")


def _feed(root: _Element) -> _Element | None:
    """`root` where it is a feed; a document may be an entry alone (2)."""
    return root if root.tag == f"{_A}feed" else None


def _check_feed(feed: _Element, address: str, found: Findings) -> datetime | None:
    """The head of the feed; returns its `updated`."""
    own = [link for link in feed.iterfind(f"{_A}link") if link.get("rel") == "self"]
    if len(own) != 1:
        found.warning(
            "SYN-ATOM-006",
            f"{len(own) or 'no'} link with rel=self: a feed names its own address once (4.1.1)",
            feed,
            hint="" if own else "give --base-url, the address of the folder that the feed will be published in",
        )
    for link in own:
        if link.get("type", "application/atom+xml") != "application/atom+xml":
            found.warning("SYN-ATOM-006", "link rel=self of a type that is not application/atom+xml", link)
        check_own_address(link, link.get("href", ""), address, found, CODES)
    check_history(feed, found, CODES)
    if not feed.get(f"{{{XML}}}lang"):
        found.info("SYN-ATOM-008", "the feed says no language (xml:lang)", feed)
    _check_links(feed, found)
    _check_id(feed, {}, found)
    _check_words(feed, found)
    for name in ("icon", "logo"):
        for node in feed.iterfind(f"{_A}{name}"):
            check_address(node, node.text or "", found, CODES)
    return _moment(feed.find(f"{_A}updated"), found)


def _moment(node: _Element | None, found: Findings) -> datetime | None:
    if node is None:
        return None
    moment, wrong = rfc3339(words(node))
    if wrong:
        found.error("SYN-ATOM-011", f"{str(node.tag).removeprefix(_A)} {words(node)!r} {wrong}", node)
    return moment


def _check_id(node: _Element, seen: dict[str, int], found: Findings) -> None:
    """id: an absolute IRI, never shared (4.2.6)."""
    own = node.find(f"{_A}id")
    if own is None:
        return
    value = words(own)
    if not has_scheme(value):
        found.error("SYN-ATOM-010", f"id {value!r} is no absolute IRI", own)
    if value in seen:
        found.error("SYN-ATOM-009", f"id {value!r} stands already at line {seen[value]}", own)
    seen.setdefault(value, line_number(own))


def _check_links(node: _Element, found: Findings) -> None:
    """Links of a feed or entry: absolute, no two the same, one alternate for each type and language (4.1.1, 4.1.2)."""
    alternates: set[tuple[str | None, str | None]] = set()
    seen: set[tuple[str | None, ...]] = set()
    for link in node.iterfind(f"{_A}link"):
        check_address(link, link.get("href", ""), found, CODES)
        rel = link.get("rel", "alternate")
        kind = (link.get("type"), link.get("hreflang"))
        whole = (rel, *kind, link.get("href"))
        if whole in seen:
            found.error("SYN-ATOM-007", f"the same {rel} link twice", link)
        elif rel == "alternate" and kind in alternates:
            found.error(
                "SYN-ATOM-014",
                "a second alternate link of the same type and language: which one is the story?",
                link,
                hint="a link without rel is an alternate",
            )
        if rel == "alternate":
            alternates.add(kind)
            if (kind[0] or "").startswith(("image/", "audio/", "video/")):
                found.warning(
                    "SYN-ATOM-007",
                    f"the alternate link leads to {kind[0]}: readers open it in place of the story",
                    link,
                )
        check_relation(link, found, "SYN-ATOM-007")
        if rel in PAGING and node.tag == f"{_A}entry":
            found.warning(CODES.history, f"{rel} leads from one document of a feed to another, not from a story", link)
        if rel == "enclosure" and not is_media_type(kind[0] or ""):
            found.error("SYN-ATOM-025", "an enclosure without its media type", link)
        seen.add(whole)


def _check_words(node: _Element, found: Findings) -> None:
    """Text constructs (3.1) and what stands in names and categories."""
    for name in ("title", "subtitle", "summary", "rights"):
        for text in node.iterfind(f"{_A}{name}"):
            kind = text.get("type", "text")
            if kind == "html":
                check_html(text, text.text or "", found, CODES)
            elif kind == "xhtml":
                _check_xhtml(text, found)
            else:
                check_text(text, found, CODES)
            if name == "title" and kind != "text":
                found.warning(
                    "SYN-ATOM-022", f"title of type {kind}: most readers show its tags or lose its words", text
                )
    for person in node.iterfind(f"{_A}author/{_A}name"):
        check_text(person, found, CODES)


def _check_xhtml(node: _Element, found: Findings) -> None:
    from lxml import etree

    inside = "".join(etree.tostring(child, encoding="unicode", method="html", with_tail=False) for child in node)
    check_html(node, inside, found, CODES)


def _check_entry(entry: _Element, root: _Element, feed_updated: datetime | None, found: Findings) -> None:
    _check_links(entry, found)
    _check_words(entry, found)
    updated = _moment(entry.find(f"{_A}updated"), found)
    published = _moment(entry.find(f"{_A}published"), found)
    if updated and feed_updated and updated > feed_updated + TOLERANCE:
        found.warning("SYN-ATOM-012", "updated is later than that of the feed", entry.find(f"{_A}updated"))
    if published and updated and published > updated + TOLERANCE:
        found.warning("SYN-ATOM-012", "published is later than updated", entry.find(f"{_A}published"))
    if not any(words(node.find(f"{_A}author/{_A}name")) for node in _where_authors_stand(entry, root)):
        found.error("SYN-ATOM-013", "no author, neither here nor in the feed (4.1.2)", entry)
    _check_content(entry, found)
    check_modules(entry, found, CODES)
    for name in ("modified", "created"):
        for node in entry.iterfind(f"{{{DCTERMS}}}{name}"):
            if not is_w3cdtf(words(node)):
                found.error("SYN-ATOM-011", f"{local(node)} {words(node)!r} is no W3C date", node)


def _where_authors_stand(entry: _Element, root: _Element) -> list[_Element]:
    source = entry.find(f"{_A}source")
    return [node for node in (entry, source, root) if node is not None]


def _check_content(entry: _Element, found: Findings) -> None:
    """content (4.1.3): its type, what it holds, and what must stand beside it."""
    content = entry.find(f"{_A}content")
    if content is None:
        if not any(link.get("rel", "alternate") == "alternate" for link in entry.iterfind(f"{_A}link")):
            found.error(
                "SYN-ATOM-015", "neither content nor an alternate link: there is nothing to open (4.1.2)", entry
            )
        return
    kind = content.get("type", "text")
    outside = content.get("src") is not None
    if kind not in _TYPES and not is_media_type(kind):
        found.error("SYN-ATOM-016", f"{kind!r} is no type of content", content, hint="HTML in CDATA is still type=html")
    elif outside and kind in _TYPES and content.get("type"):
        found.error("SYN-ATOM-016", f"content elsewhere (src) wants a media type, not {kind!r}", content)
    if outside:
        check_address(content, content.get("src", ""), found, CODES)
    elif kind == "html":
        check_html(content, content.text or "", found, CODES)
    elif kind == "xhtml":
        _check_xhtml(content, found)
    elif kind == "text":
        check_text(content, found, CODES)
    binary = kind not in _TYPES and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml"))
    if (outside or binary) and entry.find(f"{_A}summary") is None:
        found.error("SYN-ATOM-022", "content that is not here as text needs a summary (4.1.2)", entry)
