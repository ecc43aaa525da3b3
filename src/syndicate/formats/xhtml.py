"""An article's body as XHTML: one renderer for feeds, EPUB and NewsML-G2, so that all three say the same.

What comes out is well-formed XML and valid HTML at once (no namespace declarations, empty elements closed as `<br/>`),
and holds only elements that feed readers keep. How addresses and pictures become what a format wants is the caller's
`Style`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import assert_never

import msgspec

from syndicate.formats.xml import attribute, escape, one_line
from syndicate.model import body
from syndicate.model.article import Article, Media

_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""What may stand in lang (BCP 47 2.1, loosely); anything else would make the document invalid."""


class View(msgspec.Struct, frozen=True):
    """How a picture is shown: its address in the output, and its size in pixels where known."""

    src: str
    width: int | None = None
    height: int | None = None


def _as_is(href: str) -> str | None:
    return href


def _no_view(media: Media) -> View | None:
    return None


class Style(msgspec.Struct, frozen=True):
    """What a format wants of the markup."""

    href: Callable[[str], str | None] = _as_is
    """The address to write for a link; None leaves the words without a link."""
    view: Callable[[Media], View | None] = _no_view
    """How to show a picture; None shows its caption and alternative text only."""
    file: Callable[[Media], str | None] = lambda _: None
    """The address of a video or sound; None leaves the caption."""
    ids: bool = False
    """Write each block's `bid` as `id`, behind `id_prefix`."""
    id_prefix: str = ""
    heading: int = 2
    """HTML level of a crosshead of level 1."""
    semantics: bool = False
    """Write `epub:type` (the document must declare the namespace) and ARIA roles."""
    xml_lang: bool = False
    """Write `xml:lang` beside `lang`, as XHTML documents need it."""
    ruby_parentheses: bool = True
    """Write `rp` for readers that know no ruby; EPUB, whose readers do, discourages it."""


def render(article: Article, style: Style) -> str:
    """The whole body, one block a line."""
    return render_blocks(article.body, article, style)


def render_blocks(blocks: tuple[body.Block, ...], article: Article, style: Style) -> str:
    """Some blocks of `article`, one a line."""
    return "\n".join(filter(None, [_block(block, article, style) for block in blocks]))


def render_text(content: body.Text, style: Style) -> str:
    """Text with its marks as inline elements; a newline becomes `<br/>`."""
    if len(content) == 1:
        return _run(content[0], style)
    return "".join([_run(run, style) for run in content])


# --- inline ----------------------------------------------------------------------------------------------------------


def _run(run: body.Run, style: Style) -> str:
    html = escape(run.text)
    if "\n" in html:
        html = html.replace("\n", "<br/>")
    for mark in reversed(run.marks):
        html = _mark(mark, html, style)
    return html


def _mark(mark: body.Mark, html: str, style: Style) -> str:
    match mark:
        case body.Strong():
            return f"<strong>{html}</strong>"
        case body.Em():
            return f"<em>{html}</em>"
        case body.Underline():
            return f"<u>{html}</u>"
        case body.Strike():
            return f"<s>{html}</s>"
        case body.Sub():
            return f"<sub>{html}</sub>"
        case body.Sup():
            return f"<sup>{html}</sup>"
        case body.Code():
            return f"<code>{html}</code>"
        case body.Link():
            return _link(mark, html, style)
        case body.Lang():
            return f"<span{_language(mark.tag, mark.dir, style)}>{html}</span>"
        case body.InlineQuote():
            # Not <q>: readers would set quotation marks of their own beside those of the text.
            return f'<span class="quote">{html}</span>'
        case body.Entity():
            return f'<span class="entity">{html}</span>'
        case body.Ruby():
            reading = f"<rt>{escape(mark.text)}</rt>"
            return f"<ruby>{html}{f'<rp>(</rp>{reading}<rp>)</rp>' if style.ruby_parentheses else reading}</ruby>"
        case _:
            assert_never(mark)


def _link(mark: body.Link, html: str, style: Style) -> str:
    href = style.href(mark.href)
    if href is None or "<a " in html:
        return html
    rel = f" rel={attribute(mark.rel)}" if mark.rel else ""
    title = f" title={attribute(mark.title)}" if mark.title else ""
    return f"<a href={attribute(href)}{rel}{title}>{html}</a>"


