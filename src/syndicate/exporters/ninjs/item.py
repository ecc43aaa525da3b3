"""A story, a notice and an edition as ninjs 3.1 objects; members in the order of the specification."""

from __future__ import annotations

from collections.abc import Iterable

from syndicate.contracts import Notice, Release
from syndicate.exporters.ninjs.desk import Desk, Node, identifier, stated
from syndicate.exporters.ninjs.media import associations, style
from syndicate.exporters.ninjs.named import events, organisations, people, places, subjects
from syndicate.formats import g2, xhtml
from syndicate.formats.languages import language_tag
from syndicate.formats.xml import attribute
from syndicate.model import body
from syndicate.model.article import AltId, Article, Byline, Section, TrustIndicator

_ROLE = "http://cv.iptc.org/newscodes/cpprole/"


def story(article: Article, desk: Desk) -> Node:
    """A story with everything that ninjs has a member for."""
    return stated(
        {
            **_identity(article),
            **_words(article),
            "firstCreated": desk.first(article),
            "versionCreated": _moment(article.modified),
            "contentCreated": _moment(article.content_created),
            "embargoedUntil": _moment(article.embargo_until),
            "expires": _moment(article.expires),
            "pubStatus": article.status,
            "urgency": article.urgency,
            "copyrightHolder": article.copyright_holder,
            "copyrightNotice": article.copyright_notice,
            "usageTerms": article.usage_terms,
            "rightsInfo": _rights(article),
            "edNote": _note(article),
            "people": people(article, desk),
            "organisations": organisations(article, desk),
            "places": places(article, desk),
            "subjects": subjects(article, desk),
            "events": events(article, desk),
            "infoSources": _sources(article, desk),
            "genres": [{"name": genre} for genre in article.genre if genre],
            "altIds": _alt_ids(article.alt_ids),
            "trustIndicators": [one for trust in article.trust if (one := _trust(trust))],
            "digitalSourceType": _source_type(article.digital_source_type),
            "renditions": _page(article, desk),
            "bodies": _bodies(article, desk),
            "associations": associations(article, desk),
        }
    )


def notice(item: Notice, desk: Desk) -> Node:
    """What is left of a killed story: which one, and why."""
    provider = item.provider or desk.publisher
    return stated(
        {
            "uri": identifier(item.id),
            "type": "text",
            "version": str(item.version),
            "language": _language(item.language),
            "firstCreated": desk.first(item),
            "versionCreated": _moment(item.modified),
            "pubStatus": item.status,
            "edNote": f"{item.show} {item.reason}".strip(),
            "infoSources": [{"name": provider, "role": "provider"}] if provider else [],
            "altIds": _alt_ids(item.alt_ids),
        }
    )


def package(release: Release, desk: Desk) -> Node:
    """The edition: its items in their order, each with the section that it stands in."""
    edition = release.edition
    sections = dict(_placed(edition.sections, ()))
    built = desk.job.built_at
    return stated(
        {
            "uri": identifier(edition.id),
            "type": "composite",
            "profile": "edition",
            "language": _language(edition.language),
            "headlines": _texts([("main", edition.title), ("sub", edition.subtitle)]),
            "descriptions": _texts([("summary", edition.description)]),
            "versionCreated": g2.moment(built) if built is not None else None,
            "pubStatus": "usable",
            "copyrightNotice": edition.copyright_notice,
            "infoSources": [{"name": edition.publisher, "role": "provider"}] if edition.publisher else [],
            "associations": [
                _listed(item, number, sections.get(item.id, ())) for number, item in enumerate(release.items, 1)
            ],
        }
    )


