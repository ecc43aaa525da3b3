"""Language tags (BCP 47): well-formed, of languages that there are, and the item's own that of its content."""

from __future__ import annotations

from functools import cache

from syndicate.formats import g2
from syndicate.formats.languages import language_tag
from syndicate.validators.newsmlg2.findings import Findings, short
from syndicate.validators.newsmlg2.survey import XML_LANG, Survey

_LONGEST = 35
"""Characters of a tag that every receiver can keep (RFC 5646 4.4.1); longer ones are not looked at."""


def language_rules(survey: Survey, find: Findings) -> None:
    """Each tag once, and the default language against the languages of the content."""
    default = survey.item.get(XML_LANG)
    if not default:
        find("SYN-G2-050", "the item does not name its language in xml:lang", survey.item)
    told: set[str] = set()
    content = survey.all("language")
    tags = [(node, value) for node, _, value in survey.languages] + [(node, node.get("tag")) for node in content]
    for node, tag in tags:
        if tag and tag not in told and not (_registered(tag) if len(tag) <= _LONGEST else False):
            told.add(tag)
            find("SYN-G2-051", f"{short(tag)!r} is no registered language tag", node)
    of_content = [
        tag for node in content if (tag := node.get("tag")) and node.getparent() is survey.child("contentMeta")
    ]
    if default and of_content and _primary(default) not in {_primary(tag) for tag in of_content}:
        find("SYN-G2-052", f"xml:lang is {short(default)}, the content is {short(', '.join(of_content))}", content[0])


@cache
def _registered(tag: str) -> bool:
    """Whether the tag is well-formed and its language is known; those of three letters are taken on trust."""
    primary, *rest = tag.split("-")
    if primary.lower() in {"x", "i"}:
        return bool(rest)
    if language_tag(tag) == "und" and tag.lower() != "und":
        return False
    return primary.lower() in g2.LANGUAGES if len(primary) == 2 else len(primary) == 3


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
