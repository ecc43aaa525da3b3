"""Identity, minted once: from what a story says at import, never from a URL, a headline or a clock.

An id is a name-based UUID (RFC 9562 5.5) as a URN, so it is legal as an Atom id, a NewsML-G2 guid and an EPUB
identifier, and two imports of the same copy agree on it. After import the id is data: editing the story keeps it.
"""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.UUID("6f1c1e0e-3c3b-5d4e-9a52-7d5b7f6f0a11")


def mint(kind: str, *content: str) -> str:
    """An id for a thing of `kind` ("article", "edition") from its content, the same for the same content."""
    import hashlib  # 3 ms of start-up that a canonical edition does not need

    digest = hashlib.sha256("\x1f".join((kind, *content)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest)}"


def block_id(position: int) -> str:
    """The `bid` of the block at `position` (from 0) of a body that has none yet: `b1`, `b2`, ..."""
    return f"b{position + 1}"
