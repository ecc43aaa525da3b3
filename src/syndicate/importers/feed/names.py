"""Names of elements in feeds, whatever prefix a file gives them: `title`, `atom:link`, `dc:creator`."""

from __future__ import annotations

from lxml import etree

Element = etree._Element

PREFIXES = {
    # RSS has no namespace, and has had several.
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
    "http://purl.org/atompub/tombstones/1.0": "at",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.georss.org/georss": "georss",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "http://backend.userland.com/creativeCommonsRssModule": "cc",
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html": "cc",
    "http://creativecommons.org/ns#": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://webns.net/mvcb/": "admin",
    "com-wordpress:feed-additions:1": "wordpress",
    "http://wordpress.org/export/1.0/": "wp",
    "http://wordpress.org/export/1.1/": "wp",
    "http://wordpress.org/export/1.2/": "wp",
    "http://wordpress.org/export/1.0/excerpt/": "excerpt",
    "http://wordpress.org/export/1.1/excerpt/": "excerpt",
    "http://wordpress.org/export/1.2/excerpt/": "excerpt",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""Prefixes that everyone uses, by their namespaces."""

SPACES = {prefix: space for space, prefix in reversed(PREFIXES.items()) if prefix}
"""A namespace for each prefix: feeds that forget to declare one mean this."""


def name_of(element: Element) -> str:
    """The name of an element with its usual prefix; "" for what is none."""
    tag: object = element.tag
    return qualified(tag, element.prefix) if isinstance(tag, str) else ""


def qualified(tag: str, prefix: str | None = None) -> str:
    """`{namespace}name` with the usual prefix of the namespace, else with `prefix`."""
    if not tag.startswith("{"):
        return tag
    space, _, name = tag[1:].partition("}")
    known = PREFIXES.get(space, prefix or "other")
    return f"{known}:{name}" if known else name


def attribute(element: Element, name: str) -> str:
    """An attribute without a namespace, blanks around it taken off."""
    return " ".join((element.get(name) or "").split())


def said(element: Element) -> str:
    """All text of an element in one line."""
    return " ".join("".join(map(str, element.itertext())).split())
