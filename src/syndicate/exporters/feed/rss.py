"""RSS 2.0: the channel by feedgen, the items as bytes of our own.

Rules: the RSS 2.0 specification and the Best Practices Profile of the RSS Advisory Board. Plain-text elements carry
hexadecimal references; the summary is HTML-escaped and then XML-escaped, because readers take description for HTML;
`description` stands before `content:encoded`; there is one enclosure at most; the guid is the article's id and no
address; a date that is not known is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from syndicate.contracts import Artifact, Fidelity, Job, Release
from syndicate.diagnostics import Severity
from syndicate.exporters.feed.about import MANY, Category, link_lines, module_lines
from syndicate.exporters.feed.archive import Document, Items, Plan, around, beside, stylesheet
from syndicate.exporters.feed.carries import RSS
from syndicate.exporters.feed.head import Head, rss_frame
from syndicate.exporters.feed.media import enclosure, media_lines
from syndicate.exporters.feed.profile import shaped
from syndicate.exporters.feed.rendering import Item
from syndicate.exporters.feed.story import Codes, Story, Teller, html_bytes
from syndicate.formats.addresses import absolute
from syndicate.formats.dates import rfc822, rfc3339
from syndicate.formats.xml import attribute, escape, hex_escape, one_line

CODES = Codes(
    address="SYN-RSS-032",
    headline="SYN-RSS-033",
    enclosure="SYN-RSS-034",
    language="SYN-RSS-035",
)


class RssExporter:
    """Writes a release as one RSS 2.0 feed, with its archives or pages where they are asked for."""

    @property
    def fidelity(self) -> Fidelity:
        """What RSS carries of each feature."""
        return RSS

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """The feed, the documents around it, and the stylesheet."""
        teller = Teller(job, CODES)
        shape = shaped(release, job, teller, job.built_at)
        planned = shape.plan()
        head = shape.head(_head(shape.release, planned, job, teller))

        def render(item: Item) -> bytes:
            return _item(shape.tell(item), head.language)

        planned = shape.fit(planned, lambda: rss_frame(around(head, planned.documents[0], planned, job)), render)
        items = Items(planned, job, render, settings=(release.edition.id, head.language, *shape.settings))
        for number, document in enumerate(planned.documents):
            chunks = _write(document, items, around(head, document, planned, job))
            yield Artifact(name=document.name, media_type=job.row.media_type, chunks=chunks, beside=number > 0)
        yield from beside(job)


def _write(document: Document, items: Items, head: Head) -> Iterator[bytes]:
    frame = rss_frame(head)
    yield frame.before
    yield from items.of(document)
    yield frame.after


def _head(release: Release, planned: Plan, job: Job, teller: Teller) -> Head:
    edition = release.edition
    home = absolute(edition.url, job.base_url) or job.base_url
    title = one_line(edition.title or edition.publisher) or edition.id
    return Head(
        id=edition.id,
        title=title,
        home=home or (edition.id if ":" in edition.id else f"urn:x-edition:{edition.id}"),
        media_type=job.row.media_type,
        description=escape(one_line(edition.description or edition.subtitle or title)),
        language=teller.feed_language(release, guess=len(planned.documents) == 1),
        rights=one_line(edition.copyright_notice),
        updated=job.built_at,
        image=_image(edition.image, teller),
        ttl=edition.ttl,
        links=teller.hubs(edition),
        stylesheet=stylesheet(job),
    )


def _image(href: str, teller: Teller) -> str:
    """The address of the channel's picture, which must be GIF, JPEG or PNG (RSS 2.0, image)."""
    address = teller.head_address(href)
    name = address.partition("?")[0].partition("#")[0].lower()
    if name.endswith((".svg", ".webp", ".avif", ".ico")):
        teller.report(
            "SYN-RSS-036",
            Severity.LOSS,
            f"no image of the feed: RSS shows no {name.rpartition('.')[2]}, only GIF, JPEG, PNG",
        )
        return ""
    return address


def _item(story: Story, language: str) -> bytes:
    """One item, one element a line."""
    lines = [f"    <item>\n      <title>{hex_escape(story.title)}</title>\n"]
    if story.link:
        lines.append(f"      <link>{escape(story.link)}</link>\n")
    lines.append(f'      <guid isPermaLink="false">{escape(story.id)}</guid>\n')
    if story.published is not None:
        lines.append(f"      <pubDate>{rfc822(story.published)}</pubDate>\n")
    if story.modified is not None:
        lines.append(f"      <dcterms:modified>{rfc3339(story.modified)}</dcterms:modified>\n")
    lines += [_person("creator", name) for name in story.authors]
    lines += [_person("contributor", name) for name in story.contributors]
    if story.language and story.language != language:
        lines.append(f"      <dc:language>{escape(story.language)}</dc:language>\n")
    lines += map(_category, story.categories)
    if story.rights:
        lines.append(f"      <dc:rights>{hex_escape(story.rights)}</dc:rights>\n")
    if story.license:
        lines.append(f"      <dcterms:license>{escape(story.license)}</dcterms:license>\n")
    if story.terms or story.point:
        lines += module_lines(story.terms, story.point, "      ")
    if story.links:
        lines += link_lines(story.links, "atom:link", "      ")
    file = enclosure(story.attachments)
    if file is not None:
        lines.append(
            f'      <enclosure url={attribute(file.url)} length="{file.length}" type={attribute(file.media_type)}/>\n'
        )
    lines += media_lines(story.attachments, story.keywords, "      ")
    if story.withdrawn:
        lines.append(f'      <media:status state="deleted" reason={attribute(story.withdrawn)}/>\n')
    lines += [f"      {line}\n" for line in story.added]
    # Never without one: some readers show nothing of an item that has content alone.
    summary = story.summary or story.excerpt or story.title
    if summary:
        lines.append(f"      <description>{escape(escape(summary))}</description>\n")
    lines.append("      <content:encoded>")
    return b"".join(("".join(lines).encode(), html_bytes(story.html), b"</content:encoded>\n    </item>\n"))


@lru_cache(MANY)
def _person(role: str, name: str) -> str:
    return f"      <dc:{role}>{hex_escape(name)}</dc:{role}>\n"


@lru_cache(MANY)
def _category(category: Category) -> str:
    scheme = category.scheme or category.label
    domain = f" domain={attribute(scheme)}" if scheme else ""
    return f"      <category{domain}>{hex_escape(category.name)}</category>\n"
