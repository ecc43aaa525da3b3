"""Whole news items: a story, one medium of a story, the notice that is left of a canceled story."""

from __future__ import annotations

import math
from urllib.parse import quote

from syndicate.contracts import Notice
from syndicate.exporters.newsmlg2.concepts import assertions
from syndicate.exporters.newsmlg2.description import content_meta, language
from syndicate.exporters.newsmlg2.markup import Codes, Lines, element, nest, optional
from syndicate.exporters.newsmlg2.metadata import Desk, canonical, extensions, item_meta, provider, published, rights
from syndicate.formats import g2, xhtml
from syndicate.formats.names import unique
from syndicate.model import body
from syndicate.model.article import Article, Media, Rendition

_RENDITIONS = {"highres": "rnd:highRes", "web": "rnd:web", "thumb": "rnd:thumb", "thumbnail": "rnd:thumb"}
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def story(article: Article, desk: Desk, *, with_text: bool) -> Lines:
    """A text item; `with_text` adds the body as plain text beside the XHTML."""
    codes = Codes()
    links = [
        element("link", rel="irel:associatedWith", residref=guid, contenttype=g2.ITEM_TYPE)
        for _, guid in media_guids(article)
    ]
    after_catalogs = [
        *published(article.published),
        *rights(article, desk, codes),
        *item_meta(article, desk, codes, links),
        *content_meta(article, desk, codes),
        *assertions(article),
        *_content(article, desk, with_text=with_text),
    ]
    return _item(article, codes, after_catalogs, lang=language(article))


def media_guids(article: Article) -> list[tuple[Media, str]]:
    """The media of a story with the guids of their items: the story's own with a fragment (RFC 8141 2.3.3)."""
    names = unique(quote(medium.id, safe="") for medium in article.media)
    return [(medium, f"{article.id}#{name}") for medium, name in zip(article.media, names, strict=True)]


def medium_item(article: Article, medium: Media, guid: str, desk: Desk) -> Lines:
    """A medium as an item of its own: the renditions in a contentSet are those of one content."""
    codes = Codes()
    version = article.modified or desk.now
    management = [
        element("itemClass", qcode=f"ninat:{medium.type}"),
        *provider(desk, article.provider, article.id, tell=False),
        element("versionCreated", g2.moment(version)),
        *([element("embargoed", g2.moment(article.embargo_until))] if article.embargo_until is not None else []),
        element("pubStatus", qcode="stat:usable"),
        element("link", rel="irel:associatedWith", residref=article.id, contenttype=g2.ITEM_TYPE),
    ]
    if medium.focus is not None:
        point = f"{medium.focus.x:g} {medium.focus.y:g}"
        management += extensions("itemMetaExtProperty", [(("focus",), point)], codes)
    content = [
        *optional("creditline", g2.one_line(medium.credit)),
        *optional("description", body.plain(medium.caption), role="drol:caption"),
        *optional("description", medium.alt, role=codes.own("description/alt") if medium.alt else None),
    ]
    renditions = [line for one in medium.renditions for line in _rendition(one, article, desk, codes)]
    if not renditions:
        desk.warn("SYN-G2-093", f"the {medium.type} {medium.id} has no rendition that can be reached", article.id)
    after_catalogs = [
        *(nest("rightsInfo", [element("usageTerms", medium.rights)]) if medium.rights else []),
        *nest("itemMeta", management),
        *(nest("contentMeta", content) if content else []),
        *(nest("contentSet", renditions) if renditions else []),
    ]
    return _item(article, codes, after_catalogs, guid=guid, lang=language(article))


def notice_item(notice: Notice, desk: Desk) -> Lines:
    """What is left of a canceled story: status, reason, no content."""
    codes = Codes()
    note = f"{notice.show} {notice.reason}".strip()
    management = [
        element("itemClass", qcode="ninat:text"),
        *provider(desk, notice.provider, notice.id),
        element("versionCreated", g2.moment(notice.modified or desk.now)),
        element("pubStatus", qcode="stat:canceled"),
        element("edNote", note or "canceled"),
        element("signal", qcode=codes.own("signal/kill")),
        *canonical(notice, desk, codes),
    ]
    other = [
        element("altId", one.value, type=codes.own("id", one.kind) if one.kind else None)
        for one in notice.alt_ids
        if one.value
    ]
    after_catalogs = [
        *published(notice.published),
        *nest("itemMeta", management),
        *(nest("contentMeta", other) if other else []),
    ]
    return _item(notice, codes, after_catalogs, lang=g2.language(notice.language))


