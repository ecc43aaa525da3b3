"""A template: the page and the text styles, read from `templates/pdf/*.toml` and checked key by key.

A template may name another as its `base` and then says only what differs. An unknown key is an error with its path,
because a misspelt one that is silently ignored costs an afternoon.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Literal

import msgspec

from syndicate.context import template
from syndicate.errors import ConfigError
from syndicate.formats.lengths import MM

_WIDE = 340.0
"""Millimetres beyond which a sheet has the larger scale of headlines."""

_LEAST = (180.0, 240.0)
"""Width and height of the smallest page that a newspaper is made up on, in millimetres."""

PAPERS = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "tabloid": (280.0, 430.0),
    "berliner": (315.0, 470.0),
    "broadsheet": (375.0, 597.0),
    "broadsheet-us": (381.0, 578.0),
    "nordic": (400.0, 570.0),
    "rhenish": (350.0, 520.0),
    "swiss": (320.0, 475.0),
}
"""Sheets by name: width and height in millimetres."""

NARROWEST, WIDEST = 20.0, 400.0
"""Millimetres that a galley may be wide."""

Align = Literal["left", "right", "center", "justify"]


class TextStyle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a paragraph is set: lengths in points, `indent` in ems, `grey` as ink from 0 to 1."""

    family: str
    """`serif`, `sans`, `mono`, the family of a script (`thai`), or one of the user's fonts by its own name."""
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


class DropCap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A first letter over several lines; none where `lines` is below 2. Without a family it has that of the text."""

    lines: Annotated[int, msgspec.Meta(ge=0, le=6)] = 0
    family: str = ""
    bold: bool = False


class Margins(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """White around the text, in millimetres."""

    top: float
    outer: float
    bottom: float
    inner: float


class PageStyle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sheet, in millimetres or by name, and the columns on it with their gutter; the grid in points."""

    size: tuple[float, float] | str
    margins: Margins
    columns: Annotated[int, msgspec.Meta(ge=1, le=8)] = 1
    gutter: float = 5.0
    grid: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    """Distance of baselines in running text; 0 where there is one column and no grid."""
    sections: Literal["page", "run"] = "page"
    """Whether each section of an edition begins on a new page, or behind the one before it as a story does."""
    boxes: Literal["tint", "frame"] = "tint"
    """Whether boxes are tinted, with a rule above, or framed."""


class FigureStyle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many columns pictures have, where there are several and the picture has the pixels for it."""

    lead: Annotated[int, msgspec.Meta(ge=1, le=8)] = 1
    """Of the picture that opens a story, where it is wider than high and the story long enough to stand beside it."""
    inside: Literal["column", "all"] = "column"
    """Of the others that are wider than high."""


class FrontStyle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The front page: whether a story leads on it, and whether its contents stand in the columns of the page."""

    lead: bool = False
    columns: bool = False


class NewspaperStyle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A newspaper: columns of about so many millimetres, as many as the sheet holds, and its sizes of headlines."""

    column: Annotated[float, msgspec.Meta(ge=30, le=80)] = 46.0
    scale: Annotated[tuple[float, ...], msgspec.Meta(min_length=6)] = (60.0, 42.0, 30.0, 24.0, 18.0, 14.0)
    """In points: the first page's lead, the lead of a page, and downward by rank."""
    wide: Annotated[tuple[float, ...], msgspec.Meta(min_length=6)] = (72.0, 54.0, 36.0, 30.0, 24.0, 18.0, 14.0)
    """The same on sheets wider than 340 mm."""


