"""The NITF validator: our grammar, the official schema when it is here, and rules that no schema can say.

Documents of older versions, which have a DTD and no namespace, are judged as if they had that of 3.6, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from syndicate.contracts import Proof
from syndicate.diagnostics import Diagnostic
from syndicate.formats import safexml
from syndicate.formats.nitf import NAMESPACE, VERSION
from syndicate.validators.nitf.findings import Finder
from syndicate.validators.nitf.grammar import breaches
from syndicate.validators.nitf.rules import document_rules

OWN = "syndicate nitf.rng"
OFFICIAL = "NITF 3.6 XSD"
RULES_JUDGE = "syndicate NITF rules"
_XSD = ("nitf", "nitf-3-6.xsd")
_MOST = 20
"""How many breaches of the official schema are told: the first says most, hundreds say no more."""


class NitfValidator:
    """Judges one NITF document."""

    def check(self, path: Path, proof: Proof) -> Iterator[Diagnostic]:
        """The findings on the file at `path`: grammars first, then the rules in the order of the document."""
        finder = Finder(proof.name)
        yield from (finding for finding in self._findings(path, proof, finder) if finder.tells(finding))

    def _findings(self, path: Path, proof: Proof, finder: Finder) -> Iterator[Diagnostic]:
        proof.judges += [OWN, RULES_JUDGE]
        try:
            root = safexml.parse(path.read_bytes())
        except safexml.XmlProblem as problem:
            yield finder("SYN-NITF-001", problem.message, problem.line)
            return
        space, name = etree.QName(root).namespace or "", etree.QName(root).localname
        if name != "nitf" or space not in ("", NAMESPACE):
            yield finder("SYN-NITF-002", f"the root {name} (namespace {space!r}) is no NITF", root)
            return
        if not space:
            yield finder("SYN-NITF-006", "no namespace: judged as NITF 3.6 all the same", root)
            root = _with_namespace(root)
        if root.get("version", VERSION) != VERSION:
            yield finder("SYN-NITF-007", f"version {root.get('version', '')[:40]!r}: judged as 3.6", root)
        yield from _grammars(root, finder, proof)
        yield from document_rules(root, finder)


def _with_namespace(root: etree._Element) -> etree._Element:
    """The same tree in the namespace of NITF; lines stay."""
    for node in root.iter(etree.Element):
        if not etree.QName(node).namespace:
            node.tag = f"{{{NAMESPACE}}}{node.tag}"
    return root


def _grammars(root: etree._Element, finder: Finder, proof: Proof) -> Iterator[Diagnostic]:
    for node, message in breaches(root):
        yield finder("SYN-NITF-003", message, node)
    place = proof.schema(*_XSD)
    if place is None:
        return
    try:
        official = _xsd(place)
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        yield finder("SYN-NITF-005", f"the schema {place.name} cannot be used: {error}")
        return
    proof.judges.insert(1, OFFICIAL)
    older = root.get("version", VERSION) != VERSION
    if not official.validate(root):
        log: Iterable[etree._LogEntry] = official.error_log  # type: ignore[assignment]
        told = [e for e in log if not (older and "attribute 'version'" in e.message)]
        for entry in told[:_MOST]:
            yield finder("SYN-NITF-004", _readable(entry.message), entry.line)


def _readable(message: str) -> str:
    return message.replace(f"{{{NAMESPACE}}}", "").strip()


@cache
def _xsd(path: Path) -> etree.XMLSchema:
    # What it includes and imports lies in the same folder; nothing is fetched.
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False)))
