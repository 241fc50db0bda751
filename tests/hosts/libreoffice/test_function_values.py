"""Values between the cells of LibreOffice and the custom functions."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.hosts.libreoffice.function_values import answer_of, arguments_of
from postprod_xl.schema.kinds import ExcelError


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        (3, 3.0),
        (2.5, 2.5),
        (True, True),
        ("é", "é"),
        ("", None),
        (None, None),
        (((1.0,), ("",), ("x",), (None,)), [[1.0], [None], ["x"], [ExcelError("#VALEUR!")]]),
        (((1, "a"), (2, "b")), [[1.0, "a"], [2.0, "b"]]),
        (((5.0,),), 5.0),
        (((None,),), ExcelError("#VALEUR!")),
        ((("",),), None),
    ],
)
def test_an_argument_is_what_excel_would_hand_over(sent: Any, given: Any):
    [found] = arguments_of([sent])
    assert found == given
    assert type(found) is type(given)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (4, 4.0),
        (Decimal("12.50"), 12.5),
        ("Libre", "Libre"),
        (True, True),
        (None, ""),
        (date(2026, 11, 23), 46349.0),
        # 18:00 is three quarters of a day.
        (datetime(2026, 11, 23, 18), 46349.75),
        (time(6), 0.25),
        ([[1, None], [date(1900, 3, 1), "x"]], ((1.0, ""), (61.0, "x"))),
        ([1, 2], ((1.0, 2.0),)),
    ],
)
def test_a_result_is_what_a_cell_can_show(given: Any, shown: Any):
    assert answer_of(given) == shown


def test_what_no_cell_can_show_is_refused():
    with pytest.raises(TypeError, match="no cell shows a set"):
        answer_of({1})
