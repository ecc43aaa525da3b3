"""Tables made whole: HTML's own algorithm finds every row of one width, and no word is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syndicate.formats.grids import whole
from syndicate.model import body

CELLS = st.builds(
    body.Cell,
    text=st.sampled_from(["", "a", "b"]).map(lambda word: body.text(word) if word else ()),
    colspan=st.integers(-1, 5) | st.just(5000),
    rowspan=st.integers(-1, 5) | st.just(70000),
)
ROWS = st.lists(st.lists(CELLS, max_size=5).map(tuple), max_size=6).map(tuple)


def cells(*words: str) -> tuple[body.Cell, ...]:
    return tuple(body.Cell(text=body.text(word)) for word in words)


def widths(rows: tuple[tuple[body.Cell, ...], ...]) -> list[int]:
    """How many columns each row covers; a slot that two cells claim, or a hole, fails."""
    slots: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in slots:
                column += 1
            assert 1 <= cell.rowspan <= len(rows) - number
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    slot = (number + down, column + across)
                    assert slot not in slots, "two cells in one place"
                    slots.add(slot)
            column += cell.colspan
    found = []
    for number in range(len(rows)):
        columns = sorted(column for row, column in slots if row == number)
        assert columns == list(range(len(columns))), "a hole"
        found.append(len(columns))
    return found


def test_short_rows_are_filled() -> None:
    table = whole(body.Table(bid="t", header=(cells("a"),), rows=(cells("b", "c", "d"), cells("e"))))
    assert [len(row) for row in (*table.header, *table.rows)] == [3, 3, 3]


def test_spans_end_with_the_table() -> None:
    wide = body.Cell(text=body.text("wide"), colspan=9, rowspan=9)
    table = whole(body.Table(bid="t", rows=((wide,), cells("x", "y"))))
    assert table.rows[0][0].rowspan == 2
    assert widths(table.rows) == [3, 3]


def test_a_good_table_is_as_it_was() -> None:
    good = body.Table(
        bid="t", header=(cells("h", "i"),), rows=((body.Cell(text=body.text("w"), colspan=2),), cells("x", "y"))
    )
    assert whole(good) == good


@given(header=ROWS, rows=ROWS)
def test_every_table_comes_out_whole(header: tuple[tuple[body.Cell, ...], ...], rows: object) -> None:
    table = body.Table(bid="t", header=header, rows=rows)  # type: ignore[arg-type]
    made = whole(table)
    assert len(set(widths(made.header) + widths(made.rows))) <= 1
    for before, after in zip((*table.header, *table.rows), (*made.header, *made.rows), strict=True):
        assert [cell.text for cell in after[: len(before)]] == [cell.text for cell in before]
        assert not any(cell.text for cell in after[len(before) :])
    assert whole(made) == made
