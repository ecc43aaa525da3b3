"""What all objects of one export share: the job, the publisher, and how an address is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from syndicate.contracts import Job, Notice
from syndicate.formats import g2
from syndicate.formats.addresses import absolute
from syndicate.formats.jsonschema import is_uri
from syndicate.model.article import Article

Node = dict[str, Any]
"""A JSON object."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The job, the publisher, and whether the body goes as plain text too."""

    job: Job
    publisher: str
    with_text: bool = False

    def address(self, href: str, article: str, what: str) -> str | None:
        """`href` as an absolute URI, which is all that ninjs allows; None, with a warning, when it is none."""
        found = absolute(href, self.job.base_url) if href else None
        if found is None and href:
            hint = "give --base-url, the address of the folder that the outputs are published in"
            self.job.warn(
                "SYN-NINJS-091", f"{what} {href!r} is no absolute address and was left out", article, hint=hint
            )
        return found

    def first(self, item: Article | Notice) -> str | None:
        """When the item was first made; None, with a warning, when that is later than this version of it."""
        if item.created is None:
            return None
        if item.modified is not None and item.created > item.modified:
            message = "`created` is later than this version; firstCreated was left out"
            self.job.warn("SYN-NINJS-092", message, item.id, hint="correct one of the dates")
            return None
        return g2.moment(item.created)


def identifier(own: str) -> str:
    """The id of an item as the URI that ninjs wants: nearly always as it is, else with the odd characters encoded."""
    if is_uri(own):
        return own
    encoded = quote(own, safe="/:?#@!$&'()*+,;=%-._~")
    return encoded if is_uri(encoded) else f"urn:x-syndicate:id:{encoded}"


def stated(node: Node) -> Node:
    """`node` without members that say nothing."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
