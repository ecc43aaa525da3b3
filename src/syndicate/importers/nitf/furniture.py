"""What stands before and after the text of a NITF story: headlines, bylines, dateline, abstract, tagline."""

from __future__ import annotations

from lxml import etree

from syndicate.importers.nitf.head import Story, name_of, words
from syndicate.model.article import AltHeadline, Byline, Contributor, Credit, Dateline, EdNote

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
    """Read `body.end`: who helped, and where it was found."""
    for part in _parts(root, "body.end"):
        for element in part:
            said = words(element)
            if element.tag == "tagline":
                people = [words(person) for person in element.iter("person")]
                for name in people or ([said] if said else []):
                    story.add("contributors", Contributor(name=name))
            elif said and name_of(element):
                story.keep(name_of(element), said)


def _parts(root: Element, name: str) -> list[Element]:
    return [part for body in root.findall("body") for part in body.findall(name)]


def _headlines(element: Element, story: Story) -> None:
    first = True
    for line in element:
        said = words(line)
        if line.tag == "hl1" and said:
            title = story.fields.get("headline")
            story.fields["headline"] = said
            if title and title != said:
                story.add("alt_headlines", AltHeadline(role="title", text=str(title)))
        elif line.tag == "hl2" and said:
            if first:
                story.fields["subheadline"] = said
            else:
                story.add("alt_headlines", AltHeadline(role="hl2", text=said))
            first = False


def _byline(element: Element, story: Story) -> None:
    title = words(element.find("byttl"))
    people = [words(person) for person in element.iter("person")]
    whole = words(element)
    if not people:
        bare = whole.removesuffix(title).strip(" ,") if title else whole
        people = [bare.removeprefix("By ").removeprefix("by ").removeprefix("BY ").strip(" ,")]
    org = words(next(element.iter("org"), None))
    for name in people:
        if name or title:
            story.add("bylines", Byline(name=name or title, title=title if name else "", organisation=org))


def _dateline(element: Element, story: Story) -> None:
    places = tuple(dict.fromkeys(said for e in element.iter("location", "city") if (said := words(e))))
    whole = words(element)
    day = words(next(element.iter("story.date"), None))
    if whole:
        story.fields["dateline"] = Dateline(places=places, date_text=day, raw=whole)


def _abstract(element: Element, story: Story) -> None:
    lines = [said for line in element if (said := words(line))] or [words(element)]
    said = "\n".join(line for line in lines if line)
    if said:
        story.fields.setdefault("summary", said)


def _credit(said: str, story: Story) -> None:
    if said and "credit" not in story.fields:
        story.fields["credit"] = Credit(raw=said)


def _note(element: Element, story: Story) -> None:
    if said := words(element):
        story.add("ed_notes", EdNote(text=said, public=False))
