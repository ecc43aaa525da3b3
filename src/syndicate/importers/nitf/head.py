"""What a NITF file says of its story: docdata, tobject, pubdata, identified content, meta."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast, get_args

import msgspec
from lxml import etree

from syndicate.formats import g2, lenient
from syndicate.importers.nitf.findings import Findings
from syndicate.importers.nitf.meta import meta
from syndicate.importers.nitf.story import THINGS, Story, line_of, name_of, pairs, words
from syndicate.model import legal
from syndicate.model.article import (
    AltId,
    Correction,
    EdNote,
    Kind,
    PrintPosition,
    Relation,
    Rights,
    Signal,
    Subject,
)

Element = etree._Element

_CANCELED = frozenset({"canceled", "cancelled", "killed", "kill", "withdrawn"})
_SIGNALS = frozenset(get_args(Signal))
_KINDS = frozenset(get_args(Kind))


def language(root: Element, fallback: str) -> str:
    """The language of the file, or of its body."""
    body = root.find("body")
    tags = [root.get("lang"), root.get("baselang"), body.get("lang") if body is not None else None, fallback]
    known = (g2.language(tag.strip()) for tag in tags if tag and tag.strip())
    return next((tag for tag in known if tag != "und"), "und")


def identity(root: Element, findings: Findings) -> str:
    """The document's id; "" where it has none."""
    found = next(("".join(e.get("id-string", "").split()) for e in root.iter("doc-id")), "")
    found = found or "".join(root.get("uno", "").split())
    if not found:
        findings.identity("no doc-id: an id was made of the content")
    return found


