"""Management metadata: itemMeta, rightsInfo, pubHistory and our own extension properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import cast, get_args

from lxml import etree
from msgspec.structs import replace

from syndicate.formats import lenient
from syndicate.importers.newsmlg2.codes import children, name_of
from syndicate.importers.newsmlg2.values import XML_LANG, Item, line_of, named, one_line, words
from syndicate.model.article import (
    AiInfo,
    AiTerms,
    Correction,
    EdNote,
    Kind,
    Localised,
    PrintPosition,
    Relation,
    Rights,
    Signal,
    SourceDocument,
    TrustIndicator,
)

Element = etree._Element

RELATIONS = {
    "irel:seeAlso": "related",
    "irel:previousVersion": "replaces",
    "irel:evolvedFrom": "evolved_from",
    "irel:derivedFrom": "evolved_from",
    "irel:translatedFrom": "translation_of",
    "irel:isTranslationOf": "translation_of",
    "irel:isPartOf": "part_of",
}
_CANCELED = frozenset({"canceled", "cancelled", "killed", "kill", "cancel", "withdrawn"})
_SIGNALS = frozenset(get_args(Signal))
_KINDS = frozenset(get_args(Kind))
_SAME_SIGNAL = {"correct": "correction", "corrected": "correction", "embargo": "hold", "embargoed": "hold"}
_MINING = {"DMI-ALLOWED": "allowed", "DMI-PROHIBITED": "reserved"}
_PLUS = "http://ns.useplus.org/ldf/vocab/"
_AI = re.compile(r"ai/(\d{1,4})/([a-z-]+)")


def provider(item: Item, element: Element) -> None:
    """Whose item it is; the literal that stands for nobody is left out."""
    if element.get("literal") != "unknown" or len(element):
        item.fields["provider"] = named(item, element)


def version_created(item: Item, element: Element) -> None:
    """When this version was made: what the model calls modified."""
    item.fields["modified"] = item.moment(element)


def first_created(item: Item, element: Element) -> None:
    """When the story was made."""
    item.fields["created"] = item.moment(element)


def embargoed(item: Item, element: Element) -> None:
    """The embargo; one that nobody can read the end of holds the story until an editor has looked."""
    written = element.text or ""
    found = lenient.moment(written)
    if found.value is None:
        item.findings.embargo(written, found.quirk, line_of(element))
        signal(item, "hold")
    else:
        item.fields["embargo_until"] = found.value
        if found.quirk:
            item.findings.odd_date("embargoed", written, found.quirk, line_of(element))


def pub_status(item: Item, element: Element) -> None:
    """May it be used? What is not known to mean yes means no."""
    code = item.codes.concept(element).partition(":")[2].strip().lower()
    if code in _CANCELED:
        item.fields["status"] = "canceled"
    elif code != "usable":
        item.fields["status"] = "withheld"
        if code != "withheld":
            item.findings.status(f"pubStatus {code!r} is none of the standard's: withheld", line_of(element))


def expires(item: Item, element: Element) -> None:
    """When the story loses its use."""
    item.fields["expires"] = item.moment(element)


def role(item: Item, element: Element) -> None:
    """What kind of story it is, in codes of ours."""
    code = item.codes.concept(element)
    kind = item.codes.own(code).removeprefix("kind/")
    if kind in _KINDS:
        item.fields["kind"] = kind
    else:
        item.keep("role", code or named(item, element))


def service(item: Item, element: Element) -> None:
    """The service that sends it; of several the first."""
    own = item.codes.own(item.codes.concept(element)).removeprefix("service/")
    said = own or named(item, element)
    if item.fields.setdefault("service", said) != said:
        item.keep("service", said)


def ed_note(item: Item, element: Element) -> None:
    """A note to editors is private unless we said that it is not; corrections have a role of ours."""
    said = words(element)
    own = item.codes.own(item.codes.code(element.get("role")))
    if own.startswith("correction/") and said:
        number = own.removeprefix("correction/")
        written = element.get("modified", "")
        at = lenient.moment(written).value if written else None
        blocks = tuple(item.own.pop(f"correction/{number}/blocks", "").split())
        _append(item, "corrections", Correction(text=said, at=at, blocks=blocks))
    elif said:
        _append(item, "ed_notes", EdNote(text=said, public=own == "note/public"))


def signals(item: Item, element: Element) -> None:
    """Signals; those of the standard and ours have a field, others are kept aside.

    One that its sender only concluded from the version (`why:inferred`) is no word of the desk's.
    """
    if item.codes.code(element.get("why")) == "why:inferred":
        return
    code = item.codes.concept(element)
    word = item.codes.own(code).removeprefix("signal/") or code.partition(":")[2]
    word = _SAME_SIGNAL.get(word.lower(), word.lower())
    if word in _SIGNALS:
        signal(item, word)
    elif word in _CANCELED:
        signal(item, "kill")
    else:
        item.keep("signal", code or named(item, element))
    if word in _CANCELED and item.fields.get("status", "usable") != "canceled":
        item.fields["status"] = "canceled"
        item.findings.status("a signal kills the story and its status does not: canceled", line_of(element))


def signal(item: Item, word: str) -> None:
    """Add a signal, once."""
    known = cast("tuple[str, ...]", item.fields.get("signals", ()))
    if word not in known:
        item.fields["signals"] = (*known, word)


def link(item: Item, element: Element) -> None:
    """A link to another version, a related story, a page; those to media are gathered by the assembly."""
    rel = item.codes.code(element.get("rel"))
    href, ref = element.get("href", "").strip(), "".join(element.get("residref", "").split())
    titles = children(element, "title")
    title = one_line(titles[0]) if titles else element.get("title", "").strip()
    if rel == "linkrel:canonical" and href:
        item.fields["canonical_url"] = href
        return
    known = RELATIONS.get(rel) or item.codes.own(rel).removeprefix("relation/")
    if known in ("related", "previous", "replaces", "evolved_from", "translation_of", "part_of") and (href or ref):
        version = item.count(element, "version")
        relation = Relation(rel=known, href=href, ref=ref, title=title, version=version)  # type: ignore[arg-type]
        _append(item, "links", relation)
    elif rel != "irel:associatedWith":
        item.keep(f"link/{rel}" if rel else "link", href or ref)


def ext_property(item: Item, element: Element) -> None:
    """A fact of ours, kept until its field is filled; those of others stand aside under their relation."""
    rel = item.codes.code(element.get("rel"))
    value = element.get("value") or element.get("literal") or ""
    value = value or item.codes.concept(element) or one_line(element)
    if own := item.codes.own(rel):
        item.own[own] = value
    else:
        item.keep(f"property/{rel}", value)


def published(item: Item, element: Element) -> None:
    """When the story was published, from the history of its publication."""
    for entry in children(element, "published"):
        for stamp in children(entry, "timestamp"):
            if item.fields.get("published") is None:
                item.fields["published"] = item.moment(stamp, "pubHistory")


def rights_info(item: Item, element: Element) -> None:
    """Owner, notice, terms, licences, and what may be done by machines."""
    rights = cast("Rights", item.fields.get("rights", Rights()))
    terms = cast("AiTerms", item.fields.get("ai", AiTerms()))
    for child in children(element):
        match name_of(child):
            case "copyrightHolder":
                _first(item, "copyright_holder", named(item, child))
            case "copyrightNotice":
                rights = _in_language(item, child, "copyright_notice", rights, "notices")
            case "usageTerms":
                rights = _in_language(item, child, "usage_terms", rights, "terms")
            case "rightsExpressionData" if not rights.odrl:
                rights = replace(rights, odrl=(child.text or "").strip())
            case "rightsExpressionXML" if len(child) and not rights.odrl:
                rights = replace(rights, odrl=etree.tostring(child[0], encoding="unicode", with_tail=False))
            case "rightsInfoExtProperty" if item.codes.own(item.codes.code(child.get("rel"))) == "rights/tdm":
                said = child.get("value", "")
                terms = replace(terms, tdm=said) if said in ("reserved", "allowed") else terms
            case "dataMining":
                terms = _data_mining(child, terms)
            case "link":
                rights, terms = _rights_link(item, child, rights, terms)
            case other:
                item.keep(f"rights/{other}", named(item, child) or one_line(child))
    if rights != Rights():
        item.fields["rights"] = rights
    if terms != AiTerms():
        item.fields["ai"] = terms


def _in_language(item: Item, element: Element, field: str, rights: Rights, others: str) -> Rights:
    """A notice or terms: those in the item's language or in none fill the field, others stand beside them."""
    said = words(element) or element.get("href", "")
    lang = element.get(XML_LANG, "")
    if not lang or lang.partition("-")[0].lower() == item.language.partition("-")[0].lower():
        _first(item, field, said)
        return rights
    known = getattr(rights, others)
    return replace(rights, **{others: (*known, Localised(language=lang, text=said))}) if said else rights


