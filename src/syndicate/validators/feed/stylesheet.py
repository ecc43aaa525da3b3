"""The stylesheet of a feed: well-formed as CSS Syntax 3 has it, and at rest.

It is shown beside other people's words, so it may fetch nothing and run nothing: no imports, no addresses, none of the
old ways to script. Codes are described in ``docs/formats/css.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.validators.feed.findings import Findings

_TOKEN = r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\\.|[{}()\[\]]"""
_OPENING = {"}": "{", ")": "(", "]": "["}
_FETCHING = r"@import\b|\burl\(|\bimage-set\(|\bsrc\("
_RUNNING = r"\bexpression\s*\(|-moz-binding|\bbehavior\s*:|javascript\s*:"


class CssValidator:
    """CSS of feeds, by rules of our own."""

    def check(self, path: Path, proof: Proof) -> Iterable[Diagnostic]:
        """The findings on the stylesheet at `path`."""
        proof.judges.append("syndicate css")
        return check_css(path.read_bytes(), proof.name)


def check_css(data: bytes, file: str = "") -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a stylesheet."""
    found = Findings(file)
    try:
        css = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        found.error("SYN-CSS-001", "not UTF-8", line=line, hint="save it as UTF-8")
        return found.result()
    for at, message in _ill_formed(css):
        found.error("SYN-CSS-001", message, line=css.count("\n", 0, at) + 1)
    # Escapes can spell any name (CSS Syntax 4.3.7), comments can part one: both are taken away before the search.
    bare = re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), css, flags=re.DOTALL)
    plain = re.sub(r"\\([0-9A-Fa-f]{1,6})\s?", lambda match: chr(min(int(match[1], 16), 0x10FFFF)), bare)
    for pattern, what in ((_FETCHING, "fetches a file"), (_RUNNING, "runs script")):
        for match in re.finditer(pattern, plain, re.IGNORECASE):
            line = plain.count("\n", 0, match.start()) + 1
            found.error("SYN-CSS-002", f"{match.group()!r} {what} in the reader's browser", line=line)
    return found.result()


def _ill_formed(css: str) -> Iterator[tuple[int, str]]:
    """Strings, comments and brackets that are not closed, or closed without being open; the first is enough."""
    stack: list[tuple[str, int]] = []
    for match in re.finditer(_TOKEN, css, re.DOTALL):
        token, at = match.group(), match.start()
        if token.startswith("/*"):
            if not (token.endswith("*/") and len(token) >= 4):
                yield at, "a comment that does not end"
                return
        elif token[0] in "\"'":
            if len(token) < 2 or token[-1] != token[0]:
                yield at, "a string that does not end on its line"
                return
        elif token in "{([":
            stack.append((token, at))
        elif token in _OPENING and (not stack or stack.pop()[0] != _OPENING[token]):
            yield at, f"{token} closes nothing that is open"
            return
    if stack:
        yield stack[-1][1], f"{stack[-1][0]} is never closed"
