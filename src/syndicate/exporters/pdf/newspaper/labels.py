"""The few words of its own that a newspaper has, in the languages that it knows; arrows and numbers in the others."""

from __future__ import annotations

from typing import NamedTuple

from syndicate.formats import languages


class Labels(NamedTuple):
    """`%s` stands for the number of a page."""

    page: str
    continued: str
    origin: str
    brief: str
    inside: str


_ENGLISH = Labels("Page %s", "Continued on Page %s", "From Page %s", "In brief", "Inside")
_LABELS = {
    "en": _ENGLISH,
    "und": _ENGLISH,
    "": _ENGLISH,
    "ar": Labels("صفحة %s", "البقية في الصفحة %s", "تتمة من الصفحة %s", "بإيجاز", "في هذا العدد"),
    "de": Labels("Seite %s", "Fortsetzung auf Seite %s", "Fortsetzung von Seite %s", "Kurz gemeldet", "Im Blatt"),
    "es": Labels("Página %s", "Continúa en la página %s", "Viene de la página %s", "En breve", "Dentro"),
    "fr": Labels("Page %s", "Suite en page %s", "Suite de la page %s", "En bref", "À l’intérieur"),
    "he": Labels("עמוד %s", "המשך בעמוד %s", "המשך מעמוד %s", "בקצרה", "בגיליון"),
}


def labels(lang: str) -> Labels:
    """The words for a language."""
    rtl = languages.direction(lang, None) == "rtl"
    onward, back = ("←", "→") if rtl else ("→", "←")
    return _LABELS.get(lang.lower().partition("-")[0]) or Labels("%s", f"{onward} %s", f"{back} %s", "•", onward)
