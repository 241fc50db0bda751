from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.people.contracts import contract_on
from postprod_xl.domain.planning.explain.availability import Availability, availability_of
from tests.domain.offices import office, table_rows

FRANCE = WorkCalendar.of("75")


def nov(day: int) -> date:
    return date(2026, 11, day)


def asked(**tables: list[dict[str, Any]]) -> Availability:
    return availability_of(office(**{name: table_rows(name, rows) for name, rows in tables.items()}))


def booking(day: int, task: str = "A", **rest: Any) -> dict[str, Any]:
    return {"day": nov(day), "half_day": "Matin", "project": "P1", "task": task, "state": "Confirmé", **rest}


def test_what_comes_first_is_told() -> None:
    absent = {"resource": "T1", "first_day": nov(26), "last_day": nov(27)}
    found = asked(
        Reservations=[booking(25, technician="T1"), booking(24, "B", technician="T2")], Absences=[absent]
    )
    assert found.obstacle("T1", nov(23), nov(24), FRANCE) is None
    assert found.obstacle("T1", nov(23), nov(27), FRANCE) == (nov(25), "T1 retenu par P1, A, Confirmé")
    assert found.obstacle("T1", nov(26), nov(27), FRANCE) == (nov(26), "T1 absent")
    assert found.obstacle("T2", nov(23), nov(27), FRANCE) == (nov(24), "T2 retenu par P1, B, Confirmé")


@pytest.mark.parametrize(("day", "is_free"), [(23, True), (24, False), (26, False), (27, True)])
def test_a_booking_takes_a_period_from_its_first_to_its_last_day(day: int, is_free: bool) -> None:
    found = asked(Reservations=[booking(day, technician="T1")])
    assert (found.obstacle("T1", nov(24), nov(26), FRANCE) is None) is is_free


def test_an_absence_is_told_before_a_booking_of_the_same_day() -> None:
    absent = {"resource": "S1", "first_day": nov(25), "half_day": "Après-midi", "reason": "Panne"}
    found = asked(Reservations=[booking(25, room="S1")], Absences=[absent], Salles=[{"code": "S1"}])
    assert found.obstacle("S1", nov(25), nov(25), FRANCE) == (nov(25), "S1 indisponible")


@pytest.mark.parametrize(("department", "is_free"), [("75", False), ("57", True)])
def test_an_absence_on_a_holiday_takes_nothing(department: str, is_free: bool) -> None:
    good_friday = date(2026, 4, 3)
    found = asked(Absences=[{"resource": "T1", "first_day": good_friday}])
    obstacle = found.obstacle("T1", good_friday, good_friday, WorkCalendar.of(department))
    assert (obstacle is None) is is_free


def test_people_and_rooms_are_taken_on_the_days_of_their_week_only() -> None:
    found = asked(
        Equipe=[{"code": "T1", "working_days": "lu-je"}], Salles=[{"code": "S1", "open_days": "ma-ve"}]
    )
    # The 23rd is a Monday, the 27th a Friday.
    assert found.obstacle("T1", nov(23), nov(26), FRANCE) is None
    assert found.obstacle("T1", nov(23), nov(27), FRANCE) == (nov(27), "T1 ne travaille pas ce jour-là")
    assert found.obstacle("S1", nov(23), nov(27), FRANCE) == (nov(23), "S1 fermée ce jour-là")


def test_the_contract_in_force_that_began_last_says_the_terms() -> None:
    contract = {"technician": "T1", "convention": "2642", "type": "CDDU"}
    rows = [
        {"contract": "C1", **contract, "hourly_rate_cents": 2000},
        {"contract": "C2", **contract, "hourly_rate_cents": 2500, "first_day": nov(2), "last_day": nov(20)},
        {"contract": "C3", **contract, "convention": "2717", "type": "CDI"},
        {"contract": "C4", **contract, "technician": "T2", "first_day": nov(3)},
    ]
    house = office(Contrats=table_rows("Contrats", rows))

    def in_force(technician: str, convention: str, day: int) -> tuple[Any, ...] | None:
        found = contract_on(house, technician, convention, nov(day))
        return found and (found.contract, found.type, found.hourly_rate_cents)

    assert in_force("T1", "2642", 1) == ("C1", "CDDU", 2000)
    assert in_force("T1", "2642", 20) == ("C2", "CDDU", 2500)
    assert in_force("T1", "2642", 21) == ("C1", "CDDU", 2000)
    assert in_force("T1", "2717", 21) == ("C3", "CDI", None)
    assert in_force("T2", "2642", 2) is None
