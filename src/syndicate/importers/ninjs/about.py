"""What a ninjs item says of itself: dates, status, words, people, subjects, rights."""

from __future__ import annotations

import json
from typing import get_args

from syndicate.formats import g2, lenient
from syndicate.formats.names import slugify
from syndicate.importers.ninjs.values import Item, Object, line, objects, text, whole
from syndicate.model.article import (
    AltDescription,
    AltHeadline,
    AltId,
    Byline,
    Contributor,
    Credit,
    Dateline,
    EdNote,
    Geo,
    Kind,
    Named,
    Rights,
    Subject,
    TrustIndicator,
)

_THINGS = (
    ("people", ("person", "people")),
    ("orgs", ("organisation", "organisations")),
    ("places", ("place", "places")),
    ("events", ("event", "events")),
)
_PROFILES = frozenset(get_args(Kind)) - {"story"}
_SUMMARIES = ("summary", "main", "text", "plain", "long", "caption", "")
_PARTIES = "http://cv.iptc.org/newscodes/cpprole/"
_MARKUP = frozenset({"richtext", "html", "xhtml"})
_MAIN = ("main", "simple", "text", "")


def read(item: Item) -> None:
    """Fill every field but media and body."""
    _dates(item)
    _status(item)
    _words(item)
    _rights(item)
    for field, names in _THINGS:
        for name in names:
            for thing in objects(item.members.get(name)):
                _thing(item, field, thing)
    for name in ("subject", "subjects", "object", "objects"):
        for subject in objects(item.members.get(name)):
            _subject(item, subject)
    for name in ("genre", "genres"):
        for genre in objects(item.members.get(name)):
            if said := line(genre.get("name")) or line(genre.get("literal")) or line(genre.get("code")):
                item.add("genre", said)
    _ids(item)
    for one in objects(item.members.get("renditions")):
        if line(one.get("name")) == "canonical" and (href := line(one.get("href"))):
            item.fields["canonical_url"] = href


def _dates(item: Item) -> None:
    for name, field in (
        ("versioncreated", "modified"),
        ("firstcreated", "created"),
        ("contentcreated", "content_created"),
        ("expires", "expires"),
    ):
        if (found := item.moment(name)) is not None:
            item.fields[field] = found
    for name in ("embargoed", "embargoeduntil"):
        written = item.members.get(name)
        if written is None:
            continue
        found_at = lenient.moment(written) if isinstance(written, str) else lenient.Moment(None, "is no text")
        if found_at.value is None:
            item.add("signals", "hold")
            item.findings.held(name, f"{name} {found_at.quirk}, so the story is put on hold: {str(written)[:80]!r}")
        else:
            item.fields["embargo_until"] = found_at.value
            if found_at.quirk:
                item.findings.odd_date(name, str(written), found_at.quirk)


def _status(item: Item) -> None:
    word = item.line("pubstatus").lower()
    if word in ("canceled", "cancelled", "killed"):
        item.fields["status"] = "canceled"
    elif word not in ("", "usable"):
        item.fields["status"] = "withheld"
        if word != "withheld":
            item.findings.held("pubstatus", f"pubstatus {word!r} is none of the standard's: withheld")
    value = item.members.get("urgency")
    urgency = whole(value)
    if urgency is not None and 1 <= urgency <= 9:
        item.fields["urgency"] = urgency
    elif value is not None:
        item.findings.value("urgency", f"urgency is no number from 1 to 9: {str(value)[:80]!r}")
    if item.text("representationtype").lower() in ("incomplete", "partial"):
        item.keep("representationtype", item.line("representationtype"))
    profile = item.line("profile")
    if profile in _PROFILES:
        item.fields["kind"] = profile
    else:
        item.keep("profile", profile)


def _words(item: Item) -> None:
    for said, role in [*_texts(item, "headline", "headlines")]:
        words = " ".join(said.split())
        if role in _MAIN and "headline" not in item.fields:
            item.fields["headline"] = words
        elif role in ("sub", "subheadline", "subtitle") and "subheadline" not in item.fields:
            item.fields["subheadline"] = words
        elif words != item.fields.get("headline"):
            item.add("alt_headlines", AltHeadline(role=role or "alternative", text=words))
    if "headline" not in item.fields and (title := item.line("title")):
        item.fields["headline"] = title
    elif title := item.line("title"):
        item.add("alt_headlines", AltHeadline(role="title", text=title))
    for said, role in _texts(item, "description", "descriptions"):
        if role == "standfirst":
            item.fields["standfirst"] = said
        elif role in _SUMMARIES and "summary" not in item.fields:
            item.fields["summary"] = said
        elif said != item.fields.get("summary"):
            item.add("alt_descriptions", AltDescription(role=role or "alternative", text=said))
    if slug := item.line("slugline"):
        item.fields["slug"] = slug
    if said := item.line("by", "byline"):
        bare = said.removeprefix("By ").removeprefix("BY ").removeprefix("by ")
        item.fields["bylines"] = (Byline(name=bare),)
    if said := item.line("located"):
        item.fields["dateline"] = Dateline(places=(said,))
    if note := item.text("ednote"):
        item.add("ed_notes", EdNote(text=note))
    _sources(item)


