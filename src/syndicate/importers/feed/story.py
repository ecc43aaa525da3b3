"""From what an item says to a story: its HTML to blocks, its media joined with those that the text shows."""

from __future__ import annotations

import re

import msgspec

from syndicate.contracts import ImportJob
from syndicate.errors import ModelError
from syndicate.formats import beside, htmlbody, jsontext
from syndicate.formats.htmlbody import dom, joining
from syndicate.formats.htmlbody.blocks import Reader
from syndicate.formats.htmlbody.dom import Element
from syndicate.formats.htmlbody.findings import Findings as BodyFindings
from syndicate.formats.htmlbody.inline import direction
from syndicate.formats.htmlbody.media import Shelf
from syndicate.formats.htmlbody.tree import has, take_out
from syndicate.formats.paragraphs import paragraphs
from syndicate.formats.sanitise import address as safe
from syndicate.importers.feed.entry import Entry, of_html
from syndicate.importers.feed.shelf import Words
from syndicate.model import body, legal
from syndicate.model.article import AltId, Article, Media, SourceDocument
from syndicate.model.body import Block, plain, texts
from syndicate.model.identity import mint

_DEPTH = 3
"""Elements may be nested so many times deeper than blocks."""
_BLOCKS = re.compile(r"<(?:p|div|ul|ol|img|figure|blockquote|table|h[1-6]|br)\b", re.IGNORECASE)
_TEASER = 600
"""Characters that a summary has at most; a longer description is the story."""
_APPEARED = re.compile(r"The post .+ (?:first appeared|appeared first) on .+\.?")
"""What WordPress puts under every item."""
_SAME = (
    *("version", "kind", "dir", "headline", "subheadline", "standfirst", "summary", "slug", "keywords", "bylines"),
    *("contributors", "credit", "provider", "service", "copyright_holder", "copyright_notice", "usage_terms", "rights"),
    *("status", "signals", "corrections", "ed_notes", "subjects", "places", "links"),
)
"""Fields that an entry has by the names of the article's."""
_ELLIPSIS = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?|(?:Continue reading|Read more|Weiterlesen)\b.{0,120})\s*\Z")


def article(entry: Entry, job: ImportJob, source: SourceDocument) -> Article:
    """The story of an item.

    Raises:
        ModelError: its elements or blocks are nested too deep, or there is nothing in it.
        DependencyError: the sanitiser is not installed.
    """
    _parts(entry)
    language = entry.language or entry.channel.language or job.language or "und"
    blocks, shown = _body(entry, language, job)
    _thumbnail(entry, shown)
    blocks, media, _ = joining.joined(blocks, shown, entry.files.media)
    blocks = htmlbody.numbered(blocks)
    media = _measured(media, entry, job)
    if not (blocks or media or entry.headline or entry.summary or entry.link):
        raise ModelError("there are neither words nor pictures nor an address in it")
    if entry.summary and _repeats(entry.summary, blocks, entry.headline):
        entry.summary = ""
        entry.findings.repeated[0] += 1
    if not entry.headline:
        entry.findings.no_headline()
    if entry.point is not None:
        entry.extra.setdefault("georss:point", f"{entry.point.lat} {entry.point.lon}")
        if entry.places:
            entry.places[0] = msgspec.structs.replace(entry.places[0], geo=entry.point)
            del entry.extra["georss:point"]
    if entry.dates.get("modified") == entry.dates.get("published"):
        entry.dates.pop("modified", None)  # Atom demands one: nothing was changed since
    found = _article(entry, language, blocks, media, source)
    if jsontext.depth(found) > job.context.limits.nesting:
        raise ModelError(f"blocks are nested more than {job.context.limits.nesting} deep", hint="flatten the boxes")
    return legal.clean_node(found)[0]


def _parts(entry: Entry) -> None:
    """Which of the two texts of RSS is the story: the full one; else the description, unless that is a mere summary."""
    if entry.teaser and (entry.content or (not _BLOCKS.search(entry.teaser) and len(entry.teaser) <= _TEASER)):
        entry.set("summary", entry.plain(of_html(entry.teaser)), "description")
    elif entry.teaser:
        entry.content = entry.teaser


