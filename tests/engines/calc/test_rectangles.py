from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.ranges.contents import rectangles


@given(
    st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width)))
)
def test_rectangles_cover_each_marked_cell_once_and_no_other(marks: list[list[bool]]) -> None:
    whole = Box(3, 5, 2 + len(marks), 4 + (len(marks[0]) if marks else 0))
    covered = [
        (row, column)
        for box in rectangles(marks, True, whole)
        for row in range(box.row, box.last_row + 1)
        for column in range(box.column, box.last_column + 1)
    ]
    marked = [
        (3 + down, 5 + right) for down, row in enumerate(marks) for right, mark in enumerate(row) if mark
    ]
    assert sorted(covered) == marked


def test_columns_marked_alike_make_one_rectangle() -> None:
    assert rectangles([[0, 1, 1], [0, 1, 1]], 1, Box(0, 0, 1, 2)) == [Box(0, 1, 1, 2)]
