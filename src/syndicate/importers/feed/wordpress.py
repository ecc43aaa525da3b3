"""WXR, the export file of WordPress: posts and pages with their writers, terms, pictures and states, as a stream.

It is RSS 2.0 with elements of its own. Attachments may stand anywhere in the file, so they are gathered in a pass of
their own before the posts are read; memory holds them, and one post.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from syndicate.contracts import ImportJob, Source
from syndicate.formats import mend, safexml
from syndicate.formats.divided import Divided
from syndicate.formats.safexml import XmlProblem
from syndicate.importers.feed import head, rss, story, wpcontent
from syndicate.importers.feed.dates import utc
from syndicate.importers.feed.document import Document, lines
from syndicate.importers.feed.entry import Entry, markup, of_html
from syndicate.importers.feed.findings import Findings
from syndicate.importers.feed.modules import take
from syndicate.importers.feed.names import attribute, name_of, said
from syndicate.importers.feed.shelf import Words, type_of
from syndicate.importers.feed.wpcontent import Attachment
from syndicate.model.article import AltId, Article, DateCandidate, Edition, Rendition, SourceDocument, Subject

Element = etree._Element

_ZERO = "0000-00-00 00:00:00"
_STORIES_NOT = frozenset(
    {"attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache", "user_request",
     "wp_block", "wp_font_face", "wp_font_family", "wp_global_styles", "wp_navigation", "wp_template",
     "wp_template_part"}
)  # fmt: skip
"""Types of posts that are no stories: files, earlier versions, menus, parts of the site's look."""
_PAST = frozenset(
    {"pubDate", "description", "wp:comment_status", "wp:ping_status", "wp:menu_order", "wp:is_sticky", "wp:post_type",
     "wp:attachment_url"}
)  # fmt: skip
_OPEN = frozenset({"publish", ""})


class WxrImporter:
    """Reads one export file of WordPress."""

    def read(self, source: Source, job: ImportJob) -> Iterable[Article | Edition]:
        """The posts and pages of `source` in their order, as they are read, then the site as an edition.

        Raises:
            InputError: there is no item in it, or it declares entities.
            ModelError: there are items, and none of them could be read.
            DependencyError: the sanitiser is not installed.
        """
        with source.open() as stream:
            attachments = dict(_attachments(Divided(stream, ("item",))))
        document = _Export(source, job, attachments)
        with source.open() as stream:
            yield from document.read(Divided(stream, ("item",)))
        document.counted()


class _Export(Document):
    """One export file while it is read."""

    def __init__(self, source: Source, job: ImportJob, attachments: dict[str, Attachment]) -> None:
        super().__init__(source, job, rss.read, "application/rss+xml")
        self._attachments = attachments
        self._authors: dict[str, tuple[str, str]] = {}
        self._comments = 0
        self._others: Counter[str] = Counter()

    def begin(self, frame: bytes) -> None:
        """Read the head, and whom the logins of the writers stand for."""
        super().begin(frame)
        root = head.parse(frame)
        for author in root.iter("{*}author") if root is not None else ():
            facts = {name_of(child): said(child) for child in author}
            login, name = facts.get("wp:author_login", ""), facts.get("wp:author_display_name", "")
            self._authors[login] = (name or login, facts.get("wp:author_email", ""))

    def item(self, element: Element, data: bytes, findings: Findings) -> Article | None:
        """The story of a post or page; None for what is none."""
        facts = _facts(element)
        kind = facts.get("wp:post_type", "post")
        if kind in _STORIES_NOT:
            self._others[kind] += 1
            return None
        entry = Entry(findings=findings, channel=self.channel)
        meta: dict[str, str] = {}
        for child in element:
            self._child(entry, child, meta)
        _state(entry, facts)
        _dates(entry, facts)
        if kind != "post":
            entry.keep("wp:post_type", kind)
        self._featured(entry, meta)
        reader = wpcontent.Content(entry, self._attachments)
        entry.content = reader.html(entry.content)
        digest = hashlib.sha256(data).hexdigest()
        rules = lines(element, findings)
        source = SourceDocument(sha256=digest, media_type="application/rss+xml", encoding=self.encoding, rules=rules)
        return reader.restored(story.article(entry, self.job, source))

    def counted(self) -> None:
        """Say what else is in the file."""
        if self._comments:
            self.findings.comments(self._comments)
        if self._others:
            self.findings.no_stories(self._others)

    def _child(self, entry: Entry, child: Element, meta: dict[str, str]) -> None:
        name = name_of(child)
        match name:
            case "dc:creator":
                login = said(child)
                entry.person(*self._authors.get(login, (login, "")))
            case "wp:comment":
                self._comments += 1
            case "wp:postmeta":
                pair = {name_of(part): said(part) for part in child}
                meta[pair.get("wp:meta_key", "")] = pair.get("wp:meta_value", "")
                self._meta(entry, pair.get("wp:meta_key", ""), pair.get("wp:meta_value", ""))
            case "category":
                _term(entry, child)
            case "content:encoded":
                entry.content = markup(child)
            case "excerpt:encoded":
                entry.set("summary", entry.plain(of_html(markup(child))), name)
            case "wp:post_name":
                entry.set("slug", said(child), name)
            case "wp:post_id":
                if said(child):
                    entry.alt_ids.append(AltId(value=said(child), kind="wp:post_id"))
            case "wp:post_parent" if said(child) in ("", "0"):
                pass
            case _ if name in _PAST:
                pass
            case _ if name in ("wp:status", "wp:post_password") or name.startswith(
                ("wp:post_date", "wp:post_modified")
            ):
                pass
            case _ if name.startswith("wp:"):
                entry.keep_element(child)
            case _:
                take(entry, child, rss.TABLE)

    def _meta(self, entry: Entry, key: str, value: str) -> None:
        """Fields that the site added; those with an underscore are its software's own."""
        if key.startswith("_"):
            self.findings.past[f"wp:postmeta {key}"] += key != "_thumbnail_id"
        elif value:
            entry.keep(f"wp:postmeta {key}", value)

    def _featured(self, entry: Entry, meta: dict[str, str]) -> None:
        """The picture that stands for the post: its first medium."""
        number = meta.get("_thumbnail_id", "")
        if not number:
            return
        found = self._attachments.get(number)
        if found is None:
            entry.findings.attachment(f"the featured picture {number}")
            return
        rendition = Rendition(href=found.url, media_type=found.media_type)
        kind = type_of(rendition) or "picture"
        entry.files.put((rendition,), kind, Words(alt=found.alt, caption=found.caption))


