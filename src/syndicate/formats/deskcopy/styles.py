"""The styles of a story that a desk flows into its own pages: one for each part, so that it maps names and not looks.

All formats of InDesign name them alike: one template of a house takes what any of them brings. Looks are the least that
tells parts apart, in the names that InDesign's own object model has for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, assert_never

from syndicate.model import body

Look = Mapping[str, str | int]

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


class Worn(NamedTuple):
    """What a run wears: the names of its marks that have a style, the reading set beside it, and where it leads."""

    marks: tuple[str, ...]
    ruby: str | None
    href: str


def worn(run: body.Run) -> Worn:
    """The marks of `run`; of links within each other the first one leads."""
    names: list[str] = []
    ruby: str | None = None
    href = ""
    for mark in run.marks:
        match mark:
            case body.Link():
                names.append("Link")
                href = href or mark.href
            case body.Ruby():
                ruby = mark.text
            case body.Strong() | body.Em() | body.Underline() | body.Strike() | body.Sub() | body.Sup() | body.Code():
                names.append(type(mark).__name__)
            case body.Lang() | body.InlineQuote() | body.Entity():
                pass
            case _:
                assert_never(mark)
    return Worn(tuple(names), ruby, href)


def combined(marks: Iterable[str]) -> str:
    """The name of the one character style of marks that lie over each other: `Strong+Em`; "" of none."""
    present = set(marks)
    return "+".join(mark for mark in MARKS if mark in present)


def combined_look(name: str) -> dict[str, str | int]:
    """The look of a character style that `combined` named: bold and italic add up to one face."""
    marks = name.split("+")
    look: dict[str, str | int] = {}
    for mark in marks:
        look |= MARKS[mark]
    faces = [str(MARKS[mark]["FontStyle"]) for mark in marks if "FontStyle" in MARKS[mark]]
    return look | ({"FontStyle": " ".join(faces)} if faces else {})
