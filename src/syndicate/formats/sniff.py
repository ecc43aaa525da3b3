"""Which format a file is, told by its content and never by its name."""

from __future__ import annotations

import re

HEAD = 65536
"""How many bytes of a file are enough to tell."""

# The patterns are compiled when one is asked: most files need one or two, and every command waits for all of them.
_PROLOGUE = rb"(?s:<!--.*?-->|<\?.*?\?>|<!(?i:DOCTYPE)[^>\[]*(?:\[.*?\])?\s*>)"
_ROOT = rb"<(?![?!])(?:([A-Za-z_][\w.\-]*):)?([A-Za-z_][\w.\-]*)([^>]*)"

_OUR_PAGE = b'<meta name="generator" content="syndicate"/>'
"""Pages of other makers are stories; ours are lists of feeds."""

_HTML = frozenset(
    b"html head body title meta base article section main header div p h1 h2 h3 h4 h5 h6 ul ol dl table figure img "
    b"blockquote pre aside a span b strong i em br hr".split()
)
"""Elements that a page or a fragment may open with."""

_RSS_1 = rb"http://(?:purl\.org/rss/1\.0/|(?:my|channel)\.netscape\.com/rdf/simple/0\.9/)"
_ATOM = rb"http://(?:www\.w3\.org/2005/Atom|purl\.org/atom/ns#)"

_NINJS = (
    rb'(?i)"(?:versioncreated|firstcreated|contentcreated|pubstatus|representationtype|headlines|bodies|body_\w+|headline_\w+'
    rb'|copyrightholder|copyrightnotice|usageterms|slugline|ednote|byline|infosources?|altids)"\s*:'
)
"""Members of ninjs that nothing else has (canonical JSON writes names with underscores between words)."""

_STYLES = rb"(?s)/\*.*?\*/\s*[\w:.#@*\[][^{};]*\{"
"""A stylesheet that says what it is for before its first rule, as ours does; any other may be the copy of a wire."""

_FRONT_MATTER = rb"---[ \t]*\r?\n(?:#[^\n]*\n|\s*\n)*[\w\"'-]+[ \t]*:[ \t\r\n]|\+\+\+[ \t]*\r?\n[^\n]*[=\[#]"
"""How posts of a site's generator begin; Markdown without it is not told from plain text."""

_PACKAGES = ((b"application/epub+zip", "epub"), (b"application/vnd.adobe.indesign-idml-package", "idml"))
"""Archives that open with an entry of their media type."""

_TAGGED_TEXT = rb"(?i)(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?<[A-Z0-9]+-(?:MAC|WIN)>"
"""The start tag, in whatever encoding it stands: UTF-16 has every other byte zero."""


def sniff(head: bytes) -> str:
    """The name of the format that a file beginning with `head` is in, or "" when it is none of ours."""
    if head.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _PACKAGES if mark in head[:256]), "")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if b"<" in head[:4] and re.match(_TAGGED_TEXT, head[:256].replace(b"\0", b"")):
        return "tagged-text"
    text = _as_utf8(head).lstrip()
    if text.startswith(b"<"):
        return _xml(text)
    if re.match(rb'\{|\[\s*[\[{"\]\d-]', text):  # copy may open with a bracket as well: [Photo: ...]
        return _json(text)
    if re.match(_FRONT_MATTER, text):
        return "markdown"
    return "css" if re.match(_STYLES, text) else ""


def _as_utf8(head: bytes) -> bytes:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore").encode()
    return head


def _xml(text: bytes) -> str:
    without_comments = re.sub(_PROLOGUE, b"", text)
    root = re.search(_ROOT, without_comments)
    if root is None:
        return ""
    name, attributes = root.group(2), root.group(3)
    if name == b"rss" and b"http://wordpress.org/export/" in attributes:
        return "wxr"
    if name == b"rss" or (name == b"RDF" and re.search(_RSS_1, attributes)):
        return "rss"
    if name in (b"feed", b"entry") and re.search(_ATOM, attributes):
        return "atom"
    if b"http://iptc.org/std/nar/2006-10-01/" in attributes:
        return "newsml-g2"
    if name.lower() == b"nitf":
        return "nitf"
    if name == b"opml":
        return "opml"
    if name in (b"urlset", b"sitemapindex"):
        return "sitemap"
    if name == b"html" and _OUR_PAGE in text:
        return "discovery"
    return "html" if name.lower() in _HTML and without_comments.lstrip().startswith(root.group(0)) else ""


def _json(text: bytes) -> str:
    first_line = text.split(b"\n", 1)[0]
    if b"https://jsonfeed.org/version/" in text:
        return "jsonfeed"
    if re.match(rb"\s*\{\s*\"syndicate\"\s*:", text):
        return "json"
    if b'"uri"' in text and re.search(_NINJS, text):
        return "ninjs"
    if re.match(rb"\s*\{.*\"id\"\s*:", first_line):
        return "jsonl"
    return "json"
