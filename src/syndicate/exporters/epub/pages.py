"""The documents that are not stories: the cover, the title page, the front page and the page of each section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syndicate.contracts import Notice
from syndicate.exporters.epub.document import TEXT_ROOT, document, foreign, link
from syndicate.exporters.epub.plan import Part, Plan, Story
from syndicate.exporters.epub.stories import StoryWriter
from syndicate.formats.xhtml import render_blocks
from syndicate.formats.xml import attribute, escape, one_line
from syndicate.model import body
from syndicate.model.article import Article

_TEASER = 240
"""Length of a teaser that is cut from the text, in characters."""

_RUNNING = (body.Paragraph, body.Lead)

_ON_FRONT = 6
"""Stories of one section that the front page shows; the section's own page has all of them."""


def cover(plan: Plan, path: str, alt: str) -> bytes:
    """The picture as a page of its own; its words are the page's headline for those who do not see it."""
    picture = f'<img src={attribute(TEXT_ROOT + path)} alt={attribute(alt)} role="doc-cover"/>'
    return _page(plan, "cover", plan.title, '<section epub:type="cover">', [f"<h1>{picture}</h1>"], "</section>")


def title_page(plan: Plan) -> bytes:
    """Nameplate, date, number, publisher, in words."""
    edition, words = plan.edition, plan.labels
    lines = [
        f"<h1>{escape(plan.title)}</h1>",
        _paragraph("subtitle", edition.subtitle),
        _paragraph("date", words.day(edition.date) if edition.date else ""),
        _paragraph("number", words.filled("number", number=edition.number) if edition.number else ""),
        _paragraph("publisher", edition.publisher if one_line(edition.publisher) != plan.title else ""),
        _paragraph("rights", edition.copyright_notice),
    ]
    return _page(plan, "titlepage", plan.title, '<section epub:type="titlepage">', lines, "</section>")


def front(plan: Plan, writer: StoryWriter) -> bytes:
    """The table of the day: the lead with its picture, then the sections with teasers; nothing that was withdrawn."""
    lines = [f"<h1{plan.labels.marked(plan.language)}>{escape(plan.labels['front'])}</h1>"]
    lead = next((story for story in plan.stories() if isinstance(story.item, Article)), None)
    if lead is not None:
        lines.append(_lead(plan, lead, writer))
    for part, level in _levels(plan.parts, 2):
        heading = f"<h{level}>{link(part.page, part.page.title)}</h{level}>"
        lines += _group(plan, heading, [story for story in _news(part.listed) if story is not lead][:_ON_FRONT])
    loose = [story for story in _news(plan.loose) if story is not lead]
    if plan.parts and loose:
        lines.append(f"<h2{plan.labels.marked(plan.language)}>{escape(plan.labels['more'])}</h2>")
    lines += _group(plan, "", loose)
    return _page(plan, "front", plan.labels["front"], "<section>", lines, "</section>")


def _levels(parts: Iterable[Part], level: int) -> Iterator[tuple[Part, int]]:
    """Sections and those within them, each with the level of its heading."""
    for part in parts:
        yield part, level
        yield from _levels(part.parts, min(level + 1, 6))


def _news(stories: Iterable[Story]) -> Iterator[Story]:
    return (story for story in stories if not isinstance(story.item, Notice))


def section(plan: Plan, part: Part) -> bytes:
    """A section's page: all its stories with their teasers, then the sections within it."""
    lines = [f"<h1>{escape(part.page.title)}</h1>"]
    lines += _group(plan, "", part.listed)
    if part.parts:
        links = "".join(f"<li>{link(inner.page, inner.page.title)}</li>" for inner in part.parts)
        lines.append(f'<ul class="parts">{links}</ul>')
    return _page(plan, "section", part.page.title, "<section>", lines, "</section>")


def teaser(story: Story) -> str:
    """What a list says of a story: its summary, else its standfirst, else how it begins."""
    item = story.item
    if isinstance(item, Notice):
        return one_line(item.show)
    said = one_line(item.summary) or one_line(item.standfirst)
    if said:
        return said
    opening = _opening(item)
    if len(opening) <= _TEASER:
        return opening
    cut = opening[:_TEASER]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _opening(article: Article) -> str:
    for block in article.body:
        if isinstance(block, _RUNNING) and (said := one_line(body.plain(block.text))):
            return said
    return ""


def _lead(plan: Plan, story: Story, writer: StoryWriter) -> str:
    picture = _picture(story.item, writer) if isinstance(story.item, Article) else ""
    return (
        f'<div class="lead"{foreign(story, plan)}>\n<h2>{link(story.page, story.page.title)}</h2>\n'
        f"{picture}{_paragraph('teaser', teaser(story))}\n</div>"
    )


def _picture(article: Article, writer: StoryWriter) -> str:
    """The story's first picture that can be shown, with its caption and credit."""
    for media in article.media:
        if writer.pictures.view(article, media) is not None:
            figure = writer.preparer(article).figure(body.Figure(bid="", media=media.id))
            return render_blocks((figure,), article, writer.style(article)) + "\n"
    return ""


def _group(plan: Plan, heading: str, stories: Iterable[Story]) -> Iterator[str]:
    rows = [
        f'<li{foreign(story, plan)}><p class="headline">{link(story.page, story.page.title)}</p>'
        f"{_paragraph('teaser', teaser(story))}</li>"
        for story in stories
    ]
    if heading:
        yield heading
    if rows:
        yield '<ul class="index">\n' + "\n".join(rows) + "\n</ul>"


def _paragraph(css: str, words: str) -> str:
    said = one_line(words)
    return f'<p class="{css}">{escape(said)}</p>' if said else ""


def _page(plan: Plan, kind: str, title: str, opening: str, lines: Iterable[str], closing: str) -> bytes:
    content = "\n".join([opening, *(line for line in lines if line), closing])
    return document(title=title, content=content, kind=kind, language=plan.language, direction=plan.dir)
