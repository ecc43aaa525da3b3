"""Content metadata of a story: the administrative block, then the descriptive one, then what names its facts."""

from __future__ import annotations

from collections.abc import Iterator

from syndicate.exporters.newsmlg2.concepts import on_earth, position, subjects
from syndicate.exporters.newsmlg2.markup import Codes, Line, Lines, Value, element, named, nest, optional
from syndicate.exporters.newsmlg2.metadata import Desk, extensions
from syndicate.formats import g2
from syndicate.model.article import AiInfo, AltId, Article, Byline, Contributor, Dateline

_DESCRIPTIONS = ("caption", "summary", "teaser")
"""Roles of a description that IPTC has codes for (`drol`)."""


def content_meta(article: Article, desk: Desk, codes: Codes) -> Lines:
    """contentMeta: nothing of the first block may follow the second (the commonest error in real files)."""
    lines = [*_administrative(article, desk, codes), *_descriptive(article, desk, codes)]
    lines += extensions("contentMetaExtProperty", _dateline_facts(article.dateline), codes)
    if article.ai_info and not desk.standard.ai_info:
        lines += extensions("contentMetaExtProperty", _machine_facts(article.ai_info), codes)
    return nest("contentMeta", lines)


def _administrative(article: Article, desk: Desk, codes: Codes) -> Lines:
    lines = [element("urgency", str(article.urgency))] if article.urgency is not None else []
    if article.content_created is not None:
        lines.append(element("contentCreated", g2.moment(article.content_created)))
    if article.modified is not None:
        lines.append(element("contentModified", g2.moment(article.modified)))
    lines += _source_type(article.digital_source_type)
    lines += _located(article.dateline)
    if article.credit is not None:
        for agency in article.credit.agencies:
            lines += named("infoSource", agency, role="cpprole:contentSource")
        if article.credit.via:
            lines += named("infoSource", article.credit.via, role="cpprole:distributor")
    if article.dateline is not None:
        for agency in article.dateline.agencies:
            lines += named("infoSource", agency, role=codes.own("dateline/agency"))
    for byline in article.bylines:
        lines += _creator(byline, codes)
    for contributor in article.contributors:
        lines += _contributor(contributor, codes)
    lines += alt_ids(article.alt_ids, codes)
    if desk.standard.ai_info:
        for used in article.ai_info:
            lines += _machine(used)
    return lines


def alt_ids(others: tuple[AltId, ...], codes: Codes) -> Lines:
    """Other ids of the item."""
    return [
        element("altId", other.value, type=codes.own("id", other.kind) if other.kind else None)
        for other in others
        if other.value
    ]


def _descriptive(article: Article, desk: Desk, codes: Codes) -> Lines:
    lines = [element("language", tag=language(article))]
    for genre in article.genre:
        lines += named("genre", genre)
    lines += [element("keyword", g2.one_line(word)) for word in article.keywords if word]
    lines += subjects(article, desk.profile, codes)
    lines += optional("slugline", g2.one_line(article.slug))
    if article.take_key:
        lines.append(element("slugline", g2.one_line(article.take_key), role=codes.own("take-key")))
    # The main headline first: readers that know no roles keep the first one that they meet.
    lines += optional("headline", article.headline, role=desk.profile.headline_role)
    if article.subheadline:
        lines.append(element("headline", article.subheadline, role=codes.own("headline/sub")))
    for other in article.alt_headlines:
        lines += optional("headline", other.text, role=codes.own("headline", other.role or "alternative"))
    lines += optional("dateline", dateline_text(article.dateline))
    lines += optional("by", ", ".join(byline.name for byline in article.bylines))
    lines += optional("creditline", g2.one_line(article.credit.raw) if article.credit is not None else "")
    lines += optional("description", article.summary, role="drol:summary")
    if article.standfirst:
        lines.append(element("description", article.standfirst, role=codes.own("description/standfirst")))
    for text in article.alt_descriptions:
        role = f"drol:{text.role}" if text.role in _DESCRIPTIONS else codes.own("description", text.role or "other")
        lines += optional("description", text.text, role=role)
    return lines


def language(article: Article) -> str:
    """The story's language tag, with the script where the tag does not name it (BCP 47 2.2.3)."""
    tag = g2.language(article.language)
    if not article.script:
        return tag
    known = {part.lower() for part in tag.split("-")[1:]}
    if len(article.script) != 4 or not article.script.isalpha() or article.script.lower() in known:
        return tag
    primary, *rest = tag.split("-")
    return g2.language("-".join((primary, article.script, *rest)))


