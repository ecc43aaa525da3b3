"""Markdown: a post of a site's generator, with its front matter.

The rooms: `front` and `values` (the head), `fields` and `dates` (what it says), `shortcodes` (what is for the
generator), `tree` (the parser), `blocks`, `autolinks` and `markup` (the story). Pictures that lie beside the post are
looked at by `syndicate.formats.beside`. How a post is read is told in ``docs/formats/markdown.md``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

import msgspec

from syndicate.contracts import ImportJob, Source
from syndicate.errors import InputError, UsageError
from syndicate.formats import beside, clocks, htmlbody, inputs, sanitise, textbytes
from syndicate.formats.addresses import is_web
from syndicate.formats.htmlbody.findings import Findings as HtmlFindings
from syndicate.formats.htmlbody.media import Shelf
from syndicate.importers.markdown import fields, front, markup, shortcodes, tree
from syndicate.importers.markdown.blocks import Writer, said
from syndicate.importers.markdown.findings import Findings
from syndicate.importers.markdown.post import Post
from syndicate.importers.markdown.tree import Lines, Node
from syndicate.model import body, legal
from syndicate.model.article import Article, DateCandidate, Media, SourceDocument
from syndicate.model.body import Block, Crosshead, Run, plain, texts
from syndicate.model.identity import mint

__all__ = ["MarkdownImporter"]

_DEPTH = 3
"""Elements may be nested so many times deeper than blocks."""

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)-(.+)\.(?:md|markdown|mkd|mdown)", re.IGNORECASE)
"""How Jekyll names its posts."""


class MarkdownImporter:
    """Reads one post."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article]:
        """The story of `source`.

        Raises:
            InputError: empty, larger than the limit, or without words and pictures.
            ModelError: the front matter is written wrong, or blocks are nested too deep.
            DependencyError: the parser is not installed.
            UsageError: an option says what it cannot.
        """
        local = clocks.zone(job.options.get("zone", ""), "markdown.zone")
        site = _site(job.options.get("site", ""))
        data = inputs.bounded(source, job.context.limits.input_size, "one file is one post")
        findings = Findings(file=source.name, report=job.report)
        text, encoding = _decode(data, job.options.get("encoding", ""), findings)
        head = front.split(text, source.name)
        post = fields.read(head, findings, local, site)
        _named(post, source)
        language = post.language or job.language or "und"
        html = HtmlFindings(file=source.name, report=job.report)
        blocks, media = _story(head, post, language, findings, html, job)
        if not blocks and not media and not post.headline:
            raise InputError(f"{source.name}: no story in it", hint="there are neither words nor pictures")
        described = beside.described(media, source, job, local=findings.file)
        if not post.headline:
            findings.no_headline()
        findings.counted()
        html.counted()
        read_from = SourceDocument(
            sha256=hashlib.sha256(data).hexdigest(),
            media_type="text/markdown",
            encoding=encoding,
            rules=(f"front matter: {head.kind}",) if head.kind else (),
        )
        article = _article(post, language, blocks, described)
        yield legal.clean_node(msgspec.structs.replace(article, source_doc=read_from))[0]


def _story(
    head: front.Front, post: Post, language: str, findings: Findings, html: HtmlFindings, job: ImportJob
) -> tuple[tuple[Block, ...], list[Media]]:
    """The blocks and media of a post; the heading that is its headline is no block."""
    apart = shortcodes.set_apart(head.body, findings, head.first, post.site)
    lines = Lines(apart.text.encode(), head.first)
    deepest = job.context.limits.nesting
    root = tree.parse(apart.text, lines, findings, deepest)
    tree.leftovers(root, apart.text, lines, findings)
    shelf = Shelf()
    for picture in post.pictures:
        caption = (Run(text=picture.caption),) if picture.caption else ()
        href = sanitise.address(picture.href.replace(" ", "%20"))
        if href is None:
            findings.address(picture.href)
            continue
        shelf.shown(href, alt=picture.alt, caption=caption, credit=picture.credit)
    writer = Writer(lines, findings, html, shelf)
    blocks = _blocks(root, writer, language, deepest * _DEPTH)
    if not post.headline:
        blocks = _headed(blocks, root, post)
    elif _repeats(blocks, post.headline):
        blocks = blocks[1:]
    blocks = apart.blocks(blocks)
    media = apart.media(shelf.media.values())
    post.headline = apart.literal(post.headline)
    return htmlbody.numbered(blocks), media


def _blocks(root: Node, writer: Writer, language: str, deepest: int) -> list[Block]:
    """The blocks in the order of the post, its footnotes at the end in the order of their numbers."""
    done: list[Block] = []
    notes = [node for node in root.children if node.kind == "FootnoteDefinition"]
    for nodes, is_html in markup.groups([node for node in root.children if node.kind != "FootnoteDefinition"]):
        done += markup.read(nodes, writer, language, deepest) if is_html else writer.block(nodes[0])
    waiting = {node.data: node for node in reversed(notes)}
    done_with: set[str] = set()
    while len(done_with) < len(waiting):  # a note may call another one, and has its number from then on
        label = next((known for known in writer.notes if known in waiting and known not in done_with), None)
        label = label if label is not None else next(known for known in reversed(waiting) if known not in done_with)
        done_with.add(label)
        done += _note(waiting[label], writer, language, deepest)
    for node in notes:
        if waiting[node.data] is not node:  # a label that stands twice: the first counts, the other keeps its words
            done += [block for child in node.children for block in writer.block(child)]
    return done