def _language(tag: str, direction: str | None, style: Style) -> str:
    out = ""
    if _TAG.fullmatch(tag):
        out = f" lang={attribute(tag)}"
        if style.xml_lang:
            out += f" xml:lang={attribute(tag)}"
    if direction:
        out += f' dir="{direction}"'
    return out


# --- blocks ----------------------------------------------------------------------------------------------------------


def _attributes(block: body.Block, style: Style, css: str = "", semantic: str = "", role: str = "") -> str:
    if not (css or style.ids or block.lang or block.dir):
        return ""
    out = f" id={attribute(style.id_prefix + block.bid)}" if style.ids and block.bid else ""
    if css:
        out += f' class="{css}"'
    if style.semantics:
        out += f' epub:type="{semantic}"' if semantic else ""
        out += f' role="{role}"' if role else ""
    return out + _language(block.lang, block.dir, style)


def _block(block: body.Block, article: Article, style: Style) -> str:
    match block:
        case body.Paragraph():
            return f"<p{_attributes(block, style)}>{render_text(block.text, style)}</p>"
        case body.Lead():
            return f"<p{_attributes(block, style, 'lead')}>{render_text(block.text, style)}</p>"
        case body.Crosshead():
            level = min(6, style.heading - 1 + max(1, block.level))
            return f"<h{level}{_attributes(block, style, 'crosshead')}>{render_text(block.text, style)}</h{level}>"
        case body.Quote():
            return f"<blockquote{_attributes(block, style)}>{_quotation(block, style)}</blockquote>"
        case body.PullQuote():
            opening = _attributes(block, style, "pullquote", "pullquote", "doc-pullquote")
            return f"<aside{opening}>{_quotation(block, style)}</aside>"
        case body.List():
            return _list(block, style, _attributes(block, style))
        case body.Table():
            return _table(block, style)
        case body.Preformatted():
            return f"<pre{_attributes(block, style)}>{escape(block.text)}</pre>"
        case body.Divider():
            return f"<hr{_attributes(block, style)}/>"
        case body.Figure() | body.Gallery() | body.Video() | body.Audio() | body.Embed():
            return _media_block(block, article, style)
        case body.Box():
            title = f'<p class="box-title"><strong>{escape(block.title)}</strong></p>\n' if block.title else ""
            inner = render_blocks(block.blocks, article, style)
            return f"<aside{_attributes(block, style, block.kind)}>\n{title}{inner}\n</aside>"
        case body.Footnote() | body.CorrectionNotice() | body.EditorNote() | body.InterstitialLink():
            return _note_block(block, style)
        case body.Unsupported():
            return f"<pre{_attributes(block, style, 'unsupported')}>{escape(block.source)}</pre>"
        case _:
            assert_never(block)


def _quotation(block: body.Quote | body.PullQuote, style: Style) -> str:
    words = f"<p>{render_text(block.text, style)}</p>"
    if not block.attribution:
        return words
    return f'{words}<p class="attribution">— <cite>{render_text(block.attribution, style)}</cite></p>'


def _list(block: body.List, style: Style, attributes: str = "") -> str:
    name = "ol" if block.ordered else "ul"
    items = []
    for item in block.items:
        nested = "".join([_list(child, style, _attributes(child, style)) for child in item.children])
        items.append(f"<li>{render_text(item.text, style)}{nested}</li>")
    return f"<{name}{attributes}>{''.join(items)}</{name}>" if items else ""


def _table(block: body.Table, style: Style) -> str:
    parts = [f"<table{_attributes(block, style)}>"]
    if block.caption:
        parts.append(f"<caption>{render_text(block.caption, style)}</caption>")
    if block.header:
        parts.append("<thead>" + "".join([_row(row, "th", style) for row in block.header]) + "</thead>")
    rows = "".join([_row(row, "td", style) for row in block.rows])
    parts.append(f"<tbody>{rows or '<tr><td></td></tr>'}</tbody></table>")
    return "".join(parts)


