"""Addresses in running text become links (GitHub Flavored Markdown 6.9, extended autolinks)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicate.model.body import Link, Mark, Run

_FOUND = re.compile(
    r"(?<![\w/@.])(?:(?P<web>(?:https?://|www\.)[A-Za-z0-9][^\s<>\"]*)"
    r"|(?P<mail>[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9\-_]{1,63}(?:\.[A-Za-z0-9\-_]{1,63}){1,8}))"
)
_TAIL = "?!.,:*_~;'\u2019\u201d"
"""What ends a sentence and no address."""


def runs(words: str, marks: tuple[Mark, ...]) -> Iterator[Run]:
    """`words` with a link on each address in them, unless they are a link already."""
    if ("://" not in words and "www." not in words and "@" not in words) or any(isinstance(m, Link) for m in marks):
        yield Run(text=words, marks=marks)
        return
    at = 0
    for found in _FOUND.finditer(words):
        address = _ended(found.group())
        if found.group("mail"):
            address = address.rstrip("-_")
        href = f"mailto:{address}" if found.group("mail") else address
        if found.start() > at:
            yield Run(text=words[at : found.start()], marks=marks)
        at = found.start() + len(address)
        yield Run(text=address, marks=(*marks, Link(href=f"http://{href}" if href.startswith("www.") else href)))
    if at < len(words):
        yield Run(text=words[at:], marks=marks)


def _ended(address: str) -> str:
    """An address without the punctuation of the sentence that it stands in, and brackets that it does not open."""
    end = len(address)
    spare = address.count(")") - address.count("(")
    while end and (address[end - 1] in _TAIL or (address[end - 1] == ")" and spare > 0)):
        end -= 1
        spare -= address[end] == ")"
    return address[:end]
