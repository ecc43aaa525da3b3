"""The NewsML-G2 validator: our grammar, the official schema when it is here, and rules that no schema can say.

Items of a message are judged one after the other and dropped, so that memory holds one item however long the message
is; what stays is the frame (root, header, itemSet), which is judged at the end around one stand-in item.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from lxml import etree

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic, Severity
from syndicate.formats.g2 import NAR
from syndicate.validators.newsmlg2.catalogs import catalog_rules
from syndicate.validators.newsmlg2.findings import Finder
from syndicate.validators.newsmlg2.grammar import Grammars
from syndicate.validators.newsmlg2.rules import Seen, item_rules

RULES_JUDGE = "syndicate NewsML-G2 rules"
_ITEMS = tuple(
    f"{{{NAR}}}{name}"
    for name in ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
)
_MESSAGE = f"{{{NAR}}}newsMessage"
_ITEM_SET = f"{{{NAR}}}itemSet"
_STAND_IN = f"""
<newsItem xmlns="{NAR}" guid="urn:x" version="1" standard="NewsML-G2" standardversion="2.35" conformance="power">
  <itemMeta><itemClass qcode="ninat:text"/><provider/><versionCreated>2000-01-01T00:00:00Z</versionCreated></itemMeta>
</newsItem>
"""


class NewsmlG2Validator:
    """Judges one NewsML-G2 file: a news message, or an item alone."""

    def check(self, path: Path, proof: Proof) -> Iterator[Diagnostic]:
        """The findings on the file at `path`, in the order of the file, those on the message's frame last.

        What is only told for information is told once, at its first place, with the number of places.
        """
        told: dict[tuple[str, str], tuple[Diagnostic, int]] = {}
        for finding in self._findings(path, proof):
            if finding.severity is not Severity.INFO:
                yield finding
                continue
            first, places = told.get((finding.code, finding.message), (finding, 0))
            told[finding.code, finding.message] = (first, places + 1)
        for first, places in told.values():
            more = f" (and in {places - 1} more places)" if places > 1 else ""
            yield msgspec.structs.replace(first, message=first.message + more)

    def _findings(self, path: Path, proof: Proof) -> Iterator[Diagnostic]:
        finder = Finder(proof.name)
        grammars = Grammars(proof)
        proof.judges.append(RULES_JUDGE)
        if grammars.problem is not None:
            yield grammars.problem
        events = etree.iterparse(
            str(path), events=("end",), tag=_ITEMS, resolve_entities="internal", no_network=True, load_dtd=False
        )
        seen = Seen()
        try:
            for _, item in events:
                parent = item.getparent()
                if parent is not None and parent.tag != _ITEM_SET:
                    continue
                yield from _judge_item(item, proof.name, grammars, seen)
                if parent is not None:
                    _drop(item, parent)
        except etree.XMLSyntaxError as error:
            yield finder("SYN-G2-001", f"not well-formed: {error.msg}", error.lineno)
            return
        if events.root is not None:
            yield from _judge_frame(events.root, grammars, finder)


def _judge_item(item: etree._Element, name: str, grammars: Grammars, seen: Seen) -> Iterator[Diagnostic]:
    finder = Finder(name, item.get("guid", ""))
    yield from grammars.judge(item, finder)
    yield from catalog_rules(item, item, finder)
    yield from item_rules(item, finder, seen)


def _drop(item: etree._Element, parent: etree._Element) -> None:
    """Empty `item` and remove the one before it; the element itself stays, the parser still holds on to it.

    What is no item stays too: the grammar shall see it in the frame.
    """
    item.clear()
    for earlier in item.itersiblings(preceding=True):
        if earlier.tag in _ITEMS:
            parent.remove(earlier)
            return


def _judge_frame(root: etree._Element, grammars: Grammars, finder: Finder) -> Iterator[Diagnostic]:
    if root.tag in _ITEMS:
        return
    if root.tag != _MESSAGE:
        name = etree.QName(root)
        yield finder("SYN-G2-002", f"the root {name.localname} (namespace {name.namespace!r}) is no NewsML-G2", root)
        return
    for item_set in root.iter(_ITEM_SET):
        if len(item_set) and item_set[-1].tag in _ITEMS:
            item_set[-1] = etree.fromstring(_STAND_IN)
    yield from grammars.judge(root, finder)
    for header in root.iterchildren(f"{{{NAR}}}header"):
        yield from catalog_rules(header, header, finder)
