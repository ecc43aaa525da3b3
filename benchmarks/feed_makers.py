"""The makers that `feeds.py` compares: ours, its peers, and a floor. Each writes the same stories as one feed.

The peers are given what no feed library makes, as plain strings: the HTML of each story is ready. Ours is measured with
HTML that is ready as well (`ours`), and from the blocks of the article (`ours-blocks`), as it is used.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from syndicate import gate, registry
from syndicate.context import Context
from syndicate.contracts import Job, Release
from syndicate.diagnostics import Report
from syndicate.formats.dates import rfc822, rfc3339
from syndicate.formats.xml import attribute, escape
from syndicate.model import Article, Edition, body, codec
from syndicate.model.article import Byline, Media, Rendition, Subject
from syndicate.model.digests import Digests, remember

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
SITE = "https://news.example/"
DISTINCT = 500
"""So many stories differ in their text; beyond that texts are shared, so that memory shows the maker's own."""
NAMES = {"rss": "feed.rss", "atom": "feed.atom", "jsonfeed": "feed.json"}


class Plain(NamedTuple):
    """A story as the peers take it."""

    id: str
    title: str
    link: str
    summary: str
    html: str
    author: str
    categories: tuple[str, ...]
    published: datetime
    modified: datetime
    picture: str
    size: int


# --- the stories -----------------------------------------------------------------------------------------------------


def _run(words: str, *marks: body.Mark) -> body.Run:
    return body.Run(text=words, marks=marks)


def _blocks(number: int) -> tuple[body.Block, ...]:
    """A story that comes to 3 kB of HTML: links, a crosshead, a quotation, a list, a picture."""
    tide = "The tide came in at noon, and the council’s boats went out with it — as they had for years. "
    link = body.Link(href=f"{SITE}topics/harbour-{number}")
    opening = (_run(f"Point {number} is settled. " + tide * 3), _run("The plan", link), _run(" is “final” & binding."))
    paragraphs = [
        body.Paragraph(bid=f"p{count}", text=(_run(tide * 3), _run("not before", body.Strong()), _run(f" {count}.")))
        for count in range(6)
    ]
    quote = body.Quote(bid="q", text=body.text(tide), attribution=body.text("Ada Example, harbour master"))
    points = body.List(bid="l", items=tuple(body.ListItem(text=body.text(f"{tide}{n}")) for n in range(3)))
    figure = body.Figure(bid="f", media="m1", caption=body.text("Boats at noon."))
    lead = body.Lead(bid="p", text=opening)
    head = body.Crosshead(bid="c", text=body.text("What comes next"))
    return (lead, figure, *paragraphs[:3], head, quote, *paragraphs[3:], points)


def articles(count: int) -> Iterator[Article]:
    """`count` stories of a harbour town."""
    bodies = [_blocks(number) for number in range(min(count, DISTINCT))]
    for number in range(count):
        at = START + timedelta(minutes=number)
        href = f"{SITE}pictures/{number}.jpg"
        picture = Rendition(href=href, media_type="image/jpeg", size=41234, width=1200, height=800)
        yield Article(
            id=f"urn:example:story:{number}",
            headline=f"Harbour council settles point {number} of the tide & fishing plan",
            summary="The council met at noon and agreed on the plan’s last points.",
            language="en",
            canonical_url=f"{SITE}2026/03/{number}.html",
            published=at,
            modified=at + timedelta(minutes=30),
            bylines=(Byline(name="Ada Example"),),
            subjects=(Subject(code="harbour", name="Harbour"), Subject(code="fishing", name="Fishing")),
            media=(Media(id="m1", type="picture", alt="Boats", renditions=(picture,)),),
            body=bodies[number % DISTINCT],
        )


def release(stories: Iterator[Article]) -> Release:
    """The stories through the gate, as every export begins."""
    edition = Edition(id="urn:example:edition", title="Harbour News", url=SITE, language="en", articles=tuple(stories))
    return gate.clear(edition, START + timedelta(days=400)).release


def read_back(stories: Iterator[Article]) -> tuple[Release, Digests, float]:
    """The stories as JSON Lines and read from them, the digests of the lines, and the CPU seconds that these took."""
    lines = [codec.encode_article(story) + b"\n" for story in stories]
    digests: Digests = {}
    read = list(codec.decode_lines(lines, digests))
    what = release(story for story in read if isinstance(story, Article))
    start = time.process_time()
    for story, line in zip(read, lines, strict=True):
        assert isinstance(story, Article)
        remember({}, story, line)
    return what, digests, time.process_time() - start


def job(name: str, cache: Path | None = None, digests: Digests | None = None) -> Job:
    """What our exporter is called with."""
    context = Context(now=START + timedelta(days=400), cache=cache, digests=digests or {})
    row = registry.exporters()[name]
    return Job(row=row, context=context, report=Report(), stem="feed", built_at=START, base_url=SITE)


