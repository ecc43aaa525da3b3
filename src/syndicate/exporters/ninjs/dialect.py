"""How versions of ninjs differ, as tables: names of members, and the shapes that 1.x has of its own.

3.x writes names in camel case, 2.x in lower case; 1.x has single texts with the role in the name of the member,
objects with names in place of lists, and a scheme with a code in place of an address (ninjs specification, "Changes").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from syndicate.exporters.ninjs.desk import Node, stated
from syndicate.formats.names import unique

VERSIONS: Mapping[str, str] = {
    version: f"https://www.iptc.org/std/ninjs/ninjs-schema_{version}.json" for version in ("3.1", "2.2", "1.6")
}
"""The versions that are written, the default first, with the addresses of their schemas."""

_NOT_LOWERED = {"embargoedUntil": "embargoed"}
_SINCE_3 = frozenset({"poi", "aspectRatio"})
"""Members of renditions that came with 3.0."""
_ONE = {
    "people": "person",
    "organisations": "organisation",
    "places": "place",
    "subjects": "subject",
    "events": "event",
    "infosources": "infosource",
    "genres": "genre",
    "trustindicators": "trustindicator",
    "by": "byline",
}
"""Names that 1.x has in the singular, or otherwise."""
_MAIN = {"headlines": "main", "descriptions": "summary"}
_TEXTS = {"headlines": "headline", "descriptions": "description"}
_NAMES = re.compile(r"[^A-Za-z0-9_]+")


def in_version(node: Node, version: str) -> Node:
    """An object of 3.1 as one of `version`, with the statement of its standard in front."""
    made = {"3.1": lambda found: found, "2.2": _second, "1.6": _first}[version](node)
    member = "$standard" if version == "1.6" else "standard"
    return {member: {"name": "ninjs", "version": version, "schema": VERSIONS[version]}, **made}


def _second(node: Node) -> Node:
    """An object of 2.2: other names; the relation of an association has no member, so its name tells it."""
    found: Node = _lowered(node)
    for one in found.get("associations", ()):
        one.pop("rel", None)
    return found


def _lowered(value: Any) -> Any:
    match value:
        case dict():
            # What stands in GeoJSON and in texts is not ours to rename.
            return {
                _NOT_LOWERED.get(key, key.lower()): inner if key == "geoJSON" else _lowered(inner)
                for key, inner in value.items()
                if key not in _SINCE_3
            }
        case list():
            return [_lowered(inner) for inner in value]
        case _:
            return value


# --- 1.x -------------------------------------------------------------------------------------------------------------


def _first(node: Node) -> Node:
    return _item(_second(node))


def _item(node: Node) -> Node:
    found: Node = {}
    for key, value in node.items():
        if key in _SHAPES:
            found |= _SHAPES[key](key, value)
        else:
            found[_ONE.get(key, key)] = value
    return found


def _text_members(key: str, texts: list[Node]) -> Node:
    """Texts as members that name their role: headline, headline_seo, description_text."""
    found: Node = {}
    base = _TEXTS[key]
    for text in texts:
        role = _NAMES.sub("_", text.get("role", "")) or "other"
        if role == _MAIN[key]:
            role = "" if key == "headlines" else "text"
        name = f"{base}_{role}" if role else base
        number = 1
        while name in found:
            number += 1
            name = f"{base}_{role or 'main'}_{number}"
        found[name] = text["value"]
    return found


def _body_members(_: str, bodies: list[Node]) -> Node:
    found: Node = {}
    for one in bodies:
        found["body_html" if one["contenttype"] == "text/html" else "body_text"] = one["value"]
        found |= {name: one[name] for name in ("charcount", "wordcount") if name in one}
    return found


def _concepts(key: str, concepts: list[Node]) -> Node:
    return {_ONE[key]: [_concept(one) for one in concepts]}


def _concept(one: Node) -> Node:
    """A scheme and a code in place of an address or a literal; a place's point under its own name."""
    found = {key: value for key, value in one.items() if key not in ("uri", "literal", "role", "geojson")}
    if "role" in one:
        found["rel"] = one["role"]
    scheme, slash, code = one.get("uri", "").rpartition("/")
    if slash and code:
        found |= {"scheme": scheme + slash, "code": code}
    elif one.get("uri") or one.get("literal"):
        found["code"] = one.get("uri") or one["literal"]
    if "geojson" in one:
        found["geometry_geojson"] = one["geojson"]
    return found


def _trust(key: str, indicators: list[Node]) -> Node:
    found = []
    for one in indicators:
        scheme, slash, code = one.get("role", "").rpartition("/")
        found.append(
            stated({"scheme": scheme + slash, "code": code, "title": one.get("title"), "href": one.get("href")})
        )
    return {_ONE[key]: found}


def _ids(key: str, ids: list[Node]) -> Node:
    names = unique(one.get("role") or "id" for one in ids)
    return {key: {name: one["value"] for name, one in zip(names, ids, strict=True)}}


def _by_name(key: str, nodes: list[Node]) -> Node:
    names = unique(_NAMES.sub("_", one["name"]).strip("_") or "item" for one in nodes)
    found = {}
    for name, one in zip(names, nodes, strict=True):
        inner = {k: v for k, v in one.items() if k != "name"}
        if key == "renditions":
            inner = {"mimetype" if k == "contenttype" else k: v for k, v in inner.items()}
        found[_NAMES.sub("_", name)] = inner if key == "renditions" else _item(inner)
    return {key: found}


def _representation(key: str, value: str) -> Node:
    return {key: "complete" if value == "full" else "incomplete"}


_SHAPES: Mapping[str, Callable[[str, Any], Node]] = {
    "representationtype": _representation,
    "headlines": _text_members,
    "descriptions": _text_members,
    "bodies": _body_members,
    "trustindicators": _trust,
    "altids": _ids,
    "renditions": _by_name,
    "associations": _by_name,
    **dict.fromkeys(("people", "organisations", "places", "subjects", "events", "infosources", "genres"), _concepts),
}
