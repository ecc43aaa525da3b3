"""Plain-text elements, and how their text was escaped: once, and in RSS by hexadecimal references.

The tree no longer tells how a text was written, so where one looks suspicious the source is read once more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.validators.feed.document import DC, MEDIA
from syndicate.validators.feed.findings import Findings
from syndicate.validators.feed.values import markup_in, twice_escaped

if TYPE_CHECKING:
    from lxml.etree import _Element

_TWICE = r"&amp;(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-fA-F]+);"
_DECIMAL = r"&(?:amp|lt|gt|#38|#60|#62);"
_BARE = r"&(?!#x)|<"


def check_escaping(
    root: _Element, data: bytes, names: tuple[str, ...], found: Findings, code: str, *, hexadecimal: bool
) -> None:
    """Text that was escaped twice, or as if it were HTML, or (`hexadecimal`) by other references than RSS wants.

    `&amp;amp;` on the wire shows as `&amp;` to the reader. Hexadecimal references (`&#x26;amp;`) are how one says that
    the text really is so (RSS Advisory Board, Best Practices Profile, "Character Data"), and are left alone.
    """
    if not (_is_suspicious(root, names) or (hexadecimal and _has_other_references(data, names))):
        return
    for name, line, raw in _source(data, frozenset(names)):
        bare = re.sub(r"<!\[CDATA\[|\]\]>", "", raw)
        twice = re.search(_TWICE, raw)
        markup = markup_in(bare.replace("&lt;", "<").replace("&gt;", ">"))
        if twice:
            message = f"{name} is escaped twice: {twice.group()}"
            found.warning(code, message, line=line, hint="escape plain text once")
        elif markup:
            message = f"{name} reads as HTML to some readers: {markup}"
            found.warning(code, message, line=line, hint="write & and < of plain text as &#x26; and &#x3C;")
        elif hexadecimal and re.search(_DECIMAL if bare == raw else _BARE, bare):
            message = f"{name} has & or < by other than hexadecimal references: {bare.strip()[:60]}"
            found.info(code, message, line=line, hint="some readers take it for HTML; &#x26; and &#x3C; are safe")


def _is_suspicious(root: _Element, names: tuple[str, ...]) -> bool:
    texts = (node.text or "" for node in root.iter(*map(_clark, names)))
    return any(("&" in text and twice_escaped(text)) or ("<" in text and markup_in(text)) for text in texts)


def _has_other_references(data: bytes, names: tuple[str, ...]) -> bool:
    """Whether a plain-text element seems to have any; what stands in CDATA may pass for one here."""
    elements = "|".join(names)
    pattern = rf"<(?:{elements})(?:\s[^<>]*)?>\s*(?:[^<]*{_DECIMAL}|<!\[CDATA\[[^\]]*(?:{_BARE}))"
    return re.search(pattern.encode(), data) is not None


def _clark(name: str) -> str:
    prefix, colon, rest = name.rpartition(":")
    return f"{{{DC if prefix == 'dc' else MEDIA}}}{rest}" if colon else f"{{*}}{name}"


def _source(data: bytes, names: frozenset[str]) -> list[tuple[str, int, str]]:
    """Name, line and unparsed text of every plain-text element of these names; expat hands out references raw."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    result: list[tuple[str, int, str]] = []
    raw: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        raw.clear()
        wanted = name in names and "html" not in attributes.get("type", "")
        parser.DefaultHandler = raw.append if wanted else None

    def end(name: str) -> None:
        if parser.DefaultHandler is not None:
            result.append((name, parser.CurrentLineNumber, "".join(raw)))
            parser.DefaultHandler = None

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return []  # an encoding that libxml2 reads and expat does not
    return result
