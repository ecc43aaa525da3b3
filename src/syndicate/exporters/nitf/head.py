"""The head of a document: title, meta, tobject, docdata, pubdata, revision history, in the order of the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from syndicate.contracts import Notice
from syndicate.exporters.nitf.desk import Desk
from syndicate.exporters.nitf.named import identified
from syndicate.formats.elements import Lines, Value, element, nest, optional
from syndicate.formats.nitf import moment
from syndicate.model.article import Article, Subject

_TOKEN = re.compile(r"[A-Za-z0-9._:-]+")
_SUBJECT_CODE = re.compile(r"\d{8}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ORDERS = {"canceled": "kill", "withheld": "hold"}
"""What a notice asks the receivers to do, as the type of its message."""
_OWN = "syndicate."
"""What stands before the names of our own metadata: nobody else's can be taken for it."""


def head(article: Article, desk: Desk) -> Lines:
    """The head of a story."""
    lines = optional("title", article.headline)
    lines += [_meta(name, value) for name, value in _facts(article) if value not in (None, "")]
    lines += [*_tobject(article), *_docdata(article, desk), *_pubdata(article, desk), *_history(article, desk)]
    return nest("head", lines)


def notice_head(notice: Notice, desk: Desk) -> Lines:
    """The head of a notice: which story goes, and why."""
    provider = notice.provider or desk.publisher
    lines = [element("doc-id", "", {"regsrc": provider, "id-string": notice.id}), *_other_ids(notice)]
    lines += [*_moment("date.issue", notice.created), *_moment("date.release", notice.published)]
    reason = notice.reason or notice.show
    lines.append(element("ed-msg", "", {"msg-type": _ORDERS[notice.status], "info": reason}))
    lines.append(element("du-key", "", {"version": notice.version}))
    history = _revision(desk, provider, notice.modified, f"version {notice.version}: {reason}")
    return nest("head", [*nest("docdata", lines, {"management-status": notice.status}), *_web(notice, desk), *history])


def _meta(name: str, value: Value) -> str:
    return element("meta", "", {"name": name, "content": value})


def _facts(article: Article) -> Iterator[tuple[str, Value]]:
    """What NITF has no element for, by names; those of TDMRep and of a position are known beyond this program."""
    if article.ai is not None:
        if article.ai.tdm is not None:
            yield "tdm-reservation", "1" if article.ai.tdm == "reserved" else "0"
        yield "tdm-policy", article.ai.policy_url
        yield f"{_OWN}rsl", article.ai.rsl
        yield f"{_OWN}data-mining", article.ai.data_mining
    if article.dateline is not None and article.dateline.geo is not None:
        yield "geo.position", f"{article.dateline.geo.lat:g};{article.dateline.geo.lon:g}"
    for name in ("take_key", "service", "desk", "priority", "pages", "digital_source_type", "signature"):
        yield _OWN + name.replace("_", "-"), getattr(article, name)
    for name in ("content_created", "embargo_until"):
        instant = getattr(article, name)
        yield _OWN + name.replace("_", "-"), moment(instant) if instant is not None else None
    yield f"{_OWN}declared-word-count", article.declared_word_count
    yield f"{_OWN}print-column", article.print.column if article.print is not None else None
    for used in article.ai_info:
        for name in ("system", "version", "provider", "uri", "prompt", "prompt_writer"):
            yield f"{_OWN}ai.{name.replace('_', '-')}", getattr(used, name)
    for one in article.trust:
        yield f"{_OWN}trust", f"{one.kind} {one.value}".strip()
    for link in article.links:
        if link.rel != "part_of":
            words = (link.href or link.ref, link.title)
            yield f"{_OWN}link.{link.rel.replace('_', '-')}", " ".join(word for word in words if word)
    if article.source_doc is not None:
        yield f"{_OWN}source.sha256", article.source_doc.sha256
        yield f"{_OWN}source.media-type", article.source_doc.media_type
        yield f"{_OWN}source.encoding", article.source_doc.encoding
    for key, value in article.extra.items():
        known = _TOKEN.fullmatch(key) is not None
        yield (key, value) if known else (f"{_OWN}extra", f"{key}={value}")


# --- tobject ---------------------------------------------------------------------------------------------------------


def _tobject(article: Article) -> Lines:
    lines = [element("tobject.property", "", {"tobject.property.type": genre}) for genre in article.genre if genre]
    lines += [line for subject in article.subjects for line in _subject(subject)]
    kind = "news" if article.kind == "story" else article.kind
    return nest("tobject", lines, {"tobject.type": kind})


