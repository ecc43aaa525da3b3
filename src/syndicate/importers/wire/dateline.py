"""The dateline: where the story was filed, when, and by whom, as it stands before the first sentence.

Each agency has its own form (``GENEVA (AP) _``, ``GENEVA, Jan 21 (Reuters) -``, ``Berlin (dpa) -``, ``GENEVA-``); they
are one grammar: places, then perhaps a date, then perhaps agencies in brackets, then a separator. What is certain is
asked for: a place in small letters needs a date or an agency beside it, and a place that stands alone in capitals must
not be a word that the copy writes in capitals elsewhere (``NATO-Russia talks``) or a label (``UPDATE: ...``).
"""

from __future__ import annotations

import re
from datetime import date

from syndicate.importers.wire import agencies, foreign, places
from syndicate.model.article import Dateline

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january janv janvier januar ene enero gen gennaio janeiro januari",
         "feb february févr février februar febrero febbraio fev fevereiro februari",
         "mar march mars märz marzo março mrt maart", "apr april avril abr abril aprile",
         "may mai mayo mag maggio maio mei", "jun june juin juni junio giu giugno junho",
         "jul july juil juillet juli julio lug luglio julho", "aug august août ago agosto augustus",
         "sep sept september septembre septiembre set settembre setembro",
         "oct october octobre oktober octubre ott ottobre out outubro okt",
         "nov november novembre noviembre novembro",
         "dec december déc décembre dezember dic diciembre dicembre dez dezembro"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DATE = (
    rf"(?:(?i:(?P<month>{_MONTH}))\s+(?P<day>\d{{1,2}})(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}})\.?\s+(?i:(?P<month2>{_MONTH}))(?:,?\s+(?P<year2>\d{{4}}))?)"
)
_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.]*(?:-\w[\w'’.]*)*)"
_NAME = rf"{_WORD}(?:(?: (?:de|del|la|las|los|di|da|do|du|le|sur|am|an der|and|upon|of))?[ /]{_WORD}){{0,4}}"
_ABOARD = r"(?:ABOARD|Aboard|ON BOARD|On board)(?: (?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|the|\d{1,4})){1,6}"
_SEPARATOR = (
    r"(?:\s*(?P<sep>--|—|–|_)\s*|\s+(?P<sep2>-)\s+|(?P<sep3>:)\s+|\s*(?P<sep4>-)\s*|(?<=\))(?P<sep5>\.\s?[-–—])\s*"
    r"|(?<=\))(?P<sep6>)\s+(?=[\"“‘'„«(]?[A-ZÀ-ÖØ-Þ]))"
)

_FILED = re.compile(
    rf"(?P<places>{_ABOARD}|{_NAME}(?:, {_NAME}){{0,2}}?)(?:[,.]?\s+{_DATE})?"
    rf"(?:,?\s*\((?P<agency>[^()\d]{{2,40}})\)|(?<=\d),? (?P<bare>[A-Za-z/]{{2,12}}))?{_SEPARATOR}(?=\S)"
)
_AGENCY_FIRST = re.compile(
    rf"\((?P<agency>ANSA|AGI|APA|ATS)\)\s*-\s*(?P<places>{_NAME})(?:,?\s+{_DATE})?{_SEPARATOR}(?=\S)"
)
_SLASHES = re.compile(rf"(?P<places>{_NAME}),?\s+{_DATE}\.\s*/(?P<agency>TASS)/\.\s+(?=\S)")
_NO_PLACE = re.compile(rf"{_DATE}\s*\((?P<agency>[^()\d]{{2,40}})\){_SEPARATOR}(?=\S)")
_NO_PLACE_NOR_DAY = re.compile(rf"\((?P<agency>[^()\d]{{2,40}})\){_SEPARATOR}(?=\S)")
_CAPITALS = re.compile(
    r"(?P<places>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.]+(?:[ /][A-ZÀ-ÖØ-Þ'’.]+){0,3}(?:, [A-ZÀ-ÖØ-Þ][\w.'’]+(?: [A-Z][\w.'’]+)?)?)"
    rf"{_SEPARATOR}(?=[\"“‘'„«(]?[A-ZÀ-ÖØ-Þ])"
)
_NO_PLACES = frozenset(
    # Labels, and bodies that are known by their initials.
    """ACHTUNG ADVISORY ALERT AMENDED ANALYSIS APEC ASEAN ATTENTION AUKUS BREAKING BRICS BULLETIN CAUTION CLARIFICATION
    COLUMN COMMENT COMMENTARY CORRECTED CORRECTION COVID DIARY ECOWAS EDITORIAL EDITORS EMBARGO EMBARGOED
    EXCLUSIVE EXPLAINER EXTRA FACTBOX FEATURE FIFA FLASH HIGHLIGHTS HINWEIS HOLD IAEA INSIGHT INTERPOL INTERVIEW
    KILL LEAD LGBT LIVE MERCOSUR NAFTA NASA NATO NEWS NOTE OECD OPEC OPINION OSCE PREVIEW PROFILE QUAD REFILE
    REMINDER REPEAT REVIEW SAARC SCHEDULE SOURCE SPECIAL SUMMARY TIMELINE UEFA UNESCO UNHCR UNICEF UPDATE URGENT
    VIDEO WARNING WATCH WITHDRAWN WRAPUP""".split()  # noqa: SIM905 - a list of ninety words would be ninety lines
)
_LONGEST_PLACE = 40
_LONGEST = 200
_SIGN = re.compile(r"[-–—_:)/]")
"""One of these ends a dateline, or stands in it."""
_BETWEEN = re.compile(r"/| (?:and|AND) ")
_STOP = re.compile(r"(?<=[A-Z]{4})\.$")
"""The point after a place (`MOSCOW. March 4 (Interfax) -`), not that of an abbreviation."""


def find(text: str, copy: str) -> tuple[Dateline, str] | None:
    """The dateline that opens `text` and the text after it, or None. `copy` is the whole story, as evidence."""
    if text[0].isascii() and not _SIGN.search(text, 0, _LONGEST):
        return None
    match = _FILED.match(text)
    if match is not None and _is_filed(match):
        return _read(match), text[match.end() :]
    if found := foreign.find(text):
        return found
    for pattern in (_AGENCY_FIRST, _SLASHES):
        if match := pattern.match(text):
            return _read(match), text[match.end() :]
    for pattern in (_NO_PLACE, _NO_PLACE_NOR_DAY):
        match = pattern.match(text)
        if match is not None and agencies.split(match["agency"]) and match["sep6"] is None:
            return _read(match), text[match.end() :]
    match = _CAPITALS.match(text)
    if match is not None and _is_place(match["places"], text, copy):
        return _read(match), text[match.end() :]
    return None


def _is_filed(match: re.Match[str]) -> bool:
    """A date or an agency stands there; and the hyphen without blanks, which words have too, needs an agency."""
    agency = match["agency"] or match["bare"]
    if agency and not agencies.in_brackets(agency):
        return False
    if match["sep6"] is not None and not ((match["day"] or match["day2"]) and agencies.split(agency or "")):
        return False  # brackets without a separator are an aside, unless a known agency and a date say otherwise
    if not agency and (match["sep3"] or (match["sep4"] and not match["places"].split(",")[0].isupper())):
        return False
    return bool(agency or match["day"] or match["day2"]) and len(match["places"]) <= 2 * _LONGEST_PLACE


def _is_place(name: str, text: str, copy: str) -> bool:
    """Whether capitals that open a paragraph are a place: no label, no abbreviation that the copy uses itself."""
    city = name.split(",")[0]
    words = re.split(r"[ /]", city)
    letters = sum(letter.isalpha() for letter in city)
    if letters < 4 or len(city) > _LONGEST_PLACE or any(word.strip(".'’") in _NO_PLACES for word in words):
        return False
    if text[len(name) :].isupper():
        return False  # in capitals throughout, as alerts are, it could be anything: `HARBOR-COUNCIL TO MEET AGAIN`
    rest = copy.replace(text, text[len(name) :], 1)
    small = re.search(rf"\b{re.escape(city.title())}\b", rest)
    return small is not None or re.search(rf"\b{re.escape(city)}\b", rest) is None


def _read(match: re.Match[str]) -> Dateline:
    groups = match.groupdict()
    month, day, year = (groups.get(key) or groups.get(f"{key}2") or "" for key in ("month", "day", "year"))
    separator = next((groups[key] for key in ("sep", "sep2", "sep3", "sep4", "sep5") if groups.get(key)), "")
    agency = groups.get("agency") or groups.get("bare") or ""
    names, region, country = _places(groups.get("places") or "")
    return Dateline(
        places=names,
        region=region,
        country=country,
        date_text=_date_text(month, day, year, month_first=bool(groups.get("month"))),
        date=_whole_date(month, day, year),
        agencies=agencies.in_brackets(agency) if agency else (),
        separator=separator,
        raw=match[0].strip(),
    )


def _places(written: str) -> tuple[tuple[str, ...], str, str]:
    if not written:
        return (), "", ""
    cities, *wider = written.split(", ")
    names = _BETWEEN.split(cities)
    region = country = ""
    for name in wider:
        if name in places.REGIONS and not region:
            region = name
        elif name in places.COUNTRIES and not country:
            country = name
        else:
            names.append(name)
    return tuple(_STOP.sub("", name.strip()) for name in names), region, country


def _date_text(month: str, day: str, year: str, *, month_first: bool) -> str:
    if not (month and day):
        return ""
    if month_first:
        return f"{month} {day}" + (f", {year}" if year else "")
    return f"{day} {month}" + (f" {year}" if year else "")


def _whole_date(month: str, day: str, year: str) -> date | None:
    if not (month and day and year):
        return None
    number = MONTHS.get(month.rstrip(".").casefold())
    try:
        return date(int(year), number, int(day)) if number else None
    except ValueError:
        return None
