"""Lengths of stories as a table: the same for ``syndicate fit`` and for galleys that were written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from syndicate.cli.terminal import Paint, columns, cut_to, width

if TYPE_CHECKING:
    from syndicate.exporters.pdf.galley.copyfit import Copyfit

_NUMBERS = " {:>6} {:>6} {:>6} {:>7} {:>7} {:>7}  {}"


def head(made: Sequence[Copyfit], paint: Paint) -> Iterator[str]:
    """How the first story is set, then the heads of the columns."""
    for one in made[:1]:
        setting = one.setting
        yield (
            f"{setting.family} {setting.size_pt:g}/{setting.leading_pt:g} in a measure of "
            f"{setting.measure_mm:g} mm ({setting.measure_picas})"
        )
        yield ""
    fits = "fits" if any(one.target for one in made) else ""
    heads = _NUMBERS.format("words", "chars", "lines", "depth", "mm", "col-in", fits)
    yield paint("bold", f"{'story':<{_room()}}{heads}")


def row(one: Copyfit, paint: Paint) -> str:
    """One story."""
    room = _room()
    name = " ".join((one.slug or one.headline or one.article).split())
    depth = one.depth
    numbers = _NUMBERS.format(
        one.words, one.characters, one.lines, short(depth.lines), f"{depth.mm:.1f}", f"{depth.column_inches:.2f}", ""
    )
    verdict = ""
    if one.target is not None:
        over = one.target.over_lines
        verdict = paint("red", f"{over} over") if over > 0 else f"{-over} under" if over else paint("green", "yes")
    shown = name if columns(name) <= room else f"{cut_to(name, room - 3)}..."
    return f"{shown}{' ' * (room - columns(shown))}{numbers}{verdict}"


def total(made: Sequence[Copyfit], paint: Paint) -> Iterator[str]:
    """All of several stories together."""
    if len(made) > 1:
        sums = [sum(one.words for one in made), sum(one.characters for one in made), sum(one.lines for one in made)]
        lines, mm, inches = (sum(getattr(one.depth, name) for one in made) for name in ("lines", "mm", "column_inches"))
        numbers = _NUMBERS.format(*sums, short(lines), f"{mm:.1f}", f"{inches:.2f}", "")
        yield paint("bold", f"{'together':<{_room()}}{numbers}")


def short(lines: float) -> str:
    """Lines to a tenth, where they are not whole."""
    return f"{lines:.1f}".removesuffix(".0")


def _room() -> int:
    """Columns for the name of a story."""
    return width() - len(_NUMBERS.format("", "", "", "", "", "", "12 under"))
