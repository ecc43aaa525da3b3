"""Bodies inside inlineXML: of the vocabulary that they claim, at rest, and of elements that receivers know.

A body in XHTML is held to the elements of HTML and told what receivers drop; a body in NITF is judged by NITF 3.6
(`grammar.Bodies`). Both are searched for what runs, whatever the vocabulary.
"""

from __future__ import annotations

import re

from lxml import etree

from syndicate.formats import g2
from syndicate.validators.newsmlg2.findings import Findings, short
from syndicate.validators.newsmlg2.grammar import Bodies

_KEPT_NAMES = """
html head title body address article aside div footer header hgroup main section p h1 h2 h3 h4 h5 h6 pre hr
blockquote figure figcaption ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td img strong b em
i cite dfn var u ins s strike del sub sup code kbd samp tt q br ruby rb rt rp a span time abbr meta
"""
_KEPT = frozenset(_KEPT_NAMES.split())
"""Elements that carry text and that receivers keep; the body of every story of ours holds no others."""
_OTHER_NAMES = """
acronym applet area audio base basefont bdi bdo big button canvas center data datalist details dialog dir embed
fieldset font form frame frameset iframe input isindex label legend link map mark menu meter nav noframes noscript
object optgroup option output param picture progress rtc script search select slot small source style summary
svg math template textarea track video wbr
"""
_KNOWN = _KEPT | frozenset(_OTHER_NAMES.split())
"""Every element of HTML, of today and of XHTML 1.0."""
_ACTIVE = frozenset({"applet", "button", "embed", "form", "frame", "frameset", "iframe", "input", "object", "script"})
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data"})
_RUNS = re.compile(
    r"[\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|[\x00-\x20]*data\s*:", re.IGNORECASE
)
_LEAST = 3
"""Letters of the shortest handler: `on` and something."""


def body_rules(node: etree._Element, find: Findings, bodies: Bodies) -> None:
    """Judge one inlineXML."""
    roots = list(node.iterchildren("*"))
    content_type = (node.get("contenttype") or "").lower()
    if not roots:
        find("SYN-G2-071", "inlineXML is empty", node)
        return
    if len(roots) > 1:
        find("SYN-G2-071", f"inlineXML holds {len(roots)} elements", node)
    if not content_type:
        find("SYN-G2-071", "inlineXML does not name its contenttype", node)
    root = etree.QName(roots[0])
    expected = _namespace(content_type)
    if expected is not None and root.namespace != expected:
        of = root.namespace or "no namespace"
        find("SYN-G2-070", f"{root.localname} is of {short(of)}, not {short(content_type)}", roots[0])
    elif root.namespace == g2.NAR and root.localname in {"html", "body", "nitf"}:
        find("SYN-G2-070", f"{root.localname} stands in the namespace of G2 itself", roots[0])
    for tree in roots:
        _search(tree, find)
        if tree.tag == f"{{{g2.NITF}}}nitf":
            bodies.judge_nitf(tree, find)


def _namespace(content_type: str) -> str | None:
    """The namespace that a content type promises; None where it promises none."""
    if "xhtml" in content_type or content_type.startswith("text/html"):
        return g2.XHTML
    if "nitf" in content_type:
        return g2.NITF
    return None


_X = f"{{{g2.XHTML}}}"
_KEPT_TAGS = frozenset(_X + name for name in _KEPT)
_PLAIN_ATTRIBUTES = frozenset({"class", "id", "lang", "title", "alt", "width", "height", "dir", "rel", "style"})


def _search(root: etree._Element, find: Findings) -> None:
    """What runs in `root`, and in XHTML what HTML does not have or receivers drop."""
    for node in root.iter(etree.Element):
        tag = str(node.tag)
        if tag not in _KEPT_TAGS:
            _element(node, tag, find)
        for name, value in node.items():
            if name in _PLAIN_ATTRIBUTES:
                continue
            lower = str(name).lower()
            if lower.startswith("on") and len(lower) >= _LEAST:
                find("SYN-G2-072", f"the attribute {short(lower)} runs code", node)
            elif lower in _ADDRESSES and _RUNS.match(str(value)):
                find("SYN-G2-072", f"the address in {lower} runs code: {short(str(value), 40)!r}", node)


def _element(node: etree._Element, tag: str, find: Findings) -> None:
    namespace, _, name = tag.rpartition("}")
    if namespace[1:] == g2.XHTML:
        if name in _ACTIVE:
            find("SYN-G2-072", f"the content holds {name}", node)
        elif name not in _KNOWN:
            find("SYN-G2-009", f"HTML has no element {short(name)}", node)
        else:
            find("SYN-G2-065", f"receivers drop the element {name}, or all but its words", node)
    elif namespace[1:] != g2.NITF and name.lower() in {"script", "handler"}:
        find("SYN-G2-072", f"the content holds {name}", node)
