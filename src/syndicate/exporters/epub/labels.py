"""The few words that a book says for itself, in its reader's language, and how dates are written in it.

The words lie in the template ``epub/labels.toml``. A language that is not there is served in English, and the document
marks those words as English so that a screen reader does not mispronounce them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from syndicate.context import template
from syndicate.formats.languages import direction
from syndicate.formats.xml import attribute


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language; `lang` is the language that they are in."""

    lang: str
    words: Mapping[str, Any]

    def __getitem__(self, name: str) -> str:
        return str(self.words[name])

    def filled(self, name: str, **values: object) -> str:
        """The label with its places filled in."""
        return self[name].format(**values)

    def names(self, names: tuple[str, ...]) -> str:
        """Several names as one phrase."""
        return self["join"].join(names)

    def day(self, value: date) -> str:
        """A date in words (2 January 2024)."""
        return _day(self.lang, value)

    def instant(self, value: datetime) -> str:
        """A date with the time of day and its zone, as the story has them; nothing is converted."""
        minutes = value.isoformat(timespec="minutes")
        zone = "UTC" if not value.utcoffset() else f"UTC{minutes[16:22]}"
        return f"{self.day(value.date())}{self['join']}{minutes[11:16]} {zone}"

    def marked(self, language: str) -> str:
        """Attributes for an element with these words in a document in `language`; empty when they agree."""
        if self.lang == _primary(language):
            return ""
        value = attribute(self.lang)
        return f' lang={value} xml:lang={value} dir="{direction(self.lang)}"'


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(template("epub/labels.toml").decode("utf-8"))


@cache
def labels(language: str) -> Labels:
    """The labels for a language tag, English where there are none."""
    primary = _primary(language)
    known = primary if primary in _table() else "en"
    return Labels(known, _table()[known])


@lru_cache(256)
def _day(language: str, value: date) -> str:
    """The stories of an edition are of a few days."""
    words = _table()[language]
    months = words.get("months")
    month = months[value.month - 1] if months else value.month
    return str(words["date"]).format(day=value.day, month=month, year=value.year)


def _primary(language: str) -> str:
    return language.split("-")[0].lower()
