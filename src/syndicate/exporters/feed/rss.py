"""RSS 2.0: the channel by feedgen, the items as bytes of our own.

Rules: the RSS 2.0 specification and the Best Practices Profile of the RSS Advisory Board. Plain-text elements carry
hexadecimal references; the summary is HTML-escaped and then XML-escaped, because readers take description for HTML;
`description` stands before `content:encoded`; there is one enclosure at most; the guid is the article's id and no
address; a date that is not known is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syndicate.contracts import Artifact, Fidelity, Job, Release
from syndicate.exporters.feed.carries import RSS
from syndicate.exporters.feed.head import Head, rss_frame
from syndicate.exporters.feed.rendering import Item, rendered
from syndicate.exporters.feed.story import Codes, Story, Teller, dublin_core, html_bytes
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
    """Writes a release as one RSS 2.0 feed."""

    @property
    def fidelity(self) -> Fidelity:
        """What RSS carries of each feature."""
        return RSS

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One feed."""
        yield Artifact(name=job.file_name, media_type=job.row.media_type, chunks=_write(release, job))


def _write(release: Release, job: Job) -> Iterator[bytes]:
    teller = Teller(job, CODES)
    head = _head(release, job, teller)
    frame = rss_frame(head)
    yield frame.before

    def render(item: Item) -> bytes:
        return _item(teller.tell(item), head.language)

    yield from rendered(release.items, job, render, settings=(release.edition.id, head.language))
    yield frame.after


def _head(release: Release, job: Job, teller: Teller) -> Head:
    edition = release.edition
    home = absolute(edition.url, job.base_url) or job.base_url
    title = one_line(edition.title or edition.publisher) or edition.id
    return Head(
        id=edition.id,
        title=title,
        home=home or (edition.id if ":" in edition.id else f"urn:x-edition:{edition.id}"),
        itself=job.base_url + job.file_name if job.base_url else "",
        media_type=job.row.media_type,
        description=escape(one_line(edition.description or edition.subtitle or title)),
        language=teller.feed_language(release),
        rights=one_line(edition.copyright_notice),
        updated=job.built_at,
    )


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
    lines += [f"      <dc:creator>{hex_escape(name)}</dc:creator>\n" for name in story.authors]
    lines += [f"      <dc:contributor>{hex_escape(name)}</dc:contributor>\n" for name in story.contributors]
    if story.language and story.language != language:
        lines.append(f"      <dc:language>{escape(story.language)}</dc:language>\n")
    for name, scheme in story.categories:
        domain = f" domain={attribute(scheme)}" if scheme else ""
        lines.append(f"      <category{domain}>{hex_escape(name)}</category>\n")
    if story.rights:
        lines.append(f"      <dc:rights>{escape(story.rights)}</dc:rights>\n")
    lines += dublin_core(story, "      ")
    if story.enclosure is not None:
        file = story.enclosure
        lines.append(
            f'      <enclosure url={attribute(file.url)} length="{file.length}" type={attribute(file.media_type)}/>\n'
        )
    summary = story.summary or story.excerpt
    if summary:
        lines.append(f"      <description>{escape(escape(summary))}</description>\n")
    lines.append("      <content:encoded>")
    return "".join(lines).encode() + html_bytes(story.html) + b"</content:encoded>\n    </item>\n"
