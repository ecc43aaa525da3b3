"""contentSet of a story: its body in the forms that the profile asks for, in the order in which it asks for them."""

from __future__ import annotations

from syndicate.exporters.newsmlg2.description import language
from syndicate.exporters.newsmlg2.markup import Lines, count, element, nest
from syndicate.exporters.newsmlg2.metadata import Desk
from syndicate.formats import elements, g2, nitf, xhtml
from syndicate.formats.g2profile import BodyForm
from syndicate.formats.xml import escape
from syndicate.model import body
from syndicate.model.article import Article, Media, Rendition


def content_set(article: Article, desk: Desk) -> Lines:
    """The body, one rendition after the other; each says the same, and a receiver takes the one that it can read."""
    lines: Lines = []
    if article.body:
        style = body_style(article, desk)
        for form in desk.bodies:
            lines += _rendition(form, article, style, desk)
    return nest("contentSet", lines) if lines or desk.profile.content else []


def _rendition(form: BodyForm, article: Article, style: xhtml.Style, desk: Desk) -> Lines:
    if form == "text":
        return [element("inlineData", _plain_text(article), contenttype="text/plain")]
    if form == "xhtml":
        lines, kind = _xhtml(article, style), "application/xhtml+xml"
    else:
        lines, kind = _nitf(article, style, desk), nitf.MEDIA_TYPE
    return nest(
        "inlineXML", lines, contenttype=kind, charcount=count(article.char_count), wordcount=count(article.word_count)
    )


def _plain_text(article: Article) -> str:
    paragraphs = (body.plain(words) for block in body.walk(article.body) for words in body.texts(block))
    return "\n\n".join(words for words in paragraphs if words)


def _xhtml(article: Article, style: xhtml.Style) -> Lines:
    blocks: Lines = []
    for block in article.body:
        markup = xhtml.render_blocks((block,), article, style)
        # Line ends between elements may move, those of preformatted text may not.
        blocks += [markup] if "<pre" in markup else [line for line in markup.split("\n") if line]
    tag = language(article)
    start = f'<html xmlns="{g2.XHTML}" lang="{tag}" xml:lang="{tag}"' + (
        f' dir="{article.dir}">' if article.dir else ">"
    )
    head = f"<head><title>{escape(article.headline)}</title></head>"
    return [(start, [head, *nest("body", blocks)], "</html>")]


def _nitf(article: Article, style: xhtml.Style, desk: Desk) -> Lines:
    """The text in `body.content/block`, where receivers look for it; what stands around it says contentMeta already.

    Blocks have no ids here: NITF's are ids of the whole file, and two stories may both have a block `b1`.
    """

    def source(one: Rendition) -> str | None:
        return g2.address(one.href, desk.job.base_url)

    content = nitf.body_content(article, nitf.Style(href=style.href, source=source))
    head = nest("body.head", nest("hedline", [element("hl1", article.headline)])) if article.headline else []
    start = elements.opening("nitf", {**nitf.DECLARATIONS, "version": nitf.VERSION}) + ">"
    return [(start, nest("body", [*head, *content]), "</nitf>")]


def body_style(article: Article, desk: Desk) -> xhtml.Style:
    """How addresses and media of the body are written, in whichever vocabulary."""

    known: dict[str, str | None] = {}

    def href(target: str) -> str | None:
        if target not in known:  # told once, however many renditions have it
            known[target] = desk.address(target, article.id, "the link")
        return known[target]

    def view(medium: Media) -> xhtml.View | None:
        for one in medium.renditions:
            source = g2.address(one.href, desk.job.base_url)
            if source is not None:
                return xhtml.View(source, count(one.width), count(one.height))
        return None

    def file(medium: Media) -> str | None:
        shown = view(medium)
        return shown.src if shown is not None else None

    return xhtml.Style(href=href, view=view, file=file, ids=True, xml_lang=True)
