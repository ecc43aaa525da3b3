"""What stands before and after the text of a NITF story: headlines, bylines, dateline, abstract, tagline."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import cast

from lxml import etree
from msgspec.structs import replace

from syndicate.importers.nitf.story import Story, name_of, words
from syndicate.model.article import (
    AltDescription,
    AltHeadline,
    Byline,
    Contributor,
    Credit,
    Dateline,
    EdNote,
    Localised,
    Rights,
)

Element = etree._Element


def read(root: Element, story: Story) -> None:
    """Read `body.head`."""
    for head in _parts(root, "body.head"):
        for element in head:
            match name_of(element):
                case "hedline":
                    _headlines(element, story)
                case "byline":
                    _byline(element, story)
                case "dateline":
                    _dateline(element, story)
                case "abstract":
                    _abstract(element, story)
                case "distributor":
                    _credit(words(element), story)
                case "rights":
                    story.fields.setdefault("usage_terms", words(element))
                case "note":
                    _note(element, story)
                case "":
                    pass
                case name:
                    story.keep(name, words(element))


def end(root: Element, story: Story) -> None:
    """Read `body.end`: who helped, and where it was found; then what only the whole can tell."""
    said_year = str(story.fields.get("copyright_notice", ""))
    dates = [story.fields.get(name) for name in ("published", "modified", "created")]
    if story.year not in said_year and story.year not in [str(d.year) for d in dates if isinstance(d, datetime)]:
        story.keep("doc.copyright/year", story.year)
    for part in _parts(root, "body.end"):
        for element in part:
            said = words(element)
            if element.tag == "tagline":
                people = [words(person) for person in element.iter("person")]
                role, place = words(element.find("function")), words(element.find("location"))
                for name in people or ([said] if said else []):
                    story.add("contributors", Contributor(name=name, role=role, place=place))
            elif said and name_of(element):
                story.keep(name_of(element), said)


def _parts(root: Element, name: str) -> list[Element]:
    return [part for body in root.findall("body") for part in body.findall(name)]


def _headlines(element: Element, story: Story) -> None:
    for line in element:
        said, role = words(line), line.get("class", "")
        if line.tag == "hl1" and said:
            title = story.fields.get("headline")
            story.fields["headline"] = said
            if title and title != said:
                story.add("alt_headlines", AltHeadline(role="title", text=str(title)))
        elif line.tag == "hl2" and said:
            if not role and "subheadline" not in story.fields:
                story.fields["subheadline"] = said
            else:
                story.add("alt_headlines", AltHeadline(role=role or "hl2", text=said))


def _byline(element: Element, story: Story) -> None:
    """Who wrote it; of several people in one line each, with what the line says of them."""
    line = deepcopy(element)
    org = words(next(line.iter("org"), None))
    contact = words(line.find("virtloc"))
    whole_title = words(line.find("byttl"))
    title = whole_title.removesuffix(org).strip(" ,") if org else whole_title
    people = [words(person) for person in line.iter("person")]
    if not people:
        whole = words(line)
        for part in (contact, whole_title):
            whole = whole.removesuffix(part).strip(" ,") if part else whole
        people = [whole.removeprefix("By ").removeprefix("by ").removeprefix("BY ").strip(" ,")]
    for name in people:
        if name or title:
            found = Byline(name=name or title, role=element.get("class", ""), title=title if name else "")
            story.add("bylines", replace(found, organisation=org, contact=contact))


def _dateline(element: Element, story: Story) -> None:
    places = tuple(dict.fromkeys(said for e in element.iter("location", "city") if (said := words(e))))
    whole = words(element)
    day = words(next(element.iter("story.date"), None))
    if whole:
        story.fields["dateline"] = Dateline(places=places, date_text=day, raw=whole)
        around = {name: value for name, value in story.around.items() if value}
        story.fields["dateline"] = replace(story.fields["dateline"], **around)  # type: ignore[type-var]


def _abstract(element: Element, story: Story) -> None:
    lines = [said for line in element if (said := words(line))] or [words(element)]
    said = "\n".join(line for line in lines if line)
    role = element.get("class", "")
    if role == "standfirst":
        story.fields["standfirst"] = said
    elif said and (role or "summary" in story.fields):
        story.add("alt_descriptions", AltDescription(role=role or "abstract", text=said))
    elif said:
        story.fields["summary"] = said


def _credit(said: str, story: Story) -> None:
    if said and "credit" not in story.fields:
        story.fields["credit"] = Credit(raw=said)


def _note(element: Element, story: Story) -> None:
    """A note on copyright is that; any other is for editors."""
    said = words(element)
    if not said:
        return
    lang = element.get("lang", "")
    if element.get("noteclass") != "cpyrt":
        story.add("ed_notes", EdNote(text=said, public=False))
    elif lang and lang != story.language:
        rights = cast("Rights", story.fields.get("rights", Rights()))
        notice = Localised(language=lang, text=said)
        story.fields["rights"] = replace(rights, notices=(*rights.notices, notice))
    else:
        story.fields.setdefault("copyright_notice", said)
