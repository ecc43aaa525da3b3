"""Management and rights metadata of an item, in the one order that the standard allows (itemMeta, rightsInfo)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from syndicate.contracts import Job, Notice
from syndicate.exporters.newsmlg2.markup import Codes, Lines, Value, element, named, nest, optional
from syndicate.formats import g2
from syndicate.formats.g2profile import OPEN, BodyForm, Profile
from syndicate.model.article import AiTerms, Article, Localised

_RELATIONS = {"related": "irel:seeAlso", "replaces": "irel:previousVersion", "evolved_from": "irel:evolvedFrom"}
_INFERRED = "why:inferred"
_TDM = {"reserved": "DMI-PROHIBITED", "allowed": "DMI-ALLOWED"}
_PLUS = "http://ns.useplus.org/ldf/vocab/"
_ODRL = "http://www.w3.org/ns/odrl/2/"


@dataclass(frozen=True, slots=True)
class Desk:
    """What all items of one export share: the job, the processing time, the publisher."""

    job: Job
    now: datetime
    publisher: str
    profile: Profile = OPEN
    bodies: tuple[BodyForm, ...] = OPEN.bodies
    alone: bool = False
    """Each item is a file of its own, and declares the namespace itself."""

    @property
    def standard(self) -> g2.Standard:
        """The version of NewsML-G2 that is written."""
        return g2.STANDARDS[self.profile.standard]

    def address(self, href: str, article: str, what: str) -> str | None:
        """`href` as an address for the output; None, with a warning, when it is none."""
        found = g2.address(href, self.job.base_url)
        if found is None and href:
            self.job.warn("SYN-G2-092", f"{what} {href!r} is no address and was left out", article)
        return found


def provider(desk: Desk, name: str, article: str, *, tell: bool = True) -> Lines:
    """The provider, which every item must have: the story's own, else the edition's publisher."""
    if not (name or desk.publisher):
        if tell:
            hint = "set `provider`, or the edition's publisher"
            desk.job.warn("SYN-G2-090", "the item has no provider", article, hint=hint)
        return [element("provider", literal="unknown")]
    return named("provider", name or desk.publisher)


def management(
    desk: Desk,
    item_class: str,
    by: Lines,
    modified: datetime | None,
    *,
    status: str,
    created: datetime | None = None,
    embargoed: datetime | None = None,
    item: str = "",
) -> Lines:
    """The head of itemMeta, which items of every kind have: class, provider, times, status."""
    version = modified or desk.now
    lines = [element("itemClass", qcode=item_class), *by, element("versionCreated", g2.moment(version))]
    if created is not None and created <= version:
        lines.append(element("firstCreated", g2.moment(created)))
    elif created is not None:
        desk.job.warn("SYN-G2-091", "`created` is later than this version; firstCreated was left out", item)
    if embargoed is not None and (desk.profile.past_embargoes or embargoed > desk.now):
        lines.append(element("embargoed", g2.moment(embargoed)))
    lines.append(element("pubStatus", qcode=f"stat:{status}"))
    return lines


def envelope(
    name: str, guid: str, version: int, lang: str, direction: str | None, desk: Desk, codes: Codes, lines: Lines
) -> Lines:
    """The root of an item of any kind, with the attributes that all share, and the catalogs of its codes."""
    for alias, scheme in desk.profile.aliases.items():
        codes.declare(alias, scheme)
    return nest(
        name,
        [*codes.catalogs(desk.standard.catalog_address), *lines],
        xmlns=g2.NAR if desk.alone else None,
        guid=guid,
        version=version,
        standard="NewsML-G2",
        standardversion=desk.standard.version,
        conformance="power",
        lang=lang,
        dir=direction,
    )


def item_meta(article: Article, desk: Desk, codes: Codes, links: Lines) -> Lines:
    """itemMeta of a story; `links` are those to its media items."""
    lines = management(
        desk,
        "ninat:text",
        provider(desk, article.provider, article.id),
        article.modified,
        created=article.created,
        embargoed=article.embargo_until,
        item=article.id,
        status=article.status,
    )
    if article.kind != "story":
        lines.append(element("role", qcode=codes.own("kind", article.kind)))
    if article.service:
        lines += named("service", article.service, qcode=codes.own("service", article.service))
    lines += _notes(article, codes)
    lines += _signals(article, codes)
    if article.expires is not None:
        lines.append(element("expires", g2.moment(article.expires)))
    lines += [*canonical(article, desk, codes), *_relations(article, desk, codes), *links]
    lines += extensions("itemMetaExtProperty", _house_facts(article), codes)
    return nest("itemMeta", lines)


def canonical(item: Article | Notice, desk: Desk, codes: Codes) -> Lines:
    """The link to the story's own page."""
    href = desk.address(item.canonical_url, item.id, "the canonical address")
    return [element("link", rel=codes.relation("canonical"), href=href)] if href else []


def published(moment: datetime | None, codes: Codes) -> Lines:
    """When the story was published: a fact of its history, not of this version. Where is a code, as it must be one."""
    if moment is None:
        return []
    stamp = [element("timestamp", g2.moment(moment))]
    return nest("pubHistory", nest("published", stamp, qcode=codes.own("published")))


