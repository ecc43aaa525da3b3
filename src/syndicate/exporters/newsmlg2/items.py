"""News items of text: a story, and what is left of one that may not be used any more."""

from __future__ import annotations

from syndicate.contracts import Notice
from syndicate.exporters.newsmlg2.bodies import content_set
from syndicate.exporters.newsmlg2.concepts import assertions
from syndicate.exporters.newsmlg2.description import alt_ids, content_meta, language
from syndicate.exporters.newsmlg2.markup import Codes, Lines, element, nest
from syndicate.exporters.newsmlg2.media import media_guids
from syndicate.exporters.newsmlg2.metadata import (
    Desk,
    canonical,
    envelope,
    item_meta,
    management,
    provider,
    published,
    rights,
)
from syndicate.formats import g2
from syndicate.model.article import Article


def story(article: Article, desk: Desk) -> Lines:
    """A story as an item of text."""
    codes = Codes(desk.profile)
    links = [
        element("link", rel="irel:associatedWith", residref=guid, contenttype=g2.ITEM_TYPE)
        for _, guid in media_guids(article)
    ]
    tag = language(article)
    after_catalogs = [
        *published(article.published, codes),
        *rights(article, desk, codes),
        *item_meta(article, desk, codes, links),
        *content_meta(article, desk, codes),
        *assertions(article),
        *content_set(article, desk),
    ]
    return envelope("newsItem", article.id, article.version, tag, article.dir, desk, codes, after_catalogs)


def notice_item(notice: Notice, desk: Desk) -> Lines:
    """What is left of a canceled or withheld story: same guid, next version, status, reason, no content."""
    codes = Codes(desk.profile)
    note = f"{notice.show} {notice.reason}".strip()
    lines = management(
        desk,
        "ninat:text",
        provider(desk, notice.provider, notice.id),
        notice.modified,
        created=notice.created,
        item=notice.id,
        status=notice.status,
    )
    lines.append(element("edNote", note or notice.status))
    lines.append(element("signal", qcode=codes.own("signal/kill" if notice.status == "canceled" else "signal/hold")))
    lines += canonical(notice, desk, codes)
    tag = g2.language(notice.language)
    after_catalogs = [
        *published(notice.published, codes),
        *nest("itemMeta", lines),
        *nest("contentMeta", [*alt_ids(notice.alt_ids, codes), element("language", tag=tag)]),
        *(nest("contentSet", []) if desk.profile.content else []),
    ]
    return envelope("newsItem", notice.id, notice.version, tag, notice.dir, desk, codes, after_catalogs)