def _note(node: Node, writer: Writer, language: str, deepest: int) -> list[Block]:
    number = writer.number(node.data)
    if not node.html:
        return writer.footnote(node)
    blocks = markup.read(node.children, writer, language, deepest)
    runs = [run for block in blocks for words in texts(block) for run in (*words, Run(text="\n"))][:-1]
    others = [block for block in blocks if not any(plain(words) for words in texts(block))]
    note = body.Footnote(bid="", text=tuple(runs), label=number, span=writer.lines.span(node))
    return [*([note] if runs else []), *others]


def _headed(blocks: list[Block], root: Node, post: Post) -> list[Block]:
    """The first heading of the first level is the headline where the head has none."""
    first = next((node for node in root.children if node.kind == "Heading" and node.data["level"] == "H1"), None)
    if first is None:
        return blocks
    for place, block in enumerate(blocks):
        if isinstance(block, Crosshead) and block.level == 1 and " ".join(said(first).split()) == plain(block.text):
            post.headline = plain(block.text)
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def _repeats(blocks: list[Block], headline: str) -> bool:
    """Whether the story opens with its headline once more."""
    first = blocks[0] if blocks else None
    return isinstance(first, Crosshead) and first.level == 1 and plain(first.text) == headline


def _article(post: Post, language: str, blocks: tuple[Block, ...], media: tuple[Media, ...]) -> Article:
    content = [plain(words) for block in body.walk(blocks) for words in texts(block)]
    seeds = content if any(content) else [r.href for medium in media for r in medium.renditions]
    sources = [block.source for block in body.walk(blocks) if isinstance(block, body.Unsupported)]
    return Article(
        id=mint("article", post.headline, *seeds, *sources),
        alt_ids=tuple(post.alt_ids),
        canonical_url=post.canonical_url,
        language=language,
        dir=post.dir,
        headline=post.headline,
        subheadline=post.subheadline,
        alt_headlines=tuple(post.alt_headlines),
        summary=post.summary,
        standfirst=post.standfirst,
        alt_descriptions=tuple(post.alt_descriptions),
        slug=post.slug,
        keywords=tuple(post.keywords),
        bylines=tuple(post.bylines),
        provider=post.provider,
        copyright_notice=post.copyright_notice,
        created=post.dates.get("created"),
        published=post.dates.get("published"),
        modified=post.dates.get("modified"),
        embargo_until=post.dates.get("embargo_until"),
        expires=post.dates.get("expires"),
        date_candidates=tuple(post.candidates),
        status="withheld" if post.status == "withheld" else "usable",
        signals=tuple(post.signals),
        ed_notes=tuple(post.ed_notes),
        service=post.service,
        subjects=tuple(post.subjects),
        media=media,
        body=blocks,
        extra=post.extra,
    )


def _named(post: Post, source: Source) -> None:
    """What the name of the file says: a day is a candidate, a folder of drafts keeps the post back."""
    if source.path is None:
        return
    found = _DATED.fullmatch(source.path.name)
    if found is not None:
        if not any(candidate.value.startswith(found.group(1)) for candidate in post.candidates):
            day = DateCandidate(value=found.group(1), reason="day in the name of the file", confidence=0.5)
            post.candidates += [] if "published" in post.dates else [day]
        post.slug = post.slug or found.group(2)
    if "_drafts" in source.path.parts and post.status != "withheld":
        post.status = "withheld"
        post.findings.withheld("folder", "_drafts")


def _site(option: str) -> str:
    if option and not is_web(option):
        raise UsageError(f"--option markdown.site={option}: no address", hint="https://news.example/")
    return option


def _decode(data: bytes, encoding: str, findings: Findings) -> tuple[str, str]:
    """The text without what no format can hold, and its encoding; what had to be found out or put right is said."""
    try:
        found = textbytes.decode(data, encoding)
    except LookupError:
        raise UsageError(f"--option markdown.encoding={encoding}: unknown", hint="gb18030, windows-1252, ...") from None
    except UnicodeError as error:
        asked = f"it is not in {encoding}" if encoding else "it has control bytes"
        hint = "posts are text; --option markdown.encoding=NAME names another encoding"
        raise InputError(f"{findings.file}: no text, {asked}", hint=hint) from error
    if not found.told:
        findings.encoding(found.encoding)
    for what, numbers in found.repairs:
        findings.repaired(what, numbers[0] if numbers else None)
    text, encoding = found.text, found.encoding
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.replace("\n", "").isprintable():  # a scan in C; the pattern for what is illegal takes fifty times as long
        return unicodedata.normalize("NFC", text), encoding
    illegal = sum(text.count(c) for c in set(text) if not legal.is_legal(c))
    if illegal:
        findings.characters(illegal)
    return legal.clean(text), encoding
