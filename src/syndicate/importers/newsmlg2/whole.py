"""Codes that were written whole, as addresses: our exporter's profile `strict` does so where IPTC has no alias.

They become the QCodes that they are by default, so that the rest of the importer knows one form alone.
"""

from __future__ import annotations

from typing import cast
from urllib.parse import unquote

from lxml import etree

from syndicate.formats import g2

Element = etree._Element

_OURS = {g2.OWN_SCHEME: g2.OWN_ALIAS, g2.RELATIONS_SCHEME: g2.RELATIONS_ALIAS}
_NAMES = {"uri": "qcode", "roleuri": "role", "reluri": "rel", "typeuri": "type", "renditionuri": "rendition"}
_TEST = " or ".join(f"starts-with(., '{scheme}')" for scheme in _OURS)
_ADDRESSED = etree.XPath(
    f".//*[local-name() != 'scheme'][{' or '.join(f'@{name}[{_TEST}]' for name in _NAMES)}]",
    smart_strings=False,
    regexp=False,
)


def spell_out(item: Element) -> dict[str, str]:
    """Give the elements of `item` QCodes for addresses of our schemes; the aliases that these need come back.

    A catalog is left alone: it is where an alias and its address belong together.
    """
    used: dict[str, str] = {}
    for element in cast("list[Element]", _ADDRESSED(item)):
        for name, plain in _NAMES.items():
            address = element.get(name, "")
            for scheme, alias in _OURS.items():
                if address.startswith(scheme):
                    used[alias] = scheme
                    qcode = f"{alias}:{g2.code(unquote(address.removeprefix(scheme)))}"
                    element.set(plain, f"{element.get(plain, '')} {qcode}".strip() if plain == "role" else qcode)
                    del element.attrib[name]
                    break
    return used