def ready_html(count: int) -> list[str]:
    """The HTML of the distinct stories, as our exporter renders their blocks."""
    from syndicate.formats.xhtml import Style, View, render

    style = Style(view=lambda media: View(media.renditions[0].href, 1200, 800))
    return [render(article, style) for article in articles(min(count, DISTINCT))]


def plain(count: int) -> Iterator[Plain]:
    """The same stories as the peers take them."""
    html = ready_html(count)
    for number, article in enumerate(articles(count)):
        assert article.published is not None and article.modified is not None
        yield Plain(
            article.id,
            article.headline,
            article.canonical_url,
            article.summary,
            html[number % DISTINCT],
            article.bylines[0].name,
            tuple(subject.name for subject in article.subjects),
            article.published,
            article.modified,
            article.media[0].renditions[0].href,
            41234,
        )


# --- ours ------------------------------------------------------------------------------------------------------------


def export(name: str, what: Release, cache: Path | None = None, digests: Digests | None = None) -> Iterator[bytes]:
    """Our exporter itself: without the gate, the loss report and the validator, which no peer has."""
    exporter: Any = registry.exporter(name)
    for artifact in exporter._exporter.export(what, job(name, cache, digests)):
        if not artifact.beside:
            yield from artifact.chunks


def with_ready_html(what: Release) -> None:
    """From here on blocks are not rendered: the HTML of each story lies ready, as it does for the peers."""
    from syndicate.exporters.feed import story

    html = ready_html(len(what.items))
    ready = {item.id: html[number % DISTINCT] for number, item in enumerate(what.items)}
    vars(story)["render"] = lambda article, style: ready[article.id]


# --- peers -----------------------------------------------------------------------------------------------------------


def feedgen(name: str, stories: Sequence[Plain]) -> Iterator[bytes]:
    """feedgen alone, entries appended (its default, prepending, is slower)."""
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id("urn:example:edition")
    feed.title("Harbour News")
    feed.description("Harbour News")
    feed.language("en")
    feed.updated(START)
    feed.link(href=SITE + NAMES[name], rel="self")
    feed.link(href=SITE, rel="alternate")
    for item in stories:
        entry = feed.add_entry(order="append")
        entry.id(item.id)
        entry.title(item.title)
        entry.link(href=item.link, rel="alternate", type="text/html")
        entry.summary(item.summary)
        entry.content(item.html, type="CDATA" if name == "rss" else "html")
        entry.author({"name": item.author})
        entry.category([{"term": term} for term in item.categories])
        entry.published(item.published)
        entry.updated(item.modified)
        entry.enclosure(item.picture, str(item.size), "image/jpeg")
    yield feed.rss_str(pretty=True) if name == "rss" else feed.atom_str(pretty=True)