class GalleyStyle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A galley: a column of fixed measure, numbered, with white beside it; as many side by side as the sheet holds."""

    measure: Annotated[float, msgspec.Meta(ge=NARROWEST, le=WIDEST)] = 48.0
    """Width of the column in millimetres."""
    numbers: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5
    """Every line of which the number is a multiple of this is numbered."""
    margin: Annotated[float, msgspec.Meta(ge=0)] = 26.0
    """Millimetres of white for marks beside each galley at least, where there is more than one on a page."""
    pictures: Literal["note", "set"] = "note"
    """Whether pictures stand behind the text with their size and words, uncounted, or in it, set to the measure."""


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
    front_headline: TextStyle
    contents: TextStyle
    teaser: TextStyle
    dropcap: DropCap = DropCap()


class _Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    page: PageStyle
    text: _Texts
    figure: FigureStyle = FigureStyle()
    newspaper: NewspaperStyle | None = None
    galley: GalleyStyle | None = None
    front: FrontStyle = FrontStyle()
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
    columns: int = 1
    gutter: float = 0.0
    grid: float = 0.0
    sections: Literal["page", "run"] = "page"
    boxes: Literal["tint", "frame"] = "tint"
    figure: FigureStyle = field(default_factory=FigureStyle)
    newspaper: NewspaperStyle | None = None
    """Where pages are made up of modules."""
    galley: GalleyStyle | None = None
    """Where each story is set as a galley."""
    front: FrontStyle = field(default_factory=FrontStyle)
    density: float = 110.0
    """Pixels per inch below which a picture is not stretched."""
    native: bool = False
    """Whether pictures keep their own colours, to be separated for a press; else they become sRGB."""

    def over(self, columns: int) -> float:
        """Width of so many columns and the white between them."""
        return columns * self.column + (columns - 1) * self.gutter

    @property
    def column(self) -> float:
        """Width of one column."""
        return (self.measure - (self.columns - 1) * self.gutter) / self.columns


def load(name: str, changes: Mapping[str, object] = MappingProxyType({})) -> Sheet:
    """The template called `name`, `article` when that is empty, with some of its values changed (`page.columns`).

    Raises:
        InputError: there is no such template.
        ConfigError: it has an unknown key, or a value of the wrong type.
    """
    name = name or "article"
    try:
        read = msgspec.convert(_merge(_tables(name), _nested(changes)), _Template, strict=not changes)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"pdf/{name}.toml: {fault}", hint="compare with pdf/article.toml") from fault
    width, height = (side * MM for side in _paper(read.page.size))
    margins = read.page.margins
    measure = width - (margins.inner + margins.outer) * MM
    if read.galley is not None:
        read = msgspec.structs.replace(read, page=msgspec.structs.replace(read.page, columns=1))
    elif read.newspaper is not None:
        if width < _LEAST[0] * MM or height < _LEAST[1] * MM:
            raise ConfigError(f"pdf/{name}.toml: the page is too small for a newspaper", hint="180 by 240 mm at least")
        read = _on_sheet(read, read.newspaper, width, measure, fixed="page.columns" in changes)
    if (measure - (read.page.columns - 1) * read.page.gutter * MM) / read.page.columns < 70:
        raise ConfigError(f"pdf/{name}.toml: the columns leave no room for text", hint="lengths are in millimetres")
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
        columns=read.page.columns,
        gutter=read.page.gutter * MM,
        grid=read.page.grid or read.text.body.leading,
        sections=read.page.sections,
        boxes=read.page.boxes,
        figure=read.figure,
        newspaper=read.newspaper if read.galley is None else None,
        galley=read.galley,
        front=read.front,
    )


def _on_sheet(read: _Template, newspaper: NewspaperStyle, width: float, measure: float, *, fixed: bool) -> _Template:
    """The template of a newspaper with the columns and the headlines that suit a sheet."""
    count = round((measure / MM + read.page.gutter) / (newspaper.column + read.page.gutter))
    page = msgspec.structs.replace(read.page, columns=read.page.columns if fixed else min(8, max(2, count)))
    scale = newspaper.wide if width > _WIDE * MM else newspaper.scale
    return msgspec.structs.replace(read, newspaper=msgspec.structs.replace(newspaper, scale=scale), page=page)


def _paper(size: tuple[float, float] | str) -> tuple[float, float]:
    if not isinstance(size, str):
        return size
    if size.lower() not in PAPERS:
        raise ConfigError(
            f"there is no paper called {size!r}", hint=f"there is: {', '.join(PAPERS)}; or [width, height]"
        )
    return PAPERS[size.lower()]


def _nested(changes: Mapping[str, object]) -> dict[str, object]:
    """`{"page.columns": 3}` as tables."""
    made: dict[str, object] = {}
    for path, value in changes.items():
        for key in reversed(path.split(".")):
            value = {key: value}
        made = _merge(made, value if isinstance(value, dict) else {})
    return made


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
        case "devanagari" | "bengali" | "tamil" | "telugu":
            return replace_style(style, size=style.size * 0.96, leading=style.leading * 1.14, hyphenate=False)
        case "thai" | "lao" | "khmer" | "burmese":
            # Without blanks between words there is nothing that could give.
            align = "left" if style.align == "justify" else style.align
            size = style.size * 0.96
            return replace_style(style, size=size, leading=style.leading * 1.2, align=align, hyphenate=False)
        case _:
            return style


def replace_style(style: TextStyle, **changes: object) -> TextStyle:
    """`style` with some settings changed."""
    return msgspec.structs.replace(style, **changes)
