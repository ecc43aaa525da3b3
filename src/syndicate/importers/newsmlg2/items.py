"""One item: its head, its metadata in whatever order they stand, its content."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from syndicate.formats import g2
from syndicate.importers.newsmlg2 import description, management
from syndicate.importers.newsmlg2.codes import Codes, children, name_of
from syndicate.importers.newsmlg2.findings import Findings
from syndicate.importers.newsmlg2.subjects import About, without_implied
from syndicate.importers.newsmlg2.values import XML_LANG, Item, line_of, named, one_line
from syndicate.model.identity import mint

Element = etree._Element

_ASIDE = frozenset(
    {"fileName", "profile", "title", "memberOf", "instanceOf", "deliverableOf", "incomingFeedId", "audience"}
)
"""Properties that stand aside under their own name."""
_SILENT = frozenset({"itemClass", "generator", "itemMetaExtProperty", "contentMetaExtProperty", "subject", "hash"})
"""Properties that are read elsewhere, or tell of the file and not of the story."""
_PARTS = frozenset(
    {"catalogRef", "catalog", "pubHistory", "rightsInfo", "itemMeta", "contentMeta", "assert",
     "contentSet", "groupSet"}
)  # fmt: skip
_VERSION = re.compile(r"2\.\d+(?:\.\d+)?")


def begin(element: Element, findings: Findings, offset: int, fallback: str) -> Item:
    """The item of an element: who it is. `fallback` is the language where it tells none."""
    guid = "".join(element.get("guid", "").split())
    found = findings.of_item(offset, guid)
    if not guid:
        guid = mint("newsitem", etree.tostring(element, encoding="unicode", with_tail=False))
        found = findings.of_item(offset, guid)
        found.identity("the item has no guid: one was made of its content", 1, "updates of it cannot be told as such")
    item = Item(element=element, guid=guid, codes=Codes(element), findings=found)
    item.fields["id"] = guid
    item.fields["version"] = _version(element, found)
    item.language = _language(element, fallback)
    item.fields["language"] = item.language
    script = next((part for part in item.language.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        item.fields["script"] = script
    if (direction := element.get("dir", "")) in ("ltr", "rtl"):
        item.fields["dir"] = direction
    _standard(element, found)
    return item


def _version(element: Element, findings: Findings) -> int:
    written = element.get("version", "").strip()
    if written.isascii() and written.isdigit() and int(written[:16]) > 0:
        return int(written[:16])
    what = "is missing" if not written else f"is {written!r}"
    findings.identity(f"the item's version {what}: read as 1", 1, "an update needs a higher version to take its place")
    return 1


def _language(element: Element, fallback: str) -> str:
    tags = [element.get(XML_LANG, "")]
    for meta in children(element, "contentMeta"):
        tags += [child.get("tag", "") for child in children(meta, "language")]
    known = (g2.language(tag.strip()) for tag in (*tags, fallback) if tag.strip())
    return next((tag for tag in known if tag != "und"), "und")


def _standard(element: Element, findings: Findings) -> None:
    written = element.get("standardversion", "")
    if not _VERSION.fullmatch(written.strip()):
        findings.version(f"standardversion is no version of NewsML-G2: {written!r}")
    elif written.strip() != g2.STANDARD_VERSION:
        findings.version(f"NewsML-G2 {written.strip()} is read by the rules of {g2.STANDARD_VERSION}")


def item_class(item: Item) -> str:
    """What the item is made of, without its scheme: text, picture, video, composite; "" where it is not told."""
    for meta in children(item.element, "itemMeta"):
        for element in children(meta, "itemClass"):
            return item.codes.concept(element).partition(":")[2] or one_line(element)
    return ""


def metadata(item: Item) -> None:
    """Read everything that the item says of itself, wherever it stands."""
    for part in children(item.element, "pubHistory"):
        management.published(item, part)
    for part in children(item.element, "rightsInfo"):
        management.rights_info(item, part)
    _properties(item)
    without_implied(item)
    description.dateline_facts(item)
    description.byline(item)
    management.own_facts(item)
    for part in children(item.element):
        if name_of(part) not in _PARTS:
            item.left_out.setdefault(name_of(part))


def _properties(item: Item) -> None:
    about = About(item)
    homes = [(meta, name_of(meta)) for meta in children(item.element, "itemMeta", "contentMeta")]
    loose = [p for p in children(item.element) if name_of(p) in description.HANDLERS]
    for meta, _ in homes:  # first: what others need
        for element in children(meta, "itemMetaExtProperty", "contentMetaExtProperty"):
            management.ext_property(item, element)
    for meta, home in homes:
        _misplaced(item, [name_of(e) for e in meta], home, line_of(meta))
        for element in children(meta):
            _property(item, element, about)
    for element in loose:
        item.findings.order(f"{name_of(element)} stands outside contentMeta", line_of(element))
        _property(item, element, about)


def _property(item: Item, element: Element, about: About) -> None:
    name = name_of(element)
    handler = management.HANDLERS.get(name) or description.HANDLERS.get(name)
    if handler is not None:
        handler(item, element)
    elif name == "subject":
        about.subject(element)
    elif name in _ASIDE:
        item.keep(name, one_line(element) or named(item, element))
    elif name not in _SILENT:
        said = one_line(element) or named(item, element) or element.get("href", "")
        if said:
            item.keep(name, said)
        else:
            item.left_out.setdefault(name)


def _misplaced(item: Item, names: Iterable[str], home: str, line: int | None) -> None:
    """Tell of properties in a part that is not theirs, and of those that come too late in theirs."""
    theirs = management.HANDLERS if home == "itemMeta" else description.HANDLERS
    others = description.HANDLERS if home == "itemMeta" else management.HANDLERS
    last, late, strays = "", "", []
    for name in names:
        if name in others and name not in theirs:
            strays.append(name)
        elif home == "itemMeta" and name in management.ORDER:
            if last and management.ORDER.index(name) < management.ORDER.index(last):
                late = late or f"{name} stands after {last}"
            last = name
        elif name in description.BEFORE and last:
            late = late or f"{name} stands after {last}"
        elif name in description.AFTER:
            last = name
    for name in dict.fromkeys(strays):
        item.findings.order(f"{name} stands inside {home}", line)
    if late:
        item.findings.order(f"in {home}, {late}", line)


def tell_of_rest(item: Item) -> None:
    """Say what was kept aside, left out, or could not be resolved."""
    if item.codes.unknown:
        item.findings.codes(item.codes.unknown)
    aside = [key for key in item.extra if key.startswith("g2:")]
    if aside:
        item.findings.kept_aside(key.removeprefix("g2:") for key in aside)
    if item.left_out:
        item.findings.left_out(item.left_out)
