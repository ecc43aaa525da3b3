"""The rich story of `newsml.py` by lxml alone, as one would write it by hand: a call for each element.

It writes what that one story has and nothing else, cleans no address, and knows no option; it is what there is to beat.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lxml import etree

from syndicate.formats import g2
from syndicate.model import body as b
from syndicate.model.article import Article

NAR, XHTML, NITF = (f"{{{name}}}" for name in (g2.NAR, g2.XHTML, g2.NITF))
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKS = {b.Em: "em", b.Strong: "strong"}


def sub(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    """An element of G2 below `parent`."""
    element = etree.SubElement(parent, NAR + name, attributes)
    element.text = text
    return element


def named(parent: Any, tag: str, words: str, **attributes: str) -> Any:
    """A property with a name."""
    element = sub(parent, tag, **attributes)
    sub(element, "name", words)
    return element


def moment(at: datetime | None) -> str:
    """An instant in UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at is not None else ""


def message(article: Article, now: datetime) -> Any:
    """The story as a message."""
    spaces: Any = {None: g2.NAR}
    root = etree.Element(NAR + "newsMessage", nsmap=spaces)
    header = sub(root, "header")
    sub(header, "sent", moment(now))
    sub(header, "sender", article.provider)
    item = sub(sub(root, "itemSet"), "newsItem", guid=article.id, version=str(article.version), standard="NewsML-G2")
    item.set("standardversion", "2.35")
    item.set("conformance", "power")
    item.set(LANG, article.language)
    sub(item, "catalogRef", href=g2.CATALOG)
    catalog = sub(item, "catalog")
    sub(catalog, "scheme", alias="linkrel", uri=g2.RELATIONS_SCHEME)
    sub(catalog, "scheme", alias="synd", uri=g2.OWN_SCHEME)
    rights = sub(item, "rightsInfo")
    named(rights, "copyrightHolder", article.copyright_holder)
    sub(rights, "copyrightNotice", article.copyright_notice)
    sub(rights, "usageTerms", article.usage_terms)
    _management(item, article)
    _content_meta(item, article)
    for org in article.orgs:
        exchange, _, symbol = org.symbols[0].partition(":")
        sub(sub(item, "assert", literal=org.id), "hasInstrument", symbol=symbol, marketlabel=exchange)
    for place in article.places:
        if place.geo is not None:
            details = sub(sub(item, "assert", literal=place.id), "geoAreaDetails")
            sub(details, "position", latitude=str(place.geo.lat), longitude=str(place.geo.lon))
    _content_set(item, article)
    return root


def _management(item: Any, article: Article) -> None:
    meta = sub(item, "itemMeta")
    sub(meta, "itemClass", qcode="ninat:text")
    named(meta, "provider", article.provider)
    sub(meta, "versionCreated", moment(article.modified))
    sub(meta, "firstCreated", moment(article.created))
    sub(meta, "pubStatus", qcode=f"stat:{article.status}")
    for note in article.ed_notes:
        sub(meta, "edNote", note.text, role="synd:note/public")
    sub(meta, "signal", qcode="sig:update", why="why:inferred")
    sub(meta, "link", rel="linkrel:canonical", href=article.canonical_url)
    for link in article.links:
        sub(meta, "link", rel="irel:seeAlso", residref=link.ref, title=link.title)


def _content_meta(item: Any, article: Article) -> None:
    meta = sub(item, "contentMeta")
    sub(meta, "urgency", str(article.urgency))
    sub(meta, "contentCreated", moment(article.content_created))
    sub(meta, "contentModified", moment(article.modified))
    line, credit = article.dateline, article.credit
    if line is not None and line.geo is not None:
        located = named(meta, "located", line.places[0])
        named(located, "broader", line.country, type="cpnat:geoArea")
        details = sub(located, "geoAreaDetails")
        sub(details, "position", latitude=str(line.geo.lat), longitude=str(line.geo.lon))
    for agency in credit.agencies if credit is not None else ():
        named(meta, "infoSource", agency, role="cpprole:contentSource")
    for byline in article.bylines:
        creator = named(meta, "creator", byline.name, role="cpprole:author")
        sub(creator, "definition", byline.title, role="synd:byline/title")
        sub(sub(sub(creator, "personDetails"), "contactInfo"), "email", byline.contact)
    for other in article.alt_ids:
        sub(meta, "altId", other.value, type=f"synd:id/{other.kind}")
    sub(meta, "language", tag=article.language)
    for genre in article.genre:
        named(meta, "genre", genre)
    for word in article.keywords:
        sub(meta, "keyword", word)
    _subjects(meta, article)
    sub(meta, "slugline", article.slug)
    sub(meta, "headline", article.headline)
    sub(meta, "headline", article.subheadline, role="synd:headline/sub")
    sub(meta, "dateline", line.raw if line is not None else "")
    sub(meta, "by", ", ".join(byline.name for byline in article.bylines))
    sub(meta, "creditline", credit.raw if credit is not None else "")
    sub(meta, "description", article.summary, role="drol:summary")
    if line is not None:
        sub(meta, "contentMetaExtProperty", rel="synd:dateline/country", value=line.country)


