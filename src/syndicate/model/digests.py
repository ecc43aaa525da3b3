"""Digests of articles by the bytes that they were read from.

What an article says is a function of its canonical JSON and of the code that reads it. So whoever wants to know whether
an article is the one of yesterday need not encode it anew, which takes three times as long as to hash what it was read
from. A digest is known by the object: an article that anybody changes is another object, and has none.
"""

from __future__ import annotations

from syndicate.model.article import Article

Digests = dict[int, tuple[Article, bytes]]
"""Articles and digests by `id` of the article; the article is held, so that its `id` stays its own."""


def remember(digests: Digests, article: Article, data: bytes | memoryview) -> None:
    """Note that all of `article` was read from `data`, its canonical JSON."""
    from hashlib import sha256  # 3 ms of start-up that most runs do not need

    digests[id(article)] = (article, sha256(data).digest())


def known(digests: Digests, article: object) -> bytes | None:
    """The SHA-256 of what `article` was read from, or None when that is not known."""
    found = digests.get(id(article))
    return found[1] if found is not None and found[0] is article else None
