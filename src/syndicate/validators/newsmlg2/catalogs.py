"""QCodes and the catalogs that give them meaning (NewsML-G2 specification, "QCodes" and "Catalogs").

IPTC's schemes are a table (`formats.g2`), inline catalogs are read, and what only a catalog elsewhere can tell is
reported: nothing is ever fetched.
"""

from __future__ import annotations

import re

from lxml import etree

from syndicate.formats import g2
from syndicate.validators.newsmlg2.codes import is_code
from syndicate.validators.newsmlg2.findings import Findings, short
from syndicate.validators.newsmlg2.survey import PLAIN, N, Survey

_IPTC_CATALOG = re.compile(r"https?://(?:www\.)?iptc\.org/std/catalog/catalog\.IPTC-G2-Standards_(\d{1,4})\.xml")


class Known:
    """The aliases that the catalogs of one item or header declare, and the catalogs that are not here."""

    __slots__ = ("cites_iptc", "remote", "schemes")

    def __init__(self) -> None:
        self.schemes: dict[str, str] = {}
        self.cites_iptc = False
        self.remote: list[str] = []


def catalog_rules(survey: Survey, find: Findings) -> None:
    """Judge the catalogs of the item (or header) and every QCode in it."""
    known = _catalogs(survey.item, find)
    told: set[str] = set()
    schemes = known.schemes
    for node, name, value in survey.codes:
        alias, _, code = value.partition(":")
        if alias in schemes and alias not in g2.RETIRED and " " not in value and "\n" not in value:
            if known.cites_iptc and not is_code(alias, code):
                find("SYN-G2-016", f"{short(value)} is no code of {alias}", node)
            continue
        if name in ("role", "rel") and (node.tag, name) in PLAIN:
            continue
        for qcode in value.split():
            _qcode(qcode, node, known, told, find)


def _catalogs(home: etree._Element, find: Findings) -> Known:
    known = Known()
    for ref in home.iterchildren(f"{N}catalogRef"):
        href = (ref.get("href") or "").strip()
        match = _IPTC_CATALOG.fullmatch(href)
        if match:
            known.schemes.update(g2.aliases())
            known.cites_iptc = True
            if int(match[1]) < g2.CATALOG_VERSION:
                find("SYN-G2-013", f"IPTC catalog {match[1]} is cited; {g2.CATALOG_VERSION} is known here", ref)
        elif not href.lower().startswith(("http:", "https:")):
            find("SYN-G2-014", f"the catalog address {short(href)!r} is not http", ref)
        else:
            known.remote.append(href)
    for catalog in home.iterchildren(f"{N}catalog"):
        for scheme in catalog.iterchildren(f"{N}scheme"):
            alias, uri = scheme.get("alias", ""), scheme.get("uri", "")
            if known.schemes.setdefault(alias, uri) != uri:
                find("SYN-G2-015", f"the alias {alias} is declared for {uri} and for {known.schemes[alias]}", scheme)
    return known


def _qcode(qcode: str, node: etree._Element, known: Known, told: set[str], find: Findings) -> None:
    alias = qcode.partition(":")[0]
    if alias in told or (alias in known.schemes and alias not in g2.RETIRED):
        return
    told.add(alias)
    shown = short(qcode)
    if alias in known.schemes:
        find("SYN-G2-012", f"{shown}: the scheme {alias} is retired", node)
    elif known.remote:
        find("SYN-G2-011", f"{shown}: {short(alias)} may be declared in {short(', '.join(known.remote), 300)}", node)
    else:
        find("SYN-G2-010", f"{shown}: no catalog declares the alias {short(alias)}", node)
