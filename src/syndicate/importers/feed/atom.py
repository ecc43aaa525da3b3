"""Entries of Atom 1.0 (RFC 4287), and of Atom 0.3 where it says the same by other names."""

from __future__ import annotations

from typing import Literal

from lxml import etree

from syndicate.importers.feed.entry import Entry, markup, of_html
from syndicate.importers.feed.head import tag
from syndicate.importers.feed.modules import Take, day, enclosure, take
from syndicate.importers.feed.names import attribute, name_of, said
from syndicate.model.article import Contributor, Credit, Relation, Rights, Subject

Element = etree._Element
Rel = Literal["related", "part_of"]

_RELATIONS: dict[str, Rel] = {"related": "related", "up": "part_of"}
_XML = "{http://www.w3.org/XML/1998/namespace}"


def read(entry: Entry, element: Element) -> None:
    """Take what an `entry` says into `entry`."""
    for child in element:
        if base := child.get(f"{_XML}base"):
            outer, entry.base = entry.base, entry.address(base, "xml:base") or entry.base
            take(entry, child, _TABLE)
            entry.base = outer
        else:
            take(entry, child, _TABLE)


def words(entry: Entry, element: Element) -> str:
    """A text construct (RFC 4287 3.1) as one line."""
    match attribute(element, "type"):
        case "html" | "text/html":
            return entry.plain(of_html(markup(element)))
        case "xhtml" | "application/xhtml+xml":
            return entry.plain(said(element))
        case _:
            line = said(element)
            return entry.plain(line) if attribute(element, "mode") == "escaped" else " ".join(line.split())


def _line(field: str) -> Take:
    return lambda entry, element: entry.set(field, words(entry, element), name_of(element))


def _content(entry: Entry, element: Element) -> None:
    """The story (4.1.3): text, HTML, XHTML; or the address of something else."""
    kind = attribute(element, "type")
    if src := attribute(element, "src"):
        entry.keep("atom:content@src", entry.address(src, "content"))
        return
    match kind:
        case "html" | "xhtml" | "text/html" | "application/xhtml+xml":
            entry.set("content", markup(element), "atom:content")
        case "" | "text" | "text/plain":
            if len(element):  # Atom 0.3 has XHTML without saying so
                entry.set("content", markup(element), "atom:content")
            else:
                entry.set("text", element.text or "", "atom:content")
        case _:
            entry.keep_element(element)


def author(entry: Entry, element: Element) -> None:
    """A person construct (3.2)."""
    name, contact = _person(entry, element)
    entry.person(name or contact, contact if name else "")


def _contributor(entry: Entry, element: Element) -> None:
    name, contact = _person(entry, element)
    if name and not any(one.name == name for one in entry.contributors):
        entry.contributors.append(Contributor(name=name))
    if contact:
        entry.keep("atom:contributor", f"{name}: {contact}" if name else contact)


def _person(entry: Entry, element: Element) -> tuple[str, str]:
    """The name, and the page or else the mailbox."""
    found: dict[str, str] = {}
    for child in element:
        name = name_of(child).removeprefix("atom:")
        if name in ("name", "email", "uri", "url"):
            found.setdefault("uri" if name == "url" else name, " ".join(said(child).split()))
        elif name:
            entry.keep_element(child, f"{name_of(element)}/")
    contact = found.get("uri", "") or found.get("email", "")
    if found.get("uri") and found.get("email"):
        entry.keep(f"{name_of(element)}/email", found["email"])
    return found.get("name", "") or ("" if contact else said(element)), contact


def link(entry: Entry, element: Element) -> None:
    """A link by its relation (4.2.7); one without is the story itself."""
    rel = attribute(element, "rel") or "alternate"
    href = entry.address(attribute(element, "href"), f"link {rel}")
    if not href:
        return
    kind = attribute(element, "type").partition(";")[0]
    if rel == "alternate" and not entry.link and kind in ("", "text/html", "application/xhtml+xml"):
        entry.link = href
    elif rel == "alternate" and (language := tag(attribute(element, "hreflang"))) and href != entry.link:
        entry.links.append(Relation(rel="translation_of", href=href, title=language))
    elif rel == "enclosure":
        enclosure(entry, element)
    elif rel == "license" and entry.rights is None:
        entry.rights = Rights(license_url=href)
    elif rel in _RELATIONS:
        entry.links.append(Relation(rel=_RELATIONS[rel], href=href, title=entry.plain(attribute(element, "title"))))
    elif rel not in ("self", "edit", "edit-media", "service.edit", "service.post") and href != entry.link:
        entry.keep(f"atom:link {rel}", href)


def _category(entry: Entry, element: Element) -> None:
    """What it is about (4.2.2): a term of a scheme, or a word."""
    term, scheme, label = (attribute(element, name) for name in ("term", "scheme", "label"))
    if scheme and (term or label):
        entry.subjects.append(Subject(name=label or term, scheme=scheme, code=term if label else ""))
    else:
        entry.keyword(entry.plain(label or term or said(element)))


def _source(entry: Entry, element: Element) -> None:
    """The feed that it was copied from (4.2.11): whose copy it is."""
    for child in element:
        name = name_of(child)
        if name == "atom:title" and entry.credit is None:
            title = words(entry, child)
            entry.credit = Credit(raw=title) if title else None
        elif name == "atom:rights" and not entry.copyright_notice:
            entry.copyright_notice = words(entry, child)
        elif name == "atom:author" and not entry.bylines:
            author(entry, child)
        elif name:
            entry.keep_element(child, "atom:source/")


_TABLE: dict[str, Take] = {
    "atom:id": lambda entry, element: entry.set("guid", said(element), "atom:id"),
    "atom:title": _line("headline"),
    "atom:summary": _line("summary"),
    "atom:rights": _line("copyright_notice"),
    "atom:copyright": _line("copyright_notice"),
    "atom:content": _content,
    "atom:published": day("published"),
    "atom:issued": day("published"),
    "atom:updated": day("modified"),
    "atom:modified": day("modified"),
    "atom:created": day("created"),
    "atom:author": author,
    "atom:contributor": _contributor,
    "atom:link": link,
    "atom:category": _category,
    "atom:source": _source,
}
