from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from postprod_xl.engines.calc.ranges.values import (
    clean_value_data,
    error_code,
    from_serial,
    prepare_xl_data_element,
    to_serial,
)

DIVISION_BY_ZERO = -2146826281


def cleaned(value: object, **options: object) -> object:
    wanted = {"datetime_builder": dt.datetime, "empty_as": None, "number_builder": None, "err_to_str": False}
    return clean_value_data([[value]], **(wanted | options))[0][0]  # type: ignore[arg-type,list-item]


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_cell_reads_as_asked(empty: object) -> None:
    assert cleaned(empty) is None
    assert cleaned(empty, empty_as="NA") == "NA"


def test_numbers_and_dates_go_through_the_builders_asked_for() -> None:
    assert cleaned(2.0) == 2.0
    assert cleaned(2.6, number_builder=round) == 3
    moment = dt.datetime(2026, 3, 4, 5, 6)
    assert cleaned(moment) == moment
    assert cleaned(
        moment, datetime_builder=lambda year, month, day, **_: dt.date(year, month, day)
    ) == dt.date(2026, 3, 4)


def test_a_truth_value_is_not_taken_for_a_number() -> None:
    assert cleaned(True, number_builder=int) is True


def test_an_error_reads_as_nothing_unless_its_text_is_asked_for() -> None:
    assert cleaned(DIVISION_BY_ZERO) is None
    assert cleaned(DIVISION_BY_ZERO, err_to_str=True) == "#DIV/0!"


def test_an_error_that_excel_does_not_have_reads_as_value() -> None:
    assert error_code(532) == DIVISION_BY_ZERO
    assert cleaned(error_code(999), err_to_str=True) == "#VALUE!"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (None, None),
        ("texte", "texte"),
        (True, True),
        (np.bool_(True), True),
        (3, 3.0),
        (np.int64(3), 3.0),
        (np.float32(0.5), 0.5),
        (Decimal("1.25"), 1.25),
        (float("nan"), None),
        (np.float64("nan"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (dt.date(2026, 3, 4), dt.datetime(2026, 3, 4)),
        (pd.Timestamp("2026-03-04 05:06"), dt.datetime(2026, 3, 4, 5, 6)),
        (np.datetime64("2026-03-04T05:06"), dt.datetime(2026, 3, 4, 5, 6)),
        (dt.datetime(2026, 3, 4, 5, tzinfo=dt.UTC), dt.datetime(2026, 3, 4, 5)),
        (dt.time(6, 30), dt.time(6, 30)),
    ],
)
def test_what_python_holds_is_written_as_a_cell_takes_it(given: object, written: object) -> None:
    prepared = prepare_xl_data_element(given, {})
    assert prepared == written
    assert type(prepared) is type(written)


@pytest.mark.parametrize("given", [object(), [1], dt.timedelta(hours=1), np.array([1, 2])])
def test_what_has_no_place_in_a_cell_is_refused(given: object) -> None:
    with pytest.raises(TypeError, match="Une cellule ne peut pas contenir"):
        prepare_xl_data_element(given, {})


def test_a_moment_survives_the_number_it_is_stored_as() -> None:
    moment = dt.datetime(2024, 2, 29, 23, 59, 59, 999000)
    assert from_serial(to_serial(moment)) == moment
    # A book that counts from 1904 stores the same day 1,462 less.
    assert to_serial(moment, dt.datetime(1904, 1, 1)) == pytest.approx(to_serial(moment) - 1462)
