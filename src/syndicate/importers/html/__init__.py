"""HTML: one story from a page or a fragment.

The rooms: `document` (bytes to a tree), `head` (what the page says of itself), `story` (which part is the story, and
its headline and byline); the body is read by `syndicate.formats.htmlbody`, for all importers that meet HTML.
The HTML goes through `syndicate.formats.sanitise` once, and only what comes out of it becomes an article. How a page is
read is told in ``docs/formats/html.md``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from urllib.parse import urljoin

import msgspec

from syndicate.contracts import ImportJob, Source
from syndicate.errors import InputError, ModelError
from syndicate.formats import beside, htmlbody, inputs, jsontext
from syndicate.formats.addresses import absolute, is_web
from syndicate.formats.htmlbody.blocks import Reader
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.htmlbody.media import Shelf
from syndicate.importers.html import document, head, leftovers, story
from syndicate.importers.html.head import Head
from syndicate.importers.html.story import Furniture
from syndicate.model import body, legal
from syndicate.model.article import AltHeadline, Article, Media, SourceDocument
from syndicate.model.body import Block, plain, texts
from syndicate.model.identity import mint

__all__ = ["HtmlImporter"]

_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_DEPTH = 3
"""Elements may be nested so many times deeper than blocks."""


class HtmlImporter:
    """Reads one HTML page or fragment."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article]:
        """The story of `source`.

        Raises:
            InputError: empty, larger than the limit, or without words and pictures.
            ModelError: elements or blocks are nested too deep.
            DependencyError: the sanitiser is not installed.
        """
        data = inputs.bounded(source, job.context.limits.input_size, "one page is one story")
        findings = Findings(file=source.name, report=job.report)
        deepest = job.context.limits.nesting * _DEPTH
        text, encoding = document.decode(data, findings)
        page = document.parse(text, source.name, findings, deepest)
        told = head.read(page, findings)
        told.canonical = told.canonical or source.address
        told.base = told.base or source.address
        if told.language == "und":
            told.language = job.language or "und"
        whole = next(page.iter("body"), page)
        is_page = _PAGE.search(text) is not None
        root = story.find(whole, whole=is_page)
        if is_page and root is whole:
            leftovers.navigation(root, findings)
        story.tell(whole, root, told)
        leftovers.take(root, told, findings)
        outside = story.leave_out(whole, root, findings)
        clean = htmlbody.sanitised(root, findings, _resolver(told, source), deepest)
        about = story.furniture(clean, told, outside, findings)
        shelf = Shelf()
        read, people, rules = leftovers.credited(Reader(told.language, findings, shelf).room(clean))
        about.rules += rules
        blocks = htmlbody.numbered(leftovers.pointers(read))
        _lead(told, shelf)
        findings.counted()
        if not blocks and about == Furniture():
            raise InputError(f"{source.name}: no story in it", hint="there are neither words nor pictures")
        sha256 = hashlib.sha256(data).hexdigest()
        read_from = SourceDocument(
            sha256=sha256, media_type="text/html", encoding=encoding, rules=(*told.rules, *about.rules)
        )
        media = beside.described(shelf.media.values(), source, job)
        article = msgspec.structs.replace(
            _article(told, about, blocks, media), contributors=people, source_doc=read_from
        )
        _refuse_deep(article, source, job.context.limits.nesting)
        yield legal.clean_node(article)[0]


def _article(told: Head, about: Furniture, blocks: tuple[Block, ...], media: tuple[Media, ...]) -> Article:
    content = [plain(said) for block in body.walk(blocks) for said in texts(block)]
    seeds = content if any(content) else [r.href for medium in media for r in medium.renditions]
    sources = [block.source for block in body.walk(blocks) if isinstance(block, body.Unsupported)]
    headline = about.headline
    seo = told.title if headline and told.title and headline not in told.title else ""
    return Article(
        id=mint("article", headline, *seeds, *sources),
        canonical_url=told.canonical,
        language=told.language,
        dir=told.dir,
        headline=headline,
        subheadline=about.subheadline or (told.subheadline if told.subheadline != headline else ""),
        alt_headlines=(AltHeadline(role="seo", text=seo),) if seo else (),
        summary=told.summary,
        standfirst=about.standfirst,
        keywords=told.keywords,
        bylines=about.bylines,
        provider=told.provider,
        service=told.service,
        copyright_notice=told.copyright_notice,
        created=told.created,
        links=told.links,
        published=told.published,
        modified=told.modified,
        date_candidates=told.candidates,
        media=media,
        body=blocks,
    )


def _lead(told: Head, shelf: Shelf) -> None:
    """The picture that stands for the page is a medium where the story shows none."""
    picture = told.picture
    address = absolute(picture.href, told.base) if picture is not None else None
    if picture is None or shelf.media or not address or not is_web(address):
        return
    caption = (body.Run(text=picture.caption),) if picture.caption else ()
    shelf.shown(address, alt=picture.alt, caption=caption, credit=picture.credit)


def _refuse_deep(article: Article, source: Source, limit: int) -> None:
    """Blocks in blocks without end would take down whatever walks them."""
    if jsontext.depth(article) > limit:
        hint = "flatten the lists and boxes"
        raise ModelError(f"{source.name}: blocks are nested more than {limit} deep", hint=hint, path="$")


def _resolver(told: Head, source: Source) -> Callable[[str], str]:
    """How a relative address becomes the story's: a file beside the page stays a path, else the page's base counts."""

    def resolve(address: str) -> str:
        if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", address):
            return address
        if address.startswith("#") and not told.base:
            return ""
        if beside.place(source.folder, address)[0] is not None:
            return address
        try:
            found = urljoin(told.base, address) if told.base else address
        except ValueError:
            return ""
        return f"https:{found}" if found.startswith("//") else found

    return resolve
