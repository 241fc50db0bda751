"""The overtime of a week alone is that of the items that pay it."""

from datetime import date, timedelta

import pytest

from postprod_xl.domain.payroll.counting.items import is_overtime
from postprod_xl.domain.payroll.counting.lines import paid
from postprod_xl.domain.payroll.counting.week import week_overtime
from postprod_xl.domain.payroll.rules.agreements import published_rules
from tests.domain.offices import office, table_rows

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize("convention", ["2642", "3097", "Aucune", ""])
@pytest.mark.parametrize("kind", ["CDDU", "CDI"])
@pytest.mark.parametrize(
    "hours", [(9, 9, 9, 9, 8), (13, 0, 12), (8, 8, 8, 8, 8, 6), (7,), (11, 11, 11, 11, 11)]
)
def test_the_overtime_of_a_week_is_in_the_items_that_pay_it(
    convention: str, kind: str, hours: tuple[int, ...]
) -> None:
    contract = {"contract": "C1", "technician": "T1", "type": kind, "convention": convention}
    worked = [
        {
            "number": f"{after}", "day": MONDAY + timedelta(days=after), "technician": "T1", "contract": "C1",
            "project": "P1", "start": 8 * 60, "end": (8 + length) * 60, "validated": True,
        }
        for after, length in enumerate(hours)
        if length
    ]  # fmt: skip
    held = office(
        Contrats=table_rows("Contrats", [contract]),
        Equipe=table_rows("Equipe", [{"code": "T1"}]),
        Seances=table_rows("Seances", worked),
    )
    lines = [line for line in paid(held).lines if is_overtime(line.item)]
    minutes = [length * 60 for length in hours]
    found = week_overtime(next(iter(held["Contrats"])), minutes, MONDAY, published_rules())
    assert found == {line.item.premium_rate: line.minutes for line in lines}
