"""QCodes of an item: whatever alias a sender gave a scheme, its codes get the name that IPTC's catalog gives it."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote

from lxml import etree

from syndicate.formats import g2
from syndicate.importers.newsmlg2.whole import spell_out

Element = etree._Element

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_OWN_SUBJECTS = f"{g2.OWN_SCHEME}subject/"
_OURS = frozenset({g2.OWN_ALIAS, g2.RELATIONS_ALIAS})
"""Aliases that mean something here only where an item declares them for our schemes: a public note must be ours."""


def _foreign(alias: str) -> str:
    """Another name for an alias that a sender uses for a scheme of his own."""
    return f"x-{alias}"


def name_of(element: Element) -> str:
    """The local name of an element; "" for comments and instructions."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> list[Element]:
    """The children of these local names, in whatever namespace; all elements without names."""
    if element is None:
        return []
    return [child for child in element if (name := name_of(child)) and (not names or name in names)]


@cache
def _names() -> dict[str, str]:
    """The alias of each known scheme, by its address without the slash or hash at the end."""
    table = {uri.rstrip("/#"): alias for alias, uri in reversed(g2.aliases().items())}
    return table | {g2.OWN_SCHEME.rstrip(":"): g2.OWN_ALIAS, g2.RELATIONS_SCHEME.rstrip("/"): g2.RELATIONS_ALIAS}


class Codes:
    """The codes of one item; `unknown` gathers the aliases that neither the item nor IPTC's catalog declares."""

    def __init__(self, item: Element) -> None:
        self.unknown: dict[str, None] = {}
        self._aliases: dict[str, str] = {}
        for catalog in children(item, "catalog"):  # before the codes are spelled out: addresses of schemes go as well
            for scheme in children(catalog, "scheme"):
                self._aliases[scheme.get("alias", "").strip()] = scheme.get("uri", "").strip()
        self._aliases |= spell_out(item)

    def code(self, qcode: str | None) -> str:
        """A QCode with the alias of IPTC's catalog, or of ours, or as it stands; blanks in the code are spelled out."""
        alias, colon, code = (qcode or "").strip().partition(":")
        if not colon:
            return alias
        uri = self._aliases.get(alias)
        if uri is None:
            if alias not in g2.aliases():
                self.unknown.setdefault(alias)
            return f"{_foreign(alias) if alias in _OURS else alias}:{_blanks(code)}"
        if uri.startswith(_OWN_SUBJECTS) and uri != _OWN_SUBJECTS:
            return f"{uri.removeprefix(_OWN_SUBJECTS).rstrip('/')}:{_blanks(code)}"
        known = _names().get(uri.rstrip("/:#"))
        taken = alias in _OURS or alias in g2.aliases()
        return f"{known or (_foreign(alias) if taken else alias)}:{_blanks(code)}"

    def codes(self, qcodes: str | None) -> list[str]:
        """A list of QCodes, as in the role of a creator."""
        return [self.code(qcode) for qcode in (qcodes or "").split()]

    def concept(self, element: Element) -> str:
        """What an element names by code: its `qcode`, else its `uri` where that is of a known scheme."""
        if qcode := (element.get("qcode") or "").strip():
            return self.code(qcode)
        uri = (element.get("uri") or "").strip()
        base, slash, code = uri.rpartition("#" if "#" in uri else "/")
        alias = _names().get(base) if slash and code else None
        return f"{alias}:{_blanks(code)}" if alias else ""

    def own(self, code: str) -> str:
        """The part of a code of our own scheme after the alias; "" for others."""
        alias, _, rest = code.partition(":")
        return rest if alias == g2.OWN_ALIAS else ""


def _blanks(code: str) -> str:
    """Blanks that were percent-encoded, and nothing else, as they were (`formats.g2.code` writes them so)."""

    def spelled(match: re.Match[str]) -> str:
        text = unquote(match[0])
        return text if text.isspace() else match[0]

    return _PERCENT.sub(spelled, code) if "%" in code else code