def _sources(item: Item) -> None:
    """Who it comes from, by their role: provider, authors, agencies, who passed it on, who helped."""
    agencies: list[str] = []
    authors: list[Byline] = []
    via = ""
    for one in objects(item.members.get("infosource", item.members.get("infosources"))):
        name, role = _name(one), line(one.get("role"))
        contact = next((line(info.get("value")) for info in objects(one.get("contactinfo"))), "")
        match role.removeprefix(_PARTIES):
            case _ if not name:
                pass
            case "provider":
                item.fields["provider"] = name
            case "author":
                authors.append(Byline(name=name, contact=contact))
            case "distributor":
                via = name
            case "contentSource" | "originfo" | "":
                agencies.append(name)
            case other:
                item.add("contributors", Contributor(name=name, role=other))
    if authors:
        item.fields["bylines"] = tuple(authors)
    if agencies or via:
        raw = ", ".join([*agencies, via] if via else agencies)
        item.fields["credit"] = Credit(raw=raw, agencies=tuple(agencies), via=via)


def _texts(item: Item, one: str, many: str) -> list[tuple[str, str]]:
    """The texts of a member with their roles: `headline`, `headline_main`, or `headlines` with objects.

    Markup is no matter here: of a text and the same as HTML the text is taken.
    """
    found: list[tuple[str, str]] = []
    if said := item.text(one):
        found.append((said, ""))
    for key, value in item.members.items():
        if key.startswith(f"{one}_") and (said := text(value)):
            role = key.removeprefix(f"{one}_")
            if role not in _MARKUP or not found:
                found.append((_bare(said) if role in _MARKUP else said, role))
    entries = objects(item.members.get(many))
    entries.sort(key=lambda entry: "html" in text(entry.get("contenttype")))
    for entry in entries:
        role = text(entry.get("role"))
        if said := text(entry.get("value")):
            markup = role in _MARKUP or "html" in text(entry.get("contenttype"))
            if not (markup and found):
                found.append((_bare(said) if markup else said, role))
    return found


def _bare(said: str) -> str:
    """The words of a text that is markup."""
    from syndicate.formats import htmlbody
    from syndicate.formats.htmlbody.dom import words

    root = htmlbody.parsed(said)
    return words(root) if root is not None else said


def _rights(item: Item) -> None:
    if holder := item.line("copyrightholder"):
        item.fields["copyright_holder"] = holder
    for name, field in (("copyrightnotice", "copyright_notice"), ("usageterms", "usage_terms")):
        if said := item.text(name):
            item.fields[field] = said
    rights = item.members.get("rightsinfo")
    if isinstance(rights, dict):
        linked, encoded = text(rights.get("linkedrights")), text(rights.get("encodedrights"))
        if encoded:
            item.fields["rights"] = Rights(odrl=encoded, license_url=linked)
        elif linked:
            item.fields["rights"] = Rights(odrl=linked)
    source = item.members.get("digitalsourcetype")
    if isinstance(source, dict):
        source = text(source.get("uri")) or text(source.get("literal")) or text(source.get("name"))
    if said := line(source):
        item.fields["digital_source_type"] = said
    for one in [*objects(item.members.get("trustindicator")), *objects(item.members.get("trustindicators"))]:
        kind = line(one.get("role")) or line(one.get("code")) or line(one.get("title"))
        if value := line(one.get("href")) or line(one.get("title")):
            item.add("trust", TrustIndicator(kind=kind, value=value))


def _ids(item: Item) -> None:
    ids = item.members.get("altids")
    if isinstance(ids, dict):
        for kind, value in ids.items():
            if said := line(value):
                item.add("alt_ids", AltId(value=said, kind=kind))
    for one in ids if isinstance(ids, list) else []:
        if isinstance(one, dict) and (said := line(one.get("value"))):
            item.add("alt_ids", AltId(value=said, kind=line(one.get("role"))))


