"""The one gate: what may leave, when, and why not.

Every way to an exporter leads through `clear`. It holds back embargoed, withheld, held, service and advisory items,
turns a canceled story into a `Notice` from which the content is gone, takes private notes and processing traces out of
the rest, removes what would point to an item that is held, and makes sure that the text is legal in every format.
It reads no clock: the instant is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from syndicate.contracts import _SEAL, Notice, Release
from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.model import body, legal
from syndicate.model.article import Article, Edition, Section


class Held(msgspec.Struct, frozen=True):
    """An item that stays, and why. `until` is set when time alone will free it."""

    id: str
    code: str
    reason: str
    until: datetime | None = None

    def diagnostic(self) -> Diagnostic:
        """The finding that tells of it, without a word of the item's content."""
        return Diagnostic(
            code=self.code,
            severity=Severity.INFO,
            message=f"held back: {self.reason}",
            location=Location(article=self.id),
        )


class Clearance(msgspec.Struct, frozen=True):
    """The gate's answer: what goes on, what stays, and what was noticed on the way."""

    release: Release
    held: tuple[Held, ...]
    findings: tuple[Diagnostic, ...] = ()
    advance: bool = False
    """It holds what only clients may have yet; `registry` gives it to no other format."""


def clear(edition: Edition, at: datetime, *, advance: bool = False) -> Clearance:
    """Judge every item of `edition` at the instant `at` (aware).

    With `advance` it is for clients, who keep embargoes themselves and must hear of what they may not use any more:
    stories under embargo go, with the instant of their end, and of withheld ones a notice. What is on hold, and what
    is no story at all, stays as ever.

    Raises:
        ValueError: `at` has no time zone; an embargo cannot be judged by a naive clock.
    """
    if at.tzinfo is None:
        raise ValueError("the gate's clock has no time zone")
    held: list[Held] = []
    passed: list[Article] = []
    findings: list[Diagnostic] = []
    for article in edition.articles:
        verdict = judge(article, at, advance=advance)
        if verdict is not None:
            held.append(verdict)
        else:
            passed.append(article)
    going = {article.id for article in passed if article.status == "usable"}
    hidden = [article for article in edition.articles if article.id not in going]
    hidden_ids = frozenset(article.id for article in hidden)
    items = tuple(_item(article, hidden_ids, findings) for article in passed)
    head, removed = legal.clean_node(_head(edition, {item.id for item in items}, hidden), leaving=True)
    if removed:
        findings.append(_cleaned(removed, Location(path="$.edition")))
    return Clearance(Release(edition=head, items=items, seal=_SEAL), tuple(held), tuple(findings), advance)


def as_if_leaving(edition: Edition) -> tuple[Article, ...]:
    """The stories with what will be in them when they leave: no private notes, no links to what was killed, legal text.

    None is cleared by this: copy is measured while it must stay.
    """
    gone = frozenset(article.id for article in edition.articles if article.status != "usable")
    return tuple(legal.clean_node(_public(article, gone), leaving=True)[0] for article in edition.articles)


_HEADINGS = ("title", "subtitle", "description", "slug")


def _head(edition: Edition, known: set[str], hidden: list[Article]) -> Edition:
    """The edition without its articles, and without words that stand over a hidden one.

    An edition of one story is called by its headline; when that story must stay, its headline must not go out as the
    name of the feed or of the file.
    """
    changes: dict[str, object] = {"articles": (), "sections": _sections(edition.sections, known)}
    words = {text for a in hidden for text in (a.headline, a.subheadline, a.slug, a.standfirst, a.summary) if text}
    for name in _HEADINGS:
        if any(text in getattr(edition, name) for text in words):
            changes[name] = ""
    return msgspec.structs.replace(edition, **changes)


def set_aside(clearance: Clearance, ids: frozenset[str]) -> Clearance:
    """The same clearance without the items `ids`, which an exporter could not carry."""
    release = clearance.release
    items = tuple(item for item in release.items if item.id not in ids)
    sections = _sections(release.edition.sections, {item.id for item in items})
    head = msgspec.structs.replace(release.edition, sections=sections)
    return replace(clearance, release=Release(edition=head, items=items, seal=_SEAL))


