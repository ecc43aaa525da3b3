"""What the NewsML-G2 rules say: one row for each code, so that a rule names its code and the words stand here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from syndicate.diagnostics import Diagnostic, Location, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Rule(NamedTuple):
    """How bad a breach is, what the rule asks for, and the way out."""

    severity: Severity
    demand: str
    hint: str = ""


RULES: dict[str, Rule] = {
    "SYN-G2-001": Rule(_E, "the file is well-formed XML"),
    "SYN-G2-002": Rule(_E, "the root is a newsMessage or an item of NewsML-G2"),
    "SYN-G2-003": Rule(_E, "the file follows the grammar", "see the order of elements in docs/formats/newsml-g2.md"),
    "SYN-G2-004": Rule(_E, "the file is valid by the official schema"),
    "SYN-G2-005": Rule(_W, "the official schema can be read", "fetch the schemas again: syndicate schemas install"),
    "SYN-G2-010": Rule(_E, "every QCode has an alias that a catalog declares", "declare it in an inline catalog"),
    "SYN-G2-011": Rule(_I, "aliases are known without asking the network", "an inline catalog makes the file whole"),
    "SYN-G2-012": Rule(_W, "schemes that IPTC retired are not used", "cpprole replaces isrol and ctrol"),
    "SYN-G2-013": Rule(_I, "the IPTC catalog is the newest"),
    "SYN-G2-014": Rule(_E, "a catalog has an http or https address"),
    "SYN-G2-015": Rule(_E, "an alias means one scheme"),
    "SYN-G2-020": Rule(_E, "itemClass is a nature of the item's kind: ninat for news, and so on"),
    "SYN-G2-021": Rule(_W, "itemClass agrees with the content"),
    "SYN-G2-022": Rule(_E, "pubStatus is usable, withheld or canceled, of the scheme stat"),
    "SYN-G2-023": Rule(_W, "a canceled or withheld item says why in an edNote"),
    "SYN-G2-024": Rule(_W, "a canceled item carries no content any more"),
    "SYN-G2-025": Rule(_W, "sig:update and sig:correction exclude each other, and version 1 has neither"),
    "SYN-G2-026": Rule(_I, "pubStatus is given; without it an item is usable"),
    "SYN-G2-030": Rule(_W, "a guid is a URI"),
    "SYN-G2-031": Rule(_W, "the version is given"),
    "SYN-G2-032": Rule(_E, "a message carries each version of an item once"),
    "SYN-G2-033": Rule(_I, "the standard's version is one that this program knows"),
    "SYN-G2-034": Rule(_W, "conformance is power: core ended with version 2.24"),
    "SYN-G2-040": Rule(_E, "an item was first created before this version of it"),
    "SYN-G2-041": Rule(_W, "content was created before it was modified"),
    "SYN-G2-042": Rule(_W, "an embargo names its end"),
    "SYN-G2-043": Rule(_W, "an item expires after it was made"),
    "SYN-G2-050": Rule(_W, "an item names its default language in xml:lang"),
    "SYN-G2-051": Rule(_W, "language tags are registered ones (BCP 47)"),
    "SYN-G2-060": Rule(_E, "every reference inside the item has its target"),
    "SYN-G2-061": Rule(_E, "an id stands once in a file"),
    "SYN-G2-062": Rule(_E, "the groups of a package form a tree below the root group"),
    "SYN-G2-070": Rule(_E, "the root of inlineXML is of the vocabulary that contenttype names"),
    "SYN-G2-071": Rule(_W, "inlineXML holds one element and names its contenttype"),
    "SYN-G2-072": Rule(_E, "content holds nothing that runs: no script, no event handler"),
    "SYN-G2-073": Rule(_E, "remoteContent has an address: href or residref"),
    "SYN-G2-074": Rule(_E, "a hash names its function"),
    "SYN-G2-075": Rule(_W, "an address is not empty and has no blanks"),
    "SYN-G2-076": Rule(_E, "a link or an itemRef has a target: href or residref"),
    "SYN-G2-077": Rule(_W, "nothing deprecated is used"),
    "SYN-G2-078": Rule(_I, "remoteContent names its contenttype and rendition"),
    "SYN-G2-080": Rule(_I, "rights are stated"),
    "SYN-G2-081": Rule(_I, "a usable news item has a headline"),
    "SYN-G2-082": Rule(_W, "a property has an identifier or a name"),
    "SYN-G2-083": Rule(_W, "a property is identified by qcode or by uri, not by both"),
}
"""The rules of the validator; exporter codes of the same series start at SYN-G2-090."""


def attributes(node: etree._Element) -> Iterator[tuple[str, str]]:
    """Names and values of the attributes of `node` as text, which lxml's types do not promise."""
    for name, value in node.items():
        yield str(name), str(value)


class Finder:
    """Makes findings about one item of one file."""

    def __init__(self, file: str, article: str = "") -> None:
        self.file = file
        self.article = article

    def __call__(self, code: str, message: str, node: etree._Element | int | None = None) -> Diagnostic:
        """A finding with `code` at `node` (or at a line)."""
        line = node.sourceline if isinstance(node, etree._Element) else node
        rule = RULES[code]
        return Diagnostic(
            code=code,
            severity=rule.severity,
            message=message,
            location=Location(
                file=self.file, line=line if isinstance(line, int) and line > 0 else None, article=self.article
            ),
            hint=rule.hint or f"wanted: {rule.demand}",
            format="newsml-g2",
        )
