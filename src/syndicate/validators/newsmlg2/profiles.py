"""Does a receiver's software take this item? Its profile, as known from running it (docs/formats/newsml-g2.md).

What makes an importer fail is an error, what it silently leaves out is a warning. The fields that a profile wants are
those of `formats.g2profile`, so that what is written and what is judged cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable

from syndicate.formats import g2, g2profile
from syndicate.validators.newsmlg2.findings import Findings
from syndicate.validators.newsmlg2.management import nature, status
from syndicate.validators.newsmlg2.survey import N, Survey

_WANTED: dict[str, tuple[str, ...]] = {
    "copyright_holder": ("copyrightHolder",),
    "headline": ("headline",),
    "provider": ("provider",),
    "subjects": ("subject",),
    "urgency": ("urgency",),
    "usage_terms": ("usageTerms",),
}


class Profile:
    """The profile that a file has to fit as well; '' is none.

    Raises:
        UsageError: there is no such profile.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.wanted = g2profile.find(name).wanted if name else ()
        self._judge = _JUDGES.get(name)
        self.judges = bool(self.wanted or self._judge)

    def item(self, survey: Survey, find: Findings, *, in_message: bool) -> None:
        """Judge one item."""
        if not self.name or survey.kind not in {"newsItem", "packageItem"}:
            return
        if self._judge is not None:
            self._judge(survey, find, in_message)
        if survey.kind == "newsItem" and nature(survey) == "text" and status(survey) != "canceled":
            for field in self.wanted:
                if not survey.all(*_WANTED[field]):
                    find("SYN-G2-111", f"{self.name} asks for {field.replace('_', ' ')}", survey.item)


def _superdesk(survey: Survey, find: Findings, _in_message: bool) -> None:
    """Superdesk's `newsml_2_0` importer."""
    item = survey.item
    if not item.get("version"):
        find("SYN-G2-110", "Superdesk fails on an item without a version", item)
    for path in (("itemMeta", "pubStatus"), ("itemMeta", "itemClass")):
        node = survey.child(*path)
        if node is None or not node.get("qcode"):
            find(
                "SYN-G2-110",
                f"Superdesk fails on an item without {path[-1]} as a QCode",
                item if node is None else node,
            )
    needed = ("contentMeta", "contentSet") if survey.kind == "newsItem" else ("contentMeta",)
    for name in needed:
        if survey.child(name) is None:
            find("SYN-G2-110", f"Superdesk fails on an item without {name}", item)
    for node in survey.all("remoteContent"):
        absent = [name for name in ("rendition", "contenttype") if not node.get(name)]
        if absent:
            find("SYN-G2-110", f"Superdesk fails on remoteContent without {' and '.join(absent)}", node)
    for node in survey.all("itemRef"):
        if not node.get("contenttype") or node.find(f"{N}itemClass") is None:
            find("SYN-G2-110", "Superdesk fails on an itemRef without contenttype and itemClass", node)
    _superdesk_losses(survey, find)


def _superdesk_losses(survey: Survey, find: Findings) -> None:
    for node in survey.all("embargoed"):
        if not (node.text or "").strip():
            find("SYN-G2-111", "Superdesk takes an embargo without an end for none", node)
    for node in survey.all("edNote")[1:]:
        find("SYN-G2-111", "Superdesk reads the first edNote alone", node)
    headlines = survey.all("headline")
    for node in headlines[:1]:
        if len(node):
            find("SYN-G2-111", "Superdesk reads a headline up to its first inline element", node)
    for node in headlines[1:]:
        find("SYN-G2-111", "Superdesk reads the first headline alone, whatever its role", node)
    subjects = survey.all("subject")
    if subjects and not any((node.get("qcode") or "").startswith("subj:") for node in subjects):
        find("SYN-G2-111", "Superdesk reads subjects of the scheme subj alone", subjects[0])
    _superdesk_body(survey, find)


def _superdesk_body(survey: Survey, find: Findings) -> None:
    """The last inline content wins; of NITF only what stands in block is read, of XHTML only leading text."""
    contents = survey.child("contentSet")
    if contents is None:
        return
    inline = list(contents.iterchildren(f"{N}inlineXML", f"{N}inlineData"))
    if not inline:
        return
    last = inline[-1]
    root = next(last.iterchildren("*"), None)
    if root is None or root.tag == f"{{{g2.NITF}}}nitf":
        block = f".//{{{g2.NITF}}}body.content/{{{g2.NITF}}}block"
        if root is not None and root.find(block) is None:
            find("SYN-G2-111", "Superdesk reads of NITF what stands in block: the body will be empty", root)
    elif root.tag == f"{{{g2.XHTML}}}html":
        find("SYN-G2-111", "Superdesk reads of XHTML the text before inline elements alone; NITF last is kept", root)


def _wordpress(survey: Survey, find: Findings, in_message: bool) -> None:
    """APA's plugin for WordPress."""
    item = survey.item
    if not in_message:
        find("SYN-G2-110", "the plugin finds items below newsMessage/itemSet alone", item)
    if survey.kind != "newsItem" or status(survey) == "canceled":
        return
    headlines = survey.all("headline")
    if not any(node.get("role") == "apahltype:title" for node in headlines):
        find(
            "SYN-G2-110",
            "the plugin takes the headline of the role apahltype:title",
            headlines[0] if headlines else item,
        )
    for node in survey.all("copyrightHolder"):
        if node.find(f"{N}name") is None:
            find("SYN-G2-111", "the plugin reads the name of the copyrightHolder", node)
    subjects = survey.all("subject")
    for node in subjects:
        if node.get("type") == "cpnat:abstract" and (node.get("qcode") or "").startswith("medtop:"):
            return
    if subjects:
        find("SYN-G2-111", "the plugin reads subjects of type cpnat:abstract and scheme medtop alone", subjects[0])


_JUDGES: dict[str, Callable[[Survey, Findings, bool], None]] = {
    "superdesk": _superdesk,
    "wordpress-apa": _wordpress,
}
