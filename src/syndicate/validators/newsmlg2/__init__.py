"""The NewsML-G2 validator: our grammar, the official schemas when they are here, and rules that no schema can say.

Items of a message are judged one after the other and dropped, so that memory holds one item however long the message
is; what stays is the frame (root, header, itemSet), which is judged at the end around one stand-in item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.formats import safexml
from syndicate.formats.g2 import NAR
from syndicate.validators.newsmlg2.bounds import refusal
from syndicate.validators.newsmlg2.findings import Findings
from syndicate.validators.newsmlg2.grammar import Bodies, Grammars
from syndicate.validators.newsmlg2.identity import Seen
from syndicate.validators.newsmlg2.message import Reference, item_references, message_rules
from syndicate.validators.newsmlg2.profiles import Profile
from syndicate.validators.newsmlg2.rules import item_rules
from syndicate.validators.newsmlg2.survey import Survey

RULES_JUDGE = "syndicate NewsML-G2 rules"
_ITEMS = tuple(
    f"{{{NAR}}}{name}"
    for name in ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
)
_MESSAGE = f"{{{NAR}}}newsMessage"
_ITEM_SET = f"{{{NAR}}}itemSet"
_NAMES = """
catalog catalogRef catalogContainer hopHistory pubHistory rightsInfo itemMeta contentMeta partMeta assert inlineRef
derivedFrom derivedFromValue contentSet groupSet group itemRef header itemSet concept conceptSet newsCoverageSet
newsCoverage subject inlineXML remoteContent event events schemeMeta
"""
_PIECES = frozenset(_NAMES.split())
"""Elements that stand in an item or a message, and are shown alone in examples."""
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

        Raises:
            UsageError: there is no profile of the name that `proof` has.
        """
        judging = _Judging(proof)
        with path.open("rb") as stream:
            for _ in judging.items(stream):
                yield from judging.find.take()
        yield from judging.find.take()
        yield from judging.find.rest()


class _Judging:
    """One file on its way through the judges."""

    def __init__(self, proof: Proof) -> None:
        self.find = Findings(proof.name)
        self._profile = Profile(proof.profile)
        self._grammars = Grammars(proof, self.find)
        self._bodies = Bodies(proof)
        proof.judges.append(RULES_JUDGE)
        if self._profile.judges:
            proof.judges.append(f"profile {proof.profile}")
        self._seen = _remembered(proof)
        self._references: list[Reference] = []

    def items(self, stream: BinaryIO) -> Iterator[None]:
        """Judge item after item, then the frame; hands over after each."""
        elements = safexml.Elements(stream, _ITEMS)
        numbers: Counter[str] = Counter()
        try:
            for item in elements:
                parent = item.getparent()
                if parent is not None and parent.tag != _ITEM_SET:
                    continue
                name = etree.QName(item).localname
                numbers[name] += 1
                place = f"/newsMessage/itemSet/{name}[{numbers[name]}]" if parent is not None else f"/{name}"
                self.find.at_home(item, place, item.get("guid", ""))
                self._item(item, in_message=parent is not None)
                yield
                if parent is not None:
                    _drop(item, parent)
        except safexml.XmlProblem as problem:
            self.find.at_home(None, "")
            code, what = ("SYN-G2-007", "refused") if problem.refused else ("SYN-G2-001", "not well-formed")
            self.find(code, f"{what}: {problem.message}", problem.line)
            return
        if elements.root is not None:
            self._frame(elements.root)

    def _item(self, item: etree._Element, *, in_message: bool) -> None:
        if self._refused(item) or self._undefined(item):
            return
        self._grammars.judge(item)
        survey = Survey(item)
        item_rules(survey, self.find, self._seen, self._bodies)
        self._profile.item(survey, self.find, in_message=in_message)
        if in_message:
            item_references(survey, self.find, self._references)

    def _refused(self, tree: etree._Element) -> bool:
        """Whether `tree` is beyond the bounds; it is not judged then."""
        why = refusal(tree)
        if why is not None:
            self.find("SYN-G2-007", f"refused: {why[0]}", why[1])
        return why is not None

    def _undefined(self, tree: etree._Element) -> bool:
        """Whether `tree` refers to entities that nothing here defines: without its DTD it is not well-formed."""
        found = False
        for reference in tree.iter(etree.Entity):
            self.find("SYN-G2-001", f"the entity {reference.text} is not defined", reference.getparent())
            found = True
        return found

    def _frame(self, root: etree._Element) -> None:
        if root.tag in _ITEMS:
            return
        name = etree.QName(root)
        self.find.at_home(root, f"/{name.localname}")
        if root.tag != _MESSAGE:
            if name.localname in _PIECES and name.namespace in (None, NAR):
                self.find("SYN-G2-006", f"a fragment: {name.localname} is a piece of an item or a message", root)
            else:
                what = f"the root {name.localname} (namespace {name.namespace!r}) is no NewsML-G2"
                self.find("SYN-G2-002", what, root)
            return
        for item_set in root.iter(_ITEM_SET):
            if len(item_set) and item_set[-1].tag in _ITEMS:
                item_set[-1] = etree.fromstring(_STAND_IN)
        if self._refused(root) or self._undefined(root):
            return
        self._grammars.judge(root)
        message_rules(root, self.find, self._seen, self._references)


def _remembered(proof: Proof) -> Seen:
    """What the items before leave behind: nothing, unless the files are judged as a sequence."""
    if proof.series is None:
        return Seen()
    before = proof.series.setdefault("newsml-g2", Seen())
    assert isinstance(before, Seen)
    before.of_a_new_file()
    return before


def _drop(item: etree._Element, parent: etree._Element) -> None:
    """Empty `item` and remove the one before it; the element itself stays, the parser still holds on to it.

    What is no item stays too: the grammar shall see it in the frame.
    """
    item.clear()
    for earlier in item.itersiblings(preceding=True):
        if earlier.tag in _ITEMS:
            parent.remove(earlier)
            return