def _body(entry: Entry, language: str, job: ImportJob) -> tuple[tuple[Block, ...], tuple[Media, ...]]:
    root = htmlbody.parsed(entry.content) if entry.content.strip() else None
    if root is None:
        return tuple(paragraphs(entry.text)), ()
    name, deepest = entry.findings.file, job.context.limits.nesting * _DEPTH
    told = BodyFindings(file=name, report=job.report, offset=(entry.findings.line or 1) - 1)
    dom.refuse_deep(root, name, deepest)
    _furniture(root, entry)
    if not len(root) and not (root.text or "").strip():
        return (), ()
    clean = htmlbody.sanitised(root, told, lambda href: _resolved(href, entry), deepest)
    while entry.channel.ours and len(clean) == 1 and clean[0].tag == "div" and not (clean.text or "").strip():
        clean = clean[0]
        entry.dir = direction(clean)
        for name in ("dir", "lang"):  # those of the story, around all of it
            clean.attrib.pop(name, "")
    for line in [e for e in clean.iter("p") if has(e, "standfirst")][:1] if entry.channel.ours else ():
        entry.standfirst = " ".join(dom.words(line).split())
        take_out(line)
    shelf = Shelf()
    blocks = Reader(language, told, shelf, house=entry.channel.ours).room(clean)
    told.counted()
    return tuple(blocks), tuple(shelf.media.values())


def _furniture(root: Element, entry: Entry) -> None:
    """Take out what no reader is to see: pictures that count readers, and the line that WordPress adds."""
    for picture in [e for e in root.iter("img") if {e.get("width"), e.get("height")} <= {"0", "1"}]:
        if picture.get("width"):
            entry.findings.past["picture of one pixel"] += 1
            take_out(picture)
    last = next((e for e in reversed(root) if dom.name_of(e) == "p"), None)
    if last is not None and _APPEARED.fullmatch(said := dom.words(last)):
        entry.findings.furniture(said)
        take_out(last)


def _resolved(href: str, entry: Entry) -> str:
    href = href.strip()
    if not href or re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", href) or safe(href) is None:
        return href
    if href.startswith("#"):
        return f"{entry.link}{href}" if entry.link else ""
    return entry.file(href, "a link or picture", entry.base or entry.link or entry.channel.base)


def _measured(media: tuple[Media, ...], entry: Entry, job: ImportJob) -> tuple[Media, ...]:
    """The media, with what those that lie beside the feed tell."""
    source = entry.channel.source
    if source is None or not any(beside.is_local(file.href) for medium in media for file in medium.renditions):
        return media
    return beside.described(media, source, job, local=entry.findings.file)


def _thumbnail(entry: Entry, shown: tuple[Media, ...]) -> None:
    """A thumbnail is a medium only where there is no other picture."""
    small = entry.small
    if small is None or entry.files.has(small.href) or any(small.href == r.href for m in shown for r in m.renditions):
        return
    if any(medium.type == "picture" for medium in (*entry.files.media, *shown)):
        entry.keep("media:thumbnail", small.href)
    else:
        entry.files.put((small,), "picture", Words())


def _repeats(summary: str, blocks: tuple[Block, ...], headline: str) -> bool:
    """Whether a summary is only the beginning of the text, or the headline once more: it was made by a program."""
    bare = " ".join(_ELLIPSIS.sub("", summary).split())
    if bare == headline:
        return True
    text = " ".join(" ".join(plain(said) for block in body.walk(blocks) for said in texts(block)).split())
    return bool(text) and text.startswith(bare)


def _identity(entry: Entry, content: list[str]) -> str:
    """The URN that the sender gave it, which is no address and stays as the story changes; else one of its content."""
    guid = entry.guid
    if re.fullmatch(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[!-~]+", guid):
        return guid
    if guid:
        entry.alt_ids.insert(0, AltId(value=legal.clean(guid), kind="guid"))
    return mint("article", entry.headline, *content)


def _article(
    entry: Entry, language: str, blocks: tuple[Block, ...], media: tuple[Media, ...], source: SourceDocument
) -> Article:
    content = [plain(said) for block in body.walk(blocks) for said in texts(block)]
    sources = [block.source for block in body.walk(blocks) if isinstance(block, body.Unsupported)]
    seeds = [entry.summary, *(r.href for medium in media for r in medium.renditions)]
    said = {name: getattr(entry, name) for name in _SAME}
    fields: dict[str, object] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    return Article(
        id=_identity(entry, [*(content if any(content) else seeds), *sources]),
        canonical_url=entry.link,
        language=language,
        date_candidates=tuple(entry.candidates),
        media=media,
        body=blocks,
        source_doc=source,
        extra=entry.extra,
        alt_ids=tuple(entry.alt_ids),
        **{**fields, **entry.dates},  # type: ignore[arg-type]
    )
