"""Rules about a ninjs object that no schema says, whatever its version calls the members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from syndicate.diagnostics import Diagnostic
from syndicate.formats import lenient
from syndicate.formats.jsonschema import is_uri
from syndicate.formats.languages import language_tag
from syndicate.validators.ninjs.findings import Finder
from syndicate.validators.ninjs.markup import TAG, flaws

Node = dict[str, Any]
_RUNNING = ("javascript:", "vbscript:", "data:")
_MEDIA = {"picture": ("image",), "graphic": ("image", "application"), "video": ("video", "image"), "audio": ("audio",)}


def item_rules(item: Node, path: str, finder: Finder) -> Iterator[Diagnostic]:
    """Everything that the rules find in an item and in what is associated with it."""
    names = {key.lower(): key for key in item}
    yield from _identity(item, path, finder)
    yield from _moments(item, names, path, finder)
    yield from _status(item, names, path, finder)
    yield from _language(item, path, finder)
    yield from _texts(item, path, finder)
    yield from _addresses(item, path, finder)
    yield from _media(item, path, finder)
    yield from _named(item, "renditions", path, finder)
    yield from _named(item, "associations", path, finder)
    seen: dict[str, str] = {}
    for place, one in entries(item.get("associations"), f"{path}.associations"):
        uri = one.get("uri")
        if isinstance(uri, str):
            if uri == item.get("uri") or uri in seen:
                yield finder("SYN-NINJS-011", f"{place}.uri", f"{uri} stands already at {seen.get(uri, path)}")
            seen.setdefault(uri, place)
        yield from _inner(one, place, finder)


def _inner(item: Node, path: str, finder: Finder) -> Iterator[Diagnostic]:
    """The rules for an item inside another one: what the outer one says need not be said again."""
    names = {key.lower(): key for key in item}
    yield from _identity(item, path, finder)
    yield from _moments(item, names, path, finder)
    yield from _texts(item, path, finder)
    yield from _addresses(item, path, finder)
    yield from _media(item, path, finder)
    yield from _named(item, "renditions", path, finder)


def entries(value: Any, path: str) -> Iterator[tuple[str, Node]]:
    """The objects of a list, or of an object with names, each with its path."""
    if isinstance(value, dict):
        yield from ((f"{path}.{key}", one) for key, one in value.items() if isinstance(one, dict))
    elif isinstance(value, list):
        yield from ((f"{path}[{number}]", one) for number, one in enumerate(value) if isinstance(one, dict))


def _identity(item: Node, path: str, finder: Finder) -> Iterator[Diagnostic]:
    uri = item.get("uri")
    if isinstance(uri, str) and not is_uri(uri):
        yield finder("SYN-NINJS-010", f"{path}.uri", f"the uri {uri[:60]!r} is no URI")


def _moments(item: Node, names: dict[str, str], path: str, finder: Finder) -> Iterator[Diagnostic]:
    found = {}
    for name in ("firstcreated", "versioncreated", "expires"):
        value = item.get(names.get(name, ""))
        found[name] = lenient.moment(value).value if isinstance(value, str) else None
    version, first, expires = found["versioncreated"], found["firstcreated"], found["expires"]
    if version and first and first > version:
        yield finder("SYN-NINJS-020", f"{path}.{names['firstcreated']}", "first created later than this version")
    if version and expires and expires <= version:
        yield finder("SYN-NINJS-021", f"{path}.{names['expires']}", "expired when this version was made")


def _status(item: Node, names: dict[str, str], path: str, finder: Finder) -> Iterator[Diagnostic]:
    status = item.get(names.get("pubstatus", ""))
    if status is None:
        yield finder("SYN-NINJS-027", path, "no status: the item counts as usable")
    if status in ("canceled", "withheld") and not item.get(names.get("ednote", "")):
        yield finder("SYN-NINJS-023", path, f"the item is {status} and nothing says why")
    if status == "canceled" and any(key == "bodies" or key.startswith("body_") for key in item):
        yield finder("SYN-NINJS-022", path, "the item is canceled and its content still stands there")
    said = any(key in ("headlines", "headline", "title") or key.startswith("headline_") for key in item)
    if status != "canceled" and not said:
        yield finder("SYN-NINJS-026", path, "the item has no headline")


def _language(item: Node, path: str, finder: Finder) -> Iterator[Diagnostic]:
    tag = item.get("language")
    if tag is None:
        yield finder("SYN-NINJS-025", path, "the item names no language")
    elif isinstance(tag, str) and (language_tag(tag) == "und" != tag.lower()):
        yield finder("SYN-NINJS-024", f"{path}.language", f"{tag[:40]!r} is no language tag")


def _texts(item: Node, path: str, finder: Finder) -> Iterator[Diagnostic]:
    """HTML where it is announced as such, plain text elsewhere."""
    for place, text, kind in _said(item, path):
        if "html" in kind:
            yield from _html(text, place, finder)
        elif (tag := TAG.search(text)) is not None and "text/plain" in (kind or "text/plain"):
            yield finder("SYN-NINJS-033", place, f"plain text with markup: {tag.group()[:40]}")


def _said(item: Node, path: str) -> Iterator[tuple[str, str, str]]:
    for key, value in item.items():
        if isinstance(value, str) and key.startswith(("body_", "headline", "description_")):
            marked = key.endswith(("html", "xhtml", "richtext"))
            yield f"{path}.{key}", value, "text/html" if marked else "text/plain"
        if key in ("headlines", "descriptions", "bodies"):
            for place, one in entries(value, f"{path}.{key}"):
                said = one.get("value")
                kind = str(one.get("contentType", one.get("contenttype", "text/plain"))).lower()
                if isinstance(said, str):
                    yield f"{place}.value", said, kind


_FLAWS = {
    "runs": ("SYN-NINJS-030", "HTML that runs"),
    "relative": ("SYN-NINJS-031", "a relative address"),
    "unclosed": ("SYN-NINJS-032", "HTML that is not well-formed"),
}


def _html(text: str, path: str, finder: Finder) -> Iterator[Diagnostic]:
    for kind, words in flaws(text):
        code, what = _FLAWS[kind]
        yield finder(code, path, f"{what}: {words}")


def _addresses(value: Any, path: str, finder: Finder, depth: int = 0) -> Iterator[Diagnostic]:
    """Every href in the item; those in associations are looked at with them."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        if key == "href" and isinstance(inner, str):
            if inner.strip().lower().startswith(_RUNNING):
                yield finder("SYN-NINJS-013", f"{path}.{key}", f"the address runs: {inner[:40]!r}")
            elif not is_uri(inner):
                yield finder("SYN-NINJS-014", f"{path}.{key}", f"the address is not absolute: {inner[:60]!r}")
        elif key != "associations" and depth < 6:
            if isinstance(inner, dict):
                yield from _addresses(inner, f"{path}.{key}", finder, depth + 1)
            elif isinstance(inner, list):
                for place, one in entries(inner, f"{path}.{key}"):
                    yield from _addresses(one, place, finder, depth + 1)


def _media(item: Node, path: str, finder: Finder) -> Iterator[Diagnostic]:
    kinds = _MEDIA.get(str(item.get("type")))
    if kinds is None:
        return
    files = list(entries(item.get("renditions"), f"{path}.renditions"))
    if not any(one.get("href") for _, one in files):
        yield finder("SYN-NINJS-040", path, f"the {item['type']} has no file")
    for place, one in files:
        kind = str(one.get("contentType", one.get("contenttype", one.get("mimetype", "")))).partition("/")[0]
        if kind in ("image", "video", "audio", "text") and kind not in kinds:
            yield finder("SYN-NINJS-041", place, f"the {item['type']} has a file of the kind {kind}")


def _named(item: Node, key: str, path: str, finder: Finder) -> Iterator[Diagnostic]:
    """Names of entries in a list, which are what receivers look for."""
    value = item.get(key)
    seen: dict[str, str] = {}
    for place, one in entries(value, f"{path}.{key}") if isinstance(value, list) else ():
        name = one.get("name")
        if isinstance(name, str) and seen.setdefault(name, place) != place:
            yield finder("SYN-NINJS-012", f"{place}.name", f"{name!r} stands already at {seen[name]}")
