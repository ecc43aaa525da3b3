"""Atom 1.0 (RFC 4287): the feed by feedgen, the entries as bytes of our own.

Titles are `type="text"`: HTML titles arrive in one reader of three. `updated` is the article's `modified`, else the
time of processing, which Atom cannot do without (4.2.15); `published` is written only when it is known. Every entry has
an author, its own or the feed's (4.1.2), and its content in full, so that it may do without a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from syndicate.contracts import Artifact, Fidelity, Job, Release
from syndicate.exporters.feed.about import MANY, Category, link_lines, module_lines
from syndicate.exporters.feed.archive import Document, Items, Plan, around, beside, stylesheet
from syndicate.exporters.feed.carries import ATOM
from syndicate.exporters.feed.head import Head, atom_frame
from syndicate.exporters.feed.media import media_lines
from syndicate.exporters.feed.profile import shaped
from syndicate.exporters.feed.rendering import Item
from syndicate.exporters.feed.story import Codes, Story, Teller, html_bytes
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
    """Writes a release as one Atom 1.0 feed, with its archives or pages where they are asked for."""

    @property
    def fidelity(self) -> Fidelity:
        """What Atom carries of each feature."""
        return ATOM

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """The feed, the documents around it, and the stylesheet."""
        teller = Teller(job, CODES)
        processed = job.processing_time()
        shape = shaped(release, job, teller, processed)
        planned = shape.plan()
        tombstones = job.flag("tombstones", default=False)
        head = shape.head(_head(shape.release, planned, job, teller, processed, tombstones))

        def render(item: Item) -> bytes:
            return _entry(shape.tell(item), head.language, processed, tombstones)

        planned = shape.fit(planned, lambda: atom_frame(around(head, planned.documents[0], planned, job)), render)
        settings = (release.edition.id, head.language, *shape.settings)
        items = Items(planned, job, render, settings, processed)
        for number, document in enumerate(planned.documents):
            chunks = _write(document, items, around(head, document, planned, job))
            yield Artifact(name=document.name, media_type=job.row.media_type, chunks=chunks, beside=number > 0)
        yield from beside(job)


def _write(document: Document, items: Items, head: Head) -> Iterator[bytes]:
    frame = atom_frame(head)
    yield frame.before
    yield from items.of(document)
    yield frame.after


def _head(release: Release, planned: Plan, job: Job, teller: Teller, processed: datetime, tombstones: bool) -> Head:
    edition = release.edition
    title = one_line(edition.title or edition.publisher) or edition.id
    return Head(
        id=_iri(edition.id),
        title=title,
        home=absolute(edition.url, job.base_url) or "",
        media_type=job.row.media_type,
        description=one_line(edition.description or edition.subtitle or title),
        language=teller.feed_language(release, guess=len(planned.documents) == 1),
        rights=one_line(edition.copyright_notice),
        author=one_line(edition.publisher) or title,
        updated=processed,
        image=teller.head_address(edition.image),
        icon=teller.head_address(edition.icon),
        ttl=edition.ttl,
        links=teller.hubs(edition),
        tombstones=tombstones,
        stylesheet=stylesheet(job),
    )


def _iri(name: str) -> str:
    """An id as the IRI that Atom wants (4.2.6): a URN as it is, what no IRI may hold percent-encoded."""
    if re.fullmatch(r"(?:urn|https?|tag):[A-Za-z0-9/:.,_~@%#?&=+-]+", name):  # most: nothing is to be done
        return name
    if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:.", name):
        name = "urn:x-local:" + name
    return re.sub(r'[<>"{}|\\^`]', lambda match: f"%{ord(match.group()):02X}", name)


def _entry(story: Story, language: str, processed: datetime, tombstones: bool) -> bytes:
    """One entry, one element a line."""
    lang = f" xml:lang={attribute(story.language)}" if story.language and story.language != language else ""
    # Not before the story was published: a build alone must not make a story of long ago look new.
    updated = rfc3339(story.modified or story.published or processed)
    lines = [
        f"  <entry{lang}>\n",
        f"    <id>{escape(_iri(story.id))}</id>\n",
        f'    <title type="text">{hex_escape(story.title)}</title>\n',
        f"    <updated>{updated}</updated>\n",
    ]
    if story.published is not None:
        lines.append(f"    <published>{rfc3339(story.published)}</published>\n")
    lines += [_person("author", name) for name in story.authors]
    lines += [_person("contributor", name) for name in story.contributors]
    lines += _links(story)
    lines += map(_category, story.categories)
    if story.rights:
        lines.append(f'    <rights type="text">{hex_escape(story.rights)}</rights>\n')
    if story.terms or story.point:
        lines += module_lines(story.terms, story.point, "    ")
    lines += media_lines(story.attachments, story.keywords, "    ")
    if story.withdrawn:
        lines.append(f'    <media:status state="deleted" reason={attribute(story.withdrawn)}/>\n')
    lines += [f"    {line}\n" for line in story.added]
    if story.summary:
        lines.append(f'    <summary type="text">{hex_escape(story.summary)}</summary>\n')
    lines.append('    <content type="html">')
    end = b"</content>\n  </entry>\n"
    if story.withdrawn and tombstones:
        end += _tombstone(story, updated)
    return b"".join(("".join(lines).encode(), html_bytes(story.html), end))


def _links(story: Story) -> list[str]:
    """The story itself, its files, its licence (RFC 4946) and what it relates to, each with its `rel`."""
    lines = []
    if story.link:
        lang = f" hreflang={attribute(story.language)}" if story.language else ""
        lines.append(f'    <link rel="alternate" type="text/html"{lang} href={attribute(story.link)}/>\n')
    for file in story.attachments:
        length = f' length="{file.length}"' if file.length else ""
        lines.append(
            f'    <link rel="enclosure" type={attribute(file.media_type)} href={attribute(file.url)}{length}/>\n'
        )
    if story.license:
        lines.append(f'    <link rel="license" href={attribute(story.license)}/>\n')
    return lines + link_lines(story.links, "link", "    ") if story.links else lines


@lru_cache(MANY)
def _person(role: str, name: str) -> str:
    return f"    <{role}><name>{hex_escape(name)}</name></{role}>\n"


@lru_cache(MANY)
def _category(category: Category) -> str:
    """A code of a vocabulary with the name to show (4.2.2), or a name alone."""
    if category.code and category.code != category.name:
        label = f" label={attribute(category.name)}"
        return f"    <category term={attribute(category.code)} scheme={attribute(category.scheme)}{label}/>\n"
    scheme = f" scheme={attribute(category.scheme)}" if category.scheme else ""
    return f"    <category term={attribute(category.name)}{scheme}/>\n"


def _tombstone(story: Story, when: str) -> bytes:
    """The killed story as deleted (RFC 6721), for those that follow that rather than the notice in its place."""
    return (
        f'  <at:deleted-entry ref={attribute(_iri(story.id))} when="{when}">\n'
        f"    <at:comment>{escape(story.withdrawn)}</at:comment>\n"
        "  </at:deleted-entry>\n"
    ).encode()
