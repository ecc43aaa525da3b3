"""File names and ids from people's words: short, safe in every address and file system, the same each time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 64


def slugify(words: str) -> str:
    """`words` as lower-case ASCII with hyphens; what has no Latin letters gets a short hash instead of nothing.

    `Top envoys meet` -> `top-envoys-meet`, `東京` -> `x-8f0c...`.
    """
    flat = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")
    if words.isascii() and len(slug) <= _LONGEST:
        return slug  # no letter of it is lost
    if len(slug) > _LONGEST:
        slug = slug[:_LONGEST].rsplit("-", 1)[0] if "-" in slug[:_LONGEST] else slug[:_LONGEST]
    letters = sum(c.isalnum() for c in words)
    if letters and sum(c.isalnum() for c in slug) * 4 < min(letters, _LONGEST):
        import hashlib  # 3 ms of start-up for few names

        digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return f"{slug}-{digest}" if slug else f"x-{digest}"
    return slug


def unique(names: Iterable[str]) -> list[str]:
    """`names` in their order, doubles told apart by a number: `a`, `a-2`, `a-3`."""
    seen: set[str] = set()
    result = []
    for name in names:
        candidate, number = name, 1
        while candidate in seen:
            number += 1
            candidate = f"{name}-{number}"
        seen.add(candidate)
        result.append(candidate)
    return result
