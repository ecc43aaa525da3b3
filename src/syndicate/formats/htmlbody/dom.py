"""Elements of HTML: parsing a sanitised fragment, what an element says, how deep it may be nested."""

from __future__ import annotations

from typing import cast

from lxml import etree

from syndicate.errors import InputError, ModelError

Element = etree._Element


def fragment(cleaned: str, name: str, deepest: int) -> Element:
    """The tree of sanitised HTML, under one div."""
    root = parsed(f"<div>{cleaned}</div>", html_parser())
    if root is None:
        raise InputError(f"{name}: no story in it", hint="there is neither an element nor text")
    found = next(root.iter("div"))
    refuse_deep(found, name, deepest)
    return found


def refuse_deep(root: Element, name: str, deepest: int) -> None:
    """Refuse elements in elements without end: they would take down whatever walks them.

    Raises:
        ModelError: they are nested deeper than `deepest`.
    """
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > deepest:
            raise too_deep(name, deepest)


def words(element: Element, skip: frozenset[str] = frozenset(), omit: tuple[Element, ...] = ()) -> str:
    """What an element says, blanks made one; elements named in `skip` or given in `omit` say nothing."""
    silence = frozenset({"", *skip})
    if name_of(element) in silence or element in omit:
        return ""
    parts: list[str] = []
    closed = 0
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        silent = name_of(node) in silence or node in omit
        if event == "start":
            closed += silent
            parts.append("" if closed else (" " if node.tag not in _RUNNING else "") + (node.text or ""))
        else:
            closed -= event == "end" and silent
            if node is not element and not closed:
                parts.append((" " if node.tag not in _RUNNING else "") + (node.tail or ""))
    return " ".join("".join(parts).split())


_RUNNING = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
     "mark", "nobr", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
     "u", "var", "wbr"}
)  # fmt: skip
"""Elements whose ends are no ends of words."""


def name_of(element: Element) -> str:
    """The name of an element; "" for a comment or a processing instruction."""
    name: object = element.tag
    return name if isinstance(name, str) else ""


def line_of(element: Element) -> int | None:
    """The line of the page that an element begins on."""
    return cast("int | None", element.sourceline)


def said_in(element: Element) -> str:
    """All text in an element, blanks as they stand."""
    return "".join(str(part) for part in element.itertext())


def html_parser() -> etree.HTMLParser:
    """A parser of HTML that sees no network."""
    return etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)


def parsed(text: str, parser: etree.HTMLParser) -> Element | None:
    """The root element, or None where there is neither an element nor text."""
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def too_deep(name: str, deepest: int) -> ModelError:
    """The error for elements in elements without end."""
    return ModelError(f"{name}: elements are nested more than {deepest} deep", hint="flatten them", path="$")