def envelope(name: str, guid: str, version: int, lang: str, direction: str | None, lines: Lines) -> Lines:
    """The root of an item of any kind, with the attributes that all share."""
    return nest(
        name,
        lines,
        guid=guid,
        version=version,
        standard="NewsML-G2",
        standardversion=g2.STANDARD_VERSION,
        conformance="power",
        lang=lang,
        dir=direction,
    )


def _item(source: Article | Notice, codes: Codes, lines: Lines, *, lang: str, guid: str = "") -> Lines:
    return envelope("newsItem", guid or source.id, source.version, lang, source.dir, [*codes.catalogs(), *lines])


def _content(article: Article, desk: Desk, *, with_text: bool) -> Lines:
    if not article.body:
        return []
    lines: Lines = []
    if with_text:
        # Before the XHTML: receivers that keep the last content they meet then keep the richer one.
        lines.append(element("inlineData", _plain_text(article), contenttype="text/plain"))
    style = _style(article, desk)
    blocks: Lines = []
    for block in article.body:
        markup = xhtml.render_blocks((block,), article, style)
        # Line ends between elements may move, those of preformatted text may not.
        blocks += [markup] if "<pre" in markup else [line for line in markup.split("\n") if line]
    tag = language(article)
    html = [
        f'<html xmlns="{g2.XHTML}" lang="{tag}" xml:lang="{tag}"' + (f' dir="{article.dir}">' if article.dir else ">"),
        f"  <head>{element('title', article.headline) if article.headline else '<title></title>'}</head>",
        *nest("body", blocks),
        "</html>",
    ]
    html[2:-1] = [f"  {line}" for line in html[2:-1]]
    lines += nest(
        "inlineXML",
        html,
        contenttype="application/xhtml+xml",
        charcount=_count(article.char_count),
        wordcount=_count(article.word_count),
    )
    return nest("contentSet", lines)


def _plain_text(article: Article) -> str:
    paragraphs = (body.plain(words) for block in body.walk(article.body) for words in body.texts(block))
    return "\n\n".join(words for words in paragraphs if words)


def _style(article: Article, desk: Desk) -> xhtml.Style:
    def href(target: str) -> str | None:
        return desk.address(target, article.id, "the link")

    def view(medium: Media) -> xhtml.View | None:
        for one in medium.renditions:
            source = g2.address(one.href, desk.job.base_url)
            if source is not None:
                return xhtml.View(source, _count(one.width), _count(one.height))
        return None

    def file(medium: Media) -> str | None:
        shown = view(medium)
        return shown.src if shown is not None else None

    return xhtml.Style(href=href, view=view, file=file, ids=True, xml_lang=True)


def _rendition(one: Rendition, article: Article, desk: Desk, codes: Codes) -> Lines:
    href = desk.address(one.href, article.id, "the rendition")
    if href is None:
        return []
    role = _RENDITIONS.get(one.role.lower()) or (codes.own("rendition", one.role) if one.role else None)
    timed = one.duration is not None and math.isfinite(one.duration)
    hashes = [element("hash", one.sha256, hashtypeuri=_SHA256)] if one.sha256 else []
    return nest(
        "remoteContent",
        hashes,
        rendition=role,
        href=href,
        contenttype=one.media_type if "/" in one.media_type else None,
        size=_count(one.size),
        width=_count(one.width),
        height=_count(one.height),
        duration=f"{one.duration:g}" if timed else None,
        durationunit="timeunit:seconds" if timed else None,
    )


def _count(value: int | None) -> int | None:
    """`value` where it can be a count: the standard knows no negative ones."""
    return value if value is not None and value >= 0 else None
