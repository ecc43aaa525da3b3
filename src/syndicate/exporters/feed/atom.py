"""Atom 1.0 (RFC 4287): the feed by feedgen, the entries as bytes of our own.

Titles are `type="text"`: HTML titles arrive in one reader of three. `updated` is the article's `modified`, else the
time of processing, which Atom cannot do without (4.2.15); `published` is written only when it is known. Every entry has
an author, its own or the feed's (4.1.2), and its content in full, so that it may do without a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from syndicate.contracts import Artifact, Fidelity, Job, Release
from syndicate.exporters.feed.carries import ATOM
from syndicate.exporters.feed.head import Head, atom_frame
from syndicate.exporters.feed.rendering import Item, rendered
from syndicate.exporters.feed.story import Codes, Story, Teller, dublin_core, html_bytes
from syndicate.formats.addresses import absolute
from syndicate.formats.dates import rfc3339
from syndicate.formats.xml import attribute, escape, hex_escape, one_line

CODES = Codes(
    address="SYN-ATOM-032",
    headline="SYN-ATOM-033",
    enclosure="SYN-ATOM-034",
    language="SYN-ATOM-035",
)


class AtomExporter:
    """Writes a release as one Atom 1.0 feed."""

    @property
    def fidelity(self) -> Fidelity:
        """What Atom carries of each feature."""
        return ATOM

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """One feed."""
        yield Artifact(name=job.file_name, media_type=job.row.media_type, chunks=_write(release, job))


def _write(release: Release, job: Job) -> Iterator[bytes]:
    teller = Teller(job, CODES)
    processed = job.processing_time()
    head = _head(release, job, teller, processed)
    frame = atom_frame(head)
    yield frame.before

    def render(item: Item) -> bytes:
        return _entry(teller.tell(item), head.language, processed)

    yield from rendered(release.items, job, render, (release.edition.id, head.language), processed)
    yield frame.after


def _head(release: Release, job: Job, teller: Teller, processed: datetime) -> Head:
    edition = release.edition
    title = one_line(edition.title or edition.publisher) or edition.id
    return Head(
        id=_iri(edition.id),
        title=title,
        home=absolute(edition.url, job.base_url) or "",
        itself=job.base_url + job.file_name if job.base_url else "",
        media_type=job.row.media_type,
        description=one_line(edition.description or edition.subtitle or title),
        language=teller.feed_language(release),
        rights=one_line(edition.copyright_notice),
        author=one_line(edition.publisher) or title,
        updated=processed,
    )


def _iri(name: str) -> str:
    """An id as the IRI that Atom wants (4.2.6): a URN as it is, what no IRI may hold percent-encoded."""
    if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:.", name):
        name = "urn:x-local:" + name
    return re.sub(r'[<>"{}|\\^`]', lambda match: f"%{ord(match.group()):02X}", name)


def _entry(story: Story, language: str, processed: datetime) -> bytes:
    """One entry, one element a line."""
    lang = f" xml:lang={attribute(story.language)}" if story.language and story.language != language else ""
    lines = [
        f"  <entry{lang}>\n",
        f"    <id>{escape(_iri(story.id))}</id>\n",
        f'    <title type="text">{hex_escape(story.title)}</title>\n',
        f"    <updated>{rfc3339(story.modified or processed)}</updated>\n",
    ]
    if story.published is not None:
        lines.append(f"    <published>{rfc3339(story.published)}</published>\n")
    lines += [f"    <author><name>{hex_escape(name)}</name></author>\n" for name in story.authors]
    lines += [f"    <contributor><name>{hex_escape(name)}</name></contributor>\n" for name in story.contributors]
    if story.link:
        lines.append(f'    <link rel="alternate" type="text/html" href={attribute(story.link)}/>\n')
    if story.enclosure is not None:
        file = story.enclosure
        length = f' length="{file.length}"' if file.length else ""
        lines.append(
            f'    <link rel="enclosure" type={attribute(file.media_type)} href={attribute(file.url)}{length}/>\n'
        )
    for name, scheme in story.categories:
        scheme_attribute = f" scheme={attribute(scheme)}" if ":" in scheme and absolute(scheme) == scheme else ""
        lines.append(f"    <category term={attribute(name)}{scheme_attribute}/>\n")
    if story.rights:
        lines.append(f'    <rights type="text">{hex_escape(story.rights)}</rights>\n')
    lines += dublin_core(story, "    ")
    if story.summary:
        lines.append(f'    <summary type="text">{escape(story.summary)}</summary>\n')
    lines.append('    <content type="html">')
    return "".join(lines).encode() + html_bytes(story.html) + b"</content>\n  </entry>\n"
