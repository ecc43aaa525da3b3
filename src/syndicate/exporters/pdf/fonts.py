"""The fonts of one document: which face sets which character, and what no face can set.

A run is set in the family that its style and language ask for; a character that this family lacks is looked for in
the others, in an order that the language decides (a Chinese character has another shape in Japanese than in Chinese).
What no font has is drawn as a visible `REPLACEMENT`, and `FontBook.pieces` tells of it, so that the exporter can say
so: a blank or an empty ``.notdef`` would be a loss in silence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from syndicate.exporters.pdf import faces, fontfiles
from syndicate.exporters.pdf.shaping import CONTROLS, Font, clusters

REPLACEMENT = "□"
"""What stands for a character that no font has (U+25A1)."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_PLAIN = str.maketrans({"\u202f": "\u00a0", "\u2007": "\u00a0"} | _LIGATURES)
"""Blanks that do not break, in the one form that every reader of the file takes for a blank; and ligatures as letters,
of which the font makes its own."""

_EQUIVALENTS = str.maketrans({"\u2011": "\u2010", "\u2015": "\u2014"})
"""The same to the eye; taken only where no font has the first."""

_JOINERS = dict.fromkeys((0x200C, 0x200D))
"""They ask for another shape of a letter; no font needs a glyph for them."""

Choice = tuple[Font, str, str]
"""The font of a character, what it is drawn as, and the character itself where no font has it."""


class FontBook:
    """The fonts of one document, made when first needed."""

    def __init__(self, own: Mapping[str, faces.Family] = MappingProxyType({})) -> None:
        self._users = own
        """Families of the user's, behind those that come with us."""
        self._fonts: dict[faces.Face, Font] = {}
        self._boxes: dict[tuple[str, bool, bool], Font] = {}
        self._choices: dict[tuple[str, bool, bool, str], dict[str, list[Choice]]] = {}
        self._own: dict[tuple[str, bool, bool, str], tuple[Font, set[str]]] = {}
        """The font in which characters are looked for first, and the ASCII that it has: most words have no other."""

    def font(self, family: str, *, bold: bool = False, italic: bool = False) -> Font:
        """One cut of `family`.

        Raises:
            DependencyError: the package of the face is not installed.
        """
        return self._font(self._family(family).cut(bold=bold, italic=italic))

    def _family(self, name: str) -> faces.Family:
        return self._users[name] if name in self._users else faces.FAMILIES[name]

    def _order(self, family: str, lang: str) -> tuple[str, ...]:
        """The families in which a character is looked for."""
        if not self._users:
            return _order(family, lang)
        last = fontfiles.preferred(self._users, script_family(lang))
        if family in self._users:
            return (family, *_order("serif", lang), *last)
        return (*_order(family, lang), *last)

    def _font(self, face: faces.Face) -> Font:
        if face not in self._fonts:
            self._fonts[face] = Font(face, f"F{len(self._fonts) + 1}")
        return self._fonts[face]

    @property
    def fonts(self) -> list[Font]:
        """All fonts that were asked for, in the order in which they were."""
        return [*self._fonts.values(), *self._boxes.values()]

    def pieces(
        self, text: str, family: str, *, bold: bool, italic: bool, lang: str
    ) -> tuple[list[tuple[Font, str]], set[str]]:
        """`text` cut where its font changes, and the characters that were replaced because no font has them."""
        key = (family, bold, italic, lang)
        if key not in self._own:
            self._own[key] = (self._first(family, bold, italic, lang), set())
        own, plain = self._own[key]
        if plain.issuperset(text):
            return [(own, text)] if text else [], set()
        choices = self._choices.setdefault(key, {})
        found: list[tuple[Font, str]] = []
        missing: set[str] = set()
        current: Font | None = None
        start: list[str] = []
        text = text.translate(_PLAIN)
        for cluster in text if text.isascii() else clusters(text):
            choice = choices.get(cluster)
            if choice is None:
                choice = self._choose(cluster, family, bold, italic, lang)
                if len(cluster) < 8:
                    choices[cluster] = choice
                if cluster.isascii() and choice == [(own, cluster, "")]:
                    plain.add(cluster)
            for font, drawn, lacking in choice:
                missing.update(lacking)
                if font is not current and drawn and not (current is not None and drawn in CONTROLS):
                    if current is not None:
                        found.append((current, "".join(start)))
                    current, start = font, []
                start.append(drawn)
        if current is not None:
            found.append((current, "".join(start)))
        return found, missing

    def _first(self, family: str, bold: bool, italic: bool, lang: str) -> Font:
        """The font in which a character is looked for first."""
        return self._font(self._family(self._order(family, lang)[0]).cut(bold=bold, italic=italic))

    def _choose(self, cluster: str, family: str, bold: bool, italic: bool, lang: str) -> list[Choice]:
        if len(cluster) > 1:
            face = self._covering(cluster.translate(_JOINERS), self._order(family, lang), bold, italic)
            if face is not None:
                return [(self._font(face), cluster, "")]
        return [self._choose_one(character, family, bold, italic, lang) for character in cluster]

    def _choose_one(self, character: str, family: str, bold: bool, italic: bool, lang: str) -> Choice:
        order = self._order(family, lang)
        if _invisible(character):
            kept = character if character in CONTROLS or ord(character) in _JOINERS else ""
            return self._font(self._family(order[0]).cut(bold=bold, italic=italic)), kept, ""
        if unicodedata.category(character) == "Co":
            # What a private character means is not in the text: whatever shape a font has for it is that font's own.
            return self._replacement(family, bold, italic), REPLACEMENT, character
        if unicodedata.category(character) in ("Cn", "Cs", "Cc"):
            return self._replacement(family, bold, italic), REPLACEMENT, character
        found = self._covering(character, order, bold, italic)
        if found is None:
            for drawn in (character.translate(_EQUIVALENTS), unicodedata.normalize("NFKC", character)):
                if drawn and drawn != character and (found := self._covering(drawn, order, bold, italic)) is not None:
                    return self._font(found), drawn, ""
            # Drawn as a box and read out as what it is: whoever copies the text has lost nothing.
            return self._replacement(family, bold, italic), character, character
        return self._font(found), character, ""

    def _replacement(self, family: str, bold: bool, italic: bool) -> Font:
        key = (family, bold, italic)
        if key not in self._boxes:
            face = self._covering(REPLACEMENT, self._order(family, ""), bold, italic) or faces.FAMILIES["serif"].regular
            self._boxes[key] = Font(face, f"B{len(self._boxes) + 1}", box=REPLACEMENT)
        return self._boxes[key]

    def _covering(self, drawn: str, order: tuple[str, ...], bold: bool, italic: bool) -> faces.Face | None:
        """The first face in `order` that has all of `drawn`."""
        points = list(map(ord, drawn))
        if not faces.anywhere().issuperset(points):
            order = tuple(name for name in order if name in self._users)
        for name in order:
            cuts = self._family(name)
            # An italic often has fewer letters than its upright (Greek, Cyrillic).
            for face in (cuts.cut(bold=bold, italic=italic), cuts.cut(bold=bold, italic=False)):
                usable = faces.coverage(face)
                if all(point in usable for point in points):
                    return face
        return None


