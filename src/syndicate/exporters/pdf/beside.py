"""Text beside something that stands at the head of its measure: the first lines narrow, the others of full width."""

from __future__ import annotations

from syndicate.exporters.pdf.breaking import Line, Token, Word
from syndicate.exporters.pdf.shaping import HYPHEN


def after(tokens: list[Token], lines: list[Line]) -> list[Token]:
    """What of `tokens` does not stand on `lines`, the first of a setting of them."""
    said = sum(len(_bare(text)) for line in lines for _, text in line.segments)
    for number, token in enumerate(tokens):
        if not isinstance(token, Word):
            continue
        for part, (look, text) in enumerate(token.parts):
            bare = len(_bare(text))
            if said >= bare:
                said -= bare
                continue
            at = _place(text, said)
            parts = [(look, text[at:]), *token.parts[part + 1 :]]
            return [Word(parts, sum(look.width(text) for look, text in parts), token.wide), *tokens[number + 1 :]]
    return []


def _bare(text: str) -> str:
    """`text` without blanks and without the hyphens of divided words."""
    return text.replace(" ", "").replace("\u00a0", "").replace(HYPHEN, "")


def _place(text: str, said: int) -> int:
    """Where the character stands that `said` others but blanks precede."""
    at = 0
    while said or text[at] in " \u00a0":
        said -= text[at] not in " \u00a0"
        at += 1
    return at