def _data_mining(element: Element, terms: AiTerms) -> AiTerms:
    """What PLUS says of data mining: a plain yes or no is the field of TDMRep, anything more exact stands as it is."""
    uri = element.get("uri", "") or element.get("qcode", "").replace("plus:", _PLUS)
    word = uri.removeprefix(_PLUS)
    if word in _MINING:
        return replace(terms, tdm=_MINING[word])
    return replace(terms, data_mining=word) if word else terms


def _rights_link(item: Item, element: Element, rights: Rights, terms: AiTerms) -> tuple[Rights, AiTerms]:
    rel, href = item.codes.code(element.get("rel")), element.get("href", "").strip()
    match item.codes.own(rel) or rel:
        case "rights/odrl":
            return replace(rights, odrl=href), terms
        case "rights/tdm-policy":
            return rights, replace(terms, policy_url=href)
        case "rights/rsl":
            return rights, replace(terms, rsl=href)
        case "linkrel:license":
            return replace(rights, license_url=href), terms
        case _:
            item.keep("rights/link", href)
            return rights, terms


def own_facts(item: Item) -> None:
    """Fill the fields that our own extension properties carry; what is left of them stands aside."""
    own = item.own
    for field in ("desk", "pages", "signature"):
        if field in own:
            item.fields[field] = own.pop(field)
    for key, field in (("priority", "priority"), ("word-count/declared", "declared_word_count")):
        value = own.pop(key, "")
        if value.isascii() and value.removeprefix("-").isdigit() and len(value) < 16:
            item.fields[field] = int(value)
    position = {name: own.pop(f"print/{name}", "") for name in PrintPosition.__struct_fields__}
    if any(position.values()):
        item.fields["print"] = PrintPosition(**position)
    source = {name: own.pop(f"source/{name.replace('_', '-')}", "") for name in ("sha256", "media_type", "encoding")}
    if any(source.values()):
        item.fields["source_doc"] = SourceDocument(**source)  # type: ignore[arg-type]
    _machines(item)
    for key in list(own):
        kind, _, rest = key.partition("/")
        if kind == "trust":
            _append(item, "trust", TrustIndicator(kind=rest, value=own.pop(key)))
        elif kind == "extra":
            item.extra[rest] = own.pop(key)
    for key in [key for key in own if not key.startswith(("edition/", "focus"))]:
        item.keep(f"{_OWN}:{key}", own.pop(key))


