"""Small steps of reading one item: its words, moments and numbers, each odd one told."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import msgspec
from lxml import etree

from syndicate.formats import lenient
from syndicate.importers.newsmlg2.codes import Codes, children, name_of
from syndicate.importers.newsmlg2.findings import Findings
from syndicate.model import legal
from syndicate.model.article import DateCandidate

Element = etree._Element
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Item(msgspec.Struct):
    """One item while it is read: where it is, its codes, and the fields of the article that it becomes."""

    element: Element
    guid: str
    codes: Codes
    findings: Findings
    language: str = "und"
    fields: dict[str, object] = {}
    extra: dict[str, str] = {}
    own: dict[str, str] = {}
    """Facts in extension properties of our own scheme, by their code."""
    left_out: dict[str, None] = {}

    @property
    def kind(self) -> str:
        """Local name of the element: newsItem, packageItem."""
        return name_of(self.element)

    def part(self, name: str) -> Element | None:
        """The first child of this name."""
        found = children(self.element, name)
        return found[0] if found else None

    def moment(self, element: Element, where: str = "") -> datetime | None:
        """The instant that an element holds; what is none becomes a candidate and a finding, never a date."""
        written = element.text or ""
        found = lenient.moment(written)
        name = where or name_of(element)
        line = line_of(element)
        if found.value is None:
            self.findings.date(name, written, found.quirk, line)
            if written.strip():
                candidate = DateCandidate(value=legal.clean(written.strip()), reason=f"{name} {found.quirk}")
                known = self.fields.get("date_candidates", ())
                self.fields["date_candidates"] = (*known, candidate)  # type: ignore[misc]
        elif found.quirk:
            self.findings.odd_date(name, written, found.quirk, line)
        return found.value

    def count(self, element: Element, attribute: str) -> int | None:
        """A number in an attribute; one that is none is told."""
        written = element.get(attribute)
        if written is None:
            return None
        found = lenient.whole(written)
        if found is None:
            message = f"{attribute} of {name_of(element)} is no number and was left out: {written!r}"
            self.findings.value(message, line_of(element))
        return found

    def keep(self, name: str, value: str) -> None:
        """Keep under `g2:name` what no field holds; several of one name are counted."""
        value = value.strip()
        if not value:
            return
        key, number = f"g2:{name}", 1
        while key in self.extra:
            if self.extra[key] == value:
                return
            number += 1
            key = f"g2:{name}/{number}"
        self.extra[key] = value


def line_of(element: Element) -> int | None:
    """The line in the item that an element begins on."""
    return cast("int | None", element.sourceline)


def _said(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if name_of(child) == "br" else _said(child) if name_of(child) else "", child.tail or ""]
    return "".join(parts)


def one_line(element: Element | None) -> str:
    """What an element says, in one line."""
    return " ".join(legal.clean(_said(element)).split()) if element is not None else ""


def words(element: Element) -> str:
    """What an element says; its lines stay where they are no layout of the file (indented lines are)."""
    said = legal.clean(_said(element)).strip()
    lines = said.split("\n")
    if any(line[:1].isspace() for line in lines[1:] if line.strip()) or any(line.endswith(" ") for line in lines[:-1]):
        return " ".join(said.split())
    return "\n".join(lines)


def named(item: Item, element: Element) -> str:
    """The name of what an element stands for, in the item's language; else its literal, code or address."""
    names = children(element, "name")
    best = next((n for n in names if n.get(XML_LANG, "") == item.language), None)
    if best is None:
        best = next((n for n in names if not n.get(XML_LANG)), names[0] if names else None)
    said = one_line(best)
    if said:
        return said
    code = item.codes.concept(element)
    literal = element.get("literal", "")
    return " ".join(legal.clean(literal or code.partition(":")[2] or element.get("uri", "")).split())
