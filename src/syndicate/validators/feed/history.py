"""Paged, archived and complete feeds (RFC 5005): the links that a document of each kind must and must not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.validators.feed.document import ATOM, Codes
from syndicate.validators.feed.findings import Findings

if TYPE_CHECKING:
    from lxml.etree import _Element

_FH = "{http://purl.org/syndication/history/1.0}"
PAGING = ("first", "last", "previous", "next", "prev-archive", "next-archive", "current")
"""Relations between the documents of one feed."""


def check_history(head: _Element, found: Findings, codes: Codes) -> None:
    """The channel or feed `head`: what it says it is, against its links.

    An archive without `prev-archive` is the oldest one (4.2), which no file can tell from one that lost its link.
    """
    links = {link.get("rel", ""): link.get("href", "") for link in head.iterfind(f"{{{ATOM}}}link")}
    archive, complete = head.find(f"{_FH}archive"), head.find(f"{_FH}complete")
    own = links.get("self", "")
    if archive is not None and complete is not None:
        found.error(codes.history, "fh:archive and fh:complete in one document: is it a part or the whole?", archive)
    elif archive is not None and not links.get("current"):
        found.warning(codes.history, "an archive without a link to the current feed (RFC 5005 4.2)", archive)
    elif complete is not None:
        for rel in (rel for rel in PAGING if rel in links and rel != "current"):
            found.warning(codes.history, f"a complete feed with a link to another part of it: {rel} (2)", complete)
    if archive is None and own and links.get("current", own) != own:
        found.warning(codes.history, "a current feed is its own current document, and links to another one", head)
    for rel in ("prev-archive", "next-archive", "previous", "next"):
        if own and links.get(rel) == own:
            found.error(codes.history, f"{rel} is this document itself: readers would turn in circles", head)
