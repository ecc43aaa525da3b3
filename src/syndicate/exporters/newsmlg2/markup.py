"""XML as lines of text: elements that indent themselves, and the codes that an item must declare.

Lines of our own are several times faster than a tree, and leave mixed content alone: an element with text is one line
(or as many as its text has), and only elements that hold elements are spread over lines.
"""

from __future__ import annotations

from syndicate.formats import g2
from syndicate.formats.xml import attribute, escape

Lines = list[str]
Value = str | int | None


def _attributes(values: dict[str, Value]) -> str:
    """The attributes that have a value; `lang` stands for xml:lang."""
    out = ""
    for name, value in values.items():
        if value is not None and value != "":
            out += f" {'xml:lang' if name == 'lang' else name}={attribute(str(value))}"
    return out


def element(name: str, text: str = "", **values: Value) -> str:
    """An element with text, or an empty one."""
    opening = f"<{name}{_attributes(values)}"
    return f"{opening}>{escape(text)}</{name}>" if text else f"{opening}/>"


def nest(name: str, children: Lines, **values: Value) -> Lines:
    """An element that holds elements; an empty one when there are none."""
    opening = f"<{name}{_attributes(values)}"
    if not children:
        return [f"{opening}/>"]
    return [f"{opening}>", *[f"  {line}" for line in children], f"</{name}>"]


def named(name: str, words: str, **values: Value) -> Lines:
    """A property that is known by its name."""
    return nest(name, [element("name", g2.one_line(words))], **values)


def optional(name: str, text: str, **values: Value) -> Lines:
    """An element with text, or nothing when there is no text."""
    return [element(name, text, **values)] if text else []


class Codes:
    """The QCodes of one item: hands them out and remembers which aliases the item must declare itself."""

    def __init__(self) -> None:
        self._declared: dict[str, str] = {}

    def own(self, *parts: str) -> str:
        """A code of this project's scheme, for what no public vocabulary names: `synd:print/page`."""
        self._declared[g2.OWN_ALIAS] = g2.OWN_SCHEME
        return f"{g2.OWN_ALIAS}:{g2.code('/'.join(parts))}"

    def relation(self, name: str) -> str:
        """A registered link relation, as `canonical`."""
        self._declared[g2.RELATIONS_ALIAS] = g2.RELATIONS_SCHEME
        return f"{g2.RELATIONS_ALIAS}:{name}"

    def of_scheme(self, scheme: str, code: str) -> str:
        """The code of a subject in the scheme that the story names, declared here when IPTC has no such alias."""
        if scheme in g2.aliases():
            return f"{scheme}:{g2.code(code)}"
        if not g2.is_alias(scheme) or scheme in {g2.OWN_ALIAS, g2.RELATIONS_ALIAS}:
            return self.own("subject", scheme, code)
        self._declared[scheme] = f"{g2.OWN_SCHEME}subject/{scheme}/"
        return f"{scheme}:{g2.code(code)}"

    def catalogs(self) -> Lines:
        """The IPTC catalog by address, and an inline catalog of the other aliases that were handed out."""
        schemes = [element("scheme", alias=alias, uri=uri) for alias, uri in sorted(self._declared.items())]
        return [element("catalogRef", href=g2.CATALOG), *(nest("catalog", schemes) if schemes else [])]
