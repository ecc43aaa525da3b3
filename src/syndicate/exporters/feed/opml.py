"""OPML 2.0: the list of all feeds of the edition, and a page beside it with the links by which browsers find them.

The list is of feeds and not of stories: what can be written as a feed is known from the table of formats, plugins
included, and where it will lie from the base address. Nothing in either file changes when a story does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from syndicate.contracts import Artifact, Fidelity, Job, Release, lost
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.errors import UsageError
from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.languages import language_tag
from syndicate.formats.xml import attribute, escape, one_line
from syndicate.model import features
from syndicate.rows import exporters

FEEDS = {
    "application/rss+xml": "RSS 2.0",
    "application/atom+xml": "Atom 1.0",
    "application/feed+json": "JSON Feed 1.1",
}
"""The media types that make a format a feed, and what people call them."""

_STYLE = (
    "body{max-width:50rem;margin:2rem auto;padding:0 1rem;font-family:sans-serif}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere}"
)
_NO_ADDRESS = "SYN-OPML-032"
_FIDELITY: Fidelity = {name: lost("the list names feeds, no stories") for name in features.vocabulary()}


class _Feed(msgspec.Struct, frozen=True):
    """One feed of the list."""

    name: str
    media_type: str
    address: str

    @property
    def label(self) -> str:
        """What people call its format."""
        return FEEDS[self.media_type]


class _About(msgspec.Struct, frozen=True):
    """What list and page say of the edition."""

    title: str
    home: str
    description: str
    language: str
    owner: str


class OpmlExporter:
    """Writes the list of feeds, and the page beside it."""

    fidelity = _FIDELITY

    def export(self, release: Release, job: Job) -> Iterable[Artifact]:
        """`feeds.opml` and, where the addresses are known, `feeds.html`."""
        about = _about(release, job)
        feeds = tuple(_feeds(job))
        yield Artifact(name=job.file_name, media_type=job.row.media_type, chunks=_opml(about, feeds))
        if feeds:
            name = job.file_name.removesuffix(job.row.suffix) + ".html"
            yield Artifact(name, "text/html", _page(about, feeds, job.file_name), format="discovery", beside=True)


def _about(release: Release, job: Job) -> _About:
    edition = release.edition
    home = absolute(edition.url, job.base_url) or job.base_url
    tag = language_tag(edition.language)
    return _About(
        title=one_line(edition.title or edition.publisher) or edition.id,
        home=home if is_web(home) else "",
        description=one_line(edition.description or edition.subtitle),
        language="" if tag == "und" else tag,
        owner=one_line(edition.publisher),
    )


def _feeds(job: Job) -> Iterator[_Feed]:
    """The feeds that are asked for, else all, with their addresses; none when no base address makes them."""
    able = {row.name: row for row in exporters().values() if row.media_type in FEEDS}
    asked = [name.strip() for name in job.options.get("feeds", "").split(",") if name.strip()]
    unknown = [name for name in asked if name not in able]
    if unknown:
        raise UsageError(f"--option opml.feeds: {unknown[0]!r} is no feed", hint=f"there is: {', '.join(able)}")
    if not is_web(job.base_url):
        job.report.add(
            Diagnostic(
                code=_NO_ADDRESS,
                severity=Severity.WARNING,
                message="the list names no feed: nothing tells at which address the feeds will be",
                hint="give --base-url, the address of the folder that they will be published in",
                format=job.row.name,
            )
        )
        return
    for name in asked or able:
        row = able[name]
        yield _Feed(name, row.media_type, job.base_url + row.file_name.format(stem=job.stem, suffix=row.suffix))


def _opml(about: _About, feeds: tuple[_Feed, ...]) -> Iterator[bytes]:
    """The subscription list (OPML 2.0, "Subscription lists"): `type` is `rss` for every feed format there."""
    owner = f"    <ownerName>{escape(about.owner)}</ownerName>\n" if about.owner else ""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n'
        f"    <title>{escape(about.title)}</title>\n{owner}  </head>\n  <body>\n"
    ).encode()
    for feed in feeds:
        yield _outline(about, feed).encode()
    if not feeds:  # a body has an outline at least
        yield f"    <outline text={attribute(about.title)}/>\n".encode()
    yield b"  </body>\n</opml>\n"


def _outline(about: _About, feed: _Feed) -> str:
    title = f"{about.title} ({feed.label})"
    values = {
        "text": title,
        "title": title,
        "type": "rss",
        "version": "RSS2" if feed.media_type == "application/rss+xml" else "",
        "xmlUrl": feed.address,
        "htmlUrl": about.home,
        "description": about.description,
        "language": about.language,
    }
    written = "".join(f" {name}={attribute(value)}" for name, value in values.items() if value)
    return f"    <outline{written}/>\n"


def _page(about: _About, feeds: tuple[_Feed, ...], list_name: str) -> Iterator[bytes]:
    """A page whose head is what it shows: the links that a site copies into its own pages."""
    links = "".join(_link(about, feed) for feed in feeds)
    lang = f" lang={attribute(about.language)}" if about.language else ""
    rows = "".join(f"<li><a href={attribute(f.address)}>{escape(f.label)}</a></li>\n" for f in feeds)
    yield (
        f'<!DOCTYPE html>\n<html{lang}>\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="generator" content="syndicate"/>\n'
        '<meta name="viewport" content="width=device-width"/>\n'
        f"<style>{_STYLE}</style>\n<title>{escape(about.title)}</title>\n{links}</head>\n<body>\n<h1>{escape(about.title)}</h1>\n"
        f"<ul>\n{rows}<li><a href={attribute(list_name)}>OPML 2.0</a></li>\n</ul>\n"
        '<p lang="en" dir="ltr">These links in the head of a page let browsers and readers find the feeds:</p>\n'
        f'<pre lang="en" dir="ltr">{escape(links)}</pre>\n</body>\n</html>\n'
    ).encode()


def _link(about: _About, feed: _Feed) -> str:
    title = attribute(f"{about.title} ({feed.label})")
    kind, href = attribute(feed.media_type), attribute(feed.address)
    return f'<link rel="alternate" type={kind} title={title} href={href}/>\n'
