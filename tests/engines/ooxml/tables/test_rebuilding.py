"""What each row of a table becomes, whatever holds its cells: the law alone, on a grid of values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.tables.collisions import Obstacle
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.rebuilding import Arrangement, RowValues, TableContent, append, rebuild

PLACE = TablePlace("Suivi", "Suivi", "", "", 2, 4, 6, False, ("Code", "Heures", "Note"))
CONTENT = TableContent(("Code", "Heures"), [{"Code": "C", "Heures": 3}], ("Code",))


@dataclass
class Grid:
    """A table whose cells are a dictionary, by row and column; it records what it is asked to become."""

    cells: dict[tuple[int, int], str]
    place: TablePlace = PLACE
    noted: Collection[int] = ()
    obstacles: Sequence[Obstacle] = ()
    title: str = "Suivi"
    merged: Sequence[Area] = ()
    blocks: Sequence[Area] = ()
    columns: tuple[int, int] = (0, 0)
    arranged: Arrangement | None = None
    added: tuple[int, int] | None = field(default=None)

    @property
    def sheet(self) -> Grid:
        return self

    def contents_in(self, area: Area) -> Iterator[tuple[int, int]]:
        return (cell for cell in sorted(self.cells) if area.contains(*cell))

    def is_filled(self, column: int) -> bool:
        return any(place[1] == column for place in self.cells)

    def read(self, first_column: int, last_column: int) -> None:
        self.columns = (first_column, last_column)

    def key(self, row: int, headings: Sequence[str]) -> tuple[object, ...]:
        return tuple(self.cells.get((row, self.place.column_of(heading))) for heading in headings)

    def key_of(self, values: RowValues, headings: Sequence[str]) -> tuple[object, ...]:
        return tuple(values[heading] for heading in headings)

    def noted_rows(self) -> Collection[int]:
        return self.noted

    def is_typed(self, row: int, columns: Collection[int]) -> bool:
        return any((row, column) in self.cells for column in columns)

    def holds_constant(self, row: int) -> bool:
        return any(place[0] == row for place in self.cells)

    def arrange(self, arrangement: Arrangement) -> None:
        self.arranged = arrangement

    def add(self, start: int, rows: Sequence[RowValues], last_row: int) -> None:
        self.added = (start, last_row)


def grid(**changes: object) -> Grid:
    keys = {(5, 2): "A", (6, 2): "C"}
    return replace(Grid(keys), **changes)


def test_a_row_continues_the_one_of_its_key_and_the_others_go():
    table = grid()
    assert rebuild(table, CONTENT) == []
    assert table.arranged and (table.arranged.origins, table.arranged.moves) == ([6], {6: 5})


@pytest.mark.parametrize(
    "kept",
    [{"cells": {(5, 2): "A", (6, 2): "C", (5, 4): "à rappeler"}}, {"noted": (5,)}],
    ids=["typed", "commented"],
)
def test_a_row_gone_is_kept_for_what_a_person_put_there(kept):
    table = grid(**kept)
    assert [(row.number, row.key) for row in rebuild(table, CONTENT)] == [(6, ("A",))]
    assert table.arranged and list(table.arranged.values) == [{"Code": "C", "Heures": 3}, {"Heures": None}]


def test_columns_filled_against_a_table_move_with_its_rows_and_end_at_the_first_blank_one():
    table = grid(cells={(5, 2): "A", (6, 2): "C", (6, 1): "x", (5, 5): "note", (5, 7): "loin"})
    rebuild(table, CONTENT)
    assert table.columns == (1, 5)


def test_a_table_against_another_shares_no_column_with_it():
    table = grid(cells={(5, 2): "A", (5, 5): "voisin"}, obstacles=[("le tableau « B »", Area(5, 4, 6, 9))])
    rebuild(table, CONTENT)
    assert table.columns == (2, 4)


def test_an_empty_content_leaves_one_blank_row():
    table = grid()
    rebuild(table, replace(CONTENT, rows=[]))
    assert table.arranged and (table.arranged.last_row, table.arranged.values) == (
        5,
        [{"Code": None, "Heures": None}],
    )


def test_rows_are_added_in_the_blank_rows_first():
    table = grid(cells={(5, 2): "A"})
    append(table, [{"Code": "B"}, {"Code": "C"}])
    assert table.added == (6, 7)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cells": {(6, 2): "C", (7, 3): "total"}}, "Suivi!C7 — du texte ou une valeur"),
        ({"obstacles": [("le tableau « B »", Area(4, 7, 6, 9))]}, "Suivi!D7 — le tableau « B »"),
        ({"merged": [Area(2, 7, 3, 7)]}, "Suivi!B7:C7 — cellules fusionnées"),
    ],
    ids=["text", "table", "merged"],
)
def test_a_table_that_must_grow_over_something_is_refused_before_it_changes(changes, said):
    table = grid(**changes)
    with pytest.raises(CannotEdit, match=said):
        append(table, [{"Code": "D"}])
    assert table.added is None
