"""Which part of a page is the story, and what of it is no body: headline, byline, the day that is shown."""

from __future__ import annotations

import re

import msgspec

from syndicate.formats.htmlbody.apart import SILENT
from syndicate.formats.htmlbody.dom import Element, line_of, name_of, words
from syndicate.formats.htmlbody.findings import Findings
from syndicate.formats.htmlbody.inline import Inline, standing
from syndicate.formats.htmlbody.tree import has, take_out
from syndicate.importers.html import extraction
from syndicate.importers.html.head import Head, instant, tidy
from syndicate.model.article import Byline

_BYLINES = ("byline", "author", "p-author")
_LONGEST_BYLINE = 200
_LINES = ("p", "div", "address", "section", "h2", "h3", "h4", "li")
_OTHERS = ("aside", "blockquote", "figure", "table", "footer")


class Furniture(msgspec.Struct):
    """What stands on the page of a story besides its body."""

    headline: str = ""
    subheadline: str = ""
    standfirst: str = ""
    bylines: tuple[Byline, ...] = ()
    rules: tuple[str, ...] = ()
    """What was shown and stands nowhere else in the article."""


def find(body: Element, *, whole: bool) -> Element:
    """The element that is the story: the one `article`, or the one with the h1; else `main`; else what a library finds.

    A fragment (not `whole`) is the story as it stands.
    """
    articles = [e for e in body.iter("article") if not any(a.tag == "article" for a in e.iterancestors())]
    if len(articles) > 1:
        articles = [e for e in articles if next(e.iter("h1"), None) is not None]
    if len(articles) == 1:
        return articles[0]
    mains = list(body.iter("main"))
    if len(mains) == 1:
        return mains[0]
    return extraction.find(body) if whole else body


def tell(body: Element, root: Element, head: Head) -> None:
    """Note which element is taken for the story, and where its headline stands."""
    if root is not body:
        head.tell("story", name_of(root) if root.tag in ("article", "main") else "readability", line_of(root), "")
    for element in (*root.iter("h1"), *body.iter("h1")):
        if said := tidy(words(element, SILENT)):
            head.tell("headline", "h1", line_of(element), said)
            return
    if not head.headline and head.title:
        title = next(body.getroottree().iter("title"), body)
        head.tell("headline", "title", line_of(title), head.title)


def leave_out(body: Element, root: Element, findings: Findings) -> str:
    """Tell what the page says outside the story; the headline, where it stands there and not in the story."""
    if root is body:
        for footer in [e for e in body if e.tag == "footer" and body.tag == "body" and len(body) > 1]:
            if said := words(footer, SILENT):
                findings.outside("page footer", said, line_of(footer))
            take_out(footer)
        return ""
    heads = [] if next(root.iter("h1"), None) is not None else list(body.iter("h1"))
    taken = heads[0] if heads and not any(a.tag in ("nav", "footer") for a in heads[0].iterancestors()) else None
    omit = (root,) if taken is None else (root, taken)
    if said := words(body, SILENT, omit):
        findings.outside("what the page says around the story was", said)
    return tidy(words(taken, SILENT)) if taken is not None else ""


def furniture(root: Element, head: Head, outside: str, findings: Findings) -> Furniture:
    """Take headline, byline and day out of the sanitised story at `root`; what is left is the body."""
    found = Furniture(headline=_headline(root) or outside or head.headline or _without_house(head))
    if not found.headline:
        findings.no_headline()
    for group in root.iter("hgroup"):
        for line in group.findall("p"):
            if not found.subheadline and not _stands(line):
                found.subheadline = tidy(words(line))
                take_out(line)
    for line in [e for e in root.iter("p") if has(e, "standfirst")][:1]:
        if not _stands(line):
            found.standfirst = tidy(words(line))
            take_out(line)
    _days(root, head, found, findings)
    _bylines(root, head, found)
    return found


def _without_house(head: Head) -> str:
    """The title of the page without the name of its house at the end."""
    house = re.escape(head.provider)
    return re.sub(rf"\s+[|\-–—·»]\s+{house}\Z", "", head.title) if head.provider else head.title


def _headline(root: Element) -> str:
    for element in root.iter("h1"):
        said = tidy(words(element))
        if said and not _stands(element):
            take_out(element)
            return said
    return ""


def _stands(element: Element) -> bool:
    """Whether something stands in the element that is no text."""
    return bool(standing(Inline(language="").items(element)))


def _days(root: Element, head: Head, found: Furniture, findings: Findings) -> None:
    """The time in the story's header: when it was published, if it says so by the clock and with a zone."""
    for element in list(root.iter("time")):
        marked = has(element, "published")
        around = [e for e in element.iterancestors() if e.tag == "header" or any(has(e, name) for name in _BYLINES)]
        if not marked and not around:
            continue
        value = tidy(element.get("datetime", ""))
        published = instant(value, "time", head, findings) if head.published is None else None
        head.published = head.published or published
        line = element.getparent()
        said = tidy(words(element))
        if line is not None and (around or tidy(words(line)) == said):
            found.rules += (f'day shown: "{said}"',) if said else ()
            take_out(element)


def _bylines(root: Element, head: Head, found: Furniture) -> None:
    names: dict[str, str] = {}
    for element in [e for e in root.iterfind(".//*[@class]") if any(has(e, name) for name in _BYLINES)]:
        if any(a.tag in _OTHERS for a in element.iterancestors()) or not _within(element, root) or _stands(element):
            continue
        shown = tidy(words(element))
        name = _name(shown)
        if not name or len(shown) > _LONGEST_BYLINE:
            continue
        line = element if element.tag in _LINES else next((a for a in element.iterancestors() if a.tag in _LINES), None)
        if line is None or line is root:
            line = element
        alone = tidy(words(line))
        if line is element or (_name(alone) == name and not _stands(line)):
            take_out(line)
            names.setdefault(name.casefold(), name)
        elif any(has(element, n) for n in _BYLINES):
            names.setdefault(name.casefold(), name)
    together = [n for n in names if sum(author.casefold() in n for author in head.authors) > 1]
    for name in together:  # `Ann Ash and Ben Birch`, where the head has them one by one
        del names[name]
        names.update({author.casefold(): author for author in head.authors if author.casefold() in name})
    shown_names = " ".join(names)
    for name in head.authors:
        if name.casefold() not in shown_names:
            names[name.casefold()] = name
    found.bylines = tuple(Byline(name=name) for name in names.values())


def _name(shown: str) -> str:
    return re.sub(r"\A(?:by|By|BY|Von|Par|Por)[\s:]+", "", shown).strip(" ,|·•—–-:")


def _within(element: Element, root: Element) -> bool:
    return any(above is root for above in element.iterancestors())
