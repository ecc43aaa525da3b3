"""What RSS and Atom items have in common: Dublin Core, Media RSS, GeoRSS and other modules, in one table of names."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from syndicate.formats import lenient
from syndicate.formats.languages import language_tag
from syndicate.importers.feed import dates
from syndicate.importers.feed.entry import Entry, attribute_or_text, markup, of_html
from syndicate.importers.feed.names import attribute, name_of, qualified, said
from syndicate.importers.feed.shelf import Words, type_of
from syndicate.model.article import Contributor, Credit, EdNote, Geo, Named, Rendition, Rights

Element = etree._Element
Take = Callable[[Entry, Element], None]


def take(entry: Entry, element: Element, table: dict[str, Take]) -> None:
    """Give an element to whoever knows it; what nobody knows goes to `extra`."""
    name = name_of(element)
    if not name:
        return
    known = table.get(name) or MODULES.get(name)
    if known is not None:
        known(entry, element)
    else:
        entry.keep_element(element)


def line(field: str) -> Take:
    """A field of one line of plain text."""

    def set_(entry: Entry, element: Element) -> None:
        entry.set(field, entry.plain(said(element)), name_of(element))

    return set_


def day(field: str) -> Take:
    """A field that is an instant."""

    def set_(entry: Entry, element: Element) -> None:
        written = said(element)
        found = dates.instant(written)
        entry.date(field, name_of(element), found.value, found.quirk, written)

    return set_


def _creator(entry: Entry, element: Element) -> None:
    entry.person(entry.plain(said(element)))


def _contributor(entry: Entry, element: Element) -> None:
    name = entry.plain(said(element))
    if name and not any(one.name == name for one in entry.contributors):
        entry.contributors.append(Contributor(name=name))


def _subject(entry: Entry, element: Element) -> None:
    entry.keyword(entry.plain(said(element)))


def _language(entry: Entry, element: Element) -> None:
    tag = language_tag(said(element))
    if tag == "und":
        entry.keep_element(element)
    else:
        entry.language = tag


def _license(entry: Entry, element: Element) -> None:
    written = attribute(element, "href") or attribute(element, "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource")
    address = entry.address(written or said(element), name_of(element))
    if address and entry.rights is None:
        entry.rights = Rights(license_url=address)
    elif address and entry.rights is not None and entry.rights.license_url != address:
        entry.keep(name_of(element), address)


def _valid(entry: Entry, element: Element) -> None:
    """A period of the DCMI Period encoding scheme: its end is when the story expires."""
    written = said(element)
    end = re.search(r"(?:\A|;)\s*end\s*=\s*([^;]+)", written)
    if end is None:
        entry.keep_element(element)
        return
    found = dates.instant(end.group(1))
    entry.date("expires", "dcterms:valid", found.value, found.quirk, end.group(1).strip())
    if re.search(r"(?:\A|;)\s*start\s*=", written):
        entry.keep_element(element)


def _place(entry: Entry, element: Element) -> None:
    name = entry.plain(said(element))
    if name:
        entry.places.append(Named(id=f"p{len(entry.places) + 1}", name=name))


def _point(entry: Entry, element: Element) -> None:
    numbers = [lenient.number(part) for part in re.split(r"[\s,]+", said(element))]
    match numbers:
        case [float(lat), float(lon)] if -90 <= lat <= 90 and -180 <= lon <= 180 and entry.point is None:
            entry.point = Geo(lat=lat, lon=lon)
        case _:
            entry.keep_element(element)


def _source(entry: Entry, element: Element) -> None:
    """Whose copy it is, and where that can be had."""
    title = entry.plain(said(element))
    if title and entry.credit is None:
        entry.credit = Credit(raw=title)
    if href := attribute(element, "url"):
        entry.keep("source@url", href)


# --- Media RSS -------------------------------------------------------------------------------------------------------

_FILE = frozenset({"url", "type", "medium", "width", "height", "fileSize", "duration", "isDefault"})
_WORDS = frozenset({"media:title", "media:description", "media:credit", "media:copyright"})


def _content(entry: Entry, element: Element) -> None:
    _medium(entry, [element], element)


def _group(entry: Entry, element: Element) -> None:
    contents = [child for child in element if name_of(child) == "media:content"]
    if contents:
        _medium(entry, contents, element)
    for child in element:
        if name_of(child) not in ("media:content", *_WORDS):
            take(entry, child, MODULES)


def _medium(entry: Entry, contents: list[Element], around: Element) -> None:
    """One medium: its files, the default first, with what is said of it in any of them or around them."""
    ordered = sorted(contents, key=lambda one: attribute(one, "isDefault") != "true")
    files = [(rendition(entry, one), one) for one in ordered]
    found = [file for file, _ in files if file is not None]
    words = _words(entry, [*contents, *([around] if around not in contents else [])])
    for one in contents:
        for child in one:
            if name_of(child) not in _WORDS:
                take(entry, child, MODULES)
        for key in one.attrib:
            if str(key) not in _FILE:
                entry.findings.past[f"media:content@{qualified(str(key))}"] += 1
    if not found:
        return
    kind = type_of(found[0], attribute(ordered[0], "medium"))
    if kind is None:
        entry.keep("media:content", " ".join(file.href for file in found))
        return
    entry.files.put(tuple(found), kind, words)


def _words(entry: Entry, elements: list[Element]) -> Words:
    found: dict[str, list[str]] = {}
    for element in elements:
        for child in element:
            name = name_of(child)
            if name in _WORDS and (said_ := _of(entry, child)) and said_ not in found.setdefault(name, []):
                found[name].append(said_)
    one = {name: texts[0] for name, texts in found.items()}
    for name, texts in found.items():
        for more in texts[1:] if name != "media:credit" else ():
            entry.keep(name, more)
    return Words(
        alt=one.get("media:title", ""),
        caption=one.get("media:description", ""),
        credit=", ".join(found.get("media:credit", [])),
        rights=one.get("media:copyright", ""),
    )


def _of(entry: Entry, element: Element) -> str:
    text = said(element)
    return of_html(text) if attribute(element, "type") == "html" else entry.plain(text)


def rendition(entry: Entry, element: Element) -> Rendition | None:
    """The file that an element names by its attributes; None where it names none."""
    href = attribute(element, "url") or attribute(element, "href")
    address = entry.file(href, name_of(element)) if href else ""
    if not address:
        if not href:  # a player, or words alone
            entry.keep_element(element)
        return None
    return Rendition(
        href=address,
        media_type=attribute(element, "type").partition(";")[0].strip(),
        width=lenient.whole(attribute(element, "width")) or None,
        height=lenient.whole(attribute(element, "height")) or None,
        size=lenient.whole(attribute(element, "fileSize") or attribute(element, "length")) or None,
        duration=lenient.seconds(attribute(element, "duration")) or None,
    )


def _thumbnail(entry: Entry, element: Element) -> None:
    """A small picture of the item; it counts where the item has no other."""
    found = rendition(entry, element)
    if found is not None:
        entry.small = entry.small or found


def enclosure(entry: Entry, element: Element) -> None:
    """A file that goes with the item: a medium, or kept aside when it is none."""
    found = rendition(entry, element)
    if found is None:
        return
    kind = type_of(found)
    if kind is None:
        entry.keep("enclosure", f"{found.href} ({found.media_type})" if found.media_type else found.href)
    else:
        entry.files.put((found,), kind, Words(alt=entry.plain(attribute(element, "title"))))


def _picture(entry: Entry, element: Element) -> None:
    """A picture by its address alone."""
    address = entry.file(attribute_or_text(element, "href"), name_of(element))
    if address:
        entry.files.put((Rendition(href=address),), "picture", Words())


def _keywords(entry: Entry, element: Element) -> None:
    for word in said(element).split(","):
        entry.keyword(entry.plain(word))


def _status(entry: Entry, element: Element) -> None:
    """What became of the item: `deleted` is a story that is taken back."""
    state, reason = attribute(element, "state"), entry.plain(attribute(element, "reason"))
    if state == "deleted":
        entry.status = "canceled"
        entry.signals.append("kill")
        if reason:
            entry.ed_notes.append(EdNote(text=reason, public=True))
    elif state == "blocked":
        entry.status = "withheld"
        entry.findings.held(f"media:status is blocked{': ' + reason if reason else ''}")
    else:
        entry.keep_element(element)


def _control(entry: Entry, element: Element) -> None:
    """Whether it is a draft (RFC 5023 13.1)."""
    for child in element:
        if name_of(child) == "app:draft":
            if said(child).lower() == "yes":
                entry.status = "withheld"
                entry.findings.held("app:draft is yes")
        else:
            entry.keep_element(child, "app:control/")


MODULES: dict[str, Take] = {
    "content:encoded": lambda entry, element: entry.set("content", markup(element), "content:encoded"),
    "dc:creator": _creator,
    "itunes:author": _creator,
    "dc:contributor": _contributor,
    "dc:subject": _subject,
    "dc:language": _language,
    "dc:publisher": line("provider"),
    "dc:rights": line("copyright_notice"),
    "dc:date": day("published"),
    "dcterms:issued": day("published"),
    "dcterms:created": day("created"),
    "dcterms:modified": day("modified"),
    "dcterms:valid": _valid,
    "dcterms:accessRights": line("usage_terms"),
    "dcterms:rightsHolder": line("copyright_holder"),
    "dcterms:spatial": _place,
    "dcterms:license": _license,
    "cc:license": _license,
    "source": _source,
    "dc:source": _source,
    "georss:point": _point,
    "itunes:image": _picture,
    "itunes:summary": line("summary"),
    "itunes:subtitle": line("subheadline"),
    "media:content": _content,
    "media:group": _group,
    "media:thumbnail": _thumbnail,
    "media:keywords": _keywords,
    "media:status": _status,
    "enclosure": enclosure,
    "app:control": _control,
    "app:edited": day("modified"),
}