def read(root: Element, story: Story) -> None:
    """Read everything in `head`, and the status that goes with it."""
    story.fields["language"] = story.language
    script = next((part for part in story.language.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        story.fields["script"] = script
    body = root.find("body")
    for element in (root, body):
        if element is not None and element.get("dir") in ("ltr", "rtl"):
            story.fields["dir"] = element.get("dir")
    found = root.find("head")
    if found is None:
        return
    for docdata in found.findall("docdata"):
        for element in docdata:
            if name := name_of(element):
                _DOCDATA.get(name, _aside)(element, story)
        _status(docdata, story)
    for element in found:
        if (name := name_of(element)) and name != "docdata":
            _HEAD.get(name, _aside)(element, story)


def _aside(element: Element, story: Story) -> None:
    story.keep(name_of(element), words(element) or pairs(element))


# --- head ------------------------------------------------------------------------------------------------------------


def _title(element: Element, story: Story) -> None:
    story.fields.setdefault("headline", words(element))


def _tobject(element: Element, story: Story) -> None:
    kind = element.get("tobject.type", "").lower()
    if kind in _KINDS:
        story.fields["kind"] = kind
    elif kind not in ("", "news"):
        story.keep("tobject.type", element.get("tobject.type", ""))
    for prop in element.findall("tobject.property"):
        if prop.get("tobject.property.type"):
            story.add("genre", prop.get("tobject.property.type"))
    for subject in element.findall("tobject.subject"):
        names = [subject.get(f"tobject.subject.{part}", "") for part in ("detail", "matter", "type")]
        code = subject.get("tobject.subject.refnum", "") or subject.get("tobject.subject.code", "")
        scheme = subject.get("tobject.subject.ipr", "")
        scheme = "subj" if scheme in ("", "IPTC") and code.isdigit() else scheme
        name = next((n for n in names if n), "")
        if name or code:
            story.add("subjects", Subject(name=name, scheme=scheme if code else "", code=code))


def _pubdata(element: Element, story: Story) -> None:
    length = lenient.whole(element.get("item-length", ""))
    field = {"words": "word_count", "characters": "char_count"}.get(element.get("unit-of-measure", ""))
    if length is not None and field:
        story.fields[field] = length
    position = {
        "edition": element.get("edition.name") or element.get("edition.area") or "",
        "page": element.get("position.sequence", ""),
        "section": element.get("position.section", ""),
    }
    known = cast("PrintPosition", story.fields.get("print", PrintPosition()))
    if any(position.values()) and not (known.page or known.section or known.edition):
        story.fields["print"] = msgspec.structs.replace(known, **position)
    if element.get("date.publication") and "published" not in story.fields:
        story.fields["published"] = story.moment(element, "date.publication")
    if element.get("ex-ref"):
        story.fields.setdefault("canonical_url", element.get("ex-ref", "").strip())


def _revision(element: Element, story: Story) -> None:
    """When this version was made, else when the file was changed last: what the model calls modified."""
    at = story.moment(element)
    comment = element.get("comment", "")
    if at is not None and comment.startswith("version "):
        story.fields["modified"] = at
    elif at is not None and not element.get("function"):
        known = cast("datetime | None", story.fields.get("modified"))
        story.fields["modified"] = max(at, known) if known is not None else at
        story.keep("revision-history", comment)


# --- docdata ---------------------------------------------------------------------------------------------------------


def _instant(field: str) -> Callable[[Element, Story], None]:
    def take(element: Element, story: Story) -> None:
        found = story.moment(element)
        if found is not None:
            story.fields.setdefault(field, found)

    return take


def _urgency(element: Element, story: Story) -> None:
    value = lenient.whole(element.get("ed-urg", ""))
    if value is not None and 1 <= value <= 9:
        story.fields["urgency"] = value


def _keywords(element: Element, story: Story) -> None:
    for keyword in element.iter("keyword"):
        if word := " ".join(legal.clean(keyword.get("key", "")).split()):
            story.add("keywords", word)


def _du_key(element: Element, story: Story) -> None:
    if key := element.get("key", "").strip():
        story.fields.setdefault("slug", legal.clean(key))
    value = lenient.whole(element.get("version", ""))
    if value:
        story.fields["version"] = value
    for name in ("generation", "part"):
        story.keep(f"du-key/{name}", element.get(name, ""))


def _ed_msg(element: Element, story: Story) -> None:
    kind = element.get("msg-type", "").lower()
    if kind in _SIGNALS:
        story.add("signals", kind)
    if said := legal.clean(element.get("info", "") or words(element)).strip():
        story.add("ed_notes", EdNote(text=said, public=kind == "public-note"))


def _correction(element: Element, story: Story) -> None:
    if said := legal.clean(element.get("info", "")).strip():
        story.add("corrections", Correction(text=said))


def _copyright(element: Element, story: Story) -> None:
    holder, year = element.get("holder", ""), element.get("year", "")
    if holder:
        story.fields.setdefault("copyright_holder", holder)
    story.year = year


def _rights(element: Element, story: Story) -> None:
    owner, terms = element.get("owner", ""), element.get("limitations", "")
    rights = cast("Rights", story.fields.get("rights", Rights()))
    if owner:
        story.fields.setdefault("copyright_holder", owner)
    match element.get("type"):
        case "odrl" if terms:
            story.fields["rights"] = msgspec.structs.replace(rights, odrl=terms)
        case "licence" if terms:
            story.fields["rights"] = msgspec.structs.replace(rights, license_url=terms)
        case _:
            story.keep("doc.rights", pairs(element, "owner"))


def _evloc(element: Element, story: Story) -> None:
    """Where the dateline is, beside its place."""
    story.around["region"] = element.get("state-prov", "")
    story.around["country"] = element.get("iso-cc", "") or element.get("county-dist", "")


def _series(element: Element, story: Story) -> None:
    name = element.get("series.name", "").strip()
    if name:
        target = "".join(name.split())
        story.add(
            "links", Relation(rel="part_of", href=target) if "://" in name else Relation(rel="part_of", ref=target)
        )
    for part in ("series.part", "series.totalpart"):
        story.keep(part, element.get(part, ""))


def _identified(element: Element, story: Story) -> None:
    for child in element:
        if child.tag in THINGS:
            story.thing(child)
        elif name_of(child):
            name = child.get("value", "") or words(child)
            if child.tag == "classifier" and name:
                code = child.get("value", "")
                kind = child.get("type", "")
                scheme = kind if code or kind != "subject" else ""
                story.add("subjects", Subject(name=words(child) or name, scheme=scheme, code=code))
            else:
                _aside(child, story)


def _doc_id(element: Element, story: Story) -> None:
    own = "".join(element.get("id-string", "").split())
    if own and own != story.fields["id"]:
        story.add("alt_ids", AltId(value=own, kind=element.get("regsrc", "")))
    elif element.get("regsrc"):
        story.fields.setdefault("provider", legal.clean(element.get("regsrc", "")))


def _status(docdata: Element, story: Story) -> None:
    """What may be done with the story: what is not known to mean yes means no."""
    word = docdata.get("management-status", "usable").strip().lower()
    release = next((e for e in docdata.findall("date.release")), None)
    if word in _CANCELED:
        story.fields["status"] = "canceled"
    elif word == "embargoed":
        until = lenient.moment(release.get("norm", "")).value if release is not None else None
        story.fields.pop("published", None)
        if until is None:
            story.add("signals", "hold")
            story.findings.held("embargoed until nobody knows when: on hold", line_of(docdata))
        else:
            story.fields["embargo_until"] = until
    elif word != "usable":
        story.fields["status"] = "withheld"
        if word != "withheld":
            story.findings.held(f"management-status {word!r} is none of the standard's: withheld", line_of(docdata))
    for name in ("management-doc-idref", "management-idref-status"):
        story.keep(name, docdata.get(name, ""))


_HEAD: Mapping[str, Callable[[Element, Story], None]] = {
    "title": _title,
    "tobject": _tobject,
    "pubdata": _pubdata,
    "revision-history": _revision,
    "meta": meta,
}
_DOCDATA: Mapping[str, Callable[[Element, Story], None]] = {
    "doc-id": _doc_id,
    "urgency": _urgency,
    "date.issue": _instant("created"),
    "date.release": _instant("published"),
    "date.expire": _instant("expires"),
    "key-list": _keywords,
    "du-key": _du_key,
    "ed-msg": _ed_msg,
    "correction": _correction,
    "doc.copyright": _copyright,
    "doc.rights": _rights,
    "identified-content": _identified,
    "evloc": _evloc,
    "series": _series,
}
