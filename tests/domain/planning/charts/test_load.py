"""How full people and rooms are from Monday 23 November 2026."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from postprod_xl.documents.charts.load import Load, LoadRow
from postprod_xl.domain.planning.charts.load import MOST_WEEKS, Loads, load_of
from postprod_xl.domain.planning.problem.presence import ResourceKind
from tests.domain.offices import MONDAY, office, table_rows


def booking(day: date, half: str = "Journée", **rest: Any) -> dict[str, Any]:
    return {"day": day, "half_day": half, "project": "P1", "task": "A", "technician": "T1", **rest}


def load(*bookings: dict[str, Any], today: date = MONDAY, **tables: list[dict[str, Any]]) -> Load:
    rows = {"Equipe": [{"code": "T1"}], "Salles": [], **tables, "Reservations": list(bookings)}
    return load_of(office(today, **{name: table_rows(name, given) for name, given in rows.items()}))


def first(found: Load) -> LoadRow:
    return found.rows[0]


def counts(row: LoadRow) -> list[tuple[int, int]]:
    return [(cell.booked, cell.capacity) for cell in row.cells]


def test_a_week_counts_half_days_booked_over_half_days_of_presence():
    found = load(booking(date(2026, 11, 24)), booking(date(2026, 11, 25), "Matin"))
    # Five days from Monday 23: 10 half-days, of which 2 + 1 are booked.
    assert counts(first(found))[0] == (3, 10)
    assert str(first(found).cells[0].rate) == "0.3"


def test_the_days_already_past_are_no_presence():
    found = load(booking(date(2026, 11, 27)), today=date(2026, 11, 26))
    # Thursday and Friday are left.
    assert counts(first(found))[0] == (2, 4)


def test_absences_holidays_and_days_not_worked_are_no_presence():
    person = {"code": "T1", "working_days": "lu,ma,je"}
    absence = {"resource": "T1", "first_day": date(2026, 12, 22), "last_day": date(2026, 12, 22)}
    found = load(Equipe=[person], Absences=[{**absence, "half_day": "Matin"}])
    # Week of 21 December: Monday 2, Tuesday 1, Thursday 2; of 28 December: Friday 1 January is not worked.
    assert [cell.capacity for cell in first(found).cells][4:6] == [5, 6]


def test_a_whole_week_away_has_no_rate():
    absence = {"resource": "T1", "first_day": date(2026, 11, 23), "last_day": date(2026, 11, 29)}
    cell = first(load(Absences=[absence])).cells[0]
    assert cell.rate is None and not cell.is_over


def test_a_booking_during_an_absence_is_too_much():
    absence = {"resource": "T1", "first_day": date(2026, 11, 23), "last_day": date(2026, 11, 29)}
    assert first(load(booking(date(2026, 11, 24)), Absences=[absence])).cells[0].is_over


def test_twice_the_same_day_is_too_much_even_in_a_quiet_week():
    day = date(2026, 11, 25)
    found = load(booking(day, conflict="T1 déjà pris"), booking(day, task="B", conflict="T1 déjà pris"))
    assert counts(first(found))[0] == (4, 10)
    assert first(found).over_weeks == 1
    assert "dont 1 en surcharge" in found.lines[0]


def test_a_quiet_week_is_too_much_only_where_a_full_day_clashes():
    day = date(2026, 11, 25)
    twice = load(booking(day), booking(day, task="B"))
    half = load(
        booking(day, "Matin", conflict="T1 déjà pris"), booking(day, "Après-midi", conflict="T1 déjà pris")
    )
    assert [first(found).over_weeks for found in (twice, half)] == [0, 0]


def test_two_halves_of_one_day_are_not_too_much():
    day = date(2026, 11, 25)
    found = load(booking(day, "Matin"), booking(day, "Après-midi", task="B"))
    assert not first(found).cells[0].is_over and "aucune en surcharge" in found.lines[0]


def test_a_saturday_booked_counts_when_the_person_works_on_saturdays():
    saturday = booking(date(2026, 11, 28))
    worked = load(saturday, Equipe=[{"code": "T1", "working_days": "lu-sa"}])
    assert counts(first(worked))[0] == (2, 12)
    not_worked = load(saturday, Equipe=[{"code": "T1", "working_days": "lu-ve"}])
    assert counts(first(not_worked))[0] == (2, 10)


def test_people_come_before_rooms_and_each_has_its_own_bookings():
    found = load(booking(MONDAY, room="S1"), Salles=[{"code": "S1", "name": "Auditorium", "type": "Mixage"}])
    assert [(row.kind, row.code, row.role) for row in found.rows] == [
        ("Personne", "T1", ""),
        ("Salle", "S1", "Mixage"),
    ]
    assert [counts(row)[0] for row in found.rows] == [(2, 10), (2, 10)]


def test_at_least_eight_weeks_are_drawn_and_at_most_twenty_six():
    assert len(load().slots) == 8
    far = load(booking(date(2028, 1, 3)))
    assert len(far.slots) == MOST_WEEKS
    # The Sunday of the 26th week from 23 November 2026.
    assert "Le dessin s'arrête au 23/05/2027." in far.lines


def between(
    first: date, last: date, *bookings: dict[str, Any], **tables: list[dict[str, Any]]
) -> tuple[int, int]:
    rows = {"Equipe": [{"code": "T1"}], **tables, "Reservations": list(bookings)}
    loads = Loads(office(MONDAY, **{name: table_rows(name, given) for name, given in rows.items()}))
    cell = loads.between((ResourceKind.PERSON, "T1"), first, last)
    return cell.booked, cell.capacity


def test_a_period_counts_its_own_days_whatever_the_weeks():
    bookings = [booking(date(2026, 11, day), half) for day, half in
                ((25, "Journée"), (26, "Matin"), (30, "Journée"), (30, "Matin"))]  # fmt: skip
    # Thursday 26 to Tuesday 1: four working days; half a day, then a day taken one time and a half.
    assert between(date(2026, 11, 26), date(2026, 12, 1), *bookings) == (4, 8)
    assert between(date(2026, 11, 30), date(2026, 11, 30), *bookings) == (3, 2)
    assert between(date(2026, 11, 28), date(2026, 11, 29), *bookings) == (0, 0)


def test_a_period_counts_no_absence_and_no_public_holiday():
    absence = {"resource": "T1", "first_day": date(2026, 12, 24), "last_day": date(2026, 12, 24)}
    # Monday 21 to Thursday 31: nine days, less Christmas and the 24th.
    assert between(date(2026, 12, 21), date(2026, 12, 31), Absences=[absence]) == (0, 14)


def test_a_period_that_begins_today_on_whole_weeks_is_what_is_drawn():
    bookings = [
        booking(date(2026, 11, day), half) for day, half in ((25, "Journée"), (26, "Matin"), (30, "Journée"))
    ]
    drawn = counts(first(load(*bookings)))[:3]
    weeks = [MONDAY + timedelta(weeks=week) for week in range(3)]
    assert [between(monday, monday + timedelta(6), *bookings) for monday in weeks] == drawn
