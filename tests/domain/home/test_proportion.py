"""Amounts out of proportion are asked about, beyond a threshold and not at it."""

from __future__ import annotations

import pytest

from postprod_xl.domain.home.proportion import most_line_cents, outsized_amounts
from tests.domain.offices import MONDAY, office, table_rows

MOST = most_line_cents(MONDAY)


@pytest.mark.parametrize(
    ("cents", "asked"), [(MOST, False), (MOST + 1, True), (-MOST - 1, True), (None, False)]
)
def test_an_amount_of_a_line_or_of_a_change_order_is_asked_about_beyond_the_threshold(cents, asked):
    lines = table_rows("Devis", [{"line": "L1", "project": "P1", "version": 1, "amount_cents": cents}])
    orders = table_rows("Avenants", [{"number": "A1", "project": "P1", "amount_cents": cents}])
    found = [
        (problem.table, problem.row) for problem in outsized_amounts(office(Devis=lines, Avenants=orders))
    ]
    assert found == ([("Devis", 5), ("Avenants", 5)] if asked else [])