def _invisible(character: str) -> bool:
    """Whether `character` only steers the setting: soft hyphen, joiners, direction marks, variation selectors."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f" or character == "\u034f"


_SCRIPTS = {
    "arabic": ("ar", "fa", "ur", "ps", "ckb", "sd", "ug"),
    "hebrew": ("he", "iw", "yi"),
    "devanagari": ("hi", "mr", "ne", "sa", "kok", "mai", "bho", "doi"),
    "bengali": ("bn", "as"),
    "tamil": ("ta",),
    "telugu": ("te",),
    "thai": ("th",),
    "lao": ("lo",),
    "khmer": ("km",),
    "burmese": ("my",),
    "ja": ("ja",),
    "ko": ("ko",),
}
_FAMILY_OF = {language: family for family, languages in _SCRIPTS.items() for language in languages}


def script_family(lang: str) -> str:
    """The family that a language is set in where the style's own will not do; empty for Latin and its neighbours."""
    tags = lang.lower().replace("_", "-").split("-")
    if tags[0] in ("zh", "yue"):
        return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(tags) or tags[0] == "yue" else "zh-Hans"
    return "" if "latn" in tags else _FAMILY_OF.get(tags[0], "")


@cache
def _order(family: str, lang: str) -> tuple[str, ...]:
    """The families in which a character is looked for. A script's own family has Latin letters that go with it."""
    script = script_family(lang)
    first = (script, family) if script and family != "mono" else (family, script)
    return tuple(name for name in dict.fromkeys((*first, *faces.FAMILIES)) if name and faces.is_there(name))
