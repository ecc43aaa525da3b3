"""Who sends copy: the names that stand in datelines, credits and bylines."""

from __future__ import annotations

import re

NAMES = (
    "Agence France-Presse", "Agencies", "Agency", "AAP", "AFP", "ANA", "ANI", "ANSA", "ANTARA", "AP", "APA",
    "Associated Press", "ATS", "Belga", "Bernama", "Bloomberg", "CBS News", "China Daily", "China News Service", "CNA",
    "CNS", "CTK", "dpa", "DPA", "dpa-AFX", "EFE", "Europa Press", "GNA", "IANS", "Interfax", "IRNA", "Keystone-ATS",
    "KUNA", "Kyodo", "Kyodo News", "Lusa", "MENA", "MTI", "NAN", "News agencies", "NTB", "NZPA", "PA", "PA Media",
    "PAP", "Press Association", "PTI", "Reuters Breakingviews", "Thomson Reuters Foundation",
    "Bloomberg News", "JTA", "Reuters", "RIA Novosti", "Ritzau", "SABA", "SANA", "SPA", "Sputnik", "STT",
    "TASS", "tca", "The Associated Press", "The Canadian Press", "Thomson Reuters", "TT", "United Press International",
    "UPI", "WAM", "Wire services", "Xinhua", "Xinhua News Agency", "Yonhap", "新华社",
)  # fmt: skip

_KNOWN = {name.casefold(): name for name in NAMES}
_HEAD = re.compile(r"\s*[^\s/,;+&–—-]+")
_HEADS = frozenset(match[0].casefold() for name in NAMES if (match := _HEAD.match(name)))
"""With what a list of agencies opens; most lines that are asked are none."""
_BETWEEN = re.compile(r"\s*(?:/|,|;|\+|&|\s-\s|–|—|\band\b|\bwith\b)\s*")
_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[A-Z])")
_ABBREVIATION = re.compile(r"[A-Z]{2,6}")
_REGIONAL = re.compile(r"[a-z]{2,7}")
"""A regional service of dpa: `dpa/lni`."""


def is_agency(name: str) -> bool:
    """Whether `name` is an agency that we know."""
    return name.strip().casefold() in _KNOWN


def split(names: str) -> tuple[str, ...]:
    """The agencies in `names` ("tca/dpa", "AP and Reuters"), as they are written; empty when one is unknown."""
    head = _HEAD.match(names)
    if head is None or head[0].strip().casefold() not in _HEADS:
        return ()
    if is_agency(names):
        return (names.strip(),)
    for between in (_BETWEEN, _HYPHEN):
        parts = tuple(part.strip() for part in between.split(names))
        if all(is_agency(part) for part in parts):
            return parts
    return ()


def in_brackets(names: str) -> tuple[str, ...]:
    """The agencies of a dateline's brackets; there a short all-capitals word is one even when we do not know it."""
    parts = tuple(part.strip() for part in names.split("/"))
    dpa = parts[0] == "dpa" and all(_REGIONAL.fullmatch(part) for part in parts[1:])
    good = dpa or all(is_agency(part) or _ABBREVIATION.fullmatch(part) for part in parts)
    return parts if good else split(names)