def _name(one: Object) -> str:
    return line(one.get("name")) or line(one.get("literal")) or line(one.get("code")) or line(one.get("uri"))


def _uri(one: Object) -> str:
    code = line(one.get("code"))
    return line(one.get("uri")) or (code if "://" in code else "")


def _thing(item: Item, field: str, one: Object) -> None:
    name = _name(one)
    if not name:
        item.findings.value(field, f"one of {field} has no name")
        return
    code = line(one.get("code"))
    scheme, uri = line(one.get("scheme")), _uri(one)
    if not uri and code and "://" in scheme:
        uri = f"{scheme}{code}"
    known = {str(getattr(t, "id", "")) for f, _ in _THINGS for t in _tuple(item.fields.get(f))}
    wanted = "".join((line(one.get("literal")) or slugify(name) or field).split())
    ident, number = wanted, 1
    while ident in known:
        number += 1
        ident = f"{wanted}-{number}"
    symbols = tuple(_symbol(s) for s in objects(one.get("symbols")) if _symbol(s))
    item.add(
        field,
        Named(id=ident, name=name, uri=uri, role=line(one.get("rel")), symbols=symbols, geo=_geo(one.get("geojson"))),
    )


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _symbol(one: Object) -> str:
    ticker = line(one.get("ticker")) or line(one.get("symbol"))
    return f"{line(one.get('exchange'))}:{ticker}" if ticker else ""


def _geo(value: object) -> Geo | None:
    """The point of a GeoJSON object (RFC 7946 3.1.1: longitude comes first)."""
    if not isinstance(value, dict):
        return None
    shape = value.get("geometry") if isinstance(value.get("geometry"), dict) else value
    point = shape.get("coordinates") if isinstance(shape, dict) else None
    if not isinstance(point, list) or len(point) < 2:
        return None
    east, north = point[0], point[1]
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in (east, north)):
        return None
    return Geo(lat=float(north), lon=float(east)) if abs(north) <= 90 and abs(east) <= 180 else None


def _subject(item: Item, one: Object) -> None:
    rel = line(one.get("rel"))
    if rel == "keyword":
        item.add("keywords", _name(one))
        return
    code, scheme = line(one.get("code")), line(one.get("scheme"))
    uri = _uri(one)
    if uri and not scheme:
        base, _, word = uri.rpartition("/")
        known = {address.rstrip("/"): alias for alias, address in reversed(g2.aliases().items())}
        scheme, code = (known[base], word) if base in known else ("", uri)
    elif "://" in scheme:
        known = {address.rstrip("/"): alias for alias, address in reversed(g2.aliases().items())}
        scheme = known.get(scheme.rstrip("/"), scheme)
    elif not code:
        scheme, colon, code = line(one.get("literal")).partition(":")
        scheme, code = (scheme, code) if colon else ("", scheme)
    name = line(one.get("name"))
    if name or code:
        percent = {key: _percent(one.get(key)) for key in ("relevance", "confidence")}
        why = rel if rel in ("direct", "ancestor", "inferred", "associated") else None
        item.add("subjects", Subject(name=name, scheme=scheme, code=code, why=why, **percent))  # type: ignore[arg-type]


def _percent(value: object) -> int | None:
    found = whole(value)
    return found if found is not None and found <= 100 else None


_READ = frozenset(
    """
    uri type version language versioncreated firstcreated contentcreated expires embargoed embargoeduntil pubstatus
    urgency representationtype profile headline headlines description descriptions title slugline by byline located
    ednote infosource infosources copyrightholder copyrightnotice usageterms rightsinfo digitalsourcetype
    trustindicator trustindicators altids person people organisation organisations place places event events subject
    subjects object objects genre genres associations renditions bodies body standard $standard mimetype contenttype
    charcount wordcount name
    """.split()  # noqa: SIM905
)
_READ_BY_START = ("headline_", "description_", "body_")


def rest(item: Item) -> list[str]:
    """Keep members that nothing read, as JSON; their names."""
    left = [
        key for key in item.members if key not in _READ and not key.startswith(("headline_", "description_", "body_"))
    ]
    for key in left:
        value = item.members[key]
        item.keep(key, text(value) if not isinstance(value, dict | list) else json.dumps(value, ensure_ascii=False))
    return [key for key in left if f"ninjs:{key}" in item.extra]
