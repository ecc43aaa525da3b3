"""HTML in texts: what runs, what is relative, what is not closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_ACTIVE = frozenset("script style iframe frame object embed applet form input button meta base link svg math".split())  # noqa: SIM905
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_ADDRESSES = frozenset({"href", "src", "srcset", "poster", "action", "formaction", "data", "cite"})
_RUNS = re.compile(r"[\x00-\x20]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data)\s*:", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
TAG = re.compile(r"</?(?:p|b|i|em|strong|br|span|div|a|h[1-6]|ul|ol|li)(?:\s[^<>]*)?/?>", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[tuple[str, str]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE:
            self.faults.append(("runs", f"<{tag}>"))
        for name, value in attrs:
            said = value or ""
            if name.startswith("on") or (name in _ADDRESSES and _RUNS.match(said)):
                self.faults.append(("runs", f"{name}={said[:40]!r}"))
            elif name in _ADDRESSES and not _SCHEME.match(said) and not said.startswith("#"):
                self.faults.append(("relative", f"{name}={said[:60]!r}"))
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        if not self.open or self.open[-1] != tag:
            expected = f"</{self.open[-1]}>" if self.open else "nothing"
            self.faults.append(("unclosed", f"</{tag}> where {expected} was expected"))
            if tag in self.open:
                while self.open.pop() != tag:
                    pass
            return
        self.open.pop()


def flaws(html: str) -> Iterator[tuple[str, str]]:
    """Each fault as its kind (`runs`, `relative`, `unclosed`) and the words that show it; each kind once."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        reader.faults.append(("unclosed", f"<{reader.open[-1]}> is never closed"))
    told: set[str] = set()
    for kind, words in reader.faults:
        if kind not in told:
            told.add(kind)
            yield kind, words
