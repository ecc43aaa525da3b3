"""Findings on NewsML-G2: made from the table of rules, with line and XPath, and bounded in number."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from syndicate.diagnostics import Diagnostic, Location, Severity
from syndicate.formats import g2
from syndicate.validators.newsmlg2.codes import RULES

_PREFIXES = {g2.NAR: "", g2.XHTML: "html:", g2.NITF: "nitf:"}
_MOST = 100
"""Findings of one code that are told of one file; the others are counted."""
_NEAR = 1000
"""Siblings that are looked at for the number of an element among those of its name."""


class Findings:
    """What was found in one file, in the order in which it was found.

    `home` is the item (or the frame of the message) that is judged at the moment, `base` is where it stands. What is
    only told for information is told once for a file, at its first place, with the number of places.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.article = ""
        self._home: etree._Element | None = None
        self._base = ""
        self._new: list[Diagnostic] = []
        self._count: Counter[str] = Counter()
        self._told: dict[tuple[str, str], tuple[Diagnostic, int]] = {}

    def at_home(self, home: etree._Element | None, base: str, article: str = "") -> None:
        """From now on findings are about `home`, which stands at `base` in the file."""
        self._home, self._base, self.article = home, base, article

    def __call__(
        self, code: str, message: str, node: etree._Element | int | None = None, *, absolute: str = ""
    ) -> None:
        """A finding with `code` at `node` (or at a line, and the `absolute` place in the file)."""
        self._count[code] += 1
        if self._count[code] > _MOST:
            return
        rule = RULES[code]
        key = (code, message)
        if rule.severity is Severity.INFO and key in self._told:
            first, places = self._told[key]
            self._told[key] = (first, places + 1)
            self._count[code] -= 1
            return
        found = self._diagnostic(code, message, node, absolute)
        if rule.severity is Severity.INFO:
            self._told[key] = (found, 1)
        else:
            self._new.append(found)

    def take(self) -> list[Diagnostic]:
        """The findings since the last time, without those for information."""
        new, self._new = self._new, []
        return new

    def rest(self) -> list[Diagnostic]:
        """What is told at the end: the information, and how many findings were too many."""
        found = []
        for first, places in self._told.values():
            more = f" (and in {places - 1} more places)" if places > 1 else ""
            found.append(_replaced(first, first.message + more))
        for code, count in self._count.items():
            if count > _MOST:
                more = f"{count - _MOST} more findings of this kind, which are not listed"
                found.append(self._diagnostic(code, more, None, "", article=""))
        return found

    def path(self, node: etree._Element) -> str:
        """Where `node` stands, as XPath: no prefix means the namespace of G2 (docs/formats/newsml-g2.md)."""
        steps: list[str] = []
        while node is not self._home:
            parent = node.getparent()
            if parent is None:
                break
            steps.append(_step(node, parent))
            node = parent
        return "/".join([self._base, *reversed(steps)])

    def _diagnostic(
        self, code: str, message: str, node: etree._Element | int | None, path: str, article: str | None = None
    ) -> Diagnostic:
        rule = RULES[code]
        line = node if isinstance(node, int) else None
        if isinstance(node, etree._Element):
            line, path = line_of(node), self.path(node)
        return Diagnostic(
            code=code,
            severity=rule.severity,
            message=message,
            location=Location(
                file=self.file,
                line=line or None,
                article=self.article if article is None else article,
                path=path,
            ),
            hint=rule.hint or f"wanted: {rule.demand}",
            format="newsml-g2",
        )


def _replaced(found: Diagnostic, message: str) -> Diagnostic:
    from msgspec.structs import replace

    return replace(found, message=message)


def _step(node: etree._Element, parent: etree._Element) -> str:
    """One step of an XPath: a name with its number, or the number alone where it has no prefix or stands far down."""
    name = etree.QName(node)
    prefix = _PREFIXES.get(name.namespace or "-")
    number = parent.index(node)
    if prefix is None or number > _NEAR:
        elements = number + 1 if number > _NEAR else 1 + sum(1 for _ in node.itersiblings("*", preceding=True))
        return f"*[{elements}]"
    same = sum(1 for _ in node.itersiblings(str(node.tag), preceding=True))
    return f"{prefix}{name.localname}[{same + 1}]"


def line_of(node: etree._Element) -> int | None:
    """The line of an element, from 1, where the parser knows it."""
    line: object = node.sourceline
    return line if isinstance(line, int) else None


def local(node: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


def short(text: str, most: int = 80) -> str:
    """`text` for a message: values of strangers may be as long as books."""
    return text if len(text) <= most else text[: most - 3] + "..."
