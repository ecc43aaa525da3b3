"""The grammars: our own RELAX NG, always there, and the official schemas of G2 and NITF when they are at hand."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from lxml import etree

from syndicate.contracts import Proof
from syndicate.formats import g2, safexml
from syndicate.validators.newsmlg2.culprit import Search
from syndicate.validators.newsmlg2.findings import Findings, short
from syndicate.validators.newsmlg2.identity import standard_version

OWN = "syndicate newsml-g2.rng"
OWN_NITF = "syndicate nitf.rng"
_FOLDER = "newsml-g2"
_XSD = re.compile(r"NewsML-G2_(\d{1,4})\.(\d{1,4})-spec-All-(Power|Core)\.xsd")
_NITF = ("nitf", "nitf-3-6.xsd")
OFFICIAL_NITF = "NITF 3.6 XSD"
_GRAMMARS = Path(__file__).parent.parent / "grammars"
_SEARCHES = 20
"""How many broken items of a file are searched for the node at fault; a file of nothing else would take hours."""
_WORK = 400_000
"""Elements that all the trials of these searches may look at: each trial looks at the whole item again."""
_FOLLOW_UP = ("Did not expect", "has extra content", "failed to validate content", "Invalid sequence in interleave")
_LONGEST = 400
"""Characters of libxml2's own words; it repeats the value at fault."""
_STEP = re.compile(r"(?:\*|[^\[\]/]+)(?:\[(\d+)\])?")


class Grammars:
    """Our grammar, and the official schemas that `proof` knows; each item is judged by that of its own version.

    Where there is none of its version the newest judges, and the report says so.
    """

    def __init__(self, proof: Proof, find: Findings) -> None:
        self._proof = proof
        self._find = find
        self._searches = _SEARCHES
        self._work = _WORK
        self._own = _relaxng("newsml-g2.rng")
        self._schemas = _official(proof)
        self._compiled: dict[str, etree.XMLSchema | None] = {}
        proof.judges.append(OWN)
        if self._schemas:
            self._schema(max(self._schemas))

    def judge(self, tree: etree._Element) -> None:
        """What the grammars say of `tree` (a message, or one item): at most one finding from each."""
        if not self._own.validate(tree):
            place: etree._Element | int
            place, message = _telling(self._own.error_log)
            if self._searches > 0:
                self._searches -= 1
                search = Search(tree, self._own.validate, self._work)
                place, message = search.culprit() or (place, message)
                self._work -= search.work
            self._find("SYN-G2-003", message, place)
        official = self._schema(self._version(tree)) if self._schemas else None
        if official is not None and not official.validate(tree):
            entry = next(iter(_entries(official)))
            self._find("SYN-G2-004", _readable(entry.message), _place(tree, entry))

    def _version(self, tree: etree._Element) -> tuple[int, int, str]:
        """The schema for an item (of a message, the newest), with a notice when it is not that of its version."""
        newest = max(self._schemas)
        given = standard_version(tree)
        if given is None:
            return newest
        wanted = (*given, "Core" if tree.get("conformance", "core") == "core" else "Power")
        for version in (wanted, (*given, "Power")):
            if version in self._schemas:
                return version
        known = f"{newest[0]}.{newest[1]} {newest[2]}"
        own = f"{given[0]}.{given[1]} {wanted[2]}"
        self._find("SYN-G2-035", f"version mismatch: the item is of {own}, the schema of {known} judged", tree)
        return newest

    def _schema(self, version: tuple[int, int, str]) -> etree.XMLSchema | None:
        path = self._schemas[version]
        if path.name not in self._compiled:
            self._compiled[path.name] = schema = _compile(path, self._find)
            if schema is not None:
                self._proof.judges.append(f"NewsML-G2 {version[0]}.{version[1]} XSD")
        return self._compiled[path.name]


class Bodies:
    """Judges bodies in NITF: by the official schema, or by our grammar where that is not here."""

    def __init__(self, proof: Proof) -> None:
        self._proof = proof
        self._ready = False
        self._judge: etree.XMLSchema | etree.RelaxNG | None = None

    def judge_nitf(self, root: etree._Element, find: Findings) -> None:
        """The first breach of NITF 3.6 in the body at `root`."""
        if not self._ready:
            self._ready = True
            self._judge = self._find_judge(find)
        judge = self._judge
        if judge is None or judge.validate(root):
            return
        if isinstance(judge, etree.XMLSchema):
            entry = next(iter(_entries(judge)))
            place: etree._Element | int = _place(root, entry)
            message = _readable(entry.message)
        else:
            place, message = _telling(judge.error_log)
        find("SYN-G2-008", message, place)

    def _find_judge(self, find: Findings) -> etree.XMLSchema | etree.RelaxNG | None:
        path = self._proof.schema(*_NITF)
        schema = _compile(path, find) if path is not None else None
        if schema is not None:
            self._proof.judges.append(OFFICIAL_NITF)
            return schema
        if not (_GRAMMARS / "nitf.rng").is_file():
            return None
        self._proof.judges.append(OWN_NITF)
        return _relaxng("nitf.rng")


def _official(proof: Proof) -> dict[tuple[int, int, str], Path]:
    """Every schema of G2 that is here, by version and conformance."""
    if proof.context.schemas is None:
        return {}
    folder = proof.context.schemas / _FOLDER
    found = {}
    for path in sorted(folder.glob("NewsML-G2_*.xsd")) if folder.is_dir() else ():
        match = _XSD.fullmatch(path.name)
        if match:
            found[int(match[1]), int(match[2]), match[3]] = path
    return found


def _compile(path: Path, find: Findings) -> etree.XMLSchema | None:
    try:
        return _xsd(path)
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        find("SYN-G2-005", f"the schema {path.name} cannot be used: {error}")
        return None


@cache
def _relaxng(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(_GRAMMARS / name))


@cache
def _xsd(path: Path) -> etree.XMLSchema:
    # What it imports lies in the same folder; nothing is fetched.
    return etree.XMLSchema(etree.parse(path, safexml.parser()))


def _entries(judge: etree.XMLSchema) -> etree._ListErrorLog:
    log: etree._ListErrorLog = judge.error_log
    return log


def _telling(log: etree._ListErrorLog) -> tuple[int, str]:
    """The entry that says most: libxml2 reports a breach and then every pattern above it that failed with it.

    Of the entries that name a breach, the one furthest down the file is where the grammar could go no further.
    """
    entries = [entry for entry in log if not any(words in entry.message for words in _FOLLOW_UP)] or list(log)
    furthest = max(entries, key=lambda entry: entry.line)
    return furthest.line, _readable(furthest.message)


def _place(root: etree._Element, entry: etree._LogEntry) -> etree._Element | int:
    """The element at libxml2's path (`/*/*[2]/nitf:p[3]`), which counts from `root` as if it stood alone."""
    node, line = root, int(entry.line)
    for step in (entry.path or "").strip("/").split("/")[1:]:
        match = _STEP.fullmatch(step)
        name = step.partition("[")[0]
        found = [child for child in node.iterchildren("*") if name == "*" or _qualified(child) == name]
        number = int(match[1] or 1) if match else 0
        if not 0 < number <= len(found):
            return line
        node = found[number - 1]
    return node if entry.path else line


def _qualified(node: etree._Element) -> str:
    name = etree.QName(node).localname
    return f"{node.prefix}:{name}" if node.prefix else name


def _readable(message: str) -> str:
    """`message` without the namespaces that libxml2 repeats in it."""
    for namespace in (g2.NAR, g2.NITF, g2.XHTML):
        message = message.replace(f"{{{namespace}}}", "")
    return short(message.strip(), _LONGEST)
