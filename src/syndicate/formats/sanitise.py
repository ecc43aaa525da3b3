"""HTML from outside, cut down to what the model can hold, by nh3 (html5ever's parser, ammonia's rules).

This is the one place where HTML is sanitised, and the one place that imports nh3. What comes out holds only the
elements and attributes of `ELEMENTS`; addresses have a scheme of `SCHEMES` or none; there are no ids, no styles, no
comments. The allow-list is the model's: what no block and no mark can hold is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from syndicate.errors import DependencyError

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Schemes of addresses that may come in. A relative address may as well."""

EVERYWHERE = frozenset({"lang", "dir", "data-bid"})
"""Attributes that every element may have; `data-bid` is the id of a block, put there by `formats.htmlbody.apart`."""

CLASSES = frozenset(
    {
        "attribution", "audio", "author", "box-title", "byline", "correction", "credit", "editor-note", "embed",
        "footnote", "gallery", "interstitial", "lead", "p-author", "published", "pullquote", "quote", "sidebar",
        "standfirst", "unsupported", "video",
    }
)  # fmt: skip
"""Class names that say what an element is; all others go."""

_NONE: frozenset[str] = frozenset()

ELEMENTS: Mapping[str, frozenset[str]] = {
    # rooms without a meaning of their own
    **dict.fromkeys(("address", "article", "div", "footer", "header", "hgroup", "main", "section"), _NONE),
    # blocks
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr"), _NONE),
    **dict.fromkeys(("blockquote", "aside", "figure", "figcaption"), _NONE),
    **dict.fromkeys(("ul", "ol", "li", "dl", "dt", "dd"), _NONE),
    **dict.fromkeys(("table", "caption", "thead", "tbody", "tfoot", "tr"), _NONE),
    "th": frozenset({"colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    # marks
    **dict.fromkeys(("strong", "b", "em", "i", "cite", "dfn", "var", "u", "ins", "s", "strike", "del"), _NONE),
    **dict.fromkeys(("sub", "sup", "code", "kbd", "samp", "tt", "q", "br"), _NONE),
    **dict.fromkeys(("ruby", "rb", "rt", "rp"), _NONE),
    "a": frozenset({"href", "rel", "title"}),
    "span": frozenset({"data-apart", "data-kind", "data-ref"}),
    "time": frozenset({"datetime"}),
}
"""What may come in, with the attributes that it may have besides `EVERYWHERE` and a class of `CLASSES`.

`span data-apart` carries what was set apart before, `data-ref` the id of a thing that the words name: see
`syndicate.formats.htmlbody.apart`.
"""

VALUES: Mapping[str, Mapping[str, frozenset[str]]] = {
    name: {"align": frozenset({"left", "center", "right"})} for name in ("th", "td")
}
"""Attributes that may have these values only."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_PLAIN = re.compile(r"[!-~]*")


def address(value: str) -> str | None:
    """`value` without what nobody sees in it, or None when its scheme may do more than show a page.

    Browsers take blanks, tabs and controls out of an address before they look at its scheme (WHATWG URL 4.4); whatever
    is not printable goes as well. A colon before the first slash without a good scheme is none that a story needs.
    """
    bare = value
    if not _PLAIN.fullmatch(value):
        bare = "".join(c for c in value if c > " " and c.isprintable() and c not in "\xa0\ufffd")
    scheme = _SCHEME.match(bare)
    if scheme:
        return bare if scheme.group(1).lower() in SCHEMES else None
    return None if ":" in re.split(r"[/?#]", bare, maxsplit=1)[0] else bare


def _filtered(element: str, attribute: str, value: str) -> str | None:
    """What the sanitiser keeps of an attribute: it knows less tricks with addresses than `address` does."""
    return address(value) if attribute in ("href", "src") else value


def clean(html: str) -> str:
    """`html` as a fragment that holds nothing but the allow-list, well nested.

    Raises:
        DependencyError: nh3 is not installed.
    """
    try:
        import nh3
    except ImportError:
        raise DependencyError.missing("reading HTML", "html", "nh3") from None
    attributes = {name: set(allowed) for name, allowed in ELEMENTS.items() if allowed}
    return nh3.clean(
        html,
        tags=set(ELEMENTS),
        attributes={"*": set(EVERYWHERE), **attributes},
        allowed_classes={name: set(CLASSES) for name in ELEMENTS},
        attribute_filter=_filtered,
        tag_attribute_values={name: {k: set(v) for k, v in rules.items()} for name, rules in VALUES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
