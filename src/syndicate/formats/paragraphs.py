"""Plain text as paragraphs."""

from __future__ import annotations

import re

from syndicate.model import body, legal
from syndicate.model.body import Block, Run

_INDENTED = re.compile(r"(?: {2,}|\t)\S")


def paragraphs(said: str) -> list[Block]:
    """The paragraphs of plain text: an empty line, or an indented one, begins the next; lines in one are joined."""
    found: list[Block] = []
    lines: list[str] = []
    for line in [*legal.clean(said).split("\n"), ""]:
        if lines and (not line.strip() or _INDENTED.match(line)):
            found.append(body.Paragraph(bid="", text=(Run(text=" ".join(lines)),)))
            lines = []
        if line.strip():
            lines.append(" ".join(line.split()))
    return found
