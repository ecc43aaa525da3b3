"""XML as lines of text: elements that indent themselves, for formats that are written without a tree.

An element with text is one line (or as many as its text has), so that mixed content is never touched by indentation;
only elements that hold elements are spread over lines.
"""

from __future__ import annotations

from syndicate.formats.xml import attribute, escape

Lines = list[str]
Value = str | int | None
"""Value of an attribute; None and the empty string mean that it is not written."""


def opening(name: str, values: dict[str, Value]) -> str:
    """A start tag without its end: `<p id="b1"`."""
    out = f"<{name}"
    for key, value in values.items():
        if value is not None and value != "":
            out += f" {key}={attribute(str(value))}"
    return out


def element(name: str, text: str = "", values: dict[str, Value] | None = None) -> str:
    """An element with text, or an empty one."""
    return marked(name, escape(text), values)


def marked(name: str, markup: str, values: dict[str, Value] | None = None) -> str:
    """An element with markup that is escaped already, or an empty one."""
    start = opening(name, values or {})
    return f"{start}>{markup}</{name}>" if markup else f"{start}/>"


def nest(name: str, children: Lines, values: dict[str, Value] | None = None) -> Lines:
    """An element that holds elements; an empty one when there are none."""
    start = opening(name, values or {})
    if not children:
        return [f"{start}/>"]
    return [f"{start}>", *[f"  {line}" for line in children], f"</{name}>"]


def optional(name: str, text: str, values: dict[str, Value] | None = None) -> Lines:
    """An element with text, or nothing when there is no text."""
    return [element(name, text, values)] if text else []
