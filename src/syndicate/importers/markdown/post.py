"""What the head of a post says, as it is gathered; and what is kept of the rest."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Literal

import msgspec

from syndicate.importers.markdown.findings import Findings
from syndicate.importers.markdown.front import Front
from syndicate.importers.markdown.values import Value, flat, spelled
from syndicate.model.article import AltDescription, AltHeadline, AltId, Byline, DateCandidate, EdNote, Signal, Subject
from syndicate.model.base import Direction


class Lead(msgspec.Struct):
    """The picture that stands for the post."""

    href: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Post(msgspec.Struct):
    """What the head of a post says."""

    findings: Findings
    local: tzinfo | None = None
    site: str = ""
    headline: str = ""
    subheadline: str = ""
    standfirst: str = ""
    summary: str = ""
    slug: str = ""
    language: str = ""
    dir: Direction | None = None
    canonical_url: str = ""
    copyright_notice: str = ""
    provider: str = ""
    service: str = ""
    status: Literal["usable", "withheld"] = "usable"
    alt_headlines: list[AltHeadline] = []
    alt_descriptions: list[AltDescription] = []
    alt_ids: list[AltId] = []
    keywords: list[str] = []
    subjects: list[Subject] = []
    bylines: list[Byline] = []
    ed_notes: list[EdNote] = []
    signals: list[Signal] = []
    candidates: list[DateCandidate] = []
    dates: dict[str, datetime] = {}
    pictures: list[Lead] = []
    extra: dict[str, str] = {}


def snake(key: str) -> str:
    """A key as all generators would write it: `publishDate` and `Publish-Date` are `publish_date`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower().replace("-", "_").replace(" ", "_")


def keep(post: Post, key: str, value: Value) -> None:
    """Keep what no field holds."""
    for name, words in flat(f"frontmatter:{'_'.join(key.split())}", value):
        post.extra[name] = words


def listed(value: Value, front: Front, separators: str = ",") -> list[str] | None:
    """The words of a list, or of a line that is divided by commas; None for what is neither."""
    if isinstance(value, str):
        divided = next((s for s in separators if s in value), None)
        parts: list[Value] = [*(value.split(divided) if divided else [value])]
    elif isinstance(value, list) and all(isinstance(part, str) for part in value):
        parts = value
    else:
        return None
    return [words for part in parts if (words := spelled(part))]
