"""What a NITF file says of its story: docdata, tobject, pubdata, identified content, meta."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast, get_args

import msgspec
from lxml import etree

from syndicate.formats import g2, lenient
from syndicate.formats.names import slugify
from syndicate.importers.nitf.findings import Findings
from syndicate.model import legal
from syndicate.model.article import (
    AltId,
    Correction,
    DateCandidate,
    EdNote,
    Geo,
    Named,
    PrintPosition,
    Signal,
    Subject,
)

Element = etree._Element

_THINGS = {"person": "people", "org": "orgs", "location": "places", "event": "events"}
_CANCELED = frozenset({"canceled", "cancelled", "killed", "kill", "withdrawn"})
_SIGNALS = frozenset(get_args(Signal))


class Story(msgspec.Struct):
    """One story while it is read."""

    findings: Findings
    language: str = "und"
    fields: dict[str, object] = {}
    extra: dict[str, str] = {}
    aside: dict[str, None] = {}
    _known: dict[str, str] = {}

    def add(self, field: str, value: object) -> None:
        """Add to a field of several values, once."""
        known = cast("tuple[object, ...]", self.fields.get(field, ()))
        if value not in known:
            self.fields[field] = (*known, value)

    def keep(self, name: str, value: str) -> None:
        """Keep under `nitf:name` what no field holds."""
        if not value:
            return
        self.aside.setdefault(name)
        key, number = f"nitf:{name}", 1
        while key in self.extra and self.extra[key] != value:
            number += 1
            key = f"nitf:{name}/{number}"
        self.extra[key] = value

    def moment(self, element: Element, name: str = "norm") -> datetime | None:
        """The instant in an attribute; what is none becomes a candidate and a finding."""
        written = element.get(name) or ""
        found = lenient.moment(written)
        where = str(element.tag)
        if found.value is None:
            if written or name in element.attrib:
                self.findings.date(where, written, found.quirk, line_of(element))
            if written.strip():
                self.add("date_candidates", DateCandidate(value=legal.clean(written), reason=f"{where} {found.quirk}"))
        elif found.quirk and "xs:dateTime" not in found.quirk:
            self.findings.odd_date(where, written, found.quirk, line_of(element))
        return found.value

    def thing(self, element: Element) -> str:
        """The id of what a name in the text means; it is added to the story's people, organisations, ..."""
        name = words(element.find("name.given"), element.find("name.family")) or words(element)
        value, source = element.get("value", "").strip(), element.get("idsrc", "").strip()
        field = _THINGS[str(element.tag)]
        if not name:
            return ""
        key = f"{field}\x1f{value or name}"
        if key in self._known:
            return self._known[key]
        uri = value if "://" in value else f"{source}{value}" if "://" in source and value else ""
        wanted = "".join((element.get("id") or (value if not uri else "") or slugify(name) or field).split())
        ident, number = wanted, 1
        while ident in self._known.values():
            number += 1
            ident = f"{wanted}-{number}"
        self._known[key] = ident
        role = words(element.find("function"))
        symbols = tuple(s for code in element.findall("alt-code") if (s := _symbol(code)))
        self.add(field, Named(id=ident, name=name, uri=uri, role=role, symbols=symbols, geo=_geo(element)))
        return ident


def words(*elements: Element | None) -> str:
    """What elements say, in one line."""
    said = ["".join(str(part) for part in e.itertext()) for e in elements if e is not None]
    return " ".join(legal.clean(" ".join(said)).split())


def name_of(element: Element) -> str:
    """The name of an element; "" for a comment or an instruction."""
    name: object = element.tag
    return name if isinstance(name, str) else ""


def pairs(element: Element, but: str = "") -> str:
    """The attributes of an element as words, but its id and one more."""
    given = {str(key): str(value) for key, value in element.attrib.items()}
    return ", ".join(f"{key} {value}" for key, value in given.items() if key not in ("id", but))


def line_of(element: Element) -> int | None:
    """The line that an element begins on."""
    return cast("int | None", element.sourceline)


def language(root: Element, fallback: str) -> str:
    """The language of the file, or of its body."""
    body = root.find("body")
    tags = [root.get("lang"), body.get("lang") if body is not None else None, fallback]
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
    if element.get("tobject.type", "").lower() not in ("", "news"):
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
    position = {
        "edition": element.get("edition.name") or element.get("edition.area") or "",
        "page": element.get("position.sequence", ""),
        "section": element.get("position.section", ""),
        "column": element.get("volume", "") if element.get("type") == "column" else "",
    }
    if any(position.values()) and "print" not in story.fields:
        story.fields["print"] = PrintPosition(**position)
    if element.get("date.publication"):
        story.fields.setdefault("published", story.moment(element, "date.publication"))
    if element.get("ex-ref"):
        story.fields.setdefault("canonical_url", element.get("ex-ref", "").strip())


def _meta(element: Element, story: Story) -> None:
    name = element.get("name") or element.get("http-equiv") or ""
    story.keep(f"meta/{name}", legal.clean(element.get("content", "")).strip())


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
    if said := legal.clean(element.get("info", "") or words(element)).strip():
        story.add("ed_notes", EdNote(text=said))


def _correction(element: Element, story: Story) -> None:
    if said := legal.clean(element.get("info", "")).strip():
        story.add("corrections", Correction(text=said))
    story.add("signals", "correction")


def _copyright(element: Element, story: Story) -> None:
    holder, year = element.get("holder", ""), element.get("year", "")
    if holder:
        story.fields.setdefault("copyright_holder", holder)
    story.keep("doc.copyright/year", year)


def _rights(element: Element, story: Story) -> None:
    owner = element.get("owner", "")
    if owner:
        story.fields.setdefault("copyright_holder", owner)
    story.keep("doc.rights", pairs(element, "owner"))


def _identified(element: Element, story: Story) -> None:
    for child in element:
        if child.tag in _THINGS:
            story.thing(child)
        elif name_of(child):
            name = child.get("value", "") or words(child)
            if child.tag == "classifier" and name:
                kind = child.get("type", "")
                story.add("subjects", Subject(name=words(child) or name, scheme=kind, code=child.get("value", "")))
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


def _symbol(element: Element) -> str:
    source, value = element.get("idsrc", ""), element.get("value", "")
    return f"{source}:{value}" if value else ""


def _geo(element: Element) -> Geo | None:
    for code in element.findall("alt-code"):
        if code.get("idsrc", "").lower() in ("geo", "wgs84"):
            lat, _, lon = code.get("value", "").partition(",")
            north, east = lenient.number(lat), lenient.number(lon)
            if north is not None and east is not None and abs(north) <= 90 and abs(east) <= 180:
                return Geo(lat=north, lon=east)
    return None


_HEAD: Mapping[str, Callable[[Element, Story], None]] = {
    "title": _title,
    "tobject": _tobject,
    "pubdata": _pubdata,
    "meta": _meta,
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
}
