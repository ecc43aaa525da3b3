"""XML as lines of text: elements that indent themselves, and the codes that an item must declare.

Lines of our own are several times faster than a tree, and leave mixed content alone: an element with text is one line
(or as many as its text has), and only elements that hold elements are spread over lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Union
from urllib.parse import quote

from syndicate.formats import g2
from syndicate.formats.elements import Value
from syndicate.formats.g2profile import OPEN, Profile
from syndicate.formats.xml import attribute, escape

__all__ = [
    "Address", "Codes", "Line", "Lines", "Value", "count", "element", "named", "nest", "optional", "rendered", "tags",
]  # fmt: skip

Line = Union[str, "Branch"]
Branch = tuple[str, list[Line], str]
"""An element that holds elements: its start, its children, its end; they are indented when they are written."""
Lines = list[Line]


class Address(str):
    """A code written whole: it stands in the attribute for addresses beside that for QCodes (`uri`, `roleuri`)."""

    __slots__ = ()


def _attributes(values: Mapping[str, Value]) -> str:
    """The attributes that have a value; `lang` stands for xml:lang."""
    out = ""
    for name, value in values.items():
        if value is not None and value != "":
            if type(value) is Address:
                name = "uri" if name == "qcode" else f"{name}uri"
            elif name == "lang":
                name = "xml:lang"
            out += f" {name}={_quoted(str(value))}"
    return out


_quoted = lru_cache(maxsize=2048)(attribute)
"""Most attributes are codes, and most codes come again with the next item."""


def element(name: str, text: str = "", **values: Value) -> Line:
    """An element with text, or an empty one."""
    opening = f"<{name}{_attributes(values)}" if values else f"<{name}"
    return f"{opening}>{escape(text)}</{name}>" if text else f"{opening}/>"


def nest(name: str, children: Lines, **values: Value) -> Lines:
    """An element that holds elements; an empty one when there are none."""
    opening = f"<{name}{_attributes(values)}" if values else f"<{name}"
    return [(f"{opening}>", children, f"</{name}>")] if children else [f"{opening}/>"]


def tags(name: str, **values: Value) -> tuple[str, str]:
    """Start and end of an element whose children are written one after the other."""
    return f"<{name}{_attributes(values)}>", f"</{name}>"


def rendered(lines: Lines, depth: int) -> bytes:
    """The lines as they stand in the file, so deep below its root."""
    out: list[str] = []
    _render(lines, "  " * depth, out)
    return "".join(out).encode()


def _render(lines: Lines, indent: str, out: list[str]) -> None:
    for line in lines:
        if type(line) is tuple:
            start, children, end = line
            if len(children) == 1 and type(children[0]) is str:  # by far the most: a property and its name
                out.append(f"{indent}{start}\n{indent}  {children[0]}\n{indent}{end}\n")
                continue
            out.append(f"{indent}{start}\n")
            _render(children, indent + "  ", out)
            out.append(f"{indent}{end}\n")
        else:
            out.append(f"{indent}{line}\n")


def named(name: str, words: str, **values: Value) -> Lines:
    """A property that is known by its name."""
    return nest(name, [element("name", g2.one_line(words))], **values)


def optional(name: str, text: str, **values: Value) -> Lines:
    """An element with text, or nothing when there is no text."""
    return [element(name, text, **values)] if text else []


def count(value: int | None) -> int | None:
    """`value` where it can be a count: the standard knows no negative ones."""
    return value if value is not None and value >= 0 else None


class Codes:
    """The QCodes of one item: hands them out and remembers which aliases the item must declare itself."""

    def __init__(self, profile: Profile = OPEN) -> None:
        self._whole = profile.codes == "address"
        self._declared: dict[str, str] = {}

    def own(self, *parts: str) -> str:
        """A code of this project's scheme, for what no public vocabulary names: `synd:print/page`."""
        return self._code(g2.OWN_ALIAS, g2.OWN_SCHEME, "/".join(parts))

    def relation(self, name: str) -> str:
        """A registered link relation, as `canonical`."""
        return self._code(g2.RELATIONS_ALIAS, g2.RELATIONS_SCHEME, name)

    def role(self, public: str, own: str) -> dict[str, Value]:
        """The attributes of something with a role that IPTC has and, where `own` says one, a role that it has not."""
        if type(own) is Address:
            return {"role": public, "roleuri": str(own)}
        return {"role": f"{public} {own}".strip()}

    def of_scheme(self, scheme: str, code: str) -> str:
        """The code of a subject in the scheme that the story names, declared here when IPTC has no such alias."""
        if scheme in g2.aliases():
            return f"{scheme}:{g2.code(code)}"
        if not g2.is_alias(scheme) or scheme in {g2.OWN_ALIAS, g2.RELATIONS_ALIAS}:
            return self.own("subject", scheme, code)
        return self._code(scheme, f"{g2.OWN_SCHEME}subject/{scheme}/", code)

    def declare(self, alias: str, scheme: str) -> None:
        """An alias that the receiver has, with the address of its scheme."""
        self._declared[alias] = scheme

    def catalogs(self, address: str) -> Lines:
        """The IPTC catalog by its address, and an inline catalog of the other aliases that were handed out."""
        schemes = [element("scheme", alias=alias, uri=uri) for alias, uri in sorted(self._declared.items())]
        return [element("catalogRef", href=address), *(nest("catalog", schemes) if schemes else [])]

    def _code(self, alias: str, scheme: str, code: str) -> str:
        if self._whole:
            return Address(scheme + quote(code, safe="/:@!$&'()*+,;=~"))
        self._declared[alias] = scheme
        return f"{alias}:{g2.code(code)}"