def _source_type(value: str) -> Lines:
    if not value:
        return []
    scheme = g2.aliases()["digsrctype"]
    word = value.removeprefix(scheme).removeprefix("digsrctype:")
    if g2.is_alias(word):
        return [element("digitalSourceType", qcode=f"digsrctype:{word}")]
    if "://" in value and g2.address(value) == value:
        return [element("digitalSourceType", uri=value)]
    return [element("digitalSourceType", literal=g2.one_line(value))]


def _located(dateline: Dateline | None) -> Lines:
    """Where the story was filed; region, country and point belong to the first place."""
    if dateline is None:
        return []
    around = [dateline.region, dateline.country]
    broader = [line for name in around if name for line in named("broader", name, type="cpnat:geoArea")]
    point = dateline.geo
    details = nest("geoAreaDetails", [position(point)]) if point is not None and on_earth(point) else []
    lines: Lines = []
    for place in dateline.places:
        lines += nest("located", [element("name", g2.one_line(place)), *broader, *details])
        broader, details = [], []
    if not dateline.places:
        for name in around:
            lines += named("located", name, type="cpnat:geoArea") if name else []
        lines += nest("located", details) if details else []
    return lines


def dateline_text(dateline: Dateline | None) -> str:
    """The dateline as it stood in the copy, else put together from its parts."""
    if dateline is None:
        return ""
    if dateline.raw:
        return dateline.raw
    places = "/".join(dateline.places)
    return ", ".join(part for part in (places, dateline.region, dateline.country, dateline.date_text) if part)


def _dateline_facts(dateline: Dateline | None) -> Iterator[tuple[tuple[str, ...], Value]]:
    if dateline is not None:
        yield ("dateline/date-text",), dateline.date_text
        yield ("dateline/date",), dateline.date.isoformat() if dateline.date is not None else None
        yield ("dateline/separator",), dateline.separator
        if not dateline.region:  # of two places around the first one, the order tells which is the country
            yield ("dateline/country",), dateline.country


def _machine_facts(systems: tuple[AiInfo, ...]) -> Iterator[tuple[tuple[str, ...], Value]]:
    """What artificial intelligence did, for versions of the standard that have no element for it."""
    for number, used in enumerate(systems, 1):
        for name in ("system", "version", "provider", "uri", "prompt", "prompt_writer"):
            yield ("ai", str(number), name.replace("_", "-")), getattr(used, name)


def _machine(used: AiInfo) -> Lines:
    """aiInfo (2.36): the system, what it was asked, and by whom, in this order."""
    system = [element("name", g2.one_line(used.system))]
    if used.provider:
        system += named("provider", used.provider)
    uri = g2.address(used.uri) if used.uri else None
    lines = nest("system", system, uri=uri, versioninfo=g2.one_line(used.version))
    lines += optional("promptInfo", used.prompt)
    if used.prompt_writer:
        lines += named("promptWriter", used.prompt_writer)
    return nest("aiInfo", lines)


def _creator(byline: Byline, codes: Codes) -> Lines:
    lines = [element("name", g2.one_line(byline.name))]
    if byline.title:
        lines.append(element("definition", byline.title, role=codes.own("byline/title")))
    details: Lines = []
    if byline.organisation:
        details += named("affiliation", byline.organisation)
    if byline.contact:
        details += nest("contactInfo", [_contact(byline.contact)])
    if details:
        lines += nest("personDetails", details)
    if byline.role in g2.PARTY_ROLES and byline.role != "author":
        return nest("creator", lines, role=f"cpprole:author cpprole:{byline.role}")
    own = codes.own("byline", byline.role) if byline.role else ""
    return nest("creator", lines, **codes.role("cpprole:author", own))


def _contact(contact: str) -> Line:
    if contact.startswith(("http://", "https://")) and g2.address(contact) == contact:
        return element("web", contact)
    return element("email", contact) if "@" in contact and " " not in contact else element("note", contact)


def _contributor(contributor: Contributor, codes: Codes) -> Lines:
    lines = [element("name", g2.one_line(contributor.name))]
    if contributor.place:
        lines.append(element("note", contributor.place, role=codes.own("contributor/place")))
    if contributor.role in g2.PARTY_ROLES:
        return nest("contributor", lines, role=f"cpprole:{contributor.role}")
    return nest("contributor", lines, role=codes.own("contributor", contributor.role) if contributor.role else None)
