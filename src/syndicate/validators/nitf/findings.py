"""What the NITF rules say: one row for each code, so that a rule names its code and the words stand here."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from lxml import etree

from syndicate.diagnostics import Diagnostic, Location, Severity

MOST = 50
"""How many findings of one code are told."""
_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Rule(NamedTuple):
    """How bad a breach is, and what the rule asks for or the way out."""

    severity: Severity
    hint: str


RULES: dict[str, Rule] = {
    "SYN-NITF-001": Rule(_E, "look whether the file arrived whole; declare no entities"),
    "SYN-NITF-002": Rule(_E, "wanted: the root is nitf"),
    "SYN-NITF-003": Rule(_E, "see what stands in what in docs/formats/nitf.md"),
    "SYN-NITF-004": Rule(_E, "wanted: the document is valid by the official schema"),
    "SYN-NITF-005": Rule(_W, "fetch the schemas again: syndicate schemas install"),
    "SYN-NITF-006": Rule(_W, "declare xmlns of NITF 3.6 at the root: its schema wants it"),
    "SYN-NITF-007": Rule(_I, "version is -//IPTC//DTD NITF 3.6//EN"),
    "SYN-NITF-010": Rule(_W, "give it a doc-id with an id-string: updates and kills need it"),
    "SYN-NITF-011": Rule(_E, "give each element an id of its own"),
    "SYN-NITF-012": Rule(_E, "write a number from 1 to 9"),
    "SYN-NITF-013": Rule(_E, "write ISO 8601: 20250301T060000Z"),
    "SYN-NITF-014": Rule(_W, "write the zone: receivers take another one for granted"),
    "SYN-NITF-015": Rule(_W, "wanted: issued and released before it expires"),
    "SYN-NITF-016": Rule(_W, "write usable, embargoed, withheld or canceled"),
    "SYN-NITF-017": Rule(_W, "take the text out of a canceled document"),
    "SYN-NITF-018": Rule(_W, "say why in ed-msg"),
    "SYN-NITF-019": Rule(_E, "say until when: date.release"),
    "SYN-NITF-020": Rule(_I, "give it a hl1"),
    "SYN-NITF-021": Rule(_E, "write a language tag (BCP 47)"),
    "SYN-NITF-022": Rule(_I, "name the language: baselang, or xml:lang of body"),
    "SYN-NITF-023": Rule(_W, "Subject Codes of IPTC have eight digits; name the scheme in tobject.subject.ipr"),
    "SYN-NITF-030": Rule(_W, "make the address absolute: nobody knows where the document came from"),
    "SYN-NITF-031": Rule(_E, "take out what runs: scripts, event handlers, addresses that are code"),
    "SYN-NITF-040": Rule(_I, "give the medium a media-reference with a source"),
    "SYN-NITF-041": Rule(_W, "let media-type and mime-type say the same"),
    "SYN-NITF-042": Rule(_E, "write a positive whole number"),
    "SYN-NITF-043": Rule(_I, "put the paragraphs into a block: receivers look for them there"),
    "SYN-NITF-044": Rule(_W, "write true or false"),
}
"""The rules of the validator; the exporter's code is SYN-NITF-091."""


def place_of(node: etree._Element) -> str:
    """The XPath of `node` by local names: /nitf/body/body.content/block/p[2]."""
    steps = []
    at: etree._Element | None = node
    while at is not None:
        name, parent = str(at.tag), at.getparent()
        alike = [one for one in parent if one.tag == name] if parent is not None else []
        number = f"[{alike.index(at) + 1}]" if len(alike) > 1 else ""
        steps.append(name.rpartition("}")[2] + number)
        at = parent
    return "/" + "/".join(reversed(steps))


class Finder:
    """Makes findings about one document."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.article = ""
        self._told: Counter[str] = Counter()

    def tells(self, finding: Diagnostic) -> bool:
        """Whether a finding is to be told: of each code the first few, for a file can break a rule a million times."""
        return self._told[finding.code] <= MOST

    def __call__(self, code: str, message: str, node: etree._Element | int | None = None) -> Diagnostic:
        """A finding with `code` at `node` (or at a line)."""
        rule = RULES[code]
        self._told[code] += 1
        told = self._told[code] <= MOST
        line = node.sourceline if isinstance(node, etree._Element) else node
        return Diagnostic(
            code=code,
            severity=rule.severity,
            message=message,
            location=Location(
                file=self.file,
                line=line if isinstance(line, int) and line > 0 else None,
                path=place_of(node) if told and isinstance(node, etree._Element) else "",
                article=self.article,
            ),
            hint=rule.hint,
            format="nitf",
        )
