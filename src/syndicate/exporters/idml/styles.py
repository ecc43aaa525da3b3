"""The styles of the document, as elements of `Resources/Styles.xml`.

A paragraph or a run has exactly one style each in IDML. Marks that lie over each other are a character style of their
own, named by all of them (`Strong+Em`); only those that the document uses are defined.
"""

from __future__ import annotations

from collections.abc import Iterable

from syndicate.formats import idml
from syndicate.formats.deskcopy.styles import BODY, CODE_FONT, PARAGRAPHS, Look, combined, combined_look
from syndicate.formats.elements import Lines, Value, element, nest


def paragraph_style(name: str) -> str:
    """The reference to a paragraph style."""
    return f"ParagraphStyle/{name}"


def character_style(marks: Iterable[str]) -> str:
    """The reference to the character style of these marks together."""
    name = combined(marks)
    return f"CharacterStyle/{name}" if name else idml.NO_CHARACTER_STYLE


def styles(used: Iterable[str]) -> Lines:
    """The root of `Resources/Styles.xml`; `used` are references to character styles."""
    characters = [_character(idml.NO_CHARACTER_STYLE, "")]
    for reference in sorted(set(used) - {idml.NO_CHARACTER_STYLE}):
        characters += [_character(reference, reference.removeprefix("CharacterStyle/"))]
    paragraphs = [_paragraph(idml.NO_PARAGRAPH_STYLE, {"PointSize": 9})]
    paragraphs += [_paragraph(paragraph_style(name), look) for name, look in PARAGRAPHS.items()]
    return [
        *nest("RootCharacterStyleGroup", [line for one in characters for line in one], {"Self": "ucs"}),
        *nest("RootParagraphStyleGroup", [line for one in paragraphs for line in one], {"Self": "ups"}),
        *_root("Cell", idml.NO_CELL_STYLE),
        *_root("Table", idml.NO_TABLE_STYLE),
        *_root("Object", idml.NO_OBJECT_STYLE),
    ]


def _root(kind: str, reference: str) -> Lines:
    style = element(f"{kind}Style", "", {"Self": reference, "Name": reference.partition("/")[2]})
    return nest(f"Root{kind}StyleGroup", [style], {"Self": f"u{kind.lower()}s"})


def _paragraph(reference: str, look: Look) -> Lines:
    values: dict[str, Value] = {"Self": reference, "Name": reference.partition("/")[2], **look}
    properties = [] if reference == idml.NO_PARAGRAPH_STYLE else [_typed("BasedOn", "object", idml.NO_PARAGRAPH_STYLE)]
    return nest("ParagraphStyle", nest("Properties", [*properties, _typed("AppliedFont", "string", BODY)]), values)


def _character(reference: str, name: str) -> Lines:
    values: dict[str, Value] = {"Self": reference, "Name": reference.partition("/")[2]}
    look = combined_look(name) if name else {}
    font = nest("Properties", [_typed("AppliedFont", "string", CODE_FONT)]) if "Code" in name.split("+") else []
    return nest("CharacterStyle", font, {**values, **look})


def _typed(name: str, kind: str, words: str) -> str:
    return element(name, words, {"type": kind})
