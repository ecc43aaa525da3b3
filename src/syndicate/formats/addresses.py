"""Addresses: which may stand in an output, and how a relative one becomes absolute."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

_SAFE = "/:?#[]@!$&'()*+,;=%-._~"
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "urn", "tag", "ftp", "geo", "doi"})
_LOCAL = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:")


def absolute(href: str, base: str = "") -> str | None:
    """`href` as an absolute URI (RFC 3986 5), or None when it is none and `base` does not make it one.

    Schemes that run code in a reader (`javascript:`, `data:`) and broken addresses give None; characters that no URI
    may hold are percent-encoded.
    """
    href = href.strip()
    if not href:
        return None
    try:
        if not _LOCAL.match(href):
            if not base:
                return None
            href = urljoin(base, href)
        parts = urlsplit(href)
        if parts.scheme.lower() not in _SCHEMES or (parts.scheme in {"http", "https"} and not parts.hostname):
            return None
        host = parts.hostname or ""
        if not host.isascii():
            href = href.replace(host, host.encode("idna").decode("ascii"), 1)
    except (ValueError, UnicodeError):
        return None
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(href, safe=_SAFE))


def is_web(href: str) -> bool:
    """Whether `href` is an absolute http or https address."""
    return href.lower().startswith(("http://", "https://"))
