"""The latest day a work may begin, when somebody is away."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.explain.latest_start import latest_start
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind, presence_of
from tests.domain.offices import MONDAY, office, table_rows

PARIS, ANNA = WorkCalendar.of(""), (ResourceKind.PERSON, "ANNA")
FRIDAY = date(2026, 12, 11)


def away(first: date, last: date, half: str = "") -> dict[str, Any]:
    return {"resource": "ANNA", "first_day": first, "last_day": last, "half_day": half}


def presence(*absences: dict[str, Any], week: str = "") -> Presence:
    people = table_rows("Equipe", [{"code": "ANNA", "working_days": week}])
    return presence_of(office(Equipe=people, Absences=table_rows("Absences", list(absences))))


def start(days: str, *absences: dict[str, Any], week: str = "") -> date | None:
    return latest_start(ANNA, FRIDAY, Decimal(days), presence(*absences, week=week), PARIS)


def test_somebody_always_there_begins_as_the_calendar_says():
    for days in ("0", "0.25", "1", "1.25", "5", "7.5"):
        assert start(days) == PARIS.first_day(FRIDAY, Decimal(days))


def test_a_day_away_is_made_up_for_by_the_day_before():
    # Friday 11, Thursday 10, and Tuesday 8 instead of Wednesday 9.
    assert start("3", away(date(2026, 12, 9), date(2026, 12, 9))) == date(2026, 12, 8)


def test_half_a_day_away_is_made_up_for_by_half_a_day():
    morning = away(FRIDAY, FRIDAY, "Matin")
    # Friday afternoon, then Thursday afternoon, then Thursday morning.
    assert [start(days, morning) for days in ("0.5", "1", "1.5", "2")] == [
        FRIDAY,
        date(2026, 12, 10),
        date(2026, 12, 10),
        date(2026, 12, 9),
    ]


def test_no_work_at_all_stands_on_the_last_day_of_presence():
    assert start("0", away(FRIDAY, FRIDAY)) == date(2026, 12, 10)
    assert start("0", away(FRIDAY, FRIDAY, "Après-midi")) == FRIDAY


def test_only_the_days_somebody_works_count():
    # Thursday 10, Tuesday 8, Monday 7.
    assert start("3", week="lu,ma,je") == date(2026, 12, 7)


def test_somebody_away_for_ever_has_no_start():
    assert start("1", away(date(2001, 1, 1), date(2090, 1, 1))) is None


absences = st.lists(
    st.tuples(
        st.integers(-40, 3), st.integers(0, 6), st.sampled_from(["", "Matin", "Après-midi"])
    ),
    max_size=5,
)  # fmt: skip


@given(absences, st.integers(1, 40), st.sampled_from(["", "lu-ve", "ma,je"]))
def test_it_is_the_last_start_from_which_the_half_days_fit(given_absences: Any, halves: int, week: str):
    rows = [
        away(FRIDAY + timedelta(at), FRIDAY + timedelta(at + length), half)
        for at, length, half in given_absences
    ]
    found = start(str(Decimal(halves) / 2), *rows, week=week)
    assert found is not None
    there = presence(*rows, week=week)

    def fit(day: date) -> bool:
        """Whether as many half-days as the work has are left from a day to the delivery."""
        days = (day + timedelta(offset) for offset in range((FRIDAY - day).days + 1))
        free = sum(there.half_days(*ANNA, d.toordinal()) for d in days if PARIS.is_working(d))
        return free >= halves

    assert fit(found) and not fit(found + timedelta(1))


def test_the_plan_ends_in_time_from_that_day_and_not_from_the_next():
    absence = away(date(2026, 12, 8), date(2026, 12, 9), "Matin")
    found = start("4", absence)
    # Friday, Thursday, Wednesday and Tuesday afternoons: 6 half-days; then Monday.
    assert found == date(2026, 12, 7)
    ends = []
    for day in (found, PARIS.shift(found, 1)):
        task = {
            "task": "T",
            "project": "P1",
            "duration_days": Decimal(4),
            "technician": "ANNA",
            "fixed_day": day,
        }
        made = schedule(
            office(
                MONDAY,
                Projets=table_rows("Projets", [{"code": "P1"}]),
                Planning=table_rows("Planning", [task]),
                Equipe=table_rows("Equipe", [{"code": "ANNA"}]),
                Absences=table_rows("Absences", [absence]),
            )
        )
        ends.append(made.columns.column("end_day")[0])
    assert ends[0] == FRIDAY < ends[1]
