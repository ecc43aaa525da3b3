"""The two grammars: our own RELAX NG, always there, and the official XML Schema when it is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.validators.newsmlg2.culprit import culprit
from syndicate.validators.newsmlg2.findings import Finder

OWN = "syndicate newsml-g2.rng"
OFFICIAL = "NewsML-G2 2.35 XSD"
_XSD = ("newsml-g2", "NewsML-G2_2.35-spec-All-Power.xsd")
_SEARCHES = 20
"""How many broken items of a file are searched for the node at fault; a file of nothing else would take hours."""
_FOLLOW_UP = ("Did not expect", "has extra content", "failed to validate content", "Invalid sequence in interleave")


class Grammars:
    """Our grammar, and the official schema when `proof` knows where it lies; tells `proof` who judges."""

    def __init__(self, proof: Proof) -> None:
        self.problem: Diagnostic | None = None
        self._searches = _SEARCHES
        self._own = _relaxng()
        self._official: etree.XMLSchema | None = None
        proof.judges.append(OWN)
        path = proof.schema(*_XSD)
        if path is None:
            return
        try:
            self._official = _xsd(path)
            proof.judges.append(OFFICIAL)
        except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
            self.problem = Finder(proof.name)("SYN-G2-005", f"the schema {path.name} cannot be used: {error}")

    def judge(self, tree: etree._Element, finder: Finder) -> Iterator[Diagnostic]:
        """What the grammars say of `tree` (a message, or one item): at most one finding from each."""
        if not self._own.validate(tree):
            place: etree._Element | int
            place, message = _telling(self._own.error_log)
            if self._searches > 0:
                self._searches -= 1
                place, message = culprit(tree, self._own.validate) or (place, message)
            yield finder("SYN-G2-003", message, place)
        if self._official is not None and not self._official.validate(tree):
            line, message = _first(self._official.error_log)
            yield finder("SYN-G2-004", message, line)


@cache
def _relaxng() -> etree.RelaxNG:
    path = Path(__file__).parent.parent / "grammars" / "newsml-g2.rng"
    return etree.RelaxNG(etree.parse(path))


@cache
def _xsd(path: Path) -> etree.XMLSchema:
    # xml.xsd is imported from the same folder; nothing is fetched.
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(path, parser))


def _telling(log: etree._ListErrorLog) -> tuple[int, str]:
    """The entry that says most: libxml2 reports a breach and then every pattern above it that failed with it.

    Of the entries that name a breach, the one furthest down the file is where the grammar could go no further.
    """
    entries = [entry for entry in log if not any(words in entry.message for words in _FOLLOW_UP)] or list(log)
    furthest = max(entries, key=lambda entry: entry.line)
    return furthest.line, _readable(furthest.message)


def _first(log: etree._ListErrorLog) -> tuple[int, str]:
    """The first entry: XML Schema reports breaches in the order of the file."""
    entry = next(iter(log))
    return entry.line, _readable(entry.message)


def _readable(message: str) -> str:
    """`message` without the namespaces that libxml2 repeats in it."""
    return message.replace("{http://iptc.org/std/nar/2006-10-01/}", "").strip()
