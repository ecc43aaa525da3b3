"""Items of RSS 0.9x, 1.0 and 2.0 (the specification of the RSS Advisory Board, and its Best Practices Profile)."""

from __future__ import annotations

import re

from lxml import etree

from syndicate.formats.addresses import is_web
from syndicate.importers.feed import atom
from syndicate.importers.feed.entry import Entry, markup
from syndicate.importers.feed.modules import Take, day, line, take
from syndicate.importers.feed.names import attribute, said
from syndicate.model.article import Subject

Element = etree._Element

_AUTHOR = re.compile(r"(\S+@\S+)\s+\((.+)\)|(.+?)\s*<(\S+@\S+)>")
"""`desk@news.example (The desk)`, and the form of mail."""
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def read(entry: Entry, element: Element) -> None:
    """Take what an `item` says into `entry`."""
    for child in element:
        take(entry, child, TABLE)
    about = element.get(_ABOUT, "")
    if about and not entry.guid:
        entry.guid = about
    if not entry.link and is_web(entry.guid):
        entry.link = entry.guid


def _link(entry: Entry, element: Element) -> None:
    address = entry.address(said(element) or attribute(element, "href"), "link")
    entry.set("link", address, "link")


def _guid(entry: Entry, element: Element) -> None:
    """The item's id; an address only where it says so or says nothing (RSS 2.0, guid)."""
    entry.set("guid", said(element), "guid")
    if attribute(element, "isPermaLink").lower() != "false" and not entry.link and is_web(entry.guid):
        entry.link = entry.guid


def _author(entry: Entry, element: Element) -> None:
    written = entry.plain(said(element))
    found = _AUTHOR.fullmatch(written)
    if found is None:
        entry.person(written)
        return
    mail, name, other, address = found.groups()
    entry.person(name or other, mail or address)


def _category(entry: Entry, element: Element) -> None:
    """What the item is about: by a vocabulary a subject, else a keyword."""
    name, domain = entry.plain(said(element)), attribute(element, "domain")
    if not name:
        return
    if domain:
        entry.subjects.append(Subject(name=name, scheme=domain))
    else:
        entry.keyword(name)


TABLE: dict[str, Take] = {
    "title": line("headline"),
    "link": _link,
    "guid": _guid,
    "description": lambda entry, element: entry.set("teaser", markup(element), "description"),
    "pubDate": day("published"),
    "author": _author,
    "category": _category,
    "expirationDate": day("expires"),
    "atom:updated": day("modified"),
    "atom:published": day("published"),
    "atom:summary": line("summary"),
    "atom:link": atom.link,
    "atom:author": atom.author,
}
"""What an item of RSS has besides the modules."""
