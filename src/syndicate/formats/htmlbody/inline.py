"""Running text: elements inside a paragraph to runs with marks, blanks as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from syndicate.formats.htmlbody.dom import Element, words
from syndicate.formats.languages import language_tag
from syndicate.model import body, legal
from syndicate.model.base import Direction
from syndicate.model.body import Mark, Run, Text

Item = Run | Element
"""A run, or an element that cannot stand in running text."""

STANDING = frozenset({"img", "figure"})
"""Elements that stand on their own wherever they are found; carriers (`span data-apart`) do as well."""

COMPLEX = frozenset({"ul", "ol", "dl", "table", "pre", "blockquote", "aside", "hr"})
"""Elements that stand on their own where the text around them can be divided, else become lines of it."""

_BREAK = "\x1e"
"""Where a block began or ended inside running text: a line break, unless there is one."""
_BLANKS = re.compile(r"[ \t\n\r\f]+")

_MARKS: dict[str, Mark] = {
    **dict.fromkeys(("strong", "b"), body.Strong()),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), body.Em()),
    **dict.fromkeys(("u", "ins"), body.Underline()),
    **dict.fromkeys(("s", "strike", "del"), body.Strike()),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), body.Code()),
    "sub": body.Sub(),
    "sup": body.Sup(),
}
INLINE = frozenset({*_MARKS, "a", "span", "q", "br", "ruby", "rb", "rt", "rp", "time"})
"""Elements of running text that the allow-list has."""


class Inline(msgspec.Struct):
    """How running text is read: in which language, and whether blocks in it may divide it."""

    language: str
    divides: bool = True
    flattened: list[str] = msgspec.field(default_factory=list)
    """Names of blocks that became lines of text."""

    def items(self, element: Element) -> list[Item]:
        """What `element` holds, runs with their blanks still as they stood."""
        return list(self._inside(element, (), self.language))

    def around(self, element: Element) -> list[Item]:
        """The same of `element` itself."""
        return list(self._of(element, (), self.language))

    def _inside(self, element: Element, marks: tuple[Mark, ...], language: str) -> Iterator[Item]:
        if element.text:
            yield _run(element.text, marks)
        for child in element:
            yield from self._of(child, marks, language)
            if child.tail:
                yield _run(child.tail, marks)

    def _of(self, element: Element, marks: tuple[Mark, ...], language: str) -> Iterator[Item]:
        name = element.tag
        if name == "br":
            yield Run(text="\n", marks=marks)
        elif name in STANDING or element.get("data-apart") or (self.divides and name in COMPLEX):
            yield element
        elif name == "ruby":
            yield from self._ruby(element, marks)
        elif name == "q":
            yield from self._quoted(element, marks, language)
        elif name in INLINE:
            marks, language = _marked(element, marks, language)
            yield from self._inside(element, marks, language)
        else:
            if name in COMPLEX:
                self.flattened.append(name)
            yield Run(text=_BREAK, marks=marks)
            yield from self._inside(element, marks, language)
            yield Run(text=_BREAK if name not in ("td", "th") else " ", marks=marks)

    def _quoted(self, element: Element, marks: tuple[Mark, ...], language: str) -> Iterator[Item]:
        """A quotation with the marks that a browser would have set around it."""
        inner = any(isinstance(mark, body.InlineQuote) for mark in marks)
        opening, closing = ("‘", "’") if inner else ("“", "”")
        quoted, language = _marked(element, (*marks, body.InlineQuote()), language)
        yield Run(text=opening, marks=quoted)
        yield from self._inside(element, quoted, language)
        yield Run(text=closing, marks=quoted)

    def _ruby(self, element: Element, marks: tuple[Mark, ...]) -> Iterator[Item]:
        """Each base with the reading after it; parentheses for browsers that know no ruby are left out."""
        base: list[Element | str] = [element.text or ""]
        for child in element:
            if child.tag == "rt":
                reading = words(child)
                with_it = (*marks, body.Ruby(text=legal.clean(reading))) if reading else marks
                said = any(not isinstance(part, str) or part for part in base)
                yield from self._base(base if said else ["\u00a0"], with_it)
                base = []
            elif child.tag != "rp":
                base.append(child)
            base.append(child.tail or "")
        yield from self._base(base, marks)

    def _base(self, parts: list[Element | str], marks: tuple[Mark, ...]) -> Iterator[Item]:
        """Base characters with what stands in them; nothing in them may divide the text."""
        inline = Inline(language=self.language, divides=False, flattened=self.flattened)
        for part in parts:
            if not isinstance(part, str):
                yield from (item for item in inline._of(part, marks, self.language) if isinstance(item, Run))
            elif part:
                yield _run(part, marks)


def text(items: Iterable[Item]) -> Text:
    """Runs as the model wants them: blanks collapsed, line breaks without blanks around them, like marks together."""
    runs: list[tuple[str, tuple[Mark, ...]]] = []
    last = "\n"
    for item in items:
        if not isinstance(item, Run):
            continue
        string = item.text
        if string == _BREAK:
            string = "" if last == "\n" else "\n"
        if last in (" ", "\n") and string.startswith(" "):
            string = string[1:]
        if not string:
            continue
        if string == "\n" and last == " ":
            _drop_last_blank(runs)
        runs.append((string, item.marks))
        last = string[-1]
    return _joined(runs)


def _joined(runs: list[tuple[str, tuple[Mark, ...]]]) -> Text:
    if len(runs) == 1:
        said = runs[0][0].strip(" \n")
        return (Run(text=said, marks=runs[0][1]),) if said else ()
    merged: list[tuple[str, tuple[Mark, ...]]] = []
    for string, marks in runs:
        if merged and merged[-1][1] == marks:
            merged[-1] = (merged[-1][0] + string, marks)
        else:
            merged.append((string, marks))
    while merged and not merged[-1][0].rstrip(" \n"):
        merged.pop()
    while merged and not merged[0][0].lstrip(" \n"):
        merged.pop(0)
    if merged:
        merged[0] = (merged[0][0].lstrip(" \n"), merged[0][1])
        merged[-1] = (merged[-1][0].rstrip(" \n"), merged[-1][1])
    return tuple(Run(text=string, marks=marks) for string, marks in merged)


def _drop_last_blank(runs: list[tuple[str, tuple[Mark, ...]]]) -> None:
    string, marks = runs.pop()
    if string[:-1]:
        runs.append((string[:-1], marks))


def standing(items: Iterable[Item]) -> list[Element]:
    """The elements among the items."""
    return [item for item in items if not isinstance(item, Run)]


def _run(string: str, marks: tuple[Mark, ...]) -> Run:
    return Run(text=legal.clean(_BLANKS.sub(" ", string)), marks=marks)


def _marked(element: Element, marks: tuple[Mark, ...], language: str) -> tuple[tuple[Mark, ...], str]:
    """The marks that hold inside `element`, and its language."""
    found = _MARKS.get(element.tag)
    if found is not None and found not in marks:
        marks = (*marks, found)
    if element.tag == "a" and (href := element.get("href")) and not any(isinstance(m, body.Link) for m in marks):
        rel, title = legal.clean(element.get("rel", "")), legal.clean(element.get("title", ""))
        marks = (*marks, body.Link(href=href, rel=rel, title=title))
    if element.tag == "span" and "quote" in element.get("class", "").split():
        marks = (*marks, body.InlineQuote())
    if ref := element.get("data-ref"):
        marks = (*marks, body.Entity(ref=legal.clean(ref)))
    tag = language_tag(element.get("lang") or "und")
    if tag not in ("und", language):
        marks = (*marks, body.Lang(tag=tag, dir=direction(element)))
        language = tag
    return marks, language


def direction(element: Element) -> Direction | None:
    """The direction that an element gives."""
    match element.get("dir", "").lower():
        case "ltr":
            return "ltr"
        case "rtl":
            return "rtl"
        case _:
            return None


def without_dash(said: Text) -> Text:
    """An attribution without the dash before it."""
    if not said:
        return said
    first = said[0].text.lstrip("—–- \u2015")
    rest = said[1:]
    if not first:
        return (msgspec.structs.replace(rest[0], text=rest[0].text.lstrip()), *rest[1:]) if rest else said
    return (msgspec.structs.replace(said[0], text=first), *rest)
