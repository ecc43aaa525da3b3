"""JSON Feed 1.1: the rules of the specification and of readers that a schema cannot state.

Each code is described in ``docs/formats/jsonfeed.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from syndicate.diagnostics import Diagnostic
from syndicate.formats.jsonschema import UNKNOWN, JsonSchema
from syndicate.formats.jsontext import line_of, strict
from syndicate.validators.feed.document import GRAMMARS
from syndicate.validators.feed.findings import Findings
from syndicate.validators.feed.markup import Fault, flaws
from syndicate.validators.feed.values import (
    LOST,
    TOLERANCE,
    has_scheme,
    ill_character,
    is_language,
    is_web,
    rfc3339,
    twice_escaped,
)

CURRENT = "https://jsonfeed.org/version/1.1"
_FAULTS = {
    Fault.UNSAFE: "SYN-JSONFEED-012",
    Fault.RELATIVE: "SYN-JSONFEED-013",
    Fault.FORM: "SYN-JSONFEED-014",
    Fault.CHARACTER: "SYN-JSONFEED-017",
}
_ADDRESSES = (
    "url",
    "external_url",
    "image",
    "banner_image",
    "home_page_url",
    "feed_url",
    "next_url",
    "icon",
    "favicon",
)
_PLAIN = ("title", "summary", "content_text", "description")


class _Rules:
    """The rules on one document; a finding's line is looked up by its JSON path only when there is a finding."""

    def __init__(self, data: bytes, found: Findings) -> None:
        self._data = data
        self._found = found

    def error(self, code: str, path: str, message: str, hint: str = "") -> None:
        """What keeps the feed from being delivered."""
        self._found.error(code, message, path=path, line=lambda: line_of(self._data, path), hint=hint)

    def warning(self, code: str, path: str, message: str, hint: str = "") -> None:
        """What readers get through, but not all in the same way."""
        self._found.warning(code, message, path=path, line=lambda: line_of(self._data, path), hint=hint)

    def info(self, code: str, path: str, message: str, hint: str = "") -> None:
        """What is good to know, and no fault."""
        self._found.info(code, message, path=path, line=lambda: line_of(self._data, path), hint=hint)