def _machines(item: Item) -> None:
    """What artificial intelligence did, from properties that are numbered by system."""
    systems: dict[int, dict[str, str]] = {}
    for key in list(item.own):
        found = _AI.fullmatch(key)
        name = found.group(2).replace("-", "_") if found else ""
        if found and name in AiInfo.__struct_fields__:
            systems.setdefault(int(found.group(1)), {})[name] = item.own.pop(key)
    for number in sorted(systems):
        _append(item, "ai_info", AiInfo(**{"system": "", **systems[number]}))


_OWN = "synd"


def day(value: str) -> date | None:
    """A calendar day, or None."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _first(item: Item, field: str, said: str) -> None:
    if said and item.fields.setdefault(field, said) != said:
        item.keep(f"rights/{field}", said)


def _append(item: Item, field: str, value: object) -> None:
    item.fields[field] = (*cast("tuple[object, ...]", item.fields.get(field, ())), value)


HANDLERS: Mapping[str, Callable[[Item, Element], None]] = {
    "provider": provider,
    "versionCreated": version_created,
    "firstCreated": first_created,
    "embargoed": embargoed,
    "pubStatus": pub_status,
    "expires": expires,
    "role": role,
    "service": service,
    "edNote": ed_note,
    "signal": signals,
    "link": link,
}
"""How each property of itemMeta is read."""

ORDER = (
    "itemClass", "provider", "versionCreated", "firstCreated", "embargoed", "pubStatus", "role", "fileName",
    "generator", "profile", "service", "title", "edNote", "memberOf", "instanceOf", "signal", "altRep",
    "deliverableOf", "hash", "expires", "origRep", "incomingFeedId", "metadataCreator", "link", "itemMetaExtProperty",
)  # fmt: skip
"""The order of itemMeta (NewsML-G2 2.35)."""