def _placed(sections: Iterable[Section], above: tuple[str, ...]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for section in sections:
        path = (*above, section.title or section.id)
        for article in section.articles:
            yield article, path
        yield from _placed(section.sections, path)


def _listed(item: Article | Notice, number: int, path: tuple[str, ...]) -> Node:
    return stated(
        {
            "name": f"item{number}",
            "rel": " / ".join(path),
            "uri": identifier(item.id),
            "type": "text",
            "version": str(item.version),
            "embargoedUntil": None if isinstance(item, Notice) else _moment(item.embargo_until),
            "pubStatus": item.status,
            "headlines": [] if isinstance(item, Notice) else _texts([("main", item.headline)]),
        }
    )


# --- the parts of a story --------------------------------------------------------------------------------------------


def _identity(article: Article) -> Node:
    return {
        "uri": identifier(article.id),
        "type": "text",
        "representationType": "full",
        "profile": "" if article.kind == "story" else article.kind,
        "version": str(article.version),
        "language": _language(article.language, article.script),
    }


def _words(article: Article) -> Node:
    headlines = [("main", article.headline), ("sub", article.subheadline)]
    headlines += [(other.role or "alternative", other.text) for other in article.alt_headlines]
    descriptions = [("summary", article.summary), ("standfirst", article.standfirst)]
    descriptions += [(other.role or "other", other.text) for other in article.alt_descriptions]
    where = article.dateline
    located = ", ".join(part for part in (*where.places, where.region, where.country) if part) if where else ""
    return {
        "headlines": _texts(headlines),
        "descriptions": _texts(descriptions),
        "slugline": article.slug,
        "by": "; ".join(_by(byline) for byline in article.bylines),
        "located": located,
    }


def _texts(said: Iterable[tuple[str, str]]) -> list[Node]:
    return [{"role": role, "contentType": "text/plain", "value": text} for role, text in said if text]


def _by(byline: Byline) -> str:
    return ", ".join(part for part in (byline.name, byline.title, byline.organisation) if part)


def _language(language: str, script: str = "") -> str:
    tag = language_tag(language, script)
    return "" if tag == "und" else tag


def _moment(instant: object) -> str | None:
    return g2.moment(instant) if instant is not None else None  # type: ignore[arg-type]


def _note(article: Article) -> str:
    """The public notes and what was corrected, behind the signals in the way of agencies: UPDATE / CORRECTION."""
    lines = [" / ".join(signal.upper() for signal in article.signals)]
    lines += [note.text for note in article.ed_notes]
    for correction in article.corrections:
        day = f"{correction.at.date().isoformat()}: " if correction.at is not None else ""
        lines.append(day + correction.text)
    return "\n".join(line for line in lines if line)


def _rights(article: Article) -> Node:
    """A policy as address or text, else the licence: the schema allows one of the two members."""
    if article.rights is None:
        return {}
    policy, licence = article.rights.odrl, article.rights.license_url
    for address in (policy, licence):
        if "://" in address.split("\n", 1)[0] and g2.address(address) == address:
            return {"linkedRights": address}
        if address:
            return {"encodedRights": address}
    return {}


def _sources(article: Article, desk: Desk) -> list[Node]:
    """Who provided, wrote, helped and supplied, each with the role; parties are known by name."""
    found: list[Node] = []
    provider = article.provider or desk.publisher
    found += [{"name": provider, "role": "provider"}] if provider else []
    for byline in article.bylines:
        contact = [{"value": byline.contact}] if byline.contact else []
        found.append(stated({"name": byline.name, "role": f"{_ROLE}author", "contactInfo": contact}))
    for helper in article.contributors:
        name = ", ".join(part for part in (helper.name, helper.place) if part)
        found.append(stated({"name": name, "role": helper.role or "contributor"}))
    if article.credit is not None:
        names = article.credit.agencies or ((article.credit.raw,) if article.credit.raw else ())
        found += [{"name": name, "role": f"{_ROLE}contentSource"} for name in names if name]
        found += [{"name": article.credit.via, "role": f"{_ROLE}distributor"}] if article.credit.via else []
    return found


def _alt_ids(ids: tuple[AltId, ...]) -> list[Node]:
    return [stated({"role": one.kind, "value": one.value}) for one in ids if one.value]


def _trust(trust: TrustIndicator) -> Node:
    """A statement: its kind as an address where it is one, else as the title."""
    kind = "role" if "://" in trust.kind and g2.address(trust.kind) == trust.kind else "title"
    if "://" in trust.value and g2.address(trust.value) == trust.value:
        return stated({kind: trust.kind, "href": trust.value})
    if kind == "role":
        return stated({"role": trust.kind, "title": trust.value})
    return stated({"title": ": ".join(part for part in (trust.kind, trust.value) if part)})


def _source_type(value: str) -> Node:
    if "://" in value and g2.address(value) == value:
        return {"uri": value}
    return {"literal": value} if value else {}


def _page(article: Article, desk: Desk) -> list[Node]:
    """The story's own page."""
    href = desk.address(article.canonical_url, article.id, "the canonical address")
    return [{"name": "canonical", "href": href, "contentType": "text/html"}] if href else []


def _bodies(article: Article, desk: Desk) -> list[Node]:
    html = xhtml.render(article, style(article, desk))
    if not html.strip():
        return []
    if article.dir:
        html = f"<div dir={attribute(article.dir)}>\n{html}\n</div>"
    counts = {"charCount": _count(article.char_count), "wordCount": _count(article.word_count)}
    found = [stated({"role": "main", "contentType": "text/html", **counts, "value": html})]
    if desk.with_text:
        words = (body.plain(said) for block in body.walk(article.body) for said in body.texts(block))
        plain = "\n\n".join(said for said in words if said)
        found.insert(0, {"role": "main", "contentType": "text/plain", "value": plain})
    return found


def _count(value: int | None) -> int | None:
    return value if value is not None and value >= 0 else None
