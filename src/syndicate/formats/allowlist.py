"""HTML of ours reduced to the elements that someone takes: others are replaced by what is like them, or unwrapped.

It is for HTML that `syndicate.formats.xhtml` wrote: closed, and with every `<`, `>` and `"` of its values escaped. HTML
of strangers is for `syndicate.formats.sanitise`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^<>]*)>")
_KEPT = re.compile(r' (?:lang|dir|class)="[^"]*"')
"""Attributes that may stand on any element."""
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    }
)


def allowed(html: str, elements: Sequence[str], instead: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """`html` with `elements` alone (with all where that is empty), and what was done: `<aside> as <div>`, `<u>` out.

    The words stay in any case, and apart where a block was between them; quotation marks take the place of `<q>`.
    """
    if not elements:
        return html, ()
    known, done = frozenset(elements), dict[str, None]()

    def tag(match: re.Match[str]) -> str:
        end, name, rest = match.groups()
        name = name.lower()
        if name in known:
            return match.group()
        other = instead.get(name, "")
        if other:
            done[f"<{name}> as <{other}>"] = None
            return f"<{end}{other}{'' if end else ''.join(_KEPT.findall(rest))}>"
        done[f"<{name}> left out"] = None
        if name == "q":
            return "”" if end else "“"
        return "" if name in _INLINE else " "

    return _TAG.sub(tag, html), tuple(done)
