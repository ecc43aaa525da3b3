"""QCodes and the catalogs that give them meaning (NewsML-G2 specification, "QCodes" and "Catalogs")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from syndicate.diagnostics import Diagnostic
from syndicate.formats import g2
from syndicate.validators.newsmlg2.findings import Finder, attributes

_N = f"{{{g2.NAR}}}"
_EVERY = f"{_N}*"

_NAMES = """
accesstype aspect audiochannels audiocodec authoritystatus colourindicator colourspace concepttype
confirmationstatus creator derivedfrom durationunit encoding environment format hashtype heightunit how idformat
interactiontype jobtitle layoutorientation market marketlabelsrc mode part pubconstraint qcode radunit ratertype
ratingtype rel rendition renditionref representation reposrole residrefformat role scaleunit scope severity
symbolsrc target tech timeunit type valcalctype valueunit videocodec videodefinition videoscaling why widthunit
"""
QCODE_ATTRIBUTES = frozenset(_NAMES.split())
"""Attributes whose value is a QCode or a list of them."""
_PLAIN = frozenset({(f"{_N}timestamp", "role"), (f"{_N}a", "rel")})
"""Attributes of such a name that are plain text all the same."""
_IPTC_CATALOG = re.compile(r"https?://(?:www\.)?iptc\.org/std/catalog/catalog\.IPTC-G2-Standards_(\d+)\.xml")


def catalog_rules(home: etree._Element, scope: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
    """Judge the catalogs that stand in `home` and every QCode below `scope`."""
    known: dict[str, str] = {}
    remote: list[str] = []
    for ref in home.iterchildren(f"{_N}catalogRef"):
        href = (ref.get("href") or "").strip()
        match = _IPTC_CATALOG.fullmatch(href)
        if match:
            known.update(g2.aliases())
            if int(match[1]) < g2.CATALOG_VERSION:
                yield finder("SYN-G2-013", f"IPTC catalog {match[1]} is cited; {g2.CATALOG_VERSION} is known here", ref)
        elif not href.lower().startswith(("http:", "https:")):
            yield finder("SYN-G2-014", f"the catalog address {href!r} is not http", ref)
        else:
            remote.append(href)
    for catalog in home.iterchildren(f"{_N}catalog"):
        for scheme in catalog.iterchildren(f"{_N}scheme"):
            alias, uri = scheme.get("alias", ""), scheme.get("uri", "")
            if known.setdefault(alias, uri) != uri:
                yield finder("SYN-G2-015", f"the alias {alias} is declared for {uri} and for {known[alias]}", scheme)
    yield from _qcodes(scope, known, remote, finder)


def _qcodes(scope: etree._Element, known: dict[str, str], remote: list[str], finder: Finder) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for node in scope.iter(_EVERY):
        for name, value in attributes(node):
            if name not in QCODE_ATTRIBUTES or (node.tag, name) in _PLAIN:
                continue
            for qcode in value.split():
                alias = qcode.partition(":")[0]
                if alias in told or (alias in known and alias not in g2.RETIRED):
                    continue
                told.add(alias)
                if alias in known:
                    yield finder("SYN-G2-012", f"{qcode}: the scheme {alias} is retired", node)
                elif remote:
                    yield finder("SYN-G2-011", f"{qcode}: {alias} may be declared in {', '.join(remote)}", node)
                else:
                    yield finder("SYN-G2-010", f"{qcode}: no catalog declares the alias {alias}", node)
