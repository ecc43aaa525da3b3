"""Lengths as printers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import UsageError
from syndicate.formats import lengths


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("25.4mm", 72),
        ("25.4", 72),
        ("2.54 cm", 72),
        ("1in", 72),
        ('1"', 72),
        ("72pt", 72),
        ("6pc", 72),
        ("6p", 72),
        ("11p4", 136),
        ("0p6.5", 6.5),
        (" 48MM ", 48 * 72 / 25.4),
    ],
)
def test_units(said: str, points: float) -> None:
    assert lengths.points(said, "x") == pytest.approx(points)


@pytest.mark.parametrize("said", ["", "0", "0mm", "-4mm", "mm", "4 m", "1e3mm", "4,8cm", "p6", "9" * 40, "٤٨mm", "nan"])
def test_what_is_no_length(said: str) -> None:
    with pytest.raises(UsageError, match=r"the measure .* is no length") as fault:
        lengths.points(said, "the measure")
    assert "11p4" in fault.value.hint


@pytest.mark.parametrize(
    ("said", "room"),
    [
        ("120", lengths.Room(lines=120)),
        ("1 line", lengths.Room(lines=1)),
        ("97.5 lines", lengths.Room(lines=97.5)),
        ("40l", lengths.Room(lines=40)),
        ("12in", lengths.Room(points=864)),
        ("60p", lengths.Room(points=720)),
    ],
)
def test_depths(said: str, room: lengths.Room) -> None:
    """A number is lines, with a unit it is a length."""
    assert lengths.room(said, "--depth") == room


@pytest.mark.parametrize("said", ["0", "0 lines", "many", "", "12 inches", "-3"])
def test_what_is_no_depth(said: str) -> None:
    with pytest.raises(UsageError, match="--depth"):
        lengths.room(said, "--depth")


@given(st.floats(min_value=0.5, max_value=5000))
def test_picas_are_read_back(points: float) -> None:
    """What is shown in picas is a length, to half a point."""
    said = lengths.picas(points)
    assert lengths.points(said, "x") == pytest.approx(points, abs=0.26)
    assert float(said.partition("p")[2]) < 12


@given(st.text(max_size=12))
def test_any_text_is_a_length_or_refused(said: str) -> None:
    for read in (lengths.points, lengths.room):
        try:
            read(said, "x")
        except UsageError as fault:
            assert fault.hint
