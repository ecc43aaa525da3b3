"""CMaps: from two-byte codes to what they stand for (PDF 1.7 9.7.5, 9.10.3)."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 100
"""Entries of a section at most."""


def written(ordering: str, head: Sequence[str], entry: str, rows: Sequence[str]) -> str:
    """The CMap of a character collection of Adobe's: its `head` names it, each row is an `entry` (bfchar, cidchar)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> def",
        *head,
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(rows), _MOST):
        part = rows[start : start + _MOST]
        lines += [f"{len(part)} begin{entry}", *part, f"end{entry}"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)
