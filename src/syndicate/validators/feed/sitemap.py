"""Sitemaps and indexes of sitemaps, those of news above all.

Sources: the sitemap protocol 0.9 and the description of its news extension. Each code is described in
``docs/formats/sitemap.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.validators.feed.document import Form, check_grammar, local, parse, words
from syndicate.validators.feed.findings import Findings
from syndicate.validators.feed.values import ill_character, is_w3cdtf, is_web, twice_escaped

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORM = Form(form="SYN-SITEMAP-001", encoding="SYN-SITEMAP-003", doctype="SYN-SITEMAP-004")
_S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_N = "{http://www.google.com/schemas/sitemap-news/0.9}"
_NEWS, _ALL = 1000, 50_000
_LONGEST = 2047
_SPAN = timedelta(days=2)


class SitemapValidator:
    """Sitemaps by our grammar and rules."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the sitemap or index at `path`."""
        proof.judges.append("syndicate sitemap.rng")
        return check_sitemap(path.read_bytes(), proof.name)


def check_sitemap(data: bytes, file: str = "") -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a sitemap or an index of sitemaps."""
    found = Findings(file)
    root = parse(data, found, _FORM)
    if root is None:
        return found.result()
    check_grammar(root, "sitemap.rng", found, "SYN-SITEMAP-002")
    is_index = root.tag == f"{_S}sitemapindex"
    if not is_index and root.tag != f"{_S}urlset":
        return found.result()
    entries = root.findall(f"{_S}sitemap" if is_index else f"{_S}url")
    _check_number(root, entries, found)
    _check_addresses(entries, found)
    for node in root.iter(f"{_S}lastmod", f"{_N}publication_date"):
        if not is_w3cdtf(words(node)):
            found.error("SYN-SITEMAP-008", f"{local(node)} {words(node)!r} is no W3C date, 2025-03-01T06:00:00Z", node)
    _check_news(root, data, found)
    for node in root.iter("*"):
        char = ill_character(node.text or "")
        if char:
            found.error("SYN-SITEMAP-011", f"{local(node)} contains {char}", node)
    return found.result()


def _check_number(root: _Element, entries: list[_Element], found: Findings) -> None:
    news = sum(1 for _ in root.iter(f"{_N}news"))
    if news > _NEWS:
        found.error("SYN-SITEMAP-005", f"{news:,} stories, and a news sitemap holds {_NEWS:,}", root, hint="divide it")
    elif len(entries) > _ALL:
        found.error("SYN-SITEMAP-005", f"{len(entries):,} addresses, and a file holds {_ALL:,}", root)
    if not entries:
        found.warning("SYN-SITEMAP-012", "no address in it", line=1)


def _check_addresses(entries: list[_Element], found: Findings) -> None:
    seen: set[str] = set()
    hosts: set[str] = set()
    for entry in entries:
        node = entry.find(f"{_S}loc")
        address = words(node)
        if not address:
            continue  # which the grammar has said
        if not is_web(address):
            found.error("SYN-SITEMAP-006", f"no absolute web address: {address[:60]!r}", node)
            continue
        if len(address) > _LONGEST:
            found.error("SYN-SITEMAP-006", f"an address of {len(address):,} characters", node)
        if address in seen:
            found.error("SYN-SITEMAP-007", f"{address} stands twice", node)
        seen.add(address)
        hosts.add(urlsplit(address).netloc.lower())
    if len(hosts) > 1:
        found.warning("SYN-SITEMAP-013", f"addresses of {len(hosts)} hosts: search engines take those of one", line=1)


def _check_news(root: _Element, data: bytes, found: Findings) -> None:
    moments: list[datetime] = []
    for node in root.iter("{*}news"):
        if node.tag != f"{_N}news":
            found.error("SYN-SITEMAP-002", f"news of an unknown namespace: {str(node.tag)[1:].partition('}')[0]}", node)
    for node in root.iter(f"{_N}language"):
        if not re.fullmatch(r"[a-z]{2,3}|zh-(cn|tw)", words(node)):
            found.error("SYN-SITEMAP-010", f"{words(node)!r} is not a language of ISO 639", node, hint="en, or zh-cn")
    for node in root.iter(f"{_N}title", f"{_N}name"):
        twice = twice_escaped(node.text or "")
        if twice and re.search(rb"&amp;(?:[a-z]{2,5}|#\w{1,7});", data):  # `&#x26;amp;` is how one says it on purpose
            found.warning("SYN-SITEMAP-014", f"{local(node)} is escaped twice: {twice}", node, hint="escape text once")
    for node in root.iter(f"{_N}publication_date"):
        if is_w3cdtf(words(node)) and "T" in words(node):
            moments.append(datetime.fromisoformat(words(node)))
    if moments and max(moments) - min(moments) > _SPAN:
        found.warning(
            "SYN-SITEMAP-009",
            f"stories of {(max(moments) - min(moments)).days + 1} days: news is what is two days old at most",
            line=1,
        )