def _subjects(meta: Any, article: Article) -> None:
    for topic in article.subjects:
        code = f"{topic.scheme}:{topic.code}"
        subject = named(meta, "subject", topic.name, type="cpnat:abstract", qcode=code, relevance=str(topic.relevance))
        for concept in topic.broader:
            named(subject, "broader", concept.name, qcode=f"{concept.scheme}:{concept.code}")
    for topic in article.subjects:
        for concept in topic.broader:
            code = f"{concept.scheme}:{concept.code}"
            named(meta, "subject", concept.name, type="cpnat:abstract", qcode=code, why="why:ancestor")
    for org in article.orgs:
        named(meta, "subject", org.name, type="cpnat:organisation", literal=org.id)
    for place in article.places:
        subject = named(meta, "subject", place.name, type="cpnat:geoArea", literal=place.id)
        for concept in place.broader:
            named(subject, "broader", concept.name, type="cpnat:geoArea", uri=concept.uri)


def _content_set(item: Any, article: Article) -> None:
    content = sub(item, "contentSet")
    spaces: Any = {None: g2.XHTML}
    inline = sub(content, "inlineXML", contenttype="application/xhtml+xml", wordcount=str(article.word_count))
    html = etree.SubElement(inline, XHTML + "html", {"lang": article.language, LANG: article.language}, nsmap=spaces)
    etree.SubElement(etree.SubElement(html, XHTML + "head"), XHTML + "title").text = article.headline
    _blocks(etree.SubElement(html, XHTML + "body"), article, XHTML, "h2")
    spaces = {None: g2.NITF, "its": "http://www.w3.org/2005/11/its"}
    inline = sub(content, "inlineXML", contenttype="application/nitf+xml", wordcount=str(article.word_count))
    nitf = etree.SubElement(inline, NITF + "nitf", {"version": "-//IPTC//DTD NITF 3.6//EN"}, nsmap=spaces)
    body = etree.SubElement(nitf, NITF + "body")
    headline = etree.SubElement(etree.SubElement(body, NITF + "body.head"), NITF + "hedline")
    etree.SubElement(headline, NITF + "hl1").text = article.headline
    text = etree.SubElement(etree.SubElement(body, NITF + "body.content"), NITF + "block")
    _blocks(text, article, NITF, "hl2")


def _blocks(parent: Any, article: Article, space: str, crosshead: str) -> None:
    html = space == XHTML
    for block in article.body:
        own = {"id": block.bid} if html else {}
        match block:
            case b.Lead():
                attributes = {**own, "class": "lead"} if html else {"lede": "true"}
                _text(etree.SubElement(parent, space + "p", attributes), block.text, space)
            case b.Paragraph():
                _text(etree.SubElement(parent, space + "p", own), block.text, space)
            case b.Crosshead():
                attributes = {**own, "class": "crosshead"} if html else {}
                _text(etree.SubElement(parent, space + crosshead, attributes), block.text, space)
            case b.List():
                made = etree.SubElement(parent, space + "ul", own)
                for entry in block.items:
                    _text(etree.SubElement(made, space + "li"), entry.text, space)


def _text(element: Any, words: b.Text, space: str) -> None:
    last = None
    for run in words:
        if run.marks:
            mark = run.marks[0]
            if isinstance(mark, b.Link):
                last = etree.SubElement(element, space + "a", {"href": mark.href})
            else:
                last = etree.SubElement(element, space + _MARKS[type(mark)])
            last.text = run.text
        elif last is None:
            element.text = (element.text or "") + run.text
        else:
            last.tail = (last.tail or "") + run.text