def _subject(subject: Subject) -> Lines:
    """A subject with a code; `ipr` names the scheme, where IPTC alone means its Subject Codes (the default)."""
    if not subject.code or not _TOKEN.fullmatch(subject.code):
        return []
    own = subject.scheme == "subj" or (not subject.scheme and _SUBJECT_CODE.fullmatch(subject.code))
    values: dict[str, Value] = {
        "tobject.subject.ipr": "IPTC" if own else subject.scheme or "local",
        "tobject.subject.refnum": subject.code,
        "tobject.subject.type": next((one.name for one in reversed(subject.broader) if one.name), ""),
        "tobject.subject.matter": subject.name,
    }
    return [element("tobject.subject", "", values)]


# --- docdata ---------------------------------------------------------------------------------------------------------


def _docdata(article: Article, desk: Desk) -> Lines:
    provider = article.provider or desk.publisher
    lines = [element("doc-id", "", {"regsrc": provider, "id-string": article.id}), *_other_ids(article)]
    lines += [element("urgency", "", {"ed-urg": article.urgency})] if article.urgency is not None else []
    lines += _moment("date.issue", article.created)
    # Only clients get a story before its embargo ends; then that is when it may be released.
    held = article.embargo_until is not None and article.embargo_until > desk.job.context.gate_clock
    lines += _moment("date.release", article.embargo_until if held else article.published)
    lines += _moment("date.expire", article.expires)
    for link in article.links:
        if link.rel == "part_of":
            lines.append(element("series", "", {"series.name": link.title or link.href or link.ref}))
    for note in article.ed_notes:
        lines += [element("ed-msg", "", {"msg-type": "public-note", "info": note.text})] if note.text else []
    lines += [element("ed-msg", "", {"msg-type": signal}) for signal in article.signals]
    for correction in article.corrections:
        lines.append(element("correction", "", {"info": correction.text, "id-string": article.id}))
    lines.append(element("du-key", "", {"version": article.version, "key": article.slug}))
    lines += [*_evloc(article), *_rights(article, desk)]
    keywords = [element("keyword", "", {"key": word}) for word in article.keywords if word]
    lines += nest("key-list", keywords) if keywords else []
    lines += identified(article, desk)
    return nest("docdata", lines, {"management-status": "embargoed" if held else article.status})


def _other_ids(item: Article | Notice) -> Lines:
    return [element("doc-id", "", {"regsrc": one.kind, "id-string": one.value}) for one in item.alt_ids if one.value]


def _moment(name: str, instant: datetime | None) -> Lines:
    return [element(name, "", {"norm": moment(instant)})] if instant is not None else []


def _evloc(article: Article) -> Lines:
    """Where it happened, as data: region and country belong to the first place."""
    if article.dateline is None:
        return []
    where = article.dateline
    lines: Lines = []
    for number, place in enumerate(where.places or ("",)):
        first = number == 0
        values: dict[str, Value] = {
            "city": place,
            "state-prov": where.region if first else "",
            "iso-cc": where.country if first else "",
        }
        lines += [element("evloc", "", values)] if any(values.values()) else []
    return lines


def _rights(article: Article, desk: Desk) -> Lines:
    lines: Lines = []
    year = _YEAR.search(article.copyright_notice)
    if article.copyright_holder or year:
        lines.append(
            element("doc.copyright", "", {"year": year[0] if year else None, "holder": article.copyright_holder})
        )
    if article.rights is not None:
        owner = article.copyright_holder
        licence = desk.address(article.rights.license_url, article.id, "the licence")
        for kind, terms in (("odrl", article.rights.odrl), ("licence", licence)):
            lines += [element("doc.rights", "", {"owner": owner, "type": kind, "limitations": terms})] if terms else []
    return lines


# --- pubdata and history ---------------------------------------------------------------------------------------------


def _pubdata(article: Article, desk: Desk) -> Lines:
    lines: Lines = []
    if article.print is not None:
        values: dict[str, Value] = {
            "edition.name": article.print.edition,
            "position.section": article.print.section,
            "position.sequence": article.print.page,
        }
        lines += [element("pubdata", "", {"type": "print", **values})] if any(values.values()) else []
    lines += _web(article, desk)
    for count, unit in ((article.word_count, "words"), (article.char_count, "characters")):
        if count is not None:
            lines.append(element("pubdata", "", {"type": "other", "item-length": count, "unit-of-measure": unit}))
    return lines


def _web(item: Article | Notice, desk: Desk) -> Lines:
    href = desk.address(item.canonical_url, item.id, "the canonical address")
    published = moment(item.published) if item.published is not None else None
    return [element("pubdata", "", {"type": "web", "date.publication": published, "ex-ref": href})] if href else []


def _history(article: Article, desk: Desk) -> Lines:
    provider = article.provider or desk.publisher
    lines: Lines = []
    for correction in article.corrections:
        lines += _revision(desk, provider, correction.at, correction.text)
    return lines + _revision(desk, provider, article.modified, f"version {article.version}")


def _revision(desk: Desk, name: str, at: datetime | None, comment: str) -> Lines:
    if at is None:
        return []
    return [
        element("revision-history", "", {"name": name, "function": "editor", "norm": moment(at), "comment": comment})
    ]