def check_jsonfeed(data: bytes, file: str = "", *, address: str = "") -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a JSON Feed document; `address` is where it will be fetched from, if known."""
    found = Findings(file)
    text = _decode(data, found)
    if text is None:
        return found.result()
    try:
        feed, doubles = strict(text)
    except RecursionError:
        found.error("SYN-JSONFEED-001", "not JSON that can be read: nested too deep")
        return found.result()
    except ValueError as problem:
        line = problem.lineno if isinstance(problem, json.JSONDecodeError) else None
        message = problem.msg if isinstance(problem, json.JSONDecodeError) else str(problem)
        found.error("SYN-JSONFEED-001", f"not JSON: {message}", line=line)
        return found.result()
    rules = _Rules(data, found)
    for name in doubles:
        found.error("SYN-JSONFEED-002", f"the member {name} stands twice in one object: readers take one of the two")
    for mismatch in _schema().mismatches(feed):
        if mismatch.message == UNKNOWN:
            message = f"{mismatch.path} {UNKNOWN}; an extension begins with an underscore"
            rules.error("SYN-JSONFEED-019", mismatch.path, message)
        else:
            rules.error("SYN-JSONFEED-003", mismatch.path, f"{mismatch.path} {mismatch.message}")
    if isinstance(feed, dict):
        _check_feed(feed, address, rules)
    return found.result()


def _decode(data: bytes, found: Findings) -> str | None:
    """JSON is UTF-8 without a byte order mark (RFC 8259 8.1)."""
    if data.startswith(b"\xef\xbb\xbf"):
        found.error("SYN-JSONFEED-001", "a byte order mark before the JSON", line=1)
        data = data[3:]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        found.error("SYN-JSONFEED-001", "not UTF-8", line=data.count(b"\n", 0, problem.start) + 1)
        return None


@cache
def _schema() -> JsonSchema:
    return JsonSchema(json.loads((GRAMMARS / "jsonfeed.schema.json").read_bytes()))


def _check_feed(feed: dict[str, Any], address: str, rules: _Rules) -> None:
    """The head, then every item."""
    if feed.get("version") == "https://jsonfeed.org/version/1":
        rules.warning("SYN-JSONFEED-004", "$.version", "version 1: authors and language came with 1.1", hint=CURRENT)
    if not feed.get("feed_url"):
        rules.warning(
            "SYN-JSONFEED-005",
            "$",
            "no feed_url: a feed names its own address",
            hint="give --base-url, the address of the folder that the feed will be published in",
        )
    elif address and feed["feed_url"] != address:
        message = f"the feed calls itself {feed['feed_url']}, and will be fetched from {address}"
        rules.warning("SYN-JSONFEED-022", "$.feed_url", message)
    if not feed.get("language"):
        rules.info("SYN-JSONFEED-020", "$", "the feed says no language")
    if feed.get("next_url") and feed.get("next_url") == feed.get("feed_url"):
        rules.error("SYN-JSONFEED-007", "$.next_url", "next_url is the feed itself: readers would turn in circles")
    _check_common(feed, "$", rules)
    items = feed.get("items")
    seen: dict[str, str] = {}
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            _check_item(item, f"$.items[{index}]", seen, rules)


def _check_common(node: dict[str, Any], path: str, rules: _Rules) -> None:
    """What feed and items have alike: addresses, plain text, authors, language."""
    for name in _ADDRESSES:
        value = node.get(name)
        if isinstance(value, str) and value and not is_web(value):
            rules.error("SYN-JSONFEED-011", f"{path}.{name}", f"{name} is no absolute web address: {value[:60]!r}")
    for name in _PLAIN:
        value = node.get(name)
        if isinstance(value, str):
            _check_plain(value, f"{path}.{name}", rules)
    if "author" in node:
        rules.warning("SYN-JSONFEED-015", f"{path}.author", "author is of version 1", hint="authors, a list")
    for index, author in enumerate(_objects(node.get("authors"))):
        for name in ("url", "avatar"):
            value = author.get(name)
            if isinstance(value, str) and not has_scheme(value):
                rules.error(
                    "SYN-JSONFEED-011",
                    f"{path}.authors[{index}].{name}",
                    f"{name} of an author is not absolute: {value[:60]!r}",
                )
    language = node.get("language")
    if isinstance(language, str) and not is_language(language):
        rules.error("SYN-JSONFEED-020", f"{path}.language", f"{language!r} is no language tag (BCP 47)")


def _check_plain(value: str, path: str, rules: _Rules) -> None:
    char = ill_character(value)
    if char:
        say = rules.warning if char == LOST else rules.error
        say("SYN-JSONFEED-017", path, f"contains {char}")
    if path.endswith((".title", ".summary")):
        twice = twice_escaped(value)
        tag = re.search(r"</?(?:p|b|i|em|strong|br|span|div|a)(?:\s[^>]*)?/?>", value)
        if twice or tag:
            what = twice or (tag.group() if tag else "")
            rules.info(
                "SYN-JSONFEED-016",
                path,
                f"plain text that looks like HTML: {what}",
                hint="title and summary are plain text",
            )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    return (entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else iter(())


def _check_item(item: dict[str, Any], path: str, seen: dict[str, str], rules: _Rules) -> None:
    own = item.get("id")
    if isinstance(own, str):
        if own in seen:
            rules.error("SYN-JSONFEED-006", f"{path}.id", f"id {own!r} stands already at {seen[own]}")
        seen.setdefault(own, path)
    if not any(item.get(name) for name in ("content_html", "content_text")):
        rules.error(
            "SYN-JSONFEED-008", path, "an item without content: content_html and content_text are both empty or missing"
        )
    _check_common(item, path, rules)
    _check_dates(item, path, rules)
    html = item.get("content_html")
    if isinstance(html, str):
        for flaw in flaws(html):
            say = rules.warning if flaw.mild else rules.error
            say(_FAULTS[flaw.fault], f"{path}.content_html", flaw.message)
    tags = item.get("tags")
    if isinstance(tags, list) and len({json.dumps(tag) for tag in tags}) != len(tags):
        rules.warning("SYN-JSONFEED-018", f"{path}.tags", "a tag stands twice")
    for index, attachment in enumerate(_objects(item.get("attachments"))):
        value = attachment.get("url")
        if isinstance(value, str) and not is_web(value):
            rules.error(
                "SYN-JSONFEED-021", f"{path}.attachments[{index}].url", f"the address is not absolute: {value[:60]!r}"
            )


def _check_dates(item: dict[str, Any], path: str, rules: _Rules) -> None:
    moments = {}
    for name in ("date_published", "date_modified"):
        value = item.get(name)
        if isinstance(value, str):
            moments[name], wrong = rfc3339(value)
            if wrong:
                rules.error("SYN-JSONFEED-009", f"{path}.{name}", f"{name} {value!r} {wrong}")
    published, modified = moments.get("date_published"), moments.get("date_modified")
    if published and modified and modified + TOLERANCE < published:
        rules.warning("SYN-JSONFEED-010", f"{path}.date_modified", "modified before it was published")
