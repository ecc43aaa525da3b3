"""What a page says of itself in its head: nothing of it is shown, all of it may be wrong, and no date is made up."""

from __future__ import annotations

from datetime import datetime

import msgspec

from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.htmlbody.dom import Element, words
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.languages import language_tag
from syndicate.model import legal
from syndicate.model.article import DateCandidate
from syndicate.model.base import Direction

_DESCRIPTION = ("description", "og:description", "twitter:description")


class Head(msgspec.Struct):
    """The metadata of a page; empty where it tells none."""

    title: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    language: str = "und"
    dir: Direction | None = None
    canonical: str = ""
    base: str = ""
    """What relative addresses are relative to: `base`, else the canonical address."""
    provider: str = ""
    keywords: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    candidates: tuple[DateCandidate, ...] = ()


def read(root: Element, findings: Findings) -> Head:
    """The metadata of the page below `root`."""
    named = _named(root)
    canonical = _canonical(root, named)
    base = next((absolute(href) or "" for e in root.iter("base") if (href := e.get("href", ""))), "")
    head = Head(
        title=next((said for e in root.iterfind("head/title") if (said := tidy(words(e)))), ""),
        summary=next((named[name][0] for name in _DESCRIPTION if name in named), ""),
        authors=tuple(name for name in named.get("author", ()) if not is_web(name)),
        canonical=canonical,
        base=base if is_web(base) else canonical,
        provider=named.get("og:site_name", [""])[0],
        keywords=_keywords(named),
    )
    _language(root, head)
    head.published = instant(named.get("article:published_time", [""])[0], "article:published_time", head, findings)
    head.modified = instant(named.get("article:modified_time", [""])[0], "article:modified_time", head, findings)
    return head


def instant(value: str, where: str, head: Head, findings: Findings) -> datetime | None:
    """The instant that `value` is; what is none becomes a candidate and a finding, never a date."""
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is not None and found.tzinfo is not None:
        return found
    findings.date(where, value)
    head.candidates += (DateCandidate(value=value, reason=f"{where} without time and zone"),)
    return None


def tidy(value: str) -> str:
    """One line of legal characters."""
    return " ".join(legal.clean(value).replace("\ufffd", "").split())


def _named(root: Element) -> dict[str, list[str]]:
    """The content of every `meta`, by its name or property."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = tidy(element.get("content", ""))
        if name and content:
            found.setdefault(name, []).append(content)
    return found


def _canonical(root: Element, named: dict[str, list[str]]) -> str:
    links = [e.get("href", "") for e in root.iter("link") if "canonical" in e.get("rel", "").lower().split()]
    found = (absolute(href) for href in (*links, *named.get("og:url", ())))
    return next((href for href in found if href and is_web(href)), "")


def _keywords(named: dict[str, list[str]]) -> tuple[str, ...]:
    lists = [*named.get("keywords", ()), *named.get("news_keywords", ())]
    words_ = [word.strip() for line in lists for word in line.split(",")] + named.get("article:tag", [])
    return tuple(dict.fromkeys(word for word in words_ if word))


def _language(root: Element, head: Head) -> None:
    """Language and direction of `html`, else of the first element below it that tells."""
    for element in (*root.iter("html"), *root.iter("body"), *root.iter("article")):
        tag = (
            element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or element.get("xml:lang")
        )
        if head.language == "und" and tag:
            head.language = language_tag(tag.strip())
        direction = element.get("dir", "").lower()
        if head.dir is None and direction in ("ltr", "rtl"):
            head.dir = "rtl" if direction == "rtl" else "ltr"