def extensions(name: str, facts: Iterable[tuple[tuple[str, ...], Value]], codes: Codes) -> Lines:
    """Facts without an element of their own, each as an extension property with a code of our scheme."""
    return [element(name, rel=codes.own(*key), value=value) for key, value in facts if value not in (None, "")]


def rights(article: Article, desk: Desk, codes: Codes) -> Lines:
    """rightsInfo: owner, notice, terms, licences, and the data mining statement last."""
    lines = named("copyrightHolder", article.copyright_holder) if article.copyright_holder else []
    lines += optional("copyrightNotice", article.copyright_notice)
    lines += _in_languages("copyrightNotice", article.rights.notices if article.rights is not None else ())
    lines += optional("usageTerms", article.usage_terms)
    lines += _in_languages("usageTerms", article.rights.terms if article.rights is not None else ())
    mining: Lines = []
    addresses: list[tuple[str, str]] = []
    if article.rights is not None:
        policy = article.rights.odrl
        if "://" in policy.split("\n", 1)[0] and not policy.lstrip().startswith(("{", "<", "[")):
            addresses.append((codes.own("rights/odrl"), policy))
        elif policy:
            lines.append(element("rightsExpressionData", policy, langid=_ODRL, enctype="text/plain"))
        addresses.append((codes.relation("license"), article.rights.license_url))
    if article.ai is not None:
        addresses += [
            (codes.own("rights/tdm-policy"), article.ai.policy_url),
            (codes.own("rights/rsl"), article.ai.rsl),
        ]
        mining = _data_mining(article.ai)
        if mining and article.ai.data_mining and article.ai.tdm is not None:
            lines.append(element("rightsInfoExtProperty", rel=codes.own("rights/tdm"), value=article.ai.tdm))
    for rel, address in addresses:
        href = desk.address(address, article.id, "the rights address")
        if href:
            lines.append(element("link", rel=rel, href=href))
    return nest("rightsInfo", lines + mining) if lines or mining else []


def _in_languages(name: str, texts: tuple[Localised, ...]) -> Lines:
    return [element(name, one.text, lang=g2.language(one.language)) for one in texts if one.text]


def _data_mining(terms: AiTerms) -> Lines:
    """The statement on data mining as PLUS has it; the exact one goes before the plain yes or no of TDMRep."""
    value = terms.data_mining or _TDM.get(terms.tdm or "", "")
    if not value:
        return []
    uri = g2.address(value if "://" in value else f"{_PLUS}{value.removeprefix('plus:')}")
    return [element("dataMining", uri=uri)] if uri else []


def _signals(article: Article, codes: Codes) -> Lines:
    """What the version is: one of update and correction at most, and neither on the first (agencies' practice).

    A story in a later version that says neither is an update, or a correction where it has corrections; that is our
    conclusion, so it says `why:inferred`. What a version is besides goes in codes of ours.
    """
    first = article.version == 1
    public = "" if first else next((s for s in ("correction", "update") if s in article.signals), "")
    lines = []
    for signal in article.signals:
        lines.append(element("signal", qcode=f"sig:{signal}" if signal == public else codes.own("signal", signal)))
    if not (first or public):
        lines.append(element("signal", qcode=f"sig:{'correction' if article.corrections else 'update'}", why=_INFERRED))
    return lines


def _notes(article: Article, codes: Codes) -> Lines:
    public = codes.own("note/public") if article.ed_notes else None
    lines = [element("edNote", note.text, role=public) for note in article.ed_notes if note.text]
    for number, correction in enumerate(article.corrections, 1):
        at = g2.moment(correction.at) if correction.at is not None else None
        lines.append(element("edNote", correction.text, role=codes.own("correction", str(number)), modified=at))
    return lines


def _relations(article: Article, desk: Desk, codes: Codes) -> Lines:
    lines = []
    for link in article.links:
        href = desk.address(link.href, article.id, "the link") if link.href else None
        if href or link.ref:
            rel = _RELATIONS.get(link.rel) or codes.own("relation", link.rel)
            residref = "".join(link.ref.split())
            version = link.version if link.version is not None and link.version > 0 else None
            lines.append(element("link", rel=rel, href=href, residref=residref, version=version, title=link.title))
    return lines


def _house_facts(article: Article) -> Iterator[tuple[tuple[str, ...], Value]]:
    """What a house wants to know of a story and the standard has no element for."""
    yield ("priority",), article.priority
    yield ("desk",), article.desk
    for number, correction in enumerate(article.corrections, 1):
        yield ("correction", str(number), "blocks"), " ".join(correction.blocks)
    yield ("word-count/declared",), article.declared_word_count
    yield ("pages",), article.pages
    if article.print is not None:
        yield ("print/edition",), article.print.edition
        yield ("print/page",), article.print.page
        yield ("print/section",), article.print.section
        yield ("print/column",), article.print.column
    for indicator in article.trust:
        yield ("trust", indicator.kind), indicator.value
    yield ("signature",), article.signature
    if article.source_doc is not None:
        yield ("source/sha256",), article.source_doc.sha256
        yield ("source/media-type",), article.source_doc.media_type
        yield ("source/encoding",), article.source_doc.encoding
    for key, value in article.extra.items():
        yield ("extra", key), value
