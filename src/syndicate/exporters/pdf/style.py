"""A template: the page and the text styles, read from `templates/pdf/*.toml` and checked key by key.

A template may name another as its `base` and then says only what differs. An unknown key is an error with its path,
because a misspelt one that is silently ignored costs an afternoon.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Literal

import msgspec

from syndicate.context import template
from syndicate.errors import ConfigError

MM = 72 / 25.4
"""Points in a millimetre."""

Align = Literal["left", "right", "center", "justify"]


class TextStyle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a paragraph is set: lengths in points, `indent` in ems, `grey` as ink from 0 to 1."""

    family: Literal["serif", "sans", "mono"]
    size: float
    leading: float
    align: Align = "left"
    bold: bool = False
    italic: bool = False
    grey: float = 1.0
    indent: float = 0.0
    hyphenate: bool = False
    balance: bool = False
    """Lines of even length rather than a full first line and a lone last word; for headlines."""
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    """Stay on the page of what follows."""


class Margins(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """White around the text, in millimetres."""

    top: float
    outer: float
    bottom: float
    inner: float


class PageStyle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sheet, in millimetres."""

    size: tuple[float, float]
    margins: Margins


class _Texts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    body: TextStyle
    lead: TextStyle
    kicker: TextStyle
    headline: TextStyle
    headline_brief: TextStyle
    subheadline: TextStyle
    standfirst: TextStyle
    byline: TextStyle
    dateline: TextStyle
    crosshead: TextStyle
    crosshead_minor: TextStyle
    quote: TextStyle
    pullquote: TextStyle
    attribution: TextStyle
    list: TextStyle
    cell: TextStyle
    caption: TextStyle
    credit: TextStyle
    table_title: TextStyle
    preformatted: TextStyle
    box_title: TextStyle
    box: TextStyle
    note: TextStyle
    pointer: TextStyle
    small: TextStyle
    folio: TextStyle
    nameplate: TextStyle
    nameplate_line: TextStyle
    section: TextStyle
    contents: TextStyle
    teaser: TextStyle


class _Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    page: PageStyle
    text: _Texts
    base: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A template ready for use: the page in points and the text styles."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    measure: float
    text: _Texts


def load(name: str) -> Sheet:
    """The template called `name`, `article` when that is empty.

    Raises:
        InputError: there is no such template.
        ConfigError: it has an unknown key, or a value of the wrong type.
    """
    name = name or "article"
    try:
        read = msgspec.convert(_tables(name), _Template)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"pdf/{name}.toml: {fault}", hint="compare with pdf/article.toml") from fault
    width, height = (side * MM for side in read.page.size)
    margins = read.page.margins
    measure = width - (margins.inner + margins.outer) * MM
    if measure < 100 or height - (margins.top + margins.bottom) * MM < 100:
        raise ConfigError(f"pdf/{name}.toml: the margins leave no room for text", hint="lengths are in millimetres")
    return Sheet(
        width=width,
        height=height,
        top=height - margins.top * MM,
        bottom=margins.bottom * MM,
        left=margins.inner * MM,
        measure=measure,
        text=read.text,
    )


def _tables(name: str, seen: tuple[str, ...] = ()) -> dict[str, object]:
    tables: dict[str, object] = tomllib.loads(template(f"pdf/{name}.toml").decode("utf-8"))
    base = tables.get("base")
    if not isinstance(base, str):
        return tables
    if base in seen or base == name:
        raise ConfigError(f"pdf/{name}.toml: it is its own base", hint="name another template as base, or none")
    return _merge(_tables(base, (*seen, name)), tables)


def _merge(below: dict[str, object], above: dict[str, object]) -> dict[str, object]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merge(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def for_script(style: TextStyle, family: str) -> TextStyle:
    """`style` for a script with other proportions: Arabic is small for its size, Chinese is large and wants air."""
    match family:
        case "arabic":
            return replace_style(style, size=style.size * 1.16, leading=style.leading * 1.16, hyphenate=False)
        case "hebrew":
            return replace_style(style, leading=style.leading * 1.06, hyphenate=False)
        case "ja" | "ko" | "zh-Hans" | "zh-Hant":
            return replace_style(style, size=style.size * 0.94, leading=style.leading * 1.12, hyphenate=False)
        case _:
            return style


def replace_style(style: TextStyle, **changes: object) -> TextStyle:
    """`style` with some settings changed."""
    return msgspec.structs.replace(style, **changes)
