"""JSON-LD: what a page says of its story to search engines, in the words of schema.org.

Of all objects on the page the first that is an article counts (`NewsArticle` and what is like it), wherever it stands:
alone, in a list, in `@graph`. References by `@id` are looked up among the other objects. What is of another kind than
it should be is passed over; broken JSON is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from syndicate.formats import jsontext
from syndicate.formats.htmlbody.dom import Element, line_of
from syndicate.formats.htmlbody.findings import Findings

Object = dict[str, Any]
_DEEPEST = 32
_ENDINGS = ("Article", "BlogPosting", "LiveBlogPosting", "Report")


class Picture(msgspec.Struct, frozen=True):
    """An `ImageObject`, or the address of one."""

    href: str
    caption: str = ""
    credit: str = ""
    alt: str = ""


class Linked(msgspec.Struct):
    """The article among the objects of a page, and the line that its script begins on; empty where there is none."""

    found: Object = {}
    others: dict[str, Object] = {}
    line: int | None = None

    def text(self, name: str) -> str:
        """A property in one line; of a list the first."""
        value = self._first(self.found.get(name))
        return " ".join(value.split()) if isinstance(value, str) else ""

    def names(self, name: str) -> list[str]:
        """The names of the people or organisations of a property, each once."""
        found = []
        for one in _listed(self.found.get(name)):
            thing = self._thing(one)
            said = thing.get("name") if thing else one
            for part in _listed(said):
                if isinstance(part, str) and part.strip():
                    found.append(" ".join(part.split()))
        return list(dict.fromkeys(found))

    def words(self, name: str) -> list[str]:
        """Keywords: a list, or a line with commas."""
        found: list[str] = []
        for one in _listed(self.found.get(name)):
            said = one.get("name", "") if isinstance(one, dict) else one
            if isinstance(said, str):
                found += said.split(",") if isinstance(self.found.get(name), str) else [said]
        return [" ".join(word.split()) for word in found if word.strip()]

    def address(self) -> str:
        """The address of the page: `url`, else `mainEntityOfPage`."""
        for name in ("url", "mainEntityOfPage"):
            value = self._first(self.found.get(name))
            said = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if isinstance(said, str) and said.startswith(("http://", "https://")):
                return said.strip()
        return ""

    def picture(self) -> Picture | None:
        """The picture of the article."""
        value = self._first(self.found.get("image"))
        if isinstance(value, str) and value.strip():
            return Picture(value.strip())
        thing = self._thing(value)
        href = self._first(thing.get("url") or thing.get("contentUrl"))
        if not isinstance(href, str) or not href.strip():
            return None
        caption, credit = thing.get("caption"), thing.get("creditText")
        return Picture(
            href.strip(),
            " ".join(caption.split()) if isinstance(caption, str) else "",
            " ".join(credit.split()) if isinstance(credit, str) else "",
        )

    def _first(self, value: object) -> Any:
        return value[0] if isinstance(value, list) and value else value

    def _thing(self, value: object) -> Object:
        """An object, or the one that a reference means."""
        if not isinstance(value, dict):
            return {}
        if set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
            return self.others.get(value["@id"], value)
        return value


def read(root: Element, findings: Findings) -> Linked:
    """The article that the page's scripts tell of."""
    linked = Linked()
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            value, _ = jsontext.strict((script.text or "").strip().removesuffix(";") or "{}")
        except (ValueError, RecursionError) as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            findings.linked(why, line_of(script))
            continue
        for thing in _things(value):
            if isinstance(thing.get("@id"), str):
                linked.others.setdefault(thing["@id"], thing)
            if not linked.found and _is_article(thing):
                linked.found, linked.line = thing, line_of(script)
    return linked


def _things(value: object, deep: int = 0) -> Iterator[Object]:
    """Every object of the top, of lists and of graphs."""
    if deep > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _things(one, deep + 1)
    elif isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph"), deep + 1)
        yield from _things(value.get("mainEntity"), deep + 1)


def _is_article(thing: Object) -> bool:
    kinds = [kind for kind in _listed(thing.get("@type")) if isinstance(kind, str)]
    return any(kind.rpartition("/")[2].endswith(_ENDINGS) for kind in kinds)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
