"""Differences told to a person and given to a program."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.comparing.compared import compared
from postprod_xl.domain.comparing.told import (
    change_details,
    count_details,
    counts_by_table,
    differences_summary,
    told_lines,
)
from tests.domain.offices import table_rows

TASKS: list[dict[str, Any]] = [
    {"task": f"T{n}", "project": "P001", "duration_days": Decimal(n)} for n in range(1, 7)
]
CHANGES = compared(
    {"Planning": table_rows("Planning", TASKS)},
    {
        "Planning": table_rows(
            "Planning", [TASKS[5], {**TASKS[0], "room": "S1", "fixed_day": date(2026, 12, 1)}, *TASKS[2:5]]
        )
    },
)


def test_the_cells_of_a_row_are_one_line_and_the_rows_moved_of_a_table_another():
    assert told_lines(CHANGES) == [
        "Planning, T1 : Salle S1, vide avant ; Début fixé le 01/12/2026, vide avant",
        "Planning, T2 : ligne supprimée (projet P001, durée (j) 2)",
        "Planning : 1 ligne déplacée (T6)",
    ]


def test_rows_past_the_limit_are_counted():
    assert told_lines(CHANGES, 1)[1] == "Planning : 1 autre ligne de même"


def test_counts_name_the_first_rows():
    assert counts_by_table(CHANGES) == [
        "Planning : 1 ligne supprimée (T2), 1 ligne modifiée (T1), 1 ligne déplacée (T6)"
    ]
    assert count_details(CHANGES) == {"Planning": {"removed": 1, "changed": 1, "moved": 1}}
    assert differences_summary(CHANGES) == "3 lignes diffèrent : Planning 3"


def test_a_program_gets_typed_values_and_what_the_workbook_shows():
    found = change_details(CHANGES[2])
    assert (found["column"], found["before"], found["after"], found["after_text"]) == (
        "fixed_day",
        None,
        "2026-12-01",
        "01/12/2026",
    )
    assert change_details(CHANGES[-1])["before"] == {"task": "T2", "project": "P001", "duration_days": 2.0}
