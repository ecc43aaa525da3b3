"""Definitions of the styles that a story uses; those of the desk's document win when the file is placed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from syndicate.formats.deskcopy import LEVEL
from syndicate.formats.deskcopy.styles import BODY, CODE_FONT, PARAGRAPHS, combined_look
from syndicate.formats.taggedtext import value

_Written = Callable[[str | int], str]


def points(number: str | int | float) -> str:
    """A measure as InDesign writes it, in points."""
    return f"{float(number):.6f}"


def _flag(given: str | int) -> str:
    return "1" if given == "true" else "0"


_TAGS: Mapping[str, tuple[str, _Written]] = {
    "FontStyle": ("cTypeface", str),
    "PointSize": ("cSize", points),
    "Underline": ("cUnderline", _flag),
    "StrikeThru": ("cStrikethru", _flag),
    "Position": ("cPosition", str),
    "SpaceBefore": ("pSpaceBefore", points),
    "SpaceAfter": ("pSpaceAfter", points),
    "LeftIndent": ("pLeftIndent", points),
    "RightIndent": ("pRightIndent", points),
    "FirstLineIndent": ("pFirstLineIndent", points),
    "Hyphenation": ("pHyphenation", _flag),
    "Justification": ("pTextAlignment", lambda given: str(given).removesuffix("Align")),
    "BulletsAndNumberingListType": ("bnListType", lambda given: str(given).removesuffix("List")),
}
"""Names of the object model as tags."""
_HANGING = {"LeftIndent": LEVEL, "FirstLineIndent": -LEVEL}
_OWN: Mapping[str, Mapping[str, str | int]] = {
    "List Bullet": {**PARAGRAPHS["List Bullet"], **_HANGING},
    # The numbers are words here: no tag is known by which a list begins anew.
    "List Number": {"PointSize": PARAGRAPHS["List Number"]["PointSize"], **_HANGING},
    # InDesign documents have these elsewhere than in the text.
    "Alternative Text": PARAGRAPHS["Caption"],
    "Link Address": PARAGRAPHS["Credit"],
}
"""Styles of which the look is another than in an InDesign document, or which that does not have."""


def definitions(characters: Iterable[str], paragraphs: Iterable[str]) -> list[str]:
    """A line for each character style and then for each paragraph style, by name."""
    lines = []
    for name in sorted(characters):
        font = f"<cFont:{CODE_FONT}>" if "Code" in name.split("+") else ""
        lines.append(f"<DefineCharStyle:{value(name)}=<Nextstyle:{value(name)}>{_look(combined_look(name))}{font}>")
    for name in sorted(paragraphs):
        look = _look(_OWN[name] if name in _OWN else PARAGRAPHS[name])
        lines.append(f"<DefineParaStyle:{name}=<Nextstyle:{name}>{look}<cFont:{BODY}>>")
    return lines


def _look(look: Mapping[str, str | int]) -> str:
    return "".join([f"<{_TAGS[key][0]}:{_TAGS[key][1](given)}>" for key, given in look.items()])
