"""A month of salary against one counted day by day, and what is always true of it."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.payroll.allocation import allocation_rows
from postprod_xl.domain.payroll.counting.amounts import pay_of
from tests.domain.offices import office, table_rows

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
WEEKS = {"": (0, 1, 2, 3, 4), "lu-sa": (0, 1, 2, 3, 4, 5), "ma,je": (1, 3)}
EFFECTS = ("Payée", "Non payée", "À calculer par le bureau", "")
ABSENCES = st.lists(
    st.tuples(
        DAYS, st.integers(0, 40), st.sampled_from(("", "Matin", "Après-midi")), st.sampled_from(EFFECTS)
    ),
    max_size=3,
)


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2)) if value >= 0 else -half_up(-value)


def expected(month: int, salary: int, since: date, week: str, absences: list[Any]) -> dict[str, int]:
    """The salary and what is taken off, half-day by half-day."""
    whole = covered = unpaid = 0
    for number in range(1, monthrange(2026, month)[1] + 1):
        day = date(2026, month, number)
        for half in ("Matin", "Après-midi"):
            if day.weekday() not in WEEKS[week]:
                continue
            whole += 1
            said = {
                effect
                for first, length, part, effect in absences
                if first <= day <= first + timedelta(days=length) and part in ("", half)
            }
            covered += day >= since
            unpaid += day >= since and said == {"Non payée"}
    off = half_up(Fraction(salary * unpaid, whole))
    return {"SAL": half_up(Fraction(salary * covered, whole)), **({"ABS": -off} if unpaid else {})}


@given(st.integers(1, 12), st.integers(100_000, 900_000), DAYS, st.sampled_from(sorted(WEEKS)), ABSENCES)
def test_a_month_is_that_counted_half_day_by_half_day(
    month: int, salary: int, since: date, week: str, absences: list[Any]
) -> None:
    rows = [
        {
            "resource": "T1", "first_day": day, "last_day": day + timedelta(days=more), "half_day": part,
            "pay_effect": effect,
        }
        for day, more, part, effect in absences
    ]  # fmt: skip
    contract = {
        "contract": "C1", "technician": "T1", "type": "CDI", "first_day": since, "monthly_salary_cents": salary,
    }  # fmt: skip
    held = office(
        Contrats=table_rows("Contrats", [contract]),
        Equipe=table_rows("Equipe", [{"code": "T1", "working_days": week}]),
        Absences=table_rows("Absences", rows),
    )
    paid = pay_of(held, f"2026-{month:02}")
    if since > date(2026, month, monthrange(2026, month)[1]):
        assert not paid
        return
    pay = paid["C1"]
    amounts = {item.item.code: item.amount_cents for item in pay.items}
    assert {code: amounts[code] for code in amounts if code in ("SAL", "ABS")} == expected(
        month, salary, since, week, absences
    )
    assert pay.gross_cents == sum(amounts.values()) >= 0
    assert sum(pay.costs.values()) == pay.total_cents


def test_a_project_bears_its_hours_of_those_paid_once_the_absence_is_taken_off():
    # 2 days unpaid of 21: 3 150 - 300 = 2 850 for 9 100 x 19 / 21 = 8 233 minutes. 32 h, 1 920 minutes, are of FILM:
    # 3 150 x 1 920 / 8 233 = 734.60, less 300 x 1 920 / 8 233 = 69.96.
    contract = {"contract": "C1", "technician": "ANNA", "type": "CDI", "monthly_salary_cents": 315_000}
    absence = {
        "resource": "ANNA",
        "first_day": date(2026, 11, 12),
        "last_day": date(2026, 11, 13),
        "pay_effect": "Non payée",
    }
    sessions = [
        {
            "number": f"B{day}",
            "day": date(2026, 11, day),
            "project": "FILM",
            "contract": "C1",
            "start": 540,
            "end": 1020,
        }
        for day in (2, 3, 4, 5)
    ]
    tables = {"Contrats": [contract], "Absences": [absence], "Seances": sessions}
    tables |= {"Equipe": [{"code": "ANNA"}], "Projets": [{"code": "FILM"}]}
    held = office(date(2026, 11, 30), None, **{name: table_rows(name, rows) for name, rows in tables.items()})
    borne = allocation_rows(pay_of(held, "2026-11").values())
    assert [*borne.select("project", "worked_minutes", "gross_cents")] == [
        ("FILM", 1_920, 66_464),
        ("", 0, 218_536),
    ]
