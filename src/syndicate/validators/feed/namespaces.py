"""Namespaces of a feed: the usual prefix for each, and none that only one aggregator knows.

Readers look elements up by address, a few by prefix; so a feed for everyone binds each well-known address to its
well-known prefix. A vendor's own elements belong in the feed of that vendor's profile: general readers cannot use them,
and feed validators warn of each namespace that is not on their list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.validators.feed.document import ATOM, CONTENT, DC, DCTERMS, MEDIA, XML, Codes
from syndicate.validators.feed.findings import Findings

if TYPE_CHECKING:
    from lxml.etree import _Element

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
_GENERAL = frozenset(
    {
        *_PREFIXES.values(),
        ATOM,
        XML,
        "",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/2007/app",
        "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.opengis.net/gml",
        "http://a9.com/-/spec/opensearch/1.1/",
        "http://purl.org/rss/1.0/modules/slash/",
        "http://wellformedweb.org/CommentAPI/",
        "http://backend.userland.com/creativeCommonsRssModule",
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://rssnamespace.org/feedburner/ext/1.0",
        "https://podcastindex.org/namespace/1.0",
    }
)
"""Namespaces that general readers and validators of feeds know."""
_STANDARD = {"http://purl.org/atompub/tombstones/1.0": "RFC 6721"}
"""Those that a standard defines and strict validators warn of all the same."""


def check_namespaces(root: _Element, data: bytes, found: Findings, codes: Codes, *, public: bool) -> None:
    """Prefixes that are bound to another address than usual, and in a `public` feed namespaces of a single vendor."""
    for prefix, address in root.nsmap.items():
        wanted = _PREFIXES.get(prefix or "")
        if wanted is not None and address != wanted:
            found.error(codes.prefix, f"the prefix {prefix} stands for {address}, not for {wanted}", root)
        elif wanted is None and address in _PREFIXES.values():
            usual = next(p for p, a in _PREFIXES.items() if a == address)
            found.warning(codes.prefix, f"{address} has the prefix {prefix}; readers know it as {usual}", root)
    # A look at the declarations spares nearly every feed a walk through all its elements.
    declared = re.findall(rb"""xmlns(?::[^\s=]+)?\s*=\s*["']([^"']*)""", data)
    if public and not _GENERAL.issuperset({address.decode("utf-8", "replace") for address in declared}):
        _check_vendors(root, found, codes)


def _check_vendors(root: _Element, found: Findings, codes: Codes) -> None:
    """Each foreign namespace once, at the first element that declares it, whether it is used or not."""
    seen: set[str] = set()
    for node in root.iter("{*}*"):
        for prefix, address in node.nsmap.items():
            if address in _GENERAL or address in seen or prefix in _PREFIXES:
                continue
            seen.add(address)
            if address in _STANDARD:
                found.info(codes.vendor, f"{_STANDARD[address]} defines {prefix}, and few readers know it", node)
            else:
                found.warning(
                    codes.vendor,
                    f"{prefix}: general readers do not know the namespace {address}",
                    node,
                    hint="write its elements in the feed of a profile (--profile) alone",
                )
