"""When people are there and rooms are open, half-day by half-day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.problem.axis import Axis
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind, presence_of
from tests.domain.offices import office, table_rows

MONDAY = date(2026, 11, 23).toordinal()
OPEN, NOT_IN_THE_MORNING, NOT_IN_THE_AFTERNOON, CLOSED = 0b00, 0b01, 0b10, 0b11


def told(**tables: list[dict[str, Any]]) -> Presence:
    return presence_of(office(**{name: table_rows(name, rows) for name, rows in tables.items()}))


def room(opening: str | None, closing: str | None) -> Presence:
    hours = [text and int(text[:2]) * 60 + int(text[3:]) for text in (opening, closing)]
    return told(Salles=[{"code": "S1", "opening": hours[0], "closing": hours[1]}])


@pytest.mark.parametrize(
    ("opening", "closing", "closed"),
    [
        # The morning is 09:00-13:00, the afternoon 14:00-18:00; two hours of one open it.
        ("09:00", "18:00", OPEN),
        ("11:00", "16:00", OPEN),
        ("11:01", "16:00", NOT_IN_THE_MORNING),
        ("11:00", "15:59", NOT_IN_THE_AFTERNOON),
        ("09:00", "11:00", NOT_IN_THE_AFTERNOON),
        ("16:00", "20:00", NOT_IN_THE_MORNING),
        ("08:00", "00:00", OPEN),
        ("14:00", "02:00", NOT_IN_THE_MORNING),
        ("09:00", "09:00", OPEN),
        (None, "13:00", NOT_IN_THE_AFTERNOON),
        ("14:00", None, NOT_IN_THE_MORNING),
        (None, None, OPEN),
        # Hours that open neither half are told and count for nothing.
        ("09:00", "10:59", OPEN),
        ("16:01", "20:00", OPEN),
    ],
)
def test_a_room_serves_a_half_day_from_two_hours_of_it_on(opening, closing, closed):
    assert room(opening, closing).closed(ResourceKind.ROOM, "S1", MONDAY) == closed


@pytest.mark.parametrize(
    ("opening", "closing", "heading"),
    [
        ("09:00", "18:00", None),
        ("20:00", "08:59", "Fermeture"),  # neither half
        ("14:00", "08:59", None),  # a night: closed before others open
        ("14:00", "09:00", "Fermeture"),  # two hours exchanged
        ("09:00", "09:00", None),
        ("09:00", "10:59", "Fermeture"),
        ("09:00", None, "Fermeture"),
        (None, "18:00", "Ouverture"),
        (None, None, None),
    ],
)
def test_opening_hours_that_make_no_sense_are_told_at_their_cell(opening, closing, heading):
    found = [(problem.row, problem.heading) for problem in room(opening, closing).problems]
    assert found == ([] if heading is None else [(5, heading)])


def test_hours_turned_round_are_read_as_the_next_day_and_hours_of_no_half_count_for_nothing():
    (turned,), (short,) = room("14:00", "09:00").problems, room("09:00", "10:59").problems
    assert turned.message.startswith("S1 ferme à 09:00, avant d'ouvrir à 14:00 : c'est lu comme le lendemain")
    assert "ouverte de 09:00 à 10:59, ne l'est ni le matin ni l'après-midi" in short.message


def test_the_slots_of_a_person_or_a_room_are_those_of_its_week_its_hours_and_its_absences():
    week = Axis.over([WorkCalendar.of("75")], date(2026, 11, 23), date(2026, 11, 27))
    presence = told(
        Salles=[{"code": "X", "opening": 540, "closing": 780, "open_days": "lu-me"}, {"code": "S2"}],
        Equipe=[{"code": "X", "working_days": "lu-je"}, {"code": "T2"}],
        Absences=[{"resource": "X", "first_day": date(2026, 11, 24), "half_day": "Matin"}],
    )
    # Two bits a day, Monday on the right: X is away on Tuesday morning.
    assert presence.mask(week, ResourceKind.ROOM, "X") == 0b00_00_01_00_01
    assert presence.mask(week, ResourceKind.PERSON, "X") == 0b00_11_11_10_11
    assert (
        presence.mask(week, ResourceKind.ROOM, "S2") is presence.mask(week, ResourceKind.PERSON, "T2") is None
    )


def test_opening_hours_are_those_of_rooms_only():
    presence = told(
        Salles=[{"code": "S1", "opening": 540, "closing": 780}], Equipe=[{"code": "S1", "working_days": ""}]
    )
    assert presence.closed(ResourceKind.ROOM, "S1", MONDAY) == NOT_IN_THE_AFTERNOON
    assert presence.closed(ResourceKind.PERSON, "S1", MONDAY) == OPEN


def test_an_absence_takes_its_first_and_its_last_day_and_none_beside_them():
    absence = {"resource": "T1", "first_day": date(2026, 11, 24), "last_day": date(2026, 11, 25)}
    away = [told(Absences=[absence]).away("T1", MONDAY + day) for day in range(4)]
    assert away == [OPEN, CLOSED, CLOSED, OPEN]


def test_an_absence_of_one_day_may_end_the_day_it_begins_and_two_halves_make_a_day():
    morning = {"resource": "T1", "first_day": date(2026, 11, 23), "half_day": "Matin"}
    afternoon = {**morning, "last_day": date(2026, 11, 23), "half_day": "Après-midi"}
    assert told(Absences=[morning]).away("T1", MONDAY) == NOT_IN_THE_MORNING
    assert told(Absences=[afternoon]).away("T1", MONDAY) == NOT_IN_THE_AFTERNOON
    assert told(Absences=[morning, afternoon]).away("T1", MONDAY) == CLOSED


def test_an_absence_that_ends_before_it_begins_is_told_and_counts_for_nothing():
    absence = {"resource": "T1", "first_day": date(2026, 11, 23), "last_day": date(2026, 11, 22)}
    presence = told(Absences=[absence])
    assert presence.away("T1", MONDAY) == OPEN
    assert [problem.found for problem in presence.problems] == ["22/11/2026"]


def test_a_week_closes_the_days_it_does_not_name():
    presence = told(Equipe=[{"code": "T1", "working_days": "lu-je"}])
    closed = [presence.closed(ResourceKind.PERSON, "T1", MONDAY + day) for day in range(7)]
    assert closed == [OPEN] * 4 + [CLOSED] * 3
