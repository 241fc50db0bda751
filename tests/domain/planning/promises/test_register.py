"""The register read back: lines typed over, cut, moved or copied by people are named, and judge nothing."""

from __future__ import annotations

import pytest

from postprod_xl.schema.rows import Rows
from tests.domain.planning.promises.promised_office import (
    house,
    kept,
    lines,
    next_day,
    noted,
    nov,
    run,
    typed,
)


def cut(*tasks: str):
    return lambda rows: rows.where(task not in tasks for task in rows.column("promised_task"))


@pytest.mark.parametrize(
    "values", [{"promised_day": nov(13)}, {"promised_day": None}, {"seal": ""}, {"number": 90}]
)
def test_a_promise_typed_over_is_named_and_no_longer_judged_until_a_baseline(values):
    made = run(next_day(run(house()), nov(4), Promesses=typed("VAL", **values)))
    assert noted(made) == []
    assert kept(made, "VAL")[0] is None and kept(made, "MON")[0] == nov(5)
    (line,) = lines(made, "n'est plus celle que le programme a écrite")
    assert line.startswith("VAL : cette promesse")
    made = run(next_day(made, nov(4)), baseline="TERR")
    assert kept(made, "VAL")[0] is not None
    made = run(next_day(made, nov(5)))
    assert not lines(made, "n'est plus celle") and noted(made) == []


def test_a_promise_given_to_another_task_judges_neither():
    made = run(next_day(run(house()), nov(4), Promesses=typed("VAL", promised_task="AUTRE")))
    assert noted(made) == [], "the plan of the day is not taken for the promise that was lost"
    assert len(lines(made, "n'est plus celle que le programme a écrite")) == 1


def test_promises_cut_are_counted_by_their_numbers_and_nothing_takes_their_place():
    made = run(next_day(run(house()), nov(4), Promesses=cut("MON", "VAL")))
    assert lines(made, "en moins") == [
        "TERR : 2 promesses en moins dans Promesses (n° 2, 3) ; reprenez-la d'une version gardée, ou repartez du "
        "planning d'aujourd'hui : « postprod baseline »"
    ]
    assert noted(made) == []


def test_the_order_of_the_rows_and_copies_of_them_change_nothing():
    made = run(house())
    whole = run(next_day(made, nov(4)))

    def turned(rows: Rows) -> Rows:
        return rows.at([*reversed(range(len(rows)))]).followed_by(rows.at([0]))

    again = run(next_day(made, nov(4), Promesses=turned))
    names = ("promised_day", "promise_gap_days")
    for name in names:
        assert again.office["Planning"].column(name) == whole.office["Planning"].column(name)
    assert not lines(again, "promesse") and noted(again) == []