def _attachments(pieces: Divided) -> Iterator[tuple[str, Attachment]]:
    """The files of the site by their number; what cannot be read is told when its item is read again."""
    spaces = None
    parser = safexml.parser()
    try:
        for piece in pieces:
            if spaces is None:
                spaces = head.Spaces(bytes(pieces.frame))
            if b"attachment_url" not in piece.data or piece.problem:
                continue
            try:
                element = mend.parse(spaces.around(piece.data), parser).root[0]
            except (XmlProblem, etree.LxmlError, IndexError):
                continue
            facts = _facts(element)
            meta = [{name_of(part): said(part) for part in one} for one in element.iter("{*}postmeta")]
            alt = next((m.get("wp:meta_value", "") for m in meta if m.get("wp:meta_key") == _ALT), "")
            caption = of_html(facts.get("excerpt:encoded", ""))
            yield facts.get("wp:post_id", ""), Attachment(facts.get("wp:attachment_url", ""), alt, caption)
    except XmlProblem:
        return


_ALT = "_wp_attachment_image_alt"


def _facts(element: Element) -> dict[str, str]:
    """The lines of an item by their names, the first of each."""
    found: dict[str, str] = {}
    for child in element:
        name = name_of(child)
        if name.startswith(("wp:", "excerpt:")) and not len(child):
            found.setdefault(name, said(child))
    return found


def _state(entry: Entry, facts: dict[str, str]) -> None:
    """Whether the post is there to be read (the states of `wp_posts.post_status`)."""
    state = facts.get("wp:status", "")
    if facts.get("wp:post_password"):
        entry.status = "withheld"
        entry.findings.held("it has a password")
    if state == "future":
        found = utc(facts.get("wp:post_date_gmt", ""))
        if found.value is not None:
            entry.dates["embargo_until"] = found.value
            entry.findings.held(f"it is scheduled for {found.value.isoformat()}")
            return
    if state not in _OPEN:
        entry.status = "withheld"
        entry.findings.held(f"its state is {state}")


def _dates(entry: Entry, facts: dict[str, str]) -> None:
    """Dates are those in UTC; the others are by a clock that the file does not name."""
    for field, name in (("published", "wp:post_date"), ("modified", "wp:post_modified")):
        stamp, local = facts.get(f"{name}_gmt", ""), facts.get(name, "")
        if stamp and stamp != _ZERO:
            found = utc(stamp)
            if field == "published" and facts.get("wp:status", "") not in (*_OPEN, "private", "future"):
                entry.candidates.append(
                    DateCandidate(value=f"{stamp} UTC", reason=f"{name}_gmt of an unpublished post")
                )
            else:
                entry.date(field, f"{name}_gmt", found.value, found.quirk, stamp)
        elif local and local != _ZERO and facts.get("wp:status", "") in _OPEN:
            entry.date(field, name, None, "has no time zone", local)


def _term(entry: Entry, element: Element) -> None:
    """A category, a tag, or a term of another taxonomy."""
    name, domain = entry.plain(said(element)), attribute(element, "domain")
    match domain:
        case "category" | "":
            if name and not any(subject.name == name for subject in entry.subjects):
                entry.subjects.append(Subject(name=name))
        case "post_tag":
            entry.keyword(name)
        case _:
            entry.keep(f"category {re.sub(r'[^A-Za-z0-9_-]', '', domain)}", name)