def django(name: str, stories: Sequence[Plain]) -> Iterator[bytes]:
    """Django's feedgenerator, with content added the way its manual shows."""
    from django.conf import settings
    from django.utils import feedgenerator

    if not settings.configured:
        settings.configure(USE_I18N=False)

    class Rss(feedgenerator.Rss201rev2Feed):  # type: ignore[misc]
        def root_attributes(self) -> Any:
            return {**super().root_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

        def add_item_elements(self, handler: Any, item: Any) -> None:
            super().add_item_elements(handler, item)
            handler.addQuickElement("content:encoded", item["html"])

    class Atom(feedgenerator.Atom1Feed):  # type: ignore[misc]
        def add_item_elements(self, handler: Any, item: Any) -> None:
            super().add_item_elements(handler, item)
            handler.addQuickElement("content", item["html"], {"type": "html"})

    kind = Rss if name == "rss" else Atom
    feed = kind(title="Harbour News", link=SITE, description="Harbour News", language="en", feed_url=SITE + NAMES[name])
    for item in stories:
        feed.add_item(
            title=item.title,
            link=item.link,
            description=item.summary,
            author_name=item.author,
            pubdate=item.published,
            updateddate=item.modified,
            unique_id=item.id,
            unique_id_is_permalink=False,
            categories=item.categories,
            enclosures=[feedgenerator.Enclosure(item.picture, str(item.size), "image/jpeg")],
            html=item.html,
        )
    out = BytesIO()
    feed.write(out, "utf-8")
    yield out.getvalue()


def lxml(name: str, stories: Sequence[Plain]) -> Iterator[bytes]:
    """A tree of lxml elements, written at the end."""
    from lxml import etree

    atom, dc = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
    encoded = "{http://purl.org/rss/1.0/modules/content/}encoded"

    def add(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
        element = etree.SubElement(parent, tag, attributes)
        element.text = text
        return element

    prefixes = {"content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/"}
    root: Any = etree.Element("rss", nsmap=prefixes) if name == "rss" else etree.Element(atom + "feed")
    channel = add(root, "channel") if name == "rss" else root
    add(channel, "title" if name == "rss" else atom + "title", "Harbour News")
    for item in stories:
        if name == "rss":
            entry = add(channel, "item")
            add(entry, "title", item.title)
            add(entry, "link", item.link)
            add(entry, "guid", item.id, isPermaLink="false")
            add(entry, "pubDate", rfc822(item.published))
            add(entry, dc + "creator", item.author)
            for term in item.categories:
                add(entry, "category", term)
            add(entry, "enclosure", None, url=item.picture, length=str(item.size), type="image/jpeg")
            add(entry, "description", escape(item.summary))
            add(entry, encoded, None).text = etree.CDATA(item.html)
        else:
            entry = add(channel, atom + "entry")
            add(entry, atom + "id", item.id)
            add(entry, atom + "title", item.title, type="text")
            add(entry, atom + "updated", rfc3339(item.modified))
            add(entry, atom + "published", rfc3339(item.published))
            add(add(entry, atom + "author"), atom + "name", item.author)
            add(entry, atom + "link", None, rel="alternate", type="text/html", href=item.link)
            add(entry, atom + "link", None, rel="enclosure", type="image/jpeg", href=item.picture)
            for term in item.categories:
                add(entry, atom + "category", None, term=term)
            add(entry, atom + "summary", item.summary)
            add(entry, atom + "content", item.html, type="html")
    yield etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def floor(name: str, stories: Sequence[Plain]) -> Iterator[bytes]:
    """What Python can do at best: one f-string for each item, no checks, no choice."""
    yield b"<rss><channel>" if name == "rss" else b"<feed>"
    for item in stories:
        if name == "rss":
            terms = "".join([f"<category>{escape(term)}</category>" for term in item.categories])
            yield (
                f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
                f'<guid isPermaLink="false">{escape(item.id)}</guid><pubDate>{rfc822(item.published)}</pubDate>'
                f"<dc:creator>{escape(item.author)}</dc:creator>{terms}"
                f'<enclosure url={attribute(item.picture)} length="{item.size}" type="image/jpeg"/>'
                f"<description>{escape(escape(item.summary))}</description>"
                f"<content:encoded>{escape(item.html)}</content:encoded></item>\n"
            ).encode()
        else:
            terms = "".join([f"<category term={attribute(term)}/>" for term in item.categories])
            yield (
                f"<entry><id>{escape(item.id)}</id><title>{escape(item.title)}</title>"
                f"<updated>{rfc3339(item.modified)}</updated><published>{rfc3339(item.published)}</published>"
                f"<author><name>{escape(item.author)}</name></author><link href={attribute(item.link)}/>{terms}"
                f'<link rel="enclosure" href={attribute(item.picture)} length="{item.size}" type="image/jpeg"/>'
                f"<summary>{escape(item.summary)}</summary>"
                f'<content type="html">{escape(item.html)}</content></entry>\n'
            ).encode()
    yield b"</channel></rss>" if name == "rss" else b"</feed>"


def json_item(item: Plain) -> dict[str, object]:
    """The story as an item of JSON Feed."""
    return {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "image": item.picture,
        "date_published": item.published.isoformat(),
        "date_modified": item.modified.isoformat(),
        "authors": [{"name": item.author}],
        "tags": list(item.categories),
        "language": "en",
        "attachments": [{"url": item.picture, "mime_type": "image/jpeg", "size_in_bytes": item.size}],
    }


def json_dumps(name: str, stories: Sequence[Plain]) -> Iterator[bytes]:
    """The standard library, item by item, so that its memory is no worse than it must be."""
    for item in stories:
        yield json.dumps(json_item(item)).encode()


def json_dumps_whole(name: str, stories: Sequence[Plain]) -> Iterator[bytes]:
    """The standard library in one call, as most programs do it."""
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", "home_page_url": SITE}
    yield json.dumps({**head, "items": [json_item(item) for item in stories]}).encode()


def encoded_by_json(items: Sequence[dict[str, object]]) -> Iterator[bytes]:
    """The encoding alone, by the standard library: the items are ready."""
    for item in items:
        yield json.dumps(item).encode()


def encoded_by_msgspec(items: Sequence[dict[str, object]]) -> Iterator[bytes]:
    """The encoding alone, as our exporter does it: the items are ready."""
    import msgspec

    encoder = msgspec.json.Encoder()
    for item in items:
        yield encoder.encode(item)


PEERS: dict[str, Callable[[str, Sequence[Plain]], Iterator[bytes]]] = {
    "feedgen": feedgen,
    "django": django,
    "lxml": lxml,
    "floor": floor,
    "json.dumps": json_dumps,
    "json.dumps whole": json_dumps_whole,
}


def correct(stories: Iterator[Article], number: int) -> Iterator[Article]:
    """The same stories after a correction of one."""
    for place, story in enumerate(stories):
        yield replace(story, headline=f"Corrected: {story.headline}") if place == number else story


def changed(what: Release, number: int) -> Release:
    """The same release after a correction of one story."""
    edition = what.edition
    items = [item for item in what.items if isinstance(item, Article)]
    items[number] = replace(items[number], headline=f"Corrected: {items[number].headline}")
    return gate.clear(replace(edition, articles=tuple(items)), START + timedelta(days=400)).release
