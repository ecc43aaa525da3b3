"""One walk over an item: elements by name, and attributes by what they are, so that no rule walks again.

Only elements of G2 itself are seen: what stands inside `inlineXML` is of other vocabularies (`bodies`).
"""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from syndicate.formats import g2

N = f"{{{g2.NAR}}}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_EVERY = f"{N}*"

_QCODES = """
accesstype aspect audiochannels audiocodec authoritystatus colourindicator colourspace concepttype
confirmationstatus creator derivedfrom durationunit encoding environment format hashtype heightunit how idformat
interactiontype jobtitle layoutorientation market marketlabelsrc mode part pubconstraint qcode radunit ratertype
ratingtype rel rendition renditionref representation reposrole residrefformat role scaleunit scope severity
symbolsrc target tech timeunit type valcalctype valueunit videocodec videodefinition videoscaling why widthunit
"""
QCODE_ATTRIBUTES = frozenset(_QCODES.split())
"""Attributes whose value is a QCode or a list of them: the types QCodeType and QCodeListType of the schema."""
PLAIN = frozenset({(f"{N}timestamp", "role"), (f"{N}a", "rel")})
"""Attributes of such a name that are plain text all the same."""
_REFERENCES = ("idref", "idrefs", "root", "original", "contentrefs", "sourceidref")
_ADDRESSES = ("href", "residref", "uri")
_MEASURES = ("size", "width", "height", "duration")
_DEPRECATED = ("guidref", "hreftype", "derivedfrom")

_SINKS = (
    dict.fromkeys(QCODE_ATTRIBUTES, (0,))
    | dict.fromkeys(_REFERENCES, (1,))
    | dict.fromkeys(_ADDRESSES, (2,))
    | {XML_LANG: (3,), "id": (4,), "partid": (4,)}
    | dict.fromkeys(_MEASURES, (5,))
    | dict.fromkeys(_DEPRECATED, (6,))
    | {"derivedfrom": (0, 6)}
)
Attribute = tuple[etree._Element, str, str]
"""An element with the name and the value of one of its attributes."""


class Survey:
    """What one item holds, in the order of the file."""

    __slots__ = ("_by_name", "addresses", "codes", "deprecated", "ids", "item", "languages", "measures", "references")

    def __init__(self, item: etree._Element) -> None:
        self.item = item
        sinks: tuple[list[Attribute], ...] = ([], [], [], [], [], [], [])
        by_name: defaultdict[str, list[etree._Element]] = defaultdict(list)
        known = _SINKS
        for node in item.iter(_EVERY):
            by_name[node.tag].append(node)
            for name, value in node.items():
                if name in known:
                    for sink in known[name]:
                        sinks[sink].append((node, name, value))  # type: ignore[arg-type]
        self._by_name = by_name
        self.codes, self.references, self.addresses, self.languages, self.ids, self.measures, self.deprecated = sinks

    def all(self, *names: str) -> list[etree._Element]:
        """The elements with these local names, name after name."""
        found = self._by_name
        if len(names) == 1:
            return found.get(N + names[0], [])
        return [node for name in names for node in found.get(N + name, ())]

    @property
    def kind(self) -> str:
        """Local name of the item."""
        return str(self.item.tag)[len(N) :]

    def child(self, *names: str) -> etree._Element | None:
        """The element that is reached from the item by these names."""
        node: etree._Element | None = self.item
        for name in names:
            if node is None:
                return None
            node = node.find(N + name)
        return node
