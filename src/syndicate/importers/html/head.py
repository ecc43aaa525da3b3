"""What a page says of itself in its head: nothing of it is shown, all of it may be wrong, and no date is made up."""

from __future__ import annotations

from datetime import datetime

import msgspec

from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.htmlbody.dom import Element, line_of, words
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.languages import language_tag
from syndicate.importers.html import linked as ld
from syndicate.importers.html.linked import Linked, Picture
from syndicate.model import legal
from syndicate.model.article import DateCandidate, Relation
from syndicate.model.base import Direction

_NAMES = {
    "headline": ("og:title", "twitter:title", "parsely-title", "dc.title"),
    "summary": ("description", "og:description", "twitter:description", "dc.description", "dcterms.abstract"),
    "authors": ("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author"),
    "provider": ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name"),
    "service": ("article:section", "parsely-section"),
    "copyright_notice": ("copyright", "dc.rights", "dcterms.rights", "dcterms.rightsholder"),
    "published": ("article:published_time", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "datepublished",
                  "sailthru.date", "pubdate", "dc.date", "dcterms.created"),
    "modified": ("article:modified_time", "og:updated_time", "dcterms.modified", "lastmod", "last-modified"),
}  # fmt: skip
"""The names that pages give a field in `meta`, the one that is meant for it before those that are often careless."""


class Head(msgspec.Struct):
    """The metadata of a page; empty where it tells none."""

    title: str = ""
    headline: str = ""
    subheadline: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    language: str = "und"
    dir: Direction | None = None
    canonical: str = ""
    base: str = ""
    """What relative addresses are relative to: `base`, else the canonical address."""
    provider: str = ""
    service: str = ""
    copyright_notice: str = ""
    keywords: tuple[str, ...] = ()
    created: datetime | None = None
    published: datetime | None = None
    modified: datetime | None = None
    candidates: tuple[DateCandidate, ...] = ()
    picture: Picture | None = None
    links: tuple[Relation, ...] = ()
    rules: list[str] = []
    """Where each field was read from."""

    def tell(self, field: str, source: str, line: int | None, words: str) -> None:
        """Note where a field was read from, for `syndicate.formats.evidence`."""
        if line is not None:
            self.rules.append(f"{line}: {field} by {source}" + (f' "{words[:120]}"' if words else ""))


def read(root: Element, findings: Findings) -> Head:
    """The metadata of the page below `root`: JSON-LD first, then what `meta` and `link` say."""
    named = _named(root)
    linked = ld.read(root, findings)
    base = next((absolute(href) or "" for e in root.iter("base") if (href := e.get("href", ""))), "")
    head = Head()
    title = next((e for e in root.iterfind("head/title") if tidy(words(e))), None)
    if title is not None:
        head.title = tidy(words(title))
    _address(root, named, linked, head)
    head.base = base if is_web(base) else head.canonical
    _words(named, linked, head)
    head.keywords = _keywords(named, linked, head)
    _language(root, head)
    if head.language == "und" and (tag := language_tag(linked.text("inLanguage"))) != "und":
        head.language = tag
        head.tell("language", "JSON-LD", linked.line, tag)
    _instants(named, linked, head, findings)
    head.picture = linked.picture()
    if head.picture is None and (shown := _first(named, ("og:image:secure_url", "og:image", "twitter:image"))):
        head.picture = Picture(shown[1], alt=_first(named, ("og:image:alt", "twitter:image:alt"))[1])
    return head


def _words(named: Named, linked: Linked, head: Head) -> None:
    """Headline, summary, people and house."""
    properties = {"headline": "headline", "summary": "description", "service": "articleSection"}
    for field in ("headline", "summary", "service", "provider", "copyright_notice"):
        said = linked.text(properties.get(field, ""))
        if field == "provider":
            said = next(iter(linked.names("publisher")), "")
        elif field == "copyright_notice":
            said = linked.text("copyrightNotice")
        if said:
            head.tell(field, "JSON-LD", linked.line, said)
        else:
            name, said, line = _first(named, _NAMES[field])
            if said and field != "headline":
                head.tell(field, name, line, said)
        setattr(head, field, tidy(said))
    head.subheadline = tidy(linked.text("alternativeHeadline"))
    authors = [name for name in linked.names("author") if not is_web(name)]
    if authors:
        head.tell("bylines", "JSON-LD", linked.line, ", ".join(authors))
    for name in _NAMES["authors"] if not authors else ():
        authors = [said for said, _ in named.get(name, ()) if not is_web(said)]
        if authors:
            head.tell("bylines", name, named[name][0][1], ", ".join(authors))
            break
    head.authors = tuple(dict.fromkeys(tidy(name) for name in authors))


def _instants(named: Named, linked: Linked, head: Head, findings: Findings) -> None:
    """Dates; of several sources the first that tells an instant counts, and one that tells none is a candidate."""
    for field, key in (("published", "datePublished"), ("modified", "dateModified"), ("created", "dateCreated")):
        told = [("JSON-LD", linked.text(key), linked.line)]
        told += [(name, *named[name][0]) for name in _NAMES.get(field, ()) if name in named]
        for source, written, line in told:
            where = key if source == "JSON-LD" else source
            found = instant(written, where, head, findings)
            if found is not None:
                setattr(head, field, found)
                head.tell(field, source, line, written)
                break


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


Named = dict[str, list[tuple[str, int | None]]]
"""The content of every `meta` by its name or property, each with its line."""


def _named(root: Element) -> Named:
    found: Named = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower()
        content = tidy(element.get("content", ""))
        if name and content:
            found.setdefault(name, []).append((content, line_of(element)))
    return found


def _first(named: Named, names: tuple[str, ...]) -> tuple[str, str, int | None]:
    """The first of these names that says something, what it says, and where."""
    return next(((name, *named[name][0]) for name in names if name in named), ("", "", None))


def _address(root: Element, named: Named, linked: Linked, head: Head) -> None:
    """The page's own address, and where it stands in other languages (`hreflang`)."""
    links = [e for e in root.iter("link") if e.get("href")]
    told = [("link canonical", e.get("href", ""), line_of(e)) for e in links if "canonical" in _relations(e)]
    told += [("JSON-LD", linked.address(), linked.line)]
    told += [("og:url", said, line) for said, line in named.get("og:url", ())]
    for source, href, line in told:
        address = absolute(href)
        if address and is_web(address):
            head.canonical = address
            head.tell("canonical_url", source, line, address)
            break
    for link in links:
        language = language_tag(link.get("hreflang", "").strip())
        address = absolute(link.get("href", "")) or ""
        if "alternate" in _relations(link) and language != "und" and is_web(address) and address != head.canonical:
            head.links += (Relation(rel="translation_of", href=address, title=language),)


def _relations(element: Element) -> list[str]:
    return element.get("rel", "").lower().split()


def _keywords(named: Named, linked: Linked, head: Head) -> tuple[str, ...]:
    found = linked.words("keywords")
    if found:
        head.tell("keywords", "JSON-LD", linked.line, ", ".join(found))
    for name in ("keywords", "news_keywords", "parsely-tags", "article:tag", "dc.subject"):
        for said, line in named.get(name, ()):
            found += [said] if name in ("article:tag", "dc.subject") else said.split(",")
            head.tell("keywords", name, line, said)
    return tuple(dict.fromkeys(word for word in map(tidy, found) if word))


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
