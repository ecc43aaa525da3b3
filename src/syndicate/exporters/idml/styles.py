"""The styles of the document: one for each part of a story, so that a desk maps names and not looks.

A paragraph or a run has exactly one style each in IDML. Marks that lie over each other are a character style of their
own, named by all of them (`Strong+Em`); only those that the document uses are defined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from syndicate.formats import idml
from syndicate.formats.elements import Lines, Value, element, nest

Look = Mapping[str, Value]

BODY, CODE_FONT = "Minion Pro", "Courier New"
"""Families that come with InDesign and with every system that it runs on."""

PARAGRAPHS: Mapping[str, Look] = {
    "Headline": {"PointSize": 30, "FontStyle": "Bold", "SpaceAfter": 6},
    "Subheadline": {"PointSize": 16, "SpaceAfter": 6},
    "Alternative Headline": {"PointSize": 16, "FontStyle": "Italic"},
    "Standfirst": {"PointSize": 13, "SpaceAfter": 6},
    "Summary": {"PointSize": 13, "FontStyle": "Italic", "SpaceAfter": 6},
    "Byline": {"PointSize": 9, "FontStyle": "Bold"},
    "Story Credit": {"PointSize": 8},
    "Dateline": {"PointSize": 9, "FontStyle": "Bold"},
    "Lead": {"PointSize": 11, "FontStyle": "Bold"},
    "Body First": {"PointSize": 9},
    "Body": {"PointSize": 9, "FirstLineIndent": 9},
    "Crosshead": {"PointSize": 11, "FontStyle": "Bold", "SpaceBefore": 6},
    "Crosshead 2": {"PointSize": 10, "FontStyle": "Bold", "SpaceBefore": 6},
    "Quote": {"PointSize": 9, "LeftIndent": 12, "RightIndent": 12},
    "Quote Attribution": {"PointSize": 8, "LeftIndent": 12},
    "Pullquote": {"PointSize": 16, "FontStyle": "Italic", "SpaceBefore": 6},
    "Pullquote Attribution": {"PointSize": 8},
    "List Bullet": {"PointSize": 9, "BulletsAndNumberingListType": "BulletList"},
    "List Number": {"PointSize": 9, "BulletsAndNumberingListType": "NumberedList"},
    "Table": {"PointSize": 9},
    "Table Caption": {"PointSize": 8, "FontStyle": "Bold"},
    "Table Head": {"PointSize": 8, "FontStyle": "Bold"},
    "Table Cell": {"PointSize": 8},
    "Preformatted": {"PointSize": 8, "Hyphenation": "false"},
    "Unsupported": {"PointSize": 8, "Hyphenation": "false"},
    "Picture": {"PointSize": 9},
    "Caption": {"PointSize": 8},
    "Credit": {"PointSize": 6},
    "Embed": {"PointSize": 8},
    "Factbox Title": {"PointSize": 10, "FontStyle": "Bold", "SpaceBefore": 6},
    "Factbox Body": {"PointSize": 8},
    "Sidebar Title": {"PointSize": 10, "FontStyle": "Bold", "SpaceBefore": 6},
    "Sidebar Body": {"PointSize": 8},
    "Divider": {"PointSize": 9, "Justification": "CenterAlign"},
    "Footnote": {"PointSize": 7},
    "Correction": {"PointSize": 8, "FontStyle": "Bold"},
    "Editor Note": {"PointSize": 8, "FontStyle": "Italic"},
    "Interstitial": {"PointSize": 8, "FontStyle": "Bold"},
    "Contributor": {"PointSize": 8, "FontStyle": "Italic"},
    "Copyright": {"PointSize": 6},
    "Notice": {"PointSize": 9},
}
"""Sizes and indents in points; the desk's own document has styles of the same names and wins when a story is placed."""

MARKS: Mapping[str, Look] = {
    "Strong": {"FontStyle": "Bold"},
    "Em": {"FontStyle": "Italic"},
    "Underline": {"Underline": "true"},
    "Strike": {"StrikeThru": "true"},
    "Sub": {"Position": "Subscript"},
    "Sup": {"Position": "Superscript"},
    "Code": {},
    "Link": {},
}
"""Character styles in the order in which their names are joined."""


def paragraph_style(name: str) -> str:
    """The reference to a paragraph style."""
    return f"ParagraphStyle/{name}"


def character_style(marks: Iterable[str]) -> str:
    """The reference to the character style of these marks together."""
    present = set(marks)
    name = "+".join(mark for mark in MARKS if mark in present)
    return f"CharacterStyle/{name}" if name else idml.NO_CHARACTER_STYLE


def styles(used: Iterable[str]) -> Lines:
    """The root of `Resources/Styles.xml`; `used` are references to character styles."""
    characters = [_character(idml.NO_CHARACTER_STYLE, ())]
    for reference in sorted(set(used) - {idml.NO_CHARACTER_STYLE}):
        characters += [_character(reference, reference.removeprefix("CharacterStyle/").split("+"))]
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
    values = {"Self": reference, "Name": reference.partition("/")[2], **look}
    properties = [] if reference == idml.NO_PARAGRAPH_STYLE else [_typed("BasedOn", "object", idml.NO_PARAGRAPH_STYLE)]
    return nest("ParagraphStyle", nest("Properties", [*properties, _typed("AppliedFont", "string", BODY)]), values)


def _character(reference: str, marks: Iterable[str]) -> Lines:
    values: dict[str, Value] = {"Self": reference, "Name": reference.partition("/")[2]}
    faces = [str(MARKS[mark]["FontStyle"]) for mark in marks if "FontStyle" in MARKS[mark]]
    for mark in marks:
        values |= MARKS[mark]
    values |= {"FontStyle": " ".join(faces)}
    font = nest("Properties", [_typed("AppliedFont", "string", CODE_FONT)]) if "Code" in marks else []
    return nest("CharacterStyle", font, values)


def _typed(name: str, kind: str, words: str) -> str:
    return element(name, words, {"type": kind})