def judge(article: Article, at: datetime, *, advance: bool = False) -> Held | None:
    """Why `article` must stay at the instant `at`, or None when it may go on (a canceled one as a notice)."""
    if article.embargo_until is not None and article.embargo_until > at and not advance:
        until = article.embargo_until
        return Held(article.id, "SYN-GATE-001", f"under embargo until {until.isoformat()}", until)
    if article.status == "withheld" and not advance:
        return Held(article.id, "SYN-GATE-002", "its status is withheld")
    if "hold" in article.signals:
        return Held(article.id, "SYN-GATE-003", "the desk put it on hold")
    if article.kind == "service":
        return Held(article.id, "SYN-GATE-004", "it is a service message to clients, not a story")
    if "advisory" in article.signals:
        return Held(article.id, "SYN-GATE-005", "it is an advisory to editors, not a story")
    if article.status == "usable" and _says_hold(article):
        return Held(article.id, "SYN-GATE-006", "its text says that it must not be published yet")
    return None


@cache
def _hold_phrases() -> re.Pattern[str]:
    """Words that desks put on prepared copy; each was once published by mistake."""
    return re.compile(
        r"\b(?:HOLD\s+FOR\s+RELEASE|HOLD\W+HOLD\W+HOLD|DO\s+NOT\s+(?:USE|PUBLISH|RUN|RELEASE)"
        r"|NOT\s+FOR\s+PUBLICATION|PREP\W+DO\s+NOT)\b|^\W*(?:PREP|HOLD)\s*[:/-]|\b(?:X{4,}|TKTK|TK\s+TK)\b"
    )


_HOLD_WORDS = ("HOLD", "NOT", "PREP", "XXXX", "TK")
"""One of them is part of every phrase above: looking for them first is ten times faster on copy that has none."""


def _says_hold(article: Article) -> bool:
    opening = next((body.plain(t) for b in article.body for t in body.texts(b)), "")
    texts = (article.headline, article.subheadline, article.slug, opening)
    return any(_hold_phrases().search(text) for text in texts if any(word in text for word in _HOLD_WORDS))


def _item(article: Article, hidden: frozenset[str], findings: list[Diagnostic]) -> Article | Notice:
    item: Article | Notice = _public(article, hidden) if article.status == "usable" else _notice(article)
    item, removed = legal.clean_node(item, leaving=True)
    if removed:
        findings.append(_cleaned(removed, Location(article=article.id)))
    return item


def _cleaned(removed: int, where: Location) -> Diagnostic:
    return Diagnostic(
        code="SYN-TEXT-001",
        severity=Severity.WARNING,
        message=f"{removed} character(s) taken out: XML cannot hold them, or they stand for lost ones (U+FFFD)",
        location=where,
    )


_WITHHELD: dict[str, Any] = {"status": "withheld", "show": "Do not use this story until further notice."}


def _notice(article: Article) -> Notice:
    return Notice(
        id=article.id,
        version=article.version,
        kind=article.kind,
        language=article.language,
        dir=article.dir,
        alt_ids=article.alt_ids,
        canonical_url=article.canonical_url,
        created=article.created,
        published=article.published,
        modified=article.modified,
        provider=article.provider,
        reason=" ".join(note.text for note in article.ed_notes if note.public),
        **(_WITHHELD if article.status == "withheld" else {}),
    )


def _public(article: Article, hidden: frozenset[str]) -> Article:
    """`article` without what is not for outside: private notes, traces of processing, words about held items."""
    changes: dict[str, object] = {}
    if any(not note.public for note in article.ed_notes):
        changes["ed_notes"] = tuple(note for note in article.ed_notes if note.public)
    if article.source_doc is not None and (article.source_doc.rules or article.source_doc.warnings):
        changes["source_doc"] = msgspec.structs.replace(article.source_doc, rules=(), warnings=())
    if any(link.ref in hidden for link in article.links):
        changes["links"] = tuple(link for link in article.links if link.ref not in hidden)
    if hidden and any(_points_to(block, hidden) for block in body.walk(article.body)):
        changes["body"] = _without(article.body, hidden)
    return msgspec.structs.replace(article, **changes) if changes else article


def _points_to(block: body.Block, hidden: frozenset[str]) -> bool:
    return isinstance(block, body.InterstitialLink) and block.ref in hidden


def _without(blocks: tuple[body.Block, ...], hidden: frozenset[str]) -> tuple[body.Block, ...]:
    kept: list[body.Block] = []
    for block in blocks:
        if isinstance(block, body.Box):
            kept.append(msgspec.structs.replace(block, blocks=_without(block.blocks, hidden)))
        elif not _points_to(block, hidden):
            kept.append(block)
    return tuple(kept)


def _sections(sections: Iterable[Section], known: set[str]) -> tuple[Section, ...]:
    """The sections with only the items that go on; one with nothing left is gone too."""
    kept = []
    for section in sections:
        articles = tuple(i for i in section.articles if i in known)
        inner = _sections(section.sections, known)
        if articles or inner:
            kept.append(msgspec.structs.replace(section, articles=articles, sections=inner))
    return tuple(kept)
