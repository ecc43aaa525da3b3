"""What the head of a NITF body says beside contentMeta: taken where that says nothing, else kept aside."""

from __future__ import annotations

from typing import cast

from lxml import etree

from syndicate.importers.newsmlg2.values import Item, one_line
from syndicate.model.article import Byline, Dateline

Element = etree._Element


def read(item: Item, head: Element) -> None:
    """Fill from `body.head` (names are local) what no field holds yet; words that say more stand aside."""
    fields = item.fields
    for line in head.iter("hl1"):
        _fill(item, "headline", one_line(line), "hl1")
    for line in head.iter("hl2"):
        _fill(item, "subheadline", one_line(line), "hl2")
    for line in head.iter("abstract"):
        _fill(item, "summary", " ".join(one_line(p) for p in line) or one_line(line), "abstract")
    bylines = cast("tuple[Byline, ...]", fields.get("bylines", ()))
    known = {byline.name.casefold() for byline in bylines}
    found = [_byline(line) for line in head.iter("byline")]
    fields["bylines"] = (*bylines, *[one for one in found if one.name and one.name.casefold() not in known])
    for line in head.iter("dateline"):
        said = one_line(line)
        if said and "dateline" not in fields:
            places = tuple(one_line(place) for place in line.iter("location"))
            fields["dateline"] = Dateline(raw=said, places=tuple(p for p in places if p))


def _fill(item: Item, field: str, said: str, name: str) -> None:
    if said and item.fields.setdefault(field, said) != said:
        item.keep(f"nitf/{name}", said)


def _byline(line: Element) -> Byline:
    """A byline: whom it names, and as what."""
    title = one_line(line.find("byttl"))
    person = line.find("person")
    named = one_line(person)
    if not named:
        whole = one_line(line)
        named = whole.removesuffix(title).strip(" ,") if title else whole
    name = named.removeprefix("By ").removeprefix("by ").removeprefix("BY ").strip(" ,")
    return Byline(name=name or title, title=title if name else "")
