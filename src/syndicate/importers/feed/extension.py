"""`_syndicate`, the object in which our own JSON Feeds say what the specification has no member for."""

from __future__ import annotations

from typing import Any, get_args

from msgspec.structs import replace

from syndicate.importers.feed.dates import instant
from syndicate.importers.feed.entry import Entry
from syndicate.model import body
from syndicate.model.article import (
    Article,
    Contributor,
    Correction,
    EdNote,
    Geo,
    Kind,
    Named,
    Relation,
    Rights,
    Signal,
    Subject,
)

Object = dict[str, Any]
_KINDS: tuple[Kind, ...] = get_args(Kind)
_RELATIONS = frozenset({"related", "previous", "replaces", "evolved_from", "translation_of", "part_of"})


def read(entry: Entry, found: object) -> None:
    """Take what the object says into `entry`; nothing where there is none."""
    if not isinstance(found, dict):
        return
    version, kind = found.get("version"), found.get("kind")
    entry.version = version if isinstance(version, int) and not isinstance(version, bool) and version > 0 else 1
    entry.kind = next((known for known in _KINDS if known == kind), "story")
    entry.provider = _text(found, "provider")
    entry.signals += [signal for signal in _list(found, "signals") if signal in get_args(Signal)]
    if found.get("status") == "canceled":
        entry.status = "canceled"
        entry.signals.append("kill")
        if reason := _text(found, "reason"):
            entry.ed_notes.append(EdNote(text=reason, public=True))
    entry.contributors += [Contributor(name=name) for name in _list(found, "contributors") if isinstance(name, str)]
    for field in ("created", "expires"):
        if written := _text(found, field):
            moment = instant(written)
            entry.date(field, f"_syndicate.{field}", moment.value, moment.quirk, written)
    for correction in _objects(found, "corrections"):
        at = instant(_text(correction, "at")).value if correction.get("at") else None
        entry.corrections.append(Correction(text=_text(correction, "text"), at=at))
    _rights(entry, found.get("rights"))
    _about(entry, found)


def _rights(entry: Entry, rights: object) -> None:
    if not isinstance(rights, dict):
        return
    entry.copyright_notice, entry.copyright_holder = _text(rights, "notice"), _text(rights, "holder")
    entry.usage_terms = _text(rights, "terms")
    if licence := _text(rights, "license"):
        entry.rights = Rights(license_url=licence)


def _about(entry: Entry, found: Object) -> None:
    for one in _objects(found, "subjects"):
        subject = Subject(name=_text(one, "name"), code=_text(one, "code"), scheme=_text(one, "scheme"))
        entry.subjects.append(subject)
        for word in (subject.name, subject.code):  # each stands among the tags as well
            if word in entry.keywords:
                entry.keywords.remove(word)
    for number, place in enumerate(_objects(found, "places"), 1):
        lat, lon = place.get("lat"), place.get("lon")
        known = isinstance(lat, int | float) and isinstance(lon, int | float)
        geo = Geo(lat=float(lat), lon=float(lon)) if known else None  # type: ignore[arg-type]
        entry.places.append(Named(id=f"p{number}", name=_text(place, "name"), geo=geo))
    for link in _objects(found, "links"):
        rel = _text(link, "rel")
        if rel in _RELATIONS:
            relation = Relation(rel=rel, href=_text(link, "url"), title=_text(link, "title"))  # type: ignore[arg-type]
            entry.links.append(relation)


def without_doubles(article: Article) -> Article:
    """The story without the paragraphs at its end that say its corrections once more."""
    blocks = list(article.body)
    told = [correction.text for correction in article.corrections]
    while blocks and isinstance(blocks[-1], body.CorrectionNotice) and _is_told(blocks[-1], told):
        blocks.pop()
    return replace(article, body=tuple(blocks)) if len(blocks) < len(article.body) else article


def _is_told(notice: body.CorrectionNotice, told: list[str]) -> bool:
    return any(body.plain(notice.text).endswith(text) for text in told)


def _text(found: Object, name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _list(found: Object, name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else []


def _objects(found: Object, name: str) -> list[Object]:
    return [one for one in _list(found, name) if isinstance(one, dict)]