def _row(row: tuple[body.Cell, ...], name: str, style: Style) -> str:
    cells = []
    heads = name == "th"
    for cell in row or (body.Cell(text=()),):
        # A head that says nothing heads nothing (WCAG 1.3.1).
        name = "th" if heads and cell.text else "td"
        extra = ' scope="col"' if name == "th" else ""
        extra += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        extra += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        extra += f' style="text-align:{cell.align}"' if cell.align else ""
        cells.append(f"<{name}{extra}>{render_text(cell.text, style)}</{name}>")
    return f"<tr>{''.join(cells)}</tr>"


def _note_block(
    block: body.Footnote | body.CorrectionNotice | body.EditorNote | body.InterstitialLink, style: Style
) -> str:
    words = render_text(block.text, style)
    match block:
        case body.Footnote():
            label = f"<sup>{escape(block.label)}</sup> " if block.label else ""
            opening = _attributes(block, style, "footnote", "footnote", "doc-footnote")
            return f"<aside{opening}><p>{label}{words}</p></aside>"
        case body.CorrectionNotice():
            day = f"<strong>{block.at.date().isoformat()}:</strong> " if block.at else ""
            return f"<p{_attributes(block, style, 'correction')}>{day}{words}</p>"
        case body.EditorNote():
            return f"<p{_attributes(block, style, 'editor-note')}><em>{words}</em></p>"
        case body.InterstitialLink():
            if block.href:
                words = _link(body.Link(href=block.href), words, style)
            return f"<p{_attributes(block, style, 'interstitial')}>{words}</p>"
        case _:
            assert_never(block)


# --- media -----------------------------------------------------------------------------------------------------------


def _media_block(
    block: body.Figure | body.Gallery | body.Video | body.Audio | body.Embed, article: Article, style: Style
) -> str:
    match block:
        case body.Figure():
            return _figure(block, article, style)
        case body.Gallery():
            inner = "\n".join([_figure(figure, article, style) for figure in block.figures])
            caption = f"\n<p>{render_text(block.caption, style)}</p>" if block.caption else ""
            return f"<div{_attributes(block, style, 'gallery')}>\n{inner}{caption}\n</div>"
        case body.Video() | body.Audio():
            return _recording(block, article, style)
        case body.Embed():
            words = render_text(block.fallback, style) or escape(block.provider or block.url)
            linked = _link(body.Link(href=block.url), words, style)
            return f"<p{_attributes(block, style, 'embed')}>{linked}</p>"
        case _:
            assert_never(block)


def alternative(figure: body.Figure, media: Media | None) -> str:
    """The alternative text of a figure: its own, else its medium's, else empty (decorative for a screen reader)."""
    return figure.alt or (media.alt if media else "")


def _figure(block: body.Figure, article: Article, style: Style) -> str:
    media = article.media_by_id(block.media)
    view = style.view(media) if media else None
    alt = alternative(block, media)
    parts = []
    if view is not None:
        size = f' width="{view.width}" height="{view.height}"' if view.width and view.height else ""
        parts.append(f"<img src={attribute(view.src)} alt={attribute(alt)}{size}/>")
    said = block.caption or (media.caption if media else ())
    if view is None and alt and alt != one_line(body.plain(said)):
        parts.append(f'<p class="alt">[{escape(alt)}]</p>')
    caption = render_text(said, style)
    credit = block.credit or (media.credit if media else "")
    if credit:
        caption += f'{" " if caption else ""}<span class="credit">{escape(credit)}</span>'
    if caption:
        parts.append(f"<figcaption>{caption}</figcaption>")
    # Where blocks have ids, one without picture and words still is where the article's own figure stands.
    return f"<figure{_attributes(block, style)}>{''.join(parts)}</figure>" if parts or style.ids else ""


def _recording(block: body.Video | body.Audio, article: Article, style: Style) -> str:
    media = article.media_by_id(block.media)
    words = render_text(block.caption or (media.caption if media else ()), style)
    if not words:
        words = escape((media.alt if media else "") or block.media)
    credit = f' <span class="credit">{escape(media.credit)}</span>' if media and media.credit else ""
    kind = "video" if isinstance(block, body.Video) else "audio"
    address = style.file(media) if media else None
    if address is not None and "<a " not in words:
        words = f"<a href={attribute(address)}>{words}</a>"
    return f"<p{_attributes(block, style, kind)}>{words}{credit}</p>"
